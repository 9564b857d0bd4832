//! `niemyet audit`.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::audit_all;
use super::audit_keep::keep;
use super::audit_web::{WebArgs, web_address};
use super::context::Context;
use super::exit::{Exit, Failure, print};
use super::offices::{Ending, ending, known_office, write_new};
use crate::deadlines::{FigureOf, completeness, completeness_among, figures, verdicts};
use crate::import::{Foreign, limits, read_listing};
use crate::ledger::{Catalogue, Ledger};
use crate::model::{Day, Office, Period, ProcedureCode};
use crate::offices::Offices;
use crate::pipeline::with_ledger;
use crate::posted::{Compared, PostedFile, Previous, Sides, Verdict, audit};
use crate::report::{
    Audited, day_text, posted_html, posted_json, posted_sarif, posted_sheets, posted_table, posted_text,
};
use crate::source::{visible, visible_path};
use crate::spreadsheet::{Table, workbook};
use crate::store::{StoreError, folder_files, read_single};

/// Hold what somebody shows against what is in force: a saved page, a board, a spreadsheet, a folder of them.
///
/// TARGET is what an office shows, made with anything: pages as browsers save them (html, mht), xlsx, xls, ods, docx, PDF with text,
/// csv, or the JSON that a page loads; of a folder every file is read. Procedures are found by their codes, and by a name that one procedure
/// alone has, or nearly. What is struck out or hidden is not shown.
///
/// An address (https://…) is read page by page: what stands below it on the same host, and the data, spreadsheets and documents that
/// its pages load or link to. robots.txt is obeyed, and a second lies between two requests. --download keeps what was read: a crawl
/// that was stopped goes on there. What could not be read is told, and then nothing is a fault for being missing.
///
/// With --office the list is held against what that office must post on the day; without, against everything in force. What the
/// catalogue cannot prove, such as an assignment by default or a list that is too old, is told as not checked and is no fault. An
/// audit reads and tells: it changes no status and writes nothing but --export, --report, --letter,
/// --keep and --download.
///
/// With --all a whole province is audited: DIR has a folder or a file for each office, named by its identifier. What names no office
/// is told, and so are the offices that have nothing there. FILE is a list (tsv, csv): the identifier of an office, and an address or
/// a path from the list's folder; an office may stand in several lines. A few hosts are read at a time, each at its own pace. With
/// --download each office has a folder of its own.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  niemyet audit bang-niem-yet.html --office phuong-hac-thanh
  niemyet audit trang-da-luu/ --office so-y-te --format json | jq '.totals'
  niemyet audit trang-da-luu/ --office so-y-te --report bao-cao.html
  niemyet audit trang-da-luu/ --office so-y-te --previous thang-truoc.json
  niemyet audit trang-da-luu/ --office so-y-te --keep da-luu/
  niemyet audit trang-da-luu/ --office so-y-te --board bang-niem-yet.pdf
  niemyet audit bang.xlsx --office so-y-te --as-of 2026-08-01 --export viec-phai-lam.xlsx
  niemyet audit https://soyte.example.gov.vn/tthc/ --office so-y-te --download da-tai/
  niemyet audit --all niem-yet/ --export cac-don-vi.xlsx --report cac-don-vi.html
  niemyet audit --all dia-chi.tsv --download da-tai/ --report cac-don-vi.html
  niemyet audit --all niem-yet/ --previous quy-truoc.json --letter cong-van.docx

JSON: {target, office, as_of, verdict, files: [{path, rows, error}], findings: [{code, verdict, reason, score, procedure, where: {path, line},
message, help, key, first_seen, days, change}], totals: {due, posted, missing, extra, ended, unknown}, previous: {as_of, new, still,
fixed: [{code, procedure, key, first_seen, message}], unproved}, sides: {list, rows: [{list, due, posted, board, codes}]}}; change and previous are null without --previous; verdict is pass, fault or unchecked, that of a finding fault
or unchecked; reason says why it is unchecked, in one of the words below, and is null of a fault; score is the share of words that
agree where the procedure was found by a name nearly its own, in hundredths, else null; where and office are null where there is none. A path is that within TARGET, or an address. A line is that of a page or text, the row of a table or document. With --all: {target, as_of,
verdict, offices: [what one office's audit is, sides null], absent: [ID], unread: [{path, error}], totals: {offices, pass, fault, unchecked, absent,
due, posted, missing, extra, ended, unknown}}, the worst office first.

Codes: EXPIRED_LISTED, NOT_REMOVED_IN_TIME, FUTURE_SHOWN_AS_CURRENT, SUSPENDED_LISTED, MISSING_IN_FORCE, NOT_DUE_HERE,
INTERNAL_IN_PUBLIC_LIST, CODE_NOT_HELD, CODE_DAMAGED, CODE_NAME_MISMATCH, NAME_DIFFERS, LINK_MISSING, LINK_OTHER_PROCEDURE,
LINK_HOME, LINK_SEARCH, LINK_UNKNOWN_PAGE, LINK_DEAD_HOST, LINK_LEGACY_FORM, LINK_CLOSED_PROVINCIAL, OLD_AGENCY_NAME,
AGENCY_OTHER_PROVINCE, DISTRICT_AFTER_2025_07, SUPERSEDED_DECISION_CITED, WRONG_DECISION, DECISION_NUMBER_MALFORMED, TIME_DIFFERS, FEE_DIFFERS, DUPLICATE_ROW, POSTED_DIFFERENTLY,
COUNT_DRIFT.

Reasons: not_whole, nothing_found, by_default, no_holder, old_evidence, of_record, no_year, page_not_held, own_page, code_not_held,
two_headings, may_be_cut, may_be_exempt, reworded, decision_not_held, searched.

Compared between offices alone: papers, where a column or a label says that they are. Not compared: steps, results, legal bases, forms to fill in, phone numbers, and whether a link answers. Scanned pages have no
text to compare.

Exit codes: 0 no fault, 1 a fault, or a file that could not be read, 2 could not run.")]
pub(super) struct AuditArgs {
    /// What is shown: files, folders of files, addresses of the web
    #[arg(value_name = "TARGET", required_unless_present = "all")]
    target: Vec<PathBuf>,
    /// Audit every office of a province: a folder with a folder or a file for each, named by its identifier, or a list of addresses
    #[arg(long, value_name = "DIR|FILE", conflicts_with_all = ["target", "office"])]
    all: Option<PathBuf>,
    /// The office that shows it: `niemyet offices` lists them
    #[arg(long, value_name = "ID")]
    office: Option<String>,
    /// The board of the same office: a file, or a folder; the answer has it beside what is shown, what is due and the official list
    #[arg(long, value_name = "FILE", conflicts_with = "all")]
    board: Option<PathBuf>,
    /// Tell what is new, still there or gone since this earlier audit of the office, or of all: its --format json
    #[arg(long, value_name = "FILE")]
    pub(super) previous: Option<PathBuf>,
    /// Write what there is to do to a new spreadsheet: .csv, or .xlsx with a sheet for the director and one for the webmaster
    #[arg(long, value_name = "FILE")]
    pub(super) export: Option<PathBuf>,
    /// Write a report to read and print, a new .html file that loads nothing
    #[arg(long, value_name = "FILE")]
    pub(super) report: Option<PathBuf>,
    /// With --all: write the letter to the offices, a new .docx file with what people fill in left open
    #[arg(long, value_name = "FILE", conflicts_with_all = ["target", "office"])]
    pub(super) letter: Option<PathBuf>,
    /// Keep what is shown today, with its digests and the answer, in DIR/OFFICE/TODAY/
    #[arg(long, value_name = "DIR", requires = "office", conflicts_with = "all")]
    keep: Option<PathBuf>,
    /// The form of the answer
    #[arg(long, value_enum, default_value_t = Form::Text)]
    pub(super) format: Form,
    /// Show every finding, not the first of each rule
    #[arg(long)]
    pub(super) every: bool,
    #[command(flatten)]
    pub(super) web: WebArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// For people
    Text,
    /// For programs
    Json,
    /// For spreadsheets: what to do, row by row
    Csv,
    /// SARIF 2.1.0, for code review
    Sarif,
}

/// Audits a target, or those of a province.
pub(super) fn run(args: &AuditArgs, context: &Context) -> Result<Exit, Failure> {
    for (path, wanted, failure) in [(&args.report, "html", "report_ending"), (&args.letter, "docx", "letter_ending")] {
        let is_wanted = |path: &PathBuf| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(wanted));
        if let Some(path) = path.as_ref().filter(|path| !is_wanted(path)) {
            return Err(Failure::Asked(failure, vec![("path", visible_path(path))]));
        }
    }
    match &args.all {
        Some(folder) => audit_all::run(folder, args, context),
        None => run_one(args, context),
    }
}

/// What was read of what an office shows, and what could not be, each with why.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) files: Vec<PostedFile>,
    pub(super) errors: Vec<(String, String)>,
    /// The bytes of every file, where they are to be kept.
    pub(super) shown: Option<Vec<(String, Vec<u8>)>>,
    /// The address of each of those that came from the web.
    pub(super) addresses: Vec<(String, String)>,
    bytes: u64,
}

impl Read {
    /// Reads a file, or every file of a folder, one after the other; `false` where there is neither. Their names are those in `root`.
    pub(super) fn add(&mut self, path: &Path, root: &Path, context: &Context) -> Result<bool, StoreError> {
        let Some(paths) = folder_files(path)? else { return Ok(false) };
        for path in paths.into_iter().filter(|path| !is_part_of_page(path)) {
            let kept = named(root, &path);
            let name = visible(&kept);
            if self.files.len() + self.errors.len() >= limits::TARGET_FILES || self.bytes > limits::TARGET_BYTES {
                let most = [("files", limits::TARGET_FILES.to_string()), ("bytes", limits::TARGET_BYTES.to_string())];
                self.errors.push((name, context.words("audit_too_much", &most)));
                break;
            }
            let bytes = match read_single(&path, limits::FILE_BYTES) {
                Ok(bytes) => bytes.unwrap_or_default(),
                Err(error) => {
                    self.errors.push((name, error.message(context.language)));
                    continue;
                }
            };
            self.bytes += bytes.len() as u64;
            if let Some(shown) = &mut self.shown {
                shown.push((kept, bytes.clone()));
            }
            let foreign = Foreign { name, bytes, label: None };
            match read_listing(&foreign) {
                Ok((rows, has_links)) => self.files.push(PostedFile { path: foreign.name, rows, has_links }),
                Err(reason) => self.errors.push((foreign.name, reason.shown(context.language))),
            }
        }
        Ok(true)
    }
}

/// Whether a file is no listing, and no reason to say that something could not be read: the style, font or script of a page, a picture
/// that a browser saved beside it (`x_files/logo.png`), the compressed copy of a file. A picture elsewhere may be a scanned board.
fn is_part_of_page(path: &Path) -> bool {
    const PARTS: [&str; 10] = ["css", "js", "mjs", "map", "woff", "woff2", "ttf", "otf", "eot", "ico"];
    const PICTURES: [&str; 9] = ["png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "bmp", "mp4"];
    let is_beside = path.parent().into_iter().flat_map(Path::components).any(|part| {
        let name = part.as_os_str().to_string_lossy();
        name.ends_with("_files") || name.ends_with("_tệp")
    });
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let is_copy =
        matches!(path.extension().and_then(OsStr::to_str), Some("gz" | "br")) && path.with_extension("").is_file();
    // Chromium adds a second ending to scripts, in the language of the browser: "app.js.tải xuống".
    let mut endings = name.split('.').skip(1);
    is_copy || endings.any(|ending| PARTS.contains(&ending) || is_beside && PICTURES.contains(&ending))
}

fn run_one(args: &AuditArgs, context: &Context) -> Result<Exit, Failure> {
    let target = args.target.iter().map(visible_path).collect::<Vec<_>>().join(", ");
    let kind = args.export.as_ref().map(|path| ending(path)).transpose()?;
    let mut read = Read { shown: args.keep.is_some().then(Vec::new), ..Read::default() };
    let addresses: Vec<&str> = args.target.iter().filter_map(|path| web_address(path)).collect();
    for path in args.target.iter().filter(|path| web_address(path).is_none()) {
        // Of one target the names within it are enough; of several each is named whole.
        let root = if args.target.len() == 1 { path.as_path() } else { Path::new("") };
        if !read.add(path, root, context)? {
            return Err(Failure::Asked("import_no_file", vec![("path", visible_path(path))]));
        }
    }
    match (&args.web.download, addresses.is_empty()) {
        (_, false) => read.add_web(&addresses, &args.web, context)?,
        (Some(_), true) => return Err(Failure::Asked("download_nothing", Vec::new())),
        (None, true) => {}
    }
    let Read { files, errors, shown, .. } = read;
    let board = args.board.as_deref().map(|path| board(path, context)).transpose()?;
    let previous = args.previous.as_deref().map(|path| earlier(path, args.office.as_deref(), context)).transpose()?;
    let project = context.project()?;
    let input = context.input(&project, None)?;
    with_ledger(&input, |ledger, _| {
        let catalogue = &ledger.as_of(input.as_of);
        let assigned = Offices::of(catalogue);
        let office = args.office.as_deref().map(|id| known_office(id, catalogue)).transpose()?;
        let audit_of = |files: &[PostedFile]| audit(catalogue, &assigned, office, files, errors.is_empty());
        let audit = audit_of(&files);
        let is_faulty = audit.findings.iter().any(|told| told.verdict == Verdict::Fault);
        let board = board.as_ref().map(|board| audit_of(&board.files).posted);
        let sides = Sides::new(catalogue, &assigned, office, &audit.posted, board.as_ref());
        let compared = previous.map(|previous| Compared::new(&audit, catalogue.as_of, errors.is_empty(), &previous));
        let audited = Audited {
            target: &target,
            office,
            as_of: catalogue.as_of,
            files: &files,
            errors: &errors,
            audit: &audit,
            records: catalogue.records,
            compared: compared.as_ref(),
            sides: Some(&sides),
        };
        if let Some((path, kind)) = args.export.as_ref().zip(kind) {
            let bytes = match kind {
                Ending::Csv => posted_table(&audited, context.language).to_csv(),
                Ending::Xlsx => book(&posted_sheets(&audited, context.language))?,
            };
            write_new(path, &bytes, context)?;
        }
        if let Some(path) = &args.report {
            let figures = Estimate::new(ledger, catalogue, &assigned, context).of(office);
            write_new(path, posted_html(&audited, &figures, context.language).as_bytes(), context)?;
        }
        match args.format {
            Form::Text => print(&posted_text(&audited, args.every, context.language))?,
            Form::Json => print(&format!("{:#}\n", posted_json(&audited, context.language)))?,
            Form::Sarif => print(&format!("{:#}\n", posted_sarif(std::slice::from_ref(&audited), context.language)))?,
            Form::Csv => print(&String::from_utf8_lossy(&posted_table(&audited, context.language).to_csv()))?,
        }
        if let (Some(folder), Some(office), Some(shown)) = (&args.keep, office, &shown) {
            let answer = format!("{:#}\n", posted_json(&audited, context.language));
            keep(folder, office, shown, &answer, context)?;
        }
        Ok(if is_faulty || !errors.is_empty() { Exit::Findings } else { Exit::Clean })
    })
}

/// The board, every file of which has to be read: side by side with what was not read nothing could be told.
fn board(path: &Path, context: &Context) -> Result<Read, Failure> {
    let shown = || visible_path(path);
    let mut read = Read::default();
    if !read.add(path, path, context)? {
        return Err(Failure::Asked("import_no_file", vec![("path", shown())]));
    }
    match read.errors.first() {
        Some((name, why)) => {
            let file = if name.is_empty() { shown() } else { name.clone() };
            Err(Failure::Asked("audit_board_unread", vec![("path", file), ("reason", why.clone())]))
        }
        None => Ok(read),
    }
}

/// Sheets with their names as a workbook.
pub(super) fn book(sheets: &[(String, Table)]) -> Result<Vec<u8>, Failure> {
    workbook(&sheets.iter().map(|(name, table)| (name.as_str(), table)).collect::<Vec<_>>())
        .map_err(|error| Failure::Asked("export_failed", vec![("reason", error.to_string())]))
}

/// The figures 1.1 to 1.3 of Quyết định 766/QĐ-TTg (2022), as the catalogue can tell them: those of the province's decisions, and
/// the content of what an office has to post.
pub(super) struct Estimate<'a> {
    /// 1.1 and 1.2, which are of the province.
    province: Vec<FigureOf>,
    catalogue: &'a Catalogue<'a>,
    assigned: &'a Offices<'a>,
}

impl<'a> Estimate<'a> {
    pub(super) fn new(ledger: &Ledger, catalogue: &'a Catalogue, assigned: &'a Offices, context: &Context) -> Self {
        let judged = verdicts(ledger, context.today, Period::default());
        Estimate { province: figures(&judged, &catalogue.records.site.own_issuer), catalogue, assigned }
    }

    /// Those of an office, or without one of everything in force.
    pub(super) fn of(&self, office: Option<&Office>) -> Vec<FigureOf> {
        let mut estimate = self.province.clone();
        estimate.push(match office {
            Some(office) => {
                let due: BTreeSet<&ProcedureCode> =
                    self.assigned.due(office).into_iter().map(|one| &one.procedure.code).collect();
                completeness_among(self.catalogue, |code| due.contains(code))
            }
            None => completeness(self.catalogue),
        });
        estimate
    }
}

/// The audit before: of the same office and not of a later day.
fn earlier(path: &Path, office: Option<&str>, context: &Context) -> Result<Previous, Failure> {
    let previous = before(path, limits::FILE_BYTES, "previous_unread", Previous::parse)?;
    if previous.office.as_deref() != office {
        let name = |id: Option<&str>| id.unwrap_or("–").to_owned();
        let shown = ("path", visible_path(path));
        let values = vec![shown, ("other", name(previous.office.as_deref())), ("office", name(office))];
        return Err(Failure::Asked("previous_office", values));
    }
    not_later(path, previous.as_of, context)?;
    Ok(previous)
}

/// The answer of an audit before, or a failure that says `unread`.
pub(super) fn before<T>(
    path: &Path,
    limit: u64,
    unread: &'static str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<T, Failure> {
    let failure = |key| Failure::Asked(key, vec![("path", visible_path(path))]);
    let bytes = read_single(path, limit)?.ok_or_else(|| failure("import_no_file"))?;
    std::str::from_utf8(&bytes).ok().and_then(parse).ok_or_else(|| failure(unread))
}

/// A failure where the audit before is of a later day.
pub(super) fn not_later(path: &Path, day: Day, context: &Context) -> Result<(), Failure> {
    if day <= context.as_of {
        return Ok(());
    }
    let shown = |day| day_text(day, context.language);
    let values = vec![("path", visible_path(path)), ("other", shown(day)), ("day", shown(context.as_of))];
    Err(Failure::Asked("previous_later", values))
}

/// A file's name as people know it: of a folder the path in it, else its own name.
fn named(target: &Path, path: &Path) -> String {
    let inner = path.strip_prefix(target).ok().filter(|inner| !inner.as_os_str().is_empty());
    let inner = inner.map(Path::as_os_str).or(path.file_name()).unwrap_or(path.as_os_str());
    inner.to_string_lossy().into_owned()
}
