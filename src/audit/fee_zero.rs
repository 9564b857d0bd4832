//! A fee of 0 is "miễn phí" only by a legal text.

use crate::finding::Code;
use crate::ledger::Catalogue;
use crate::model::Fee;

use super::hit::Hit;
use super::listed;

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (record, _) in listed(catalogue) {
        for channel in record.channels.value().into_iter().flatten() {
            let fees = channel.fees.value().into_iter().flatten();
            let unsourced = |fee: &&Fee| matches!(fee, Fee::Amount(sum) if sum.value == 0 && sum.source.is_none());
            if fees.filter(unsourced).count() > 0 {
                let hit = Hit::new(&record.file, "amount = 0", Code::FeeZeroUnsourced);
                hits.push(hit.with("code", &record.code).with("via", channel.via.as_str()));
            }
        }
    }
    hits
}
