// What hands do to words: the keys of an input method that is switched off, slips, tones in the other place.

import { wordsOf } from './words.mjs';

const TONES = {
  '\u0301': ['s', '1'],
  '\u0300': ['f', '2'],
  '\u0309': ['r', '3'],
  '\u0303': ['x', '4'],
  '\u0323': ['j', '5'],
};
const SHAPES = {
  telex: { â: 'aa', ê: 'ee', ô: 'oo', ă: 'aw', ơ: 'ow', ư: 'uw', đ: 'dd' },
  vni: { â: 'a6', ê: 'e6', ô: 'o6', ă: 'a8', ơ: 'o7', ư: 'u7', đ: 'd9' },
};
const PAIRS = { telex: 'uow', vni: 'uo7' };

/**
 * A text as the keys that write it, in lower case. `method`: `telex` or `vni`; `style.late`: tones at the end of the
 * word, else directly after their letter; `style.pair`: one key for both letters of ươ.
 */
export function keysOf(text, method, style) {
  const word = written => {
    let keys = '',
      tone = '';
    for (const letter of written.toLowerCase().normalize('NFC')) {
      const parts = [...letter.normalize('NFD')];
      const mark = parts.find(part => TONES[part]);
      const bare = parts
        .filter(part => part !== mark)
        .join('')
        .normalize('NFC');
      if (style.pair && bare === 'ơ' && keys.endsWith(SHAPES[method].ư)) {
        keys = keys.slice(0, -SHAPES[method].ư.length) + PAIRS[method];
      } else {
        keys += SHAPES[method][bare] ?? bare;
      }
      const key = mark ? TONES[mark][method === 'telex' ? 0 : 1] : '';
      if (style.late) tone += key;
      else keys += key;
    }
    return keys + tone;
  };
  return text.normalize('NFC').replace(/[\p{L}\p{M}\p{N}]+/gu, word);
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** Whether a folded word is one in which a slip can be told from another word. */
const canSlip = word => /^[a-z]{4,}$/.test(word);

/** Folded words with one slip in one word of four letters or more; null where there is none. */
export function withSlip(words, random) {
  const all = words.split(' ');
  const places = all.flatMap((word, at) => (canSlip(word) ? [at] : []));
  if (!places.length) return null;
  const place = random.oneOf(places);
  const word = all[place];
  for (;;) {
    const at = random.below(word.length),
      letter = LETTERS[random.below(LETTERS.length)];
    const slipped = random.oneOf([
      () => word.slice(0, at) + letter + word.slice(at),
      () => word.slice(0, at) + word.slice(at + 1),
      () => word.slice(0, at) + letter + word.slice(at + 1),
      () =>
        word.slice(0, at) +
        word
          .slice(at, at + 2)
          .split('')
          .reverse()
          .join('') +
        word.slice(at + 2),
    ])();
    if (slipped !== word) return all.with(place, slipped).join(' ');
  }
}

const OLD_PLACE = /(o|u)([\u0300\u0301\u0303\u0309\u0323])(a|e|y)$/iu;
const NEW_PLACE = /(o|u)(a|e|y)([\u0300\u0301\u0303\u0309\u0323])$/iu;
const IS_PAIR = /(oa|oe|uy)$/i;

/** A word with its tone on the other letter of an open oa, oe or uy (hòa ↔ hoà); null where it has none. */
export function otherPlace(word) {
  const letters = word.normalize('NFD');
  const bare = letters.replace(/\p{M}/gu, '');
  if (!IS_PAIR.test(bare) || /quy$/i.test(bare)) return null;
  for (const [place, order] of [
    [OLD_PLACE, '$1$3$2'],
    [NEW_PLACE, '$1$3$2'],
  ]) {
    if (place.test(letters)) return letters.replace(place, order).normalize('NFC');
  }
  return null;
}

/** Words as written, every tone that can stand elsewhere moved. */
export const allInOtherPlace = text =>
  wordsOf(text)
    .map(word => otherPlace(word) ?? word)
    .join(' ');
