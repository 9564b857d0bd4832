//! The files of a list that offices must post: for spreadsheets, for portals that re-publish it, for readers of news, for calendars.

use rayon::prelude::*;

use crate::finding::Finding;
use crate::offices::due_table;

use super::super::changes::Changed;
use super::super::due_json::to_json;
use super::super::engine::Engine;
use super::super::index::Index;
use super::super::made::Keep;
use super::super::words::LANGUAGE;
use super::feed::{self, CALENDAR, FEED};
use super::office::{DueList, Lists};

pub(super) const CSV: &str = "thu-tuc.csv";
pub(super) const XLSX: &str = "thu-tuc.xlsx";
pub(super) const JSON: &str = "thu-tuc.json";
const SHEET: &str = "Thủ tục";

/// The files of every list, each kept as soon as it is made; what offices have in common is written once.
pub(in crate::render) fn files<C: Send>(
    index: &Index,
    lists: &Lists,
    engine: &Engine,
    keep: &Keep<C>,
) -> Result<Vec<(String, C)>, Finding> {
    let of_list = |list: &DueList| of_list(index, list, engine, keep);
    let made: Result<Vec<_>, Finding> = lists.all().par_iter().map(of_list).collect();
    Ok(made?.into_iter().flatten().collect())
}

fn of_list<C>(index: &Index, list: &DueList, engine: &Engine, keep: &Keep<C>) -> Result<Vec<(String, C)>, Finding> {
    let table = due_table(index.catalogue, &list.holder, &list.due, LANGUAGE);
    let named = |key: &str| index.words.fill("feed", key, &[("office", &list.holder)]);
    let sets = feed::sets_of(index, |changed| is_of(index, list, changed));
    let (news, folder) = (feed::of_some(index, &list.folder, &list.page, named("office_title"), &sets), &list.folder);
    let kept = |name: &str, bytes: Vec<u8>| {
        let path = format!("{folder}{name}");
        let content = keep(&path, bytes);
        (path, content)
    };
    let mut files = vec![
        kept(CSV, table.to_csv()),
        kept(JSON, to_json(index, list).into_bytes()),
        kept(FEED, engine.render("feed.xml", &(), &news)?.into_bytes()),
        kept(CALENDAR, feed::calendar(index, folder, named("office_calendar"), &sets).to_text().into_bytes()),
    ];
    files.extend(table.to_xlsx(SHEET).ok().map(|bytes| kept(XLSX, bytes)));
    Ok(files)
}

/// Whether a change is about something that the list has, is to have or had, at the level at which its offices stand.
fn is_of(index: &Index, list: &DueList, changed: &Changed) -> bool {
    let Some(entry) = index.entries.get(changed.at) else { return false };
    let here = [&list.due, &list.coming, &list.ended].into_iter().filter_map(|due| {
        // Each is in the order of codes.
        let at = due.binary_search_by_key(&entry.code, |one| &one.procedure.code).ok()?;
        due.get(at)
    });
    let mut levels = here.map(|one| one.level);
    levels.any(|level| changed.levels.is_empty() || level.is_none_or(|level| changed.levels.contains(&level)))
}
