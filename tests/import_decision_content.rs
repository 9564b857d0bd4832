//! What an annex says of its procedures, from the paper to the page: `import decision`, the draft, `confirm`, the record,
//! `show` and the built site.

use crate::page;
use crate::papers;
use crate::world;

use page::Page;
use papers::Paper;
use world::World;

const RECORD: &str = "catalogue/procedures/linh-vuc-mau/9.000001.md";
const DRAFT: &str = "catalogue/.import/drafts/41-qd-ubnd.toml";

const HEAD: &str = "ỦY BAN NHÂN DÂN\nTỈNH THANH HÓA\nSố: 41/QĐ-UBND\nThanh Hóa, ngày 25 tháng 11 năm 2026\nQUYẾT ĐỊNH\n\
    Về việc công bố Danh mục thủ tục hành chính\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH THANH HÓA\n\
    Điều 1. Công bố kèm theo Quyết định này Danh mục.\n\
    Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày 01/12/2026.\nNơi nhận:\nPHỤ LỤC\n";

const ANNEX: &str = "I. DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH (01 TTHC)\n\
    |STT|Mã TTHC|Tên thủ tục hành chính|Thời hạn giải quyết|<|Phí, lệ phí|Địa điểm thực hiện|Căn cứ pháp lý\n\
    |^|^|^|Theo quy định|Sau cắt giảm|^|^|^\n\
    |1|9.000002|Cấp giấy xác nhận|15 ngày làm việc|10 ngày làm việc|\
    - Trực tiếp: 50.000 đồng\\n- Trực tuyến: 25.000 đồng|UBND cấp xã|Nghị định số 39/2026/NĐ-CP\n\
    II. DANH MỤC THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ SUNG (01 TTHC)\n\
    |STT|Mã TTHC|Tên thủ tục hành chính|Thời hạn giải quyết|<|Phí, lệ phí|Cơ quan thực hiện|Căn cứ pháp lý\n\
    |^|^|^|Theo quy định|Sau cắt giảm|^|^|^\n\
    |1|9.000001|Thủ tục mẫu đã đổi tên|12 ngày làm việc|8 ngày làm việc|Không|Sở Y tế|Nghị định số 39/2026/NĐ-CP\n";

/// A project of a real province, whose one procedure has a time, fees, an agency and a legal text.
fn project() -> World {
    let world = World::new();
    world.edit("site/site.toml", "province = \"tỉnh mẫu\"", "province = \"tỉnh Thanh Hóa\"");
    world.edit(
        "catalogue/agencies.toml",
        "name = \"Ủy ban nhân dân tỉnh\"",
        "name = \"Ủy ban nhân dân tỉnh Thanh Hóa\"",
    );
    world.edit(RECORD, "channels = \"not-entered\"        # bỏ dòng này khi có [[channel]]\n", "");
    world.edit(RECORD, "legal = \"not-entered\"           # bỏ dòng này khi có [[legal]]\n", "");
    world.edit(RECORD, "executing = \"not-entered\" ", "executing = [\"Sở Tư pháp\"] ");
    world.edit(
        RECORD,
        "# [[channel]]\n",
        "[[channel]]\nvia = \"direct\"\ntime = \"20 ngày làm việc\"\nfees = [{ amount = 80000, currency = \"VND\" }]\n\n\
         [[legal]]\nnumber = \"18/2024/NĐ-CP\"\n\n# [[channel]]\n",
    );
    world
}

#[track_caller]
fn imported(world: &World, name: &str, bytes: &[u8]) -> String {
    world.put(name, bytes);
    let ran = world.run(&["import", "decision", name, "--force"]);
    assert_eq!(ran.status, Some(0), "{ran:#?}");
    world.text(DRAFT)
}

#[track_caller]
fn confirmed(world: &World) -> String {
    let ran = world.run(&["confirm", "--all", "--by", "Nguyễn Văn A", "--today", "2026-11-26"]);
    assert_eq!(ran.status, Some(0), "{ran:#?}");
    ran.stdout
}

/// The page of a code as it is on a day.
fn page(world: &World, code: &str, day: &str) -> String {
    let ran = world.run(&["build", "--today", day]);
    assert_eq!(ran.status, Some(0), "{ran:#?}");
    Page::parse(&world.text(&format!("public/T/{code}/index.html"))).main()
}

#[track_caller]
fn has(text: &str, all: &[&str]) {
    for one in all {
        assert!(text.contains(one), "{one:?} is not in:\n{text}");
    }
}

#[test]
fn an_annex_becomes_a_record_and_facts_from_the_day_of_its_row_on() {
    let paper = Paper::of(&format!("{HEAD}{ANNEX}"));
    for (name, bytes) in [("q.html", paper.html().into_bytes()), ("q.docx", paper.docx())] {
        let world = project();
        let draft = imported(&world, name, &bytes);
        has(
            &draft,
            &[
                "# hồ sơ đang ghi tên ở dòng này: Thủ tục mẫu → Thủ tục mẫu đã đổi tên\n",
                "# hồ sơ đang ghi thời hạn theo quy định: 20 ngày làm việc → 12 ngày làm việc\n",
                "# hồ sơ đang ghi phí, lệ phí: Trực tiếp: 80.000 đồng → Không\n",
                "# hồ sơ đang ghi cơ quan thực hiện: Sở Tư pháp → Sở Y tế\n",
                "# hồ sơ đang ghi số văn bản: 18/2024/NĐ-CP → 39/2026/NĐ-CP\n",
                "time = \"15 ngày làm việc\"\ntime_cut = \"10 ngày làm việc\"\n",
                "    { via = \"direct\", amount = 50000, currency = \"VND\" },\n    { via = \"online\", amount = 25000, currency = \"VND\" },\n",
                "place = \"UBND cấp xã\"\n",
            ],
        );
        assert!(!draft.contains("questions = "), "{name}: {draft}");
        let told = confirmed(&world);
        has(&told, &["đã tạo hồ sơ", "9.000002.md (cấp xã): Cấp giấy xác nhận", "cơ quan ban hành, lĩnh vực"]);
        let record = world.text("catalogue/procedures/chua-xac-dinh/9.000002.md");
        has(
            &record,
            &[
                "name = \"Cấp giấy xác nhận\"\n",
                "levels = [\"commune\"]\n",
                "number = \"39/2026/NĐ-CP\"\n",
                "source = \"Quyết định 41/QĐ-UBND\"\n",
            ],
        );
        let before = world.run(&["show", "9.000001", "--as-of", "2026-11-30"]).stdout;
        let after = world.run(&["show", "9.000001", "--as-of", "2026-12-01"]).stdout;
        for shown in [&before, &after] {
            let one_line = shown.split_whitespace().collect::<Vec<_>>().join(" ");
            has(
                &one_line,
                &[
                    "từ 01/12/2026: Thời hạn theo quy định: 12 ngày làm việc (41/QĐ-UBND",
                    "từ 01/12/2026: Thời hạn sau cắt giảm: 8 ngày làm việc (41/QĐ-UBND",
                    "từ 01/12/2026: Cơ quan thực hiện: Sở Y tế (41/QĐ-UBND",
                ],
            );
        }
        let before = page(&world, "9.000001", "2026-11-30");
        has(
            &before,
            &["Thời hạn, từ khi nhận đủ hồ sơ\n| 20 ngày làm việc\n", "Phí, lệ phí\n| 80.000 đ\n", "Sở Tư pháp"],
        );
        let after = page(&world, "9.000001", "2026-12-01");
        has(&after, &["8 ngày làm việc", "12 ngày làm việc", "41/QĐ-UBND", "Sở Y tế", "Thủ tục mẫu đã đổi tên"]);
        assert!(!after.contains("| 20 ngày làm việc\n") && !after.contains("| 80.000 đ\n"), "{after}");
        let new = page(&world, "9.000002", "2026-12-01");
        has(
            &new,
            &["Cấp xã", "10 ngày làm việc", "15 ngày làm việc", "50.000 đ", "25.000 đ", "UBND cấp xã", "41/QĐ-UBND"],
        );
        has(&new, &["[Tìm mã này trên Cổng Dịch vụ công quốc gia ↗]"]);
    }
}

/// One row of an annex, its titles and its cells, and what a draft has of it: lines of the row, or `?` with words of a question.
fn of_row(world: &World, titles: &str, cells: &str) -> (String, Vec<String>) {
    let start = |row: &str| format!("|STT|Mã TTHC|Tên thủ tục hành chính|{row}\n");
    let mut rows = titles.split('/').map(|row| row.trim());
    let upper = start(rows.next().unwrap());
    let lower: String = rows.map(|row| format!("|^|^|^|{row}\n")).collect();
    let annex = format!(
        "I. DANH MỤC THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ SUNG\n{upper}{lower}|1|9.000001|Thủ tục mẫu|{cells}\n"
    );
    let draft = imported(world, "q.html", Paper::of(&format!("{HEAD}{annex}")).html().as_bytes());
    let table: toml::Table = draft.parse().unwrap();
    let texts = |value: Option<&toml::Value>| -> Vec<String> {
        let items = value.and_then(toml::Value::as_array).into_iter().flatten();
        items.map(|item| item.as_str().unwrap_or_default().to_owned()).collect()
    };
    let change = &table["change"][0];
    let mut said = Vec::new();
    for key in ["levels", "legal", "time", "time_cut", "fees", "place", "executing"] {
        match change.get(key) {
            Some(toml::Value::String(text)) => said.push(format!("{key}={text}")),
            Some(toml::Value::Array(items)) => {
                let one = |item: &toml::Value| match item {
                    toml::Value::Table(fee) => fee
                        .iter()
                        .map(|(key, value)| format!("{key} {}", value.to_string().trim_matches('"')))
                        .collect::<Vec<_>>()
                        .join(" "),
                    other => other.as_str().unwrap_or_default().to_owned(),
                };
                said.push(format!("{key}={}", items.iter().map(one).collect::<Vec<_>>().join(" + ")));
            }
            _ => {}
        }
    }
    (said.join("; "), texts(table.get("questions")))
}

#[test]
fn columns_as_offices_write_them_are_read_whole_or_asked() {
    let world = project();
    let mut wrong = Vec::new();
    // Titles (rows of them parted by /), cells, what is taken, and words of the question where one is asked.
    let table: &[(&str, &str, &str, &str)] = &[
        (
            "Thời hạn giải quyết|<|Phí, lệ phí / Theo quy định|Sau cắt giảm|^",
            "15 ngày làm việc|10 ngày làm việc|Không",
            "time=15 ngày làm việc; time_cut=10 ngày làm việc; fees=text Không",
            "",
        ),
        (
            "Thời gian giải quyết (ngày làm việc)|<|<|Lệ phí (đồng)|< / Theo quy định|Đã cắt giảm|Còn lại|Trực tiếp|Trực tuyến",
            "15|5|10|50.000|Không",
            "time=15 ngày làm việc; time_cut=10 ngày làm việc; fees=via direct amount 50000 currency VND + via online text Không",
            "",
        ),
        (
            "Nội dung công bố|<|<|< / Thời hạn giải quyết|<|Địa điểm|Phí / Theo quy định|Sau cắt giảm|^|^",
            "15 ngày|10 ngày|UBND cấp xã|Không quy định",
            "time=15 ngày; time_cut=10 ngày; fees=text Không quy định; place=UBND cấp xã",
            "",
        ),
        (
            "Thời gian thực hiện theo quy định|Thời gian thực hiện sau khi cắt giảm",
            "05 ngày làm việc|2,5 ngày làm việc",
            "time=5 ngày làm việc; time_cut=2,5 ngày làm việc",
            "",
        ),
        (
            "Thời hạn|Cách thức thực hiện|Địa điểm thực hiện",
            "03 ngày|Trực tiếp; BCCI; trực tuyến toàn trình|Trung tâm Phục vụ hành chính công tỉnh",
            "time=3 ngày; place=Trung tâm Phục vụ hành chính công tỉnh",
            "",
        ),
        (
            "Cơ quan thực hiện|Cấp thực hiện|Căn cứ pháp lý",
            "Sở Y tế|Cấp tỉnh|Nghị định số 39/2026/NĐ-CP",
            "levels=province; legal=39/2026/NĐ-CP; executing=Sở Y tế",
            "",
        ),
        ("Cấp thực hiện|< / Cấp tỉnh|Cấp xã", "|x", "levels=commune", ""),
        ("Phí|Lệ phí", "150.000 đồng|Không", "fees=amount 150000 currency VND label Phí + text Lệ phí: Không", ""),
        (
            "Phí, lệ phí (nếu có)",
            "Phí: 150.000 đồng/hồ sơ; Lệ phí: Không",
            "fees=amount 150000 currency VND label Phí note hồ sơ + text Lệ phí: Không",
            "",
        ),
        (
            "Phí, lệ phí",
            "- Trực tiếp, BCCI: 50.000 đồng\\n- Trực tuyến: 25.000 đồng",
            "fees=via direct amount 50000 currency VND + via postal amount 50000 currency VND + via online amount 25000 currency VND",
            "",
        ),
        ("Mức phí (nghìn đồng)", "150", "fees=amount 150000 currency VND", ""),
        (
            "Thời hạn giải quyết",
            "15 ngày làm việc (cắt giảm còn 10 ngày làm việc)",
            "time=15 ngày làm việc; time_cut=10 ngày làm việc",
            "",
        ),
        ("Thời hạn giải quyết", "Theo quy định: 15 ngày\\nSau cắt giảm: 10 ngày", "time=15 ngày; time_cut=10 ngày", ""),
        ("Thời hạn giải quyết|Phí, lệ phí|Địa điểm thực hiện", "|-|", "", ""),
        ("Thời hạn giải quyết", "Theo quy định", "", ""),
        // What is not wholly understood: its words, and nothing else, or nothing.
        (
            "Thời hạn giải quyết",
            "10 ngày làm việc (đã giảm 05 ngày)",
            "time=10 ngày làm việc (đã giảm 05 ngày)",
            "đã giảm 05 ngày",
        ),
        ("Thời hạn giải quyết", "Theo Phụ lục II", "", "“Theo Phụ lục II”"),
        ("Thời hạn đã cắt giảm", "5 ngày", "", "thời hạn sau cắt giảm"),
        ("Thời hạn giải quyết theo quy định|Thời hạn giải quyết thực tế", "15 ngày|10 ngày", "", "“10 ngày”"),
        ("Thời hạn theo quy định|Thời hạn sau cắt giảm", "10 ngày|15 ngày", "", "10 ngày → 15 ngày"),
        (
            "Phí, lệ phí",
            "Theo Nghị quyết của HĐND tỉnh",
            "fees=text Theo Nghị quyết của HĐND tỉnh",
            "Theo Nghị quyết của HĐND tỉnh",
        ),
        (
            "Phí, lệ phí",
            "50.000 đồng (giảm 50% khi nộp trực tuyến)",
            "fees=text 50.000 đồng (giảm 50% khi nộp trực tuyến)",
            "giảm 50%",
        ),
        ("Phí trực tuyến", "Trực tiếp: 50.000 đồng", "", "Trực tiếp: 50.000 đồng"),
        ("Địa điểm thực hiện", "Sở Y tế (từ ngày 01/01/2027: UBND cấp xã)", "", "từ ngày 01/01/2027: UBND cấp xã"),
        ("Nơi tiếp nhận|Địa điểm thực hiện", "Trung tâm Phục vụ hành chính công tỉnh|UBND cấp xã", "", "“UBND cấp xã”"),
    ];
    for (titles, cells, taken, question) in table {
        let (said, questions) = of_row(&world, titles, cells);
        let is_asked =
            if question.is_empty() { questions.is_empty() } else { questions.iter().any(|one| one.contains(question)) };
        if said != *taken || !is_asked {
            wrong.push(format!(
                "{titles}\n{cells}\n  expected {taken} ? {question}\n  got      {said} ? {questions:#?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn parts_of_a_row_that_differ_are_asked_and_belong_to_neither() {
    let world = project();
    let annex = "I. DANH MỤC THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ SUNG\n\
        |STT|Mã TTHC|Tên thủ tục hành chính|Thời hạn giải quyết|Cơ quan thực hiện\n\
        |1|9.000001|Thủ tục mẫu|15 ngày|Sở Y tế\n|^|^|^|10 ngày|UBND cấp xã\n";
    let draft = imported(&world, "q.docx", &Paper::of(&format!("{HEAD}{annex}")).docx());
    has(&draft, &["15 ngày / Sở Y tế / 10 ngày / UBND cấp xã", "# nguồn (thời hạn theo quy định): 10 ngày\n"]);
    assert!(!draft.contains("\ntime = ") && !draft.contains("\nexecuting = "), "{draft}");
}

#[test]
fn a_place_that_does_not_tell_the_level_leaves_it_open_and_asked() {
    for (place, levels) in [
        ("UBND cấp xã", "levels = [\"commune\"]\n"),
        ("Trung tâm PVHCC tỉnh; TTPVHCC cấp xã", "levels = []\n"),
        ("UBND cấp huyện", "levels = []\n"),
        ("Theo hướng dẫn", "levels = []\n"),
    ] {
        let world = project();
        let annex = format!(
            "I. DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH\n|STT|Mã TTHC|Tên thủ tục hành chính|Địa điểm thực hiện\n\
             |1|9.000002|Cấp giấy xác nhận|{place}\n"
        );
        let draft = imported(&world, "q.html", Paper::of(&format!("{HEAD}{annex}")).html().as_bytes());
        assert_eq!(draft.contains("Cấp giải quyết"), levels.contains("[]"), "{place}: {draft}");
        let told = confirmed(&world);
        let record = world.text("catalogue/procedures/chua-xac-dinh/9.000002.md");
        has(&record, &[levels]);
        if levels.contains("[]") {
            has(&told, &["cấp"]);
            has(&page(&world, "9.000002", "2026-12-01"), &["Chưa xác định cấp"]);
        }
    }
}

#[test]
fn a_draft_with_unread_rows_is_taken_only_where_that_is_said() {
    let world = project();
    let annex = "I. DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH\n|STT|Mã TTHC|Tên thủ tục hành chính\n\
        |1|9.000002|Cấp giấy xác nhận\n";
    let draft = imported(&world, "q.html", Paper::of(&format!("{HEAD}{annex}")).html().as_bytes());
    let draft =
        draft.replacen("title = ", "complete = false\ntitle = ", usize::from(!draft.contains("complete = false")));
    world.put(DRAFT, &draft);
    let refused = world.run(&["confirm", "--all", "--by", "Nguyễn Văn A"]);
    assert_eq!(refused.status, Some(1), "{refused:#?}");
    has(&refused.stdout, &["--partial"]);
    assert!(world.at(DRAFT).exists());
    let taken = world.run(&["confirm", "--all", "--partial", "--by", "Nguyễn Văn A"]);
    assert_eq!(taken.status, Some(0), "{taken:#?}");
    assert!(!world.at(DRAFT).exists());
}

#[test]
fn a_decision_of_another_province_or_of_none_known_is_kept_and_said_what_to_do() {
    let head = HEAD.replace("THANH HÓA", "QUẢNG TRỊ").replace("Thanh Hóa", "Quảng Trị");
    let paper = Paper::of(&format!("{head}{ANNEX}"));
    // The project that `init` writes says no real province: then nobody can tell whose decision it is.
    for (world, told, help) in [
        (World::new(), "không làm thay đổi gì ở đây vào bất kỳ ngày nào", "province"),
        (project(), "là của tỉnh khác theo lời của chính văn bản", "xóa bản nháp"),
    ] {
        drop(imported(&world, "q.docx", &paper.docx()));
        let ran = world.run(&["confirm", "--all", "--by", "Nguyễn Văn A"]);
        assert_eq!(ran.status, Some(1), "{ran:#?}");
        has(&ran.stdout, &[told, help]);
        assert!(world.at(DRAFT).exists() && !world.at("catalogue/decisions/2026/41-qd-ubnd.toml").exists());
    }
}

#[test]
fn a_row_that_names_a_field_is_no_row_that_was_not_read() {
    for row in [
        "A|LĨNH VỰC CHĂN NUÔI|<|<",
        "A|LĨNH VỰC CHĂN NUÔI||",
        "A||LĨNH VỰC CHĂN NUÔI|",
        "I||Lĩnh vực Chăn nuôi (01 TTHC)|",
        "Lĩnh vực: Chăn nuôi|<|<|<",
        "Lĩnh vực Chăn nuôi|||",
        "1|Lĩnh vực chăn nuôi|<|<",
        "A|CHĂN NUÔI|<|<",
    ] {
        let world = project();
        let annex = format!(
            "I. DANH MỤC THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ SUNG\n|STT|Mã TTHC|Tên thủ tục hành chính|Thời hạn giải quyết\n\
             |{row}\n|1|9.000001|Thủ tục mẫu|15 ngày\n"
        );
        let draft = imported(&world, "q.docx", &Paper::of(&format!("{HEAD}{annex}")).docx());
        assert!(!draft.contains("complete = false") && !draft.contains("questions = "), "{row}: {draft}");
        assert_eq!(draft.matches("[[change]]").count(), 1, "{draft}");
    }
}
