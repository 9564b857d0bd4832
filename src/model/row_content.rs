//! What the columns of an annex say of a procedure itself.

use super::{Fee, TimeLimit, Via};

/// What a row says of the content of its procedure (Nghị định 63/2010 Điều 8.2): facts from the row's own day on. What it
/// does not say stays as the record has it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowContent {
    /// The time limit by rule (theo quy định).
    pub time: Option<TimeLimit>,
    /// The time limit after the province's cut (sau cắt giảm).
    pub time_cut: Option<TimeLimit>,
    /// The fees.
    pub fees: Vec<RowFee>,
    /// The place where it is carried out (địa điểm thực hiện), as written.
    pub place: Option<String>,
    /// The agency that carries it out (cơ quan thực hiện), as written.
    pub executing: Option<String>,
}

/// A fee as an annex has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFee {
    /// The channel; `None` means every one.
    pub via: Option<Via>,
    /// The fee. "Không" is here the decision's own word.
    pub fee: Fee,
}

impl RowContent {
    /// Whether the row says nothing of the content.
    pub fn is_empty(&self) -> bool {
        *self == RowContent::default()
    }
}
