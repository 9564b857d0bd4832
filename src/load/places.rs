//! Where the values of a file stand: what a finding that was made from the model needs to point at its value.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use crate::finding::{Finding, Hit};
use crate::input::Input;
use crate::source::{Lines, Place, SourceFile};

use super::fields::Reader;
use super::files::Kind;
use super::spans::Spans;

/// The places of the values of one file by their keys, made by reading the file as [`load`](super::load) does. So a key means
/// what the model has: rows are counted from 0 in the model's order, without those that `load` left out.
///
/// | what | key |
/// |---|---|
/// | a value of TOML, front matter included | `name`, `scope.levels` |
/// | one of a list | `executing[0]`, `change[2].old[1]`; one of a set of levels `levels[commune]` |
/// | a table of a list | `channel[1]`, `channel[1].fees[0].amount`, `change[2]`, `ruling[0].code`, `silent[0].issuers[0]` |
/// | a table that the model has in a map | `agency[so-tu-phap].name`, `text[39/2026/NĐ-CP].effect`, `year[2026].until` |
/// | a text of a procedure's Markdown | `body.steps`, `body.manner`, `body.result`, `body.conditions` |
/// | a row of `links.tsv` or of an official list, a cell of it | `row[1.004222]`, `row[1.004222].portal_id` |
/// | a row of `best-bets.tsv`, of `redirects.tsv`, of `interruptions.tsv` | `row[0].code`, `row[0].to` |
/// | the first line of an official list, what a line of its head states | `head`, `head.declared` |
///
/// The place of a text is what stands between its quotes, and the place of a table under `[…]` its heading.
#[derive(Debug)]
pub struct Places {
    file: SourceFile,
    lines: Lines,
    values: BTreeMap<String, Range<usize>>,
    /// Texts that stand in several pieces: of each piece at which byte of the text it begins, and where it stands.
    texts: BTreeMap<String, Vec<(usize, Range<usize>)>>,
}

impl Places {
    /// The places of the file at a path relative to the project's folder; `None` where there is no such text.
    pub fn of(input: &Input, path: &str) -> Option<Places> {
        let file = input.source(path)?;
        let mut reader = Reader::new(&file, Spans::asked());
        Kind::of(path).read(&mut reader);
        let noted = reader.spans.noted();
        let counted = |pieces: Vec<Range<usize>>| {
            let mut length = 0;
            let from = |piece: Range<usize>| {
                let begins = length;
                length += piece.len();
                (begins, piece)
            };
            pieces.into_iter().map(from).collect()
        };
        let texts = noted.texts.into_iter().map(|(key, pieces)| (key, counted(pieces))).collect();
        let lines = Lines::of(&file.text);
        Some(Places { values: noted.values.into_iter().collect(), texts, lines, file })
    }

    /// The place of the value under a key; `part` is the bytes of its text that are meant, where not all are. Of a text in
    /// several pieces the first one, or that in which the part begins.
    pub fn get(&self, key: &str, part: Option<Range<usize>>) -> Option<Place> {
        let span = match (self.values.get(key), part) {
            (Some(span), None) => span.clone(),
            (Some(span), Some(part)) => self.within(span, part),
            (None, part) => self.in_pieces(key, part)?,
        };
        Some(self.file.place_on(&self.lines, span))
    }

    /// A part of a text. Where its letters are not written as they are read (escapes), the whole text.
    fn within(&self, span: &Range<usize>, part: Range<usize>) -> Range<usize> {
        let written = self.file.text.get(span.clone()).unwrap_or_default();
        let is_plain = part.end <= written.len() && !written.contains(['\\', '\r']);
        if is_plain { span.start + part.start..span.start + part.end } else { span.clone() }
    }

    fn in_pieces(&self, key: &str, part: Option<Range<usize>>) -> Option<Range<usize>> {
        let pieces = self.texts.get(key)?;
        let Some(part) = part else { return pieces.first().map(|(_, piece)| piece.clone()) };
        let after = pieces.partition_point(|(begins, _)| *begins <= part.start);
        let (begins, piece) = pieces.get(after.checked_sub(1)?)?;
        let start = (piece.start + (part.start - begins)).min(piece.end);
        Some(start..(start + part.len()).min(piece.end))
    }

    /// The place of the first of a hit's keys that the file has.
    fn place(&self, hit: &Hit) -> Option<Place> {
        hit.keys.iter().find_map(|key| self.get(key, hit.part.clone()))
    }
}

/// The findings of hits, in the order of files, each at its value; at its file where that has none of its keys. Each file is
/// read once, however much is told of it.
pub fn settle(input: &Input, hits: Vec<Hit>) -> Vec<Finding> {
    let mut by_file: BTreeMap<String, Vec<Hit>> = BTreeMap::new();
    for hit in hits {
        by_file.entry(hit.file.clone()).or_default().push(hit);
    }
    let by_file: Vec<(String, Vec<Hit>)> = by_file.into_iter().collect();
    let settled: Vec<Vec<Finding>> = by_file.into_par_iter().map(|(path, hits)| in_file(input, &path, hits)).collect();
    settled.into_iter().flatten().collect()
}

fn in_file(input: &Input, path: &str, hits: Vec<Hit>) -> Vec<Finding> {
    let places = Places::of(input, path);
    let settled = hits.into_iter().map(|hit| {
        let place = places.as_ref().and_then(|places| places.place(&hit));
        Finding { place: Some(place.unwrap_or_else(|| Place::file(path))), ..hit.finding }
    });
    settled.collect()
}
