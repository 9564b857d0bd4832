//! Reading one file that a person names, wherever it is.

use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::disk::{self, walk_error};
use super::{Doing, StoreError};

/// The bytes of a file, or `None` where there is none. Of a file that is larger than `limit` the first `limit + 1` bytes,
/// so that the reader sees that it is too large.
pub fn read_single(path: &Path, limit: u64) -> Result<Option<Vec<u8>>, StoreError> {
    let failed = |error: &std::io::Error| StoreError::system(Doing::Read, path, error);
    let file = match disk::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(&error)),
    };
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| failed(&error))?;
    Ok(Some(bytes))
}

/// Every file of a folder, by its path, in the order of names; of a file that one. `None` where there is neither. Hidden
/// files and links are left out.
pub fn folder_files(path: &Path) -> Result<Option<Vec<PathBuf>>, StoreError> {
    if !path.is_dir() {
        return Ok(path.exists().then(|| vec![path.to_owned()]));
    }
    let mut files = Vec::new();
    for entry in walk(path, usize::MAX) {
        let entry = entry.map_err(|error| walk_error(error, path))?;
        if entry.file_type().is_file() {
            files.push(entry.into_path());
        }
    }
    Ok(Some(files))
}

/// The files and folders that stand in a folder, in the order of names, each with whether it is a folder; `None` where it is none.
/// Hidden ones and links are left out.
pub fn folder_parts(path: &Path) -> Result<Option<Vec<(PathBuf, bool)>>, StoreError> {
    if !path.is_dir() {
        return Ok(None);
    }
    let mut parts = Vec::new();
    for entry in walk(path, 1) {
        let entry = entry.map_err(|error| walk_error(error, path))?;
        let kind = entry.file_type();
        if entry.depth() == 1 && (kind.is_file() || kind.is_dir()) {
            parts.push((entry.into_path(), kind.is_dir()));
        }
    }
    Ok(Some(parts))
}

fn walk(path: &Path, depth: usize) -> impl Iterator<Item = walkdir::Result<walkdir::DirEntry>> {
    let is_shown =
        |entry: &walkdir::DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
    walkdir::WalkDir::new(path).max_depth(depth).sort_by_file_name().into_iter().filter_entry(is_shown)
}
