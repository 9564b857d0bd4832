// The hits of an answer as entries of a list.

'use strict';
{
  const niemyet = (globalThis.niemyet ??= {});
  const { address, element, foundIn, mark } = niemyet;

  /** The entries of an answer: what is in today's list, and what is of the past, with where to go now. */
  function entries(answer, search, typing) {
    const { ended } = search.site,
      found = foundIn(answer, search, typing);
    const of = isPast =>
      answer.hits.filter(hit => ended.has(hit.status) === isPast).map(hit => entry(hit, found, search, isPast));
    return { current: of(false), past: of(true) };
  }

  function entry(hit, found, search, isPast) {
    const { words } = search.site;
    const levels = hit.levels.map(level => element('span', {}, words.level[level]));
    const made = element(
      'li',
      {},
      element('h3', {}, element('a', { href: address(hit.code) }, ...found.marked(hit.name))),
      element(
        'p',
        { className: 'meta' },
        mark(hit, words),
        element('span', { className: 'code' }, hit.code),
        ...levels
      ),
      ...found.lines(hit)
    );
    const next = isPast ? search.procedure(hit.code).successors.map(search.procedure) : [];
    const links = next.flatMap(({ code, name }, at) => [
      at ? '; ' : ' ',
      element('a', { href: address(code) }, `${name} (${code})`),
    ]);
    if (links.length) made.append(element('p', {}, words.script.now, ...links));
    return made;
  }

  Object.assign(niemyet, { entries });
}
