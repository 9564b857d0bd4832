// Sectors, agencies and offices that a query names: whole, or as the place where something is asked for. What
// src/search/named.rs does.

'use strict';
{
  const niemyet = (globalThis.niemyet ??= {});
  const { STEP } = niemyet;

  const PAGES = { sector: 'linh-vuc/', agency: 'co-quan/', office: 'don-vi/' };

  /** Whether a word is the name's: accents that were typed count. */
  const isSaid = (word, name) =>
    word.accent === word.folded ? word.folded === name.folded : word.accent === name.accent;
  const isRun = (words, name) => words.length === name.length && name.every((token, at) => isSaid(words[at], token));

  /** The names under which lists of the site are asked for, of the second part of the data; in steps. */
  function* makeDirectory({ sectors, agencies, offices }, index, { agencies: bodies }, analyser) {
    const { rules } = index,
      whole = new Map(),
      places = new Map();
    const named = [
      ...index.sectorNames.map(([id, name], number) => ({
        list: 'sector',
        number,
        id,
        name,
        others: sectors[number] ?? [],
      })),
      ...agencies.map(([number, ...others]) => ({
        list: 'agency',
        number,
        id: bodies[number][0],
        name: bodies[number][1],
        others,
      })),
      ...offices.map(([number, id, name, ...others]) => ({ list: 'office', number, id, name, others })),
    ];
    const put = (names, name, at) => {
      if (!name.length) return;
      if (!names.has(name[0].folded)) names.set(name[0].folded, []);
      names.get(name[0].folded).push([name, at]);
    };
    const prefixes = rules.office_of.map(analyser.tokens),
      ofSector = analyser.tokens(rules.of_sector);
    for (const [at, one] of named.entries()) {
      if (at % STEP === 0) yield;
      for (const name of [one.name, ...one.others].map(analyser.tokens)) {
        const prefix =
          one.list === 'office' &&
          prefixes.find(
            prefix => name.length > prefix.length && prefix.every((word, i) => word.folded === name[i].folded)
          );
        const place = prefix ? name.slice(prefix.length) : [];
        if (place.length < 2) {
          put(whole, name, at);
          continue;
        }
        for (const prefix of prefixes) for (const names of [places, whole]) put(names, [...prefix, ...place], at);
        put(places, place, at);
        put(whole, place, at);
        // Hạc Thành for phường Hạc Thành.
        put(whole, place.slice(1), at);
      }
    }
    for (const names of places.values()) names.sort((a, b) => b[0].length - a[0].length);

    const namedBy = words => {
      const found = (whole.get(words[0]?.folded) ?? []).filter(([name]) => isRun(words, name)).map(([, at]) => at);
      return [...new Set(found)].sort((a, b) => a - b);
    };
    return {
      /** What the words name, question words at the ends apart; an agency stands for its own office of the same name. */
      whole: words => {
        const asks = words.map(word => !word.stop),
          core = words.slice(Math.max(asks.indexOf(true), 0), asks.lastIndexOf(true) + 1);
        const led = core.length > ofSector.length && ofSector.every((lead, at) => isSaid(core[at], lead));
        const ways = [words, core, led ? core.slice(ofSector.length) : core];
        const found = ways.map(namedBy).find(found => found.length) ?? [];
        const own = found.filter(at => named[at].list === 'agency').map(at => named[at].number);
        return found.filter(at => named[at].list !== 'office' || !own.includes(named[at].number));
      },
      /** Marks the places that stand in the words as what is not asked for; gives them. */
      markPlaces: words => {
        const found = [];
        for (let at = 0; at < words.length; ) {
          const [name, place] = (places.get(words[at].folded) ?? []).find(([name]) =>
            isRun(words.slice(at, at + name.length), name)
          ) ?? [[], -1];
          if (name.length) found.push(place);
          for (let i = 0; i < name.length; i++) words[at + i].stop = true;
          at += name.length || 1;
        }
        return found;
      },
      /** A list as what a query was read as. */
      understood: at => {
        const { list, id, name } = named[at];
        return { kind: list, id, name, page: `${PAGES[list]}${id}/` };
      },
      /** Whether a row stands in one of the lists. */
      has: (lists, row) =>
        lists.some(at => {
          const { list, number } = named[at];
          return list === 'sector' ? index.sectors[row] === number : index.full.agenciesOf[row].includes(number);
        }),
      is: (list, at) => named[at].list === list,
    };
  }

  Object.assign(niemyet, { makeDirectory });
}
