//! `legal-texts.toml`: normative texts with their day of effect and their own state.

use std::collections::BTreeMap;

use crate::model::{NormativeText, TextStatus};

use super::fields::Reader;
use super::rules::needed_word;
use super::tables::{by_key, tables};

/// The keys of a `[[text]]`.
pub const TEXT_KEYS: &[&str] = &["number", "title", "effect", "source", "checked", "status"];
/// The keys of a `[[text.status]]`.
pub const TEXT_STATUS_KEYS: &[&str] = &["status", "from"];

pub(super) fn load(reader: &mut Reader) -> BTreeMap<String, NormativeText> {
    let texts = tables(reader, "text", &["text"], TEXT_KEYS, |reader, fields, _| {
        let number = reader.needed_text(fields, "number");
        let title = reader.text(fields, "title").map(|(text, _)| text);
        let effect = reader.day(fields, "effect");
        let source = reader.needed_text(fields, "source");
        let checked = reader.day(fields, "checked");
        let mut statuses = reader.rows(fields, "status", TEXT_STATUS_KEYS, |reader, fields, _| {
            let status = needed_word(reader, fields, "status", &TextStatus::ALL, TextStatus::as_str);
            reader.needs(fields, "from");
            reader.day(fields, "from").zip(status)
        });
        statuses.sort_by_key(|row| row.value);
        let statuses = reader.keep("status", statuses);
        Some(NormativeText { number: number?.0, title, effect, source: source?.0, checked, statuses })
    });
    by_key(reader, "text", texts, |text| text.number.clone(), String::clone)
}
