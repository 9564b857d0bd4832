//! `niemyet audit --all`: a province in one run.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::audit::{AuditArgs, Estimate, Form, Read, before, book, not_later};
use super::context::Context;
use super::exit::{Exit, Failure, print, print_json};
use super::offices::{Ending, ending, write_new};
use crate::docx::document;
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
use crate::store::folder_parts;
use crate::strings::Strings;

/// What stands in the folder: the parts of each office, and what names none, with why it is left.
struct Parts<'a> {
    offices: Vec<(&'a Office, Vec<PathBuf>)>,
    strangers: Vec<(String, String)>,
}

/// Audits every office that has something in a folder.
pub(super) fn run(folder: &Path, args: &AuditArgs, context: &Context) -> Result<Exit, Failure> {
    let target = folder.display().to_string();
    let kind = args.export.as_ref().map(|path| ending(path)).transpose()?;
    let failure = |key| Failure::Asked(key, vec![("path", target.clone())]);
    let parts = folder_parts(folder)?.ok_or_else(|| failure("audit_all_no_folder"))?;
    let previous = args.previous.as_deref().map(|path| earlier(path, context)).transpose()?;
    let project = context.project()?;
    let input = context.input(&project, None)?;
    with_ledger(&input, |ledger, _| {
        let catalogue = &ledger.as_of(input.as_of);
        let assigned = Offices::of(catalogue);
        let Parts { offices, strangers } = by_office(parts, catalogue, context);
        let bar = context.bar("auditing");
        bar.set_length(2 * offices.len() as u64);
        let read = |(office, paths): (_, Vec<PathBuf>)| {
            let mut read = Read::default();
            for path in &paths {
                if let Err(error) = read.add(path, folder, context) {
                    read.errors.push((path.display().to_string(), error.message(context.language)));
                }
            }
            bar.inc(1);
            (office, paths, read)
        };
        let read: Vec<_> = offices.into_par_iter().map(read).collect();
        if read.iter().all(|(_, _, read)| read.files.is_empty()) {
            bar.finish_and_clear();
            return Err(failure("audit_all_nothing"));
        }
        let (mut shelves, mut of_shelves) = (Vec::new(), Vec::new());
        for (office, paths, Read { files, errors, .. }) in read {
            let shown = paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ");
            shelves.push(Shelf { office, files, is_whole: errors.is_empty() });
            of_shelves.push((shown, errors));
        }
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
        let all = AuditedAll::new(&target, catalogue.as_of, audited, &absent, &strangers);
        if let Some((path, kind)) = args.export.as_ref().zip(kind) {
            let bytes = match kind {
                Ending::Csv => posted_all_table(&all, context.language).to_csv(),
                Ending::Xlsx => book(&posted_all_sheets(&all, context.language))?,
            };
            write_new(path, &bytes)?;
        }
        if let Some(path) = &args.report {
            let estimate = Estimate::new(ledger, catalogue, &assigned, context);
            let html = posted_all_html(&all, |office| estimate.of(office), context.language);
            write_new(path, html.as_bytes())?;
        }
        if let Some(path) = &args.letter {
            let blocks = posted_letter(&all, catalogue.records, context.language);
            let bytes = document(&blocks)
                .map_err(|error| Failure::Asked("export_failed", vec![("reason", error.to_string())]))?;
            write_new(path, &bytes)?;
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
    let mut named: BTreeMap<&OfficeId, (&Office, Vec<PathBuf>)> = BTreeMap::new();
    let mut strangers = Vec::new();
    for (path, is_folder) in parts {
        let name = if is_folder { path.file_name() } else { path.file_stem() };
        let name = name.and_then(|name| name.to_str()).unwrap_or_default();
        // Beside a page a browser saves what the page loads.
        let names = [Some(name), name.strip_suffix("_files").filter(|_| is_folder)].into_iter().flatten();
        let found = names.filter_map(|name| offices.get_key_value(&OfficeId(name.to_owned()))).next();
        match found {
            Some((id, office)) => named.entry(id).or_insert((office, Vec::new())).1.push(path),
            None => {
                let shown = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                strangers.push((shown, Strings::of(context.language).get(&["posted", "all", "no_office"])));
            }
        }
    }
    Parts { offices: named.into_values().collect(), strangers }
}

/// The audit of the province before, not of a later day.
fn earlier(path: &Path, context: &Context) -> Result<(Day, BTreeMap<String, Previous>), Failure> {
    // The answers of all offices together.
    let (day, offices) = before(path, limits::UNPACKED_BYTES, "previous_all_unread", Previous::parse_all)?;
    not_later(path, day, context)?;
    Ok((day, offices))
}
