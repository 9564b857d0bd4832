//! A project that stands in this repository, as the program reads it.
#![allow(dead_code, reason = "each test program uses what it needs")]

use std::path::Path;

use niemyet::input::{FileContent, Files, Input};

/// The files below a folder of the repository.
pub(crate) fn files(folder: impl AsRef<Path>) -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = walkdir::WalkDir::new(&root).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    let file = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        (path, FileContent::Bytes(std::fs::read(entry.path()).unwrap()))
    };
    entries.map(file).collect()
}

/// A project on a day, with the built-in templates: the repository's root is the empty path.
pub(crate) fn input(folder: &str, day: &str) -> Input {
    let (root, day) = (Path::new(folder), day.parse().unwrap());
    Input {
        catalogue: files(root.join("catalogue")),
        site: files(root.join("site")),
        templates: Files::new(),
        as_of: day,
        today: day,
        base_url: None,
    }
}
