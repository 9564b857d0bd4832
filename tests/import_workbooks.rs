//! Workbooks of other programs than today's Excel (ods, xls) as lists that somebody shows, and what they announce.
//!
//! Sizes are harmless: without the bounds each of these files would only be read.

use std::io::{Cursor, Write};

use niemyet::import::{Foreign, Reason, limits, read_listing};

use crate::workbooks::{
    Record, content, end, in_a_file, number, ods, ods_of, of_every_kind, record, row, shared, shared_text, stream,
    stream_of, text_cell, xls,
};

pub(crate) fn shown(bytes: &[u8]) -> Result<Vec<Vec<String>>, Reason> {
    let foreign = Foreign { name: "bang".to_owned(), bytes: bytes.to_vec(), label: None };
    Ok(read_listing(&foreign)?.0.into_iter().map(|row| row.texts).collect())
}

/// The words of a refusal; empty where there is none.
fn refused(bytes: &[u8]) -> String {
    shown(bytes).map_or_else(|reason| format!("{reason:?}"), |_| String::new())
}

// OpenDocument.

#[test]
fn an_open_document_shows_its_rows() {
    let repeated = "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell \
        table:number-columns-repeated=\"2\" office:value-type=\"string\"><text:p>hai<text:s text:c=\"3\"/>ba</text:p>\
        </table:table-cell></table:table-row>";
    // As programs end a sheet: all the rows and columns that there could be, with nothing in them.
    let rest = "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell \
        table:number-columns-repeated=\"16384\"/></table:table-row>";
    let blank = "<table:table-cell table:number-columns-repeated=\"2\" table:style-name=\"ce1\"/>";
    let first = row(&format!("{}{blank}{}", text_cell("1.004001"), text_cell("Một &amp; hai")));
    let rows = shown(&ods(&format!("{first}{repeated}{rest}"))).unwrap();
    let other = ["hai ba", "hai ba", "", ""];
    assert_eq!(rows, [["1.004001", "", "", "Một & hai"], other, other]);
}

#[test]
fn what_an_open_document_repeats_is_counted_before_it_is_written_out() {
    let cell = |attribute: &str, inner: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\" {attribute}><text:p>{inner}</text:p></table:table-cell>"
        )
    };
    let wide = cell("table:number-columns-repeated=\"10000\"", "a");
    let rows = |times: usize, cells: &str| {
        format!("<table:table-row table:number-rows-repeated=\"{times}\">{cells}</table:table-row>")
    };
    let blank = "<table:table-cell table:number-columns-repeated=\"10000\"/>";
    let times = limits::SHEET_CELLS / 10_000 + 1;
    let cells = format!("TooManyCells({})", limits::SHEET_CELLS);
    let long = format!("UnpacksTooFar({})", limits::UNPACKED_BYTES);
    let spaces = |count: u64| format!("<text:s text:c=\"{count}\"/>");
    let over = limits::UNPACKED_BYTES / 100;
    for (content, refusal) in [
        (rows(times, &wide), &cells),
        // Rows are as wide as the widest; blanks between what is written on count.
        (row(&wide) + &rows(times, &text_cell("a")), &cells),
        (row(&wide) + &rows(times, "<table:table-cell/>") + &row(&text_cell("a")), &cells),
        (rows(times, &format!("<table:table-cell table:number-columns-repeated=\"9999\"/>{}", text_cell("a"))), &cells),
        // A table within, in a cell or behind one, begins no count anew.
        (row(&wide) + "<table:table/>" + &rows(times, &wide), &cells),
        (
            row(&wide) + &row("<table:table-cell><table:table/></table:table-cell>") + &rows(times, &text_cell("a")),
            &cells,
        ),
        // Empty cells are kept where others follow, also in rows with nothing in them.
        (row(&format!("{blank}<table:table-cell/>")).repeat(times), &cells),
        (row(&text_cell(&spaces(limits::UNPACKED_BYTES))), &long),
        // What is no plain number may be any.
        (row(&text_cell("<text:s text:c=\"&#49;\"/>")), &long),
        (row(&cell("table:number-columns-repeated=\"101\"", &spaces(over))), &long),
        (rows(101, &text_cell(&spaces(over))), &long),
        // calamine reads also a row that comes no time.
        (rows(0, &text_cell(&spaces(limits::UNPACKED_BYTES))), &long),
    ] {
        assert_eq!(refused(&ods(&content)), **refusal, "{content}");
    }
    let fits = rows(limits::SHEET_CELLS / 20_000 - 10, &cell("table:number-columns-repeated=\"10000\"", "a"));
    assert!(refused(&ods(&fits)).is_empty());
}

#[test]
fn an_open_document_that_contradicts_itself_or_is_locked_is_refused() {
    let manifest = "<manifest:manifest xmlns:manifest=\"m\"/>";
    let whole = content(&row(&text_cell("a")));
    assert_eq!(shown(&ods_of(&whole, manifest)).unwrap(), [["a"]]);
    for cut in ["</table:table-row>", "</office:body>"] {
        let (head, _) = whole.split_once(cut).unwrap();
        assert_eq!(refused(&ods_of(head, manifest)), "Contradicts", "{cut}");
    }
    let cell = "<table:table-cell office:value-type=\"string\">";
    for rows in [
        "<table:table-cell><table:table-row/></table:table-cell>",
        &format!("{cell}{cell}</table:table-cell></table:table-cell>"),
    ] {
        assert_eq!(refused(&ods(&row(rows))), "Contradicts", "{rows}");
    }
    assert!(refused(&ods(&row(&format!("{cell}<text:p>a</table:table-cell>")))).starts_with("FormatBroken"));
    let locked = "<manifest:manifest xmlns:manifest=\"m\"><manifest:encryption-data/></manifest:manifest>";
    assert_eq!(refused(&ods_of("\u{1}", locked)), "Locked");
}

// Excel 5 to 2003.

#[test]
fn an_old_workbook_shows_its_rows() {
    let (globals, sheets) = of_every_kind();
    let expected = [
        vec!["1.004001", "", "Ten thu tuc"],
        vec!["1.5", "3", "4"],
        vec!["4", "ab", ""],
        vec!["c", "true", ""],
        vec!["x"],
    ];
    assert_eq!(shown(&xls(&globals, &sheets)).unwrap(), expected);
    // Sheets that do not say that they end, and sectors of the other size.
    let stream = stream(&globals, &sheets, &[]);
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream("/Workbook").unwrap().write_all(&stream).unwrap();
    file.flush().unwrap();
    assert_eq!(shown(&file.into_inner().into_inner()).unwrap(), expected);
}

#[test]
fn a_workbook_of_excel_95_has_letters_of_its_own() {
    let heads = |at: u32| {
        let mut sheet = at.to_le_bytes().to_vec();
        sheet.extend([0, 0, 1, b'A']);
        // Letters of Vietnam, one byte each.
        stream_of(&[record(0x0809, &[0x0500, 0x0005], &[]), record(0x0042, &[1258], &[]), (0x0085, sheet), end()])
    };
    let mut stream = heads(u32::try_from(heads(0).len()).unwrap());
    stream.extend(stream_of(&[
        record(0x0809, &[0x0500, 0x0010], &[]),
        record(0x0204, &[0, 0, 0, 8], b"1.004001"),
        record(0x0204, &[0, 1, 0, 4], b"C\xf4ng"),
        end(),
    ]));
    assert_eq!(shown(&in_a_file("/Book", &stream)).unwrap(), [["1.004001", "Công"]]);
}

#[test]
fn a_table_of_sectors_that_goes_on_behind_the_file_is_read() {
    let mut book = xls(&[], &[(0..100).map(|row| number(row, 0, 7.0)).collect()]);
    // What SheetJS writes of sectors that the file does not have: ends of chains, where "free" is asked for.
    let table = 512 * (1 + usize::from(book[76]));
    let sectors = book.len() / 512 - 1;
    // And what others write there.
    for said in [0xFFFF_FFFE_u32, 0] {
        for entry in sectors..128 {
            book[table + entry * 4..][..4].copy_from_slice(&said.to_le_bytes());
        }
        assert_eq!(shown(&book).unwrap().len(), 100, "{said}");
    }
}

#[test]
fn what_an_old_workbook_has_room_made_for_is_counted() {
    let cells = format!("TooManyCells({})", limits::SHEET_CELLS);
    let corner = |row, column| vec![number(0, 0, 1.0), number(row, column, 1.0)];
    assert_eq!(refused(&xls(&[], &[corner(65_535, 255)])), cells);
    // Each alone fits.
    assert_eq!(refused(&xls(&[], &vec![corner(9_000, 255); 3])), cells);
    assert!(refused(&xls(&[], &vec![corner(9_000, 255); 2])).is_empty());

    // One long text in every cell: of the shared ones, and one that says that it is longer than it is.
    let long = format!("UnpacksTooFar({})", limits::UNPACKED_BYTES);
    let text = "a".repeat(8_000);
    let count = u16::try_from(limits::UNPACKED_BYTES / 48_000 + 1).unwrap();
    let each = |text: u16| (0..count).map(|row| shared_text(row, 0, text)).collect::<Vec<_>>();
    assert_eq!(refused(&xls(&[shared(&["b", &text])], &[each(1)])), long);
    assert_eq!(shown(&xls(&[shared(&["b", &text])], &[each(0)])).unwrap().len(), usize::from(count));
    let labels = (0..1_500).map(|row| record(0x0204, &[row, 0, 0, 65_535], &[0, b'a'])).collect();
    assert_eq!(refused(&xls(&[], &[labels])), long);
}

#[test]
fn shared_texts_that_go_on_in_the_next_record_are_counted_as_they_are() {
    let text = "a".repeat(8_000);
    let (_, all) = shared(&["b", &text]);
    let count = u16::try_from(limits::UNPACKED_BYTES / 48_000 + 1).unwrap();
    let long = format!("UnpacksTooFar({})", limits::UNPACKED_BYTES);
    let holds = |parts: &[Record], index: u16| {
        let rows: Vec<Record> = (0..count).map(|row| shared_text(row, 0, index)).collect();
        assert_eq!(refused(&xls(parts, std::slice::from_ref(&rows))), long);
        assert_eq!(shown(&xls(parts, &[rows.get(..2).unwrap().to_vec()])).unwrap(), [[text.clone()], [text.clone()]]);
    };
    // Cut within a text: behind the cut stands anew how it is written.
    let (head, rest) = all.split_at(2_000);
    holds(&[(0x00FC, head.to_vec()), (0x003C, [&[0], rest].concat())], 1);
    // Cut between two texts, with a record in between that has nothing in it and counts as a text.
    let (head, rest) = all.split_at(8 + 4);
    holds(&[(0x00FC, head.to_vec()), (0x003C, Vec::new()), (0x003C, rest.to_vec())], 2);
    // Two looks of four bytes each and three bytes of sounds stand behind the first text.
    let first = [&[0; 8][..], &[1, 0, 0x0C, 2, 0, 3, 0, 0, 0, b'b'], &[0; 11]].concat();
    holds(&[(0x00FC, [&first, rest].concat())], 1);

    // A million empty ones.
    let parts: Vec<Record> = (0..=limits::SHARED_TEXTS / 21_845)
        .map(|at| if at == 0 { (0x00FC, vec![0; 8 + 3 * 21_000]) } else { (0x003C, vec![0; 3 * 21_845]) })
        .chain([(0x003C, vec![0; 3_000])])
        .collect();
    assert_eq!(refused(&xls(&parts, &[])), format!("TooManyRows({})", limits::SHARED_TEXTS));
}

#[test]
fn an_old_workbook_that_contradicts_itself_is_broken() {
    let sheet = vec![number(0, 0, 1.0)];
    let whole = xls(&[], std::slice::from_ref(&sheet));
    assert!(refused(&whole).is_empty());
    let cut = whole.get(..whole.len() / 2).unwrap();
    assert!(refused(cut).starts_with("FormatBroken"), "{}", refused(cut));
    // A record shorter than its kind, at which the reader panics.
    assert_eq!(refused(&xls(&[(0x0042, vec![0])], &[])), "Contradicts");
    assert_eq!(refused(&xls(&[(0x0085, vec![0; 3])], &[])), "Contradicts");
    assert_eq!(refused(&xls(&[shared(&["a"]), shared(&["a"])], &[])), "Contradicts");
    // Sheets that stand on one another.
    let at_the_beginning = (0x0085, vec![0, 0, 0, 0, 0, 0, 1, 0, b'A']);
    assert_eq!(refused(&xls(&vec![at_the_beginning; 3], &[])), "Contradicts");
    assert_eq!(refused(&xls(&[(0x002F, vec![1, 0])], &[sheet])), "Locked");
}
