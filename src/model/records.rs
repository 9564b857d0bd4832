//! Everything that a catalogue's files say, before any day is asked about.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;

use super::{
    Agency, AgencyId, Assignment, AssignmentDefault, BestBet, Calendar, Commune, Day, DeadlineRule, Decision,
    EvidenceRule, Interruption, LifeEvent, Link, NormativeText, Office, OfficeId, Procedure, ProcedureCode, Redirect,
    Ruling, Sector, SectorId, SilentRule, Site, Snapshot, Synonym,
};

/// Whose word a decision is in this catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Jurisdiction {
    /// The province's own: of its own issuer, or of a department or commune of it by delegation.
    Own,
    /// The whole country's: a ministry's.
    Country,
    /// Nobody's here: another province's, or of an agency that is not on record.
    Elsewhere,
}

/// The model of a whole catalogue: what `load` makes of the files.
///
/// Guarantee: ordered maps and sorted lists only, so that nothing made from it depends on the order of files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Records {
    /// The site's settings.
    pub site: Site,
    /// Agencies by identifier.
    pub agencies: BTreeMap<AgencyId, Agency>,
    /// Offices by identifier.
    pub offices: BTreeMap<OfficeId, Office>,
    /// Who does what, as persons wrote it down, in the order of their file.
    pub assignments: Vec<Assignment>,
    /// Who handles what where nothing better is on record; of two lines that fit the first counts.
    pub assignment_defaults: Vec<AssignmentDefault>,
    /// Sectors by identifier.
    pub sectors: BTreeMap<SectorId, Sector>,
    /// Procedures by code.
    pub procedures: BTreeMap<ProcedureCode, Procedure>,
    /// Another province's procedures whose files stand in the catalogue, by code: nothing of the site has them. They are kept
    /// to say so of a code that somebody asks about. One that a decision of this province names is this province's too,
    /// whoever published it last.
    pub foreign: BTreeMap<ProcedureCode, Procedure>,
    /// Decisions, by key.
    pub decisions: Vec<Decision>,
    /// Official lists, by day and identifier.
    pub snapshots: Vec<Snapshot>,
    /// Rulings, in the order of their file.
    pub rulings: Vec<Ruling>,
    /// Rules for silent decisions.
    pub silent_rules: Vec<SilentRule>,
    /// Deadlines, by identifier.
    pub deadline_rules: Vec<DeadlineRule>,
    /// From which age a list no longer convinces, by identifier.
    pub evidence_rules: Vec<EvidenceRule>,
    /// The working days of the years on record.
    pub calendar: Calendar,
    /// Normative texts that somebody looked up, by number.
    pub legal_texts: BTreeMap<String, NormativeText>,
    /// Portal links by code.
    pub links: BTreeMap<ProcedureCode, Link>,
    /// The communes of the province, in the order of their file.
    pub communes: Vec<Commune>,
    /// Life events, in the order of their file.
    pub life_events: Vec<LifeEvent>,
    /// Synonyms, in the order of their file.
    pub synonyms: Vec<Synonym>,
    /// What citizens call procedures (`common-names.tsv`), by code. Provinces share the list, so that it may name
    /// procedures that the catalogue has not; see [`Records::common_names`].
    pub shared_names: BTreeMap<ProcedureCode, Vec<String>>,
    /// Editors' answers to queries, in the order of their file.
    pub best_bets: Vec<BestBet>,
    /// Addresses of old sites and portals and where they lead, in the order of their file.
    pub redirects: Vec<Redirect>,
    /// Times in which procedures cannot be filed online, in the order of their file.
    pub interruptions: Vec<Interruption>,
}

impl Records {
    /// What citizens call a procedure (tên thường gọi): the record's own names, then those of the shared list.
    pub fn common_names<'a>(&'a self, procedure: &'a Procedure) -> impl Iterator<Item = &'a str> {
        let shared = self.shared_names.get(&procedure.code).into_iter().flatten();
        let shared = shared.filter(|name| !procedure.common_names.contains(name));
        procedure.common_names.iter().chain(shared).map(String::as_str)
    }

    /// What keeps a procedure from being filed online on a day: of several what began last.
    pub fn interruption(&self, code: &ProcedureCode, day: Day) -> Option<&Interruption> {
        let of_day = self.interruptions.iter().filter(|one| one.code == *code && one.period.contains(day));
        of_day.max_by_key(|one| one.period.from())
    }

    /// The first later day on which [`Records::interruption`] may say otherwise of a procedure.
    pub fn interruption_changes(&self, code: &ProcedureCode, day: Day) -> Option<Day> {
        let of_code = self.interruptions.iter().filter(|one| one.code == *code);
        of_code.flat_map(|one| one.days_after(day)).map(|(day, _)| day).min()
    }

    /// The record of a code, whether it is ours or another province's.
    pub fn record(&self, code: &ProcedureCode) -> Option<&Procedure> {
        self.procedures.get(code).or_else(|| self.foreign.get(code))
    }

    /// The codes that the decisions of an issuer name.
    pub fn codes_named_by(&self, issuer: &AgencyId) -> BTreeSet<&ProcedureCode> {
        let decisions = self.decisions.iter().filter(|decision| decision.key.issuer == *issuer);
        let subjects = decisions.flat_map(|decision| &decision.changes).flat_map(|change| change.kind.subjects());
        subjects.filter_map(|subject| subject.code()).collect()
    }

    /// The agency's name of today, or its identifier where the catalogue has no such agency.
    pub fn agency_name<'a>(&'a self, id: &'a AgencyId) -> &'a str {
        self.agencies.get(id).map_or(id.0.as_str(), |agency| agency.name.as_str())
    }

    /// Whose word an agency's decisions are in this catalogue (Nghị định 63/2010 Điều 13). A department's or a commune's
    /// are the province's own where `agencies.toml` says that it acts on the province's behalf.
    pub fn jurisdiction(&self, issuer: &AgencyId) -> Jurisdiction {
        let own = &self.site.own_issuer;
        if issuer == own {
            return Jurisdiction::Own;
        }
        match self.agencies.get(issuer) {
            Some(agency) if agency.kind.binds_country() => Jurisdiction::Country,
            Some(agency) if agency.kind.is_of_province() && agency.parent.as_ref() == Some(own) => Jurisdiction::Own,
            Some(_) | None => Jurisdiction::Elsewhere,
        }
    }

    /// Whether an agency's decisions bind somebody in this catalogue. Another province's bind nobody here.
    pub fn binds(&self, issuer: &AgencyId) -> bool {
        self.jurisdiction(issuer) != Jurisdiction::Elsewhere
    }

    /// The offices that there are on a day, in the order of identifiers.
    pub fn offices_on(&self, day: Day) -> impl Iterator<Item = &Office> {
        self.offices.values().filter(move |office| office.validity.contains(day))
    }

    /// The sector's name, or its identifier where the catalogue has no such sector.
    pub fn sector_name<'a>(&'a self, id: &'a SectorId) -> &'a str {
        self.sectors.get(id).map_or(id.0.as_str(), |sector| sector.name.as_str())
    }

    /// The latest official list of everything on or before a day; one without a day is no evidence. Of a part a later one may
    /// speak: [`Records::latest_list_about`].
    pub fn latest_list(&self, day: Day) -> Option<&Snapshot> {
        self.lists_until(day).filter(|list| list.part.is_whole()).max_by_key(|list| (list.day(), &list.id))
    }

    /// The latest official list on or before a day that speaks of a procedure, and whether it has it.
    pub fn latest_list_about(&self, procedure: &Procedure, day: Day) -> Option<(&Snapshot, bool)> {
        let speaking =
            self.lists_until(day).filter_map(|list| Some((list, list.says_of(&procedure.code, Some(procedure))?)));
        speaking.max_by_key(|(list, _)| (list.day(), &list.id))
    }

    fn lists_until(&self, day: Day) -> impl Iterator<Item = &Snapshot> {
        self.snapshots.iter().filter(move |list| list.day().is_some_and(|taken| taken <= day))
    }

    /// The rule by which a list is too old on a day: of several the strictest. `None` where it still convinces, or where no
    /// rule is in force.
    pub fn limit_passed(&self, list: &Snapshot, day: Day) -> Option<&EvidenceRule> {
        let passed = self.evidence_rules.iter().filter(|rule| rule.is_passed_by(list, day));
        passed.min_by_key(|rule| (rule.max_age, &rule.id))
    }

    /// The first later day on which [`Records::limit_passed`] says otherwise of a list: its age passes a limit, or a rule
    /// comes into force or ceases.
    pub fn limit_changes(&self, list: &Snapshot, day: Day) -> Option<Day> {
        let too_old = |rule: &EvidenceRule| list.day()?.checked_add_days(Days::new(u64::from(rule.max_age) + 1));
        let days = self.evidence_rules.iter().flat_map(|rule| {
            let EvidenceRule { validity, .. } = rule;
            [too_old(rule), validity.from(), validity.until()]
        });
        let told = self.limit_passed(list, day);
        days.flatten().filter(|other| *other > day && self.limit_passed(list, *other) != told).min()
    }

    /// The codes of procedures that may stand on a public list: all but the internal ones.
    pub fn public_codes(&self) -> BTreeSet<&ProcedureCode> {
        self.procedures.keys().filter(|code| !code.is_internal()).collect()
    }
}
