//! An annex as a table of tabs, `change level code name`, below a comment that says which decision it is of.

use super::block::beginning;
use super::block::shortened;
use super::clauses;
use super::found::{Aside, Found, FoundRow, Question, Word};

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
        aside: Some(head).filter(|head| !head.is_empty()).map(|head| Aside::new("note", head)).into_iter().collect(),
        ..Found::default()
    };
    let mut lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    let Some(places) = lines.next().and_then(columns) else { return found };
    for line in lines {
        let whole: Vec<&str> = line.split('\t').map(str::trim).collect();
        let cells: Vec<&str> = whole.iter().map(|cell| beginning(cell)).collect();
        if cells != whole {
            found.questions.push(Question::new("cell_cut").with("row", shortened(line)));
        }
        let [change, level, code, name] = places.map(|at| cells.get(at).copied().unwrap_or_default().to_owned());
        if cells.len() < 2 {
            found.partial = true;
            found.questions.push(Question::new("row_unread").with("row", shortened(line)));
            continue;
        }
        let word = Word::from_interchange(&change);
        found.rows.push(FoundRow {
            rows: 1,
            change: word,
            level: Some(level).filter(|level| !level.is_empty()),
            codes: Some(code).filter(|code| !code.is_empty()).into_iter().collect(),
            name: Some(name).filter(|name| !name.is_empty()),
            aside: Some(change).filter(|_| word.is_none()).map(|word| Aside::new("change", word)).into_iter().collect(),
            written: cells.join(" · "),
            ..FoundRow::default()
        });
    }
    found
}
