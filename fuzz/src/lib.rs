//! What the targets share: a small project, documents made around a mutated part of them, and the seeds.
#![allow(clippy::disallowed_methods, reason = "a target reads the fixtures that it is about")]

use std::path::{Path, PathBuf};

use niemyet::import::Foreign;
use niemyet::input::{FileContent, Files, Input};
use niemyet::model::Day;
use niemyet::search::{Facet, Options, Typing};

mod packed;
mod seeds;
#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../../tests/workbooks/mod.rs"]
mod workbooks;

pub use packed::document;
pub use seeds::write_seeds;

/// What begins a file of a project in an input, and a further part of a document: no text has it.
pub const PART: u8 = 0x1e;

/// A folder of the repository's `tests/fixtures`.
fn fixtures(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures").join(folder)
}

/// The files below a folder, by their paths from there.
fn files(root: &Path) -> Files {
    let mut files = Files::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("the fixtures are there") {
            let path = entry.expect("the fixtures are read").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(root).expect("it is below").to_string_lossy().into_owned();
            files.insert(name, FileContent::Bytes(std::fs::read(&path).expect("the fixtures are read")));
        }
    }
    files
}

/// The day of every run.
pub fn day() -> Day {
    Day::from_ymd_opt(2026, 11, 21).expect("a day")
}

/// The project of the tests of pages: a file of nearly every kind, five procedures.
pub fn project() -> Input {
    let root = fixtures("render");
    Input {
        catalogue: files(&root.join("catalogue")),
        site: files(&root.join("site")),
        templates: Files::new(),
        as_of: day(),
        today: day(),
        base_url: None,
    }
}

/// An input as a project: what stands before the first [`PART`], and the project with every file over its own that the
/// input names in the line behind a [`PART`]: `catalogue/…` or `site/…`.
pub fn overlaid<'d>(project: &Input, data: &'d [u8]) -> (&'d [u8], Input) {
    let mut parts = data.split(|byte| *byte == PART);
    let before = parts.next().unwrap_or_default();
    let mut input = project.clone();
    for part in parts {
        let end = part.iter().position(|byte| *byte == b'\n').unwrap_or(part.len());
        let (path, content) = part.split_at(end);
        let Ok(path) = std::str::from_utf8(path) else { continue };
        let content = FileContent::Bytes(content.strip_prefix(b"\n").unwrap_or_default().to_vec());
        match path.split_once('/') {
            Some(("catalogue", path)) => drop(input.catalogue.insert(path.to_owned(), content)),
            Some(("site", path)) => drop(input.site.insert(path.to_owned(), content)),
            _ => {}
        }
    }
    (before, input)
}

/// A foreign file.
pub fn foreign(bytes: Vec<u8>) -> Foreign {
    Foreign { name: "d".to_owned(), bytes, label: None }
}

/// An input as a query: its first byte says how it is asked, the rest what.
pub fn options(data: &[u8]) -> (Options, String) {
    let (how, query) = data.split_first().map_or((0, data), |(how, query)| (*how, query));
    let typing = if how & 1 == 0 { Typing::Finished } else { Typing::Unfinished };
    let choices = match how >> 1 & 3 {
        0 => Vec::new(),
        1 => vec![(Facet::Level, "commune".to_owned())],
        2 => vec![(Facet::Status, "in_force".to_owned()), (Facet::Audience, "citizen".to_owned())],
        _ => vec![(Facet::Sector, "ho-tich".to_owned()), (Facet::Sector, "dat-dai".to_owned())],
    };
    (Options { limit: 3, typing, choices }, String::from_utf8_lossy(query).into_owned())
}
