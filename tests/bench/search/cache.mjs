// What is made once and kept between runs.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A hash over files and, where `isFolder`, all files in folders, by their contents. */
export function stampOf(paths) {
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

/** Makes `folder` by `make` unless it stands there made of what has the same stamp. */
export async function cached(folder, stamp, rebuild, make) {
  const note = join(folder, '.stamp');
  if (!rebuild && existsSync(note) && readFileSync(note, 'utf8') === stamp) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await make();
  writeFileSync(note, stamp);
}
