//! What a decision's file is, told by its content.

use serde_json::{Map, Value};

use crate::text::fold;

use super::super::legacy::{self, Verdict, Whole};
use super::super::limits::{DECISION_ROWS, FILE_BYTES, VALUES};
use super::super::{Foreign, Reason, formats, json_list, list};
use super::block::Block;
use super::found::{Found, Question};
use super::read::{self, Document};
use super::{annex, document, ends, interchange, page, plain, portal, register};

pub(super) fn found(foreign: &Foreign) -> Result<Vec<Found>, Reason> {
    let size = foreign.bytes.len() as u64;
    if size > FILE_BYTES {
        return Err(Reason::FileTooLarge(size, FILE_BYTES));
    }
    if foreign.bytes.starts_with(b"PK") {
        return whole(read::package(&foreign.bytes)?);
    }
    // Some programs write a few bytes before it.
    if foreign.bytes.get(..foreign.bytes.len().min(1024)).is_some_and(|head| head.windows(5).any(|at| at == b"%PDF-")) {
        return text_or_page(read::pdf(&foreign.bytes)?);
    }
    if let Some(like) = formats::picture(&foreign.bytes) {
        return Err(Reason::Picture(like));
    }
    if let Some(like) = formats::old_office(&foreign.bytes).or_else(|| formats::archive(&foreign.bytes)) {
        return Err(Reason::DecisionFormat(like));
    }
    for (start, like) in [(&b"\xff\xfe"[..], "utf-16"), (&b"\xfe\xff"[..], "utf-16"), (&b"\x1f\x8b"[..], "gzip")] {
        if foreign.bytes.starts_with(start) {
            return Err(Reason::DecisionFormat(like));
        }
    }
    let bytes = foreign.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&foreign.bytes);
    let typed = legacy::text_of(bytes)?;
    // Where all of a text is in legacy letters, so are its titles.
    let may_be = Whole::default().add(&typed, None);
    let (said, letters) = match may_be.then(|| legacy::of_words(&typed)) {
        Some(Verdict::Converted(letters, said)) => (said.into(), Some(letters)),
        Some(Verdict::Same | Verdict::Unclear(..)) | None => (typed, None),
    };
    let text = said.as_ref();
    let noted = |document: Document| {
        let note = letters.map(|letters| {
            Question::new("letters_whole").with("letters", letters.as_str()).with("count", text.lines().count())
        });
        Document { notes: document.notes.into_iter().chain(note).collect(), ..document }
    };
    let start = text.trim_start();
    let found = if start.is_empty() {
        return Err(Reason::DecisionFormat("empty"));
    } else if start.starts_with(['[', '{']) && !start.starts_with("{\\rtf") {
        json(start)?
    } else if annex::is_one(start) {
        vec![annex::read(start)]
    } else if let Some(like) = saved_otherwise(&foreign.name, start) {
        return Err(Reason::DecisionFormat(like));
    } else if is_page(&foreign.name, start) {
        return text_or_page(noted(read::html(text)?));
    } else if let Some(separator) = separator(&foreign.name, text) {
        return whole(noted(read::cells(text, separator)?)).map_err(|reason| of_cells(reason, text));
    } else {
        let (blocks, questions) = plain::read(text);
        return text_or_page(noted(read::blocks(blocks, questions)));
    };
    bounded(found)
}

/// The decision that a document is.
fn whole(document: Document) -> Result<Vec<Found>, Reason> {
    let mut found = document::read(&document.blocks);
    if found.number.is_none() {
        return Err(if is_list(&document) { Reason::IsList(LIST) } else { Reason::DecisionNumberMissing });
    }
    // One that only ends or corrects other decisions has no rows of its own.
    if found.rows.is_empty() && !found.effect.iter().chain(&found.articles).any(|article| ends::speaks(article)) {
        return Err(Reason::DecisionRowsMissing);
    }
    found.questions.extend(document.questions);
    found.notes.extend(document.notes);
    found.partial |= document.partial;
    bounded(vec![found])
}

/// What a list in cells is called.
const LIST: &str = "xlsx, csv";

/// Whether a table has the titles of a list of procedures. A decision without its number has them too, below its articles.
fn is_list(document: &Document) -> bool {
    let of_table = |block: &Block| match block {
        Block::Line(_) => false,
        Block::Table(rows) => rows.iter().take(list::TITLES_WITHIN).any(|row| {
            let titles: Vec<String> = row.iter().map(|cell| cell.text.clone()).collect();
            list::Columns::of(&titles).is_some()
        }),
    };
    let speaks = |line: &str| ["quyet dinh", "dieu 1", "phu luc"].iter().any(|lead| fold(line).starts_with(lead));
    let decides = document.blocks.iter().any(|block| match block {
        Block::Line(line) => speaks(line),
        Block::Table(rows) => rows.iter().flatten().any(|cell| speaks(&cell.text)),
    });
    !decides && document.blocks.iter().any(of_table)
}

fn bounded(found: Vec<Found>) -> Result<Vec<Found>, Reason> {
    if found.iter().map(|one| one.rows.len()).sum::<usize>() > DECISION_ROWS {
        return Err(Reason::TooManyRows(DECISION_ROWS as u64));
    }
    Ok(found)
}

/// Why cells in text are no decision: a list may have them parted otherwise than an annex.
fn of_cells(reason: Reason, text: &str) -> Reason {
    let parted = || {
        [b',', b';', b'\t'].into_iter().any(|separator| {
            let cells = read::cells(text, separator);
            cells.is_ok_and(|document| is_list(&document))
        })
    };
    if reason == Reason::DecisionNumberMissing && parted() { Reason::IsList(LIST) } else { reason }
}

/// A document that may be the decision or a page about it. Tables of cells alone are no page: their titles are a list's.
fn text_or_page(document: Document) -> Result<Vec<Found>, Reason> {
    let Some(mut found) = page::read(&document) else { return whole(document) };
    found.questions.extend(document.questions);
    found.notes.extend(document.notes);
    found.partial |= document.partial;
    bounded(vec![found])
}

fn is_named(name: &str, endings: &[&str]) -> bool {
    let name = name.to_ascii_lowercase();
    endings.iter().any(|ending| name.ends_with(ending))
}

/// What a text is, where it is a page or a document wrapped in something else.
pub(super) fn saved_otherwise(name: &str, start: &str) -> Option<&'static str> {
    let head: String = start.chars().take(2000).collect::<String>().to_ascii_lowercase();
    if is_named(name, &[".mht", ".mhtml"]) || head.starts_with("mime-version:") {
        Some("mht")
    } else if head.starts_with("{\\rtf") {
        Some("rtf")
    } else if head.starts_with("<?xml") && !head.contains("<html") {
        Some("xml")
    } else {
        None
    }
}

pub(super) fn is_page(name: &str, start: &str) -> bool {
    start.starts_with('<') || is_named(name, &[".html", ".htm", ".xhtml"])
}

/// What parts the cells of a text, where it is no plain text.
pub(super) fn separator(name: &str, text: &str) -> Option<u8> {
    read::separator(text).or_else(|| is_named(name, &[".csv"]).then_some(b','))
}

/// Refuses more decisions, rows or sections than a file may have, before any of them is read.
fn counted(items: &[Value]) -> Result<(), Reason> {
    let of = |key: &str| items.iter().filter_map(|item| Some(item.get(key)?.as_array()?.len())).sum::<usize>();
    let counts = [items.len(), of("rows"), of("sections"), of("procedures")];
    if counts.into_iter().any(|count| count > DECISION_ROWS) {
        return Err(Reason::TooManyRows(DECISION_ROWS as u64));
    }
    Ok(())
}

/// An array of decisions, or one: the interchange, or what the portal saved.
fn json(text: &str) -> Result<Vec<Found>, Reason> {
    if text.bytes().filter(|byte| matches!(byte, b',' | b'[' | b'{')).count() > VALUES {
        return Err(Reason::TooManyValues(VALUES as u64));
    }
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        // One object a line: only records of procedures are written so.
        Err(_) if serde_json::from_str::<Map<String, Value>>(text.lines().next().unwrap_or_default()).is_ok() => {
            return Err(Reason::IsList("JSON Lines"));
        }
        Err(error) => return Err(Reason::FormatBroken(error.to_string())),
    };
    let items = match value {
        Value::Array(items) => items,
        one => vec![one],
    };
    if json_list::is_of_procedures(&items) {
        return Err(Reason::IsList("json"));
    }
    if !items.is_empty() && items.iter().all(|item| item.as_object().is_some_and(register::is_row)) {
        return Err(Reason::IsDates);
    }
    counted(&items)?;
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
