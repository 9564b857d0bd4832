// A reading of a query with the words that it matches. What `Plan::new` of src/search/score.rs does.

'use strict';
{
  const niemyet = (globalThis.niemyet ??= {});

  const cut = Math.trunc;
  /** So many matches of words are kept for the next key that is struck. */
  const KEPT = 600;

  /** Whether one slip makes one word of the other: a letter more, less or other, or two neighbours swapped. */
  function isSlip(one, other) {
    if (one === other || Math.abs(one.length - other.length) > 1) return false;
    let head = 0,
      i = one.length,
      j = other.length;
    while (head < i && head < j && one[head] === other[head]) head++;
    while (i > head && j > head && one[i - 1] === other[j - 1]) {
      i--;
      j--;
    }
    if (i - head <= 1 && j - head <= 1) return true;
    return i - head === 2 && j - head === 2 && one[head] === other[head + 1] && one[head + 1] === other[head];
  }

  /** The words of names from which one slip makes the folded word. */
  function slipsOf(index, folded) {
    index.slips ??= new Map();
    const kept = index.slips.get(folded);
    if (kept) return kept.slice();
    const found = [];
    for (let length = folded.length - 1; length <= folded.length + 1; length++) {
      for (const word of index.plain[length] ?? []) if (isSlip(word, folded)) found.push(word);
    }
    if (index.slips.size >= KEPT) index.slips.clear();
    index.slips.set(folded, found);
    return found.slice();
  }

  /** The words of names that begin with the folded word, itself left out. */
  function begunBy(index, folded) {
    const { words } = index,
      found = [];
    let low = 0,
      high = words.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (words[middle] < folded) low = middle + 1;
      else high = middle;
    }
    for (; low < words.length && words[low].startsWith(folded); low++)
      if (words[low] !== folded) found.push(words[low]);
    return found;
  }

  /** The forms that a word matches, `[form, share of the word's weight]`, the greatest share where several ways lead there. */
  function matches(word, openEnd, index, lenient, w) {
    const { folded, accent } = word;
    const key = `${folded} ${accent} ${openEnd} ${lenient.accented} ${lenient.typing} ${lenient.slips} ${lenient.alone}`;
    index.matches ??= new Map();
    const kept = index.matches.get(key);
    if (kept) return kept;
    const found = new Map();
    const put = (ids, share) => {
      for (const id of ids) if ((found.get(id) ?? 0) < share) found.set(id, share);
    };
    const known = index.terms.get(folded);
    for (const id of known?.forms ?? []) {
      if (!lenient.accented || index.forms.accent[id] === accent) put([id], 100);
      else put([id], accent === folded ? w.BARE : w.OTHER_ACCENT);
    }
    if (openEnd) {
      const share = lenient.typing || !known ? w.PREFIX : w.PREFIX_OF_WORD;
      for (const term of begunBy(index, folded)) put(index.terms.get(term).forms, share);
    }
    const shortest = lenient.alone ? w.SLIP_ALONE : known ? w.SLIP_KNOWN : w.SLIP_UNKNOWN;
    // A word that stands in names with the very accents that were typed is meant.
    const meant = accent !== folded && known?.forms.some(id => index.forms.accent[id] === accent);
    const maySlip = known ? lenient.slips && !meant : !index.said.has(folded);
    if (folded.length >= shortest && maySlip && /^[a-z]+$/.test(folded)) {
      for (const term of slipsOf(index, folded)) put(index.terms.get(term).forms, known ? w.SLIP_OF_WORD : w.SLIP);
    }
    const list = [...found];
    if (index.matches.size >= KEPT) index.matches.clear();
    index.matches.set(key, list);
    return list;
  }

  /** Where one reading after the other is worked out, so that a key that is struck makes nothing large: by form and by row. */
  function buffersOf(index, w) {
    const { n, weights } = index,
      ofRow = () => new Int32Array(n),
      flags = () => new Uint8Array(n);
    return (index.buffers ??= {
      masks: new Int32Array(weights.length),
      shares: new Uint8Array(weights.length * w.QUERY_WORDS),
      matched: [],
      inNames: ofRow(),
      inContent: ofRow(),
      further: ofRow(),
      last: ofRow(),
      most: ofRow(),
      scored: {
        count: 0,
        rows: ofRow(),
        points: ofRow(),
        cover: ofRow(),
        run: flags(),
        exact: flags(),
        begins: flags(),
      },
      found: { seen: flags(), runs: flags(), points: ofRow(), cover: ofRow(), exact: flags(), run: false },
    });
  }

  /** A reading with the forms that its words match, or null where no word that asks for something matches any. */
  function makePlan(reading, index, lenient, w) {
    const distinct = [],
      sequence = [],
      { words } = reading;
    let company = 0,
      openEnd = -1;
    for (let at = 0; at < words.length; at++) {
      const word = words[at];
      let id = distinct.findIndex(seen => seen.folded === word.folded && seen.accent === word.accent);
      if (id < 0 && distinct.length === w.MORE_WORDS) break;
      if (id < 0) id = distinct.push(word) - 1;
      if (at + 1 === words.length && !word.whole) openEnd = id;
      // The run that is looked for ends where the words with bits do.
      if (distinct.length > w.QUERY_WORDS) continue;
      sequence.push(id);
      if (reading.company && !(reading.company[0] <= at && at < reading.company[1]) && !word.stop) company |= 1 << id;
    }
    if (reading.company && !company) return null;
    const count = distinct.length,
      bits = Math.min(count, w.QUERY_WORDS),
      further = new Map();
    // Shares are only read where a mask says so.
    const { masks, shares, matched } = buffersOf(index, w);
    for (const form of matched) masks[form] = 0;
    matched.length = 0;
    const weights = new Int32Array(count),
      bound = new Int32Array(count),
      followers = new Int32Array(bits);
    let asked = 0,
      total = 0,
      complete = true;
    const forms = distinct.map((word, id) => matches(word, openEnd === id, index, lenient, w));
    distinct.forEach((word, id) => {
      const found = forms[id];
      let rarest = 0;
      for (const [form, share] of found) {
        rarest = Math.max(rarest, index.weights[form]);
        bound[id] = Math.max(bound[id], share);
        if (id < bits) {
          if (!masks[form]) matched.push(form);
          masks[form] |= 1 << id;
          shares[form * bits + id] = share;
        } else if (further.has(form)) further.get(form).push([id, share]);
        else further.set(form, [[id, share]]);
      }
      let weight = index.weightOf(word.folded) ?? rarest;
      if (word.stop) weight = cut(weight / w.STOP);
      weights[id] = weight;
      total += weight;
      if (weight === 0) complete = false;
      if (id < bits && weight > 0 && !word.stop) asked |= 1 << id;
    });
    // Question words ask only where the query has no others.
    if (!asked && words.every(word => word.stop))
      for (let id = 0; id < bits; id++) asked |= weights[id] > 0 ? 1 << id : 0;
    if (!asked) return null;
    // Every two neighbours of the query, numbered: where each is, and what it weighs.
    const pairAt = new Int16Array(bits * bits),
      pairWeights = [];
    let pairTotal = 0;
    for (let at = 1; at < sequence.length; at++) {
      const one = sequence[at - 1],
        next = sequence[at];
      if ((followers[one] >> next) & 1) continue;
      followers[one] |= 1 << next;
      pairAt[one * bits + next] = pairWeights.push(weights[one] + weights[next]) - 1;
      pairTotal += weights[one] + weights[next];
    }
    // The words that stand beside each in the query, as bits.
    const beside = new Int32Array(bits);
    for (let at = 1; at < sequence.length; at++) {
      beside[sequence[at - 1]] |= 1 << sequence[at];
      beside[sequence[at]] |= 1 << sequence[at - 1];
    }
    const contents = distinct.map(word => index.content?.list(word.folded) ?? null);
    return {
      count,
      bits,
      sequence,
      masks,
      matched,
      shares,
      further,
      forms,
      weights,
      bound,
      followers,
      beside,
      pairAt,
      pairWeights,
      pairTotal,
      asked,
      company,
      total,
      complete,
      contents,
      folded: words.map(word => word.folded),
      cost: reading.cost,
      lead: lenient.lead,
    };
  }

  Object.assign(niemyet, { isSlip, slipsOf, begunBy, buffersOf, makePlan });
}
