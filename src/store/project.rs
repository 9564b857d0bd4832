//! Reading a project: the catalogue, and the `site/` and `templates/` beside it.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use sha2::{Digest, Sha256};
use walkdir::{DirEntry, WalkDir};

use super::seen::{Reading, Seen, is_settled};
use super::survey::stamp_of;
use super::{Doing, StoreError};
use crate::digest::hex;
use crate::input::{FILE_LIMIT, FileContent, Files, Input};
use crate::source::visible_path;

/// The three folders of a project, as the user named them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// The folder that holds the three; empty for the working folder, so that paths read as people type them.
    pub root: PathBuf,
    /// The catalogue.
    pub catalogue: PathBuf,
    /// `site/` beside it, which need not exist.
    pub site: PathBuf,
    /// `templates/` beside it, which need not exist.
    pub templates: PathBuf,
}

/// The files of a project's three folders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectFiles {
    /// The files of the catalogue.
    pub catalogue: Files,
    /// The files of `site/`.
    pub site: Files,
    /// The files of `templates/`.
    pub templates: Files,
}

impl Project {
    /// The project at `folder`, which is a catalogue or holds one named `catalogue`.
    ///
    /// A folder with nothing of a catalogue in it is none: a site made from it would be empty, and replace a full one.
    pub fn find(folder: &Path) -> Result<Project, StoreError> {
        let nested = folder.join("catalogue");
        if is_catalogue(&nested) {
            Ok(Project::within(folder))
        } else if is_catalogue(folder) {
            Ok(Project { catalogue: folder.to_owned(), ..Project::within(&parent(folder)) })
        } else {
            Err(StoreError::NoCatalogue(folder.to_owned()))
        }
    }

    /// The project that `root` holds, or will hold.
    pub fn within(root: &Path) -> Project {
        Project {
            root: root.to_owned(),
            catalogue: root.join("catalogue"),
            site: root.join("site"),
            templates: root.join("templates"),
        }
    }

    /// Reads every file. What cannot be read is a value too: only a missing or closed catalogue is an error.
    pub fn read(&self) -> Result<ProjectFiles, StoreError> {
        self.read_after(&mut Seen::default(), None)
    }

    /// The same after a reading that gave `last` and left `seen`: only what may have changed since is opened.
    pub fn read_after(&self, seen: &mut Seen, last: Option<&Input>) -> Result<ProjectFiles, StoreError> {
        std::fs::read_dir(&self.catalogue).map_err(|error| StoreError::system(Doing::Read, &self.catalogue, &error))?;
        let inside = std::fs::canonicalize(self.working_root())
            .map_err(|error| StoreError::system(Doing::Read, &self.root, &error))?;
        let mut reading = Reading::after(seen, last);
        let mut read = |folder: &Path, files: fn(&Input) -> &Files| {
            let last = reading.last(files);
            read_tree_after(folder, &inside, last, &mut reading)
        };
        Ok(ProjectFiles {
            catalogue: read(&self.catalogue, |last| &last.catalogue),
            site: read(&self.site, |last| &last.site),
            templates: read(&self.templates, |last| &last.templates),
        })
    }

    /// One digest of what the system says of every file that [`Project::read`] opens: its name, its size, when it was last changed and
    /// where it stands. `None` where a file is a link or cannot be seen, or changed so short a time ago that it may change again
    /// untold; and on systems that tell nothing of a file but its size and a time that anybody can set.
    pub fn stamp(&self) -> Option<String> {
        if !cfg!(unix) {
            return None;
        }
        let now = SystemTime::now();
        let mut hasher = Sha256::new();
        hasher.update(std::fs::canonicalize(self.working_root()).ok()?.as_os_str().as_encoded_bytes());
        for folder in [&self.catalogue, &self.site, &self.templates] {
            hasher.update(b"\0folder\0");
            if !folder.is_dir() {
                continue;
            }
            // Where a link leads may change without it and without what it leads to.
            if folder.is_symlink() {
                return None;
            }
            for entry in walk(folder) {
                let entry = entry.ok()?;
                if entry.file_type().is_dir() {
                    continue;
                }
                let metadata = entry.metadata().ok()?;
                if !metadata.is_file() || !is_settled(&metadata, now) {
                    return None;
                }
                hasher.update(entry.path().strip_prefix(folder).ok()?.as_os_str().as_encoded_bytes());
                hasher.update(stamp_of(&metadata));
            }
        }
        Some(hex(&hasher.finalize()))
    }

    /// The folder in which offices have files of their own, which need not exist.
    pub fn offices(&self) -> PathBuf {
        self.root.join("offices")
    }

    /// The files of the offices' own, by their paths in that folder.
    pub fn read_offices(&self) -> Result<Files, StoreError> {
        let inside = std::fs::canonicalize(self.working_root())
            .map_err(|error| StoreError::system(Doing::Read, &self.root, &error))?;
        Ok(read_tree(&self.offices(), &inside))
    }

    /// The files of a folder in the catalogue that is no part of it, such as that of drafts.
    pub fn read_beside(&self, folder: &str) -> Result<Files, StoreError> {
        let inside = std::fs::canonicalize(self.working_root())
            .map_err(|error| StoreError::system(Doing::Read, &self.root, &error))?;
        Ok(read_tree(&self.catalogue.join(folder), &inside))
    }

    /// The folder that holds the three, by a path that the system understands.
    pub fn working_root(&self) -> &Path {
        if self.root.as_os_str().is_empty() { Path::new(".") } else { &self.root }
    }

    /// The path as the user would type it, of a file that findings name (`catalogue/…`, `site/…`, `templates/…`, `offices/…`).
    pub fn shown(&self, place: &str) -> String {
        let shown = |folder: &Path, rest: &str| visible_path(folder.join(rest));
        match place.split_once('/') {
            Some(("catalogue", rest)) => shown(&self.catalogue, rest),
            Some(("site", rest)) => shown(&self.site, rest),
            Some(("templates", rest)) => shown(&self.templates, rest),
            Some(("offices", rest)) => shown(&self.offices(), rest),
            Some(_) | None => place.to_owned(),
        }
    }
}

/// Whether a file is no part of a project by its name alone: hidden files, and what editors leave while they save.
pub fn is_ignored(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~') || (name.starts_with('#') && name.ends_with('#'))
}

fn is_catalogue(folder: &Path) -> bool {
    ["agencies.toml", "procedures", "decisions"].iter().any(|name| folder.join(name).exists())
}

fn parent(folder: &Path) -> PathBuf {
    match (folder.file_name(), folder.parent()) {
        (Some(_), Some(parent)) => parent.to_owned(),
        _ => folder.join(".."),
    }
}

/// Every file under `folder`, in the order of names. Folders that are links are not entered.
fn read_tree(folder: &Path, inside: &Path) -> Files {
    read_tree_after(folder, inside, None, &mut Reading::after(&mut Seen::default(), None))
}

/// The same after a reading that gave `last`.
fn read_tree_after(folder: &Path, inside: &Path, last: Option<&Files>, reading: &mut Reading<'_>) -> Files {
    if !folder.is_dir() {
        return Files::new();
    }
    let mut files = Files::new();
    for entry in walk(folder) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => {
                let path = relative(entry.path(), folder);
                let known = last.and_then(|last| last.get(&path));
                files.insert(path, read_file(entry.path(), inside, known, reading));
            }
            Err(error) => {
                let path = error.path().map_or_else(String::new, |path| relative(path, folder));
                files.insert(path, FileContent::Unreadable(error.to_string()));
            }
        }
    }
    files
}

/// What a folder of a project holds, in the order of names.
fn walk(folder: &Path) -> impl Iterator<Item = walkdir::Result<DirEntry>> {
    let is_visible = |entry: &DirEntry| entry.depth() == 0 || !is_ignored(&entry.file_name().to_string_lossy());
    WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(is_visible)
}

fn relative(path: &Path, folder: &Path) -> String {
    let relative = path.strip_prefix(folder).unwrap_or(path);
    let segments: Vec<_> = relative.components().map(|segment| segment.as_os_str().to_string_lossy()).collect();
    segments.join("/")
}

fn read_file(path: &Path, inside: &Path, known: Option<&FileContent>, reading: &mut Reading<'_>) -> FileContent {
    let mut content = || -> std::io::Result<FileContent> {
        if path.to_str().is_none() {
            return Ok(FileContent::Unreadable("the name is not UTF-8".to_owned()));
        }
        if path.is_symlink() && !std::fs::canonicalize(path)?.starts_with(inside) {
            return Ok(FileContent::Unreadable("a link that leads out of the project".to_owned()));
        }
        let metadata = std::fs::metadata(path)?;
        if !metadata.is_file() {
            return Ok(FileContent::Unreadable("not a regular file".to_owned()));
        }
        if metadata.len() > FILE_LIMIT {
            return Ok(FileContent::TooLarge(metadata.len()));
        }
        reading.content(path, &metadata, known, || {
            let mut bytes = Vec::with_capacity(metadata.len().try_into().unwrap_or(0));
            File::open(path)?.take(FILE_LIMIT + 1).read_to_end(&mut bytes)?;
            let read = bytes.len() as u64;
            Ok(if read > FILE_LIMIT { FileContent::TooLarge(read) } else { FileContent::Bytes(bytes) })
        })
    };
    content().unwrap_or_else(|error| FileContent::Unreadable(error.to_string()))
}
