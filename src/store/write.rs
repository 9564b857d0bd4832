//! Writing catalogue files: for `import`, `new` and `init`.

use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use super::sync::settle;
use super::{Doing, Interrupt, StoreError};
use crate::artifacts::is_safe;

/// One file to create, replace or delete. Turned round (`before` ↔ `after`), it is the change that undoes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// The path relative to the folder, with `/`.
    pub path: String,
    /// What the file holds now, as far as the caller knows; `None` where there must be no file.
    pub before: Option<Vec<u8>>,
    /// What it is to hold; `None` deletes it.
    pub after: Option<Vec<u8>>,
}

/// Makes the changes under `root`, which is created where it does not exist.
///
/// Nothing is overwritten unknowingly: where a file is not as its change says, nothing at all is written. New texts
/// are all written to temporary files first, so that a full disk or a request to stop changes nothing; then each
/// is moved into place at once.
pub fn write_files(root: &Path, changes: &[FileChange], interrupt: &Interrupt) -> Result<(), StoreError> {
    for change in changes {
        check(root, change)?;
    }
    let mut texts: Vec<(PathBuf, TempPath)> = Vec::new();
    for change in changes {
        interrupt.check()?;
        if let Some(text) = &change.after {
            let target = root.join(&change.path);
            let temporary =
                prepare(&target, text).map_err(|error| StoreError::system(Doing::Write, &target, &error))?;
            texts.push((target, temporary));
        }
    }
    if !texts.is_empty() {
        settle(root).map_err(|error| StoreError::system(Doing::Write, root, &error))?;
    }
    interrupt.check()?;
    for (target, temporary) in texts {
        temporary.persist(&target).map_err(|error| StoreError::system(Doing::Write, &target, &error.error))?;
    }
    for change in changes.iter().filter(|change| change.after.is_none()) {
        delete(root, &change.path)?;
    }
    Ok(())
}

/// Whether a folder does not exist, or has nothing in it.
pub fn is_vacant(folder: &Path) -> bool {
    match std::fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    }
}

fn check(root: &Path, change: &FileChange) -> Result<(), StoreError> {
    if !is_safe(&change.path) {
        return Err(StoreError::UnsafePath(change.path.clone()));
    }
    let target = root.join(&change.path);
    let mut above = target.parent();
    while let Some(folder) = above.filter(|folder| *folder != root) {
        if folder.is_symlink() {
            return Err(StoreError::UnsafePath(change.path.clone()));
        }
        above = folder.parent();
    }
    let there = match std::fs::symlink_metadata(&target) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(StoreError::system(Doing::Read, &target, &error)),
        Ok(metadata) if metadata.is_file() => {
            Some(std::fs::read(&target).map_err(|error| StoreError::system(Doing::Read, &target, &error))?)
        }
        Ok(_) => return Err(StoreError::Exists(target)),
    };
    match (&there, &change.before) {
        (there, before) if there == before => Ok(()),
        (Some(_), None) => Err(StoreError::Exists(target)),
        (None | Some(_), _) => Err(StoreError::Changed(target)),
    }
}

fn prepare(target: &Path, text: &[u8]) -> std::io::Result<TempPath> {
    let folder = target.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".niemyet-"); // hidden: neither a reader of the project nor its watcher takes it for a file
    #[cfg(unix)]
    builder.permissions(permissions(target));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(text)?;
    Ok(file.into_temp_path())
}

/// Those of the file that is replaced, else those of any new file: the system's mask applies.
#[cfg(unix)]
fn permissions(target: &Path) -> std::fs::Permissions {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(target).map_or_else(|_| std::fs::Permissions::from_mode(0o666), |metadata| metadata.permissions())
}

/// Deletes a file, and the folders above it that it leaves empty.
fn delete(root: &Path, path: &str) -> Result<(), StoreError> {
    let target = root.join(path);
    std::fs::remove_file(&target).map_err(|error| StoreError::system(Doing::Remove, &target, &error))?;
    let mut above = target.parent();
    while let Some(folder) = above.filter(|folder| *folder != root) {
        if std::fs::remove_dir(folder).is_err() {
            break; // not empty
        }
        above = folder.parent();
    }
    Ok(())
}
