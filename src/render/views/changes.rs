//! What changes, has changed and no longer holds: pages by month, coming changes, the ended.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::ledger::{Act, Source, Status};
use crate::model::Decision;
use crate::text::fold;

use super::super::changes::{ChangeSet, Changed};
use super::super::index::{Entry, Index};
use super::list::PAGE_ROWS;
use super::pager::{Pager, page_address};
use super::procedure::references;
use super::{DecisionRef, Head, Mark, ProcedureRef};

/// The most decisions that one page of changes has.
const PAGE_SETS: usize = 50;

/// The most procedures that an entry names; the decision's page has them all.
pub(super) const NAMED: usize = 6;

/// A page of changes.
#[derive(Serialize)]
pub(in crate::render) struct ChangesView {
    months: Vec<Month>,
    pager: Option<Pager>,
    /// How many changes are to come, where any is.
    coming: Option<String>,
    /// Decisions whose effect nobody knows: counted apart, for they have changed nothing yet.
    doubts: Vec<Doubt>,
}

#[derive(Serialize)]
struct Month {
    id: String,
    title: String,
    sets: Vec<SetView>,
}

/// What one decision changes on one day.
#[derive(Serialize)]
pub(super) struct SetView {
    id: String,
    day: String,
    /// The day as scripts read it.
    date: String,
    pub(super) decision: DecisionRef,
    title: String,
    /// "5 mới ban hành · 36 sửa đổi, bổ sung".
    pub(super) counts: String,
    bars: Vec<Bar>,
    acts: Vec<ActView>,
}

/// A piece of the bar, in hundredths of the widest.
#[derive(Serialize)]
struct Bar {
    class: &'static str,
    x: usize,
    width: usize,
}

#[derive(Serialize)]
struct ActView {
    label: String,
    #[serde(skip)]
    is_law: bool,
    procedures: Vec<ActRow>,
    /// How many more there are than are named.
    more: Option<String>,
}

/// A procedure, and those that stand in its place.
#[derive(Serialize)]
struct ActRow {
    procedure: ProcedureRef,
    /// " (cấp xã)" where it happens at some levels alone.
    levels: String,
    successors: Vec<ProcedureRef>,
}

#[derive(Serialize)]
struct Doubt {
    decision: DecisionRef,
    title: String,
    count: String,
}

/// The page of coming changes.
#[derive(Serialize)]
pub(in crate::render) struct ComingView {
    days: Vec<ComingDay>,
}

#[derive(Serialize)]
struct ComingDay {
    day: String,
    /// The day as scripts read it.
    date: String,
    sets: Vec<SetView>,
}

/// A page of what is no longer in force.
#[derive(Serialize)]
pub(in crate::render) struct EndedView {
    count: String,
    suspended: Vec<EndedRow>,
    rows: Vec<EndedRow>,
    pager: Option<Pager>,
}

#[derive(Serialize)]
struct EndedRow {
    code: String,
    name: String,
    url: String,
    mark: Mark,
    when: String,
    decision: Option<DecisionRef>,
    successors: Vec<ProcedureRef>,
    /// From when it is back, for a suspension.
    back: Option<String>,
}

/// The sets that have taken effect, latest first.
pub(super) fn past<'i, 'a>(index: &'i Index<'a>) -> impl Iterator<Item = &'i ChangeSet<'a>> {
    index.changes.iter().filter(|set| set.day <= index.catalogue.as_of)
}

fn to_come<'i, 'a>(index: &'i Index<'a>) -> impl Iterator<Item = &'i ChangeSet<'a>> {
    index.changes.iter().rev().filter(|set| set.day > index.catalogue.as_of)
}

/// How many pages of changes there are.
pub(in crate::render) fn pages(index: &Index) -> usize {
    past(index).count().div_ceil(PAGE_SETS).max(1)
}

/// A page of changes by month, latest first; 0 for the first.
pub(in crate::render) fn changes(index: &Index, page: usize) -> (Head, ChangesView) {
    let words = index.words;
    let widest = widest(index);
    let here: Vec<&ChangeSet> = past(index).skip(page * PAGE_SETS).take(PAGE_SETS).collect();
    let month_of = |set: &ChangeSet| set.day.format("%Y-%m").to_string();
    let months = here.chunk_by(|one, other| month_of(one) == month_of(other)).filter_map(|sets| {
        let first = sets.first()?;
        Some(Month {
            id: format!("t{}", month_of(first)),
            title: words.month(first.day),
            sets: sets.iter().map(|set| SetView::of(index, set, widest, NAMED)).collect(),
        })
    });
    let months = months.collect();
    let coming = to_come(index).count();
    let view = ChangesView {
        months,
        pager: Pager::of("thay-doi/", page, pages(index)),
        coming: (coming > 0).then(|| words.number(coming)),
        doubts: if page == 0 { doubts(index) } else { Vec::new() },
    };
    let description = words.fill("changes", "description", &[("province", &index.records.site.province)]);
    (Head::new(&page_address("thay-doi/", page), words.get("changes", "title"), description, "changes"), view)
}

/// What comes into force, changes or ends later: soonest first, all procedures named.
pub(in crate::render) fn coming(index: &Index) -> (Head, ComingView) {
    let words = index.words;
    let widest = widest(index);
    let sets: Vec<&ChangeSet> = to_come(index).collect();
    let days = sets.chunk_by(|one, other| one.day == other.day).filter_map(|sets| {
        let first = sets.first()?;
        Some(ComingDay {
            day: words.day(first.day),
            date: first.day.to_string(),
            sets: sets.iter().map(|set| SetView::of(index, set, widest, usize::MAX)).collect(),
        })
    });
    let days = days.collect();
    let description = words.fill("coming", "description", &[("day", &words.day(index.catalogue.as_of))]);
    (Head::new("sap-hieu-luc/", words.get("coming", "title"), description, "coming"), ComingView { days })
}

/// The latest changes, for the home page.
pub(super) fn latest(index: &Index, count: usize) -> Vec<SetView> {
    let widest = widest(index);
    past(index).filter(|set| set.is_law()).take(count).map(|set| SetView::of(index, set, widest, NAMED)).collect()
}

/// The next changes, for the home page.
pub(super) fn soonest(index: &Index, count: usize) -> Vec<SetView> {
    let widest = widest(index);
    to_come(index).filter(|set| set.is_law()).take(count).map(|set| SetView::of(index, set, widest, NAMED)).collect()
}

fn widest(index: &Index) -> usize {
    let size = |set: &ChangeSet| set.acts.values().map(Vec::len).sum::<usize>();
    index.changes.iter().map(size).max().unwrap_or(1)
}

impl SetView {
    pub(super) fn of(index: &Index, set: &ChangeSet, widest: usize, named: usize) -> Self {
        let words = index.words;
        let (mut counts, mut bars, mut acts, mut x) = (Vec::new(), Vec::new(), Vec::new(), 0);
        for (act, changed) in &set.acts {
            counts.push(words.fill("count", act.as_str(), &[("count", &words.number(changed.len()))]));
            // Every piece is seen, however small beside the widest set.
            let width = (changed.len() * 1000).div_ceil(widest.max(1)).max(8);
            bars.push(Bar { class: bar_class(*act), x, width });
            x += width + 4;
            let more = changed.len().saturating_sub(named);
            acts.push(ActView {
                label: words.get("act", act.as_str()),
                is_law: act.is_law(),
                procedures: changed.iter().take(named).filter_map(|one| act_row(index, *act, one)).collect(),
                more: (more > 0).then(|| words.number(more)),
            });
        }
        SetView {
            id: anchor(set),
            day: words.day(set.day),
            date: set.day.to_string(),
            decision: source_ref(index, &set.by),
            title: match set.by {
                Source::Decision(decision) => decision.title.clone(),
                Source::Ruling(ruling) => ruling.reason.clone(),
            },
            counts: counts.join(" · "),
            bars,
            acts,
        }
    }
}

impl SetView {
    /// What of it is law, as one text: each act with the procedures that it names.
    pub(super) fn named(&self, index: &Index) -> String {
        let acts = self.acts.iter().filter(|act| act.is_law).map(|act| {
            let mut names: Vec<_> = act
                .procedures
                .iter()
                .map(|row| format!("{} ({}){}", row.procedure.name, row.procedure.code, row.levels))
                .collect();
            names.extend(act.more.as_ref().map(|more| index.words.fill("changes", "more", &[("count", more)])));
            format!("{}: {}", act.label, names.join("; "))
        });
        acts.collect::<Vec<_>>().join(". ")
    }
}

/// Whose doing a set is: the decision, or a reviewer's ruling in a decision's place.
fn source_ref(index: &Index, by: &Source) -> DecisionRef {
    match by {
        Source::Decision(decision) => DecisionRef::of(index, &decision.key),
        Source::Ruling(ruling) => DecisionRef {
            named: index.words.fill("changes", "ruling", &[("by", &ruling.by)]),
            number: String::new(),
            url: None,
            issuer: ruling.by.clone(),
            signed: Some(index.words.day(ruling.ruled)),
        },
    }
}

/// A procedure under what happens to it; what that says already is not said again.
fn act_row(index: &Index, act: Act, changed: &Changed) -> Option<ActRow> {
    let entry = index.entries.get(changed.at)?;
    let mut levels = match changed.levels.is_empty() {
        true => String::new(),
        false => format!(" ({})", index.words.levels_line(&changed.levels).to_lowercase()),
    };
    let mut procedure = ProcedureRef::of(index.words, entry);
    let mut successors = Vec::new();
    if matches!(act, Act::Replace | Act::Repeal | Act::Suspend | Act::Resume | Act::Lapse) {
        procedure.mark = None;
    }
    if act == Act::Replace {
        successors = references(index, changed.evidence.row().map(|row| row.others()).unwrap_or_default());
    }
    if act == Act::Attest {
        // What the decision does is told, though nobody knew what it does it to.
        let told = changed.evidence.row().map(|row| index.words.get("act", row.told()).to_lowercase());
        levels = told.map(|told| format!(": {told}")).unwrap_or_default();
    }
    Some(ActRow { procedure, levels, successors })
}

fn bar_class(act: Act) -> &'static str {
    match act {
        Act::New | Act::Succeed => "f1",
        Act::Amend | Act::Rebase | Act::Revert => "f2",
        Act::Suspend | Act::Resume => "f3",
        Act::Replace | Act::Repeal | Act::Lapse => "f4",
        Act::Withdraw | Act::Attest | Act::Doubt | Act::Confirm | Act::Note => "f5",
    }
}

/// Stable for ever: the day and the decision.
pub(super) fn anchor(set: &ChangeSet) -> String {
    match set.by {
        Source::Decision(Decision { key, .. }) => {
            format!("{}-{}-{}", set.day, crate::address::decision_slug(&key.number), key.issuer.0)
        }
        Source::Ruling(ruling) => {
            format!("{}-ket-luan-{}-{}", set.day, ruling.ruled, fold(&ruling.by).replace(' ', "-"))
        }
    }
}

/// Decisions with rows of unknown effect about public procedures.
fn doubts(index: &Index) -> Vec<Doubt> {
    let mut counts: BTreeMap<_, (&Decision, usize)> = BTreeMap::new();
    for entry in &index.entries {
        let rows = entry.state.history().filter_map(|evidence| evidence.row());
        for row in rows.filter(|row| row.effect().is_none()) {
            counts.entry(row.key()).or_insert((row.decision, 0)).1 += 1;
        }
    }
    let doubts = counts.into_values().rev().map(|(decision, count)| Doubt {
        decision: DecisionRef::of(index, &decision.key),
        title: decision.title.clone(),
        count: index.words.fill("changes", "doubt_count", &[("count", &index.words.number(count))]),
    });
    doubts.collect()
}

fn ended_entries<'i, 'a>(index: &'i Index<'a>) -> Vec<&'i Entry<'a>> {
    let mut ended: Vec<&Entry> = index.entries.iter().filter(|entry| entry.state.whole.status.is_ended()).collect();
    ended.sort_by_key(|entry| (std::cmp::Reverse(entry.state.whole.until), entry.code));
    ended
}

/// How many pages the ended fill.
pub(in crate::render) fn ended_pages(index: &Index) -> usize {
    ended_entries(index).len().div_ceil(PAGE_ROWS).max(1)
}

/// A page of what is no longer in force, latest end first; what is suspended stands on the first page.
pub(in crate::render) fn ended(index: &Index, page: usize) -> (Head, EndedView) {
    let words = index.words;
    let all = ended_entries(index);
    let suspended = index.entries.iter().filter(|entry| entry.state.whole.status == Status::Suspended);
    let view = EndedView {
        count: words.number(all.len()),
        suspended: match page {
            0 => suspended.map(|entry| ended_row(index, entry)).collect(),
            _ => Vec::new(),
        },
        rows: all.iter().skip(page * PAGE_ROWS).take(PAGE_ROWS).map(|entry| ended_row(index, entry)).collect(),
        pager: Pager::of("het-hieu-luc/", page, ended_pages(index)),
    };
    let description = words.fill("ended", "description", &[("day", &words.day(index.catalogue.as_of))]);
    (Head::new(&page_address("het-hieu-luc/", page), words.get("ended", "title"), description, "ended"), view)
}

fn ended_row(index: &Index, entry: &Entry) -> EndedRow {
    let words = index.words;
    let state = &entry.state.whole;
    let row = state.ruled_by.and_then(|by| by.row());
    let decision = row.map(|row| DecisionRef::of(index, row.key()));
    let back = state.next.filter(|next| Some(next.from) == state.suspended_until && next.status == Status::InForce);
    let from = state.until.map(|until| words.fill("law", "since", &[("day", &words.day(until))]));
    let through = state.suspended_until.map(|until| words.through(until));
    EndedRow {
        code: entry.code.to_string(),
        name: entry.name.clone(),
        url: entry.url.clone(),
        mark: Mark::of(words, state),
        when: from.into_iter().chain(through).collect::<Vec<_>>().join(" "),
        decision,
        successors: references(index, state.successors),
        back: back.map(|back| words.fill("ended", "back", &[("day", &words.day(back.from))])),
    }
}
