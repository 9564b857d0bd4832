//! One procedure at one level on one day: both tiers' lives, doubts and lists weighed against each other.

use crate::model::{Day, DecisionKey, Level, Procedure, ProcedureCode, Snapshot};

use super::event::{Act, Event, Origin, Tier};
use super::fold::{Edge, Life, Phase, Step, steps};
use super::state::{Evidence, LevelState, Next, Question, Status, Version};

/// All evidence about one procedure at one level, ready to be asked about any day.
pub(super) struct Unit<'e, 'a> {
    own: Vec<Step<'e, 'a>>,
    country: Vec<Step<'e, 'a>>,
    /// Events of unknown effect, in legal order.
    doubts: Vec<&'e Event<'a>>,
    /// Every dated list, oldest first, and whether it has the code.
    lists: Vec<(&'a Snapshot, Day, bool)>,
    procedure: Option<&'a Procedure>,
}

/// Existence and version on a day, without what is to come.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Moment {
    status: Status,
    since: Option<Day>,
    until: Option<Day>,
    version: Version,
    ruled_by: Option<Evidence>,
    successors: Vec<ProcedureCode>,
    predecessors: Vec<ProcedureCode>,
    questions: Vec<Question>,
}

impl<'e, 'a> Unit<'e, 'a> {
    pub(super) fn new(
        events: &'e [Event<'a>],
        lists: &[(&'a Snapshot, Day, bool)],
        procedure: Option<&'a Procedure>,
        level: Option<Level>,
    ) -> Self {
        let of_tier = |tier| events.iter().filter(move |event| event.tier == tier && event.speaks_of(level));
        let mut doubts: Vec<&Event> = events
            .iter()
            .filter(|event| event.effect.is_none() && event.is_of_life() && event.speaks_of(level))
            .collect();
        doubts.sort_by_key(|event| event.order());
        Unit {
            own: steps(of_tier(Tier::Own)),
            country: steps(of_tier(Tier::Country)),
            doubts,
            lists: lists.to_vec(),
            procedure,
        }
    }

    /// The state on a day, with what is to come.
    pub(super) fn state(&self, day: Day) -> LevelState {
        let now = self.moment(day);
        let coming = self.coming(day);
        let mut next = None;
        let mut end = None;
        let may_end = matches!(now.status, Status::InForce | Status::Pending);
        let mut before = now.clone();
        for step in coming {
            let then = self.moment(step.day);
            let changed = then.status != before.status || then.version != before.version;
            if changed && next.is_none() {
                next = Some(Next {
                    from: step.day,
                    status: then.status,
                    by: step.evidence(),
                    change: step.word(),
                    signed_later: step.event.signed().is_some_and(|signed| signed > day),
                });
            }
            let ended = then.status.is_ended() || then.status == Status::Suspended;
            if end.is_none() && ended && !before.status.is_ended() && before.status != Status::Suspended {
                end = Some(step.day);
            }
            if next.is_some() && (end.is_some() || !may_end) {
                break; // each further step would fold the whole life again, for nothing
            }
            before = then;
        }
        let until = match now.status {
            Status::InForce | Status::Pending => end,
            Status::Suspended | Status::Repealed | Status::Replaced => now.until,
            Status::Unknown => None,
        };
        LevelState {
            status: now.status,
            since: now.since,
            until,
            version: now.version,
            ruled_by: now.ruled_by,
            successors: now.successors,
            predecessors: now.predecessors,
            next,
            questions: now.questions,
        }
    }

    /// Both tiers' steps after `day`.
    fn steps_after(&self, day: Day) -> impl Iterator<Item = Step<'e, 'a>> {
        self.own.iter().chain(&self.country).filter(move |step| step.day > day).copied()
    }

    /// Both tiers' steps after `day`, in legal order; of one day's, the one that decides comes last.
    fn coming(&self, day: Day) -> Vec<Step<'e, 'a>> {
        let mut coming: Vec<Step> = self.steps_after(day).collect();
        coming.sort_by_key(|step| (step.day, step.event.order(), step.edge));
        let mut last_of_day: Vec<Step> = Vec::new();
        for step in coming {
            match last_of_day.last_mut() {
                Some(last) if last.day == step.day => *last = step,
                _ => last_of_day.push(step),
            }
        }
        last_of_day
    }

    fn moment(&self, day: Day) -> Moment {
        let own = Life::until_day(&self.own, day, |_, _| {});
        let country = Life::until_day(&self.country, day, |_, _| {});
        let life = ruling_life(&own, &country);
        let version = self.version(day);
        let mut questions = Vec::new();
        if let Version::Unknown { by } = &version {
            questions.push(Question::AmendmentOfUnknownEffect(by.clone()));
        }
        let mut moment = Moment {
            status: Status::Unknown,
            since: None,
            until: None,
            version,
            ruled_by: life.ruling().map(|step| step.evidence()),
            successors: life.successors.clone(),
            predecessors: merged(&own.predecessors, &country.predecessors),
            questions,
        };
        match life.phase {
            Phase::Ended { replaced } => {
                moment.status = if replaced { Status::Replaced } else { Status::Repealed };
                moment.since = life.since;
                moment.until = life.until;
                self.weigh_withdrawals(day, &mut moment);
            }
            Phase::Contradiction => {
                if let Some(Origin::Row(decision, _)) = life.ruling().map(|step| step.event.origin) {
                    moment.questions.push(Question::Contradiction(decision.key.clone()));
                }
            }
            Phase::Suspended => {
                moment.status = Status::Suspended;
                moment.since = life.since;
                moment.until = life.until;
                self.weigh_doubts(day, &mut moment);
            }
            Phase::InForce => {
                moment.status = Status::InForce;
                moment.since = life.since.or(earlier_since(life, &own, &country));
                self.weigh_doubts(day, &mut moment);
            }
            Phase::Unattested => {
                self.ask_the_lists(day, &mut moment);
                self.weigh_doubts(day, &mut moment);
            }
        }
        if moment.status == Status::Unknown {
            moment.ruled_by = None; // what speaks for and against stands in the history and the questions
        }
        moment
    }

    /// Where no decision of known effect speaks: listed is in force, else the first coming beginning makes it pending,
    /// else nothing attests it.
    fn ask_the_lists(&self, day: Day, moment: &mut Moment) {
        let past = self.lists.iter().filter(|(_, taken, _)| *taken <= day);
        let latest = past.clone().next_back();
        if let Some((list, taken, true)) = latest {
            moment.status = Status::InForce;
            moment.ruled_by = Some(Evidence::Snapshot { id: list.id.clone(), day: *taken });
            return;
        }
        if let Some((list, _, _)) = latest
            && past.clone().any(|(_, _, listed)| *listed)
        {
            moment.questions.push(Question::AbsentFromSnapshot(list.id.clone()));
        }
        let begins = |step: &&Step| {
            step.edge == Edge::Open && matches!(step.event.act, Act::Introduce | Act::Succeed | Act::RuledInForce)
        };
        let in_force_on = |day| {
            let own = Life::until_day(&self.own, day, |_, _| {});
            let country = Life::until_day(&self.country, day, |_, _| {});
            ruling_life(&own, &country).phase == Phase::InForce
        };
        // Of the first coming day any row may begin it: an amendment of the same day does not hide that.
        let mut coming: Vec<Step> = self.steps_after(day).collect();
        coming.sort_by_key(|step| (step.day, step.event.order(), step.edge));
        let first_day = coming.chunk_by(|one, other| one.day == other.day).next().unwrap_or_default();
        match first_day.iter().rfind(begins).filter(|step| in_force_on(step.day)) {
            Some(step) => {
                moment.status = Status::Pending;
                moment.since = Some(step.day);
                moment.ruled_by = Some(step.evidence());
            }
            None => {
                let begun =
                    self.bearing(day).filter(|doubt| matches!(doubt.act, Act::Introduce | Act::Succeed | Act::Rebase));
                for doubt in begun {
                    if let Origin::Row(decision, _) = doubt.origin {
                        moment.questions.push(Question::BeginningOfUnknownEffect(decision.key.clone()));
                    }
                }
            }
        }
    }

    /// Doubts that bear on `day`: known by then, and not past their own end.
    fn bearing(&self, day: Day) -> impl Iterator<Item = &'e Event<'a>> {
        self.doubts
            .iter()
            .copied()
            .filter(move |doubt| doubt.known_from() <= day && doubt.until.is_none_or(|until| day < until))
    }

    /// A repeal or replacement of unknown effect: in force where the latest list was taken after its signing and still
    /// has the code, else unknown. A beginning, an end or a ruling of known effect that was signed later lifts it.
    fn weigh_doubts(&self, day: Day, moment: &mut Moment) {
        self.weigh_withdrawals(day, moment);
        let latest = self.lists.iter().rfind(|(_, taken, _)| *taken <= day);
        let ends = self.bearing(day).filter(|doubt| doubt.act.ends() && !self.is_lifted(doubt, day));
        for doubt in ends {
            let Origin::Row(decision, _) = doubt.origin else { continue };
            moment.questions.push(Question::EndOfUnknownEffect(decision.key.clone()));
            match latest {
                Some((list, taken, true)) if doubt.known_from() < *taken => {
                    if moment.status == Status::InForce {
                        moment.ruled_by = Some(Evidence::Snapshot { id: list.id.clone(), day: *taken });
                    }
                }
                Some(_) | None => {
                    moment.status = Status::Unknown;
                    moment.since = None;
                    moment.until = None;
                }
            }
        }
    }

    /// Withdrawals of unknown effect, of decisions on which the status or the version rests.
    fn weigh_withdrawals(&self, day: Day, moment: &mut Moment) {
        let withdrawals = self.bearing(day).filter(|doubt| doubt.act == Act::Withdraw);
        for doubt in withdrawals.filter(|doubt| !self.is_lifted(doubt, day)) {
            doubt_withdrawn(doubt, moment);
        }
    }

    /// Whether a beginning, an end or a ruling of known effect, signed no earlier, answers a doubt.
    fn is_lifted(&self, doubt: &Event, day: Day) -> bool {
        self.own.iter().chain(&self.country).any(|step| {
            step.day <= day
                && step.edge == Edge::Open
                && (step.event.act.begins() || step.event.act.ends())
                && step.event.known_from() >= doubt.known_from()
        })
    }

    /// The content that applies: the latest amendment of known effect by either tier, unless one of unknown effect
    /// bears on it.
    fn version(&self, day: Day) -> Version {
        let in_effect = |step: &&Step| {
            step.edge == Edge::Open
                && step.day <= day
                && step.event.until.is_none_or(|until| day < until)
                && matches!(step.event.act, Act::Amend | Act::Introduce | Act::Rebase)
        };
        let latest =
            self.own.iter().chain(&self.country).filter(in_effect).max_by_key(|step| (step.day, step.event.order()));
        let known = match latest.map(|step| (step, step.event.origin)) {
            Some((step, Origin::Row(decision, _))) if step.event.act != Act::Introduce => {
                Version::Amended { decision: decision.key.clone(), from: Some(step.day) }
            }
            Some(_) | None => Version::Base,
        };
        let amends = |doubt: &&Event| doubt.act == Act::Amend;
        let Some(doubt) = self.bearing(day).filter(amends).max_by_key(|doubt| doubt.order()) else {
            return known;
        };
        let Origin::Row(decision, _) = doubt.origin else { return known };
        // A ruling speaks of the life: it does not say what an amendment changed.
        let signed_later = |step: &Step| {
            let is_change = matches!(step.event.origin, Origin::Row(..));
            is_change && step.day <= day && step.event.known_from() > doubt.known_from()
        };
        if self.own.iter().chain(&self.country).any(signed_later) {
            return known;
        }
        let named = self.procedure.is_some_and(|procedure| {
            procedure.issuer == decision.key.issuer && procedure.decision.as_ref() == Some(&decision.key.number)
        });
        if named {
            Version::Amended { decision: decision.key.clone(), from: None }
        } else {
            Version::Unknown { by: decision.key.clone() }
        }
    }
}

/// A withdrawal of unknown effect: what rests on the decision that it withdraws is not known any more.
fn doubt_withdrawn(doubt: &Event, moment: &mut Moment) {
    let (Origin::Row(decision, _), Some(target)) = (doubt.origin, doubt.target) else { return };
    let is_target = |key: &DecisionKey| *key == target.key;
    moment.questions.push(Question::WithdrawalOfUnknownEffect(decision.key.clone()));
    if matches!(&moment.version, Version::Amended { decision, .. } if is_target(decision)) {
        moment.version = Version::Unknown { by: decision.key.clone() };
    }
    if matches!(&moment.ruled_by, Some(Evidence::Decision { key, change, .. }) if is_target(key) && *change != "amend")
    {
        moment.status = Status::Unknown;
        moment.since = None;
        moment.until = None;
    }
}

/// Which tier's life rules. The province's own does; a ministry's where the province is silent; and where one has
/// ended, the first end, unless the province has begun the procedure again, or a ruling has, after it.
fn ruling_life<'l, 'e, 'a>(own: &'l Life<'e, 'a>, country: &'l Life<'e, 'a>) -> &'l Life<'e, 'a> {
    if country.phase == Phase::Unattested {
        return own;
    }
    if own.phase == Phase::Unattested {
        return country;
    }
    let ended = |life: &Life| matches!(life.phase, Phase::Ended { .. } | Phase::Suspended);
    match (ended(own), ended(country)) {
        (true, true) if country.until < own.until => country,
        (false, true) => {
            let revived = own
                .begun
                .is_some_and(|(begun, ruled)| country.until.is_some_and(|end| begun > end || (ruled && begun == end)));
            if revived { own } else { country }
        }
        (true, true) | (true, false) | (false, false) => own,
    }
}

/// The beginning that the other tier attests, where the ruling one knows none.
fn earlier_since(life: &Life, own: &Life, country: &Life) -> Option<Day> {
    let other = if std::ptr::eq(life, own) { country } else { own };
    (other.phase == Phase::InForce).then_some(other.since).flatten()
}

fn merged(one: &[ProcedureCode], other: &[ProcedureCode]) -> Vec<ProcedureCode> {
    let mut all: Vec<ProcedureCode> = one.iter().chain(other).cloned().collect();
    all.sort();
    all.dedup();
    all
}
