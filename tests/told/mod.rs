//! What outputs tell of acts of the law: read from JSON here, from a built site in [`site`].

#![allow(dead_code, reason = "each test program uses what it needs")]

pub(crate) mod site;

use std::collections::BTreeSet;

use serde_json::Value;

/// An act of the law on a procedure, as an output tells it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Told {
    pub(crate) day: String,
    /// `new`, `succeed`, `amend`, `rebase`, `revert`, `resume`, `suspend`, `replace`, `repeal` or `lapse`.
    pub(crate) act: String,
    pub(crate) code: String,
    /// The decision's number.
    pub(crate) by: Option<String>,
    /// At which levels, empty for all; `None` where the output does not say.
    pub(crate) levels: Option<BTreeSet<String>>,
    /// `post`, `update` or `take-down`, where the output says what is to be done.
    pub(crate) upkeep: Option<String>,
}

/// A text of a JSON object.
pub(crate) fn text(value: &Value, key: &str) -> Option<String> {
    value[key].as_str().map(str::to_owned)
}

/// The texts of an array.
pub(crate) fn texts(value: &Value) -> BTreeSet<String> {
    value.as_array().into_iter().flatten().filter_map(|one| one.as_str()).map(str::to_owned).collect()
}

/// The rows of `diff`, or of a day of `next`, step by step.
pub(crate) fn of_difference(changes: &Value) -> Vec<Told> {
    let mut told = Vec::new();
    for row in changes.as_array().unwrap() {
        told.extend(row["steps"].as_array().unwrap().iter().map(|step| Told {
            day: text(step, "day").unwrap(),
            act: text(step, "change").unwrap(),
            code: text(row, "code").unwrap(),
            by: text(&step["by"], "number"),
            levels: Some(texts(&row["levels"])),
            upkeep: text(row, "do"),
        }));
    }
    told
}

/// The lines of `timeline`.
pub(crate) fn of_timeline(timeline: &Value) -> Vec<Told> {
    let told = |line: &Value| Told {
        day: text(line, "day").unwrap(),
        act: text(line, "change").unwrap(),
        code: text(line, "code").unwrap(),
        by: text(&line["by"], "number"),
        levels: Some(texts(&line["levels"])),
        upkeep: None,
    };
    timeline["lines"].as_array().unwrap().iter().map(told).collect()
}
