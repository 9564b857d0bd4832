//! The offices of a province in one run.

use rayon::prelude::*;

use crate::ledger::Catalogue;
use crate::model::Office;
use crate::offices::Offices;

use super::{Audit, Common, Entry, PostedFile, audit_joined, different, in_order};

/// What one office shows, read.
#[derive(Debug)]
pub struct Shelf<'a> {
    /// The office.
    pub office: &'a Office,
    /// Its files.
    pub files: Vec<PostedFile>,
    /// Whether every one of its files was read.
    pub is_whole: bool,
}

/// Holds what each office shows against what that office has to show, and what they state of the same procedures against each
/// other. `done` is called as often as an office is audited, from any thread.
///
/// Guarantee: the audits are in the order of `shelves`, and the same in every run. But for what only several offices together show,
/// each is what [`super::audit`] gives of that office alone.
pub fn audit_all<'a>(
    catalogue: &'a Catalogue<'a>,
    assigned: &'a Offices<'a>,
    shelves: &'a [Shelf<'a>],
    done: impl Fn() + Sync,
) -> Vec<Audit> {
    let common = Common::new(catalogue, assigned);
    common.finder.prepare();
    let joined: Vec<_> = shelves.par_iter().map(|shelf| common.joined(&shelf.files)).collect();
    let (mut audits, entries): (Vec<Audit>, Vec<(&Office, Vec<Entry>)>) = shelves
        .par_iter()
        .zip(&joined)
        .map(|(shelf, files)| {
            let (audit, entries) = audit_joined(&common, Some(shelf.office), files, shelf.is_whole);
            done();
            (audit, (shelf.office, entries))
        })
        .unzip();
    for (audit, told) in audits.iter_mut().zip(different::tell(catalogue, &entries)) {
        if !told.is_empty() {
            audit.findings.extend(told);
            audit.findings = in_order(std::mem::take(&mut audit.findings));
        }
    }
    audits
}
