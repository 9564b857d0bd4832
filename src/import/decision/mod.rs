//! A signed decision, as a person got it → a draft of its file, with the source's words beside every value.
//!
//! 1. `source`: what a file is, told by its content; each reader gives [`found::Found`]: what the file says, in its own
//!    words. Documents and workbooks (`read`) and plain text first become lines and table rows, and `document`
//!    reads those.
//!    `page` reads pages about a decision, `register` an office's table of many (both by `labels`).
//! 2. `resolve`: words → days, codes, agencies and levels of this catalogue. What is not certain is a question.
//! 3. `draft`: the decision in the catalogue's format, with the source's words as comments.
//!
//! Nothing here enters the ledger: a draft stands under [`DRAFTS`], which no reader of the catalogue opens, until a person
//! confirms it.

mod annex;
mod begun;
mod block;
mod clauses;
mod content;
mod divided;
mod document;
mod draft;
mod effects;
mod ends;
mod found;
mod interchange;
mod labels;
mod layout;
mod listing;
mod names;
mod outside;
mod page;
mod parts;
mod place;
mod plain;
mod portal;
mod read;
mod register;
mod replacements;
mod resolve;
mod resolved;
mod rows;
mod shape;
mod source;
mod spoken;
mod telling;
#[cfg(test)]
mod tests;
mod title;
mod when;
mod words;

pub use begun::{Begun, BegunRecord, begun};
pub use clauses::codes as codes_in;
pub use draft::{DRAFTS, Draft, confirmed, decision_path, is_confirmed, place_of};
pub use interchange::{interchange_keys, interchange_word};
pub use listing::{Shown, codes_of_link, read_listing};
pub(super) use register::is_register;
pub use register::{CellPlace, DayConflict, Fault, Register, Wrong, completes, read_register};
pub use telling::{file_told, register_told, told};

use crate::model::Records;

use super::{Foreign, Reason};

/// The drafts of the decisions that a file holds.
///
/// Guarantee: the same file and records give the same drafts; content never makes it panic, and a row that cannot be
/// taken whole is a question of its draft.
///
/// # Errors
/// A [`Reason`] where the file as a whole cannot be read.
pub fn read_decisions(foreign: &Foreign, records: &Records) -> Result<Vec<Draft>, Reason> {
    let names = names::Names::of(records);
    let found = source::found(foreign)?;
    let mut writer = draft::Writer::of(foreign);
    let mut drafts = Vec::with_capacity(found.len());
    for one in found {
        let resolved = resolve::resolve(one, records, &names);
        drafts.push(draft::write(resolved, &mut writer));
    }
    Ok(drafts)
}
