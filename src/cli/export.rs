//! `niemyet export`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::args::day;
use super::check;
use super::context::Context;
use super::exit::{Exit, Failure, print, tell};
use super::export_redirects;
use super::export_search;
use super::signals;
use crate::import::limits;
use crate::model::{Day, Decision, DecisionNumber};
use crate::pipeline::with_catalogue;
use crate::report::interchange_json;
use crate::source::visible_path;
use crate::store::{FileChange, read_single, write_files};

/// Write what the catalogue holds, for another one, a web server or a search engine.
#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    #[command(subcommand)]
    what: ExportWhat,
}

/// What to write.
#[derive(Debug, Subcommand)]
enum ExportWhat {
    Decisions(DecisionsArgs),
    Redirects(export_redirects::RedirectsArgs),
    Search(export_search::SearchArgs),
}

/// Write decisions as interchange JSON, which `niemyet import decision` reads.
///
/// Everything that the ledger knows of them stands in it, questions too. The format: docs/interchange.md.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  niemyet export decisions > decisions.json
  niemyet export decisions --since 2026-09-01 --out decisions.json
  niemyet export decisions 3582/QĐ-UBND 3584/QĐ-UBND

JSON: one array of {number, issuer, signed, published, effective, effective_until, title, rows: [{change, level, code, name,
...}], ...}; days are YYYY-MM-DD, effective_until is the last day.

Exit codes: 0 written, 1 written, and findings of severity error say what could not be read, 2 could not run.")]
struct DecisionsArgs {
    /// Only the decisions of these numbers
    #[arg(value_name = "NUMBER")]
    numbers: Vec<String>,
    /// Only those signed (else published) on this day or later
    #[arg(long, value_name = "DAY", value_parser = day)]
    since: Option<Day>,
    /// Only those of this issuer: an id of agencies.toml
    #[arg(long, value_name = "ID")]
    issuer: Option<String>,
    /// Write to this file, whole or not at all [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Writes what is asked for.
pub(super) fn run(args: &ExportArgs, context: &Context) -> Result<Exit, Failure> {
    let args = match &args.what {
        ExportWhat::Decisions(args) => args,
        ExportWhat::Redirects(args) => return export_redirects::run(args, context),
        ExportWhat::Search(args) => return export_search::run(args, context),
    };
    let project = context.project()?;
    let input = context.input(&project, None)?;
    let wanted: Vec<DecisionNumber> = args.numbers.iter().map(|number| DecisionNumber::new(number)).collect();
    let is_meant = |decision: &&Decision| {
        (wanted.is_empty() || wanted.contains(&decision.key.number))
            && args.since.is_none_or(|since| since <= decision.known_from())
            && args.issuer.as_ref().is_none_or(|issuer| *issuer == decision.key.issuer.0)
    };
    let (text, count, found, findings) = with_catalogue(&input, |catalogue, findings| {
        let meant: Vec<&Decision> = catalogue.records.decisions.iter().filter(is_meant).collect();
        let found: BTreeSet<DecisionNumber> = meant.iter().map(|decision| decision.key.number.clone()).collect();
        (interchange_json(catalogue.records, &meant), meant.len(), found, findings)
    });
    if let Some(missing) = wanted.iter().find(|number| !found.contains(number)) {
        return Err(Failure::Asked("export_number", vec![("number", missing.written().to_owned())]));
    }
    match &args.out {
        Some(path) => {
            write(path, text, context)?;
            let values = [("count", count.to_string()), ("path", visible_path(path))];
            tell(&format!("{}\n", context.words("exported", &values)));
        }
        None => print(&text)?,
    }
    Ok(check::verdict(&findings, context))
}

/// Puts a file in the place of the one that is there, if any.
pub(super) fn write(path: &Path, text: String, context: &Context) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        return Err(Failure::Asked("export_path", vec![("path", visible_path(path))]));
    };
    context.recovered(folder)?;
    let before = read_single(path, limits::FILE_BYTES)?;
    let change = FileChange { path: name.to_owned(), before, after: Some(text.into_bytes()) };
    Ok(signals::careful(|interrupt| write_files(folder, &[change], interrupt))?)
}
