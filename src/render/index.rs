//! What every page needs to find: built once from a catalogue, only read after that.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use crate::address;
use crate::audit::Bodies;
use crate::changes::successors;
use crate::ledger::{Agencies, Catalogue, Question, State};
use crate::model::{
    Agency, AgencyId, Day, Decision, Level, NormativeText, OfficeId, Procedure, ProcedureCode, Records, SectorId,
    Snapshot, Subject,
};
use crate::qr::{self, QrCode};
use crate::text::Capitals;

use super::changes::{self, ChangeSet};
use super::order::{SortKey, sort_key};
use super::related::Related;
use super::standalone::Standalone;
use super::words::{Words, list_name};

/// A public procedure as pages see it.
#[derive(Clone)]
pub(super) struct Entry<'a> {
    pub(super) code: &'a ProcedureCode,
    pub(super) procedure: &'a Procedure,
    pub(super) state: &'a State<'a>,
    /// The official name; one that the source set in capitals as a sentence has it.
    pub(super) title: String,
    /// The same as lists have it.
    pub(super) name: String,
    pub(super) key: SortKey,
    /// The address of its page.
    pub(super) url: String,
    /// The QR code of its address, made when a page or a board of either language first needs it; `None` where no code holds the address.
    qr: Arc<OnceLock<Option<QrCode>>>,
}

impl Entry<'_> {
    /// The last day, up to that shown, on which the law or what is known of the procedure became as its page tells it. When its
    /// record was last edited nobody writes down.
    pub(super) fn changed(&self) -> Option<Day> {
        self.state.timeline.days().iter().copied().rfind(|day| *day <= self.state.as_of)
    }
}

/// A catalogue with the paths through it.
#[derive(Clone)]
pub(super) struct Index<'a> {
    pub(super) catalogue: &'a Catalogue<'a>,
    pub(super) records: &'a Records,
    pub(super) words: Words<'a>,
    /// Public procedures in the order of names; everything below points into it.
    pub(super) entries: Vec<Entry<'a>>,
    by_code: BTreeMap<&'a ProcedureCode, usize>,
    pub(super) by_sector: BTreeMap<&'a SectorId, Vec<usize>>,
    pub(super) by_agency: BTreeMap<&'a AgencyId, Vec<usize>>,
    pub(super) by_level: BTreeMap<Level, Vec<usize>>,
    /// List names that more than one procedure has.
    shared_names: BTreeSet<String>,
    pub(super) addresses: address::Decisions,
    agencies: Agencies<'a>,
    /// Legal changes, latest first.
    pub(super) changes: Vec<ChangeSet<'a>>,
    /// Who stands beside whom by name.
    pub(super) related: Related<'a>,
    /// What is wrong with the names of bodies.
    pub(super) bodies: Bodies<'a>,
    /// Whose own site it is, where it is one office's alone.
    pub(super) own_site: Option<Standalone<'a>>,
}

impl<'a> Index<'a> {
    /// The same, to be told in other words.
    pub(super) fn in_words<'s>(&self, words: Words<'s>) -> Index<'s>
    where
        'a: 's,
    {
        Index { words, ..self.clone() }
    }

    pub(super) fn new(catalogue: &'a Catalogue<'a>) -> Self {
        let records = catalogue.records;
        let capitals = Capitals::learn(records.procedures.values().map(|procedure| procedure.name.as_str()));
        let mut entries: Vec<Entry> = records
            .procedures
            .iter()
            .filter(|(code, _)| !code.is_internal())
            .filter_map(|(code, procedure)| {
                let state = catalogue.states.get(code)?;
                let title = capitals.sentence(&procedure.name).unwrap_or_else(|| procedure.name.clone());
                let name = list_name(&title);
                let key = sort_key(&name);
                let url = address::procedure(code);
                Some(Entry { code, procedure, state, title, name, key, url, qr: Arc::default() })
            })
            .collect();
        entries.sort_by(|one, other| (&one.key, one.code).cmp(&(&other.key, other.code)));
        let mut index = Index {
            catalogue,
            records,
            words: Words::of_site(),
            by_code: entries.iter().enumerate().map(|(at, entry)| (entry.code, at)).collect(),
            by_sector: BTreeMap::new(),
            by_agency: BTreeMap::new(),
            by_level: BTreeMap::new(),
            shared_names: BTreeSet::new(),
            addresses: address::Decisions::new(records.decisions.iter().map(|decision| &decision.key)),
            agencies: Agencies::new(records),
            changes: Vec::new(),
            related: Related::new(&entries),
            bodies: Bodies::new(catalogue),
            own_site: None,
            entries,
        };
        let mut names = BTreeSet::new();
        for (at, entry) in index.entries.iter().enumerate() {
            if !names.insert(&entry.name) {
                index.shared_names.insert(entry.name.clone());
            }
            index.by_sector.entry(&entry.procedure.sector).or_default().push(at);
            for level in &entry.procedure.levels {
                index.by_level.entry(*level).or_default().push(at);
            }
            for agency in index.agencies.of(entry.procedure) {
                index.by_agency.entry(agency).or_default().push(at);
            }
        }
        index.changes = changes::of(&index);
        index
    }

    /// A public procedure by its code.
    pub(super) fn entry(&self, code: &ProcedureCode) -> Option<&Entry<'a>> {
        self.by_code.get(code).and_then(|at| self.entries.get(*at))
    }

    /// Where the page of an office stands: on its own site it is the home.
    pub(super) fn office_address(&self, office: &OfficeId) -> String {
        if self.own_site.is_some() { String::new() } else { address::office(office) }
    }

    /// The QR code of a procedure's page, as SVG; empty where the site's address is longer than a code holds.
    pub(super) fn qr(&self, entry: &Entry<'a>) -> String {
        self.qr_code(entry).map(|code| code.to_svg(&format!("QR {}", entry.code))).unwrap_or_default()
    }

    /// The same as a file of its own; `None` where no code holds the address.
    pub(super) fn qr_file(&self, entry: &Entry<'a>) -> Option<String> {
        self.qr_code(entry).map(QrCode::to_svg_file)
    }

    /// Boards and pages show the same code: each is made once.
    fn qr_code<'i>(&self, entry: &'i Entry<'a>) -> Option<&'i QrCode> {
        let make = || {
            let address = qr::address(&self.records.site.base_url, &entry.url);
            self.own_site.map_or_else(|| QrCode::of(&address), |own| own.qr_code(&address))
        };
        entry.qr.get_or_init(make).as_ref()
    }

    /// The first later day on which the page of a procedure may not hold: when anything is told otherwise of it, of a
    /// procedure that it names, of a normative text or of the official list that it rests on.
    pub(super) fn holds_until(&self, entry: &Entry<'a>) -> Option<Day> {
        let whole = &entry.state.whole;
        let others = entry.state.history().filter_map(|evidence| evidence.row()).flat_map(|row| row.others());
        let mut codes: BTreeSet<&ProcedureCode> =
            others.chain(whole.predecessors).copied().chain([entry.code]).collect();
        codes.extend(successors(self.catalogue, entry.code).iter().map(|link| link.code));
        let states = codes.into_iter().filter_map(|code| self.catalogue.states.get(code));
        let texts = entry.procedure.legal.value().into_iter().flatten();
        let texts = texts.filter_map(|text| self.records.legal_texts.get(&text.number));
        let days = states.filter_map(|state| state.holds_until());
        let days = days.chain(texts.filter_map(|text| self.next_status(text)));
        let days = days.chain(self.records.interruption_changes(entry.code, self.catalogue.as_of));
        days.chain(resting_on(entry).and_then(|list| self.next_limit(list))).min()
    }

    /// The first later day on which a page about many procedures, or about a decision, may not hold.
    pub(super) fn all_hold_until(&self) -> Option<Day> {
        let states = self.entries.iter().filter_map(|entry| entry.state.holds_until());
        let decisions = self.records.decisions.iter().flat_map(|decision| [self.effect_day(decision), decision.until]);
        let lists: BTreeMap<&str, &Snapshot> =
            self.entries.iter().filter_map(resting_on).chain(self.snapshot()).map(|list| (&*list.id, list)).collect();
        let lists = lists.into_values().filter_map(|list| self.next_limit(list));
        states.chain(decisions.flatten().filter(|day| *day > self.catalogue.as_of)).chain(lists).min()
    }

    /// The day of effect of a decision as a whole, as far as its own clause tells.
    pub(super) fn effect_day(&self, decision: &Decision) -> Option<Day> {
        decision.effect.day(decision.key.signed, &self.records.calendar)
    }

    /// The first later day on which a normative text has another status.
    fn next_status(&self, text: &NormativeText) -> Option<Day> {
        let days = text.statuses.iter().map(|(from, _)| *from).chain(text.effect);
        days.filter(|day| *day > self.catalogue.as_of).min()
    }

    /// The first later day on which an official list becomes too old, or no longer is.
    fn next_limit(&self, list: &Snapshot) -> Option<Day> {
        self.records.limit_changes(list, self.catalogue.as_of)
    }

    /// The entries at some places, in that order.
    pub(super) fn at<'i>(&'i self, places: &'i [usize]) -> impl Iterator<Item = &'i Entry<'a>> {
        places.iter().filter_map(|at| self.entries.get(*at))
    }

    /// Whether other procedures have the same name, so that a list has to add where it is done.
    pub(super) fn is_shared_name(&self, name: &str) -> bool {
        self.shared_names.contains(name)
    }

    /// The agency that a text names by its name of today or another spelling of it.
    pub(super) fn agency_named(&self, name: &str) -> Option<&'a Agency> {
        self.agencies.named(name)
    }

    /// The list page of a sector, where there is one.
    pub(super) fn sector_url(&self, id: &SectorId) -> Option<String> {
        (self.records.sectors.contains_key(id) && self.by_sector.contains_key(id)).then(|| address::sector(id))
    }

    /// The list page of an agency, where there is one.
    pub(super) fn agency_url(&self, id: &AgencyId) -> Option<String> {
        (self.records.agencies.contains_key(id) && self.by_agency.contains_key(id)).then(|| address::agency(id))
    }

    /// The latest official list on or before the day shown.
    pub(super) fn snapshot(&self) -> Option<&'a Snapshot> {
        self.records.latest_list(self.catalogue.as_of)
    }

    /// Decisions that leave something open: not wholly entered, with a question, or with a row that nobody could read.
    pub(super) fn open_decisions(&self) -> impl Iterator<Item = &'a Decision> {
        self.records
            .decisions
            .iter()
            .filter(|decision| !decision.complete || !decision.questions.is_empty() || unread_rows(decision) > 0)
    }

    /// Every question about a procedure, whole and by level, each once.
    pub(super) fn questions(&self, state: &'a State<'a>) -> BTreeSet<&'a Question<'a>> {
        state.by_level.values().chain([&state.whole]).flat_map(|level| level.questions).collect()
    }
}

/// The official list that a procedure's status rests on.
fn resting_on<'a>(entry: &Entry<'a>) -> Option<&'a Snapshot> {
    entry.state.whole.ruled_by?.list()
}

/// How many rows of a decision name a procedure without a code.
pub(super) fn unread_rows(decision: &Decision) -> usize {
    let unread = |subject: &&Subject| matches!(subject, Subject::Unread { .. });
    decision.changes.iter().filter(|change| change.kind.subjects().iter().any(unread)).count()
}
