// The search over what the build exported: the answer to a query, its hits in order. What src/search/mod.rs does.

'use strict';
{
const niemyet = (globalThis.niemyet ??= {});
const { makeAnalyser, makeIndex, makePlan, numbersOf, readingsOf, scoreRows } = niemyet;

/** The format of data that this script reads. */
const format = 1;

/** The search over the rules (`entry`) and the names (`data`) of a site whose data are of the day `asOf`. */
function searcher(entry, data, asOf) {
  const analyser = makeAnalyser(entry.text);
  const index = makeIndex(entry, data, analyser);

  /** The whole answer: `{query, total, hits, understood, words}`, the words folded, without question words.
      `typing`: the last word may be a beginning. */
  function answer(text, { limit = 10, typing = false } = {}) {
    const query = String(text);
    const numbers = numbersOf(query, index, analyser, entry);
    const understood = numbers.understood.slice(), words = new Set();
    let found = { rows: new Map(), run: false };
    if (!numbers.all) {
      const readings = readingsOf(query, index, analyser, entry.weights);
      if (readings.keys) understood.push({ kind: 'keys', meant: readings.keys });
      for (const { synonym, stripped } of readings.all) if (synonym && !stripped) understood.push({ ...synonym.pair, kind: 'synonym', of: synonym.pair.kind });
      for (const reading of readings.all) for (const word of reading.words) if (!word.stop) words.add(word.folded);
      found = read(readings, typing, index, entry.weights);
    }
    const ordered = order(found, numbers, index, entry.weights);
    const hits = ordered.slice(0, limit).map(([at, score]) => {
      const { code, name, status, byList, levels } = index.rows[at];
      return { code, score, status: status.name, name, byList, levels };
    });
    return { query, total: ordered.length, hits, understood, words };
  }

  return {
    /** The best hits for a text: `[{code, score, status, name, byList, levels}]`; `byList`: an official
        list attests the status, no decision, best first. */
    search: (text, options) => answer(text, options).hits,
    answer,
    /** The words of a text as the search sees them: `[{folded, accent}]`. */
    words: analyser.tokens,
    /** What the site says in words, the day of its data, and whether a status is of the past. */
    site: { words: entry.words, asOf, ended: new Set(entry.statuses.filter(s => s.ended).map(s => s.name)) },
    /** A procedure by its code: `{code, name, status, levels, successors}`, or null. */
    procedure: code => {
      const row = index.rows.find(row => row.code === code);
      return row ? { code, name: row.name, status: row.status.name, levels: row.levels, successors: row.successors.map(at => index.rows[at].code) } : null;
    },
    analyser,
  };
}

/** The best points of every row over all readings; slips in words that exist only where nothing is one run. */
function read(readings, typing, index, w) {
  const found = { rows: new Map(), run: false };
  const lenient = { accented: readings.accented, lead: readings.lead, typing, slips: false, alone: readings.typed === 1 };
  pass(readings.all, lenient, found, index, w);
  if (!found.run && readings.typed <= w.SLIP_WORDS) pass(readings.all, { ...lenient, slips: true }, found, index, w);
  return found;
}

/** Scores the readings. A stripped one counts only where the one before it stands nowhere as one run. */
function pass(all, lenient, found, index, w) {
  let runBefore = false;
  for (const reading of all) {
    if (reading.stripped && runBefore) continue;
    runBefore = false;
    const plan = makePlan(reading, index, lenient, w);
    for (const points of plan ? scoreRows(plan, index, w) : []) {
      runBefore ||= points.run;
      const best = found.rows.get(points.row);
      if (!best) found.rows.set(points.row, points);
      else {
        best.cover = Math.max(best.cover, points.cover);
        best.points = Math.max(best.points, points.points);
        best.exact ||= points.exact;
      }
    }
    found.run ||= runBefore;
  }
}

/** The hits, `[row, score]`, best first; equal scores in the order of codes. */
function order(found, numbers, index, w) {
  const { rows } = index;
  const standing = (status, score) =>
    Math.trunc((Math.max(score, 0) * (status.now ? 100 : status.ended ? w.ENDED : w.NOT_NOW)) / 100);
  const prior = row => w.USE * row.doublings + (row.levels.includes('commune') ? w.COMMUNE : 0);
  const all = [...found.rows.values()].sort((a, b) => a.row - b.row);
  const best = all.reduce((most, points) => Math.max(most, points.cover), 0);
  const living = all.some(points => points.exact && !rows[points.row].status.ended);
  const scores = new Map(), tombstones = [];
  for (const { row: at, points, cover, exact } of all) {
    if (cover * 100 < best * w.KEEP) continue;
    const row = rows[at];
    const score = points + prior(row);
    const askedFor = exact && row.status.ended && !living;
    if (askedFor) tombstones.push(at);
    scores.set(at, askedFor ? score : standing(row.status, score));
  }
  for (const [at, score] of [...numbers.rows].sort((a, b) => a[0] - b[0])) {
    const askedFor = numbers.exact.has(at);
    if (askedFor && rows[at].status.ended) tombstones.push(at);
    scores.set(at, Math.max(scores.get(at) ?? 0, askedFor ? score : standing(rows[at].status, score + prior(rows[at]))));
  }
  leadOn(tombstones, scores, rows);
  return [...scores].filter(([, score]) => score > 0).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
}

/** Puts the successors of each tombstone that was asked for directly after it, and theirs after them. */
function leadOn(tombstones, scores, rows) {
  const led = new Set(tombstones);
  for (let from; (from = tombstones.pop()) !== undefined; ) {
    const after = (scores.get(from) ?? 0) - 1;
    for (const at of rows[from].successors) {
      scores.set(at, Math.max(after, scores.get(at) ?? after));
      if (!led.has(at)) {
        led.add(at);
        if (rows[at].status.ended) tombstones.push(at);
      }
    }
  }
}

Object.assign(niemyet, { format, searcher });
}
