//! One publisher at a time for each output folder.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use super::{Doing, StoreError, disk};

/// A lock held on a file beside the output folder, freed and removed when dropped; the system frees the lock of a
/// process that dies, and the next run takes over the file that it left.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    file: File,
}

impl Lock {
    /// Takes the lock, or says [`StoreError::Busy`] for `output`.
    pub(super) fn take(path: PathBuf, output: &Path) -> Result<Lock, StoreError> {
        loop {
            let refused = |error| StoreError::system(Doing::Write, &path, &error);
            let file = disk::open_lock(&path).map_err(refused)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(StoreError::Busy(output.to_owned())),
                Err(TryLockError::Error(error)) => return Err(refused(error)),
            }
            // Its last holder may have removed the file between our opening and our locking it: then the lock is
            // on a file that nobody else will find, and another try makes a new one.
            if is_at(&file, &path).map_err(refused)? {
                return Ok(Lock { path, file });
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A file that stays behind is empty, unlocked and taken over by the next run.
        let _ = disk::remove_file(&self.path);
        let _ = self.file.unlock();
    }
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> std::io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let (ours, there) = (file.metadata()?, disk::look(path)?);
    Ok(there.is_some_and(|there| (ours.dev(), ours.ino()) == (there.dev(), there.ino())))
}

#[cfg(not(unix))]
fn is_at(_file: &File, path: &Path) -> std::io::Result<bool> {
    disk::is_there(path) // an open file cannot be removed there
}
