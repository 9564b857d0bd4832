//! `legal-texts.toml`: normative texts with their day of effect and their own state.

use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::model::{NormativeText, TextStatus};
use crate::source::SourceFile;

use super::rules::needed_word;
use super::tables::{by_key, tables};

/// The keys of a `[[text]]`.
pub const TEXT_KEYS: &[&str] = &["number", "title", "effect", "source", "checked", "status"];
/// The keys of a `[[text.status]]`.
pub const TEXT_STATUS_KEYS: &[&str] = &["status", "from"];

pub(super) fn load(file: &SourceFile, findings: &mut Vec<Finding>) -> BTreeMap<String, NormativeText> {
    let texts = tables(file, "text", &["text"], TEXT_KEYS, findings, |reader, fields, _| {
        let number = reader.needed_text(fields, "number");
        let title = reader.text(fields, "title").map(|(text, _)| text);
        let effect = reader.day(fields, "effect");
        let source = reader.needed_text(fields, "source");
        let checked = reader.day(fields, "checked");
        let mut statuses = Vec::new();
        for (table, at) in reader.tables(fields, "status") {
            let fields = reader.fields(table, at.span, TEXT_STATUS_KEYS);
            let status = needed_word(reader, &fields, "status", &TextStatus::ALL, TextStatus::as_str);
            reader.needs(&fields, "from");
            statuses.extend(reader.day(&fields, "from").zip(status));
        }
        statuses.sort();
        Some(NormativeText { number: number?.0, title, effect, source: source?.0, checked, statuses })
    });
    by_key(file, texts, |text| text.number.clone(), String::clone, findings)
}
