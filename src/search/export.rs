//! What the browser searches: the table, and the rules by which both engines read and order. [`super::client`] makes
//! files of it.

use serde_json::{Map, Value, json};

use super::numbers::{CODE_WORDS, DECISION_WORDS};
use super::table::{Row, Table};
use super::{phrases, weights};
use crate::ledger::{Catalogue, Status};
use crate::model::{Day, Level};
use crate::strings::{Language, Strings};
use crate::text::rules;

/// The number of the format. A client refuses another one; it grows whenever an older client would misread.
pub const FORMAT: u32 = 1;

/// What the browser's engine works with, as JSON.
#[derive(Debug, Clone, PartialEq)]
pub struct Export {
    /// The day of the data.
    pub as_of: Day,
    /// What changes with the program alone: the rules of both engines, and the words that scripts show.
    pub rules: Value,
    /// What changes with the catalogue, in the order in which it is loaded: the first part answers by name.
    pub parts: Vec<Part>,
}

/// A part of the data: a file of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// By what the client asks for it: letters, digits, hyphens.
    pub name: &'static str,
    /// An object; its `format` is [`FORMAT`].
    pub json: Value,
}

/// What the site's search works with. The same catalogue gives the same.
pub fn export(catalogue: &Catalogue<'_>) -> Export {
    let rules = json!({
        "text": text_rules(),
        "weights": weights::ALL.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect::<Map<_, _>>(),
        "lead": phrases::LEAD,
        "stop": phrases::STOP,
        "decision_words": DECISION_WORDS,
        "code_words": CODE_WORDS,
        "statuses": Status::ALL.map(|status| json!({ "name": status.as_str(), "ended": status.is_ended(), "now": is_now(status) })),
        "levels": Level::ALL.map(Level::as_str),
        "words": words(),
    });
    let names = Part { name: "names", json: data(&Table::new(catalogue)) };
    Export { as_of: catalogue.as_of, rules, parts: vec![names] }
}

/// Whether hits of the status count in full: what is not known to be otherwise is taken to be in force.
fn is_now(status: Status) -> bool {
    match status {
        Status::InForce | Status::Unknown => true,
        Status::Pending | Status::Suspended | Status::Repealed | Status::Replaced => false,
    }
}

/// The tables of [`rules`].
fn text_rules() -> Value {
    let keys = |keys: &rules::Keys| {
        json!({
            "tones": keys.tones.iter().map(|(key, digit)| (key.to_string(), json!(digit))).collect::<Map<_, _>>(),
            "shapes": keys.shapes.iter().map(|(key, pairs)| (key.to_string(), json!(pairs))).collect::<Map<_, _>>(),
        })
    };
    json!({
        "invisible": rules::INVISIBLE,
        "private": rules::PRIVATE,
        "tones": rules::TONES,
        "letter_marks": rules::LETTER_MARKS,
        "d_with_stroke": rules::D_WITH_STROKE,
        "y_as_i": rules::Y_AS_I,
        "vowels": rules::VOWELS,
        "telex": keys(&rules::TELEX),
        "vni": keys(&rules::VNI),
    })
}

/// The words that the site's scripts show, from the strings file.
fn words() -> Value {
    let strings = Strings::of(Language::Vietnamese);
    let table = |path: &[&str]| {
        let mut at = Some(strings.table());
        for key in path {
            at = at.and_then(|table| table.get(*key)).and_then(toml::Value::as_table);
        }
        at.and_then(|table| serde_json::to_value(table).ok()).unwrap_or(Value::Null)
    };
    json!({ "script": table(&["site", "search", "script"]), "status": table(&["site", "status"]), "level": table(&["site", "level"]) })
}

/// The table, column by column: names and codes as lines, one character or number a row for the rest.
fn data(table: &Table) -> Value {
    let column = |of: fn(&Row) -> String, between: &str| table.rows.iter().map(of).collect::<Vec<_>>().join(between);
    let places = |of: fn(&Row) -> usize| table.rows.iter().map(of).collect::<Vec<_>>();
    let sparse = |of: fn(&Row) -> Value, is_empty: fn(&Row) -> bool| {
        let rows = table.rows.iter().enumerate().filter(|(_, row)| !is_empty(row));
        rows.map(|(at, row)| json!([at, of(row)])).collect::<Vec<_>>()
    };
    json!({
        "format": FORMAT,
        "codes": column(|row| row.code.clone(), "\n"),
        "names": column(|row| row.name.clone(), "\n"),
        "status": column(|row| place_of(row.status).to_string(), ""),
        "by_list": column(|row| u8::from(row.by_list).to_string(), ""),
        "levels": column(|row| digit(row.level_bits()).to_string(), ""),
        "doublings": column(|row| digit(row.doublings).to_string(), ""),
        "sector": places(|row| row.sector),
        "decisions_of": table.rows.iter().map(|row| json!(row.decisions)).collect::<Vec<_>>(),
        "others": sparse(|row| json!(row.everyday.iter().chain(&row.former).chain(&row.keywords).collect::<Vec<_>>()), |row| row.everyday.is_empty() && row.former.is_empty() && row.keywords.is_empty()),
        "successors": sparse(|row| json!(row.successors), |row| row.successors.is_empty()),
        "sectors": table.sectors.iter().map(|(_, name)| name).collect::<Vec<_>>(),
        "decisions": table.decisions,
        "decision_pages": table.decision_pages,
        "synonyms": table.synonyms.iter()
            .map(|pair| json!([pair.said, pair.official, pair.kind, u8::from(pair.needs_company)]))
            .collect::<Vec<_>>(),
    })
}

fn place_of(status: Status) -> usize {
    Status::ALL.iter().position(|other| *other == status).unwrap_or(0)
}

/// A number below 36 as one character; greater ones as the greatest.
fn digit(number: u32) -> char {
    char::from_digit(number.min(35), 36).unwrap_or('0')
}
