//! Evidence other than decisions: official lists and from which age they no longer convince, rulings, and the rule for
//! silent decisions.

use std::collections::BTreeMap;
use std::fmt;

use super::{AgencyId, Day, Levels, Period, Procedure, ProcedureCode, SectorId};

/// An official list as it stood on a day. By Nghị định 63/2010 Điều 25 what stands in the national database has
/// effect; absence from it is a question, never a repeal. It attests codes, not the levels of their records. Told (`Debug`), it
/// has the number of its rows alone: each of thousands of timelines names it.
#[derive(Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// The file's stem: its identifier in evidence.
    pub id: String,
    /// What the list is ("Cơ sở dữ liệu quốc gia về thủ tục hành chính").
    pub title: String,
    /// Where it was got.
    pub source: String,
    /// The day it was taken, where that is on record.
    pub taken: Option<Day>,
    /// The first day on which it can have been taken, where the day itself is not on record.
    pub not_before: Option<Day>,
    /// How many procedures the list itself says that it has.
    pub declared: Option<usize>,
    /// Whose procedures it has.
    pub scope: ListScope,
    /// Which part of them.
    pub part: ListPart,
    /// Code and name of every row.
    pub rows: BTreeMap<ProcedureCode, String>,
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Snapshot { id, title, source, taken, not_before, declared, scope, part, rows } = self;
        let days = (taken, not_before);
        let about = (title, source, declared, scope, part);
        f.debug_struct("Snapshot")
            .field("id", id)
            .field("days", &days)
            .field("about", &about)
            .field("rows", &rows.len())
            .finish()
    }
}

/// Whose procedures an official list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ListScope {
    /// Everybody's: what is missing here may be another place's.
    #[default]
    Country,
    /// This province's alone, and all of them.
    Province,
}

impl ListScope {
    /// The scope that a catalogue file's word names.
    pub fn from_word(word: &str) -> Option<ListScope> {
        match word {
            "country" => Some(ListScope::Country),
            "province" => Some(ListScope::Province),
            _ => None,
        }
    }
}

/// The part of its [`ListScope`] that an official list is of: the whole where nothing narrows it.
///
/// What a list of a part does not name of anything else, it does not speak of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListPart {
    /// Procedures that these agencies published; empty means every agency.
    pub issuers: Vec<AgencyId>,
    /// Procedures of these sectors; empty means every sector.
    pub sectors: Vec<SectorId>,
    /// Procedures of these levels; empty means every level.
    pub levels: Levels,
}

impl ListPart {
    /// Whether the list is of everything.
    pub fn is_whole(&self) -> bool {
        self.issuers.is_empty() && self.sectors.is_empty() && self.levels.is_empty()
    }

    /// Whether a procedure is of the part, so that the list would have it.
    pub fn has(&self, procedure: &Procedure) -> bool {
        (self.issuers.is_empty() || self.issuers.contains(&procedure.issuer))
            && (self.sectors.is_empty() || self.sectors.contains(&procedure.sector))
            && (self.levels.is_empty() || !self.levels.is_disjoint(&procedure.levels))
    }
}

impl Snapshot {
    /// What the list says of a code, with its record where there is one: that it is there, that it is not, or nothing, where
    /// the list is of a part that the procedure is not of.
    pub fn says_of(&self, code: &ProcedureCode, procedure: Option<&Procedure>) -> Option<bool> {
        if self.rows.contains_key(code) {
            return Some(true);
        }
        (self.part.is_whole() || procedure.is_some_and(|procedure| self.part.has(procedure))).then_some(false)
    }

    /// The day from which the list is evidence, or `None` where nothing dates it.
    pub fn day(&self) -> Option<Day> {
        self.taken.or(self.not_before)
    }

    /// How many days old the list is on a day, counted from [`Snapshot::day`]: where that is the first day on which it can
    /// have been taken, it is at most so old. Below zero before its day.
    pub fn age_on(&self, day: Day) -> Option<i64> {
        Some(day.signed_duration_since(self.day()?).num_days())
    }

    /// Its scope in the words of `niemyet import --scope`; none where it is of the whole country.
    pub fn scope_words(&self) -> Vec<String> {
        let whose = (self.scope == ListScope::Province).then(|| "province".to_owned());
        let issuers = self.part.issuers.iter().map(|id| format!("issuer:{}", id.0));
        let sectors = self.part.sectors.iter().map(|id| format!("sector:{}", id.0));
        let levels = self.part.levels.iter().map(|level| format!("level:{}", level.as_str()));
        whose.into_iter().chain(issuers).chain(sectors).chain(levels).collect()
    }

    /// The path of its file in the project.
    pub fn file(&self) -> String {
        format!("catalogue/snapshots/{}.tsv", self.id)
    }
}

/// A reviewer's answer to one question, dated, signed and reasoned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// The procedure.
    pub code: ProcedureCode,
    /// The levels it speaks of; empty means every level.
    pub levels: Levels,
    /// The answer.
    pub answer: RulingAnswer,
    /// From which day the answer holds.
    pub from: Day,
    /// Who ruled.
    pub by: String,
    /// The day of the ruling.
    pub ruled: Day,
    /// Why.
    pub reason: String,
    /// What the reviewer read.
    pub source: Option<String>,
}

/// What a reviewer may answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RulingAnswer {
    /// In force from the day.
    InForce,
    /// Ended from the day.
    Repealed,
}

/// A province's rule for silent decisions, those of which nobody recorded a clause of effect, with its source (`rules.toml`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SilentRule {
    /// Its identifier in evidence.
    pub id: String,
    /// Whose decisions; empty means every issuer's.
    pub issuers: Vec<AgencyId>,
    /// Signed on or after this day.
    pub from: Option<Day>,
    /// Signed before this day.
    pub until: Option<Day>,
    /// What the rule rests on.
    pub source: String,
}

/// From which age an official list no longer convinces (`rules.toml`).
///
/// The law sets no such age. It says how soon a decision has to be entered in the national database (Nghị định 63/2010
/// Điều 24.2), and a list shows nothing of what was entered after its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceRule {
    /// Its identifier in findings.
    pub id: String,
    /// The greatest age, in days, at which a list still convinces.
    pub max_age: u16,
    /// Why this age, with its source.
    pub reason: String,
    /// The days on which the rule is in force.
    pub validity: Period,
}

impl EvidenceRule {
    /// Whether the rule is in force on a day and the list is older then than it allows.
    ///
    /// ```
    /// use niemyet::model::{Day, EvidenceRule, ListScope, Period, Snapshot};
    /// let day = |d| Day::from_ymd_opt(2026, 7, d).unwrap();
    /// let rule = EvidenceRule { id: "r".into(), max_age: 10, reason: "".into(), validity: Period::default() };
    /// let list = Snapshot {
    ///     id: "l".into(), title: "L".into(), source: "".into(), taken: Some(day(1)), not_before: None, declared: None,
    ///     scope: ListScope::Country, part: Default::default(), rows: Default::default(),
    /// };
    /// assert!(!rule.is_passed_by(&list, day(11))); // ten days old
    /// assert!(rule.is_passed_by(&list, day(12)));
    /// ```
    pub fn is_passed_by(&self, list: &Snapshot, day: Day) -> bool {
        self.validity.contains(day) && list.age_on(day).is_some_and(|age| age > i64::from(self.max_age))
    }
}
