//! The rows of a decision's file: `[[change]]`.

use crate::model::{
    AgencyId, Change, ChangeKind, Day, DecisionNumber, DecisionRef, Flag, Level, Levels, ProcedureCode, RowContent,
    RowFee, Section, Subject, TimeLimit, Via,
};

use super::decision::{CORRECTED_WORDS, EFFECT_WORDS, effect};
use super::fields::{At, Fields, Reader};
use super::procedure::fee;

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
    "time",
    "time_cut",
    "fees",
    "place",
    "executing",
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

/// The keys of one fee of a row.
pub const ROW_FEE_KEYS: &[&str] = &["via", "amount", "currency", "label", "note", "source", "text"];

/// A row; what of it cannot be read is a finding. `of_decision` is the day on which the decision ends.
pub(super) fn change(
    reader: &mut Reader,
    fields: &Fields,
    at: &At,
    of_decision: Option<Day>,
    sections: &[Section],
) -> Option<Change> {
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
    let stated = effect(reader, fields, "effect", EFFECT_WORDS);
    let own_effect = stated.or(section.and_then(|section| section.effect));
    let text_effect = reader.day(fields, "text_effect");
    let until = reader.day(fields, "until").or(section.and_then(|section| section.until));
    let legal = reader.texts(fields, "legal");
    let content = content(reader, fields);
    let prevails = reader.truth(fields, "prevails").unwrap_or(false);
    let line = reader.place(at.span.clone()).line;
    let unread =
        |candidates: Vec<ProcedureCode>| Subject::Unread { name: name.clone().unwrap_or_default(), candidates };
    let named = decision_ref(reader, fields);
    let corrects_effect = named.is_some() || fields.get("corrected_effect").is_some();
    let needs_code = match kind {
        Some("replace" | "withdraw") => false,
        Some("correct") => !corrects_effect,
        _ => true,
    };
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
        "correct" if corrects_effect => {
            reader.needs(fields, "decision");
            reader.needs(fields, "corrected_effect");
            let effect = effect(reader, fields, "corrected_effect", CORRECTED_WORDS);
            let codes = codes_of(reader, fields, "codes");
            ChangeKind::CorrectEffect { decision: named?, codes, effect: effect? }
        }
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
            ChangeKind::Withdraw { decision: named?, codes }
        }
        _ => {
            let old: Vec<Subject> = old.into_iter().map(Subject::Code).collect();
            let new: Vec<Subject> = new.into_iter().map(Subject::Code).collect();
            if old.is_empty() {
                reader.missing(fields, "old");
            }
            let existing = existing(reader, fields, &new);
            let new = if new.is_empty() { vec![unread(candidates)] } else { new };
            ChangeKind::Replace { old, new, existing }
        }
    };
    match &kind {
        ChangeKind::Withdraw { .. } => refuse_of_rows(reader, fields, at, until.or(of_decision), &[]),
        ChangeKind::CorrectEffect { .. } => refuse_of_rows(reader, fields, at, until, OF_CORRECTED),
        ChangeKind::Replace { .. } => {}
        ChangeKind::Introduce(_)
        | ChangeKind::Amend(_)
        | ChangeKind::Repeal(_)
        | ChangeKind::Rebase(_)
        | ChangeKind::Flag { .. }
        | ChangeKind::Competence { .. }
        | ChangeKind::Fee { .. }
        | ChangeKind::Correct(_)
        | ChangeKind::Internal(_) => drop(existing(reader, fields, &[])),
    }
    if !kind.has_content() {
        refuse_content(reader, fields);
    }
    let section = section.map(|section| section.id.clone());
    Some(Change { kind, levels, section, effect: own_effect, text_effect, until, name, legal, content, prevails, line })
}

/// What the row says of the content of its procedure.
fn content(reader: &mut Reader, fields: &Fields) -> RowContent {
    let mut time = |key| reader.text(fields, key).map(|(text, _)| TimeLimit::parse(&text));
    let (time, time_cut) = (time("time"), time("time_cut"));
    let fees = match fields.array("fees") {
        Some(_) => {
            let fees = reader.rows(fields, "fees", ROW_FEE_KEYS, |reader, fields, at| {
                let words: Vec<&str> = Via::ALL.iter().map(|via| via.as_str()).collect();
                let via = reader.word(fields, "via", Via::from_word, &words);
                Some(RowFee { via, fee: fee(reader, fields, at)? })
            });
            reader.keep("fees", fees)
        }
        None => {
            if let Some((_, at)) = fields.get("fees") {
                reader.invalid(&at, "fees", "[{ amount = 50000 }] | [{ text = \"…\" }]");
            }
            Vec::new()
        }
    };
    let mut text = |key| reader.text(fields, key).map(|(text, _)| text);
    RowContent { time, time_cut, fees, place: text("place"), executing: text("executing") }
}

/// A row that ends a procedure, or leaves its content to others, says nothing of it: such a key would be read and mean
/// nothing.
fn refuse_content(reader: &mut Reader, fields: &Fields) {
    for key in ["time", "time_cut", "fees", "place", "executing"] {
        if let Some((_, at)) = fields.get(key) {
            reader.invalid(&at, key, "only in rows of kind new | amend | replace | rebase");
        }
    }
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
    reader.list(fields, "existing", |reader, text, at| {
        let code = code_of(reader, text, at)?;
        let is_new = new.iter().any(|subject| subject.code() == Some(&code));
        if !is_new {
            reader.invalid(at, text, "a code of `new`");
        }
        is_new.then_some(code)
    })
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
