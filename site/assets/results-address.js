// What the address of the results page asks, and the address that asks it: `?q=…&sector=a&sector=b&limit=100`. The
// server reads the same (src/serve/question.rs).

'use strict';
{
  const niemyet = (globalThis.niemyet ??= {});

  /** So many hits are shown at first, and so many more each time; at most so many are asked for. */
  const STEP = 50,
    MOST = 1000;

  const FACETS = ['sector', 'level', 'agency', 'online', 'audience', 'status'];

  /** What an address asks: `{query, choices, limit}`, the choices by facet, as the search takes them. */
  function asked(address) {
    const parameters = new URLSearchParams(address),
      choices = {};
    for (const facet of FACETS) if (parameters.has(facet)) choices[facet] = [...new Set(parameters.getAll(facet))];
    const limit = Math.min(Math.max(parseInt(parameters.get('limit'), 10) || STEP, STEP), MOST);
    return { query: (parameters.get('q') ?? '').trim(), choices, limit };
  }

  /** The address of a question. */
  function addressOf({ query, choices = {}, limit = STEP }) {
    const parameters = new URLSearchParams({ q: query });
    for (const facet of FACETS) for (const value of choices[facet] ?? []) parameters.append(facet, value);
    if (limit > STEP) parameters.set('limit', limit);
    // See carry.js.
    if (niemyet.office) parameters.set('noi', niemyet.office);
    return `?${parameters}`;
  }

  Object.assign(niemyet, { asked, addressOf, STEP, MOST });
}
