//! What holds of the ledger whatever the decisions are.

use crate::seeds;
use crate::story;

use std::collections::{BTreeMap, BTreeSet};

use niemyet::changes::{Difference, Upkeep, between, by_day};
use niemyet::finding::Hit;
use niemyet::ledger::{Ledger, LevelState, State, Status};
use niemyet::model::{Day, Level, ProcedureCode, Records};
use proptest::prelude::*;
use story::{Story, code, content, day, ledger};

/// Days close to each other, so that effects, signings and lists collide often.
fn a_day() -> impl Strategy<Value = String> {
    (1u32..=12, prop::sample::select(vec![1u32, 2, 15])).prop_map(|(month, day)| format!("2026-{month:02}-{day:02}"))
}

fn a_code() -> impl Strategy<Value = String> {
    (1u32..=3).prop_map(|n| format!("1.00000{n}"))
}

fn an_effect() -> impl Strategy<Value = String> {
    prop_oneof![3 => a_day(), 2 => Just("signing".to_owned()), 1 => Just("unknown".to_owned())]
}

fn a_row() -> impl Strategy<Value = String> {
    let level = prop::sample::select(vec!["", " @province", " @commune"]);
    let until = prop_oneof![4 => Just(String::new()), 1 => Just(" until 2027-02-01".to_owned())];
    let text = prop_oneof![4 => Just(String::new()), 1 => a_day().prop_map(|day| format!(" text {day}"))];
    (0..6, a_code(), a_code(), level, until, text).prop_map(|(kind, one, other, level, until, text)| match kind {
        0 => format!("new {one}{level}{until}{text}"),
        1 => format!("amend {one}{level}{until}{text}"),
        2 => format!("repeal {one}{level}{until}{text}"),
        3 => format!("rebase {one}{level}{text}"),
        4 => format!("flag {one} postal{until}"),
        _ => format!("replace {one} -> {other}{level}{until}{text}"),
    })
}

/// A number of few, so that decisions withdraw each other.
fn a_number() -> impl Strategy<Value = u32> {
    prop_oneof![1u32..=6, 1u32..5000]
}

fn a_withdrawal() -> impl Strategy<Value = String> {
    let code = prop_oneof![1 => Just(String::new()), 1 => a_code()];
    (1u32..=6, code).prop_map(|(number, code)| format!("withdraw {number} {code}"))
}

fn a_decision() -> impl Strategy<Value = Vec<String>> {
    let issuer = prop::sample::select(vec!["own", "own", "ministry", "foreign"]);
    let row = prop_oneof![6 => a_row(), 1 => a_withdrawal()];
    (a_number(), issuer, a_day(), an_effect(), prop::collection::vec(row, 1..4)).prop_map(
        |(number, issuer, signed, effect, rows)| {
            let mut lines = vec![format!("decision {number} {issuer} signed {signed} effect {effect}")];
            lines.extend(rows);
            lines
        },
    )
}

fn a_story() -> impl Strategy<Value = Vec<Vec<String>>> {
    let list = (a_day(), prop::collection::vec(a_code(), 0..3))
        .prop_map(|(day, codes)| vec![format!("list l{day} {day}: {}", codes.join(" "))]);
    let ruling = (a_code(), a_day(), a_day(), any::<bool>()).prop_map(|(code, from, ruled, yes)| {
        vec![format!("ruling {code} {} from {from} ruled {ruled}", if yes { "in-force" } else { "repealed" })]
    });
    let part = prop_oneof![6 => a_decision(), 1 => list, 1 => ruling];
    prop::collection::vec(part, 1..7)
}

fn records(parts: &[Vec<String>]) -> Records {
    let mut story = Story::new("property");
    // Two parts may make the same list or the same decision; a catalogue holds each once.
    let key = |part: &Vec<String>| part[0].split(" effect ").next().unwrap().split(':').next().unwrap().to_owned();
    let mut told = BTreeSet::new();
    for (index, line) in parts.iter().filter(|part| told.insert(key(part))).flatten().enumerate() {
        story.take(line, index + 1);
    }
    story.records
}

/// The codes of the stories that have a life.
fn codes(ledger: &Ledger<'_>) -> Vec<ProcedureCode> {
    let codes = (1..=3).map(|n| code(&format!("1.00000{n}")));
    codes.filter(|code| ledger.timeline(code).is_some()).collect()
}

fn whole_states(records: &Records, on: Day) -> Vec<State<'_>> {
    let ledger = ledger(records);
    codes(ledger).iter().filter_map(|code| ledger.state(code, on)).collect()
}

/// Every state told of a code: the whole, and each level that differs.
fn told<'s>(state: &'s State<'s>) -> impl Iterator<Item = &'s LevelState<'s>> {
    std::iter::once(&state.whole).chain(state.by_level.values())
}

/// A story in which nothing but the province speaks, and of known days: what it says of a life is what the life is.
fn a_plain_story() -> impl Strategy<Value = Vec<Vec<String>>> {
    let effect = prop_oneof![a_day(), Just("signing".to_owned())];
    let decision = (1u32..5000, a_day(), effect, prop::collection::vec(a_row(), 1..4)).prop_map(
        |(number, signed, effect, rows)| {
            let mut lines = vec![format!("decision {number} own signed {signed} effect {effect}")];
            lines.extend(rows);
            lines
        },
    );
    let levels = (1..=3).map(|n| vec![format!("levels 1.00000{n} province commune")]).collect::<Vec<_>>();
    prop::collection::vec(decision, 1..8).prop_map(move |decisions| levels.iter().cloned().chain(decisions).collect())
}

/// What a difference does to a code's place on the public list: posted 1, taken down -1.
fn net(difference: &Difference, code: &ProcedureCode) -> i32 {
    let row = difference.rows.iter().find(|row| row.code == code);
    match row.map(|row| row.upkeep) {
        Some(Upkeep::Post) => 1,
        Some(Upkeep::TakeDown) => -1,
        Some(Upkeep::Update) | None => 0,
    }
}

/// What the ledger says of records, each with what it is about. A ruling's key is its place in the one file of them, so that
/// the ruling itself takes the place of its key.
fn said(records: &Records) -> Vec<String> {
    let about = |hit: Hit| {
        let number = hit.keys[0].strip_prefix("ruling[").and_then(|key| key.split_once(']'));
        match number {
            Some((number, _)) => format!("{:?} {:?}", hit.finding, records.rulings[number.parse::<usize>().unwrap()]),
            None => format!("{hit:?}"),
        }
    };
    let mut said: Vec<String> = Ledger::new(records).1.into_iter().map(about).collect();
    said.sort();
    said
}

fn states(records: &Records, on: Day) -> Vec<LevelState<'_>> {
    whole_states(records, on).into_iter().map(|state| state.whole).collect()
}

proptest! {
    #![proptest_config(seeds::keeping_seeds(400))]

    #[test]
    fn the_order_of_files_is_irrelevant(parts in a_story(), on in a_day()) {
        let forward = records(&parts);
        let mut backward = forward.clone();
        backward.decisions.reverse();
        backward.snapshots.reverse();
        backward.rulings.reverse();
        for (one, other) in whole_states(&forward, day(&on)).iter().zip(&whole_states(&backward, day(&on))) {
            prop_assert_eq!(content(one), content(other));
        }
        prop_assert_eq!(said(&forward), said(&backward));
    }

    #[test]
    fn every_status_but_unknown_has_evidence(parts in a_story(), on in a_day()) {
        for state in &whole_states(&records(&parts), day(&on)) {
            for state in told(state) {
                prop_assert_eq!(state.status == Status::Unknown, state.ruled_by.is_none(), "{:?}", state);
            }
        }
    }

    #[test]
    fn periods_are_never_empty_and_hold_the_day_they_speak_of(parts in a_story(), on in a_day()) {
        let on = day(&on);
        for state in states(&records(&parts), on) {
            if let (Some(since), Some(until)) = (state.since, state.until) {
                prop_assert!(since < until, "{:?}", state);
            }
            match state.status {
                Status::InForce => {
                    prop_assert!(state.since.is_none_or(|since| since <= on), "{:?}", state);
                    prop_assert!(state.until.is_none_or(|until| on < until), "{:?}", state);
                }
                Status::Pending => prop_assert!(state.since.is_some_and(|since| on < since), "{:?}", state),
                Status::Suspended | Status::Repealed | Status::Replaced => {
                    prop_assert!(state.until.is_some_and(|until| until <= on), "{:?}", state);
                }
                Status::Unknown => prop_assert!(state.since.is_none() && state.until.is_none()),
            }
            prop_assert!(state.next.as_ref().is_none_or(|next| next.from > on));
        }
    }

    #[test]
    fn a_decision_of_known_later_effect_changes_nothing_today_but_what_is_to_come(
        parts in a_story(), row in prop_oneof![6 => a_row(), 1 => a_withdrawal()], on in a_day(), later in 1u64..300,
    ) {
        let before = records(&parts);
        let mut story = Story::new("later");
        story.records = before.clone();
        let effect = day(&on) + chrono::Days::new(later);
        story.take(&format!("decision 9999 own signed 2026-06-30 effect {effect}"), 1000);
        story.take(row.split(" text").next().unwrap_or_default(), 1001);
        let after = whole_states(&story.records, day(&on));
        for then in &whole_states(&before, day(&on)) {
            let now = after.iter().find(|now| now.timeline.code() == then.timeline.code()).unwrap();
            let (one, other) = (&then.whole, &now.whole);
            // What is not yet begun may be told of otherwise: its beginning comes, or comes no more.
            let is_to_come = |state: &LevelState| matches!(state.status, Status::Unknown | Status::Pending);
            if is_to_come(one) && is_to_come(other) {
                continue;
            }
            prop_assert_eq!(one.status, other.status);
            prop_assert_eq!(one.since, other.since);
            prop_assert_eq!(&one.version, &other.version);
            prop_assert_eq!(&one.ruled_by, &other.ruled_by);
            prop_assert_eq!(&one.successors, &other.successors);
            // A fact that a later withdrawal ends holds today as it did: its end is what is to come.
            let today = |state: &State| {
                state.facts().into_iter().map(|fact| (fact.what, fact.from, fact.by.key.clone())).collect::<Vec<_>>()
            };
            prop_assert_eq!(today(then), today(now));
        }
    }

    #[test]
    fn another_provinces_decisions_change_nothing(parts in a_story(), foreign in a_decision(), on in a_day()) {
        let before = records(&parts);
        let mut story = Story::new("foreign");
        story.records = before.clone();
        for (index, line) in foreign.iter().enumerate() {
            let line = line.replacen(" own ", " foreign ", 1).replacen(" ministry ", " foreign ", 1);
            story.take(&line, 1000 + index);
        }
        let after = whole_states(&story.records, day(&on));
        for then in &whole_states(&before, day(&on)) {
            let now = after.iter().find(|now| now.timeline.code() == then.timeline.code()).unwrap();
            prop_assert_eq!(&then.whole, &now.whole);
        }
    }
    #[test]
    fn periods_of_one_procedure_and_level_never_overlap(parts in a_plain_story(), number in 1u32..=3) {
        let records = records(&parts);
        let (ledger, _) = Ledger::new(&records);
        let code = code(&format!("1.00000{number}"));
        let days: Vec<Day> = day("2025-12-30").iter_days().take(440).collect();
        let Some(timeline) = ledger.timeline(&code) else { return Ok(()) };
        let states: Vec<State> = days.iter().map(|day| timeline.state(*day)).collect();
        for level in [Level::Province, Level::Commune] {
            let at = |index: usize| states[index].by_level.get(&level).unwrap_or(&states[index].whole);
            let in_force: BTreeSet<Day> =
                (0..days.len()).filter(|at_day| at(*at_day).status == Status::InForce).map(|at_day| days[at_day]).collect();
            // Every period that some day tells: in force on each of its days, and out of force on the day it ends.
            let mut periods: BTreeMap<Day, BTreeSet<Day>> = BTreeMap::new();
            for (index, asked) in days.iter().enumerate() {
                let state = at(index);
                let has_been = matches!(state.status, Status::InForce | Status::Suspended) || state.status.is_ended();
                let Some(since) = state.since.filter(|_| has_been) else { continue };
                let end = if state.status == Status::InForce { asked.succ_opt() } else { state.until };
                let end = end.unwrap();
                for on in since.iter_days().take_while(|on| *on < end) {
                    prop_assert!(in_force.contains(&on), "{} {:?} on {}: {:?}\n{:#?}", on, level, asked, state, parts);
                }
                if state.status != Status::InForce {
                    prop_assert!(!in_force.contains(&end), "{} {:?}: {:?}", end, level, state);
                    periods.entry(since).or_default().insert(end);
                }
            }
            let mut last: Option<Day> = None;
            for (since, ends) in periods {
                prop_assert_eq!(ends.len(), 1, "{:?} from {} ends {:?}", level, since, ends);
                prop_assert!(last.is_none_or(|last| last <= since), "{:?} {} {:?}", level, since, last);
                last = ends.into_iter().next();
            }
        }
    }

    #[test]
    fn two_differences_add_up_to_the_one_over_both(parts in a_story(), days in prop::collection::btree_set(a_day(), 3)) {
        let days: Vec<Day> = days.iter().map(|text| day(text)).collect();
        let records = records(&parts);
        let (ledger, _) = Ledger::new(&records);
        let first = between(&ledger, days[0], days[1]);
        let second = between(&ledger, days[1], days[2]);
        let both = between(&ledger, days[0], days[2]);
        for code in records.procedures.keys() {
            if [&first, &second, &both].iter().any(|part| part.knowledge.contains(code)) {
                continue; // what nobody knew on one of the days is counted apart
            }
            prop_assert_eq!(net(&first, code) + net(&second, code), net(&both, code), "{}\n{:#?}", code, parts);
        }
    }

    #[test]
    fn next_lists_exactly_the_days_on_which_the_public_list_changes(parts in a_story(), on in a_day()) {
        let records = records(&parts);
        let (ledger, _) = Ledger::new(&records);
        let on = day(&on);
        let until = on + chrono::Days::new(430);
        let coming = by_day(ledger.held(), Some(on), Some(until));
        let told: Vec<Day> = coming.iter().filter(|day| day.is_public()).map(|day| day.to).collect();
        let each_day = on.iter_days().skip(1).take_while(|day| *day <= until);
        let by_force: Vec<Day> =
            each_day.filter(|date| between(&ledger, date.pred_opt().unwrap(), *date).is_public()).collect();
        prop_assert_eq!(told, by_force, "{:#?}", parts);
    }
}
