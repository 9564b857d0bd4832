// The table as numbers: words by identifier, names as runs of words in flat arrays. What src/search/index.rs makes, in two
// steps: the names first, everything else when it has come.

'use strict';
{
const niemyet = (globalThis.niemyet ??= {});

const cut = Math.trunc;
/** So many words' lists are kept for the next key that is struck. */
const KEPT = 60;
/** What a name is to its record, in the order of src/search/index.rs. */
const OFFICIAL = 0, EVERYDAY = 1, FORMER = 2, KEYWORD = 3;

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
const digits = (text, order) => Uint8Array.from(order, at => parseInt(text[at], 36));

/** The words of a text without the leading "thủ tục", and whether it was there and something else besides. */
function withoutLead(words, lead) {
  const led = words.length > lead.length && lead.every((word, at) => word.folded === words[at].folded);
  return [led ? words.slice(lead.length) : words, led];
}

/** Reads numbers written in two kinds of digits, those that end a number and those after which more of it comes. */
function makeReader([last, more]) {
  const ends = new Map([...last].map((digit, value) => [digit, value]));
  const goesOn = new Map([...more].map((digit, value) => [digit, value]));
  return text => {
    const numbers = [];
    let value = 0, scale = 1;
    for (const digit of text) {
      const part = goesOn.get(digit);
      if (part !== undefined) {
        value += part * scale;
        scale *= more.length;
      } else {
        numbers.push(value + ends.get(digit) * scale);
        value = 0;
        scale = 1;
      }
    }
    return numbers;
  };
}

/** Words as numbers, each with its accents; a piece of text between blanks is analysed once. */
function makeForms(analyser) {
  const folded = [], accent = [], terms = new Map(), ids = new Map(), pieces = new Map();
  const idOf = token => {
    const key = token.accent === token.folded ? token.folded : token.folded + ' ' + token.accent;
    let id = ids.get(key);
    if (id === undefined) {
      ids.set(key, (id = folded.push(token.folded) - 1));
      accent.push(token.accent);
      let term = terms.get(token.folded);
      if (!term) terms.set(token.folded, (term = { df: 0, seen: -1, weight: 0, forms: [] }));
      term.forms.push(id);
    }
    return id;
  };
  const wordsOf = split => {
    const words = [];
    for (const piece of split) {
      let known = pieces.get(piece);
      if (!known) pieces.set(piece, (known = analyser.tokens(piece).map(idOf)));
      for (const id of known) words.push(id);
    }
    return words;
  };
  return { folded, accent, terms, wordsOf };
}

/** The names of all rows as one run of words: `namesOf(row)` gives `[kind, pieces of the name]`s. */
function makeSet(n, namesOf, forms, lead) {
  const first = new Int32Array(n + 1), start = [0], words = [], kind = [], led = [];
  for (let row = 0; row < n; row++) {
    for (const [of, pieces] of namesOf(row)) {
      const own = forms.wordsOf(pieces);
      const leads = own.length > lead.length && lead.every((word, at) => word === forms.folded[own[at]]);
      for (let at = leads ? lead.length : 0; at < own.length; at++) words.push(own[at]);
      start.push(words.length);
      kind.push(of);
      led.push(leads ? 1 : 0);
    }
    first[row + 1] = kind.length;
  }
  return {
    first, start: Int32Array.from(start), words: Int32Array.from(words), size: new Int32Array(kind.length),
    kind: Uint8Array.from(kind), lead: Uint8Array.from(led),
  };
}

/** Everything that queries are answered from, made of the rules and the part with the names. */
function makeIndex(rules, data, analyser) {
  const sent = lines(data.codes), n = sent.length;
  // Records are sent sector by sector, which is shorter; they are worked with in the order of codes.
  const order = Array.from(sent.keys()).sort((a, b) => (sent[a] < sent[b] ? -1 : 1));
  const rowOf = new Int32Array(n);
  order.forEach((at, row) => (rowOf[at] = row));
  const read = makeReader(rules.digits), pieces = data.pieces.split(' ');
  const decoded = text => read(text).map(at => pieces[at]);
  const names = lines(data.names), sectors = new Uint16Array(n);
  let at = 0;
  data.sector_sizes.forEach((size, sector) => {
    for (const end = at + size; at < end; at++) sectors[rowOf[at]] = sector;
  });
  const everyday = new Map(lines(data.everyday).map(line => line.split(' ')).map(([place, ...names]) => [rowOf[place], names.map(decoded)]));
  const lead = analyser.tokens(rules.lead);
  const forms = makeForms(analyser);
  const codes = order.map(at => sent[at]), pieceOf = row => decoded(names[order[row]]);
  const namesOf = row => [[OFFICIAL, pieceOf(row)], ...(everyday.get(row) ?? []).map(name => [EVERYDAY, name])];
  const set = makeSet(n, namesOf, forms, lead.map(word => word.folded));
  // How rare a word is, official names tell: each row's first.
  for (let row = 0; row < n; row++) {
    for (let i = set.start[set.first[row]], end = set.start[set.first[row] + 1]; i < end; i++) {
      const term = forms.terms.get(forms.folded[set.words[i]]);
      if (term.seen !== row) term.df++;
      term.seen = row;
    }
  }
  const slug = name => analyser.fold(name).replace(/[^0-9a-z ]/g, '').split(' ').filter(Boolean).join('-');
  const sectorNames = data.sectors.map(sector => (typeof sector === 'string' ? [slug(sector), sector] : sector));
  const synonyms = data.synonyms.map(([said, official, kind, company]) => ({
    said: analyser.tokens(said), official: analyser.tokens(official), company: company === 1, pair: { said, official, kind },
  }));
  const levels = digits(data.levels, order), doublings = digits(data.doublings, order), status = digits(data.status, order);
  const w = rules.weights, commune = 1 << rules.levels.indexOf('commune');
  const index = {
    rules, n, rowOf, codes, nameOf: row => pieceOf(row).join(' '), status, byList: digits(data.by_list, order), levels, sectors,
    everyday: new Map([...everyday].map(([row, names]) => [row, names.map(pieces => pieces.join(' '))])),
    sectorNames: sectorNames, statuses: rules.statuses,
    prior: Int32Array.from(codes, (_, row) => w.USE * doublings[row] + (levels[row] & commune ? w.COMMUNE : 0)),
    successors: new Map(data.successors.map(([place, after]) => [rowOf[place], after.map(place => rowOf[place])])),
    bets: data.best_bets.map(([query, place]) => [query, rowOf[place]]),
    rowOfCode: new Map(codes.map((code, row) => [codeKey(code), row])),
    stops: byFirstWord(rules.stop.map(analyser.tokens), phrase => phrase, (a, b) => b.length - a.length),
    synonyms: byFirstWord(synonyms, synonym => synonym.said),
    said: new Set(synonyms.flatMap(({ said }) => said.map(word => word.folded))),
    lead, forms, terms: forms.terms, sets: [set], contexts: sectorNames.map(([, name]) => forms.wordsOf(name.split(' '))),
    read, decisions: [], decisionsOf: null, pages: new Map(), content: null, full: null,
    knows: folded => forms.terms.has(folded),
    has: folded => forms.terms.has(folded) || (index.content?.has(folded) ?? false),
    df: folded => forms.terms.get(folded)?.df ?? 0,
    weightOf: folded => forms.terms.get(folded)?.weight ?? (index.content?.has(folded) ? rarity(index.content.df(folded), n) : undefined),
  };
  weigh(index);
  const sum = set.first.subarray(0, n).reduce((sum, field) => sum + set.size[field], 0);
  index.average = Math.max(1, cut(sum / Math.max(n, 1)));
  return index;
}

/** Adds what came later: other names, content, decisions, and what facets count. */
function addFull(index, data, analyser) {
  const { n, rowOf, forms, rules } = index;
  const other = { former: [], keywords: [] };
  for (const kind of ['former', 'keywords']) for (const [place, names] of data[kind]) other[kind][rowOf[place]] = names;
  const kinds = [[EVERYDAY, []], [FORMER, other.former], [KEYWORD, other.keywords]];
  for (const [place, names] of data.everyday) {
    kinds[0][1][rowOf[place]] = names;
    index.everyday.set(rowOf[place], names);
  }
  const namesOf = row => kinds.flatMap(([kind, names]) => (names[row] ?? []).map(name => [kind, name.split(' ')]));
  index.sets.push(makeSet(n, namesOf, forms, index.lead.map(word => word.folded)));
  index.former = other.former;
  index.content = makeContent(index.read, rowOf, data.shards);
  if (data.text) index.content.add(data.text);
  weigh(index);
  index.decisions = data.decisions.map(number => [number, analyser.tokens(number).map(word => word.folded)]);
  index.pages = new Map(data.decision_pages.slice().reverse());
  const ofRow = column => {
    const rows = [];
    column.forEach((values, place) => (rows[rowOf[place]] = values));
    return rows;
  };
  index.decisionsOf = ofRow(data.decisions_of);
  index.full = {
    agencies: data.agencies, agenciesOf: ofRow(data.agencies_of),
    online: ofRow([...data.online].map(Number)), audiences: ofRow([...data.audiences].map(digit => parseInt(digit, 36))),
  };
  index.matches?.clear();
}

/** Gives every word its rarity and every name its size, and sorts the words for lookup. */
function weigh(index) {
  const { forms, terms, n, content } = index;
  for (const [folded, term] of terms) term.weight = rarity(term.df > 0 ? term.df : content?.df(folded) ?? 0, n);
  index.weights = Int32Array.from(forms.folded, folded => terms.get(folded).weight);
  for (const { start, words, size } of index.sets) {
    for (let field = 0; field < size.length; field++) {
      let sum = 0;
      for (let i = start[field]; i < start[field + 1]; i++) sum += index.weights[words[i]];
      size[field] = sum;
    }
  }
  index.words = [...terms.keys()].sort((a, b) => (a < b ? -1 : 1));
  index.plain = [];
  for (const word of index.words) if (/^[a-z]+$/.test(word)) (index.plain[word.length] ??= []).push(word);
}

/**
 * The words of the records' texts, which come all at once or, where there are many, in shards. A word's list of rows is
 * read when it is first asked for.
 */
function makeContent(readNumbers, rowOf, shards) {
  const lists = new Map(), here = new Set();
  const add = ({ words, postings }, shard) => {
    const all = postings.split(' ');
    if (words) words.split(' ').forEach((word, at) => lists.set(word, all[at]));
    here.add(shard);
  };
  /** The numbers of the shards that may have a word and have not come. */
  const missing = words => {
    const found = words.map(word => shards.filter(first => first <= word).length - 1);
    return [...new Set(found)].filter(shard => shard >= 0 && !here.has(shard));
  };
  const read = new Map();
  const list = word => {
    const sent = lists.get(word);
    if (sent === undefined) return null;
    let found = read.get(word);
    if (!found) {
      const rows = [], impacts = new Uint8Array(rowOf.length);
      let at = 0;
      for (const value of readNumbers(sent)) {
        at += cut(value / 3);
        rows.push(rowOf[at]);
        impacts[rowOf[at]] = (value % 3) + 1;
        at++;
      }
      if (read.size >= KEPT) read.clear();
      read.set(word, (found = { rows, impacts }));
    }
    return found;
  };
  return { add, missing, has: word => lists.has(word), list, df: word => list(word)?.rows.length ?? 0 };
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

Object.assign(niemyet, { makeIndex, addFull, withoutLead });
}
