//! The rows of a decision, and what each does.

use super::{Day, DecisionRef, Effect, Levels, ProcedureCode, RowContent, Via};

/// One row of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What it does, and to what.
    pub kind: ChangeKind,
    /// The levels it speaks of; empty means every level of the procedure.
    pub levels: Levels,
    /// The section of the annex that it stands in, where that section says something of all its rows.
    pub section: Option<String>,
    /// The row's own effect, else its section's; `None` means the decision's.
    pub effect: Option<Effect>,
    /// The day on which the normative text behind the row (văn bản quy phạm pháp luật) takes effect.
    pub text_effect: Option<Day>,
    /// The first day on which the row no longer has effect ("đến hết" the day before).
    pub until: Option<Day>,
    /// The procedure's name as the row has it.
    pub name: Option<String>,
    /// The legal texts that the row cites.
    pub legal: Vec<String>,
    /// What its columns say of the procedure itself.
    pub content: RowContent,
    /// Whether the decision itself says that this row is the outcome where another row of the same day says
    /// the opposite.
    pub prevails: bool,
    /// Line of the row in its file, from 1.
    pub line: u32,
}

/// What a row does: to the life of a procedure (Nghị định 63/2010 Điều 14), or to something else about it.
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
        /// Those of `new` that existed already, as the decision itself says: they keep their beginning.
        existing: Vec<ProcedureCode>,
    },
    /// Bãi bỏ, hủy bỏ: the procedure ends.
    Repeal(Subject),
    /// Chuẩn hóa: the procedure stands in a standardised list of a whole field, which attests it anew.
    Rebase(Subject),
    /// Marks how the procedure may be filed; its life goes on as it was.
    Flag {
        /// The procedure.
        subject: Subject,
        /// Which mark.
        flag: Flag,
        /// Whether the mark is set or taken away.
        set: bool,
    },
    /// Ủy quyền, phân cấp: another agency is competent; the procedure's life goes on as it was.
    Competence {
        /// The procedure.
        subject: Subject,
        /// The agency that is competent, as written.
        to: String,
    },
    /// A fee of one channel, by a resolution of the People's Council (nghị quyết HĐND) from its own date. Dossiers filed
    /// before keep the old fee.
    Fee {
        /// The procedure.
        subject: Subject,
        /// The channel.
        via: Via,
        /// The fee, as written.
        fee: String,
    },
    /// Đính chính: the text alone is put right.
    Correct(Subject),
    /// Đính chính of a day of effect: this effect takes the place of the first from the beginning.
    CorrectEffect {
        /// The decision that is put right.
        decision: DecisionRef,
        /// The procedures whose rows are; empty means every row.
        codes: Vec<ProcedureCode>,
        /// The right effect: a day, the signing, or so many days after it.
        effect: Effect,
    },
    /// Quy trình nội bộ, thủ tục nội bộ: never on the public list (Điều 1.2), though it may stand in a publication.
    Internal(Subject),
    /// Rows of another decision lose effect: one decision repeals another, whole or in part.
    Withdraw {
        /// The other decision.
        decision: DecisionRef,
        /// The procedures whose rows lose effect; empty means every row.
        codes: Vec<ProcedureCode>,
    },
}

/// A mark on how a procedure may be filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flag {
    /// Phi địa giới: at any receiving desk of the province.
    AnyPlace,
    /// Bưu chính công ích.
    Postal,
    /// Dịch vụ công trực tuyến toàn trình.
    FullOnline,
    /// Dịch vụ công trực tuyến một phần.
    PartialOnline,
    /// Liên thông.
    Interlinked,
}

impl Flag {
    /// Every mark, in the order of the reference.
    pub const ALL: [Flag; 5] = [Flag::AnyPlace, Flag::Postal, Flag::FullOnline, Flag::PartialOnline, Flag::Interlinked];

    /// The word that catalogue files and JSON use.
    pub fn as_str(self) -> &'static str {
        match self {
            Flag::AnyPlace => "any-place",
            Flag::Postal => "postal",
            Flag::FullOnline => "full-online",
            Flag::PartialOnline => "partial-online",
            Flag::Interlinked => "interlinked",
        }
    }

    /// The mark that a catalogue file's word names.
    pub fn from_word(word: &str) -> Option<Flag> {
        Flag::ALL.into_iter().find(|flag| flag.as_str() == word)
    }
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
    /// The words that catalogue files and JSON use, in the order of the reference.
    pub const WORDS: [&'static str; 11] =
        ["new", "amend", "replace", "repeal", "rebase", "flag", "competence", "fee", "correct", "internal", "withdraw"];

    /// Every subject of the row, the ended ones first.
    pub fn subjects(&self) -> Vec<&Subject> {
        match self {
            ChangeKind::Introduce(subject)
            | ChangeKind::Amend(subject)
            | ChangeKind::Repeal(subject)
            | ChangeKind::Rebase(subject)
            | ChangeKind::Flag { subject, .. }
            | ChangeKind::Competence { subject, .. }
            | ChangeKind::Fee { subject, .. }
            | ChangeKind::Correct(subject)
            | ChangeKind::Internal(subject) => vec![subject],
            ChangeKind::Replace { old, new, .. } => old.iter().chain(new).collect(),
            ChangeKind::CorrectEffect { .. } | ChangeKind::Withdraw { .. } => Vec::new(),
        }
    }

    /// Whether the row ends a procedure. A replacement with the same codes on both sides is a new name, and ends nothing.
    pub fn ends(&self) -> bool {
        match self {
            ChangeKind::Repeal(_) => true,
            ChangeKind::Replace { old, new, .. } => old.iter().any(|old| !new.contains(old)),
            _ => false,
        }
    }

    /// Whether the row may say something of the content of its procedure: time, fee, place.
    pub fn has_content(&self) -> bool {
        match self {
            ChangeKind::Introduce(_) | ChangeKind::Amend(_) | ChangeKind::Replace { .. } | ChangeKind::Rebase(_) => {
                true
            }
            ChangeKind::Repeal(_)
            | ChangeKind::Flag { .. }
            | ChangeKind::Competence { .. }
            | ChangeKind::Fee { .. }
            | ChangeKind::Correct(_)
            | ChangeKind::CorrectEffect { .. }
            | ChangeKind::Internal(_)
            | ChangeKind::Withdraw { .. } => false,
        }
    }

    /// The first day of the row's effect, from the day of the decision's clause and that of the normative text: the later
    /// one rules, except that what ends does so with its text, even before the signing.
    pub fn ruling_day(&self, clause: Option<Day>, text: Option<Day>) -> Option<Day> {
        match text {
            Some(_) if self.ends() => text,
            _ => clause.max(text),
        }
    }

    /// The word that catalogue files and JSON use.
    pub fn as_str(&self) -> &'static str {
        match self {
            ChangeKind::Introduce(_) => "new",
            ChangeKind::Amend(_) => "amend",
            ChangeKind::Replace { .. } => "replace",
            ChangeKind::Repeal(_) => "repeal",
            ChangeKind::Rebase(_) => "rebase",
            ChangeKind::Flag { .. } => "flag",
            ChangeKind::Competence { .. } => "competence",
            ChangeKind::Fee { .. } => "fee",
            ChangeKind::Correct(_) | ChangeKind::CorrectEffect { .. } => "correct",
            ChangeKind::Internal(_) => "internal",
            ChangeKind::Withdraw { .. } => "withdraw",
        }
    }
}
