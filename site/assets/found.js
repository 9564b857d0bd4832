// Where in a hit the words of a query stand: marked in its name; else the other name that has them; else that its text has.

'use strict';
{
  const niemyet = (globalThis.niemyet ??= {});
  const { element, filled } = niemyet;

  const MARKS = { 'in-force': 'ok', pending: 'wait', unknown: 'unk' };
  const WORD = /([\p{L}\p{M}\p{N}]+)/u;

  /** A status: shape, colour and word say the same thing. */
  const mark = ({ status, byList }, words) =>
    element(
      'span',
      { className: `st ${MARKS[status] ?? 'end'}${status === 'in-force' && byList ? ' by-list' : ''}` },
      words.status[status]
    );

  /** What of an answer's query stands where: `marked(name)` gives the name in pieces, `lines(hit)` what else is to be said. */
  function foundIn({ query, understood, words }, search, typing) {
    const said = search.site.words.script;
    const folded = text => search.words(text).map(word => word.folded);
    const meant = understood.find(one => one.kind === 'keys')?.meant ?? query;
    const typed = meant.split(WORD).flatMap(piece => folded(piece).map(word => ({ word, piece })));
    const last = typing && typed.length ? typed[typed.length - 1].word : '';
    const asked = typed.filter(({ word }) => words.has(word));
    const begins = word => last.length > 1 && word.startsWith(last);
    const marked = name => {
      const pieces = name.split(WORD).filter(Boolean);
      const isAsked = pieces.map(piece => {
        const own = folded(piece);
        return own.length > 0 && own.every(word => words.has(word) || begins(word));
      });
      // A particle means something only beside another word.
      const isBeside = at => typed.some(({ word }) => word === folded(pieces[at] ?? '')[0]);
      isAsked.slice().forEach((is, at) => {
        for (const next of [at - 2, at + 2])
          if (is && pieces[(at + next) / 2] === ' ' && isBeside(next)) isAsked[next] = true;
      });
      const made = [];
      for (let at = 0; at < pieces.length; at++) {
        if (!isAsked[at]) made.push(pieces[at]);
        else {
          // words with only a blank between them are one mark
          let run = pieces[at];
          for (; isAsked[at + 2] && pieces[at + 1] === ' '; at += 2) run += ` ${pieces[at + 2]}`;
          made.push(element('mark', {}, run));
        }
      }
      return made;
    };
    const lacking = (name, asked) => {
      const own = folded(name);
      return asked.filter(({ word }) => !own.includes(word) && !(word === last && own.some(begins)));
    };

    const lines = hit => {
      const missing = lacking(hit.name, asked),
        made = [];
      let rest = missing,
        other;
      if (missing.length) {
        const { everyday, former } = search.procedure(hit.code);
        for (const name of [...everyday, ...former]) {
          // A single word in common says little.
          const left = lacking(name, missing);
          if (left.length < rest.length && left.length * 2 <= missing.length) [rest, other] = [left, name];
        }
      }
      if (other) made.push(element('p', { className: 'sm' }, said.also, ' ', ...marked(other)));
      // What was read as official wording that the name has is no riddle.
      const own = folded(hit.name);
      const read = understood.filter(({ official }) => official && folded(official).every(word => own.includes(word)));
      const known = new Set(read.flatMap(one => folded(one.said)));
      const inText = rest
        .filter(({ word }) => !known.has(word) && search.hasInText(hit.code, word))
        .map(({ piece }) => `“${piece}”`);
      if (inText.length)
        made.push(element('p', { className: 'sm' }, filled(said.in_text, { words: [...new Set(inText)].join(', ') })));
      return made;
    };
    return { marked, lines };
  }

  Object.assign(niemyet, { foundIn, mark });
}
