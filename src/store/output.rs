//! Which folder may be replaced.

use std::path::{Component, Path, PathBuf};

use super::{Doing, OutputFault, Project, StoreError, disk};

/// A folder that may hold a published site, and the names beside it that publishing uses.
///
/// Guarantee: an absolute path without links in it, not the root, not the working folder or above it, not the
/// project's folders, above them or within them, and no file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    path: PathBuf,
    parent: PathBuf,
    name: String,
}

impl Output {
    /// Checks that `path` may be replaced by a site made from `project`. The folder need not exist.
    pub fn new(path: &Path, project: &Project) -> Result<Output, StoreError> {
        let fault = |fault| StoreError::Output(path.to_owned(), fault);
        let plain: PathBuf = path.components().collect(); // without a closing slash, which would follow a link
        match disk::look(&plain).map_err(|error| StoreError::system(Doing::Read, path, &error))? {
            Some(metadata) if metadata.is_symlink() => return Err(fault(OutputFault::Link)),
            Some(metadata) if !metadata.is_dir() => return Err(fault(OutputFault::NotAFolder)),
            Some(_) | None => {}
        }
        let real = real_path(&plain)?;
        let (Some(parent), Some(name)) = (real.parent(), real.file_name().and_then(|name| name.to_str())) else {
            return Err(fault(OutputFault::Root));
        };
        let working = real_path(Path::new("."))?;
        if working.starts_with(&real) {
            return Err(fault(OutputFault::WorkingFolder));
        }
        for folder in [&project.catalogue, &project.site, &project.templates, &project.offices()] {
            let folder = real_path(folder)?;
            if folder.starts_with(&real) {
                return Err(fault(OutputFault::HoldsProject));
            }
            if real.starts_with(&folder) {
                return Err(fault(OutputFault::InsideProject));
            }
        }
        Ok(Output { parent: parent.to_owned(), name: name.to_owned(), path: real })
    }

    /// The folder of a site that may have stood at `path`; `None` where a folder there has no name.
    pub(super) fn at(path: &Path) -> Result<Option<Output>, StoreError> {
        let real = real_path(path)?;
        let (Some(parent), Some(name)) = (real.parent(), real.file_name().and_then(|name| name.to_str())) else {
            return Ok(None);
        };
        Ok(Some(Output { parent: parent.to_owned(), name: name.to_owned(), path: real }))
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The folder that holds it.
    pub(super) fn parent(&self) -> &Path {
        &self.parent
    }

    /// Where the new tree is built, and where the old one stands for a moment after an exchange.
    pub(super) fn staging(&self) -> PathBuf {
        self.beside("new")
    }

    /// Where the files of a site go as they are made, before anything is known of the whole.
    pub(super) fn made(&self) -> PathBuf {
        self.beside("made")
    }

    /// Where the old tree stands for a moment where two folders cannot be swapped in one step.
    pub(super) fn retired(&self) -> PathBuf {
        self.beside("old")
    }

    /// The site before the one that stands: what `rollback` puts back.
    pub(super) fn previous(&self) -> PathBuf {
        self.beside("previous")
    }

    /// Where the site before that stands for a moment until it is put aside.
    pub(super) fn dropped(&self) -> PathBuf {
        self.beside("dropped")
    }

    /// A tree that is no site any more, and from which the next one is made.
    pub(super) fn spare(&self) -> PathBuf {
        self.beside("spare")
    }

    /// What was published when.
    pub(super) fn log(&self) -> PathBuf {
        self.beside("log")
    }

    /// What a swap, or another manifest, is to make of the folder, written before it is made.
    pub(super) fn announced(&self) -> PathBuf {
        self.beside("swap")
    }

    /// The lock's file.
    pub(super) fn lock(&self) -> PathBuf {
        self.beside("lock")
    }

    /// What a build remembers.
    pub(super) fn memo(&self) -> PathBuf {
        self.beside("memo")
    }

    /// Where a manifest stands before it takes the place of the site's.
    pub(super) fn fresh_manifest(&self) -> PathBuf {
        self.beside("manifest")
    }

    fn beside(&self, what: &str) -> PathBuf {
        self.parent.join(format!(".{}.niemyet-{what}", self.name))
    }
}

/// The absolute path without links, of which the last segments need not exist.
fn real_path(path: &Path) -> Result<PathBuf, StoreError> {
    let mut missing = Vec::new();
    let mut there = path;
    loop {
        let tried = if there.as_os_str().is_empty() { Path::new(".") } else { there };
        match std::fs::canonicalize(tried) {
            Ok(mut real) => {
                real.extend(missing.iter().rev());
                return Ok(real);
            }
            Err(error) => {
                // Below a folder that does not exist `..` has no meaning that is safe to guess.
                let Some(Component::Normal(name)) = there.components().next_back() else {
                    return Err(StoreError::system(Doing::Read, path, &error));
                };
                if error.kind() != std::io::ErrorKind::NotFound {
                    return Err(StoreError::system(Doing::Read, path, &error));
                }
                missing.push(name);
                there = there.parent().unwrap_or(Path::new(""));
            }
        }
    }
}
