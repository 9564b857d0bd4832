//! The new tree while it is built beside the output folder, and the swap that makes it the site.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::content::Content;
use super::disk::{self, Exchanged};
use super::log::{self, Entry};
use super::manifest::{self, Manifest};
use super::survey::{self, Survey};
use super::{Doing, Interrupt, Output, StoreError, aside};
use crate::artifacts::Artifacts;

/// What the manifest says of a tree that is no whole site: a later run knows it as ours.
pub(super) const UNFINISHED: &[u8] = b"# niemyet: unfinished\n";

/// A tree being built. Dropped before [`Staging::swap`], it is removed.
#[derive(Debug)]
pub(super) struct Staging {
    root: PathBuf,
    announced: PathBuf,
    /// Files that stand in it already, as they are to be.
    standing: BTreeSet<String>,
    made: BTreeSet<PathBuf>,
    swapped: bool,
}

/// Where a file of the new tree is taken over from; `None` of one that is not.
pub(super) type Source<'s> = dyn Fn(&str) -> Option<PathBuf> + Sync + 's;

impl Staging {
    /// Makes a tree with a marker in it, by which a later run knows it as ours: an empty one, or the one that was put aside, with
    /// nothing left in it but what `source` would have it take over, and is there by that very file. To make and remove
    /// thousands of names for one page that changed takes a disk seconds.
    pub(super) fn begin(output: &Output, source: &Source<'_>, interrupt: &Interrupt) -> Result<Staging, StoreError> {
        let (root, spare) = (output.staging(), output.spare());
        let refused = |path: &Path, error| StoreError::system(Doing::Write, path, &error);
        // The site keeps the permissions that its folder was given; the first has the usual ones, which what is aside has not.
        let permissions = disk::permissions(output.path()).ok();
        let is_reused = permissions.is_some() && aside::is_marked(&spare)?;
        let begun = if is_reused { disk::rename(&spare, &root) } else { disk::create_folder(&root) };
        begun.map_err(|error| refused(&root, error))?;
        let (standing, made) = Default::default();
        let mut staging = Staging { root: root.clone(), announced: output.announced(), standing, made, swapped: false };
        let marker = root.join(manifest::NAME);
        if is_reused {
            // Under its second names, which somebody may have given it in a copy of the site, it stays as it was.
            disk::replace(&marker, UNFINISHED).map_err(|error| refused(&marker, error))?;
            staging.keep_only(source, interrupt)?;
        } else {
            write_new(&marker, UNFINISHED)?;
        }
        if let Some(permissions) = permissions {
            let set = disk::set_permissions(&staging.root, permissions);
            // A folder that was made has the usual ones; one that was aside is its owner's alone.
            set.or_else(|error| if is_reused { Err(refused(&root, error)) } else { Ok(()) })?;
        }
        Ok(staging)
    }

    /// Removes all but the files that are those of their source: one file under two names. What has the same bytes and is another
    /// file goes too, since nobody has compared them.
    fn keep_only(&mut self, source: &Source<'_>, interrupt: &Interrupt) -> Result<(), StoreError> {
        let (mut files, mut folders) = (Vec::new(), Vec::new());
        for entry in disk::walk(&self.root) {
            let entry = entry?;
            let path = survey::relative(entry.path(), &self.root)?;
            if entry.file_type().is_dir() {
                folders.push(path);
            } else if path != manifest::NAME {
                files.push(path);
            }
        }
        let stands = |path: &str| source(path).is_some_and(|source| disk::is_one_file(&source, &self.root.join(path)));
        let (standing, others): (BTreeSet<String>, Vec<String>) = files.into_par_iter().partition(|path| stands(path));
        let remove = |path: &String| {
            interrupt.check()?;
            let path = self.root.join(path);
            disk::remove_file(&path).map_err(|error| StoreError::system(Doing::Remove, &path, &error))
        };
        if let Some(error) = others.par_iter().find_map_first(|path| remove(path).err()) {
            return Err(error);
        }
        self.made = standing.iter().flat_map(|path| survey::above(path)).map(|folder| self.root.join(folder)).collect();
        // What a folder holds comes after it in the walk.
        for folder in folders.into_iter().rev().map(|folder| self.root.join(folder)) {
            interrupt.check()?;
            if !self.made.contains(&folder) {
                disk::remove_folder(&folder).map_err(|error| StoreError::system(Doing::Remove, &folder, &error))?;
            }
        }
        self.standing = standing;
        Ok(())
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
            let folders = folders.into_iter().map(|folder| self.root.join(folder));
            let folders: Vec<PathBuf> = folders.filter(|folder| !self.made.contains(folder)).collect();
            if let Some(error) = folders.par_iter().find_map_first(|folder| make_folder(folder).err()) {
                return Err(error);
            }
            self.made.extend(folders);
        }
        Ok(())
    }

    /// Writes a file of the new site; its folder has been made.
    pub(super) fn write(&self, path: &str, bytes: &[u8]) -> Result<(), StoreError> {
        write_new(&self.root.join(path), bytes)
    }

    /// Takes a file over from its source, by a hard link or else by a copy; its folder has been made.
    pub(super) fn take_over(&self, path: &str, source: &Path) -> Result<(), StoreError> {
        if self.standing.contains(path) {
            return Ok(());
        }
        let target = self.root.join(path);
        if disk::hard_link(source, &target).is_ok() {
            return Ok(());
        }
        let copied = match disk::look(source) {
            Ok(Some(metadata)) if metadata.is_file() => disk::copy(source, &target),
            Ok(Some(metadata)) if metadata.is_symlink() => disk::copy_link(source, &target),
            Ok(Some(_)) => Err(ErrorKind::Unsupported.into()),
            Ok(None) => Err(ErrorKind::NotFound.into()),
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
            self.take_over(path, &old.join(path))?;
        }
        for path in survey.empty_folders.iter().filter(|path| !manifest.lists(path)) {
            let folder = self.root.join(path);
            self.make_folders(&folder)?;
        }
        Ok(())
    }

    /// Takes a file that was written beside the output folder; its folder has been made.
    pub(super) fn move_in(&self, path: &str, from: &Path) -> Result<(), StoreError> {
        let target = self.root.join(path);
        disk::rename_new(from, &target).map_err(|error| StoreError::system(Doing::Write, &target, &error))
    }

    /// Holds the tree against what it is to be: what this run wrote by its bytes, what was taken over by its size. What somebody
    /// else, or a file system with rules of its own for names, made of it meanwhile is told before it stands; what a disk loses later is
    /// for [`super::verify`] to find.
    ///
    /// # Errors
    /// [`StoreError::Lost`] of the first file that is not as it has to be.
    pub(super) fn check(&self, files: &Artifacts<Content>) -> Result<(), StoreError> {
        let files: Vec<(&str, &Content)> = files.contents().collect();
        let lost = |(path, content): &(&str, &Content)| !content.is_at(&self.root.join(path));
        match files.into_par_iter().find_first(lost) {
            Some((path, _)) => Err(StoreError::Lost(self.root.join(path))),
            None => Ok(()),
        }
    }

    /// Writes the manifest, announces the swap as the log will have it, and has the system put everything on the disk.
    pub(super) fn finish(&mut self, manifest: &Manifest, output: &Output, entry: &Entry) -> Result<(), StoreError> {
        let marker = self.root.join(manifest::NAME);
        let refused = |path: &Path, error| StoreError::system(Doing::Write, path, &error);
        disk::write(&marker, manifest.to_text().as_bytes()).map_err(|error| refused(&marker, error))?;
        log::announce(output, entry).map_err(|error| refused(&self.announced, error))?;
        disk::settle(&self.root).map_err(|error| refused(&self.root, error))
    }

    /// Puts the new tree in the output folder's place, in one step where the system can. Afterwards the old tree
    /// stands at one of the names beside it, for [`conclude`](super::aside::conclude) to keep or remove.
    pub(super) fn swap(mut self, output: &Output) -> Result<(), StoreError> {
        let refused = |error| StoreError::system(Doing::Replace, output.path(), &error);
        if !disk::is_there(output.path()).map_err(refused)? {
            disk::rename(&self.root, output.path()).map_err(refused)?;
        } else if disk::exchange(&self.root, output.path()).map_err(refused)? == Exchanged::Unsupported {
            // Between these two calls no site stands: see `bring_back`, and docs/decisions/0006.
            let retired = output.retired();
            disk::rename(output.path(), &retired).map_err(refused)?;
            if let Err(error) = disk::rename(&self.root, output.path()) {
                disk::rename(&retired, output.path()).map_err(refused)?;
                return Err(refused(error));
            }
        }
        self.swapped = true;
        disk::sync_folder(output.parent());
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
    disk::create_folders(folder).map_err(|error| StoreError::system(Doing::Write, folder, &error))
}

/// Never opens a file that is there: on a disk that does not tell `a` from `A` it could be a link into the last site.
fn write_new(target: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    disk::write_new(target, bytes).map_err(|error| StoreError::system(Doing::Write, target, &error))
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.swapped {
            // What stays behind is marked, and the next run finds it.
            let _ = disk::remove_if_any(&self.announced);
            let _ = disk::remove_with_last(&self.root, manifest::NAME);
        }
    }
}
