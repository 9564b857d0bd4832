//! The decision interchange: an array of decisions in JSON (`docs/interchange.md`).

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::model::{Fee, FeeAmount, RowFee, Via};

use super::block::shortened;
use super::content::FoundContent;
use super::found::{Aside, Found, FoundRow, FoundScope, FoundSection, Particulars, Question, Word};
use super::replacements;
use super::shape::{Object, Shape, Taken};

/// The keys of a decision.
const DECISION: &Shape = &[
    ("number", Taken::Text),
    ("issuer", Taken::Text),
    ("issuer_id", Taken::Text),
    ("signed", Taken::Text),
    ("year", Taken::Number),
    ("published", Taken::Text),
    ("entered", Taken::Text),
    ("shortened", Taken::Truth),
    ("effective", Taken::Text),
    ("effective_clause", Taken::Text),
    ("effective_source", Taken::Text),
    ("effective_until", Taken::Text),
    ("kind", Taken::Aside),
    ("title", Taken::Text),
    ("field", Taken::Text),
    ("sectors", Taken::Texts),
    ("agencies", Taken::Texts),
    ("central", Taken::Texts),
    ("scope", Taken::Parts),
    ("rows_complete", Taken::Truth),
    ("questions", Taken::Texts),
    ("source", Taken::Text),
    ("sha256", Taken::Text),
    ("sections", Taken::Parts),
    ("rows", Taken::Parts),
    ("note", Taken::Aside),
    ("effective_note", Taken::Aside),
    ("attachment_note", Taken::Text),
    ("pages", Taken::Aside),
];

/// The keys of `scope`.
const SCOPE: &Shape = &[("sectors", Taken::Texts), ("agencies", Taken::Texts), ("levels", Taken::Texts)];

/// The keys of a section.
const SECTION: &Shape = &[
    ("id", Taken::Text),
    ("title", Taken::Text),
    ("effective", Taken::Text),
    ("effective_until", Taken::Text),
    ("declared", Taken::Number),
];

/// The keys of one fee of a row.
const FEE: &Shape = &[
    ("via", Taken::Text),
    ("amount", Taken::Number),
    ("currency", Taken::Text),
    ("label", Taken::Text),
    ("note", Taken::Text),
    ("source", Taken::Text),
    ("text", Taken::Text),
];

/// The keys of a row.
const ROW: &Shape = &[
    ("change", Taken::Text),
    ("group", Taken::Number),
    ("level", Taken::Text),
    ("levels", Taken::Texts),
    ("code", Taken::Text),
    ("name", Taken::Text),
    ("candidates", Taken::Texts),
    ("replaced_by", Taken::Texts),
    ("existing", Taken::Texts),
    ("replaces", Taken::Texts),
    ("new_name", Taken::Text),
    ("replaced_by_name", Taken::Text),
    ("legal_basis", Taken::Text),
    ("legal", Taken::Texts),
    ("effective", Taken::Text),
    ("text_effective", Taken::Text),
    ("effective_until", Taken::Text),
    ("prevails", Taken::Truth),
    ("section", Taken::Text),
    ("flag", Taken::Text),
    ("set", Taken::Truth),
    ("to", Taken::Text),
    ("via", Taken::Text),
    ("fee", Taken::Text),
    ("decision", Taken::Text),
    ("year", Taken::Number),
    ("of", Taken::Text),
    ("codes", Taken::Texts),
    ("corrected_effective", Taken::Text),
    ("raw_name", Taken::Text),
    ("code_as_printed", Taken::Aside),
    ("time_statutory", Taken::Text),
    ("time_reduced", Taken::Text),
    ("fees", Taken::Parts),
    ("place", Taken::Text),
    ("executing", Taken::Text),
    ("agency", Taken::Aside),
    ("note", Taken::Aside),
    ("stt", Taken::Aside),
    ("page", Taken::Aside),
    ("portal_name", Taken::Aside),
    ("name_truncated", Taken::Aside),
    ("name_from", Taken::Aside),
    ("seen_in", Taken::Aside),
    ("role", Taken::Aside),
    ("successor_inferred", Taken::Aside),
];

/// The keys of the decision interchange, by the heading of its reference.
pub fn interchange_keys() -> Vec<(&'static str, Vec<&'static str>)> {
    let shapes = [("Decisions", DECISION), ("Scope", SCOPE), ("Sections", SECTION), ("Rows", ROW), ("Fees", FEE)];
    shapes.into_iter().map(|(heading, shape)| (heading, shape.iter().map(|(key, _)| *key).collect())).collect()
}

/// The interchange's word for a kind of row, by the word of catalogue files; empty where there is no such kind.
pub fn interchange_word(kind: &str) -> &'static str {
    Word::ALL.iter().find(|(.., own)| *own == kind).map_or("", |(_, word, _)| word)
}

pub(super) fn read(map: &Map<String, Value>) -> Found {
    let kept = map.get("questions").is_some_and(Value::is_array);
    let object = Object::new(map, kept);
    let mut questions = Vec::new();
    let aside = object.beside(DECISION, &mut questions);
    let mut found = Found {
        kept,
        number: object.text("number"),
        issuers: object.text("issuer").into_iter().collect(),
        issuer_id: object.text("issuer_id"),
        signed: object.text("signed"),
        year: object.number("year").and_then(|year| i32::try_from(year).ok()),
        published: object.text("published"),
        entered: object.text("entered"),
        shortened: object.truth("shortened") == Some(true),
        effect: object.text("effective"),
        effect_clause: object.text("effective_clause"),
        effect_source: object.text("effective_source"),
        last_day: object.text("effective_until"),
        title: object.text("title"),
        sectors: object.text("field").into_iter().collect(),
        sector_ids: object.texts("sectors"),
        agencies: object.texts("agencies"),
        central: object.texts("central"),
        partial: object.truth("rows_complete") == Some(false),
        source: object.text("source"),
        sha256: object.text("sha256"),
        open: object.texts("questions"),
        aside,
        questions,
        ..Found::default()
    };
    if let Some(note) = object.text("attachment_note") {
        found.questions.push(Question::new("attachment").with("note", note));
    }
    for part in object.parts("scope") {
        found.scope = within(part, SCOPE, &mut found).map(|scope| FoundScope {
            sectors: scope.texts("sectors"),
            agencies: scope.texts("agencies"),
            levels: scope.texts("levels"),
        });
    }
    for part in object.parts("sections") {
        let Some(section) = within(part, SECTION, &mut found) else { continue };
        found.sections.push(FoundSection {
            id: section.text("id").unwrap_or_default(),
            title: section.text("title").unwrap_or_default(),
            path: Vec::new(),
            effect: section.text("effective"),
            last_day: section.text("effective_until"),
            declared: section.number("declared").and_then(|declared| usize::try_from(declared).ok()),
            parted: false,
        });
    }
    let mut sections = BTreeMap::new();
    for (at, section) in found.sections.iter().enumerate() {
        sections.entry(section.id.clone()).or_insert(at);
    }
    let rows = object.parts("rows");
    let mut read = Vec::with_capacity(rows.len());
    for row in rows {
        match row.as_object() {
            Some(map) => {
                let object = Object::new(map, kept);
                let row = self::row(&object, &sections, &mut found);
                read.push((replacements::Side::of(&object, kept), row));
            }
            None => {
                found.partial = true;
                found.questions.push(Question::new("row_unread").with("row", shortened(&row.to_string())));
            }
        }
    }
    found.rows = replacements::joined(read, &mut found.questions);
    found
}

/// An object inside a decision, with what stands beside its keys told of.
fn within<'j>(part: &'j Value, shape: &Shape, found: &mut Found) -> Option<Object<'j>> {
    let Some(map) = part.as_object() else {
        found.questions.push(Question::new("row_unread").with("row", shortened(&part.to_string())));
        return None;
    };
    let object = Object::new(map, found.kept);
    let mut aside = object.beside(shape, &mut found.questions);
    found.aside.append(&mut aside);
    Some(object)
}

fn row(row: &Object, sections: &BTreeMap<String, usize>, found: &mut Found) -> FoundRow {
    let mut aside = row.beside(ROW, &mut found.questions);
    let change = Word::from_interchange(&row.text("change").unwrap_or_default());
    if let Some(word) = row.text("change").filter(|_| change.is_none()) {
        aside.push(Aside::new("change", word));
    }
    let mut name = row.text("name");
    let raw = row.text("raw_name");
    // A new name under the old code: the procedure bears it from now on.
    if let Some(new) = row.text("new_name").or_else(|| row.text("replaced_by_name")) {
        aside.extend(name.replace(new).map(|old| Aside::new("name", old)));
    }
    let section = row.text("section");
    let at = section.as_ref().and_then(|id| sections.get(id)).copied();
    if let Some(id) = section.filter(|_| at.is_none()) {
        aside.push(Aside::new("section", id));
    }
    // A row that sets a fee has it as its own matter; of any other it is what a cell says.
    let is_fee = change.is_none() || change == Some(Word::Fee);
    let cell = row.text("fee").filter(|_| !is_fee);
    let content = FoundContent {
        time: row.text("time_statutory"),
        time_cut: row.text("time_reduced"),
        fees: cell.map(|cell| (row.text("via").as_deref().and_then(Via::from_word), cell)).into_iter().collect(),
        read_fees: row.parts("fees").into_iter().filter_map(|part| fee(part, found)).collect(),
        place: row.text("place"),
        executing: row.text("executing"),
        unclear: Vec::new(),
    };
    FoundRow {
        rows: 1,
        change,
        level: row.text("level"),
        levels: row.texts("levels"),
        codes: row.text("code").into_iter().collect(),
        candidates: row.texts("candidates"),
        written: raw.or_else(|| name.clone()).unwrap_or_default(),
        name,
        legal: row.text("legal_basis"),
        legal_numbers: row.texts("legal"),
        effect: row.text("effective"),
        text_effect: row.text("text_effective"),
        last_day: row.text("effective_until"),
        prevails: row.truth("prevails") == Some(true),
        section: at,
        content,
        own: Particulars {
            flag: row.text("flag"),
            unset: row.truth("set") == Some(false),
            to: row.text("to"),
            via: row.text("via"),
            fee: row.text("fee").filter(|_| is_fee),
            decision: row.text("decision"),
            year: row.number("year"),
            of: row.text("of"),
            codes: row.texts("codes"),
            corrected_effect: row.text("corrected_effective"),
            existing: row.texts("existing"),
        },
        aside,
        ..FoundRow::default()
    }
}

/// One fee of a row; one that says neither a sum nor words is none.
fn fee(part: &Value, found: &mut Found) -> Option<RowFee> {
    let object = within(part, FEE, found)?;
    let via = object.text("via").as_deref().and_then(Via::from_word);
    if let Some(text) = object.text("text") {
        return Some(RowFee { via, fee: Fee::Stated(text) });
    }
    let fee = object.number("amount").map(|value| {
        Fee::Amount(FeeAmount {
            value: u64::from(value),
            currency: object.text("currency").unwrap_or_else(|| "VND".to_owned()),
            label: object.text("label"),
            note: object.text("note"),
            source: object.text("source"),
        })
    });
    if fee.is_none() {
        found.questions.push(Question::new("row_unread").with("row", shortened(&part.to_string())));
    }
    Some(RowFee { via, fee: fee? })
}
