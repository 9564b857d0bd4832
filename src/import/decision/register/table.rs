//! The table itself: rows under titles that are labels of decisions, in text, workbooks and JSON, each cell with its place.

use std::collections::BTreeMap;

use calamine::{Reader, SheetType, SheetVisible};
use serde_json::{Map, Value};

use super::super::super::archive::Archive;
use super::super::super::budget::Budget;
use super::super::super::limits::{COLUMNS, DECISION_ROWS, DOCUMENT_BYTES, FILE_BYTES, VALUES};
use super::super::super::list::Columns;
use super::super::super::{Foreign, delimited, filled, keys, workbook, workbook_parts};
use super::super::block::shortened;
use super::super::clauses;
use super::super::labels::{self, Label};
use super::{CellPlace, Fault, Wrong};

/// How far down the row of titles may stand.
const TITLES_WITHIN: usize = 20;

/// A table whose titles are labels of decisions.
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
}

/// A row's cells under the labels that are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    cells: Vec<(Label, String, String, CellPlace)>,
}

impl Row {
    pub(super) fn text(&self, label: Label) -> Option<&str> {
        let cell = self.cells.iter().find(|(own, ..)| *own == label)?;
        Some(cell.2.trim()).filter(|text| super::super::super::clean::absence(text).is_none())
    }

    pub(super) fn texts(&self) -> Vec<String> {
        self.cells.iter().map(|(_, _, text, _)| text.trim().to_owned()).collect()
    }

    pub(super) fn fault(&self, label: Label, wrong: Wrong) -> Option<Fault> {
        let (_, title, text, place) = self.cells.iter().find(|(own, ..)| *own == label)?;
        Some(Fault { place: place.clone(), title: title.clone(), text: shortened(text), wrong })
    }

    /// Where the row stands, in a few letters.
    pub(super) fn place(&self) -> String {
        match self.cells.first().map(|(.., place)| place) {
            Some(CellPlace::Text(line, _)) => format!("dòng {line}"),
            Some(CellPlace::Sheet(sheet, cell)) => format!("{sheet}, {cell}"),
            Some(CellPlace::Record(at, _)) => format!("bản ghi {at}"),
            None => String::new(),
        }
    }
}

/// The labels of a row of titles: it has a number and a day, and no procedure.
fn titles(cells: &[String]) -> Option<Vec<Option<Label>>> {
    if Columns::of(cells).is_some() {
        return None;
    }
    let labels: Vec<Option<Label>> = cells.iter().take(COLUMNS).map(|cell| labels::of(cell)).collect();
    let has = |label: Label| labels.contains(&Some(label));
    let is_one = has(Label::Number) && (has(Label::Signed) || has(Label::Effect));
    let is_procedures = cells.iter().any(|cell| {
        let squashed = keys::squashed(cell);
        squashed.contains("thutuc") || squashed.contains("tthc")
    });
    (is_one && !is_procedures).then_some(labels)
}

pub(super) fn read(foreign: &Foreign) -> Option<Table> {
    let bytes = &foreign.bytes;
    if bytes.len() as u64 > FILE_BYTES {
        return None;
    }
    if bytes.starts_with(b"PK") {
        return of_workbook(bytes);
    }
    let text = std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).ok()?;
    if text.trim_start().starts_with(['[', '{']) {
        return of_json(text);
    }
    [b',', b';', b'\t'].into_iter().find_map(|delimiter| of_text(text, delimiter))
}

fn of_text(text: &str, delimiter: u8) -> Option<Table> {
    let lines: Vec<&str> = text.lines().collect();
    let mut labels: Option<(Vec<Option<Label>>, Vec<String>)> = None;
    let mut rows = Vec::new();
    let is_row = |parts: &[&str]| parts.iter().any(|part| !clauses::numbers(part).is_empty());
    for (at, row) in delimited::Rows::of(text, delimiter, is_row).enumerate() {
        let Some((known, written)) = &labels else {
            labels = titles(&row.cells).map(|known| (known, row.cells.clone()));
            if labels.is_none() && at >= TITLES_WITHIN {
                return None;
            }
            continue;
        };
        let line = usize::try_from(row.line).ok().and_then(|line| lines.get(line.checked_sub(1)?)).copied();
        let columns = columns(line.unwrap_or_default(), char::from(delimiter));
        let place = |at: usize| CellPlace::Text(row.line, columns.get(at).copied().unwrap_or(1));
        rows.extend(cells(known, written, &row.cells, &place));
        if rows.len() > DECISION_ROWS {
            return None;
        }
    }
    labels.map(|_| Table { rows })
}

/// The columns, from 1, at which the cells of a line begin.
fn columns(line: &str, delimiter: char) -> Vec<u64> {
    let mut columns = vec![1];
    let mut in_quotes = false;
    for (at, letter) in line.chars().enumerate() {
        in_quotes ^= letter == '"';
        if letter == delimiter && !in_quotes {
            columns.push(at as u64 + 2);
        }
    }
    columns
}

/// A row's cells under known labels; `None` where they are empty.
fn cells(
    labels: &[Option<Label>],
    titles: &[String],
    texts: &[String],
    place: &dyn Fn(usize) -> CellPlace,
) -> Option<Row> {
    let mut cells: Vec<(Label, String, String, CellPlace)> = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        let Some(label) = label.filter(|label| !cells.iter().any(|(own, ..)| own == label)) else { continue };
        let (title, text) = (titles.get(at).cloned().unwrap_or_default(), texts.get(at).cloned().unwrap_or_default());
        cells.push((label, title, text, place(at)));
    }
    let is_empty = cells.iter().all(|(_, _, text, _)| text.trim().is_empty());
    (!is_empty).then_some(Row { cells })
}

fn of_workbook(bytes: &[u8]) -> Option<Table> {
    let mut archive = Archive::open(bytes).ok()?;
    if archive.text("mimetype").ok()?.is_some() || !archive.has("xl/") {
        return None;
    }
    let mut book = workbook_parts::open(&archive).ok()?;
    let mut rows = Vec::new();
    let mut is_one = false;
    for sheet in book.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet || sheet.visible != SheetVisible::Visible {
            continue;
        }
        let mut grid: BTreeMap<u32, BTreeMap<u32, String>> = BTreeMap::new();
        let mut texts = Budget::of(DOCUMENT_BYTES as u64);
        let mut reader = book.worksheet_cells_reader(&sheet.name).ok()?;
        let formats = workbook_parts::formats(reader.styles());
        while let Some((cell, style)) = reader.next_cell_with_style_id().ok()? {
            let (row, column) = cell.get_position();
            let text = workbook::shown(cell.get_value(), formats.get(style).and_then(Option::as_deref)).into_owned();
            if !text.is_empty() && (column as usize) < COLUMNS {
                texts.take(text.len() as u64).ok()?;
                grid.entry(row).or_default().insert(column, text);
            }
            if grid.len() > DECISION_ROWS {
                return None;
            }
        }
        let mut labels: Option<(Vec<Option<Label>>, Vec<String>)> = None;
        for (seen, (at, row)) in grid.into_iter().enumerate() {
            let width = row.keys().last().map_or(0, |last| *last as usize + 1);
            let mut texts = vec![String::new(); width];
            for (column, text) in row {
                if let Some(place) = texts.get_mut(column as usize) {
                    *place = text;
                }
            }
            let Some((known, written)) = &labels else {
                labels = titles(&texts).map(|known| (known, texts));
                is_one |= labels.is_some();
                if labels.is_none() && seen >= TITLES_WITHIN {
                    break;
                }
                continue;
            };
            let place =
                |column: usize| CellPlace::Sheet(sheet.name.clone(), format!("{}{}", filled::letters(column), at + 1));
            rows.extend(cells(known, written, &texts, &place));
        }
    }
    is_one.then_some(Table { rows })
}

/// Whether an object is a row of such a table: all that it has are labels, with a number and a day.
pub(in super::super) fn is_row(object: &Map<String, Value>) -> bool {
    let labels: Vec<Option<Label>> = object.keys().map(|key| labels::of(key)).collect();
    let has = |label: Label| labels.contains(&Some(label));
    let is_plain = object.values().all(|value| !value.is_array() && !value.is_object());
    // A decision's own record has its rows, whatever stands there.
    is_plain && !object.contains_key("rows") && has(Label::Number) && (has(Label::Signed) || has(Label::Effect))
}

fn of_json(text: &str) -> Option<Table> {
    if text.bytes().filter(|byte| matches!(byte, b',' | b'[' | b'{')).count() > VALUES {
        return None;
    }
    let items = match serde_json::from_str(text).ok()? {
        Value::Array(items) => items,
        Value::Object(object) if is_row(&object) => vec![Value::Object(object)],
        // {"data": […]}
        Value::Object(object) => object.into_iter().find_map(|(_, value)| match value {
            Value::Array(items) if items.iter().any(|item| item.as_object().is_some_and(is_row)) => Some(items),
            _ => None,
        })?,
        _ => return None,
    };
    if items.is_empty() || items.len() > DECISION_ROWS || !items.iter().all(|item| item.as_object().is_some_and(is_row))
    {
        return None;
    }
    let row = |(at, object): (usize, &Map<String, Value>)| {
        let written: Vec<String> = object.keys().cloned().collect();
        let known: Vec<Option<Label>> = written.iter().map(|key| labels::of(key)).collect();
        let shown = |value: &Value| match value {
            Value::String(text) => text.clone(),
            Value::Null => String::new(),
            other => super::super::super::dates::day(other).map_or_else(|| other.to_string(), |day| day.to_string()),
        };
        let texts: Vec<String> = object.values().map(shown).collect();
        let place = |column: usize| CellPlace::Record(at as u64 + 1, written.get(column).cloned().unwrap_or_default());
        cells(&known, &written, &texts, &place)
    };
    let rows = items.iter().filter_map(Value::as_object).enumerate().filter_map(row).collect();
    Some(Table { rows })
}
