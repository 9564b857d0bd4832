//! `assets/offices.js`: where people go, for the pages that ask which office is the reader's, and for frames.
//!
//! A classic script like the data of the search, so that a folder opened from a disk has it too.

use serde_json::{Map, Value, json};

use crate::model::Office;
use crate::search::client::in_script;

use super::views::office::Lists;
use super::words::Words;

/// Where it stands on the site.
pub(super) const FILE: &str = "assets/offices.js";

/// `niemyet.offices = {words, lists: {ID: {agency, offices: [{id, name, address, hours, phones}]}}}`; what nobody entered is not there.
pub(super) fn script(lists: &Lists, words: Words) -> String {
    let lists: Map<String, Value> = lists
        .all()
        .iter()
        .map(|list| {
            let offices: Vec<Value> = list.offices.iter().map(|office| one(office)).collect();
            (list.id.clone(), json!({ "agency": list.search(), "offices": offices }))
        })
        .collect();
    let words = words.table().get("where").and_then(|table| table.get("script")).cloned();
    let data = in_script(&json!({ "words": words, "lists": lists }));
    format!("(globalThis.niemyet??={{}}).offices={data};\n")
}

fn one(office: &Office) -> Value {
    let contact = &office.contact;
    let mut fields = Map::from_iter([("id".to_owned(), json!(office.id.0)), ("name".to_owned(), json!(office.name))]);
    let facts = [("address", &contact.address), ("hours", &contact.hours)];
    fields.extend(facts.into_iter().filter_map(|(key, value)| Some((key.to_owned(), json!(value.as_ref()?)))));
    if !contact.phones.is_empty() {
        fields.insert("phones".to_owned(), json!(contact.phones));
    }
    fields.into()
}
