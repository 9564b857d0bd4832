//! `niemyet rule`: what it writes, and what it refuses.

use crate::world;

use world::World;

const FILE: &str = "catalogue/rulings.toml";
const REPEALED: [&str; 9] =
    ["rule", "9.000001", "repealed", "--from", "2026-11-21", "--by", "Nguyễn Văn A", "--reason", "Đã đối chiếu bản ký"];

#[test]
fn a_ruling_is_written_and_rules() {
    let world = World::new();
    let ran = world.run(&[&REPEALED[..], &["--lang", "en"]].concat());
    ran.gives(
        "\
the ruling was added to catalogue/rulings.toml
9.000001: in force since 2026-11-21 → repealed since 2026-11-21
",
        "",
        0,
    );
    let text = world.text(FILE);
    assert!(text.starts_with("# Kết luận"), "{text}");
    assert!(
        text.ends_with(
            "

[[ruling]]
code = \"9.000001\"
answer = \"repealed\"
from = 2026-11-21
by = \"Nguyễn Văn A\"
ruled = 2026-11-21
reason = \"Đã đối chiếu bản ký\"
"
        ),
        "{text}"
    );
    let shown = world.run(&["show", "9.000001"]);
    assert!(shown.stdout.contains("Nguyễn Văn A"), "{shown:#?}");
    assert_eq!(world.run(&["check"]).status, Some(0));
}

#[test]
fn what_stands_in_the_file_stays() {
    let world = World::new();
    let held = "# của tôi\r\n\r\n# không có dòng cuối";
    world.put(FILE, held);
    let ran = world.run(&[&REPEALED[..], &["--level", "province", "--source", "bản ký"]].concat());
    assert_eq!(ran.status, Some(0), "{ran:#?}");
    let text = world.text(FILE);
    assert!(text.starts_with(&format!("{held}\n\n[[ruling]]\n")), "{text}");
    assert!(text.contains("levels = [\"province\"]\n") && text.ends_with("source = \"bản ký\"\n"), "{text}");
}

#[test]
fn a_dry_run_writes_nothing() {
    let world = World::new();
    let before = world.tree(".");
    let ran = world.run(&[&REPEALED[..], &["--dry-run"]].concat());
    assert_eq!((ran.status, world.tree(".")), (Some(0), before), "{ran:#?}");
    assert!(ran.stdout.starts_with("[[ruling]]\n") && ran.stdout.contains(" → "), "{ran:#?}");
}

#[test]
fn the_same_ruling_again_is_nothing_to_do() {
    let world = World::new();
    assert_eq!(world.run(&REPEALED).status, Some(0));
    let before = world.tree(".");
    world.run(&REPEALED).gives("không có gì phải làm: catalogue/rulings.toml đã có kết luận này\n", "", 0);
    assert_eq!(world.tree("."), before);
}

#[test]
fn what_cannot_be_a_ruling_is_refused() {
    let world = World::new();
    let refused = |at: usize, value: &str, words: &str| {
        let before = world.tree(".");
        let mut args = REPEALED;
        args[at] = value;
        let ran = world.run(&args);
        assert_eq!((ran.status, world.tree(".")), (Some(2), before), "{ran:#?}");
        assert!(ran.stderr.contains(words), "{ran:#?}");
    };
    refused(1, "9.000002", "9.000001"); // the nearest
    refused(6, "  ", "--by");
    refused(8, "", "--reason");
    let before = world.tree(".");
    let ran = world.run(&[&REPEALED[..], &["--level", "commune"]].concat());
    assert_eq!((ran.status, world.tree(".")), (Some(2), before), "{ran:#?}");
    assert!(ran.stderr.contains("province"), "{ran:#?}");
    assert_eq!(world.run(&REPEALED).status, Some(0));
    refused(8, "lý do khác", "CODE_DUPLICATE"); // two answers of one day to one question
    world.put(FILE, "[[ruling\n");
    refused(8, "lý do khác", "rulings.toml");
}

#[test]
fn odd_characters_come_back_as_they_were() {
    let reason = "a \"b\" 'c' \\ \n[[ruling]]\n\t\u{7f}\u{1b} \"\"\" '''";
    let world = World::new();
    let mut args = REPEALED;
    args[8] = reason;
    assert_eq!(world.run(&args).status, Some(0));
    let table: toml::Table = world.text(FILE).parse().unwrap();
    assert_eq!(table["ruling"][0]["reason"].as_str(), Some(reason));
    assert_eq!(world.run(&args).status, Some(0));
    assert_eq!(world.text(FILE).matches("reason = ").count(), 1);
}
