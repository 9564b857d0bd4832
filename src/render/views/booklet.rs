//! The booklet of a list that offices must post: a page a procedure, for the reading table. Its script makes the same page
//! the screen that people touch.
//!
//! Written once for all offices that have a list in common: it names no office, and what differs stands on their boards.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::address;
use crate::finding::Finding;
use crate::model::SectorId;
use crate::offices::Due;
use crate::provinces::Own;

use super::super::engine::Engine;
use super::super::index::{Entry, Index};
use super::super::order::sort_key;
use super::super::words::{day, number};
use super::board::{is_here, stated};
use super::content::{self, Fact, PaperGroup};
use super::office::DueList;
use super::{Head, Validity};

/// How many lines of a printed page are left for papers, beside the longest name and the facts.
const PAPER_LINES: usize = 24;
/// How many characters a line of papers has in print, at least.
const LINE: usize = 80;
/// How many lines of one fact stand in a booklet: what has more is for the procedure's page.
const FACT_LINES: usize = 5;

/// The page.
#[derive(Serialize)]
struct BookletView {
    count: String,
    /// Of how many offices it is, where it is of many.
    shared: Option<String>,
    sectors: Vec<SectorView>,
    /// This page as a screen to touch.
    kiosk: String,
}

#[derive(Serialize)]
struct SectorView {
    id: String,
    title: String,
    count: String,
    entries: Vec<EntryView>,
}

/// A page of the booklet.
#[derive(Serialize)]
struct EntryView {
    /// As on the board, whose order is the same.
    number: usize,
    code: String,
    name: String,
    url: String,
    /// The address of the procedure's page as people type it.
    address: String,
    qr: String,
    facts: Vec<Fact>,
    /// The decision that rules, or that the record names.
    decision: Option<String>,
    since: Option<String>,
    papers: Vec<PaperGroup>,
    /// How many papers have no room.
    left: Option<String>,
    /// What nothing is on record of.
    lacking: Option<String>,
}

/// The booklet of a list.
pub(in crate::render) fn page(
    index: &Index,
    list: &DueList,
    engine: &Engine,
    validity: Option<Validity>,
) -> Result<Vec<u8>, Finding> {
    let words = index.words;
    let path = address::booklet(&list.id);
    let (count, as_of) = (number(list.due.len()), day(index.catalogue.as_of));
    let args = [("name", list.holder.as_str()), ("count", &count), ("day", &as_of)];
    let offices = list.offices.len();
    let view = BookletView {
        count: words.fill("board", "count", &args),
        shared: (offices > 1).then(|| words.fill("booklet", "shared", &[("count", &number(offices))])),
        sectors: sectors(index, list),
        kiosk: address::kiosk(&list.id),
    };
    let title = words.fill("booklet", "page_title", &args);
    let head = Head::new(&path, title, words.fill("booklet", "description", &args), "offices");
    engine.page("booklet.html", &Head { validity, ..head }, &view)
}

/// In the order of the board: sectors by name, their procedures by name.
fn sectors(index: &Index, list: &DueList) -> Vec<SectorView> {
    let mut sectors: BTreeMap<_, Vec<(&Due, &Entry)>> = BTreeMap::new();
    for (due, entry) in list.due.iter().filter_map(|due| Some((*due, index.entry(&due.procedure.code)?))) {
        let id = &entry.procedure.sector;
        let name = index.records.sector_name(id);
        sectors.entry((sort_key(name), name, id)).or_default().push((due, entry));
    }
    let mut before = 0;
    let view = |((_, name, id), mut entries): ((_, &str, &SectorId), Vec<(&Due, &Entry)>)| {
        entries.sort_by_key(|(_, entry)| (&entry.key, entry.code));
        let numbers = before + 1..;
        before += entries.len();
        SectorView {
            id: format!("lv-{}", id.0),
            title: name.to_owned(),
            count: number(entries.len()),
            entries: numbers.zip(entries).map(|(number, (due, entry))| entry_view(index, number, due, entry)).collect(),
        }
    };
    sectors.into_iter().map(view).collect()
}

fn entry_view(index: &Index, at: usize, due: &Due, entry: &Entry) -> EntryView {
    let words = index.words;
    let own = Own::of(&index.records.site, &index.records.agencies).province();
    let content = due.state.content(due.procedure);
    let base = index.records.site.base_url.as_str();
    let mut lacking = Vec::new();
    let mut facts = content::facts(words, &content);
    for fact in &mut facts {
        fact.lines = stated(std::mem::take(&mut fact.lines));
        fact.lines.retain(|line| is_here(own, line));
        fact.lines.truncate(FACT_LINES);
        if fact.lines.is_empty() {
            lacking.push(fact.label.clone());
        }
    }
    facts.retain(|fact| !fact.lines.is_empty());
    let section = content::papers(words, due.procedure);
    if section.value.is_none() {
        lacking.push(words.get("booklet", "papers"));
    }
    let (papers, left) = fitting(section.value.unwrap_or_default());
    let left = usize::try_from(due.procedure.papers_left).map_or(left, |more| left + more);
    let ruling = due.state.whole.ruled_by.and_then(|evidence| evidence.row()).map(|row| &row.decision.key.number);
    let decision = ruling.or(due.procedure.decision.as_ref()).map(|number| words.decision(number));
    EntryView {
        number: at,
        code: entry.code.to_string(),
        name: entry.name.clone(),
        url: entry.url.clone(),
        address: format!("{}{}", base.strip_prefix("https://").unwrap_or(base), entry.url),
        qr: address::qr(entry.code),
        facts,
        decision,
        since: due.state.whole.since.map(day),
        papers,
        left: (left > 0).then(|| words.fill("booklet", "left", &[("count", &number(left))])),
        lacking: (!lacking.is_empty()).then(|| words.fill("booklet", "lacking", &[("what", &lacking.join("; "))])),
    }
}

/// The papers that a page has room for, in their order, and how many it has none for.
fn fitting(groups: Vec<PaperGroup>) -> (Vec<PaperGroup>, usize) {
    let lines = |text: &str| text.chars().count().div_ceil(LINE);
    let (mut room, mut left, mut fitting) = (PAPER_LINES, 0, Vec::new());
    for mut group in groups {
        let head = group.case.as_deref().map_or(0, |case| lines(case) + 1);
        let mut used = head;
        let mut kept = Vec::new();
        for paper in group.papers {
            let needs = lines(&paper.name) + paper.form.as_deref().map_or(0, lines);
            if used + needs <= room {
                used += needs;
                kept.push(paper);
            } else {
                left += 1;
                room = used;
            }
        }
        if !kept.is_empty() {
            room -= used;
            group.papers = kept;
            fitting.push(group);
        }
    }
    (fitting, left)
}
