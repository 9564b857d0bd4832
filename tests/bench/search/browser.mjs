// Everything that is measured in Chromium.

import { chance } from './random.mjs';
import { browser as launched } from '../../browser/site.mjs';
import { fresh } from './chromium.mjs';
import { PAGE } from './engine-browser.mjs';
import { host } from './host.mjs';
import { measured, pageMeasured } from './wire.mjs';

/** What is asked first and what is typed, of the first seed: the same for all. */
export function asked([{ queries }]) {
  const random = chance('typed');
  const some = (name, count) =>
    random
      .shuffled(queries.filter(query => query.class === name))
      .slice(0, count)
      .map(({ query }) => query);
  return {
    first: some('d-first', 7),
    typed: [
      ...some('d-first', 8),
      ...some('d2-inner', 4),
      ...some('e2-slip-short', 4),
      ...some('b-no-accents', 2),
      ...some('h-templated', 2),
    ],
  };
}

/** What a peer answers that runs in a browser only. */
export async function inBrowser({ folder }, queries, cache) {
  const server = await host(folder, cache),
    browser = await launched();
  try {
    return await fresh(browser, {}, async ({ page }) => {
      await page.goto(server.url);
      const lists = [];
      for (let from = 0; from < queries.length; from += 100) {
        lists.push(
          ...(await page.evaluate(
            async texts => {
              globalThis.search ??= await globalThis.begin();
              const found = [];
              for (const text of texts) found.push((await globalThis.search(text)).map(({ code }) => ({ code })));
              return found;
            },
            queries.slice(from, from + 100).map(({ query }) => query)
          ))
        );
      }
      return lists;
    });
  } finally {
    await browser.close();
    await server.close();
  }
}

/** `[{engine, …}]` as `measured` gives them, for the site and the peers, and the site's page of results by itself. */
export async function costs(catalogue, all, sets, { cache }) {
  const queries = asked(sets),
    browser = await launched();
  const found = { engines: [], page: null };
  try {
    const subjects = [
      { name: 'the site', folder: catalogue.site, page: 'bench.html' },
      ...all.map(peer => ({ ...peer, page: '' })),
    ];
    for (const { name, folder, page } of subjects) {
      process.stderr.write(`Chromium: ${name}\n`);
      const server = await host(folder, cache, { '/bench.html': PAGE });
      found.engines.push({ engine: name, ...(await measured(browser, server, page, queries)) });
      if (name === 'the site') found.page = await pageMeasured(browser, server, queries.first);
      await server.close();
    }
  } finally {
    await browser.close();
  }
  return found;
}
