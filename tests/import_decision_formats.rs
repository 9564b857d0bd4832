//! The same decisions in every format that offices send: each gives the draft that the text gives.

use crate::importing;
use crate::papers;

use importing::{Held, day, of_bytes};
use niemyet::import::{Draft, Reason, read_decisions};
use niemyet::input::{FileContent, Files, Input};
use niemyet::load::load;
use niemyet::model::{ChangeKind, Decision, Effect, Level, Records};
use papers::{Paper, docx, docx_with, paragraph};

const AGENCIES: &str = "[[agency]]\nid = \"ubnd-hai-phong\"\nname = \"UBND thành phố Hải Phòng\"\nkind = \"province\"\n\n\
    [[agency]]\nid = \"ubnd-quang-binh\"\nname = \"UBND tỉnh Quảng Bình\"\nkind = \"province\"\n\n\
    [[agency]]\nid = \"bo-cong-an\"\nname = \"Bộ Công an\"\nkind = \"ministry\"\n";

fn records(files: &Files) -> Records {
    let none = Files::new;
    let input =
        Input { catalogue: files.clone(), site: none(), templates: none(), as_of: day(), today: day(), base_url: None };
    load(&input).0
}

#[track_caller]
fn read(name: &str, bytes: &[u8]) -> Result<Draft, Reason> {
    let mut held = Held::default();
    held.put("agencies.toml", AGENCIES);
    let mut drafts = read_decisions(&of_bytes(name, bytes), &records(&held.files))?;
    assert_eq!(drafts.len(), 1);
    Ok(drafts.pop().unwrap())
}

#[track_caller]
fn draft(name: &str, bytes: &[u8]) -> Draft {
    read(name, bytes).unwrap_or_else(|reason| panic!("{name}: {reason:?}"))
}

/// The decision that a draft is.
#[track_caller]
fn decision(draft: &Draft) -> Decision {
    let mut files = Files::new();
    files.insert("decisions/2026/x.toml".into(), FileContent::Bytes(draft.text.clone().into_bytes()));
    records(&files).decisions.pop().unwrap_or_else(|| panic!("{}", draft.text))
}

/// A draft without the source's words, what names the file, and the questions, which are compared apart.
fn facts(draft: &Draft) -> String {
    let mut text = draft.text.clone();
    if let Some((before, rest)) = draft.text.split_once("questions = [") {
        text = format!("{before}source{}", rest.split_once("]\nsource").map_or(rest, |(_, after)| after));
    }
    let told =
        |line: &&str| !line.starts_with("source = ") && !line.starts_with("sha256 = ") && !line.starts_with("# ");
    let bare = |line: &str| line.split(" # nguồn: ").next().unwrap_or_default().to_owned() + "\n";
    text.lines().filter(told).map(bare).collect()
}

/// The draft of a paper's Word document, which the papers' own tests hold to its facts.
fn of_word(name: &str) -> Draft {
    draft("a.docx", &Paper::named(name).docx())
}

fn kinds(decision: &Decision) -> Vec<&str> {
    decision.changes.iter().map(|change| change.kind.as_str()).collect()
}

fn count(decision: &Decision, kind: &str) -> usize {
    kinds(decision).into_iter().filter(|other| *other == kind).count()
}

#[test]
fn annex_1523_has_its_51_rows_of_three_kinds() {
    let draft = of_word("1523");
    let decision = decision(&draft);
    assert_eq!((count(&decision, "new"), count(&decision, "amend"), count(&decision, "repeal")), (5, 39, 7));
    let codes: Vec<_> = decision.changes.iter().filter_map(|change| change.kind.subjects()[0].code()).collect();
    let different: std::collections::BTreeSet<_> = codes.iter().collect();
    assert_eq!((codes.len(), different.len()), (46, 43), "{}", draft.text);
    assert_eq!(decision.key.number.key(), "1523/QĐ-BCA-C06");
    assert_eq!((decision.key.issuer.0.as_str(), decision.effect), ("bo-cong-an", Effect::OnSigning));
    assert_eq!(decision.key.signed, "2026-03-26".parse().ok());
    assert!(draft.text.contains("declared = 39"), "{}", draft.text);
    assert!(decision.changes.iter().all(|change| !change.levels.is_empty()), "{}", draft.text);
}

#[test]
fn annex_2295_has_one_successor_in_a_cell_of_several_rows() {
    let draft = of_word("2295");
    let decision = decision(&draft);
    let sides = |kind: &ChangeKind| match kind {
        ChangeKind::Replace { old, new, .. } => Some((old.len(), new.len())),
        _ => None,
    };
    let replaced: Vec<_> = decision.changes.iter().filter_map(|change| sides(&change.kind)).collect();
    assert_eq!(replaced, [(3, 1), (4, 1), (3, 1), (3, 1), (1, 2)], "{}", draft.text);
    assert_eq!((draft.rows_there, count(&decision, "repeal")), (18, 3), "{}", draft.text);
    // The one cell of the legal text is of every row that it spans.
    assert!(decision.changes.iter().all(|change| change.legal == ["66.18/2026/NQ-CP"]), "{}", draft.text);
    assert!(draft.text.contains("central = [\"1425/QĐ-BGDĐT\"]"), "{}", draft.text);
    let level = |at: usize| decision.changes[at].levels.iter().copied().collect::<Vec<_>>();
    assert_eq!((level(0), level(4)), (vec![Level::Province], vec![Level::Commune]), "{}", draft.text);
}

#[test]
fn annex_2380_has_a_last_day_levels_by_crosses_and_a_row_without_code() {
    let draft = of_word("2380");
    let decision = decision(&draft);
    assert_eq!((count(&decision, "amend"), count(&decision, "repeal")), (3, 15), "{}", draft.text);
    assert_eq!(decision.effect, Effect::On("2026-07-01".parse().unwrap()));
    assert!(draft.text.contains("until = 2027-03-01"), "{}", draft.text);
    assert!(draft.text.contains("declared = 15") && draft.text.contains("declared = 3"), "{}", draft.text);
    let levels: Vec<_> = decision.changes[..3].iter().flat_map(|change| change.levels.iter().copied()).collect();
    assert_eq!(levels, [Level::Province, Level::Commune, Level::Province], "{}", draft.text);
    let uncoded = decision.changes.iter().filter(|change| change.kind.subjects()[0].code().is_none()).count();
    // The row without a code, and a title that names sectors which the catalogue has not.
    assert_eq!((uncoded, draft.questions.len()), (1, 2), "{:#?}", draft.questions);
    assert!(draft.questions.iter().any(|question| question.contains("sectors.toml")), "{:#?}", draft.questions);
    assert!(draft.text.contains("09/2026/TT-BNV"), "{}", draft.text);
}

#[test]
fn annex_3218_has_its_two_rows_without_codes() {
    let draft = of_word("3218");
    let decision = decision(&draft);
    assert_eq!((draft.rows_there, kinds(&decision)), (2, vec!["new", "new"]));
    assert_eq!((decision.key.signed, decision.effect), ("2024-11-18".parse().ok(), Effect::OnSigning));
    assert!(draft.text.contains("2972/QĐ-BNN-CN"), "{}", draft.text);
    assert_eq!(decision.key.issuer.0, "ubnd-quang-binh");
}

#[test]
fn annex_3582_has_old_and_new_under_titles_of_two_rows() {
    let draft = of_word("3582");
    let decision = decision(&draft);
    let ChangeKind::Replace { old, new, .. } = &decision.changes[0].kind else { panic!("{}", draft.text) };
    assert_eq!((old.len(), new.len(), decision.changes.len()), (3, 1, 2), "{}", draft.text);
    assert_eq!(draft.questions, Vec::<String>::new());
    assert!(
        decision.changes[1].name.as_deref().is_some_and(|name| name.starts_with("Liên thông điện tử: đăng ký khai tử"))
    );
}

#[test]
fn plain_text_gives_the_same_where_no_cells_are_one() {
    for name in ["1523", "3218"] {
        let text = draft("a.txt", Paper::named(name).plain().as_bytes());
        assert_eq!(facts(&text), facts(&of_word(name)), "{name}");
    }
}

/// A decision in plain text down to its annex.
const TEXT_HEAD: &str = "ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG\nSố: 77/QĐ-UBND\nHải Phòng, ngày 18 tháng 9 năm 2026\n\
    QUYẾT ĐỊNH\nCông bố\nĐiều 1. Công bố.\nĐiều 2. Quyết định này có hiệu lực kể từ ngày ký.\nPHỤ LỤC\n";

/// A decision in plain text with these rows below the titles of six columns, and what follows its table.
fn text_with(rows: &[&str], below: &str) -> String {
    let titles = "STT | Mã TTHC | Tên thủ tục hành chính | Thời hạn giải quyết | Địa điểm thực hiện | Căn cứ pháp lý";
    format!("{TEXT_HEAD}I. DANH MỤC TTHC ĐƯỢC SỬA ĐỔI, BỔ SUNG\n{titles}\n{}\n{below}", rows.join("\n\n"))
}

#[test]
fn a_row_of_plain_text_that_lacks_cells_is_a_row_of_its_own_and_asked_about() {
    let rows = [
        "1 | 1.004222 | Đăng ký thường trú | 05 ngày làm việc | Công an cấp xã | Luật số 68/2020/QH14",
        "2 | 1.004194 | Đăng ký tạm trú | 03 ngày làm việc | Công an cấp xã",
        "3 | 1.002755 | Gia hạn tạm trú | 03 ngày làm việc",
        "4 | 1.010028 | Thông báo lưu trú | 01 ngày làm việc | Công an cấp xã",
    ];
    let below = "II. DANH MỤC TTHC BỊ BÃI BỎ\nSTT | Mã TTHC | Tên thủ tục hành chính\n1 | 1.010038 | Tách hộ";
    for below in [below.to_owned(), format!("\n{below}")] {
        let draft = draft("a.txt", text_with(&rows, &below).as_bytes());
        let made = decision(&draft);
        let kinds: Vec<bool> =
            made.changes.iter().map(|change| matches!(change.kind, ChangeKind::Amend { .. })).collect();
        assert_eq!(kinds, [true, true, true, true, false], "{}", draft.text);
        assert_eq!(made.changes[4].name.as_deref(), Some("Tách hộ"));
        let asked = |code: &str| draft.questions.iter().any(|one| one.starts_with("Dòng có ") && one.contains(code));
        let short = ["1.004222", "1.004194", "1.002755", "1.010028"].map(asked);
        assert_eq!(short, [false, true, true, true], "{:?}", draft.questions);
        // Of such a row nothing is taken that may stand below another title.
        let told = ["3 ngày làm", "1 ngày làm"].map(|time| draft.text.matches(time).count());
        assert_eq!(told, [2, 1], "in the questions alone: {}", draft.text);
    }
}

#[test]
fn a_number_that_stands_behind_the_office_in_one_line_is_the_decisions() {
    let head =
        "ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG Số: 77/QĐ-UBND\nHải Phòng, ngày 18 tháng 9 năm 2026\nQUYẾT ĐỊNH\nCông bố";
    let rows = "STT | Mã TTHC | Tên TTHC\n1 | 1.004222 | Đăng ký thường trú";
    let draft = draft("a.txt", format!("{head}\nĐiều 1. Công bố\nI. TTHC BỊ BÃI BỎ\n{rows}").as_bytes());
    assert_eq!((draft.number.as_str(), draft.codes_printed), ("77/QĐ-UBND", 1), "{}", draft.text);
    assert!(draft.text.contains("issuer = \"ubnd-hai-phong\""), "{}", draft.text);
}

#[test]
fn empty_cells_of_plain_text_are_cells() {
    let titles = "STT | Mã TTHC | Tên TTHC | Thời điểm bãi bỏ";
    for rows in [
        "1 | 1.004222 | Đăng ký thường trú | 01/12/2026\n2 | 1.004194 | Đăng ký tạm trú |\n",
        "1 | 1.004194 | Đăng ký tạm trú | \n\n2 | 1.004222 | Đăng ký thường trú | 01/12/2026",
    ] {
        let made = decision(&draft("a.txt", format!("{TEXT_HEAD}I. TTHC BỊ BÃI BỎ\n{titles}\n{rows}").as_bytes()));
        let mut names: Vec<&str> = made.changes.iter().filter_map(|change| change.name.as_deref()).collect();
        names.sort_unstable();
        assert_eq!(names, ["Đăng ký thường trú", "Đăng ký tạm trú"]);
    }
}

#[test]
fn a_row_of_plain_text_whose_columns_are_turned_keeps_its_code_where_a_cell_is_missing() {
    let titles = "STT | Căn cứ pháp lý | Địa điểm thực hiện | Tên TTHC | Mã TTHC";
    let rows =
        "1 | Luật số 68/2020/QH14 | Công an | Đăng ký thường trú | 1.004222\n2 | Công an | Đăng ký tạm trú | 1.004194";
    let draft = draft("a.txt", format!("{TEXT_HEAD}I. TTHC BỊ BÃI BỎ\n{titles}\n{rows}").as_bytes());
    let made = decision(&draft);
    assert_eq!(made.changes[1].name.as_deref(), Some("Đăng ký tạm trú"), "{}", draft.text);
    assert!(draft.questions.iter().any(|one| one.starts_with("Dòng có 4 ô mà bảng có 5 cột")), "{:?}", draft.questions);
}

const NAMES: [&str; 5] = ["1523", "2295", "2380", "3218", "3582"];

/// That two formats gave the same draft.
#[track_caller]
fn same(draft: &Draft, name: &str) {
    let word = of_word(name);
    let (own, of_word) = (facts(draft), facts(&word));
    for (own, of_word) in own.lines().zip(of_word.lines()) {
        assert_eq!(own, of_word, "{name}: {}", draft.text);
    }
    assert_eq!(own, of_word, "{name}");
    assert_eq!((draft.rows_there, &draft.questions), (word.rows_there, &word.questions), "{name}");
}

#[test]
fn workbooks_give_the_same() {
    for name in NAMES {
        same(&draft("a.xlsx", &Paper::named(name).xlsx()), name);
    }
}

#[test]
fn pages_give_the_same() {
    for name in NAMES {
        let page = Paper::named(name).html();
        same(&draft("a.html", page.as_bytes()), name);
        // Upper case, no ends of cells and rows, line breaks inside, a script that looks like a table.
        let loose = page.replace("</td>", "").replace("</tr>", "").replace("<td", "<TD").replace("<p>", "\n<p> ");
        let loose = loose.replace("<body>", "<body><script>'<table><tr><td>STT<td>Tên TTHC'</script>");
        same(&draft("a.txt", loose.as_bytes()), name);
    }
}

#[test]
fn cells_give_the_same_where_none_are_one() {
    for name in ["1523", "3218"] {
        let paper = Paper::named(name);
        same(&draft("a.csv", &paper.csv()), name);
        let marked = [b"\xef\xbb\xbf".to_vec(), paper.csv()].concat();
        let text = String::from_utf8(marked).unwrap();
        same(&draft("a.txt", text.as_bytes()), name);
    }
    // A successor printed once is no certain successor of the rows below, where cells cannot be one.
    let cells = draft("a.csv", &Paper::named("2295").csv());
    assert_eq!(cells.questions.iter().filter(|question| question.contains("Mã mới chưa đọc được")).count(), 9);
}

#[test]
fn cells_may_be_parted_by_semicolons_or_tabs() {
    for separator in [";", "\t"] {
        let row = |cells: [&str; 3]| cells.join(separator) + "\n";
        let text = ["Số: 77/QĐ-UBND", "QUYẾT ĐỊNH", "Công bố", "Điều 1. Công bố", "PHỤ LỤC", "I. TTHC MỚI BAN HÀNH"]
            .join("\n");
        let text = format!("{text}\n{}{}", row(["STT", "Mã TTHC", "Tên TTHC"]), row(["1", "1.004222", "Một, hai"]));
        let draft = draft("a.txt", text.as_bytes());
        assert_eq!((draft.number.as_str(), draft.codes_printed), ("77/QĐ-UBND", 1), "{}", draft.text);
        assert!(draft.text.contains("name = \"Một, hai\""), "{}", draft.text);
    }
}

#[test]
fn a_workbook_keeps_days_and_asks_about_codes_typed_as_numbers() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let texts = ["Số: 77/QĐ-UBND", "QUYẾT ĐỊNH", "Công bố", "Điều 1. Công bố", "PHỤ LỤC", "I. TTHC MỚI BAN HÀNH"];
    for (row, text) in (0..).zip(texts) {
        sheet.write_string(row, 0, text).unwrap();
    }
    for (column, title) in (0..).zip(["STT", "Mã TTHC", "Tên TTHC", "Ngày có hiệu lực"]) {
        sheet.write_string(6, column, title).unwrap();
    }
    let days = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
    let day = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 9, 26).unwrap();
    for (row, code) in [(7, 1.004222), (8, 1.00422)] {
        sheet.write_number(row, 0, f64::from(row) - 6.0).unwrap();
        sheet.write_number(row, 1, code).unwrap();
        sheet.write_string(row, 2, format!("Tên {row}")).unwrap();
        sheet.write_datetime_with_format(row, 3, &day, &days).unwrap();
    }
    let draft = draft("a.xlsx", &book.save_to_buffer().unwrap());
    assert_eq!((draft.changes, draft.codes_printed), (2, 1), "{}", draft.text);
    assert_eq!(draft.text.matches("effect = 2026-09-26").count(), 2, "{}", draft.text);
    assert!(draft.questions.iter().any(|question| question.contains("1.00422?")), "{:#?}", draft.questions);
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(papers::folder().join(name)).unwrap()
}

#[test]
fn what_an_office_suite_wrote_gives_the_same() {
    for name in NAMES {
        for ending in ["docx", "xlsx"] {
            let file = format!("{name}.{ending}");
            same(&draft(&file, &fixture(&file)), name);
        }
    }
    for name in ["2295", "2380"] {
        let file = format!("{name}.html");
        same(&draft(&file, &fixture(&file)), name);
    }
}

/// The same but for rows that a page's end divided: a PDF asks about those alone.
#[test]
fn pdf_gives_the_same() {
    let mut divided = 0;
    for name in NAMES {
        let file = format!("{name}.pdf");
        let mut draft = draft(&file, &fixture(&file));
        let of_page_ends = |question: &str| question.contains("ngắt sang trang sau");
        divided += draft.questions.iter().filter(|question| of_page_ends(question)).count();
        draft.questions.retain(|question| !of_page_ends(question));
        same(&draft, name);
    }
    println!("PDF: {divided} rows divided by the end of a page");
}

/// Writes the papers to `target/papers`, for an office suite to make the files of `tests/fixtures/decisions/` of them.
#[test]
#[ignore = "writes files"]
fn papers_are_written() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/papers");
    std::fs::create_dir_all(&folder).unwrap();
    for name in NAMES {
        let paper = Paper::named(name);
        for (ending, bytes) in [("docx", paper.docx()), ("xlsx", paper.xlsx()), ("html", paper.html().into_bytes())] {
            std::fs::write(folder.join(format!("{name}.{ending}")), bytes).unwrap();
        }
    }
}

const HEAD: &str = "||ỦY BAN NHÂN DÂN\\nTHÀNH PHỐ HẢI PHÒNG\\nSố: 77/QĐ-UBND|CỘNG HÒA\\nHải Phòng, ngày 18 tháng 9 năm 2026\nQUYẾT ĐỊNH\nCông bố\nCĂN CỨ\nĐiều 1. Công bố.\nĐiều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký.\n";

/// A decision with an annex of Word's own making.
fn with_annex(annex: &str) -> String {
    let body = Paper::of(HEAD).docx();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(body)).unwrap();
    let text = std::io::read_to_string(archive.by_name("word/document.xml").unwrap()).unwrap();
    let inner = text.split_once("<w:body>").unwrap().1.split_once("</w:body>").unwrap().0;
    format!("{inner}{}{annex}", paragraph("PHỤ LỤC"))
}

fn row(cells: &[&str]) -> String {
    format!("<w:tr>{}</w:tr>", cells.iter().map(|cell| format!("<w:tc>{cell}</w:tc>")).collect::<String>())
}

fn table(rows: &[String]) -> String {
    format!("<w:tbl>{}</w:tbl>", rows.concat())
}

fn titles() -> String {
    row(&[&paragraph("STT"), &paragraph("Mã TTHC"), &paragraph("Tên TTHC")])
}

#[test]
fn word_numbers_paragraphs_that_have_no_number_in_their_text() {
    let numbered = |level: u8, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let numbering = "<w:numbering><w:abstractNum w:abstractNumId=\"0\">\
        <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"upperRoman\"/><w:lvlText w:val=\"%1.\"/></w:lvl>\
        <w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"upperLetter\"/><w:lvlText w:val=\"%2.\"/></w:lvl>\
        </w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>";
    let one = |at: &str, code: &str| table(&[titles(), row(&[&paragraph(at), &paragraph(code), &paragraph("Tên")])]);
    let body = with_annex(&format!(
        "{}{}{}{}{}{}",
        numbered(0, "THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH"),
        numbered(1, "CẤP TỈNH"),
        one("1", "1.004222"),
        numbered(1, "CẤP XÃ"),
        one("2", "1.004223"),
        numbered(0, "THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (01 TTHC)") + &one("1", "1.004224"),
    ));
    let draft = draft("a.docx", &docx_with(&body, &[("word/numbering.xml", numbering)]));
    let decision = decision(&draft);
    assert_eq!(kinds(&decision), ["new", "new", "repeal"], "{}", draft.text);
    for id in ["I.A", "I.B", "II"] {
        assert!(draft.text.contains(&format!("section = \"{id}\"")), "{id}: {}", draft.text);
    }
    assert_eq!(decision.changes[1].levels.iter().copied().collect::<Vec<_>>(), [Level::Commune]);
    assert!(decision.changes[2].levels.is_empty());
}

#[test]
fn word_is_read_as_if_its_tracked_changes_were_accepted() {
    let code = "<w:p><w:r><w:t>1.00</w:t></w:r><w:del w:id=\"1\"><w:r><w:delText>9999</w:delText><w:t>8</w:t></w:r></w:del><w:ins w:id=\"2\"><w:r><w:t>4222</w:t></w:r></w:ins></w:p>";
    let gone = "<w:tr><w:trPr><w:del w:id=\"3\"/></w:trPr><w:tc><w:p><w:r><w:t>2</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>1.004223</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr>";
    let body = with_annex(&format!(
        "{}{}",
        paragraph("I. THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH"),
        table(&[titles(), row(&[&paragraph("1"), code, &paragraph("Tên")]), gone.to_owned()])
    ));
    let draft = draft("a.docx", &docx(&body));
    assert_eq!((draft.changes, draft.codes_printed), (1, 1), "{}", draft.text);
    assert!(draft.text.contains("code = \"1.004222\""), "{}", draft.text);
    assert!(draft.questions.iter().any(|question| question.contains("track changes")), "{:#?}", draft.questions);
}

#[test]
fn word_has_tables_in_frames_boxes_tabs_and_notes() {
    let annex = table(&[titles(), row(&[&paragraph("1"), &paragraph("1.004222"), &paragraph("Tên\nhai dòng")])]);
    // The annex stands in a frame, with its heading; a small table stands in a cell; a text box has two versions.
    let inner = table(&[row(&[&paragraph("a"), &paragraph("b")])]);
    let second = table(&[
        titles(),
        row(&[&paragraph("2"), &paragraph("1.004223"), &format!("{}{inner}<w:p/>", paragraph("Tên"))]),
    ]);
    let boxed = "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>II. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>III. THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>";
    let body = with_annex(&format!(
        "{}{boxed}{second}",
        table(&[row(&[&format!("{}{annex}<w:p/>", paragraph("I. THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH (01\tTTHC)"))])])
    ));
    let notes =
        format!("<w:footnotes><w:footnote w:id=\"2\">{}</w:footnote></w:footnotes>", paragraph("Trừ thủ tục số 2"));
    let draft = draft("a.docx", &docx_with(&body, &[("word/footnotes.xml", &notes)]));
    let decision = decision(&draft);
    assert_eq!(kinds(&decision), ["new", "repeal"], "{}", draft.text);
    assert_eq!(decision.changes[0].name.as_deref(), Some("Tên hai dòng"));
    assert_eq!(decision.changes[1].name.as_deref(), Some("Tên a b"));
    assert!(draft.questions.iter().any(|question| question.contains("Trừ thủ tục số 2")), "{:#?}", draft.questions);
}

#[test]
fn every_note_of_a_word_document_is_told_or_counted() {
    let annex = table(&[titles(), row(&[&paragraph("1"), &paragraph("1.004222"), &paragraph("Tên")])]);
    let body = with_annex(&format!("{}{annex}", paragraph("I. THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH")));
    let small = table(&[row(&[&paragraph("Hiệu lực riêng"), &paragraph("1.004223")])]);
    let lines: String = (0..40_000).map(|at| paragraph(&format!("Chú thích {at}"))).collect();
    let deleted = "<w:p><w:del><w:r><w:t>x</w:t></w:r></w:del></w:p>";
    let notes = format!("<w:footnotes><w:footnote w:id=\"2\">{small}{deleted}{lines}</w:footnote></w:footnotes>");
    let start = std::time::Instant::now();
    let draft = draft("a.docx", &docx_with(&body, &[("word/footnotes.xml", &notes)]));
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    for words in ["Hiệu lực riêng · 1.004223", "track changes", "“Chú thích 0”", "Còn 39801 chú thích"] {
        assert!(draft.questions.iter().any(|question| question.contains(words)), "{words}: {:#?}", draft.questions);
    }
    assert!(draft.questions.len() < 250);
}

#[test]
fn an_annex_in_a_file_of_its_own_names_its_decision() {
    let paper = Paper::of(
        "PHỤ LỤC I\nDANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ\n(Ban hành kèm theo Quyết định số 12/QĐ-UBND ngày 05/8/2026 của Chủ tịch UBND thành phố Hải Phòng)\n|STT|Mã TTHC|Tên TTHC\n|1|1.004222|Tên\n",
    );
    let draft = draft("a.docx", &paper.docx());
    let decision = decision(&draft);
    assert_eq!((decision.key.number.key(), decision.key.issuer.0.as_str()), ("12/QĐ-UBND", "ubnd-hai-phong"));
    assert_eq!((decision.key.signed, kinds(&decision)), ("2026-08-05".parse().ok(), vec!["repeal"]));
    // The annex alone has no clause of effect.
    assert_eq!(decision.effect, Effect::Unstated);
    assert_eq!(draft.questions.len(), 2, "{:#?}", draft.questions);
}
