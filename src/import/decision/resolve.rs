//! Words → days, codes, agencies and levels of this catalogue. What is not certain becomes a question.

use std::collections::BTreeSet;

use crate::model::{AgencyId, Day, DecisionNumber, Effect, ProcedureCode, Records, SectorId};

use super::super::legacy::{self, Verdict, Whole};
use super::super::limits::COMMENT_CHARS;
use super::block::{self, beginning, shortened};
use super::clauses;
use super::effects;
use super::ends::{self, Speaker};
use super::found::{Aside, Found, FoundRow, FoundSection, Question, Step, Word};
use super::names::Names;
use super::parts;
use super::place;
use super::resolved::{Resolved, Row, Section, Told};
use super::rows;
use super::title;
use super::when::{self, End, Place, When};

/// What stands for an issuer whom the file does not name.
const NOBODY: &str = "can-xac-dinh-co-quan";

/// The longest text that can be a number; the longest real one has under 40 characters.
const NUMBER_CHARS: usize = 120;

/// The longest title.
const TITLE_CHARS: usize = 4_000;

/// Questions about what a file leaves open. Where it is another ledger's record, that is known there.
const ABSENCES: [&str; 10] = [
    "effect_missing",
    "signed_missing",
    "title_missing",
    "partial",
    "successor",
    "code_none",
    "code_broken",
    "code_broken_of",
    "several_codes",
    "declared",
];

pub(super) fn resolve(mut found: Found, records: &Records, names: &Names) -> Resolved {
    let mut questions = found.questions.clone();
    let number = number(&found, &mut questions);
    let signed = day(found.signed.as_deref(), "signed", &mut questions);
    if found.signed.is_none() {
        questions.push(Question::new("signed_missing"));
    }
    let published = day(found.published.as_deref(), "published", &mut questions);
    let entered = day(found.entered.as_deref(), "entered", &mut questions);
    let when = effects::of_words(found.effect.as_deref().unwrap_or_default(), &records.legal_texts);
    let effect = effect(&found, &when, &mut questions);
    let until = match found.last_day.as_deref() {
        Some(words) => last_day(words, &mut questions),
        None => end(&found, &when, &mut questions),
    };
    if !found.kept {
        left(&found, &when, &mut questions);
        parts::apply(&when.parts, &mut found, &mut questions);
        elsewhere(&found, &mut questions);
        let signed = signed.as_ref().map(|signed| signed.value);
        if effects::is_early(Some(effect.value), signed) {
            questions.push(Question::new("effect_early").with("text", shortened(&effect.words)));
        }
    }
    let issuer = issuer(&found, &number, records, names, &mut questions);
    let title = found.title.as_deref().map(|title| title.chars().take(TITLE_CHARS).collect::<String>());
    if let Some(cut) = title.as_deref().filter(|title| found.title.as_deref() != Some(*title)) {
        questions.push(Question::new("cell_cut").with("row", block::shortened(cut)));
    }
    // A ledger's record says these apart from its title.
    let said = title.as_deref().filter(|_| !found.kept).map(|title| title::read(title, names)).unwrap_or_default();
    let mut aside = found.aside.clone();
    let sectors = title::sectors_of(&found, &said, records, names, &mut aside, &mut questions);
    let central = central(&found, &number, &mut questions);
    beside(&found, &issuer.value, records, &mut aside);
    let sections = sections(&found, records, &mut questions);
    let day = signed.as_ref().map(|signed| signed.value);
    for section in sections.iter().filter(|section| !found.kept && effects::is_early(section.effect, day)) {
        questions.push(Question::new("effect_early").with("text", shortened(&section.title)));
    }
    if found.title.is_none() {
        questions.push(Question::new("title_missing"));
    }
    if found.partial && !found.questions.iter().any(|question| question.key == "register") {
        questions.push(Question::new("partial"));
    }
    for long in aside.iter().filter(|aside| aside.text.chars().count() > COMMENT_CHARS) {
        questions.push(Question::new("cell_cut").with("row", shortened(&long.text)));
    }
    let scope = title::scope_of(&found, &said, &mut questions);
    let shortened = found.shortened || by_shortened_procedure(&found, &mut questions);
    let mut resolved = Resolved {
        kept: found.kept,
        second_hand: found.second_hand,
        number,
        issuer,
        signed,
        year: found.year,
        published,
        entered,
        shortened,
        effect_clause: found.effect_clause.clone().or_else(|| undated(&effect)),
        effect,
        effect_source: found.effect_source.clone(),
        until,
        title,
        sectors,
        agencies: if found.agencies.is_empty() { said.agencies } else { found.agencies.clone() },
        central,
        scope,
        sections,
        rows: Vec::new(),
        left: Vec::new(),
        rows_there: found.rows.iter().map(|row| row.rows).sum(),
        rows_read: 0,
        complete: !found.partial,
        source: found.source.clone(),
        sha256: found.sha256.clone(),
        aside,
        open: found.open.clone(),
        questions,
        notes: found.notes.clone(),
    };
    for one in &found.rows {
        rows::row(one, names, records, &mut resolved);
    }
    withdraw(&found, names, records, &mut resolved);
    levels_of_new(records, &mut resolved);
    letters(&mut resolved);
    if found.kept {
        resolved.questions.retain(|question| !ABSENCES.contains(&question.key));
    }
    resolved
}

/// Asks about texts that would be published in legacy letters, whatever the file was.
fn letters(resolved: &mut Resolved) {
    let names = resolved.rows.iter().filter_map(|row| row.name.as_deref());
    let texts = names.chain(resolved.title.as_deref()).chain(resolved.sections.iter().map(|one| one.title.as_str()));
    let mut whole = Whole::default();
    let mut asked = Vec::new();
    for text in texts.filter(|text| whole.add(text, None)) {
        if let Verdict::Converted(letters, guess) | Verdict::Unclear(letters, guess) = legacy::of_words(text) {
            let question = Question::new("letters").with("letters", letters.as_str());
            asked.push(question.with("text", block::shortened(text)).with("guess", block::shortened(&guess)));
        }
    }
    resolved.questions.extend(asked);
}

/// What the file says of the decision as a whole and the draft has otherwise.
fn beside(found: &Found, issuer: &str, records: &Records, aside: &mut Vec<Aside>) {
    let mut see = |key: &str, text: Option<String>| aside.extend(text.map(|text| Aside::new(key, text)));
    see("issuer_id", found.issuer_id.clone().filter(|id| id != issuer));
    if found.signed.is_some() {
        see("year", found.year.map(|year| year.to_string()));
    }
    if !found.kept && !found.second_hand {
        see("source", found.source.clone());
        see("sha256", found.sha256.clone());
    }
    if !found.sector_ids.is_empty() {
        let ids = found.sector_ids.iter().map(|id| SectorId(id.clone())).collect::<Vec<_>>();
        let names = ids.iter().map(|id| records.sector_name(id)).collect::<Vec<_>>().join("; ");
        see("field", Some(found.sectors.join("; ")).filter(|written| !written.is_empty() && *written != names));
    }
}

/// The number as written; a text too long to be one is none.
fn number(found: &Found, questions: &mut Vec<Question>) -> String {
    let written = found.number.clone().unwrap_or_default();
    if DecisionNumber::new(&written).normal().is_none() || written.chars().count() > NUMBER_CHARS {
        questions.push(Question::new("number").with("number", shortened(&written)));
    }
    written.chars().take(NUMBER_CHARS).collect()
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

/// The first day without effect of what names a last day.
fn last_day(words: &str, questions: &mut Vec<Question>) -> Option<Told<Day>> {
    let read = rows::until(words);
    if read.is_none() {
        questions.push(Question::new("day").with("what", "until").with("text", shortened(words)));
    }
    read.map(|value| Told { value, words: words.to_owned() })
}

fn effect(found: &Found, when: &When, questions: &mut Vec<Question>) -> Told<Effect> {
    let words = found.effect.clone().unwrap_or_default();
    if when.start.is_none() {
        questions.push(if words.is_empty() {
            Question::new("effect_missing")
        } else {
            Question::new("effect_unread").with("text", shortened(&words))
        });
    }
    let unread = if words.is_empty() { Effect::Unstated } else { Effect::Undated };
    Told { value: when.start.unwrap_or(unread), words }
}

/// The first day without effect, by the clause.
fn end(found: &Found, when: &When, questions: &mut Vec<Question>) -> Option<Told<Day>> {
    let words = found.effect.as_deref().filter(|_| !found.kept)?;
    match when.end {
        End::Unsaid => None,
        End::From(value) => Some(Told { value, words: words.to_owned() }),
        End::Unclear => {
            questions.push(Question::new("day").with("what", "until").with("text", shortened(words)));
            None
        }
    }
}

/// What the clause says of time and nothing used. Where the whole clause is asked about, it stands there.
fn left(found: &Found, when: &When, questions: &mut Vec<Question>) {
    let shown = found.effect.as_deref().map(shortened).unwrap_or_default();
    let is_asked = |words: &str| (when.start.is_none() || when.end == End::Unclear) && shown.contains(words);
    for words in when.left.iter().filter(|words| !is_asked(words)) {
        questions.push(Question::new("effect_left").with("text", shortened(words)));
    }
}

/// Days of effect in other articles than the clause: nobody knows what they rule.
fn elsewhere(found: &Found, questions: &mut Vec<Question>) {
    // What somebody has to do until a day is no effect.
    const TASKS: [&str; 4] = ["truoc ngay", "cham nhat", "hoan thanh", "bao cao"];
    for sentence in found.articles.iter().flat_map(|article| article.lines()).flat_map(|line| line.split("; ")) {
        let folded = crate::text::fold(sentence);
        let is_task = TASKS.iter().any(|task| folded.contains(task));
        let says = when::names_time(sentence)
            || folded.contains("thoi han ap dung")
            || folded.contains("quyet dinh nay het hieu luc");
        // What is said of another decision stands in its row or its question.
        if says && !is_task && !ends::speaks(sentence) || clauses::suspends(sentence) {
            questions.push(Question::new("line_time").with("text", shortened(sentence)));
        }
    }
}

/// The words of a clause that nobody can date: they are what the ledger has of it.
fn undated(effect: &Told<Effect>) -> Option<String> {
    (effect.value == Effect::Undated && effect.words != "unknown").then(|| effect.words.clone())
}

fn issuer(
    found: &Found,
    number: &str,
    records: &Records,
    names: &Names,
    questions: &mut Vec<Question>,
) -> Told<String> {
    let words = found.issuers.front().cloned().unwrap_or_default();
    if let Some(id) = found.issuer_id.clone().filter(|id| records.agencies.contains_key(&AgencyId(id.clone()))) {
        return Told { value: id, words };
    }
    for words in &found.issuers {
        if let Some(id) = names.agency(words) {
            return Told { value: id.0.clone(), words: words.clone() };
        }
    }
    if let Some(id) = DecisionNumber::new(number).normal().and_then(|number| names.ministry(number)) {
        // The number says who issued it; where the file names somebody else, a person has to look.
        if !words.is_empty() {
            questions.push(Question::new("issuer_differs").with("issuer", &id.0).with("text", shortened(&words)));
        }
        return Told { value: id.0.clone(), words: number.to_owned() };
    }
    questions.push(Question::new("issuer").with("text", shortened(&words)));
    // No agency has this identifier, so that the draft cannot be confirmed until a person names one.
    let slug: String = crate::text::slug(beginning(&words)).chars().take(NUMBER_CHARS).collect();
    Told { value: if slug.is_empty() { NOBODY.to_owned() } else { slug }, words }
}

/// A row that withdraws or corrects for each decision of which the articles say so, where the ledger has it once.
fn withdraw(found: &Found, names: &Names, records: &Records, into: &mut Resolved) {
    let number = DecisionNumber::new(&into.number);
    let told = into.signed.as_ref().or(into.published.as_ref());
    let (issuer, day) = (into.issuer.value.clone(), told.map(|told| told.value));
    let has_ends = found.rows.iter().any(|row| matches!(row.change, Some(Word::Repeal | Word::Replace)));
    let speaker = Speaker { number: &number, issuer: &issuer, day, has_ends };
    for text in found.effect.iter().chain(&found.articles).filter(|_| !found.kept) {
        let (said, mut questions) = ends::of(text, &speaker, records);
        into.questions.append(&mut questions);
        for one in said {
            let row = FoundRow { change: Some(one.word), own: one.own, written: one.words, ..FoundRow::default() };
            rows::row(&row, names, records, into);
        }
    }
}

/// Asks once for the levels of the procedures that begin here, that have no record yet and whose rows do not tell them.
fn levels_of_new(records: &Records, into: &mut Resolved) {
    let signed = into.signed.as_ref().map(|signed| signed.value);
    let is_told = |row: &&Row| !row.levels.is_empty() || !place::levels_of(&row.content, signed).is_empty();
    let mut unknown: Vec<&str> = Vec::new();
    for row in into.rows.iter().filter(|row| !is_told(row)) {
        let begun = match row.kind {
            Word::New => row.code.as_slice(),
            Word::Replace => row.new.as_slice(),
            Word::Amend
            | Word::Repeal
            | Word::Rebase
            | Word::Flag
            | Word::Competence
            | Word::Fee
            | Word::Correct
            | Word::Internal
            | Word::Withdraw => &[],
        };
        let is_new =
            |code: &&ProcedureCode| records.record(code).is_none() && !code.is_internal() && !row.old.contains(code);
        unknown.extend(begun.iter().filter(is_new).map(ProcedureCode::as_str));
    }
    if !unknown.is_empty() && !into.kept {
        into.questions.push(Question::new("levels_unknown").with("codes", unknown.join(", ")));
    }
}

/// The ministries' decisions that the preamble cites (Nghị định 63/2010 Điều 13: theirs carries the content).
fn central(found: &Found, number: &str, questions: &mut Vec<Question>) -> Vec<String> {
    let own = DecisionNumber::new(number);
    let mut central: Vec<DecisionNumber> = Vec::new();
    let mut seen = BTreeSet::new();
    let ministries = |number: &DecisionNumber| number.normal().is_some_and(|normal| normal.contains("/QĐ-B"));
    let cited = found.cited.iter().map(|cited| (DecisionNumber::new(cited), false));
    for (number, is_stated) in found.central.iter().map(|stated| (DecisionNumber::new(stated), true)).chain(cited) {
        if number == own {
            questions.push(Question::new("cites_itself").with("number", shortened(number.key())));
        } else if (is_stated || ministries(&number)) && seen.insert(number.key().to_owned()) {
            central.push(number);
        }
    }
    let shown = |number: &DecisionNumber| if found.kept { number.written().to_owned() } else { number.to_string() };
    central.iter().map(shown).collect()
}

/// Whether every row's legal text says that it was made by the shortened procedure; where only some do, a person looks.
fn by_shortened_procedure(found: &Found, questions: &mut Vec<Question>) -> bool {
    let says = found.rows.iter().filter(|row| row.legal.as_deref().is_some_and(effects::is_shortened)).count();
    if says > 0 && says < found.rows.len() {
        questions.push(Question::new("shortened").with("rows", says).with("all", found.rows.len()));
    }
    says > 0 && says == found.rows.len()
}

fn sections(found: &Found, records: &Records, questions: &mut Vec<Question>) -> Vec<Section> {
    let mut sections = Vec::with_capacity(found.sections.len());
    let mut counts = vec![0; found.sections.len()];
    for row in &found.rows {
        if let Some(count) = row.section.and_then(|at| counts.get_mut(at)) {
            *count += row.rows;
        }
    }
    for (one, rows) in found.sections.iter().zip(counts) {
        let made = section(one, found.kept, records, questions);
        if let Some(declared) = made.declared.filter(|declared| *declared != rows) {
            let question = Question::new("declared").with("section", shortened(&made.title));
            questions.push(question.with("declared", declared).with("rows", rows));
        }
        sections.push(made);
    }
    sections
}

fn section(found: &FoundSection, kept: bool, records: &Records, questions: &mut Vec<Question>) -> Section {
    let unread =
        |words: &str| Question::new("row_effect").with("row", shortened(&found.id)).with("text", shortened(words));
    let (mut effect, mut until) = (None, None);
    if let Some(words) = found.effect.as_deref() {
        let when = effects::of_words(words, &records.legal_texts);
        (effect, until) = (when.start, when.end.day().filter(|_| !kept));
        if effect.is_none() || !kept && (when.end == End::Unclear || !when.left.is_empty() || !when.parts.is_empty()) {
            questions.push(unread(words));
        }
    }
    if let Some(words) = found.last_day.as_deref() {
        until = rows::until(words);
        questions.extend(until.is_none().then(|| unread(words)));
    }
    if !kept {
        // The innermost heading rules; one above it that says otherwise is asked about.
        for words in headings(found) {
            let when = when::read(words, Place::Heading, &records.legal_texts);
            let differs = when.start.is_some() && effect.is_some() && when.start != effect
                || when.end.day().is_some() && until.is_some() && when.end.day() != until;
            if differs
                || when.end == End::Unclear
                || when.left.iter().any(|left| !clauses::suspends(left) || when::names_time(left))
            {
                questions.push(Question::new("heading_time").with("text", shortened(words)));
            }
            effect = effect.or(when.start);
            until = until.or(when.end.day());
        }
    }
    Section {
        id: found.id.clone(),
        title: found.title.clone(),
        effect,
        until,
        declared: found.declared.or_else(|| if kept || found.parted { None } else { clauses::declared(&found.title) }),
    }
}

/// The headings of a section and the lines below them, the innermost first.
fn headings<'f>(found: &'f FoundSection) -> Vec<&'f str> {
    if found.path.is_empty() {
        return vec![found.title.as_str()];
    }
    let texts = |step: &'f Step| step.lines.iter().rev().chain(std::iter::once(&step.text)).map(String::as_str);
    found.path.iter().rev().flat_map(texts).collect()
}
