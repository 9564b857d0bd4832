//! What official lists have beyond the catalogue, by the bodies that carry it out.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::import::{NotHeld, Report, Want, WantedRow};
use crate::spreadsheet::Table;
use crate::strings::{Language, Strings};

/// How many codes of one body are named.
const CODES: usize = 3;

/// As JSON: `{files, wanted, not_ours, unclear, refused}`.
pub fn missing_json(report: &Report, language: Language) -> Value {
    let Some(sorted) = &report.not_held else { return Value::Null };
    let row = |row: &WantedRow| {
        json!({
            "code": row.code,
            "name": row.name,
            "issuer": row.issuer,
            "executing": row.executing,
            "sectors": row.sectors,
            "levels": row.levels.iter().map(|level| level.as_str()).collect::<Vec<_>>(),
            "link": row.link,
            "want": row.want.as_str(),
        })
    };
    let refused = report
        .refused
        .iter()
        .map(|one| json!({ "place": one.place.shown(language), "reason": one.reason.shown(language) }));
    json!({
        "files": report.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(),
        "wanted": sorted.wanted.iter().map(row).collect::<Vec<_>>(),
        "not_ours": sorted.not_ours.iter().map(|(why, count)| (why.as_str(), *count)).collect::<BTreeMap<_, _>>(),
        "unclear": sorted.unclear,
        "refused": refused.collect::<Vec<_>>(),
    })
}

/// As a table for spreadsheets.
pub fn missing_csv(report: &Report, language: Language) -> Vec<u8> {
    let word = |key: &str| Strings::of(language).get(&["missing", "column", key]);
    let columns = ["code", "name", "issuer", "executing", "sector", "levels", "want", "link"];
    let mut table = Table::new(columns.map(|key| (word(key), 20)));
    for row in report.not_held.iter().flat_map(|sorted| &sorted.wanted) {
        table.rows.push(vec![
            row.code.clone(),
            row.name.clone(),
            row.issuer.clone().unwrap_or_default(),
            row.executing.join("; "),
            row.sectors.join("; "),
            row.levels
                .iter()
                .map(|level| super::word("level", level.as_str(), language))
                .collect::<Vec<_>>()
                .join("; "),
            Strings::of(language).get(&["missing", "want", row.want.as_str()]),
            row.link.clone().unwrap_or_default(),
        ]);
    }
    table.to_csv()
}

/// For people. `again` is what a command that is offered has at its end.
pub fn missing_text(report: &Report, all: bool, language: Language, again: &str) -> String {
    let Some(sorted) = &report.not_held else { return String::new() };
    let telling = Telling { strings: Strings::of(language), all };
    let files: Vec<&str> = report.files.iter().map(|file| file.name.as_str()).collect();
    let mut lines = vec![telling.filled(
        if sorted.wanted.is_empty() { "none" } else { "head" },
        &[("files", files.join(", ")), ("count", sorted.wanted.len().to_string())],
    )];
    for want in [Want::Assigned, Want::InQuestion, Want::Unassigned] {
        lines.extend(telling.group(sorted, want));
    }
    let not_ours: Vec<String> = sorted
        .not_ours
        .iter()
        .map(|(why, count)| telling.filled(&format!("not_ours.{}", why.as_str()), &[("count", count.to_string())]))
        .collect();
    if !not_ours.is_empty() {
        lines.push(telling.filled("left", &[("list", not_ours.join("; "))]));
    }
    lines.extend(sorted.unclear.iter().map(|(name, count)| format!("  {count:>5} {name}")));
    lines.extend(report.refused.iter().map(|one| {
        let place = one.place.shown(language);
        telling.filled("refused", &[("place", place), ("reason", one.reason.shown(language))])
    }));
    if !sorted.wanted.is_empty() {
        let quoted: Vec<String> = files
            .iter()
            .map(|file| if file.contains(' ') { format!("'{file}'") } else { (*file).to_owned() })
            .collect();
        lines.push(telling.filled("offer", &[("files", quoted.join(" ")), ("again", again.to_owned())]));
    }
    lines.join("\n") + "\n"
}

struct Telling {
    strings: &'static Strings,
    all: bool,
}

impl Telling {
    fn filled(&self, key: &str, args: &[(&'static str, String)]) -> String {
        let path: Vec<&str> = std::iter::once("missing").chain(key.split('.')).collect();
        self.strings.filled(&path, args)
    }

    /// The procedures of one reason, by the bodies that the list names, the most first.
    fn group(&self, sorted: &NotHeld, want: Want) -> Vec<String> {
        let mut by_body: BTreeMap<String, Vec<&WantedRow>> = BTreeMap::new();
        for row in sorted.wanted.iter().filter(|row| row.want == want) {
            by_body.entry(row.executing.join("; ")).or_default().push(row);
        }
        if by_body.is_empty() {
            return Vec::new();
        }
        let count = by_body.values().map(Vec::len).sum::<usize>();
        let mut lines = vec![self.filled(&format!("group.{}", want.as_str()), &[("count", count.to_string())])];
        let mut bodies: Vec<(&String, &Vec<&WantedRow>)> = by_body.iter().collect();
        bodies.sort_by_key(|(name, rows)| (std::cmp::Reverse(rows.len()), *name));
        for (name, rows) in bodies {
            let shown = if name.is_empty() { self.filled("nobody", &[]) } else { name.clone() };
            let more = if rows.len() > CODES && !self.all { ", …" } else { "" };
            let codes: Vec<&str> = rows.iter().take(CODES).map(|row| row.code.as_str()).collect();
            if self.all {
                lines.push(format!("  {:>5} {shown}", rows.len()));
                lines.extend(rows.iter().map(|row| format!("        {} {}", row.code, row.name)));
            } else {
                lines.push(format!("  {:>5} {shown}: {}{more}", rows.len(), codes.join(", ")));
            }
        }
        lines
    }
}
