//! Holding a published site against its manifest.

use std::io::{ErrorKind, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::manifest::{self, Manifest};
use super::single::read_single;
use super::{Doing, StoreError, disk};
use crate::digest::hex;

/// The largest manifest that is read: a site of half a million files.
pub const MANIFEST_BYTES: u64 = 64 * 1024 * 1024;

/// How much of a file is in memory at once.
const CHUNK: usize = 64 * 1024;

/// How the files of a folder differ from what its manifest lists.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Altered {
    /// Files whose bytes are others, and listed paths at which something that is no file stands.
    pub changed: Vec<String>,
    /// Files that the manifest does not list.
    pub added: Vec<String>,
    /// Files that are gone.
    pub missing: Vec<String>,
}

impl Altered {
    /// Whether the site is as it was written.
    pub fn is_none(&self) -> bool {
        *self == Altered::default()
    }
}

/// The manifest of a site, and what no longer is as it says.
#[derive(Debug)]
pub struct Verified {
    /// The manifest.
    pub manifest: Manifest,
    /// What differs, in the order of paths.
    pub altered: Altered,
}

/// Holds the folder of a site, or the folder that holds a manifest, against that manifest. With `kept` the manifest is that
/// file: a copy kept elsewhere, which whoever alters the site cannot alter too.
///
/// Links are never followed: one that stands in the place of a file is a change, any other an addition. One name and one piece
/// of a file at a time are in memory, beside the manifest.
///
/// # Errors
/// [`StoreError::NoManifest`] where there is none, [`StoreError::ManifestBroken`] where it is not whole; a file that cannot be
/// read.
pub fn verify(target: &Path, kept: Option<&Path>) -> Result<Verified, StoreError> {
    let is_manifest = target.is_file();
    let root = match target.parent().filter(|_| is_manifest) {
        Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
        Some(parent) => parent,
        None => target,
    };
    let path = match kept {
        Some(kept) => kept.to_owned(),
        None if is_manifest => target.to_owned(),
        None => root.join(manifest::NAME),
    };
    let manifest = read_manifest(&path)?;
    let mut altered = Altered::default();
    let mut met = std::collections::BTreeSet::new();
    for entry in disk::walk(root) {
        let entry = entry?;
        let path = shown(entry.path(), root);
        if entry.file_type().is_dir() || path == manifest::NAME {
            continue;
        }
        let Some(listed) = manifest.digest_at(&path) else {
            altered.added.push(path);
            continue;
        };
        if !entry.file_type().is_file() || digest_of(entry.path())? != listed {
            altered.changed.push(path.clone());
        }
        met.insert(path);
    }
    altered.missing = manifest.paths().filter(|path| !met.contains(*path)).map(str::to_owned).collect();
    Ok(Verified { altered, manifest })
}

/// Reads a manifest.
///
/// # Errors
/// [`StoreError::NoManifest`] where there is none, [`StoreError::ManifestBroken`] where it is not whole.
pub fn read_manifest(path: &Path) -> Result<Manifest, StoreError> {
    let bytes = match read_single(path, MANIFEST_BYTES) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Err(StoreError::NoManifest(path.to_owned())),
        Err(error) => return Err(error),
    };
    let text = String::from_utf8(bytes).ok().filter(|text| text.len() as u64 <= MANIFEST_BYTES);
    text.and_then(|text| Manifest::parse(&text)).ok_or_else(|| StoreError::ManifestBroken(path.to_owned()))
}

/// The SHA-256 of a file.
pub(super) fn digest_of(path: &Path) -> Result<String, StoreError> {
    let failed = |error: &std::io::Error| StoreError::system(Doing::Read, path, error);
    let mut file = disk::open(path).map_err(|error| failed(&error))?;
    let (mut hasher, mut piece) = (Sha256::new(), vec![0; CHUNK]);
    loop {
        match file.read(&mut piece) {
            Ok(0) => return Ok(hex(&hasher.finalize())),
            Ok(count) => hasher.update(&piece[..count]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(failed(&error)),
        }
    }
}

/// The path in the folder, with `/`. A name that is not UTF-8 is none of ours, and shown as well as it can be.
fn shown(path: &Path, root: &Path) -> String {
    let inner = path.strip_prefix(root).unwrap_or(path);
    inner.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
