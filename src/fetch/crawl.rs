//! A listing on the web, read page by page into a folder.

use std::collections::{BTreeSet, VecDeque};
use std::path::Path;
use std::time::Duration;

use url::Url;

use super::address::{Ending, Scope, address, may_hand_out};
use super::look::{Looked, Looker};
use super::page::{LINKS, Link, charset, links, text};
use super::unread::Unread;
use super::visit::{Times, Visit};
use super::{Client, Pace, Why};
use crate::store::{Download, Interrupt, StoreError};

/// How many addresses that may hand out a file, and stand outside of the listing, are asked for.
const HANDED: usize = 200;

/// What a crawl may cost.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Between two requests; where the host asks for more (`Crawl-delay`), that.
    pub pause: Duration,
    /// The most addresses.
    pub pages: usize,
    /// The most bytes of one page, unpacked.
    pub page_bytes: u64,
    /// The most bytes of all.
    pub all_bytes: u64,
    /// How often one address may lead to another.
    pub redirects: usize,
    /// The most time of one request.
    pub request: Duration,
    /// The most time of all.
    pub all: Duration,
    /// Whether documents that pages link to are read: docx, PDF and their like.
    pub has_documents: bool,
}

/// A page that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its address.
    pub url: String,
    /// The path of its bytes in the folder.
    pub file: String,
    /// Its bytes as they came.
    pub bytes: Vec<u8>,
    /// What the server says that it is.
    pub media: String,
}

impl Page {
    /// The bytes for a reader that knows of no server: what the server said of the letters is in them.
    pub fn readable(&self) -> Vec<u8> {
        const MARK: &[u8] = b"\xef\xbb\xbf";
        let is_text =
            ["text/", "application/json", "application/xhtml"].iter().any(|kind| self.media.starts_with(kind));
        if !is_text || charset(&self.media).is_none() {
            return self.bytes.clone();
        }
        let text = text(&self.bytes, &self.media);
        [MARK, text.as_bytes()].concat()
    }
}

/// What a crawl came to.
#[derive(Debug, Default)]
pub struct Crawled {
    /// Addresses that were not read, each with why: what they show is not known.
    pub unread: Vec<(String, Why)>,
    /// How many requests were made.
    pub requests: usize,
}

/// What asks: the client, and the pace of every host that whoever asks at the same time shares.
#[derive(Debug, Default)]
pub struct Asker {
    /// Makes the requests.
    pub client: Client,
    /// Tells when.
    pub pace: Pace,
}

/// Reads the listing that begins at `start`, breadth first, into `folder`; `took` gets each page in that order.
///
/// What the folder has of an earlier crawl is not asked for again, and what failed then is. `clock` gives the time for the index.
/// Guarantee: no request leaves the host of `start`, but that `start` itself may lead to the same name with `https`. Every address
/// that belongs to the listing is given to `took`, shows nothing that could be a list, or is told as unread.
///
/// # Errors
/// What the system refuses in the folder, and [`StoreError::Interrupted`]: the folder then holds what was read so far.
pub fn crawl(
    asker: &Asker,
    start: &Url,
    folder: &Path,
    bounds: &Bounds,
    clock: &dyn Fn() -> String,
    interrupt: &Interrupt,
    took: &mut dyn FnMut(Page),
) -> Result<Crawled, StoreError> {
    let times = Times { pause: bounds.pause, request: bounds.request, all: bounds.all };
    let visit = Visit::new(&asker.client, &asker.pace, times, interrupt);
    let mut crawl = Crawl {
        looker: Looker::new(visit, bounds, clock, Download::open(folder)?),
        bounds,
        scope: Scope::of(start),
        queue: VecDeque::new(),
        handed: VecDeque::new(),
        handed_seen: BTreeSet::new(),
        seen: BTreeSet::new(),
        done: BTreeSet::new(),
        dropped: None,
        unread: Unread::default(),
    };
    crawl.enqueue(start.clone(), Ending::Page);
    let mut looked = 0;
    while let Some((url, ending)) = crawl.queue.pop_front().or_else(|| crawl.handed.pop_front()) {
        if crawl.done.contains(url.as_str()) {
            continue;
        }
        if looked == bounds.pages {
            crawl.dropped = Some(url);
            break;
        }
        looked += 1;
        match crawl.follow(&url, ending, looked == 1)? {
            Followed::Page(at, page) => crawl.take(&at, page, took),
            Followed::Nothing => {}
            Followed::Unread(why) => crawl.unread.add(url.as_str(), why),
            Followed::Stop(why) => {
                crawl.unread.add(url.as_str(), why);
                crawl.dropped = None;
                break;
            }
        }
    }
    if let Some(url) = crawl.dropped.take() {
        crawl.unread.add(url.as_str(), Why::Pages(bounds.pages));
    }
    Ok(Crawled { unread: crawl.unread.told(), requests: crawl.looker.requests() })
}

/// A crawl under way.
struct Crawl<'a> {
    looker: Looker<'a>,
    bounds: &'a Bounds,
    scope: Scope,
    queue: VecDeque<(Url, Ending)>,
    /// What may hand out a file: asked for when all else is done.
    handed: VecDeque<(Url, Ending)>,
    /// Every address that was ever among them.
    handed_seen: BTreeSet<String>,
    /// Every address that was ever in the queue.
    seen: BTreeSet<String>,
    /// The addresses of the pages that were taken.
    done: BTreeSet<String>,
    /// The first address that the bound on pages leaves out.
    dropped: Option<Url>,
    unread: Unread,
}

/// What an address leads to.
enum Followed {
    Page(Url, Page),
    /// What shows no list, or was taken already.
    Nothing,
    Unread(Why),
    /// A bound of all is reached.
    Stop(Why),
}

impl Crawl<'_> {
    fn enqueue(&mut self, url: Url, ending: Ending) {
        if self.seen.contains(url.as_str()) {
            return;
        }
        if ending == Ending::Handed {
            self.enqueue_handed(url);
            return;
        }
        // What cannot be asked for any more need not be remembered, however many links a page has.
        if self.seen.len() > self.bounds.pages {
            self.dropped.get_or_insert(url);
            return;
        }
        self.seen.insert(url.as_str().to_owned());
        self.queue.push_back((url, ending));
    }

    /// The same of an address outside of the listing, which may hand out a file. Those do not count as pages of it.
    fn enqueue_handed(&mut self, url: Url) {
        if self.handed_seen.contains(url.as_str()) {
            return;
        }
        if self.handed_seen.len() >= HANDED {
            self.unread.add(url.as_str(), Why::Handed(HANDED));
            return;
        }
        self.handed_seen.insert(url.as_str().to_owned());
        self.handed.push_back((url, Ending::Handed));
    }

    /// Takes a page, and puts what it leads to into the queue.
    fn take(&mut self, url: &Url, page: Page, took: &mut dyn FnMut(Page)) {
        let begins = |sign| page.bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&sign);
        if page.media.contains("html") || page.media.is_empty() && begins(b'<') {
            let (found, is_cut) = links(&text(&page.bytes, &page.media), url);
            for Link { url, ending } in found {
                let is_outside = ending == Ending::Page && !self.scope.has_page(&url);
                let is_data = url.path().ends_with(".json");
                let ending = if is_outside && !is_data && may_hand_out(&url) { Ending::Handed } else { ending };
                let is_ours = match ending {
                    Ending::Page => self.scope.has_page(&url),
                    Ending::Data | Ending::Handed => self.scope.has_host(&url),
                    Ending::Document => self.bounds.has_documents && self.scope.has_host(&url),
                    Ending::Other => false,
                };
                if is_ours {
                    self.enqueue(url, ending);
                }
            }
            if is_cut {
                self.unread.add(url.as_str(), Why::Links(LINKS));
            }
        }
        took(page);
    }

    /// Looks at an address, and at where it leads.
    fn follow(&mut self, from: &Url, ending: Ending, is_start: bool) -> Result<Followed, StoreError> {
        let mut met = BTreeSet::from([from.as_str().to_owned()]);
        let mut url = from.clone();
        loop {
            let (entry, body) = match self.looker.look(&url, ending)? {
                Looked::Answer(entry, body) => (entry, body),
                Looked::Unread(why) => return Ok(Followed::Unread(why)),
                Looked::Stop(why) => return Ok(Followed::Stop(why)),
            };
            let status = entry.status.unwrap_or_default();
            if (300..400).contains(&status)
                && let Some(location) = &entry.location
            {
                let Some(next) = address(location, Some(&url)) else {
                    return Ok(Followed::Unread(Why::Away(location.escape_debug().to_string())));
                };
                let is_host = self.scope.has_host(&next);
                let is_https = is_start && next.host_str() == from.host_str() && next.scheme() == "https";
                let is_ours = match ending {
                    Ending::Page if !is_start => self.scope.has_page(&next),
                    Ending::Page => (is_host || is_https) && is_near(from, &next),
                    _ => is_host || is_https,
                };
                if !is_ours {
                    return Ok(Followed::Unread(Why::Away(next.into())));
                }
                if met.len() > self.bounds.redirects {
                    return Ok(Followed::Unread(Why::Redirects(self.bounds.redirects)));
                }
                if !met.insert(next.as_str().to_owned()) {
                    return Ok(Followed::Unread(Why::Loop));
                }
                url = next;
                continue;
            }
            if is_start {
                // The listing is where its address leads: with a slash at its end, or by https.
                self.scope = Scope::of(&url);
            }
            if let Some(most) = entry.too_large {
                return Ok(Followed::Unread(Why::TooLarge(most)));
            }
            // Outside of the listing an address that hands nothing out shows nothing of it.
            if ending == Ending::Handed && (400..500).contains(&status) && !Why::Status(status).may_pass() {
                return Ok(Followed::Nothing);
            }
            if !(200..300).contains(&status) {
                return Ok(Followed::Unread(Why::Status(status)));
            }
            let Some(((file, _, _), bytes)) = entry.file.zip(body) else { return Ok(Followed::Nothing) };
            if !self.done.insert(url.as_str().to_owned()) {
                return Ok(Followed::Nothing);
            }
            let page = Page { url: url.as_str().to_owned(), file, bytes, media: entry.media };
            return Ok(Followed::Page(url, page));
        }
    }
}

/// Whether a listing still is the same where its address leads on: with a slash at its end, or below it. The home page of a site that
/// does not have it any more is another, and so is a page to log in.
fn is_near(from: &Url, to: &Url) -> bool {
    let bare = |url: &Url| url.path().trim_end_matches('/').to_owned();
    let folder = from.path().rsplit_once('/').map_or("", |(folder, _)| folder);
    let is_in = |folder: &str| to.path().starts_with(&format!("{folder}/"));
    bare(from) == bare(to) || is_in(&bare(from)) || !folder.is_empty() && is_in(folder)
}
