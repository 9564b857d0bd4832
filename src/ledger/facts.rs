//! What decisions say of a procedure beside its life: marks, the competent agency, and what the columns of their annexes say
//! of its content.

use crate::model::{Change, ChangeKind, Day, Decision, Fee, Flag, Levels, Procedure, ProcedureCode, TimeLimit, Via};
use crate::text::tokens;

use super::event::{Event, Origin};

/// Something about a procedure that has its own date and does not touch its life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact<'a> {
    /// What is so.
    pub what: FactKind,
    /// From which day.
    pub from: Day,
    /// The first day on which it is no longer so, where the row says so.
    pub until: Option<Day>,
    /// The decision or resolution that says so.
    pub by: &'a Decision,
    /// The levels it speaks of; empty means all.
    pub levels: &'a Levels,
}

/// The kinds of [`Fact`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactKind {
    /// A mark is set or taken away.
    Flag {
        /// Which mark.
        flag: Flag,
        /// Whether it is set.
        set: bool,
    },
    /// The competent agency, as written.
    Competence {
        /// The agency.
        to: String,
    },
    /// The fees of one channel, or of all. Dossiers filed before its day keep the fee before it.
    Fee {
        /// The channel; `None` means every one.
        via: Option<Via>,
        /// The fees.
        fees: Vec<Fee>,
    },
    /// The time limit by rule.
    Time(TimeLimit),
    /// The time limit after the province's cut.
    TimeCut(TimeLimit),
    /// The place where it is carried out, as written.
    Place(String),
    /// The agency that carries it out, as written.
    Executing(String),
    /// Its name, where that is not the record's.
    Name {
        /// The name.
        name: String,
        /// Whether the row is there to give a new name to an old code.
        renamed: bool,
    },
    /// The legal texts that the row cites, where the record has not all of them.
    Legal(Vec<String>),
}

impl FactKind {
    /// The word of JSON; with what it says, as text.
    pub fn told(&self) -> (&'static str, String) {
        match self {
            FactKind::Flag { flag, set } => (if *set { "flag" } else { "flag-taken" }, flag.as_str().to_owned()),
            FactKind::Competence { to } => ("competence", to.clone()),
            FactKind::Fee { fees, .. } => ("fee", fees.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")),
            FactKind::Time(time) => ("time", time.to_string()),
            FactKind::TimeCut(time) => ("time-cut", time.to_string()),
            FactKind::Place(place) => ("place", place.clone()),
            FactKind::Executing(agency) => ("executing", agency.clone()),
            FactKind::Name { name, .. } => ("name", name.clone()),
            FactKind::Legal(texts) => ("legal", texts.join("; ")),
        }
    }

    /// The channel that it is about, where it is about one.
    pub fn via(&self) -> Option<Via> {
        match self {
            FactKind::Fee { via, .. } => *via,
            FactKind::Flag { .. }
            | FactKind::Competence { .. }
            | FactKind::Time(_)
            | FactKind::TimeCut(_)
            | FactKind::Place(_)
            | FactKind::Executing(_)
            | FactKind::Name { .. }
            | FactKind::Legal(_) => None,
        }
    }

    /// What a row of a kind of its own says beside the life of a procedure, where it says such a thing.
    pub fn of(kind: &ChangeKind) -> Option<FactKind> {
        match kind {
            ChangeKind::Flag { flag, set, .. } => Some(FactKind::Flag { flag: *flag, set: *set }),
            ChangeKind::Competence { to, .. } => Some(FactKind::Competence { to: to.clone() }),
            ChangeKind::Fee { via, fee, .. } => {
                Some(FactKind::Fee { via: Some(*via), fees: vec![Fee::Stated(fee.clone())] })
            }
            ChangeKind::Introduce(_)
            | ChangeKind::Amend(_)
            | ChangeKind::Replace { .. }
            | ChangeKind::Repeal(_)
            | ChangeKind::Rebase(_)
            | ChangeKind::Correct(_)
            | ChangeKind::CorrectEffect { .. }
            | ChangeKind::Internal(_)
            | ChangeKind::Withdraw { .. } => None,
        }
    }

    /// What the columns of a row say of the content of its procedure, fees for all channels first.
    pub fn of_content(change: &Change) -> Vec<FactKind> {
        let content = &change.content;
        let mut facts: Vec<FactKind> = Vec::new();
        facts.extend(content.time.clone().map(FactKind::Time));
        facts.extend(content.time_cut.clone().map(FactKind::TimeCut));
        for via in [None].into_iter().chain(Via::ALL.map(Some)) {
            let fees: Vec<Fee> = content.fees.iter().filter(|row| row.via == via).map(|row| row.fee.clone()).collect();
            if !fees.is_empty() {
                facts.push(FactKind::Fee { via, fees });
            }
        }
        facts.extend(content.place.clone().map(FactKind::Place));
        facts.extend(content.executing.clone().map(FactKind::Executing));
        facts
    }

    /// What a row says of one code: its own matter, the content, and the name and the legal texts where the record has others.
    fn of_row(change: &Change, code: &ProcedureCode, record: Option<&Procedure>) -> Vec<FactKind> {
        if !change.kind.has_content() {
            return FactKind::of(&change.kind).into_iter().collect();
        }
        let mut facts = FactKind::of_content(change);
        let renamed = matches!(&change.kind, ChangeKind::Replace { old, .. }
            if old.iter().any(|subject| subject.code() == Some(code)));
        let is_other = |name: &&String| record.is_some_and(|record| !is_same_name(&record.name, name));
        if let Some(name) = change.name.as_ref().filter(is_other) {
            facts.push(FactKind::Name { name: name.clone(), renamed });
        }
        let cites = |number: &String| {
            let held = record.and_then(|record| record.legal.value());
            held.is_some_and(|texts| texts.iter().any(|text| text.number == *number))
        };
        if !change.legal.iter().all(cites) {
            facts.push(FactKind::Legal(change.legal.clone()));
        }
        facts
    }

    /// Whether a later fact of this kind takes the place of an earlier one. A fee of every channel takes that of each.
    fn is_same_matter(&self, other: &FactKind) -> bool {
        match (self, other) {
            (FactKind::Flag { flag, .. }, FactKind::Flag { flag: other, .. }) => flag == other,
            (FactKind::Fee { via, .. }, FactKind::Fee { via: other, .. }) => via == other,
            (FactKind::Competence { .. }, FactKind::Competence { .. })
            | (FactKind::Time(_), FactKind::Time(_))
            | (FactKind::TimeCut(_), FactKind::TimeCut(_))
            | (FactKind::Place(_), FactKind::Place(_))
            | (FactKind::Executing(_), FactKind::Executing(_))
            | (FactKind::Name { .. }, FactKind::Name { .. })
            | (FactKind::Legal(_), FactKind::Legal(_)) => true,
            (
                FactKind::Flag { .. }
                | FactKind::Competence { .. }
                | FactKind::Fee { .. }
                | FactKind::Time(_)
                | FactKind::TimeCut(_)
                | FactKind::Place(_)
                | FactKind::Executing(_)
                | FactKind::Name { .. }
                | FactKind::Legal(_),
                _,
            ) => false,
        }
    }

    /// Whether what a decision newly says makes an older decision's word of another matter doubtful: a cut of a time limit
    /// that is another now, and the fee of a channel where a new one is for all.
    fn overtakes(&self, older: &FactKind) -> bool {
        matches!(
            (self, older),
            (FactKind::Time(_), FactKind::TimeCut(_))
                | (FactKind::Fee { via: None, .. }, FactKind::Fee { via: Some(_), .. })
        )
    }
}

/// Whether two names have the same words: case, tone placement and punctuation are no difference.
fn is_same_name(one: &str, other: &str) -> bool {
    tokens(one).iter().map(|token| &token.accent).eq(tokens(other).iter().map(|token| &token.accent))
}

/// What rows of known effect say of a code beside its life, in the order of their days: `events` are in legal order. Rows
/// that end a procedure say nothing of its content.
fn all<'l>(
    events: &'l [Event<'l>],
    (code, record): (&'l ProcedureCode, Option<&'l Procedure>),
) -> impl Iterator<Item = Fact<'l>> {
    let telling = events.iter().filter(|event| !event.act.stops() && event.withdrawn.is_none());
    let dated = telling.filter_map(|event| match (event.origin, event.effect) {
        (Origin::Row(decision, change), Some(from)) => Some((event, decision, change, from)),
        (Origin::Row(..) | Origin::Ruling(_), _) => None,
    });
    dated.flat_map(move |(event, decision, change, from)| {
        let facts = FactKind::of_row(change, code, record).into_iter();
        facts.map(move |what| Fact { what, from, until: event.until, by: decision, levels: &change.levels })
    })
}

/// The facts that hold on a day: of one matter and the same levels the latest; one that says so ends before its `until`.
pub(super) fn holding<'l>(
    events: &'l [Event<'l>],
    subject: (&'l ProcedureCode, Option<&'l Procedure>),
    day: Day,
) -> Vec<Fact<'l>> {
    let mut holding: Vec<Fact> = Vec::new();
    let begun = all(events, subject).take_while(|fact| fact.from <= day);
    for fact in begun.filter(|fact| fact.until.is_none_or(|until| day < until)) {
        holding.retain(|earlier| {
            let is_older = earlier.by.key != fact.by.key;
            let gives_way = earlier.what.is_same_matter(&fact.what) || is_older && fact.what.overtakes(&earlier.what);
            earlier.levels != fact.levels || !gives_way
        });
        holding.push(fact);
    }
    holding
}

/// The facts that begin after a day.
pub(super) fn coming<'l>(
    events: &'l [Event<'l>],
    subject: (&'l ProcedureCode, Option<&'l Procedure>),
    day: Day,
) -> impl Iterator<Item = Fact<'l>> {
    all(events, subject).filter(move |fact| fact.from > day)
}
