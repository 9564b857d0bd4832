// A plain static host and a browser around it: what any cheap web space does, and nothing more.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.xml': 'application/xml',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.tsv': 'text/tab-separated-values; charset=utf-8',
};

/** Serves `folder` under `base` (with both slashes) on 127.0.0.1; resolves to { origin, url, close }. */
export async function host(folder, base = '/') {
  const root = path.resolve(folder);
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://host');
    const inside = pathname.startsWith(base) ? decodeURIComponent(pathname.slice(base.length)) : null;
    let file = inside === null ? null : path.resolve(root, inside === '' ? '.' : inside);
    if (file && file !== root && !file.startsWith(root + path.sep)) file = null;
    if (file && inside !== '' && !inside.endsWith('/') && existsSync(path.join(file, 'index.html'))) {
      response.writeHead(301, { location: pathname + '/' }).end();
      return;
    }
    if (file && (inside === '' || inside.endsWith('/'))) file = path.join(file, 'index.html');
    try {
      const body = await readFile(file);
      response.writeHead(200, { 'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream' }).end(body);
    } catch {
      const body = await readFile(path.join(root, '404.html')).catch(() => 'not found');
      response.writeHead(404, { 'content-type': TYPES['.html'] }).end(body);
    }
  });
  await new Promise(ready => server.listen(0, '127.0.0.1', ready));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return { origin, url: origin + base, close: () => new Promise(done => server.close(done)) };
}

/** Starts Debian's Chromium. */
export function browser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A page that notes every console message, error and foreign request, so that a test can ask that there be none. */
export async function watched(context, origin) {
  const page = await context.newPage();
  page.setDefaultTimeout(60_000); // a busy machine is slow, not wrong
  const noise = [];
  page.on('console', message => noise.push(`console ${message.type()}: ${message.text()}`));
  page.on('pageerror', error => noise.push(`error: ${error.message}`));
  page.on('request', request => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:'))
      noise.push(`foreign: ${request.url()}`);
  });
  page.on('requestfailed', request => {
    // A page that is left while it still loads something has not failed.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') noise.push(`failed: ${request.url()}`);
  });
  page.on('response', response => {
    if (response.status() >= 400) noise.push(`status ${response.status()}: ${response.url()}`);
  });
  return { page, noise };
}

/** Does the work of each item, two at a time: a page mostly waits. Rejects with the first that fails, when both have ended. */
export async function eachOfTwo(items, work) {
  const waiting = [...items];
  const worker = async () => {
    while (waiting.length) await work(waiting.shift());
  };
  const ended = await Promise.allSettled([worker(), worker()]);
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}
