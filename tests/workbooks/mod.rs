//! Workbooks of other programs than today's Excel, written as tests need them.

use std::io::{Cursor, Write};

/// An OpenDocument workbook of one sheet with these rows.
pub(crate) fn ods(rows: &str) -> Vec<u8> {
    ods_of(&content(rows), "<manifest:manifest xmlns:manifest=\"m\"/>")
}

pub(crate) fn content(rows: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body>\
         <office:spreadsheet><table:table table:name=\"A\">{rows}</table:table></office:spreadsheet></office:body>\
         </office:document-content>"
    )
}

pub(crate) fn ods_of(content: &str, manifest: &str) -> Vec<u8> {
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [("mimetype", kind), ("META-INF/manifest.xml", manifest), ("content.xml", content)] {
        let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        zip.start_file(name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub(crate) fn text_cell(words: &str) -> String {
    format!("<table:table-cell office:value-type=\"string\"><text:p>{words}</text:p></table:table-cell>")
}

pub(crate) fn row(cells: &str) -> String {
    format!("<table:table-row>{cells}</table:table-row>")
}

/// Rows with words, spaces, numbers and what is repeated.
pub(crate) fn rows_of_every_kind() -> String {
    let repeated = "<table:table-row table:number-rows-repeated=\"3\"><table:table-cell table:number-columns-repeated=\"2\"/>\
        <table:table-cell office:value=\"7\" table:number-columns-repeated=\"2\"/></table:table-row>";
    format!("{}{repeated}{}", row(&text_cell("a<text:s text:c=\"3\"/>b")), row(&text_cell("1.004001")))
}

/// The kind of a record, and its data.
pub(crate) type Record = (u16, Vec<u8>);

/// A record of numbers of two bytes each, and bytes behind them.
pub(crate) fn record(kind: u16, numbers: &[u16], behind: &[u8]) -> Record {
    (kind, numbers.iter().flat_map(|number| number.to_le_bytes()).chain(behind.iter().copied()).collect())
}

pub(crate) fn begin(kind: u16) -> Record {
    record(0x0809, &[0x0600, kind], &[0; 12])
}

pub(crate) fn end() -> Record {
    record(0x000A, &[], &[])
}

/// Texts that cells share: each with its characters of one byte.
pub(crate) fn shared(texts: &[&str]) -> Record {
    let mut bytes = vec![0; 8];
    for text in texts {
        bytes.extend(u16::try_from(text.len()).unwrap().to_le_bytes());
        bytes.push(0);
        bytes.extend(text.bytes());
    }
    (0x00FC, bytes)
}

pub(crate) fn shared_text(row: u16, column: u16, text: u16) -> Record {
    record(0x00FD, &[row, column, 0, text, 0], &[])
}

pub(crate) fn number(row: u16, column: u16, value: f64) -> Record {
    record(0x0203, &[row, column, 0], &value.to_le_bytes())
}

pub(crate) fn stream_of(records: &[Record]) -> Vec<u8> {
    let mut stream = Vec::new();
    for (kind, data) in records {
        stream.extend(kind.to_le_bytes());
        stream.extend(u16::try_from(data.len()).unwrap().to_le_bytes());
        stream.extend(data);
    }
    stream
}

/// A workbook: what it says before its sheets, and its sheets, each with its records.
pub(crate) fn xls(globals: &[Record], sheets: &[Vec<Record>]) -> Vec<u8> {
    in_a_file("/Workbook", &stream(globals, sheets, &[end()]))
}

pub(crate) fn stream(globals: &[Record], sheets: &[Vec<Record>], ended: &[Record]) -> Vec<u8> {
    let heads = |at: &[u32]| {
        let mut records = vec![begin(0x0005)];
        records.extend(globals.iter().cloned());
        for (at, name) in at.iter().zip(b'A'..) {
            let mut data = at.to_le_bytes().to_vec();
            data.extend([0, 0, 1, 0, name]);
            records.push((0x0085, data));
        }
        records.push(end());
        stream_of(&records)
    };
    let mut at = u32::try_from(heads(&vec![0; sheets.len()]).len()).unwrap();
    let (mut places, mut rest) = (Vec::new(), Vec::new());
    for sheet in sheets {
        places.push(at);
        let mut records = vec![begin(0x0010)];
        records.extend(sheet.iter().chain(ended).cloned());
        let stream = stream_of(&records);
        at += u32::try_from(stream.len()).unwrap();
        rest.extend(stream);
    }
    let mut stream = heads(&places);
    stream.extend(rest);
    stream
}

pub(crate) fn in_a_file(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new())).unwrap();
    file.create_stream(name).unwrap().write_all(stream).unwrap();
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// Every kind of record that is read, and of those that are not: what is said before the sheets, and two sheets.
pub(crate) fn of_every_kind() -> (Vec<Record>, Vec<Vec<Record>>) {
    // What the reader stops at, had it been left in: a name without its length, an extent of an odd length, more merged cells
    // than there are, a formula that goes on behind its record.
    let globals = vec![shared(&["1.004001", "Ten thu tuc", "x"]), record(0x0018, &[0], &[])];
    let formula =
        |row, column, value: [u8; 8]| record(0x0006, &[row, column, 0], &[&value[..], &[0; 6], &[9, 0]].concat());
    let sheet = vec![
        record(0x0200, &[0, 0, 0, 1, 0, 256], &[]),
        // The value of a formula where there is none.
        record(0x0207, &[1], b"\0z"),
        shared_text(0, 0, 0),
        shared_text(0, 2, 1),
        number(1, 0, 1.5),
        // 3 and 4 as whole numbers of their own kind, in one record.
        record(0x00BD, &[1, 1, 0], &[14, 0, 0, 0, 0, 0, 18, 0, 0, 0, 2, 0]),
        // Formulas keep the value that they had, a number or a text.
        formula(2, 0, 4.0_f64.to_le_bytes()),
        formula(2, 1, [0, 0, 0, 0, 0, 0, 0xFF, 0xFF]),
        record(0x0207, &[2], b"\0ab"),
        record(0x00D6, &[3, 0, 0, 1], b"\0c"),
        record(0x0205, &[3, 1, 0], &[1, 0]),
        // A chart within the sheet has cells of its own.
        begin(0x0020),
        number(60_000, 250, 9.0),
        end(),
        record(0x00E5, &[2, 0, 0, 0, 1], &[]),
    ];
    (globals, vec![sheet, vec![shared_text(0, 0, 2)]])
}

/// The stream of a workbook that has them.
pub(crate) fn stream_of_every_kind() -> Vec<u8> {
    let (globals, sheets) = of_every_kind();
    stream(&globals, &sheets, &[end()])
}
