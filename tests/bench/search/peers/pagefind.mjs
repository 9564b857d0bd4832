// Pagefind over one page a procedure, as its documentation has it.

import { createIndex, close } from 'pagefind';

const escaped = text => text.replace(/[&<>"]/g, letter => `&#${letter.codePointAt(0)};`);

/** Writes Pagefind's bundle into `folder`/pagefind. */
export async function write(documents, folder) {
  const { index } = await createIndex({});
  for (const { id, title, keywords, text } of documents) {
    const content = `<!doctype html><html lang="vi"><head><title>${escaped(title)}</title></head><body><main data-pagefind-body>
      <h1>${escaped(title)}</h1><p data-pagefind-weight="3">${escaped(keywords)}</p><p>${escaped(text)}</p></main></body></html>`;
    const { errors } = await index.addHTMLFile({ url: `/${id}`, content });
    if (errors.length) throw new Error(`pagefind: ${id}: ${errors.join('; ')}`);
  }
  const { errors } = await index.writeFiles({ outputPath: `${folder}/pagefind` });
  if (errors.length) throw new Error(`pagefind: ${errors.join('; ')}`);
  await close();
}
