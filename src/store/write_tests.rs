//! Writes under every trouble: at each operation in turn the system refuses, or the process dies.

use std::path::Path;

use tempfile::TempDir;

use super::disk::{Disk, Trouble};
use super::write::{recover_on, write_on};
use super::{FileChange, Interrupt, Problem, Recovered, StoreError, recover};

/// Every file under a folder with its text, those of a write under way apart.
fn files(root: &Path) -> Vec<(String, String)> {
    let entries = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file()).map(|entry| {
        let path = entry.path().strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
        (path, std::fs::read_to_string(entry.path()).unwrap())
    });
    files.filter(|(path, _)| !path.starts_with(".niemyet-write")).collect()
}

fn catalogue() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
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

fn write(disk: &Disk, root: &Path) -> Result<(), StoreError> {
    write_on(disk, root, &changes(), &Interrupt::new())
}

/// What the files are before and after a write without trouble.
fn both() -> [Vec<(String, String)>; 2] {
    let folder = catalogue();
    let before = files(folder.path());
    write(&Disk::default(), folder.path()).unwrap();
    assert!(!folder.path().join(".niemyet-write").exists() && !folder.path().join(".niemyet-write.lock").exists());
    [before, files(folder.path())]
}

#[test]
fn a_write_that_dies_at_any_operation_is_whole_or_never_was_after_the_next_run() {
    let [before, after] = both();
    let (mut finished, mut discarded) = (0, 0);
    for operation in 0.. {
        let folder = catalogue();
        let disk = Disk::with(Trouble::Dies(operation));
        let result = write(&disk, folder.path());
        if !disk.is_over() {
            assert!(result.is_ok() && operation > 20, "{operation}");
            break;
        }
        match recover(folder.path()).unwrap() {
            Some(Recovered::Finished(count)) => {
                assert_eq!((count, files(folder.path())), (changes().len(), after.clone()), "{operation}");
                finished += 1;
            }
            Some(Recovered::Discarded) => {
                // It may have died while it removed what a whole write had left.
                let expected = if result.is_ok() { &after } else { &before };
                assert_eq!(&files(folder.path()), expected, "{operation}");
                discarded += 1;
            }
            Some(Recovered::TakenBack) => panic!("{operation}: nothing had failed"),
            None => assert_eq!(files(folder.path()), before, "{operation}"),
        }
        assert_eq!(recover(folder.path()), Ok(None), "{operation}: nothing is left");
    }
    assert!(finished > 5 && discarded > 5, "{finished} {discarded}");
}

#[test]
fn a_recovery_that_dies_at_any_operation_is_taken_up_by_the_next() {
    let [_, after] = both();
    for died in [16, 20, 24] {
        for operation in 0.. {
            let folder = catalogue();
            write(&Disk::with(Trouble::Dies(died)), folder.path()).unwrap_err();
            let disk = Disk::with(Trouble::Dies(operation));
            let recovered = recover_on(&disk, folder.path());
            if !disk.is_over() {
                assert!(matches!(recovered, Ok(Some(Recovered::Finished(_)))), "{died} {operation}: {recovered:?}");
                break;
            }
            recover(folder.path()).unwrap();
            assert_eq!(files(folder.path()), after, "{died} {operation}");
        }
    }
}

#[test]
fn an_operation_that_the_system_refuses_leaves_everything_as_it_was() {
    let [before, after] = both();
    let mut refused = 0;
    for operation in 0.. {
        let folder = catalogue();
        let disk = Disk::with(Trouble::Fails(operation));
        let result = write(&disk, folder.path());
        if !disk.is_over() {
            break;
        }
        let now = files(folder.path());
        match result {
            // What only tidies up is no part of the write.
            Ok(()) => assert_eq!(now, after, "{operation}"),
            Err(StoreError::System { problem: Problem::DiskFull, .. }) => {
                // Its files are whole where not even the disk's word for it came.
                assert!(now == before || now == after, "{operation}: {now:?}");
                refused += usize::from(now == before);
            }
            Err(error) => panic!("{operation}: {error}"),
        }
        recover(folder.path()).unwrap();
        assert_eq!(files(folder.path()), now, "{operation}: the next run changes nothing");
    }
    assert!(refused > 20, "{refused}");
}

#[test]
fn a_write_that_is_taken_back_and_dies_is_taken_back_by_the_next_run() {
    let [before, after] = both();
    let mut taken_back = 0;
    // Refused at each operation; then every one of taking back is the last in turn.
    for refused in 0..30 {
        if write(&Disk::with(Trouble::Fails(refused)), catalogue().path()).is_ok() {
            continue; // it only tidied up
        }
        for operation in 0.. {
            let folder = catalogue();
            let disk = Disk::with(Trouble::FailsThenDies(refused, operation));
            write(&disk, folder.path()).unwrap_err();
            if !disk.is_over() {
                break;
            }
            let recovered = recover(folder.path()).unwrap();
            // Where it died before it had begun to take back, the next run can do what was asked for.
            let expected = if matches!(recovered, Some(Recovered::Finished(_))) { &after } else { &before };
            let now = files(folder.path());
            assert!(
                now == *expected || (recovered != Some(Recovered::TakenBack) && now == after),
                "{refused} {operation}"
            );
            taken_back += usize::from(recovered == Some(Recovered::TakenBack));
        }
    }
    assert!(taken_back > 3, "{taken_back}");
}

#[test]
fn a_file_that_was_edited_while_a_write_waited_is_never_lost() {
    let folder = catalogue();
    let root = folder.path();
    write(&Disk::with(Trouble::Dies(18)), root).unwrap_err();
    std::fs::write(root.join("procedures/b/2.md"), "edited by hand").unwrap();
    let error = recover(root).unwrap_err();
    assert!(matches!(error, StoreError::Unfinished { .. }), "{error}");
    assert_eq!(std::fs::read_to_string(root.join("procedures/b/2.md")).unwrap(), "edited by hand");
    assert!(matches!(
        write(&Disk::default(), root),
        Err(StoreError::Unfinished { .. } | StoreError::Changed(_) | StoreError::Exists(_))
    ));
    assert_eq!(std::fs::read_to_string(root.join("procedures/b/2.md")).unwrap(), "edited by hand");
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
