//! Interchange JSON Lines: one procedure a line. The keys stand in `catalogue/README.md`.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::model::{Absence, Component, DecisionNumber, LegalText, ProcedureCode, Written};

use super::field::Field;
use super::papers::{self, Listed};
use super::record::{Depth, Record, same_code, stated_code};
use super::refusal::{Reason, Remark, RowPlace};
use super::{channels, clean, legal, list, markdown, objects};

/// The keys of a line.
pub const LINE_KEYS: &[&str] = &[
    "code",
    "name",
    "decision_number",
    "agency",
    "executing_agency",
    "sector",
    "level",
    "procedure_type",
    "object",
    "steps",
    "methods",
    "methods_raw",
    "documents",
    "result",
    "legal_basis",
    "conditions",
    "keywords",
    "url",
    "portal_weight",
    "detail",
    "in_catalogue_2026_07",
];

/// The `detail` of a line whose maker had other keys: what it has not got is not entered, where else it is not published.
pub(super) const PART: &str = "part";

/// The record that a line makes.
pub(super) fn record(place: RowPlace, line: &Map<String, Value>, wanted: Depth) -> Result<Record, Reason> {
    for key in ["code", "name", "agency", "sector", "level", "steps", "url", "decision_number"] {
        if line.get(key).is_some_and(|value| !value.is_string() && !value.is_null()) {
            return Err(Reason::ValueKind(key.to_owned()));
        }
    }
    let text = |key: &str| line.get(key).and_then(Value::as_str);
    let depth = if text("detail") == Some("list") { Depth::List } else { wanted };
    let mut record = Record::new(place, depth, text("code"), text("name"))?;
    names_itself(&record.procedure.code, line)?;
    for key in line.keys().filter(|key| !LINE_KEYS.contains(&key.as_str())) {
        record.note(Remark::KeyUnknown(key.chars().take(60).collect()));
    }
    record.set_issuer(text("agency"));
    record.set_sectors(text("sector").into_iter().flat_map(|cell| cell.split("; ")));
    if let Some(executing) = text("executing_agency") {
        record.set_executing(objects::agencies(executing));
    }
    if let Some(weight) = line.get("portal_weight").and_then(Value::as_u64) {
        record.procedure.weight = Some(weight);
        record.stated.insert(Field::Weight);
    }
    if let Some(url) = text("url") {
        record.set_link(url);
    }
    if depth > Depth::List {
        identity(&mut record, line);
        content(&mut record, line);
    }
    record.rest_not_entered();
    Ok(record)
}

/// Refuses a line whose content states another code than it claims.
fn names_itself(code: &ProcedureCode, line: &Map<String, Value>) -> Result<(), Reason> {
    if let Some(named) = line.get("url").and_then(Value::as_str).and_then(list::legacy_code) {
        same_code(code, named, "url")?;
    }
    for (key, value) in line {
        if let Some(named) = value.as_str().and_then(stated_code) {
            same_code(code, named, key)?;
        }
    }
    Ok(())
}

/// Level, objects, class, decision number.
fn identity(record: &mut Record, line: &Map<String, Value>) {
    let text = |key: &str| line.get(key).and_then(Value::as_str).filter(|text| clean::absence(text).is_none());
    if let Some(level) = text("level") {
        let levels = objects::levels(level);
        record.facts.levels.add(levels.is_some());
        match levels {
            Some(levels) => record.set_levels(levels),
            None => record.note(Remark::LevelsUnknown(clean::line(level).chars().take(100).collect())),
        }
    }
    if let Some(object) = text("object") {
        let cut = objects::objects(object);
        record.facts.objects.add(cut.iter().all(|name| objects::is_known_object(name)));
        record.set_objects(cut);
    }
    set_class(record, text("procedure_type"));
    if let Some(number) = text("decision_number") {
        record.procedure.decision = Some(DecisionNumber::new(&clean::line(number)));
        record.stated.insert(Field::Decision);
    }
    if record.depth == Depth::Full
        && let Some(keywords) = text("keywords")
    {
        record.procedure.keywords = vec![clean::line(keywords)];
        record.stated.insert(Field::Keywords);
    }
}

/// The class of procedure. The portal's own codes for it ("NOT_ASSIGNED_REGULATION") are no words of Vietnamese law:
/// they are kept as what the source wrote.
pub(super) fn set_class(record: &mut Record, written: Option<&str>) {
    let Some(written) = written else { return };
    let class = clean::line(written);
    let words = class.chars().any(char::is_whitespace) && class.chars().count() <= 200;
    record.facts.classes.add(words);
    if words {
        record.procedure.class = Some(class);
        record.stated.insert(Field::Class);
    } else {
        record.procedure.written.push(Written { field: Field::Class.key().to_owned(), text: class });
    }
}

/// The components of Nghị định 63/2010 Điều 8.2.
fn content(record: &mut Record, line: &Map<String, Value>) {
    let text = |key: &str| line.get(key).and_then(Value::as_str).filter(|text| clean::absence(text).is_none());
    let list = |key: &str| line.get(key).and_then(Value::as_array).map(Vec::as_slice);
    let run = text("methods_raw").or_else(|| text("methods"));
    let rows = channels::rows(run, list("methods"), record.depth);
    if run.is_some() || list("methods").is_some() {
        record.facts.channel_tables.add(rows.is_some());
    }
    let paper_list = list("documents").map(|list| list.iter().filter_map(listed_paper).collect::<Vec<_>>());
    let numbers = legal_texts(line);
    if let Some((texts, left)) = &numbers {
        record.facts.legal.taken += texts.len() as u64;
        record.facts.legal.left += left;
        record.facts.legal_tables.add(!texts.is_empty());
    }
    if record.depth == Depth::Facts {
        let facts = &mut record.facts;
        if let Some(rows) = &rows {
            record.procedure.channels = channels::certain(rows, facts);
            record.stated.insert(Field::Channels);
        }
        if paper_list.is_some() || text("documents").is_some() {
            facts.paper_tables.add(paper_list.is_some());
        }
        if let Some(listed) = &paper_list {
            (record.procedure.papers, record.procedure.papers_left) = papers::certain(listed, facts);
            record.stated.insert(Field::Papers);
        }
        if let Some((texts, _)) = numbers.filter(|(texts, _)| !texts.is_empty()) {
            let bare = |text: LegalText| LegalText { title: None, ..text };
            record.procedure.legal = Component::Value(texts.into_iter().map(bare).collect());
            record.stated.insert(Field::Legal);
        }
        record.facts.prose.left +=
            ["steps", "result", "conditions"].iter().filter(|key| text(key).is_some()).count() as u64;
        return;
    }
    match rows {
        Some(rows) => record.procedure.channels = channels::whole(&rows, &mut record.facts),
        None => record.procedure.channels = Component::Absent(missing(run.is_some())),
    }
    record.stated.insert(Field::Channels);
    let listed = paper_list.or_else(|| text("documents").and_then(papers::run_together));
    if text("documents").is_some() || listed.is_some() {
        record.facts.paper_tables.add(listed.is_some());
    }
    record.procedure.papers = match listed {
        Some(listed) => papers::whole(&listed, &mut record.facts),
        None => Component::Absent(missing(text("documents").is_some())),
    };
    record.stated.insert(Field::Papers);
    record.procedure.legal = match numbers {
        Some((texts, _)) if !texts.is_empty() => Component::Value(texts),
        Some(_) => Component::Absent(Absence::NotEntered),
        None => Component::Absent(Absence::NotPublished),
    };
    record.stated.insert(Field::Legal);
    for (field, key) in [(Field::Steps, "steps"), (Field::Result, "result"), (Field::Conditions, "conditions")] {
        set_prose(record, field, line.get(key).and_then(Value::as_str).unwrap_or_default());
    }
    // What the table of channels says is not lost where it could not be cut.
    let uncut = run.filter(|_| !matches!(record.procedure.channels, Component::Value(_)));
    set_prose(record, Field::Manner, uncut.unwrap_or_default());
    if text("detail") == Some(PART) {
        for (field, keys) in [
            (Field::Channels, &["methods", "methods_raw"][..]),
            (Field::Manner, &["methods", "methods_raw"]),
            (Field::Papers, &["documents"]),
            (Field::Legal, &["legal_basis"]),
            (Field::Steps, &["steps"]),
            (Field::Result, &["result"]),
            (Field::Conditions, &["conditions"]),
        ] {
            if !keys.iter().any(|key| line.contains_key(*key)) {
                record.set_absent(field, Absence::NotEntered);
            }
        }
    }
}

/// Not entered where the source says something that could not be read, else not published.
fn missing(said: bool) -> Absence {
    if said { Absence::NotEntered } else { Absence::NotPublished }
}

/// A component in prose, as Markdown, or its absence.
pub(super) fn set_prose(record: &mut Record, field: Field, written: &str) {
    let markdown = match clean::absence(written) {
        Some(absence) => Err(absence),
        None => Ok(markdown::from_source(written)),
    };
    let component = match markdown {
        Ok(text) if markdown::says_something(&text) => {
            record.facts.prose.add(true);
            Component::Value(text)
        }
        Ok(_) => Component::Absent(Absence::NotPublished),
        Err(absence) => Component::Absent(absence),
    };
    match field {
        Field::Steps => record.procedure.steps = component,
        Field::Manner => record.procedure.manner = component,
        Field::Result => record.procedure.result = component,
        Field::Conditions => record.procedure.conditions = component,
        _ => return,
    }
    record.stated.insert(field);
}

fn listed_paper(value: &Value) -> Option<Listed> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let count = |key: &str| match value.get(key) {
        Some(Value::String(text)) => text.trim().parse::<u32>().ok(),
        Some(Value::Number(number)) => number.as_u64().and_then(|number| u32::try_from(number).ok()),
        _ => None,
    };
    let (original, copies) = papers::quantities(&text("quantity"));
    let listed = Listed {
        case: text("group"),
        name: text("name"),
        original: count("original").or(original),
        copies: count("copy").or(copies),
        form: text("form"),
    };
    value.is_object().then_some(listed)
}

/// The legal texts whose numbers are certain, and how many rows of a list are not. `None` where the line has none.
fn legal_texts(line: &Map<String, Value>) -> Option<(Vec<LegalText>, u64)> {
    let mut seen = BTreeSet::new();
    let mut left = 0;
    let texts: Vec<LegalText> = match line.get("legal_basis")? {
        Value::String(text) if clean::absence(text).is_none() => {
            legal::numbers_in_run(text).into_iter().map(|number| LegalText { number, title: None }).collect()
        }
        Value::Array(rows) if !rows.is_empty() => rows
            .iter()
            .filter_map(|row| {
                let text = |key: &str| row.get(key).and_then(Value::as_str).unwrap_or_default();
                let number = legal::number_of_cell(text("number"));
                left += u64::from(number.is_none());
                let number = number?;
                let title = clean::line(text("title"));
                let title = (clean::absence(&title).is_none() && title != number).then_some(title);
                Some(LegalText { number, title })
            })
            .collect(),
        _ => return None,
    };
    Some((texts.into_iter().filter(|text| seen.insert(text.number.clone())).collect(), left))
}
