//! The steps of a life give its states, its states tell each other the truth, and its periods hold them.

use std::collections::BTreeSet;

use niemyet::changes::lives;
use niemyet::ledger::{Act, Evidence, Ledger, LevelState, State, Status, Timeline};
use niemyet::model::{Day, Level};

use super::law;

/// Whether a life is told in one way: by its steps, by its states of each other, by its periods.
pub(super) fn is_one(ledger: &Ledger<'_>, timeline: &Timeline<'_>) -> Result<usize, String> {
    let states: Vec<State> = super::days_around(timeline.days()).into_iter().map(|day| timeline.state(day)).collect();
    let steps = steps_give_states(ledger, timeline, &states)?;
    Ok(steps + states_foretell_states(ledger, timeline, &states)? + periods_hold_states(timeline, &states)?)
}

/// The code as a whole, and each of its levels.
fn parts(ledger: &Ledger<'_>, timeline: &Timeline<'_>) -> Vec<Option<Level>> {
    std::iter::once(None).chain(ledger.levels(timeline.code()).into_iter().map(Some)).collect()
}

/// Whether a row or a ruling of known effect begins or ceases on a day.
fn decides(timeline: &Timeline<'_>, day: Day) -> bool {
    timeline.evidence().any(|evidence| {
        let until = evidence.row().and_then(|row| row.until());
        let is_list = matches!(evidence, Evidence::Snapshot(_));
        !is_list && (evidence.effect() == Some(day) || (evidence.effect().is_some() && until == Some(day)))
    })
}

/// Whether a row, or a ruling, begins a life on a day.
pub(super) fn begins(timeline: &Timeline<'_>, day: Day) -> bool {
    timeline.evidence().filter(|evidence| evidence.effect() == Some(day)).any(|evidence| match evidence {
        Evidence::Decision(row) => matches!(row.act(), Act::New | Act::Succeed | Act::Rebase),
        Evidence::Ruling(_) => true,
        Evidence::Snapshot(_) => false,
    })
}

/// Whether a list, or what is of unknown effect, may be why a day differs.
fn is_asked_anew(ledger: &Ledger<'_>, timeline: &Timeline<'_>, day: Day) -> bool {
    let is_list = ledger.records().snapshots.iter().any(|list| list.day() == Some(day));
    let is_doubt = |evidence: Evidence| {
        let ends = evidence.row().and_then(|row| row.until()) == Some(day);
        evidence.effect().is_none() && (evidence.known_from() == day || ends)
    };
    is_list || timeline.evidence().any(is_doubt)
}

/// Begins at the state before everything, takes the steps one by one, and is on each day where `as_of` is; each step is one
/// that the law knows, and the act between the days around it.
fn steps_give_states(ledger: &Ledger<'_>, timeline: &Timeline<'_>, states: &[State]) -> Result<usize, String> {
    let mut made = 0;
    for part in parts(ledger, timeline) {
        let fault = |what: String| Err(format!("{} {part:?}: {what}", timeline.code()));
        // Of a whole whose levels differ the day's act is that of a level.
        let is_told_by_level = part.is_none() && !ledger.levels(timeline.code()).is_empty();
        let mut steps = timeline.steps(part, Day::MIN, Day::MAX).peekable();
        let mut status = timeline.state(Day::MIN).at(part).status;
        for pair in states.windows(2) {
            let [earlier, later] = pair else { continue };
            let (from, day) = (earlier.as_of, later.as_of);
            let (before, after) = (earlier.at(part), later.at(part));
            let between = timeline.act_between(part, from, day);
            let Some(step) = steps.next_if(|step| step.day <= day) else {
                if (before.status, before.version) != (after.status, after.version) || between.is_law() {
                    return fault(format!("no step from {from} to {day}, but {between:?}: {before:?} {after:?}"));
                }
                continue;
            };
            // Levels that are told as one have the whole's act.
            let is_apart = part.is_none() || [earlier, later].iter().any(|state| !state.by_level.is_empty());
            if step.day != day || step.act != between {
                return fault(format!("{step:?}, but from {from} to {day} {between:?}"));
            }
            status = law::leads_to(step.act).unwrap_or(after.status);
            if status != after.status {
                return fault(format!("{status:?} by {step:?}, but {:?}", after.status));
            }
            if step.act.is_law() {
                if [before.status, after.status].contains(&Status::Unknown) {
                    return fault(format!("law to or from unknown: {step:?}"));
                }
                if !is_told_by_level && let Some(what) = law::fault(step.act, before, after, day) {
                    return fault(what);
                }
                if step.by.is_none() {
                    return fault(format!("nobody makes it so: {step:?}"));
                }
            } else if is_apart && !is_told_by_level && law::is_of_law(before, after, day, begins(timeline, day)) {
                return fault(format!("told as knowledge: {step:?}\n{before:?}\n{after:?}"));
            }
            made += 1;
        }
        if let Some(step) = steps.next() {
            return fault(format!("on no day of its life: {step:?}"));
        }
        if states.last().is_some_and(|last| last.at(part).status != status) {
            return fault(format!("{status:?} by its steps"));
        }
    }
    Ok(made)
}

/// What a state says of days to come is what the states of those days say.
fn states_foretell_states(ledger: &Ledger<'_>, timeline: &Timeline<'_>, states: &[State]) -> Result<usize, String> {
    let mut made = 0;
    for (at, state) in states.iter().enumerate() {
        let levels = state.by_level.keys().copied().map(Some);
        for part in std::iter::once(None).chain(levels) {
            let later = || states[at + 1..].iter().map(move |state| (state.as_of, state.at(part)));
            let foretold = next_comes(ledger, timeline, state, part, later());
            let ends = ends_when_told(state.at(part), later());
            foretold.and(ends).map_err(|what| format!("{} {part:?} on {}: {what}", timeline.code(), state.as_of))?;
            made += 2;
        }
    }
    for pair in states.windows(2) {
        let [state, other] = pair else { continue };
        let holds = state.holds_until().is_none_or(|until| other.as_of < until);
        let is_same =
            || (&state.whole, &state.by_level, state.facts()) == (&other.whole, &other.by_level, other.facts());
        if holds && !is_same() {
            let days = (state.as_of, other.as_of);
            return Err(format!("{} is to hold over {days:?}: {state:?}\n{other:?}", timeline.code()));
        }
        made += 1;
    }
    Ok(made)
}

/// What is told as next comes on its day, and nothing decided comes before it.
fn next_comes<'s, 'l: 's>(
    ledger: &Ledger<'_>,
    timeline: &Timeline<'_>,
    state: &State<'_>,
    part: Option<Level>,
    later: impl Iterator<Item = (Day, &'s LevelState<'l>)>,
) -> Result<(), String> {
    let told = state.at(part);
    if let Some(next) = &told.next {
        let then = timeline.state(next.from);
        let sooner = timeline.steps(part, state.as_of, next.from).find(|step| step.act.is_law());
        if then.at(part).status != next.status || sooner.is_some_and(|step| step.day < next.from) {
            return Err(format!("next is {next:?}, but {sooner:?} and {:?}", then.at(part)));
        }
    }
    let mut before = (told.status, told.version);
    for (day, then) in later.take_while(|(day, _)| told.next.is_none_or(|next| *day < next.from)) {
        let then = (then.status, then.version);
        let is_other = before != then && then != (told.status, told.version);
        if is_other && decides(timeline, day) && !is_asked_anew(ledger, timeline, day) {
            return Err(format!("next is on {:?}, but {day} differs: {then:?}", told.next.map(|next| next.from)));
        }
        before = then;
    }
    Ok(())
}

/// What is in force ends on the day that is told.
fn ends_when_told<'s, 'l: 's>(
    told: &LevelState<'_>,
    later: impl Iterator<Item = (Day, &'s LevelState<'l>)>,
) -> Result<(), String> {
    if told.status != Status::InForce {
        return Ok(());
    }
    let mut is_doubted = false;
    for (day, then) in later {
        if law::is_out(then.status) {
            // Of what is unknown before it is out nobody can say when the period ends.
            let is_told = told.until == Some(day) || (told.until.is_none() && is_doubted);
            return if is_told { Ok(()) } else { Err(format!("until {:?}, but {day}: {then:?}", told.until)) };
        }
        is_doubted |= then.status == Status::Unknown;
    }
    if told.until.is_none() { Ok(()) } else { Err(format!("until {:?}, but never", told.until)) }
}

/// The periods of `show` tell of each of their days, at each of their levels, what the day does.
fn periods_hold_states(timeline: &Timeline<'_>, states: &[State]) -> Result<usize, String> {
    let mut made = 0;
    let lives = lives(timeline);
    for state in states {
        let day = state.as_of;
        let parts = lives.iter().flat_map(|life| {
            let levels: Vec<Option<Level>> = life.levels.iter().copied().map(Some).collect();
            let levels = if levels.is_empty() { vec![None] } else { levels };
            levels.into_iter().map(move |level| (life, level))
        });
        let mut told_of = BTreeSet::new();
        for (life, level) in parts {
            let fault = |what: String| Err(format!("{} {level:?} on {day}: {what}", timeline.code()));
            if !told_of.insert(level) {
                return fault("told in two lives".to_owned());
            }
            let mut holding = life.stretches.iter().filter(|period| period.holds(day));
            let (Some(period), None) = (holding.next(), holding.next()) else {
                return fault("not in one period".to_owned());
            };
            let (told, held) = (state.at(level), &period.state);
            let is_told = (told.status, told.version) == (held.status, held.version)
                && (told.successors, told.predecessors) == (held.successors, held.predecessors)
                && told.questions == held.questions;
            // A later list that still has it is told by the first.
            let is_list = |by: Option<Evidence>| matches!(by, Some(Evidence::Snapshot(_)));
            let is_ruled = told.ruled_by == held.ruled_by || (is_list(told.ruled_by) && is_list(held.ruled_by));
            if !is_told || !is_ruled {
                return fault(format!("{told:?} in {period:?}"));
            }
            made += 1;
        }
        if let Some(level) = state.by_level.keys().find(|level| !told_of.contains(&Some(**level))) {
            return Err(format!("{} {level:?} on {day}: in no life", timeline.code()));
        }
    }
    Ok(made)
}
