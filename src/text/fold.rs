//! Characters to words, words to keys.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::rules::{D_WITH_STROKE, INVISIBLE, LETTER_MARKS, PRIVATE, TONES, Y_AS_I};

/// A word of a text with the two keys by which it is compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Token {
    /// Lower case, no accents, đ as d, i for the y that is written at will: what a hurried hand types.
    pub folded: String,
    /// The same with đ, hats, breve and horns kept and the tone as a digit at the end: `thuỷ` and `thủy` are both
    /// `thuy3`, `được` is `đươc5`. Equal to `folded` where nothing was accented.
    pub accent: String,
}

/// The words of a text, in order. Anything but letters and digits parts words and is no part of any.
///
/// NFC, NFD and compatibility forms give the same words. Never panics, whatever the text.
///
/// ```
/// use niemyet::text::tokens;
/// let words = tokens("Thuỷ sản; QUĨ");
/// assert_eq!(words[0].accent, "thuy3");
/// assert_eq!((words[2].folded.as_str(), words[2].accent.as_str()), ("qui", "qui4")); // as "quỹ"
/// ```
pub fn tokens(text: &str) -> Vec<Token> {
    words(text).into_iter().map(Word::into_token).collect()
}

/// Hands the folded key of every word of a text to `each`, in order: the `folded` of [`tokens`], for long texts of which
/// nothing else is wanted.
pub fn for_each_folded(text: &str, mut each: impl FnMut(&str)) {
    if text.chars().any(|c| matches!(plainly(c), Plain::Other)) {
        tokens(text).iter().for_each(|token| each(&token.folded));
        return;
    }
    let mut word = String::new();
    let mut end = |word: &mut String| {
        if !word.is_empty() {
            each(Y_AS_I.iter().find(|(written, _)| written == word).map_or(word.as_str(), |(_, key)| key));
            word.clear();
        }
    };
    for c in text.chars() {
        match plainly(c) {
            Plain::Letter(folded) => word.push(folded),
            Plain::Break | Plain::Other => end(&mut word),
        }
    }
    end(&mut word);
}

/// What a character of a text is to its folded words.
#[derive(Clone, Copy)]
enum Plain {
    /// One letter or digit, folded, whatever stands beside it.
    Letter(char),
    /// The end of a word.
    Break,
    /// Something that only [`words`] can tell.
    Other,
}

/// What the characters up to the general punctuation are: nearly all of nearly every text.
static PLAIN: LazyLock<Vec<Plain>> = LazyLock::new(|| {
    let of = |code: u32| {
        let Some(c) = char::from_u32(code) else { return Plain::Other };
        // Between two letters a break makes two words of them, and a mark or what is invisible one.
        let found: Vec<String> = words(&format!("x{c}x")).into_iter().map(|word| word.folded).collect();
        match found.as_slice() {
            [one] if one.chars().count() == 3 => one.chars().nth(1).map_or(Plain::Other, Plain::Letter),
            [one, other] if one == "x" && other == "x" => Plain::Break,
            _ => Plain::Other,
        }
    };
    (0..0x2100).map(of).collect()
});

fn plainly(c: char) -> Plain {
    usize::try_from(u32::from(c)).ok().and_then(|at| PLAIN.get(at)).copied().unwrap_or(Plain::Other)
}

/// The folded words of a text with one blank between them: what names are compared by. `y` stays `y`.
///
/// ```
/// use niemyet::text::fold;
/// assert_eq!(fold("  Đăng ký khai sinh; "), "dang ky khai sinh");
/// assert_eq!(fold("Hoà/hòa Ðất"), "hoa hoa dat");
/// ```
pub fn fold(text: &str) -> String {
    words(text).into_iter().map(|word| word.folded).collect::<Vec<_>>().join(" ")
}

/// The folded words of a text, ASCII letters and digits only, with `-` between them: one segment of an address.
/// Empty where the text has no such letter.
///
/// ```
/// use niemyet::text::slug;
/// assert_eq!(slug("Quản lý xuất, nhập cảnh"), "quan-ly-xuat-nhap-canh");
/// assert_eq!(slug("4245/QĐ-BCA-QLXNC"), "4245-qd-bca-qlxnc");
/// ```
pub fn slug(text: &str) -> String {
    let ascii = |word: Word| word.folded.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    words(text).into_iter().map(ascii).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

/// A text as people should see it: NFC, invisible characters gone, private-use glyphs and every kind of blank as one
/// blank, none at the ends. Accents, case and punctuation stay.
///
/// ```
/// use niemyet::text::clean;
/// assert_eq!(clean("\u{feff}Cấp\u{a0} la\u{323}i\u{200b} "), "Cấp lại");
/// ```
pub fn clean(text: &str) -> String {
    if text.chars().all(is_settled) {
        return single_spaced(text);
    }
    let visible = text.nfc().filter(|&c| !within(INVISIBLE, c));
    let spaced: String = visible.map(|c| if within(PRIVATE, c) { ' ' } else { c }).collect();
    // Dropping what stood between a letter and its mark may leave the two to be joined.
    single_spaced(&spaced).nfc().collect()
}

fn single_spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Whether a letter is in NFC whatever stands beside it, and visible: nearly every letter of nearly every text, so that
/// thousands of records are cleaned without decomposing them.
fn is_settled(c: char) -> bool {
    matches!(c, '\0'..='\u{ac}' | '\u{ae}'..='\u{24f}' | '\u{1ea0}'..='\u{1ef9}' | '–' | '—' | '‘' | '’' | '“' | '”' | '…' | '•')
}

/// A word while it is read.
#[derive(Default)]
pub(super) struct Word {
    /// Lower case, no accents.
    pub(super) folded: String,
    /// With letter marks, composed or not.
    pub(super) marked: String,
    /// The digits of its tones.
    pub(super) tones: String,
}

impl Word {
    pub(super) fn into_token(self) -> Token {
        match Y_AS_I.iter().find(|(written, _)| *written == self.folded) {
            // These syllables have no letter with a hat, a breve, a horn or a stroke, so one key serves both.
            Some((_, key)) => Token { folded: (*key).to_owned(), accent: format!("{key}{}", self.tones) },
            None => Token { accent: self.marked.nfc().chain(self.tones.chars()).collect(), folded: self.folded },
        }
    }
}

fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word = Word::default();
    // Case is folded a character at a time, without context, because browsers and Rust agree on that.
    for c in text.nfkd().flat_map(char::to_lowercase) {
        if within(INVISIBLE, c) {
            continue;
        }
        if is_combining_mark(c) {
            if let Some((_, digit)) = TONES.iter().find(|(tone, _)| *tone == c) {
                word.tones.push(*digit);
            } else if LETTER_MARKS.contains(&c) {
                word.marked.push(c);
            }
        } else if D_WITH_STROKE.contains(&c) {
            word.folded.push('d');
            word.marked.push('đ');
        } else if c.is_alphanumeric() && !within(PRIVATE, c) {
            word.folded.push(c);
            word.marked.push(c);
        } else {
            end_word(&mut word, &mut words);
        }
    }
    end_word(&mut word, &mut words);
    words
}

/// Ends a word. Marks with no letter before them are dropped with it.
fn end_word(word: &mut Word, words: &mut Vec<Word>) {
    let ended = std::mem::take(word);
    if !ended.folded.is_empty() {
        words.push(ended);
    }
}

fn within(ranges: &[(u32, u32)], c: char) -> bool {
    ranges.iter().any(|&(first, last)| (first..=last).contains(&u32::from(c)))
}
