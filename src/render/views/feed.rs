//! What changes, for programs that ask now and then: Atom feeds of what has taken effect, calendars of what is to.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::address;
use crate::ical::{Event, ICalendar};
use crate::ledger::Source;
use crate::model::{Day, Decision, ProcedureCode, Sector};

use super::super::changes::ChangeSet;
use super::super::index::Index;
use super::super::words::{day, number};
use super::DecisionRef;
use super::changes::{NAMED, SetView, anchor, past};

/// The most entries that a feed has.
const ENTRIES: usize = 200;

/// A feed.
#[derive(Serialize)]
pub(in crate::render) struct FeedView {
    id: String,
    title: String,
    subtitle: String,
    /// The addresses of the feed itself and of the page that tells the same, from the site's root.
    path: String,
    page: String,
    updated: String,
    entries: Vec<FeedEntry>,
}

#[derive(Serialize)]
struct FeedEntry {
    id: String,
    title: String,
    url: String,
    updated: String,
    issuer: String,
    summary: String,
}

/// What one decision changes on one day, told in texts.
struct Told {
    title: String,
    url: String,
    issuer: String,
    summary: String,
}

impl Told {
    fn of(index: &Index, set: &ChangeSet) -> Told {
        let view = SetView::of(index, set, 1, NAMED);
        let args = [("decision", &*view.decision.named), ("counts", &*view.counts)];
        let page = view.decision.url.clone().unwrap_or_else(|| "thay-doi/".to_owned());
        Told {
            title: index.words.fill("feed", "entry", &args),
            url: format!("{}{page}", index.records.site.base_url),
            summary: view.named(index),
            issuer: view.decision.issuer,
        }
    }
}

/// The feed of the whole site.
pub(in crate::render) fn of_site(index: &Index) -> FeedView {
    let sets = past(index).filter(|set| set.is_law());
    let decisions = binding(index);
    feed(index, "", "feed.xml", "thay-doi/", index.words.get("feed", "title"), sets, decisions)
}

/// The feed of a sector: what changed in it, and the decisions that speak of it.
pub(in crate::render) fn of_sector(index: &Index, sector: &Sector, places: &[usize]) -> FeedView {
    let sets = sets_of(index, |changed| places.contains(&changed.at));
    let codes: BTreeSet<&ProcedureCode> = index.at(places).map(|entry| entry.code).collect();
    let speaks = |decision: &&Decision| {
        let mut subjects = decision.changes.iter().flat_map(|change| change.kind.subjects());
        decision.sectors.contains(&sector.id)
            || subjects.any(|subject| subject.code().is_some_and(|code| codes.contains(code)))
    };
    let title = index.words.fill("feed", "sector_title", &[("sector", &sector.name)]);
    let folder = address::sector(&sector.id);
    let past = sets.iter().filter(|set| set.day <= index.catalogue.as_of);
    let decisions = binding(index).filter(speaks);
    feed(index, &folder, &address::sector_feed(&sector.id), &folder, title, past, decisions)
}

/// The decisions that bind somebody here.
fn binding<'a>(index: &Index<'a>) -> impl Iterator<Item = &'a Decision> {
    let records = index.records;
    records.decisions.iter().filter(|decision| records.binds(&decision.key.issuer))
}

/// The day on which a decision could be read: entered in the national database, published, or signed, the first on record of
/// these; none where none is, or none has come.
fn made_known(decision: &Decision, as_of: Day) -> Option<Day> {
    let days = [decision.key.signed, decision.published, decision.entered];
    days.into_iter().flatten().min().filter(|day| *day <= as_of)
}

/// A decision as it became known: what it is, how many procedures it names, and from which days it changes them, coming ones
/// too. It says the same on every later day.
fn announced(index: &Index, decision: &Decision, id: String, on: Day) -> FeedEntry {
    let words = index.words;
    let named = DecisionRef::of(index, &decision.key);
    let codes: BTreeSet<&ProcedureCode> = decision
        .changes
        .iter()
        .flat_map(|change| change.kind.subjects())
        .filter_map(|subject| subject.code())
        .collect();
    let is_of = |set: &&ChangeSet| matches!(set.by, Source::Decision(by) if by.key == decision.key);
    let days: BTreeSet<Day> = index.changes.iter().filter(is_of).map(|set| set.day).collect();
    let days: Vec<String> = days.into_iter().map(day).collect();
    let count = number(codes.iter().filter(|code| !code.is_internal()).count());
    let args = [("count", &*count), ("days", &*days.join(", "))];
    let summary = words.fill("feed", if days.is_empty() { "announced_undated" } else { "announced" }, &args);
    let args = [("decision", &*named.named), ("title", decision.title.as_str())];
    FeedEntry {
        id,
        title: words.fill("feed", "announcement", &args).trim_end_matches([':', ' ']).to_owned(),
        url: format!("{}{}", index.records.site.base_url, named.url.as_deref().unwrap_or("quyet-dinh/")),
        updated: midnight(on),
        issuer: named.issuer,
        summary,
    }
}

/// The feed of some of the procedures: those of an office. `folder` is where it stands, and a part of what it is known by.
pub(super) fn of_some(index: &Index, folder: &str, page: &str, title: String, sets: &[ChangeSet]) -> FeedView {
    let past = sets.iter().filter(|set| set.day <= index.catalogue.as_of);
    feed(index, folder, &format!("{folder}{FEED}"), page, title, past, std::iter::empty())
}

/// The name of a feed in its folder.
pub(super) const FEED: &str = "thay-doi.xml";

/// The name of a calendar in its folder.
pub(super) const CALENDAR: &str = "sap-thay-doi.ics";

/// Dates are the law's, not the clock's, and an entry's identity is its day and decision, so that nothing is announced twice.
fn feed<'s, 'a: 's>(
    index: &Index,
    folder: &str,
    path: &str,
    page: &str,
    title: String,
    sets: impl Iterator<Item = &'s ChangeSet<'a>>,
    decisions: impl Iterator<Item = &'s Decision>,
) -> FeedView {
    // RFC 4151 wants a day on which the name was one's own: the first of the year in which the law took effect.
    let host = host(index);
    let tag = |of: Day, what: &str| format!("tag:{host},{}:{folder}{what}", of.format("%Y"));
    let as_of = index.catalogue.as_of;
    let changed = |set: &ChangeSet| {
        let Told { title, url, issuer, summary } = Told::of(index, set);
        let id = tag(set.day, &format!("thay-doi/{}", anchor(set)));
        FeedEntry { id, title, url, updated: midnight(set.day), issuer, summary }
    };
    let known = decisions.filter_map(|decision| {
        let on = made_known(decision, as_of)?;
        let address = index.addresses.of(&decision.key)?;
        Some(announced(index, decision, tag(on, address.trim_end_matches('/')), on))
    });
    let mut entries: Vec<FeedEntry> = sets.map(changed).chain(known).collect();
    // What took effect on a day stands before what became known on it; else the order of the law stays.
    entries.sort_by(|one, other| other.updated.cmp(&one.updated));
    entries.truncate(ENTRIES);
    // A feed must say when it changed last: with its latest entry, else on the day shown.
    let updated = entries.first().map_or_else(|| midnight(as_of), |entry| entry.updated.clone());
    let first = Day::from_ymd_opt(2026, 1, 1).unwrap_or(as_of);
    FeedView {
        id: tag(first, "thay-doi"),
        title,
        subtitle: index.words.get("feed", "subtitle"),
        path: path.to_owned(),
        page: page.to_owned(),
        updated,
        entries,
    }
}

/// The calendar of some of the procedures: what each decision is to change, on its day.
pub(super) fn calendar(index: &Index, folder: &str, name: String, sets: &[ChangeSet]) -> ICalendar {
    let host = host(index);
    let event = |set: &ChangeSet| {
        let Told { title, url, issuer: _, summary } = Told::of(index, set);
        let uid = format!("{}.{}@{host}", anchor(set), folder.trim_end_matches('/').replace('/', "."));
        Event { uid, day: set.day, summary: title, description: summary, url }
    };
    let to_come = sets.iter().rev().filter(|set| set.day > index.catalogue.as_of);
    ICalendar { name, written: index.catalogue.as_of, events: to_come.map(event).collect() }
}

/// What changes the law of some procedures, latest first, coming changes included.
pub(super) fn sets_of<'a>(
    index: &Index<'a>,
    is_told: impl Fn(&super::super::changes::Changed) -> bool,
) -> Vec<ChangeSet<'a>> {
    index.changes.iter().filter_map(|set| set.only(&is_told)).filter(ChangeSet::is_law).collect()
}

fn host<'i>(index: &'i Index) -> &'i str {
    let base_url = &index.records.site.base_url;
    base_url.split("://").last().unwrap_or_default().split(['/', ':']).next().unwrap_or_default()
}

fn midnight(of: Day) -> String {
    format!("{of}T00:00:00+07:00")
}
