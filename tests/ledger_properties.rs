//! What holds of the ledger whatever the decisions are.

mod story;

use niemyet::ledger::{Ledger, LevelState, Status};
use niemyet::model::{Day, Records};
use proptest::prelude::*;
use story::{Story, code, day};

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

fn a_decision() -> impl Strategy<Value = Vec<String>> {
    let issuer = prop::sample::select(vec!["own", "own", "ministry", "foreign"]);
    (1u32..5000, issuer, a_day(), an_effect(), prop::collection::vec(a_row(), 1..4)).prop_map(
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
    for (index, line) in parts.iter().flatten().enumerate() {
        story.take(line, index + 1);
    }
    // Two parts may make the same list or the same decision; a catalogue holds each once.
    story.records.snapshots.dedup_by(|one, other| one.id == other.id);
    story.records
}

fn states(records: &Records, on: Day) -> Vec<LevelState> {
    let (ledger, _) = Ledger::new(records);
    (1..=3).map(|n| ledger.state(&code(&format!("1.00000{n}")), on).whole).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_files_is_irrelevant(parts in a_story(), on in a_day()) {
        let forward = records(&parts);
        let mut backward = forward.clone();
        backward.decisions.reverse();
        backward.snapshots.reverse();
        backward.rulings.reverse();
        prop_assert_eq!(states(&forward, day(&on)), states(&backward, day(&on)));
    }

    #[test]
    fn every_status_but_unknown_has_evidence(parts in a_story(), on in a_day()) {
        for state in states(&records(&parts), day(&on)) {
            prop_assert_eq!(state.status == Status::Unknown, state.ruled_by.is_none(), "{:?}", state);
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
            prop_assert!(state.next.is_none_or(|next| next.from > on));
        }
    }

    #[test]
    fn a_decision_of_known_later_effect_changes_nothing_today_but_what_is_to_come(
        parts in a_story(), row in a_row(), on in a_day(),
    ) {
        let before = records(&parts);
        let mut story = Story::new("later");
        story.records = before.clone();
        story.take("decision 9999 own signed 2026-06-30 effect 2027-01-01", 1000);
        story.take(row.split(" text").next().unwrap_or_default(), 1001);
        for (then, now) in states(&before, day(&on)).into_iter().zip(states(&story.records, day(&on))) {
            if then.status == Status::Unknown && now.status == Status::Pending {
                continue;
            }
            prop_assert_eq!(then.status, now.status);
            prop_assert_eq!(then.since, now.since);
            prop_assert_eq!(then.version, now.version);
            prop_assert_eq!(then.ruled_by, now.ruled_by);
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
        prop_assert_eq!(states(&before, day(&on)), states(&story.records, day(&on)));
    }
}
