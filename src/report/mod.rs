//! What people and programs read besides the site: findings, lists and single procedures, as text or as JSON.
//!
//! Values in, text out. JSON is stable and English; text is in the reader's language.

mod findings;

pub use findings::{Counts, Infos, TextOptions, findings_json, findings_text};
