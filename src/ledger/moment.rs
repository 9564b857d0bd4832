//! What is known of a procedure at its levels on a day: how it stands in law, weighed with lists and doubts.

use std::sync::Arc;

use crate::model::{Day, Decision, Level, Procedure, Snapshot};

use super::act::Act;
use super::event::{Event, Origin};
use super::evidence::Edge;
use super::fold::Phase;
use super::standing::{Odd, Standing, standings};
use super::state::{Question, Source, Status, Version, in_order};
use super::stretch::{Cause, Told};

/// All that is known about one code, ready to be weighed.
pub(super) struct Known<'e, 'a> {
    pub(super) events: &'e [Event<'a>],
    /// Every dated list that speaks of the code, oldest first.
    pub(super) lists: &'e [Listing<'a>],
    pub(super) procedure: Option<&'a Procedure>,
    /// Events of unknown effect, each with its place, in the order of the days from which they are known.
    doubts: Vec<(u32, &'e Event<'a>)>,
    /// Those of them that amend, that end or suspend, that begin, and that withdraw: a day asks about one kind at a time.
    amending: Vec<&'e Event<'a>>,
    /// The ranks of those whose decision the portal's record names.
    recorded: Vec<u32>,
    stopping: Vec<&'e Event<'a>>,
    beginning: Vec<&'e Event<'a>>,
    withdrawing: Vec<&'e Event<'a>>,
}

/// What a dated list says of a code.
#[derive(Debug, Clone, Copy)]
pub(super) struct Listing<'a> {
    pub(super) list: &'a Snapshot,
    pub(super) day: Day,
    /// Whether it has the code.
    pub(super) has: bool,
}

/// A level of a code, or the code as a whole while no level is named: how it stands in law from day to day.
pub(super) struct Unit<'a> {
    pub(super) level: Option<Level>,
    /// From which day anything in effect, or the record, names the level.
    pub(super) present_from: Day,
    standings: Vec<Standing<'a>>,
}

/// What is known at one level on a day, with what the other levels need to know of it.
pub(super) struct Moment<'a> {
    pub(super) told: Told<'a>,
    pub(super) questions: Vec<Question<'a>>,
    /// The last step of the day in legal order, or the doubt that begins to bear on it.
    pub(super) decided_by: Cause<'a>,
    /// How much the evidence that rules weighs: none, a list, a decision or a ruling; of two alike the later.
    pub(super) weight: (u8, Option<Day>),
    /// Whether a decision or a ruling of known effect speaks of the level.
    pub(super) is_attested: bool,
    /// Who ended or suspended it, or brings its end in doubt.
    stopped_by: Option<Source<'a>>,
}

impl<'e, 'a> Known<'e, 'a> {
    pub(super) fn new(events: &'e [Event<'a>], lists: &'e [Listing<'a>], procedure: Option<&'a Procedure>) -> Self {
        let of_life = |event: &Event| event.effect.is_none() && event.is_of_life();
        let mut doubts: Vec<(u32, &Event)> = (0..).zip(events).filter(|(_, event)| of_life(event)).collect();
        doubts.sort_by_key(|(_, event)| event.rank); // a row's first by the day from which it is known
        let is_recorded = |event: &Event| {
            event.decision().zip(procedure).is_some_and(|(decision, procedure)| names(procedure, decision))
        };
        let of_kind =
            |is: &dyn Fn(Act) -> bool| doubts.iter().map(|(_, event)| *event).filter(|event| is(event.act)).collect();
        Known {
            events,
            lists,
            procedure,
            amending: of_kind(&|act| act == Act::Amend),
            stopping: of_kind(&Act::stops),
            beginning: of_kind(&|act| act.begins() || act == Act::Succeed),
            withdrawing: of_kind(&|act| act == Act::Withdraw),
            recorded: doubts.iter().filter(|(_, event)| is_recorded(event)).map(|(_, event)| event.rank).collect(),
            doubts,
        }
    }

    /// Folds both tiers' lives at a level.
    pub(super) fn unit(&self, level: Option<Level>, present_from: Day, odd: &mut Vec<Odd>) -> Unit<'a> {
        Unit { level, present_from, standings: standings(self.events, level, self.listed_from(), odd) }
    }

    /// The day of the first list that has the code.
    pub(super) fn listed_from(&self) -> Option<Day> {
        self.lists.iter().find(|listing| listing.has).map(|listing| listing.day)
    }

    /// What is known of every unit on a day.
    pub(super) fn moments(&self, units: &[Unit<'a>], day: Day) -> Vec<Moment<'a>> {
        let mut moments: Vec<Moment> = units.iter().map(|unit| self.moment(unit, day)).collect();
        // A list attests the code, not the levels of its record: once one level has ended by a row that names it, nobody
        // has said that another, which no decision attests, is still in force.
        let present = units.iter().zip(&moments).filter(|(unit, _)| unit.present_from <= day);
        let stopped = present.filter_map(|(_, moment)| Some((moment.stopped_by?, moment.decided_by))).next();
        let Some((by, decided_by)) = stopped else { return moments };
        for moment in moments.iter_mut().filter(|moment| !moment.is_attested && moment.stopped_by.is_none()) {
            let told = &mut moment.told;
            if matches!(told.status, Status::InForce | Status::Unknown) {
                (told.status, told.ruled_by, told.since) = (Status::Unknown, Cause::None, None);
                moment.weight = (0, None);
                moment.questions.push(Question::LevelUnattested(by));
            }
            if moment.decided_by == Cause::None {
                moment.decided_by = decided_by;
            }
        }
        moments
    }

    fn moment(&self, unit: &Unit<'a>, day: Day) -> Moment<'a> {
        let standing = unit.standing(day);
        let (version, amendments) = self.version(unit, standing, day);
        let mut told = Told {
            version,
            ruled_by: standing.ruling,
            successors: Arc::clone(&standing.successors),
            predecessors: Arc::clone(&standing.predecessors),
            ..Told::unattested()
        };
        let mut questions: Vec<Question> = amendments.into_iter().map(Question::AmendmentOfUnknownEffect).collect();
        let mut stopped_by = None;
        match standing.phase {
            Phase::Ended { replaced } => {
                told.status = if replaced { Status::Replaced } else { Status::Repealed };
                (told.since, told.until) = (standing.since, standing.until);
                stopped_by = self.source(standing.ruling);
                self.weigh_withdrawals(unit, standing, day, &mut told, &mut questions);
                questions.extend(self.not_followed(standing));
            }
            Phase::Contradiction => {
                let ruling = standing.ruling.event(self.events).and_then(|(event, _)| event.decision());
                questions.extend(ruling.map(Question::Contradiction));
            }
            Phase::Suspended => {
                told.status = Status::Suspended;
                (told.since, told.until) = (standing.since, standing.until);
                stopped_by = self.source(standing.ruling);
                self.weigh_doubts(unit, standing, day, &mut told, &mut questions);
            }
            Phase::InForce => {
                told.status = Status::InForce;
                told.since = standing.since;
                questions.extend(self.absent(standing, day));
                stopped_by = self.weigh_doubts(unit, standing, day, &mut told, &mut questions);
            }
            Phase::Unattested => {
                self.ask_the_lists(unit, day, &mut told, &mut questions);
                stopped_by = self.weigh_doubts(unit, standing, day, &mut told, &mut questions);
            }
        }
        if told.status == Status::Unknown {
            told.ruled_by = Cause::None; // what speaks for and against stands in the history and the questions
        }
        in_order(&mut questions);
        Moment {
            weight: self.weight(told.ruled_by),
            told,
            questions,
            decided_by: self.decided_by(unit, standing, day),
            is_attested: standing.phase != Phase::Unattested,
            stopped_by,
        }
    }

    /// The step of the day that decides; where the day has none, the doubt that begins to bear.
    fn decided_by(&self, unit: &Unit<'a>, standing: &Standing<'a>, day: Day) -> Cause<'a> {
        if standing.day == day {
            return standing.decided_by;
        }
        let known = self.doubts.partition_point(|(_, doubt)| doubt.known_from() <= day);
        let of_day = self.doubts.iter().take(known).rev().take_while(|(_, doubt)| doubt.known_from() == day);
        let doubt = of_day.copied().find(|(_, doubt)| doubt.speaks_of(unit.level));
        doubt.map_or(Cause::None, |(at, _)| Cause::Event(at, Edge::Open))
    }

    fn weight(&self, ruled_by: Cause<'a>) -> (u8, Option<Day>) {
        match ruled_by {
            Cause::None => (0, None),
            Cause::List(list) => (1, list.day()),
            Cause::Event(..) => {
                let day = ruled_by.event(self.events).and_then(|(event, edge)| match edge {
                    Edge::Open => event.effect,
                    Edge::Close => event.until,
                });
                (2, day)
            }
        }
    }

    fn source(&self, cause: Cause<'a>) -> Option<Source<'a>> {
        let (event, _) = cause.event(self.events)?;
        Some(match event.origin {
            Origin::Row(decision, _) => Source::Decision(decision),
            Origin::Ruling(ruling) => Source::Ruling(ruling),
        })
    }

    fn not_followed(&self, standing: &Standing<'a>) -> Option<Question<'a>> {
        let event = self.events.get(standing.not_followed? as usize)?;
        event.decision().map(Question::NotFollowed)
    }

    /// The latest list on or before a day that speaks of the code.
    fn latest(&self, day: Day) -> Option<Listing<'a>> {
        let past = self.lists.partition_point(|listing| listing.day <= day).checked_sub(1)?;
        self.lists.get(past).copied()
    }

    /// A decision attests it, and the latest list, taken after the last that was decided, lacks it: a question, not an end.
    fn absent(&self, standing: &Standing<'a>, day: Day) -> Option<Question<'a>> {
        let Listing { list, day: taken, has } = self.latest(day)?;
        let (event, _) = standing.ruling.event(self.events)?;
        let is_settled = event.is_ruling() && event.known_from() >= taken;
        let is_earlier = standing.spoken.is_some_and(|spoken| spoken <= taken);
        (!has && is_earlier && !is_settled).then_some(Question::AbsentFromSnapshot(list))
    }

    /// Where no decision of known effect speaks: listed is in force, else the first coming beginning makes it pending,
    /// else nothing attests it.
    fn ask_the_lists(&self, unit: &Unit<'a>, day: Day, told: &mut Told<'a>, questions: &mut Vec<Question<'a>>) {
        let latest = self.latest(day);
        if let Some(Listing { list, has: true, .. }) = latest {
            told.status = Status::InForce;
            told.ruled_by = Cause::List(list);
            return;
        }
        let earlier = self.listed_from().is_some_and(|from| from <= day);
        if let Some(Listing { list, .. }) = latest.filter(|_| earlier) {
            questions.push(Question::AbsentFromSnapshot(list));
        }
        // Of the first coming day any row may begin it: an amendment of the same day does not hide that.
        let coming = unit.after(day).filter(|standing| standing.phase == Phase::InForce);
        if let Some((at, from)) = coming.and_then(|standing| Some((standing.begun_by?, standing.day))) {
            told.status = Status::Pending;
            told.since = Some(from);
            told.ruled_by = Cause::Event(at, Edge::Open);
            return;
        }
        let begun = bearing(&self.beginning, unit, day);
        questions.extend(begun.filter_map(|doubt| doubt.decision()).map(Question::BeginningOfUnknownEffect));
    }

    /// A repeal or replacement of unknown effect: in force where the latest list was taken after its signing and still
    /// has the code, else unknown. A beginning, an end or a ruling of known effect that was signed later lifts it. Gives
    /// the decision that leaves the end in doubt.
    fn weigh_doubts(
        &self,
        unit: &Unit<'a>,
        standing: &Standing<'a>,
        day: Day,
        told: &mut Told<'a>,
        questions: &mut Vec<Question<'a>>,
    ) -> Option<Source<'a>> {
        self.weigh_withdrawals(unit, standing, day, told, questions);
        let latest = self.latest(day);
        let mut doubted_by = None;
        for doubt in bearing(&self.stopping, unit, day).filter(|doubt| !standing.answers(doubt)) {
            let Some(decision) = doubt.decision() else { continue };
            questions.push(Question::EndOfUnknownEffect(decision));
            match latest {
                Some(Listing { list, day: taken, has: true }) if doubt.known_from() < taken => {
                    if told.status == Status::InForce {
                        told.ruled_by = Cause::List(list);
                    }
                }
                Some(_) | None => {
                    doubted_by = Some(Source::Decision(decision));
                    unknown(told);
                }
            }
        }
        doubted_by
    }

    /// Withdrawals of unknown effect, of decisions on which the status or the version rests: what rests on the decision
    /// that is withdrawn is not known any more.
    fn weigh_withdrawals(
        &self,
        unit: &Unit<'a>,
        standing: &Standing<'a>,
        day: Day,
        told: &mut Told<'a>,
        questions: &mut Vec<Question<'a>>,
    ) {
        for doubt in bearing(&self.withdrawing, unit, day).filter(|doubt| !standing.answers(doubt)) {
            let (Some(decision), Some(target)) = (doubt.decision(), doubt.target) else { continue };
            questions.push(Question::WithdrawalOfUnknownEffect(decision));
            if matches!(told.version, Version::Amended { decision, .. } if std::ptr::eq(decision, target)) {
                told.version = Version::Unknown { by: decision };
            }
            let ruling = told.ruled_by.event(self.events);
            let rests = ruling.is_some_and(|(event, edge)| {
                let is_of_target = event.decision().is_some_and(|decision| std::ptr::eq(decision, target));
                is_of_target && !(edge == Edge::Open && event.act == Act::Amend)
            });
            if rests {
                unknown(told);
            }
        }
    }

    /// The content that applies, and the amendments of unknown effect that bear on it: else it is the latest of known effect
    /// by either tier. A decision's change signed later answers them, and the portal's record that names one; a ruling
    /// speaks of the life alone.
    fn version(&self, unit: &Unit<'a>, standing: &Standing<'a>, day: Day) -> (Version<'a>, Vec<&'a Decision>) {
        let content = standing.content.and_then(|(at, from)| Some((self.events.get(at as usize)?.decision()?, from)));
        let mut known =
            content.map_or(Version::Base, |(decision, from)| Version::Amended { decision, from: Some(from) });
        let answered = self.amending.partition_point(|doubt| Some(doubt.known_from()) < standing.changed);
        let open = self.amending.get(answered..).unwrap_or_default();
        let mut doubts = Vec::new();
        for doubt in bearing(open, unit, day) {
            let Some(decision) = doubt.decision() else { continue };
            if self.recorded.contains(&doubt.rank) {
                known = Version::Amended { decision, from: None };
                doubts.clear();
            } else {
                doubts.push(decision);
            }
        }
        let version = doubts.last().map_or(known, |by| Version::Unknown { by });
        (version, doubts)
    }
}

/// Those of some doubts that bear on `day`: known by then, and not past their own end.
fn bearing<'s, 'e, 'a>(
    doubts: &'s [&'e Event<'a>],
    unit: &Unit<'a>,
    day: Day,
) -> impl Iterator<Item = &'e Event<'a>> + use<'s, 'e, 'a> {
    let level = unit.level;
    let known = doubts.iter().copied().take_while(move |doubt| doubt.known_from() <= day);
    known.filter(move |doubt| doubt.speaks_of(level) && doubt.until.is_none_or(|until| day < until))
}

/// Whether the portal's record of a procedure names a decision.
fn names(procedure: &Procedure, decision: &Decision) -> bool {
    procedure.issuer == decision.key.issuer && procedure.decision.as_ref() == Some(&decision.key.number)
}

fn unknown(told: &mut Told) {
    (told.status, told.since, told.until) = (Status::Unknown, None, None);
}

impl Standing<'_> {
    /// Whether a beginning, an end or a ruling of known effect, signed no earlier, answers a doubt.
    fn answers(&self, doubt: &Event) -> bool {
        self.answered.is_some_and(|known| known >= doubt.known_from())
    }
}

impl<'a> Unit<'a> {
    fn standing(&self, day: Day) -> &Standing<'a> {
        let past = self.standings.partition_point(|standing| standing.day <= day).saturating_sub(1);
        &self.standings[past] // the first is of all days before
    }

    /// The first standing of a later day.
    fn after(&self, day: Day) -> Option<&Standing<'a>> {
        self.standings.get(self.standings.partition_point(|standing| standing.day <= day))
    }

    /// The days on which it stands otherwise.
    pub(super) fn days(&self) -> impl Iterator<Item = Day> {
        self.standings.iter().map(|standing| standing.day)
    }
}
