//! Plain text → lines and tables. Cells are parted by bars; a row of titles begins a table, and a cell may run over lines.
//!
//! A cell that spans rows stands in the first of them alone, and nothing says which cell the rows below lack: such a row is
//! read as far as its code and its name tell where they stand, and is asked about.

use super::super::limits::CELL_BYTES;
use super::block::{Block, Cell, cell, shortened};
use super::clauses;
use super::found::Question;
use super::layout::{Column, Layout};

/// The parts of a text, and what a person has to look at.
pub(super) fn read(text: &str) -> (Vec<Block>, Vec<Question>) {
    let mut reader = Reader { blocks: Vec::new(), questions: Vec::new(), table: None, titles: Vec::new() };
    for line in text.lines() {
        reader.line(line.trim());
    }
    reader.end_table();
    (reader.blocks, reader.questions)
}

/// What stands between the bars of a line. A bar has a blank or an end of the line on either side.
fn parts(line: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, bar) in line.match_indices('|') {
        let (before, after) = (line.get(start..at).unwrap_or_default(), line.get(at + bar.len()..).unwrap_or_default());
        let stands_apart = |next: Option<char>| next.is_none_or(char::is_whitespace);
        if stands_apart(before.chars().next_back()) && stands_apart(after.chars().next()) {
            parts.push(before.trim());
            start = at + bar.len();
        }
    }
    parts.push(line.get(start..).unwrap_or_default().trim());
    parts
}

struct Reader {
    blocks: Vec<Block>,
    questions: Vec<Question>,
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
        let parts = parts(line);
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
        let is_below = whole && (table.parted || table.row.is_empty()) || is_part(line);
        if is_below && parts.len() == 1 {
            // A heading below a table ends it, even with no blank line between.
            self.end_table();
            self.blocks.push(Block::Line(line.to_owned()));
            return;
        }
        if parts.len() > 1 && (whole || table.is_next(&parts)) {
            table.end_row(&mut self.questions);
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
            table.end_row(&mut self.questions);
            self.blocks.push(Block::Table(table.rows));
        }
    }
}

impl Table {
    fn below(titles: &[Cell]) -> Table {
        Table { width: titles.len(), rows: vec![titles.to_vec()], row: Vec::new(), parted: false }
    }

    /// Whether a line begins a row though the row above it lacks cells: both together would be more cells than titles, or it
    /// has the next number and a code.
    fn is_next(&self, parts: &[&str]) -> bool {
        let number = |text: &str| text.trim_end_matches('.').parse::<u32>().ok();
        let first = parts.first().copied().unwrap_or_default();
        let is_label = number(first).is_some() || is_label(first.trim_end_matches('.'));
        let are_too_many = self.row.len() + parts.len() > self.width + 1;
        let above = self.row.first().and_then(|above| number(above)).and_then(|above| above.checked_add(1));
        let is_counted = above.is_some() && above == number(first);
        are_too_many && (is_label || parts.len() == self.width)
            || is_counted && parts.iter().any(|part| !clauses::codes(part).is_empty())
    }

    fn end_row(&mut self, questions: &mut Vec<Question>) {
        let row = std::mem::take(&mut self.row);
        self.parted = false;
        let has_code = row.iter().any(|text| !clauses::codes(text).is_empty());
        let is_numbered = row.first().is_some_and(|first| first.trim_end_matches('.').parse::<u32>().is_ok());
        if row.is_empty() {
            return;
        }
        let is_of_procedure = has_code || is_numbered && row.len() > 2;
        if row.len() == self.width || !is_of_procedure {
            self.rows.push(row.iter().map(|text| cell(text)).collect());
            return;
        }
        let question = Question::new("row_cells").with("cells", row.len()).with("titles", self.width);
        questions.push(question.with("row", shortened(&row.join(" | "))));
        self.rows.push(self.certain(&row));
    }

    /// The cells of a row that has more or fewer than the table has titles, as far as they stand below their own title:
    /// counted from either end, to where its code is below the title of codes.
    fn certain(&self, row: &[String]) -> Vec<Cell> {
        let titles: Vec<&str> = self.rows.first().into_iter().flatten().map(|title| title.text.as_str()).collect();
        let layout = Layout::of(&titles);
        let at = |column: Column| layout.as_ref().and_then(|layout| layout.at(column).next());
        let subjects =
            [Column::Code, Column::OldCode, Column::NewCode, Column::Name, Column::OldName, Column::NewName].map(at);
        let (first, last) = (subjects.into_iter().flatten().min(), subjects.into_iter().max().flatten());
        let from_end = |column: usize| (column + row.len()).checked_sub(self.width);
        let is_code =
            |at: Option<usize>| at.and_then(|at| row.get(at)).is_some_and(|text| !clauses::codes(text).is_empty());
        let [code, ..] = subjects;
        let is_left = code.is_none() || is_code(code);
        let is_right = is_code(code.and_then(from_end));
        let own = |column: usize| {
            if is_left {
                row.get(column).filter(|_| Some(column) <= last)
            } else if is_right && Some(column) >= first {
                row.get(from_end(column)?)
            } else {
                row.get(column).filter(|_| !is_right || Some(column) == at(Column::Number))
            }
        };
        (0..self.width).map(|column| own(column).map_or_else(Cell::default, |text| cell(text))).collect()
    }
}

/// Whether a line heads a part of an annex ("II. … ĐƯỢC SỬA ĐỔI, BỔ SUNG", "B. … BỊ BÃI BỎ (02 TTHC)") and cannot be the rest of
/// a cell: it has a Roman number or a letter, and says what its rows are.
fn is_part(line: &str) -> bool {
    let Some((label, _)) = line.split_once('.') else { return false };
    is_label(label) && clauses::word(line).is_some()
}

/// Whether a text is the Roman number or the letter of a heading.
fn is_label(label: &str) -> bool {
    let roman = !label.is_empty() && label.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    roman || label.len() == 1 && label.chars().all(|c| c.is_ascii_uppercase())
}

fn append(cell: &mut String, text: &str) {
    if cell.len() <= CELL_BYTES {
        cell.push('\n');
        cell.push_str(text);
    }
}
