//! Tab-separated tables with a head of `# key: value` lines.

use std::ops::Range;

use crate::finding::{Code, Finding};

use super::fields::Reader;

/// A table: the values of its head, and the rows below the header row.
#[derive(Default)]
pub(super) struct Table<'t> {
    /// Its first line.
    pub(super) begins: Range<usize>,
    pub(super) head: Vec<(&'t str, Cell<'t>)>,
    pub(super) rows: Vec<Row<'t>>,
}

/// A row.
pub(super) struct Row<'t> {
    pub(super) cells: Vec<Cell<'t>>,
    span: Range<usize>,
}

/// A text without blanks at either end, and its bytes.
pub(super) struct Cell<'t> {
    pub(super) text: &'t str,
    pub(super) span: Range<usize>,
}

/// The table of a file. A row with another number of cells than the header names is a finding and is left out.
pub(super) fn read<'t>(reader: &mut Reader<'t>, header: &[&str]) -> Table<'t> {
    let file = reader.file;
    let first = file.text.lines().next().unwrap_or_default();
    let mut table = Table { begins: 0..first.len(), ..Table::default() };
    let mut header_seen = false;
    let mut offset = 0;
    for with_end in file.text.split_inclusive('\n') {
        let start = offset;
        offset += with_end.len();
        let text = with_end.trim_end_matches(['\n', '\r']);
        if text.trim().is_empty() {
            continue;
        }
        let span = start..start + text.len();
        if let Some(comment) = text.strip_prefix('#') {
            if let Some((key, value)) = comment.split_once(':') {
                table.head.push((key.trim(), Cell::of(value, span.end - value.len())));
            }
            continue;
        }
        if !header_seen {
            header_seen = true;
            if !text.split('\t').eq(header.iter().copied()) {
                let finding = Finding::at(reader.place(span), Code::Syntax).with("error", header.join("⇥"));
                reader.findings.push(finding.with("value", ""));
                return table;
            }
            continue;
        }
        let mut cells: Vec<Cell> = Vec::with_capacity(header.len());
        let mut at = start;
        for cell in text.split('\t') {
            cells.push(Cell::of(cell, at));
            at += cell.len() + 1;
        }
        if cells.len() == header.len() {
            table.rows.push(Row { cells, span });
        } else {
            let finding = Finding::at(reader.place(span), Code::ValueInvalid).with("key", header.join("⇥"));
            reader.findings.push(finding.with("value", cells.len()).with("expected", header.len()));
        }
    }
    table
}

impl<'t> Cell<'t> {
    /// A cell as it is written from a byte on.
    fn of(written: &'t str, at: usize) -> Cell<'t> {
        let text = written.trim();
        let start = at + (written.len() - written.trim_start().len());
        if text.is_empty() { Cell { text, span: at..at } } else { Cell { text, span: start..start + text.len() } }
    }
}

impl Row<'_> {
    /// Notes where the row and its cells stand: as `row[name]`, `row[name].column`.
    pub(super) fn note(&self, reader: &mut Reader, header: &[&str], name: &str) {
        reader.spans.note(format_args!("row[{name}]"), self.span.clone());
        for (column, cell) in header.iter().zip(&self.cells) {
            reader.spans.note(format_args!("row[{name}].{column}"), cell.span.clone());
        }
    }
}
