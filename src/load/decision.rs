//! `decisions/<year>/<slug>.toml`.

use std::collections::BTreeSet;

use chrono::Datelike;
use toml::de::DeValue;

use crate::finding::{Code, Finding};
use crate::model::{
    AgencyId, Change, ChangeKind, Day, Decision, DecisionKey, DecisionNumber, Effect, Flag, Level, Levels,
    ProcedureCode, Scope, Section, SectorId, Subject, Via,
};

use super::fields::{At, Fields, Reader, shortened};

/// The keys of a decision file.
pub const DECISION_KEYS: &[&str] = &[
    "number",
    "issuer",
    "signed",
    "year",
    "published",
    "entered",
    "shortened",
    "effect",
    "effect_source",
    "until",
    "title",
    "sectors",
    "agencies",
    "central",
    "scope",
    "complete",
    "questions",
    "source",
    "sha256",
    "section",
    "change",
];
/// The keys of `scope`.
pub const SCOPE_KEYS: &[&str] = &["sectors", "agencies", "levels"];
/// The keys of a `[[section]]`.
pub const SECTION_KEYS: &[&str] = &["id", "title", "effect", "until", "declared"];
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
    "section",
    "flag",
    "set",
    "to",
    "via",
    "fee",
    "decision",
    "codes",
];

pub(super) fn load(reader: &mut Reader) -> Option<Decision> {
    let file = reader.file;
    let table = reader.parse(&file.text, 0)?;
    let fields = reader.fields(table.get_ref(), 0..0, DECISION_KEYS);
    decision(reader, &fields)
}

fn decision(reader: &mut Reader, fields: &Fields) -> Option<Decision> {
    let number = reader.needed_text(fields, "number");
    let issuer = reader.needed_text(fields, "issuer");
    let title = reader.needed_text(fields, "title");
    let signed = reader.day(fields, "signed");
    let published = reader.day(fields, "published");
    let entered = reader.day(fields, "entered");
    let shortened_procedure = reader.truth(fields, "shortened").unwrap_or(false);
    let stated_year = reader.number::<i32>(fields, "year");
    let year = signed.map(|day| day.year()).or(stated_year).or(published.map(|day| day.year()));
    if year.is_none() {
        reader.needs(fields, "signed");
    }
    let effect = effect(reader, fields).unwrap_or(Effect::Unknown);
    let effect_source = reader.text(fields, "effect_source").map(|(text, _)| text);
    let until = reader.day(fields, "until");
    if let (Effect::On(from), Some(until)) = (effect, until) {
        not_empty(reader, fields, from, until);
    }
    let sectors = reader.texts(fields, "sectors").into_iter().map(SectorId).collect();
    let agencies = reader.texts(fields, "agencies");
    let complete = reader.truth(fields, "complete").unwrap_or(true);
    let questions = reader.texts(fields, "questions");
    let source = reader.text(fields, "source").map(|(text, _)| text);
    let central = reader.list(fields, "central", |_, text, _| Some(DecisionNumber::new(text)));
    let sha256 = sha256(reader, fields);
    let scope = scope(reader, fields);
    let sections = sections(reader, fields);
    let whole = Whole { effect, signed, until };
    let changes =
        reader.rows(fields, "change", CHANGE_KEYS, |reader, fields, at| change(reader, fields, at, &whole, &sections));
    let changes = reader.keep("change", changes);
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
        entered,
        shortened: shortened_procedure,
        effect,
        effect_source,
        until,
        title,
        sectors,
        agencies,
        central,
        scope,
        sections,
        complete,
        changes,
        questions,
        source,
        sha256,
        file,
    })
}

fn sha256(reader: &mut Reader, fields: &Fields) -> Option<String> {
    let (text, at) = reader.text(fields, "sha256")?;
    let digits = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    if !digits {
        reader.invalid(&at, &text, "[0-9a-f]{64}");
    }
    digits.then_some(text)
}

fn scope(reader: &mut Reader, fields: &Fields) -> Option<Scope> {
    reader.table(fields, "scope", SCOPE_KEYS, |reader, fields| {
        let sectors = reader.texts(fields, "sectors").into_iter().map(SectorId).collect();
        let agencies = reader.texts(fields, "agencies").into_iter().map(AgencyId).collect();
        Scope { sectors, agencies, levels: levels(reader, fields, "levels") }
    })
}

fn sections(reader: &mut Reader, fields: &Fields) -> Vec<Section> {
    let mut taken = BTreeSet::new();
    let sections = reader.rows(fields, "section", SECTION_KEYS, |reader, fields, at| {
        let (id, id_at) = reader.needed_text(fields, "id")?;
        if !taken.insert(id.clone()) {
            reader.duplicate(&id, id_at.span);
            return None;
        }
        Some(Section {
            id,
            title: reader.text(fields, "title").map(|(text, _)| text),
            effect: effect(reader, fields),
            until: reader.day(fields, "until"),
            declared: reader.number::<u32>(fields, "declared"),
            line: reader.place(at.span.clone()).line,
        })
    });
    reader.keep("section", sections)
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

/// What a decision says of the period of its rows.
struct Whole {
    effect: Effect,
    signed: Option<Day>,
    until: Option<Day>,
}

impl Whole {
    /// The first day on which a row no longer has effect by the decision's own word; `None` where that is before the
    /// decision itself begins, which has been told.
    fn until(&self) -> Option<Day> {
        self.until.filter(|until| !matches!(self.effect, Effect::On(from) if *until <= from))
    }
}

fn change(reader: &mut Reader, fields: &Fields, at: &At, whole: &Whole, sections: &[Section]) -> Option<Change> {
    const KINDS: &[&str] = &ChangeKind::WORDS;
    let kind = reader.word(fields, "kind", |word| KINDS.iter().find(|kind| **kind == word).copied(), KINDS);
    reader.needs(fields, "kind");
    let name = reader.text(fields, "name").map(|(text, _)| text);
    let codes = codes(reader, fields, "code");
    let old = codes_of(reader, fields, "old");
    let new = codes_of(reader, fields, "new");
    let candidates = codes_of(reader, fields, "candidates");
    let levels = levels(reader, fields, "levels");
    let section = section(reader, fields, sections);
    let own_effect = effect(reader, fields).or(section.and_then(|section| section.effect));
    let text_effect = reader.day(fields, "text_effect");
    let until = reader.day(fields, "until").or(section.and_then(|section| section.until));
    let clause = match own_effect.unwrap_or(whole.effect) {
        Effect::On(day) => Some(day),
        Effect::OnSigning => whole.signed,
        Effect::Unknown => None,
    };
    let legal = reader.texts(fields, "legal");
    let prevails = reader.truth(fields, "prevails").unwrap_or(false);
    let line = reader.place(at.span.clone()).line;
    let unread =
        |candidates: Vec<ProcedureCode>| Subject::Unread { name: name.clone().unwrap_or_default(), candidates };
    let needs_code = !matches!(kind, Some("replace" | "withdraw"));
    let subject = match codes {
        Some(code) => Subject::Code(code),
        None => {
            if name.is_none() && needs_code && fields.get("code").is_none() {
                reader.missing(fields, "code");
            }
            unread(candidates.clone())
        }
    };
    let kind = match kind? {
        "new" => ChangeKind::Introduce(subject),
        "amend" => ChangeKind::Amend(subject),
        "repeal" => ChangeKind::Repeal(subject),
        "rebase" => ChangeKind::Rebase(subject),
        "correct" => ChangeKind::Correct(subject),
        "internal" => ChangeKind::Internal(subject),
        "flag" => {
            let words = Flag::ALL.map(Flag::as_str);
            let flag = reader.word(fields, "flag", Flag::from_word, &words);
            reader.needs(fields, "flag");
            ChangeKind::Flag { subject, flag: flag?, set: reader.truth(fields, "set").unwrap_or(true) }
        }
        "competence" => {
            reader.needs(fields, "to");
            ChangeKind::Competence { subject, to: reader.text(fields, "to")?.0 }
        }
        "fee" => {
            reader.needs(fields, "via");
            reader.needs(fields, "fee");
            let via = reader.word(fields, "via", Via::from_word, &Via::ALL.map(Via::as_str));
            ChangeKind::Fee { subject, via: via?, fee: reader.text(fields, "fee")?.0 }
        }
        "withdraw" => {
            reader.needs(fields, "decision");
            let codes = codes_of(reader, fields, "codes");
            ChangeKind::Withdraw { decision: DecisionNumber::new(&reader.text(fields, "decision")?.0), codes }
        }
        _ => {
            let old: Vec<Subject> = old.into_iter().map(Subject::Code).collect();
            let new: Vec<Subject> = new.into_iter().map(Subject::Code).collect();
            if old.is_empty() {
                reader.missing(fields, "old");
            }
            let new = if new.is_empty() { vec![unread(candidates)] } else { new };
            ChangeKind::Replace { old, new }
        }
    };
    let ends_on = until.or(whole.until());
    if let (Some(from), Some(until)) = (kind.ruling_day(clause, text_effect), ends_on) {
        not_empty(reader, fields, from, until);
    }
    if matches!(kind, ChangeKind::Withdraw { .. }) {
        refuse_at_withdrawal(reader, fields, at, &levels, ends_on);
    }
    let section = section.map(|section| section.id.clone());
    Some(Change { kind, levels, section, effect: own_effect, text_effect, until, name, legal, prevails, line })
}

/// A withdrawal takes rows away at the levels that they speak of and for good: a level or an end of its own would be read and
/// mean nothing.
fn refuse_at_withdrawal(reader: &mut Reader, fields: &Fields, at: &At, levels: &Levels, until: Option<Day>) {
    if !levels.is_empty() {
        let key = fields.get("levels").map_or(at.clone(), |(_, at)| at);
        reader.invalid(&key, "levels", "no levels: `codes` says which rows are withdrawn");
    }
    if let Some(until) = until {
        let key = fields.get("until").map_or(at.clone(), |(_, at)| at);
        reader.invalid(&key, &until.to_string(), "no end: what was withdrawn does not come back by itself");
    }
}

/// The section that a row names; one that the decision does not have is a finding.
fn section<'s>(reader: &mut Reader, fields: &Fields, sections: &'s [Section]) -> Option<&'s Section> {
    let (id, at) = reader.text(fields, "section")?;
    let section = sections.iter().find(|section| section.id == id);
    if section.is_none() {
        let known: Vec<&str> = sections.iter().map(|section| section.id.as_str()).collect();
        reader.invalid(&at, &id, &known.join(" | "));
    }
    section
}

fn codes(reader: &mut Reader, fields: &Fields, key: &'static str) -> Option<ProcedureCode> {
    let (text, at) = reader.text(fields, key)?;
    code_of(reader, &text, &at)
}

/// The codes listed under a key.
pub(super) fn codes_of(reader: &mut Reader, fields: &Fields, key: &'static str) -> Vec<ProcedureCode> {
    reader.list(fields, key, code_of)
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
    let levels = reader.list(fields, key, |reader, text, at| {
        let level = Level::from_word(text);
        match level {
            // A set has no order: a level is known by its word.
            Some(level) => reader.note_text(format_args!("{key}[{}]", level.as_str()), at.span.clone()),
            None => reader.invalid(at, text, &words.join(" | ")),
        }
        level
    });
    levels.into_iter().collect()
}
