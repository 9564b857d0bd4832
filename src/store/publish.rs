//! Publishing a site: the whole tree at once.

use bytes::Bytes;
use rayon::prelude::*;

use super::content::{Beside, Content, Known};
use super::lock::Lock;
use super::log::{Act, Entry};
use super::manifest::Manifest;
use super::staging::Staging;
use super::survey::Survey;
use super::{Doing, Interrupt, Origin, Output, StoreError, aside, attest, disk};
use crate::artifacts::Artifacts;
use crate::compress::is_worth;

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

/// What is asked and told while a site is put in place.
pub struct Hooks<'h> {
    /// Whether somebody asks to stop.
    pub interrupt: &'h Interrupt,
    /// Told how far it is.
    pub progress: Progress<'h>,
    /// Done once the site stands, before another run may touch the folder.
    pub then: &'h mut dyn FnMut(),
}

/// A site on its way into an output folder.
///
/// 1. [`Publication::begin`] takes the lock beside the folder, clears what a killed run left, and looks at what stands there: a
///    folder with files and no manifest is refused;
/// 2. [`Publication::take`] takes a file as soon as it is made: where the very bytes stand in the folder it keeps nothing of it,
///    else it writes it beside the folder, so that no more than what is being made is in memory;
/// 3. [`Publication::finish`] makes the folder hold exactly the site, and what others put there.
///
/// Dropped before its site stands, it leaves the folder as it was.
#[derive(Debug)]
pub struct Publication<'o> {
    output: &'o Output,
    survey: Survey,
    beside: Beside,
    _lock: Lock,
}

/// The least file that is written before the whole site is there: below it a file is written once in its place for less.
const WORTH_WRITING: usize = 4096;

impl<'o> Publication<'o> {
    /// Begins to publish into a folder.
    ///
    /// # Errors
    /// The folder is not ours to replace, another run publishes there, or the system refuses; nothing is changed.
    pub fn begin(output: &'o Output, interrupt: &Interrupt) -> Result<Publication<'o>, StoreError> {
        interrupt.check()?;
        let parent = output.parent();
        disk::create_folders(parent).map_err(|error| StoreError::system(Doing::Write, parent, &error))?;
        let lock = Lock::take(output.lock(), output.path())?;
        aside::clear(output)?;
        Ok(Publication { output, survey: Survey::of(output)?, beside: Beside::of(output), _lock: lock })
    }

    /// Takes a file of the site. What cannot be written now is held in memory, and [`Publication::finish`] tells why.
    ///
    /// Files that are sent compressed are held, since somebody has still to compress them.
    pub fn take(&self, path: &str, bytes: Vec<u8>) -> Content {
        if bytes.len() < WORTH_WRITING || is_worth(path) {
            return Content::held(bytes);
        }
        let bytes = Bytes::from(bytes);
        match compared(path, bytes, &self.survey, self.output) {
            Content::Held(bytes) => match self.beside.write(&bytes) {
                Some(number) => Content::Written(Known::of(&bytes), number),
                None => Content::Held(bytes),
            },
            content => content,
        }
    }

    /// Makes the folder hold exactly this site, made from `origin`, and what others put there.
    ///
    /// 1. look again at what stands there, since others may have come and gone while the site was made; a site that would stand on
    ///    somebody else's file is refused;
    /// 2. compare byte by byte; where nothing differs, nothing is touched but what the manifest says that it was made from;
    /// 3. build the new tree beside the folder, from one that was put aside where there is one: changed files written, the others
    ///    linked from the old tree;
    /// 4. hold the new tree against its manifest, have it all reach the disk, then swap the two trees in one step;
    /// 5. write the log, keep the old tree for a rollback, and put the one before it aside.
    ///
    /// # Errors
    /// [`StoreError::Altered`] where a file that was only counted is not any more what it was. Before step 4 is done every error,
    /// and every request to stop, leaves the folder as it was, and [`Hooks::then`] is not called.
    pub fn finish(
        self,
        artifacts: &Artifacts<Content>,
        origin: &Origin,
        hooks: Hooks<'_>,
    ) -> Result<PublishReport, StoreError> {
        hooks.interrupt.check()?;
        self.place(artifacts, &Survey::of(self.output)?, origin, hooks)
    }

    /// Refuses where a file that was only counted is not any more what it was: no bytes of it are held.
    fn check_counted(&self, artifacts: &Artifacts<Content>, interrupt: &Interrupt) -> Result<(), StoreError> {
        let counted: Vec<_> = artifacts.contents().filter(|(_, content)| content.is_standing()).collect();
        let altered = |(path, content): &(&str, &Content)| {
            let path = self.output.path().join(path);
            let checked = interrupt.check().err();
            checked.or_else(|| (!content.is_whole_at(&path)).then_some(StoreError::Altered(path)))
        };
        counted.par_iter().find_map_first(altered).map_or(Ok(()), Err)
    }

    /// [`Publication::finish`] behind its look at the folder.
    fn place(
        &self,
        artifacts: &Artifacts<Content>,
        survey: &Survey,
        origin: &Origin,
        Hooks { interrupt, progress, then }: Hooks<'_>,
    ) -> Result<PublishReport, StoreError> {
        interrupt.check()?;
        let Publication { output, beside, .. } = self;
        if let Some(path) = survey.clash(artifacts) {
            return Err(StoreError::ForeignFile(output.path().join(path)));
        }
        let files = artifacts.clone().map(|path, content| match content {
            Content::Held(bytes) => compared(path, bytes, survey, output),
            content => content,
        });
        if survey.stamp != self.survey.stamp {
            self.check_counted(artifacts, interrupt)?;
        }
        let manifest = Manifest::of(&files).made_from(origin.clone());
        let unchanged = files.contents().filter(|(_, content)| content.is_standing()).count();
        let report = PublishReport {
            written: files.len() - unchanged,
            unchanged,
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

        let is_standing = |path: &str| files.content(path).is_some_and(Content::is_standing);
        let taken_over = |path: &str| is_standing(path) || survey.foreign.contains(path);
        let mut staging =
            Staging::begin(output, &|path| taken_over(path).then(|| output.path().join(path)), interrupt)?;
        let total = files.len() + survey.foreign.len();
        staging.make_folders_of(files.paths())?;
        let each: Vec<(&str, &Content)> = files.contents().collect();
        for (at, each) in each.chunks(AT_ONCE).enumerate() {
            progress(at * AT_ONCE, total);
            let place = |(path, content): &(&str, &Content)| {
                interrupt.check()?;
                match content {
                    Content::Standing(_) => staging.take_over(path, &output.path().join(path)),
                    Content::Written(_, number) => staging.move_in(path, &beside.file(*number)),
                    Content::Held(bytes) => staging.write(path, bytes),
                }
            };
            // Of several that are refused the first is told.
            if let Some(error) = each.par_iter().find_map_first(|file| place(file).err()) {
                return Err(error);
            }
        }
        staging.keep_foreign(survey, &manifest, output.path(), interrupt)?;
        staging.check(&files)?;
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
}

/// A file that is held, unless the very bytes of it stand already. Bytes are compared, not the manifest's digests: a file of ours
/// that somebody altered is put right.
fn compared(path: &str, bytes: Bytes, survey: &Survey, output: &Output) -> Content {
    let is_there = survey.ours.get(path) == Some(&(bytes.len() as u64))
        && disk::read(&output.path().join(path)).is_ok_and(|there| there == bytes);
    if is_there { Content::Standing(Known::of(&bytes)) } else { Content::Held(bytes) }
}

/// Publishes a site that is in memory: [`Publication::begin`], then [`Publication::finish`] without a second look, since nothing
/// was made in between.
///
/// # Errors
/// The folder is not ours to replace, another run publishes there, a file of the site would stand on somebody else's, somebody
/// asks to stop, or the system refuses; the folder is as it was.
pub fn publish(
    artifacts: &Artifacts,
    origin: &Origin,
    output: &Output,
    interrupt: &Interrupt,
    progress: Progress<'_>,
) -> Result<PublishReport, StoreError> {
    publish_then(artifacts, origin, output, Hooks { interrupt, progress, then: &mut || {} })
}

/// The same, and once the new site stands [`Hooks::then`].
///
/// # Errors
/// Those of [`publish`]; [`Hooks::then`] is not called.
pub fn publish_then(
    artifacts: &Artifacts,
    origin: &Origin,
    output: &Output,
    hooks: Hooks<'_>,
) -> Result<PublishReport, StoreError> {
    let publication = Publication::begin(output, hooks.interrupt)?;
    publication.place(&artifacts.clone().into(), &publication.survey, origin, hooks)
}

/// How many files are written between two tellings of how far the work is.
const AT_ONCE: usize = 64;
