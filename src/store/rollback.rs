//! Putting back the site that stood before.

use std::collections::BTreeSet;

use super::lock::Lock;
use super::log::{Act, Entry};
use super::manifest::Manifest;
use super::staging::Staging;
use super::survey::Survey;
use super::verify::{digest_of, verify};
use super::{Doing, Interrupt, Output, Progress, StoreError, aside, disk};

/// What putting back did.
#[derive(Debug)]
pub struct RolledBack {
    /// The manifest of the site that stands now.
    pub manifest: Manifest,
    /// How many of its files are others than before.
    pub changed: usize,
}

/// Puts the site before in the place of the one that stands, in one step, and keeps that one in its place: the same again
/// undoes it. What others put into the folder stays.
///
/// # Errors
/// [`StoreError::NoPrevious`] where there is none, [`StoreError::PreviousAltered`] where a file of it is not as it was
/// published. Until the swap every error, and every request to stop, leaves the folder as it was.
pub fn rollback(output: &Output, interrupt: &Interrupt, progress: Progress<'_>) -> Result<RolledBack, StoreError> {
    let previous = output.previous();
    let no_previous = || StoreError::NoPrevious(output.path().to_owned());
    let refused = |error| StoreError::system(Doing::Read, output.parent(), &error);
    if !disk::is_there(output.parent()).map_err(refused)? {
        return Err(no_previous());
    }
    let _lock = Lock::take(output.lock(), output.path())?;
    // First of all: what a killed run left may be the site before.
    aside::clear(output)?;
    let verified = match verify(&previous, None) {
        Ok(verified) => verified,
        Err(StoreError::NoManifest(_)) => return Err(no_previous()),
        Err(error) => return Err(error),
    };
    let manifest = verified.manifest;
    // What others had put into the folder stood there too. A file that both sites have is one on the disk: who altered it altered
    // both, and where a build has put it right it is taken from there.
    let mut of_site = BTreeSet::new();
    for path in verified.altered.changed.iter().chain(&verified.altered.missing) {
        let is_right =
            digest_of(&output.path().join(path)).is_ok_and(|digest| manifest.digest_at(path) == Some(&digest));
        if !is_right {
            return Err(StoreError::PreviousAltered(previous.join(path)));
        }
        of_site.insert(path.as_str());
    }
    let survey = Survey::of(output)?;
    if let Some(path) = survey.foreign.iter().find(|path| manifest.lists(path)) {
        return Err(StoreError::ForeignFile(output.path().join(path)));
    }
    let source = |path: &str| if of_site.contains(path) { output.path() } else { &previous }.join(path);
    let of_others = |path: &str| survey.foreign.contains(path).then(|| output.path().join(path));
    let taken_over = |path: &str| if manifest.lists(path) { Some(source(path)) } else { of_others(path) };
    let mut staging = Staging::begin(output, &taken_over, interrupt)?;
    let total = manifest.len() + survey.foreign.len();
    staging.make_folders_of(manifest.paths())?;
    for (done, path) in manifest.paths().enumerate() {
        interrupt.check()?;
        progress(done, total);
        staging.take_over(path, &source(path))?;
    }
    staging.keep_foreign(&survey, &manifest, output.path(), interrupt)?;
    let changed = manifest.paths().filter(|path| manifest.digest_at(path) != survey.manifest.digest_at(path)).count();
    let removed = survey.manifest.paths().filter(|path| !manifest.lists(path)).count();
    let entry = Entry::of(Act::Rollback, &manifest, changed, removed);
    staging.finish(&manifest, output, &entry)?;
    interrupt.check()?;
    staging.swap(output)?;
    aside::conclude(output, &entry);
    progress(total, total);
    Ok(RolledBack { manifest, changed })
}
