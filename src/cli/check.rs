//! `niemyet check`.

use super::args::{CheckArgs, Format};
use super::context::{Context, Output};
use super::exit::{Exit, Failure, print, tell};
use crate::finding::Finding;
use crate::pipeline;
use crate::report::{Counts, Detail, TextOptions, findings_json, findings_text};

/// Reads and builds, and says what is wrong; publishes nothing.
pub(super) fn run(args: &CheckArgs, context: &Context) -> Result<Exit, Failure> {
    let project = context.project()?;
    let input = context.input(&project, None)?;
    let spinner = context.spinner("checking");
    let built = pipeline::build(&input);
    spinner.finish_and_clear();
    let text = match args.format {
        Format::Json => format!("{:#}\n", findings_json(&built.findings, &input, context.language)),
        Format::Text => {
            let options = TextOptions {
                language: context.language,
                detail: if args.all { Detail::All } else { Detail::Counted },
                renderer: context.renderer(Output::Out),
                shown: &|path| project.shown(path),
            };
            findings_text(&built.findings, &input, &options)
        }
    };
    print(&text)?;
    Ok(if built.is_publishable() { Exit::Clean } else { Exit::Findings })
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
