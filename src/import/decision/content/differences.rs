//! What a record has, beside what a row says: for the person who confirms.

use crate::model::{Channel, Component, Day, Levels, Procedure, RowFee, TimeLimit};
use crate::strings::{Language, Strings};
use crate::text::clean;

use super::super::place;
use super::super::resolved::Row;

/// What the record has and the row says otherwise: the key of the words, the old value and the new one. `signed` is the day
/// of the decision.
pub(in super::super) fn differences(
    record: &Procedure,
    row: &Row,
    signed: Option<Day>,
) -> Vec<(&'static str, String, String)> {
    let content = &row.content;
    // Drafts are content, and content is Vietnamese.
    let word = |path: &[&str]| Strings::of(Language::Vietnamese).get(path);
    let channels = record.channels.value().map(Vec::as_slice).unwrap_or_default();
    let of_channels = |of: &dyn Fn(&Channel) -> Option<String>| {
        let mut values: Vec<String> = channels.iter().filter_map(of).collect();
        values.dedup();
        values.join("; ")
    };
    let fees = |channel: &Channel| {
        let fees = channel.fees.value()?.iter().map(ToString::to_string).collect::<Vec<_>>();
        Some(format!("{}: {}", word(&["site", "via", channel.via.as_str()]), fees.join(", ")))
    };
    let row_fee = |row: &RowFee| match row.via {
        Some(via) => format!("{}: {}", word(&["site", "via", via.as_str()]), row.fee),
        None => row.fee.to_string(),
    };
    let executing = match &record.executing {
        Component::Value(agencies) => agencies.join("; "),
        Component::Absent(_) => String::new(),
    };
    let levels = |levels: &Levels| {
        let words: Vec<String> = levels.iter().map(|level| word(&["report", "level", level.as_str()])).collect();
        words.join(", ")
    };
    let told = if row.levels.is_empty() { place::levels_of(content, signed) } else { row.levels.clone() };
    let legal = record.legal.value().map(Vec::as_slice).unwrap_or_default();
    let cites = |number: &String| legal.iter().any(|text| text.number == *number);
    let is_cited = row.legal.iter().all(cites);
    let name = row.name.as_ref().filter(|name| clean(name).to_lowercase() != clean(&record.name).to_lowercase());
    let shown = |limit: &Option<TimeLimit>| limit.as_ref().map(ToString::to_string).unwrap_or_default();
    let all = [
        ("name", record.name.clone(), name.cloned().unwrap_or_default()),
        ("level", levels(&record.levels), levels(&told)),
        ("time_statutory", of_channels(&|channel| channel.time.value().map(ToString::to_string)), shown(&content.time)),
        (
            "time_reduced",
            of_channels(&|channel| Some(channel.time_cut.as_ref()?.to_string())),
            shown(&content.time_cut),
        ),
        ("fee", of_channels(&fees), content.fees.iter().map(row_fee).collect::<Vec<_>>().join("; ")),
        ("executing", executing, content.executing.clone().unwrap_or_default()),
        (
            "legal",
            legal.iter().map(|text| text.number.as_str()).collect::<Vec<_>>().join("; "),
            if is_cited { String::new() } else { row.legal.join("; ") },
        ),
    ];
    all.into_iter().filter(|(_, old, new)| !new.is_empty() && !old.is_empty() && old != new).collect()
}
