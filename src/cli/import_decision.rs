//! `niemyet import decision`.

use std::path::PathBuf;

use clap::Args;

use super::context::Context;
use super::exit::{Exit, Failure, print};
use super::import::bytes;
use super::signals;
use crate::import::{Draft, Foreign, draft_told, drafts_told, limits, read_decisions, read_register, register_told};
use crate::input::FILE_LIMIT;
use crate::load::load;
use crate::model::DecisionNumber;
use crate::report::day_text;
use crate::source::visible_path;
use crate::store::{FileChange, Project, read_single, write_files};
use crate::strings::Strings;

/// Read a signed decision into a draft, which has no effect until `niemyet confirm`.
///
/// Takes Word documents (docx), workbooks (xlsx), csv, web pages (html), PDF with text, interchange JSON, the portal's
/// saved record, an annex as a table of tabs, and plain text with its tables in ` | `. What a file is, its content tells.
/// The draft has the source's words beside every value, what the catalogue holds otherwise (time, fee, agency, level, name,
/// legal texts: old and new), and what a person has to find out as questions.
///
/// A page about a decision that a browser saved (labels and values: Số quyết định, Ngày ban hành, Trích yếu) is read too. An
/// office's table of decisions (csv, xlsx, json: number, issuer, signed, effect, source; Số quyết định, Cơ quan ban hành,
/// Ngày ký, Ngày hiệu lực, Nguồn) gives a draft without rows of each decision that the ledger does not have, and of one that
/// it has the file with what that leaves open; a value that stands there and differs is told and stays. A cell that cannot
/// be read is told with its place, and its row is left.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  niemyet import decision 3582-qd-ubnd.docx --dry-run
  niemyet import decision haiphong-2025-2026.json --number 3582/QĐ-UBND
  niemyet import decision ngay-quyet-dinh.csv && niemyet confirm --all --partial --by \"Nguyễn Văn A\"
  niemyet confirm 3582/QĐ-UBND --by \"Nguyễn Văn A\"

Exit codes: 0 drafts were made, 1 a draft was kept because it differs, or a row of a table was left, 2 could not run.")]
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
    let input = context.input(&project, None)?;
    let (records, _) = load(&input);
    let shown = visible_path(&args.file);
    let foreign =
        Foreign { name: shown.clone(), bytes: bytes(&args.file, limits::FILE_BYTES)?, label: args.label.clone() };
    let strings = Strings::of(context.language);
    let mut told = String::new();
    let mut kept = 0;
    let mut drafts = match read_decisions(&foreign, &records) {
        Ok(drafts) => drafts,
        Err(reason) => match read_register(&foreign, &records, &input.catalogue) {
            Some(register) => {
                kept += register.faults.len() + register.conflicts.len();
                told.push_str(&register_told(&register, &shown, context.language));
                register.drafts
            }
            None => {
                let reason = reason.shown(context.language);
                return Err(Failure::Asked("decision_refused", vec![("path", shown.clone()), ("reason", reason)]));
            }
        },
    };
    if let Some(number) = &args.number {
        let wanted = DecisionNumber::new(number);
        drafts.retain(|draft| DecisionNumber::new(&draft.number) == wanted);
        if drafts.is_empty() {
            return Err(Failure::Asked("decision_number", vec![("path", shown), ("number", number.clone())]));
        }
    }
    let mut changes = Vec::new();
    for draft in &drafts {
        let path = visible_path(project.catalogue.join(&draft.path));
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
    if !drafts.is_empty() {
        let next = if args.dry_run { "drafts_dry" } else { "drafts_next" };
        if !args.dry_run {
            write(&project, &changes)?;
        }
        told.push_str(&format!("{}\n", strings.get(&["import", next])));
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
