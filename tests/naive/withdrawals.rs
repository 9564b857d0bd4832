//! What is left of a row after the decisions that withdraw its decision, of the effect that each says itself.

use niemyet::model::{Change, ChangeKind, Day, Decision, ProcedureCode, Records};

use super::{Does, Order, Row, effect};

/// A row that withdraws something of a code.
#[derive(Debug, Clone, Copy)]
struct Withdrawal<'a> {
    by: &'a Decision,
    row: &'a Change,
}

impl Withdrawal<'_> {
    fn order(&self) -> Order {
        let key = &self.by.key;
        (false, key.signed.unwrap(), key.number.digits(), key.issuer.0.clone(), self.row.line)
    }

    fn effect(&self) -> Day {
        effect(self.by, self.row).expect("the stories give every withdrawal its day")
    }
}

/// Adds what is left of a row of `decision`, and with it what taking it back leaves.
pub(super) fn outlive(records: &Records, decision: &Decision, code: &ProcedureCode, mut row: Row, rows: &mut Vec<Row>) {
    let mut against = against(records, decision, code, None);
    against.sort_by_key(|withdrawal| (withdrawal.effect(), withdrawal.order()));
    let mut left: Vec<Row> = Vec::new();
    for withdrawal in against {
        let day = withdrawal.effect();
        match row.effect {
            // It had not taken effect: it never does, and nothing more can be taken from it. Its levels stay named.
            Some(effect) if effect >= day => {
                row.does = Does::Mark;
                break;
            }
            Some(_) if row.until.is_some_and(|until| until <= day) => {}
            Some(_) if !matches!(row.does, Does::Amend | Does::Mark) && !left.is_empty() => {} // taken away before
            Some(_) if !matches!(row.does, Does::Amend | Does::Mark) => {
                let (_, known, number, issuer, _) = withdrawal.order();
                let order = (false, known, number, issuer, 0);
                left.push(Row {
                    does: Does::Shake,
                    effect: Some(day),
                    until: None,
                    known,
                    order,
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
/// not withdrawn themselves before their day.
fn against<'a>(
    records: &'a Records,
    target: &Decision,
    code: &ProcedureCode,
    after: Option<&Order>,
) -> Vec<Withdrawal<'a>> {
    let mut found = Vec::new();
    for by in records.decisions.iter().filter(|by| by.key.issuer == target.key.issuer && by.key.issuer.0 != "foreign") {
        for row in &by.changes {
            let ChangeKind::Withdraw { decision, codes } = &row.kind else { continue };
            let may_mean = |other: &&Decision| {
                other.key.number == decision.number
                    && other.key.issuer == by.key.issuer
                    && other.key.signed <= by.key.signed
            };
            let meant: Vec<&Decision> = records.decisions.iter().filter(may_mean).collect();
            let is_target = by.key.number != decision.number && meant.len() == 1 && std::ptr::eq(meant[0], target);
            let withdrawal = Withdrawal { by, row };
            let is_later = after.is_none_or(|after| withdrawal.order() > *after);
            if is_target && is_later && (codes.is_empty() || codes.contains(code)) {
                found.push(withdrawal);
            }
        }
    }
    found.retain(|withdrawal| {
        let later = against(records, withdrawal.by, code, Some(&withdrawal.order()));
        !later.into_iter().any(|other| other.effect() <= withdrawal.effect())
    });
    found
}
