//! What lists and single procedures tell of a code on a day, in JSON, is what `as_of` says of it.

use std::collections::{BTreeMap, BTreeSet};

use niemyet::ledger::{Catalogue, Evidence, LevelState, State, Version};
use niemyet::listing::{Scope, listed};
use niemyet::model::{Day, ProcedureCode};
use niemyet::report::{Shown, list_json, show_json};
use niemyet::strings::Language;
use serde_json::Value;

use crate::told::{text, texts};

/// A state in the words of JSON.
#[derive(Debug, PartialEq, Eq)]
struct Said {
    status: Option<String>,
    since: Option<String>,
    until: Option<String>,
    /// The day, the status and the decision of what is next.
    next: Option<[Option<String>; 3]>,
}

impl Said {
    fn of(state: &LevelState) -> Said {
        let next = state.next.map(|next| {
            let decision = next.by.decision().map(|decision| decision.key.number.key().to_owned());
            [written(Some(next.from)), Some(next.status.as_str().to_owned()), decision]
        });
        let status = Some(state.status.as_str().to_owned());
        Said { status, since: written(state.since), until: written(state.until), next }
    }

    fn read(value: &Value) -> Said {
        let next = &value["next"];
        let [status, since, until] = ["status", "since", "until"].map(|key| text(value, key));
        let next = (!next.is_null()).then(|| ["from", "status", "decision"].map(|key| text(next, key)));
        Said { status, since, until, next }
    }
}

fn written(day: Option<Day>) -> Option<String> {
    day.map(|day| day.to_string())
}

/// The version, the evidence that ruled, the questions, the successors and the predecessors in the words of JSON.
type Content = [BTreeSet<String>; 5];

fn content(state: &LevelState) -> Content {
    let version = match &state.version {
        Version::Base => "base".to_owned(),
        Version::Amended { decision, from } => {
            format!("amended {} {}", decision.key.number.key(), written(*from).unwrap_or_default())
        }
        Version::Unknown { by } => format!("unknown {} ", by.key.number.key()),
    };
    let ruled_by = state.ruled_by.map(|by| match by {
        Evidence::Decision(row) => format!("decision {}", row.key().number.key()),
        Evidence::Snapshot(list) => format!("snapshot {}", list.id),
        Evidence::Ruling(ruling) => format!("ruling {}", ruling.ruled),
    });
    let questions = state.questions.iter().map(|question| format!("{} {}", question.kind(), question.about()));
    let codes = |codes: &[&ProcedureCode]| codes.iter().map(ToString::to_string).collect();
    let [successors, predecessors] = [state.successors, state.predecessors].map(codes);
    [[version].into(), ruled_by.into_iter().collect(), questions.collect(), successors, predecessors]
}

fn content_read(value: &Value) -> Content {
    let word = |value: &Value, key: &str| text(value, key).unwrap_or_default();
    let (version, by) = (&value["version"], &value["ruled_by"]);
    let version = match word(version, "kind").as_str() {
        "base" => "base".to_owned(),
        kind => format!("{kind} {} {}", word(version, "decision"), word(version, "from")),
    };
    let ruled_by = text(by, "kind").map(|kind| {
        let of = if kind == "ruling" { word(by, "date") } else { word(by, "number") };
        format!("{kind} {of}")
    });
    let questions = value["questions"].as_array().into_iter().flatten();
    let questions = questions.map(|question| format!("{} {}", word(question, "kind"), word(question, "about")));
    let [successors, predecessors] = ["successors", "predecessors"].map(|key| texts(&value[key]));
    [[version].into(), ruled_by.into_iter().collect(), questions.collect(), successors, predecessors]
}

/// Whether one procedure, as JSON has it, is told as its state.
pub(super) fn is_told_as(value: &Value, state: &State) -> Result<(), String> {
    let levels: BTreeMap<String, Said> =
        state.by_level.iter().map(|(level, state)| (level.as_str().to_owned(), Said::of(state))).collect();
    let by_level = value["by_level"].as_object().into_iter().flatten();
    let levels_read: BTreeMap<String, Said> =
        by_level.map(|(level, state)| (level.clone(), Said::read(state))).collect();
    let said = (Said::of(&state.whole), levels, content(&state.whole));
    let read = (Said::read(value), levels_read, content_read(value));
    if said == read { Ok(()) } else { Err(format!("is {said:?}, told as {read:?}")) }
}

/// `list` of a day, and where `is_shown` the head of `show`.
pub(super) fn lists_say_as_of(catalogue: &Catalogue<'_>, is_shown: bool) -> Result<usize, String> {
    let rows = list_json(&listed(catalogue, Scope::WithInternal));
    let rows: Vec<Value> = serde_json::from_str(&rows).map_err(|error| error.to_string())?;
    if rows.len() != catalogue.states.len() {
        return Err(format!("{} of {} listed", rows.len(), catalogue.states.len()));
    }
    for (row, (code, state)) in rows.iter().zip(&catalogue.states) {
        let fault = |what| format!("{code} on {}: {what}", catalogue.as_of);
        is_told_as(row, state).map_err(fault)?;
        if is_shown {
            let shown = Shown::of(catalogue, code, &[]).ok_or_else(|| fault("is not shown".to_owned()))?;
            is_told_as(&show_json(&shown, Language::Vietnamese), state).map_err(fault)?;
        }
    }
    Ok(rows.len())
}

/// The periods of `show` as JSON are those of the lives.
pub(super) fn shown_periods_are_lives(catalogue: &Catalogue<'_>, code: &ProcedureCode) -> Result<usize, String> {
    let shown = Shown::of(catalogue, code, &[]).ok_or_else(|| format!("{code} is not shown"))?;
    let value = show_json(&shown, Language::English);
    let read: Vec<_> = value["periods"].as_array().into_iter().flatten().collect();
    let read: Vec<_> = read
        .into_iter()
        .map(|it| (texts(&it["levels"]), ["from", "until", "status"].map(|key| text(it, key)), content_read(it)))
        .collect();
    let told = niemyet::changes::lives(catalogue.states[code].timeline);
    let told = told.iter().flat_map(|life| life.stretches.iter().map(move |it| (life, it)));
    let told: Vec<_> = told
        .map(|(life, it)| {
            let levels = life.levels.iter().map(|level| level.as_str().to_owned()).collect();
            let status = it.state.status.as_str().to_owned();
            (levels, [written(it.from), written(it.until), Some(status)], content(&it.state))
        })
        .collect();
    if told == read { Ok(told.len()) } else { Err(format!("{code}: periods {told:#?}, shown {read:#?}")) }
}
