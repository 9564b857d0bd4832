//! Tab-separated tables with a head of `# key: value` lines.

use crate::finding::{Code, Finding};
use crate::source::SourceFile;

/// A row: its cells, its line from 1, and the bytes of each cell.
pub(super) struct Row<'t> {
    pub(super) line: u32,
    pub(super) cells: Vec<&'t str>,
    pub(super) spans: Vec<std::ops::Range<usize>>,
}

/// The head's values and the rows below the header row. A row with another number of cells than the header
/// names is a finding and is left out.
pub(super) fn read<'t>(
    file: &'t SourceFile,
    header: &[&str],
    findings: &mut Vec<Finding>,
) -> (Vec<(&'t str, &'t str, u32)>, Vec<Row<'t>>) {
    let mut head = Vec::new();
    let mut rows = Vec::new();
    let mut header_seen = false;
    let mut offset = 0;
    for (index, with_end) in file.text.split_inclusive('\n').enumerate() {
        let line = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let start = offset;
        offset += with_end.len();
        let text = with_end.trim_end_matches(['\n', '\r']);
        if text.trim().is_empty() {
            continue;
        }
        if let Some(comment) = text.strip_prefix('#') {
            if let Some((key, value)) = comment.split_once(':') {
                head.push((key.trim(), value.trim(), line));
            }
            continue;
        }
        let cells: Vec<&str> = text.split('\t').collect();
        if !header_seen {
            header_seen = true;
            if cells != header {
                let place = file.place(start..start + text.len());
                findings.push(Finding::at(place, Code::Syntax).with("error", header.join("⇥")).with("value", ""));
                return (head, Vec::new());
            }
            continue;
        }
        if cells.len() != header.len() {
            let place = file.place(start..start + text.len());
            let finding = Finding::at(place, Code::ValueInvalid).with("key", header.join("⇥"));
            findings.push(finding.with("value", cells.len()).with("expected", header.len()));
            continue;
        }
        let mut at = start;
        let spans = cells
            .iter()
            .map(|cell| {
                let span = at..at + cell.len();
                at = span.end + 1;
                span
            })
            .collect();
        rows.push(Row { line, cells: cells.into_iter().map(str::trim).collect(), spans });
    }
    (head, rows)
}
