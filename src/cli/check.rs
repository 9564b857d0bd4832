//! `niemyet check`.

use clap::{Args, ValueEnum};

use super::context::{Context, Output};
use super::exit::{Exit, Failure, print, tell};
use super::value::BadValue;
use crate::finding::{Code, Counts, Finding};
use crate::pipeline::{self, is_publishable};
use crate::report::{Detail, findings_json, findings_sarif, findings_text, nearest};

/// Say what is wrong with the catalogue, and publish nothing.
///
/// Each finding has its place, the line with a caret, what is wrong and what to do. Of one code at most twenty
/// are shown, and those of severity info are counted, unless --all lists each. What could not be checked is no fault
/// and is counted apart. docs/rules.md explains every code.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  niemyet check
  niemyet check --all --lang en
  niemyet check --deny NO_DECISION,OLD_AGENCY_NAME --allow LINK_UNVERIFIED
  niemyet check --format sarif > niemyet.sarif
  niemyet check --format json | jq '.findings[] | select(.severity == \"error\")'

JSON: {as_of, today, counts: {error, warning, info, unchecked}, findings: [{code, severity, class, reference, path,
line, column, message, help, args}]}; it has every finding that --allow does not hide.")]
pub(super) struct CheckArgs {
    /// The form of the report
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    format: CheckFormat,
    /// List every finding
    #[arg(long)]
    all: bool,
    /// Findings of these codes count as errors for the exit code
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = code)]
    deny: Vec<Code>,
    /// Findings of these codes are not shown; one that stops publication still counts for the exit code
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = code)]
    allow: Vec<Code>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    /// For people
    Text,
    /// For programs
    Json,
    /// SARIF 2.1.0, for code review
    Sarif,
}

/// A code as people type it: `NO_DECISION`, `no-decision`.
fn code(text: &str) -> Result<Code, BadValue> {
    Code::from_name(text).ok_or_else(|| {
        let wanted = text.trim().to_uppercase().replace('-', "_");
        let near = nearest(&wanted, Code::ALL.iter().map(|code| (code.name(), code.name())));
        if near.is_empty() {
            BadValue::new("finding")
        } else {
            BadValue::new("finding_near").with("near", near.join(", "))
        }
    })
}

/// Reads and builds, and says what is wrong; publishes nothing.
pub(super) fn run(args: &CheckArgs, context: &Context) -> Result<Exit, Failure> {
    let project = context.project()?;
    let input = context.input(&project, None)?;
    let spinner = context.spinner("checking");
    let findings = pipeline::check_project(&input, &context.overrides(&project)?);
    spinner.finish_and_clear();
    let denied = findings.iter().any(|finding| args.deny.contains(&finding.code));
    let clean = is_publishable(&findings) && !denied;
    let shown: Vec<Finding> = findings.into_iter().filter(|finding| !args.allow.contains(&finding.code)).collect();
    let text = match args.format {
        CheckFormat::Json => format!("{:#}\n", findings_json(&shown, &input, context.language)),
        CheckFormat::Sarif => format!("{:#}\n", findings_sarif(&shown, context.language)),
        CheckFormat::Text => {
            let detail = if args.all { Detail::All } else { Detail::Counted };
            let path = |path: &str| project.shown(path);
            findings_text(&shown, &input, &context.telling(Output::Out, detail, &path))
        }
    };
    print(&text)?;
    Ok(if clean { Exit::Clean } else { Exit::Findings })
}

/// How a command ends that has answered from a catalogue with these findings: what it said may be incomplete where one
/// is an error, and standard error says so.
pub(super) fn verdict(findings: &[Finding], context: &Context) -> Exit {
    let errors = Counts::of(findings).errors;
    if errors == 0 {
        return Exit::Clean;
    }
    tell(&format!("{}\n", context.words("with_errors", &[("count", errors.to_string())])));
    Exit::Findings
}
