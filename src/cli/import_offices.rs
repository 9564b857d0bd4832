//! `niemyet import offices`.

use std::path::PathBuf;

use clap::Args;

use super::context::Context;
use super::exit::{Exit, Failure, print};
use super::import::bytes;
use super::signals;
use crate::import::{Foreign, OfficeFault, OfficePlan, Reason, limits, plan_offices};
use crate::load::load;
use crate::source::visible_path;
use crate::store::{FileChange, write_files};
use crate::strings::Strings;

const PATH: &str = "offices.toml";

/// Take addresses, telephones, hours and the like of offices from a spreadsheet.
///
/// The table is the one that `niemyet offices --export FILE` writes: a row an office, found by its identifier (csv or xlsx). A blank
/// cell changes nothing. A cell that cannot be right is told with its place, and then nothing at all is taken.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  niemyet offices --export don-vi.xlsx
  niemyet import offices don-vi.xlsx --dry-run
  niemyet import offices don-vi.xlsx

Exit codes: 0 taken, or nothing changes; 1 a cell cannot be right, and nothing was taken; 2 could not run.")]
pub(super) struct OfficesFileArgs {
    /// The spreadsheet
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Take rows of offices that the catalogue has not too: each with identifier, name and agency, a commune with its ward
    #[arg(long)]
    new: bool,
    /// Show what would change, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// Plans, tells, and writes unless it is a dry run or a cell is wrong.
pub(super) fn run(args: &OfficesFileArgs, context: &Context) -> Result<Exit, Failure> {
    let project = context.project()?;
    let input = context.input(&project, None)?;
    let (records, _) = load(&input);
    if records.offices.is_empty() && !args.new {
        return Err(Failure::Asked("no_offices", Vec::new()));
    }
    let name = visible_path(&args.file);
    let foreign = Foreign { bytes: bytes(&args.file, limits::FILE_BYTES)?, name: name.clone(), label: None };
    let before = input.catalogue.get(PATH).and_then(|content| content.text()).unwrap_or_default();
    let filled = |key: &str, args: &[(&'static str, String)]| {
        Strings::of(context.language).filled(&["import", "offices", key], args)
    };
    let plan = match plan_offices(&foreign, &records, before, args.new) {
        Ok(plan) => plan,
        Err(Reason::NoHeader) => {
            print(&format!("{}\n", filled("no_header", &[("file", name)])))?;
            return Ok(Exit::Findings);
        }
        Err(reason) => {
            let args = [("file", name), ("reason", reason.shown(context.language))];
            print(&format!("{}\n", filled("refused", &args)))?;
            return Ok(Exit::Findings);
        }
    };
    let mut lines = vec![filled("head", &[("file", name), ("rows", plan.rows.to_string())])];
    for cell in &plan.faults {
        let fault = words(&cell.fault, context);
        lines.push(filled("fault", &[("place", cell.place.clone()), ("text", cell.text.clone()), ("fault", fault)]));
    }
    let written = plan.text.as_ref().filter(|_| !args.dry_run);
    if let Some(text) = written {
        let change = FileChange {
            path: PATH.to_owned(),
            before: input.catalogue.get(PATH).map(|_| before.as_bytes().to_vec()),
            after: Some(text.clone().into_bytes()),
        };
        signals::careful(|interrupt| write_files(&project.catalogue, &[change], interrupt))?;
    }
    lines.push(outcome(&plan, written.is_some(), context));
    if written.is_some() {
        lines.push(filled("next", &[]));
    }
    print(&(lines.join("\n") + "\n"))?;
    Ok(if plan.faults.is_empty() { Exit::Clean } else { Exit::Findings })
}

fn outcome(plan: &OfficePlan, is_written: bool, context: &Context) -> String {
    let filled = |key: &str, args: &[(&'static str, String)]| {
        Strings::of(context.language).filled(&["import", "offices", key], args)
    };
    if !plan.faults.is_empty() {
        return filled("kept", &[("count", plan.faults.len().to_string())]);
    }
    let facts: usize = plan.changed.values().map(Vec::len).sum();
    let counts =
        [("count", plan.changed.len().to_string()), ("facts", facts.to_string()), ("added", plan.added.to_string())];
    match (plan.text.is_some(), is_written) {
        (false, _) => filled("same", &[]),
        (true, true) if plan.added > 0 => filled("changed_and_added", &counts),
        (true, false) if plan.added > 0 => filled("would_add", &counts),
        (true, true) => filled("changed", &counts),
        (true, false) => filled("would", &counts),
    }
}

fn words(fault: &OfficeFault, context: &Context) -> String {
    let known = match fault {
        OfficeFault::Differs(known) => known.clone(),
        OfficeFault::NewLacks(column) => Strings::of(context.language).get(&["office", "head_column", column]),
        _ => String::new(),
    };
    Strings::of(context.language).filled(&["import", "office_fault", fault.key()], &[("known", known)])
}
