//! Commands that write the catalogue, under every trouble: all of it or nothing, and the next command says which.
#![allow(clippy::disallowed_methods, reason = "a test makes the project that it is about")]

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use tempfile::TempDir;

use super::context::Context;
use super::exit::Exit;
use super::{help, ran};
use crate::scaffold;
use crate::store::faults::{Trouble, arm, at_every_call, folder, tree};

const TODAY: &str = "2026-11-21";

thread_local! {
    /// What commands say, while somebody listens.
    static HEARD: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps what a command says, in the place of a terminal; whether somebody listens.
pub(super) fn hears(bytes: &[u8]) -> bool {
    HEARD.with_borrow_mut(|heard| heard.as_mut().map(|text| text.push_str(&String::from_utf8_lossy(bytes))).is_some())
}

/// Runs a command on a project: its exit code, and what it said.
fn run(project: &Path, words: &[&str]) -> (Exit, String) {
    let catalogue = project.join("catalogue").display().to_string();
    let fixed = ["--today", TODAY, "--lang", "en", "--catalogue", &catalogue];
    let words = ["niemyet"]
        .iter()
        .chain(words)
        .chain(&fixed)
        .map(|word| word.replace("[folder]", &project.display().to_string()));
    HEARD.set(Some(String::new()));
    let cli = help::parse(words.map(Into::into)).unwrap();
    let context = Context::new(&cli.global).unwrap();
    let exit = ran(&cli, &context).unwrap_or_else(|failure| failure.report(context.language));
    (exit, HEARD.take().unwrap_or_default())
}

/// The files of a project, without those of a write under way. An empty folder is nothing to any command.
fn state(project: &Path) -> BTreeMap<String, String> {
    let mut tree = tree(project);
    tree.retain(|path, _| !path.contains(".niemyet-write") && !path.ends_with('/'));
    tree
}

/// The paths at which two projects differ.
fn differ<'a>(one: &'a BTreeMap<String, String>, other: &'a BTreeMap<String, String>) -> BTreeSet<&'a str> {
    let paths = one.keys().chain(other.keys());
    paths.filter(|path| one.get(*path) != other.get(*path)).map(String::as_str).collect()
}

#[track_caller]
fn assert_same(one: &BTreeMap<String, String>, other: &BTreeMap<String, String>, at: &str) {
    assert_eq!(differ(one, other), BTreeSet::new(), "{at}");
}

/// A command, those before it, and what the same again says where it was done already.
struct Case {
    before: &'static [&'static [&'static str]],
    words: &'static [&'static str],
    again: Exit,
}

const IMPORT: &[&str] = &["import", "[folder]/list.csv"];
const DRAFT: &[&str] = &["import", "decision", "[folder]/decision.txt"];

fn cases() -> [Case; 7] {
    [
        Case { before: &[], words: IMPORT, again: Exit::Clean },
        Case { before: &[IMPORT], words: &["import", "--undo"], again: Exit::CouldNotRun },
        Case { before: &[], words: DRAFT, again: Exit::Clean },
        Case { before: &[DRAFT], words: &["confirm", "--all", "--by", "Người thử"], again: Exit::Clean },
        Case {
            before: &[],
            words: &["rule", "9.000001", "repealed", "--from", TODAY, "--by", "Người thử", "--reason", "Bản ký"],
            again: Exit::Clean,
        },
        Case {
            before: &[],
            words: &["new", "office", "xa-a", "--name", "Xã A", "--agency", "ubnd-tinh"],
            again: Exit::CouldNotRun,
        },
        Case { before: &[], words: &["export", "decisions", "--out", "[folder]/kept/out.json"], again: Exit::Clean },
    ]
}

impl Case {
    fn project(&self) -> TempDir {
        let folder = folder();
        let mut files: Vec<(String, String)> =
            scaffold::project(TODAY.parse().unwrap()).into_iter().map(|file| (file.path, file.text)).collect();
        for (path, text) in [("list.csv", LIST), ("decision.txt", DECISION), ("kept/mine.txt", "mine")] {
            files.push((path.to_owned(), text.to_owned()));
        }
        for (path, text) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        for words in self.before {
            let (exit, said) = run(folder.path(), words);
            assert_eq!(exit, Exit::Clean, "{words:?}: {said}");
        }
        folder
    }

    fn both(&self) -> [BTreeMap<String, String>; 2] {
        let folder = self.project();
        let before = state(folder.path());
        let (exit, said) = run(folder.path(), self.words);
        assert_eq!(exit, Exit::Clean, "{:?}: {said}", self.words);
        let after = state(folder.path());
        assert!(before != after, "{:?}", self.words);
        let (exit, said) = run(folder.path(), self.words);
        assert_eq!(exit, self.again, "{:?} again: {said}", self.words);
        assert_same(&state(folder.path()), &after, "again");
        [before, after]
    }

    /// Runs it under trouble.
    fn under(&self, trouble: Trouble) -> (TempDir, Exit, String) {
        let folder = self.project();
        let armed = arm(folder.path(), trouble);
        let (exit, _) = run(folder.path(), self.words);
        (folder, exit, armed.hit().unwrap_or_default())
    }
}

const LIST: &str = "Mã số,Tên,Cơ quan ban hành,Lĩnh vực\n1.000001,Thủ tục một,Bộ Tư pháp,Hộ tịch\n\
                    1.000002,Thủ tục hai,Bộ Y tế,Dược phẩm\n";
const DECISION: &str = "ỦY BAN NHÂN DÂN TỈNH\n\nSố: 77/QĐ-UBND\n\nNơi mẫu, ngày 18 tháng 9 năm 2026\n\nQUYẾT ĐỊNH\n\n\
    Điều 1. Công bố.\n\nĐiều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký.\n\n\
    PHỤ LỤC\n\nI. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ\n\nSTT | Mã TTHC | Tên TTHC\n\n1 | 9.000001 | Thủ tục mẫu\n";

#[test]
fn a_command_that_dies_at_any_call_has_done_all_or_nothing_and_the_next_says_which() {
    for case in cases() {
        let [before, after] = case.both();
        let mut told = 0;
        at_every_call(Trouble::Dies, |call, trouble| {
            let (folder, exit, hit) = case.under(trouble);
            let at = format!("{:?} {call} {hit}", case.words);
            let is_left = folder.path().join("catalogue/.niemyet-write").is_dir();
            let (_, said) = run(folder.path(), &["list"]);
            let now = state(folder.path());
            assert!(now == before || now == after, "{at}: {said}: {:?}", differ(&now, &before));
            assert!(exit != Exit::Clean || now == after, "{at}: it said that it was done");
            // An empty folder is nothing to tell of.
            told += usize::from(said.contains("an earlier write"));
            assert!(is_left || !said.contains("an earlier write"), "{at}: {said}");
            let is_finished = said.contains("finished now");
            assert!(!is_finished || now == after, "{at}: {said}");
            assert!(!said.contains("before it changed a file") || now == before, "{at}: {said}");

            let (again, said) = run(folder.path(), case.words);
            assert_eq!(again, if now == after { case.again } else { Exit::Clean }, "{at}: {said}");
            assert_same(&state(folder.path()), &after, &format!("{at}: {said}"));
            // The file of a lock stays where nothing is written any more: empty, and the next write's.
            let is_left = |path: &String| path.contains(".niemyet-write") && !path.ends_with(".niemyet-write.lock");
            assert!(!tree(folder.path()).keys().any(is_left), "{at}: something is left");

            // The same at once, without another command between.
            let (folder, ..) = case.under(trouble);
            let (_, said) = run(folder.path(), case.words);
            assert_same(&state(folder.path()), &after, &format!("{at}: {said}"));
            (!hit.is_empty()).then_some(hit)
        });
        assert!(told > 10 || case.words[0] == "export", "{:?}: {told}", case.words);
    }
}

#[test]
fn a_command_that_is_refused_a_call_has_done_nothing_and_the_same_again_does_it() {
    for case in cases() {
        let [before, after] = case.both();
        let mut refused = 0;
        at_every_call(Trouble::Fails, |call, trouble| {
            let (folder, exit, hit) = case.under(trouble);
            let at = format!("{:?} {call} {hit} {exit:?}", case.words);
            let now = state(folder.path());
            assert_same(&now, if exit == Exit::CouldNotRun { &before } else { &after }, &at);
            refused += usize::from(exit == Exit::CouldNotRun);
            let (_, said) = run(folder.path(), &["list"]);
            assert_same(&state(folder.path()), &now, &format!("{at}: {said}"));
            let (again, said) = run(folder.path(), case.words);
            assert_eq!(again, if now == after { case.again } else { Exit::Clean }, "{at}: {said}");
            assert_same(&state(folder.path()), &after, &format!("{at}: {said}"));
            (!hit.is_empty()).then_some(hit)
        });
        assert!(refused > 10, "{:?}: {refused}", case.words);
    }
}

/// The moment that `store::faults` finds where there is no exchange of two folders: the old site has left, the new one has not come.
#[test]
fn every_command_that_looks_at_a_site_brings_back_the_one_that_a_killed_run_took_away() {
    let project = Case { before: &[], words: &[], again: Exit::Clean }.project();
    let at = |name: &str| project.path().join(name);
    let build = ["build", "--out", "[folder]/public"];
    let (exit, said) = run(project.path(), &build);
    assert_eq!(exit, Exit::Clean, "{said}");
    let site = tree(&at("public"));
    for (words, expected) in [
        (&["verify", "[folder]/public"][..], Exit::Clean),
        (&["verify", "[folder]/public/.niemyet"], Exit::Clean),
        (&["rollback", "--out", "[folder]/public", "--log"], Exit::Clean),
        (&["rollback", "--out", "[folder]/public"], Exit::CouldNotRun), // none stood before
        (&build, Exit::Clean),
    ] {
        std::fs::rename(at("public"), at(".public.niemyet-old")).unwrap();
        let (exit, said) = run(project.path(), words);
        assert_eq!(exit, expected, "{words:?}: {said}");
        assert!(said.contains("the last good site is back"), "{words:?}: {said}");
        assert!(tree(&at("public")) == site && !at(".public.niemyet-old").exists(), "{words:?}");
        let (_, said) = run(project.path(), words);
        assert!(!said.contains("the last good site is back"), "{words:?}: {said}");
    }
}
