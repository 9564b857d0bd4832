//! What the ledger answers about a procedure on a day.

use std::collections::BTreeMap;

use crate::model::{Day, Decision, Level, ProcedureCode, Ruling, Snapshot};

use super::act::Act;
use super::evidence::Evidence;
use super::facts::{self, Fact};
use super::timeline::Timeline;

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

    /// Whether the procedure stands on the list of the day: in force, or unknown with its mark. One that is suspended cannot be
    /// filed.
    pub fn is_listed(self) -> bool {
        match self {
            Status::InForce | Status::Unknown => true,
            Status::Pending | Status::Suspended | Status::Repealed | Status::Replaced => false,
        }
    }

    /// Whether the procedure's life has ended.
    pub fn is_ended(self) -> bool {
        matches!(self, Status::Repealed | Status::Replaced)
    }
}

/// Which content of a procedure applies. Two are equal where they speak of the same decision and day.
#[derive(Debug, Clone, Copy)]
pub enum Version<'a> {
    /// The content as first attested: no change of known effect has amended it.
    Base,
    /// The content by this decision, from this day.
    Amended {
        /// The decision.
        decision: &'a Decision,
        /// From which day; `None` where only the portal's record tells that this version applies.
        from: Option<Day>,
    },
    /// An amendment of unknown effect bears on it.
    Unknown {
        /// That decision.
        by: &'a Decision,
    },
}

impl PartialEq for Version<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Version::Base, Version::Base) => true,
            (Version::Amended { decision: one, from }, Version::Amended { decision: other, from: other_from }) => {
                from == other_from && is_same(one, other)
            }
            (Version::Unknown { by: one }, Version::Unknown { by: other }) => is_same(one, other),
            (Version::Base | Version::Amended { .. } | Version::Unknown { .. }, _) => false,
        }
    }
}

impl Eq for Version<'_> {}

/// Whether two are one decision, of one ledger or of two.
fn is_same(one: &Decision, other: &Decision) -> bool {
    std::ptr::eq(one, other) || one.key == other.key
}

/// The next day of known effect on which a procedure changes: what it becomes then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Next<'l> {
    /// That day.
    pub from: Day,
    /// The status from that day.
    pub status: Status,
    /// What happens.
    pub act: Act,
    /// What brings the change.
    pub by: Evidence<'l>,
    /// Whether the decision was signed after the day that was asked about.
    pub signed_later: bool,
}

impl Next<'_> {
    /// The word of JSON for the change: the kind of the row that brings it (`new`, `amend`, `replace`, `repeal`, …); of one
    /// that ceases `resume`, `revert` or `lapse`; `ruling`.
    pub fn word(&self) -> &'static str {
        match &self.by {
            Evidence::Decision(row) => row.word(),
            Evidence::Ruling(_) => "ruling",
            Evidence::Snapshot(_) => self.act.as_str(),
        }
    }
}

/// Who says something: a decision, or a reviewer by a ruling.
#[derive(Debug, Clone, Copy)]
pub enum Source<'a> {
    /// A decision.
    Decision(&'a Decision),
    /// A ruling.
    Ruling(&'a Ruling),
}

/// What raises a question.
enum RaisedBy<'a> {
    Decision(&'a Decision),
    List(&'a Snapshot),
    Ruling(&'a Ruling),
}

/// A question that only a person can answer.
#[derive(Debug, Clone, Copy)]
pub enum Question<'a> {
    /// A repeal or replacement of unknown effect.
    EndOfUnknownEffect(&'a Decision),
    /// An amendment of unknown effect.
    AmendmentOfUnknownEffect(&'a Decision),
    /// A beginning of unknown effect.
    BeginningOfUnknownEffect(&'a Decision),
    /// Stood in an earlier list or is attested by a decision, absent from this list.
    AbsentFromSnapshot(&'a Snapshot),
    /// A row without a code may mean this procedure.
    RowWithoutCode(&'a Decision),
    /// Contradicting changes; only a ruling can tell.
    Contradiction(&'a Decision),
    /// A replacement whose successor nobody has read.
    SuccessorUnread(&'a Decision),
    /// In the scope of a standardised list (chuẩn hóa) and absent from it: not ended by silence, but for a ruling.
    AbsentFromRebase(&'a Decision),
    /// A decision withdraws the one that this rests on, and nobody knows from when.
    WithdrawalOfUnknownEffect(&'a Decision),
    /// A decision withdraws or corrects another, and nobody can tell which: this procedure may be meant.
    WithdrawalUnclear(&'a Decision),
    /// Ended, or in doubt, at another level; no decision attests this one. A list attests a code, not its levels.
    LevelUnattested(Source<'a>),
    /// A ministry says, after the province's own end, that the procedure is in force: the province has not followed.
    NotFollowed(&'a Decision),
}

impl<'a> Question<'a> {
    /// The decision that raises it; `None` for one that a list or a ruling raises.
    pub fn decision(&self) -> Option<&'a Decision> {
        match self.raised_by() {
            RaisedBy::Decision(decision) => Some(decision),
            RaisedBy::List(_) | RaisedBy::Ruling(_) => None,
        }
    }

    /// The kind, as JSON has it.
    pub fn kind(&self) -> &'static str {
        match self {
            Question::EndOfUnknownEffect(_) => "end-of-unknown-effect",
            Question::AmendmentOfUnknownEffect(_) => "amendment-of-unknown-effect",
            Question::BeginningOfUnknownEffect(_) => "beginning-of-unknown-effect",
            Question::AbsentFromSnapshot(_) => "absent-from-snapshot",
            Question::RowWithoutCode(_) => "row-without-code",
            Question::Contradiction(_) => "contradiction",
            Question::SuccessorUnread(_) => "successor-unread",
            Question::AbsentFromRebase(_) => "absent-from-rebase",
            Question::WithdrawalOfUnknownEffect(_) => "withdrawal-of-unknown-effect",
            Question::LevelUnattested(_) => "level-unattested",
            Question::NotFollowed(_) => "not-followed",
            Question::WithdrawalUnclear(_) => "withdrawal-unclear",
        }
    }

    /// What raises it, as JSON has it: the number of a decision, the identifier of a list, who ruled.
    pub fn about(&self) -> &'a str {
        match self.raised_by() {
            RaisedBy::Decision(decision) => decision.key.number.key(),
            RaisedBy::List(list) => &list.id,
            RaisedBy::Ruling(ruling) => &ruling.by,
        }
    }

    fn raised_by(&self) -> RaisedBy<'a> {
        match *self {
            Question::EndOfUnknownEffect(decision)
            | Question::AmendmentOfUnknownEffect(decision)
            | Question::BeginningOfUnknownEffect(decision)
            | Question::RowWithoutCode(decision)
            | Question::Contradiction(decision)
            | Question::SuccessorUnread(decision)
            | Question::AbsentFromRebase(decision)
            | Question::WithdrawalOfUnknownEffect(decision)
            | Question::WithdrawalUnclear(decision)
            | Question::NotFollowed(decision)
            | Question::LevelUnattested(Source::Decision(decision)) => RaisedBy::Decision(decision),
            Question::AbsentFromSnapshot(list) => RaisedBy::List(list),
            Question::LevelUnattested(Source::Ruling(ruling)) => RaisedBy::Ruling(ruling),
        }
    }

    /// The place of its kind in the order of questions.
    fn rank(&self) -> u8 {
        match self {
            Question::EndOfUnknownEffect(_) => 0,
            Question::AmendmentOfUnknownEffect(_) => 1,
            Question::BeginningOfUnknownEffect(_) => 2,
            Question::AbsentFromSnapshot(_) => 3,
            Question::RowWithoutCode(_) => 4,
            Question::Contradiction(_) => 5,
            Question::SuccessorUnread(_) => 6,
            Question::AbsentFromRebase(_) => 7,
            Question::WithdrawalOfUnknownEffect(_) => 8,
            Question::LevelUnattested(_) => 9,
            Question::NotFollowed(_) => 10,
            Question::WithdrawalUnclear(_) => 11,
        }
    }
}

impl PartialEq for Question<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.rank() == other.rank()
            && match (self.decision(), other.decision()) {
                (Some(one), Some(other)) => is_same(one, other),
                (None, None) => self.about() == other.about(),
                (Some(_), None) | (None, Some(_)) => false,
            }
    }
}

impl Eq for Question<'_> {}

impl PartialOrd for Question<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Question<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let identity = |question: &Self| {
            let decision = question.decision();
            let about = if decision.is_some() { "" } else { question.about() };
            (question.rank(), decision.map(|it| (it.known_from(), &it.key)), about)
        };
        identity(self).cmp(&identity(other))
    }
}

/// Brings questions into their order, each once. Most lists have it already, and are long where it matters.
pub(super) fn in_order(questions: &mut Vec<Question>) {
    if !questions.is_sorted_by(|one, next| one < next) {
        questions.sort_unstable();
        questions.dedup();
    }
}

/// The state of one procedure, whole or at one level, on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelState<'l> {
    /// The status.
    pub status: Status,
    /// The first day in force of the period that `status` speaks of: the present period, the one that ended last, or the
    /// coming one (for `pending`). `None` where nothing tells it.
    pub since: Option<Day>,
    /// The first day no longer in force of that period, past or coming. `None` while no end is known.
    pub until: Option<Day>,
    /// Of what is suspended the first coming day of known effect on which it no longer is: it is back, or has ended.
    pub suspended_until: Option<Day>,
    /// Which content applies.
    pub version: Version<'l>,
    /// The evidence that ruled. Every status but `unknown` has it.
    pub ruled_by: Option<Evidence<'l>>,
    /// The procedures that replaced it.
    pub successors: &'l [&'l ProcedureCode],
    /// The procedures that it replaced.
    pub predecessors: &'l [&'l ProcedureCode],
    /// The next coming change of known effect.
    pub next: Option<Next<'l>>,
    /// What a person has to find out.
    pub questions: &'l [Question<'l>],
}

/// The state of a procedure on a day: a reading of its [`Timeline`].
#[derive(Debug, Clone)]
pub struct State<'l> {
    /// The day.
    pub as_of: Day,
    /// The whole life that it was read off.
    pub timeline: &'l Timeline<'l>,
    /// The state of the code as a whole: in force while any level is.
    pub whole: LevelState<'l>,
    /// The states by level, only where they differ in status, period, content or what comes next.
    pub by_level: BTreeMap<Level, LevelState<'l>>,
}

impl<'l> State<'l> {
    /// The state at a level; the whole where levels do not differ.
    pub fn at(&self, level: Option<Level>) -> &LevelState<'l> {
        level.and_then(|level| self.by_level.get(&level)).unwrap_or(&self.whole)
    }

    /// Every row, list and ruling about it that the catalogue knows, in legal order, coming ones included.
    pub fn history(&self) -> impl DoubleEndedIterator<Item = Evidence<'l>> + Clone + use<'l> {
        self.timeline.evidence()
    }

    /// Marks, the competent agency, and what annexes say of times, fees and places, as they are on the day.
    pub fn facts(&self) -> Vec<Fact<'l>> {
        facts::holding(self.timeline.events(), self.timeline.subject(), self.as_of)
    }

    /// The same to come.
    pub fn coming_facts(&self) -> Vec<Fact<'l>> {
        facts::coming(self.timeline.events(), self.timeline.subject(), self.as_of).collect()
    }

    /// The first later day on which any of this may be otherwise; `None` where the catalogue knows of none.
    pub fn holds_until(&self) -> Option<Day> {
        self.timeline.days().iter().copied().find(|day| *day > self.as_of)
    }
}
