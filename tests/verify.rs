//! `niemyet verify` on sites that `niemyet build` wrote: the whole site, an office's own, and one for a disk.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use niemyet::scaffold::{Home, province};
use serde_json::{Value, json};
use tempfile::TempDir;

const DAY: &str = "2026-08-31";

/// A small catalogue with one office, in a folder of its own.
struct World(TempDir);

impl World {
    fn new() -> World {
        let folder = tempfile::tempdir().unwrap();
        for file in province(&Home::of("tỉnh Thanh Hóa")) {
            let path = folder.path().join(&file.path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, file.text).unwrap();
        }
        World(folder)
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn run(&self, arguments: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_niemyet"));
        command.args(arguments.split(' ')).args(["--lang", "en"]).current_dir(self.0.path());
        command.env_remove("SOURCE_DATE_EPOCH").output().unwrap()
    }

    fn build(&self, arguments: &str) {
        let output = self.run(&format!("build --today {DAY} {arguments}"));
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// The exit code and the JSON of an answer.
    fn verify(&self, arguments: &str) -> (i32, Value) {
        let output = self.run(&format!("verify {arguments} --format json"));
        let answer = serde_json::from_slice(&output.stdout);
        (
            output.status.code().unwrap(),
            answer.unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr))),
        )
    }
}

fn put(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

#[test]
fn every_kind_of_site_is_whole_as_it_was_built_and_altered_when_one_byte_of_it_is() {
    let world = World::new();
    let office = world.run("new office so-thu --name Thu --agency so-y-te");
    assert_eq!(office.status.code(), Some(0), "{}", String::from_utf8_lossy(&office.stderr));
    for (out, how) in [("public", ""), ("office", " --office so-thu"), ("disk", " --file")] {
        world.build(&format!("--out {out}{how}"));
        let (exit, answer) = world.verify(&format!("{out} --today {DAY} --catalogue ."));
        assert_eq!((exit, &answer["verdict"], &answer["as_of"]), (0, &json!("whole"), &json!(DAY)), "{answer}");
        assert_eq!(answer["program"], env!("CARGO_PKG_VERSION"));
        let page = world.at(&format!("{out}/index.html"));
        let mut bytes = std::fs::read(&page).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        std::fs::write(&page, bytes).unwrap();
        put(&world.at(&format!("{out}/them/\u{1b}[2J.html")), "mine");
        std::fs::remove_file(world.at(&format!("{out}/robots.txt"))).unwrap();
        let (exit, answer) = world.verify(&format!("{out} --today {DAY}"));
        assert_eq!((exit, &answer["verdict"]), (1, &json!("altered")));
        let told = json!({ "changed": ["index.html"], "added": ["them/\u{1b}[2J.html"], "missing": ["robots.txt"] });
        assert_eq!(answer["altered"], told, "{out}");
        let text = world.run(&format!("verify {out} --today {DAY}"));
        assert!(!text.stdout.contains(&0x1b) && String::from_utf8_lossy(&text.stdout).contains("gone: robots.txt"));
    }
}

#[test]
fn the_same_catalogue_and_day_give_the_same_manifest() {
    let world = World::new();
    world.build("--out one");
    world.build("--out two");
    let read = |path: &str| std::fs::read_to_string(world.at(path)).unwrap();
    assert_eq!(read("one/.niemyet"), read("two/.niemyet"));
    assert!(read("one/.niemyet").contains("\n# as-of 2026-08-31\n"));
}

#[test]
fn a_site_is_stale_from_the_next_day_on_and_before_its_own() {
    let world = World::new();
    world.build("--out public");
    for (day, gap) in [("2026-09-01", "before"), ("2026-08-30", "after")] {
        let (exit, answer) = world.verify(&format!("public --today {day}"));
        assert_eq!((exit, &answer["verdict"], &answer["stale"]["day"]), (1, &json!("stale"), &json!(gap)));
    }
}

#[test]
fn a_site_is_stale_when_its_catalogue_has_other_evidence_and_each_file_is_named() {
    let world = World::new();
    let decision = "# no decision yet\n";
    let site = |world: &World| world.verify(&format!("public --today {DAY} --catalogue ."));
    put(&world.at("catalogue/rulings.toml"), "");
    world.build("--out public");
    assert_eq!(site(&world).0, 0);
    put(&world.at("catalogue/rulings.toml"), "# read again\n");
    put(&world.at("catalogue/decisions/2026/2.toml"), decision);
    let (exit, answer) = site(&world);
    assert_eq!((exit, &answer["verdict"]), (1, &json!("stale")));
    let told = json!({ "changed": ["rulings.toml"], "added": ["decisions/2026/2.toml"], "missing": [], "rest": false });
    assert_eq!(answer["stale"]["catalogue"], told);
    std::fs::remove_file(world.at("catalogue/rulings.toml")).unwrap();
    std::fs::write(world.at("catalogue/synonyms.tsv"), "other").unwrap();
    let (_, answer) = site(&world);
    assert_eq!(answer["stale"]["catalogue"]["missing"], json!(["rulings.toml"]));
    assert_eq!(answer["stale"]["catalogue"]["rest"], true);
    assert_eq!(world.verify(&format!("public --today {DAY}")).0, 0, "a catalogue that nobody names is not looked at");
}

#[test]
fn what_is_no_site_of_ours_could_not_be_verified() {
    let world = World::new();
    let output = world.run("verify catalogue");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no manifest"));
}
