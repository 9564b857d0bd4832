// Facets: by what a list of hits may be narrowed, and how many hits there are of each. What src/search/facets.rs does.

'use strict';
{
  const niemyet = (globalThis.niemyet ??= {});

  const FACETS = ['sector', 'level', 'agency', 'online', 'audience', 'status'];

  /** The values of a facet in the order of their numbers: `[id, name]`, the name null where it is in the strings. */
  function valuesOf(facet, { sectorNames, rules, full }) {
    const words = words => words.map(word => [word, null]);
    switch (facet) {
      case 'sector':
        return sectorNames;
      case 'level':
        return words(rules.levels);
      case 'agency':
        return full?.agencies ?? [];
      case 'online':
        return full ? words(['online']) : [];
      case 'audience':
        return full ? words(rules.audiences) : [];
      default:
        return words(rules.statuses.map(status => status.name));
    }
  }

  /** The numbers of the values that a row has of a facet. */
  function ofRow(facet, row, { sectors, levels, status, full }) {
    switch (facet) {
      case 'sector':
        return [sectors[row]];
      case 'level':
        return bits(levels[row]);
      case 'agency':
        return full?.agenciesOf[row] ?? [];
      case 'online':
        return bits(full?.online[row] ?? 0);
      case 'audience':
        return bits(full?.audiences[row] ?? 0);
      default:
        return [status[row]];
    }
  }

  function bits(mask) {
    const set = [];
    for (let bit = 0; mask >> bit; bit++) if ((mask >> bit) & 1) set.push(bit);
    return set;
  }

  /**
   * The choices of a question, `{facet: [id, …]}`: `admits(row)`, and `count(rows)`, how many rows have each value of each
   * facet, its own choices aside: `[{facet, value, name, count}]`, those with most first; what no row has only where it is chosen.
   */
  function chosen(choices, index) {
    const asked = FACETS.filter(facet => choices?.[facet]?.length).map(facet => {
      const known = valuesOf(facet, index).map(([id]) => id);
      return [facet, new Set(choices[facet].map(value => known.indexOf(value)).filter(at => at >= 0))];
    });
    const allows = (row, besides) =>
      asked.every(([facet, values]) => facet === besides || ofRow(facet, row, index).some(value => values.has(value)));
    const count = rows =>
      FACETS.flatMap(facet => {
        const values = valuesOf(facet, index),
          counts = values.map(() => 0);
        for (const row of rows) if (allows(row, facet)) for (const value of ofRow(facet, row, index)) counts[value]++;
        // A choice that nothing meets has its name all the same.
        const stays = asked.find(([of]) => of === facet)?.[1];
        const found = values
          .map(([value, name], at) => ({ facet, value, name, count: counts[at] }))
          .filter((one, at) => one.count || stays?.has(at));
        // Stable: equals in the order of values.
        return found.sort((a, b) => b.count - a.count);
      });
    return { admits: row => allows(row, null), count };
  }

  Object.assign(niemyet, { chosen });
}
