//! The difference between two days of the public list, with what ruled it.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::{Evidence, HistoryLine, Ledger, LevelState, State, Status, Version};
use crate::model::{Day, DecisionKey, Level, Levels, ProcedureCode};

use super::Act;

/// What a webmaster has to do with a procedure's entry (Nghị định 63/2010 Điều 15, 24).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Upkeep {
    /// It was not in force and is: post it.
    Post,
    /// It was in force and is not: take it down.
    TakeDown,
    /// It stays where it is, with other content or at other levels.
    Update,
}

impl Upkeep {
    /// Every kind, in the order of reports.
    pub const ALL: [Upkeep; 3] = [Upkeep::Post, Upkeep::TakeDown, Upkeep::Update];

    /// The word in JSON and in the strings file.
    pub fn as_str(self) -> &'static str {
        match self {
            Upkeep::Post => "post",
            Upkeep::TakeDown => "take-down",
            Upkeep::Update => "update",
        }
    }
}

/// One change of law on the way from one day to the other.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    /// Its day.
    pub day: Day,
    /// What happened.
    pub act: Act,
    /// The decision or the ruling that made it so.
    pub by: Evidence,
}

/// What differs for one procedure, at all of its levels or at some.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The procedure.
    pub code: ProcedureCode,
    /// What it comes to.
    pub act: Act,
    /// The levels at which it does; empty means all.
    pub levels: Levels,
    /// What to do with its entry.
    pub upkeep: Upkeep,
    /// How it came about, in the order of days; never empty.
    pub steps: Vec<Step>,
    /// The procedures that replaced it.
    pub successors: Vec<ProcedureCode>,
}

/// How the law of one day differs from that of an earlier one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The earlier day.
    pub from: Day,
    /// The later day.
    pub to: Day,
    /// Changes of law, by code. No state of them is `unknown` on either day.
    pub rows: Vec<Row>,
    /// Public procedures of which more or less is known: what enters or leaves `unknown`, or what a list alone tells.
    pub knowledge: BTreeSet<ProcedureCode>,
    /// Internal procedures that differ: never posted, so never in `rows`.
    pub internal: BTreeSet<ProcedureCode>,
}

/// How the law of `to` differs from that of `from`. Where `to` is not later, nothing differs.
pub fn between(ledger: &Ledger<'_>, from: Day, to: Day) -> Difference {
    let mut difference = Difference::none(from, to);
    if from < to {
        let (before, after) = (ledger.as_of(from), ledger.as_of(to));
        for ((code, before), after) in before.states.iter().zip(after.states.values()) {
            difference.take(ledger, code, before, after);
        }
    }
    difference
}

/// The days after `after`, and not after `until`, on which some of these procedures change by themselves, each with how it
/// differs from the day before.
pub fn by_day<'s>(
    ledger: &Ledger<'_>,
    of: impl IntoIterator<Item = &'s ProcedureCode>,
    after: Option<Day>,
    until: Option<Day>,
) -> Vec<Difference> {
    let wanted = |day: &Day| after.is_none_or(|after| *day > after) && until.is_none_or(|until| *day <= until);
    let mut codes: BTreeMap<Day, BTreeSet<&ProcedureCode>> = BTreeMap::new();
    for code in of {
        for day in ledger.days(code).into_iter().filter(wanted) {
            codes.entry(day).or_default().insert(code);
        }
    }
    let difference = |(day, codes): (Day, BTreeSet<&ProcedureCode>)| {
        let mut difference = Difference::none(day.pred_opt()?, day);
        for code in codes {
            let (before, after) = (ledger.state(code, difference.from), ledger.state(code, day));
            difference.take(ledger, code, &before, &after);
        }
        (!difference.is_empty()).then_some(difference)
    };
    codes.into_iter().filter_map(difference).collect()
}

impl Difference {
    fn none(from: Day, to: Day) -> Self {
        Difference { from, to, rows: Vec::new(), knowledge: BTreeSet::new(), internal: BTreeSet::new() }
    }

    /// Whether a page of the site differs by it.
    pub fn is_public(&self) -> bool {
        !self.rows.is_empty() || !self.knowledge.is_empty()
    }

    fn is_empty(&self) -> bool {
        !self.is_public() && self.internal.is_empty()
    }

    /// Adds what differs for one code.
    fn take(&mut self, ledger: &Ledger<'_>, code: &ProcedureCode, before: &State, after: &State) {
        let mut levels: Vec<Option<Level>> =
            before.by_level.keys().chain(after.by_level.keys()).copied().map(Some).collect();
        levels.sort();
        levels.dedup();
        if levels.is_empty() {
            levels.push(None);
        }
        let mut is_known_otherwise =
            judge(&before.whole, &after.whole, self.from, &after.history) == Verdict::Knowledge;
        let either_unknown = [before, after].iter().any(|state| state.whole.status == Status::Unknown);
        let mut groups: BTreeMap<(Act, Vec<Step>), (Levels, BTreeSet<ProcedureCode>)> = BTreeMap::new();
        for level in levels.iter().copied() {
            match judge(at(before, level), at(after, level), self.from, &after.history) {
                Verdict::Same => {}
                Verdict::Knowledge => is_known_otherwise = true,
                Verdict::Law(_) if either_unknown => {} // of the code as a whole nobody knows
                Verdict::Law(act) => {
                    let steps = self.steps(ledger, code, before, level, act);
                    let (levels, successors) = groups.entry((act, steps)).or_default();
                    levels.extend(level);
                    successors.extend(at(after, level).successors.iter().cloned());
                }
            }
        }
        if code.is_internal() {
            if is_known_otherwise || !groups.is_empty() {
                self.internal.insert(code.clone());
            }
            return;
        }
        if is_known_otherwise {
            self.knowledge.insert(code.clone());
        }
        let stands = |state: &State| state.whole.status == Status::InForce;
        let upkeep = match (stands(before), stands(after)) {
            (false, true) => Upkeep::Post,
            (true, false) => Upkeep::TakeDown,
            (true, true) | (false, false) => Upkeep::Update,
        };
        for ((act, steps), (at_levels, successors)) in groups {
            let levels = if at_levels.len() == levels.len() { Levels::new() } else { at_levels };
            let successors = successors.into_iter().collect();
            self.rows.push(Row { code: code.clone(), act, levels, upkeep, steps, successors });
        }
    }

    /// The changes of law at a level between the two days; at least what rules on the later one.
    fn steps(
        &self,
        ledger: &Ledger<'_>,
        code: &ProcedureCode,
        before: &State,
        level: Option<Level>,
        act: Act,
    ) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        let mut last = at(before, level).clone();
        for day in ledger.days(code).into_iter().filter(|day| *day > self.from && *day <= self.to) {
            let state = ledger.state(code, day);
            let now = at(&state, level).clone();
            if let Verdict::Law(act) = judge(&last, &now, day.pred_opt().unwrap_or(day), &state.history)
                && let Some(by) = ruling_evidence(act, day, &last, &now, &state.history)
            {
                steps.push(Step { day, act, by });
            }
            last = now;
        }
        if steps.is_empty() {
            // The way led through what nobody knows; only where it came out is told.
            steps.extend(last.ruled_by.map(|by| Step { day: day_of(&by).unwrap_or(self.to), act, by }));
        }
        steps
    }
}

/// What the difference of two states is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Same,
    Knowledge,
    Law(Act),
}

/// Compares a state of the day `from` with a later one.
fn judge(before: &LevelState, after: &LevelState, from: Day, history: &[HistoryLine]) -> Verdict {
    let word = match &after.ruled_by {
        Some(Evidence::Decision { change, .. }) => *change,
        Some(Evidence::Ruling { .. } | Evidence::Snapshot { .. }) | None => "",
    };
    let by_list = matches!(after.ruled_by, Some(Evidence::Snapshot { .. }));
    match (before.status, after.status) {
        (Status::InForce, Status::InForce) => judge_content(before, after, from, history),
        (before, after) if before == after || (before.is_ended() && after.is_ended()) => Verdict::Same,
        (Status::Unknown, _) | (_, Status::Unknown | Status::Pending) => Verdict::Knowledge,
        _ if by_list => Verdict::Knowledge,
        (_, Status::InForce) if word == "rebase" => Verdict::Law(Act::Rebase),
        (Status::Suspended, Status::InForce) if word != "new" => Verdict::Law(Act::Resume),
        (_, Status::InForce) if word == "amend" => Verdict::Knowledge, // it attests, and begins nothing
        (_, Status::InForce) => Verdict::Law(if word == "replace" { Act::Succeed } else { Act::New }),
        (_, Status::Suspended) => Verdict::Law(Act::Suspend),
        (_, Status::Replaced) => Verdict::Law(Act::Replace),
        (_, Status::Repealed) => Verdict::Law(if word == "lapse" { Act::Lapse } else { Act::Repeal }),
    }
}

/// Of two states in force, whether the content differs, or the life: it may have ended and begun again meanwhile.
fn judge_content(before: &LevelState, after: &LevelState, from: Day, history: &[HistoryLine]) -> Verdict {
    let begun_anew = after.since.is_some_and(|since| since > from)
        && matches!(after.ruled_by, Some(Evidence::Decision { change: "new", .. }));
    match (&before.version, &after.version) {
        _ if begun_anew => Verdict::Law(Act::New),
        (one, other) if one == other => Verdict::Same,
        (Version::Unknown { .. }, _) | (_, Version::Unknown { .. } | Version::Amended { from: None, .. }) => {
            Verdict::Knowledge
        }
        (_, Version::Amended { decision, from: Some(day) }) if *day > from => {
            let is_rebase = |evidence: &Evidence| matches!(evidence, Evidence::Decision { change: "rebase", .. });
            let rebased = bringing(decision, *day, history).is_some_and(is_rebase);
            Verdict::Law(if rebased { Act::Rebase } else { Act::Amend })
        }
        (_, Version::Amended { .. } | Version::Base) => Verdict::Law(Act::Revert),
    }
}

/// The row of a decision that brings new content on a day.
fn bringing<'h>(decision: &DecisionKey, day: Day, history: &'h [HistoryLine]) -> Option<&'h Evidence> {
    let brings = |evidence: &&Evidence| match evidence {
        Evidence::Decision { key, effect, change, .. } => {
            key == decision && *effect == Some(day) && matches!(*change, "amend" | "replace" | "rebase" | "new")
        }
        Evidence::Snapshot { .. } | Evidence::Ruling { .. } => false,
    };
    history.iter().map(|line| &line.evidence).find(brings)
}

/// The evidence for an act on a day: the amending decision, the one that has ceased, or what rules the status.
fn ruling_evidence(
    act: Act,
    day: Day,
    before: &LevelState,
    after: &LevelState,
    history: &[HistoryLine],
) -> Option<Evidence> {
    let told = match (act, &after.version) {
        (Act::Amend | Act::Rebase, Version::Amended { decision, .. }) => bringing(decision, day, history),
        (Act::Revert, _) => before.next.as_ref().filter(|next| next.from == day).map(|next| &next.by),
        _ => None,
    };
    told.or(after.ruled_by.as_ref()).cloned()
}

/// The state at a level; the whole where levels do not differ.
pub(super) fn at(state: &State, level: Option<Level>) -> &LevelState {
    level.and_then(|level| state.by_level.get(&level)).unwrap_or(&state.whole)
}

fn day_of(evidence: &Evidence) -> Option<Day> {
    match evidence {
        Evidence::Decision { effect, .. } => *effect,
        Evidence::Snapshot { day, .. } => Some(*day),
        Evidence::Ruling { from, .. } => Some(*from),
    }
}
