//! Words → days, codes, agencies and levels of this catalogue. What is not certain becomes a question.

use crate::model::{CodeForm, Day, DecisionNumber, Effect, Levels, ProcedureCode, Records};

use super::super::clean;
use super::super::limits::NAME_CHARS;
use super::clauses;
use super::found::{Found, FoundRow, Question, Word};
use super::names::{Match, Names};

/// What stands for an issuer whom the file does not name.
const NOBODY: &str = "can-xac-dinh-co-quan";

/// A value and the source's words for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told<T> {
    pub(super) value: T,
    pub(super) words: String,
}

/// A decision in the catalogue's terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Resolved {
    pub(super) number: String,
    pub(super) issuer: Told<String>,
    pub(super) signed: Option<Told<Day>>,
    pub(super) published: Option<Told<Day>>,
    pub(super) effect: Told<Effect>,
    pub(super) effect_source: Option<String>,
    pub(super) until: Option<Told<Day>>,
    pub(super) title: Option<String>,
    pub(super) sectors: Vec<String>,
    pub(super) central: Vec<String>,
    pub(super) sections: Vec<Section>,
    pub(super) rows: Vec<Row>,
    /// How many rows the file has.
    pub(super) rows_there: usize,
    pub(super) complete: bool,
    pub(super) questions: Vec<Question>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Section {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) effect: Option<Effect>,
    pub(super) until: Option<Day>,
    pub(super) declared: Option<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) kind: Word,
    pub(super) code: Option<ProcedureCode>,
    pub(super) old: Vec<ProcedureCode>,
    pub(super) new: Vec<ProcedureCode>,
    pub(super) name: Option<String>,
    pub(super) candidates: Vec<ProcedureCode>,
    pub(super) levels: Levels,
    pub(super) effect: Option<Effect>,
    pub(super) until: Option<Day>,
    pub(super) legal: Vec<String>,
    pub(super) section: Option<String>,
    pub(super) words: String,
    /// Whether the code was found by the name.
    pub(super) by_name: bool,
}

pub(super) fn resolve(found: Found, records: &Records, names: &Names) -> Resolved {
    let mut questions = found.questions.clone();
    let number = found.number.clone().unwrap_or_default();
    if DecisionNumber::new(&number).normal().is_none() {
        questions.push(Question::new("number").with("number", &number));
    }
    let signed = day(found.signed.as_deref(), "signed", &mut questions);
    if signed.is_none() && found.signed.is_none() {
        questions.push(Question::new("signed_missing"));
    }
    let published = day(found.published.as_deref(), "published", &mut questions);
    let effect = effect(&found, &mut questions);
    let until = found.last_day.as_deref().and_then(|words| {
        let until = clauses::until(words).or_else(|| clauses::day(words)?.succ_opt())?;
        Some(Told { value: until, words: words.to_owned() })
    });
    let issuer = issuer(&found, &number, names, &mut questions);
    let sectors = sectors(&found, names, &mut questions);
    let central = central(&found, &number, &mut questions);
    for ends in &found.ends {
        questions.push(Question::new("ends_decision").with("text", shortened(ends)));
    }
    let sections: Vec<Section> = found.sections.iter().map(section).collect();
    for (at, section) in sections.iter().enumerate() {
        let rows = found.rows.iter().filter(|row| row.section == Some(at)).map(|row| row.rows).sum::<usize>();
        if let Some(declared) = section.declared.filter(|declared| *declared != rows) {
            let question = Question::new("declared").with("section", shortened(&section.title));
            questions.push(question.with("declared", declared).with("rows", rows));
        }
    }
    if found.title.is_none() {
        questions.push(Question::new("title_missing"));
    }
    let mut resolved = Resolved {
        number,
        issuer,
        signed,
        published,
        effect,
        effect_source: found.effect_source.clone(),
        until,
        title: found.title.clone(),
        sectors,
        central,
        sections,
        rows: Vec::new(),
        rows_there: found.rows.iter().map(|row| row.rows).sum(),
        complete: !found.partial,
        questions,
    };
    if found.partial {
        resolved.questions.push(Question::new("partial"));
    }
    for one in &found.rows {
        row(one, names, records, &mut resolved);
    }
    resolved
}

fn day(words: Option<&str>, what: &'static str, questions: &mut Vec<Question>) -> Option<Told<Day>> {
    let words = words?;
    match clauses::day(words) {
        Some(value) => Some(Told { value, words: words.to_owned() }),
        None => {
            questions.push(Question::new("day").with("what", what).with("text", shortened(words)));
            None
        }
    }
}

fn effect(found: &Found, questions: &mut Vec<Question>) -> Told<Effect> {
    let words = found.effect.clone().unwrap_or_default();
    let read = clauses::effect(&words);
    if read.is_none() {
        questions.push(if words.is_empty() {
            Question::new("effect_missing")
        } else {
            Question::new("effect_unread").with("text", shortened(&words))
        });
    }
    Told { value: read.unwrap_or(Effect::Unknown), words }
}

fn issuer(found: &Found, number: &str, names: &Names, questions: &mut Vec<Question>) -> Told<String> {
    for words in &found.issuers {
        if let Some(id) = names.agency(words) {
            return Told { value: id.0.clone(), words: words.clone() };
        }
    }
    if let Some(id) = DecisionNumber::new(number).normal().and_then(|number| names.ministry(number)) {
        return Told { value: id.0.clone(), words: number.to_owned() };
    }
    let words = found.issuers.first().cloned().unwrap_or_default();
    questions.push(Question::new("issuer").with("text", shortened(&words)));
    // No agency has this identifier, so that the draft cannot be confirmed until a person names one.
    let slug = crate::text::slug(&words);
    Told { value: if slug.is_empty() { NOBODY.to_owned() } else { slug }, words }
}

fn sectors(found: &Found, names: &Names, questions: &mut Vec<Question>) -> Vec<String> {
    let mut ids = Vec::new();
    for name in &found.sectors {
        match names.sector(name) {
            Some(id) => ids.push(id.0.clone()),
            None => questions.push(Question::new("sector").with("name", shortened(name))),
        }
    }
    ids
}

/// The ministries' decisions that the preamble cites (Nghị định 63/2010 Điều 13: theirs carries the content).
fn central(found: &Found, number: &str, questions: &mut Vec<Question>) -> Vec<String> {
    let own = DecisionNumber::new(number);
    let mut central: Vec<DecisionNumber> = Vec::new();
    for cited in found.cited.iter().map(|cited| DecisionNumber::new(cited)) {
        if cited == own {
            questions.push(Question::new("cites_itself").with("number", &cited));
        } else if cited.normal().is_some_and(|normal| normal.contains("/QĐ-B")) && !central.contains(&cited) {
            central.push(cited);
        }
    }
    central.iter().map(ToString::to_string).collect()
}

fn section(found: &super::found::FoundSection) -> Section {
    let speaks = crate::text::fold(&found.title).contains("hieu luc");
    Section {
        id: found.id.clone(),
        title: found.title.clone(),
        effect: if speaks { clauses::effect(&found.title) } else { None },
        until: clauses::until(&found.title),
        declared: clauses::declared(&found.title),
    }
}

fn row(found: &FoundRow, names: &Names, records: &Records, into: &mut Resolved) {
    let shown = shortened(found.name.as_deref().unwrap_or(&found.written));
    let Some(kind) = found.change else {
        // Nothing is lost: the row stands in its question until a person says what it does.
        let codes = found.codes.join(", ");
        into.questions.push(Question::new("kind").with("row", shown).with("codes", codes));
        into.complete = false;
        return;
    };
    let name = found.name.as_deref().map(|name| whole_name(name, names));
    let mut codes =
        |written: &[String]| written.iter().filter_map(|text| code(text, records, into)).collect::<Vec<_>>();
    let (mut own, old, new) = (codes(&found.codes), codes(&found.old), codes(&found.new));
    let levels = found.level.as_deref().map(clauses::levels).unwrap_or_default();
    let mut candidates = Vec::new();
    let mut by_name = false;
    let has_code = !own.is_empty() || !old.is_empty();
    if let Some(name) = name.as_deref().filter(|_| !has_code) {
        match names.codes(name) {
            // A name of another level is another procedure's.
            Match::One(code)
                if names.levels(&code).is_none_or(|held| levels.is_empty() || !held.is_disjoint(&levels)) =>
            {
                by_name = true;
                own.push(code);
            }
            Match::One(code) => candidates.push(code),
            Match::Several(codes) => candidates = codes,
            Match::None => {}
        }
        if !by_name {
            let key = if candidates.is_empty() { "code_none" } else { "code_several" };
            let shown: Vec<&str> = candidates.iter().map(ProcedureCode::as_str).collect();
            into.questions.push(Question::new(key).with("row", shortened(name)).with("codes", shown.join(", ")));
        }
    }
    if !has_code && name.is_none() {
        into.questions.push(Question::new("row_unread").with("row", shown));
        into.complete = false;
        return;
    }
    if kind == Word::Replace && new.is_empty() {
        into.questions.push(Question::new("successor").with("row", shown.clone()));
    }
    let effect = found.effect.as_deref().and_then(|words| {
        let read = clauses::effect(words);
        if read.is_none() {
            into.questions.push(Question::new("row_effect").with("row", shown.clone()).with("text", shortened(words)));
        }
        read
    });
    let last_day = found.last_day.as_deref();
    let made = Row {
        kind,
        code: None,
        old,
        new,
        name,
        candidates,
        levels,
        effect,
        until: last_day.and_then(|words| clauses::until(words).or_else(|| clauses::day(words)?.succ_opt())),
        legal: found.legal.as_deref().map(clauses::legal_numbers).unwrap_or_default(),
        section: found.section.and_then(|at| into.sections.get(at)).map(|section| section.id.clone()),
        words: found.written.clone(),
        by_name,
    };
    if kind == Word::Replace {
        // A replacement that names one side only: what the row has is what ends.
        let old = if made.old.is_empty() { own } else { made.old.clone() };
        if old.is_empty() {
            into.questions.push(Question::new("row_unread").with("row", shown));
            into.complete = false;
            return;
        }
        into.rows.push(Row { old, ..made });
        return;
    }
    if own.len() > 1 {
        let all: Vec<&str> = own.iter().map(ProcedureCode::as_str).collect();
        into.questions.push(Question::new("several_codes").with("row", shown).with("codes", all.join(", ")));
    }
    if own.is_empty() {
        into.rows.push(made);
        return;
    }
    into.rows.extend(own.into_iter().map(|code| Row { code: Some(code), ..made.clone() }));
}

/// A code as the catalogue has it: an agency's suffix is printed behind the code of the same procedure.
fn code(written: &str, records: &Records, into: &mut Resolved) -> Option<ProcedureCode> {
    let Ok(code) = ProcedureCode::new(written) else {
        into.questions.push(Question::new("code_invalid").with("code", shortened(written)));
        return None;
    };
    let base = code.regular_prefix().and_then(|prefix| ProcedureCode::new(prefix).ok());
    match (code.form(), base) {
        (CodeForm::AgencySuffix, Some(base)) if !records.procedures.contains_key(&code) => Some(base),
        (CodeForm::Broken, _) => {
            into.questions.push(Question::new("code_broken").with("code", &code));
            Some(code)
        }
        _ => Some(code),
    }
}

/// A row's name, mended where that is certain; the row's own words stand beside it in the draft.
fn whole_name(written: &str, names: &Names) -> String {
    let name: String = clean::name(written).chars().take(NAME_CHARS).collect();
    match names.repaired(&name) {
        Some(known) => known.to_owned(),
        None => name,
    }
}

/// Enough of a text to find it by.
pub(super) fn shortened(text: &str) -> String {
    const CHARS: usize = 160;
    let clean = crate::text::clean(text);
    if clean.chars().count() <= CHARS { clean } else { clean.chars().take(CHARS).chain(['…']).collect() }
}
