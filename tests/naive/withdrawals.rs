//! What is left of a row after the decisions that withdraw its decision, of the effect that each says itself; and what those
//! ask that name no decision clearly.

use std::collections::BTreeMap;

use niemyet::model::{Change, ChangeKind, Day, Decision, ProcedureCode, Records};

use super::{Does, Order, Row, effects};

/// A row that withdraws something of a code.
#[derive(Debug, Clone, Copy)]
pub(super) struct Withdrawal<'a> {
    by: &'a Decision,
    row: &'a Change,
    effect: Day,
}

impl Withdrawal<'_> {
    fn order(&self) -> Order {
        order(self.by, self.row)
    }
}

fn order(by: &Decision, row: &Change) -> Order {
    let key = &by.key;
    (false, key.signed.unwrap(), key.number.digits(), key.issuer.0.clone(), row.line)
}

/// Adds what is left of a row of `decision`, and with it what taking it back leaves.
pub(super) fn outlive(records: &Records, decision: &Decision, code: &ProcedureCode, mut row: Row, rows: &mut Vec<Row>) {
    let mut against = against(records, decision, code, None, effects::day);
    against.sort_by_key(|withdrawal| (withdrawal.effect, withdrawal.order()));
    let mut left: Vec<Row> = Vec::new();
    for withdrawal in against {
        let day = withdrawal.effect;
        let is_mild = matches!(row.does, Does::Amend | Does::Mark);
        match row.effect {
            // It had not taken effect: it never does, and nothing more can be taken from it. Its levels stay named.
            Some(effect) if effect >= day => {
                row.does = Does::Mark;
                break;
            }
            Some(_) if row.until.is_some_and(|until| until <= day) => {}
            Some(_) if !is_mild && !left.is_empty() => {} // taken away before
            Some(_) if !is_mild => {
                let (_, known, number, issuer, _) = withdrawal.order();
                left.push(Row {
                    does: Does::Shake,
                    effect: Some(day),
                    until: None,
                    known,
                    order: (false, known, number, issuer, 0),
                    number,
                    prevails: false,
                    ..row.clone()
                });
            }
            _ => row.until = Some(row.until.map_or(day, |until| until.min(day))),
        }
    }
    rows.push(row);
    rows.append(&mut left);
}

/// The withdrawals of a decision that take something of a code away, later than `after` in the legal order: those that are
/// not withdrawn themselves before their day, by what `day` says of a withdrawal.
pub(super) fn against<'a>(
    records: &'a Records,
    target: &Decision,
    code: &ProcedureCode,
    after: Option<&Order>,
    day: fn(&Records, &Decision, &Change) -> Option<Day>,
) -> Vec<Withdrawal<'a>> {
    let mut found = Vec::new();
    for by in records.decisions.iter().filter(|by| effects::binds(by)) {
        for row in &by.changes {
            let ChangeKind::Withdraw { decision: named, codes } = &row.kind else { continue };
            let is_target = effects::the_one_meant(records, by, named).is_some_and(|one| std::ptr::eq(one, target));
            if !is_target || !(codes.is_empty() || codes.contains(code)) {
                continue;
            }
            if after.is_none_or(|after| order(by, row) > *after) {
                let effect = day(records, by, row).expect("the stories give every withdrawal its day");
                found.push(Withdrawal { by, row, effect });
            }
        }
    }
    found.retain(|withdrawal| {
        let later = against(records, withdrawal.by, code, Some(&withdrawal.order()), day);
        !later.into_iter().any(|other| other.effect <= withdrawal.effect)
    });
    found
}

/// Whether a withdrawal or a correction that names no decision clearly asks about a code.
pub(super) fn asks(records: &Records, code: &ProcedureCode, on: Day) -> BTreeMap<&'static str, bool> {
    let (mut must, mut may) = (false, false);
    for by in records.decisions.iter().filter(|by| effects::binds(by)) {
        for row in &by.changes {
            let (ChangeKind::Withdraw { decision: named, codes }
            | ChangeKind::CorrectEffect { decision: named, codes, .. }) = &row.kind
            else {
                continue;
            };
            if effects::the_one_meant(records, by, named).is_some() {
                continue;
            }
            let meant = effects::meant(records, by, named);
            let mut subjects = meant.iter().flat_map(|one| &one.changes).flat_map(|row| row.kind.subjects());
            let is_meant = subjects.any(|subject| subject.code() == Some(code));
            let is_asked = codes.contains(code) || (codes.is_empty() && is_meant);
            must |= is_asked && by.key.signed.is_some_and(|signed| signed <= on);
            may |= is_asked;
        }
    }
    if must == may { BTreeMap::from([("withdrawal-unclear", must)]) } else { BTreeMap::new() }
}
