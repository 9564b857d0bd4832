//! What an index is to be: every field that documents have, and how each engine is told of it.

use serde_json::{Map, Value, json};

use super::{Engine, INDEX};

/// What a field is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Shown with a hit and never searched.
    Shown,
    /// One value that is asked for whole: identifiers, words of the data formats, whole folded texts.
    Whole,
    /// Several such values.
    Wholes,
    /// Folded words with a blank between them, asked for one by one and as runs.
    Words,
    /// Several such texts.
    Texts,
    /// The same where a run counts alike in a short text and in a long one.
    Run,
    /// A whole number.
    Number,
    /// Yes or no.
    Flag,
}

/// Every field of a document, in order. A document leaves out what it has not.
const FIELDS: [(&str, Kind); 36] = [
    ("code", Kind::Whole),
    ("name", Kind::Shown),
    ("status", Kind::Whole),
    ("since", Kind::Whole),
    ("until", Kind::Whole),
    ("by_list", Kind::Flag),
    ("levels", Kind::Wholes),
    ("sector", Kind::Whole),
    ("sector_name", Kind::Shown),
    ("agencies", Kind::Wholes),
    ("agency_names", Kind::Wholes),
    ("executing", Kind::Wholes),
    ("audiences", Kind::Wholes),
    ("online", Kind::Flag),
    ("url", Kind::Shown),
    ("portal", Kind::Shown),
    ("decisions", Kind::Wholes),
    ("successors", Kind::Wholes),
    ("common_names", Kind::Wholes),
    ("former_names", Kind::Wholes),
    ("name_folded", Kind::Words),
    ("name_run", Kind::Run),
    ("name_pairs", Kind::Words),
    ("common_folded", Kind::Texts),
    ("common_pairs", Kind::Texts),
    ("common_whole", Kind::Wholes),
    ("former_folded", Kind::Texts),
    ("keywords_folded", Kind::Texts),
    ("said_folded", Kind::Texts),
    ("said_pairs", Kind::Texts),
    ("sector_folded", Kind::Words),
    ("text_folded", Kind::Words),
    ("asked_whole", Kind::Wholes),
    ("lists_whole", Kind::Wholes),
    ("standing", Kind::Number),
    ("prior", Kind::Number),
];

/// What an engine is told of its index.
pub(super) fn config(engine: Engine) -> Value {
    match engine {
        Engine::Elasticsearch => {
            let properties: Map<String, Value> =
                FIELDS.iter().map(|(name, kind)| ((*name).to_owned(), property(*kind))).collect();
            // One shard: how rare a word is counts over all documents, as in the site's own search.
            json!({
                "settings": { "index": { "number_of_shards": 1 } },
                "mappings": { "dynamic": "strict", "properties": properties },
            })
        }
        Engine::Quickwit => json!({
            "version": "0.8",
            "index_id": INDEX,
            "doc_mapping": {
                "mode": "strict",
                "field_mappings": FIELDS.iter().map(|(name, kind)| field_mapping(name, *kind)).collect::<Vec<_>>(),
                "store_source": true,
            },
            "search_settings": { "default_search_fields": ["name_folded"] },
        }),
    }
}

/// A field of Elasticsearch, for which one value and several are one kind.
fn property(kind: Kind) -> Value {
    match kind {
        Kind::Shown => json!({ "type": "keyword", "index": false, "doc_values": false }),
        // Lucene takes no value of more than 32,766 bytes.
        Kind::Whole | Kind::Wholes => json!({ "type": "keyword", "ignore_above": 8191 }),
        Kind::Words | Kind::Texts => json!({ "type": "text", "analyzer": "whitespace" }),
        Kind::Run => json!({ "type": "text", "analyzer": "whitespace", "norms": false }),
        Kind::Number => json!({ "type": "integer" }),
        Kind::Flag => json!({ "type": "boolean" }),
    }
}

fn field_mapping(name: &str, kind: Kind) -> Value {
    let several = matches!(kind, Kind::Wholes | Kind::Texts);
    let text = if several { "array<text>" } else { "text" };
    match kind {
        Kind::Shown => json!({ "name": name, "type": text, "indexed": false, "stored": true }),
        Kind::Whole | Kind::Wholes => json!({ "name": name, "type": text, "tokenizer": "raw", "fast": true }),
        Kind::Words | Kind::Texts | Kind::Run => json!({
            "name": name, "type": text, "tokenizer": "whitespace", "record": "position", "fieldnorms": kind != Kind::Run,
            "stored": false,
        }),
        Kind::Number => json!({ "name": name, "type": "i64", "fast": true }),
        Kind::Flag => json!({ "name": name, "type": "bool", "fast": true }),
    }
}
