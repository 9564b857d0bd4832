//! `rules.toml`: the rule for silent decisions, and the deadlines.

use toml::de::DeTable;

use crate::finding::{Code, Finding};
use crate::model::{AgencyId, AgencyKind, Count, DayUnit, DeadlineRule, Duty, Figure, SilentRule};
use crate::source::SourceFile;

use super::fields::{At, Fields, Reader};
use super::tables::{slug, validity};

/// The keys of a `[[silent]]` rule.
pub const SILENT_KEYS: &[&str] = &["id", "issuers", "from", "until", "source"];
/// The keys of a `[[deadline]]`.
pub const DEADLINE_KEYS: &[&str] =
    &["id", "article", "duty", "count", "days", "unit", "issuers", "shortened", "figure", "from", "until"];

const TABLES: &[&str] = &["silent", "deadline"];

/// Both kinds of rule, each by identifier. A second rule of one kind under one identifier is a finding.
pub(super) fn load(file: &SourceFile, findings: &mut Vec<Finding>) -> (Vec<SilentRule>, Vec<DeadlineRule>) {
    let mut reader = Reader::new(file);
    let (mut silent, mut deadlines) = (Vec::new(), Vec::new());
    if let Some(table) = reader.parse(&file.text, 0) {
        let fields = reader.fields(table.get_ref(), 0..0, TABLES);
        silent = rows(&mut reader, &fields, "silent", SILENT_KEYS, silent_rule);
        deadlines = rows(&mut reader, &fields, "deadline", DEADLINE_KEYS, deadline);
    }
    findings.append(&mut reader.findings);
    silent.sort_by(|one, other| one.0.id.cmp(&other.0.id));
    deadlines.sort_by(|one, other| one.0.id.cmp(&other.0.id));
    // The second in the file is the one to tell of: the sort is stable.
    for pair in deadlines.windows(2) {
        if let [(one, _), (other, at)] = pair
            && one.id == other.id
        {
            let finding = Finding::at(file.place(at.span.clone()), Code::CodeDuplicate);
            findings.push(finding.with("what", &other.id).with("other", &file.path));
        }
    }
    deadlines.dedup_by(|other, one| other.0.id == one.0.id);
    (silent.into_iter().map(|(rule, _)| rule).collect(), deadlines.into_iter().map(|(rule, _)| rule).collect())
}

/// The rules of one kind. One with a bad key or value is left out whole: half a rule would judge by what nobody wrote.
fn rows<T>(
    reader: &mut Reader,
    fields: &Fields,
    key: &'static str,
    known: &'static [&'static str],
    read: impl Fn(&mut Reader, &Fields, &At) -> Option<T>,
) -> Vec<(T, At)> {
    let rows: Vec<(&DeTable, At)> = reader.tables(fields, key);
    let mut values = Vec::new();
    for (row, at) in rows {
        let before = reader.findings.len();
        let fields = reader.fields(row, at.span.clone(), known);
        let value = read(reader, &fields, &at);
        let sound = reader.findings.len() == before;
        values.extend(value.filter(|_| sound).map(|value| (value, at)));
    }
    values
}

fn silent_rule(reader: &mut Reader, fields: &Fields, _: &At) -> Option<SilentRule> {
    let id = slug(reader, fields, "id");
    let issuers = reader.texts(fields, "issuers").into_iter().map(|(text, _)| AgencyId(text)).collect();
    let (from, until) = (reader.day(fields, "from"), reader.day(fields, "until"));
    let source = reader.needed_text(fields, "source");
    Some(SilentRule { id: id?, issuers, from, until, source: source?.0 })
}

fn deadline(reader: &mut Reader, fields: &Fields, at: &At) -> Option<DeadlineRule> {
    let id = slug(reader, fields, "id");
    let article = reader.needed_text(fields, "article");
    let duty = needed_word(reader, fields, "duty", &Duty::ALL, Duty::as_str);
    let count = needed_word(reader, fields, "count", &Count::ALL, Count::as_str);
    let unit = needed_word(reader, fields, "unit", &DayUnit::ALL, DayUnit::as_str);
    reader.needs(fields, "days");
    let days = reader.number::<u16>(fields, "days");
    let issuers = word_of(reader, fields, "issuers", &AgencyKind::ALL, AgencyKind::as_str);
    let shortened = reader.truth(fields, "shortened");
    let figure = word_of(reader, fields, "figure", &Figure::ALL, Figure::as_str);
    let validity = validity(reader, fields, at);
    // An end alone has a day of removal, and nothing else is counted from it.
    if let (Some(duty), Some(count), Some((_, at))) = (duty, count, fields.get("count"))
        && (duty == Duty::Removal) != (count == Count::AfterEnd)
    {
        reader.invalid(&at, count.as_str(), "after-end for removal, and for removal alone");
    }
    Some(DeadlineRule {
        id: id?,
        article: article?.0,
        duty: duty?,
        count: count?,
        days: days?,
        unit: unit?,
        issuers,
        shortened,
        figure,
        validity,
    })
}

/// One of a closed list of values by its word, where the key is there.
pub(super) fn word_of<T: Copy>(
    reader: &mut Reader,
    fields: &Fields,
    key: &'static str,
    all: &[T],
    as_str: impl Fn(T) -> &'static str,
) -> Option<T> {
    let words: Vec<&str> = all.iter().map(|value| as_str(*value)).collect();
    reader.word(fields, key, |word| all.iter().copied().find(|value| as_str(*value) == word), &words)
}

/// The same for a key that must be there.
pub(super) fn needed_word<T: Copy>(
    reader: &mut Reader,
    fields: &Fields,
    key: &'static str,
    all: &[T],
    as_str: impl Fn(T) -> &'static str,
) -> Option<T> {
    let _present = reader.needed_text(fields, key)?;
    word_of(reader, fields, key, all, as_str)
}
