//! A query as words, and the ways in which it may be meant.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Understood;
use super::index::{Index, Synonym, without_lead};
use super::named::without_doubles;
use super::weights::{QUERY_CHARACTERS, STRIPPED_COST, SYNONYM_COST, SYNONYMS};
use crate::text::{Token, decode_keys, tokens};

/// A word of a query.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// Its keys.
    pub(super) token: Token,
    /// Whether it says only that something is asked.
    pub(super) stop: bool,
    /// Whether it is known to be whole: the last word of what is being typed is not.
    pub(super) whole: bool,
}

/// One way in which a query may be meant.
#[derive(Debug, Clone)]
pub(super) struct Reading<'i> {
    /// The words, without "thủ tục" at the head.
    pub(super) words: Vec<Word>,
    /// Points that it costs not to take the query as it stands.
    pub(super) cost: i64,
    /// Whether question words at the ends were left out of the reading before it.
    pub(super) is_stripped: bool,
    /// The synonym that it takes.
    pub(super) synonym: Option<&'i Synonym>,
    /// The words that must not be all that a record holds.
    pub(super) needs_company: Option<Range<usize>>,
}

/// What a query may mean.
pub(super) struct Readings<'i> {
    /// The readings, the literal one first; a stripped one directly follows the one that it is made of.
    pub(super) all: Vec<Reading<'i>>,
    /// Whether the person typed accents, so that accents count.
    pub(super) accented: bool,
    /// Whether the query began with "thủ tục".
    pub(super) lead: bool,
    /// How many words were typed.
    pub(super) typed: usize,
    /// The sectors, agencies or offices that the query names and nothing else: indices of what the table names.
    pub(super) named: Vec<usize>,
    /// The places that stand beside what is asked for.
    pub(super) places: Vec<usize>,
    /// The words as the person meant them where keys of an input method were typed.
    pub(super) keys: Option<Understood>,
}

impl<'i> Readings<'i> {
    /// Reads a text. The words in the places `taken` are codes, and left out.
    pub(super) fn new(text: &str, taken: &BTreeSet<usize>, index: &'i Index) -> Readings<'i> {
        let end = usize::try_from(QUERY_CHARACTERS).unwrap_or(usize::MAX);
        let text: String = text.chars().take(end).collect();
        let words = tokens(&text).into_iter().enumerate().filter(|(at, _)| !taken.contains(at));
        let (typed, keys) = decoded(words.map(|(_, word)| word).collect(), index);
        let typed: Vec<Token> = typed.into_iter().flat_map(|word| parted(word, index)).collect();
        let (typed, lead) = without_lead(typed);
        let accented = typed.iter().any(|word| word.accent != word.folded);
        let mut words: Vec<Word> = typed.into_iter().map(|token| Word { token, stop: false, whole: false }).collect();
        mark_stops(&mut words, accented, index);
        let named = without_doubles(index.directory.whole(&words), &index.table.named);
        let places = index.directory.mark_places(&mut words);
        let mut readings = Readings { all: Vec::new(), accented, lead, typed: words.len(), named, places, keys };
        let literal = Reading { words, cost: 0, is_stripped: false, synonym: None, needs_company: None };
        readings.push(literal.clone());
        for (span, synonym) in synonyms(&literal.words, accented, index) {
            let official = synonym.official.iter().cloned();
            let official_end = span.start + synonym.official.len();
            let needs_company = synonym.pair.needs_company.then_some(span.start..official_end);
            let mut words = literal.words.clone();
            words.splice(span, official.map(|token| Word { token, stop: false, whole: true }));
            let cost = SYNONYM_COST;
            readings.push(Reading { words, cost, is_stripped: false, synonym: Some(synonym), needs_company });
        }
        readings
    }

    /// Adds a reading, and the same without the question words at its ends.
    fn push(&mut self, reading: Reading<'i>) {
        let words = &reading.words;
        let first = words.iter().position(|word| !word.stop);
        let last = words.iter().rposition(|word| !word.stop);
        let stripped = first.zip(last).filter(|&(first, last)| first > 0 || last + 1 < words.len());
        let stripped = stripped.map(|(first, last)| {
            let mut core = reading.clone();
            core.words.truncate(last + 1);
            if let Some(word) = core.words.last_mut().filter(|_| last + 1 < words.len()) {
                word.whole = true;
            }
            core.words.drain(..first);
            core.cost += STRIPPED_COST;
            core.is_stripped = true;
            core.needs_company = reading.needs_company.clone().map(|span| span.start - first..span.end - first);
            core
        });
        self.all.push(reading);
        self.all.extend(stripped);
    }
}

/// The words as meant, where at least one is no word of the catalogue but becomes one when read as keys. In such a
/// query a word that exists is read as keys too where that word is five times as frequent.
fn decoded(words: Vec<Token>, index: &Index) -> (Vec<Token>, Option<Understood>) {
    if words.iter().any(|word| word.accent != word.folded) {
        return (words, None);
    }
    let meant: Vec<_> =
        words.iter().map(|word| decode_keys(&word.folded).filter(|meant| index.knows(&meant.token.folded))).collect();
    if !words.iter().zip(&meant).any(|(word, meant)| meant.is_some() && !index.knows(&word.folded)) {
        return (words, None);
    }
    let taken: Vec<(Token, String)> = words
        .into_iter()
        .zip(meant)
        .map(|(word, meant)| match meant {
            Some(meant) if index.df(&word.folded) * 5 <= index.df(&meant.token.folded) => (meant.token, meant.written),
            Some(_) | None => {
                let written = word.folded.clone();
                (word, written)
            }
        })
        .collect();
    let written: Vec<&str> = taken.iter().map(|(_, written)| written.as_str()).collect();
    let understood = Understood::Keys { meant: written.join(" ") };
    (taken.into_iter().map(|(token, _)| token).collect(), Some(understood))
}

/// A word that nobody knows as two that are known: the blank between them was not typed. The split whose rarer half
/// is most frequent, the first of equals.
fn parted(word: Token, index: &Index) -> Vec<Token> {
    let folded = &word.folded;
    let is_plain = folded.bytes().all(|b| b.is_ascii_lowercase());
    let is_word = index.has(folded) || index.is_said(folded);
    if is_word || folded.len() < 5 || !is_plain || index.slips(folded).next().is_some() {
        return vec![word];
    }
    let mut best = (0, None);
    for at in 2..=folded.len() - 2 {
        let (head, tail) = folded.split_at(at);
        let df = index.df(head).min(index.df(tail));
        if df > best.0 {
            best = (df, Some((head, tail)));
        }
    }
    let bare = |text: &str| Token { folded: text.to_owned(), accent: text.to_owned() };
    match best.1 {
        Some((head, tail)) => vec![bare(head), bare(tail)],
        None => vec![word],
    }
}

/// Marks the longest question phrases from left to right.
fn mark_stops(words: &mut [Word], accented: bool, index: &Index) {
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let phrases = index.stops.get(&word.token.folded).map(Vec::as_slice).unwrap_or_default();
        let here = &words[at..];
        let same = |word: &Word, stop: &Token| {
            if accented { word.token.accent == stop.accent } else { word.token.folded == stop.folded }
        };
        let found = phrases.iter().map(|phrase| phrase.len()).zip(phrases).find(|(length, phrase)| {
            *length <= here.len() && here.iter().zip(phrase.iter()).all(|(word, stop)| same(word, stop))
        });
        let length = found.map_or(0, |(length, _)| length);
        words[at..at + length].iter_mut().for_each(|word| word.stop = true);
        at += length.max(1);
    }
}

/// The synonyms that stand in the query, with their places: no one inside a longer one, and none whose official
/// wording stands there already.
fn synonyms<'i>(words: &[Word], accented: bool, index: &'i Index) -> Vec<(Range<usize>, &'i Synonym)> {
    let same = |word: &Word, said: &Token| {
        let by_accent = accented && word.token.accent != word.token.folded;
        if by_accent { word.token.accent == said.accent } else { word.token.folded == said.folded }
    };
    let mut found: Vec<(Range<usize>, &Synonym)> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        for synonym in index.synonyms.get(&word.token.folded).into_iter().flatten() {
            let span = at..at + synonym.said.len();
            let here = words.get(span.clone()).unwrap_or_default();
            let said = !here.is_empty() && here.iter().zip(&synonym.said).all(|(word, said)| same(word, said));
            if said && !holds(words, &synonym.official) {
                found.push((span, synonym));
            }
        }
    }
    let within = |one: &Range<usize>, other: &Range<usize>| {
        other.start <= one.start && one.end <= other.end && one.len() < other.len()
    };
    let spans: Vec<Range<usize>> = found.iter().map(|(span, _)| span.clone()).collect();
    found.retain(|(span, _)| !spans.iter().any(|other| within(span, other)));
    found.truncate(usize::try_from(SYNONYMS).unwrap_or(0));
    found
}

fn holds(words: &[Word], run: &[Token]) -> bool {
    words
        .windows(run.len().max(1))
        .any(|here| here.iter().zip(run).all(|(word, token)| word.token.folded == token.folded))
}
