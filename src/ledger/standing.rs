//! How a procedure stands at one level by decisions and rulings alone: both tiers' lives folded side by side, once.
//!
//! Each day on which an event begins or ceases gives one [`Standing`]. Lists and changes of unknown effect come after
//! (`moment.rs`): they are knowledge, this is law.

use std::sync::Arc;

use crate::model::{Day, Level, ProcedureCode};

use super::act::Act;
use super::event::{Event, Tier};
use super::evidence::Edge;
use super::fold::{Elsewhere, Life, Oddity, Phase, Step, steps};
use super::stretch::Cause;

/// How a procedure stands at a level from a day on, until the next one's.
#[derive(Debug)]
pub(super) struct Standing<'a> {
    /// Its first day; the first standing is of all days before.
    pub(super) day: Day,
    /// Where both tiers' lives together stand.
    pub(super) phase: Phase,
    /// The first day of the present or last period in force, where known. It speaks of days on which the procedure really
    /// was in force, whichever tier's word ended or resumed it.
    pub(super) since: Option<Day>,
    /// The first day no longer in force, of what has ended or is suspended.
    pub(super) until: Option<Day>,
    /// What rules.
    pub(super) ruling: Cause<'a>,
    /// What replaced it, and what it replaced.
    pub(super) successors: Arc<[&'a ProcedureCode]>,
    pub(super) predecessors: Arc<[&'a ProcedureCode]>,
    /// The event whose content applies, and from which day: the latest amendment by either tier.
    pub(super) content: Option<(u32, Day)>,
    /// A ministry's word, after the province's end, that the procedure is in force: the province has not followed.
    pub(super) not_followed: Option<u32>,
    /// The last of the day's events that begins the procedure.
    pub(super) begun_by: Option<u32>,
    /// The last of the day's steps in legal order: the one that decides.
    pub(super) decided_by: Cause<'a>,
    /// The latest day from which a beginning or an end in effect is known: it answers the doubts that are no younger.
    pub(super) answered: Option<Day>,
    /// The latest day from which a decision's change in effect is known.
    pub(super) changed: Option<Day>,
    /// The last day on which anything was said of the life itself: a temporary version that is over says nothing of it.
    pub(super) spoken: Option<Day>,
}

/// A contradiction or a redundancy met while folding, with the event and its day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Odd {
    pub(super) kind: Oddity,
    pub(super) event: u32,
    pub(super) day: Day,
}

/// Both tiers' lives, and the period that they make together.
struct Joint<'e, 'a> {
    own: Life<'e, 'a>,
    country: Life<'e, 'a>,
    phase: Phase,
    since: Option<Day>,
    until: Option<Day>,
    /// What it replaced, in the order of codes, by so many events.
    predecessors: (usize, Arc<[&'a ProcedureCode]>),
    /// What ministries' decisions in effect say for the procedure's being in force, each with its day.
    asserted: Vec<(Day, u32)>,
    /// The last event of the day that begins the procedure.
    begun_by: Option<u32>,
    /// Beginnings and amendments in effect, in legal order: day, rank, place.
    contents: Vec<(Day, u32, u32, Act)>,
    answered: Option<Day>,
    changed: Option<Day>,
    spoken: Option<Day>,
}

/// The standings of a code at a level, in the order of days, the first for all days before; and the oddities met.
///
/// `listed_from` is the day of the first list that has the code.
pub(super) fn standings<'a>(
    events: &[Event<'a>],
    level: Option<Level>,
    listed_from: Option<Day>,
    odd: &mut Vec<Odd>,
) -> Vec<Standing<'a>> {
    let indexed = (0u32..).zip(events);
    let all = steps(indexed.filter(|(_, event)| event.speaks_of(level)));
    let mut joint = Joint {
        own: Life::unborn(),
        country: Life::unborn(),
        phase: Phase::Unattested,
        since: None,
        until: None,
        predecessors: (0, Arc::default()),
        asserted: Vec::new(),
        begun_by: None,
        contents: Vec::new(),
        answered: None,
        changed: None,
        spoken: None,
    };
    let mut standings = vec![joint.standing(Day::MIN, &[])];
    for same_day in all.chunk_by(|one, other| one.day == other.day) {
        let Some(day) = same_day.first().map(|step| step.day) else { continue };
        joint.live_through(day, same_day, listed_from.is_some_and(|listed| listed < day), odd);
        standings.push(joint.standing(day, same_day));
    }
    odd.extend(joint.difference());
    standings
}

/// The codes of some lists, each once and in order. Where all are one list in order, it is shared: a row may name thousands.
pub(super) fn gathered<'l, 'a: 'l>(
    lists: impl Iterator<Item = &'l Arc<[&'a ProcedureCode]>>,
) -> Arc<[&'a ProcedureCode]> {
    let lists: Vec<_> = lists.collect();
    if let [first, others @ ..] = lists.as_slice()
        && others.iter().all(|other| other == first)
        && first.is_sorted_by(|one, next| one < next)
    {
        return Arc::clone(first);
    }
    let mut codes: Vec<&ProcedureCode> = lists.into_iter().flat_map(|list| list.iter().copied()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes.into()
}

impl<'e, 'a> Joint<'e, 'a> {
    fn live_through(&mut self, day: Day, same_day: &[Step<'e, 'a>], listed: bool, odd: &mut Vec<Odd>) {
        let of_tier = |tier| same_day.iter().filter(|step| step.event.tier == tier).copied().collect::<Vec<_>>();
        let mut odd = |kind, step: &Step| odd.push(Odd { kind, event: step.at, day });
        let beside = |other: &Life| Elsewhere {
            attested: listed || other.phase != Phase::Unattested,
            stopped: other.phase.is_stopped(),
        };
        let (beside_own, beside_country) = (beside(&self.country), beside(&self.own));
        let was_in_force = [&self.own, &self.country].map(|life| life.phase == Phase::InForce);
        self.begun_by = self.beginning(same_day, [beside_own, beside_country]);
        self.own.live_through(&of_tier(Tier::Own), beside_own, &mut odd);
        self.country.live_through(&of_tier(Tier::Country), beside_country, &mut odd);
        for step in same_day {
            self.take_content(step);
            if step.edge == Edge::Open || step.event.act == Act::Suspend {
                self.spoken = Some(day);
            }
            let known = Some(step.event.known_from());
            if step.edge == Edge::Open && (step.event.act.begins() || step.event.act.stops()) {
                self.answered = self.answered.max(known);
            }
            if !step.event.is_ruling() {
                self.changed = self.changed.max(known);
            }
            if step.event.tier == Tier::Country && step.event.asserts() {
                match step.edge {
                    Edge::Open => self.asserted.push((step.day, step.at)),
                    Edge::Close => self.asserted.retain(|(_, at)| *at != step.at),
                }
            }
        }
        self.gather_predecessors();
        self.close_or_open(day, was_in_force);
    }

    /// Gathers what it replaced anew where more has come; of one event alone the list is the row's own.
    fn gather_predecessors(&mut self) {
        let successions: Vec<&Event> = self.own.successions.iter().chain(&self.country.successions).copied().collect();
        if successions.len() == self.predecessors.0 {
            return;
        }
        let lists = successions.iter().map(|event| &event.others);
        self.predecessors = (successions.len(), gathered(lists));
    }

    /// The last event of a day that begins the procedure; a successor that is attested already is not begun.
    fn beginning(&self, same_day: &[Step<'e, 'a>], beside: [Elsewhere; 2]) -> Option<u32> {
        let begins = |step: &&Step| {
            let beside = match step.event.tier {
                Tier::Own => beside[0],
                Tier::Country => beside[1],
            };
            let is_begun = step.event.act == Act::Succeed && !step.event.exists && !beside.attested;
            step.edge == Edge::Open && (step.event.act == Act::New || is_begun)
        };
        same_day.iter().rev().find(begins).map(|step| step.at)
    }

    /// The amendments in effect, the latest last.
    fn take_content(&mut self, step: &Step<'e, 'a>) {
        if step.event.is_ruling() || !matches!(step.event.act, Act::New | Act::Amend | Act::Rebase) {
            return;
        }
        match step.edge {
            Edge::Open => {
                let key = (step.day, step.event.rank);
                let place = self.contents.partition_point(|(day, rank, ..)| (*day, *rank) <= key);
                self.contents.insert(place, (key.0, key.1, step.at, step.event.act));
            }
            Edge::Close => self.contents.retain(|(_, _, at, _)| *at != step.at),
        }
    }

    /// The life that rules: the province's own; a ministry's where the province is silent. Where one has ended the first
    /// end does, and a lasting end before a suspension, unless the province, or a ruling, began the procedure after it.
    /// What a ministry contradicts or takes back after it had ended it, nobody has answered.
    fn ruling(&self) -> &Life<'e, 'a> {
        let (own, country) = (&self.own, &self.country);
        let stands = |day: Day| !own.begins_after(day);
        let by_country = match (own.phase, country.phase) {
            (Phase::Unattested, _) => true,
            (Phase::Ended { .. }, Phase::Ended { .. }) => {
                country.ended < own.ended && country.ended.is_some_and(stands)
            }
            (Phase::InForce | Phase::Suspended | Phase::Contradiction, Phase::Ended { .. }) => {
                country.ended.is_some_and(stands)
            }
            (Phase::InForce | Phase::Contradiction, Phase::Suspended) => country.suspended_on().any(stands),
            (Phase::Suspended, Phase::Suspended) => {
                country.suspended_on().min() < own.suspended_on().min() && country.suspended_on().any(stands)
            }
            (Phase::InForce, Phase::Contradiction) => country.out_since().is_some_and(stands),
            (Phase::Ended { .. }, Phase::Unattested | Phase::InForce | Phase::Suspended | Phase::Contradiction)
            | (Phase::Suspended | Phase::Contradiction, Phase::Contradiction)
            | (Phase::InForce | Phase::Suspended | Phase::Contradiction, Phase::Unattested | Phase::InForce) => false,
        };
        if by_country { country } else { own }
    }

    /// Whether the tiers say different things of it in the end, at what rules by the province's word.
    fn difference(&self) -> Option<Odd> {
        let (own, country) = (&self.own, &self.country);
        let differ = match (own.phase, country.phase) {
            (Phase::Unattested, _) | (_, Phase::Unattested) => false,
            (Phase::Ended { .. }, Phase::Ended { .. }) => own.ended != country.ended,
            (one, other) => std::mem::discriminant(&one) != std::mem::discriminant(&other),
        };
        let step = own.ruling().filter(|_| differ)?;
        Some(Odd { kind: Oddity::TiersDiffer, event: step.at, day: step.day })
    }

    /// The period in force that both lives make together. It goes on while either's word keeps the procedure in force, and
    /// is new where the ruling life has ended and begun again within a day.
    fn close_or_open(&mut self, day: Day, [own_was, country_was]: [bool; 2]) {
        let phase = self.ruling().phase;
        let before = std::mem::replace(&mut self.phase, phase);
        let since = self.since.filter(|since| *since < day);
        (self.since, self.until) = match (before, phase) {
            (Phase::InForce, Phase::InForce) if own_was && self.own.is_broken => (self.own.since, None),
            (Phase::InForce, Phase::InForce)
                if self.own.phase == Phase::Unattested && country_was && self.country.is_broken =>
            {
                (self.country.since, None)
            }
            (Phase::InForce, Phase::InForce) => (self.since, None),
            (_, Phase::InForce) => {
                let begins = self.own.begins_on(day) || self.country.begins_on(day);
                (begins.then_some(day), None)
            }
            (Phase::InForce, Phase::Suspended | Phase::Ended { .. }) => (since, Some(day)),
            (before, Phase::Suspended | Phase::Ended { .. }) if before.is_stopped() => (self.since, self.until),
            (_, Phase::Suspended | Phase::Ended { .. }) => (None, Some(day)),
            (_, Phase::Unattested | Phase::Contradiction) => (None, None),
        };
    }

    fn standing(&self, day: Day, same_day: &[Step<'e, 'a>]) -> Standing<'a> {
        let life = self.ruling();
        let cause = |step: &Step| Cause::Event(step.at, step.edge);
        let content = self.contents.last().filter(|(_, _, _, act)| *act != Act::New);
        Standing {
            day,
            phase: self.phase,
            since: self.since,
            until: self.until,
            ruling: life.ruling().as_ref().map_or(Cause::None, cause),
            successors: life.replaced_by.map(|event| Arc::clone(&event.others)).unwrap_or_default(),
            predecessors: Arc::clone(&self.predecessors.1),
            content: content.map(|(day, _, at, _)| (*at, *day)),
            not_followed: self.not_followed(),
            begun_by: self.begun_by.filter(|_| !same_day.is_empty()),
            decided_by: same_day.last().map_or(Cause::None, cause),
            answered: self.answered,
            changed: self.changed,
            spoken: self.spoken,
        }
    }

    /// A ministry's word, after the province's own lasting end, that the procedure is in force. A ruling since then that it
    /// has ended answers it.
    fn not_followed(&self) -> Option<u32> {
        let said = self.own.said_ended.filter(|_| matches!(self.own.phase, Phase::Ended { .. }))?;
        if matches!(self.country.phase, Phase::Ended { .. }) {
            return None;
        }
        self.asserted.iter().filter(|(day, _)| *day > said).map(|(_, at)| *at).next_back()
    }
}
