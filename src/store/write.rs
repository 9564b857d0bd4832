//! Writing catalogue files, all of them or none: for `import`, `confirm`, `rule`, `new` and `init`.
//!
//! The new texts and the plan stand in a hidden folder, on the disk, before the first file is touched. From the moment
//! at which the plan has its name the write will be whole: a run that dies is finished by the next ([`recover`]), one
//! whose file the system refuses takes back what it did.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::lock::Lock;
use super::plan::{Plan, Step, digest_at};
use super::{Doing, Interrupt, StoreError, disk};
use crate::artifacts::is_safe;

/// The folder of a write that is under way. Hidden: neither a reader of the project nor its watcher takes it for a file.
const STAGE: &str = ".niemyet-write";
/// What is locked while a write is under way.
const LOCK: &str = ".niemyet-write.lock";
/// The plan of a write that goes on, or is taken back.
const FORWARD: &str = "plan.json";
const BACK: &str = "back.json";
/// The same plans once every file is as it is to be: what is left is to remove the folder.
const DONE: &str = "done.json";
const UNDONE: &str = "undone.json";

/// How long a command waits for another's write, and how often it looks.
const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(20);

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

/// What was found of a write that did not end, and what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recovered {
    /// Its plan stood: it was finished, so many files.
    Finished(usize),
    /// It was being taken back: that was finished.
    TakenBack,
    /// It had not begun to change files: its texts were removed.
    Discarded,
}

/// Makes the changes under `root`, which is created where it does not exist: all of them or none, whatever comes between.
///
/// Nothing is overwritten unknowingly: where a file is not as its change says, nothing at all is written. What an
/// earlier write left unfinished is finished first.
pub fn write_files(root: &Path, changes: &[FileChange], interrupt: &Interrupt) -> Result<(), StoreError> {
    interrupt.check()?;
    if changes.is_empty() {
        return Ok(());
    }
    let check_all = || changes.iter().try_for_each(|change| check(root, change));
    let refused = |error| StoreError::system(Doing::Write, root, &error);
    if !disk::is_there(root).map_err(refused)? {
        check_all()?; // no folder is made for what cannot be written
        disk::create_folders(root).map_err(refused)?;
    }
    let _lock = Lock::take(root.join(LOCK), root)?;
    recover_locked(root)?;
    // Only who holds the lock knows that the files stay as they are.
    check_all()?;
    let plan = Plan::of(changes);
    if let Err(error) = stage(root, changes, &plan, interrupt) {
        // Nothing was changed yet: what cannot be removed now the next run removes.
        let _ = disk::remove_tree(&root.join(STAGE));
        return Err(error);
    }
    carry_out(root, &plan)
}

/// Finishes what a write that died left behind in a folder, or takes it back; `None` where there is nothing of the kind.
///
/// # Errors
/// [`StoreError::Busy`] where a write is under way and does not end within ten seconds; [`StoreError::Unfinished`] where a
/// file that it was to change is neither as it was nor as it was to be.
pub fn recover(root: &Path) -> Result<Option<Recovered>, StoreError> {
    let mut waited = Duration::ZERO;
    let stage = root.join(STAGE);
    let is_left = || disk::look(&stage).map(|it| it.is_some_and(|metadata| metadata.is_dir()));
    // Looked at before anything is locked: reading commands change no file of it where all is well.
    while is_left().map_err(|error| StoreError::system(Doing::Read, &stage, &error))? {
        match Lock::take(root.join(LOCK), root) {
            Ok(_lock) => return recover_locked(root),
            // The write is under way: what is read after it is of one state.
            Err(StoreError::Busy(_)) if waited < PATIENCE => {
                std::thread::sleep(PAUSE);
                waited += PAUSE;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// Whether a folder does not exist, or has nothing in it but the lock that a write left which died at once.
pub fn is_vacant(folder: &Path) -> bool {
    match disk::entries(folder) {
        Ok(entries) => entries.iter().all(|entry| entry.file_name() == LOCK),
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    }
}

/// Makes the changes of a plan that stands; what the system refuses is taken back whole.
fn carry_out(root: &Path, plan: &Plan) -> Result<(), StoreError> {
    let Err(error) = forward(root, plan) else {
        finish(root, FORWARD, DONE);
        return Ok(());
    };
    let stage = root.join(STAGE);
    if disk::rename(&stage.join(FORWARD), &stage.join(BACK)).is_ok() {
        back(root, plan)?;
        finish(root, BACK, UNDONE);
    }
    Err(error)
}

/// Ends what a write that died left, by the first of its plans that stands. A plan that only cannot be read is none of ours to
/// judge: then nothing is touched.
fn recover_locked(root: &Path) -> Result<Option<Recovered>, StoreError> {
    let stage = root.join(STAGE);
    let unread = |path: &Path, error: &std::io::Error| StoreError::system(Doing::Read, path, error);
    match disk::look(&stage).map_err(|error| unread(&stage, &error))? {
        None => return Ok(None),
        Some(metadata) if metadata.is_dir() => {}
        Some(_) => return Err(StoreError::StagingTaken(stage)),
    }
    let plan = |name: &str| {
        let path = stage.join(name);
        let bytes = disk::read_if_any(&path).map_err(|error| unread(&path, &error))?;
        Ok::<_, StoreError>(bytes.and_then(|bytes| Plan::parse(std::str::from_utf8(&bytes).ok()?)))
    };
    if let Some(plan) = plan(FORWARD)? {
        for (number, step) in plan.0.iter().enumerate() {
            unchanged_since(root, number, step)?;
        }
        carry_out(root, &plan)?;
        return Ok(Some(Recovered::Finished(plan.0.len())));
    }
    if let Some(plan) = plan(BACK)? {
        back(root, &plan)?;
        finish(root, BACK, UNDONE);
        return Ok(Some(Recovered::TakenBack));
    }
    let (found, last) = match plan(DONE)? {
        Some(plan) => (Some(Recovered::Finished(plan.0.len())), DONE),
        None if plan(UNDONE)?.is_some() => (Some(Recovered::TakenBack), UNDONE),
        // An empty folder is the first thing of a write, or the last: either way nothing was lost.
        None if disk::is_empty(&stage).map_err(|error| unread(&stage, &error))? => (None, UNDONE),
        None => (Some(Recovered::Discarded), UNDONE),
    };
    disk::remove_with_last(&stage, last).map_err(|error| StoreError::system(Doing::Remove, &stage, &error))?;
    Ok(found)
}

/// Writes the new texts and the plan, and has them reach the disk.
fn stage(root: &Path, changes: &[FileChange], plan: &Plan, interrupt: &Interrupt) -> Result<(), StoreError> {
    let stage = root.join(STAGE);
    let failed = |path: &Path, error: std::io::Error| StoreError::system(Doing::Write, path, &error);
    disk::create_folders(&stage).map_err(|error| failed(&stage, error))?;
    for (number, change) in changes.iter().enumerate() {
        interrupt.check()?;
        if let Some(text) = &change.after {
            let (target, new) = (root.join(&change.path), new_text(&stage, number));
            disk::write(&new, text).and_then(|()| like(&new, &target)).map_err(|error| failed(&target, error))?;
        }
    }
    let (unnamed, named) = (stage.join("plan"), stage.join(FORWARD));
    disk::write(&unnamed, plan.to_text().as_bytes()).map_err(|error| failed(&unnamed, error))?;
    disk::settle(root).map_err(|error| failed(root, error))?;
    interrupt.check()?;
    disk::rename(&unnamed, &named).map_err(|error| failed(&named, error))
}

/// Gives a file the permissions of the one that it will replace; where that is none, it keeps its own.
fn like(path: &Path, other: &Path) -> std::io::Result<()> {
    match disk::look(other)? {
        Some(metadata) => disk::set_permissions(path, metadata.permissions()),
        None => Ok(()),
    }
}

/// Makes every change that is not made yet, each file kept under a second name first, and has them reach the disk.
fn forward(root: &Path, plan: &Plan) -> Result<(), StoreError> {
    let stage = root.join(STAGE);
    disk::sync_folder(&stage);
    for (number, step) in plan.0.iter().enumerate() {
        let target = root.join(&step.path);
        forward_step(root, &target, &new_text(&stage, number), &old_text(&stage, number), step)
            .map_err(|error| StoreError::system(Doing::Write, &target, &error))?;
    }
    disk::settle(root).map_err(|error| StoreError::system(Doing::Write, root, &error))
}

fn forward_step(root: &Path, target: &Path, new: &Path, old: &Path, step: &Step) -> std::io::Result<()> {
    if step.after.is_none() {
        if disk::is_there(target)? && !disk::is_there(old)? {
            disk::rename(target, old)?;
        }
        remove_empty(root, target);
    } else if disk::is_there(new)? {
        make_room(target)?;
        if disk::is_there(target)? && !disk::is_there(old)? {
            disk::keep(target, old)?;
        }
        disk::rename(new, target)?;
    }
    Ok(())
}

/// Puts every file back that was changed, and has them reach the disk.
fn back(root: &Path, plan: &Plan) -> Result<(), StoreError> {
    let stage = root.join(STAGE);
    for (number, step) in plan.0.iter().enumerate().rev() {
        let target = root.join(&step.path);
        back_step(root, &target, &new_text(&stage, number), &old_text(&stage, number), step)
            .map_err(|error| StoreError::system(Doing::Write, &target, &error))?;
    }
    disk::settle(root).map_err(|error| StoreError::system(Doing::Write, root, &error))
}

fn back_step(root: &Path, target: &Path, new: &Path, old: &Path, step: &Step) -> std::io::Result<()> {
    if disk::is_there(old)? {
        make_room(target)?;
        disk::rename(old, target)?;
    } else if step.before.is_none() {
        if !disk::is_there(new)? && disk::is_there(target)? && digest_at(target)? == step.after {
            disk::remove_file(target)?;
        }
        remove_empty(root, target);
    }
    Ok(())
}

/// Makes the folder of a file.
fn make_room(target: &Path) -> std::io::Result<()> {
    match target.parent() {
        Some(folder) if !disk::is_there(folder)? => disk::create_folders(folder),
        Some(_) | None => Ok(()),
    }
}

/// Removes what stood beside the files. Its plan is named for what it is from now on, and goes last: a run that dies here leaves
/// nothing to do and nothing to wonder about. What cannot be removed changes nothing any more, and the next run removes it.
fn finish(root: &Path, plan: &str, ended: &str) {
    let stage = root.join(STAGE);
    if disk::rename(&stage.join(plan), &stage.join(ended)).is_ok() {
        let _ = disk::remove_with_last(&stage, ended);
    }
}

/// A file that waits to be changed is as the plan found it: nobody worked on it since the write died.
fn unchanged_since(root: &Path, number: usize, step: &Step) -> Result<(), StoreError> {
    let stage = root.join(STAGE);
    let target = target_of(root, &step.path)?;
    let is_it = || {
        let waits = match step.after {
            Some(_) => disk::is_there(&new_text(&stage, number))?,
            None => !disk::is_there(&old_text(&stage, number))?,
        };
        let now = digest_at(&target)?;
        Ok(!waits || now == step.before || now == step.after)
    };
    match is_it() {
        Ok(true) => Ok(()),
        Ok(false) => Err(StoreError::Unfinished { file: target, folder: stage }),
        Err(error) => Err(StoreError::system(Doing::Read, &target, &error)),
    }
}

fn new_text(stage: &Path, number: usize) -> PathBuf {
    stage.join(format!("new-{number}"))
}

fn old_text(stage: &Path, number: usize) -> PathBuf {
    stage.join(format!("old-{number}"))
}

/// Removes the folders above a file that it left empty; a run that died may have removed some.
fn remove_empty(root: &Path, target: &Path) {
    let mut above = target.parent();
    while let Some(folder) = above.filter(|folder| *folder != root) {
        match disk::remove_folder(folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => break, // not empty
            Ok(()) | Err(_) => above = folder.parent(),
        }
    }
}

/// Where a file stands: in the folder, and in none that a link leads to.
fn target_of(root: &Path, path: &str) -> Result<PathBuf, StoreError> {
    let target = root.join(path);
    let mut above = target.parent();
    while let Some(folder) = above.filter(|folder| *folder != root) {
        let seen = disk::look(folder).map_err(|error| StoreError::system(Doing::Read, folder, &error))?;
        if seen.is_some_and(|metadata| metadata.is_symlink()) {
            return Err(StoreError::UnsafePath(path.to_owned()));
        }
        above = folder.parent();
    }
    if is_safe(path) { Ok(target) } else { Err(StoreError::UnsafePath(path.to_owned())) }
}

fn check(root: &Path, change: &FileChange) -> Result<(), StoreError> {
    let target = target_of(root, &change.path)?;
    let unread = |error| StoreError::system(Doing::Read, &target, &error);
    let there = match disk::look(&target).map_err(unread)? {
        None => None,
        Some(metadata) if metadata.is_file() => Some(disk::read(&target).map_err(unread)?),
        Some(_) => return Err(StoreError::Exists(target)),
    };
    match (&there, &change.before) {
        (there, before) if there == before => Ok(()),
        (Some(_), None) => Err(StoreError::Exists(target)),
        (None | Some(_), _) => Err(StoreError::Changed(target)),
    }
}
