// Words that nothing has: the nearest that something has, and the sectors nearest to a query without hits. What
// src/search/spelling.rs does.

'use strict';
{
  const niemyet = (globalThis.niemyet ??= {});
  const { begunBy, slipsOf } = niemyet;

  const LONG = 5,
    SECTORS = 3;

  /** What the words that nothing has were perhaps meant to be, and those for which there is no such guess. Everything else
    stays as it was typed. */
  function unknownWords(query, { all, keys }, hasNumbers, index, analyser) {
    const said = new Set(all.flatMap(({ synonym }) => synonym?.said.map(word => word.folded) ?? []));
    const { words } = all[0],
      last = words[words.length - 1]?.folded;
    const isUnknown = folded =>
      !(hasNumbers && /^[0-9]+$/.test(folded)) &&
      !index.has(folded) &&
      !said.has(folded) &&
      !(folded === last && begunBy(index, folded).length);
    // What was read as two words, or left out at the head, is none of them.
    const lost = new Set(
      words
        .filter(word => !word.stop)
        .map(word => word.folded)
        .filter(isUnknown)
    );
    const typed = keys ?? [...query].slice(0, index.rules.weights.QUERY_CHARACTERS).join('');
    const meant = [],
      unknown = [];
    let other = false;
    for (const piece of typed.split(/\p{White_Space}+/u).filter(Boolean)) {
      const own = analyser.tokens(piece).map(word => word.folded);
      const near = own.length === 1 && lost.has(own[0]) ? nearest(own[0], index, analyser) : null;
      if (near === null && own.some(word => lost.has(word))) unknown.push(piece);
      other ||= near !== null;
      meant.push(near ?? piece);
    }
    const understood = [];
    if (other) understood.push({ kind: 'spelling', meant: meant.join(' ') });
    if (unknown.length) understood.push({ kind: 'unknown', words: unknown.join(' ') });
    return understood;
  }

  /** The word of a name that is nearest, as it is written most often; of equally near ones that of most names, then the first. */
  function nearest(folded, index, analyser) {
    if (folded.length < 3 || !/^[a-z]+$/.test(folded)) return null;
    const commonest = words => words.sort((a, b) => index.df(b) - index.df(a) || (a < b ? -1 : 1))[0];
    const long = () =>
      index.plain
        .slice(LONG)
        .flatMap(words => words ?? [])
        .filter(word => isTwoSlips(word, folded));
    const near = commonest(slipsOf(index, folded)) ?? (folded.length >= LONG ? commonest(long()) : undefined);
    if (near === undefined) return null;
    const { accent, times } = index.forms;
    const [form] = index.terms.get(near).forms.sort((a, b) => times[b] - times[a] || (accent[a] < accent[b] ? -1 : 1));
    // Y where it is written at will, as most do.
    const atWill = index.rules.text.y_as_i.some(([, key]) => key === near);
    return analyser.spell(atWill ? accent[form].replace('i', 'y') : accent[form]);
  }

  /** Whether at most two letters are too many, missing or other. */
  function isTwoSlips(one, other) {
    if (Math.abs(one.length - other.length) > 2) return false;
    let before = Array.from({ length: other.length + 1 }, (_, at) => at);
    for (let row = 0; row < one.length; row++) {
      const now = [row + 1];
      for (let at = 0; at < other.length; at++) {
        now.push(Math.min(before[at] + (one[row] === other[at] ? 0 : 1), before[at + 1] + 1, now[at] + 1));
      }
      before = now;
    }
    return before[other.length] <= 2;
  }

  /** The sectors whose names share most runs of three letters with a query, best first: `[id, name]`s. */
  function nearSectors(query, index, analyser) {
    const asked = triples(query, analyser);
    const near = index.sectorNames.map(([, name], at) => {
      const own = triples(name, analyser);
      const common = [...own].filter(triple => asked.has(triple)).length;
      return [Math.trunc((common * 100) / Math.max(own.size, 1)), at];
    });
    return near
      .filter(([share]) => share >= 20)
      .sort((a, b) => b[0] - a[0] || a[1] - b[1])
      .slice(0, SECTORS)
      .map(([, at]) => index.sectorNames[at]);
  }

  function triples(text, analyser) {
    const letters = [...` ${analyser.fold(text)} `].slice(0, 200);
    return new Set(letters.slice(2).map((_, at) => letters.slice(at, at + 3).join('')));
  }

  Object.assign(niemyet, { unknownWords, nearSectors });
}
