//! JSON as portals, boards and collections of records have it: an array of objects, in an object or not, one object a line, or
//! one a file, with keys of their own. Keys are looked up in [`keys`]; what is not taken is told once a key, with a count.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::keys::{self, Holds};
use super::limits::ROWS;
use super::line::{LINE_KEYS, PART};
use super::list::{Cells, Column};
use super::raw::{KeyLeft, RawFile, RawRow};
use super::record::regular_code;
use super::refusal::{Kind, Reason, Refusal, Remark, RowPlace};
use super::{clean, codes};

/// How deep in an object its array of records may stand: `{"data": {"result": {"items": […]}}}`.
const DEPTH: usize = 4;
/// The most keys that are told of, and the longest.
const KEYS: usize = 40;
const KEY_CHARS: usize = 60;
/// Keys of interchange JSON Lines that a row of a list may have too.
const OF_LISTS: [&str; 7] = ["code", "name", "agency", "executing_agency", "sector", "level", "url"];

/// The keys of a file's objects, while they are read.
#[derive(Default)]
pub(super) struct Keys {
    left: BTreeMap<String, KeyLeft>,
    /// How many procedures the file says that the whole list has, and the key.
    total: Option<(String, u64)>,
    /// Whether the rows stand in one array: interchange has one object a line.
    in_array: bool,
    listed: u64,
    lines: u64,
    details: u64,
}

/// An array of records.
pub(super) fn array(name: &str, text: &str) -> Result<RawFile, Reason> {
    let values: Vec<Value> = serde_json::from_str(text).map_err(|error| Reason::FormatBroken(error.to_string()))?;
    rows(name, values, Keys { in_array: true, ..Keys::default() })
}

/// One object: a record, or an object around an array of them.
pub(super) fn object(name: &str, text: &str) -> Result<RawFile, Reason> {
    let value: Value = serde_json::from_str(text).map_err(|error| Reason::FormatBroken(error.to_string()))?;
    let Value::Object(object) = value else { return Err(Reason::FormatUnknown("json")) };
    if is_decision(&object) {
        return Err(Reason::IsDecision("json"));
    }
    if is_detail(&object) || is_record(&object) || object.contains_key("code") {
        let (mut file, mut keys) = (RawFile::default(), Keys::default());
        file.rows.push((RowPlace::line(name, 1), keys.row(object)));
        keys.end(&mut file, name, Kind::Record);
        return Ok(file);
    }
    let mut keys = Keys { in_array: true, ..Keys::default() };
    let mut values = Vec::new();
    if object.iter().all(|(key, value)| regular_code(key) == Some(key.as_str()) && value.is_object()) {
        // Records by their codes.
        for (code, mut value) in object {
            if let Value::Object(record) = &mut value
                && !record.keys().any(|key| keys::holds(key) == Some(Holds::Cell(Column::Code)))
            {
                record.insert("code".to_owned(), code.into());
            }
            values.push(value);
        }
    } else {
        inside(object, DEPTH, &mut keys, &mut values);
    }
    rows(name, values, keys)
}

/// The records in an object, however deep they stand in it, and the total that it declares.
fn inside(object: Map<String, Value>, depth: usize, keys: &mut Keys, values: &mut Vec<Value>) {
    for (key, value) in object {
        match value {
            Value::Array(mut items) if items.iter().any(|item| item.as_object().is_some_and(is_any)) => {
                values.append(&mut items);
            }
            Value::Array(items) if items.iter().any(Value::is_object) => keys.leave(&key, false),
            Value::Object(inner) if depth > 0 => inside(inner, depth - 1, keys, values),
            other if keys::holds(&key) == Some(Holds::Total) => keys.declare(&key, &other),
            _ => {}
        }
    }
}

fn rows(name: &str, values: Vec<Value>, mut keys: Keys) -> Result<RawFile, Reason> {
    if values.len() > ROWS {
        return Err(Reason::TooManyRows(ROWS as u64));
    }
    let objects = || values.iter().filter_map(Value::as_object);
    if objects().any(is_decision) {
        return Err(Reason::IsDecision("json"));
    }
    if !values.is_empty() && values.iter().all(Value::is_object) && !objects().any(is_any) || values.is_empty() {
        return Err(Reason::JsonUnknown(objects().next().map(told_keys).unwrap_or_default()));
    }
    let mut file = RawFile::default();
    for (index, value) in values.into_iter().enumerate() {
        let place = RowPlace::line(name, index as u64 + 1);
        match value {
            Value::Object(object) => file.rows.push((place, keys.row(object))),
            other => {
                file.refused.push(Refusal { place, reason: Reason::NotARecord(kind_of(&other).to_owned()) });
            }
        }
    }
    keys.end(&mut file, name, Kind::Detail);
    Ok(file)
}

fn told_keys(object: &Map<String, Value>) -> String {
    let keys = object.keys().take(8).map(|key| key.chars().take(KEY_CHARS).collect::<String>());
    keys.collect::<Vec<_>>().join(", ")
}

/// Whether an object is a record of any kind.
fn is_any(object: &Map<String, Value>) -> bool {
    is_detail(object) || object.contains_key("code") || is_record(object) || is_decision(object)
}

/// Whether JSON values are records of procedures and none of a decision.
pub(super) fn is_of_procedures(values: &[Value]) -> bool {
    let mut keys = Keys::default();
    let mut inner = Vec::new();
    let mut is_one = false;
    for object in values.iter().filter_map(Value::as_object) {
        if is_decision(object) {
            return false;
        }
        is_one |= is_any(object);
        if values.len() == 1 && !is_one {
            inside(object.clone(), DEPTH, &mut keys, &mut inner);
        }
    }
    is_one || !inner.is_empty() && !inner.iter().filter_map(Value::as_object).any(is_decision)
}

/// Whether an object speaks of a decision: the interchange's, the portal's record or the portal's list of decisions, or a row
/// of a table of days.
fn is_decision(object: &Map<String, Value>) -> bool {
    let has = |key: &str| object.contains_key(key);
    has("CODE") && has("PUBLISHING_DATE") || has("number") && !has("code") && !is_record(object)
}

/// Whether an object is a line of the interchange: it has its `code`, and nothing but its keys or something that no list has.
pub(super) fn is_interchange(object: &Map<String, Value>, in_array: bool) -> bool {
    let has_content =
        || object.keys().any(|key| LINE_KEYS.contains(&key.as_str()) && !OF_LISTS.contains(&key.as_str()));
    let has_others = || object.keys().any(|key| !LINE_KEYS.contains(&key.as_str()));
    object.contains_key("code") && (has_content() || !in_array && !has_others())
}

/// Whether a text is this one object, and not lines of the interchange.
pub(super) fn is_alone(object: &Map<String, Value>, text: &str) -> bool {
    !is_interchange(object, false) && text.lines().filter(|line| !line.trim().is_empty()).count() == 1
}

/// Whether an object has a code and a name under keys of its own.
fn is_record(object: &Map<String, Value>) -> bool {
    let has = |column| object.keys().any(|key| keys::holds(key) == Some(Holds::Cell(column)));
    has(Column::Name) && (has(Column::Code) || lone_code(object).is_some())
}

/// The key of the only value that is a regular code.
fn lone_code(object: &Map<String, Value>) -> Option<&str> {
    let is_code = |value: &Value| value.as_str().is_some_and(|text| regular_code(text) == Some(text));
    let mut codes = object.iter().filter(|(_, value)| is_code(value));
    codes.next().filter(|_| codes.next().is_none()).map(|(key, _)| key.as_str())
}

impl Keys {
    /// The row that an object is.
    pub(super) fn row(&mut self, object: Map<String, Value>) -> RawRow {
        if is_detail(&object) {
            self.details += 1;
            return RawRow::Detail(object);
        }
        if is_interchange(&object, self.in_array) || !is_record(&object) {
            self.lines += 1;
            return RawRow::Line(object);
        }
        let has_content = object.iter().any(|(key, value)| match keys::holds(key) {
            Some(Holds::Content(_)) => value.as_str().is_some_and(|text| clean::absence(text).is_none()),
            _ => false,
        });
        let cells = self.cells(&object, has_content);
        if !has_content {
            self.listed += 1;
            return RawRow::Listed(cells);
        }
        self.lines += 1;
        RawRow::Line(line(&object, cells))
    }

    /// The cells of an object; `has_content` says whether what goes with content is taken.
    fn cells(&mut self, object: &Map<String, Value>, has_content: bool) -> Cells {
        let mut cells = Cells::default();
        let mut columns: BTreeMap<Column, Vec<(&str, String)>> = BTreeMap::new();
        let has_code = object.keys().any(|key| keys::holds(key) == Some(Holds::Cell(Column::Code)));
        let lone = lone_code(object).filter(|_| !has_code);
        for (key, value) in object {
            let holds = if lone == Some(key) { Some(Holds::Cell(Column::Code)) } else { keys::holds(key) };
            match holds {
                Some(Holds::Cell(Column::Counter)) => {}
                Some(Holds::Cell(column)) => {
                    let text = text_of(value).unwrap_or_default();
                    columns.entry(column).or_default().push((key, text));
                }
                Some(Holds::Weight) => cells.weight = number(value),
                Some(Holds::Total) => self.declare(key, value),
                Some(Holds::Lifecycle) => self.leave(key, true),
                Some(Holds::Content(_) | Holds::Beside(_)) if has_content && value.is_string() => {}
                Some(Holds::Content(_) | Holds::Beside(_)) | None if value.is_null() => {}
                Some(Holds::Content(_) | Holds::Beside(_)) | None => self.leave(key, false),
            }
        }
        for (column, mut written) in columns {
            // Of several keys the one whose text is a code, else the one that says the most: "tenThuTuc" before "ten".
            written.sort_by_key(|(key, text)| {
                let fits = column == Column::Code && codes::is_like(text);
                (text.trim().is_empty(), !fits, std::cmp::Reverse(key.len()))
            });
            let mut written = written.into_iter();
            let Some((_, first)) = written.next() else { continue };
            let others = written.filter(|(_, text)| !text.trim().is_empty() && *text != first);
            others.for_each(|(key, _)| self.leave(key, false));
            match column {
                Column::Code => cells.code = first,
                Column::Name => cells.name = first,
                Column::Issuer => cells.issuer = Some(first),
                Column::Executing => cells.executing = Some(first),
                Column::Sector => cells.sector = Some(first),
                Column::Url => cells.url = Some(first),
                Column::Counter => {}
            }
        }
        cells
    }

    fn leave(&mut self, key: &str, is_lifecycle: bool) {
        let key: String = clean::line(key).chars().take(KEY_CHARS).collect();
        if self.left.len() < KEYS || self.left.contains_key(&key) {
            let left = self.left.entry(key).or_default();
            left.rows += 1;
            left.is_lifecycle |= is_lifecycle;
        }
    }

    fn declare(&mut self, key: &str, value: &Value) {
        if let Some(total) = number(value) {
            self.total = Some((key.chars().take(KEY_CHARS).collect(), total));
        }
    }

    /// Says what the file is and what was left of it. `alone` is what it is where it has neither a list's rows alone nor a
    /// line of the interchange.
    pub(super) fn end(self, file: &mut RawFile, name: &str, alone: Kind) {
        file.kind = Some(match (self.listed, self.lines, self.details) {
            (0, 0, 1..) => Kind::Detail,
            (1.., 0, 0) if alone != Kind::Record => Kind::ListJson,
            (1.., 0, 0) => Kind::Record,
            (_, 1.., _) => Kind::Lines,
            _ => alone,
        });
        let rows = file.rows.len() + file.refused.len();
        if let Some((what, declared)) = self.total
            && declared != rows as u64
            && file.kind == Some(Kind::ListJson)
        {
            let declared = usize::try_from(declared).unwrap_or(usize::MAX);
            file.notes.push((RowPlace::file(name), Remark::CountDiffers { what, declared, rows }));
        }
        file.keys_left = self.left;
    }
}

/// A record's content as a line of the interchange.
fn line(object: &Map<String, Value>, cells: Cells) -> Map<String, Value> {
    let mut line = Map::new();
    let mut put = |key: &str, text: Option<String>| {
        if let Some(text) = text {
            line.insert(key.to_owned(), text.into());
        }
    };
    put("code", Some(cells.code));
    put("name", Some(cells.name));
    put("agency", cells.issuer);
    put("executing_agency", cells.executing);
    put("sector", cells.sector.map(|sector| sector.replace('\n', "; ")));
    put("url", cells.url);
    put("detail", Some(PART.to_owned()));
    for (key, value) in object {
        if let Some(Holds::Content(own) | Holds::Beside(own)) = keys::holds(key) {
            put(own, value.as_str().map(str::to_owned));
        }
    }
    if let Some(weight) = cells.weight {
        line.insert("portal_weight".to_owned(), weight.into());
    }
    line
}

/// The text of a value: of an object its name, of an array each of its values on a line.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) => None,
        Value::Array(items) => {
            let texts: Vec<String> = items.iter().filter(|item| !item.is_array()).filter_map(text_of).collect();
            Some(texts.join("\n"))
        }
        Value::Object(object) => {
            let is_name = |key: &str| {
                let squashed = keys::squashed(key);
                squashed.starts_with("ten") || squashed.ends_with("name") || squashed == "label"
            };
            let named = object.iter().find(|(key, value)| is_name(key) && value.is_string());
            named.and_then(|(_, value)| value.as_str()).map(str::to_owned)
        }
    }
}

fn number(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// Whether an object has the keys that only the portal's detail record has.
pub(super) fn is_detail(object: &Map<String, Value>) -> bool {
    ["codeNotation", "executionMethods", "executionSteps", "departmentPromulgateName", "formalityType"]
        .iter()
        .any(|key| object.contains_key(*key))
}

/// What kind of value one is, in a word of JSON.
pub(super) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
