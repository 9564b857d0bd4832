//! Words typed in the keys of an input method that was switched off, and accent keys written out again.

use unicode_normalization::UnicodeNormalization;

use super::Token;
use super::fold::Word;
use super::rules::{D_WITH_STROKE, Keys, TELEX, TONES, VNI, VOWELS};

/// A word typed in keys, as it was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The word's keys.
    pub token: Token,
    /// The word as people write it, lower case.
    pub written: String,
}

/// The word that was meant by Telex or VNI keys, or `None` where the word has no such keys.
///
/// Whether it *was* meant is not known here: `test` decodes as `tét`. A caller takes the decoded word only where the
/// catalogue has it.
///
/// ```
/// use niemyet::text::decode_keys;
/// assert_eq!(decode_keys("kys").unwrap().written, "ký");
/// assert_eq!(decode_keys("nguoiwf"), decode_keys("ngu7o7i2"));
/// assert_eq!(decode_keys("khai"), None);
/// ```
pub fn decode_keys(word: &str) -> Option<Decoded> {
    if !word.starts_with(|c: char| c.is_ascii_lowercase())
        || !word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    {
        return None;
    }
    let keys: &Keys = if word.bytes().any(|b| b.is_ascii_digit()) { &VNI } else { &TELEX };
    let mut letters: Vec<char> = Vec::new();
    let mut tone = None;
    let mut meant = false;
    for key in word.chars() {
        let struck = keys.tones.iter().find(|(k, _)| *k == key).map(|(_, digit)| *digit);
        if struck.is_some() && letters.iter().any(|c| VOWELS.contains(*c)) {
            tone = struck;
            meant = true;
        } else if reshape(&mut letters, keys, key) {
            meant = true;
        } else {
            letters.push(key);
        }
    }
    if !meant {
        return None;
    }
    let word = Word {
        folded: letters.iter().map(|&c| plain(c)).collect(),
        marked: letters.into_iter().collect(),
        tones: tone.unwrap_or_default().to_owned(),
    };
    let written = spell(&format!("{}{}", word.marked, word.tones));
    Some(Decoded { token: word.into_token(), written })
}

/// An accent key as people write it, the tone on the letter that bears it today (`hòa`, `thủy`, `quyền`).
///
/// ```
/// use niemyet::text::{spell, tokens};
/// assert_eq!(spell(&tokens("thuỷ")[0].accent), "thủy");
/// assert_eq!(spell("hôchiêu1"), "hôchiếu");
/// assert_eq!(spell("004222"), "004222");
/// ```
pub fn spell(accent: &str) -> String {
    let Some(digit) = accent.chars().last().filter(char::is_ascii_digit) else { return accent.to_owned() };
    let Some((tone, _)) = TONES.iter().find(|(_, d)| *d == digit) else { return accent.to_owned() };
    let letters: Vec<char> = accent.chars().take(accent.chars().count() - 1).collect();
    let Some(bearer) = bearer(&letters) else { return accent.to_owned() };
    let (head, tail) = letters.split_at(bearer + 1);
    head.iter().chain([tone]).chain(tail).copied().nfc().collect()
}

/// Which letter bears the tone: the last with a hat, breve or horn; else the last vowel where a consonant ends the
/// word, or the last but one where none does. The u of qu and the i of gi are no vowels beside another.
fn bearer(letters: &[char]) -> Option<usize> {
    let mut vowels: Vec<usize> =
        letters.iter().enumerate().filter(|(_, c)| VOWELS.contains(**c)).map(|(at, _)| at).collect();
    let glide = matches!(letters, ['q', 'u', ..] | ['g', 'i', ..]);
    if glide && vowels.len() > 1 {
        vowels.remove(0);
    }
    let marked = vowels.iter().rev().find(|at| letters.get(**at).is_some_and(|&c| plain(c) != c));
    let closed = vowels.last().is_some_and(|at| at + 1 < letters.len());
    let by_place = if closed || vowels.len() < 2 { vowels.last() } else { vowels.get(vowels.len() - 2) };
    marked.or(by_place).copied()
}

/// Gives the letter that a key is meant for its hat, horn, breve or stroke; false where there is no such letter.
fn reshape(letters: &mut [char], keys: &Keys, key: char) -> bool {
    let Some((_, pairs)) = keys.shapes.iter().find(|(k, _)| *k == key) else { return false };
    let shaped = |c: char| pairs.iter().find(|(from, _)| *from == c).map(|(_, to)| *to);
    let Some(at) = target(letters, &shaped) else { return false };
    let Some(letter) = letters.get_mut(at) else { return false };
    *letter = shaped(*letter).unwrap_or(*letter);
    // ươ takes one key for both letters.
    if *letter == 'ư'
        && let Some(next) = letters.get_mut(at + 1).filter(|c| **c == 'o')
    {
        *next = 'ơ';
    }
    true
}

/// Where in the letters a key is meant: đ only at the head; in uo, uu and ua the u, but not after q; else the last.
fn target(letters: &[char], shaped: &impl Fn(char) -> Option<char>) -> Option<usize> {
    if shaped('d').is_some() {
        return letters.first().filter(|c| **c == 'd').map(|_| 0);
    }
    let pair = |at: &usize| {
        let after_q = at.checked_sub(1).and_then(|before| letters.get(before)) == Some(&'q');
        letters.get(*at) == Some(&'u') && !after_q && matches!(letters.get(at + 1), Some('o' | 'u' | 'a'))
    };
    if shaped('u').is_some()
        && let Some(at) = (0..letters.len()).find(pair)
    {
        return Some(at);
    }
    letters.iter().rposition(|&c| shaped(c).is_some())
}

/// A letter without its mark.
fn plain(c: char) -> char {
    if D_WITH_STROKE.contains(&c) { 'd' } else { c.nfd().next().unwrap_or(c) }
}
