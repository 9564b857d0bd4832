//! Half-open periods of days.

use super::Day;

/// A half-open period `[from, until)`: `until` is the first day that no longer belongs to it, so what
/// a text calls "đến hết ngày 28/02/2027" ends with `until` = 2027-03-01. An open end is `None`.
///
/// ```
/// use niemyet::model::{Day, Period};
/// let day = |d| Day::from_ymd_opt(2027, 3, d).unwrap();
/// let period = Period::new(Some(day(1)), Some(day(5))).unwrap();
/// assert!(period.contains(day(1)));  // the first day belongs to it
/// assert!(period.contains(day(4)));
/// assert!(!period.contains(day(5))); // `until` does not
/// assert!(Period::new(Some(day(5)), Some(day(5))).is_none());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Period {
    from: Option<Day>,
    until: Option<Day>,
}

impl Period {
    /// A period, or `None` where it would be empty or run backwards.
    pub fn new(from: Option<Day>, until: Option<Day>) -> Option<Self> {
        match (from, until) {
            (Some(from), Some(until)) if from >= until => None,
            (from, until) => Some(Period { from, until }),
        }
    }

    /// The first day, or `None` where it is not known or there is none.
    pub fn from(self) -> Option<Day> {
        self.from
    }

    /// The first day no longer in the period, or `None` while it is open.
    pub fn until(self) -> Option<Day> {
        self.until
    }

    /// The last day in the period, as Vietnamese texts print it ("đến hết ngày …").
    pub fn last_day(self) -> Option<Day> {
        self.until.and_then(|day| day.pred_opt())
    }

    /// Whether `day` lies in `[from, until)`.
    pub fn contains(self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }
}
