//! What the rows of a list are together: one procedure twice, and the total that the list states of itself.

use std::collections::{BTreeMap, BTreeSet};

use crate::import::codes_in;
use crate::text::fold;

use super::{Entry, PostedFile, Reason, Rule, Told, Verdict};

/// A procedure that one list shows twice. Under two headings it may stand on purpose.
pub(super) fn tell_doubles(entries: &[Entry], findings: &mut Vec<Told>) {
    let mut of_file: BTreeMap<&str, BTreeMap<String, Vec<&Entry>>> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| !entry.is_shared) {
        of_file.entry(entry.path).or_default().entry(entry.code_or_written()).or_default().push(entry);
    }
    // A page about one procedure names it in several places, and its data do.
    for rows in of_file.values().filter(|rows| rows.len() > 1) {
        // Where most stand twice the page is made so: a menu beside the list, or its data beside its rows.
        let doubled = rows.values().filter(|rows| rows.len() > 1).count();
        if doubled > 1 && doubled * 2 > rows.len() {
            continue;
        }
        // A page about one procedure has its name in several places; a list of names each once.
        let is_list = rows.len() >= NAMES;
        let shape = usual_shape(rows.values().flatten());
        let is_row = |row: &&&Entry| !row.by.is_name() || is_list && Some(shape_of(row)) == shape;
        for rows in rows.values() {
            let rows: Vec<&Entry> = rows.iter().filter(is_row).copied().collect();
            let [first, others @ ..] = rows.as_slice() else { continue };
            for again in others {
                let verdict = Verdict::unless(first.heading != again.heading, Reason::TwoHeadings);
                let values = vec![("line", first.shown.line.to_string())];
                findings.push(Told::new(Rule::DuplicateRow, verdict, again, values));
            }
        }
    }
}

/// How many texts and links a row has: a title, a path of the page and a box beside the list differ from its rows.
fn shape_of(entry: &Entry) -> (usize, usize) {
    (entry.shown.texts.len(), entry.shown.links.len())
}

/// The shape that most of some rows have.
fn usual_shape<'e>(rows: impl Iterator<Item = &'e &'e Entry<'e>>) -> Option<(usize, usize)> {
    let mut counts: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for row in rows {
        *counts.entry(shape_of(row)).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(shape, _)| shape)
}

/// The fewest names that are a list of them.
const NAMES: usize = 5;

/// A total that the list states of itself, and that none of the ways of counting its rows gives.
///
/// Parts of a list state totals of their own: where several differ, one of them or all together are right.
pub(super) fn tell_count(files: &[PostedFile], posted: &[usize], findings: &mut Vec<Told>) {
    let mut stated: BTreeMap<usize, (String, usize)> = BTreeMap::new();
    for file in files {
        for row in file.rows.iter().filter(|row| row.texts.iter().all(|text| codes_in(text).is_empty())) {
            for total in row.texts.iter().filter_map(|text| total(text)) {
                stated.entry(total).or_insert_with(|| (file.path.clone(), row.line));
            }
        }
    }
    let counts: BTreeSet<usize> = posted.iter().copied().collect();
    let sum: usize = stated.keys().sum();
    if counts.contains(&sum) || stated.keys().any(|total| counts.contains(total)) {
        return;
    }
    if let (Some((total, place)), Some(posted)) = (stated.into_iter().next_back(), posted.first()) {
        findings.push(Told {
            rule: Rule::CountDrift,
            verdict: Verdict::Fault,
            procedure: None,
            place: Some(place),
            values: vec![("stated", total.to_string()), ("posted", posted.to_string())],
        });
    }
}

/// The total that a text states: "Tổng số: 125 thủ tục", "Sở có 125 TTHC", "Hiển thị 1-20 trong tổng số 125". The number of a row
/// beside a name is none, and the number of a field's procedures is not the list's.
fn total(text: &str) -> Option<usize> {
    const BETWEEN: [&str; 13] =
        ["thu", "tuc", "hanh", "chinh", "tthc", "la", "co", "cong", "gom", "so", "danh", "muc", "hien"];
    let folded = fold(text);
    if folded.contains("linh vuc") {
        return None;
    }
    let words: Vec<&str> = folded.split(' ').collect();
    let counts = |at: usize| words.get(at).and_then(|word| word.parse::<usize>().ok());
    let is_of_procedures =
        |at: usize| matches!(words.get(at..at + 2), Some(["thu", "tuc"])) || words.get(at) == Some(&"tthc");
    words.windows(2).enumerate().find_map(|(at, pair)| match pair {
        ["tong", "so" | "cong"] => {
            let next = (at + 2..words.len()).find(|at| !words.get(*at).is_some_and(|word| BETWEEN.contains(word)))?;
            let speaks = is_of_procedures(next + 1) || folded.contains("thu tuc") || folded.contains("tthc");
            counts(next).filter(|_| speaks || next + 1 == words.len())
        }
        ["co" | "gom", _] if is_of_procedures(at + 2) => counts(at + 1),
        ["trong", _] if folded.starts_with("hien thi") => counts(at + 1),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_is_one_only_where_the_words_say_so() {
        for (text, expected) in [
            ("Tổng số: 125 thủ tục hành chính", Some(125)),
            ("Tổng cộng: 125", Some(125)),
            ("Tổng số thủ tục hành chính: 125", Some(125)),
            ("Sở có 140 TTHC, trong đó 100 TTHC toàn trình", Some(140)),
            ("Hiển thị 1-20 trong 137", Some(137)),
            ("Tổng số: 137 thủ tục hành chính - Hiển thị 21-40", Some(137)),
            ("70 Thủ tục hành chính", None),
            ("70", None),
            ("Lĩnh vực Công chứng (tổng số 12 thủ tục)", None),
            ("Thủ tục cấp tất cả 3 thủ tục", None),
        ] {
            assert_eq!(total(text), expected, "{text}");
        }
    }
}
