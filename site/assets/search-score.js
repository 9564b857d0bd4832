// The table as numbers, and the points of every record for a reading of a query. What src/search/score.rs computes,
// in the same whole numbers: division is cut off, never rounded.

'use strict';
{
const niemyet = (globalThis.niemyet ??= {});

const cut = Math.trunc;

/** Sixteen times the binary logarithm, linear between powers of two. */
function log16(n) {
  if (n < 1) return 0;
  const power = 31 - Math.clz32(n);
  return 16 * power + cut(((n - 2 ** power) * 16) / 2 ** power);
}

/** Whether one slip makes one word of the other: a letter more, less or other, or two neighbours swapped. */
function isSlip(one, other) {
  if (one === other || Math.abs(one.length - other.length) > 1) return false;
  let head = 0, i = one.length, j = other.length;
  while (head < i && head < j && one[head] === other[head]) head++;
  while (i > head && j > head && one[i - 1] === other[j - 1]) i--, j--;
  if (i - head <= 1 && j - head <= 1) return true;
  return i - head === 2 && j - head === 2 && one[head] === other[head + 1] && one[head + 1] === other[head];
}

/** Letters and digits of a code, lower case: what codes are compared by. */
const codeKey = code => code.replace(/[^0-9A-Za-z]/g, '').toLowerCase();

/** The words of a text without the leading "thủ tục", and whether it was there and something else besides. */
function withoutLead(words, lead) {
  const led = words.length > lead.length && lead.every((word, at) => word.folded === words[at].folded);
  return [led ? words.slice(lead.length) : words, led];
}

/** Everything that queries are answered from, made of the entry and the data file. */
function makeIndex(entry, data, analyser) {
  const codes = data.codes ? data.codes.split('\n') : [];
  const names = data.names.split('\n');
  const lead = analyser.tokens(entry.lead);
  const rows = codes.map((code, row) => ({
    code,
    name: names[row],
    status: entry.statuses[+data.status[row]],
    byList: data.by_list[row] === '1',
    levels: entry.levels.filter((_, bit) => (parseInt(data.levels[row], 36) >> bit) & 1),
    doublings: parseInt(data.doublings[row], 36),
    sector: data.sector[row],
    decisions: data.decisions_of[row],
    successors: [],
    fields: [],
  }));
  for (const [row, successors] of data.successors) rows[row].successors = successors;

  const forms = []; // {folded, accent, weight}
  const terms = new Map(); // folded -> {df, forms}
  const ids = new Map();
  const idOf = token => {
    const key = token.folded + ' ' + token.accent;
    let id = ids.get(key);
    if (id === undefined) {
      ids.set(key, (id = forms.length));
      forms.push({ ...token, weight: 0 });
      if (!terms.has(token.folded)) terms.set(token.folded, { df: 0, seen: -1, forms: [] });
      terms.get(token.folded).forms.push(id);
    }
    return id;
  };
  // Names repeat their words: a piece between blanks is analysed once.
  const pieces = new Map();
  const wordsOf = text => {
    const words = [];
    for (const piece of text.split(' ')) {
      let known = pieces.get(piece);
      if (!known) pieces.set(piece, (known = analyser.tokens(piece).map(idOf)));
      words.push(...known);
    }
    return words;
  };
  const others = new Map(data.others);
  rows.forEach((row, at) => {
    for (const name of [row.name, ...(others.get(at) ?? [])]) {
      let words = wordsOf(name);
      const led = words.length > lead.length && lead.every((word, i) => word.folded === forms[words[i]].folded);
      if (led) words = words.slice(lead.length);
      for (const id of words) {
        const term = terms.get(forms[id].folded);
        if (term.seen !== at) term.df++;
        term.seen = at;
      }
      row.fields.push({ words, lead: led, size: 0 });
    }
  });
  const contexts = data.sectors.map(wordsOf);
  for (const form of forms) form.weight = 16 + log16(rows.length + 1) - log16(Math.max(terms.get(form.folded).df, 1));
  let sum = 0;
  for (const row of rows) {
    for (const field of row.fields) field.size = field.words.reduce((size, id) => size + forms[id].weight, 0);
    sum += row.fields[0].size;
  }
  const words = [...terms.keys()].sort((a, b) => (a < b ? -1 : 1));
  return {
    rows, forms, terms, words, contexts, lead,
    plain: words.filter(word => /^[a-z]+$/.test(word)),
    weights: Int32Array.from(forms, form => form.weight),
    average: Math.max(1, cut(sum / Math.max(rows.length, 1))),
    codes: new Map(rows.map((row, at) => [codeKey(row.code), at])),
    stops: byFirstWord(entry.stop.map(analyser.tokens), phrase => phrase, (a, b) => b.length - a.length),
    synonyms: byFirstWord(
      data.synonyms.map(([said, official, kind, company]) => ({
        said: analyser.tokens(said), official: analyser.tokens(official), company: company === 1,
        pair: { said, official, kind },
      })),
      synonym => synonym.said,
    ),
    decisions: data.decisions.map(number => [number, analyser.tokens(number).map(word => word.folded)]),
    pages: new Map(data.decision_pages.slice().reverse()),
    knows: folded => terms.has(folded),
    df: folded => terms.get(folded)?.df ?? 0,
  };
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

/** The forms that a word matches, each with the share of the word's weight. */
function matches(word, openEnd, index, lenient, w) {
  const found = new Map();
  const put = (ids, share) => {
    for (const id of ids) if ((found.get(id) ?? 0) < share) found.set(id, share);
  };
  const { folded, accent } = word;
  const known = index.terms.get(folded);
  for (const id of known?.forms ?? []) {
    if (!lenient.accented || index.forms[id].accent === accent) put([id], 100);
    else put([id], accent === folded ? w.BARE : w.OTHER_ACCENT);
  }
  if (openEnd) {
    const share = lenient.typing || !known ? w.PREFIX : w.PREFIX_OF_WORD;
    for (const term of index.words) if (term !== folded && term.startsWith(folded)) put(index.terms.get(term).forms, share);
  }
  const shortest = lenient.alone ? w.SLIP_ALONE : known ? w.SLIP_KNOWN : w.SLIP_UNKNOWN;
  if (folded.length >= shortest && (!known || lenient.slips) && /^[a-z]+$/.test(folded)) {
    const share = known ? w.SLIP_OF_WORD : w.SLIP;
    for (const term of index.plain) if (isSlip(term, folded)) put(index.terms.get(term).forms, share);
  }
  return found;
}

/** A reading with the forms that its words match, or null where no word that asks for something matches any. */
function makePlan(reading, index, lenient, w) {
  const distinct = [], sequence = [];
  let company = 0, openEnd = -1;
  for (let at = 0; at < reading.words.length; at++) {
    const word = reading.words[at];
    let id = distinct.findIndex(seen => seen.folded === word.folded && seen.accent === word.accent);
    if (id < 0 && distinct.length === w.QUERY_WORDS) break;
    if (id < 0) id = distinct.push(word) - 1;
    sequence.push(id);
    if (reading.company && !(reading.company[0] <= at && at < reading.company[1]) && !word.stop) company |= 1 << id;
    if (at + 1 === reading.words.length && !word.whole) openEnd = id;
  }
  if (reading.company && !company) return null;
  const count = distinct.length, size = index.forms.length;
  const masks = new Int32Array(size), shares = new Uint8Array(size * count);
  const weights = [], followers = new Int32Array(count);
  let content = 0, total = 0, complete = true;
  distinct.forEach((word, id) => {
    const found = matches(word, openEnd === id, index, lenient, w);
    let rarest = 0;
    for (const [form, share] of found) {
      rarest = Math.max(rarest, index.weights[form]);
      masks[form] |= 1 << id;
      shares[form * count + id] = share;
    }
    const own = index.terms.get(word.folded)?.forms[0];
    let weight = own === undefined ? rarest : index.weights[own];
    if (word.stop) weight = cut(weight / w.STOP);
    weights.push(weight);
    total += weight;
    if (weight === 0) complete = false;
    if (weight > 0 && !word.stop) content |= 1 << id;
  });
  if (!content) weights.forEach((weight, id) => (content |= weight > 0 ? 1 << id : 0));
  if (!content) return null;
  // Every two neighbours of the query, numbered: where each is, and what it weighs.
  const pairAt = new Int16Array(count * count), pairWeights = [];
  let pairTotal = 0;
  for (let at = 1; at < sequence.length; at++) {
    const one = sequence[at - 1], next = sequence[at];
    if (!((followers[one] >> next) & 1)) {
      followers[one] |= 1 << next;
      pairAt[one * count + next] = pairWeights.push(weights[one] + weights[next]) - 1;
      pairTotal += weights[one] + weights[next];
    }
  }
  const folded = reading.words.map(word => word.folded);
  return { count, sequence, masks, shares, weights, followers, pairAt, pairWeights, content, company, total, pairTotal, complete, folded,
    cost: reading.cost, lead: lenient.lead };
}

/** The number of the lowest bit that is set. */
const lowest = bits => 31 - Math.clz32(bits & -bits);

const maskOf = (plan, words) => {
  let mask = 0;
  for (let at = 0; at < words.length; at++) mask |= plan.masks[words[at]];
  return mask;
};

/** The points of every row that holds something of what is asked: `[{row, points, cover, run, exact}]`. */
function scoreRows(plan, index, w) {
  const contexts = index.contexts.map(words => maskOf(plan, words));
  const scored = [], scratch = { best: new Int32Array(plan.count), beside: new Int32Array(plan.count),
    pairs: new Int32Array(plan.pairWeights.length), found: new Int32Array(plan.count) };
  for (let row = 0; row < index.rows.length; row++) {
    const { fields, sector } = index.rows[row];
    const context = contexts[sector];
    let held = context;
    for (const field of fields) held |= maskOf(plan, field.words);
    if (!(held & plan.content) || (plan.company && !(held & plan.company))) continue;
    scored.push(scoreRow(plan, row, fields, context, index, w, scratch));
  }
  return scored;
}

function scoreRow(plan, row, fields, context, index, w, scratch) {
  const { found } = scratch, { weights, count } = plan;
  found.fill(0);
  let best = 0, run = false, exact = false;
  fields.forEach((field, at) => {
    const standing = at === 0 ? 100 : w.OTHER_NAME;
    const of = scoreField(plan, field, at === 0, standing, index, w, scratch);
    best = Math.max(best, cut((of.points * standing) / 100));
    run ||= of.run;
    exact ||= of.exact && plan.cost === 0;
  });
  let held = 0;
  for (let id = 0; id < count; id++) {
    const share = (context >> id) & 1 ? Math.max(found[id], w.CONTEXT) : found[id];
    held += share * weights[id];
  }
  const cover = cut((held * 10) / plan.total);
  return { row, points: cut((w.COVER * cover) / 1000) + best - plan.cost, cover, run, exact };
}

function scoreField(plan, field, isName, standing, index, w, { best, beside, pairs, found }) {
  const { count, masks, shares, followers } = plan, { words } = field;
  best.fill(0);
  beside.fill(0);
  pairs.fill(0);
  let filled = 0, before = 0, maskBefore = 0;
  for (const form of words) {
    const mask = masks[form];
    if (mask) {
      let fullest = 0;
      for (let left = mask; left; left &= left - 1) {
        const id = lowest(left);
        const share = shares[form * count + id];
        if (share > best[id]) best[id] = share;
        if (share > fullest) fullest = share;
        for (let earlier = maskBefore; earlier; earlier &= earlier - 1) {
          const one = lowest(earlier);
          if (!((followers[one] >> id) & 1)) continue;
          const shareBefore = shares[before * count + one];
          if (shareBefore > beside[one]) beside[one] = shareBefore;
          if (share > beside[id]) beside[id] = share;
          const pair = Math.min(share, shareBefore), at = plan.pairAt[one * count + id];
          if (pair > pairs[at]) pairs[at] = pair;
        }
      }
      filled += index.weights[form] * fullest;
    }
    before = form;
    maskBefore = mask;
  }
  const shortness = cut((100 * (100 + w.LENGTH)) / (100 + cut((w.LENGTH * field.size) / index.average)));
  let sum = 0, all = true, inPairs = 0;
  for (let id = 0; id < count; id++) {
    const share = count > 1 ? Math.max(beside[id], cut((best[id] * w.LONE) / 100)) : best[id];
    found[id] = Math.max(found[id], cut((cut((share * shortness) / 100) * standing) / 100));
    sum += best[id];
    if (!best[id]) all = false;
  }
  for (let at = 0; at < pairs.length; at++) inPairs += plan.pairWeights[at] * pairs[at];
  const order = plan.pairTotal > 0 ? cut((inPairs * 10) / plan.pairTotal) : 0;
  const density = field.size > 0 ? cut((filled * 10) / field.size) : 0;
  const exact = words.length === plan.folded.length && words.every((form, at) => index.forms[form].folded === plan.folded[at]);
  const agreed = !isName || field.lead !== plan.lead ? 0 : plan.lead ? w.LEAD : w.NO_LEAD;
  let step = 0, run = exact;
  if (exact) step = w.WHOLE + agreed;
  else if (plan.complete && all) {
    const at = runIn(plan, words);
    run = at >= 0;
    if (!run) step = w.ALL_WORDS;
    else if (at > 0) step = w.RUN;
    else step = (words.length === plan.sequence.length ? w.WHOLE : w.START) + agreed;
  }
  step = cut((step * sum) / (100 * count));
  const points = cut((cut((w.PAIRS * order * shortness) / 100) + w.DENSITY * density) / 1000) + step;
  return { points, run, exact };
}

/** Where the reading first stands in the words as one run, or -1. */
function runIn({ masks, sequence }, words) {
  for (let start = 0; start + sequence.length <= words.length; start++) {
    let at = 0;
    while (at < sequence.length && (masks[words[start + at]] >> sequence[at]) & 1) at++;
    if (at === sequence.length) return start;
  }
  return -1;
}

Object.assign(niemyet, { isSlip, withoutLead, makeIndex, makePlan, scoreRows });
}
