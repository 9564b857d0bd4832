// A query as words and numbers, and the ways in which it may be meant: what src/search/reading.rs and numbers.rs do.

'use strict';
{
  const niemyet = (globalThis.niemyet ??= {});
  const { isSlip, slipsOf, standing, withoutLead } = niemyet;

  /** What a query may mean: readings, the literal one first, a stripped one directly after the one it is made of. The words
    in the places `taken` are codes, and left out. */
  function readingsOf(text, taken, index, analyser, w) {
    const cutOff = text.length > w.QUERY_CHARACTERS ? [...text].slice(0, w.QUERY_CHARACTERS).join('') : text;
    const [meant, keys] = decoded(
      analyser.tokens(cutOff).filter((_, at) => !taken.has(at)),
      index,
      analyser
    );
    const parts = meant.flatMap(word => parted(word, index));
    const [typed, lead] = withoutLead(parts, index.lead);
    const accented = typed.some(word => word.accent !== word.folded);
    const words = typed.map(word => ({ ...word, stop: false, whole: false }));
    markStops(words, accented, index);
    const named = index.directory?.whole(words) ?? [],
      places = index.directory?.markPlaces(words) ?? [];
    const all = [];
    push(all, { words, cost: 0, stripped: false, synonym: null, company: null }, w);
    for (const [start, end, synonym] of synonymsIn(words, accented, index, w)) {
      const official = synonym.official.map(word => ({ ...word, stop: false, whole: true }));
      const replaced = [...words.slice(0, start), ...official, ...words.slice(end)];
      const company = synonym.company ? [start, start + official.length] : null;
      push(all, { words: replaced, cost: w.SYNONYM_COST, stripped: false, synonym, company }, w);
    }
    return { all, accented, lead, typed: words.length, named, places, keys };
  }

  /** Adds a reading, and the same without the question words at its ends. */
  function push(all, reading, w) {
    all.push(reading);
    const asks = reading.words.map(word => !word.stop);
    const first = asks.indexOf(true),
      last = asks.lastIndexOf(true);
    if (first < 0 || (first === 0 && last + 1 === asks.length)) return;
    const words = reading.words.slice(first, last + 1);
    if (last + 1 < asks.length) words[words.length - 1] = { ...words[words.length - 1], whole: true };
    const company = reading.company?.map(at => at - first);
    all.push({ ...reading, words, company, cost: reading.cost + w.STRIPPED_COST, stripped: true });
  }

  /** The words as meant, where one is no word of the catalogue but becomes one when read as keys of Telex or VNI. */
  function decoded(words, index, analyser) {
    if (words.some(word => word.accent !== word.folded)) return [words, null];
    const meant = words.map(word => {
      const found = analyser.decode(word.folded);
      return found && index.knows(found.token.folded) ? found : null;
    });
    if (!words.some((word, at) => meant[at] && !index.knows(word.folded))) return [words, null];
    const taken = words.map((word, at) =>
      meant[at] && index.df(word.folded) * 5 <= index.df(meant[at].token.folded)
        ? meant[at]
        : { token: word, written: word.folded }
    );
    return [taken.map(word => word.token), taken.map(word => word.written).join(' ')];
  }

  /** A word that nobody knows as two that are known: the blank between them was not typed. */
  function parted(word, index) {
    const { folded } = word;
    if (index.has(folded) || index.said.has(folded) || folded.length < 5 || !/^[a-z]+$/.test(folded)) return [word];
    if (slipsOf(index, folded).length) return [word];
    let most = 0,
      where = 0;
    for (let at = 2; at <= folded.length - 2; at++) {
      const df = Math.min(index.df(folded.slice(0, at)), index.df(folded.slice(at)));
      if (df > most) [most, where] = [df, at];
    }
    const bare = text => ({ folded: text, accent: text });
    return most ? [bare(folded.slice(0, where)), bare(folded.slice(where))] : [word];
  }

  /** Marks the longest question phrases from left to right. */
  function markStops(words, accented, index) {
    const same = (word, stop) => (accented ? word.accent === stop.accent : word.folded === stop.folded);
    for (let at = 0; at < words.length; ) {
      const phrases = index.stops.get(words[at].folded) ?? [];
      const found = phrases.find(phrase => phrase.every((stop, i) => words[at + i] && same(words[at + i], stop)));
      for (let i = 0; found && i < found.length; i++) words[at + i].stop = true;
      at += found ? found.length : 1;
    }
  }

  /** The synonyms that stand in the query, `[start, end, synonym]`: no one inside a longer one, and none whose
    official wording stands there already. */
  function synonymsIn(words, accented, index, w) {
    const same = (word, said) =>
      accented && word.accent !== word.folded ? word.accent === said.accent : word.folded === said.folded;
    const found = [];
    words.forEach((word, at) => {
      for (const synonym of index.synonyms.get(word.folded) ?? []) {
        const { said, official } = synonym;
        const here = said.every((token, i) => words[at + i] && same(words[at + i], token));
        if (here && !holds(words, official)) found.push([at, at + said.length, synonym]);
      }
    });
    const within = ([a, b], [c, d]) => c <= a && b <= d && b - a < d - c;
    return found.filter(one => !found.some(other => within(one, other))).slice(0, w.SYNONYMS);
  }

  const holds = (words, run) =>
    words.some((_, at) => run.every((token, i) => words[at + i] && words[at + i].folded === token.folded));

  const isDigits = text => /^[0-9]+$/.test(text);

  const DIGITS = 7;

  /** Digits as typed, letters that look like them taken for them; null where there is anything else. */
  function asDigits(word, entry) {
    const digits = [...word].map(c => entry.as_digits[c] ?? c).join('');
    return isDigits(digits) ? digits : null;
  }

  /** A code with a slip at the head of the words, `[how many words, digits]`: what `mistyped` of numbers.rs finds. */
  function mistyped(text, words, isAlone, begun, entry) {
    const [first, second = ''] = words,
      lower = text.toLowerCase(),
      digit = asDigits(first, entry),
      other = asDigits(second, entry);
    const isDotted = mark => lower.includes(first + mark + second);
    const typed = word => word.replace(/[^0-9]/g, '').length * 2 > word.length;
    let count = 1,
      key = digit;
    if (digit === null) return null;
    if (
      first.length === 1 &&
      typed(second) &&
      (['.', ','].some(isDotted) || (second.length + 2 >= DIGITS && isAlone(2)))
    ) {
      if (other === null) return null;
      [count, key] = [2, digit + other];
    } else if (!(first.length + 1 >= DIGITS && typed(first) && isAlone(1))) return null;
    const same = words.slice(0, count).join('') === key;
    // Further digits or letters are an agency's or a case's; so is what stands behind seven digits.
    if ((same && (key.length === DIGITS || begun(key).length)) || key.length > DIGITS + 1) return null;
    // Two or three digits behind a dot may be any number; only alone they are the beginning of a code.
    return key.length + 1 < DIGITS && !(isAlone(count) && key.length > 2) ? null : [count, key];
  }

  /** How many of the words stand behind a code: `h56`, `000`, `02`. */
  function suffixesOf(words) {
    const end = words.findIndex(word => !/^[a-z]?[0-9]{2,3}$/.test(word));
    return end < 0 ? words.length : end;
  }

  /** What the numbers in a query lead to: codes of procedures, numbers of decisions, a dossier's number. */
  function numbersOf(text, index, analyser, entry) {
    const w = entry.weights;
    const words = analyser
      .tokens(text)
      .map(token => token.folded)
      .slice(0, 64);
    const numbers = { rows: new Map(), exact: new Set(), understood: [], taken: new Set(), all: false };
    const dossier = dossierOf(words);
    if (dossier) {
      numbers.all = true;
      numbers.understood.push({ kind: 'dossier', number: dossier });
      return numbers;
    }
    const put = (row, score) => numbers.rows.set(row, Math.max(score, numbers.rows.get(row) ?? 0));
    const hasNumber = words.some(word => /[0-9]/.test(word));
    const { rows: rowOfKey, keys } = hasNumber ? index.byKey : { rows: new Map(), keys: [] };
    /** The rows whose codes begin so, in the order of the keys of codes. */
    const begun = key => {
      let low = 0,
        high = keys.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (keys[middle] < key) low = middle + 1;
        else high = middle;
      }
      const found = [];
      for (; low < keys.length && keys[low].startsWith(key); low++) found.push(rowOfKey.get(keys[low]));
      return found;
    };
    const take = (at, count) => {
      for (let place = at; place < at + count; place++) numbers.taken.add(place);
    };
    const tell = told => {
      if (!numbers.understood.some(one => one.kind === told.kind && one.code === told.code))
        numbers.understood.push(told);
    };
    /** Finds the codes that one slip makes of what was typed, and says that there is none but those. */
    const near = (code, key) => {
      const meant = key.length === DIGITS ? begun(key) : [];
      const slipped = meant.length
        ? []
        : keys
            .filter(code => code.length >= DIGITS && isSlip(code.slice(0, DIGITS), key))
            .map(code => rowOfKey.get(code));
      const score = row => standing(row, w.CODE_NEAR + index.prior[row], index, w);
      const rows = [...meant, ...slipped].sort((a, b) => score(b) - score(a) || a - b);
      tell({ kind: 'no_code', code, near: rows.slice(0, entry.near_codes).map(row => index.codes[row]) });
      for (const row of rows) put(row, w.CODE_NEAR);
    };
    for (let at = 0; at < words.length; ) {
      const isAlone = count =>
        words.every((word, place) => (at <= place && place < at + count) || entry.beside_code.includes(word));
      const slip = hasNumber && mistyped(text, words.slice(at), isAlone, begun, entry);
      if (slip) {
        const [count, key] = slip,
          suffixes = suffixesOf(words.slice(at + count, at + count + entry.code_words));
        near(
          words
            .slice(at, at + count)
            .join('.')
            .toUpperCase(),
          key
        );
        take(at, count + suffixes);
        at += count + suffixes;
        continue;
      }
      if (!/^[0-9]/.test(words[at])) {
        at++;
        continue;
      }
      const longest = Math.min(entry.code_words, words.length - at);
      let exact = longest;
      while (exact > 0 && !rowOfKey.has(words.slice(at, at + exact).join(''))) exact--;
      const count = exact || (words[at].length === 1 ? Math.min(2, longest) : 1);
      const key = words.slice(at, at + count).join('');
      const based = /^[0-9]{7}/.test(key);
      const suffixes = based ? suffixesOf(words.slice(at + count, at + count + entry.code_words)) : 0;
      if (exact || based) take(at, count + suffixes);
      if (exact) {
        numbers.exact.add(rowOfKey.get(key));
        put(rowOfKey.get(key), w.CODE);
      }
      if (based) {
        const base = key.slice(0, DIGITS),
          code = `${base[0]}.${base.slice(1)}`,
          kin = begun(base),
          list = index.listed?.get(base);
        if (kin.length && exact && !suffixes) {
          // it is there, as typed
        } else if (kin.length) tell({ kind: 'code', code: index.codes[kin[0]] });
        else if (list !== undefined) tell({ kind: 'listed', code, list, link: entry.portal_search + code });
        else near(code, base);
        for (const row of kin) put(row, w.CODE_KIN);
      } else if (isAlone(count) && key.length >= 3 && isDigits(key)) {
        const rows = begun(key);
        if (rows.length) take(at, count);
        for (const row of rows) put(row, w.CODE_BEGUN);
      }
      at += count + suffixes;
    }
    const isDecision = decision(words, index, entry, put, numbers);
    const isCode =
      numbers.taken.size > 0 && words.every((word, at) => numbers.taken.has(at) || entry.beside_code.includes(word));
    numbers.all = isCode || isDecision;
    return numbers;
  }

  /** Finds the decisions whose number the query is; true where there is one. */
  function decision(words, index, entry, put, numbers) {
    let named = 0;
    while (named < words.length && entry.decision_words.includes(words[named])) named++;
    const [number, ...rest] = words.slice(named);
    // "ngày 26/3/2026", "của Bộ Công an" tell more of the decision, not more of its number.
    const end = rest.findIndex(word => entry.after_number.includes(word)),
      symbol = end < 0 ? rest : rest.slice(0, end);
    if (!number || number.length > 5 || !isDigits(number)) return false;
    if (!(named > 0 || symbol[0] === 'qd' || (symbol.length === 0 && number.length > 1))) return false;
    const own = number.replace(/^0+/, '');
    const found = new Set();
    index.decisions.forEach(([, [first, ...its]], at) => {
      const same =
        symbol.length <= its.length &&
        symbol.every((typed, i) => its[i] === typed || (i + 1 === symbol.length && its[i].startsWith(typed)));
      if (first === own && same) found.add(at);
    });
    index.decisionsOf?.forEach((cited, row) => {
      if (cited.some(at => found.has(at))) put(row, entry.weights.DECISION);
    });
    for (const at of found)
      numbers.understood.push({ kind: 'decision', number: index.decisions[at][0], page: index.pages.get(at) ?? null });
    // A number with its symbol asks for that decision and for nothing else, whether the catalogue has it or not.
    // So does "quyết định 3582".
    const called = words.slice(0, named).some(word => word === 'dinh' || word === 'qd');
    const whole = (symbol[0] === 'qd' && symbol.length > 1) || (called && !rest.length);
    if (whole && !found.size && index.decisionsOf) {
      const written = symbol.map(word => word.toUpperCase().replace('QD', 'QĐ')).join('-');
      numbers.understood.push({ kind: 'no_decision', number: written ? `${number}/${written}` : number });
    }
    return found.size > 0 || whole;
  }

  /** The number of a dossier, `H56.16-250702-0001`: an agency, a day of six digits, a running number. */
  function dossierOf(words) {
    const end = words.findIndex(word => !/^[0-9]{1,3}$/.test(word)),
      before = words.slice(0, Math.min(end < 0 ? words.length : end, 3));
    const [agency, ...rest] = words.slice(before.length),
      running = rest.pop(),
      day = rest.pop();
    if (!/^[a-z][0-9]{2}$/.test(agency ?? '') || !/^[0-9]{6}$/.test(day ?? '') || !/^[0-9]{3,8}$/.test(running ?? ''))
      return null;
    if (rest.length > 3 || !rest.every(unit => /^[0-9]{1,3}$/.test(unit))) return null;
    return `${[...before, agency.toUpperCase(), ...rest].join('.')}-${day}-${running}`;
  }

  Object.assign(niemyet, { readingsOf, numbersOf });
}
