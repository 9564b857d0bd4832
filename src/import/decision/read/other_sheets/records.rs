//! A workbook of Excel 97 to 2003, by the records of its stream (MS-XLS).
//!
//! A compound file is a file system: chains of sectors may lead back into themselves, and calamine follows them. So the
//! workbook's stream is taken out by `cfb`, which checks the chains, walked, and given to calamine in a compound file of our
//! own. What is not read of it and costs room (announced extents, formulas, names) is taken out on the way.

use std::io::{Cursor, Read, Write};
use std::ops::Range;

use super::super::super::super::Reason;
use super::super::super::super::archive::broken;
use super::super::super::super::limits::FILE_BYTES;
use super::Extent;

// Kinds of records.
const FORMULA: u16 = 0x0006;
const END: u16 = 0x000A;
const NAME: u16 = 0x0018;
const CONTINUED: u16 = 0x003C;
const SHEET: u16 = 0x0085;
const NUMBERS: u16 = 0x00BD;
const RICH_LABEL: u16 = 0x00D6;
const MERGED: u16 = 0x00E5;
const SHARED_TEXTS: u16 = 0x00FC;
const SHARED_TEXT: u16 = 0x00FD;
const EXTENT: u16 = 0x0200;
const FLOAT: u16 = 0x0203;
const LABEL: u16 = 0x0204;
const BOOLEAN: u16 = 0x0205;
const FORMULA_TEXT: u16 = 0x0207;
const NUMBER: u16 = 0x027E;
const BEGIN: u16 = 0x0809;
/// A kind that no program writes.
const NONE: u16 = 0x0FFF;

/// The most bytes that a character takes up, of the two that it has at most in the file.
const CHARACTER: u64 = 3;

/// A compound file with nothing but the workbook, of which the cells were counted.
///
/// # Errors
/// Where the workbook takes up more than the limits, and where it is none.
pub(super) fn measured(bytes: &[u8]) -> Result<Vec<u8>, Reason> {
    let mut stream = stream(bytes)?;
    let mut globals = Globals::default();
    let mut dropped = Vec::new();
    for record in Records::from(&stream, 0) {
        match record.kind {
            SHEET => globals.sheets.push(u32_at(&stream, record.data.start) as usize),
            SHARED_TEXTS => globals.texts = shared_texts(&stream, record.data.clone()),
            NAME => dropped.push(record.data.start),
            END => break,
            _ => {}
        }
    }
    let mut extent = Extent::new();
    let mut unread = stream.len();
    for start in globals.sheets.iter().copied() {
        let mut sheet = Sheet::default();
        for record in Records::from(&stream, start) {
            // Sheets stand one behind the other.
            unread = unread.checked_sub(record.data.len() + HEAD).ok_or_else(|| contradiction("BoundSheet"))?;
            if !sheet.record(&stream, &record, &globals, &mut extent)? {
                break;
            }
            if matches!(record.kind, EXTENT | MERGED | FORMULA) {
                dropped.push(record.data.start);
            }
        }
        extent.cells(sheet.rows.len(), sheet.columns.len())?;
    }
    for data in dropped {
        drop_record(&mut stream, data);
    }
    in_a_file(&stream).map_err(|error| broken(&error))
}

fn contradiction(record: &str) -> Reason {
    Reason::FormatBroken(record.to_owned())
}

/// The workbook's own stream.
///
/// The table of sectors is itself in sectors, and the last of them is seldom full. SheetJS (0.18.5) does not say of the sectors
/// behind the file's end that they are free, at which cfb (0.16) refuses the file: so as many are put behind it as one sector
/// of the table can name.
fn stream(bytes: &[u8]) -> Result<Vec<u8>, Reason> {
    let behind = match u16_at(bytes, SECTOR_SHIFT) {
        12 => 4096 * 4096 / 4,
        _ => 512 * 512 / 4,
    };
    let mut padded = bytes.to_vec();
    padded.resize(bytes.len() + behind, 0);
    let mut file = cfb::CompoundFile::open(Cursor::new(padded)).map_err(|error| broken(&error))?;
    // "Book" is what Excel 5 and 95 call it.
    let name = ["/Workbook", "/Book"].into_iter().find(|name| file.is_stream(name));
    let name = name.ok_or_else(|| contradiction("Workbook"))?;
    let mut stream = Vec::new();
    let found = file.open_stream(name).map_err(|error| broken(&error))?;
    found.take(FILE_BYTES).read_to_end(&mut stream).map_err(|error| broken(&error))?;
    Ok(stream)
}

fn in_a_file(stream: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut file = cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new()))?;
    file.create_stream("/Workbook")?.write_all(stream)?;
    file.flush()?;
    Ok(file.into_inner().into_inner())
}

/// Where a compound file says how large its sectors are, as a power of two.
const SECTOR_SHIFT: usize = 30;
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

/// In a record of several numbers, the bytes of one and of what stands around all.
const NUMBER_BYTES: usize = 6;
const NUMBERS_AROUND: usize = 6;

/// What the workbook says before its sheets.
#[derive(Default)]
struct Globals {
    /// Where each sheet begins.
    sheets: Vec<usize>,
    /// How many characters each shared text has.
    texts: Vec<u16>,
}

/// What of a sheet has been met.
#[derive(Default)]
struct Sheet {
    has_begun: bool,
    /// Charts and the like within it, the one in the other: their cells are not the sheet's.
    within: usize,
    rows: Range<usize>,
    columns: Range<usize>,
}

impl Sheet {
    /// Counts a record; `false` where it ends the sheet.
    fn record(
        &mut self,
        stream: &[u8],
        record: &Record,
        globals: &Globals,
        extent: &mut Extent,
    ) -> Result<bool, Reason> {
        let data = stream.get(record.data.clone()).unwrap_or_default();
        match record.kind {
            BEGIN if self.has_begun => self.within += 1,
            BEGIN => self.has_begun = true,
            END if self.within > 0 => self.within -= 1,
            END => return Ok(false),
            _ if self.within > 0 => {}
            FLOAT | BOOLEAN | NUMBER | FORMULA => self.cells(data, 1, extent)?,
            NUMBERS => self.cells(data, data.len().saturating_sub(NUMBERS_AROUND).div_ceil(NUMBER_BYTES), extent)?,
            LABEL | RICH_LABEL => {
                self.cells(data, 1, extent)?;
                extent.texts.take(u64::from(u16_at(data, 6)) * CHARACTER)?;
            }
            FORMULA_TEXT => {
                extent.cells(1, 1)?;
                extent.texts.take(u64::from(u16_at(data, 0)) * CHARACTER)?;
            }
            SHARED_TEXT => {
                self.cells(data, 1, extent)?;
                let text = globals.texts.get(u32_at(data, 6) as usize).copied();
                extent.texts.take(u64::from(text.unwrap_or_default()) * CHARACTER)?;
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

/// How many characters each of the shared texts has. They go on from one record into the next.
fn shared_texts(stream: &[u8], first: Range<usize>) -> Vec<u16> {
    let mut parts = vec![stream.get(first.clone()).unwrap_or_default()];
    let continued = Records::from(stream, first.end).take_while(|record| record.kind == CONTINUED);
    parts.extend(continued.filter_map(|record| stream.get(record.data)));
    let mut texts = Shared { parts: parts.into_iter(), part: &[] };
    let mut lengths = Vec::new();
    // How many there are, twice; it is not needed.
    if texts.skip(8).is_none() {
        return lengths;
    }
    while let Some(length) = texts.text() {
        lengths.push(length);
    }
    lengths
}

/// The bytes of shared texts, part by part.
struct Shared<'s, P> {
    parts: P,
    part: &'s [u8],
}

impl<'s, P: Iterator<Item = &'s [u8]>> Shared<'s, P> {
    fn skip(&mut self, mut bytes: usize) -> Option<()> {
        while bytes > 0 {
            if self.part.is_empty() {
                self.part = self.parts.next()?;
            }
            let here = bytes.min(self.part.len());
            self.part = self.part.get(here..)?;
            bytes -= here;
        }
        Some(())
    }

    /// One text: how many characters it has, how they are written, and what stands behind them.
    fn text(&mut self) -> Option<u16> {
        if self.part.is_empty() {
            self.part = self.parts.next()?;
        }
        // A part with nothing in it counts as a text to calamine.
        if self.part.is_empty() {
            return Some(0);
        }
        let characters = u16_at(self.part, 0);
        let mut looks = self.part.get(2).copied()?;
        self.skip(3)?;
        let mut behind = 0;
        if looks & 8 != 0 {
            behind += usize::from(u16_at(self.part, 0)) * 4;
            self.skip(2)?;
        }
        if looks & 4 != 0 {
            behind += u32_at(self.part, 0) as usize;
            self.skip(4)?;
        }
        let mut left = usize::from(characters);
        while left > 0 {
            let width = if looks & 1 == 0 { 1 } else { 2 };
            let here = left.min(self.part.len() / width);
            self.skip(here * width)?;
            left -= here;
            if left > 0 {
                // It goes on in the next part, which says anew how.
                self.part = self.parts.next()?;
                looks = looks & !1 | self.part.first()? & 1;
                self.skip(1)?;
            }
        }
        self.skip(behind)?;
        Some(characters)
    }
}

/// Takes a record out: a formula's cell stays, with the value that it had.
fn drop_record(stream: &mut [u8], data: usize) {
    let head = data - HEAD;
    if u16_at(stream, head) != FORMULA {
        put(stream, head, NONE);
    } else if u16_at(stream, head + 2) >= FORMULA_BYTES {
        put(stream, data + FORMULA_LENGTH, 0);
    }
}

/// Where a formula says how long it is, and how long its record is at least.
const FORMULA_LENGTH: usize = 20;
const FORMULA_BYTES: u16 = 22;

fn put(stream: &mut [u8], at: usize, value: u16) {
    if let Some(place) = stream.get_mut(at..at + 2) {
        place.copy_from_slice(&value.to_le_bytes());
    }
}

/// A number of a record, 0 where it is too short.
fn u16_at(data: &[u8], at: usize) -> u16 {
    let bytes = data.get(at..at.saturating_add(2)).and_then(|bytes| bytes.try_into().ok());
    bytes.map_or(0, u16::from_le_bytes)
}

fn u32_at(data: &[u8], at: usize) -> u32 {
    let bytes = data.get(at..at.saturating_add(4)).and_then(|bytes| bytes.try_into().ok());
    bytes.map_or(0, u32::from_le_bytes)
}
