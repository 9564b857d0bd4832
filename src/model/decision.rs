//! Publication decisions (quyết định công bố) and the changes that they make.

use super::{AgencyId, Day, DecisionNumber, Levels, ProcedureCode, SectorId};

/// What tells one decision from another: number, issuer and date. Numbers restart every year and repeat across
/// agencies; where the signing date is not on record the year stands in for it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DecisionKey {
    /// The year of signing, or of publishing where the signing date is not on record.
    pub year: i32,
    /// The number.
    pub number: DecisionNumber,
    /// Who issued it.
    pub issuer: AgencyId,
    /// The day of signing, where it is on record.
    pub signed: Option<Day>,
}

/// When a decision, or a row of it, takes effect by its own words. Never guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// A stated day.
    On(Day),
    /// "Có hiệu lực kể từ ngày ký".
    OnSigning,
    /// Nobody recorded a clause.
    Unknown,
}

/// A publication decision (Nghị định 63/2010 Điều 13, 15).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Number, issuer and date.
    pub key: DecisionKey,
    /// The day on which it was made public, where that is on record.
    pub published: Option<Day>,
    /// When it takes effect by its own clause.
    pub effect: Effect,
    /// The first day on which the whole decision no longer has effect, where it says so: its repeals are then
    /// suspensions and its amendments temporary.
    pub until: Option<Day>,
    /// Its title (trích yếu).
    pub title: String,
    /// The sectors that it is about.
    pub sectors: Vec<SectorId>,
    /// The agencies whose procedures it is about, as written.
    pub agencies: Vec<String>,
    /// Whether every row of it has been entered.
    pub complete: bool,
    /// Its rows, in the order of the annex.
    pub changes: Vec<Change>,
    /// What a person still has to find out about it.
    pub questions: Vec<String>,
    /// Where the text was found: an address, a file name.
    pub source: Option<String>,
    /// The file it was read from, relative to the project's folder.
    pub file: String,
}

/// One row of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What it does, and to what.
    pub kind: ChangeKind,
    /// The levels it speaks of; empty means every level of the procedure.
    pub levels: Levels,
    /// The row's or its section's own effect; `None` means the decision's.
    pub effect: Option<Effect>,
    /// The day on which the normative text behind the row (văn bản quy phạm pháp luật) takes effect.
    pub text_effect: Option<Day>,
    /// The first day on which the row no longer has effect ("đến hết" the day before).
    pub until: Option<Day>,
    /// The procedure's name as the row has it.
    pub name: Option<String>,
    /// The legal texts that the row cites.
    pub legal: Vec<String>,
    /// Whether the decision itself says that this row is the outcome where another row of the same day says
    /// the opposite.
    pub prevails: bool,
    /// Line of the row in its file, from 1.
    pub line: u32,
}

/// What a row does to the life of a procedure (Nghị định 63/2010 Điều 14).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeKind {
    /// Mới ban hành: the procedure begins.
    Introduce(Subject),
    /// Sửa đổi, bổ sung: a new version.
    Amend(Subject),
    /// Thay thế: the old ones end, the new ones begin unless they exist. An empty `new` is a successor not read.
    Replace {
        /// The procedures that end.
        old: Vec<Subject>,
        /// Their successors.
        new: Vec<Subject>,
    },
    /// Bãi bỏ, hủy bỏ: the procedure ends.
    Repeal(Subject),
}

/// The procedure that a row is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// By its code.
    Code(ProcedureCode),
    /// The annex has no code, or nobody could read it: such a row changes no state; it is a question.
    Unread {
        /// The name in the row.
        name: String,
        /// Codes whose names fit.
        candidates: Vec<ProcedureCode>,
    },
}

impl Subject {
    /// The code, where the row has one.
    pub fn code(&self) -> Option<&ProcedureCode> {
        match self {
            Subject::Code(code) => Some(code),
            Subject::Unread { .. } => None,
        }
    }

    /// The codes that a row without a code may mean.
    pub fn candidates(&self) -> &[ProcedureCode] {
        match self {
            Subject::Code(_) => &[],
            Subject::Unread { candidates, .. } => candidates,
        }
    }
}

impl ChangeKind {
    /// Every subject of the row, the ended ones first.
    pub fn subjects(&self) -> Vec<&Subject> {
        match self {
            ChangeKind::Introduce(subject) | ChangeKind::Amend(subject) | ChangeKind::Repeal(subject) => vec![subject],
            ChangeKind::Replace { old, new } => old.iter().chain(new).collect(),
        }
    }

    /// The word that catalogue files and JSON use.
    pub fn as_str(&self) -> &'static str {
        match self {
            ChangeKind::Introduce(_) => "new",
            ChangeKind::Amend(_) => "amend",
            ChangeKind::Replace { .. } => "replace",
            ChangeKind::Repeal(_) => "repeal",
        }
    }
}

impl Decision {
    /// The day from which a change of unknown effect bears as a doubt: the signing, else the publishing, else the
    /// first day of the decision's year.
    pub fn known_from(&self) -> Day {
        self.key.signed.or(self.published).unwrap_or_else(|| Day::from_ymd_opt(self.key.year, 1, 1).unwrap_or(Day::MIN))
    }
}
