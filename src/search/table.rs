//! What is searched: one row a public procedure, in the order of codes. Both engines order by this table alone.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::address::{self, Decisions};
use crate::ledger::{Agencies, Catalogue, Evidence, State, Status};
use crate::model::{
    AgencyId, DecisionNumber, Level, Levels, OfficeId, OldName, Procedure, ProcedureCode, Records, SectorId,
};
use crate::offices::Offices;
use crate::text::{clean, fold, without_brackets};

use super::content::{Content, content};
use super::{facets, special, weights};

/// Everything that is searched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Table {
    /// The public procedures, ended ones included, in the order of codes.
    pub(super) rows: Vec<Row>,
    /// Sectors, identifier and name, in the order of identifiers.
    pub(super) sectors: Vec<(String, String)>,
    /// Agencies that publish a procedure, carry it out or have it by assignment, identifier and name, in the order of identifiers.
    pub(super) agencies: Vec<(String, String)>,
    /// Numbers of decisions, in order.
    pub(super) decisions: Vec<String>,
    /// Where decisions have a page: an index of `decisions`, and the page's address.
    pub(super) decision_pages: Vec<(usize, String)>,
    /// The lists of the site that may be asked for by name: sectors, agencies, offices, each in the order of identifiers.
    pub(super) named: Vec<Named>,
    /// What people say and the official wording.
    pub(super) synonyms: Vec<Said>,
    /// Words that make a name a special case of another, as they are written.
    pub(super) cases: Vec<String>,
    /// Editors' answers: a folded query, and the row that comes first.
    pub(super) best_bets: Vec<(String, usize)>,
    /// What the latest official list that has it is called, by the seven digits of each code that no row has.
    pub(super) listed: BTreeMap<String, String>,
    /// What that list calls each of these codes.
    pub(super) listed_names: BTreeMap<String, String>,
    /// The words of everything else that the records say.
    pub(super) content: Content,
}

/// A procedure as it is searched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Row {
    /// Its code.
    pub(super) code: String,
    /// Its official name.
    pub(super) name: String,
    /// What citizens call it; none folds to the name or to another.
    pub(super) everyday: Vec<String>,
    /// Names that decisions and lists give it; none folds to the name, an everyday name or another.
    pub(super) former: Vec<String>,
    /// Its keywords; none folds to any of its names or to another.
    pub(super) keywords: Vec<String>,
    /// Its status on the day.
    #[serde(with = "super::stored::status")]
    pub(super) status: Status,
    /// Whether an official list and no decision attests that status.
    pub(super) by_list: bool,
    /// The levels that decide it.
    #[serde(with = "super::stored::levels")]
    pub(super) levels: Levels,
    /// How often the portal's weight of use doubles, counted from 1; at most 35.
    pub(super) doublings: u32,
    /// Its sector, an index of [`Table::sectors`].
    pub(super) sector: usize,
    /// The decisions that name it, indices of [`Table::decisions`].
    pub(super) decisions: Vec<usize>,
    /// Its successors, indices of rows.
    pub(super) successors: Vec<usize>,
    /// The agencies that publish it, carry it out or have it by assignment, indices of [`Table::agencies`], in order.
    pub(super) agencies: Vec<usize>,
    /// Whether the record names the way on line.
    pub(super) online: bool,
    /// Who may apply: bits of [`AUDIENCES`](super::facets::AUDIENCES).
    pub(super) audiences: u32,
}

/// A list of the site that may be asked for by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Named {
    /// What it is the list of.
    pub(super) list: List,
    /// Whose records answer: an index of [`Table::sectors`], else of [`Table::agencies`].
    pub(super) number: usize,
    /// Its identifier.
    pub(super) id: String,
    /// Its official name.
    pub(super) name: String,
    /// Other spellings, and names that it had.
    pub(super) others: Vec<String>,
}

/// What a list of the site is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum List {
    /// A sector.
    Sector,
    /// An agency.
    Agency,
    /// One office.
    Office,
}

impl List {
    /// The word in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            List::Sector => "sector",
            List::Agency => "agency",
            List::Office => "office",
        }
    }

    /// Where the list of an identifier stands on the site.
    pub fn page(self, id: &str) -> String {
        match self {
            List::Sector => address::sector(&SectorId(id.to_owned())),
            List::Agency => address::agency(&AgencyId(id.to_owned())),
            List::Office => address::office(&OfficeId(id.to_owned())),
        }
    }
}

/// What people say, and what official names say instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Said {
    /// What people say.
    pub(super) said: String,
    /// The official wording.
    pub(super) official: String,
    /// The kind that the catalogue's file gives.
    pub(super) kind: String,
    /// Whether it means too many things to stand for the official wording without another word beside it.
    pub(super) needs_company: bool,
}

impl Table {
    /// The table of a catalogue; `assigned` tells who has what.
    pub(super) fn new<'a>(catalogue: &'a Catalogue<'a>, assigned: &Offices<'a>) -> Table {
        let records = catalogue.records;
        let public: Vec<(&ProcedureCode, &Procedure, &State)> = records
            .procedures
            .iter()
            .filter(|(code, _)| !code.is_internal())
            .filter_map(|(code, procedure)| Some((code, procedure, catalogue.states.get(code)?)))
            .collect();
        let row_of: BTreeMap<&ProcedureCode, usize> =
            public.iter().enumerate().map(|(row, (code, _, _))| (*code, row)).collect();
        let by_name = Agencies::new(records);
        let holders = assigned.holders(records);
        let agencies_of: Vec<BTreeSet<&AgencyId>> = public
            .iter()
            .map(|(code, procedure, _)| {
                let held = holders.get(code).into_iter().flatten().copied();
                by_name.of(procedure).into_iter().chain(held).collect()
            })
            .collect();
        let agencies: BTreeSet<&AgencyId> = agencies_of.iter().flatten().copied().collect();
        let agency_of: BTreeMap<&AgencyId, usize> = agencies.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        let sectors: BTreeSet<&SectorId> = public.iter().map(|(_, procedure, _)| &procedure.sector).collect();
        let sector_of: BTreeMap<&SectorId, usize> = sectors.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        let cited: Vec<BTreeSet<&str>> =
            public.iter().map(|(_, procedure, state)| decisions_of(procedure, state)).collect();
        let decisions: BTreeSet<&str> = cited.iter().flatten().copied().collect();
        let decision_of: BTreeMap<&str, usize> = decisions.iter().enumerate().map(|(at, n)| (*n, at)).collect();
        let addresses = Decisions::new(records.decisions.iter().map(|decision| &decision.key));
        let pages = records.decisions.iter().filter_map(|decision| {
            let number = decision_of.get(decision.key.number.key()).copied()?;
            Some((number, addresses.of(&decision.key)?.to_owned()))
        });
        let decision_pages: BTreeSet<(usize, String)> = pages.collect();
        let bets = records.best_bets.iter();
        let best_bets = bets.filter_map(|bet| Some((fold(&bet.query), *row_of.get(&bet.code)?))).collect();
        let texts: Vec<&Procedure> = public.iter().map(|(_, procedure, _)| *procedure).collect();
        let given = names_by_code(catalogue);
        let of_row = |at: usize| {
            let (code, procedure, state) = public[at];
            let given = given.get(code).map(Vec::as_slice).unwrap_or_default();
            let (everyday, former, keywords) = other_names(records, procedure, given);
            Row {
                code: code.to_string(),
                name: clean(&procedure.name),
                everyday,
                former,
                keywords,
                agencies: agencies_of[at].iter().filter_map(|id| agency_of.get(id).copied()).collect(),
                online: facets::is_online(procedure),
                audiences: facets::audiences(procedure),
                status: state.whole.status,
                by_list: matches!(state.whole.ruled_by, Some(Evidence::Snapshot(_))),
                levels: procedure.levels.clone(),
                doublings: procedure.weight.unwrap_or(0).saturating_add(1).ilog2().min(35),
                sector: sector_of.get(&procedure.sector).copied().unwrap_or(0),
                decisions: cited[at].iter().filter_map(|number| decision_of.get(number).copied()).collect(),
                successors: state.whole.successors.iter().filter_map(|code| row_of.get(code).copied()).collect(),
            }
        };
        let published: BTreeSet<&AgencyId> =
            public.iter().flat_map(|(_, procedure, _)| by_name.of(procedure)).collect();
        let named = named(catalogue, &sector_of, &agency_of, &published);
        let rows: Vec<Row> = (0..public.len()).map(of_row).collect();
        let (listed, listed_names) = listed(records);
        Table {
            named,
            cases: special::cases(&rows),
            rows,
            sectors: sectors.into_iter().map(|id| (id.0.clone(), clean(records.sector_name(id)))).collect(),
            agencies: agencies.into_iter().map(|id| (id.0.clone(), clean(records.agency_name(id)))).collect(),
            best_bets,
            content: content(&texts),
            decisions: decisions.into_iter().map(str::to_owned).collect(),
            decision_pages: decision_pages.into_iter().collect(),
            synonyms: synonyms(catalogue),
            listed,
            listed_names,
        }
    }
}

/// The lists that may be asked for by name. An agency that nothing names has no list of its own, but its offices have.
fn named(
    catalogue: &Catalogue<'_>,
    sectors: &BTreeMap<&SectorId, usize>,
    agencies: &BTreeMap<&AgencyId, usize>,
    published: &BTreeSet<&AgencyId>,
) -> Vec<Named> {
    let records = catalogue.records;
    let texts = |names: &[String]| names.iter().map(|name| clean(name)).collect::<Vec<_>>();
    let old = |names: &[OldName]| names.iter().map(|old| clean(&old.name)).collect::<Vec<_>>();
    let of_sectors = sectors.iter().filter_map(|(id, &number)| {
        let (id, name, others) =
            (id.0.clone(), clean(records.sector_name(id)), texts(&records.sectors.get(id)?.spellings));
        Some(Named { list: List::Sector, number, id, name, others })
    });
    let of_agencies = agencies.iter().filter(|(id, _)| published.contains(*id)).filter_map(|(id, &number)| {
        let agency = records.agencies.get(id)?;
        let others = [texts(&agency.spellings), old(&agency.old_names)].concat();
        Some(Named { list: List::Agency, number, id: id.0.clone(), name: clean(&agency.name), others })
    });
    let of_offices = records.offices_on(catalogue.as_of).filter_map(|office| {
        let (number, others) = (*agencies.get(&office.agency)?, old(&office.old_names));
        Some(Named { list: List::Office, number, id: office.id.0.clone(), name: clean(&office.name), others })
    });
    of_sectors.chain(of_agencies).chain(of_offices).collect()
}

/// The codes of official lists that the catalogue has no record of, internal ones apart: each by its digits with the title of
/// the latest list that has it, and each as it is with the name that this list gives it.
fn listed(records: &Records) -> (BTreeMap<String, String>, BTreeMap<String, String>) {
    let (mut listed, mut names) = (BTreeMap::new(), BTreeMap::new());
    for list in &records.snapshots {
        let is_other = |code: &ProcedureCode| !code.is_internal() && !records.procedures.contains_key(code);
        for (code, name) in list.rows.iter().filter(|(code, _)| is_other(code)) {
            let digits: String = code.as_str().chars().filter(char::is_ascii_digit).take(7).collect();
            listed.insert(digits, list.title.clone());
            names.insert(code.to_string(), name.clone());
        }
    }
    (listed, names)
}

impl Row {
    /// Whether its life has ended.
    pub(super) fn is_ended(&self) -> bool {
        self.status.is_ended()
    }

    /// Whether it stands in a list.
    pub(super) fn is_in(&self, named: &Named) -> bool {
        match named.list {
            List::Sector => self.sector == named.number,
            List::Agency | List::Office => self.agencies.contains(&named.number),
        }
    }

    /// The points that it has before anything is asked.
    pub(super) fn prior(&self) -> i64 {
        let commune = if self.is_of_commune() { weights::COMMUNE } else { 0 };
        weights::USE * i64::from(self.doublings) + commune
    }

    /// Whether a commune handles it.
    pub(super) fn is_of_commune(&self) -> bool {
        self.levels.contains(&Level::Commune)
    }

    /// The levels as bits, the first level the lowest.
    pub(super) fn level_bits(&self) -> u32 {
        (0..).zip(Level::ALL).filter(|(_, level)| self.levels.contains(level)).map(|(bit, _)| 1 << bit).sum()
    }
}

/// The numbers of the decision that the portal's record names and of every decision with a row about the procedure.
fn decisions_of<'a>(procedure: &'a Procedure, state: &State<'a>) -> BTreeSet<&'a str> {
    let of_history = state.history().filter_map(|evidence| Some(&evidence.decision()?.key.number));
    procedure.decision.iter().chain(of_history).map(DecisionNumber::key).filter(|key| !key.is_empty()).collect()
}

/// The names that official lists and decisions give procedures, by code, lists first.
fn names_by_code<'a>(catalogue: &Catalogue<'a>) -> BTreeMap<&'a ProcedureCode, Vec<&'a str>> {
    let mut names: BTreeMap<&ProcedureCode, Vec<&str>> = BTreeMap::new();
    for (code, name) in catalogue.records.snapshots.iter().flat_map(|list| &list.rows) {
        names.entry(code).or_default().push(name);
    }
    for change in catalogue.records.decisions.iter().flat_map(|decision| &decision.changes) {
        // A name beside several procedures is not known to be of any of them.
        let subjects = change.kind.subjects();
        if let ([subject], Some(name)) = (subjects.as_slice(), &change.name)
            && let Some(code) = subject.code()
        {
            names.entry(code).or_default().push(name);
        }
    }
    names
}

/// What citizens call a procedure, the other names that lists and decisions give it, and its keywords.
fn other_names(records: &Records, procedure: &Procedure, given: &[&str]) -> (Vec<String>, Vec<String>, Vec<String>) {
    let mut known = BTreeSet::from([fold(&procedure.name)]);
    let mut is_new = |name: &String| !fold(name).is_empty() && known.insert(fold(name));
    let everyday = records.common_names(procedure).map(clean).filter(&mut is_new).collect();
    let former = given.iter().map(|name| clean(name)).filter(&mut is_new).collect();
    (everyday, former, procedure.keywords.iter().map(|name| clean(name)).filter(is_new).collect())
}

/// The catalogue's synonyms, one official wording each: what stands in brackets is a note, `;` parts wordings.
fn synonyms(catalogue: &Catalogue<'_>) -> Vec<Said> {
    let pairs = &catalogue.records.synonyms;
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for pair in pairs {
        *times.entry(fold(&pair.said)).or_default() += 1;
    }
    let mut all = Vec::new();
    for pair in pairs {
        let said = fold(&pair.said);
        let short = !said.contains(' ') && said.chars().count() <= 2;
        let needs_company = short || times.get(&said).is_some_and(|times| *times > 1);
        for official in without_brackets(&pair.official).split(';').map(clean) {
            if !said.is_empty() && !fold(&official).is_empty() && fold(&official) != said {
                let (said, kind) = (clean(&pair.said), pair.kind.clone());
                all.push(Said { said, official, kind, needs_company });
            }
        }
    }
    all
}
