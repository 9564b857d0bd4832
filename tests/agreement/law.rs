//! What the law lets happen between two days that follow each other, from the states of both days alone.

use niemyet::ledger::{Act, Evidence, LevelState, Status, Version};
use niemyet::model::Day;

/// The status to which an act of the law leads; `None` for acts of knowledge.
pub(super) fn leads_to(act: Act) -> Option<Status> {
    match act {
        Act::New | Act::Succeed | Act::Amend | Act::Rebase | Act::Revert | Act::Resume => Some(Status::InForce),
        Act::Suspend => Some(Status::Suspended),
        Act::Replace => Some(Status::Replaced),
        Act::Repeal | Act::Lapse => Some(Status::Repealed),
        Act::Withdraw | Act::Attest | Act::Doubt | Act::Confirm | Act::Note => None,
    }
}

/// Whether a status is out of force, for good or for a time, and nobody doubts it.
pub(super) fn is_out(status: Status) -> bool {
    status.is_ended() || status == Status::Suspended
}

fn is_by_list(state: &LevelState) -> bool {
    matches!(state.ruled_by, Some(Evidence::Snapshot(_)))
}

fn is_by_amendment(state: &LevelState) -> bool {
    state.ruled_by.and_then(|by| by.row()).is_some_and(|row| row.act() == Act::Amend)
}

/// Whether the content is that of an amendment which has effect from a day on.
fn is_amended_on(state: &LevelState, day: Day) -> bool {
    matches!(state.version, Version::Amended { from: Some(from), .. } if from == day)
}

fn is_known(version: &Version) -> bool {
    match version {
        Version::Base | Version::Amended { from: Some(_), .. } => true,
        // By the portal's record alone, or in doubt.
        Version::Amended { from: None, .. } | Version::Unknown { .. } => false,
    }
}

/// Whether only the law explains how a day differs from the day before: both are known, and it begins or ends by its own
/// word, or no list speaks. An amendment attests; only where something begins as well on the day is that to be told.
pub(super) fn is_of_law(before: &LevelState, after: &LevelState, day: Day, begins: bool) -> bool {
    let is_begun = after.since == Some(day);
    let by_decision = !is_by_list(after) && (!is_by_amendment(after) || begins);
    match (before.status, after.status) {
        (Status::InForce, Status::InForce) => {
            before.version != after.version && is_known(&before.version) && is_known(&after.version)
        }
        (Status::InForce | Status::Suspended, Status::Repealed | Status::Replaced) => true,
        (Status::InForce, Status::Suspended) => true,
        (Status::Suspended | Status::Repealed | Status::Replaced, Status::InForce) => is_begun || by_decision,
        (Status::Repealed | Status::Replaced, Status::Suspended) => after.until == Some(day),
        (Status::Pending, Status::InForce) => is_begun && by_decision,
        (
            Status::InForce
            | Status::Pending
            | Status::Suspended
            | Status::Repealed
            | Status::Replaced
            | Status::Unknown,
            _,
        ) => false,
    }
}

/// What is wrong with an act of the law as what leads from the state of the day before to that of the day.
pub(super) fn fault(act: Act, before: &LevelState, after: &LevelState, day: Day) -> Option<String> {
    let wrong = |what: &str| Some(format!("{act:?} on {day}: {what}: {} -> {}", written(before), written(after)));
    if before.status == Status::Unknown || after.status == Status::Unknown {
        return wrong("what begins or ends at unknown is knowledge");
    }
    if leads_to(act) != Some(after.status) {
        return wrong("leads elsewhere");
    }
    let stood = before.status == Status::InForce;
    match act {
        Act::New | Act::Succeed if stood && after.since != Some(day) => wrong("it stood already"),
        // An amendment of the same day attests that it was there before, nobody knows since when.
        Act::New | Act::Succeed if after.since.is_some_and(|since| since != day) => {
            wrong("a beginning begins on its day")
        }
        Act::Resume if !is_out(before.status) => wrong("only what was out of force is back"),
        Act::Amend if !stood => wrong("only what is in force is amended"),
        Act::Amend if !is_amended_on(after, day) => wrong("the new content is not of this day"),
        Act::Revert if !stood || before.version == after.version => wrong("no content goes"),
        Act::Revert if is_amended_on(after, day) => wrong("it is no earlier content"),
        Act::Rebase if stood && !is_amended_on(after, day) => wrong("nothing is attested anew"),
        Act::Suspend | Act::Repeal | Act::Replace | Act::Lapse if stood && after.until != Some(day) => {
            wrong("the period ends on another day")
        }
        Act::Repeal | Act::Replace | Act::Lapse if before.status.is_ended() => wrong("ends what has ended"),
        Act::New | Act::Succeed | Act::Resume | Act::Amend | Act::Revert | Act::Rebase | Act::Suspend => None,
        Act::Repeal | Act::Replace | Act::Lapse => None,
        Act::Withdraw | Act::Attest | Act::Doubt | Act::Confirm | Act::Note => wrong("no act of the law"),
    }
}

/// A state in few words.
fn written(state: &LevelState) -> String {
    let version = match &state.version {
        Version::Base => "base".to_owned(),
        Version::Amended { decision, from } => format!("{} from {from:?}", decision.key.number.key()),
        Version::Unknown { by } => format!("?{}", by.key.number.key()),
    };
    format!("{} since {:?} until {:?} version {version}", state.status.as_str(), state.since, state.until)
}
