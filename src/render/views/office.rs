//! The page of an office: where it is, what it must post, and on what that rests.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Serialize;

use crate::address;
use crate::finding::Finding;
use crate::ledger::Status;
use crate::model::{AgencyKind, Office, OfficeId, SectorId, portal_search};
use crate::offices::{Due, Offices, due_table};

use super::super::engine::Engine;
use super::super::index::Index;
use super::super::order::sort_key;
use super::super::words::{LANGUAGE, day, number};
use super::browse::{BrowseView, Door, DoorGroup};
use super::content::time_brief;
use super::{Head, Link};

/// The offices of a site, with the lists that they must post. A commune's list is that of 165 others: its rows are made once.
pub(in crate::render) struct Lists<'a> {
    lists: Vec<DueList<'a>>,
    of_office: BTreeMap<&'a OfficeId, usize>,
}

/// What one office, or several alike, must post.
struct DueList<'a> {
    /// The first office that has it.
    office: &'a Office,
    /// Where its files stand: the office's own folder, or that of the kind of office which has it in common.
    folder: String,
    due: Vec<&'a Due<'a>>,
    coming: Vec<&'a Due<'a>>,
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
    count: String,
    reckoning: String,
    facts: Vec<FactView>,
    /// The value of the search's facet, where the agency has one.
    search: Option<String>,
    /// The address of the sheets to print; an office that is no more has none.
    board: Option<String>,
    files: Vec<Link>,
    coming: Vec<ComingRow>,
    sectors: Vec<Chip>,
    rows: String,
    bases: Vec<String>,
}

#[derive(Serialize)]
struct FactView {
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
struct RowGroup {
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
        let offices = &index.records.offices;
        let mut lists: Vec<DueList> = Vec::new();
        let mut of_office = BTreeMap::new();
        let mut of_agency: BTreeMap<_, usize> = BTreeMap::new();
        for office in offices.values() {
            let is_alone = assigned.has_own(office);
            let at = match of_agency.get(&office.agency).filter(|_| !is_alone) {
                Some(at) => *at,
                None => {
                    let alike = offices.values().filter(|other| other.agency == office.agency).count();
                    let folder = if is_alone || alike == 1 { &office.id.0 } else { &office.agency.0 };
                    lists.push(DueList {
                        office,
                        folder: format!("{}{folder}/", address::OFFICES),
                        due: assigned.due(office),
                        coming: assigned.coming(office),
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
        Lists { lists, of_office }
    }

    fn of(&self, office: &Office) -> Option<&DueList<'a>> {
        self.of_office.get(&office.id).and_then(|at| self.lists.get(*at))
    }

    /// The files of every list, by their addresses.
    pub(in crate::render) fn files(&self, index: &Index) -> Vec<(String, Vec<u8>)> {
        use rayon::prelude::*;
        let made = self.lists.par_iter().map(|list| {
            let table = due_table(index.catalogue, list.office, &list.due, LANGUAGE);
            let mut files = vec![(format!("{}{CSV}", list.folder), table.to_csv())];
            files.extend(table.to_xlsx(SHEET).ok().map(|bytes| (format!("{}{XLSX}", list.folder), bytes)));
            files
        });
        made.flatten().collect()
    }
}

impl DueList<'_> {
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
            let head = Head::new(&address::office(&self.office.id), "", "", "");
            let html = engine.render("part/office-rows.html", &head, &RowsView { groups })?;
            Ok(Rows { html, sectors })
        };
        self.rows.get_or_init(make).clone()
    }
}

const CSV: &str = "thu-tuc.csv";
const XLSX: &str = "thu-tuc.xlsx";
const SHEET: &str = "Thủ tục";

/// The page of one office.
pub(in crate::render) fn page(
    index: &Index,
    lists: &Lists,
    office: &Office,
    engine: &Engine,
) -> Result<(Head, OfficeView), Finding> {
    let words = index.words;
    let path = address::office(&office.id);
    let description = words.fill("office_page", "description", &[("name", &office.name)]);
    let head = Head::new(&path, office.name.clone(), description, "offices");
    let Some(list) = lists.of(office) else { return Ok((head, OfficeView::empty())) };
    let Rows { html: rows, sectors } = list.rows(index, engine)?;
    let links = &index.records.links;
    let without = list.due.iter().filter(|one| !links.contains_key(&one.procedure.code)).count();
    let in_common = list.due.iter().filter(|one| one.is_shared).count();
    let own = number(list.due.len() - in_common);
    let counts = [("own", &*own), ("shared", &number(in_common)), ("without", &number(without))];
    let file = |name: &str, key: &str| Link {
        text: words.get("office_page", key),
        url: Some(format!("{}{name}", list.folder)),
    };
    let view = OfficeView {
        count: number(list.due.len()),
        reckoning: words.fill("office_page", "reckoning", &counts),
        facts: facts(index, office),
        search: index.agency_url(&office.agency).map(|_| office.agency.0.clone()),
        board: office.validity.contains(index.catalogue.as_of).then(|| address::board(&office.id)),
        files: vec![file(XLSX, "xlsx"), file(CSV, "csv")],
        coming: list.coming.iter().filter_map(|one| coming_row(index, one)).collect(),
        sectors,
        rows,
        bases: bases(index, list),
    };
    Ok((head, view))
}

impl OfficeView {
    fn empty() -> OfficeView {
        OfficeView {
            count: number(0),
            reckoning: String::new(),
            facts: Vec::new(),
            search: None,
            board: None,
            files: Vec::new(),
            coming: Vec::new(),
            sectors: Vec::new(),
            rows: String::new(),
            bases: Vec::new(),
        }
    }
}

/// The facts that somebody entered; what nobody did is not there.
fn facts(index: &Index, office: &Office) -> Vec<FactView> {
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

fn groups(index: &Index, list: &DueList) -> Vec<RowGroup> {
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
                count: number(rows.len()),
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
    let shown = of.map(day).unwrap_or_default();
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
        format!("{} {}", number(count), index.words.get("office_rank", &key))
    };
    counts.map(line).collect()
}

/// The page of all offices, by kind.
pub(in crate::render) fn all(index: &Index, assigned: &Offices) -> (Head, BrowseView) {
    let words = index.words;
    let kind_of = |office: &Office| index.records.agencies.get(&office.agency).map(|agency| agency.kind);
    let of_kind = |kind: AgencyKind| {
        let offices = index.records.offices.values().filter(|office| kind_of(office) == Some(kind));
        let mut doors: Vec<Door> = offices.map(|office| door(assigned, office)).collect();
        doors.sort_by_cached_key(|door| sort_key(&door.name));
        DoorGroup { title: words.get("agency_kind", kind.as_str()), doors }
    };
    let order = [AgencyKind::Commune, AgencyKind::Department, AgencyKind::Vertical, AgencyKind::Other];
    let groups: Vec<DoorGroup> = order.into_iter().map(of_kind).filter(|group| !group.doors.is_empty()).collect();
    let count = number(groups.iter().map(|group| group.doors.len()).sum::<usize>());
    let as_of = day(index.catalogue.as_of);
    let unassigned = number(assigned.unassigned.len());
    let facts = [("count", &*count), ("day", &as_of), ("unassigned", &unassigned)];
    let (title, intro) = (words.get("browse", "offices"), words.fill("browse", "offices_intro", &facts));
    (Head::new(address::OFFICES, title.clone(), intro.clone(), "offices"), BrowseView::new(title, intro, groups))
}

fn door(assigned: &Offices, office: &Office) -> Door {
    let size = assigned.due(office).len();
    // "Ủy ban nhân dân xã …" 166 times: a reader looks for the place.
    let name = office.name.strip_prefix("Ủy ban nhân dân ").map(super::super::words::capitalised);
    let name = name.unwrap_or_else(|| office.name.clone());
    Door { name, url: address::office(&office.id), count: number(size), size }
}
