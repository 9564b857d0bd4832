//! From which day a row has effect for a code: by its own words as corrected, by the text behind it, or by the province's
//! rule for those that say nothing.

use niemyet::model::{
    Change, ChangeKind, Day, DayCount, DayUnit, Decision, DecisionRef, Effect, ProcedureCode, Records,
};

use super::withdrawals;

/// Whether a decision counts in the stories' province.
pub(super) fn binds(decision: &Decision) -> bool {
    decision.key.issuer.0 != "foreign"
}

/// Whether it is the province's own word.
pub(super) fn is_own(decision: &Decision) -> bool {
    matches!(decision.key.issuer.0.as_str(), "own" | "department")
}

/// The decisions that a row of `by` may mean by a number. A province cannot take back what a ministry has decided, nor the
/// other way round.
pub(super) fn meant<'a>(records: &'a Records, by: &Decision, named: &DecisionRef) -> Vec<&'a Decision> {
    let issuer = named.issuer.as_ref().unwrap_or(&by.key.issuer);
    let fits = |other: &&Decision| {
        other.key.number == named.number
            && other.key.issuer == *issuer
            && named.year.is_none_or(|year| year == other.key.year)
            && other.key.signed <= by.key.signed
            && binds(other)
            && is_own(other) == is_own(by)
    };
    records.decisions.iter().filter(fits).collect()
}

/// The one decision that a row of `by` means, where there is exactly one and it is not `by` itself.
pub(super) fn the_one_meant<'a>(records: &'a Records, by: &Decision, named: &DecisionRef) -> Option<&'a Decision> {
    let meant = meant(records, by, named);
    let is_itself = meant.iter().any(|other| other.key == by.key);
    if is_itself || meant.len() != 1 { None } else { Some(meant[0]) }
}

pub(super) fn day(records: &Records, decision: &Decision, change: &Change) -> Option<Day> {
    as_corrected(records, decision, change, corrected(records, decision, change, false))
}

/// The same by the corrections alone that are later in the legal order: by these it is told which corrections stand.
pub(super) fn day_by_later(records: &Records, decision: &Decision, change: &Change) -> Option<Day> {
    as_corrected(records, decision, change, corrected(records, decision, change, true))
}

fn as_corrected(records: &Records, decision: &Decision, change: &Change, right: Option<Effect>) -> Option<Day> {
    let effect = right.or(change.effect).unwrap_or(decision.effect);
    let signed = decision.key.signed;
    let clause = match effect {
        Effect::On(day) => Some(day),
        Effect::OnSigning => signed,
        Effect::AfterSigning(count) => signed.and_then(|signed| counted(records, signed, count)),
        Effect::Undated | Effect::Unstated => None,
    };
    let is_end = match &change.kind {
        ChangeKind::Repeal(_) => true,
        ChangeKind::Replace { old, new, .. } => !old.iter().all(|code| new.contains(code)), // else it is a new name
        _ => false,
    };
    let known = match (clause, change.text_effect) {
        (_, Some(text)) if is_end => Some(text),
        (clause, text) => clause.max(text),
    };
    let is_ruled = |signed: &Day| {
        records.silent_rules.iter().any(|rule| {
            (rule.issuers.is_empty() || rule.issuers.contains(&decision.key.issuer))
                && rule.from.is_none_or(|from| from <= *signed)
                && rule.until.is_none_or(|until| *signed < until)
        })
    };
    known.or_else(|| signed.filter(|signed| effect == Effect::Unstated && is_ruled(signed)))
}

/// The day after the signing is the first.
fn counted(records: &Records, signed: Day, count: DayCount) -> Option<Day> {
    let (mut day, mut left) = (signed, count.number);
    while left > 0 {
        day = day.succ_opt()?;
        let counts = match count.unit {
            DayUnit::Days => true,
            DayUnit::WorkingDays => records.calendar.is_working(day)?,
        };
        left -= u16::from(counts);
    }
    Some(day)
}

/// What the latest correction of a decision that is not withdrawn says of a row.
fn corrected(records: &Records, decision: &Decision, change: &Change, later_only: bool) -> Option<Effect> {
    let subjects = change.kind.subjects();
    let mut of_row: Vec<ProcedureCode> = subjects.iter().filter_map(|subject| subject.code().cloned()).collect();
    if of_row.is_empty() {
        of_row.push(ProcedureCode::new("9.999999").unwrap()); // only what speaks of all codes speaks of it
    }
    let place = |decision: &Decision| {
        (decision.key.signed.unwrap(), decision.key.number.digits(), decision.key.issuer.0.clone())
    };
    let mut found = Vec::new();
    for by in records.decisions.iter().filter(|by| binds(by)) {
        for row in &by.changes {
            let ChangeKind::CorrectEffect { decision: named, codes, effect } = &row.kind else { continue };
            let is_meant = the_one_meant(records, by, named).is_some_and(|one| one.key == decision.key);
            if !is_meant || (later_only && place(by) < place(decision)) {
                continue;
            }
            let (signed, number, issuer) = place(by);
            let order = (false, signed, number, issuer.clone(), row.line);
            let stands = |code: &ProcedureCode| {
                (codes.is_empty() || codes.contains(code))
                    && withdrawals::against(records, by, code, Some(&order), day_by_later).is_empty()
            };
            if of_row.iter().any(stands) {
                found.push(((signed, number, issuer, row.line), *effect));
            }
        }
    }
    found.into_iter().max_by_key(|(order, _)| order.clone()).map(|(_, effect)| effect)
}
