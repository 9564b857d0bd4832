//! A fee of 0 is "miễn phí" only by a legal text.

use crate::finding::{Code, Hit};
use crate::ledger::Catalogue;
use crate::model::Fee;

use super::listed;

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (record, _) in listed(catalogue) {
        for (row, channel) in record.channels.value().into_iter().flatten().enumerate() {
            let mut fees = channel.fees.value().into_iter().flatten();
            let unsourced = |fee: &Fee| matches!(fee, Fee::Amount(sum) if sum.value == 0 && sum.source.is_none());
            if let Some(fee) = fees.position(unsourced) {
                let key = format!("channel[{row}].fees[{fee}].amount");
                let hit = Hit::new(&record.file, key, Code::FeeZeroUnsourced);
                hits.push(hit.with("code", &record.code).with("via", channel.via.as_str()));
            }
        }
    }
    hits
}
