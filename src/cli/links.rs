//! `niemyet links`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::check;
use super::context::Context;
use super::exit::{Exit, Failure, print};
use super::export_redirects::ServerName;
use super::links_online::OnlineArgs;
use super::offices::write_new;
use super::{links_fix, links_online, links_pages};
use crate::links::Survey;
use crate::pipeline::with_catalogue;
use crate::report::{links_json, links_sheet, links_table, links_text};
use crate::source::visible_path;

/// How many links are listed for people, unless they say otherwise.
const SHOWN: usize = 20;

/// Look after portal links: what each rests on, what is wrong with it, which to open first, what is to stand in its place.
///
/// Every link of links.tsv and of the records is judged by its form, for the portal says 200 to every address. First stand totals by
/// form, time, host, evidence and confirmation; then the links that a person should open and compare first: what is wrong and in
/// force; what an office here has to post and nobody confirmed, of that what life events and everyday names lead to; then the oldest
/// confirmation. --format csv is the table that people fill in (result: ok or wrong); --sheet writes a page that opens one link after
/// another and keeps what was seen. `niemyet confirm --from FILE` takes the table of either.
///
/// --fix writes today's address in the place of dead ones in the catalogue, where the pairing is on record, all of them or none.
///
/// With PAGE, saved pages and lists of other people are read as `niemyet audit` reads them, and each address that leads wrong is told
/// with the one of today. --redirects writes rules for the server of their old addresses.
///
/// --online asks the servers, a second apart on each host, and remembers the answers in catalogue/.links.niemyet-memo for --max-age
/// days. An answer confirms no link: the portal says 200 to every address. Without --online no request is made.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  niemyet links
  niemyet links --format csv --limit 100 > can-mo.csv
  niemyet links --sheet mo-lien-ket.html --limit 200
  niemyet links --fix --dry-run
  niemyet links trang-da-luu/ --format csv > thay-the.csv
  niemyet links trang-da-luu/ --redirects nginx --out redirects.conf
  niemyet links --online --limit 50

JSON: {as_of, totals: {links, in_force, faulty, faulty_in_force, to_confirm, confirmed, confirmed_by_person, form, era, host,
evidence, fault}, unlinked: [CODE], links: [{code, name, status, due, url, form, era, host, fault, where: {path, line, column},
evidence, confirmed, confirmed_by, events, common_names, why}]}; form, era, host, evidence and fault of the totals are counts by
word; line and column stand where something is wrong; evidence is null of a link in the text of a record. With PAGE: {as_of, files:
[{path, rows, error}], replacements: [{path, line, code, fault, old, new}]}; old is null where there is no link, new where the
catalogue has none. With --online: {today, totals: {addresses, good, bad, unasked}, links: [{url, codes, status, last, error, day}]};
last is where the address led, status is null where there was no answer, and error says why.

Exit codes: 0 no link in force is faulty, 1 one is, or a page has one to replace or could not be read, or an address does not answer,
2 could not run.")]
pub(super) struct LinksArgs {
    /// Saved pages or lists of other people, or folders of them
    #[arg(value_name = "PAGE")]
    pub(super) pages: Vec<PathBuf>,
    /// Write today's address in the place of each dead one of the catalogue whose pairing is on record
    #[arg(long, conflicts_with_all = ["pages", "format", "limit"])]
    fix: bool,
    /// With --fix: show what would be, and write nothing
    #[arg(long, requires = "fix")]
    pub(super) dry_run: bool,
    /// Write rules by which this web server leads the old addresses of the pages to today's
    #[arg(long, value_name = "SERVER", value_enum, requires = "pages", conflicts_with = "format")]
    pub(super) redirects: Option<ServerName>,
    /// A host whose server is theirs; may be given several times [default: the closed portal of the province]
    #[arg(long, value_name = "HOST", requires = "redirects")]
    pub(super) host: Vec<String>,
    /// Write the rules to this file, whole or not at all [default: standard output]
    #[arg(long, value_name = "FILE", requires = "redirects")]
    pub(super) out: Option<PathBuf>,
    /// Write a page that opens one link after another and keeps what was seen, a new .html file that loads nothing
    #[arg(long, value_name = "FILE", conflicts_with_all = ["pages", "fix", "format"])]
    sheet: Option<PathBuf>,
    /// The form of the answer
    #[arg(long, value_enum, default_value_t = Form::Text)]
    pub(super) format: Form,
    /// At most so many links in the list [default: 20 for people, all for programs and --sheet]
    #[arg(long, value_name = "N")]
    pub(super) limit: Option<usize>,
    #[command(flatten)]
    pub(super) online: OnlineArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// For people
    Text,
    /// For programs
    Json,
    /// For spreadsheets: the table that people fill in
    Csv,
}

impl LinksArgs {
    /// How many links are listed.
    pub(super) fn limit(&self) -> usize {
        self.limit.unwrap_or(if self.format == Form::Text { SHOWN } else { usize::MAX })
    }
}

/// Tells what the links are, mends them, or reads the pages.
pub(super) fn run(args: &LinksArgs, context: &Context) -> Result<Exit, Failure> {
    if args.fix {
        return links_fix::run(args, context);
    }
    if args.online.online {
        return links_online::run(args, context);
    }
    if !args.pages.is_empty() {
        return links_pages::run(args, context);
    }
    let project = context.project()?;
    let input = context.input(&project, None)?;
    let language = context.language;
    let limit = args.limit();
    let (text, faulty, findings) = with_catalogue(&input, |catalogue, findings| {
        let survey = Survey::of(catalogue);
        let places = survey.places(&input);
        if let Some(path) = &args.sheet {
            return sheet(path, &survey, args, context).map(|text| (text, 0, findings));
        }
        let text = match args.format {
            Form::Text => links_text(&survey, &places, limit, language),
            Form::Json => format!("{:#}\n", links_json(&survey, &places, limit)),
            Form::Csv => String::from_utf8_lossy(&links_table(&survey, limit, language).to_csv()).into_owned(),
        };
        Ok((text, survey.faulty_today(), findings))
    })?;
    print(&text)?;
    let verdict = check::verdict(&findings, context);
    Ok(if faulty > 0 { Exit::Findings } else { verdict })
}

/// Writes the page that opens links, and says so.
fn sheet(path: &Path, survey: &Survey, args: &LinksArgs, context: &Context) -> Result<String, Failure> {
    let shown = visible_path(path);
    if path.extension().is_none_or(|ending| !ending.eq_ignore_ascii_case("html")) {
        return Err(Failure::Asked("report_ending", vec![("path", shown)]));
    }
    let limit = args.limit.unwrap_or(usize::MAX);
    let page = links_sheet(survey, limit, context.language).ok_or(Failure::Asked("links_none", Vec::new()))?;
    write_new(path, page.as_bytes(), context)?;
    let count = survey.links.iter().filter(|link| link.is_to_confirm()).count().min(limit);
    Ok(format!("{}\n", context.words("links_sheet", &[("path", shown), ("count", count.to_string())])))
}
