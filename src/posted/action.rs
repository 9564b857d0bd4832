//! What a webmaster has to do about a finding.

use super::Rule;

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
