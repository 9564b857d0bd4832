//! What a procedure's page tells those who act on it, and in which order.

use std::collections::BTreeSet;

use niemyet::artifacts::Artifacts;
use niemyet::input::Input;
use niemyet::pipeline;
use niemyet::render::{Context, render};

use crate::edited;
use crate::sites;
use crate::world;

use edited::{DECISION, Edit, RECORD, input};

fn site(input: &Input) -> Artifacts {
    pipeline::with_findings(input, |catalogue, findings| render(catalogue, &Context::of(input, &findings))).0
}

fn page<'a>(site: &'a Artifacts, path: &str) -> &'a str {
    std::str::from_utf8(site.get(path).unwrap_or_else(|| panic!("no {path}"))).unwrap()
}

/// The page of the one procedure of the small catalogue after edits.
fn edited(edits: &[Edit]) -> String {
    page(&site(&input(edits)), "T/1.000001/index.html").to_owned()
}

fn at(page: &str, words: &str) -> usize {
    page.find(words).unwrap_or_else(|| panic!("no {words} in {page}"))
}

/// A second record of the small catalogue.
fn another(code: &str, name: &str) -> (String, String) {
    let record = edited::BASE.iter().find(|(path, _)| *path == RECORD).unwrap().1;
    let record = record.replace("1.000001", code).replace("Cấp phép mẫu", name);
    (format!("catalogue/procedures/mau/{code}.md"), record)
}

#[test]
fn the_button_comes_after_the_status_and_before_everything_that_explains_it() {
    let names = (RECORD, "sets = 1\n", "sets = 1\ncommon_names = [\"xin phép\"]\n");
    let page = edited(&[names]);
    let order = ["<h1", "id=\"tinh-trang\"", "class=\"btn wide\"", "class=\"facts\"", "Thường gọi:", "id=\"lich-su\""];
    let places: Vec<usize> = order.iter().map(|words| at(&page, words)).collect();
    assert!(places.is_sorted(), "{places:?}");
    // The days of both decisions are told once, with the history.
    assert!(at(&page, "Ngày theo quyết định") > at(&page, "id=\"lich-su\""));
    assert_eq!(page.matches("Ngày theo quyết định").count(), 1);
}

#[test]
fn a_fact_that_nobody_entered_is_told_in_one_place_and_not_as_a_fact() {
    let page = edited(&[
        (RECORD, "## Kết quả\n\nGiấy phép.\n\n", ""),
        (RECORD, "sets = 1\n", "sets = 1\nresult = \"not-entered\"\n"),
    ]);
    let facts = &page[at(&page, "class=\"facts\"")..at(&page, "class=\"side\"")];
    assert!(!facts.contains("Kết quả") && !facts.contains("Chưa nhập"), "{facts}");
    assert!(page.contains("<li id=\"ket-qua\" data-part=\"h-kq\" data-absent=\"not-entered\">"), "{page}");
}

#[test]
fn a_part_of_the_papers_is_told_as_a_number_and_never_listed() {
    let whole = edited(&[]);
    assert!(whole.contains("class=\"docs\"") && whole.contains("Tờ khai theo mẫu"), "{whole}");
    let part = edited(&[(RECORD, "sets = 1\n", "sets = 1\npapers_left = 8\n")]);
    assert!(!part.contains("class=\"docs\"") && !part.contains("Tờ khai theo mẫu"), "{part}");
    assert!(part.contains("Hồ sơ gồm 9 giấy tờ"), "{part}");
    let papers = &part[at(&part, "id=\"ho-so\"")..];
    assert!(papers[..papers.find("</section>").unwrap()].contains("https://dichvucong.gov.vn/"), "{papers}");
}

#[test]
fn a_time_is_counted_from_a_complete_dossier_with_the_law_beside_the_cut() {
    let page = edited(&[]);
    assert!(page.contains("Thời hạn, từ khi nhận đủ hồ sơ"), "{page}");
    assert!(page.contains("5\u{a0}ngày") && page.contains("theo quy định: 7\u{a0}ngày"), "{page}");
    let stated = edited(&[
        (RECORD, "time = \"7 ngày\"\ntime_cut = \"5 ngày\"", "time = \"Không quy định\""),
        (RECORD, "via = \"online\"\ntime = \"7 ngày\"", "via = \"online\"\ntime = \"Không quy định\""),
    ]);
    assert!(!stated.contains("từ khi nhận đủ hồ sơ"), "{stated}");
}

#[test]
fn what_a_source_calls_free_is_told_as_its_word_and_not_quoted() {
    let fee = "fees = [{ amount = 25000, note = \"cấp mới\", source = \"1/2020/TT-BTC\" }]";
    let page = edited(&[(RECORD, fee, "fees = [{ text = \"Miễn phí\" }]")]);
    assert!(page.contains("Nguồn ghi miễn phí") && !page.contains("“Miễn phí”"), "{page}");
    let sourced = edited(&[(RECORD, fee, "fees = [{ amount = 0, source = \"1/2020/TT-BTC\" }]")]);
    assert!(sourced.contains("Miễn phí") && !sourced.contains("Nguồn ghi"), "{sourced}");
}

#[test]
fn a_page_that_names_a_body_that_is_not_here_today_says_so() {
    let named = |name: &str| {
        edited(&[(RECORD, "executing = [\"Sở Nông nghiệp và Môi trường\"]", &format!("executing = [\"{name}\"]"))])
    };
    let whole = named("Sở Nông nghiệp và Môi trường");
    for (name, told) in [
        ("Sở Tư pháp Thành phố Hà Nội", "Nguồn ghi “Sở Tư pháp Thành phố Hà Nội”, là cơ quan của Hà Nội."),
        ("Phòng Tư pháp huyện", "Nguồn ghi “Phòng Tư pháp huyện”; cấp huyện không còn từ 01/07/2025."),
        ("Sở Tài nguyên và Môi trường", "“Sở Tài nguyên và Môi trường” nay là Sở Nông nghiệp và Môi trường."),
    ] {
        let page = named(name);
        assert!(page.contains(told), "{name}: {page}");
        assert!(!whole.contains(told));
    }
    assert!(named("Sở Tư pháp Thành phố Hà Nội").contains("Ở đây cơ quan nào làm: chưa xác định"));
}

#[test]
fn an_ended_procedure_leads_to_all_of_the_same_name_as_a_hint() {
    let ended = (DECISION, "", "[[change]]\nkind = \"repeal\"\ncode = \"1.000001\"\n");
    let began = (DECISION, "kind = \"new\"\ncode = \"1.000001\"", "kind = \"new\"\ncode = \"1.000002\"");
    let (path, other) = another("1.000002", "Cấp phép mẫu");
    let page = edited(&[began, ended, (&path, "", &other)]);
    let now = &page[at(&page, "class=\"now\"")..];
    let now = &now[..now.find("</section>").unwrap()];
    assert!(now.contains("Gợi ý của trang này, không phải của quyết định"), "{now}");
    assert!(now.contains("../../T/1.000002/"), "{now}");
    let (path, other) = another("1.000002", "Cấp phép khác");
    let page = edited(&[began, ended, (&path, "", &other)]);
    assert!(!page.contains("Gợi ý của trang này"), "another name is no hint");
}

#[test]
fn cases_of_one_licence_stand_beside_one_another() {
    let renamed = (RECORD, "name = \"Cấp phép mẫu\"", "name = \"Cấp giấy phép hoạt động in\"");
    let row = (DECISION, "", "[[change]]\nkind = \"new\"\ncode = \"1.000002\"\n");
    let (path, again) = another("1.000002", "Cấp lại giấy phép hoạt động in");
    let page = edited(&[renamed, row, (&path, "", &again)]);
    let cases = &page[at(&page, "id=\"truong-hop\"")..];
    assert!(cases[..cases.find("</section>").unwrap()].contains("../../T/1.000002/"), "{cases}");
    assert!(!edited(&[]).contains("id=\"truong-hop\""));
}

#[test]
fn a_name_in_capitals_reads_as_a_sentence_and_keeps_the_words_of_its_source() {
    let page = edited(&[(RECORD, "name = \"Cấp phép mẫu\"", "name = \"CẤP PHÉP MẪU CHO HỘI\"")]);
    assert!(page.contains(">Cấp phép mẫu cho hội</h1>"), "{page}");
    let written = &page[at(&page, "Nguyên văn trong nguồn")..];
    assert!(written.contains("“CẤP PHÉP MẪU CHO HỘI”"), "{written}");
}

/// The groups of a list that are not of today.
const APART: [&str; 3] = [">Sắp có hiệu lực ", ">Đang tạm ngưng ", ">Không còn hiệu lực "];

#[test]
fn each_count_of_the_home_page_opens_exactly_its_list() {
    for folder in ["", "tests/fixtures/haiphong", "tests/fixtures/render"] {
        let site = sites::site(folder, world::TODAY);
        let home = page(site, "index.html");
        let strip = &home[at(home, "class=\"strip\"")..];
        let strip = &strip[..strip.find("</dl>").unwrap()];
        let mut counts = 0;
        for count in strip.split("<div>").skip(1) {
            let url = count.split_once("href=\"").unwrap().1.split_once('"').unwrap().0;
            let number = count.split_once("<dd>").unwrap().1.split_once("</dd>").unwrap().0;
            let base = url.trim_start_matches("./");
            let is_of_list = |path: &&str| {
                path.strip_prefix(base).is_some_and(|rest| {
                    rest.split('/').next().is_some_and(|page| page == "index.html" || page.parse::<usize>().is_ok())
                })
            };
            let mut listed = BTreeSet::new();
            for path in site.iter().map(|(path, _)| path).filter(is_of_list) {
                // What stands at the end is counted apart.
                let groups = page(site, path).split("<tbody").skip(1);
                for group in groups.filter(|group| !APART.iter().any(|title| group.contains(title))) {
                    let rows = group.split("role=\"rowheader\"").skip(1);
                    let code = |row: &str| row.split_once("T/")?.1.split_once('/').map(|(code, _)| code.to_owned());
                    listed.extend(rows.filter_map(code));
                }
            }
            assert_eq!(number.replace('.', ""), listed.len().to_string(), "{folder} {url}");
            counts += 1;
        }
        assert!(counts >= 3, "{folder}");
    }
}
