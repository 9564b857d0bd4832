//! Import, by what files are and how far they may go: workbooks, texts in disguise, and hostile files.

use crate::importing;
use crate::world;

use std::io::Write;

use importing::{Held, fixture, full, of_bytes};
use niemyet::import::{Foreign, Kind, limits};
use niemyet::strings::Language;
use rust_xlsxwriter::Workbook;
use world::World;

const TITLES: [&str; 5] = ["Mã số", "Tên", "Cơ quan ban hành", "Cơ quan thực hiện", "Lĩnh vực"];

/// The portal's export: a motto, the titles, rows.
fn workbook(rows: &[[&str; 5]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Danh sách TTHC").unwrap();
    sheet.write(0, 0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nDANH SÁCH THỦ TỤC HÀNH CHÍNH").unwrap();
    for (row, cells) in std::iter::once(&TITLES).chain(rows).enumerate() {
        for (column, text) in cells.iter().enumerate() {
            sheet.write(u32::try_from(row + 1).unwrap(), u16::try_from(column).unwrap(), *text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// What import says of one file that it refuses as a whole.
#[track_caller]
fn refusal(file: Foreign) -> String {
    let plan = Held::with_agencies().plan(&[file], &full());
    assert_eq!(plan.edits, [], "{:?}", plan.report);
    let [one] = plan.report.refused.as_slice() else { panic!("{:?}", plan.report) };
    one.reason.shown(Language::English)
}

/// A part of an archive: its name and what writes it.
type Part<'p> = (&'p str, &'p dyn Fn(&mut dyn Write));

/// An archive of parts, deflated.
fn archive(parts: &[Part<'_>]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, write) in parts {
        writer.start_file(*name, options).unwrap();
        write(&mut writer);
    }
    writer.finish().unwrap().into_inner()
}

/// The parts that make an archive a workbook of one sheet.
fn book_around(sheet: &dyn Fn(&mut dyn Write), shared: &dyn Fn(&mut dyn Write)) -> Vec<u8> {
    let text = |text: &'static str| move |out: &mut dyn Write| out.write_all(text.as_bytes()).unwrap();
    archive(&[
        (
            "[Content_Types].xml",
            &text(
                "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>",
            ),
        ),
        (
            "_rels/.rels",
            &text(
                "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
                 <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
                 Target=\"xl/workbook.xml\"/></Relationships>",
            ),
        ),
        (
            "xl/workbook.xml",
            &text(
                "<?xml version=\"1.0\"?><workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
                 xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>\
                 <sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &text(
                "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
                 <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" \
                 Target=\"worksheets/sheet1.xml\"/></Relationships>",
            ),
        ),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/sharedStrings.xml", shared),
    ])
}

const SHEET: &str = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">";

#[test]
fn a_workbook_is_read_below_its_motto_and_agencies_are_parted_at_line_ends() {
    let rows = [
        ["1.000001", "Thủ tục một", "Bộ Tư pháp", "Sở Tài chính các tỉnh, thành phố\nSở Tư pháp", "Hộ tịch"],
        ["", "", "", "", ""],
        ["1.00x", "Mã\u{a0}sai", "Bộ Tư pháp", "", "Hộ tịch"],
    ];
    let mut held = Held::with_agencies();
    // The name lies: what the file is, its content tells.
    let report = held.import(&[of_bytes("danh-sach.csv", &workbook(&rows))], &full());
    assert_eq!(report.files.first().and_then(|file| file.kind), Some(Kind::ListWorkbook));
    let text = held.text("procedures/ho-tich/1.000001.md");
    assert!(text.contains("executing = [\"Sở Tài chính các tỉnh, thành phố\", \"Sở Tư pháp\"]"), "{text}");
    // A code that cannot be one; the row and the sheet are told.
    let report = held.import(&[of_bytes("a.xlsx", &workbook(&[["x", "Tên", "", "", ""]]))], &full());
    let told = report.refused.first().map(|one| one.place.shown(Language::English));
    assert_eq!(told.as_deref(), Some("a.xlsx, sheet “Danh sách TTHC”, row 3"));
}

#[test]
fn a_code_typed_as_a_number_has_lost_its_zeros_and_is_refused() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, title) in TITLES.iter().enumerate() {
        sheet.write(0, u16::try_from(column).unwrap(), *title).unwrap();
    }
    for (row, number) in [(1, 1.00422), (2, 1.004222)] {
        sheet.write(row, 0, number).unwrap();
        sheet.write(row, 1, "Tên").unwrap();
    }
    let mut held = Held::with_agencies();
    let report = held.import(&[of_bytes("a.xlsx", &book.save_to_buffer().unwrap())], &full());
    assert_eq!((report.created, report.refused.len()), (1, 1));
    assert!(held.has("procedures/chua-xac-dinh/1.004222.md"));
}

#[test]
fn lists_come_with_commas_semicolons_or_tabs() {
    for separator in [",", ";", "\t"] {
        let text =
            ["Mã số", "Tên", "Lĩnh vực"].join(separator) + "\r\n" + &["1.000001", "A", "B"].join(separator) + "\r\n";
        let report = Held::with_agencies().import(&[of_bytes("a", text.as_bytes())], &full());
        assert_eq!(report.created, 1, "{separator:?}");
    }
}

#[test]
fn an_array_of_detail_records_and_a_gzipped_file_are_read() {
    let one = String::from_utf8(fixture("detail.json").bytes).unwrap();
    let report = Held::with_agencies().import(&[of_bytes("a.json", format!("[{one}]").as_bytes())], &full());
    assert_eq!(report.created, 1);
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(&fixture("lines.jsonl").bytes).unwrap();
    let report = Held::with_agencies().import(&[of_bytes("a.gz", &encoder.finish().unwrap())], &full());
    assert_eq!(report.created, 2);
}

#[test]
fn what_import_does_not_read_is_refused_by_name() {
    for (bytes, like) in [
        (&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], "(xls)"),
        (b"%PDF-1.7", "(pdf)"),
        (b"<!doctype html><title>x</title>", "(html)"),
        (b"\xff\xfeM\0", "(utf-16)"),
        (b"", "(empty)"),
        (b"{\"a\": 1}\n", "no key of this JSON is a procedure's code and name"),
        (b"M\xe3 s\xf4,T\xean\n", "not UTF-8 (byte 2)"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "cannot be read"),
        (b"PK\x03\x04rubbish", "cannot be read"),
        (b"[1, 2", "cannot be read"),
        (b"T\xc3\xaan,M\xc3\xb4 t\xe1\xba\xa3\nA,B\n", "no row with the titles"),
    ] {
        let told = refusal(of_bytes("file", bytes));
        assert!(told.contains(like), "{told:?} has not {like:?}");
    }
}

#[test]
fn a_bomb_is_refused_before_it_goes_off() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..=limits::UNPACKED_BYTES >> 20 {
        encoder.write_all(&zeros).unwrap();
    }
    assert!(
        refusal(of_bytes("bomb.gz", &encoder.finish().unwrap())).contains("what the file holds is more than 256 MiB")
    );

    let book = book_around(
        &|out| {
            out.write_all(SHEET.as_bytes()).unwrap();
            for _ in 0..=limits::UNPACKED_BYTES >> 20 {
                out.write_all(&zeros).unwrap();
            }
        },
        &|_| {},
    );
    assert!(book.len() < 2 << 20);
    assert!(refusal(of_bytes("bomb.xlsx", &book)).contains("what the file holds is more than 256 MiB"));
}

#[test]
fn a_workbook_that_announces_more_texts_than_it_has_is_refused_wherever_it_says_so() {
    // Just over the limit: were there no check, the reader would take 24 MB.
    let announced = limits::SHARED_TEXTS + 1;
    for before in ["", &format!("<!-- {} -->", "x".repeat(100_000)), "<!-- uniqueCount=\"1\" -->"] {
        let book = book_around(&|out| out.write_all(SHEET.as_bytes()).unwrap(), &|out| {
            write!(out, "{before}<x:sst count=\"1\" uniqueCount = '{announced}'/>").unwrap();
        });
        assert!(refusal(of_bytes("a.xlsx", &book)).contains("more than 1000000 rows"), "{before:.40}");
    }
}

/// A list that people fill in and give back is a workbook as any.
#[test]
fn a_filled_workbook_is_measured_too() {
    let book = book_around(&|out| out.write_all(SHEET.as_bytes()).unwrap(), &|out| {
        write!(out, "<sst uniqueCount=\"{}\"/>", limits::SHARED_TEXTS + 1).unwrap();
    });
    let world = World::new();
    let office = ["new", "office", "ubnd-tinh", "--name", "Ủy ban nhân dân tỉnh", "--agency", "ubnd-tinh"];
    assert_eq!(world.run(&office).status, Some(0));
    world.put("a.xlsx", book);
    let ran = world.run(&["import", "offices", "a.xlsx", "--lang", "en"]);
    assert_eq!(ran.status, Some(1), "{ran:#?}");
    assert!(ran.stdout.contains("more than 1000000 rows"), "{ran:#?}");
}

/// Of several cells with one formula only the first has its text; the others name it by a number.
#[test]
fn a_formula_that_cells_share_is_read_for_each() {
    let page = "019f6b18-eb9c-77ec-b74c-bae23f52f669";
    let text = |out: &mut dyn Write, cell: &str, text: &str| {
        write!(out, "<c r=\"{cell}\" t=\"inlineStr\"><is><t>{text}</t></is></c>").unwrap();
    };
    let book = book_around(
        &|out| {
            let formula = format!("HYPERLINK(\"https://dichvucong.gov.vn/thu-tuc-hanh-chinh/{page}\",\"Xem\")");
            write!(out, "{SHEET}<sheetData><row r=\"1\">").unwrap();
            text(out, "A1", "Mã số");
            text(out, "B1", "Tên");
            write!(
                out,
                "<c r=\"D1\" t=\"str\"><f t=\"shared\" ref=\"D1:D2\" si=\"7\">{formula}</f><v>Xem</v></c></row>"
            )
            .unwrap();
            write!(out, "<row r=\"2\">").unwrap();
            text(out, "A2", "1.004222");
            text(out, "B2", "Thủ tục một");
            write!(out, "<c r=\"D2\" t=\"str\"><f t=\"shared\" si=\"7\"/><v>Xem</v></c></row></sheetData></worksheet>")
                .unwrap();
        },
        &|out| out.write_all(b"<sst/>").unwrap(),
    );
    let mut held = Held::with_agencies();
    let report = held.import(&[of_bytes("a.xlsx", &book)], &full());
    assert!(held.has("links.tsv") && held.text("links.tsv").contains(page), "{report:#?}");
}

/// A workbook whose cells are all the same text.
fn book_of_one_text(text: &str) -> Vec<u8> {
    book_around(
        &|out| {
            write!(out, "{SHEET}<sheetData><row r=\"1\">").unwrap();
            write!(out, "<c r=\"A1\" t=\"inlineStr\"><is><t>Mã số</t></is></c>").unwrap();
            write!(out, "<c r=\"B1\" t=\"inlineStr\"><is><t>Tên</t></is></c></row>").unwrap();
            for row in 2..20_000 {
                write!(out, "<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c>").unwrap();
                write!(out, "<c r=\"B{row}\" t=\"s\"><v>0</v></c><c r=\"XFD{row}\" t=\"s\"><v>0</v></c></row>")
                    .unwrap();
            }
            write!(out, "<row r=\"1048576\"/></sheetData></worksheet>").unwrap();
        },
        &|out| {
            out.write_all(b"<sst uniqueCount=\"1\"><si><t>").unwrap();
            out.write_all(text.as_bytes()).unwrap();
            out.write_all(b"</t></si></sst>").unwrap();
        },
    )
}

#[test]
fn one_long_text_in_every_cell_costs_no_more_than_itself() {
    // Longer than a row may be: every row is refused, and none is kept.
    let plan = Held::with_agencies().plan(&[of_bytes("a.xlsx", &book_of_one_text(&"x".repeat(1 << 20)))], &full());
    assert_eq!((plan.report.created, plan.report.refused.len()), (0, 19_998));
    // Shorter, but together more than the file may unpack to.
    let book = book_of_one_text(&"x".repeat(30_000));
    assert!(refusal(of_bytes("a.xlsx", &book)).contains("what the file holds is more than 256 MiB"));
}

#[test]
fn more_json_values_than_the_limit_are_refused_whole() {
    let row = format!("{{\"code\":\"1.000001\",\"name\":[{}0]}}\n", "0,".repeat(999_999));
    let lines = row.repeat(limits::VALUES / 1_000_000 + 1);
    assert!(refusal(of_bytes("a.jsonl", lines.as_bytes())).contains("more than 8000000 JSON values"));
}

#[test]
fn more_rows_than_the_limit_are_refused_whole() {
    let rows = (0..=limits::ROWS).map(|row| format!("1.{row:06},Tên\n")).collect::<String>();
    assert!(refusal(of_bytes("a.csv", format!("Mã số,Tên\n{rows}").as_bytes())).contains("more than 100000 rows"));
    let lines = "{}\n".repeat(limits::ROWS + 1);
    assert!(refusal(of_bytes("a.jsonl", lines.as_bytes())).contains("more than 100000 rows"));
}

#[test]
fn a_giant_record_or_name_is_refused_alone() {
    let name = "a".repeat(limits::NAME_CHARS + 1);
    let steps = "b".repeat(limits::RECORD_BYTES);
    let lines = format!(
        "{{\"code\":\"1.000001\",\"name\":\"{name}\"}}\n\
         {{\"code\":\"1.000002\",\"name\":\"A\",\"steps\":\"{steps}\"}}\n\
         {{\"code\":\"1.000003\",\"name\":\"A\"}}\n"
    );
    let report = Held::with_agencies().import(&[of_bytes("a.jsonl", lines.as_bytes())], &full());
    let told: Vec<String> = report.refused.iter().map(|one| one.reason.shown(Language::English)).collect();
    assert_eq!(told, ["the name is longer than 2000 characters", "the record is larger than 2 MiB"]);
    assert_eq!(report.created, 1);
}

#[test]
fn a_file_over_the_limit_is_refused_by_its_size() {
    let bytes = vec![b' '; usize::try_from(limits::FILE_BYTES).unwrap() + 1];
    assert!(refusal(of_bytes("a.csv", &bytes)).contains("over the limit of 64 MiB"));
}

#[test]
fn deeply_nested_json_is_a_refused_line() {
    let deep = "[".repeat(100_000);
    let line = format!("{{\"code\":\"1.000001\",\"name\":{deep}\n{{\"code\":\"1.000002\",\"name\":\"A\"}}\n");
    let report = Held::with_agencies().import(&[of_bytes("a.jsonl", line.as_bytes())], &full());
    assert_eq!((report.created, report.refused.len()), (1, 1), "{report:?}");
}
