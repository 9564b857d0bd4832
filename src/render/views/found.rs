//! Where in a hit the words of a query stand: marked in its name; else the other name that has them; else that its text
//! has. What `site/assets/found.js` does.

use std::collections::BTreeSet;

use serde::Serialize;

use super::super::words::Words;
use crate::search::{Answer, Known, Searcher, Understood};
use crate::text::for_each_folded;

/// A piece of a text.
#[derive(Debug, Serialize, PartialEq, Eq)]
pub(in crate::render) struct Part {
    text: String,
    is_marked: bool,
}

/// A word of a query, folded, and as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Typed {
    word: String,
    piece: String,
}

/// What an answer's query asks for.
pub(super) struct Found<'a> {
    searcher: &'a Searcher,
    understood: &'a [Understood],
    words: BTreeSet<String>,
    typed: Vec<Typed>,
}

impl<'a> Found<'a> {
    pub(super) fn new(searcher: &'a Searcher, answer: &'a Answer) -> Found<'a> {
        let keys = answer.understood.iter().find_map(|one| match one {
            Understood::Keys { meant } => Some(meant.as_str()),
            _ => None,
        });
        let meant = keys.unwrap_or(&answer.query);
        let typed = pieces(meant)
            .into_iter()
            .flat_map(|piece| folded(piece).into_iter().map(move |word| Typed { word, piece: piece.to_owned() }));
        let words = searcher.words(&answer.query);
        Found { searcher, understood: &answer.understood, words, typed: typed.collect() }
    }

    /// A name with the words of the query marked; words with only a blank between them are one mark.
    pub(super) fn marked(&self, name: &str) -> Vec<Part> {
        let pieces = pieces(name);
        let folded: Vec<Vec<String>> = pieces.iter().map(|piece| folded(piece)).collect();
        let asked: Vec<bool> =
            folded.iter().map(|own| !own.is_empty() && own.iter().all(|word| self.words.contains(word))).collect();
        let is_typed = |own: &Vec<String>| own.first().is_some_and(|own| self.typed.iter().any(|one| one.word == *own));
        // A particle means something only beside another word.
        let beside = |at: usize| {
            let before =
                at.checked_sub(2).is_some_and(|to| asked.get(to) == Some(&true) && pieces.get(at - 1) == Some(&" "));
            before || asked.get(at + 2) == Some(&true) && pieces.get(at + 1) == Some(&" ")
        };
        let is_marked: Vec<bool> =
            asked.iter().zip(&folded).enumerate().map(|(at, (is, own))| *is || is_typed(own) && beside(at)).collect();
        let mut parts: Vec<Part> = Vec::new();
        for (at, piece) in pieces.iter().enumerate() {
            let is_blank = *piece == " " && at > 0 && is_marked.get(at - 1) == Some(&true);
            let joins = is_blank && is_marked.get(at + 1) == Some(&true);
            let is_marked = joins || is_marked.get(at) == Some(&true);
            match parts.last_mut() {
                Some(last) if last.is_marked == is_marked => last.text.push_str(piece),
                Some(_) | None => parts.push(Part { text: (*piece).to_owned(), is_marked }),
            }
        }
        parts
    }

    /// What else is to be said of a hit: the other name that has what the official one lacks, and what its text has.
    pub(super) fn lines(&self, hit: &Known<'_>, words: &Words) -> Vec<Vec<Part>> {
        let asked: Vec<Typed> = self.typed.iter().filter(|one| self.words.contains(&one.word)).cloned().collect();
        let missing = lacking(hit.name, &asked);
        let (mut rest, mut other) = (missing.clone(), None);
        for name in hit.everyday.iter().chain(hit.former).filter(|_| !missing.is_empty()) {
            let left = lacking(name, &missing);
            if left.len() < rest.len() && left.len() * 2 <= missing.len() {
                (rest, other) = (left, Some(name));
            }
        }
        let mut lines = Vec::new();
        if let Some(name) = other {
            let mut parts = self.marked(name);
            let also = format!("{} ", words.fill_at(&["search", "script", "also"], &[]));
            match parts.first_mut() {
                Some(first) if !first.is_marked => first.text.insert_str(0, &also),
                Some(_) | None => parts.insert(0, Part { text: also, is_marked: false }),
            }
            lines.push(parts);
        }
        // What was read as official wording that the name has is no riddle.
        let own = folded(hit.name);
        let said = self.understood.iter().filter_map(|one| match one {
            Understood::Synonym { said, official, .. } => Some((said, official)),
            _ => None,
        });
        let read = said.filter(|(_, official)| folded(official).iter().all(|word| own.contains(word)));
        let known: Vec<String> = read.flat_map(|(said, _)| folded(said)).collect();
        let mut in_text: Vec<String> = Vec::new();
        for Typed { word, piece } in rest {
            let quoted = format!("“{piece}”");
            if !known.contains(&word) && self.searcher.has_in_text(hit.code, &word) && !in_text.contains(&quoted) {
                in_text.push(quoted);
            }
        }
        if !in_text.is_empty() {
            let text = words.fill_at(&["search", "script", "in_text"], &[("words", &in_text.join(", "))]);
            lines.push(vec![Part { text, is_marked: false }]);
        }
        lines
    }
}

fn lacking(name: &str, asked: &[Typed]) -> Vec<Typed> {
    let own = folded(name);
    asked.iter().filter(|one| !own.contains(&one.word)).cloned().collect()
}

fn folded(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for_each_folded(text, |word| words.push(word.to_owned()));
    words
}

/// A text as runs of letters and digits, and what stands between them.
fn pieces(text: &str) -> Vec<&str> {
    let is_word = |c: char| c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c);
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c| is_word(c) != is_word(first)).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        pieces.push(piece);
        rest = after;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_make_up_the_text() {
        assert_eq!(pieces("Cấp hộ chiếu (lần 2)"), ["Cấp", " ", "hộ", " ", "chiếu", " (", "lần", " ", "2", ")"]);
        assert!(pieces("").is_empty());
    }
}
