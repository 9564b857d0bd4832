//! Zip packages, measured before anything is unpacked into memory.

use std::io::{Cursor, Read, Write};

use memchr::memmem;

use super::limits::{SHARED_TEXTS, UNPACKED_BYTES};
use super::refusal::Reason;

/// An archive whose parts together unpack to no more than the limit.
pub(super) struct Archive<'b> {
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
    /// Opens an archive, and refuses one that unpacks too far, without keeping what it unpacks.
    pub(super) fn open(bytes: &[u8]) -> Result<Archive<'_>, Reason> {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
        let mut total = 0;
        let mut watch = Watch::default();
        for index in 0..zip.len() {
            let part = zip.by_index(index).map_err(|error| broken(&error))?;
            let shared = part.name().is_ok_and(|name| name.to_ascii_lowercase().ends_with("sharedstrings.xml"));
            let mut part = part.take(UNPACKED_BYTES + 1 - total);
            let mut head = [0_u8; 4096];
            let length = read_up_to(&mut part, &mut head).map_err(|error| broken(&error))?;
            watch.write_all(head.get(..length).unwrap_or_default()).map_err(|error| broken(&error))?;
            let rest = std::io::copy(&mut part, &mut watch).map_err(|error| broken(&error))?;
            total += length as u64 + rest;
            if total > UNPACKED_BYTES {
                return Err(Reason::UnpacksTooFar(UNPACKED_BYTES));
            }
            if shared && announced(head.get(..length).unwrap_or_default()) > SHARED_TEXTS {
                return Err(Reason::TooManyRows(SHARED_TEXTS));
            }
        }
        Ok(Archive { zip, signs: watch.signs })
    }

    /// Whether it has a part whose name begins so.
    pub(super) fn has(&self, start: &str) -> bool {
        self.zip.file_names().any(|name| name.is_ok_and(|name| name.starts_with(start)))
    }

    /// The text of a part; `None` where there is none of that name.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Reason> {
        let part = match self.zip.by_name(name) {
            Ok(part) => part,
            Err(zip::result::ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(broken(&error)),
        };
        let mut bytes = Vec::new();
        part.take(UNPACKED_BYTES).read_to_end(&mut bytes).map_err(|error| broken(&error))?;
        let text =
            String::from_utf8(bytes).map_err(|error| Reason::NotUtf8(error.utf8_error().valid_up_to() as u64 + 1))?;
        Ok(Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)))
    }
}

/// What a reader says of a file that it cannot read.
pub(super) fn broken(error: &impl ToString) -> Reason {
    Reason::FormatBroken(error.to_string())
}

fn read_up_to(reader: &mut impl Read, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut length = 0;
    while let Some(rest) = buffer.get_mut(length..).filter(|rest| !rest.is_empty()) {
        match reader.read(rest)? {
            0 => break,
            read => length += read,
        }
    }
    Ok(length)
}

/// How many shared texts the part announces; a number that cannot be read counts as too many.
fn announced(head: &[u8]) -> u64 {
    let text = String::from_utf8_lossy(head);
    let Some((_, after)) = text.split_once("uniqueCount") else { return 0 };
    let digits: String = after.chars().skip_while(|c| matches!(c, '=' | '"' | '\'' | ' ')).take(20).collect();
    let digits: String = digits.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(u64::MAX)
}
