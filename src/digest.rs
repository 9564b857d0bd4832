//! Digests of bytes, as files and answers write them.

use std::fmt::{self, Write};

use sha2::{Digest, Sha256};

/// Bytes in lower-case hexadecimal digits, two for each.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}"); // a String takes everything
        hex
    })
}

/// The SHA-256 of bytes, as `sha256sum` writes it.
///
/// ```
/// let of_nothing = niemyet::digest::sha256(b"");
/// assert!(of_nothing.starts_with("e3b0c44298fc1c14") && of_nothing.len() == 64);
/// ```
pub fn sha256(bytes: impl AsRef<[u8]>) -> String {
    hex(&Sha256::digest(bytes))
}

/// The SHA-256 of a value by all that [`Debug`](fmt::Debug) tells of it. Where that is derived it is every field, so that none can be
/// forgotten; only decisions and official lists tell themselves without their rows (`tests/tidy.rs`). Another program, or another version
/// of this one, may tell it otherwise.
pub fn of_value(value: &impl fmt::Debug) -> String {
    let mut told = Told(Sha256::new());
    let _ = write!(told, "{value:?}"); // a digest takes everything
    hex(&told.0.finalize())
}

/// What is told of a value, digested instead of kept.
struct Told(Sha256);

impl fmt::Write for Told {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text);
        Ok(())
    }
}

/// The first `bytes` bytes of the SHA-256, for names: where two that are equal by chance would only cost time.
pub fn short(of: impl AsRef<[u8]>, bytes: usize) -> String {
    let mut digits = sha256(of);
    digits.truncate(bytes * 2);
    digits
}
