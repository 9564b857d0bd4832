//! What a reading of a project saw of its files, so that the next one opens only what has changed since.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::survey::stamp_of;
use crate::input::{FileContent, Files, Input};

/// A file that changed so short a time before it was read may change again without its times telling: clocks of file systems
/// tick slowly.
const DOUBT: Duration = Duration::from_secs(2);

/// By path: size, times and place on the disk of every file as it stood when it was read, if that was long enough after its
/// last change.
#[derive(Debug, Default)]
pub struct Seen(BTreeMap<PathBuf, String>);

/// One reading.
pub(super) struct Reading<'r> {
    /// What the one before saw, and gave.
    before: Seen,
    last: Option<&'r Input>,
    began: SystemTime,
    seen: &'r mut Seen,
}

impl<'r> Reading<'r> {
    /// Begins to read what was read before into `last`, if it was, and then left `seen`.
    pub(super) fn after(seen: &'r mut Seen, last: Option<&'r Input>) -> Reading<'r> {
        let before = std::mem::take(seen);
        Reading { before, last, began: SystemTime::now(), seen }
    }

    /// The files of a project's folder, as the last reading gave them.
    pub(super) fn last(&self, files: impl Fn(&'r Input) -> &'r Files) -> Option<&'r Files> {
        self.last.map(files)
    }

    /// The content of a file as it was read before, where nothing tells that it has changed; else what `read` gives. Only bytes
    /// are kept: what could not be read may be readable now.
    pub(super) fn content(
        &mut self,
        path: &Path,
        metadata: &Metadata,
        known: Option<&FileContent>,
        read: impl FnOnce() -> std::io::Result<FileContent>,
    ) -> std::io::Result<FileContent> {
        let stamp = stamp_of(metadata);
        let is_same = self.before.0.get(path) == Some(&stamp);
        let content = match known.filter(|known| is_same && matches!(known, FileContent::Bytes(_))) {
            Some(known) => known.clone(),
            None => read()?,
        };
        if is_same || is_settled(metadata, self.began) {
            self.seen.0.insert(path.to_owned(), stamp);
        }
        Ok(content)
    }
}

/// Whether a file changed long enough before a moment: if it changes again, its times will tell.
pub(super) fn is_settled(metadata: &Metadata, moment: SystemTime) -> bool {
    let settled = |time: SystemTime| moment.duration_since(time).is_ok_and(|since| since > DOUBT);
    metadata.modified().is_ok_and(settled) && changed(metadata).is_none_or(settled)
}

/// When what the system knows of a file changed last.
#[cfg(unix)]
fn changed(metadata: &Metadata) -> Option<SystemTime> {
    use std::os::unix::fs::MetadataExt;
    let seconds = u64::try_from(metadata.ctime()).ok()?;
    let nanoseconds = u32::try_from(metadata.ctime_nsec()).ok()?;
    Some(SystemTime::UNIX_EPOCH + Duration::new(seconds, nanoseconds))
}

#[cfg(not(unix))]
fn changed(_: &Metadata) -> Option<SystemTime> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Day;
    use crate::store::Project;

    fn input(project: &Project, seen: &mut Seen, last: Option<&Input>) -> Input {
        let parts = project.read_after(seen, last).unwrap();
        let day = Day::from_ymd_opt(2026, 8, 31).unwrap();
        let (catalogue, site, templates) = (parts.catalogue, parts.site, parts.templates);
        Input { catalogue, site, templates, as_of: day, today: day, base_url: None }
    }

    #[test]
    fn a_file_that_has_not_changed_is_not_opened_again_and_one_in_doubt_is() {
        let folder = tempfile::tempdir().unwrap();
        let project = Project::within(folder.path());
        let at = |name: &str| project.catalogue.join(name);
        std::fs::create_dir(&project.catalogue).unwrap();
        ["a.toml", "b.toml", "c.toml"].into_iter().for_each(|name| std::fs::write(at(name), name).unwrap());
        let mut seen = Seen::default();
        let first = input(&project, &mut seen, None);
        assert!(seen.0.is_empty(), "they are too new to be told by their times");

        // As though they had been read long after; then what is told of before shows whether a file was opened.
        let stamps = ["a.toml", "b.toml"].map(|name| (at(name), stamp_of(&std::fs::metadata(at(name)).unwrap())));
        seen.0.extend(stamps);
        let mut told = first.clone();
        for content in told.catalogue.values_mut() {
            *content = FileContent::Bytes(b"as it was".to_vec());
        }
        std::fs::write(at("b.toml"), "other").unwrap();
        let second = input(&project, &mut seen, Some(&told));
        let text = |input: &Input, name: &str| input.catalogue[name].text().unwrap().to_owned();
        assert_eq!(["a.toml", "b.toml", "c.toml"].map(|name| text(&second, name)), ["as it was", "other", "c.toml"]);
        assert_eq!(seen.0.keys().collect::<Vec<_>>(), [&at("a.toml")]);

        assert_eq!(text(&input(&project, &mut seen, None), "a.toml"), "a.toml", "without what was read it is read");
    }
}
