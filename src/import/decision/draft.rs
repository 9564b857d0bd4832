//! A draft: the decision in the catalogue's format, with the source's words beside every value.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;

use crate::address::decision_slug;
use crate::audit::PLACEHOLDER_TITLE;
use crate::digest::sha256;
use crate::model::{Day, DecisionNumber, Effect, Level, ProcedureCode, RowContent, RowFee};
use crate::strings::{Language, Strings};

use super::super::Foreign;
use super::super::field::fee;
use super::super::limits::COMMENT_CHARS;
use super::super::toml_text::{array_line, quoted, text_line, texts_line};
use super::block::shortened;
use super::found::{Aside, Question, Word};
use super::resolved::{Left, Resolved, Row, Scope, Section, Told};

/// Where drafts stand, relative to the catalogue. No reader of the catalogue opens the folder.
pub const DRAFTS: &str = ".import/drafts";

/// The mark of the line that says who confirmed a decision.
const CONFIRMED: &str = "# Xác nhận: ";

/// A decision that waits for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The number, as the source has it.
    pub number: String,
    /// Where it is to stand, relative to the catalogue.
    pub path: String,
    /// Its text.
    pub text: String,
    /// How many rows the file has for it.
    pub rows_there: usize,
    /// How many of them became changes.
    pub rows_read: usize,
    /// The day of signing, where it was read.
    pub signed: Option<Day>,
    /// Its effect, as read.
    pub effect: Effect,
    /// How many `[[change]]` it has.
    pub changes: usize,
    /// How many of those have a code that the source prints.
    pub codes_printed: usize,
    /// How many have a code found by a name that only one procedure bears.
    pub codes_by_name: usize,
    /// How many have no code.
    pub codes_missing: usize,
    /// What a person has to find out.
    pub questions: Vec<String>,
    /// What a person should know and need not answer: what was left out, and what was read in other letters.
    pub notes: Vec<String>,
}

/// Where a decision's file stands in the catalogue.
///
/// ```
/// use niemyet::{import::decision_path, model::DecisionNumber};
/// assert_eq!(decision_path(&DecisionNumber::new("3582/QĐ-UBND"), 2026), "decisions/2026/3582-qd-ubnd.toml");
/// ```
pub fn decision_path(number: &DecisionNumber, year: i32) -> String {
    format!("decisions/{year}/{}.toml", decision_slug(number))
}

/// Where the decision of a draft is to stand; `None` where its text has no number or no year.
///
/// Numbers repeat across agencies: where `standing` has another agency's decision at that place, this one has its issuer
/// in its name.
pub fn place_of<'f>(draft: &str, standing: impl Fn(&str) -> Option<&'f str>) -> Option<String> {
    let table: toml::Table = draft.parse().ok()?;
    let number = table.get("number")?.as_str()?;
    let year_of = |key: &str| table.get(key)?.as_datetime()?.date.map(|date| i64::from(date.year));
    let year = year_of("signed").or_else(|| table.get("year")?.as_integer()).or_else(|| year_of("published"))?;
    let path = decision_path(&DecisionNumber::new(number), i32::try_from(year).ok()?);
    let issuer = table.get("issuer")?.as_str()?;
    let other = standing(&path).and_then(|file| file.parse::<toml::Table>().ok());
    let clash = other.is_some_and(|other| other.get("issuer").and_then(toml::Value::as_str) != Some(issuer));
    let named = || path.replace(".toml", &format!("-{}.toml", crate::text::slug(issuer)));
    Some(if clash { named() } else { path })
}

/// Whether a file of the catalogue is this draft, confirmed.
pub fn is_confirmed(file: &str, draft: &str) -> bool {
    let own = file.strip_prefix(CONFIRMED).and_then(|rest| Some(rest.split_once('\n')?.1));
    own.unwrap_or(file) == draft
}

/// A draft's text as it enters the catalogue: with who confirmed it and when.
pub fn confirmed(draft: &str, by: &str, today: Day) -> String {
    let by = crate::text::clean(by);
    format!("{CONFIRMED}{by}, {today}\n{draft}")
}

/// The drafts of one file, as they are written.
pub(super) struct Writer<'f> {
    /// What the file is called.
    source: &'f str,
    /// The file's SHA-256.
    digest: String,
    /// The paths of the drafts so far.
    taken: BTreeSet<String>,
    /// How many have a number's own path.
    again: BTreeMap<String, u32>,
}

impl<'f> Writer<'f> {
    pub(super) fn of(foreign: &'f Foreign) -> Writer<'f> {
        let name = foreign.name.rsplit(['/', '\\']).next().unwrap_or_default();
        let digest = sha256(&foreign.bytes);
        let source = foreign.label.as_deref().unwrap_or(name);
        Writer { source, digest, taken: BTreeSet::new(), again: BTreeMap::new() }
    }

    /// The file and a place in it, with its digest: for what is read of a file that is not the decision's own.
    pub(super) fn told(&self, place: &str) -> String {
        format!("{}, {place}, SHA-256 {}", self.source, self.digest)
    }

    /// A path that no draft before has.
    pub(super) fn path(&mut self, number: &str) -> String {
        let slug = decision_slug(&DecisionNumber::new(number));
        let again = self.again.entry(slug.clone()).or_insert(0);
        loop {
            *again += 1;
            let end = if *again == 1 { String::new() } else { format!("-{again}") };
            let path = format!("{DRAFTS}/{slug}{end}.toml");
            if self.taken.insert(path.clone()) {
                return path;
            }
        }
    }
}

/// Writes a draft.
pub(super) fn write(resolved: Resolved, writer: &mut Writer) -> Draft {
    let path = writer.path(&resolved.number);
    let questions = each_once("question", &resolved.open, &resolved.questions);
    let notes = each_once("note", &[], &resolved.notes);
    let has_code = |row: &&Row| row.code.is_some() || !row.old.is_empty();
    let of_procedure = || resolved.rows.iter().filter(|row| row.kind != Word::Withdraw);
    Draft {
        path,
        text: text(&resolved, writer, &questions, &notes),
        rows_there: resolved.rows_there,
        rows_read: resolved.rows_read,
        signed: resolved.signed.as_ref().map(|signed| signed.value),
        effect: resolved.effect.value,
        changes: resolved.rows.len(),
        codes_printed: of_procedure().filter(has_code).filter(|row| !row.by_name).count(),
        codes_by_name: of_procedure().filter(|row| row.by_name).count(),
        codes_missing: of_procedure().filter(|row| !has_code(row)).count(),
        number: resolved.number,
        questions,
        notes,
    }
}

/// Questions and notes that a file may have one of a line; beyond [`TOLD`] of a kind they are only counted.
const OF_LINES: [&str; 12] = [
    "footnote",
    "code_outside",
    "pdf_no_table",
    "letters",
    "line_struck",
    "line_hidden",
    "row_struck",
    "row_hidden",
    "words_struck",
    "words_hidden",
    "letters_whole",
    "letters_part",
];
const TOLD: usize = 200;

/// Questions or notes in words, each once, behind those that the file has. Drafts are content, and content is Vietnamese.
fn each_once(kind: &str, open: &[String], all: &[Question]) -> Vec<String> {
    let strings = Strings::of(Language::Vietnamese);
    let filled = |question: &Question| strings.filled(&["import", kind, question.key], &question.values);
    let mut told = open.to_vec();
    let mut seen: BTreeSet<String> = told.iter().cloned().collect();
    let (mut counts, mut more) = (BTreeMap::new(), 0_usize);
    for question in all {
        let text = filled(question);
        if seen.contains(&text) {
            continue;
        }
        let count = counts.entry(question.key).or_insert(0_usize);
        *count += 1;
        if *count > TOLD && OF_LINES.contains(&question.key) {
            more += 1;
            continue;
        }
        seen.insert(text.clone());
        told.push(text);
    }
    if more > 0 {
        told.push(filled(&Question::new("lines_more").with("count", more)));
    }
    told
}

fn text(resolved: &Resolved, writer: &Writer, questions: &[String], notes: &[String]) -> String {
    let Writer { source, digest, .. } = writer;
    let day = |key: &str, day: &Option<Told<Day>>| {
        day.as_ref().map(|day| with_words(&format!("{key} = {}\n", day.value), &day.words)).unwrap_or_default()
    };
    let mut out = text_line("number", &resolved.number);
    out.push_str(&with_words(&text_line("issuer", &resolved.issuer.value), &resolved.issuer.words));
    out.push_str(&day("signed", &resolved.signed));
    let year = resolved.year.or_else(|| Some(resolved.published.as_ref()?.value.year()));
    if let Some(year) = year.filter(|_| resolved.signed.is_none()) {
        out.push_str(&format!("year = {year}\n"));
    }
    out.push_str(&day("published", &resolved.published));
    out.push_str(&day("entered", &resolved.entered));
    if resolved.shortened {
        out.push_str("shortened = true\n");
    }
    out.push_str(&with_words(&effect_line("effect", resolved.effect.value), &resolved.effect.words));
    for (key, text) in [("effect_clause", &resolved.effect_clause), ("effect_source", &resolved.effect_source)] {
        let Some(text) = text else { continue };
        out.push_str(&text_line(key, &if resolved.kept { text.clone() } else { shortened(text) }));
    }
    out.push_str(&day("until", &resolved.until));
    out.push_str(&text_line("title", resolved.title.as_deref().unwrap_or(PLACEHOLDER_TITLE)));
    for (key, texts) in
        [("sectors", &resolved.sectors), ("agencies", &resolved.agencies), ("central", &resolved.central)]
    {
        out.push_str(&some_texts(key, texts));
    }
    out.push_str(&resolved.scope.as_ref().map(scope_line).unwrap_or_default());
    if !resolved.complete {
        out.push_str("complete = false\n");
    }
    out.push_str(&some_texts("questions", questions));
    if resolved.kept || resolved.second_hand {
        // The record's own source and digest are those of the signed text; where this file came from stands beside.
        for (key, text) in [("source", &resolved.source), ("sha256", &resolved.sha256)] {
            out.push_str(&text.as_ref().map(|text| text_line(key, text)).unwrap_or_default());
        }
        if resolved.source.is_none() && resolved.second_hand {
            out.push_str(&text_line("source", source));
        }
        out.push_str(&words_line(&format!("{source}, SHA-256 {digest}")));
    } else {
        out.push_str(&text_line("source", source));
        out.push_str(&text_line("sha256", digest));
    }
    out.push_str(&asides(&resolved.aside));
    let word = Strings::of(Language::Vietnamese).get(&["import", "note", "word"]);
    out.push_str(&notes.iter().map(|note| format!("# {word}: {}\n", comment(note))).collect::<String>());
    out.push_str(&resolved.sections.iter().map(section_table).collect::<String>());
    out.push_str(&resolved.rows.iter().map(change).collect::<String>());
    out.push_str(&resolved.left.iter().map(left).collect::<String>());
    out
}

fn some_texts(key: &str, texts: &[String]) -> String {
    if texts.is_empty() { String::new() } else { texts_line(key, texts.iter().map(String::as_str)) }
}

fn scope_line(scope: &Scope) -> String {
    let levels: Vec<String> = scope.levels.iter().map(|level| level.as_str().to_owned()).collect();
    let parts = [("sectors", &scope.sectors), ("agencies", &scope.agencies), ("levels", &levels)];
    let said = parts.iter().filter(|(_, texts)| !texts.is_empty()).map(|(key, texts)| {
        format!("{key} = [{}]", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "))
    });
    format!("scope = {{ {} }}\n", said.collect::<Vec<_>>().join(", "))
}

/// A row that was not entered: all that the source says of it, as comments.
fn left(row: &Left) -> String {
    let strings = Strings::of(Language::Vietnamese);
    let values = [("row", comment(&row.words)), ("codes", comment(&row.codes.join(", ")))];
    format!("\n# {}\n{}", strings.filled(&["import", "row_left"], &values), asides(&row.aside))
}

/// What the source says besides, a line each.
fn asides(asides: &[Aside]) -> String {
    let strings = Strings::of(Language::Vietnamese);
    let line = |aside: &Aside| {
        let key = comment(&aside.key);
        let told = strings.get(&["import", "aside", &key]);
        // A key that has no words of its own is named as it stands.
        let label = if told.starts_with("import.aside.") { key } else { told };
        format!("# nguồn ({label}): {}\n", comment(&aside.text))
    };
    asides.iter().map(line).collect()
}

fn section_table(section: &Section) -> String {
    let mut out = format!("\n[[section]]\n{}", text_line("id", &section.id));
    if !section.title.is_empty() {
        out.push_str(&text_line("title", &section.title));
    }
    if let Some(effect) = section.effect {
        out.push_str(&effect_line("effect", effect));
    }
    if let Some(until) = section.until {
        out.push_str(&format!("until = {until}\n"));
    }
    if let Some(declared) = section.declared {
        out.push_str(&format!("declared = {declared}\n"));
    }
    out
}

fn change(row: &Row) -> String {
    let mut out = format!("\n{}{}", words_line(&row.words), asides(&row.aside));
    let strings = Strings::of(Language::Vietnamese);
    for (key, old, new) in &row.differences {
        let values = [("what", strings.get(&["import", "aside", key])), ("old", comment(old)), ("new", comment(new))];
        out.push_str(&format!("# {}\n", strings.filled(&["import", "content_differs"], &values)));
    }
    if row.by_name {
        out.push_str(&format!("# {}\n", Strings::of(Language::Vietnamese).get(&["import", "code_by_name"])));
    }
    out.push_str("[[change]]\n");
    out.push_str(&text_line("kind", row.kind.as_str()));
    let listed = |codes: &[ProcedureCode]| codes.iter().map(|code| quoted(code.as_str())).collect::<Vec<_>>();
    if row.kind == Word::Replace {
        out.push_str(&array_line("old", &listed(&row.old)));
        out.push_str(&array_line("new", &listed(&row.new)));
        out.push_str(&some_texts("existing", &row.own.existing));
    } else if let Some(code) = &row.code {
        out.push_str(&text_line("code", code.as_str()));
    }
    if let Some(name) = &row.name {
        out.push_str(&text_line("name", name));
    }
    if row.code.is_none() && !row.candidates.is_empty() {
        out.push_str(&array_line("candidates", &listed(&row.candidates)));
    }
    if !row.levels.is_empty() {
        out.push_str(&texts_line("levels", row.levels.iter().map(|level: &Level| level.as_str())));
    }
    if let Some(section) = &row.section {
        out.push_str(&text_line("section", section));
    }
    if let Some(effect) = row.effect {
        out.push_str(&effect_line("effect", effect));
    }
    for (key, day) in [("text_effect", row.text_effect), ("until", row.until)] {
        out.push_str(&day.map(|day| format!("{key} = {day}\n")).unwrap_or_default());
    }
    out.push_str(&some_texts("legal", &row.legal));
    if row.prevails {
        out.push_str("prevails = true\n");
    }
    out.push_str(&content(&row.content));
    out.push_str(&particulars(row));
    out
}

/// What a row says of the content of its procedure.
fn content(content: &RowContent) -> String {
    let line = |key: &str, text: Option<String>| text.map(|text| text_line(key, &text)).unwrap_or_default();
    let fee = |row: &RowFee| {
        let fee = fee(&row.fee);
        match row.via {
            Some(via) => fee.replacen("{ ", &format!("{{ via = {}, ", quoted(via.as_str())), 1),
            None => fee,
        }
    };
    let fees: Vec<String> = content.fees.iter().map(fee).collect();
    line("time", content.time.as_ref().map(ToString::to_string))
        + &line("time_cut", content.time_cut.as_ref().map(ToString::to_string))
        + &if fees.is_empty() { String::new() } else { array_line("fees", &fees) }
        + &line("place", content.place.clone())
        + &line("executing", content.executing.clone())
}

/// What a row of a rarer kind has of its own.
fn particulars(row: &Row) -> String {
    let own = &row.own;
    let line = |key: &str, text: &Option<String>| text.as_ref().map(|text| text_line(key, text)).unwrap_or_default();
    match row.kind {
        Word::Flag => line("flag", &own.flag) + if own.unset { "set = false\n" } else { "" },
        Word::Competence => line("to", &own.to),
        Word::Fee => line("via", &own.via) + &line("fee", &own.fee),
        Word::Withdraw | Word::Correct if own.is_about_rows(row.kind) => {
            let year = own.year.map(|year| format!("year = {year}\n")).unwrap_or_default();
            let corrected = row.corrected.map(|effect| effect_line("corrected_effect", effect)).unwrap_or_default();
            line("decision", &own.decision)
                + &year
                + &line("of", &own.of)
                + &some_texts("codes", &own.codes)
                + &corrected
        }
        _ => String::new(),
    }
}

pub(super) fn effect_line(key: &str, effect: Effect) -> String {
    match effect {
        Effect::On(day) => format!("{key} = {day}\n"),
        Effect::OnSigning | Effect::AfterSigning(_) | Effect::Undated | Effect::Unstated => {
            text_line(key, &effect.to_string())
        }
    }
}

/// A line with the source's words behind it.
pub(super) fn with_words(line: &str, words: &str) -> String {
    let words = comment(words);
    if words.is_empty() { line.to_owned() } else { format!("{} # nguồn: {words}\n", line.trim_end()) }
}

/// The source's words for a row, on a line of their own.
fn words_line(words: &str) -> String {
    let words = comment(words);
    if words.is_empty() { String::new() } else { format!("# nguồn: {words}\n") }
}

/// A text as it may stand in a comment: one line, no control characters, and no more than [`COMMENT_CHARS`].
fn comment(text: &str) -> String {
    let clean: String = crate::text::clean(text).chars().filter(|c| !c.is_control()).collect();
    if clean.chars().count() <= COMMENT_CHARS {
        clean
    } else {
        clean.chars().take(COMMENT_CHARS).chain(['…']).collect()
    }
}
