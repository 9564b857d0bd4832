//! `niemyet import` as a person runs it: whole output, exit code, files.
#![allow(clippy::disallowed_methods, reason = "a test reads the files it is about")]

mod world;

use world::World;

fn fixture(name: &str) -> String {
    format!("{}/tests/fixtures/import/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn with_list() -> World {
    let world = World::new();
    world.put("a.csv", "Mã số,Tên,Cơ quan ban hành,Lĩnh vực\n1.000001,Thủ tục một,Bộ Tư pháp,Hộ tịch\n");
    world
}

#[test]
fn a_dry_run_tells_and_writes_nothing() {
    let world = with_list();
    let before = world.tree("catalogue");
    let ran = world.run(&["import", "a.csv", "--dry-run", "--lang", "en"]);
    insta::assert_snapshot!(ran.stdout, @r"
    a.csv: the portal's list (csv), 1 rows; 1 taken, 0 out of scope
    An import would do this (nothing is written yet):
           1 new procedures
           0 changed procedures
           0 unchanged procedures
             other files changed: sectors.toml
    Remarks:
      a.csv, line 2: the sector “Hộ tịch” was added to sectors.toml: check that it is no double
    ");
    assert_eq!((ran.stderr.as_str(), ran.status), ("", Some(0)));
    assert_eq!(world.tree("catalogue"), before);
}

#[test]
fn an_import_is_undone_to_the_byte() {
    let world = with_list();
    let before = world.tree("catalogue");
    assert_eq!(world.run(&["import", "a.csv"]).status, Some(0));
    assert_ne!(world.tree("catalogue"), before);
    assert_eq!(world.run(&["check"]).status, Some(0));
    world.run(&["import", "a.csv", "--lang", "en"]).gives(
        "a.csv: the portal's list (csv), 1 rows; 1 taken, 0 out of scope\nNothing changes.\n",
        "",
        0,
    );
    world.run(&["import", "--undo", "--dry-run", "--lang", "en"]).gives(
        "Undoing the import of 2026-11-21 would put 3 files back (nothing is written yet).\n",
        "",
        0,
    );
    world.run(&["import", "--undo", "--lang", "en"]).gives(
        "The import of 2026-11-21 is undone: 3 files are as before.\n",
        "",
        0,
    );
    let mut after = world.tree("catalogue");
    after.remove(".import/.gitignore");
    assert_eq!(after, before);
    let ran = world.run(&["import", "--undo", "--lang", "en"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.stderr.starts_with("error: there is no import to undo"), "{}", ran.stderr);
}

#[test]
fn what_was_edited_since_is_not_undone_unasked() {
    let world = with_list();
    assert_eq!(world.run(&["import", "a.csv"]).status, Some(0));
    world.edit("catalogue/procedures/ho-tich/1.000001.md", "Thủ tục một", "Thủ tục sửa tay");
    let ran = world.run(&["import", "--undo", "--lang", "en"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.stderr.contains("edited since the import: procedures/ho-tich/1.000001.md"), "{}", ran.stderr);
    assert_eq!(world.run(&["import", "--undo", "--force"]).status, Some(0));
    assert!(!world.at("catalogue/procedures/ho-tich/1.000001.md").exists());
}

#[test]
fn a_refused_row_is_told_and_the_exit_code_says_so() {
    let world = World::new();
    let ran = world.run(&["import", &fixture("detail-of-another.json"), "--lang", "en"]);
    assert_eq!(ran.status, Some(1));
    assert!(ran.stdout.contains("a record of 1.000010, but “codeNotation” names 1.000011"), "{}", ran.stdout);
    let ran = world.run(&["import", &fixture("lines.jsonl")]);
    assert_eq!(ran.status, Some(1));
    assert!(ran.stdout.contains("Không nhận:"), "{}", ran.stdout);
    assert!(world.at("catalogue/procedures/ho-tich/1.000001.md").exists());
}

#[test]
fn wrong_arguments_are_told_with_a_remedy() {
    let world = with_list();
    for (args, told) in [
        (&["import"][..], "required"),
        (&["import", "none.csv"][..], "there is no file `none.csv`"),
        (&["import", "a.csv", "--snapshot", "x"][..], "required"),
        (&["import", "a.csv", "--none"][..], "required"),
        (&["import", "a.csv", "--label", "x", "--label", "y"][..], "2 labels for 1 files"),
        (&["import", "a.csv", "--only", "a.csv"][..], "has a line that is no code: Mã số"),
    ] {
        let ran = world.run(&[args, &["--lang", "en"]].concat());
        assert_eq!(ran.status, Some(2), "{args:?}");
        assert!(ran.stderr.contains(told), "{args:?}: {}", ran.stderr);
    }
}

#[test]
fn a_list_is_kept_as_evidence_with_its_day() {
    let world = with_list();
    let args =
        ["import", "a.csv", "--none", "--snapshot", "list-2026-11", "--taken", "15/11/2026", "--title", "Danh sách"];
    let ran = world.run(&[&args[..], &["--source", "Cổng"]].concat());
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert_eq!(
        world.text("catalogue/snapshots/list-2026-11.tsv"),
        "# title: Danh sách\n# source: Cổng\n# taken: 2026-11-15\ncode\tname\n1.000001\tThủ tục một\n"
    );
    assert!(!world.at("catalogue/procedures/ho-tich/1.000001.md").exists());
}
