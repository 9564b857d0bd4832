//! A text with its path: byte spans, lines and columns.

use std::ops::Range;
use std::path::Path;

/// A file of the catalogue: its path and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// The path relative to the project's folder, with `/`.
    pub path: String,
    /// The text.
    pub text: String,
}

/// The name of a file as a line for people may have it. What would steer a terminal, break the line or turn the order of reading is
/// written out: control characters, and the signs of direction (Unicode Standard Annex 9). A name is what whoever made the file
/// wanted it to be.
///
/// ```
/// use niemyet::source::visible;
/// assert_eq!(visible("a\u{1b}[2J\nbảng.csv"), r"a\u{1b}[2J\nbảng.csv");
/// ```
pub fn visible(name: &str) -> String {
    let mut shown = String::with_capacity(name.len());
    for sign in name.chars() {
        match sign {
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                shown.extend(sign.escape_unicode())
            }
            _ if sign.is_control() => shown.extend(sign.escape_default()),
            _ => shown.push(sign),
        }
    }
    shown
}

/// A path as [`visible`] shows it; what is no text in it as well as it can be.
pub fn visible_path(path: impl AsRef<Path>) -> String {
    visible(&path.as_ref().to_string_lossy())
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

/// Where the lines of a text begin. A place is looked up among them, so that thousands of places of one file cost no more
/// than its length and theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines(Vec<usize>);

impl Lines {
    /// The lines of a text.
    pub fn of(text: &str) -> Lines {
        Lines(text.match_indices('\n').map(|(at, _)| at + 1).collect())
    }

    /// The line of a byte, 1 for the first, and the byte at which that line begins.
    fn at(&self, byte: usize) -> (usize, usize) {
        let before = self.0.partition_point(|start| *start <= byte);
        (before + 1, before.checked_sub(1).and_then(|last| self.0.get(last)).copied().unwrap_or(0))
    }
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
        self.place_on(&Lines::of(&self.text), range)
    }

    /// The same by the lines of this file's text, for whoever asks for many places of one file.
    pub fn place_on(&self, lines: &Lines, range: Range<usize>) -> Place {
        let start = floor(&self.text, range.start);
        let end = floor(&self.text, range.end.max(start));
        let (line, line_start) = lines.at(start);
        let column = self.text.get(line_start..start).unwrap_or_default().chars().count();
        Place { path: self.path.clone(), line: to_u32(line), column: to_u32(column + 1), span: Some((start, end)) }
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
