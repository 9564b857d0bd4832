//! How a text looks in its file: what its author struck out or hid, and what stands in a legacy font.
//!
//! Struck and hidden words are no part of what a file says. Whether they were all of a cell, some words of it or a part of
//! a word is told apart: the last two may leave words that nobody wrote.

use super::legacy::{Font, Letters, Verdict, Whole};

/// Whether words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Mark {
    /// They do.
    #[default]
    Plain,
    /// They are struck out.
    Struck,
    /// They are not shown.
    Hidden,
}

/// How a piece of text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Look {
    pub(super) mark: Mark,
    /// The legacy font.
    pub(super) font: Option<Font>,
}

/// A text in pieces; neighbours that look the same are one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Written {
    pieces: Vec<(Look, String)>,
    bytes: usize,
}

impl Written {
    /// A text of one look.
    pub(super) fn of(text: &str, look: Look) -> Written {
        let mut written = Written::default();
        written.push(text, look);
        written
    }

    /// Adds a text, and says whether that makes a piece of its own. Blanks look like what stands before them.
    pub(super) fn push(&mut self, text: &str, look: Look) -> bool {
        let is_blank = text.chars().all(char::is_whitespace);
        self.bytes += text.len();
        match self.pieces.last_mut() {
            _ if text.is_empty() => return false,
            Some((own, last)) if is_blank || *own == look => {
                last.push_str(text);
                return false;
            }
            _ => {}
        }
        self.pieces.push((if is_blank { Look::default() } else { look }, text.to_owned()));
        true
    }

    /// Adds the pieces of another text.
    pub(super) fn append(&mut self, other: &Written) {
        for (look, text) in &other.pieces {
            self.push(text, *look);
        }
    }

    /// The same with every piece hidden.
    pub(super) fn hidden(mut self) -> Written {
        self.pieces.iter_mut().for_each(|(look, _)| look.mark = Mark::Hidden);
        self
    }

    /// The pieces, with their looks.
    pub(super) fn parts(&self) -> impl Iterator<Item = (&str, Look)> {
        self.pieces.iter().map(|(look, text)| (text.as_str(), *look))
    }

    /// Its length in bytes.
    pub(super) fn len(&self) -> usize {
        self.bytes
    }

    pub(super) fn is_empty(&self) -> bool {
        self.bytes == 0
    }

    pub(super) fn is_blank(&self) -> bool {
        self.pieces.iter().all(|(_, text)| text.trim().is_empty())
    }

    pub(super) fn ends_with(&self, letter: char) -> bool {
        self.pieces.last().is_some_and(|(_, text)| text.ends_with(letter))
    }

    /// All of it as typed, whether it stands or not.
    pub(super) fn typed(&self) -> String {
        self.pieces.iter().map(|(_, text)| text.as_str()).collect()
    }

    /// What it says, in a file whose words are `whole`.
    pub(super) fn read(&self, whole: &Whole) -> Reading {
        let mut reading = Reading::default();
        let last = |text: &str| text.chars().next_back().is_some_and(char::is_alphanumeric);
        for (look, typed) in &self.pieces {
            let text = match whole.read(typed, look.font) {
                Verdict::Same => {
                    reading.has_letters |= !typed.is_ascii();
                    typed.clone()
                }
                Verdict::Converted(letters, said) => {
                    reading.converted.push(letters);
                    said
                }
                Verdict::Unclear(letters, said) => {
                    let typed = typed.trim().to_owned();
                    reading.unclear.push(Unclear { letters, typed, guess: said.trim().to_owned() });
                    said
                }
            };
            if look.mark == Mark::Plain {
                reading.text.push_str(&text);
                continue;
            }
            if text.trim().is_empty() {
                continue;
            }
            let begins = |text: &str| text.chars().next().is_some_and(char::is_alphanumeric);
            let parts = look.mark == Mark::Struck && last(&reading.text) && begins(&text);
            if text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace) {
                reading.text.push(' ');
            }
            reading.left.push(Left { mark: look.mark, text: text.trim().to_owned(), parts });
        }
        reading.text = reading.text.trim().to_owned();
        reading
    }
}

/// What a text says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Reading {
    /// What stands, in Unicode.
    pub(super) text: String,
    /// What does not stand.
    pub(super) left: Vec<Left>,
    /// The letters that pieces of it were in.
    pub(super) converted: Vec<Letters>,
    /// Pieces of which nobody can tell what they say.
    pub(super) unclear: Vec<Unclear>,
    /// Whether a piece has letters above ASCII that are what they seem.
    pub(super) has_letters: bool,
}

impl Reading {
    /// The words that do not stand.
    pub(super) fn left_text(&self) -> String {
        self.left.iter().map(|left| left.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// All words, whether they stand or not.
    pub(super) fn all_text(&self) -> String {
        let left = self.left_text();
        [self.text.as_str(), &left].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// How the words that do not stand look.
    pub(super) fn mark(&self) -> Mark {
        if self.left.iter().any(|left| left.mark == Mark::Struck) {
            Mark::Struck
        } else if self.left.is_empty() {
            Mark::Plain
        } else {
            Mark::Hidden
        }
    }

    /// Whether what striking leaves of it may be no value: nothing stands, or a word was struck from its middle on.
    pub(super) fn is_doubtful(&self) -> bool {
        self.mark() == Mark::Struck && (self.text.is_empty() || self.left.iter().any(|left| left.parts))
    }
}

/// Words that do not stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Left {
    pub(super) mark: Mark,
    pub(super) text: String,
    /// Whether they begin inside a word that stands.
    pub(super) parts: bool,
}

/// A text that looks like legacy letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unclear {
    pub(super) letters: Letters,
    pub(super) typed: String,
    /// What it may say.
    pub(super) guess: String,
}

/// How the words of a row look of which nothing stands, or only its number. Cells that are one with cells of other rows
/// do not count.
pub(super) fn gone<'r>(own: impl Iterator<Item = &'r Reading> + Clone) -> Option<Mark> {
    let mark = own.clone().filter(|cell| !cell.left.is_empty()).map(Reading::mark).min()?;
    own.into_iter().all(|cell| cell.text.is_empty() || is_counter(&cell.text)).then_some(mark)
}

/// A row's number: "2", "II.", "b)".
fn is_counter(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    let digits = bare.bytes().all(|b| b.is_ascii_digit());
    let roman = bare.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'));
    bare.len() <= 4 && (digits || roman || bare.len() <= 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(mark: Mark) -> Look {
        Look { mark, font: None }
    }

    fn read(pieces: &[(&str, Mark)]) -> (String, String, bool) {
        let mut written = Written::default();
        for (text, mark) in pieces {
            written.push(text, look(*mark));
        }
        let reading = written.read(&Whole::default());
        (reading.text.clone(), reading.left_text(), reading.is_doubtful())
    }

    #[test]
    fn what_is_struck_is_left_and_words_stay_apart() {
        use Mark::{Hidden, Plain, Struck};
        for (pieces, text, left, doubtful) in [
            (
                &[("Đăng ký ", Plain), ("tạm trú", Struck), (" thường trú", Plain)][..],
                "Đăng ký  thường trú",
                "tạm trú",
                false,
            ),
            (&[("1.004222", Struck), ("1.004223", Plain)], "1.004223", "1.004222", false),
            (&[("1.0042", Plain), ("22", Struck), ("33", Plain)], "1.004233", "22", true),
            (&[("tạm", Plain), (" trú ", Struck), ("xã", Plain)], "tạm xã", "trú", false),
            (&[("tên", Struck)], "", "tên", true),
            (&[("cấp", Plain), ("tỉnh", Hidden)], "cấp", "tỉnh", false),
            (&[("cấp", Plain), (" ", Struck), ("tỉnh", Plain)], "cấp tỉnh", "", false),
        ] {
            assert_eq!(read(pieces), (text.to_owned(), left.to_owned(), doubtful), "{pieces:?}");
        }
    }

    #[test]
    fn a_row_of_which_only_its_number_stands_is_gone() {
        let of = |text: &str, mark| Written::of(text, look(mark)).read(&Whole::default());
        let struck = of("1.004222", Mark::Struck);
        assert_eq!(gone([of("2.", Mark::Plain), struck.clone()].iter()), Some(Mark::Struck));
        assert_eq!(gone([of("Tên", Mark::Plain), struck.clone()].iter()), None);
        assert_eq!(gone([of("2", Mark::Hidden), of("Tên", Mark::Hidden)].iter()), Some(Mark::Hidden));
        assert_eq!(gone([of("2", Mark::Plain)].iter()), None);
    }
}
