//! Where the values of a file stand, noted while it is read.

use std::fmt;
use std::ops::Range;

/// The bytes of values by their keys; nothing where nobody asks, so that reading a catalogue pays nothing for it.
pub(super) struct Spans(Option<Noted>);

/// What was noted, in the order of reading.
#[derive(Default)]
pub(super) struct Noted {
    pub(super) values: Vec<(String, Range<usize>)>,
    /// Texts that stand in several pieces.
    pub(super) texts: Vec<(String, Vec<Range<usize>>)>,
}

impl Spans {
    /// For reading alone.
    pub(super) fn unasked() -> Spans {
        Spans(None)
    }

    /// To be noted.
    pub(super) fn asked() -> Spans {
        Spans(Some(Noted::default()))
    }

    /// Empty ones, noted where these are.
    pub(super) fn another(&self) -> Spans {
        if self.is_asked() { Spans::asked() } else { Spans::unasked() }
    }

    pub(super) fn is_asked(&self) -> bool {
        self.0.is_some()
    }

    /// Notes where the value under a key stands.
    pub(super) fn note(&mut self, key: fmt::Arguments, bytes: Range<usize>) {
        if let Some(noted) = &mut self.0 {
            noted.values.push((key.to_string(), bytes));
        }
    }

    /// Notes where the pieces of the text under a key stand.
    pub(super) fn note_pieces(&mut self, key: fmt::Arguments, pieces: Vec<Range<usize>>) {
        if let Some(noted) = &mut self.0 {
            noted.texts.push((key.to_string(), pieces));
        }
    }

    /// Takes over what was noted below a table. Nothing below a table stands in pieces.
    pub(super) fn take(&mut self, name: fmt::Arguments, below: Spans) {
        if let (Some(noted), Some(below)) = (&mut self.0, below.0) {
            noted.values.extend(below.values.into_iter().map(|(key, bytes)| (format!("{name}.{key}"), bytes)));
        }
    }

    /// What was noted.
    pub(super) fn noted(self) -> Noted {
        self.0.unwrap_or_default()
    }
}

/// The bytes between the quotes of a text as it is written in TOML, without blanks at either end: what the model has, where
/// nothing in it is escaped. Of an empty text the quotes themselves.
pub(super) fn text_within(file: &str, bytes: Range<usize>) -> Range<usize> {
    let written = file.get(bytes.clone()).unwrap_or_default();
    let quoted = |quote: &str| written.strip_prefix(quote)?.strip_suffix(quote).map(|text| (quote.len(), text));
    let Some((quote, text)) = ["\"\"\"", "'''", "\"", "'"].into_iter().find_map(quoted) else { return bytes };
    let start = bytes.start + quote + (text.len() - text.trim_start().len());
    if text.trim().is_empty() { bytes } else { start..start + text.trim().len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_what_stands_between_its_quotes() {
        for (written, text) in [
            ("\"a\"", "a"),
            ("' a b '", "a b"),
            ("\"\"\"\n a\"b \"\"\"", "a\"b"),
            ("'''a'''", "a"),
            ("\"\"", "\"\""),
            ("\" \"", "\" \""),
            ("'\"a\"'", "\"a\""),
            ("\"\"\"\"a\"\"\"", "\"a"),
            ("7", "7"),
        ] {
            let file = format!("x = {written}");
            assert_eq!(&file[text_within(&file, 4..file.len())], text, "{written}");
        }
    }
}
