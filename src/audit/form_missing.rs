//! A paper that is filled in by a form has the form.

use crate::finding::{Code, Hit};
use crate::ledger::Catalogue;
use crate::model::Paper;

use super::listed;

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (record, _) in listed(catalogue) {
        let papers = record.papers.value().into_iter().flatten().enumerate();
        for (row, paper) in papers.filter(|(_, paper)| paper.form.is_none() && wants_form(paper)) {
            let hit = Hit::new(&record.file, format!("paper[{row}].name"), Code::FormMissing);
            hits.push(hit.with("code", &record.code).with("paper", &paper.name));
        }
    }
    hits
}

/// Whether the paper's own name says that it follows a form.
fn wants_form(paper: &Paper) -> bool {
    let name = paper.name.to_lowercase();
    name.contains("theo mẫu")
}
