//! Every call by which the store changes the disk, and every look that decides what it does.
//!
//! They stand in one place so that a test can have any of them refused, or be the last that the process makes
//! (`faults`). The product has nothing of that: there a step is nothing.

use std::fs::{File, Metadata, Permissions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

#[cfg(test)]
use super::faults::{is_without_exchange, is_without_links, step, torn};
use super::sync;
use super::{Doing, StoreError};

/// A call is about to be made.
#[cfg(not(test))]
#[allow(clippy::unnecessary_wraps, reason = "a test has trouble here")]
fn step(_call: &'static str, _path: &Path) -> io::Result<()> {
    Ok(())
}

/// The same of a call that can end half done.
#[cfg(not(test))]
#[allow(clippy::unnecessary_wraps, reason = "a test has trouble here")]
fn torn(_call: &'static str, _path: &Path, _half: impl FnOnce()) -> io::Result<()> {
    Ok(())
}

/// What stands at a path, links not followed; `None` where nothing does. That the system does not tell is an error:
/// nothing is ever done because of a file that only could not be seen.
pub(super) fn look(path: &Path) -> io::Result<Option<Metadata>> {
    step("look", path)?;
    match std::fs::symlink_metadata(path) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether anything stands at a path.
pub(super) fn is_there(path: &Path) -> io::Result<bool> {
    Ok(look(path)?.is_some())
}

/// Whether a folder has nothing in it.
pub(super) fn is_empty(folder: &Path) -> io::Result<bool> {
    Ok(entries(folder)?.is_empty())
}

/// What a folder holds, in no order.
pub(super) fn entries(folder: &Path) -> io::Result<Vec<std::fs::DirEntry>> {
    step("list", folder)?;
    std::fs::read_dir(folder)?.collect()
}

/// Everything under a folder, in the order of names; links are not followed.
pub(super) fn walk(root: &Path) -> impl Iterator<Item = Result<DirEntry, StoreError>> {
    WalkDir::new(root).min_depth(1).sort_by_file_name().into_iter().map(move |entry| {
        let entry = entry.map_err(|error| walk_error(error, root))?;
        step("look", entry.path()).map_err(|error| StoreError::system(Doing::Read, entry.path(), &error))?;
        Ok(entry)
    })
}

/// The error of a walk, with the path at which it came.
pub(super) fn walk_error(error: walkdir::Error, root: &Path) -> StoreError {
    let path = error.path().unwrap_or(root).to_owned();
    let error = error.into_io_error().unwrap_or_else(|| io::Error::other("a loop of links"));
    StoreError::system(Doing::Read, &path, &error)
}

/// Opens a file to read it.
pub(super) fn open(path: &Path) -> io::Result<File> {
    step("open", path)?;
    File::open(path)
}

/// The bytes of a file.
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    step("read", path)?;
    std::fs::read(path)
}

/// The bytes of a file; `None` where there is none, or no file is what stands there.
pub(super) fn read_if_any(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error)
            if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::IsADirectory) =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// Where a link leads.
pub(super) fn read_link(path: &Path) -> io::Result<PathBuf> {
    step("read link", path)?;
    std::fs::read_link(path)
}

/// The permissions of what stands at a path, links followed.
pub(super) fn permissions(path: &Path) -> io::Result<Permissions> {
    step("look", path)?;
    Ok(std::fs::metadata(path)?.permissions())
}

/// Makes a folder where nothing stands yet.
pub(super) fn create_folder(folder: &Path) -> io::Result<()> {
    step("create folder", folder)?;
    std::fs::create_dir(folder)
}

/// Makes a folder and those above it; one that is there is as good.
pub(super) fn create_folders(folder: &Path) -> io::Result<()> {
    step("create folders", folder)?;
    std::fs::create_dir_all(folder)
}

/// Writes a file, in the place of what it holds.
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    torn("write", path, || {
        let _ = std::fs::write(path, &bytes[..bytes.len() / 2]);
    })?;
    std::fs::write(path, bytes)
}

/// Writes a file that is not there, and never opens one that is.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let fill = |bytes: &[u8]| File::create_new(path).and_then(|mut file| file.write_all(bytes));
    torn("write", path, || {
        let _ = fill(&bytes[..bytes.len() / 2]);
    })?;
    fill(bytes)
}

/// The same, and has the bytes reach the disk.
pub(super) fn write_through(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_new(path, bytes)?;
    step("settle", path)?;
    if cfg!(test) { Ok(()) } else { sync::settle_file(path) }
}

/// Replaces a file in one step: readers meet what it held or what it is to hold. The new one first stands beside it, under
/// a name that is the same every time: what a run that dies leaves there the next one uses.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let fresh = fresh(path);
    if is_there(&fresh)? {
        remove_file(&fresh)?;
    }
    let replaced = write_new(&fresh, bytes).and_then(|()| rename(&fresh, path));
    if replaced.is_err() {
        let _ = remove_file(&fresh);
    }
    replaced
}

/// Where a file stands before it replaces the one at `path`: hidden, in the same folder.
pub(super) fn fresh(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{}.new", name.trim_start_matches('.')))
}

/// Opens a file to add to its end, and makes it where it is not there.
pub(super) fn open_end(path: &Path) -> io::Result<File> {
    step("open", path)?;
    File::options().create(true).append(true).read(true).open(path)
}

/// Adds to a file's end.
pub(super) fn append(file: &mut File, path: &Path, bytes: &[u8]) -> io::Result<()> {
    torn("append", path, || {
        if let Ok(mut same) = file.try_clone() {
            let _ = same.write_all(&bytes[..bytes.len() / 2]);
        }
    })?;
    file.write_all(bytes)
}

/// Cuts a file off.
pub(super) fn cut(file: &File, path: &Path, length: u64) -> io::Result<()> {
    step("cut", path)?;
    file.set_len(length)
}

/// Opens the file of a lock, and makes it where it is not there.
pub(super) fn open_lock(path: &Path) -> io::Result<File> {
    step("open lock", path)?;
    File::options().create(true).truncate(false).write(true).read(true).open(path)
}

/// A second name for a file.
pub(super) fn hard_link(path: &Path, other: &Path) -> io::Result<()> {
    step("link", other)?;
    #[cfg(test)]
    if is_without_links(path) {
        return Err(ErrorKind::Unsupported.into());
    }
    std::fs::hard_link(path, other)
}

/// Whether two paths name one file.
#[cfg(unix)]
pub(super) fn is_one_file(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let file = |path: &Path| Some(look(path).ok()??).map(|file| (file.dev(), file.ino()));
    file(one).is_some_and(|one| file(other) == Some(one))
}

/// Whether two paths name one file: here nobody tells.
#[cfg(not(unix))]
pub(super) fn is_one_file(_one: &Path, _other: &Path) -> bool {
    false
}

/// Refuses where the files of a tree cannot be told to be those of another: by second names, where its file system has them. `file`
/// is one of the tree.
#[cfg(unix)]
pub(super) fn can_be_known(file: &Path) -> io::Result<()> {
    let other = fresh(file);
    remove_if_any(&other)?;
    hard_link(file, &other)?;
    remove_file(&other)
}

/// Refuses: here nobody tells whether files of a tree are those of another.
#[cfg(not(unix))]
pub(super) fn can_be_known(_file: &Path) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}

/// A copy of a file.
pub(super) fn copy(path: &Path, to: &Path) -> io::Result<()> {
    torn("copy", to, || {
        let _ = std::fs::write(to, "");
    })?;
    std::fs::copy(path, to).map(|_| ())
}

/// A second name for a file, or a copy where the file system has none. A half copy never stands under that name: who finds it
/// takes it for the whole.
pub(super) fn keep(path: &Path, other: &Path) -> io::Result<()> {
    hard_link(path, other).or_else(|_| {
        let fresh = fresh(other);
        copy(path, &fresh)?;
        rename(&fresh, other)
    })
}

/// A link like another.
pub(super) fn copy_link(link: &Path, to: &Path) -> io::Result<()> {
    let leads_to = read_link(link)?;
    step("link", to)?;
    make_link(&leads_to, to)
}

#[cfg(unix)]
fn make_link(leads_to: &Path, at: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(leads_to, at)
}

#[cfg(not(unix))]
fn make_link(_leads_to: &Path, _at: &Path) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}

/// Sets permissions.
pub(super) fn set_permissions(path: &Path, permissions: Permissions) -> io::Result<()> {
    step("set permissions", path)?;
    std::fs::set_permissions(path, permissions)
}

/// Has a folder be for its owner alone, where the system knows of such a thing.
#[cfg(unix)]
pub(super) fn keep_to_owner(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    // The files in it get the group that the folder above gives them, as they would in the site.
    let kept = permissions(folder)?.mode() & 0o2000;
    set_permissions(folder, Permissions::from_mode(kept | 0o700))
}

/// Has a folder be for its owner alone, where the system knows of such a thing.
#[cfg(not(unix))]
pub(super) fn keep_to_owner(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Gives a file or folder another name.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    step("rename", to)?;
    std::fs::rename(from, to)
}

/// The same, where nothing stands at the new name: on a disk that does not tell `a` from `A` one takes no other's place.
pub(super) fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    step("rename", to)?;
    if rename_in_one_step(from, to, Rename::New)? { Ok(()) } else { rename_after_a_look(from, to) }
}

/// Where there is no such step in one.
fn rename_after_a_look(from: &Path, to: &Path) -> io::Result<()> {
    if std::fs::symlink_metadata(to).is_ok() {
        return Err(ErrorKind::AlreadyExists.into());
    }
    std::fs::rename(from, to)
}

/// Whether two folders were exchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exchanged {
    /// They were, in one step.
    Yes,
    /// The system, or this file system, has no such step; nothing was done.
    Unsupported,
}

/// Exchanges two folders in one step.
pub(super) fn exchange(new: &Path, old: &Path) -> io::Result<Exchanged> {
    step("exchange", old)?;
    #[cfg(test)]
    if is_without_exchange(old) {
        return Ok(Exchanged::Unsupported);
    }
    let is_done = rename_in_one_step(new, old, Rename::Exchange)?;
    Ok(if is_done { Exchanged::Yes } else { Exchanged::Unsupported })
}

/// What a renaming does with what has the new name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rename {
    /// Nothing may have it.
    New,
    /// The two change names.
    Exchange,
}

/// Whether it was done; if not, the system, or this file system, has no such step.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn rename_in_one_step(from: &Path, to: &Path, how: Rename) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    let flags = match how {
        Rename::New => RenameFlags::NOREPLACE,
        Rename::Exchange => RenameFlags::EXCHANGE,
    };
    match renameat_with(CWD, from, CWD, to, flags) {
        Ok(()) => Ok(true),
        Err(Errno::NOSYS | Errno::INVAL | Errno::NOTSUP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
#[allow(clippy::unnecessary_wraps, reason = "other systems refuse")]
fn rename_in_one_step(_from: &Path, _to: &Path, _how: Rename) -> io::Result<bool> {
    Ok(false)
}

/// Removes a file.
pub(super) fn remove_file(path: &Path) -> io::Result<()> {
    step("remove", path)?;
    std::fs::remove_file(path)
}

/// Removes a file; one that is not there is as good.
pub(super) fn remove_if_any(path: &Path) -> io::Result<()> {
    if is_there(path)? { remove_file(path) } else { Ok(()) }
}

/// Removes a folder where it is empty.
pub(super) fn remove_folder(folder: &Path) -> io::Result<()> {
    step("remove", folder)?;
    std::fs::remove_dir(folder)
}

/// Removes a folder and everything in it.
pub(super) fn remove_tree(folder: &Path) -> io::Result<()> {
    torn("remove tree", folder, || {
        let mut files = WalkDir::new(folder).into_iter().flatten().filter(|entry| !entry.file_type().is_dir());
        if let Some(first) = files.next() {
            let _ = std::fs::remove_file(first.path());
        }
    })?;
    std::fs::remove_dir_all(folder)
}

/// Removes what a folder holds, `last` after all else, and then the folder: who is interrupted leaves a folder that still
/// has its `last`, or is empty.
pub(super) fn remove_with_last(folder: &Path, last: &str) -> io::Result<()> {
    for entry in entries(folder)? {
        if entry.file_name() == last {
            continue;
        }
        if entry.file_type()?.is_dir() {
            remove_tree(&entry.path())?;
        } else {
            remove_file(&entry.path())?;
        }
    }
    remove_if_any(&folder.join(last))?;
    remove_folder(folder)
}

/// Has everything written so far reach the disk.
pub(super) fn settle(tree: &Path) -> io::Result<()> {
    step("settle", tree)?;
    // Hundreds of deaths that are but told of would wait minutes for the disk.
    if cfg!(test) { Ok(()) } else { sync::settle(tree) }
}

/// Has the names in a folder reach the disk, where it can.
pub(super) fn sync_folder(folder: &Path) {
    if step("sync", folder).is_ok() && !cfg!(test) {
        sync::sync_folder(folder);
    }
}
