//! Evidence as it is told: a row of a decision, an official list, a ruling. Each borrows what it speaks of.

use std::cmp::Ordering;

use crate::model::{Change, Day, Decision, DecisionKey, Levels, ProcedureCode, Ruling, SilentRule, Snapshot};

use super::act::Act;
use super::dates::Dates;
use super::event::{Event, Origin};

/// Why a change has the effect that it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis<'a> {
    /// The decision's own clause names the day.
    Clause,
    /// The decision says that it applies from its signing.
    Signing,
    /// The decision says that it applies so many days after its signing, and they were counted (Bộ luật Dân sự 2015 Điều
    /// 147).
    Counted,
    /// The day on which the normative text takes effect.
    LegalText,
    /// A province's rule for silent decisions.
    SilentRule(&'a SilentRule),
}

/// Which end of an event's period a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Edge {
    /// The event ceases: a suspension is over, a temporary version lapses.
    Close,
    /// The event begins to have effect.
    Open,
}

/// One piece of evidence.
///
/// Two are equal, and in the same order on every machine, by what they are: the decision, the row and the moment; the
/// list; the ruling.
#[derive(Debug, Clone, Copy)]
pub enum Evidence<'l> {
    /// A row of a decision.
    Decision(Row<'l>),
    /// An official list.
    Snapshot(&'l Snapshot),
    /// A reviewer's ruling.
    Ruling(&'l Ruling),
}

/// A row of a decision as it bears on one procedure: when it begins to have effect, or when it ceases to have it.
#[derive(Debug, Clone, Copy)]
pub struct Row<'l> {
    /// The decision.
    pub decision: &'l Decision,
    /// The row.
    pub change: &'l Change,
    event: &'l Event<'l>,
    edge: Edge,
}

impl<'l> Row<'l> {
    /// The decision's key.
    pub fn key(&self) -> &'l DecisionKey {
        &self.decision.key
    }

    /// What the row does to the procedure; of one that ceases to have effect, what its ceasing does.
    pub fn act(&self) -> Act {
        match (self.edge, self.event.act) {
            (Edge::Open, act) => act,
            (Edge::Close, Act::Suspend | Act::Repeal | Act::Replace) => Act::Resume,
            (Edge::Close, Act::Amend | Act::Rebase) => Act::Revert,
            (
                Edge::Close,
                Act::New
                | Act::Succeed
                | Act::Revert
                | Act::Resume
                | Act::Lapse
                | Act::Withdraw
                | Act::Attest
                | Act::Doubt
                | Act::Confirm
                | Act::Note,
            ) => Act::Lapse,
        }
    }

    /// The word of JSON: the kind of row as catalogue files have it, and of one that ceases `resume`, `revert` or `lapse`.
    pub fn word(&self) -> &'static str {
        match (self.edge, self.event.act) {
            (Edge::Close, _) => self.act().as_str(),
            // "Thay thế" with one code on both sides is a new name.
            (Edge::Open, Act::Amend) => Act::Amend.as_str(),
            (Edge::Open, Act::Withdraw) => Act::Withdraw.as_str(),
            (Edge::Open, _) => self.change.kind.as_str(),
        }
    }

    /// The word by which people are told what it does: the act of law, else the kind of row.
    pub fn told(&self) -> &'static str {
        if self.act().is_law() { self.act().as_str() } else { self.word() }
    }

    /// From which day, or `None` while the effect is unknown; of a row that ceases, the day on which it does.
    pub fn effect(&self) -> Option<Day> {
        match self.edge {
            Edge::Open => self.event.effect,
            Edge::Close => self.event.until,
        }
    }

    /// Whether it is told of the moment at which the row ceases to have effect.
    pub fn ceases(&self) -> bool {
        self.edge == Edge::Close
    }

    /// The day on which the row ceases, where its own paper names it; another one may have withdrawn it before.
    fn stated_end(&self) -> Option<Day> {
        let stated = self.change.until.or(self.decision.until);
        stated.filter(|until| Some(*until) == self.event.until)
    }

    /// Why the row has effect from its day; of a row that ceases, why it does on that day.
    pub fn basis(&self) -> Option<Basis<'l>> {
        match self.edge {
            Edge::Open => self.event.basis,
            Edge::Close => self.stated_end().map(|_| Basis::Clause),
        }
    }

    /// The first day on which the row no longer has effect, for suspensions and temporary amendments.
    pub fn until(&self) -> Option<Day> {
        self.event.until
    }

    /// Both days of the row, and why one of them rules. Of a row that ceases the day is the decision's own, and the
    /// normative text has none.
    pub fn dates(&self) -> Dates {
        match self.edge {
            Edge::Open => Dates::of(self.event.clause, self.change, self.event.basis.as_ref()),
            Edge::Close => Dates::of_end(self.stated_end()),
        }
    }

    /// The decision that withdrew the row before it took effect.
    pub fn withdrawn_by(&self) -> Option<&'l Decision> {
        self.event.withdrawn
    }

    /// The decision that put the row's day of effect right (đính chính).
    pub fn corrected_by(&self) -> Option<&'l Decision> {
        self.event.corrected
    }

    /// The levels of the procedure of which the row speaks; empty means all.
    pub fn levels(&self) -> &'l Levels {
        self.event.levels
    }

    /// The other codes of the row: successors of an ended one, predecessors of a begun one.
    pub fn others(&self) -> &'l [&'l ProcedureCode] {
        &self.event.others
    }

    /// Whether the row ends the procedure, for good or for a time.
    pub fn stops(&self) -> bool {
        self.edge == Edge::Open && self.event.act.stops()
    }
}

impl<'l> Evidence<'l> {
    pub(super) fn of_event(event: &'l Event<'l>, edge: Edge) -> Evidence<'l> {
        match event.origin {
            Origin::Row(decision, change) => Evidence::Decision(Row { decision, change, event, edge }),
            Origin::Ruling(ruling) => Evidence::Ruling(ruling),
        }
    }

    /// The kind, as JSON has it.
    pub fn kind(&self) -> &'static str {
        match self {
            Evidence::Decision(_) => "decision",
            Evidence::Snapshot(_) => "snapshot",
            Evidence::Ruling(_) => "ruling",
        }
    }

    /// The row of a decision, where it is one.
    pub fn row(&self) -> Option<Row<'l>> {
        match self {
            Evidence::Decision(row) => Some(*row),
            Evidence::Snapshot(_) | Evidence::Ruling(_) => None,
        }
    }

    /// The decision, where a row of one it is.
    pub fn decision(&self) -> Option<&'l Decision> {
        self.row().map(|row| row.decision)
    }

    /// The official list, where it is one.
    pub fn list(&self) -> Option<&'l Snapshot> {
        match self {
            Evidence::Snapshot(list) => Some(list),
            Evidence::Decision(_) | Evidence::Ruling(_) => None,
        }
    }

    /// From which day it speaks: the effect of a row, where it is known; the day of a list; that from which a ruling holds.
    pub fn effect(&self) -> Option<Day> {
        match self {
            Evidence::Decision(row) => row.effect(),
            Evidence::Snapshot(list) => list.day(),
            Evidence::Ruling(ruling) => Some(ruling.from),
        }
    }

    /// The day on which it came about: of a decision its signing, where that is on record; of a list none.
    pub fn signed(&self) -> Option<Day> {
        match self {
            Evidence::Decision(row) => row.decision.key.signed,
            Evidence::Snapshot(_) => None,
            Evidence::Ruling(ruling) => Some(ruling.ruled),
        }
    }

    /// The day from which it is known: of a decision its signing, else its publishing, else the first day of its year; the
    /// day of a list, or of a ruling.
    pub fn known_from(&self) -> Day {
        match self {
            Evidence::Decision(row) => row.decision.known_from(),
            Evidence::Snapshot(list) => list.day().unwrap_or(Day::MAX),
            Evidence::Ruling(ruling) => ruling.ruled,
        }
    }

    /// What tells it from every other about the same procedure.
    fn identity(&self) -> (u8, Option<&'l DecisionKey>, &'l str, u32, &'static str, Option<Day>) {
        match self {
            Evidence::Decision(row) => (0, Some(row.key()), "", row.change.line, row.act().as_str(), row.effect()),
            Evidence::Snapshot(list) => (1, None, &list.id, 0, "", list.day()),
            Evidence::Ruling(ruling) => (2, None, &ruling.by, 0, "", Some(ruling.from)),
        }
    }
}

impl PartialEq for Evidence<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Evidence<'_> {}

impl PartialOrd for Evidence<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Evidence<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.identity().cmp(&other.identity()).then_with(|| self.known_from().cmp(&other.known_from()))
    }
}
