//! The table as the browser gets it: column by column, records in the order of sectors and then of codes, because like
//! beside like is shorter. Names and codes are lines; what is small is one character or number a record.

use serde_json::{Value, json};

use super::content::{Content, MOST};
use super::export::FORMAT;
use super::table::{Row, Table};
use crate::ledger::Status;

/// The characters of the numbers in lists of rows: those that end a number, and those after which more of it comes. None
/// means anything in JSON, in a script's string or in HTML.
pub(super) const DIGITS: [&str; 2] =
    ["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrst", "uvwxyz0123456789!#%&()*+,-./:;=?@[]^_{|}~'"];

/// A table in the order in which it is sent.
struct Sent<'t> {
    table: &'t Table,
    /// The rows, in the order sent.
    order: Vec<usize>,
    /// Where each row is sent.
    place: Vec<usize>,
}

impl<'t> Sent<'t> {
    fn new(table: &'t Table) -> Sent<'t> {
        let mut order: Vec<usize> = (0..table.rows.len()).collect();
        order.sort_by_key(|&row| (table.rows[row].sector, row));
        let mut place = vec![0; order.len()];
        order.iter().enumerate().for_each(|(at, &row)| place[row] = at);
        Sent { table, order, place }
    }

    fn rows(&self) -> impl Iterator<Item = &'t Row> {
        self.order.iter().map(|&row| &self.table.rows[row])
    }

    /// A text of each record, between line ends.
    fn lines(&self, of: impl Fn(&Row) -> &str) -> String {
        self.rows().map(of).collect::<Vec<_>>().join("\n")
    }

    /// A number below 36 of each record, one character each; greater ones as the greatest.
    fn digits(&self, of: impl Fn(&Row) -> u32) -> String {
        self.rows().map(|row| char::from_digit(of(row).min(35), 36).unwrap_or('0')).collect()
    }

    /// The lists that are not empty, each with the place of its record.
    fn lists(&self, of: impl Fn(&Row) -> Vec<Value>) -> Vec<Value> {
        let lists = self.rows().map(of).enumerate().filter(|(_, list)| !list.is_empty());
        lists.map(|(at, list)| json!([at, list])).collect()
    }

    fn places(&self, rows: &[usize]) -> Vec<Value> {
        rows.iter().map(|&row| json!(self.place[row])).collect()
    }
}

fn texts(texts: &[String]) -> Vec<Value> {
    texts.iter().map(|text| json!(text)).collect()
}

/// What answers by name: enough for the first results.
pub(super) fn names(table: &Table) -> Value {
    let sent = Sent::new(table);
    let place_of = |status: Status| Status::ALL.iter().position(|other| *other == status).unwrap_or(0);
    let mut sizes = vec![0; table.sectors.len()];
    table.rows.iter().for_each(|row| sizes[row.sector] += 1);
    json!({
        "format": FORMAT,
        "codes": sent.lines(|row| &row.code),
        "names": sent.lines(|row| &row.name),
        "status": sent.digits(|row| u32::try_from(place_of(row.status)).unwrap_or(0)),
        "by_list": sent.digits(|row| u32::from(row.by_list)),
        "levels": sent.digits(Row::level_bits),
        "doublings": sent.digits(|row| row.doublings),
        "sectors": table.sectors,
        "sector_sizes": sizes,
        "everyday": sent.lists(|row| texts(&row.everyday)),
        "successors": sent.lists(|row| sent.places(&row.successors)),
        "synonyms": table.synonyms.iter()
            .map(|pair| json!([pair.said, pair.official, pair.kind, u8::from(pair.needs_company)]))
            .collect::<Vec<_>>(),
        "best_bets": table.best_bets.iter().map(|(query, row)| json!([query, sent.place[*row]])).collect::<Vec<_>>(),
    })
}

/// Everything else: full text, former names and keywords, decisions, and what facets count.
pub(super) fn full(table: &Table) -> Value {
    let sent = Sent::new(table);
    let (words, postings) = postings(&table.content, &sent.place);
    json!({
        "format": FORMAT,
        "former": sent.lists(|row| texts(&row.former)),
        "keywords": sent.lists(|row| texts(&row.keywords)),
        "decisions": table.decisions,
        "decisions_of": sent.rows().map(|row| json!(row.decisions)).collect::<Vec<_>>(),
        "decision_pages": table.decision_pages,
        "agencies": table.agencies,
        "agencies_of": sent.rows().map(|row| json!(row.agencies)).collect::<Vec<_>>(),
        "online": sent.digits(|row| u32::from(row.online)),
        "audiences": sent.digits(|row| row.audiences),
        "words": words,
        "postings": postings,
    })
}

/// The words, and for each its list of rows: one number a row, three times the distance to the row before it and the
/// impact less one.
fn postings(content: &Content, place: &[usize]) -> (String, String) {
    let words: Vec<&str> = content.keys().map(String::as_str).collect();
    let list = |rows: &Vec<(u32, u8)>| {
        let mut rows: Vec<(usize, u8)> = rows.iter().map(|&(row, impact)| (place[row as usize], impact)).collect();
        rows.sort_unstable();
        let mut text = String::new();
        let mut next = 0;
        for (at, impact) in rows {
            number((at - next) * usize::from(MOST) + usize::from(impact - 1), &mut text);
            next = at + 1;
        }
        text
    };
    (words.join(" "), content.values().map(list).collect::<Vec<_>>().join(" "))
}

/// Writes a number, its lowest part first.
fn number(mut value: usize, text: &mut String) {
    let [last, more] = DIGITS.map(str::as_bytes);
    while value >= last.len() {
        text.push(char::from(more[value % more.len()]));
        value /= more.len();
    }
    text.push(char::from(last[value]));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the browser reads.
    fn read(text: &str) -> Vec<usize> {
        let [last, more] = DIGITS;
        let (mut value, mut scale, mut numbers) = (0, 1, Vec::new());
        for c in text.chars() {
            match more.find(c) {
                Some(digit) => (value, scale) = (value + digit * scale, scale * more.len()),
                None => {
                    numbers.push(value + last.find(c).unwrap() * scale);
                    (value, scale) = (0, 1);
                }
            }
        }
        numbers
    }

    #[test]
    fn every_number_is_read_as_it_was_written() {
        let numbers: Vec<usize> = (0..5000).chain([99_999, 300_000]).collect();
        let mut text = String::new();
        numbers.iter().for_each(|&value| number(value, &mut text));
        assert_eq!(read(&text), numbers);
    }

    #[test]
    fn no_digit_means_anything_where_the_numbers_stand() {
        let all = DIGITS.concat();
        assert!(all.chars().all(|c| c.is_ascii_graphic() && !"\"\\`$<>".contains(c)));
        assert_eq!(all.chars().collect::<std::collections::BTreeSet<_>>().len(), all.len());
    }
}
