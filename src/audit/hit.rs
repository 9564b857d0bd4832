//! From what a rule found to a finding at its place.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::finding::{Code, Finding};
use crate::input::Input;
use crate::model::Procedure;
use crate::source::{Place, SourceFile};

/// A finding about a value in a file.
pub(super) struct Hit {
    finding: Finding,
    value: String,
}

impl Hit {
    /// A finding about a value as the file has it: a name, a code, a key.
    pub(super) fn new(file: &str, value: impl ToString, code: Code) -> Hit {
        Hit { finding: Finding::at(Place::file(file), code), value: value.to_string() }
    }

    /// A finding about a line of a file.
    pub(super) fn on_line(file: &str, line: u32, code: Code) -> Hit {
        let place = Place { line, ..Place::file(file) };
        Hit { finding: Finding::at(place, code), value: String::new() }
    }

    /// A finding about a value in a row of a file, which begins at a line.
    pub(super) fn in_row(file: &str, line: u32, value: &str, code: Code) -> Hit {
        Hit { value: value.to_owned(), ..Hit::on_line(file, line, code) }
    }

    /// A finding about the components of a record that these keys name, at the first; none where there is none.
    pub(super) fn of_keys(record: &Procedure, keys: &[&str], code: Code) -> Option<Hit> {
        let hit = Hit::new(&record.file, keys.first()?, code).with("code", &record.code);
        Some(hit.with("components", keys.join(", ")))
    }

    /// The same with one more value for its sentence.
    pub(super) fn with(mut self, name: &'static str, value: impl ToString) -> Hit {
        self.finding = self.finding.with(name, value);
        self
    }
}

/// The findings, in the order of files, each at its value. Each file is read once, however much is told of it.
pub(super) fn settle(input: &Input, hits: Vec<Hit>) -> Vec<Finding> {
    let mut by_file: BTreeMap<String, Vec<Hit>> = BTreeMap::new();
    for hit in hits {
        let path = hit.finding.place.as_ref().map(|place| place.path.clone()).unwrap_or_default();
        by_file.entry(path).or_default().push(hit);
    }
    let by_file: Vec<(String, Vec<Hit>)> = by_file.into_iter().collect();
    let settled: Vec<Vec<Finding>> = by_file.into_par_iter().map(|(path, hits)| in_file(input, &path, hits)).collect();
    settled.into_iter().flatten().collect()
}

fn in_file(input: &Input, path: &str, hits: Vec<Hit>) -> Vec<Finding> {
    let file = input.source(path);
    let rows = file.as_ref().filter(|_| path.ends_with(".tsv")).map(rows).unwrap_or_default();
    let place = |value: &str, from: u32| {
        let file = file.as_ref().filter(|_| !value.is_empty())?;
        if from > 0 {
            let start: usize = file.text.split_inclusive('\n').take(from as usize - 1).map(str::len).sum();
            let at = start + file.text.get(start..)?.find(value)?;
            return Some(file.place(at..at + value.len()));
        }
        match rows.get(value) {
            Some(line) => Some(file.line(*line)),
            None => file.place_of(value).or_else(|| {
                let at = file.text.find(value)?;
                Some(file.place(at..at + value.len()))
            }),
        }
    };
    let settled = hits.into_iter().map(|mut hit| {
        let from = hit.finding.place.as_ref().map_or(0, |place| place.line);
        if let Some(found) = place(&hit.value, from) {
            hit.finding.place = Some(found);
        }
        hit.finding
    });
    settled.collect()
}

/// The line of each row of a table by its first column: a table of thousands is walked once.
fn rows(file: &SourceFile) -> BTreeMap<String, u32> {
    let first = |(line, text): (u32, &str)| Some((text.split('\t').next()?.to_owned(), line));
    (1..).zip(file.text.lines()).filter_map(first).collect()
}
