//! A decision has its own title, not the words that `niemyet new` put in its place.

use crate::finding::{Code, Hit};
use crate::ledger::Catalogue;
use crate::model::Decision;

/// What stands for the title until somebody enters it.
pub const PLACEHOLDER_TITLE: &str = "Chưa ghi trích yếu";

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let untitled = catalogue.records.decisions.iter().filter(|decision| decision.title == PLACEHOLDER_TITLE);
    let hit = |decision: &Decision| {
        Hit::new(&decision.file, "title", Code::TitleMissing).with("number", &decision.key.number)
    };
    untitled.map(hit).collect()
}
