//! Zip packages, measured before anything is unpacked into memory.

use std::io::{BufRead, BufReader, Cursor, Read, Write};

use memchr::memmem;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::limits::{SHARED_TEXTS, UNPACKED_BYTES};
use super::refusal::Reason;

/// An archive whose parts together unpack to no more than the limit.
pub(super) struct Archive<'b> {
    /// The archive itself.
    pub(super) bytes: &'b [u8],
    zip: zip::ZipArchive<Cursor<&'b [u8]>>,
    pub(super) signs: Signs,
}

/// What a workbook's parts hold that costs a reading of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Signs {
    /// Merged cells.
    pub(super) merges: bool,
    /// Links of cells, or formulas that are links.
    pub(super) links: bool,
    /// Formulas that are links.
    pub(super) formulas: bool,
    /// Something struck out, hidden, or in a legacy font.
    pub(super) looks: bool,
}

/// Looks for signs in what goes by, and keeps nothing of it.
#[derive(Default)]
struct Watch {
    signs: Signs,
    /// The end of what went by, in which a sign may begin.
    tail: Vec<u8>,
}

const MERGES: &[u8] = b"<mergeCell ";
const LINKS: &[u8] = b"<hyperlink ";
const FORMULAS: &[u8] = b"HYPERLINK(";
/// None is longer than [`MERGES`].
const LOOKS: [&[u8]; 8] =
    [b"strike", b" hidden=\"1", b" hidden=\"t", b" hidden='1", b" ht=\"0\"", b" width=\"0\"", b"\".Vn", b"VNI-"];

impl Write for Watch {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.tail.extend_from_slice(bytes.get(..bytes.len().min(MERGES.len())).unwrap_or_default());
        let seen = |sign: &[u8], tail: &[u8]| memmem::find(tail, sign).is_some() || memmem::find(bytes, sign).is_some();
        self.signs.merges = self.signs.merges || seen(MERGES, &self.tail);
        self.signs.formulas = self.signs.formulas || seen(FORMULAS, &self.tail);
        self.signs.links = self.signs.links || self.signs.formulas || seen(LINKS, &self.tail);
        self.signs.looks = self.signs.looks || LOOKS.iter().any(|sign| seen(sign, &self.tail));
        self.tail.clear();
        self.tail.extend_from_slice(bytes.get(bytes.len().saturating_sub(MERGES.len())..).unwrap_or_default());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Archive<'_> {
    /// Opens an archive, and refuses one that unpacks too far. Of what it unpacks it keeps nothing; of shared texts it holds one
    /// tag or text at a time, to see how many are announced.
    pub(super) fn open(bytes: &[u8]) -> Result<Archive<'_>, Reason> {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
        let mut total = 0;
        let mut watch = Watch::default();
        for index in 0..zip.len() {
            let part = zip.by_index(index).map_err(|error| broken(&error))?;
            let is_shared = part.name().is_ok_and(|name| name.to_ascii_lowercase().ends_with("sharedstrings.xml"));
            let mut part = part.take(UNPACKED_BYTES + 1 - total);
            total += std::io::copy(&mut part, &mut watch).map_err(|error| broken(&error))?;
            drop(part);
            if total > UNPACKED_BYTES {
                return Err(Reason::UnpacksTooFar(UNPACKED_BYTES));
            }
            if is_shared {
                let part = zip.by_index(index).map_err(|error| broken(&error))?;
                if announced(BufReader::new(part)) > SHARED_TEXTS {
                    return Err(Reason::TooManyRows(SHARED_TEXTS));
                }
            }
        }
        Ok(Archive { bytes, zip, signs: watch.signs })
    }

    /// Whether it has a part whose name begins so.
    pub(super) fn has(&self, start: &str) -> bool {
        self.zip.file_names().any(|name| name.is_ok_and(|name| name.starts_with(start)))
    }

    /// A part as it unpacks; `None` where there is none of that name.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<impl BufRead + '_>, Reason> {
        match self.zip.by_name(name) {
            Ok(part) => Ok(Some(BufReader::new(part.take(UNPACKED_BYTES)))),
            Err(zip::result::ZipError::FileNotFound) => Ok(None),
            Err(error) => Err(broken(&error)),
        }
    }

    /// The text of a part; `None` where there is none of that name.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Reason> {
        let Some(mut part) = self.part(name)? else { return Ok(None) };
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).map_err(|error| broken(&error))?;
        let text =
            String::from_utf8(bytes).map_err(|error| Reason::NotUtf8(error.utf8_error().valid_up_to() as u64 + 1))?;
        Ok(Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)))
    }
}

/// What a reader says of a file that it cannot read.
pub(super) fn broken(error: &impl ToString) -> Reason {
    Reason::FormatBroken(error.to_string())
}

/// What says how many shared texts there are.
const COUNT: &str = "uniqueCount";

/// How many shared texts a part announces, wherever it does: calamine makes room for so many as soon as it has read this tag.
/// A number that cannot be read counts as too many; a part without the tag, or broken before it, announces none.
fn announced(part: impl BufRead) -> u64 {
    let mut reader = Reader::from_reader(part);
    // As calamine reads it, so that nothing ends the one and not the other.
    let config = reader.config_mut();
    config.check_end_names = false;
    config.expand_empty_elements = true;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag)) if tag.local_name().as_ref() == "sst" => {
                return announced_in(tag.attributes_raw(), COUNT).unwrap_or(0);
            }
            Ok(Event::Eof) | Err(_) => return 0,
            Ok(_) => {}
        }
    }
}

/// The greatest number that a tag gives as the value of an attribute; `None` where it has none of that name. A value that is no
/// plain number counts as the greatest of all: it may be one to a reader that resolves what stands for other signs.
///
/// The tag is read as it is written: where an attribute ends is not the same to every reader of broken ones.
pub(super) fn announced_in(tag: &str, name: &str) -> Option<u64> {
    let number = |behind: &str| {
        let behind = behind.trim_start().strip_prefix('=')?.trim_start();
        let quote = behind.chars().next().filter(|sign| matches!(sign, '"' | '\''))?;
        behind.get(1..)?.split(quote).next()?.parse().ok()
    };
    let numbers = tag.match_indices(name).map(|(at, _)| tag.get(at + name.len()..).and_then(number));
    numbers.map(|number| number.unwrap_or(u64::MAX)).max()
}
