//! Tables whose cells span rows, which no text shows: only readers of documents give them.

use super::block::{Block, Cell, cell};
use super::document;
use super::found::{Found, Word};

const TITLES: [&str; 5] =
    ["STT", "Mã TTHC bị thay thế", "Tên TTHC bị thay thế", "Mã TTHC thay thế", "Tên TTHC thay thế"];

/// A row of an annex; `^` is one with the cell above.
fn row(texts: [&str; 5]) -> Vec<Cell> {
    texts.iter().map(|text| if *text == "^" { Cell { merged: true, ..Cell::default() } } else { cell(text) }).collect()
}

fn read(rows: &[[&str; 5]]) -> Found {
    let head = ["Số: 77/QĐ-UBND", "Căn cứ Luật", "PHỤ LỤC", "I. THỦ TỤC HÀNH CHÍNH ĐƯỢC THAY THẾ (06 TTHC)"];
    let mut blocks: Vec<Block> = head.iter().map(|line| Block::Line((*line).to_owned())).collect();
    let table = std::iter::once(row(TITLES)).chain(rows.iter().map(|texts| row(*texts))).collect();
    blocks.push(Block::Table(table));
    document::read(&blocks)
}

#[test]
fn rows_whose_successor_stands_in_a_merged_cell_are_one_replacement() {
    let found = read(&[
        ["1", "1.012958", "Cũ một", "1.012944", "Mới"],
        ["2", "1.012959", "Cũ hai", "^", "^"],
        ["3", "3.000301", "Cũ ba", "^", "^"],
        ["4", "3.000309", "Cũ bốn", "2.001842\n1.012965", "Hai tên mới"],
        ["5", "1.005008", "Cũ năm", "1.012954", "Mới khác"],
        ["6", "3.000297", "Cũ sáu", "^", "^"],
    ]);
    let told: Vec<(usize, Vec<&str>, Vec<&str>)> = found
        .rows
        .iter()
        .map(|row| {
            (row.rows, row.old.iter().map(String::as_str).collect(), row.new.iter().map(String::as_str).collect())
        })
        .collect();
    assert_eq!(
        told,
        [
            (3, vec!["1.012958", "1.012959", "3.000301"], vec!["1.012944"]),
            (1, vec!["3.000309"], vec!["2.001842", "1.012965"]),
            (2, vec!["1.005008", "3.000297"], vec!["1.012954"]),
        ]
    );
    assert!(found.rows.iter().all(|row| row.change == Some(Word::Replace)), "{found:#?}");
    // What each merged row says is there to be seen.
    for name in ["Cũ một", "Cũ hai", "Cũ ba", "Cũ sáu"] {
        assert!(found.rows.iter().any(|row| row.written.contains(name)), "{name}");
    }
    assert_eq!(found.rows.iter().map(|row| row.rows).sum::<usize>(), 6, "the declared total counts them all");
}

#[test]
fn a_row_below_nothing_is_never_merged_into_another_kind() {
    let found = read(&[["1", "1.012958", "Cũ một", "^", "^"], ["2", "1.012959", "Cũ hai", "1.012944", "Mới"]]);
    let olds: Vec<&[String]> = found.rows.iter().map(|row| row.old.as_slice()).collect();
    assert_eq!(olds, [["1.012958"], ["1.012959"]]);
    assert!(
        found.rows.first().is_some_and(|row| row.new.is_empty()),
        "a successor that stands nowhere above is not made up"
    );
}
