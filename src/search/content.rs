//! Full text: the words of everything that a record says besides its names.
//!
//! Content only orders what names leave equal and finds what no name has, so it is kept small: which words stand in a
//! record, each with one of three impacts, and no word that stands in more than a fifth of all records.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::model::{Component, Procedure};
use crate::text::for_each_folded;

/// The greatest impact.
pub(super) const MOST: u8 = 3;
/// A word that stands in at least this many records and in more than a fifth of all says nothing.
const FREQUENT: usize = 50;
/// How many records are counted at once.
const AT_ONCE: usize = 1024;
/// Letters of the longest word that is kept: longer ones are addresses and cells that ran together.
const LONGEST: usize = 20;

/// Where every word stands: by folded word, the rows in order, each with its impact from 1 to [`MOST`].
pub(super) type Content = BTreeMap<String, Vec<(u32, u8)>>;

/// The words of the records given, in the order of rows.
pub(super) fn content(procedures: &[&Procedure]) -> Content {
    let mut counted: BTreeMap<String, Vec<(u32, u32)>> = BTreeMap::new();
    let mut lengths = Vec::with_capacity(procedures.len());
    // The words of a record are much larger than what is kept of them: no more are in memory than are counted at once.
    for some in procedures.chunks(AT_ONCE) {
        for words in some.par_iter().map(|procedure| counts(procedure)).collect::<Vec<_>>() {
            let row = u32::try_from(lengths.len()).unwrap_or(u32::MAX);
            lengths.push(words.values().map(|count| *count as usize).sum::<usize>());
            for (word, count) in words {
                counted.entry(word).or_default().push((row, count));
            }
        }
    }
    let average = (lengths.iter().sum::<usize>() / lengths.iter().filter(|length| **length > 0).count().max(1)).max(1);
    let limit = FREQUENT.max(procedures.len() / 5);
    let impacts = |(row, count): (u32, u32)| {
        let length = lengths.get(row as usize).copied().unwrap_or_default();
        (row, impact(count as usize, length, average))
    };
    let kept = counted.into_iter().filter(|(_, rows)| rows.len() <= limit);
    kept.map(|(word, rows)| (word, rows.into_iter().map(impacts).collect())).collect()
}

/// How much a record is about a word that it has `count` times: more often in a shorter text is more.
fn impact(count: usize, length: usize, average: usize) -> u8 {
    match count * 2 * average / (length + average) {
        0 | 1 => 1,
        2..=4 => 2,
        _ => MOST,
    }
}

/// How often each word stands in what a record says.
fn counts(procedure: &Procedure) -> BTreeMap<String, u32> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for text in texts(procedure) {
        for_each_folded(text, |word| match counts.get_mut(word) {
            Some(count) => *count += 1,
            None if is_kept(word) => {
                counts.insert(word.to_owned(), 1);
            }
            None => {}
        });
    }
    counts
}

/// Single letters and small numbers number paragraphs and say nothing.
fn is_kept(word: &str) -> bool {
    let is_number = word.bytes().all(|b| b.is_ascii_digit());
    word.len() <= LONGEST && word.len() >= if is_number { 3 } else { 2 }
}

/// Everything that a record says besides its names.
fn texts(procedure: &Procedure) -> impl Iterator<Item = &str> {
    let prose = [&procedure.steps, &procedure.manner, &procedure.result, &procedure.conditions];
    let papers = procedure.papers.value().into_iter().flatten();
    let papers = papers.flat_map(|paper| [Some(&paper.name), paper.case.as_ref(), paper.form.as_ref()]);
    let channels = procedure.channels.value().into_iter().flatten().map(|channel| channel.note.as_ref());
    let legal = procedure.legal.value().into_iter().flatten();
    let legal = legal.flat_map(|text| [Some(&text.number), text.title.as_ref()]);
    let executing = procedure.executing.value().into_iter().flatten().map(Some);
    let texts = prose.into_iter().map(Component::value).chain(papers).chain(channels).chain(legal).chain(executing);
    texts.flatten().map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_comes_often_in_a_short_text_has_the_greatest_impact() {
        assert_eq!(impact(1, 100, 100), 1);
        assert_eq!(impact(3, 100, 100), 2);
        assert_eq!(impact(9, 100, 100), 3);
        assert_eq!(impact(9, 10_000, 100), 1);
    }

    #[test]
    fn numbers_of_paragraphs_are_no_words() {
        assert_eq!(["a", "12", "2026", "ct01", "giay"].map(is_kept), [false, false, true, true, true]);
    }
}
