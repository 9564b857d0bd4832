//! The ledger: decisions, snapshots and rulings in legal order, and the life of every procedure, folded once.
//!
//! The algebra, in the order in which it is applied to one code:
//!
//! 1. Every row of a decision becomes an event with the day of its effect, or with none where nobody knows it;
//!    another province's decisions become none at all (`event.rs`). Rows that another decision withdraws lose their effect
//!    (`withdraw.rs`); rows about marks, fees or agencies touch no life (`facts.rs`).
//! 2. At each level the events of known effect are folded in legal order (effect, signing, number), the province's own with
//!    the rulings and the ministries' side by side (`fold.rs`). The own life rules; of two ends the first does
//!    (`standing.rs`). A ministry's word after the province's own end is a question, no beginning.
//! 3. Where neither speaks, the latest official list on or before the day does. It attests the code, not the levels of its
//!    record: where one level has ended by a row that names it, a level that no decision attests is unknown (`moment.rs`).
//! 4. Changes of unknown effect never take effect; they bear as doubts from their signing.
//! 5. The code as a whole is in force while any level is; else unknown while a level is in doubt (`timeline.rs`).
//! 6. What a standardised list leaves out of its field is a question, never an end (`rebase.rs`).
//!
//! What nothing attests is unknown. Every other status carries the evidence that ruled.
//!
//! The outcome is a [`Timeline`] for each code: stretches of days, each with its state and the [`Act`] that began it.
//! Everything that is told of a procedure, on any day, by any page or command, is read off it.

mod act;
mod agencies;
mod circles;
mod content;
mod correct;
mod dates;
mod event;
mod evidence;
mod facts;
mod findings;
mod fold;
mod keys;
mod moment;
mod rebase;
mod standing;
mod state;
mod stretch;
mod timeline;
mod withdraw;

pub use act::Act;
pub use agencies::Agencies;
pub use content::Content;
pub use dates::{Dates, Why};
pub use evidence::{Basis, Evidence, Row};
pub use facts::{Fact, FactKind};
pub use state::{LevelState, Next, Question, Source, State, Status, Version};
pub use timeline::{Step, Timeline};

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::finding::Hit;
use crate::model::{Change, ChangeKind, Day, Decision, Levels, ProcedureCode, Records, Snapshot};

use correct::Corrections;
use event::Event;
use rebase::Rebases;
use standing::Odd;
use timeline::{Asked, Sources};
use withdraw::ByNumber;

/// What is known of every procedure on one day. A value: asking never changes it.
#[derive(Debug, Clone)]
pub struct Catalogue<'l> {
    /// The day whose law is shown.
    pub as_of: Day,
    /// The records behind it.
    pub records: &'l Records,
    /// The state of every procedure that the catalogue holds, internal ones included.
    pub states: BTreeMap<&'l ProcedureCode, State<'l>>,
}

impl<'l> Catalogue<'l> {
    /// The same procedures on another day.
    pub fn on(&self, day: Day) -> Catalogue<'l> {
        let states = self.states.iter().map(|(code, state)| (*code, state.timeline.state(day))).collect();
        Catalogue { as_of: day, records: self.records, states }
    }
}

/// All evidence of a catalogue, and the life of every code that it tells of.
#[derive(Debug)]
pub struct Ledger<'a> {
    records: &'a Records,
    timelines: BTreeMap<&'a ProcedureCode, Timeline<'a>>,
    /// The dated lists, oldest first.
    snapshots: Vec<(&'a Snapshot, Day)>,
    by_number: ByNumber<'a>,
    corrections: Corrections<'a>,
    rebases: Rebases<'a>,
}

impl<'a> Ledger<'a> {
    /// Orders the evidence and folds every life, once. The order of files and of rows in `records` does not matter,
    /// but that a finding names a row or a ruling by its number there.
    ///
    /// The findings are about evidence that contradicts itself, cannot be used, or waits for a person; each once, in the order
    /// of files. Where they stand `load::settle` looks up.
    pub fn new(records: &'a Records) -> (Ledger<'a>, Vec<Hit>) {
        let by_number = ByNumber::new(records);
        let corrections = Corrections::new(&by_number, records);
        let mut events: BTreeMap<&ProcedureCode, Vec<Event>> = BTreeMap::new();
        let mut asked: BTreeMap<&ProcedureCode, BTreeSet<Asked>> = BTreeMap::new();
        for decision in &records.decisions {
            let Some(tier) = event::tier_of(decision, records) else { continue };
            for change in &decision.changes {
                let effective = event::effect_of(decision, change, records, &corrections);
                for (code, event) in event::events_of_row(decision, change, tier, effective) {
                    events.entry(code).or_default().push(event);
                }
                let subjects = change.kind.subjects();
                let mut ask = |code, question| {
                    asked.entry(code).or_default().insert(Asked { from: decision.known_from(), question })
                };
                for candidate in subjects.iter().flat_map(|subject| subject.candidates()) {
                    ask(candidate, Question::RowWithoutCode(decision));
                }
                if event::is_successor_unread(&change.kind) {
                    for old in subjects.iter().filter_map(|subject| subject.code()) {
                        ask(old, Question::SuccessorUnread(decision));
                    }
                }
                for code in withdraw::unclear(&by_number, decision, change) {
                    ask(code, Question::WithdrawalUnclear(decision));
                }
            }
        }
        for ruling in records.rulings.iter().filter(|ruling| !records.foreign.contains_key(&ruling.code)) {
            events.entry(&ruling.code).or_default().push(event::event_of_ruling(ruling));
        }
        withdraw::apply(&mut events, &by_number, records, &corrections);
        let mut snapshots: Vec<(&Snapshot, Day)> =
            records.snapshots.iter().filter_map(|list| Some((list, list.day()?))).collect();
        snapshots.sort_by_key(|(list, day)| (*day, &list.id));
        for code in records.procedures.keys() {
            events.entry(code).or_default();
        }
        let rebases = Rebases::new(records, &corrections);
        let fold = |(code, mut events): (&'a ProcedureCode, Vec<Event<'a>>)| {
            event::in_legal_order(&mut events);
            let procedure = records.procedures.get(code);
            let leaving_out = procedure.into_iter().flat_map(|procedure| rebases.leaving_out(procedure, records));
            let rebases = leaving_out.collect();
            let asked = asked.get(code).cloned().unwrap_or_default();
            Timeline::fold(Sources { code, procedure, events, lists: &snapshots, rebases, asked })
        };
        let folded: Vec<(Timeline, Vec<Odd>)> =
            events.into_iter().collect::<Vec<_>>().into_par_iter().map(fold).collect();
        let mut timelines = BTreeMap::new();
        let mut oddities = Vec::new();
        for (timeline, odd) in folded {
            if !odd.is_empty() {
                oddities.push((timeline.code(), odd));
            }
            timelines.insert(timeline.code(), timeline);
        }
        let ledger = Ledger { records, timelines, snapshots, by_number, corrections, rebases };
        let hits = findings::of(&ledger, &oddities);
        (ledger, hits)
    }

    /// The records behind it.
    pub fn records(&self) -> &'a Records {
        self.records
    }

    /// The law as of a day: the state of every procedure that the catalogue holds. Uses all that the catalogue
    /// knows, whenever signed.
    pub fn as_of(&self, day: Day) -> Catalogue<'_> {
        let states = self.held().map(|timeline| (timeline.code(), timeline.state(day))).collect();
        Catalogue { as_of: day, records: self.records, states }
    }

    /// The lives of the procedures that the catalogue holds, in the order of codes.
    pub fn held(&self) -> impl Iterator<Item = &Timeline<'a>> {
        self.timelines.values().filter(|timeline| timeline.procedure().is_some())
    }

    /// The life of a code of which the catalogue has a record or any evidence but a list.
    pub fn timeline(&self, code: &ProcedureCode) -> Option<&Timeline<'a>> {
        self.timelines.get(code)
    }

    /// The decisions that a row which withdraws or corrects another may mean by its number; none for any other row.
    pub fn meant(&self, by: &'a Decision, row: &'a Change) -> impl Iterator<Item = &'a Decision> {
        let named = match &row.kind {
            ChangeKind::Withdraw { decision, .. } | ChangeKind::CorrectEffect { decision, .. } => Some(decision),
            ChangeKind::Introduce(_)
            | ChangeKind::Amend(_)
            | ChangeKind::Replace { .. }
            | ChangeKind::Repeal(_)
            | ChangeKind::Rebase(_)
            | ChangeKind::Flag { .. }
            | ChangeKind::Competence { .. }
            | ChangeKind::Fee { .. }
            | ChangeKind::Correct(_)
            | ChangeKind::Internal(_) => None,
        };
        named.into_iter().flat_map(move |named| self.by_number.candidates(by, named))
    }

    /// The levels that anything on record names for a code; none where everything speaks of the code as a whole.
    pub fn levels(&self, code: &ProcedureCode) -> Levels {
        let mut levels =
            self.records.procedures.get(code).map(|procedure| procedure.levels.clone()).unwrap_or_default();
        for event in self.timeline(code).into_iter().flat_map(Timeline::events) {
            levels.extend(event.levels);
        }
        levels
    }

    /// The state of one code on a day, where it has a [`Timeline`].
    pub fn state(&self, code: &ProcedureCode, day: Day) -> Option<State<'_>> {
        Some(self.timeline(code)?.state(day))
    }
}
