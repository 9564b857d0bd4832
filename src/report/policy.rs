//! The policy of pages that stand by themselves: what is not of their own text does not run and is not loaded.

use sha2::{Digest, Sha256};

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The policy of a page whose only style is this one and whose only script is this one, where it has one. Nothing else is loaded, sent or
/// framed.
pub(super) fn policy(style: &str, script: Option<&str>) -> String {
    let script = script.map(|script| format!("script-src '{}';", source_hash(script))).unwrap_or_default();
    format!("default-src 'none';style-src '{}';{script}form-action 'none';base-uri 'none'", source_hash(style))
}

/// A text's hash as a policy names it: `sha256-` and the digest in base64.
fn source_hash(text: &str) -> String {
    let mut hash = "sha256-".to_owned();
    for three in Sha256::digest(text.as_bytes()).chunks(3) {
        let bits = three.iter().enumerate().fold(0_u32, |bits, (at, byte)| bits | u32::from(*byte) << (16 - 8 * at));
        let letter = |at: usize| char::from(LETTERS[(bits >> (18 - 6 * at)) as usize & 63]);
        hash.extend((0..=three.len()).map(letter));
    }
    // 32 bytes are ten times three, and two.
    hash + "="
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_what_browsers_count() {
        // printf '' | openssl dgst -sha256 -binary | openssl base64
        assert_eq!(source_hash(""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        assert_eq!(source_hash("abc"), "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    }
}
