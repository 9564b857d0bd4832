//! What import last wrote, field by field, as fingerprints.
//!
//! With it import tells three things apart that look alike in the files: a value that a person changed, one that the
//! source changed, and one that both did. It stands in `.import/base.tsv` of the catalogue and belongs under version
//! control with it; without it every difference counts as a person's.

use std::collections::BTreeMap;

use crate::digest::short;
use crate::model::ProcedureCode;

use super::field::Field;
use super::record::Depth;

/// Where the base stands, relative to the catalogue.
pub const BASE_PATH: &str = ".import/base.tsv";

const LINK: &str = "link";
const ABOUT: &str = "\
# What `niemyet import` last wrote: a fingerprint of each field, by which it knows a hand edit. Not for editing.\n";

/// The fingerprints of one procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// The deepest record that was taken of it.
    pub(super) depth: Depth,
    pub(super) fields: BTreeMap<Field, String>,
    pub(super) link: Option<String>,
}

impl Line {
    pub(super) fn new(depth: Depth) -> Line {
        Line { depth, fields: BTreeMap::new(), link: None }
    }
}

/// The base of a catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Base {
    pub(super) lines: BTreeMap<ProcedureCode, Line>,
}

impl Base {
    /// Reads a base. A line or cell that is none is left out: what it would have vouched for counts as a person's.
    pub(super) fn parse(text: &str) -> Base {
        let mut base = Base::default();
        let mut columns: Vec<Option<&str>> = Vec::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            if cells.first() == Some(&"code") {
                columns = cells.iter().map(|cell| Some(*cell)).collect();
                continue;
            }
            let (Some(Ok(code)), Some(depth)) =
                (cells.first().map(|code| ProcedureCode::new(code)), cells.get(1).and_then(|word| depth_of(word)))
            else {
                continue;
            };
            let mut read = Line::new(depth);
            for (column, cell) in columns.iter().zip(&cells).skip(2).filter(|(_, cell)| !cell.is_empty()) {
                if *column == Some(LINK) {
                    read.link = Some((*cell).to_owned());
                }
                if let Some(field) = Field::ALL.into_iter().find(|field| Some(field.key()) == *column) {
                    read.fields.insert(field, (*cell).to_owned());
                }
            }
            base.lines.insert(code, read);
        }
        base
    }

    /// The text of the base: one line a procedure, in the order of codes.
    pub(super) fn write(&self) -> String {
        let mut text = String::from(ABOUT);
        let keys: Vec<&str> = Field::ALL.iter().map(|field| field.key()).collect();
        text.push_str(&format!("code\tdepth\t{}\t{LINK}\n", keys.join("\t")));
        for (code, line) in &self.lines {
            let cells: Vec<&str> =
                Field::ALL.iter().map(|field| line.fields.get(field).map_or("", String::as_str)).collect();
            let link = line.link.as_deref().unwrap_or_default();
            text.push_str(&format!("{code}\t{}\t{}\t{link}\n", depth_word(line.depth), cells.join("\t")));
        }
        text
    }
}

fn depth_word(depth: Depth) -> &'static str {
    match depth {
        Depth::List => "list",
        Depth::Facts => "facts",
        Depth::Full => "full",
    }
}

fn depth_of(word: &str) -> Option<Depth> {
    [Depth::List, Depth::Facts, Depth::Full].into_iter().find(|depth| depth_word(*depth) == word)
}

/// Six hexadecimal digits: two values of one field of one procedure pass for equal once in sixteen million times.
pub(super) fn fingerprint(text: &str) -> String {
    short(text, 3)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_again() {
        let mut base = Base::default();
        let mut line = Line::new(Depth::Facts);
        line.fields.insert(Field::Name, fingerprint("Đăng ký khai sinh"));
        line.fields.insert(Field::Legal, fingerprint(""));
        line.link = Some(fingerprint("x"));
        base.lines.insert(ProcedureCode::new("1.004222").unwrap(), line);
        assert_eq!(Base::parse(&base.write()), base);
        assert_eq!(Base::parse("rubbish\nx\ty\n"), Base::default());
    }
}
