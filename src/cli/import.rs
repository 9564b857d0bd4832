//! `niemyet import`.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use super::args::{Format, day};
use super::context::Context;
use super::exit::{Exit, Failure, print};
use super::import_decision::{self, DecisionArgs};
use super::import_offices::{self, OfficesFileArgs};
use super::signals;
use super::value::BadValue;
use crate::import::{
    BASE_PATH, Conflicts, Depth, Edit, Foreign, JOURNAL_PATH, Journal, Links, ListOf, Lists, Options, Plan, Scope,
    SnapshotOrder, Tense, codes, limits, plan,
};
use crate::input::{FILE_LIMIT, FileContent, Input};
use crate::load::load;
use crate::model::{Day, Level, ListScope};
use crate::provinces::Own;
use crate::source::visible_path;
use crate::store::{FileChange, Project, read_single, write_files};
use crate::strings::Strings;
use crate::text::is_slug;

/// Keeps the journal, which is of one machine, out of the catalogue's history.
const IGNORE_PATH: &str = ".import/.gitignore";
const IGNORE: &str = "undo.json\n";
/// The journal of a whole national catalogue has some 40 MB.
const JOURNAL_LIMIT: u64 = 512 * 1024 * 1024;

/// Take foreign files into the catalogue.
///
/// Reads the national portal's list (xlsx, or csv with links), its detail record (json, or an array of them), lists and
/// records in JSON with keys of their own (ma_thu_tuc, maThuTuc, TTHC_MA; a board's ma, ten, linhVuc) and interchange JSON
/// Lines (also gzipped). A key that is not taken is told once, with a count. What a file is, its content tells; what is no
/// list is refused by name, with the command that reads it. Files are applied in the order given: where
/// two state the same thing the later one counts, but one that says less never wipes more.
///
/// Before anything is written it is told how many procedures change state, and what a list proves. A plain import takes
/// facts and links and proves no status; with --snapshot an official list is evidence of what is in force. What an office
/// has posted (a board, a table of its own) is never evidence. An import by which more than 2 % of what is in force would
/// not be any more is not made unless --allow-loss says so.
///
/// A hand edit stays unless --force, and is reported where the source differs. Importing the same files twice changes
/// nothing. The last import can be undone.
///
/// A code that a spreadsheet or a typist has damaged, or that stands beside another procedure's name, is refused with its
/// line and what it may have been; a list with more than one such code in 200 rows is not kept as evidence.
///
/// `niemyet import decision FILE` reads a signed decision, a page about one or a table of decisions' days instead; a list named `decision` is written ./decision.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
#[command(after_help = "\
Examples:
  niemyet import danh-sach-tthc.xlsx --dry-run
  niemyet import 1.000358.json 1.004222.json
  niemyet import bang-niem-yet.json --held --dry-run
  niemyet import danh-sach.csv --held --label \"danh sách quốc gia 2026-07\"
  niemyet import danh-sach.csv --missing --dry-run
  niemyet import danh-sach.csv --none --snapshot csdlqg-2026-09 --taken 15/9/2026 \\
      --title \"Cơ sở dữ liệu quốc gia về TTHC\" --source \"Cổng Dịch vụ công quốc gia\"
  niemyet import bo-tu-phap.xlsx --none --snapshot bo-tu-phap-2026-09 --taken 15/9/2026 --scope issuer:bo-tu-phap \\
      --title \"Danh sách của Bộ Tư pháp\" --source \"Cổng Dịch vụ công quốc gia\"
  niemyet import danh-sach.csv --dry-run --format json | jq .states.groups
  niemyet import --undo
  niemyet import decision 3582-qd-ubnd.docx
  niemyet import offices don-vi.xlsx

JSON: {written, files: [{name, kind, rows, taken, outside, other_provinces, list: {standing, extent, why, issuers, title, day,
held_as, too_damaged}}], withheld: {reason, …}, states: {day, in_force_before, in_force_after, count, groups: [{from, to, count}],
changes: [{code, name, from, to}]}, created, changed: {CODE: [FIELD]}, unchanged, other_provinces: {ISSUER: COUNT},
refused: [{place, reason}], notes: [{place, remark}], missing, paths}; what is not there is null.

Exit codes: 0 all was taken, 1 a row or a file was refused (the rest was taken) or the import was not made, 2 could not
run.")]
pub(super) struct ImportArgs {
    #[command(subcommand)]
    what: Option<ImportWhat>,
    /// The files
    #[arg(value_name = "FILE", required_unless_present = "undo", conflicts_with = "undo")]
    files: Vec<PathBuf>,
    /// Show what an import would do, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Take certain facts only, no prose: the rest is stated as not entered
    #[arg(long)]
    facts_only: bool,
    /// Only these procedures: a file with one code a line
    #[arg(long, value_name = "FILE", group = "scope")]
    only: Option<PathBuf>,
    /// Only procedures that the catalogue holds already
    #[arg(long, group = "scope")]
    held: bool,
    /// Only what a list gives to bodies here, or to nobody, and the catalogue does not hold: `niemyet missing` shows it
    #[arg(long, group = "scope")]
    missing: bool,
    /// No procedures: take lists as evidence only, with --snapshot
    #[arg(long, group = "scope", requires = "snapshot")]
    none: bool,
    /// Which links to take into links.tsv: those of every file, of lists alone, or none
    #[arg(long, value_name = "WHICH", value_enum, default_value_t = WhichLinks::All)]
    links: WhichLinks,
    /// Where the files come from, for `source` and for the evidence of links; once for all, or once for each file
    #[arg(long, value_name = "TEXT")]
    label: Vec<String>,
    /// Keep the lists among the files as evidence too: snapshots/ID.tsv
    #[arg(long, value_name = "ID", value_parser = snapshot_id, requires = "title", requires = "source", requires = "dated")]
    snapshot: Option<String>,
    /// What the list is
    #[arg(long, value_name = "TEXT", requires = "snapshot")]
    title: Option<String>,
    /// Where the list was got
    #[arg(long, value_name = "TEXT", requires = "snapshot")]
    source: Option<String>,
    /// The day the list was taken
    #[arg(long, value_name = "DAY", value_parser = day, group = "dated", requires = "snapshot")]
    taken: Option<Day>,
    /// The first day on which the list can have been taken, where the day itself is not on record
    #[arg(long, value_name = "DAY", value_parser = day, group = "dated", requires = "snapshot")]
    not_before: Option<Day>,
    /// Of what the list is: country, province (this one's alone, and all of them), issuer:AGENCY, sector:SECTOR or level:LEVEL, by
    /// identifier or name; once for each. What is not of its scope is not missing from it
    #[arg(long = "scope", value_name = "SCOPE", value_parser = scope_word, requires = "snapshot")]
    of: Vec<ScopeWord>,
    /// So many procedures may leave force by this import; without it, no more than 2 % of those in force
    #[arg(long, value_name = "N")]
    allow_loss: Option<u64>,
    /// The form of the report
    #[arg(long, value_enum, default_value_t = Format::Text, conflicts_with = "undo")]
    format: Format,
    /// Take the source's values in the place of hand edits; with --undo, undo over later edits
    #[arg(long)]
    force: bool,
    /// Undo the last import
    #[arg(long)]
    undo: bool,
    /// Show every line of the report
    #[arg(long)]
    all: bool,
}

/// What is imported, if not procedures.
#[derive(Debug, Subcommand)]
enum ImportWhat {
    Decision(DecisionArgs),
    Offices(OfficesFileArgs),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum WhichLinks {
    All,
    Lists,
    None,
}

/// Plans, tells, and writes unless it is a dry run.
pub(super) fn run(args: &ImportArgs, context: &Context) -> Result<Exit, Failure> {
    match &args.what {
        Some(ImportWhat::Decision(args)) => return import_decision::run(args, context),
        Some(ImportWhat::Offices(args)) => return import_offices::run(args, context),
        None => {}
    }
    let project = context.project()?;
    if args.undo {
        return undo(args, &project, context);
    }
    let options = options(args, context)?;
    let foreign = foreign(args)?;
    let existing = project.read()?;
    let base = text(&project, BASE_PATH, FILE_LIMIT)?;
    let bar = context.bar("importing");
    let planned = plan(&existing.catalogue, &existing.site, base.as_deref(), &foreign, &options, &mut |progress| {
        bar.set_message(Strings::of(context.language).get(&["import", "stage", progress.stage.key()]));
        bar.set_length(progress.total as u64);
        bar.set_position(progress.done as u64);
    });
    bar.finish_and_clear();
    let lists = if args.all { Lists::All } else { Lists::Short };
    let tense = if args.dry_run { Tense::Would } else { Tense::Done };
    if args.format == Format::Text {
        // What it will change stands there before it is written.
        print(&planned.foretold(lists, context.language, &context.again()))?;
    }
    let writes = !args.dry_run && !planned.edits.is_empty();
    if writes {
        apply(&planned, &project, context)?;
    }
    let mut told = match args.format {
        Format::Text => planned.outcome(tense, lists, context.language),
        Format::Json => format!("{:#}\n", planned.json(tense, context.language)),
    };
    if writes && args.format == Format::Text {
        told.push_str(&format!("{}\n", Strings::of(context.language).get(&["import", "undo_hint"])));
    }
    print(&told)?;
    let is_clean = planned.report.refused.is_empty() && planned.report.withheld.is_none();
    Ok(if is_clean { Exit::Clean } else { Exit::Findings })
}

fn options(args: &ImportArgs, context: &Context) -> Result<Options, Failure> {
    let scope = match &args.only {
        Some(path) => {
            let bytes = bytes(path, FILE_LIMIT)?;
            let (wanted, wrong) = codes(&String::from_utf8_lossy(&bytes));
            if let Some(line) = wrong.first() {
                let path = visible_path(path);
                return Err(Failure::Asked("import_codes", vec![("path", path), ("line", line.clone())]));
            }
            Scope::Only(wanted)
        }
        None if args.held => Scope::Held,
        None if args.missing => Scope::Missing,
        None if args.none => Scope::Nothing,
        None => Scope::All,
    };
    if let Some(taken) = args.taken.or(args.not_before).filter(|taken| *taken > context.today) {
        let values = vec![("taken", taken.to_string()), ("today", context.today.to_string())];
        return Err(Failure::Asked("import_taken_later", values));
    }
    let snapshot = args.snapshot.clone().map(|id| SnapshotOrder {
        id,
        title: args.title.clone().unwrap_or_default(),
        source: args.source.clone().unwrap_or_default(),
        taken: args.taken,
        not_before: args.not_before,
        scope: scope_of(&args.of),
    });
    Ok(Options {
        depth: if args.facts_only { Depth::Facts } else { Depth::Full },
        scope,
        links: match args.links {
            WhichLinks::All => Links::All,
            WhichLinks::Lists => Links::Lists,
            WhichLinks::None => Links::None,
        },
        snapshot,
        allow_loss: args.allow_loss,
        conflicts: if args.force { Conflicts::Overrule } else { Conflicts::Keep },
        today: context.today,
    })
}

fn foreign(args: &ImportArgs) -> Result<Vec<Foreign>, Failure> {
    let (files, labels) = (args.files.len(), args.label.len());
    if labels > 1 && labels != files {
        let values = vec![("labels", labels.to_string()), ("files", files.to_string())];
        return Err(Failure::Asked("import_labels", values));
    }
    let label = |index: usize| args.label.get(index).or(args.label.last()).cloned();
    let read = |(index, path): (usize, &PathBuf)| {
        let bytes = bytes(path, limits::FILE_BYTES)?;
        Ok(Foreign { name: visible_path(path), bytes, label: label(index) })
    };
    args.files.iter().enumerate().map(read).collect()
}

pub(super) fn bytes(path: &Path, limit: u64) -> Result<Vec<u8>, Failure> {
    let missing = || Failure::Asked("import_no_file", vec![("path", visible_path(path))]);
    read_single(path, limit)?.ok_or_else(missing)
}

/// A text of the catalogue that is no part of the site: the base, the journal.
pub(super) fn text(project: &Project, path: &str, limit: u64) -> Result<Option<String>, Failure> {
    let bytes = read_single(&project.catalogue.join(path), limit)?;
    Ok(bytes.and_then(|bytes| String::from_utf8(bytes).ok()))
}

/// Writes the plan's files, and the journal by which it can be undone.
fn apply(planned: &Plan, project: &Project, context: &Context) -> Result<(), Failure> {
    let mut changes: Vec<FileChange> = planned.edits.iter().map(change).collect();
    let journal = Journal::write(context.today, &planned.edits);
    for (path, after) in [(JOURNAL_PATH, journal.as_str()), (IGNORE_PATH, IGNORE)] {
        let before = text(project, path, JOURNAL_LIMIT)?;
        if before.as_deref() != Some(after) {
            let (before, after) = (before.map(String::into_bytes), Some(after.as_bytes().to_vec()));
            changes.push(FileChange { path: path.to_owned(), before, after });
        }
    }
    Ok(signals::careful(|interrupt| write_files(&project.catalogue, &changes, interrupt))?)
}

fn change(edit: &Edit) -> FileChange {
    let bytes = |text: &Option<String>| text.clone().map(String::into_bytes);
    FileChange { path: edit.path.clone(), before: bytes(&edit.before), after: bytes(&edit.after) }
}

/// Whether edits take away the agency that the site's settings name as its own issuer: a person named one that an import
/// had added, and undoes that import.
fn orphans_own_issuer(mut input: Input, edits: &[Edit]) -> bool {
    let has_own = |input: &Input| {
        let (records, _) = load(input);
        Own::of(&records.site, &records.agencies).issuer().is_some()
    };
    let had = has_own(&input);
    for edit in edits {
        match &edit.after {
            Some(text) => input.catalogue.insert(edit.path.clone(), FileContent::Bytes(text.clone().into_bytes())),
            None => input.catalogue.remove(&edit.path),
        };
    }
    had && !has_own(&input)
}

/// Puts back what the last import changed.
fn undo(args: &ImportArgs, project: &Project, context: &Context) -> Result<Exit, Failure> {
    let nothing = || Failure::Asked("import_nothing_to_undo", Vec::new());
    let written = text(project, JOURNAL_PATH, JOURNAL_LIMIT)?.ok_or_else(nothing)?;
    let journal = Journal::parse(&written).ok_or_else(nothing)?;
    let mut now = std::collections::BTreeMap::new();
    for path in journal.paths() {
        now.insert(path.to_owned(), text(project, path, FILE_LIMIT)?);
    }
    let undo = journal.undo(|path| now.get(path).cloned().flatten());
    if !undo.changed_since.is_empty() && !args.force {
        return Err(Failure::Asked("import_changed_since", vec![("paths", undo.changed_since.join(", "))]));
    }
    let values = [("day", journal.day.clone()), ("count", undo.edits.len().to_string())];
    let key = if args.dry_run { "would_undo" } else { "undone" };
    let input = context.input(project, None)?;
    let orphaned = orphans_own_issuer(input, &undo.edits);
    if !args.dry_run {
        let mut changes: Vec<FileChange> = undo.edits.iter().map(change).collect();
        let before = Some(written.into_bytes());
        changes.push(FileChange { path: JOURNAL_PATH.to_owned(), before, after: None });
        signals::careful(|interrupt| write_files(&project.catalogue, &changes, interrupt))?;
    }
    let strings = Strings::of(context.language);
    let mut told = format!("{}\n", strings.filled(&["import", key], &values));
    if orphaned {
        told.push_str(&format!("{}\n", strings.get(&["import", "own_orphaned"])));
    }
    print(&told)?;
    Ok(Exit::Clean)
}

/// One word of a list's scope.
#[derive(Debug, Clone, PartialEq, Eq)]
enum ScopeWord {
    Whose(ListScope),
    Issuer(String),
    Sector(String),
    Level(Level),
}

fn scope_word(text: &str) -> Result<ScopeWord, BadValue> {
    if let Some(whose) = ListScope::from_word(text) {
        return Ok(ScopeWord::Whose(whose));
    }
    let (kind, value) = text.split_once(':').map(|(kind, value)| (kind, value.trim())).unwrap_or_default();
    match (kind, value) {
        (_, "") => None,
        ("issuer", name) => Some(ScopeWord::Issuer(name.to_owned())),
        ("sector", name) => Some(ScopeWord::Sector(name.to_owned())),
        ("level", word) => Level::from_word(word).map(ScopeWord::Level),
        _ => None,
    }
    .ok_or_else(|| BadValue::new("scope"))
}

/// Of what a list is, by the words of its scope.
fn scope_of(words: &[ScopeWord]) -> Option<ListOf> {
    let mut of = ListOf::default();
    for word in words {
        match word {
            ScopeWord::Whose(whose) => of.whose = *whose,
            ScopeWord::Issuer(name) => of.issuers.push(name.clone()),
            ScopeWord::Sector(name) => of.sectors.push(name.clone()),
            ScopeWord::Level(level) => drop(of.levels.insert(*level)),
        }
    }
    (!words.is_empty()).then_some(of)
}

/// The stem of a snapshot's file, which evidence names.
fn snapshot_id(text: &str) -> Result<String, BadValue> {
    let sound = text.len() <= 60 && is_slug(text);
    if sound { Ok(text.to_owned()) } else { Err(BadValue::new("snapshot_id")) }
}
