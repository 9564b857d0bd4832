//! Documents for word processors (Office Open XML): paragraphs and tables, no macro, nothing that is loaded.

use std::io::{Cursor, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// How the lines of a paragraph stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// At both edges, the first line indented: running text.
    #[default]
    Text,
    /// At the left edge.
    Left,
    /// In the middle.
    Center,
    /// At the right edge.
    Right,
}

/// A paragraph in one style.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Paragraph {
    /// Its words.
    pub text: String,
    /// How its lines stand.
    pub align: Align,
    /// Whether they are bold.
    pub is_bold: bool,
    /// Whether they are italic.
    pub is_italic: bool,
    /// The size of letters in points; that of the document where `None`.
    pub points: Option<u8>,
}

impl Paragraph {
    /// Words in the document's size.
    pub fn new(text: impl Into<String>, align: Align) -> Paragraph {
        Paragraph { text: text.into(), align, ..Paragraph::default() }
    }

    /// The same in bold.
    pub fn bold(self) -> Paragraph {
        Paragraph { is_bold: true, ..self }
    }

    /// The same in italics.
    pub fn italic(self) -> Paragraph {
        Paragraph { is_italic: true, ..self }
    }

    /// The same in letters of another size.
    pub fn points(self, points: u8) -> Paragraph {
        Paragraph { points: Some(points), ..self }
    }

    fn xml(&self) -> String {
        let layout = match self.align {
            Align::Text => {
                "<w:spacing w:before=\"60\" w:after=\"60\"/><w:ind w:firstLine=\"567\"/><w:jc w:val=\"both\"/>"
            }
            Align::Left => "<w:jc w:val=\"left\"/>",
            Align::Center => "<w:jc w:val=\"center\"/>",
            Align::Right => "<w:jc w:val=\"right\"/>",
        };
        let mut style = String::new();
        if self.is_bold {
            style += "<w:b/>";
        }
        if self.is_italic {
            style += "<w:i/>";
        }
        if let Some(points) = self.points {
            let halves = u16::from(points) * 2;
            style += &format!("<w:sz w:val=\"{halves}\"/><w:szCs w:val=\"{halves}\"/>");
        }
        format!(
            "<w:p><w:pPr>{layout}</w:pPr><w:r><w:rPr>{style}</w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>",
            xml_text(&self.text)
        )
    }
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grid {
    /// The widths of its columns, in twentieths of a point; a page has [`PAGE_WIDTH`].
    pub widths: Vec<u32>,
    /// Its rows, each with the paragraphs of every cell.
    pub rows: Vec<Vec<Vec<Paragraph>>>,
    /// Whether lines are drawn, and the first row is repeated on every page.
    pub is_drawn: bool,
}

impl Grid {
    fn xml(&self) -> String {
        let line = |side: &str| format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>");
        let lines = ["top", "left", "bottom", "right", "insideH", "insideV"].map(line).concat();
        let borders = if self.is_drawn { format!("<w:tblBorders>{lines}</w:tblBorders>") } else { String::new() };
        let gap = ["left", "right"].map(|side| format!("<w:{side} w:w=\"57\" w:type=\"dxa\"/>")).concat();
        let total: u32 = self.widths.iter().sum();
        let mut xml = format!(
            "<w:tbl><w:tblPr><w:tblW w:w=\"{total}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>{borders}<w:tblLayout w:type=\"fixed\"/>\
             <w:tblCellMar>{gap}</w:tblCellMar></w:tblPr><w:tblGrid>"
        );
        for width in &self.widths {
            xml += &format!("<w:gridCol w:w=\"{width}\"/>");
        }
        xml += "</w:tblGrid>";
        for (at, row) in self.rows.iter().enumerate() {
            let head = if self.is_drawn && at == 0 { "<w:tblHeader/>" } else { "" };
            xml += &format!("<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>");
            for (cell, width) in row.iter().zip(&self.widths) {
                // A cell has to end with a paragraph.
                let words: String = if cell.is_empty() {
                    Paragraph::default().xml()
                } else {
                    cell.iter().map(Paragraph::xml).collect()
                };
                xml += &format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>{words}</w:tc>");
            }
            xml += "</w:tr>";
        }
        xml + "</w:tbl>"
    }
}

/// What stands in a document, from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A table.
    Grid(Grid),
}

/// The width of what is written on a page, in twentieths of a point: A4 with 30 mm at the left and 20 mm at the right.
pub const PAGE_WIDTH: u32 = 9071;

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>"#;

const PACKAGE: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;

const PARTS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;

/// The letters of official texts (Nghị định 30/2020/NĐ-CP, Phụ lục I): Times New Roman, here of 13 points.
const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="26"/><w:szCs w:val="26"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults></w:styles>"#;

/// A document on A4 with the margins of official texts (Nghị định 30/2020/NĐ-CP, Phụ lục I). The same blocks give the same bytes.
///
/// # Errors
/// What a zip file cannot hold.
pub fn document(blocks: &[Block]) -> Result<Vec<u8>, ZipError> {
    let of = |block: &Block| match block {
        Block::Paragraph(paragraph) => paragraph.xml(),
        Block::Grid(grid) => grid.xml(),
    };
    let body: String = blocks.iter().map(of).collect();
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document \
         xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}<w:sectPr>\
         <w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1701\" \
         w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>"
    );
    // The writer would put the clock there.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", PACKAGE),
        ("word/document.xml", &document),
        ("word/_rels/document.xml.rels", PARTS),
        ("word/styles.xml", STYLES),
    ] {
        zip.start_file(name, options)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

/// A text as XML has it: signs that XML cannot hold are blanks.
fn xml_text(text: &str) -> String {
    let held = |c: char| if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') { ' ' } else { c };
    let text: String = text.chars().map(held).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_blocks_are_the_same_bytes_and_no_text_breaks_the_document() {
        let cell = |text: &str| vec![Paragraph::new(text, Align::Left)];
        let blocks = [
            Block::Paragraph(Paragraph::new("a < b & \u{1}\"c\"", Align::Text).bold()),
            Block::Grid(Grid { widths: vec![100, 200], rows: vec![vec![cell("1"), Vec::new()]], is_drawn: true }),
        ];
        let bytes = document(&blocks).expect("a small document");
        assert_eq!(bytes, document(&blocks).expect("a small document"));
        let mut zip = zip::ZipArchive::new(Cursor::new(&bytes)).expect("a package");
        for at in 0..zip.len() {
            let mut part = zip.by_index(at).expect("a part");
            let is_body = part.name().is_ok_and(|name| name == "word/document.xml");
            let mut text = String::new();
            std::io::Read::read_to_string(&mut part, &mut text).expect("UTF-8");
            let mut reader = quick_xml::Reader::from_str(&text);
            reader.config_mut().check_end_names = true;
            while reader.read_event().expect("well-formed XML") != quick_xml::events::Event::Eof {}
            assert_eq!(text.contains("a &lt; b &amp;  \"c\""), is_body);
        }
    }
}
