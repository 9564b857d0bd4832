//! `niemyet links`.

use clap::{Args, ValueEnum};

use super::check;
use super::context::Context;
use super::exit::{Exit, Failure, print};
use crate::links::Survey;
use crate::pipeline::with_catalogue;
use crate::report::{links_json, links_table, links_text};

/// How many links are listed for people, unless they say otherwise.
const SHOWN: usize = 20;

/// Look after the portal links of the catalogue: what each rests on, what is wrong with it, which to open first.
///
/// Every link of links.tsv and of the records is judged by its form, for the portal says 200 to every address. First stand totals by
/// form, time, host, evidence and confirmation; then the links that a person should open and compare first: what is wrong and in
/// force; what an office here has to post and nobody confirmed, of that what life events and everyday names lead to; then the oldest
/// confirmation.
///
/// --format csv is the table that people fill in (result: ok or wrong); `niemyet confirm --from FILE` takes it back.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  niemyet links
  niemyet links --format csv --limit 100 > can-mo.csv
  niemyet links --format json | jq '.totals'

JSON: {as_of, totals: {links, in_force, faulty, faulty_in_force, to_confirm, confirmed, confirmed_by_person, form, era, host,
evidence, fault}, unlinked: [CODE], links: [{code, name, status, due, url, form, era, host, fault, where: {path, line, column},
evidence, confirmed, confirmed_by, events, common_names, why}]}; form, era, host, evidence and fault of the totals are counts by
word; line and column stand where something is wrong; evidence is null of a link in the text of a record.

Exit codes: 0 no link in force is faulty, 1 one is, 2 could not run.")]
pub(super) struct LinksArgs {
    /// The form of the answer
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
    /// At most so many links in the list [default: 20 for people, all for programs]
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people
    Text,
    /// For programs
    Json,
    /// For spreadsheets: the table that people fill in
    Csv,
}

/// Tells what the links are.
pub(super) fn run(args: &LinksArgs, context: &Context) -> Result<Exit, Failure> {
    let project = context.project()?;
    let input = context.input(&project, None)?;
    let language = context.language;
    let limit = args.limit.unwrap_or(if args.format == Form::Text { SHOWN } else { usize::MAX });
    let (text, faulty, findings) = with_catalogue(&input, |catalogue, findings| {
        let survey = Survey::of(catalogue);
        let places = survey.places(&input);
        let text = match args.format {
            Form::Text => links_text(&survey, &places, limit, language),
            Form::Json => format!("{:#}\n", links_json(&survey, &places, limit)),
            Form::Csv => String::from_utf8_lossy(&links_table(&survey, limit, language).to_csv()).into_owned(),
        };
        (text, survey.faulty_today(), findings)
    });
    print(&text)?;
    let verdict = check::verdict(&findings, context);
    Ok(if faulty > 0 { Exit::Findings } else { verdict })
}
