// A plain static host that counts: files as they stand, compressed with brotli as far as it goes.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};
/** What is compressed already. */
const PACKED = /\.(woff2|br|gz|png|pagefind|pf_\w+)$/;

/** A text at brotli's best, kept in `cache` by its hash: 32 MB take a minute. */
export function brotli(bytes, cache) {
  const file = join(cache, 'brotli', createHash('sha256').update(bytes).digest('hex'));
  if (!existsSync(file)) {
    mkdirSync(join(cache, 'brotli'), { recursive: true });
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    };
    writeFileSync(file, brotliCompressSync(bytes, { params }));
  }
  return readFileSync(file);
}

/**
 * Serves `folder` on 127.0.0.1, `pages` (texts by path) before its files. `counted()` gives `{bytes, requests}` of what
 * was asked for since the last call, up to a moment (milliseconds since 1970) where one is given.
 */
export async function host(folder, cache, pages = {}) {
  const root = resolve(folder),
    known = new Map();
  let sent = [];
  /** A file as it is sent: its bytes, and whether they are brotli. */
  const packed = path => {
    if (known.has(path)) return known.get(path);
    const name = path.endsWith('/') ? `${path}index.html` : path,
      file = join(root, name);
    let answer = null;
    if (pages[path] !== undefined) {
      answer = { name: 'page.html', bytes: Buffer.from(pages[path]), isBrotli: false };
    } else if (file.startsWith(root + sep) && existsSync(file) && statSync(file).isFile()) {
      const bytes = readFileSync(file);
      if (PACKED.test(name)) answer = { name, bytes, isBrotli: false };
      else
        answer = {
          name,
          bytes: existsSync(`${file}.br`) ? readFileSync(`${file}.br`) : brotli(bytes, cache),
          isBrotli: true,
        };
    }
    known.set(path, answer);
    return answer;
  };
  const server = createServer((request, response) => {
    const moment = performance.timeOrigin + performance.now();
    const path = decodeURIComponent(new URL(request.url, 'http://host').pathname);
    const found = packed(path);
    if (!found) {
      sent.push({ moment, bytes: 0 });
      response.writeHead(404).end();
      return;
    }
    if (found.isBrotli && !/\bbr\b/.test(request.headers['accept-encoding'] ?? ''))
      throw new Error('a browser without brotli');
    sent.push({ moment, bytes: found.bytes.length });
    response
      .writeHead(200, {
        'content-type': TYPES[extname(found.name)] ?? 'application/octet-stream',
        'content-length': found.bytes.length,
        'cache-control': 'public, max-age=31536000, immutable',
        ...(found.isBrotli && { 'content-encoding': 'br' }),
      })
      .end(found.bytes);
  });
  await new Promise(ready => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    counted: (until = Infinity) => {
      const all = sent.filter(({ moment }) => moment <= until);
      sent = [];
      return { bytes: all.reduce((sum, { bytes }) => sum + bytes, 0), requests: all.length };
    },
    close: () =>
      new Promise(done => {
        server.close(done);
        server.closeAllConnections();
      }),
  };
}
