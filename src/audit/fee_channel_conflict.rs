//! One way to file has one sum for one thing.

use std::collections::BTreeMap;

use crate::finding::{Code, Hit};
use crate::ledger::Catalogue;
use crate::model::{Fee, FeeAmount, Via};

use super::listed;

/// What a sum is for: the way to file with its note, and the fee's own currency, label and note.
type Matter<'c> = (Via, Option<&'c str>, &'c str, Option<&'c str>, &'c str);

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (record, _) in listed(catalogue) {
        // Each sum with where it stands first, in the order of the record.
        let mut sums: BTreeMap<Matter, Vec<(u64, String)>> = BTreeMap::new();
        for (row, channel) in record.channels.value().into_iter().flatten().enumerate() {
            for (at, fee) in channel.fees.value().into_iter().flatten().enumerate() {
                // Without a note two sums may be of two cases that the source did not tell apart.
                let Fee::Amount(FeeAmount { value, currency, label, note: Some(note), .. }) = fee else { continue };
                let matter = (channel.via, channel.note.as_deref(), currency.as_str(), label.as_deref(), note.as_str());
                let sums = sums.entry(matter).or_default();
                if sums.iter().all(|(sum, _)| sum != value) {
                    sums.push((*value, format!("channel[{row}].fees[{at}].amount")));
                }
            }
        }
        for ((via, _, _, _, note), mut sums) in sums {
            let Some((_, second)) = sums.get(1).cloned() else { continue };
            sums.sort();
            let sums: Vec<String> = sums.iter().map(|(sum, _)| sum.to_string()).collect();
            let hit = Hit::new(&record.file, second, Code::FeeChannelConflict).with("code", &record.code);
            hits.push(hit.with("via", via.as_str()).with("note", note).with("sums", sums.join(", ")));
        }
    }
    hits
}
