//! What a search keeps for the next one: the same answers, until anything changes.

use crate::world;

use std::time::Duration;

use world::World;

const KEPT: &str = "catalogue/.search.niemyet-memo";
const RECORD: &str = "catalogue/procedures/linh-vuc-mau/9.000001.md";

/// Longer than a file may have changed before its times are not trusted to tell.
fn settle() {
    std::thread::sleep(Duration::from_millis(2100));
}

/// The answer to a question.
fn ask(world: &World, args: &[&str]) -> String {
    let ran = world.run(&[&["search", "--format", "json"], args].concat());
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""), "{ran:#?}");
    ran.stdout
}

#[test]
fn the_next_question_is_answered_alike_until_a_file_or_the_day_changes() {
    let world = World::new();
    let first = ask(&world, &["thủ tục mẫu"]);
    assert!(first.contains("9.000001"), "{first}");
    assert!(!world.at(KEPT).exists(), "files are too new to be told by their times");
    settle();
    assert_eq!(ask(&world, &["thủ tục mẫu"]), first);
    let kept = world.text(KEPT);

    // What is kept answers, and nothing else: a word in it is a word of the answer.
    let other = kept.replace("9.000001", "9.000009");
    let (head, body) = kept.rsplit_once("\n").unwrap();
    let digest = head.lines().last().unwrap();
    assert_eq!(digest, niemyet::digest::sha256(body.as_bytes()));
    assert_ne!(kept, other);
    let body = other.rsplit_once('\n').unwrap().1;
    world.put(KEPT, format!("{}\n{body}", head.replace(digest, &niemyet::digest::sha256(body.as_bytes()))));
    assert!(ask(&world, &["thủ tục mẫu"]).contains("9.000009"));
    assert_eq!(ask(&world, &["thủ tục mẫu", "--no-memo"]), first);

    // In doubt the catalogue is read.
    for doubt in [&kept[..kept.len() - 1], &format!("{kept} "), &kept.replace("9.000001", "9.000008"), ""] {
        world.put(KEPT, doubt);
        assert_eq!(ask(&world, &["thủ tục mẫu"]), first);
        assert_eq!(world.text(KEPT), kept, "and kept again");
    }
    assert_eq!(ask(&world, &["thủ tục mẫu", "--as-of", "2030-01-01"]), first);
    assert_ne!(world.text(KEPT), kept, "it is of another day");
}

#[test]
fn whatever_changes_the_catalogue_is_read_again() {
    let world = World::new();
    let record = world.at(RECORD);
    let names = "catalogue/common-names.tsv";
    let changes: [(&dyn Fn(), &str, bool); 5] = [
        (&|| world.put(names, "code\tname\n9.000001\tlàm cái này\n"), "Thủ tục mẫu", true),
        (
            // The same size, and the time put back.
            &|| {
                let when = std::fs::metadata(&record).unwrap().modified().unwrap();
                world.edit(RECORD, "Thủ tục mẫu", "Thủ tục mãu");
                std::fs::File::options().write(true).open(&record).unwrap().set_modified(when).unwrap();
            },
            "Thủ tục mãu",
            true,
        ),
        (&|| std::fs::remove_file(world.at(names)).unwrap(), "Thủ tục mãu", false),
        (&|| world.edit("site/site.toml", "title = \"", "title = \"Mới "), "Thủ tục mãu", false),
        (&|| world.put("templates/muc.txt", "mẫu"), "Thủ tục mãu", false),
    ];
    settle();
    let mut before = String::new();
    for (at, (change, name, is_found)) in changes.iter().enumerate() {
        ask(&world, &["làm cái này"]);
        let kept = world.text(KEPT);
        assert_ne!(kept, before, "{at}: it was kept anew");
        before = kept;
        change();
        settle();
        let answer = ask(&world, &["làm cái này"]);
        assert_eq!(answer.contains("9.000001"), *is_found, "{at}: {answer}");
        assert!(ask(&world, &["9.000001"]).contains(name), "{at}");
    }
    assert_ne!(world.text(KEPT), before);
}

/// Where a link leads may change without it.
#[cfg(unix)]
#[test]
fn of_a_catalogue_with_links_nothing_is_kept() {
    let world = World::new();
    std::fs::rename(world.at(RECORD), world.at("mau.md")).unwrap();
    std::os::unix::fs::symlink("../../../mau.md", world.at(RECORD)).unwrap();
    settle();
    assert!(ask(&world, &["mẫu"]).contains("9.000001"));
    assert!(!world.at(KEPT).exists());
}

#[test]
fn of_a_catalogue_with_an_error_nothing_is_kept() {
    let world = World::new();
    world.edit(RECORD, "sector = \"", "sector = \"khong-co-");
    settle();
    let ran = world.run(&["search", "mẫu"]);
    assert_eq!(ran.status, Some(1), "{ran:#?}");
    assert!(!world.at(KEPT).exists());
    assert_eq!(world.run(&["search", "mẫu"]).status, Some(1), "it is told each time");
}

#[test]
fn what_a_list_calls_a_code_that_no_record_has_is_told_as_before() {
    let world = World::new();
    world.put(
        "catalogue/snapshots/danh-sach.tsv",
        "# title: Danh sách mẫu\n# source: thử\n# taken: 2026-06-01\ncode\tname\n9.000777\tTên trong danh sách\n",
    );
    settle();
    let ran = || world.run(&["search", "9.000777"]);
    let (first, second) = (ran(), ran());
    assert!(first.stdout.contains("Tên trong danh sách") && world.at(KEPT).exists(), "{first:#?}");
    assert_eq!((second.stdout, second.status), (first.stdout, Some(0)));
}
