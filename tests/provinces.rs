//! What other provinces' decisions look like in a catalogue of their own: small, and each with a shape that no other
//! fixture has. None of them is evidence in Thanh Hóa's.

use crate::project;

use niemyet::finding::{Code, Finding, Severity};
use niemyet::ledger::{Ledger, LevelState, Status, Version};
use niemyet::load::load;
use niemyet::model::{ProcedureCode, Records};

/// A province's records, which have no errors, and what `load` and the ledger say of them.
fn province(name: &str) -> (Records, Vec<Finding>) {
    let input = project::input(&format!("tests/fixtures/{name}"), "2026-11-21");
    let (records, mut findings) = load(&input);
    findings.extend(Ledger::new(&records).1.into_iter().map(|hit| hit.finding));
    let errors: Vec<_> = findings.iter().filter(|finding| finding.severity() == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    (records, findings)
}

/// The ledger of some records, kept for as long as they are.
fn ledger(records: &Records) -> &Ledger<'_> {
    Box::leak(Box::new(Ledger::new(records).0))
}

fn state<'r>(records: &'r Records, code: &str, day: &str) -> LevelState<'r> {
    ledger(records).state(&ProcedureCode::new(code).unwrap(), day.parse().unwrap()).unwrap().whole
}

fn count(findings: &[Finding], code: Code) -> usize {
    findings.iter().filter(|finding| finding.code == code).count()
}

#[test]
fn dien_bien_an_amendment_of_unknown_effect_leaves_the_state_and_makes_the_version_unknown() {
    let (records, _) = province("dien-bien");
    assert_eq!(state(&records, "1.003006", "2026-07-15").status, Status::Unknown);
    let listed = state(&records, "1.003006", "2026-07-16");
    assert_eq!(listed.status, Status::InForce);
    assert!(matches!(listed.version, Version::Unknown { .. }), "{:?}", listed.version);
}

#[test]
fn quang_binh_new_procedures_without_codes_change_no_state_and_are_questions() {
    let (records, findings) = province("quang-binh");
    assert_eq!((records.procedures.len(), records.decisions.len()), (0, 1));
    assert_eq!(count(&findings, Code::RowUnread), 2);
}

#[test]
fn da_nang_days_of_effect_attest_existence_and_codes_keep_their_suffix() {
    let (records, findings) = province("da-nang");
    assert_eq!(count(&findings, Code::CodeMalformed), 0);
    let code = "1.001731.000.00.00.H17";
    assert_eq!(state(&records, code, "2023-09-26").status, Status::Unknown);
    let amended = state(&records, code, "2023-09-27");
    assert_eq!((amended.status, amended.since), (Status::InForce, None));
    // Nobody recorded from when.
    assert_eq!(state(&records, "1.012906.H17", "2026-11-21").status, Status::Unknown);
}

#[test]
fn no_other_provinces_decision_stands_in_thanh_hoas_catalogue() {
    let input = project::input("", "2026-11-21");
    let (records, _) = load(&input);
    let foreign: Vec<_> = records
        .decisions
        .iter()
        .filter(|decision| {
            !records.agencies.get(&decision.key.issuer).is_some_and(|issuer| issuer.kind.binds_country())
        })
        .filter(|decision| decision.key.issuer != records.site.own_issuer)
        .collect();
    assert!(foreign.is_empty(), "{foreign:#?}");
    assert_eq!(records.decisions.len(), 4);
}
