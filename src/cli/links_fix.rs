//! `niemyet links --fix`.

use super::confirm::new_errors;
use super::confirm_records::record_change;
use super::context::{Context, Output};
use super::exit::{Exit, Failure, print, tell};
use super::links::LinksArgs;
use super::signals;
use crate::input::{FileContent, Input};
use crate::links::{FixPlan, plan_fixes};
use crate::pipeline::with_ledger;
use crate::report::{Detail, findings_text};
use crate::store::{Project, write_files};

/// Mends what is dead and whose pairing is on record; where the catalogue would have an error that it has not now, nothing.
pub(super) fn run(args: &LinksArgs, context: &Context) -> Result<Exit, Failure> {
    let project = context.project()?;
    let input = context.input(&project, None)?;
    let (plan, held) =
        with_ledger(&input, |ledger, findings| (plan_fixes(&ledger.as_of(input.as_of), &input), findings));
    let after = with_edits(&input, &plan);
    let new = with_ledger(&after, |_, findings| new_errors(&held, findings));
    if !new.is_empty() {
        let shown = |path: &str| project.shown(path);
        tell(&findings_text(&new, &after, &context.telling(Output::Err, Detail::All, &shown)));
        return Err(Failure::Asked("links_fix_errors", vec![("count", new.len().to_string())]));
    }
    if !args.dry_run {
        let changes: Vec<_> = plan.edits.iter().map(record_change).collect();
        signals::careful(|interrupt| write_files(&project.catalogue, &changes, interrupt))?;
    }
    print(&told(&plan, args.dry_run, &project, context))?;
    Ok(if plan.left.is_empty() { Exit::Clean } else { Exit::Findings })
}

fn with_edits(input: &Input, plan: &FixPlan) -> Input {
    let mut after = input.clone();
    for edit in &plan.edits {
        if let Some(text) = &edit.after {
            after.catalogue.insert(edit.path.clone(), FileContent::Bytes(text.clone().into_bytes()));
        }
    }
    after
}

fn told(plan: &FixPlan, is_dry: bool, project: &Project, context: &Context) -> String {
    let mut text = String::new();
    for fix in &plan.fixes {
        let shown = |text: &str| text.replace('\t', " ");
        let place = format!("{}:{}:{}", project.shown(&fix.file), fix.line, fix.column);
        text += &format!("{place}: {}\n  - {}\n  + {}\n", fix.code, shown(&fix.old), shown(&fix.new));
    }
    for left in &plan.left {
        let values = [("path", project.shown(&left.file)), ("code", left.code.to_string()), ("url", left.url.clone())];
        text += &format!("{}\n", context.words("links_left", &values));
    }
    let counts = [
        ("count", plan.fixes.len().to_string()),
        ("files", plan.edits.len().to_string()),
        ("left", plan.left.len().to_string()),
    ];
    let key = match (plan.fixes.is_empty(), is_dry) {
        (true, _) => "links_none_fixed",
        (false, true) => "links_would_fix",
        (false, false) => "links_fixed",
    };
    text + &format!("{}\n", context.words(key, &counts))
}
