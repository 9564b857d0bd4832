//! What publishing knows of the files of a new site: their bytes, or where those stand since they left the memory.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;

use super::staging::UNFINISHED;
use super::{Output, aside, disk, manifest};
use crate::artifacts::Artifacts;
use crate::digest::sha256;

/// A file of a site that is being published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Its bytes.
    Held(Bytes),
    /// The very bytes that stand at its path in the site that stands.
    Standing(Known),
    /// What the publication that this is of wrote beside the output folder, under a number.
    Written(Known, u64),
}

/// What is known of bytes that are not in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    length: u64,
    sha256: String,
}

impl Known {
    pub(super) fn of(bytes: &[u8]) -> Known {
        Known { length: bytes.len() as u64, sha256: sha256(bytes) }
    }
}

impl Content {
    /// Bytes in memory, without the room that was left for more of them: it would stay as long as they do.
    pub fn held(bytes: Vec<u8>) -> Content {
        Content::Held(bytes.into_boxed_slice().into())
    }

    /// How many bytes the file has.
    pub(super) fn length(&self) -> u64 {
        match self {
            Content::Held(bytes) => bytes.len() as u64,
            Content::Standing(known) | Content::Written(known, _) => known.length,
        }
    }

    /// Whether it need not be written.
    pub(super) fn is_standing(&self) -> bool {
        matches!(self, Content::Standing(_))
    }

    /// Their digest, as manifests have it.
    pub(super) fn sha256(&self) -> String {
        match self {
            Content::Held(bytes) => sha256(bytes),
            Content::Standing(known) | Content::Written(known, _) => known.sha256.clone(),
        }
    }

    /// Whether these very bytes stand at a path.
    pub(super) fn is_whole_at(&self, path: &Path) -> bool {
        disk::read(path).is_ok_and(|there| match self {
            Content::Held(bytes) => there == *bytes,
            Content::Standing(known) | Content::Written(known, _) => Known::of(&there) == *known,
        })
    }

    /// Whether the file at a path is this one: what this run wrote by its bytes, what was taken over by its size.
    pub(super) fn is_at(&self, path: &Path) -> bool {
        match self {
            Content::Held(_) | Content::Written(..) => self.is_whole_at(path),
            Content::Standing(known) => {
                let seen = disk::look(path).ok().flatten();
                seen.is_some_and(|it| it.is_file() && it.len() == known.length)
            }
        }
    }
}

impl From<Artifacts> for Artifacts<Content> {
    /// All of it held.
    fn from(artifacts: Artifacts) -> Artifacts<Content> {
        artifacts.map(|_, bytes| Content::Held(bytes))
    }
}

impl Artifacts<Content> {
    /// The files whose bytes are in memory.
    pub fn held(&self) -> Artifacts {
        let mut held = Artifacts::new();
        for (path, content) in self.contents() {
            if let Content::Held(bytes) = content {
                let taken = held.put(path.to_owned(), bytes.clone());
                debug_assert!(taken.is_ok(), "it is one of paths that go together");
            }
        }
        held
    }

    /// How many bytes all files have together.
    pub fn total_bytes(&self) -> u64 {
        self.contents().map(|(_, content)| content.length()).sum()
    }
}

/// The folder beside the output folder to which files go as they are made: by number, since nobody knows yet which paths go together.
/// Its owner's alone. It is made when the first file comes, and removed when this is dropped.
#[derive(Debug)]
pub(super) struct Beside {
    root: PathBuf,
    is_made: OnceLock<bool>,
    next: AtomicU64,
}

impl Beside {
    /// Beside an output folder. Nothing is made yet; what a killed run left there has been cleared.
    pub(super) fn of(output: &Output) -> Beside {
        Beside { root: output.made(), is_made: OnceLock::new(), next: AtomicU64::new(0) }
    }

    /// Writes a file: its number. `None` where the system refuses: whoever has the bytes writes them later, and tells why that cannot be.
    pub(super) fn write(&self, bytes: &[u8]) -> Option<u64> {
        if !self.is_made.get_or_init(|| self.make().is_ok()) {
            return None;
        }
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let file = self.file(number);
        if disk::write_new(&file, bytes).is_err() {
            let _ = disk::remove_if_any(&file); // half a file keeps room from the whole one
            return None;
        }
        Some(number)
    }

    /// Where the file of a number stands.
    pub(super) fn file(&self, number: u64) -> PathBuf {
        self.root.join(number.to_string())
    }

    fn make(&self) -> std::io::Result<()> {
        disk::create_folder(&self.root)?;
        disk::keep_to_owner(&self.root)?;
        disk::write_new(&self.root.join(manifest::NAME), UNFINISHED)
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if self.is_made.get().is_some() {
            let _ = aside::sweep(&self.root); // what stays is marked, and the next run removes it
        }
    }
}
