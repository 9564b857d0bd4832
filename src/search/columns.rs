//! The table as the browser gets it: column by column, records in the order of sectors and then of codes, because like
//! beside like is shorter. Names and codes are lines; what is small is one character or number a record.

use serde_json::{Map, Value, json};

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::content::{Content, MOST};
use super::export::FORMAT;
use super::table::{List, Row, Table};
use crate::ledger::Status;
use crate::text::{slug, tokens};

/// The characters of the numbers in lists of rows: those that end a number, and those after which more of it comes. None
/// means anything in JSON, in a script's string or in HTML.
pub(super) const DIGITS: [&str; 2] =
    ["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrst", "uvwxyz0123456789!#%&()*+,-./:;=?@[]^_{|}~'"];

/// So many of the most used records have their everyday names in the first part, which is to be small; the others' come
/// with the second.
const MOST_USED: usize = 50;
/// Records up to which full text is one part: about what the whole country has. Beyond, its words come in shards, of
/// which a query loads those of its own words.
const ONE_PART: usize = 6_500;
/// Characters of a shard: about 10 KB on the wire.
const SHARD: usize = 24_000;

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

    /// Whether a row is among the most used of those that have everyday names.
    fn most_used(&self) -> Vec<bool> {
        let mut used: Vec<usize> =
            (0..self.order.len()).filter(|&row| !self.table.rows[row].everyday.is_empty()).collect();
        used.sort_by_key(|&row| (Reverse(self.table.rows[row].prior()), row));
        let mut most = vec![false; self.order.len()];
        used.into_iter().take(MOST_USED).for_each(|row| most[row] = true);
        most
    }

    fn places(&self, rows: &[usize]) -> Vec<Value> {
        rows.iter().map(|&row| json!(self.place[row])).collect()
    }
}

/// A sector: its name, and its identifier where it is not made of the name.
fn named((id, name): &(String, String)) -> Value {
    if slug(name) == *id { json!(name) } else { json!([id, name]) }
}

/// What stands between blanks in many texts, each piece with a number: the more frequent, the shorter.
struct Dictionary<'t> {
    pieces: Vec<&'t str>,
    numbers: BTreeMap<&'t str, usize>,
}

impl<'t> Dictionary<'t> {
    fn new(texts: impl Iterator<Item = &'t str>) -> Dictionary<'t> {
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        texts.flat_map(|text| text.split(' ')).for_each(|piece| *times.entry(piece).or_default() += 1);
        let mut pieces: Vec<&str> = times.keys().copied().collect();
        pieces.sort_by_key(|piece| (Reverse(times[piece]), *piece));
        // Among pieces whose numbers are of one length the order does not matter, and like beside like is shorter.
        let [last, more] = DIGITS.map(str::len);
        let (mut from, mut end) = (0, last);
        while from < pieces.len() {
            let to = end.min(pieces.len());
            pieces[from..to].sort_unstable();
            (from, end) = (to, end * more);
        }
        let numbers = pieces.iter().enumerate().map(|(at, piece)| (*piece, at)).collect();
        Dictionary { pieces, numbers }
    }

    /// A text as the numbers of its pieces.
    fn encoded(&self, text: &str) -> String {
        let mut encoded = String::new();
        text.split(' ').filter_map(|piece| self.numbers.get(piece)).for_each(|&at| number(at, &mut encoded));
        encoded
    }
}

fn texts(texts: &[String]) -> Vec<Value> {
    texts.iter().map(|text| json!(text)).collect()
}

/// What answers by name: enough for the first results.
pub(super) fn names(table: &Table) -> Value {
    let sent = Sent::new(table);
    let place_of = |status: Status| Status::ALL.iter().position(|other| *other == status).unwrap_or(0);
    let is_used = sent.most_used();
    let rows = sent.order.iter().zip(sent.rows()).enumerate();
    let most_used: Vec<(usize, &Row)> =
        rows.filter(|(_, (row, _))| is_used[**row]).map(|(place, (_, row))| (place, row)).collect();
    let texts = table.rows.iter().map(|row| &row.name).chain(most_used.iter().flat_map(|(_, row)| &row.everyday));
    let dictionary = Dictionary::new(texts.map(String::as_str));
    let lines = |names: &[String]| names.iter().map(|name| dictionary.encoded(name)).collect::<Vec<_>>().join(" ");
    let mut sizes = vec![0; table.sectors.len()];
    table.rows.iter().for_each(|row| sizes[row.sector] += 1);
    json!({
        "format": FORMAT,
        "codes": sent.lines(|row| &row.code),
        "pieces": dictionary.pieces.join(" "),
        "names": sent.rows().map(|row| dictionary.encoded(&row.name)).collect::<Vec<_>>().join("\n"),
        "status": sent.digits(|row| u32::try_from(place_of(row.status)).unwrap_or(0)),
        "by_list": sent.digits(|row| u32::from(row.by_list)),
        "levels": sent.digits(Row::level_bits),
        "doublings": sent.digits(|row| row.doublings),
        "sectors": table.sectors.iter().map(named).collect::<Vec<_>>(),
        "sector_sizes": sizes,
        "everyday": most_used.iter().map(|&(place, row)| format!("{place} {}", lines(&row.everyday))).collect::<Vec<_>>().join("\n"),
        "successors": sent.lists(|row| sent.places(&row.successors)),
        "synonyms": table.synonyms.iter()
            .map(|pair| json!([pair.said, pair.official, pair.kind, u8::from(pair.needs_company)]))
            .collect::<Vec<_>>(),
        "cases": table.cases,
        "best_bets": table.best_bets.iter().map(|(query, row)| json!([query, sent.place[*row]])).collect::<Vec<_>>(),
    })
}

/// Everything else: full text, former names and keywords, decisions, and what facets count; and the shards of the full
/// text, where it is too long for one part: by the first word of each.
pub(super) fn full(table: &Table) -> (Value, Vec<Value>) {
    let sent = Sent::new(table);
    let is_used = sent.most_used();
    let is_one = table.rows.len() <= ONE_PART;
    let shards = shards(postings(&table.content, &sent.place), if is_one { usize::MAX } else { SHARD });
    let firsts: Vec<&str> = shards.iter().filter_map(|shard| shard.first()).map(|(word, _)| *word).collect();
    let text = |shard: &[(&str, String)]| {
        let words: Vec<&str> = shard.iter().map(|(word, _)| *word).collect();
        let lists: Vec<&str> = shard.iter().map(|(_, list)| list.as_str()).collect();
        json!({ "format": FORMAT, "words": words.join(" "), "postings": lists.join(" ") })
    };
    let mut parts: Vec<Value> = shards.iter().map(|shard| text(shard)).collect();
    let own = if is_one { parts.pop() } else { None };
    let full = json!({
        "format": FORMAT,
        "everyday": sent.order.iter().enumerate().filter(|(_, row)| !is_used[**row] && !table.rows[**row].everyday.is_empty())
            .map(|(place, row)| json!([place, table.rows[*row].everyday])).collect::<Vec<_>>(),
        "former": sent.lists(|row| texts(&row.former)),
        "keywords": sent.lists(|row| texts(&row.keywords)),
        "decisions": table.decisions,
        "decisions_of": sent.rows().map(|row| json!(row.decisions)).collect::<Vec<_>>(),
        "decision_pages": table.decision_pages,
        "agencies": table.agencies,
        "agencies_of": sent.rows().map(|row| json!(row.agencies)).collect::<Vec<_>>(),
        "online": sent.digits(|row| u32::from(row.online)),
        "audiences": sent.digits(|row| row.audiences),
        "listed": listed(table),
        "named": named_lists(table),
        "text": own,
        "shards": if is_one { Vec::new() } else { firsts },
        "frequencies": if is_one { Vec::new() } else { frequencies(table) },
    });
    (full, parts)
}

/// What the lists of the site are called besides: sectors by their numbers where there is anything to say, agencies that
/// have a list, and offices.
fn named_lists(table: &Table) -> Value {
    let of = |list: List| table.named.iter().filter(move |named| named.list == list);
    let sectors = of(List::Sector).filter(|named| !named.others.is_empty());
    let with = |own: Vec<Value>, others: &[String]| Value::Array(own.into_iter().chain(texts(others)).collect());
    json!({
        "sectors": sectors.map(|named| (named.number.to_string(), json!(named.others))).collect::<Map<_, _>>(),
        "agencies": of(List::Agency).map(|named| with(vec![json!(named.number)], &named.others)).collect::<Vec<_>>(),
        "offices": of(List::Office)
            .map(|named| with(vec![json!(named.number), json!(named.id), json!(named.name)], &named.others))
            .collect::<Vec<_>>(),
    })
}

/// Official lists with the digits of the codes that they have and the catalogue has not.
fn listed(table: &Table) -> Vec<Value> {
    let mut lists: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (digits, list) in &table.listed {
        lists.entry(list).or_default().push(digits);
    }
    lists.into_iter().map(|(list, codes)| json!([list, codes.join(" ")])).collect()
}

/// In how many texts the words of names stand that no official name has: by that they are weighed, whichever shard has come.
fn frequencies(table: &Table) -> Vec<Value> {
    let folded = |name: &String| tokens(name).into_iter().map(|token| token.folded);
    let official: BTreeSet<String> = table.rows.iter().flat_map(|row| folded(&row.name)).collect();
    let others = table.rows.iter().flat_map(|row| row.everyday.iter().chain(&row.former).chain(&row.keywords));
    let words: BTreeSet<String> = others.chain(table.sectors.iter().map(|(_, name)| name)).flat_map(folded).collect();
    let counted = words.difference(&official).filter_map(|word| Some((word, table.content.get(word)?.len())));
    counted.map(|(word, count)| json!([word, count])).collect()
}

/// The words in runs of about `size` characters, in order; one run at least.
fn shards(words: Vec<(&str, String)>, size: usize) -> Vec<Vec<(&str, String)>> {
    let mut shards = vec![Vec::new()];
    let mut filled = 0_usize;
    for (word, list) in words {
        if filled >= size {
            shards.push(Vec::new());
            filled = 0;
        }
        filled += word.len() + list.len() + 2;
        if let Some(shard) = shards.last_mut() {
            shard.push((word, list));
        }
    }
    shards
}

/// The words, and for each its list of rows: one number a row, three times the distance to the row before it and the
/// impact less one.
fn postings<'t>(content: &'t Content, place: &[usize]) -> Vec<(&'t str, String)> {
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
    content.iter().map(|(word, rows)| (word.as_str(), list(rows))).collect()
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
