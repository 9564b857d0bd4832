//! From the name of an executor to the agency whose offices have it.

use std::collections::{BTreeMap, BTreeSet};

use crate::executors::{Executor, Kind};
use crate::ledger::Agencies;
use crate::model::{AgencyId, AgencyKind, AssignmentDefault, Day, Level, Procedure, Records};
use crate::provinces::Own;
use crate::text::fold;

/// An agency that has offices, and the default by which it was found, where it was by one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Resolved<'a> {
    pub(super) agency: &'a AgencyId,
    pub(super) by_default: Option<&'a AssignmentDefault>,
}

/// The agencies that have offices, by the names that records give them.
pub(super) struct Resolver<'a> {
    pub(super) records: &'a Records,
    agencies: Agencies<'a>,
    province: Option<&'static str>,
    /// The agencies of which there is an office on the day.
    present: BTreeSet<&'a AgencyId>,
    /// Departments with offices: the folded name without "sở", and the agency.
    departments: Vec<(String, &'a AgencyId)>,
    /// The lines of the table of defaults, each with what its executor begins with, folded.
    defaults: Vec<(String, &'a AssignmentDefault)>,
    /// What names were found to be: most of thousands of records name a few dozen.
    by_name: BTreeMap<String, Option<&'a AgencyId>>,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(records: &'a Records, day: Day) -> Resolver<'a> {
        let present: BTreeSet<&AgencyId> = records.offices_on(day).map(|office| &office.agency).collect();
        let departments = records
            .agencies
            .values()
            .filter(|agency| agency.kind == AgencyKind::Department && present.contains(&agency.id));
        let departments = departments.map(|agency| {
            let name = fold(&agency.name);
            (name.strip_prefix("so ").unwrap_or(&name).to_owned(), &agency.id)
        });
        Resolver {
            records,
            agencies: Agencies::new(records),
            province: Own::of(&records.site, &records.agencies).province(),
            departments: departments.collect(),
            defaults: records.assignment_defaults.iter().map(|line| (fold(&line.executor), line)).collect(),
            present,
            by_name: BTreeMap::new(),
        }
    }

    /// The site's province by its name of today.
    pub(super) fn province(&self) -> Option<&'static str> {
        self.province
    }

    /// The level at which an agency's offices stand.
    pub(super) fn level_of(&self, agency: &AgencyId) -> Option<Level> {
        self.records.agencies.get(agency).and_then(|agency| match agency.kind {
            AgencyKind::Ministry => Some(Level::Ministry),
            AgencyKind::Province | AgencyKind::Department => Some(Level::Province),
            AgencyKind::Commune => Some(Level::Commune),
            AgencyKind::Vertical | AgencyKind::Other => None,
        })
    }

    /// The agency whose offices an executor of a procedure is; `None` where nothing tells it.
    pub(super) fn resolve(&mut self, body: &Executor, procedure: &Procedure) -> Option<Resolved<'a>> {
        let known = match self.by_name.get(&body.name) {
            Some(known) => *known,
            None => {
                let found = self.by_its_name(body);
                self.by_name.insert(body.name.clone(), found);
                found
            }
        };
        if let Some(agency) = known {
            return Some(Resolved { agency, by_default: None });
        }
        let folded = fold(&body.name);
        let fits = |(executor, line): &&(String, &'a AssignmentDefault)| {
            let is_kind = line.executor == body.kind.as_str();
            (is_kind || begins(&folded, executor))
                && line.issuer.as_ref().is_none_or(|issuer| *issuer == procedure.issuer)
                && line.sector.as_ref().is_none_or(|sector| *sector == procedure.sector)
                && self.present.contains(&line.agency)
        };
        let line = self.defaults.iter().find(fits).map(|(_, line)| *line)?;
        Some(Resolved { agency: &line.agency, by_default: Some(line) })
    }

    fn by_its_name(&self, body: &Executor) -> Option<&'a AgencyId> {
        let named = self.agencies.named(&body.name).map(|agency| &agency.id);
        if let Some(agency) = named.filter(|id| self.present.contains(id)) {
            return Some(agency);
        }
        match body.kind {
            Kind::Commune => self.only(AgencyKind::Commune),
            Kind::Department => self.department(&fold(&body.name)),
            Kind::ProvinceCommittee
            | Kind::CommunePolice
            | Kind::CommuneMilitary
            | Kind::ProvinceVertical
            | Kind::AreaVertical
            | Kind::District
            | Kind::Central
            | Kind::Private
            | Kind::Unclear => None,
        }
    }

    /// The agency of a kind, where one alone has offices.
    fn only(&self, kind: AgencyKind) -> Option<&'a AgencyId> {
        let mut of_kind =
            self.records.agencies.values().filter(|agency| agency.kind == kind && self.present.contains(&agency.id));
        let first = of_kind.next()?;
        of_kind.next().is_none().then_some(&first.id)
    }

    /// The department that a name is of: "Văn phòng Sở Xây dựng", "Cơ quan chuyên môn về y tế thuộc UBND cấp tỉnh".
    fn department(&self, folded: &str) -> Option<&'a AgencyId> {
        let within = |text: &str, part: &str| format!(" {text} ").contains(&format!(" {part} "));
        let of_name = self.departments.iter().filter(|(name, _)| within(folded, &format!("so {name}")));
        if let Some((_, agency)) = of_name.max_by_key(|(name, _)| name.len()) {
            return Some(agency);
        }
        let (_, rest) = folded.split_once("co quan chuyen mon ve ")?;
        let field = rest.split(" thuoc ").next()?.trim();
        let mut of_field = self.departments.iter().filter(|(name, _)| within(name, field));
        let (_, first) = of_field.next()?;
        of_field.next().is_none().then_some(*first)
    }
}

/// Whether the words of a folded name begin with others.
fn begins(folded: &str, beginning: &str) -> bool {
    folded.strip_prefix(beginning).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}
