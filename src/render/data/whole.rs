//! `procedures.v2.json`: the public procedures with all that the catalogue knows of them, and the same as a table.
//!
//! `procedures.json` stays as it is. Here an object says of which day it is, which version, under which licence, and where its
//! schema stands; each procedure has its content and its history too.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::digest::short;
use crate::ledger::Evidence;
use crate::listing::{self, Listed, ListedEvidence};
use crate::spreadsheet::Table;

use super::super::due_json::content;
use super::super::index::{Entry, Index};
use super::super::json::is_internal;

/// What a program must know to read the file; another number where a key means something else than before.
const FORMAT: u32 = 2;

/// The schema, published beside the file.
pub(super) const SCHEMA_TEXT: &str = include_str!("procedures.v2.schema.json");

#[derive(Serialize)]
struct Published {
    #[serde(flatten)]
    listed: Listed,
    /// The path of its page, relative to `site`.
    url: String,
    content: Map<String, Value>,
    history: Vec<Told>,
}

/// A piece of evidence, and what it does.
#[derive(Serialize)]
struct Told {
    #[serde(flatten)]
    evidence: ListedEvidence,
    /// What a row of a decision does, as the catalogue's files have it; the answer of a ruling.
    change: Option<&'static str>,
}

/// One object, its procedures one a line in the order of codes, so that a diff of two days reads like one.
pub(super) fn to_json(index: &Index) -> String {
    let mut entries: Vec<&Entry> = index.entries.iter().collect();
    entries.sort_by_key(|entry| entry.code);
    let mut rows = String::new();
    let all = entries.len();
    for (done, entry) in entries.into_iter().enumerate() {
        super::make_room(&mut rows, done, all);
        let Ok(row) = serde_json::to_string(&published(index, entry)) else { continue };
        rows.push_str(if rows.is_empty() { "" } else { ",\n" });
        rows.push_str(&row);
    }
    let site = &index.records.site;
    let version = short(&rows, 16);
    let head = json!({
        "$schema": super::SCHEMA,
        "format": FORMAT,
        "as_of": index.catalogue.as_of.to_string(),
        "version": version,
        "licence": site.licence,
        "publisher": index.records.agency_name(&site.own_issuer),
        "province": site.province,
        "site": site.base_url,
    });
    let head = head.to_string();
    // Half of the largest file of a site need not be in memory twice.
    rows.insert_str(0, &format!("{},\"procedures\":[\n", head.strip_suffix('}').unwrap_or(&head)));
    rows.push_str("\n]}\n");
    rows
}

fn published(index: &Index, entry: &Entry) -> Published {
    let mut listed = listing::one(index.records, entry.procedure, entry.state);
    listed.successors.retain(|code| !is_internal(code));
    listed.predecessors.retain(|code| !is_internal(code));
    Published {
        listed,
        url: entry.url.clone(),
        content: content(&entry.state.content(entry.procedure)),
        history: entry.state.history().map(|evidence| told(index, &evidence)).collect(),
    }
}

fn told(index: &Index, evidence: &Evidence<'_>) -> Told {
    let change = match evidence {
        Evidence::Decision(row) => Some(row.word()),
        Evidence::Snapshot(_) | Evidence::Ruling(_) => None,
    };
    Told { evidence: listing::evidence(index.records, evidence), change }
}

/// The same without content and history, for spreadsheets.
pub(super) fn table(index: &Index) -> Table {
    let columns = [
        ("code", 12),
        ("name", 70),
        ("status", 20),
        ("since", 12),
        ("until", 12),
        ("sector", 30),
        ("levels", 20),
        ("agency", 30),
        ("executing", 40),
        ("ruled_by", 30),
        ("successors", 20),
        ("link", 50),
        ("page", 50),
    ];
    let words = index.words;
    let mut table = Table::new(columns.map(|(key, width)| (words.get("dataset_column", key), width)));
    let mut entries: Vec<&Entry> = index.entries.iter().collect();
    entries.sort_by_key(|entry| entry.code);
    for entry in entries {
        let Published { listed, url, .. } = published(index, entry);
        let ruled_by = listed.ruled_by.and_then(|by| by.number.or(by.issuer)).unwrap_or_default();
        table.rows.push(vec![
            listed.code,
            listed.name,
            words.status(entry.state.whole.status),
            listed.since.unwrap_or_default(),
            listed.until.unwrap_or_default(),
            listed.sector,
            words.levels(&entry.procedure.levels).join("; "),
            listed.agency,
            listed.executing.join("; "),
            ruled_by,
            listed.successors.join("; "),
            listed.link.unwrap_or_default(),
            format!("{}{url}", index.records.site.base_url),
        ]);
    }
    table
}
