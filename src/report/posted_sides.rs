//! The places in which procedures stand, side by side, for people, for programs and for spreadsheets.

use serde_json::{Value, json};

use crate::posted::{Sides, Standing};
use crate::spreadsheet::Table;
use crate::strings::{Language, Strings};

use super::posted::SHOWN;

/// A column by its key, and whether a standing has it.
type Place = (&'static str, fn(&Standing) -> bool);

/// The columns that there are.
fn places(sides: &Sides) -> Vec<Place> {
    let has_board = sides.rows.iter().any(|(standing, _)| standing.board.is_some());
    let all: [(bool, Place); 4] = [
        (sides.list.is_some(), ("list", |at| at.list == Some(true))),
        (true, ("due", |at| at.due)),
        (true, ("posted", |at| at.posted)),
        (has_board, ("board", |at| at.board == Some(true))),
    ];
    all.into_iter().filter(|(is_there, _)| *is_there).map(|(_, place)| place).collect()
}

fn mark(is_there: bool, language: Language) -> String {
    Strings::of(language).get(&["posted", "sides", if is_there { "yes" } else { "no" }])
}

/// The title, with the official list that was taken.
pub(super) fn title(sides: &Sides, language: Language) -> String {
    let strings = Strings::of(language);
    let list = sides.list.clone().unwrap_or_else(|| strings.get(&["posted", "sides", "no_list"]));
    strings.filled(&["posted", "sides", "title"], &[("list", list)])
}

/// A row a standing: the marks, how many procedures, and their codes. With `most` no more codes are named, and none where all agree.
pub(super) fn rows(sides: &Sides, most: Option<usize>, language: Language) -> Vec<Vec<String>> {
    let of = |(at, codes): &(Standing, Vec<String>)| {
        let marks = places(sides).into_iter().map(|(_, has)| mark(has(at), language));
        let shown = most.map_or(codes.len(), |most| if at.is_agreed() { 0 } else { most.min(codes.len()) });
        let mut named = codes.iter().take(shown).cloned().collect::<Vec<_>>().join(", ");
        if shown > 0 && shown < codes.len() {
            named += ", …";
        }
        marks.chain([codes.len().to_string(), named]).collect()
    };
    sides.rows.iter().map(of).collect()
}

/// The titles of the columns of [`rows`].
pub(super) fn columns(sides: &Sides, language: Language) -> Vec<String> {
    let keys = places(sides).into_iter().map(|(key, _)| key).chain(["count", "codes"]);
    keys.map(|key| Strings::of(language).get(&["posted", "sides", key])).collect()
}

/// For people: a table of columns under each other.
pub(super) fn sides_text(sides: &Sides, every: bool, language: Language) -> String {
    let head = columns(sides, language);
    let rows = rows(sides, (!every).then_some(SHOWN), language);
    let width = |at: usize| {
        let cells = rows.iter().filter_map(|row| row.get(at)).chain(head.get(at));
        cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
    };
    let line = |row: &Vec<String>| {
        let cell = |(at, cell): (usize, &String)| {
            let blank = width(at).saturating_sub(cell.chars().count());
            format!("{cell}{}", " ".repeat(if at + 1 == row.len() { 0 } else { blank }))
        };
        format!("  {}", row.iter().enumerate().map(cell).collect::<Vec<_>>().join("  ")).trim_end().to_owned() + "\n"
    };
    let lines: String = std::iter::once(&head).chain(&rows).map(line).collect();
    format!("\n{}\n{lines}", title(sides, language))
}

/// As JSON: `{list, rows: [{list, due, posted, board, codes}]}`, where a place that is not there is null.
pub(super) fn sides_json(sides: &Sides) -> Value {
    let row = |(at, codes): &(Standing, Vec<String>)| json!({ "list": at.list, "due": at.due, "posted": at.posted, "board": at.board, "codes": codes });
    json!({ "list": sides.list, "rows": sides.rows.iter().map(row).collect::<Vec<_>>() })
}

/// As a table: a row a procedure, those about which the places differ first.
pub(super) fn sides_table(sides: &Sides, language: Language) -> Table {
    let strings = Strings::of(language);
    let word = |key: &str| strings.get(&["posted", "sides", key]);
    let places = places(sides);
    let columns = places.iter().map(|(key, _)| (word(key), 18));
    let mut table = Table::new([(strings.get(&["posted", "column", "procedure"]), 16)].into_iter().chain(columns));
    table.head = vec![title(sides, language)];
    for (at, codes) in sides.rows.iter().rev() {
        let marks: Vec<String> = places.iter().map(|(_, has)| mark(has(at), language)).collect();
        table.rows.extend(codes.iter().map(|code| [code.clone()].into_iter().chain(marks.iter().cloned()).collect()));
    }
    table
}
