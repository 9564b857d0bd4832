//! `niemyet confirm`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::Args;

use super::confirm_chosen::chosen;
use super::confirm_links;
use super::confirm_records::{base, is_of_file, made_by_decisions, record_change, record_text, with_records};
use super::context::{Context, Output};
use super::exit::{Exit, Failure, print};
use super::rule::needed;
use super::signals;
use crate::finding::{Finding, Severity};
use crate::import::{Begun, BegunRecord, DRAFTS, completes, confirmed, is_confirmed, place_of};
use crate::input::{FileContent, Input};
use crate::ledger::Ledger;
use crate::load::load;
use crate::model::{Decision, Records};
use crate::pipeline::with_ledger;
use crate::provinces::{Own, named, official};
use crate::report::{Detail, Idle, Outcome, findings_text, is_meant_to_change};
use crate::source::visible_path;
use crate::store::{FileChange, Project, write_files};
use crate::strings::Strings;

/// Take drafts of decisions into the ledger.
///
/// A draft becomes `decisions/<year>/<number>.toml`, with who confirmed it. A draft with which the catalogue would have an
/// error that it has not now stays a draft, and is named with its errors; so does one without number or year, one of a
/// decision that is there and differs (see --force; one that only adds days which the file leaves open is taken), and one
/// that is to change procedures and whose issuer binds nobody here, and one of which rows were not read
/// (`complete = false`) without --partial. The others are taken; of one that changes nothing on any day it is said why. A
/// procedure that a draft begins and that has no record gets one, with what the decision tells of it; what is still missing
/// is said. On a terminal each draft is shown and asked about; a script gives numbers, or --all.
///
/// --from FILE takes links that people opened: the table of `niemyet links --format csv`, or of the page that `niemyet links --sheet`
/// writes. A result is ok or wrong; a row without one was not looked at. What is ok is confirmed in links.tsv with the day and who
/// looked (--today and --by where the row has none); what is wrong is told, and no longer confirmed. A cell that cannot be right is
/// told with its place, and then nothing at all is taken.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  niemyet confirm --by \"Nguyễn Văn A\"
  niemyet confirm 3582/QĐ-UBND 3584/QĐ-UBND --by \"Nguyễn Văn A\"
  niemyet confirm --all --by \"Nguyễn Văn A\"
  niemyet confirm --from da-mo.csv --by \"Nguyễn Văn A\"

Exit codes: 0 done; 1 drafts were kept, a link is wrong, or a cell cannot be right; 2 could not run.")]
pub(super) struct ConfirmArgs {
    /// The decisions' numbers
    #[arg(value_name = "NUMBER", conflicts_with = "all")]
    pub(super) numbers: Vec<String>,
    /// Every draft
    #[arg(long)]
    pub(super) all: bool,
    /// Who confirms
    #[arg(long, value_name = "NAME")]
    pub(super) by: String,
    /// Replace a decision that is there and differs
    #[arg(long)]
    force: bool,
    /// Take drafts of which rows were not read too (`complete = false`)
    #[arg(long)]
    partial: bool,
    /// Take a table of links that people opened, instead of drafts: csv or xlsx
    #[arg(long, value_name = "FILE", conflicts_with_all = ["numbers", "all", "force", "partial"])]
    from: Option<PathBuf>,
    /// With --from: show what would be, and write nothing
    #[arg(long, requires = "from")]
    pub(super) dry_run: bool,
}

/// A draft as it lies in its folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lying {
    pub(super) path: String,
    pub(super) text: String,
}

/// A draft and what taking it means.
struct Taking {
    draft: Lying,
    /// Where it is to stand.
    place: String,
    /// The file that stands there.
    before: Option<Vec<u8>>,
    /// What is to stand there; `None` where the draft stands there already.
    after: Option<Vec<u8>>,
}

/// Chooses, checks what the catalogue would be, and writes what is sound.
pub(super) fn run(args: &ConfirmArgs, context: &Context) -> Result<Exit, Failure> {
    needed("--by", &args.by)?;
    if let Some(file) = &args.from {
        return confirm_links::run(file, args, context);
    }
    let project = context.project()?;
    let input = context.input(&project, None)?;
    let lying = lying(&project)?;
    let none = if lying.is_empty() { "confirm_none" } else { "confirm_unchosen" };
    let chosen = chosen(args, lying, context)?;
    if chosen.is_empty() {
        print(&format!("{}\n", context.words(none, &[])))?;
        return Ok(Exit::Clean);
    }
    let mut kept = Kept::default();
    let taking = taking(chosen, &input, &project, args, context, &mut kept);
    let mut taking = binding(taking, &input, context, &mut kept);
    let held = findings(&input);
    let base = base(&project)?;
    let mut made = Begun::default();
    while !taking.is_empty() {
        made = made_by(&taking, &input, base.as_deref(), context);
        let after = with_records(with_all(&input, &taking), &made);
        let new = new_errors(&held, findings(&after));
        if new.is_empty() {
            break;
        }
        // An error that lies in no draft's own file is everybody's: then nothing is taken.
        let is_own = |finding: &Finding, one: &Taking| {
            let mut records = made.records.iter().filter(|record| is_of(record, one));
            lies_in(finding, &one.place) || records.any(|record| lies_in(finding, &record.path))
        };
        let named = |one: &Taking| new.iter().any(|finding| is_own(finding, one));
        let anyone = taking.iter().any(named);
        let (bad, sound): (Vec<_>, Vec<_>) = taking.into_iter().partition(|one| named(one) || !anyone);
        let shown = |path: &str| project.shown(path);
        kept.told.push_str(&findings_text(&new, &after, &context.telling(Output::Out, Detail::All, &shown)));
        kept.errors += new.len();
        kept.paths.extend(bad.into_iter().map(|one| one.draft.path));
        taking = sound;
    }
    if taking.is_empty() {
        made = Begun::default();
    }
    let told = outcomes(&taking, &input, &made, context);
    let changes: Vec<FileChange> =
        taking.iter().flat_map(changes).chain(made.edits.iter().map(record_change)).collect();
    signals::careful(|interrupt| write_files(&project.catalogue, &changes, interrupt))?;
    let mut out = std::mem::take(&mut kept.told);
    for one in &taking {
        let key = if one.after.is_some() { "confirmed" } else { "confirm_same" };
        let shown = [("path", visible_path(project.catalogue.join(&one.place)))];
        out.push_str(&format!("{}\n", context.words(key, &shown)));
        let open = questions(&one.draft.text);
        if open > 0 {
            out.push_str(&format!("  {}\n", context.words("confirmed_open", &[("count", open.to_string())])));
        }
        out.push_str(told.get(&one.place).map_or("", String::as_str));
        for record in made.records.iter().filter(|record| is_of(record, one)) {
            out.push_str(&record_text(record, &project, context));
        }
    }
    for path in &kept.paths {
        let shown = [("path", visible_path(project.catalogue.join(path)))];
        out.push_str(&format!("{}\n", context.words("confirm_kept", &shown)));
    }
    if kept.errors > 0 {
        let counts = [("count", kept.errors.to_string()), ("drafts", kept.paths.len().to_string())];
        out.push_str(&format!("{}\n", context.words("confirm_errors", &counts)));
    }
    print(&out)?;
    Ok(if kept.paths.is_empty() { Exit::Clean } else { Exit::Findings })
}

/// Whether rows of a draft's file were not read.
pub(super) fn is_partial(draft: &Lying) -> bool {
    let table = draft.text.parse::<toml::Table>().unwrap_or_default();
    table.get("complete").and_then(toml::Value::as_bool) == Some(false)
}

/// Whether a draft with unread rows may be taken: where that was asked for, or where a person at a terminal was asked.
fn may_be_partial(args: &ConfirmArgs) -> bool {
    args.partial || !args.all && args.numbers.is_empty()
}

/// How many questions a draft leaves open.
fn questions(draft: &str) -> usize {
    let table = draft.parse::<toml::Table>().unwrap_or_default();
    table.get("questions").and_then(toml::Value::as_array).map_or(0, Vec::len)
}

/// The drafts that stay, and why.
#[derive(Default)]
struct Kept {
    paths: BTreeSet<String>,
    errors: usize,
    told: String,
}

impl Kept {
    /// Keeps a draft for a reason that no finding tells.
    fn keep(&mut self, draft: Lying, key: &'static str, values: Vec<(&'static str, String)>, context: &Context) {
        let of = |part: &str| Strings::of(context.language).filled(&["cli", key, part], &values);
        let word = |key: &str| Strings::of(context.language).get(&["report", key]);
        self.told.push_str(&format!("{}: {}\n  {}: {}\n", word("error"), of("message"), word("help"), of("help")));
        self.paths.insert(draft.path);
        self.errors += 1;
    }
}

/// Every draft of the folder.
fn lying(project: &Project) -> Result<Vec<Lying>, Failure> {
    let files = project.read_beside(DRAFTS)?;
    let drafts = files.iter().filter(|(path, _)| path.ends_with(".toml"));
    drafts
        .map(|(path, content)| {
            let path = format!("{DRAFTS}/{path}");
            match content.text() {
                Some(text) => Ok(Lying { text: text.to_owned(), path }),
                None => Err(Failure::Asked("confirm_unreadable", vec![("path", path)])),
            }
        })
        .collect()
}

/// What taking each draft means. One that has no place, and one of a decision that is there and differs, is kept: a
/// decision is replaced only where the person says so.
fn taking(
    chosen: Vec<Lying>,
    input: &Input,
    project: &Project,
    args: &ConfirmArgs,
    context: &Context,
    kept: &mut Kept,
) -> Vec<Taking> {
    let mut places: BTreeMap<String, String> = BTreeMap::new();
    let mut taking = Vec::with_capacity(chosen.len());
    for draft in chosen {
        let standing = |path: &str| {
            places.get(path).map(String::as_str).or_else(|| input.catalogue.get(path).and_then(FileContent::text))
        };
        let Some(place) = place_of(&draft.text, standing) else {
            let shown = visible_path(project.catalogue.join(&draft.path));
            kept.keep(draft, "confirm_place", vec![("path", shown)], context);
            continue;
        };
        let file = input.catalogue.get(&place);
        let same = file.and_then(FileContent::text).is_some_and(|file| is_confirmed(file, &draft.text));
        // A draft that only adds a day which the file leaves open takes nothing back.
        let adds = file.and_then(FileContent::text).is_some_and(|file| completes(file, &draft.text));
        if places.contains_key(&place) || (file.is_some() && !same && !adds && !args.force) {
            let shown = visible_path(project.catalogue.join(&place));
            kept.keep(draft, "confirm_differs", vec![("path", shown)], context);
            continue;
        }
        if !same && !adds && is_partial(&draft) && !may_be_partial(args) {
            let shown = visible_path(project.catalogue.join(&draft.path));
            kept.keep(draft, "confirm_partial", vec![("path", shown)], context);
            continue;
        }
        places.insert(place.clone(), draft.text.clone());
        let after = (!same).then(|| confirmed(&draft.text, &args.by, context.today).into_bytes());
        let before = file.and_then(FileContent::text).map(|file| file.as_bytes().to_vec());
        taking.push(Taking { draft, place, before, after });
    }
    taking
}

/// The drafts that bind somebody here, or are not to change a procedure: the others are kept, whatever else is wrong with
/// them.
fn binding(taking: Vec<Taking>, input: &Input, context: &Context, kept: &mut Kept) -> Vec<Taking> {
    let (records, _) = load(&with_all(input, &taking));
    let mut binding = Vec::with_capacity(taking.len());
    for one in taking {
        match decision_of(&one, &records).filter(|decision| one.after.is_some() && is_meant_to_change(decision)) {
            Some(decision) if !records.binds(&decision.key.issuer) => {
                let (key, values) = for_nobody(&records, decision);
                kept.keep(one.draft, key, values, context);
            }
            Some(decision) if is_said_elsewhere(&one, &records) => {
                let (_, values) = for_nobody(&records, decision);
                kept.keep(one.draft, "confirm_other_province", values, context);
            }
            Some(_) | None => binding.push(one),
        }
    }
    binding
}

/// Whether the words of the source that stand beside a draft's issuer name another province and not this one: whatever a person
/// wrote in the place of the issuer, the paper is not this province's.
fn is_said_elsewhere(one: &Taking, records: &Records) -> bool {
    let line = one.draft.text.lines().find(|line| line.starts_with("issuer = "));
    let said = line.and_then(|line| line.split_once(" # ")).map_or("", |(_, said)| said);
    is_elsewhere(said, records)
}

/// Whether words name provinces, and this one is not among them.
fn is_elsewhere(words: &str, records: &Records) -> bool {
    let own = Own::of(&records.site, &records.agencies).province();
    let places = named(words);
    own.is_some() && !places.is_empty() && places.iter().all(|place| Some(place.today) != own)
}

/// The records that drafts need, were they taken.
fn made_by(taking: &[Taking], input: &Input, base: Option<&str>, context: &Context) -> Begun {
    let after = with_all(input, taking);
    let (records, _) = load(&after);
    let taken = taking.iter().filter(|one| one.after.is_some());
    let decisions: Vec<&Decision> = taken.filter_map(|one| decision_of(one, &records)).collect();
    made_by_decisions(&decisions, &records, &after, base, context.today)
}

/// Whether a draft begins the procedure of a record.
fn is_of(record: &BegunRecord, one: &Taking) -> bool {
    is_of_file(record, &one.place)
}

fn decision_of<'r>(one: &Taking, records: &'r Records) -> Option<&'r Decision> {
    records.decisions.iter().find(|decision| decision.file.strip_prefix("catalogue/") == Some(one.place.as_str()))
}

/// What is to be said of what each draft does, by its place.
fn outcomes(taking: &[Taking], input: &Input, made: &Begun, context: &Context) -> BTreeMap<String, String> {
    let (records, _) = load(&with_records(with_all(input, taking), made));
    let (with, _) = Ledger::new(&records);
    let mut others = records.clone();
    let mut told = BTreeMap::new();
    for one in taking {
        let Some(decision) = decision_of(one, &records) else { continue };
        others.decisions.retain(|other| other.key != decision.key);
        let outcome = Outcome::of(decision, &with, &Ledger::new(&others).0);
        others.decisions.push(decision.clone());
        told.insert(one.place.clone(), outcome_text(&outcome, context));
    }
    told
}

/// Why a decision binds nobody here: the strings' key and values.
fn for_nobody(records: &Records, decision: &Decision) -> (&'static str, Vec<(&'static str, String)>) {
    let own = &records.site.own_issuer;
    let key = if Own::of(&records.site, &records.agencies).issuer().is_none() {
        "confirm_own_issuer"
    } else if records.agencies.contains_key(&decision.key.issuer) {
        "confirm_elsewhere"
    } else if is_elsewhere(&decision.key.issuer.0, records) {
        "confirm_other_province"
    } else if official(&records.site.province).is_none() && !named(&decision.key.issuer.0).is_empty() {
        "confirm_place_blank"
    } else {
        "confirm_issuer_unknown"
    };
    let values = [
        ("number", decision.key.number.to_string()),
        ("issuer", records.agency_name(&decision.key.issuer).to_owned()),
        ("id", decision.key.issuer.0.clone()),
        ("own", records.agency_name(own).to_owned()),
        ("own_id", own.0.clone()),
        ("province", records.site.province.clone()),
    ];
    (key, values.to_vec())
}

/// That a decision changes nothing on any day, and what would settle its rows of unknown effect.
fn outcome_text(outcome: &Outcome, context: &Context) -> String {
    let mut text = String::new();
    if outcome.changing == 0 {
        let why = [("why", outcome.why_nothing(context.language))];
        text.push_str(&format!("  {}\n", context.words("confirmed_idle", &why)));
    }
    if let Some(count) = outcome.idle.get(&Idle::EffectUnknown) {
        text.push_str(&format!("  {}\n", context.words("confirmed_doubts", &[("count", count.to_string())])));
    }
    text
}

/// The catalogue with drafts taken.
fn with_all(input: &Input, taking: &[Taking]) -> Input {
    let mut after = input.clone();
    for one in taking {
        if let Some(text) = &one.after {
            after.catalogue.insert(one.place.clone(), FileContent::Bytes(text.clone()));
        }
    }
    after
}

fn changes(one: &Taking) -> Vec<FileChange> {
    let file = one.after.clone().map(|after| FileChange {
        path: one.place.clone(),
        before: one.before.clone(),
        after: Some(after),
    });
    let draft = one.draft.text.clone().into_bytes();
    let gone = FileChange { path: one.draft.path.clone(), before: Some(draft), after: None };
    file.into_iter().chain([gone]).collect()
}

/// Whether a finding is about a file of the catalogue.
fn lies_in(finding: &Finding, path: &str) -> bool {
    finding.place.as_ref().is_some_and(|place| place.path.strip_prefix("catalogue/") == Some(path))
}

fn findings(input: &Input) -> Vec<Finding> {
    with_ledger(input, |_, findings| findings)
}

/// The errors among what is found after a change that were not there before it.
pub(super) fn new_errors(before: &[Finding], after: Vec<Finding>) -> Vec<Finding> {
    let is_error = |finding: &&Finding| finding.severity() == Severity::Error;
    let held: BTreeSet<&Finding> = before.iter().filter(is_error).collect();
    after.into_iter().filter(|finding| is_error(&finding) && !held.contains(finding)).collect()
}
