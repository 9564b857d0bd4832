// lunr with lunr-languages' Vietnamese; folded: accents gone on both sides, no English stemmer. lunr keeps no texts, so
// the titles that a list shows stand beside the index.

import lunr from 'lunr';
import stemmerSupport from 'lunr-languages/lunr.stemmer.support.js';
import vietnamese from 'lunr-languages/lunr.vi.js';
import { fold } from '../words.mjs';

stemmerSupport(lunr);
vietnamese(lunr);

export async function index(documents, folded) {
  const text = folded ? fold : text => text;
  const search = lunr(function () {
    if (folded) for (const pipeline of [this.pipeline, this.searchPipeline]) pipeline.reset();
    else this.use(lunr.vi);
    this.ref('id');
    this.field('title', { boost: 5 });
    this.field('keywords', { boost: 3 });
    this.field('text');
    for (const { id, title, keywords, text: body } of documents) {
      this.add({ id, title: text(title), keywords: text(keywords), text: text(body) });
    }
  });
  return JSON.stringify({ search, titles: Object.fromEntries(documents.map(({ id, title }) => [id, title])) });
}

export async function open(serialised, folded) {
  const { search, titles } = JSON.parse(serialised);
  const loaded = lunr.Index.load(search);
  // What lunr reads as operators is no part of a question.
  const plain = text => (folded ? fold(text) : text.replace(/[:+\-~^*]/g, ' '));
  return async query =>
    loaded
      .search(plain(query))
      .slice(0, 10)
      .map(({ ref }) => ({ code: ref, title: titles[ref] }));
}
