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
    assert_eq!(world.run(&["search", "--batch"]).status, Some(0));

    // In doubt the catalogue is read.
    for doubt in [&kept[..kept.len() - 1], &format!("{kept} "), &kept.replace("9.000001", "9.000008"), ""] {
        world.put(KEPT, doubt);
        assert_eq!(ask(&world, &["thủ tục mẫu"]), first);
        assert_eq!(world.text(KEPT), kept, "and kept again");
    }
    let tomorrow = ask(&world, &["thủ tục mẫu", "--as-of", "2030-01-01"]);
    assert_eq!(tomorrow, first);
    assert_ne!(world.text(KEPT), kept, "it is of another day");

    world.edit(RECORD, "name = \"", "name = \"Tên mới của ");
    assert!(ask(&world, &["tên mới"]).contains("Tên mới của"));
    world.put("catalogue/common-names.tsv", "code\tname\n9.000001\tlàm cái mẫu\n");
    assert!(ask(&world, &["làm cái mẫu"]).contains("9.000001"));
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
    assert!(first.stdout.contains("Tên trong danh sách"), "{first:#?}");
    assert_eq!((second.stdout, second.status), (first.stdout, first.status));
}
