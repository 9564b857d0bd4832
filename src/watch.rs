//! Waiting for a project to change. The only user of notify.
//!
//! 1. Watch the catalogue, `site/` and `templates/`, and the folder that holds them for their coming and going.
//! 2. Wait for an event that is about a project's file: reading is none, nor are hidden files and what editors leave.
//! 3. Gather what follows until it is quiet for 100 ms, or for 500 ms at most: a save is several events.
//! 4. Watch again what may have been replaced meanwhile, and say that something changed.
//!
//! Whether the bytes differ is for the caller to see: it reads the project anyway.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use crate::source::visible_path;
use crate::store::{Interrupt, Project, is_ignored};

const QUIET: Duration = Duration::from_millis(100);
const CAP: Duration = Duration::from_millis(500);
/// How often a request to stop is looked for while nothing happens.
const PATIENCE: Duration = Duration::from_millis(250);
/// How often files are looked at where the system cannot tell of changes.
const POLL: Duration = Duration::from_secs(1);

/// A project being watched.
pub struct Watch {
    watcher: Box<dyn Watcher + Send>,
    events: Receiver<()>,
    root: PathBuf,
    folders: Vec<PathBuf>,
    kind: WatchKind,
}

/// How changes are noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WatchKind {
    /// The system tells of them.
    Native,
    /// Files are looked at once a second: the system cannot tell, or not of so many folders.
    Polling,
}

/// Why [`Watch::wait`] returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Woken {
    /// Something in the project may have changed.
    Changed,
    /// Somebody asked to stop.
    Stopped,
}

impl Watch {
    /// Begins to watch a project.
    ///
    /// # Errors
    /// The system's words where the project can be watched neither way.
    pub fn start(project: &Project) -> Result<Watch, String> {
        Watch::of_kind(project, WatchKind::Native).or_else(|_| Watch::of_kind(project, WatchKind::Polling))
    }

    fn of_kind(project: &Project, kind: WatchKind) -> Result<Watch, String> {
        let real =
            |path: &Path| std::fs::canonicalize(path).map_err(|error| format!("{}: {error}", visible_path(path)));
        let root = real(project.working_root())?;
        // A folder that does not exist yet stands right below the root under its own name.
        let folder = |path: &PathBuf| real(path).ok().or_else(|| Some(root.join(path.file_name()?)));
        let folders: Vec<PathBuf> =
            [&project.catalogue, &project.site, &project.templates].into_iter().filter_map(folder).collect();
        let (sender, events) = channel();
        let ours = folders.clone();
        let handler = move |event: Result<Event, notify::Error>| {
            // An error may hide a change, so it counts as one.
            if event.map_or(true, |event| matters(&event, &ours)) {
                let _ = sender.send(()); // nobody listens once the watch is gone
            }
        };
        let watcher: Box<dyn Watcher + Send> = match kind {
            WatchKind::Native => {
                Box::new(RecommendedWatcher::new(handler, Config::default()).map_err(|error| error.to_string())?)
            }
            WatchKind::Polling => {
                let config = Config::default().with_poll_interval(POLL).with_compare_contents(true);
                Box::new(PollWatcher::new(handler, config).map_err(|error| error.to_string())?)
            }
        };
        let mut watch = Watch { watcher, events, root, folders, kind };
        watch.watch_all()?;
        Ok(watch)
    }

    /// How changes are noticed.
    pub fn kind(&self) -> WatchKind {
        self.kind
    }

    /// Waits until something in the project may have changed and it is quiet again, or until somebody asks to stop.
    pub fn wait(&mut self, interrupt: &Interrupt) -> Woken {
        loop {
            if interrupt.check().is_err() {
                return Woken::Stopped;
            }
            match self.events.recv_timeout(PATIENCE) {
                Ok(()) => break,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Woken::Stopped,
            }
        }
        let first = Instant::now();
        while let Some(left) = CAP.checked_sub(first.elapsed()) {
            if self.events.recv_timeout(QUIET.min(left)).is_err() {
                break;
            }
        }
        // A folder that was replaced as a whole is another one now. A failure shows as a missing folder when the
        // project is read.
        let _ = self.watch_all();
        Woken::Changed
    }

    fn watch_all(&mut self) -> Result<(), String> {
        let mut watch = |path: &Path, mode| self.watcher.watch(path, mode).map_err(|error| error.to_string());
        watch(&self.root, RecursiveMode::NonRecursive)?;
        for folder in self.folders.iter().filter(|folder| folder.is_dir()) {
            watch(folder, RecursiveMode::Recursive)?;
        }
        Ok(())
    }
}

/// Whether an event can have changed what the project says.
fn matters(event: &Event, folders: &[PathBuf]) -> bool {
    let changes = match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        EventKind::Any | EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_) | EventKind::Other => true,
    };
    let ours = |path: &PathBuf| {
        folders.iter().any(|folder| {
            path.strip_prefix(folder)
                .is_ok_and(|within| !within.components().any(|part| is_ignored(&part.as_os_str().to_string_lossy())))
        })
    };
    changes && (event.paths.is_empty() || event.need_rescan() || event.paths.iter().any(ours))
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "a real folder is watched")]
mod tests {
    use super::*;
    use std::fs;

    /// Whether the watch wakes within a time; returns as soon as it does.
    fn wakes(watch: &mut Watch, within: Duration) -> bool {
        let interrupt = &Interrupt::new();
        let (woken, over) = channel::<()>();
        std::thread::scope(|scope| {
            scope.spawn(move || {
                if over.recv_timeout(within) == Err(RecvTimeoutError::Timeout) {
                    interrupt.request();
                }
            });
            let reason = watch.wait(interrupt);
            drop(woken);
            reason == Woken::Changed
        })
    }

    /// Whether a watch notices what `change` does to a project.
    fn noticed(kind: WatchKind, within: Duration, change: impl Fn(&Path)) -> bool {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        fs::create_dir_all(at("catalogue/procedures")).unwrap();
        fs::create_dir_all(at("public")).unwrap();
        fs::write(at("catalogue/agencies.toml"), "1").unwrap();
        let mut watch = Watch::of_kind(&Project::within(folder.path()), kind).unwrap();
        change(folder.path());
        wakes(&mut watch, within)
    }

    const LONG: Duration = Duration::from_secs(20);
    const SHORT: Duration = Duration::from_millis(600);

    #[test]
    fn a_saved_a_new_and_a_deleted_file_are_noticed() {
        for kind in [WatchKind::Native, WatchKind::Polling] {
            assert!(noticed(kind, LONG, |root| fs::write(root.join("catalogue/agencies.toml"), "22").unwrap()));
            assert!(noticed(kind, LONG, |root| fs::write(root.join("catalogue/procedures/1.md"), "").unwrap()));
            assert!(noticed(kind, LONG, |root| fs::remove_file(root.join("catalogue/agencies.toml")).unwrap()));
        }
    }

    #[test]
    fn a_folder_that_comes_later_is_noticed() {
        assert!(noticed(WatchKind::Native, LONG, |root| fs::create_dir(root.join("site")).unwrap()));
    }

    #[test]
    fn reading_hidden_files_editors_leavings_and_the_output_are_not_noticed() {
        assert!(!noticed(WatchKind::Native, SHORT, |root| {
            fs::read(root.join("catalogue/agencies.toml")).unwrap();
            fs::write(root.join("catalogue/.agencies.toml.swp"), "x").unwrap();
            fs::write(root.join("catalogue/agencies.toml~"), "x").unwrap();
            fs::write(root.join("public/index.html"), "x").unwrap();
            fs::write(root.join("README.md"), "x").unwrap();
        }));
    }

    #[test]
    fn a_burst_of_changes_wakes_once() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("catalogue")).unwrap();
        let mut watch = Watch::start(&Project::within(folder.path())).unwrap();
        for number in 0..50 {
            fs::write(folder.path().join(format!("catalogue/{number}")), "x").unwrap();
        }
        assert!(wakes(&mut watch, LONG));
        assert!(!wakes(&mut watch, SHORT));
    }
}
