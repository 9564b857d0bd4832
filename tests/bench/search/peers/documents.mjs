// The documents as the peers index them: name, keywords, full text.

/** Every text in a value of JSON, in order. */
const textsIn = value =>
  value && typeof value === 'object' ? Object.values(value).flatMap(textsIn) : typeof value === 'string' ? [value] : [];

/** What of a record people would read as its text. */
const TEXT = ['object', 'steps', 'methods', 'documents', 'result', 'conditions', 'legal_basis'];
/** What of a record says in a few words where it belongs. */
const KEYWORDS = ['keywords', 'sector', 'agency'];

/** `[{id, title, keywords, text}]` of a catalogue: its names, and the words of the records by code. */
export function documentsOf({ documents, texts }) {
  const records = texts();
  const words = (record, keys) => keys.flatMap(key => textsIn(record[key])).join('\n');
  return documents.map(({ code, name, others }) => {
    const record = records.get(code);
    return {
      id: code,
      title: name,
      keywords: [words(record, KEYWORDS), ...others].join('\n'),
      text: words(record, TEXT),
    };
  });
}
