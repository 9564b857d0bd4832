//! A text with its path: byte spans, lines and columns.

use std::ops::Range;

/// A file of the catalogue: its path and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// The path relative to the project's folder, with `/`.
    pub path: String,
    /// The text.
    pub text: String,
}

/// A place in a file. Offsets are bytes; lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The path relative to the project's folder, with `/`.
    pub path: String,
    /// The line, 1 for the first, or 0 where only the file is meant.
    pub line: u32,
    /// The column, 1 for the first, or 0 where only the line is meant.
    pub column: u32,
    /// The bytes meant, where the text can be shown.
    pub span: Option<(usize, usize)>,
}

impl SourceFile {
    /// The place of a byte range in this file. A range beyond the end or inside a character is moved back to
    /// the nearest place that exists.
    ///
    /// ```
    /// use niemyet::source::SourceFile;
    /// let file = SourceFile { path: "a.toml".into(), text: "số = 1\nđ = 2\n".into() };
    /// let place = file.place(12..13); // the `=` of the second line
    /// assert_eq!((place.line, place.column), (2, 3));
    /// ```
    pub fn place(&self, range: Range<usize>) -> Place {
        let start = floor(&self.text, range.start);
        let end = floor(&self.text, range.end.max(start));
        let before = self.text.get(..start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let column = before.get(line_start..).unwrap_or_default().chars().count();
        Place {
            path: self.path.clone(),
            line: to_u32(before.matches('\n').count() + 1),
            column: to_u32(column + 1),
            span: Some((start, end)),
        }
    }

    /// The first place where a value stands by itself, not as a part of a longer word, code or number.
    ///
    /// ```
    /// use niemyet::source::SourceFile;
    /// let file = SourceFile { path: "a.toml".into(), text: "so-y-te = 1\nso = 2\n".into() };
    /// assert_eq!(file.place_of("so").unwrap().line, 2);
    /// assert_eq!(file.place_of("te"), None);
    /// ```
    pub fn place_of(&self, value: &str) -> Option<Place> {
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        let alone = |at: usize| {
            let before = self.text.get(..at).and_then(|before| before.chars().next_back());
            let after = self.text.get(at + value.len()..).and_then(|after| after.chars().next());
            !before.is_some_and(is_word) && !after.is_some_and(is_word)
        };
        let (at, _) = self.text.match_indices(value).find(|(at, _)| alone(*at))?;
        Some(self.place(at..at + value.len()))
    }

    /// The place of a whole line, 1 for the first.
    pub fn line(&self, line: u32) -> Place {
        Place { path: self.path.clone(), line, column: 0, span: None }
    }
}

impl Place {
    /// The file as a whole.
    pub fn file(path: &str) -> Place {
        Place { path: path.to_owned(), line: 0, column: 0, span: None }
    }
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn to_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
