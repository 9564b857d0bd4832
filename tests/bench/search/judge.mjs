// How good lists of answers are.

/** The place of the first right answer among ten, from 1; 0 where there is none. */
export const placeOf = (hits, relevant) => hits.slice(0, 10).findIndex(({ code }) => relevant.includes(code)) + 1;

/** `{count, mrr, first, five}` of queries and their lists; `first` and `five` are shares. */
export function judged(queries, lists) {
  const places = queries.map(({ relevant }, at) => placeOf(lists[at], relevant));
  const mean = value => places.reduce((sum, place) => sum + value(place), 0) / (places.length || 1);
  return {
    count: places.length,
    mrr: mean(place => (place ? 1 / place : 0)),
    first: mean(place => (place === 1 ? 1 : 0)),
    five: mean(place => (place && place <= 5 ? 1 : 0)),
  };
}

/** The mean of several judgements of one class, one a seed. */
export function meanOf(judgements) {
  const mean = key => judgements.reduce((sum, judgement) => sum + judgement[key], 0) / judgements.length;
  const count = judgements.reduce((sum, judgement) => sum + judgement.count, 0);
  return { count, mrr: mean('mrr'), first: mean('first'), five: mean('five') };
}

/** The queries on which two engines differ, with both lists; a score is part of the list. */
export function differing(queries, one, other) {
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  return queries.flatMap((query, at) => (same(one[at], other[at]) ? [] : [{ ...query, lists: [one[at], other[at]] }]));
}
