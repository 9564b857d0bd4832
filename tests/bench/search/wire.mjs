// What a search costs the one who asks: bytes, requests, waiting, memory.

import { fresh, heapOf } from './chromium.mjs';
import { HIT } from './engine-browser.mjs';

/** Cold starts of each kind. */
const ROUNDS = 7;

/** Begins the search of a bare page and asks once; in the page. Gives milliseconds, the moment and the number of hits. */
async function beginAndAsk(query) {
  const began = performance.now();
  globalThis.search = await globalThis.begin();
  const hits = await globalThis.search(query);
  const ended = performance.now();
  return { time: ended - began, moment: performance.timeOrigin + ended, hits: hits.length };
}

/** Types queries, a letter after the other; in the page. Gives the milliseconds of each keystroke. */
async function type(queries) {
  await globalThis.whole;
  const times = [];
  for (const query of queries) {
    for (let length = 1; length <= query.length; length++) {
      const began = performance.now();
      await globalThis.search(query.slice(0, length), true);
      times.push(performance.now() - began);
      // The next key comes later: what the last one left to do is done by then.
      await new Promise(next => setTimeout(next, 0));
    }
  }
  return times;
}

/**
 * Measures the search that `page` (an address below `server.url`) begins: `{cold, line}` milliseconds each run from
 * nothing to the first ten hits, `bytes` and `requests` until those; once all is loaded
 * `keys` milliseconds each keystroke, `typedBytes` of the whole session, `heap` bytes.
 */
export async function measured(browser, server, page, { first, typed }) {
  const found = { cold: [], line: [], bytes: [], requests: [] };
  const on = (conditions, use) =>
    fresh(browser, conditions, async ({ page: tab, session }) => {
      await tab.goto(server.url + page);
      server.counted();
      return use(tab, session);
    });
  // Once unmeasured: the host compresses what it has not sent before.
  await on({}, async tab => {
    await tab.evaluate(beginAndAsk, first[0]);
    await tab.evaluate(() => globalThis.whole);
  });
  for (let round = 0; round < ROUNDS; round++) {
    const query = first[round % first.length];
    const { time, moment, hits } = await on({ slow: true }, tab => tab.evaluate(beginAndAsk, query));
    const { bytes, requests } = server.counted(moment);
    if (!hits) throw new Error(`${server.url}${page}: no hit for “${query}”`);
    found.cold.push(time);
    found.bytes.push(bytes);
    found.requests.push(requests);
  }
  for (let round = 0; round < ROUNDS - 2; round++) {
    found.line.push(
      (await on({ slow: true, line: true }, tab => tab.evaluate(beginAndAsk, first[round % first.length]))).time
    );
  }
  await on({ slow: true }, async tab => {
    await tab.evaluate(beginAndAsk, first[0]);
    found.keys = await tab.evaluate(type, typed);
    found.typedBytes = server.counted().bytes;
  });
  await on({}, async (tab, session) => {
    const before = await heapOf(session);
    await tab.evaluate(beginAndAsk, first[0]);
    await tab.evaluate(() => globalThis.whole);
    found.heap = (await heapOf(session)) - before;
  });
  return found;
}

/** Milliseconds from opening the page of results with a query in its address to the hits that it shows. */
export async function pageMeasured(browser, server, first) {
  const shown = async (line, rounds = ROUNDS - 2) => {
    const times = [],
      bytes = [],
      requests = [];
    for (let round = 0; round < rounds; round++) {
      server.counted();
      await fresh(browser, { slow: true, line }, async ({ page }) => {
        await page.goto(`${server.url}tim/?q=${encodeURIComponent(first[round % first.length])}`, {
          waitUntil: 'commit',
        });
        await page.waitForFunction(
          hit => {
            if (document.querySelector(hit)) globalThis.shownAt ??= performance.now();
            return globalThis.shownAt;
          },
          HIT,
          { polling: 'raf' }
        );
        times.push(await page.evaluate(() => globalThis.shownAt));
      });
      const counted = server.counted();
      bytes.push(counted.bytes);
      requests.push(counted.requests);
    }
    return { times, bytes, requests };
  };
  await shown(false, 1); // unmeasured, as above
  return { cold: await shown(false), line: await shown(true) };
}
