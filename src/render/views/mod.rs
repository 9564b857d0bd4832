//! Views: what templates are given. Plain texts, already worded; markup is the templates' business.
//!
//! Every address in a view is relative to the site's root; templates put `page.root` before it.

pub(super) mod board;
pub(super) mod booklet;
pub(super) mod browse;
pub(super) mod changes;
mod content;
pub(super) mod decision;
mod evidence;
pub(super) mod feed;
mod found;
mod history;
pub(super) mod home;
mod law;
pub(super) mod list;
pub(super) mod office;
pub(super) mod office_files;
pub(super) mod pager;
pub(super) mod place;
pub(super) mod procedure;
pub(super) mod prose;
mod related;
pub(super) mod results;
pub(super) mod review;
pub(super) mod review_work;
pub(super) mod shared;
pub(super) mod statistics;

use serde::Serialize;

use crate::ledger::{Evidence, LevelState, Status};
use crate::model::{Absence, Component, Day, DecisionKey};

use super::english::is_translated;
use super::index::{Entry, Index};
use super::words::Words;

/// What the frame of a page needs to know about it.
#[derive(Serialize)]
pub(super) struct Head {
    /// From the page to the site's root: `./`, `../`, …
    pub(super) root: String,
    /// The page's own address.
    pub(super) path: String,
    /// The title, without the site's.
    pub(super) title: String,
    /// The same as previews have it.
    pub(super) short_title: String,
    /// One sentence for search engines and previews.
    pub(super) description: String,
    /// The entry of the main navigation that the page belongs to, or an empty text.
    pub(super) section: &'static str,
    /// Whether the page tells how long ago something was, which its script counts.
    pub(super) has_ages: bool,
    /// Until when the page holds, where a coming change is known.
    pub(super) validity: Option<Validity>,
    /// Whether the page is there in the site's other language too, where the site has one.
    pub(super) is_translated: bool,
}

/// The first day on which a page may no longer hold: a static page outlives its day.
#[derive(Serialize)]
pub(super) struct Validity {
    /// That day as scripts read it, `2027-03-01`.
    until: String,
    /// What the page says once that day has come.
    note: String,
    /// What its footer says until then, script or not.
    footer: String,
}

impl Validity {
    pub(super) fn new(words: Words, as_of: Day, until: Day) -> Self {
        let days = [("as_of", words.day(as_of)), ("until", words.day(until))];
        let days: Vec<_> = days.iter().map(|(name, day)| (*name, day.as_str())).collect();
        let fill = |key| words.fill("validity", key, &days);
        Validity { until: until.to_string(), note: fill("note"), footer: fill("footer") }
    }
}

impl Head {
    pub(super) fn new(
        path: &str,
        title: impl Into<String>,
        description: impl Into<String>,
        section: &'static str,
    ) -> Self {
        let depth = path.matches('/').count();
        let root = if depth == 0 { "./".to_owned() } else { "../".repeat(depth) };
        let title = title.into();
        Head {
            root,
            path: path.to_owned(),
            short_title: shortened(&title, MOST_TITLE),
            title,
            description: shortened(&description.into(), MOST_DESCRIPTION),
            section,
            has_ages: false,
            validity: None,
            is_translated: is_translated(path),
        }
    }
}

/// How many characters a preview has of a title, and of a description: names run to a thousand, and nobody shows them.
const MOST_TITLE: usize = 120;
const MOST_DESCRIPTION: usize = 300;

/// A text cut behind a word, where it has more characters than that.
fn shortened(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let cut = text.get(..end).unwrap_or(text);
    let cut = cut.rsplit_once(' ').map_or(cut, |(words, _)| words);
    format!("{}…", cut.trim_end_matches([',', ';', ':', '–', ' ']))
}

/// A text that may lead somewhere.
#[derive(Serialize)]
pub(super) struct Link {
    pub(super) text: String,
    pub(super) url: Option<String>,
}

/// A status with its shape: colour, mark and word say the same thing.
#[derive(Serialize, Clone)]
pub(super) struct Mark {
    /// `ok`, `ok by-list`, `wait`, `end`, `unk`.
    pub(super) class: &'static str,
    pub(super) word: String,
}

impl Mark {
    pub(super) fn of(words: Words, state: &LevelState) -> Self {
        let class = match (state.status, &state.ruled_by) {
            (Status::InForce, Some(Evidence::Snapshot(_))) => "ok by-list",
            (Status::InForce, Some(Evidence::Decision(_) | Evidence::Ruling(_)) | None) => "ok",
            (Status::Pending, _) => "wait",
            (Status::Suspended | Status::Repealed | Status::Replaced, _) => "end",
            (Status::Unknown, _) => "unk",
        };
        Mark { class, word: words.status(state.status) }
    }
}

/// A decision as texts name it.
#[derive(Serialize)]
pub(super) struct DecisionRef {
    /// "Quyết định 12/QĐ-UBND".
    pub(super) named: String,
    pub(super) number: String,
    pub(super) url: Option<String>,
    pub(super) issuer: String,
    pub(super) signed: Option<String>,
}

impl DecisionRef {
    pub(super) fn of(index: &Index, key: &DecisionKey) -> Self {
        DecisionRef {
            named: index.words.decision(&key.number),
            number: key.number.key().to_owned(),
            url: index.addresses.of(key).map(str::to_owned),
            issuer: index.records.agency_name(&key.issuer).to_owned(),
            signed: key.signed.map(|of| index.words.day(of)),
        }
    }
}

/// A cell that says a value or why there is none.
#[derive(Serialize, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) text: String,
    /// Empty for a value; `unk` or `mut` for a stated absence.
    pub(super) class: &'static str,
}

impl Cell {
    pub(super) fn value(text: impl Into<String>) -> Self {
        Cell { text: text.into(), class: "" }
    }

    pub(super) fn absent(words: Words, absence: Absence) -> Self {
        Cell { text: words.absence(absence), class: absence_class(absence) }
    }
}

/// Unknown is a value with its own mark; the other absences are facts about the source.
pub(super) fn absence_class(absence: Absence) -> &'static str {
    match absence {
        Absence::Unknown => "unk",
        Absence::NotEntered | Absence::NotPublished | Absence::NotApplicable => "mut",
    }
}

/// Texts joined by `; `, which no agency's name has.
pub(super) fn joined(texts: &Component<Vec<String>>, words: Words) -> Cell {
    match texts {
        Component::Value(texts) if texts.is_empty() => Cell::absent(words, Absence::Unknown),
        Component::Value(texts) => Cell::value(texts.join("; ")),
        Component::Absent(absence) => Cell::absent(words, *absence),
    }
}

/// A procedure as other pages name it.
#[derive(Serialize)]
pub(super) struct ProcedureRef {
    pub(super) code: String,
    pub(super) name: String,
    /// `None` for codes without a page: another tier's.
    pub(super) url: Option<String>,
    pub(super) mark: Option<Mark>,
    /// On an office's own site: the page of a procedure that is not the office's, on the site of all.
    pub(super) elsewhere: Option<String>,
}

impl ProcedureRef {
    pub(super) fn of(words: Words, entry: &Entry) -> Self {
        ProcedureRef {
            code: entry.code.to_string(),
            name: entry.name.clone(),
            url: Some(entry.url.clone()),
            mark: Some(Mark::of(words, &entry.state.whole)),
            elsewhere: None,
        }
    }
}
