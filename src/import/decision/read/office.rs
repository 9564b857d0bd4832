//! What an office's package (zip) is, by the part that it names as its main one.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::super::Reason;
use super::super::super::archive::{Archive, broken};
use super::other_sheets::ods;
use super::{Document, docx, sheets};

/// Reads a package: a Word document or a workbook.
pub(in super::super) fn package(bytes: &[u8]) -> Result<Document, Reason> {
    of_package(bytes, Links::Left)
}

/// The same with the addresses of links behind their words, and OpenDocument workbooks too: what somebody shows.
pub(in super::super) fn package_of_listing(bytes: &[u8]) -> Result<Document, Reason> {
    of_package(bytes, Links::Kept)
}

/// What becomes of the addresses to which words lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Links {
    Left,
    Kept,
}

fn of_package(bytes: &[u8], links: Links) -> Result<Document, Reason> {
    let mut archive = Archive::open(bytes)?;
    if let Some(kind) = archive.text("mimetype")? {
        return match (kind.contains("spreadsheet"), links) {
            (true, Links::Kept) => ods(&mut archive),
            (true, Links::Left) => Err(Reason::DecisionFormat("ods")),
            (false, _) => Err(Reason::DecisionFormat("odt")),
        };
    }
    let relations = archive.text("_rels/.rels")?.unwrap_or_default();
    let main = main_part(&relations)?.unwrap_or_default();
    if main.starts_with("word/") && main.ends_with(".xml") {
        docx::read(&mut archive, &main, links)
    } else if main.starts_with("xl/") && main.ends_with(".xml") {
        sheets::read(&mut archive, links)
    } else {
        Err(Reason::DecisionFormat("zip"))
    }
}

/// The part that the package's relations name as the document.
fn main_part(relations: &str) -> Result<Option<String>, Reason> {
    let mut reader = Reader::from_str(relations);
    loop {
        match reader.read_event().map_err(|error| broken(&error))? {
            Event::Start(tag) | Event::Empty(tag) if is_main(&tag) => {
                return Ok(attribute(&tag, "Target").map(|target| target.trim_start_matches('/').to_owned()));
            }
            Event::Eof => return Ok(None),
            _ => {}
        }
    }
}

fn is_main(tag: &BytesStart) -> bool {
    tag.local_name().as_ref() == "Relationship"
        && attribute(tag, "Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
}

/// An attribute by its local name.
pub(super) fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    // Without its check for attributes that stand twice, which costs the square of their number.
    let mut attributes = tag.attributes();
    let found = attributes.with_checks(false).flatten().find(|one| one.key.local_name().as_ref() == name);
    Some(found?.value.into_owned())
}
