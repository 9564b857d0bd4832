//! Two lives lived day by day, the province's and the ministries', and what holds of both.

use std::collections::BTreeMap;

use niemyet::model::Day;

use super::{Does, Order, Row};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    Nothing,
    InForce,
    Suspended,
    Ended { replaced: bool },
    Contradiction,
}

/// That somebody says that it begins, whatever was before.
#[derive(Debug, Clone, Copy)]
struct Begun {
    day: Day,
    /// Whether a reviewer says so: he knows what else is said of that day.
    ruled: bool,
}

/// The life by one tier's word.
#[derive(Debug, Clone)]
struct Life {
    own: bool,
    phase: Phase,
    /// The first day of its period in force, where it is known.
    since: Option<Day>,
    begun: Option<Begun>,
    /// The day whose beginning it still lives by: a suspension leaves it as it is.
    lives_by: Option<Day>,
    /// The last day named as a beginning. A standardised list names none: it tells that it is there.
    newly: Option<Day>,
    /// The day of its lasting end.
    ended: Option<Day>,
    /// The last day on which somebody said that it has ended.
    said: Option<Day>,
    /// The suspensions that run, each with its first day.
    suspensions: BTreeMap<Order, Day>,
    /// Where nobody knows what holds: the day since which it was out of force before that.
    shaken: Option<Day>,
    /// Whether it stood in force yesterday and was out for a moment today.
    broken: bool,
}

/// What holds of both.
#[derive(Debug, Clone)]
pub(super) struct Joint {
    pub(super) phase: Phase,
    /// The last period in which it really was in force.
    pub(super) since: Option<Day>,
    pub(super) until: Option<Day>,
}

pub(super) struct Lives {
    own: Life,
    country: Life,
    pub(super) joint: Joint,
}

impl Lives {
    /// Both lives up to and including a day. `listed` are the days of the lists that have the code.
    pub(super) fn until(rows: &[Row], listed: &[Day], last: Day) -> Lives {
        let joint = Joint { phase: Phase::Nothing, since: None, until: None };
        let mut lives = Lives { own: Life::unborn(true), country: Life::unborn(false), joint };
        let mut today = Day::from_ymd_opt(2025, 12, 31).unwrap();
        while today <= last {
            let was_listed = listed.iter().any(|day| *day < today);
            let (own, country) = (lives.own.phase, lives.country.phase);
            lives.own.live(rows, was_listed || country != Phase::Nothing, today);
            lives.country.live(rows, was_listed || own != Phase::Nothing, today);
            let restarted = |life: &Life, yesterday| yesterday == Phase::InForce && life.broken;
            let restart = if restarted(&lives.own, own) {
                Some(lives.own.since)
            } else if lives.own.phase == Phase::Nothing && restarted(&lives.country, country) {
                Some(lives.country.since)
            } else {
                None
            };
            lives.join(restart, today);
            today = today.succ_opt().unwrap();
        }
        lives
    }

    /// Puts the two together at the end of a day. `restart` is the beginning of a life that ended and began again today.
    fn join(&mut self, restart: Option<Option<Day>>, today: Day) {
        let is_gone = |phase| matches!(phase, Phase::Ended { .. } | Phase::Suspended);
        let (before, now) = (self.joint.phase, self.phase());
        let (since, until) = match (before, now) {
            (Phase::InForce, Phase::InForce) => (restart.unwrap_or(self.joint.since), None),
            (_, Phase::InForce) => (self.is_begun(today).then_some(today), None),
            (Phase::InForce, now) if is_gone(now) => (self.joint.since, Some(today)),
            (before, now) if is_gone(before) && is_gone(now) => (self.joint.since, self.joint.until),
            (_, now) if is_gone(now) => (None, Some(today)),
            _ => (None, None),
        };
        self.joint = Joint { phase: now, since, until };
    }

    /// Whether it begins, or is back, today: not so where somebody only attests that it is there.
    fn is_begun(&self, today: Day) -> bool {
        let begins = |life: &Life| life.phase == Phase::InForce && [life.newly, life.since].contains(&Some(today));
        begins(&self.own) || begins(&self.country)
    }

    /// Of two tiers the province's own rules, but for a ministry's end which the province has not answered.
    fn phase(&self) -> Phase {
        let (own, country) = (&self.own, &self.country);
        if own.phase == Phase::Nothing {
            return country.phase;
        }
        match (own.phase, country.phase) {
            (Phase::Ended { .. }, Phase::Ended { .. }) => {
                let first = country.ended < own.ended && country.ended.is_some_and(|day| !own.begins_after(day));
                if first { country.phase } else { own.phase }
            }
            (Phase::Ended { .. }, _) => own.phase,
            (_, Phase::Ended { .. }) if country.ended.is_some_and(|day| !own.begins_after(day)) => country.phase,
            (_, Phase::Suspended) if country.suspensions.values().any(|day| !own.begins_after(*day)) => {
                Phase::Suspended
            }
            // The ministry's end has been taken back or contradicted, and nobody has said what holds.
            (Phase::InForce, Phase::Contradiction) if country.shaken.is_some_and(|day| !own.begins_after(day)) => {
                Phase::Contradiction
            }
            _ => own.phase,
        }
    }

    /// Whether a ministry says, after the province's own end, that the procedure begins or goes on. What it says on the very day,
    /// or takes back for a time or contradicts, may be taken either way.
    pub(super) fn is_not_followed(&self, rows: &[Row], on: Day) -> Option<bool> {
        let (Phase::Ended { .. }, Some(ended)) = (self.own.phase, self.own.said) else { return Some(false) };
        let goes_on = |row: &&Row| {
            !row.own
                && row.holds(on)
                && matches!(row.does, Does::Begin | Does::Amend | Does::Rebase | Does::Succeed | Does::Exist)
        };
        let last = rows.iter().filter(goes_on).filter_map(|row| row.effect).max();
        match self.country.phase {
            Phase::Ended { .. } => Some(false),
            _ if last < Some(ended) => Some(false),
            Phase::Contradiction | Phase::Suspended => None,
            Phase::Nothing | Phase::InForce => (last > Some(ended)).then_some(true),
        }
    }
}

impl Life {
    fn unborn(own: bool) -> Life {
        Life {
            own,
            phase: Phase::Nothing,
            since: None,
            begun: None,
            lives_by: None,
            newly: None,
            ended: None,
            said: None,
            suspensions: BTreeMap::new(),
            shaken: None,
            broken: false,
        }
    }

    /// Whether somebody says that it begins after a day on which it ended elsewhere.
    fn begins_after(&self, day: Day) -> bool {
        self.begun.is_some_and(|begun| begun.day > day || (begun.ruled && begun.day == day))
    }

    /// Since when it is out of force, or was before nobody knew.
    fn out_since(&self) -> Option<Day> {
        match self.phase {
            Phase::Ended { .. } => self.ended,
            Phase::Suspended => self.suspensions.values().max().copied(),
            Phase::Contradiction => self.shaken,
            Phase::Nothing | Phase::InForce => None,
        }
    }

    /// `elsewhere`: whether somebody else has attested the procedure before today.
    fn live(&mut self, rows: &[Row], elsewhere: bool, today: Day) {
        let mut moments: Vec<(&Row, bool)> = Vec::new();
        for row in rows.iter().filter(|row| row.own == self.own && row.effect.is_some()) {
            if row.until == Some(today) {
                moments.push((row, false));
            }
            if row.effect == Some(today) {
                moments.push((row, true));
            }
        }
        moments.sort_by_key(|(row, opens)| (row.order.clone(), *opens));
        let unborn = self.phase == Phase::Nothing && !elsewhere;
        let out_since = self.out_since();
        self.broken = false;
        let told: Vec<&Row> =
            moments.iter().filter(|(row, opens)| *opens && !row.is_ruling()).map(|(row, _)| *row).collect();
        let both = told.iter().any(|row| row.begins(unborn)) && told.iter().any(|row| row.ends());
        let prevailing: Vec<&&Row> = told.iter().filter(|row| row.prevails).collect();
        let is_settled = !prevailing.is_empty()
            && (prevailing.iter().all(|row| row.begins(unborn)) || prevailing.iter().all(|row| row.ends()));
        for (row, opens) in &moments {
            let speaks = row.begins(unborn) || row.ends();
            if !(both && is_settled && *opens && speaks && !row.prevails) {
                self.happen(row, *opens, elsewhere, today);
            }
        }
        if both && !is_settled && !moments.iter().any(|(row, _)| row.is_ruling()) {
            self.shake();
        }
        if self.phase == Phase::Contradiction {
            self.shaken = out_since;
        }
    }

    fn shake(&mut self) {
        self.leave(Phase::Contradiction);
        self.since = None;
        self.lives_by = None;
        self.ended = None;
    }

    fn leave(&mut self, phase: Phase) {
        self.broken |= self.phase == Phase::InForce;
        self.phase = phase;
    }

    /// `since` is the first day, where it is known.
    fn begin(&mut self, begun: Begun, since: Option<Day>) {
        self.begun = Some(begun);
        self.newly = since.or(self.newly);
        if self.phase != Phase::InForce {
            self.phase = Phase::InForce;
            self.since = since;
            self.lives_by = since;
            self.ended = None;
            self.suspensions.clear();
        }
    }

    fn end(&mut self, phase: Phase, today: Day) {
        self.leave(phase);
        self.ended = Some(today);
        self.said = Some(today);
        self.suspensions.clear();
    }

    fn happen(&mut self, row: &Row, opens: bool, elsewhere: bool, today: Day) {
        let begun = Begun { day: today, ruled: false };
        let for_a_time = row.until.is_some();
        match (row.does, opens, self.phase) {
            (Does::Begin, true, _) => self.begin(begun, Some(today)),
            (Does::Rebase, true, _) => self.begin(begun, None),
            (Does::RuleIn, true, _) => self.begin(Begun { ruled: true, ..begun }, Some(today)),
            // What has ended does not end again; that a reviewer says so answers who says otherwise.
            (Does::RuleOut, true, Phase::Ended { .. }) => self.said = Some(today),
            (Does::RuleOut, true, _) => self.end(Phase::Ended { replaced: false }, today),
            (Does::Shake, true, phase) if phase != Phase::Nothing => self.shake(),
            (Does::Amend | Does::Exist, true, Phase::Nothing) => self.phase = Phase::InForce,
            (Does::Amend | Does::Exist | Does::Succeed, true, Phase::Ended { .. }) => self.shake(),
            (Does::Succeed, true, Phase::Nothing) => {
                self.phase = Phase::InForce;
                self.since = if elsewhere { None } else { Some(today) };
                self.lives_by = self.since;
            }
            (Does::End { .. }, true, Phase::Ended { .. }) => {}
            (Does::End { .. }, true, Phase::Contradiction) if for_a_time => {}
            (Does::End { .. }, true, _) if for_a_time => {
                self.leave(Phase::Suspended);
                self.suspensions.insert(row.order.clone(), today);
            }
            (Does::End { replaced }, true, _) => self.end(Phase::Ended { replaced }, today),
            (Does::End { .. }, false, Phase::Suspended) => {
                self.suspensions.remove(&row.order);
                if self.suspensions.is_empty() {
                    self.phase = Phase::InForce;
                    self.since = Some(today);
                }
            }
            (Does::Begin | Does::Succeed, false, Phase::InForce | Phase::Suspended) if self.lives_by == row.effect => {
                self.end(Phase::Ended { replaced: false }, today);
            }
            _ => {}
        }
    }
}
