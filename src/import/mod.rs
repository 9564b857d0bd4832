//! Foreign bytes → planned catalogue files, and a report of what could not be taken.
//!
//! 1. `read`: what each file is, told by its content, and its rows ([`limits`] bound what a hostile file costs): `text_list`,
//!    `workbook`, `json_list` make them, `raw` is what they make.
//!    `json_list`, `keys`: JSON with keys of its own, looked up in the vocabulary of a list's titles.
//! 2. `list`, `line`, `detail`: a row → a record in the catalogue's terms. Texts are cleaned, nothing is guessed, and
//!    what a reader would miss of the source's own words is kept beside (`[[written]]`).
//!    `codes`, `doubts`: a code that a spreadsheet or a typist has damaged, or that stands beside another procedure's
//!    name, is refused with what it may have been; `grid`, `heading`: rows of a table that speak of other rows.
//!    `look`, `workbook_looks`: what authors struck out or hid is left, with a note; `legacy`, `lettering`: TCVN3, VNI and
//!    windows-1258 are read in Unicode, and what nobody can tell is asked.
//! 3. `merge`: rows of one procedure over each other, in the order of the files; the result over what the catalogue
//!    has, field by field. A source that says less never wipes more, and a hand edit is never overwritten
//!    unless the person says so: the base of the last import tells hand edits from the source's changes.
//! 4. What another province issued is left out and counted; a list that is kept as evidence keeps its rows.
//! 5. `kinds`, `shifts`, `withheld`: what kind of list a file is, which states change, and why an import is not made at all.
//! 6. [`plan`] puts it together as [`Edit`]s. Nothing is written here; [`Journal`] undoes an import.
//!
//! Importing the same files twice changes nothing the second time.
#![deny(clippy::unwrap_used, clippy::indexing_slicing)]

mod archive;
mod base;
mod budget;
mod channels;
mod clean;
mod codes;
mod confirmations;
mod dates;
mod decision;
mod delimited;
mod detail;
mod doubts;
mod field;
mod filled;
mod foretold;
mod formats;
mod grid;
mod guarded;
mod heading;
mod journal;
mod json;
mod json_list;
mod keys;
mod kinds;
mod legacy;
mod legal;
mod lettering;
pub mod limits;
mod line;
mod list;
mod look;
mod markdown;
mod merge;
mod merged;
mod methods;
mod not_held;
mod objects;
mod offices;
mod papers;
mod plan;
mod raw;
mod read;
mod record;
mod refusal;
mod report;
mod shifts;
mod tables;
mod telling;
mod text_list;
mod toml_text;
mod vocabulary;
mod withheld;
mod work;
mod workbook;
mod workbook_formats;
mod workbook_looks;
mod workbook_parts;
mod write;

pub use base::BASE_PATH;
pub use codes::damaged_code;
pub use confirmations::{ConfirmCell, ConfirmFault, ConfirmPlan, Refuted, plan_confirmations};
pub use decision::{
    Begun, BegunRecord, CellPlace, DRAFTS, DayConflict, Draft, Fault, Register, Shown, Wrong, begun, codes_in,
    codes_of_link, completes, confirmed, decision_path, file_told as drafts_told, interchange_keys, interchange_word,
    is_confirmed, place_of, read_decisions, read_listing, read_register, register_told, told as draft_told,
};
pub use field::Field;
pub use journal::{JOURNAL_PATH, Journal, Undo};
pub use kinds::{Extent, ListKind, Posted, Standing};
pub use line::LINE_KEYS;
pub use not_held::{NotHeld, NotOurs, Want, WantedRow};
pub use offices::{OfficeCell, OfficeFault, OfficePlan, plan_offices};
pub use plan::{Plan, codes, plan};
pub use record::{Depth, link_of};
pub use refusal::{Kind, Note, Reason, Refusal, Remark, RowPlace};
pub use report::{Conflict, Count, Facts, FileReport, ListReport, OwnIssuer, Report};
pub use shifts::{Group, Shift, Shifts};
pub use telling::{Lists, Tense};
pub use toml_text::{text_line, texts_line};
pub use withheld::Withheld;
pub use write::{procedure_path, write_procedure};

use std::collections::BTreeSet;

use crate::model::{Day, Levels, ListScope, ProcedureCode};

/// A foreign file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreign {
    /// Its name as the person gave it, for reports.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Where it comes from, in a few words, for the records' `source` and for the evidence of links; `None` means its
    /// name without its ending.
    pub label: Option<String>,
}

/// What an import is asked to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// How much is taken of records: [`Depth::Facts`] or [`Depth::Full`].
    pub depth: Depth,
    /// Of which procedures.
    pub scope: Scope,
    /// Which portal links are taken into `links.tsv`.
    pub links: Links,
    /// The lists among the files, to be kept as evidence too.
    pub snapshot: Option<SnapshotOrder>,
    /// What becomes of hand edits that the import meets.
    pub conflicts: Conflicts,
    /// How many procedures may leave force by the import, where a person has said so; else one in fifty ([`Withheld::Loss`]).
    pub allow_loss: Option<u64>,
    /// The day of the import, for its journal.
    pub today: Day,
}

/// Which procedures an import is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Every one in the files.
    All,
    /// Those that the catalogue holds.
    Held,
    /// Those that a list gives to bodies here, or to nobody, and that the catalogue does not hold ([`NotHeld`]).
    Missing,
    /// These.
    Only(BTreeSet<ProcedureCode>),
    /// None: the files are taken as evidence only.
    Nothing,
}

/// Which portal links are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// Those of every file.
    All,
    /// Those of lists: a list is evidence that a link and its code belong together on a day.
    Lists,
    /// None.
    None,
}

/// What becomes of hand edits that an import meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conflicts {
    /// They stay, and are reported.
    Keep,
    /// The import's values are taken, and what they replace is reported.
    Overrule,
}

/// A list to be kept as evidence (`snapshots/<id>.tsv`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotOrder {
    /// The file's stem.
    pub id: String,
    /// What the list is.
    pub title: String,
    /// Where it was got.
    pub source: String,
    /// The day it was taken.
    pub taken: Option<Day>,
    /// The first day on which it can have been taken, where the day itself is not on record.
    pub not_before: Option<Day>,
    /// Of what the list is, where the person says so: a list that is not plainly the whole country's has to be told.
    pub scope: Option<ListOf>,
}

/// Of what a list is, as a person says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListOf {
    /// Whose procedures it has.
    pub whose: ListScope,
    /// Of these agencies', by identifier or name; of every one's where empty.
    pub issuers: Vec<String>,
    /// Of these sectors, by identifier or name; of every one where empty.
    pub sectors: Vec<String>,
    /// Of these levels; of every one where empty.
    pub levels: Levels,
}

/// One file that an import creates, changes or deletes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The path relative to the catalogue, with `/`.
    pub path: String,
    /// What it holds now; `None` where there is none.
    pub before: Option<String>,
    /// What it is to hold; `None` where it goes.
    pub after: Option<String>,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// How many are done.
    pub done: usize,
    /// Of how many.
    pub total: usize,
}

/// The stages of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Reading the foreign files.
    Read,
    /// Making records of rows.
    Normalise,
    /// Merging records into the catalogue.
    Merge,
}

impl Stage {
    /// The key of its name in the strings (`import.stage.…`).
    pub fn key(self) -> &'static str {
        match self {
            Stage::Read => "read",
            Stage::Normalise => "normalise",
            Stage::Merge => "merge",
        }
    }
}
