//! What a decision says of itself is taken where it is certain: field, scope, days, broken words, decisions that it ends.

use crate::importing;
use crate::skipping;
use crate::world;

use importing::{Held, day, of_bytes};
use niemyet::audit::PLACEHOLDER_TITLE;
use niemyet::import::{Draft, read_decisions};
use niemyet::input::{Files, Input};
use niemyet::load::load;
use niemyet::model::Records;
use skipping::skipped;
use world::World;

const AGENCIES: &str = "[[agency]]\nid = \"ubnd\"\nname = \"UBND tỉnh Thanh Hóa\"\nkind = \"province\"\n\
    [[agency]]\nid = \"so-tu-phap\"\nname = \"Sở Tư pháp\"\nkind = \"department\"\n";
const SECTORS: &str = "[[sector]]\nid = \"ho-tich\"\nname = \"Hộ tịch\"\n[[sector]]\nid = \"chung-thuc\"\nname = \"Chứng thực\"\n\
    [[sector]]\nid = \"van-bang\"\nname = \"Văn bằng, chứng chỉ\"\n[[sector]]\nid = \"moi-truong\"\nname = \"Môi trường\"\n";
const LIST: &str = "# title: t\n# source: s\n# taken: 2026-07-16\ncode\tname\n1.000001\tCấp lại giấy phép vận tải\n\
    1.000002\tCấp giấy chứng nhận, cấp đổi\n";
const OTHERS: &str = "[[change]]\nkind = \"amend\"\ncode = \"1.000001\"\n";

fn records() -> Records {
    let mut held = Held::default();
    held.put("agencies.toml", AGENCIES);
    held.put("sectors.toml", SECTORS);
    held.put("snapshots/l.tsv", LIST);
    for (number, signed) in [("11/QĐ-UBND", "2026-01-05"), ("12/QĐ-UBND", "2025-02-03"), ("12/QĐ-UBND", "2026-02-03")]
    {
        let text = format!("number = \"{number}\"\nissuer = \"ubnd\"\nsigned = {signed}\ntitle = \"t\"\n{OTHERS}");
        held.put(&format!("decisions/{}/{}.toml", &signed[..4], number.replace('/', "-")), &text);
    }
    let none = Files::new;
    let today = day();
    load(&Input { catalogue: held.files, site: none(), templates: none(), as_of: today, today, base_url: None }).0
}

#[track_caller]
fn draft(name: &str, text: &str) -> Draft {
    read_decisions(&of_bytes(name, text.as_bytes()), &records()).unwrap().pop().unwrap()
}

fn interchange(title: &str, more: &str) -> Draft {
    let title = serde_json::Value::from(title);
    draft(
        "x.json",
        &format!(
            "{{\"number\": \"77/QĐ-UBND\", \"issuer\": \"UBND tỉnh Thanh Hóa\", \"signed\": \"2026-09-18\", \"effective\": \"2026-09-20\", \"title\": {title}, {more}}}"
        ),
    )
}

fn document(articles: &str) -> Draft {
    draft(
        "x.txt",
        &format!(
            "UBND TỈNH THANH HÓA\n\nSố: 77/QĐ-UBND | Thanh Hóa, ngày 18 tháng 9 năm 2026\n\nQUYẾT ĐỊNH\n\nCông bố\n\n\
             Căn cứ Luật;\n\n{articles}\n\nPHỤ LỤC\n\nI. TTHC SỬA ĐỔI, BỔ SUNG\n\nSTT | Mã TTHC | Tên TTHC\n\n\
             1 | 1.000001 | Cấp lại giấy phép vận tải\n"
        ),
    )
}

fn line<'d>(draft: &'d Draft, key: &str) -> Option<&'d str> {
    draft.text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "))
}

fn asks(draft: &Draft, words: &str) -> bool {
    draft.questions.iter().any(|question| question.contains(words))
}

#[test]
fn the_title_gives_agencies_and_sectors_where_all_of_it_is_understood() {
    let of = |title: &str| {
        let draft = interchange(title, "\"rows\": []");
        let text = |key| line(&draft, key).unwrap_or("-").to_owned();
        (text("sectors"), text("agencies"))
    };
    for (title, sectors, agencies) in [
        (
            "Công bố danh mục lĩnh vực hộ tịch thuộc phạm vi, chức năng quản lý của Sở Tư pháp",
            "[\"ho-tich\"]",
            "[\"Sở Tư pháp\"]",
        ),
        (
            "Công bố thuộc thẩm quyền giải quyết của Sở Nông nghiệp và Môi trường/UBND cấp xã tỉnh Thanh Hóa",
            "-",
            "[\"Sở Nông nghiệp và Môi trường\", \"UBND cấp xã\"]",
        ),
        (
            "Danh mục lĩnh vực văn bằng, chứng chỉ và hộ tịch, chứng thực thuộc phạm vi quản lý của Thanh tra thành phố",
            "[\"van-bang\", \"ho-tich\", \"chung-thuc\"]",
            "[\"Thanh tra thành phố\"]",
        ),
        ("Danh mục trong lĩnh vực quản lý đất đai và môi trường thuộc thẩm quyền của Sở Y tế (tỉnh)", "-", "-"),
        ("Công bố danh mục của các cơ quan", "-", "-"),
    ] {
        assert_eq!(of(title), (sectors.to_owned(), agencies.to_owned()), "{title}");
    }
    let unread = interchange("Danh mục lĩnh vực quản lý đất đai và môi trường thuộc Sở", "\"rows\": []");
    assert!(asks(&unread, "“quản lý đất đai và môi trường”"), "{:#?}", unread.questions);
    // The title is nearer than a field under which somebody filed the decision; both are to be seen.
    let both = interchange("Danh mục lĩnh vực hộ tịch", "\"field\": \"TƯ PHÁP\", \"rows\": []");
    assert!(!asks(&both, "TƯ PHÁP") && both.text.contains("# nguồn (lĩnh vực theo nguồn): TƯ PHÁP"), "{}", both.text);
}

#[test]
fn a_standardised_list_has_its_scope_or_a_question() {
    let rows = "\"rows\": [{\"change\": \"STANDARDISED\", \"code\": \"1.000001\"}]";
    let sound = interchange("Danh mục chuẩn hóa lĩnh vực hộ tịch cấp xã thuộc phạm vi quản lý của Sở Tư pháp", rows);
    // "hộ tịch cấp xã" is no sector: all of the title has to be understood.
    assert!(line(&sound, "scope").is_none() && asks(&sound, "`scope`"), "{}", sound.text);
    let sound = interchange("Danh mục chuẩn hóa lĩnh vực hộ tịch thuộc thẩm quyền cấp xã của Sở Tư pháp", rows);
    assert_eq!(
        line(&sound, "scope"),
        Some("{ sectors = [\"ho-tich\"], agencies = [\"so-tu-phap\"], levels = [\"commune\"] }"),
        "{}",
        sound.text
    );
    let unknown = interchange("Danh mục chuẩn hóa thuộc phạm vi chức năng quản lý của Thanh tra thành phố", rows);
    assert!(line(&unknown, "scope").is_none() && asks(&unknown, "`scope`"), "{:#?}", unknown.questions);
    let plain = interchange("Danh mục lĩnh vực hộ tịch", "\"rows\": [{\"change\": \"NEW\", \"code\": \"1.000001\"}]");
    assert!(line(&plain, "scope").is_none() && !asks(&plain, "`scope`"), "{:#?}", plain.questions);
}

#[test]
fn the_legal_texts_own_day_and_the_shortened_procedure_are_taken_where_they_are_said() {
    let row = |legal: &str| {
        let legal = serde_json::Value::from(legal);
        interchange(
            "t",
            &format!("\"rows\": [{{\"change\": \"NEW\", \"code\": \"1.000001\", \"legal_basis\": {legal}}}]"),
        )
    };
    let day = row("Nghị định số 177/2026/NĐ-CP ngày 19/5/2026 (có hiệu lực từ ngày 01/7/2026)");
    assert_eq!(line(&day, "text_effect"), Some("2026-07-01"));
    assert!(day.text.contains("# nguồn (căn cứ pháp lý): Nghị định số 177/2026/NĐ-CP ngày 19/5/2026"), "{}", day.text);
    let two = row("Nghị định A có hiệu lực từ 01/7/2026; Thông tư B có hiệu lực từ 15/8/2026");
    assert!(line(&two, "text_effect").is_none() && asks(&two, "Ngày có hiệu lực của văn bản"), "{:#?}", two.questions);
    let quick = row("Nghị quyết số 66/2026/NQ-CP ban hành theo trình tự, thủ tục rút gọn");
    assert_eq!(line(&quick, "shortened"), Some("true"), "{}", quick.text);
    assert!(line(&day, "shortened").is_none());
    let clause =
        document("Điều 2. Quyết định này có hiệu lực từ ngày Nghị định số 1/2026/NĐ-CP ngày 15/3/2026 có hiệu lực.");
    assert!(clause.text.contains("effect = \"unknown\"") && asks(&clause, "15/3/2026"), "{}", clause.text);
}

#[test]
fn words_are_mended_one_by_one_and_only_where_the_whole_name_is_known() {
    let row = |name: &str| {
        let name = serde_json::Value::from(name);
        interchange("t", &format!("\"rows\": [{{\"change\": \"AMENDED\", \"code\": \"1.000001\", \"name\": {name}}}]"))
    };
    let mended = row("C ấp l ại Giấy Phép v ận tả i");
    assert_eq!(line(&mended, "name"), Some("\"Cấp lại Giấy Phép vận tải\""));
    assert!(mended.text.contains("# nguồn: C ấp l ại Giấy Phép v ận tả i\n"), "{}", mended.text);
    let unknown = row("C ấp l ại giấy chứng nhận");
    assert_eq!(line(&unknown, "name"), Some("\"C ấp l ại giấy chứng nhận\""));
    assert!(asks(&unknown, "có thể là “Cấp lại giấy chứng nhận”"), "{:#?}", unknown.questions);
    assert!(row("Cấp lại giấy chứng nhận").questions.is_empty());
}

#[test]
fn a_decision_that_the_ledger_has_once_is_withdrawn_and_any_other_is_a_question() {
    let ends = |words: &str| document(&format!("Điều 2. Quyết định này có hiệu lực kể từ ngày ký và {words}"));
    let whole = ends(
        "thay thế Quyết định số 11/QĐ-UBND ngày 05/01/2026 của Chủ tịch UBND tỉnh về việc công bố danh mục thủ tục.",
    );
    assert!(whole.text.contains("kind = \"withdraw\"\ndecision = \"11/QĐ-UBND\"\n"), "{}", whole.text);
    assert_eq!((whole.rows_there, whole.rows_read, whole.changes), (1, 1, 2));
    assert_eq!(whole.questions, Vec::<String>::new());
    for (words, question) in [
        ("bãi bỏ Quyết định số 11/QĐ-UBND ngày 06/01/2026.", "sổ có 11/QĐ-UBND (05/01/2026)"),
        ("bãi bỏ Quyết định số 12/QĐ-UBND ngày 03/02/2026.", "12/QĐ-UBND (03/02/2025), 12/QĐ-UBND (03/02/2026)"),
        ("bãi bỏ Quyết định số 11/QĐ-UBND.", "sổ có 11/QĐ-UBND"),
        ("bãi bỏ Quyết định số 99/QĐ-UBND ngày 05/01/2026.", "thay thế hoặc bãi bỏ quyết định khác"),
        ("bãi bỏ Quyết định số 11/QĐ-BYT ngày 05/01/2026.", "thay thế hoặc bãi bỏ quyết định khác"),
        ("bãi bỏ Quyết định số 11/QĐ-UBND ngày 05/01/2026 đối với thủ tục số 1.", "cả quyết định hay một phần"),
        ("thay thế Quyết định số 77/QĐ-UBND ngày 18/9/2026.", "dẫn chính quyết định này"),
    ] {
        let draft = ends(words);
        assert!(!draft.text.contains("withdraw"), "{words}: {}", draft.text);
        assert!(asks(&draft, question), "{words}: {:#?}", draft.questions);
    }
    // Only a part of it: no more than what the article's own words say.
    let part = document("Điều 2. Bãi bỏ mục I phụ lục tại Quyết định số 11/QĐ-UBND ngày 05/01/2026.");
    assert!(!part.text.contains("withdraw"), "{}", part.text);
}

/// A decision whose annex is given as a page has it.
fn page(clause: &str, annex: &str) -> Draft {
    draft(
        "x.html",
        &format!(
            "<p>UBND TỈNH THANH HÓA</p><p>Số: 77/QĐ-UBND</p><p>Thanh Hóa, ngày 18 tháng 9 năm 2026</p><p>QUYẾT ĐỊNH</p>\
             <p>Công bố</p><p>Căn cứ Luật;</p><p>Điều 2. Quyết định này {clause}.</p><p>PHỤ LỤC</p>{annex}"
        ),
    )
}

fn table(rows: &[&[&str]]) -> String {
    let cell = |text: &&str| if text.starts_with("<td") { (*text).to_owned() } else { format!("<td>{text}</td>") };
    let row = |cells: &&[&str]| format!("<tr>{}</tr>", cells.iter().map(cell).collect::<String>());
    format!("<table>{}</table>", rows.iter().map(row).collect::<String>())
}

#[test]
fn the_last_day_in_a_rows_own_cell_is_taken_and_a_third_day_is_asked_about() {
    let of = |cell: &str| {
        let rows: [&[&str]; 2] =
            [&["STT", "Mã TTHC", "Tên TTHC", "Hiệu lực"], &["1", "1.000001", "Cấp lại giấy phép vận tải", cell]];
        page("có hiệu lực kể từ ngày ký", &format!("<p>I. TTHC BỊ BÃI BỎ</p>{}", table(&rows)))
    };
    let both = of("Từ 01/7/2026 đến hết 28/02/2027");
    assert!(both.text.contains("\neffect = 2026-07-01\nuntil = 2027-03-01\n"), "{}", both.text);
    assert_eq!(both.questions, Vec::<String>::new());
    for (cell, question) in [
        ("Có hiệu lực từ 01/7/2026, riêng khoản 2 từ 01/9/2026", "nêu nhiều ngày hơn"),
        ("Từ 01/7/2026 đến hết năm 2027", "không đọc được"),
        ("Từ 01/7/2026 đến khi có quyết định khác", "không đọc được"),
    ] {
        let draft = of(cell);
        assert!(asks(&draft, question) && !draft.text.contains("\nuntil"), "{cell}: {}", draft.text);
    }
}

#[test]
fn a_last_day_without_the_word_all_is_a_last_day_too() {
    let annex = |heading: &str| {
        let rows: [&[&str]; 2] = [&["STT", "Mã TTHC", "Tên TTHC"], &["1", "1.000001", "Cấp lại giấy phép vận tải"]];
        format!("<p>I. TTHC SỬA ĐỔI, BỔ SUNG {heading}</p>{}", table(&rows))
    };
    let whole = page("có hiệu lực từ ngày 01/7/2026 đến ngày 28/02/2027", &annex(""));
    assert_eq!((line(&whole, "effect").map(|text| &text[..10]), whole.questions.len()), (Some("2026-07-01"), 0));
    assert!(line(&whole, "until").is_some_and(|text| text.starts_with("2027-03-01")), "{}", whole.text);
    let part = page("có hiệu lực từ ngày ký", &annex("(có hiệu lực từ 01/7/2026 đến 28/02/2027)"));
    assert!(part.text.contains("\neffect = 2026-07-01\nuntil = 2027-03-01\n"), "{}", part.text);
    let signing = page("có hiệu lực từ ngày ký ban hành đến hết ngày 28/02/2027", &annex(""));
    assert!(line(&signing, "until").is_some_and(|text| text.starts_with("2027-03-01")), "{}", signing.text);
    // A day that is not the decision's own is nobody's last day.
    let other = page("có hiệu lực từ ngày 01/7/2026; hồ sơ đã nhận được giải quyết đến ngày 28/02/2027", &annex(""));
    assert!(line(&other, "until").is_none() && asks(&other, "until"), "{:#?}", other.questions);
}

#[test]
fn days_after_the_signing_are_written_as_counted_and_a_clause_that_nobody_can_date_in_its_words() {
    let annex = table(&[&["STT", "Mã TTHC", "Tên TTHC"], &["1", "1.000001", "Cấp lại giấy phép vận tải"]]);
    let drafted = |clause: &str| page(clause, &format!("<p>I. TTHC SỬA ĐỔI, BỔ SUNG</p>{annex}"));
    for (clause, counted) in [
        ("có hiệu lực thi hành sau 10 ngày kể từ ngày ký", "10 days after signing"),
        ("có hiệu lực sau 10 ngày làm việc, kể từ ngày ký", "10 working days after signing"),
    ] {
        let draft = drafted(clause);
        assert!(draft.text.contains(&format!("effect = \"{counted}\"")), "{}", draft.text);
        assert!(draft.questions.is_empty(), "{:#?}", draft.questions);
    }
    for clause in [
        "có hiệu lực sau 10 ngày, kể từ ngày 01/7/2026",
        "có hiệu lực kể từ ngày thứ 10 kể từ ngày ký",
        "có hiệu lực từ ngày Luật số 1/2026/QH15 có hiệu lực",
    ] {
        let draft = drafted(clause);
        assert!(draft.text.contains("effect = \"unknown\""), "{}", draft.text);
        assert!(line(&draft, "effect_clause").is_some_and(|words| words.contains(clause)), "{}", draft.text);
        assert!(asks(&draft, "không nêu ngày đọc được"), "{:#?}", draft.questions);
    }
}

#[test]
fn a_code_outside_of_the_tables_is_asked_about_and_the_draft_is_not_complete() {
    let titles: &[&str] = &["STT", "Mã TTHC", "Tên TTHC", "Thời hạn"];
    let first: &[&str] = &["1", "1.000001", "Cấp lại giấy phép vận tải", "Theo quy định"];
    let amended = |rows: &[&[&str]], more: &str| {
        let rows = [&[titles, first], rows].concat();
        page("có hiệu lực từ ngày ký", &format!("<p>I. TTHC SỬA ĐỔI, BỔ SUNG</p>{}{more}", table(&rows)))
    };
    let sound = amended(&[], "<p>PHẦN II. NỘI DUNG CỤ THỂ</p><p>1. Cấp lại giấy phép vận tải (1.000001)</p>");
    assert_eq!((sound.changes, sound.questions.len(), line(&sound, "complete")), (1, 0, None), "{}", sound.text);
    let listed = amended(&[], "<p>III. TTHC BỊ BÃI BỎ</p><p>1. Cấp phép X (1.004224)</p>");
    let alone = amended(&[&["", "1.004224", "", ""]], "");
    // The same procedure under another heading is another change.
    let again = amended(&[], "<p>III. TTHC BỊ BÃI BỎ</p><p>1. Cấp lại giấy phép vận tải (1.000001)</p>");
    for (draft, code) in [(listed, "1.004224"), (alone, "1.004224"), (again, "1.000001")] {
        assert!(draft.questions.iter().any(|q| q.contains("ngoài bảng") && q.contains(code)), "{:#?}", draft.questions);
        assert_eq!((draft.changes, line(&draft, "complete")), (1, Some("false")), "{}", draft.text);
    }
}

#[test]
fn a_row_divided_in_another_column_keeps_what_its_further_parts_say() {
    let row = |first: [&str; 3], second: [&str; 3]| {
        let whole = |text: &str| format!("<td rowspan=2>{text}</td>");
        let (number, code, name) = (whole("1"), whole("1.000001"), whole("Cấp lại giấy phép vận tải"));
        let titles = ["STT", "Mã TTHC", "Tên TTHC", "Cấp thực hiện", "Căn cứ pháp lý", "Hiệu lực"];
        let upper = [&[number.as_str(), &code, &name][..], &first].concat();
        page("có hiệu lực từ ngày ký", &format!("<p>I. TTHC BỊ BÃI BỎ</p>{}", table(&[&titles, &upper, &second])))
    };
    let divided = row(["Tỉnh", "Nghị định số 1/2026/NĐ-CP", "01/10/2026"], ["Xã", "Nghị định số 2/2026/NĐ-CP", ""]);
    assert!(divided.text.contains("levels = [\"province\", \"commune\"]"), "{}", divided.text);
    assert!(divided.text.contains("legal = [\"1/2026/NĐ-CP\", \"2/2026/NĐ-CP\"]"), "{}", divided.text);
    assert!(divided.text.contains("\neffect = 2026-10-01\n"), "{}", divided.text);
    assert_eq!((divided.changes, divided.questions.len()), (1, 0), "{:#?}", divided.questions);
    let days = row(["Cấp tỉnh", "", "01/10/2026"], ["Cấp xã", "", "01/11/2026"]);
    assert!(asks(&days, "01/11/2026") && !days.text.contains("\neffect = 2026-1"), "{}", days.text);
    for second in [["Cấp xã", "", "01/11/2026"], ["không rõ", "", ""]] {
        let unsure = row(["Cấp tỉnh", "", ""], second);
        assert!(asks(&unsure, "chia thành nhiều dòng"), "{:#?}", unsure.questions);
    }
}

#[test]
fn a_long_title_is_read_at_once() {
    for words in ["lĩnh vực ", "lĩnh vực hộ tịch, ", "hộ tịch, "] {
        let title = format!("Danh mục lĩnh vực {}", words.repeat(7_000));
        let text = format!(
            "UBND TỈNH THANH HÓA\n\nSố: 77/QĐ-UBND | Thanh Hóa, ngày 18 tháng 9 năm 2026\n\nQUYẾT ĐỊNH\n\n{title}\n\n\
             Căn cứ Luật;\n\nPHỤ LỤC\n\nI. TTHC SỬA ĐỔI, BỔ SUNG\n\nSTT | Mã TTHC | Tên TTHC\n\n\
             1 | 1.000001 | Cấp lại giấy phép vận tải\n"
        );
        let start = std::time::Instant::now();
        assert_eq!(draft("x.txt", &text).changes, 1);
        assert!(start.elapsed().as_secs() < 10, "{words}: {:?}", start.elapsed());
    }
}

#[test]
fn rows_sections_and_decisions_are_counted_before_any_is_read() {
    let of = |text: String| read_decisions(&of_bytes("x.json", text.as_bytes()), &records());
    let many = |key: &str, one: &str, count: usize| {
        let items = vec![one; count].join(",");
        format!("[{{\"number\": \"77/QĐ-UBND\", \"{key}\": [{items}]}}]")
    };
    let row = "{\"change\": \"NEW\"}";
    for text in [
        many("rows", row, 20_001),
        many("sections", "{}", 20_001),
        format!("[{}]", vec!["{\"number\": \"1/QĐ-UBND\"}"; 20_001].join(",")),
    ] {
        assert_eq!(of(text), Err(niemyet::import::Reason::TooManyRows(20_000)));
    }
    // As many as may be, each with successors of its own under a section of its own, take no more than seconds.
    let ids: Vec<String> = (0..10_000).map(|at| format!("{{\"id\": \"{at}\"}}")).collect();
    let rows: Vec<String> = (0..10_000)
        .map(|at| {
            format!(
                "{{\"change\": \"REPLACED\", \"code\": \"1.{at:06}\", \"replaced_by\": [\"2.{at:06}\"], \"section\": \"{at}\"}}"
            )
        })
        .collect();
    let start = std::time::Instant::now();
    let text =
        format!("{{\"number\": \"77/QĐ-UBND\", \"sections\": [{}], \"rows\": [{}]}}", ids.join(","), rows.join(","));
    assert_eq!(of(text).unwrap()[0].changes, 10_000);
    let same = format!("[{}]", vec!["{\"number\": \"1/QĐ-UBND\", \"rows\": []}"; 5_000].join(","));
    assert_eq!(of(same).unwrap().last().unwrap().path, ".import/drafts/1-qd-ubnd-5000.toml");
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}

#[test]
fn a_code_found_by_a_name_says_so_and_is_none_where_the_official_list_has_another() {
    let mut held = Held::default();
    held.put("agencies.toml", AGENCIES);
    held.put("snapshots/l.tsv", LIST);
    for (code, name) in [("1.000009", "Cấp lại giấy phép vận tải"), ("1.000008", "Cấp thẻ")] {
        let rest = "issuer = \"ubnd\"\nsector = \"ho-tich\"\nlevels = [\"commune\"]\nexecuting = [\"UBND cấp xã\"]\n\
            channels = \"not-entered\"\npapers = \"not-entered\"\nlegal = \"not-entered\"\nsteps = \"not-published\"\n\
            manner = \"not-entered\"\nresult = \"not-applicable\"\nconditions = \"unknown\"\n";
        let text = format!("+++\ncode = \"{code}\"\nname = \"{name}\"\n{rest}+++\n");
        held.put(&format!("procedures/ho-tich/{code}.md"), &text);
    }
    held.put("sectors.toml", SECTORS);
    let none = Files::new;
    let today = day();
    let input = Input { catalogue: held.files, site: none(), templates: none(), as_of: today, today, base_url: None };
    let records = load(&input).0;
    let of = |name: &str| {
        let text =
            format!("{{\"number\": \"77/QĐ-UBND\", \"rows\": [{{\"change\": \"AMENDED\", \"name\": \"{name}\"}}]}}");
        read_decisions(&of_bytes("x.json", text.as_bytes()), &records).unwrap().pop().unwrap()
    };
    let one = of("Cấp thẻ");
    assert!(
        one.text.contains("# mã tìm theo tên\n[[change]]\nkind = \"amend\"\ncode = \"1.000008\"\n"),
        "{}",
        one.text
    );
    let two = of("Cấp lại giấy phép vận tải");
    assert!(two.text.contains("candidates = [\"1.000001\", \"1.000009\"]"), "{}", two.text);
    assert_eq!((two.codes_by_name, two.codes_missing), (0, 1));
}

#[test]
fn a_draft_without_a_title_has_the_placeholder_that_check_looks_for() {
    let draft = draft("x.json", "{\"number\": \"77/QĐ-UBND\", \"issuer\": \"UBND tỉnh Thanh Hóa\", \"rows\": []}");
    assert_eq!(line(&draft, "title"), Some(format!("\"{PLACEHOLDER_TITLE}\"").as_str()));
    assert!(asks(&draft, "Trích yếu chưa được ghi lại"));
}

/// A project with two drafts: the second names a procedure that is not there.
fn two_drafts() -> (World, &'static str, String) {
    let world = World::new();
    let own = world.tree("catalogue").into_keys().find(|path| path.starts_with("procedures/")).unwrap();
    let code = own.rsplit('/').next().unwrap().trim_end_matches(".md").to_owned();
    let draft = |number: u32, code: &str| {
        format!(
            "number = \"{number}/QĐ-UBND\"\nissuer = \"ubnd-tinh\"\nsigned = 2026-09-18\ntitle = \"Công bố\"\n\n[[change]]\nkind = \"amend\"\ncode = \"{code}\"\n"
        )
    };
    world.put("catalogue/.import/drafts/41-qd-ubnd.toml", draft(41, &code));
    world.put("catalogue/.import/drafts/42-qd-ubnd.toml", draft(42, "9.999999"));
    (world, "catalogue/.import/drafts/42-qd-ubnd.toml", code)
}

#[test]
fn drafts_with_errors_are_kept_and_named_and_the_others_are_taken() {
    let (world, bad, code) = two_drafts();
    let before = world.text(bad);
    let ran = world.run(&["confirm", "--all", "--by", "Người thử", "--lang", "en"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.stdout.contains("confirmed: catalogue/decisions/2026/41-qd-ubnd.toml\n"), "{ran:?}");
    assert!(
        ran.stdout.contains("kept as a draft, it has errors: catalogue/.import/drafts/42-qd-ubnd.toml\n"),
        "{ran:?}"
    );
    assert!(ran.stdout.contains("9.999999"), "the error itself is shown: {ran:?}");
    assert_eq!(world.text(bad), before, "nothing is lost");
    assert!(world.at("catalogue/decisions/2026/41-qd-ubnd.toml").exists());
    assert!(!world.at("catalogue/decisions/2026/42-qd-ubnd.toml").exists());
    assert!(!world.at("catalogue/.import/drafts/41-qd-ubnd.toml").exists());
    let again = world.run(&["confirm", "--all", "--by", "Người thử"]);
    assert_eq!(again.status, Some(1), "{again:?}");
    // One without a year stops nobody else's way.
    world.put("catalogue/.import/drafts/43-qd-ubnd.toml", "number = \"43/QĐ-UBND\"\nissuer = \"ubnd-tinh\"\n");
    world.edit(bad, "9.999999", &code);
    let yearless = world.run(&["confirm", "--all", "--by", "x", "--lang", "en"]);
    assert_eq!(yearless.status, Some(1), "{yearless:?}");
    assert!(yearless.stdout.contains("43-qd-ubnd.toml` has no number or no year"), "{yearless:?}");
    assert!(world.at("catalogue/decisions/2026/42-qd-ubnd.toml").exists() && !world.at(bad).exists());
    world.put("catalogue/.import/drafts/3.toml", b"\xff\xfe");
    assert_eq!(
        world.run(&["confirm", "--all", "--by", "x"]).status,
        Some(2),
        "a draft that cannot be read is said aloud"
    );
}

#[test]
fn a_person_at_a_terminal_is_asked_about_each_draft() {
    let (world, bad, _) = two_drafts();
    let command = std::process::Command::new("script")
        .args(["-qec", "\"$NIEMYET\" confirm --by x --today 2026-11-21 --lang en", "/dev/null"])
        .env("NIEMYET", env!("CARGO_BIN_EXE_niemyet"))
        .current_dir(world.at("."))
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn();
    let Ok(mut child) = command else { return skipped("no `script`, which makes a terminal") };
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"y\nn\n").unwrap();
    let output = child.wait_with_output().unwrap();
    let shown = String::from_utf8_lossy(&output.stdout).replace('\r', "");
    assert_eq!(output.status.code(), Some(0), "{shown}");
    assert!(shown.contains("number = \"41/QĐ-UBND\"") && shown.contains("41-qd-ubnd.toml? [y/N]"), "{shown}");
    assert!(shown.contains("42-qd-ubnd.toml? [y/N]"), "{shown}");
    assert!(world.at("catalogue/decisions/2026/41-qd-ubnd.toml").exists() && world.at(bad).exists(), "{shown}");
    assert!(!world.at("catalogue/decisions/2026/42-qd-ubnd.toml").exists());
}
