//! `niemyet rollback`.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::args::Format;
use super::context::Context;
use super::exit::{Exit, Failure, print, tell};
use super::signals;
use crate::report::day_text;
use crate::source::visible_path;
use crate::store::{Entry, published, rollback};

/// Put back the site that stood before the one of today, or tell what was published when.
///
/// `build` keeps the site that it replaces, hidden beside the folder and for its owner alone; what both have in common is on the
/// disk once. It is held against its manifest first, and takes the place of the site that stands in one step. The same again
/// undoes it.
///
/// A site that is put back shows the law of its own day, and the next `build` publishes the catalogue as it stands: stop what builds by
/// the clock, mend the catalogue, build again.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  niemyet rollback
  niemyet rollback --log
  niemyet rollback --out /srv/www/tthc --log --format json

JSON of --log: [{time, act, as_of, manifest, files, written, removed}], the oldest first; act is publish or rollback, manifest the
digest that `verify` tells. JSON without it: {out, as_of, manifest, files, changed}.

Exit codes: 0 done, 2 could not run: no site stood there before, or a file of it is not as it was published.")]
pub(super) struct RollbackArgs {
    /// The folder of the site
    #[arg(long, value_name = "DIR", default_value = "public")]
    out: PathBuf,
    /// Tell what was published when, and change nothing
    #[arg(long)]
    log: bool,
    /// The form of the answer
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Puts a site back, or tells the log.
pub(super) fn run(args: &RollbackArgs, context: &Context) -> Result<Exit, Failure> {
    let output = context.output(&args.out, &context.project()?)?;
    if args.log {
        let entries = published(&output)?;
        match args.format {
            Format::Text => print(&text(&entries, &args.out, context))?,
            Format::Json => print(&format!("{:#}\n", entries.iter().map(value).collect::<serde_json::Value>()))?,
        }
        return Ok(Exit::Clean);
    }
    let bar = context.bar("publishing");
    let done = signals::careful(|interrupt| {
        rollback(&output, interrupt, &mut |done, total| {
            bar.set_length(total as u64);
            bar.set_position(done as u64);
        })
    });
    bar.finish_and_clear();
    let done = done?;
    let as_of = done.manifest.origin().map(|origin| origin.as_of);
    let (digest, files) = (done.manifest.digest(), done.manifest.len());
    match args.format {
        Format::Text => {
            let values = [
                ("out", visible_path(&args.out)),
                ("site", context.site_of(done.manifest.scope().as_ref())),
                ("day", as_of.map_or_else(|| "?".to_owned(), |day| day_text(day, context.language))),
                ("files", files.to_string()),
                ("changed", done.changed.to_string()),
                ("digest", digest),
            ];
            print(&format!("{}\n", context.words("rolled_back", &values)))?;
            tell(&format!("{}\n", context.words("rolled_back_next", &values)));
        }
        Format::Json => {
            let answer = json!({
                "out": args.out.display().to_string(), "as_of": as_of.map(|day| day.to_string()), "manifest": digest,
                "files": files, "changed": done.changed,
            });
            print(&format!("{answer:#}\n"))?;
        }
    }
    Ok(Exit::Clean)
}

fn text(entries: &[Entry], out: &Path, context: &Context) -> String {
    if entries.is_empty() {
        return format!("{}\n", context.words("log_empty", &[("out", visible_path(out))]));
    }
    let line = |entry: &Entry| {
        let key = format!("log_{}", entry.act.as_str());
        let values = [
            ("time", entry.time.clone()),
            ("day", entry.as_of.map_or_else(|| "?".to_owned(), |day| day_text(day, context.language))),
            ("files", entry.files.to_string()),
            ("written", entry.written.to_string()),
            ("removed", entry.removed.to_string()),
            ("digest", entry.manifest.chars().take(12).collect()),
        ];
        format!("{}\n", context.words(&key, &values))
    };
    entries.iter().map(line).collect()
}

fn value(entry: &Entry) -> serde_json::Value {
    let Entry { time, act, as_of, manifest, files, written, removed } = entry;
    json!({
        "time": time, "act": act.as_str(), "as_of": as_of.map(|day| day.to_string()), "manifest": manifest, "files": files,
        "written": written, "removed": removed,
    })
}
