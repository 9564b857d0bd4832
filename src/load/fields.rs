//! Reading one TOML table by its keys: every wrong key or value is a finding at its place, and reading goes on.

use std::cell::OnceCell;
use std::fmt;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use crate::finding::{Code, Finding};
use crate::model::Day;
use crate::source::{Lines, Place, SourceFile};

use super::spans::{Spans, text_within};

/// A file being read: its text and the findings made while reading it.
pub(super) struct Reader<'f> {
    pub(super) file: &'f SourceFile,
    pub(super) findings: Vec<Finding>,
    /// Where in the file the TOML begins, for spans that the parser counts from its own beginning.
    pub(super) shift: usize,
    /// Where the values stand, each by its key below the table being read.
    pub(super) spans: Spans,
    lines: OnceCell<Lines>,
}

/// A table being read: the keys that it may have, and where it stands.
pub(super) struct Fields<'t> {
    table: &'t DeTable<'t>,
    /// The bytes of the table's head, for findings about what is missing.
    span: Range<usize>,
    /// How many findings there were before the table was looked at.
    before: usize,
}

/// A value's place: the key that it stands under and its bytes.
#[derive(Clone)]
pub(super) struct At {
    pub(super) key: &'static str,
    pub(super) span: Range<usize>,
}

/// What was made of one table of a list of tables.
pub(super) struct Row<T> {
    pub(super) value: T,
    pub(super) at: At,
    /// Where the table's values stand, by their keys below it.
    spans: Spans,
}

impl<'f> Reader<'f> {
    pub(super) fn new(file: &'f SourceFile, spans: Spans) -> Self {
        Reader { file, findings: Vec::new(), shift: 0, spans, lines: OnceCell::new() }
    }

    /// The place of bytes of the file.
    fn place_in_file(&self, bytes: Range<usize>) -> Place {
        self.file.place_on(self.lines.get_or_init(|| Lines::of(&self.file.text)), bytes)
    }

    /// Parses a text that begins at byte `offset` of the file. Errors are findings; what parsed is returned.
    pub(super) fn parse<'t>(&mut self, text: &'t str, offset: usize) -> Option<Spanned<DeTable<'t>>> {
        let (table, errors) = DeTable::parse_recoverable(text);
        let sound = errors.is_empty();
        for error in errors.iter().take(20) {
            let span = error.span().unwrap_or(0..0);
            let place = self.place_in_file(span.start + offset..span.end + offset);
            let line = text.get(..span.start).map_or(0, |before| before.rfind('\n').map_or(0, |at| at + 1));
            let looks_like_day = text.get(line..).is_some_and(|rest| {
                let value =
                    rest.lines().next().unwrap_or_default().split_once('=').map_or("", |(_, value)| value.trim());
                value.len() >= 8 && value.bytes().take(4).all(|b| b.is_ascii_digit()) && value.get(4..5) == Some("-")
            });
            let code = if looks_like_day { Code::DateInvalid } else { Code::Syntax };
            let finding = Finding::at(place, code).with("error", error.message().trim());
            self.findings.push(finding.with("value", text.get(span).unwrap_or_default()));
        }
        // A table that parsed in part would lose what stood after the error without saying so.
        sound.then_some(table)
    }

    /// The place of bytes that the parser counted.
    pub(super) fn place(&self, span: Range<usize>) -> Place {
        self.place_in_file(self.shifted(span))
    }

    fn shifted(&self, span: Range<usize>) -> Range<usize> {
        span.start + self.shift..span.end + self.shift
    }

    /// Notes where a text stands.
    pub(super) fn note_text(&mut self, key: fmt::Arguments, span: Range<usize>) {
        if self.spans.is_asked() {
            let bytes = text_within(&self.file.text, self.shifted(span));
            self.spans.note(key, bytes);
        }
    }

    /// The fields of a table. Keys outside `known` are findings with the nearest known key.
    pub(super) fn fields<'t>(
        &mut self,
        table: &'t DeTable<'t>,
        span: Range<usize>,
        known: &'static [&'static str],
    ) -> Fields<'t> {
        let before = self.findings.len();
        for (key, value) in table {
            let word: &str = key.get_ref();
            if known.contains(&word) {
                match value.get_ref() {
                    DeValue::String(_) => self.note_text(format_args!("{word}"), value.span()),
                    _ => self.spans.note(format_args!("{word}"), self.shifted(value.span())),
                }
            } else {
                let near = nearest(word, known.iter().copied()).unwrap_or_default();
                let place = self.place(key.span());
                self.findings.push(
                    Finding::at(place, Code::KeyUnknown)
                        .with("key", word)
                        .with("near", near)
                        .with("known", known.join(", ")),
                );
            }
        }
        Fields { table, span, before }
    }

    /// Whether nothing has been told of a table since its keys were looked at.
    pub(super) fn is_sound(&self, fields: &Fields) -> bool {
        self.findings.len() == fields.before
    }

    pub(super) fn invalid(&mut self, at: &At, found: &str, expected: &str) {
        let place = self.place(at.span.clone());
        let finding = Finding::at(place, Code::ValueInvalid);
        self.findings.push(finding.with("key", at.key).with("value", shortened(found)).with("expected", expected));
    }

    /// Tells of a value that stands a second time in its file.
    pub(super) fn duplicate(&mut self, what: impl ToString, span: Range<usize>) {
        let finding = Finding::at(self.place(span), Code::CodeDuplicate).with("what", what);
        self.findings.push(finding.with("other", &self.file.path));
    }

    /// Tells of a key that has to be there and is not.
    pub(super) fn needs(&mut self, fields: &Fields, key: &'static str) {
        if fields.get(key).is_none() {
            self.missing(fields, key);
        }
    }

    pub(super) fn missing(&mut self, fields: &Fields, key: &'static str) {
        let place = self.place(fields.span.clone());
        self.findings.push(Finding::at(place, Code::KeyMissing).with("key", key));
    }

    /// A text, `None` where the key is absent or empty.
    pub(super) fn text(&mut self, fields: &Fields, key: &'static str) -> Option<(String, At)> {
        let (value, at) = fields.get(key)?;
        match value {
            DeValue::String(text) => {
                let text = text.trim();
                (!text.is_empty()).then(|| (text.to_owned(), at))
            }
            other => {
                self.invalid(&at, other.type_str(), "string");
                None
            }
        }
    }

    /// A text that must be there.
    pub(super) fn needed_text(&mut self, fields: &Fields, key: &'static str) -> Option<(String, At)> {
        match fields.get(key) {
            None => {
                self.missing(fields, key);
                None
            }
            Some((value, at)) => {
                let text = self.text(fields, key);
                if text.is_none() && matches!(value, DeValue::String(_)) {
                    self.invalid(&at, "\"\"", "string");
                }
                text
            }
        }
    }

    /// A list of texts; a key that is absent is an empty list.
    pub(super) fn texts(&mut self, fields: &Fields, key: &'static str) -> Vec<String> {
        self.list(fields, key, |_, text, _| Some(text.to_owned()))
    }

    /// What `read` makes of each text of a list; one of which it makes nothing is left out.
    pub(super) fn list<T>(
        &mut self,
        fields: &Fields,
        key: &'static str,
        read: impl Fn(&mut Reader<'f>, &str, &At) -> Option<T>,
    ) -> Vec<T> {
        let mut values = Vec::new();
        for (item, at) in self.items(fields, key) {
            match item {
                DeValue::String(text) if !text.trim().is_empty() => {
                    if let Some(value) = read(self, text.trim(), &at) {
                        self.note_text(format_args!("{key}[{}]", values.len()), at.span);
                        values.push(value);
                    }
                }
                other => self.invalid(&at, other.type_str(), "string"),
            }
        }
        values
    }

    pub(super) fn items<'t>(&mut self, fields: &Fields<'t>, key: &'static str) -> Vec<(&'t DeValue<'t>, At)> {
        match fields.get(key) {
            None => Vec::new(),
            Some((DeValue::Array(items), _)) => {
                items.iter().map(|item| (item.get_ref(), At { key, span: item.span() })).collect()
            }
            Some((other, at)) => {
                self.invalid(&at, other.type_str(), "array");
                Vec::new()
            }
        }
    }

    /// What `read` makes of each table under `[[key]]`; one of which it makes nothing is left out.
    pub(super) fn rows<'t, T>(
        &mut self,
        fields: &Fields<'t>,
        key: &'static str,
        known: &'static [&'static str],
        mut read: impl FnMut(&mut Reader<'f>, &Fields<'t>, &At) -> Option<T>,
    ) -> Vec<Row<T>> {
        let mut rows = Vec::new();
        for (table, at) in self.tables(fields, key) {
            let (value, spans) = self.below(|reader| {
                let fields = reader.fields(table, at.span.clone(), known);
                read(reader, &fields, &at)
            });
            rows.extend(value.map(|value| Row { value, at, spans }));
        }
        rows
    }

    /// The values of rows in the order in which the model has them: from now on the first is known as `key[0]`.
    pub(super) fn keep<T>(&mut self, key: &'static str, rows: Vec<Row<T>>) -> Vec<T> {
        rows.into_iter().enumerate().map(|(index, row)| self.keep_as(format_args!("{key}[{index}]"), row)).collect()
    }

    /// The value of a row, known by a name from now on.
    pub(super) fn keep_as<T>(&mut self, name: fmt::Arguments, row: Row<T>) -> T {
        let bytes = self.shifted(row.at.span);
        self.spans.note(name, bytes);
        self.spans.take(name, row.spans);
        row.value
    }

    /// What `read` makes of the table under a key.
    pub(super) fn table<'t, T>(
        &mut self,
        fields: &Fields<'t>,
        key: &'static str,
        known: &'static [&'static str],
        read: impl FnOnce(&mut Reader<'f>, &Fields<'t>) -> T,
    ) -> Option<T> {
        let (value, at) = fields.get(key)?;
        let DeValue::Table(table) = value else {
            self.invalid(&at, value.type_str(), "table");
            return None;
        };
        let (value, spans) = self.below(|reader| {
            let fields = reader.fields(table, at.span, known);
            read(reader, &fields)
        });
        self.spans.take(format_args!("{key}"), spans);
        Some(value)
    }

    /// Reads what stands below a table, with where its values stand.
    fn below<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> (T, Spans) {
        let inner = self.spans.another();
        let outer = std::mem::replace(&mut self.spans, inner);
        let value = read(self);
        (value, std::mem::replace(&mut self.spans, outer))
    }

    /// The tables under `[[key]]`.
    fn tables<'t>(&mut self, fields: &Fields<'t>, key: &'static str) -> Vec<(&'t DeTable<'t>, At)> {
        self.items(fields, key)
            .into_iter()
            .filter_map(|(item, at)| match item {
                DeValue::Table(table) => Some((table, at)),
                other => {
                    self.invalid(&at, other.type_str(), "table");
                    None
                }
            })
            .collect()
    }

    /// A day: a TOML date, or a string `YYYY-MM-DD`. Years outside 1945 to 2200 are findings.
    pub(super) fn day(&mut self, fields: &Fields, key: &'static str) -> Option<Day> {
        let (value, at) = fields.get(key)?;
        match value {
            DeValue::Datetime(datetime) => self.day_of(&datetime.to_string(), &at),
            DeValue::String(text) => self.day_of(text.trim(), &at),
            other => {
                self.invalid(&at, other.type_str(), "YYYY-MM-DD");
                None
            }
        }
    }

    pub(super) fn day_of(&mut self, text: &str, at: &At) -> Option<Day> {
        let day = parse_day(text);
        if day.is_none() {
            let place = self.place(at.span.clone());
            self.findings.push(Finding::at(place, Code::DateInvalid).with("value", shortened(text)).with("error", ""));
        }
        day
    }

    /// A whole number that fits.
    pub(super) fn number<N: TryFrom<i64>>(&mut self, fields: &Fields, key: &'static str) -> Option<N> {
        let (value, at) = fields.get(key)?;
        let number = match value {
            DeValue::Integer(digits) => i64::from_str_radix(digits.as_str(), digits.radix()).ok(),
            _ => None,
        };
        let number = number.and_then(|number| N::try_from(number).ok());
        if number.is_none() {
            self.invalid(&at, value.type_str(), "whole number");
        }
        number
    }

    /// Yes or no.
    pub(super) fn truth(&mut self, fields: &Fields, key: &'static str) -> Option<bool> {
        let (value, at) = fields.get(key)?;
        let truth = value.as_bool();
        if truth.is_none() {
            self.invalid(&at, value.type_str(), "true / false");
        }
        truth
    }

    /// One word of a closed list.
    pub(super) fn word<T>(
        &mut self,
        fields: &Fields,
        key: &'static str,
        from_word: impl Fn(&str) -> Option<T>,
        words: &[&str],
    ) -> Option<T> {
        let (text, at) = self.text(fields, key)?;
        let value = from_word(&text);
        if value.is_none() {
            self.invalid(&at, &text, &words.join(" | "));
        }
        value
    }
}

impl<'t> Fields<'t> {
    pub(super) fn get(&self, key: &'static str) -> Option<(&'t DeValue<'t>, At)> {
        let (_, value) = self.table.iter().find(|(name, _)| name.get_ref() == key)?;
        Some((value.get_ref(), At { key, span: value.span() }))
    }

    pub(super) fn array(&self, key: &'static str) -> Option<(&'t DeArray<'t>, At)> {
        match self.get(key)? {
            (DeValue::Array(array), at) => Some((array, at)),
            _ => None,
        }
    }
}

/// A calendar day written `YYYY-MM-DD`, in the years 1945 to 2200.
pub(super) fn parse_day(text: &str) -> Option<Day> {
    use chrono::Datelike;
    let day: Day = (text.len() == 10).then(|| text.parse().ok()).flatten()?;
    (1945..=2200).contains(&day.year()).then_some(day)
}

/// The candidate nearest to a word, where it is near enough to be meant.
pub fn nearest<'c>(word: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    candidates
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.chars().count() / 3)
        .min()
        .map(|(_, candidate)| candidate)
}

/// A value short enough for a message.
pub(super) fn shortened(text: &str) -> String {
    let mut chars = text.chars();
    let head: String = chars.by_ref().take(60).collect();
    if chars.next().is_some() { format!("{head}…") } else { head }
}
