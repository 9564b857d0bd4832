//! Whether everything that is told of a catalogue's lives is the same: states, steps, lists, differences and time lines, on
//! every day on which any of them may change.

use std::collections::BTreeSet;

use niemyet::changes::{lives, of_code};
use niemyet::ledger::{Act, Catalogue, Ledger, State, Status, Timeline};
use niemyet::listing::{Scope, listed};
use niemyet::model::{Day, Level};
use niemyet::report::{ListFilter, diff_json, list_json, timeline_json};
use serde_json::Value;

/// How many comparisons were made, or the first thing that is told in two ways.
pub(crate) fn check(ledger: &Ledger<'_>) -> Result<usize, String> {
    let mut made = 0;
    let mut days = BTreeSet::new();
    for timeline in ledger.held() {
        made += of_life(timeline)? + of_periods(timeline)?;
        days.extend(timeline.days().iter().flat_map(|day| [day.pred_opt(), Some(*day)]).flatten());
    }
    for day in &days {
        made += of_list(&ledger.as_of(*day))?;
    }
    Ok(made + of_time_line(ledger, &days)?)
}

/// The status to which an act of law leads.
fn leads_to(act: Act) -> Option<Status> {
    match act {
        Act::New | Act::Succeed | Act::Amend | Act::Rebase | Act::Revert | Act::Resume => Some(Status::InForce),
        Act::Suspend => Some(Status::Suspended),
        Act::Replace => Some(Status::Replaced),
        Act::Repeal | Act::Lapse => Some(Status::Repealed),
        Act::Withdraw | Act::Attest | Act::Doubt | Act::Confirm | Act::Note => None,
    }
}

fn is_out(status: Status) -> bool {
    status.is_ended() || status == Status::Suspended
}

/// The steps of a life, in order, give its states; what a state says of coming days comes so.
fn of_life(timeline: &Timeline<'_>) -> Result<usize, String> {
    let code = timeline.code();
    let days: BTreeSet<Day> = timeline.days().iter().flat_map(|day| [day.pred_opt(), Some(*day)]).flatten().collect();
    let states: Vec<State> = days.iter().map(|day| timeline.state(*day)).collect();
    let levels: BTreeSet<Option<Level>> =
        states.iter().flat_map(|state| state.by_level.keys()).copied().map(Some).chain([None]).collect();
    let mut made = 0;
    for level in levels {
        for pair in states.windows(2) {
            let [before, after] = pair else { continue };
            let (from, to) = (before.as_of, after.as_of);
            let steps: Vec<_> = timeline.steps(level, from, to).collect();
            let (one, other) = (before.at(level), after.at(level));
            if steps.is_empty() && (one.status, one.version) != (other.status, other.version) {
                return Err(format!("{code} {level:?}: from {from} to {to} no step, {one:?} {other:?}"));
            }
            // What is known on both days, and begins or ends on the second by its own word, does so by an act of the law.
            let of_day = if is_out(other.status) { other.until } else { other.since };
            let is_known = [one, other].iter().all(|state| !matches!(state.status, Status::Unknown | Status::Pending));
            let is_end = one.status.is_ended() && other.status.is_ended();
            let by_law = steps.iter().any(|step| step.act.is_law());
            if is_known && !is_end && one.status != other.status && of_day == Some(to) && !by_law {
                return Err(format!("{code} {level:?}: {one:?} becomes {other:?} on {to} by no act of the law"));
            }
            let between = timeline.act_between(level, from, to);
            if steps.iter().any(|step| step.act != between) || (steps.is_empty() && between.is_law()) {
                return Err(format!(
                    "{code} {level:?}: {steps:?} from {from} to {to}, but the difference is {between:?}"
                ));
            }
            for step in &steps {
                let Some(status) = leads_to(step.act) else { continue };
                if step.day != to || other.status != status || one.status == Status::Unknown || step.by.is_none() {
                    return Err(format!("{code} {level:?}: {step:?} between {one:?} and {other:?}"));
                }
            }
            made += 1;
        }
        for state in &states {
            let (day, told) = (state.as_of, state.at(level));
            if let Some(next) = &told.next {
                let then = timeline.state(next.from);
                let sooner = timeline.steps(level, day, next.from).find(|step| step.act.is_law());
                let is_sooner = sooner.is_some_and(|step| step.day < next.from);
                if then.at(level).status != next.status || is_sooner {
                    return Err(format!("{code} {level:?} on {day}: next is {next:?}, but {:?}", then.at(level)));
                }
            }
            if let (Status::InForce, Some(until)) = (told.status, told.until) {
                let earlier = states.iter().filter(|other| day <= other.as_of && other.as_of < until);
                let is_early = earlier.into_iter().any(|other| is_out(other.at(level).status));
                if !is_out(timeline.state(until).at(level).status) || is_early {
                    return Err(format!("{code} {level:?} on {day}: not in force until {until}"));
                }
            }
            made += 2;
        }
    }
    Ok(made)
}

/// The periods of `show` tell of each of their days what the day does.
fn of_periods(timeline: &Timeline<'_>) -> Result<usize, String> {
    let mut made = 0;
    for life in lives(timeline) {
        let level = life.levels.iter().next().copied();
        for day in timeline.days() {
            let state = timeline.state(*day);
            let told = state.at(level);
            let Some(period) = life.stretches.iter().find(|period| period.holds(*day)) else {
                return Err(format!("{} {level:?}: no period holds {day}", timeline.code()));
            };
            let held = &period.state;
            let is_told = (told.status, told.version) == (held.status, held.version)
                && (told.successors, told.predecessors) == (held.successors, held.predecessors)
                && told.questions == held.questions;
            if !is_told {
                return Err(format!("{} {level:?} on {day}: {told:?} in {period:?}", timeline.code()));
            }
            made += 1;
        }
    }
    Ok(made)
}

/// What `list` and `procedures.json` say of a day is what the catalogue of the day says.
fn of_list(catalogue: &Catalogue<'_>) -> Result<usize, String> {
    let day = |day: Option<Day>| day.map(|day| day.to_string());
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let list: Vec<Value> =
        serde_json::from_str(&list_json(&listed(catalogue, Scope::WithInternal))).map_err(|error| error.to_string())?;
    for (one, state) in list.iter().zip(catalogue.states.values()) {
        let whole = &state.whole;
        let told = (text(&one["status"]), text(&one["since"]), text(&one["until"]), text(&one["next"]["from"]));
        let known = (
            Some(whole.status.as_str().to_owned()),
            day(whole.since),
            day(whole.until),
            day(whole.next.as_ref().map(|next| next.from)),
        );
        let levels = one["by_level"].as_object().map_or(0, |levels| levels.len());
        let asked = one["questions"].as_array().map_or(0, Vec::len);
        if told != known || levels != state.by_level.len() || asked != whole.questions.len() {
            return Err(format!("on {} `list` has {one}, the catalogue {state:?}", catalogue.as_of));
        }
    }
    Ok(list.len())
}

/// The time line tells of each day what `diff` from the day before tells, and both tell the states of the day.
fn of_time_line(ledger: &Ledger<'_>, days: &BTreeSet<Day>) -> Result<usize, String> {
    let Some(first) = days.first() else { return Ok(0) };
    let catalogue = ledger.as_of(*first);
    let timeline = niemyet::report::Timeline::of(&catalogue, &ListFilter::default(), None, None);
    let told = |row: &Value, step: &Value, day: &Value| {
        let by = |key: &str| step["by"][key].to_string();
        format!("{day} {} {} {} {} {}", row["code"], step["change"], row["levels"], by("kind"), by("number"))
    };
    let lines = timeline_json(&catalogue, &timeline);
    let lines: BTreeSet<String> =
        lines["lines"].as_array().into_iter().flatten().map(|line| told(line, line, &line["day"])).collect();
    let mut rows = BTreeSet::new();
    for timeline in ledger.held().filter(|timeline| !timeline.code().is_internal()) {
        for day in timeline.days() {
            let Some(before) = day.pred_opt() else { continue };
            let difference = of_code(timeline, before, *day);
            for row in &difference.rows {
                let (then, now) = (timeline.state(before), timeline.state(*day));
                if [&then, &now].iter().any(|state| state.whole.status == Status::Unknown) {
                    return Err(format!("{}: {row:?} enters or leaves unknown on {day}", timeline.code()));
                }
                let at = row.levels.iter().next().copied();
                if leads_to(row.act) != Some(now.at(at).status) {
                    return Err(format!("{}: {row:?}, but it is {:?}", timeline.code(), now.at(at)));
                }
            }
            let difference = diff_json(ledger.records(), &difference);
            for row in difference["changes"].as_array().into_iter().flatten() {
                let steps = row["steps"].as_array().into_iter().flatten();
                rows.extend(steps.map(|step| told(row, step, &step["day"])));
            }
        }
    }
    if lines != rows {
        return Err(format!("the time line has {:#?}", lines.symmetric_difference(&rows).collect::<Vec<_>>()));
    }
    Ok(rows.len())
}
