//! Documents whose formats pack their texts, made around a text that is mutated: what a byte changed in a packed file hardly reaches.

use std::io::{Cursor, Read, Write};
use std::sync::LazyLock;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::workbooks::{in_a_file, ods_of};
use crate::{PART, fixtures};

/// The parts of a packed document, in their order.
pub(crate) type Parts = Vec<(String, Vec<u8>)>;

static WORD: LazyLock<Parts> = LazyLock::new(|| fixture("3582.docx"));
static BOOK: LazyLock<Parts> = LazyLock::new(|| fixture("3582.xlsx"));

/// The parts of a document in `tests/fixtures/decisions`.
pub(crate) fn fixture(name: &str) -> Parts {
    let bytes = std::fs::read(fixtures("decisions").join(name)).expect("the fixtures are there");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a packed document");
    let count = archive.len();
    let part = |at| {
        let mut file = archive.by_index(at).expect("a part");
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("a part is read");
        (file.name().expect("a part has a name").into_owned(), content)
    };
    (0..count).map(part).collect()
}

/// An input as a document. What its first letter says: `w` a text document around `word/document.xml`, `s` a workbook around a sheet, its
/// texts and its styles, `o` an OpenDocument workbook of this content, `x` an xls of this stream, `p` a PDF around the signs of its page and the table of their letters, parted by [`PART`]; else what stands there.
pub fn document(data: &[u8]) -> Vec<u8> {
    match data.split_first() {
        Some((b'w', rest)) => with(&WORD, &["word/document.xml", "word/styles.xml"], rest),
        Some((b's', rest)) => with(&BOOK, &["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"], rest),
        Some((b'o', rest)) => ods_of(&String::from_utf8_lossy(rest), "<manifest:manifest xmlns:manifest=\"m\"/>"),
        Some((b'x', rest)) => in_a_file("/Workbook", rest),
        Some((b'p', rest)) => pdf(rest),
        _ => data.to_vec(),
    }
}

/// A document with its own parts of these names, as far as there are any in `rest`.
fn with(parts: &Parts, names: &[&str], rest: &[u8]) -> Vec<u8> {
    let own: Vec<(&str, &[u8])> = names.iter().copied().zip(rest.split(|byte| *byte == PART)).collect();
    let mut file = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in parts {
        let content = own.iter().find(|(own, _)| own == name).map_or(content.as_slice(), |(_, content)| content);
        file.start_file(name.as_str(), stored).expect("into memory");
        file.write_all(content).expect("into memory");
    }
    file.finish().expect("into memory").into_inner()
}

/// A PDF of one page. A stream says how long it is, whatever stands in it.
fn pdf(rest: &[u8]) -> Vec<u8> {
    let mut parts = rest.split(|byte| *byte == PART);
    let (content, letters) = (parts.next().unwrap_or_default(), parts.next());
    let table = if letters.is_some() { "/ToUnicode 6 0 R" } else { "" };
    let stream = |content: &[u8]| {
        [format!("<</Length {}>>stream\n", content.len()).as_bytes(), content, b"\nendstream"].concat()
    };
    let font = format!("<</Type/Font/Subtype/Type0/BaseFont/F/Encoding/Identity-H{table}>>");
    let plain = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
    let page = format!(
        "<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F {plain}/G 5 0 R>>>>>>"
    );
    let objects: [Vec<u8>; 6] = [
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        page.into_bytes(),
        stream(content),
        font.into_bytes(),
        stream(letters.unwrap_or_default()),
    ];
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut places = String::new();
    for (at, object) in objects.iter().enumerate() {
        places.push_str(&format!("{:010} 00000 n \n", out.len()));
        out.extend([format!("{} 0 obj\n", at + 1).as_bytes(), object, b"\nendobj\n"].concat());
    }
    let end = out.len();
    let table =
        format!("xref\n0 7\n0000000000 65535 f \n{places}trailer<</Size 7/Root 1 0 R>>\nstartxref\n{end}\n%%EOF");
    out.extend(table.into_bytes());
    out
}
