//! `niemyet audit --all`: the offices of a province in one run, and what they state of the same procedure.

use std::collections::BTreeSet;

use calamine::Reader;
use niemyet::import::{Foreign, Shown, read_listing};
use niemyet::ledger::Catalogue;
use niemyet::model::{Component, OfficeId, ProcedureCode, TimeLimit};
use niemyet::offices::Offices;
use niemyet::pipeline::with_catalogue;
use niemyet::posted::{PostedFile, Reason, Rule, Shelf, Verdict, audit_all};
use serde_json::{Value, json};

use crate::project;
use crate::world;

use world::World;

const DAY: &str = "2026-07-20";

/// An answer with faults, as JSON.
fn json(world: &World, arguments: &str) -> Value {
    world.run_on_committed(&format!("audit {arguments} --format json")).faulty_json()
}

fn province() -> World {
    let world = World::empty();
    world.put("tinh/phuong-hac-thanh/1.html", "<table><tr><td>1.004222</td><td>Đăng ký thường trú</td></tr></table>");
    world.put("tinh/phuong-hac-thanh/2.html", "<p><a href=\"https://dichvucong.gov.vn/\">1.004194</a></p>");
    world.put("tinh/phuong-ham-rong.html", "<table><tr><td>1.004222</td><td>Đăng ký thường trú</td></tr></table>");
    world.put("tinh/so-y-te.html", "<p>Trang đang bảo trì</p>");
    world.put("tinh/so-nao-do.html", "<p>1.004222</p>");
    world.put("tinh/.an.html", "<p>1.004222</p>");
    world
}

#[test]
fn each_office_is_told_as_alone_the_worst_first_and_what_names_no_office_or_has_no_listing_by_name() {
    let world = province();
    let all = json(&world, "--all tinh --today 2026-07-20");
    let offices = all["offices"].as_array().unwrap();
    let order: Vec<&str> = offices.iter().map(|office| office["office"].as_str().unwrap()).collect();
    assert_eq!(order, ["phuong-hac-thanh", "phuong-ham-rong", "so-y-te"]);
    assert_eq!(offices.iter().map(|office| &office["verdict"]).collect::<Vec<_>>(), ["fault", "fault", "unchecked"]);
    assert_eq!(all["unread"].as_array().unwrap().len(), 1, "{:#}", all["unread"]);
    assert_eq!(all["unread"][0]["path"], "so-nao-do.html");
    let absent = all["absent"].as_array().unwrap();
    assert!(absent.len() > 100 && absent.contains(&json!("so-noi-vu")) && !absent.contains(&json!("so-y-te")));
    for key in ["due", "posted", "missing", "extra", "ended", "unknown"] {
        let sum: u64 = offices.iter().map(|office| office["totals"][key].as_u64().unwrap()).sum();
        assert_eq!(all["totals"][key], sum, "{key}");
    }
    assert_eq!(all["totals"]["absent"], absent.len());
    // The paths apart, each is what its own audit gives.
    let alone = json(&world, "tinh/phuong-hac-thanh --office phuong-hac-thanh --today 2026-07-20");
    let mut there = offices[0].clone();
    assert_eq!(there["files"][0]["path"], "phuong-hac-thanh/1.html");
    for (key, inner) in [("files", "/path"), ("findings", "/where/path")] {
        for one in there[key].as_array_mut().unwrap() {
            if let Some(path) = one.pointer_mut(inner) {
                *path = json!(path.as_str().unwrap().strip_prefix("phuong-hac-thanh/").unwrap());
            }
        }
    }
    // Only of one office it is told where each procedure stands.
    let mut alone = alone;
    assert!(alone["sides"].take().is_object());
    assert_eq!(there, alone);
    let text = world.run_on_committed("audit --all tinh --today 2026-07-20");
    let text = text.stdout;
    for present in ["không đọc được so-nao-do.html", "chưa có bản niêm yết: ", "(phuong-hac-thanh)", "3 đơn vị: 0 đạt"]
    {
        assert!(text.contains(present), "{present}: {text}");
    }
    // Of what could not be read nobody says that it has no fault.
    let unread = world.run_on_committed("audit tinh/so-y-te.html --office so-y-te --today 2026-07-20");
    assert!(
        unread
            .stdout
            .ends_with("kết quả: chưa biết, vì có phần không đọc được, hoặc không tìm thấy thủ tục nào trong đó\n"),
        "{unread:?}"
    );
}

#[test]
fn the_province_before_is_compared_office_by_office() {
    let world = province();
    let before = json(&world, "--all tinh --today 2026-07-01");
    world.put("truoc.json", before.to_string());
    world.put("tinh/phuong-hac-thanh/2.html", "<p>1.004222</p>");
    world.put("tinh/xa-nga-son.html", "<p>1.004222</p>");
    let after = json(&world, "--all tinh --today 2026-07-11 --previous truoc.json");
    let office = |id: &str| after["offices"].as_array().unwrap().iter().find(|office| office["office"] == id).unwrap();
    let fixed = office("phuong-hac-thanh")["previous"]["fixed"].as_array().unwrap();
    assert!(fixed.iter().any(|one| one["code"] == "LINK_HOME" && one["procedure"] == "1.004194"), "{fixed:#?}");
    let still = office("phuong-ham-rong")["findings"].as_array().unwrap();
    assert!(!still.is_empty() && still.iter().all(|one| one["days"] == 10 && one["change"] == "still"));
    let new = office("xa-nga-son")["findings"].as_array().unwrap();
    assert!(!new.is_empty() && new.iter().all(|one| one["days"] == 0 && one["change"] == "new"));
    // An office's own answer is none of a province, and a later day none of before.
    let one = json(&world, "tinh/so-nao-do.html --office so-y-te --today 2026-07-01");
    world.put("mot.json", one.to_string());
    for (day, previous) in [("2026-07-11", "mot.json"), ("2026-06-30", "truoc.json"), ("2026-07-11", "khong.json")] {
        let refused = world.run_on_committed(&format!("audit --all tinh --today {day} --previous {previous}"));
        assert!(refused.status == Some(2) && refused.stdout.is_empty(), "{previous}");
    }
}

#[test]
fn the_workbook_has_a_row_an_office_and_the_page_leads_from_each_office_to_its_faults() {
    let world = province();
    let all = json(&world, "--all tinh --today 2026-07-20 --export viec.xlsx --report tinh.html");
    // Both procedures are other offices': of them nothing is to be done but to take them down.
    let is_to_do = |finding: &&Value| {
        finding["code"] == "NOT_DUE_HERE" || !["1.004222", "1.004194"].iter().any(|code| finding["procedure"] == *code)
    };
    let findings = all["offices"].as_array().unwrap().iter().flat_map(|one| one["findings"].as_array().unwrap());
    let findings: usize = findings.filter(is_to_do).count();
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(world.at("viec.xlsx")).unwrap();
    let director = book.worksheet_range("Lãnh đạo").unwrap();
    let ids: BTreeSet<String> = director.rows().map(|row| row[0].to_string()).collect();
    assert!(ids.contains("phuong-hac-thanh") && ids.contains("so-noi-vu"), "{ids:?}");
    let webmaster = book.worksheet_range("Quản trị trang").unwrap();
    assert_eq!(webmaster.rows().count(), findings + 1);
    let down = webmaster.rows().find(|row| row.iter().any(|cell| *cell == "1.004194")).unwrap();
    assert_eq!((down[0].to_string().as_str(), down[2].to_string().as_str()), ("phuong-hac-thanh", "Gỡ xuống"));
    assert!(down.iter().any(|cell| *cell == "phuong-hac-thanh/2.html"), "{down:?}");
    let html = world.text("tinh.html");
    for id in ["phuong-hac-thanh", "phuong-ham-rong", "so-y-te"] {
        assert!(html.contains(&format!("<a href=\"#{id}\">")) && html.contains(&format!("<h2 id=\"{id}\">")), "{id}");
    }
    for absent in ["<script", "<link", "<img", "style=", "posted."] {
        assert!(!html.contains(absent), "{absent}");
    }
    // The figures of the province, then those of each office, of which only the last is its own.
    let whole: Vec<&str> =
        html.split("1.3 Đủ nội dung").skip(1).map(|rest| &rest[..rest.find("</tr>").unwrap()]).collect();
    assert_eq!(whole.len(), 4, "{whole:?}");
    assert!(whole[1..].iter().all(|own| *own != whole[0]), "{whole:?}");
    let csv = world.run_on_committed("audit --all tinh --today 2026-07-20 --format csv");
    assert_eq!(csv.stdout.matches("\r\n").count(), findings + 1);
    let sarif = world.run_on_committed("audit --all tinh --today 2026-07-20 --format sarif");
    let sarif: Value = serde_json::from_str(&sarif.stdout).unwrap();
    assert_eq!(sarif["runs"][0]["automationDetails"]["id"], "niemyet/audit/phuong-hac-thanh");
    assert_eq!(sarif["runs"].as_array().unwrap().len(), 3);
}

#[test]
fn it_ends_with_0_without_a_fault_with_1_for_one_that_is_not_read_and_with_2_where_nothing_is() {
    let world = World::empty();
    world.put("tinh/so-nao-do.html", "<p>1.004222</p>");
    let code = |world: &World| world.run_on_committed("audit --all tinh --today 2026-07-20").status;
    assert_eq!(code(&world), Some(2), "no office is named");
    assert_eq!(
        world.run_on_committed("audit --all tinh/so-nao-do.html --today 2026-07-20").status,
        Some(2),
        "no folder"
    );
    std::fs::remove_file(world.at("tinh/so-nao-do.html")).unwrap();
    // What niemyet itself lists of an office has no fault.
    let exported = world.run_on_committed("office so-y-te --export tinh/so-y-te.xlsx --today 2026-07-20");
    assert!(world.at("tinh/so-y-te.xlsx").is_file(), "{}", exported.stderr);
    assert_eq!(code(&world), Some(0));
    world.put("tinh/so-noi-vu/bang.pdf", "%PDF-1.7 và không gì nữa");
    assert_eq!(code(&world), Some(1));
}

/// What two wards show of one procedure, and what is told of each for it.
fn told(catalogue: &Catalogue, code: &ProcedureCode, rows: [&[&str]; 2]) -> Vec<Vec<(Verdict, String)>> {
    let assigned = Offices::of(catalogue);
    let shelf = |(id, texts): (&str, &[&str])| {
        let texts = [code.as_str()].iter().chain(texts).map(|text| (*text).to_owned()).collect();
        let rows = vec![Shown { texts, links: Vec::new(), line: 7 }];
        let office = &catalogue.records.offices[&OfficeId(id.to_owned())];
        Shelf { office, files: vec![PostedFile { path: format!("{id}.html"), rows, has_links: false }], is_whole: true }
    };
    let shelves: Vec<Shelf> = ["phuong-hac-thanh", "phuong-ham-rong"].into_iter().zip(rows).map(shelf).collect();
    let of = |audit: niemyet::posted::Audit| {
        let told = audit.findings.into_iter().filter(|told| told.rule == Rule::PostedDifferently);
        told.map(|told| (told.verdict, told.message(niemyet::strings::Language::Vietnamese))).collect()
    };
    audit_all(catalogue, &assigned, &shelves, || ()).into_iter().map(of).collect()
}

#[test]
fn two_offices_that_state_another_time_or_fee_are_both_told_with_both_values_and_places() {
    with_catalogue(&project::input("", DAY), |catalogue, _| {
        let code = ProcedureCode::new("1.004222").unwrap();
        let times: [&[&str]; 2] = [&["03 ngày làm việc"], &["Không quá 5 ngày làm việc kể từ ngày nhận hồ sơ"]];
        let told_of_times = told(catalogue, &code, times);
        for (told, values) in told_of_times.iter().zip([
            ["ghi 3 ngày làm việc", "phường Hàm Rồng ghi 5 ngày làm việc", "phuong-ham-rong.html:7"],
            ["ghi 5 ngày làm việc", "phường Hạc Thành ghi 3 ngày làm việc", "phuong-hac-thanh.html:7"],
        ]) {
            assert_eq!(told.len(), 1);
            assert_eq!(told[0].0, Verdict::Fault);
            assert!(values.iter().all(|value| told[0].1.contains(value)), "{told:?}");
        }
        let fees = told(catalogue, &code, [&["50.000 đồng"], &["60.000đ"]]);
        assert!(fees.iter().all(|told| told.len() == 1 && told[0].1.contains("50000 đồng")), "{fees:?}");
    });
}

#[test]
fn nothing_is_told_where_one_states_nothing_the_same_in_other_words_or_one_value_of_several() {
    with_catalogue(&project::input("", DAY), |catalogue, _| {
        let code = ProcedureCode::new("1.004222").unwrap();
        for [one, other] in [
            [&["3 ngày làm việc"][..], &["theo quy định"][..]],
            [&["03 ngày làm việc"], &["Trong 3 Ngày làm việc"]],
            [&["50.000 đồng"], &["50,000 VNĐ"]],
            [&["3 ngày làm việc", "5 ngày làm việc"], &["5 ngày làm việc"]],
            [&["3 ngày làm việc"], &["50.000 đồng"]],
        ] {
            let told = told(catalogue, &code, [one, other]);
            assert_eq!(told, [Vec::new(), Vec::new()], "{one:?} {other:?}");
        }
    });
}

#[test]
fn values_that_the_record_has_for_several_ways_to_file_are_no_fault() {
    with_catalogue(&project::input("", DAY), |catalogue, _| {
        let times = |code: &ProcedureCode| -> BTreeSet<String> {
            let state = &catalogue.states[code];
            let content = state.content(&catalogue.records.procedures[code]);
            let channels = content.record.channels.value().into_iter().flatten();
            let measured = channels.filter_map(|channel| match &channel.time {
                Component::Value(limit @ TimeLimit::Measured { .. }) => Some(limit.to_string()),
                Component::Value(TimeLimit::Stated(_)) | Component::Absent(_) => None,
            });
            measured.collect()
        };
        let held = catalogue.states.keys().filter(|code| catalogue.records.procedures.contains_key(**code));
        let (code, times) = held.map(|code| (code, times(code))).find(|(_, times)| times.len() > 1).unwrap();
        let [one, other] = [times.first().unwrap().as_str(), times.last().unwrap().as_str()];
        let told = told(catalogue, code, [&[one], &[other]]);
        assert!(
            told.iter().all(|told| told.len() == 1 && told[0].0 == Verdict::Unchecked(Reason::OfRecord)),
            "{told:?}"
        );
    });
}

/// What is told to two offices of a procedure that they show in these files.
fn told_of_files(catalogue: &Catalogue, shown: [(&str, &str); 2]) -> Vec<Vec<(Verdict, String)>> {
    let assigned = Offices::of(catalogue);
    let shelf = |(id, (name, text)): (&str, (&str, &str))| {
        let foreign = Foreign { name: name.to_owned(), bytes: text.as_bytes().to_vec(), label: None };
        let (rows, has_links) = read_listing(&foreign).unwrap();
        let files = vec![PostedFile { path: name.to_owned(), rows, has_links }];
        Shelf { office: &catalogue.records.offices[&OfficeId(id.to_owned())], files, is_whole: true }
    };
    let shelves: Vec<Shelf> = ["phuong-hac-thanh", "phuong-ham-rong"].into_iter().zip(shown).map(shelf).collect();
    let of = |audit: niemyet::posted::Audit| {
        let told = audit.findings.into_iter().filter(|told| told.rule == Rule::PostedDifferently);
        told.map(|told| (told.verdict, told.message(niemyet::strings::Language::Vietnamese))).collect()
    };
    audit_all(catalogue, &assigned, &shelves, || ()).into_iter().map(of).collect()
}

/// Of papers a person has to say whether they are others.
const PAPERS: Verdict = Verdict::Unchecked(Reason::Reworded);

/// A list of one procedure with its papers in each of the ways in which lists have them.
fn lists(papers: &[&str]) -> [(&'static str, String); 5] {
    let (joined, dashed) = (papers.join("; "), papers.iter().map(|paper| format!("- {paper} ")).collect::<String>());
    let items: String = papers.iter().map(|paper| format!("<li>{paper}</li>")).collect();
    let titles = "<tr><th>STT</th><th>Mã số</th><th>Tên thủ tục</th><th>Thành phần hồ sơ</th><th>Lĩnh vực</th></tr>";
    let row = |cell: &str| {
        let rows = [("1.004222", "Đăng ký thường trú", cell), ("1.004194", "Đăng ký tạm trú", "Không")];
        let row = |(code, name, cell)| {
            format!("<tr><td>1</td><td>{code}</td><td>{name}</td><td>{cell}</td><td>Cư trú</td></tr>")
        };
        format!("<table>{titles}{}</table>", rows.map(row).concat())
    };
    [
        ("bang.html", row(&joined)),
        ("bang-2.html", row(&format!("<ul>{items}</ul>"))),
        (
            "trang.html",
            format!(
                "<h1>1.004222 Đăng ký thường trú</h1><h2>3. Thành phần hồ sơ</h2><ul>{items}</ul><h2>4. Thời hạn giải quyết</h2><p>Đơn giản</p>"
            ),
        ),
        (
            "the.html",
            format!("<div><h3>1.004222 Đăng ký thường trú</h3><p>Hồ sơ gồm: {dashed}</p><p>Nộp hồ sơ</p></div>"),
        ),
        (
            "bang.csv",
            format!(
                "STT,Mã TTHC,Tên thủ tục,Thành phần hồ sơ,Cơ quan\n1,1.004222,Đăng ký thường trú,\"{dashed}\",Công an xã\n"
            ),
        ),
    ]
}

#[test]
fn a_paper_that_one_office_asks_for_and_another_does_not_is_told_to_both_however_their_lists_are_made() {
    with_catalogue(&project::input("", DAY), |catalogue, _| {
        let few = lists(&["Tờ khai thay đổi thông tin cư trú (Mẫu CT01)", "Giấy tờ chứng minh chỗ ở hợp pháp"]);
        let more = lists(&[
            "Giấy tờ chứng minh chỗ ở hợp pháp, bản chính: 01",
            "Sổ hộ khẩu gia đình",
            "Tờ khai thay đổi thông tin cư trú",
        ]);
        for (at, (one, one_text)) in few.iter().enumerate() {
            let (other, other_text) = &few[(at + 1) % few.len()];
            let told = told_of_files(catalogue, [(one, one_text), (other, other_text)]);
            assert_eq!(told, [Vec::new(), Vec::new()], "{one} {other}");
            for (other, other_text) in [&more[at], &more[(at + 2) % more.len()]] {
                let told = told_of_files(catalogue, [(one, one_text), (other, other_text)]);
                let [fewer, more] = told.as_slice() else { unreachable!() };
                let says = |told: &[(Verdict, String)], words: [&str; 3]| match told {
                    [(verdict, text)] => *verdict == PAPERS && words.iter().all(|word| text.contains(word)),
                    _ => false,
                };
                let (there, here) = (format!("{other}:"), format!("{one}:"));
                assert!(says(fewer, ["không ghi giấy tờ mà", "Sổ hộ khẩu gia đình", &there]), "{one} {other} {told:?}");
                assert!(says(more, ["không đòi", "Sổ hộ khẩu gia đình", &here]), "{one} {other} {told:?}");
            }
        }
    });
}

#[test]
fn papers_in_other_words_are_not_checked_and_a_list_that_is_cut_short_is_not_compared() {
    with_catalogue(&project::input("", DAY), |catalogue, _| {
        let of = |papers: [&[&str]; 2]| {
            let [one, other] = papers.map(|papers| lists(papers)[0].1.clone());
            told_of_files(catalogue, [("a.html", &one), ("b.html", &other)])
        };
        let whole: &[&str] = &["Tờ khai thay đổi thông tin cư trú theo Mẫu CT01", "Giấy chứng nhận quyền sử dụng đất"];
        let reworded = of([whole, &["Tờ khai cư trú mẫu CT01", "Giấy chứng nhận quyền sử dụng đất"]]);
        for told in &reworded {
            assert!(matches!(told.as_slice(), [(Verdict::Unchecked(Reason::Reworded), _)]), "{reworded:?}");
        }
        for other in [
            &["Tờ khai thay đổi thông tin cư trú", "…"][..],
            &["Tờ khai", "Theo quy định"],
            &["Tờ khai", "Xem chi tiết"],
            &["Trường hợp mua nhà: Hợp đồng mua bán nhà ở", "Trường hợp thuê nhà: Hợp đồng thuê nhà"],
            &["Không"],
        ] {
            assert_eq!(of([whole, other]), [Vec::new(), Vec::new()], "{other:?}");
        }
    });
}

#[test]
fn the_papers_of_the_catalogue_written_by_two_offices_in_their_own_ways_are_no_fault() {
    with_catalogue(&project::input("", DAY), |catalogue, _| {
        let held = catalogue.records.procedures.values();
        let held: Vec<_> = held.filter_map(|procedure| Some((procedure, procedure.papers.value()?))).collect();
        assert!(held.len() > 900, "{}", held.len());
        let table = |own: &dyn Fn(&[String]) -> Vec<String>| {
            let rows = held.iter().map(|(procedure, papers)| {
                let names = papers.iter().map(|paper| paper.name.replace(['<', '"'], "")).collect::<Vec<_>>();
                format!("<tr><td>1</td><td>{}</td><td>x</td><td>{}</td></tr>\n", procedure.code, own(&names).join("; "))
            });
            let rows: String = rows.collect();
            format!("<table><tr><th>TT</th><th>Mã</th><th>Tên</th><th>Thành phần hồ sơ</th></tr>{rows}</table>")
        };
        let numbered = |names: &[String]| {
            let name = |(at, name): (usize, &String)| format!("{at}. {} (Bản chính: 01)", name.to_uppercase());
            (1..).zip(names.iter().rev()).map(name).collect()
        };
        let is_other = |text: &str| text.contains("không đòi") || text.contains("không ghi giấy tờ mà");
        let [as_is, otherwise] = [table(&|names| names.to_vec()), table(&numbered)];
        let told = told_of_files(catalogue, [("a.html", &as_is), ("b.html", &otherwise)]);
        assert!(told.iter().flatten().all(|(verdict, text)| *verdict == PAPERS && !is_other(text)), "{told:?}");
        // Where one of them leaves out the last paper of three, that is told wherever the list is no list of cases.
        let fewer = table(&|names| names.iter().take(2).cloned().collect());
        let told = told_of_files(catalogue, [("a.html", &as_is), ("b.html", &fewer)]);
        let count = told[0].iter().filter(|(_, text)| is_other(text)).count();
        assert!(count > 100, "{count}");
    });
}

#[test]
fn an_office_of_which_nothing_was_read_misses_nothing_for_certain_and_absent_ones_alone_are_told_as_such() {
    let world = World::empty();
    world.put("tinh/so-y-te.html", "<p>Trang đang bảo trì</p>");
    let ran = world.run_on_committed("audit --all tinh --today 2026-07-20");
    let row = ran.stdout.lines().find(|line| line.contains("(so-y-te)")).unwrap_or_else(|| panic!("{}", ran.stdout));
    let numbers: Vec<u64> = row.split_whitespace().filter_map(|word| word.replace('.', "").parse().ok()).collect();
    let [due, 0, 0, 0, 0, unchecked] = numbers[..] else { panic!("{row}") };
    assert!(due > 50 && unchecked == due, "{row}");
}
