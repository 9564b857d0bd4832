//! One publisher at a time for each output folder.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use super::{Doing, StoreError};

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
            let file =
                File::options().create(true).truncate(false).write(true).read(true).open(&path).map_err(refused)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(StoreError::Busy(output.to_owned())),
                Err(TryLockError::Error(error)) => return Err(refused(error)),
            }
            // Its last holder may have removed the file between our opening and our locking it: then the lock is
            // on a file that nobody else will find, and another try makes a new one.
            if is_at(&file, &path) {
                return Ok(Lock { path, file });
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A file that stays behind is empty, unlocked and taken over by the next run.
        let _ = std::fs::remove_file(&self.path);
        let _ = self.file.unlock();
    }
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), std::fs::symlink_metadata(path)) {
        (Ok(ours), Ok(there)) => (ours.dev(), ours.ino()) == (there.dev(), there.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_at(_file: &File, path: &Path) -> bool {
    path.exists() // an open file cannot be removed there
}
