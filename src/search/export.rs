//! What the browser searches: the table, and the rules by which both engines read and order. [`super::client`] makes
//! files of it.

use serde_json::{Map, Value, json};

use super::facets::AUDIENCES;
use super::named::{OF_SECTOR, OFFICE_OF};
use super::numbers::{AFTER_NUMBER, AS_DIGITS, BESIDE_CODE, CODE_WORDS, DECISION_WORDS, NEAR_CODES};
use super::table::Table;
use super::{columns, phrases, weights};
use crate::ledger::{Catalogue, Status};
use crate::model::{Day, Level, PORTAL_SEARCH};
use crate::offices::Offices;
use crate::strings::{Language, Strings};
use crate::text::rules;

/// The number of the format. A client refuses another one; it grows whenever an older client would misread.
pub const FORMAT: u32 = 2;

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
    pub name: String,
    /// An object; its `format` is [`FORMAT`].
    pub json: Value,
}

/// What the site's search works with. The same catalogue gives the same.
pub fn export(catalogue: &Catalogue<'_>) -> Export {
    export_in(catalogue, &Offices::of(catalogue), Strings::of(Language::Vietnamese))
}

/// The same by assignments that were made before, in a site's own words.
pub fn export_in(catalogue: &Catalogue<'_>, assigned: &Offices<'_>, strings: &Strings) -> Export {
    let rules = json!({
        "text": text_rules(),
        "weights": weights::ALL.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect::<Map<_, _>>(),
        "lead": phrases::LEAD,
        "stop": phrases::STOP,
        "decision_words": DECISION_WORDS,
        "after_number": AFTER_NUMBER,
        "code_words": CODE_WORDS,
        "beside_code": BESIDE_CODE,
        "as_digits": AS_DIGITS.iter().map(|(letter, digit)| (letter.to_string(), json!(digit))).collect::<Map<_, _>>(),
        "near_codes": NEAR_CODES,
        "of_sector": OF_SECTOR,
        "office_of": OFFICE_OF,
        "statuses": Status::ALL.map(|status| json!({ "name": status.as_str(), "ended": status.is_ended(), "now": is_now(status) })),
        "levels": Level::ALL.map(Level::as_str),
        "audiences": AUDIENCES,
        "digits": columns::DIGITS,
        "portal_search": PORTAL_SEARCH,
        "words": words(strings),
    });
    let table = Table::new(catalogue, assigned);
    let part = |name: &str, json: Value| Part { name: name.to_owned(), json };
    let (full, shards) = columns::full(&table);
    let mut parts = vec![part("names", columns::names(&table)), part("full", full)];
    parts.extend(shards.into_iter().enumerate().map(|(at, shard)| part(&format!("text-{at}"), shard)));
    Export { as_of: catalogue.as_of, rules, parts }
}

impl Export {
    /// The rules for scripts that show other words. The parts hold none.
    pub(super) fn rules_in(&self, strings: &Strings) -> Value {
        let mut rules = self.rules.clone();
        if let Some(shown) = rules.get_mut("words") {
            *shown = words(strings);
        }
        rules
    }
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

/// The words that the site's scripts show.
fn words(strings: &Strings) -> Value {
    let table = |path: &[&str]| {
        let mut at = Some(strings.table());
        for key in path {
            at = at.and_then(|table| table.get(*key)).and_then(toml::Value::as_table);
        }
        at.and_then(|table| serde_json::to_value(table).ok()).unwrap_or(Value::Null)
    };
    json!({ "script": table(&["site", "search", "script"]), "status": table(&["site", "status"]), "level": table(&["site", "level"]) })
}
