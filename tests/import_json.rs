//! JSON as portals, boards and collections of records have it; and files of other kinds, refused with where they belong.

use crate::importing;
use crate::world;

use importing::{Held, code, facts, full, of_bytes};
use niemyet::import::{Kind, ListKind, Posted, Reason, Report, Standing, read_decisions};
use niemyet::input::{Files, Input};
use niemyet::load::load;
use niemyet::strings::Language;
use world::World;

fn import(name: &str, text: &str) -> (Held, Report) {
    let mut held = Held::with_agencies();
    let report = held.import(&[of_bytes(name, text.as_bytes())], &full());
    (held, report)
}

fn remarks(report: &Report) -> Vec<String> {
    report.notes.iter().map(|note| note.remark.shown(Language::English)).collect()
}

/// The whole of what a list of two procedures makes, with the second's file.
fn made(report: &Report, held: &Held) -> (u64, Vec<Reason>, String) {
    let paths: Vec<&String> = held.files.keys().filter(|path| path.contains("1.004222")).collect();
    let path = paths.first().map_or("", |path| path.as_str());
    let refused = report.refused.iter().map(|one| one.reason.clone()).collect();
    (report.created, refused, if path.is_empty() { String::new() } else { held.text(path) })
}

/// Two procedures in the shapes of public repositories.
const LISTS: [&str; 16] = [
    r#"[{"ma_thu_tuc": "1.004194", "ten_thu_tuc": "Đăng ký tạm trú"}, {"ma_thu_tuc": "1.004222", "ten_thu_tuc": "Đăng ký thường trú"}]"#,
    r#"[{"maThuTuc": "1.004194", "tenThuTuc": "Đăng ký tạm trú"}, {"maThuTuc": "1.004222", "tenThuTuc": "Đăng ký thường trú"}]"#,
    r#"[{"TTHC_MA": "1.004194", "NAME": "Đăng ký tạm trú"}, {"TTHC_MA": "1.004222", "NAME": "Đăng ký thường trú"}]"#,
    r#"[{"TTHC_MA": "1.004194", "TTHC_TEN": "Đăng ký tạm trú"}, {"TTHC_MA": "1.004222", "TTHC_TEN": "Đăng ký thường trú"}]"#,
    r#"[{"MA_TTHC": "1.004194", "TEN_TTHC": "Đăng ký tạm trú"}, {"MA_TTHC": "1.004222", "TEN_TTHC": "Đăng ký thường trú"}]"#,
    r#"[{"maTTHC": "1.004194", "tenTTHC": "Đăng ký tạm trú"}, {"maTTHC": "1.004222", "tenTTHC": "Đăng ký thường trú"}]"#,
    r#"[{"mathutuc": "1.004194", "tenthutuc": "Đăng ký tạm trú"}, {"mathutuc": "1.004222", "tenthutuc": "Đăng ký thường trú"}]"#,
    r#"[{"Mã thủ tục": "1.004194", "Tên thủ tục": "Đăng ký tạm trú"}, {"Mã thủ tục": "1.004222", "Tên thủ tục": "Đăng ký thường trú"}]"#,
    r#"{"data": [{"ma": "1.004194", "ten": "Đăng ký tạm trú"}, {"ma": "1.004222", "ten": "Đăng ký thường trú"}]}"#,
    r#"{"status": 200, "result": {"total": 2, "items": [{"procedureCode": "1.004194", "procedureName": "Đăng ký tạm trú"}, {"procedureCode": "1.004222", "procedureName": "Đăng ký thường trú"}]}}"#,
    r#"{"rows": [{"code": "1.004194", "name": "Đăng ký tạm trú"}, {"code": "1.004222", "name": "Đăng ký thường trú"}]}"#,
    r#"[{"code": "1.004194", "name": "Đăng ký tạm trú", "stt": 1}, {"code": "1.004222", "name": "Đăng ký thường trú", "stt": 2}]"#,
    r#"{"1.004194": {"ten": "Đăng ký tạm trú"}, "1.004222": {"ten": "Đăng ký thường trú"}}"#,
    r#"[{"id": "1.004194", "ten_thu_tuc": "Đăng ký tạm trú"}, {"id": "1.004222", "ten_thu_tuc": "Đăng ký thường trú"}]"#,
    "{\"ma_thu_tuc\": \"1.004194\", \"ten_thu_tuc\": \"Đăng ký tạm trú\"}\n{\"ma_thu_tuc\": \"1.004222\", \"ten_thu_tuc\": \"Đăng ký thường trú\"}\n",
    "\u{feff}[\n  {\"ma-thu-tuc\": \"1.004194\", \"ten-thu-tuc\": \"Đăng ký tạm trú\"},\n  {\"ma-thu-tuc\": \"1.004222\", \"ten-thu-tuc\": \"Đăng ký thường trú\"}\n]\n",
];

#[test]
fn a_list_in_json_is_read_whatever_it_calls_its_codes_and_names() {
    for text in LISTS {
        let (held, report) = import("a.json", text);
        let (created, refused, file) = made(&report, &held);
        assert_eq!((created, refused), (2, vec![]), "{text}");
        assert!(
            file.contains("name = \"Đăng ký thường trú\"") && file.contains("steps = \"not-entered\""),
            "{text}\n{file}"
        );
        assert_eq!(report.files[0].kind, Some(Kind::ListJson), "{text}");
        let left = remarks(&report).into_iter().filter(|remark| remark.contains("key")).collect::<Vec<_>>();
        assert_eq!(left, Vec::<String>::new(), "{text}");
        assert_eq!(held.errors(), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn the_old_list_services_rows_give_names_and_weight_and_what_is_not_known_is_told_once() {
    let row = |code: &str, name: &str, weight: &str| {
        format!(r#"{{"TTHC_MA": "{code}", "TYPE": "1", "NAME": "{name}", "WEIGHT": "{weight}", "TOTAL_RECORDS": "2"}}"#)
    };
    let rows = [row("1.004194", "Đăng ký tạm trú", "155"), row("1.004222", "Đăng ký thường trú", "87")];
    let (held, report) = import("a.json", &format!("[{}]", rows.join(",")));
    assert!(made(&report, &held).2.contains("weight = 87\n"));
    let told: Vec<String> = remarks(&report).into_iter().filter(|remark| !remark.contains("Chưa xác định")).collect();
    assert_eq!(told, ["the key “TYPE” is unknown (2 rows have it); left"]);
    // One page of a longer list is told as that.
    let (_, report) = import("a.json", &format!("[{}]", rows[0]));
    assert!(remarks(&report).iter().any(|remark| remark.contains("declares 2 procedures, 1 rows")), "{report:?}");
}

#[test]
fn fields_and_agencies_are_read_from_texts_objects_and_arrays() {
    for (sector, executing) in [
        (r#""linhVuc": "Hộ tịch""#, r#""coQuanThucHien": "UBND cấp xã""#),
        (r#""linh_vuc": {"id": 7, "ten": "Hộ tịch"}"#, r#""co_quan_thuc_hien": ["UBND cấp xã"]"#),
        (
            r#""LINHVUC": {"ma": "G15", "tenLinhVuc": "Hộ tịch"}"#,
            r#""CoQuanThucHien": [{"id": 1, "ten": "UBND cấp xã"}]"#,
        ),
        (r#""tenLinhVuc": "Hộ tịch""#, r#""executing_agency": "UBND cấp xã""#),
        (r#""sector": "Hộ tịch""#, r#""executingAgency": {"name": "UBND cấp xã"}"#),
        (r#""field": {"name": "Hộ tịch"}"#, r#""cơ quan thực hiện": "UBND cấp xã""#),
    ] {
        let text =
            format!(r#"[{{"ma": "1.004222", "ten": "Một", "coQuanBanHanh": "Bộ Tư pháp", {sector}, {executing}}}]"#);
        let (held, report) = import("a.json", &text);
        let file = held.text("procedures/ho-tich/1.004222.md");
        assert!(
            file.contains("issuer = \"bo-tu-phap\"") && file.contains("executing = [\"UBND cấp xã\"]"),
            "{text}\n{file}"
        );
        assert!(report.refused.is_empty() && !remarks(&report).iter().any(|one| one.contains("key")), "{report:?}");
    }
}

#[test]
fn a_code_that_json_keeps_as_a_number_is_taken_whole_or_asked() {
    for (written, taken) in
        [("1.012753", true), ("1.00422", false), ("1004222", false), ("\"1.00422\"", false), ("null", false)]
    {
        let (_, report) = import("a.json", &format!(r#"[{{"ma_thu_tuc": {written}, "ten_thu_tuc": "Một"}}]"#));
        assert_eq!(
            (report.created, report.refused.len()),
            if taken { (1, 0) } else { (0, 1) },
            "{written}: {report:?}"
        );
    }
}

#[test]
fn of_two_keys_of_one_kind_the_code_and_the_longer_name_are_taken_and_the_other_is_told() {
    let text = r#"[{"ma": "12345", "ma_thu_tuc": "1.004222", "ten": "Ngắn", "ten_thu_tuc": "Đăng ký thường trú"}]"#;
    let (held, report) = import("a.json", text);
    assert!(held.text("procedures/chua-xac-dinh/1.004222.md").contains("name = \"Đăng ký thường trú\""));
    let left: Vec<String> = remarks(&report).into_iter().filter(|remark| remark.contains("key")).collect();
    assert_eq!(
        left,
        ["the key “ma” is unknown (1 rows have it); left", "the key “ten” is unknown (1 rows have it); left"]
    );
}

#[test]
fn one_record_a_file_is_a_record_and_no_list() {
    for text in [
        r#"{"ma_thu_tuc": "1.004222", "ten_thu_tuc": "Đăng ký thường trú", "linh_vuc": "Hộ tịch"}"#,
        "{\n  \"maThuTuc\": \"1.004222\",\n  \"tenThuTuc\": \"Đăng ký thường trú\",\n  \"linhVuc\": \"Hộ tịch\"\n}\n",
    ] {
        let (held, report) = import("1.004222.json", text);
        assert_eq!((report.created, report.files[0].kind), (1, Some(Kind::Record)), "{report:?}");
        assert!(report.files[0].list.is_none());
        assert!(held.has("procedures/ho-tich/1.004222.md"));
    }
}

#[test]
fn a_record_with_content_is_taken_whole_and_what_it_has_no_key_for_is_not_entered() {
    let text = r#"[{"ma_thu_tuc": "1.004222", "ten_thu_tuc": "Đăng ký thường trú", "linh_vuc": "Hộ tịch", "cap_thuc_hien": "Cấp xã",
        "so_quyet_dinh": "885/QĐ-BCA", "trinh_tu_thuc_hien": "Bước 1: nộp hồ sơ.", "ket_qua_thuc_hien": "Thông báo", "yeu_cau": ""}]"#;
    let (held, report) = import("a.json", text);
    let file = held.text("procedures/ho-tich/1.004222.md");
    for expected in [
        "levels = [\"commune\"]",
        "decision = \"885/QĐ-BCA\"",
        "papers = \"not-entered\"",
        "legal = \"not-entered\"",
        "conditions = \"not-published\"",
        "Bước 1: nộp hồ sơ.",
    ] {
        assert!(file.contains(expected), "{expected}\n{file}\n{report:?}");
    }
    let mut held = Held::with_agencies();
    held.import(&[of_bytes("a.json", text.as_bytes())], &facts());
    assert!(!held.text("procedures/ho-tich/1.004222.md").contains("Bước 1"));
}

/// Boards, as their sites give them.
const BOARDS: [&str; 11] = [
    r#"[{"ma": "1.004222", "ten": "Một", "linhVuc": "Hộ tịch", "cap": "xã"}]"#,
    r#"[{"ma": "1.004222", "ten": "Một", "linhVuc": "Hộ tịch", "cap": "xã", "trangThai": "Còn hiệu lực"}]"#,
    r#"{"thuTuc": [{"ma": "1.004222", "ten": "Một", "linhVuc": "Hộ tịch", "cap": ["xã", "tỉnh"], "hieuLuc": true}]}"#,
    r#"{"capNhat": "2026-09-01", "items": [{"ma": "1.004222", "ten": "Một", "linh_vuc": "Hộ tịch", "tinh_trang": "bãi bỏ"}]}"#,
    r#"[{"ma": "1.004222", "ten": "Một", "linhVuc": "Hộ tịch", "status": "repealed", "effectiveDate": "2026-01-01"}]"#,
    r#"[{"ma": "1.004222", "ten": "Một", "linhVuc": "Hộ tịch", "ngayHieuLuc": "01/01/2026", "ngayHetHieuLuc": null}]"#,
    r#"[{"ma": "1.004222", "ten": "Một", "linhVuc": "Hộ tịch", "coQuanBanHanh": "Bộ Tư pháp", "trangThai": "Còn"}]"#,
    r#"[{"ma": "1.004222", "ten": "Một", "linhVuc": "Hộ tịch", "coQuanBanHanh": "Bộ Tư pháp", "thoiHan": "5 ngày"}]"#,
    r#"[{"ma": "1.004222", "ten": "Một", "linhVuc": "Hộ tịch", "coQuanBanHanh": "Bộ Tư pháp", "lePhi": "0"}]"#,
    r#"{"data": {"rows": [{"MA": "1.004222", "TEN": "Một", "LINHVUC": "Hộ tịch", "CAP": 3, "TRANG_THAI": 1}]}}"#,
    "{\"ma\":\"1.004222\",\"ten\":\"Một\",\"linhVuc\":\"Hộ tịch\",\"cap\":\"xã\"}\n{\"ma\":\"1.004194\",\"ten\":\"Hai\",\"linhVuc\":\"Hộ tịch\",\"cap\":\"xã\"}\n",
];

#[test]
fn a_board_is_posted_and_its_lifecycle_is_left_and_told() {
    for text in BOARDS {
        let (held, report) = import("bang.json", text);
        assert!(held.has("procedures/ho-tich/1.004222.md"), "{text}: {report:?}");
        let kind = report.files[0].list.as_ref().map(|list| list.kind.clone());
        let is_posted = matches!(
            kind,
            Some(ListKind { standing: Standing::Posted(Posted::NoIssuer | Posted::OfficeColumn(_)), .. })
        );
        assert!(is_posted, "{text}: {kind:?}");
        let says = ["trang", "hieu", "tinh", "status", "effective", "ngay", "Hieu", "TRANG"];
        let told = remarks(&report).iter().any(|remark| remark.contains("speaks of a status"));
        assert_eq!(told, says.iter().any(|key| text.contains(&format!("\"{key}"))), "{text}: {:?}", remarks(&report));
    }
}

#[test]
fn a_board_in_json_is_refused_as_evidence_with_the_reason() {
    let world = World::new();
    world.put("bang.json", BOARDS[1]);
    let order =
        ["import", "bang.json", "--none", "--snapshot", "x", "--taken", "2026-11-15", "--title", "T", "--source", "S"];
    let ran = world.run(&[&order[..], &["--lang", "en"]].concat());
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(
        ran.stdout.contains("bang.json is posted") || ran.stdout.contains("bang.json is what an office"),
        "{}",
        ran.stdout
    );
    assert!(!world.names().iter().any(|name| name.contains("snapshots/x")));
}

#[test]
fn a_column_that_tells_a_status_makes_a_table_posted() {
    let text = "Mã số,Tên,Cơ quan ban hành,Lĩnh vực,Trạng thái\n1.004222,Một,Bộ Tư pháp,Hộ tịch,Hết hiệu lực\n";
    let (_, report) = import("a.csv", text);
    let standing = report.files[0].list.as_ref().map(|list| list.kind.standing.clone());
    assert_eq!(standing, Some(Standing::Posted(Posted::OfficeColumn("Trạng thái".into()))));
    let (held, _) = import("a.csv", "ma_thu_tuc;tenThuTuc;linhVuc\n1.004222;Một;Hộ tịch\n");
    assert!(held.has("procedures/ho-tich/1.004222.md"));
}

#[test]
fn json_that_has_no_procedures_is_told_by_its_keys() {
    for text in [r#"[{"a": 1, "b": 2}]"#, r#"{"items": [{"x": 1}]}"#, "[]", r#"{"data": []}"#] {
        let (_, report) = import("a.json", text);
        let [refusal] = report.refused.as_slice() else { panic!("{text}: {report:?}") };
        assert!(matches!(refusal.reason, Reason::JsonUnknown(_)), "{text}: {refusal:?}");
    }
    let (_, report) = import("a.json", r#"[{"foo": 1, "bar": 2}]"#);
    assert!(report.refused[0].reason.shown(Language::English).ends_with("its first keys: foo, bar"));
}

fn zip_of(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn what_is_no_list_is_refused_by_name_and_with_the_command_that_reads_it() {
    let docx = zip_of(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<w/>")]);
    let pptx = zip_of(&[("[Content_Types].xml", "<Types/>"), ("ppt/presentation.xml", "<p/>")]);
    let odt = zip_of(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<o/>")]);
    let photos = zip_of(&[("IMG_1.jpg", "x")]);
    let word: Vec<u8> = [&b"\xd0\xcf\x11\xe0"[..], b"W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"].concat();
    let cases: [(&str, &[u8], Reason); 20] = [
        ("a.docx", &docx, Reason::NoListFormat("docx")),
        ("a.xlsx", &docx, Reason::NoListFormat("docx")),
        ("a.odt", &odt, Reason::NoListFormat("odt")),
        ("a.pptx", &pptx, Reason::FormatUnknown("zip")),
        ("a.zip", &photos, Reason::FormatUnknown("zip")),
        ("a.doc", &word, Reason::NoListFormat("doc")),
        ("a.pdf", b"%PDF-1.7 x", Reason::NoListFormat("pdf")),
        ("a.html", b"<!DOCTYPE html><html></html>", Reason::NoListFormat("html")),
        ("a.rtf", b"{\\rtf1 x}", Reason::NoListFormat("rtf")),
        ("a.png", b"\x89PNG\r\n\x1a\n", Reason::Picture("png")),
        ("a.jpg", b"\xff\xd8\xff\xe0..JFIF", Reason::Picture("jpg")),
        ("a.tif", b"II*\0....", Reason::Picture("tiff")),
        ("a.heic", b"\0\0\0\x18ftypheic", Reason::Picture("heic")),
        ("a.rar", b"Rar!\x1a\x07", Reason::FormatUnknown("rar")),
        ("a.7z", b"7z\xbc\xaf\x27\x1c", Reason::FormatUnknown("7z")),
        ("a.json", r#"[{"number": "9/QĐ-UBND", "rows": []}]"#.as_bytes(), Reason::IsDecision("json")),
        ("a.json", r#"{"number": "9/QĐ-UBND", "procedures": []}"#.as_bytes(), Reason::IsDecision("json")),
        (
            "a.json",
            r#"[{"CODE": "9/QĐ-UBND", "NAME": "x", "PUBLISHING_DATE": "x"}]"#.as_bytes(),
            Reason::IsDecision("json"),
        ),
        ("a.csv", "Số quyết định,Ngày ký\n9/QĐ-UBND,1/9/2026\n".as_bytes(), Reason::IsDates),
        ("a.txt", "QUYẾT ĐỊNH\nĐiều 1. Công bố\n".as_bytes(), Reason::NoHeader),
    ];
    for (name, bytes, expected) in cases {
        let report = Held::with_agencies().import(&[of_bytes(name, bytes)], &full());
        let reasons: Vec<Reason> = report.refused.iter().map(|one| one.reason.clone()).collect();
        assert_eq!(reasons.as_slice(), std::slice::from_ref(&expected), "{name}");
        let leads = !matches!(expected, Reason::FormatUnknown(_) | Reason::Picture(_));
        assert_eq!(expected.shown(Language::Vietnamese).contains("niemyet import decision"), leads, "{expected:?}");
    }
}

#[test]
fn what_is_no_decision_is_refused_by_name_and_with_the_command_that_reads_it() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, (title, text)) in [("Mã số", "1.004222"), ("Tên", "Một"), ("Lĩnh vực", "Hộ tịch")].iter().enumerate()
    {
        sheet.write(0, u16::try_from(column).unwrap(), *title).unwrap();
        sheet.write(1, u16::try_from(column).unwrap(), *text).unwrap();
    }
    let xlsx = book.save_to_buffer().unwrap();
    let list = Reason::IsList("xlsx, csv");
    let cases: [(&str, &[u8], Reason); 13] = [
        ("a.xlsx", &xlsx, list.clone()),
        ("a.csv", "Mã số,Tên\n1.004222,Một\n".as_bytes(), list.clone()),
        ("a.csv", "\u{feff}Mã số;Tên;Lĩnh vực\r\n1.004222;Một;Hộ tịch\r\n".as_bytes(), list.clone()),
        ("a.csv", "DANH SÁCH THỦ TỤC\nSTT,Mã TTHC,Tên TTHC\n1,1.004222,Một\n".as_bytes(), list),
        ("a.json", LISTS[0].as_bytes(), Reason::IsList("json")),
        ("a.json", LISTS[2].as_bytes(), Reason::IsList("json")),
        ("a.json", LISTS[9].as_bytes(), Reason::IsList("json")),
        ("a.json", r#"{"codeNotation": "1.004222", "name": "x"}"#.as_bytes(), Reason::IsList("json")),
        ("a.jsonl", LISTS[14].as_bytes(), Reason::IsList("JSON Lines")),
        ("a.png", b"\x89PNG\r\n\x1a\n", Reason::Picture("png")),
        ("a.jpg", b"\xff\xd8\xff\xe0..JFIF", Reason::Picture("jpg")),
        ("a.rar", b"Rar!\x1a\x07", Reason::DecisionFormat("rar")),
        ("a.json", br#"[{"a": 1}]"#, Reason::DecisionFormat("json")),
    ];
    let none = Files::new;
    let today = importing::day();
    let input = Input { catalogue: none(), site: none(), templates: none(), as_of: today, today, base_url: None };
    let records = load(&input).0;
    for (name, bytes, expected) in cases {
        assert_eq!(read_decisions(&of_bytes(name, bytes), &records).map(|_| ()), Err(expected.clone()), "{name}");
        let is_list = matches!(expected, Reason::IsList(_));
        assert!(!is_list || expected.shown(Language::English).ends_with("use `niemyet import FILE`"));
    }
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let world = World::new();
    for args in [
        &["import", "khong-co.xlsx"][..],
        &["import", "decision", "khong-co.docx"],
        &["import", "a.csv", "--only", "x.txt"],
    ] {
        world.put("a.csv", "Mã số,Tên\n1.004222,Một\n");
        let ran = world.run(args);
        let name = args.last().unwrap();
        assert_eq!(ran.status, Some(2), "{ran:?}");
        assert!(ran.stderr.contains(&format!("không có tệp `{name}`")), "{}", ran.stderr);
    }
}

#[test]
fn codes_of_boards_are_asked_for_as_any_others() {
    let options = niemyet::import::Options { scope: niemyet::import::Scope::Only([code("1.004222")].into()), ..full() };
    let report = Held::with_agencies().import(&[of_bytes("a.json", LISTS[0].as_bytes())], &options);
    assert_eq!((report.created, report.files[0].outside), (1, 1));
}
