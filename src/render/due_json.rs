//! The list of an office for portals that re-publish it (`don-vi/<id>/thu-tuc.json`, docs/office-files.md).

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::address;
use crate::digest::short;
use crate::ledger::Content;
use crate::listing::{self, Listed};
use crate::model::{Absence, Channel, Component, Paper};
use crate::offices::{Due, basis_text};

use super::index::Index;
use super::json::is_internal;
use super::views::office::DueList;
use super::words::LANGUAGE;

/// What a program must know to read the file; another number where a key means something else than before.
const FORMAT: u32 = 1;

/// How many bytes of a SHA-256 a hash has.
const HASH: usize = 16;

#[derive(Serialize)]
struct Published {
    #[serde(flatten)]
    listed: Listed,
    url: String,
    role: &'static str,
    rank: u8,
    basis: String,
    content: Map<String, Value>,
}

/// One object, its procedures one a line in the order of codes, so that a diff of two days reads like one.
pub(super) fn to_json(index: &Index, list: &DueList) -> String {
    let mut all = String::new();
    let mut rows = Vec::new();
    for due in &list.due {
        // What is made of plain fields alone is always written.
        let Ok(row) = serde_json::to_string(&published(index, due)) else { continue };
        let hash = short(&row, HASH);
        all.push_str(&hash);
        rows.push(format!("{},\"hash\":\"{hash}\"}}", row.strip_suffix('}').unwrap_or(&row)));
    }
    let offices: Vec<&str> = list.offices.iter().map(|office| office.id.0.as_str()).collect();
    let head = json!({
        "format": FORMAT,
        "as_of": index.catalogue.as_of.to_string(),
        "version": short(&all, HASH),
        "name": list.holder,
        "offices": offices,
        "site": index.records.site.base_url,
    });
    let head = head.to_string();
    format!("{},\"procedures\":[\n{}\n]}}\n", head.strip_suffix('}').unwrap_or(&head), rows.join(",\n"))
}

fn published(index: &Index, due: &Due) -> Published {
    let mut listed = listing::one(index.records, due.procedure, due.state);
    listed.successors.retain(|code| !is_internal(code));
    listed.predecessors.retain(|code| !is_internal(code));
    Published {
        listed,
        url: format!("{}{}", index.records.site.base_url, address::procedure(&due.procedure.code)),
        role: due.role.as_str(),
        rank: due.basis.rank(),
        basis: basis_text(&due.basis, LANGUAGE),
        content: content(&due.state.content(due.procedure)),
    }
}

/// The components that somebody entered, as they are on the day. A key that is not there was not entered.
pub(super) fn content(now: &Content) -> Map<String, Value> {
    let record = &now.record;
    let channels = match &record.channels {
        Component::Value(channels) => Some(channels.iter().map(channel).collect()),
        Component::Absent(_) if !now.unrecorded.is_empty() => Some(now.unrecorded.iter().map(channel).collect()),
        Component::Absent(absence) => absent(*absence),
    };
    let papers = component(&record.papers, |papers| papers.iter().map(paper).collect());
    let legal = component(&record.legal, |texts| {
        texts.iter().map(|text| json!({ "number": text.number, "title": text.title })).collect()
    });
    let text = |of: &Component<String>| component(of, |text| json!(text));
    let texts = |of: &Component<Vec<String>>| component(of, |texts| json!(texts));
    let parts = [
        ("executing", texts(&record.executing)),
        ("place", now.place.as_ref().map(|place| json!(place))),
        ("objects", texts(&record.objects)),
        ("channels", channels),
        ("papers", papers),
        ("papers_left", (record.papers_left > 0).then(|| json!(record.papers_left))),
        ("sets", record.sets.map(|sets| json!(sets))),
        ("steps", text(&record.steps)),
        ("manner", text(&record.manner)),
        ("result", text(&record.result)),
        ("conditions", text(&record.conditions)),
        ("legal", legal),
    ];
    parts.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
}

fn component<T>(of: &Component<T>, value: impl Fn(&T) -> Value) -> Option<Value> {
    match of {
        Component::Value(it) => Some(value(it)),
        Component::Absent(absence) => absent(*absence),
    }
}

fn absent(absence: Absence) -> Option<Value> {
    match absence {
        Absence::NotEntered => None,
        Absence::NotPublished | Absence::NotApplicable | Absence::Unknown => {
            Some(json!({ "absent": absence.as_str() }))
        }
    }
}

fn channel(channel: &Channel) -> Value {
    json!({
        "via": channel.via.as_str(),
        "time": component(&channel.time, |time| json!(time.to_string())),
        "time_here": channel.time_cut.as_ref().map(ToString::to_string),
        "fees": component(&channel.fees, |fees| fees.iter().map(|fee| json!(fee.to_string())).collect()),
        "note": channel.note,
    })
}

fn paper(paper: &Paper) -> Value {
    json!({
        "case": paper.case,
        "name": paper.name,
        "original": paper.original,
        "copies": paper.copies,
        "form": paper.form,
    })
}
