//! `niemyet show`.

use super::args::{Format, ShowArgs};
use super::check;
use super::context::Context;
use super::exit::{Exit, Failure, print};
use crate::model::{ProcedureCode, Records};
use crate::pipeline::with_ledger;
use crate::report::{Lookup, Shown, look_up, show_json, show_text};

/// Shows one procedure; a code that the catalogue does not have leads to the nearest ones.
pub(super) fn run(args: &ShowArgs, context: &Context) -> Result<Exit, Failure> {
    let project = context.project()?;
    let input = context.input(&project, None)?;
    let (text, findings) = with_ledger(&input, |ledger, findings| {
        let catalogue = ledger.as_of(context.as_of);
        let code = known_code(catalogue.records, &args.code)?;
        // The ledger has a state for every record.
        let shown = Shown::of(&catalogue, code, &findings).ok_or_else(|| unknown(&args.code, &[]))?;
        let text = match args.format {
            Format::Json => format!("{:#}\n", show_json(&shown, context.language)),
            Format::Text => show_text(&shown, context.language),
        };
        Ok::<_, Failure>((text, findings))
    })?;
    print(&text)?;
    Ok(check::verdict(&findings, context))
}

/// The procedure that a typed code leads to, or a failure that names the nearest, or whose it is.
pub(super) fn known_code<'a>(records: &'a Records, typed: &str) -> Result<&'a ProcedureCode, Failure> {
    match look_up(records, typed) {
        Lookup::Found(code) => Ok(code),
        Lookup::Foreign(record) => {
            let issuer = records.agency_name(&record.issuer).to_owned();
            let values = [("code", record.code.to_string()), ("issuer", issuer), ("file", record.file.clone())];
            Err(Failure::Asked("code_foreign", values.to_vec()))
        }
        Lookup::Near(near) => Err(unknown(typed, &near)),
    }
}

fn unknown(typed: &str, near: &[&ProcedureCode]) -> Failure {
    let near: Vec<String> = near.iter().map(ToString::to_string).collect();
    Failure::Asked("code_unknown", vec![("code", typed.to_owned()), ("near", near.join(", "))])
}
