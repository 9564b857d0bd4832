//! The reference of the catalogue (`catalogue/README.md`), held against the code that reads it.
#![allow(clippy::disallowed_methods, reason = "a test reads the files it is about")]

use niemyet::import::LINE_KEYS;
use niemyet::load::{
    AGENCY_KEYS, ASSIGNMENT_DEFAULT_KEYS, ASSIGNMENT_KEYS, BEST_BET_COLUMNS, CALENDAR_KEYS, CHANGE_KEYS, CHANNEL_KEYS,
    COMMON_NAME_COLUMNS, COMMUNE_COLUMNS, DEADLINE_KEYS, DECISION_KEYS, EVENT_KEYS, EVIDENCE_KEYS, FEE_KEYS, HEADINGS,
    LEGAL_KEYS, LINK_COLUMNS, OFFICE_KEYS, OLD_NAME_KEYS, PAPER_KEYS, PROCEDURE_KEYS, ROW_FEE_KEYS, RULING_KEYS,
    SCOPE_KEYS, SECTION_KEYS, SECTOR_KEYS, SILENT_KEYS, SNAPSHOT_COLUMNS, SNAPSHOT_HEAD, SYNONYM_COLUMNS, TEXT_KEYS,
    TEXT_STATUS_KEYS, WRITTEN_KEYS,
};
use niemyet::model::{
    Absence, AgencyKind, ChangeKind, Count, DayUnit, Duty, Figure, Flag, Level, Role, TextStatus, Via,
};

fn reference() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/catalogue/README.md")).unwrap()
}

/// The keys in the tables under a heading whose first title is `title`.
fn keys(heading: &str, title: &str) -> Vec<String> {
    let text = reference();
    let section = text.split("\n#").find(|section| section.trim_start_matches('#').trim_start().starts_with(heading));
    let section = section.unwrap_or_else(|| panic!("no section {heading}"));
    let mut keys = Vec::new();
    let mut inside = false;
    for line in section.lines() {
        if !line.starts_with('|') {
            inside = false;
        } else if line.starts_with(&format!("| {title} |")) {
            inside = true;
        } else if inside && let Some(key) = line.strip_prefix("| `").and_then(|rest| rest.split('`').next()) {
            keys.push(key.to_owned());
        }
    }
    keys
}

#[test]
fn every_key_of_every_file_stands_in_the_reference_and_no_other() {
    for (heading, title, known) in [
        ("Decisions\n", "key", DECISION_KEYS),
        ("Sections of a decision\n", "key", SECTION_KEYS),
        ("Scope of a standardised list\n", "key", SCOPE_KEYS),
        ("Rows of a decision\n", "key", CHANGE_KEYS),
        ("Content of a row\n", "key", ROW_FEE_KEYS),
        ("Procedures\n", "key", PROCEDURE_KEYS),
        ("Channels\n", "key", CHANNEL_KEYS),
        ("Fees\n", "key", FEE_KEYS),
        ("Papers\n", "key", PAPER_KEYS),
        ("Legal texts\n", "key", LEGAL_KEYS),
        ("Written otherwise\n", "key", WRITTEN_KEYS),
        ("Agencies\n", "key", AGENCY_KEYS),
        ("Old names\n", "key", OLD_NAME_KEYS),
        ("Offices\n", "key", OFFICE_KEYS),
        ("Written assignments\n", "key", ASSIGNMENT_KEYS),
        ("Default assignments\n", "key", ASSIGNMENT_DEFAULT_KEYS),
        ("Sectors\n", "key", SECTOR_KEYS),
        ("Links\n", "column", LINK_COLUMNS),
        ("Snapshots\n", "head", SNAPSHOT_HEAD),
        ("Snapshots\n", "column", SNAPSHOT_COLUMNS),
        ("Rulings\n", "key", RULING_KEYS),
        ("Rules\n", "key", SILENT_KEYS),
        ("Deadlines\n", "key", DEADLINE_KEYS),
        ("Age of lists\n", "key", EVIDENCE_KEYS),
        ("Calendar\n", "key", CALENDAR_KEYS),
        ("Texts with a life of their own\n", "key", TEXT_KEYS),
        ("States of a text\n", "key", TEXT_STATUS_KEYS),
        ("Life events\n", "key", EVENT_KEYS),
        ("Synonyms\n", "column", SYNONYM_COLUMNS),
        ("Common names\n", "column", COMMON_NAME_COLUMNS),
        ("Best bets\n", "column", BEST_BET_COLUMNS),
        ("Communes\n", "column", COMMUNE_COLUMNS),
        ("Interchange JSON Lines\n", "key", LINE_KEYS),
    ] {
        assert_eq!(keys(heading, title), known, "{heading}");
    }
}

#[test]
fn every_word_that_a_file_may_hold_stands_in_the_reference() {
    let text = reference();
    let levels = Level::ALL.map(Level::as_str);
    let words = levels
        .into_iter()
        .chain(AgencyKind::ALL.map(AgencyKind::as_str))
        .chain(Absence::ALL.map(Absence::as_str))
        .chain(Via::ALL.map(Via::as_str))
        .chain(Flag::ALL.map(Flag::as_str))
        .chain(Role::ALL.map(Role::as_str))
        .chain(ChangeKind::WORDS)
        .chain(Duty::ALL.map(Duty::as_str))
        .chain(Count::ALL.map(Count::as_str))
        .chain(DayUnit::ALL.map(DayUnit::as_str))
        .chain(Figure::ALL.map(Figure::as_str))
        .chain(TextStatus::ALL.map(TextStatus::as_str));
    for word in words {
        assert!(text.contains(&format!("`\"{word}\"`")), "{word}");
    }
    for (heading, _) in HEADINGS {
        assert!(text.contains(&format!("`## {heading}`")), "{heading}");
    }
}
