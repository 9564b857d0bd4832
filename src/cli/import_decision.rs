//! `niemyet import decision`.

use std::path::PathBuf;

use clap::Args;

use super::context::Context;
use super::exit::{Exit, Failure, print};
use super::import::bytes;
use super::signals;
use crate::import::{Draft, Foreign, draft_told, drafts_told, limits, read_decisions};
use crate::input::FILE_LIMIT;
use crate::load::load;
use crate::model::DecisionNumber;
use crate::report::day_text;
use crate::store::{FileChange, Project, read_single, write_files};
use crate::strings::Strings;

/// Read a signed decision into a draft, which has no effect until `niemyet confirm`.
///
/// Takes Word documents (docx), workbooks (xlsx), csv, web pages (html), PDF with text, interchange JSON, the portal's
/// saved record, an annex as a table of tabs, and plain text with its tables in ` | `. What a file is, its content tells.
/// The draft has the source's words beside every value, what the catalogue holds otherwise (time, fee, agency, level, name,
/// legal texts: old and new), and what a person has to find out as questions.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  niemyet import decision 3582-qd-ubnd.docx --dry-run
  niemyet import decision haiphong-2025-2026.json --number 3582/QĐ-UBND
  niemyet confirm 3582/QĐ-UBND --by \"Nguyễn Văn A\"

Exit codes: 0 drafts were made, 1 a draft was kept because it differs, 2 could not run.")]
pub(super) struct DecisionArgs {
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Only the decision of this number
    #[arg(long, value_name = "NUMBER")]
    number: Option<String>,
    /// Where the file comes from, in a few words [default: its name]
    #[arg(long, value_name = "TEXT")]
    label: Option<String>,
    /// Show what would be drafted, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Replace drafts that differ
    #[arg(long)]
    force: bool,
}

/// Reads, tells, and writes the drafts unless it is a dry run.
pub(super) fn run(args: &DecisionArgs, context: &Context) -> Result<Exit, Failure> {
    let project = context.project()?;
    let (records, _) = load(&context.input(&project, None)?);
    let shown = args.file.display().to_string();
    let foreign =
        Foreign { name: shown.clone(), bytes: bytes(&args.file, limits::FILE_BYTES)?, label: args.label.clone() };
    let mut drafts = read_decisions(&foreign, &records).map_err(|reason| {
        let reason = reason.shown(context.language);
        Failure::Asked("decision_refused", vec![("path", shown.clone()), ("reason", reason)])
    })?;
    if let Some(number) = &args.number {
        let wanted = DecisionNumber::new(number);
        drafts.retain(|draft| DecisionNumber::new(&draft.number) == wanted);
        if drafts.is_empty() {
            return Err(Failure::Asked("decision_number", vec![("path", shown), ("number", number.clone())]));
        }
    }
    let strings = Strings::of(context.language);
    let (mut told, mut changes, mut kept) = (String::new(), Vec::new(), 0);
    for draft in &drafts {
        let path = project.catalogue.join(&draft.path).display().to_string();
        told.push_str(&draft_told(draft, &path, context.language, day_text));
        let before = read_single(&project.catalogue.join(&draft.path), FILE_LIMIT)?;
        let same = before.as_deref() == Some(draft.text.as_bytes());
        if before.is_some() && (same || !args.force) {
            let key = if same { "draft_same" } else { "draft_kept" };
            told.push_str(&format!("  {}\n", strings.filled(&["import", key], &[("path", path)])));
            kept += usize::from(!same);
            continue;
        }
        changes.push(change(draft, before));
    }
    if drafts.len() > 1 {
        told.push_str(&drafts_told(&drafts, context.language));
    }
    if !args.dry_run {
        write(&project, &changes)?;
        told.push_str(&format!("{}\n", strings.get(&["import", "drafts_next"])));
    }
    print(&told)?;
    Ok(if kept == 0 { Exit::Clean } else { Exit::Findings })
}

fn change(draft: &Draft, before: Option<Vec<u8>>) -> FileChange {
    FileChange { path: draft.path.clone(), before, after: Some(draft.text.clone().into_bytes()) }
}

fn write(project: &Project, changes: &[FileChange]) -> Result<(), Failure> {
    Ok(signals::careful(|interrupt| write_files(&project.catalogue, changes, interrupt))?)
}
