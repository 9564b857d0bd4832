//! What was published when: a line for each time that the site in a folder became another.

use std::time::SystemTime;

use super::manifest::Manifest;
use super::single::read_single;
use super::{Output, StoreError, disk};
use crate::model::Day;

/// The largest log that is read: half a century of a site that changes every hour.
const LOG_BYTES: u64 = 64 * 1024 * 1024;

const HEAD: &str = "time\tact\tas-of\tmanifest\tfiles\twritten\tremoved\n";

/// What became of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// A new site was published.
    Publish,
    /// The site before was put back.
    Rollback,
}

impl Act {
    /// The word in the log.
    pub fn as_str(self) -> &'static str {
        match self {
            Act::Publish => "publish",
            Act::Rollback => "rollback",
        }
    }
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When, in UTC.
    pub time: String,
    /// What was done.
    pub act: Act,
    /// The day whose law the site shows, where its manifest tells.
    pub as_of: Option<Day>,
    /// The digest of the whole site ([`Manifest::digest`]).
    pub manifest: String,
    /// How many files it has.
    pub files: usize,
    /// How many of them are new or have new bytes.
    pub written: usize,
    /// How many of the site before are gone.
    pub removed: usize,
}

impl Entry {
    /// The line of a site that stands from now on.
    pub(super) fn of(act: Act, manifest: &Manifest, written: usize, removed: usize) -> Entry {
        Entry {
            time: now(),
            act,
            as_of: manifest.origin().map(|origin| origin.as_of),
            manifest: manifest.digest(),
            files: manifest.len(),
            written,
            removed,
        }
    }

    fn parse(line: &str) -> Option<Entry> {
        let mut cells = line.split('\t');
        let mut next = || cells.next();
        Some(Entry {
            time: next()?.to_owned(),
            act: match next()? {
                "publish" => Act::Publish,
                "rollback" => Act::Rollback,
                _ => return None,
            },
            as_of: next()?.parse().ok(),
            manifest: next()?.to_owned(),
            files: next()?.parse().ok()?,
            written: next()?.parse().ok()?,
            removed: next()?.parse().ok()?,
        })
    }

    fn line(&self) -> String {
        let Entry { time, act, as_of, manifest, files, written, removed } = self;
        let as_of = as_of.map(|day| day.to_string()).unwrap_or_default();
        format!("{time}\t{}\t{as_of}\t{manifest}\t{files}\t{written}\t{removed}\n", act.as_str())
    }
}

/// The time it is, in UTC, as the log and the index of what is fetched have it: `2026-08-31T17:00:00Z`.
pub fn now() -> String {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(since.as_secs()).unwrap_or_default();
    let time = chrono::DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    time.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Adds a line, unless it is the last already. A line that was not written to its end never was one.
///
/// # Errors
/// What the system refuses. The site stands already: a log that cannot be written keeps nobody from it.
pub(super) fn add(output: &Output, entry: &Entry) -> std::io::Result<()> {
    let path = output.log();
    let text = disk::read_if_any(&path)?.unwrap_or_default();
    let whole = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let line = entry.line();
    if text.get(..whole).is_some_and(|text| text.ends_with(line.as_bytes())) {
        return Ok(());
    }
    let mut file = disk::open_end(&path)?;
    if whole < text.len() {
        disk::cut(&file, &path, whole as u64)?;
    }
    let text = if whole == 0 { format!("{HEAD}{line}") } else { line };
    disk::append(&mut file, &path, text.as_bytes())
}

/// Says, before a swap or before the site gets another manifest, what the folder is to be. Where the run dies the next one learns
/// from it whether that was done: the site that stands is the one that was announced, or it is not.
pub(super) fn announce(output: &Output, entry: &Entry) -> std::io::Result<()> {
    disk::replace(&output.announced(), entry.line().as_bytes())
}

/// What was announced and not yet taken back; `None` too where the announcement was not written to its end: then nothing
/// was swapped.
pub(super) fn announced(output: &Output) -> Result<Option<Entry>, StoreError> {
    let bytes = read_single(&output.announced(), LOG_BYTES)?.unwrap_or_default();
    Ok(String::from_utf8_lossy(&bytes).strip_suffix('\n').and_then(Entry::parse))
}

/// The lines of a folder's log, the oldest first; what is no whole line of it is left out. None where nothing was published
/// there.
///
/// # Errors
/// Where the log cannot be read.
pub fn published(output: &Output) -> Result<Vec<Entry>, StoreError> {
    let bytes = read_single(&output.log(), LOG_BYTES)?.unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    Ok(text.split_inclusive('\n').filter_map(|line| Entry::parse(line.strip_suffix('\n')?)).collect())
}
