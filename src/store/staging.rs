//! The new tree while it is built beside the output folder, and the swap that makes it the site.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::manifest::{self, Manifest};
use super::survey::Survey;
use super::sync::{settle, sync_folder};
use super::{Doing, Interrupt, Output, StoreError};
use crate::artifacts::Artifacts;

/// A tree being built. Dropped before [`Staging::swap`], it is removed.
#[derive(Debug)]
pub(super) struct Staging {
    root: PathBuf,
    made: BTreeSet<PathBuf>,
    swapped: bool,
}

impl Staging {
    /// Makes an empty tree with a marker in it, by which a later run knows it as ours.
    pub(super) fn begin(output: &Output) -> Result<Staging, StoreError> {
        let root = output.staging();
        std::fs::create_dir(&root).map_err(|error| StoreError::system(Doing::Write, &root, &error))?;
        let staging = Staging { root, made: BTreeSet::new(), swapped: false };
        write_new(&staging.root.join(manifest::NAME), b"# niemyet: unfinished\n")?;
        if let Ok(metadata) = std::fs::metadata(output.path()) {
            // The site keeps the permissions that its folder was given; where they cannot be set, the usual ones do.
            let _ = std::fs::set_permissions(&staging.root, metadata.permissions());
        }
        Ok(staging)
    }

    /// Makes every folder that the files of the new site stand in, those of one depth at once.
    pub(super) fn make_folders_of<'p>(&mut self, paths: impl Iterator<Item = &'p str>) -> Result<(), StoreError> {
        let mut by_depth: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
        for path in paths {
            for (depth, (at, _)) in path.match_indices('/').enumerate() {
                by_depth.entry(depth).or_default().insert(path.get(..at).unwrap_or_default());
            }
        }
        for folders in by_depth.into_values() {
            let folders: Vec<PathBuf> = folders.into_iter().map(|folder| self.root.join(folder)).collect();
            folders.par_iter().try_for_each(|folder| make_folder(folder))?;
            self.made.extend(folders);
        }
        Ok(())
    }

    /// Writes a file of the new site; its folder has been made.
    pub(super) fn write(&self, path: &str, bytes: &[u8]) -> Result<(), StoreError> {
        write_new(&self.root.join(path), bytes)
    }

    /// Takes a file over from the tree at `old`, by a hard link or else by a copy; its folder has been made.
    pub(super) fn take_over(&self, path: &str, old: &Path) -> Result<(), StoreError> {
        let target = self.root.join(path);
        let source = old.join(path);
        if std::fs::hard_link(&source, &target).is_ok() {
            return Ok(());
        }
        let copied = match std::fs::symlink_metadata(&source) {
            Ok(metadata) if metadata.is_file() => std::fs::copy(&source, &target).map(|_| ()),
            Ok(metadata) if metadata.is_symlink() => copy_link(&source, &target),
            Ok(_) => Err(ErrorKind::Unsupported.into()),
            Err(error) => Err(error),
        };
        copied.map_err(|error| StoreError::system(Doing::Write, &target, &error))
    }

    /// Takes over from the tree at `old` what others put there, empty folders included; where the new site has a file none is made.
    pub(super) fn keep_foreign(
        &mut self,
        survey: &Survey,
        manifest: &Manifest,
        old: &Path,
        interrupt: &Interrupt,
    ) -> Result<(), StoreError> {
        for path in &survey.foreign {
            interrupt.check()?;
            if let Some(folder) = self.root.join(path).parent() {
                self.make_folders(folder)?;
            }
            self.take_over(path, old)?;
        }
        for path in survey.empty_folders.iter().filter(|path| !manifest.lists(path)) {
            let folder = self.root.join(path);
            self.make_folders(&folder)?;
        }
        Ok(())
    }

    /// Holds the tree against what it is to be: what this run wrote by its bytes, what was taken over by its size. What somebody
    /// else, or a file system with rules of its own for names, made of it meanwhile is told before it stands; what a disk loses later is
    /// for [`super::verify`] to find.
    ///
    /// # Errors
    /// [`StoreError::Lost`] of the first file that is not as it has to be.
    pub(super) fn check(&self, artifacts: &Artifacts, taken_over: &BTreeSet<&str>) -> Result<(), StoreError> {
        let is_whole = |(path, bytes): &(&str, &[u8])| {
            let file = self.root.join(path);
            if taken_over.contains(path) {
                return std::fs::symlink_metadata(file).is_ok_and(|it| it.is_file() && it.len() == bytes.len() as u64);
            }
            std::fs::read(file).is_ok_and(|written| written == *bytes)
        };
        let files: Vec<(&str, &[u8])> = artifacts.iter().collect();
        match files.into_par_iter().find_first(|file| !is_whole(file)) {
            Some((path, _)) => Err(StoreError::Lost(self.root.join(path))),
            None => Ok(()),
        }
    }

    /// Writes the manifest and has the system put everything on the disk.
    pub(super) fn finish(&mut self, manifest: &Manifest) -> Result<(), StoreError> {
        let marker = self.root.join(manifest::NAME);
        std::fs::write(&marker, manifest.to_text())
            .map_err(|error| StoreError::system(Doing::Write, &marker, &error))?;
        settle(&self.root).map_err(|error| StoreError::system(Doing::Write, &self.root, &error))
    }

    /// Puts the new tree in the output folder's place, in one step where the system can. Afterwards the old tree
    /// stands at one of the names beside it, for [`clear`] to remove.
    pub(super) fn swap(mut self, output: &Output) -> Result<(), StoreError> {
        let refused = |error| StoreError::system(Doing::Replace, output.path(), &error);
        if std::fs::symlink_metadata(output.path()).is_err() {
            std::fs::rename(&self.root, output.path()).map_err(refused)?;
        } else if exchange(&self.root, output.path()).map_err(refused)? == Exchanged::Unsupported {
            let retired = output.retired();
            std::fs::rename(output.path(), &retired).map_err(refused)?;
            if let Err(error) = std::fs::rename(&self.root, output.path()) {
                std::fs::rename(&retired, output.path()).map_err(refused)?;
                return Err(refused(error));
            }
        }
        self.swapped = true;
        sync_folder(output.parent());
        Ok(())
    }

    fn make_folders(&mut self, folder: &Path) -> Result<(), StoreError> {
        if !self.made.contains(folder) {
            make_folder(folder)?;
            self.made.insert(folder.to_owned());
        }
        Ok(())
    }
}

fn make_folder(folder: &Path) -> Result<(), StoreError> {
    std::fs::create_dir_all(folder).map_err(|error| StoreError::system(Doing::Write, folder, &error))
}

/// Never opens a file that is there: on a disk that does not tell `a` from `A` it could be a link into the last site.
fn write_new(target: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let written = File::create_new(target).and_then(|mut file| file.write_all(bytes));
    written.map_err(|error| StoreError::system(Doing::Write, target, &error))
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.swapped {
            let _ = remove_ours(&self.root); // what stays behind is marked, and the next run removes it
        }
    }
}

/// After a swap: keeps the old tree as the one that a rollback puts back, in the place of the one before it. Only its owner
/// may read it: a web server that serves the folder around it must not show a site that is no longer true.
///
/// A tree that cannot be kept is removed: better none than one that everybody can read, or that nobody knows.
pub(super) fn keep_previous(output: &Output) -> Result<(), StoreError> {
    let (retired, previous) = (output.retired(), output.previous());
    let is_there = |tree: &Path| std::fs::symlink_metadata(tree).is_ok();
    // Under this name a run that is killed here leaves it to the next one, which keeps it.
    if !is_there(&retired) && is_whole(&output.staging()) {
        let _ = std::fs::rename(output.staging(), &retired);
    }
    if is_whole(&retired) && keep_to_owner(&retired).is_ok() && (!is_there(&previous) || is_marked(&previous)) {
        let moved = match is_there(&previous) {
            true => std::fs::rename(&previous, output.dropped()),
            false => Ok(()),
        };
        if moved.is_ok() && std::fs::rename(&retired, &previous).is_err() {
            let _ = std::fs::rename(output.dropped(), &previous);
        }
    }
    clear_leftovers(output)
}

/// Whether a tree is a site of ours with its manifest, and not one that was never finished.
fn is_whole(tree: &Path) -> bool {
    std::fs::read_to_string(tree.join(manifest::NAME)).is_ok_and(|text| Manifest::parse(&text).is_some())
}

#[cfg(unix)]
fn keep_to_owner(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
fn keep_to_owner(_folder: &Path) -> std::io::Result<()> {
    Ok(())
}

/// Brings back order after a run that was killed, and removes the old tree after a swap.
pub(super) fn clear(output: &Output) -> Result<(), StoreError> {
    let retired = output.retired();
    let present = |path: &Path| std::fs::symlink_metadata(path).is_ok();
    if present(&retired) && !present(output.path()) && is_marked(&retired) {
        // Killed between the two renames: the retired tree is the last good site.
        std::fs::rename(&retired, output.path())
            .map_err(|error| StoreError::system(Doing::Replace, output.path(), &error))?;
    }
    if present(&output.dropped()) && !present(&output.previous()) && is_whole(&output.dropped()) {
        // Killed between the two renames of what is kept.
        std::fs::rename(output.dropped(), output.previous())
            .map_err(|error| StoreError::system(Doing::Replace, &output.previous(), &error))?;
    }
    if present(output.path()) && is_whole(&retired) {
        // Killed behind the swap: the old tree is the site before.
        return keep_previous(output);
    }
    clear_leftovers(output)
}

/// Removes what is left at the names beside an output folder.
pub(super) fn clear_leftovers(output: &Output) -> Result<(), StoreError> {
    for leftover in [output.retired(), output.staging(), output.dropped()] {
        if std::fs::symlink_metadata(&leftover).is_ok() {
            if !is_marked(&leftover) {
                return Err(StoreError::StagingTaken(leftover));
            }
            remove_ours(&leftover).map_err(|error| StoreError::system(Doing::Remove, &leftover, &error))?;
        }
    }
    Ok(())
}

/// Whether a tree at one of our names is ours: it has the marker, or nothing yet.
fn is_marked(tree: &Path) -> bool {
    let is_folder = std::fs::symlink_metadata(tree).is_ok_and(|metadata| metadata.is_dir());
    let is_empty = std::fs::read_dir(tree).is_ok_and(|mut entries| entries.next().is_none());
    is_folder && (is_empty || tree.join(manifest::NAME).is_file())
}

/// Removes a tree of ours, its marker last, so that a run that is killed meanwhile leaves a tree that is still known.
fn remove_ours(tree: &Path) -> std::io::Result<()> {
    for entry in std::fs::read_dir(tree)? {
        let entry = entry?;
        if entry.file_name() == manifest::NAME {
            continue;
        }
        if entry.file_type()?.is_dir() {
            std::fs::remove_dir_all(entry.path())?;
        } else {
            std::fs::remove_file(entry.path())?;
        }
    }
    match std::fs::remove_file(tree.join(manifest::NAME)) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    std::fs::remove_dir(tree)
}

#[derive(Debug, PartialEq, Eq)]
enum Exchanged {
    Yes,
    Unsupported,
}

/// Swaps two folders in one step.
#[cfg(target_os = "linux")]
fn exchange(new: &Path, old: &Path) -> std::io::Result<Exchanged> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(Exchanged::Yes),
        Err(Errno::NOSYS | Errno::INVAL | Errno::NOTSUP) => Ok(Exchanged::Unsupported),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(target_os = "linux"))]
fn exchange(_new: &Path, _old: &Path) -> std::io::Result<Exchanged> {
    Ok(Exchanged::Unsupported)
}

#[cfg(unix)]
fn copy_link(source: &Path, target: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(std::fs::read_link(source)?, target)
}

#[cfg(not(unix))]
fn copy_link(_source: &Path, _target: &Path) -> std::io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}
