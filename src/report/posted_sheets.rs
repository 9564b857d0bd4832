//! An audit as a workbook: a sheet for the director, a sheet for the webmaster.

use crate::posted::{Action, Change, Rule, Told};
use crate::spreadsheet::Table;
use crate::strings::{Language, Strings};

use super::day_text;
use super::posted::{Audited, reason_text};
use super::posted_sides::sides_table;

/// The sheets with their names: what is wrong in sum, what to do row by row with the addresses, and where each procedure stands.
pub fn posted_sheets(audited: &Audited, language: Language) -> Vec<(String, Table)> {
    let name = |key: &str| Strings::of(language).get(&["posted", "sheet", key]);
    let mut sheets =
        vec![(name("director"), summary(audited, language)), (name("webmaster"), tasks(audited, language))];
    sheets.extend(audited.sides.map(|sides| (name("sides"), sides_table(sides, language))));
    sheets
}

/// The verdict and the counts above a row a rule.
fn summary(audited: &Audited, language: Language) -> Table {
    let strings = Strings::of(language);
    let columns = [("action", 18), ("rule", 30), ("faults", 10), ("unchecked", 18), ("example", 80)];
    let mut table = Table::new(columns.map(|(key, width)| (strings.get(&["posted", "column", key]), width)));
    table.head = vec![audited.head(language), audited.answer(language), audited.counts(language)];
    table.head.extend(audited.compared_line(language));
    table.head.extend(audited.spared(language));
    for rule in Rule::ALL {
        let told: Vec<&Told> = audited.audit.findings.iter().filter(|told| told.rule == rule).collect();
        let Some(first) = told.iter().min_by_key(|told| told.verdict) else { continue };
        let count = |is_unchecked: bool| {
            told.iter().filter(|told| told.verdict.is_unchecked() == is_unchecked).count().to_string()
        };
        table.rows.push(vec![
            strings.get(&["posted", "action", rule.action().as_str()]),
            rule.as_str().to_owned(),
            count(false),
            count(true),
            first.message(language),
        ]);
    }
    table
}

/// A row a thing to do, by what it is, faults first.
pub(super) fn tasks(audited: &Audited, language: Language) -> Table {
    let strings = Strings::of(language);
    let columns = [
        ("action", 18),
        ("procedure", 14),
        ("message", 60),
        ("help", 60),
        ("address", 60),
        ("path", 30),
        ("line", 8),
        ("verdict", 18),
        ("rule", 30),
        ("reason", 40),
    ];
    let of_change = [("change", 14), ("first_seen", 14), ("days", 8)];
    let of_change = of_change.into_iter().filter(|_| audited.compared.is_some());
    let columns = columns.into_iter().chain(of_change);
    let mut table = Table::new(columns.map(|(key, width)| (strings.get(&["posted", "column", key]), width)));
    for action in Action::ALL {
        for told in audited.of_action(action) {
            let (path, line) =
                told.place.clone().map_or_else(Default::default, |(path, line)| (path, line.to_string()));
            let mut row = vec![
                strings.get(&["posted", "action", action.as_str()]),
                told.procedure.clone().unwrap_or_default(),
                told.message(language),
                told.help(language),
                audited.address(told).unwrap_or_default(),
                path,
                line,
                strings.get(&["posted", "verdict", told.verdict.as_str()]),
                told.rule.as_str().to_owned(),
                reason_text(told, language),
            ];
            if let Some((change, first_seen)) = audited.compared.and_then(|compared| compared.of(told)) {
                let days = (audited.as_of - first_seen).num_days().to_string();
                row.extend([change_word(change, language), day_text(first_seen, language), days]);
            }
            table.rows.push(row);
        }
    }
    table
}

fn change_word(change: Change, language: Language) -> String {
    Strings::of(language).get(&["posted", "change", change.as_str()])
}
