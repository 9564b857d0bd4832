// What is searched besides names: full text, former names and keywords, decisions, and what facets count. It comes with the
// second part of the data and is added to the index.

'use strict';
{
  const niemyet = (globalThis.niemyet ??= {});
  const { agree, makeDirectory, makeSet, weigh, KINDS, STEP } = niemyet;

  /** So many words' lists are kept for the next key that is struck. */
  const KEPT = 60;

  /** Adds what came later, in steps: other names, content, decisions, and what facets count. Between them the index answers nothing. */
  function* addFull(index, data, analyser) {
    const { n, rowOf, forms } = index;
    index.buffers = null;
    agree(n, data.decisions_of, data.agencies_of, data.online, data.audiences);
    const other = { former: [], keywords: [] };
    for (const kind of ['former', 'keywords'])
      for (const [place, names] of data[kind]) other[kind][rowOf[place]] = names;
    const kinds = [
      [KINDS.EVERYDAY, []],
      [KINDS.FORMER, other.former],
      [KINDS.KEYWORD, other.keywords],
    ];
    for (const [place, names] of data.everyday) {
      kinds[0][1][rowOf[place]] = names;
    }
    const first = index.everydayOf;
    index.everydayOf = row => kinds[0][1][row] ?? first(row);
    const set = makeSet(
      n,
      forms,
      index.lead.map(word => word.folded)
    );
    for (let row = 0; row < n; row++) {
      if (row % STEP === 0) yield;
      for (const [kind, names] of kinds)
        for (const name of names[row] ?? []) set.add(kind, name.split(' ').map(forms.wordsOf));
      set.end();
    }
    index.sets.push(set.done());
    index.former = other.former;
    index.content = makeContent(index.read, rowOf, data.shards, new Map(data.frequencies));
    yield;
    if (data.text) index.content.add(data.text);
    yield* weigh(index);
    index.decisions = data.decisions.map(number => [number, analyser.tokens(number).map(word => word.folded)]);
    yield;
    index.pages = new Map(data.decision_pages.slice().reverse());
    const ofRow = column => {
      const rows = [];
      column.forEach((values, place) => (rows[rowOf[place]] = values));
      return rows;
    };
    index.decisionsOf = ofRow(data.decisions_of);
    index.full = {
      agencies: data.agencies,
      agenciesOf: ofRow(data.agencies_of),
      online: ofRow([...data.online].map(Number)),
      audiences: ofRow([...data.audiences].map(digit => parseInt(digit, 36))),
    };
    yield;
    index.listed = new Map(data.listed.flatMap(([list, codes]) => codes.split(' ').map(code => [code, list])));
    yield;
    index.directory = yield* makeDirectory(data.named, index, data, analyser);
    index.matches?.clear();
    index.slips?.clear();
  }

  /**
   * The words of the records' texts, which come all at once or, where there are many, in shards. A word's list of rows is
   * read when it is first asked for.
   */
  function makeContent(readNumbers, rowOf, shards, frequencies) {
    const lists = new Map(),
      here = new Set();
    const add = ({ words, postings }, shard) => {
      const all = postings.split(' ');
      if (words) words.split(' ').forEach((word, at) => lists.set(word, all[at]));
      here.add(shard);
    };
    /** The numbers of the shards that may have a word and have not come. */
    const missing = words => {
      const found = words.map(word => shards.filter(first => first <= word).length - 1);
      return [...new Set(found)].filter(shard => shard >= 0 && !here.has(shard));
    };
    const read = new Map();
    const list = word => {
      const sent = lists.get(word);
      if (sent === undefined) return null;
      let found = read.get(word);
      if (!found) {
        const rows = [],
          impacts = new Uint8Array(rowOf.length);
        let at = 0;
        for (const value of readNumbers(sent)) {
          at += Math.trunc(value / 3);
          // No record of this site.
          if (at >= rowOf.length) break;
          rows.push(rowOf[at]);
          impacts[rowOf[at]] = (value % 3) + 1;
          at++;
        }
        if (read.size >= KEPT) read.clear();
        read.set(word, (found = { rows, impacts }));
      }
      return found;
    };
    return {
      add,
      missing,
      isSharded: shards.length > 0,
      has: word => lists.has(word),
      list,
      df: word => list(word)?.rows.length ?? frequencies.get(word) ?? 0,
    };
  }

  Object.assign(niemyet, { addFull });
}
