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
/// Letters of the longest word that is kept: longer ones are addresses and cells that ran together.
const LONGEST: usize = 20;

/// Where every word stands: by folded word, the rows in order, each with its impact from 1 to [`MOST`].
pub(super) type Content = BTreeMap<String, Vec<(u32, u8)>>;

/// The words of the records given, in the order of rows.
pub(super) fn content(procedures: &[&Procedure]) -> Content {
    let counted: Vec<BTreeMap<String, usize>> = procedures.par_iter().map(|procedure| counts(procedure)).collect();
    let lengths: Vec<usize> = counted.iter().map(|words| words.values().sum()).collect();
    let average = (lengths.iter().sum::<usize>() / lengths.iter().filter(|length| **length > 0).count().max(1)).max(1);
    let mut content = Content::new();
    for ((row, words), length) in (0..).zip(counted).zip(lengths) {
        for (word, count) in words {
            content.entry(word).or_default().push((row, impact(count, length, average)));
        }
    }
    let limit = FREQUENT.max(procedures.len() / 5);
    content.retain(|_, rows| rows.len() <= limit);
    content
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
fn counts(procedure: &Procedure) -> BTreeMap<String, usize> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
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
