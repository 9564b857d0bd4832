//! The numbers of a day as text.

use super::list::table;
use crate::statistics::{Codes, Statistics, title};
use crate::strings::{Language, Strings, day_text};

/// A table a subject: the numbers, those of the earlier day in brackets, then what they are of.
pub fn stats_text(statistics: &Statistics<'_>, language: Language) -> String {
    let strings = Strings::of(language);
    let day = day_text(statistics.as_of, language);
    let mut args = vec![("day", day), ("count", statistics.listed.len().to_string())];
    let key = if statistics.compared.is_some() { "about_compared" } else { "about" };
    args.extend(statistics.compared.map(|day| ("before", day_text(day, language))));
    let mut text = format!("{}\n", strings.filled(&["site", "stats_text", key], &args));
    for of_subject in &statistics.tables {
        text.push_str(&format!("\n{}\n", title(statistics, of_subject.subject, language)));
        let mut heads: Vec<String> = Vec::new();
        for column in of_subject.columns {
            heads.push(strings.get(&["site", "stats_column", column.as_str()]));
        }
        let mut rows = if of_subject.columns.len() > 1 { vec![with(heads, String::new())] } else { Vec::new() };
        rows.extend(of_subject.rows.iter().map(|row| {
            let count = |(at, codes): (usize, &Codes<'_>)| match row
                .before
                .as_ref()
                .and_then(|before| before.get(at))
                .filter(|before| **before != codes.len())
            {
                Some(before) => format!("{} ({before})", codes.len()),
                None => codes.len().to_string(),
            };
            with(row.cells.iter().enumerate().map(count).collect(), row.label(of_subject.subject, strings))
        }));
        text.push_str(&table(&rows));
    }
    text
}

fn with(mut cells: Vec<String>, last: String) -> Vec<String> {
    cells.push(last);
    cells
}
