// Asks the built site's own scripts, in a thread of its own: what they leave in the global scope is of one site.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';

const { site, queries } = workerData;
// The files of a site that is not served.
globalThis.fetch = async url => {
  const bytes = readFileSync(new URL(url));
  return { ok: true, status: 200, json: async () => JSON.parse(bytes), text: async () => bytes.toString() };
};
const { open } = await import(pathToFileURL(join(site, 'assets/search.js')).href);
const { search } = await open(pathToFileURL(site + '/').href);
parentPort.postMessage(queries.map(({ query, typing }) => search(query, { limit: 10, typing }).map(({ code, score }) => ({ code, score }))));
