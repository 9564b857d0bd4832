//! What a reviewer must catch: the rules that a catalogue alone can decide, one a file.
//!
//! A rule tells only what the catalogue knows exactly. What it would need and does not have is no fault: such a finding
//! is of the class [`Class::Unchecked`](crate::finding::Class), and reports count it apart.
#![deny(clippy::unwrap_used, clippy::indexing_slicing)]

mod agency_other_province;
mod bodies;
mod code_name_mismatch;
mod comparison;
mod component_missing;
mod components;
mod conditional_unstated;
mod count_drift;
mod decision_empty;
mod decision_number;
mod district;
mod end_doubtful;
mod fee_channel_conflict;
mod fee_zero;
mod form_missing;
mod legal_basis;
mod level_executor;
mod link_address;
mod link_form;
mod link_unverified;
mod list_old;
mod misclassified;
mod name_damaged;
mod name_differs;
mod name_shared;
mod new_but_listed;
mod no_decision;
mod no_feedback;
mod old_agency_name;
mod superseded_decision;
mod three_way;
mod time_differs;
mod time_longer_than_cut;
mod title_missing;
mod wrong_decision;

use rayon::prelude::*;

use crate::finding::{Code, Finding, Hit};
use crate::input::Input;
use crate::ledger::{Catalogue, State, Status};
use crate::load::settle;
use crate::model::{Decision, DecisionNumber, Procedure};
use crate::text::tokens;

pub use bodies::{Bodies, Fault, names_of};
pub use comparison::{Compared, Comparison, compare};
pub use components::{Told, unconditional};
pub use link_address::{
    Written, closed_portal, judge as link_fault, judge_written, urls as urls_in, written as written_links,
};
pub use link_form::{LinkForm, PORTAL_WORD, is_portal, link_host};
pub use title_missing::PLACEHOLDER_TITLE;
pub(crate) use wrong_decision::surely_lacks;

/// One rule: what it tells, and how it finds it.
#[derive(Debug)]
pub struct Rule {
    /// The findings that it makes, and no others.
    pub codes: &'static [Code],
    find: fn(&Catalogue) -> Vec<Hit>,
}

/// Every rule.
pub const RULES: &[Rule] = &[
    Rule { codes: &[Code::NoDecision], find: no_decision::find },
    Rule { codes: &[Code::WrongDecision], find: wrong_decision::find },
    Rule { codes: &[Code::SupersededDecisionCited], find: superseded_decision::find },
    Rule { codes: &[Code::DecisionNumberMalformed], find: decision_number::find },
    Rule { codes: &[Code::DecisionEmpty], find: decision_empty::find },
    Rule { codes: &[Code::TitleMissing], find: title_missing::find },
    Rule { codes: &[Code::CodeNameMismatch], find: code_name_mismatch::find },
    Rule { codes: &[Code::NewButListed], find: new_but_listed::find },
    Rule { codes: link_address::CODES, find: link_address::find },
    Rule { codes: &[Code::LinkUnverified], find: link_unverified::find },
    Rule { codes: &[Code::DistrictAfter2025], find: district::find },
    Rule { codes: &[Code::EndDoubtful], find: end_doubtful::find },
    Rule { codes: &[Code::ListOld], find: list_old::find },
    Rule { codes: &[Code::CountDrift], find: count_drift::find },
    Rule { codes: three_way::CODES, find: three_way::find },
    Rule { codes: legal_basis::CODES, find: legal_basis::find },
    Rule { codes: &[Code::Misclassified], find: misclassified::find },
    Rule { codes: &[Code::LevelExecutor], find: level_executor::find },
    Rule { codes: &[Code::AgencyOtherProvince], find: agency_other_province::find },
    Rule { codes: &[Code::OldAgencyName], find: old_agency_name::find },
    Rule { codes: &[Code::ComponentMissing, Code::ComponentUnchecked], find: component_missing::find },
    Rule { codes: &[Code::ConditionalUnstated, Code::ConditionalUnchecked], find: conditional_unstated::find },
    Rule { codes: &[Code::FeeZeroUnsourced], find: fee_zero::find },
    Rule { codes: &[Code::FeeChannelConflict], find: fee_channel_conflict::find },
    Rule { codes: &[Code::TimeDiffers], find: time_differs::find },
    Rule { codes: &[Code::TimeLongerThanCut], find: time_longer_than_cut::find },
    Rule { codes: &[Code::NameDiffers], find: name_differs::find },
    Rule { codes: &[Code::NameDamaged], find: name_damaged::find },
    Rule { codes: &[Code::NameShared], find: name_shared::find },
    Rule { codes: &[Code::FormMissing], find: form_missing::find },
    Rule { codes: &[Code::NoFeedbackAddress], find: no_feedback::find },
];

/// What every rule finds, each at the value that it is about. `input` is what the catalogue was read from.
///
/// Guarantee: the order is that of rules and of the catalogue; nothing depends on threads.
pub fn audit(catalogue: &Catalogue, input: &Input) -> Vec<Finding> {
    let hits: Vec<Vec<Hit>> = RULES.par_iter().map(|rule| (rule.find)(catalogue)).collect();
    settle(input, hits.into_iter().flatten().collect())
}

/// The procedures that a public list may show: neither internal nor ended.
fn listed<'c>(catalogue: &'c Catalogue) -> impl Iterator<Item = (&'c Procedure, &'c State<'c>)> {
    catalogue.records.procedures.values().filter(|procedure| !procedure.code.is_internal()).filter_map(|procedure| {
        let state = catalogue.states.get(&procedure.code)?;
        (!state.whole.status.is_ended()).then_some((procedure, state))
    })
}

/// The procedures of the public list that are in force.
fn in_force<'c>(catalogue: &'c Catalogue) -> impl Iterator<Item = (&'c Procedure, &'c State<'c>)> {
    listed(catalogue).filter(|(_, state)| state.whole.status == Status::InForce)
}

/// The decisions of a number. Numbers restart every year and repeat across agencies: there may be several.
pub(crate) fn decisions_of<'c>(catalogue: &'c Catalogue, number: &DecisionNumber) -> Vec<&'c Decision> {
    catalogue.records.decisions.iter().filter(|decision| decision.key.number == *number).collect()
}

/// What two names have in common that differ in case, punctuation and placement of tones alone.
fn likeness(name: &str) -> String {
    tokens(name).into_iter().map(|token| token.accent).collect::<Vec<_>>().join(" ")
}
