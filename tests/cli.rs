//! The command line: whole output and exit code.

use crate::world;

use world::World;

const BROKEN: &str = "catalogue/decisions/2026/1-qd-ubnd.toml";

#[test]
fn check_says_that_nothing_is_wrong() {
    World::new().run(&["check"]).gives(
        "\
lưu ý[LINK_MISSING]: 1
không kiểm tra được[COMPONENT_UNCHECKED]: 1
không kiểm tra được[CONDITIONAL_UNCHECKED]: 1
0 lỗi, 0 cảnh báo, 1 lưu ý, 2 không kiểm tra được
xem đủ: `niemyet check --all`
",
        "",
        0,
    );
}

#[test]
fn check_all_lists_each_note() {
    World::new().run(&["check", "--all", "--lang", "en"]).gives(
        "\
note[LINK_MISSING]: `9.000001` has no direct link to the national portal
 --> catalogue/procedures/linh-vuc-mau/9.000001.md:3:9
  |
3 | code = \"9.000001\"
  |         ^^^^^^^^
  |
  = help: add a row to links.tsv once a person has opened the page and compared the code

could not be checked[COMPONENT_UNCHECKED]: `9.000001` has not been entered whole: steps, manner, papers, time, objects, executing
  --> catalogue/procedures/linh-vuc-mau/9.000001.md:19:10
   |
19 | steps = \"not-entered\"           # bỏ bốn dòng này khi có mục tương ứng ở phần văn bản
   |          ^^^^^^^^^^^
   |
   = help: enter them from the national portal, or say `not-published` where the source has nothing

could not be checked[CONDITIONAL_UNCHECKED]: `9.000001` has not been entered whole in what applies to some procedures: result, conditions, fees
  --> catalogue/procedures/linh-vuc-mau/9.000001.md:21:11
   |
21 | result = \"not-entered\"
   |           ^^^^^^^^^^^
   |
   = help: enter them from the national portal, or say `not-applicable` where there are none

errors: 0, warnings: 0, notes: 1, could not be checked: 2
",
        "",
        0,
    );
}

#[test]
fn check_points_at_what_is_wrong_and_says_what_to_do() {
    let world = World::new();
    world.edit(BROKEN, "kind = \"new\"\ncode = \"9.000001\"", "kind = \"nwe\"\ncode = \"9.000001\"");
    let ran = world.run(&["check"]);
    assert!(
        ran.stdout.starts_with(
            "\
lỗi[VALUE_INVALID]: `kind` có giá trị không hợp lệ: nwe
  --> catalogue/decisions/2026/1-qd-ubnd.toml:68:8
   |
68 | kind = \"nwe\"
   |        ^^^^^
   |
   = cách sửa: cần: new | amend | replace | repeal | rebase | flag | competence | fee | correct | internal | withdraw
"
        ),
        "{}",
        ran.stdout
    );
    assert_eq!((ran.stderr.as_str(), ran.status), ("", Some(1)));
}

#[test]
fn check_as_json_has_every_finding() {
    let ran = World::new().run(&["check", "--format", "json", "--as-of", "1/7/2026"]);
    let value: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(value["as_of"], "2026-07-01");
    assert_eq!(value["today"], world::TODAY);
    assert_eq!(value["counts"], serde_json::json!({ "error": 0, "warning": 0, "info": 1, "unchecked": 2 }));
    assert_eq!(value["findings"][0]["code"], "LINK_MISSING");
    assert_eq!(value["findings"][0]["path"], "catalogue/procedures/linh-vuc-mau/9.000001.md");
    assert_eq!((ran.stderr.as_str(), ran.status), ("", Some(0)));
}

#[test]
fn findings_name_files_as_the_user_would_type_them() {
    let world = World::new();
    world.edit("site/site.toml", "title = ", "titel = ");
    std::fs::create_dir(world.at("elsewhere")).unwrap();
    let mut command = world.command(&["check", "--catalogue", "..", "--lang", "en"]);
    let ran = world.ran(command.current_dir(world.at("elsewhere")).output().unwrap());
    assert!(ran.stdout.contains("--> ../site/site.toml:1:1\n"), "{}", ran.stdout);
    let mut command = world.command(&["check", "--catalogue", ".", "--lang", "en"]);
    let ran = world.ran(command.current_dir(world.at("catalogue")).output().unwrap());
    assert!(ran.stdout.contains("--> ./../site/site.toml:1:1\n"), "{}", ran.stdout);
}

#[test]
fn list_is_a_table_and_counts_what_it_leaves_out() {
    let world = World::new();
    let internal = world.text("catalogue/procedures/linh-vuc-mau/9.000001.md").replace("9.000001", "6.000001");
    world.put("catalogue/procedures/linh-vuc-mau/6.000001.md", internal);
    world.run(&["list"]).gives(
        "\
mã        tình trạng  từ          căn cứ     thay đổi tới  tên
9.000001  hiệu lực    21/11/2026  1/QĐ-UBND  –             Thủ tục mẫu
",
        "1 thủ tục\n1 mã nội bộ không liệt kê (thêm `--internal`)\n",
        0,
    );
    world.run(&["list", "--internal", "--lang", "en"]).gives(
        "\
code      status    since       by         next  name
6.000001  unknown   –           –          –     Thủ tục mẫu
9.000001  in force  2026-11-21  1/QĐ-UBND  –     Thủ tục mẫu
",
        "procedures: 2\n",
        0,
    );
}

#[test]
fn list_as_json_is_one_array_of_stable_objects() {
    let world = World::new();
    world.run(&["list", "--format", "json"]).gives(
        "[\n{\"code\":\"9.000001\",\"name\":\"Thủ tục mẫu\",\"status\":\"in-force\",\"since\":\"2026-11-21\",\
         \"until\":null,\"next\":null,\"sector\":\"Lĩnh vực mẫu\",\"sector_id\":\"linh-vuc-mau\",\
         \"levels\":[\"province\"],\"agency\":\"Ủy ban nhân dân tỉnh\",\"agency_id\":\"ubnd-tinh\",\"executing\":[],\
         \"link\":null,\"ruled_by\":{\"kind\":\"decision\",\"number\":\"1/QĐ-UBND\",\
         \"issuer\":\"Ủy ban nhân dân tỉnh\",\"date\":\"2026-11-21\",\"effect\":\"2026-11-21\"},\
         \"version\":{\"kind\":\"base\",\"decision\":null,\"from\":null},\"successors\":[],\"predecessors\":[],\
         \"by_level\":{},\"questions\":[],\"age_days\":null}\n]\n",
        "",
        0,
    );
    world.run(&["list", "--format", "json", "--status", "repealed"]).gives("[]\n", "", 0);
}

#[test]
fn list_answers_for_the_day_that_is_asked_about() {
    let world = World::new();
    let statuses = |day| world.run(&["list", "--as-of", day, "--lang", "en"]).stdout;
    assert_eq!(
        statuses("2026-11-20"),
        "\
code      status   since       by         next        name
9.000001  pending  2026-11-21  1/QĐ-UBND  2026-11-21  Thủ tục mẫu
"
    );
}

#[test]
fn list_takes_words_of_a_name_with_or_without_accents() {
    let world = World::new();
    let agencies = "[[agency]]\nid = \"cong-an-xa\"\nname = \"Công an cấp xã\"\nkind = \"commune\"\nspellings = [\"Công an xã\"]\n";
    world.put("catalogue/agencies.toml", format!("{}\n{agencies}", world.text("catalogue/agencies.toml")));
    let procedure = "catalogue/procedures/linh-vuc-mau/9.000001.md";
    let carried_out = world.text(procedure).replace("executing = \"not-entered\"", "executing = [\"Công an Xã\"]");
    world.put(procedure, carried_out);
    for (args, found) in [
        (["--agency", "cong-an-xa"], 1),
        (["--agency", "bo-tu-phap"], 0),
        (["--sector", "linh vuc"], 1),
        (["--sector", "linh-vuc-mau"], 1),
        (["--agency", "uy ban nhan dan"], 1),
        (["--level", "province"], 1),
        (["--level", "commune"], 0),
        (["--status", "in-force"], 1),
        (["--status", "unknown"], 0),
    ] {
        let ran = world.run(&[&["list", "--format", "json"], &args[..]].concat());
        let list: Vec<serde_json::Value> = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!(list.len(), found, "{args:?}");
    }
}

#[test]
fn a_sector_or_an_agency_that_is_not_there_is_refused_with_the_nearest() {
    let world = World::new();
    for (args, kind, near) in [
        (["list", "--sector", "ĩnh vuc mâu"], "lĩnh vực `ĩnh vuc mâu`", "linh-vuc-mau (Lĩnh vực mẫu)"),
        (["timeline", "--sector", "mẩu vật"], "lĩnh vực `mẩu vật`", "linh-vuc-mau (Lĩnh vực mẫu)"),
        (["list", "--agency", "ủy ban xã"], "cơ quan `ủy ban xã`", "ubnd-tinh (Ủy ban nhân dân tỉnh)"),
    ] {
        let message = format!("lỗi: danh mục không có {kind}\n  cách sửa: gần giống: {near}");
        let ran = world.run(&args);
        assert!(ran.stderr.starts_with(&message), "{}", ran.stderr);
        assert_eq!((ran.stdout.as_str(), ran.status), ("", Some(2)));
    }
}

#[test]
fn show_tells_state_evidence_and_history() {
    World::new().run(&["show", "9000001"]).gives(
        "\
9.000001  Thủ tục mẫu

ngày xem          21/11/2026
tình trạng        hiệu lực từ 21/11/2026
căn cứ            mới ban hành · 1/QĐ-UBND · Ủy ban nhân dân tỉnh, ký
                  21/11/2026, hiệu lực từ 21/11/2026 (từ ngày ký)
nội dung          như khi được ghi nhận lần đầu
lĩnh vực          Lĩnh vực mẫu
cấp               tỉnh
cơ quan ban hành  Ủy ban nhân dân tỉnh
liên kết          chưa có liên kết trực tiếp
tệp               catalogue/procedures/linh-vuc-mau/9.000001.md

diễn biến hiệu lực
  đến hết 20/11/2026
      chưa có hiệu lực: mới ban hành, 1/QĐ-UBND
> từ 21/11/2026
      hiệu lực: mới ban hành, 1/QĐ-UBND

các căn cứ, theo thứ tự pháp lý
  21/11/2026  mới ban hành ← căn cứ của ngày xem
              1/QĐ-UBND · Ủy ban nhân dân tỉnh, ký 21/11/2026
              ngày theo quyết định: 21/11/2026; ngày của văn bản quy phạm pháp
              luật: chưa rõ; áp dụng từ: 21/11/2026 (chỉ biết ngày theo quyết
              định)
              catalogue/decisions/2026/1-qd-ubnd.toml:67

về tệp này
  lưu ý[LINK_MISSING]: `9.000001` chưa có liên kết trực tiếp tới Cổng Dịch vụ
  công quốc gia
",
        "",
        0,
    );
}

#[test]
fn show_as_json_adds_the_history_to_what_a_list_has() {
    let ran = World::new().run(&["show", "9.000001.H56", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(value["code"], "9.000001");
    assert_eq!(value["file"], "catalogue/procedures/linh-vuc-mau/9.000001.md");
    assert_eq!(
        value["history"],
        serde_json::json!([{
            "kind": "decision", "number": "1/QĐ-UBND", "issuer": "Ủy ban nhân dân tỉnh", "date": "2026-11-21",
            "effect": "2026-11-21", "change": "new", "basis": "signing", "levels": [], "others": [], "until": null,
            "published": null, "dates": { "decision": "2026-11-21", "text": null, "why": "only-decision" },
            "corrected_by": null, "withdrawn_by": null, "legal": [], "file": "catalogue/decisions/2026/1-qd-ubnd.toml", "line": 67,
            "reason": null, "source": null,
        }])
    );
    let periods: Vec<_> = value["periods"].as_array().unwrap().iter().map(|it| (&it["from"], &it["status"])).collect();
    assert_eq!(format!("{periods:?}"), r#"[(Null, String("pending")), (String("2026-11-21"), String("in-force"))]"#);
    assert_eq!((&value["unknown"], value["facts"].as_array().unwrap().len()), (&serde_json::Value::Null, 0));
    assert_eq!((ran.stderr.as_str(), ran.status), ("", Some(0)));
}

#[test]
fn show_says_why_a_status_is_unknown_and_what_would_settle_it() {
    let world = World::new();
    let file = "catalogue/decisions/2026/1-qd-ubnd.toml";
    world.edit(file, "\neffect = \"on-signing\"", "\neffect = \"unknown\"");
    let ran = world.run(&["show", "9.000001"]);
    let plain = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "tình trạng chưa xác định chưa xác định vì ban hành, chưa rõ ngày có hiệu lực: 1/QĐ-UBND",
        "để xác định Ghi ngày có hiệu lực của 1/QĐ-UBND vào catalogue/decisions/2026/1-qd-ubnd.toml, hoặc kết luận",
        "áp dụng từ: chưa rõ (chưa ai ghi ngày nào)",
    ] {
        assert!(plain.contains(part), "{}", ran.stdout);
    }
    assert!(ran.stdout.lines().all(|line| line.chars().count() <= 80), "{}", ran.stdout);
}

#[test]
fn diff_says_what_to_post_by_which_decision_and_from_when() {
    let world = World::new();
    world.run(&["diff", "20/11/2026", "21/11/2026"]).gives(
        "\
thay đổi từ 20/11/2026 đến 21/11/2026

phải niêm yết (1)
  9.000001  mới ban hành · Thủ tục mẫu
      21/11/2026: 1/QĐ-UBND · Ủy ban nhân dân tỉnh, ký 21/11/2026
",
        "",
        0,
    );
    let ran = world.run(&["diff", "2026-11-20", "2026-11-21", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(value["changes"][0]["do"], "post");
    assert_eq!(value["changes"][0]["steps"][0]["by"]["number"], "1/QĐ-UBND");
    assert_eq!((&value["knowledge"], &value["internal"]), (&serde_json::json!([]), &serde_json::json!(0)));
}

#[test]
fn diff_refuses_days_in_the_wrong_order() {
    World::new().run(&["diff", "2026-11-21", "2026-11-20", "--lang", "en"]).gives(
        "",
        "error: 2026-11-21 is after 2026-11-20\n  help: write the earlier day first\n",
        2,
    );
}

#[test]
fn next_names_the_days_for_a_scheduler() {
    let world = World::new();
    let ran = world.run(&["next", "--as-of", "2026-11-01", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(value["days"][0]["day"], "2026-11-21");
    assert_eq!(value["days"][0]["changes"][0]["change"], "new");
    world.run(&["next"]).gives("sau 21/11/2026, chưa biết ngày nào trang thay đổi\n", "", 0);
}

#[test]
fn timeline_tells_a_sector_by_day_and_decision() {
    World::new().run(&["timeline", "--sector", "linh vuc mau"]).gives(
        "\
21/11/2026  1/QĐ-UBND · Ủy ban nhân dân tỉnh, ký 21/11/2026
  9.000001  mới ban hành · Thủ tục mẫu
",
        "",
        0,
    );
}

#[test]
fn a_code_that_is_not_there_leads_to_the_nearest_ones() {
    let world = World::new();
    world.run(&["show", "9.00001"]).gives(
        "",
        "lỗi: danh mục không có mã `9.00001`\n  cách sửa: mã gần giống: 9.000001\n",
        2,
    );
    world.run(&["show", "gì", "--lang", "en"]).gives(
        "",
        "error: the catalogue has no code `gì`\n  help: see the codes with `niemyet list`\n",
        2,
    );
}

#[test]
fn an_answer_from_a_catalogue_with_errors_says_so() {
    let world = World::new();
    world.put("catalogue/procedures/linh-vuc-mau/1.000001.md", "no fence");
    let ran = world.run(&["list", "--format", "json"]);
    assert!(ran.stdout.starts_with("[\n{\"code\":\"9.000001\""));
    assert_eq!(ran.stderr, "danh mục có 1 lỗi, kết quả có thể thiếu: chạy `niemyet check`\n");
    assert_eq!(ran.status, Some(1));
}

#[test]
fn new_begins_files_that_load_and_never_overwrites() {
    let world = World::new();
    let decision = ["new", "decision", "12/QĐ-UBND", "--issuer", "ubnd-tinh", "--signed", "20/11/2026"];
    world.run(&decision).gives(
        "đã tạo catalogue/decisions/2026/12-qd-ubnd.toml\nđiền các dòng [[change]] rồi chạy `niemyet check`\n",
        "",
        0,
    );
    let text = world.text("catalogue/decisions/2026/12-qd-ubnd.toml");
    world.run(&decision).gives(
        "",
        "lỗi: danh mục đã có `12/QĐ-UBND` trong catalogue/decisions/2026/12-qd-ubnd.toml; không bị ghi đè\n  \
         cách sửa: sửa chính tệp đó\n",
        2,
    );
    assert_eq!(world.text("catalogue/decisions/2026/12-qd-ubnd.toml"), text);
    // Another agency's decision of the same number is another decision.
    let ran = world.run(&["new", "decision", "12/QĐ-UBND", "--issuer", "bo-tu-phap", "--signed", "2026-11-20"]);
    assert!(ran.stdout.starts_with("đã tạo catalogue/decisions/2026/12-qd-ubnd-bo-tu-phap.toml\n"), "{ran:?}");
    let procedure = ["new", "procedure", "1.004222", "--sector", "linh-vuc-mau", "--issuer", "bo-tu-phap"];
    world.run(&procedure).gives(
        "",
        "lỗi: không danh sách chính thức nào có tên của `1.004222`\n  cách sửa: ghi tên bằng `--name`\n",
        2,
    );
    let named = [&procedure[..], &["--name", "Đăng ký thường trú"]].concat();
    world.run(&named).gives(
        "đã tạo catalogue/procedures/linh-vuc-mau/1.004222.md\nđiền các mục rồi chạy `niemyet check`\n",
        "",
        0,
    );
    assert_eq!(world.run(&named).status, Some(2));
    assert_eq!(world.run(&["check"]).status, Some(0));
}

#[test]
fn a_choice_that_nothing_can_meet_is_refused_with_the_values_that_there_are() {
    let ran = World::new().run(&["search", "mẫu", "--only", "status=abc"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (Some(2), ""));
    assert!(ran.stderr.contains("không có giá trị “abc” nào của status") && ran.stderr.contains("in-force"), "{ran:?}");
    let ran = World::new().run(&["search", "mẫu", "--only", "status=repealed"]);
    assert_eq!(ran.status, Some(0), "a value that no result has: {ran:?}");
}

#[test]
fn new_names_the_nearest_agency_and_sector() {
    let world = World::new();
    world.run(&["new", "decision", "1/QĐ-BTP", "--issuer", "bo-tu-phap-", "--signed", "2026-11-20"]).gives(
        "",
        "lỗi: danh mục không có cơ quan `bo-tu-phap-`\n  \
         cách sửa: gần giống: bo-tu-phap; danh sách đủ trong catalogue/agencies.toml\n",
        2,
    );
    world.run(&["new", "procedure", "1.000001", "--sector", "x", "--issuer", "bo-tu-phap", "--name", "y"]).gives(
        "",
        "lỗi: danh mục không có lĩnh vực `x`\n  \
         cách sửa: danh sách đủ trong catalogue/sectors.toml\n",
        2,
    );
}

#[test]
fn init_makes_a_project_that_builds_at_once() {
    let world = World::empty();
    world.run(&["init", "mau"]).gives(
        "\
đã tạo mau/.gitignore
đã tạo mau/README.md
đã tạo mau/catalogue/links.tsv
đã tạo mau/catalogue/rules.toml
đã tạo mau/catalogue/calendar.toml
đã tạo mau/catalogue/common-names.tsv
đã tạo mau/catalogue/synonyms.tsv
đã tạo mau/site/site.toml
đã tạo mau/catalogue/agencies.toml
đã tạo mau/catalogue/sectors.toml
đã tạo mau/catalogue/procedures/linh-vuc-mau/9.000001.md
đã tạo mau/catalogue/decisions/2026/1-qd-ubnd.toml
tiếp theo: `cd mau`, rồi `niemyet serve`
",
        "",
        0,
    );
    world.run(&["init", "mau"]).gives(
        "",
        "lỗi: thư mục `mau` đã có và không trống\n  cách sửa: chọn một thư mục mới\n",
        2,
    );
    let ran = world.run(&["build", "--catalogue", "mau"]);
    assert_eq!(ran.status, Some(0), "{ran:#?}");
    assert!(world.tree("public").contains_key("index.html"));
    assert_eq!(world.names(), ["mau", "public"]);
}

#[test]
fn build_says_what_it_wrote_and_for_which_day() {
    let world = World::new();
    let ran = world.run(&["build", "--as-of", "2027-03-01"]);
    let mut lines = ran.stdout.lines();
    let files = world.tree("public").len() - 1; // the manifest is no file of the site
    let first = lines.next().unwrap();
    assert!(first.starts_with(&format!("đã xuất bản vào public: {files} tệp, ")), "{first}");
    assert!(first.ends_with(&format!(" byte (ghi {files}, giữ nguyên 0, bỏ 0)")), "{first}");
    assert_eq!(lines.next(), Some("pháp luật tại ngày 01/03/2027; hôm nay 21/11/2026"));
    assert_eq!(ran.status, Some(0));
    let again = world.run(&["build", "--as-of", "2027-03-01"]);
    assert!(again.stdout.contains(&format!("(ghi 0, giữ nguyên {files}, bỏ 0)")), "{}", again.stdout);
    assert_eq!(world.names(), [".gitignore", "README.md", "catalogue", "public", "site"]);
}

#[test]
fn the_same_input_and_days_give_the_same_bytes_wherever_and_whenever() {
    let (one, two) = (World::new(), World::new());
    let first = one.good_site();
    assert_eq!(two.good_site(), first);
    // The days may come from the environment: this is 2026-11-21 23:59:59 in Vietnam.
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_niemyet"));
    command.args(["build", "--out", "other"]).current_dir(two.at(""));
    command.env("SOURCE_DATE_EPOCH", "1795280399").env("TZ", "America/New_York");
    let ran = two.ran(command.output().unwrap());
    assert_eq!(ran.status, Some(0), "{ran:#?}");
    assert_eq!(two.tree("other"), first);
}

#[test]
fn wrong_arguments_are_exit_code_two() {
    let world = World::new();
    for args in [
        &["build", "--as-of", "2026-02-30"][..],
        &["build", "--base-url", "tthc.example"],
        &["list", "--status", "gone"],
        &["new", "procedure", "../x", "--sector", "a", "--issuer", "b"],
        &["no-such-command"],
        &[],
    ] {
        let ran = world.run(args);
        assert_eq!((ran.stdout.as_str(), ran.status), ("", Some(2)), "{args:?}");
    }
    let mut command = world.command(&["list"]);
    let mut plain = std::process::Command::new(command.get_program());
    plain.arg("list").current_dir(world.at("")).env("SOURCE_DATE_EPOCH", "yesterday");
    world.ran(plain.output().unwrap()).gives(
        "",
        "lỗi: SOURCE_DATE_EPOCH không phải số giây: yesterday\n  \
         cách sửa: đặt lại biến môi trường, hoặc chỉ ra ngày bằng `--today`\n",
        2,
    );
    assert_eq!(command.output().unwrap().status.code(), Some(0));
}

#[test]
fn without_a_catalogue_nothing_runs() {
    let world = World::empty();
    for args in [&["build"][..], &["check"], &["list"], &["show", "1.000001"], &["serve"]] {
        world.run(args).gives(
            "",
            "lỗi: không có danh mục tại `catalogue`\n  cách sửa: chạy lệnh trong thư mục của dự án, chỉ ra danh mục bằng \
             `--catalogue THƯ_MỤC`, hoặc tạo dự án mới bằng `niemyet init THƯ_MỤC`\n",
            2,
        );
    }
    assert_eq!(world.names(), Vec::<String>::new());
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    use std::process::Stdio;
    let world = World::new();
    let mut child = world.command(&["list"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn help_of_every_command_has_an_example() {
    let world = World::empty();
    let help = |args: &[&str]| {
        let ran = world.ran(std::process::Command::new(env!("CARGO_BIN_EXE_niemyet")).args(args).output().unwrap());
        assert_eq!(ran.status, Some(0));
        ran.stdout
    };
    for (language, codes, example) in [("vi", "Mã thoát:", "Ví dụ:"), ("en", "Exit codes:", "Example")] {
        let whole = help(&["--lang", language, "--help"]);
        assert!(whole.contains(codes) && whole.contains("SOURCE_DATE_EPOCH"), "{whole}");
        for command in ["build", "serve", "check", "list", "show", "init"] {
            assert!(whole.contains(&format!("\n  {command} ")), "{command}");
            assert!(help(&["--lang", language, command, "--help"]).contains(example), "{command}");
        }
        for what in ["decision", "procedure"] {
            assert!(help(&["new", what, "--help", "--lang", language]).contains(example), "{what}");
        }
    }
}

#[test]
fn the_committed_catalogue_lists_every_public_procedure() {
    let world = World::empty();
    let root = env!("CARGO_MANIFEST_DIR");
    let ran = world.run(&["list", "--format", "json", "--catalogue", root]);
    assert_eq!((ran.stderr.as_str(), ran.status), ("41 mã nội bộ không liệt kê (thêm `--internal`)\n", Some(0)));
    let list: Vec<serde_json::Value> = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(list.len(), 3242);
    for one in &list {
        let keys =
            ["code", "name", "status", "since", "until", "next", "sector", "levels", "agency", "link", "ruled_by"];
        assert!(keys.iter().all(|key| one.get(key).is_some()), "{one}");
        let known = one["status"] != "unknown";
        assert!(!known || one["ruled_by"]["kind"].is_string(), "every status but unknown has its evidence: {one}");
    }
}

#[test]
fn check_denies_and_allows_by_code_and_offers_the_nearest_name() {
    let world = World::new();
    assert_eq!(world.run(&["check", "--deny", "LINK_MISSING,NO_DECISION"]).status, Some(1));
    assert_eq!(world.run(&["check", "--deny", "NO_DECISION"]).status, Some(0));
    let allow = ["check", "--allow", "link-missing,COMPONENT_UNCHECKED", "--allow", "CONDITIONAL_UNCHECKED"];
    world.run(&allow).gives("0 lỗi, 0 cảnh báo, 0 lưu ý\n", "", 0);
    let unknown = world.run(&["check", "--deny", "LINK_MISING"]);
    assert!(unknown.stderr.contains("gần nhất: LINK_MISSING"), "{}", unknown.stderr);
    assert_eq!((unknown.stdout.as_str(), unknown.status), ("", Some(2)));
    let hidden_error = World::new();
    hidden_error.edit(BROKEN, "kind = \"new\"\ncode = \"9.000001\"", "kind = \"nwe\"\ncode = \"9.000001\"");
    assert_eq!(hidden_error.run(&["check", "--allow", "VALUE_INVALID"]).status, Some(1));
}

#[test]
fn check_as_sarif_has_what_the_form_wants() {
    let ran = World::new().run(&["check", "--format", "sarif"]);
    let log: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 3);
    let first = serde_json::json!({
        "ruleId": "LINK_MISSING",
        "ruleIndex": results[0]["ruleIndex"],
        "kind": "fail",
        "level": "note",
        "message": { "text": "`9.000001` chưa có liên kết trực tiếp tới Cổng Dịch vụ công quốc gia" },
        "locations": [{ "physicalLocation": { "artifactLocation": {
            "uri": "catalogue/procedures/linh-vuc-mau/9.000001.md", "uriBaseId": "PROJECTROOT" },
            "region": { "startLine": 3, "startColumn": 9 } } }],
    });
    assert_eq!(results[0], first);
    for rule in run["tool"]["driver"]["rules"].as_array().unwrap() {
        for key in ["/id", "/shortDescription/text", "/help/text", "/defaultConfiguration/level"] {
            assert!(
                rule.pointer(key).and_then(serde_json::Value::as_str).is_some_and(|text| !text.is_empty()),
                "{rule}"
            );
        }
    }
}
