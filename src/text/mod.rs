//! The one Vietnamese folding: what two texts have in common however they were typed.
//!
//! Indexing, queries, addresses and comparisons of names all go through this module. Its rules are tables
//! ([`rules`]), which the build exports, so that the browser folds by the same data and not by a second copy.
//!
//! 1. [`clean`] mends a text for people: NFC, no invisible characters, single blanks.
//! 2. [`tokens`] cuts a text into words, each with two keys: folded, and with its accents.
//! 3. [`decode_keys`] reads words typed in Telex or VNI keys, [`spell`] writes accent keys out.
//! 4. [`fold`] and [`slug`] join the folded words, for comparison and for addresses.
#![deny(clippy::unwrap_used, clippy::indexing_slicing)]

mod capitals;
mod fold;
mod keys;
pub mod markdown;
pub mod rules;

pub use capitals::{Capitals, capitalised};
pub use fold::{Token, clean, fold, for_each_folded, is_slug, slug, tokens, without_brackets};
pub use keys::{Decoded, decode_keys, spell};

#[cfg(test)]
mod tests;
