//! What the words of a file say of its letters, all together.

use std::collections::BTreeMap;

use super::{Font, Letters, Tally, Verdict, of_font, of_whole, of_words, twice_encoded, words};

/// How many words are remembered; there are not many more syllables.
const WORDS: usize = 20_000;
/// Fewer words than this say nothing of a whole file.
const ENOUGH: usize = 8;
/// What so many times more words say is what all say.
const MOST: usize = 10;

/// The words of a file, counted by what they speak for: those of each kind of legacy font, and those of no such font.
#[derive(Debug, Default)]
pub(in super::super) struct Whole {
    fonts: BTreeMap<Letters, Tally>,
    words: [Tally; 3],
    /// Words that were met, with what they say.
    met: BTreeMap<String, [Tally; 3]>,
}

impl Whole {
    /// Counts a text. Whether any of it may be legacy letters: where not, it is what it seems.
    pub(in super::super) fn add(&mut self, text: &str, font: Option<Font>) -> bool {
        if let Some(font) = font {
            let own = Tally::of(text, font.letters);
            self.fonts.entry(font.letters).or_default().add(own);
            return font.capitals || !text.is_ascii();
        }
        if text.is_ascii() {
            return false;
        }
        let mut legacy = twice_encoded(text).is_some();
        for word in words(text) {
            let said = match self.met.get(word) {
                Some(said) => *said,
                None => {
                    let said = Letters::OF_WORDS.map(|letters| Tally::of(word, letters));
                    if self.met.len() < WORDS {
                        self.met.insert(word.to_owned(), said);
                    }
                    said
                }
            };
            for (all, own) in self.words.iter_mut().zip(said) {
                all.add(own);
                legacy |= own.legacy > 0;
            }
        }
        legacy
    }

    /// Whether words have lost the letter that TCVN3 has in the place of the soft hyphen.
    pub(in super::super) fn has_lost_letters(&self) -> bool {
        let of_words = Letters::OF_WORDS.iter().zip(&self.words).find(|(letters, _)| **letters == Letters::Tcvn3);
        let all = self.fonts.get(&Letters::Tcvn3).into_iter().chain(of_words.map(|(_, tally)| tally));
        all.into_iter().any(|tally| tally.legacy > 0 && tally.lost > 0)
    }

    /// The letters that nearly all words of no legacy font are in.
    pub(in super::super) fn base(&self) -> Option<(Letters, Tally)> {
        let (letters, tally) = Letters::OF_WORDS.iter().zip(&self.words).max_by_key(|(_, tally)| tally.legacy)?;
        let is_plain = tally.legacy >= ENOUGH && tally.legacy > tally.unicode * MOST;
        is_plain.then_some((*letters, tally.leaning()))
    }

    /// What becomes of a text of the file.
    pub(in super::super) fn read(&self, text: &str, font: Option<Font>) -> Verdict {
        match font {
            Some(font) => {
                let whole = self.fonts.get(&font.letters).copied().unwrap_or_default();
                let verdict = of_font(text, font, whole.leaning());
                // Where most words under the font are Unicode, a text that can be both rather is too.
                if matches!(verdict, Verdict::Unclear(..))
                    && whole.unicode > whole.legacy
                    && Tally::of(text, font.letters).legacy == 0
                {
                    return Verdict::Unclear(font.letters, text.to_owned());
                }
                verdict
            }
            None if text.is_ascii() => Verdict::Same,
            None => match self.base() {
                Some((letters, whole)) => of_whole(text, letters, whole),
                None => of_words(text),
            },
        }
    }
}

impl Tally {
    /// Without the few words that speak against all others.
    fn leaning(self) -> Tally {
        let few = |few: usize, many: usize| if few * MOST < many { 0 } else { few };
        Tally { legacy: few(self.legacy, self.unicode), unicode: few(self.unicode, self.legacy), ..self }
    }
}
