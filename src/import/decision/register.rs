//! An office's table of decisions (csv, xlsx, json): number, issuer, days, and where each was read. It tells of decisions what
//! no list of procedures tells.
//!
//! A decision that the ledger does not have becomes a draft without rows. One that it has gets what its file leaves open,
//! as a draft of the whole file that differs by those lines alone; a value that stands there is never another's to change.

use std::collections::{BTreeMap, BTreeSet};

use calamine::{Reader, SheetType, SheetVisible};
use chrono::Datelike;
use serde_json::{Map, Value};

use crate::input::{FileContent, Files};
use crate::model::{AgencyId, Day, Decision, DecisionNumber, Effect, Records};

use super::super::archive::Archive;
use super::super::limits::{COLUMNS, DECISION_ROWS, FILE_BYTES, VALUES};
use super::super::list::Columns;
use super::super::{Foreign, delimited, keys, workbook, workbook_parts};
use super::block::shortened;
use super::clauses;
use super::draft::{self, Draft, Writer, place_of};
use super::effects;
use super::found::{Found, Question};
use super::labels::{self, Label};
use super::names::Names;
use super::resolve;

/// How far down the row of titles may stand.
const TITLES_WITHIN: usize = 20;

/// What a table of decisions comes to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Register {
    /// Decisions that the ledger does not have, and files of those that it has with what they left open.
    pub drafts: Vec<Draft>,
    /// Cells that could not be read; their rows were left.
    pub faults: Vec<Fault>,
    /// Values that differ from those of the ledger, which stand.
    pub conflicts: Vec<DayConflict>,
    /// How many of the decisions are in the ledger just so.
    pub same: usize,
    /// How many rows the table has.
    pub rows: usize,
    /// How many of its decisions the catalogue's records cite, and how many records those are.
    pub cited: (usize, usize),
    /// How many decisions the records cite, and of how many the day of signing is on record neither here nor there.
    pub all_cited: (usize, usize),
}

/// A cell that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where it stands: line and column, or the sheet's cell, or the record's key.
    pub place: CellPlace,
    /// The title of its column.
    pub title: String,
    /// What stands there.
    pub text: String,
    /// What is wrong.
    pub wrong: Wrong,
}

/// Where a cell stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellPlace {
    /// Line and column of a text, from 1.
    Text(u64, u64),
    /// A sheet and a cell of it: "B5".
    Sheet(String, String),
    /// A record, from 1, and its key.
    Record(u64, String),
}

/// What is wrong with a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// No decision's number.
    Number,
    /// No day.
    Day,
    /// Neither a day nor a clause that can be dated.
    Effect,
    /// The decision stands in the table already, with something else.
    Twice,
}

impl Wrong {
    /// The key of its words in the strings.
    pub fn key(self) -> &'static str {
        match self {
            Wrong::Number => "number",
            Wrong::Day => "day",
            Wrong::Effect => "effect",
            Wrong::Twice => "twice",
        }
    }
}

/// A value of the table that is not the ledger's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayConflict {
    /// The decision's file.
    pub path: String,
    /// The key.
    pub key: &'static str,
    /// What the file has.
    pub ours: String,
    /// What the table has.
    pub theirs: String,
}

/// Reads a table of decisions; `None` where the file is none.
pub fn read_register(foreign: &Foreign, records: &Records, existing: &Files) -> Option<Register> {
    let table = table(foreign)?;
    let names = Names::of(records);
    let mut writer = Writer::of(foreign);
    let mut register = Register { rows: table.rows.len(), ..Register::default() };
    let mut seen: BTreeMap<(String, String, Option<i32>), Row> = BTreeMap::new();
    for row in table.rows {
        let Some(read) = read_row(&row, records, &mut register.faults) else { continue };
        let found = found(&row, &read);
        let resolved = resolve::resolve(found, records, &names);
        let issuer = resolved.issuer.value.clone();
        let number = DecisionNumber::new(&read.number);
        let year = read.signed.map(|day| day.year()).or(read.year);
        let key = (number.key().to_owned(), issuer.clone(), year);
        if let Some(earlier) = seen.get(&key) {
            if earlier.texts() != row.texts() {
                register.faults.extend(row.fault(Label::Number, Wrong::Twice));
            }
            continue;
        }
        seen.insert(key, row.clone());
        match held(records, &number, &issuer, year).as_slice() {
            [] => register.drafts.push(draft::write(resolved, &mut writer)),
            [decision] => {
                let conflicts = register.conflicts.len();
                match filled(decision, &read, &writer.told(&row.place()), existing, &mut register.conflicts) {
                    Some(text) => register.drafts.push(draft_of(decision, text, &mut writer)),
                    None => register.same += usize::from(register.conflicts.len() == conflicts),
                }
            }
            several => {
                let paths: Vec<&str> = several.iter().map(|decision| decision.file.as_str()).collect();
                let theirs = row.texts().into_iter().collect::<Vec<_>>().join(" · ");
                let conflict = DayConflict { path: paths.join(", "), key: "number", ours: number.to_string(), theirs };
                register.conflicts.push(conflict);
            }
        }
    }
    count(&mut register, seen.keys().map(|(number, ..)| number.as_str()).collect(), records);
    Some(register)
}

/// Whether a file is a table of decisions.
pub(in super::super) fn is_register(foreign: &Foreign) -> bool {
    table(foreign).is_some()
}

/// How much of what the records cite the table tells.
fn count(register: &mut Register, told: BTreeSet<&str>, records: &Records) {
    let mut cited: BTreeMap<&str, usize> = BTreeMap::new();
    for number in records.procedures.values().filter_map(|procedure| procedure.decision.as_ref()) {
        *cited.entry(number.key()).or_default() += 1;
    }
    let dated = records.decisions.iter().filter(|decision| decision.key.signed.is_some());
    let dated: BTreeSet<&str> = dated.map(|decision| decision.key.number.key()).collect();
    let here = cited.iter().filter(|(number, _)| told.contains(**number));
    register.cited = here.fold((0, 0), |(numbers, all), (_, count)| (numbers + 1, all + count));
    let open = cited.keys().filter(|number| !told.contains(**number) && !dated.contains(**number));
    register.all_cited = (cited.len(), open.count());
}

/// The ledger's decisions of a number, an issuer and, where both say one, a year.
fn held<'r>(records: &'r Records, number: &DecisionNumber, issuer: &str, year: Option<i32>) -> Vec<&'r Decision> {
    let issuer = AgencyId(issuer.to_owned());
    let of = |decision: &&Decision| {
        decision.key.number == *number
            && (decision.key.issuer == issuer || !records.agencies.contains_key(&issuer))
            && year.is_none_or(|year| decision.key.year == year)
    };
    records.decisions.iter().filter(of).collect()
}

/// A row of the table, with what its cells say.
struct Read {
    number: String,
    signed: Option<Day>,
    year: Option<i32>,
    effect: Option<Effect>,
    source: Option<String>,
}

/// What a row says; a row with a cell that cannot be read is left, and each of its faults told.
fn read_row(row: &Row, records: &Records, faults: &mut Vec<Fault>) -> Option<Read> {
    let before = faults.len();
    let number = row.text(Label::Number).unwrap_or_default().to_owned();
    if DecisionNumber::new(&number).normal().is_none() {
        faults.extend(row.fault(Label::Number, Wrong::Number));
    }
    let signed = row.text(Label::Signed).map(clauses::day);
    if signed == Some(None) {
        faults.extend(row.fault(Label::Signed, Wrong::Day));
    }
    let published = row.text(Label::Published).map(clauses::day);
    if published == Some(None) {
        faults.extend(row.fault(Label::Published, Wrong::Day));
    }
    let effect = row.text(Label::Effect).map(|text| effects::of_words(text, &records.legal_texts));
    if effect.as_ref().is_some_and(|when| when.start.is_none()) {
        faults.extend(row.fault(Label::Effect, Wrong::Effect));
    }
    (faults.len() == before).then(|| Read {
        number,
        signed: signed.flatten(),
        year: row.text(Label::Year).and_then(|text| text.parse().ok()),
        effect: effect.and_then(|when| when.start),
        source: row.text(Label::Source).map(str::to_owned),
    })
}

/// A row as a decision without rows of its own.
fn found(row: &Row, read: &Read) -> Found {
    let text = |label: Label| row.text(label).map(str::to_owned);
    Found {
        second_hand: true,
        number: Some(read.number.clone()),
        issuers: text(Label::Issuer).into_iter().collect(),
        signed: text(Label::Signed),
        year: read.year,
        published: text(Label::Published),
        effect: text(Label::Effect),
        title: text(Label::Title),
        sectors: text(Label::Sector).into_iter().collect(),
        source: read.source.clone(),
        partial: true,
        questions: vec![Question::new("register")],
        ..Found::default()
    }
}

/// The file of a decision with what it leaves open; `None` where the table has nothing for it. What differs is a conflict.
fn filled(
    decision: &Decision,
    read: &Read,
    told: &str,
    existing: &Files,
    conflicts: &mut Vec<DayConflict>,
) -> Option<String> {
    let mut conflict = |key: &'static str, ours: String, theirs: String| {
        conflicts.push(DayConflict { path: decision.file.clone(), key, ours, theirs });
    };
    let mut lines = Vec::new();
    match (decision.key.signed, read.signed) {
        (Some(ours), Some(theirs)) if ours != theirs => conflict("signed", ours.to_string(), theirs.to_string()),
        (None, Some(day)) => lines.push(("signed", format!("signed = {day}"))),
        _ => {}
    }
    if let Some(effect) = read.effect {
        let is_silent = decision.effect_clause.is_none() && decision.effect_source.is_none();
        let on_day = |effect: Effect, signed: Option<Day>| match effect {
            Effect::On(day) => Some(day),
            Effect::OnSigning => signed,
            Effect::AfterSigning(_) | Effect::Undated | Effect::Unstated => None,
        };
        let signed = decision.key.signed.or(read.signed);
        let is_same = decision.effect == effect
            || on_day(decision.effect, signed).is_some_and(|day| on_day(effect, signed) == Some(day));
        match decision.effect {
            _ if is_same => {}
            Effect::Unstated if is_silent => lines.push(("effect", draft::effect_line("effect", effect))),
            Effect::On(_) | Effect::OnSigning | Effect::AfterSigning(_) | Effect::Undated | Effect::Unstated => {
                let ours = decision.effect_clause.clone().unwrap_or_else(|| decision.effect.to_string());
                conflict("effect", shortened(&ours), effect.to_string());
            }
        }
    }
    if lines.is_empty() {
        return None;
    }
    if let (None, Some(source)) = (&decision.source, &read.source) {
        lines.push(("source", super::super::toml_text::text_line("source", source)));
    }
    let path = decision.file.strip_prefix("catalogue/").unwrap_or(&decision.file);
    let before = existing.get(path).and_then(FileContent::text)?;
    let said = read.source.as_deref().map_or_else(|| told.to_owned(), |source| format!("{source}; {told}"));
    let text = with_lines(before, &lines, &said)?;
    // A draft is confirmed to the place of its number: a file that stands elsewhere is for a person to fill in.
    if place_of(&text, |place| existing.get(place).and_then(FileContent::text)).as_deref() != Some(path) {
        let theirs = lines.iter().map(|(_, line)| line.trim()).collect::<Vec<_>>().join("; ");
        conflict("signed", "–".to_owned(), theirs);
        return None;
    }
    Some(text)
}

/// A decision's file with lines below its `issuer`, in the place of an `effect` that is not known; `None` where its lines are
/// not those of a plain file.
fn with_lines(file: &str, lines: &[(&str, String)], said: &str) -> Option<String> {
    let is = |line: &str, key: &str| line.split_once('=').is_some_and(|(own, _)| own.trim() == key);
    let mut out = String::with_capacity(file.len() + 200);
    let mut is_put = false;
    let mut in_head = true;
    for line in file.lines() {
        in_head &= !line.starts_with('[');
        if in_head && is(line, "effect") && lines.iter().any(|(key, _)| *key == "effect") {
            continue;
        }
        out.push_str(line);
        out.push('\n');
        if in_head && !is_put && is(line, "issuer") {
            is_put = true;
            for (_, line) in lines {
                out.push_str(&draft::with_words(line, said));
                if !out.ends_with('\n') {
                    out.push('\n');
                }
            }
        }
    }
    (is_put && out.parse::<toml::Table>().is_ok()).then_some(out)
}

fn draft_of(decision: &Decision, text: String, writer: &mut Writer) -> Draft {
    let table: toml::Table = text.parse().unwrap_or_default();
    let signed = table.get("signed").and_then(toml::Value::as_datetime).and_then(|day| day.to_string().parse().ok());
    let effect = match table.get("effect") {
        Some(toml::Value::Datetime(day)) => day.to_string().parse().map(Effect::On).ok(),
        Some(toml::Value::String(words)) => effects::of_words(words, &BTreeMap::new()).start,
        _ => None,
    };
    let codes = decision.changes.len();
    Draft {
        number: decision.key.number.written().to_owned(),
        path: writer.path(decision.key.number.written()),
        text,
        rows_there: codes,
        rows_read: codes,
        signed,
        effect: effect.unwrap_or(Effect::Unstated),
        changes: codes,
        codes_printed: codes,
        codes_by_name: 0,
        codes_missing: 0,
        questions: decision.questions.clone(),
        notes: Vec::new(),
    }
}

/// Whether a draft is a decision's file with nothing but what that leaves open added to it: its days, and where they were read.
/// Every other line, and every comment, is the file's.
pub fn completes(file: &str, draft: &str) -> bool {
    let (Ok(before), Ok(after)) = (file.parse::<toml::Table>(), draft.parse::<toml::Table>()) else { return false };
    let is_open = |key: &str| match before.get(key) {
        None => ["signed", "effect", "source"].contains(&key),
        Some(value) => key == "effect" && value.as_str() == Some("unknown"),
    };
    let rest = |text: &str| {
        let mut in_head = true;
        let kept = text.lines().filter(|line| {
            in_head &= !line.starts_with('[');
            !(in_head && line.split_once('=').is_some_and(|(key, _)| is_open(key.trim())))
        });
        kept.map(str::to_owned).collect::<Vec<_>>()
    };
    before != after && rest(file) == rest(draft)
}

/// A table whose titles are labels of decisions.
struct Table {
    rows: Vec<Row>,
}

/// A row's cells under the labels that are known.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    cells: Vec<(Label, String, String, CellPlace)>,
}

impl Row {
    fn text(&self, label: Label) -> Option<&str> {
        let cell = self.cells.iter().find(|(own, ..)| *own == label)?;
        Some(cell.2.trim()).filter(|text| super::super::clean::absence(text).is_none())
    }

    fn texts(&self) -> Vec<String> {
        self.cells.iter().map(|(_, _, text, _)| text.trim().to_owned()).collect()
    }

    fn fault(&self, label: Label, wrong: Wrong) -> Option<Fault> {
        let (_, title, text, place) = self.cells.iter().find(|(own, ..)| *own == label)?;
        Some(Fault { place: place.clone(), title: title.clone(), text: shortened(text), wrong })
    }

    /// Where the row stands, in a few letters.
    fn place(&self) -> String {
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

fn table(foreign: &Foreign) -> Option<Table> {
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
    let mut book = workbook_parts::open(bytes).ok()?;
    let mut rows = Vec::new();
    let mut is_one = false;
    for sheet in book.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet || sheet.visible != SheetVisible::Visible {
            continue;
        }
        let mut grid: BTreeMap<u32, BTreeMap<u32, String>> = BTreeMap::new();
        let mut reader = book.worksheet_cells_reader(&sheet.name).ok()?;
        let formats = workbook_parts::formats(reader.styles());
        while let Some((cell, style)) = reader.next_cell_with_style_id().ok()? {
            let (row, column) = cell.get_position();
            let text = workbook::shown(cell.get_value(), formats.get(style).and_then(Option::as_deref)).into_owned();
            if !text.is_empty() && (column as usize) < COLUMNS {
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
            let place = |column: usize| CellPlace::Sheet(sheet.name.clone(), format!("{}{}", letters(column), at + 1));
            rows.extend(cells(known, written, &texts, &place));
        }
    }
    is_one.then_some(Table { rows })
}

/// A column as spreadsheets name it: "A", "AB".
fn letters(column: usize) -> String {
    let letter = |at: usize| char::from(b'A' + u8::try_from(at % 26).unwrap_or(0));
    match column / 26 {
        0 => letter(column).to_string(),
        more => format!("{}{}", letters(more - 1), letter(column)),
    }
}

/// Whether an object is a row of such a table: all that it has are labels, with a number and a day.
pub(super) fn is_row(object: &Map<String, Value>) -> bool {
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
            other => super::super::dates::day(other).map_or_else(|| other.to_string(), |day| day.to_string()),
        };
        let texts: Vec<String> = object.values().map(shown).collect();
        let place = |column: usize| CellPlace::Record(at as u64 + 1, written.get(column).cloned().unwrap_or_default());
        cells(&known, &written, &texts, &place)
    };
    let rows = items.iter().filter_map(Value::as_object).enumerate().filter_map(row).collect();
    Some(Table { rows })
}
