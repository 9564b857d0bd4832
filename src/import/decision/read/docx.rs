//! Word documents (docx).
//!
//! Read as they would stand once every tracked change is accepted. Footnotes do not stand where they are printed: each is
//! a question.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use super::super::super::Reason;
use super::super::super::archive::{Archive, broken};
use super::super::document::{Block, Cell};
use super::super::found::Question;
use super::super::resolve::shortened;
use super::Document;
use super::flow::{Flow, Span};
use super::numbering::{Numbering, short};
use super::office::attribute;

/// Reads the main part of a document.
pub(super) fn read(archive: &mut Archive, main: &str) -> Result<Document, Reason> {
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut beside = |name: &str| archive.text(&format!("{folder}/{name}"));
    let numbering = Numbering::of(beside("numbering.xml")?.as_deref(), beside("styles.xml")?.as_deref())?;
    let notes = [beside("footnotes.xml")?, beside("endnotes.xml")?];
    let text = archive.text(main)?.ok_or(Reason::DecisionFormat("zip"))?;
    let mut document = Word { numbering, ..Word::default() }.read(&text)?;
    for note in notes.iter().flatten() {
        let note = Word::default().read(note)?;
        for block in note.blocks {
            let rows = match block {
                Block::Line(line) => vec![line],
                Block::Table(rows) => rows.into_iter().map(row_text).collect(),
            };
            let told = rows.iter().filter(|text| !text.is_empty());
            let asked = told.map(|text| Question::new("footnote").with("text", shortened(text)));
            document.questions.extend(asked);
        }
        document.questions.extend(note.questions);
    }
    Ok(document)
}

/// The words of a row of a table in a note.
fn row_text(row: Vec<Cell>) -> String {
    row.into_iter().map(|cell| cell.text).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ")
}

#[derive(Default)]
struct Word {
    flow: Flow,
    numbering: Numbering,
    /// How many open elements there are below one that is passed over, itself among them.
    skipped: usize,
    /// Whether the properties of a row are being read: `w:del` there is of the row.
    row_properties: bool,
    /// Whether the open row was taken out.
    row_deleted: bool,
    /// The open text is of a run.
    in_text: bool,
    paragraph: Paragraph,
    cell: Option<Span>,
    /// The columns before a row's first cell.
    before: usize,
}

/// What the properties of a paragraph say of its number.
#[derive(Default)]
struct Paragraph {
    style: Option<String>,
    number: Option<String>,
    level: Option<usize>,
}

impl Word {
    fn read(mut self, text: &str) -> Result<Document, Reason> {
        let mut reader = Reader::from_str(text);
        loop {
            match reader.read_event().map_err(|error| broken(&error))? {
                Event::Start(_) if self.skipped > 0 => self.skipped += 1,
                Event::End(_) if self.skipped > 0 => self.skipped -= 1,
                Event::Eof => return Ok(self.flow.end()),
                _ if self.skipped > 0 => {}
                Event::Start(tag) => self.start(&tag, false)?,
                Event::Empty(tag) => {
                    self.start(&tag, true)?;
                    self.end(tag.local_name().as_ref())?;
                }
                Event::End(tag) => self.end(tag.local_name().as_ref())?,
                Event::Text(text) if self.in_text => self.flow.text(&text)?,
                Event::CData(text) if self.in_text => self.flow.text(&text)?,
                // Word writes no entities of its own; where somebody else does, they are not expanded.
                Event::DocType(_) => return Err(Reason::FormatBroken("<!DOCTYPE>".to_owned())),
                Event::GeneralRef(name) if self.in_text => match name.resolve_char_ref() {
                    Ok(Some(letter)) => self.flow.text(letter.encode_utf8(&mut [0; 4]))?,
                    _ => match resolve_predefined_entity(&name) {
                        Some(text) => self.flow.text(text)?,
                        None => return Err(Reason::FormatBroken(format!("&{};", shortened(&name)))),
                    },
                },
                _ => {}
            }
        }
    }

    fn start(&mut self, tag: &BytesStart, empty: bool) -> Result<(), Reason> {
        match tag.local_name().as_ref() {
            "del" if self.row_properties => self.row_deleted = true,
            // Empty, it is a mark of its paragraph.
            "del" | "moveFrom" if !empty => {
                self.flow.ask(Question::new("tracked"));
                self.skipped = 1;
            }
            "ins" | "moveTo" => self.flow.ask(Question::new("tracked")),
            // What the other branch has for programs that do not know this one; properties as they were.
            "Fallback" => self.skipped += usize::from(!empty),
            name if name.ends_with("PrChange") || name == "tblGridChange" => self.skipped += usize::from(!empty),
            "trPr" => self.row_properties = true,
            "pPr" => self.paragraph = Paragraph::default(),
            "pStyle" => self.paragraph.style = short(tag, "val"),
            "numId" => self.paragraph.number = short(tag, "val"),
            "ilvl" => self.paragraph.level = number(tag),
            "t" => self.in_text = true,
            "tab" | "ptab" => self.flow.text("\t")?,
            "br" | "cr" => self.flow.text("\n")?,
            "noBreakHyphen" => self.flow.text("-")?,
            "txbxContent" => self.flow.end_line(),
            "tbl" => {
                self.open_cell()?;
                self.flow.start_table();
            }
            "tr" => {
                (self.row_deleted, self.before) = (false, 0);
                self.flow.start_row();
            }
            "gridBefore" => self.before = number(tag).unwrap_or(0),
            "tc" => {
                let before = std::mem::take(&mut self.before);
                if before > 0 {
                    // A row that begins further right.
                    self.flow.start_cell(Span { columns: before, rows: 1, merged: false })?;
                }
                self.cell = Some(Span { columns: 1, rows: 1, merged: false });
            }
            "gridSpan" => {
                if let Some(span) = &mut self.cell {
                    span.columns = number(tag).unwrap_or(1);
                }
            }
            "vMerge" => {
                if let Some(span) = &mut self.cell {
                    span.merged = attribute(tag, "val").is_none_or(|value| value == "continue");
                }
            }
            "p" => self.open_cell()?,
            _ => {}
        }
        Ok(())
    }

    /// A cell opens once its properties are known.
    fn open_cell(&mut self) -> Result<(), Reason> {
        match self.cell.take() {
            Some(span) => self.flow.start_cell(span),
            None => Ok(()),
        }
    }

    fn end(&mut self, name: &str) -> Result<(), Reason> {
        match name {
            "t" => self.in_text = false,
            "trPr" => self.row_properties = false,
            "pPr" => {
                let paragraph = std::mem::take(&mut self.paragraph);
                let number = paragraph.number.as_deref();
                let written = self.numbering.next(number, paragraph.level, paragraph.style.as_deref());
                self.flow.start_line(written.as_deref())?;
            }
            "p" | "txbxContent" => self.flow.end_line(),
            "tcPr" => self.open_cell()?,
            "tc" => {
                self.open_cell()?;
                self.flow.end_cell();
            }
            "tr" if self.row_deleted => self.flow.drop_row(),
            "tr" => self.flow.end_row()?,
            "tbl" => self.flow.end_table(),
            _ => {}
        }
        Ok(())
    }
}

fn number(tag: &BytesStart) -> Option<usize> {
    attribute(tag, "val")?.parse().ok()
}
