//! `calendar.toml`: the years whose working days are on record.

use std::collections::BTreeSet;

use chrono::{Datelike, Weekday};
use toml::de::DeValue;

use crate::model::{Calendar, CalendarYear, Day};

use super::fields::{Fields, Reader};
use super::tables::{by_key, tables};

/// The keys of a `[[year]]`.
pub const CALENDAR_KEYS: &[&str] = &["year", "source", "holidays", "working", "until"];

/// The calendar. A year with a bad value is left out whole: counted without one of its days, it would judge wrongly.
pub(super) fn load(reader: &mut Reader) -> Calendar {
    let years = tables(reader, "year", &["year"], CALENDAR_KEYS, |reader, fields, _| {
        let before = reader.findings.len();
        reader.needs(fields, "year");
        let year = reader.number::<i32>(fields, "year");
        let source = reader.needed_text(fields, "source");
        let holidays = days(reader, fields, "holidays", year, |_| true);
        let is_weekend = |day: Day| matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        let working = days(reader, fields, "working", year, is_weekend);
        let until = reader.day(fields, "until");
        if let (Some(year), Some(until), Some((_, at))) = (year, until, fields.get("until"))
            && until.year() != year
        {
            reader.invalid(&at, &until.to_string(), "a day of the year");
        }
        let sound = reader.findings.len() == before;
        let value = (year?, CalendarYear { source: source?.0, holidays, working, until });
        sound.then_some(value)
    });
    let years = by_key(reader, "year", years, |(year, _)| *year, ToString::to_string);
    Calendar::new(years.into_iter().map(|(year, (_, days))| (year, days)).collect())
}

/// A list of days of the year, each as `fits` wants it.
fn days(
    reader: &mut Reader,
    fields: &Fields,
    key: &'static str,
    year: Option<i32>,
    fits: impl Fn(Day) -> bool,
) -> BTreeSet<Day> {
    let mut days = BTreeSet::new();
    for (item, at) in reader.items(fields, key) {
        let text = match item {
            DeValue::Datetime(datetime) => datetime.to_string(),
            DeValue::String(text) => text.trim().to_owned(),
            other => other.type_str().to_owned(),
        };
        let Some(day) = reader.day_of(&text, &at) else { continue };
        if year.is_some_and(|year| year != day.year()) || !fits(day) {
            let expected = if key == "working" { "a Saturday or Sunday of the year" } else { "a day of the year" };
            reader.invalid(&at, &text, expected);
        } else {
            days.insert(day);
        }
    }
    days
}
