//! `niemyet confirm --from`: links that people opened.

use std::path::Path;

use super::confirm::ConfirmArgs;
use super::context::Context;
use super::exit::{Exit, Failure, print};
use super::import::bytes;
use super::rule::needed;
use super::signals;
use crate::import::{ConfirmFault, ConfirmPlan, Foreign, Reason, limits, plan_confirmations};
use crate::load::load;
use crate::source::visible_path;
use crate::store::{FileChange, write_files};
use crate::strings::Strings;

const PATH: &str = "links.tsv";

/// Plans, tells, and writes unless it is a dry run or a cell is wrong.
pub(super) fn run(file: &Path, args: &ConfirmArgs, context: &Context) -> Result<Exit, Failure> {
    let by = needed("--by", &args.by)?;
    let project = context.project()?;
    let input = context.input(&project, None)?;
    let (records, _) = load(&input);
    let name = visible_path(file);
    let foreign = Foreign { bytes: bytes(file, limits::FILE_BYTES)?, name: name.clone(), label: None };
    let before = input.catalogue.get(PATH).and_then(|content| content.text()).unwrap_or_default();
    let filled = |key: &str, args: &[(&'static str, String)]| words(key, args, context);
    let plan = match plan_confirmations(&foreign, &records, before, &by, context.today) {
        Ok(plan) => plan,
        Err(reason) => {
            let key = if reason == Reason::NoHeader { "no_header" } else { "refused" };
            print(&format!("{}\n", filled(key, &[("file", name), ("reason", reason.shown(context.language))])))?;
            return Ok(Exit::Findings);
        }
    };
    if let Some(text) = plan.text.as_ref().filter(|_| !args.dry_run) {
        let change = FileChange {
            path: PATH.to_owned(),
            before: input.catalogue.get(PATH).map(|_| before.as_bytes().to_vec()),
            after: Some(text.clone().into_bytes()),
        };
        signals::careful(|interrupt| write_files(&project.catalogue, &[change], interrupt))?;
    }
    let counts = [("file", name), ("rows", plan.rows.to_string()), ("blank", plan.blank.to_string())];
    print(&format!("{}\n{}", filled("head", &counts), told(&plan, args.dry_run, context)))?;
    Ok(if plan.faults.is_empty() && plan.wrong.is_empty() { Exit::Clean } else { Exit::Findings })
}

fn told(plan: &ConfirmPlan, is_dry: bool, context: &Context) -> String {
    let filled = |key: &str, args: &[(&'static str, String)]| words(key, args, context);
    let mut lines = Vec::new();
    for cell in &plan.faults {
        let known = match &cell.fault {
            ConfirmFault::OtherAddress(known) => known.clone(),
            _ => String::new(),
        };
        let fault = filled(&format!("fault_{}", cell.fault.key()), &[("known", known)]);
        lines.push(filled("fault", &[("place", cell.place.clone()), ("text", cell.text.clone()), ("fault", fault)]));
    }
    if !plan.faults.is_empty() {
        lines.push(filled("kept", &[("count", plan.faults.len().to_string())]));
        return lines.join("\n") + "\n";
    }
    for wrong in &plan.wrong {
        let values = [("code", wrong.code.to_string()), ("url", wrong.url.clone()), ("note", wrong.note.clone())];
        lines.push(filled("wrong", &values).trim_end().to_owned());
    }
    if !plan.wrong.is_empty() {
        lines.push(filled("wrong_help", &[]));
    }
    let counts = [
        ("confirmed", plan.confirmed.to_string()),
        ("wrong", plan.wrong.len().to_string()),
        ("same", plan.same.to_string()),
    ];
    lines.push(filled(if is_dry { "would" } else { "done" }, &counts));
    lines.join("\n") + "\n"
}

fn words(key: &str, args: &[(&'static str, String)], context: &Context) -> String {
    Strings::of(context.language).filled(&["links", "confirm", key], args)
}
