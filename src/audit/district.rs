//! Since 1 July 2025 there is no district level: no procedure in force is a district body's.

use crate::finding::Code;
use crate::ledger::Catalogue;
use crate::model::{Day, Level, Procedure};

use super::hit::Hit;
use super::{in_force, likeness};

/// The first day without a district level.
fn two_tiers() -> Option<Day> {
    Day::from_ymd_opt(2025, 7, 1)
}

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    if two_tiers().is_none_or(|day| catalogue.as_of < day) {
        return Vec::new();
    }
    let mut hits = Vec::new();
    for (record, _) in in_force(catalogue) {
        for (value, shown) in mentions(record) {
            let hit = Hit::new(&record.file, value, Code::DistrictAfter2025);
            hits.push(hit.with("code", &record.code).with("name", shown));
        }
    }
    hits
}

/// Where a record names the district level: the value in its file, and what to show of it.
fn mentions(record: &Procedure) -> Vec<(&str, &str)> {
    let mut mentions = Vec::new();
    if record.levels.contains(&Level::District) {
        mentions.push((Level::District.as_str(), "levels"));
    }
    // In the name of an agency the word alone tells; in a sentence it may speak of a place.
    let agencies = record.executing.value().into_iter().flatten();
    let of_district = |name: &&String| likeness(name).split(' ').any(|word| word == "huyên5");
    mentions.extend(agencies.filter(of_district).map(|name| (name.as_str(), name.as_str())));
    if likeness(&record.name).contains("câp1 huyên5") {
        mentions.push((&record.name, &record.name));
    }
    for text in [&record.steps, &record.manner].into_iter().filter_map(|text| text.value()) {
        for phrase in ["cấp huyện", "Cấp huyện", "UBND huyện"] {
            if text.contains(phrase) {
                mentions.push((phrase, phrase));
            }
        }
    }
    mentions
}
