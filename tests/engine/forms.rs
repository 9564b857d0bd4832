//! The forms that engines publish, as far as what is written for them goes. What each list below says comes from:
//!
//! - Elasticsearch's specification (the repository `elastic/elasticsearch-specification`, `specification/`, main of 2025, version 9):
//!   `_types/mapping/Property.ts` and `core.ts` for fields, `TypeMapping.ts` for mappings, `_global/bulk/types.ts` for the actions of
//!   `_bulk`, `_types/query_dsl/` for queries;
//! - Quickwit 0.8 and 0.9 (the repository `quickwit-oss/quickwit`): `docs/configuration/index-config.md`, and what the program
//!   refuses in `quickwit-config/src/index_config/serialize.rs` and `quickwit-doc-mapper/src/doc_mapper/field_mapping_entry.rs`
//!   (unknown keys, in every object) and `quickwit-query/src/elastic_query_dsl/` (which queries, and which keys of them).
//!
//! Each check gives what is wrong, in words.

use serde_json::{Map, Value};

use super::quickwit::only;

/// The keys that an object has and must not have.
fn unknown(place: &str, object: &Value, known: &[&str]) -> Vec<String> {
    let Some(object) = object.as_object() else { return vec![format!("{place} is no object")] };
    let wrong = object.keys().filter(|key| !known.contains(&key.as_str()));
    wrong.map(|key| format!("{place} has no `{key}`")).collect()
}

fn properties(mapping: &Value) -> &Map<String, Value> {
    mapping["mappings"]["properties"].as_object().unwrap()
}

/// The body of `PUT /INDEX`: `CreateRequest`, of whose `TypeMapping` every property is held to its class.
pub(crate) fn of_elasticsearch(mapping: &Value) -> Vec<String> {
    const BASE: [&str; 9] = [
        "type",
        "meta",
        "properties",
        "ignore_above",
        "dynamic",
        "fields",
        "synthetic_source_keep",
        "copy_to",
        "store",
    ];
    let mut wrong = unknown("the body", mapping, &["aliases", "mappings", "settings"]);
    wrong.extend(unknown("settings", &mapping["settings"], &["index"]));
    let settings = &mapping["settings"]["index"];
    wrong.extend(unknown("settings.index", settings, &["number_of_shards", "number_of_replicas", "analysis"]));
    wrong.extend(unknown("mappings", &mapping["mappings"], &["dynamic", "properties", "_meta", "_source"]));
    if !["strict", "runtime"].contains(&mapping["mappings"]["dynamic"].as_str().unwrap_or_default()) {
        wrong.push("dynamic".to_owned());
    }
    for (name, property) in properties(mapping) {
        let own: &[&str] = match property["type"].as_str() {
            Some("keyword") => &["doc_values", "index", "norms", "null_value", "normalizer", "eager_global_ordinals"],
            Some("text") => &["analyzer", "index", "index_options", "index_phrases", "index_prefixes", "norms"],
            Some("integer") => &["doc_values", "index", "coerce", "ignore_malformed", "null_value"],
            Some("boolean") => &["doc_values", "index", "null_value"],
            other => {
                wrong.push(format!("{name}: no type {other:?}"));
                continue;
            }
        };
        wrong.extend(unknown(name, property, &[&BASE, own].concat()));
        // Analysers that every node has without a word in the settings.
        let analyzer = property.get("analyzer").and_then(Value::as_str).unwrap_or("whitespace");
        if !["standard", "simple", "whitespace", "keyword", "stop"].contains(&analyzer) {
            wrong.push(format!("{name}: no analyser {analyzer}"));
        }
    }
    wrong
}

/// The lines of `POST /INDEX/_bulk`: `OperationContainer`, and a document behind each that writes one.
pub(crate) fn of_bulk(text: &str, mapping: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    // Without it the last line is not read.
    if !text.ends_with('\n') {
        wrong.push("the last line has no end".to_owned());
    }
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for pair in lines.chunks(2) {
        let [action, document] = pair else {
            wrong.push("an action without a document".to_owned());
            break;
        };
        let (kind, meta) = only(action);
        if !["index", "create"].contains(&kind) {
            wrong.push(format!("no action `{kind}`"));
        }
        wrong.extend(unknown(kind, meta, &["_id", "_index", "routing", "pipeline", "require_alias"]));
        if !meta["_id"].is_string() || meta["_id"] != document["code"] {
            wrong.push(format!("the identifier {} of {}", meta["_id"], document["code"]));
        }
        for (key, value) in document.as_object().unwrap() {
            let Some(property) = properties(mapping).get(key) else {
                wrong.push(format!("no field `{key}`"));
                continue;
            };
            let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
            let is_one = |value: &Value| match property["type"].as_str().unwrap() {
                "integer" => value.is_i64(),
                "boolean" => value.is_boolean(),
                _ => value.is_string(),
            };
            if values.is_empty() || !values.iter().all(is_one) {
                wrong.push(format!("{key} is {value}"));
            }
        }
    }
    wrong
}

/// An index configuration of Quickwit: `IndexConfigV0_8`, which denies unknown keys.
pub(crate) fn of_quickwit(index: &Value) -> Vec<String> {
    let top = ["version", "index_id", "index_uri", "doc_mapping", "indexing_settings", "search_settings", "retention"];
    let mut wrong = unknown("the configuration", index, &top);
    if !["0.7", "0.8", "0.9"].contains(&index["version"].as_str().unwrap_or_default()) {
        wrong.push(format!("version {}", index["version"]));
    }
    let id = index["index_id"].as_str().unwrap();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !(3..=255).contains(&id.len()) || !id.starts_with(|c: char| c.is_ascii_alphabetic()) || !id.chars().all(is_plain)
    {
        wrong.push(format!("the identifier {id}"));
    }
    let mapping = &index["doc_mapping"];
    let keys =
        ["mode", "field_mappings", "timestamp_field", "tag_fields", "store_source", "tokenizers", "dynamic_mapping"];
    wrong.extend(unknown("doc_mapping", mapping, &keys));
    if !["strict", "lenient", "dynamic"].contains(&mapping["mode"].as_str().unwrap_or_default()) {
        wrong.push(format!("mode {}", mapping["mode"]));
    }
    for field in mapping["field_mappings"].as_array().unwrap() {
        wrong.extend(of_field(field));
    }
    let known = |name: &Value| mapping["field_mappings"].as_array().unwrap().iter().any(|field| field["name"] == *name);
    wrong.extend(unknown("search_settings", &index["search_settings"], &["default_search_fields"]));
    if !index["search_settings"]["default_search_fields"].as_array().unwrap().iter().all(known) {
        wrong.push("a default field that is none".to_owned());
    }
    wrong
}

/// One of `field_mappings`: `QuickwitTextOptions`, `QuickwitNumericOptions`, `QuickwitBoolOptions`.
fn of_field(field: &Value) -> Vec<String> {
    let name = field["name"].as_str().unwrap();
    let kind = field["type"].as_str().unwrap();
    let kind = kind.strip_prefix("array<").and_then(|kind| kind.strip_suffix('>')).unwrap_or(kind);
    let own: &[&str] = match kind {
        "text" => &["indexed", "tokenizer", "record", "fieldnorms", "stored", "fast"],
        "i64" | "u64" | "f64" => &["stored", "indexed", "fast", "coerce", "output_format"],
        "bool" => &["stored", "indexed", "fast"],
        other => return vec![format!("{name}: no type {other}")],
    };
    let mut wrong = unknown(name, field, &[&["name", "type", "description"], own].concat());
    let is_letter = |c: char| c.is_ascii_alphabetic() || "@$_-".contains(c);
    if !name.starts_with(is_letter) || ["_source", "_dynamic", "_field_presence"].contains(&name) {
        wrong.push(format!("no name {name}"));
    }
    let tokenizer = field.get("tokenizer").and_then(Value::as_str).unwrap_or("default");
    let tokenizers = ["raw", "raw_lowercase", "default", "en_stem", "whitespace", "chinese_compatible", "lowercase"];
    if !tokenizers.contains(&tokenizer) {
        wrong.push(format!("{name}: no tokenizer {tokenizer}"));
    }
    let record = field.get("record").and_then(Value::as_str).unwrap_or("basic");
    if !["basic", "freq", "position"].contains(&record) {
        wrong.push(format!("{name}: no record {record}"));
    }
    let of_indexed = ["tokenizer", "record", "fieldnorms"];
    if field["indexed"] == false && of_indexed.iter().any(|key| field.get(key).is_some_and(|value| value != false)) {
        wrong.push(format!("{name} is not indexed, and says how"));
    }
    wrong
}

/// Documents for Quickwit, one a line: in mode `strict` a field that is not mapped, or of another type, costs the document.
pub(crate) fn of_documents(text: &str, index: &Value) -> Vec<String> {
    let fields = index["doc_mapping"]["field_mappings"].as_array().unwrap();
    let mut wrong = Vec::new();
    for line in text.lines() {
        let document: Map<String, Value> = serde_json::from_str(line).unwrap();
        for (key, value) in &document {
            let field = fields.iter().find(|field| field["name"] == *key.as_str());
            let is_right = match field.and_then(|field| field["type"].as_str()) {
                Some("text") => value.is_string(),
                Some("array<text>") => value.as_array().is_some_and(|all| all.iter().all(Value::is_string)),
                Some("i64") => value.is_i64(),
                Some("bool") => value.is_boolean(),
                _ => false,
            };
            if !is_right {
                wrong.push(format!("{key}: {value}"));
            }
        }
    }
    wrong
}

/// The body of a search, as both engines read it: a key that Quickwit leaves out without a word (`boost` of `bool`) is wrong here too.
pub(crate) fn of_query(body: &Value, mapping: &Value) -> Vec<String> {
    let mut wrong = unknown("the body", body, &["size", "query", "sort", "from", "_source"]);
    if body["sort"] != serde_json::json!(["_score"]) {
        wrong.push("hits are not in the order of scores".to_owned());
    }
    let mut left = vec![&body["query"]];
    let is_field = |name: &str| properties(mapping).contains_key(name);
    while let Some(query) = left.pop() {
        let (kind, body) = only(query);
        let fields: Vec<&str> = match kind {
            "bool" => {
                wrong.extend(unknown(kind, body, &["must", "should", "must_not", "filter"]));
                left.extend(body.as_object().unwrap().values().flat_map(|all| all.as_array().unwrap()));
                Vec::new()
            }
            "query_string" => {
                wrong.extend(unknown(kind, body, &["query", "fields", "default_operator", "lenient"]));
                if !["AND", "OR"].contains(&body["default_operator"].as_str().unwrap()) {
                    wrong.push(format!("operator {}", body["default_operator"]));
                }
                body["fields"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect()
            }
            "term" | "range" => {
                let (field, body) = only(body);
                let own = if kind == "term" { ["value", "boost"] } else { ["gte", "boost"] };
                wrong.extend(unknown(kind, body, &own));
                if !body["boost"].as_f64().is_some_and(|boost| boost > 0.0) {
                    wrong.push(format!("{field}: a boost of {}", body["boost"]));
                }
                vec![field]
            }
            other => {
                wrong.push(format!("no query {other}"));
                Vec::new()
            }
        };
        wrong.extend(fields.into_iter().filter(|name| !is_field(name)).map(|name| format!("no field {name}")));
    }
    wrong
}
