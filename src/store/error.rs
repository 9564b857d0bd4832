//! What can keep the store from its work. These are the machine's failures; faults of content are findings.

use std::fmt;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::source::{visible, visible_path};
use crate::strings::{Language, Strings};

/// Why the store could not do what it was asked. Until it says so, nothing that people see has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreError {
    /// There is no catalogue at the path.
    NoCatalogue(PathBuf),
    /// The output folder is one that must never be replaced.
    Output(PathBuf, OutputFault),
    /// The output folder holds files and no manifest of ours; one of them is named.
    NotOurs {
        /// The output folder.
        output: PathBuf,
        /// Something in it.
        example: String,
    },
    /// The output folder's manifest cannot be read as one.
    ManifestBroken(PathBuf),
    /// There is no manifest: what is there is no site of ours, or its hidden file was not copied.
    NoManifest(PathBuf),
    /// No site stood in the folder before the one that stands there.
    NoPrevious(PathBuf),
    /// A file of the site before is no longer as it was published.
    PreviousAltered(PathBuf),
    /// A file that was just written is not what was written.
    Lost(PathBuf),
    /// A file of the site that stands was altered by others while the new site was made.
    Altered(PathBuf),
    /// Something that we did not write stands where a file of the site would.
    ForeignFile(PathBuf),
    /// The staging folder's name is taken by something that is not ours.
    StagingTaken(PathBuf),
    /// Another niemyet is publishing there.
    Busy(PathBuf),
    /// A person stopped the work.
    Interrupted,
    /// A file to be written is not as it was when the change was planned.
    Changed(PathBuf),
    /// A write that died waits to be finished, and a file that it was to change was changed since.
    Unfinished {
        /// The file.
        file: PathBuf,
        /// What the write left.
        folder: PathBuf,
    },
    /// A file to be created exists already.
    Exists(PathBuf),
    /// A path that could lead outside its folder.
    UnsafePath(String),
    /// The system refused.
    System {
        /// What was being done.
        doing: Doing,
        /// To what.
        path: PathBuf,
        /// Why it could not be.
        problem: Problem,
    },
}

/// Why a folder cannot be an output folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutputFault {
    /// It is a symbolic link.
    Link,
    /// It is the root of the file system, or has no name of its own.
    Root,
    /// It is the working folder or holds it.
    WorkingFolder,
    /// It is the catalogue, `site/` or `templates/`, or holds one of them.
    HoldsProject,
    /// It lies within the catalogue, `site/` or `templates/`.
    InsideProject,
    /// It is a file.
    NotAFolder,
}

/// What the store was doing when the system refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// Reading a file or folder.
    Read,
    /// Writing a file or making a folder.
    Write,
    /// Putting the new tree in the old one's place.
    Replace,
    /// Removing what is no longer needed.
    Remove,
}

/// Why the system refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// No space is left, or a quota is used up.
    DiskFull,
    /// A file would be larger than the process may write (`ulimit -f`).
    FileTooLarge,
    /// No permission, or the file system is read-only.
    Denied,
    /// The folder is a mount point or in use as one.
    MountPoint,
    /// A folder stands where a file is asked for.
    IsFolder,
    /// What the path goes through is a file.
    NotThroughFile,
    /// Anything else, in the system's words.
    Other(String),
}

impl StoreError {
    /// The error of a system call.
    pub(super) fn system(doing: Doing, path: &Path, error: &std::io::Error) -> StoreError {
        let problem = match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Problem::DiskFull,
            ErrorKind::FileTooLarge => Problem::FileTooLarge,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Problem::Denied,
            ErrorKind::ResourceBusy | ErrorKind::CrossesDevices => Problem::MountPoint,
            ErrorKind::IsADirectory => Problem::IsFolder,
            ErrorKind::NotADirectory => Problem::NotThroughFile,
            _ => Problem::Other(error.to_string()),
        };
        StoreError::System { doing, path: path.to_owned(), problem }
    }

    /// What happened, in words: lower case, no full stop.
    pub fn message(&self, language: Language) -> String {
        Strings::of(language).filled(&["store", self.key(), "message"], &self.args(language))
    }

    /// What to do about it, in words.
    pub fn help(&self, language: Language) -> String {
        Strings::of(language).filled(&["store", self.key(), "help"], &self.args(language))
    }

    fn key(&self) -> &'static str {
        match self {
            StoreError::NoCatalogue(_) => "no_catalogue",
            StoreError::Output(_, OutputFault::Link) => "output_link",
            StoreError::Output(_, OutputFault::Root) => "output_root",
            StoreError::Output(_, OutputFault::WorkingFolder) => "output_working_folder",
            StoreError::Output(_, OutputFault::HoldsProject) => "output_holds_project",
            StoreError::Output(_, OutputFault::InsideProject) => "output_inside_project",
            StoreError::Output(_, OutputFault::NotAFolder) => "output_not_a_folder",
            StoreError::NotOurs { .. } => "not_ours",
            StoreError::ManifestBroken(_) => "manifest_broken",
            StoreError::NoManifest(_) => "no_manifest",
            StoreError::NoPrevious(_) => "no_previous",
            StoreError::PreviousAltered(_) => "previous_altered",
            StoreError::Lost(_) => "lost",
            StoreError::Altered(_) => "altered_meanwhile",
            StoreError::ForeignFile(_) => "foreign_file",
            StoreError::StagingTaken(_) => "staging_taken",
            StoreError::Busy(_) => "busy",
            StoreError::Interrupted => "interrupted",
            StoreError::Changed(_) => "changed",
            StoreError::Unfinished { .. } => "unfinished",
            StoreError::Exists(_) => "exists",
            StoreError::UnsafePath(_) => "unsafe_path",
            StoreError::System { problem, .. } => match problem {
                Problem::DiskFull => "disk_full",
                Problem::FileTooLarge => "file_too_large",
                Problem::Denied => "denied",
                Problem::MountPoint => "mount_point",
                Problem::IsFolder => "is_folder",
                Problem::NotThroughFile => "not_through_file",
                Problem::Other(_) => "system",
            },
        }
    }

    fn args(&self, language: Language) -> Vec<(&'static str, String)> {
        match self {
            StoreError::Interrupted => Vec::new(),
            StoreError::Unfinished { file, folder } => {
                vec![("path", visible_path(file)), ("folder", visible_path(folder))]
            }
            StoreError::UnsafePath(path) => vec![("path", visible(path))],
            StoreError::NotOurs { output, example } => {
                vec![("path", visible_path(output)), ("example", visible(example))]
            }
            StoreError::System { doing, path, problem } => {
                let reason = match problem {
                    Problem::Other(words) => words.clone(),
                    Problem::DiskFull
                    | Problem::FileTooLarge
                    | Problem::Denied
                    | Problem::MountPoint
                    | Problem::IsFolder
                    | Problem::NotThroughFile => String::new(),
                };
                let doing = Strings::of(language).get(&["store", "doing", doing.key()]);
                vec![("path", visible_path(path)), ("doing", doing), ("reason", reason)]
            }
            StoreError::NoCatalogue(path)
            | StoreError::Output(path, _)
            | StoreError::ManifestBroken(path)
            | StoreError::NoManifest(path)
            | StoreError::NoPrevious(path)
            | StoreError::PreviousAltered(path)
            | StoreError::Lost(path)
            | StoreError::Altered(path)
            | StoreError::ForeignFile(path)
            | StoreError::StagingTaken(path)
            | StoreError::Busy(path)
            | StoreError::Changed(path)
            | StoreError::Exists(path) => vec![("path", visible_path(path))],
        }
    }
}

impl Doing {
    fn key(self) -> &'static str {
        match self {
            Doing::Read => "read",
            Doing::Write => "write",
            Doing::Replace => "replace",
            Doing::Remove => "remove",
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Language::English))
    }
}

impl std::error::Error for StoreError {}
