// Search in the browser, with no server: the stable address of the site's search.
//
//   import { open } from './assets/search.js';
//   const site = await open('./');                 // the site's root, relative or absolute
//   site.search('dang ky khai sinh', { limit: 10 }) // [{ code, score, status, name, byList, levels }, …], best first
//
// The data, the folding rules and the weights are what the build exported (`searchbox.js` names the files), so that this
// and `niemyet search` give the same hits in the same order. Nothing is sent anywhere. It works in node as well.

/**
 * Loads the search of the site at `baseUrl`. Rejects with an Error that says what to do, and why as its `cause`, where
 * the data cannot be had or is of another format. With `{ whole: false }` it is fulfilled as soon as names are found;
 * full text, former names, decisions and facets follow, and `site.whole` with them. Of more than 6,500 records full text
 * comes in shards: `await site.more(query)` before that query is asked.
 */
export async function open(baseUrl = './', { whole = true } = {}) {
  const root = new URL(baseUrl, globalThis.document?.baseURI ?? import.meta.url);
  root.search = root.hash = '';
  root.pathname = root.pathname.replace(/[^/]*\.html?$/, '').replace(/\/*$/, '/');
  if (!globalThis.niemyet?.open) await import('./searchbox.js');
  const { niemyet } = globalThis;
  const search = await niemyet.open(root);
  // What is asked at once is answered first.
  search.whole = new Promise(done => setTimeout(done)).then(() => niemyet.complete(root, search)).then(() => search);
  search.whole.catch(() => {}); // whoever waits for it is told
  return whole ? search.whole : search;
}
