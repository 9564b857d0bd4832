//! The numbers as files: JSON for programs, a table for spreadsheets. The site and the command write the same.

use serde_json::{Map, Value, json};

use super::official::UNTOLD;
use super::{Codes, Row, Statistics, Subject, Table};
use crate::spreadsheet;
use crate::strings::{Language, Strings, day_text};

/// `{as_of, compared, listed, list, tables}`: what the page shows, with the codes behind the tables that no list of the site has.
pub fn stats_json(statistics: &Statistics<'_>, language: Language) -> Value {
    let strings = Strings::of(language);
    let list = statistics.list.map(|list| {
        json!({
            "id": list.id,
            "title": list.title,
            "day": list.day().map(|day| day.to_string()),
            "declared": list.declared,
            "rows": list.rows.len(),
        })
    });
    let tables = statistics.tables.iter().map(|table| {
        let rows: Vec<Value> = table.rows.iter().map(|row| row_json(table, row, strings)).collect();
        (table.subject.as_str().to_owned(), Value::from(rows))
    });
    json!({
        "as_of": statistics.as_of.to_string(),
        "compared": statistics.compared.map(|day| day.to_string()),
        "listed": statistics.listed.len(),
        "list": list,
        "tables": tables.collect::<Map<_, _>>(),
    })
}

fn row_json(table: &Table<'_>, row: &Row<'_>, strings: &Strings) -> Value {
    let by_column = |values: &mut dyn Iterator<Item = Value>| -> Map<String, Value> {
        table.columns.iter().map(|column| column.as_str().to_owned()).zip(values).collect()
    };
    let mut shown = json!({
        "key": row.key,
        "name": row.label(table.subject, strings),
        "counts": by_column(&mut row.cells.iter().map(|codes| codes.len().into())),
        "before": row.before.as_ref().map(|before| by_column(&mut before.iter().map(|count| (*count).into()))),
    });
    if names_codes(table.subject, &row.key)
        && let Some(object) = shown.as_object_mut()
    {
        let codes = |codes: &Codes<'_>| codes.iter().map(ToString::to_string).collect::<Vec<_>>().into();
        object.insert("codes".to_owned(), by_column(&mut row.cells.iter().map(codes)).into());
    }
    shown
}

/// Whether the codes stand in the JSON too: where no list by that value is to be had otherwise. Internal procedures and another
/// province's stand nowhere: they are counted alone.
fn names_codes(subject: Subject, row: &str) -> bool {
    match subject {
        Subject::Official => !UNTOLD.contains(&row),
        Subject::Difference | Subject::Month => true,
        Subject::Status
        | Subject::Level
        | Subject::Online
        | Subject::Component
        | Subject::Sector
        | Subject::Agency
        | Subject::Office => false,
    }
}

/// What a table is called.
pub fn title(statistics: &Statistics<'_>, subject: Subject, language: Language) -> String {
    let args = [
        ("list", statistics.list.map(|list| list.title.clone()).unwrap_or_default()),
        ("before", statistics.compared.map(|day| day_text(day, language)).unwrap_or_default()),
    ];
    Strings::of(language).filled(&["site", "stats_subject", subject.as_str()], &args)
}

/// A line a number: table, key, name, what is counted, the number, that of the earlier day.
pub fn stats_table(statistics: &Statistics<'_>, language: Language) -> spreadsheet::Table {
    let strings = Strings::of(language);
    let columns = [("table", 30), ("key", 30), ("name", 50), ("column", 20), ("number", 10), ("before", 10)];
    let columns = columns.map(|(key, width)| (strings.get(&["site", "stats_file", key]), width));
    let mut sheet = spreadsheet::Table::new(columns);
    for table in &statistics.tables {
        for row in &table.rows {
            for (at, (column, codes)) in table.columns.iter().zip(&row.cells).enumerate() {
                let before = row.before.as_ref().and_then(|before| before.get(at));
                sheet.rows.push(vec![
                    title(statistics, table.subject, language),
                    row.key.clone(),
                    row.label(table.subject, strings),
                    strings.get(&["site", "stats_column", column.as_str()]),
                    codes.len().to_string(),
                    before.map(ToString::to_string).unwrap_or_default(),
                ]);
            }
        }
    }
    sheet
}
