//! The figures 1.1, 1.2 and 1.3 of Quyết định 766/QĐ-TTg (2022), each with its numerator and denominator.

use crate::ledger::{Catalogue, Status};
use crate::model::{Absence, AgencyId, Component, Figure, Procedure};

use super::{Outcome, Reason, Verdict};

/// One figure for a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FigureOf {
    /// Its number in the index.
    pub number: &'static str,
    /// How many are as they should be.
    pub met: usize,
    /// How many could be checked: the denominator.
    pub checked: usize,
    /// How many could not.
    pub unchecked: usize,
}

impl FigureOf {
    fn new(number: &'static str) -> Self {
        FigureOf { number, met: 0, checked: 0, unchecked: 0 }
    }

    /// Counts one: as it should be, proven not to be, or (`None`) not to be checked.
    fn take(&mut self, sound: Option<bool>) {
        match sound {
            Some(sound) => {
                self.checked += 1;
                self.met += usize::from(sound);
            }
            None => self.unchecked += 1,
        }
    }

    /// `missed` with a single fault (for 1.1 one late procedure makes the whole period late), `met` where all were checked
    /// and none is one, else `unchecked`.
    pub fn verdict(&self) -> &'static str {
        if self.met < self.checked {
            "missed"
        } else if self.unchecked > 0 || self.checked == 0 {
            "unchecked"
        } else {
            "met"
        }
    }
}

/// 1.1 and 1.2 over the verdicts on one agency's decisions. 1.1 counts rows (procedures), 1.2 decisions; what is
/// not yet due counts nowhere.
pub fn figures(verdicts: &[Verdict<'_>], issuer: &AgencyId) -> Vec<FigureOf> {
    let of = |figure: Figure| {
        let mut sum = FigureOf::new(figure.as_str());
        let fed = verdicts.iter().filter(|verdict| verdict.rule.figure == Some(figure));
        for verdict in fed.filter(|verdict| verdict.decision.key.issuer == *issuer) {
            match &verdict.outcome {
                Outcome::Met => sum.take(Some(true)),
                Outcome::Missed | Outcome::StillListed(_) => sum.take(Some(false)),
                Outcome::Unchecked(Reason::NotYetDue) => {}
                Outcome::Unchecked(_) => sum.take(None),
            }
        }
        sum
    };
    Figure::ALL.map(of).to_vec()
}

/// 1.3: of the public procedures in force on the catalogue's day, those with the seven unconditional components
/// (Nghị định 63/2010 Điều 8.2).
pub fn completeness(catalogue: &Catalogue<'_>) -> FigureOf {
    let mut sum = FigureOf::new("1.3");
    for (code, state) in catalogue.states.iter().filter(|(code, _)| !code.is_internal()) {
        if let Some(procedure) = catalogue.records.procedures.get(code)
            && state.whole.status == Status::InForce
        {
            sum.take(is_whole(procedure));
        }
    }
    sum
}

/// Whether a procedure has all seven components; one proven lack is enough for no, and what nobody entered is open.
fn is_whole(procedure: &Procedure) -> Option<bool> {
    let channels = stated(&procedure.channels, |channels| !channels.is_empty());
    // The ways to file are the manner too: either is enough, and only both lacking is a lack.
    let manner = match (stated(&procedure.manner, |text| !text.trim().is_empty()), channels) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    };
    let time = match &procedure.channels {
        Component::Value(channels) => all(channels.iter().map(|channel| stated(&channel.time, |_| true))),
        Component::Absent(_) => channels,
    };
    let papers = match stated(&procedure.papers, |papers| !papers.is_empty()) {
        Some(true) if procedure.papers_left > 0 || procedure.sets.is_none() => None,
        other => other,
    };
    all([
        Some(!procedure.name.trim().is_empty()),
        stated(&procedure.steps, |text| !text.trim().is_empty()),
        manner,
        papers,
        time,
        stated(&procedure.objects, |objects| !objects.is_empty()),
        stated(&procedure.executing, |agencies| !agencies.is_empty()),
    ])
}

/// Whether a component is there. "Không có" for what the law always asks for is for a person to judge.
fn stated<T>(component: &Component<T>, is_there: impl Fn(&T) -> bool) -> Option<bool> {
    match component {
        Component::Value(value) => Some(is_there(value)),
        Component::Absent(Absence::NotPublished) => Some(false),
        Component::Absent(Absence::NotEntered | Absence::Unknown | Absence::NotApplicable) => None,
    }
}

/// No with a single no, yes where all are yes, else open.
fn all(parts: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let parts: Vec<Option<bool>> = parts.into_iter().collect();
    if parts.contains(&Some(false)) {
        return Some(false);
    }
    (!parts.contains(&None)).then_some(true)
}
