//! The figures 1.1, 1.2 and 1.3 of Quyết định 766/QĐ-TTg (2022), each with its numerator and denominator.

use crate::audit::{Told, unconditional};
use crate::ledger::{Catalogue, Status};
use crate::model::{AgencyId, Figure, Procedure, ProcedureCode};

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
    completeness_among(catalogue, |_| true)
}

/// The same of those procedures alone that `is_meant`: what one office has to post.
pub fn completeness_among(catalogue: &Catalogue<'_>, is_meant: impl Fn(&ProcedureCode) -> bool) -> FigureOf {
    let mut sum = FigureOf::new("1.3");
    for (code, state) in catalogue.states.iter().filter(|(code, _)| !code.is_internal() && is_meant(code)) {
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
    let told = unconditional(procedure).map(|(_, told)| told);
    if told.contains(&Told::Missing) {
        return Some(false);
    }
    (!told.contains(&Told::Open)).then_some(true)
}
