// `niemyet search`, asked line by line.

import { niemyet } from './catalogue.mjs';

/** Whether a query that is still being typed can be told from a finished one. */
export const knowsTyping = binary => niemyet(binary, ['search', '--help']).includes('--typing');

/** What `niemyet search` answers to queries, at most ten hits each: `[[{code, score}], …]`. */
export function nativeAnswers(binary, { project, day }, queries) {
  const canType = knowsTyping(binary),
    found = new Map();
  for (const typing of [false, true]) {
    const asked = queries.filter(query => query.typing === typing);
    if (!asked.length) continue;
    const args = [
      '--catalogue',
      project,
      ...day,
      'search',
      '--batch',
      '--limit',
      '10',
      ...(typing && canType ? ['--typing'] : []),
    ];
    const input = asked.map(({ query }) => query + '\n').join('');
    const answers = niemyet(binary, args, input).split('\n').filter(Boolean);
    if (answers.length !== asked.length) throw new Error(`${asked.length} queries, ${answers.length} answers`);
    asked.forEach((query, at) =>
      found.set(
        query,
        JSON.parse(answers[at]).hits.map(({ code, score }) => ({ code, score }))
      )
    );
  }
  return queries.map(query => found.get(query));
}
