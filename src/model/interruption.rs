//! Times in which a procedure cannot be filed online.

use super::{Day, Period, ProcedureCode};

/// That a named procedure cannot be filed online for a time: somebody recorded it, with the paper or the announcement that says so. It
/// changes nothing about the procedure's status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interruption {
    /// The procedure.
    pub code: ProcedureCode,
    /// From its first day until the first day on which it works again; without an end while nobody knows that day.
    pub period: Period,
    /// Why, as people are told.
    pub reason: String,
    /// The decision or the announcement.
    pub source: String,
}

impl Interruption {
    /// The days after one day on which something changes by it, each with whether it begins.
    pub fn days_after(&self, day: Day) -> impl Iterator<Item = (Day, bool)> + use<> {
        let days = [(self.period.from(), true), (self.period.until(), false)];
        days.into_iter().filter_map(move |(one, begins)| Some((one.filter(|one| *one > day)?, begins)))
    }
}
