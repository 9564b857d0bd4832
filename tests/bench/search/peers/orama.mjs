// Orama as its documentation has it (it knows no Vietnamese); folded: a tokenizer of whole words without accents.

import { create, insertMultiple, load, save, search } from '@orama/orama';
import { fold } from '../words.mjs';

const made = folded =>
  create({
    schema: { title: 'string', keywords: 'string', text: 'string' },
    ...(folded && {
      components: {
        tokenizer: {
          language: 'vietnamese',
          normalizationCache: new Map(),
          tokenize: text => [...new Set(fold(text).split(' '))],
        },
      },
    }),
  });

export async function index(documents, folded) {
  const database = made(folded);
  await insertMultiple(database, documents);
  return JSON.stringify(save(database));
}

export async function open(serialised, folded) {
  const database = made(folded);
  load(database, JSON.parse(serialised));
  return async query => {
    const { hits } = await search(database, { term: query, limit: 10, boost: { title: 5, keywords: 3 } });
    return hits.map(({ id, document }) => ({ code: id, title: document.title }));
  };
}
