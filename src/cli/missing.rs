//! `niemyet missing`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::context::Context;
use super::exit::{Exit, Failure, print};
use super::import::{bytes, text};
use crate::import::{BASE_PATH, Conflicts, Depth, Foreign, Links, Options, Scope, limits, plan};
use crate::input::FILE_LIMIT;
use crate::report::{missing_csv, missing_json, missing_text};
use crate::source::visible_path;

/// Say what an official list gives to bodies here and the catalogue does not hold.
///
/// The list says who carries each procedure out. What it gives to the province's own bodies, to communes and to offices of
/// vertical systems should be in the catalogue, and what it gives to nobody should be too: as chưa phân công, with its level
/// unknown. Other provinces' procedures, and those of central bodies, schools or companies alone, are counted and left.
///
/// `niemyet import LIST --missing` takes all of it in, as one batch that `niemyet import --undo` takes back.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  niemyet missing danh-sach-quoc-gia.csv
  niemyet missing danh-sach-quoc-gia.csv --format csv > con-thieu.csv
  niemyet missing danh-sach-quoc-gia.csv --format json | jq '.wanted[] | select(.want == \"unassigned\") | .code'

JSON: {files: [NAME], wanted: [{code, name, issuer, executing, sectors, levels, link, want}], not_ours: {REASON: COUNT},
unclear: {NAME: COUNT}, refused}; want is assigned, unassigned or in-question (a ministry's procedure for which other provinces'
bodies alone are named); a level that nobody knows is an empty array, what is not known is null.

Exit codes: 0 nothing is missing, 1 something is, or a row could not be read, 2 could not run.")]
pub(super) struct MissingArgs {
    /// The lists
    #[arg(value_name = "LIST", required = true)]
    files: Vec<PathBuf>,
    /// The form of the answer
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
    /// Show every procedure, not the first of each body
    #[arg(long)]
    all: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people
    Text,
    /// For programs
    Json,
    /// For spreadsheets
    Csv,
}

/// Tells what is missing.
pub(super) fn run(args: &MissingArgs, context: &Context) -> Result<Exit, Failure> {
    let project = context.project()?;
    let existing = project.read()?;
    let base = text(&project, BASE_PATH, FILE_LIMIT)?;
    let read = |path: &PathBuf| {
        Ok::<_, Failure>(Foreign { name: visible_path(path), bytes: bytes(path, limits::FILE_BYTES)?, label: None })
    };
    let foreign: Vec<Foreign> = args.files.iter().map(read).collect::<Result<_, _>>()?;
    let options = Options {
        depth: Depth::Facts,
        scope: Scope::Missing,
        links: Links::All,
        snapshot: None,
        conflicts: Conflicts::Keep,
        allow_loss: None,
        today: context.today,
    };
    let planned = plan(&existing.catalogue, &existing.site, base.as_deref(), &foreign, &options, &mut |_| {});
    let report = &planned.report;
    match args.format {
        Form::Text => print(&missing_text(report, args.all, context.language, &context.again()))?,
        Form::Json => print(&format!("{:#}\n", missing_json(report, context.language)))?,
        Form::Csv => print(&String::from_utf8_lossy(&missing_csv(report, context.language)))?,
    }
    let is_missing = report.not_held.as_ref().is_some_and(|all| !all.wanted.is_empty());
    Ok(if is_missing || !report.refused.is_empty() { Exit::Findings } else { Exit::Clean })
}
