// Answers fuzz/targets/browser.rs: a line of JSON in, `ok` or what is wrong out. `keep` holds the files of a search that is asked from then
// on; `files` those of one query alone. Each search runs in a context of its own, from its files as they are published.

import { createInterface } from 'node:readline';
import { createContext, runInContext } from 'node:vm';
import { sorted, told } from '../tests/browser/answer.mjs';

const drained = steps => {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
};

/** The search that files of a site make, whole. */
function opened(files) {
  const parts = new Map();
  const context = createContext({ niemyet: { receive: (part, json) => parts.set(part, JSON.parse(json)) }, URL });
  const run = begin => {
    for (const [path, text] of Object.entries(files))
      if (path.startsWith(begin)) runInContext(text, context, { filename: path });
  };
  // The loader's first line names what belongs together; the rest of it is of pages.
  runInContext(files['assets/searchbox.js'].split('\n', 1)[0], context);
  run('assets/search-client.');
  // Every part but what the client is: the data, and scripts that come with it.
  for (const path of Object.keys(files)) if (!/search-client\.|embed|searchbox/.test(path)) run(path);
  const { niemyet } = context;
  const search = drained(niemyet.searcher(niemyet.rules, parts.get('names'), niemyet.manifest.as_of));
  drained(search.add(parts.get('full')));
  for (const [name, part] of parts) if (name.startsWith('text-')) search.addText(Number(name.slice(5)), part);
  return search;
}

/** What differs between an answer and the one that is expected. */
function wrong(search, { query, typing, limit, choices, expected }) {
  const answer = search.answer(query, { limit, typing, choices });
  for (const [key, value] of Object.entries(told(answer))) {
    const [is, ought] = [value, expected[key]].map(value => JSON.stringify(sorted(value)));
    if (is !== ought) return `${key} script: ${is} expected: ${ought}`;
  }
  return 'ok';
}

let kept;
for await (const line of createInterface({ input: process.stdin })) {
  let said = 'ok';
  try {
    const { keep, files, ...asked } = JSON.parse(line);
    if (keep) kept = opened(keep);
    else said = wrong(files ? opened(files) : kept, asked);
  } catch (error) {
    said = `threw ${error.stack}`;
  }
  console.log(said.replaceAll('\n', ' '));
}
