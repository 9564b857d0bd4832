//! `rules.toml`: the rule for silent decisions, the deadlines, and from which age a list no longer convinces.

use crate::model::{AgencyId, AgencyKind, Count, DayUnit, DeadlineRule, Duty, EvidenceRule, Figure, SilentRule};

use super::fields::{At, Fields, Reader, Row};
use super::tables::{slug, validity};

/// The keys of a `[[silent]]` rule.
pub const SILENT_KEYS: &[&str] = &["id", "issuers", "from", "until", "source"];
/// The keys of a `[[deadline]]`.
pub const DEADLINE_KEYS: &[&str] =
    &["id", "article", "duty", "count", "days", "unit", "issuers", "shortened", "figure", "from", "until"];

/// The keys of an `[[evidence]]` rule.
pub const EVIDENCE_KEYS: &[&str] = &["id", "max_age", "reason", "from", "until"];

const TABLES: &[&str] = &["silent", "deadline", "evidence"];

/// The rules of the file, each kind in the order of identifiers.
#[derive(Default)]
pub(super) struct Rules {
    pub(super) silent: Vec<SilentRule>,
    pub(super) deadlines: Vec<DeadlineRule>,
    pub(super) evidence: Vec<EvidenceRule>,
}

/// Every rule. A second deadline, or a second age, under one identifier is a finding.
pub(super) fn load(reader: &mut Reader) -> Rules {
    let file = reader.file;
    let Some(table) = reader.parse(&file.text, 0) else { return Rules::default() };
    let fields = reader.fields(table.get_ref(), 0..0, TABLES);
    let mut silent = rows(reader, &fields, "silent", SILENT_KEYS, silent_rule);
    let deadlines = rows(reader, &fields, "deadline", DEADLINE_KEYS, deadline);
    let evidence = rows(reader, &fields, "evidence", EVIDENCE_KEYS, evidence_rule);
    silent.sort_by(|one, other| one.value.id.cmp(&other.value.id));
    Rules {
        silent: reader.keep("silent", silent),
        deadlines: by_id(reader, "deadline", deadlines, |rule| &rule.id),
        evidence: by_id(reader, "evidence", evidence, |rule| &rule.id),
    }
}

/// The rules of a kind in the order of identifiers, each identifier once.
fn by_id<T>(reader: &mut Reader, key: &'static str, mut rules: Vec<Row<T>>, id: impl Fn(&T) -> &String) -> Vec<T> {
    rules.sort_by(|one, other| id(&one.value).cmp(id(&other.value)));
    // The second in the file is the one to tell of: the sort is stable.
    for pair in rules.windows(2) {
        if let [one, other] = pair
            && id(&one.value) == id(&other.value)
        {
            reader.duplicate(id(&other.value), other.at.span.clone());
        }
    }
    rules.dedup_by(|other, one| id(&other.value) == id(&one.value));
    reader.keep(key, rules)
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

fn evidence_rule(reader: &mut Reader, fields: &Fields, at: &At) -> Option<EvidenceRule> {
    let id = slug(reader, fields, "id");
    reader.needs(fields, "max_age");
    let max_age = reader.number::<u16>(fields, "max_age");
    let reason = reader.needed_text(fields, "reason");
    let validity = validity(reader, fields, at);
    Some(EvidenceRule { id: id?, max_age: max_age?, reason: reason?.0, validity })
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
