//! A listing on the web, read page by page into a folder.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;
use std::time::{Duration, Instant};

use url::Url;

use super::address::{Ending, Scope, address};
use super::entry::Entry;
use super::page::{LINKS, Link, charset, links, text};
use super::robots::{self, Robots};
use super::{Asked, Client, Fault, Why};
use crate::digest::sha256;
use crate::store::{Download, Interrupt, StoreError};

/// What a crawl asks for.
const ACCEPT: &str = "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.5";

/// After so many requests in a row without an answer the server is left in peace.
const FAILURES: usize = 5;

/// How many addresses of one reason are told one by one.
const TOLD: usize = 10;

/// How long to sleep between two looks at whether somebody wants it to stop.
const NAP: Duration = Duration::from_millis(50);

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

/// Reads the listing that begins at `start`, breadth first, into `folder`; `took` gets each page in that order.
///
/// What the folder has of an earlier crawl is not asked for again, and what failed then is. `clock` gives the time for the index.
/// Guarantee: no request leaves the host of `start`, but that `start` itself may lead to the same name with `https`. Every address
/// that belongs to the listing is given to `took`, shows nothing that could be a list, or is told as unread.
///
/// # Errors
/// What the system refuses in the folder, and [`StoreError::Interrupted`]: the folder then holds what was read so far.
pub fn crawl(
    client: &Client,
    start: &Url,
    folder: &Path,
    bounds: &Bounds,
    clock: &dyn Fn() -> String,
    interrupt: &Interrupt,
    took: &mut dyn FnMut(Page),
) -> Result<Crawled, StoreError> {
    let (download, lines) = Download::open(folder)?;
    let entries = lines.iter().filter_map(|line| Entry::parse(line)).map(|entry| (entry.url.clone(), entry)).collect();
    let mut crawl = Crawl {
        client,
        bounds,
        clock,
        interrupt,
        download,
        entries,
        scope: Scope::of(start),
        robots: BTreeMap::new(),
        began: Instant::now(),
        last: None,
        bytes: 0,
        failures: 0,
        requests: 0,
        queue: VecDeque::new(),
        seen: BTreeSet::new(),
        done: BTreeSet::new(),
        dropped: None,
        unread: Unread::default(),
    };
    crawl.enqueue(start.clone(), Ending::Page);
    let mut looked = 0;
    while let Some((url, ending)) = crawl.queue.pop_front() {
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
    Ok(Crawled { unread: crawl.unread.told(), requests: crawl.requests })
}

/// A crawl under way.
struct Crawl<'a> {
    client: &'a Client,
    bounds: &'a Bounds,
    clock: &'a dyn Fn() -> String,
    interrupt: &'a Interrupt,
    download: Download,
    /// What the folder has, by address; of two lines the later one.
    entries: BTreeMap<String, Entry>,
    scope: Scope,
    /// What each host asks of programs, by its beginning of addresses.
    robots: BTreeMap<String, Robots>,
    began: Instant,
    last: Option<Instant>,
    bytes: u64,
    failures: usize,
    requests: usize,
    queue: VecDeque<(Url, Ending)>,
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

/// What the folder has of an address: its line, and the bytes where there are any.
type Kept = (Entry, Option<Vec<u8>>);

/// What one address is.
enum Looked {
    Answer(Entry, Option<Vec<u8>>),
    Unread(Why),
    Stop(Why),
}

impl Crawl<'_> {
    fn enqueue(&mut self, url: Url, ending: Ending) {
        if self.seen.contains(url.as_str()) {
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

    /// Takes a page, and puts what it leads to into the queue.
    fn take(&mut self, url: &Url, page: Page, took: &mut dyn FnMut(Page)) {
        let begins = |sign| page.bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&sign);
        if page.media.contains("html") || page.media.is_empty() && begins(b'<') {
            let (found, is_cut) = links(&text(&page.bytes, &page.media), url);
            for Link { url, ending } in found {
                let is_ours = match ending {
                    Ending::Page => self.scope.has_page(&url),
                    Ending::Data => self.scope.has_host(&url),
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
            let (entry, body) = match self.look(&url)? {
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

    /// What one address is: as the folder has it, else as the server answers.
    fn look(&mut self, url: &Url) -> Result<Looked, StoreError> {
        self.interrupt.check()?;
        let looked = match self.kept(url)? {
            Some((entry, body)) => Looked::Answer(entry, body),
            None => {
                let robots = match self.robots(url)? {
                    Ok(robots) => robots,
                    Err(looked) => return Ok(looked),
                };
                if !robots.allow(url) {
                    return Ok(Looked::Unread(if robots.is_unread { Why::RobotsUnread } else { Why::Robots }));
                }
                self.ask(url, robots.delay.unwrap_or_default())?
            }
        };
        if let Looked::Answer(Entry { file: Some((_, _, length)), .. }, _) = &looked {
            self.bytes += length;
            if self.bytes > self.bounds.all_bytes {
                return Ok(Looked::Stop(Why::Bytes(self.bounds.all_bytes)));
            }
        }
        Ok(looked)
    }

    /// What the folder has of an address, where that is whole and would not be otherwise now.
    fn kept(&self, url: &Url) -> Result<Option<Kept>, StoreError> {
        let Some(entry) = self.entries.get(url.as_str()) else { return Ok(None) };
        let is_final = entry.status.is_some_and(|status| !Why::Status(status).may_pass());
        let is_larger_now = entry.too_large.is_some_and(|most| most < self.bounds.page_bytes);
        if !is_final || is_larger_now {
            return Ok(None);
        }
        let Some((path, digest, length)) = &entry.file else { return Ok(Some((entry.clone(), None))) };
        let bytes = self.download.get(path, *length)?.filter(|bytes| sha256(bytes) == *digest);
        Ok(bytes.map(|bytes| (entry.clone(), Some(bytes))))
    }

    /// What the host of an address asks of programs; what came instead where that cannot be learned now.
    fn robots(&mut self, url: &Url) -> Result<Result<Robots, Looked>, StoreError> {
        let host = url.origin().ascii_serialization();
        if let Some(robots) = self.robots.get(&host) {
            return Ok(Ok(robots.clone()));
        }
        let mut at = url.clone();
        at.set_path("/robots.txt");
        at.set_query(None);
        let mut robots = None;
        // RFC 9309, 2.3.1: at least five redirects; what lies behind more of them, or elsewhere, is not there.
        for _ in 0..=5 {
            let (entry, body) = match self.kept(&at)? {
                Some(kept) => kept,
                None => match self.ask_for(&at, Duration::ZERO, robots::BYTES, |_| true)? {
                    Looked::Answer(entry, body) => (entry, body),
                    // No answer: what it asks is not known, and the next address asks again.
                    other => return Ok(Err(other)),
                },
            };
            let status = entry.status.unwrap_or_default();
            let next = entry.location.filter(|_| (300..400).contains(&status));
            let next = next.and_then(|location| address(&location, Some(&at)));
            if let Some(next) = next.filter(|next| next.origin() == url.origin()) {
                at = next;
                continue;
            }
            robots = match (status, body) {
                (200..300, Some(body)) => Some(Robots::parse(&String::from_utf8_lossy(&body))),
                // Larger than anybody's: what it asks is not known.
                (200..300, None) | (429 | 500..600, _) => Some(Robots::closed()),
                _ => None,
            };
            break;
        }
        let robots = robots.unwrap_or_else(Robots::none);
        self.robots.insert(host, robots.clone());
        Ok(Ok(robots))
    }

    fn ask(&mut self, url: &Url, delay: Duration) -> Result<Looked, StoreError> {
        // What is named as a list is read whatever the server calls it: "application/force-download".
        let is_list = matches!(Ending::of(url), Ending::Data | Ending::Document);
        self.ask_for(url, delay, self.bounds.page_bytes, |media| is_list || may_be_list(media))
    }

    /// Asks the server, and keeps what it answers.
    fn ask_for(
        &mut self,
        url: &Url,
        delay: Duration,
        most: u64,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Result<Looked, StoreError> {
        let all = Why::Seconds(self.bounds.all.as_secs());
        if self.failures >= FAILURES {
            return Ok(Looked::Stop(Why::GaveUp(FAILURES)));
        }
        if !self.wait(delay.max(self.bounds.pause))? {
            return Ok(Looked::Stop(all));
        }
        let left = self.bounds.all.saturating_sub(self.began.elapsed());
        let rest = self.bounds.all_bytes.saturating_sub(self.bytes);
        let asked = Asked {
            url: url.as_str(),
            is_head: false,
            accept: ACCEPT,
            bytes: most.min(rest),
            time: self.bounds.request.min(left),
        };
        let answer = self.client.ask(asked, |status, media| (200..300).contains(&status) && is_wanted(media));
        self.last = Some(Instant::now());
        self.requests += 1;
        let mut entry = Entry {
            url: url.as_str().to_owned(),
            status: None,
            time: (self.clock)(),
            media: String::new(),
            location: None,
            file: None,
            too_large: None,
            error: None,
        };
        let looked = match answer {
            Err(fault) if fault == Fault::Time && left < self.bounds.request => return Ok(Looked::Stop(all)),
            Err(fault) => {
                self.failures += 1;
                entry.error = Some(format!("{fault:?}"));
                Looked::Unread(Why::Fault(fault))
            }
            Ok(answer) if answer.is_too_large && rest < most => {
                return Ok(Looked::Stop(Why::Bytes(self.bounds.all_bytes)));
            }
            Ok(answer) => {
                self.failures = if Why::Status(answer.status).may_pass() { self.failures + 1 } else { 0 };
                entry.status = Some(answer.status);
                entry.media = answer.media;
                entry.location = answer.location;
                entry.too_large = answer.is_too_large.then_some(most);
                // What was read in vain costs as well.
                self.bytes += answer.dropped;
                let is_kept = (200..300).contains(&answer.status) && !answer.is_too_large && is_wanted(&entry.media);
                if is_kept {
                    let name = name_of(url, &entry.media);
                    let path = self.download.put(&name, &answer.body)?;
                    entry.file = Some((path, sha256(&answer.body), answer.body.len() as u64));
                }
                Looked::Answer(entry.clone(), is_kept.then_some(answer.body))
            }
        };
        self.download.note(&entry.to_line())?;
        self.entries.insert(entry.url.clone(), entry);
        Ok(looked)
    }

    /// Waits until the next request may be made; `false` where the time of all is up before.
    fn wait(&self, pause: Duration) -> Result<bool, StoreError> {
        let due = |last: Instant| pause.saturating_sub(last.elapsed());
        while let Some(rest) = self.last.map(due).filter(|rest| !rest.is_zero()) {
            self.interrupt.check()?;
            if self.began.elapsed() + rest >= self.bounds.all {
                return Ok(false);
            }
            std::thread::sleep(rest.min(NAP));
        }
        Ok(self.began.elapsed() < self.bounds.all)
    }
}

/// Addresses that were not read; of many with one reason the first ones, and how many more there are.
#[derive(Debug, Default)]
struct Unread {
    told: Vec<(String, Why)>,
    counts: BTreeMap<&'static str, usize>,
    rest: BTreeMap<&'static str, (String, Why, usize)>,
}

impl Unread {
    fn add(&mut self, url: &str, why: Why) {
        let count = self.counts.entry(why.kind()).or_default();
        *count += 1;
        if *count <= TOLD {
            self.told.push((url.to_owned(), why));
        } else {
            self.rest.entry(why.kind()).or_insert_with(|| (url.to_owned(), why, 0)).2 += 1;
        }
    }

    fn told(self) -> Vec<(String, Why)> {
        let rest = self.rest.into_values().map(|(url, why, count)| (url, Why::Rest(count, Box::new(why))));
        self.told.into_iter().chain(rest).collect()
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

/// Whether what a server calls so can show a list. What it does not name, or names a stream of bytes, its content tells.
fn may_be_list(media: &str) -> bool {
    const KINDS: [&str; 15] = [
        "text/html",
        "application/xhtml",
        "application/json",
        "application/x-ndjson",
        "text/json",
        "text/csv",
        "text/plain",
        "text/tab-separated-values",
        "application/pdf",
        "application/vnd.",
        "application/msword",
        "application/octet-stream",
        "application/x-download",
        "multipart/related",
        "message/rfc822",
    ];
    let media = media.trim().to_ascii_lowercase();
    media.is_empty()
        || KINDS.iter().any(|kind| media.starts_with(kind))
        || media.ends_with("rtf")
        || media.split(';').next().is_some_and(|kind| kind.ends_with("+json"))
}

/// The name of a page's file: one that no address can choose, with an ending that tells what it is.
fn name_of(url: &Url, media: &str) -> String {
    let digest = sha256(url.as_str().as_bytes());
    let by_media = [("html", "html"), ("json", "json"), ("csv", "csv"), ("pdf", "pdf")];
    let ending = by_media.iter().find(|(kind, _)| media.contains(kind)).map(|(_, ending)| (*ending).to_owned());
    let by_name = || {
        let name = url.path().rsplit('/').next()?;
        let ending = name.rsplit_once('.')?.1.to_ascii_lowercase();
        matches!(Ending::of(url), Ending::Data | Ending::Document).then_some(ending)
    };
    let ending = ending.or_else(by_name).unwrap_or_else(|| "txt".to_owned());
    format!("{}.{ending}", digest.get(..24).unwrap_or(&digest))
}
