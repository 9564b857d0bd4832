//! Hải Phòng's 47 decisions of 2025–2026 as a catalogue: the real shapes of domain law, on real days.
#![allow(clippy::disallowed_methods, reason = "a test reads the files it is about")]

use std::collections::BTreeMap;

use niemyet::finding::Severity;
use niemyet::input::{FileContent, Files, Input};
use niemyet::ledger::{Catalogue, Evidence, Ledger, LevelState, Status, Version};
use niemyet::load::load;
use niemyet::model::{Day, Level, ProcedureCode, Records, SilentRule};

fn files(folder: &str) -> Files {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/haiphong").join(folder);
    let mut files = Files::new();
    for entry in walkdir::WalkDir::new(&root).into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
        let path = entry.path().strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        files.insert(path, FileContent::Bytes(std::fs::read(entry.path()).unwrap()));
    }
    files
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn records() -> Records {
    let today = day("2026-11-21");
    let input = Input {
        catalogue: files("catalogue"),
        site: files("site"),
        templates: BTreeMap::new(),
        as_of: today,
        today,
        base_url: None,
    };
    let (records, findings) = load(&input);
    let (_, of_ledger) = Ledger::new(&records);
    let errors: Vec<_> =
        findings.iter().chain(&of_ledger).filter(|finding| finding.severity() == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    records
}

fn on<'a>(records: &'a Records, date: &str) -> Catalogue<'a> {
    Ledger::new(records).0.as_of(day(date))
}

fn state<'c>(catalogue: &'c Catalogue, code: &str) -> &'c LevelState {
    &catalogue.states[&ProcedureCode::new(code).unwrap()].whole
}

fn version(state: &LevelState) -> String {
    match &state.version {
        Version::Base => "base".to_owned(),
        Version::Amended { decision, .. } => decision.number.to_string(),
        Version::Unknown { by } => format!("? {}", by.number),
    }
}

/// The codes that decision 3501 amends from 2027-03-01.
fn codes_of_3501(records: &Records) -> Vec<String> {
    let decision = records.decisions.iter().find(|decision| decision.key.number.digits() == 3501).unwrap();
    let subjects = decision.changes.iter().flat_map(|change| change.kind.subjects());
    subjects.filter_map(|subject| subject.code()).map(ToString::to_string).collect()
}

#[test]
fn a_coming_amendment_changes_the_version_on_its_day_and_nothing_before() {
    let records = records();
    let codes = codes_of_3501(&records);
    assert_eq!(codes.len(), 2);
    for code in &codes {
        let before = on(&records, "2026-08-31");
        let after = on(&records, "2027-03-02");
        assert_eq!(state(&before, code).status, Status::InForce, "{code}");
        assert_eq!(state(&after, code).status, Status::InForce, "{code}");
        assert_ne!(version(state(&before, code)), "3501/QĐ-UBND");
        assert_eq!(version(state(&after, code)), "3501/QĐ-UBND");
        assert_ne!(version(state(&on(&records, "2027-02-28"), code)), "3501/QĐ-UBND");
        assert_eq!(version(state(&on(&records, "2027-03-01"), code)), "3501/QĐ-UBND");
        let next = state(&before, code).next.clone().expect("a coming change is announced");
        assert_eq!(next.from, day("2027-03-01"));
        assert!(next.signed_later, "3501 was signed the day after");
    }
}

#[test]
fn what_was_abolished_for_a_time_is_suspended_and_comes_back_by_itself() {
    let records = records();
    let code = "1.000963"; // 2032: from 2026-07-01 to 2027-02-28
    assert_eq!(state(&on(&records, "2026-08-31"), code).status, Status::Suspended);
    assert_eq!(state(&on(&records, "2027-02-28"), code).status, Status::Suspended);
    let back = on(&records, "2027-03-01");
    assert_eq!(state(&back, code).status, Status::InForce);
    assert_eq!(state(&back, code).since, Some(day("2027-03-01")));
}

#[test]
fn no_state_rests_on_an_unknown_effect_while_no_rule_says_so() {
    let records = records();
    for date in ["2026-01-31", "2026-07-16", "2026-08-31", "2026-11-21", "2027-03-02"] {
        for (code, state) in &on(&records, date).states {
            if let Some(Evidence::Decision { effect, .. }) = &state.whole.ruled_by {
                assert!(effect.is_some(), "{code} on {date}");
            }
        }
    }
}

#[test]
fn a_rule_for_silent_decisions_shows_in_every_state_that_it_makes() {
    let mut records = records();
    let date = "2026-11-21";
    let without: BTreeMap<_, _> =
        on(&records, date).states.into_iter().map(|(code, state)| (code, state.whole.status)).collect();
    records.silent_rules.push(SilentRule {
        id: "silent-from-signing".to_owned(),
        issuers: vec![],
        from: None,
        until: None,
        source: "made for this test".to_owned(),
    });
    let with = on(&records, date);
    let mut differ = 0;
    for (code, state) in &with.states {
        if without[code] != state.whole.status {
            differ += 1;
            let told = format!("{:?}", state.whole.ruled_by);
            let by_rule =
                state.history.iter().any(|line| format!("{:?}", line.evidence).contains("silent-from-signing"));
            assert!(by_rule, "{code}: {told}");
        }
    }
    assert!(differ > 0, "the rule changes something");
}

#[test]
fn one_code_repealed_twice_ended_once() {
    let mut records = records();
    records.silent_rules.push(SilentRule {
        id: "silent-from-signing".to_owned(),
        issuers: vec![],
        from: None,
        until: None,
        source: "made for this test".to_owned(),
    });
    let state = on(&records, "2026-11-21").states[&ProcedureCode::new("1.009444").unwrap()].clone();
    let province = &state.by_level[&Level::Province];
    assert_eq!((province.status, province.until), (Status::Repealed, Some(day("2026-09-09"))));
    // Both decisions speak of the province's level alone; at the others the list still has it, and the page says so.
    assert_eq!(state.whole.status, Status::InForce);
    assert_eq!(state.whole.ruled_by.as_ref().map(Evidence::kind), Some("snapshot"));
}
