//! Hải Phòng's 47 decisions of 2025–2026 as a catalogue: the real shapes of domain law, on real days; with a rule for
//! silent decisions and without one.

use crate::agreement;
use crate::hai_phong;
use crate::told;

use std::collections::BTreeMap;

use hai_phong::{RULE, day, decision, decision_mut, records, with_rule};
use niemyet::ledger::{Basis, Catalogue, Ledger, LevelState, Question, State, Status, Version};
use niemyet::model::{ChangeKind, DecisionKey, Effect, Level, ProcedureCode, Records};
use told::site::Words;

/// Days before, between and after the decisions and their effects.
const DAYS: [&str; 6] = ["2025-09-11", "2026-01-31", "2026-07-16", "2026-08-31", "2026-11-21", "2027-03-02"];

fn on<'a>(records: &'a Records, date: &str) -> Catalogue<'a> {
    // Kept for as long as its records are.
    Box::leak::<'a>(Box::new(Ledger::new(records).0)).as_of(day(date))
}

fn state<'c>(catalogue: &'c Catalogue<'c>, code: &str) -> &'c LevelState<'c> {
    &catalogue.states[&ProcedureCode::new(code).unwrap()].whole
}

fn version(state: &LevelState) -> String {
    match &state.version {
        Version::Base => "base".to_owned(),
        Version::Amended { decision, .. } => decision.key.number.to_string(),
        Version::Unknown { by } => format!("? {}", by.key.number),
    }
}

/// The codes that a decision names.
fn codes(records: &Records, number: u64) -> Vec<ProcedureCode> {
    let subjects = decision(records, number).changes.iter().flat_map(|change| change.kind.subjects());
    subjects.filter_map(|subject| subject.code()).cloned().collect()
}

/// Every state of a code: the whole and each level that differs.
fn states<'s>(state: &'s State<'s>) -> impl Iterator<Item = &'s LevelState<'s>> {
    std::iter::once(&state.whole).chain(state.by_level.values())
}

/// Whether every row of a decision about a code waits for a day that nobody wrote down.
fn is_silent(records: &Records, key: &DecisionKey, code: &ProcedureCode) -> bool {
    let decision = records.decisions.iter().find(|decision| decision.key == *key).unwrap();
    let names = |kind: &ChangeKind| kind.subjects().iter().any(|subject| subject.code() == Some(code));
    let mut rows = decision.changes.iter().filter(|change| names(&change.kind)).peekable();
    assert!(rows.peek().is_some(), "{} says nothing of {code}", key.number);
    rows.all(|row| row.effect.unwrap_or(decision.effect) == Effect::Unstated && row.text_effect.is_none())
}

#[test]
fn a_coming_amendment_changes_the_version_on_its_day_and_nothing_before() {
    let records = records();
    let codes = codes(&records, 3501);
    assert_eq!(codes.len(), 2);
    for code in codes.iter().map(ProcedureCode::as_str) {
        let before = on(&records, "2026-08-31");
        let after = on(&records, "2027-03-02");
        assert_eq!(state(&before, code).status, Status::InForce, "{code}");
        assert_eq!(state(&after, code).status, Status::InForce, "{code}");
        assert_ne!(version(state(&before, code)), "3501/QĐ-UBND");
        assert_eq!(version(state(&after, code)), "3501/QĐ-UBND");
        assert_ne!(version(state(&on(&records, "2027-02-28"), code)), "3501/QĐ-UBND");
        assert_eq!(version(state(&on(&records, "2027-03-01"), code)), "3501/QĐ-UBND");
        let next = state(&before, code).next.expect("a coming change is announced");
        assert_eq!(next.from, day("2027-03-01"));
        assert!(next.signed_later, "3501 was signed the day after");
    }
}

#[test]
fn of_3501_no_existence_and_one_version_changes() {
    let records = records();
    let codes = codes(&records, 3501);
    let mut without = records.clone();
    without.decisions.retain(|decision| decision.key.number.digits() != 3501);
    assert_eq!(without.decisions.len(), 46);
    for date in ["2026-08-31", "2026-09-01", "2027-02-28", "2027-03-01", "2027-12-31"] {
        let (with, without) = (on(&records, date), on(&without, date));
        let differ = |of: fn(&LevelState) -> String| -> Vec<ProcedureCode> {
            let pairs = with.states.iter().zip(without.states.values());
            let differ = pairs.filter(|((_, with), without)| of(&with.whole) != of(&without.whole));
            differ.map(|((code, _), _)| (*code).clone()).collect()
        };
        assert_eq!(differ(|state| format!("{:?} {:?} {:?}", state.status, state.since, state.until)), [], "{date}");
        let expected = if date < "2027-03-01" { &[][..] } else { &codes[..] };
        assert_eq!(differ(version), expected, "{date}");
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
    let mut by_decision = 0;
    for date in DAYS {
        for (code, state) in &on(&records, date).states {
            for state in states(state) {
                if let Some(row) = state.ruled_by.and_then(|by| by.row()) {
                    let (key, basis) = (row.key(), row.basis());
                    assert!(row.effect().is_some(), "{code} on {date}");
                    assert!(
                        matches!(basis, Some(Basis::Clause | Basis::Signing | Basis::LegalText)),
                        "{code} on {date}"
                    );
                    assert!(!is_silent(&records, key, code), "{code} on {date}");
                    by_decision += 1;
                }
            }
        }
    }
    assert!(by_decision > 100, "{by_decision}");
}

#[test]
fn a_rule_for_silent_decisions_shows_in_every_state_that_rests_on_it() {
    let records = with_rule();
    let mut by_rule = 0;
    for date in DAYS {
        for (code, state) in &on(&records, date).states {
            for told in states(state) {
                if let Some(row) = told.ruled_by.and_then(|by| by.row()) {
                    let names_it = matches!(row.basis(), Some(Basis::SilentRule(rule)) if rule.id == RULE);
                    assert_eq!(names_it, is_silent(&records, row.key(), code), "{code} on {date}");
                    by_rule += usize::from(names_it);
                }
                // A version has its decision; the line of that decision in the history has the rule.
                if let Version::Amended { decision, from: Some(_) } = &told.version
                    && is_silent(&records, &decision.key, code)
                {
                    let names_it = state.history().filter_map(|evidence| evidence.row()).any(|row| {
                        let by_rule = matches!(row.basis(), Some(Basis::SilentRule(rule)) if rule.id == RULE);
                        by_rule && row.key() == &decision.key
                    });
                    assert!(names_it, "{code} on {date}");
                }
            }
        }
    }
    assert!(by_rule > 100, "{by_rule}");
}

/// What of a state the two catalogues are compared by.
fn told(state: &LevelState) -> [String; 3] {
    let since = state.since.map_or("-".to_owned(), |day| day.to_string());
    [state.status.as_str().to_owned(), since, version(state)]
}

/// The kind of a difference: what differs, and for a status from what to what.
fn kind(without: &[String; 3], with: &[String; 3]) -> String {
    let mut kind = Vec::new();
    if without[0] != with[0] {
        kind.push(format!("{} → {}", without[0], with[0]));
    }
    if without[1] != with[1] {
        kind.push("since".to_owned());
    }
    if without[2] != with[2] {
        kind.push("version".to_owned());
    }
    kind.join(", ")
}

#[test]
fn how_the_rule_for_silent_decisions_changes_the_catalogue() {
    let (without, with) = (records(), with_rule());
    let mut told_days = String::new();
    for date in ["2026-08-31", "2026-11-21"] {
        let (without, with) = (on(&without, date), on(&with, date));
        let mut kinds: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut same = 0;
        for (code, before) in &without.states {
            let (before, after) = (told(&before.whole), told(&with.states[code].whole));
            if before == after {
                same += 1;
            } else {
                let line = format!("{code}\t{}\t{}", before.join(" "), after.join(" "));
                kinds.entry(kind(&before, &after)).or_default().push(line);
            }
        }
        let differ: usize = kinds.values().map(Vec::len).sum();
        told_days.push_str(&format!("# {date}: {differ} differ, {same} are the same\n"));
        for (kind, lines) in &kinds {
            told_days.push_str(&format!("## {kind}: {}\n{}\n", lines.len(), lines.join("\n")));
        }
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("haiphong_silent_rule", told_days);
    });
}

#[test]
fn the_standardised_list_3626_attests_its_eleven_codes_once_it_has_a_day() {
    let records = records();
    let codes = codes(&records, 3626);
    assert_eq!(codes.len(), 11);
    let silent = on(&records, "2026-11-21");
    let decided = decision(&records, 3626).clone();
    for code in &codes {
        let state = &silent.states[code].whole;
        assert_eq!(state.status, Status::Unknown, "{code}");
        assert_eq!(state.questions, [Question::BeginningOfUnknownEffect(&decided)], "{code}");
    }
    let by_rule = with_rule();
    let (before, after) = (on(&by_rule, "2026-09-09"), on(&by_rule, "2026-09-10"));
    for code in &codes {
        assert_eq!(before.states[code].whole.status, Status::Unknown, "{code}");
        let state = &after.states[code].whole;
        assert_eq!((state.status, state.since), (Status::InForce, None), "{code}");
        assert_eq!(version(state), "3626/QĐ-UBND", "{code}");
    }
    // Nothing of the field is left out; were one row not there, its code would be a question.
    let asks = |catalogue: &Catalogue| -> Vec<ProcedureCode> {
        let absent = Question::AbsentFromRebase(&decided);
        let asked = catalogue.states.iter().filter(|(_, state)| state.whole.questions.contains(&absent));
        asked.map(|(code, _)| (*code).clone()).collect()
    };
    assert_eq!(asks(&after), []);
    let mut short = by_rule.clone();
    decision_mut(&mut short, 3626).changes.remove(0);
    assert_eq!(asks(&on(&short, "2026-09-10")), codes[..1]);
}

#[test]
fn every_output_tells_the_same_life() {
    for records in [records(), with_rule()] {
        let made = agreement::check(&Ledger::new(&records).0).unwrap_or_else(|wrong| panic!("{wrong}"));
        assert!(made > 5_000, "{made}");
    }
}

#[test]
fn every_page_tells_the_same_life() {
    for (records, date) in [(records(), "2026-09-08"), (with_rule(), "2026-09-09")] {
        let (ledger, _) = Ledger::new(&records);
        let made = agreement::pages::check(&ledger, day(date), &Words::read(), false);
        assert!(made.unwrap_or_else(|wrong| panic!("{wrong}")) > 500);
    }
}

#[test]
fn one_code_repealed_twice_ended_once() {
    let records = with_rule();
    let catalogue = on(&records, "2026-11-21");
    let state = catalogue.states[&ProcedureCode::new("1.009444").unwrap()].clone();
    let province = &state.by_level[&Level::Province];
    assert_eq!((province.status, province.until), (Status::Repealed, Some(day("2026-09-09"))));
    // Both decisions speak of the province's level alone. A list attests the code and not its levels, so that nobody knows
    // of the others, and the page asks.
    assert_eq!((state.whole.status, state.whole.ruled_by), (Status::Unknown, None));
    let asks = |question: &Question| matches!(question, Question::LevelUnattested(_));
    assert!(state.whole.questions.iter().any(asks), "{:?}", state.whole.questions);
}
