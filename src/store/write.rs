//! Writing catalogue files, all of them or none: for `import`, `confirm`, `rule`, `new` and `init`.
//!
//! The new texts and the plan stand in a hidden folder, on the disk, before the first file is touched. From the moment
//! at which the plan has its name the write will be whole: a run that dies is finished by the next ([`recover`]), one
//! whose file the system refuses takes back what it did.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::disk::Disk;
use super::lock::Lock;
use super::plan::{Plan, Step, digest_at};
use super::{Doing, Interrupt, StoreError};
use crate::artifacts::is_safe;

/// The folder of a write that is under way. Hidden: neither a reader of the project nor its watcher takes it for a file.
const STAGE: &str = ".niemyet-write";
/// What is locked while a write is under way.
const LOCK: &str = ".niemyet-write.lock";
/// The plan of a write that goes on, or is taken back.
const FORWARD: &str = "plan.json";
const BACK: &str = "back.json";

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
    write_on(&Disk::default(), root, changes, interrupt)
}

/// Finishes what a write that died left behind in a folder, or takes it back; `None` where there is nothing of the kind.
///
/// # Errors
/// [`StoreError::Busy`] where a write is under way and does not end within ten seconds; [`StoreError::Unfinished`] where a
/// file that it was to change is neither as it was nor as it was to be.
pub fn recover(root: &Path) -> Result<Option<Recovered>, StoreError> {
    let mut waited = Duration::ZERO;
    // Looked at before anything is locked: reading commands write nothing where all is well.
    while root.join(STAGE).is_dir() {
        match Lock::take(root.join(LOCK), root) {
            Ok(_lock) => return recover_on(&Disk::default(), root),
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

/// Whether a folder does not exist, or has nothing in it.
pub fn is_vacant(folder: &Path) -> bool {
    match std::fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    }
}

pub(super) fn write_on(
    disk: &Disk,
    root: &Path,
    changes: &[FileChange],
    interrupt: &Interrupt,
) -> Result<(), StoreError> {
    let check_all = || changes.iter().try_for_each(|change| check(root, change));
    interrupt.check()?;
    if changes.is_empty() {
        return Ok(());
    }
    if !root.exists() {
        check_all()?; // no folder is made for what cannot be written
        disk.create_folders(root).map_err(|error| StoreError::system(Doing::Write, root, &error))?;
    }
    let _lock = Lock::take(root.join(LOCK), root)?;
    recover_on(disk, root)?;
    // Only who holds the lock knows that the files stay as they are.
    check_all()?;
    let plan = Plan::of(changes);
    if let Err(error) = stage(disk, root, changes, &plan, interrupt) {
        // Nothing was changed yet: what cannot be removed now the next run removes.
        let _ = disk.remove_tree(&root.join(STAGE));
        return Err(error);
    }
    carry_out(disk, root, &plan)
}

/// Makes the changes of a plan that stands; what the system refuses is taken back whole.
fn carry_out(disk: &Disk, root: &Path, plan: &Plan) -> Result<(), StoreError> {
    let Err(error) = forward(disk, root, plan) else { return finish(disk, root, FORWARD) };
    let stage = root.join(STAGE);
    if disk.rename(&stage.join(FORWARD), &stage.join(BACK)).is_ok() {
        back(disk, root, plan)?;
        finish(disk, root, BACK)?;
    }
    Err(error)
}

pub(super) fn recover_on(disk: &Disk, root: &Path) -> Result<Option<Recovered>, StoreError> {
    let stage = root.join(STAGE);
    match std::fs::symlink_metadata(&stage) {
        Err(_) => return Ok(None),
        Ok(metadata) if metadata.is_dir() => {}
        Ok(_) => return Err(StoreError::StagingTaken(stage)),
    }
    let plan = |name: &str| std::fs::read_to_string(stage.join(name)).ok().as_deref().and_then(Plan::parse);
    if let Some(plan) = plan(FORWARD) {
        for (number, step) in plan.0.iter().enumerate() {
            unchanged_since(root, number, step)?;
        }
        carry_out(disk, root, &plan)?;
        return Ok(Some(Recovered::Finished(plan.0.len())));
    }
    if let Some(plan) = plan(BACK) {
        back(disk, root, &plan)?;
        finish(disk, root, BACK)?;
        return Ok(Some(Recovered::TakenBack));
    }
    disk.remove_tree(&stage).map_err(|error| StoreError::system(Doing::Remove, &stage, &error))?;
    Ok(Some(Recovered::Discarded))
}

/// Writes the new texts and the plan, and has them reach the disk.
fn stage(
    disk: &Disk,
    root: &Path,
    changes: &[FileChange],
    plan: &Plan,
    interrupt: &Interrupt,
) -> Result<(), StoreError> {
    let stage = root.join(STAGE);
    let failed = |path: &Path, error: std::io::Error| StoreError::system(Doing::Write, path, &error);
    disk.create_folders(&stage).map_err(|error| failed(&stage, error))?;
    for (number, change) in changes.iter().enumerate() {
        interrupt.check()?;
        if let Some(text) = &change.after {
            let (target, new) = (root.join(&change.path), new_text(&stage, number));
            disk.write(&new, text).and_then(|()| disk.like(&new, &target)).map_err(|error| failed(&target, error))?;
        }
    }
    let (unnamed, named) = (stage.join("plan"), stage.join(FORWARD));
    disk.write(&unnamed, plan.to_text().as_bytes()).map_err(|error| failed(&unnamed, error))?;
    disk.settle(root).map_err(|error| failed(root, error))?;
    interrupt.check()?;
    disk.rename(&unnamed, &named).map_err(|error| failed(&named, error))
}

/// Makes every change that is not made yet; each file is kept under a second name first.
fn forward(disk: &Disk, root: &Path, plan: &Plan) -> Result<(), StoreError> {
    let stage = root.join(STAGE);
    disk.sync_folder(&stage).map_err(|error| StoreError::system(Doing::Write, &stage, &error))?;
    for (number, step) in plan.0.iter().enumerate() {
        let (target, new, old) = (root.join(&step.path), new_text(&stage, number), old_text(&stage, number));
        let failed = |error: std::io::Error| StoreError::system(Doing::Write, &target, &error);
        if step.after.is_none() {
            if target.exists() && !old.exists() {
                disk.rename(&target, &old).map_err(failed)?;
            }
            remove_empty(disk, root, &target);
        } else if new.exists() {
            if let Some(folder) = target.parent().filter(|folder| !folder.exists()) {
                disk.create_folders(folder).map_err(failed)?;
            }
            if target.exists() && !old.exists() {
                disk.keep(&target, &old).map_err(failed)?;
            }
            disk.rename(&new, &target).map_err(failed)?;
        }
    }
    Ok(())
}

/// Puts every file back that was changed.
fn back(disk: &Disk, root: &Path, plan: &Plan) -> Result<(), StoreError> {
    let stage = root.join(STAGE);
    for (number, step) in plan.0.iter().enumerate().rev() {
        let (target, new, old) = (root.join(&step.path), new_text(&stage, number), old_text(&stage, number));
        let failed = |error: std::io::Error| StoreError::system(Doing::Write, &target, &error);
        if old.exists() {
            if let Some(folder) = target.parent().filter(|folder| !folder.exists()) {
                disk.create_folders(folder).map_err(failed)?;
            }
            disk.rename(&old, &target).map_err(failed)?;
        } else if step.before.is_none() {
            if !new.exists() && target.exists() && digest_at(&target) == step.after {
                disk.remove_file(&target).map_err(failed)?;
            }
            remove_empty(disk, root, &target);
        }
    }
    Ok(())
}

/// Has the files reach the disk, then removes what stood beside them: the plan first, so that no half of it is taken for
/// one. What cannot be removed changes nothing any more, and the next run removes it.
fn finish(disk: &Disk, root: &Path, plan: &str) -> Result<(), StoreError> {
    let stage = root.join(STAGE);
    disk.settle(root).map_err(|error| StoreError::system(Doing::Write, root, &error))?;
    if disk.remove_file(&stage.join(plan)).is_ok() {
        let _ = disk.remove_tree(&stage);
    }
    Ok(())
}

/// A file that waits to be changed is as the plan found it: nobody worked on it since the write died.
fn unchanged_since(root: &Path, number: usize, step: &Step) -> Result<(), StoreError> {
    let stage = root.join(STAGE);
    let target = target_of(root, &step.path)?;
    let waits = match step.after {
        Some(_) => new_text(&stage, number).exists(),
        None => !old_text(&stage, number).exists(),
    };
    let now = digest_at(&target);
    match waits && now != step.before && now != step.after {
        true => Err(StoreError::Unfinished { file: target, folder: stage }),
        false => Ok(()),
    }
}

fn new_text(stage: &Path, number: usize) -> PathBuf {
    stage.join(format!("new-{number}"))
}

fn old_text(stage: &Path, number: usize) -> PathBuf {
    stage.join(format!("old-{number}"))
}

/// Removes the folders above a file that it left empty.
fn remove_empty(disk: &Disk, root: &Path, target: &Path) {
    let mut above = target.parent();
    while let Some(folder) = above.filter(|folder| *folder != root) {
        if disk.remove_folder(folder).is_err() {
            break; // not empty, or not there
        }
        above = folder.parent();
    }
}

/// Where a file stands: in the folder, and in none that a link leads to.
fn target_of(root: &Path, path: &str) -> Result<PathBuf, StoreError> {
    let target = root.join(path);
    let mut above = target.parent();
    while let Some(folder) = above.filter(|folder| *folder != root) {
        if folder.is_symlink() {
            return Err(StoreError::UnsafePath(path.to_owned()));
        }
        above = folder.parent();
    }
    if is_safe(path) { Ok(target) } else { Err(StoreError::UnsafePath(path.to_owned())) }
}

fn check(root: &Path, change: &FileChange) -> Result<(), StoreError> {
    let target = target_of(root, &change.path)?;
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
