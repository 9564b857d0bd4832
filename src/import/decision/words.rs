//! Words that a PDF broke: "c ấp l ại". They are joined only where the whole name says how.

use std::collections::BTreeSet;

use crate::text::{clean, tokens};

/// A text without its gaps: what a name and the same name with broken words have in common.
pub(super) fn gapless(text: &str) -> String {
    let letters: String = clean(text).chars().filter(|c| c.is_alphanumeric()).collect();
    tokens(&letters).into_iter().map(|token| token.accent).collect()
}

/// The written name with its words parted as in the known one, which has the same letters; case and punctuation stay as
/// written. `None` where nothing changes.
pub(super) fn mended(written: &str, known: &str) -> Option<String> {
    let written = clean(written);
    let (own, tail) = letters(&written);
    let (known, _) = letters(known);
    if known.len() != own.len() {
        return None;
    }
    let mut out = String::with_capacity(written.len());
    for ((letter, gap), (_, known_gap)) in own.iter().zip(&known) {
        let marks = |gap: &str| gap.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        if marks(gap) == marks(known_gap) {
            out.push_str(known_gap);
        } else if gap.is_empty() {
            out.push(' ');
        } else {
            out.push_str(gap);
        }
        out.push(*letter);
    }
    out.push_str(&tail);
    (out != written).then_some(out)
}

/// The letters of a text, each with what stands between it and the one before, and what stands behind the last.
fn letters(text: &str) -> (Vec<(char, String)>, String) {
    let (mut letters, mut gap) = (Vec::new(), String::new());
    for c in clean(text).chars() {
        if c.is_alphanumeric() {
            letters.push((c, std::mem::take(&mut gap)));
        } else {
            gap.push(c);
        }
    }
    (letters, gap)
}

/// What a name with broken words may have been, by the syllables of known names: a guess, for a question. `None` where no
/// word is broken.
pub(super) fn guess(written: &str, syllables: &BTreeSet<String>) -> Option<String> {
    let words: Vec<&str> = written.split_whitespace().collect();
    let is_known = |word: &str| syllables.contains(&gapless(word));
    let mut out: Vec<String> = Vec::new();
    let (mut at, mut joined) = (0, false);
    while let Some(word) = words.get(at) {
        let next = words.get(at + 1).map(|next| format!("{word}{next}"));
        let is_piece = |word: &str| !is_known(word) && word.chars().all(char::is_alphabetic);
        match next {
            Some(whole)
                if (is_piece(word) || words.get(at + 1).is_some_and(|next| is_piece(next))) && is_known(&whole) =>
            {
                out.push(whole);
                joined = true;
                at += 2;
            }
            _ => {
                out.push((*word).to_owned());
                at += 1;
            }
        }
    }
    joined.then(|| out.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_joined_as_the_known_name_has_them_and_nothing_else_changes() {
        let known = "Cấp, cấp lại giấy phép vận tải";
        for (written, expected) in [
            ("Cấp, c ấp l ại Giấy phép v ận tải", Some("Cấp, cấp lại Giấy phép vận tải")),
            ("CẤP, CẤ P LẠI GIẤ Y PHÉP VẬN TẢ I", Some("CẤP, CẤP LẠI GIẤY PHÉP VẬN TẢI")),
            ("Cấp, cấplại giấy phép vận tải", Some("Cấp, cấp lại giấy phép vận tải")),
            ("Cấp , cấp l ại giấy phép vận tải.", Some("Cấp, cấp lại giấy phép vận tải.")),
            ("Cấp; c ấp lại giấy phép vận tải", Some("Cấp; cấp lại giấy phép vận tải")),
            ("Cấp, cấp lại giấy phép vận tải", None),
        ] {
            assert_eq!(gapless(written), gapless(known));
            assert_eq!(mended(written, known).as_deref(), expected, "{written}");
        }
        assert_ne!(gapless("Cấp lại"), gapless("Cấp lái"));
    }

    #[test]
    fn a_guess_joins_pieces_that_are_no_syllables() {
        let syllables = ["cấp", "lại", "giấy", "phép", "ở", "nhà"].map(gapless).into_iter().collect();
        assert_eq!(guess("C ấp l ại giấy phép", &syllables).as_deref(), Some("Cấp lại giấy phép"));
        assert_eq!(guess("Cấp lại giấy phép", &syllables), None);
        assert_eq!(guess("Nhà ở X", &syllables), None);
    }
}
