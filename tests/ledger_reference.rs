//! The ledger against a naive one (`tests/naive`) on many random ledgers: every kind of row that touches a life, levels,
//! successors that existed, decisions that withdraw or correct others, rows that prevail, counted and undated effects, two
//! tiers, lists of several codes and rulings by level.
//!
//! `LEDGER_CASES=200000 cargo test ledger_reference` runs more of them.

use crate::agreement;
use crate::naive;
use crate::seeds;
use crate::story;
use crate::told;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use naive::Answer;
use niemyet::ledger::{Ledger, LevelState, Status, Version};
use proptest::prelude::*;
use story::{Story, asks, code, day};
use told::site::Words;

static WORDS: LazyLock<Words> = LazyLock::new(Words::read);

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
    (0..10, a_code(), a_code(), (level, prevails), until, text).prop_map(
        |(kind, one, other, (level, prevails), until, text)| match kind {
            0 | 1 => format!("new {one}{level}{prevails}{until}{text}"),
            2 | 3 => format!("amend {one}{level}{prevails}{until}{text}"),
            4 | 5 => format!("repeal {one}{level}{prevails}{until}{text}"),
            6 => format!("rebase {one}{level}{text}"),
            7 => format!("flag {one} postal{level}{until}"),
            8 => format!("replace {one} -> {other} existing {other}{level}{until}{text}"),
            _ => format!("replace {one} -> {other}{level}{until}{text}"),
        },
    )
}

/// Withdrawals have a day of their own; of those of unknown effect the stories tell.
fn a_withdrawal() -> impl Strategy<Value = String> {
    let code = prop_oneof![2 => Just(String::new()), 1 => a_code()];
    (1u32..=9, code, whose(), a_day())
        .prop_map(|(number, code, whose, day)| format!("withdraw {number} {code}{whose} effect {day}"))
}

/// Whose decision is meant, where it is not the speaker's own.
fn whose() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["", "", "", "", " year 2026", " year 2025", " of own", " of ministry"])
}

/// Corrections have numbers of their own, so that enough of them are clear; withdrawals reach them too.
fn a_correction() -> impl Strategy<Value = Vec<String>> {
    let code = prop_oneof![2 => Just(String::new()), 1 => a_code()];
    let right = prop_oneof![3 => a_day(), 1 => Just("signing".to_owned()), 1 => Just("45d".to_owned())];
    let row = (1u32..=6, code, whose(), right)
        .prop_map(|(number, code, whose, right)| format!("correct {number} {code}{whose} to {right}"));
    let issuer = prop::sample::select(vec!["own", "own", "department", "ministry", "foreign"]);
    (7u32..=9, issuer, a_day(), prop::collection::vec(row, 1..3)).prop_map(|(number, issuer, signed, rows)| {
        let mut lines = vec![format!("decision {number} {issuer} signed {signed} effect signing")];
        lines.extend(rows);
        lines
    })
}

fn a_part() -> impl Strategy<Value = Vec<String>> {
    let word = prop::sample::select(vec!["signing", "signing", "signing", "unknown", "undated", "45d", "10wd"]);
    let effect = prop_oneof![1 => a_day(), 1 => word.prop_map(str::to_owned)];
    let issuer = prop::sample::select(vec!["own", "own", "own", "department", "ministry", "ministry", "foreign"]);
    let row = prop_oneof![5 => a_row(), 1 => a_withdrawal()];
    let decision = (1u32..=6, issuer, a_day(), effect, prop::collection::vec(row, 1..4)).prop_map(
        |(number, issuer, signed, effect, rows)| {
            let mut lines = vec![format!("decision {number} {issuer} signed {signed} effect {effect}")];
            lines.extend(rows);
            lines
        },
    );
    let codes = prop::sample::select(vec!["1.000001", "1.000002", "1.000001 1.000002", "1.000003"]);
    let of_level = prop::sample::select(vec!["", "", "", " @province", " @commune"]);
    let list = (a_day(), of_level, codes)
        .prop_map(|(day, of_level, codes)| vec![format!("list l{day} {day}{of_level}: {codes}")]);
    let level = prop::sample::select(vec!["", "", " @province", " @commune"]);
    let ruling = (a_code(), a_day(), a_day(), any::<bool>(), level).prop_map(|(code, from, ruled, yes, level)| {
        let answer = if yes { "in-force" } else { "repealed" };
        vec![format!("ruling {code} {answer}{level} from {from} ruled {ruled}")]
    });
    let levels = a_code().prop_map(|code| vec![format!("levels {code} province commune")]);
    let known = prop::sample::select(vec!["silent from 2026-03-01", "silent issuer own", "calendar 2026"]);
    let known = known.prop_map(|line| vec![line.to_owned()]);
    prop_oneof![10 => decision, 1 => a_correction(), 2 => list, 1 => ruling, 1 => levels, 1 => known]
}

/// The story of these parts: of two that would be one decision, one list or one ruling the first.
fn told(parts: &[Vec<String>]) -> Story {
    let mut story = Story::new("reference");
    for code in 1..=2 {
        story.take(&format!("levels 1.00000{code}"), 0); // the catalogue holds both, without a level as yet
    }
    let mut told = BTreeSet::new();
    let key = |part: &Vec<String>| part[0].split(" effect ").next().unwrap().split(':').next().unwrap().to_owned();
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
            prop_assert_eq!(whole.status, expected.status, "{} on {}\n{:#?}", code, on, parts);
            prop_assert!(expected.since.contains(&whole.since), "{} on {}: {:?}\n{:#?}", code, on, whole, parts);
            if matches!(whole.status, Status::Replaced | Status::Repealed | Status::Suspended) {
                prop_assert_eq!(state.whole.until, expected.until, "{} on {}\n{:#?}", code, on, parts);
            }
            let asked = asks(&state.whole);
            for (word, is_asked) in expected.asks {
                let told = asked.iter().any(|told| told == word);
                prop_assert_eq!(told, is_asked, "{} of {} on {}: {:?}\n{:#?}", word, code, on, asked, parts);
            }
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

proptest! {
    #![proptest_config(seeds::keeping_seeds(cases().div_ceil(4)))]

    #[test]
    fn every_output_but_the_pages_tells_the_same_life(parts in prop::collection::vec(a_part(), 1..8)) {
        let story = told(&parts);
        let (ledger, _) = Ledger::new(&story.records);
        if let Err(wrong) = agreement::check(&ledger) {
            prop_assert!(false, "{}\n{:#?}", wrong, parts);
        }
    }
}

proptest! {
    #![proptest_config(seeds::keeping_seeds(cases().div_ceil(100)))]

    #[test]
    fn every_page_tells_the_same_life(parts in prop::collection::vec(a_part(), 1..8), on in a_day()) {
        let story = told(&parts);
        let (ledger, _) = Ledger::new(&story.records);
        if let Err(wrong) = agreement::pages::check(&ledger, day(&on), &WORDS, true) {
            prop_assert!(false, "{}\n{:#?}", wrong, parts);
        }
    }
}

/// The acts of a life that once was told in two ways, as `timeline` has them: day, act, decision, levels. Every output tells
/// it so, the pages on each of its days.
#[track_caller]
fn acts(story: &str, of: &str) -> Vec<String> {
    let mut told = Story::new("told in two ways");
    for (index, line) in story.lines().filter(|line| !line.trim().is_empty()).enumerate() {
        told.take(line.trim(), index + 1);
    }
    let (ledger, _) = Ledger::new(&told.records);
    agreement::check(&ledger).unwrap_or_else(|wrong| panic!("{wrong}"));
    for day in agreement::days(&ledger) {
        agreement::pages::check(&ledger, day, &WORDS, true).unwrap_or_else(|wrong| panic!("{wrong}"));
    }
    let told = agreement::pages::acts(&ledger.as_of(day("2026-07-01")), None, None);
    let written = told.into_iter().filter(|told| told.code == of).map(|told| {
        let levels: String = told.levels.iter().flatten().map(|level| format!(" @{level}")).collect();
        format!("{} {} {}{levels}", told.day, told.act, told.by.unwrap_or_default())
    });
    written.collect()
}

#[test]
fn a_ministrys_beginning_after_the_provinces_own_end_begins_nothing_anywhere() {
    let story = "
        decision 1 own signed 2026-01-05 effect signing
          new 1.000001
        decision 2 own signed 2026-02-01 effect signing
          repeal 1.000001
        decision 3 ministry signed 2026-06-01 effect signing
          new 1.000001";
    assert_eq!(acts(story, "1.000001"), ["2026-01-05 new 1/QĐ-UBND", "2026-02-01 repeal 2/QĐ-UBND"]);
}

#[test]
fn what_is_begun_and_amended_on_one_day_begins() {
    for row in ["amend 1.000001", "amend 1.000001 prevails"] {
        let story = format!("decision 1 own signed 2026-01-05 effect 2026-02-01\nnew 1.000001\n{row}");
        assert_eq!(acts(&story, "1.000001"), ["2026-02-01 new 1/QĐ-UBND"], "{row}");
    }
}

#[test]
fn a_ministry_begins_again_what_it_had_ended() {
    let story = "
        decision 4 own signed 2026-02-02 effect signing
          amend 1.000001
        decision 3 ministry signed 2026-05-02 effect signing
          repeal 1.000001
        decision 2 ministry signed 2026-09-15 effect 2026-10-01
          new 1.000001";
    assert_eq!(acts(story, "1.000001"), ["2026-05-02 repeal 3/QĐ-UBND", "2026-10-01 new 2/QĐ-UBND"]);
}

#[test]
fn a_mark_at_a_level_and_a_row_withdrawn_before_its_day_bring_nothing_back() {
    for row in [
        "flag 1.000001 postal @province",
        "repeal 1.000001 @province\ndecision 4 own signed 2026-06-01 effect signing\nwithdraw 3",
    ] {
        let story = format!(
            "decision 1 own signed 2026-01-05 effect signing\nnew 1.000001 @commune
             decision 2 own signed 2026-02-01 effect signing\nrepeal 1.000001 @commune
             decision 3 own signed 2026-03-01 effect 2026-08-01\n{row}",
        );
        assert_eq!(acts(&story, "1.000001"), ["2026-01-05 new 1/QĐ-UBND", "2026-02-01 repeal 2/QĐ-UBND"], "{row}");
    }
}

#[test]
fn periods_name_the_successors_of_their_own_days() {
    let story = "
        decision 1 own signed 2026-02-02 effect signing until 2027-02-01
          replace 1.000002 -> 1.000003
        decision 2 own signed 2026-10-15 effect unknown
          rebase 1.000002 @province
          repeal 1.000002 @commune";
    assert!(!acts(story, "1.000003").is_empty());
}

#[test]
fn a_level_newly_heard_of_by_what_has_no_effect_is_no_beginning() {
    let story = "
        decision 5 own signed 2026-12-02 effect 2026-01-02
          replace 1.000003 -> 1.000001
        decision 4 ministry signed 2026-08-15 effect 2026-02-02
          replace 1.000001 -> 1.000003 @province
        decision 3 own signed 2026-06-01 effect unknown
          amend 1.000001 @commune";
    let told = acts(story, "1.000001");
    assert!(!told.is_empty() && !told.iter().any(|act| act.starts_with("2026-06-01")), "{told:?}");
}

#[test]
fn a_suspension_is_told_until_the_day_on_which_it_is_left() {
    for (row, act) in [("new 1.000001", "new"), ("repeal 1.000001", "repeal")] {
        let story = format!(
            "decision 1 own signed 2026-01-05 effect signing\nnew 1.000001
             decision 2 own signed 2026-02-01 effect signing\nrepeal 1.000001 until 2026-09-01
             decision 3 own signed 2026-03-01 effect 2026-05-01\n{row}",
        );
        let left = format!("2026-05-01 {act} 3/QĐ-UBND");
        assert_eq!(acts(&story, "1.000001")[2..], [left], "{row}");
    }
}

#[test]
fn what_is_attested_anew_after_its_end_is_so_by_the_decision_also_where_a_list_answers_a_doubt() {
    let story = "
        decision 1 own signed 2026-01-01 effect 2026-01-01
          new 1.000002 @province
        decision 2 own signed 2026-01-02 effect 2026-11-15
          rebase 1.000002
        decision 3 own signed 2026-10-01 effect unknown
          repeal 1.000002 @commune
        list l2026-10-02 2026-10-02: 1.000002
        ruling 1.000002 repealed from 2026-01-02 ruled 2026-01-01";
    let told = ["2026-01-01 new 1/QĐ-UBND @province", "2026-01-02 repeal  @province", "2026-11-15 rebase 2/QĐ-UBND"];
    assert_eq!(acts(story, "1.000002"), told);
}
