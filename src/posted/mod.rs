//! What somebody shows, held against what has to be shown on a day.
//!
//! A posted list is never evidence: it changes no status. Its rows become entries ([`Entry`]), each a code, or a name that
//! one procedure alone has; rules then tell what is wrong with them. A verdict is *lỗi* only where the catalogue knows it;
//! what it would need and does not have is *không kiểm tra được*.
#![deny(clippy::unwrap_used, clippy::indexing_slicing)]

mod action;
mod cited;
mod different;
mod due;
mod entries;
mod links;
mod named;
mod papers;
mod previous;
mod province;
mod rows;
mod searched;
mod sides;
mod stated;
mod status;
mod told;
mod values;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use crate::audit::Bodies;
use crate::identity::Identities;
use crate::import::Shown;
use crate::ledger::Catalogue;
use crate::model::{Office, ProcedureCode};
use crate::offices::{Basis, Offices};

pub use action::Action;
pub use entries::{By, Entry};
pub use previous::{Before, Change, Compared, Identity, Previous};
pub use province::{Shelf, audit_all};
pub use sides::{Sides, Standing};
pub use told::{Reason, Told, Verdict};

/// A file of the target, read.
#[derive(Debug)]
pub struct PostedFile {
    /// Its path, as people know it.
    pub path: String,
    /// Its rows.
    pub rows: Vec<Shown>,
    /// Whether its format holds links.
    pub has_links: bool,
}

/// What is told of a posted list, one rule each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// An ended procedure is shown.
    ExpiredListed,
    /// It stayed after the day on which it had to be gone.
    NotRemovedInTime,
    /// What is left of a code.
    CodeDamaged,
    /// One that is due is not shown.
    MissingInForce,
    /// One that is not yet in force is shown.
    FutureShownAsCurrent,
    /// One that is suspended is shown.
    SuspendedListed,
    /// One that is another office's is shown.
    NotDueHere,
    /// An internal procedure is shown to the public.
    InternalInPublicList,
    /// A code that the catalogue does not hold.
    CodeNotHeld,
    /// A code with another procedure's name.
    CodeNameMismatch,
    /// A name that is not the procedure's.
    NameDiffers,
    /// A body that is called otherwise today.
    OldAgencyName,
    /// A body of another province.
    AgencyOtherProvince,
    /// A body of the district level, which is no more.
    DistrictAfter2025,
    /// A decision in whose place a later one of the same issuer stands.
    SupersededDecisionCited,
    /// A decision that has no such procedure among its rows.
    WrongDecision,
    /// A number that is meant as a decision's and is none.
    DecisionNumberMalformed,
    /// Another time limit than the catalogue has.
    TimeDiffers,
    /// Another fee than the catalogue has.
    FeeDiffers,
    /// One that the same list shows twice.
    DuplicateRow,
    /// Another time limit or fee, or other papers, than another office shows for the same procedure.
    PostedDifferently,
    /// Another number of procedures than are shown.
    CountDrift,
    /// No link to the procedure's page.
    LinkMissing,
    /// A link to another procedure's page.
    LinkOtherProcedure,
    /// A link to the portal's home.
    LinkHome,
    /// A link to the portal's search.
    LinkSearch,
    /// A link to a page that the portal does not have, or that the catalogue does not know.
    LinkUnknownPage,
    /// A link to a host that is no more.
    LinkDeadHost,
    /// A link of a form that the portal left.
    LinkLegacyForm,
    /// A link to the province's own portal, which is closed.
    LinkClosedProvincial,
}

impl Rule {
    /// Every rule, in the order of reports.
    pub const ALL: [Rule; 30] = [
        Rule::ExpiredListed,
        Rule::NotRemovedInTime,
        Rule::FutureShownAsCurrent,
        Rule::SuspendedListed,
        Rule::MissingInForce,
        Rule::NotDueHere,
        Rule::InternalInPublicList,
        Rule::CodeNotHeld,
        Rule::CodeDamaged,
        Rule::CodeNameMismatch,
        Rule::NameDiffers,
        Rule::LinkMissing,
        Rule::LinkOtherProcedure,
        Rule::LinkHome,
        Rule::LinkSearch,
        Rule::LinkUnknownPage,
        Rule::LinkDeadHost,
        Rule::LinkLegacyForm,
        Rule::LinkClosedProvincial,
        Rule::OldAgencyName,
        Rule::AgencyOtherProvince,
        Rule::DistrictAfter2025,
        Rule::SupersededDecisionCited,
        Rule::WrongDecision,
        Rule::DecisionNumberMalformed,
        Rule::TimeDiffers,
        Rule::FeeDiffers,
        Rule::DuplicateRow,
        Rule::PostedDifferently,
        Rule::CountDrift,
    ];

    /// The code in reports and in the strings files (`posted.rule.<CODE>`).
    pub fn as_str(self) -> &'static str {
        match self {
            Rule::ExpiredListed => "EXPIRED_LISTED",
            Rule::NotRemovedInTime => "NOT_REMOVED_IN_TIME",
            Rule::CodeDamaged => "CODE_DAMAGED",
            Rule::MissingInForce => "MISSING_IN_FORCE",
            Rule::FutureShownAsCurrent => "FUTURE_SHOWN_AS_CURRENT",
            Rule::SuspendedListed => "SUSPENDED_LISTED",
            Rule::NotDueHere => "NOT_DUE_HERE",
            Rule::InternalInPublicList => "INTERNAL_IN_PUBLIC_LIST",
            Rule::CodeNotHeld => "CODE_NOT_HELD",
            Rule::CodeNameMismatch => "CODE_NAME_MISMATCH",
            Rule::NameDiffers => "NAME_DIFFERS",
            Rule::OldAgencyName => "OLD_AGENCY_NAME",
            Rule::AgencyOtherProvince => "AGENCY_OTHER_PROVINCE",
            Rule::DistrictAfter2025 => "DISTRICT_AFTER_2025_07",
            Rule::SupersededDecisionCited => "SUPERSEDED_DECISION_CITED",
            Rule::WrongDecision => "WRONG_DECISION",
            Rule::DecisionNumberMalformed => "DECISION_NUMBER_MALFORMED",
            Rule::TimeDiffers => "TIME_DIFFERS",
            Rule::FeeDiffers => "FEE_DIFFERS",
            Rule::DuplicateRow => "DUPLICATE_ROW",
            Rule::PostedDifferently => "POSTED_DIFFERENTLY",
            Rule::CountDrift => "COUNT_DRIFT",
            Rule::LinkMissing => "LINK_MISSING",
            Rule::LinkOtherProcedure => "LINK_OTHER_PROCEDURE",
            Rule::LinkHome => "LINK_HOME",
            Rule::LinkSearch => "LINK_SEARCH",
            Rule::LinkUnknownPage => "LINK_UNKNOWN_PAGE",
            Rule::LinkDeadHost => "LINK_DEAD_HOST",
            Rule::LinkLegacyForm => "LINK_LEGACY_FORM",
            Rule::LinkClosedProvincial => "LINK_CLOSED_PROVINCIAL",
        }
    }
}

/// The counts of an audit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// What has to be shown.
    pub due: usize,
    /// Procedures that are shown, each once.
    pub posted: usize,
    /// Due and not shown.
    pub missing: usize,
    /// In force, shown and not due here.
    pub extra: usize,
    /// Shown though ended.
    pub ended: usize,
    /// Shown, and not known to be in force or not.
    pub unknown: usize,
}

/// The answer of an audit.
#[derive(Debug)]
pub struct Audit {
    /// What is wrong and what could not be checked, by rule, then by place.
    pub findings: Vec<Told>,
    /// The counts.
    pub totals: Totals,
    /// The codes of what is shown; one that the catalogue does not hold is as it was written.
    pub posted: BTreeSet<String>,
}

/// What is the same for every office that is audited in one run.
struct Common<'a> {
    catalogue: &'a Catalogue<'a>,
    assigned: &'a Offices<'a>,
    bodies: Bodies<'a>,
    identities: Identities<'a>,
    index: entries::Index<'a>,
    finder: searched::Finder<'a>,
    /// What each procedure is and was called; made when it is first asked for.
    names: OnceLock<named::Names<'a>>,
    /// Who has each procedure, and by which rank at best; made when it is first asked for.
    holders: OnceLock<due::Holders>,
}

impl<'a> Common<'a> {
    fn new(catalogue: &'a Catalogue<'a>, assigned: &'a Offices<'a>) -> Common<'a> {
        Common {
            catalogue,
            assigned,
            bodies: Bodies::new(catalogue),
            identities: Identities::of(catalogue.records),
            index: entries::Index::of(catalogue.records),
            finder: searched::Finder::new(catalogue),
            names: OnceLock::new(),
            holders: OnceLock::new(),
        }
    }

    /// The files with what is of one procedure in one row.
    fn joined(&self, files: &[PostedFile]) -> Vec<PostedFile> {
        files.iter().map(|file| entries::joined(&self.index, file)).collect()
    }
}

/// What the rules know.
struct Known<'a> {
    catalogue: &'a Catalogue<'a>,
    assigned: &'a Offices<'a>,
    office: Option<&'a Office>,
    /// What has to be shown, each with its basis where an office is asked about.
    due: BTreeMap<&'a ProcedureCode, Option<Basis<'a>>>,
    /// Why nothing is proved to be missing: not all of what is shown was read, or nothing was found in it.
    unread: Option<Reason>,
    index: &'a entries::Index<'a>,
    names: &'a OnceLock<named::Names<'a>>,
    holders: &'a OnceLock<due::Holders>,
    bodies: &'a Bodies<'a>,
    identities: &'a Identities<'a>,
}

/// Holds what is shown against what `office` has to show, or the whole list of today where there is none. `is_whole` says
/// whether every file of the target was read: what could not be read may show what else is missing.
///
/// Guarantee: the same files, catalogue and day give the same findings in the same order.
pub fn audit<'a>(
    catalogue: &'a Catalogue<'a>,
    assigned: &'a Offices<'a>,
    office: Option<&'a Office>,
    files: &[PostedFile],
    is_whole: bool,
) -> Audit {
    let common = Common::new(catalogue, assigned);
    audit_joined(&common, office, &common.joined(files), is_whole).0
}

/// The same of joined files, with what was found in them.
fn audit_joined<'a>(
    common: &'a Common<'a>,
    office: Option<&'a Office>,
    files: &'a [PostedFile],
    is_whole: bool,
) -> (Audit, Vec<Entry<'a>>) {
    let Common { catalogue, assigned, .. } = *common;
    let due = due::due(catalogue, assigned, office);
    let (withdrawn, entries): (Vec<Entry>, Vec<Entry>) =
        entries::of(&common.index, &common.finder, &due, files, catalogue.as_of)
            .into_iter()
            .partition(|entry| entry.is_withdrawn);
    let known = Known {
        catalogue,
        assigned,
        office,
        due,
        unread: match (is_whole, entries.is_empty() && withdrawn.is_empty()) {
            (false, _) => Some(Reason::NotWhole),
            (true, true) => Some(Reason::NothingFound),
            (true, false) => None,
        },
        index: &common.index,
        names: &common.names,
        holders: &common.holders,
        bodies: &common.bodies,
        identities: &common.identities,
    };
    let mut findings = Vec::new();
    let mut first = BTreeSet::new();
    let slots = named::Slots::of(&known, &entries);
    let (searched, sure): (Vec<&Entry>, Vec<&Entry>) =
        entries.iter().partition(|entry| matches!(entry.by, By::Search { .. }));
    for entry in sure.iter().chain(&searched).copied() {
        // A procedure that stands on two pages is told once of its state, and each time of what stands there.
        if first.insert(entry.code_or_written()) {
            status::tell(&known, entry, &mut findings);
            due::tell_extra(&known, entry, &mut findings);
        }
        named::tell(&known, &slots, entry, &mut findings);
        stated::tell(&known, entry, &mut findings);
    }
    links::tell(&known, &entries, &mut findings);
    let posted: BTreeMap<&ProcedureCode, &Entry> =
        entries.iter().filter_map(|entry| Some((entry.code?, entry))).collect();
    let missing = due::tell_missing(&known, &posted, &withdrawn, &mut findings);
    rows::tell_doubles(&entries, &mut findings);
    // What the catalogue does not hold may be a row or the number of something else, and a row may stand twice.
    let held = first.len() - count_unheld(&entries);
    let counts = [first.len(), held, entries.len(), held.saturating_sub(searched.len()), sure.len()];
    rows::tell_count(files, &counts, &mut findings);
    let findings = in_order(findings);
    let count = |rule: Rule| findings.iter().filter(|told| told.rule == rule).count();
    let totals = Totals {
        due: known.due.len(),
        posted: first.len(),
        missing,
        extra: count(Rule::NotDueHere),
        ended: count(Rule::ExpiredListed),
        unknown: status::unknown(catalogue, &posted) + count(Rule::CodeNotHeld),
    };
    (Audit { findings, totals, posted: first }, entries)
}

/// By rule, then by place; each once.
fn in_order(mut findings: Vec<Told>) -> Vec<Told> {
    let order = |rule: Rule| Rule::ALL.iter().position(|other| *other == rule);
    findings.sort_by(|one, other| {
        (order(one.rule), &one.place, &one.procedure).cmp(&(order(other.rule), &other.place, &other.procedure))
    });
    findings.dedup();
    findings
}

/// How many codes are shown that the catalogue does not hold.
fn count_unheld(entries: &[Entry]) -> usize {
    let unheld = entries.iter().filter(|entry| entry.code.is_none());
    unheld.map(|entry| entry.written.as_str()).collect::<BTreeSet<_>>().len()
}
