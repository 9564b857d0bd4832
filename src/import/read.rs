//! Foreign bytes → raw rows. What a file is, its content tells; its name may lie.

use std::io::Read;

use serde_json::Value;

use super::Foreign;
use super::lettering::{Known, Lettering};
use super::limits::{FILE_BYTES, RECORD_BYTES, ROWS, UNPACKED_BYTES, VALUES};
use super::raw::{RawFile, RawRow};
use super::refusal::{Kind, Reason, Refusal, RowPlace};
use super::{decision, formats, json_list, legacy, text_list, workbook};

/// Reads a file. A file that cannot be read at all is one refusal.
pub(super) fn read(foreign: &Foreign) -> RawFile {
    let mut file = read_with(foreign, &None);
    if file.letters.is_first() {
        file = read_with(foreign, &std::mem::take(&mut file.letters).into_known());
    }
    let place = RowPlace::file(&foreign.name);
    let remarks = file.letters.remarks().into_iter().map(|remark| (place.clone(), remark));
    file.notes.extend(remarks);
    refuse_letters(&mut file);
    file
}

/// Refuses records whose names look like legacy letters: how their other texts are to be read, nobody said.
fn refuse_letters(file: &mut RawFile) {
    let mut letters = Lettering::default();
    let mut refused = Vec::new();
    file.rows.retain(|(place, row)| {
        let reason = match row {
            RawRow::Listed(_) => None,
            RawRow::Line(_) | RawRow::Detail(_) => letters.doubt(row.written_name()),
        };
        let is_sound = reason.is_none();
        refused.extend(reason.map(|reason| Refusal { place: place.clone(), reason }));
        is_sound
    });
    file.refused.append(&mut refused);
}

fn read_with(foreign: &Foreign, known: &Known) -> RawFile {
    let refused = |reason: Reason| RawFile {
        refused: vec![Refusal { place: RowPlace::file(&foreign.name), reason }],
        ..RawFile::default()
    };
    if foreign.bytes.len() as u64 > FILE_BYTES {
        return refused(Reason::FileTooLarge(foreign.bytes.len() as u64, FILE_BYTES));
    }
    let result = if foreign.bytes.starts_with(&[0x1f, 0x8b]) {
        unpacked(&foreign.bytes).and_then(|bytes| text_file(&foreign.name, &bytes, known))
    } else if foreign.bytes.starts_with(b"PK\x03\x04") {
        workbook::read(&foreign.name, &foreign.bytes, Lettering::of(known))
    } else {
        text_file(&foreign.name, &foreign.bytes, known)
    };
    // A table of decisions has titles too.
    let own = |reason: Reason| match reason {
        Reason::NoHeader if decision::is_register(foreign) => Reason::IsDates,
        other => other,
    };
    result.map_err(own).unwrap_or_else(refused)
}

/// The content of a gzip file, or a refusal once it passes the limit.
fn unpacked(bytes: &[u8]) -> Result<Vec<u8>, Reason> {
    let mut content = Vec::new();
    let mut reader = flate2::read::MultiGzDecoder::new(bytes).take(UNPACKED_BYTES + 1);
    reader.read_to_end(&mut content).map_err(|error| Reason::FormatBroken(error.to_string()))?;
    if content.len() as u64 > UNPACKED_BYTES { Err(Reason::UnpacksTooFar(UNPACKED_BYTES)) } else { Ok(content) }
}

fn text_file(name: &str, bytes: &[u8], known: &Known) -> Result<RawFile, Reason> {
    if let Some(like) = formats::picture(bytes) {
        return Err(Reason::Picture(like));
    }
    if let Some(like) = formats::old_office(bytes) {
        return Err(if like == "doc" { Reason::NoListFormat(like) } else { Reason::FormatUnknown("xls") });
    }
    if let Some(like) = formats::archive(bytes) {
        return Err(Reason::FormatUnknown(like));
    }
    if bytes.starts_with(b"%PDF") {
        return Err(Reason::NoListFormat("pdf"));
    }
    for (start, like) in
        [(&b"\xff\xfe"[..], "utf-16"), (&b"\xfe\xff"[..], "utf-16"), (&b"PK"[..], "zip"), (&b"\x1f\x8b"[..], "gzip")]
    {
        if bytes.starts_with(start) {
            return Err(Reason::FormatUnknown(like));
        }
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = legacy::text_of(bytes)?;
    let text = text.as_ref();
    let start = text.trim_start();
    if start.is_empty() {
        return Err(Reason::FormatUnknown("empty"));
    }
    if start.starts_with('<') {
        return Err(Reason::NoListFormat("html"));
    }
    if start.starts_with("{\\rtf") {
        return Err(Reason::NoListFormat("rtf"));
    }
    if !start.starts_with(['[', '{']) {
        return text_list::read(name, text, known);
    }
    // Every value but the first follows one of these.
    if text.bytes().filter(|byte| matches!(byte, b',' | b'[' | b'{')).count() > VALUES {
        return Err(Reason::TooManyValues(VALUES as u64));
    }
    if start.starts_with('[') {
        return json_list::array(name, text);
    }
    let first_line = start.lines().next().unwrap_or_default();
    match serde_json::from_str::<Value>(first_line) {
        // One object a line, unless that one object is the portal's.
        Ok(Value::Object(object)) if !json_list::is_detail(&object) && !json_list::is_alone(&object, start) => {
            lines(name, text)
        }
        Ok(_) if start.lines().filter(|line| !line.trim().is_empty()).count() > 1 => lines(name, text),
        Ok(_) => json_list::object(name, text),
        // An object that does not end with its line is a record printed over many lines, or a broken line.
        Err(error) if error.is_eof() => json_list::object(name, text),
        Err(_) => lines(name, text),
    }
}

fn lines(name: &str, text: &str) -> Result<RawFile, Reason> {
    let mut file = RawFile::default();
    let mut keys = json_list::Keys::default();
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let place = RowPlace::line(name, index as u64 + 1);
        if file.rows.len() + file.refused.len() >= ROWS {
            return Err(Reason::TooManyRows(ROWS as u64));
        }
        let read = if line.len() > RECORD_BYTES {
            Err(Reason::RecordTooLarge(RECORD_BYTES as u64))
        } else {
            match serde_json::from_str::<Value>(line) {
                Ok(Value::Object(object)) => Ok(keys.row(object)),
                Ok(other) => Err(Reason::NotARecord(json_list::kind_of(&other).to_owned())),
                Err(error) => Err(Reason::NotARecord(error.to_string())),
            }
        };
        match read {
            Ok(row) => file.rows.push((place, row)),
            Err(reason) => file.refused.push(Refusal { place, reason }),
        }
    }
    keys.end(&mut file, name, Kind::Lines);
    Ok(file)
}
