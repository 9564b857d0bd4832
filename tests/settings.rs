//! A province's own site cannot be fooled by its settings, nor by what other provinces issue: whole output and exit code.

use crate::world;

use world::{Ran, World};

const SETTINGS: &str = "site/site.toml";
const AGENCIES: &str = "catalogue/agencies.toml";
const OWN_LINE: &str = "own_issuer = \"ubnd-tinh-thanh-hoa\"";

/// The sample, made Thanh Hóa's.
fn thanh_hoa() -> World {
    let world = World::new();
    world.edit(SETTINGS, "province = \"tỉnh mẫu\"", "province = \"tỉnh Thanh Hóa\"");
    for (path, text) in world.tree(".") {
        let text = String::from_utf8(text).unwrap();
        world.put(&path, text.replace("\"ubnd-tinh\"", "\"ubnd-tinh-thanh-hoa\""));
    }
    let name = "name = \"Ủy ban nhân dân tỉnh\"";
    world.edit(AGENCIES, name, &name.replace("tỉnh", "tỉnh Thanh Hóa"));
    world.edit(AGENCIES, "kind = \"province\"\n", "kind = \"province\"\nspellings = [\"UBND tỉnh Thanh Hóa\"]\n");
    world
}

/// A list as the portal has it: a ministry's, ours, and others'.
fn put_list(world: &World) {
    world.put(
        "a.csv",
        "Mã số,Tên,Cơ quan ban hành,Cơ quan thực hiện,Lĩnh vực\n\
         1.000001,Thủ tục của bộ,Bộ Tư pháp,Sở Tư pháp Thành phố Hà Nội,Lĩnh vực mẫu\n\
         1.000002,Thủ tục của tỉnh,UBND tỉnh Thanh Hoá,Sở Y tế,Lĩnh vực mẫu\n\
         1.000003,Của nơi khác,UBND tỉnh Lạng Sơn,Sở Y tế,Lĩnh vực mẫu\n\
         1.000004,Của nơi khác nữa,UBND tỉnh Lạng Sơn,Sở Y tế,Lĩnh vực mẫu\n\
         1.000005,Của Hà Nội,Trung tâm phục vụ hành chính công Thành phố Hà Nội,Sở Y tế,Lĩnh vực mẫu\n\
         1.000006,Của sở nơi khác,Sở Xây dựng - tỉnh Quảng Ngãi,Sở Y tế,Lĩnh vực mẫu\n\
         1.000007,Của ngân hàng,Ngân hàng Nhà nước Việt Nam,Ngân hàng Nhà nước chi nhánh tỉnh An Giang,Lĩnh vực mẫu\n",
    );
}

fn put_decision(world: &World, at: &str, number: &str, issuer: &str, effect: &str, rows: &str) {
    let head = format!("number = \"{number}\"\nissuer = \"{issuer}\"\nsigned = 2026-09-08\neffect = {effect}\n");
    world.put(at, format!("{head}title = \"Công bố\"\n{rows}"));
}

fn draft(world: &World, number: u32, issuer: &str, effect: &str, rows: &str) {
    let at = format!("catalogue/.import/drafts/{number}-qd-ubnd.toml");
    put_decision(world, &at, &format!("{number}/QĐ-UBND"), issuer, effect, rows);
}

fn repeal(code: &str) -> String {
    format!("[[change]]\nkind = \"repeal\"\ncode = \"{code}\"\n")
}

fn confirm(world: &World) -> Ran {
    world.run(&["confirm", "--all", "--by", "Người thử"])
}

/// The statuses of `list`, by code.
fn statuses(world: &World) -> Vec<(String, String)> {
    let ran = world.run(&["list", "--format", "json"]);
    let list: Vec<serde_json::Value> = serde_json::from_str(&ran.stdout).unwrap();
    let text = |one: &serde_json::Value, key: &str| one[key].as_str().unwrap().to_owned();
    list.iter().map(|one| (text(one, "code"), text(one, "status"))).collect()
}

#[test]
fn a_project_begun_for_a_province_has_its_peoples_committee_as_own_issuer() {
    let world = World::empty();
    let ran = world.run(&["init", "p", "--province", "Tỉnh Nghệ An", "--code", "40"]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    let settings = world.text("p/site/site.toml");
    assert!(
        settings.contains("province = \"tỉnh Nghệ An\"\n") && settings.contains("\nprovince_code = \"40\""),
        "{settings}"
    );
    assert!(settings.contains("\nown_issuer = \"ubnd-tinh-nghe-an\"\n"), "{settings}");
    let agencies = world.text("p/catalogue/agencies.toml");
    let own = "[[agency]]\nid = \"ubnd-tinh-nghe-an\"\nname = \"Ủy ban nhân dân tỉnh Nghệ An\"\nkind = \"province\"\nspellings = [";
    assert!(agencies.contains(own), "{agencies}");
    assert!(world.text("p/README.md").contains("--issuer ubnd-tinh-nghe-an "), "{}", world.text("p/README.md"));
    // Nothing of the province whose catalogue the program was built beside.
    for (path, text) in world.tree("p") {
        let text = String::from_utf8(text).unwrap().to_lowercase();
        let shared = path.ends_with("common-names.tsv") || path.ends_with("synonyms.tsv");
        assert!(
            shared || !text.contains("thanh hóa") && !text.contains("thanh-hoa") && !text.contains("nghi sơn"),
            "{path}"
        );
    }
    let checked = world.run(&["check", "--catalogue", "p"]);
    assert_eq!(checked.stdout, "0 lỗi, 0 cảnh báo, 0 lưu ý\n", "{checked:?}");
    assert_eq!(world.run(&["build", "--catalogue", "p"]).status, Some(0));
    let own = world.run(&["init", "q", "--province", "tỉnh Thanh Hóa", "--issuer", "ubnd"]);
    assert_eq!(own.status, Some(0));
    assert!(world.text("q/site/site.toml").contains("\nown_issuer = \"ubnd\"\n"));
    assert_eq!(world.text("q/catalogue/communes.tsv").lines().count(), 167, "the communes that are known");
    assert_eq!(world.run(&["check", "--catalogue", "q"]).status, Some(0));
    for (province, told) in [
        ("Thanh Hóa", "write \"tỉnh Thanh Hóa\" or \"thành phố Thanh Hóa\""),
        ("tỉnh Hải Dương", "Hải Dương is a part of Hải Phòng today"),
        ("tỉnh Thanh Hóaa", "not a province; write \"tỉnh …\" or \"thành phố …\" of An Giang, "),
    ] {
        let ran = world.run(&["init", "r", "--province", province, "--lang", "en"]);
        assert_eq!(ran.status, Some(2), "{ran:?}");
        assert!(ran.stderr.contains(told), "{}", ran.stderr);
        assert!(!world.at("r").exists());
    }
}

#[test]
fn an_own_issuer_that_names_nobody_of_the_province_stops_publication_at_its_own_key() {
    let help = "   = cách sửa: ghi `id` của UBND tỉnh (tỉnh Thanh Hóa); cơ quan loại `province` trong catalogue/agencies.toml: \
                ubnd-tinh-lao-cai (UBND tỉnh Lào Cai), ubnd-tinh-thanh-hoa (Ủy ban nhân dân tỉnh Thanh Hóa)\n";
    for (value, place) in [
        ("ubnd-tinh-x", "\n4 | own_issuer = \"ubnd-tinh-x\"\n  |               ^^^^^^^^^^^\n"),
        ("bo-tu-phap", "\n4 | own_issuer = \"bo-tu-phap\"\n  |               ^^^^^^^^^^\n"),
        ("ubnd-tinh-lao-cai", "\n4 | own_issuer = \"ubnd-tinh-lao-cai\"\n  |               ^^^^^^^^^^^^^^^^^\n"),
        ("", "\n4 | own_issuer = \"\"\n  |              ^^\n"),
    ] {
        let world = thanh_hoa();
        let other = "\n[[agency]]\nid = \"ubnd-tinh-lao-cai\"\nname = \"UBND tỉnh Lào Cai\"\nkind = \"province\"\n";
        world.put(AGENCIES, world.text(AGENCIES) + other);
        let before = world.good_site();
        world.edit(SETTINGS, OWN_LINE, &format!("own_issuer = \"{value}\""));
        let ran = world.run(&["check"]);
        // Between its quotes, but for a text that has nothing between them.
        let column = if value.is_empty() { 14 } else { 15 };
        let told = format!(
            "lỗi[OWN_ISSUER]: `own_issuer = \"{value}\"` không chỉ ra Ủy ban nhân dân nào của tỉnh này (một cơ quan loại \
             `province`), nên quyết định của chính tỉnh sẽ không làm thay đổi gì\n --> site/site.toml:4:{column}\n  |{place}  |\n"
        );
        assert!(ran.stdout.contains(&told), "{}", ran.stdout);
        assert!(ran.stdout.contains(help.trim_start()), "{}", ran.stdout);
        assert_eq!((ran.stderr.as_str(), ran.status), ("", Some(1)));
        assert_eq!(world.run(&["build"]).status, Some(1));
        assert_eq!(world.tree("public"), before, "the last good site stays");
    }
    let world = thanh_hoa();
    world.edit(SETTINGS, &format!("{OWN_LINE}\n"), "");
    let ran = world.run(&["check", "--lang", "en"]);
    assert!(
        ran.stdout.contains("error[OWN_ISSUER]: `own_issuer = \"\"` names no People's Committee"),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("--> site/site.toml:2:13\n"), "{}", ran.stdout);
    assert_eq!((ran.stdout.contains("KEY_MISSING"), ran.status), (false, Some(1)));
}

#[test]
fn an_own_issuer_of_the_wrong_type_or_beside_agencies_that_do_not_parse_is_told_once() {
    let world = thanh_hoa();
    world.edit(SETTINGS, OWN_LINE, "own_issuer = 3");
    let ran = world.run(&["check"]);
    assert!(ran.stdout.contains("VALUE_INVALID") && !ran.stdout.contains("OWN_ISSUER"), "{}", ran.stdout);
    let world = thanh_hoa();
    world.edit(AGENCIES, "[[agency]]", "[[agency]");
    let ran = world.run(&["check"]);
    assert!(ran.stdout.contains("SYNTAX") && !ran.stdout.contains("OWN_ISSUER"), "{}", ran.stdout);
}

#[test]
fn the_provinces_own_repeal_takes_effect_after_init_import_and_confirm() {
    let world = thanh_hoa();
    put_list(&world);
    let evidence = ["--snapshot", "n", "--title", "N", "--source", "S", "--taken", "2026-07-16", "--scope", "country"];
    assert_eq!(world.run(&[&["import", "a.csv"][..], &evidence].concat()).status, Some(0));
    draft(&world, 3582, "ubnd-tinh-thanh-hoa", "\"on-signing\"", &repeal("1.000002"));
    confirm(&world).gives("đã xác nhận: catalogue/decisions/2026/3582-qd-ubnd.toml\n", "", 0);
    let after: Vec<(String, String)> = statuses(&world);
    assert!(after.contains(&("1.000002".to_owned(), "repealed".to_owned())), "{after:?}");
    let ran = world.run(&["show", "1.000002"]);
    assert!(ran.stdout.contains("bãi bỏ từ 08/09/2026"), "{}", ran.stdout);
}

#[test]
fn a_paper_of_another_province_is_kept_whatever_issuer_its_draft_has() {
    let world = thanh_hoa();
    for (id, is_known) in [("chu-tich-ubnd-thanh-pho-hai-phong", false), ("ubnd-tinh-thanh-hoa", true)] {
        let said = "# nguồn: CHỦ TỊCH ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG";
        draft(&world, 3582, id, "\"on-signing\"", &repeal("9.000001"));
        let at = "catalogue/.import/drafts/3582-qd-ubnd.toml";
        world.edit(at, &format!("issuer = \"{id}\""), &format!("issuer = \"{id}\" {said}"));
        let ran = confirm(&world);
        assert_eq!(ran.status, Some(1), "{ran:?}");
        let told = format!("{}{}", ran.stdout, ran.stderr);
        assert!(told.contains("là của tỉnh khác") && told.contains("xóa bản nháp"), "{is_known}: {told}");
        assert!(world.at(at).exists());
    }
    assert_eq!(statuses(&world), [("9.000001".to_owned(), "in-force".to_owned())]);
}

#[test]
fn a_list_of_tomorrow_and_a_code_that_is_none_are_refused() {
    let world = thanh_hoa();
    put_list(&world);
    let evidence = ["--snapshot", "n", "--title", "N", "--source", "S", "--taken", "2027-07-16"];
    let ran = world.run(&[&["import", "a.csv"][..], &evidence].concat());
    assert!(ran.status == Some(2) && ran.stderr.contains("không thể được lấy ngày 2027-07-16"), "{ran:?}");
    let ran = world.run(&[
        "new",
        "procedure",
        "1.04222",
        "--sector",
        "linh-vuc-mau",
        "--issuer",
        "bo-tu-phap",
        "--name",
        "x",
    ]);
    assert!(ran.status == Some(2) && ran.stderr.contains("không phải mã thủ tục; viết 1.004222"), "{ran:?}");
}

#[test]
fn what_other_provinces_issued_is_left_out_of_an_import_and_counted() {
    let world = thanh_hoa();
    put_list(&world);
    let (settings, catalogue) = (world.text(SETTINGS), world.tree("catalogue"));
    world.run(&["import", "a.csv", "--dry-run"]).gives(
        "\
a.csv: danh sách của Cổng (csv), 7 dòng; nhận 3, ngoài phạm vi 0, của tỉnh khác 4
  danh sách chính thức (7 dòng, 6 cơ quan ban hành; chỉ một phần: Lĩnh vực mẫu). Nhập như thế này chỉ lấy tên, cơ quan, \
lĩnh vực, liên kết: không chứng minh thủ tục nào còn hiệu lực.
  Để danh sách này là căn cứ hiệu lực: niemyet import a.csv --none --snapshot a --taken 'NGÀY-LẤY' --title 'Danh sách thủ \
tục hành chính' --source a --scope 'sector:Lĩnh vực mẫu'
Đổi trạng thái tính đến 21/11/2026: 3 thủ tục; đang có hiệu lực 1 → 1
       3 mới → chưa xác định: 1.000001, 1.000002, 1.000007
Nếu nhập (chưa ghi gì):
       3 thủ tục mới
       0 thủ tục thay đổi
       0 thủ tục giữ nguyên
         tệp khác thay đổi: agencies.toml
Không nhận vì do tỉnh khác ban hành: 4 thủ tục
       2 UBND tỉnh Lạng Sơn
       1 Sở Xây dựng - tỉnh Quảng Ngãi
       1 Trung tâm phục vụ hành chính công Thành phố Hà Nội
Lưu ý:
  a.csv, dòng 8: thêm cơ quan “Ngân hàng Nhà nước Việt Nam” vào agencies.toml: hãy kiểm tra loại của cơ quan
",
        "",
        0,
    );
    assert_eq!(world.tree("catalogue"), catalogue);
    assert_eq!(world.run(&["import", "a.csv"]).status, Some(0));
    let codes: Vec<String> = statuses(&world).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["1.000001", "1.000002", "1.000007", "9.000001"]);
    assert!(!world.text(AGENCIES).contains("Lạng Sơn") && !world.text(AGENCIES).contains("Quảng Ngãi"));
    assert_eq!(world.text(SETTINGS), settings, "import never touches the settings");
    // The same once more changes nothing, and counts the same.
    world.run(&["import", "a.csv", "--lang", "en"]).gives(
        "\
a.csv: the portal's list (csv), 7 rows; 3 taken, 0 out of scope, 4 of other provinces
  an official list (7 rows, 6 issuing agencies; of a part alone: Lĩnh vực mẫu). Imported like this it gives names, \
agencies, sectors and links alone: it proves of no procedure that it is in force.
  To make this list evidence of what is in force: niemyet import a.csv --none --snapshot a --taken DAY-TAKEN --title \
'Danh sách thủ tục hành chính' --source a --scope 'sector:Lĩnh vực mẫu'
Nothing changes.
Left out because another province issued them: 4 procedures
       2 UBND tỉnh Lạng Sơn
       1 Sở Xây dựng - tỉnh Quảng Ngãi
       1 Trung tâm phục vụ hành chính công Thành phố Hà Nội
",
        "",
        0,
    );
}

#[test]
fn a_list_that_is_kept_as_evidence_keeps_every_row_and_gives_records_of_ours_alone() {
    let world = thanh_hoa();
    put_list(&world);
    let evidence = ["--snapshot", "n", "--title", "N", "--source", "S", "--taken", "2026-07-16", "--scope", "country"];
    assert_eq!(world.run(&[&["import", "a.csv"][..], &evidence].concat()).status, Some(0));
    assert_eq!(world.text("catalogue/snapshots/n.tsv").lines().filter(|line| line.starts_with("1.")).count(), 7);
    let in_force = |code: &str| (code.to_owned(), "in-force".to_owned());
    assert_eq!(statuses(&world), ["1.000001", "1.000002", "1.000007", "9.000001"].map(in_force));
    // A foreign executor under a ministry's procedure is in question, and the procedure stays.
    let ran = world.run(&["check"]);
    assert!(ran.stdout.contains("cảnh báo[AGENCY_OTHER_PROVINCE]: thủ tục `1.000001`"), "{}", ran.stdout);
    assert_eq!((ran.stdout.matches("AGENCY_OTHER_PROVINCE").count(), ran.status), (1, Some(0)), "{}", ran.stdout);
}

#[test]
fn a_project_of_no_province_yet_is_told_that_nothing_of_the_import_is_its_own() {
    let world = World::new();
    put_list(&world);
    let ran = world.run(&["import", "a.csv", "--dry-run"]);
    assert!(
        ran.stdout.contains(
            "       1 UBND tỉnh Thanh Hoá\n\
             Lưu ý: không thủ tục nào ở đây do cơ quan của trang (ubnd-tinh: Ủy ban nhân dân tỉnh) ban hành. Nếu tỉnh mình có \
             tên ở trên, sửa `province` và `own_issuer` trong site/site.toml rồi nhập lại.\n"
        ),
        "{}",
        ran.stdout
    );
    // The name of the province alone is enough: its committee is the own issuer, and no second agency.
    world.edit(SETTINGS, "tỉnh mẫu", "tỉnh Thanh Hóa");
    assert_eq!(world.run(&["import", "a.csv"]).status, Some(0));
    assert!(world.text("catalogue/procedures/linh-vuc-mau/1.000002.md").contains("issuer = \"ubnd-tinh\"\n"));
    assert_eq!(world.text(AGENCIES).matches("kind = \"province\"").count(), 1, "{}", world.text(AGENCIES));
}

#[test]
fn an_import_beside_an_unsound_own_issuer_says_so_and_leaves_it() {
    let world = thanh_hoa();
    put_list(&world);
    world.edit(SETTINGS, OWN_LINE, "own_issuer = \"ubnd-x\"");
    let settings = world.text(SETTINGS);
    let ran = world.run(&["import", "a.csv"]);
    assert!(
        ran.stdout.contains(
            "Lưu ý: `own_issuer = \"ubnd-x\"` trong site/site.toml không chỉ ra UBND tỉnh nào, nên quyết định của tỉnh sẽ không \
             làm thay đổi gì. Ghi `id` của tỉnh mình; cơ quan loại `province`: ubnd-tinh-thanh-hoa (Ủy ban nhân dân tỉnh Thanh \
             Hóa)\n"
        ),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("của tỉnh khác 4\n"), "the province alone tells what is another's: {}", ran.stdout);
    assert_eq!((world.text(SETTINGS), ran.status), (settings, Some(0)));
}

#[test]
fn an_undone_import_that_takes_the_own_issuer_with_it_says_so() {
    let world = World::new();
    world.edit(SETTINGS, "tỉnh mẫu", "tỉnh Thanh Hóa");
    world.edit(SETTINGS, "own_issuer = \"ubnd-tinh\"", "own_issuer = \"ubnd-tinh-thanh-hoa\"");
    put_list(&world);
    let ran = world.run(&["import", "a.csv"]);
    assert!(!ran.stdout.contains("own_issuer"), "the import brings the agency that is named: {}", ran.stdout);
    assert!(!world.run(&["check"]).stdout.contains("OWN_ISSUER"));
    let ran = world.run(&["import", "--undo", "--lang", "en"]);
    assert!(
        ran.stdout.ends_with(
            "Note: the agency that `own_issuer` in site/site.toml names was added by that import and is no longer in \
             agencies.toml: mend `own_issuer`, or no site can be built.\n"
        ),
        "{}",
        ran.stdout
    );
    assert_eq!(ran.status, Some(0));
    assert!(world.run(&["check"]).stdout.contains("OWN_ISSUER"));
}

/// Thanh Hóa's project with a record that Lạng Sơn issued, as an import of before may have left it.
fn with_foreign_record() -> World {
    let world = thanh_hoa();
    let other = "\n[[agency]]\nid = \"ubnd-tinh-lang-son\"\nname = \"UBND tỉnh Lạng Sơn\"\nkind = \"province\"\n";
    world.put(AGENCIES, world.text(AGENCIES) + other);
    let record = world.text("catalogue/procedures/linh-vuc-mau/9.000001.md");
    let record = record.replace("9.000001", "1.000003").replace("ubnd-tinh-thanh-hoa", "ubnd-tinh-lang-son");
    world.put("catalogue/procedures/linh-vuc-mau/1.000003.md", record.replace("Thủ tục mẫu", "Cấp phép nơi khác"));
    let link = "1.000003\t019d2bfb-cfb3-75d8-9160-fa2bd2ac950a\tprocedure\tmở trang\t2026-08-01\n";
    world.put("catalogue/links.tsv", world.text("catalogue/links.tsv") + link);
    world.put("catalogue/best-bets.tsv", "query\tcode\nnơi khác\t1.000003\n");
    world.put(
        "catalogue/life-events.toml",
        "[[event]]\nid = \"e\"\nlabel = \"E\"\ncodes = [\"1.000003\", \"9.000001\"]\n",
    );
    world.put("catalogue/snapshots/n.tsv", "# title: N\n# source: S\n# taken: 2026-07-16\ncode\tname\n1.000003\tx\n");
    world
}

#[test]
fn a_record_of_another_province_is_a_warning_and_stands_nowhere_on_the_site() {
    let world = with_foreign_record();
    let ran = world.run(&["check"]);
    assert!(
        ran.stdout.starts_with(
            "\
cảnh báo[PROCEDURE_FOREIGN]: thủ tục `1.000003` là của tỉnh khác (UBND tỉnh Lạng Sơn ban hành), không đưa vào danh mục của tỉnh này
 --> catalogue/procedures/linh-vuc-mau/1.000003.md:5:11
  |
5 | issuer = \"ubnd-tinh-lang-son\"          # cơ quan ban hành: mã trong agencies.toml
  |           ^^^^^^^^^^^^^^^^^^
  |
  = cách sửa: xóa tệp này; nếu là thủ tục của tỉnh mình, sửa `issuer` theo quyết định công bố
"
        ),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("\n0 lỗi, 1 cảnh báo, "), "what the tables have of it is no error: {}", ran.stdout);
    assert_eq!((ran.stderr.as_str(), ran.status), ("", Some(0)));
    assert_eq!(statuses(&world), [("9.000001".to_owned(), "in-force".to_owned())]);
    let found = world.run(&["search", "cap phep noi khac", "--format", "json"]);
    assert!(!found.stdout.contains("1.000003"), "{}", found.stdout);
    world.run(&["show", "1000003"]).gives(
        "",
        "\
lỗi: `1.000003` là thủ tục của tỉnh khác: UBND tỉnh Lạng Sơn ban hành, nên không có trên trang này
  cách sửa: hồ sơ nằm ở catalogue/procedures/linh-vuc-mau/1.000003.md; nếu là thủ tục của tỉnh mình, sửa `issuer` trong tệp ấy
",
        2,
    );
    let new = ["new", "procedure", "1.000003", "--sector", "linh-vuc-mau", "--issuer", "bo-tu-phap", "--name", "x"];
    assert_eq!(world.run(&new).status, Some(2));
    let site = world.good_site();
    let named = |(path, bytes): &(&String, &Vec<u8>)| {
        !path.starts_with("ra-soat/") && String::from_utf8_lossy(bytes).contains("1.000003")
    };
    let pages: Vec<&String> = site.iter().filter(named).map(|(path, _)| path).collect();
    assert_eq!(pages, Vec::<&String>::new(), "the review alone tells of it");
}

#[test]
fn what_the_provinces_own_decision_names_stays_whoever_published_it_last() {
    let world = with_foreign_record();
    put_decision(
        &world,
        "catalogue/decisions/2026/7-qd-ubnd.toml",
        "7/QĐ-UBND",
        "ubnd-tinh-thanh-hoa",
        "\"on-signing\"",
        &repeal("1.000003"),
    );
    let ran = world.run(&["check"]);
    assert!(
        ran.stdout.contains(
            "cảnh báo[ISSUER_OTHER_PROVINCE]: quyết định của tỉnh này nêu thủ tục `1.000003`, mà hồ sơ ghi tỉnh khác ban hành \
             (UBND tỉnh Lạng Sơn); vẫn giữ trong danh mục\n"
        ),
        "{}",
        ran.stdout
    );
    assert!(!ran.stdout.contains("PROCEDURE_FOREIGN") && ran.status == Some(0), "{ran:?}");
    assert!(statuses(&world).contains(&("1.000003".to_owned(), "repealed".to_owned())));
    std::fs::remove_file(world.at("catalogue/procedures/linh-vuc-mau/1.000003.md")).unwrap();
    put_list(&world);
    let ran = world.run(&["import", "a.csv", "--dry-run"]);
    assert!(ran.stdout.contains("nhận 4, ngoài phạm vi 0, của tỉnh khác 3\n"), "{}", ran.stdout);
}

#[test]
fn a_record_without_an_agency_that_turns_out_to_be_another_provinces_is_left_out_from_then_on() {
    let world = thanh_hoa();
    world.put("first.csv", "Mã số,Tên,Lĩnh vực\n1.000003,Của nơi khác,Lĩnh vực mẫu\n");
    assert_eq!(world.run(&["import", "first.csv"]).status, Some(0));
    assert_eq!(statuses(&world).len(), 2);
    put_list(&world);
    let ran = world.run(&["import", "a.csv"]);
    assert!(ran.stdout.contains("Không nhận vì do tỉnh khác ban hành: 4 thủ tục\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("  1.000003: issuer, levels, executing\n"), "{}", ran.stdout);
    assert!(!statuses(&world).iter().any(|(code, _)| code == "1.000003"));
    let again = world.run(&["import", "a.csv"]);
    assert!(again.stdout.contains("Không có gì thay đổi.\n"), "{}", again.stdout);
}

#[test]
fn a_decision_that_binds_nobody_here_stays_a_draft_and_says_why() {
    let world = with_foreign_record();
    draft(&world, 9, "ubnd-tinh-lang-son", "\"on-signing\"", &repeal("9.000001"));
    let before = statuses(&world);
    confirm(&world).gives(
        "\
lỗi: quyết định 9/QĐ-UBND của UBND tỉnh Lạng Sơn không làm thay đổi gì ở đây vào bất kỳ ngày nào: trang này chỉ theo quyết định \
         của Ủy ban nhân dân tỉnh Thanh Hóa và của các bộ
  cách sửa: nếu UBND tỉnh Lạng Sơn (`ubnd-tinh-lang-son`) chính là tỉnh này, sửa `own_issuer` (đang là `ubnd-tinh-thanh-hoa`) \
         trong site/site.toml hoặc `issuer` trong bản nháp; nếu là tỉnh khác, xóa bản nháp
giữ bản nháp, còn lỗi: catalogue/.import/drafts/9-qd-ubnd.toml
1 bản nháp được giữ lại, chưa vào sổ: 1 lỗi
"
        .replace("         ", "")
        .as_str(),
        "",
        1,
    );
    assert!(world.at("catalogue/.import/drafts/9-qd-ubnd.toml").exists());
    assert_eq!(statuses(&world), before);
    // One whose issuer nobody knows.
    draft(&world, 9, "ubnd-xyz", "\"on-signing\"", &repeal("9.000001"));
    let ran = world.run(&["confirm", "--all", "--by", "x", "--lang", "en"]);
    assert!(
        ran.stdout.starts_with(
            "error: decision 9/QĐ-UBND changes nothing here on any day: its issuer is not known (agencies.toml has no \
             `ubnd-xyz`); this site follows the decisions of Ủy ban nhân dân tỉnh Thanh Hóa and of ministries alone\n  help: \
             mend `issuer` in the draft; this province's is `ubnd-tinh-thanh-hoa`;"
        ),
        "{}",
        ran.stdout
    );
    assert_eq!(ran.status, Some(1));
    // The province's own, where the settings name nobody.
    world.edit(SETTINGS, OWN_LINE, "own_issuer = \"ubnd-tinh\"");
    draft(&world, 9, "ubnd-tinh-thanh-hoa", "\"on-signing\"", &repeal("9.000001"));
    let ran = world.run(&["confirm", "--all", "--by", "x", "--lang", "en"]);
    assert!(
        ran.stdout.starts_with(
            "error: decision 9/QĐ-UBND of Ủy ban nhân dân tỉnh Thanh Hóa changes nothing here on any day: `own_issuer` (now \
             `ubnd-tinh`) in site/site.toml names no People's Committee of a province, so that nobody but ministries rules \
             this site\n  help: mend `own_issuer`; if Ủy ban nhân dân tỉnh Thanh Hóa is this province: `ubnd-tinh-thanh-hoa`\n"
        ),
        "{}",
        ran.stdout
    );
    assert_eq!(ran.status, Some(1));
    assert!(!world.at("catalogue/decisions/2026/9-qd-ubnd.toml").exists());
}

#[test]
fn a_decision_that_changes_nothing_for_another_reason_is_taken_and_says_why() {
    let own = "ubnd-tinh-thanh-hoa";
    let begins = "[[change]]\nkind = \"new\"\ncode = \"9.000001\"\n";
    let doubts = "  1 dòng chưa rõ ngày có hiệu lực chỉ được ghi thành nghi vấn. Để có hiệu lực: đọc bản ký rồi ghi `effect` (hoặc \
                  `signed`, nếu hiệu lực từ ngày ký) vào tệp; hoặc kết luận từng mã bằng `niemyet rule`\n";
    let unread = "[[change]]\nkind = \"repeal\"\nname = \"Thủ tục nào đó\"\n";
    let flag = "[[change]]\nkind = \"flag\"\ncode = \"9.000001\"\nflag = \"postal\"\n";
    let withdraws = "[[change]]\nkind = \"withdraw\"\ndecision = \"99/QĐ-UBND\"\n";
    for (issuer, effect, rows, why, more) in [
        (own, "\"on-signing\"", withdraws, "1 dòng nêu thủ tục hoặc quyết định mà danh mục không có", ""),
        (own, "\"unknown\"", repeal("9.000001").as_str(), "1 dòng chưa rõ ngày có hiệu lực", doubts),
        (own, "2026-11-25", begins, "1 dòng nêu điều vốn đã như vậy", ""),
        (own, "\"on-signing\"", unread, "1 dòng chưa đọc được mã", ""),
        (own, "\"on-signing\"", "", "chưa có dòng nào", ""),
        (
            "bo-tu-phap",
            "\"on-signing\"",
            repeal("1.999999").as_str(),
            "1 dòng nêu thủ tục hoặc quyết định mà danh mục không có",
            "",
        ),
        ("ubnd-tinh-lang-son", "\"on-signing\"", flag, "1 dòng của cơ quan không có thẩm quyền ở tỉnh này", ""),
    ] {
        let world = with_foreign_record();
        draft(&world, 9, issuer, effect, rows);
        let told = "đã xác nhận: catalogue/decisions/2026/9-qd-ubnd.toml\n  quyết định này không làm thay đổi gì vào bất kỳ \
                    ngày nào: ";
        confirm(&world).gives(&format!("{told}{why}\n{more}"), "", 0);
    }
}

#[test]
fn a_decision_that_changes_something_tells_its_doubts_alone() {
    let world = thanh_hoa();
    let rows = format!("{}effect = 2026-12-01\n{}", repeal("9.000001"), repeal("9.000001"));
    draft(&world, 9, "ubnd-tinh-thanh-hoa", "\"unknown\"", &rows);
    let ran = confirm(&world);
    assert!(!ran.stdout.contains("không làm thay đổi gì"), "{}", ran.stdout);
    assert!(ran.stdout.contains("  1 dòng chưa rõ ngày có hiệu lực chỉ được ghi thành nghi vấn."), "{}", ran.stdout);
    assert_eq!(ran.status, Some(0));
}
