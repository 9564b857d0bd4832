//! Sites that are put back, in temporary folders.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use bytes::Bytes;
use tempfile::TempDir;

use super::staging::Staging;
use super::{Act, Content, Interrupt, Known, Origin, Output, Project, StoreError, publish, published, rollback};
use crate::artifacts::Artifacts;

fn site(text: &str) -> Artifacts {
    let mut artifacts = Artifacts::new();
    for (path, text) in [("a/index.html", text), ("same.txt", "same"), (&format!("{text}.txt"), text)] {
        artifacts.insert(path, text).unwrap();
    }
    artifacts
}

fn folder() -> (TempDir, Output) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("catalogue/procedures")).unwrap();
    let project = Project::find(folder.path()).unwrap();
    let output = Output::new(&folder.path().join("public"), &project).unwrap();
    (folder, output)
}

fn put(output: &Output, text: &str) {
    let origin = Origin {
        program: "0.1.0".to_owned(),
        as_of: "2026-08-31".parse().unwrap(),
        scope: None,
        evidence: BTreeMap::new(),
        rest: "0".repeat(64),
    };
    publish(&site(text), &origin, output, &Interrupt::new(), &mut |_, _| {}).unwrap();
}

fn back(output: &Output) -> Result<usize, StoreError> {
    rollback(output, &Interrupt::new(), &mut |_, _| {}).map(|done| done.changed)
}

fn shows(output: &Output, text: &str) -> bool {
    let read = |path: &str| std::fs::read_to_string(output.path().join(path)).unwrap_or_default();
    let names: BTreeSet<String> = std::fs::read_dir(output.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".txt"))
        .collect();
    let wanted = [format!("{text}.txt"), "mine.txt".to_owned(), "same.txt".to_owned()];
    read("a/index.html") == text && names == BTreeSet::from(wanted)
}

#[test]
fn the_site_before_is_put_back_and_the_same_again_undoes_it() {
    let (_folder, output) = folder();
    put(&output, "one");
    assert_eq!(back(&output).unwrap_err(), StoreError::NoPrevious(output.path().to_owned()));
    std::fs::write(output.path().join("mine.txt"), "mine").unwrap();
    put(&output, "two");
    put(&output, "two");
    assert!(shows(&output, "two"));
    for text in ["one", "two", "one"] {
        assert_eq!(back(&output), Ok(2));
        assert!(shows(&output, text), "{text}");
    }
    put(&output, "three");
    assert_eq!(back(&output), Ok(2));
    assert!(shows(&output, "one"), "the site before is the one that stood, not the newest");
    let acts: Vec<Act> = published(&output).unwrap().iter().map(|entry| entry.act).collect();
    use Act::{Publish, Rollback};
    assert_eq!(acts, [Publish, Publish, Rollback, Rollback, Rollback, Publish, Rollback]);
    let entries = published(&output).unwrap();
    assert_eq!((entries[1].files, entries[1].written, entries[1].removed), (3, 2, 1));
    assert_eq!(entries[0].manifest, entries[2].manifest, "the very site");
}

#[test]
fn a_site_before_that_somebody_altered_is_not_put_back() {
    let (_folder, output) = folder();
    put(&output, "one");
    std::fs::write(output.path().join("mine.txt"), "mine").unwrap();
    put(&output, "two");
    let file = output.previous().join("a/index.html");
    std::fs::write(&file, "another").unwrap();
    assert_eq!(back(&output).unwrap_err(), StoreError::PreviousAltered(file));
    assert!(shows(&output, "two"));
    assert!(!Path::new(&output.staging()).exists());
}

#[test]
fn a_file_of_both_sites_that_somebody_altered_in_its_place_is_taken_from_the_site_that_was_put_right() {
    let (_folder, output) = folder();
    put(&output, "one");
    std::fs::write(output.path().join("mine.txt"), "mine").unwrap();
    put(&output, "two");
    std::fs::write(output.path().join("same.txt"), "defaced").unwrap();
    assert!(matches!(back(&output), Err(StoreError::PreviousAltered(_))));
    put(&output, "two");
    assert_eq!(back(&output), Ok(2));
    assert!(shows(&output, "one"));
    assert_eq!(std::fs::read_to_string(output.path().join("same.txt")).unwrap(), "same");
}

#[cfg(unix)]
#[test]
fn nobody_else_reads_the_site_before_and_the_one_that_is_put_back_is_as_open_as_it_was() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let (_folder, output) = folder();
    put(&output, "one");
    let open = mode(output.path());
    put(&output, "two");
    assert_eq!(mode(&output.previous()), 0o700);
    back(&output).unwrap();
    assert_eq!((mode(output.path()), mode(&output.previous())), (open, 0o700));
}

#[test]
fn a_tree_that_is_not_what_was_written_does_not_become_the_site() {
    let (_folder, output) = folder();
    let artifacts = site("one");
    let mut staging = Staging::begin(&output, &|_| None, &Interrupt::new()).unwrap();
    staging.make_folders_of(artifacts.iter().map(|(path, _)| path)).unwrap();
    for (path, bytes) in artifacts.iter() {
        staging.write(path, bytes).unwrap();
    }
    let as_it_is: [fn(Bytes) -> Content; 3] =
        [Content::Held, |bytes| Content::Written(Known::of(&bytes), 0), |bytes| Content::Standing(Known::of(&bytes))];
    let check = || as_it_is.map(|content| staging.check(&artifacts.clone().map(|_, bytes| content(bytes))));
    assert_eq!(check(), [Ok(()), Ok(()), Ok(())]);
    let path = output.staging().join("same.txt");
    let lost = || Err(StoreError::Lost(path.clone()));
    std::fs::write(&path, "sbme").unwrap();
    assert_eq!(check(), [lost(), lost(), Ok(())], "of what was taken over the size is looked at");
    std::fs::write(&path, "").unwrap();
    assert_eq!(check(), [lost(), lost(), lost()]);
}
