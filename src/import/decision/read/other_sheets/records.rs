//! A workbook of Excel 5 to 2003, by the records of its stream (MS-XLS; the name of each kind there stands behind it).
//!
//! A compound file is a file system: chains of sectors may lead back into themselves, and calamine follows them. So the
//! workbook's stream is taken out by `cfb`, which checks the chains. Of its records those are written anew that make cells, one
//! sheet behind the other, and counted on the way: calamine reads that, and what else a file announces it never sees.

use std::collections::BTreeSet;
use std::io::{Cursor, Read, Write};
use std::ops::Range;

use super::super::super::super::Reason;
use super::super::super::super::archive::broken;
use super::super::super::super::guarded::guarded;
use super::super::super::super::limits::{FILE_BYTES, SHARED_TEXTS};
use super::Extent;
use super::shared_texts::lengths;

const FORMULA: u16 = 0x0006; // Formula
const END: u16 = 0x000A; // EOF
const EPOCH: u16 = 0x0022; // Date1904
const PASSWORD: u16 = 0x002F; // FilePass
const CONTINUED: u16 = 0x003C; // Continue
const LETTERS: u16 = 0x0042; // CodePage
const SHEET: u16 = 0x0085; // BoundSheet8
const WHOLE_NUMBERS: u16 = 0x00BD; // MulRk
const RICH_LABEL: u16 = 0x00D6; // RString
const STYLE: u16 = 0x00E0; // XF
const TEXTS: u16 = 0x00FC; // SST
const TEXT_CELL: u16 = 0x00FD; // LabelSst
const NUMBER: u16 = 0x0203; // Number
const LABEL: u16 = 0x0204; // Label
const BOOLEAN: u16 = 0x0205; // BoolErr
const FORMULA_TEXT: u16 = 0x0207; // String
const WHOLE_NUMBER: u16 = 0x027E; // RK
const FORMAT: u16 = 0x041E; // Format
const BEGIN: u16 = 0x0809; // BOF

/// The most bytes that a character takes up: the two that it has at most in the file are each read as one of three, where the
/// file says that its letters have one byte.
const CHARACTER: u64 = 6;
/// The most records over which shared texts may go on: at their usual length those hold more than a file may have.
const PARTS: usize = 16_384;

/// A compound file with nothing but the workbook, of which the cells were counted.
///
/// # Errors
/// Where the workbook takes up more than the limits, needs a password, or is none.
pub(super) fn measured(bytes: &[u8]) -> Result<Vec<u8>, Reason> {
    let stream = match guarded(|| stream(bytes.to_vec())) {
        Ok(stream) => stream,
        Err(_) => guarded(|| stream(padded(bytes)))?,
    };
    in_a_file(&rewritten(&stream)?).map_err(|error| broken(&error))
}

/// The workbook's own stream.
fn stream(bytes: Vec<u8>) -> Result<Vec<u8>, Reason> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    // "Book" is what Excel 5 and 95 call it.
    let name = ["/Workbook", "/Book"].into_iter().find(|name| file.is_stream(name)).ok_or(Reason::Contradicts)?;
    let mut stream = Vec::new();
    let found = file.open_stream(name).map_err(|error| broken(&error))?;
    found.take(FILE_BYTES).read_to_end(&mut stream).map_err(|error| broken(&error))?;
    Ok(stream)
}

/// A compound file with free sectors behind it.
///
/// The table of sectors is itself in sectors, and the last of them is seldom full. SheetJS (0.18.5) does not say of the sectors
/// behind the file's end that they are free, at which cfb (0.16) refuses the file: so as many are put there as one sector of
/// the table can name.
fn padded(bytes: &[u8]) -> Vec<u8> {
    let sector = if u16_at(bytes, SECTOR_SHIFT) == 12 { 4096 } else { 512 };
    let mut padded = bytes.to_vec();
    padded.resize(bytes.len() + sector * sector / 4, 0);
    padded
}

/// Where a compound file says how large its sectors are, as a power of two.
const SECTOR_SHIFT: usize = 30;

fn in_a_file(stream: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut file = cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new()))?;
    file.create_stream("/Workbook")?.write_all(stream)?;
    file.flush()?;
    Ok(file.into_inner().into_inner())
}

/// The records that make cells, counted.
fn rewritten(stream: &[u8]) -> Result<Vec<u8>, Reason> {
    let mut extent = Extent::new();
    let mut out = Vec::new();
    // Where each sheet begins in the stream, and where its new beginning is to be written.
    let mut sheets: Vec<(usize, usize)> = Vec::new();
    let mut texts: Option<Vec<u16>> = None;
    for record in Records::from(stream, 0) {
        let data = stream.get(record.data.clone()).unwrap_or_default();
        match record.kind {
            PASSWORD => return Err(Reason::Locked),
            BEGIN | EPOCH | LETTERS | STYLE | FORMAT => put(&mut out, record.kind, data),
            // Shorter it has no place.
            SHEET if data.len() < 4 => return Err(Reason::Contradicts),
            SHEET => {
                extent.sheet()?;
                sheets.push((u32_at(data, 0) as usize, out.len() + HEAD));
                put(&mut out, SHEET, data);
            }
            TEXTS if texts.is_some() => return Err(Reason::Contradicts),
            TEXTS => texts = Some(shared_texts(stream, record.data, &mut out)?),
            END => break,
            _ => {}
        }
    }
    put(&mut out, END, &[]);
    let texts = texts.unwrap_or_default();
    let beginnings: BTreeSet<usize> = sheets.iter().map(|(start, _)| *start).collect();
    let mut unread = stream.len();
    for (start, place) in sheets {
        let begins = u32::try_from(out.len()).map_err(|_| Reason::Contradicts)?;
        if let Some(said) = out.get_mut(place..place + 4) {
            said.copy_from_slice(&begins.to_le_bytes());
        }
        let mut sheet = Sheet::default();
        for record in Records::from(stream, start) {
            // One that does not say that it ends does so where another begins.
            if record.data.start - HEAD != start && beginnings.contains(&(record.data.start - HEAD)) {
                break;
            }
            unread = unread.checked_sub(record.data.len() + HEAD).ok_or(Reason::Contradicts)?;
            let data = stream.get(record.data).unwrap_or_default();
            if !sheet.record(record.kind, data, &texts, &mut extent, &mut out)? {
                break;
            }
        }
        put(&mut out, END, &[]);
        extent.cells(sheet.rows.len(), sheet.columns.len())?;
    }
    Ok(out)
}

/// Writes shared texts, and gives how many characters each has.
fn shared_texts(stream: &[u8], first: Range<usize>, out: &mut Vec<u8>) -> Result<Vec<u16>, Reason> {
    let continued = Records::from(stream, first.end).take_while(|record| record.kind == CONTINUED);
    let parts: Vec<&[u8]> = std::iter::once(first)
        .chain(continued.map(|record| record.data))
        .map(|data| stream.get(data).unwrap_or_default())
        .take(PARTS + 1)
        .collect();
    if parts.len() > PARTS {
        return Err(Reason::Contradicts);
    }
    let lengths = lengths(&parts);
    if lengths.len() as u64 > SHARED_TEXTS {
        return Err(Reason::TooManyRows(SHARED_TEXTS));
    }
    for (at, part) in parts.into_iter().enumerate() {
        put(out, if at == 0 { TEXTS } else { CONTINUED }, part);
    }
    Ok(lengths)
}

/// How many bytes say the kind and length of a record.
const HEAD: usize = 4;

struct Record {
    kind: u16,
    /// Where its data stands in the stream.
    data: Range<usize>,
}

/// The records of a stream from a place on, as far as they are whole.
struct Records<'s> {
    stream: &'s [u8],
    at: usize,
}

impl Records<'_> {
    fn from(stream: &[u8], at: usize) -> Records<'_> {
        Records { stream, at }
    }
}

impl Iterator for Records<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        let head = self.stream.get(self.at..self.at.checked_add(HEAD)?)?;
        let start = self.at + HEAD;
        let data = start..start + usize::from(u16_at(head, 2));
        self.stream.get(data.clone())?;
        self.at = data.end;
        Some(Record { kind: u16_at(head, 0), data })
    }
}

/// What of a sheet has been met.
#[derive(Default)]
struct Sheet {
    has_begun: bool,
    /// Charts and the like within it, the one in the other: their cells are not the sheet's.
    within: usize,
    /// Whether a formula stands before a text that is the value of one.
    has_formula: bool,
    rows: Range<usize>,
    columns: Range<usize>,
}

impl Sheet {
    /// Counts a record and writes it where it makes cells; `false` where it ends the sheet.
    fn record(
        &mut self,
        kind: u16,
        data: &[u8],
        texts: &[u16],
        extent: &mut Extent,
        out: &mut Vec<u8>,
    ) -> Result<bool, Reason> {
        match kind {
            BEGIN if self.has_begun => self.within += 1,
            END if self.within > 0 => self.within -= 1,
            END => return Ok(false),
            _ if self.within > 0 => return Ok(true),
            BEGIN => {
                self.has_begun = true;
                put(out, kind, data);
            }
            FORMULA => {
                // The value stays; of the formula itself, that it has no parts.
                let value = data.get(..FORMULA_VALUE).ok_or(Reason::Contradicts)?;
                self.cells(data, 1, extent)?;
                self.has_formula = true;
                put(out, kind, &[value, &[0, 0]].concat());
            }
            FORMULA_TEXT if self.has_formula => {
                extent.cells(1, 1)?;
                extent.texts.take(u64::from(u16_at(data, 0)) * CHARACTER)?;
                put(out, kind, data);
            }
            LABEL | RICH_LABEL => {
                self.cells(data, 1, extent)?;
                extent.texts.take(u64::from(u16_at(data, 6)) * CHARACTER)?;
                put(out, kind, data);
            }
            TEXT_CELL => {
                self.cells(data, 1, extent)?;
                let text = texts.get(u32_at(data, 6) as usize).copied();
                extent.texts.take(u64::from(text.unwrap_or_default()) * CHARACTER)?;
                put(out, kind, data);
            }
            NUMBER | BOOLEAN | WHOLE_NUMBER => {
                self.cells(data, 1, extent)?;
                put(out, kind, data);
            }
            WHOLE_NUMBERS => {
                self.cells(data, data.len().saturating_sub(NUMBERS_AROUND).div_ceil(NUMBER_BYTES), extent)?;
                put(out, kind, data);
            }
            _ => {}
        }
        Ok(true)
    }

    /// So many cells of a row.
    fn cells(&mut self, data: &[u8], count: usize, extent: &mut Extent) -> Result<(), Reason> {
        extent.cells(1, count)?;
        let (row, column) = (usize::from(u16_at(data, 0)), usize::from(u16_at(data, 2)));
        let is_first = self.rows.is_empty();
        let joined = |all: &Range<usize>, own: Range<usize>| {
            if is_first { own } else { all.start.min(own.start)..all.end.max(own.end) }
        };
        self.rows = joined(&self.rows, row..row + 1);
        self.columns = joined(&self.columns, column..column + count.max(1));
        Ok(())
    }
}

/// In a record of several numbers, the bytes of one and of what stands around all.
const NUMBER_BYTES: usize = 6;
const NUMBERS_AROUND: usize = 6;
/// The bytes of a formula's record before it says how long the formula is.
const FORMULA_VALUE: usize = 20;

/// Writes a record.
fn put(out: &mut Vec<u8>, kind: u16, data: &[u8]) {
    out.extend(kind.to_le_bytes());
    // It was read from two bytes.
    out.extend(u16::try_from(data.len()).unwrap_or_default().to_le_bytes());
    out.extend(data);
}

/// A number of a record, 0 where it is too short.
pub(super) fn u16_at(data: &[u8], at: usize) -> u16 {
    let bytes = data.get(at..at.saturating_add(2)).and_then(|bytes| bytes.try_into().ok());
    bytes.map_or(0, u16::from_le_bytes)
}

/// The same of four bytes.
pub(super) fn u32_at(data: &[u8], at: usize) -> u32 {
    let bytes = data.get(at..at.saturating_add(4)).and_then(|bytes| bytes.try_into().ok());
    bytes.map_or(0, u32::from_le_bytes)
}
