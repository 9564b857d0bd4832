//! The cells of a list, as they go by: without what is struck out, and in Unicode.
//!
//! What a word says that can be legacy letters and Unicode both, only all words of the file tell: a file in which legacy
//! letters are met is read once more, with what its words said the first time.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::legacy::{self, Letters, Verdict, Whole};
use super::look::{Look, Reading, Unclear, Written};
use super::refusal::{Reason, Remark};

/// How much of a text a report shows, in characters.
const SHOWN: usize = 160;

/// What all words of a file say, once it was read.
pub(super) type Known = Option<Rc<Whole>>;

/// What is known of the letters of a file.
#[derive(Debug, Default)]
pub(super) struct Lettering {
    met: Whole,
    /// What the words said when the file was read the first time.
    known: Known,
    /// How many cells were in which letters.
    converted: BTreeMap<Letters, usize>,
    /// Cells with letters above ASCII that are what they seem.
    sound: usize,
    unclear: usize,
}

impl Lettering {
    pub(super) fn of(known: &Known) -> Lettering {
        Lettering { known: known.clone(), ..Lettering::default() }
    }

    /// What the words of a text say, where nearly all are in legacy letters.
    pub(super) fn of_text(text: &str) -> Known {
        let mut whole = Whole::default();
        whole.add(text, None);
        whole.base().is_some().then(|| Rc::new(whole))
    }

    /// Whether the file is to be read once more: legacy letters were met, and what its words say was not known.
    pub(super) fn is_first(&self) -> bool {
        self.known.is_none() && (!self.converted.is_empty() || self.unclear > 0)
    }

    /// What the words say, for the second reading.
    pub(super) fn into_known(self) -> Known {
        Some(Rc::new(self.met))
    }

    /// Why a record with this name is not taken: it looks like legacy letters.
    pub(super) fn doubt(&mut self, name: &str) -> Option<Reason> {
        if !self.met.add(name, None) {
            return None;
        }
        match legacy::of_words(name) {
            Verdict::Same => None,
            Verdict::Converted(letters, guess) | Verdict::Unclear(letters, guess) => {
                Some(refused(&Unclear { letters, typed: name.to_owned(), guess }))
            }
        }
    }

    /// What a cell of one look says.
    pub(super) fn plain(&mut self, text: String) -> Reading {
        if self.known.is_none() && !self.met.add(&text, None) {
            self.sound += usize::from(!text.is_ascii());
            return Reading { text, ..Reading::default() };
        }
        self.read(&Written::of(&text, Look::default()))
    }

    /// What a cell says.
    pub(super) fn cell(&mut self, written: &Written) -> Reading {
        if self.known.is_none() {
            for (text, look) in written.parts() {
                self.met.add(text, look.font);
            }
        }
        self.read(written)
    }

    fn read(&mut self, written: &Written) -> Reading {
        let none = Whole::default();
        let reading = written.read(self.known.as_deref().unwrap_or(&none));
        for letters in &reading.converted {
            *self.converted.entry(*letters).or_default() += 1;
        }
        self.sound += usize::from(reading.has_letters);
        self.unclear += reading.unclear.len();
        reading
    }

    /// What a person should know of the letters of the file.
    pub(super) fn remarks(&self) -> Vec<Remark> {
        let whole = self.converted.len() == 1 && self.sound == 0 && self.unclear == 0;
        let told = self.converted.iter();
        told.map(|(letters, count)| Remark::Letters { letters: letters.as_str(), count: *count, whole }).collect()
    }
}

/// Why a row with this text is not taken.
pub(super) fn refused(unclear: &Unclear) -> Reason {
    let shown = |text: &str| text.chars().take(SHOWN).collect();
    Reason::Letters { letters: unclear.letters.as_str(), text: shown(&unclear.typed), guess: shown(&unclear.guess) }
}

/// The beginning of a text, for a report.
pub(super) fn shown(text: &str) -> String {
    let line = super::clean::line(text);
    line.chars().take(SHOWN).collect()
}
