//! Plain text → lines and tables. Cells are parted by ` | `; a row of titles begins a table, and a cell may run over lines.

use super::super::limits::CELL_BYTES;
use super::block::{Block, Cell, cell};
use super::clauses;
use super::layout::Layout;

const BAR: &str = " | ";

pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut reader = Reader { blocks: Vec::new(), table: None, titles: Vec::new() };
    for line in text.lines() {
        reader.line(line.trim());
    }
    reader.end_table();
    reader.blocks
}

struct Reader {
    blocks: Vec<Block>,
    table: Option<Table>,
    /// The titles of the last table: it may go on below the heading of a field.
    titles: Vec<Cell>,
}

struct Table {
    width: usize,
    rows: Vec<Vec<Cell>>,
    /// The row being read.
    row: Vec<String>,
    /// Whether a blank line followed the row's last.
    parted: bool,
}

impl Reader {
    fn line(&mut self, line: &str) {
        let parts: Vec<&str> = line.split(BAR).collect();
        if parts.len() > 1 && Layout::of(&parts).is_some() {
            self.end_table();
            self.titles = parts.iter().map(|part| cell(part)).collect();
            self.table = Some(Table::below(&self.titles));
            return;
        }
        let is_numbered = parts.first().is_some_and(|number| number.trim_end_matches('.').parse::<u32>().is_ok());
        if self.table.is_none() && is_numbered && parts.len() > 2 && parts.len() == self.titles.len() {
            self.table = Some(Table::below(&self.titles));
        }
        let Some(table) = self.table.as_mut() else {
            self.blocks
                .extend(parts.iter().filter(|part| !part.is_empty()).map(|part| Block::Line((*part).to_owned())));
            return;
        };
        if line.is_empty() {
            table.parted = true;
            return;
        }
        let whole = table.row.len() >= table.width || table.row.is_empty();
        if whole && parts.len() == 1 && (table.parted || table.row.is_empty() || is_part(line)) {
            // A heading below a table ends it, even with no blank line between.
            self.end_table();
            self.blocks.push(Block::Line(line.to_owned()));
            return;
        }
        if whole && parts.len() > 1 {
            table.end_row();
        }
        table.parted = false;
        let mut parts = parts.into_iter();
        // The first part goes on where the line before it stopped.
        if let Some(last) = table.row.last_mut() {
            append(last, parts.next().unwrap_or_default());
        }
        table.row.extend(parts.map(str::to_owned));
    }

    fn end_table(&mut self) {
        if let Some(mut table) = self.table.take() {
            table.end_row();
            self.blocks.push(Block::Table(table.rows));
        }
    }
}

impl Table {
    fn below(titles: &[Cell]) -> Table {
        Table { width: titles.len(), rows: vec![titles.to_vec()], row: Vec::new(), parted: false }
    }

    fn end_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        if !row.is_empty() {
            self.rows.push(row.iter().map(|text| cell(text)).collect());
        }
        self.parted = false;
    }
}

/// Whether a line heads a part of an annex ("II. … ĐƯỢC SỬA ĐỔI, BỔ SUNG", "B. … BỊ BÃI BỎ (02 TTHC)") and cannot be the rest of
/// a cell: it has a Roman number or a letter, and says what its rows are.
fn is_part(line: &str) -> bool {
    let Some((label, _)) = line.split_once('.') else { return false };
    let roman = label.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    let letter = label.len() == 1 && label.chars().all(|c| c.is_ascii_uppercase());
    !label.is_empty() && (roman || letter) && clauses::word(line).is_some()
}

fn append(cell: &mut String, text: &str) {
    if cell.len() <= CELL_BYTES {
        cell.push('\n');
        cell.push_str(text);
    }
}
