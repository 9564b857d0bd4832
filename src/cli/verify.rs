//! `niemyet verify`.

use std::path::PathBuf;

use annotate_snippets::normalize_untrusted_str;
use clap::Args;
use serde_json::{Value, json};

use super::args::Format;
use super::audit_web::web_address;
use super::context::Context;
use super::exit::{Exit, Failure, print};
use super::verify_web::{SiteArgs, site_at};
use crate::model::Day;
use crate::report::day_text;
use crate::source::{visible, visible_path};
use crate::store::{Altered, Drift, MANIFEST, Manifest, Origin, Scope, Verified, read_manifest, verify};

/// Hold a published site against its manifest: whether it is whole, as it was written, and of today.
///
/// TARGET is a folder that `build` wrote, of the whole site or of one office, or the manifest `.niemyet` in it. Every file is
/// held against its SHA-256, and what stands there unlisted is told. A site is stale where it is not of --today; with
/// --catalogue also where decisions, official lists or other files of that catalogue are no longer what it was made from. Links
/// are not followed and nothing is written.
///
/// An address (https://…) is that of a published site: its manifest is fetched, then every file as readers get it, one a second.
/// robots.txt is obeyed and the host is never left. What stands there unlisted cannot be seen from outside.
///
/// Who can alter a site can alter its manifest. A copy kept elsewhere (--manifest) shows that too.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  niemyet verify public
  niemyet verify /srv/www/so-y-te --catalogue . --format json | jq '.altered'
  niemyet verify /srv/www/tthc --manifest /media/usb/ban-ke-2026-08-31
  niemyet verify https://tthc.example.gov.vn/ --manifest ban-ke-2026-08-31
  niemyet verify https://tthc.example.gov.vn/ --sample 100

JSON: {target, verdict, today, program, as_of, scope: {kind, office}, digest, files, checked, altered: {changed, added, missing}, away: [{path, url}], unread:
[{path, error}], stale: {day, catalogue: {changed, added, missing, rest}}}; verdict is whole, altered, unread, stale or sampled: nothing
amiss among the files of --sample; checked is how many files were looked at; of an address altered.added is null; away is where readers
are led in the place of a file; stale.day is null, before, after or unknown; catalogue is null without
--catalogue, or where the manifest does not tell what the site was made from; scope.kind is
all, or office with its identifier, and scope null where neither can be told. docs/hosting.md has the form of the manifest.

Exit codes: 0 whole, or nothing amiss in a sample, 1 altered or stale, 2 could not run: no manifest, a file that could not be read.")]
pub(super) struct VerifyArgs {
    /// The folder of a site, the manifest in it, or the address of a site
    #[arg(value_name = "TARGET")]
    target: PathBuf,
    /// Hold it against this copy of its manifest
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,
    /// The form of the answer
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    web: SiteArgs,
}

/// How the day of a site stands to today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DayGap {
    /// The site shows the law of an earlier day.
    Before,
    /// It shows that of a day to come.
    After,
    /// Its manifest does not tell.
    Unknown,
}

impl DayGap {
    /// `None` where the site is of today.
    fn of(as_of: Option<Day>, today: Day) -> Option<DayGap> {
        match as_of {
            None => Some(DayGap::Unknown),
            Some(day) if day < today => Some(DayGap::Before),
            Some(day) if day > today => Some(DayGap::After),
            Some(_) => None,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            DayGap::Before => "before",
            DayGap::After => "after",
            DayGap::Unknown => "unknown",
        }
    }
}

/// What a site is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// As it was written, and of today.
    Whole,
    /// Not as it was written.
    Altered,
    /// A part of it could not be read.
    Unread,
    /// As it was written, as far as it was looked at, and no longer what would be written today.
    Stale,
    /// As it was written as far as a sample tells.
    Sampled,
}

impl Verdict {
    fn as_str(self) -> &'static str {
        match self {
            Verdict::Whole => "whole",
            Verdict::Altered => "altered",
            Verdict::Unread => "unread",
            Verdict::Stale => "stale",
            Verdict::Sampled => "sampled",
        }
    }
}

/// What readers of a site on the web get in the place of its files.
struct Web {
    /// Each path, and where they are led.
    away: Vec<(String, String)>,
    /// Each path that could not be read, and why.
    unread: Vec<(String, String)>,
}

/// What is told of a site.
struct Answer<'a> {
    target: String,
    today: Day,
    manifest: &'a Manifest,
    altered: &'a Altered,
    /// How many files were looked at.
    checked: usize,
    /// What is told of a site on the web alone.
    web: Option<Web>,
    gap: Option<DayGap>,
    drift: Option<Drift>,
}

impl Answer<'_> {
    fn verdict(&self) -> Verdict {
        if !self.altered.is_none() || self.web.as_ref().is_some_and(|web| !web.away.is_empty()) {
            Verdict::Altered
        } else if self.web.as_ref().is_some_and(|web| !web.unread.is_empty()) {
            Verdict::Unread
        } else if self.gap.is_some() || self.drift.as_ref().is_some_and(|drift| !drift.is_none()) {
            Verdict::Stale
        } else if self.checked < self.manifest.len() {
            Verdict::Sampled
        } else {
            Verdict::Whole
        }
    }

    fn json(&self) -> Value {
        let origin = self.manifest.origin();
        let Altered { changed, added, missing } = self.altered;
        let added = self.web.is_none().then_some(added);
        let pairs = |key: &'static str, pairs: fn(&Web) -> &Vec<(String, String)>| -> Vec<Value> {
            let pairs = self.web.iter().flat_map(pairs);
            pairs.map(|(path, other)| json!({ "path": path, (key): other })).collect()
        };
        let drift = |drift: &Drift| {
            let Drift { changed, added, missing, rest } = drift;
            json!({ "changed": changed, "added": added, "missing": missing, "rest": rest })
        };
        let scope = |scope: Scope| match scope {
            Scope::All => json!({ "kind": "all" }),
            Scope::Office(office) => json!({ "kind": "office", "office": office.0 }),
        };
        json!({
            "target": self.target,
            "verdict": self.verdict().as_str(),
            "today": self.today.to_string(),
            "program": origin.map(|origin| &origin.program),
            "as_of": origin.map(|origin| origin.as_of.to_string()),
            "scope": self.manifest.scope().map(scope),
            "digest": self.manifest.digest(),
            "files": self.manifest.len(),
            "checked": self.checked,
            "altered": { "changed": changed, "added": added, "missing": missing },
            "away": pairs("url", |web| &web.away),
            "unread": pairs("error", |web| &web.unread),
            "stale": { "day": self.gap.map(DayGap::as_str), "catalogue": self.drift.as_ref().map(drift) },
        })
    }

    fn text(&self, context: &Context) -> String {
        let origin = self.manifest.origin();
        let values = [
            ("target", self.target.clone()),
            ("site", context.site_of(self.manifest.scope().as_ref())),
            ("files", self.manifest.len().to_string()),
            ("day", origin.map_or_else(|| "?".to_owned(), |origin| day_text(origin.as_of, context.language))),
            ("today", day_text(self.today, context.language)),
            ("program", origin.map_or_else(|| "?".to_owned(), |origin| origin.program.clone())),
            ("digest", self.manifest.digest()),
            ("checked", self.checked.to_string()),
        ];
        let mut text = context.words("verify_head", &values) + "\n";
        let lines = |key: &str, paths: &[String]| {
            let line = |path: &String| context.words(key, &[("path", visible(path))]);
            paths.iter().map(|path| format!("  {}\n", line(path))).collect::<String>()
        };
        text += &lines("verify_changed", &self.altered.changed);
        text += &lines("verify_added", &self.altered.added);
        text += &lines("verify_missing", &self.altered.missing);
        for (key, path, other) in self.web.iter().flat_map(|web| {
            let away = web.away.iter().map(|(path, url)| ("verify_away", path, url));
            away.chain(web.unread.iter().map(|(path, why)| ("verify_file_unread", path, why)))
        }) {
            let values = [("path", visible(path)), ("other", normalize_untrusted_str(other))];
            text += &format!("  {}\n", context.words(key, &values));
        }
        if let Some(drift) = &self.drift {
            text += &lines("verify_evidence_changed", &drift.changed);
            text += &lines("verify_evidence_added", &drift.added);
            text += &lines("verify_evidence_missing", &drift.missing);
        }
        let rest = self.drift.as_ref().filter(|drift| drift.rest).map(|_| "verify_rest");
        let gap = self.gap.map(|gap| match gap {
            DayGap::Before => "verify_day_before",
            DayGap::After => "verify_day_after",
            DayGap::Unknown => "verify_day_unknown",
        });
        let is_sample = self.checked < self.manifest.len();
        let sample = is_sample.then_some("verify_sample");
        let outside = self.web.as_ref().map(|_| "verify_outside");
        for key in rest.into_iter().chain(gap).chain(sample).chain(outside) {
            text += &format!("  {}\n", context.words(key, &values));
        }
        let verdict = match self.verdict() {
            Verdict::Whole => "verify_whole",
            Verdict::Altered => "verify_altered",
            Verdict::Unread => "verify_incomplete",
            Verdict::Stale if is_sample => "verify_stale_sample",
            Verdict::Stale => "verify_stale",
            Verdict::Sampled => "verify_sampled",
        };
        text + &context.words(verdict, &values) + "\n"
    }
}

/// Verifies a site.
pub(super) fn run(args: &VerifyArgs, context: &Context) -> Result<Exit, Failure> {
    let (manifest, altered, checked, web) = match web_address(&args.target) {
        Some(target) => {
            let kept = args.manifest.as_deref().map(read_manifest).transpose()?;
            let site = site_at(target, kept, &args.web, context)?;
            let unread = site.unread.into_iter().map(|(path, why)| (path, why.message(context.language)));
            let web = Web { away: site.away, unread: unread.collect() };
            (site.manifest, site.altered, site.checked, Some(web))
        }
        None if args.web.sample.is_some() => return Err(Failure::Asked("verify_sample_web", Vec::new())),
        None => {
            let is_manifest = args.target.file_name().is_some_and(|name| name == MANIFEST);
            let folder = args.target.parent().filter(|_| is_manifest).unwrap_or(&args.target);
            context.brought_back(folder)?;
            let Verified { manifest, altered } = verify(&args.target, args.manifest.as_deref())?;
            let count = manifest.len();
            (manifest, altered, count, None)
        }
    };
    let origin = manifest.origin();
    let now = match context.is_catalogue_named {
        true => Some(Origin::of(&context.input(&context.project()?, None)?)),
        false => None,
    };
    let answer = Answer {
        target: visible_path(&args.target),
        today: context.today,
        manifest: &manifest,
        altered: &altered,
        checked,
        web,
        gap: DayGap::of(origin.map(|origin| origin.as_of), context.today),
        drift: origin.zip(now.as_ref()).map(|(origin, now)| origin.drift(now)),
    };
    match args.format {
        Format::Text => print(&answer.text(context))?,
        Format::Json => print(&format!("{:#}\n", answer.json()))?,
    }
    Ok(match answer.verdict() {
        Verdict::Whole | Verdict::Sampled => Exit::Clean,
        Verdict::Altered | Verdict::Stale => Exit::Findings,
        Verdict::Unread => Exit::CouldNotRun,
    })
}
