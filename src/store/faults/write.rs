//! Writes under every trouble: at each operation in turn the system refuses, or the process dies.

use std::path::Path;

use tempfile::TempDir;

use super::{Trouble, arm, at_every_call, folder, tree};
use crate::store::{FileChange, Interrupt, Problem, Recovered, StoreError, recover, write_files};

type Texts = std::collections::BTreeMap<String, String>;

/// Every file and empty folder, those of a write under way apart.
fn files(root: &Path) -> Texts {
    let mut files = tree(root);
    files.retain(|path, _| !path.starts_with(".niemyet-write"));
    files
}

fn catalogue() -> TempDir {
    let folder = folder();
    for (path, text) in [("links.tsv", "old links"), ("procedures/a/1.md", "one"), ("procedures/b/2.md", "two")] {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

/// One of each kind, in folders of several depths: created, replaced, deleted with its folder, moved.
fn changes() -> Vec<FileChange> {
    let bytes = |text: &str| text.as_bytes().to_vec();
    let change = |path: &str, before: Option<&str>, after: Option<&str>| FileChange {
        path: path.to_owned(),
        before: before.map(bytes),
        after: after.map(bytes),
    };
    vec![
        change(".import/undo.json", None, Some("journal")),
        change("links.tsv", Some("old links"), Some("new links")),
        change("procedures/a/1.md", Some("one"), None),
        change("procedures/b/2.md", Some("two"), Some("two and more")),
        change("procedures/c/d/3.md", None, Some("three")),
        change("procedures/a/4.md", None, Some("four")),
    ]
}

fn write(root: &Path) -> Result<(), StoreError> {
    write_files(root, &changes(), &Interrupt::new())
}

/// What the files are before and after a write without trouble.
fn both() -> [Texts; 2] {
    let folder = catalogue();
    let before = files(folder.path());
    write(folder.path()).unwrap();
    assert!(!folder.path().join(".niemyet-write").exists() && !folder.path().join(".niemyet-write.lock").exists());
    [before, files(folder.path())]
}

/// The calls in which a write that dies is one that the next run finishes.
fn finished_from() -> Vec<usize> {
    let mut calls = Vec::new();
    at_every_call(Trouble::Dies, |call, trouble| {
        let folder = catalogue();
        let armed = arm(folder.path(), trouble);
        let _ = write(folder.path());
        let hit = armed.hit();
        drop(armed);
        if matches!(recover(folder.path()), Ok(Some(Recovered::Finished(_)))) {
            calls.push(call);
        }
        hit
    });
    calls
}

#[test]
fn a_write_that_dies_at_any_call_is_whole_or_never_was_after_the_next_run_which_says_so() {
    let [before, after] = both();
    let (mut finished, mut discarded, mut nothing) = (0, 0, 0);
    let calls = at_every_call(Trouble::Dies, |call, trouble| {
        let folder = catalogue();
        let armed = arm(folder.path(), trouble);
        let result = write(folder.path());
        let hit = armed.hit();
        drop(armed);
        let at = format!("{call} {hit:?} {result:?}");
        let recovered = recover(folder.path()).unwrap();
        let now = files(folder.path());
        match recovered {
            Some(Recovered::Finished(count)) => {
                assert_eq!((count, &now), (changes().len(), &after), "{at}");
                finished += 1;
            }
            Some(Recovered::Discarded) => {
                assert_eq!(now, before, "{at}: it says that it had not begun");
                assert!(result.is_err(), "{at}");
                discarded += 1;
            }
            Some(Recovered::TakenBack) => panic!("{at}: nothing had failed"),
            None => {
                assert_eq!(now, if result.is_ok() { after.clone() } else { before.clone() }, "{at}");
                nothing += 1;
            }
        }
        assert_eq!(recover(folder.path()), Ok(None), "{at}: nothing is left");
        // The same again gives what was wanted, or says that it stands.
        match write(folder.path()) {
            Ok(()) => assert_eq!(now, before, "{at}"),
            Err(StoreError::Exists(_) | StoreError::Changed(_)) => assert_eq!(now, after, "{at}"),
            Err(error) => panic!("{at}: {error}"),
        }
        assert_eq!(files(folder.path()), after, "{at}");
        assert!(!tree(folder.path()).keys().any(|path| path.starts_with(".niemyet-write")), "{at}");
        hit
    });
    assert!(calls > 60 && finished > 20 && discarded > 10 && nothing > 5, "{calls} {finished} {discarded} {nothing}");
}

#[test]
fn a_recovery_that_dies_at_any_call_is_taken_up_by_the_next() {
    let [_, after] = both();
    for died in finished_from().into_iter().step_by(6) {
        at_every_call(Trouble::Dies, |call, trouble| {
            let folder = catalogue();
            let armed = arm(folder.path(), Trouble::Dies(died));
            let _ = write(folder.path());
            drop(armed);
            let armed = arm(folder.path(), trouble);
            let _ = recover(folder.path());
            let hit = armed.hit();
            drop(armed);
            recover(folder.path()).unwrap();
            assert_eq!(files(folder.path()), after, "{died} {call} {hit:?}");
            assert_eq!(recover(folder.path()), Ok(None), "{died} {call} {hit:?}");
            hit
        });
    }
}

#[test]
fn a_recovery_that_is_refused_at_any_call_mixes_nothing_and_the_next_ends_it() {
    let [before, after] = both();
    let mut refused = 0;
    for died in finished_from().into_iter().step_by(6) {
        at_every_call(Trouble::Fails, |call, trouble| {
            let folder = catalogue();
            let armed = arm(folder.path(), Trouble::Dies(died));
            let _ = write(folder.path());
            drop(armed);
            let armed = arm(folder.path(), trouble);
            let result = recover(folder.path());
            let hit = armed.hit();
            drop(armed);
            let at = format!("{died} {call} {hit:?} {result:?}");
            refused += usize::from(result.is_err());
            let again = recover(folder.path()).unwrap();
            let now = files(folder.path());
            match (result, again) {
                // It took back what it could not end, or could not remove the last of what was done.
                (Err(_), None) => assert!(now == before || now == after, "{at} {now:?}"),
                (Err(_), Some(Recovered::TakenBack)) => assert_eq!(now, before, "{at}"),
                (Err(_) | Ok(_), _) => assert_eq!(now, after, "{at} {again:?}"),
            }
            hit
        });
    }
    assert!(refused > 100, "{refused}");
}

#[test]
fn a_call_that_the_system_refuses_leaves_everything_as_it_was() {
    let [before, after] = both();
    let mut refused = 0;
    at_every_call(Trouble::Fails, |call, trouble| {
        let folder = catalogue();
        let armed = arm(folder.path(), trouble);
        let result = write(folder.path());
        let hit = armed.hit();
        drop(armed);
        let at = format!("{call} {hit:?} {result:?}");
        let now = files(folder.path());
        match &result {
            // What only tidies up is no part of the write.
            Ok(()) => assert_eq!(now, after, "{at}"),
            Err(StoreError::System { problem: Problem::DiskFull | Problem::Other(_), .. }) => {
                assert_eq!(now, before, "{at}");
                refused += 1;
            }
            Err(error) => panic!("{at}: {error}"),
        }
        recover(folder.path()).unwrap();
        assert_eq!(files(folder.path()), now, "{at}: the next run changes nothing");
        if result.is_err() {
            write(folder.path()).unwrap();
        }
        assert_eq!(files(folder.path()), after, "{at}");
        assert!(!folder.path().join(".niemyet-write").exists(), "{at}");
        hit
    });
    assert!(refused > 40, "{refused}");
}

#[test]
fn a_write_that_is_taken_back_and_dies_is_taken_back_by_the_next_run() {
    let [before, after] = both();
    let mut taken_back = 0;
    let armed_at = |trouble| {
        let folder = catalogue();
        let armed = arm(folder.path(), trouble);
        let result = write(folder.path());
        let (hit, is_over) = (armed.hit(), armed.is_over());
        (folder, result.is_err(), hit, is_over)
    };
    // Refused at each call; then every one of taking back is the last in turn.
    at_every_call(Trouble::Fails, |refused, trouble| {
        let (_folder, is_refused, hit, _) = armed_at(trouble);
        for call in 0.. {
            if !is_refused {
                break; // it only tidied up
            }
            let (folder, is_refused, hit, is_over) = armed_at(Trouble::FailsThenDies(refused, call));
            if !is_over {
                break;
            }
            let recovered = recover(folder.path()).unwrap();
            let now = files(folder.path());
            let at = format!("{refused} {call} {hit:?} {recovered:?}");
            assert!(is_refused, "{at}");
            match recovered {
                // Where it died before it had begun to take back, the next run can do what was asked for.
                Some(Recovered::Finished(_)) => assert_eq!(now, after, "{at}"),
                Some(Recovered::Discarded | Recovered::TakenBack) | None => assert_eq!(now, before, "{at}"),
            }
            taken_back += usize::from(recovered == Some(Recovered::TakenBack));
        }
        hit
    });
    assert!(taken_back > 100, "{taken_back}");
}

#[test]
fn a_file_that_was_edited_while_a_write_waited_is_never_lost() {
    let edited = "procedures/b/2.md";
    for died in finished_from() {
        let folder = catalogue();
        let root = folder.path();
        let armed = arm(root, Trouble::Dies(died));
        let _ = write(root);
        drop(armed);
        std::fs::write(root.join(edited), "edited by hand").unwrap();
        match recover(root) {
            // It had been written already: then the plan has no more to do with it.
            Ok(_) => {}
            Err(StoreError::Unfinished { .. }) => {
                assert!(matches!(write(root), Err(StoreError::Unfinished { .. })), "{died}");
            }
            Err(error) => panic!("{died}: {error}"),
        }
        assert_eq!(std::fs::read_to_string(root.join(edited)).unwrap(), "edited by hand", "{died}");
    }
}

#[test]
fn a_plan_that_names_a_file_outside_its_folder_is_none() {
    let folder = catalogue();
    let stage = folder.path().join("root/.niemyet-write");
    std::fs::create_dir_all(&stage).unwrap();
    std::fs::write(stage.join("new-0"), "x").unwrap();
    let plan = r#"{"version":1,"files":[{"path":"../links.tsv","before":null,"after":"00"}]}"#;
    std::fs::write(stage.join("plan.json"), plan).unwrap();
    assert_eq!(recover(&folder.path().join("root")), Ok(Some(Recovered::Discarded)));
    assert_eq!(std::fs::read_to_string(folder.path().join("links.tsv")).unwrap(), "old links");
}

#[test]
fn where_files_have_no_second_names_none_is_replaced_by_half_of_itself() {
    let [before, after] = both();
    for kind in [Trouble::Fails, Trouble::Dies] {
        at_every_call(kind, |call, trouble| {
            let folder = catalogue();
            let armed = arm(folder.path(), trouble).without_links();
            let result = write(folder.path());
            let hit = armed.hit();
            drop(armed);
            recover(folder.path()).unwrap();
            let now = files(folder.path());
            assert!(now == before || now == after, "{call} {hit:?} {result:?}: {now:?}");
            hit
        });
    }
}
