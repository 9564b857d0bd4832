//! The doors: every sector, agency, level and life event with what stands behind it.

use serde::Serialize;

use crate::address;
use crate::model::{Agency, AgencyKind, Level};

use super::super::index::Index;
use super::super::order::sort_key;
use super::Head;
use super::list::is_listed;

/// A page of doors.
#[derive(Serialize)]
pub(in crate::render) struct BrowseView {
    title: String,
    intro: String,
    groups: Vec<DoorGroup>,
}

impl BrowseView {
    pub(super) fn new(title: String, intro: String, groups: Vec<DoorGroup>) -> BrowseView {
        BrowseView { title, intro, groups }
    }
}

/// Doors under a title.
#[derive(Serialize)]
pub(super) struct DoorGroup {
    pub(super) title: String,
    pub(super) doors: Vec<Door>,
}

/// A door and how many procedures of today's list stand behind it.
#[derive(Serialize, Clone)]
pub(super) struct Door {
    pub(super) name: String,
    pub(super) url: String,
    pub(super) count: String,
    #[serde(skip)]
    pub(super) size: usize,
}

impl Door {
    fn new(index: &Index, name: &str, url: String, places: &[usize]) -> Self {
        let size = index.at(places).filter(|entry| is_listed(entry)).count();
        Door { name: name.to_owned(), url, count: index.words.number(size), size }
    }
}

/// Every sector with a list, A–Z.
pub(super) fn sector_doors(index: &Index) -> Vec<Door> {
    let sectors = index.by_sector.iter().filter_map(|(id, places)| Some((index.records.sectors.get(id)?, places)));
    let mut doors: Vec<Door> =
        sectors.map(|(sector, places)| Door::new(index, &sector.name, address::sector(&sector.id), places)).collect();
    doors.sort_by_cached_key(|door| sort_key(&door.name));
    doors
}

fn agencies<'i>(index: &'i Index) -> impl Iterator<Item = (&'i Agency, Door)> {
    index.by_agency.iter().filter_map(|(id, places)| {
        let agency = index.records.agencies.get(id)?;
        Some((agency, Door::new(index, &agency.name, address::agency(id), places)))
    })
}

/// Every agency with a list, the province's own first, then the largest.
pub(super) fn agency_doors(index: &Index) -> Vec<Door> {
    let own = &index.records.site.own_issuer;
    let mut doors: Vec<(bool, Door)> = agencies(index).map(|(agency, door)| (agency.id != *own, door)).collect();
    doors.sort_by_cached_key(|(other, door)| (*other, std::cmp::Reverse(door.size), sort_key(&door.name)));
    doors.into_iter().map(|(_, door)| door).collect()
}

/// Every level with a list.
pub(super) fn level_doors(index: &Index) -> Vec<Door> {
    let levels = index.by_level.iter();
    levels.map(|(level, places)| Door::new(index, &index.words.level(*level), address::level(*level), places)).collect()
}

/// Every life event, in the order of its file.
pub(super) fn event_doors(index: &Index) -> Vec<Door> {
    let events = index.records.life_events.iter();
    let door = |event: &crate::model::LifeEvent| {
        let entries = event.codes.iter().filter_map(|code| index.entry(code));
        let size = entries.filter(|entry| is_listed(entry)).count();
        Door { name: event.label.clone(), url: address::life_event(&event.id), count: index.words.number(size), size }
    };
    events.map(door).collect()
}

/// The page of sectors.
pub(in crate::render) fn sectors(index: &Index) -> (Head, BrowseView) {
    let doors = sector_doors(index);
    page(index, "linh-vuc/", "sectors", vec![DoorGroup { title: String::new(), doors }])
}

/// The page of agencies, by kind.
pub(in crate::render) fn agencies_page(index: &Index) -> (Head, BrowseView) {
    let of_kind = |kind: AgencyKind| {
        let mut doors: Vec<Door> =
            agencies(index).filter(|(agency, _)| agency.kind == kind).map(|(_, door)| door).collect();
        doors.sort_by_cached_key(|door| sort_key(&door.name));
        DoorGroup { title: index.words.get("agency_kind", kind.as_str()), doors }
    };
    let order = [
        AgencyKind::Province,
        AgencyKind::Department,
        AgencyKind::Commune,
        AgencyKind::Ministry,
        AgencyKind::Vertical,
        AgencyKind::Other,
    ];
    let groups = order.into_iter().map(of_kind).filter(|group| !group.doors.is_empty()).collect();
    page(index, "co-quan/", "agencies", groups)
}

/// The page of levels.
pub(in crate::render) fn levels(index: &Index) -> (Head, BrowseView) {
    page(index, "cap/", "levels", vec![DoorGroup { title: String::new(), doors: level_doors(index) }])
}

/// The page of life events.
pub(in crate::render) fn events(index: &Index) -> (Head, BrowseView) {
    page(index, "su-kien/", "events", vec![DoorGroup { title: String::new(), doors: event_doors(index) }])
}

fn page(index: &Index, path: &str, section: &'static str, groups: Vec<DoorGroup>) -> (Head, BrowseView) {
    let words = index.words;
    let title = words.get("browse", section);
    let count = words.number(groups.iter().map(|group| group.doors.len()).sum::<usize>());
    let as_of = words.day(index.catalogue.as_of);
    let intro = words.fill("browse", &format!("{section}_intro"), &[("count", &count), ("day", &as_of)]);
    (Head::new(path, title.clone(), intro.clone(), section), BrowseView::new(title, intro, groups))
}

/// Whether a level's list exists.
pub(super) fn has_level(index: &Index, level: Level) -> bool {
    index.by_level.contains_key(&level)
}
