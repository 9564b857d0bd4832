//! `decisions/<year>/<slug>.toml`.

use chrono::Datelike;
use toml::de::DeValue;

use crate::finding::{Code, Finding};
use crate::model::{
    AgencyId, Calendar, Day, DayCount, Decision, DecisionKey, DecisionNumber, Effect, Scope, Section, SectorId,
};
use crate::source::SourceFile;

use super::change::{change, levels};
use super::fields::{Fields, Reader, shortened};

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

pub(super) fn not_empty(reader: &mut Reader, fields: &Fields, from: Day, until: Day) {
    if until <= from {
        let span = fields.get("until").map_or(fields.span(), |(_, at)| at.span);
        let place = reader.place(span);
        reader.findings.push(Finding::at(place, Code::PeriodEmpty).with("from", from).with("until", until));
    }
}

/// What an effect that is not a day may be, in words.
pub(super) const EFFECT_WORDS: &[&str] =
    &["on-signing", "45 days after signing", "10 working days after signing", "unknown"];
/// The same for one that puts another right.
pub(super) const CORRECTED_WORDS: &[&str] = &["on-signing", "45 days after signing", "10 working days after signing"];

/// The effect under a key. "unknown" is a clause that nobody can date: where nobody recorded one, the decision says so.
pub(super) fn effect(
    reader: &mut Reader,
    fields: &Fields,
    key: &'static str,
    words: &'static [&'static str],
) -> Option<Effect> {
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
pub(super) struct Whole<'c> {
    pub(super) effect: Effect,
    pub(super) signed: Option<Day>,
    until: Option<Day>,
    pub(super) calendar: &'c Calendar,
}

impl Whole<'_> {
    /// The first day of effect of a row that says nothing else.
    fn from(&self) -> Option<Day> {
        self.effect.day(self.signed, self.calendar)
    }

    /// The first day on which a row no longer has effect by the decision's own word; `None` where that is before the
    /// decision itself begins, which has been told.
    pub(super) fn until(&self) -> Option<Day> {
        self.until.filter(|until| self.from().is_none_or(|from| from < *until))
    }
}
