//! `niemyet list`.

use super::args::{Format, ListArgs};
use super::check;
use super::context::Context;
use super::exit::{Exit, Failure, print, tell};
use super::scaffold::unknown;
use crate::listing::{Scope, listed};
use crate::model::Records;
use crate::pipeline::with_catalogue;
use crate::report::{ListFilter, Unmet, filtered, list_json, list_text};

/// Lists procedures; says on standard error how many, and how many internal ones are left out.
pub(super) fn run(args: &ListArgs, context: &Context) -> Result<Exit, Failure> {
    let project = context.project()?;
    let input = context.input(&project, None)?;
    let filter = ListFilter {
        statuses: args.status.clone(),
        sector: args.sector.clone(),
        agency: args.agency.clone(),
        level: args.level,
    };
    let (all, public, findings) = with_catalogue(&input, |catalogue, findings| {
        known(&filter, catalogue.records)?;
        let list = |scope| filtered(listed(catalogue, scope), &filter, catalogue.records);
        Ok::<_, Failure>((list(Scope::WithInternal), list(Scope::Public), findings))
    })?;
    let left_out = if args.internal { 0 } else { all.len() - public.len() };
    let wanted = if args.internal { all } else { public };
    let text = match args.format {
        Format::Json => list_json(&wanted),
        Format::Text => list_text(&wanted, context.language),
    };
    print(&text)?;
    if args.format == Format::Text {
        tell(&format!("{}\n", context.words("listed", &[("count", wanted.len().to_string())])));
    }
    if left_out > 0 {
        tell(&format!("{}\n", context.words("internal_left_out", &[("count", left_out.to_string())])));
    }
    Ok(check::verdict(&findings, context))
}

/// Refuses a sector or an agency that the catalogue has not: an empty list would say that it has no procedures.
pub(super) fn known(filter: &ListFilter, records: &Records) -> Result<(), Failure> {
    match filter.unmet(records) {
        None => Ok(()),
        Some(Unmet::Sector(typed, near)) => Err(unknown("sector_unknown", &typed, &near, "catalogue/sectors.toml")),
        Some(Unmet::Agency(typed, near)) => Err(unknown("agency_unknown", &typed, &near, "catalogue/agencies.toml")),
    }
}
