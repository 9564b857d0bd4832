//! What authors strike out or hide is no part of what they say, and legacy letters are read, or asked about; in every format.

use crate::importing;
use crate::papers;

use importing::{Held, day, full, of_bytes};
use niemyet::import::{Draft, Report, read_decisions};
use niemyet::input::{Files, Input};
use niemyet::load::load;
use niemyet::strings::Language;
use papers::{docx_with, paragraph, pdf, printed};
use rust_xlsxwriter::{Format, Workbook, Worksheet};
use unicode_normalization::UnicodeNormalization;

const AGENCIES: &str =
    "[[agency]]\nid = \"ubnd-hai-phong\"\nname = \"UBND thành phố Hải Phòng\"\nkind = \"province\"\n";

#[track_caller]
fn draft(name: &str, bytes: &[u8]) -> Draft {
    let mut held = Held::default();
    held.put("agencies.toml", AGENCIES);
    let none = Files::new;
    let input = Input {
        catalogue: held.files.clone(),
        site: none(),
        templates: none(),
        as_of: day(),
        today: day(),
        base_url: None,
    };
    let mut drafts =
        read_decisions(&of_bytes(name, bytes), &load(&input).0).unwrap_or_else(|why| panic!("{name}: {why:?}"));
    assert_eq!(drafts.len(), 1);
    drafts.pop().unwrap()
}

/// Codes and names of a draft's rows.
fn rows(draft: &Draft) -> Vec<String> {
    let value = |line: &str, key: &str| Some(line.strip_prefix(key)?.trim_matches('"').to_owned());
    let blocks = draft.text.split("[[change]]").skip(1);
    let row = |block: &str| {
        let of = |key: &str| block.lines().find_map(|line| value(line, key)).unwrap_or_default();
        format!("{} {}", of("code = "), of("name = "))
    };
    blocks.map(row).collect()
}

/// A run with these properties.
fn run(properties: &str, text: &str) -> String {
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn cell(inner: &str) -> String {
    format!("<w:tc><w:p>{inner}</w:p></w:tc>")
}

/// Cells of one look.
fn row(properties: &str, texts: &[&str]) -> String {
    format!("<w:tr>{}</w:tr>", texts.iter().map(|text| cell(&run(properties, text))).collect::<String>())
}

fn word(annex: &str, styles: &str) -> Draft {
    let head = [
        "ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG",
        "Số: 77/QĐ-UBND",
        "Hải Phòng, ngày 18 tháng 9 năm 2026",
        "QUYẾT ĐỊNH",
        "Công bố danh mục thủ tục",
        "CĂN CỨ",
        "Điều 1. Công bố.",
        "Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký.",
        "PHỤ LỤC",
        "I. THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI",
    ];
    let body: String = head.iter().map(|line| paragraph(line)).collect();
    let styles = format!("<w:styles>{styles}</w:styles>");
    draft("a.docx", &docx_with(&format!("{body}{annex}"), &[("word/styles.xml", &styles)]))
}

fn table(rows: &[String]) -> String {
    format!("<w:tbl>{}{}</w:tbl>", row("", &["STT", "Mã TTHC", "Tên TTHC"]), rows.concat())
}

/// A decision whose second row is this.
fn with_second(second: &str, styles: &str) -> Draft {
    let first = row("", &["1", "1.004222", "Đăng ký thường trú"]);
    let third = row("", &["3", "1.004194", "Đăng ký tạm trú"]);
    word(&table(&[first, second.to_owned(), third]), styles)
}

const SECOND: [&str; 3] = ["2", "1.000894", "Đăng ký kết hôn"];

#[test]
fn a_row_struck_out_or_hidden_in_word_is_left_with_a_note_that_names_it() {
    let character = "<w:style w:type=\"character\" w:styleId=\"Bo\"><w:rPr><w:strike/></w:rPr></w:style>";
    let styled = |kind: &str| {
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"A\"><w:rPr><w:{kind}/></w:rPr></w:style><w:style w:type=\"paragraph\" w:styleId=\"Bo\"><w:basedOn w:val=\"A\"/></w:style>"
        )
    };
    let in_style = || {
        let cell =
            |text: &&str| format!("<w:tc><w:p><w:pPr><w:pStyle w:val=\"Bo\"/></w:pPr>{}</w:p></w:tc>", run("", text));
        format!("<w:tr>{}</w:tr>", SECOND.iter().map(cell).collect::<String>())
    };
    let hidden =
        |value: &str| row("", &SECOND).replacen("<w:tr>", &format!("<w:tr><w:trPr><w:hidden{value}/></w:trPr>"), 1);
    let half = format!(
        "<w:tr>{}{}{}</w:tr>",
        cell(&run("", "2")),
        cell(&run("<w:strike/>", "1.000894")),
        cell(&(run("<w:strike/>", "Đăng ký") + &run("", " ") + &run("<w:dstrike/>", "kết hôn")))
    );
    for (name, second, styles) in [
        ("strike", row("<w:strike/>", &SECOND), String::new()),
        ("strike on", row("<w:strike w:val=\"true\"/>", &SECOND), String::new()),
        ("double", row("<w:dstrike/>", &SECOND), String::new()),
        ("vanish", row("<w:vanish/>", &SECOND), String::new()),
        ("character style", row("<w:rStyle w:val=\"Bo\"/>", &SECOND), character.to_owned()),
        ("paragraph style", in_style(), styled("strike")),
        ("paragraph style hides", in_style(), styled("vanish")),
        ("hidden row", hidden(""), String::new()),
        ("all but its number", half, String::new()),
    ] {
        let draft = with_second(&second, &styles);
        assert_eq!(rows(&draft), ["1.004222 Đăng ký thường trú", "1.004194 Đăng ký tạm trú"], "{name}");
        assert_eq!(
            (draft.questions.len(), draft.notes.len()),
            (0, 1),
            "{name}: {:#?} {:#?}",
            draft.questions,
            draft.notes
        );
        assert!(draft.notes[0].contains("1.000894 · Đăng ký kết hôn"), "{name}: {:#?}", draft.notes);
        assert!(draft.text.contains("# lưu ý: Dòng bị "), "{name}: {}", draft.text);
    }
    for (name, second, styles) in [
        ("off", row("<w:strike w:val=\"0\"/><w:vanish w:val=\"false\"/>", &SECOND), ""),
        ("web only", row("<w:webHidden/>", &SECOND), ""),
        ("shown row", hidden(" w:val=\"0\""), ""),
        ("taken back", row("<w:rStyle w:val=\"Bo\"/><w:strike w:val=\"0\"/>", &SECOND), character),
    ] {
        let draft = with_second(&second, styles);
        assert_eq!((rows(&draft).len(), draft.questions.len(), draft.notes.len()), (3, 0, 0), "{name}: {}", draft.text);
    }
}

#[test]
fn cells_and_rows_whose_deletion_was_tracked_are_left_and_asked() {
    let mark = "<w:tc><w:tcPr><w:cellDel w:id=\"1\" w:author=\"A\"/></w:tcPr>";
    let row_mark = "<w:tr><w:trPr><w:del w:id=\"1\" w:author=\"A\"/></w:trPr>";
    for second in [row("", &SECOND).replace("<w:tc>", mark), row("", &SECOND).replacen("<w:tr>", row_mark, 1)] {
        let draft = with_second(&second, "");
        assert_eq!(rows(&draft), ["1.004222 Đăng ký thường trú", "1.004194 Đăng ký tạm trú"]);
        assert!(draft.questions.iter().any(|one| one.contains("track changes")), "{:#?}", draft.questions);
    }
}

#[test]
fn words_struck_out_are_left_and_what_may_be_no_value_is_asked() {
    let struck = |text: &str| run("<w:strike/>", text);
    let plain = |text: &str| run("", text);
    let second = |code: &str, name: &str| format!("<w:tr>{}{}{}</w:tr>", cell(&plain("2")), cell(code), cell(name));
    let name = plain("Đăng ký kết hôn");
    for (second, expected, asked) in [
        (second(&(struck("1.000894") + &plain("1.000895")), &name), "1.000895 Đăng ký kết hôn", false),
        (
            second(&plain("1.000894"), &(plain("Đăng ký ") + &struck("kết hôn ") + &plain("khai tử"))),
            "1.000894 Đăng ký khai tử",
            false,
        ),
        (second(&plain("1.000894"), &struck("Đăng ký kết hôn")), "1.000894 ", true),
        (second(&(plain("1.0008") + &struck("94") + &plain("95")), &name), "1.000895 Đăng ký kết hôn", true),
    ] {
        let draft = with_second(&second, "");
        assert_eq!(rows(&draft)[1], expected, "{}", draft.text);
        let told = if asked { &draft.questions } else { &draft.notes };
        assert!(told.iter().any(|one| one.contains("bị gạch bỏ")), "{expected}: {told:#?}");
        assert_eq!(draft.questions.iter().any(|one| one.contains("bị gạch bỏ")), asked, "{:#?}", draft.questions);
    }
    // A heading that is struck out may have ruled what stands below it.
    let heading = format!("<w:p>{}</w:p>", struck("II. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ"));
    let one = |cells: &[&str]| table(&[row("", cells)]);
    let two = word(&(one(&["1", "1.004222", "Một"]) + &heading + &one(&["1", "1.000894", "Hai"])), "");
    assert!(two.questions.iter().any(|one| one.contains("BỊ BÃI BỎ")), "{:#?}", two.questions);
}

#[test]
fn a_cell_of_several_rows_stays_with_those_that_stand() {
    let merged =
        |kind: &str, text: &str| format!("<w:tc><w:tcPr><w:vMerge{kind}/></w:tcPr><w:p>{}</w:p></w:tc>", run("", text));
    let row = |own: &str, number: &str, code: &str, last: &str| {
        format!("<w:tr>{}{}{}{last}</w:tr>", cell(&run(own, number)), cell(&run(own, code)), cell(&run(own, "Tên")))
    };
    let begins = " w:val=\"restart\"";
    let body = format!(
        "<w:tbl>{}{}{}{}{}</w:tbl>",
        self::row("", &["STT", "Mã TTHC", "Tên TTHC", "Cấp thực hiện"]),
        row("", "1", "1.004222", &merged(begins, "Cấp xã")),
        row("<w:strike/>", "2", "1.000894", &merged(begins, "Cấp tỉnh")),
        row("", "3", "1.004194", &merged("", "")),
        row("", "4", "1.004195", &merged("", "")),
    );
    let draft = word(&body, "");
    let levels: Vec<&str> = draft.text.lines().filter(|line| line.starts_with("levels = ")).collect();
    assert_eq!(
        levels,
        ["levels = [\"commune\"]", "levels = [\"province\"]", "levels = [\"province\"]"],
        "{}",
        draft.text
    );
}

fn page(head: &str, second: &str) -> Draft {
    let row = |cells: &[&str]| {
        format!("<tr>{}</tr>", cells.iter().map(|cell| format!("<td>{cell}</td>")).collect::<String>())
    };
    let text = format!(
        "<html><head>{head}</head><body><p>ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG</p><p>Số: 77/QĐ-UBND</p>\
        <p>Hải Phòng, ngày 18 tháng 9 năm 2026</p><p>QUYẾT ĐỊNH</p><p>Công bố</p><p>CĂN CỨ</p><p>Điều 1. Công bố.</p>\
        <p>Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký.</p><p>PHỤ LỤC</p>\
        <p>I. THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI</p><table>{}{}{second}{}</table></body></html>",
        row(&["STT", "Mã TTHC", "Tên TTHC"]),
        row(&["1", "1.004222", "Đăng ký thường trú"]),
        row(&["3", "1.004194", "Đăng ký tạm trú"]),
    );
    draft("a.html", text.as_bytes())
}

#[test]
fn a_row_struck_out_or_hidden_in_a_page_is_left() {
    let cells = |open: &str, close: &str| SECOND.map(|text| format!("<td>{open}{text}{close}</td>")).concat();
    let of = |open: &str, close: &str| format!("<tr>{}</tr>", cells(open, close));
    for (head, second) in [
        ("", of("<s>", "</s>")),
        ("", of("<strike>", "</strike>")),
        ("", of("<p><span style='text-decoration:line-through'>", "</span></p>")),
        ("", of("<p style='TEXT-DECORATION: underline line-through'><b>", "</b></p>")),
        ("<style>.c1{color:red;text-decoration:line-through}</style>", of("<span class=\"x c1\">", "</span>")),
        (
            "<style><!-- /* a */ p.Bo, li.Bo {mso-style-name:x; text-decoration:line-through;} --></style>",
            of("<p class=Bo>", "</p>"),
        ),
        ("", format!("<tr style=\"display: none\">{}</tr>", cells("", ""))),
        ("", format!("<tr hidden>{}</tr>", cells("", ""))),
        ("<style>.an{visibility:hidden}</style>", format!("<tr class='an'>{}</tr>", cells("", ""))),
        ("", of("<span style='mso-hide:all'>", "</span>")),
        // Nothing is closed.
        ("", format!("<tr style='display:none'>{}", SECOND.map(|text| format!("<td>{text}")).concat())),
        ("", format!("<tr>{}", SECOND.map(|text| format!("<td><s>{text}")).concat())),
    ] {
        let draft = page(head, &second);
        assert_eq!(rows(&draft), ["1.004222 Đăng ký thường trú", "1.004194 Đăng ký tạm trú"], "{head} {second}");
        assert_eq!(
            (draft.questions.len(), draft.notes.len()),
            (0, 1),
            "{second}: {:#?} {:#?}",
            draft.questions,
            draft.notes
        );
    }
    for second in [
        of("<span style='text-decoration:underline'>", "</span>"),
        of("<span style='display:inline'><u>", "</u></span>"),
        of("<span style='visibility:hidden'><span style='visibility:visible'>", "</span></span>"),
    ] {
        let draft = page("", &second);
        assert_eq!((rows(&draft).len(), draft.notes.len()), (3, 0), "{second}: {}", draft.text);
    }
}

/// The titles of a list, and rows below them.
fn sheet_of<'b>(book: &'b mut Workbook, name: &str, rows: &[[&str; 2]]) -> &'b mut Worksheet {
    let sheet = book.add_worksheet();
    sheet.set_name(name).unwrap();
    for (at, title) in (0..).zip(["Mã số", "Tên", "Cơ quan ban hành", "Lĩnh vực"]) {
        sheet.write(0, at, title).unwrap();
    }
    for (at, [code, name]) in (1..).zip(rows) {
        sheet.write(at, 0, *code).unwrap().write(at, 1, *name).unwrap();
        sheet.write(at, 2, "Bộ Tư pháp").unwrap().write(at, 3, "Hộ tịch").unwrap();
    }
    sheet
}

fn import(name: &str, bytes: &[u8]) -> (Held, Report) {
    let mut held = Held::with_agencies();
    let report = held.import(&[of_bytes(name, bytes)], &full());
    (held, report)
}

/// Codes and names that a catalogue holds.
fn held_rows(held: &Held) -> Vec<String> {
    let files = held.files.iter().filter(|(path, _)| path.starts_with("procedures/"));
    let value = |text: &str, key: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default();
        line.trim_matches('"').replace("\\\"", "\"")
    };
    let row = |text: &str| format!("{} {}", value(text, "code = "), value(text, "name = "));
    let mut rows: Vec<String> = files.map(|(_, file)| row(file.text().unwrap())).collect();
    rows.sort();
    rows
}

fn told(report: &Report) -> String {
    let notes = report.notes.iter().map(|note| note.remark.shown(Language::English) + "\n");
    let refused = report.refused.iter().map(|one| format!("refused: {}\n", one.reason.shown(Language::English)));
    notes.chain(refused).collect()
}

const LIST: [[&str; 2]; 3] = [["1.004222", "Một"], ["1.000894", "Hai"], ["1.004194", "Ba"]];

#[test]
fn hidden_sheets_rows_and_columns_of_a_list_are_left_with_a_note() {
    let old = [["1.004222", "Tên cũ"], ["1.009999", "Đã bãi bỏ"]];
    for very in [false, true] {
        let mut book = Workbook::new();
        let hidden = sheet_of(&mut book, "Cũ", &old);
        if very {
            hidden.set_very_hidden(true)
        } else {
            hidden.set_hidden(true)
        };
        sheet_of(&mut book, "Nay", &LIST).set_active(true);
        let (held, report) = import("a.xlsx", &book.save_to_buffer().unwrap());
        assert_eq!(held_rows(&held), ["1.000894 Hai", "1.004194 Ba", "1.004222 Một"]);
        assert!(told(&report).contains("the sheet is hidden") && report.refused.is_empty(), "{}", told(&report));
    }
    let mut book = Workbook::new();
    sheet_of(&mut book, "Nay", &LIST).set_row_hidden(2).unwrap();
    let (held, report) = import("a.xlsx", &book.save_to_buffer().unwrap());
    assert_eq!(held_rows(&held), ["1.004194 Ba", "1.004222 Một"]);
    assert!(told(&report).contains("1 rows are hidden or filtered out; left: 3"), "{}", told(&report));
    let mut book = Workbook::new();
    let sheet = sheet_of(&mut book, "Nay", &LIST);
    sheet.autofilter(0, 0, 3, 3).unwrap().set_row_hidden(1).unwrap().set_row_hidden(3).unwrap();
    let (held, report) = import("a.xlsx", &book.save_to_buffer().unwrap());
    assert_eq!(held_rows(&held), ["1.000894 Hai"]);
    assert!(told(&report).contains("2 rows are hidden or filtered out; left: 2, 4"), "{}", told(&report));
    let mut book = Workbook::new();
    let sheet = sheet_of(&mut book, "Nay", &LIST);
    sheet.write(0, 4, "Tên thủ tục hành chính").unwrap().set_column_hidden(3).unwrap().set_column_hidden(4).unwrap();
    let (held, report) = import("a.xlsx", &book.save_to_buffer().unwrap());
    assert!(held.has("procedures/chua-xac-dinh/1.004222.md"), "{:#?}", held.files.keys());
    assert!(told(&report).contains("hidden columns; left: D, E"), "{}", told(&report));
    let mut book = Workbook::new();
    sheet_of(&mut book, "Cũ", &old).set_hidden(true);
    book.add_worksheet().set_active(true).write(0, 0, "Xem trang tính khác").unwrap();
    let (held, report) = import("a.xlsx", &book.save_to_buffer().unwrap());
    assert!(held_rows(&held).is_empty() && told(&report).contains("the sheet is hidden"), "{}", told(&report));
    assert_eq!(report.refused.len(), 1);
}

#[test]
fn a_list_whose_titles_or_codes_are_hidden_says_so() {
    let hides: [fn(&mut Worksheet); 3] = [
        |sheet| {
            sheet.set_column_hidden(0).unwrap();
        },
        |sheet| {
            sheet.set_column_hidden(1).unwrap();
        },
        |sheet| {
            sheet.set_row_hidden(0).unwrap();
        },
    ];
    for (at, hide) in hides.into_iter().enumerate() {
        let mut book = Workbook::new();
        hide(sheet_of(&mut book, "Nay", &LIST));
        let (held, report) = import("a.xlsx", &book.save_to_buffer().unwrap());
        assert!(
            held_rows(&held).is_empty() && told(&report).contains("is hidden in the file"),
            "{at}: {}",
            told(&report)
        );
    }
}

#[test]
fn struck_rows_and_words_of_a_list_are_left_and_what_may_be_no_value_is_refused() {
    let (plain, struck) = (Format::new(), Format::new().set_font_strikethrough());
    let with = |change: &dyn Fn(&mut Worksheet)| {
        let mut book = Workbook::new();
        change(sheet_of(&mut book, "Nay", &LIST));
        import("a.xlsx", &book.save_to_buffer().unwrap())
    };
    let (held, report) = with(&|sheet| {
        for (at, text) in (0..).zip(["1.000894", "Hai", "Bộ Tư pháp", "Hộ tịch"]) {
            sheet.write_with_format(2, at, text, &struck).unwrap();
        }
    });
    assert_eq!(held_rows(&held), ["1.004194 Ba", "1.004222 Một"]);
    assert!(told(&report).contains("the row is struck out; left: 1.000894 · Hai"), "{}", told(&report));
    let (held, report) = with(&|sheet| {
        let runs = [(&plain, "Đăng ký "), (&struck, "tạm trú"), (&plain, " thường trú")];
        sheet.write_rich_string(2, 1, &runs).unwrap();
    });
    assert_eq!(held_rows(&held)[0], "1.000894 Đăng ký thường trú");
    assert!(told(&report).contains("“tạm trú” is struck out and left"), "{}", told(&report));
    for (column, pieces) in
        [(0, vec![(&plain, "1.0008"), (&struck, "94"), (&plain, "95")]), (1, vec![(&struck, "H"), (&struck, "ai")])]
    {
        let (held, report) = with(&|sheet| {
            sheet.write_rich_string(2, column, &pieces).unwrap();
        });
        assert_eq!(held_rows(&held), ["1.004194 Ba", "1.004222 Một"], "{}", told(&report));
        assert!(told(&report).contains("refused: “") && told(&report).contains("is struck out"), "{}", told(&report));
    }
}

#[test]
fn a_workbook_of_a_decision_is_read_without_what_is_struck_or_hidden() {
    let struck = Format::new().set_font_strikethrough();
    let lines = [
        "ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG",
        "Số: 77/QĐ-UBND",
        "Hải Phòng, ngày 18 tháng 9 năm 2026",
        "QUYẾT ĐỊNH",
        "Công bố",
        "CĂN CỨ",
        "Điều 1. Công bố.",
        "Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký.",
        "PHỤ LỤC",
        "I. THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI",
    ];
    let of = |change: &dyn Fn(&mut Worksheet)| {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (at, line) in (0..).zip(lines) {
            sheet.write(at, 0, line).unwrap();
        }
        let rows = [["STT", "Mã TTHC", "Tên TTHC"], ["1", "1.004222", "Một"], SECOND, ["3", "1.004194", "Ba"]];
        for (at, row) in (10..).zip(rows) {
            for (column, text) in (0..).zip(row) {
                sheet.write(at, column, text).unwrap();
            }
        }
        change(sheet);
        let other = book.add_worksheet();
        other.set_name("Nháp").unwrap().set_hidden(true);
        other.write(0, 0, "STT").unwrap().write(0, 1, "Mã TTHC").unwrap().write(0, 2, "Tên TTHC").unwrap();
        other.write(1, 0, "1").unwrap().write(1, 1, "1.009999").unwrap().write(1, 2, "Nháp").unwrap();
        draft("a.xlsx", &book.save_to_buffer().unwrap())
    };
    let strike = |sheet: &mut Worksheet| {
        for (column, text) in (0..).zip(SECOND) {
            sheet.write_with_format(12, column, text, &struck).unwrap();
        }
    };
    let hide = |sheet: &mut Worksheet| {
        sheet.set_row_hidden(12).unwrap();
    };
    for change in [&strike as &dyn Fn(&mut Worksheet), &hide] {
        let draft = of(change);
        assert_eq!(rows(&draft), ["1.004222 Một", "1.004194 Ba"], "{}", draft.text);
        let notes = draft.notes.join("\n");
        assert!(notes.contains("1.000894 · Đăng ký kết hôn") && notes.contains("“Nháp” bị ẩn"), "{notes}");
        assert!(draft.questions.is_empty(), "{:#?}", draft.questions);
    }
}

#[test]
fn a_line_drawn_through_a_row_of_a_pdf_strikes_it_out() {
    let lines = [
        "UY BAN NHAN DAN THANH PHO HAI PHONG",
        "So: 77/QD-UBND",
        "Hai Phong, ngay 18 thang 9 nam 2026",
        "QUYET DINH",
        "Cong bo",
        "Can cu Luat",
        "Dieu 2. Quyet dinh nay co hieu luc thi hanh ke tu ngay ky.",
        "PHU LUC",
        "I. THU TUC HANH CHINH DUOC SUA DOI, BO SUNG",
    ];
    let rows_of = [
        ["STT", "Ma TTHC", "Ten TTHC"],
        ["1", "1.004222", "Mot mot"],
        ["2", "1.000894", "Hai hai"],
        ["3", "1.004194", "Ba ba"],
    ];
    let base = 780 - lines.len() * 30 - 2 * 20 - 14;
    let through = |y: f64| {
        let line = |from: u32, to: u32| format!("{from} {y} {} 0.6 re f\n", to - from);
        [line(52, 59), line(92, 134), line(202, 236)].concat()
    };
    let of = |more: String| draft("a.pdf", &pdf(&(printed(&lines, &rows_of) + &more), |_, _| {}));
    let struck = of(through(base as f64 + 3.0));
    assert_eq!(rows(&struck), ["1.004222 Mot mot", "1.004194 Ba ba"], "{}", struck.text);
    assert!(struck.notes.iter().any(|note| note.contains("1.000894")), "{:#?}", struck.notes);
    let under = of(through(base as f64 - 2.0));
    assert_eq!((rows(&under).len(), under.notes.len()), (3, 0), "{}", under.text);
    let line = of(format!("50 {} 300 0.6 re f\n", 780.0 - 30.0 * 4.0 + 3.0));
    assert!(line.questions.iter().all(|one| !one.contains("Cong bo")), "longer than what it touches");
}

/// A text in TCVN3; `None` where it has capitals that only its fonts of capitals show.
fn tcvn3(text: &str) -> Option<String> {
    const FROM: &str = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ";
    const TO: &str = "¡¢£¤¥¦§¨©ª«¬\u{ad}®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ";
    let letter = |c: char| {
        let at = FROM.chars().position(|own| own == c);
        at.and_then(|at| TO.chars().nth(at)).or(c.is_ascii().then_some(c))
    };
    text.nfc().map(letter).collect()
}

/// A text in VNI.
fn vni(text: &str) -> Option<String> {
    let mut out = String::new();
    for c in text.nfc() {
        let plain: Vec<char> = c.to_lowercase().nfd().collect();
        let order = ['\u{301}', '\u{300}', '\u{309}', '\u{303}', '\u{323}'];
        let tone = order.iter().position(|mark| plain.contains(mark));
        let tone_at = |tones: &str| tone.and_then(|at| tones.chars().nth(at)).map(String::from).unwrap_or_default();
        let is = |mark: char| plain.contains(&mark);
        let shown = match plain[0] {
            'đ' => "ñ".to_owned(),
            'i' => ["i", "í", "ì", "æ", "ó", "ò"][tone.map_or(0, |at| at + 1)].to_owned(),
            'y' if is('\u{323}') => "î".to_owned(),
            base @ ('a' | 'e' | 'o') if is('\u{302}') => {
                format!("{base}{}", if tone.is_some() { tone_at("áàåãä") } else { "â".to_owned() })
            }
            'a' if is('\u{306}') => format!("a{}", if tone.is_some() { tone_at("éèúüë") } else { "ê".to_owned() }),
            'o' if is('\u{31b}') => format!("ô{}", tone_at("ùøûõï")),
            'u' if is('\u{31b}') => format!("ö{}", tone_at("ùøûõï")),
            base if base.is_ascii() => format!("{base}{}", tone_at("ùøûõï")),
            _ => return None,
        };
        out.push_str(&if c.is_uppercase() { shown.to_uppercase() } else { shown });
    }
    Some(out)
}

/// A text in windows-1258, read as windows-1252.
fn windows_1258(text: &str) -> Option<String> {
    let mut apart = String::new();
    for c in text.nfc() {
        let marks: Vec<char> = c.nfd().collect();
        let is_tone = |mark: &char| matches!(mark, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
        apart.extend(marks.iter().filter(|mark| !is_tone(mark)).copied().nfc());
        apart.extend(marks.iter().filter(|mark| is_tone(mark)));
    }
    let (bytes, _, failed) = encoding_rs::WINDOWS_1258.encode(&apart);
    (!failed).then(|| encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes).0.into_owned())
}

/// Codes and names of the national list.
fn official() -> Vec<(String, String)> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("catalogue/snapshots/csdlqg-2026-07.tsv");
    let text = std::fs::read_to_string(path).unwrap();
    let rows = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    rows.filter_map(|line| line.split_once('\t')).map(|(code, name)| (code.to_owned(), name.to_owned())).collect()
}

fn list(rows: &[(String, String)], written: impl Fn(&str) -> String) -> Vec<u8> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(["Mã số", "Tên", "Lĩnh vực"].map(&written)).unwrap();
    for (code, name) in rows {
        out.write_record([code.clone(), written(name), written("Hộ tịch")]).unwrap();
    }
    out.into_inner().unwrap()
}

#[test]
fn official_names_are_no_legacy_letters() {
    let rows = official();
    let (_, report) = import("a.csv", &list(&rows, str::to_owned));
    let told = told(&report);
    assert!(rows.len() > 5_000 && !told.contains("letters"), "{told}");
}

type Written = fn(&str) -> Option<String>;
const TABLES: [(&str, Written); 3] = [("TCVN3 (ABC)", tcvn3), ("VNI", vni), ("Windows-1258", windows_1258)];

#[test]
fn a_whole_list_in_legacy_letters_is_read_and_said_to_be_one() {
    for (table, written) in TABLES {
        // Signs and capitals that a table has not are not typed with it.
        let is_typed = |(_, name): &(String, String)| {
            written(name).is_some() && name.chars().all(|c| c.is_alphabetic() || c.is_ascii())
        };
        let rows: Vec<_> = official().into_iter().filter(|row| is_typed(row)).step_by(7).collect();
        let (clean, _) = import("a.csv", &list(&rows, str::to_owned));
        let (held, report) = import("a.csv", &list(&rows, |text| written(text).unwrap()));
        let told = told(&report);
        let (clean, held) = (held_rows(&clean), held_rows(&held));
        let differ: Vec<_> = clean.iter().filter(|row| !held.contains(row)).collect();
        let refused = told.lines().filter(|line| line.starts_with("refused: letters that are no Unicode")).count();
        assert!(rows.len() > 100, "{table}: {}", rows.len());
        // What is not the same is refused by name.
        assert_eq!(differ.len(), refused, "{table}: {differ:#?} {told}");
        assert!(refused * 50 < rows.len(), "{table}: {refused} of {}: {differ:#?}", rows.len());
        assert!(told.contains(&format!("typed in the letters {table}; read in Unicode")), "{table}: {told}");
    }
}

#[test]
fn a_decision_in_legacy_fonts_is_read_and_what_is_mixed_is_too() {
    let names = ["Đăng ký thường trú", "Cấp giấy phép xây dựng nhà ở riêng lẻ", "Hỗ trợ người có công với cách mạng"];
    let codes = ["1.004222", "1.004194", "1.000894"];
    let expected: Vec<String> = codes.iter().zip(names).map(|(code, name)| format!("{code} {name}")).collect();
    let font = |name: &str| format!("<w:rFonts w:ascii=\"{name}\" w:hAnsi=\"{name}\"/>");
    for (name, written) in
        [(".VnTime", tcvn3 as Written), (".VnArial Narrow", tcvn3), ("VNI-Times", vni), ("VNI-Helve", vni)]
    {
        let cells = |at: usize| [(at + 1).to_string(), codes[at].to_owned(), written(names[at]).unwrap()];
        let row_of = |own: &str, at: usize| {
            let texts = cells(at);
            row(own, &[texts[0].as_str(), texts[1].as_str(), texts[2].as_str()])
        };
        let by_run = word(&table(&[row_of(&font(name), 0), row_of(&font(name), 1), row_of(&font(name), 2)]), "");
        let style = "<w:style w:type=\"character\" w:styleId=\"Cu\"><w:rPr>";
        let style = format!("{style}{}</w:rPr></w:style>", font(name));
        let styled = "<w:rStyle w:val=\"Cu\"/>";
        let by_style = word(&table(&[row_of(styled, 0), row_of(styled, 1), row_of(styled, 2)]), &style);
        // The font was taken from them, or a program has put another in its place.
        let by_words = word(&table(&[row_of("", 0), row_of("", 1), row_of("", 2)]), "");
        for draft in [by_run, by_style, by_words] {
            assert_eq!(rows(&draft), expected, "{name}: {:#?} {:#?}", draft.notes, draft.questions);
            assert!(
                draft.notes.iter().any(|note| note.contains("3 chỗ gõ bằng bảng mã")),
                "{name}: {:#?}",
                draft.notes
            );
            assert!(draft.questions.is_empty(), "{name}: {:#?}", draft.questions);
        }
        let html = SECOND.map(|_| String::new());
        let [number, code, text] = cells(0);
        let second =
            format!("<tr><td>2</td><td>{code}</td><td><font face=\"{name}\">{text}</font></td></tr>{}", html.concat());
        let draft = page("", &second.replace("1.004222", "1.000894"));
        assert_eq!(rows(&draft)[1], "1.000894 Đăng ký thường trú", "{number} {name}");
        let style = format!("<style>p.M {{font-family:\"{name}\"}}</style>");
        let draft = page(
            &style,
            &second.replace("1.004222", "1.000894").replace("<font face=", "<p class=M a=").replace("</font>", "</p>"),
        );
        assert_eq!(rows(&draft)[1], "1.000894 Đăng ký thường trú", "{name}");
        let mut book = Workbook::new();
        let own = Format::new().set_font_name(name);
        let sheet = sheet_of(&mut book, "Nay", &LIST);
        sheet.write_with_format(2, 1, &text, &own).unwrap();
        sheet.write_rich_string(3, 1, &[(&Format::new(), "a "), (&own, text.as_str())]).unwrap();
        let (held, report) = import("a.xlsx", &book.save_to_buffer().unwrap());
        assert_eq!(
            held_rows(&held),
            ["1.000894 Đăng ký thường trú", "1.004194 a Đăng ký thường trú", "1.004222 Một"],
            "{}",
            told(&report)
        );
        assert!(told(&report).contains("2 cells were typed in the letters"), "{}", told(&report));
    }
}

#[test]
fn the_letter_that_word_writes_as_a_soft_hyphen_is_read() {
    let time = "<w:rPr><w:rFonts w:ascii=\".VnTime\" w:hAnsi=\".VnTime\"/></w:rPr>";
    let name = format!("<w:r>{time}<w:t>§¨ng ký th</w:t><w:softHyphen/><w:t>êng tró</w:t></w:r>");
    let capitals = run("<w:rFonts w:ascii=\".VnTimeH\" w:hAnsi=\".VnTimeH\"/>", "®¨ng ký t¹m tró");
    let row =
        |code: &str, name: &str| format!("<w:tr>{}{}{}</w:tr>", cell(&run("", "1")), cell(&run("", code)), cell(name));
    let plain = "<w:r><w:t>Đăng ký khai</w:t><w:softHyphen/><w:t> sinh</w:t></w:r>";
    let draft = word(&table(&[row("1.004222", &name), row("1.004194", &capitals), row("1.000894", plain)]), "");
    assert_eq!(rows(&draft), ["1.004222 Đăng ký thường trú", "1.004194 ĐĂNG KÝ TẠM TRÚ", "1.000894 Đăng ký khai sinh"]);
}

#[test]
fn what_lost_letters_or_speaks_for_both_is_asked_and_never_taken_as_it_is() {
    let one = |name: &str| word(&table(&[row("", &["1", "1.004222", name])]), "");
    for name in ["§¨ng ký thêng tró", "Thủ tục §¨ng ký ®Êt ®ai", "Thá»§ tá»¥c đăng ký"] {
        let draft = one(name);
        assert!(draft.questions.iter().any(|one| one.contains("không phải Unicode")), "{name}: {:#?}", draft.questions);
        let (held, report) =
            import("a.csv", format!("Mã số,Tên\n1.004222,{name}\n1.004194,Đăng ký tạm trú\n").as_bytes());
        assert_eq!(held_rows(&held), ["1.004194 Đăng ký tạm trú"], "{}", told(&report));
        assert!(told(&report).contains("refused: letters that are no Unicode"), "{}", told(&report));
        let line =
            format!("{{\"code\":\"1.004222\",\"name\":\"{name}\"}}\n{{\"code\":\"1.004194\",\"name\":\"Đăng ký\"}}\n");
        let (held, _) = import("a.jsonl", line.as_bytes());
        assert_eq!(held_rows(&held), ["1.004194 Đăng ký"], "{name}");
    }
    let record = "[{\"number\":\"77/QĐ-UBND\",\"rows\":[{\"change\":\"NEW\",\"code\":\"1.004222\",\"name\":\"§¨ng ký ®Êt ®ai\"}]}]";
    let draft = draft("a.json", record.as_bytes());
    assert!(draft.questions.iter().any(|one| one.contains("không phải Unicode")), "{:#?}", draft.questions);
}

#[test]
fn bytes_of_legacy_programs_are_read_where_they_are_plain() {
    let bytes = |text: &str| encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    let text = "Mã số,Tên,Lĩnh vực\n1.004222,Đăng ký thường trú,Cư trú\n1.004194,Cấp lại giấy xác nhận,Cư trú\n";
    for (table, written) in TABLES {
        let typed: Option<String> = text
            .split_inclusive(['\n', ','])
            .map(|part| {
                let (words, end) = part.split_at(part.len() - 1);
                Some(written(words)? + end)
            })
            .collect();
        let (held, report) = import("a.csv", &bytes(&typed.unwrap()));
        assert_eq!(
            held_rows(&held),
            ["1.004194 Cấp lại giấy xác nhận", "1.004222 Đăng ký thường trú"],
            "{table}: {}",
            told(&report)
        );
        assert!(told(&report).contains("typed in the letters"), "{table}: {}", told(&report));
    }
}
