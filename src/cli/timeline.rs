//! `niemyet timeline`.

use clap::Args;

use super::args::{Format, day};
use super::check;
use super::context::Context;
use super::diff::reversed;
use super::exit::{Exit, Failure, print};
use super::list::known;
use crate::model::Day;
use crate::pipeline::with_ledger;
use crate::report::{ListFilter, Timeline, timeline_json, timeline_text};

/// Tell what the law did in a sector, or to an agency's procedures, day by day.
///
/// Every row of known effect that changed something, coming ones included. What lists and rulings tell, and what enters or
/// leaves `unknown`, is knowledge: it is counted apart.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  niemyet timeline --sector cu-tru
  niemyet timeline --agency cong-an-xa --from 2026-01-01 --until 2026-12-31 --format json

JSON: {from, until, lines: [{day, change, code, name, levels, by: {kind, number, issuer, date, effect}, until, others}],
knowledge, internal}; knowledge counts the procedures of which more or less
became known.")]
pub(super) struct TimelineArgs {
    /// The sector: its identifier, or words of its name, with or without accents
    #[arg(long, value_name = "SECTOR", required_unless_present = "agency")]
    sector: Option<String>,
    /// The agency, publishing or carrying out: its identifier, or words of its name
    #[arg(long, value_name = "AGENCY")]
    agency: Option<String>,
    /// The first day that matters [default: none]
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Option<Day>,
    /// The last day that matters [default: none]
    #[arg(long, value_name = "DAY", value_parser = day)]
    until: Option<Day>,
    /// The form of the answer
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Tells the lines; a name that the catalogue has not is refused.
pub(super) fn run(args: &TimelineArgs, context: &Context) -> Result<Exit, Failure> {
    if let (Some(from), Some(until)) = (args.from, args.until)
        && from > until
    {
        return Err(reversed(from, until, context));
    }
    let project = context.project()?;
    let input = context.input(&project, None)?;
    let filter = ListFilter { sector: args.sector.clone(), agency: args.agency.clone(), ..ListFilter::default() };
    let (text, findings) = with_ledger(&input, |ledger, findings| {
        known(&filter, ledger.records())?;
        let catalogue = ledger.as_of(context.as_of);
        let timeline = Timeline::of(&catalogue, &filter, args.from, args.until);
        let text = match args.format {
            Format::Json => format!("{:#}\n", timeline_json(&catalogue, &timeline)),
            Format::Text => timeline_text(&catalogue, &timeline, context.language),
        };
        Ok::<_, Failure>((text, findings))
    })?;
    print(&text)?;
    Ok(check::verdict(&findings, context))
}
