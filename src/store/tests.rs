//! Publishing and writing, on real folders.

use std::collections::BTreeMap;
use std::path::Path;

use tempfile::TempDir;

use super::*;
use crate::artifacts::Artifacts;
use crate::compress::{Effort, Encoding};

/// A project with an output folder beside it.
struct World {
    folder: TempDir,
}

impl World {
    fn new() -> World {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("catalogue/procedures")).unwrap();
        World { folder }
    }

    fn at(&self, path: &str) -> std::path::PathBuf {
        self.folder.path().join(path)
    }

    fn put(&self, path: &str, text: &str) {
        std::fs::create_dir_all(self.at(path).parent().unwrap()).unwrap();
        std::fs::write(self.at(path), text).unwrap();
    }

    fn output(&self) -> Output {
        self.try_output("public").unwrap()
    }

    fn try_output(&self, path: &str) -> Result<Output, StoreError> {
        Output::new(&self.at(path), &Project::find(self.folder.path()).unwrap())
    }

    fn publish(&self, files: &[(&str, &str)]) -> Result<PublishReport, StoreError> {
        publish(&site(files), &origin(), &self.output(), &Interrupt::new(), &mut |_, _| {})
    }

    /// Every file under the output folder with its text, the manifest apart.
    fn published(&self) -> BTreeMap<String, String> {
        let mut files = tree(&self.at("public"));
        files.remove(".niemyet");
        files
    }

    /// Everything beside the project's own folders, but for the log, the site before and what is put aside.
    fn beside(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        let stay = [".public.niemyet-log", ".public.niemyet-previous", ".public.niemyet-spare"];
        names.retain(|name| !stay.contains(&name.as_str()));
        names.sort();
        names
    }
}

/// What the sites of these tests are made from.
fn origin() -> Origin {
    Origin {
        program: "0.1.0".to_owned(),
        as_of: "2026-08-31".parse().unwrap(),
        scope: None,
        evidence: BTreeMap::new(),
        rest: "0".repeat(64),
    }
}

fn site(files: &[(&str, &str)]) -> Artifacts {
    let mut artifacts = Artifacts::new();
    for (path, text) in files {
        artifacts.insert(*path, *text).unwrap();
    }
    artifacts
}

fn tree(root: &Path) -> BTreeMap<String, String> {
    let files = walkdir::WalkDir::new(root).into_iter().map(Result::unwrap).filter(|entry| !entry.file_type().is_dir());
    let text = |path: &Path| std::fs::read_to_string(path).unwrap();
    let relative = |path: &Path| path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
    files.map(|entry| (relative(entry.path()), text(entry.path()))).collect()
}

fn texts(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|(path, text)| (path.to_string(), text.to_string())).collect()
}

#[test]
fn a_first_site_is_written_whole_with_its_manifest_and_nothing_beside_it() {
    let world = World::new();
    let report = world.publish(&[("index.html", "home"), ("T/1.004222/index.html", "page")]).unwrap();
    assert_eq!((report.written, report.unchanged), (2, 0));
    assert_eq!(world.published(), texts(&[("index.html", "home"), ("T/1.004222/index.html", "page")]));
    assert_eq!(world.beside(), ["catalogue", "public"]);
    let manifest = std::fs::read_to_string(world.at("public/.niemyet")).unwrap();
    assert!(Manifest::parse(&manifest).unwrap().lists("T/1.004222/index.html"));
}

#[test]
fn a_second_site_replaces_what_differs_and_removes_what_is_gone() {
    let world = World::new();
    world.publish(&[("a", "1"), ("b/c", "2"), ("d/e/f", "3")]).unwrap();
    let report = world.publish(&[("a", "1"), ("b/c", "two"), ("g", "4")]).unwrap();
    assert_eq!((report.written, report.unchanged, report.removed), (2, 1, vec!["d/e/f".to_owned()]));
    assert_eq!(world.published(), texts(&[("a", "1"), ("b/c", "two"), ("g", "4")]));
    assert!(!world.at("public/d").exists(), "a folder of ours that became empty is gone");
    assert_eq!(world.beside(), ["catalogue", "public"]);
}

#[test]
fn a_file_may_become_a_folder_and_a_folder_a_file() {
    let world = World::new();
    world.publish(&[("a", "1"), ("b/c", "2")]).unwrap();
    world.publish(&[("a/index.html", "1"), ("b", "2")]).unwrap();
    assert_eq!(world.published(), texts(&[("a/index.html", "1"), ("b", "2")]));
}

#[cfg(unix)]
#[test]
fn the_same_site_touches_nothing_and_unchanged_files_keep_their_identity() {
    use std::os::unix::fs::MetadataExt;
    let world = World::new();
    let identity = |path: &str| std::fs::metadata(world.at(path)).unwrap().ino();
    world.publish(&[("a", "1"), ("b", "2")]).unwrap();
    let before = (identity("public"), identity("public/a"), identity("public/b"));
    let report = world.publish(&[("a", "1"), ("b", "2")]).unwrap();
    assert_eq!((report.written, report.unchanged), (0, 2));
    assert_eq!((identity("public"), identity("public/a"), identity("public/b")), before);
    world.publish(&[("a", "1"), ("b", "changed")]).unwrap();
    assert_eq!(identity("public/a"), before.1, "linked, not written again");
    assert_ne!(identity("public/b"), before.2);
}

#[test]
fn a_file_of_ours_that_somebody_altered_or_deleted_is_put_right() {
    let world = World::new();
    world.publish(&[("a", "1"), ("b", "2")]).unwrap();
    world.put("public/a", "X");
    std::fs::remove_file(world.at("public/b")).unwrap();
    assert_eq!(world.publish(&[("a", "1"), ("b", "2")]).unwrap().written, 2);
    assert_eq!(world.published(), texts(&[("a", "1"), ("b", "2")]));
}

#[test]
fn what_others_put_into_the_site_is_kept_and_named() {
    let world = World::new();
    world.publish(&[("a/b", "1")]).unwrap();
    world.put("public/CNAME", "tthc.example.vn");
    world.put("public/a/.well-known/x", "y");
    std::fs::create_dir_all(world.at("public/empty/er")).unwrap();
    let report = world.publish(&[("a/b", "2")]).unwrap();
    assert_eq!(report.kept, ["CNAME", "a/.well-known/x"]);
    assert_eq!(world.published(), texts(&[("CNAME", "tthc.example.vn"), ("a/.well-known/x", "y"), ("a/b", "2")]));
    assert!(world.at("public/empty/er").is_dir());
}

#[cfg(unix)]
#[test]
fn a_link_that_others_put_into_the_site_is_kept_as_a_link_and_never_followed() {
    let world = World::new();
    world.publish(&[("a", "1")]).unwrap();
    world.put("elsewhere/secret", "untouched");
    std::os::unix::fs::symlink(world.at("elsewhere"), world.at("public/link")).unwrap();
    world.publish(&[("a", "2")]).unwrap();
    assert_eq!(std::fs::read_link(world.at("public/link")).unwrap(), world.at("elsewhere"));
    let error = world.publish(&[("link/secret", "overwritten")]).unwrap_err();
    assert_eq!(error, StoreError::ForeignFile(world.output().path().join("link")));
    assert_eq!(std::fs::read_to_string(world.at("elsewhere/secret")).unwrap(), "untouched");
}

#[test]
fn a_page_never_takes_the_place_of_a_file_that_is_not_ours() {
    let world = World::new();
    world.publish(&[("a", "1")]).unwrap();
    world.put("public/b", "mine");
    world.put("public/c/d", "mine");
    for path in ["b", "b/index.html", "c"] {
        let error = world.publish(&[("a", "2"), (path, "page")]).unwrap_err();
        assert!(matches!(error, StoreError::ForeignFile(_)), "{path}: {error}");
    }
    assert_eq!(world.published(), texts(&[("a", "1"), ("b", "mine"), ("c/d", "mine")]));
    assert_eq!(world.beside(), ["catalogue", "public"]);
}

#[test]
fn a_folder_that_is_not_ours_is_refused_and_an_empty_one_is_taken() {
    let world = World::new();
    world.put("public/photo.jpg", "mine");
    let error = world.publish(&[("index.html", "home")]).unwrap_err();
    assert_eq!(
        error,
        StoreError::NotOurs { output: world.output().path().to_owned(), example: "photo.jpg".to_owned() }
    );
    assert_eq!(world.published(), texts(&[("photo.jpg", "mine")]));
    std::fs::remove_file(world.at("public/photo.jpg")).unwrap();
    world.publish(&[("index.html", "home")]).unwrap();
    world.put("public/.niemyet", "# niemyet 1: but not really\n");
    assert!(matches!(world.publish(&[("index.html", "new")]), Err(StoreError::ManifestBroken(_))));
    assert_eq!(world.published(), texts(&[("index.html", "home")]));
}

#[test]
fn folders_that_must_never_be_replaced_are_refused() {
    // The project stands two folders deep: the one above it then holds the project and nothing else, wherever the tests
    // themselves run.
    let world = World::new();
    world.put("above/project/catalogue/agencies.toml", "");
    world.put("above/project/site/site.toml", "");
    world.put("above/project/file", "");
    let project = Project::find(&world.at("above/project")).unwrap();
    for (path, fault) in [
        (".", OutputFault::HoldsProject),
        ("..", OutputFault::HoldsProject),
        ("/", OutputFault::Root),
        ("catalogue", OutputFault::HoldsProject),
        ("catalogue/public", OutputFault::InsideProject),
        ("site/../catalogue/procedures/new", OutputFault::InsideProject),
        ("templates", OutputFault::HoldsProject),
        ("file", OutputFault::NotAFolder),
    ] {
        let path = world.at("above/project").join(path);
        assert_eq!(Output::new(&path, &project), Err(StoreError::Output(path.clone(), fault)), "{}", path.display());
    }
    let working = std::env::current_dir().unwrap_or_default();
    assert_eq!(Output::new(&working, &project), Err(StoreError::Output(working.clone(), OutputFault::WorkingFolder)));
    assert!(world.try_output("missing/../../x").is_err(), "`..` below what does not exist is not guessed");
}

#[cfg(unix)]
#[test]
fn an_output_folder_that_is_a_link_is_refused_with_or_without_a_closing_slash() {
    let world = World::new();
    std::fs::create_dir(world.at("real")).unwrap();
    std::os::unix::fs::symlink(world.at("real"), world.at("public")).unwrap();
    for path in ["public", "public/"] {
        assert_eq!(world.try_output(path), Err(StoreError::Output(world.at(path), OutputFault::Link)));
    }
}

#[test]
fn a_request_to_stop_at_any_file_leaves_the_last_site_and_nothing_beside_it() {
    let world = World::new();
    let old = [("a", "1"), ("b", "2"), ("c", "3")];
    world.publish(&old).unwrap();
    let names: Vec<String> = (0..200).map(|at| format!("d/{at:03}")).collect();
    let new: Vec<(&str, &str)> =
        names.iter().map(|name| (name.as_str(), "new")).chain([("a", "1"), ("b", "2")]).collect();
    // How far the work is is told once for many files.
    for stop_at in [0, 64, 128, 192] {
        let interrupt = Interrupt::new();
        let stopped = publish(&site(&new), &origin(), &world.output(), &interrupt, &mut |done, _| {
            if done == stop_at {
                interrupt.request();
            }
        });
        assert_eq!(stopped, Err(StoreError::Interrupted));
        assert_eq!(world.published(), texts(&old));
        assert_eq!(world.beside(), ["catalogue", "public"]);
    }
}

#[test]
fn what_a_killed_run_left_is_cleared_or_brought_back() {
    let world = World::new();
    world.publish(&[("a", "1")]).unwrap();
    let output = world.output();
    // Killed while it built the new tree.
    world.put(".public.niemyet-new/.niemyet", "# niemyet: unfinished\n");
    world.put(".public.niemyet-new/a", "half");
    world.put(".public.niemyet-lock", "");
    world.publish(&[("a", "2")]).unwrap();
    assert_eq!(world.beside(), ["catalogue", "public"]);
    // Killed between the two renames, where folders cannot be swapped in one step.
    std::fs::rename(output.path(), output.retired()).unwrap();
    let stopped = Interrupt::new();
    let error = publish(&site(&[("a", "3")]), &origin(), &output, &stopped, &mut |_, _| stopped.request()).unwrap_err();
    assert_eq!(error, StoreError::Interrupted);
    assert_eq!(world.published(), texts(&[("a", "2")]), "the last good site is back");
    assert_eq!(world.beside(), ["catalogue", "public"]);
}

#[test]
fn a_folder_with_the_name_of_our_staging_that_is_not_ours_is_refused() {
    let world = World::new();
    world.publish(&[("a", "1")]).unwrap();
    world.put(".public.niemyet-new/thesis.docx", "mine");
    let error = world.publish(&[("a", "2")]).unwrap_err();
    assert_eq!(error, StoreError::StagingTaken(world.output().staging()));
    assert_eq!(std::fs::read_to_string(world.at(".public.niemyet-new/thesis.docx")).unwrap(), "mine");
    assert_eq!(world.published(), texts(&[("a", "1")]));
}

#[test]
fn two_publishers_do_not_meet() {
    let world = World::new();
    let (output, artifacts) = (world.output(), site(&[("a", "1")]));
    let mut second = None;
    publish(&artifacts, &origin(), &output, &Interrupt::new(), &mut |done, _| {
        if done == 0 {
            second = Some(publish(&artifacts, &origin(), &output, &Interrupt::new(), &mut |_, _| {}));
        }
    })
    .unwrap();
    assert_eq!(second, Some(Err(StoreError::Busy(output.path().to_owned()))));
    assert_eq!(world.published(), texts(&[("a", "1")]));
}

#[test]
fn the_site_is_made_with_the_folders_above_it() {
    let world = World::new();
    let output = world.try_output("www/tthc/public").unwrap();
    publish(&site(&[("a", "1")]), &origin(), &output, &Interrupt::new(), &mut |_, _| {}).unwrap();
    assert_eq!(std::fs::read_to_string(world.at("www/tthc/public/a")).unwrap(), "1");
}

#[test]
fn a_project_is_found_by_its_own_folder_or_by_its_catalogue() {
    let world = World::new();
    let by_root = Project::find(world.folder.path()).unwrap();
    let by_catalogue = Project::find(&world.at("catalogue")).unwrap();
    assert_eq!(by_root, by_catalogue);
    assert_eq!(by_root.site, world.at("site"));
    std::fs::create_dir(world.at("empty")).unwrap();
    for path in ["empty", "missing"] {
        assert_eq!(Project::find(&world.at(path)), Err(StoreError::NoCatalogue(world.at(path))));
    }
}

#[test]
fn reading_takes_every_visible_file_and_states_what_could_not_be_read() {
    use crate::input::{FILE_LIMIT, FileContent};
    let world = World::new();
    world.put("catalogue/agencies.toml", "đ");
    world.put("catalogue/procedures/cu-tru/1.004222.md", "+++");
    world.put("catalogue/.git/config", "hidden");
    world.put("catalogue/sectors.toml~", "backup");
    world.put("site/site.toml", "title");
    let large = std::fs::File::create(world.at("catalogue/large.md")).unwrap();
    large.set_len(FILE_LIMIT + 1).unwrap();
    #[cfg(unix)]
    {
        world.put("catalogue/inside", "seen");
        std::os::unix::fs::symlink("/etc/hostname", world.at("catalogue/outside")).unwrap();
        std::os::unix::fs::symlink("inside", world.at("catalogue/link")).unwrap();
    }
    let parts = Project::find(world.folder.path()).unwrap().read().unwrap();
    let shown: Vec<_> = parts
        .catalogue
        .iter()
        .map(|(path, content)| match content {
            FileContent::Bytes(bytes) => format!("{path}: {} bytes", bytes.len()),
            FileContent::TooLarge(size) => format!("{path}: too large, {size}"),
            FileContent::Unreadable(reason) => format!("{path}: {reason}"),
        })
        .collect();
    let mut expected = vec!["agencies.toml: 2 bytes"];
    if cfg!(unix) {
        expected.push("inside: 4 bytes");
    }
    expected.push("large.md: too large, 8388609");
    if cfg!(unix) {
        expected.extend(["link: 4 bytes", "outside: a link that leads out of the project"]);
    }
    expected.push("procedures/cu-tru/1.004222.md: 3 bytes");
    assert_eq!(shown, expected);
    assert_eq!(parts.site.keys().collect::<Vec<_>>(), ["site.toml"]);
    assert!(parts.templates.is_empty());
}

fn change(path: &str, before: Option<&str>, after: Option<&str>) -> FileChange {
    let bytes = |text: &str| text.as_bytes().to_vec();
    FileChange { path: path.to_owned(), before: before.map(bytes), after: after.map(bytes) }
}

#[test]
fn files_are_created_replaced_and_deleted_as_the_plan_says_and_back_again() {
    let world = World::new();
    let root = world.at("data");
    world.put("data/replaced", "old");
    world.put("data/x/y/deleted", "gone");
    let plan = [
        change("new/file", None, Some("new")),
        change("replaced", Some("old"), Some("newer")),
        change("x/y/deleted", Some("gone"), None),
    ];
    write_files(&root, &plan, &Interrupt::new()).unwrap();
    assert_eq!(tree(&root), texts(&[("new/file", "new"), ("replaced", "newer")]));
    assert!(!root.join("x").exists());
    let undo = plan.map(|FileChange { path, before, after }| FileChange { path, before: after, after: before });
    write_files(&root, &undo, &Interrupt::new()).unwrap();
    assert_eq!(tree(&root), texts(&[("replaced", "old"), ("x/y/deleted", "gone")]));
}

#[test]
fn a_file_that_is_not_as_planned_stops_the_whole_write() {
    let world = World::new();
    let root = world.at("data");
    world.put("data/edited", "by hand");
    let stopped = |second: FileChange| {
        let plan = [change("first", None, Some("1")), second];
        let error = write_files(&root, &plan, &Interrupt::new()).unwrap_err();
        assert_eq!(tree(&root), texts(&[("edited", "by hand")]));
        error
    };
    assert_eq!(stopped(change("edited", None, Some("x"))), StoreError::Exists(root.join("edited")));
    assert_eq!(stopped(change("edited", Some("other"), Some("x"))), StoreError::Changed(root.join("edited")));
    assert_eq!(stopped(change("missing", Some("other"), None)), StoreError::Changed(root.join("missing")));
    assert_eq!(stopped(change("../out", None, Some("x"))), StoreError::UnsafePath("../out".to_owned()));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(world.folder.path(), world.at("data/link")).unwrap();
        let error = write_files(&root, &[change("link/out", None, Some("x"))], &Interrupt::new()).unwrap_err();
        assert_eq!(error, StoreError::UnsafePath("link/out".to_owned()));
        assert!(!world.at("out").exists());
    }
}

#[test]
fn every_error_has_words_in_both_languages() {
    use crate::strings::Language;
    let path = || "p".into();
    let system = |problem| StoreError::System { doing: Doing::Replace, path: "p".into(), problem };
    let errors = [
        StoreError::NoCatalogue(path()),
        StoreError::Output(path(), OutputFault::Link),
        StoreError::Output(path(), OutputFault::Root),
        StoreError::Output(path(), OutputFault::WorkingFolder),
        StoreError::Output(path(), OutputFault::HoldsProject),
        StoreError::Output(path(), OutputFault::InsideProject),
        StoreError::Output(path(), OutputFault::NotAFolder),
        StoreError::NotOurs { output: path(), example: "e".to_owned() },
        StoreError::ManifestBroken(path()),
        StoreError::NoManifest(path()),
        StoreError::ForeignFile(path()),
        StoreError::StagingTaken(path()),
        StoreError::Busy(path()),
        StoreError::Interrupted,
        StoreError::Changed(path()),
        StoreError::Exists(path()),
        StoreError::Unfinished { file: path(), folder: path() },
        StoreError::UnsafePath("p".to_owned()),
        system(Problem::DiskFull),
        system(Problem::FileTooLarge),
        system(Problem::Denied),
        system(Problem::MountPoint),
        system(Problem::IsFolder),
        system(Problem::NotThroughFile),
        system(Problem::Other("words".to_owned())),
    ];
    for error in errors {
        for language in [Language::Vietnamese, Language::English] {
            let (message, help) = (error.message(language), error.help(language));
            assert!(!message.starts_with("store.") && !message.contains('{'), "{message}");
            assert!(!help.starts_with("store.") && !help.contains('{'), "{help}");
        }
    }
}

#[test]
fn a_compressed_file_is_taken_over_where_it_and_what_it_was_made_of_are_as_they_were_written() {
    let world = World::new();
    let made = |text: &str| Encoding::Brotli.compress(text.as_bytes(), Effort::Most).unwrap();
    let of = |text: &str| compressed(&site(&[("assets/a.js", text), ("index.html", "page")]), &world.output());
    let first = of("one");
    assert_eq!(first.iter().map(|(path, _)| path).collect::<Vec<_>>(), ["assets/a.js.br", "assets/a.js.gz"]);
    assert_eq!(first.get("assets/a.js.br"), Some(&made("one")[..]));
    // A stand-in shows what is taken over and what is made.
    world.publish(&[("assets/a.js", "one"), ("assets/a.js.br", "stand-in")]).unwrap();
    assert_eq!(of("one").get("assets/a.js.br"), Some(&b"stand-in"[..]));
    assert_eq!(of("one").get("assets/a.js.gz"), first.get("assets/a.js.gz"));
    assert_eq!(of("two").get("assets/a.js.br"), Some(&made("two")[..]), "made of other bytes");
    world.put("public/assets/a.js.br", "altered");
    assert_eq!(of("one").get("assets/a.js.br"), Some(&made("one")[..]), "altered by somebody");
    world.put("public/.niemyet", "no manifest");
    assert_eq!(of("one").get("assets/a.js.br"), Some(&made("one")[..]), "attested by nobody");
}

#[test]
fn a_site_that_was_touched_is_told_file_by_file_and_put_back_it_is_whole() {
    let world = World::new();
    world.publish(&[("index.html", "home"), ("T/1/index.html", "page"), ("T/2/index.html", "other")]).unwrap();
    let altered = || verify(&world.at("public"), None).unwrap().altered;
    assert_eq!(altered(), Altered::default());
    world.put("public/T/1/index.html", "pagE");
    std::fs::remove_file(world.at("public/T/2/index.html")).unwrap();
    world.put("public/T/3/new.html", "mine");
    let names = |names: &[&str]| names.iter().map(|name| name.to_string()).collect::<Vec<_>>();
    let told = Altered {
        changed: names(&["T/1/index.html"]),
        added: names(&["T/3/new.html"]),
        missing: names(&["T/2/index.html"]),
    };
    assert_eq!(altered(), told);
    assert_eq!(verify(&world.at("public/.niemyet"), None).unwrap().altered, told, "named by its manifest");
    std::fs::remove_dir_all(world.at("public/T/3")).unwrap();
    world.publish(&[("index.html", "home"), ("T/1/index.html", "page"), ("T/2/index.html", "other")]).unwrap();
    assert!(altered().is_none());
}

#[test]
fn a_copy_of_the_manifest_kept_elsewhere_tells_what_was_altered_together_with_the_manifest() {
    let world = World::new();
    world.publish(&[("a", "true")]).unwrap();
    std::fs::copy(world.at("public/.niemyet"), world.at("kept")).unwrap();
    world.publish(&[("a", "false")]).unwrap();
    assert!(verify(&world.at("public"), None).unwrap().altered.is_none());
    assert_eq!(verify(&world.at("public"), Some(&world.at("kept"))).unwrap().altered.changed, ["a"]);
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_a_file_is_a_change_even_where_it_leads_to_the_same_bytes() {
    let world = World::new();
    world.publish(&[("a", "1"), ("b/c", "2")]).unwrap();
    world.put("outside/a", "1");
    world.put("outside/c", "2");
    std::fs::remove_file(world.at("public/a")).unwrap();
    std::fs::remove_dir_all(world.at("public/b")).unwrap();
    std::os::unix::fs::symlink(world.at("outside/a"), world.at("public/a")).unwrap();
    std::os::unix::fs::symlink(world.at("outside"), world.at("public/b")).unwrap();
    let altered = verify(&world.at("public"), None).unwrap().altered;
    assert_eq!(
        (altered.changed, altered.added, altered.missing),
        (vec!["a".into()], vec!["b".into()], vec!["b/c".into()])
    );
}

#[test]
fn a_folder_without_a_manifest_cannot_be_verified() {
    let world = World::new();
    world.put("public/index.html", "home");
    assert!(matches!(verify(&world.at("public"), None), Err(StoreError::NoManifest(_))));
    assert!(matches!(verify(&world.at("nowhere"), None), Err(StoreError::NoManifest(_))));
    world.put("public/.niemyet", "no manifest");
    assert!(matches!(verify(&world.at("public"), None), Err(StoreError::ManifestBroken(_))));
}
