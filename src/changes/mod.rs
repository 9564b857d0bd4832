//! What changes: each row of known effect as an act on a day, and the difference between two days of the public list.
//!
//! Two questions, two answers. *What did the law do?* is told by [`Acts`], row by row, and needs no day. *What must be
//! posted and taken down?* is told by [`between`], from the states of two days. Entering or leaving `unknown` is a change
//! of knowledge, not of law: neither has it, and the second counts it apart.

mod acts;
mod chain;
mod difference;
mod life;

pub use acts::{Act, Acts};
pub use chain::{Link, successors};
pub use difference::{Difference, Row, Step, Upkeep, between, by_day};
pub use life::{Life, Stretch, lives};
