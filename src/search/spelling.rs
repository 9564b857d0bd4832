//! Words that nothing has: the nearest that something has, and the sectors nearest to a query without hits.

use std::collections::BTreeSet;

use super::Understood;
use super::index::Index;
use super::reading::Readings;
use super::table::Table;
use crate::text::{fold, spell};

/// Letters that a word must have to be compared with others two slips away.
const LONG: usize = 5;
/// At most so many sectors are named.
pub(super) const SECTORS: usize = 3;

/// What the words that nothing has were perhaps meant to be, and those for which there is no such guess.
pub(super) fn unknown_words(readings: &Readings<'_>, index: &Index) -> Vec<Understood> {
    let Some(literal) = readings.all.first() else { return Vec::new() };
    let typed_otherwise = readings.all.iter().filter_map(|reading| reading.synonym).flat_map(|synonym| &synonym.said);
    let of_synonyms: BTreeSet<&str> = typed_otherwise.map(|token| token.folded.as_str()).collect();
    let mut meant = Vec::new();
    let mut unknown = Vec::new();
    let mut is_other = false;
    for (at, word) in literal.words.iter().enumerate() {
        let folded = word.token.folded.as_str();
        let is_last = at + 1 == literal.words.len();
        if word.stop || index.has(folded) || of_synonyms.contains(folded) || (is_last && index.begins(folded)) {
            meant.push(spell(&word.token.accent));
        } else if let Some(near) = nearest(folded, index) {
            is_other = true;
            meant.push(near);
        } else {
            unknown.push(spell(&word.token.accent));
            meant.push(spell(&word.token.accent));
        }
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
    commonest.map(|form| spell(&form.token.accent))
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
