//! Vietnamese in legacy letters → Unicode, by the published tables.
//!
//! A font says in which letters its words are typed; where no font says so, the words do: a word that can be no syllable
//! as it stands and is one in the letters of a table. What is certain is converted, text that is Unicode already stays,
//! and whatever speaks for both is [`Verdict::Unclear`]: somebody has to look. No reader lets such a text through
//! without a word.

mod syllable;
mod tables;
mod whole;

use encoding_rs::WINDOWS_1252;
use unicode_normalization::char::is_combining_mark;

use super::refusal::Reason;

pub(super) use whole::Whole;

/// The letters that a text was typed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Letters {
    /// TCVN 5712:1993 (VN3), known as TCVN3 or ABC.
    Tcvn3,
    /// VNI for Windows.
    Vni,
    /// Windows-1258, read as if it were Windows-1252.
    Windows1258,
    /// UTF-8, read as if it were Windows-1252.
    Utf8,
}

impl Letters {
    /// The letters that words alone can tell.
    const OF_WORDS: [Letters; 3] = [Letters::Tcvn3, Letters::Vni, Letters::Windows1258];

    /// The name that people know them by.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Letters::Tcvn3 => "TCVN3 (ABC)",
            Letters::Vni => "VNI",
            Letters::Windows1258 => "Windows-1258",
            Letters::Utf8 => "UTF-8 / Windows-1252",
        }
    }
}

/// A font whose letters are no Unicode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Font {
    pub(super) letters: Letters,
    /// Whether it shows every letter as a capital: the fonts `.VnTimeH`, `.VnArialH`.
    pub(super) capitals: bool,
}

impl Font {
    /// The font of this name, or of the first name of a list; `None` for any other font.
    pub(super) fn named(names: &str) -> Option<Font> {
        let first = names.split(',').next().unwrap_or_default();
        let name = first.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
        let lower = name.to_ascii_lowercase();
        if lower.starts_with(".vn") {
            return Some(Font { letters: Letters::Tcvn3, capitals: name.ends_with('H') });
        }
        let vni = lower.starts_with("vni-") || lower.starts_with("vni ");
        vni.then_some(Font { letters: Letters::Vni, capitals: false })
    }
}

/// What becomes of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is what it seems.
    Same,
    /// It was typed in these letters: this is what it says.
    Converted(Letters, String),
    /// It looks like these letters, and something speaks against it or is lost: this is what it may say.
    Unclear(Letters, String),
}

/// How many words of a text speak for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Tally {
    /// No syllable as they stand, one in the legacy letters.
    legacy: usize,
    /// Those of them that are no word of any tongue as they stand.
    strong: usize,
    /// A syllable as they stand, none in the legacy letters.
    unicode: usize,
    /// Both, and not the same.
    either: usize,
    /// Neither, and no abbreviation.
    neither: usize,
    /// Neither, but a syllable with the letter ư that some programs drop.
    lost: usize,
}

impl Tally {
    pub(super) fn of(text: &str, letters: Letters) -> Tally {
        let mut tally = Tally::default();
        words(text).for_each(|word| tally.word(word, letters));
        tally
    }

    fn word(&mut self, word: &str, letters: Letters) {
        let Some(said) = tables::decoded(word, letters) else {
            self.unicode += usize::from(word.chars().any(is_vietnamese) || is_unicode(word));
            return;
        };
        let stands = is_unicode(word);
        if said == word || word == "µm" {
            return;
        }
        match (stands, syllable::is_one(&said)) {
            (false, true) => {
                self.legacy += 1;
                self.strong += usize::from(is_strange(word));
            }
            (true, false) => self.unicode += 1,
            (true, true) => self.either += 1,
            // "QĐ", "HĐND".
            (false, false) if said.chars().all(char::is_uppercase) => {}
            (false, false) => {
                self.neither += 1;
                self.lost += usize::from(letters == Letters::Tcvn3 && has_lost_a_letter(&said));
            }
        }
    }

    /// Adds what another text has.
    pub(super) fn add(&mut self, other: Tally) {
        self.legacy += other.legacy;
        self.strong += other.strong;
        self.unicode += other.unicode;
        self.either += other.either;
        self.neither += other.neither;
        self.lost += other.lost;
    }

    /// Whether words speak for the legacy letters, where no font does.
    fn speaks(self) -> bool {
        self.legacy > 1 || self.strong > 0
    }

    /// Whether nothing else speaks against them.
    fn is_plain(self) -> bool {
        self.speaks() && self.unicode == 0 && self.lost == 0 && self.neither * 5 <= self.legacy
    }

    /// Whether the words of a font say that its letters are legacy ones; `None` where they say nothing or both.
    fn says(self) -> Option<bool> {
        (self.legacy > 0 || self.unicode > 0)
            .then_some(self.legacy > 0)
            .filter(|_| self.legacy == 0 || self.unicode == 0)
    }
}

/// A text that a legacy font shows, in a file whose words in these letters are `whole`.
pub(super) fn of_font(text: &str, font: Font, whole: Tally) -> Verdict {
    let shown = |said: String| if font.capitals { said.to_uppercase() } else { said };
    if text.is_ascii() {
        let said = shown(text.to_owned());
        return if said == text { Verdict::Same } else { Verdict::Converted(font.letters, said) };
    }
    let said = shown(converted(text, font.letters));
    if said == text {
        return Verdict::Same;
    }
    let own = Tally::of(text, font.letters);
    let telling = own.legacy + own.unicode + own.either + own.neither > 0;
    match own.says().or_else(|| whole.says().filter(|_| own.legacy == 0)) {
        // A font for capitals shows them whatever the letters are.
        Some(false) if !font.capitals => Verdict::Same,
        Some(false) => Verdict::Converted(font.letters, text.to_uppercase()),
        Some(true) if own.lost > 0 => Verdict::Unclear(font.letters, said),
        Some(true) => Verdict::Converted(font.letters, said),
        // Signs only, or abbreviations: the font is all that speaks.
        None if !telling => Verdict::Converted(font.letters, said),
        None => Verdict::Unclear(font.letters, said),
    }
}

/// A text that no font tells of.
pub(super) fn of_words(text: &str) -> Verdict {
    if text.is_ascii() {
        return Verdict::Same;
    }
    if let Some(verdict) = twice_encoded(text) {
        return verdict;
    }
    let all = Letters::OF_WORDS.map(|letters| (letters, Tally::of(text, letters)));
    let Some((letters, tally)) =
        all.into_iter().filter(|(_, tally)| tally.speaks()).max_by_key(|(_, tally)| tally.legacy)
    else {
        return Verdict::Same;
    };
    let said = converted(text, letters);
    let rival = |(other, one): &(Letters, Tally)| *other != letters && one.speaks() && one.legacy * 2 > tally.legacy;
    if tally.is_plain() && !all.iter().any(rival) {
        Verdict::Converted(letters, said)
    } else {
        Verdict::Unclear(letters, said)
    }
}

/// A part of a text that as a whole is in these letters: what of it is Unicode all the same stays.
pub(super) fn of_whole(text: &str, letters: Letters, whole: Tally) -> Verdict {
    match letters {
        Letters::Utf8 => of_words(text),
        Letters::Tcvn3 | Letters::Vni | Letters::Windows1258 => of_font(text, Font { letters, capitals: false }, whole),
    }
}

/// The text of a file's bytes: UTF-8, or the letters of Windows-1252 in which legacy text is written, where its words are
/// plainly that.
///
/// # Errors
/// [`Reason::NotUtf8`] where the bytes are neither.
pub(super) fn text_of(bytes: &[u8]) -> Result<std::borrow::Cow<'_, str>, Reason> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(text.into()),
        Err(error) => error,
    };
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    let mut whole = Whole::default();
    whole.add(&text, None);
    let is_legacy = whole.base().is_some() || matches!(of_words(&text), Verdict::Converted(..));
    if is_legacy { Ok(text) } else { Err(Reason::NotUtf8(error.valid_up_to() as u64 + 1)) }
}

/// A text of which every word that a table can read is read by it. TCVN3 has letters in the places of all signs: "«" is "ô".
fn converted(text: &str, letters: Letters) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    for word in all_words(text).filter(|word| letters == Letters::Tcvn3 || !is_sign(word)) {
        let at = word.as_ptr() as usize - rest.as_ptr() as usize;
        out.push_str(rest.get(..at).unwrap_or_default());
        match tables::decoded(word, letters) {
            Some(said) => out.push_str(&said),
            None => out.push_str(word),
        }
        rest = rest.get(at + word.len()..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// UTF-8 that was read as Windows-1252 shows two letters or three for each; where a part of it is gone, it only looks so.
fn twice_encoded(text: &str) -> Option<Verdict> {
    const BEGINNINGS: [&str; 5] = ["áº", "á»", "Ä‘", "Æ°", "Æ¡"];
    let looks = BEGINNINGS.iter().any(|beginning| text.contains(beginning));
    match tables::decoded(text, Letters::Utf8) {
        Some(said) if said.chars().filter(|c| is_vietnamese(*c)).count() > 1 || looks => {
            Some(Verdict::Converted(Letters::Utf8, said))
        }
        Some(_) | None => looks.then(|| Verdict::Unclear(Letters::Utf8, text.to_owned())),
    }
}

/// The words of a text that have letters above ASCII. Signs count as letters: legacy letters are in their places. A sign
/// that stands alone is that sign.
fn words(text: &str) -> impl Iterator<Item = &str> {
    all_words(text).filter(|word| !is_sign(word))
}

fn all_words(text: &str) -> impl Iterator<Item = &str> {
    let parts = |c: char| if c.is_ascii() { !c.is_ascii_alphabetic() } else { is_blank(c) };
    text.split(parts).filter(|word| !word.is_ascii())
}

fn is_sign(word: &str) -> bool {
    let mut letters = word.chars();
    matches!((letters.next(), letters.next()), (Some('\u{a0}'..='\u{bf}' | '×' | '÷'), None))
}

/// Blanks, and the dashes, quotes and dots that every table leaves in their places.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{2000}'..='\u{206f}' | '\u{fffd}' | '\u{80}'..='\u{9f}')
}

/// Whether a word is a syllable of Unicode.
fn is_unicode(word: &str) -> bool {
    word.chars().all(|c| c.is_alphabetic() || is_combining_mark(c)) && syllable::is_one(word)
}

/// Whether a word has what no tongue writes: several letters above ASCII, signs among its letters, a capital behind a small
/// letter.
fn is_strange(word: &str) -> bool {
    let above = word.chars().filter(|c| !c.is_ascii());
    let is_sign = |c: char| {
        !c.is_ascii() && !c.is_alphabetic() && !is_combining_mark(c) || matches!(c, 'Þ' | 'þ' | 'µ' | 'ª' | 'º')
    };
    let mut letters = word.chars().zip(word.chars().skip(1));
    above.count() > 1
        || word.chars().any(is_sign)
        || letters.any(|(one, next)| one.is_lowercase() && next.is_uppercase())
}

/// Letters that Vietnamese has and Windows-1252 has not.
fn is_vietnamese(c: char) -> bool {
    matches!(c, 'Ă' | 'ă' | 'Đ' | 'đ' | 'Ĩ' | 'ĩ' | 'Ũ' | 'ũ' | 'Ơ' | 'ơ' | 'Ư' | 'ư' | '\u{1ea0}'..='\u{1ef9}')
}

/// Whether a word is a syllable once the ư that is TCVN3's soft hyphen stands before its ơ again.
fn has_lost_a_letter(said: &str) -> bool {
    let horned = |c: char| matches!(c, 'ơ' | 'ờ' | 'ớ' | 'ở' | 'ỡ' | 'ợ');
    let Some(at) = said.find(horned) else { return false };
    let (before, after) = said.split_at(at);
    syllable::is_one(&format!("{before}ư{after}"))
}

#[cfg(test)]
mod tests;
