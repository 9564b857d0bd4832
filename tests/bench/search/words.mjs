// How the judge compares words. Written apart from the site's own folding, so that both are not wrong together.

/** The words of a text as written, without anything between them. */
export const wordsOf = text =>
  text
    .normalize('NFC')
    .replace(/\p{Cf}/gu, '')
    .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

/** A text without accents, đ as d; case and punctuation stay. */
export const unaccented = text =>
  text
    .normalize('NFD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .replace(/[đð]/g, 'd')
    .replace(/[ĐÐ]/g, 'D');

/** The words of a text in lower case without accents, one blank between them. */
export const fold = text => wordsOf(unaccented(text).toLowerCase()).join(' ');

/** Whether a folded name holds folded words as one run of whole words. */
export const holds = (name, words) => ` ${name} `.includes(` ${words} `);

/** Whether a folded name begins with folded words, the last one whole. */
export const beginsWith = (name, words) => `${name} `.startsWith(`${words} `);
