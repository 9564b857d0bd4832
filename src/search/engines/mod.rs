//! The search for engines that answer a whole nation: documents with the folding done, what the index is to be, and the
//! query that asks it as the site asks its own.
//!
//! One machine answers for a province, and a static site for any number of readers. Where a live search of many catalogues
//! outgrows that, an engine of its kind takes over: Elasticsearch (and OpenSearch, which has the same interface), or
//! Quickwit. Neither knows Vietnamese folding, so that every text stands in the documents twice: as people read it, and as
//! words with nothing left to do but to part them at blanks. What the order of hits rests on besides words stands there as
//! numbers. The weights are those of [`super::weights`].

mod config;
mod documents;
mod query;

use serde_json::{Value, json};

use super::table::Table;
use crate::ledger::Catalogue;
use crate::offices::Offices;

/// At most so many bytes of documents stand in one file, unless one document alone is longer: below what either engine
/// takes at once by default (Elasticsearch `http.max_content_length`, 100 MB; Quickwit `ingest_api.content_length_limit`, 10 MiB).
pub const PART_BYTES: usize = 8 * 1024 * 1024;

/// What the index is called.
pub const INDEX: &str = "procedures";

/// A search engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Elasticsearch 8 or later, or OpenSearch: a mapping, and bodies for `_bulk`.
    Elasticsearch,
    /// Quickwit 0.8 or later: an index configuration, and documents one a line.
    Quickwit,
}

/// What an engine is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Documents {
    /// How many documents there are.
    pub count: usize,
    /// The files by their names: what the index is to be, the query, and the documents in parts.
    pub files: Vec<(String, String)>,
}

/// The public procedures of a catalogue, ended ones included, for an engine. The same catalogue gives the same bytes.
pub fn for_engine(catalogue: &Catalogue<'_>, engine: Engine) -> Documents {
    for_engine_in(catalogue, engine, PART_BYTES)
}

/// The same in files of at most so many bytes.
pub fn for_engine_in(catalogue: &Catalogue<'_>, engine: Engine, part_bytes: usize) -> Documents {
    let table = Table::new(catalogue, &Offices::of(catalogue));
    let documents = documents::documents(catalogue, &table);
    let (config, name) = match engine {
        Engine::Elasticsearch => ("mapping.json", "bulk"),
        Engine::Quickwit => ("index.json", "documents"),
    };
    let mut files = vec![
        (config.to_owned(), pretty(&config::config(engine))),
        ("query.json".to_owned(), pretty(&query::query(engine))),
    ];
    let lines = documents.iter().map(|document| lines_of(document, engine));
    let parts = parts(lines, part_bytes).into_iter().zip(1..);
    files.extend(parts.map(|(text, number)| (format!("{name}-{number:03}.ndjson"), text)));
    Documents { count: documents.len(), files }
}

/// A document as an engine reads it, with what is to be done with it where it wants to be told.
fn lines_of(document: &Value, engine: Engine) -> String {
    match engine {
        Engine::Elasticsearch => format!("{}\n{document}\n", json!({ "index": { "_id": document["code"] } })),
        Engine::Quickwit => format!("{document}\n"),
    }
}

/// The documents in as few texts as they fit into, in order; at least one text.
fn parts(lines: impl Iterator<Item = String>, most: usize) -> Vec<String> {
    let mut parts = vec![String::new()];
    for line in lines {
        match parts.last_mut() {
            Some(last) if last.is_empty() || last.len() + line.len() <= most => last.push_str(&line),
            Some(_) | None => parts.push(line),
        }
    }
    parts
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_has_no_more_than_it_may_and_never_a_part_of_a_document() {
        let lines = ["aaa\n", "bb\n", "cccccccc\n", "d\n"].map(str::to_owned);
        assert_eq!(parts(lines.into_iter(), 7), ["aaa\nbb\n", "cccccccc\n", "d\n"]);
        assert_eq!(parts(std::iter::empty(), 7), [""]);
    }
}
