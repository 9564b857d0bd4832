//! The ledger against a naive one (`tests/naive`) on many random ledgers: every kind of row that touches a life, levels,
//! decisions that withdraw others, rows that prevail, two tiers, lists and rulings.
//!
//! `LEDGER_CASES=200000 cargo test --test ledger_reference` runs more of them.
#![allow(clippy::disallowed_methods, reason = "how many ledgers is for who runs the test to say")]

mod naive;
mod seeds;
mod story;

use std::collections::BTreeSet;

use naive::Answer;
use niemyet::ledger::{Ledger, LevelState, Version};
use proptest::prelude::*;
use story::{Story, code, day};

fn a_day() -> impl Strategy<Value = String> {
    (1u32..=12, prop::sample::select(vec![1u32, 2, 15])).prop_map(|(month, day)| format!("2026-{month:02}-{day:02}"))
}

fn a_code() -> impl Strategy<Value = String> {
    (1u32..=2).prop_map(|n| format!("1.00000{n}"))
}

fn a_row() -> impl Strategy<Value = String> {
    let level = prop::sample::select(vec!["", "", " @province", " @commune"]);
    let prevails = prop::sample::select(vec!["", "", "", " prevails"]);
    let until = prop_oneof![4 => Just(String::new()), 1 => a_day().prop_map(|day| format!(" until {day}"))];
    let text = prop_oneof![4 => Just(String::new()), 1 => a_day().prop_map(|day| format!(" text {day}"))];
    (0..9, a_code(), a_code(), (level, prevails), until, text).prop_map(
        |(kind, one, other, (level, prevails), until, text)| match kind {
            0 | 1 => format!("new {one}{level}{prevails}{until}{text}"),
            2 | 3 => format!("amend {one}{level}{prevails}{until}{text}"),
            4 | 5 => format!("repeal {one}{level}{prevails}{until}{text}"),
            6 => format!("rebase {one}{level}{text}"),
            7 => format!("flag {one} postal{level}{until}"),
            _ => format!("replace {one} -> {other}{level}{until}{text}"),
        },
    )
}

/// Withdrawals have a day of their own; of those of unknown effect the stories tell.
fn a_withdrawal() -> impl Strategy<Value = String> {
    let code = prop_oneof![2 => Just(String::new()), 1 => a_code()];
    (1u32..=6, code, a_day()).prop_map(|(number, code, day)| format!("withdraw {number} {code} effect {day}"))
}

fn a_part() -> impl Strategy<Value = Vec<String>> {
    let effect = prop_oneof![3 => a_day(), 2 => Just("signing".to_owned()), 1 => Just("unknown".to_owned())];
    let issuer = prop::sample::select(vec!["own", "own", "own", "ministry", "foreign"]);
    let row = prop_oneof![5 => a_row(), 1 => a_withdrawal()];
    let decision = (1u32..=6, issuer, a_day(), effect, prop::collection::vec(row, 1..4)).prop_map(
        |(number, issuer, signed, effect, rows)| {
            let mut lines = vec![format!("decision {number} {issuer} signed {signed} effect {effect}")];
            lines.extend(rows);
            lines
        },
    );
    let list = a_day().prop_map(|day| vec![format!("list l{day} {day}: 1.000001")]);
    let level = prop::sample::select(vec!["", "", " @province"]);
    let ruling = (a_day(), a_day(), any::<bool>(), level).prop_map(|(from, ruled, yes, level)| {
        let answer = if yes { "in-force" } else { "repealed" };
        vec![format!("ruling 1.000001 {answer}{level} from {from} ruled {ruled}")]
    });
    let levels = Just(vec!["levels 1.000001 province commune".to_owned()]);
    prop_oneof![8 => decision, 1 => list, 1 => ruling, 1 => levels]
}

/// The story of these parts: of two that would be one decision, one list or one ruling the first.
fn told(parts: &[Vec<String>]) -> Story {
    let mut story = Story::new("reference");
    let mut told = BTreeSet::new();
    let key = |part: &Vec<String>| part[0].split(" effect ").next().unwrap().to_owned();
    for (index, line) in parts.iter().filter(|part| told.insert(key(part))).flatten().enumerate() {
        story.take(line, index + 1);
    }
    story
}

fn answer(state: &LevelState) -> Answer {
    let version = match &state.version {
        Version::Base => "base".to_owned(),
        Version::Amended { decision, .. } => decision.key.number.digits().to_string(),
        Version::Unknown { by } => format!("?{}", by.key.number.digits()),
    };
    Answer { status: state.status, since: state.since, version }
}

fn cases() -> u32 {
    std::env::var("LEDGER_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(20_000)
}

proptest! {
    #![proptest_config(seeds::keeping_seeds(cases()))]

    #[test]
    fn the_ledger_says_what_a_naive_one_says(parts in prop::collection::vec(a_part(), 1..8), on in a_day()) {
        let story = told(&parts);
        let (ledger, _) = Ledger::new(&story.records);
        for code in [code("1.000001"), code("1.000002")] {
            let state = ledger.state(&code, day(&on)).unwrap();
            let expected = naive::whole(&story.records, &code, day(&on));
            let whole = answer(&state.whole);
            prop_assert_eq!((whole.status, whole.since), (expected.status, expected.since), "{} on {}\n{:#?}", code, on, parts);
            prop_assert!(expected.versions.contains(&whole.version), "{} on {}: {:?}\n{:#?}", code, on, whole, parts);
            for (level, expected) in expected.levels {
                let (actual, expected) = match state.by_level.get(&level) {
                    Some(state) => (answer(state), expected),
                    // Levels that do not differ in status or period are told as one; their versions may.
                    None => (whole.clone(), Answer { version: whole.version.clone(), ..expected }),
                };
                prop_assert_eq!(actual, expected, "{} at {:?} on {}\n{:#?}", code, level, on, parts);
            }
        }
    }
}
