// Tables of text, of which Markdown makes tables.

const cell = ({ mrr, first, five }) => `${mrr.toFixed(3)} (${Math.round(first * 100)}/${Math.round(five * 100)})`;

/** Rows of texts as a Markdown table, the columns padded so that it reads without a renderer too. */
export function table(head, rows) {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map(row => [...row[column]].length)));
  const line = row => `| ${row.map((text, column) => text + ' '.repeat(widths[column] - [...text].length)).join(' | ')} |`;
  return [line(head), `|${widths.map(width => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)].join('\n');
}

/**
 * One row a class: queries, then MRR@10 (first/among five, in %) of each engine, and the mean over the classes.
 * `results`: `[{engine, classes: {class: judgement}}]`.
 */
export function relevanceTable(results, classes) {
  const present = classes.filter(name => results.some(result => result.classes[name]));
  const rows = present.map(name => {
    const count = results.find(result => result.classes[name]).classes[name].count;
    return [name, String(count), ...results.map(({ classes }) => (classes[name] ? cell(classes[name]) : '–'))];
  });
  return table(['class', 'queries', ...results.map(({ engine }) => engine)], [...rows, ['mean of classes', '', ...results.map(result => meanCell(result, present))]]);
}

/** The mean over the classes with success shares; `–` where a class is missing. */
function meanCell({ classes }, present) {
  if (present.some(name => !classes[name])) return '–';
  const mean = key => present.reduce((sum, name) => sum + classes[name][key], 0) / present.length;
  return cell({ mrr: mean('mrr'), first: mean('first'), five: mean('five') });
}
