// Words of a text and their two keys. The rules are tables that the build exports (`text` of the entry); this file
// only walks them, as src/text does. tests/vectors hold the two together.

'use strict';
{
  const niemyet = (globalThis.niemyet ??= {});

  /**
   * An analyser by the tables of the entry. `tokens(text)` gives words as `{folded, accent}`; `decode(word)` gives
   * `{token, written}`, the word that Telex or VNI keys mean, or null; `fold(text)` the folded words with blanks between
   * them; `spell(accent)` a word as people write it.
   */
  function makeAnalyser(rules) {
    const set = ranges => ranges.map(([a, b]) => `\\u{${a.toString(16)}}-\\u{${b.toString(16)}}`).join('');
    const invisible = new RegExp(`[${set(rules.invisible)}]`, 'u');
    const parts = new RegExp(`[${set(rules.private)}]|[^\\p{Alphabetic}\\p{N}]`, 'u');
    const mark = /\p{M}/u;
    const tones = new Map(rules.tones);
    const letterMarks = new Set(rules.letter_marks);
    const stroke = new Set(rules.d_with_stroke);
    const yAsI = new Map(rules.y_as_i);

    const toneMark = new Map(rules.tones.map(([tone, digit]) => [digit, tone]));
    const plain = c => (stroke.has(c) ? 'd' : c.normalize('NFD')[0]);

    const token = (folded, marked, tone) => {
      const key = yAsI.get(folded);
      if (key) return { folded: key, accent: key + tone };
      return { folded, accent: (marked === folded ? marked : marked.normalize('NFC')) + tone };
    };

    /** What a letter in lower case adds to a word, [folded, marked, tone]; null where it ends one. Asked for once a letter. */
    const added = new Map();
    const addedBy = c => {
      let what = added.get(c);
      if (what === undefined) {
        if (invisible.test(c)) what = ['', '', ''];
        else if (mark.test(c)) what = ['', letterMarks.has(c) && !tones.has(c) ? c : '', tones.get(c) ?? ''];
        else if (stroke.has(c)) what = ['d', 'đ', ''];
        else what = parts.test(c) ? null : [c, c, ''];
        added.set(c, what);
      }
      return what;
    };

    /** What a letter as it stands in a text adds; undefined where it is a mark, or becomes several of which one ends a word. */
    const wholes = new Map();
    const wholeOf = letter => {
      const all = [...letter.normalize('NFKD')].flatMap(c => [...c.toLowerCase()]);
      const each = all.map(addedBy);
      let what = mark.test(letter) || (each.length > 1 && each.includes(null)) ? undefined : each[0];
      if (what && each.length > 1) what = [0, 1, 2].map(at => each.map(part => part[at]).join(''));
      wholes.set(letter, what);
      return what;
    };

    /** The words of a text as made by `word(folded, marked, tone)`. */
    function words(text, word, isApart = false) {
      const found = [];
      let folded = '',
        marked = '',
        tone = '';
      for (const letter of isApart ? [...text.normalize('NFKD')].flatMap(c => [...c.toLowerCase()]) : text) {
        let what;
        if (isApart) what = addedBy(letter);
        else if ((what = wholes.get(letter)) === undefined && !wholes.has(letter)) what = wholeOf(letter);
        // Marks that stand for themselves are put in order with the whole text.
        if (what === undefined) return words(text, word, true);
        if (what) {
          folded += what[0];
          marked += what[1];
          tone += what[2];
        } else {
          if (folded) found.push(word(folded, marked, tone));
          folded = marked = tone = '';
        }
      }
      if (folded) found.push(word(folded, marked, tone));
      return found;
    }

    /** The words of a text, in order, each with its folded key and its accent key. */
    const tokens = text => words(text, token);
    const bare = folded => folded;
    const fold = text => words(text, bare).join(' ');

    function spelled(accent) {
      const tone = accent.slice(-1);
      return toneMark.has(tone) && /[0-9]/.test(tone) ? spell([...accent.slice(0, -1)], tone, accent) : accent;
    }

    /** The word that was meant by Telex or VNI keys struck with no input method, or null where none can be. */
    function decode(word) {
      if (!/^[a-z][a-z0-9]*$/.test(word)) return null;
      const keys = /[0-9]/.test(word) ? rules.vni : rules.telex;
      const letters = [];
      let tone = '',
        meant = false;
      for (const key of word) {
        const struck = keys.tones[key];
        if (struck !== undefined && letters.some(c => rules.vowels.includes(c))) {
          tone = struck;
          meant = true;
        } else if (reshape(letters, keys.shapes[key])) meant = true;
        else letters.push(key);
      }
      if (!meant) return null;
      const marked = letters.join('');
      return { token: token(letters.map(plain).join(''), marked, tone), written: spell(letters, tone) };
    }

    /** Letters with the tone on the one that bears it: the last with a mark; else the last vowel where a consonant
      ends the word, or the last but one where none does. The u of qu and the i of gi are none beside another. */
    function spell(letters, tone, otherwise) {
      let vowels = [...letters.keys()].filter(at => rules.vowels.includes(letters[at]));
      if (vowels.length > 1 && /^(qu|gi)/.test(letters.slice(0, 2).join(''))) vowels = vowels.slice(1);
      const marked = vowels.filter(at => plain(letters[at]) !== letters[at]).pop();
      const closed = vowels.length && vowels[vowels.length - 1] + 1 < letters.length;
      const bearer = marked ?? (closed || vowels.length < 2 ? vowels[vowels.length - 1] : vowels[vowels.length - 2]);
      if (bearer === undefined && otherwise !== undefined) return otherwise;
      return letters
        .map((c, at) => (at === bearer ? c + (toneMark.get(tone) ?? '') : c))
        .join('')
        .normalize('NFC');
    }

    return { tokens, decode, fold, spell: spelled };
  }

  /** Gives the letter that a key is meant for its hat, horn, breve or stroke; false where there is no such letter. */
  function reshape(letters, pairs) {
    if (!pairs) return false;
    const shaped = new Map(pairs);
    const at = target(letters, shaped);
    if (at < 0) return false;
    letters[at] = shaped.get(letters[at]);
    // ươ takes one key for both letters.
    if (letters[at] === 'ư' && letters[at + 1] === 'o') letters[at + 1] = 'ơ';
    return true;
  }

  /** Where in the letters a key is meant: đ only at the head; in uo, uu and ua the u, but not after q; else the last. */
  function target(letters, shaped) {
    if (shaped.has('d')) return letters[0] === 'd' ? 0 : -1;
    if (shaped.has('u')) {
      const pair = letters.findIndex(
        (c, i) => c === 'u' && letters[i - 1] !== 'q' && 'oua'.includes(letters[i + 1] || '?')
      );
      if (pair >= 0) return pair;
    }
    for (let at = letters.length - 1; at >= 0; at--) if (shaped.has(letters[at])) return at;
    return -1;
  }

  Object.assign(niemyet, { makeAnalyser });
}
