// The search over what the build exported: the answer to a query, its hits in order. What src/search/mod.rs does.

'use strict';
{
  const niemyet = (globalThis.niemyet ??= {});
  const { buffersOf, makeAnalyser, makeIndex, makePlan, numbersOf, readingsOf, scoreRows, standing } = niemyet;

  /** The format of data that this script reads. */
  const format = 2;

  /** The readings of a query that is no words. */
  const NOTHING = { all: [] };

  /** The search over the rules and the part with the names of a site whose data are of the day `asOf`; in steps. */
  function* searcher(rules, names, asOf) {
    const analyser = makeAnalyser(rules.text),
      w = rules.weights;
    const index = yield* makeIndex(rules, names, analyser);
    /** What is left of taking the second part in, and why that failed. */
    let rest = null,
      broken = null;
    const step = () => {
      try {
        if (!rest.next().done) return;
        search.isWhole = true;
        last = null;
      } catch (error) {
        broken = error;
      }
      rest = null;
    };
    /** What is asked in the middle waits for the rest. */
    const settle = () => {
      while (rest) step();
    };
    const { levels, statuses } = rules;
    const described = row => {
      const { name: status } = statuses[index.status[row]];
      const own = levels.filter((_, bit) => (index.levels[row] >> bit) & 1);
      return { code: index.codes[row], name: index.nameOf(row), status, levels: own };
    };

    /** What was asked last, and what `asked` gave. */
    let last = null;
    /** What a query asks for, and the score of every hit: `{understood, words, scores}`. A blank at its end changes nothing. */
    function asked(query, typing) {
      const key = `${typing} ${query.trimEnd()}`;
      if (last?.key === key) return last;
      const numbers = numbersOf(query, index, analyser, rules);
      const readings = readingsOf(query, numbers.taken, index, analyser, w),
        { directory } = index;
      const lists = readings.named,
        named = [...lists, ...readings.places.filter(at => !lists.includes(at))];
      const understood = [...named.map(at => directory.understood(at)), ...numbers.understood],
        words = new Set();
      let read = NOTHING;
      if (!numbers.all) {
        if (readings.keys) understood.push({ kind: 'keys', meant: readings.keys });
        for (const reading of readings.all) for (const word of reading.words) if (!word.stop) words.add(word.folded);
      }
      if (!numbers.all && !lists.some(at => directory.is('office', at))) {
        for (const { synonym, stripped } of readings.all)
          if (synonym && !stripped) understood.push({ ...synonym.pair, kind: 'synonym', of: synonym.pair.kind });
        if (search.isWhole && !search.missing(query).length)
          understood.push(...niemyet.unknownWords(query, readings, numbers.rows.size > 0, index, analyser));
        read = readings;
      }
      const scores = scored(analyser.fold(query), pointsOf(read, typing, index, w), lists, numbers, index, w);
      last = { key, understood, words, scores };
      return last;
    }

    /**
     * The whole answer: `{query, total, hits, understood, words, facets, nearSectors}`. `words`: the folded words of the
     * query without question words; `facets()` counts the hits by facet, once both parts of the data are there. Options:
     * `limit`; `typing`: the last word may be a beginning; `choices`: `{facet: [value, …]}` that hits must have.
     */
    function answer(text, { limit = 10, typing = false, choices } = {}) {
      settle();
      const query = String(text),
        { understood, words, scores } = asked(query, typing);
      const rows = [...scores.keys()];
      const choice = search.isWhole && niemyet.chosen(choices, index);
      const admitted = choice && choices ? rows.filter(choice.admits) : rows;
      const hits = best(admitted, scores, limit).map(row => ({
        ...described(row),
        score: scores.get(row),
        byList: index.byList[row] === 1,
      }));
      return {
        query,
        total: admitted.length,
        hits,
        understood,
        words,
        facets: () => (choice ? choice.count(rows) : []),
        nearSectors: rows.length || !choice ? [] : niemyet.nearSectors(query, index, analyser),
      };
    }

    const search = {
      /** The best hits for a text: `[{code, score, status, name, byList, levels}]`, best first; `byList`: an official list
        attests the status, no decision. */
      search: (text, options) => answer(text, options).hits,
      answer,
      /** Takes the second part of the data in, in steps: full text, former names, decisions, facets. Throws where it is wrong. */
      *add(full) {
        if (search.isWhole) return;
        if (!rest) [rest, broken] = [niemyet.addFull(index, full, analyser), null];
        while (rest) {
          step();
          yield;
        }
        if (broken) throw broken;
      },
      /** Where full text comes in shards: the numbers of those that a query's words may be in and that have not come; and
        takes one in. */
      missing: text => {
        settle();
        if (!index.content?.isSharded) return [];
        const { all } = readingsOf(String(text), new Set(), index, analyser, w);
        return index.content.missing(all.flatMap(({ words }) => words.map(word => word.folded)));
      },
      addText: (shard, text) => {
        index.content.add(text, shard);
        last = null;
      },
      /** Whether both parts are there. */
      isWhole: false,
      /** The words of a text as the search sees them: `[{folded, accent}]`. */
      words: analyser.tokens,
      /** What the site says in words, the day of its data, and whether a status is of the past. */
      site: {
        words: rules.words,
        asOf,
        ended: new Set(statuses.filter(status => status.ended).map(status => status.name)),
      },
      /** A procedure by its code: `{code, name, status, levels, successors, everyday, former}`, or null. */
      procedure: code => {
        const row = index.rowWith(code);
        if (row < 0) return null;
        const successors = (index.successors.get(row) ?? []).map(at => index.codes[at]);
        return { ...described(row), successors, everyday: index.everydayOf(row), former: index.former?.[row] ?? [] };
      },
      /** Whether the text of a procedure, besides its names, has a folded word. */
      hasInText: (code, folded) => (index.content?.list(folded)?.impacts[index.rowWith(code)] ?? 0) > 0,
      analyser,
    };
    return search;
  }

  /** The best points of every row over all readings; slips in words that exist only where nothing is one run. */
  function pointsOf({ all, accented, lead, typed }, typing, index, w) {
    const { found } = buffersOf(index, w);
    for (const list of [found.seen, found.runs, found.points, found.cover, found.exact]) list.fill(0);
    found.run = false;
    const lenient = { accented, lead, typing, slips: false, alone: typed === 1 };
    pass(all, lenient, found, index, w);
    if (!found.run && typed <= w.SLIP_WORDS) pass(all, { ...lenient, slips: true }, found, index, w);
    return found;
  }

  /** Scores the readings. A stripped one counts only where the one before it stands nowhere as one run. */
  function pass(all, lenient, found, index, w) {
    let runBefore = false;
    for (const reading of all) {
      if (reading.stripped && runBefore) continue;
      runBefore = false;
      const plan = makePlan(reading, index, lenient, w);
      if (!plan) continue;
      const { count, rows, points, cover, run, exact, least } = scoreRows(plan, index, w);
      for (let at = 0; at < count; at++) {
        if (cover[at] * 100 < least) continue;
        const row = rows[at];
        runBefore ||= run[at] > 0;
        if (!found.seen[row] || points[at] > found.points[row]) found.points[row] = points[at];
        if (cover[at] > found.cover[row]) found.cover[row] = cover[at];
        if (exact[at]) found.exact[row] = 1;
        if (run[at]) found.runs[row] = 1;
        found.seen[row] = 1;
      }
      found.run ||= runBefore;
    }
  }

  /** The score of every hit, by row. */
  function scored(asked, { seen, runs, points, cover, exact }, lists, numbers, index, w) {
    const { n, statuses, status, prior, directory } = index;
    // Who names a body asks for what it has and what is called after it, not for what has some of its words.
    const bodies = lists.some(at => !directory.is('sector', at)),
      isIn = row => lists.length > 0 && directory.has(lists, row);
    const isEnded = row => statuses[status[row]].ended;
    let best = 0,
      living = false;
    for (let row = 0; row < n; row++) {
      if (!seen[row]) continue;
      if (cover[row] > best) best = cover[row];
      if (exact[row] && !isEnded(row)) living = true;
    }
    const scores = new Map(),
      tombstones = [];
    for (let row = 0; row < n; row++) {
      if (!seen[row] || cover[row] * 100 < best * w.KEEP || (bodies && !runs[row] && !isIn(row))) continue;
      const score = points[row] + prior[row],
        askedFor = exact[row] && isEnded(row) && !living;
      if (askedFor) tombstones.push(row);
      scores.set(row, askedFor ? score : standing(row, score, index, w));
    }
    for (let row = 0; row < n; row++) {
      if (isIn(row) || (bodies && runs[row]))
        scores.set(row, (scores.get(row) ?? 0) + standing(row, w.NAMED + prior[row], index, w));
    }
    for (const [row, score] of [...numbers.rows].sort((a, b) => a[0] - b[0])) {
      const askedFor = numbers.exact.has(row);
      if (askedFor && isEnded(row)) tombstones.push(row);
      scores.set(row, Math.max(scores.get(row) ?? 0, askedFor ? score : standing(row, score + prior[row], index, w)));
    }
    leadOn(tombstones, scores, index, isEnded);
    for (const [query, row] of index.bets) if (query === asked) scores.set(row, w.BEST_BET);
    for (const [row, score] of scores) if (score <= 0) scores.delete(row);
    return scores;
  }

  /** Puts the successors of each tombstone that was asked for directly after it, and theirs after them. */
  function leadOn(tombstones, scores, index, isEnded) {
    const led = new Set(tombstones);
    for (let from; (from = tombstones.pop()) !== undefined; ) {
      const after = (scores.get(from) ?? 0) - 1;
      for (const row of index.successors.get(from) ?? []) {
        scores.set(row, Math.max(after, scores.get(row) ?? after));
        if (!led.has(row)) {
          led.add(row);
          if (isEnded(row)) tombstones.push(row);
        }
      }
    }
  }

  /** The `limit` rows with the greatest scores, best first; equal scores in the order of codes. */
  function best(rows, scores, limit) {
    const before = (a, b) => scores.get(b) - scores.get(a) || a - b;
    if (rows.length <= 4 * limit) return rows.sort(before).slice(0, limit);
    const top = [];
    for (const row of rows) {
      if (top.length === limit && before(top[limit - 1], row) < 0) continue;
      let at = top.length;
      while (at > 0 && before(row, top[at - 1]) < 0) at--;
      top.splice(at, 0, row);
      if (top.length > limit) top.pop();
    }
    return top;
  }

  Object.assign(niemyet, { format, searcher });
}
