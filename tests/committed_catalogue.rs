//! The catalogue of Thanh Hóa that stands in this repository.

use crate::agreement;
use crate::project;
use crate::told;

use std::collections::BTreeMap;
use std::path::Path;

use niemyet::finding::{Code, Severity};
use niemyet::input::Input;
use niemyet::ledger::{Ledger, Status};
use niemyet::load::load;
use niemyet::model::{Day, ProcedureCode};
use told::site::Words;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn input() -> Input {
    project::input("", "2026-11-21")
}

#[test]
fn has_no_errors() {
    let (records, findings) = load(&input());
    let (_, of_ledger) = Ledger::new(&records);
    let errors: Vec<_> = findings
        .iter()
        .chain(of_ledger.iter().map(|hit| &hit.finding))
        .filter(|finding| finding.severity() == Severity::Error)
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn has_no_file_that_is_of_no_kind_its_manual_in_either_language_included() {
    let (_, findings) = load(&input());
    let unknown: Vec<_> = findings.iter().filter(|finding| finding.code == Code::FileUnknown).collect();
    assert!(unknown.is_empty(), "{unknown:#?}");
    assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join("catalogue/README.vi.md").exists());
}

#[test]
fn says_what_the_july_list_and_four_decisions_attest() {
    let (records, _) = load(&input());
    let (ledger, _) = Ledger::new(&records);
    let catalogue = ledger.as_of(day("2026-11-21"));
    let mut counts: BTreeMap<(bool, Status), usize> = BTreeMap::new();
    for (code, state) in &catalogue.states {
        *counts.entry((code.is_internal(), state.whole.status)).or_default() += 1;
    }
    let expected = BTreeMap::from([
        ((false, Status::InForce), 3202),
        ((false, Status::Repealed), 8),
        ((false, Status::Unknown), 32),
        ((true, Status::InForce), 41),
    ]);
    assert_eq!(counts, expected);
}

#[test]
fn every_output_tells_the_same_life() {
    let (records, _) = load(&input());
    let made = agreement::check(&Ledger::new(&records).0).unwrap_or_else(|wrong| panic!("{wrong}"));
    assert!(made > 20_000, "{made}");
}

#[test]
fn every_page_tells_the_same_life() {
    let (records, _) = load(&input());
    let (ledger, _) = Ledger::new(&records);
    let made = agreement::pages::check(&ledger, day("2026-11-21"), &Words::read(), false);
    assert!(made.unwrap_or_else(|wrong| panic!("{wrong}")) > 4_000);
}

#[test]
fn before_the_list_was_taken_it_attests_nothing() {
    let (records, _) = load(&input());
    let (ledger, _) = Ledger::new(&records);
    let code = ProcedureCode::new("1.000049").unwrap();
    assert_eq!(ledger.state(&code, day("2026-07-15")).unwrap().whole.status, Status::Unknown);
    assert_eq!(ledger.state(&code, day("2026-07-16")).unwrap().whole.status, Status::InForce);
}
