//! What is to stand in the place of which address on other people's pages: text, JSON, a table.

use serde_json::{Value, json};

use crate::links::Replacement;
use crate::model::Day;
use crate::posted::PostedFile;
use crate::spreadsheet::Table;
use crate::strings::{Language, Strings};

use super::day_text;

/// What was read, and what is to be replaced in it.
#[derive(Debug, Clone, Copy)]
pub struct Replaced<'a> {
    /// The day whose law is shown.
    pub as_of: Day,
    /// The files that were read.
    pub files: &'a [PostedFile],
    /// Those that could not be, each with why.
    pub errors: &'a [(String, String)],
    /// What is to be replaced.
    pub found: &'a [Replacement],
}

/// As JSON: `{as_of, files, replacements}`.
pub fn replacements_json(replaced: &Replaced) -> Value {
    let read = replaced.files.iter().map(|file| json!({ "path": file.path, "rows": file.rows.len(), "error": null }));
    let unread = replaced.errors.iter().map(|(path, why)| json!({ "path": path, "rows": null, "error": why }));
    let one = |one: &Replacement| {
        json!({
            "path": one.place.0,
            "line": one.place.1,
            "code": one.code,
            "fault": one.rule.as_str(),
            "old": one.old,
            "new": one.new,
        })
    };
    json!({
        "as_of": replaced.as_of.to_string(),
        "files": read.chain(unread).collect::<Vec<_>>(),
        "replacements": replaced.found.iter().map(one).collect::<Vec<_>>(),
    })
}

/// The table: which address is to stand in the place of which.
pub fn replacements_table(replaced: &Replaced, language: Language) -> Table {
    let strings = Strings::of(language);
    let columns = [("path", 30), ("line", 8), ("code", 14), ("fault", 30), ("old", 60), ("new", 60)];
    let title = |(key, width): (&str, u16)| (strings.get(&["links", "pages_column", key]), width);
    let mut table = Table::new(columns.map(title));
    for one in replaced.found {
        table.rows.push(vec![
            one.place.0.clone(),
            one.place.1.to_string(),
            one.code.clone(),
            strings.get(&["links", "pages_fault", one.rule.as_str()]),
            one.old.clone().unwrap_or_default(),
            one.new.clone().unwrap_or_default(),
        ]);
    }
    table
}

/// For people: the first replacements, each at its place.
pub fn replacements_text(replaced: &Replaced, limit: usize, language: Language) -> String {
    let strings = Strings::of(language);
    let filled = |key: &str, args: &[(&'static str, String)]| strings.filled(&["links", key], args);
    let values = [
        ("files", replaced.files.len().to_string()),
        ("count", replaced.found.len().to_string()),
        ("day", day_text(replaced.as_of, language)),
    ];
    let mut text = filled("pages_head", &values) + "\n";
    for (path, why) in replaced.errors {
        text += &(strings.filled(&["posted", "unread"], &[("path", path.clone()), ("why", why.clone())]) + "\n");
    }
    for one in replaced.found.iter().take(limit) {
        let fault = strings.get(&["links", "pages_fault", one.rule.as_str()]);
        text += &format!("{}:{}: {}: {fault}\n", one.place.0, one.place.1, one.code);
        if let Some(old) = &one.old {
            text += &format!("  - {old}\n");
        }
        text += &format!("  + {}\n", one.new.clone().unwrap_or_else(|| filled("pages_unknown", &[])));
    }
    if replaced.found.len() > limit {
        text += &(filled("pages_more", &[("count", (replaced.found.len() - limit).to_string())]) + "\n");
    }
    text
}
