//! `interruptions.tsv`.

use std::collections::BTreeSet;

use crate::finding::{Code, Finding};
use crate::model::{Interruption, Period};

use super::fields::{At, Reader};
use super::tables::code_in;
use super::tsv;

/// The columns of `interruptions.tsv`.
pub const INTERRUPTION_COLUMNS: &[&str] = &["code", "from", "until", "reason", "source"];

pub(super) fn interruptions(reader: &mut Reader) -> Vec<Interruption> {
    let table = tsv::read(reader, INTERRUPTION_COLUMNS);
    let mut seen = BTreeSet::new();
    let mut interruptions = Vec::new();
    for row in &table.rows {
        let [code_cell, from_cell, until_cell, reason, source] = &row.cells[..] else { continue };
        let at = |key, cell: &tsv::Cell| At { key, span: cell.span.clone() };
        let Some(code) = code_in(reader, code_cell) else { continue };
        let Some(from) = reader.day_of(from_cell.text, &at("from", from_cell)) else { continue };
        let until = match until_cell.text {
            "" => None,
            text => match reader.day_of(text, &at("until", until_cell)) {
                Some(until) => Some(until),
                // What was meant to end would go on for ever.
                None => continue,
            },
        };
        let Some(period) = Period::new(Some(from), until) else {
            let finding = Finding::at(reader.place(until_cell.span.clone()), Code::PeriodEmpty);
            reader.findings.push(finding.with("from", from_cell.text).with("until", until_cell.text));
            continue;
        };
        if let Some((key, cell)) =
            [("reason", reason), ("source", source)].into_iter().find(|(_, cell)| cell.text.is_empty())
        {
            reader.invalid(&at(key, cell), "", "string");
            continue;
        }
        if !seen.insert((code.clone(), from)) {
            reader.duplicate(&code, code_cell.span.clone());
            continue;
        }
        row.note(reader, INTERRUPTION_COLUMNS, &interruptions.len().to_string());
        let (reason, source) = (reason.text.to_owned(), source.text.to_owned());
        interruptions.push(Interruption { code, period, reason, source });
    }
    interruptions
}
