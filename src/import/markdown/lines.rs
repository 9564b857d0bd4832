//! Lines of a source → paragraphs and list items. A mark that is new within a list is a level below it, as people write
//! `-`, then `+`, then `•`; a mark that was there before ends the levels below.

use super::super::clean;
use super::inline;

/// Lists nest no deeper: as many marks as people use at once.
const DEPTH: usize = 6;

/// How an item is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Bullet(char),
    Number(u32),
}

impl Mark {
    fn is_kind_of(self, other: Mark) -> bool {
        match (self, other) {
            (Mark::Bullet(one), Mark::Bullet(other)) => one == other,
            (Mark::Number(_), Mark::Number(_)) => true,
            (Mark::Bullet(_) | Mark::Number(_), _) => false,
        }
    }
}

/// The Markdown so far.
#[derive(Default)]
pub(super) struct Lines {
    out: String,
    /// The marks of the open items, the outermost first.
    open: Vec<Mark>,
}

impl Lines {
    pub(super) fn line(&mut self, source: &str) {
        let glyph = source.trim_start().chars().next().filter(|c| is_glyph(*c));
        let line = clean::letters(source);
        let line = line.trim_start_matches(is_glyph).trim();
        if line.is_empty() {
            return;
        }
        let item = match glyph {
            // A dash is a hyphen that somebody's editor made longer.
            Some('–' | '—') => Some((Mark::Bullet('-'), line)),
            Some(glyph) => Some((Mark::Bullet(glyph), line)),
            None => item(line),
        };
        match item {
            Some((mark, text)) if self.opens(mark) => self.item(mark, text),
            Some(_) | None => self.paragraph(line),
        }
    }

    pub(super) fn end(self) -> String {
        self.out
    }

    /// Whether an item stands where its mark says: a number that does not follow the one before it would be counted on.
    fn opens(&self, mark: Mark) -> bool {
        let above = self.open.iter().find(|open| open.is_kind_of(mark));
        match (mark, above) {
            (Mark::Number(number), Some(Mark::Number(last))) => number == last.saturating_add(1),
            (Mark::Bullet(_) | Mark::Number(_), _) => true,
        }
    }

    fn item(&mut self, mark: Mark, text: &str) {
        let level = self.open.iter().position(|open| open.is_kind_of(mark)).unwrap_or(self.open.len()).min(DEPTH - 1);
        if !self.out.is_empty() {
            self.out.push_str(if self.open.is_empty() { "\n\n" } else { "\n" });
        }
        self.open.truncate(level);
        let indent: usize = self.open.iter().map(|mark| shown(*mark).len()).sum();
        self.out.push_str(&" ".repeat(indent));
        self.out.push_str(&shown(mark));
        self.out.push_str(&inline::escaped(text));
        self.open.push(mark);
    }

    fn paragraph(&mut self, line: &str) {
        if !self.out.is_empty() {
            self.out.push_str("\n\n");
        }
        self.open.clear();
        self.out.push_str(&inline::escaped(line));
    }
}

fn shown(mark: Mark) -> String {
    match mark {
        Mark::Bullet(_) => "- ".to_owned(),
        Mark::Number(number) => format!("{number}. "),
    }
}

/// The mark of a line and its text, where it is an item: "- Đơn", "-Đơn" (its blank was forgotten), "2. Nộp".
fn item(line: &str) -> Option<(Mark, &str)> {
    if let Some(mark) = line.chars().next().filter(|c| matches!(c, '-' | '+' | '*')) {
        let rest = line.get(1..)?;
        let text = rest.trim_start();
        let forgot = mark != '*' && rest.starts_with(char::is_alphabetic);
        return ((rest.starts_with(' ') || forgot) && says(text)).then_some((Mark::Bullet(mark), text));
    }
    let (number, text) = line.split_once(". ")?;
    let is_number = (1..=4).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    let value = number.parse().ok().filter(|_| is_number && (number == "0" || !number.starts_with('0')))?;
    says(text).then_some((Mark::Number(value), text.trim_start()))
}

/// Whether more than marks stand in a text: "- - -" is a rule, and no item.
fn says(text: &str) -> bool {
    text.chars().any(|c| !matches!(c, '-' | '=' | '_' | '*' | '+' | ' '))
}

/// Bullets that Word and the portal's editor leave, private-use glyphs among them.
fn is_glyph(c: char) -> bool {
    matches!(c, '•' | '·' | '▪' | '■' | '●' | '○' | '◦' | '►' | '–' | '—' | '\u{e000}'..='\u{f8ff}')
}
