//! What the ledger answers about a procedure on a day.

use std::collections::BTreeMap;

use crate::model::{Day, DecisionKey, Level, Levels, ProcedureCode};

use super::dates::Dates;
use super::facts::Fact;

/// The state of a procedure's life on a day. Which kind of evidence ruled is [`Evidence`], never another status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Đang có hiệu lực.
    InForce,
    /// Chưa có hiệu lực: not yet begun at all, and its beginning is known.
    Pending,
    /// Tạm ngưng: ended for a time, after which it is back by itself.
    Suspended,
    /// Đã bị bãi bỏ.
    Repealed,
    /// Được thay thế.
    Replaced,
    /// Chưa xác định.
    Unknown,
}

impl Status {
    /// Every status, in the order of lists.
    pub const ALL: [Status; 6] =
        [Status::InForce, Status::Pending, Status::Suspended, Status::Repealed, Status::Replaced, Status::Unknown];

    /// The word in JSON and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::InForce => "in-force",
            Status::Pending => "pending",
            Status::Suspended => "suspended",
            Status::Repealed => "repealed",
            Status::Replaced => "replaced",
            Status::Unknown => "unknown",
        }
    }

    /// Whether the procedure's life has ended.
    pub fn is_ended(self) -> bool {
        matches!(self, Status::Repealed | Status::Replaced)
    }
}

/// Why a change has the effect that it has.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// The decision's own clause names the day.
    Clause,
    /// The decision says that it applies from its signing.
    Signing,
    /// The decision says that it applies so many days after its signing, and they were counted.
    Counted,
    /// The day on which the normative text takes effect.
    LegalText,
    /// A province's rule for silent decisions, by its identifier.
    SilentRule(String),
}

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// A row of a decision.
    Decision {
        /// The decision.
        key: DecisionKey,
        /// What the row does, as [`crate::model::ChangeKind::as_str`] has it; of one that has ceased to have effect, what that does:
        /// `resume`, `revert`, `lapse`.
        change: &'static str,
        /// From which day, or `None` while the effect is unknown.
        effect: Option<Day>,
        /// Why from that day.
        basis: Option<Basis>,
    },
    /// An official list.
    Snapshot {
        /// Its identifier.
        id: String,
        /// Its day.
        day: Day,
    },
    /// A reviewer's ruling.
    Ruling {
        /// Who ruled.
        by: String,
        /// On which day.
        ruled: Day,
        /// From which day it holds.
        from: Day,
    },
}

impl Evidence {
    /// The kind, as JSON has it.
    pub fn kind(&self) -> &'static str {
        match self {
            Evidence::Decision { .. } => "decision",
            Evidence::Snapshot { .. } => "snapshot",
            Evidence::Ruling { .. } => "ruling",
        }
    }
}

/// Which content of a procedure applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Version {
    /// The content as first attested: no change of known effect has amended it.
    Base,
    /// The content by this decision, from this day.
    Amended {
        /// The decision.
        decision: DecisionKey,
        /// From which day; `None` where only the portal's record tells that this version applies.
        from: Option<Day>,
    },
    /// An amendment of unknown effect bears on it.
    Unknown {
        /// That decision.
        by: DecisionKey,
    },
}

/// The next day of known effect on which a procedure changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// That day.
    pub from: Day,
    /// The status from that day.
    pub status: Status,
    /// What brings the change.
    pub by: Evidence,
    /// What it is: `new`, `amend`, `replace`, `repeal`, `resume` (back after a suspension), `revert` (back to the
    /// version before a temporary amendment), `ruling`.
    pub change: &'static str,
    /// Whether the decision was signed after the day that was asked about.
    pub signed_later: bool,
}

/// A question that only a person can answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    /// A repeal or replacement of unknown effect.
    EndOfUnknownEffect(DecisionKey),
    /// An amendment of unknown effect.
    AmendmentOfUnknownEffect(DecisionKey),
    /// A beginning of unknown effect.
    BeginningOfUnknownEffect(DecisionKey),
    /// Stood in an earlier list, absent from this one.
    AbsentFromSnapshot(String),
    /// A row without a code may mean this procedure.
    RowWithoutCode(DecisionKey),
    /// Contradicting changes; only a ruling can tell.
    Contradiction(DecisionKey),
    /// A replacement whose successor nobody has read.
    SuccessorUnread(DecisionKey),
    /// In the scope of a standardised list (chuẩn hóa) and absent from it: not ended by silence, but for a ruling.
    AbsentFromRebase(DecisionKey),
    /// A decision withdraws the one that this rests on, and nobody knows from when.
    WithdrawalOfUnknownEffect(DecisionKey),
}

impl Question {
    /// The decision that raises it; `None` for one that a list raises.
    pub fn decision(&self) -> Option<&DecisionKey> {
        match self {
            Question::EndOfUnknownEffect(key)
            | Question::AmendmentOfUnknownEffect(key)
            | Question::BeginningOfUnknownEffect(key)
            | Question::RowWithoutCode(key)
            | Question::Contradiction(key)
            | Question::SuccessorUnread(key)
            | Question::AbsentFromRebase(key)
            | Question::WithdrawalOfUnknownEffect(key) => Some(key),
            Question::AbsentFromSnapshot(_) => None,
        }
    }
}

/// The state of one procedure, whole or at one level, on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelState {
    /// The status.
    pub status: Status,
    /// The first day in force of the period that `status` speaks of: the present period, the one that ended last, or the
    /// coming one (for `pending`). `None` where nothing tells it.
    pub since: Option<Day>,
    /// The first day no longer in force of that period, past or coming. `None` while no end is known.
    pub until: Option<Day>,
    /// Which content applies.
    pub version: Version,
    /// The evidence that ruled. Every status but `unknown` has it.
    pub ruled_by: Option<Evidence>,
    /// The procedures that replaced it.
    pub successors: Vec<ProcedureCode>,
    /// The procedures that it replaced.
    pub predecessors: Vec<ProcedureCode>,
    /// The next coming change of known effect.
    pub next: Option<Next>,
    /// What a person has to find out.
    pub questions: Vec<Question>,
}

/// The state of a procedure on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The state of the code as a whole: in force while any level is.
    pub whole: LevelState,
    /// The states by level, only where they differ in status or period.
    pub by_level: BTreeMap<Level, LevelState>,
    /// Marks, fees and the competent agency as they are on the day.
    pub facts: Vec<Fact>,
    /// The same to come.
    pub coming_facts: Vec<Fact>,
    /// Every row, list and ruling about it that the catalogue knows, in legal order, coming ones included.
    pub history: Vec<HistoryLine>,
    /// The first later day on which any of this may be otherwise; `None` where the catalogue knows of none.
    pub holds_until: Option<Day>,
}

/// One line of a procedure's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryLine {
    /// The evidence.
    pub evidence: Evidence,
    /// The day the decision was signed, where it is on record.
    pub signed: Option<Day>,
    /// The levels that the row speaks of; empty means all.
    pub levels: Levels,
    /// The other codes in the row: successors of an ended one, predecessors of a begun one.
    pub others: Vec<ProcedureCode>,
    /// The first day on which the row no longer has effect, for suspensions and temporary amendments.
    pub until: Option<Day>,
    /// The decision that withdrew the row before it took effect.
    pub withdrawn_by: Option<DecisionKey>,
    /// The line of the row in its decision's file; `None` for lists and rulings.
    pub row: Option<u32>,
    /// Both days of a decision's row; `None` for lists and rulings.
    pub dates: Option<Dates>,
    /// The day from which it is known: of a decision its signing, else its publishing, else the first day of its year; the
    /// day of a list, or of a ruling.
    pub known_from: Day,
}

impl HistoryLine {
    /// Every day on which the line may change what holds or what is known of it: its effect and its end; its signing; of a
    /// change of unknown effect the day from which it bears as a doubt.
    pub fn days(&self) -> impl Iterator<Item = Day> {
        let effect = match &self.evidence {
            Evidence::Decision { effect, .. } => effect.or(Some(self.known_from)),
            Evidence::Snapshot { day, .. } => Some(*day),
            Evidence::Ruling { from, .. } => Some(*from),
        };
        [effect, self.until, self.signed].into_iter().flatten()
    }
}
