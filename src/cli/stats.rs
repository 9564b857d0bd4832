//! `niemyet stats`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::args::day;
use super::check;
use super::context::Context;
use super::diff::reversed;
use super::exit::{Exit, Failure, print, print_bytes};
use super::offices::{Ending, bytes_of, write_new};
use crate::model::Day;
use crate::pipeline::with_catalogue;
use crate::report::stats_text;
use crate::source::visible_path;
use crate::statistics::{Statistics, stats_json, stats_table};

/// Count the public procedures of a day: by state, level, online service, component, month, sector, agency and office.
///
/// But for the states themselves, what is counted stands on the list of the day: in force, or unknown. The seven
/// components are those of Nghị định 63/2010 Điều 8.2: what the source leaves out stands apart from what nobody entered. At the
/// end stands the latest official list beside the list of the day, code by code. The page thong-ke/ of the site shows the same.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  niemyet stats
  niemyet stats --compare 2026-06-30
  niemyet stats --format xlsx --out so-lieu.xlsx
  niemyet stats --format json | jq '.tables.status'

JSON: {as_of, compared, listed, list: {id, title, day, declared, rows}, tables: {TABLE: [{key, name, counts, before, codes}]}};
the tables are status, difference, level, online, component, month, sector, agency, office and official; counts and before are
by column, before null without --compare; codes stands in difference, month and official.")]
pub(super) struct StatsArgs {
    /// Put the numbers of this earlier day beside, and say what the law changed since
    #[arg(long, value_name = "DAY", value_parser = day)]
    compare: Option<Day>,
    /// The form of the answer; xlsx needs --out
    #[arg(long, value_enum, default_value_t = StatsFormat::Text)]
    format: StatsFormat,
    /// Write to a new file instead of to the screen
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum StatsFormat {
    /// For people
    Text,
    /// For programs
    Json,
    /// A spreadsheet as text
    Csv,
    /// A spreadsheet
    Xlsx,
}

/// Tells the numbers of a day.
pub(super) fn run(args: &StatsArgs, context: &Context) -> Result<Exit, Failure> {
    if let Some(before) = args.compare.filter(|before| *before >= context.as_of) {
        return Err(reversed(before, context.as_of, context));
    }
    if args.format == StatsFormat::Xlsx && args.out.is_none() {
        return Err(Failure::Asked("stats_out", Vec::new()));
    }
    let project = context.project()?;
    let input = context.input(&project, None)?;
    let language = context.language;
    let (bytes, findings) = with_catalogue(&input, |catalogue, findings| {
        let statistics = Statistics::of(catalogue, args.compare);
        let bytes = match args.format {
            StatsFormat::Text => stats_text(&statistics, language).into_bytes(),
            StatsFormat::Json => format!("{:#}\n", stats_json(&statistics, language)).into_bytes(),
            StatsFormat::Csv => bytes_of(&stats_table(&statistics, language), Ending::Csv)?,
            StatsFormat::Xlsx => bytes_of(&stats_table(&statistics, language), Ending::Xlsx)?,
        };
        Ok::<_, Failure>((bytes, findings))
    })?;
    match &args.out {
        Some(path) => {
            write_new(path, &bytes, context)?;
            print(&format!("{}\n", context.words("stats_written", &[("path", visible_path(path))])))?;
        }
        None => print_bytes(&bytes)?,
    }
    Ok(check::verdict(&findings, context))
}
