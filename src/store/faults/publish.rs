//! Sites under every trouble: the folder has the last good site or the new one, whole, and the next run knows which.

use std::collections::BTreeMap;
use std::path::Path;

use tempfile::TempDir;

use super::{Trouble, arm, at_every_call, folder, tree};
use crate::artifacts::Artifacts;
use crate::digest::sha256;
use crate::input::Files;
use crate::store::{
    Fingerprint, Hooks, Interrupt, Memo, Origin, Output, Program, Project, Publication, StoreError, attest, bring_back,
    publish, published, rollback, verify,
};

/// What is put aside for the next tree.
const SPARE: &str = ".public.niemyet-spare";

/// A project with an output folder, in which somebody else has put a file.
struct Scene {
    folder: TempDir,
    output: Output,
}

/// What a run of a scene does.
type Deed = fn(&Scene) -> Result<(), StoreError>;

impl Scene {
    /// A scene in which sites were published one after another.
    fn of(sites: &[&str]) -> Scene {
        let folder = folder();
        std::fs::create_dir_all(folder.path().join("catalogue/procedures")).unwrap();
        let project = Project::find(folder.path()).unwrap();
        let output = Output::new(&folder.path().join("public"), &project).unwrap();
        let scene = Scene { folder, output };
        for site in sites {
            scene.publish(site).unwrap();
            std::fs::write(scene.output.path().join("mine.txt"), "mine").unwrap();
            std::fs::create_dir_all(scene.output.path().join("mine/empty")).unwrap();
        }
        scene
    }

    fn publish(&self, text: &str) -> Result<(), StoreError> {
        self.publish_from(text, "0")
    }

    /// The same of a catalogue that is told by a digit.
    fn publish_from(&self, text: &str, catalogue: &str) -> Result<(), StoreError> {
        publish(&files(text), &origin(catalogue), &self.output, &Interrupt::new(), &mut |_, _| {}).map(|_| ())
    }

    /// The same site, each file of which leaves the memory as soon as it is made.
    fn publish_as_made(&self, text: &str) -> Result<(), StoreError> {
        let publication = Publication::begin(&self.output, &Interrupt::new())?;
        let mut kept = Artifacts::default();
        for (path, bytes) in files(text) {
            let content = publication.take(&path, bytes.into());
            kept.put(path, content).unwrap();
        }
        publication
            .finish(
                &kept,
                &origin("0"),
                Hooks { interrupt: &Interrupt::new(), progress: &mut |_, _| {}, then: &mut || {} },
            )
            .map(|_| ())
    }

    fn roll_back(&self) -> Result<(), StoreError> {
        rollback(&self.output, &Interrupt::new(), &mut |_, _| {}).map(|_| ())
    }

    /// Everything in the output folder; nothing where there is none.
    fn site(&self) -> BTreeMap<String, String> {
        if self.output.path().exists() { tree(self.output.path()) } else { BTreeMap::new() }
    }

    /// The names beside the output folder, but for those that stay.
    fn left(&self) -> Vec<String> {
        let names = std::fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<_> = names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        let stay =
            ["catalogue", "public", ".public.niemyet-log", ".public.niemyet-memo", ".public.niemyet-previous", SPARE];
        names.retain(|name| !stay.contains(&name.as_str()));
        names
    }

    /// The digests of the sites in the log, the oldest first.
    fn log(&self) -> Vec<String> {
        published(&self.output).unwrap().into_iter().map(|entry| entry.manifest).collect()
    }

    /// The site that stands is whole, and the last in the log; nothing is left beside it.
    fn is_in_order(&self, at: &str) {
        let altered = verify(self.output.path(), None).unwrap().altered;
        assert!(altered.changed.is_empty() && altered.missing.is_empty(), "{at}: {altered:?}");
        let manifest = sha256(std::fs::read(self.output.path().join(".niemyet")).unwrap());
        assert_eq!(self.log().last(), Some(&manifest), "{at}");
        assert!(self.log().windows(2).all(|two| two[0] != two[1]), "{at}: a line twice");
        assert_eq!(self.left(), Vec::<String>::new(), "{at}");
        if self.folder.path().join(SPARE).exists() {
            let marker = std::fs::read_to_string(self.folder.path().join(SPARE).join(".niemyet")).unwrap();
            assert_eq!(marker, "# niemyet: unfinished\n", "{at}: no site that could be put back");
        }
    }
}

/// The files of a site, of which the long ones are written as they are made; one of each length is in every site.
fn files(text: &str) -> Artifacts {
    let long = |text: &str| text.repeat(4096);
    let mut artifacts = Artifacts::new();
    for (path, text) in [("a/index.html", text), ("same.txt", "same"), (&format!("{text}.txt"), text)] {
        artifacts.insert(path, text).unwrap();
        artifacts.insert(format!("long/{path}"), long(text)).unwrap();
    }
    artifacts
}

fn origin(catalogue: &str) -> Origin {
    Origin {
        program: "0.1.0".to_owned(),
        as_of: "2026-08-31".parse().unwrap(),
        scope: None,
        evidence: BTreeMap::new(),
        rest: catalogue.repeat(64),
    }
}

/// A deed, the sites before it, and what they are called: the site before, the old one, the new one.
struct Case {
    name: &'static str,
    before: &'static [&'static str],
    deed: Deed,
    is_exchanged: bool,
}

fn publish_two(scene: &Scene) -> Result<(), StoreError> {
    scene.publish("two")
}

fn as_made(scene: &Scene) -> Result<(), StoreError> {
    scene.publish_as_made("two")
}

fn cases() -> Vec<Case> {
    let case = |name, before, deed, is_exchanged| Case { name, before, deed, is_exchanged };
    vec![
        case("first", &[][..], publish_two as Deed, true),
        case("second", &["one"][..], publish_two, true),
        case("third", &["zero", "one"][..], publish_two, true),
        case("fourth", &["earlier", "zero", "one"][..], publish_two, true),
        case("first as it is made", &[][..], as_made, true),
        case("third as it is made", &["zero", "one"][..], as_made, true),
        case("second by two renames", &["one"][..], publish_two, false),
        case("third by two renames", &["zero", "one"][..], publish_two, false),
        case("rollback", &["two", "one"][..], Scene::roll_back, true),
        case("rollback from what is aside", &["zero", "two", "one"][..], Scene::roll_back, true),
        case("rollback by two renames", &["two", "one"][..], Scene::roll_back, false),
    ]
}

impl Case {
    /// The site before the deed and the one after it.
    fn both(&self) -> [BTreeMap<String, String>; 2] {
        let scene = Scene::of(self.before);
        let old = scene.site();
        (self.deed)(&scene).unwrap();
        [old, scene.site()]
    }

    /// Does it under trouble: the scene that it leaves, its outcome, and the call at which trouble came.
    fn under(&self, trouble: Trouble) -> (Scene, Result<(), StoreError>, Option<String>) {
        let scene = Scene::of(self.before);
        let armed = arm(scene.folder.path(), trouble);
        let armed = if self.is_exchanged { armed } else { armed.without_exchange() };
        let result = (self.deed)(&scene);
        let hit = armed.hit();
        (scene, result, hit)
    }
}

#[test]
fn a_run_that_dies_at_any_call_leaves_a_whole_site_and_every_next_run_puts_things_in_order() {
    for case in cases() {
        let [old, new] = case.both();
        let (mut stood, mut gone) = ([0, 0], 0);
        let calls = at_every_call(Trouble::Dies, |call, trouble| {
            let (scene, _, hit) = case.under(trouble);
            let at = format!("{} {call} {hit:?}", case.name);
            if !case.before.is_empty() && scene.site().is_empty() {
                assert!(!case.is_exchanged, "{at}: no site");
                gone += 1;
                assert_eq!(bring_back(scene.output.path()), Ok(true), "{at}");
                assert_eq!(scene.site(), old, "{at}");
            }
            assert_eq!(bring_back(scene.output.path()), Ok(false), "{at}");
            let now = scene.site();
            assert!(now == old || now == new, "{at}: {now:?}");
            stood[usize::from(now == new)] += 1;

            // The next run publishes the same.
            scene.publish("two").unwrap_or_else(|error| panic!("{at}: {error}"));
            assert_eq!(scene.site().get("a/index.html").map(String::as_str), Some("two"), "{at}");
            scene.is_in_order(&at);
            if let Some(last) = case.before.last() {
                scene.roll_back().unwrap_or_else(|error| panic!("{at}: {error}"));
                assert_eq!(scene.site().get("a/index.html").map(String::as_str), Some(*last), "{at}");
                scene.is_in_order(&at);
            }

            // The next run publishes another site.
            let (scene, ..) = case.under(trouble);
            scene.publish("three").unwrap_or_else(|error| panic!("{at}: {error}"));
            scene.is_in_order(&at);
            if !now.is_empty() {
                scene.roll_back().unwrap_or_else(|error| panic!("{at}: {error}"));
                assert_eq!(scene.site(), now, "{at}: what stood before");
            }

            // The next run puts the site before back: the one that stood before the one that stands, and no other.
            let (scene, ..) = case.under(trouble);
            let earlier = if now == new { case.before.last() } else { case.before.iter().rev().nth(1) };
            match (scene.roll_back(), earlier) {
                (Ok(()), Some(earlier)) => {
                    assert_eq!(scene.site().get("a/index.html").map(String::as_str), Some(*earlier), "{at}");
                    scene.is_in_order(&at);
                }
                (Err(StoreError::NoPrevious(_)), None) => assert_eq!(scene.site(), now, "{at}"),
                (other, _) => panic!("{at}: {other:?}"),
            }
            hit
        });
        assert!(calls > 40 && stood[0] > 20 && stood[1] > 5, "{}: {calls} {stood:?}", case.name);
        assert_eq!(gone, usize::from(!case.is_exchanged), "{}: the one moment without a site", case.name);
    }
}

#[test]
fn a_call_that_the_system_refuses_leaves_the_last_site_or_takes_nothing_from_the_new_one() {
    for case in cases() {
        let [old, new] = case.both();
        let mut refused = 0;
        at_every_call(Trouble::Fails, |call, trouble| {
            let (scene, result, hit) = case.under(trouble);
            let at = format!("{} {call} {hit:?} {result:?}", case.name);
            if result.is_ok() {
                assert_eq!(scene.site(), new, "{at}");
            } else {
                refused += 1;
                assert!(matches!(result, Err(StoreError::System { .. } | StoreError::Lost(_))), "{at}");
                assert_eq!(scene.site(), old, "{at}");
                // Whose the lock's file is cannot be told where it cannot be looked at.
                assert!(scene.left().iter().all(|name| name == ".public.niemyet-lock"), "{at}: {:?}", scene.left());
                (case.deed)(&scene).unwrap_or_else(|error| panic!("{at}: {error}"));
                assert_eq!(scene.site(), new, "{at}: the same again");
            }
            if let Some(last) = case.before.last() {
                scene.roll_back().unwrap_or_else(|error| panic!("{at}: {error}"));
                assert_eq!(scene.site().get("a/index.html").map(String::as_str), Some(*last), "{at}: nothing is lost");
                scene.is_in_order(&at);
                let count = case.before.len() + 2;
                assert_eq!(scene.log().len(), count, "{at}: a line for each time");
            }
            hit
        });
        assert!(refused > 20, "{}: {refused}", case.name);
    }
}

#[test]
fn a_site_of_which_only_what_it_was_made_from_changes_is_whole_at_every_call_and_a_rollback_goes_behind_it() {
    let files = |mut site: BTreeMap<String, String>| {
        site.remove(".niemyet");
        site
    };
    let program = Program::at(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let inputs = Fingerprint::of_part(&program, [&Files::new(); 2], &[]).unwrap();
    let remembered = || {
        let scene = Scene::of(&["zero", "one"]);
        Memo::keep(&scene.output, &program, &inputs, None);
        scene
    };
    let say = |scene: &Scene| {
        let Some(memo) = Memo::of(&scene.output, &program) else { return Ok(None) };
        let then = &mut || Memo::keep(&scene.output, &program, &inputs, None);
        attest(&memo, &origin("1"), &scene.output, &Interrupt::new(), then)
    };
    let scene = remembered();
    let old = scene.site();
    let when = || std::fs::metadata(scene.output.path().join("one.txt")).unwrap().modified().unwrap();
    let before = when();
    assert!(say(&scene).unwrap().is_some());
    assert!(say(&scene).unwrap().is_some(), "it is remembered as it stands");
    let new = scene.site();
    assert!(old != new && files(old.clone()) == files(new.clone()) && before == when());
    std::fs::write(scene.output.path().join("one.txt"), "another").unwrap();
    assert_eq!(say(&scene), Ok(None), "nothing is said of a site that somebody altered");
    for (trouble, is_death) in [(Trouble::Dies as fn(usize) -> Trouble, true), (Trouble::Fails, false)] {
        let mut stood = [0, 0];
        at_every_call(trouble, |call, trouble| {
            let scene = remembered();
            let armed = arm(scene.folder.path(), trouble);
            let result = say(&scene);
            let hit = armed.hit();
            drop(armed);
            let at = format!("{call} {hit:?} {result:?}");
            let now = scene.site();
            assert!(now == old || now == new, "{at}: {now:?}");
            assert!(is_death || matches!(result, Ok(Some(_))) == (now == new), "{at}");
            stood[usize::from(now == new)] += 1;
            // Where it is not remembered any more the next run looks at every file, and writes none.
            if say(&scene).unwrap_or_else(|error| panic!("{at}: {error}")).is_none() {
                scene.publish_from("one", "1").unwrap_or_else(|error| panic!("{at}: {error}"));
            }
            assert_eq!(scene.site(), new, "{at}");
            scene.is_in_order(&at);
            assert_eq!(scene.log().len(), 3, "{at}: a line for each time");
            scene.roll_back().unwrap_or_else(|error| panic!("{at}: {error}"));
            assert_eq!(scene.site().get("a/index.html").map(String::as_str), Some("zero"), "{at}");
            scene.is_in_order(&at);
            hit
        });
        assert!(stood[0] > 10 && stood[1] > 2, "{stood:?}");
    }
}

#[test]
fn a_log_whose_last_line_was_cut_off_loses_that_line_and_no_other() {
    let scene = Scene::of(&["one"]);
    let path = scene.folder.path().join(".public.niemyet-log");
    let whole = std::fs::read_to_string(&path).unwrap();
    let cut = |length: usize| std::fs::write(&path, &whole[..length]).unwrap();
    for length in 0..whole.len() {
        cut(length);
        assert!(published(&scene.output).unwrap().is_empty(), "{length}: half a number is no number");
    }
    cut(whole.len() - 1);
    scene.publish("two").unwrap();
    assert_eq!(scene.log().len(), 1);
    scene.is_in_order("cut off");
}

#[test]
fn a_folder_without_a_site_before_it_is_left_alone() {
    let folder = folder();
    assert_eq!(bring_back(&folder.path().join("public")), Ok(false));
    std::fs::create_dir(folder.path().join(".public.niemyet-old")).unwrap();
    std::fs::write(folder.path().join(".public.niemyet-old/thesis.docx"), "mine").unwrap();
    assert_eq!(bring_back(&folder.path().join("public")), Ok(false), "not ours");
    assert!(!folder.path().join("public").exists());
    assert_eq!(bring_back(Path::new("/")), Ok(false));
}
