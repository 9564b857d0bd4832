//! An annex as a table of tabs, `change level code name`, below a comment that says which decision it is of.

use super::clauses;
use super::found::{Found, FoundRow, Question, Word};

/// Whether a text has the four columns.
pub(super) fn is_one(text: &str) -> bool {
    text.lines().find(|line| !line.starts_with('#')).is_some_and(|line| columns(line).is_some())
}

/// Where `change`, `level`, `code` and `name` stand.
fn columns(line: &str) -> Option<[usize; 4]> {
    let titles: Vec<&str> = line.split('\t').map(str::trim).collect();
    let at = |title: &str| titles.iter().position(|other| *other == title);
    Some([at("change")?, at("level")?, at("code")?, at("name")?])
}

pub(super) fn read(text: &str) -> Found {
    let head: String = text.lines().take_while(|line| line.starts_with('#')).collect::<Vec<_>>().join(" ");
    let head = head.trim_start_matches(['#', ' ']);
    let phrases: Vec<&str> = head.split(", ").flat_map(|part| part.split(". ")).collect();
    let of = |word: &str| phrases.iter().find_map(|phrase| Some(phrase.trim().strip_prefix(word)?.trim().to_owned()));
    let mut found = Found {
        number: clauses::numbers(head).into_iter().next(),
        signed: of("signed "),
        effect: of("effective "),
        ..Found::default()
    };
    let mut lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    let Some(places) = lines.next().and_then(columns) else { return found };
    for line in lines {
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        let [change, level, code, name] = places.map(|at| cells.get(at).copied().unwrap_or_default().to_owned());
        if cells.len() < 2 {
            found.partial = true;
            found.questions.push(Question::new("row_unread").with("row", line));
            continue;
        }
        found.rows.push(FoundRow {
            rows: 1,
            change: Word::from_interchange(&change),
            level: Some(level).filter(|level| !level.is_empty()),
            codes: Some(code).filter(|code| !code.is_empty()).into_iter().collect(),
            name: Some(name).filter(|name| !name.is_empty()),
            written: line.replace('\t', " · "),
            ..FoundRow::default()
        });
    }
    found
}
