// The catalogues that are searched: built by niemyet into a cache, and again only when what they are made of changes.

import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { cached, stampOf } from './cache.mjs';

/** The day of every measurement. */
export const DAY = ['--as-of', '2026-11-21', '--today', '2026-11-21'];

/** What a project takes over from the catalogue of this repository, as far as it exists. */
export const SHARED_FILES = ['agencies.toml', 'sectors.toml', 'synonyms.tsv', 'common-names.tsv'];

const lines = text => text.split('\n').filter(Boolean);

/** The rows of a file of the catalogue with columns parted by tabs; none where there is no file. */
const rows = path =>
  existsSync(path)
    ? lines(readFileSync(path, 'utf8'))
        .filter(line => !line.startsWith('#'))
        .map(line => line.split('\t'))
    : [];

/** Runs niemyet and gives what it prints; its findings, which a catalogue of found data has many of, only where it fails. */
export function niemyet(binary, args, input = '') {
  const { status, error, stdout, stderr } = spawnSync(binary, args, { input, maxBuffer: 1 << 30, encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0)
    throw new Error(`niemyet ${args.join(' ')}: exit code ${status}\n${stderr.slice(-2000)}\n${stdout.slice(-2000)}`);
  return stdout;
}

/**
 * A catalogue as the measurements use it: `documents` are its public procedures, `[{code, name, others}]`, `others` the
 * everyday names it gives them; `synonyms` pairs of what is said and the official wording.
 */
function described(name, binary, project, folder) {
  const list = join(folder, 'list.json');
  if (!existsSync(list))
    writeFileSync(list, niemyet(binary, ['--catalogue', project, ...DAY, 'list', '--format', 'json']));
  const everyday = rows(join(project, 'catalogue/common-names.tsv'));
  const documents = JSON.parse(readFileSync(list, 'utf8')).map(({ code, name }) => ({
    code,
    name,
    others: everyday.filter(row => row[0] === code).flatMap(row => row.slice(1)),
  }));
  const synonyms = rows(join(project, 'catalogue/synonyms.tsv')).filter(([said]) => said !== 'said');
  return { name, project, day: DAY, site: join(folder, 'public'), documents, synonyms };
}

/** The records with full text that a province or a commune decides. */
export const records = corpus =>
  lines(gunzipSync(readFileSync(corpus)).toString())
    .map(line => JSON.parse(line))
    .filter(({ detail, level }) => detail === 'full' && /tỉnh|xã/.test(level ?? ''));

/**
 * The records with full text that a province or a commune decides, in a project of their own; the national list is the
 * evidence that they are in force. Their full text is what the peers index: `texts`, by code.
 */
export async function fullText({ binary, repository, cache, corpus, list, rebuild }) {
  const folder = join(cache, 'full'),
    project = join(folder, 'project'),
    file = join(folder, 'records.jsonl');
  const own = SHARED_FILES.map(file => join(repository, 'catalogue', file)).filter(existsSync);
  const site = join(repository, 'site/site.toml');
  const stamp = stampOf([binary, corpus, list, site, ...own].map(path => ({ path })));
  await cached(folder, stamp, rebuild, async () => {
    const taken = records(corpus);
    writeFileSync(file, taken.map(record => JSON.stringify(record) + '\n').join(''));
    writeFileSync(join(folder, 'codes'), taken.map(({ code }) => code + '\n').join(''));
    niemyet(binary, ['init', project]);
    for (const sample of ['procedures', 'decisions'])
      rmSync(join(project, 'catalogue', sample), { recursive: true, force: true });
    for (const path of own) copyFileSync(path, join(project, 'catalogue', path.split('/').at(-1)));
    asOneProvince(project, corpus);
    copyFileSync(site, join(project, 'site/site.toml'));
    niemyet(binary, [
      '--catalogue',
      project,
      'import',
      file,
      list,
      '--only',
      join(folder, 'codes'),
      '--snapshot',
      'national-2026-07',
      '--not-before',
      '2026-07-16',
      '--title',
      'Danh sách quốc gia',
      '--source',
      'bench',
    ]);
    niemyet(binary, ['--catalogue', project, ...DAY, 'build', '--out', join(folder, 'public')]);
  });
  return {
    ...described('full', binary, project, folder),
    texts: () =>
      new Map(
        lines(readFileSync(file, 'utf8'))
          .map(line => JSON.parse(line))
          .map(record => [record.code, record])
      ),
  };
}

/** How the committed agencies.toml spells the province's own People's Committee. */
const OWN = 'UBND tỉnh Thanh Hóa';

/**
 * Puts every province's procedures of a corpus under the one of the project: a site has its own alone, and what is
 * measured is all of them.
 */
export function asOneProvince(project, corpus) {
  const path = join(project, 'catalogue/agencies.toml'),
    text = readFileSync(path, 'utf8');
  const spelling = `${JSON.stringify(OWN)},`;
  if (!text.includes(spelling)) throw new Error(`${path} has no spelling ${OWN}`);
  const issuers = new Set(
    lines(gunzipSync(readFileSync(corpus)).toString()).map(line => JSON.parse(line).agency ?? '')
  );
  const others = [...issuers].filter(name => /^(UBND|Sở|Trung tâm) /.test(name) && name !== OWN).sort();
  writeFileSync(path, text.replace(spelling, [spelling, ...others.map(name => `${JSON.stringify(name)},`)].join(' ')));
}

/** The catalogue of this repository. */
export async function committed({ binary, repository, cache, rebuild }) {
  const folder = join(cache, 'committed');
  const folders = ['catalogue', 'site', 'templates'].map(name => ({ path: join(repository, name), isFolder: true }));
  await cached(
    folder,
    stampOf([{ path: binary }, ...folders.filter(({ path }) => existsSync(path))]),
    rebuild,
    async () => {
      niemyet(binary, ['--catalogue', repository, ...DAY, 'build', '--out', join(folder, 'public')]);
    }
  );
  return described('committed', binary, repository, folder);
}
