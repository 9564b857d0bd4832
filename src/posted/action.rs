//! What a webmaster has to do about a finding.

use std::collections::BTreeSet;

use super::{Audit, Rule, Told, Verdict};

/// What there is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// Gỡ xuống.
    TakeDown,
    /// Đăng thêm.
    Add,
    /// Sửa liên kết.
    Relink,
    /// Sửa nội dung.
    Correct,
}

impl Action {
    /// Every action, in the order of reports: what misleads people first.
    pub const ALL: [Action; 4] = [Action::TakeDown, Action::Add, Action::Relink, Action::Correct];

    /// The word in the strings files (`posted.action.<word>`) and in SARIF.
    pub fn as_str(self) -> &'static str {
        match self {
            Action::TakeDown => "take_down",
            Action::Add => "add",
            Action::Relink => "relink",
            Action::Correct => "correct",
        }
    }
}

impl Rule {
    /// Whether what it finds is nothing to show here, however it is written.
    fn is_end(self) -> bool {
        matches!(self, Rule::ExpiredListed | Rule::NotDueHere | Rule::InternalInPublicList)
    }

    /// What there is to do where the rule finds something.
    pub fn action(self) -> Action {
        match self {
            Rule::ExpiredListed
            | Rule::NotRemovedInTime
            | Rule::FutureShownAsCurrent
            | Rule::SuspendedListed
            | Rule::NotDueHere
            | Rule::InternalInPublicList => Action::TakeDown,
            Rule::MissingInForce => Action::Add,
            Rule::LinkMissing
            | Rule::LinkOtherProcedure
            | Rule::LinkHome
            | Rule::LinkSearch
            | Rule::LinkUnknownPage
            | Rule::LinkDeadHost
            | Rule::LinkLegacyForm
            | Rule::LinkClosedProvincial => Action::Relink,
            Rule::CodeNotHeld
            | Rule::CodeDamaged
            | Rule::CodeNameMismatch
            | Rule::NameDiffers
            | Rule::OldAgencyName
            | Rule::AgencyOtherProvince
            | Rule::DistrictAfter2025
            | Rule::SupersededDecisionCited
            | Rule::WrongDecision
            | Rule::DecisionNumberMalformed
            | Rule::TimeDiffers
            | Rule::FeeDiffers
            | Rule::DuplicateRow
            | Rule::PostedDifferently
            | Rule::CountDrift => Action::Correct,
        }
    }
}

impl Audit {
    /// The findings of which there is something to do, in their order. Of a procedure that has to be taken down that alone is to be
    /// done: its link or its name is not worth mending.
    pub fn to_do(&self) -> impl Iterator<Item = &Told> {
        let is_end = |told: &&Told| told.verdict == Verdict::Fault && told.rule.is_end();
        let down: BTreeSet<&str> =
            self.findings.iter().filter(is_end).filter_map(|told| told.procedure.as_deref()).collect();
        self.findings.iter().filter(move |told| {
            // Where the code is wrong, that is what has to be put right.
            let is_code = matches!(told.rule, Rule::CodeNameMismatch | Rule::CodeDamaged);
            is_end(told) || is_code || told.procedure.as_deref().is_none_or(|procedure| !down.contains(procedure))
        })
    }
}
