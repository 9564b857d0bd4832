// What the engines and the peers reach on the sets of queries, and where the two engines differ.

import { CLASSES } from './classes.mjs';
import { browserAnswers } from './engine-browser.mjs';
import { knowsTyping, nativeAnswers } from './engine-native.mjs';
import { differing, judged, meanOf, placeOf } from './judge.mjs';
import { OWN, QUESTIONS } from './queries.mjs';

/** What an engine reached with its lists, one set of them a set of queries: `{engine, classes: {class: judgement}}`, each
    the mean over the seeds. */
export function reached(engine, sets, lists) {
  const classes = {};
  for (const name of [...CLASSES, QUESTIONS, ...OWN]) {
    const judgements = sets.flatMap(({ queries }, set) => {
      const at = queries.flatMap((query, place) => (query.class === name ? [place] : []));
      return at.length
        ? [
            judged(
              at.map(place => queries[place]),
              at.map(place => lists[set][place])
            ),
          ]
        : [];
    });
    if (judgements.length) classes[name] = meanOf(judgements);
  }
  return { engine, classes };
}

/**
 * Asks both engines: `{answers, compared, differ, knowsTyping}`; `answers` are `[{engine, lists}]` with one list of lists
 * a set, `differ` the queries on which they are not the same.
 */
export async function ofEngines(catalogue, sets, { binary }) {
  const queries = sets.flatMap(set => set.queries);
  const bySet = lists =>
    sets.map((set, at) => {
      const before = sets.slice(0, at).reduce((sum, { queries }) => sum + queries.length, 0);
      return lists.slice(before, before + set.queries.length);
    });
  const ofNative = nativeAnswers(binary, catalogue, queries),
    ofBrowser = await browserAnswers(catalogue, queries);
  const typing = knowsTyping(binary);
  const compared = queries.flatMap((query, at) => (typing || !query.typing ? [at] : []));
  return {
    answers: [
      { engine: 'niemyet search', lists: bySet(ofNative) },
      { engine: 'the site', lists: bySet(ofBrowser) },
    ],
    compared: compared.length,
    differ: differing(...[queries, ofNative, ofBrowser].map(column => compared.map(at => column[at]))),
    knowsTyping: typing,
  };
}

/** Asks the peers and gives what each reached. `inBrowser` answers for a peer that runs there only. */
export async function ofPeers(all, sets, remembered, inBrowser) {
  const results = [];
  for (const peer of all) {
    const ask = peer.answers ?? (queries => inBrowser(peer, queries));
    const lists = [];
    process.stderr.write(`asking ${peer.name}\n`);
    for (const { queries } of sets) lists.push(queries.length ? await remembered(peer, queries, ask) : []);
    results.push(reached(peer.name, sets, lists));
  }
  return results;
}

/** The queries of a class whose first hit is wrong, with the names wanted and found. */
export function missesOf(name, sets, lists, catalogue) {
  const nameOf = new Map(catalogue.documents.map(({ code, name }) => [code, name]));
  const told = [];
  sets.forEach(({ seed, queries }, set) =>
    queries.forEach((query, at) => {
      const hits = lists[set][at],
        place = placeOf(hits, query.relevant);
      if (query.class !== name || place === 1) return;
      told.push(
        `\n${query.query}   [seed ${seed}; right: ${place || 'not among ten'}; ${query.relevant.length} relevant]`
      );
      for (const code of query.relevant.slice(0, 3)) told.push(`  wanted ${code} ${nameOf.get(code)}`);
      for (const { code, score } of hits.slice(0, Math.max(3, place)))
        told.push(`  ${score} ${code} ${nameOf.get(code)}`);
    })
  );
  return told.join('\n');
}
