//! `niemyet diff`.

use clap::Args;

use super::args::{Format, day};
use super::check;
use super::context::Context;
use super::exit::{Exit, Failure, print};
use crate::changes;
use crate::model::Day;
use crate::pipeline::with_ledger;
use crate::report::{day_text, diff_json, diff_text};

/// Say what the law of one day has that an earlier day's had not: what to post, to take down, to update.
///
/// Each change comes with the decision that made it and its day. What enters or leaves `unknown` is a change of knowledge,
/// not of law: it is left out and counted, and the codes are told that are known now to have ended. Internal procedures, which
/// are never posted, are counted alone.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  niemyet diff 2026-06-30 2026-07-01
  niemyet diff 30/06/2026 31/12/2026 --format json | jq -r '.changes[] | select(.do == \"take-down\").code'

JSON: {from, to, changes: [{code, name, change, do, levels, steps: [{day, change, by: {kind, number, issuer, date,
effect}}], successors, sector, agency, file}], knowledge: [code], known_ended: [code], internal}; do is post, take-down or update; change is
new, succeed, amend, rebase, revert, resume, suspend, replace, repeal or lapse; no levels means all.")]
pub(super) struct DiffArgs {
    /// The earlier day
    #[arg(value_name = "DAY1", value_parser = day)]
    from: Day,
    /// The later day
    #[arg(value_name = "DAY2", value_parser = day)]
    to: Day,
    /// The form of the answer
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Two days in the wrong order.
pub(super) fn reversed(from: Day, to: Day, context: &Context) -> Failure {
    let day = |day| day_text(day, context.language);
    Failure::Asked("days_reversed", vec![("from", day(from)), ("to", day(to))])
}

/// Compares two days; a later one before an earlier one is refused.
pub(super) fn run(args: &DiffArgs, context: &Context) -> Result<Exit, Failure> {
    if args.from > args.to {
        return Err(reversed(args.from, args.to, context));
    }
    let project = context.project()?;
    let input = context.input(&project, None)?;
    let (text, findings) = with_ledger(&input, |ledger, findings| {
        let difference = changes::between(ledger, args.from, args.to);
        let records = ledger.records();
        let text = match args.format {
            Format::Json => format!("{:#}\n", diff_json(records, &difference)),
            Format::Text => diff_text(records, &difference, context.language),
        };
        (text, findings)
    });
    print(&text)?;
    Ok(check::verdict(&findings, context))
}
