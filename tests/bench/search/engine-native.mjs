// `niemyet search`, asked line by line.

import { niemyet } from './catalogue.mjs';

/** What a query is answered with, at most ten: `[[{code, score}], …]`, in the order of the queries. */
export function nativeEngine(binary, { project, day }) {
  const knowsTyping = niemyet(binary, ['search', '--help']).includes('--typing');
  const ask = (queries, typing) => {
    const flags = typing && knowsTyping ? ['--typing'] : [];
    const args = ['--catalogue', project, ...day, 'search', '--batch', '--limit', '10', ...flags];
    const input = queries.map(({ query }) => query + '\n').join('');
    const answers = niemyet(binary, args, { input, stdio: ['pipe', 'pipe', 'pipe'] }).split('\n').filter(Boolean);
    if (answers.length !== queries.length) throw new Error(`${queries.length} queries, ${answers.length} answers`);
    return answers.map(line => JSON.parse(line).hits.map(({ code, score }) => ({ code, score })));
  };
  return {
    name: 'native',
    /** Whether a query that is still being typed can be told from a finished one. */
    knowsTyping,
    answers: queries => {
      const [finished, typed] = [false, true].map(typing => queries.filter(query => query.typing === typing));
      const found = new Map();
      for (const [some, typing] of [[finished, false], [typed, true]]) {
        if (some.length) ask(some, typing).forEach((hits, at) => found.set(some[at], hits));
      }
      return queries.map(query => found.get(query));
    },
  };
}
