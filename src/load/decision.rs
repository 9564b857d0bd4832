//! `decisions/<year>/<slug>.toml`.

use chrono::Datelike;
use toml::de::{DeTable, DeValue};

use crate::finding::{Code, Finding};
use crate::model::{
    AgencyId, Change, ChangeKind, Day, Decision, DecisionKey, DecisionNumber, Effect, Level, Levels, ProcedureCode,
    SectorId, Subject,
};
use crate::source::SourceFile;

use super::fields::{At, Fields, Reader, shortened};

/// The keys of a decision file.
pub const DECISION_KEYS: &[&str] = &[
    "number",
    "issuer",
    "signed",
    "year",
    "published",
    "effect",
    "until",
    "title",
    "sectors",
    "agencies",
    "complete",
    "questions",
    "source",
    "change",
];
/// The keys of a `[[change]]`.
pub const CHANGE_KEYS: &[&str] = &[
    "kind",
    "code",
    "old",
    "new",
    "name",
    "candidates",
    "levels",
    "effect",
    "text_effect",
    "until",
    "legal",
    "prevails",
];
const KINDS: &[&str] = &["new", "amend", "replace", "repeal"];

pub(super) fn load(file: &SourceFile, findings: &mut Vec<Finding>) -> Option<Decision> {
    let mut reader = Reader::new(file);
    let decision = reader.parse(&file.text, 0).and_then(|table| {
        let fields = reader.fields(table.get_ref(), 0..0, DECISION_KEYS);
        decision(&mut reader, &fields)
    });
    findings.append(&mut reader.findings);
    decision
}

fn decision(reader: &mut Reader, fields: &Fields) -> Option<Decision> {
    let number = reader.needed_text(fields, "number");
    let issuer = reader.needed_text(fields, "issuer");
    let title = reader.needed_text(fields, "title");
    let signed = reader.day(fields, "signed");
    let published = reader.day(fields, "published");
    let stated_year = reader.number::<i32>(fields, "year");
    let year = signed.map(|day| day.year()).or(stated_year).or(published.map(|day| day.year()));
    if year.is_none() && fields.get("signed").is_none() {
        let place = reader.place(fields.span());
        reader.findings.push(Finding::at(place, Code::KeyMissing).with("key", "signed"));
    }
    let effect = effect(reader, fields).unwrap_or(Effect::Unknown);
    let until = reader.day(fields, "until");
    if let (Effect::On(from), Some(until)) = (effect, until) {
        not_empty(reader, fields, from, until);
    }
    let sectors = reader.texts(fields, "sectors").into_iter().map(|(text, _)| SectorId(text)).collect();
    let agencies = reader.texts(fields, "agencies").into_iter().map(|(text, _)| text).collect();
    let complete = reader.truth(fields, "complete").unwrap_or(true);
    let questions = reader.texts(fields, "questions").into_iter().map(|(text, _)| text).collect();
    let source = reader.text(fields, "source").map(|(text, _)| text);
    let mut changes = Vec::new();
    for (table, at) in reader.tables(fields, "change") {
        changes.extend(change(reader, table, at, effect));
    }
    let (number_text, number_at) = number?;
    let number = DecisionNumber::new(&number_text);
    if number.normal().is_none() {
        let place = reader.place(number_at.span);
        reader.findings.push(Finding::at(place, Code::DecisionNumberMalformed).with("number", shortened(&number_text)));
    }
    let key = DecisionKey { year: year?, number, issuer: AgencyId(issuer?.0), signed };
    let title = title?.0;
    let file = reader.file.path.clone();
    Some(Decision {
        key,
        published,
        effect,
        until,
        title,
        sectors,
        agencies,
        complete,
        changes,
        questions,
        source,
        file,
    })
}

fn not_empty(reader: &mut Reader, fields: &Fields, from: Day, until: Day) {
    if until <= from {
        let span = fields.get("until").map_or(fields.span(), |(_, at)| at.span);
        let place = reader.place(span);
        reader.findings.push(Finding::at(place, Code::PeriodEmpty).with("from", from).with("until", until));
    }
}

fn effect(reader: &mut Reader, fields: &Fields) -> Option<Effect> {
    match fields.get("effect")? {
        (DeValue::String(word), at) => match word.trim() {
            "on-signing" => Some(Effect::OnSigning),
            "unknown" => Some(Effect::Unknown),
            other if other.starts_with(|c: char| c.is_ascii_digit()) => reader.day_of(other, &at).map(Effect::On),
            other => {
                reader.invalid(&at, other, "YYYY-MM-DD | \"on-signing\" | \"unknown\"");
                None
            }
        },
        _ => reader.day(fields, "effect").map(Effect::On),
    }
}

fn change(reader: &mut Reader, table: &DeTable, at: At, whole: Effect) -> Option<Change> {
    let fields = reader.fields(table, at.span.clone(), CHANGE_KEYS);
    let kind = reader.word(&fields, "kind", |word| KINDS.iter().find(|kind| **kind == word).copied(), KINDS);
    if kind.is_none() && fields.get("kind").is_none() {
        let place = reader.place(at.span.clone());
        reader.findings.push(Finding::at(place, Code::KeyMissing).with("key", "kind"));
    }
    let name = reader.text(&fields, "name").map(|(text, _)| text);
    let codes = codes(reader, &fields, "code");
    let old = codes_of(reader, &fields, "old");
    let new = codes_of(reader, &fields, "new");
    let candidates = codes_of(reader, &fields, "candidates");
    let levels = levels(reader, &fields, "levels");
    let own_effect = effect(reader, &fields);
    let text_effect = reader.day(&fields, "text_effect");
    let until = reader.day(&fields, "until");
    let from = match own_effect.unwrap_or(whole) {
        Effect::On(day) => Some(day),
        Effect::OnSigning | Effect::Unknown => text_effect,
    };
    if let (Some(from), Some(until)) = (from, until) {
        not_empty(reader, &fields, from, until);
    }
    let legal = reader.texts(&fields, "legal").into_iter().map(|(text, _)| text).collect();
    let prevails = reader.truth(&fields, "prevails").unwrap_or(false);
    let line = reader.place(at.span.clone()).line;
    let unread =
        |candidates: Vec<ProcedureCode>| Subject::Unread { name: name.clone().unwrap_or_default(), candidates };
    let subject = match codes {
        Some(code) => Subject::Code(code),
        None => {
            if name.is_none() && kind != Some("replace") && fields.get("code").is_none() {
                let place = reader.place(at.span.clone());
                reader.findings.push(Finding::at(place, Code::KeyMissing).with("key", "code"));
            }
            unread(candidates.clone())
        }
    };
    let kind = match kind? {
        "new" => ChangeKind::Introduce(subject),
        "amend" => ChangeKind::Amend(subject),
        "repeal" => ChangeKind::Repeal(subject),
        _ => {
            let old: Vec<Subject> = old.into_iter().map(Subject::Code).collect();
            let new: Vec<Subject> = new.into_iter().map(Subject::Code).collect();
            if old.is_empty() {
                let place = reader.place(at.span);
                reader.findings.push(Finding::at(place, Code::KeyMissing).with("key", "old"));
            }
            let new = if new.is_empty() { vec![unread(candidates)] } else { new };
            ChangeKind::Replace { old, new }
        }
    };
    Some(Change { kind, levels, effect: own_effect, text_effect, until, name, legal, prevails, line })
}

fn codes(reader: &mut Reader, fields: &Fields, key: &'static str) -> Option<ProcedureCode> {
    let (text, at) = reader.text(fields, key)?;
    code_of(reader, &text, &at)
}

/// The codes listed under a key.
pub(super) fn codes_of(reader: &mut Reader, fields: &Fields, key: &'static str) -> Vec<ProcedureCode> {
    let texts = reader.texts(fields, key);
    texts.into_iter().filter_map(|(text, at)| code_of(reader, &text, &at)).collect()
}

/// A code; what cannot be one is a finding.
pub(super) fn code_of(reader: &mut Reader, text: &str, at: &At) -> Option<ProcedureCode> {
    match ProcedureCode::new(text) {
        Ok(code) => Some(code),
        Err(error) => {
            reader.invalid(at, text, &error.to_string());
            None
        }
    }
}

/// The levels listed under a key.
pub(super) fn levels(reader: &mut Reader, fields: &Fields, key: &'static str) -> Levels {
    let words: Vec<&str> = Level::ALL.iter().map(|level| level.as_str()).collect();
    let mut levels = Levels::new();
    for (text, at) in reader.texts(fields, key) {
        match Level::from_word(&text) {
            Some(level) => {
                levels.insert(level);
            }
            None => reader.invalid(&at, &text, &words.join(" | ")),
        }
    }
    levels
}
