// MiniSearch as its documentation has it; folded: accents gone, the last word also a beginning, one slip in longer words.

import MiniSearch from 'minisearch';
import { fold } from '../words.mjs';

const options = folded => ({
  fields: ['title', 'keywords', 'text'],
  storeFields: ['title'],
  searchOptions: {
    boost: { title: 5, keywords: 3 },
    ...(folded && { prefix: (_, at, terms) => at === terms.length - 1, fuzzy: term => (term.length > 3 ? 1 : false) }),
  },
  ...(folded && { tokenize: text => fold(text).split(' ') }),
});

export async function index(documents, folded) {
  const search = new MiniSearch(options(folded));
  search.addAll(documents);
  return JSON.stringify(search);
}

export async function open(serialised, folded) {
  const search = MiniSearch.loadJSON(serialised, options(folded));
  return async query =>
    search
      .search(query)
      .slice(0, 10)
      .map(({ id, title }) => ({ code: id, title }));
}
