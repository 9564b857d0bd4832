//! Cells in text (csv, tsv), with the titles that an annex has.

use super::super::super::Reason;
use super::super::super::delimited;
use super::super::super::limits::CELL_BYTES;
use super::super::block::shortened;
use super::super::clauses;
use super::super::found::Question;
use super::super::layout::{Column, Layout};
use super::Document;
use super::flow::Flow;

/// How many lines are looked at for an annex's titles.
const LINES: usize = 200;

/// What parts the cells of a text in which a line has an annex's titles; `None` where none has.
pub(in super::super) fn separator(text: &str) -> Option<u8> {
    let titles = |line: &str, separator: char| {
        if line.len() > CELL_BYTES {
            return None;
        }
        let parts: Vec<&str> = line.split(separator).map(|part| part.trim().trim_matches('"')).collect();
        // Prose has commas too, but never a column of row numbers.
        Layout::of(&parts).is_some_and(|layout| layout.has(Column::Number)).then_some(parts.len())
    };
    let widths = [',', ';', '\t']
        .map(|separator| (text.lines().take(LINES).find_map(|line| titles(line, separator)), separator));
    let (_, separator) = widths.into_iter().filter(|(width, _)| width.is_some()).max_by_key(|(width, _)| *width)?;
    u8::try_from(separator).ok()
}

/// Reads a text of cells. A line on which a quote opens that nothing closes is asked about and takes no other with it.
pub(in super::super) fn read(text: &str, separator: u8) -> Result<Document, Reason> {
    let mut flow = Flow::default();
    let mut partial = false;
    flow.start_table();
    let is_row = |parts: &[&str]| parts.len() > 2 && parts.iter().take(4).any(|part| !clauses::codes(part).is_empty());
    for row in delimited::Rows::of(text, separator, is_row) {
        if row.open {
            partial = true;
            let question = Question::new("quote_open").with("line", row.line);
            flow.ask(question.with("row", shortened(&row.cells.join(" · "))));
            continue;
        }
        flow.start_row();
        for cell in &row.cells {
            flow.whole_cell(cell, false)?;
        }
        flow.end_row()?;
    }
    let document = flow.end();
    Ok(Document { partial: document.partial || partial, ..document })
}
