//! The time limit by rule is the same however a dossier is filed.

use std::collections::BTreeSet;

use crate::finding::Code;
use crate::ledger::Catalogue;
use crate::model::{Channel, TimeLimit};

use super::hit::Hit;
use super::listed;

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (record, _) in listed(catalogue) {
        let channels = record.channels.value().map(Vec::as_slice).unwrap_or_default();
        let measured = |channel: &Channel| match channel.time.value() {
            Some(time @ TimeLimit::Measured { .. }) => Some((channel.via, time.to_string())),
            _ => None,
        };
        let times: Vec<_> = channels.iter().filter_map(measured).collect();
        let ways: BTreeSet<_> = times.iter().map(|(via, _)| via).collect();
        let limits: BTreeSet<&str> = times.iter().map(|(_, time)| time.as_str()).collect();
        // A way that stands twice is of two cases, and so may the limits be.
        if ways.len() == channels.len() && limits.len() > 1 {
            let hit = Hit::new(&record.file, "time", Code::TimeDiffers).with("code", &record.code);
            hits.push(hit.with("times", limits.into_iter().collect::<Vec<_>>().join("; ")));
        }
    }
    hits
}
