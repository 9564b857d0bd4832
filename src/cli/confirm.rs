//! `niemyet confirm`.

use std::collections::BTreeSet;
use std::io::{BufRead, IsTerminal};

use clap::Args;

use super::context::{Context, Output};
use super::exit::{Exit, Failure, print};
use super::signals;
use crate::finding::{Finding, Severity};
use crate::import::{DRAFTS, confirmed, is_confirmed, place_of};
use crate::input::{FileContent, Input};
use crate::model::DecisionNumber;
use crate::pipeline::with_ledger;
use crate::report::{Detail, findings_text};
use crate::store::{FileChange, write_files};

/// Take drafts of decisions into the ledger.
///
/// A draft becomes `decisions/<year>/<number>.toml`, with who confirmed it. All are taken or none: where the catalogue would
/// have an error that it has not now, nothing is written. On a terminal each draft is shown and asked about; a script
/// gives numbers, or --all.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  niemyet confirm --by \"Nguyễn Văn A\"
  niemyet confirm 3582/QĐ-UBND 3584/QĐ-UBND --by \"Nguyễn Văn A\"
  niemyet confirm --all --by \"Nguyễn Văn A\"

Exit codes: 0 done, 1 the catalogue would have new errors (nothing was written), 2 could not run.")]
pub(super) struct ConfirmArgs {
    /// The decisions' numbers
    #[arg(value_name = "NUMBER", conflicts_with = "all")]
    numbers: Vec<String>,
    /// Every draft
    #[arg(long)]
    all: bool,
    /// Who confirms
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Replace a decision that is there and differs
    #[arg(long)]
    force: bool,
}

/// A draft as it lies in its folder.
struct Lying {
    path: String,
    text: String,
}

/// Chooses, checks what the catalogue would be, and writes.
pub(super) fn run(args: &ConfirmArgs, context: &Context) -> Result<Exit, Failure> {
    let project = context.project()?;
    let input = context.input(&project, None)?;
    let files = project.read_beside(DRAFTS)?;
    let lying = files.iter().filter(|(path, _)| path.ends_with(".toml")).filter_map(|(path, content)| {
        Some(Lying { path: format!("{DRAFTS}/{path}"), text: content.text()?.to_owned() })
    });
    let chosen = chosen(args, lying.collect(), context)?;
    if chosen.is_empty() {
        print(&format!("{}\n", context.words("confirm_none", &[])))?;
        return Ok(Exit::Clean);
    }
    let mut after = input.clone();
    let (mut changes, mut told, mut places) = (Vec::new(), String::new(), BTreeSet::new());
    for draft in &chosen {
        let lost = || Failure::Asked("confirm_place", vec![("path", draft.path.clone())]);
        let standing = |path: &str| after.catalogue.get(path).and_then(FileContent::text);
        let path = place_of(&draft.text, standing).ok_or_else(lost)?;
        let before = input.catalogue.get(&path).and_then(FileContent::text);
        let shown = vec![("path", project.catalogue.join(&path).display().to_string())];
        let bytes = draft.text.clone().into_bytes();
        if !places.insert(path.clone()) {
            return Err(Failure::Asked("confirm_differs", shown)); // two drafts of one decision
        }
        let gone = FileChange { path: draft.path.clone(), before: Some(bytes), after: None };
        match before {
            Some(file) if is_confirmed(file, &draft.text) => {
                told.push_str(&format!("{}\n", context.words("confirm_same", &shown)));
            }
            Some(_) if !args.force => return Err(Failure::Asked("confirm_differs", shown)),
            Some(_) | None => {
                let text = confirmed(&draft.text, &args.by, context.today).into_bytes();
                after.catalogue.insert(path.clone(), FileContent::Bytes(text.clone()));
                let before = before.map(|file| file.as_bytes().to_vec());
                changes.push(FileChange { path, before, after: Some(text) });
                told.push_str(&format!("{}\n", context.words("confirmed", &shown)));
            }
        }
        changes.push(gone);
    }
    let new = new_errors(&findings(&input), findings(&after));
    if !new.is_empty() {
        let shown = |path: &str| project.shown(path);
        let text = findings_text(&new, &after, &context.telling(Output::Out, Detail::All, &shown));
        let count = [("count", new.len().to_string())];
        print(&format!("{text}{}\n", context.words("confirm_errors", &count)))?;
        return Ok(Exit::Findings);
    }
    signals::careful(|interrupt| write_files(&project.catalogue, &changes, interrupt))?;
    print(&told)?;
    Ok(Exit::Clean)
}

/// The drafts that are meant: by number, all, or those that the person at the terminal says yes to.
fn chosen(args: &ConfirmArgs, lying: Vec<Lying>, context: &Context) -> Result<Vec<Lying>, Failure> {
    if args.all {
        return Ok(lying);
    }
    if args.numbers.is_empty() {
        if !std::io::stdin().is_terminal() {
            return Err(Failure::Asked("confirm_what", Vec::new()));
        }
        let mut chosen = Vec::new();
        for draft in lying {
            print(&format!("{}\n{}", draft.text, context.words("confirm_ask", &[("path", draft.path.clone())])))?;
            let mut answer = String::new();
            std::io::stdin().lock().read_line(&mut answer).map_err(Failure::Stream)?;
            if matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "c" | "có") {
                chosen.push(draft);
            }
        }
        return Ok(chosen);
    }
    let number_of = |draft: &Lying| {
        let table: toml::Table = draft.text.parse().ok()?;
        Some(DecisionNumber::new(table.get("number")?.as_str()?))
    };
    let wanted: Vec<DecisionNumber> = args.numbers.iter().map(|number| DecisionNumber::new(number)).collect();
    for number in &wanted {
        if !lying.iter().any(|draft| number_of(draft).as_ref() == Some(number)) {
            return Err(Failure::Asked("confirm_no_draft", vec![("number", number.written().to_owned())]));
        }
    }
    Ok(lying.into_iter().filter(|draft| number_of(draft).is_some_and(|number| wanted.contains(&number))).collect())
}

fn findings(input: &Input) -> Vec<Finding> {
    with_ledger(input, |_, findings| findings)
}

/// The errors among what is found after a change that were not there before it.
pub(super) fn new_errors(before: &[Finding], after: Vec<Finding>) -> Vec<Finding> {
    let is_error = |finding: &&Finding| finding.severity() == Severity::Error;
    let held: BTreeSet<&Finding> = before.iter().filter(is_error).collect();
    after.into_iter().filter(|finding| is_error(&finding) && !held.contains(finding)).collect()
}
