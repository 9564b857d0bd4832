//! What became of the findings of an earlier audit.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::model::Day;

use super::{Audit, Rule, Told};

/// What makes a finding the same in two audits: its code, its procedure, and what stands there wrongly. Not its file or line:
/// pages are saved under other names and rows move.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identity {
    /// The code of the rule.
    pub code: String,
    /// The procedure.
    pub procedure: Option<String>,
    /// What stands there: an address, a name, a number; empty where the rule tells one thing of a procedure.
    pub key: String,
}

impl Identity {
    /// The identity of a finding.
    pub fn of(told: &Told) -> Identity {
        Identity { code: told.rule.as_str().to_owned(), procedure: told.procedure.clone(), key: key(told).to_owned() }
    }
}

/// What stands there wrongly, where one procedure may have several of a rule.
fn key(told: &Told) -> &str {
    let name = match told.rule {
        Rule::LinkOtherProcedure
        | Rule::LinkHome
        | Rule::LinkSearch
        | Rule::LinkUnknownPage
        | Rule::LinkDeadHost
        | Rule::LinkLegacyForm
        | Rule::LinkClosedProvincial => "url",
        Rule::CodeNameMismatch
        | Rule::NameDiffers
        | Rule::OldAgencyName
        | Rule::AgencyOtherProvince
        | Rule::DistrictAfter2025 => "name",
        Rule::SupersededDecisionCited | Rule::WrongDecision | Rule::DecisionNumberMalformed => "number",
        Rule::TimeDiffers | Rule::FeeDiffers | Rule::PostedDifferently => "stated",
        Rule::ExpiredListed
        | Rule::NotRemovedInTime
        | Rule::FutureShownAsCurrent
        | Rule::SuspendedListed
        | Rule::MissingInForce
        | Rule::NotDueHere
        | Rule::InternalInPublicList
        | Rule::CodeNotHeld
        | Rule::CodeDamaged
        | Rule::LinkMissing
        | Rule::DuplicateRow
        | Rule::CountDrift => return "",
    };
    told.values.iter().find(|(value, _)| *value == name).map_or("", |(_, text)| text)
}

/// A finding of an earlier audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Before {
    /// The day of the first audit that had it.
    pub first_seen: Day,
    /// What it said.
    pub message: String,
}

/// An earlier audit, as its JSON tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Previous {
    /// The identifier of its office.
    pub office: Option<String>,
    /// Its day.
    pub as_of: Day,
    /// What it found.
    pub findings: BTreeMap<Identity, Before>,
}

#[derive(Deserialize)]
struct Written {
    office: Option<String>,
    as_of: WrittenDay,
    findings: Vec<WrittenFinding>,
    previous: Option<WrittenPrevious>,
}

#[derive(Deserialize)]
struct WrittenProvince {
    as_of: WrittenDay,
    offices: Vec<Written>,
}

#[derive(Deserialize)]
struct WrittenPrevious {
    unproved: Vec<WrittenFinding>,
}

#[derive(Deserialize)]
struct WrittenFinding {
    code: String,
    procedure: Option<String>,
    message: String,
    /// Audits before `--previous` had neither.
    #[serde(default)]
    key: String,
    first_seen: Option<WrittenDay>,
}

/// A day as JSON has it.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct WrittenDay(Day);

impl TryFrom<String> for WrittenDay {
    type Error = chrono::ParseError;

    fn try_from(text: String) -> Result<WrittenDay, chrono::ParseError> {
        text.parse().map(WrittenDay)
    }
}

impl Previous {
    /// Reads the JSON of an audit; `None` where the text is none, or has a finding seen after its own day.
    pub fn parse(text: &str) -> Option<Previous> {
        Previous::of(serde_json::from_str(text).ok()?)
    }

    /// Reads the JSON of an audit of a province: each office's, and its day.
    pub fn parse_all(text: &str) -> Option<(Day, BTreeMap<String, Previous>)> {
        let WrittenProvince { as_of: WrittenDay(as_of), offices } = serde_json::from_str(text).ok()?;
        let of = |written: Written| Some((written.office.clone()?, Previous::of(written)?));
        let offices: BTreeMap<_, _> = offices.into_iter().map(of).collect::<Option<_>>()?;
        offices.values().all(|previous| previous.as_of == as_of).then_some((as_of, offices))
    }

    fn of(written: Written) -> Option<Previous> {
        let Written { office, as_of: WrittenDay(as_of), findings, previous } = written;
        // What was not known to be fixed then may be met again, and keeps its first day.
        let unproved = previous.map_or_else(Vec::new, |previous| previous.unproved);
        let mut met: BTreeMap<Identity, Before> = BTreeMap::new();
        for WrittenFinding { code, procedure, message, key, first_seen } in findings.into_iter().chain(unproved) {
            let first_seen = first_seen.map_or(as_of, |WrittenDay(day)| day);
            if first_seen > as_of {
                return None;
            }
            let before = met.entry(Identity { code, procedure, key }).or_insert(Before { first_seen, message });
            before.first_seen = before.first_seen.min(first_seen);
        }
        Some(Previous { office, as_of, findings: met })
    }
}

/// Whether a finding was there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It is new.
    New,
    /// It was there before.
    Still,
    /// It is no more.
    Fixed,
    /// It is not found, and part of what is shown could not be read: it may be there.
    Unproved,
}

impl Change {
    /// The word in JSON and in the strings files (`posted.change.<word>`).
    pub fn as_str(self) -> &'static str {
        match self {
            Change::New => "new",
            Change::Still => "still",
            Change::Fixed => "fixed",
            Change::Unproved => "unproved",
        }
    }

    /// The word of SARIF's `baselineState`; none for what is not known.
    pub fn baseline(self) -> Option<&'static str> {
        match self {
            Change::New => Some("new"),
            Change::Still => Some("unchanged"),
            Change::Fixed => Some("absent"),
            Change::Unproved => None,
        }
    }
}

/// An audit beside an earlier one of the same office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// The day of the earlier one.
    pub since: Day,
    /// Every finding of now: whether it is new, and since when it is there.
    now: BTreeMap<Identity, (Change, Day)>,
    /// The findings of before that are not found now, fixed where all of what is shown was read.
    pub gone: Vec<(Identity, Before, Change)>,
}

impl Compared {
    /// Compares an audit on `as_of`; `is_whole` says whether every file was read.
    pub fn new(audit: &Audit, as_of: Day, is_whole: bool, previous: &Previous) -> Compared {
        let identities: BTreeSet<Identity> = audit.findings.iter().map(Identity::of).collect();
        let end = if is_whole && audit.totals.posted > 0 { Change::Fixed } else { Change::Unproved };
        let gone = previous.findings.iter().filter(|(identity, _)| !identities.contains(identity));
        let gone = gone.map(|(identity, before)| (identity.clone(), before.clone(), end)).collect();
        let state = |identity: Identity| match previous.findings.get(&identity) {
            Some(before) => (identity, (Change::Still, before.first_seen)),
            None => (identity, (Change::New, as_of)),
        };
        Compared { since: previous.as_of, now: identities.into_iter().map(state).collect(), gone }
    }

    /// Whether a finding is new, and the day of the first audit that had it.
    pub fn of(&self, told: &Told) -> Option<(Change, Day)> {
        self.now.get(&Identity::of(told)).copied()
    }

    /// How many findings of now or of before had this change, each identity once.
    pub fn count(&self, change: Change) -> usize {
        let of_now = self.now.values().map(|(change, _)| *change);
        of_now.chain(self.gone.iter().map(|(_, _, change)| *change)).filter(|other| *other == change).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_known_to_be_fixed_keeps_its_first_day_in_the_audit_after() {
        let text = r#"{"office": null, "as_of": "2026-08-02", "findings": [], "previous": {"unproved":
            [{"code": "LINK_HOME", "procedure": "1.004222", "key": "u", "first_seen": "2026-07-01", "message": "m"}]}}"#;
        let previous = Previous::parse(text).expect("an audit");
        let identity =
            Identity { code: "LINK_HOME".to_owned(), procedure: Some("1.004222".to_owned()), key: "u".to_owned() };
        let first_seen = previous.findings.get(&identity).map(|before| before.first_seen.to_string());
        assert_eq!(first_seen.as_deref(), Some("2026-07-01"));
        assert_eq!(Previous::parse(&text.replace("2026-07-01", "2026-08-03")), None, "seen after its own day");
    }
}
