//! `rules.toml`: the rule for silent decisions, the deadlines, and from which age a list no longer convinces.

use toml::de::DeTable;

use crate::finding::{Code, Finding};
use crate::model::{AgencyId, AgencyKind, Count, DayUnit, DeadlineRule, Duty, EvidenceRule, Figure, SilentRule};
use crate::source::SourceFile;

use super::fields::{At, Fields, Reader};
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
pub(super) fn load(file: &SourceFile, findings: &mut Vec<Finding>) -> Rules {
    let mut reader = Reader::new(file);
    let Some(table) = reader.parse(&file.text, 0) else {
        findings.append(&mut reader.findings);
        return Rules::default();
    };
    let fields = reader.fields(table.get_ref(), 0..0, TABLES);
    let mut silent = rows(&mut reader, &fields, "silent", SILENT_KEYS, silent_rule);
    let deadlines = rows(&mut reader, &fields, "deadline", DEADLINE_KEYS, deadline);
    let evidence = rows(&mut reader, &fields, "evidence", EVIDENCE_KEYS, evidence_rule);
    findings.append(&mut reader.findings);
    silent.sort_by(|one, other| one.0.id.cmp(&other.0.id));
    Rules {
        silent: silent.into_iter().map(|(rule, _)| rule).collect(),
        deadlines: by_id(file, deadlines, |rule| &rule.id, findings),
        evidence: by_id(file, evidence, |rule| &rule.id, findings),
    }
}

/// The rules in the order of identifiers, each identifier once.
fn by_id<T>(
    file: &SourceFile,
    mut rules: Vec<(T, At)>,
    id: impl Fn(&T) -> &String,
    findings: &mut Vec<Finding>,
) -> Vec<T> {
    rules.sort_by(|one, other| id(&one.0).cmp(id(&other.0)));
    // The second in the file is the one to tell of: the sort is stable.
    for pair in rules.windows(2) {
        if let [(one, _), (other, at)] = pair
            && id(one) == id(other)
        {
            let finding = Finding::at(file.place(at.span.clone()), Code::CodeDuplicate);
            findings.push(finding.with("what", id(other)).with("other", &file.path));
        }
    }
    rules.dedup_by(|other, one| id(&other.0) == id(&one.0));
    rules.into_iter().map(|(rule, _)| rule).collect()
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
