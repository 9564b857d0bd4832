//! What the columns of an annex are, by their titles.

use crate::model::{Level, Via};
use crate::text::fold;

use super::block::Cell;
use super::clauses;
use super::content::columns;
use super::found::Word;

/// A column that the importer reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Number,
    Code,
    OldCode,
    NewCode,
    Name,
    OldName,
    NewName,
    Legal,
    Level,
    Effect,
    /// The last day of effect.
    Last,
    /// The day on which the normative text behind the row takes effect.
    TextEffect,
    /// From when a row holds, or how long its procedure takes: the cells say which.
    Period,
    /// From when a row no longer holds: whether that is its last day or the first without effect, a person says.
    Ended,
    Note,
    /// The time limit by rule.
    Time,
    /// The time limit after a cut.
    TimeCut,
    /// The time limit after a cut, or what the cut amounts to.
    Cut,
    /// The fee, of one channel where the title names one.
    Fee(Option<Via>),
    Place,
    Executing,
    /// A level, crossed where it decides.
    Mark(Level),
    Other,
}

/// The columns of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) columns: Vec<Column>,
    pub(super) titles: Vec<String>,
    /// What a column's title says that the rows do, where it says one thing.
    pub(super) says: Option<Word>,
}

impl Layout {
    /// The layout that a row of titles gives; `None` where the row is none.
    pub(super) fn of(titles: &[&str]) -> Option<Layout> {
        let columns: Vec<Column> = titles.iter().map(|title| column(&fold(title))).collect();
        let names = |column: &Column| matches!(column, Column::Name | Column::OldName | Column::NewName);
        // "Thủ tục hành chính lĩnh vực …" alone in a row, or over all of it, heads rows and no column.
        let mut filled = titles.iter().filter(|title| !title.trim().is_empty());
        let first = filled.next();
        if !columns.iter().any(names) || filled.all(|title| Some(title) == first) {
            return None;
        }
        let legal = titles.iter().zip(&columns).filter(|(_, column)| **column == Column::Legal);
        let says = legal.filter_map(|(title, _)| clauses::word(title)).next();
        let titles = titles.iter().map(|title| (*title).to_owned()).collect();
        Some(Layout { columns, titles, says })
    }

    /// The titles that two rows make together, the upper of which spans columns of the lower.
    pub(super) fn titles_of_two(upper: &[String], below: &[Cell]) -> Option<Vec<String>> {
        let anchor = |wanted: fn(&Column) -> bool| upper.iter().position(|title| wanted(&column(&fold(title))));
        let number = anchor(|column| *column == Column::Number).or_else(|| anchor(|column| *column == Column::Name))?;
        let filled = |at: usize| below.get(at).is_some_and(|cell| !cell.merged && !cell.text.is_empty());
        let spans = (0..upper.len()).any(|at| {
            upper.get(at).is_some_and(|title| !title.is_empty())
                && upper.get(at + 1).is_some_and(String::is_empty)
                && filled(at)
        });
        if !spans || filled(number) || below.iter().any(|cell| !clauses::codes(&cell.text).is_empty()) {
            return None;
        }
        let mut over = "";
        let mut titles = Vec::with_capacity(upper.len());
        for (at, title) in upper.iter().enumerate() {
            if !title.is_empty() {
                over = title;
            }
            titles.push(match below.get(at).filter(|_| filled(at)) {
                None => title.clone(),
                Some(cell) if matches!(column(&fold(&cell.text)), Column::Mark(_)) => cell.text.clone(),
                Some(cell) if column(&fold(&cell.text)) == Column::Other => format!("{over} {}", cell.text),
                Some(cell) => format!("{} {over}", cell.text),
            });
        }
        Some(titles)
    }

    /// The levels whose columns are crossed in a row, in words.
    pub(super) fn marked(&self, cells: &[Cell]) -> Option<String> {
        let crossed = |text: &str| matches!(fold(text).as_str(), "x" | "co") || matches!(text, "✓" | "✔" | "+" | "X");
        let levels = self.columns.iter().zip(cells).filter_map(|(column, cell)| match column {
            Column::Mark(level) if crossed(&cell.text) => Some(match level {
                Level::Ministry => "cấp trung ương",
                Level::Province => "cấp tỉnh",
                Level::District => "cấp huyện",
                Level::Commune => "cấp xã",
                Level::Other => return None,
            }),
            _ => None,
        });
        Some(levels.collect::<Vec<_>>().join(", ")).filter(|levels| !levels.is_empty())
    }

    /// The cells of a column's kind, in order.
    pub(super) fn at(&self, column: Column) -> impl Iterator<Item = usize> + '_ {
        self.columns.iter().enumerate().filter(move |(_, other)| **other == column).map(|(at, _)| at)
    }

    /// Whether the table has a column of this kind.
    pub(super) fn has(&self, column: Column) -> bool {
        self.columns.contains(&column)
    }
}

/// What a folded title means.
fn column(title: &str) -> Column {
    let has = |phrases: &[&str]| phrases.iter().any(|phrase| title.contains(phrase));
    let old = has(&["bi thay the", "duoc thay the", " cu"]);
    let new = !old && has(&["thay the", " moi"]);
    let is_day = ["ngay", "thoi diem", "thoi gian", "hieu luc"].iter().any(|lead| title.starts_with(lead));
    let of_procedure = has(&["tthc", "thu tuc", "ma so", "nhom"]);
    if matches!(title, "stt" | "tt" | "so tt" | "so thu tu") {
        Column::Number
    } else if is_day && has(&["hieu luc"]) && has(&["van ban", "vbqppl", "vb qppl", "nghi dinh", "thong tu"]) {
        Column::TextEffect
    } else if has(&["can cu", "van ban", "vbqppl", "vb qppl"]) {
        Column::Legal
    } else if title.starts_with("ma") && (of_procedure || title == "ma") {
        if old {
            Column::OldCode
        } else if new {
            Column::NewCode
        } else {
            Column::Code
        }
    } else if (title.starts_with("ten") && of_procedure) || title.starts_with("thu tuc hanh chinh") {
        if old {
            Column::OldName
        } else if new {
            Column::NewName
        } else {
            Column::Name
        }
    } else if let Some(level) = level(title) {
        Column::Mark(level)
    } else if has(&["cap thuc hien", "cap giai quyet"]) {
        Column::Level
    } else if has(&["het hieu luc", "ngung hieu luc", "cham dut"]) {
        Column::Ended
    } else if matches!(title, "den" | "den ngay" | "den het" | "den het ngay") || is_day && has(&["ket thuc"]) {
        Column::Last
    } else if matches!(title, "tu" | "tu ngay" | "thoi han ap dung")
        || has(&["hieu luc"])
        || is_day && has(&["bai bo", "ap dung", "tam ngung", "tam dung", "bat dau", "thay the"])
    {
        Column::Effect
    } else if title == "thoi gian"
        || is_day && has(&["thuc hien"]) && !has(&["giam", "rut ngan", "quy dinh", "con lai"])
    {
        Column::Period
    } else if has(&["ghi chu", "luu y"]) {
        Column::Note
    } else {
        columns::of_content(title)
    }
}

/// The level that a title is, and nothing else: "Cấp tỉnh", "Xã".
fn level(title: &str) -> Option<Level> {
    match title.strip_prefix("cap ").unwrap_or(title) {
        "trung uong" | "bo" => Some(Level::Ministry),
        "tinh" => Some(Level::Province),
        "huyen" => Some(Level::District),
        "xa" => Some(Level::Commune),
        _ => None,
    }
}
