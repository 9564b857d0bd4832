//! Text with delimiters (csv, tsv) → rows, each with the line of the file on which it begins.
//!
//! A quote that nobody closed would swallow the rows below it. Here a quoted cell ends only where a delimiter or a line's
//! end follows its quote; where it runs over lines of which one is a row of its own, or to the end of the file, the line
//! that opened it is told as open, and reading goes on with the next line.

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// The line of the file on which the row begins, from 1.
    pub(super) line: u64,
    pub(super) cells: Vec<String>,
    /// Whether a quote opens in the row and nothing closes it: its cells are those of its first line.
    pub(super) open: bool,
}

/// The rows of a text; lines of nothing are none.
pub(super) struct Rows<'t, F> {
    text: &'t str,
    delimiter: char,
    at: usize,
    line: u64,
    is_row: F,
}

impl<'t, F: Fn(&[&str]) -> bool> Rows<'t, F> {
    /// `is_row` says whether the parts of a line, cut at every delimiter, are a row of their own.
    pub(super) fn of(text: &'t str, delimiter: u8, is_row: F) -> Rows<'t, F> {
        Rows { text, delimiter: char::from(delimiter), at: 0, line: 1, is_row }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Whether a cell that a quote opened has a row of its own in it.
    fn has_row(&self, cell: &str) -> bool {
        cell.split(['\n', '\r']).skip(1).any(|line| {
            let parts: Vec<&str> = line.split(self.delimiter).map(|part| part.trim_matches(['"', ' '])).collect();
            (self.is_row)(&parts)
        })
    }

    fn open(&mut self) -> Row {
        let rest = self.rest();
        let first = rest.split(['\n', '\r']).next().unwrap_or_default();
        let cells = first.split(self.delimiter).map(|part| part.trim().trim_matches('"').to_owned()).collect();
        let row = Row { line: self.line, cells, open: true };
        self.at += first.len();
        self.end_line();
        row
    }

    /// Steps over the delimiter behind a cell, where one stands there: then another cell follows.
    fn ends_cell(&mut self) -> bool {
        let more = self.rest().starts_with(self.delimiter);
        self.at += if more { self.delimiter.len_utf8() } else { 0 };
        more
    }

    /// Steps over the end of a line.
    fn end_line(&mut self) {
        let rest = self.rest();
        let length = if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with(['\n', '\r'])) };
        self.at += length;
        self.line += u64::from(length > 0);
    }
}

/// A quoted cell, from behind its first quote: its content with single quotes, and how many bytes it takes with the last.
/// `None` where nothing closes it.
fn quoted(text: &str, delimiter: char) -> Option<(String, usize)> {
    let mut content = String::new();
    let mut at = 0;
    loop {
        let rest = text.get(at..)?;
        let quote = rest.find('"')?;
        content.push_str(rest.get(..quote)?);
        let after = rest.get(quote + 1..)?;
        if after.starts_with('"') {
            content.push('"');
            at += quote + 2;
        } else if is_end(after, delimiter) {
            let blanks = after.len() - after.trim_start_matches([' ', '\u{a0}']).len();
            return Some((content, at + quote + 1 + blanks));
        } else if content.ends_with([delimiter, '\n', '\r']) && content.contains(['\n', '\r']) {
            // The quote of a later row's cell.
            return None;
        } else {
            content.push('"');
            at += quote + 1;
        }
    }
}

/// Whether a cell may end here.
fn is_end(text: &str, delimiter: char) -> bool {
    let text = text.trim_start_matches([' ', '\u{a0}']);
    text.is_empty() || text.starts_with([delimiter, '\n', '\r'])
}

impl<F: Fn(&[&str]) -> bool> Iterator for Rows<'_, F> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        while self.rest().starts_with(['\n', '\r']) {
            self.end_line();
        }
        if self.rest().is_empty() {
            return None;
        }
        let (start, line) = (self.at, self.line);
        let mut cells = Vec::new();
        loop {
            let rest = self.rest();
            let Some(inside) = rest.strip_prefix('"') else {
                let cell = rest.split([self.delimiter, '\n', '\r']).next().unwrap_or_default();
                self.at += cell.len();
                cells.push(cell.to_owned());
                if self.ends_cell() { continue } else { break }
            };
            let Some((content, length)) = quoted(inside, self.delimiter).filter(|(content, _)| !self.has_row(content))
            else {
                (self.at, self.line) = (start, line);
                return Some(self.open());
            };
            let taken = inside.get(..length).unwrap_or_default();
            self.line += lines_in(taken);
            self.at += 1 + length;
            cells.push(content);
            if !self.ends_cell() {
                break;
            }
        }
        self.end_line();
        Some(Row { line, cells, open: false })
    }
}

/// How many lines a text ends: by `\n`, by `\r\n` or by `\r` alone.
fn lines_in(text: &str) -> u64 {
    let ends = text.matches('\n').count() + text.matches('\r').count() - text.matches("\r\n").count();
    ends as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, delimiter: u8) -> Vec<String> {
        let is_row = |parts: &[&str]| parts.first().is_some_and(|part| part.starts_with("1."));
        let shown = |row: Row| format!("{}{}{}", row.line, if row.open { "?" } else { ":" }, row.cells.join("|"));
        Rows::of(text, delimiter, is_row).map(shown).collect()
    }

    #[test]
    fn cells_and_lines_are_those_of_the_file() {
        assert_eq!(
            rows("a,b\r\n\r\n1,\"x\r\ny\"\r\n2,\"p, \"\"q\"\"\"\r\n", b','),
            ["1:a|b", "3:1|x\r\ny", "5:2|p, \"q\""]
        );
        assert_eq!(rows("a;b;\n1;\"\"; \n", b';'), ["1:a|b|", "2:1|| "]);
        assert_eq!(rows("a\rb\r", b','), ["1:a", "2:b"]);
        assert_eq!(rows("a\t\"b\" \tc", b'\t'), ["1:a|b|c"]);
        assert_eq!(rows("a,b 5\" c,d", b','), ["1:a|b 5\" c|d"]);
    }

    #[test]
    fn a_quote_that_stays_open_takes_its_own_line_and_no_other() {
        for (text, expected) in [
            ("1.1,\"A,B\n1.2,C,D\n", vec!["1?1.1|A|B", "2:1.2|C|D"]),
            ("1.1,\"A,B\n1.2,\"C\",D\n1.3,E,F", vec!["1?1.1|A|B", "2:1.2|C|D", "3:1.3|E|F"]),
            ("1.1,\"A \"b\" c\",B\n1.2,\"C,D\n1.3,E,F\n", vec!["1:1.1|A \"b\" c|B", "2?1.2|C|D", "3:1.3|E|F"]),
            ("x,\"A\n", vec!["1?x|A"]),
            ("x,\"A\r\ny,\"B\r\n", vec!["1?x|A", "2?y|B"]),
        ] {
            assert_eq!(rows(text, b','), expected, "{text}");
        }
    }
}
