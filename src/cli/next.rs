//! `niemyet next`.

use clap::Args;

use super::args::{Format, day};
use super::check;
use super::context::Context;
use super::diff::reversed;
use super::exit::{Exit, Failure, print};
use crate::changes;
use crate::model::Day;
use crate::pipeline::with_ledger;
use crate::report::{next_json, next_text};

/// Say on which coming days the site changes by itself: when a scheduler has to build it again.
///
/// The days after --as-of on which a procedure begins, changes, ends or is back, by what the catalogue knows already. A
/// day on which only more or less becomes known is there too, with its count and the codes that are known then to have ended:
/// the pages say so. So is one from which a procedure can no longer, or again, be filed online (interruptions.tsv).
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  niemyet next
  niemyet next --until 2027-03-31
  niemyet next --format json | jq -r '.days[0].day // empty'

JSON: {as_of, until, days: [{day, changes, knowledge, known_ended, interruptions: [{code, begins, reason, source}]}], internal};
changes, knowledge and known_ended are as in `diff`, against the day before.")]
pub(super) struct NextArgs {
    /// The last day that matters [default: none]
    #[arg(long, value_name = "DAY", value_parser = day)]
    until: Option<Day>,
    /// The form of the answer
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Tells the coming days.
pub(super) fn run(args: &NextArgs, context: &Context) -> Result<Exit, Failure> {
    if let Some(until) = args.until.filter(|until| *until < context.as_of) {
        return Err(reversed(context.as_of, until, context));
    }
    let project = context.project()?;
    let input = context.input(&project, None)?;
    let (text, findings) = with_ledger(&input, |ledger, findings| {
        let catalogue = ledger.as_of(context.as_of);
        let days = changes::by_day(ledger.held(), Some(context.as_of), args.until);
        let text = match args.format {
            Format::Json => format!("{:#}\n", next_json(&catalogue, args.until, &days)),
            Format::Text => next_text(&catalogue, args.until, &days, context.language),
        };
        (text, findings)
    });
    print(&text)?;
    Ok(check::verdict(&findings, context))
}
