//! Import of codes that spreadsheets and typists damaged: each is refused with what it may have been, and none becomes a
//! procedure of its own.

use crate::importing;

use std::io::{Read, Write};

use importing::{Held, code, day, full, of_bytes};
use niemyet::import::{ListOf, Lists, Options, Report, SnapshotOrder};
use niemyet::strings::Language;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

const HEAD: &str = "Mã số,Tên,Cơ quan ban hành,Cơ quan thực hiện,Lĩnh vực\n";

/// A catalogue that holds three procedures.
fn held() -> Held {
    let mut held = Held::with_agencies();
    let list = format!(
        "{HEAD}1.004220,Nhập khẩu vật liệu nổ,Bộ Xây dựng,,Vật liệu\n1.004222,Đăng ký thường trú,Bộ Tư pháp,,Cư trú\n\
         1.012700,Giao rừng cho tổ chức,Bộ Tư pháp,,Lâm nghiệp\n"
    );
    let report = held.import(&[of_bytes("list.csv", list.as_bytes())], &full());
    assert_eq!((report.created, report.refused.as_slice()), (3, &[][..]));
    held
}

/// What becomes of one more row.
#[track_caller]
fn row(code: &str, name: &str) -> (Report, usize) {
    let mut held = held();
    let before = held.files.len();
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let text = format!("{HEAD}{},{},Bộ Tư pháp,,Cư trú\n", quoted(code), quoted(name));
    let report = held.import(&[of_bytes("row.csv", text.as_bytes())], &full());
    (report, held.files.len() - before)
}

fn refusals(report: &Report) -> Vec<String> {
    report
        .refused
        .iter()
        .map(|one| format!("{}: {}", one.place.shown(Language::English), one.reason.shown(Language::English)))
        .collect()
}

#[test]
fn a_damaged_code_is_refused_with_its_line_and_what_it_was() {
    for (written, meant) in [
        ("1.00422", "1.004220 (Nhập khẩu vật liệu nổ, Bộ Xây dựng)"),
        ("1.0127", "1.012700 (Giao rừng cho tổ chức, Bộ Tư pháp)"),
        ("1,00422", "1.004220 (Nhập khẩu vật liệu nổ, Bộ Xây dựng)"),
        ("1004222", "1.004222 (Đăng ký thường trú, Bộ Tư pháp)"),
        ("1,004222", "1.004222 ("),
        ("1,004,222", "1.004222 ("),
        ("1.004.222", "1.004222 ("),
        ("1 004 222", "1.004222 ("),
        ("1\u{a0}004\u{a0}222", "1.004222 ("),
        ("1.004222(1)", "1.004222 ("),
        ("1.004222*", "1.004222 ("),
        ("1.OO4222", "1.004222 ("),
        ("l.004222", "1.004222 ("),
        ("'1.004222", "1.004222 ("),
        ("1.0042220000000001", "1.004222 ("),
    ] {
        let (report, added) = row(written, "Một tên khác");
        let told = refusals(&report);
        assert_eq!((told.len(), added), (1, 0), "{written}: {told:?}");
        let expected = ["row.csv, line 2: ", written, " is damaged", meant];
        let clean = |text: &str| text.replace(['“', '”'], "").replace('\u{a0}', " ");
        assert!(expected.iter().all(|part| clean(&told[0]).contains(&clean(part))), "{written}: {told:?}");
    }
}

#[test]
fn what_is_left_of_a_day_or_a_power_of_ten_is_refused_without_a_guess() {
    for written in ["2022-04-01", "01/04/2022", "Jan-63", "1.00E+06", "1,00E+06", "45000", "2022-04-01 00:00:00"] {
        let (report, added) = row(written, "Một tên khác");
        assert_eq!((report.refused.len(), added), (1, 0), "{written}: {:?}", refusals(&report));
    }
}

#[test]
fn a_misprint_is_refused_where_the_name_beside_it_is_that_of_a_code_one_digit_off() {
    for written in ["1.004223", "1.002422", "1.014222", "1.0042222", "1.04222"] {
        let (report, added) = row(written, "Đăng ký thường trú");
        assert_eq!(added, 0, "{written}");
        assert!(refusals(&report)[0].contains("1.004222 (Đăng ký thường trú"), "{written}: {:?}", refusals(&report));
    }
    // A name says nothing of a code that is far from its own: names of new procedures are those of old ones.
    let (report, _) = row("2.007777", "Đăng ký thường trú");
    assert_eq!((report.created, refusals(&report)), (1, vec![]));
    // The list that has both codes has two procedures of one name.
    let text = format!("{HEAD}1.004222,Đăng ký thường trú,,,\n1.004223,Đăng ký thường trú,,,\n");
    let report = held().import(&[of_bytes("row.csv", text.as_bytes())], &full());
    assert_eq!((report.created, refusals(&report)), (1, vec![]));
}

#[test]
fn a_code_beside_another_procedures_name_is_refused_and_a_new_name_is_not() {
    let (report, added) = row("1.004220", "Đăng ký thường trú");
    let told = refusals(&report);
    assert_eq!((told.len(), added), (1, 0));
    assert!(
        told[0].contains("1.004220") && told[0].contains("that of 1.004222 (Đăng ký thường trú, Bộ Tư pháp)"),
        "{told:?}"
    );
    let (report, _) = row("1.004222", "Đăng ký thường trú, tạm trú");
    assert_eq!((report.changed.len(), refusals(&report)), (1, vec![]));
}

#[test]
fn an_agencys_suffix_is_printed_behind_the_code_of_the_same_procedure() {
    for written in ["1.004222.H56", "1.004222.000.00.00.H17"] {
        let (report, added) = row(written, "Đăng ký thường trú");
        assert_eq!((added, report.unchanged, refusals(&report)), (0, 1, vec![]), "{written}");
        assert!(report.notes.iter().any(|note| note.remark.shown(Language::English).contains("suffix")));
    }
}

/// The order that keeps a list as evidence.
fn evidence() -> Options {
    let snapshot = SnapshotOrder {
        id: "thang-11".into(),
        title: "Danh sách".into(),
        source: "Cổng".into(),
        taken: Some(day()),
        not_before: None,
        scope: Some(ListOf::default()),
    };
    Options { snapshot: Some(snapshot), ..full() }
}

fn long_list(damaged: usize) -> String {
    let row = |number: usize| {
        let code = if number < damaged { format!("1.{:05}", 10_000 + number) } else { format!("1.{number:06}") };
        format!("{code},Thủ tục số {number},Bộ Tư pháp,,Hộ tịch\n")
    };
    format!("{HEAD}{}", (0..1000).map(row).collect::<String>())
}

#[test]
fn a_list_with_more_damaged_codes_than_one_in_two_hundred_is_no_evidence() {
    let mut held = Held::with_agencies();
    let report = held.import(&[of_bytes("list.csv", long_list(6).as_bytes())], &evidence());
    assert!(!held.has("snapshots/thang-11.tsv"));
    assert_eq!((report.created, report.refused.len()), (0, 7));
    assert!(
        refusals(&report).iter().any(|one| one.starts_with("list.csv: 6 of 1000 rows have damaged codes")),
        "{:?}",
        refusals(&report)[0]
    );
    // A few are named, and the rest is evidence.
    let report = held.import(&[of_bytes("list.csv", long_list(5).as_bytes())], &evidence());
    assert!(held.text("snapshots/thang-11.tsv").contains("1.000005\t"));
    assert_eq!((report.created, report.refused.len()), (995, 5));
    assert_eq!(held.errors(), Vec::<String>::new());
}

#[test]
fn a_plain_import_offers_no_command_that_makes_a_damaged_list_evidence() {
    let told = |damaged: usize| {
        let plan = Held::with_agencies().plan(&[of_bytes("list.csv", long_list(damaged).as_bytes())], &full());
        plan.foretold(Lists::Short, Language::English, "")
    };
    assert!(told(6).contains("6 of 1000 rows have damaged codes") && !told(6).contains("--snapshot"), "{}", told(6));
    assert!(told(5).contains("--snapshot"), "{}", told(5));
}

#[test]
fn the_few_odd_codes_of_a_long_list_are_its_own_and_those_of_a_short_one_are_not() {
    let odd = "1.0133611,Cấp phép thi công nút giao,Bộ Xây dựng,,Đường bộ\n1.014955-Xoa,Hỗ trợ đổi mới,Bộ Xây dựng,,Công nghệ\n";
    let report =
        Held::with_agencies().import(&[of_bytes("a.csv", format!("{}{odd}", long_list(0)).as_bytes())], &full());
    assert_eq!((report.created, refusals(&report)), (1002, vec![]));
    let report = Held::with_agencies().import(&[of_bytes("a.csv", format!("{HEAD}{odd}").as_bytes())], &full());
    assert_eq!((report.created, report.refused.len()), (0, 2));
}

#[test]
fn a_code_that_the_catalogue_knows_is_taken_however_odd_it_is() {
    let mut held = held();
    held.put(
        "snapshots/a.tsv",
        "# title: A\n# source: B\n# taken: 2026-07-01\ncode\tname\n1.0133611\tCấp phép thi công\n",
    );
    let text = format!("{HEAD}1.0133611,Cấp phép thi công,Bộ Xây dựng,,Đường bộ\n");
    let report = held.import(&[of_bytes("a.csv", text.as_bytes())], &full());
    assert_eq!((report.created, refusals(&report)), (1, vec![]));
}

#[test]
fn a_damaged_code_is_named_though_only_procedures_of_the_catalogue_are_wanted() {
    let mut held = held();
    let options = Options { scope: niemyet::import::Scope::Only([code("1.004220")].into()), ..full() };
    let text = format!("{HEAD}1.00422,Nhập khẩu vật liệu nổ,,,\n");
    assert_eq!(held.import(&[of_bytes("a.csv", text.as_bytes())], &options).refused.len(), 1);
}

/// A list with one row, whose code a writer writes.
fn book(write: &dyn Fn(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, title) in ["Mã số", "Tên", "Lĩnh vực", "URL"].iter().enumerate() {
        sheet.write(0, u16::try_from(column).unwrap(), *title).unwrap();
    }
    sheet.write(1, 1, "Tên mới").unwrap();
    write(sheet);
    book.save_to_buffer().unwrap()
}

#[test]
fn the_format_of_a_cell_says_how_many_zeros_its_number_has() {
    for (number, format, expected) in [
        (1.0127, "0.000000", Some("1.012700")),
        (1.00422, "#,##0.000000", Some("1.004220")),
        (1_012_700.0, "0\".\"000000", Some("1.012700")),
        (1.0127, "0.0000", None),
        (1.0127, "General", None),
        (1_004_222.0, "#,##0", None),
    ] {
        let bytes = book(&|sheet| {
            sheet.write_number_with_format(1, 0, number, &Format::new().set_num_format(format)).unwrap();
        });
        let mut held = Held::with_agencies();
        let report = held.import(&[of_bytes("a.xlsx", &bytes)], &full());
        match expected {
            Some(code) => {
                assert!(held.has(&format!("procedures/chua-xac-dinh/{code}.md")), "{format}: {:?}", refusals(&report))
            }
            None => assert_eq!((report.created, report.refused.len()), (0, 1), "{format}"),
        }
    }
    let bytes = book(&|sheet| {
        let day = ExcelDateTime::from_ymd(2022, 4, 1).unwrap();
        sheet.write_datetime_with_format(1, 0, day, &Format::new().set_num_format("dd/mm/yyyy")).unwrap();
    });
    let told = refusals(&Held::with_agencies().import(&[of_bytes("a.xlsx", &bytes)], &full()));
    assert!(told.len() == 1 && told[0].contains("01/04/2022"), "{told:?}");
}

const PORTAL: &str = "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/019f6b18-eb9c-77ec-b74c-bae23f52f669";

#[test]
fn the_portals_page_to_which_a_cell_leads_is_read_from_links_and_formulas() {
    let link = |sheet: &mut rust_xlsxwriter::Worksheet, column| {
        sheet.write_url_with_text(1, column, PORTAL, "Xem").unwrap();
    };
    let formula = format!("=HYPERLINK(\"{PORTAL}\",\"Xem chi tiết\")");
    let writers: [&dyn Fn(&mut rust_xlsxwriter::Worksheet); 4] = [
        &|sheet| link(sheet, 3),
        &|sheet| {
            sheet.write_url_with_text(1, 1, PORTAL, "Tên mới").unwrap();
        },
        &|sheet| {
            sheet.write_formula(1, 3, Formula::new(&formula).set_result("Xem chi tiết")).unwrap();
        },
        &|sheet| {
            sheet.write(1, 3, PORTAL).unwrap();
        },
    ];
    for (at, write) in writers.into_iter().enumerate() {
        let bytes = book(&|sheet| {
            sheet.write(1, 0, "1.004222").unwrap();
            write(sheet);
        });
        let mut held = Held::with_agencies();
        held.import(&[of_bytes("a.xlsx", &bytes)], &full());
        assert!(held.has("links.tsv"), "{at}");
        assert!(held.text("links.tsv").contains("019f6b18-eb9c-77ec-b74c-bae23f52f669"), "{at}");
    }
}

/// A workbook whose sheets declare another extent than they have.
fn with_extent(bytes: &[u8], extent: &str) -> Vec<u8> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = Vec::new();
        part.read_to_end(&mut text).unwrap();
        if name.starts_with("xl/worksheets/") {
            let whole = String::from_utf8(text).unwrap();
            let (before, rest) = whole.split_once("<dimension ref=\"").unwrap();
            let (_, after) = rest.split_once('"').unwrap();
            text = format!("{before}<dimension ref=\"{extent}\"{after}").into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&text).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn a_sheet_whose_extent_is_not_so_is_read_all_the_same() {
    let bytes = book(&|sheet| {
        sheet.write(1, 0, "1.004222").unwrap();
    });
    for extent in ["A0:E2", "A1", "A1:A1", "B0", "", "A1:B0", "1:2"] {
        let report = Held::with_agencies().import(&[of_bytes("a.xlsx", &with_extent(&bytes, extent))], &full());
        assert_eq!((report.created, refusals(&report)), (1, vec![]), "{extent}");
    }
}

#[test]
fn a_sheet_that_cannot_be_read_is_named_and_the_others_count() {
    let mut book = Workbook::new();
    for (name, row_code) in [("Tốt", "1.004222"), ("Hỏng", "1.004223")] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (at, text) in ["Mã số", "Tên"].iter().enumerate() {
            sheet.write(0, u16::try_from(at).unwrap(), *text).unwrap();
        }
        sheet.write(1, 0, row_code).unwrap().write(1, 1, "Tên").unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes.as_slice())).unwrap();
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = Vec::new();
        part.read_to_end(&mut text).unwrap();
        if name.ends_with("sheet2.xml") {
            text.truncate(text.len() / 3);
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&text).unwrap();
    }
    let report = Held::with_agencies().import(&[of_bytes("a.xlsx", &out.finish().unwrap().into_inner())], &full());
    let told = refusals(&report);
    assert_eq!((report.created, told.len()), (1, 1), "{told:?}");
    assert!(told[0].starts_with("a.xlsx, sheet “Hỏng”: the sheet cannot be read"), "{told:?}");
}
