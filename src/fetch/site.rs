//! A published site, held against its manifest file by file as readers get it.

use std::collections::BTreeSet;
use std::time::Duration;

use url::Url;

use super::client::Digested;
use super::robots::{self, Reply, Robots};
use super::unread::Unread;
use super::visit::{Sent, Times, Visit};
use super::{Answer, Asked, Asker, Why, address};
use crate::store::{Altered, Interrupt, MANIFEST, MANIFEST_BYTES, Manifest, StoreError};

/// How often one address may lead to another.
const REDIRECTS: usize = 5;

/// What every manifest begins with, of whatever version.
const BEGINS: &str = "# niemyet ";

/// What holding a site against its manifest may cost.
#[derive(Debug, Clone, Copy)]
pub struct SiteBounds {
    /// Between two requests; where the host asks for more (`Crawl-delay`), that.
    pub pause: Duration,
    /// The most bytes of one file, unpacked.
    pub file_bytes: u64,
    /// The most bytes of all.
    pub all_bytes: u64,
    /// The most time of one request.
    pub request: Duration,
    /// The most time of all.
    pub all: Duration,
}

/// What a site on the web is.
#[derive(Debug)]
pub struct Site {
    /// Its manifest.
    pub manifest: Manifest,
    /// What differs, in the order of paths. What nobody lists cannot be seen from outside: nothing is ever added.
    pub altered: Altered,
    /// Files in the place of which readers are led out of the site, and where to, in the order of paths.
    pub away: Vec<(String, String)>,
    /// Files that could not be read, each with why: what they are is not known.
    pub unread: Vec<(String, Why)>,
    /// How many files were asked for.
    pub checked: usize,
}

/// Why there is nothing to hold a site against; each with the address of the manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoSite {
    /// There is no manifest.
    Missing(String),
    /// What stands there is none of ours.
    Foreign(String),
    /// It is not whole, or lists what no site of ours has: a path that leads out of the site.
    Broken(String),
    /// It is larger than any.
    TooLarge(String),
    /// It leads to another host, or out of the site.
    Away(String, String),
    /// It could not be read.
    Unread(String, Why),
}

/// Who is told how far it is: how many files there are to ask for, once, and then each that was.
pub trait Watcher {
    /// So many files are asked for.
    fn begin(&mut self, files: usize);
    /// One more was.
    fn step(&mut self);
}

/// The folder in which the site at an address stands: the address may be that of the folder, with or without a slash at its end, of
/// its first page or of its manifest.
pub fn site_folder(url: &Url) -> Url {
    let mut folder = url.clone();
    folder.set_query(None);
    let path = folder.path().to_owned();
    let (above, name) = path.rsplit_once('/').unwrap_or(("", &path));
    match name {
        "" => {}
        MANIFEST | "index.html" => folder.set_path(&format!("{above}/")),
        _ => folder.set_path(&format!("{path}/")),
    }
    folder
}

/// Holds the site in the folder `start` against its manifest, or against `kept`, a copy kept elsewhere. With `sample` only so many
/// files are asked for, the same distance apart in the order of paths.
///
/// Guarantee: no request leaves the host of `start` and that folder, but for robots.txt; where the host leads from http to https, the
/// rest is asked there. Of a file no more is in memory than a piece. A file that could not be read is never told as the one that was
/// written, nor as another.
///
/// # Errors
/// [`StoreError::Interrupted`].
pub fn verify_site(
    asker: &Asker,
    start: &Url,
    kept: Option<Manifest>,
    sample: Option<usize>,
    bounds: &SiteBounds,
    interrupt: &Interrupt,
    watcher: &mut dyn Watcher,
) -> Result<Result<Site, NoSite>, StoreError> {
    let times = Times { pause: bounds.pause, request: bounds.request, all: bounds.all };
    let visit = Visit::new(&asker.client, &asker.pace, times, interrupt);
    let mut reader = Reader { visit, bounds, folder: start.clone(), robots: None, bytes: 0 };
    let manifest = match kept {
        Some(manifest) => manifest,
        None => match reader.manifest()? {
            Ok(manifest) => manifest,
            Err(fault) => return Ok(Err(fault)),
        },
    };
    let paths: Vec<&str> = manifest.paths().collect();
    let chosen = evenly(&paths, sample.unwrap_or(usize::MAX));
    watcher.begin(chosen.len());
    let (mut altered, mut away, mut unread) = (Altered::default(), Vec::new(), Unread::default());
    let mut stopped = None;
    let mut to_ask = chosen.clone();
    // What failed and may not fail again is asked for once more, when the others are done.
    for is_last in [false, true] {
        for path in std::mem::take(&mut to_ask) {
            if let Some(why) = &stopped {
                unread.add(path, Why::clone(why));
                continue;
            }
            match reader.file(path)? {
                Found::File { sent, unpacked, packing } => {
                    let is_same = |digest: &String| manifest.digest_at(path) == Some(digest);
                    match is_same(&sent) || unpacked.as_ref().is_some_and(is_same) {
                        true => {}
                        // Not the file as it stands, and nobody can tell what it unpacks to.
                        false if unpacked.is_none() && !packing.is_empty() => unread.add(path, Why::Packed(packing)),
                        false => altered.changed.push(path.to_owned()),
                    }
                }
                Found::Nothing => altered.missing.push(path.to_owned()),
                Found::Away(url) => away.push((path.to_owned(), url)),
                Found::Unread(why) if why.may_pass() && !is_last => {
                    to_ask.push(path);
                    continue;
                }
                Found::Unread(why) => unread.add(path, why),
                Found::Stop(why) => {
                    unread.add(path, why.clone());
                    stopped = Some(why);
                }
            }
            watcher.step();
        }
    }
    altered.changed.sort();
    altered.missing.sort();
    away.sort();
    let checked = chosen.len();
    Ok(Ok(Site { altered, away, unread: unread.told(), checked, manifest }))
}

/// So many of these, the same distance apart; all where there are no more.
fn evenly<'a>(all: &[&'a str], count: usize) -> Vec<&'a str> {
    if count >= all.len() {
        return all.to_vec();
    }
    (0..count).filter_map(|at| all.get(at * all.len() / count)).copied().collect()
}

/// What stands at the address of a file.
enum Found {
    /// A file: its digest as sent, and as unpacked where it came packed in a way that is understood; how it was packed.
    File {
        sent: String,
        unpacked: Option<String>,
        packing: String,
    },
    Nothing,
    /// Readers are led out of the site.
    Away(String),
    Unread(Why),
    /// A bound of all is reached.
    Stop(Why),
}

/// What an address leads to.
enum Led<T> {
    Answer(T),
    Away(String),
    Unread(Why),
    Stop(Why),
}

/// Reads a site.
struct Reader<'a> {
    visit: Visit<'a>,
    bounds: &'a SiteBounds,
    folder: Url,
    /// What the host asks of programs, and its beginning of addresses.
    robots: Option<(String, Robots)>,
    bytes: u64,
}

impl Reader<'_> {
    fn manifest(&mut self) -> Result<Result<Manifest, NoSite>, StoreError> {
        let url = self.address_of(MANIFEST);
        let shown = || url.as_str().to_owned();
        let unread = |why| Ok(Err(NoSite::Unread(shown(), why)));
        let led = self.follow(&url, |client, url, time| {
            let asked = Asked { url, is_head: false, accept: "*/*", bytes: MANIFEST_BYTES, time };
            let answer = client.ask(asked, Answer::is_good)?;
            Ok((answer.status, answer.location.clone(), answer))
        })?;
        let answer = match led {
            Led::Answer(answer) => answer,
            Led::Away(other) => return Ok(Err(NoSite::Away(shown(), other))),
            Led::Unread(why) | Led::Stop(why) => return unread(why),
        };
        if matches!(answer.status, 404 | 410) {
            return Ok(Err(NoSite::Missing(shown())));
        }
        if !answer.is_good() {
            return unread(Why::Status(answer.status));
        }
        if answer.is_too_large {
            return Ok(Err(NoSite::TooLarge(shown())));
        }
        let text = String::from_utf8_lossy(&answer.body);
        let none = || if text.starts_with(BEGINS) { NoSite::Broken(shown()) } else { NoSite::Foreign(shown()) };
        Ok(Manifest::parse(&text).ok_or_else(none))
    }

    fn file(&mut self, path: &str) -> Result<Found, StoreError> {
        let url = self.address_of(path);
        let rest = self.bounds.all_bytes.saturating_sub(self.bytes);
        let most = self.bounds.file_bytes.min(rest);
        let led = self.follow(&url, |client, url, time| {
            let answer = client.digest(Asked { url, is_head: false, accept: "*/*", bytes: most, time })?;
            Ok((answer.status, answer.location.clone(), answer))
        })?;
        let Digested { status, digests, packing, bytes, .. } = match led {
            Led::Answer(answer) => answer,
            Led::Away(url) => return Ok(Found::Away(url)),
            Led::Unread(why) => return Ok(Found::Unread(why)),
            Led::Stop(why) => return Ok(Found::Stop(why)),
        };
        self.bytes = self.bytes.saturating_add(bytes);
        Ok(match (status, digests) {
            (404 | 410, _) => Found::Nothing,
            (200..300, Some((sent, unpacked))) => Found::File { sent, unpacked, packing },
            (200..300, None) if most < self.bounds.file_bytes => Found::Stop(Why::Bytes(self.bounds.all_bytes)),
            (200..300, None) => Found::Unread(Why::TooLarge(self.bounds.file_bytes)),
            _ => Found::Unread(Why::Status(status)),
        })
    }

    /// The address of a file of the site. No path can lead out of the folder: its parts are written as parts.
    fn address_of(&self, path: &str) -> Url {
        let mut url = self.folder.clone();
        if let Ok(mut parts) = url.path_segments_mut() {
            parts.pop_if_empty().extend(path.split('/'));
        }
        url
    }

    /// Asks an address, and where it leads, as far as that is in the site.
    fn follow<T>(
        &mut self,
        from: &Url,
        call: impl Fn(&super::Client, &str, Duration) -> Result<(u16, Option<String>, T), super::Fault>,
    ) -> Result<Led<T>, StoreError> {
        let mut met = BTreeSet::from([from.as_str().to_owned()]);
        let mut url = from.clone();
        loop {
            let delay = match self.leave(&url)? {
                Ok(delay) => delay,
                Err(Sent::Stop(why)) => return Ok(Led::Stop(why)),
                Err(Sent::Fault(fault)) => return Ok(Led::Unread(Why::Fault(fault))),
                Err(Sent::Answer(why)) => return Ok(Led::Unread(why)),
            };
            let sent = self.visit.send(&url, delay, |client, time| {
                let (status, location, answer) = call(client, url.as_str(), time)?;
                Ok((status, (status, location, answer)))
            })?;
            let (status, location, answer) = match sent {
                Sent::Answer(answer) => answer,
                Sent::Fault(fault) => return Ok(Led::Unread(Why::Fault(fault))),
                Sent::Stop(why) => return Ok(Led::Stop(why)),
            };
            let Some(location) = location.filter(|_| (300..400).contains(&status)) else {
                return Ok(Led::Answer(answer));
            };
            let Some(next) = address(&location, Some(&url)).filter(|next| self.has(next)) else {
                let shown = address(&location, Some(&url)).map_or(location, String::from);
                return Ok(Led::Away(shown.escape_debug().to_string()));
            };
            if met.len() > REDIRECTS {
                return Ok(Led::Unread(Why::Redirects(REDIRECTS)));
            }
            if !met.insert(next.as_str().to_owned()) {
                return Ok(Led::Unread(Why::Loop));
            }
            if next.origin() != self.folder.origin() {
                // From http to https: the rest is asked there at once.
                let mut folder = next.clone();
                folder.set_query(None);
                folder.set_path(self.folder.path());
                self.folder = folder;
            }
            url = next;
        }
    }

    /// Whether an address belongs to the site, or would where its host leads from http to https.
    fn has(&self, url: &Url) -> bool {
        let is_https = self.folder.scheme() == "http" && url.scheme() == "https";
        let is_host = url.origin() == self.folder.origin() || is_https && url.host_str() == self.folder.host_str();
        is_host && url.path().starts_with(self.folder.path())
    }

    /// The pause that the host asks for before an address, where it may be asked for; else why not.
    fn leave(&mut self, url: &Url) -> Result<Result<Duration, Sent<Why>>, StoreError> {
        let host = url.origin().ascii_serialization();
        if self.robots.as_ref().is_none_or(|(of, _)| *of != host) {
            let asked = robots::of_host(url, |at| {
                let sent = self.visit.send(at, Duration::ZERO, |client, time| {
                    let (url, bytes) = (at.as_str(), robots::BYTES);
                    let asked = Asked { url, is_head: false, accept: "text/plain,*/*;q=0.5", bytes, time };
                    let answer = client.ask(asked, Answer::is_good)?;
                    Ok((answer.status, answer))
                })?;
                Ok(match sent {
                    Sent::Answer(answer) => {
                        let body = (!answer.is_too_large).then_some(answer.body);
                        Ok(Reply { status: answer.status, location: answer.location, body })
                    }
                    Sent::Fault(fault) => Err(Sent::Fault(fault)),
                    Sent::Stop(why) => Err(Sent::Stop(why)),
                })
            })?;
            match asked {
                Ok(robots) => self.robots = Some((host, robots)),
                Err(other) => return Ok(Err(other)),
            }
        }
        let robots = self.robots.as_ref().map(|(_, robots)| robots);
        Ok(match robots {
            Some(robots) if !robots.allow(url) => Err(Sent::Answer(robots.refusal())),
            robots => Ok(robots.and_then(|robots| robots.delay).unwrap_or_default()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::unwrap_used, reason = "a test may fail")]
    fn a_site_stands_in_the_folder_of_what_people_type() {
        for (typed, folder) in [
            ("http://a.example", "http://a.example/"),
            ("http://a.example/tthc", "http://a.example/tthc/"),
            ("http://a.example/tthc/?x=1", "http://a.example/tthc/"),
            ("http://a.example/tthc/index.html", "http://a.example/tthc/"),
            ("http://a.example/tthc/.niemyet", "http://a.example/tthc/"),
        ] {
            let url = address(typed, None).unwrap();
            assert_eq!(site_folder(&url).as_str(), folder, "{typed}");
        }
    }

    #[test]
    fn a_sample_is_spread_over_all_and_never_has_one_twice() {
        let names: Vec<String> = (0..10).map(|at| at.to_string()).collect();
        let all: Vec<&str> = names.iter().map(String::as_str).collect();
        assert_eq!(evenly(&all, 3), ["0", "3", "6"]);
        assert_eq!(evenly(&all, 9).len(), 9);
        assert_eq!(evenly(&all, 11), all);
        assert_eq!(evenly(&[], 3), Vec::<&str>::new());
    }
}
