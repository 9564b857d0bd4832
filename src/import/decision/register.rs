//! An office's table of decisions (csv, xlsx, json): number, issuer, days, and where each was read. It tells of decisions what
//! no list of procedures tells.
//!
//! A decision that the ledger does not have becomes a draft without rows. One that it has gets what its file leaves open,
//! as a draft of the whole file that differs by those lines alone; a value that stands there is never another's to change.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;

use crate::input::{FileContent, Files};
use crate::model::{AgencyId, Day, Decision, DecisionNumber, Effect, Records};

use super::super::Foreign;
use super::block::shortened;
use super::clauses;
use super::draft::{self, Draft, Writer, place_of};
use super::effects;
use super::found::{Found, Question};
use super::labels::Label;
use super::names::Names;
use super::resolve;

mod table;

use table::Row;
pub(super) use table::is_row;

/// What a table of decisions comes to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Register {
    /// Decisions that the ledger does not have, and files of those that it has with what they left open.
    pub drafts: Vec<Draft>,
    /// Cells that could not be read; their rows were left.
    pub faults: Vec<Fault>,
    /// Values that differ from those of the ledger, which stand.
    pub conflicts: Vec<DayConflict>,
    /// How many of the decisions are in the ledger just so.
    pub same: usize,
    /// How many rows the table has.
    pub rows: usize,
    /// How many of its decisions the catalogue's records cite, and how many records those are.
    pub cited: (usize, usize),
    /// How many decisions the records cite, and of how many the day of signing is on record neither here nor there.
    pub all_cited: (usize, usize),
}

/// A cell that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where it stands: line and column, or the sheet's cell, or the record's key.
    pub place: CellPlace,
    /// The title of its column.
    pub title: String,
    /// What stands there.
    pub text: String,
    /// What is wrong.
    pub wrong: Wrong,
}

/// Where a cell stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellPlace {
    /// Line and column of a text, from 1.
    Text(u64, u64),
    /// A sheet and a cell of it: "B5".
    Sheet(String, String),
    /// A record, from 1, and its key.
    Record(u64, String),
}

/// What is wrong with a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// No decision's number.
    Number,
    /// No day.
    Day,
    /// Neither a day nor a clause that can be dated.
    Effect,
    /// The decision stands in the table already, with something else.
    Twice,
}

impl Wrong {
    /// The key of its words in the strings.
    pub fn key(self) -> &'static str {
        match self {
            Wrong::Number => "number",
            Wrong::Day => "day",
            Wrong::Effect => "effect",
            Wrong::Twice => "twice",
        }
    }
}

/// A value of the table that is not the ledger's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayConflict {
    /// The decision's file.
    pub path: String,
    /// The key.
    pub key: &'static str,
    /// What the file has.
    pub ours: String,
    /// What the table has.
    pub theirs: String,
}

/// Reads a table of decisions; `None` where the file is none.
pub fn read_register(foreign: &Foreign, records: &Records, existing: &Files) -> Option<Register> {
    let table = table::read(foreign)?;
    let names = Names::of(records);
    let mut writer = Writer::of(foreign);
    let mut register = Register { rows: table.rows.len(), ..Register::default() };
    let mut seen: BTreeMap<(String, String, Option<i32>), Row> = BTreeMap::new();
    for row in table.rows {
        let Some(read) = read_row(&row, records, &mut register.faults) else { continue };
        let found = found(&row, &read);
        let resolved = resolve::resolve(found, records, &names);
        let issuer = resolved.issuer.value.clone();
        let number = DecisionNumber::new(&read.number);
        let year = read.signed.map(|day| day.year()).or(read.year);
        let key = (number.key().to_owned(), issuer.clone(), year);
        if let Some(earlier) = seen.get(&key) {
            if earlier.texts() != row.texts() {
                register.faults.extend(row.fault(Label::Number, Wrong::Twice));
            }
            continue;
        }
        seen.insert(key, row.clone());
        match held(records, &number, &issuer, year).as_slice() {
            [] => register.drafts.push(draft::write(resolved, &mut writer)),
            [decision] => {
                let conflicts = register.conflicts.len();
                match filled(decision, &read, &writer.told(&row.place()), existing, &mut register.conflicts) {
                    Some(text) => register.drafts.push(draft_of(decision, text, &mut writer)),
                    None => register.same += usize::from(register.conflicts.len() == conflicts),
                }
            }
            several => {
                let paths: Vec<&str> = several.iter().map(|decision| decision.file.as_str()).collect();
                let theirs = row.texts().into_iter().collect::<Vec<_>>().join(" · ");
                let conflict = DayConflict { path: paths.join(", "), key: "number", ours: number.to_string(), theirs };
                register.conflicts.push(conflict);
            }
        }
    }
    count(&mut register, seen.keys().map(|(number, ..)| number.as_str()).collect(), records);
    Some(register)
}

/// Whether a file is a table of decisions.
pub(in super::super) fn is_register(foreign: &Foreign) -> bool {
    table::read(foreign).is_some()
}

/// How much of what the records cite the table tells.
fn count(register: &mut Register, told: BTreeSet<&str>, records: &Records) {
    let mut cited: BTreeMap<&str, usize> = BTreeMap::new();
    for number in records.procedures.values().filter_map(|procedure| procedure.decision.as_ref()) {
        *cited.entry(number.key()).or_default() += 1;
    }
    let dated = records.decisions.iter().filter(|decision| decision.key.signed.is_some());
    let dated: BTreeSet<&str> = dated.map(|decision| decision.key.number.key()).collect();
    let here = cited.iter().filter(|(number, _)| told.contains(**number));
    register.cited = here.fold((0, 0), |(numbers, all), (_, count)| (numbers + 1, all + count));
    let open = cited.keys().filter(|number| !told.contains(**number) && !dated.contains(**number));
    register.all_cited = (cited.len(), open.count());
}

/// The ledger's decisions of a number, an issuer and, where both say one, a year.
fn held<'r>(records: &'r Records, number: &DecisionNumber, issuer: &str, year: Option<i32>) -> Vec<&'r Decision> {
    let issuer = AgencyId(issuer.to_owned());
    let of = |decision: &&Decision| {
        decision.key.number == *number
            && (decision.key.issuer == issuer || !records.agencies.contains_key(&issuer))
            && year.is_none_or(|year| decision.key.year == year)
    };
    records.decisions.iter().filter(of).collect()
}

/// A row of the table, with what its cells say.
struct Read {
    number: String,
    signed: Option<Day>,
    year: Option<i32>,
    effect: Option<Effect>,
    source: Option<String>,
}

/// What a row says; a row with a cell that cannot be read is left, and each of its faults told.
fn read_row(row: &Row, records: &Records, faults: &mut Vec<Fault>) -> Option<Read> {
    let before = faults.len();
    let number = row.text(Label::Number).unwrap_or_default().to_owned();
    if DecisionNumber::new(&number).normal().is_none() {
        faults.extend(row.fault(Label::Number, Wrong::Number));
    }
    let signed = row.text(Label::Signed).map(clauses::day);
    if signed == Some(None) {
        faults.extend(row.fault(Label::Signed, Wrong::Day));
    }
    let published = row.text(Label::Published).map(clauses::day);
    if published == Some(None) {
        faults.extend(row.fault(Label::Published, Wrong::Day));
    }
    let effect = row.text(Label::Effect).map(|text| effects::of_words(text, &records.legal_texts));
    if effect.as_ref().is_some_and(|when| when.start.is_none()) {
        faults.extend(row.fault(Label::Effect, Wrong::Effect));
    }
    (faults.len() == before).then(|| Read {
        number,
        signed: signed.flatten(),
        year: row.text(Label::Year).and_then(|text| text.parse().ok()),
        effect: effect.and_then(|when| when.start),
        source: row.text(Label::Source).map(str::to_owned),
    })
}

/// A row as a decision without rows of its own.
fn found(row: &Row, read: &Read) -> Found {
    let text = |label: Label| row.text(label).map(str::to_owned);
    Found {
        second_hand: true,
        number: Some(read.number.clone()),
        issuers: text(Label::Issuer).into_iter().collect(),
        signed: text(Label::Signed),
        year: read.year,
        published: text(Label::Published),
        effect: text(Label::Effect),
        title: text(Label::Title),
        sectors: text(Label::Sector).into_iter().collect(),
        source: read.source.clone(),
        partial: true,
        questions: vec![Question::new("register")],
        ..Found::default()
    }
}

/// The file of a decision with what it leaves open; `None` where the table has nothing for it. What differs is a conflict.
fn filled(
    decision: &Decision,
    read: &Read,
    told: &str,
    existing: &Files,
    conflicts: &mut Vec<DayConflict>,
) -> Option<String> {
    let mut conflict = |key: &'static str, ours: String, theirs: String| {
        conflicts.push(DayConflict { path: decision.file.clone(), key, ours, theirs });
    };
    let mut lines = Vec::new();
    match (decision.key.signed, read.signed) {
        (Some(ours), Some(theirs)) if ours != theirs => conflict("signed", ours.to_string(), theirs.to_string()),
        (None, Some(day)) => lines.push(("signed", format!("signed = {day}"))),
        _ => {}
    }
    if let Some(effect) = read.effect {
        let is_silent = decision.effect_clause.is_none() && decision.effect_source.is_none();
        let on_day = |effect: Effect, signed: Option<Day>| match effect {
            Effect::On(day) => Some(day),
            Effect::OnSigning => signed,
            Effect::AfterSigning(_) | Effect::Undated | Effect::Unstated => None,
        };
        let signed = decision.key.signed.or(read.signed);
        let is_same = decision.effect == effect
            || on_day(decision.effect, signed).is_some_and(|day| on_day(effect, signed) == Some(day));
        match decision.effect {
            _ if is_same => {}
            Effect::Unstated if is_silent => lines.push(("effect", draft::effect_line("effect", effect))),
            Effect::On(_) | Effect::OnSigning | Effect::AfterSigning(_) | Effect::Undated | Effect::Unstated => {
                let ours = decision.effect_clause.clone().unwrap_or_else(|| decision.effect.to_string());
                conflict("effect", shortened(&ours), effect.to_string());
            }
        }
    }
    if lines.is_empty() {
        return None;
    }
    if let (None, Some(source)) = (&decision.source, &read.source) {
        lines.push(("source", super::super::toml_text::text_line("source", source)));
    }
    let path = decision.file.strip_prefix("catalogue/").unwrap_or(&decision.file);
    let before = existing.get(path).and_then(FileContent::text)?;
    let said = read.source.as_deref().map_or_else(|| told.to_owned(), |source| format!("{source}; {told}"));
    let text = with_lines(before, &lines, &said)?;
    // A draft is confirmed to the place of its number: a file that stands elsewhere is for a person to fill in.
    if place_of(&text, |place| existing.get(place).and_then(FileContent::text)).as_deref() != Some(path) {
        let theirs = lines.iter().map(|(_, line)| line.trim()).collect::<Vec<_>>().join("; ");
        conflict("signed", "–".to_owned(), theirs);
        return None;
    }
    Some(text)
}

/// A decision's file with lines below its `issuer`, in the place of an `effect` that is not known; `None` where its lines are
/// not those of a plain file.
fn with_lines(file: &str, lines: &[(&str, String)], said: &str) -> Option<String> {
    let is = |line: &str, key: &str| line.split_once('=').is_some_and(|(own, _)| own.trim() == key);
    let mut out = String::with_capacity(file.len() + 200);
    let mut is_put = false;
    let mut in_head = true;
    for line in file.lines() {
        in_head &= !line.starts_with('[');
        if in_head && is(line, "effect") && lines.iter().any(|(key, _)| *key == "effect") {
            continue;
        }
        out.push_str(line);
        out.push('\n');
        if in_head && !is_put && is(line, "issuer") {
            is_put = true;
            for (_, line) in lines {
                out.push_str(&draft::with_words(line, said));
                if !out.ends_with('\n') {
                    out.push('\n');
                }
            }
        }
    }
    (is_put && out.parse::<toml::Table>().is_ok()).then_some(out)
}

fn draft_of(decision: &Decision, text: String, writer: &mut Writer) -> Draft {
    let table: toml::Table = text.parse().unwrap_or_default();
    let signed = table.get("signed").and_then(toml::Value::as_datetime).and_then(|day| day.to_string().parse().ok());
    let effect = match table.get("effect") {
        Some(toml::Value::Datetime(day)) => day.to_string().parse().map(Effect::On).ok(),
        Some(toml::Value::String(words)) => effects::of_words(words, &BTreeMap::new()).start,
        _ => None,
    };
    let codes = decision.changes.len();
    Draft {
        number: decision.key.number.written().to_owned(),
        path: writer.path(decision.key.number.written()),
        text,
        rows_there: codes,
        rows_read: codes,
        signed,
        effect: effect.unwrap_or(Effect::Unstated),
        changes: codes,
        codes_printed: codes,
        codes_by_name: 0,
        codes_missing: 0,
        questions: decision.questions.clone(),
        notes: Vec::new(),
    }
}

/// Whether a draft is a decision's file with nothing but what that leaves open added to it: its days, and where they were read.
/// Every other line, and every comment, is the file's.
pub fn completes(file: &str, draft: &str) -> bool {
    let (Ok(before), Ok(after)) = (file.parse::<toml::Table>(), draft.parse::<toml::Table>()) else { return false };
    let is_open = |key: &str| match before.get(key) {
        None => ["signed", "effect", "source"].contains(&key),
        Some(value) => key == "effect" && value.as_str() == Some("unknown"),
    };
    let rest = |text: &str| {
        let mut in_head = true;
        let kept = text.lines().filter(|line| {
            in_head &= !line.starts_with('[');
            !(in_head && line.split_once('=').is_some_and(|(key, _)| is_open(key.trim())))
        });
        kept.map(str::to_owned).collect::<Vec<_>>()
    };
    before != after && rest(file) == rest(draft)
}
