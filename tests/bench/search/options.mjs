// What the command line says.

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

export const HELP = `tests/bench/search/run [SEED…]            seeds of the queries; 1 7 99 where none is given

  --catalogue full|committed|all   which catalogue is searched; all where not given
  --shared DIR      folder of corpus.jsonl.gz, national-list-2026-07.csv and, where there are any, queries-dev.jsonl
                    (else NIEMYET_SHARED, else ../shared/data or ../../shared/data from the project)
  --corpus FILE, --list FILE       instead of the two of that folder
  --cache DIR       keeps what was built and the queries between runs; target/bench-search where not given
  --rebuild         builds the catalogues anew although nothing changed
  --misses CLASS,…  prints the queries of classes whose first hit is wrong, with the hits
  --differing       prints the queries on which the two engines differ
  --engines-only    leaves the peers and the browser out
  --growth          instead: the same documents under other codes, 10,000 and 100,000 of them; what the script growth does
  --sizes N,N       other sizes for --growth

NIEMYET names the program; without it the script builds one.`;

/** The options with every path whole; throws where a file is missing. */
export function optionsOf(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      catalogue: { type: 'string', default: 'all' },
      shared: { type: 'string' },
      corpus: { type: 'string' },
      list: { type: 'string' },
      cache: { type: 'string' },
      misses: { type: 'string' },
      rebuild: { type: 'boolean' },
      differing: { type: 'boolean' },
      'engines-only': { type: 'boolean' },
      growth: { type: 'boolean' },
      sizes: { type: 'string', default: '10000,100000' },
      help: { type: 'boolean' },
    },
  });
  const repository = fileURLToPath(new URL('../../..', import.meta.url));
  const shared =
    [
      values.shared,
      process.env.NIEMYET_SHARED && join(process.env.NIEMYET_SHARED, 'data'),
      '../shared/data',
      '../../shared/data',
    ]
      .filter(Boolean)
      .map(folder => resolve(repository, folder))
      .find(existsSync) ?? '';
  const options = {
    ...values,
    repository,
    binary: resolve(process.env.NIEMYET ?? ''),
    sizes: values.sizes.split(',').map(Number),
    seeds: positionals.length ? positionals : ['1', '7', '99'],
    corpus: resolve(values.corpus ?? join(shared, 'corpus.jsonl.gz')),
    list: resolve(values.list ?? join(shared, 'national-list-2026-07.csv')),
    questions: join(shared, 'queries-dev.jsonl'),
    cache: resolve(values.cache ?? join(repository, 'target/bench-search')),
  };
  if (!['full', 'committed', 'all'].includes(options.catalogue))
    throw new Error(`--catalogue ${options.catalogue}: full, committed or all`);
  const needed = options.catalogue === 'committed' ? [] : [options.corpus, options.list];
  for (const file of needed) if (!existsSync(file)) throw new Error(`${file} is missing; see --shared`);
  return options;
}
