//! The files of a site as hosts send them to browsers: compressed by brotli and by gzip.
//!
//! A host that looks for `FILE.br` and `FILE.gz` beside a file sends a quarter of its bytes and spends no time on it.
//! Pure: the same bytes give the same bytes, with no clock and no name in them.

use std::io::Write;

use flate2::write::GzEncoder;

/// A compressed form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Brotli, RFC 7932: the smallest; every browser in use reads it, over HTTPS.
    Brotli,
    /// Gzip, RFC 1952: for whatever does not.
    Gzip,
}

/// How much time may be spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// As small as can be: for a file that is written once and sent many times.
    Most,
    /// Within milliseconds: for an answer that somebody waits for.
    Little,
}

impl Encoding {
    /// Every encoding, the one that makes the smaller files first.
    pub const ALL: [Encoding; 2] = [Encoding::Brotli, Encoding::Gzip];

    /// What is put behind the name of a file.
    pub fn suffix(self) -> &'static str {
        match self {
            Encoding::Brotli => ".br",
            Encoding::Gzip => ".gz",
        }
    }

    /// Its name in `Accept-Encoding` and `Content-Encoding`.
    pub fn token(self) -> &'static str {
        match self {
            Encoding::Brotli => "br",
            Encoding::Gzip => "gzip",
        }
    }

    /// The bytes compressed; `None` where the encoder gives up, which writing to memory gives it no reason to.
    pub fn compress(self, bytes: &[u8], effort: Effort) -> Option<Vec<u8>> {
        match self {
            Encoding::Brotli => {
                let quality = if effort == Effort::Most { 11 } else { 5 };
                let params = brotli::enc::BrotliEncoderParams {
                    quality,
                    size_hint: bytes.len(),
                    lgwin: window(bytes.len()),
                    ..Default::default()
                };
                let mut out = Vec::new();
                brotli::BrotliCompress(&mut &*bytes, &mut out, &params).ok()?;
                Some(out)
            }
            Encoding::Gzip => {
                let level = if effort == Effort::Most { 9 } else { 6 };
                let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::new(level));
                encoder.write_all(bytes).ok()?;
                encoder.finish().ok()
            }
        }
    }
}

/// The logarithm of the smallest window in which all bytes are seen, of those that the format and its encoder have (10 to 22, RFC 7932,
/// section 9.1: sixteen bytes of it are not used). The encoder takes some ten bytes for each of the window's.
fn window(length: usize) -> i32 {
    (10..22).find(|bits| length + 16 <= 1 << bits).unwrap_or(22)
}

/// Whether a file of a site is sent compressed: scripts, data, style sheets and drawings under `assets/`, which every
/// visit needs, and not the thousands of pages, of which it needs a few.
pub fn is_worth(path: &str) -> bool {
    path.starts_with("assets/") && [".js", ".css", ".svg"].iter().any(|end| path.ends_with(end))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use std::io::Read;

    use super::*;

    fn unpacked(encoding: Encoding, bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        match encoding {
            Encoding::Brotli => {
                brotli::BrotliDecompress(&mut &*bytes, &mut out).unwrap();
            }
            Encoding::Gzip => {
                flate2::read::GzDecoder::new(bytes).read_to_end(&mut out).unwrap();
            }
        }
        out
    }

    #[test]
    fn what_is_compressed_is_the_same_again_and_the_same_every_time() {
        let text = "Đăng ký khai sinh, đăng ký kết hôn; ".repeat(200);
        for encoding in Encoding::ALL {
            for effort in [Effort::Most, Effort::Little] {
                for bytes in [text.as_bytes(), b"", &[0, 255, 7]] {
                    let packed = encoding.compress(bytes, effort).unwrap();
                    assert_eq!(unpacked(encoding, &packed), bytes);
                    assert_eq!(encoding.compress(bytes, effort).unwrap(), packed);
                }
                assert!(encoding.compress(text.as_bytes(), effort).unwrap().len() < text.len() / 20);
            }
        }
    }

    #[test]
    fn scripts_and_styles_are_worth_it_and_pages_and_fonts_are_not() {
        for path in ["assets/searchbox.js", "assets/styles.css", "assets/favicon.svg"] {
            assert!(is_worth(path), "{path}");
        }
        for path in ["index.html", "assets/font.woff2", "assets/a.js.br", "js/a.js"] {
            assert!(!is_worth(path), "{path}");
        }
    }
}
