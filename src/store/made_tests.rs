//! Sites whose files leave the memory as they are made, in temporary folders.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeMap;
use std::path::Path;

use tempfile::TempDir;

use super::{Content, Hooks, Interrupt, Origin, Output, Project, Publication, PublishReport, StoreError};
use crate::artifacts::Artifacts;

const MADE: &str = ".public.niemyet-made";

struct World {
    folder: TempDir,
    output: Output,
}

impl World {
    fn new() -> World {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("catalogue/procedures")).unwrap();
        let output = Output::new(&folder.path().join("public"), &Project::find(folder.path()).unwrap()).unwrap();
        World { folder, output }
    }

    fn at(&self, path: &str) -> std::path::PathBuf {
        self.folder.path().join(path)
    }

    fn begin(&self) -> Publication<'_> {
        Publication::begin(&self.output, &Interrupt::new()).unwrap()
    }

    /// A whole site, with something that happens between its making and its standing.
    fn publish(&self, files: &[(&str, &str)], meanwhile: impl FnOnce()) -> Result<PublishReport, StoreError> {
        let publication = self.begin();
        let site = taken(&publication, files);
        meanwhile();
        finished(publication, &site)
    }
}

fn taken(publication: &Publication, files: &[(&str, &str)]) -> Artifacts<Content> {
    let mut site = Artifacts::default();
    for (path, text) in files {
        site.put((*path).to_owned(), publication.take(path, text.as_bytes().to_vec())).unwrap();
    }
    site
}

fn finished(publication: Publication, site: &Artifacts<Content>) -> Result<PublishReport, StoreError> {
    let origin = Origin {
        program: "0.1.0".to_owned(),
        as_of: "2026-08-31".parse().unwrap(),
        scope: None,
        evidence: BTreeMap::new(),
        rest: "0".repeat(64),
    };
    publication.finish(
        site,
        &origin,
        Hooks { interrupt: &Interrupt::new(), progress: &mut |_, _| {}, then: &mut || {} },
    )
}

fn long(text: &str) -> String {
    text.repeat(5000)
}

#[test]
fn long_files_stand_beside_the_folder_until_the_site_does_and_what_stands_already_nowhere() {
    let world = World::new();
    let (one, two) = (long("one"), long("two"));
    let kinds = |site: &Artifacts<Content>| {
        let kind = |content: &Content| match content {
            Content::Held(_) => "held",
            Content::Standing(_) => "standing",
            Content::Written(..) => "written",
        };
        site.contents().map(|(path, content)| (path.to_owned(), kind(content))).collect::<Vec<_>>()
    };
    let files = |page| [("a/index.html", page), ("assets/a.js", page), ("b.html", one.as_str()), ("c.txt", "short")];
    let mut seen = Vec::new();
    for page in [&one, &two] {
        let publication = world.begin();
        let site = taken(&publication, &files(page.as_str()));
        seen.push(kinds(&site).into_iter().map(|(_, kind)| kind).collect::<Vec<_>>());
        assert!(world.at(MADE).is_dir());
        let again = Publication::begin(&world.output, &Interrupt::new()).map(|_| ());
        assert_eq!(again, Err(StoreError::Busy(world.output.path().to_owned())), "from the first file on");
        finished(publication, &site).unwrap();
        assert!(!world.at(MADE).exists());
        assert_eq!(std::fs::read_to_string(world.at("public/a/index.html")).unwrap(), *page);
        assert_eq!(std::fs::read_to_string(world.at("public/b.html")).unwrap(), one);
    }
    assert_eq!(seen, [["written", "held", "written", "held"], ["written", "held", "standing", "held"]]);
    let given_up = world.begin();
    taken(&given_up, &files("page").map(|(path, _)| (path, one.as_str())));
    taken(&given_up, &[("d.html", &two)]);
    drop(given_up);
    assert!(!world.at(MADE).exists());
    assert_eq!(std::fs::read_to_string(world.at("public/a/index.html")).unwrap(), two);
}

#[test]
fn what_others_do_to_the_folder_while_the_site_is_made_is_seen() {
    let world = World::new();
    let (one, two) = (long("one"), long("two"));
    let read = |path: &str| std::fs::read_to_string(world.at(path)).ok();
    let files = |page| [("a.html", page), ("b.html", one.as_str())];
    world.publish(&files(&one), || ()).unwrap();
    std::fs::write(world.at("public/theirs.txt"), "before").unwrap();

    let report = world.publish(&files(&two), || {
        std::fs::remove_file(world.at("public/theirs.txt")).unwrap();
        std::fs::write(world.at("public/later.txt"), "theirs").unwrap();
    });
    assert_eq!(report.unwrap().kept, ["later.txt"]);
    assert_eq!((read("public/later.txt").as_deref(), read("public/theirs.txt")), (Some("theirs"), None));

    let spoil = || std::fs::write(world.at("public/b.html"), long("oen")).unwrap();
    let altered = Err(StoreError::Altered(world.at("public/b.html").canonicalize().unwrap()));
    assert_eq!(world.publish(&files(&one), spoil), altered, "of the same size");
    assert_eq!(read("public/a.html"), Some(two.clone()), "the site is as it was");
    assert_eq!(world.publish(&files(&two), || std::fs::remove_file(world.at("public/a.html")).unwrap()).map(|_| ()), {
        Err(StoreError::Altered(world.at("public").canonicalize().unwrap().join("a.html")))
    });
    world.publish(&files(&one), || ()).unwrap();
    assert_eq!((read("public/a.html"), read("public/b.html")), (Some(one.clone()), Some(one)), "put right");
}

#[test]
fn a_folder_of_that_name_that_is_not_ours_is_left_alone() {
    let world = World::new();
    std::fs::create_dir(world.at(MADE)).unwrap();
    std::fs::write(world.at(MADE).join("thesis.docx"), "mine").unwrap();
    let refused = Publication::begin(&world.output, &Interrupt::new()).map(|_| ());
    assert!(matches!(refused, Err(StoreError::StagingTaken(path)) if path.ends_with(MADE)));
    assert!(world.at(MADE).join("thesis.docx").exists());
}

/// Web servers often read a folder by its group.
#[cfg(unix)]
#[test]
fn files_have_the_group_that_their_folder_gives_and_the_rights_of_others() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    let world = World::new();
    let own = std::fs::metadata(world.folder.path()).unwrap().gid();
    // Who may not give a folder away still has its files compared.
    let _ = chown(world.folder.path(), None, Some(own + 1));
    std::fs::set_permissions(world.folder.path(), std::fs::Permissions::from_mode(0o2775)).unwrap();
    let page = long("page");
    world.publish(&[("long.html", &page), ("short.html", "page")], || ()).unwrap();
    let rights = |path: &Path| {
        let metadata = std::fs::metadata(path).unwrap();
        (metadata.uid(), metadata.gid(), metadata.mode())
    };
    assert_eq!(rights(&world.at("public/long.html")), rights(&world.at("public/short.html")));
}
