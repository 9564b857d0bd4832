//! Since 1 July 2025 there is no district level: no procedure in force is a district body's.

use std::ops::Range;

use crate::finding::{Code, Hit};
use crate::ledger::Catalogue;
use crate::model::{Level, Procedure};

use super::bodies::{is_of_district, is_two_tiers};
use super::{in_force, likeness};

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    if !is_two_tiers(catalogue.as_of) {
        return Vec::new();
    }
    let mut hits = Vec::new();
    for (record, _) in in_force(catalogue) {
        for mention in mentions(record) {
            let hit = Hit::new(&record.file, mention.key, Code::DistrictAfter2025);
            let hit = mention.part.into_iter().fold(hit, Hit::part);
            hits.push(hit.with("code", &record.code).with("name", mention.shown));
        }
    }
    hits
}

/// Where a record names the district level.
struct Mention<'r> {
    key: String,
    /// The bytes of the text, where not all of it is meant.
    part: Option<Range<usize>>,
    /// What to show of it.
    shown: &'r str,
}

fn mentions(record: &Procedure) -> Vec<Mention<'_>> {
    let whole = |key: String, shown| Mention { key, part: None, shown };
    let mut mentions = Vec::new();
    if record.levels.contains(&Level::District) {
        mentions.push(whole(format!("levels[{}]", Level::District.as_str()), "levels"));
    }
    // In the name of an agency the word alone tells; in a sentence it may speak of a place.
    let agencies = record.executing.value().into_iter().flatten().enumerate();
    let named = agencies.filter(|(_, name)| is_of_district(name));
    mentions.extend(named.map(|(index, name)| whole(format!("executing[{index}]"), name)));
    if likeness(&record.name).contains("câp1 huyên5") {
        mentions.push(whole("name".to_owned(), &record.name));
    }
    for (key, text) in [("body.steps", &record.steps), ("body.manner", &record.manner)] {
        let Some(text) = text.value() else { continue };
        for phrase in ["cấp huyện", "Cấp huyện", "UBND huyện"] {
            let part = text.find(phrase).map(|at| at..at + phrase.len());
            mentions.extend(part.map(|part| Mention { key: key.to_owned(), part: Some(part), shown: phrase }));
        }
    }
    mentions
}
