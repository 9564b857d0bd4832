//! What one day's law has that another's had not: stories, Hải Phòng's real decisions, and what holds of any story.

use crate::seeds;
use crate::story;

use std::collections::BTreeSet;

use niemyet::changes::{Difference, Row, between, by_day, lives, of_code, successors};
use niemyet::input::{FileContent, Files, Input};
use niemyet::ledger::{Act, Evidence, Ledger, Status, Version};
use niemyet::load::load;
use niemyet::model::{Day, Records};
use proptest::prelude::*;
use story::{Story, content, day, ledger};

fn told(text: &str) -> Records {
    let mut story = Story::new("diff");
    for (index, line) in text.lines().map(str::trim).filter(|line| !line.is_empty()).enumerate() {
        story.take(line, index + 1);
    }
    story.records
}

/// A row as `do code act: day number, …`.
fn short(row: &Row) -> String {
    let by = |by: &Option<Evidence>| match by {
        Some(Evidence::Decision(row)) => row.key().number.digits().to_string(),
        Some(Evidence::Snapshot(list)) => list.id.clone(),
        Some(Evidence::Ruling(ruling)) => ruling.by.clone(),
        None => "-".to_owned(),
    };
    let levels: String = row.levels.iter().map(|level| format!(" @{}", level.as_str())).collect();
    let steps: Vec<String> = row.steps.iter().map(|step| format!("{} {}", step.day, by(&step.by))).collect();
    format!("{} {}{levels} {}: {}", row.upkeep.as_str(), row.code, row.act.as_str(), steps.join(", "))
}

fn difference<'r>(records: &'r Records, from: &str, to: &str) -> Difference<'r> {
    between(ledger(records), day(from), day(to))
}

#[track_caller]
fn differs(story: &str, from: &str, to: &str, rows: &[&str]) {
    let records = told(story);
    let difference = difference(&records, from, to);
    assert_eq!(difference.rows.iter().map(short).collect::<Vec<_>>(), rows, "{difference:#?}");
}

#[test]
fn what_begins_is_posted_and_what_ends_is_taken_down_each_with_its_decision_and_day() {
    let story = "
        list july 2026-01-01: 1.000001 1.000002
        decision 7 own signed 2026-02-01 effect 2026-03-01
          new 1.000003
          repeal 1.000001
        decision 8 own signed 2026-02-02 effect 2026-03-15
          amend 1.000002";
    differs(
        story,
        "2026-02-28",
        "2026-03-01",
        &["take-down 1.000001 repeal: 2026-03-01 7", "post 1.000003 new: 2026-03-01 7"],
    );
    differs(story, "2026-03-01", "2026-03-15", &["update 1.000002 amend: 2026-03-15 8"]);
    differs(story, "2026-03-01", "2026-03-14", &[]);
    differs(story, "2026-03-15", "2026-02-01", &[]);
}

#[test]
fn a_suspension_is_taken_down_and_posted_again_by_itself() {
    let story = "
        list july 2026-01-01: 1.000001
        decision 2032 own signed 2026-06-01 effect 2026-07-01
          repeal 1.000001 until 2027-03-01";
    differs(story, "2026-06-30", "2026-07-01", &["take-down 1.000001 suspend: 2026-07-01 2032"]);
    differs(story, "2026-07-01", "2027-03-01", &["post 1.000001 resume: 2027-03-01 2032"]);
    differs(story, "2026-06-30", "2027-03-01", &[]);
}

#[test]
fn a_temporary_amendment_is_over_by_the_decision_that_made_it() {
    let story = "
        list july 2026-01-01: 1.000001
        decision 5 own signed 2026-06-01 effect 2026-07-01
          amend 1.000001 until 2027-03-01";
    differs(story, "2026-06-30", "2026-07-01", &["update 1.000001 amend: 2026-07-01 5"]);
    differs(story, "2026-07-01", "2027-03-01", &["update 1.000001 revert: 2027-03-01 5"]);
}

#[test]
fn the_replaced_are_taken_down_with_their_successors_named() {
    let story = "
        list july 2026-01-01: 1.000001
        decision 3582 own signed 2026-09-08 effect signing
          replace 1.000001 -> 3.000722";
    let records = told(story);
    let difference = difference(&records, "2026-09-07", "2026-09-08");
    assert_eq!(
        difference.rows.iter().map(short).collect::<Vec<_>>(),
        ["take-down 1.000001 replace: 2026-09-08 3582", "post 3.000722 succeed: 2026-09-08 3582",]
    );
    assert_eq!(difference.rows[0].successors, [&story::code("3.000722")]);
}

#[test]
fn at_one_level_alone_the_entry_stays_and_is_updated() {
    let story = "
        levels 1.000001 province commune
        decision 6 own signed 2026-01-01 effect signing
          new 1.000001
        decision 7 own signed 2026-02-01 effect 2026-03-01
          repeal 1.000001 @commune";
    differs(story, "2026-02-28", "2026-03-01", &["update 1.000001 @commune repeal: 2026-03-01 7"]);
}

#[test]
fn every_change_on_the_way_is_told() {
    let story = "
        list july 2026-01-01: 1.000001
        decision 115 own signed 2026-01-12 effect signing
          amend 1.000001
        decision 454 own signed 2026-01-31 effect signing
          repeal 1.000001";
    differs(story, "2026-01-11", "2026-02-28", &["take-down 1.000001 repeal: 2026-01-12 115, 2026-01-31 454"]);
}

#[test]
fn a_ruling_between_known_states_is_told_and_what_leaves_unknown_is_counted() {
    let story = "
        list july 2026-01-01: 1.000001
        decision 9 own signed 2026-02-01 effect unknown
          repeal 1.000002
        ruling 1.000001 repealed from 2026-03-01 ruled 2026-03-02
        ruling 1.000002 repealed from 2026-03-01 ruled 2026-03-02";
    let records = told(story);
    let difference = difference(&records, "2026-02-28", "2026-03-01");
    assert_eq!(difference.rows.len(), 1, "{difference:#?}");
    assert_eq!(*difference.rows[0].code, story::code("1.000001"));
    assert!(matches!(difference.rows[0].steps[0].by, Some(Evidence::Ruling(_))));
    assert_eq!(difference.knowledge, BTreeSet::from([&story::code("1.000002")]));
    assert_eq!(difference.known_ended, difference.knowledge, "somebody may still post it");
    let text = niemyet::report::diff_text(&records, &difference, niemyet::strings::Language::English);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("now known to have ended") && text.ends_with("(1): 1.000002"), "{text}");
}

#[test]
fn what_came_about_through_a_doubt_is_told_on_its_own_day_by_its_own_decision() {
    let story = "
        ruling 1.000001 in-force from 2026-01-01 ruled 2026-05-02
        decision 8 own signed 2026-02-01 effect unknown
          amend 1.000001
        decision 9 ministry signed 2026-04-01 effect 2026-05-01
          amend 1.000001";
    differs(story, "2026-01-31", "2026-05-14", &["update 1.000001 amend: 2026-05-01 9"]);
}

#[test]
fn internal_procedures_are_counted_and_never_posted() {
    let story = "
        decision 7 own signed 2026-02-01 effect 2026-03-01
          new 5.000001
          new 1.000001";
    let records = told(story);
    let difference = difference(&records, "2026-02-28", "2026-03-01");
    assert_eq!(difference.rows.iter().map(short).collect::<Vec<_>>(), ["post 1.000001 new: 2026-03-01 7"]);
    assert_eq!(difference.internal, BTreeSet::from([&story::code("5.000001")]));
}

#[test]
fn the_coming_days_are_those_on_which_something_changes_by_itself() {
    let records = told(
        "
        list july 2026-01-01: 1.000001 1.000002
        decision 2032 own signed 2026-06-01 effect 2026-07-01
          repeal 1.000001 until 2027-03-01
        decision 3501 own signed 2026-09-01 effect 2027-03-01
          amend 1.000002",
    );
    let (ledger, _) = Ledger::new(&records);
    let days = by_day(ledger.held(), Some(day("2026-08-31")), None);
    assert_eq!(days.iter().map(|day| day.to.to_string()).collect::<Vec<_>>(), ["2027-03-01"]);
    assert_eq!(
        days[0].rows.iter().map(short).collect::<Vec<_>>(),
        ["post 1.000001 resume: 2027-03-01 2032", "update 1.000002 amend: 2027-03-01 3501",]
    );
    assert!(by_day(ledger.held(), Some(day("2026-08-31")), Some(day("2027-02-28"))).is_empty());
}

#[test]
fn a_standardised_list_is_called_by_its_own_name_everywhere() {
    let story = "
        list july 2026-01-01: 1.000001
        decision 5 own signed 2026-06-01 effect 2026-07-01
          rebase 1.000001
        decision 6 own signed 2026-06-01 effect 2026-06-15
          repeal 1.000002
        decision 7 own signed 2026-06-02 effect 2026-07-01
          rebase 1.000002";
    differs(
        story,
        "2026-06-30",
        "2026-07-01",
        &["update 1.000001 rebase: 2026-07-01 5", "post 1.000002 rebase: 2026-07-01 7"],
    );
    let records = told(story);
    let state = ledger(&records).state(&story::code("1.000001"), day("2026-06-30")).unwrap();
    assert_eq!(state.whole.next.map(|next| next.act), Some(Act::Rebase));
    assert_eq!(acts(&records, "1.000001"), [(day("2026-07-01"), 5, Act::Rebase)]);
}

#[test]
fn a_withdrawn_amendment_reverts_and_a_withdrawn_beginning_is_knowledge() {
    let story = "
        list july 2026-01-01: 1.000001
        decision 5 own signed 2026-02-01 effect 2026-03-01
          amend 1.000001
          new 1.000002
        decision 6 own signed 2026-04-01 effect 2026-05-01
          withdraw 5";
    differs(story, "2026-04-30", "2026-05-01", &["update 1.000001 revert: 2026-05-01 5"]);
    let records = told(story);
    let knowledge = difference(&records, "2026-04-30", "2026-05-01").knowledge;
    assert_eq!(knowledge, BTreeSet::from([&story::code("1.000002")]));
    assert_eq!(difference(&records, "2026-04-30", "2026-05-01").known_ended, BTreeSet::new(), "it was in force");
    assert_eq!(acts(&records, "1.000002"), [(day("2026-03-01"), 5, Act::New)]);
    assert_eq!(acts(&records, "1.000001"), [(day("2026-03-01"), 5, Act::Amend), (day("2026-05-01"), 5, Act::Revert)]);
}

/// The acts of law on a code, as pages and time lines tell them: each day as it differs from the day before.
fn acts(records: &Records, code: &str) -> Vec<(Day, u64, Act)> {
    let code = story::code(code);
    let timeline = ledger(records).timeline(&code).unwrap();
    let days = timeline.days().iter().map(|day| of_code(timeline, day.pred_opt().unwrap(), *day));
    let steps = days.flat_map(|day| day.rows).flat_map(|row| row.steps);
    let number = |by: &Evidence| by.decision().unwrap().key.number.digits();
    steps.map(|step| (step.day, number(&step.by.unwrap()), step.act)).collect()
}

#[test]
fn an_amendment_attests_what_was_only_coming_and_begins_nothing() {
    let story = "
        decision 1 own signed 2026-01-01 effect 2026-01-01
          amend 1.000002 @province
        decision 2 own signed 2026-01-01 effect 2026-03-15
          new 1.000002 @commune
        list l 2026-01-01: 1.000002";
    differs(story, "2025-12-31", "2026-01-01", &[]);
}

#[test]
fn successors_are_followed_to_the_end_and_a_circle_ends() {
    let records = told(
        "
        list july 2026-01-01: 1.000001 1.000002 1.000003 1.000004
        decision 1 own signed 2026-02-01 effect signing
          replace 1.000001 -> 1.000002
        decision 2 own signed 2026-02-02 effect signing
          replace 1.000002 -> 1.000003 1.000004
        decision 3 own signed 2026-02-03 effect signing
          replace 1.000003 -> 1.000001",
    );
    let ledger = Ledger::new(&records).0;
    let catalogue = ledger.as_of(day("2026-03-01"));
    let from = |code: &str| {
        let code = story::code(code);
        let chain = successors(&catalogue, &code).into_iter();
        chain.map(|link| format!("{} after {} ({})", link.code, link.after, link.steps)).collect::<Vec<_>>()
    };
    let second = ["1.000003 after 1.000002 (1)", "1.000004 after 1.000002 (1)"];
    assert_eq!(from("1.000001"), [&["1.000002 after 1.000001 (0)"], &second[..]].concat());
    assert_eq!(from("1.000004"), Vec::<String>::new());
}

#[test]
fn hai_phongs_coming_change_and_its_suspensions_stand_on_their_days() {
    let records = haiphong();
    let rows: Vec<String> = difference(&records, "2027-02-28", "2027-03-01").rows.iter().map(short).collect();
    assert_eq!(rows.iter().filter(|row| row.ends_with("amend: 2027-03-01 3501")).count(), 2, "{rows:#?}");
    assert!(rows.contains(&"post 1.000963 resume: 2027-03-01 2032".to_owned()), "{rows:#?}");
}

fn haiphong() -> Records {
    let files = |folder: &str| {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/haiphong").join(folder);
        let mut files = Files::new();
        for entry in walkdir::WalkDir::new(&root).into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
            let path = entry.path().strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            files.insert(path, FileContent::Bytes(std::fs::read(entry.path()).unwrap()));
        }
        files
    };
    let today = day("2026-11-21");
    let (catalogue, site) = (files("catalogue"), files("site"));
    load(&Input { catalogue, site, templates: Files::new(), as_of: today, today, base_url: None }).0
}

/// A day of few, so that effects, signings and lists collide often.
fn a_day() -> impl Strategy<Value = String> {
    (1u32..=8, prop::sample::select(vec![1u32, 15])).prop_map(|(month, day)| format!("2026-{month:02}-{day:02}"))
}

/// Lines of a story: decisions of a row each, lists and rulings, about three codes.
fn a_story() -> impl Strategy<Value = Vec<String>> {
    let a_code = || (1u32..=3).prop_map(|n| format!("1.00000{n}"));
    let rest = prop::sample::select(vec!["", "", "", " @province", " @commune", " until 2027-02-01"]);
    let row = (0..4, a_code(), a_code(), rest).prop_map(|(kind, one, other, rest)| match kind {
        0 => format!("new {one}{rest}"),
        1 => format!("amend {one}{rest}"),
        2 => format!("repeal {one}{rest}"),
        _ => format!("replace {one} -> {other}{rest}"),
    });
    let effect = prop_oneof![3 => a_day(), 2 => Just("signing".to_owned()), 1 => Just("unknown".to_owned())];
    let decision =
        (1u32..5000, prop::bool::ANY, a_day(), effect, row).prop_map(|(number, own, signed, effect, row)| {
            let issuer = if own { "own" } else { "ministry" };
            format!("decision {number} {issuer} signed {signed} effect {effect}\n{row}")
        });
    let list = (a_day(), prop::collection::vec(a_code(), 0..3))
        .prop_map(|(day, codes)| format!("list l{day} {day}: {}", codes.join(" ")));
    let ruling = (a_code(), a_day(), a_day(), any::<bool>()).prop_map(|(code, from, ruled, yes)| {
        format!("ruling {code} {} from {from} ruled {ruled}", if yes { "in-force" } else { "repealed" })
    });
    prop::collection::vec(prop_oneof![6 => decision, 1 => list, 1 => ruling], 1..8)
}

fn records(parts: &[String]) -> Records {
    let mut records = told(&parts.join("\n"));
    // Two parts may make the same list; a catalogue holds each once.
    records.snapshots.dedup_by(|one, other| one.id == other.id);
    records
}

/// The codes of a difference's rows.
fn codes(difference: &Difference) -> BTreeSet<String> {
    difference.rows.iter().map(|row| row.code.to_string()).collect()
}

proptest! {
    #![proptest_config(seeds::keeping_seeds(300))]

    #[test]
    fn nothing_that_enters_or_leaves_unknown_stands_in_a_difference(parts in a_story(), one in a_day(), other in a_day()) {
        let (from, to) = if one < other { (one, other) } else { (other, one) };
        let records = records(&parts);
        let (ledger, _) = Ledger::new(&records);
        let difference = between(&ledger, day(&from), day(&to));
        for row in &difference.rows {
            prop_assert!(!row.steps.is_empty(), "{:?}", row);
            for date in [&from, &to] {
                let state = ledger.state(row.code, day(date)).unwrap().whole;
                prop_assert_ne!(state.status, Status::Unknown, "{:?}", row);
            }
            let (before, after) = (ledger.state(row.code, day(&from)).unwrap(), ledger.state(row.code, day(&to)).unwrap());
            let amends = matches!(row.act.as_str(), "amend" | "revert");
            if amends && row.levels.is_empty() && before.by_level.is_empty() && after.by_level.is_empty() {
                prop_assert!(!matches!(before.whole.version, Version::Unknown { .. }), "{:?}", row);
                prop_assert!(!matches!(after.whole.version, Version::Unknown { .. }), "{:?}", row);
            }
        }
    }

    #[test]
    fn two_differences_cover_the_one_over_both(parts in a_story(), days in prop::collection::vec(a_day(), 3)) {
        let mut days = days;
        days.sort();
        let (first, middle, last) = (day(&days[0]), day(&days[1]), day(&days[2]));
        let records = records(&parts);
        let (ledger, _) = Ledger::new(&records);
        let parts = [between(&ledger, first, middle), between(&ledger, middle, last)];
        // What was unknown in the middle, or known from a list alone, is knowledge on either way.
        let covered: BTreeSet<String> = parts
            .iter()
            .flat_map(|part| codes(part).into_iter().chain(part.knowledge.iter().map(ToString::to_string)))
            .collect();
        let whole = between(&ledger, first, last);
        let missing: Vec<_> = codes(&whole).into_iter().filter(|code| !covered.contains(code)).collect();
        prop_assert!(missing.is_empty(), "{:?}", missing);
    }

    #[test]
    fn the_coming_days_leave_out_no_day_that_differs_from_the_one_before(parts in a_story(), on in a_day()) {
        let records = records(&parts);
        let (ledger, _) = Ledger::new(&records);
        let on = day(&on);
        let told: BTreeSet<_> = by_day(ledger.held(), Some(on), None).iter().map(|day| day.to).collect();
        let mut before = on;
        for date in on.iter_days().skip(1).take(430) {
            if !between(&ledger, before, date).rows.is_empty() {
                prop_assert!(told.contains(&date), "{}", date);
            }
            before = date;
        }
    }

    /// A page is made from a state, and its validity from the day until which that holds.
    #[test]
    fn a_state_is_the_same_on_every_day_until_it_no_longer_holds(parts in a_story(), on in a_day()) {
        let records = records(&parts);
        let (ledger, _) = Ledger::new(&records);
        for code in records.procedures.keys() {
            let timeline = ledger.timeline(code).unwrap();
            let mut before = timeline.state(day(&on));
            for date in day(&on).iter_days().skip(1).take(430) {
                let now = timeline.state(date);
                if before.holds_until().is_none_or(|until| date < until) {
                    prop_assert_eq!(content(&before), content(&now), "{} {}", code, date);
                }
                before = now;
            }
        }
    }

    #[test]
    fn a_life_tells_of_each_day_what_the_ledger_does(parts in a_story(), on in a_day()) {
        let records = records(&parts);
        let (ledger, _) = Ledger::new(&records);
        for code in records.procedures.keys() {
            let state = ledger.state(code, day(&on)).unwrap();
            for life in lives(state.timeline) {
                let first = life.levels.first().and_then(|level| state.by_level.get(level)).unwrap_or(&state.whole);
                let of_day: Vec<_> = life.stretches.iter().filter(|stretch| stretch.holds(day(&on))).collect();
                prop_assert_eq!(of_day.len(), 1, "{:#?}", life);
                prop_assert_eq!((of_day[0].state.status, &of_day[0].state.version), (first.status, &first.version));
            }
        }
    }
}
