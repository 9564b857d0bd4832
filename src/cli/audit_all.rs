//! `niemyet audit --all`: a province in one run.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::audit::{AuditArgs, Estimate, Form, Read, before, book, not_later};
use super::audit_list::{Source, read_list};
use super::audit_web::{WebArgs, free};
use super::context::Context;
use super::exit::{Exit, Failure, print, print_json};
use super::offices::{Ending, ending, write_new};
use super::signals;
use crate::docx::document;
use crate::fetch::{Asker, Url, apart};
use crate::import::limits;
use crate::ledger::Catalogue;
use crate::model::{Day, Office, OfficeId};
use crate::offices::Offices;
use crate::pipeline::with_ledger;
use crate::posted::{Audit, Compared, Previous, Shelf, Verdict, audit_all};
use crate::report::{
    Audited, AuditedAll, PostedAllJson, posted_all_html, posted_all_sheets, posted_all_table, posted_all_text,
    posted_letter, posted_sarif,
};
use crate::source::visible_path;
use crate::store::folder_parts;
use crate::strings::Strings;

/// How many hosts are read at the same time.
const HOSTS: usize = 4;

/// What there is to read: the sources of each office, and what names none, with why it is left.
struct Parts<'a> {
    offices: Vec<(&'a Office, Vec<Source>)>,
    strangers: Vec<(String, String)>,
}

/// Audits every office that has something in a folder, or stands in a list.
pub(super) fn run(target: &Path, args: &AuditArgs, context: &Context) -> Result<Exit, Failure> {
    let shown = visible_path(target);
    let kind = args.export.as_ref().map(|path| ending(path)).transpose()?;
    let failure = |key| Failure::Asked(key, vec![("path", shown.clone())]);
    let in_folder = folder_parts(target)?;
    let is_folder = in_folder.is_some();
    let previous = args.previous.as_deref().map(|path| earlier(path, context)).transpose()?;
    let project = context.project()?;
    let input = context.input(&project, None)?;
    with_ledger(&input, |ledger, _| {
        let catalogue = &ledger.as_of(input.as_of);
        let assigned = Offices::of(catalogue);
        let Parts { offices, strangers } = match in_folder {
            Some(parts) => by_office(parts, catalogue, context),
            None => Parts { offices: read_list(target, catalogue, context)?, strangers: Vec::new() },
        };
        let root = if is_folder { target } else { target.parent().unwrap_or(Path::new("")) };
        let read = read_all(&offices, root, &args.web, context)?;
        // Where a host does not answer, that is what there is to tell of its office.
        if is_folder && read.iter().all(|read| read.files.is_empty()) {
            return Err(failure("audit_all_nothing"));
        }
        let (mut shelves, mut of_shelves) = (Vec::new(), Vec::new());
        for ((office, sources), Read { files, errors, .. }) in offices.iter().zip(read) {
            let shown = sources.iter().map(Source::shown).collect::<Vec<_>>().join(", ");
            shelves.push(Shelf { office, files, is_whole: errors.is_empty() });
            of_shelves.push((shown, errors));
        }
        let bar = context.bar("auditing");
        bar.set_length(offices.len() as u64);
        let audits = audit_all(catalogue, &assigned, &shelves, || bar.inc(1));
        bar.finish_and_clear();
        let compared = |(shelf, audit): (&Shelf, &Audit)| {
            let (day, offices) = previous.as_ref()?;
            let new = || Previous { office: None, as_of: *day, findings: BTreeMap::new() };
            let before = offices.get(&shelf.office.id.0).cloned().unwrap_or_else(new);
            Some(Compared::new(audit, catalogue.as_of, shelf.is_whole, &before))
        };
        let compared: Vec<Option<Compared>> = shelves.iter().zip(&audits).map(compared).collect();
        let mut audited = Vec::new();
        for (((shelf, (shown, errors)), audit), compared) in shelves.iter().zip(&of_shelves).zip(&audits).zip(&compared)
        {
            audited.push(Audited {
                target: shown,
                office: Some(shelf.office),
                as_of: catalogue.as_of,
                files: &shelf.files,
                errors,
                audit,
                records: catalogue.records,
                compared: compared.as_ref(),
                sides: None,
            });
        }
        let is_absent = |office: &&Office| shelves.iter().all(|shelf| shelf.office.id != office.id);
        let absent: Vec<&Office> = catalogue.records.offices_on(catalogue.as_of).filter(is_absent).collect();
        let all = AuditedAll::new(&shown, catalogue.as_of, audited, &absent, &strangers);
        if let Some((path, kind)) = args.export.as_ref().zip(kind) {
            let bytes = match kind {
                Ending::Csv => posted_all_table(&all, context.language).to_csv(),
                Ending::Xlsx => book(&posted_all_sheets(&all, context.language))?,
            };
            write_new(path, &bytes, context)?;
        }
        if let Some(path) = &args.report {
            let estimate = Estimate::new(ledger, catalogue, &assigned, context);
            let html = posted_all_html(&all, |office| estimate.of(office), context.language);
            write_new(path, html.as_bytes(), context)?;
        }
        if let Some(path) = &args.letter {
            let blocks = posted_letter(&all, catalogue.records, context.language);
            let bytes = document(&blocks)
                .map_err(|error| Failure::Asked("export_failed", vec![("reason", error.to_string())]))?;
            write_new(path, &bytes, context)?;
        }
        match args.format {
            Form::Text => print(&posted_all_text(&all, args.every, context.language))?,
            Form::Json => print_json(&PostedAllJson::new(&all, context.language))?,
            Form::Sarif => print(&format!("{:#}\n", posted_sarif(&all.offices, context.language)))?,
            Form::Csv => print(&String::from_utf8_lossy(&posted_all_table(&all, context.language).to_csv()))?,
        }
        let is_faulty = audits.iter().flat_map(|audit| &audit.findings).any(|told| told.verdict == Verdict::Fault);
        let is_unread = !strangers.is_empty() || of_shelves.iter().any(|(_, errors)| !errors.is_empty());
        Ok(if is_faulty || is_unread { Exit::Findings } else { Exit::Clean })
    })
}

/// Gives each part of the folder to the office that it names.
fn by_office<'a>(parts: Vec<(PathBuf, bool)>, catalogue: &Catalogue<'a>, context: &Context) -> Parts<'a> {
    let offices = &catalogue.records.offices;
    let mut named: BTreeMap<&OfficeId, (&Office, Vec<Source>)> = BTreeMap::new();
    let mut strangers = Vec::new();
    for (path, is_folder) in parts {
        let name = if is_folder { path.file_name() } else { path.file_stem() };
        let name = name.and_then(|name| name.to_str()).unwrap_or_default();
        // Beside a page a browser saves what the page loads.
        let names = [Some(name), name.strip_suffix("_files").filter(|_| is_folder)].into_iter().flatten();
        let found = names.filter_map(|name| offices.get_key_value(&OfficeId(name.to_owned()))).next();
        match found {
            Some((id, office)) => named.entry(id).or_insert((office, Vec::new())).1.push(Source::Path(path)),
            None => {
                let shown = path.file_name().map(visible_path).unwrap_or_default();
                strangers.push((shown, Strings::of(context.language).get(&["posted", "all", "no_office"])));
            }
        }
    }
    Parts { offices: named.into_values().collect(), strangers }
}

/// Reads what each office shows, in the order of `offices`.
fn read_all(
    offices: &[(&Office, Vec<Source>)],
    root: &Path,
    args: &WebArgs,
    context: &Context,
) -> Result<Vec<Read>, Failure> {
    let bar = context.bar("auditing");
    bar.set_length(offices.len() as u64);
    let of_paths = |(_, sources): &(&Office, Vec<Source>)| {
        let mut read = Read::default();
        for source in sources {
            let Source::Path(path) = source else { continue };
            if let Err(error) = read.add(path, root, context) {
                read.errors.push((visible_path(path), error.message(context.language)));
            }
        }
        bar.inc(1);
        read
    };
    let mut read: Vec<Read> = offices.par_iter().map(of_paths).collect();
    bar.finish_and_clear();
    let webs = offices.iter().enumerate().flat_map(|(at, (office, sources))| {
        let urls = sources.iter().filter_map(Source::url);
        urls.map(move |url| Web { at, office, url })
    });
    let webs: Vec<Web> = webs.collect();
    let found = read_webs(&webs, args, context)?;
    let (mut taken, mut told) = (BTreeSet::new(), BTreeSet::new());
    for (web, found) in webs.iter().zip(found) {
        let Some(of_office) = read.get_mut(web.at) else { continue };
        // Two addresses of an office may lead to the same pages. A page may be read, and not all of it.
        of_office.files.extend(found.files.into_iter().filter(|file| taken.insert((web.at, file.path.clone()))));
        of_office.errors.extend(found.errors.into_iter().filter(|error| told.insert((web.at, error.clone()))));
    }
    Ok(read)
}

/// A listing on the web of an office, which is the one at a place among all.
struct Web<'a> {
    at: usize,
    office: &'a Office,
    url: &'a Url,
}

/// Reads listings on the web: a few hosts at the same time, of one host one listing after the other, and all at one pace. What an
/// office shows stands in one folder, so of an office too one is read at a time.
fn read_webs(webs: &[Web], args: &WebArgs, context: &Context) -> Result<Vec<Read>, Failure> {
    if args.download.is_some() && webs.is_empty() {
        return Err(Failure::Asked("download_nothing", Vec::new()));
    }
    let folder = |web: &Web| args.download.as_ref().map(|root| root.join(&web.office.id.0));
    webs.iter().filter_map(folder).try_for_each(|folder| free(&folder))?;
    let (asker, bounds) = (Asker::default(), args.bounds());
    let bar = context.bar("fetching");
    bar.set_length(webs.len() as u64);
    let pages = AtomicUsize::new(0);
    let is_new = |_: &str| {
        let count = pages.fetch_add(1, Ordering::Relaxed) + 1;
        bar.set_message(context.words("fetching_pages", &[("count", count.to_string())]));
        true
    };
    // No identifier of an office has a slash in it, and no host.
    let keys = |web: &Web| vec![web.url.host_str().unwrap_or_default().to_owned(), format!("/{}", web.office.id.0)];
    let read = signals::careful(|interrupt| {
        apart(webs, HOSTS, keys, |web| {
            // What is not kept is gone when it is read: a province does not fit into a temporary folder.
            let temporary = tempfile::tempdir().map_err(Failure::Stream)?;
            let folder = folder(web).unwrap_or_else(|| temporary.path().to_owned());
            let mut read = Read::default();
            let mut is_new = &is_new;
            let done = read.crawl(&asker, web.url, &folder, &bounds, context, interrupt, &mut is_new);
            bar.inc(1);
            done.map(|()| read).map_err(Failure::from)
        })
    });
    bar.finish_and_clear();
    read.into_iter().collect()
}

/// The audit of the province before, not of a later day.
fn earlier(path: &Path, context: &Context) -> Result<(Day, BTreeMap<String, Previous>), Failure> {
    // The answers of all offices together.
    let (day, offices) = before(path, limits::UNPACKED_BYTES, "previous_all_unread", Previous::parse_all)?;
    not_later(path, day, context)?;
    Ok((day, offices))
}
