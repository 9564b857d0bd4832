//! `niemyet verify https://…`: a site as readers get it.

use std::time::Duration;

use clap::Args;
use indicatif::ProgressBar;

use super::audit_web::seconds;
use super::context::Context;
use super::exit::Failure;
use super::signals;
use crate::fetch::{Asker, NoSite, Site, SiteBounds, Watcher, address, site_folder, verify_site};
use crate::store::Manifest;

/// How a site on the web is read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Web")]
pub(super) struct SiteArgs {
    /// Ask for so many files alone, spread evenly over all; unless those are all, the site is not told as whole
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) sample: Option<u32>,
    /// Wait so many seconds between two requests, longer where robots.txt asks for it
    #[arg(long, value_name = "SECONDS", default_value = "1", value_parser = seconds)]
    pause: Duration,
    /// Read no file of more bytes
    #[arg(long, value_name = "BYTES", default_value_t = 256 * 1024 * 1024)]
    max_page_bytes: u64,
    /// Read at most so many bytes of all files
    #[arg(long, value_name = "BYTES", default_value_t = 8 * 1024 * 1024 * 1024)]
    max_bytes: u64,
    /// Wait at most so many seconds for one file
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    max_page_seconds: Duration,
    /// Read for at most so many seconds
    #[arg(long, value_name = "SECONDS", default_value = "86400", value_parser = seconds)]
    max_seconds: Duration,
}

/// A bar on a terminal.
struct Bar(ProgressBar);

impl Watcher for Bar {
    fn begin(&mut self, files: usize) {
        self.0.set_length(files as u64);
    }

    fn step(&mut self) {
        self.0.inc(1);
    }
}

/// Holds the site at an address against its manifest, or against `kept`.
pub(super) fn site_at(
    target: &str,
    kept: Option<Manifest>,
    args: &SiteArgs,
    context: &Context,
) -> Result<Site, Failure> {
    let wrong = || Failure::Asked("audit_address", vec![("url", target.to_owned())]);
    let start = site_folder(&address(target, None).ok_or_else(wrong)?);
    let bounds = SiteBounds {
        pause: args.pause,
        file_bytes: args.max_page_bytes,
        all_bytes: args.max_bytes,
        request: args.max_page_seconds,
        all: args.max_seconds,
    };
    let sample = args.sample.map(|count| usize::try_from(count).unwrap_or(usize::MAX));
    let mut bar = Bar(context.bar("verifying"));
    let site = signals::careful(|interrupt| {
        verify_site(&Asker::default(), &start, kept, sample, &bounds, interrupt, &mut bar)
    });
    bar.0.finish_and_clear();
    site?.map_err(|none| {
        let (key, url, more) = match none {
            NoSite::Missing(url) => ("verify_no_manifest", url, Vec::new()),
            NoSite::Foreign(url) => ("verify_foreign", url, Vec::new()),
            NoSite::Broken(url) => ("verify_broken", url, Vec::new()),
            NoSite::TooLarge(url) => ("verify_too_large", url, Vec::new()),
            NoSite::Away(url, to) => ("verify_leads_away", url, vec![("other", to)]),
            NoSite::Unread(url, why) => ("verify_unread", url, vec![("reason", why.message(context.language))]),
        };
        Failure::Asked(key, [vec![("url", url)], more].concat())
    })
}
