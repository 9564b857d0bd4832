//! The life of one procedure, folded once: what is known of it at each level and as a whole, on every day.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Day, Level, Procedure, ProcedureCode, Snapshot};

use super::act::Act;
use super::event::Event;
use super::evidence::{Edge, Evidence};
use super::moment::{Known, Listing, Moment, Unit};
use super::rebase::Rebase;
use super::standing::{Odd, gathered};
use super::state::{self, LevelState, Next, Question, State, Status};
use super::stretch::{Cause, Dawn, Line, Told, act_between, as_done, cause_of};

/// The whole life of a code by all that the catalogue knows, whenever signed: stretches `[from, until)` over which nothing
/// about it changes, each begun by a typed step. Everything that is told of a procedure on any day is read off it.
#[derive(Debug)]
pub struct Timeline<'a> {
    code: &'a ProcedureCode,
    /// The catalogue's record of it.
    procedure: Option<&'a Procedure>,
    events: Box<[Event<'a>]>,
    /// The lists that have the code, oldest first.
    listed: Box<[&'a Snapshot]>,
    /// Every day on which anything told of it may be otherwise, in order.
    days: Box<[Day]>,
    whole: Line<'a>,
    /// Each level, where there is a day on which one is not told as the whole.
    levels: Box<[(Level, Line<'a>)]>,
}

/// One step of a life: what happens on a day, at a level or to the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step<'l> {
    /// Its day.
    pub day: Day,
    /// What happens.
    pub act: Act,
    /// The decision, the list or the ruling that makes it so; `None` where an end of doubt, or an absence, does.
    pub by: Option<Evidence<'l>>,
}

/// Everything that a code's timeline is folded from.
pub(super) struct Sources<'e, 'a> {
    pub(super) code: &'a ProcedureCode,
    pub(super) procedure: Option<&'a Procedure>,
    /// In legal order.
    pub(super) events: Vec<Event<'a>>,
    /// Every dated list, oldest first.
    pub(super) lists: &'e [(&'a Snapshot, Day)],
    /// Standardised lists of its field that leave it out.
    pub(super) rebases: Vec<&'e Rebase<'a>>,
    /// What rows ask of it that were not wholly read, or that name a decision which nobody can tell.
    pub(super) asked: BTreeSet<Asked<'a>>,
}

/// A question that is asked from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Asked<'a> {
    pub(super) from: Day,
    pub(super) question: Question<'a>,
}

impl<'a> Timeline<'a> {
    /// Folds a life, with the oddities met on the way.
    pub(super) fn fold(sources: Sources<'_, 'a>) -> (Timeline<'a>, Vec<Odd>) {
        let Sources { code, procedure, events, lists, rebases, asked } = sources;
        // A list of a part says nothing of what is not of it.
        let spoken =
            |(list, day): &(&'a Snapshot, Day)| Some(Listing { list, day: *day, has: list.says_of(code, procedure)? });
        let spoken: Vec<Listing> = lists.iter().filter_map(spoken).collect();
        let listed = spoken.iter().filter(|listing| listing.has).map(|listing| listing.list).collect();
        let known = Known::new(&events, &spoken, procedure);
        let mut odd = Vec::new();
        let units = units(&known, &mut odd);
        let days = events.iter().flat_map(Event::days).chain(spoken.iter().map(|listing| listing.day));
        let days =
            days.chain(rebases.iter().map(|rebase| rebase.asks_from)).chain(asked.iter().map(|asked| asked.from));
        let days = in_order(days);
        let step_days = in_order(units.iter().flat_map(Unit::days));
        let mut lines: Vec<Line> = units.iter().map(|_| Line::default()).collect();
        let mut whole = Line::default();
        for day in std::iter::once(Day::MIN).chain(days.iter().copied()) {
            let moments = known.moments(&units, day);
            let (told, mut questions, decided_by) = whole_of(&units, &moments, day, known.listed_from());
            let rebased = rebases.iter().filter(|rebase| !told.status.is_ended() && rebase.asks(&events, day));
            questions.extend(rebased.map(|rebase| Question::AbsentFromRebase(rebase.decision)));
            questions.extend(asked.iter().take_while(|asked| asked.from <= day).map(|asked| asked.question));
            state::in_order(&mut questions);
            let on_step = step_days.binary_search(&day).is_ok();
            whole.add(&events, Dawn { day, on_step, told, questions: &questions, decided_by });
            for (line, Moment { told, questions, decided_by, .. }) in lines.iter_mut().zip(moments) {
                line.add(&events, Dawn { day, on_step, told, questions: &questions, decided_by });
            }
        }
        let levels = units.iter().zip(lines).filter_map(|(unit, line)| Some((unit.level?, line.shrunk())));
        let mut levels: Vec<(Level, Line)> = levels.collect();
        if levels.iter().all(|(_, line)| tell_the_same(line, &whole)) {
            levels.clear();
        }
        let days = days.into();
        (
            Timeline {
                code,
                procedure,
                events: events.into(),
                listed,
                days,
                whole: whole.shrunk(),
                levels: levels.into(),
            },
            odd,
        )
    }

    /// The code.
    pub fn code(&self) -> &'a ProcedureCode {
        self.code
    }

    /// The catalogue's record of it, where it holds one.
    pub(super) fn procedure(&self) -> Option<&'a Procedure> {
        self.procedure
    }

    /// Every day on which anything told of it may be otherwise, in order: between two of them all stays the same.
    pub fn days(&self) -> &[Day] {
        &self.days
    }

    /// The dated lists that have the code, oldest first.
    pub(super) fn listed(&self) -> &[&'a Snapshot] {
        &self.listed
    }

    /// The code with its record.
    pub(super) fn subject(&self) -> (&'a ProcedureCode, Option<&'a Procedure>) {
        (self.code, self.procedure)
    }

    pub(super) fn events(&self) -> &[Event<'a>] {
        &self.events
    }

    /// Every row, list and ruling about it, in legal order; those of unknown effect by the day from which they are known.
    pub fn evidence<'l>(&'l self) -> impl DoubleEndedIterator<Item = Evidence<'l>> + Clone + use<'l, 'a> {
        let of_events = self
            .events
            .iter()
            .map(|event| (event.effect.unwrap_or_else(|| event.known_from()), Evidence::of_event(event, Edge::Open)));
        let of_lists = self.listed.iter().filter_map(|list| Some((list.day()?, Evidence::Snapshot(list))));
        let mut all: Vec<(Day, Evidence)> = of_events.chain(of_lists).collect();
        all.sort_by_key(|(day, _)| *day);
        all.into_iter().map(|(_, evidence)| evidence)
    }

    /// What is known of it on a day.
    pub fn state(&self, day: Day) -> State<'_> {
        let whole = self.at(&self.whole, day);
        let mut by_level: BTreeMap<Level, LevelState> =
            self.levels.iter().map(|(level, line)| (*level, self.at(line, day))).collect();
        if by_level.values().all(|state| is_told_as(state, &whole)) {
            by_level.clear();
        }
        State { as_of: day, timeline: self, whole, by_level }
    }

    /// The status of the whole on a day.
    pub fn status(&self, day: Day) -> Status {
        self.whole.on(day).map_or(Status::Unknown, |stretch| stretch.told.status)
    }

    /// What is asked of the whole on a day.
    pub(super) fn questions(&self, day: Day) -> &[Question<'a>] {
        self.whole.on(day).map_or(&[], |stretch| self.whole.asked(stretch))
    }

    /// Whether anything told of it, but for its facts, is otherwise on some day after `from` and not after `to`.
    pub fn changes_between(&self, from: Day, to: Day) -> bool {
        let lines = std::iter::once(&self.whole).chain(self.levels.iter().map(|(_, line)| line));
        lines.into_iter().any(|line| line.place_of(from) != line.place_of(to))
    }

    /// The steps at a level, or of the whole, after one day and not after another.
    pub fn steps(&self, level: Option<Level>, from: Day, to: Day) -> impl Iterator<Item = Step<'_>> {
        let line = self.line(level);
        let steps = line.stretches().iter().skip(line.place_of(from) + 1).take_while(move |stretch| stretch.from <= to);
        steps.map(|stretch| Step { day: stretch.from, act: stretch.act, by: stretch.by.evidence(&self.events) })
    }

    /// What leads from the state of one day to that of a later one, at a level or for the whole.
    pub fn act_between(&self, level: Option<Level>, from: Day, to: Day) -> Act {
        let line = self.line(level);
        match (line.on(from), line.on(to)) {
            (Some(before), Some(after)) => {
                let act = act_between(&self.events, &before.told, &after.told, from, to);
                let stretches = line.stretches().iter().skip(line.place_of(from) + 1);
                as_done(act, stretches.take_while(|stretch| stretch.from <= to).any(|stretch| stretch.on_step))
            }
            (None, _) | (_, None) => Act::Confirm,
        }
    }

    /// The same as one step: whose doing it is, and its day, which is after `from` and not after `to`.
    pub fn step_between(&self, level: Option<Level>, from: Day, to: Day) -> Step<'_> {
        let act = self.act_between(level, from, to);
        let line = self.line(level);
        let (Some(before), Some(after)) = (line.on(from), line.on(to)) else { return Step { day: to, act, by: None } };
        let by = cause_of(act, &self.events, (&before.told, from), (&after.told, to), after.by).evidence(&self.events);
        let is_between = |day: &Day| from < *day && *day <= to;
        let of_cause = by.and_then(|by| by.effect()).filter(is_between);
        let of_way = || {
            let steps = line.stretches().iter().filter(|stretch| stretch.on_step).map(|stretch| stretch.from);
            steps.rev().find(is_between)
        };
        Step { day: of_cause.or_else(of_way).unwrap_or(to), act, by }
    }

    /// The line of a level; the whole's where levels are never told apart.
    fn line(&self, level: Option<Level>) -> &Line<'a> {
        let of_level = self.levels.iter().find(|(other, _)| Some(*other) == level);
        of_level.map_or(&self.whole, |(_, line)| line)
    }

    fn at<'l>(&'l self, line: &'l Line<'a>, day: Day) -> LevelState<'l> {
        let Some(now) = line.on(day) else { unreachable!("a line has a stretch for all days before the first") };
        let told = &now.told;
        let (next, end) = self.coming(line, day);
        let until = match told.status {
            Status::InForce | Status::Pending => end,
            Status::Suspended | Status::Repealed | Status::Replaced => told.until,
            Status::Unknown => None,
        };
        LevelState {
            status: told.status,
            since: told.since,
            until,
            suspended_until: end.filter(|_| told.status == Status::Suspended),
            version: told.version,
            ruled_by: told.ruled_by.evidence(&self.events),
            successors: &told.successors,
            predecessors: &told.predecessors,
            next,
            questions: line.asked(now),
        }
    }

    /// What comes next by events of known effect, and the day on which it will be out of force; of what is suspended, the day
    /// on which it no longer will be.
    fn coming<'l>(&'l self, line: &'l Line<'a>, day: Day) -> (Option<Next<'l>>, Option<Day>) {
        let (mut next, mut end) = (None, None);
        let mut coming = line.stretches().iter().skip(line.place_of(day));
        let Some(now) = coming.next().map(|stretch| &stretch.told) else { return (None, None) };
        let mut before = now;
        let is_out = |status: Status| status.is_ended() || status == Status::Suspended;
        let has_period = matches!(before.status, Status::InForce | Status::Pending | Status::Suspended);
        let begins = before.since.filter(|_| before.status == Status::Pending);
        for stretch in coming.filter(|stretch| stretch.on_step) {
            let then = &stretch.told;
            // What the law does is told also where it leads back to what is so today: an end and a new beginning, or a
            // beginning by decision of what a list attests already.
            let is_other = then.status != now.status || then.version != now.version || stretch.act.is_law();
            if next.is_none() && is_other {
                let from_now = || act_between(&self.events, now, then, day, stretch.from);
                next = stretch.by.evidence(&self.events).map(|by| Next {
                    from: stretch.from,
                    status: then.status,
                    act: if stretch.act.is_law() { stretch.act } else { from_now() },
                    by,
                    signed_later: by.signed().is_some_and(|signed| signed > day),
                });
            }
            // What ends before the coming period begins is not that period's end.
            let is_of_period = begins.is_none_or(|since| stretch.from > since);
            let is_end = match now.status {
                Status::Suspended => then.status != Status::Suspended,
                Status::InForce | Status::Pending | Status::Repealed | Status::Replaced | Status::Unknown => {
                    is_of_period && is_out(then.status) && !is_out(before.status)
                }
            };
            if end.is_none() && is_end {
                end = Some(stretch.from);
            }
            if next.is_some() && (end.is_some() || !has_period) {
                break;
            }
            before = then;
        }
        (next, end)
    }
}

/// Each of some days once, in order.
fn in_order(days: impl Iterator<Item = Day>) -> Vec<Day> {
    let mut days: Vec<Day> = days.collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// Whether a level is told as the whole is.
fn is_told_as(state: &LevelState, whole: &LevelState) -> bool {
    (state.status, state.since, state.until, state.suspended_until, state.version, state.next)
        == (whole.status, whole.since, whole.until, whole.suspended_until, whole.version, whole.next)
}

/// Whether two lines tell the same on every day, but for what is asked.
fn tell_the_same(one: &Line, other: &Line) -> bool {
    let days: BTreeSet<Day> = one.stretches().iter().chain(other.stretches()).map(|stretch| stretch.from).collect();
    days.into_iter().all(|day| match (one.on(day), other.on(day)) {
        (Some(one), Some(other)) => {
            let (one, other) = (&one.told, &other.told);
            (one.status, one.since, one.until, one.version) == (other.status, other.since, other.until, other.version)
        }
        (None, _) | (_, None) => false,
    })
}

/// The levels of a code, and the code as a whole where there is a day on which no level is named.
fn units<'a>(known: &Known<'_, 'a>, odd: &mut Vec<Odd>) -> Vec<Unit<'a>> {
    let mut present: BTreeMap<Level, Day> = BTreeMap::new();
    let recorded = known.procedure.into_iter().flat_map(|procedure| &procedure.levels);
    present.extend(recorded.map(|level| (*level, Day::MIN)));
    // What touches no life, or was withdrawn before it did, names no level of it.
    for event in known.events.iter().filter(|event| event.is_of_life()) {
        let from = event.effect.unwrap_or_else(|| event.known_from());
        for level in event.levels {
            present.entry(*level).and_modify(|day| *day = from.min(*day)).or_insert(from);
        }
    }
    let is_always_named = present.values().min() == Some(&Day::MIN);
    let mut units: Vec<Unit> = Vec::new();
    let mut odd_of_levels = Vec::new();
    for (level, from) in present {
        units.push(known.unit(Some(level), from, &mut odd_of_levels));
    }
    if !is_always_named {
        let is_alone = units.is_empty();
        let mut odd_of_whole = Vec::new();
        units.push(known.unit(None, Day::MIN, &mut odd_of_whole));
        if is_alone {
            odd_of_levels = odd_of_whole;
        }
    }
    odd.append(&mut odd_of_levels);
    units
}

/// The state of a code from its levels': in force while any is. A level that is in doubt leaves what is ended or suspended
/// at another unknown, for nobody has said that it ended there too. A level that only coming changes name makes the code
/// pending where nothing is known of it otherwise, and changes nothing else today.
///
/// `listed_from` is the day of the first list that has the code.
fn whole_of<'a>(
    units: &[Unit<'a>],
    moments: &[Moment<'a>],
    day: Day,
    listed_from: Option<Day>,
) -> (Told<'a>, Vec<Question<'a>>, Cause<'a>) {
    let present = present(units, moments, day);
    if let [first, others @ ..] = present.as_slice()
        && first.told.status != Status::Unknown
        && first.told.status != Status::Pending
        && others.iter().all(|other| other.told == first.told && other.questions == first.questions)
    {
        return (first.told.clone(), first.questions.clone(), decided_by(first, moments));
    }
    let questions = present.iter().flat_map(|moment| moment.questions.iter().copied()).collect();
    let mut states = present.clone();
    if present.iter().all(|moment| matches!(moment.told.status, Status::Unknown | Status::Pending)) {
        states.extend(coming(units, moments, day));
    }
    let Some(best) = status_of(&states) else { return (Told::unattested(), questions, Cause::None) };
    let alike: Vec<&Moment> = states.iter().copied().filter(|moment| moment.told.status == best).collect();
    // Of several coming beginnings the first makes the code pending; else the weightiest evidence speaks for all.
    let first = alike.iter().filter(|moment| moment.told.status == Status::Pending).min_by_key(|it| it.told.since);
    let Some(chosen) = first.or_else(|| alike.iter().max_by_key(|moment| moment.weight)) else {
        return (Told::unattested(), questions, Cause::None);
    };
    let told = Told {
        since: since_of(best, &alike, listed_from),
        // What has ended everywhere did so with its last level.
        until: last_end(if best.is_ended() { &states } else { &alike }),
        successors: gathered(alike.iter().map(|moment| &moment.told.successors)),
        predecessors: gathered(present.iter().map(|moment| &moment.told.predecessors)),
        ..chosen.told.clone()
    };
    (told, questions, decided_by(chosen, moments))
}

/// The levels that anything in effect, or the record, names on a day; where there is none, the code as a whole.
fn present<'m, 'a>(units: &[Unit<'a>], moments: &'m [Moment<'a>], day: Day) -> Vec<&'m Moment<'a>> {
    let all = || units.iter().zip(moments);
    let named = all().filter(|(unit, _)| unit.level.is_some() && unit.present_from <= day);
    let named: Vec<&Moment> = named.map(|(_, moment)| moment).collect();
    if !named.is_empty() {
        return named;
    }
    all().filter(|(unit, _)| unit.level.is_none()).map(|(_, moment)| moment).collect()
}

/// The levels that only coming changes name, and begin.
fn coming<'m, 'a>(units: &[Unit<'a>], moments: &'m [Moment<'a>], day: Day) -> impl Iterator<Item = &'m Moment<'a>> {
    let later = units.iter().zip(moments).filter(move |(unit, _)| unit.level.is_some() && unit.present_from > day);
    later.map(|(_, moment)| moment).filter(|moment| moment.told.status == Status::Pending)
}

/// The status that speaks for all levels.
fn status_of(states: &[&Moment]) -> Option<Status> {
    let is_suspended = states.iter().any(|moment| moment.told.status == Status::Suspended);
    let rank = |status: Status| match status {
        Status::InForce => 0,
        Status::Unknown if is_suspended => 1,
        Status::Suspended => 2,
        Status::Pending => 3,
        Status::Unknown => 4,
        Status::Replaced => 5,
        Status::Repealed => 6,
    };
    states.iter().map(|moment| moment.told.status).min_by_key(|status| rank(*status))
}

/// The first day of what some levels are alike in. A list tells no beginning: what a level lives by a list alone hides that
/// of another, unless the list is older.
fn since_of(status: Status, alike: &[&Moment], listed_from: Option<Day>) -> Option<Day> {
    let (decided, by_list): (Vec<&Moment>, Vec<&Moment>) = alike.iter().partition(|moment| moment.is_attested);
    let decided = if decided.is_empty() { &by_list } else { &decided };
    let since = decided.iter().map(|moment| moment.told.since).min().flatten();
    let was_listed = !by_list.is_empty() && listed_from.is_some_and(|listed| Some(listed) < since);
    since.filter(|_| status != Status::InForce || !was_listed)
}

/// The last day on which one of some levels went out of force; `None` where that of any is not known.
fn last_end(states: &[&Moment]) -> Option<Day> {
    let ends: Option<Vec<Day>> = states.iter().map(|moment| moment.told.until).collect();
    ends?.into_iter().max()
}

/// What decides for the whole: the step of the level that speaks for it, else of another.
fn decided_by<'a>(chosen: &Moment<'a>, moments: &[Moment<'a>]) -> Cause<'a> {
    let all = std::iter::once(chosen).chain(moments).map(|moment| moment.decided_by);
    all.into_iter().find(|cause| *cause != Cause::None).unwrap_or(Cause::None)
}
