//! What the pages of a site tell of a life is what `as_of` and `timeline` say of it.

use std::collections::BTreeSet;

use niemyet::address::Links;
use niemyet::artifacts::Artifacts;
use niemyet::input::Files;
use niemyet::ledger::{Catalogue, Ledger, LevelState, State, Status, Version};
use niemyet::model::{Day, Level, ProcedureCode};
use niemyet::render::{Context, render};
use niemyet::report::{ListFilter, Timeline, timeline_json};
use serde_json::Value;

use super::lists::is_told_as;
use crate::told::site::{self, StatusBox, Words};
use crate::told::{Told, of_timeline};

/// The acts of some pages or of the feed, what is attested apart.
struct Read {
    law: BTreeSet<Told>,
    attested: BTreeSet<Told>,
}

impl Read {
    fn of(told: Vec<Told>) -> Read {
        let (attested, law) = told.into_iter().partition(|told| told.act == "attest");
        Read { law, attested }
    }
}

fn page<'a>(artifacts: &'a Artifacts, path: &str) -> Result<&'a str, String> {
    let bytes = artifacts.get(path).ok_or_else(|| format!("no {path}"))?;
    std::str::from_utf8(bytes).map_err(|error| error.to_string())
}

/// The acts of `timeline` from one day to another, both included.
pub(crate) fn acts(catalogue: &Catalogue<'_>, from: Option<Day>, until: Option<Day>) -> BTreeSet<Told> {
    let timeline = Timeline::of(catalogue, &ListFilter::default(), from, until);
    of_timeline(&timeline_json(catalogue, &timeline)).into_iter().collect()
}

/// The whole site of a day against the ledger: how many comparisons were made, or the first fault. `names_all` where no page
/// leaves anything out for its length.
pub(crate) fn check(ledger: &Ledger<'_>, day: Day, words: &Words, names_all: bool) -> Result<usize, String> {
    let catalogue = ledger.as_of(day);
    let none = Files::new();
    let context = Context { templates: &none, site: &none, findings: &[], links: Links::Folders, review: false };
    let (artifacts, findings) = render(&catalogue, &context);
    if !findings.is_empty() {
        return Err(format!("{findings:#?}"));
    }
    let rows: Vec<Value> =
        serde_json::from_str(page(&artifacts, "procedures.json")?).map_err(|error| error.to_string())?;
    let public: Vec<&ProcedureCode> = catalogue.states.keys().copied().filter(|code| !code.is_internal()).collect();
    if rows.len() != public.len() {
        return Err(format!("procedures.json has {} of {}", rows.len(), public.len()));
    }
    for (row, code) in rows.iter().zip(&public) {
        let state = &catalogue.states[*code];
        is_told_as(row, state).map_err(|what| format!("procedures.json, {code} on {day}: {what}"))?;
        let told = site::status_box(page(&artifacts, &format!("T/{code}/index.html"))?, words);
        let told = told.ok_or_else(|| format!("no status on the page of {code}"))?;
        is_boxed(&told, state, words).map_err(|what| format!("the page of {code} on {day}: {what}: {told:#?}"))?;
    }
    let mut past = Vec::new();
    for (path, _) in artifacts.iter().filter(|(path, _)| path.starts_with("thay-doi/") && path.ends_with(".html")) {
        past.extend(site::of_change_page(page(&artifacts, path)?, words).1);
    }
    let past = Read::of(past);
    let coming = Read::of(site::of_change_page(page(&artifacts, "sap-hieu-luc/index.html")?, words).1);
    let codes: Vec<&str> = public.iter().map(|code| code.as_str()).collect();
    let feed = page(&artifacts, "feed.xml")?;
    let named: Vec<&str> = codes.iter().copied().filter(|code| feed.contains(&format!("({code})"))).collect();
    let feed = Read::of(site::of_feed(feed, &named, words));

    let (before, after) = (acts(&catalogue, None, Some(day)), acts(&catalogue, day.succ_opt(), None));
    for (output, read, expected) in
        [("thay-doi", &past, &before), ("sap-hieu-luc", &coming, &after), ("feed", &feed, &before)]
    {
        let too_many: Vec<_> = read.law.difference(expected).collect();
        let is_whole = names_all || output == "sap-hieu-luc";
        let missing: Vec<_> = expected.difference(&read.law).filter(|_| is_whole).collect();
        if !too_many.is_empty() || !missing.is_empty() {
            return Err(format!("{output} on {day}: tells {too_many:?}, which timeline does not, and not {missing:?}"));
        }
    }
    if !feed.attested.is_empty() {
        return Err(format!("the feed tells what is attested: {:?}", feed.attested));
    }
    for told in past.attested.iter().chain(&coming.attested) {
        is_attested(&catalogue, told).map_err(|what| format!("{told:?}: {what}"))?;
    }
    if names_all {
        attestations_are_told(&catalogue, &past, &coming)?;
    }
    Ok(rows.len() * 2 + before.len() * 2 + after.len() + past.attested.len() + coming.attested.len())
}

/// Whether the status box of a page tells a state: of the whole and of each level the status and its days, and what is next.
fn is_boxed(told: &StatusBox, state: &State<'_>, words: &Words) -> Result<(), String> {
    let levels: BTreeSet<&str> = state.by_level.keys().map(|level| level.as_str()).collect();
    if !told.levels.keys().eq(&levels) {
        return Err(format!("not of the levels {levels:?}"));
    }
    let of_levels = state.by_level.keys().map(|level| (Some(*level), &told.levels[level.as_str()]));
    for (part, told) in std::iter::once((None, &told.whole)).chain(of_levels) {
        let is_suspended = state.at(part).status == Status::Suspended;
        let ends = if is_suspended { is_suspended_as_told(state, part, &told.days) } else { true };
        let days = if is_suspended { told.days.get(..1).unwrap_or_default() } else { &told.days };
        if told.word != words.status(state.at(part).status.as_str()) || days != days_of(state.at(part)) || !ends {
            return Err(format!("{part:?} is {:?}", state.at(part)));
        }
    }
    // What begins stands in the status box itself.
    let next = state.whole.next.filter(|_| state.whole.status != Status::Pending).map(|next| next.from);
    let is_today = |key: &String| match key.as_str() {
        "today_suspend" | "today_replace" | "today_repeal" | "today_amend" | "today_rebase" | "today_revert" => {
            state.whole.status == Status::InForce
        }
        "today_resume" => state.whole.status == Status::Suspended,
        "today_begin" => state.whole.status.is_ended(),
        _ => true,
    };
    if told.next == next && told.today.is_empty() == next.is_none() && told.today.iter().all(is_today) {
        Ok(())
    } else {
        Err(format!("next is {:?}", state.whole.next))
    }
}

/// The days that are told with a status: its first one, where known, and its last. Of a suspension only the first.
fn days_of(state: &LevelState) -> Vec<Day> {
    let row_day = || state.ruled_by.and_then(|by| by.row()).and_then(|row| row.effect());
    let (from, until) = match state.status {
        Status::InForce => (state.since.or_else(row_day), state.until),
        Status::Pending => (state.since, None),
        Status::Suspended | Status::Repealed | Status::Replaced => (state.until, None),
        Status::Unknown => (None, None),
    };
    from.into_iter().chain(until.and_then(|until| until.pred_opt())).collect()
}

/// Whether a suspension is told with its last day, if anything decides that it has one. It may be doubted on the way.
fn is_suspended_as_told(state: &State<'_>, part: Option<Level>, told: &[Day]) -> bool {
    let status = |day: Day| state.timeline.state(day).at(part).status;
    let mut later = state.timeline.days().iter().copied().filter(|day| *day > state.as_of);
    let is_other = |day: &Day| !matches!(status(*day), Status::Suspended | Status::Unknown);
    match (told.get(1).and_then(|last| last.succ_opt()), later.clone().find(is_other)) {
        (Some(until), out) => {
            let is_left = later.any(|day| day == until) && status(until) != Status::Suspended;
            is_left && out.is_none_or(|out| until <= out)
        }
        (None, out) => out.is_none(),
    }
}

/// What is told as attested was in doubt the day before, or an amendment alone speaks for it.
fn is_attested(catalogue: &Catalogue<'_>, told: &Told) -> Result<(), String> {
    let day: Day = told.day.parse().map_err(|_| "no day")?;
    let eve = day.pred_opt().ok_or("no day before")?;
    let state = catalogue.states.iter().find(|(code, _)| code.as_str() == told.code);
    let timeline = state.ok_or("no such procedure")?.1.timeline;
    let (before, after) = (timeline.state(eve), timeline.state(day));
    let (before, after) = (&before.whole, &after.whole);
    let was_doubted = before.status == Status::Unknown || matches!(before.version, Version::Unknown { .. });
    let is_amended = after.ruled_by.and_then(|by| by.row()).is_some_and(|row| !row.stops());
    let was_there = before.status == Status::InForce;
    if after.status == Status::Unknown || !(was_doubted || is_amended && !was_there) {
        return Err(format!("{before:?} -> {after:?}"));
    }
    Ok(())
}

/// What a row settles on its day, of a procedure that was unknown, is told as attested.
fn attestations_are_told(catalogue: &Catalogue<'_>, past: &Read, coming: &Read) -> Result<(), String> {
    for (code, state) in catalogue.states.iter().filter(|(code, _)| !code.is_internal()) {
        for day in state.timeline.days() {
            let Some(eve) = day.pred_opt() else { continue };
            let (before, after) = (state.timeline.state(eve), state.timeline.state(*day));
            let row = after.whole.ruled_by.and_then(|by| by.row()).filter(|row| row.effect() == Some(*day));
            let is_settled = before.whole.status == Status::Unknown && after.whole.status != Status::Unknown;
            let Some(row) = row.filter(|_| is_settled) else { continue };
            let number = row.key().number.key();
            let is_this = |told: &Told| {
                told.day == day.to_string() && told.code == code.as_str() && told.by.as_deref() == Some(number)
            };
            if !past.attested.iter().chain(&coming.attested).any(is_this) {
                return Err(format!("{code} on {day}: nowhere told as attested by {number}"));
            }
        }
    }
    Ok(())
}
