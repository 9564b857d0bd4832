// What the site's search answers, in the form in which the Rust engine's answers are written down.

/** The same with the keys of objects in order. */
export const sorted = value =>
  Array.isArray(value)
    ? value.map(sorted)
    : value && typeof value === 'object'
      ? Object.fromEntries(
          Object.entries(value)
            .sort()
            .map(([key, of]) => [key, sorted(of)])
        )
      : value;

/** The parts of an answer that both engines tell. */
export const told = answer => ({
  facets: answer.facets().map(({ facet, value, name, count }) => ({ count, facet, name, value })),
  hits: answer.hits.map(({ code, name, score, status }) => ({ code, name, score, status })),
  near_sectors: answer.nearSectors.map(([id, name]) => ({ id, name })),
  total: answer.total,
  understood: answer.understood,
});
