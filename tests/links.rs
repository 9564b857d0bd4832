//! The link doctor: what links rest on, what is wrong with them, how they are mended and confirmed.

use crate::world;

use serde_json::{Value, json};
use world::World;

const ID: &str = "019d2bf7-4fc1-768b-9ba3-94be4bca58ee";
const OTHER_ID: &str = "019d2bf7-4fc1-768b-9ba3-94be4bca58ef";
const HEAD: &str = "code\tportal_id\tkind\tevidence\tconfirmed\n";
const RECORD: &str = "catalogue/procedures/linh-vuc-mau/9.000001.md";
const TABLE: &str = "catalogue/links.tsv";

/// A project of three procedures in force, each with its link; nobody confirmed the last two.
fn project() -> World {
    let world = World::new();
    let record = world.text(RECORD);
    let decision = world.only_file("catalogue/decisions");
    for code in ["9.000002", "9.000003"] {
        let path = RECORD.replace("9.000001", code);
        world.put(&path, record.replace("9.000001", code).replace("name = \"", &format!("name = \"{code} ")));
        let row = format!("\n[[change]]\nkind = \"new\"\ncode = \"{code}\"\neffect = \"on-signing\"\n");
        world.put(&decision, world.text(&decision) + &row);
    }
    world.put(
        TABLE,
        format!(
            "{HEAD}9.000001\t{ID}\tprocedure\tthử\t2026-11-01 Nguyễn Văn A\n9.000002\t{OTHER_ID}\tprocedure\tthử\t\n\
             9.000003\tlt-3\tinterlinked\tdanh sách\t\n"
        ),
    );
    world.put("catalogue/common-names.tsv", "code\tname\n9.000003\tlàm giấy\n");
    world
}

fn links(world: &World) -> Value {
    let ran = world.run(&["links", "--format", "json"]);
    serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{ran:#?}"))
}

/// One value of each link, in their order.
fn each(answer: &Value, key: &str) -> Vec<Value> {
    answer["links"].as_array().unwrap().iter().map(|link| link[key].clone()).collect()
}

#[test]
fn what_nobody_confirmed_and_most_read_comes_first_and_the_oldest_confirmation_last() {
    let world = project();
    let answer = links(&world);
    assert_eq!(each(&answer, "code"), ["9.000003", "9.000002", "9.000001"]);
    assert_eq!(each(&answer, "form"), ["interlinked", "procedure", "procedure"]);
    assert_eq!(answer["links"][0]["why"], json!(["not-due", "named", "never"]));
    assert_eq!(answer["links"][2]["confirmed"], "2026-11-01");
    assert_eq!(answer["links"][2]["confirmed_by"], "Nguyễn Văn A");
    assert_eq!(answer["totals"]["evidence"], json!({ "danh sách": 1, "thử": 2 }));
    assert_eq!((&answer["totals"]["confirmed_by_person"], &answer["totals"]["faulty"]), (&json!(1), &json!(0)));
    let ran = world.run(&["links", "--limit", "1"]);
    assert_eq!(ran.status, Some(0), "{ran:#?}");
    assert!(ran.stdout.contains("1 trong 3") && ran.stdout.contains("   1. 9.000003 "), "{ran:#?}");
    assert!(!ran.stdout.contains("   2. "), "{ran:#?}");
}

#[test]
fn a_faulty_link_in_force_comes_first_with_its_line_and_ends_with_1_and_one_of_an_ended_procedure_does_not() {
    let world = project();
    world.edit(RECORD, "\n+++", "\nsource = \"https://thutuc.dichvucong.gov.vn/1.html\"\n+++");
    let answer = links(&world);
    let first = &answer["links"][0];
    assert_eq!(
        (&first["form"], &first["era"], &first["fault"]),
        (&json!("dead-host"), &json!("before"), &json!("LINK_DEAD_HOST"))
    );
    let line = world.text(RECORD).lines().position(|line| line.starts_with("source")).unwrap() + 1;
    assert_eq!(first["where"], json!({ "path": RECORD, "line": line, "column": 11 }));
    let ran = world.run(&["links"]);
    assert_eq!(ran.status, Some(1), "{ran:#?}");
    assert!(ran.stdout.contains(&format!("--> {RECORD}:{line}:11\n")), "{ran:#?}");
    let decision = world.only_file("catalogue/decisions");
    world.put(&decision, world.text(&decision).replace("code = \"9.000001\"", "code = \"9.000004\""));
    assert_eq!(links(&world)["totals"]["faulty_in_force"], 0);
}

#[test]
fn a_page_that_two_codes_have_is_faulty_at_both() {
    let world = project();
    world.edit(TABLE, OTHER_ID, ID);
    let ran = world.run(&["links", "--format", "json"]);
    assert_eq!(ran.status, Some(1), "{ran:#?}");
    let answer: Value = serde_json::from_str(&ran.stdout).unwrap();
    let faults = each(&answer, "fault");
    assert_eq!(faults, [json!("LINK_OTHER_PROCEDURE"), json!("LINK_OTHER_PROCEDURE"), Value::Null]);
}

#[test]
fn a_dead_address_that_names_a_code_becomes_its_page_and_one_that_names_none_only_in_the_source() {
    let world = project();
    const LEGACY: &str = "https://dichvucong.gov.vn/p/home/dvc-chi-tiet-thu-tuc-hanh-chinh.html?ma_thu_tuc=9.000003";
    const DEAD: &str = "https://thutuc.dichvucong.gov.vn/x";
    world.edit(RECORD, "\n+++", &format!("\nsource = \"{DEAD}, xem {LEGACY}\"\n+++"));
    world.put(RECORD, world.text(RECORD) + &format!("\n## Trình tự thực hiện\n\nXem {LEGACY}. Hoặc {DEAD}.\n"));
    world.edit(
        TABLE,
        &format!("9.000002\t{OTHER_ID}\tprocedure"),
        &format!("9.000002\thttps://dichvucong.gov.vn/thu-tuc-hanh-chinh/{OTHER_ID}\tprocedure"),
    );
    let before = world.tree("catalogue");
    let dry = world.run(&["links", "--fix", "--dry-run"]);
    assert_eq!((dry.status, world.tree("catalogue")), (Some(1), before), "{dry:#?}");
    let ran = world.run(&["links", "--fix"]);
    assert_eq!(ran.status, Some(1), "{ran:#?}");
    assert!(ran.stdout.ends_with("đã thay 4 địa chỉ trong 2 tệp; để nguyên 1\n"), "{ran:#?}");
    let (record, page) = (world.text(RECORD), "https://dichvucong.gov.vn/thu-tuc-hanh-chinh");
    assert!(record.contains(&format!("source = \"{page}/{ID}, xem {page}-lien-thong/lt-3\"")), "{record}");
    assert!(record.contains(&format!("Xem {page}-lien-thong/lt-3. Hoặc {DEAD}.")), "{record}");
    assert!(
        world.text(TABLE).contains(&format!("\n9.000002\t{OTHER_ID}\tprocedure\tthử\t\n")),
        "{}",
        world.text(TABLE)
    );
    let again = world.run(&["links", "--fix"]);
    assert!(again.stdout.ends_with("không có địa chỉ nào phải thay; để nguyên 1\n"), "{again:#?}");
}

/// A saved page of another's with a right link, dead ones, and one of a closed portal.
const PAGE: &str = "<table>\n\
    <tr><td>9.000001</td><td><a href=\"https://dichvucong.tinh.example/tt/1\">Một</a></td></tr>\n\
    <tr><td>9.000002</td><td><a href=\"https://dichvucong.gov.vn/p/home/dvc-x.html?ma_thu_tuc=9.000002\">Hai</a></td></tr>\n\
    <tr><td>9.000003</td><td><a href=\"https://dichvucong.gov.vn/thu-tuc-hanh-chinh-lien-thong/lt-3\">Ba</a></td></tr>\n\
    </table>";

#[test]
fn pages_of_others_are_told_the_address_that_is_to_stand_in_the_place_of_each_wrong_one() {
    let world = project();
    world.put("trang.html", PAGE);
    let ran = world.run(&["links", "trang.html", "--format", "json"]);
    let answer: Value = serde_json::from_str(&ran.stdout).unwrap();
    let found = answer["replacements"].as_array().unwrap();
    let two = found.iter().find(|one| one["code"] == "9.000002").unwrap();
    assert_eq!(two["fault"], "LINK_LEGACY_FORM");
    assert_eq!(two["new"], format!("https://dichvucong.gov.vn/thu-tuc-hanh-chinh/{OTHER_ID}"));
    assert_eq!(two["line"], 3);
    assert!(found.iter().all(|one| one["code"] != "9.000003"), "{answer:#}");
    assert_eq!(ran.status, Some(1));
    let csv = world.run(&["links", "trang.html", "--format", "csv"]);
    assert!(csv.stdout.contains(&format!("\"{}\"", two["old"].as_str().unwrap())), "{csv:#?}");
    let none = world.run(&["links", "trang.html", "--redirects", "nginx"]);
    assert_eq!(none.status, Some(2), "the national portal's server is not theirs: {none:#?}");
    assert_eq!(world.run(&["links", "nowhere.html"]).status, Some(2));
}

#[test]
fn the_closed_portal_of_the_province_redirects_its_own_addresses_to_todays() {
    let world = project();
    world.edit("site/site.toml", "province = \"", "province = \"tỉnh Thanh Hóa\" # ");
    let row = |code: &str, path: &str| {
        format!("<tr><td>{code}</td><td><a href=\"https://dichvucong.thanhhoa.gov.vn{path}\">x</a></td></tr>\n")
    };
    let rows = [
        row("9.000001", "/tt?ma=1&b=2"),
        row("9.000002", "/tt/2"),
        row("9.000002", "/chung"),
        row("9.000003", "/chung"),
        row("9.000003", "/"),
    ];
    world.put("trang/a.html", format!("<table>{}</table>", rows.concat()));
    let ran = world.run(&["links", "trang", "--redirects", "nginx", "--out", "redirects.conf"]);
    assert_eq!(ran.status, Some(0), "{ran:#?}");
    assert_eq!(
        ran.stderr,
        "1 địa chỉ cũ dẫn tới nhiều thủ tục nên không có quy tắc\nđã ghi 2 quy tắc chuyển hướng vào redirects.conf\n"
    );
    let rules = world.text("redirects.conf");
    assert!(
        rules.contains(&format!("\"/tt/2\" \"https://dichvucong.gov.vn/thu-tuc-hanh-chinh/{OTHER_ID}\";")),
        "{rules}"
    );
    assert!(
        rules.contains(&format!("\"/tt?ma=1&b=2\" \"https://dichvucong.gov.vn/thu-tuc-hanh-chinh/{ID}\";")),
        "{rules}"
    );
    assert!(!rules.contains("/chung") && !rules.contains("\"/\" "), "{rules}");
    for server in ["apache", "iis"] {
        assert_eq!(world.run(&["links", "trang", "--redirects", server]).status, Some(0));
    }
}

/// The lines of the table of links.
fn rows(world: &World) -> Vec<String> {
    world.text(TABLE).lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn a_table_of_opened_links_goes_out_blank_and_comes_back_as_confirmations() {
    let world = project();
    let csv = world.run(&["links", "--format", "csv"]);
    assert_eq!(csv.status, Some(0), "{csv:#?}");
    world.put("blank.csv", &csv.stdout);
    let before = world.tree("catalogue");
    let blank = world.run(&["confirm", "--from", "blank.csv", "--by", "Trần B"]);
    assert_eq!((blank.status, world.tree("catalogue")), (Some(0), before.clone()), "{blank:#?}");
    assert!(blank.stdout.starts_with("blank.csv: 0 dòng có kết quả, 3 dòng chưa xem\n"), "{blank:#?}");
    let mark = |row: &str, result: &str| {
        let cells: Vec<&str> = row.split(',').collect();
        [&cells[..3], &[result], &cells[4..]].concat().join(",")
    };
    let lines: Vec<String> = csv.stdout.lines().map(str::to_owned).collect();
    let filled = [
        lines[0].clone(),
        mark(&lines[1], "\"đúng\"").replacen("\"\"", "\"20/11/2026\"", 1).replacen("\"\"", "\"Lê Thị C\"", 1),
        mark(&lines[2], "\"OK\""),
        mark(&lines[3], "\"sai\""),
    ];
    world.put("da-mo.csv", filled.join("\r\n"));
    let dry = world.run(&["confirm", "--from", "da-mo.csv", "--by", "Trần B", "--dry-run"]);
    assert_eq!((dry.status, world.tree("catalogue")), (Some(1), before), "{dry:#?}");
    let ran = world.run(&["confirm", "--from", "da-mo.csv", "--by", "Trần B"]);
    assert_eq!(ran.status, Some(1), "a wrong link is a finding: {ran:#?}");
    assert!(ran.stdout.contains("sai, không dẫn tới thủ tục: 9.000001 https://"), "{ran:#?}");
    assert!(ran.stdout.ends_with("đã xác nhận 2 liên kết, 1 sai, 0 không có gì mới\n"), "{ran:#?}");
    assert_eq!(
        rows(&world),
        [
            format!("9.000001\t{ID}\tprocedure\tthử\t"),
            format!("9.000002\t{OTHER_ID}\tprocedure\tthử\t2026-11-21 Trần B"),
            "9.000003\tlt-3\tinterlinked\tdanh sách\t2026-11-20 Lê Thị C".to_owned(),
        ]
    );
    let again = world.run(&["confirm", "--from", "da-mo.csv", "--by", "Trần B"]);
    assert!(again.stdout.ends_with("đã xác nhận 0 liên kết, 1 sai, 2 không có gì mới\n"), "{again:#?}");
    let answer = links(&world);
    assert_eq!(each(&answer, "code"), ["9.000001", "9.000003", "9.000002"]);
    assert_eq!(world.run(&["check"]).status, Some(0));
}

#[test]
fn every_cell_that_cannot_be_right_is_told_with_its_place_and_nothing_is_written() {
    let world = project();
    let page = "https://dichvucong.gov.vn/thu-tuc-hanh-chinh";
    world.put(
        "bad.csv",
        format!(
            "code,address,result,day,who\n9.000001,{page}/{OTHER_ID},ok,,\n9.999999,,ok,,\n,{page}-lien-thong/nowhere,ok,,\n\
             9.000002,,maybe,,\n,,ok,,\n9.000002,,ok,2027-01-01,\n9.000003,,ok,31/02/2026,\n9.000003,,ok,,=1+1\n9.000003,,ok,,\n\
             ,{page}-lien-thong/lt-3,sai,,\n"
        ),
    );
    let before = world.tree("catalogue");
    let ran = world.run(&["confirm", "--from", "bad.csv", "--by", "Trần B", "--lang", "en"]);
    assert_eq!((ran.status, world.tree("catalogue")), (Some(1), before), "{ran:#?}");
    for told in [
        format!("2:2: “{page}/{OTHER_ID}”: the catalogue has another address now, open that one: {page}/{ID}\n"),
        "3:1: “9.999999”: links.tsv has no link of this code\n".to_owned(),
        format!("4:2: “{page}-lien-thong/nowhere”: links.tsv has no such address\n"),
        "5:3: “maybe”: a result is `ok` or `wrong`; leave it blank where nobody looked\n".to_owned(),
        "6:3: “ok”: a row with a result and neither code nor address\n".to_owned(),
        "7:4: “2027-01-01”: this day is yet to come\n".to_owned(),
        "8:4: “31/02/2026”: no day: 2026-11-20 or 20/11/2026\n".to_owned(),
        "9:5: “=1+1”: no name of a person\n".to_owned(),
        format!("11:2: “{page}-lien-thong/lt-3”: a row above has this link\n"),
        "9 cells to mend: nothing was written\n".to_owned(),
    ] {
        assert!(ran.stdout.contains(&told), "{told} {}", ran.stdout);
    }
    world.put("no.csv", "code,address\n9.000001,\n");
    let none = world.run(&["confirm", "--from", "no.csv", "--by", "x", "--lang", "en"]);
    assert!(none.stdout.starts_with("no.csv: no row of titles with the column “Result”"), "{none:#?}");
    world.put("odd.csv", "code,result,reslut\n");
    assert!(world.run(&["confirm", "--from", "odd.csv", "--by", "x"]).stdout.contains("1:3: “reslut”"));
    assert_eq!(world.run(&["confirm", "--from", "none.csv", "--by", "x"]).status, Some(2));
    assert_eq!(world.run(&["confirm", "--from", "no.csv", "--all", "--by", "x"]).status, Some(2));
}

#[test]
fn a_workbook_is_read_as_well_and_an_older_look_changes_no_later_confirmation() {
    let world = project();
    let mut table =
        niemyet::spreadsheet::Table::new(["Mã thủ tục", "Kết quả", "Ngày xem"].map(|title| (title.to_owned(), 20)));
    table.rows.push(vec!["9.000001".to_owned(), "ok".to_owned(), "2026-10-01".to_owned()]);
    table.rows.push(vec!["9.000002".to_owned(), "ok".to_owned(), "2026-10-01".to_owned()]);
    world.put("da-mo.xlsx", table.to_xlsx("Bảng").unwrap());
    let ran = world.run(&["confirm", "--from", "da-mo.xlsx", "--by", "Trần B"]);
    assert_eq!(ran.status, Some(0), "{ran:#?}");
    assert!(rows(&world)[0].ends_with("\t2026-11-01 Nguyễn Văn A"), "{:?}", rows(&world));
    assert!(rows(&world)[1].ends_with("\t2026-10-01 Trần B"), "{:?}", rows(&world));
    table.rows[0][1] = "x".to_owned();
    world.put("sai.xlsx", table.to_xlsx("Bảng").unwrap());
    assert!(world.run(&["confirm", "--from", "sai.xlsx", "--by", "B"]).stdout.contains("  Bảng!B2: “x”:"));
}

#[test]
fn the_sheet_is_one_page_that_loads_nothing_and_escapes_what_a_name_holds() {
    let world = project();
    let evil = "</script><img src=x onerror=alert(1)>\"'&amp; ";
    world.edit(
        &RECORD.replace("9.000001", "9.000002"),
        "name = \"",
        &format!("name = \"{} ", evil.replace('"', "\\\"")),
    );
    let ran = world.run(&["links", "--sheet", "mo.html"]);
    assert_eq!(ran.status, Some(0), "{ran:#?}");
    assert!(ran.stdout.starts_with("mo.html: mở bằng trình duyệt, 3 liên kết để xem"), "{ran:#?}");
    let html = world.text("mo.html");
    let name = "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;amp; 9.000002";
    assert_eq!(html.matches(name).count(), 2, "{html}");
    assert!(html.contains("default-src 'none';style-src 'sha256-") && html.contains(";script-src 'sha256-"), "{html}");
    for absent in ["<img", "<link", "src=\"", "unsafe-inline", " style=", "onclick", "links.sheet", "fetch("] {
        assert!(!html.contains(absent), "{absent}");
    }
    assert_eq!(html.matches("<script").count(), 1);
    let codes: Vec<&str> = html.split("<li data-code=\"").skip(1).map(|rest| &rest[..8]).collect();
    assert_eq!(codes, ["9.000003", "9.000002", "9.000001"]);
    assert_eq!(world.run(&["links", "--sheet", "mo.html", "--limit", "1"]).status, Some(2), "nothing is written over");
    assert_eq!(world.run(&["links", "--sheet", "mo.pdf"]).status, Some(2));
    world.put(TABLE, HEAD);
    assert_eq!(world.run(&["links", "--sheet", "no.html"]).status, Some(2));
}
