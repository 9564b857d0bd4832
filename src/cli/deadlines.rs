//! `niemyet deadlines`.

use clap::Args;

use super::args::{Format, day};
use super::check;
use super::context::Context;
use super::exit::{Exit, Failure, print};
use super::scaffold::known_agency;
use crate::deadlines::{completeness, figures, verdicts};
use crate::finding::Finding;
use crate::input::Input;
use crate::ledger::Ledger;
use crate::model::{Day, Period};
use crate::pipeline::with_ledger;
use crate::report::{DeadlineReport, deadlines_json, deadlines_text};

/// Hold decisions against the deadlines of rules.toml: due, done, and whether that was in time.
///
/// A verdict is met (đạt), missed (lỗi) or unchecked (không kiểm tra được) with its reason: what nobody recorded is never a
/// fault. Under them stand the figures 1.1, 1.2 and 1.3 of Quyết định 766/QĐ-TTg: how many are as they should be of how
/// many that could be checked. 1.1 counts rows, 1.2 decisions, 1.3 the public procedures in force on --as-of.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  niemyet deadlines --from 2026-09-01 --until 2026-10-01
  niemyet deadlines --issuer ubnd-tinh-thanh-hoa --all
  niemyet deadlines --format json | jq '.verdicts[] | select(.verdict == \"missed\")'

JSON: {today, period: {from, until}, counts: {met, missed, unchecked}, verdicts: [{decision, issuer, signed, path, line,
codes, name, rule, duty, article, days, unit, due, done, verdict, reason, about}], figures: [{figure, issuer, verdict,
numerator, denominator, unchecked}]}; days are YYYY-MM-DD, what is not known is null; it always has every verdict.

Exit codes: 0 nothing missed, 1 a verdict is missed or a finding is an error, 2 could not run")]
pub(super) struct DeadlinesArgs {
    /// Only decisions signed on or after this day
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Option<Day>,
    /// Only decisions signed before this day
    #[arg(long, value_name = "DAY", value_parser = day)]
    until: Option<Day>,
    /// Only this agency's decisions, an id of agencies.toml [default: all; the figures are the site's own issuer's]
    #[arg(long, value_name = "ID")]
    issuer: Option<String>,
    /// List also each verdict that could not be checked
    #[arg(long)]
    all: bool,
    /// The form of the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Judges the decisions of a period.
pub(super) fn run(args: &DeadlinesArgs, context: &Context) -> Result<Exit, Failure> {
    let period = Period::new(args.from, args.until).ok_or(Failure::Asked("period_empty", Vec::new()))?;
    let project = context.project()?;
    let input = context.input(&project, None)?;
    with_ledger(&input, |ledger, findings| judge(args, ledger, &findings, &input, period, context))
}

fn judge(
    args: &DeadlinesArgs,
    ledger: &Ledger<'_>,
    findings: &[Finding],
    input: &Input,
    period: Period,
    context: &Context,
) -> Result<Exit, Failure> {
    let records = ledger.records();
    let asked = args.issuer.as_deref().map(|id| known_agency(id, records)).transpose()?;
    let mut judged = verdicts(ledger, input.today, period);
    judged.retain(|verdict| asked.as_ref().is_none_or(|issuer| verdict.decision.key.issuer == *issuer));
    let issuer = asked.as_ref().unwrap_or(&records.site.own_issuer);
    let mut of_index = figures(&judged, issuer);
    if *issuer == records.site.own_issuer {
        of_index.push(completeness(&ledger.as_of(input.as_of))); // the list on the site is its own issuer's
    }
    let report = DeadlineReport { records, today: input.today, period, issuer, verdicts: &judged, figures: &of_index };
    print(&match args.format {
        Format::Json => format!("{:#}\n", deadlines_json(&report)),
        Format::Text => deadlines_text(&report, args.all, context.language),
    })?;
    let missed = judged.iter().any(|verdict| verdict.outcome.is_missed());
    let by_findings = check::verdict(findings, context);
    Ok(if missed { Exit::Findings } else { by_findings })
}
