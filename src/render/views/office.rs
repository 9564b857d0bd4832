//! The page of an office: where it is, what it must post, and on what that rests.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Serialize;

use crate::address;
use crate::finding::Finding;
use crate::ledger::Status;
use crate::model::{AgencyKind, Office, OfficeId, ProcedureCode, SectorId, portal_search};
use crate::offices::{Due, Offices};

use super::super::engine::Engine;
use super::super::index::Index;
use super::super::order::sort_key;
use super::super::words::Words;
use super::browse::{BrowseView, Door, DoorGroup};
use super::content::time_brief;
use super::feed::{CALENDAR, FEED};
use super::office_files::{CSV, JSON, XLSX};
use super::{Head, Link};

/// The offices of a site, with the lists that they must post. A commune's list is that of 165 others: its rows are made once.
pub(in crate::render) struct Lists<'a> {
    lists: Vec<DueList<'a>>,
    of_office: BTreeMap<&'a OfficeId, usize>,
    /// The lists in which each procedure is due.
    of_code: BTreeMap<&'a ProcedureCode, Vec<usize>>,
}

/// What one office, or several alike, must post.
pub(in crate::render) struct DueList<'a> {
    /// The offices that have it.
    pub(in crate::render) offices: Vec<&'a Office>,
    /// Who has it, by name: the office, or the kind of office which has it in common.
    pub(in crate::render) holder: String,
    /// What it is called in addresses: the identifier of the office, or of the kind.
    pub(in crate::render) id: String,
    /// The address of the page that tells it.
    pub(super) page: String,
    /// Where its files stand: the office's own folder, or that of the kind of office.
    pub(super) folder: String,
    pub(in crate::render) due: Vec<&'a Due<'a>>,
    pub(super) coming: Vec<&'a Due<'a>>,
    pub(super) ended: Vec<&'a Due<'a>>,
    rows: OnceLock<Result<Rows, Finding>>,
}

/// The rows of a list as HTML, and the sectors that they stand under.
#[derive(Clone)]
struct Rows {
    html: String,
    sectors: Vec<Chip>,
}

#[derive(Serialize)]
pub(in crate::render) struct OfficeView {
    /// Its identifier: links from its page lead on with it.
    id: String,
    count: String,
    reckoning: String,
    facts: Vec<FactView>,
    /// The value of the search's facet, where the agency has one.
    search: Option<String>,
    /// The address of the sheets to print; an office that is no more has none.
    board: Option<String>,
    /// The booklet for the reading table, and the same as a screen to touch.
    booklet: Option<String>,
    kiosk: Option<String>,
    files: Vec<Link>,
    /// The feed of its changes.
    feed: Option<Link>,
    coming: Vec<ComingRow>,
    sectors: Vec<Chip>,
    rows: String,
    bases: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct FactView {
    label: String,
    value: String,
    href: Option<String>,
}

#[derive(Serialize, Clone)]
struct Chip {
    id: String,
    title: String,
    count: String,
}

#[derive(Serialize)]
struct ComingRow {
    code: String,
    name: String,
    url: String,
    when: String,
}

/// What the template of rows is given.
#[derive(Serialize)]
struct RowsView {
    groups: Vec<RowGroup>,
}

#[derive(Serialize)]
pub(super) struct RowGroup {
    id: String,
    title: String,
    count: String,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    code: String,
    name: String,
    url: String,
    time: Option<String>,
    portal: String,
    portal_word: String,
}

impl<'a> Lists<'a> {
    pub(in crate::render) fn new(index: &'a Index<'a>, assigned: &'a Offices<'a>) -> Lists<'a> {
        let there = || index.records.offices_on(index.catalogue.as_of);
        let mut lists: Vec<DueList> = Vec::new();
        let mut of_office = BTreeMap::new();
        let mut of_agency: BTreeMap<_, usize> = BTreeMap::new();
        for office in there() {
            let is_alone = assigned.has_own(office);
            let at = match of_agency.get(&office.agency).filter(|_| !is_alone) {
                Some(at) => *at,
                None => {
                    let is_like = |other: &&Office| {
                        other.id == office.id || (other.agency == office.agency && !assigned.has_own(other))
                    };
                    let alike: Vec<&Office> = match is_alone {
                        true => vec![office],
                        false => there().filter(is_like).collect(),
                    };
                    let of_kind = there().filter(|other| other.agency == office.agency).count() > 1;
                    let (holder, id, page) = if is_alone || !of_kind {
                        (office.name.clone(), &office.id.0, index.office_address(&office.id))
                    } else {
                        let name = index.records.agency_name(&office.agency).to_owned();
                        (name, &office.agency.0, address::OFFICES.to_owned())
                    };
                    lists.push(DueList {
                        offices: alike,
                        holder,
                        page,
                        id: id.clone(),
                        folder: format!("{}{id}/", address::OFFICES),
                        due: assigned.due(office),
                        coming: assigned.coming(office),
                        ended: assigned.ended(office),
                        rows: OnceLock::new(),
                    });
                    if !is_alone {
                        of_agency.insert(&office.agency, lists.len() - 1);
                    }
                    lists.len() - 1
                }
            };
            of_office.insert(&office.id, at);
        }
        let mut of_code: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (at, list) in lists.iter().enumerate() {
            for one in &list.due {
                of_code.entry(&one.procedure.code).or_default().push(at);
            }
        }
        Lists { lists, of_office, of_code }
    }

    /// The lists in which a procedure is due, in their order.
    pub(super) fn having(&self, code: &ProcedureCode) -> impl Iterator<Item = &DueList<'a>> {
        self.of_code.get(code).into_iter().flatten().filter_map(|at| self.lists.get(*at))
    }

    /// Every list.
    pub(in crate::render) fn all(&self) -> &[DueList<'a>] {
        &self.lists
    }

    /// Whether an office is one of today's.
    pub(super) fn has(&self, office: &OfficeId) -> bool {
        self.of_office.contains_key(office)
    }

    fn of(&self, office: &Office) -> Option<&DueList<'a>> {
        self.of_office.get(&office.id).and_then(|at| self.lists.get(*at))
    }
}

impl DueList<'_> {
    /// Whether it has a procedure.
    pub(in crate::render) fn has(&self, code: &ProcedureCode) -> bool {
        // In the order of codes.
        self.due.binary_search_by_key(&code, |one| &one.procedure.code).is_ok()
    }

    /// The value of the search's facet; none where nothing is due, so that no procedure has it.
    pub(in crate::render) fn search(&self) -> Option<String> {
        let office = self.offices.first().filter(|_| !self.due.is_empty())?;
        Some(office.agency.0.clone())
    }

    /// The rows, made by the first page that needs them: every office stands at the same depth.
    fn rows(&self, index: &Index, engine: &Engine) -> Result<Rows, Finding> {
        let make = || {
            let groups = groups(index, self);
            let chip = |group: &RowGroup| Chip {
                id: group.id.clone(),
                title: group.title.clone(),
                count: group.count.clone(),
            };
            let sectors = groups.iter().map(chip).collect();
            let office = self.offices.first().map(|office| index.office_address(&office.id)).unwrap_or_default();
            let head = Head::new(&office, "", "", "");
            let html = engine.render("part/office-rows.html", &head, &RowsView { groups })?;
            Ok(Rows { html, sectors })
        };
        self.rows.get_or_init(make).clone()
    }
}

/// The page of one office.
pub(in crate::render) fn page(
    index: &Index,
    lists: &Lists,
    office: &Office,
    engine: &Engine,
) -> Result<(Head, OfficeView), Finding> {
    let words = index.words;
    let path = index.office_address(&office.id);
    let description = words.fill("office_page", "description", &[("name", &office.name)]);
    let head = Head::new(&path, office.name.clone(), description, "offices");
    let Some(list) = lists.of(office) else { return Ok((head, OfficeView::absent(index, office))) };
    let Rows { html: rows, sectors } = list.rows(index, engine)?;
    let links = &index.records.links;
    let without = list.due.iter().filter(|one| !links.contains_key(&one.procedure.code)).count();
    let in_common = list.due.iter().filter(|one| one.is_shared).count();
    let own = words.number(list.due.len() - in_common);
    let counts = [("own", &*own), ("shared", &words.number(in_common)), ("without", &words.number(without))];
    let file = |name: &str, key: &str| Link {
        text: words.get("office_page", key),
        url: Some(format!("{}{name}", list.folder)),
    };
    let view = OfficeView {
        id: office.id.0.clone(),
        count: words.number(list.due.len()),
        reckoning: words.fill("office_page", "reckoning", &counts),
        facts: facts(index, office),
        // The search of an office's own site is the office's, and stands on every page.
        search: if index.own_site.is_none() { list.search() } else { None },
        board: Some(address::board(&office.id)),
        kiosk: Some(address::kiosk(&list.id)),
        booklet: Some(address::booklet(&list.id)),
        files: vec![file(XLSX, "xlsx"), file(CSV, "csv"), file(JSON, "json"), file(CALENDAR, "calendar")],
        feed: Some(file(FEED, "feed")),
        coming: list.coming.iter().filter_map(|one| coming_row(index, one)).collect(),
        sectors,
        rows,
        bases: bases(index, list),
    };
    Ok((head, view))
}

impl OfficeView {
    /// Of an office that is no more, or not yet: its address stays, and says so.
    fn absent(index: &Index, office: &Office) -> OfficeView {
        let coming = office.validity.from().filter(|from| *from > index.catalogue.as_of);
        let key = if coming.is_some() { "not_yet" } else { "no_more" };
        let shown = coming.or(office.validity.until()).map(|of| index.words.day(of)).unwrap_or_default();
        OfficeView {
            id: String::new(),
            count: index.words.number(0),
            reckoning: index.words.fill("office_page", key, &[("day", &shown)]),
            facts: Vec::new(),
            search: None,
            board: None,
            booklet: None,
            kiosk: None,
            files: Vec::new(),
            feed: None,
            coming: Vec::new(),
            sectors: Vec::new(),
            rows: String::new(),
            bases: Vec::new(),
        }
    }
}

/// The facts that somebody entered; what nobody did is not there.
pub(super) fn facts(index: &Index, office: &Office) -> Vec<FactView> {
    let entered = office.contact.facts().into_iter().filter_map(|(key, value)| Some((key, value?)));
    let public = entered.filter(|(key, _)| *key != "signer");
    let view = |(key, value): (&'static str, String)| {
        let href = match key {
            "web" | "map" => Some(value.clone()),
            "email" => Some(format!("mailto:{value}")),
            "phones" if !value.contains(';') => Some(format!("tel:{}", value.replace([' ', '.'], ""))),
            _ => None,
        };
        FactView { label: index.words.get("office_fact", key), value, href }
    };
    public.map(view).collect()
}

pub(super) fn groups(index: &Index, list: &DueList) -> Vec<RowGroup> {
    let mut sectors: BTreeMap<&SectorId, Vec<&Due>> = BTreeMap::new();
    for one in &list.due {
        sectors.entry(&one.procedure.sector).or_default().push(one);
    }
    let mut groups: Vec<RowGroup> = sectors
        .into_iter()
        .map(|(id, due)| {
            let mut rows: Vec<(_, Row)> = due
                .into_iter()
                .filter_map(|one| {
                    let entry = index.entry(&one.procedure.code)?;
                    Some((&entry.key, row(index, one)?))
                })
                .collect();
            rows.sort_by_key(|(key, _)| *key);
            let rows: Vec<Row> = rows.into_iter().map(|(_, row)| row).collect();
            RowGroup {
                id: format!("lv-{}", id.0),
                title: index.records.sector_name(id).to_owned(),
                count: index.words.number(rows.len()),
                rows,
            }
        })
        .collect();
    groups.sort_by_cached_key(|group| sort_key(&group.title));
    groups
}

fn row(index: &Index, due: &Due) -> Option<Row> {
    let entry = index.entry(&due.procedure.code)?;
    let link = index.records.links.get(entry.code);
    let content = due.state.content(due.procedure);
    let time = time_brief(index.words, &content);
    let word = if link.is_some() { "portal" } else { "portal_search" };
    Some(Row {
        code: entry.code.to_string(),
        name: entry.name.clone(),
        url: entry.url.clone(),
        time: time.class.is_empty().then_some(time.text),
        portal: link.map_or_else(|| portal_search(entry.code), |link| link.target.url()),
        portal_word: index.words.get("office_page", word),
    })
}

/// What is not in force yet, or not now, and from when that is otherwise.
fn coming_row(index: &Index, due: &Due) -> Option<ComingRow> {
    let entry = index.entry(&due.procedure.code)?;
    let state = due.state.at(due.level);
    let (key, of) = match state.status {
        Status::Pending => ("pending", state.since),
        Status::Suspended => ("suspended", state.suspended_until),
        Status::InForce => ("changes", state.next.as_ref().map(|next| next.from)),
        Status::Repealed | Status::Replaced | Status::Unknown => return None,
    };
    let shown = of.map(|of| index.words.day(of)).unwrap_or_default();
    let key = if of.is_none() { "undated" } else { key };
    let status = index.words.status(state.status);
    let when = index.words.fill("office_page", key, &[("day", &shown), ("status", &status)]);
    Some(ComingRow { code: entry.code.to_string(), name: entry.name.clone(), url: entry.url.clone(), when })
}

/// On what the list rests, by rank.
fn bases(index: &Index, list: &DueList) -> Vec<String> {
    let of_rank = |rank: u8| list.due.iter().filter(|one| one.basis.rank() == rank).count();
    let counts = (1..=4).map(|rank| (rank, of_rank(rank))).filter(|(_, count)| *count > 0);
    let line = |(rank, count): (u8, usize)| {
        let key = rank.to_string();
        format!("{} {}", index.words.number(count), index.words.get("office_rank", &key))
    };
    counts.map(line).collect()
}

/// The page of all offices, by kind.
pub(in crate::render) fn all(index: &Index, assigned: &Offices) -> (Head, BrowseView) {
    let words = index.words;
    let kind_of = |office: &Office| index.records.agencies.get(&office.agency).map(|agency| agency.kind);
    let of_kind = |kind: AgencyKind| {
        let offices = index.records.offices_on(index.catalogue.as_of).filter(|office| kind_of(office) == Some(kind));
        let mut doors: Vec<Door> = offices.map(|office| door(index.words, assigned, office)).collect();
        doors.sort_by_cached_key(|door| sort_key(&door.name));
        DoorGroup { title: words.get("agency_kind", kind.as_str()), doors }
    };
    let order = [AgencyKind::Commune, AgencyKind::Department, AgencyKind::Vertical, AgencyKind::Other];
    let groups: Vec<DoorGroup> = order.into_iter().map(of_kind).filter(|group| !group.doors.is_empty()).collect();
    let count = words.number(groups.iter().map(|group| group.doors.len()).sum::<usize>());
    let as_of = words.day(index.catalogue.as_of);
    let unassigned = words.number(assigned.unassigned_count);
    let facts = [("count", &*count), ("day", &as_of), ("unassigned", &unassigned)];
    let (title, intro) = (words.get("browse", "offices"), words.fill("browse", "offices_intro", &facts));
    (Head::new(address::OFFICES, title.clone(), intro.clone(), "offices"), BrowseView::new(title, intro, groups))
}

fn door(words: Words, assigned: &Offices, office: &Office) -> Door {
    let size = assigned.due(office).len();
    // "Ủy ban nhân dân xã …" 166 times: a reader looks for the place.
    let name = office.name.strip_prefix("Ủy ban nhân dân ").map(crate::text::capitalised);
    let name = name.unwrap_or_else(|| office.name.clone());
    Door { name, url: address::office(&office.id), count: words.number(size), size }
}
