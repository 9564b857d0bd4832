//! `niemyet audit --all FILE`: which office shows what where.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use annotate_snippets::{AnnotationKind, Level, Snippet};

use super::audit_web::web_address;
use super::context::{Context, Output};
use super::exit::{Failure, tell};
use super::offices::near_offices;
use crate::fetch::{Url, address};
use crate::ledger::Catalogue;
use crate::model::{Office, OfficeId};
use crate::source::visible_path;
use crate::store::{folder_files, read_single};
use crate::strings::{Language, Strings};
use crate::text::fold;

/// The largest list that is read: a province has some 200 offices.
const BYTES: u64 = 1024 * 1024;

/// The longest line, in bytes.
const LINE_BYTES: usize = 4_096;

/// How many faults are told one by one.
const TOLD: usize = 20;

/// Where an office shows something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// A file, or a folder of files.
    Path(PathBuf),
    /// A listing on the web.
    Web(Url),
}

impl Source {
    /// As it is shown.
    pub(super) fn shown(&self) -> String {
        match self {
            Source::Path(path) => visible_path(path),
            Source::Web(url) => url.as_str().to_owned(),
        }
    }

    /// Its address, where it has one.
    pub(super) fn url(&self) -> Option<&Url> {
        match self {
            Source::Path(_) => None,
            Source::Web(url) => Some(url),
        }
    }
}

/// What is wrong with a line, and which bytes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Fault {
    line: usize,
    span: Range<usize>,
    /// The key of its words in `cli.audit_list`, and the value in them.
    key: &'static str,
    value: String,
}

/// Reads the list at `path`: each office with its sources, in the order of the lines. Paths in it are those from its own folder.
///
/// # Errors
/// A failure where it cannot be read; where lines are wrong each of them is told, with its place.
pub(super) fn read_list<'a>(
    path: &Path,
    catalogue: &Catalogue<'a>,
    context: &Context,
) -> Result<Vec<(&'a Office, Vec<Source>)>, Failure> {
    let shown = visible_path(path);
    let failure = |key| Failure::Asked(key, vec![("path", shown.clone())]);
    let bytes = read_single(path, BYTES)?.ok_or_else(|| failure("audit_all_no_folder"))?;
    if bytes.len() as u64 > BYTES {
        return Err(failure("audit_list_large"));
    }
    // With a mark of its letters in front a spreadsheet program may write UTF-16.
    let (text, _, is_broken) = encoding_rs::UTF_8.decode(&bytes);
    if is_broken || text.contains('\0') {
        return Err(failure("audit_list_no_text"));
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut offices: Vec<(&Office, Vec<Source>)> = Vec::new();
    let mut met: BTreeMap<(&OfficeId, String), usize> = BTreeMap::new();
    let mut faults = Vec::new();
    for Row { line, cells } in rows(&text) {
        let mut fault = |key, span, value: String| faults.push(Fault { line, span, key, value });
        let [office, target] = match cells {
            Cells::Two(cells) => cells,
            Cells::Wrong(key, span) => {
                fault(key, span, String::new());
                continue;
            }
        };
        let known = catalogue.records.offices.get_key_value(&OfficeId(office.text.clone()));
        let Some((id, known)) = known else {
            let near = near_offices(&office.text, catalogue);
            let key = if near.is_empty() { "office_alone" } else { "office" };
            fault(key, office.span, near.join(", "));
            continue;
        };
        let source = match web_address(Path::new(&target.text)).map(|text| address(text, None)) {
            Some(Some(url)) => Source::Web(url),
            Some(None) => {
                fault("address", target.span, target.text);
                continue;
            }
            None => Source::Path(folder.join(&target.text)),
        };
        if let Source::Path(at) = &source
            && folder_files(at)?.is_none()
        {
            fault("target", target.span, target.text);
            continue;
        }
        if let Some(first) = met.insert((id, source.shown()), line) {
            fault("twice", target.span, first.to_string());
            continue;
        }
        match offices.iter_mut().find(|(of, _)| of.id == known.id) {
            Some((_, sources)) => sources.push(source),
            None => offices.push((known, vec![source])),
        }
    }
    if !faults.is_empty() {
        for fault in faults.iter().take(TOLD) {
            tell(&told(fault, &text, &shown, context));
        }
        let values = vec![("path", shown), ("count", faults.len().to_string())];
        return Err(Failure::Asked("audit_list_wrong", values));
    }
    if offices.is_empty() { Err(failure("audit_list_empty")) } else { Ok(offices) }
}

/// A fault with its place, the line, and what to do.
fn told(fault: &Fault, text: &str, path: &str, context: &Context) -> String {
    let strings = Strings::of(context.language);
    let words = |part: &str| {
        let values = [("value", fault.value.clone()), ("most", LINE_BYTES.to_string())];
        annotate_snippets::normalize_untrusted_str(&strings.filled(&["cli", "audit_list", fault.key, part], &values))
    };
    // Of an endless line the beginning is enough.
    let line = text.lines().nth(fault.line - 1).unwrap_or_default();
    let line = line.get(..within(line)).unwrap_or_default();
    let span = fault.span.start.min(line.len())..fault.span.end.min(line.len());
    let snippet = Snippet::source(line).line_start(fault.line).path(path);
    let title = Level::ERROR.with_name(strings.get(&["report", "error"])).primary_title(words("message"));
    let group = title
        .element(snippet.annotation(AnnotationKind::Primary.span(span)))
        .element(Level::HELP.with_name(strings.get(&["report", "help"])).message(words("help")));
    context.renderer(Output::Err).render(&[group]) + "\n\n"
}

/// How much of a line may be looked at, in bytes: all of it, or its beginning, in whole letters.
fn within(line: &str) -> usize {
    (0..=line.len().min(LINE_BYTES)).rev().find(|at| line.is_char_boundary(*at)).unwrap_or(0)
}

/// A cell, and its bytes in the line.
struct Cell {
    text: String,
    span: Range<usize>,
}

/// What a line has.
enum Cells {
    /// The office and where it shows something.
    Two([Cell; 2]),
    /// Something else: the key of what is wrong, and where.
    Wrong(&'static str, Range<usize>),
}

struct Row {
    /// The line, from 1.
    line: usize,
    cells: Cells,
}

/// The rows of a list, cut at tabs, semicolons or commas, whichever stands first in it. Blank lines, remarks (`#`) and a first row of
/// titles are none.
fn rows(text: &str) -> Vec<Row> {
    let is_row = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let lines = || text.lines().enumerate().filter(|(_, line)| is_row(line));
    let first = lines().next().map(|(_, line)| line).unwrap_or_default();
    let delimiter = first.chars().find(|sign| matches!(sign, '\t' | ';' | ',')).unwrap_or('\t');
    let mut rows = Vec::new();
    for (place, (at, line)) in lines().enumerate() {
        let content = line.len() - line.trim_start().len()..line.trim_end().len();
        let cells = if line.len() > LINE_BYTES {
            Cells::Wrong("long", content.start.min(within(line))..within(line))
        } else {
            let mut cells = cells(line, delimiter);
            // A spreadsheet program ends every line with the cells of its widest one.
            while cells.last().is_some_and(|cell| cell.text.is_empty()) {
                cells.pop();
            }
            match <[Cell; 2]>::try_from(cells) {
                Ok(two) if two[0].text.is_empty() => Cells::Wrong("no_office", content),
                Ok(two) => Cells::Two(two),
                Err(cells) => match cells.get(2) {
                    Some(third) => Cells::Wrong("third", third.span.clone()),
                    None => Cells::Wrong("no_target", content),
                },
            }
        };
        let is_titles = place == 0 && matches!(&cells, Cells::Two([office, _]) if is_title(&office.text));
        if !is_titles {
            rows.push(Row { line: at + 1, cells });
        }
    }
    rows
}

/// Whether a text is what a column of offices is called: by `niemyet offices --export`, by the help, by people.
fn is_title(text: &str) -> bool {
    let own = [Language::Vietnamese, Language::English].map(|language| {
        let strings = Strings::of(language);
        fold(&strings.get(&["office", "head_column", "id"]))
    });
    let text = fold(text);
    own.contains(&text) || ["office", "id", "ma", "don vi", "co quan"].contains(&text.as_str())
}

/// The cells of a line. One that begins with a quote ends with one, and two quotes within stand for one.
fn cells(line: &str, delimiter: char) -> Vec<Cell> {
    let mut cells = Vec::new();
    let (mut start, mut is_quoted) = (0, false);
    let ends = line.char_indices().chain([(line.len(), delimiter)]);
    for (at, sign) in ends {
        let is_first = line.get(start..at).is_some_and(|before| before.trim().is_empty());
        if sign == '"' && (is_quoted || is_first) {
            is_quoted = !is_quoted;
        } else if at == line.len() || sign == delimiter && !is_quoted {
            let whole = line.get(start..at).unwrap_or_default();
            let text = whole.trim();
            let from = start + whole.len() - whole.trim_start().len();
            let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
            let content = inner.map_or_else(|| text.to_owned(), |inner| inner.trim().replace("\"\"", "\""));
            cells.push(Cell { text: content, span: from..from + text.len() });
            start = at + sign.len_utf8();
            is_quoted = false;
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let one = |row: Row| match row.cells {
            Cells::Two([office, target]) => {
                format!("{} {}|{}@{}", row.line, office.text, target.text, target.span.start)
            }
            Cells::Wrong(key, span) => format!("{} {key} {}..{}", row.line, span.start, span.end),
        };
        rows(text).into_iter().map(one).collect()
    }

    #[test]
    fn lists_of_people_and_of_spreadsheet_programs_have_the_same_rows() {
        for (text, expected) in [
            ("office\taddress\n\n# cũ\na\thttps://a.example/\n", vec!["4 a|https://a.example/@2"]),
            ("Đơn vị;Địa chỉ;\r\na;\"x;\"\"y\"\r\n", vec!["2 a|x;\"y@2"]),
            ("a,\"https://a.example/?x=1,2\" , \n", vec!["1 a|https://a.example/?x=1,2@2"]),
            ("a\tb\noffice\tc\n", vec!["1 a|b@2", "2 office|c@7"]),
            ("a\n\tb\na\tb\tc", vec!["1 no_target 0..1", "2 no_office 1..2", "3 third 4..5"]),
            ("", vec![]),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
        let long = format!("a\t{}", "ố".repeat(LINE_BYTES));
        assert_eq!(shown(&long), ["1 long 0..4094".to_owned()]);
    }
}
