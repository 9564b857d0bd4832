//! The life of one procedure, folded once: what is known of it at each level and as a whole, on every day.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Day, Level, Procedure, ProcedureCode, Snapshot};

use super::act::Act;
use super::event::Event;
use super::evidence::{Edge, Evidence};
use super::moment::{Known, Moment, Unit};
use super::rebase::Rebase;
use super::standing::Odd;
use super::state::{LevelState, Next, Question, State, Status};
use super::stretch::{Cause, Line, Stretch, Told, act_between, cause_of, place_of};

/// The whole life of a code by all that the catalogue knows, whenever signed: stretches `[from, until)` over which nothing
/// about it changes, each begun by a typed step. Everything that is told of a procedure on any day is read off it.
#[derive(Debug)]
pub struct Timeline<'a> {
    code: &'a ProcedureCode,
    /// Its record, where the catalogue has one.
    record: Option<&'a Procedure>,
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
        let has: Vec<bool> = lists.iter().map(|(list, _)| list.rows.contains_key(code)).collect();
        let listed = lists.iter().zip(&has).filter(|(_, has)| **has).map(|((list, _), _)| *list).collect();
        let known = Known::new(&events, lists, has, procedure);
        let mut odd = Vec::new();
        let units = units(&known, &mut odd);
        let days = events.iter().flat_map(Event::days).chain(lists.iter().map(|(_, day)| *day));
        let days =
            days.chain(rebases.iter().map(|rebase| rebase.asks_from)).chain(asked.iter().map(|asked| asked.from));
        let days = in_order(days);
        let step_days = in_order(units.iter().flat_map(Unit::days));
        let mut lines: Vec<Vec<Stretch>> = units.iter().map(|_| Vec::new()).collect();
        let mut whole: Vec<Stretch> = Vec::new();
        for day in std::iter::once(Day::MIN).chain(days.iter().copied()) {
            let moments = known.moments(&units, day);
            let (mut told, decided_by) = whole_of(&units, &moments, day, known.listed_from());
            let rebased = rebases.iter().filter(|rebase| !told.status.is_ended() && rebase.asks(&events, day));
            let rebased = rebased.map(|rebase| Question::AbsentFromRebase(rebase.decision));
            let asked = asked.iter().filter(|asked| asked.from <= day).map(|asked| asked.question);
            let mut questions: Vec<Question> = told.questions.iter().copied().chain(rebased).chain(asked).collect();
            if questions.len() > 1 {
                questions.sort();
                questions.dedup();
            }
            told.questions = questions.into();
            let on_step = step_days.binary_search(&day).is_ok();
            add(&mut whole, &events, day, on_step, told, decided_by);
            for (line, Moment { told, decided_by, .. }) in lines.iter_mut().zip(moments) {
                add(line, &events, day, on_step, told, decided_by);
            }
        }
        let levels = units.iter().zip(lines).filter_map(|(unit, line)| Some((unit.level?, line)));
        let mut levels: Vec<(Level, Line)> = levels.map(|(level, line)| (level, line.into())).collect();
        if levels.iter().all(|(_, line)| tell_the_same(line, &whole)) {
            levels.clear();
        }
        let days = days.into();
        (
            Timeline {
                code,
                record: procedure,
                events: events.into(),
                listed,
                days,
                whole: whole.into(),
                levels: levels.into(),
            },
            odd,
        )
    }

    /// The code.
    pub fn code(&self) -> &'a ProcedureCode {
        self.code
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
        (self.code, self.record)
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
        self.whole.get(place_of(&self.whole, day)).map_or(Status::Unknown, |stretch| stretch.told.status)
    }

    /// Whether anything told of it, but for its facts, is otherwise on some day after `from` and not after `to`.
    pub fn changes_between(&self, from: Day, to: Day) -> bool {
        let lines = std::iter::once(&self.whole).chain(self.levels.iter().map(|(_, line)| line));
        lines.into_iter().any(|line| place_of(line, from) != place_of(line, to))
    }

    /// The steps at a level, or of the whole, after one day and not after another.
    pub fn steps(&self, level: Option<Level>, from: Day, to: Day) -> impl Iterator<Item = Step<'_>> {
        let line = self.line(level);
        let steps = line.iter().skip(place_of(line, from) + 1).take_while(move |stretch| stretch.from <= to);
        steps.map(|stretch| Step { day: stretch.from, act: stretch.act, by: stretch.by.evidence(&self.events) })
    }

    /// What leads from the state of one day to that of a later one, at a level or for the whole.
    pub fn act_between(&self, level: Option<Level>, from: Day, to: Day) -> Act {
        let line = self.line(level);
        match (line.get(place_of(line, from)), line.get(place_of(line, to))) {
            (Some(before), Some(after)) => act_between(&self.events, &before.told, &after.told, from),
            (None, _) | (_, None) => Act::Confirm,
        }
    }

    /// The line of a level; the whole's where levels are never told apart.
    fn line(&self, level: Option<Level>) -> &Line<'a> {
        let of_level = self.levels.iter().find(|(other, _)| Some(*other) == level);
        of_level.map_or(&self.whole, |(_, line)| line)
    }

    fn at<'l>(&'l self, line: &'l [Stretch<'a>], day: Day) -> LevelState<'l> {
        let place = place_of(line, day);
        let Some(now) = line.get(place) else { unreachable!("a line has a stretch for all days before the first") };
        let told = &now.told;
        let (next, end) = self.coming(line, place, day);
        let until = match told.status {
            Status::InForce | Status::Pending => end,
            Status::Suspended | Status::Repealed | Status::Replaced => told.until,
            Status::Unknown => None,
        };
        LevelState {
            status: told.status,
            since: told.since,
            until,
            version: told.version,
            ruled_by: told.ruled_by.evidence(&self.events),
            successors: &told.successors,
            predecessors: &told.predecessors,
            next,
            questions: &told.questions,
        }
    }

    /// What comes next by events of known effect, and the day on which it will be out of force.
    fn coming<'l>(&'l self, line: &'l [Stretch<'a>], place: usize, day: Day) -> (Option<Next<'l>>, Option<Day>) {
        let (mut next, mut end) = (None, None);
        let mut coming = line.iter().skip(place);
        let Some(now) = coming.next().map(|stretch| &stretch.told) else { return (None, None) };
        let mut before = now;
        let is_out = |status: Status| status.is_ended() || status == Status::Suspended;
        let has_period = matches!(before.status, Status::InForce | Status::Pending);
        let begins = before.since.filter(|_| before.status == Status::Pending);
        for stretch in coming.filter(|stretch| stretch.on_step) {
            let then = &stretch.told;
            // What the law does is told also where it leads back to what is so today: an end and a new beginning, or a
            // beginning by decision of what a list attests already.
            let is_other = then.status != now.status || then.version != now.version || stretch.act.is_law();
            if next.is_none() && is_other {
                let from_now = || act_between(&self.events, now, then, day);
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
            if end.is_none() && is_of_period && is_out(then.status) && !is_out(before.status) {
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
    (state.status, state.since, state.until, state.version, state.next)
        == (whole.status, whole.since, whole.until, whole.version, whole.next)
}

/// Whether two lines tell the same on every day, but for what is asked.
fn tell_the_same(one: &[Stretch], other: &[Stretch]) -> bool {
    let days: BTreeSet<Day> = one.iter().chain(other).map(|stretch| stretch.from).collect();
    days.into_iter().all(|day| match (one.get(place_of(one, day)), other.get(place_of(other, day))) {
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

/// Adds what is known from a day on, where that is not the same as before.
fn add<'a>(
    line: &mut Vec<Stretch<'a>>,
    events: &[Event<'a>],
    day: Day,
    on_step: bool,
    told: Told<'a>,
    decided_by: Cause<'a>,
) {
    let Some(last) = line.last() else {
        line.push(Stretch { from: day, act: Act::Confirm, by: Cause::None, on_step: false, told });
        return;
    };
    if last.told == told {
        return;
    }
    let act = match act_between(events, &last.told, &told, day.pred_opt().unwrap_or(day)) {
        // Where nothing takes or loses effect the law stands still: a level has come to be named.
        act if act.is_law() && !on_step => Act::Attest,
        act => act,
    };
    let by = cause_of(act, events, &told, day, decided_by);
    line.push(Stretch { from: day, act, by, on_step, told });
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
) -> (Told<'a>, Cause<'a>) {
    let of_levels = || units.iter().zip(moments).filter(|(unit, _)| unit.level.is_some());
    let mut states: Vec<&Moment> =
        of_levels().filter(|(unit, _)| unit.present_from <= day).map(|(_, moment)| moment).collect();
    if states.is_empty() {
        states.extend(units.iter().zip(moments).filter(|(unit, _)| unit.level.is_none()).map(|(_, moment)| moment));
    }
    if let [first, others @ ..] = states.as_slice()
        && first.told.status != Status::Unknown
        && first.told.status != Status::Pending
        && others.iter().all(|other| other.told == first.told)
    {
        return (first.told.clone(), decided_by(first, moments));
    }
    let asking: Vec<&Moment> = states.clone();
    if states.iter().all(|state| matches!(state.told.status, Status::Unknown | Status::Pending)) {
        let coming = of_levels().filter(|(unit, _)| unit.present_from > day).map(|(_, moment)| moment);
        states.extend(coming.filter(|state| state.told.status == Status::Pending));
    }
    let any = |status: Status| states.iter().any(|state| state.told.status == status);
    let rank = |status: Status| match status {
        Status::InForce => 0,
        Status::Unknown if any(Status::Suspended) => 1,
        Status::Suspended => 2,
        Status::Pending => 3,
        Status::Unknown => 4,
        Status::Replaced => 5,
        Status::Repealed => 6,
    };
    let best = states.iter().map(|state| state.told.status).min_by_key(|status| rank(*status));
    let alike: Vec<&Moment> = states.iter().copied().filter(|state| Some(state.told.status) == best).collect();
    // Of several coming beginnings the first makes the code pending; else the weightiest evidence speaks for all.
    let first = alike.iter().filter(|state| state.told.status == Status::Pending).min_by_key(|state| state.told.since);
    let Some(chosen) = first.or_else(|| alike.iter().max_by_key(|state| state.weight)) else {
        return (Told::unattested(), Cause::None);
    };
    let gathered = |of: &dyn Fn(&Told<'a>) -> Box<[&'a ProcedureCode]>, from: &[&Moment<'a>]| {
        let mut codes: Vec<&'a ProcedureCode> = from.iter().flat_map(|state| of(&state.told).into_vec()).collect();
        codes.sort_unstable();
        codes.dedup();
        codes.into_boxed_slice()
    };
    // What has ended everywhere did so with its last level.
    let out: Vec<Option<Day>> = match best {
        Some(Status::Repealed | Status::Replaced) => states.iter().map(|state| state.told.until).collect(),
        _ => alike.iter().map(|state| state.told.until).collect(),
    };
    let until = if out.contains(&None) { None } else { out.into_iter().flatten().max() };
    // A list tells no beginning. What a level lives by a list alone hides that of another, unless the list is older.
    let (decided, by_list): (Vec<&Moment>, Vec<&Moment>) = alike.iter().partition(|state| state.is_attested);
    let decided = if decided.is_empty() { &by_list } else { &decided };
    let since = decided.iter().map(|state| state.told.since).min().flatten();
    let was_listed = !by_list.is_empty() && listed_from.is_some_and(|listed| Some(listed) < since);
    let told = Told {
        since: since.filter(|_| best != Some(Status::InForce) || !was_listed),
        until,
        successors: gathered(&|told| told.successors.clone(), &alike),
        predecessors: gathered(&|told| told.predecessors.clone(), &asking),
        questions: asking.iter().flat_map(|state| state.told.questions.iter().copied()).collect(),
        ..chosen.told.clone()
    };
    (told, decided_by(chosen, moments))
}

/// What decides for the whole: the step of the level that speaks for it, else of another.
fn decided_by<'a>(chosen: &Moment<'a>, moments: &[Moment<'a>]) -> Cause<'a> {
    let all = std::iter::once(chosen).chain(moments).map(|moment| moment.decided_by);
    all.into_iter().find(|cause| *cause != Cause::None).unwrap_or(Cause::None)
}
