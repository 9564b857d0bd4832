// Whatever is typed is answered, and whatever stands in a file of the search is taken or refused: no exception where none
// is waited for, no endless work. Runs the built site's own scripts in node.
//
//   NIEMYET_SITE=public node --test search-fuzz.test.mjs
import test from 'node:test';
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const SITE = process.env.NIEMYET_SITE;
const skip = SITE ? false : 'NIEMYET_SITE is not set';
const ROUNDS = 400;

/** Numbers by chance, the same in every run. */
function chance(seed) {
  return below => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
}

/** The scripts as the site ships them, and its data; a script runs once. */
const engine = SITE && (await started());

async function started() {
  const folder = path.join(path.resolve(SITE), 'assets');
  const files = (await readdir(folder)).filter(name => name.startsWith('search-') && name.endsWith('.js'));
  const parts = {};
  globalThis.niemyet = { receive: (part, json) => (parts[part] = json) };
  for (const name of files) await import(pathToFileURL(path.join(folder, name)));
  return { niemyet: globalThis.niemyet, parts };
}

/** What work in steps gives in the end. */
function whole(steps) {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

test('any text is a query', { skip, timeout: 300_000 }, async () => {
  const { niemyet, parts } = engine;
  const search = whole(niemyet.searcher(niemyet.rules, JSON.parse(parts.names), '2026-11-21'));
  whole(search.add(JSON.parse(parts.full)));
  const below = chance(7);
  const names = JSON.parse(parts.names).pieces.split(' ');
  const odd = [
    '\u0000',
    '\ud800',
    '\u0301',
    '\u200b',
    'đ',
    'ﷺ',
    '1',
    '.',
    '/',
    '%',
    '<',
    '\\',
    '\t',
    'ế',
    '𝒜',
    'Ω',
    "'",
  ];
  const texts = Array.from({ length: ROUNDS }, () => {
    const length = 1 + below(below(10) ? 12 : 200);
    const piece = () =>
      [names[below(names.length)], odd[below(odd.length)], String.fromCharCode(below(0x10000)), ' '][below(4)];
    return Array.from({ length }, piece).join(below(2) ? ' ' : '');
  });
  texts.push(
    'a'.repeat(10_000),
    'dang ky '.repeat(1_250),
    'đ'.repeat(10_000),
    '1.'.repeat(5_000),
    '\u0301'.repeat(10_000),
    names.slice(0, 2_000).join(' ').slice(0, 10_000),
    ''
  );
  for (const text of texts) {
    for (const typing of [false, true]) {
      const { total, hits, understood } = search.answer(text, { typing });
      assert.ok(
        Number.isInteger(total) && hits.length <= Math.min(total, 10) && Array.isArray(understood),
        JSON.stringify(text)
      );
      assert.ok(hits.every((hit, at) => at === 0 || hits[at - 1].score >= hit.score));
    }
  }
});

test('a file of the search that is not whole is refused or taken, and nothing hangs', {
  skip,
  timeout: 300_000,
}, async () => {
  const { niemyet, parts } = engine;
  const below = chance(99);
  /** A part with one of its values cut off, emptied, of another kind, or with letters by chance. */
  const damaged = json => {
    const data = JSON.parse(json),
      keys = Object.keys(data).filter(key => key !== 'format');
    const key = keys[below(keys.length)],
      value = data[key];
    if (below(5) === 0) delete data[key];
    else if (typeof value === 'string') {
      const letters = [...value.slice(0, below(value.length + 1))];
      for (let at = below(20); at > 0 && letters.length; at--)
        letters[below(letters.length)] = String.fromCharCode(33 + below(90));
      data[key] = letters.join('');
    } else if (Array.isArray(value)) data[key] = below(2) ? value.slice(0, below(value.length + 1)) : [];
    else data[key] = null;
    return data;
  };
  let refused = 0;
  for (let round = 0; round < 60; round++) {
    let search;
    try {
      search = whole(niemyet.searcher(niemyet.rules, round % 2 ? damaged(parts.names) : JSON.parse(parts.names), ''));
      whole(search.add(round % 2 ? JSON.parse(parts.full) : damaged(parts.full)));
    } catch (error) {
      assert.ok(error instanceof Error);
      refused++;
      continue;
    }
    for (const text of ['đăng ký khai sinh', 'so do', '1523/QĐ-BCA', 'ct01']) {
      const { hits, facets } = search.answer(text, { typing: true, choices: { level: ['commune'] } });
      assert.ok(Array.isArray(facets()));
      for (const { code } of hits)
        assert.ok(search.procedure(code) && typeof search.hasInText(code, 'giay') === 'boolean');
    }
  }
  assert.ok(refused > 0 && refused < 60, `${refused} of 60 are refused`);
});

test('what is asked while the second part is taken in has the answer of the whole', {
  skip,
  timeout: 300_000,
}, async () => {
  const { niemyet, parts } = engine;
  const opened = () => whole(niemyet.searcher(niemyet.rules, JSON.parse(parts.names), '2026-11-21'));
  const answers = search =>
    ['lệ phí môn bài', 'so do', 'Sở Y tế'].map(text => {
      const { total, hits, facets } = search.answer(text);
      return { total, hits, facets: facets() };
    });
  const search = opened(),
    count = [...search.add(JSON.parse(parts.full))].length,
    expected = answers(search);
  assert.ok(count > 50, `${count} steps`);
  for (const after of [1, 2, Math.trunc(count / 2), count - 1]) {
    const search = opened(),
      steps = search.add(JSON.parse(parts.full));
    for (let step = 0; step < after; step++) assert.equal(steps.next().done, false);
    assert.deepEqual(answers(search), expected, `after ${after} of ${count} steps`);
    assert.equal(search.isWhole, true);
    whole(steps); // whoever took it in is told nothing new
  }
});

test('a second part that is wrong is told to whoever takes it in, not to whoever asks', {
  skip,
  timeout: 300_000,
}, async () => {
  const { niemyet, parts } = engine;
  const search = whole(niemyet.searcher(niemyet.rules, JSON.parse(parts.names), '2026-11-21'));
  const steps = search.add({ ...JSON.parse(parts.full), listed: null });
  steps.next();
  search.answer('khai sinh');
  assert.equal(search.isWhole, false);
  assert.throws(() => whole(steps), TypeError);
});
