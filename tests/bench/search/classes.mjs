// The classes of queries, made of a catalogue's own names by chance, each with the procedures that answer it.

import { chance } from './random.mjs';
import { allInOtherPlace, keysOf, otherPlace, withSlip } from './hand.mjs';
import { beginsWith, fold, holds, unaccented, wordsOf } from './words.mjs';

/** At most so many queries a class. */
const COUNT = 120;

/** `count` words from place `from` on, as written. */
const run = (words, from, count) => words.slice(from, from + count).join(' ');

/** The first three to five words, as written; null where a name has fewer. */
function firstWords(words, random) {
  const count = random.between(3, 5);
  return words.length < count ? null : run(words, 0, count);
}

/** A run of `count` words that holds the one at `place`, or lies anywhere. */
function runAround(words, count, place, random) {
  const first = Math.max(0, place - count + 1),
    last = Math.min(place, words.length - count);
  return last < first ? null : run(words, random.between(first, last), count);
}

const style = random => ({ late: random.below(3) > 0, pair: random.below(2) > 0 });

// Each class: how a name becomes a query, what was meant by it, and which folded names answer what was meant.
// `make` gives null for a name of which no such query can be made.
const OF_NAMES = {
  'a-exact': { answers: holds, make: name => ({ query: name, meant: name }) },
  'b-no-accents': { answers: holds, make: name => ({ query: unaccented(name).toLowerCase(), meant: name }) },
  'c-telex': { answers: holds, make: (name, random) => ({ query: keysOf(name, 'telex', style(random)), meant: name }) },
  'c-vni': { answers: holds, make: (name, random) => ({ query: keysOf(name, 'vni', style(random)), meant: name }) },
  'd-first': {
    answers: beginsWith,
    make: (name, random) => {
      const query = firstWords(wordsOf(name), random);
      return query && { query, meant: query };
    },
  },
  'd2-inner': {
    answers: holds,
    make: (name, random) => {
      const words = wordsOf(name),
        count = random.between(4, 5);
      if (words.length < count + 2) return null;
      const meant = run(words, random.between(1, words.length - count - 1), count);
      return { query: fold(meant), meant };
    },
  },
  'e-slip': {
    answers: (name, meant) => name === meant,
    make: (name, random) => ({ query: withSlip(fold(name), random), meant: name }),
  },
  'e2-slip-short': {
    answers: holds,
    make: (name, random) => {
      const words = wordsOf(name);
      if (words.length < 4) return null;
      const meant = run(words, random.between(0, words.length - 4), 4);
      return { query: withSlip(fold(meant), random), meant };
    },
  },
  'f-tone-place': {
    answers: holds,
    make: (name, random) => {
      const words = wordsOf(name);
      const places = words.flatMap((word, at) => (otherPlace(word) ? [at] : []));
      if (!places.length) return null;
      const meant = runAround(words, random.between(3, 5), random.oneOf(places), random);
      return meant && { query: allInOtherPlace(meant), meant };
    },
  },
  'h-templated': {
    answers: (name, meant) => name === meant,
    make: (name, random) => {
      const ask = random.oneOf([
        name => `Tôi cần làm thủ tục ${name}`,
        name => `${name} cần giấy tờ gì?`,
        name => `hồ sơ ${name} gồm những gì`,
      ]);
      return { query: ask(name), meant: name };
    },
  },
  'p-partial': {
    typing: true,
    answers: (name, meant) => name.startsWith(meant),
    make: (name, random) => {
      const words = firstWords(wordsOf(name), random)?.split(' ').map(fold);
      if (!words) return null;
      const last = words.pop(),
        kept = random.between(1, 2);
      if (last.length <= kept) return null;
      const query = [...words, last.slice(0, kept)].join(' ');
      return { query, meant: query };
    },
  },
};

/** Every class, in the order of the report. */
export const CLASSES = [
  'a-exact',
  'b-no-accents',
  'c-telex',
  'c-vni',
  'd-first',
  'd2-inner',
  'e-slip',
  'e2-slip-short',
  'f-tone-place',
  'g-synonym',
  'h-templated',
  'p-partial',
];

/**
 * The queries of a seed: `[{class, query, relevant, typing}]`, `relevant` the codes that answer.
 * `documents`: `[{code, name}]`; `synonyms`: pairs of what is said and the official wording.
 */
export function queriesOf(documents, synonyms, seed) {
  const names = documents.map(({ code, name }) => ({ code, name, folded: fold(name) }));
  const answering = (answers, meant) => names.filter(({ folded }) => answers(folded, meant)).map(({ code }) => code);
  return CLASSES.flatMap(name => {
    const random = chance(`${name} ${seed}`);
    const made =
      name === 'g-synonym' ? ofSynonyms(names, synonyms, random) : ofNames(OF_NAMES[name], names, answering, random);
    return made.map(({ query, relevant }) => ({
      class: name,
      query,
      relevant,
      typing: OF_NAMES[name]?.typing ?? false,
    }));
  });
}

function ofNames({ answers, make }, names, answering, random) {
  const made = [],
    known = new Set();
  for (const { name } of random.shuffled(names)) {
    if (made.length === COUNT) break;
    const { query, meant } = make(name, random) ?? {};
    if (!query || known.has(query)) continue;
    known.add(query);
    made.push({ query, relevant: answering(answers, fold(meant)) });
  }
  return made;
}

/**
 * What people say, answered by the names that hold the official wording. Left out: what stands for several wordings,
 * one word of at most two letters (it needs another beside it), and what no name holds.
 */
function ofSynonyms(names, pairs, random) {
  const times = new Map();
  for (const [said] of pairs) times.set(fold(said), (times.get(fold(said)) ?? 0) + 1);
  const made = [];
  for (const [said, official] of pairs) {
    const folded = fold(said);
    if (!folded || times.get(folded) > 1 || (folded.length <= 2 && !folded.includes(' '))) continue;
    const wordings = official
      .replace(/\([^)]*\)/g, '')
      .split(';')
      .map(fold)
      .filter(wording => wording && wording !== folded);
    const relevant = names
      .filter(name => wordings.some(wording => holds(name.folded, wording)))
      .map(({ code }) => code);
    if (relevant.length) made.push({ query: said, relevant });
  }
  return random.shuffled(made).slice(0, COUNT);
}
