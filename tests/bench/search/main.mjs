// The evaluation of the search: see `run --help`.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { committed, fullText } from './catalogue.mjs';
import { CLASSES, queriesOf } from './classes.mjs';
import { browserEngine } from './engine-browser.mjs';
import { nativeEngine } from './engine-native.mjs';
import { differing, judged, meanOf, placeOf } from './judge.mjs';
import { HELP, optionsOf } from './options.mjs';
import { relevanceTable } from './report.mjs';

/** Questions of people, written by hand: a check, never what weights are tuned on. */
const QUESTIONS = 'h-dev';

/** The queries of a seed, also written as JSON Lines into the cache. */
function written(catalogue, seed, cache) {
  const queries = queriesOf(catalogue.documents, catalogue.synonyms, seed);
  mkdirSync(join(cache, 'queries'), { recursive: true });
  writeFileSync(join(cache, 'queries', `${catalogue.name}-${seed}.jsonl`), queries.map(query => JSON.stringify(query) + '\n').join(''));
  return queries;
}

/** The questions whose answer the catalogue has. */
function questionsOf(catalogue, path) {
  if (!existsSync(path)) return [];
  const codes = new Set(catalogue.documents.map(({ code }) => code));
  return readFileSync(path, 'utf8').split('\n').filter(Boolean).map(line => JSON.parse(line))
    .filter(({ code }) => codes.has(code))
    .map(({ query, code }) => ({ class: QUESTIONS, query, relevant: [code], typing: false }));
}

/** `{class: judgement}` of lists of several seeds: the mean over the seeds. */
function byClass(rounds) {
  const classes = {};
  for (const name of [...CLASSES, QUESTIONS]) {
    const judgements = rounds.flatMap(({ queries, lists }) => {
      const at = queries.flatMap((query, place) => (query.class === name ? [place] : []));
      return at.length ? [judged(at.map(place => queries[place]), at.map(place => lists[place]))] : [];
    });
    if (judgements.length) classes[name] = meanOf(judgements);
  }
  return classes;
}

function printMisses(name, rounds, catalogue) {
  const nameOf = new Map(catalogue.documents.map(({ code, name }) => [code, name]));
  for (const { seed, queries, lists } of rounds) {
    queries.forEach((query, at) => {
      const place = placeOf(lists[at], query.relevant);
      if (query.class !== name || place === 1) return;
      console.log(`\n${query.query}   [seed ${seed}; right: ${place || 'not among ten'}; ${query.relevant.length} relevant]`);
      for (const code of query.relevant.slice(0, 3)) console.log(`  wanted ${code} ${nameOf.get(code)}`);
      for (const { code, score } of lists[at].slice(0, Math.max(3, place))) console.log(`  ${score} ${code} ${nameOf.get(code)}`);
    });
  }
}

/** Asks both engines about a catalogue, prints what they reach and where they differ; gives the number of differing lists. */
async function compare(catalogue, options) {
  const native = nativeEngine(options.binary, catalogue), browser = await browserEngine(catalogue);
  const sets = options.seeds.map(seed => ({ seed, queries: written(catalogue, seed, options.cache) }));
  const questions = questionsOf(catalogue, options.questions);
  if (questions.length) sets.push({ seed: 'none', queries: questions });
  const rounds = engine => sets.map(set => ({ ...set, lists: engine.answers(set.queries) }));
  const [ofNative, ofBrowser] = [rounds(native), rounds(browser)];
  const results = [[native, ofNative], [browser, ofBrowser]].map(([{ name: engine }, all]) => ({ engine, classes: byClass(all) }));
  console.log(`\n${catalogue.name}: ${catalogue.documents.length} procedures, seeds ${options.seeds.join(', ')}; MRR@10 (first/among five in %)\n`);
  console.log(relevanceTable(results, CLASSES));
  if (questions.length) console.log(`\n${relevanceTable(results, [QUESTIONS])}`);
  const compared = sets.flatMap(({ queries }, set) => {
    const at = queries.flatMap((query, place) => (!query.typing || native.knowsTyping ? [place] : []));
    return [at.map(place => [queries[place], ofNative[set].lists[place], ofBrowser[set].lists[place]])];
  }).flat();
  const differ = differing(...[0, 1, 2].map(part => compared.map(row => row[part])));
  console.log(`\n${compared.length} lists compared, ${differ.length} differ between the engines`);
  if (!native.knowsTyping) console.log('(without those of queries still being typed: this niemyet has no `search --typing`)');
  if (options.differing) for (const { query, lists } of differ) console.log(`  ${query}\n    native  ${JSON.stringify(lists[0])}\n    browser ${JSON.stringify(lists[1])}`);
  if (options.misses) printMisses(options.misses, ofBrowser, catalogue);
  return differ.length;
}

const options = optionsOf(process.argv.slice(2));
if (options.help) {
  console.log(HELP);
} else {
  let differ = 0;
  const catalogues = { full: fullText, committed };
  for (const [name, make] of Object.entries(catalogues)) {
    if (![name, 'all'].includes(options.catalogue)) continue;
    differ += await compare(make(options), options);
  }
  process.exitCode = differ ? 1 : 0;
}
