//! `decisions/<year>/<slug>.toml`.

use chrono::Datelike;
use toml::de::{DeTable, DeValue};

use crate::finding::{Code, Finding};
use crate::model::{
    AgencyId, Calendar, Change, ChangeKind, Day, DayCount, Decision, DecisionKey, DecisionNumber, DecisionRef, Effect,
    Flag, Level, Levels, ProcedureCode, Scope, Section, SectorId, Subject, Via,
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
    "entered",
    "shortened",
    "effect",
    "effect_clause",
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
    "existing",
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
    "year",
    "of",
    "codes",
    "corrected_effect",
];

/// `calendar` dates the clauses that count working days.
pub(super) fn load(file: &SourceFile, calendar: &Calendar, findings: &mut Vec<Finding>) -> Option<Decision> {
    let mut reader = Reader::new(file);
    let decision = reader.parse(&file.text, 0).and_then(|table| {
        let fields = reader.fields(table.get_ref(), 0..0, DECISION_KEYS);
        decision(&mut reader, &fields, calendar)
    });
    findings.append(&mut reader.findings);
    decision
}

fn decision(reader: &mut Reader, fields: &Fields, calendar: &Calendar) -> Option<Decision> {
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
    let stated = effect(reader, fields, "effect", EFFECT_WORDS);
    let effect_clause = reader.text(fields, "effect_clause").map(|(text, _)| text);
    let effect_source = reader.text(fields, "effect_source").map(|(text, _)| text);
    let effect = match stated {
        Some(Effect::Undated | Effect::Unstated) | None if effect_clause.is_none() && effect_source.is_none() => {
            Effect::Unstated
        }
        stated => stated.unwrap_or(Effect::Undated),
    };
    let whole = Whole { effect, signed, until: reader.day(fields, "until"), calendar };
    if let (Some(from), Some(until)) = (whole.from(), whole.until) {
        not_empty(reader, fields, from, until);
    }
    let sectors = reader.texts(fields, "sectors").into_iter().map(|(text, _)| SectorId(text)).collect();
    let agencies = reader.texts(fields, "agencies").into_iter().map(|(text, _)| text).collect();
    let complete = reader.truth(fields, "complete").unwrap_or(true);
    let questions = reader.texts(fields, "questions").into_iter().map(|(text, _)| text).collect();
    let source = reader.text(fields, "source").map(|(text, _)| text);
    let central = reader.texts(fields, "central").into_iter().map(|(text, _)| DecisionNumber::new(&text)).collect();
    let sha256 = sha256(reader, fields);
    let scope = scope(reader, fields);
    let sections = sections(reader, fields);
    let mut changes = Vec::new();
    for (table, at) in reader.tables(fields, "change") {
        changes.extend(change(reader, table, at, &whole, &sections));
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
        entered,
        shortened: shortened_procedure,
        effect,
        effect_clause,
        effect_source,
        until: whole.until,
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
    let (value, at) = fields.get("scope")?;
    let DeValue::Table(table) = value else {
        reader.invalid(&at, value.type_str(), "table");
        return None;
    };
    let fields = reader.fields(table, at.span, SCOPE_KEYS);
    let sectors = reader.texts(&fields, "sectors").into_iter().map(|(text, _)| SectorId(text)).collect();
    let agencies = reader.texts(&fields, "agencies").into_iter().map(|(text, _)| AgencyId(text)).collect();
    Some(Scope { sectors, agencies, levels: levels(reader, &fields, "levels") })
}

fn sections(reader: &mut Reader, fields: &Fields) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for (table, at) in reader.tables(fields, "section") {
        let fields = reader.fields(table, at.span.clone(), SECTION_KEYS);
        let Some((id, id_at)) = reader.needed_text(&fields, "id") else { continue };
        if sections.iter().any(|section| section.id == id) {
            let finding = Finding::at(reader.place(id_at.span), Code::CodeDuplicate);
            reader.findings.push(finding.with("what", &id).with("other", &reader.file.path));
            continue;
        }
        sections.push(Section {
            id,
            title: reader.text(&fields, "title").map(|(text, _)| text),
            effect: effect(reader, &fields, "effect", EFFECT_WORDS),
            until: reader.day(&fields, "until"),
            declared: reader.number::<u32>(&fields, "declared"),
            line: reader.place(at.span).line,
        });
    }
    sections
}

fn not_empty(reader: &mut Reader, fields: &Fields, from: Day, until: Day) {
    if until <= from {
        let span = fields.get("until").map_or(fields.span(), |(_, at)| at.span);
        let place = reader.place(span);
        reader.findings.push(Finding::at(place, Code::PeriodEmpty).with("from", from).with("until", until));
    }
}

/// What an effect that is not a day may be, in words.
const EFFECT_WORDS: &[&str] = &["on-signing", "45 days after signing", "10 working days after signing", "unknown"];
/// The same for one that puts another right.
const CORRECTED_WORDS: &[&str] = &["on-signing", "45 days after signing", "10 working days after signing"];

/// The effect under a key. "unknown" is a clause that nobody can date: where nobody recorded one, the decision says so.
fn effect(reader: &mut Reader, fields: &Fields, key: &'static str, words: &'static [&'static str]) -> Option<Effect> {
    let (value, at) = fields.get(key)?;
    let DeValue::String(word) = value else { return reader.day(fields, key).map(Effect::On) };
    let word = word.trim();
    if let Some(count) = DayCount::from_words(word) {
        return Some(Effect::AfterSigning(count));
    }
    match word {
        "on-signing" => Some(Effect::OnSigning),
        "unknown" if words.contains(&word) => Some(Effect::Undated),
        day if day.starts_with(|c: char| c.is_ascii_digit()) && !day.contains(' ') => {
            reader.day_of(day, &at).map(Effect::On)
        }
        other => {
            let words = words.iter().map(|word| format!(" | \"{word}\"")).collect::<String>();
            reader.invalid(&at, other, &format!("YYYY-MM-DD{words}"));
            None
        }
    }
}

/// What a decision says of the period of its rows.
struct Whole<'c> {
    effect: Effect,
    signed: Option<Day>,
    until: Option<Day>,
    calendar: &'c Calendar,
}

impl Whole<'_> {
    /// The first day of effect of a row that says nothing else.
    fn from(&self) -> Option<Day> {
        self.effect.day(self.signed, self.calendar)
    }

    /// The first day on which a row no longer has effect by the decision's own word; `None` where that is before the
    /// decision itself begins, which has been told.
    fn until(&self) -> Option<Day> {
        self.until.filter(|until| self.from().is_none_or(|from| from < *until))
    }
}

fn change(reader: &mut Reader, table: &DeTable, at: At, whole: &Whole, sections: &[Section]) -> Option<Change> {
    const KINDS: &[&str] = &ChangeKind::WORDS;
    let fields = reader.fields(table, at.span.clone(), CHANGE_KEYS);
    let kind = reader.word(&fields, "kind", |word| KINDS.iter().find(|kind| **kind == word).copied(), KINDS);
    reader.needs(&fields, "kind");
    let name = reader.text(&fields, "name").map(|(text, _)| text);
    let codes = codes(reader, &fields, "code");
    let old = codes_of(reader, &fields, "old");
    let new = codes_of(reader, &fields, "new");
    let candidates = codes_of(reader, &fields, "candidates");
    let levels = levels(reader, &fields, "levels");
    let section = section(reader, &fields, sections);
    let stated = effect(reader, &fields, "effect", EFFECT_WORDS);
    let own_effect = stated.or(section.and_then(|section| section.effect));
    let text_effect = reader.day(&fields, "text_effect");
    let until = reader.day(&fields, "until").or(section.and_then(|section| section.until));
    let clause = own_effect.unwrap_or(whole.effect).day(whole.signed, whole.calendar);
    let legal = reader.texts(&fields, "legal").into_iter().map(|(text, _)| text).collect();
    let prevails = reader.truth(&fields, "prevails").unwrap_or(false);
    let line = reader.place(at.span.clone()).line;
    let unread =
        |candidates: Vec<ProcedureCode>| Subject::Unread { name: name.clone().unwrap_or_default(), candidates };
    let named = decision_ref(reader, &fields);
    let needs_code = !matches!((kind, &named), (Some("replace" | "withdraw"), _) | (Some("correct"), Some(_)));
    let subject = match codes {
        Some(code) => Subject::Code(code),
        None => {
            if name.is_none() && needs_code && fields.get("code").is_none() {
                reader.missing(&fields, "code");
            }
            unread(candidates.clone())
        }
    };
    let kind = match kind? {
        "new" => ChangeKind::Introduce(subject),
        "amend" => ChangeKind::Amend(subject),
        "repeal" => ChangeKind::Repeal(subject),
        "rebase" => ChangeKind::Rebase(subject),
        "correct" if named.is_some() || fields.get("corrected_effect").is_some() => {
            reader.needs(&fields, "decision");
            reader.needs(&fields, "corrected_effect");
            let effect = effect(reader, &fields, "corrected_effect", CORRECTED_WORDS);
            let codes = codes_of(reader, &fields, "codes");
            ChangeKind::CorrectEffect { decision: named?, codes, effect: effect? }
        }
        "correct" => ChangeKind::Correct(subject),
        "internal" => ChangeKind::Internal(subject),
        "flag" => {
            let words = Flag::ALL.map(Flag::as_str);
            let flag = reader.word(&fields, "flag", Flag::from_word, &words);
            reader.needs(&fields, "flag");
            ChangeKind::Flag { subject, flag: flag?, set: reader.truth(&fields, "set").unwrap_or(true) }
        }
        "competence" => {
            reader.needs(&fields, "to");
            ChangeKind::Competence { subject, to: reader.text(&fields, "to")?.0 }
        }
        "fee" => {
            reader.needs(&fields, "via");
            reader.needs(&fields, "fee");
            let via = reader.word(&fields, "via", Via::from_word, &Via::ALL.map(Via::as_str));
            ChangeKind::Fee { subject, via: via?, fee: reader.text(&fields, "fee")?.0 }
        }
        "withdraw" => {
            reader.needs(&fields, "decision");
            let codes = codes_of(reader, &fields, "codes");
            ChangeKind::Withdraw { decision: named?, codes }
        }
        _ => {
            let old: Vec<Subject> = old.into_iter().map(Subject::Code).collect();
            let new: Vec<Subject> = new.into_iter().map(Subject::Code).collect();
            if old.is_empty() {
                reader.missing(&fields, "old");
            }
            let existing = existing(reader, &fields, &new);
            let new = if new.is_empty() { vec![unread(candidates)] } else { new };
            ChangeKind::Replace { old, new, existing }
        }
    };
    let ends_on = until.or(whole.until());
    if let (Some(from), Some(until)) = (kind.ruling_day(clause, text_effect), ends_on) {
        not_empty(reader, &fields, from, until);
    }
    match &kind {
        ChangeKind::Withdraw { .. } => refuse_of_rows(reader, &fields, &at, ends_on, &[]),
        ChangeKind::CorrectEffect { .. } => refuse_of_rows(reader, &fields, &at, until, OF_CORRECTED),
        _ => {}
    }
    if !matches!(kind, ChangeKind::Replace { .. }) {
        existing(reader, &fields, &[]);
    }
    let section = section.map(|section| section.id.clone());
    Some(Change { kind, levels, section, effect: own_effect, text_effect, until, name, legal, prevails, line })
}

/// The keys of a row's own effect, which a corrected one has not: what is right holds from the beginning.
const OF_CORRECTED: &[&str] = &["effect", "text_effect"];

/// A row about another decision's rows takes them as they are and for good: a procedure, a level or an end of its own would
/// be read and mean nothing.
fn refuse_of_rows(reader: &mut Reader, fields: &Fields, at: &At, until: Option<Day>, besides: &'static [&'static str]) {
    for key in ["code", "levels"].iter().chain(besides) {
        if let Some((_, at)) = fields.get(key) {
            reader.invalid(&at, key, "not here: `decision` and `codes` say which rows are meant");
        }
    }
    if let Some(until) = until {
        let key = fields.get("until").map_or(at.clone(), |(_, at)| at);
        reader.invalid(&key, &until.to_string(), "no end: what was taken away does not come back by itself");
    }
}

/// The decision that a row names, with its year and issuer where they are given.
fn decision_ref(reader: &mut Reader, fields: &Fields) -> Option<DecisionRef> {
    let (number, _) = reader.text(fields, "decision")?;
    let issuer = reader.text(fields, "of").map(|(text, _)| AgencyId(text));
    Some(DecisionRef { number: DecisionNumber::new(&number), year: reader.number::<i32>(fields, "year"), issuer })
}

/// The successors that existed already. One that is no successor is a finding.
fn existing(reader: &mut Reader, fields: &Fields, new: &[Subject]) -> Vec<ProcedureCode> {
    let mut existing = Vec::new();
    for (text, at) in reader.texts(fields, "existing") {
        let Some(code) = code_of(reader, &text, &at) else { continue };
        if new.iter().any(|subject| subject.code() == Some(&code)) {
            existing.push(code);
        } else {
            reader.invalid(&at, &text, "a code of `new`");
        }
    }
    existing
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
