//! Times and fees that stand beside what is shown.

use std::collections::BTreeSet;

use crate::ledger::Content;
use crate::model::{Component, Fee, TimeLimit};

use super::values::{in_days, is_free, sums, times};
use super::{Entry, Known, Reason, Rule, Told, Verdict};

pub(super) fn tell(known: &Known, entry: &Entry, findings: &mut Vec<Told>) {
    let Some(code) = entry.code.filter(|_| !entry.is_shared) else { return };
    let (Some(state), Some(procedure)) =
        (known.catalogue.states.get(code), known.catalogue.records.procedures.get(code))
    else {
        return;
    };
    let content = state.content(procedure);
    let limits = limits(&content);
    if !limits.is_empty()
        && let Some(other) = times(entry.shown).find(|limit| !limits.contains(limit))
    {
        let right: BTreeSet<String> = limits.iter().map(ToString::to_string).collect();
        let right = right.into_iter().collect::<Vec<_>>().join("; ");
        let values = vec![("stated", other.to_string()), ("right", right)];
        // A shorter one may be a cut that the catalogue does not have.
        let is_shorter = limits.iter().all(|limit| limit.is_longer(&other));
        let verdict = Verdict::unless(is_shorter, Reason::MayBeCut);
        findings.push(Told::new(Rule::TimeDiffers, verdict, entry, values));
    }
    let Some(fees) = fees(&content) else { return };
    if let Some(other) = sums(entry.shown).find(|amount| !fees.contains(amount)) {
        let right = fees.iter().map(|fee| format!("{fee} đồng")).collect::<Vec<_>>().join("; ");
        let values = vec![("stated", format!("{other} đồng")), ("right", right)];
        // The province may have exempted it, by a resolution that the catalogue does not have.
        let verdict = Verdict::unless(other == 0, Reason::MayBeExempt);
        findings.push(Told::new(Rule::FeeDiffers, verdict, entry, values));
    }
}

/// Every time limit of the record, by rule and after the cut; empty where one of them is not known.
fn limits(content: &Content) -> Vec<TimeLimit> {
    let mut limits = Vec::new();
    for channel in content.record.channels.value().unwrap_or(&content.unrecorded) {
        match &channel.time {
            Component::Value(limit @ TimeLimit::Measured { .. }) => limits.push(in_days(limit.clone())),
            Component::Value(TimeLimit::Stated(_)) | Component::Absent(_) => return Vec::new(),
        };
        limits.extend(channel.time_cut.clone().map(in_days));
    }
    limits
}

/// Every fee in đồng, 0 where nothing is paid; `None` where one of them is told otherwise.
fn fees(content: &Content) -> Option<BTreeSet<u64>> {
    let mut sums = BTreeSet::new();
    for channel in content.record.channels.value()? {
        for fee in channel.fees.value()? {
            match fee {
                Fee::Amount(amount) if amount.currency == "VND" => sums.insert(amount.value),
                Fee::Stated(text) if is_free(text) => sums.insert(0),
                Fee::Amount(_) | Fee::Stated(_) => return None,
            };
        }
    }
    (!sums.is_empty()).then_some(sums)
}
