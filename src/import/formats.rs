//! What a file is by its first bytes, where no reader takes it: so that its refusal names it.

/// The kind of picture that a file is.
pub(super) fn picture(bytes: &[u8]) -> Option<&'static str> {
    let begins = |start: &[u8]| bytes.starts_with(start);
    let at = |from: usize, word: &[u8]| bytes.get(from..from + word.len()) == Some(word);
    if begins(b"\x89PNG") {
        Some("png")
    } else if begins(b"\xff\xd8\xff") {
        Some("jpg")
    } else if begins(b"GIF8") {
        Some("gif")
    } else if begins(b"II*\0") || begins(b"MM\0*") {
        Some("tiff")
    } else if begins(b"RIFF") && at(8, b"WEBP") {
        Some("webp")
    } else if at(4, b"ftyphei") || at(4, b"ftypmif") {
        Some("heic")
    } else if begins(b"BM") && at(6, b"\0\0\0\0") {
        Some("bmp")
    } else {
        None
    }
}

/// The kind of archive that a file is, where it is no zip and no gzip.
pub(super) fn archive(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"Rar!") {
        Some("rar")
    } else if bytes.starts_with(b"7z\xbc\xaf\x27\x1c") {
        Some("7z")
    } else {
        None
    }
}

/// What a file of the old Office formats is: they are one container, in which each has a stream of its own name.
pub(super) fn old_office(bytes: &[u8]) -> Option<&'static str> {
    const WORD: &[u8] = b"W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0";
    const EXCEL: &[u8] = b"W\0o\0r\0k\0b\0o\0o\0k\0";
    // Up to Excel 95; a name is filled up with zeros.
    const EXCEL_95: &[u8] = b"B\0o\0o\0k\0\0\0\0\0";
    let has = |name: &[u8]| memchr::memmem::find(bytes, name).is_some();
    bytes.starts_with(b"\xd0\xcf\x11\xe0").then(|| match (has(WORD), has(EXCEL) || has(EXCEL_95)) {
        (true, false) => "doc",
        (false, true) => "xls",
        _ => "doc, xls",
    })
}
