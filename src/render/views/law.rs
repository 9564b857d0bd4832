//! The status box: what a procedure's page says before anything else.

use serde::Serialize;

use crate::ledger::{Evidence, LevelState, Next, Status, Version};
use crate::model::{Change, Day, Decision, Level};

use super::super::index::{Entry, Index};
use super::super::words::{day, last_day};
use super::evidence::{EvidenceView, QuestionView, both_dates, row_of};
use super::{DecisionRef, Mark, ProcedureRef};

/// The status box.
#[derive(Serialize)]
pub(super) struct LawView {
    /// The class of the box: `ok`, `wait`, `end` or `unk`.
    class: &'static str,
    mark: Mark,
    /// From when, until when, or why nobody knows.
    when: String,
    /// What not to do, for ended and suspended procedures.
    warning: Option<String>,
    evidence: Option<EvidenceView>,
    rows: Vec<LawRow>,
}

/// One labelled line of the box.
#[derive(Serialize)]
struct LawRow {
    label: String,
    decision: Option<DecisionRef>,
    text: String,
    /// Whether the text states that something is unknown.
    unknown: bool,
}

/// The state of one level, where levels differ.
#[derive(Serialize)]
pub(super) struct LevelRow {
    level: String,
    mark: Mark,
    when: String,
}

/// What comes next.
#[derive(Serialize)]
pub(super) struct NextView {
    class: &'static str,
    mark: Mark,
    when: String,
    decision: Option<DecisionRef>,
    by: String,
    rows: Vec<LawRow>,
    successors: Vec<ProcedureRef>,
}

impl LawView {
    pub(super) fn of(index: &Index, entry: &Entry) -> Self {
        let words = index.words;
        let state = &entry.state.whole;
        let mark = Mark::of(words, state);
        let class = match mark.class {
            "ok by-list" => "ok",
            class => class,
        };
        let warning = match state.status {
            Status::Repealed | Status::Replaced => Some(words.get("law", "do_not_file")),
            Status::Suspended => Some(words.get("law", "do_not_file_now")),
            Status::Unknown => Some(words.get("law", "ask_first")),
            Status::InForce | Status::Pending => None,
        };
        LawView {
            class,
            when: when(index, entry, state),
            warning,
            evidence: state.ruled_by.as_ref().map(|ruled_by| EvidenceView::of(index, entry.code, ruled_by)),
            rows: rows(index, entry, state),
            mark,
        }
    }
}

/// The states by level, where they differ.
pub(super) fn by_level(index: &Index, entry: &Entry) -> Vec<LevelRow> {
    let row = |(level, state): (&Level, &LevelState)| LevelRow {
        level: index.words.level(*level),
        mark: Mark::of(index.words, state),
        when: when(index, entry, state),
    };
    entry.state.by_level.iter().map(row).collect()
}

/// The words after the status: its days, or the reason that there are none.
fn when(index: &Index, entry: &Entry, state: &LevelState) -> String {
    let words = index.words;
    let on = |key, of: Option<Day>| match of {
        Some(of) => words.fill("law", key, &[("day", &day(of))]),
        None => words.get("law", "day_unknown"),
    };
    match state.status {
        Status::InForce => {
            let mut when = match (&state.ruled_by, state.since) {
                (_, Some(since)) => on("since", Some(since)),
                (Some(Evidence::Snapshot { .. }), None) => words.get("law", "by_list"),
                (Some(Evidence::Decision { effect: Some(effect), .. }), None) => on("at_least_since", Some(*effect)),
                (Some(Evidence::Decision { .. } | Evidence::Ruling { .. }) | None, None) => String::new(),
            };
            if let Some(until) = state.until {
                when = format!("{when} {}", words.through(until));
            }
            when.trim().to_owned()
        }
        Status::Pending => match state.since {
            Some(since) => {
                let left = words.days_left(index.catalogue.as_of, since);
                words.fill("law", "applies_from", &[("day", &day(since)), ("left", &left)])
            }
            None => on("since", None),
        },
        Status::Suspended => {
            let from = on("since", state.until);
            match suspended_until(entry, state) {
                Some(back) => format!("{from} {}", words.through(back)),
                None => from,
            }
        }
        Status::Repealed | Status::Replaced => on("since_day", state.until),
        Status::Unknown => match state.questions.first() {
            Some(question) => {
                let view = QuestionView::of(index, question);
                match view.decision {
                    Some(decision) => format!("{}: {}", decision.named, view.text),
                    None => view.text,
                }
            }
            None => words.get("law", "unattested"),
        },
    }
}

/// The first day after a suspension, from the row that suspends.
fn suspended_until(entry: &Entry, state: &LevelState) -> Option<Day> {
    let ruling = state.ruled_by.as_ref()?;
    entry.state.history.iter().find(|line| line.evidence == *ruling).and_then(|line| line.until)
}

fn rows(index: &Index, entry: &Entry, state: &LevelState) -> Vec<LawRow> {
    let words = index.words;
    let row = |key, text: String| LawRow { label: words.get("law", key), decision: None, text, unknown: false };
    let mut rows = Vec::new();
    if state.status == Status::InForce && state.since.is_none() {
        rows.push(LawRow { unknown: true, ..row("since_label", words.get("law", "unknown")) });
    }
    if let Some((decision, change)) = ruling_row(index, entry, state)
        && let Some((own, text)) = both_dates(decision, change)
    {
        let ruling = match &state.ruled_by {
            Some(Evidence::Decision { effect, .. }) => *effect,
            Some(Evidence::Snapshot { .. } | Evidence::Ruling { .. }) | None => None,
        };
        let dated = |of: Day| match ruling == Some(of) {
            true => words.fill("law", "day_that_rules", &[("day", &day(of))]),
            false => day(of),
        };
        rows.push(row("decision_day", dated(own)));
        rows.push(row("text_day", dated(text)));
    }
    if state.status.is_ended() && state.successors.is_empty() {
        rows.push(row("successors", words.get("law", "no_successor")));
    }
    let ruled_by = match &state.ruled_by {
        Some(Evidence::Decision { key, .. }) => Some(key),
        Some(Evidence::Snapshot { .. } | Evidence::Ruling { .. }) | None => None,
    };
    match &state.version {
        Version::Base => {}
        Version::Amended { decision, from } => {
            let text = match from {
                Some(from) => words.fill("law", "version_from", &[("day", &day(*from))]),
                None => words.get("law", "version_by_portal"),
            };
            if ruled_by != Some(decision) && !state.status.is_ended() {
                rows.push(LawRow { decision: Some(DecisionRef::of(index, decision)), ..row("version", text) });
            }
        }
        Version::Unknown { by } => rows.push(LawRow {
            decision: Some(DecisionRef::of(index, by)),
            unknown: true,
            ..row("version", words.get("law", "version_unknown"))
        }),
    }
    rows
}

/// The row of the decision that ruled.
fn ruling_row<'a>(index: &Index<'a>, entry: &Entry, state: &LevelState) -> Option<(&'a Decision, &'a Change)> {
    let Some(Evidence::Decision { key, .. }) = &state.ruled_by else { return None };
    let decision = index.decision(key)?;
    Some((decision, row_of(decision, entry.code)?))
}

impl NextView {
    /// The box that announces a coming change, or `None` where none is known or the main box says it.
    pub(super) fn of(index: &Index, entry: &Entry) -> Option<Self> {
        let words = index.words;
        let state = &entry.state.whole;
        let next = state.next.as_ref().filter(|_| state.status != Status::Pending)?;
        let left = words.days_left(index.catalogue.as_of, next.from);
        let date = day(next.from);
        let key = word_of(next);
        let decision = match &next.by {
            Evidence::Decision { key, .. } => Some(DecisionRef::of(index, key)),
            Evidence::Snapshot { .. } | Evidence::Ruling { .. } => None,
        };
        let by = match decision {
            Some(_) => String::new(),
            None => EvidenceView::of(index, entry.code, &next.by).before,
        };
        let row = |label: String, text: String| LawRow { label, decision: None, text, unknown: false };
        let through = day(last_day(next.from));
        let mut rows = vec![
            row(words.get("next", "today"), words.fill("next", &format!("today_{key}"), &[("day", &through)])),
            row(
                words.fill("next", "from", &[("day", &date)]),
                words.fill("next", &format!("then_{key}"), &[("day", &date)]),
            ),
        ];
        if next.signed_later {
            rows.push(row(
                words.get("next", "note"),
                words.fill("next", "signed_later", &[("day", &day(index.catalogue.as_of))]),
            ));
        }
        let line = entry.state.history.iter().find(|line| line.evidence == next.by);
        let others = line.map(|line| line.others.as_slice()).unwrap_or_default();
        let successors = others.iter().filter_map(|code| index.entry(code)).filter(|_| key == "replace");
        Some(NextView {
            class: "wait",
            mark: Mark { class: "wait", word: words.get("next", key) },
            when: words.fill("law", "applies_from", &[("day", &date), ("left", &left)]),
            decision,
            by,
            rows,
            successors: successors.map(|entry| ProcedureRef::of(words, entry)).collect(),
        })
    }
}

/// What is coming, as a key of the strings file: by what changes, and by what it leads to.
fn word_of(next: &Next) -> &'static str {
    match (next.change, next.status) {
        (_, Status::Suspended) => "suspend",
        ("amend", _) => "amend",
        ("revert", _) => "revert",
        ("resume", _) => "resume",
        (_, Status::Replaced) => "replace",
        (_, Status::Repealed) => "repeal",
        (_, Status::InForce | Status::Pending) => "begin",
        (_, Status::Unknown) => "doubt",
    }
}
