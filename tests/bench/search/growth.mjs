// How the search grows with the catalogue: time to index and build, bytes on the wire, first hits and keystrokes.

import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { brotli, host } from './host.mjs';
import { cached, stampOf } from './cache.mjs';
import { DAY, SHARED_FILES, asOneProvince, niemyet, records } from './catalogue.mjs';
import { browser as launched } from '../../browser/site.mjs';
import { asked } from './browser.mjs';
import { PAGE } from './engine-browser.mjs';
import { measured } from './wire.mjs';

/** One cell of a table of values parted by commas. */
const cell = text => `"${String(text ?? '').replace(/"/g, '""')}"`;

/** Records in one file of an import. */
const PART = 2000;

/** Writes `count` records, after the last the same again under other codes, and a national list that attests them; gives the
    names of the files. */
function writeGrown(all, count, folder) {
  const files = [],
    list = ['\ufeffMã số,Tên,Cơ quan ban hành,Cơ quan thực hiện,Lĩnh vực,URL\n'];
  for (let from = 0; from < count; from += PART) {
    const part = [];
    for (let number = from; number < Math.min(from + PART, count); number++) {
      const original = all[number % all.length];
      const record = number < all.length ? original : { ...original, code: `4.${String(number).padStart(6, '0')}` };
      part.push(JSON.stringify(record) + '\n');
      list.push(
        [record.code, record.name, record.agency, record.executing_agency, record.sector, record.url]
          .map(cell)
          .join(',') + '\n'
      );
    }
    files.push(join(folder, `records-${from}.jsonl`));
    writeFileSync(files.at(-1), part.join(''));
  }
  files.push(join(folder, 'list.csv'));
  writeFileSync(files.at(-1), list.join(''));
  return files;
}

/** Runs niemyet with so many threads: `{wall, cpu}` in seconds. */
function timed(binary, args, threads) {
  const script = 'TIMEFORMAT="%R %U %S"; { time "$@" > /dev/null 2> /dev/null; } 2>&1';
  const printed = execFileSync('bash', ['-c', script, 'bash', binary, ...args], {
    env: { ...process.env, RAYON_NUM_THREADS: String(threads) },
  });
  const [wall, user, system] = printed.toString().trim().split(' ').map(Number);
  return { wall, cpu: user + system };
}

/** A project of `count` procedures in the cache. */
async function grown(count, { binary, repository, cache, corpus, rebuild }) {
  const folder = join(cache, `grown-${count}`),
    project = join(folder, 'project');
  const own = SHARED_FILES.map(file => join(repository, 'catalogue', file)).filter(existsSync);
  await cached(folder, stampOf([binary, corpus, ...own].map(path => ({ path }))), rebuild, async () => {
    const files = writeGrown(records(corpus), count, folder);
    niemyet(binary, ['init', project]);
    for (const sample of ['procedures', 'decisions'])
      rmSync(join(project, 'catalogue', sample), { recursive: true, force: true });
    for (const path of own) copyFileSync(path, join(project, 'catalogue', path.split('/').at(-1)));
    asOneProvince(project, corpus);
    copyFileSync(join(repository, 'site/site.toml'), join(project, 'site/site.toml'));
    niemyet(binary, [
      '--catalogue',
      project,
      'import',
      ...files,
      '--snapshot',
      'national',
      '--not-before',
      '2026-07-16',
      '--title',
      'Danh sách',
      '--source',
      'bench',
    ]);
    for (const file of files) rmSync(file);
  });
  return { folder, project };
}

/** The files that the search reads, of one kind together (what stands before the hash or number in their names):
    `[{kind, count, raw, gzip, brotli, largest}]`, bytes, `largest` of brotli. */
function filesOf(site, cache) {
  const kinds = new Map();
  for (const name of readdirSync(join(site, 'assets'), { recursive: true }).map(String).sort()) {
    const kind = /^(search[a-z-]*?)-?([.\d/].*)?\.(js|json)$/.exec(name)?.[1];
    if (!kind) continue;
    const bytes = readFileSync(join(site, 'assets', name)),
      packed = brotli(bytes, cache).length;
    const known = kinds.get(kind) ?? { kind, count: 0, raw: 0, gzip: 0, brotli: 0, largest: 0 };
    known.count += 1;
    known.raw += bytes.length;
    known.gzip += gzipSync(bytes, { level: 9 }).length;
    known.brotli += packed;
    known.largest = Math.max(known.largest, packed);
    kinds.set(kind, known);
  }
  return [...kinds.values()];
}

/** Everything about a catalogue of `count` procedures; `sets`: the queries that are asked and typed. */
export async function measureGrown(count, sets, options) {
  const { folder, project } = await grown(count, options),
    site = join(folder, 'public');
  const at = ['--catalogue', project, ...DAY];
  const times = [1, 2].map(threads => ({
    threads,
    search: timed(options.binary, [...at, 'search', 'dang ky khai sinh'], threads),
    list: timed(options.binary, [...at, 'list', '--format', 'json'], threads),
    build: timed(options.binary, [...at, 'build', '--out', site], threads),
  }));
  const server = await host(site, options.cache, { '/bench.html': PAGE }),
    browser = await launched();
  try {
    return {
      count,
      times,
      files: filesOf(site, options.cache),
      costs: await measured(browser, server, 'bench.html', asked(sets)),
    };
  } finally {
    await browser.close();
    await server.close();
  }
}
