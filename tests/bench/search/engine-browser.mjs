// The built site's own scripts, run by node. All that has to be known about loading them stands here.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The search of a built site: `{search(query, {limit, typing})}`, all its data loaded. */
async function opened(site) {
  globalThis.fetch = async url => {
    const bytes = readFileSync(new URL(url));
    return { ok: true, status: 200, json: async () => JSON.parse(bytes), text: async () => bytes.toString() };
  };
  const { open } = await import(pathToFileURL(join(site, 'assets/search.js')).href);
  return open(pathToFileURL(site + '/').href);
}

/** What a query is answered with, at most ten: `[[{code, score}], …]`, in the order of the queries. */
export async function browserEngine({ site }) {
  const { search } = await opened(site);
  return {
    name: 'browser',
    knowsTyping: true,
    answers: queries => queries.map(({ query, typing }) =>
      search(query, { limit: 10, typing }).map(({ code, score }) => ({ code, score }))),
  };
}
