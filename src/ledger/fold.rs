//! The fold over one tier's events of known effect: how one procedure lives at one level, by that tier's word.

use crate::model::Day;

use super::act::Act;
use super::event::Event;
use super::evidence::Edge;

/// A moment at which an event begins, or ceases, to have effect.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step<'e, 'a> {
    /// The day.
    pub(super) day: Day,
    /// The event.
    pub(super) event: &'e Event<'a>,
    /// Its place among the events of its code.
    pub(super) at: u32,
    /// Whether the event begins or ceases on that day.
    pub(super) edge: Edge,
}

/// The steps of events with known effect, in legal order: effect, then signing, then number.
pub(super) fn steps<'e, 'a>(events: impl Iterator<Item = (u32, &'e Event<'a>)>) -> Vec<Step<'e, 'a>> {
    let mut steps = Vec::new();
    for (at, event) in events.filter(|(_, event)| event.is_of_life()) {
        if let Some(day) = event.effect {
            steps.push(Step { day, event, at, edge: Edge::Open });
            if let Some(until) = event.until {
                steps.push(Step { day: until, event, at, edge: Edge::Close });
            }
        }
    }
    steps.sort_unstable_by_key(|step| (step.day, step.event.rank, step.edge));
    steps
}

/// Where a life stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// No change of known effect speaks.
    Unattested,
    /// In force.
    InForce,
    /// Ended for a time.
    Suspended,
    /// Ended; `replaced` where the ending row names successors.
    Ended {
        /// Whether it was replaced.
        replaced: bool,
    },
    /// Contradicting changes: only `new` or a ruling leads out, or an end.
    Contradiction,
}

/// A contradiction or a redundancy met on the way: the stuff of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Oddity {
    /// Ended a second time.
    SecondEnd,
    /// Introduced a second time.
    SecondStart,
    /// Amended, or made a successor, after its end.
    AmendedAfterEnd,
    /// Suspended after its end.
    SuspendedAfterEnd,
    /// Begins and ends with one effect.
    NewAndEndSameDay,
    /// The decision on which it rests is withdrawn after its effect.
    WithdrawnInEffect,
    /// In the end the province and the ministry do not say the same of it.
    TiersDiffer,
}

impl Phase {
    /// Whether it is out of force, for good or for a time.
    pub(super) fn is_stopped(self) -> bool {
        matches!(self, Phase::Ended { .. } | Phase::Suspended)
    }
}

/// A life by one tier's word, up to a day.
#[derive(Debug)]
pub(super) struct Life<'e, 'a> {
    /// Where it stands.
    pub(super) phase: Phase,
    /// The first day of the present period in force, where known.
    pub(super) since: Option<Day>,
    /// The day of the beginning that its life goes back to, where known: what that beginning brings for a time ends with
    /// it, also where a suspension lies between.
    begun_life: Option<Day>,
    /// The day of the lasting end.
    pub(super) ended: Option<Day>,
    /// The last day on which anybody said that it has ended.
    pub(super) said_ended: Option<Day>,
    /// The day of the last beginning by `new`, a standardised list or a ruling, and whether a ruling said so.
    begun: Option<(Day, bool)>,
    /// The last day that was named as a beginning. A standardised list names none.
    begun_on: Option<Day>,
    /// Whether it was in force the day before and out for a moment today.
    pub(super) is_broken: bool,
    /// Where changes contradict each other: since when it was out of force before that.
    out_before: Option<Day>,
    /// The steps that have ruled and still have effect; the last one rules.
    rulings: Vec<Step<'e, 'a>>,
    /// The event that names its successors.
    pub(super) replaced_by: Option<&'e Event<'a>>,
    /// The events by which it succeeds others.
    pub(super) successions: Vec<&'e Event<'a>>,
    /// Suspensions that have begun and not ceased, each with its first day.
    suspensions: Vec<(Day, &'e Event<'a>)>,
}

/// What a tier has to know of the other one, and of lists, to live a day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Elsewhere {
    /// Whether the other tier, or a list of an earlier day, attests the procedure already: a successor begins nothing.
    pub(super) attested: bool,
    /// Whether the procedure is out of force by the other tier's word: to begin it again is no redundancy.
    pub(super) stopped: bool,
}

impl<'e, 'a> Life<'e, 'a> {
    pub(super) fn unborn() -> Self {
        Life {
            phase: Phase::Unattested,
            since: None,
            begun_life: None,
            ended: None,
            said_ended: None,
            begun: None,
            begun_on: None,
            is_broken: false,
            out_before: None,
            rulings: Vec::new(),
            replaced_by: None,
            successions: Vec::new(),
            suspensions: Vec::new(),
        }
    }

    /// The step that rules.
    pub(super) fn ruling(&self) -> Option<Step<'e, 'a>> {
        self.rulings.last().copied()
    }

    /// One day's steps, telling `odd` of every oddity. `new` and an end with one effect contradict each other unless a row
    /// says that it prevails.
    pub(super) fn live_through(
        &mut self,
        same_day: &[Step<'e, 'a>],
        elsewhere: Elsewhere,
        odd: &mut impl FnMut(Oddity, &Step<'e, 'a>),
    ) {
        let opens = |step: &&Step<'e, 'a>| step.edge == Edge::Open && !step.event.is_ruling();
        let unborn = self.phase == Phase::Unattested && !elsewhere.attested;
        let out_since = self.out_since();
        self.is_broken = false;
        let is_new = |step: &&Step<'e, 'a>| match step.event.act {
            Act::New | Act::Rebase => true,
            Act::Succeed => unborn && !step.event.exists, // else it begins nothing
            Act::Amend
            | Act::Revert
            | Act::Resume
            | Act::Suspend
            | Act::Replace
            | Act::Repeal
            | Act::Lapse
            | Act::Withdraw
            | Act::Attest
            | Act::Doubt
            | Act::Confirm
            | Act::Note => false,
        };
        let is_end = |step: &&Step<'e, 'a>| step.event.act.ends();
        let new = same_day.iter().filter(opens).find(is_new);
        let end = same_day.iter().filter(opens).find(is_end);
        let contradict = new.is_some() && end.is_some();
        let prevailing: Vec<_> = same_day.iter().filter(opens).filter(|step| step.event.prevails()).collect();
        let settled = !prevailing.is_empty() && (prevailing.iter().all(&is_new) || prevailing.iter().all(&is_end));
        for step in same_day {
            let overruled =
                contradict && settled && opens(&step) && (is_new(&step) || is_end(&step)) && !step.event.prevails();
            if !overruled {
                self.take(step, elsewhere, odd);
            }
            if contradict && !settled && end.is_some_and(|end| std::ptr::eq(end.event, step.event)) {
                odd(Oddity::NewAndEndSameDay, step);
            }
        }
        let ruled = same_day.iter().any(|step| step.event.is_ruling());
        if contradict && !settled && !ruled {
            self.contradict();
        }
        if self.phase == Phase::Contradiction {
            self.out_before = out_since;
        }
    }

    /// Whether it begins, or is back, on a day: not so where somebody only attests that it is there.
    pub(super) fn begins_on(&self, day: Day) -> bool {
        self.phase == Phase::InForce && [self.begun_on, self.since].contains(&Some(day))
    }

    /// Whether somebody says that it begins after a day on which it ended by the other tier's word.
    pub(super) fn begins_after(&self, day: Day) -> bool {
        self.begun.is_some_and(|(begun, ruled)| begun > day || (ruled && begun == day))
    }

    /// Since when it is out of force, or was before nobody knew.
    pub(super) fn out_since(&self) -> Option<Day> {
        match self.phase {
            Phase::Ended { .. } => self.ended,
            Phase::Suspended => self.suspended_on().max(),
            Phase::Contradiction => self.out_before,
            Phase::Unattested | Phase::InForce => None,
        }
    }

    /// The first days of the suspensions that run.
    pub(super) fn suspended_on(&self) -> impl Iterator<Item = Day> {
        self.suspensions.iter().map(|(day, _)| *day)
    }

    fn leave(&mut self, phase: Phase) {
        self.is_broken |= self.phase == Phase::InForce;
        self.phase = phase;
    }

    fn contradict(&mut self) {
        self.leave(Phase::Contradiction);
        self.since = None;
        self.begun_life = None;
        self.ended = None;
    }

    fn take(&mut self, step: &Step<'e, 'a>, elsewhere: Elsewhere, odd: &mut impl FnMut(Oddity, &Step<'e, 'a>)) {
        match (step.edge, step.event.act) {
            (Edge::Open, Act::New) => self.introduce(step, elsewhere, odd),
            (Edge::Open, Act::Rebase) => self.rebase(step),
            (Edge::Open, Act::Withdraw) => self.take_back(step, odd),
            (Edge::Open, Act::Amend) => self.amend(step, odd),
            (Edge::Open, Act::Succeed) => self.succeed(step, elsewhere, odd),
            (Edge::Open, Act::Suspend) => self.suspend(step, odd),
            (Edge::Open, Act::Repeal | Act::Replace) => self.repeal(step, odd),
            (Edge::Close, Act::Suspend) => self.resume(step),
            (Edge::Close, Act::Amend | Act::Rebase) => self.revert(step),
            (Edge::Close, Act::New | Act::Succeed) => self.lapse(step),
            // Rows say none of the others of themselves, and what is beside the life is no step.
            (
                Edge::Open,
                Act::Revert | Act::Resume | Act::Lapse | Act::Attest | Act::Doubt | Act::Confirm | Act::Note,
            )
            | (
                Edge::Close,
                Act::Repeal
                | Act::Replace
                | Act::Revert
                | Act::Resume
                | Act::Lapse
                | Act::Withdraw
                | Act::Attest
                | Act::Doubt
                | Act::Confirm
                | Act::Note,
            ) => {}
        }
    }

    fn introduce(&mut self, step: &Step<'e, 'a>, elsewhere: Elsewhere, odd: &mut impl FnMut(Oddity, &Step<'e, 'a>)) {
        let by_ruling = step.event.is_ruling();
        // One that was attested alone on the same day is begun, not begun twice.
        let is_second = self.begun_on.is_some() || self.rulings.iter().any(|ruling| ruling.day < step.day);
        if !by_ruling && self.phase == Phase::InForce && is_second && !elsewhere.stopped {
            odd(Oddity::SecondStart, step);
        }
        self.begin(step, by_ruling);
    }

    /// A standardised list says that it is in force, not since when.
    fn rebase(&mut self, step: &Step<'e, 'a>) {
        let was_in_force = self.phase == Phase::InForce;
        let (since, begun_life) = (self.since.filter(|_| was_in_force), self.begun_life.filter(|_| was_in_force));
        let begun_on = self.begun_on;
        self.begin(step, false);
        (self.since, self.begun_life, self.begun_on) = (since, begun_life, begun_on);
    }

    /// What began or ended it is withdrawn after its effect: nobody has said what holds.
    fn take_back(&mut self, step: &Step<'e, 'a>, odd: &mut impl FnMut(Oddity, &Step<'e, 'a>)) {
        odd(Oddity::WithdrawnInEffect, step);
        if self.phase != Phase::Unattested {
            self.contradict();
            self.rulings.push(*step);
        }
    }

    fn succeed(&mut self, step: &Step<'e, 'a>, elsewhere: Elsewhere, odd: &mut impl FnMut(Oddity, &Step<'e, 'a>)) {
        match self.phase {
            // It exists already: it keeps its beginning.
            Phase::Unattested if elsewhere.attested || step.event.exists => self.amend(step, odd),
            Phase::Unattested => {
                self.begin(step, false);
                (self.begun, self.begun_on) = (None, None); // a successor begins, but never revives
            }
            Phase::InForce => self.rulings.push(*step),
            Phase::Suspended => {} // it gains predecessors, and stays suspended by what suspends it
            Phase::Ended { .. } | Phase::Contradiction => self.amend(step, odd),
        }
        self.successions.push(step.event);
    }

    fn repeal(&mut self, step: &Step<'e, 'a>, odd: &mut impl FnMut(Oddity, &Step<'e, 'a>)) {
        match self.phase {
            Phase::Ended { .. } if step.event.is_ruling() => {
                self.said_ended = Some(step.day);
                self.rulings.push(*step);
            }
            Phase::Ended { .. } => odd(Oddity::SecondEnd, step),
            Phase::Unattested | Phase::InForce | Phase::Suspended | Phase::Contradiction => self.end(step),
        }
    }

    /// A temporary version is over: the earlier word rules again; where there is none, this one still attests existence.
    fn revert(&mut self, step: &Step<'e, 'a>) {
        if self.rulings.len() > 1 {
            self.rulings.retain(|ruling| !std::ptr::eq(ruling.event, step.event));
        }
    }

    /// The decision that began it no longer has effect; only its own beginning lapses with it. What is suspended then has
    /// ended, and nothing is left to resume.
    fn lapse(&mut self, step: &Step<'e, 'a>) {
        let is_of_it = !step.event.exists && self.begun_life == step.event.effect;
        if matches!(self.phase, Phase::InForce | Phase::Suspended) && is_of_it {
            self.end(step);
        }
    }

    fn begin(&mut self, step: &Step<'e, 'a>, by_ruling: bool) {
        self.begun = Some((step.day, by_ruling));
        self.begun_on = Some(step.day);
        self.rulings.push(*step);
        if self.phase != Phase::InForce {
            self.phase = Phase::InForce;
            self.since = Some(step.day);
            self.begun_life = Some(step.day);
            self.ended = None;
            self.replaced_by = None;
            self.suspensions.clear();
        }
    }

    fn end(&mut self, step: &Step<'e, 'a>) {
        let replaced = step.edge == Edge::Open && step.event.act == Act::Replace;
        self.leave(Phase::Ended { replaced });
        self.begun_life = None;
        self.ended = Some(step.day);
        self.said_ended = Some(step.day);
        self.rulings.push(*step);
        self.replaced_by = replaced.then_some(step.event);
        self.suspensions.clear();
    }

    fn amend(&mut self, step: &Step<'e, 'a>, odd: &mut impl FnMut(Oddity, &Step<'e, 'a>)) {
        match self.phase {
            Phase::Unattested => {
                // It attests existence from its effect, not a beginning.
                self.phase = Phase::InForce;
                self.rulings.push(*step);
            }
            Phase::InForce => self.rulings.push(*step),
            Phase::Suspended => {}
            Phase::Ended { .. } => {
                odd(Oddity::AmendedAfterEnd, step);
                self.contradict(); // nor does anybody know the period that a later end closes
                self.rulings.push(*step);
            }
            Phase::Contradiction => self.rulings.push(*step),
        }
    }

    fn suspend(&mut self, step: &Step<'e, 'a>, odd: &mut impl FnMut(Oddity, &Step<'e, 'a>)) {
        match self.phase {
            Phase::Ended { .. } => odd(Oddity::SuspendedAfterEnd, step),
            Phase::Contradiction => {}
            Phase::Unattested | Phase::InForce | Phase::Suspended => {
                self.leave(Phase::Suspended);
                self.rulings.push(*step);
                self.replaced_by = Some(step.event);
                self.suspensions.push((step.day, step.event));
            }
        }
    }

    /// The suspension's last day has passed: back by the suspending decision, unless another change ended it.
    fn resume(&mut self, step: &Step<'e, 'a>) {
        self.suspensions.retain(|(_, event)| !std::ptr::eq(*event, step.event));
        if self.phase == Phase::Suspended
            && let Some((_, event)) = self.suspensions.last()
        {
            // Another one still runs: this one, which is over, rules no more.
            self.replaced_by = Some(*event);
            self.rulings.retain(|ruling| !std::ptr::eq(ruling.event, step.event));
        }
        if self.phase == Phase::Suspended && self.suspensions.is_empty() {
            self.phase = Phase::InForce;
            self.since = Some(step.day);
            self.rulings.push(*step);
            self.replaced_by = None;
        }
    }
}
