// FlexSearch's document index as its documentation has it, titles as beginnings of words; folded: accents gone.

import { Document, Encoder } from 'flexsearch';
import { fold } from '../words.mjs';

function made(folded) {
  const encoder = folded ? { encoder: new Encoder({ normalize: fold }) } : {};
  return new Document({
    document: {
      id: 'id',
      store: ['title'],
      index: [
        { field: 'title', tokenize: 'forward', ...encoder },
        { field: 'keywords', tokenize: 'strict', ...encoder },
        { field: 'text', tokenize: 'strict', ...encoder },
      ],
    },
  });
}

export async function index(documents, folded) {
  const search = made(folded),
    parts = {};
  for (const document of documents) search.add(document);
  await search.export((key, data) => {
    if (data !== undefined) parts[key] = data;
  });
  return JSON.stringify(parts);
}

export async function open(serialised, folded) {
  const search = made(folded);
  for (const [key, data] of Object.entries(JSON.parse(serialised))) search.import(key, data);
  return async query =>
    search
      .search(query, { limit: 10, suggest: true, enrich: true, merge: true })
      .slice(0, 10)
      .map(({ id, doc }) => ({ code: id, title: doc.title }));
}
