//! Standardised lists (chuẩn hóa): what they do not name of their field is a question each, never an end by silence.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{AgencyId, ChangeKind, Day, Decision, Procedure, ProcedureCode, Records, Scope, SectorId};

use super::correct::Corrections;
use super::event::{self, Event};

/// A decision that re-bases a field.
#[derive(Debug, Clone)]
pub(super) struct Rebase<'a> {
    pub(super) decision: &'a Decision,
    scope: &'a Scope,
    /// From which day it has effect; of unknown effect it asks from when it was known.
    pub(super) asks_from: Day,
    /// Every code that the decision names.
    named: BTreeSet<&'a ProcedureCode>,
}

/// Every decision that says what field it re-bases, found by sector: else each procedure would ask all of them.
#[derive(Debug)]
pub(super) struct Rebases<'a> {
    of_sector: BTreeMap<&'a SectorId, Vec<Rebase<'a>>>,
    of_every_sector: Vec<Rebase<'a>>,
}

impl<'a> Rebases<'a> {
    pub(super) fn new(records: &'a Records, corrections: &Corrections<'a>) -> Self {
        let mut rebases = Rebases { of_sector: BTreeMap::new(), of_every_sector: Vec::new() };
        for rebase in records.decisions.iter().filter_map(|decision| of(decision, records, corrections)) {
            for sector in &rebase.scope.sectors {
                rebases.of_sector.entry(sector).or_default().push(rebase.clone());
            }
            if rebase.scope.sectors.is_empty() {
                rebases.of_every_sector.push(rebase);
            }
        }
        rebases
    }

    /// Those of whose field a procedure is and that name it nowhere.
    pub(super) fn leaving_out<'s>(
        &'s self,
        procedure: &Procedure,
        records: &Records,
    ) -> impl Iterator<Item = &'s Rebase<'a>> {
        let of_sector = self.of_sector.get(&procedure.sector).into_iter().flatten();
        of_sector.chain(&self.of_every_sector).filter(|rebase| rebase.leaves_out(procedure, records))
    }
}

fn of<'a>(decision: &'a Decision, records: &'a Records, corrections: &Corrections<'a>) -> Option<Rebase<'a>> {
    let scope = decision.scope.as_ref()?;
    event::tier_of(decision, records)?;
    if scope.sectors.is_empty() && scope.agencies.is_empty() {
        return None; // a level alone is no field: everything would be in question
    }
    let row = decision.changes.iter().find(|change| matches!(change.kind, ChangeKind::Rebase(_)))?;
    let effect = event::effect_of(decision, row, records, corrections).day;
    let subjects = decision.changes.iter().flat_map(|change| change.kind.subjects());
    let named = subjects.flat_map(|subject| subject.code().into_iter().chain(subject.candidates())).collect();
    Some(Rebase { decision, scope, asks_from: effect.unwrap_or_else(|| decision.known_from()), named })
}

impl Rebase<'_> {
    /// Whether a procedure of the sector is of the field and stands nowhere in the list.
    fn leaves_out(&self, procedure: &Procedure, records: &Records) -> bool {
        let scope = self.scope;
        let level = scope.levels.is_empty() || !scope.levels.is_disjoint(&procedure.levels);
        level && !self.named.contains(&procedure.code) && self.is_of_agencies(procedure, records)
    }

    /// Whether it asks, on a day, about a procedure that it leaves out. A beginning, an amendment or an end of known effect
    /// that is no older answers it, and so does a ruling.
    pub(super) fn asks(&self, events: &[Event], day: Day) -> bool {
        let answers = |event: &Event| {
            event.effect.is_some_and(|effect| effect <= day)
                && event.is_of_life()
                && (event.asserts() || event.act.stops())
                && event.known_from() >= self.decision.known_from()
        };
        self.asks_from <= day && !events.iter().any(answers)
    }

    fn is_of_agencies(&self, procedure: &Procedure, records: &Records) -> bool {
        self.scope.agencies.is_empty() || self.agency_of(procedure, records).is_some()
    }

    /// Which agency of its field has a procedure: as its issuer, or else as one that carries it out.
    fn agency_of(&self, procedure: &Procedure, records: &Records) -> Option<usize> {
        let agencies = &self.scope.agencies;
        let executing = procedure.executing.value().into_iter().flatten().collect::<Vec<_>>();
        let carries_out = |id: &AgencyId| {
            let agency = records.agencies.get(id);
            let mut names = agency.into_iter().flat_map(|agency| agency.spellings.iter().chain([&agency.name]));
            names.any(|name| executing.contains(&name))
        };
        agencies.iter().position(|id| *id == procedure.issuer).or_else(|| agencies.iter().position(carries_out))
    }

    /// The key of what makes a procedure one of its field: the sector, or else the agency.
    pub(super) fn key_of_field(&self, procedure: &Procedure, records: &Records) -> String {
        if let Some(number) = self.scope.sectors.iter().position(|sector| *sector == procedure.sector) {
            return format!("scope.sectors[{number}]");
        }
        self.agency_of(procedure, records).map_or("scope".into(), |number| format!("scope.agencies[{number}]"))
    }
}
