//! What an audit leaves behind: a page to print, a workbook, a SARIF log; and the places of publication side by side.

use crate::world;

use std::collections::BTreeSet;

use calamine::Reader;
use serde_json::{Value, json};
use world::{Ran, World};

/// A fault of a link, in a file whose name means something in HTML and needs escaping in an address.
const PAGE: &str = "<table>\n<tr><td>1.004222</td><td><a href=\"https://dichvucong.gov.vn/\">Đăng ký thường trú</a></td></tr>\n\
                    <tr><td>9.999999</td><td><script>alert(1)</script>Thủ tục lạ</td></tr>";
const NAME: &str = "bảng<b>'x'&.html";

/// A world with that page in a folder.
fn shown() -> World {
    let world = World::empty();
    world.put(&format!("trang/{NAME}"), PAGE);
    world
}

fn audit(world: &World, arguments: &str) -> Ran {
    let ran = world.run_on_committed(&format!("audit trang --office phuong-hac-thanh --today 2026-07-20 {arguments}"));
    assert_ne!(ran.status, None);
    ran
}

/// What a run that has findings answers.
fn done(world: &World, arguments: &str) -> String {
    let ran = audit(world, arguments);
    assert_eq!(ran.status, Some(1), "{}", ran.stderr);
    ran.stdout
}

#[test]
fn the_report_is_one_file_that_loads_nothing_runs_nothing_and_says_that_its_score_is_an_estimate() {
    let world = shown();
    done(&world, "--report bao-cao.html");
    done(&world, "--report report.html --lang en");
    let html = std::fs::read_to_string(world.at("bao-cao.html")).unwrap();
    for present in [
        "<html lang=\"vi\">",
        "Ước tính, không phải điểm chính thức",
        "1.1 Công bố đúng hạn",
        "1.2 Công khai đúng hạn",
        "1.3 Đủ nội dung",
        // The police of the commune have it, not this office.
        "<h2>Gỡ xuống (1)</h2>",
        "<h2>Đăng thêm (",
        "<h2>Sửa liên kết (",
        "<h2>Sửa nội dung (",
        "bảng&lt;b&gt;&#39;x&#39;&amp;.html:2",
        "default-src 'none';style-src 'sha256-",
        "<p class=\"verdict fault\">Kết quả: có lỗi</p>",
    ] {
        assert!(html.contains(present), "{present}");
    }
    for absent in ["<script", "<link", "<img", "<b>", "unsafe-inline", "src=", "style=", "url(", "onload", "posted."] {
        assert!(!html.contains(absent), "{absent}");
    }
    let english = std::fs::read_to_string(world.at("report.html")).unwrap();
    assert!(english.contains("<html lang=\"en\">") && english.contains("An estimate, not the official score"));
    // The same audit is written again without a word; another is not written over it.
    done(&world, "--report bao-cao.html");
    assert_eq!(audit(&world, "--report bao-cao.html --lang en").status, Some(2));
    let wrong = audit(&world, "--report bao-cao.pdf");
    assert!(wrong.status == Some(2) && wrong.stderr.contains("bao-cao.pdf"));
}

/// How many findings are of a procedure that has to be taken down, and are not that.
fn spared(findings: &[Value]) -> usize {
    let is_end = |finding: &&Value| {
        let ends = ["EXPIRED_LISTED", "NOT_DUE_HERE", "INTERNAL_IN_PUBLIC_LIST"];
        finding["verdict"] == "fault" && ends.iter().any(|code| finding["code"] == *code)
    };
    let down: BTreeSet<&str> =
        findings.iter().filter(is_end).filter_map(|finding| finding["procedure"].as_str()).collect();
    let is_of_those = |finding: &&Value| finding["procedure"].as_str().is_some_and(|code| down.contains(code));
    findings.iter().filter(is_of_those).filter(|finding| !is_end(finding)).count()
}

#[test]
fn the_workbook_has_a_sheet_for_the_director_and_one_for_the_webmaster_with_addresses() {
    let world = shown();
    let due = "<table><tr><td>1.001193</td><td><a href=\"https://dichvucong.gov.vn/\">Thủ tục đăng ký khai sinh</a></td></tr></table>";
    world.put("trang/khai-sinh.html", due);
    let answer = done(&world, "--export viec.xlsx --format json");
    let answer: Value = serde_json::from_str(&answer).unwrap();
    let findings = answer["findings"].as_array().unwrap();
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(world.at("viec.xlsx")).unwrap();
    assert_eq!(book.sheet_names(), ["Lãnh đạo", "Quản trị trang", "Đối chiếu các nơi"]);
    let director = book.worksheet_range("Lãnh đạo").unwrap();
    let titles = director.rows().position(|row| row[0] == "Việc").unwrap();
    let rows: Vec<_> = director.rows().skip(titles + 1).collect();
    let counted: usize = rows
        .iter()
        .map(|row| [2, 3].map(|at| row[at].to_string().parse::<usize>().unwrap()).iter().sum::<usize>())
        .sum();
    assert_eq!(counted, findings.len());
    let codes: BTreeSet<&str> = findings.iter().map(|finding| finding["code"].as_str().unwrap()).collect();
    assert_eq!(rows.len(), codes.len());
    let webmaster = book.worksheet_range("Quản trị trang").unwrap();
    // What stands beside a procedure that is another office's is not worth mending.
    assert_eq!(webmaster.rows().count(), findings.len() - spared(findings) + 1);
    let link = webmaster.rows().find(|row| row[8] == "LINK_HOME").unwrap();
    assert_eq!((link[0].to_string().as_str(), link[1].to_string().as_str()), ("Sửa liên kết", "1.001193"));
    assert!(link[4].to_string().starts_with("https://dichvucong.gov.vn/thu-tuc-hanh-chinh"), "{link:?}");
    assert_eq!((link[5].to_string().as_str(), link[6].to_string().as_str()), ("khai-sinh.html", "1"));
    let of =
        |code: &str| webmaster.rows().filter(|row| row[1] == code).map(|row| row[0].to_string()).collect::<Vec<_>>();
    assert_eq!(of("1.004222"), ["Gỡ xuống"], "its link leads to the portal's home, too");
    assert!(findings.iter().any(|finding| finding["code"] == "LINK_HOME" && finding["procedure"] == "1.004222"));
    assert!(director.rows().any(|row| row[0].to_string().starts_with("1 phát hiện khác là của thủ tục phải gỡ")));
    assert_eq!(spared(findings), 1);
}

#[test]
fn what_could_not_be_checked_says_why_in_every_answer_and_once_where_it_is_one_reason() {
    let world = shown();
    let answer: Value = serde_json::from_str(&done(&world, "--format json --report bao-cao.html")).unwrap();
    let findings = answer["findings"].as_array().unwrap();
    for finding in findings {
        assert_eq!(finding["verdict"] == "unchecked", finding["reason"].is_string(), "{finding}");
    }
    let reason = |code: &str| &findings.iter().find(|finding| finding["code"] == code).unwrap()["reason"];
    assert_eq!((reason("CODE_NOT_HELD"), reason("NOT_DUE_HERE")), (&json!("code_not_held"), &Value::Null));
    let defaults = findings.iter().filter(|finding| finding["reason"] == "by_default").count();
    assert!(defaults > 3, "{defaults}");
    let said = "phân công chỉ là mặc định (căn cứ hạng 4, 5)";
    let text = done(&world, "--every");
    assert_eq!(text.matches(&format!("  = vì sao không kiểm tra được: {said}\n")).count(), 1, "{text}");
    assert_eq!(text.matches(said).count(), 1, "{text}");
    let html = std::fs::read_to_string(world.at("bao-cao.html")).unwrap();
    assert_eq!(html.matches(said).count(), defaults);
    let csv = done(&world, "--format csv");
    assert!(
        csv.lines().next().unwrap().contains("Vì sao không kiểm tra được") && csv.matches(said).count() == defaults
    );
    let log: Value = serde_json::from_str(&done(&world, "--format sarif")).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let told = results.iter().filter(|result| result["properties"]["reason"] == "by_default").count();
    assert_eq!(told, defaults);
}

#[test]
fn the_sarif_log_is_as_the_schema_wants_it_and_tells_what_is_new_still_there_and_gone() {
    let world = shown();
    let schema: Value = serde_json::from_str(include_str!("fixtures/posted/sarif-2.1.0.subset.json")).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let log = |arguments: &str| -> Value { serde_json::from_str(&done(&world, arguments)).unwrap() };
    let valid = |log: &Value| {
        let errors: Vec<String> = schema.iter_errors(log).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    };
    let first = log("--format sarif");
    valid(&first);
    let results = first["runs"][0]["results"].as_array().unwrap();
    let rules = &first["runs"][0]["tool"]["driver"]["rules"];
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert_eq!(result["kind"] == "fail", result["level"] == "error");
        assert_eq!(result.get("baselineState"), None);
    }
    let link = results.iter().find(|result| result["ruleId"] == "LINK_HOME").unwrap();
    let physical = &link["locations"][0]["physicalLocation"];
    assert_eq!(physical["artifactLocation"]["uri"], "b%E1%BA%A3ng%3Cb%3E%27x%27%26.html");
    assert_eq!(physical["region"], json!({ "startLine": 2 }));
    for (pointer, wrong) in [("/version", json!("2.0.0")), ("/runs/0/results/0/level", json!("fatal"))] {
        let mut broken = first.clone();
        *broken.pointer_mut(pointer).unwrap() = wrong;
        assert!(!schema.is_valid(&broken), "{pointer}");
    }

    std::fs::write(world.at("truoc.json"), done(&world, "--format json")).unwrap();
    std::fs::write(world.at("trang").join(NAME), PAGE.replace("gov.vn/\"", "gov.vn/p/home/dvc-tthc-tim-kiem.html\""))
        .unwrap();
    let second = log("--previous truoc.json --format sarif");
    valid(&second);
    let states: BTreeSet<&str> = second["runs"][0]["results"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|result| result["baselineState"].as_str())
        .collect();
    assert_eq!(states, BTreeSet::from(["absent", "new", "unchanged"]));
}

#[test]
fn the_places_of_publication_stand_side_by_side_with_the_codes_of_each_number() {
    let world = shown();
    world.put("bang.csv", "STT,Mã,Tên\n1,1.001193,Thủ tục đăng ký khai sinh\n2,9.999999,Thủ tục lạ\n");
    let answer: Value =
        serde_json::from_str(&done(&world, "--board bang.csv --format json --export viec.xlsx")).unwrap();
    let sides = &answer["sides"];
    assert!(sides["list"].as_str().is_some_and(|title| !title.is_empty()), "{sides}");
    let where_is = |code: &str| {
        let rows = sides["rows"].as_array().unwrap();
        let row = rows.iter().find(|row| row["codes"].as_array().unwrap().contains(&code.into())).unwrap();
        ["list", "due", "posted", "board"].map(|place| row[place].as_bool())
    };
    assert_eq!(where_is("1.001193"), [true, true, false, true].map(Some), "only the page has it not");
    assert_eq!(where_is("1.004222"), [true, false, true, false].map(Some), "it is another office's");
    assert_eq!(where_is("9.999999"), [false, false, true, true].map(Some), "nobody knows it");
    // Every number is that of the totals.
    let count = |place: &str| {
        let rows = sides["rows"].as_array().unwrap().iter().filter(|row| row[place] == true);
        rows.map(|row| row["codes"].as_array().unwrap().len()).sum::<usize>()
    };
    assert_eq!(json!([count("due"), count("posted")]), json!([answer["totals"]["due"], answer["totals"]["posted"]]));
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(world.at("viec.xlsx")).unwrap();
    let sheet = book.worksheet_range("Đối chiếu các nơi").unwrap();
    let row = sheet.rows().find(|row| row[0] == "1.001193").unwrap();
    assert_eq!(row[1..].iter().map(ToString::to_string).collect::<Vec<_>>(), ["có", "có", "–", "có"]);

    let text = done(&world, "--board bang.csv");
    let lines: Vec<&str> = text.lines().skip_while(|line| !line.starts_with("Đối chiếu các nơi")).collect();
    assert!(lines[1].contains("danh sách  phải niêm yết  đang niêm yết  bảng"), "{text}");
    assert!(lines.iter().any(|line| line.trim_end().ends_with("1.001193")), "{text}");
    // Without a board there is no column of one.
    let alone = done(&world, "--format text");
    assert!(alone.contains("phải niêm yết  đang niêm yết  số thủ tục"), "{alone}");

    world.put("bang.png", b"\x89PNG\r\n\x1a\n");
    let unread = audit(&world, "--board bang.png");
    assert!(unread.status == Some(2) && unread.stderr.contains("bang.png"), "{unread:#?}");
    let missing = audit(&world, "--board khong-co.csv");
    assert!(missing.status == Some(2) && missing.stderr.contains("khong-co.csv"), "{missing:#?}");
}

#[test]
fn what_a_browser_saves_beside_a_page_is_no_listing_and_a_picture_elsewhere_may_be_one() {
    let world = World::empty();
    world.put("trang/ds.html", PAGE);
    for beside in
        ["ds_files/logo.png", "ds_files/s.css", "ds_files/app.js.tải xuống", "style.css", "a.woff2", "ds.html.gz"]
    {
        world.put(&format!("trang/{beside}"), [0x89, b'P', b'N', b'G', 0]);
    }
    let files = |answer: &str| {
        let answer: Value = serde_json::from_str(answer).unwrap();
        answer["files"]
            .as_array()
            .unwrap()
            .iter()
            .map(|file| file["path"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(files(&done(&world, "--format json")), ["ds.html"]);
    world.put("trang/bang-chup.png", b"\x89PNG\r\n\x1a\n");
    assert_eq!(files(&done(&world, "--format json")), ["ds.html", "bang-chup.png"]);
}
