// Results as tables, in Markdown that reads without a renderer too.

function table(head, rows) {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map(row => [...row[column]].length)));
  const line = row =>
    `| ${row.map((text, column) => text + ' '.repeat(widths[column] - [...text].length)).join(' | ')} |`;
  return [line(head), `|${widths.map(width => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)].join('\n');
}

const percent = share => String(Math.floor(share * 100 + 1e-9));
const cell = ({ mrr, first, five }) => `${mrr.toFixed(3)} (${percent(first)}/${percent(five)})`;

/** The mean over classes of what an engine reached; null where it has not all of them. */
function meanOver(classes, names) {
  if (names.some(name => !classes[name])) return null;
  const mean = key => names.reduce((sum, name) => sum + classes[name][key], 0) / names.length;
  return { mrr: mean('mrr'), first: mean('first'), five: mean('five') };
}

/**
 * One row a class: how many queries, then MRR@10 (first/among five in %, cut off) of each engine; where there are
 * several classes their mean. `results`: `[{engine, classes: {class: judgement}}]`.
 */
export function relevanceTable(results, names) {
  const known = names.filter(name => results.some(({ classes }) => classes[name]));
  const rows = known.map(name => {
    const { count } = results.find(({ classes }) => classes[name]).classes[name];
    return [name, String(count), ...results.map(({ classes }) => (classes[name] ? cell(classes[name]) : '–'))];
  });
  const means = results.map(({ classes }) => meanOver(classes, known)).map(mean => (mean ? cell(mean) : '–'));
  return table(
    ['class', 'queries', ...results.map(({ engine }) => engine)],
    known.length > 1 ? [...rows, ['mean', '', ...means]] : rows
  );
}

/** One row an engine, the classes as columns: MRR@10 alone, for many engines. */
export function wideTable(results, names) {
  const rows = results.map(({ engine, classes }) => {
    const mean = meanOver(
      classes,
      names.filter(name => results.some(result => result.classes[name]))
    );
    return [
      engine,
      ...[...names.map(name => classes[name]), mean].map(judgement => (judgement ? judgement.mrr.toFixed(3) : '–')),
    ];
  });
  return table(['MRR@10', ...names, 'mean'], rows);
}

/** The value below which a share of the values lies. */
const at = (values, share) => [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * share)];
const kilobytes = bytes => (bytes / 1000).toFixed(0);
const median = (values, digits = 0) => at(values, 0.5).toFixed(digits);
const worst = (values, digits = 0) => Math.max(...values).toFixed(digits);

/** One row an engine: what it costs to search with it. */
export function costTable(engines) {
  const rows = engines.map(({ engine, cold, line, bytes, requests, keys, typedBytes, heap }) => [
    engine,
    kilobytes(at(bytes, 0.5)),
    median(requests),
    `${median(cold)} (${worst(cold)})`,
    `${median(line)} (${worst(line)})`,
    `${median(keys, 1)} / ${at(keys, 0.95).toFixed(1)} / ${worst(keys, 1)}`,
    kilobytes(typedBytes),
    (heap / 1e6).toFixed(1),
  ]);
  return table(
    [
      '',
      'KB to first hits',
      'requests',
      'cold, ms (max)',
      'slow 4G, ms (max)',
      'key, ms p50 / p95 / max',
      'KB with 20 typed queries',
      'heap, MB',
    ],
    rows
  );
}

/** The site's own page of results, from its address to the hits that are seen. */
export function pageTable({ cold, line }) {
  const row = (name, { times, bytes, requests }) => [
    name,
    `${median(times)} (${worst(times)})`,
    kilobytes(at(bytes, 0.5)),
    median(requests),
  ];
  return table(
    ['page of results, opened', 'hits seen after, ms (max)', 'KB', 'requests'],
    [row('4× CPU', cold), row('4× CPU, slow 4G', line)]
  );
}

const seconds = ({ wall, cpu }) => `${wall.toFixed(1)} (${cpu.toFixed(1)})`;

/** How the search grows: one row a size and number of threads, then the files and what they cost in the browser. */
export function growthTables(grown) {
  const times = grown.flatMap(({ count, times }) =>
    times.map(({ threads, list, search, build }) => [
      String(count),
      String(threads),
      seconds(list),
      seconds(search),
      seconds(build),
    ])
  );
  const files = grown.flatMap(({ count, files }) =>
    files.map(({ kind, count: number, ...bytes }) => [
      String(count),
      kind,
      String(number),
      ...['raw', 'gzip', 'brotli', 'largest'].map(key => kilobytes(bytes[key])),
    ])
  );
  return [
    table(
      [
        'procedures',
        'threads',
        '`list`: load, s wall (CPU)',
        '`search`: load, index, answer',
        '`build`: the whole site',
      ],
      times
    ),
    table(['procedures', 'files', 'number', 'KB', 'gzip', 'brotli', 'largest, brotli'], files),
    costTable(grown.map(({ count, costs }) => ({ ...costs, engine: `${count} procedures` }))),
  ].join('\n\n');
}
