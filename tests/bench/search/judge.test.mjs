// The judge itself: `node --test tests/bench/search`.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLASSES, queriesOf } from './classes.mjs';
import { allInOtherPlace, keysOf, otherPlace, withSlip } from './hand.mjs';
import { differing, judged, placeOf } from './judge.mjs';
import { chance } from './random.mjs';
import { beginsWith, fold, holds, unaccented, wordsOf } from './words.mjs';

const NAMES = [
  'Thủ tục đăng ký khai sinh',
  'Thủ tục đăng ký lại khai sinh',
  'Cấp giấy phép nuôi trồng thủy sản trên biển',
  'Đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản',
  'Hòa giải tranh chấp đất đai thuộc thẩm quyền cấp xã',
];
const DOCUMENTS = NAMES.map((name, at) => ({ code: `1.00000${at}`, name }));
const SYNONYMS = [
  ['sổ đỏ', 'quyền sử dụng đất'],
  ['ĐK', 'đăng ký'],
  ['nhà', 'quyền sử dụng đất'],
  ['nhà', 'biển'],
  ['xe', 'xe máy'],
];

test('words are compared without accents, case and what stands between them', () => {
  assert.equal(fold('  Đăng ký;\tHỘ\u0323  khẩu (Ðất) m² '), 'dang ky ho khau dat m²');
  assert.equal(fold('Đăng ký'.normalize('NFD')), 'dang ky');
  assert.equal(unaccented('Điều, Ơ'), 'Dieu, O');
  assert.deepEqual(wordsOf('hồ sơ\u200b (1)'), ['hồ', 'sơ', '1']);
});

test('a name holds whole words only', () => {
  assert.ok(
    holds('cap giay phep', 'giay phep') && !holds('cap giay phep', 'giay phe') && !holds('cap giay phep', 'ap giay')
  );
  assert.ok(
    beginsWith('cap giay phep', 'cap giay') &&
      !beginsWith('cap giay phep', 'cap gia') &&
      !beginsWith('cap giay', 'giay')
  );
});

test('keys are those of the input methods', () => {
  const early = { late: false, pair: false },
    late = { late: true, pair: true };
  assert.equal(keysOf('Được, thuở', 'telex', early), 'dduwowjc, thuowr');
  assert.equal(keysOf('Được', 'telex', late), 'dduowcj');
  assert.equal(keysOf('đường quý', 'vni', early), 'd9u7o72ng quy1');
  assert.equal(keysOf('đường quý', 'vni', late), 'd9uo7ng2 quy1');
});

test('a tone moves only where people differ', () => {
  for (const [one, other] of [
    ['hòa', 'hoà'],
    ['Thủy', 'Thuỷ'],
    ['khỏe', 'khoẻ'],
    ['ỦY', 'UỶ'],
  ]) {
    assert.equal(otherPlace(one), other);
    assert.equal(otherPlace(other), one);
  }
  for (const word of ['quý', 'hoa', 'hoàn', 'của', 'mía', 'loại']) assert.equal(otherPlace(word), null);
  assert.equal(allInOtherPlace('ủy ban hòa giải'), 'uỷ ban hoà giải');
});

test('a slip is one edit in one longer word', () => {
  const random = chance('slips');
  for (let time = 0; time < 500; time++) {
    const slipped = withSlip('cap giay phep xe', random).split(' ');
    assert.deepEqual([slipped.length, slipped[0], slipped[3]], [4, 'cap', 'xe']);
    const changed = ['giay', 'phep'].filter((word, at) => word !== slipped[at + 1]);
    assert.equal(changed.length, 1);
  }
  assert.equal(withSlip('cap 1234 xe', random), null);
});

test('queries are the same for a seed and answered by the names that they are made of', () => {
  const queries = queriesOf(DOCUMENTS, SYNONYMS, '1');
  assert.deepEqual(queries, queriesOf(DOCUMENTS, SYNONYMS, '1'));
  assert.notDeepEqual(queries, queriesOf(DOCUMENTS, SYNONYMS, '2'));
  assert.deepEqual(new Set(queries.map(query => query.class)), new Set(CLASSES));
  assert.ok(queries.every(({ relevant }) => relevant.length));
  const said = queries.filter(query => query.class === 'g-synonym').map(({ query, relevant }) => [query, relevant]);
  assert.deepEqual(said, [['sổ đỏ', ['1.000003']]]);
});

test('the first right answer counts, among ten', () => {
  const list = codes => codes.map(code => ({ code }));
  assert.equal(placeOf(list(['a', 'b']), ['b']), 2);
  assert.equal(placeOf(list([...'abcdefghijk']), ['k']), 0);
  const found = judged(
    [{ relevant: ['a'] }, { relevant: ['a'] }, { relevant: ['z'] }],
    [list(['a']), list(['b', 'c', 'd', 'a']), list([])]
  );
  assert.deepEqual(found, { count: 3, mrr: 1.25 / 3, first: 1 / 3, five: 2 / 3 });
  assert.equal(differing([1, 2], [list(['a']), list(['a'])], [list(['a']), list(['b'])]).length, 1);
});
