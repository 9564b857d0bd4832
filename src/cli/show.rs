//! `niemyet show`.

use super::args::{Format, ShowArgs};
use super::check;
use super::context::Context;
use super::exit::{Exit, Failure, print};
use crate::pipeline::with_catalogue;
use crate::report::{Lookup, look_up, show_json, show_text};

/// Shows one procedure; a code that the catalogue does not have leads to the nearest ones.
pub(super) fn run(args: &ShowArgs, context: &Context) -> Result<Exit, Failure> {
    let project = context.project()?;
    let input = context.input(&project, None)?;
    let (text, findings) = with_catalogue(&input, |catalogue, findings| {
        let records = catalogue.records;
        let unknown = |near: Vec<String>| {
            let key = if near.is_empty() { "code_unknown_alone" } else { "code_unknown" };
            Failure::Asked(key, vec![("code", args.code.clone()), ("near", near.join(", "))])
        };
        let code = match look_up(records, &args.code) {
            Lookup::Found(code) => code,
            Lookup::Near(near) => return Err(unknown(near.into_iter().map(ToString::to_string).collect())),
        };
        // The ledger has a state for every record.
        let known = records.procedures.get(code).zip(catalogue.states.get(code));
        let (procedure, state) = known.ok_or_else(|| unknown(Vec::new()))?;
        let text = match args.format {
            Format::Json => {
                format!("{:#}\n", show_json(catalogue, procedure, state, &findings, context.language))
            }
            Format::Text => show_text(catalogue, procedure, state, &findings, context.language),
        };
        Ok((text, findings))
    })?;
    print(&text)?;
    Ok(check::verdict(&findings, context))
}
