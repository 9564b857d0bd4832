//! Words that nothing has: the nearest that something has, and the sectors nearest to a query without hits.

use std::collections::BTreeSet;

use super::Understood;
use super::index::Index;
use super::reading::Readings;
use super::table::Table;
use super::weights::QUERY_CHARACTERS;
use crate::text::rules::Y_AS_I;
use crate::text::{Token, fold, spell, tokens};

/// Letters that a word must have to be compared with others two slips away.
const LONG: usize = 5;
/// At most so many sectors are named.
const SECTORS: usize = 3;

/// What the words that nothing has were perhaps meant to be, and those for which there is no such guess. Everything else
/// stays as it was typed. With `has_numbers` the query's numbers were found as what they are.
pub(super) fn unknown_words(query: &str, readings: &Readings<'_>, has_numbers: bool, index: &Index) -> Vec<Understood> {
    let Some(literal) = readings.all.first() else { return Vec::new() };
    let typed_otherwise = readings.all.iter().filter_map(|reading| reading.synonym).flat_map(|synonym| &synonym.said);
    let of_synonyms: BTreeSet<&str> = typed_otherwise.map(|token| token.folded.as_str()).collect();
    let last = literal.words.last().map(|word| word.token.folded.as_str());
    // What was read as two words, or left out at the head, is none of them.
    let asked = literal.words.iter().filter(|word| !word.stop).map(|word| word.token.folded.as_str());
    let is_unknown = |folded: &str| {
        let is_begun = last == Some(folded) && index.begins(folded);
        let is_number = has_numbers && folded.bytes().all(|b| b.is_ascii_digit());
        !(index.has(folded) || of_synonyms.contains(folded) || is_begun || is_number)
    };
    let lost: BTreeSet<&str> = asked.filter(|folded| is_unknown(folded)).collect();
    let typed: String = match &readings.keys {
        Some(Understood::Keys { meant }) => meant.clone(),
        _ => query.chars().take(usize::try_from(QUERY_CHARACTERS).unwrap_or(usize::MAX)).collect(),
    };
    let (mut meant, mut unknown, mut is_other) = (Vec::new(), Vec::new(), false);
    for piece in typed.split_whitespace() {
        let words = tokens(piece);
        let near = match words.as_slice() {
            [word] if lost.contains(word.folded.as_str()) => nearest(&word.folded, index),
            _ => None,
        };
        if near.is_none() && words.iter().any(|word| lost.contains(word.folded.as_str())) {
            unknown.push(piece);
        }
        is_other |= near.is_some();
        meant.push(near.unwrap_or_else(|| piece.to_owned()));
    }
    let mut understood = Vec::new();
    if is_other {
        understood.push(Understood::Spelling { meant: meant.join(" ") });
    }
    if !unknown.is_empty() {
        understood.push(Understood::Unknown { words: unknown.join(" ") });
    }
    understood
}

/// The word of a name that is nearest to one that nothing has, as it is written most often; of equally near ones that
/// of most names, then the first.
fn nearest(folded: &str, index: &Index) -> Option<String> {
    if folded.len() < 3 || !folded.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let commonest = |words: &mut dyn Iterator<Item = &String>| {
        let counted = words.map(|word| (std::cmp::Reverse(index.df(word)), word.as_str()));
        counted.min().map(|(_, word)| word.to_owned())
    };
    let near = commonest(&mut index.slips(folded)).or_else(|| {
        let long = index.plain.range(LONG..).flat_map(|(_, words)| words);
        let is_near = |word: &&String| is_two_slips(word.as_bytes(), folded.as_bytes());
        (folded.len() >= LONG).then(|| commonest(&mut long.filter(is_near))).flatten()
    })?;
    let forms = index.terms.get(&near)?.forms.iter().map(|&form| &index.forms[form]);
    let commonest = forms.min_by_key(|form| (std::cmp::Reverse(form.times), &form.token.accent));
    commonest.map(|form| written(&form.token))
}

/// A word as names write it: y where it is written at will, as most do.
fn written(token: &Token) -> String {
    let is_at_will = Y_AS_I.iter().any(|(_, key)| *key == token.folded);
    spell(&if is_at_will { token.accent.replacen('i', "y", 1) } else { token.accent.clone() })
}

/// Whether at most two letters are too many, missing or other.
fn is_two_slips(one: &[u8], other: &[u8]) -> bool {
    if one.len().abs_diff(other.len()) > 2 {
        return false;
    }
    let mut before: Vec<usize> = (0..=other.len()).collect();
    for (row, a) in one.iter().enumerate() {
        let mut now = vec![row + 1];
        for (at, b) in other.iter().enumerate() {
            let last = now[at];
            now.push((before[at] + usize::from(a != b)).min(before[at + 1] + 1).min(last + 1));
        }
        before = now;
    }
    before[other.len()] <= 2
}

/// The sectors whose names share most runs of three letters with a query, best first: numbers of sectors.
pub(super) fn near_sectors(query: &str, table: &Table) -> Vec<usize> {
    let asked = triples(query);
    let shared = table.sectors.iter().enumerate().map(|(at, (_, name))| {
        let own = triples(name);
        let common = own.intersection(&asked).count();
        (common * 100 / own.len().max(1), at)
    });
    let mut near: Vec<(usize, usize)> = shared.filter(|(share, _)| *share >= 20).collect();
    near.sort_by_key(|&(share, at)| (std::cmp::Reverse(share), at));
    near.into_iter().take(SECTORS).map(|(_, at)| at).collect()
}

fn triples(text: &str) -> BTreeSet<Vec<char>> {
    let letters: Vec<char> = format!(" {} ", fold(text)).chars().take(200).collect();
    letters.windows(3).map(<[char]>::to_vec).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_slips_are_counted_as_letters_too_many_missing_or_other() {
        assert!(is_two_slips(b"khaisinh", b"kaisin"));
        assert!(is_two_slips(b"khai", b"khia"));
        assert!(!is_two_slips(b"khai", b"sinh"));
        assert!(!is_two_slips(b"khai", b"khaisinh"));
    }
}
