//! `niemyet audit https://…`: what an office shows on the web, read into a folder first.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use super::audit::Read;
use super::context::Context;
use super::exit::Failure;
use super::signals;
use crate::fetch::{Asker, Bounds, Page, Url, address, crawl};
use crate::import::{Foreign, Shown, limits, read_listing};
use crate::posted::PostedFile;
use crate::source::visible_path;
use crate::store::{Download, Interrupt, StoreError, now};
use crate::text::fold;

/// How a listing on the web is read. The defaults are such as a small office's server bears.
#[derive(Debug, Args)]
#[command(next_help_heading = "Web")]
pub(super) struct WebArgs {
    /// Keep what is read in this folder, and do not ask again for what it has: a crawl that was stopped goes on
    #[arg(long, value_name = "DIR")]
    pub(super) download: Option<PathBuf>,
    /// Wait so many seconds between two requests, longer where robots.txt asks for it
    #[arg(long, value_name = "SECONDS", default_value = "1", value_parser = seconds)]
    pause: Duration,
    /// Leave out the docx, PDF and other documents that pages link to
    #[arg(long)]
    no_documents: bool,
    /// Read at most so many addresses
    #[arg(long, value_name = "N", default_value_t = 2_000)]
    max_pages: usize,
    /// Read no page of more bytes
    #[arg(long, value_name = "BYTES", default_value_t = 32 * 1024 * 1024)]
    max_page_bytes: u64,
    /// Read at most so many bytes of all pages
    #[arg(long, value_name = "BYTES", default_value_t = 512 * 1024 * 1024)]
    max_bytes: u64,
    /// Follow at most so many redirects from one address
    #[arg(long, value_name = "N", default_value_t = 5)]
    max_redirects: usize,
    /// Wait at most so many seconds for one page
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    max_page_seconds: Duration,
    /// Read for at most so many seconds
    #[arg(long, value_name = "SECONDS", default_value = "3600", value_parser = seconds)]
    max_seconds: Duration,
}

/// Seconds as people type them, with a point for parts.
pub(super) fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|error: std::num::ParseFloatError| error.to_string())?;
    Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())
}

impl WebArgs {
    pub(super) fn bounds(&self) -> Bounds {
        Bounds {
            pause: self.pause,
            pages: self.max_pages,
            page_bytes: self.max_page_bytes.min(limits::FILE_BYTES),
            all_bytes: self.max_bytes.min(limits::TARGET_BYTES),
            redirects: self.max_redirects,
            request: self.max_page_seconds,
            all: self.max_seconds,
            has_documents: !self.no_documents,
        }
    }
}

/// The address that a target is, where it is one: of the web, or what is meant as one and is none.
pub(super) fn web_address(target: &Path) -> Option<&str> {
    let text = target.to_str()?;
    let is_web = |scheme: &str| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    (is_web("http://") || is_web("https://")).then_some(text)
}

impl Read {
    /// Reads the listings that begin at some addresses, one after the other. A page's name is its address.
    pub(super) fn add_web(&mut self, targets: &[&str], args: &WebArgs, context: &Context) -> Result<(), Failure> {
        let temporary = tempfile::tempdir().map_err(Failure::Stream)?;
        let folder = args.download.as_deref().unwrap_or(temporary.path());
        free(folder)?;
        let (asker, bounds) = (Asker::default(), args.bounds());
        let mut taken = BTreeSet::new();
        for target in targets {
            let wrong = || Failure::Asked("audit_address", vec![("url", (*target).to_owned())]);
            let start = address(target, None).ok_or_else(wrong)?;
            let bar = context.bar("fetching");
            bar.set_length(bounds.pages as u64);
            // Two targets may lead to the same pages.
            let mut is_new = |url: &str| {
                bar.inc(1);
                taken.insert(url.to_owned())
            };
            let crawled = signals::careful(|interrupt| {
                self.crawl(&asker, &start, folder, &bounds, context, interrupt, &mut is_new)
            });
            bar.finish_and_clear();
            crawled?;
        }
        if let Some(shown) = &mut self.shown {
            let pages = self.addresses.iter().map(|(file, url)| format!("{file}\t{url}\n")).collect::<String>();
            shown.push((ADDRESSES.to_owned(), pages.into_bytes()));
        }
        Ok(())
    }

    /// Reads the listing that begins at `start` into `folder`, without the pages that `is_new` says no of.
    #[allow(clippy::too_many_arguments, reason = "what crawl asks for, and whose words")]
    pub(super) fn crawl(
        &mut self,
        asker: &Asker,
        start: &Url,
        folder: &Path,
        bounds: &Bounds,
        context: &Context,
        interrupt: &Interrupt,
        is_new: &mut dyn FnMut(&str) -> bool,
    ) -> Result<(), StoreError> {
        let mut took = |page: Page| {
            if is_new(&page.url) {
                self.take(&page, context);
            }
        };
        let unread = crawl(asker, start, folder, bounds, &now, interrupt, &mut took)?.unread.into_iter();
        self.errors.extend(unread.map(|(url, why)| (url, why.message(context.language))));
        Ok(())
    }

    fn take(&mut self, page: &Page, context: &Context) {
        if let Some(shown) = &mut self.shown {
            shown.push((page.file.clone(), page.bytes.clone()));
            self.addresses.push((page.file.clone(), page.url.clone()));
        }
        let foreign = Foreign { name: page.file.clone(), bytes: page.readable(), label: None };
        match read_listing(&foreign) {
            Ok((rows, _)) if is_document(&page.file) && is_decision(&rows) => {
                self.errors.push((page.url.clone(), context.fetch_words("decision")));
            }
            Ok((rows, has_links)) => self.files.push(PostedFile { path: page.url.clone(), rows, has_links }),
            Err(reason) => self.errors.push((page.url.clone(), reason.shown(context.language))),
        }
    }
}

/// A failure where a folder has something that no crawl wrote.
pub(super) fn free(folder: &Path) -> Result<(), Failure> {
    match Download::may_be(folder) {
        true => Ok(()),
        false => Err(Failure::Asked("download_taken", vec![("path", visible_path(folder))])),
    }
}

/// With `--keep`: which kept file is which page.
const ADDRESSES: &str = "dia-chi.tsv";

fn is_document(file: &str) -> bool {
    ["docx", "doc", "odt", "rtf", "pdf"].iter().any(|ending| file.rsplit('.').next() == Some(*ending))
}

/// Whether a document is a decision. Pages link to the decisions that they cite: what one of those ends or gives to others is not
/// what the office posts. But some offices post the decision and nothing else, so nobody can tell what it shows.
fn is_decision(rows: &[Shown]) -> bool {
    let texts = || rows.iter().take(200).flat_map(|row| &row.texts).map(|text| fold(text));
    texts().any(|text| text == "quyet dinh" || text.starts_with("quyet dinh ve viec"))
        && texts().any(|text| text.starts_with("can cu "))
}
