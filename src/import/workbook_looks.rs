//! How the cells of a workbook look: struck out, in which font, in hidden rows and columns.
//!
//! calamine has the styles of cells. What it has not, the runs of a text and which rows and columns are hidden, is read here
//! from the sheet's own part, where the package has any sign of it.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use calamine::Style;
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

use super::archive::{Archive, broken};
use super::legacy::Font;
use super::limits::CELL_BYTES;
use super::look::{Look, Mark, Written};
use super::refusal::Reason;

/// A sheet has no more columns.
const COLUMNS: u32 = 16_384;
/// The most groups of hidden columns that are read.
const GROUPS: usize = 1_000;

/// How what stands in a workbook looks.
#[derive(Debug, Default)]
pub(super) struct Looks {
    /// The parts of the sheets, in their order.
    sheets: Vec<String>,
    /// The shared texts whose runs do not look the same, by their places.
    shared: BTreeMap<usize, Runs>,
}

/// How what stands in a sheet looks.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// Hidden rows.
    pub(super) rows: BTreeSet<u32>,
    /// Hidden columns.
    columns: BTreeSet<u32>,
    groups: usize,
    /// Cells whose runs do not look the same.
    runs: BTreeMap<(u32, u32), Runs>,
}

/// The runs of a text; a run without properties looks like its cell.
type Runs = Rc<[(String, Option<Look>)]>;

/// How the cells of each style look.
pub(super) fn of_styles(styles: &[Style]) -> Vec<Look> {
    let of = |style: &Style| {
        let font = style.font.as_ref();
        let struck = font.is_some_and(|font| font.strikethrough);
        let mark = if struck { Mark::Struck } else { Mark::Plain };
        Look { mark, font: font.and_then(|font| Font::named(font.name.as_deref()?)) }
    };
    styles.iter().map(of).collect()
}

impl Looks {
    /// Reads what a package says of looks; nothing where it has no sign of any.
    pub(super) fn of(archive: &mut Archive) -> Result<Looks, Reason> {
        let mut looks = Looks::default();
        if !archive.signs.looks {
            return Ok(looks);
        }
        let relations = archive.text("xl/_rels/workbook.xml.rels")?.unwrap_or_default();
        let targets: BTreeMap<String, String> =
            tags(&relations, "Relationship", |tag| Some((value(tag, "Id")?, value(tag, "Target")?)))?
                .into_iter()
                .collect();
        let book = archive.text("xl/workbook.xml")?.unwrap_or_default();
        let ids = tags(&book, "sheet", |tag| Some(value(tag, "id").unwrap_or_default()))?;
        let path = |id: &String| {
            let target = targets.get(id).map(String::as_str).unwrap_or_default();
            target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned)
        };
        looks.sheets = ids.iter().map(path).collect();
        if let Some(text) = archive.text("xl/sharedStrings.xml")? {
            let mut at = 0;
            let mut runs = RunReader::default();
            each(&text, |event| {
                if runs.event(&event, b"si")
                    && let Some(met) = runs.take()
                {
                    looks.shared.insert(at, met);
                }
                at += usize::from(matches!(&event, Event::End(tag) if tag.local_name().as_ref() == "si"));
            })?;
        }
        Ok(looks)
    }

    /// Reads what a sheet says, by its place among the sheets.
    pub(super) fn sheet(&self, archive: &mut Archive, at: usize) -> Result<Sheet, Reason> {
        let mut sheet = Sheet::default();
        let Some(path) = self.sheets.get(at) else { return Ok(sheet) };
        let Some(text) = archive.text(path)? else { return Ok(sheet) };
        let mut runs = RunReader::default();
        let (mut row, mut cell, mut column) = (0_u32, (0_u32, 0_u32), 0_u32);
        let (mut is_shared, mut in_value) = (false, false);
        each(&text, |event| {
            match &event {
                Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                    "row" => {
                        row = value(tag, "r").and_then(|row| row.parse::<u32>().ok()?.checked_sub(1)).unwrap_or(row);
                        column = 0;
                        let flat = || value(tag, "ht").is_some_and(|height| height.parse() == Ok(0.0));
                        if is_true(tag, "hidden") || flat() {
                            sheet.rows.insert(row);
                        }
                    }
                    "col" if is_true(tag, "hidden") || value(tag, "width").is_some_and(|width| width == "0") => {
                        let place = |key| value(tag, key).and_then(|at| at.parse::<u32>().ok()?.checked_sub(1));
                        if let (Some(from), Some(to)) = (place("min"), place("max"))
                            && sheet.groups < GROUPS
                        {
                            sheet.groups += 1;
                            sheet.columns.extend(from..=to.min(COLUMNS));
                        }
                    }
                    "c" => {
                        cell = value(tag, "r").and_then(|name| place_of(&name)).unwrap_or((row, column));
                        column = cell.1 + 1;
                        is_shared = value(tag, "t").is_some_and(|kind| kind == "s");
                    }
                    "v" => in_value = matches!(event, Event::Start(_)),
                    _ => {}
                },
                Event::Text(text) if in_value && is_shared && !self.shared.is_empty() => {
                    if let Some(runs) = text.trim().parse().ok().and_then(|at: usize| self.shared.get(&at)) {
                        sheet.runs.insert(cell, Rc::clone(runs));
                    }
                }
                Event::End(tag) => match tag.local_name().as_ref() {
                    "v" => in_value = false,
                    "row" => row = row.saturating_add(1),
                    _ => {}
                },
                _ => {}
            }
            if runs.event(&event, b"is")
                && let Some(met) = runs.take()
            {
                sheet.runs.insert(cell, met);
            }
        })?;
        Ok(sheet)
    }
}

impl Sheet {
    pub(super) fn hides_column(&self, column: u32) -> bool {
        self.columns.contains(&column)
    }

    /// Whether the runs of a cell do not look the same.
    pub(super) fn has_runs(&self, row: u32, column: u32) -> bool {
        self.runs.contains_key(&(row, column))
    }

    /// A cell's text with its looks, where its style is `of_style`.
    pub(super) fn written(&self, row: u32, column: u32, text: &str, of_style: Look) -> Written {
        let mut written = Written::default();
        match self.runs.get(&(row, column)) {
            Some(runs) => {
                for (text, look) in runs.iter() {
                    if written.len() > CELL_BYTES {
                        break;
                    }
                    written.push(beginning(text), look.unwrap_or(of_style));
                }
            }
            None => drop(written.push(text, of_style)),
        }
        written
    }
}

/// As much of a text as a cell may have, and so much more that its cutting is told.
fn beginning(text: &str) -> &str {
    let mut end = text.len().min(CELL_BYTES + 4);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// Puts the runs of a text together.
#[derive(Default)]
struct RunReader {
    open: bool,
    of_run: bool,
    in_text: bool,
    /// Passed over: how other tongues read the text.
    aside: bool,
    look: Option<Look>,
    runs: Vec<(String, Option<Look>)>,
}

impl RunReader {
    /// Takes an event; whether a text ends with it.
    fn event(&mut self, event: &Event, text: &[u8]) -> bool {
        match event {
            Event::Start(tag) | Event::Empty(tag) => {
                let is_open = matches!(event, Event::Start(_));
                match tag.local_name().as_ref() {
                    name if name.as_bytes() == text => {
                        *self = RunReader { open: is_open, ..RunReader::default() };
                    }
                    _ if !self.open => {}
                    "r" => self.look = None,
                    "rPh" => self.aside = is_open,
                    "rPr" => (self.of_run, self.look) = (is_open, Some(Look::default())),
                    "strike"
                        if self.of_run
                            && value(tag, "val").is_none_or(|value| !matches!(value.as_str(), "0" | "false")) =>
                    {
                        self.look.get_or_insert_default().mark = Mark::Struck;
                    }
                    "rFont" if self.of_run => {
                        self.look.get_or_insert_default().font = value(tag, "val").and_then(|name| Font::named(&name));
                    }
                    "t" => self.in_text = is_open && !self.aside,
                    _ => {}
                }
            }
            Event::End(tag) => match tag.local_name().as_ref() {
                name if name.as_bytes() == text && self.open => {
                    self.open = false;
                    return true;
                }
                "rPr" => self.of_run = false,
                "rPh" => self.aside = false,
                "t" => self.in_text = false,
                _ => {}
            },
            Event::Text(text) if self.open && self.in_text => self.push(text),
            Event::GeneralRef(name) if self.open && self.in_text => {
                let written = format!("&{};", name.as_ref());
                self.push(&unescape(&written).map(std::borrow::Cow::into_owned).unwrap_or_default());
            }
            _ => {}
        }
        false
    }

    fn push(&mut self, text: &str) {
        match self.runs.last_mut() {
            Some((last, look)) if *look == self.look => last.push_str(text),
            _ => self.runs.push((text.to_owned(), self.look)),
        }
    }

    /// The runs of the text that has ended, where any is struck out or in a legacy font.
    fn take(&mut self) -> Option<Runs> {
        let runs = std::mem::take(&mut self.runs);
        let telling = runs.iter().any(|(_, look)| look.is_some_and(|look| look != Look::default()));
        // Runs that look like nothing stand in cells that are struck out as a whole.
        (telling || runs.len() > 1).then(|| runs.into())
    }
}

fn each(text: &str, mut take: impl FnMut(Event)) -> Result<(), Reason> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().map_err(|error| broken(&error))? {
            Event::Eof => return Ok(()),
            event => take(event),
        }
    }
}

/// What the tags of a name say, in their order.
fn tags<T>(text: &str, name: &str, read: impl Fn(&BytesStart) -> Option<T>) -> Result<Vec<T>, Reason> {
    let mut all = Vec::new();
    each(text, |event| match &event {
        Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == name => all.extend(read(tag)),
        _ => {}
    })?;
    Ok(all)
}

fn value(tag: &BytesStart, name: &str) -> Option<String> {
    // Without its check for attributes that stand twice, which costs the square of their number.
    let mut attributes = tag.attributes();
    let found = attributes.with_checks(false).flatten().find(|one| one.key.local_name().as_ref() == name);
    Some(found?.value.into_owned())
}

fn is_true(tag: &BytesStart, name: &str) -> bool {
    value(tag, name).is_some_and(|value| matches!(value.as_str(), "1" | "true"))
}

/// Row and column of a cell's name, "B12", from 0.
fn place_of(name: &str) -> Option<(u32, u32)> {
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = name.split_at_checked(digits)?;
    let column = letters.bytes().try_fold(0_u32, |sum, letter| {
        let digit = letter.to_ascii_uppercase().checked_sub(b'A').filter(|digit| *digit < 26)?;
        sum.checked_mul(26)?.checked_add(u32::from(digit) + 1)
    })?;
    Some((row.parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}

/// Columns as people name them: "C, E–G".
pub(super) fn column_name(column: u32) -> String {
    let mut name = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = (rest - 1) % 26;
        name.push(char::from(b'A' + u8::try_from(digit).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    name.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_their_places() {
        for (name, place) in
            [("A1", Some((0, 0))), ("B12", Some((11, 1))), ("AA3", Some((2, 26))), ("A0", None), ("1", None)]
        {
            assert_eq!(place_of(name), place, "{name}");
        }
        assert_eq!([0, 25, 26, 701, 702].map(column_name), ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
