//! `niemyet build`.

use super::args::BuildArgs;
use super::context::{Context, Output};
use super::exit::{Exit, Failure, print, tell};
use super::signals;
use crate::address::Links;
use crate::finding::Finding;
use crate::input::Input;
use crate::pipeline::{self, Built};
use crate::report::{Detail, findings_text};
use crate::store::{self, Project, PublishReport};

/// Reads, builds, and publishes where no finding is an error.
pub(super) fn run(args: &BuildArgs, context: &Context) -> Result<Exit, Failure> {
    let project = context.project()?;
    let output = store::Output::new(&args.out, &project)?;
    let input = context.input(&project, args.base_url.clone())?;
    let spinner = context.spinner("building");
    let mut built = pipeline::build_linked(&input, if args.file { Links::Files } else { Links::Folders });
    spinner.finish_and_clear();
    report(&built.findings, &input, &project, context);
    if !built.is_publishable() {
        tell(&format!("{}\n", context.words("not_published", &[])));
        return Ok(Exit::Findings);
    }
    let spinner = context.spinner("compressing");
    // Where the project has a compressed file of its own, that one stays.
    built.artifacts.merge(store::compressed(&built.artifacts, &output));
    spinner.finish_and_clear();
    let bar = context.bar("publishing");
    let published = signals::careful(|interrupt| {
        store::publish(&built.artifacts, &output, interrupt, &mut |done, total| {
            bar.set_length(total as u64);
            bar.set_position(done as u64);
        })
    });
    bar.finish_and_clear();
    print(&summary(&published?, &built, args, context))?;
    Ok(Exit::Clean)
}

/// Says on standard error what should be mended.
pub(super) fn report(findings: &[Finding], input: &Input, project: &Project, context: &Context) {
    if findings.is_empty() {
        return;
    }
    let shown = |path: &str| project.shown(path);
    let text = findings_text(findings, input, &context.telling(Output::Err, Detail::Summed, &shown));
    let _ = std::io::Write::write_all(&mut std::io::stderr().lock(), text.as_bytes());
}

fn summary(report: &PublishReport, built: &Built, args: &BuildArgs, context: &Context) -> String {
    let day = |day: crate::model::Day| day.format("%d/%m/%Y").to_string();
    let values = [
        ("out", args.out.display().to_string()),
        ("files", (report.written + report.unchanged).to_string()),
        ("bytes", built.artifacts.total_bytes().to_string()),
        ("written", report.written.to_string()),
        ("unchanged", report.unchanged.to_string()),
        ("removed", report.removed.len().to_string()),
        ("kept", report.kept.join(", ")),
        ("as_of", day(context.as_of)),
        ("today", day(context.today)),
    ];
    let mut text = format!("{}\n{}\n", context.words("published", &values), context.words("days", &values));
    if !report.kept.is_empty() {
        text.push_str(&format!("{}\n", context.words("kept", &values)));
    }
    text
}
