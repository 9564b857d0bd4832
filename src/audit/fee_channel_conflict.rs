//! One way to file has one sum for one thing.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::Code;
use crate::ledger::Catalogue;
use crate::model::{Fee, FeeAmount, Via};

use super::hit::Hit;
use super::listed;

/// What a sum is for: the way to file with its note, and the fee's own currency, label and note.
type Matter<'c> = (Via, Option<&'c str>, &'c str, Option<&'c str>, &'c str);

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (record, _) in listed(catalogue) {
        let mut sums: BTreeMap<Matter, BTreeSet<u64>> = BTreeMap::new();
        for channel in record.channels.value().into_iter().flatten() {
            for fee in channel.fees.value().into_iter().flatten() {
                // Without a note two sums may be of two cases that the source did not tell apart.
                let Fee::Amount(FeeAmount { value, currency, label, note: Some(note), .. }) = fee else { continue };
                let matter = (channel.via, channel.note.as_deref(), currency.as_str(), label.as_deref(), note.as_str());
                sums.entry(matter).or_default().insert(*value);
            }
        }
        for ((via, _, _, _, note), sums) in sums.iter().filter(|(_, sums)| sums.len() > 1) {
            let sums: Vec<String> = sums.iter().map(u64::to_string).collect();
            let hit = Hit::new(&record.file, note, Code::FeeChannelConflict).with("code", &record.code);
            hits.push(hit.with("via", via.as_str()).with("note", note).with("sums", sums.join(", ")));
        }
    }
    hits
}
