//! What an import says of itself: what it would do, what it could not take and where that stands, what it counted.

use std::collections::BTreeMap;

use super::field::Field;
use super::kinds::ListKind;
use super::not_held::NotHeld;
use super::refusal::{Kind, Note, Refusal};
use super::shifts::Shifts;
use super::withheld::Withheld;

/// Something that a person changed by hand since the last import, and that this import would change too.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conflict {
    /// The catalogue file.
    pub path: String,
    /// The field or row that differs; `None` where the file as a whole has comments or a layout of its own.
    pub what: Option<String>,
    /// The source's value, in short, or the fields that the source would change.
    pub source: String,
    /// Whether the import's value was taken all the same, because the person said so.
    pub overruled: bool,
}

/// What one foreign file gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileReport {
    /// The file's name as it was given.
    pub name: String,
    /// What it is, or `None` where it was refused as a whole.
    pub kind: Option<Kind>,
    /// Its rows.
    pub rows: u64,
    /// Rows that belong to the codes asked for.
    pub taken: u64,
    /// Rows of other codes.
    pub outside: u64,
    /// Rows left out because another province issued their procedures.
    pub foreign: u64,
    /// What kind of list it is, where it is one.
    pub list: Option<ListReport>,
}

/// What is told of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListReport {
    /// What it says of itself.
    pub kind: ListKind,
    /// A name under which the catalogue could keep it as evidence.
    pub id: String,
    /// Where it comes from, as far as the person said.
    pub label: String,
    /// The evidence of the catalogue that has the same rows.
    pub held_as: Option<String>,
    /// How many of its rows have a damaged code, where they are so many that it can be no evidence.
    pub too_damaged: Option<u64>,
}

/// How many of something were taken, and how many were left because they were not certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Taken.
    pub taken: u64,
    /// Left.
    pub left: u64,
}

impl Count {
    /// One more of either.
    pub(super) fn add(&mut self, taken: bool) {
        if taken { self.taken += 1 } else { self.left += 1 }
    }

    fn plus(self, other: Count) -> Count {
        Count { taken: self.taken + other.taken, left: self.left + other.left }
    }
}

/// What was taken from the records, and what was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Facts {
    /// Time limits, one for each channel of a record.
    pub times: Count,
    /// Fees, one for each channel of a record.
    pub fees: Count,
    /// Records whose table of channels was cut into rows, and those where it could not be.
    pub channel_tables: Count,
    /// Papers.
    pub papers: Count,
    /// Records whose papers came as a list, and those where they run together.
    pub paper_tables: Count,
    /// Numbers of legal texts.
    pub legal: Count,
    /// Records of which at least one number was read, and those with none.
    pub legal_tables: Count,
    /// Cells of levels.
    pub levels: Count,
    /// Cells of objects that were cut into known names, and those kept whole.
    pub objects: Count,
    /// Classes of procedure.
    pub classes: Count,
    /// Steps, manners, results and conditions.
    pub prose: Count,
}

impl Facts {
    /// The sum of two.
    pub(super) fn plus(self, other: Facts) -> Facts {
        Facts {
            times: self.times.plus(other.times),
            fees: self.fees.plus(other.fees),
            channel_tables: self.channel_tables.plus(other.channel_tables),
            papers: self.papers.plus(other.papers),
            paper_tables: self.paper_tables.plus(other.paper_tables),
            legal: self.legal.plus(other.legal),
            legal_tables: self.legal_tables.plus(other.legal_tables),
            levels: self.levels.plus(other.levels),
            objects: self.objects.plus(other.objects),
            classes: self.classes.plus(other.classes),
            prose: self.prose.plus(other.prose),
        }
    }

    /// Every count with the key of its name in the strings, in the order of reports.
    pub fn rows(&self) -> [(&'static str, Count); 11] {
        [
            ("times", self.times),
            ("fees", self.fees),
            ("channel_tables", self.channel_tables),
            ("papers", self.papers),
            ("paper_tables", self.paper_tables),
            ("legal", self.legal),
            ("legal_tables", self.legal_tables),
            ("levels", self.levels),
            ("objects", self.objects),
            ("classes", self.classes),
            ("prose", self.prose),
        ]
    }
}

/// All that an import says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// The foreign files, in the order given.
    pub files: Vec<FileReport>,
    /// Rows and files that were not taken, by place.
    pub refused: Vec<Refusal>,
    /// Rows that were taken with a remark, by place.
    pub notes: Vec<Note>,
    /// Hand edits that the import meets.
    pub conflicts: Vec<Conflict>,
    /// Fields in which a person's value stands and the source has not changed since the last import.
    pub kept_by_hand: u64,
    /// Codes that were asked for and stand in no file.
    pub missing: Vec<String>,
    /// What lists have beyond the catalogue, where that is what was asked for.
    pub not_held: Option<NotHeld>,
    /// Procedures that are new in the catalogue.
    pub created: u64,
    /// Procedures that change, by the fields that change.
    pub changed: BTreeMap<String, Vec<Field>>,
    /// Procedures that stay as they are.
    pub unchanged: u64,
    /// What was taken from the records.
    pub facts: Facts,
    /// How many procedures were left out because another province issued them, by the issuer's name as the sources have it.
    pub foreign: BTreeMap<String, u64>,
    /// Whether its lists are to be kept as evidence.
    pub keeps_evidence: bool,
    /// Why nothing is imported.
    pub withheld: Option<Withheld>,
    /// How the states of procedures change; `None` where nothing is imported or changes.
    pub states: Option<Shifts>,
    /// What the site's own issuer has to do with the files, where a person should look.
    pub own_issuer: Option<OwnIssuer>,
}

/// What is to be said of the site's own issuer (`own_issuer` of `site/site.toml`), which an import never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnIssuer {
    /// The settings name no agency that can be one.
    Unsound {
        /// What they have.
        value: String,
        /// The agencies of kind province after the import, as `id (name)`.
        known: Vec<String>,
    },
    /// The files have procedures that provinces issued, and none of them is the own one's.
    NotAmong {
        /// Its identifier.
        id: String,
        /// Its name.
        name: String,
    },
}
