//! `decisions/<year>/<slug>.toml`.

use std::collections::BTreeSet;

use chrono::Datelike;
use toml::de::DeValue;

use crate::finding::{Code, Finding};
use crate::model::{AgencyId, DayCount, Decision, DecisionKey, DecisionNumber, Effect, Scope, Section, SectorId};

use super::change::{CHANGE_KEYS, change, levels};
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
    let stated = effect(reader, fields, "effect", EFFECT_WORDS);
    let effect_clause = reader.text(fields, "effect_clause").map(|(text, _)| text);
    let effect_source = reader.text(fields, "effect_source").map(|(text, _)| text);
    let effect = match stated {
        Some(Effect::Undated | Effect::Unstated) | None if effect_clause.is_none() && effect_source.is_none() => {
            Effect::Unstated
        }
        stated => stated.unwrap_or(Effect::Undated),
    };
    let until = reader.day(fields, "until");
    let sectors = reader.texts(fields, "sectors").into_iter().map(SectorId).collect();
    let agencies = reader.texts(fields, "agencies");
    let complete = reader.truth(fields, "complete").unwrap_or(true);
    let questions = reader.texts(fields, "questions");
    let source = reader.text(fields, "source").map(|(text, _)| text);
    let central = reader.list(fields, "central", |_, text, _| Some(DecisionNumber::new(text)));
    let sha256 = sha256(reader, fields);
    let scope = scope(reader, fields);
    let sections = sections(reader, fields);
    let changes =
        reader.rows(fields, "change", CHANGE_KEYS, |reader, fields, at| change(reader, fields, at, until, &sections));
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
        effect_clause,
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
    let sections = reader.rows(fields, "section", SECTION_KEYS, |reader, fields, _| {
        let (id, id_at) = reader.needed_text(fields, "id")?;
        if !taken.insert(id.clone()) {
            reader.duplicate(&id, id_at.span);
            return None;
        }
        Some(Section {
            id,
            title: reader.text(fields, "title").map(|(text, _)| text),
            effect: effect(reader, fields, "effect", EFFECT_WORDS),
            until: reader.day(fields, "until"),
            declared: reader.number::<u32>(fields, "declared"),
        })
    });
    reader.keep("section", sections)
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
