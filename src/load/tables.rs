//! The small tables: agencies, sectors, rulings, life events, links, synonyms, communes, snapshots.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::finding::{Code, Finding};
use crate::model::{
    Agency, AgencyId, AgencyKind, BestBet, Commune, Level, LifeEvent, Link, LinkTarget, ListPart, ListScope, OldName,
    Period, ProcedureCode, Ruling, RulingAnswer, Sector, SectorId, Snapshot, Synonym,
};

use super::change::{code_of, codes_of, levels};
use super::fields::{At, Fields, Reader, Row, shortened};
use super::tsv::{self, Cell};

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
pub const SNAPSHOT_HEAD: &[&str] =
    &["title", "source", "taken", "not_before", "declared", "scope", "issuers", "sectors", "levels"];

/// Reads the tables `[[key]]` of a file that has no others, each by `read`.
pub(super) fn tables<T>(
    reader: &mut Reader,
    key: &'static str,
    only: &'static [&'static str],
    known: &'static [&'static str],
    read: impl Fn(&mut Reader, &Fields, &At) -> Option<T>,
) -> Vec<Row<T>> {
    let file = reader.file;
    let Some(table) = reader.parse(&file.text, 0) else { return Vec::new() };
    let fields = reader.fields(table.get_ref(), 0..0, only);
    reader.rows(&fields, key, known, read)
}

/// Makes a map of values by key; a second value under one key is a finding. Each is known as `name[key]`.
pub(super) fn by_key<K: Ord, V>(
    reader: &mut Reader,
    name: &'static str,
    rows: Vec<Row<V>>,
    key: impl Fn(&V) -> K,
    show: impl Fn(&K) -> String,
) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    for row in rows {
        match map.entry(key(&row.value)) {
            Entry::Occupied(taken) => reader.duplicate(show(taken.key()), row.at.span),
            Entry::Vacant(free) => {
                let key = show(free.key());
                free.insert(reader.keep_as(format_args!("{name}[{key}]"), row));
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

pub(super) fn agencies(reader: &mut Reader) -> BTreeMap<AgencyId, Agency> {
    let rows = tables(reader, "agency", &["agency"], AGENCY_KEYS, |reader, fields, at| {
        let id = slug(reader, fields, "id");
        let name = reader.needed_text(fields, "name");
        let words: Vec<&str> = AgencyKind::ALL.iter().map(|kind| kind.as_str()).collect();
        let _present = reader.needed_text(fields, "kind");
        let kind = reader.word(fields, "kind", AgencyKind::from_word, &words);
        let parent = reader.text(fields, "parent").map(|(text, _)| AgencyId(text));
        let spellings = reader.texts(fields, "spellings");
        let old_names = reader.rows(fields, "old_names", OLD_NAME_KEYS, |reader, fields, _| {
            let (name, _) = reader.needed_text(fields, "name")?;
            Some(OldName { name, until: reader.day(fields, "until") })
        });
        let old_names = reader.keep("old_names", old_names);
        let validity = validity(reader, fields, at);
        Some(Agency { id: AgencyId(id?), name: name?.0, kind: kind?, parent, spellings, old_names, validity })
    });
    by_key(reader, "agency", rows, |agency| agency.id.clone(), |id| id.0.clone())
}

pub(super) fn sectors(reader: &mut Reader) -> BTreeMap<SectorId, Sector> {
    let rows = tables(reader, "sector", &["sector"], SECTOR_KEYS, |reader, fields, _| {
        let id = slug(reader, fields, "id");
        let name = reader.needed_text(fields, "name");
        let spellings = reader.texts(fields, "spellings");
        Some(Sector { id: SectorId(id?), name: name?.0, spellings })
    });
    by_key(reader, "sector", rows, |sector| sector.id.clone(), |id| id.0.clone())
}

pub(super) fn rulings(reader: &mut Reader) -> Vec<Ruling> {
    let rows = tables(reader, "ruling", &["ruling"], RULING_KEYS, |reader, fields, _| {
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
    reader.keep("ruling", rows)
}

pub(super) fn life_events(reader: &mut Reader) -> Vec<LifeEvent> {
    let rows = tables(reader, "event", &["event"], EVENT_KEYS, |reader, fields, _| {
        let id = slug(reader, fields, "id");
        let label = reader.needed_text(fields, "label");
        let codes = codes_of(reader, fields, "codes");
        Some(LifeEvent { id: id?, label: label?.0, codes })
    });
    reader.keep("event", rows)
}

pub(super) fn links(reader: &mut Reader) -> BTreeMap<ProcedureCode, Link> {
    let table = tsv::read(reader, LINK_COLUMNS);
    let mut links = BTreeMap::new();
    let mut holders: BTreeMap<String, ProcedureCode> = BTreeMap::new();
    for row in &table.rows {
        let [code_cell, id, kind, evidence, confirmed] = &row.cells[..] else { continue };
        let Some(code) = code_in(reader, code_cell) else { continue };
        let target = match kind.text {
            "procedure" if is_uuid(id.text) => LinkTarget::Procedure(id.text.to_owned()),
            "interlinked" if is_portal_id(id.text) => LinkTarget::Interlinked(id.text.to_owned()),
            _ => {
                let finding = Finding::at(reader.place(id.span.clone()), Code::LinkMalformed).with("code", &code);
                reader.findings.push(finding.with("id", shortened(id.text)));
                continue;
            }
        };
        let at = At { key: "confirmed", span: confirmed.span.clone() };
        // The day, and who it was behind it.
        let (day, by) = confirmed.text.split_once(char::is_whitespace).unwrap_or((confirmed.text, ""));
        let confirmed = if day.is_empty() { None } else { reader.day_of(day, &at) };
        let confirmed_by = Some(by.trim()).filter(|by| !by.is_empty()).map(str::to_owned);
        if let Some(other) = holders.insert(target.url(), code.clone())
            && other != code
        {
            let finding = Finding::at(reader.place(id.span.clone()), Code::LinkDuplicate).with("code", &code);
            reader.findings.push(finding.with("other", other));
        }
        row.note(reader, LINK_COLUMNS, code.as_str());
        let link = Link { code: code.clone(), target, evidence: evidence.text.to_owned(), confirmed, confirmed_by };
        if links.insert(code.clone(), link).is_some() {
            reader.duplicate(code, code_cell.span.clone());
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

pub(super) fn synonyms(reader: &mut Reader) -> Vec<Synonym> {
    let table = tsv::read(reader, SYNONYM_COLUMNS);
    let texts = table.rows.iter().filter_map(|row| match &row.cells[..] {
        [said, official, kind] if !said.text.is_empty() && !official.text.is_empty() => {
            Some(Synonym { said: said.text.to_owned(), official: official.text.to_owned(), kind: kind.text.to_owned() })
        }
        _ => None,
    });
    texts.collect()
}

pub(super) fn common_names(reader: &mut Reader) -> BTreeMap<ProcedureCode, Vec<String>> {
    let table = tsv::read(reader, COMMON_NAME_COLUMNS);
    let mut names: BTreeMap<ProcedureCode, Vec<String>> = BTreeMap::new();
    for row in &table.rows {
        let [code, name] = &row.cells[..] else { continue };
        if let Some(code) = code_in(reader, code).filter(|_| !name.text.is_empty()) {
            names.entry(code).or_default().push(name.text.to_owned());
        }
    }
    names
}

pub(super) fn best_bets(reader: &mut Reader) -> Vec<BestBet> {
    let table = tsv::read(reader, BEST_BET_COLUMNS);
    let mut bets = Vec::new();
    for row in &table.rows {
        let [query, code] = &row.cells[..] else { continue };
        if let Some(code) = code_in(reader, code).filter(|_| !query.text.is_empty()) {
            row.note(reader, BEST_BET_COLUMNS, &bets.len().to_string());
            bets.push(BestBet { query: query.text.to_owned(), code });
        }
    }
    bets
}

/// The code in a cell, or a finding that it is none.
pub(super) fn code_in(reader: &mut Reader, cell: &Cell) -> Option<ProcedureCode> {
    let code = ProcedureCode::new(cell.text).ok();
    if code.is_none() {
        reader.invalid(&At { key: "code", span: cell.span.clone() }, cell.text, "1.004222");
    }
    code
}

pub(super) fn communes(reader: &mut Reader) -> Vec<Commune> {
    let table = tsv::read(reader, COMMUNE_COLUMNS);
    let communes = table.rows.iter().filter_map(|row| match &row.cells[..] {
        [code, name] => Some(Commune { code: code.text.to_owned(), name: name.text.to_owned() }),
        _ => None,
    });
    communes.collect()
}

pub(super) fn snapshot(reader: &mut Reader, id: &str) -> Snapshot {
    let table = tsv::read(reader, SNAPSHOT_COLUMNS);
    let text = |key: &str| table.head.iter().find(|(name, _)| *name == key).map(|(_, cell)| cell.text.to_owned());
    reader.spans.note(format_args!("head"), table.begins.clone());
    // What a key of the head states first, known as `head.key`.
    let stated = |reader: &mut Reader, key: &'static str| {
        let (_, cell) = table.head.iter().find(|(name, cell)| *name == key && !cell.text.is_empty())?;
        reader.spans.note(format_args!("head.{key}"), cell.span.clone());
        Some((cell.text, At { key, span: cell.span.clone() }))
    };
    let day = |reader: &mut Reader, key| stated(reader, key).and_then(|(text, at)| reader.day_of(text, &at));
    let (taken, not_before) = (day(reader, "taken"), day(reader, "not_before"));
    let declared = stated(reader, "declared").and_then(|(text, at)| {
        let declared = text.parse().ok();
        if declared.is_none() {
            reader.invalid(&at, text, "5608");
        }
        declared
    });
    let scope = stated(reader, "scope").and_then(|(text, at)| {
        let scope = ListScope::from_word(text);
        if scope.is_none() {
            reader.invalid(&at, text, "country | province");
        }
        scope
    });
    let words = |reader: &mut Reader, key| {
        let stated = stated(reader, key);
        let words = stated.iter().flat_map(|(text, _)| text.split(',')).map(str::trim).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect::<Vec<String>>()
    };
    let issuers = words(reader, "issuers").into_iter().map(AgencyId).collect();
    let sectors = words(reader, "sectors").into_iter().map(SectorId).collect();
    let levels = stated(reader, "levels").map(|(text, at)| {
        let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
        let level = |word| {
            let level = Level::from_word(word);
            if level.is_none() {
                reader.invalid(&at, word, "ministry | province | district | commune | other");
            }
            level
        };
        words.filter_map(level).collect()
    });
    let part = ListPart { issuers, sectors, levels: levels.unwrap_or_default() };
    let mut codes = BTreeMap::new();
    for row in &table.rows {
        let [code, name] = &row.cells[..] else { continue };
        if let Some(code) = code_in(reader, code) {
            row.note(reader, SNAPSHOT_COLUMNS, code.as_str());
            codes.insert(code, name.text.to_owned());
        }
    }
    Snapshot {
        id: id.to_owned(),
        title: text("title").unwrap_or_else(|| id.to_owned()),
        source: text("source").unwrap_or_default(),
        taken,
        not_before,
        declared,
        scope: scope.unwrap_or_default(),
        part,
        rows: codes,
    }
}
