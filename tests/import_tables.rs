//! Lists and annexes as offices make them: fields in rows of their own, cells that stand once, titles on every page, totals.

use crate::importing;

use importing::{Held, day, full, of_bytes};
use niemyet::import::{Draft, Report, read_decisions};
use niemyet::input::{Files, Input};
use niemyet::load::load;
use niemyet::strings::Language;
use rust_xlsxwriter::{Format, Workbook};

const TITLES: &str = "STT,Mã TTHC,Tên thủ tục hành chính,Cơ quan thực hiện\n";

fn import(text: &str) -> (Held, Report) {
    let mut held = Held::with_agencies();
    let report = held.import(&[of_bytes("list.csv", text.as_bytes())], &full());
    (held, report)
}

fn told(report: &Report) -> Vec<String> {
    let refused = report
        .refused
        .iter()
        .map(|one| format!("{}: {}", one.place.shown(Language::English), one.reason.shown(Language::English)));
    refused.collect()
}

fn notes(report: &Report) -> String {
    report.notes.iter().map(|note| note.remark.shown(Language::English) + "\n").collect()
}

/// The field under which each code of a catalogue stands, in the order of codes.
fn fields(held: &Held) -> Vec<String> {
    let mut fields: Vec<(String, String)> = held
        .files
        .keys()
        .filter_map(|path| path.strip_prefix("procedures/")?.split_once('/'))
        .map(|(field, file)| (file.trim_end_matches(".md").to_owned(), field.to_owned()))
        .collect();
    fields.sort();
    fields.into_iter().map(|(_, field)| field).collect()
}

/// The rows that name the field Chăn nuôi above a procedure, in the shapes of offices, for four columns.
const SHAPES: [&str; 14] = [
    "LĨNH VỰC CHĂN NUÔI,,,",
    "A,LĨNH VỰC CHĂN NUÔI,,",
    "I,,Lĩnh vực Chăn nuôi,",
    "I.,Lĩnh vực: Chăn nuôi,,",
    "1,Lĩnh vực chăn nuôi,,",
    "Lĩnh vực Chăn nuôi,Lĩnh vực Chăn nuôi,Lĩnh vực Chăn nuôi,Lĩnh vực Chăn nuôi",
    "I. Lĩnh vực Chăn nuôi (02 TTHC),,,",
    ",,A - LĨNH VỰC CHĂN NUÔI,",
    "II,LĨNH VỰC CHĂN NUÔI (gồm 02 thủ tục),,",
    "III,Lĩnh vực Chăn nuôi,02,",
    "LĨNH VỰC CHĂN NUÔI: 02 TTHC,,,",
    "I/ Lĩnh vực chăn nuôi:,,,",
    "A,CHĂN NUÔI,,",
    "Thủ tục hành chính thuộc lĩnh vực chăn nuôi,,,",
];

#[test]
fn a_field_in_a_row_of_its_own_is_that_of_the_rows_below_it() {
    for shape in SHAPES {
        let text = format!(
            "{TITLES}{shape}\n1,1.004001,Cấp giấy một,Sở A\n2,1.004002,Cấp giấy hai,Sở A\nB,LĨNH VỰC THỦY SẢN,,\n3,1.004003,Cấp giấy ba,Sở A\n"
        );
        let (held, report) = import(&text);
        assert_eq!(told(&report), Vec::<String>::new(), "{shape}");
        assert_eq!(fields(&held), ["chan-nuoi", "chan-nuoi", "thuy-san"], "{shape}");
        assert!(!notes(&report).contains("declares"), "{shape}: {}", notes(&report));
    }
}

#[test]
fn a_total_that_is_not_that_of_its_rows_is_told() {
    let text = format!(
        "{TITLES}A,LĨNH VỰC CHĂN NUÔI (03 TTHC),,\n1,1.004001,Cấp giấy một,Sở A\nB,LĨNH VỰC THỦY SẢN (01 TTHC),,\n2,1.004003,Cấp giấy ba,Sở A\nTổng cộng: 25,,,\n"
    );
    let (_, report) = import(&text);
    assert_eq!(told(&report), Vec::<String>::new());
    let notes = notes(&report);
    assert!(notes.contains("“LĨNH VỰC CHĂN NUÔI (03 TTHC)” declares 3 procedures, 1 rows"), "{notes}");
    assert!(notes.contains("“Tổng cộng: 25” declares 25 procedures, 2 rows"), "{notes}");
    assert!(!notes.contains("THỦY SẢN (01"), "{notes}");
    let (_, report) = import(&format!("{TITLES}1,1.004001,Cấp giấy một,Sở A\n,Tổng cộng,1,\n"));
    assert!(!self::notes(&report).contains("declares"), "{}", self::notes(&report));
}

#[test]
fn agencies_above_their_rows_issue_or_carry_out() {
    let text =
        "STT,Mã số,Tên\nI,BỘ TƯ PHÁP (02 TTHC),\n1,1.004001,Một\n2,1.004002,Hai\nII,SỞ XÂY DỰNG,\n3,1.004003,Ba\n";
    let (held, report) = import(text);
    assert_eq!(told(&report), Vec::<String>::new());
    assert!(held.text("procedures/chua-xac-dinh/1.004002.md").contains("issuer = \"bo-tu-phap\""));
    assert!(held.text("procedures/chua-xac-dinh/1.004003.md").contains("executing = [\"Sở xây dựng\"]"));
}

#[test]
fn titles_come_in_two_rows_and_again_on_every_page_with_numbers_and_remarks() {
    let text = "DANH MỤC\nTT,Thủ tục hành chính,,Cơ quan,,Lĩnh vực\n,Mã số,Tên,ban hành,thực hiện,\n(1),(2),(3),(4),(5),(6)\n\
        1,1.004001,Một,Bộ Tư pháp,Sở Tư pháp,Hộ tịch\nTT,Mã số,Tên,Cơ quan ban hành,Cơ quan thực hiện,Lĩnh vực\n\
        2,1.004002,Hai,Bộ Tư pháp,Sở Tư pháp,Hộ tịch\nGhi chú: mã theo CSDL quốc gia,,,,,\n(*) Thủ tục đặc thù,,,,,\n";
    let (held, report) = import(text);
    assert_eq!((report.created, told(&report)), (2, vec![]));
    assert_eq!(fields(&held), ["ho-tich", "ho-tich"]);
    let text =
        "STT,Mã số,Tên,Cơ quan,,Lĩnh vực\n,,,ban hành,thực hiện,\n1,1.004001,Một,Bộ Tư pháp,Sở Tư pháp,Hộ tịch\n";
    let (held, report) = import(text);
    assert_eq!((report.created, told(&report)), (1, vec![]));
    assert!(held.text("procedures/ho-tich/1.004001.md").contains("issuer = \"bo-tu-phap\""));
}

#[test]
fn cells_that_stand_once_are_of_the_rows_below_and_gaps_of_other_lists_stay_gaps() {
    let text = "Mã số,Tên,Cơ quan ban hành,Lĩnh vực\n1.004001,Một,Bộ Tư pháp,Hộ tịch\n1.004002,Hai,,\n1.004003,Ba,,\n\
        1.004004,Bốn,Bộ Xây dựng,Nhà ở\n1.004005,Năm,,\n";
    let (held, report) = import(text);
    assert_eq!(fields(&held), ["ho-tich", "ho-tich", "ho-tich", "nha-o", "nha-o"]);
    assert!(held.text("procedures/nha-o/1.004005.md").contains("issuer = \"bo-xay-dung\""));
    assert!(notes(&report).contains("3 rows have no sector; given that of the cell above"), "{}", notes(&report));
    // Here the field is repeated in each row: the gap is one.
    let text = "Mã số,Tên,Lĩnh vực\n1.004001,Một,Hộ tịch\n1.004002,Hai,Hộ tịch\n1.004003,Ba,\n1.004004,Bốn,Nhà ở\n";
    let (held, _) = import(text);
    assert_eq!(fields(&held), ["ho-tich", "ho-tich", "chua-xac-dinh", "nha-o"]);
}

#[test]
fn merged_cells_of_a_workbook_are_of_every_row_that_they_span() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let plain = Format::new();
    for (at, title) in (0..).zip(["Lĩnh vực", "Mã số", "Tên", "Cơ quan ban hành", "Cơ quan thực hiện"]) {
        sheet.write(0, at, title).unwrap();
    }
    for row in 1..=4_u32 {
        sheet.write(row, 1, format!("1.00400{row}")).unwrap().write(row, 2, format!("Thủ tục {row}")).unwrap();
    }
    sheet.merge_range(1, 0, 3, 0, "Hộ tịch", &plain).unwrap();
    sheet.merge_range(1, 3, 4, 3, "Bộ Tư pháp", &plain).unwrap();
    sheet.write(4, 0, "Nhà ở").unwrap();
    // A procedure that two agencies carry out.
    sheet.merge_range(5, 1, 6, 1, "1.004005", &plain).unwrap();
    sheet.merge_range(5, 2, 6, 2, "Thủ tục 5", &plain).unwrap();
    sheet.write(5, 0, "Nhà ở").unwrap().write(5, 4, "Sở A").unwrap().write(6, 4, "Sở B").unwrap();
    let mut held = Held::with_agencies();
    let report = held.import(&[of_bytes("a.xlsx", &book.save_to_buffer().unwrap())], &full());
    assert_eq!((report.created, told(&report)), (5, vec![]));
    assert_eq!(fields(&held), ["ho-tich", "ho-tich", "ho-tich", "nha-o", "nha-o"]);
    assert!(held.text("procedures/nha-o/1.004004.md").contains("issuer = \"bo-tu-phap\""));
    assert!(held.text("procedures/nha-o/1.004005.md").contains("executing = [\"Sở A\", \"Sở B\"]"));
}

#[test]
fn an_open_quote_costs_its_own_line_and_lines_are_those_of_the_file() {
    let text = "Mã số,Tên,Lĩnh vực\r\n1.004001,\"Một \"hai\" ba\",A\r\n1.004002,\"Hai,A\r\n1.004003,\"Ba\r\nbốn\",A\r\n1.004004,\"Năm\",A\r\nX,Sáu,A\r\n";
    let (held, report) = import(text);
    let told = told(&report);
    assert_eq!((report.created, told.len()), (3, 2), "{told:?}");
    assert!(told[0].starts_with("list.csv, line 3: a quote opens") && told[0].contains("1.004002 · Hai"), "{told:?}");
    assert!(told[1].starts_with("list.csv, line 7: “X”"), "{told:?}");
    assert!(held.text("procedures/a/1.004001.md").contains("Một \\\"hai\\\" ba"));
    assert!(held.text("procedures/a/1.004003.md").contains("name = \"Ba bốn\""));
}

#[test]
fn a_row_without_a_code_is_no_heading() {
    let (_, report) =
        import(&format!("{TITLES}1,1.004001,Một,Sở A\n2,,Đăng ký khai sinh,Sở A\n3,,Công nhận tổ chức,\n"));
    assert_eq!(told(&report), ["list.csv, line 3: no code", "list.csv, line 4: no code"]);
}

#[test]
fn ods_and_xls_are_refused_by_name() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("mimetype", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(&mut zip, b"application/vnd.oasis.opendocument.spreadsheet").unwrap();
    let ods = zip.finish().unwrap().into_inner();
    for (bytes, name) in [(ods, "ods"), (b"\xd0\xcf\x11\xe0 W\0o\0r\0k\0b\0o\0o\0k\0".to_vec(), "xls")] {
        let report = Held::with_agencies().import(&[of_bytes("a", &bytes)], &full());
        let told = told(&report);
        assert!(told.len() == 1 && told[0].contains(&format!("({name})")) && told[0].contains("xlsx"), "{told:?}");
    }
}

const AGENCIES: &str = "[[agency]]\nid = \"ubnd\"\nname = \"UBND tỉnh Thanh Hóa\"\nkind = \"province\"\n";

#[track_caller]
fn draft(name: &str, text: &str) -> Draft {
    let mut held = Held::default();
    held.put("agencies.toml", AGENCIES);
    held.put(
        "snapshots/l.tsv",
        "# title: t\n# source: s\n# taken: 2026-07-16\ncode\tname\n1.004001\tCấp giấy một\n1.004002\tCấp giấy hai\n",
    );
    held.put("sectors.toml", "[[sector]]\nid = \"chan-nuoi\"\nname = \"Chăn nuôi\"\n");
    let record = |code: &str, name: &str| {
        format!(
            "+++\ncode = \"{code}\"\nname = \"{name}\"\nissuer = \"ubnd\"\nsector = \"chan-nuoi\"\nlevels = []\nexecuting = \"not-entered\"\n\
             objects = \"not-entered\"\nchannels = \"not-entered\"\npapers = \"not-entered\"\nlegal = \"not-entered\"\nsteps = \"not-entered\"\n\
             manner = \"not-entered\"\nresult = \"not-entered\"\nconditions = \"not-entered\"\n+++\n"
        )
    };
    for (code, name) in [("1.004001", "Cấp giấy một"), ("1.004002", "Cấp giấy hai")] {
        held.put(&format!("procedures/chan-nuoi/{code}.md"), &record(code, name));
    }
    let none = Files::new;
    let today = day();
    let input = Input { catalogue: held.files, site: none(), templates: none(), as_of: today, today, base_url: None };
    let records = load(&input).0;
    assert_eq!(records.procedures.len(), 2);
    read_decisions(&of_bytes(name, text.as_bytes()), &records).unwrap().pop().unwrap()
}

const HEAD: &str = "<p>ỦY BAN NHÂN DÂN TỈNH THANH HÓA</p><p>Số: 77/QĐ-UBND</p><p>Thanh Hóa, ngày 18 tháng 9 năm 2026</p><p>QUYẾT ĐỊNH</p>\
    <p>Công bố Danh mục thủ tục hành chính lĩnh vực Chăn nuôi</p><p>CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH THANH HÓA</p><p>Điều 1. Công bố.</p>\
    <p>Điều 2. Quyết định này có hiệu lực kể từ ngày 01/12/2026.</p>";

/// A decision as a page: its annex's lines, and rows of four cells.
fn page(lines: &[&str], rows: &[&str]) -> Draft {
    let lines: String = lines.iter().map(|line| format!("<p>{line}</p>")).collect();
    let cells = |row: &&str| row.split(',').map(|cell| format!("<td>{cell}</td>")).collect::<String>();
    let rows: String = rows.iter().map(|row| format!("<tr>{}</tr>", cells(row))).collect();
    draft("a.html", &format!("<html><body>{HEAD}{lines}<table>{rows}</table></body></html>"))
}

const COLUMNS: &str = "STT,Mã TTHC,Tên TTHC,Cơ quan thực hiện";
const ONE: &str = "1,1.004001,Cấp giấy một,Sở A";
const TWO: &str = "2,1.004002,Cấp giấy hai,Sở A";

#[test]
fn a_field_in_a_row_of_its_own_is_no_row_of_an_annex_and_stays_evidence() {
    for shape in SHAPES {
        // Fields have the numbers of parts in many an annex.
        let number = if shape.starts_with("A,CH") { "I" } else { ["I", "A"][shape.len() % 2] };
        let part = format!("{number}. THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ SUNG (02 TTHC)");
        let draft = page(&["PHỤ LỤC", &part], &[COLUMNS, shape, ONE, TWO]);
        assert_eq!(
            (draft.rows_there, draft.changes, draft.questions.as_slice()),
            (2, 2, &[][..]),
            "{shape}: {}",
            draft.text
        );
        assert_eq!(draft.text.matches("kind = \"amend\"").count(), 2, "{shape}: {}", draft.text);
        let words = draft.text.to_lowercase();
        assert!(words.contains("chăn nuôi") && words.matches("chăn nuôi").count() > 1, "{shape}: {}", draft.text);
    }
}

#[test]
fn an_annex_without_a_title_keeps_its_first_part_and_its_total() {
    for part in [
        "I. DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH (02 TTHC)",
        "A. THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH (02 TTHC)",
        "THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH (02 TTHC)",
        "I. THỦ TỤC MỚI BAN HÀNH (gồm 02 thủ tục)",
        "Phần I. THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH: 02 TTHC",
    ] {
        let draft = page(&[part], &[COLUMNS, ONE, TWO]);
        assert_eq!(draft.text.matches("kind = \"new\"").count(), 2, "{part}: {}", draft.text);
        assert!(draft.text.contains("declared = 2"), "{part}: {}", draft.text);
        assert_eq!(draft.questions, Vec::<String>::new(), "{part}");
        let draft = page(&[part], &[COLUMNS, ONE]);
        assert!(
            draft.questions.iter().any(|question| question.contains("ghi 2 TTHC, đọc được 1")),
            "{part}: {:#?}",
            draft.questions
        );
    }
}

#[test]
fn the_total_of_a_part_is_that_of_all_its_fields() {
    let rows = [COLUMNS, "I,Lĩnh vực Chăn nuôi,,", ONE, "II,Lĩnh vực Thú y,,", TWO];
    for (part, asks) in [("(02 TTHC)", false), ("(03 TTHC)", true)] {
        let draft = page(&["PHỤ LỤC", &format!("A. THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ SUNG {part}")], &rows);
        let asked = draft.questions.iter().any(|question| question.contains("ghi 3 TTHC, đọc được 2"));
        assert_eq!((asked, draft.questions.len()), (asks, usize::from(asks)), "{part}: {:#?}", draft.questions);
    }
    let total = page(&["PHỤ LỤC", "I. TTHC SỬA ĐỔI, BỔ SUNG"], &[COLUMNS, ONE, TWO, "Tổng cộng: 5 TTHC,,,"]);
    assert!(
        total.questions.iter().any(|question| question.contains("ghi 5 TTHC, đọc được 2")),
        "{:#?}",
        total.questions
    );
    let total = page(&["PHỤ LỤC", "I. TTHC SỬA ĐỔI, BỔ SUNG"], &[COLUMNS, ONE, TWO, "Tổng cộng: 02 TTHC,,,"]);
    assert_eq!((total.rows_there, total.questions.as_slice()), (2, &[][..]));
    // A part of which no row was read.
    let lost =
        page(&["PHỤ LỤC", "I. TTHC BÃI BỎ (04 TTHC)", "II. TTHC SỬA ĐỔI, BỔ SUNG (02 TTHC)"], &[COLUMNS, ONE, TWO]);
    assert!(lost.questions.iter().any(|question| question.contains("ghi 4 TTHC, đọc được 0")), "{:#?}", lost.questions);
}

#[test]
fn damaged_codes_of_an_annex_are_asked_with_what_they_were() {
    for (written, meant) in [
        ("1004001", "1.004001"),
        ("1 004 001", "1.004001"),
        ("l.004001", "1.004001"),
        ("1.OO4001", "1.004001"),
        ("1.0127", "1.012700"),
        ("1.00422", "1.004220"),
    ] {
        let draft =
            page(&["PHỤ LỤC", "I. TTHC SỬA ĐỔI, BỔ SUNG"], &[COLUMNS, &format!("1,{written},Tên khác,Sở A"), TWO]);
        assert!(
            draft.questions.iter().any(|q| q.contains(written) && q.contains(meant)),
            "{written}: {:#?}",
            draft.questions
        );
    }
    for written in ["1.004001*", "1.004001(1)", "1.004001 (*)", "1.004001[1]", "1.004001.000.00.00.H56"] {
        let draft =
            page(&["PHỤ LỤC", "I. TTHC SỬA ĐỔI, BỔ SUNG"], &[COLUMNS, &format!("1,{written},Cấp giấy một,Sở A"), TWO]);
        assert!(draft.text.contains("code = \"1.004001\"") && draft.questions.is_empty(), "{written}: {}", draft.text);
    }
}

#[test]
fn a_code_beside_another_procedures_name_is_asked_in_a_draft() {
    for (written, asks) in [("1.004002", true), ("1.004011", true), ("1.004001", false)] {
        let draft =
            page(&["PHỤ LỤC", "I. TTHC SỬA ĐỔI, BỔ SUNG"], &[COLUMNS, &format!("1,{written},Cấp giấy một,Sở A")]);
        let asked = draft.questions.iter().any(|q| q.contains(written) && q.contains("là tên của 1.004001"));
        assert_eq!((asked, draft.questions.is_empty()), (asks, !asks), "{written}: {:#?}", draft.questions);
    }
}

#[test]
fn an_open_quote_in_cells_of_a_decision_is_asked_with_its_line() {
    let text = format!(
        "ỦY BAN NHÂN DÂN TỈNH THANH HÓA\nSố: 77/QĐ-UBND\n\"Thanh Hóa, ngày 18 tháng 9 năm 2026\"\nQUYẾT ĐỊNH\nCông bố\n\
         Điều 1. Công bố\nĐiều 2. Quyết định này có hiệu lực kể từ ngày ký\nPHỤ LỤC\nI. TTHC SỬA ĐỔI - BỔ SUNG (02 TTHC)\n{COLUMNS}\n\
         1,1.004001,\"Cấp giấy một,Sở A\n{TWO}\n"
    );
    let draft = draft("a.csv", &text);
    assert!(
        draft.questions.iter().any(|q| q.contains("Dòng 11") && q.contains("Cấp giấy một")),
        "{:#?}",
        draft.questions
    );
    assert!(
        draft.text.contains("name = \"Cấp giấy hai\"") && draft.text.contains("complete = false"),
        "{}",
        draft.text
    );
}
