//! Saying of a site that stands what it was made from, where that alone has changed.

use std::path::Path;

use super::lock::Lock;
use super::log::{self, Act, Entry};
use super::manifest::{self, Manifest};
use super::memo::{Memo, Standing};
use super::survey::Survey;
use super::{Doing, Interrupt, Origin, Output, StoreError, aside, disk};

/// Says of the site that a memo remembers that it was made from `origin`, and calls `then` before another run may touch the
/// folder. `None` where the folder is not as the memo's build left it: nothing is said of such a site.
///
/// # Errors
/// What the system refuses leaves the site as it was.
pub fn attest(
    memo: &Memo,
    origin: &Origin,
    output: &Output,
    interrupt: &Interrupt,
    then: &mut dyn FnMut(),
) -> Result<Option<Standing>, StoreError> {
    interrupt.check()?;
    let _lock = Lock::take(output.lock(), output.path())?;
    aside::clear(output)?;
    let survey = Survey::of(output)?;
    if !memo.has_left(&survey) {
        return Ok(None);
    }
    let manifest = survey.manifest.clone().made_from(origin.clone());
    if manifest != survey.manifest {
        put(&manifest, output)?;
    }
    then();
    Ok(Some(Standing::of(&survey)))
}

/// Gives the site that stands another manifest of the same files, in one step, and a line in the log. What stood before that site
/// stays what a rollback puts back.
pub(super) fn put(manifest: &Manifest, output: &Output) -> Result<(), StoreError> {
    let (target, fresh) = (output.path().join(manifest::NAME), output.fresh_manifest());
    let entry = Entry::of(Act::Publish, manifest, 0, 0);
    let refused = |path: &Path, error| StoreError::system(Doing::Write, path, &error);
    let put = || {
        disk::write_through(&fresh, manifest.to_text().as_bytes()).map_err(|error| refused(&fresh, error))?;
        log::announce(output, &entry).map_err(|error| refused(&output.announced(), error))?;
        disk::rename(&fresh, &target).map_err(|error| refused(&target, error))
    };
    if let Err(error) = put() {
        // What stays the next run removes.
        let _ = disk::remove_if_any(&fresh);
        let _ = disk::remove_if_any(&output.announced());
        return Err(error);
    }
    disk::sync_folder(output.path());
    aside::conclude(output, &entry);
    Ok(())
}
