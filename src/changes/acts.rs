//! What each row of known effect does to a procedure, and on which day.
//!
//! Entering or leaving `unknown` is a change of knowledge, not of law (rule 12 of the ledger). So only rows of known
//! effect count, and of them only those that change something: not an end after an end, not a second beginning, and
//! nothing that leads into a contradiction. What lists and rulings tell is knowledge and never stands here.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::{Evidence, HistoryLine, Question, State};
use crate::model::{Change, ChangeKind, Day, Decision, DecisionKey, Level, ProcedureCode, Records, RulingAnswer};

/// What happens to a procedure on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// Mới ban hành.
    New,
    /// Begins as the successor of others.
    Succeed,
    /// Sửa đổi, bổ sung.
    Amend,
    /// Chuẩn hóa: attested anew by a standardised list.
    Rebase,
    /// Trở lại nội dung trước: a temporary amendment is over.
    Revert,
    /// Tạm ngưng.
    Suspend,
    /// Có hiệu lực trở lại.
    Resume,
    /// Được thay thế.
    Replace,
    /// Bãi bỏ.
    Repeal,
    /// Hết thời hạn của quyết định đã ban hành.
    Lapse,
}

impl Act {
    /// Every act, in the order of pages.
    pub const ALL: [Act; 10] = [
        Act::New,
        Act::Succeed,
        Act::Amend,
        Act::Rebase,
        Act::Revert,
        Act::Resume,
        Act::Suspend,
        Act::Replace,
        Act::Repeal,
        Act::Lapse,
    ];

    /// The word in JSON and in the strings file.
    pub fn as_str(self) -> &'static str {
        match self {
            Act::New => "new",
            Act::Succeed => "succeed",
            Act::Amend => "amend",
            Act::Rebase => "rebase",
            Act::Revert => "revert",
            Act::Suspend => "suspend",
            Act::Resume => "resume",
            Act::Replace => "replace",
            Act::Repeal => "repeal",
            Act::Lapse => "lapse",
        }
    }
}

/// Reads acts out of histories: the records with a path to each decision.
#[derive(Debug)]
pub struct Acts<'a> {
    records: &'a Records,
    decisions: BTreeMap<&'a DecisionKey, &'a Decision>,
}

/// A life as far as it is told by rows and rulings.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Untold,
    InForce,
    Suspended,
    Ended,
}

/// One end of a line's period.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Edge {
    Close,
    Open,
}

impl<'a> Acts<'a> {
    /// Over the decisions of some records.
    pub fn new(records: &'a Records) -> Self {
        Acts { records, decisions: records.decisions.iter().map(|decision| (&decision.key, decision)).collect() }
    }

    /// The decision of a key.
    pub fn decision(&self, key: &DecisionKey) -> Option<&'a Decision> {
        self.decisions.get(key).copied()
    }

    /// The row of a decision that a line of history is of, with its decision.
    pub fn row(&self, line: &HistoryLine) -> Option<(&'a Decision, &'a Change)> {
        let Evidence::Decision { key, .. } = &line.evidence else { return None };
        let decision = self.decision(key)?;
        Some((decision, decision.changes.iter().find(|change| Some(change.line) == line.row)?))
    }

    /// Every act on a procedure that the catalogue knows, coming ones included, but for rows that contradict others on the
    /// day of the state.
    pub fn of<'s>(&self, code: &ProcedureCode, state: &'s State) -> BTreeSet<(Day, &'s DecisionKey, Act)> {
        let history = &state.history;
        let recorded = self.records.procedures.get(code).into_iter().flat_map(|procedure| &procedure.levels);
        let mut levels: Vec<Option<Level>> =
            history.iter().flat_map(|line| &line.levels).chain(recorded).copied().map(Some).collect();
        levels.sort();
        levels.dedup();
        if levels.is_empty() {
            levels.push(None);
        }
        let questions = state.by_level.values().chain([&state.whole]).flat_map(|level| &level.questions);
        let contradicting: BTreeSet<&DecisionKey> = questions
            .filter_map(|question| match question {
                Question::Contradiction(key) => Some(key),
                Question::EndOfUnknownEffect(_)
                | Question::AmendmentOfUnknownEffect(_)
                | Question::BeginningOfUnknownEffect(_)
                | Question::AbsentFromSnapshot(_)
                | Question::RowWithoutCode(_)
                | Question::SuccessorUnread(_)
                | Question::AbsentFromRebase(_)
                | Question::WithdrawalOfUnknownEffect(_) => None,
            })
            .collect();
        let mut acts = BTreeSet::new();
        for level in levels {
            let speaks =
                |line: &&HistoryLine| level.is_none_or(|level| line.levels.is_empty() || line.levels.contains(&level));
            acts.extend(self.at_level(code, history.iter().filter(speaks)));
        }
        acts.retain(|(_, key, _)| !contradicting.contains(key));
        acts
    }

    fn at_level<'s>(
        &self,
        code: &ProcedureCode,
        history: impl Iterator<Item = &'s HistoryLine>,
    ) -> Vec<(Day, &'s DecisionKey, Act)> {
        let mut steps: Vec<(Day, usize, Edge, &HistoryLine)> = Vec::new();
        for (at, line) in history.filter(|line| line.withdrawn_by.is_none()).enumerate() {
            let from = match &line.evidence {
                Evidence::Decision { effect, .. } => *effect,
                Evidence::Ruling { from, .. } => Some(*from),
                Evidence::Snapshot { .. } => None,
            };
            if let Some(from) = from {
                steps.push((from, at, Edge::Open, line));
                steps.extend(line.until.map(|until| (until, at, Edge::Close, line)));
            }
        }
        steps.sort_by_key(|(day, at, edge, _)| (*day, *at, *edge));
        let mut phase = Phase::Untold;
        let mut acts = Vec::new();
        for (day, _, edge, line) in steps {
            let Evidence::Decision { key, .. } = &line.evidence else {
                phase = self.phase_by_ruling(code, &line.evidence).unwrap_or(phase);
                continue;
            };
            let Some(told) = self.of_line(code, line) else { continue };
            let (act, then) = match (edge, told, phase) {
                (Edge::Open, Act::New, Phase::Untold | Phase::Suspended | Phase::Ended) => (Act::New, Phase::InForce),
                (Edge::Open, Act::Succeed, Phase::Untold) => (Act::Succeed, Phase::InForce),
                (Edge::Open, Act::Amend, Phase::Untold | Phase::InForce) => (Act::Amend, Phase::InForce),
                (Edge::Open, Act::Rebase, _) => (Act::Rebase, Phase::InForce),
                (Edge::Open, Act::Suspend, Phase::Untold | Phase::InForce | Phase::Suspended) => {
                    (Act::Suspend, Phase::Suspended)
                }
                (Edge::Open, Act::Replace | Act::Repeal, Phase::Untold | Phase::InForce | Phase::Suspended) => {
                    (told, Phase::Ended)
                }
                (Edge::Close, Act::Suspend, Phase::Suspended) => (Act::Resume, Phase::InForce),
                (Edge::Close, Act::Amend | Act::Rebase, Phase::InForce) => (Act::Revert, Phase::InForce),
                (Edge::Close, Act::New | Act::Succeed, Phase::InForce) => (Act::Lapse, Phase::Ended),
                (Edge::Open | Edge::Close, _, _) => continue, // changes nothing
            };
            phase = then;
            acts.push((day, key, act));
        }
        acts
    }

    fn phase_by_ruling(&self, code: &ProcedureCode, evidence: &Evidence) -> Option<Phase> {
        let Evidence::Ruling { by, ruled, from } = evidence else { return None };
        let same =
            self.records.rulings.iter().find(|ruling| {
                ruling.code == *code && ruling.by == *by && ruling.ruled == *ruled && ruling.from == *from
            });
        same.map(|ruling| match ruling.answer {
            RulingAnswer::InForce => Phase::InForce,
            RulingAnswer::Repealed => Phase::Ended,
        })
    }

    /// What a line of a procedure's history does to it. `replace` ends the old ones and begins the new ones, and a
    /// replacement or repeal with an end of its own is a suspension. `None` for what does not touch its life: marks, fees,
    /// agencies, corrections, internal processes; and for a withdrawal, after which nobody has said what holds.
    pub fn of_line(&self, code: &ProcedureCode, line: &HistoryLine) -> Option<Act> {
        let Evidence::Decision { change, .. } = &line.evidence else { return None };
        let ended = match *change {
            "new" => return Some(Act::New),
            "amend" => return Some(Act::Amend),
            "rebase" => return Some(Act::Rebase),
            "replace" => match &self.row(line)?.1.kind {
                ChangeKind::Replace { old, .. } if old.iter().any(|it| it.code() == Some(code)) => Act::Replace,
                _ => return Some(Act::Succeed),
            },
            "repeal" => Act::Repeal,
            _ => return None,
        };
        Some(if line.until.is_some() { Act::Suspend } else { ended })
    }
}
