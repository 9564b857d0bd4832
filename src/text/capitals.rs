//! Names that a source set in capitals, as a sentence has them.

use std::collections::BTreeMap;

/// How a language writes its words within sentences, learned from texts that are not all capitals: "Việt Nam" keeps its
/// capitals, "nam" alone has none, "UBND" stays as it is.
///
/// ```
/// use niemyet::text::Capitals;
/// let known = Capitals::learn(["Thu nhập của người Việt Nam", "Nghỉ thai sản của lao động nam"]);
/// assert_eq!(known.sentence("THU NHẬP CỦA NAM GIỚI VIỆT NAM").as_deref(), Some("Thu nhập của nam giới Việt Nam"));
/// assert_eq!(known.sentence("Thu nhập của nam giới"), None); // as it was written
/// ```
#[derive(Debug, Default)]
pub struct Capitals {
    /// The forms of a word: by itself, and beside the word before or after it.
    forms: BTreeMap<Place, BTreeMap<String, usize>>,
}

/// A word in lower case, and a neighbour of it, where one counts.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Alone(String),
    After(String, String),
    Before(String, String),
}

/// The fewest letters that make a text one of capitals, and not an abbreviation.
const LETTERS: usize = 8;

impl Capitals {
    /// Learns from texts; those that are capitals throughout teach nothing.
    pub fn learn<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut known = Capitals::default();
        for text in texts.into_iter().filter(|text| !is_capitals(text)) {
            let words: Vec<&str> = text.split_whitespace().map(core).collect();
            for (at, word) in words.iter().enumerate().filter(|(_, word)| !word.is_empty()) {
                // The first word of a text is capital whatever it is.
                if at == 0 {
                    continue;
                }
                for place in places(&words, at) {
                    *known.forms.entry(place).or_default().entry((*word).to_owned()).or_default() += 1;
                }
            }
        }
        known
    }

    /// A text in capitals as a sentence has it; `None` where it is not one.
    pub fn sentence(&self, text: &str) -> Option<String> {
        if !is_capitals(text) {
            return None;
        }
        let written: Vec<&str> = text.split_whitespace().collect();
        let words: Vec<&str> = written.iter().map(|word| core(word)).collect();
        let mut sentence = String::with_capacity(text.len());
        for (at, (whole, word)) in written.iter().zip(&words).enumerate() {
            if at > 0 {
                sentence.push(' ');
            }
            let form = self.form(&words, at);
            let form = if at == 0 { capitalised(&form) } else { form };
            sentence.push_str(&whole.replacen(word, &form, 1));
        }
        Some(sentence)
    }

    /// The form that stands most often beside the same neighbour, else most often at all, else lower case.
    fn form(&self, words: &[&str], at: usize) -> String {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let (alone, beside): (Vec<_>, Vec<_>) =
            places(words, at).into_iter().partition(|place| matches!(place, Place::Alone(_)));
        for places in [beside, alone] {
            for (form, count) in places.iter().filter_map(|place| self.forms.get(place)).flatten() {
                *counts.entry(form).or_default() += count;
            }
            if let Some((form, _)) =
                counts.iter().max_by_key(|(form, count)| (**count, is_lower(form), std::cmp::Reverse(**form)))
            {
                return (*form).to_owned();
            }
        }
        words.get(at).map(|word| word.to_lowercase()).unwrap_or_default()
    }
}

/// Whether a form has no capital: of two that stand as often it is the surer.
fn is_lower(form: &str) -> bool {
    !form.chars().any(char::is_uppercase)
}

/// A word alone, and with each neighbour.
fn places(words: &[&str], at: usize) -> Vec<Place> {
    let lower = |at: usize| words.get(at).map(|word| word.to_lowercase()).filter(|word| !word.is_empty());
    let Some(word) = lower(at) else { return Vec::new() };
    let after = at.checked_sub(1).and_then(lower).map(|other| Place::After(word.clone(), other));
    let before = lower(at + 1).map(|other| Place::Before(word.clone(), other));
    after.into_iter().chain(before).chain([Place::Alone(word)]).collect()
}

/// A word without the punctuation around it.
fn core(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

fn is_capitals(text: &str) -> bool {
    let mut letters = 0;
    for letter in text.chars().filter(|c| c.is_alphabetic()) {
        if letter.is_lowercase() {
            return false;
        }
        letters += 1;
    }
    letters >= LETTERS
}

/// A text with its first letter in upper case.
pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_abbreviation_and_a_short_word_stay_as_they_are() {
        let known = Capitals::learn(["Chương trình ODA của tỉnh", "Cấp sổ"]);
        assert_eq!(known.sentence("ODA"), None);
        assert_eq!(known.sentence("CHƯƠNG TRÌNH ODA (CẤP TỈNH)").as_deref(), Some("Chương trình ODA (cấp tỉnh)"));
    }

    #[test]
    fn punctuation_and_what_nobody_knows_keep_their_place() {
        assert_eq!(
            Capitals::default().sentence("CHIA, TÁCH; SÁP NHẬP – HỘI").as_deref(),
            Some("Chia, tách; sáp nhập – hội")
        );
        assert_eq!(Capitals::default().sentence("   "), None);
        assert_eq!(Capitals::default().sentence("1.004222 – 2026"), None);
    }
}
