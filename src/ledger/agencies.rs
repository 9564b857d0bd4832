//! Agencies by the names that texts give them, and those that a procedure belongs to.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Agency, AgencyId, Procedure, Records};
use crate::text::fold;

/// The agencies of a catalogue by every folded spelling of their names.
#[derive(Debug, Clone)]
pub struct Agencies<'a>(BTreeMap<String, &'a Agency>);

impl<'a> Agencies<'a> {
    /// The first agency that has a spelling has it.
    pub fn new(records: &'a Records) -> Agencies<'a> {
        let mut by_name = BTreeMap::new();
        for agency in records.agencies.values() {
            for name in agency.spellings.iter().chain([&agency.name]) {
                by_name.entry(fold(name)).or_insert(agency);
            }
        }
        Agencies(by_name)
    }

    /// The agency that a text names by its name of today or another spelling of it.
    pub fn named(&self, name: &str) -> Option<&'a Agency> {
        self.0.get(&fold(name)).copied()
    }

    /// The agency that published a procedure and those that carry it out, as far as the catalogue knows them.
    pub fn of(&self, procedure: &'a Procedure) -> BTreeSet<&'a AgencyId> {
        let executing = procedure.executing.value().into_iter().flatten();
        executing.filter_map(|name| self.named(name)).map(|agency| &agency.id).chain([&procedure.issuer]).collect()
    }
}
