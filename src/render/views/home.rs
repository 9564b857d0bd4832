//! The home page: search, doors, changes, and counts with the day they hold for.

use serde::Serialize;

use crate::model::Level;
use crate::text::fold;

use super::super::index::{Entry, Index};
use super::browse::{Door, agency_doors, event_doors, has_level, level_doors, sector_doors};
use super::changes::{SetView, latest, soonest};
use super::decision::{DecisionLine, newest};
use super::list::{Counted, is_listed};
use super::shared::{full_title, list_is_old, snapshot_age};
use super::{Head, ProcedureRef};

/// How many of the most used procedures stand on the home page.
const MOST_USED: usize = 8;

/// How many doors of one kind stand on the home page.
const DOORS: usize = 8;

/// How many changes stand on the home page.
const CHANGES: usize = 4;

/// The home page.
#[derive(Serialize)]
pub(in crate::render) struct HomeView {
    counts: Vec<Count>,
    as_of: String,
    /// Which official list stands behind the counts, and how old it is.
    list: Option<ListNote>,
    examples: Vec<Example>,
    most_used: Vec<ProcedureRef>,
    latest: Vec<SetView>,
    coming: Vec<SetView>,
    decisions: Vec<DecisionLine>,
    events: Vec<Door>,
    sectors: Vec<Door>,
    sector_count: String,
    levels: Vec<Door>,
    agencies: Vec<Door>,
    agency_count: String,
}

#[derive(Serialize)]
struct Count {
    label: String,
    count: String,
    url: String,
}

#[derive(Serialize)]
struct ListNote {
    title: String,
    taken: String,
    age: String,
    /// That it is too old, where it is.
    old: Option<String>,
}

/// Something to try in the search box.
#[derive(Serialize)]
struct Example {
    text: String,
    url: String,
}

/// The view of the home page.
pub(in crate::render) fn view(index: &Index) -> (Head, HomeView) {
    let words = index.words;
    let site = &index.records.site;
    let description = words.fill("home", "description", &[("province", &site.province)]);
    let largest = |mut doors: Vec<Door>| {
        doors.sort_by_key(|door| std::cmp::Reverse(door.size));
        doors.truncate(DOORS);
        doors
    };
    let sectors = sector_doors(index);
    let agencies = agency_doors(index);
    let most_used = most_used(index);
    let view = HomeView {
        counts: counts(index),
        as_of: words.day(index.catalogue.as_of),
        list: index.snapshot().map(|list| ListNote {
            title: list.title.clone(),
            taken: words.taken(list),
            age: snapshot_age(index).unwrap_or_default(),
            old: list_is_old(index, list),
        }),
        examples: examples(index, &most_used),
        most_used: most_used.into_iter().map(|entry| ProcedureRef::of(words, entry)).collect(),
        latest: latest(index, CHANGES),
        coming: soonest(index, CHANGES),
        decisions: newest(index, CHANGES),
        events: event_doors(index),
        sector_count: words.number(sectors.len()),
        sectors: largest(sectors),
        levels: level_doors(index).into_iter().filter(|door| door.size > 0).collect(),
        agency_count: words.number(agencies.len()),
        agencies: agencies.into_iter().take(DOORS).collect(),
    };
    (Head::new("", full_title(index), description, "home"), view)
}

/// The procedures that people use most, of those they can use today.
fn most_used<'i, 'a>(index: &'i Index<'a>) -> Vec<&'i Entry<'a>> {
    let usable = index.entries.iter().filter(|entry| is_listed(entry) && entry.procedure.weight.is_some());
    let mut entries: Vec<&Entry> = usable.collect();
    entries.sort_by_key(|entry| (std::cmp::Reverse(entry.procedure.weight), entry.code));
    entries.truncate(MOST_USED);
    entries
}

fn counts(index: &Index) -> Vec<Count> {
    let words = index.words;
    let listed: Vec<&Entry> = index.entries.iter().filter(|entry| is_listed(entry)).collect();
    let count = |key: &str, url: &str, of: &dyn Fn(&&&Entry) -> bool| Count {
        label: words.get("home", key),
        count: words.number(listed.iter().filter(of).count()),
        url: url.to_owned(),
    };
    let at = |level: Level| move |entry: &&&Entry| entry.procedure.levels.contains(&level);
    let counted = |key: &str, of: Counted| count(key, &of.address(), &|entry| of.has()(entry));
    let mut counts = vec![counted("count_in_force", Counted::InForce), counted("count_unknown", Counted::Unknown)];
    for (level, key) in [(Level::Province, "count_province"), (Level::Commune, "count_commune")] {
        if has_level(index, level) {
            counts.push(count(key, &crate::address::level(level), &at(level)));
        }
    }
    let filed_online = counted("count_online", Counted::Online);
    // Where channels are hardly entered, the number would say more about the entering than about the province.
    if listed.iter().filter(|entry| entry.procedure.channels.value().is_some()).count() * 2 > listed.len() {
        counts.push(filed_online);
    }
    counts
}

/// A name without accents, a code and a decision's number, all real.
fn examples(index: &Index, most_used: &[&Entry]) -> Vec<Example> {
    let mut examples = Vec::new();
    if let Some(entry) = most_used.first() {
        let typed = fold(&entry.name);
        examples.push(Example { url: format!("tim/?q={}", typed.replace(' ', "+")), text: typed });
    }
    if let Some(entry) = most_used.get(1) {
        examples.push(Example { text: entry.code.to_string(), url: entry.url.clone() });
    }
    let own = |key: &&crate::model::DecisionKey| key.issuer == index.records.site.own_issuer;
    let keys = || index.records.decisions.iter().map(|decision| &decision.key);
    let latest = keys().filter(own).max().or_else(|| keys().max());
    if let Some((key, address)) = latest.and_then(|key| Some((key, index.addresses.of(key)?))) {
        examples.push(Example { text: key.number.key().to_owned(), url: address.to_owned() });
    }
    examples
}
