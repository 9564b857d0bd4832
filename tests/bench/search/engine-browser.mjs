// The built site's own scripts. All that has to be known about loading them stands here and in site-worker.mjs.

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** A page in which `begin()` loads the search of the site around it: a function of a text to its first ten hits. What is
    loaded after the first of them is there when `whole` is fulfilled. */
export const PAGE = `<!doctype html><html lang="vi"><meta charset="utf-8"><title>bench</title><link rel="icon" href="data:,">
<script>globalThis.begin = async () => {
  const { open } = await import('./assets/search.js');
  const site = await open('./', { whole: false });
  globalThis.whole = site.whole;
  return async (query, typing = false) => {
    await site.more(query);
    return site.search(query, { limit: 10, typing });
  };
};</script></html>\n`;

/** Where the site's page of results shows a hit. */
export const HIT = '#ketqua li h3';

/** What the site answers to queries, at most ten hits each: `[[{code, score}], …]`. */
export async function browserAnswers({ site }, queries) {
  const worker = new Worker(new URL('./site-worker.mjs', import.meta.url), { workerData: { site, queries } });
  const [lists] = await once(worker, 'message');
  return lists;
}
