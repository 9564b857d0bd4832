//! What the codes of a font mean, and how wide they are.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, Stream};

use super::super::super::super::legacy;
use super::super::super::super::limits::PDF_PAGE_BYTES;

/// The most codes of a font that are read, each time counted.
const CODES: usize = 100_000;
/// What a code that is read takes up beside the bytes that name it.
const CODE_BYTES: usize = 32;
/// The most bytes that are read of what a code stands for: sixteen letters.
const TEXT_BYTES: usize = 32;
/// The most bytes of a table of codes.
pub(super) const TABLE_BYTES: usize = 4 * 1024 * 1024;

/// A font.
pub(super) struct Font {
    /// Whether a code has two bytes.
    pub(super) wide: bool,
    texts: BTreeMap<u32, String>,
    /// How many codes were named or given a width, each time counted.
    read: usize,
    widths: BTreeMap<u32, f64>,
    usual: f64,
}

impl Font {
    /// Reads a font; what it does not say is left out. Gives also what that cost, in bytes: what was unpacked and what
    /// is kept, since many fonts may share one short table that names every code.
    pub(super) fn of(file: &Document, font: &Dictionary) -> (Font, usize) {
        let wide = name(file, font, b"Subtype") == Some(b"Type0");
        let mut own = Font { wide, texts: BTreeMap::new(), read: 0, widths: BTreeMap::new(), usual: 500.0 };
        let mut unpacked = 0;
        if let Some(table) = get(file, font, b"ToUnicode").and_then(|table| table.as_stream().ok()) {
            let bytes = table.get_plain_content_with_limit(TABLE_BYTES).unwrap_or_default();
            unpacked = packed_bytes(table) + bytes.len();
            own.read_codes(&bytes);
        } else if !wide && name(file, font, b"BaseFont").is_some_and(is_legacy) {
            // Its codes are the bytes that were typed, whatever its encoding calls them.
            own.texts.extend((0x20..=u8::MAX).map(|code| (u32::from(code), char::from(code).to_string())));
        } else if !wide && let Ok(encoding) = font.get_font_encoding_with_limit(file, TABLE_BYTES) {
            let encoding_own = get(file, font, b"Encoding").and_then(|own| dictionary(file, own));
            let changed = encoding_own.and_then(|own| get(file, own, b"Differences")?.as_array().ok());
            own.read += changed.map_or(0, Vec::len);
            for code in 0..=u8::MAX {
                if let Ok(text) = encoding.bytes_to_string(&[code]) {
                    own.texts.insert(u32::from(code), text);
                }
            }
        }
        if wide {
            let below = get(file, font, b"DescendantFonts").and_then(|fonts| fonts.as_array().ok()?.first());
            if let Some(below) = below.and_then(|font| dictionary(file, font)) {
                own.usual = get(file, below, b"DW").and_then(number).unwrap_or(1000.0);
                own.read_wide_widths(file, below);
            }
        } else {
            own.read_widths(file, font);
        }
        let cost = unpacked + own.read * CODE_BYTES;
        (own, cost)
    }

    /// The text of a code; `None` where the font does not tell.
    pub(super) fn text(&self, code: u32) -> Option<&str> {
        self.texts.get(&code).map(String::as_str)
    }

    /// The width of a code, in thousandths of the size.
    pub(super) fn width(&self, code: u32) -> f64 {
        self.widths.get(&code).copied().unwrap_or(self.usual)
    }

    fn read_widths(&mut self, file: &Document, font: &Dictionary) {
        let first = get(file, font, b"FirstChar").and_then(|first| first.as_i64().ok()).unwrap_or(0);
        let Some(widths) = get(file, font, b"Widths").and_then(|widths| widths.as_array().ok()) else { return };
        for (at, width) in (0..).zip(widths.iter().take(256)) {
            let code = first.checked_add(at).and_then(|code| u32::try_from(code).ok());
            if let (Some(code), Some(width)) = (code, number(resolved(file, width))) {
                self.widths.insert(code, width);
            }
        }
    }

    /// `3 [500 600] 10 20 700`: from a code on, each its own; or from a code to a code, all one.
    fn read_wide_widths(&mut self, file: &Document, font: &Dictionary) {
        let Some(widths) = get(file, font, b"W").and_then(|widths| widths.as_array().ok()) else { return };
        let mut rest = widths.as_slice();
        while let [first, second, after @ ..] = rest {
            rest = after;
            self.read += 1;
            let Some(first) = code(resolved(file, first)) else { return };
            match (resolved(file, second), after) {
                (Object::Array(own), _) => {
                    for (code, width) in (first..=u32::MAX).zip(own).take(CODES) {
                        self.read += 1;
                        if let Some(width) = number(resolved(file, width)) {
                            self.widths.insert(code, width);
                        }
                    }
                }
                (second, [width, after @ ..]) => {
                    rest = after;
                    let (Some(last), Some(width)) = (code(second), number(resolved(file, width))) else { return };
                    for code in (first..=last).take(usize::from(u16::MAX)) {
                        self.read += 1;
                        self.widths.insert(code, width);
                    }
                }
                _ => return,
            }
            // A code may be given a width again and again.
            if self.read > CODES {
                return;
            }
        }
    }

    /// Reads `beginbfchar` and `beginbfrange`.
    fn read_codes(&mut self, bytes: &[u8]) {
        let tokens = Tokens { rest: bytes };
        let mut waiting: Vec<Vec<u8>> = Vec::new();
        let mut list: Option<Vec<Vec<u8>>> = None;
        let mut ranges = false;
        for token in tokens {
            match token {
                Token::Word(b"beginbfchar") => (ranges, waiting) = (false, Vec::new()),
                Token::Word(b"beginbfrange") => (ranges, waiting) = (true, Vec::new()),
                Token::Word(b"[") => list = Some(Vec::new()),
                Token::Word(b"]") => {
                    if let ([first, _], Some(texts)) = (waiting.as_slice(), list.take()) {
                        for (code, text) in (value(first)..=u32::MAX).zip(texts) {
                            self.put(code, utf16(&text));
                        }
                    }
                    waiting.clear();
                }
                Token::Word(_) => waiting.clear(),
                Token::Hex(hex) => match &mut list {
                    Some(list) => list.push(hex),
                    None => waiting.push(hex),
                },
            }
            match waiting.as_slice() {
                [code, text] if !ranges => {
                    self.put(value(code), utf16(text));
                    waiting.clear();
                }
                [first, last, text] if ranges => {
                    for (step, code) in (value(first)..=value(last)).take(usize::from(u16::MAX)).enumerate() {
                        self.put(code, utf16(&stepped(text, step)));
                    }
                    waiting.clear();
                }
                _ => {}
            }
            if self.read > CODES {
                return;
            }
        }
    }

    fn put(&mut self, code: u32, text: String) {
        self.read += 1;
        self.texts.insert(code, text);
    }
}

enum Token<'t> {
    Word(&'t [u8]),
    Hex(Vec<u8>),
}

struct Tokens<'t> {
    rest: &'t [u8],
}

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        let start = self.rest.iter().position(|byte| !byte.is_ascii_whitespace())?;
        let rest = self.rest.get(start..)?;
        let length = match rest {
            [b'<', b'<', ..] | [b'>', b'>', ..] => 2,
            [b'<', ..] => {
                let end = rest.iter().position(|byte| *byte == b'>').unwrap_or(rest.len());
                let digits = rest.get(1..end)?.iter().filter_map(|byte| super::hex(*byte)).collect::<Vec<_>>();
                self.rest = rest.get(end + 1..).unwrap_or_default();
                return Some(Token::Hex(
                    digits.chunks(2).map(|pair| pair.iter().fold(0, |sum, digit| sum * 16 + digit)).collect(),
                ));
            }
            [b'[' | b']' | b'>', ..] => 1,
            _ => {
                let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'<' | b'>' | b'[' | b']');
                rest.iter().position(ends).unwrap_or(rest.len())
            }
        };
        let (word, after) = rest.split_at_checked(length)?;
        self.rest = after;
        Some(Token::Word(word))
    }
}

fn value(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |sum, byte| sum * 256 + u32::from(*byte))
}

/// The text of a range's code: its last two bytes count on.
fn stepped(text: &[u8], step: usize) -> Vec<u8> {
    // A longer one is cut before the bytes that would count.
    if let Some(beginning) = text.get(..TEXT_BYTES).filter(|beginning| beginning.len() < text.len()) {
        return beginning.to_vec();
    }
    let Some((front, [high, low])) = text.split_last_chunk::<2>() else { return text.to_vec() };
    let last = u16::from_be_bytes([*high, *low]).wrapping_add(u16::try_from(step).unwrap_or(0));
    [front, &last.to_be_bytes()].concat()
}

fn utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks(2).map(|pair| pair.iter().fold(0, |sum: u16, byte| (sum << 8) | u16::from(*byte)));
    char::decode_utf16(units.take(TEXT_BYTES / 2)).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// What it costs to unpack a stream beside what comes of it, in bytes: what it is packed in, since that may be blanks that
/// come to nothing, and for each filter that unpacks and is not the last, as much as it may give on to the next.
pub(super) fn packed_bytes(stream: &Stream) -> usize {
    let grows = |filter: &&&[u8]| !matches!(**filter, b"ASCIIHexDecode" | b"AHx" | b"ASCII85Decode" | b"A85");
    let filters = stream.filters().unwrap_or_default();
    let before_last = filters.split_last().map_or(0, |(_, before)| before.iter().filter(grows).count());
    stream.content.len().saturating_add(before_last.saturating_mul(PDF_PAGE_BYTES))
}

/// An object, behind its reference.
pub(super) fn resolved<'d>(file: &'d Document, object: &'d Object) -> &'d Object {
    file.dereference(object).map_or(&Object::Null, |(_, object)| object)
}

pub(super) fn get<'d>(file: &'d Document, dictionary: &'d Dictionary, key: &[u8]) -> Option<&'d Object> {
    Some(resolved(file, dictionary.get(key).ok()?))
}

pub(super) fn dictionary<'d>(file: &'d Document, object: &'d Object) -> Option<&'d Dictionary> {
    match resolved(file, object) {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

fn name<'d>(file: &'d Document, dictionary: &'d Dictionary, key: &[u8]) -> Option<&'d [u8]> {
    get(file, dictionary, key)?.as_name().ok()
}

pub(super) fn number(object: &Object) -> Option<f64> {
    object.as_float().ok().map(f64::from).filter(|number| number.is_finite())
}

/// Whether a font's name is that of a legacy one: "ABCDEF+.VnTime".
fn is_legacy(name: &[u8]) -> bool {
    let name = String::from_utf8_lossy(name);
    legacy::Font::named(name.split_once('+').map_or(name.as_ref(), |(_, own)| own)).is_some()
}

fn code(object: &Object) -> Option<u32> {
    u32::try_from(object.as_i64().ok()?).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use lopdf::dictionary;

    use super::*;

    fn wide(widths: Vec<Object>) -> (Font, usize) {
        let file = Document::with_version("1.7");
        let below = Object::Dictionary(dictionary! { "W" => widths });
        Font::of(&file, &dictionary! { "Subtype" => "Type0", "DescendantFonts" => vec![below] })
    }

    #[test]
    fn codes_at_the_end_of_numbers_are_no_further() {
        let file = Document::with_version("1.7");
        let widths = vec![Object::Integer(500); 2];
        for first in [i64::MAX, i64::MIN, i64::from(u32::MAX)] {
            let (font, _) = Font::of(&file, &dictionary! { "FirstChar" => first, "Widths" => widths.clone() });
            assert_eq!(font.widths.len(), usize::from(first == i64::from(u32::MAX)));
        }
        let last = Object::Integer(i64::from(u32::MAX));
        let (font, _) = wide(vec![last.clone(), widths.into(), last.clone(), last, 700.into()]);
        assert_eq!(font.widths, BTreeMap::from([(u32::MAX, 700.0)]));
        let mut font = font;
        font.read_codes(b"beginbfrange <FFFFFFFF> <FFFFFFFF> [<0041> <0042>] endbfrange");
        font.read_codes(b"beginbfrange <FFFFFFFE> <FFFFFFFF> <0043> endbfrange");
        let kept: Vec<(u32, &str)> = font.texts.iter().map(|(code, text)| (*code, text.as_str())).collect();
        assert_eq!(kept, [(u32::MAX - 1, "C"), (u32::MAX, "D")]);
    }

    #[test]
    fn a_code_that_is_given_a_width_again_is_counted_again() {
        let widths = [0, 65_534, 500].repeat(100_000).into_iter().map(Object::Integer).collect();
        let (font, cost) = wide(widths);
        // The bound is looked at after each range.
        assert!((CODES..CODES + 70_000).contains(&font.read), "{}", font.read);
        assert_eq!((font.widths.len(), cost), (65_535, font.read * CODE_BYTES));
    }

    #[test]
    fn a_long_text_is_not_copied_whole_for_each_code() {
        let mut font = wide(Vec::new()).0;
        let text = "0041".repeat(500_000);
        font.read_codes(format!("beginbfrange <0000> <FFFE> <{text}> endbfrange").as_bytes());
        assert_eq!((font.texts.len(), font.text(9)), (65_535, Some("AAAAAAAAAAAAAAAA")));
    }
}
