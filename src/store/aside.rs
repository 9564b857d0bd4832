//! What stands beside an output folder after a swap, or after a run that was killed: the site before, and what is left over.

use std::io::ErrorKind;
use std::path::Path;

use super::lock::Lock;
use super::log::{self, Entry};
use super::manifest::{self, Manifest};
use super::staging::UNFINISHED;
use super::{Doing, Output, StoreError, disk};
use crate::digest::sha256;

/// After a swap: writes the log, keeps the old tree as the one that a rollback puts back, and takes the announcement back. What
/// cannot be done now the next run does ([`clear`]): until then the announcement stays.
pub(super) fn conclude(output: &Output, entry: &Entry) {
    let is_logged = log::add(output, entry).is_ok();
    let is_kept = keep_previous(output).is_ok();
    if is_logged && is_kept {
        let _ = disk::remove_if_any(&output.announced()); // one that stays tells the next run what it sees anyway
    }
}

/// Brings back order after a run that was killed.
pub(super) fn clear(output: &Output) -> Result<(), StoreError> {
    put_back(output)?;
    let (retired, previous, dropped) = (output.retired(), output.previous(), output.dropped());
    if is_whole(&dropped)? && !is_there(&previous)? {
        // Killed between the two renames of what is kept.
        disk::rename(&dropped, &previous).map_err(|error| StoreError::system(Doing::Replace, &previous, &error))?;
    }
    // Killed behind the swap: the old tree is the site before.
    let swapped = log::announced(output)?.map(|entry| is_swapped(output, &entry).map(|is| is.then_some(entry)));
    if let Some(entry) = swapped.transpose()?.flatten() {
        let _ = log::add(output, &entry); // twice in vain: it keeps nobody from the site
        keep_previous(output)?;
    } else if is_there(output.path())? && is_whole(&retired)? {
        keep_previous(output)?;
    } else {
        clear_leftovers(output)?;
    }
    let fresh = [disk::fresh(&output.announced()), disk::fresh(&output.memo()), output.fresh_manifest()];
    for file in [output.announced()].into_iter().chain(fresh) {
        disk::remove_if_any(&file).map_err(|error| StoreError::system(Doing::Remove, &file, &error))?;
    }
    Ok(())
}

/// Puts the last good site back into the folder from which a killed run had taken it: between the two renames, where the
/// system cannot exchange two folders in one step. Whether there was anything to do.
///
/// For every command that reads a site, before it does.
///
/// # Errors
/// [`StoreError::Busy`] where a run is publishing there; what the system refuses.
pub fn bring_back(folder: &Path) -> Result<bool, StoreError> {
    let Some(output) = Output::at(folder)? else { return Ok(false) };
    if is_there(output.path())? || !is_there(&output.retired())? {
        return Ok(false); // nothing is locked where all is well
    }
    let _lock = Lock::take(output.lock(), output.path())?;
    put_back(&output)
}

fn put_back(output: &Output) -> Result<bool, StoreError> {
    let retired = output.retired();
    if is_there(output.path())? || !is_marked(&retired)? {
        return Ok(false);
    }
    // What was never a site goes back too, and is not called one.
    let is_site = is_whole(&retired)?;
    let refused = |error| StoreError::system(Doing::Replace, output.path(), &error);
    disk::rename(&retired, output.path()).map_err(refused)?;
    disk::sync_folder(output.parent());
    Ok(is_site)
}

/// Whether what was announced was done, a swap or another manifest: the site that stands is the one that was to stand, and the tree
/// that was to be swapped is not.
fn is_swapped(output: &Output, entry: &Entry) -> Result<bool, StoreError> {
    let is_it = |tree: &Path| Ok(manifest_of(tree)?.is_some_and(|bytes| sha256(&bytes) == entry.manifest));
    Ok(is_it(output.path())? && !is_it(&output.staging())?)
}

/// Keeps the old tree in the place of the one before it. Only its owner may read it: a web server that serves the folder
/// around it must not show a site that is no longer true. An old tree of the same site, which was only put right, is not kept.
///
/// Where its permissions cannot be set it is removed, and the one before it too: better none than one that everybody can
/// read, or that is not the site before.
fn keep_previous(output: &Output) -> Result<(), StoreError> {
    let (retired, previous, dropped) = (output.retired(), output.previous(), output.dropped());
    let refused = |path: &Path, error: &std::io::Error| StoreError::system(Doing::Replace, path, error);
    // Under this name a run that is killed here leaves it to the next one, which keeps it.
    if !is_there(&retired)? && is_whole(&output.staging())? {
        disk::rename(&output.staging(), &retired).map_err(|error| refused(&retired, &error))?;
    }
    let is_free = !is_there(&previous)?;
    let is_other = manifest_of(&retired)? != manifest_of(output.path())?;
    if is_whole(&retired)? && is_other && (is_free || is_marked(&previous)?) {
        match disk::keep_to_owner(&retired) {
            Ok(()) => {
                sweep(&dropped)?;
                if !is_free {
                    disk::rename(&previous, &dropped).map_err(|error| refused(&dropped, &error))?;
                }
                disk::rename(&retired, &previous).map_err(|error| refused(&previous, &error))?;
            }
            Err(error) if matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::Unsupported) => {
                sweep(&previous)?;
            }
            Err(error) => return Err(refused(&retired, &error)),
        }
    }
    clear_leftovers(output)
}

/// Puts aside, or removes, what is left at the names beside an output folder.
fn clear_leftovers(output: &Output) -> Result<(), StoreError> {
    sweep(&output.made())?;
    [output.retired(), output.staging(), output.dropped()].iter().try_for_each(|leftover| put_aside(output, leftover))
}

/// Puts a tree of ours aside, for the next one to be made from: it is no site any more, and its owner's alone. Where one is
/// aside already, or a file cannot be known again, it is removed.
fn put_aside(output: &Output, tree: &Path) -> Result<(), StoreError> {
    let spare = output.spare();
    if !is_marked(tree)? || is_there(&spare)? {
        return sweep(tree);
    }
    let marker = tree.join(manifest::NAME);
    let put = disk::replace(&marker, UNFINISHED)
        .and_then(|()| disk::can_be_known(&marker))
        .and_then(|()| disk::keep_to_owner(tree))
        .and_then(|()| disk::rename(tree, &spare));
    put.or_else(|_| sweep(tree))
}

/// Removes a tree of ours, its marker last, so that a run that is killed meanwhile leaves a tree that is still known.
pub(super) fn sweep(tree: &Path) -> Result<(), StoreError> {
    if !is_there(tree)? {
        return Ok(());
    }
    if !is_marked(tree)? {
        return Err(StoreError::StagingTaken(tree.to_owned()));
    }
    let removed = disk::remove_with_last(tree, manifest::NAME);
    removed.map_err(|error| StoreError::system(Doing::Remove, tree, &error))
}

fn is_there(path: &Path) -> Result<bool, StoreError> {
    disk::is_there(path).map_err(|error| StoreError::system(Doing::Read, path, &error))
}

/// The bytes of a tree's manifest; `None` where there is no such file.
fn manifest_of(tree: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    let path = tree.join(manifest::NAME);
    disk::read_if_any(&path).map_err(|error| StoreError::system(Doing::Read, &path, &error))
}

/// Whether a tree is a site of ours with its manifest, and not one that was never finished.
fn is_whole(tree: &Path) -> Result<bool, StoreError> {
    let text = manifest_of(tree)?.and_then(|bytes| String::from_utf8(bytes).ok());
    Ok(text.is_some_and(|text| Manifest::parse(&text).is_some()))
}

/// Whether a tree at one of our names is ours: it has the marker, or nothing yet.
pub(super) fn is_marked(tree: &Path) -> Result<bool, StoreError> {
    let refused = |error| StoreError::system(Doing::Read, tree, &error);
    let is_folder = disk::look(tree).map_err(refused)?.is_some_and(|metadata| metadata.is_dir());
    if !is_folder {
        return Ok(false);
    }
    let marker = disk::look(&tree.join(manifest::NAME)).map_err(refused)?;
    Ok(marker.is_some_and(|marker| marker.is_file()) || disk::is_empty(tree).map_err(refused)?)
}
