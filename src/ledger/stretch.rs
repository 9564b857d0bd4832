//! Days in a row over which nothing about a procedure changes, kept small: a ledger holds millions of them.

use std::ops::Range;
use std::sync::Arc;

use crate::model::{Day, Decision, ProcedureCode, Snapshot};

use super::act::Act;
use super::event::Event;
use super::evidence::{Edge, Evidence};
use super::state::{Question, Status, Version};

/// What rules, or what began a stretch: an event by its place among those of its code, or a list.
#[derive(Debug, Clone, Copy)]
pub(super) enum Cause<'a> {
    None,
    Event(u32, Edge),
    List(&'a Snapshot),
}

impl PartialEq for Cause<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Cause::None, Cause::None) => true,
            (Cause::Event(one, edge), Cause::Event(other, other_edge)) => (one, edge) == (other, other_edge),
            (Cause::List(one), Cause::List(other)) => std::ptr::eq(*one, *other),
            (Cause::None | Cause::Event(..) | Cause::List(_), _) => false,
        }
    }
}

impl<'a> Cause<'a> {
    pub(super) fn evidence<'l>(&self, events: &'l [Event<'a>]) -> Option<Evidence<'l>> {
        match self {
            Cause::None => None,
            Cause::Event(at, edge) => Some(Evidence::of_event(events.get(*at as usize)?, *edge)),
            Cause::List(list) => Some(Evidence::Snapshot(list)),
        }
    }

    /// The event, where one it is.
    pub(super) fn event<'e>(&self, events: &'e [Event<'a>]) -> Option<(&'e Event<'a>, Edge)> {
        match self {
            Cause::Event(at, edge) => Some((events.get(*at as usize)?, *edge)),
            Cause::None | Cause::List(_) => None,
        }
    }
}

/// What is known of a procedure, at one level or as a whole, over days in a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Told<'a> {
    pub(super) status: Status,
    pub(super) since: Option<Day>,
    /// The first day no longer in force, of what has ended or is suspended.
    pub(super) until: Option<Day>,
    pub(super) version: Version<'a>,
    pub(super) ruled_by: Cause<'a>,
    pub(super) successors: Arc<[&'a ProcedureCode]>,
    pub(super) predecessors: Arc<[&'a ProcedureCode]>,
}

/// A stretch `[from, …)` up to the next one's first day.
#[derive(Debug, Clone)]
pub(super) struct Stretch<'a> {
    /// Its first day; [`Day::MIN`] for all the days before the first that anything tells of.
    pub(super) from: Day,
    /// What began it, set against the stretch before it.
    pub(super) act: Act,
    /// Whose doing that is.
    pub(super) by: Cause<'a>,
    /// Whether an event of known effect begins or ceases on its first day: only then may the law have changed.
    pub(super) on_step: bool,
    pub(super) told: Told<'a>,
    /// What is asked in it: a part of its line's questions.
    asked: Range<u32>,
}

/// Stretches in the order of days, without gap or overlap; the first is of all days before.
#[derive(Debug, Default)]
pub(super) struct Line<'a> {
    stretches: Vec<Stretch<'a>>,
    /// What is asked, in the order in which it came to be: what one stretch asks and the next one still does stands once.
    questions: Vec<Question<'a>>,
}

impl<'a> Line<'a> {
    pub(super) fn stretches(&self) -> &[Stretch<'a>] {
        &self.stretches
    }

    /// The place of the stretch that a day is in.
    pub(super) fn place_of(&self, day: Day) -> usize {
        self.stretches.partition_point(|stretch| stretch.from <= day).saturating_sub(1)
    }

    /// The stretch that a day is in.
    pub(super) fn on(&self, day: Day) -> Option<&Stretch<'a>> {
        self.stretches.get(self.place_of(day))
    }

    /// What a stretch of the line asks.
    pub(super) fn asked(&self, stretch: &Stretch<'a>) -> &[Question<'a>] {
        self.questions.get(stretch.asked.start as usize..stretch.asked.end as usize).unwrap_or_default()
    }

    /// Adds what is known and asked from a day on, where that is not the same as before.
    pub(super) fn add(&mut self, events: &[Event<'a>], dawn: Dawn<'a, '_>) {
        let Dawn { day, on_step, told, questions, decided_by } = dawn;
        let Some(last) = self.stretches.last() else {
            let asked = self.keep(questions);
            self.stretches.push(Stretch { from: day, act: Act::Confirm, by: Cause::None, on_step: false, told, asked });
            return;
        };
        if last.told == told && self.asked(last) == questions {
            return;
        }
        let eve = day.pred_opt().unwrap_or(day);
        let act = as_done(act_between(events, &last.told, &told, eve, day), on_step);
        let by = cause_of(act, events, (&last.told, eve), (&told, day), decided_by);
        let asked = self.keep(questions);
        self.stretches.push(Stretch { from: day, act, by, on_step, told, asked });
    }

    /// Where the questions stand. What goes on from the end of the last stretch's is added to it; only where one comes
    /// between them, or goes from there, all are written anew.
    fn keep(&mut self, questions: &[Question<'a>]) -> Range<u32> {
        let before = self.stretches.last().map_or(0..0, |last| last.asked.start as usize..last.asked.end as usize);
        let asked = self.questions.get(before.clone()).unwrap_or_default();
        let gone = questions.first().and_then(|first| asked.iter().position(|question| question == first));
        let start = before.start + gone.unwrap_or(asked.len());
        let still = self.questions.get(start..before.end).unwrap_or_default();
        let common = still.len().min(questions.len());
        let is_end = before.end == self.questions.len();
        let (start, more) = match questions.split_at_checked(common) {
            Some((same, more)) if still.get(..common) == Some(same) && (more.is_empty() || is_end) => (start, more),
            Some(_) | None => (self.questions.len(), questions),
        };
        self.questions.extend_from_slice(more);
        place(start)..place(start + questions.len())
    }

    /// Gives back the room that is left over: a ledger holds millions of lines.
    pub(super) fn shrunk(mut self) -> Self {
        self.stretches.shrink_to_fit();
        self.questions.shrink_to_fit();
        self
    }
}

/// A place in a line's questions: more than four thousand million of them would not fit a machine.
fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// What is known and asked from a day on.
pub(super) struct Dawn<'a, 'q> {
    pub(super) day: Day,
    /// Whether an event of known effect begins or ceases on it.
    pub(super) on_step: bool,
    pub(super) told: Told<'a>,
    pub(super) questions: &'q [Question<'a>],
    pub(super) decided_by: Cause<'a>,
}

impl<'a> Told<'a> {
    pub(super) fn unattested() -> Told<'a> {
        Told {
            status: Status::Unknown,
            since: None,
            until: None,
            version: Version::Base,
            ruled_by: Cause::None,
            successors: Arc::default(),
            predecessors: Arc::default(),
        }
    }

    /// The decision whose content applies, where it is known.
    fn amended_by(&self) -> Option<&'a Decision> {
        match self.version {
            Version::Amended { decision, from: Some(_) } => Some(decision),
            Version::Amended { from: None, .. } | Version::Base | Version::Unknown { .. } => None,
        }
    }
}

/// An act of the law is done on a day on which something begins or ceases to have effect. What a level newly heard of makes
/// otherwise is known otherwise.
pub(super) fn as_done(act: Act, on_step: bool) -> Act {
    if act.is_law() && !on_step { Act::Attest } else { act }
}

/// What leads from the state of one day to that of a later one.
///
/// Entering or leaving `unknown`, and what a list alone tells, is knowledge; an amendment that finds nothing in force
/// attests, and begins nothing: where the procedure begins as well, that is told.
pub(super) fn act_between(events: &[Event<'_>], before: &Told<'_>, after: &Told<'_>, from: Day, to: Day) -> Act {
    let ruling = after.ruled_by.event(events);
    let is = |act: Act| ruling.is_some_and(|(event, edge)| edge == Edge::Open && event.act == act);
    let begun = || beginning(events, before, after, from, to).and_then(|at| Some(events.get(at as usize)?.act));
    let lapsed = ruling.is_some_and(|(_, edge)| edge == Edge::Close);
    let by_list = matches!(after.ruled_by, Cause::List(_));
    match (before.status, after.status) {
        (Status::InForce, Status::InForce) => content_between(events, before, after, from),
        (one, other) if one == other || (one.is_ended() && other.is_ended()) => Act::Confirm,
        (_, Status::Unknown) => Act::Doubt,
        (Status::Unknown, _) => Act::Attest,
        (_, Status::Pending) => Act::Doubt,
        // A suspension that is over is no less so where, from that day, a list speaks and no decision.
        (Status::Suspended, Status::InForce) if by_list && suspension_over(events, from, to).is_some() => Act::Resume,
        (_, Status::InForce) if by_list => {
            let led = led_beside_list(events, before, after, from, to).and_then(|at| events.get(at as usize));
            led.map_or(Act::Attest, |event| event.act)
        }
        (_, Status::InForce) if is(Act::Rebase) => Act::Rebase,
        (Status::Suspended, Status::InForce) if !is(Act::New) || ruling.is_some_and(|(event, _)| event.is_ruling()) => {
            Act::Resume
        }
        (_, Status::InForce) if is(Act::Amend) => begun().unwrap_or(Act::Attest),
        (_, Status::InForce) if is(Act::Succeed) => Act::Succeed,
        (_, Status::InForce) if lapsed => Act::Resume,
        (_, Status::InForce) => Act::New,
        (_, Status::Suspended) => Act::Suspend,
        (_, Status::Replaced) => Act::Replace,
        (_, Status::Repealed) => {
            if lapsed {
                Act::Lapse
            } else {
                Act::Repeal
            }
        }
    }
}

/// The event that leads to what a list speaks for besides: what begins it, else what attests it anew.
fn led_beside_list(events: &[Event<'_>], before: &Told<'_>, after: &Told<'_>, from: Day, to: Day) -> Option<u32> {
    let begun = beginning(events, before, after, from, to).filter(|_| after.since > Some(from));
    begun.or_else(|| rebased(events, after, from))
}

/// The event after a day that attests anew what a list speaks for besides: also where the list answers a doubt, it is in force
/// again by that decision.
fn rebased(events: &[Event<'_>], after: &Told<'_>, from: Day) -> Option<u32> {
    let Version::Amended { from: Some(day), .. } = after.version else { return None };
    let at = bringing(events, after, day).filter(|_| day > from)?;
    events.get(at as usize).filter(|event| event.act == Act::Rebase).map(|_| at)
}

/// The event that begins what an amendment, or a list, rules: on the day since which it is in force, or, of what had ended, the
/// last on the way.
fn beginning(events: &[Event<'_>], before: &Told<'_>, after: &Told<'_>, from: Day, to: Day) -> Option<u32> {
    let begins = |event: &Event| {
        let is_meant = match after.since {
            Some(since) if since > from => event.effect == Some(since),
            Some(_) | None => before.status.is_ended() && event.effect.is_some_and(|day| from < day && day <= to),
        };
        is_meant && event.is_of_life() && (event.act.begins() || event.act == Act::Succeed)
    };
    (0u32..).zip(events).filter(|(_, event)| begins(event)).map(|(at, _)| at).last()
}

/// The last suspension that is over on a day after `from` and not after `to`.
fn suspension_over(events: &[Event<'_>], from: Day, to: Day) -> Option<u32> {
    let is_over = |event: &Event| event.act == Act::Suspend && event.until.is_some_and(|day| from < day && day <= to);
    (0u32..).zip(events).filter(|(_, event)| is_over(event)).map(|(at, _)| at).last()
}

/// Of two states in force, whether the content differs, or the life: it may have ended and begun again meanwhile.
fn content_between(events: &[Event<'_>], before: &Told<'_>, after: &Told<'_>, from: Day) -> Act {
    let ruling = after.ruled_by.event(events);
    let is_new = ruling.is_some_and(|(event, edge)| {
        let is_of_period = event.effect == after.since;
        edge == Edge::Open && event.act == Act::New && !event.is_ruling() && is_of_period
    });
    match (&before.version, &after.version) {
        _ if is_new && after.since.is_some_and(|since| since > from) => Act::New,
        (one, other) if one == other => Act::Confirm,
        (Version::Unknown { .. }, _) => Act::Attest,
        (_, Version::Unknown { .. }) => Act::Doubt,
        (_, Version::Amended { from: None, .. }) => Act::Attest,
        (_, Version::Amended { from: Some(day), .. }) if *day > from => match bringing(events, after, *day) {
            Some(at) if events.get(at as usize).is_some_and(|event| event.act == Act::Rebase) => Act::Rebase,
            Some(_) | None => Act::Amend,
        },
        (_, Version::Amended { .. } | Version::Base) => Act::Revert,
    }
}

/// The event that brings the content that applies, on the day from which it does.
fn bringing(events: &[Event<'_>], after: &Told<'_>, day: Day) -> Option<u32> {
    let decision = after.amended_by()?;
    let brings = |event: &Event| {
        event.effect == Some(day)
            && matches!(event.act, Act::Amend | Act::Rebase)
            && event.decision().is_some_and(|other| std::ptr::eq(other, decision))
    };
    // Events of known effect come first, by their day.
    let first = events.partition_point(|event| event.effect.is_some_and(|effect| effect < day));
    let of_day = (0u32..).zip(events).skip(first).take_while(|(_, event)| event.effect == Some(day));
    of_day.filter(|(_, event)| brings(event)).map(|(at, _)| at).last()
}

/// Whose doing an act is that leads from what is told on one day to what is on a later one: the amending decision, the one
/// that has ceased, what is doubted by, or what rules the status.
pub(super) fn cause_of<'a>(
    act: Act,
    events: &[Event<'a>],
    (before, from): (&Told<'a>, Day),
    (after, to): (&Told<'a>, Day),
    decided_by: Cause<'a>,
) -> Cause<'a> {
    let begins_itself = after.ruled_by.event(events).is_some_and(|(event, _)| event.act != Act::Amend);
    match act {
        // An amendment of the same day, or a list, rules, and is not what begins it.
        Act::New | Act::Succeed | Act::Rebase if !begins_itself && before.status != Status::InForce => {
            let led = if matches!(after.ruled_by, Cause::List(_)) { led_beside_list } else { beginning };
            let begun = led(events, before, after, from, to);
            begun.map_or(after.ruled_by, |at| Cause::Event(at, Edge::Open))
        }
        Act::Resume if matches!(after.ruled_by, Cause::List(_)) => {
            suspension_over(events, from, to).map_or(after.ruled_by, |at| Cause::Event(at, Edge::Close))
        }
        Act::Amend | Act::Rebase => {
            let brings = match after.version {
                Version::Amended { from: Some(day), .. } => bringing(events, after, day),
                Version::Amended { from: None, .. } | Version::Base | Version::Unknown { .. } => None,
            };
            brings.map_or(after.ruled_by, |at| Cause::Event(at, Edge::Open))
        }
        Act::Revert => ceasing(events, from, to, decided_by),
        Act::New
        | Act::Succeed
        | Act::Resume
        | Act::Suspend
        | Act::Replace
        | Act::Repeal
        | Act::Lapse
        | Act::Attest
        | Act::Confirm => match after.ruled_by {
            Cause::None => decided_by,
            ruled => ruled,
        },
        Act::Withdraw | Act::Doubt | Act::Note => decided_by,
    }
}

/// Which temporary version ceases after `from` and not after `to`: the step that decides, where it is one; else the last that
/// does.
fn ceasing<'a>(events: &[Event<'_>], from: Day, to: Day, decided_by: Cause<'a>) -> Cause<'a> {
    let is_version = |event: &Event| matches!(event.act, Act::Amend | Act::Rebase);
    if decided_by.event(events).is_some_and(|(event, edge)| edge == Edge::Close && is_version(event)) {
        return decided_by;
    }
    let ceases = |event: &Event| event.until.is_some_and(|day| from < day && day <= to) && is_version(event);
    let ceased = (0u32..).zip(events).filter(|(_, event)| ceases(event)).last();
    ceased.map_or(decided_by, |(at, _)| Cause::Event(at, Edge::Close))
}
