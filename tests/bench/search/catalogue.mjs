// The catalogues that are searched: built by niemyet into a cache, and again only when what they are made of changes.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** The day of every measurement. */
const DAY = ['--as-of', '2026-11-21', '--today', '2026-11-21'];

/** What a project takes over from the catalogue of this repository, as far as it exists. */
const SHARED_FILES = ['agencies.toml', 'sectors.toml', 'synonyms.tsv', 'common-names.tsv'];

const lines = text => text.split('\n').filter(Boolean);

/** Runs niemyet; its findings, which a catalogue of found data has many of, are shown only where it fails. */
export function niemyet(binary, args, options = {}) {
  return execFileSync(binary, args, { maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'pipe'], ...options }).toString();
}

/** A hash over files and all files in folders, by their contents. */
function stampOf(paths) {
  const hash = createHash('sha256');
  const add = path => {
    hash.update(path);
    hash.update(readFileSync(path));
  };
  const walk = folder => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.isDirectory()) walk(join(folder, entry.name));
      else add(join(folder, entry.name));
    }
  };
  for (const { path, isFolder } of paths) (isFolder ? walk : add)(path);
  return hash.digest('hex');
}

/** Makes `folder` by `make` unless it stands there made of the same. */
function cached(folder, stamp, rebuild, make) {
  const note = join(folder, 'stamp');
  if (!rebuild && existsSync(note) && readFileSync(note, 'utf8') === stamp) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  make();
  writeFileSync(note, stamp);
}

/** A catalogue as the measurements use it: `{name, project, site, documents, synonyms}`. */
function described(name, binary, project, folder) {
  const list = join(folder, 'list.json');
  if (!existsSync(list)) writeFileSync(list, niemyet(binary, ['--catalogue', project, ...DAY, 'list', '--format', 'json']));
  const documents = JSON.parse(readFileSync(list, 'utf8')).map(({ code, name }) => ({ code, name }));
  const synonyms = lines(readFileSync(join(project, 'catalogue/synonyms.tsv'), 'utf8'));
  return { name, project, day: DAY, site: join(folder, 'public'), documents, synonyms };
}

/**
 * The records with full text that a province or a commune decides, in a project of their own; the national list is the
 * evidence that they are in force. Their full text is what the peers index: `texts`, by code.
 */
export function fullText({ binary, repository, cache, corpus, list, rebuild }) {
  const folder = join(cache, 'full'), project = join(folder, 'project'), records = join(folder, 'records.jsonl');
  const own = SHARED_FILES.map(file => join(repository, 'catalogue', file)).filter(existsSync);
  const site = join(repository, 'site/site.toml');
  const stamp = stampOf([binary, corpus, list, site, ...own].map(path => ({ path })));
  cached(folder, stamp, rebuild, () => {
    const taken = lines(gunzipSync(readFileSync(corpus)).toString()).filter(line => {
      const { detail, level } = JSON.parse(line);
      return detail === 'full' && /tỉnh|xã/.test(level ?? '');
    });
    writeFileSync(records, taken.join('\n') + '\n');
    writeFileSync(join(folder, 'codes'), taken.map(line => JSON.parse(line).code + '\n').join(''));
    niemyet(binary, ['init', project]);
    for (const sample of ['procedures', 'decisions']) rmSync(join(project, 'catalogue', sample), { recursive: true, force: true });
    for (const file of own) copyFileSync(file, join(project, 'catalogue', file.split('/').at(-1)));
    copyFileSync(site, join(project, 'site/site.toml'));
    niemyet(binary, ['--catalogue', project, 'import', records, list, '--only', join(folder, 'codes'),
      '--snapshot', 'national-2026-07', '--not-before', '2026-07-16', '--title', 'Danh sách quốc gia', '--source', 'bench']);
    niemyet(binary, ['--catalogue', project, ...DAY, 'build', '--out', join(folder, 'public')]);
  });
  return {
    ...described('full', binary, project, folder),
    texts: () => new Map(lines(readFileSync(records, 'utf8')).map(line => JSON.parse(line)).map(record => [record.code, record])),
  };
}

/** The catalogue of this repository. */
export function committed({ binary, repository, cache, rebuild }) {
  const folder = join(cache, 'committed');
  const folders = ['catalogue', 'site', 'templates'].map(name => ({ path: join(repository, name), isFolder: true }));
  cached(folder, stampOf([{ path: binary }, ...folders.filter(({ path }) => existsSync(path))]), rebuild, () => {
    niemyet(binary, ['--catalogue', repository, ...DAY, 'build', '--out', join(folder, 'public')]);
  });
  return described('committed', binary, repository, folder);
}
