//! `niemyet links --online`: whether addresses answer. It confirms nothing.

use std::collections::BTreeMap;
use std::time::Duration;

use clap::Args;
use serde_json::json;

use super::audit_web::seconds;
use super::context::Context;
use super::exit::{Exit, Failure, print};
use super::links::{Form, LinksArgs};
use super::signals;
use crate::fetch::{Asker, address, ask_all};
use crate::links::Survey;
use crate::model::Day;
use crate::pipeline::with_catalogue;
use crate::report::day_text;
use crate::spreadsheet::Table;
use crate::store::{FileChange, read_single, write_files};
use crate::strings::Strings;

/// What was answered when, in the catalogue's folder. Hidden: no part of the catalogue.
const MEMO: &str = ".links.niemyet-memo";
/// The largest one that is read.
const MEMO_BYTES: u64 = 64 * 1024 * 1024;
/// The host that answers every address alike.
const PORTAL: &str = "dichvucong.gov.vn";

/// How addresses are asked for.
#[derive(Debug, Args)]
#[command(next_help_heading = "Web")]
pub(super) struct OnlineArgs {
    /// Ask the servers whether the addresses answer, at most --limit of them; other hosts before the national portal
    #[arg(long, conflicts_with_all = ["pages", "fix", "sheet"])]
    pub(super) online: bool,
    /// Ask again where the last answer is older than so many days
    #[arg(long, value_name = "DAYS", default_value_t = 30, requires = "online")]
    max_age: u32,
    /// Wait so many seconds between two requests to one host
    #[arg(long, value_name = "SECONDS", default_value = "1", value_parser = seconds, requires = "online")]
    pause: Duration,
    /// Wait at most so many seconds for one address
    #[arg(long, value_name = "SECONDS", default_value = "20", value_parser = seconds, requires = "online")]
    max_page_seconds: Duration,
}

/// What one address answered on a day. `status` is the number, or the word that the memo has for none.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Known {
    day: Day,
    status: Option<u16>,
    last: String,
    error: String,
}

impl Known {
    fn is_good(&self) -> bool {
        self.status.is_some_and(|status| (200..300).contains(&status))
    }
}

/// Asks, remembers, tells.
pub(super) fn run(args: &LinksArgs, context: &Context) -> Result<Exit, Failure> {
    let online = &args.online;
    let project = context.project()?;
    let input = context.input(&project, None)?;
    let mut codes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let order: Vec<String> = with_catalogue(&input, |catalogue, _| {
        let mut order = Vec::new();
        for link in Survey::of(catalogue).links {
            let Some(url) = address(&link.url, None).map(String::from) else { continue };
            let of_url = codes.entry(url.clone()).or_default();
            if of_url.is_empty() {
                order.push((link.host.ends_with(PORTAL), url));
            }
            of_url.push(link.code.to_string());
        }
        order.sort_by_key(|(is_portal, _)| *is_portal);
        order.into_iter().map(|(_, url)| url).collect()
    });
    let path = project.catalogue.join(MEMO);
    let before = read_single(&path, MEMO_BYTES)?;
    let mut known = parse(&String::from_utf8_lossy(before.as_deref().unwrap_or_default()));
    let is_fresh = |known: &Known| (0..=i64::from(online.max_age)).contains(&(context.today - known.day).num_days());
    let to_ask: Vec<_> = order.iter().filter(|url| !known.get(*url).is_some_and(is_fresh)).collect();
    let to_ask: Vec<_> =
        to_ask.into_iter().filter_map(|url| address(url, None)).take(args.limit.unwrap_or(usize::MAX)).collect();
    let bar = context.bar("fetching");
    bar.set_length(to_ask.len() as u64);
    let asker = Asker::default();
    let written = signals::careful(|interrupt| {
        let answers = ask_all(&asker, &to_ask, online.pause, online.max_page_seconds, interrupt, || bar.inc(1));
        for answer in answers {
            let (status, error) = match answer.status {
                Ok(status) => (Some(status), String::new()),
                Err(why) => (None, why.message(context.language)),
            };
            known.insert(answer.url, Known { day: context.today, status, last: answer.last, error });
        }
        // What was answered is kept, though somebody stopped the rest.
        let after = Some(text_of(&known).into_bytes());
        let change = FileChange { path: MEMO.to_owned(), before: before.clone(), after };
        let changes: Vec<_> = if change.before == change.after { Vec::new() } else { vec![change] };
        write_files(&project.catalogue, &changes, &crate::store::Interrupt::new())?;
        interrupt.check()
    });
    bar.finish_and_clear();
    written?;
    let fresh: Vec<(&String, &Known)> =
        order.iter().filter_map(|url| Some((url, known.get(url).filter(|known| is_fresh(known))?))).collect();
    tell(args, &fresh, &codes, order.len(), context)?;
    Ok(if fresh.iter().all(|(_, known)| known.is_good()) { Exit::Clean } else { Exit::Findings })
}

fn tell(
    args: &LinksArgs,
    fresh: &[(&String, &Known)],
    codes: &BTreeMap<String, Vec<String>>,
    count: usize,
    context: &Context,
) -> Result<(), Failure> {
    let of = |url: &String| codes.get(url).map(|codes| codes.join(" ")).unwrap_or_default();
    let good = fresh.iter().filter(|(_, known)| known.is_good()).count();
    let said = |known: &Known| known.status.map_or_else(|| known.error.clone(), |status| status.to_string());
    match args.format {
        Form::Json => {
            let link = |(url, known): &(&String, &Known)| {
                json!({
                    "url": url,
                    "codes": codes.get(*url),
                    "status": known.status,
                    "last": known.last,
                    "error": (!known.error.is_empty()).then_some(&known.error),
                    "day": known.day.to_string(),
                })
            };
            let links: Vec<_> = fresh.iter().map(link).collect();
            let totals =
                json!({ "addresses": count, "good": good, "bad": fresh.len() - good, "unasked": count - fresh.len() });
            print(&format!("{:#}\n", json!({ "today": context.today.to_string(), "totals": totals, "links": links })))
        }
        Form::Csv => {
            let strings = Strings::of(context.language);
            let columns = [("url", 60), ("codes", 20), ("status", 20), ("last", 60), ("day", 14)];
            let mut table = Table::new(columns.map(|(key, width)| (strings.get(&["fetch", "column", key]), width)));
            let row = |(url, known): &(&String, &Known)| {
                vec![(*url).clone(), of(url), said(known), known.last.clone(), known.day.to_string()]
            };
            table.rows.extend(fresh.iter().map(row));
            print(&String::from_utf8_lossy(&table.to_csv()))
        }
        Form::Text => {
            let mut text = String::new();
            for (url, known) in fresh.iter().filter(|(_, known)| !known.is_good()) {
                let led = if known.last == **url { String::new() } else { format!(" → {}", known.last) };
                let day = day_text(known.day, context.language);
                text += &format!("{url}{led}: {} ({day}; {})\n", said(known), of(url));
            }
            let values = [("count", count), ("good", good), ("bad", fresh.len() - good), ("rest", count - fresh.len())];
            print(&(text + &context.words("links_online", &values.map(|(key, value)| (key, value.to_string()))) + "\n"))
        }
    }
}

/// Reads a memo; a line that is none is left out, and its address asked for again.
fn parse(text: &str) -> BTreeMap<String, Known> {
    let line = |line: &str| {
        let mut cells = line.split('\t');
        let (url, day, status) = (cells.next()?, cells.next()?, cells.next()?);
        let (last, error) = (cells.next()?, cells.next()?);
        let known = Known {
            day: day.parse().ok()?,
            status: if status == "-" { None } else { Some(status.parse().ok()?) },
            last: last.to_owned(),
            error: error.to_owned(),
        };
        Some((url.to_owned(), known))
    };
    text.lines().filter_map(line).collect()
}

fn text_of(known: &BTreeMap<String, Known>) -> String {
    let line = |(url, known): (&String, &Known)| {
        let status = known.status.map_or_else(|| "-".to_owned(), |status| status.to_string());
        // What a library says of a failure may have anything in it.
        let error = known.error.replace(char::is_control, " ");
        format!("{url}\t{}\t{status}\t{}\t{error}\n", known.day, known.last)
    };
    known.iter().map(line).collect()
}
