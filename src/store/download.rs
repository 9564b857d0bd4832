//! A folder into which something is fetched piece by piece, so that an interrupted fetch goes on where it stood.

use std::fs::File;
use std::path::{Path, PathBuf};

use super::lock::Lock;
use super::single::read_single;
use super::{Doing, StoreError, disk, is_vacant};

/// The index: one line a piece, in the order in which they came.
const INDEX: &str = "index.jsonl";
/// The folder of the pieces.
const PIECES: &str = "pages";
/// What is locked while somebody fetches.
const LOCK: &str = ".niemyet-download.lock";
/// The largest index that is read.
const INDEX_BYTES: u64 = 256 * 1024 * 1024;

/// A folder of fetched files, with an index of one line for each.
///
/// Guarantee: a file is in the folder, whole, before its line is in the index; a line that was cut off by a crash is no line. So a
/// reader of the index meets only files that were fetched whole.
#[derive(Debug)]
pub struct Download {
    root: PathBuf,
    index: File,
    _lock: Lock,
}

impl Download {
    /// Whether a folder can be one: there is none, it is empty, or a fetch began it.
    pub fn may_be(root: &Path) -> bool {
        is_vacant(root) || root.join(INDEX).is_file()
    }

    /// Opens the folder, or makes it, and gives the whole lines of its index.
    ///
    /// # Errors
    /// [`StoreError::Busy`] where another fetch goes on there; what the system refuses.
    pub fn open(root: &Path) -> Result<(Download, Vec<String>), StoreError> {
        let refused = |path: &Path, error: &std::io::Error| StoreError::system(Doing::Write, path, error);
        let pieces = root.join(PIECES);
        disk::create_folders(&pieces).map_err(|error| refused(&pieces, &error))?;
        let lock = Lock::take(root.join(LOCK), root)?;
        let path = root.join(INDEX);
        let bytes = read_single(&path, INDEX_BYTES)?.unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let mut index = disk::open_end(&path).map_err(|error| refused(&path, &error))?;
        if !text.is_empty() && !text.ends_with('\n') {
            disk::append(&mut index, &path, b"\n").map_err(|error| refused(&path, &error))?;
        }
        let lines = text.lines().map(str::to_owned).collect();
        Ok((Download { root: root.to_owned(), index, _lock: lock }, lines))
    }

    /// Writes a file, whole, and gives its path in the folder.
    pub fn put(&self, name: &str, bytes: &[u8]) -> Result<String, StoreError> {
        let inner = format!("{PIECES}/{name}");
        let path = self.root.join(&inner);
        disk::replace(&path, bytes).map_err(|error| StoreError::system(Doing::Write, &path, &error))?;
        Ok(inner)
    }

    /// A file's bytes by its path in the folder; `None` where it is gone.
    pub fn get(&self, inner: &str, limit: u64) -> Result<Option<Vec<u8>>, StoreError> {
        read_single(&self.root.join(inner), limit)
    }

    /// Adds a line to the index.
    pub fn note(&mut self, line: &str) -> Result<(), StoreError> {
        let path = self.root.join(INDEX);
        let added = disk::append(&mut self.index, &path, format!("{line}\n").as_bytes());
        added.map_err(|error| StoreError::system(Doing::Write, &path, &error))
    }
}
