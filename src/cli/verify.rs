//! `niemyet verify`.

use std::path::PathBuf;

use annotate_snippets::normalize_untrusted_str;
use clap::Args;
use serde_json::{Value, json};

use super::args::Format;
use super::context::Context;
use super::exit::{Exit, Failure, print};
use crate::model::Day;
use crate::report::day_text;
use crate::store::{Altered, Drift, Origin, Verified, verify};

/// Hold a published site against its manifest: whether it is whole, as it was written, and of today.
///
/// TARGET is a folder that `build` wrote, of the whole site or of one office, or the manifest `.niemyet` in it. Every file is
/// held against its SHA-256, and what stands there unlisted is told. A site is stale where it is not of --today; with
/// --catalogue also where decisions, official lists or other files of that catalogue are no longer what it was made from. Links
/// are not followed and nothing is written.
///
/// Who can alter a site can alter its manifest. A copy kept elsewhere (--manifest) shows that too.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  niemyet verify public
  niemyet verify /srv/www/so-y-te --catalogue . --format json | jq '.altered'
  niemyet verify /srv/www/tthc --manifest /media/usb/ban-ke-2026-08-31

JSON: {target, verdict, today, program, as_of, digest, files, altered: {changed, added, missing}, stale: {day, catalogue: {changed,
added, missing, rest}}}; verdict is whole, altered or stale; stale.day is null, before, after or unknown; catalogue is null without
--catalogue, or where the manifest does not tell what the site was made from. docs/hosting.md has the form of the manifest.

Exit codes: 0 whole, 1 altered or stale, 2 could not run: no manifest, a file that could not be read.")]
pub(super) struct VerifyArgs {
    /// The folder of a site, or the manifest in it
    #[arg(value_name = "TARGET")]
    target: PathBuf,
    /// Hold it against this copy of its manifest
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,
    /// The form of the answer
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
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
    /// As it was written, and no longer what would be written today.
    Stale,
}

impl Verdict {
    fn as_str(self) -> &'static str {
        match self {
            Verdict::Whole => "whole",
            Verdict::Altered => "altered",
            Verdict::Stale => "stale",
        }
    }
}

/// What is told of a site.
struct Answer<'a> {
    target: String,
    today: Day,
    verified: &'a Verified,
    gap: Option<DayGap>,
    drift: Option<Drift>,
}

impl Answer<'_> {
    fn verdict(&self) -> Verdict {
        if !self.verified.altered.is_none() {
            Verdict::Altered
        } else if self.gap.is_some() || self.drift.as_ref().is_some_and(|drift| !drift.is_none()) {
            Verdict::Stale
        } else {
            Verdict::Whole
        }
    }

    fn json(&self) -> Value {
        let origin = self.verified.manifest.origin();
        let Altered { changed, added, missing } = &self.verified.altered;
        let drift = |drift: &Drift| {
            let Drift { changed, added, missing, rest } = drift;
            json!({ "changed": changed, "added": added, "missing": missing, "rest": rest })
        };
        json!({
            "target": self.target,
            "verdict": self.verdict().as_str(),
            "today": self.today.to_string(),
            "program": origin.map(|origin| &origin.program),
            "as_of": origin.map(|origin| origin.as_of.to_string()),
            "digest": self.verified.manifest.digest(),
            "files": self.verified.manifest.len(),
            "altered": { "changed": changed, "added": added, "missing": missing },
            "stale": { "day": self.gap.map(DayGap::as_str), "catalogue": self.drift.as_ref().map(drift) },
        })
    }

    fn text(&self, context: &Context) -> String {
        let origin = self.verified.manifest.origin();
        let values = [
            ("target", self.target.clone()),
            ("files", self.verified.manifest.len().to_string()),
            ("day", origin.map_or_else(|| "?".to_owned(), |origin| day_text(origin.as_of, context.language))),
            ("today", day_text(self.today, context.language)),
            ("program", origin.map_or_else(|| "?".to_owned(), |origin| origin.program.clone())),
            ("digest", self.verified.manifest.digest()),
        ];
        let mut text = context.words("verify_head", &values) + "\n";
        let mut lines = |key: &str, paths: &[String]| {
            for path in paths {
                // A name that somebody else gave must not steer the terminal.
                let path = normalize_untrusted_str(path);
                text += &format!("  {}\n", context.words(key, &[("path", path)]));
            }
        };
        lines("verify_changed", &self.verified.altered.changed);
        lines("verify_added", &self.verified.altered.added);
        lines("verify_missing", &self.verified.altered.missing);
        if let Some(drift) = &self.drift {
            lines("verify_evidence_changed", &drift.changed);
            lines("verify_evidence_added", &drift.added);
            lines("verify_evidence_missing", &drift.missing);
        }
        let rest = self.drift.as_ref().filter(|drift| drift.rest).map(|_| "verify_rest");
        let gap = self.gap.map(|gap| match gap {
            DayGap::Before => "verify_day_before",
            DayGap::After => "verify_day_after",
            DayGap::Unknown => "verify_day_unknown",
        });
        for key in rest.into_iter().chain(gap) {
            text += &format!("  {}\n", context.words(key, &values));
        }
        let verdict = match self.verdict() {
            Verdict::Whole => "verify_whole",
            Verdict::Altered => "verify_altered",
            Verdict::Stale => "verify_stale",
        };
        text + &context.words(verdict, &values) + "\n"
    }
}

/// Verifies a site.
pub(super) fn run(args: &VerifyArgs, context: &Context) -> Result<Exit, Failure> {
    let verified = verify(&args.target, args.manifest.as_deref())?;
    let origin = verified.manifest.origin();
    let now = match context.is_catalogue_named {
        true => Some(Origin::of(&context.input(&context.project()?, None)?)),
        false => None,
    };
    let answer = Answer {
        target: args.target.display().to_string(),
        today: context.today,
        verified: &verified,
        gap: DayGap::of(origin.map(|origin| origin.as_of), context.today),
        drift: origin.zip(now.as_ref()).map(|(origin, now)| origin.drift(now)),
    };
    match args.format {
        Format::Text => print(&answer.text(context))?,
        Format::Json => print(&format!("{:#}\n", answer.json()))?,
    }
    Ok(if answer.verdict() == Verdict::Whole { Exit::Clean } else { Exit::Findings })
}
