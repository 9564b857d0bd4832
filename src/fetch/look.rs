//! One address after the other: as a folder has it from an earlier crawl, else as the server answers.

use std::collections::BTreeMap;
use std::time::Duration;

use url::Url;

use super::address::Ending;
use super::entry::Entry;
use super::media::{hands_out_list, may_be_list, name_of};
use super::robots::{self, Reply, Robots};
use super::visit::{Sent, Visit};
use super::{Answer, Asked, Bounds, Why};
use crate::digest::sha256;
use crate::store::{Download, StoreError};

/// What a crawl asks for.
const ACCEPT: &str = "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.5";

/// What one address is.
pub(super) enum Looked {
    Answer(Entry, Option<Vec<u8>>),
    Unread(Why),
    /// A bound of all is reached.
    Stop(Why),
}

/// What the folder has of an address: its line, and the bytes where there are any.
type Kept = (Entry, Option<Vec<u8>>);

/// Looks at addresses, and keeps what servers answer.
pub(super) struct Looker<'a> {
    visit: Visit<'a>,
    bounds: &'a Bounds,
    /// Gives the time for the index.
    clock: &'a dyn Fn() -> String,
    download: Download,
    /// What the folder has, by address; of two lines the later one.
    entries: BTreeMap<String, Entry>,
    /// What each host asks of programs, by its beginning of addresses.
    robots: BTreeMap<String, Robots>,
    bytes: u64,
}

impl<'a> Looker<'a> {
    /// One that goes on with what a folder has, by the lines of its index.
    pub(super) fn new(
        visit: Visit<'a>,
        bounds: &'a Bounds,
        clock: &'a dyn Fn() -> String,
        (download, lines): (Download, Vec<String>),
    ) -> Looker<'a> {
        let entries = lines.iter().filter_map(|line| Entry::parse(line)).map(|entry| (entry.url.clone(), entry));
        Looker { visit, bounds, clock, download, entries: entries.collect(), robots: BTreeMap::new(), bytes: 0 }
    }

    /// How many requests were made.
    pub(super) fn requests(&self) -> usize {
        self.visit.requests
    }

    /// What one address, of which a page says that it leads to such a thing, is: as the folder has it, else as the server answers.
    pub(super) fn look(&mut self, url: &Url, said: Ending) -> Result<Looked, StoreError> {
        self.visit.interrupt.check()?;
        let looked = match self.kept(url, said)? {
            Some((entry, body)) => Looked::Answer(entry, body),
            None => {
                let robots = match self.robots(url)? {
                    Ok(robots) => robots,
                    Err(looked) => return Ok(looked),
                };
                if !robots.allow(url) {
                    return Ok(Looked::Unread(robots.refusal()));
                }
                self.ask(url, said, robots.delay.unwrap_or_default())?
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

    /// What the folder has of an address, where that is whole and would not be otherwise now: a page that was left because a list was
    /// looked for is asked for again.
    fn kept(&self, url: &Url, said: Ending) -> Result<Option<Kept>, StoreError> {
        let Some(entry) = self.entries.get(url.as_str()) else { return Ok(None) };
        let is_final = entry.status.is_some_and(|status| !Why::Status(status).may_pass());
        let is_larger_now = entry.too_large.is_some_and(|most| most < self.bounds.page_bytes);
        let was_left = entry.file.is_none()
            && entry.too_large.is_none()
            && entry.status.is_some_and(|status| (200..300).contains(&status))
            && said != Ending::Handed
            && (is_named_list(url) || may_be_list(&entry.media));
        if !is_final || is_larger_now || was_left {
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
        let robots = robots::of_host(url, |at| {
            let (entry, body) = match self.kept(at, Ending::Page)? {
                Some(kept) => kept,
                None => match self.ask_for(at, Duration::ZERO, robots::BYTES, |_| true)? {
                    Looked::Answer(entry, body) => (entry, body),
                    // No answer: what it asks is not known, and the next address asks again.
                    other => return Ok(Err(other)),
                },
            };
            Ok(Ok(Reply { status: entry.status.unwrap_or_default(), location: entry.location, body }))
        })?;
        Ok(robots.inspect(|robots| {
            self.robots.insert(host, robots.clone());
        }))
    }

    fn ask(&mut self, url: &Url, said: Ending, delay: Duration) -> Result<Looked, StoreError> {
        let (most, has_documents) = (self.bounds.page_bytes, self.bounds.has_documents);
        if said == Ending::Handed {
            return self.ask_for(url, delay, most, |answer| hands_out_list(answer, has_documents));
        }
        let is_list = is_named_list(url);
        self.ask_for(url, delay, most, |answer| is_list || may_be_list(&answer.media))
    }

    /// Asks the server, and keeps what it answers.
    fn ask_for(
        &mut self,
        url: &Url,
        delay: Duration,
        most: u64,
        is_wanted: impl Fn(&Answer) -> bool,
    ) -> Result<Looked, StoreError> {
        let rest = self.bounds.all_bytes.saturating_sub(self.bytes);
        let sent = self.visit.send(url, delay, |client, time| {
            let asked = Asked { url: url.as_str(), is_head: false, accept: ACCEPT, bytes: most.min(rest), time };
            let answer = client.ask(asked, |answer| answer.is_good() && is_wanted(answer))?;
            Ok((answer.status, answer))
        })?;
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
        let looked = match sent {
            Sent::Stop(why) => return Ok(Looked::Stop(why)),
            Sent::Fault(fault) => {
                entry.error = Some(format!("{fault:?}"));
                Looked::Unread(Why::Fault(fault))
            }
            Sent::Answer(answer) if answer.is_too_large && rest < most => {
                return Ok(Looked::Stop(Why::Bytes(self.bounds.all_bytes)));
            }
            Sent::Answer(answer) => {
                let is_kept = answer.is_good() && !answer.is_too_large && is_wanted(&answer);
                entry.status = Some(answer.status);
                entry.too_large = answer.is_too_large.then_some(most);
                // What was read in vain costs as well.
                self.bytes += answer.dropped;
                if is_kept {
                    let path = self.download.put(&name_of(url, &answer), &answer.body)?;
                    entry.file = Some((path, sha256(&answer.body), answer.body.len() as u64));
                }
                entry.media = answer.media;
                entry.location = answer.location;
                Looked::Answer(entry.clone(), is_kept.then_some(answer.body))
            }
        };
        self.download.note(&entry.to_line())?;
        self.entries.insert(entry.url.clone(), entry);
        Ok(looked)
    }
}

/// Whether an address is named as a list, which is read whatever the server calls it: "application/force-download".
fn is_named_list(url: &Url) -> bool {
    matches!(Ending::of(url), Ending::Data | Ending::Document)
}
