//! Publishing a site: the whole tree at once.

use std::collections::BTreeSet;
use std::path::Path;

use rayon::prelude::*;

use super::lock::Lock;
use super::log::{Act, Entry};
use super::manifest::Manifest;
use super::staging::Staging;
use super::survey::Survey;
use super::{Doing, Interrupt, Origin, Output, StoreError, aside, attest, disk};
use crate::artifacts::Artifacts;

/// What publishing did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PublishReport {
    /// How many files are new or have new bytes.
    pub written: usize,
    /// How many files are as they were.
    pub unchanged: usize,
    /// Files of the last site that this one no longer has.
    pub removed: Vec<String>,
    /// Files that somebody else put into the folder; they stay.
    pub kept: Vec<String>,
}

/// Told of the number of files done and of all files, now and then.
pub type Progress<'a> = &'a mut dyn FnMut(usize, usize);

/// Makes the folder hold exactly this site, made from `origin`, and what others put there.
///
/// 1. take the lock beside the folder, and clear what a killed run left;
/// 2. look at what stands there: a folder with files and no manifest is refused, and so is a site that would
///    stand on somebody else's file;
/// 3. compare byte by byte; where nothing differs, nothing is touched but what the manifest says that it was made from;
/// 4. build the new tree beside the folder, from one that was put aside where there is one: changed files written, the others
///    linked from the old tree;
/// 5. hold the new tree against its manifest, have it all reach the disk, then swap the two trees in one step;
/// 6. write the log, keep the old tree for a rollback, and put the one before it aside.
///
/// # Errors
/// Before step 5 is done every error, and every request to stop, leaves the folder as it was.
pub fn publish(
    artifacts: &Artifacts,
    origin: &Origin,
    output: &Output,
    interrupt: &Interrupt,
    progress: Progress<'_>,
) -> Result<PublishReport, StoreError> {
    publish_then(artifacts, origin, output, interrupt, progress, &mut || {})
}

/// The same, and once the new site stands `then`, before another run may touch the folder.
///
/// # Errors
/// Those of [`publish`]; `then` is not called.
pub fn publish_then(
    artifacts: &Artifacts,
    origin: &Origin,
    output: &Output,
    interrupt: &Interrupt,
    progress: Progress<'_>,
    then: &mut dyn FnMut(),
) -> Result<PublishReport, StoreError> {
    interrupt.check()?;
    disk::create_folders(output.parent()).map_err(|error| StoreError::system(Doing::Write, output.parent(), &error))?;
    let _lock = Lock::take(output.lock(), output.path())?;
    aside::clear(output)?;

    let survey = Survey::of(output)?;
    if let Some(path) = survey.clash(artifacts) {
        return Err(StoreError::ForeignFile(output.path().join(path)));
    }
    let manifest = Manifest::of(artifacts).made_from(origin.clone());
    let unchanged = unchanged(artifacts, &survey, output.path());
    let report = PublishReport {
        written: artifacts.len() - unchanged.len(),
        unchanged: unchanged.len(),
        removed: survey.ours.keys().filter(|path| !manifest.lists(path)).cloned().collect(),
        kept: survey.foreign.iter().cloned().collect(),
    };
    if survey.exists && report.written == 0 && report.removed.is_empty() {
        if manifest != survey.manifest {
            attest::put(&manifest, output)?;
        }
        then();
        return Ok(report);
    }

    let taken_over = |path: &str| unchanged.contains(path) || survey.foreign.contains(path);
    let mut staging = Staging::begin(output, &|path| taken_over(path).then(|| output.path().join(path)), interrupt)?;
    let total = artifacts.len() + survey.foreign.len();
    staging.make_folders_of(artifacts.iter().map(|(path, _)| path))?;
    let files: Vec<(&str, &[u8])> = artifacts.iter().collect();
    for (at, files) in files.chunks(AT_ONCE).enumerate() {
        progress(at * AT_ONCE, total);
        let place = |(path, bytes): &(&str, &[u8])| {
            interrupt.check()?;
            if unchanged.contains(path) {
                staging.take_over(path, &output.path().join(path))
            } else {
                staging.write(path, bytes)
            }
        };
        // Of several that are refused the first is told.
        if let Some(error) = files.par_iter().find_map_first(|file| place(file).err()) {
            return Err(error);
        }
    }
    staging.keep_foreign(&survey, &manifest, output.path(), interrupt)?;
    staging.check(artifacts, &unchanged)?;
    let entry = Entry::of(Act::Publish, &manifest, report.written, report.removed.len());
    staging.finish(&manifest, output, &entry)?;
    interrupt.check()?;
    staging.swap(output)?;
    // The new site stands. What cannot be done any more now, the next run does.
    aside::conclude(output, &entry);
    then();
    progress(total, total);
    Ok(report)
}

/// How many files are written between two tellings of how far the work is.
const AT_ONCE: usize = 64;

/// The paths at which the very bytes of the new site stand already. Bytes are compared, not the manifest's digests:
/// a file of ours that somebody altered is put right.
fn unchanged<'a>(artifacts: &'a Artifacts, survey: &Survey, root: &Path) -> BTreeSet<&'a str> {
    let same = |path: &str, bytes: &[u8]| {
        survey.ours.get(path) == Some(&(bytes.len() as u64))
            && disk::read(&root.join(path)).is_ok_and(|there| there == bytes)
    };
    let files: Vec<(&str, &[u8])> = artifacts.iter().collect();
    let same: Vec<&str> =
        files.into_par_iter().filter(|(path, bytes)| same(path, bytes)).map(|(path, _)| path).collect();
    same.into_iter().collect()
}
