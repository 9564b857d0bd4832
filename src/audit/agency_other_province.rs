//! The agencies that carry a province's procedures out are its own: "Sở … thành phố …" of another place is a slip of the
//! source. Who *issued* a procedure is another matter: another province's is no part of the catalogue (`load`).

use crate::finding::{Code, Hit};
use crate::ledger::Catalogue;

use super::bodies::Bodies;
use super::in_force;

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let bodies = Bodies::new(catalogue);
    let mut hits = Vec::new();
    for (record, _) in in_force(catalogue) {
        for (index, agency) in record.executing.value().into_iter().flatten().enumerate() {
            // A body merged into one of ours is ours under an old name, which is another rule's matter.
            if let Some(place) = bodies.other_province(agency) {
                let hit = Hit::new(&record.file, format!("executing[{index}]"), Code::AgencyOtherProvince);
                hits.push(hit.with("code", &record.code).with("name", agency).with("place", place.written));
            }
        }
    }
    hits
}
