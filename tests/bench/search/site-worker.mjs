// Asks the built site's own scripts, in a thread of its own: what they leave in the global scope is of one site.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';

const { site, queries } = workerData;
const { open } = await import(pathToFileURL(join(site, 'assets/search.js')).href);
const opened = await open(pathToFileURL(site + '/').href);
await opened.whole;
const lists = [];
for (const { query, typing } of queries) {
  await opened.more(query);
  lists.push(opened.search(query, { limit: 10, typing }).map(({ code, score }) => ({ code, score })));
}
parentPort.postMessage(lists);
