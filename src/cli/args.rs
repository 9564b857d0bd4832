//! The arguments as typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::value::BadValue;
use crate::load::is_base_url;
use crate::model::{CodeForm, Day, Level, ProcedureCode};
use crate::provinces::{names, of_place, official};
use crate::scaffold::Signed;
use crate::strings::Language;
use crate::text::is_slug;

const EXIT_CODES: &str = "\
Exit codes:
  0  done, and nothing stops publication
  1  findings of severity error; nothing was published
  2  could not run: wrong arguments, no catalogue, output folder refused, disk full, Ctrl-C

The two days:
  --as-of   which law is shown
  --today   what \"late\", \"not yet\" and \"recent\" are measured from
  Each is the option, else SOURCE_DATE_EPOCH, else the clock in Vietnam (UTC+7). --as-of is --today unless given.";

/// Publishes a Vietnamese province's administrative procedures as a searchable web site.
///
/// A site is a pure function of the catalogue, the decisions and a day: the same input gives the same bytes.
#[derive(Debug, Parser)]
#[command(name = "niemyet", version, propagate_version = true, max_term_width = 100, after_help = EXIT_CODES)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// What every command takes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub(super) struct Global {
    /// The catalogue, or a project folder that holds one named `catalogue` [default: catalogue]
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) catalogue: Option<PathBuf>,
    /// The day whose law is shown (2026-08-31 or 31/08/2026) [default: --today]
    #[arg(long, global = true, value_name = "DAY", value_parser = day)]
    pub(super) as_of: Option<Day>,
    /// The day it is [default: SOURCE_DATE_EPOCH, else the clock at UTC+7]
    #[arg(long, global = true, value_name = "DAY", value_parser = day)]
    pub(super) today: Option<Day>,
    /// The language of reports and errors
    #[arg(long, global = true, value_name = "LANG", value_enum, default_value_t = Lang::Vi)]
    pub(super) lang: Lang,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Lang {
    /// Vietnamese
    Vi,
    /// English
    En,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Language {
        match lang {
            Lang::Vi => Language::Vietnamese,
            Lang::En => Language::English,
        }
    }
}

/// What to do. Each command's help is the documentation of its arguments.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Build(BuildArgs),
    Serve(ServeArgs),
    Check(super::check::CheckArgs),
    List(ListArgs),
    Show(ShowArgs),
    Diff(super::diff::DiffArgs),
    Next(super::next::NextArgs),
    Timeline(super::timeline::TimelineArgs),
    Deadlines(super::deadlines::DeadlinesArgs),
    Stats(super::stats::StatsArgs),
    Search(SearchArgs),
    Import(super::import::ImportArgs),
    Offices(super::offices::OfficesArgs),
    Office(super::offices::OfficeArgs),
    Missing(super::missing::MissingArgs),
    Audit(super::audit::AuditArgs),
    Links(super::links::LinksArgs),
    Verify(super::verify::VerifyArgs),
    Rollback(super::rollback::RollbackArgs),
    Export(super::export::ExportArgs),
    Eject(super::eject::EjectArgs),
    Confirm(super::confirm::ConfirmArgs),
    Rule(super::rule::RuleArgs),
    New(NewArgs),
    Init(InitArgs),
}

/// Write the site.
///
/// The whole site is put in place at once, and only where no finding is an error; until then, and after any failure,
/// the last site stays. A folder with files that niemyet did not write is refused, and such files in its own folder are
/// kept. So is one with the site of an office where that of all is built, and the other way round.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  niemyet build
  niemyet build --out /srv/www/tthc --base-url https://tthc.example.gov.vn/
  niemyet build --as-of 2027-03-01 --out preview
  niemyet build --review ra-soat-noi-bo
  niemyet build --file --out /media/usb/tthc
  niemyet build --office so-y-te --out /srv/www/so-y-te --base-url https://tthc.soyte.example.gov.vn/
  niemyet build --offices sites
  niemyet build --offices sites --out public

The site of one office (--office) has what that office must post, and its page, search, board and files; --offices DIR writes one of
each office, DIR/<id>/, in one run, with --out the whole site too. docs/customising.md tells how an office has its own look.")]
pub(super) struct BuildArgs {
    /// The output folder [default: public]
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Only the site of this office, to stand by itself: `niemyet offices` lists them
    #[arg(long, value_name = "ID", requires = "out")]
    pub(super) office: Option<String>,
    /// The site of every office, to stand by itself, each in its own folder of this one
    #[arg(long, value_name = "DIR", conflicts_with_all = ["office", "base_url"])]
    pub(super) offices: Option<PathBuf>,
    /// Where the site will stand [default: base_url of site/site.toml, of an office's its own]
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub(super) base_url: Option<String>,
    /// The site again in a folder of its own, with the review (ra-soat/): what is to be mended, for who keeps the catalogue
    #[arg(long, value_name = "DIR", conflicts_with_all = ["office", "offices"])]
    pub(super) review: Option<PathBuf>,
    /// Have links lead to files (T/1.004222/index.html), for a folder opened from a disk or a USB stick
    #[arg(long)]
    pub(super) file: bool,
    /// Build as though nothing were remembered of the last build
    #[arg(long)]
    pub(super) no_memo: bool,
}

/// Show the site on this machine, and rebuild it as files change.
///
/// Listens on 127.0.0.1 alone. Open pages reload when the site has changed; what keeps a new one from being made is
/// shown on them, and the last good site stays. Nothing is written. End it with Ctrl-C.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  niemyet serve
  niemyet serve --port 9000 --as-of 2027-03-01")]
pub(super) struct ServeArgs {
    /// The port; the next free one where it is taken, any where it is 0
    #[arg(long, value_name = "PORT", default_value_t = 8000)]
    pub(super) port: u16,
}

/// List procedures with their status.
///
/// Internal procedures (codes that begin with 5. and 6.) are left out and counted on standard error, unless --internal
/// lists them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  niemyet list --status repealed
  niemyet list --sector \"ho tich\" --level commune
  niemyet list --as-of 2027-03-01 --format json > list.json

JSON: one array of {code, name, status, since, until, next, sector, sector_id, levels, agency, agency_id, executing,
link, ruled_by: {kind, number, issuer, date, effect}, version, successors, predecessors, by_level, questions, age_days};
days are YYYY-MM-DD, what is not known is null. age_days is how old, on --as-of, the official list is that the status rests
on; null where it rests on none.")]
pub(super) struct ListArgs {
    /// The form of the list
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(super) format: Format,
    /// Only this status; may be given several times
    #[arg(long, value_name = "STATUS", value_parser = ["in-force", "pending", "suspended", "repealed", "replaced", "unknown"])]
    pub(super) status: Vec<String>,
    /// Only this sector: its identifier, or words of its name, with or without accents
    #[arg(long, value_name = "SECTOR")]
    pub(super) sector: Option<String>,
    /// Only this agency, publishing or carrying out: its identifier, or words of its name
    #[arg(long, value_name = "AGENCY")]
    pub(super) agency: Option<String>,
    /// Only this level: ministry, province, district, commune or other
    #[arg(long, value_name = "LEVEL", value_parser = level)]
    pub(super) level: Option<Level>,
    /// List internal procedures too
    #[arg(long)]
    pub(super) internal: bool,
}

/// Search procedures by name, everyday words, code or number of decision.
///
/// Accents need not be typed. The site's own search gives the same hits in the same order.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  niemyet search dang ky khai sinh
  niemyet search 1523/QĐ-BCA-C06 --limit 50 --format json
  niemyet search --batch < queries.txt > answers.jsonl

JSON: {query, total, hits: [{code, name, score, status}], understood, facets, near_sectors}, best first; scores mean nothing
outside one answer. docs/search.md has it whole.
With --batch, one such object a line for every line read.")]
pub(super) struct SearchArgs {
    /// What is looked for
    #[arg(value_name = "QUERY", required_unless_present = "batch", conflicts_with = "batch")]
    pub(super) query: Vec<String>,
    /// At most so many hits
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..))]
    pub(super) limit: usize,
    /// The form of the answer
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(super) format: Format,
    /// Take the last word for a beginning, as the site does while somebody types
    #[arg(long)]
    pub(super) typing: bool,
    /// Only hits with this value of a facet: sector, level, agency, online, audience, status (may be repeated); a value that there is
    /// not is refused
    #[arg(long, value_name = "FACET=VALUE", value_parser = super::search::choice)]
    pub(super) only: Vec<(crate::search::Facet, String)>,
    /// Answer every line of standard input with a line of JSON
    #[arg(long)]
    pub(super) batch: bool,
    /// Read the catalogue as though no search had kept what is searched, and keep nothing
    #[arg(long)]
    pub(super) no_memo: bool,
}

/// Show one procedure: its state on the day, its whole life, every piece of evidence with both its days.
///
/// The life is told in half-open periods; `>` marks the one that holds --as-of. Of a decision's row the day by the decision
/// and the day of the normative text are both told, and which of them rules and why. Where a status is unknown, what would
/// settle it is told.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  niemyet show 1.004222
  niemyet show 1004222 --as-of 2026-07-01
  niemyet show 1.012753.H56 --format json | jq '.periods[] | {from, until, status}'

JSON: what `list` has of it, and as_of, file, decision, unknown: {reason, settle}, periods: [{levels, from, until, status,
version, ruled_by, successors, predecessors, questions}], history: [{kind, number, issuer, date, effect, change, basis,
levels, others, until, published, dates: {decision, text, why}, withdrawn_by, legal, file, line, reason, source}],
facts: [{kind, value, via, from, until, levels, decision, coming}], legal: [{number, title, status, effect, checked}],
findings.")]
pub(super) struct ShowArgs {
    /// The code; the dot may be left out, and an agency's suffix is understood
    #[arg(value_name = "CODE")]
    pub(super) code: String,
    /// The form of the answer
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(super) format: Format,
}

/// Begin a decision or a procedure: a commented file to fill in.
#[derive(Debug, Args)]
pub(super) struct NewArgs {
    #[command(subcommand)]
    pub(super) what: NewWhat,
}

/// What to begin.
#[derive(Debug, Subcommand)]
pub(super) enum NewWhat {
    Decision(NewDecisionArgs),
    Procedure(NewProcedureArgs),
    Office(NewOfficeArgs),
}

/// Add an office to `offices.toml`. What is not given stays not entered.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  niemyet new office phuong-hac-thanh --name \"Ủy ban nhân dân phường Hạc Thành\" --agency ubnd-cap-xa --ward 14797")]
pub(super) struct NewOfficeArgs {
    /// Its identifier: small letters, digits and hyphens; a part of its address, so it never changes
    #[arg(value_name = "ID")]
    pub(super) id: String,
    /// Its official name
    #[arg(long, value_name = "TEXT")]
    pub(super) name: String,
    /// The agency, or the kind of agency, that it is: an id of agencies.toml
    #[arg(long, value_name = "ID")]
    pub(super) agency: String,
    /// Of a commune: its code of the General Statistics Office
    #[arg(long, value_name = "CODE")]
    pub(super) ward: Option<String>,
}

/// Begin a decision: `decisions/<year>/<number>.toml`, commented. Nothing is overwritten.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  niemyet new decision 1234/QĐ-UBND --issuer ubnd-tinh-thanh-hoa --signed 2026-11-20
  niemyet new decision 4245/QĐ-BCA-QLXNC --issuer bo-cong-an --signed 2026")]
pub(super) struct NewDecisionArgs {
    /// The decision's number, as signed
    #[arg(value_name = "NUMBER")]
    pub(super) number: String,
    /// Who issued it: an id of agencies.toml
    #[arg(long, value_name = "ID")]
    pub(super) issuer: String,
    /// The day of signing; the year alone where the day is not on record
    #[arg(long, value_name = "DAY|YEAR", value_parser = signed)]
    pub(super) signed: Signed,
    /// Its title (trích yếu)
    #[arg(long, value_name = "TEXT")]
    pub(super) title: Option<String>,
}

/// Begin a procedure: `procedures/<sector>/<code>.md`, commented. Nothing is overwritten.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  niemyet new procedure 1.004222 --sector cu-tru --issuer bo-cong-an --level commune --name \"Đăng ký thường trú\"")]
pub(super) struct NewProcedureArgs {
    /// The procedure's code
    #[arg(value_name = "CODE", value_parser = code)]
    pub(super) code: ProcedureCode,
    /// Its sector: an id of sectors.toml
    #[arg(long, value_name = "ID")]
    pub(super) sector: String,
    /// Who published it: an id of agencies.toml
    #[arg(long, value_name = "ID")]
    pub(super) issuer: String,
    /// Its official name [default: the name in the latest official list]
    #[arg(long, value_name = "TEXT")]
    pub(super) name: Option<String>,
    /// A level that decides it: ministry, province, commune or other (may be repeated) [default: none, which the site says]
    #[arg(long, value_name = "LEVEL", value_parser = level)]
    pub(super) level: Vec<Level>,
}

/// Begin a project: a province's catalogue, ready for its list and its first decision.
///
/// With --province the catalogue has the ministries, sectors, departments, calendar, life events and everyday names that every
/// province shares, and no procedure; on a terminal the province is asked for. Without one it is a small sample that builds
/// at once.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  niemyet init nghe-an --province \"tỉnh Nghệ An\" --code 40
  niemyet init thu < /dev/null")]
pub(super) struct InitArgs {
    /// The project's folder; it must not exist, or be empty
    #[arg(value_name = "DIR")]
    pub(super) folder: PathBuf,
    /// Whose site it is: "tỉnh Thanh Hóa", "thành phố Huế" [default: asked for on a terminal, else a sample]
    #[arg(long, value_name = "PROVINCE", value_parser = province)]
    pub(super) province: Option<String>,
    /// The province's code of the General Statistics Office, two digits
    #[arg(long, value_name = "CODE", value_parser = province_code, requires = "province")]
    pub(super) code: Option<String>,
    /// The identifier that its People's Committee is to have [default: ubnd-tinh-…]
    #[arg(long, value_name = "ID", value_parser = identifier, requires = "province")]
    pub(super) issuer: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

/// A day as people type it: `2026-08-31`, `31/08/2026`, `31/8/2026`, in the years 1945 to 2200.
pub(super) fn day(text: &str) -> Result<Day, BadValue> {
    use chrono::Datelike;
    let number = |part: &str| part.parse::<u32>().ok().filter(|_| part.len() <= 4 && !part.starts_with('+'));
    let parsed = match (text.split('-').collect::<Vec<_>>().as_slice(), text.split('/').collect::<Vec<_>>().as_slice())
    {
        ([year, month, day], _) if year.len() == 4 => number(year).zip(number(month)).zip(number(day)),
        (_, [day, month, year]) if year.len() == 4 => number(year).zip(number(month)).zip(number(day)),
        _ => None,
    };
    parsed
        .and_then(|((year, month), day)| Day::from_ymd_opt(i32::try_from(year).ok()?, month, day))
        .filter(|day| (1945..=2200).contains(&day.year()))
        .ok_or_else(|| BadValue::new("day"))
}

/// The address of a site, with a closing slash.
fn base_url(text: &str) -> Result<String, BadValue> {
    if !is_base_url(text) {
        return Err(BadValue::new("base_url"));
    }
    Ok(if text.ends_with('/') { text.to_owned() } else { format!("{text}/") })
}

/// A level by its word.
pub(super) fn level(text: &str) -> Result<Level, BadValue> {
    let known = || Level::ALL.map(Level::as_str).join(", ");
    Level::from_word(text).ok_or_else(|| BadValue::new("level").with("known", known()))
}

/// A province of today, as sites name it.
pub(super) fn province(text: &str) -> Result<String, BadValue> {
    let wrong = || match of_place(text) {
        Some(named) if named.written != named.today => {
            BadValue::new("province_merged").with("written", named.written).with("today", named.today)
        }
        Some(named) => BadValue::new("province_bare").with("today", named.today),
        None => BadValue::new("province").with("known", names().collect::<Vec<_>>().join(", ")),
    };
    official(text).ok_or_else(wrong)
}

/// A province's code: two digits.
pub(super) fn province_code(text: &str) -> Result<String, BadValue> {
    let sound = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    sound.then(|| text.to_owned()).ok_or_else(|| BadValue::new("province_code"))
}

/// An identifier that can be a part of an address.
pub(super) fn identifier(text: &str) -> Result<String, BadValue> {
    is_slug(text).then(|| text.to_owned()).ok_or_else(|| BadValue::new("identifier"))
}

fn signed(text: &str) -> Result<Signed, BadValue> {
    match text.parse() {
        Ok(year) if (1945..=2200).contains(&year) => Ok(Signed::In(year)),
        _ => day(text).map(Signed::On),
    }
}

fn code(text: &str) -> Result<ProcedureCode, BadValue> {
    let code = ProcedureCode::new(text).ok().filter(|code| code.form() != CodeForm::Broken);
    code.ok_or_else(|| BadValue::new("code"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_sound() {
        use clap::CommandFactory;
        Cli::command().debug_assert();
    }

    #[test]
    fn days_are_read_as_people_type_them() {
        let expected = Day::from_ymd_opt(2026, 8, 3);
        for text in ["2026-08-03", "2026-8-3", "03/08/2026", "3/8/2026"] {
            assert_eq!(day(text).ok(), expected, "{text}");
        }
        for text in
            ["2026-02-30", "31/02/2026", "today", "", "08/2026", "3/8/26", "+2026-08-03", "1944-12-31", "2201-01-01"]
        {
            assert!(day(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_address_gets_its_closing_slash() {
        assert_eq!(base_url("https://a.example").ok().as_deref(), Some("https://a.example/"));
        assert_eq!(base_url("https://a.example/tthc/").ok().as_deref(), Some("https://a.example/tthc/"));
        assert!(base_url("a.example").is_err());
    }
}
