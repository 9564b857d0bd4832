// By what the hits may be narrowed, with counts, as links; and what is chosen, to be taken back.

'use strict';
{
  const niemyet = (globalThis.niemyet ??= {});
  const { addressOf, element, filled, grouped } = niemyet;

  /** So many values of a facet are shown at once. */
  const SHOWN = 8;

  /** The question with a value of a facet chosen, or no longer. */
  function toggled({ query, choices }, facet, value) {
    const now = choices[facet] ?? [];
    return addressOf({
      query,
      choices: { ...choices, [facet]: now.includes(value) ? now.filter(one => one !== value) : [...now, value] },
    });
  }

  /** What is chosen, each a link that takes it back; and the facets of so many hits, `counts` as the search gives them. */
  function facetLists(question, counts, total, words) {
    const { script: said } = words,
      { query, choices } = question;
    const isChosen = ({ facet, value }) => choices[facet]?.includes(value) ?? false;
    const nameOf = ({ facet, value, name }) => {
      const known = words[facet] ?? said[facet] ?? {};
      return name ?? (Object.hasOwn(known, value) ? known[value] : value);
    };

    const taken = Object.entries(choices).flatMap(([facet, values]) =>
      values.map(value => {
        const name = nameOf(counts.find(one => one.facet === facet && one.value === value) ?? { facet, value });
        return element(
          'li',
          {},
          element(
            'a',
            { href: toggled(question, facet, value) },
            element('span', { className: 'vh' }, said.drop, ' '),
            `${name} ×`
          )
        );
      })
    );
    if (taken.length > 1) taken.push(element('li', {}, element('a', { href: addressOf({ query }) }, said.drop_all)));

    const groups = [...new Set(counts.map(one => one.facet))].flatMap(facet => {
      const values = counts.filter(one => one.facet === facet);
      // What all hits have narrows nothing.
      if (!choices[facet] && values.every(({ count }) => count === total)) return [];
      const item = one =>
        element(
          'li',
          {},
          element(
            'a',
            {
              id: `loc-${facet}-${one.value}`,
              href: toggled(question, facet, one.value),
              ...(isChosen(one) && { 'aria-current': 'true' }),
            },
            element('span', {}, nameOf(one)),
            ' ',
            element('span', { className: 'num' }, grouped(one.count))
          )
        );
      const list = values =>
        element('ul', { className: 'chips', 'aria-labelledby': `loc-${facet}` }, ...values.map(item));
      const group = element(
        'div',
        {},
        element('p', { id: `loc-${facet}`, className: 'sm mut' }, said.facet[facet]),
        list(values.slice(0, SHOWN))
      );
      const others = values.slice(SHOWN);
      if (others.length)
        group.append(
          element(
            'details',
            { open: others.some(isChosen) },
            element('summary', {}, filled(said.more_values, { count: others.length })),
            list(others)
          )
        );
      return [group];
    });
    return { taken, groups };
  }

  Object.assign(niemyet, { facetLists });
}
