//! Hải Phòng's 47 decisions of 2025–2026 as the catalogue that `tests/fixtures/haiphong` is.

#![allow(dead_code, reason = "each test program uses what it needs")]

use std::collections::BTreeMap;

use niemyet::finding::Severity;
use niemyet::input::{FileContent, Files, Input};
use niemyet::ledger::Ledger;
use niemyet::load::load;
use niemyet::model::{Day, Decision, Records, SilentRule};

pub(crate) const RULE: &str = "silent-from-signing";

pub(crate) fn files(folder: &str) -> Files {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/haiphong").join(folder);
    let mut files = Files::new();
    for entry in walkdir::WalkDir::new(&root).into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
        let path = entry.path().strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        files.insert(path, FileContent::Bytes(std::fs::read(entry.path()).unwrap()));
    }
    files
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The catalogue as it is: no finding of it is an error.
pub(crate) fn records() -> Records {
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
    let errors: Vec<_> = findings
        .iter()
        .chain(of_ledger.iter().map(|hit| &hit.finding))
        .filter(|finding| finding.severity() == Severity::Error)
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    records
}

/// The catalogue with a rule for silent decisions: they apply from their signing.
pub(crate) fn with_rule() -> Records {
    let mut records = records();
    records.silent_rules.push(SilentRule {
        id: RULE.to_owned(),
        issuers: vec![],
        from: None,
        until: None,
        source: "made for this test".to_owned(),
    });
    records
}

pub(crate) fn decision(records: &Records, number: u64) -> &Decision {
    let mut found = records.decisions.iter().filter(|decision| decision.key.number.digits() == number);
    found.next().unwrap_or_else(|| panic!("no decision {number}"))
}

/// The same to change it.
pub(crate) fn decision_mut(records: &mut Records, number: u64) -> &mut Decision {
    records.decisions.iter_mut().find(|decision| decision.key.number.digits() == number).unwrap()
}
