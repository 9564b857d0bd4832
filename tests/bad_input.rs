//! Bad input of every kind: each is a finding with its place and a remedy, or a refusal with one, and the last good site
//! stays as it is, byte for byte.

use crate::skipping;
use crate::world;

use std::collections::BTreeMap;
use std::process::{Command, Stdio};
use std::time::Duration;

use skipping::skipped;
use world::{Ran, World, tree};

const PROCEDURE: &str = "catalogue/procedures/linh-vuc-mau/9.000001.md";
const DECISION: &str = "catalogue/decisions/2026/1-qd-ubnd.toml";

/// Publishes a good site, spoils the project, and holds every command to what it must do then. Gives the report.
#[track_caller]
fn spoiled(spoil: impl FnOnce(&World), report: &str) -> World {
    let world = World::new();
    let good = world.good_site();
    spoil(&world);
    let checked = world.run(&["check"]);
    assert!(checked.stdout.contains(report), "expected:\n{report}\ngot:\n{}", checked.stdout);
    assert_eq!(checked.status, Some(1));
    let built = world.run(&["build"]);
    assert!(built.stderr.contains(report), "{}", built.stderr);
    assert!(built.stderr.ends_with("không xuất bản vì còn lỗi; trang đang có không thay đổi\n"), "{}", built.stderr);
    assert_eq!((built.stdout.as_str(), built.status), ("", Some(1)));
    assert_eq!(world.tree("public"), good, "the last good site");
    assert!(!world.names().iter().any(|name| name.contains("niemyet")), "nothing is left beside it");
    world
}

/// The project with one more procedure and one more decision about both.
fn with_second_decision(world: &World, rows: &str) {
    let second = world.text(PROCEDURE).replace("9.000001", "9.000002");
    world.put("catalogue/procedures/linh-vuc-mau/9.000002.md", second);
    let head = "number = \"2/QĐ-UBND\"\nissuer = \"ubnd-tinh\"\nsigned = 2026-11-21\neffect = \"on-signing\"\n";
    world.put("catalogue/decisions/2026/2-qd-ubnd.toml", format!("{head}title = \"Quyết định thứ hai\"\n{rows}"));
}

#[test]
fn broken_toml() {
    spoiled(
        |world| world.edit(DECISION, "title = \"Quyết định mẫu\"", "title = \"Quyết định mẫu"),
        "\
lỗi[SYNTAX]: tệp viết sai cú pháp: chữ trong dấu nháy kép `\"…\"` viết sai; ở đây cần `\"`
 --> catalogue/decisions/2026/1-qd-ubnd.toml:9:68
  |
9 | title = \"Quyết định mẫu            # trích yếu, đúng như quyết định
",
    );
}

#[test]
fn a_broken_table_is_told_once_and_not_by_every_file_that_refers_to_it() {
    let world = spoiled(|world| world.edit("catalogue/sectors.toml", "[[sector]]", "[[sector]"), "lỗi[SYNTAX]:");
    let report = world.run(&["check"]).stdout;
    assert!(
        report.ends_with("1 lỗi, 0 cảnh báo, 1 lưu ý, 2 không kiểm tra được\nxem đủ: `niemyet check --all`\n"),
        "{report}"
    );
}

#[test]
fn a_day_that_no_calendar_has() {
    spoiled(
        |world| world.edit(DECISION, "signed = 2026-11-21", "signed = 2026-02-30"),
        "\
--> catalogue/decisions/2026/1-qd-ubnd.toml:5:10
  |
5 | signed = 2026-02-30          # ngày ký
  |          ^^^^^^^^^^
  |
  = cách sửa: viết ngày dạng 2026-03-26, trong các năm 1945–2200
",
    );
}

#[test]
fn days_that_no_decision_can_have() {
    let days = [
        ("0000-01-01", "DATE_INVALID"),
        ("1926-11-21", "DATE_INVALID"), // a hundred years too early
        ("9999-12-31", "DATE_INVALID"),
        ("10000-01-01", "SYNTAX"),
        ("-0001-01-01", "SYNTAX"),
    ];
    for (written, code) in days {
        for key in ["signed", "published", "effect", "until", "text_effect"] {
            let spoil = |world: &World| {
                let line = format!("{key} = {written}\n");
                match key {
                    "signed" => world.edit(DECISION, "signed = 2026-11-21", line.trim_end()),
                    "effect" => world.edit(DECISION, "\neffect = \"unknown\"", &format!("\n{}", line.trim_end())),
                    "text_effect" => world.put(DECISION, format!("{}{line}", world.text(DECISION))),
                    _ => world.put(DECISION, format!("{line}{}", world.text(DECISION))),
                }
            };
            let world = spoiled(spoil, &format!("lỗi[{code}]: "));
            let report = world.run(&["check"]).stdout;
            assert!(report.contains("--> catalogue/decisions/2026/1-qd-ubnd.toml:"), "{key} {written}: {report}");
        }
    }
}

#[test]
fn a_period_that_ends_before_it_begins() {
    for until in ["2026-11-21", "2026-01-01"] {
        spoiled(
            |world| world.put(DECISION, format!("until = {until}\n{}", world.text(DECISION))),
            "lỗi[PERIOD_EMPTY]: ",
        );
    }
}

#[test]
fn a_decision_that_stands_behind_itself_or_withdraws_itself() {
    let world = World::new();
    let good = world.good_site();
    let own = "number = \"1/QĐ-UBND\"";
    assert!(world.text(DECISION).contains(own), "{}", world.text(DECISION));
    world.put(DECISION, format!("central = [\"1/QĐ-UBND\"]\n{}", world.text(DECISION)));
    let site = world.good_site();
    assert!(site.keys().eq(good.keys()), "no page is lost or made twice");
    let row = "\n[[change]]\nkind = \"withdraw\"\ndecision = \"1/QĐ-UBND\"\n";
    world.put(DECISION, format!("{}{row}", world.text(DECISION)));
    let report = world.run(&["check"]);
    assert!(report.stdout.contains("[WITHDRAW_UNCLEAR]: "), "{}", report.stdout);
    assert!(world.run(&["show", "9.000001"]).stdout.contains("hiệu lực từ 21/11/2026"), "it changes nothing");
}

#[test]
fn a_withdrawal_with_a_level_or_an_end_of_its_own() {
    for (key, value) in [("levels", "[\"commune\"]"), ("until", "2027-03-01")] {
        let row = format!("[[change]]\nkind = \"withdraw\"\ndecision = \"1/QĐ-UBND\"\n{key} = {value}\n");
        spoiled(|world| with_second_decision(world, &row), &format!("lỗi[VALUE_INVALID]: `{key}`"));
    }
}

#[test]
fn a_code_in_two_files() {
    spoiled(
        |world| world.put("catalogue/procedures/linh-vuc-mau/again.md", world.text(PROCEDURE)),
        "\
lỗi[CODE_DUPLICATE]: `9.000001` đã có trong catalogue/procedures/linh-vuc-mau/9.000001.md
 --> catalogue/procedures/linh-vuc-mau/again.md:3:9
  |
3 | code = \"9.000001\"
  |         ^^^^^^^^
  |
  = cách sửa:",
    );
}

#[test]
fn a_decision_that_names_a_code_the_catalogue_does_not_hold() {
    spoiled(
        |world| with_second_decision(world, "[[change]]\nkind = \"repeal\"\ncode = \"9.000009\"\n"),
        "lỗi[CODE_UNKNOWN]:",
    );
}

#[test]
fn replacements_in_a_circle() {
    spoiled(
        |world| {
            with_second_decision(
                world,
                "[[change]]\nkind = \"replace\"\nold = [\"9.000001\"]\nnew = [\"9.000002\"]\n\
                 [[change]]\nkind = \"replace\"\nold = [\"9.000002\"]\nnew = [\"9.000001\"]\n",
            );
        },
        "lỗi[REPLACEMENT_CYCLE]:",
    );
}

#[test]
fn a_file_that_is_not_utf_8() {
    spoiled(
        |world| {
            let mut bytes = world.text(PROCEDURE).into_bytes();
            bytes.extend(b"## K\xea\xb6t qu\xe1\xba\n");
            world.put(PROCEDURE, bytes);
        },
        "lỗi[FILE_UNREADABLE]: không đọc được tệp: UTF-8: byte ",
    );
}

#[test]
fn a_markdown_file_of_50_megabytes() {
    spoiled(
        |world| {
            let text = world.text(PROCEDURE).into_bytes();
            let filler = std::iter::repeat_n(b'x', 50 << 20);
            world.put(PROCEDURE, text.into_iter().chain(filler).collect::<Vec<u8>>());
        },
        "\
B > 8388608 B
--> catalogue/procedures/linh-vuc-mau/9.000001.md
 = cách sửa: lưu lại tệp dạng UTF-8, nhỏ hơn 8 MiB
",
    );
}

#[test]
fn an_unknown_key_with_what_was_meant() {
    spoiled(
        |world| world.edit(PROCEDURE, "levels = ", "level = "),
        "\
lỗi[KEY_UNKNOWN]: không có khóa `level`, gần nhất là `levels`
 --> catalogue/procedures/linh-vuc-mau/9.000001.md:7:1
  |
7 | level = [\"province\"]",
    );
}

#[test]
fn a_template_that_does_not_parse_and_one_that_does_not_render() {
    for wrong in ["{% if %}", "{{ no.such.value }}", "{% include \"none.html\" %}"] {
        let world =
            spoiled(|world| world.put("templates/procedure.html", format!("<p>\n{wrong}\n")), "lỗi[TEMPLATE_FAILED]: ");
        let report = world.run(&["check"]).stdout;
        assert!(report.contains("--> templates/procedure.html:2:"), "{report}");
        assert!(report.contains("cách sửa: "), "{report}");
    }
}

#[test]
fn another_provinces_decision_is_a_warning_and_changes_nothing() {
    let world = World::new();
    let states = world.run(&["list", "--format", "json"]).stdout;
    let other = "\n[[agency]]\nid = \"ubnd-khac\"\nname = \"Ủy ban nhân dân tỉnh Khác\"\nkind = \"province\"\n";
    world.put("catalogue/agencies.toml", world.text("catalogue/agencies.toml") + other);
    let head = "number = \"9/QĐ-UBND\"\nissuer = \"ubnd-khac\"\nsigned = 2026-11-21\neffect = \"on-signing\"\n";
    let row = "title = \"Của tỉnh khác\"\n[[change]]\nkind = \"repeal\"\ncode = \"9.000001\"\n";
    world.put("catalogue/decisions/2026/9-qd-ubnd.toml", format!("{head}{row}"));
    let report = world.run(&["check"]);
    assert!(
        report.stdout.contains(
            "\
cảnh báo[DECISION_FOREIGN]: quyết định 9/QĐ-UBND của Ủy ban nhân dân tỉnh Khác không có hiệu lực ở tỉnh này nên không làm \
thay đổi gì
 --> catalogue/decisions/2026/9-qd-ubnd.toml:2:11
  |
2 | issuer = \"ubnd-khac\"
  |           ^^^^^^^^^
  |
  = cách sửa: "
        ),
        "{}",
        report.stdout
    );
    assert_eq!(report.status, Some(0));
    assert_eq!(world.run(&["list", "--format", "json"]).stdout, states);
}

#[test]
fn decomposed_text_is_a_warning_and_is_read_as_composed() {
    use unicode_normalization::UnicodeNormalization;
    let world = World::new();
    // The review tells of the warning; everything else has to be the same.
    world.edit("site/site.toml", "title = ", "review = false\ntitle = ");
    let good = world.good_site();
    let decomposed: String = world.text(PROCEDURE).nfd().collect();
    world.put(PROCEDURE, decomposed);
    let report = world.run(&["check"]);
    assert!(report.stdout.contains("cảnh báo[TEXT_NOT_NFC]: "), "{}", report.stdout);
    assert!(report.stdout.contains("--> catalogue/procedures/linh-vuc-mau/9.000001.md:"), "{}", report.stdout);
    assert_eq!(report.status, Some(0));
    // The review tells of the warning: its pages, and what lists them, are all that may differ.
    let law = |mut site: BTreeMap<String, Vec<u8>>| {
        site.retain(|path, _| !path.starts_with("ra-soat/") && path != "sitemap.xml" && path != ".niemyet");
        site
    };
    assert_eq!(law(world.good_site()), law(good));
}

#[test]
fn an_output_folder_that_is_not_ours() {
    let world = World::new();
    world.put("photos/cat.jpg", "meow");
    let refused = |out: &str, message: &str| {
        let before = (world.names(), world.tree("."));
        let ran = world.run(&["build", "--out", out]);
        assert!(ran.stderr.ends_with(message), "{}", ran.stderr);
        assert_eq!((ran.stdout.as_str(), ran.status), ("", Some(2)));
        assert_eq!((world.names(), world.tree(".")), before);
    };
    refused(
        "photos",
        "\
lỗi: thư mục xuất `[folder]/photos` có tệp mà niemyet không ghi (ví dụ `cat.jpg`), nên không bị thay thế
  cách sửa: chọn thư mục khác bằng `--out`, hoặc tự dọn sạch thư mục này rồi chạy lại
",
    );
    let own = "  cách sửa: chỉ ra bằng `--out` một thư mục riêng cho trang, ví dụ `public`\n";
    refused(".", &format!("lỗi: thư mục xuất `.` là thư mục đang làm việc hoặc chứa nó\n{own}"));
    refused("/", &format!("lỗi: `/` không thể là thư mục xuất\n{own}"));
    refused("catalogue", &format!("lỗi: thư mục xuất `catalogue` là thư mục nguồn của dự án hoặc chứa nó\n{own}"));
}

#[test]
fn a_file_of_somebody_else_where_a_page_would_stand() {
    let world = World::new();
    world.good_site();
    std::fs::remove_file(world.at("public/.niemyet")).unwrap();
    let before = world.tree("public");
    let ran = world.run(&["build"]);
    assert!(ran.stderr.contains("có tệp mà niemyet không ghi"), "{}", ran.stderr);
    assert_eq!((ran.status, world.tree("public")), (Some(2), before));
}

/// Runs the binary through a shell, which sets limits or mounts before it.
#[cfg(unix)]
fn through_shell(world: &World, script: &str) -> Ran {
    let mut command = Command::new("sh");
    command.args(["-c", script]).current_dir(world.at("")).env_remove("SOURCE_DATE_EPOCH");
    command.env("NIEMYET", env!("CARGO_BIN_EXE_niemyet")).env("TODAY", world::TODAY);
    world.ran(command.output().unwrap())
}

#[cfg(unix)]
#[test]
fn a_limit_on_the_size_of_files() {
    let world = World::new();
    let good = world.good_site();
    world.edit("site/site.toml", "title = \"", "title = \"Mới: ");
    let ran = through_shell(&world, "ulimit -f 4; exec \"$NIEMYET\" build --today \"$TODAY\"");
    assert!(ran.stderr.contains("vượt kích thước tệp mà hệ thống cho phép; không có gì thay đổi"), "{ran:?}");
    assert!(ran.stderr.contains("cách sửa: nới giới hạn (`ulimit -f`) rồi chạy lại"), "{ran:?}");
    assert_eq!(ran.status, Some(2));
    assert_eq!(world.tree("public"), good);
    assert_eq!(world.names(), [".gitignore", "README.md", "catalogue", "public", "site"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk() {
    let world = World::new();
    let can_mount = through_shell(&world, "exec unshare --user --map-root-user --mount true");
    if can_mount.status != Some(0) {
        return skipped(&format!("this system lets nobody mount a small disk: {}", can_mount.stderr.trim()));
    }
    // The small disk lives as long as the shell, so the shell compares.
    let script = "set -e
        mkdir disk; mount -t tmpfs -o size=32m tmpfs disk
        \"$NIEMYET\" build --out disk/public --today \"$TODAY\" > first
        cp -r disk/public good
        sed -i \"s/^title = ./&Mới: /\" site/site.toml
        head -c 64m /dev/zero > disk/filler 2>&- || true
        set +e
        \"$NIEMYET\" build --out disk/public --today \"$TODAY\"; status=$?
        diff -rq disk/public good && ls -A disk
        exit $status";
    let ran = through_shell(&world, &format!("exec unshare --user --map-root-user --mount sh -c '{script}'"));
    let refused = ran.stderr.rsplit("\n").find(|line| line.starts_with("lỗi: ")).unwrap_or_default();
    assert!(refused.starts_with("lỗi: đĩa đầy khi ghi `[folder]/disk/.public.niemyet-new"), "{ran:?}");
    assert!(ran.stderr.ends_with("cách sửa: giải phóng dung lượng rồi chạy lại\n"), "{ran:?}");
    assert_eq!(
        (ran.stdout.as_str(), ran.status),
        (".public.niemyet-log\n.public.niemyet-memo\nfiller\npublic\n", Some(2))
    );
}

/// A signal at many moments of a build: the site is the old or the new one, whole; and once a build has ended by
/// itself, nothing of the others is left.
#[cfg(unix)]
fn stopped_at_many_moments(signal: &str, statuses: &[Option<i32>]) {
    let world = World::new();
    for number in 2..60 {
        let text = world.text(PROCEDURE).replace("9.000001", &format!("9.{number:06}"));
        world.put(&format!("catalogue/procedures/linh-vuc-mau/9.{number:06}.md"), text);
    }
    world.good_site();
    let mut sites = Vec::new();
    for title in ["Mới", "Cũ"] {
        world.edit("site/site.toml", "title = \"", &format!("title = \"{title} "));
        world.good_site();
        sites.push((world.text("site/site.toml"), tree(&world.at("public"))));
    }
    let started = std::time::Instant::now();
    world.good_site();
    let whole = started.elapsed();
    let mut stopped = 0;
    for step in 0..12_u32 {
        let (settings, wanted) = &sites[step as usize % 2];
        world.put("site/site.toml", settings);
        let before = tree(&world.at("public"));
        let mut child = world.command(&["build"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(whole * step / 12 + Duration::from_millis(1));
        let _ = Command::new("kill").args([signal, &child.id().to_string()]).stderr(Stdio::null()).status();
        let status = child.wait().unwrap().code();
        let after = tree(&world.at("public"));
        assert!(after == before || after == *wanted, "step {step}: neither the old site nor the new one");
        let names = [".gitignore", "README.md", "catalogue", "public", "site"];
        if status != Some(0) {
            assert!(statuses.contains(&status), "step {step}: {status:?}");
            assert!(status.is_none() || world.names() == names, "step {step}: who is asked to stop leaves nothing");
            stopped += 1;
        }
        world.good_site();
        assert_eq!(tree(&world.at("public")), *wanted);
        assert_eq!(world.names(), names);
    }
    assert!(stopped > 0, "no build was stopped");
}

#[cfg(unix)]
#[test]
fn ctrl_c_in_the_middle() {
    // None: the signal came before anybody listened.
    stopped_at_many_moments("-INT", &[Some(2), None]);
}

#[cfg(unix)]
#[test]
fn a_kill_in_the_middle() {
    stopped_at_many_moments("-KILL", &[None]);
}
