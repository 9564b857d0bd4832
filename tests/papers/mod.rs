//! Decisions in a small notation, and the same decision as a Word document, a workbook, cells and a web page.
//!
//! A line is a paragraph; `\n` breaks it. Lines that begin with `|` are the rows of a table: `^` is one with the cell
//! above, `<` with the cell to the left. `||` is a row of two columns without borders. `#` is a comment.
#![allow(dead_code, reason = "each test program uses what it needs")]
#![allow(unreachable_pub, reason = "a module of test programs")]

use std::io::Write;
use std::path::{Path, PathBuf};

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/decisions")
}

/// A decision.
#[derive(Debug, Clone)]
pub struct Paper {
    pub parts: Vec<Part>,
}

#[derive(Debug, Clone)]
pub enum Part {
    Line(String),
    /// Rows of cells, and whether they have borders.
    Table(Vec<Vec<Cell>>, bool),
}

/// A cell with how far it reaches; a cell that another covers is not there.
#[derive(Debug, Clone)]
pub struct Cell {
    pub column: usize,
    pub text: String,
    pub columns: usize,
    pub rows: usize,
}

impl Paper {
    /// One of `tests/fixtures/decisions/`.
    pub fn named(name: &str) -> Paper {
        Paper::of(&std::fs::read_to_string(folder().join(format!("{name}.paper"))).unwrap())
    }

    pub fn of(text: &str) -> Paper {
        let mut parts: Vec<Part> = Vec::new();
        let mut table: Vec<Vec<String>> = Vec::new();
        let end = |table: &mut Vec<Vec<String>>, parts: &mut Vec<Part>| {
            if !table.is_empty() {
                parts.push(Part::Table(spans(&std::mem::take(table)), true));
            }
        };
        for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let cells = |row: &str| row.split('|').map(|cell| cell.replace("\\n", "\n")).collect::<Vec<_>>();
            if let Some(row) = line.strip_prefix("||") {
                end(&mut table, &mut parts);
                parts.push(Part::Table(spans(&[cells(row)]), false));
            } else if let Some(row) = line.strip_prefix('|') {
                table.push(cells(row));
            } else {
                end(&mut table, &mut parts);
                parts.push(Part::Line(line.replace("\\n", "\n")));
            }
        }
        end(&mut table, &mut parts);
        Paper { parts }
    }

    /// As plain text with bars. It cannot say which cells are one.
    pub fn plain(&self) -> String {
        let mut out = String::new();
        for part in &self.parts {
            match part {
                Part::Line(line) => out.push_str(&format!("{line}\n\n")),
                Part::Table(rows, _) => {
                    for row in rows {
                        let texts: Vec<&str> = row.iter().map(|cell| cell.text.as_str()).collect();
                        out.push_str(&format!("{}\n\n", texts.join(" | ")));
                    }
                }
            }
        }
        out
    }

    pub fn docx(&self) -> Vec<u8> {
        docx(&self.parts.iter().map(word).collect::<String>())
    }

    pub fn html(&self) -> String {
        let body: String = self.parts.iter().map(web).collect();
        format!(
            "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>x</title></head><body>\n{body}</body></html>\n"
        )
    }

    /// One sheet, as somebody types it: a paragraph in the first column.
    pub fn xlsx(&self) -> Vec<u8> {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        let plain = rust_xlsxwriter::Format::new();
        let mut at = 0;
        for part in &self.parts {
            match part {
                Part::Line(line) => {
                    sheet.write_string(at, 0, line).unwrap();
                    at += 1;
                }
                Part::Table(rows, _) => {
                    for row in rows {
                        for cell in row {
                            let column = u16::try_from(cell.column).unwrap();
                            if cell.columns * cell.rows > 1 {
                                let last = (
                                    at + u32::try_from(cell.rows).unwrap() - 1,
                                    column + u16::try_from(cell.columns).unwrap() - 1,
                                );
                                sheet.merge_range(at, column, last.0, last.1, &cell.text, &plain).unwrap();
                            } else if cell.text.parse::<u32>().is_ok() {
                                sheet.write_number(at, column, cell.text.parse::<f64>().unwrap()).unwrap();
                            } else {
                                sheet.write_string(at, column, &cell.text).unwrap();
                            }
                        }
                        at += 1;
                    }
                }
            }
        }
        book.save_to_buffer().unwrap()
    }

    /// Comma-separated; a cell that is one with another is empty.
    pub fn csv(&self) -> Vec<u8> {
        let mut out = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        for part in &self.parts {
            match part {
                Part::Line(line) => out.write_record([line]).unwrap(),
                Part::Table(rows, _) => {
                    for row in rows {
                        let width = row.iter().map(|cell| cell.column + cell.columns).max().unwrap_or(0);
                        let mut cells = vec![""; width];
                        row.iter().for_each(|cell| cells[cell.column] = &cell.text);
                        out.write_record(cells).unwrap();
                    }
                }
            }
        }
        out.into_inner().unwrap()
    }
}

/// `^` and `<` as reaches of the cells that they belong to.
fn spans(rows: &[Vec<String>]) -> Vec<Vec<Cell>> {
    let is = |row: usize, column: usize, mark: &str| {
        rows.get(row).and_then(|row| row.get(column)).is_some_and(|cell| cell == mark)
    };
    let cell = |row: usize, column: usize| {
        let columns = 1 + (column + 1..).take_while(|next| is(row, *next, "<")).count();
        let below = 1 + (row + 1..).take_while(|next| is(*next, column, "^")).count();
        Cell { column, text: rows[row][column].clone(), columns, rows: below }
    };
    let own = |row: usize| {
        let columns = (0..rows[row].len()).filter(move |column| !is(row, *column, "^") && !is(row, *column, "<"));
        columns.map(|column| cell(row, column)).collect()
    };
    (0..rows.len()).map(own).collect()
}

/// A Word document of a body.
pub fn docx(body: &str) -> Vec<u8> {
    docx_with(body, &[])
}

/// A Word document with parts beside its text.
pub fn docx_with(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let types = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let relations = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"><w:body>{body}</w:body></w:document>"
    );
    let mut all =
        vec![("[Content_Types].xml", types), ("_rels/.rels", relations), ("word/document.xml", text.as_str())];
    all.extend(parts);
    zip(&all.iter().map(|(name, text)| (*name, text.as_bytes())).collect::<Vec<_>>())
}

pub fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        file.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        file.write_all(bytes).unwrap();
    }
    file.finish().unwrap().into_inner()
}

pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A paragraph of Word.
pub fn paragraph(text: &str) -> String {
    let runs: Vec<String> = text
        .split('\n')
        .map(|line| format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(line)))
        .collect();
    format!("<w:p>{}</w:p>", runs.join("<w:r><w:br/></w:r>"))
}

fn word(part: &Part) -> String {
    let (rows, borders) = match part {
        Part::Line(line) => return paragraph(line),
        Part::Table(rows, borders) => (rows, *borders),
    };
    let width = rows.iter().flatten().map(|cell| cell.column + cell.columns).max().unwrap_or(0);
    let line = |side: &str| format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>");
    let sides: String = ["top", "left", "bottom", "right", "insideH", "insideV"].map(line).concat();
    let grid = format!("<w:gridCol w:w=\"{}\"/>", 9600 / width.max(1)).repeat(width);
    let style =
        if borders { format!("<w:tblPr><w:tblBorders>{sides}</w:tblBorders></w:tblPr>") } else { String::new() };
    let mut out = format!("<w:tbl>{style}<w:tblGrid>{grid}</w:tblGrid>");
    // The cells that reach into the row: their column, their width, the rows left.
    let mut open: Vec<(usize, usize, usize)> = Vec::new();
    for row in rows {
        let mut cells: Vec<(usize, String)> = Vec::new();
        open.retain(|(_, _, left)| *left > 0);
        for (column, columns, left) in &mut open {
            *left -= 1;
            cells.push((*column, tc(*columns, "<w:vMerge/>", "<w:p/>")));
        }
        for cell in row {
            let merge = if cell.rows > 1 { "<w:vMerge w:val=\"restart\"/>" } else { "" };
            let text: String = cell.text.split('\n').map(paragraph).collect();
            cells.push((cell.column, tc(cell.columns, merge, &text)));
            open.push((cell.column, cell.columns, cell.rows - 1));
        }
        cells.sort_by_key(|(column, _)| *column);
        out.push_str(&format!("<w:tr>{}</w:tr>", cells.into_iter().map(|(_, cell)| cell).collect::<String>()));
    }
    out + "</w:tbl>"
}

fn tc(columns: usize, merge: &str, text: &str) -> String {
    let span = if columns > 1 { format!("<w:gridSpan w:val=\"{columns}\"/>") } else { String::new() };
    format!("<w:tc><w:tcPr>{span}{merge}</w:tcPr>{text}</w:tc>")
}

fn web(part: &Part) -> String {
    let broken = |text: &str| escaped(text).replace('\n', "<br>\n");
    let (rows, borders) = match part {
        Part::Line(line) => return format!("<p>{}</p>\n", broken(line)),
        Part::Table(rows, borders) => (rows, borders),
    };
    let mut out = format!("<table border={}>\n", u8::from(*borders));
    for row in rows {
        out.push_str("<tr>");
        for cell in row {
            let wide = cell.columns * cell.rows > 1;
            let spans =
                if wide { format!(" colspan=\"{}\" rowspan={}", cell.columns, cell.rows) } else { String::new() };
            out.push_str(&format!("<td{spans}><p>{}</p></td>", broken(&cell.text)));
        }
        out.push_str("</tr>\n");
    }
    out + "</table>\n"
}

/// A PDF of one page with this content, in letters without accents; `change` may do anything to it.
pub fn pdf(content: &str, change: impl FnOnce(&mut lopdf::Document, Ids)) -> Vec<u8> {
    use lopdf::{Object, Stream, dictionary};
    let mut file = lopdf::Document::with_version("1.7");
    let pages = file.new_object_id();
    let font = file.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding",
    });
    let content = file.add_object(Stream::new(dictionary! {}, content.as_bytes().to_vec()));
    let resources = file.add_object(dictionary! { "Font" => dictionary! { "F" => font } });
    let page = file.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content, "Resources" => resources,
        "MediaBox" => vec![0.into(), 0.into(), 600.into(), 800.into()],
    });
    let tree = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
    file.objects.insert(pages, Object::Dictionary(tree));
    let catalog = file.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    file.trailer.set("Root", catalog);
    change(&mut file, Ids { pages, page, font, content, resources });
    let mut out = Vec::new();
    file.save_to(&mut out).unwrap();
    out
}

/// The objects of [`pdf`].
#[derive(Debug, Clone, Copy)]
pub struct Ids {
    pub pages: lopdf::ObjectId,
    pub page: lopdf::ObjectId,
    pub font: lopdf::ObjectId,
    pub content: lopdf::ObjectId,
    pub resources: lopdf::ObjectId,
}

/// Instructions that show lines of text from above, and a table of three columns below them.
pub fn printed(lines: &[&str], rows: &[[&str; 3]]) -> String {
    const COLUMNS: [u32; 4] = [50, 90, 200, 550];
    let text = |x: u32, y: usize, text: &str| format!("BT /F 10 Tf {x} {y} Td ({text}) Tj ET\n");
    let mut out = String::new();
    for (at, line) in lines.iter().enumerate() {
        out.push_str(&text(50, 780 - at * 30, line));
    }
    let top = 780 - lines.len() * 30;
    for (at, row) in rows.iter().enumerate() {
        for (cell, x) in row.iter().zip(COLUMNS) {
            out.push_str(&text(x + 3, top - at * 20 - 14, cell));
        }
    }
    for at in 0..=rows.len() {
        out.push_str(&format!("50 {y} m 550 {y} l S\n", y = top - at * 20));
    }
    for x in COLUMNS {
        out.push_str(&format!("{x} {top} m {x} {} l S\n", top - rows.len() * 20));
    }
    out
}
