//! The small tables: agencies, sectors, rulings, life events, links, synonyms, communes, snapshots.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use toml::de::DeTable;

use crate::finding::{Code, Finding};
use crate::model::{
    Agency, AgencyId, AgencyKind, BestBet, Commune, LifeEvent, Link, LinkTarget, ListScope, OldName, Period,
    ProcedureCode, Ruling, RulingAnswer, Sector, SectorId, Snapshot, Synonym,
};
use crate::source::SourceFile;

use super::change::{code_of, codes_of, levels};
use super::fields::{At, Fields, Reader, parse_day, shortened};
use super::tsv;

/// The keys of an `[[agency]]`.
pub const AGENCY_KEYS: &[&str] = &["id", "name", "kind", "parent", "spellings", "old_names", "from", "until"];
/// The keys of one old name.
pub const OLD_NAME_KEYS: &[&str] = &["name", "until"];
/// The keys of a `[[sector]]`.
pub const SECTOR_KEYS: &[&str] = &["id", "name", "spellings"];
/// The keys of a `[[ruling]]`.
pub const RULING_KEYS: &[&str] = &["code", "levels", "answer", "from", "by", "ruled", "reason", "source"];
/// The keys of an `[[event]]` of life.
pub const EVENT_KEYS: &[&str] = &["id", "label", "codes"];
/// The columns of `links.tsv`.
pub const LINK_COLUMNS: &[&str] = &["code", "portal_id", "kind", "evidence", "confirmed"];
/// The columns of `synonyms.tsv`.
pub const SYNONYM_COLUMNS: &[&str] = &["said", "official", "kind"];
/// The columns of `common-names.tsv`.
pub const COMMON_NAME_COLUMNS: &[&str] = &["code", "name"];
/// The columns of `best-bets.tsv`.
pub const BEST_BET_COLUMNS: &[&str] = &["query", "code"];
/// The columns of `communes.tsv`.
pub const COMMUNE_COLUMNS: &[&str] = &["code", "name"];
/// The columns of a snapshot.
pub const SNAPSHOT_COLUMNS: &[&str] = &["code", "name"];
/// The head lines of a snapshot.
pub const SNAPSHOT_HEAD: &[&str] = &["title", "source", "taken", "not_before", "declared", "scope"];

/// Reads the tables `[[key]]` of a file, each by `read`.
pub(super) fn tables<T>(
    file: &SourceFile,
    key: &'static str,
    only: &'static [&'static str],
    known: &'static [&'static str],
    findings: &mut Vec<Finding>,
    read: impl Fn(&mut Reader, &Fields, &At) -> Option<T>,
) -> Vec<(T, At)> {
    let mut reader = Reader::new(file);
    let mut values = Vec::new();
    if let Some(table) = reader.parse(&file.text, 0) {
        let fields = reader.fields(table.get_ref(), 0..0, only);
        let rows: Vec<(&DeTable, At)> = reader.tables(&fields, key);
        for (row, at) in rows {
            let fields = reader.fields(row, at.span.clone(), known);
            if let Some(value) = read(&mut reader, &fields, &at) {
                values.push((value, at));
            }
        }
    }
    findings.append(&mut reader.findings);
    values
}

/// Makes a map of values by key; a second value under one key is a finding.
pub(super) fn by_key<K: Ord, V>(
    file: &SourceFile,
    values: Vec<(V, At)>,
    key: impl Fn(&V) -> K,
    show: impl Fn(&K) -> String,
    findings: &mut Vec<Finding>,
) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    for (value, at) in values {
        match map.entry(key(&value)) {
            Entry::Occupied(taken) => {
                let finding = Finding::at(file.place(at.span), Code::CodeDuplicate);
                findings.push(finding.with("what", show(taken.key())).with("other", &file.path));
            }
            Entry::Vacant(free) => {
                free.insert(value);
            }
        }
    }
    map
}

/// An identifier that is an address: lower-case letters, digits and hyphens.
pub(super) fn slug(reader: &mut Reader, fields: &Fields, key: &'static str) -> Option<String> {
    let (text, at) = reader.needed_text(fields, key)?;
    let sound = text.len() <= 100
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.starts_with('-');
    if !sound {
        reader.invalid(&at, &text, "a-z, 0-9, -");
    }
    sound.then_some(text)
}

/// The period under `from` and `until`; one that is empty is a finding and read as open.
pub(super) fn validity(reader: &mut Reader, fields: &Fields, at: &At) -> Period {
    let (from, until) = (reader.day(fields, "from"), reader.day(fields, "until"));
    Period::new(from, until).unwrap_or_else(|| {
        let place = reader.place(at.span.clone());
        let (from, until) = (from.unwrap_or_default(), until.unwrap_or_default());
        reader.findings.push(Finding::at(place, Code::PeriodEmpty).with("from", from).with("until", until));
        Period::default()
    })
}

pub(super) fn agencies(file: &SourceFile, findings: &mut Vec<Finding>) -> BTreeMap<AgencyId, Agency> {
    let values = tables(file, "agency", &["agency"], AGENCY_KEYS, findings, |reader, fields, at| {
        let id = slug(reader, fields, "id");
        let name = reader.needed_text(fields, "name");
        let words: Vec<&str> = AgencyKind::ALL.iter().map(|kind| kind.as_str()).collect();
        let _present = reader.needed_text(fields, "kind");
        let kind = reader.word(fields, "kind", AgencyKind::from_word, &words);
        let parent = reader.text(fields, "parent").map(|(text, _)| AgencyId(text));
        let spellings = reader.texts(fields, "spellings").into_iter().map(|(text, _)| text).collect();
        let mut old_names = Vec::new();
        for (table, at) in reader.tables(fields, "old_names") {
            let fields = reader.fields(table, at.span, OLD_NAME_KEYS);
            if let Some((name, _)) = reader.needed_text(&fields, "name") {
                old_names.push(OldName { name, until: reader.day(&fields, "until") });
            }
        }
        let validity = validity(reader, fields, at);
        Some(Agency { id: AgencyId(id?), name: name?.0, kind: kind?, parent, spellings, old_names, validity })
    });
    by_key(file, values, |agency| agency.id.clone(), |id| id.0.clone(), findings)
}

pub(super) fn sectors(file: &SourceFile, findings: &mut Vec<Finding>) -> BTreeMap<SectorId, Sector> {
    let values = tables(file, "sector", &["sector"], SECTOR_KEYS, findings, |reader, fields, _| {
        let id = slug(reader, fields, "id");
        let name = reader.needed_text(fields, "name");
        let spellings = reader.texts(fields, "spellings").into_iter().map(|(text, _)| text).collect();
        Some(Sector { id: SectorId(id?), name: name?.0, spellings })
    });
    by_key(file, values, |sector| sector.id.clone(), |id| id.0.clone(), findings)
}

pub(super) fn rulings(file: &SourceFile, findings: &mut Vec<Finding>) -> Vec<Ruling> {
    let rulings = tables(file, "ruling", &["ruling"], RULING_KEYS, findings, |reader, fields, _| {
        let code = reader.needed_text(fields, "code").and_then(|(text, at)| code_of(reader, &text, &at));
        let levels = levels(reader, fields, "levels");
        let answer = |word: &str| match word {
            "in-force" => Some(RulingAnswer::InForce),
            "repealed" => Some(RulingAnswer::Repealed),
            _ => None,
        };
        let _present = reader.needed_text(fields, "answer");
        let answer = reader.word(fields, "answer", answer, &["in-force", "repealed"]);
        let by = reader.needed_text(fields, "by");
        let reason = reader.needed_text(fields, "reason");
        let source = reader.text(fields, "source").map(|(text, _)| text);
        let (from, ruled) = (reader.day(fields, "from"), reader.day(fields, "ruled"));
        reader.needs(fields, "from");
        reader.needs(fields, "ruled");
        Some(Ruling {
            code: code?,
            levels,
            answer: answer?,
            from: from?,
            by: by?.0,
            ruled: ruled?,
            reason: reason?.0,
            source,
        })
    });
    let mut taken = BTreeSet::new();
    for (ruling, at) in &rulings {
        if !taken.insert((&ruling.code, &ruling.levels, ruling.from, ruling.ruled)) {
            let finding = Finding::at(file.place(at.span.clone()), Code::CodeDuplicate);
            findings.push(finding.with("what", &ruling.code).with("other", &file.path));
        }
    }
    rulings.into_iter().map(|(ruling, _)| ruling).collect()
}

pub(super) fn life_events(file: &SourceFile, findings: &mut Vec<Finding>) -> Vec<(LifeEvent, u32)> {
    let events = tables(file, "event", &["event"], EVENT_KEYS, findings, |reader, fields, at| {
        let id = slug(reader, fields, "id");
        let label = reader.needed_text(fields, "label");
        let codes = codes_of(reader, fields, "codes");
        let line = reader.place(at.span.clone()).line;
        Some((LifeEvent { id: id?, label: label?.0, codes }, line))
    });
    events.into_iter().map(|(event, _)| event).collect()
}

pub(super) fn links(file: &SourceFile, findings: &mut Vec<Finding>) -> BTreeMap<ProcedureCode, Link> {
    let (_, rows) = tsv::read(file, LINK_COLUMNS, findings);
    let mut links = BTreeMap::new();
    let mut holders: BTreeMap<String, ProcedureCode> = BTreeMap::new();
    for row in rows {
        let [code, id, kind, evidence, confirmed] = row.cells[..] else { continue };
        let place =
            |cell: usize| row.spans.get(cell).map_or_else(|| file.line(row.line), |span| file.place(span.clone()));
        let Ok(code) = ProcedureCode::new(code) else {
            let finding = Finding::at(place(0), Code::ValueInvalid).with("key", "code");
            findings.push(finding.with("value", shortened(code)).with("expected", "1.004222"));
            continue;
        };
        let target = match kind {
            "procedure" if is_uuid(id) => LinkTarget::Procedure(id.to_owned()),
            "interlinked" if is_portal_id(id) => LinkTarget::Interlinked(id.to_owned()),
            _ => {
                findings.push(Finding::at(place(1), Code::LinkMalformed).with("code", &code).with("id", shortened(id)));
                continue;
            }
        };
        let confirmed = match confirmed {
            "" => None,
            text => {
                let day = parse_day(text);
                if day.is_none() {
                    findings.push(
                        Finding::at(place(4), Code::DateInvalid).with("value", shortened(text)).with("error", ""),
                    );
                }
                day
            }
        };
        if let Some(other) = holders.insert(target.url(), code.clone())
            && other != code
        {
            findings.push(Finding::at(place(1), Code::LinkDuplicate).with("code", &code).with("other", other));
        }
        let link = Link { code: code.clone(), target, evidence: evidence.to_owned(), confirmed };
        if links.insert(code.clone(), link).is_some() {
            let finding = Finding::at(place(0), Code::CodeDuplicate);
            findings.push(finding.with("what", code).with("other", &file.path));
        }
    }
    links
}

/// `8-4-4-4-12` hexadecimal digits, in lower case.
fn is_uuid(id: &str) -> bool {
    let parts: Vec<&str> = id.split('-').collect();
    let hexadecimal = |part: &&str| part.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12]) && parts.iter().all(hexadecimal)
}

fn is_portal_id(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

pub(super) fn synonyms(file: &SourceFile, findings: &mut Vec<Finding>) -> Vec<Synonym> {
    let (_, rows) = tsv::read(file, SYNONYM_COLUMNS, findings);
    let texts = rows.iter().filter_map(|row| match row.cells[..] {
        [said, official, kind] if !said.is_empty() && !official.is_empty() => {
            Some(Synonym { said: said.to_owned(), official: official.to_owned(), kind: kind.to_owned() })
        }
        _ => None,
    });
    texts.collect()
}

pub(super) fn common_names(file: &SourceFile, findings: &mut Vec<Finding>) -> BTreeMap<ProcedureCode, Vec<String>> {
    let (_, rows) = tsv::read(file, COMMON_NAME_COLUMNS, findings);
    let mut names: BTreeMap<ProcedureCode, Vec<String>> = BTreeMap::new();
    for row in rows {
        let [code, name] = row.cells[..] else { continue };
        if let Some(code) = code_in(file, &row, code, findings).filter(|_| !name.is_empty()) {
            names.entry(code).or_default().push(name.to_owned());
        }
    }
    names
}

pub(super) fn best_bets(file: &SourceFile, findings: &mut Vec<Finding>) -> Vec<BestBet> {
    let (_, rows) = tsv::read(file, BEST_BET_COLUMNS, findings);
    let mut bets = Vec::new();
    for row in rows {
        let [query, code] = row.cells[..] else { continue };
        if let Some(code) = code_in(file, &row, code, findings).filter(|_| !query.is_empty()) {
            bets.push(BestBet { query: query.to_owned(), code });
        }
    }
    bets
}

/// The code in a row's cell, or a finding that it is none.
fn code_in(file: &SourceFile, row: &tsv::Row<'_>, code: &str, findings: &mut Vec<Finding>) -> Option<ProcedureCode> {
    let read = ProcedureCode::new(code).ok();
    if read.is_none() {
        let finding = Finding::at(file.line(row.line), Code::ValueInvalid).with("key", "code");
        findings.push(finding.with("value", shortened(code)).with("expected", "1.004222"));
    }
    read
}

pub(super) fn communes(file: &SourceFile, findings: &mut Vec<Finding>) -> Vec<Commune> {
    let (_, rows) = tsv::read(file, COMMUNE_COLUMNS, findings);
    let communes = rows.iter().filter_map(|row| match row.cells[..] {
        [code, name] => Some(Commune { code: code.to_owned(), name: name.to_owned() }),
        _ => None,
    });
    communes.collect()
}

pub(super) fn snapshot(file: &SourceFile, id: &str, findings: &mut Vec<Finding>) -> Snapshot {
    let (head, rows) = tsv::read(file, SNAPSHOT_COLUMNS, findings);
    let text = |key: &str| head.iter().find(|(name, _, _)| *name == key).map(|(_, value, _)| (*value).to_owned());
    let mut day = |key: &str| {
        let (_, value, line) = head.iter().find(|(name, value, _)| *name == key && !value.is_empty())?;
        let day = parse_day(value);
        if day.is_none() {
            let finding = Finding::at(file.line(*line), Code::DateInvalid);
            findings.push(finding.with("value", shortened(value)).with("error", ""));
        }
        day
    };
    let (taken, not_before) = (day("taken"), day("not_before"));
    let mut word = |key: &'static str, sound: &dyn Fn(&str) -> bool, expected: &str| {
        let (_, value, line) = head.iter().find(|(name, value, _)| *name == key && !value.is_empty())?;
        if !sound(value) {
            let finding = Finding::at(file.line(*line), Code::ValueInvalid).with("key", key);
            findings.push(finding.with("value", shortened(value)).with("expected", expected));
        }
        Some(*value)
    };
    let declared = word("declared", &|text| text.parse::<usize>().is_ok(), "5608").and_then(|text| text.parse().ok());
    let scope = word("scope", &|text| ListScope::from_word(text).is_some(), "country | province");
    let mut codes = BTreeMap::new();
    for row in rows {
        let [code, name] = row.cells[..] else { continue };
        if let Some(code) = code_in(file, &row, code, findings) {
            codes.insert(code, name.to_owned());
        }
    }
    Snapshot {
        id: id.to_owned(),
        title: text("title").unwrap_or_else(|| id.to_owned()),
        source: text("source").unwrap_or_default(),
        taken,
        not_before,
        declared,
        scope: scope.and_then(ListScope::from_word).unwrap_or_default(),
        rows: codes,
    }
}
