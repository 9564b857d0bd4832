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
            Plain::Letter(folded, ..) => word.push(folded),
            Plain::Break | Plain::Other => end(&mut word),
        }
    }
    end(&mut word);
}

/// What a character of a text is to its words.
#[derive(Clone, Copy)]
enum Plain {
    /// One letter or digit, whatever stands beside it: folded, with its letter mark, and the digit of its tone.
    Letter(char, char, Option<char>),
    /// The end of a word.
    Break,
    /// Something that only [`words_of_any`] can tell.
    Other,
}

/// What the characters up to the general punctuation are: nearly all of nearly every text.
static PLAIN: LazyLock<Vec<Plain>> = LazyLock::new(|| {
    let of = |code: u32| {
        let Some(c) = char::from_u32(code).filter(|c| !is_joining(*c)) else { return Plain::Other };
        // Between two letters a break makes two words of them, and a mark or what is invisible one.
        match words_of_any(&format!("x{c}x")).as_slice() {
            [word] => letter(word),
            // An accent that stands by itself is a blank and a mark, which goes to the word behind it.
            [one, other] if [one, other].iter().all(|word| word.marked == "x" && word.tones.is_empty()) => Plain::Break,
            _ => Plain::Other,
        }
    };
    (0..0x2100).map(of).collect()
});

/// The letter between two others that make a word with it.
fn letter(word: &Word) -> Plain {
    let middle = |text: String| {
        let mut letters = text.chars().skip(1);
        letters.next().filter(|_| letters.count() == 1)
    };
    let mut tones = word.tones.chars();
    let tone = tones.next();
    match (middle(word.folded.clone()), middle(word.marked.nfc().collect())) {
        (Some(folded), Some(marked)) if tones.next().is_none() => Plain::Letter(folded, marked, tone),
        _ => Plain::Other,
    }
}

/// Letters of Hangul, which are composed with those beside them.
fn is_joining(c: char) -> bool {
    ('\u{1100}'..='\u{11ff}').contains(&c)
}

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

/// A text without what stands in round brackets, and without these.
pub fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    text.chars()
        .filter(|c| {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => return depth == 0,
            }
            false
        })
        .collect()
}

/// Whether a text can be an identifier that is one segment of an address: lower-case ASCII letters, digits and hyphens, none at
/// its beginning, 1 to 100 of them.
///
/// ```
/// use niemyet::text::is_slug;
/// assert!(is_slug("phuong-hac-thanh") && !is_slug("") && !is_slug("-x") && !is_slug("Xã"));
/// ```
pub fn is_slug(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    (1..=100).contains(&text.len()) && text.bytes().all(plain) && !text.starts_with('-')
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
        return if is_single_spaced(text) { text.to_owned() } else { single_spaced(text) };
    }
    let visible = text.nfc().filter(|&c| !within(INVISIBLE, c));
    let spaced: String = visible.map(|c| if within(PRIVATE, c) { ' ' } else { c }).collect();
    // Dropping what stood between a letter and its mark may leave the two to be joined.
    single_spaced(&spaced).nfc().collect()
}

/// Whether a text that is settled has single blanks alone, and none at its ends.
fn is_single_spaced(text: &str) -> bool {
    let mut after_blank = true;
    for c in text.chars() {
        if c == ' ' && after_blank || c != ' ' && c.is_whitespace() {
            return false;
        }
        after_blank = c == ' ';
    }
    text.is_empty() || !after_blank
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
#[derive(Debug, Default)]
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
            // Syllables of Hangul are taken apart like accents, and have none.
            None if self.marked == self.folded || self.marked.chars().all(is_settled) => {
                Token { accent: self.marked + &self.tones, folded: self.folded }
            }
            None => Token { accent: self.marked.nfc().chain(self.tones.chars()).collect(), folded: self.folded },
        }
    }
}

/// The words of a text: letter by letter where each is what it is whatever stands beside it.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word = Word::default();
    for c in text.chars() {
        match plainly(c) {
            Plain::Letter(folded, marked, tone) => {
                word.folded.push(folded);
                word.marked.push(marked);
                word.tones.extend(tone);
            }
            Plain::Break => end_word(&mut word, &mut words),
            Plain::Other => return words_of_any(text),
        }
    }
    end_word(&mut word, &mut words);
    words
}

/// The words of a text with whatever letters and marks.
pub(super) fn words_of_any(text: &str) -> Vec<Word> {
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
