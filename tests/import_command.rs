//! `niemyet import` as a person runs it: whole output, exit code, files.

use crate::world;

use world::World;

fn fixture(name: &str) -> String {
    format!("{}/tests/fixtures/import/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn with_list() -> World {
    let world = World::new();
    world.put("a.csv", "Mã số,Tên,Cơ quan ban hành,Lĩnh vực\n1.000001,Thủ tục một,Bộ Tư pháp,Hộ tịch\n");
    world
}

/// Options that keep a list as evidence.
fn as_evidence<'a>(file: &'a str, id: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let order = ["import", file, "--none", "--snapshot", id, "--taken", "2026-11-15", "--title", "T", "--source", "S"];
    [&order[..], more].concat()
}

/// A project whose catalogue has so many procedures in force by a list of two ministries and two sectors.
fn with_evidence(count: usize) -> World {
    let world = World::new();
    let rows = (1..=count).map(|n| match n % 2 {
        0 => format!("1.{n:06},Thủ tục {n},Bộ Tư pháp,UBND cấp xã,Hộ tịch\n"),
        _ => format!("1.{n:06},Thủ tục {n},Bộ Y tế,Sở Y tế,Dược phẩm\n"),
    });
    let rows: String = rows.collect();
    world.put("all.csv", format!("Mã số,Tên,Cơ quan ban hành,Cơ quan thực hiện,Lĩnh vực\n{rows}"));
    assert_eq!(world.run(&["import", "all.csv"]).status, Some(0));
    let order = ["import", "all.csv", "--none", "--snapshot", "first", "--taken", "2026-09-01", "--title", "T"];
    let ran = world.run(&[&order[..], &["--source", "S", "--scope", "country"]].concat());
    assert_eq!(ran.status, Some(0), "{ran:?}");
    world
}

/// A list of those rows of `all.csv` that a test lets pass.
fn some_rows(world: &World, file: &str, keeps: impl Fn(usize, &str) -> bool) {
    let all = world.text("all.csv");
    let rows = all.lines().enumerate().filter(|(at, line)| *at == 0 || keeps(*at, line));
    world.put(file, rows.map(|(_, line)| format!("{line}\n")).collect::<String>());
}

#[test]
fn a_dry_run_tells_and_writes_nothing() {
    let world = with_list();
    let before = world.tree("catalogue");
    let ran = world.run(&["import", "a.csv", "--dry-run", "--lang", "en"]);
    insta::assert_snapshot!(ran.stdout, @r"
    a.csv: the portal's list (csv), 1 rows; 1 taken, 0 out of scope
      an official list (1 rows, 1 issuing agencies; of a part alone: Bộ Tư pháp; Hộ tịch). Imported like this it gives names, agencies, sectors and links alone: it proves of no procedure that it is in force.
      To make this list evidence of what is in force: niemyet import a.csv --none --snapshot a --taken DAY-TAKEN --title 'Danh sách thủ tục hành chính' --source a --scope 'issuer:Bộ Tư pháp' --scope 'sector:Hộ tịch'
    States that change as of 2026-11-21: 1 procedures; in force 1 → 1
           1 new → unknown: 1.000001
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
    let ran = world.run(&["import", "a.csv", "--lang", "en"]);
    assert!(ran.stdout.ends_with("\nNothing changes.\n"), "{}", ran.stdout);
    assert_eq!((ran.stderr.as_str(), ran.status), ("", Some(0)));
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
    // A list of one ministry has to say that it is: what is not in it would count as absent.
    let ran = world.run(&[&args[..], &["--source", "Cổng", "--lang", "en"]].concat());
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.stdout.contains("Add: --scope 'issuer:Bộ Tư pháp' --scope 'sector:Hộ tịch'"), "{}", ran.stdout);
    assert!(!world.at("catalogue/snapshots/list-2026-11.tsv").exists());
    let ran = world.run(&[&args[..], &["--source", "Cổng", "--scope", "issuer:Bộ Tư pháp"]].concat());
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert_eq!(
        world.text("catalogue/snapshots/list-2026-11.tsv"),
        "# title: Danh sách\n# source: Cổng\n# taken: 2026-11-15\n# issuers: bo-tu-phap\ncode\tname\n1.000001\tThủ tục một\n"
    );
    assert!(!world.at("catalogue/procedures/ho-tich/1.000001.md").exists());
}

#[test]
fn a_board_is_no_evidence_and_nothing_of_it_is_taken_as_such() {
    let world = with_evidence(120);
    let before = world.tree("catalogue");
    for (file, text) in [
        ("board.csv", "Mã,Tên,Cơ quan\n1.000002,Hai,UBND xã\n1.000004,Bốn,UBND xã\n"),
        ("sheet.csv", "STT,Mã TTHC,Tên TTHC,Lĩnh vực,Thời hạn giải quyết\n1,1.000002,Hai,Hộ tịch,5 ngày\n"),
        ("fees.csv", "Mã số;Tên;Cơ quan ban hành;Lĩnh vực;Lệ phí\n1.000002;Hai;Bộ Tư pháp;Hộ tịch;0\n"),
        ("head.csv", "UBND XÃ YÊN ĐỊNH\nMã số,Tên,Cơ quan ban hành,Lĩnh vực\n1.000002,Hai,Bộ Tư pháp,Hộ tịch\n"),
        ("posted.csv", "Danh mục niêm yết\nMã số,Tên,Cơ quan ban hành,Lĩnh vực\n1.000002,Hai,Bộ Tư pháp,Hộ tịch\n"),
        (
            "office.csv",
            "Mã số,Tên,Cơ quan ban hành,Cơ quan thực hiện,Lĩnh vực\n1.000002,Hai,Bộ Tư pháp,UBND xã Yên Định,Hộ tịch\n",
        ),
    ] {
        world.put(file, text);
        let ran = world.run(&as_evidence(file, "board", &["--lang", "en"]));
        assert_eq!(ran.status, Some(1), "{file}: {ran:?}");
        assert!(ran.stdout.contains("cannot be evidence"), "{file}: {}", ran.stdout);
        assert_eq!(world.tree("catalogue"), before, "{file}");
        // A plain import says that it proves nothing, and offers no command.
        let ran = world.run(&["import", file, "--dry-run", "--lang", "en"]);
        assert!(ran.stdout.contains("cannot be evidence"), "{file}: {}", ran.stdout);
        assert!(!ran.stdout.contains("--snapshot "), "{file}: {}", ran.stdout);
    }
    // Whoever knows that one office's table is all of a sector says so.
    let ran = world.run(&as_evidence("office.csv", "sector", &["--scope", "sector:ho-tich", "--allow-loss", "59"]));
    assert_eq!(ran.status, Some(0), "{ran:?}");
}

#[test]
fn what_a_list_of_a_part_does_not_speak_of_keeps_its_state() {
    let world = with_evidence(120);
    some_rows(&world, "justice.csv", |_, line| line.contains("Bộ Tư pháp"));
    let ran = world.run(&as_evidence("justice.csv", "justice", &["--scope", "country", "--lang", "en"]));
    assert_eq!(ran.status, Some(1));
    assert!(ran.stdout.contains("60 of 121 procedures in force would not be in force"), "{}", ran.stdout);
    for scope in ["issuer:bo-tu-phap", "issuer:Bộ Tư pháp", "sector:ho-tich", "sector:Hộ tịch"] {
        let ran = world.run(&as_evidence("justice.csv", "justice", &["--scope", scope, "--lang", "en", "--dry-run"]));
        assert_eq!(ran.status, Some(0), "{scope}: {ran:?}");
        assert!(ran.stdout.contains("No procedure changes state as of 2026-11-21; in force 121"), "{}", ran.stdout);
    }
    for (scope, told) in [
        ("issuer:bo-y-te", "60 of 60 rows are not of the scope"),
        ("sector:duoc-pham", "60 of 60 rows are not of the scope"),
        ("issuer:bo-nao-do", "the scope names “bo-nao-do”"),
    ] {
        let ran = world.run(&as_evidence("justice.csv", "justice", &["--scope", scope, "--lang", "en"]));
        assert_eq!(ran.status, Some(1), "{scope}");
        assert!(ran.stdout.contains(told), "{scope}: {}", ran.stdout);
    }
    assert_eq!(world.run(&as_evidence("justice.csv", "justice", &["--scope", "issuer:bo-tu-phap"])).status, Some(0));
    assert_eq!(world.run(&["check"]).status, Some(0));
}

#[test]
fn a_loss_of_more_than_one_in_fifty_is_taken_only_where_somebody_says_so() {
    let world = with_evidence(120);
    let before = world.tree("catalogue");
    some_rows(&world, "two-less.csv", |at, _| at > 2);
    some_rows(&world, "three-less.csv", |at, _| at > 3);
    // 2 of 121 in force are no more than 2 %.
    let ran = world.run(&as_evidence("two-less.csv", "l", &["--scope", "country", "--dry-run", "--lang", "en"]));
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(
        ran.stdout.contains("in force 121 → 119\n       2 in force → unknown: 1.000001, 1.000002\n"),
        "{}",
        ran.stdout
    );
    let ran = world.run(&as_evidence("three-less.csv", "l", &["--scope", "country", "--lang", "en"]));
    assert_eq!(ran.status, Some(1));
    for told in [
        "3 of 121 procedures in force would not be in force any more",
        "the list “l” lacks 3 of them",
        "1.000003 Thủ tục 3: in force → unknown",
        "--allow-loss 3",
    ] {
        assert!(ran.stdout.contains(told), "{told}: {}", ran.stdout);
    }
    assert_eq!(world.tree("catalogue"), before);
    let less = world.run(&as_evidence("three-less.csv", "l", &["--scope", "country", "--allow-loss", "2"]));
    assert_eq!(less.status, Some(1));
    let ran = world.run(&as_evidence("three-less.csv", "l", &["--scope", "country", "--allow-loss", "3"]));
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert_ne!(world.tree("catalogue"), before);
}

#[test]
fn a_report_as_json_has_the_states_the_kind_of_the_list_and_why_nothing_was_done() {
    let world = with_evidence(120);
    some_rows(&world, "less.csv", |at, _| at > 9);
    let json = |args: &[&str]| {
        let ran = world.run(&[args, &["--format", "json"]].concat());
        let value: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        (value, ran.status)
    };
    let (told, status) = json(&as_evidence("less.csv", "l", &["--scope", "country"]));
    assert_eq!(status, Some(1));
    assert_eq!(told["written"], false);
    assert_eq!(told["withheld"]["reason"], "loss");
    assert_eq!(told["withheld"]["lost"], 9);
    assert_eq!(told["withheld"]["first"][0]["code"], "1.000001");
    assert_eq!(told["states"]["groups"][0]["count"], 9);
    assert_eq!(told["states"]["changes"].as_array().unwrap().len(), 9);
    let (told, status) = json(&as_evidence("less.csv", "l", &["--scope", "country", "--allow-loss", "9"]));
    assert_eq!((told["written"].as_bool(), status), (Some(true), Some(0)));
    assert_eq!(told["states"]["in_force_after"], 112);
    let (told, _) = json(&["import", "all.csv", "--dry-run"]);
    assert_eq!(told["files"][0]["list"]["standing"], "official");
    assert_eq!(told["files"][0]["list"]["held_as"], "first");
    world.put("board.csv", "Mã,Tên\n1.000002,Hai\n");
    let (told, _) = json(&["import", "board.csv", "--dry-run"]);
    assert_eq!(told["files"][0]["list"]["standing"], "posted");
    assert_eq!(told["files"][0]["list"]["why"]["reason"], "no-issuer");
}

#[test]
fn the_command_that_is_offered_makes_the_list_evidence_once_its_day_is_filled_in() {
    let world = with_list();
    let told = world.run(&["import", "a.csv"]).stdout;
    let offered =
        told.lines().find_map(|line| line.split_once(": niemyet ")).unwrap().1.replace("NGÀY-LẤY", "1/11/2026");
    let words = offered.split('\'').enumerate().flat_map(|(at, part)| match at % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect::<Vec<_>>(),
        _ => vec![part.to_owned()],
    });
    let words: Vec<String> = words.collect();
    let ran = world.run(&words.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(ran.status, Some(0), "{words:?}: {ran:?}");
    assert!(world.text("catalogue/snapshots/a.tsv").contains("# issuers: bo-tu-phap\n# sectors: ho-tich\n"));
}

#[test]
fn a_decision_of_a_place_that_the_settings_do_not_name_is_kept_with_what_to_write_there() {
    let world = World::new();
    world.put(
        "catalogue/.import/drafts/4321-qd-ubnd.toml",
        "number = \"4321/QĐ-UBND\"\nissuer = \"ubnd-tinh-quang-tri\"\nsigned = 2026-11-01\neffect = \"on-signing\"\n\
         title = \"Về việc công bố thủ tục hành chính\"\n\n[[change]]\nkind = \"repeal\"\ncode = \"9.000001\"\n",
    );
    let ran = world.run(&["confirm", "--all", "--by", "X", "--lang", "en"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.stdout.contains("site/site.toml does not name a real province"), "{}", ran.stdout);
}
