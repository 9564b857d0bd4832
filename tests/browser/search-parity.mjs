// Runs the site's search script in node: `node search-parity.mjs DIR`, where DIR holds an export (`assets/…`) and
// `answers.jsonl` with the Rust engine's answers. Fails where a vector or an answer differs. See tests/search_parity.rs.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sorted, told } from './answer.mjs';

const folder = process.argv[2];
const root = pathToFileURL(folder + '/').href;
const { open } = await import(root + 'assets/search.js');
const site = await open(root);
const complaints = [];
const check = (what, found, expected) => {
  const [is, ought] = [JSON.stringify(found), JSON.stringify(expected)];
  if (is !== ought) complaints.push(`${what}\n  script: ${is}\n  expected: ${ought}`);
};
const rows = name =>
  readFileSync(new URL('../vectors/' + name, import.meta.url), 'utf8')
    .split('\n')
    .filter(line => line && !line.startsWith('#'))
    .map(line => line.split('\t'));

for (const [text, folded = '', accent = ''] of rows('fold.tsv')) {
  const words = site.words(text.replace(/\\u([0-9a-f]{4})/g, (_, digits) => String.fromCharCode(parseInt(digits, 16))));
  check(text, [words.map(word => word.folded).join(' '), words.map(word => word.accent).join(' ')], [folded, accent]);
}
for (const [keys, ...meant] of rows('keys.tsv')) {
  const found = site.analyser.decode(keys);
  check(keys, found ? [found.token.folded, found.token.accent, found.written] : [], meant);
}
const answers = readFileSync(join(folder, 'answers.jsonl'), 'utf8')
  .split('\n')
  .filter(Boolean)
  .map(line => JSON.parse(line));
const times = [];
for (const { query, typing, choices, ...expected } of answers) {
  const began = performance.now();
  const answer = site.answer(query, { limit: 10, typing, choices });
  times.push(performance.now() - began);
  for (const [key, value] of Object.entries(told(answer)))
    check(`${query}${typing ? ' (typing)' : ''}: ${key}`, sorted(value), sorted(expected[key]));
}
times.sort((a, b) => a - b);
const at = share => times[Math.floor((times.length - 1) * share)].toFixed(1);
console.log(
  `${answers.length} answers compared, ${complaints.length} differ; node: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, max ${at(1)} ms`
);
if (complaints.length) {
  console.error(complaints.slice(0, 20).join('\n'));
  process.exit(1);
}
