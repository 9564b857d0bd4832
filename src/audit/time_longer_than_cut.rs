//! What a province cut is shorter than what the rule allows.

use crate::finding::{Code, Hit};
use crate::ledger::Catalogue;
use crate::model::TimeLimit;

use super::listed;

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (record, _) in listed(catalogue) {
        for (row, channel) in record.channels.value().into_iter().flatten().enumerate() {
            let (Some(rule), Some(cut)) = (channel.time.value(), &channel.time_cut) else { continue };
            if is_longer(cut, rule) {
                let hit = Hit::new(&record.file, format!("channel[{row}].time_cut"), Code::TimeLongerThanCut);
                hits.push(hit.with("code", &record.code).with("rule", rule).with("cut", cut));
            }
        }
    }
    hits
}

/// Whether one limit is longer than another of the same unit. Days and working days do not compare without a calendar.
fn is_longer(one: &TimeLimit, other: &TimeLimit) -> bool {
    match (one, other) {
        (
            TimeLimit::Measured { hundredths: one, unit },
            TimeLimit::Measured { hundredths: other, unit: other_unit },
        ) => unit == other_unit && one > other,
        _ => false,
    }
}
