//! What stands in an output folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::Metadata;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::manifest::{self, Manifest};
use super::{Doing, Output, StoreError, disk};
use crate::artifacts::Artifacts;
use crate::digest::hex;

/// What stands in an output folder before publication.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// What we wrote there, by the manifest.
    pub(super) manifest: Manifest,
    /// Size of every file of ours that is still there.
    pub(super) ours: BTreeMap<String, u64>,
    /// Files, links and whatever else that we did not write.
    pub(super) foreign: BTreeSet<String>,
    /// Empty folders, which can only be somebody else's.
    pub(super) empty_folders: BTreeSet<String>,
    /// Whether the folder exists.
    pub(super) exists: bool,
    /// One digest of what the system says of every file: its name, its size, when it was last changed and where it stands.
    pub(super) stamp: String,
}

impl Survey {
    /// Looks at an output folder. One that holds files and no manifest is not ours to replace.
    pub(super) fn of(output: &Output) -> Result<Survey, StoreError> {
        let mut survey = Survey::default();
        let root = output.path();
        let seen = disk::is_there(root).map_err(|error| StoreError::system(Doing::Read, root, &error))?;
        if !seen {
            return Ok(survey);
        }
        survey.exists = true;
        let manifest = root.join(manifest::NAME);
        let listed = match disk::read(&manifest) {
            Ok(bytes) => {
                let read = String::from_utf8(bytes).ok().and_then(|text| Manifest::parse(&text));
                Some(read.ok_or(StoreError::ManifestBroken(manifest))?)
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(StoreError::system(Doing::Read, &manifest, &error)),
        };
        let owned = listed.is_some();
        survey.manifest = listed.unwrap_or_default();
        let mut stamp = Sha256::new();
        for entry in disk::walk(root) {
            let entry = entry?;
            let path = relative(entry.path(), root)?;
            if !owned {
                return Err(StoreError::NotOurs { output: root.to_owned(), example: path });
            }
            if entry.file_type().is_dir() {
                let is_empty = disk::is_empty(entry.path());
                if is_empty.map_err(|error| StoreError::system(Doing::Read, entry.path(), &error))? {
                    survey.empty_folders.insert(path);
                }
                continue;
            }
            let metadata = entry.metadata().map_err(|error| disk::walk_error(error, root))?;
            stamp.update(path.as_bytes());
            stamp.update(stamp_of(&metadata).as_bytes());
            if path == manifest::NAME {
                continue;
            }
            if entry.file_type().is_file() && survey.manifest.lists(&path) {
                survey.ours.insert(path, metadata.len());
            } else {
                survey.foreign.insert(path);
            }
        }
        survey.stamp = hex(&stamp.finalize());
        Ok(survey)
    }

    /// The first thing not ours that stands where a file or folder of the site would, or below such a file.
    pub(super) fn clash<C>(&self, artifacts: &Artifacts<C>) -> Option<&str> {
        let mut folders: BTreeSet<&str> = BTreeSet::new();
        for path in artifacts.paths() {
            folders.extend(above(path));
        }
        let clashes =
            |path: &str| folders.contains(path) || artifacts.has(path) || above(path).any(|up| artifacts.has(up));
        self.foreign.iter().map(String::as_str).find(|path| clashes(path))
    }
}

/// What changes when a file does. The time of the last change of what the system knows of a file (`ctime`) is set by the system
/// alone: one whose bytes were altered and whose times were put back is another one.
#[cfg(unix)]
pub(super) fn stamp_of(metadata: &Metadata) -> String {
    use std::os::unix::fs::MetadataExt;
    let (modified, changed) = ((metadata.mtime(), metadata.mtime_nsec()), (metadata.ctime(), metadata.ctime_nsec()));
    format!("\0{} {modified:?} {changed:?} {}\n", metadata.len(), metadata.ino())
}

#[cfg(not(unix))]
pub(super) fn stamp_of(metadata: &Metadata) -> String {
    format!("\0{} {:?}\n", metadata.len(), metadata.modified().ok())
}

/// The folders above a path, outermost first.
pub(super) fn above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(|(at, _)| path.get(..at))
}

/// The path relative to `root`, with `/`. A name that is not UTF-8 cannot be carried over by a text path.
pub(super) fn relative(path: &Path, root: &Path) -> Result<String, StoreError> {
    let mut segments = Vec::new();
    for segment in path.strip_prefix(root).unwrap_or(path).components() {
        let segment = segment.as_os_str().to_str();
        segments.push(segment.ok_or_else(|| StoreError::UnsafePath(path.to_string_lossy().into_owned()))?);
    }
    Ok(segments.join("/"))
}
