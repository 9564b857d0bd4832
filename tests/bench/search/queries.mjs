// The sets of queries that every engine is asked.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { queriesOf } from './classes.mjs';

/** Questions of people, written by hand: a check, never what weights are tuned on. */
export const QUESTIONS = 'h-dev';

/** Whether a set is that of the questions, which no seed makes. */
export const isQuestions = ({ seed }) => seed === QUESTIONS;

/** The questions whose answer the catalogue has; none where there is no such file. */
function questionsOf(catalogue, path) {
  if (!existsSync(path)) return [];
  const codes = new Set(catalogue.documents.map(({ code }) => code));
  return readFileSync(path, 'utf8').split('\n').filter(Boolean).map(line => JSON.parse(line))
    .filter(({ code }) => codes.has(code))
    .map(({ query, code }) => ({ class: QUESTIONS, query, relevant: [code], typing: false }));
}

/** `[{seed, queries}]`, one a seed and one of the questions; each is also written as JSON Lines into the cache. */
export function setsOf(catalogue, { seeds, questions, cache }) {
  const sets = seeds.map(seed => ({ seed, queries: queriesOf(catalogue.documents, catalogue.synonyms, seed) }));
  const asked = questionsOf(catalogue, questions);
  if (asked.length) sets.push({ seed: QUESTIONS, queries: asked });
  mkdirSync(join(cache, 'queries'), { recursive: true });
  for (const { seed, queries } of sets) {
    const lines = queries.map(query => JSON.stringify(query) + '\n').join('');
    writeFileSync(join(cache, 'queries', `${catalogue.name}-${seed}.jsonl`), lines);
  }
  return sets;
}
