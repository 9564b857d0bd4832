//! `diff`, `next` and `timeline` tell the same acts, which the states of both days allow; and differences add up.

use std::collections::BTreeSet;

use niemyet::changes::{Difference, Upkeep, between, by_day};
use niemyet::ledger::{Act, Catalogue, Ledger, LevelState, State, Status, Step};
use niemyet::model::{Day, Level, ProcedureCode};
use niemyet::report::{ListFilter, Timeline, diff_json, next_json, timeline_json};
use serde_json::Value;

use super::law;
use super::life::begins;
use crate::told::texts;

/// What an output tells of acts: the day, the code, the levels, the act, and by what, in order.
fn acts(mut acts: Vec<String>) -> Vec<String> {
    acts.sort();
    acts
}

fn act(row: &Value, step: &Value) -> String {
    let by = ["kind", "number", "date"].map(|key| step["by"][key].to_string());
    format!("{} {} {} {} {by:?}", step["day"], row["code"], row["levels"], step["change"])
}

/// The steps of the rows of a difference.
fn steps(changes: &Value) -> Vec<String> {
    let rows = changes.as_array().into_iter().flatten();
    rows.flat_map(|row| row["steps"].as_array().into_iter().flatten().map(move |step| act(row, step))).collect()
}

/// The acts of `timeline` from a day on.
fn timeline_acts(catalogue: &Catalogue<'_>, from: Option<Day>) -> Vec<String> {
    let timeline = Timeline::of(catalogue, &ListFilter::default(), from, None);
    let timeline = timeline_json(catalogue, &timeline);
    acts(timeline["lines"].as_array().into_iter().flatten().map(|line| act(line, line)).collect())
}

/// The acts of `next` on a day.
fn next_acts(ledger: &Ledger<'_>, catalogue: &Catalogue<'_>) -> Vec<String> {
    let next = next_json(catalogue, None, &by_day(ledger.held(), Some(catalogue.as_of), None));
    acts(next["days"].as_array().into_iter().flatten().flat_map(|day| steps(&day["changes"])).collect())
}

/// `diff` of every day with the day before tells what the states of both allow, nothing that they do not, and leaves out
/// nothing; `timeline` and `next` tell the same acts.
pub(super) fn differences_say_as_of(ledger: &Ledger<'_>, days: &BTreeSet<Day>) -> Result<usize, String> {
    let mut made = 0;
    let mut of_days: Vec<String> = Vec::new();
    for day in super::days_around(days) {
        let Some(before) = day.pred_opt() else { continue };
        let difference = between(ledger, before, day);
        if !days.contains(&day) {
            if difference.is_public() || !difference.internal.is_empty() {
                return Err(format!("{difference:?}, on no day of any life"));
            }
            continue;
        }
        let diff = diff_json(ledger.records(), &difference);
        of_days.extend(steps(&diff["changes"]));
        let (knowledge, ended) = (texts(&diff["knowledge"]), texts(&diff["known_ended"]));
        for timeline in ledger.held().filter(|timeline| !timeline.code().is_internal()) {
            let code = timeline.code();
            let rows = diff["changes"].as_array().into_iter().flatten();
            let rows: Vec<&Value> = rows.filter(|row| row["code"] == code.as_str()).collect();
            let of_day = OfDay { before: timeline.state(before), after: timeline.state(day) };
            let [was, is] = of_day.at(None).map(|state| state.status);
            if ended.contains(code.as_str()) != (was == Status::Unknown && is.is_ended()) {
                return Err(format!("{code} on {day}: {was:?}, {is:?}, and known_ended is {ended:?}"));
            }
            of_day
                .tells(&rows, knowledge.contains(code.as_str()))
                .map_err(|what| format!("{code} on {day}: {what}"))?;
            made += 1;
        }
    }
    let of_days = acts(of_days);
    let (Some(first), Some(middle)) = (days.first(), days.iter().nth(days.len() / 2)) else { return Ok(made) };
    let Some(eve) = first.pred_opt() else { return Ok(made) };
    let catalogue = ledger.as_of(eve);
    let (timeline, next) = (timeline_acts(&catalogue, None), next_acts(ledger, &catalogue));
    if of_days != timeline || of_days != next {
        return Err(format!("diff tells {of_days:#?}, timeline {timeline:#?}, next {next:#?}"));
    }
    let (later, next) = (timeline_acts(&catalogue, middle.succ_opt()), next_acts(ledger, &ledger.as_of(*middle)));
    if next != later {
        return Err(format!("after {middle}: next tells {next:#?}, timeline {later:#?}"));
    }
    Ok(made)
}

/// A code on the day before and on the day.
struct OfDay<'l> {
    before: State<'l>,
    after: State<'l>,
}

impl OfDay<'_> {
    fn at(&self, part: Option<Level>) -> [&LevelState<'_>; 2] {
        [self.before.at(part), self.after.at(part)]
    }

    fn fault(&self, act: Act, part: Option<Level>) -> Option<String> {
        let [before, after] = self.at(part);
        law::fault(act, before, after, self.after.as_of)
    }

    /// Whether the rows of the code are what both states allow.
    fn tells(&self, rows: &[&Value], is_knowledge: bool) -> Result<(), String> {
        let [was_unknown, is_unknown] = self.at(None).map(|state| state.status == Status::Unknown);
        if was_unknown != is_unknown && !is_knowledge {
            return Err("enters or leaves unknown, and is not counted".to_owned());
        }
        let is_known = !was_unknown && !is_unknown;
        if !is_known && !rows.is_empty() {
            return Err("unknown, and told as law".to_owned());
        }
        let levels = self.before.by_level.keys().chain(self.after.by_level.keys());
        let levels: BTreeSet<Option<Level>> = levels.copied().map(Some).collect();
        let parts = if levels.is_empty() { BTreeSet::from([None]) } else { levels };
        let mut told: BTreeSet<Option<Level>> = BTreeSet::new();
        for row in rows {
            let of_row = self.parts_of(row, &parts)?;
            if let Some(twice) = of_row.iter().find(|part| told.contains(*part)) {
                return Err(format!("two acts at {twice:?}"));
            }
            told.extend(of_row);
        }
        let day = self.after.as_of;
        let untold = |part: &&Option<Level>| {
            let [before, after] = self.at(**part);
            is_known && !told.contains(*part) && law::is_of_law(before, after, day, begins(self.after.timeline, day))
        };
        match parts.iter().find(untold) {
            Some(part) => Err(format!("untold at {part:?}: {:?}", self.at(*part))),
            None => Ok(()),
        }
    }

    /// The parts of which a row tells, where it may tell of them what it does.
    fn parts_of(&self, row: &Value, parts: &BTreeSet<Option<Level>>) -> Result<Vec<Option<Level>>, String> {
        let act = Act::LAW.into_iter().find(|act| act.as_str() == row["change"]);
        let act = act.ok_or_else(|| format!("{} is no act of the law", row["change"]))?;
        let steps: Vec<&Value> = row["steps"].as_array().into_iter().flatten().collect();
        let is_of_day = |step: &&Value| step["day"] == self.after.as_of.to_string() && step["change"] == act.as_str();
        if steps.len() != 1 || !steps.iter().all(is_of_day) {
            return Err(format!("not in the one step of the day: {row}"));
        }
        let upkeep = match self.at(None).map(|state| state.status == Status::InForce) {
            [false, true] => "post",
            [true, false] => "take-down",
            [true, true] | [false, false] => "update",
        };
        if row["do"] != upkeep {
            return Err(format!("to {}: {row}", row["do"]));
        }
        let named = texts(&row["levels"]);
        let is_at = |part: &Option<Level>| named.is_empty() || part.is_some_and(|level| named.contains(level.as_str()));
        let at: Vec<Option<Level>> = parts.iter().copied().filter(is_at).collect();
        let Some(what) = at.iter().find_map(|part| self.fault(act, *part)) else { return Ok(at) };
        // Of a whole that is told where no level is by law, only where it leads is compared.
        let [before, after] = self.at(None);
        let of_whole = law::leads_to(act) == Some(after.status) && before.status != after.status;
        if named.is_empty() && of_whole { Ok(Vec::new()) } else { Err(what) }
    }
}

/// What a difference does to a code's place on the public list: posted 1, taken down -1. Rows of one code say the same.
fn net(difference: &Difference, code: &ProcedureCode) -> Result<i32, String> {
    let rows = difference.rows.iter().filter(|row| row.code == code);
    let said: BTreeSet<i32> = rows
        .map(|row| match row.upkeep {
            Upkeep::Post => 1,
            Upkeep::TakeDown => -1,
            Upkeep::Update => 0,
        })
        .collect();
    match said.len() {
        0 | 1 => Ok(said.first().copied().unwrap_or_default()),
        _ => Err(format!("{code}: posted and taken down from {} to {}", difference.from, difference.to)),
    }
}

/// Three days in order: what is posted and taken down adds up where all is known, and every row over both stands in one of
/// the parts, or is of what was not known on the way.
pub(super) fn differences_add_up(ledger: &Ledger<'_>, days: [Day; 3]) -> Result<usize, String> {
    let [from, middle, to] = days;
    let [first, second, both] = [(from, middle), (middle, to), (from, to)].map(|(from, to)| between(ledger, from, to));
    let mut made = 0;
    for timeline in ledger.held().filter(|timeline| !timeline.code().is_internal()) {
        let code = timeline.code();
        made += 1;
        let fault = |what: String| Err(format!("{code} over {days:?}: {what}"));
        let [one, other, whole] = [net(&first, code)?, net(&second, code)?, net(&both, code)?];
        let stands = |day: Day| i32::from(timeline.status(day) == Status::InForce);
        let is_unknown = [&first, &second, &both].iter().any(|part| part.knowledge.contains(code));
        if is_unknown {
            continue;
        }
        if one + other != whole || whole != stands(to) - stands(from) {
            return fault(format!("{one} + {other} is {whole}, {} by its states", stands(to) - stands(from)));
        }
        for row in both.rows.iter().filter(|row| row.code == code) {
            let is_in = |part: &Difference| {
                let mut rows = part.rows.iter().filter(|other| other.code == code);
                rows.any(|other| {
                    other.levels.is_empty() || row.levels.is_empty() || !other.levels.is_disjoint(&row.levels)
                })
            };
            if !is_in(&first) && !is_in(&second) {
                return fault(format!("{:?} at {:?} is in neither part", row.act, row.levels));
            }
            let state = timeline.state(to);
            let levels = row.levels.iter().copied().map(Some);
            let parts: Vec<Option<Level>> = if row.levels.is_empty() { vec![None] } else { levels.collect() };
            let leads_to = law::leads_to(row.act);
            if let Some(part) = parts.into_iter().find(|part| leads_to != Some(state.at(*part).status)) {
                return fault(format!("{:?} at {part:?} leads to {:?}", row.act, state.at(part)));
            }
            // Each step is of a day after the first and not after the last, and somebody makes it so.
            let is_of_span = |step: &Step| from < step.day && step.day <= to && step.by.is_some();
            let is_in_order = row.steps.is_sorted_by_key(|step| step.day) && !row.steps.is_empty();
            if !is_in_order || !row.steps.iter().all(is_of_span) {
                return fault(format!("not in steps of the days between: {row:?}"));
            }
        }
    }
    Ok(made)
}
