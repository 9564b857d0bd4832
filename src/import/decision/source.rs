//! What a decision's file is, told by its content.

use serde_json::Value;

use super::super::limits::{DECISION_ROWS, FILE_BYTES, VALUES};
use super::super::{Foreign, Reason};
use super::found::Found;
use super::{annex, document, interchange, plain, portal};

pub(super) fn read(foreign: &Foreign) -> Result<Vec<Found>, Reason> {
    let size = foreign.bytes.len() as u64;
    if size > FILE_BYTES {
        return Err(Reason::FileTooLarge(size, FILE_BYTES));
    }
    for (start, like) in [
        (&b"\xd0\xcf\x11\xe0"[..], "doc, xls"),
        (&b"%PDF"[..], "pdf"),
        (&b"\xff\xfe"[..], "utf-16"),
        (&b"\xfe\xff"[..], "utf-16"),
        (&b"PK"[..], "xlsx, docx, zip"),
        (&b"\x1f\x8b"[..], "gzip"),
    ] {
        if foreign.bytes.starts_with(start) {
            return Err(Reason::DecisionFormat(like));
        }
    }
    let bytes = foreign.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&foreign.bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| Reason::NotUtf8(error.valid_up_to() as u64 + 1))?;
    let start = text.trim_start();
    let found = if start.is_empty() {
        return Err(Reason::DecisionFormat("empty"));
    } else if start.starts_with(['[', '{']) {
        json(start)?
    } else if annex::is_one(start) {
        vec![annex::read(start)]
    } else if let Some(like) = markup_or_cells(&foreign.name, start) {
        return Err(Reason::DecisionFormat(like));
    } else {
        let found = document::read(&plain::blocks(text));
        if found.number.is_none() {
            return Err(Reason::DecisionNumberMissing);
        }
        if found.rows.is_empty() {
            return Err(Reason::DecisionRowsMissing);
        }
        vec![found]
    };
    if found.iter().map(|one| one.rows.len()).sum::<usize>() > DECISION_ROWS {
        return Err(Reason::TooManyRows(DECISION_ROWS as u64));
    }
    Ok(found)
}

/// What a text is, where its lines are not those of a document: read as plain text it would give a near-empty draft.
fn markup_or_cells(name: &str, start: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    let named = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if start.starts_with('<') || named(&[".html", ".htm", ".xhtml", ".mht", ".xml"]) {
        Some("html")
    } else if named(&[".csv"]) {
        Some("csv")
    } else {
        None
    }
}

/// An array of decisions, or one: the interchange, or what the portal saved.
fn json(text: &str) -> Result<Vec<Found>, Reason> {
    if text.bytes().filter(|byte| matches!(byte, b',' | b'[' | b'{')).count() > VALUES {
        return Err(Reason::TooManyValues(VALUES as u64));
    }
    let value: Value = serde_json::from_str(text).map_err(|error| Reason::FormatBroken(error.to_string()))?;
    let items = match value {
        Value::Array(items) => items,
        one => vec![one],
    };
    let mut found = Vec::with_capacity(items.len());
    for item in &items {
        let Some(object) = item.as_object() else {
            return Err(Reason::NotARecord(item.to_string().chars().take(60).collect()));
        };
        if object.contains_key("procedures") {
            found.push(portal::read(object));
        } else if portal::is_listed(object) {
            found.push(portal::read_listed(object));
        } else if object.contains_key("number") {
            found.push(interchange::read(object));
        } else {
            return Err(Reason::DecisionFormat("json"));
        }
    }
    Ok(found)
}
