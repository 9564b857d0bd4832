// The sets of queries that every engine is asked.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { queriesOf } from './classes.mjs';

/** Questions of people, written by hand: a check, never what weights are tuned on. */
export const QUESTIONS = 'h-dev';

/** This project's own, written before the search was changed for questions: those that may be looked at, and those that
    are asked at the end alone. */
export const OWN = ['h-own', 'h-held'];

/** Whether a set is one of questions, which no seed makes. */
export const isQuestions = ({ seed }) => seed === QUESTIONS || OWN.includes(seed);

/** The questions whose answer the catalogue has; none where there is no such file. */
function questionsOf(catalogue, path) {
  if (!existsSync(path)) return [];
  const codes = new Set(catalogue.documents.map(({ code }) => code));
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line))
    .filter(({ code }) => codes.has(code))
    .map(({ query, code }) => ({ class: QUESTIONS, query, relevant: [code], typing: false }));
}

/** The lines of questions.tsv, in turn of one class and of the other. */
function ownQuestions(catalogue) {
  const codes = new Set(catalogue.documents.map(({ code }) => code));
  const lines = readFileSync(new URL('questions.tsv', import.meta.url), 'utf8')
    .split('\n')
    .filter(line => line && !line.startsWith('#'));
  return lines
    .map((line, at) => {
      const [query, relevant] = line.split('\t');
      return {
        class: OWN[at % OWN.length],
        query,
        relevant: relevant.split(' ').filter(code => codes.has(code)),
        typing: false,
      };
    })
    .filter(({ relevant }) => relevant.length);
}

/** `[{seed, queries}]`, one a seed and one of the questions; each is also written as JSON Lines into the cache. */
export function setsOf(catalogue, { seeds, questions, cache }) {
  const sets = seeds.map(seed => ({ seed, queries: queriesOf(catalogue.documents, catalogue.synonyms, seed) }));
  const asked = questionsOf(catalogue, questions);
  if (asked.length) sets.push({ seed: QUESTIONS, queries: asked });
  const own = ownQuestions(catalogue);
  for (const name of OWN) sets.push({ seed: name, queries: own.filter(query => query.class === name) });
  mkdirSync(join(cache, 'queries'), { recursive: true });
  for (const { seed, queries } of sets) {
    const lines = queries.map(query => JSON.stringify(query) + '\n').join('');
    writeFileSync(join(cache, 'queries', `${catalogue.name}-${seed}.jsonl`), lines);
  }
  return sets;
}
