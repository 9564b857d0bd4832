//! Whether a decision changes anything on any day, and which of its rows do not and why: a person who enters it is told before
//! it passes for done.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::{Ledger, LevelState, Question, Row, State, Status, Version};
use crate::model::{Change, ChangeKind, Day, Decision, Level, ProcedureCode};
use crate::strings::{Language, Strings};

/// What a decision does to the procedures of a catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// How many rows change something on some day.
    pub changing: usize,
    /// How many rows change nothing on any day, by the reason.
    pub idle: BTreeMap<Idle, usize>,
}

/// Why a row changes nothing on any day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Idle {
    /// The catalogue does not hold the decision's issuer: whom it binds nobody knows.
    IssuerUnknown,
    /// The issuer is neither the site's own nor a ministry (Nghị định 63/2010 Điều 13): another province's.
    IssuerElsewhere,
    /// Nobody recorded from which day it has effect: it bears as a doubt alone.
    EffectUnknown,
    /// It has no code that anyone could read, or names no successor.
    Unread,
    /// The catalogue does not hold its procedure, or the decision that it withdraws.
    NotHeld,
    /// A correction or an internal process, which touches nothing public.
    Beside,
    /// What it says holds already.
    AlreadySo,
}

impl Idle {
    fn key(self) -> &'static str {
        match self {
            Idle::IssuerUnknown => "issuer_unknown",
            Idle::IssuerElsewhere => "issuer_elsewhere",
            Idle::EffectUnknown => "effect_unknown",
            Idle::Unread => "unread",
            Idle::NotHeld => "not_held",
            Idle::Beside => "beside",
            Idle::AlreadySo => "already_so",
        }
    }
}

impl Outcome {
    /// What the decision does: `with` and `without` are the ledgers that have it and that have all but it.
    pub fn of(decision: &Decision, with: &Ledger<'_>, without: &Ledger<'_>) -> Outcome {
        let records = with.records();
        let mut outcome = Outcome::default();
        for change in &decision.changes {
            let idle = if !records.agencies.contains_key(&decision.key.issuer) {
                Some(Idle::IssuerUnknown)
            } else if !records.binds(&decision.key.issuer) {
                Some(Idle::IssuerElsewhere)
            } else {
                idle(decision, change, with, without)
            };
            match idle {
                Some(idle) => *outcome.idle.entry(idle).or_default() += 1,
                None => outcome.changing += 1,
            }
        }
        outcome
    }

    /// Why nothing changes, in words; empty where something does.
    pub fn why_nothing(&self, language: Language) -> String {
        let strings = Strings::of(language);
        if self.changing > 0 {
            return String::new();
        }
        if self.idle.is_empty() {
            return strings.get(&["report", "idle", "no_rows"]);
        }
        let told = |(idle, count): (&Idle, &usize)| {
            strings.filled(&["report", "idle", idle.key()], &[("count", count.to_string())])
        };
        self.idle.iter().map(told).collect::<Vec<_>>().join("; ")
    }
}

/// Whether a decision is meant to change a procedure's life or content: it has a row that begins, ends or amends.
pub fn is_meant_to_change(decision: &Decision) -> bool {
    decision.changes.iter().any(|change| match &change.kind {
        ChangeKind::Introduce(_)
        | ChangeKind::Amend(_)
        | ChangeKind::Replace { .. }
        | ChangeKind::Repeal(_)
        | ChangeKind::Rebase(_)
        | ChangeKind::CorrectEffect { .. }
        | ChangeKind::Withdraw { .. } => true,
        ChangeKind::Flag { .. }
        | ChangeKind::Competence { .. }
        | ChangeKind::Fee { .. }
        | ChangeKind::Correct(_)
        | ChangeKind::Internal(_) => false,
    })
}

/// Why a row of a decision that binds here changes nothing; `None` where it changes something.
fn idle(decision: &Decision, change: &Change, with: &Ledger<'_>, without: &Ledger<'_>) -> Option<Idle> {
    if matches!(change.kind, ChangeKind::Correct(_) | ChangeKind::Internal(_)) {
        return Some(Idle::Beside);
    }
    let is_withdrawal = matches!(change.kind, ChangeKind::Withdraw { .. } | ChangeKind::CorrectEffect { .. });
    let named = codes(decision, change, with);
    if named.is_empty() && !is_withdrawal {
        return Some(Idle::Unread);
    }
    let held: Vec<&ProcedureCode> =
        named.into_iter().filter(|code| with.records().procedures.contains_key(*code)).collect();
    if held.is_empty() {
        return Some(Idle::NotHeld);
    }
    let is_of_row = |row: &Row| row.change.line == change.line && *row.key() == decision.key;
    let (mut is_read, mut is_silent) = (is_withdrawal, false);
    for code in held {
        let Some(state) = with.state(code, decision.known_from()) else { continue };
        for row in state.history().filter_map(|evidence| evidence.row()).filter(is_of_row) {
            is_read = true;
            is_silent |= row.effect().is_none();
        }
        let doubt = Question::WithdrawalOfUnknownEffect(decision);
        is_silent |= is_withdrawal && state.whole.questions.contains(&doubt);
        if !is_silent && differs(code, with, without) {
            return None;
        }
    }
    Some(match (is_silent, is_read) {
        (true, _) => Idle::EffectUnknown,
        (false, true) => Idle::AlreadySo,
        (false, false) => Idle::Unread,
    })
}

/// The codes whose state a row may change: those that it names; of a withdrawal or a correction those of the rows that it is
/// about, and where these withdraw or correct in their turn, of what they are about.
fn codes<'a>(decision: &'a Decision, change: &'a Change, with: &Ledger<'a>) -> BTreeSet<&'a ProcedureCode> {
    let (mut codes, mut seen) = (BTreeSet::new(), BTreeSet::new());
    let mut ahead = vec![(decision, change)];
    while let Some((by, row)) = ahead.pop() {
        codes.extend(row.kind.subjects().into_iter().filter_map(|subject| subject.code()));
        for meant in with.meant(by, row).filter(|meant| seen.insert(&meant.key)) {
            ahead.extend(meant.changes.iter().map(|row| (meant, row)));
        }
    }
    if let ChangeKind::Withdraw { codes: named, .. } | ChangeKind::CorrectEffect { codes: named, .. } = &change.kind {
        codes.retain(|code| named.is_empty() || named.contains(code));
    }
    codes
}

/// Whether the law of a code is another on any day; what is known of it and asked about it may differ.
fn differs(code: &ProcedureCode, with: &Ledger<'_>, without: &Ledger<'_>) -> bool {
    let (Some(with), Some(without)) = (with.timeline(code), without.timeline(code)) else { return true };
    let mut days: BTreeSet<Day> = with.days().iter().chain(without.days()).copied().collect();
    days.extend(days.first().and_then(Day::pred_opt));
    days.into_iter().any(|day| {
        let (one, other) = (with.state(day), without.state(day));
        law(&one) != law(&other) || one.facts() != other.facts()
    })
}

/// What is law of the state of a procedure or of a level of it.
type Law<'s> = (Status, Option<Day>, Option<Day>, Version<'s>, &'s [&'s ProcedureCode], &'s [&'s ProcedureCode]);

fn law<'s>(state: &'s State<'s>) -> Vec<(Option<Level>, Law<'s>)> {
    fn of<'s>(one: &LevelState<'s>) -> Law<'s> {
        (one.status, one.since, one.until, one.version, one.successors, one.predecessors)
    }
    let levels = state.by_level.iter().map(|(level, one)| (Some(*level), of(one)));
    std::iter::once((None, of(&state.whole))).chain(levels).collect()
}
