//! Sectors, agencies and offices that a query names: whole, or as the place where something is asked for.

use std::collections::BTreeMap;

use super::reading::Word;
use super::table::{List, Named, Table};
use crate::text::{Token, tokens};

/// What may stand before the name of a sector.
pub(super) const OF_SECTOR: &str = "lĩnh vực";
/// What the names of the offices of communes begin with, in full and as everybody writes it.
pub(super) const OFFICE_OF: [&str; 2] = ["Ủy ban nhân dân", "UBND"];

/// The names under which lists of the site are asked for.
#[derive(Default)]
pub(super) struct Directory {
    /// Every name by its first folded word.
    whole: BTreeMap<String, Vec<(Vec<Token>, usize)>>,
    /// Those of places, which may stand beside what is asked for, longest first.
    places: BTreeMap<String, Vec<(Vec<Token>, usize)>>,
}

impl Directory {
    pub(super) fn new(table: &Table) -> Directory {
        let mut directory = Directory::default();
        let prefixes = OFFICE_OF.map(tokens);
        for (at, named) in table.named.iter().enumerate() {
            for name in std::iter::once(&named.name).chain(&named.others).map(|name| tokens(name)) {
                let is_office = named.list == List::Office;
                let place = prefixes.iter().find_map(|prefix| after(&name, prefix)).filter(|_| is_office);
                let Some(place) = place.filter(|place| place.len() > 1) else {
                    put(&mut directory.whole, name, at);
                    continue;
                };
                for prefix in &prefixes {
                    let full = [prefix, place].concat();
                    put(&mut directory.places, full.clone(), at);
                    put(&mut directory.whole, full, at);
                }
                put(&mut directory.places, place.to_vec(), at);
                put(&mut directory.whole, place.to_vec(), at);
                // Hạc Thành for phường Hạc Thành: the one word before it says what kind of place it is.
                put(&mut directory.whole, place[1..].to_vec(), at);
            }
        }
        for names in directory.places.values_mut() {
            names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        }
        directory
    }

    /// What the words name, question words at the ends apart: indices of [`Table::named`].
    pub(super) fn whole(&self, words: &[Word]) -> Vec<usize> {
        let first = words.iter().position(|word| !word.stop);
        let core = first.zip(words.iter().rposition(|word| !word.stop));
        let core = core.map(|(first, last)| &words[first..=last]).unwrap_or_default();
        let of_sector = tokens(OF_SECTOR);
        let led = core.iter().zip(&of_sector).all(|(word, lead)| is_said(word, lead)) && core.len() > of_sector.len();
        let bare = if led { &core[of_sector.len()..] } else { core };
        let found = [words, core, bare].into_iter().map(|words| self.named(words)).find(|found| !found.is_empty());
        found.unwrap_or_default()
    }

    fn named(&self, words: &[Word]) -> Vec<usize> {
        let Some(first) = words.first() else { return Vec::new() };
        let names = self.whole.get(&first.token.folded).into_iter().flatten();
        let mut found: Vec<usize> = names.filter(|(name, _)| is_run(words, name)).map(|(_, at)| *at).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Marks the places that stand in the words, from left to right, as what is not asked for; gives them.
    pub(super) fn mark_places(&self, words: &mut [Word]) -> Vec<usize> {
        let (mut found, mut at) = (Vec::new(), 0);
        while let Some(word) = words.get(at) {
            let names = self.places.get(&word.token.folded).into_iter().flatten();
            let here =
                names.into_iter().find(|(name, _)| words.get(at..at + name.len()).is_some_and(|run| is_run(run, name)));
            let length = here.map_or(0, |(name, place)| {
                found.push(*place);
                name.len()
            });
            words[at..at + length].iter_mut().for_each(|word| word.stop = true);
            at += length.max(1);
        }
        found
    }
}

/// The name behind a prefix.
fn after<'n>(name: &'n [Token], prefix: &[Token]) -> Option<&'n [Token]> {
    let is_led = name.len() > prefix.len() && name.iter().zip(prefix).all(|(word, lead)| word.folded == lead.folded);
    is_led.then(|| &name[prefix.len()..])
}

fn put(names: &mut BTreeMap<String, Vec<(Vec<Token>, usize)>>, name: Vec<Token>, at: usize) {
    if let Some(first) = name.first() {
        names.entry(first.folded.clone()).or_default().push((name, at));
    }
}

fn is_run(words: &[Word], name: &[Token]) -> bool {
    words.len() == name.len() && words.iter().zip(name).all(|(word, token)| is_said(word, token))
}

/// Whether a word is the name's: accents that were typed count.
fn is_said(word: &Word, name: &Token) -> bool {
    let is_bare = word.token.accent == word.token.folded;
    if is_bare { word.token.folded == name.folded } else { word.token.accent == name.accent }
}

/// The lists in which a query is answered that names them and nothing else; an agency stands for its own office of the
/// same name.
pub(super) fn without_doubles(found: Vec<usize>, named: &[Named]) -> Vec<usize> {
    let agencies: Vec<usize> =
        found.iter().filter(|&&at| named[at].list == List::Agency).map(|&at| named[at].number).collect();
    let is_double = |one: &Named| one.list == List::Office && agencies.contains(&one.number);
    found.into_iter().filter(|&at| !is_double(&named[at])).collect()
}
