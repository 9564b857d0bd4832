// The peers: built once into the cache, each as a folder that a plain host can serve: page, client, index.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { cached } from '../cache.mjs';
import { documentsOf } from './documents.mjs';

/** The libraries; each stands in the report as it comes and, `-vn`, with accents folded. */
const LIBRARIES = ['flexsearch', 'lunr', 'minisearch', 'orama'];
const HERE = fileURLToPath(new URL('.', import.meta.url));

/** A page that does nothing until it is told to begin. */
const page =
  begin => `<!doctype html><html lang="vi"><meta charset="utf-8"><title>bench</title><link rel="icon" href="data:,">
<script>globalThis.begin = async () => { ${begin} };</script></html>\n`;

/** Pages in which a search is begun: `begin()` gives a function of a text to `[{code, title}]`. */
export const PAGES = {
  library: page(`const { begin } = await import('./client.js'); return begin();`),
  pagefind: page(`const pagefind = await import('./pagefind/pagefind.js'); await pagefind.init();
    return async query => {
      const { results } = await pagefind.search(query);
      const found = await Promise.all(results.slice(0, 10).map(result => result.data()));
      return found.map(({ url, meta }) => ({ code: url.replace(/^.*\\//, '').replace(/\\.html$/, ''), title: meta.title }));
    };`),
};

async function writeClient(library, folded, folder) {
  const contents = `import { open } from './${library}.mjs';
    export const begin = async () => open(await (await fetch('./index.json')).text(), ${folded});`;
  const { errors } = await build({
    stdin: { contents, resolveDir: HERE, loader: 'js' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    outfile: join(folder, 'client.js'),
    logLevel: 'error',
  });
  if (errors.length) throw new Error(`${library}: no client`);
}

/** `[{name, folder, answers}]`; `answers` is null where the peer runs in a browser only. */
export async function peers(catalogue, { cache, rebuild }) {
  const documents = documentsOf(catalogue);
  const hash = createHash('sha256').update(JSON.stringify(documents));
  for (const file of readdirSync(HERE).sort()) hash.update(readFileSync(join(HERE, file)));
  hash.update(readFileSync(join(HERE, '../words.mjs'))).update(readFileSync(join(HERE, '../package-lock.json')));
  const stamp = hash.digest('hex');
  const found = [];
  for (const library of LIBRARIES) {
    for (const folded of [false, true]) {
      const name = folded ? `${library}-vn` : library,
        folder = join(cache, 'peers', name);
      const { index, open } = await import(`./${library}.mjs`);
      await cached(folder, stamp, rebuild, async () => {
        writeFileSync(join(folder, 'index.json'), await index(documents, folded));
        writeFileSync(join(folder, 'index.html'), PAGES.library);
        await writeClient(library, folded, folder);
      });
      found.push({
        name,
        folder,
        answers: queries => answered(join(folder, 'index.json'), text => open(text, folded), queries),
      });
    }
  }
  const folder = join(cache, 'peers/pagefind');
  const { write } = await import('./pagefind.mjs');
  await cached(folder, stamp, rebuild, async () => {
    await write(documents, folder);
    writeFileSync(join(folder, 'index.html'), PAGES.pagefind);
  });
  found.push({ name: 'pagefind', folder, answers: null });
  return found;
}

async function answered(file, open, queries) {
  const search = await open(readFileSync(file, 'utf8'));
  const lists = [];
  for (const { query } of queries) lists.push((await search(query)).map(({ code }) => ({ code })));
  return lists;
}

/** What `ask` answers to queries, kept beside the peer: its index and the queries are all that it depends on. */
export async function remembered({ folder }, queries, ask) {
  const key = createHash('sha256').update(JSON.stringify(queries)).digest('hex').slice(0, 16);
  const file = join(folder, '.answers', `${key}.json`);
  if (!existsSync(file)) {
    mkdirSync(join(folder, '.answers'), { recursive: true });
    writeFileSync(file, JSON.stringify(await ask(queries)));
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}
