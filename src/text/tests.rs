use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::fold::{Word, words, words_of_any};
use super::{Token, clean, fold, for_each_folded, slug, tokens};

fn accents(text: &str) -> Vec<String> {
    tokens(text).into_iter().map(|token| token.accent).collect()
}

/// That a text read letter by letter where that is possible has the words that decomposing it gives.
#[track_caller]
fn same_words(text: &str) {
    let tokens = |words: Vec<Word>| words.into_iter().map(Word::into_token).collect::<Vec<Token>>();
    assert_eq!(tokens(words(text)), tokens(words_of_any(text)), "{text:?}");
}

#[test]
fn every_letter_is_read_as_decomposing_reads_it() {
    for c in (0..0x2200).filter_map(char::from_u32) {
        for text in
            [format!("{c}"), format!("k{c}y"), format!("ề{c}{c} Ợ"), format!("\u{1100}{c}"), format!("{c}\u{301}a")]
        {
            same_words(&text);
        }
    }
}

#[test]
fn both_places_of_a_tone_have_one_key() {
    for (old, new) in [("hoà", "hòa"), ("thuỷ", "thủy"), ("UỶ", "Ủy"), ("khoẻ", "khỏe"), ("quý", "qúy")]
    {
        assert_eq!(tokens(old), tokens(new), "{old} {new}");
    }
    assert_ne!(tokens("cưới"), tokens("cuối"));
}

#[test]
fn eth_is_read_as_d_with_a_stroke() {
    assert_eq!(tokens("Ðất ĐẤT đất ɖất").iter().map(|t| t.accent.as_str()).collect::<Vec<_>>(), ["đât1"; 4]);
}

#[test]
fn y_and_i_at_will_have_one_key_but_folding_keeps_the_letter() {
    assert_eq!(accents("kỹ kĩ quý quí"), ["ki4", "ki4", "qui1", "qui1"]);
    assert_eq!(accents("thúy thúi"), ["thuy1", "thui1"]);
    assert_eq!(fold("Đăng ký"), "dang ky");
}

#[test]
fn invisible_characters_do_not_part_words_and_private_glyphs_do() {
    assert_eq!(fold("kh\u{ad}ai\u{200b} sinh\u{f0b7}lại\u{a0}nữa"), "khai sinh lai nua");
    assert_eq!(clean("a\u{f0b7}b\u{2009}c"), "a b c");
}

proptest! {
    #[test]
    fn folding_twice_is_folding_once(text in "\\PC{0,40}|[a-zđĐÐàảãáạăằâầêềôồơờưừ ./-]{0,40}") {
        prop_assert_eq!(fold(&fold(&text)), fold(&text));
        prop_assert_eq!(slug(&slug(&text)), slug(&text));
        prop_assert_eq!(clean(&clean(&text)), clean(&text));
    }

    #[test]
    fn normal_forms_do_not_matter(text in any::<String>()) {
        let composed: String = text.nfc().collect();
        let decomposed: String = text.nfd().collect();
        prop_assert_eq!(tokens(&composed), tokens(&decomposed));
        prop_assert_eq!(clean(&composed), clean(&decomposed));
    }

    #[test]
    fn case_does_not_matter_to_vietnamese(text in "[a-zđàảãáạăằâầêềôồơờưừýỳ ]{0,40}") {
        prop_assert_eq!(tokens(&text), tokens(&text.to_uppercase()));
    }

    #[test]
    fn a_slug_is_safe_in_an_address(text in any::<String>()) {
        let slug = slug(&text);
        prop_assert!(slug.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'));
        prop_assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"));
    }
}

proptest! {
    #[test]
    fn folding_alone_gives_the_folded_words(text in "\\PC{0,80}", plain in "[ a-zA-Zàáảãạăằâầđêềôồơờưừỳý0-9.,–“”\u{301}\u{200b}½ﬁKẤ]{0,60}") {
        for text in [text, plain] {
            let mut found = Vec::new();
            for_each_folded(&text, |word| found.push(word.to_owned()));
            let expected: Vec<String> = tokens(&text).into_iter().map(|token| token.folded).collect();
            prop_assert_eq!(found, expected);
            same_words(&text);
        }
    }
}
