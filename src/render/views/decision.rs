//! The page of a publication decision, and the list of all of them.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::ledger::{FactKind, Question};
use crate::model::{
    self, Change, ChangeKind, DayCount, DayUnit, Decision, DecisionKey, Effect, ProcedureCode, Subject,
};
use crate::text::capitalised;

use super::super::index::{Index, unread_rows};
use super::super::words::Words;
use super::evidence::signed;
use super::list::{OpenView, PAGE_ROWS};
use super::pager::{Pager, page_address};
use super::procedure::reference;
use super::{DecisionRef, Head, Link, Mark, ProcedureRef};

/// The page.
#[derive(Serialize)]
pub(in crate::render) struct DecisionView {
    named: String,
    title: String,
    issuer: Link,
    mark: Mark,
    class: &'static str,
    rows: Vec<Labelled>,
    tiles: Vec<Labelled>,
    groups: Vec<RowGroup>,
    open: OpenView,
    /// Rows about internal procedures, which never stand on a public page.
    internal: Option<String>,
    foreign: bool,
}

#[derive(Serialize)]
struct Labelled {
    label: String,
    text: String,
    url: Option<String>,
    unknown: bool,
}

#[derive(Serialize)]
struct RowGroup {
    id: &'static str,
    title: String,
    count: String,
    rows: Vec<RowView>,
}

#[derive(Serialize)]
struct RowView {
    name: String,
    subjects: Vec<SubjectView>,
    /// Successors, for a replacement.
    successors: Vec<SubjectView>,
    levels: String,
    /// The row's own days, where it has any.
    days: Vec<String>,
    legal: Vec<String>,
}

/// The procedure of a row: its page, its code, or the codes whose names fit.
#[derive(Serialize)]
struct SubjectView {
    procedure: Option<ProcedureRef>,
    /// The name, where nobody could read a code.
    unread: Option<String>,
    candidates: Vec<ProcedureRef>,
}

/// A page of the list of decisions.
#[derive(Serialize)]
pub(in crate::render) struct DecisionsView {
    title: String,
    intro: String,
    years: Vec<Year>,
    pager: Option<Pager>,
}

#[derive(Serialize)]
struct Year {
    year: String,
    decisions: Vec<DecisionLine>,
}

/// A decision in a list.
#[derive(Serialize)]
pub(super) struct DecisionLine {
    decision: DecisionRef,
    title: String,
    mark: Mark,
    days: String,
    counts: String,
}

/// The kinds of rows that a decision's page always counts, in the order of annexes. Others are counted where they occur.
const KINDS: [&str; 4] = ["new", "amend", "replace", "repeal"];

/// The view of a decision's page.
pub(in crate::render) fn view(index: &Index, decision: &Decision) -> (Head, DecisionView) {
    let words = index.words;
    let mut by_kind: BTreeMap<&str, Vec<RowView>> = BTreeMap::new();
    let mut internal = 0;
    for change in &decision.changes {
        match row(index, decision, change) {
            Some(row) => by_kind.entry(change.kind.as_str()).or_default().push(row),
            None => internal += 1,
        }
    }
    let occurring = || ChangeKind::WORDS.into_iter().filter(|kind| KINDS.contains(kind) || by_kind.contains_key(kind));
    let tiles = occurring().map(|kind| Labelled {
        label: words.get("kind", kind),
        text: words.number(by_kind.get(kind).map_or(0, Vec::len)),
        url: None,
        unknown: false,
    });
    let tiles = tiles.collect();
    let groups = ChangeKind::WORDS.into_iter().filter_map(|kind| {
        let rows = by_kind.remove(kind)?;
        Some(RowGroup { id: kind, title: words.get("kind", kind), count: words.number(rows.len()), rows })
    });
    let groups = groups.collect();
    let mark = effect_mark(index, decision);
    let named = words.decision(&decision.key.number);
    let issuer = index.records.agency_name(&decision.key.issuer);
    let args = [("named", named.as_str()), ("issuer", issuer), ("title", &decision.title)];
    let head = Head::new(
        index.addresses.of(&decision.key).unwrap_or_default(),
        words.fill("decision", "title", &args),
        words.fill("decision", "description", &args),
        "decisions",
    );
    let binds = index.records.binds(&decision.key.issuer);
    let view = DecisionView {
        title: decision.title.clone(),
        issuer: Link { text: issuer.to_owned(), url: index.agency_url(&decision.key.issuer) },
        class: mark.class,
        rows: dates(words, decision),
        tiles,
        groups,
        open: OpenView::of(index, decision),
        internal: (internal > 0).then(|| words.number(internal)),
        foreign: !binds,
        named,
        mark,
    };
    (head, view)
}

/// Whether the decision has taken effect on the day shown, as far as its own clause tells.
fn effect_mark(index: &Index, decision: &Decision) -> Mark {
    let words = index.words;
    let as_of = index.catalogue.as_of;
    let effect = index.effect_day(decision);
    let over = decision.until.is_some_and(|until| until <= as_of);
    match effect {
        Some(effect) if effect > as_of => {
            Mark { class: "wait", word: words.fill("decision", "effect_from", &[("day", &words.day(effect))]) }
        }
        Some(_) if over => Mark { class: "end", word: words.get("decision", "effect_over") },
        Some(effect) => Mark { class: "ok", word: words.fill("decision", "in_effect", &[("day", &words.day(effect))]) },
        None if decision.changes.iter().any(|change| change.effect.is_some() || change.text_effect.is_some()) => {
            Mark { class: "unk", word: words.get("decision", "effect_by_row") }
        }
        None => Mark { class: "unk", word: words.get("decision", "effect_unknown") },
    }
}

fn dates(words: Words, decision: &Decision) -> Vec<Labelled> {
    let known = |key, text: String| Labelled { label: words.get("decision", key), text, url: None, unknown: false };
    let unknown = |key| Labelled { unknown: true, ..known(key, words.get("law", "unknown")) };
    let dated = |key, of: Option<crate::model::Day>| of.map_or_else(|| unknown(key), |of| known(key, words.day(of)));
    let clause = match decision.effect {
        Effect::On(on) => known("clause", capitalised(&words.fill("law", "effect_clause", &[("day", &words.day(on))]))),
        Effect::OnSigning => known("clause", capitalised(&words.get("law", "effect_signing"))),
        Effect::AfterSigning(count) => known("clause", capitalised(&after_signing(words, count))),
        Effect::Undated => match &decision.effect_clause {
            Some(clause) => known("clause", words.fill("law", "effect_undated", &[("clause", clause)])),
            None => unknown("clause"),
        },
        Effect::Unstated => unknown("clause"),
    };
    let mut rows = vec![dated("signed", decision.key.signed), dated("published", decision.published), clause];
    rows.extend((!decision.central.is_empty()).then(|| {
        let central = decision.central.iter().map(|number| words.decision(number)).collect::<Vec<_>>();
        known("central", central.join("; "))
    }));
    rows.extend(decision.until.map(|until| known("until", words.through(until))));
    rows.extend(decision.source.as_ref().map(|source| Labelled {
        url: source.starts_with("https://").then(|| source.clone()),
        ..known("source", source.clone())
    }));
    rows
}

/// A row, or `None` where all it names is internal.
fn row(index: &Index, decision: &Decision, change: &Change) -> Option<RowView> {
    let words = index.words;
    let (subjects, successors): (Vec<&Subject>, &[Subject]) = match &change.kind {
        ChangeKind::Internal(_) => return None,
        ChangeKind::Replace { old, new, .. } => (old.iter().collect(), new),
        kind => (kind.subjects(), &[]),
    };
    let view = |subject| subject_view(index, subject);
    let subjects: Vec<SubjectView> = subjects.into_iter().filter_map(view).collect();
    let successors: Vec<SubjectView> = successors.iter().filter_map(view).collect();
    let named = match &change.kind {
        ChangeKind::Withdraw { decision, codes } => {
            let key = if codes.is_empty() { "withdraws" } else { "withdraws_codes" };
            Some(words.fill("decision", key, &[("named", &named(index, decision)), ("codes", &listed(codes))]))
        }
        ChangeKind::CorrectEffect { decision, codes, effect } => {
            let key = if codes.is_empty() { "corrects" } else { "corrects_codes" };
            let effect = effect_words(words, *effect);
            let values = [("named", &*named(index, decision)), ("codes", &listed(codes)), ("effect", &effect)];
            Some(words.fill("decision", key, &values))
        }
        _ if subjects.is_empty() && successors.is_empty() => return None,
        _ => None,
    };
    let facts = FactKind::of(&change.kind).into_iter().chain(FactKind::of_content(change));
    let mut days: Vec<String> = facts.map(|fact| words.fact(&fact)).collect();
    let on = |key, of| words.fill("decision", key, &[("day", &words.day(of))]);
    days.extend(change.effect.map(|effect| effect_words(words, effect)));
    days.extend(change.text_effect.map(|of| on("row_text_effect", of)));
    days.extend(change.until.map(|until| words.through(until)));
    if is_not_followed(index, decision, change) {
        days.push(words.get("decision", "not_followed"));
    }
    let of_record = || subjects.iter().find_map(|subject| subject.procedure.as_ref().map(|it| it.name.clone()));
    let unread = || subjects.iter().find_map(|subject| subject.unread.clone());
    Some(RowView {
        name: named.or_else(|| change.name.clone()).or_else(of_record).or_else(unread).unwrap_or_default(),
        levels: words.levels_line(&change.levels),
        days,
        legal: change.legal.clone(),
        subjects,
        successors,
    })
}

/// Whether a ministry's row speaks of a procedure that the province has ended and has not taken up again.
fn is_not_followed(index: &Index, decision: &Decision, change: &Change) -> bool {
    let entries = change.kind.subjects().into_iter().filter_map(|subject| index.entry(subject.code()?));
    let mut asked = entries.flat_map(|entry| index.questions(entry.state));
    asked.any(|question| matches!(question, Question::NotFollowed(by) if by.key == decision.key))
}

/// A decision that another one names.
fn named(index: &Index, decision: &model::DecisionRef) -> String {
    let mut named = index.words.decision(&decision.number);
    if let Some(year) = decision.year {
        named.push_str(&format!(" ({year})"));
    }
    match &decision.issuer {
        Some(issuer) => {
            let issuer = index.records.agency_name(issuer);
            index.words.fill("decision", "title", &[("named", &named), ("issuer", issuer)])
        }
        None => named,
    }
}

fn listed(codes: &[ProcedureCode]) -> String {
    codes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// The effect of a row by its own words.
fn effect_words(words: Words, effect: Effect) -> String {
    match effect {
        Effect::On(on) => words.fill("decision", "row_effect", &[("day", &words.day(on))]),
        Effect::OnSigning => words.get("law", "effect_signing"),
        Effect::AfterSigning(count) => after_signing(words, count),
        Effect::Undated | Effect::Unstated => words.get("law", "effect_unknown"),
    }
}

fn after_signing(words: Words, count: DayCount) -> String {
    let key = match count.unit {
        DayUnit::Days => "effect_after_days",
        DayUnit::WorkingDays => "effect_after_working_days",
    };
    words.fill("law", key, &[("count", &count.number.to_string())])
}

fn subject_view(index: &Index, subject: &Subject) -> Option<SubjectView> {
    let public = |code: &&ProcedureCode| !code.is_internal();
    match subject {
        Subject::Code(code) => {
            let procedure = Some(code).filter(public).map(|code| reference(index, code))?;
            Some(SubjectView { procedure: Some(procedure), unread: None, candidates: Vec::new() })
        }
        Subject::Unread { name, candidates } => Some(SubjectView {
            procedure: None,
            unread: Some(name.clone()),
            candidates: candidates.iter().filter(public).map(|code| reference(index, code)).collect(),
        }),
    }
}

/// Decisions as the list has them: latest first.
fn in_order<'a>(index: &Index<'a>) -> Vec<&'a Decision> {
    let mut decisions: Vec<&Decision> = index.records.decisions.iter().collect();
    decisions.sort_by_key(|decision| (std::cmp::Reverse(decision.known_from()), &decision.key));
    decisions
}

/// The newest decisions, for the home page.
pub(super) fn newest(index: &Index, count: usize) -> Vec<DecisionLine> {
    in_order(index).into_iter().take(count).map(|decision| line(index, decision)).collect()
}

/// How many pages the list of decisions has.
pub(in crate::render) fn pages(index: &Index) -> usize {
    index.records.decisions.len().div_ceil(PAGE_ROWS).max(1)
}

/// A page of the list of decisions, 0 for the first.
pub(in crate::render) fn list(index: &Index, page: usize) -> (Head, DecisionsView) {
    let words = index.words;
    let decisions = in_order(index);
    let here: Vec<_> = decisions.iter().skip(page * PAGE_ROWS).take(PAGE_ROWS).copied().collect();
    let count = words.number(decisions.len());
    let title = words.get("decisions", "title");
    let intro = words.fill("decisions", "intro", &[("count", &count)]);
    let path = page_address("quyet-dinh/", page);
    let view = DecisionsView {
        title: title.clone(),
        intro: intro.clone(),
        years: by_year(index, &here),
        pager: Pager::of("quyet-dinh/", page, pages(index)),
    };
    (Head::new(&path, title, intro, "decisions"), view)
}

/// The page of a number that several decisions share.
pub(in crate::render) fn shared(index: &Index, address: &str, keys: &[DecisionKey]) -> (Head, DecisionsView) {
    let words = index.words;
    let held = |key: &DecisionKey| index.records.decisions.iter().find(|decision| decision.key == *key);
    let decisions: Vec<_> = keys.iter().rev().filter_map(held).collect();
    let named = decisions.first().map(|decision| words.decision(&decision.key.number)).unwrap_or_default();
    let intro = words.fill("decisions", "shared", &[("count", &words.number(decisions.len())), ("named", &named)]);
    let view =
        DecisionsView { title: named.clone(), intro: intro.clone(), years: by_year(index, &decisions), pager: None };
    (Head::new(address, named, intro, "decisions"), view)
}

fn by_year(index: &Index, decisions: &[&Decision]) -> Vec<Year> {
    let years = decisions.chunk_by(|one, other| one.key.year == other.key.year);
    let lines = |decisions: &[&Decision]| decisions.iter().map(|decision| line(index, decision)).collect();
    years
        .filter_map(|decisions| {
            let year = decisions.first()?.key.year.to_string();
            Some(Year { year, decisions: lines(decisions) })
        })
        .collect()
}

fn line(index: &Index, decision: &Decision) -> DecisionLine {
    let words = index.words;
    let mut counts: Vec<String> = ChangeKind::WORDS
        .into_iter()
        .filter_map(|kind| {
            let count = decision.changes.iter().filter(|change| change.kind.as_str() == kind).count();
            (count > 0).then(|| words.fill("count", kind, &[("count", &words.number(count))]))
        })
        .collect();
    let unread = unread_rows(decision);
    if unread > 0 {
        counts.push(words.fill("open", "unread", &[("count", &words.number(unread))]));
    }
    DecisionLine {
        decision: DecisionRef::of(index, &decision.key),
        title: decision.title.clone(),
        mark: effect_mark(index, decision),
        days: signed(index, &decision.key).trim_start_matches(", ").to_owned(),
        counts: counts.join(", "),
    }
}
