//! Files made to break readers: each is bounded and told, and what it held beside stays.

use crate::importing;
use crate::papers;

use std::time::{Duration, Instant};

use importing::{Held, day, of_bytes};
use niemyet::import::{Draft, Reason, limits, read_decisions};
use niemyet::input::{Files, Input};
use niemyet::load::load;
use papers::{Ids, Paper, docx, docx_with, paragraph, pdf, printed, zip};

/// The most that any hostile file may take, with the machine busy.
const PATIENCE: Duration = Duration::from_secs(60);

fn read(name: &str, bytes: &[u8]) -> Result<Draft, Reason> {
    let none = Files::new;
    let input = Input {
        catalogue: Held::default().files,
        site: none(),
        templates: none(),
        as_of: day(),
        today: day(),
        base_url: None,
    };
    let begun = Instant::now();
    let drafts = read_decisions(&of_bytes(name, bytes), &load(&input).0);
    assert!(begun.elapsed() < PATIENCE, "{name} took {:?}", begun.elapsed());
    drafts.map(|mut drafts| drafts.pop().unwrap())
}

#[track_caller]
fn asks(draft: &Draft, words: &str) {
    assert!(draft.questions.iter().any(|question| question.contains(words)), "{:#?}", draft.questions);
}

const HEAD: &str = "Số: 77/QĐ-UBND\nQUYẾT ĐỊNH\nCông bố\nĐiều 1. Công bố.\nPHỤ LỤC\nI. TTHC MỚI BAN HÀNH\n";

/// A decision with two rows, the first of them with this name.
fn paper(name: &str) -> Paper {
    Paper::of(&format!("{HEAD}|STT|Mã TTHC|Tên TTHC\n|1|1.004222|{name}\n|2|1.004223|Hai\n"))
}

fn is_sound(draft: &Draft) {
    assert_eq!((draft.changes, draft.codes_printed), (2, 2), "{}", &draft.text[..draft.text.len().min(2000)]);
    assert!(draft.text.contains("1.004223") && draft.text.len() < 200_000);
}

#[test]
fn a_cell_of_ten_megabytes_is_cut_and_told_in_every_format() {
    let long = paper(&"x".repeat(10 * 1024 * 1024));
    for (name, bytes) in [("a.docx", long.docx()), ("a.html", long.html().into_bytes()), ("a.csv", long.csv())] {
        let draft = read(name, &bytes).unwrap();
        is_sound(&draft);
        asks(&draft, "Một ô quá dài");
    }
    // A workbook's writers keep to 32,767 letters a cell; its readers must not rely on it.
    let sheet = workbook(&paper("MỘT").xlsx(), |text| text.replace("MỘT", &"x".repeat(10 * 1024 * 1024)));
    let draft = read("a.xlsx", &sheet).unwrap();
    is_sound(&draft);
    asks(&draft, "Một ô quá dài");
}

/// A workbook with its shared texts changed.
fn workbook(bytes: &[u8], change: impl Fn(&str) -> String) -> Vec<u8> {
    changed(bytes, "xl/sharedStrings.xml", change)
}

fn changed(bytes: &[u8], name: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut archive = ::zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut content = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut content).unwrap();
        let own = part.name().unwrap().to_string();
        if own == name {
            content = change(&String::from_utf8(content).unwrap()).into_bytes();
        }
        parts.push((own, content));
    }
    zip(&parts.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect::<Vec<_>>())
}

#[test]
fn an_archive_that_unpacks_too_far_is_refused() {
    let zeros = vec![b' '; usize::try_from(limits::UNPACKED_BYTES).unwrap() + 1];
    let text = format!("<!--{}-->", String::from_utf8(zeros).unwrap());
    let word = docx_with(&paragraph("x"), &[("word/media.xml", &text)]);
    assert!(word.len() < 1024 * 1024);
    assert_eq!(read("a.docx", &word), Err(Reason::UnpacksTooFar(limits::UNPACKED_BYTES)));
    let sheet = workbook(&paper("Một").xlsx(), |own| format!("{own}{text}"));
    assert_eq!(read("a.xlsx", &sheet), Err(Reason::UnpacksTooFar(limits::UNPACKED_BYTES)));
}

#[test]
fn one_long_text_in_every_cell_is_not_kept_for_every_cell() {
    let long = "x".repeat(60 * 1024);
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..2000 {
        for column in 0..20 {
            sheet.write_string(row, column, "MỘT").unwrap();
        }
    }
    let bytes = workbook(&book.save_to_buffer().unwrap(), |own| own.replace("MỘT", &long));
    assert!(bytes.len() < 1024 * 1024);
    assert_eq!(read("a.xlsx", &bytes), Err(Reason::UnpacksTooFar(limits::DOCUMENT_BYTES as u64)));
}

#[test]
fn entities_are_not_expanded() {
    let laughs: String = (1..40).map(|at| format!("<!ENTITY l{at} \"&l{};&l{};\">", at - 1, at - 1)).collect();
    let doctype = format!("<!DOCTYPE w:document [<!ENTITY l0 \"ha\">{laughs}]>");
    let word = docx(&paragraph("&l39;").replace("&amp;", "&"));
    let with =
        changed(&word, "word/document.xml", |text| text.replacen("<w:document", &format!("{doctype}<w:document"), 1));
    assert_eq!(read("a.docx", &with), Err(Reason::FormatBroken("<!DOCTYPE>".into())));
    assert_eq!(read("a.docx", &word), Err(Reason::FormatBroken("&l39;".into())));
    let sheet = workbook(&paper("MỘT").xlsx(), |text| {
        text.replacen("<sst", &format!("{doctype}<sst"), 1).replace("MỘT", "&l39;")
    });
    // The workbook's reader may refuse the entity or leave it as it is; it never expands it.
    match read("a.xlsx", &sheet) {
        Ok(draft) => assert!(!draft.text.contains("haha"), "{}", draft.text),
        Err(reason) => assert!(matches!(reason, Reason::FormatBroken(_)), "{reason:?}"),
    }
    let page = paper("MỘT")
        .html()
        .replacen("<!DOCTYPE html>", &doctype.replace("w:document", "html"), 1)
        .replace("MỘT", "&l39;");
    let draft = read("a.html", page.as_bytes()).unwrap();
    assert!(draft.text.contains("&l39;") && !draft.text.contains("haha"), "{}", draft.text);
}

#[test]
fn deep_nesting_costs_no_stack_and_loses_no_words() {
    let deep = 200_000;
    let page = paper("MỘT").html();
    for (open, close) in [("<div>", "</div>"), ("<b>", "</b>"), ("<table><tr><td>", "</table>")] {
        let nested = format!("{}GIỮA{}", open.repeat(deep), close.repeat(deep));
        let draft = read("a.html", page.replace("<p>MỘT</p>", &nested).as_bytes()).unwrap();
        is_sound(&draft);
        assert!(draft.text.contains("GIỮA"), "{open}");
    }
    // Tables that never end swallow what follows, as in a browser.
    let draft = read("a.html", page.replace("<p>MỘT</p>", &"<table>".repeat(deep)).as_bytes()).unwrap();
    assert!(draft.text.contains("1.004222"), "{}", draft.text);
    asks(&draft, "lồng trong bảng quá 16 tầng");
    let word = paper("MỘT").docx();
    for (open, close) in [("<w:sdt>", "</w:sdt>"), ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>")] {
        let nested = format!("{}{}{}", open.repeat(deep), paragraph("GIỮA"), close.repeat(deep));
        let with = changed(&word, "word/document.xml", |text| text.replace(&paragraph("MỘT"), &nested));
        let draft = read("a.docx", &with).unwrap();
        is_sound(&draft);
        assert!(draft.text.contains("GIỮA"), "{open}");
    }
    // Not closed: broken, and said so.
    let with = changed(&word, "word/document.xml", |text| text.replace(&paragraph("MỘT"), &"<w:sdt>".repeat(deep)));
    assert!(matches!(read("a.docx", &with), Err(Reason::FormatBroken(_))));
}

#[test]
fn thousands_of_columns_and_attributes_are_bounded() {
    let wide = |text: &str| text.replacen("Hai", &format!("Hai{}CUỐI", "|x".repeat(20_000)), 1);
    let paper = Paper::of(&wide(&format!("{HEAD}|STT|Mã TTHC|Tên TTHC\n|1|1.004222|Một\n|2|1.004223|Hai\n")));
    for (name, bytes) in [("a.docx", paper.docx()), ("a.html", paper.html().into_bytes()), ("a.csv", paper.csv())] {
        is_sound(&read(name, &bytes).unwrap());
    }
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in (0..).zip(HEAD.lines()) {
        sheet.write_string(row, 0, line).unwrap();
    }
    for (row, cells) in (6..).zip([["STT", "Mã TTHC", "Tên TTHC"], ["1", "1.004222", "Một"], ["2", "1.004223", "Hai"]])
    {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).unwrap();
        }
        for column in 3..16_384 {
            sheet.write_string(row, column, "x").unwrap();
        }
    }
    let merged = "</sheetData><mergeCells count=\"1\"><mergeCell ref=\"A21:XFD1048576\"/></mergeCells>";
    let bytes = changed(&book.save_to_buffer().unwrap(), "xl/worksheets/sheet1.xml", |text| {
        assert!(text.contains("</sheetData>"));
        text.replace("</sheetData>", merged)
    });
    is_sound(&read("a.xlsx", &bytes).unwrap());
    let spans = self::paper("Một").html().replace("<td>", "<td colspan=4000000000 rowspan=\"1\">");
    assert!(read("a.html", spans.as_bytes()).is_err(), "no title stands in a column of its own");
    let names: String = (0..400_000).map(|at| format!(" a{at}")).collect();
    let page = self::paper("Một").html().replacen("<body>", &format!("<body{names}>"), 1);
    is_sound(&read("a.html", page.as_bytes()).unwrap());
}

#[test]
fn rows_without_end_are_refused() {
    let rows = "<tr><td>1<td>1.004222<td>Tên".repeat(limits::DECISION_ROWS + 1);
    let page = paper("Một").html().replacen("</table>", &format!("{rows}</table>"), 1);
    assert_eq!(read("a.html", page.as_bytes()), Err(Reason::TooManyRows(limits::DECISION_ROWS as u64)));
    let lines = "<p>x".repeat(1_000_000);
    assert_eq!(read("a.html", lines.as_bytes()), Err(Reason::UnpacksTooFar(limits::DOCUMENT_BYTES as u64)));
}

#[test]
fn a_package_that_is_none_is_refused_by_name() {
    let of =
        |parts: &[(&str, &str)]| zip(&parts.iter().map(|(name, text)| (*name, text.as_bytes())).collect::<Vec<_>>());
    let main = |target: &str| {
        format!("<Relationships><Relationship Type=\"x/officeDocument\" Target=\"{target}\"/></Relationships>")
    };
    for (bytes, reason) in [
        (of(&[("a.txt", "x")]), Reason::DecisionFormat("zip")),
        (of(&[("mimetype", "application/vnd.oasis.opendocument.text")]), Reason::DecisionFormat("odt")),
        (of(&[("_rels/.rels", &main("ppt/presentation.xml"))]), Reason::DecisionFormat("zip")),
        (of(&[("_rels/.rels", &main("word/document.xml"))]), Reason::DecisionFormat("zip")),
        (of(&[("_rels/.rels", &main("../../etc/passwd"))]), Reason::DecisionFormat("zip")),
        (docx(&paragraph("Kính gửi")), Reason::DecisionNumberMissing),
        (docx(&HEAD.lines().map(paragraph).collect::<String>()), Reason::DecisionRowsMissing),
    ] {
        assert_eq!(read("a.docx", &bytes), Err(reason));
    }
    let whole = paper("Một").docx();
    for cut in [10, whole.len() / 2, whole.len() - 1] {
        assert!(matches!(read("a.docx", &whole[..cut]), Err(Reason::FormatBroken(_))), "{cut}");
    }
}

#[test]
fn days_out_of_time_are_no_days_in_any_format() {
    for year in ["0000", "9999"] {
        let text = format!("{HEAD}|STT|Mã TTHC|Tên TTHC|Hiệu lực\n|1|1.004222|Một|01/01/{year}\n|2|1.004223|Hai|\n");
        let paper =
            Paper::of(&text.replace("QUYẾT ĐỊNH\n", &format!("Hà Nội, ngày 01 tháng 01 năm {year}\nQUYẾT ĐỊNH\n")));
        for (name, bytes) in [("a.docx", paper.docx()), ("a.xlsx", paper.xlsx()), ("a.html", paper.html().into_bytes())]
        {
            let draft = read(name, &bytes).unwrap();
            is_sound(&draft);
            assert!(!draft.text.contains("signed =") && !draft.text.contains("effect = 0000"), "{}", draft.text);
            asks(&draft, &format!("01/01/{year}"));
        }
    }
}

const LINES: [&str; 6] =
    ["So: 77/QD-UBND", "QUYET DINH", "Cong bo", "Dieu 1. Cong bo.", "PHU LUC", "I. TTHC MOI BAN HANH"];
const ROWS: [[&str; 3]; 3] = [["STT", "Ma TTHC", "Ten TTHC"], ["1", "1.004222", "Mot"], ["2", "1.004223", "Hai"]];

fn page() -> String {
    printed(&LINES, &ROWS)
}

#[test]
fn a_pdf_that_loops_is_read_once() {
    use lopdf::{Object, Stream, dictionary};
    // The page tree names itself, and its page twice.
    let tree = |file: &mut lopdf::Document, ids: Ids| {
        let kids = vec![ids.pages.into(), ids.page.into(), ids.page.into(), ids.pages.into()];
        file.get_dictionary_mut(ids.pages).unwrap().set("Kids", kids);
        file.get_dictionary_mut(ids.pages).unwrap().set("Parent", ids.pages);
        file.get_dictionary_mut(ids.page).unwrap().remove(b"Resources");
        file.get_dictionary_mut(ids.pages).unwrap().set("Resources", ids.resources);
    };
    is_sound(&read("a.pdf", &pdf(&page(), tree)).unwrap());
    // A reference to itself in the place of what a page needs.
    for key in ["Contents", "Resources"] {
        let looped = pdf(&page(), |file, ids| {
            let own = file.new_object_id();
            file.objects.insert(own, Object::Reference(own));
            file.get_dictionary_mut(ids.page).unwrap().set(key, own);
        });
        assert_eq!(read("a.pdf", &looped), Err(Reason::NoText), "{key}");
    }
    // A form that shows itself, ten times over.
    let form = pdf(&format!("{} /X Do", page()), |file, ids| {
        let own = file.new_object_id();
        let inner = dictionary! { "XObject" => dictionary! { "X" => own } };
        let dictionary = dictionary! { "Subtype" => "Form", "Resources" => inner };
        file.objects.insert(own, Object::Stream(Stream::new(dictionary, b"/X Do ".repeat(10))));
        file.get_dictionary_mut(ids.resources).unwrap().set("XObject", dictionary! { "X" => own });
    });
    assert_eq!(read("a.pdf", &form), Err(Reason::UnpacksTooFar(limits::UNPACKED_BYTES)));
    let once = pdf(&format!("{} /X Do", page()), |file, ids| {
        let own = file.new_object_id();
        let inner = dictionary! { "XObject" => dictionary! { "X" => own } };
        let dictionary = dictionary! { "Subtype" => "Form", "Resources" => inner };
        file.objects.insert(own, Object::Stream(Stream::new(dictionary, b"/X Do".to_vec())));
        file.get_dictionary_mut(ids.resources).unwrap().set("XObject", dictionary! { "X" => own });
    });
    is_sound(&read("a.pdf", &once).unwrap());
}

#[test]
fn a_pdf_that_unpacks_too_far_is_refused() {
    use lopdf::{Object, Stream, dictionary};
    let packed = |bytes: Vec<u8>| {
        let mut stream = Stream::new(dictionary! {}, bytes);
        stream.compress().unwrap();
        Object::Stream(stream)
    };
    let content = pdf("", |file, ids| {
        file.objects.insert(ids.content, packed(b"q Q ".repeat(limits::PDF_PAGE_BYTES / 3)));
    });
    assert!(content.len() < 1024 * 1024);
    assert_eq!(read("a.pdf", &content), Err(Reason::UnpacksTooFar(limits::PDF_PAGE_BYTES as u64)));
    // A font whose table of codes names every code there could be, and one that unpacks without end.
    for table in [
        b"1 beginbfrange <00000000> <ffffffff> <0041> endbfrange ".repeat(1000),
        b"1 beginbfchar <41> <0041> endbfchar ".repeat(2_000_000),
    ] {
        let font = pdf(&page(), |file, ids| {
            let table = file.add_object(packed(table));
            file.get_dictionary_mut(ids.font).unwrap().set("ToUnicode", table);
        });
        // Its letters are known no more; nothing else is.
        assert!(matches!(read("a.pdf", &font), Err(Reason::DecisionNumberMissing)), "{}", font.len());
    }
    // A stream of objects that unpacks to nothing but blanks.
    let objects = b"%PDF-1.5\n1 0 obj\n<</Type/#4fbjStm/N 1/First 4/Filter/FlateDecode/Length ";
    let mut zeros = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let far = usize::try_from(limits::UNPACKED_BYTES).unwrap() + 1;
    std::io::Write::write_all(&mut zeros, &vec![b' '; far]).unwrap();
    let zeros = zeros.finish().unwrap();
    let length = format!("{}>>\nstream\n", zeros.len());
    let bomb =
        [objects.as_slice(), length.as_bytes(), &zeros, b"\nendstream\nendobj\ntrailer<</Root 1 0 R/Size 2>>\n%%EOF"]
            .concat();
    assert!(read("a.pdf", &bomb).is_err());
}

#[test]
fn a_pdf_without_text_says_what_to_do() {
    use lopdf::{Object, Stream, dictionary};
    let scanned = pdf("q 600 0 0 800 0 0 cm /I Do Q BT /F 8 Tf 400 20 Td (Ky boi: UBND) Tj ET", |file, ids| {
        let image = Stream::new(dictionary! { "Subtype" => "Image", "Width" => 1, "Height" => 1 }, vec![0]);
        let image = file.add_object(Object::Stream(image));
        file.get_dictionary_mut(ids.resources).unwrap().set("XObject", dictionary! { "I" => image });
    });
    assert_eq!(read("a.pdf", &scanned), Err(Reason::NoText));
    let told = Reason::NoText.shown(niemyet::strings::Language::Vietnamese);
    assert!(told.contains("docx") && told.contains("OCR"), "{told}");
    assert!(matches!(read("a.pdf", b"%PDF-1.7"), Err(Reason::FormatBroken(_))));
    let whole = pdf(&page(), |_, _| {});
    for cut in [40, whole.len() / 2, whole.len() - 30] {
        // A file that was cut off is repaired where that can be done, or refused.
        drop(read("a.pdf", &whole[..cut]));
    }
}

#[test]
fn a_pdf_without_drawn_lines_makes_no_rows() {
    let content = page().lines().filter(|line| !line.ends_with(" S")).collect::<Vec<_>>().join("\n");
    assert_eq!(read("a.pdf", &pdf(&content, |_, _| {})), Err(Reason::DecisionRowsMissing));
    // On a page of its own beside one with a table, its rows are questions.
    let draft = read(
        "a.pdf",
        &pdf(&page(), |file, ids| {
            let other = printed(&[], &[["3", "1.004224", "Ba"]])
                .lines()
                .filter(|line| !line.ends_with(" S"))
                .collect::<Vec<_>>()
                .join("\n");
            let content = file.add_object(lopdf::Stream::new(lopdf::Dictionary::new(), other.into_bytes()));
            let mut second = file.get_dictionary(ids.page).unwrap().clone();
            second.set("Contents", content);
            let second = file.add_object(second);
            file.get_dictionary_mut(ids.pages).unwrap().set("Kids", vec![ids.page.into(), second.into()]);
        }),
    )
    .unwrap();
    is_sound(&draft);
    asks(&draft, "1.004224");
    assert!(is_incomplete(&draft), "{}", draft.text);
}

#[test]
fn a_pdf_is_read_turned_and_over_pages() {
    // The page is turned, and so is what is on it.
    let turned = pdf(&format!("0 1 -1 0 800 0 cm {}", page()), |file, ids| {
        file.get_dictionary_mut(ids.page).unwrap().set("Rotate", 90);
    });
    is_sound(&read("a.pdf", &turned).unwrap());
    // Not turned back, its letters stand upright: they are told.
    let upright = pdf(&format!("{} 0 1 -1 0 800 0 cm {}", page(), page()), |_, _| {});
    let upright = read("a.pdf", &upright).unwrap();
    asks(&upright, "xoay dọc");
    assert!(is_incomplete(&upright), "{}", upright.text);
    // The last row goes on over the page; the page's own number is no part of it.
    let draft = read(
        "a.pdf",
        &pdf(&page(), |file, ids| {
            let other = printed(&[], &[["", "", "va ba"], ["3", "1.0042", "Bon"]]) + "BT /F 10 Tf 300 20 Td (2) Tj ET";
            let content = file.add_object(lopdf::Stream::new(lopdf::Dictionary::new(), other.into_bytes()));
            let mut second = file.get_dictionary(ids.page).unwrap().clone();
            second.set("Contents", content);
            let second = file.add_object(second);
            file.get_dictionary_mut(ids.pages).unwrap().set("Kids", vec![ids.page.into(), second.into()]);
        }),
    )
    .unwrap();
    assert!(draft.text.contains("name = \"Hai va ba\""), "{}", draft.text);
    assert_eq!(draft.changes, 3, "{}", draft.text);
    asks(&draft, "ngắt sang trang sau");
}

#[test]
fn streams_that_unpack_to_nothing_are_not_free() {
    use lopdf::{Object, Stream, dictionary};
    let refused = Err(Reason::UnpacksTooFar(limits::UNPACKED_BYTES));
    let blanks = |filters: &[&str]| {
        let mut stream = Stream::new(dictionary! {}, vec![b' '; limits::PDF_PAGE_BYTES]);
        if filters.len() > 1 {
            stream.compress().unwrap();
            assert!(stream.content.len() < 100_000);
        }
        let filters: Vec<Object> = filters.iter().map(|name| Object::Name(name.as_bytes().to_vec())).collect();
        stream.dict.set("Filter", filters);
        stream.dict.set("Subtype", "Form");
        stream
    };
    // Packed twice, what comes of the first is as much each time, however little the second leaves of it.
    for filters in [&["ASCIIHexDecode"][..], &["FlateDecode", "ASCIIHexDecode"]] {
        let shown = |times: usize| {
            pdf(&format!("{} {}", page(), "/X Do ".repeat(times)), |file, ids| {
                let form = file.add_object(blanks(filters));
                file.get_dictionary_mut(ids.resources).unwrap().set("XObject", dictionary! { "X" => form });
            })
        };
        is_sound(&read("a.pdf", &shown(3)).unwrap());
        assert_eq!(read("a.pdf", &shown(100)), refused);
        let pages = |count: usize| {
            pdf(&page(), |file, ids| {
                let content = file.add_object(blanks(filters));
                let mut other = file.get_dictionary(ids.page).unwrap().clone();
                other.set("Contents", content);
                let others = (0..count).map(|_| Object::from(file.add_object(other.clone())));
                let kids: Vec<Object> = others.collect();
                let kids = std::iter::once(Object::from(ids.page)).chain(kids).collect::<Vec<_>>();
                file.get_dictionary_mut(ids.pages).unwrap().set("Kids", kids);
            })
        };
        is_sound(&read("a.pdf", &pages(3)).unwrap());
        assert_eq!(read("a.pdf", &pages(100)), refused);
    }
}

#[test]
fn a_font_costs_what_it_names() {
    use lopdf::{Object, Stream, dictionary};
    // Fonts that share one short table of every code, each written where it is used.
    let fonts = |count: usize| {
        let used: String = (0..count).map(|at| format!("/G{at} 10 Tf ")).collect();
        pdf(&format!("{} {}", page(), used.repeat(2)), |file, ids| {
            let table = b"beginbfrange <0000> <FFFE> <0041> endbfrange".to_vec();
            let table = file.add_object(Stream::new(dictionary! {}, table));
            let widths = [0, 65_534, 500].repeat(100).into_iter().map(Object::from).collect::<Vec<_>>();
            let below = file.add_object(dictionary! { "W" => widths });
            let font =
                dictionary! { "Subtype" => "Type0", "ToUnicode" => table, "DescendantFonts" => vec![below.into()] };
            let mut all = dictionary! { "F" => ids.font };
            (0..count).for_each(|at| all.set(format!("G{at}"), font.clone()));
            file.get_dictionary_mut(ids.resources).unwrap().set("Font", all);
        })
    };
    is_sound(&read("a.pdf", &fonts(10)).unwrap());
    assert_eq!(read("a.pdf", &fonts(1000)), Err(Reason::UnpacksTooFar(limits::UNPACKED_BYTES)));
    // One font written where it is used is read once, however often it is.
    let one = format!("{} {}", page(), "/F 10 Tf ".repeat(100_000));
    let inline = pdf(&one, |file, ids| {
        let font = file.get_dictionary(ids.font).unwrap().clone();
        file.get_dictionary_mut(ids.resources).unwrap().set("Font", dictionary! { "F" => font });
    });
    is_sound(&read("a.pdf", &inline).unwrap());
}

/// `page()`, and further pages of these instructions, with a picture `I` at hand.
fn with_pages(contents: &[String]) -> Vec<u8> {
    use lopdf::{Object, Stream, dictionary};
    pdf(&page(), |file, ids| {
        let image = Stream::new(dictionary! { "Subtype" => "Image", "Width" => 1, "Height" => 1 }, vec![0]);
        let image = file.add_object(Object::Stream(image));
        file.get_dictionary_mut(ids.resources).unwrap().set("XObject", dictionary! { "I" => image });
        let mut kids = vec![Object::from(ids.page)];
        let mut known: Vec<(&String, lopdf::ObjectId)> = Vec::new();
        for content in contents {
            let there = known.iter().find(|(other, _)| *other == content).map(|(_, id)| *id);
            let id =
                there.unwrap_or_else(|| file.add_object(Stream::new(dictionary! {}, content.clone().into_bytes())));
            known.push((content, id));
            let mut other = file.get_dictionary(ids.page).unwrap().clone();
            other.set("Contents", id);
            kids.push(file.add_object(other).into());
        }
        file.get_dictionary_mut(ids.pages).unwrap().set("Kids", kids);
    })
}

fn is_incomplete(draft: &Draft) -> bool {
    draft.text.lines().any(|line| line == "complete = false")
}

#[test]
fn pages_of_many_lines_share_one_budget() {
    let level: String = (0..3_900).map(|at| format!("0 {y} m 640 {y} l S\n", y = at * 6)).collect();
    let upright: String = (0..64).map(|at| format!("{x} 0 m {x} 23394 l S\n", x = at * 10)).collect();
    let draft = read("a.pdf", &with_pages(&vec![level + &upright; 40])).unwrap();
    is_sound(&draft);
    assert!(!is_incomplete(&draft), "nothing is left out: {:#?}", draft.questions);
    // More lines than are kept, and more than tables are made of: a part of them would make a part of a table.
    let short = |count: usize| (0..count).map(|at| format!("0 {y} m 9 {y} l S\n", y = at * 6)).collect::<String>();
    for count in [limits::PDF_LINES + 1, limits::PDF_RULES + 1] {
        let draft = read("a.pdf", &with_pages(&[short(count) + &printed(&[], &[["3", "1.004224", "Ba"]])])).unwrap();
        is_sound(&draft);
        asks(&draft, "Trang 2 của PDF có quá nhiều nét vẽ");
        asks(&draft, "1.004224");
        assert!(is_incomplete(&draft), "{}", draft.text);
    }
}

#[test]
fn a_scanned_annex_behind_typed_pages_is_asked_for() {
    let scan = "q 600 0 0 800 0 0 cm /I Do Q BT /F 8 Tf 400 20 Td (Ky boi: UBND) Tj ET".to_owned();
    let inline = "q 600 0 0 800 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q".to_owned();
    let typed = printed(&["Noi dung cu the cua thu tuc hanh chinh, nhu sau day va khong co gi khac nua"], &[]);
    let stamped = format!("{scan} {typed}");
    let draft = read("a.pdf", &with_pages(&[typed.clone(), scan, stamped, inline])).unwrap();
    is_sound(&draft);
    assert!(is_incomplete(&draft), "{}", draft.text);
    let asked = |page: usize| draft.questions.iter().any(|one| one.contains(&format!("Trang {page} của PDF có ảnh")));
    assert_eq!((1..=5).filter(|page| asked(*page)).collect::<Vec<_>>(), [3, 5]);
    assert!(!is_incomplete(&read("a.pdf", &with_pages(&[typed])).unwrap()));
}

#[test]
fn numbered_paragraphs_count_also_where_their_cell_is_full() {
    let lists = "<w:numbering><w:abstractNum w:abstractNumId='5'><w:lvl w:ilvl='0'><w:lvlText w:val='TEXT'/></w:lvl>\
        </w:abstractNum><w:num w:numId='2'><w:abstractNumId w:val='5'/></w:num></w:numbering>";
    let lists = lists.replace("TEXT", &"%1".repeat(1024 * 1024));
    let numbered = |count: usize| {
        let word = paper("MỘT").docx();
        let many = "<w:p><w:pPr><w:numPr><w:numId w:val='2'/></w:numPr></w:pPr></w:p>".repeat(count);
        let with = changed(&word, "word/document.xml", |text| text.replace(&paragraph("MỘT"), &many));
        // The same with its lists.
        let mut archive = ::zip::ZipArchive::new(std::io::Cursor::new(with)).unwrap();
        let text = std::io::read_to_string(archive.by_name("word/document.xml").unwrap()).unwrap();
        let relations = std::io::read_to_string(archive.by_name("_rels/.rels").unwrap()).unwrap();
        let parts = [("_rels/.rels", &relations), ("word/document.xml", &text), ("word/numbering.xml", &lists)];
        zip(&parts.map(|(name, text)| (name, text.as_bytes())))
    };
    let draft = read("a.docx", &numbered(50_000)).unwrap();
    is_sound(&draft);
    asks(&draft, "Một ô quá dài");
    let limit = limits::DOCUMENT_BYTES;
    assert_eq!(read("a.docx", &numbered(limit / 64 + 1)), Err(Reason::UnpacksTooFar(limit as u64)));
}
