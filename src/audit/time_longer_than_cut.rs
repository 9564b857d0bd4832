//! What a province cut is shorter than what the rule allows.

use crate::finding::{Code, Hit};
use crate::ledger::Catalogue;

use super::listed;

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (record, _) in listed(catalogue) {
        for (row, channel) in record.channels.value().into_iter().flatten().enumerate() {
            let (Some(rule), Some(cut)) = (channel.time.value(), &channel.time_cut) else { continue };
            if cut.is_longer(rule) {
                let hit = Hit::new(&record.file, format!("channel[{row}].time_cut"), Code::TimeLongerThanCut);
                hits.push(hit.with("code", &record.code).with("rule", rule).with("cut", cut));
            }
        }
    }
    hits
}
