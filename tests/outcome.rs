//! Whether a decision changes anything, asked of the ledger with it and without it.

use crate::story;

use niemyet::ledger::Ledger;
use niemyet::report::{Idle, Outcome};
use story::Story;

/// What the last decision of a story does.
fn outcome_of_last(lines: &str) -> Outcome {
    let mut story = Story::new("outcome");
    for (index, line) in lines.lines().enumerate() {
        story.take(line, index + 1);
    }
    let mut before = story.records.clone();
    before.decisions.pop();
    let decision = story.records.decisions.last().unwrap();
    Outcome::of(decision, &Ledger::new(&story.records).0, &Ledger::new(&before).0)
}

const CORRECTED: &str = "decision 115 own signed 2026-01-12 effect signing\n new 1.000001
decision 120 own signed 2026-01-20 effect signing\n correct 115 to 2026-03-01\n";

#[test]
fn a_decision_that_withdraws_a_correction_changes_what_was_corrected() {
    let withdrawal = "decision 130 own signed 2026-02-01 effect signing\n withdraw 120";
    assert_eq!(outcome_of_last(&format!("{CORRECTED}{withdrawal}")).changing, 1);
}

#[test]
fn what_a_decision_may_not_mean_it_does_not_change() {
    // The one of that number and issuer is another year's, or signed later.
    for named in ["115 year 2025", "140"] {
        let lines = format!(
            "decision 140 own signed 2026-06-01 effect signing\n amend 1.000001\n{CORRECTED}\
             decision 130 own signed 2026-02-01 effect signing\n withdraw {named}"
        );
        let outcome = outcome_of_last(&lines);
        assert_eq!((outcome.changing, outcome.idle.get(&Idle::NotHeld)), (0, Some(&1)), "{named}");
    }
}
