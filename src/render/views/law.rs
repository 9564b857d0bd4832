//! The status box: what a procedure's page says before anything else.

use serde::Serialize;

use crate::ledger::{Act, Evidence, LevelState, Next, Row, Status, Version, Why};
use crate::model::{Day, Level};

use super::super::index::{Entry, Index};
use super::super::words::last_day;
use super::evidence::{EvidenceView, ListAge, QuestionView};
use super::{DecisionRef, Mark, ProcedureRef};

/// The status box.
#[derive(Serialize)]
pub(super) struct LawView {
    /// The class of the box: `ok`, `wait`, `end` or `unk`.
    class: &'static str,
    mark: Mark,
    /// From when and until when, with the blank or comma before it; empty where nobody knows.
    when: String,
    /// A coming day in it, as scripts read it: how many days are left is for the reader's day to tell.
    left_to: Option<String>,
    /// Why nobody knows.
    reason: Option<QuestionView>,
    /// What not to do, for ended and suspended procedures.
    warning: Option<String>,
    evidence: Option<EvidenceView>,
    /// Of a status that rests on an official list.
    list_age: Option<ListAge>,
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
    /// The day in it, as scripts read it.
    left_to: String,
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
            when: when(index, state),
            left_to: state.since.filter(|_| state.status == Status::Pending).map(|since| since.to_string()),
            reason: reason(index, state),
            warning,
            evidence: state.ruled_by.as_ref().map(|ruled_by| EvidenceView::of(index, ruled_by)),
            list_age: state.ruled_by.as_ref().and_then(|ruled_by| ListAge::of(index, ruled_by)),
            rows: rows(index, state),
            mark,
        }
    }
}

/// The states by level, where they differ.
pub(super) fn by_level(index: &Index, entry: &Entry) -> Vec<LevelRow> {
    let row = |(level, state): (&Level, &LevelState)| LevelRow {
        level: index.words.level(*level),
        mark: Mark::of(index.words, state),
        when: when(index, state),
    };
    entry.state.by_level.iter().map(row).collect()
}

/// Why a status is unknown: the first question about it, or that nothing attests it.
fn reason(index: &Index, state: &LevelState) -> Option<QuestionView> {
    if state.status != Status::Unknown {
        return None;
    }
    let unattested = || QuestionView { decision: None, text: index.words.get("law", "unattested") };
    Some(state.questions.first().map_or_else(unattested, |question| QuestionView::of(index, question)))
}

/// What is still to be settled, but for the reason that the status box gives already.
pub(super) fn questions(index: &Index, entry: &Entry) -> Vec<QuestionView> {
    let whole = &entry.state.whole;
    let told = whole.questions.first().filter(|_| whole.status == Status::Unknown);
    let questions = index.questions(entry.state).into_iter().filter(|question| Some(*question) != told);
    questions.map(|question| QuestionView::of(index, question)).collect()
}

/// The days after the status, with what parts them from it.
fn when(index: &Index, state: &LevelState) -> String {
    let words = index.words;
    let on = |key, of: Option<Day>| match of {
        Some(of) => words.fill("law", key, &[("day", &words.day(of))]),
        None => words.get("law", "day_unknown"),
    };
    match state.status {
        Status::InForce => {
            let from = match (&state.ruled_by, state.since) {
                (_, Some(since)) => format!(" {}", on("since", Some(since))),
                (Some(Evidence::Snapshot(_)), None) => format!(" {}", words.get("law", "by_list")),
                (Some(Evidence::Decision(row)), None) => match row.effect() {
                    Some(effect) => format!(" {}", on("at_least_since", Some(effect))),
                    None => String::new(),
                },
                (Some(Evidence::Ruling(_)) | None, None) => String::new(),
            };
            match state.until {
                Some(until) => format!("{from}, {}", words.through(until)),
                None => from,
            }
        }
        Status::Pending => match state.since {
            Some(since) => format!(", {}", applies_from(index, since)),
            None => format!(" {}", on("since", None)),
        },
        Status::Suspended => {
            let from = on("since", state.until);
            match state.suspended_until {
                Some(back) => format!(" {from} {}", words.through(back)),
                None => format!(" {from}"),
            }
        }
        Status::Repealed | Status::Replaced => format!(" {}", on("since_day", state.until)),
        Status::Unknown => String::new(),
    }
}

/// "áp dụng từ 01/03/2027".
fn applies_from(index: &Index, from: Day) -> String {
    index.words.fill("law", "applies_from", &[("day", &index.words.day(from))])
}

fn rows(index: &Index, state: &LevelState) -> Vec<LawRow> {
    let words = index.words;
    let row = |key, text: String| LawRow { label: words.get("law", key), decision: None, text, unknown: false };
    let mut rows = Vec::new();
    if state.status == Status::InForce && state.since.is_none() {
        rows.push(LawRow { unknown: true, ..row("since_label", words.get("law", "unknown")) });
    }
    let ruling = state.ruled_by.and_then(|by| by.row());
    rows.extend(ruling.into_iter().flat_map(|row| day_rows(index, &row)));
    if state.status.is_ended() && state.successors.is_empty() {
        rows.push(row("successors", words.get("law", "no_successor")));
    }
    let ruled_by = ruling.map(|row| row.key());
    match state.version {
        Version::Base => {}
        Version::Amended { decision, from } => {
            let text = match from {
                Some(from) => words.fill("law", "version_from", &[("day", &words.day(from))]),
                None => words.get("law", "version_by_portal"),
            };
            let applies = matches!(state.status, Status::InForce | Status::Suspended);
            if applies && ruled_by != Some(&decision.key) {
                rows.push(LawRow { decision: Some(DecisionRef::of(index, &decision.key)), ..row("version", text) });
            }
        }
        Version::Unknown { by } => rows.push(LawRow {
            decision: Some(DecisionRef::of(index, &by.key)),
            unknown: true,
            ..row("version", words.get("law", "version_unknown"))
        }),
    }
    rows
}

/// Both days of a row, the one that rules marked with why it does. Of a row that ceases there is the day on which it does
/// alone, where its decision names it.
fn day_rows(index: &Index, of_row: &Row) -> Vec<LawRow> {
    let words = index.words;
    let dates = of_row.dates();
    let row = |key, of: Option<Day>, rules: bool| {
        let text = match of {
            Some(of) if rules => {
                let why = words.get("why", dates.why.as_str());
                words.fill("law", "day_that_rules", &[("day", &words.day(of)), ("why", &why)])
            }
            Some(of) => words.day(of),
            None => words.get("law", "unknown"),
        };
        LawRow { label: words.get("law", key), decision: None, text, unknown: of.is_none() }
    };
    let by_text = matches!(dates.why, Why::OnlyText | Why::TextLater | Why::TextOfEnd);
    let by_decision = matches!(dates.why, Why::OnlyDecision | Why::DecisionLater | Why::Same);
    if of_row.ceases() {
        return dates.decision.map(|end| row("end_day", Some(end), false)).into_iter().collect();
    }
    vec![row("decision_day", dates.decision, by_decision), row("text_day", dates.text, by_text)]
}

impl NextView {
    /// The box that announces a coming change, or `None` where none is known or the main box says it.
    pub(super) fn of(index: &Index, entry: &Entry) -> Option<Self> {
        let words = index.words;
        let state = &entry.state.whole;
        let next = state.next.as_ref().filter(|_| state.status != Status::Pending)?;
        let date = words.day(next.from);
        let key = word_of(next, state.status);
        let when = match key {
            "amend" | "rebase" => applies_from(index, next.from),
            _ => words.fill("law", "since", &[("day", &date)]),
        };
        let decision = next.by.decision().map(|decision| DecisionRef::of(index, &decision.key));
        let by = match decision {
            Some(_) => String::new(),
            None => EvidenceView::of(index, &next.by).before,
        };
        let row = |label: String, text: String| LawRow { label, decision: None, text, unknown: false };
        let through = words.day(last_day(next.from));
        let mut rows = vec![
            row(
                words.get("next", "today"),
                words.fill("next", &format!("today_{}", today_of(state, key)), &[("day", &through)]),
            ),
            row(
                words.fill("next", "from", &[("day", &date)]),
                words.fill("next", &format!("then_{key}"), &[("day", &date)]),
            ),
        ];
        if next.signed_later {
            rows.push(row(words.get("next", "note"), words.get("next", "signed_later")));
        }
        let row = next.by.row();
        rows.extend(row.into_iter().flat_map(|row| day_rows(index, &row)));
        let others = row.map(|row| row.others()).unwrap_or_default();
        let successors = others.iter().filter_map(|code| index.entry(code)).filter(|_| key == "replace");
        Some(NextView {
            class: "wait",
            mark: Mark { class: "wait", word: words.get("next", key) },
            when,
            left_to: next.from.to_string(),
            decision,
            by,
            rows,
            successors: successors.map(|entry| ProcedureRef::of(words, entry)).collect(),
        })
    }
}

/// What holds until a coming change, as a key of the strings file: only what is in force still is until it ends.
fn today_of(state: &LevelState, coming: &'static str) -> &'static str {
    match state.status {
        Status::Suspended if state.suspended_until == state.next.map(|next| next.from) => "resume",
        Status::InForce if coming != "begin" => coming,
        Status::Repealed | Status::Replaced if coming == "begin" => coming,
        Status::InForce
        | Status::Pending
        | Status::Suspended
        | Status::Repealed
        | Status::Replaced
        | Status::Unknown => "doubt",
    }
}

/// What is coming, as a key of the strings file: by what changes, and by what it leads to from today's status.
fn word_of(next: &Next, today: Status) -> &'static str {
    match next.act {
        // Its content alone is another.
        Act::Confirm if next.status == today => "amend",
        Act::Suspend => "suspend",
        Act::Amend => "amend",
        Act::Rebase => "rebase",
        Act::Revert => "revert",
        Act::Resume => "resume",
        Act::Replace => "replace",
        Act::Repeal | Act::Lapse => "repeal",
        Act::New | Act::Succeed => "begin",
        Act::Withdraw => "withdraw",
        Act::Attest | Act::Doubt | Act::Confirm | Act::Note => match next.status {
            Status::Suspended => "suspend",
            Status::Replaced => "replace",
            Status::Repealed => "repeal",
            Status::InForce | Status::Pending => "begin",
            Status::Unknown if next.by.row().is_some_and(|row| row.act() == Act::Withdraw) => "withdraw",
            Status::Unknown => "doubt",
        },
    }
}
