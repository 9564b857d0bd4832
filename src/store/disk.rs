//! The file operations of a write, each one call, so that a test can have any of them fail or be the last.

#[cfg(test)]
use std::cell::Cell;
use std::io;
use std::path::Path;

use super::sync::{settle, sync_folder};

/// The file system as a write uses it.
#[derive(Debug, Default)]
pub(super) struct Disk {
    #[cfg(test)]
    trouble: Cell<Option<Trouble>>,
}

/// What comes over a write at one of its operations.
#[cfg(test)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The operation after so many others is refused; those after it are not.
    Fails(usize),
    /// The first, and then the second, counted from there.
    FailsThenDies(usize, usize),
    /// The process dies in the place of the operation after so many others.
    Dies(usize),
    /// It is dead: nothing happens any more.
    Dead,
}

impl Disk {
    /// A disk with trouble ahead.
    #[cfg(test)]
    pub(super) fn with(trouble: Trouble) -> Disk {
        Disk { trouble: Cell::new(Some(trouble)) }
    }

    /// Whether the trouble has come.
    #[cfg(test)]
    pub(super) fn is_over(&self) -> bool {
        matches!(self.trouble.get(), None | Some(Trouble::Dead))
    }

    #[cfg(not(test))]
    #[allow(clippy::unused_self, clippy::unnecessary_wraps, reason = "a test has trouble here")]
    fn step(&self) -> io::Result<()> {
        Ok(())
    }

    #[cfg(test)]
    fn step(&self) -> io::Result<()> {
        let (next, result) = match self.trouble.get() {
            None => (None, Ok(())),
            Some(Trouble::Fails(0)) => (None, Err(io::Error::from(io::ErrorKind::StorageFull))),
            Some(Trouble::Fails(left)) => (Some(Trouble::Fails(left - 1)), Ok(())),
            Some(Trouble::FailsThenDies(0, left)) => {
                (Some(Trouble::Dies(left)), Err(io::Error::from(io::ErrorKind::StorageFull)))
            }
            Some(Trouble::FailsThenDies(left, then)) => (Some(Trouble::FailsThenDies(left - 1, then)), Ok(())),
            Some(Trouble::Dies(0) | Trouble::Dead) => (Some(Trouble::Dead), Err(io::Error::other("dead"))),
            Some(Trouble::Dies(left)) => (Some(Trouble::Dies(left - 1)), Ok(())),
        };
        self.trouble.set(next);
        result
    }

    pub(super) fn create_folders(&self, folder: &Path) -> io::Result<()> {
        self.step()?;
        std::fs::create_dir_all(folder)
    }

    pub(super) fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.step()?;
        std::fs::write(path, bytes)
    }

    /// Gives a file the permissions of the one that it will replace; where that is none, it keeps its own.
    pub(super) fn like(&self, path: &Path, other: &Path) -> io::Result<()> {
        match std::fs::metadata(other) {
            Ok(metadata) => {
                self.step()?;
                std::fs::set_permissions(path, metadata.permissions())
            }
            Err(_) => Ok(()),
        }
    }

    pub(super) fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        std::fs::rename(from, to)
    }

    /// A second name for a file, or a copy where the file system has none.
    pub(super) fn keep(&self, path: &Path, as_: &Path) -> io::Result<()> {
        self.step()?;
        match std::fs::hard_link(path, as_) {
            Ok(()) => Ok(()),
            Err(_) => std::fs::copy(path, as_).map(|_| ()),
        }
    }

    pub(super) fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        std::fs::remove_file(path)
    }

    /// Removes a folder where it is empty.
    pub(super) fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        self.step()?;
        std::fs::remove_dir(folder)
    }

    pub(super) fn remove_tree(&self, folder: &Path) -> io::Result<()> {
        self.step()?;
        std::fs::remove_dir_all(folder)
    }

    /// Has everything written so far reach the disk.
    pub(super) fn settle(&self, tree: &Path) -> io::Result<()> {
        self.step()?;
        settle(tree)
    }

    /// Has the names in a folder reach the disk.
    pub(super) fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.step()?;
        sync_folder(folder);
        Ok(())
    }
}
