//! The ledger: decisions, snapshots and rulings in legal order, and the state of every procedure on any day.
//!
//! The algebra, in the order in which it is applied to one code at one level:
//!
//! 1. Every row of a decision becomes an event with the day of its effect, or with none where nobody knows it;
//!    another province's decisions become none at all. Rows that another decision withdraws lose their effect (`withdraw.rs`);
//!    rows about marks, fees or agencies touch no life (`facts.rs`).
//! 2. The events of known effect are folded twice, in legal order (effect, signing, number): once the
//!    province's own with the rulings, once the ministries'. The own life rules; of two ends the first does.
//! 3. Where neither speaks, the latest official list on or before the day does.
//! 4. Changes of unknown effect never take effect; they bear as doubts from their signing.
//! 5. The code as a whole is in force while any level is.
//! 6. What a standardised list leaves out of its field is a question, never an end (`rebase.rs`).
//!
//! What nothing attests is unknown. Every other status carries the evidence that ruled.

mod agencies;
mod circles;
mod dates;
mod event;
mod facts;
mod findings;
mod fold;
mod rebase;
mod state;
mod unit;
mod withdraw;

pub use agencies::Agencies;
pub use dates::{Dates, Why};
pub use facts::{Fact, FactKind};
pub use state::{Basis, Evidence, HistoryLine, LevelState, Next, Question, State, Status, Version};

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::finding::Finding;
use crate::model::{Day, Level, Levels, ProcedureCode, Records, Snapshot};

use event::Event;
use rebase::Rebases;
use unit::Unit;
use withdraw::ByNumber;

/// What is known of every procedure on one day. A value: asking never changes it.
#[derive(Debug, Clone)]
pub struct Catalogue<'a> {
    /// The day whose law is shown.
    pub as_of: Day,
    /// The records behind it.
    pub records: &'a Records,
    /// The state of every procedure that the catalogue holds, internal ones included.
    pub states: BTreeMap<ProcedureCode, State>,
}

/// All evidence of a catalogue, by code and in legal order.
#[derive(Debug)]
pub struct Ledger<'a> {
    records: &'a Records,
    events: BTreeMap<&'a ProcedureCode, Vec<Event<'a>>>,
    snapshots: Vec<(&'a Snapshot, Day)>,
    /// What rows that were not wholly read ask of each code that they may mean or do name.
    unread: BTreeMap<&'a ProcedureCode, BTreeSet<Question>>,
    by_number: ByNumber<'a>,
    rebases: Rebases<'a>,
}

impl<'a> Ledger<'a> {
    /// Orders the evidence. The order of files and of rows in `records` does not matter.
    ///
    /// The findings are about evidence that contradicts itself, cannot be used, or waits for a person.
    pub fn new(records: &'a Records) -> (Ledger<'a>, Vec<Finding>) {
        let mut events: BTreeMap<&ProcedureCode, Vec<Event>> = BTreeMap::new();
        let mut unread: BTreeMap<&ProcedureCode, BTreeSet<Question>> = BTreeMap::new();
        for decision in &records.decisions {
            let Some(tier) = event::tier_of(decision, records) else { continue };
            for change in &decision.changes {
                for (code, event) in event::events_of_row(decision, change, tier, records) {
                    events.entry(code).or_default().push(event);
                }
                let subjects = change.kind.subjects();
                let mut ask = |code, question| unread.entry(code).or_default().insert(question);
                for candidate in subjects.iter().flat_map(|subject| subject.candidates()) {
                    ask(candidate, Question::RowWithoutCode(decision.key.clone()));
                }
                if event::is_successor_unread(&change.kind) {
                    for old in subjects.iter().filter_map(|subject| subject.code()) {
                        ask(old, Question::SuccessorUnread(decision.key.clone()));
                    }
                }
            }
        }
        for ruling in &records.rulings {
            events.entry(&ruling.code).or_default().push(event::event_of_ruling(ruling));
        }
        let by_number = ByNumber::new(records);
        withdraw::apply(&mut events, &by_number, records);
        for of_code in events.values_mut() {
            of_code.sort_by_key(|event| (event.effect.is_none(), event.effect, event.order()));
        }
        let mut snapshots: Vec<(&Snapshot, Day)> =
            records.snapshots.iter().filter_map(|list| Some((list, list.day()?))).collect();
        snapshots.sort_by_key(|(list, day)| (*day, &list.id));
        let ledger = Ledger { records, events, snapshots, unread, by_number, rebases: Rebases::new(records) };
        let findings = findings::of(&ledger);
        (ledger, findings)
    }

    /// The records behind it.
    pub fn records(&self) -> &'a Records {
        self.records
    }

    /// The law as of a day: the state of every procedure that the catalogue holds. Uses all that the catalogue
    /// knows, whenever signed.
    pub fn as_of(&self, day: Day) -> Catalogue<'a> {
        let states = self
            .records
            .procedures
            .par_iter()
            .map(|(code, _)| (code.clone(), self.state(code, day)))
            .collect::<Vec<_>>()
            .into_iter()
            .collect();
        Catalogue { as_of: day, records: self.records, states }
    }

    /// The state of one code on a day, whether or not the catalogue holds its record.
    pub fn state(&self, code: &ProcedureCode, day: Day) -> State {
        let events = self.events.get(code).map_or(&[][..], Vec::as_slice);
        let lists: Vec<_> =
            self.snapshots.iter().map(|(list, day)| (*list, *day, list.rows.contains_key(code))).collect();
        let procedure = self.records.procedures.get(code);
        let present = self.levels_of(code, |event| event.effect.unwrap_or_else(|| event.known_from()) <= day);
        let mut levels: Vec<Option<Level>> = self.levels(code).into_iter().map(Some).collect();
        if present.is_empty() {
            levels.push(None); // until a level is named, the code as a whole is what evidence speaks of
        }
        let mut by_level = BTreeMap::new();
        let (mut states, mut coming) = (Vec::new(), Vec::new());
        for level in levels {
            let state = Unit::new(events, &lists, procedure, level).state(day);
            let is_present = level.is_none_or(|level| present.contains(&level));
            if let Some(level) = level {
                by_level.insert(level, state.clone());
            }
            if is_present { states.push(state) } else { coming.push(state) }
        }
        let mut whole = whole_of(states, coming);
        whole.questions.extend(self.unread.get(code).into_iter().flatten().cloned());
        if let Some(procedure) = procedure
            && !whole.status.is_ended()
        {
            whole.questions.extend(rebase::questions(self, procedure, events, day));
        }
        whole.questions.sort();
        whole.questions.dedup();
        let (facts, coming_facts) = facts::on(events, day);
        let differ = by_level
            .values()
            .any(|state| (state.status, state.since, state.until) != (whole.status, whole.since, whole.until));
        if !differ {
            by_level.clear();
        }
        let history = self.history(code, events);
        let holds_until = self.days_of(code, &history).filter(|other| *other > day).min();
        State { whole, by_level, facts, coming_facts, history, holds_until }
    }

    /// Every day on which the state of a code may change, in order: between two of them it is the same.
    pub fn days(&self, code: &ProcedureCode) -> BTreeSet<Day> {
        let events = self.events.get(code).map_or(&[][..], Vec::as_slice);
        self.days_of(code, &self.history(code, events)).collect()
    }

    /// The days of a code's history, and those on which a list or a standardised list may leave it out.
    fn days_of<'s>(
        &'s self,
        code: &ProcedureCode,
        history: &'s [HistoryLine],
    ) -> impl Iterator<Item = Day> + use<'s, 'a> {
        let procedure = self.records.procedures.get(code).into_iter();
        let rebases =
            procedure.flat_map(|it| self.rebases.leaving_out(it, self.records)).map(|rebase| rebase.asks_from);
        let lists = self.snapshots.iter().map(|(_, day)| *day);
        history.iter().flat_map(HistoryLine::days).chain(lists).chain(rebases)
    }

    /// The levels that anything on record names for a code; none where everything speaks of the code as a whole.
    pub fn levels(&self, code: &ProcedureCode) -> Levels {
        self.levels_of(code, |_| true)
    }

    /// The levels of a code: those of its record and those that the chosen events name for it.
    fn levels_of(&self, code: &ProcedureCode, chosen: impl Fn(&Event) -> bool) -> Levels {
        let record = self.records.procedures.get(code).map(|procedure| procedure.levels.clone());
        let mut levels = record.unwrap_or_default();
        for event in self.events.get(code).into_iter().flatten().filter(|event| chosen(event)) {
            levels.extend(event.levels);
        }
        levels
    }

    fn history(&self, code: &ProcedureCode, events: &[Event<'a>]) -> Vec<HistoryLine> {
        let listed = self.snapshots.iter().filter(|(list, _)| list.rows.contains_key(code)).map(|(list, day)| {
            let evidence = Evidence::Snapshot { id: list.id.clone(), day: *day };
            (
                Some(*day),
                HistoryLine {
                    evidence,
                    signed: None,
                    levels: Default::default(),
                    others: Vec::new(),
                    until: None,
                    withdrawn_by: None,
                    row: None,
                    dates: None,
                    known_from: *day,
                },
            )
        });
        let mut lines: Vec<(Option<Day>, HistoryLine)> = events
            .iter()
            .map(|event| (event.effect.or(Some(event.known_from())), event.history_line(&self.records.calendar)))
            .collect();
        lines.extend(listed);
        lines.sort_by_key(|(day, _)| *day);
        lines.into_iter().map(|(_, line)| line).collect()
    }
}

/// The state of a code from its levels': in force while any level is. A level that nothing attests leaves an ended code
/// unknown, for nobody has said that it ended there too. A level that only coming changes name (`coming`) announces
/// itself in `next`; it makes the code pending where nothing is known of it otherwise, and changes nothing else today.
fn whole_of(mut states: Vec<LevelState>, coming: Vec<LevelState>) -> LevelState {
    let next = states.iter().chain(&coming).filter_map(|state| state.next.clone()).min_by_key(|next| next.from);
    if states.iter().all(|state| matches!(state.status, Status::Unknown | Status::Pending)) {
        states.extend(coming.into_iter().filter(|state| state.status == Status::Pending));
    }
    let rank = |status: Status| match status {
        Status::InForce => 0,
        Status::Suspended => 1,
        Status::Pending => 2,
        Status::Unknown => 3,
        Status::Replaced => 4,
        Status::Repealed => 5,
    };
    let best = states.iter().map(|state| state.status).min_by_key(|status| rank(*status));
    let alike: Vec<&LevelState> = states.iter().filter(|state| Some(state.status) == best).collect();
    let weight = |state: &LevelState| match &state.ruled_by {
        None => (0, None),
        Some(Evidence::Snapshot { day, .. }) => (1, Some(*day)),
        Some(Evidence::Decision { effect, .. }) => (2, *effect),
        Some(Evidence::Ruling { from, .. }) => (2, Some(*from)),
    };
    // Of several coming beginnings the first makes the code pending; else the weightiest evidence speaks for all.
    let first = alike.iter().filter(|state| state.status == Status::Pending).min_by_key(|state| state.since);
    let mut whole = match first.or_else(|| alike.iter().max_by_key(|state| weight(state))) {
        Some(state) => (*state).clone(),
        None => return unattested(),
    };
    whole.since = alike.iter().map(|state| state.since).min().flatten();
    whole.until = if alike.iter().all(|state| state.until.is_some()) {
        alike.iter().filter_map(|state| state.until).max()
    } else {
        None
    };
    whole.next = next;
    whole.questions = states.iter().flat_map(|state| state.questions.clone()).collect();
    let mut successors: Vec<_> = alike.iter().flat_map(|state| state.successors.clone()).collect();
    successors.sort();
    successors.dedup();
    whole.successors = successors;
    let mut predecessors: Vec<_> = states.iter().flat_map(|state| state.predecessors.clone()).collect();
    predecessors.sort();
    predecessors.dedup();
    whole.predecessors = predecessors;
    whole
}

fn unattested() -> LevelState {
    LevelState {
        status: Status::Unknown,
        since: None,
        until: None,
        version: Version::Base,
        ruled_by: None,
        successors: Vec::new(),
        predecessors: Vec::new(),
        next: None,
        questions: Vec::new(),
    }
}
