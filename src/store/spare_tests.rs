//! Sites made from a tree that was put aside, in temporary folders.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeMap;
use std::path::Path;

use tempfile::TempDir;

use super::faults::tree;
use super::{Interrupt, Origin, Output, Project, publish, rollback};
use crate::artifacts::Artifacts;

struct World {
    _folder: TempDir,
    output: Output,
}

impl World {
    fn new() -> World {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("catalogue/procedures")).unwrap();
        let project = Project::find(folder.path()).unwrap();
        let output = Output::new(&folder.path().join("public"), &project).unwrap();
        World { _folder: folder, output }
    }

    fn publish(&self, files: &[(&str, &str)]) {
        let mut artifacts = Artifacts::new();
        for (path, text) in files {
            artifacts.insert(*path, *text).unwrap();
        }
        let origin = Origin {
            program: "0.1.0".to_owned(),
            as_of: "2026-08-31".parse().unwrap(),
            scope: None,
            evidence: BTreeMap::new(),
            rest: "0".repeat(64),
        };
        publish(&artifacts, &origin, &self.output, &Interrupt::new(), &mut |_, _| {}).unwrap();
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.output.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// What stands in the output folder, the manifest apart.
    fn site(&self) -> BTreeMap<String, String> {
        let mut site = tree(self.output.path());
        site.remove(".niemyet");
        site
    }
}

fn texts(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|(path, text)| (path.to_string(), text.to_string())).collect()
}

#[cfg(unix)]
#[test]
fn what_did_not_change_keeps_its_file_and_its_folder_and_a_third_tree_is_its_owners_alone() {
    use std::os::unix::fs::MetadataExt;
    let world = World::new();
    let numbers = |root: &Path| ["same.txt", "same"].map(|path| std::fs::metadata(root.join(path)).unwrap().ino());
    let mut folders = Vec::new();
    for text in ["1", "2", "3", "4", "5"] {
        world.publish(&[("a/index.html", text), ("same.txt", "same"), ("same/index.html", "same"), (text, text)]);
        folders.push(numbers(world.output.path()));
        assert_eq!(world.output.spare().exists(), folders.len() >= 3, "{text}");
    }
    assert!(folders.iter().all(|[file, _]| *file == folders[0][0]), "one file: {folders:?}");
    assert_eq!(folders[3][1], folders[0][1], "the fourth site's folders are the first's");
    assert_eq!(folders[4][1], folders[1][1]);
    assert_eq!(std::fs::metadata(world.output.spare()).unwrap().mode() & 0o777, 0o700);
    assert_eq!(std::fs::metadata(world.output.path()).unwrap().mode() & 0o777, 0o755 & !umask());
}

#[cfg(unix)]
#[test]
fn a_site_is_as_open_as_its_folder_was_and_the_first_as_folders_are() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let usual = 0o755 & !umask();
    let mode = |world: &World| std::fs::metadata(world.output.path()).unwrap().mode() & 0o777;
    let world = World::new();
    for text in ["1", "2", "3"] {
        world.publish(&[("a", text)]);
    }
    std::fs::remove_dir_all(world.output.path()).unwrap();
    world.publish(&[("a", "4")]);
    assert_eq!(mode(&world), usual, "somebody removed the site");
    // The first run was killed.
    let world = World::new();
    std::fs::create_dir_all(world.output.staging()).unwrap();
    std::fs::write(world.output.staging().join(".niemyet"), "# niemyet: unfinished\n").unwrap();
    for text in ["1", "2", "3"] {
        world.publish(&[("a", text)]);
        assert_eq!(mode(&world), usual, "{text}");
    }
    let open = std::fs::Permissions::from_mode(0o711);
    std::fs::set_permissions(world.output.path(), open).unwrap();
    for text in ["4", "5", "6"] {
        world.publish(&[("a", text)]);
        assert_eq!(mode(&world), 0o711, "{text}");
    }
}

#[cfg(unix)]
#[test]
fn a_copy_of_second_names_of_a_site_stays_as_it_was() {
    let world = World::new();
    world.publish(&[("a", "1")]);
    let copy = world.output.parent().join("copy");
    std::fs::create_dir(&copy).unwrap();
    for file in ["a", ".niemyet"] {
        std::fs::hard_link(world.output.path().join(file), copy.join(file)).unwrap();
    }
    let before = tree(&copy);
    for text in ["2", "3", "4", "5"] {
        world.publish(&[("a", text)]);
        assert_eq!(tree(&copy), before, "{text}");
    }
}

/// What new folders of this process are not given.
#[cfg(unix)]
fn umask() -> u32 {
    use std::os::unix::fs::MetadataExt;
    let folder = tempfile::tempdir().unwrap();
    let made = folder.path().join("made");
    std::fs::create_dir(&made).unwrap();
    0o777 & !std::fs::metadata(made).unwrap().mode()
}

#[test]
fn sites_of_any_shape_come_out_of_any_other() {
    let world = World::new();
    let shapes: [&[(&str, &str)]; 6] = [
        &[("a", "1"), ("b/c", "2"), ("d/e/f", "3")],
        &[("a/index.html", "1"), ("b", "2"), ("d/e", "3")],
        &[("a", "1"), ("b/c/index.html", "2"), ("d/e/f/g", "3"), ("d/h", "4")],
        &[("index.html", "1")],
        &[("a", "one"), ("b/c", "2"), ("d/e/f", "three")],
        &[("d/e/f", "3"), ("b/c/index.html", "other")],
    ];
    // Each after each, with each before it: every shape of the tree that is aside meets every site.
    for first in shapes {
        for second in shapes {
            for third in shapes {
                for shape in [first, second, third] {
                    world.publish(shape);
                    assert_eq!(world.site(), texts(shape));
                }
            }
        }
    }
}

#[test]
fn what_others_put_into_the_folder_stays_and_goes_as_they_have_it() {
    let world = World::new();
    let site = |text| [("a/index.html", text), ("same.txt", "same")];
    for text in ["1", "2", "3"] {
        world.publish(&site(text));
        world.put("mine/thesis.docx", "mine");
        world.put("a/mine", text);
    }
    std::fs::remove_dir_all(world.output.path().join("mine")).unwrap();
    world.publish(&site("4"));
    assert_eq!(world.site(), texts(&[("a/index.html", "4"), ("a/mine", "3"), ("same.txt", "same")]));
    // A file under an old name is another one, whatever it holds.
    std::fs::remove_file(world.output.path().join("same.txt")).unwrap();
    world.put("same.txt", "same");
    world.publish(&site("5"));
    std::fs::write(world.output.path().join("same.txt"), "defaced").unwrap();
    world.publish(&site("6"));
    assert_eq!(world.site(), texts(&[("a/index.html", "6"), ("a/mine", "3"), ("same.txt", "same")]));
    rollback(&world.output, &Interrupt::new(), &mut |_, _| {}).unwrap();
    assert_eq!(world.site(), texts(&[("a/index.html", "5"), ("a/mine", "3"), ("same.txt", "same")]));
}

#[test]
fn a_folder_of_that_name_that_is_not_ours_is_left_alone() {
    let world = World::new();
    std::fs::create_dir_all(world.output.spare()).unwrap();
    std::fs::write(world.output.spare().join("thesis.docx"), "mine").unwrap();
    for text in ["1", "2", "3", "4"] {
        world.publish(&[("a", text)]);
    }
    assert_eq!(tree(&world.output.spare()), texts(&[("thesis.docx", "mine")]));
    assert_eq!(world.site(), texts(&[("a", "4")]));
    assert!(!world.output.dropped().exists());
}
