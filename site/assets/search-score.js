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
    const scratch = {
      best: new Int32Array(count),
      beside: new Int32Array(count),
      found: new Int32Array(count),
      more: new Int32Array(count),
      pairs: new Int32Array(plan.pairWeights.length),
      together: new Int32Array(plan.pairWeights.length),
      standing: Int32Array.of(100, 0, w.FORMER, w.KEYWORD),
      points: 0,
      cover: 0,
      held: 0,
      run: false,
      exact: false,
      begins: false,
    };
    let best = 0;
    scored.count = 0;
    const score = row => {
      scoreRow(plan, row, inContent[row], contexts[sectors[row]], index, w, scratch);
      const at = scored.count++;
      scored.rows[at] = row;
      scored.points[at] = scratch.points;
      scored.cover[at] = scratch.cover;
      scored.run[at] = +scratch.run;
      scored.exact[at] = +scratch.exact;
      scored.begins[at] = +scratch.begins;
      if (scratch.cover > best) best = scratch.cover;
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

  /** Scores a row into `scratch`. */
  function scoreRow(plan, row, inContent, context, index, w, scratch) {
    const { found } = scratch,
      { weights, count, bits, contents } = plan,
      { sets } = index;
    let best = 0,
      held = 0;
    scratch.run = scratch.exact = scratch.begins = false;
    scratch.held = 0;
    for (let i = 0; i < sets.length; i++) {
      const set = sets[i];
      for (let field = set.first[row], end = set.first[row + 1]; field < end; field++) {
        if (!set.held[field]) continue;
        const points = scoreField(plan, set, field, index, w, scratch);
        if (points > best) best = points;
      }
    }
    for (let left = scratch.held | context | inContent; left; left &= left - 1) {
      const id = lowest(left);
      let share = found[id];
      found[id] = 0;
      if ((context >> id) & 1 && share < w.CONTEXT) share = w.CONTEXT;
      if ((inContent >> id) & 1) share = Math.max(share, byContent(contents[id].impacts[row], w));
      held += share * weights[id];
    }
    for (let id = bits; id < count; id++) {
      held += Math.max(found[id], byContent(contents[id]?.impacts[row], w)) * weights[id];
      found[id] = 0;
    }
    scratch.cover = ((held * 10) / plan.total) | 0;
    scratch.points = (((w.COVER * scratch.cover) / 1000) | 0) + best - plan.cost;
  }

  /** The share of a word that stands in the content with an impact, or none. */
  const byContent = (impact, w) => (impact ? ((w.CONTENT * (MOST + impact)) / (2 * MOST)) | 0 : 0);

  /** The points of one name by its standing; which words it holds goes into `scratch.found`. */
  function scoreField(plan, set, field, index, w, scratch) {
    const { count, bits, masks, shares, further, followers, pairAt, pairWeights } = plan;
    const { best, beside, pairs, found, more, together } = scratch,
      { words, start } = set,
      hasFurther = further.size > 0;
    const begin = start[field],
      end = start[field + 1],
      size = set.size[field];
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
      if (fullest) filled += index.weights[form] * fullest;
      before = form;
      maskBefore = mask;
    }
    if (!here && !others) return 0;
    scratch.held |= here;
    const density = size > 0 ? ((filled * 10) / size) | 0 : 0;
    // What people say is a whole: a part of it says little.
    const standing = set.kind[field] === 1 ? ((w.EVERYDAY * density) / 1000) | 0 : scratch.standing[set.kind[field]];
    const shortness = set.short[field];
    let sum = 0,
      kinds = others,
      inPairs = 0;
    const counted = share => (((((share * shortness) / 100) | 0) * standing) / 100) | 0;
    for (let left = here; left; left &= left - 1) {
      const id = lowest(left),
        share = counted(count > 1 ? Math.max(beside[id], ((best[id] * w.LONE) / 100) | 0) : best[id]);
      if (share > found[id]) found[id] = share;
      sum += best[id];
      kinds++;
      best[id] = beside[id] = 0;
    }
    for (let at = 0; at < others; at++) {
      const id = more[at],
        share = counted(best[id]);
      if (share > found[id]) found[id] = share;
      sum += best[id];
      best[id] = 0;
    }
    for (let i = 0; i < couples; i++) {
      const at = together[i];
      inPairs += pairWeights[at] * pairs[at];
      pairs[at] = 0;
    }
    const order = plan.pairTotal > 0 ? ((inPairs * 10) / plan.pairTotal) | 0 : 0;
    const exact = isName(plan, set, begin, end, index);
    const agreed = set.kind[field] !== 0 || (set.lead[field] === 1) !== plan.lead ? 0 : plan.lead ? w.LEAD : w.NO_LEAD;
    let step = 0;
    if (exact) {
      step = w.WHOLE + agreed;
      scratch.run = true;
      if (plan.cost === 0) scratch.exact = true;
      if (set.kind[field] === 0) scratch.begins = true;
    } else if (plan.complete && kinds === count) {
      const at = runIn(plan, words, begin, end);
      if (at >= 0) scratch.run = true;
      if (at === begin && set.kind[field] === 0) scratch.begins = true;
      if (at < 0) step = w.ALL_WORDS;
      else if (at > begin) step = w.RUN;
      else step = (end - begin === plan.sequence.length ? w.WHOLE : w.START) + agreed;
    }
    step = ((step * sum) / (100 * count)) | 0;
    const points = ((((((w.PAIRS * order * shortness) / 100) | 0) + w.DENSITY * density) / 1000) | 0) + step;
    return ((points * standing) / 100) | 0;
  }

  /** Whether the name's words are the reading's, whatever the accents. */
  function isName({ folded }, { words }, begin, end, index) {
    if (end - begin !== folded.length) return false;
    for (let at = 0; at < folded.length; at++) if (index.forms.folded[words[begin + at]] !== folded[at]) return false;
    return true;
  }

  /** Where the reading first stands in the words as one run, or -1. */
  function runIn({ masks, sequence }, words, begin, end) {
    for (let first = begin; first + sequence.length <= end; first++) {
      let at = 0;
      while (at < sequence.length && (masks[words[first + at]] >> sequence[at]) & 1) at++;
      if (at === sequence.length) return first;
    }
    return -1;
  }

  Object.assign(niemyet, { scoreRows });
}
