//! `niemyet offices` and `niemyet office`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::check;
use super::context::Context;
use super::exit::{Exit, Failure, print};
use super::scaffold::unknown;
use crate::ledger::Catalogue;
use crate::model::{Office, OfficeId};
use crate::offices::{Offices, due_table};
use crate::pipeline::with_catalogue;
use crate::report::{nearest, office_json, office_text, offices_json, offices_table, offices_text};
use crate::source::visible_path;
use crate::spreadsheet::Table;
use crate::store::{FileChange, read_single, write_files};

/// List the offices: what each must post, and which of its facts nobody entered.
///
/// Under them stands what no office has: procedures in force for which nobody is named, or bodies of other provinces alone. Those
/// are questions, and posted by no office.
///
/// --export writes every office with its facts as a spreadsheet; filled in, `niemyet import offices FILE` takes it back.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  niemyet offices
  niemyet offices --export co-quan.xlsx
  niemyet offices --format json | jq '.unassigned | length'

JSON: {as_of, offices: [{id, name, agency, ward, contact, lacks, due, default}], unassigned: [{code, why}], not_here: [CODE]};
due is how many procedures the office must post, default how many of them by a default alone; why is nobody, elsewhere, unresolved
or unclear; not_here are carried out by central bodies or by no agency. What nobody entered is null.")]
pub(super) struct OfficesArgs {
    /// Write the offices to a new spreadsheet: .csv or .xlsx
    #[arg(long, value_name = "FILE")]
    export: Option<PathBuf>,
    /// The form of the answer
    #[arg(long, value_enum, default_value_t = super::args::Format::Text)]
    format: super::args::Format,
}

/// Show one office: what it must post on the day, why each, and its reckoning.
///
/// A procedure is due where it is in force that day and the office decides or receives it (Nghị định 63/2010 Điều 17). The basis of
/// each stands beside it, the best that is known: a decision on record, an assignment that somebody wrote down, the executor that
/// the record names, or a default, which says that it is one.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  niemyet office phuong-hac-thanh
  niemyet office so-y-te --as-of 2027-03-01
  niemyet office so-y-te --export so-y-te.xlsx
  niemyet office so-y-te --format json | jq -r '.due[].code'

JSON: {as_of, office: {id, name, agency, ward, contact, lacks}, due: [{code, name, sector, sector_id, status, role, level, shared,
rank, basis, ruled_by, link}], totals: {due, own, shared, by_rank, without_link}}; rank is 1 (a decision) to 4 (a default), shared
says that offices of another agency have it too.")]
pub(super) struct OfficeArgs {
    /// Its identifier: `niemyet offices` lists them
    #[arg(value_name = "ID")]
    id: String,
    /// Write its list to a new spreadsheet: .csv or .xlsx
    #[arg(long, value_name = "FILE")]
    export: Option<PathBuf>,
    /// The form of the answer
    #[arg(long, value_enum, default_value_t = super::args::Format::Text)]
    format: super::args::Format,
}

/// Lists offices.
pub(super) fn offices(args: &OfficesArgs, context: &Context) -> Result<Exit, Failure> {
    answer(context, args.export.as_ref(), |catalogue, assigned| {
        if catalogue.records.offices.is_empty() {
            return Err(Failure::Asked("no_offices", Vec::new()));
        }
        Ok(match (&args.export, args.format) {
            (Some(_), _) => Answer::Table(offices_table(catalogue, context.language)),
            (None, super::args::Format::Text) => Answer::Text(offices_text(catalogue, assigned, context.language)),
            (None, super::args::Format::Json) => Answer::Text(format!("{:#}\n", offices_json(catalogue, assigned))),
        })
    })
}

/// Shows one office.
pub(super) fn office(args: &OfficeArgs, context: &Context) -> Result<Exit, Failure> {
    answer(context, args.export.as_ref(), |catalogue, assigned| {
        let office = known_office(&args.id, catalogue)?;
        Ok(match (&args.export, args.format) {
            (Some(_), _) => Answer::Table(due_table(catalogue, &office.name, &assigned.due(office), context.language)),
            (None, super::args::Format::Text) => {
                Answer::Text(office_text(catalogue, assigned, office, context.language))
            }
            (None, super::args::Format::Json) => {
                Answer::Text(format!("{:#}\n", office_json(catalogue, assigned, office, context.language)))
            }
        })
    })
}

enum Answer {
    Text(String),
    Table(Table),
}

/// The spreadsheets that can be written, by the end of their names.
/// The kinds of spreadsheets that are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Ending {
    Csv,
    Xlsx,
}

fn answer(
    context: &Context,
    export: Option<&PathBuf>,
    make: impl FnOnce(&Catalogue, &Offices) -> Result<Answer, Failure>,
) -> Result<Exit, Failure> {
    let ending = export.map(|path| ending(path)).transpose()?;
    let project = context.project()?;
    let input = context.input(&project, None)?;
    let (answer, findings) = with_catalogue(&input, |catalogue, findings| {
        let assigned = Offices::of(catalogue);
        make(catalogue, &assigned).map(|answer| (answer, findings))
    })?;
    match (answer, export.zip(ending)) {
        (Answer::Table(table), Some((path, ending))) => {
            write_new(path, &bytes_of(&table, ending)?, context)?;
            let facts = [("path", visible_path(path)), ("count", table.rows.len().to_string())];
            print(&format!("{}\n", context.words("table_exported", &facts)))?;
        }
        (Answer::Text(text), _) => print(&text)?,
        (Answer::Table(_), None) => {}
    }
    Ok(check::verdict(&findings, context))
}

/// The kind of spreadsheet that a path names.
pub(super) fn ending(path: &std::path::Path) -> Result<Ending, Failure> {
    match path.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase).as_deref() {
        Some("csv") => Ok(Ending::Csv),
        Some("xlsx") => Ok(Ending::Xlsx),
        Some(_) | None => Err(Failure::Asked("export_ending", vec![("path", visible_path(path))])),
    }
}

/// A table as a file.
/// A table as a spreadsheet of a kind.
pub(super) fn bytes_of(table: &Table, ending: Ending) -> Result<Vec<u8>, Failure> {
    match ending {
        Ending::Csv => Ok(table.to_csv()),
        Ending::Xlsx => table
            .to_xlsx("Danh mục")
            .map_err(|error| Failure::Asked("export_failed", vec![("reason", error.to_string())])),
    }
}

/// Writes a file that is not there yet, or that holds the same already.
pub(super) fn write_new(path: &std::path::Path, bytes: &[u8], context: &Context) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(std::path::Path::new("."));
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
    context.recovered(folder)?;
    let before = read_single(path, u64::MAX)?;
    if before.as_deref() == Some(bytes) {
        return Ok(());
    }
    let change = FileChange { path: name, before: None, after: Some(bytes.to_vec()) };
    Ok(super::signals::careful(|interrupt| write_files(folder, &[change], interrupt))?)
}

/// The office of an identifier, or a failure that names the nearest.
pub(super) fn known_office<'a>(id: &str, catalogue: &Catalogue<'a>) -> Result<&'a Office, Failure> {
    let offices = &catalogue.records.offices;
    offices
        .get(&OfficeId(id.to_owned()))
        .ok_or_else(|| unknown("office_unknown", id, &near_offices(id, catalogue), "catalogue/offices.toml"))
}

/// The offices that somebody may have meant by an identifier or a name.
pub(super) fn near_offices<'a>(typed: &str, catalogue: &Catalogue<'a>) -> Vec<&'a str> {
    let offices = catalogue.records.offices.values();
    nearest(typed, offices.flat_map(|one| [one.id.0.as_str(), one.name.as_str()].map(|name| (name, one.id.0.as_str()))))
}
