//! What somebody shows: a saved page, a spreadsheet, a document or data, as its rows in their order. Nothing here says what
//! they mean, and nothing of it is evidence.

use std::borrow::Cow;

use encoding_rs::Encoding;
use serde_json::{Map, Value};

use crate::model::ProcedureCode;
use crate::text::clean;

use super::super::legacy::{self, Verdict, Whole};
use super::super::limits::{FILE_BYTES, VALUES};
use super::super::{Foreign, Reason, formats};
use super::block::Block;
use super::clauses::codes;
use super::plain;
use super::read::{self, Document};
use super::source::{is_page, saved_otherwise, separator};

/// A row, an item, a card or a line of what somebody shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shown {
    /// Its texts, in their order: cells, or the words of each block. What is struck out or hidden is not among them.
    pub texts: Vec<String>,
    /// The addresses that it leads to, as written.
    pub links: Vec<String>,
    /// Where it begins: the line of a text or page, the row of a table, the place among the values of data; from 1.
    pub line: usize,
}

/// The codes in the address of a procedure's page, on the portal or on an office's own site.
pub fn codes_of_link(address: &str) -> Vec<ProcedureCode> {
    address.split(['/', '=', '&', '?', '#']).flat_map(codes).collect()
}

/// The rows of what somebody shows, in their order; and whether it can hold links at all.
///
/// Guarantee: content never makes it panic, and what it holds is bounded.
///
/// # Errors
/// A [`Reason`] where the file as a whole cannot be read.
pub fn read_listing(foreign: &Foreign) -> Result<(Vec<Shown>, bool), Reason> {
    let bytes = &foreign.bytes;
    let size = bytes.len() as u64;
    if size > FILE_BYTES {
        return Err(Reason::FileTooLarge(size, FILE_BYTES));
    }
    if bytes.starts_with(b"PK") {
        return read::package_of_listing(bytes).map(|document| of_document(&document)).map_err(of_listing);
    }
    if bytes.get(..bytes.len().min(1024)).is_some_and(|head| head.windows(5).any(|at| at == b"%PDF-")) {
        return Ok(of_document(&read::pdf_with_links(bytes)?));
    }
    if let Some(like) = formats::picture(bytes) {
        return Err(Reason::Picture(like));
    }
    match formats::old_office(bytes).or_else(|| formats::archive(bytes)) {
        Some("xls") => return Ok(of_document(&read::xls(bytes)?)),
        Some(like) => return Err(Reason::ListingFormat(like)),
        None => {}
    }
    let typed = typed(bytes)?;
    let text = in_unicode(&typed);
    let start = text.trim_start();
    if start.is_empty() {
        return Err(Reason::ListingFormat("empty"));
    }
    if start.starts_with(['[', '{']) && !start.starts_with("{\\rtf") {
        let value = serde_json::from_str(start).map_err(|error| Reason::FormatBroken(error.to_string()))?;
        return Ok((of_data(&value)?, true));
    }
    match saved_otherwise(&foreign.name, start) {
        Some("mht") => return of_mail(bytes),
        Some(like) => return Err(Reason::ListingFormat(like)),
        None => {}
    }
    if is_page(&foreign.name, start) {
        return Ok((of_page(&text)?, true));
    }
    if let Some(separator) = parted_by(&text).or_else(|| separator(&foreign.name, &text)) {
        return Ok(of_document(&read::cells(&text, separator)?));
    }
    let (blocks, questions) = plain::read(&text);
    Ok(of_document(&read::blocks(blocks, questions)))
}

/// A refusal of decisions' readers, where a listing is read.
fn of_listing(reason: Reason) -> Reason {
    match reason {
        Reason::DecisionFormat(like) => Reason::ListingFormat(like),
        other => other,
    }
}

/// The letters of a text, whatever they mean.
fn typed(bytes: &[u8]) -> Result<Cow<'_, str>, Reason> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Ok(encoding.decode_with_bom_removal(bytes).0);
    }
    match declared(bytes) {
        Some(encoding) => Ok(encoding.decode_without_bom_handling(bytes).0),
        None => legacy::text_of(bytes),
    }
}

/// A text in Unicode: where nearly all of a file is in legacy letters, so is each of its lines that is not plainly otherwise.
fn in_unicode(typed: &str) -> Cow<'_, str> {
    let mut whole = Whole::default();
    if !whole.add(typed, None) {
        return typed.into();
    }
    if let Verdict::Converted(_, said) = legacy::of_words(typed) {
        return said.into();
    }
    let Some((letters, _)) = whole.base() else { return typed.into() };
    let line = |line: &str| match whole.read(line, None) {
        Verdict::Converted(_, said) => said,
        Verdict::Unclear(of, said) if of == letters => said,
        Verdict::Unclear(..) | Verdict::Same => line.to_owned(),
    };
    typed.split_inclusive('\n').map(line).collect::<String>().into()
}

/// A page's rows, and what its scripts hold.
fn of_page(text: &str) -> Result<Vec<Shown>, Reason> {
    let (mut shown, scripts) = read::listing(text)?;
    for script in scripts {
        match serde_json::from_str::<Value>(script.trim()) {
            Ok(value) => shown.extend(of_data(&value)?),
            // Scripts write out much that is no list: what has a code is one.
            Err(_) => {
                // The state that a page is made from is its list, with and without codes: `window.__INITIAL_STATE__ = {…}`.
                let is_state = script.trim_start().trim_start_matches("window.").starts_with("__");
                for value in read::script_values(&script) {
                    let has_code = |one: &Shown| is_state || one.texts.iter().any(|text| !codes(text).is_empty());
                    shown.extend(of_data(&value)?.into_iter().filter(has_code));
                }
            }
        }
    }
    Ok(shown)
}

/// A page that a browser saved with all its parts in one file: the pages in it.
fn of_mail(bytes: &[u8]) -> Result<(Vec<Shown>, bool), Reason> {
    let mail = mail_parser::MessageParser::default().parse(bytes).ok_or(Reason::ListingFormat("mht"))?;
    let mut shown = Vec::new();
    for part in &mail.parts {
        if let mail_parser::PartType::Html(page) = &part.body {
            shown.extend(of_page(&in_unicode(page))?);
        }
    }
    Ok((shown, true))
}

/// What parts the cells of a text of which most lines with a code are rows of cells.
fn parted_by(text: &str) -> Option<u8> {
    const LINES: usize = 400;
    let lines: Vec<&str> =
        text.lines().take(LINES).filter(|line| !codes(&line.replace([';', '\t'], " ")).is_empty()).collect();
    let rows = |separator: char| {
        let is_row = |line: &&&str| {
            let mut cells = line.split(separator).map(|cell| cell.trim().trim_matches('"'));
            line.matches(separator).count() > 1
                && cells.any(|cell| matches!(codes(cell).as_slice(), [code] if code.as_str() == cell))
        };
        lines.iter().filter(is_row).count()
    };
    let (count, separator) = [',', ';', '\t'].map(|separator| (rows(separator), separator)).into_iter().max()?;
    (count > 0 && count * 2 >= lines.len()).then(|| u8::try_from(separator).ok())?
}

/// How many bytes of a page say in which letters it is written.
const HEAD: usize = 2048;

/// The encoding that a page says it is in, where it is not what every other text is.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    if std::str::from_utf8(bytes).is_ok() {
        return None;
    }
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(HEAD))?).to_ascii_lowercase();
    let (_, label) = head.split_once("charset=")?;
    let label = label.trim_start_matches(['"', '\'']).split(['"', '\'', '>', ';', ' ', '/']).next()?;
    Encoding::for_label(label.as_bytes()).filter(|encoding| *encoding != encoding_rs::UTF_8)
}

/// The rows of a document, and whether most of those with a code lead somewhere: a board without links misses none.
fn of_document(document: &Document) -> (Vec<Shown>, bool) {
    let one = |(at, cells): (usize, Vec<String>)| {
        let mut shown = Shown { line: at + 1, ..Shown::default() };
        for text in cells {
            let (words, links) = parted(&text);
            shown.texts.push(words);
            shown.links.extend(links);
        }
        // A link of several lines is one a line.
        shown.links.dedup();
        shown
    };
    let rows = document.blocks.iter().flat_map(|block| match block {
        Block::Line(line) => vec![vec![clean(line)]],
        Block::Table(rows) => {
            let cells = |row: &Vec<super::block::Cell>| row.iter().map(|cell| clean(&cell.text)).collect();
            rows.iter().map(cells).collect()
        }
    });
    let shown: Vec<Shown> = rows.enumerate().map(one).collect();
    let with_code = shown.iter().filter(|row| row.texts.iter().any(|text| !codes(text).is_empty()));
    let (leading, others): (Vec<&Shown>, Vec<&Shown>) = with_code.partition(|row| !row.links.is_empty());
    let has_links = !leading.is_empty() && leading.len() >= others.len();
    (shown, has_links)
}

/// A text's words, and the addresses among them.
fn parted(text: &str) -> (String, Vec<String>) {
    if !text.contains("http") {
        return (text.to_owned(), Vec::new());
    }
    let is_address = |word: &&str| word.starts_with("http://") || word.starts_with("https://");
    let (links, words): (Vec<&str>, Vec<&str>) = text.split(' ').partition(is_address);
    let bare = |link: &str| link.trim_end_matches(['.', ',', ';', ')']).to_owned();
    (words.join(" "), links.into_iter().map(bare).collect())
}

/// The objects of data that hold a code, or texts and no other object; each with all the texts in it.
fn of_data(value: &Value) -> Result<Vec<Shown>, Reason> {
    let (mut shown, mut met) = (Vec::new(), 0);
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        met += 1;
        if met > VALUES {
            return Err(Reason::TooManyValues(VALUES as u64));
        }
        match value {
            Value::Object(map) => {
                shown.extend(total_of(map).map(|texts| Shown { texts, links: Vec::new(), line: met }));
                let own = map.values().filter_map(Value::as_str);
                let has_code = own.clone().any(|text| !codes(text).is_empty());
                let is_leaf = own.clone().next().is_some() && !map.values().any(|it| it.is_object() || it.is_array());
                if has_code || is_leaf {
                    shown.push(of_object(value, met));
                } else {
                    open.extend(map.values().collect::<Vec<_>>().into_iter().rev());
                }
            }
            Value::Array(values) => open.extend(values.iter().rev()),
            Value::String(text) => shown.push(Shown { texts: vec![clean(text)], links: Vec::new(), line: met }),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    Ok(shown)
}

/// The total that data states beside a list; where a list has pages, it is not of what is shown.
fn total_of(map: &Map<String, Value>) -> Option<Vec<String>> {
    const KEYS: [&str; 6] = ["total", "totalcount", "totalrecords", "recordstotal", "tongso", "total_count"];
    let has_pages = map.keys().any(|key| key.to_ascii_lowercase().contains("page"));
    let has_list = map.values().any(Value::is_array);
    let total = map.iter().find(|(key, _)| KEYS.contains(&key.to_ascii_lowercase().as_str()));
    let count = total.and_then(|(_, value)| value.as_u64()).filter(|_| has_list && !has_pages)?;
    Some(vec![format!("Tổng số: {count} thủ tục")])
}

fn of_object(value: &Value, line: usize) -> Shown {
    let mut shown = Shown { line, ..Shown::default() };
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::String(text) if text.starts_with("http://") || text.starts_with("https://") => {
                shown.links.push(text.clone());
            }
            Value::String(text) => shown.texts.push(clean(text)),
            Value::Array(values) => open.extend(values.iter().rev()),
            Value::Object(map) => open.extend(map.values().collect::<Vec<_>>().into_iter().rev()),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    shown
}
