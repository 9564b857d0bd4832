//! Somebody has confirmed on a day that a portal link leads to its procedure. The portal's own answers prove nothing.

use crate::finding::{Code, Hit};
use crate::ledger::Catalogue;

use super::listed;

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let links = listed(catalogue).filter_map(|(record, _)| catalogue.records.links.get(&record.code));
    let unverified = links.filter(|link| link.confirmed.is_none());
    let hit = |link: &crate::model::Link| {
        let key = format!("row[{}].portal_id", link.code);
        let hit = Hit::new("catalogue/links.tsv", key, Code::LinkUnverified);
        hit.with("code", &link.code).with("evidence", &link.evidence)
    };
    unverified.map(hit).collect()
}
