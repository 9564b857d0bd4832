//! The ledger: decisions, snapshots and rulings in legal order, and the state of every procedure on any day.

mod state;

pub use state::{Basis, Evidence, HistoryLine, LevelState, Next, Question, State, Status, Version};

use std::collections::BTreeMap;

use crate::model::{Day, ProcedureCode, Records};

/// What is known of every procedure on one day. A value: asking never changes it.
#[derive(Debug, Clone)]
pub struct Catalogue<'a> {
    /// The day whose law is shown.
    pub as_of: Day,
    /// The records behind it.
    pub records: &'a Records,
    /// The state of every procedure that the catalogue holds, internal ones included.
    pub states: BTreeMap<ProcedureCode, State>,
}
