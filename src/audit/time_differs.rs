//! The time limit by rule is the same however a dossier is filed.

use std::collections::BTreeSet;

use crate::finding::{Code, Hit};
use crate::ledger::Catalogue;
use crate::model::{Channel, TimeLimit};

use super::listed;

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (record, _) in listed(catalogue) {
        let channels = record.channels.value().map(Vec::as_slice).unwrap_or_default();
        let measured = |(row, channel): (usize, &Channel)| match channel.time.value() {
            Some(time @ TimeLimit::Measured { .. }) => Some((row, channel.via, time.to_string())),
            _ => None,
        };
        let times: Vec<_> = channels.iter().enumerate().filter_map(measured).collect();
        let ways: BTreeSet<_> = times.iter().map(|(_, via, _)| via).collect();
        let limits: BTreeSet<&str> = times.iter().map(|(_, _, time)| time.as_str()).collect();
        // A way that stands twice is of two cases, and so may the limits be.
        let other = times.iter().zip(times.iter().skip(1)).find(|((_, _, one), (_, _, other))| one != other);
        if let Some((_, (row, _, _))) = other.filter(|_| ways.len() == channels.len()) {
            let key = format!("channel[{row}].time");
            let hit = Hit::new(&record.file, key, Code::TimeDiffers).with("code", &record.code);
            hits.push(hit.with("times", limits.into_iter().collect::<Vec<_>>().join("; ")));
        }
    }
    hits
}
