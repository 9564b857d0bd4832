//! `niemyet rule`.

use clap::{Args, ValueEnum};

use super::args;
use super::confirm::new_errors;
use super::context::{Context, Output};
use super::exit::{Exit, Failure, print, tell};
use super::show::known_code;
use super::signals;
use crate::import::{text_line, texts_line};
use crate::input::FileContent;
use crate::ledger::Ledger;
use crate::model::{Day, Level, ProcedureCode, Ruling, RulingAnswer};
use crate::pipeline::with_ledger;
use crate::report::{Detail, findings_text, status_text};
use crate::source::visible_path;
use crate::store::{FileChange, write_files};

/// The file of rulings, relative to the catalogue.
const RULINGS: &str = "rulings.toml";

/// What a new file of rulings begins with.
const HEAD: &str = "\
# Kết luận của người rà soát: mỗi kết luận trả lời một câu hỏi về một thủ tục, có ngày, có người ký, có lý do.
# Rulings: a reviewer's dated, signed and reasoned answers, where evidence alone does not tell.
";

/// Answer what the evidence leaves open about a procedure: a ruling, dated, signed and reasoned.
///
/// The ruling is added at the end of rulings.toml, with --today as its day; what stands there stays as it is. Where the
/// catalogue would have an error that it has not now, nothing is written.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  niemyet rule 1.001666 in-force --from 2026-07-01 --by \"Nguyễn Văn A\" --reason \"Đã đối chiếu bản ký\"
  niemyet rule 1.001666 repealed --from 2026-07-01 --by \"Nguyễn Văn A\" --reason \"…\" --level province --dry-run

Exit codes: 0 done, or the ruling is there already; 2 could not run, nothing was written.")]
pub(super) struct RuleArgs {
    /// The procedure's code, as `show` takes it
    #[arg(value_name = "CODE")]
    code: String,
    /// The answer
    #[arg(value_name = "ANSWER", value_enum)]
    answer: Answer,
    /// From which day the answer holds
    #[arg(long, value_name = "DAY", value_parser = args::day)]
    from: Day,
    /// Who rules
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// What the reviewer read
    #[arg(long, value_name = "TEXT")]
    source: Option<String>,
    /// Only this level; may be given several times [default: every level]
    #[arg(long, value_name = "LEVEL", value_parser = args::level)]
    level: Vec<Level>,
    /// Show what would be, and write nothing
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Answer {
    /// In force from the day
    InForce,
    /// Ended from the day
    Repealed,
}

/// Makes the ruling, looks at what the catalogue would be, and writes.
pub(super) fn run(args: &RuleArgs, context: &Context) -> Result<Exit, Failure> {
    let (by, reason) = (needed("--by", &args.by)?, needed("--reason", &args.reason)?);
    let project = context.project()?;
    let input = context.input(&project, None)?;
    let path = [("path", visible_path(project.catalogue.join(RULINGS)))];
    let status = |ledger: &Ledger<'_>, code: &ProcedureCode| {
        let state = ledger.state(code, input.as_of);
        state.map(|state| status_text(ledger.records(), &state, context.language)).unwrap_or_default()
    };
    let (ruling, is_held, before, held_findings) = with_ledger(&input, |ledger, findings| {
        let code = known_code(ledger.records(), &args.code)?.clone();
        known_levels(&args.level, &code, ledger)?;
        let status = status(ledger, &code);
        let ruling = Ruling {
            code,
            levels: args.level.iter().copied().collect(),
            answer: match args.answer {
                Answer::InForce => RulingAnswer::InForce,
                Answer::Repealed => RulingAnswer::Repealed,
            },
            from: args.from,
            by,
            ruled: context.today,
            reason,
            source: args.source.as_ref().map(|source| source.trim().to_owned()).filter(|source| !source.is_empty()),
        };
        let is_held = ledger.records().rulings.contains(&ruling);
        Ok::<_, Failure>((ruling, is_held, status, findings))
    })?;
    if is_held {
        print(&format!("{}\n", context.words("rule_same", &path)))?;
        return Ok(Exit::Clean);
    }
    let held = match input.catalogue.get(RULINGS) {
        None => None,
        Some(FileContent::Bytes(bytes)) => Some(bytes.clone()),
        Some(FileContent::TooLarge(_) | FileContent::Unreadable(_)) => {
            return Err(Failure::Asked("rule_unread", path.to_vec()));
        }
    };
    let row = row(&ruling);
    let bytes = appended(held.as_deref(), &row);
    let mut after = input.clone();
    after.catalogue.insert(RULINGS.to_owned(), FileContent::Bytes(bytes.clone()));
    let (is_read, now, findings) = with_ledger(&after, |ledger, findings| {
        (ledger.records().rulings.contains(&ruling), status(ledger, &ruling.code), findings)
    });
    let new = new_errors(&held_findings, findings);
    if !new.is_empty() {
        let shown = |path: &str| project.shown(path);
        tell(&findings_text(&new, &after, &context.telling(Output::Err, Detail::All, &shown)));
        return Err(Failure::Asked("rule_errors", vec![("count", new.len().to_string())]));
    }
    // In a file that could not be read before, a new row is not read either, and is no new error.
    if !is_read {
        return Err(Failure::Asked("rule_unread", path.to_vec()));
    }
    let told = if args.dry_run {
        format!("{row}\n{}\n", context.words("rule_dry", &path))
    } else {
        let change = FileChange { path: RULINGS.to_owned(), before: held, after: Some(bytes) };
        signals::careful(|interrupt| write_files(&project.catalogue, &[change], interrupt))?;
        format!("{}\n", context.words("ruled", &path))
    };
    let states = [("code", ruling.code.to_string()), ("before", before), ("after", now)];
    print(&format!("{told}{}\n", context.words("rule_states", &states)))?;
    Ok(Exit::Clean)
}

/// Refuses a level that nothing on record names for the procedure: a ruling on it would make a level of its own, and answer
/// nothing that is asked.
fn known_levels(asked: &[Level], code: &ProcedureCode, ledger: &Ledger<'_>) -> Result<(), Failure> {
    let known = ledger.levels(code);
    match asked.iter().find(|level| !known.is_empty() && !known.contains(level)) {
        None => Ok(()),
        Some(level) => {
            let known: Vec<&str> = known.iter().map(|level| level.as_str()).collect();
            let values =
                [("code", code.to_string()), ("level", level.as_str().to_owned()), ("known", known.join(", "))];
            Err(Failure::Asked("rule_level", values.to_vec()))
        }
    }
}

/// A text that has to say something, as the catalogue's reader takes it: without blanks around it.
pub(super) fn needed(option: &str, text: &str) -> Result<String, Failure> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Failure::Asked("rule_empty", vec![("option", option.to_owned())]));
    }
    Ok(text.to_owned())
}

/// The file with one row more; every byte of it stays.
fn appended(held: Option<&[u8]>, row: &str) -> Vec<u8> {
    let mut bytes = held.unwrap_or(HEAD.as_bytes()).to_vec();
    if bytes.last().is_some_and(|last| *last != b'\n') {
        bytes.push(b'\n');
    }
    if !bytes.is_empty() {
        bytes.push(b'\n');
    }
    bytes.extend_from_slice(row.as_bytes());
    bytes
}

/// The ruling as a `[[ruling]]`, its keys in the order of the catalogue's reference.
fn row(ruling: &Ruling) -> String {
    let mut row = format!("[[ruling]]\n{}", text_line("code", ruling.code.as_str()));
    if !ruling.levels.is_empty() {
        row.push_str(&texts_line("levels", ruling.levels.iter().map(|level| level.as_str())));
    }
    let answer = match ruling.answer {
        RulingAnswer::InForce => "in-force",
        RulingAnswer::Repealed => "repealed",
    };
    row.push_str(&text_line("answer", answer));
    row.push_str(&format!("from = {}\n", ruling.from));
    row.push_str(&text_line("by", &ruling.by));
    row.push_str(&format!("ruled = {}\n", ruling.ruled));
    row.push_str(&text_line("reason", &ruling.reason));
    if let Some(source) = &ruling.source {
        row.push_str(&text_line("source", source));
    }
    row
}
