//! `procedures/<sector>/<code>.md`: TOML front matter and Markdown.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::finding::{Code, Finding};
use crate::model::{
    Absence, AgencyId, Channel, CodeForm, Component, DecisionNumber, Fee, FeeAmount, LegalText, Paper, Procedure,
    SectorId, TimeLimit, Via, Written,
};

use super::change::{code_of, levels};
use super::fields::{At, Fields, Reader, shortened};

/// The keys of a procedure's front matter.
pub const PROCEDURE_KEYS: &[&str] = &[
    "code",
    "name",
    "issuer",
    "sector",
    "levels",
    "executing",
    "objects",
    "class",
    "decision",
    "keywords",
    "common_names",
    "weight",
    "sets",
    "source",
    "steps",
    "manner",
    "result",
    "conditions",
    "channels",
    "papers",
    "papers_left",
    "channel",
    "paper",
    "legal",
    "written",
];
/// The keys of a `[[channel]]`.
pub const CHANNEL_KEYS: &[&str] = &["via", "time", "time_cut", "fees", "note"];
/// The keys of one fee.
pub const FEE_KEYS: &[&str] = &["amount", "currency", "label", "note", "source", "text"];
/// The keys of a `[[paper]]`.
pub const PAPER_KEYS: &[&str] = &["case", "name", "original", "copies", "form"];
/// The keys of a `[[legal]]`.
pub const LEGAL_KEYS: &[&str] = &["number", "title"];
/// The keys of a `[[written]]`.
pub const WRITTEN_KEYS: &[&str] = &["field", "text"];
/// The headings that the Markdown of a procedure has, with the component that each holds.
pub const HEADINGS: &[(&str, &str)] = &[
    ("Trình tự thực hiện", "steps"),
    ("Cách thức thực hiện", "manner"),
    ("Kết quả", "result"),
    ("Yêu cầu, điều kiện", "conditions"),
];

pub(super) fn load(reader: &mut Reader) -> Option<Procedure> {
    let (start, front, body_start, body) = split(reader)?;
    let table = reader.parse(front, start)?;
    procedure(reader, table.get_ref(), start, body, body_start)
}

/// The front matter and the Markdown, each with the byte at which it begins.
fn split<'f>(reader: &mut Reader<'f>) -> Option<(usize, &'f str, usize, &'f str)> {
    let text = reader.file.text.as_str();
    let fence = |at: usize| -> Option<(usize, usize)> {
        let mut offset = at;
        for line in text.get(at..)?.split_inclusive('\n') {
            if line.trim_end() == "+++" {
                return Some((offset, offset + line.len()));
            }
            offset += line.len();
        }
        None
    };
    let parts = fence(0).filter(|(open, _)| *open == 0).and_then(|(_, start)| {
        let (end, body) = fence(start)?;
        Some((start, text.get(start..end)?, body, text.get(body..)?))
    });
    if parts.is_none() {
        let place = reader.file.place(0..text.lines().next().map_or(0, str::len));
        reader.findings.push(Finding::at(place, Code::Syntax).with("error", "+++ … +++").with("value", ""));
    }
    parts
}

fn procedure(reader: &mut Reader, table: &DeTable, start: usize, body: &str, body_start: usize) -> Option<Procedure> {
    reader.shift = start;
    let fields = reader.fields(table, 0..0, PROCEDURE_KEYS);
    let code = reader.needed_text(&fields, "code").and_then(|(text, at)| {
        let code = code_of(reader, &text, &at)?;
        if code.form() == CodeForm::Broken {
            let place = reader.place(at.span);
            reader.findings.push(Finding::at(place, Code::CodeMalformed).with("code", &code));
        }
        Some(code)
    });
    let name = reader.needed_text(&fields, "name");
    let issuer = reader.needed_text(&fields, "issuer");
    let sector = reader.needed_text(&fields, "sector");
    let levels = levels(reader, &fields, "levels");
    let executing = stated_texts(reader, &fields, "executing");
    let objects = stated_texts(reader, &fields, "objects");
    let class = reader.text(&fields, "class").map(|(text, _)| text);
    let decision = reader.text(&fields, "decision").map(|(text, _)| DecisionNumber::new(&text));
    let keywords = reader.texts(&fields, "keywords");
    let common_names = reader.texts(&fields, "common_names");
    let weight = reader.number::<u64>(&fields, "weight");
    let sets = reader.number::<u32>(&fields, "sets");
    let papers_left = reader.number::<u32>(&fields, "papers_left").unwrap_or(0);
    let source = reader.text(&fields, "source").map(|(text, _)| text);
    let channels = rows(reader, &fields, "channel", "channels", CHANNEL_KEYS, channel);
    let papers = rows(reader, &fields, "paper", "papers", PAPER_KEYS, paper);
    let legal = rows(reader, &fields, "legal", "legal", LEGAL_KEYS, legal_text);
    let written = reader.rows(&fields, "written", WRITTEN_KEYS, |reader, fields, _| {
        let field = reader.needed_text(fields, "field")?.0;
        Some(Written { field, text: reader.needed_text(fields, "text")?.0 })
    });
    let written = reader.keep("written", written);
    let absences: Vec<(&str, Option<Absence>)> =
        HEADINGS.iter().map(|(_, key)| (*key, absence(reader, &fields, key))).collect();
    reader.shift = 0;
    let sections = sections(reader, body, body_start);
    let section = |key: &str| {
        let text = sections.iter().find(|(name, _)| *name == key).map(|(_, text)| text.clone());
        let absence = absences.iter().find(|(name, _)| *name == key).and_then(|(_, absence)| *absence);
        text.map_or(Component::Absent(absence.unwrap_or(Absence::Unknown)), Component::Value)
    };
    Some(Procedure {
        code: code?,
        name: name?.0,
        common_names,
        issuer: AgencyId(issuer?.0),
        executing,
        sector: SectorId(sector?.0),
        levels,
        objects,
        class,
        decision,
        keywords,
        weight,
        channels,
        papers,
        papers_left,
        sets,
        legal,
        steps: section("steps"),
        manner: section("manner"),
        result: section("result"),
        conditions: section("conditions"),
        written,
        source,
        file: reader.file.path.clone(),
    })
}

const ABSENCES: &str = "not-entered | not-published | not-applicable | unknown";

/// The absence that a key names as a bare word.
fn absence(reader: &mut Reader, fields: &Fields, key: &'static str) -> Option<Absence> {
    let (text, at) = reader.text(fields, key)?;
    let absence = Absence::from_word(&text);
    if absence.is_none() {
        reader.invalid(&at, &text, ABSENCES);
    }
    absence
}

/// A list of texts, or the word for its absence.
fn stated_texts(reader: &mut Reader, fields: &Fields, key: &'static str) -> Component<Vec<String>> {
    match fields.get(key) {
        Some((DeValue::String(_), _)) => Component::Absent(absence(reader, fields, key).unwrap_or(Absence::Unknown)),
        Some(_) => {
            let texts = reader.texts(fields, key);
            if texts.is_empty() { Component::Absent(Absence::Unknown) } else { Component::Value(texts) }
        }
        None => Component::Absent(Absence::Unknown),
    }
}

/// The tables under `[[key]]`, or the absence that the word under `absent` names (`legal` is both).
fn rows<T>(
    reader: &mut Reader,
    fields: &Fields,
    key: &'static str,
    absent: &'static str,
    known: &'static [&'static str],
    read: impl Fn(&mut Reader, &Fields, &At) -> Option<T>,
) -> Component<Vec<T>> {
    let is_word = |key| matches!(fields.get(key), Some((DeValue::String(_), _)));
    let absence = if is_word(absent) { absence(reader, fields, absent) } else { None };
    let rows = if is_word(key) { Vec::new() } else { reader.rows(fields, key, known, read) };
    let rows = reader.keep(key, rows);
    if rows.is_empty() { Component::Absent(absence.unwrap_or(Absence::Unknown)) } else { Component::Value(rows) }
}

fn channel(reader: &mut Reader, fields: &Fields, _: &At) -> Option<Channel> {
    let words: Vec<&str> = Via::ALL.iter().map(|via| via.as_str()).collect();
    let via = reader.needed_text(fields, "via").and_then(|_| reader.word(fields, "via", Via::from_word, &words));
    let time = match reader.text(fields, "time") {
        None => Component::Absent(Absence::Unknown),
        Some((text, _)) => match Absence::from_word(&text) {
            Some(absence) => Component::Absent(absence),
            None => Component::Value(TimeLimit::parse(&text)),
        },
    };
    let time_cut = reader.text(fields, "time_cut").map(|(text, _)| TimeLimit::parse(&text));
    let fees = match fields.array("fees") {
        Some(_) => {
            let fees = reader.rows(fields, "fees", FEE_KEYS, fee);
            let fees = reader.keep("fees", fees);
            if fees.is_empty() { Component::Absent(Absence::Unknown) } else { Component::Value(fees) }
        }
        None => Component::Absent(absence(reader, fields, "fees").unwrap_or(Absence::Unknown)),
    };
    let note = reader.text(fields, "note").map(|(text, _)| text);
    Some(Channel { via: via?, time, time_cut, fees, note })
}

pub(super) fn fee(reader: &mut Reader, fields: &Fields, at: &At) -> Option<Fee> {
    if let Some((text, _)) = reader.text(fields, "text") {
        return Some(Fee::Stated(text));
    }
    let Some(value) = reader.number::<u64>(fields, "amount") else {
        if fields.get("amount").is_none() {
            reader.invalid(at, "", "amount | text");
        }
        return None;
    };
    let mut text = |key| reader.text(fields, key).map(|(text, _)| text);
    let currency = text("currency").unwrap_or_else(|| "VND".to_owned());
    Some(Fee::Amount(FeeAmount { value, currency, label: text("label"), note: text("note"), source: text("source") }))
}

fn paper(reader: &mut Reader, fields: &Fields, _: &At) -> Option<Paper> {
    let name = reader.needed_text(fields, "name")?.0;
    let case = reader.text(fields, "case").map(|(text, _)| text);
    let original = reader.number::<u32>(fields, "original");
    let copies = reader.number::<u32>(fields, "copies");
    let form = reader.text(fields, "form").map(|(text, _)| text);
    Some(Paper { case, name, original, copies, form })
}

fn legal_text(reader: &mut Reader, fields: &Fields, _: &At) -> Option<LegalText> {
    let number = reader.needed_text(fields, "number")?.0;
    Some(LegalText { number, title: reader.text(fields, "title").map(|(text, _)| text) })
}

/// The level-2 sections of the Markdown, each under its component's key. Text outside them and headings that no
/// procedure has are findings; a fence of code hides no heading, as Markdown has it. Headings that stand twice make one
/// text of several pieces.
fn sections(reader: &mut Reader, body: &str, start: usize) -> Vec<(&'static str, String)> {
    let mut sections: Vec<(&'static str, String)> = Vec::new();
    let mut current: Option<&'static str> = None;
    let mut pieces: Vec<(&'static str, Range<usize>)> = Vec::new();
    let mut offset = start;
    for line in body.split_inclusive('\n') {
        let span = offset..offset + line.trim_end().len();
        offset += line.len();
        if let Some(heading) = line.strip_prefix("## ") {
            let heading = heading.trim();
            current = HEADINGS.iter().find(|(name, _)| *name == heading).map(|(_, key)| *key);
            match current {
                Some(key) if sections.iter().all(|(name, _)| *name != key) => sections.push((key, String::new())),
                Some(_) => {}
                None => {
                    let at = At { key: "##", span };
                    let names: Vec<&str> = HEADINGS.iter().map(|(name, _)| *name).collect();
                    reader.invalid(&at, heading, &names.join(" | "));
                }
            }
            continue;
        }
        match current.and_then(|key| sections.iter_mut().find(|(name, _)| *name == key)) {
            Some((key, text)) => {
                text.push_str(line);
                let line = span.start..offset;
                match pieces.last_mut().filter(|(last, piece)| last == key && piece.end == line.start) {
                    Some((_, piece)) => piece.end = line.end,
                    None => pieces.push((key, line)),
                }
            }
            None if line.trim().is_empty() => {}
            None => {
                // A text under no heading, or under a wrong one, would vanish from the page: it is an error, once.
                if current.is_none() && sections.is_empty() {
                    reader.invalid(&At { key: "##", span }, &shortened(line.trim()), "## …");
                    break;
                }
            }
        }
    }
    note_pieces(reader, &pieces);
    let trimmed = sections.into_iter().map(|(key, text)| (key, text.trim().to_owned()));
    trimmed.filter(|(_, text)| !text.is_empty()).collect()
}

/// Notes the pieces of each text as `body.steps` and so on, without the blanks at its beginning, which it does not have.
fn note_pieces(reader: &mut Reader, pieces: &[(&'static str, Range<usize>)]) {
    if !reader.spans.is_asked() {
        return;
    }
    for (_, key) in HEADINGS {
        let of_key = pieces.iter().filter(|(other, _)| other == key).map(|(_, piece)| piece);
        let written = |piece: &Range<usize>| reader.file.text.get(piece.clone()).unwrap_or_default();
        let mut told: Vec<Range<usize>> =
            of_key.skip_while(|piece| written(piece).trim().is_empty()).cloned().collect();
        if let Some(first) = told.first_mut() {
            let text = written(first);
            first.start += text.len() - text.trim_start().len();
        }
        reader.spans.note_pieces(format_args!("body.{key}"), told);
    }
}
