//! What changes: what the law does to a procedure from day to day, and the difference between two days of the public list.
//!
//! Both are read off the [timelines](crate::ledger::Timeline) of the ledger, by one comparison of two days: what the law did
//! on a day is how it differs from the day before. Entering or leaving `unknown` is a change of knowledge, not of law:
//! it is never told as a change, and counted apart.

mod chain;
mod difference;
mod life;

pub use chain::{Link, successors};
pub use difference::{Difference, Row, Upkeep, between, by_day, of_code};
pub use life::{Life, Stretch, lives};
