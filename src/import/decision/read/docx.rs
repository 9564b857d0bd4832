//! Word documents (docx).
//!
//! Read as they would stand once every tracked change is accepted, without what is struck out or hidden. Footnotes do not stand where they are printed: each is
//! a question.

use std::collections::BTreeMap;
use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use super::super::super::Reason;
use super::super::super::archive::{Archive, broken};
use super::super::super::legacy::{Font, Letters};
use super::super::super::limits::TABLE_DEPTH;
use super::super::super::look::Look;
use super::super::block::shortened;
use super::super::block::{Block, Cell};
use super::super::found::Question;
use super::Document;
use super::flow::{Flow, Span};
use super::numbering::{Numbering, short};
use super::office::{Links, attribute};
use super::settle::Gone;
use super::styles::{Properties, Styles, is_on};

/// Reads the main part of a document.
pub(super) fn read(archive: &mut Archive, main: &str, links: Links) -> Result<Document, Reason> {
    let (folder, name) = main.rsplit_once('/').unwrap_or(("", main));
    let mut beside = |name: &str| archive.text(&format!("{folder}/{name}"));
    let written = beside("styles.xml")?;
    let numbering = Numbering::of(beside("numbering.xml")?.as_deref(), written.as_deref())?;
    let styles = Rc::new(Styles::of(written.as_deref())?);
    let notes = [beside("footnotes.xml")?, beside("endnotes.xml")?];
    let addresses = match links {
        Links::Left => BTreeMap::new(),
        Links::Kept => addresses(&beside(&format!("_rels/{name}.rels"))?.unwrap_or_default())?,
    };
    let text = archive.text(main)?.ok_or(Reason::DecisionFormat("zip"))?;
    let mut document = Word { numbering, addresses, ..Word::of(&styles) }.read(&text)?;
    for note in notes.iter().flatten() {
        let note = Word::of(&styles).read(note)?;
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
        document.notes.extend(note.notes);
    }
    Ok(document)
}

/// The addresses of a document's links, by the names that its relations give them.
fn addresses(relations: &str) -> Result<BTreeMap<String, String>, Reason> {
    let mut addresses = BTreeMap::new();
    let mut reader = Reader::from_str(relations);
    loop {
        match reader.read_event().map_err(|error| broken(&error))? {
            Event::Start(tag) | Event::Empty(tag)
                if attribute(&tag, "Type").is_some_and(|kind| kind.ends_with("/hyperlink")) =>
            {
                let target = attribute(&tag, "Target").map(|target| target.replace("&amp;", "&"));
                addresses.extend(attribute(&tag, "Id").zip(target));
            }
            Event::Eof => return Ok(addresses),
            _ => {}
        }
    }
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
    /// Of each open row, whether it was taken out or is not shown.
    rows_gone: Vec<Option<Gone>>,
    /// Whether the open cell was taken out.
    cell_deleted: bool,
    /// The open text is of a run.
    in_text: bool,
    styles: Rc<Styles>,
    run: Run,
    /// What the style of the paragraph says of its runs.
    of_paragraph: Properties,
    /// What the styles of the open tables say, as far as tables are kept as tables.
    of_tables: Vec<Properties>,
    tables: usize,
    paragraph: Paragraph,
    cell: Option<Span>,
    /// The columns before a row's first cell.
    before: usize,
    /// The addresses of links, where they are kept.
    addresses: BTreeMap<String, String>,
    /// Where the open links lead.
    open_links: Vec<Option<String>>,
    /// How the last words of the open link look, where it has any.
    link_look: Option<Look>,
}

/// What is read of the properties of a run.
#[derive(Default)]
struct Run {
    style: Properties,
    own: Properties,
    /// Whether its properties are open, and not those of its paragraph's end.
    open: bool,
}

/// What the properties of a paragraph say of its number.
#[derive(Default)]
struct Paragraph {
    /// Whether they are open.
    open: bool,
    style: Option<String>,
    number: Option<String>,
    level: Option<usize>,
}

impl Word {
    fn of(styles: &Rc<Styles>) -> Word {
        Word { styles: Rc::clone(styles), of_paragraph: styles.paragraph, ..Word::default() }
    }

    /// How the open run looks.
    fn look(&self) -> Look {
        let table = self.of_tables.last().copied().unwrap_or_default();
        self.styles.look(self.run.own, self.run.style, self.of_paragraph, table)
    }

    /// Adds a text of the open run.
    fn text(&mut self, text: &str) -> Result<(), Reason> {
        self.link_look = Some(self.look());
        self.flow.look(self.look());
        self.flow.text(text)
    }

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
                Event::Text(text) if self.in_text => self.text(&text)?,
                Event::CData(text) if self.in_text => self.text(&text)?,
                // Word writes no entities of its own; where somebody else does, they are not expanded.
                Event::DocType(_) => return Err(Reason::FormatBroken("<!DOCTYPE>".to_owned())),
                Event::GeneralRef(name) if self.in_text => match name.resolve_char_ref() {
                    Ok(Some(letter)) => self.text(letter.encode_utf8(&mut [0; 4]))?,
                    _ => match resolve_predefined_entity(&name) {
                        Some(text) => self.text(text)?,
                        None => return Err(Reason::FormatBroken(format!("&{};", shortened(&name)))),
                    },
                },
                _ => {}
            }
        }
    }

    fn start(&mut self, tag: &BytesStart, empty: bool) -> Result<(), Reason> {
        match tag.local_name().as_ref() {
            "del" if self.row_properties => {
                self.flow.ask(Question::new("tracked"));
                self.rows_gone.last_mut().into_iter().for_each(|gone| *gone = Some(Gone::Deleted));
            }
            "hidden" if self.row_properties && is_on(tag) => {
                self.rows_gone.last_mut().into_iter().for_each(|gone| *gone = gone.or(Some(Gone::Hidden)));
            }
            "cellDel" => {
                self.flow.ask(Question::new("tracked"));
                self.cell_deleted = true;
            }
            // Empty, it is a mark of its paragraph.
            "del" | "moveFrom" if !empty => {
                self.flow.ask(Question::new("tracked"));
                self.skipped = 1;
            }
            "ins" | "moveTo" | "cellIns" => self.flow.ask(Question::new("tracked")),
            // What the other branch has for programs that do not know this one; properties as they were.
            "Fallback" => self.skipped += usize::from(!empty),
            name if name.ends_with("PrChange") || name == "tblGridChange" => self.skipped += usize::from(!empty),
            "trPr" => self.row_properties = true,
            "pPr" => self.paragraph = Paragraph { open: true, ..Paragraph::default() },
            "r" => self.run = Run::default(),
            "rPr" => self.run.open = !self.paragraph.open,
            "rStyle" if self.run.open => self.run.style = self.styles.named(short(tag, "val").as_deref()),
            "strike" | "dstrike" | "vanish" | "rFonts" if self.run.open => self.run.own.take(tag),
            "pStyle" => self.paragraph.style = short(tag, "val"),
            "numId" => self.paragraph.number = short(tag, "val"),
            "ilvl" => self.paragraph.level = number(tag),
            "hyperlink" => {
                let address = attribute(tag, "id").and_then(|id| self.addresses.get(&id).cloned());
                self.open_links.push(address);
                self.link_look = None;
            }
            "t" => self.in_text = true,
            "tab" | "ptab" => self.text("\t")?,
            "br" | "cr" => self.text("\n")?,
            "noBreakHyphen" => self.text("-")?,
            // TCVN3 has the letter ư in its place.
            "softHyphen" if self.look().font.is_some_and(|font| font.letters == Letters::Tcvn3) => {
                self.text("\u{ad}")?;
            }
            "sym" => self.symbol(tag)?,
            "txbxContent" => self.flow.end_line(),
            "tbl" => {
                self.open_cell()?;
                self.flow.start_table();
                self.tables += 1;
                if self.of_tables.len() < TABLE_DEPTH {
                    self.of_tables.push(self.styles.table);
                }
            }
            "tblStyle" if self.tables == self.of_tables.len() => {
                let said = self.styles.named(short(tag, "val").as_deref());
                self.of_tables.last_mut().into_iter().for_each(|own| *own = said);
            }
            "tr" => {
                self.before = 0;
                self.rows_gone.push(None);
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
            "p" => {
                self.of_paragraph = self.styles.paragraph;
                self.open_cell()?;
            }
            _ => {}
        }
        Ok(())
    }

    /// A letter that is set by its place in a font.
    fn symbol(&mut self, tag: &BytesStart) -> Result<(), Reason> {
        let Some(font) = attribute(tag, "font").and_then(|name| Font::named(&name)) else { return Ok(()) };
        let place = attribute(tag, "char").and_then(|place| u32::from_str_radix(&place, 16).ok());
        let Some(letter) = place.and_then(char::from_u32) else { return Ok(()) };
        self.flow.look(Look { font: Some(font), ..self.look() });
        self.flow.text(letter.encode_utf8(&mut [0; 4]))
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
            // An address is in no legacy letters, whatever its words are in.
            "hyperlink" => {
                let address = self.open_links.pop().flatten();
                // Of a link whose words were taken out nothing is shown.
                if let Some((address, look)) = address.zip(self.link_look.take()) {
                    self.flow.look(Look { font: None, ..look });
                    self.flow.text(&format!(" {address} "))?;
                }
            }
            "t" => self.in_text = false,
            "trPr" => self.row_properties = false,
            "pPr" => {
                let paragraph = std::mem::take(&mut self.paragraph);
                if paragraph.style.is_some() {
                    self.of_paragraph = self.styles.named(paragraph.style.as_deref());
                }
                let number = paragraph.number.as_deref();
                let written = self.numbering.next(number, paragraph.level, paragraph.style.as_deref());
                self.flow.start_line(written.as_deref())?;
            }
            "p" | "txbxContent" => self.flow.end_line(),
            "rPr" => self.run.open = false,
            // What it holds is passed over, up to its end.
            "tcPr" if std::mem::take(&mut self.cell_deleted) => (self.cell, self.skipped) = (None, 1),
            "tcPr" => self.open_cell()?,
            "tc" => {
                self.open_cell()?;
                self.flow.end_cell();
            }
            "tr" => match self.rows_gone.pop().flatten() {
                Some(gone) => self.flow.leave_row(gone)?,
                None => self.flow.end_row()?,
            },
            "tbl" => {
                self.flow.end_table();
                if self.tables == self.of_tables.len() {
                    self.of_tables.pop();
                }
                self.tables = self.tables.saturating_sub(1);
            }
            _ => {}
        }
        Ok(())
    }
}

fn number(tag: &BytesStart) -> Option<usize> {
    attribute(tag, "val")?.parse().ok()
}
