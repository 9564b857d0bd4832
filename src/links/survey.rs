//! Every link of a catalogue on a day, the first to look at first.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::audit::{LinkForm, Written, closed_portal, judge_written, link_fault, link_host, written_links};
use crate::finding::{Code, Finding, Hit};
use crate::input::Input;
use crate::ledger::{Catalogue, Status};
use crate::load::settle;
use crate::model::{Day, ProcedureCode};
use crate::offices::Offices;
use crate::source::Place;

/// The file of the pairings.
pub const LINKS_FILE: &str = "catalogue/links.tsv";

/// Every link of a catalogue.
#[derive(Debug)]
pub struct Survey<'a> {
    /// The day whose law is shown.
    pub as_of: Day,
    /// The links, the first to look at first.
    pub links: Vec<Surveyed<'a>>,
    /// Procedures in force of which no link is on record.
    pub unlinked: Vec<&'a ProcedureCode>,
}

/// One link.
#[derive(Debug)]
pub struct Surveyed<'a> {
    /// The procedure.
    pub code: &'a ProcedureCode,
    /// Its name; empty where the catalogue holds no record.
    pub name: &'a str,
    /// Its status on the day; `None` where the catalogue holds no record.
    pub status: Option<Status>,
    /// The file in which the link stands, and the key of its value there.
    pub place: (String, String),
    /// The address.
    pub url: String,
    /// Its form.
    pub form: LinkForm,
    /// Its host.
    pub host: String,
    /// What is wrong with it, as far as the catalogue tells.
    pub fault: Option<LinkFault<'a>>,
    /// On what the pairing rests; `None` of a link in the text of a record.
    pub pairing: Option<Pairing<'a>>,
    /// Whether an office here has to post the procedure.
    pub is_due: bool,
    /// The life events that lead to it, by their labels: a sign that many read it.
    pub events: Vec<&'a str>,
    /// How many everyday names it has: another one.
    pub names: usize,
}

/// What is wrong with a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkFault<'a> {
    /// Its form, or its host.
    Form(Code),
    /// Another procedure has the same page.
    Shared(&'a ProcedureCode),
}

impl LinkFault<'_> {
    /// The finding that tells of it.
    pub fn code(&self) -> Code {
        match self {
            LinkFault::Form(code) => *code,
            LinkFault::Shared(_) => Code::LinkDuplicate,
        }
    }
}

/// On what it rests that a code and a page belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pairing<'a> {
    /// How the pairing was established.
    pub evidence: &'a str,
    /// When it was confirmed.
    pub confirmed: Option<Day>,
    /// Who confirmed it; `None` where a dated list did, or nobody wrote it down.
    pub by: Option<&'a str>,
}

/// Why a link stands where it does in the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Something is wrong with it.
    Fault,
    /// The procedure is not in force.
    NotInForce,
    /// No office here has to post it.
    NotDue,
    /// A life event leads to it.
    Event,
    /// It has everyday names.
    Named,
    /// Nobody confirmed it.
    Never,
    /// Somebody confirmed it, and the oldest confirmation comes first.
    Confirmed,
}

impl Why {
    /// The word in JSON and the strings (`links.why.<word>`).
    pub fn as_str(self) -> &'static str {
        match self {
            Why::Fault => "fault",
            Why::NotInForce => "not-in-force",
            Why::NotDue => "not-due",
            Why::Event => "event",
            Why::Named => "named",
            Why::Never => "never",
            Why::Confirmed => "confirmed",
        }
    }
}

impl Surveyed<'_> {
    /// Whether its procedure is in force on the day.
    pub fn is_in_force(&self) -> bool {
        self.status == Some(Status::InForce)
    }

    /// Whether readers of today are led wrong: something is wrong with it, and its procedure is in force.
    pub fn is_faulty_today(&self) -> bool {
        self.fault.is_some() && self.is_in_force()
    }

    /// Whether a person can confirm it: a pairing whose procedure has not ended.
    pub fn is_to_confirm(&self) -> bool {
        self.pairing.is_some() && self.status.is_some_and(|status| !status.is_ended())
    }

    /// Why it stands where it does.
    pub fn why(&self) -> Vec<Why> {
        let confirmed = self.pairing.map(|pairing| match pairing.confirmed {
            None => Why::Never,
            Some(_) => Why::Confirmed,
        });
        let told = [
            self.fault.map(|_| Why::Fault),
            (!self.is_in_force()).then_some(Why::NotInForce),
            (self.is_in_force() && !self.is_due).then_some(Why::NotDue),
            (!self.events.is_empty()).then_some(Why::Event),
            (self.names > 0).then_some(Why::Named),
            confirmed,
        ];
        told.into_iter().flatten().collect()
    }

    /// What comes first: in force, and here; what is wrong; what nobody confirmed, of that what most people read; then the oldest
    /// confirmation.
    fn order(&self) -> impl Ord + use<> {
        let confirmed = self.pairing.and_then(|pairing| pairing.confirmed);
        (
            Reverse(self.is_faulty_today()),
            Reverse(self.is_to_confirm()),
            Reverse(self.is_in_force()),
            Reverse(self.is_due),
            Reverse(self.fault.is_some()),
            confirmed,
            Reverse((self.events.len(), self.names)),
            self.code.clone(),
            self.place.clone(),
        )
    }
}

impl<'a> Survey<'a> {
    /// Every link of `links.tsv` and of the records, judged on the catalogue's day.
    pub fn of(catalogue: &'a Catalogue<'a>) -> Survey<'a> {
        let records = catalogue.records;
        let own = closed_portal(catalogue);
        let offices = Offices::of(catalogue);
        let due: BTreeSet<&ProcedureCode> = offices.holders(records).into_keys().collect();
        let mut events: BTreeMap<&ProcedureCode, Vec<&str>> = BTreeMap::new();
        for event in &records.life_events {
            for code in &event.codes {
                events.entry(code).or_default().push(&event.label);
            }
        }
        let mut pages: BTreeMap<String, Vec<&ProcedureCode>> = BTreeMap::new();
        for (code, link) in &records.links {
            pages.entry(link.target.url()).or_default().push(code);
        }
        let status = |code: &ProcedureCode| catalogue.states.get(code).map(|state| state.whole.status);
        let one = |code: &'a ProcedureCode, place: (String, String), url: String| {
            let record = records.record(code);
            Surveyed {
                code,
                name: record.map_or("", |record| &record.name),
                status: status(code),
                place,
                form: LinkForm::of(&url, own.as_deref()),
                host: link_host(&url).unwrap_or_default(),
                url,
                fault: None,
                pairing: None,
                is_due: due.contains(code),
                events: events.get(code).cloned().unwrap_or_default(),
                names: record.map_or(0, |record| records.common_names(record).count()),
            }
        };
        let mut links = Vec::new();
        for (code, link) in &records.links {
            let url = link.target.url();
            let of_form = link_fault(&url, own.as_deref()).map(LinkFault::Form);
            let others = pages.get(&url).into_iter().flatten();
            let shared = others.copied().find(|other| *other != code).map(LinkFault::Shared);
            let pairing =
                Pairing { evidence: &link.evidence, confirmed: link.confirmed, by: link.confirmed_by.as_deref() };
            let place = (LINKS_FILE.to_owned(), format!("row[{code}].portal_id"));
            let surveyed = one(code, place, url);
            links.push(Surveyed { fault: of_form.or(shared), pairing: Some(pairing), ..surveyed });
        }
        for (code, record) in records.procedures.iter().filter(|(code, _)| !code.is_internal()) {
            for Written { key, url, is_form, .. } in written_links(record) {
                let fault = judge_written(url, is_form, own.as_deref()).map(LinkFault::Form);
                let surveyed = one(code, (record.file.clone(), key), url.to_owned());
                links.push(Surveyed { fault, ..surveyed });
            }
        }
        links.sort_by_cached_key(|link| link.order());
        let is_unlinked = |code: &&ProcedureCode| {
            status(code) == Some(Status::InForce) && !code.is_internal() && !records.links.contains_key(*code)
        };
        Survey { as_of: catalogue.as_of, links, unlinked: records.procedures.keys().filter(is_unlinked).collect() }
    }

    /// How many links lead readers of today wrong.
    pub fn faulty_today(&self) -> usize {
        self.links.iter().filter(|link| link.is_faulty_today()).count()
    }

    /// Where the links that something is wrong with stand, by file and key.
    pub fn places(&self, input: &Input) -> BTreeMap<(String, String), Place> {
        let faulty = self.links.iter().filter(|link| link.fault.is_some());
        let hit = |link: &Surveyed| {
            let (file, key) = &link.place;
            Hit::new(file, key, Code::LinkUnverified).with("key", key)
        };
        let settled = settle(input, faulty.map(hit).collect());
        let place = |finding: Finding| {
            let (_, key) = finding.args.into_iter().find(|(name, _)| *name == "key")?;
            let place = finding.place?;
            Some(((place.path.clone(), key), place))
        };
        settled.into_iter().filter_map(place).collect()
    }
}
