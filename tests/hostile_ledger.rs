//! A ledger of the worst: decisions that cite themselves, circles, long chains, days at the ends of time. It answers, tells what
//! is wrong, and loses nothing.

use crate::story;

use std::time::{Duration, Instant};

use niemyet::changes::{between, by_day};
use niemyet::finding::Code;
use niemyet::ledger::{Ledger, Status};
use niemyet::model::{Day, Records};
use story::{Story, code, day};

fn records(text: &str) -> Records {
    let mut story = Story::new("hostile");
    for (index, line) in text.lines().filter(|line| !line.trim().is_empty()).enumerate() {
        story.take(line, index + 1);
    }
    story.records
}

fn tells(records: &Records, code: Code) -> usize {
    Ledger::new(records).1.iter().filter(|hit| hit.finding.code == code).count()
}

fn codes(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("1.{n:06}")).collect()
}

/// Generous for a loaded machine, and far below what a walk of each from each would take.
const PATIENCE: Duration = Duration::from_secs(20);

#[test]
fn a_decision_that_withdraws_or_replaces_itself() {
    let records = records(
        "decision 1 own signed 2026-01-01 effect signing\n new 1.000001\n withdraw 1\n replace 1.000002 -> 1.000002",
    );
    let (ledger, _) = Ledger::new(&records);
    for one in ["1.000001", "1.000002"] {
        assert_eq!(ledger.state(&code(one), day("2026-01-01")).unwrap().whole.status, Status::InForce, "{one}");
    }
    assert_eq!((tells(&records, Code::WithdrawUnclear), tells(&records, Code::ReplacementCycle)), (1, 0));
}

#[test]
fn two_decisions_that_withdraw_each_other() {
    let records = records(
        "decision 1 own signed 2026-01-01 effect 2026-02-01\n new 1.000001\n withdraw 2
decision 2 own signed 2026-01-01 effect 2026-02-01\n new 1.000002\n withdraw 1",
    );
    // The later in the legal order stands: what it withdraws never takes effect, its withdrawal among it.
    let (ledger, _) = Ledger::new(&records);
    assert_eq!(ledger.state(&code("1.000001"), day("2026-02-01")).unwrap().whole.status, Status::Unknown);
    assert_eq!(ledger.state(&code("1.000002"), day("2026-02-01")).unwrap().whole.status, Status::InForce);
    assert_eq!(ledger.state(&code("1.000001"), day("2026-02-01")).unwrap().history().count(), 1, "nothing is lost");
}

#[test]
fn a_chain_of_ten_thousand_successors_and_a_circle_of_as_many() {
    let codes = codes(10_000);
    let mut text = String::from("decision 1 own signed 2026-01-01 effect signing\n");
    for pair in codes.windows(2) {
        text.push_str(&format!(" replace {} -> {}\n", pair[0], pair[1]));
    }
    let chain = records(&text);
    let start = Instant::now();
    assert_eq!(tells(&chain, Code::ReplacementCycle), 0);
    let (ledger, _) = Ledger::new(&chain);
    let catalogue = ledger.as_of(day("2026-11-21"));
    assert_eq!(catalogue.states.len(), 10_000);
    assert_eq!(catalogue.states[&code("1.000000")].whole.status, Status::Replaced);
    assert_eq!(catalogue.states[&code("1.009999")].whole.status, Status::InForce);
    text.push_str(&format!(" replace {} -> {}\n", codes[9_999], codes[0]));
    let (_, hits) = Ledger::new(&records(&text));
    let circles: Vec<_> = hits.iter().filter(|hit| hit.finding.code == Code::ReplacementCycle).collect();
    assert_eq!(circles.len(), 1, "told once");
    assert!(circles[0].finding.args.iter().any(|(name, value)| *name == "code" && value == "1.000000"));
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
}

#[test]
fn a_circle_behind_another_is_told_too() {
    let records = records(
        "decision 1 own signed 2026-01-01 effect signing
 replace 1.000001 -> 1.000002 1.000003\n replace 1.000002 -> 1.000001
 replace 1.000003 -> 1.000004\n replace 1.000004 -> 1.000003",
    );
    assert_eq!(tells(&records, Code::ReplacementCycle), 2);
}

#[test]
fn ten_thousand_decisions_each_withdrawing_the_one_before() {
    let mut text = String::new();
    for number in 1..=10_000 {
        let signed = day("2000-01-01") + chrono::Days::new(number);
        text.push_str(&format!("decision {number} own signed {signed} effect 2040-01-01\n amend 1.000001\n"));
        if number > 1 {
            text.push_str(&format!(" withdraw {} effect {}\n", number - 1, signed));
        }
    }
    let records = records(&text);
    let start = Instant::now();
    let (ledger, _) = Ledger::new(&records);
    let state = ledger.state(&code("1.000001"), day("2040-01-01")).unwrap();
    assert_eq!(state.whole.status, Status::InForce);
    assert_eq!(state.history().count(), 10_000);
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
}

#[test]
fn five_thousand_changes_of_one_code() {
    let mut text = String::new();
    for number in 1..=5_000 {
        let signed = day("2010-01-01") + chrono::Days::new(number);
        text.push_str(&format!("decision {number} own signed {signed} effect signing\n amend 1.000001\n"));
    }
    let records = records(&text);
    let start = Instant::now();
    let (ledger, _) = Ledger::new(&records);
    for on in ["2010-01-01", "2016-01-01", "2030-01-01"] {
        assert_eq!(ledger.state(&code("1.000001"), day(on)).unwrap().history().count(), 5_000);
    }
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
}

#[test]
fn two_thousand_amendments_of_one_code_that_nobody_can_date() {
    let mut text = String::new();
    for number in 1..=2_000 {
        let signed = day("1990-01-01") + chrono::Days::new(number);
        text.push_str(&format!("decision {number} own signed {signed} effect undated\n amend 1.000001\n"));
    }
    let records = records(&text);
    let start = Instant::now();
    let (ledger, _) = Ledger::new(&records);
    let on = |number| ledger.state(&code("1.000001"), day("1990-01-01") + chrono::Days::new(number)).unwrap();
    // Each is asked about from its signing, in their order; what is asked on two days stands once.
    for number in [1, 1_000, 2_000] {
        let state = on(number);
        assert_eq!(state.whole.questions.as_ptr(), on(1).whole.questions.as_ptr());
        assert_eq!(state.whole.questions.len(), usize::try_from(number).unwrap());
        let numbers = state.whole.questions.iter().map(|it| it.decision().unwrap().key.number.digits());
        assert!(numbers.eq(1..=number), "{number}");
    }
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
}

#[test]
fn one_row_that_replaces_four_thousand_codes_by_as_many() {
    let codes = codes(8_000);
    let (old, new) = codes.split_at(4_000);
    let row =
        format!("decision 1 own signed 2026-01-01 effect signing\n replace {} -> {}\n", old.join(" "), new.join(" "));
    let chain = records(&row);
    let start = Instant::now();
    let (ledger, findings) = Ledger::new(&chain);
    assert!(findings.iter().all(|finding| finding.finding.code != Code::ReplacementCycle));
    let state = |one: &str| ledger.state(&code(one), day("2026-01-01")).unwrap().whole;
    assert_eq!((state(&old[0]).status, state(&old[0]).successors.len()), (Status::Replaced, 4_000));
    assert_eq!((state(&new[0]).status, state(&new[0]).predecessors.len()), (Status::InForce, 4_000));
    // The row's lists stand once, not once for each code.
    assert_eq!(state(&old[0]).successors.as_ptr(), state(&old[1]).successors.as_ptr());
    assert_eq!(state(&new[0]).predecessors.as_ptr(), state(&new[1]).predecessors.as_ptr());
    // One row back closes a circle of all its codes, which is told once, at the smallest.
    let circle = records(&format!("{row} replace {} -> {}\n", new.join(" "), old[0]));
    let (_, findings) = Ledger::new(&circle);
    let circles: Vec<_> = findings.iter().filter(|finding| finding.finding.code == Code::ReplacementCycle).collect();
    assert_eq!(circles.len(), 1);
    assert!(circles[0].finding.args.contains(&("code", old[0].clone())));
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
}

#[test]
fn days_at_the_ends_of_time() {
    // `load` lets none of these in; the ledger bears them all the same.
    for (signed, effect) in [
        ("0000-01-01", "0000-01-02"),
        ("-0001-01-01", "9999-12-31"),
        ("9999-12-31", "+10000-01-01"),
        ("2026-01-01", "1926-01-01"),
        ("+262142-12-31", "-262143-01-01"),
    ] {
        let records = records(&format!(
            "decision 1 own signed {signed} effect {effect}\n new 1.000001\n flag 1.000001 postal\n withdraw 9
decision 2 own signed {effect} effect unknown\n repeal 1.000001
list l {effect}: 1.000001"
        ));
        let (ledger, _) = Ledger::new(&records);
        let mut days = vec![Day::MIN, Day::MAX, day(signed), day(effect), day("2026-11-21")];
        days.sort();
        for on in &days {
            let state = ledger.state(&code("1.000001"), *on).unwrap();
            assert_eq!(state.history().count(), 4, "{signed} {effect} {on}");
            by_day(ledger.held(), None, None);
        }
        between(&ledger, Day::MIN, Day::MAX);
    }
}

#[test]
fn an_empty_or_a_reversed_period_changes_nothing() {
    for until in ["2026-02-01", "2026-01-01"] {
        let records = records(&format!(
            "decision 1 own signed 2025-01-01 effect signing\n new 1.000001
decision 2 own signed 2026-01-15 effect 2026-02-01\n repeal 1.000001 until {until}"
        ));
        let (ledger, _) = Ledger::new(&records);
        for on in ["2026-01-15", "2026-02-01", "2026-03-01"] {
            assert_eq!(ledger.state(&code("1.000001"), day(on)).unwrap().whole.status, Status::InForce, "{until} {on}");
        }
    }
}

#[test]
fn an_effect_a_hundred_years_before_the_signing() {
    let records = records("decision 1 own signed 2026-01-01 effect 1926-01-01\n new 1.000001");
    let (ledger, _) = Ledger::new(&records);
    let state = |on: &str| ledger.state(&code("1.000001"), day(on)).unwrap().whole;
    assert_eq!((state("1925-12-31").status, state("1926-01-01").status), (Status::Pending, Status::InForce));
    assert!(state("1925-12-31").next.is_some_and(|next| next.signed_later));
}
