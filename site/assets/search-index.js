// The table as numbers: words by identifier, names as runs of words in flat arrays. What src/search/index.rs makes, in two
// steps: the names first, everything else (search-full.js) when it has come.

'use strict';
{
  const niemyet = (globalThis.niemyet ??= {});

  const cut = Math.trunc;
  /** What a name is to its record, in the order of src/search/index.rs. */
  const KINDS = { OFFICIAL: 0, EVERYDAY: 1, FORMER: 2, KEYWORD: 3 };

  /** Sixteen times the binary logarithm, linear between powers of two. */
  function log16(n) {
    if (n < 1) return 0;
    const power = 31 - Math.clz32(n);
    return 16 * power + cut(((n - 2 ** power) * 16) / 2 ** power);
  }

  /** The rarity of a word that `df` of `records` names have. */
  const rarity = (df, records) => 16 + log16(records + 1) - log16(Math.max(df, 1));

  /** Letters and digits of a code, lower case: what codes are compared by. */
  const codeKey = code => code.replace(/[^0-9A-Za-z]/g, '').toLowerCase();

  const lines = text => (text ? text.split('\n') : []);
  /** A column of small numbers below `limit`, by row. */
  function digits(text, order, limit) {
    const values = new Uint8Array(order.length);
    for (let row = 0; row < order.length; row++) {
      const value = parseInt(text[order[row]], 36);
      if (!(value < limit)) throw new Error('a number of the data is out of bounds');
      values[row] = value;
    }
    return values;
  }

  /** The words of a text without the leading "thủ tục", and whether it was there and something else besides. */
  function withoutLead(words, lead) {
    const led = words.length > lead.length && lead.every((word, at) => word.folded === words[at].folded);
    return [led ? words.slice(lead.length) : words, led];
  }

  /** Reads numbers written in two kinds of digits, those that end a number and those after which more of it comes. */
  function makeReader([last, more]) {
    const value = new Int32Array(128),
      ends = new Uint8Array(128);
    for (let at = 0; at < last.length; at++) {
      value[last.charCodeAt(at)] = at;
      ends[last.charCodeAt(at)] = 1;
    }
    for (let at = 0; at < more.length; at++) value[more.charCodeAt(at)] = at;
    return (text, numbers = []) => {
      numbers.length = 0;
      let number = 0,
        scale = 1;
      for (let at = 0; at < text.length; at++) {
        const digit = text.charCodeAt(at);
        number += value[digit] * scale;
        if (ends[digit]) {
          numbers.push(number);
          number = 0;
          scale = 1;
        } else scale *= more.length;
      }
      return numbers;
    };
  }

  /** Words as numbers, each with its accents; a piece of text between blanks is analysed once. */
  function makeForms(analyser) {
    const folded = [],
      accent = [],
      times = [],
      termOf = [],
      terms = new Map(),
      ids = new Map(),
      pieces = new Map();
    const idOf = token => {
      const key = token.accent === token.folded ? token.folded : token.folded + ' ' + token.accent;
      let id = ids.get(key);
      if (id === undefined) {
        ids.set(key, (id = folded.push(token.folded) - 1));
        accent.push(token.accent);
        let term = terms.get(token.folded);
        if (!term) terms.set(token.folded, (term = { df: 0, seen: -1, weight: 0, forms: [] }));
        term.forms.push(id);
        termOf.push(term);
        times.push(0);
      }
      return id;
    };
    /** The words of a piece of text without blanks. */
    const wordsOf = piece => {
      let known = pieces.get(piece);
      if (!known) pieces.set(piece, (known = analyser.tokens(piece).map(idOf)));
      return known;
    };
    return { folded, accent, times, terms, termOf, wordsOf };
  }

  /** Gathers names as runs of words: `add(kind, words of each piece)`, `end()` after the names of a row. */
  function makeSet(n, forms, lead) {
    const first = new Int32Array(n + 1),
      start = [0],
      kind = [],
      led = [],
      { folded } = forms;
    let words = new Int32Array(16 * n + 64),
      count = 0,
      row = 0;
    const add = (of, pieces) => {
      const begin = count;
      for (let at = 0; at < pieces.length; at++) {
        const piece = pieces[at],
          end = count + piece.length;
        if (end > words.length) {
          const more = new Int32Array(2 * end);
          more.set(words);
          words = more;
        }
        for (let i = 0; count < end; i++) words[count++] = piece[i];
      }
      let leads = count - begin > lead.length;
      for (let at = 0; leads && at < lead.length; at++) leads = folded[words[begin + at]] === lead[at];
      if (leads) {
        words.copyWithin(begin, begin + lead.length, count);
        count -= lead.length;
      }
      start.push(count);
      kind.push(of);
      led.push(leads ? 1 : 0);
    };
    const end = () => (first[++row] = kind.length);
    const done = () => ({
      first,
      start: Int32Array.from(start),
      words: words.slice(0, count),
      size: new Int32Array(kind.length),
      short: new Int32Array(kind.length),
      kind: Uint8Array.from(kind),
      lead: Uint8Array.from(led),
    });
    return { add, end, done };
  }

  /** Throws where a part of the data is not what it should be: every column needs a value a record. */
  function agree(n, ...columns) {
    if (columns.some(column => column?.length !== n)) throw new Error('the columns of the data do not agree');
  }

  /** So many rows or words are worked at before whoever waits for the index may do something else. */
  const STEP = 64;

  /** Everything that queries are answered from, made of the rules and the part with the names; in steps, as all that is long. */
  function* makeIndex(rules, data, analyser) {
    const sent = lines(data.codes),
      n = sent.length;
    agree(n, lines(data.names), data.status, data.by_list, data.levels, data.doublings);
    agree(data.sectors.length, data.sector_sizes);
    if (data.sector_sizes.reduce((sum, size) => sum + size, 0) !== n)
      throw new Error('the sectors of the data do not agree');
    yield;
    // Records are sent sector by sector, which is shorter; they are worked with in the order of codes.
    const order = sent
      .map((code, at) => `${code} ${at}`)
      .sort()
      .map(text => +text.slice(text.indexOf(' ')));
    yield;
    const rowOf = new Int32Array(n);
    for (let row = 0; row < n; row++) rowOf[order[row]] = row;
    const read = makeReader(rules.digits),
      pieces = data.pieces.split(' ');
    const joined = text =>
      read(text)
        .map(at => pieces[at])
        .join(' ');
    const names = lines(data.names),
      sectors = new Uint16Array(n);
    let at = 0;
    data.sector_sizes.forEach((size, sector) => {
      for (const end = at + size; at < end; at++) sectors[rowOf[at]] = sector;
    });
    const everyday = new Map(
      lines(data.everyday)
        .map(line => line.split(' '))
        .map(([place, ...names]) => [rowOf[place], names])
    );
    const lead = analyser.tokens(rules.lead);
    const forms = makeForms(analyser);
    const codes = order.map(at => sent[at]),
      words = [];
    for (const piece of pieces) if (words.push(forms.wordsOf(piece)) % STEP === 0) yield;
    const set = makeSet(
      n,
      forms,
      lead.map(word => word.folded)
    );
    // What hangs on a bracket, or stands between two, makes no name longer: each such name's words, 1 for those outside.
    const depths = pieces.map(piece => piece.split('(').length - piece.split(')').length),
      opens = pieces.map(piece => piece[0] === '(');
    const unbracketed = new Map();
    const markBrackets = (row, name) => {
      let depth = 0,
        has = false;
      const own = [];
      for (const at of read(name, numbers)) {
        const isOwn = depth <= 0 && !opens[at];
        has ||= !isOwn;
        depth += depths[at] ?? 0;
        for (let i = words[at]?.length ?? 0; i > 0; i--) own.push(isOwn);
      }
      if (has) unbracketed.set(row, own);
    };
    const numbers = [],
      none = [];
    const add = (kind, name) => {
      read(name, numbers);
      for (let at = 0; at < numbers.length; at++) numbers[at] = words[numbers[at]] ?? none;
      set.add(kind, numbers);
    };
    for (let row = 0; row < n; row++) {
      if (row % STEP === 0) yield;
      markBrackets(row, names[order[row]]);
      add(KINDS.OFFICIAL, names[order[row]]);
      for (const name of everyday.get(row) ?? []) add(KINDS.EVERYDAY, name);
      set.end();
    }
    const named = set.done();
    // How rare a word is, official names tell: each row's first.
    for (let row = 0; row < n; row++) {
      if (row % STEP === 0) yield;
      for (let i = named.start[named.first[row]], end = named.start[named.first[row] + 1]; i < end; i++) {
        const term = forms.termOf[named.words[i]];
        forms.times[named.words[i]]++;
        if (term.seen !== row) term.df++;
        term.seen = row;
      }
    }
    yield;
    const slug = name =>
      analyser
        .fold(name)
        .replace(/[^0-9a-z ]/g, '')
        .split(' ')
        .filter(Boolean)
        .join('-');
    const sectorNames = data.sectors.map(sector => (typeof sector === 'string' ? [slug(sector), sector] : sector));
    yield;
    const synonyms = data.synonyms.map(([said, official, kind, company]) => ({
      said: analyser.tokens(said),
      official: analyser.tokens(official),
      company: company === 1,
      pair: { said, official, kind },
    }));
    yield;
    const cases = data.cases.map(text => text.split(' ').flatMap(forms.wordsOf));
    const levels = digits(data.levels, order, 36),
      doublings = digits(data.doublings, order, 36),
      status = digits(data.status, order, rules.statuses.length);
    const w = rules.weights,
      commune = 1 << rules.levels.indexOf('commune');
    const isPlace = place => place < n;
    yield;
    let byCode, byKey;
    const index = {
      rules,
      n,
      rowOf,
      codes,
      nameOf: row => joined(names[order[row]]),
      status,
      byList: digits(data.by_list, order, 2),
      levels,
      sectors,
      everydayOf: row => (everyday.get(row) ?? []).map(joined),
      sectorNames: sectorNames,
      statuses: rules.statuses,
      prior: levels.reduce((all, of, row) => {
        all[row] = w.USE * doublings[row] + (of & commune ? w.COMMUNE : 0);
        return all;
      }, new Int32Array(n)),
      successors: new Map(
        data.successors.map(([place, after]) => [rowOf[place], after.filter(isPlace).map(place => rowOf[place])])
      ),
      bets: data.best_bets.filter(([, place]) => isPlace(place)).map(([query, place]) => [query, rowOf[place]]),
      /** Rows by the letters and digits of their codes, and those keys in order; made when numbers are first asked for. */
      get byKey() {
        if (!byKey) {
          const rows = new Map(codes.map((code, row) => [codeKey(code), row]));
          byKey = { rows, keys: [...rows.keys()].sort() };
        }
        return byKey;
      },
      /** The row with a code, or -1. */
      rowWith: code => {
        byCode ??= new Map(codes.map((code, row) => [code, row]));
        return byCode.get(code) ?? -1;
      },
      stops: byFirstWord(
        rules.stop.map(analyser.tokens),
        phrase => phrase,
        (a, b) => b.length - a.length
      ),
      synonyms: byFirstWord(synonyms, synonym => synonym.said),
      said: new Set(synonyms.flatMap(({ said }) => said.map(word => word.folded))),
      lead,
      forms,
      terms: forms.terms,
      sets: [named],
      unbracketed,
      cases,
      casesOf: casesOf(cases, named, n),
      contexts: sectorNames.map(([, name]) => name.split(' ').flatMap(forms.wordsOf)),
      read,
      decisions: [],
      decisionsOf: null,
      pages: new Map(),
      content: null,
      full: null,
      knows: folded => index.terms.has(folded),
      has: folded => index.terms.has(folded) || (index.content?.has(folded) ?? false),
      df: folded => index.terms.get(folded)?.df ?? 0,
      weightOf: folded =>
        index.terms.get(folded)?.weight ??
        (index.content?.has(folded) ? rarity(index.content.df(folded), n) : undefined),
    };
    yield;
    yield* weigh(index);
    return index;
  }

  /** Which of the special cases each row's official name names, as bits. */
  function casesOf(cases, { first, start, words }, n) {
    const all = new Int32Array(n),
      byFirst = new Map();
    cases.forEach((words_, bit) => byFirst.set(words_[0], [...(byFirst.get(words_[0]) ?? []), [words_, 1 << bit]]));
    for (let row = 0; row < n; row++) {
      const end = start[first[row] + 1];
      for (let i = start[first[row]]; i < end; i++) {
        for (const [words_, bit] of byFirst.get(words[i]) ?? []) {
          if (i + words_.length <= end && words_.every((word, at) => words[i + at] === word)) all[row] |= bit;
        }
      }
    }
    return all;
  }

  /** Gives every name of a set its size and its row, and finds the names of every word: those of word `id` stand in
    `fields` from `at[id]` to `at[id + 1]`, some more than once. */
  function* invert(set, n, weights) {
    const { first, start, words, size } = set,
      count = weights.length;
    const at = new Int32Array(count + 2),
      fields = new Int32Array(words.length),
      rowOf = new Int32Array(size.length);
    for (let i = 0; i < words.length; i++) at[words[i] + 2]++;
    for (let id = 2; id < count + 2; id++) at[id] += at[id - 1];
    for (let row = 0, field = 0, i = 0; row < n; row++) {
      if (row % STEP === 0) yield;
      for (; field < first[row + 1]; field++) {
        let sum = 0;
        for (const end = start[field + 1]; i < end; i++) {
          const word = words[i];
          sum += weights[word];
          fields[at[word + 1]++] = field;
        }
        size[field] = sum;
        rowOf[field] = row;
      }
    }
    Object.assign(set, { at, fields, rowOf, held: new Int32Array(size.length) });
  }

  /** The words of names, sectors and cases, each with its forms there: what only stands before names ("thủ tục") is none. */
  function termsIn({ forms: { terms, termOf }, sets, cases, contexts }) {
    const used = new Uint8Array(termOf.length);
    for (const words of [...sets.map(set => set.words), ...cases, ...contexts]) for (const id of words) used[id] = 1;
    for (const term of terms.values()) term.forms = [];
    for (let id = 0; id < used.length; id++) if (used[id]) termOf[id].forms.push(id);
    return new Map([...terms].filter(([, term]) => term.forms.length));
  }

  /** Gives every word its rarity and every name its size, and sorts the words for lookup. */
  function* weigh(index) {
    const { forms, n, content, sets, unbracketed } = index,
      { termOf } = forms,
      { LENGTH } = index.rules.weights;
    const terms = (index.terms = termsIn(index));
    for (const [folded, term] of terms) term.weight = rarity(term.df > 0 ? term.df : (content?.df(folded) ?? 0), n);
    yield;
    const weights = new Int32Array(termOf.length);
    for (let id = 0; id < weights.length; id++) weights[id] = termOf[id].weight;
    for (const set of sets) yield* invert(set, n, weights);
    let sum = 0;
    for (let row = 0; row < n; row++) sum += sets[0].size[sets[0].first[row]];
    const average = Math.max(1, cut(sum / Math.max(n, 1)));
    // How much a name's length lets its words count, and the most that any name of a row does.
    const most = new Int32Array(n);
    for (const { first, start, words, kind, size, short } of sets) {
      for (let row = 0, field = 0; row < n; row++) {
        if (row % STEP === 0) yield;
        for (; field < first[row + 1]; field++) {
          const own = kind[field] === KINDS.OFFICIAL && unbracketed.get(row);
          let length = 0;
          if (own)
            for (let i = start[field + 1] - 1, at = own.length - 1; i >= start[field]; i--, at--)
              length += own[at] ? weights[words[i]] : 0;
          short[field] = cut((100 * (100 + LENGTH)) / (100 + cut((LENGTH * (length || size[field])) / average)));
          if (short[field] > most[row]) most[row] = short[field];
        }
      }
    }
    index.weights = weights;
    index.short = most;
    yield;
    // By UTF-16, as `<` compares.
    index.words = [...terms.keys()].sort();
    index.plain = [];
    for (const word of index.words) if (/^[a-z]+$/.test(word)) (index.plain[word.length] ??= []).push(word);
  }

  function byFirstWord(items, wordsOf, order) {
    const map = new Map();
    for (const item of items) {
      const first = wordsOf(item)[0];
      if (!first) continue;
      if (!map.has(first.folded)) map.set(first.folded, []);
      map.get(first.folded).push(item);
    }
    if (order) for (const list of map.values()) list.sort(order);
    return map;
  }

  /** A score as it counts for a row's status: what is in force comes before what is not. */
  function standing(row, score, { statuses, status }, w) {
    const { now, ended } = statuses[status[row]];
    return cut((Math.max(score, 0) * (now ? 100 : ended ? w.ENDED : w.NOT_NOW)) / 100);
  }

  Object.assign(niemyet, { standing, makeIndex, withoutLead, agree, makeSet, weigh, KINDS, STEP });
}
