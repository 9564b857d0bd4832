// How the search grows with the catalogue: time to index and build, bytes on the wire, first hits and keystrokes.

import { execFileSync } from 'node:child_process';
import { copyFileSync, createWriteStream, existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { brotli, host } from './host.mjs';
import { cached, stampOf } from './cache.mjs';
import { DAY, SHARED_FILES, niemyet, records } from './catalogue.mjs';
import { browser as launched } from '../../browser/site.mjs';
import { asked } from './browser.mjs';
import { PAGE } from './engine-browser.mjs';
import { measured } from './wire.mjs';

/** One cell of a table of values parted by commas. */
const cell = text => `"${String(text ?? '').replace(/"/g, '""')}"`;

/** Writes `count` records, the same again and again under other codes, and a national list that attests them. */
async function writeGrown(all, count, folder) {
  const files = ['records.jsonl', 'list.csv'].map(name => createWriteStream(join(folder, name)));
  const put = async (file, text) => file.write(text) || once(file, 'drain');
  await put(files[1], '\ufeffMã số,Tên,Cơ quan ban hành,Cơ quan thực hiện,Lĩnh vực,URL\n');
  for (let number = 0; number < count; number++) {
    const record = { ...all[number % all.length], code: `1.${String(number).padStart(6, '0')}` };
    await put(files[0], JSON.stringify(record) + '\n');
    await put(files[1], [record.code, record.name, record.agency, record.executing_agency, record.sector, record.url].map(cell).join(',') + '\n');
  }
  for (const file of files) {
    file.end();
    await once(file, 'finish');
  }
}

/** Runs niemyet with so many threads: `{wall, cpu}` in seconds. */
function timed(binary, args, threads) {
  const script = 'TIMEFORMAT="%R %U %S"; { time "$@" > /dev/null 2> /dev/null; } 2>&1';
  const printed = execFileSync('bash', ['-c', script, 'bash', binary, ...args], { env: { ...process.env, RAYON_NUM_THREADS: String(threads) } });
  const [wall, user, system] = printed.toString().trim().split(' ').map(Number);
  return { wall, cpu: user + system };
}

/** A project of `count` procedures in the cache. */
async function grown(count, { binary, repository, cache, corpus, rebuild }) {
  const folder = join(cache, `grown-${count}`), project = join(folder, 'project');
  const own = SHARED_FILES.map(file => join(repository, 'catalogue', file)).filter(existsSync);
  await cached(folder, stampOf([binary, corpus, ...own].map(path => ({ path }))), rebuild, async () => {
    await writeGrown(records(corpus), count, folder);
    niemyet(binary, ['init', project]);
    for (const sample of ['procedures', 'decisions']) rmSync(join(project, 'catalogue', sample), { recursive: true, force: true });
    for (const file of own) copyFileSync(file, join(project, 'catalogue', file.split('/').at(-1)));
    copyFileSync(join(repository, 'site/site.toml'), join(project, 'site/site.toml'));
    niemyet(binary, ['--catalogue', project, 'import', join(folder, 'records.jsonl'), join(folder, 'list.csv'),
      '--snapshot', 'national', '--not-before', '2026-07-16', '--title', 'Danh sách', '--source', 'bench']);
    for (const name of ['records.jsonl', 'list.csv']) rmSync(join(folder, name));
  });
  return { folder, project };
}

/** The files that the search reads: `[{name, raw, gzip, brotli}]` in bytes. */
function filesOf(site, cache) {
  const names = readdirSync(join(site, 'assets'), { recursive: true }).map(String);
  return names.filter(name => /search|suggest|result|element/.test(name) && /\.(js|json)$/.test(name)).sort().map(name => {
    const bytes = readFileSync(join(site, 'assets', name));
    return { name, raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotli(bytes, cache).length };
  });
}

/** Everything about a catalogue of `count` procedures; `sets`: the queries that are asked and typed. */
export async function measureGrown(count, sets, options) {
  const { folder, project } = await grown(count, options), site = join(folder, 'public');
  const at = ['--catalogue', project, ...DAY];
  const times = [1, 2].map(threads => ({
    threads,
    search: timed(options.binary, [...at, 'search', 'dang ky khai sinh'], threads),
    list: timed(options.binary, [...at, 'list', '--format', 'json'], threads),
    build: timed(options.binary, [...at, 'build', '--out', site], threads),
  }));
  const server = await host(site, options.cache, { '/bench.html': PAGE }), browser = await launched();
  try {
    return { count, times, files: filesOf(site, options.cache), costs: await measured(browser, server, 'bench.html', asked(sets)) };
  } finally {
    await browser.close();
    await server.close();
  }
}
