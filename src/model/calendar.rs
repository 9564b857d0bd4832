//! The working days of the administration: weekends, holidays and swapped days, year by year from a named source.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Weekday};

use super::Day;

/// The years whose working days are known (`calendar.toml`).
///
/// Saturdays and Sundays are days of rest, as are the holidays of a year (Bộ luật Lao động 2019 Điều 112), except where a
/// year swaps a day in (ngày làm bù). A year that nobody entered is *not known*: every count that touches one
/// of its days, a Sunday too, gives `None`, because the swaps of that year are not on record. A year may be known
/// up to a day only: swaps are announced late, that of 2 January 2026 on 25 December 2025.
///
/// ```
/// use niemyet::model::{Calendar, CalendarYear, Day};
/// let day = |m, d| Day::from_ymd_opt(2031, m, d).unwrap();
/// let year = CalendarYear { source: "made".into(), holidays: [day(9, 2)].into(), working: [day(9, 6)].into(), until: None };
/// let calendar = Calendar::new([(2031, year)].into());
/// assert_eq!(calendar.is_working(day(9, 2)), Some(false)); // a holiday on a Tuesday
/// assert_eq!(calendar.is_working(day(9, 6)), Some(true)); // a Saturday swapped in
/// assert_eq!(calendar.is_working(Day::from_ymd_opt(2032, 1, 1).unwrap()), None); // a year that nobody entered
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendar {
    years: BTreeMap<i32, CalendarYear>,
}

/// The working days of one year, as an announcement has them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CalendarYear {
    /// The announcement.
    pub source: String,
    /// Days of rest besides Saturdays and Sundays.
    pub holidays: BTreeSet<Day>,
    /// Saturdays and Sundays that are worked (ngày làm bù).
    pub working: BTreeSet<Day>,
    /// The first day of the year from which nobody knows yet; `None` where the whole year is on record.
    pub until: Option<Day>,
}

impl Calendar {
    /// A calendar of these years.
    pub fn new(years: BTreeMap<i32, CalendarYear>) -> Self {
        Calendar { years }
    }

    /// The years on record, in order.
    pub fn years(&self) -> &BTreeMap<i32, CalendarYear> {
        &self.years
    }

    /// Whether the administration works on a day; `None` where the day is not on record.
    pub fn is_working(&self, day: Day) -> Option<bool> {
        let year = self.years.get(&day.year()).filter(|year| year.until.is_none_or(|until| day < until))?;
        let rest = matches!(day.weekday(), Weekday::Sat | Weekday::Sun) || year.holidays.contains(&day);
        Some(year.working.contains(&day) || !rest)
    }

    /// The `count`-th working day after a day. Counting starts on the working day after, so that what was signed on a
    /// Saturday counts as from the Monday. `None` where the count meets a year that is not on record.
    ///
    /// ```
    /// use niemyet::model::{Calendar, CalendarYear, Day};
    /// let day = |d| Day::from_ymd_opt(2031, 3, d).unwrap();
    /// let calendar = Calendar::new([(2031, CalendarYear::default())].into());
    /// assert_eq!(calendar.add_working_days(day(5), 5), Some(day(12))); // Wednesday to Wednesday
    /// assert_eq!(calendar.add_working_days(day(8), 5), Some(day(14))); // Saturday to Friday
    /// assert_eq!(calendar.add_working_days(Day::from_ymd_opt(2031, 12, 30).unwrap(), 5), None); // into 2032
    /// ```
    pub fn add_working_days(&self, day: Day, count: u16) -> Option<Day> {
        self.count(day, count, Day::succ_opt)
    }

    /// The `count`-th working day before a day. `None` as for [`Calendar::add_working_days`].
    ///
    /// ```
    /// use niemyet::model::{Calendar, CalendarYear, Day};
    /// let day = |d| Day::from_ymd_opt(2031, 3, d).unwrap();
    /// let calendar = Calendar::new([(2031, CalendarYear::default())].into());
    /// assert_eq!(calendar.working_days_before(day(15), 5), Some(day(10))); // a Saturday: Friday back to Monday
    /// ```
    pub fn working_days_before(&self, day: Day, count: u16) -> Option<Day> {
        self.count(day, count, Day::pred_opt)
    }

    /// Steps to the `count`-th working day. It ends: a step outside the years on record gives `None`.
    fn count(&self, from: Day, count: u16, step: impl Fn(&Day) -> Option<Day>) -> Option<Day> {
        let (mut day, mut left) = (from, count);
        while left > 0 {
            day = step(&day)?;
            if self.is_working(day)? {
                left -= 1;
            }
        }
        Some(day)
    }
}
