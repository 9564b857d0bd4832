//! A list as text, its cells parted by commas, semicolons or tabs.

use std::cell::Cell;

use super::grid::{Grid, GridRow};
use super::lettering::{self, Known, Lettering};
use super::limits::COLUMNS;
use super::raw::RawFile;
use super::refusal::{Kind, Reason, Refusal, RowPlace};
use super::{clean, codes, delimited};

/// Reads a list with delimiters. The delimiter is the one that makes the row of titles.
pub(super) fn read(name: &str, text: &str, known: &Known) -> Result<RawFile, Reason> {
    let read = |delimiter| with_delimiter(name, text, delimiter, Lettering::of(known));
    match [b',', b';', b'\t'].into_iter().find_map(read) {
        Some(read) => read,
        // Its titles may be in legacy letters that only all its words tell.
        None if known.is_none() => match Lettering::of_text(text) {
            Some(known) => self::read(name, text, &Some(known)),
            None => Err(Reason::NoHeader),
        },
        // Nothing in it looks like the portal's list.
        None => Err(Reason::NoHeader),
    }
}

fn with_delimiter(name: &str, text: &str, delimiter: u8, letters: Lettering) -> Option<Result<RawFile, Reason>> {
    let mut file = RawFile { kind: Some(Kind::ListText), letters, ..RawFile::default() };
    let mut grid = Grid::default();
    let subject: Cell<Option<(usize, usize)>> = Cell::new(None);
    let is_row = |parts: &[&str]| {
        let (code, name) = subject.get().unwrap_or((0, 1));
        let has = |at: usize, test: fn(&str) -> bool| parts.get(at).is_some_and(|part| test(part.trim()));
        has(code, codes::is_like) && has(name, |part| part.chars().any(char::is_alphabetic) && !codes::is_like(part))
    };
    for row in delimited::Rows::of(text, delimiter, is_row) {
        let place = RowPlace::line(name, row.line);
        if row.open {
            let shown: String = clean::line(&row.cells.join(" · ")).chars().take(100).collect();
            file.refused.push(Refusal { place, reason: Reason::QuoteOpen(shown) });
            continue;
        }
        let mut read = GridRow::default();
        for cell in row.cells.into_iter().take(COLUMNS) {
            let cell = file.letters.plain(cell);
            read.doubts.extend(cell.unclear.iter().map(|text| (read.cells.len(), lettering::refused(text))));
            read.cells.push(cell.text);
        }
        if let Err(reason) = grid.row(&mut file, place, read) {
            return Some(Err(reason));
        }
        if !grid.may_go_on() {
            return None;
        }
        subject.set(grid.subject());
    }
    if !grid.has_titles() {
        return None;
    }
    grid.end(&mut file, &RowPlace::file(name));
    Some(Ok(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<String> {
        let Ok(file) = read("list.csv", text, &None) else { return vec!["refused".into()] };
        file.rows
            .into_iter()
            .map(|(place, row)| match row {
                super::super::raw::RawRow::Listed(cells) => format!("{}:{}", place.row, cells.code),
                _ => "?".into(),
            })
            .collect()
    }

    #[test]
    fn columns_are_known_by_their_titles_and_rows_by_their_lines() {
        assert_eq!(codes("Mã số,Tên\n1.000001,\"A\nB\"\n1.000002,C\n"), ["2:1.000001", "4:1.000002"]);
        assert_eq!(codes("DANH SÁCH\n\nSTT;Tên thủ tục;Mã TTHC\n1;A;1.000001\n"), ["4:1.000001"]);
        assert_eq!(codes("Tên,Lĩnh vực\nA,B\n"), ["refused"]);
    }
}
