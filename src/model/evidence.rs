//! Evidence other than decisions: official lists, rulings, and the rule for silent decisions.

use std::collections::BTreeMap;

use super::{AgencyId, Day, Levels, ProcedureCode};

/// An official list as it stood on a day. By Nghị định 63/2010 Điều 25 what stands in the national database has
/// effect; absence from it is a question, never a repeal. It attests codes, not the levels of their records.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// Code and name of every row.
    pub rows: BTreeMap<ProcedureCode, String>,
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

impl Snapshot {
    /// The day from which the list is evidence, or `None` where nothing dates it.
    pub fn day(&self) -> Option<Day> {
        self.taken.or(self.not_before)
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
