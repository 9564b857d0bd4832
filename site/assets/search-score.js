// The points of every record for a reading of a query. What src/search/score.rs computes, in the same whole numbers:
// division is cut off (`| 0`, which costs least before the browser has compiled it), never rounded.

'use strict';
{
  const niemyet = (globalThis.niemyet ??= {});
  const { buffersOf } = niemyet;

  /** The greatest impact of content, as in src/search/content.rs. */
  const MOST = 3;
  /** Records whose greatest possible cover is less than this share of the best are looked at only after those. */
  const LIKELY = 85;

  /** The bit of a name that holds words without one. */
  const FURTHER = 1 << 31;

  /** The number of the lowest bit that is set. */
  const lowest = bits => 31 - Math.clz32(bits & -bits);

  /** Which words of the reading each row and each name holds, as bits: in its names, and in its content. */
  function heldBy({ masks, matched, bits, contents }, { sets }, { inNames, inContent }) {
    inNames.fill(0);
    inContent.fill(0);
    for (const { at, fields, rowOf, held } of sets) {
      held.fill(0);
      for (const form of matched) {
        const mask = masks[form];
        for (let i = at[form], end = at[form + 1]; i < end; i++) {
          held[fields[i]] |= mask;
          inNames[rowOf[fields[i]]] |= mask;
        }
      }
    }
    for (let id = 0; id < bits; id++) for (const row of contents[id]?.rows ?? []) inContent[row] |= 1 << id;
  }

  /** What the words without a bit add at most to what each row can hold. */
  function mostOfFurther({ bits, count, forms, bound, weights, contents }, { sets, short }, { further, last }, w) {
    further.fill(0);
    last.fill(0);
    for (let id = bits; id < count; id++) {
      const put = row => {
        if (last[row] === id) return;
        last[row] = id;
        further[row] += Math.max(((bound[id] * short[row]) / 100) | 0, w.CONTENT) * weights[id];
      };
      for (const { at, fields, rowOf, held } of sets)
        for (const [form] of forms[id])
          for (let i = at[form], end = at[form + 1]; i < end; i++) {
            held[fields[i]] |= FURTHER;
            put(rowOf[fields[i]]);
          }
      for (const row of contents[id]?.rows ?? []) put(row);
    }
  }

  /**
   * The points of every row that holds something of what is asked, but for those that hold far less of it than another:
   * `{count, rows, points, cover, run, exact, begins}`, one list each, written over by the next plan; of them only those
   * count whose cover reaches `least`, hundredfold.
   */
  function scoreRows(plan, index, w) {
    const { n, sectors } = index,
      { asked, company, weights, bound, beside, count, total } = plan;
    const contexts = index.contexts.map(words => words.reduce((mask, form) => mask | plan.masks[form], 0));
    const buffers = buffersOf(index, w),
      { inNames, inContent, further, most, scored } = buffers;
    heldBy(plan, index, buffers);
    mostOfFurther(plan, index, buffers, w);
    /** What the words weigh that are asked for and have one of the bits. */
    const askedIn = mask => {
      let sum = 0;
      for (let left = mask & asked; left; left &= left - 1) sum += weights[lowest(left)];
      return sum;
    };
    const enough = askedIn(asked) * w.ALONE,
      isOne = bits => (bits & (bits - 1)) === 0;
    const lone = bound.map(share => (count > 1 ? (share * w.LONE) / 100 : share));
    let greatest = 0;
    // The most that each row can hold: no name lets a word count for more than its length does, and none that stands
    // there without a neighbour of the query for more than a lone one.
    most.fill(0);
    for (let row = 0; row < n; row++) {
      const names = inNames[row],
        content = inContent[row],
        context = contexts[sectors[row]],
        held = names | content | context;
      if (!(held & asked) || (isOne(held) && askedIn(held) * 100 < enough) || (company && !(held & company))) continue;
      const short = index.short[row];
      let sum = further[row];
      for (let left = held; left; left &= left - 1) {
        const id = lowest(left),
          bit = left & -left;
        let share = names & bit ? (((names & beside[id] ? bound[id] : lone[id]) * short) / 100) | 0 : 0;
        if (context & bit && share < w.CONTEXT) share = w.CONTEXT;
        if (content & bit && share < w.CONTENT) share = w.CONTENT;
        sum += share * weights[id];
      }
      most[row] = (((sum * 10) / total) | 0) + 1;
      if (most[row] > greatest) greatest = most[row];
    }
    let best = 0;
    scored.count = 0;
    const scoreRow = makeScorer(plan, index, scored, w);
    const score = row => {
      const cover = scoreRow(row, inContent[row], contexts[sectors[row]]);
      if (cover > best) best = cover;
    };
    // What cannot come near the best is never scored: it would be left out in the end.
    const likely = (greatest * LIKELY) / 100;
    for (let row = 0; row < n; row++) if (most[row] > 0 && most[row] >= likely) score(row);
    for (let row = 0; row < n; row++)
      if (most[row] > 0 && most[row] < likely && most[row] * 100 >= best * w.KEEP) score(row);
    const least = best * w.KEEP;
    putGeneralFirst(plan, scored, inNames, least, index, w);
    scored.least = least;
    return scored;
  }

  /** Takes points off special cases that nobody asks for, where a general record that has not ended holds all that they hold
    of what is asked. */
  function putGeneralFirst(
    { masks, asked },
    { count, rows, points, cover, begins },
    inNames,
    least,
    { cases, casesOf, status, statuses },
    w
  ) {
    let unasked = 0;
    cases.forEach((words, bit) => {
      if (!words.some(word => masks[word] & asked)) unasked |= 1 << bit;
    });
    const general = new Set(),
      special = [],
      behind = new Map();
    for (let at = 0; at < count; at++) {
      if (cover[at] * 100 < least) continue;
      const row = rows[at];
      if (casesOf[row] & unasked) special.push(at);
      else if (!statuses[status[row]].ended) general.add(inNames[row] & asked);
    }
    for (const at of special) {
      if (begins[at]) continue;
      const own = inNames[rows[at]] & asked;
      if (!behind.has(own)) behind.set(own, general.has(own) || [...general].some(other => (other & own) === own));
      if (behind.get(own)) points[at] -= w.SPECIAL;
    }
  }

  /** What scores a row for a plan, puts it into the lists and gives its cover. All that rows share is looked up once: a key
    is often answered before the browser has compiled this. */
  function makeScorer(plan, { sets, forms, weights: weightOf }, scored, w) {
    const { count, bits, masks, shares, further, followers, weights, contents, sequence, folded, lead, cost, total } =
        plan,
      { pairAt, pairWeights, pairTotal } = plan,
      hasFurther = further.size > 0,
      ofWords = () => new Int32Array(count),
      ofPairs = () => new Int32Array(pairWeights.length);
    // Of one name: the greatest share of each word, and beside a neighbour; the shares of pairs; those of the words without
    // a bit and of the pairs that it has.
    const best = ofWords(),
      beside = ofWords(),
      pairs = ofPairs(),
      more = ofWords(),
      together = ofPairs(),
      standings = Int32Array.of(100, 0, w.FORMER, w.KEYWORD);
    // Of all names of a row: the share of each word, and which have one; whether it holds the reading as a run, whether a
    // name is the reading, and whether the official one begins with it.
    const found = ofWords();
    let held = 0,
      run = 0,
      exact = 0,
      begins = 0;

    /** The share of a word that stands in the content with an impact, or none. */
    const byContent = impact => (impact ? ((w.CONTENT * (MOST + impact)) / (2 * MOST)) | 0 : 0);

    /** Whether the name's words are the reading's, whatever the accents. */
    const isName = (words, begin, end) => {
      if (end - begin !== folded.length) return false;
      for (let at = 0; at < folded.length; at++) if (forms.folded[words[begin + at]] !== folded[at]) return false;
      return true;
    };

    /** Where the reading first stands in the words as one run, or -1. */
    const runIn = (words, begin, end) => {
      for (let first = begin; first + sequence.length <= end; first++) {
        let at = 0;
        while (at < sequence.length && (masks[words[first + at]] >> sequence[at]) & 1) at++;
        if (at === sequence.length) return first;
      }
      return -1;
    };

    /** The points of one name by its standing. */
    const scoreField = (set, field) => {
      const { words, size } = set,
        kind = set.kind[field],
        begin = set.start[field],
        end = set.start[field + 1];
      // Only what this name holds is looked at: most names hold little of a long query.
      let here = 0,
        others = 0,
        couples = 0,
        filled = 0,
        before = 0,
        maskBefore = 0;
      for (let i = begin; i < end; i++) {
        const form = words[i],
          mask = masks[form];
        if (!mask && !hasFurther) {
          maskBefore = 0;
          continue;
        }
        let fullest = 0;
        if (hasFurther) {
          for (const [id, share] of further.get(form) ?? []) {
            if (!best[id]) more[others++] = id;
            if (share > best[id]) best[id] = share;
            if (share > fullest) fullest = share;
          }
        }
        for (let left = mask; left; left &= left - 1) {
          const id = lowest(left),
            share = shares[form * bits + id];
          if (share > best[id]) best[id] = share;
          if (share > fullest) fullest = share;
          for (let earlier = maskBefore; earlier; earlier &= earlier - 1) {
            const one = lowest(earlier);
            if (!((followers[one] >> id) & 1)) continue;
            const shareBefore = shares[before * bits + one];
            if (shareBefore > beside[one]) beside[one] = shareBefore;
            if (share > beside[id]) beside[id] = share;
            const pair = Math.min(share, shareBefore),
              at = pairAt[one * bits + id];
            if (!pairs[at]) together[couples++] = at;
            if (pair > pairs[at]) pairs[at] = pair;
          }
        }
        here |= mask;
        filled += weightOf[form] * fullest;
        before = form;
        maskBefore = mask;
      }
      held |= here;
      const density = size[field] > 0 ? ((filled * 10) / size[field]) | 0 : 0;
      // What people say is a whole: a part of it says little.
      const standing = kind === 1 ? ((w.EVERYDAY * density) / 1000) | 0 : standings[kind];
      const shortness = set.short[field];
      let sum = 0,
        kinds = others,
        inPairs = 0;
      const counts = (id, best) => {
        const share = (((((best * shortness) / 100) | 0) * standing) / 100) | 0;
        if (share > found[id]) found[id] = share;
      };
      for (let left = here; left; left &= left - 1) {
        const id = lowest(left);
        counts(id, count > 1 ? Math.max(beside[id], ((best[id] * w.LONE) / 100) | 0) : best[id]);
        sum += best[id];
        kinds++;
        best[id] = beside[id] = 0;
      }
      for (let at = 0; at < others; at++) {
        const id = more[at];
        counts(id, best[id]);
        sum += best[id];
        best[id] = 0;
      }
      for (let i = 0; i < couples; i++) {
        const at = together[i];
        inPairs += pairWeights[at] * pairs[at];
        pairs[at] = 0;
      }
      const order = pairTotal > 0 ? ((inPairs * 10) / pairTotal) | 0 : 0;
      const agreed = kind !== 0 || (set.lead[field] === 1) !== lead ? 0 : lead ? w.LEAD : w.NO_LEAD;
      let step = 0;
      if (isName(words, begin, end)) {
        step = w.WHOLE + agreed;
        run = 1;
        if (cost === 0) exact = 1;
        if (kind === 0) begins = 1;
      } else if (plan.complete && kinds === count) {
        const at = runIn(words, begin, end);
        if (at >= 0) run = 1;
        if (at === begin && kind === 0) begins = 1;
        if (at < 0) step = w.ALL_WORDS;
        else if (at > begin) step = w.RUN;
        else step = (end - begin === sequence.length ? w.WHOLE : w.START) + agreed;
      }
      step = ((step * sum) / (100 * count)) | 0;
      const points = ((((((w.PAIRS * order * shortness) / 100) | 0) + w.DENSITY * density) / 1000) | 0) + step;
      return ((points * standing) / 100) | 0;
    };

    return (row, inContent, context) => {
      let most = 0,
        sum = 0;
      held = run = exact = begins = 0;
      for (let i = 0; i < sets.length; i++) {
        const set = sets[i];
        for (let field = set.first[row], end = set.first[row + 1]; field < end; field++) {
          if (!set.held[field]) continue;
          const points = scoreField(set, field);
          if (points > most) most = points;
        }
      }
      for (let left = held | context | inContent; left; left &= left - 1) {
        const id = lowest(left);
        let share = found[id];
        found[id] = 0;
        if ((context >> id) & 1 && share < w.CONTEXT) share = w.CONTEXT;
        if ((inContent >> id) & 1) share = Math.max(share, byContent(contents[id].impacts[row]));
        sum += share * weights[id];
      }
      for (let id = bits; id < count; id++) {
        sum += Math.max(found[id], byContent(contents[id]?.impacts[row])) * weights[id];
        found[id] = 0;
      }
      const cover = ((sum * 10) / total) | 0,
        at = scored.count++;
      scored.rows[at] = row;
      scored.points[at] = (((w.COVER * cover) / 1000) | 0) + most - cost;
      scored.cover[at] = cover;
      scored.run[at] = run;
      scored.exact[at] = exact;
      scored.begins[at] = begins;
      return cover;
    };
  }

  Object.assign(niemyet, { scoreRows });
}
