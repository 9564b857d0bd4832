// The evaluation of the search: see `run --help`.

import { committed, fullText } from './catalogue.mjs';
import { CLASSES } from './classes.mjs';
import { HELP, optionsOf } from './options.mjs';
import { OWN, QUESTIONS, isQuestions, setsOf } from './queries.mjs';
import { missesOf, ofEngines, ofPeers, reached } from './relevance.mjs';
import { costTable, growthTables, pageTable, relevanceTable, wideTable } from './report.mjs';

/** Of the first seed's queries the peers are asked every third. */
const EVERY = 3;

const say = text => console.log(text);

/** Both engines on a catalogue; gives the sets of queries, the answers and how many lists differ. */
async function engines(catalogue, options) {
  const sets = setsOf(catalogue, options);
  const { answers, compared, differ, knowsTyping } = await ofEngines(catalogue, sets, options);
  const results = answers.map(({ engine, lists }) => reached(engine, sets, lists));
  say(
    `\n## ${catalogue.name}: ${catalogue.documents.length} procedures, seeds ${options.seeds.join(', ')}\n\nMRR@10 (first/among five in %)\n`
  );
  say(relevanceTable(results, CLASSES));
  if (sets.some(isQuestions))
    say(
      `\n${relevanceTable(
        results,
        [QUESTIONS, ...OWN].filter(name => results[0].classes[name])
      )}`
    );
  say(`\n${compared} lists compared, ${differ.length} differ between the engines`);
  if (!knowsTyping) say('(without those of queries still being typed: this niemyet has no `search --typing`)');
  if (options.differing) {
    for (const {
      query,
      lists: [native, browser],
    } of differ)
      say(`  ${query}\n    native  ${JSON.stringify(native)}\n    browser ${JSON.stringify(browser)}`);
  }
  for (const name of options.misses?.split(',') ?? []) say(missesOf(name, sets, answers[1].lists, catalogue));
  return { sets, answers, differ: differ.length };
}

/** The peers beside the engines on a part of the queries (some take seconds a query), and all of them in Chromium. */
async function beside(catalogue, { sets, answers }, options) {
  // These need the packages of package.json, which the engines alone do not.
  const [{ peers, remembered }, { costs, inBrowser }] = await Promise.all([
    import('./peers/all.mjs'),
    import('./browser.mjs'),
  ]);
  const all = await peers(catalogue, options);
  const isKept = (set, at) => isQuestions(sets[set]) || (set === 0 && at % EVERY === 0);
  const some = rows => rows.map((row, set) => row.filter((_, at) => isKept(set, at)));
  const queries = some(sets.map(set => set.queries));
  const taken = sets.map((set, at) => ({ ...set, queries: queries[at] }));
  const own = answers.map(({ engine, lists }) => reached(engine, taken, some(lists)));
  const others = await ofPeers(all, taken, remembered, (peer, queries) => inBrowser(peer, queries, options.cache));
  const names = [...CLASSES, QUESTIONS, ...OWN].filter(name => own[0].classes[name]);
  say(
    `\n## beside the peers, on the same ${catalogue.documents.length} documents (name, keywords, full text), ` +
      `seed ${options.seeds[0]},\nevery third query of each class and all questions\n`
  );
  say(wideTable([...own, ...others], names));
  const { engines, page } = await costs(catalogue, all, sets, options);
  say(`\n## in Chromium at 4× CPU throttle; KB = 1,000 B, brotli 11\n\n${costTable(engines)}\n\n${pageTable(page)}`);
}

/** The same search over more and more procedures. */
async function growth(options) {
  const { measureGrown } = await import('./growth.mjs');
  const sets = setsOf(await fullText(options), options),
    grown = [];
  for (const count of options.sizes) grown.push(await measureGrown(count, sets, options));
  say(`\n## how the search grows; the browser at 4× CPU throttle\n\n${growthTables(grown)}`);
}

const options = optionsOf(process.argv.slice(2));
if (options.help) {
  say(HELP);
} else if (options.growth) {
  await growth(options);
} else {
  let differ = 0;
  for (const [name, make] of Object.entries({ full: fullText, committed })) {
    if (![name, 'all'].includes(options.catalogue)) continue;
    const catalogue = await make(options);
    const found = await engines(catalogue, options);
    differ += found.differ;
    if (name === 'full' && !options['engines-only']) await beside(catalogue, found, options);
  }
  process.exitCode = differ ? 1 : 0;
}
