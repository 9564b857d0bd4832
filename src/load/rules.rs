//! `rules.toml`: the rule for silent decisions, and the deadlines.

use crate::model::{AgencyId, AgencyKind, Count, DayUnit, DeadlineRule, Duty, Figure, SilentRule};

use super::fields::{At, Fields, Reader, Row};
use super::tables::{slug, validity};

/// The keys of a `[[silent]]` rule.
pub const SILENT_KEYS: &[&str] = &["id", "issuers", "from", "until", "source"];
/// The keys of a `[[deadline]]`.
pub const DEADLINE_KEYS: &[&str] =
    &["id", "article", "duty", "count", "days", "unit", "issuers", "shortened", "figure", "from", "until"];

const TABLES: &[&str] = &["silent", "deadline"];

/// Both kinds of rule, each by identifier. A second rule of one kind under one identifier is a finding.
pub(super) fn load(reader: &mut Reader) -> (Vec<SilentRule>, Vec<DeadlineRule>) {
    let file = reader.file;
    let Some(table) = reader.parse(&file.text, 0) else { return (Vec::new(), Vec::new()) };
    let fields = reader.fields(table.get_ref(), 0..0, TABLES);
    let mut silent = rows(reader, &fields, "silent", SILENT_KEYS, silent_rule);
    let mut deadlines = rows(reader, &fields, "deadline", DEADLINE_KEYS, deadline);
    silent.sort_by(|one, other| one.value.id.cmp(&other.value.id));
    deadlines.sort_by(|one, other| one.value.id.cmp(&other.value.id));
    // The second in the file is the one to tell of: the sort is stable.
    for pair in deadlines.windows(2) {
        if let [one, other] = pair
            && one.value.id == other.value.id
        {
            reader.duplicate(&other.value.id, other.at.span.clone());
        }
    }
    deadlines.dedup_by(|other, one| other.value.id == one.value.id);
    (reader.keep("silent", silent), reader.keep("deadline", deadlines))
}

/// The rules of one kind. One with a bad key or value is left out whole: half a rule would judge by what nobody wrote.
fn rows<T>(
    reader: &mut Reader,
    fields: &Fields,
    key: &'static str,
    known: &'static [&'static str],
    read: impl Fn(&mut Reader, &Fields, &At) -> Option<T>,
) -> Vec<Row<T>> {
    reader.rows(fields, key, known, |reader, fields, at| read(reader, fields, at).filter(|_| reader.is_sound(fields)))
}

fn silent_rule(reader: &mut Reader, fields: &Fields, _: &At) -> Option<SilentRule> {
    let id = slug(reader, fields, "id");
    let issuers = reader.texts(fields, "issuers").into_iter().map(AgencyId).collect();
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
