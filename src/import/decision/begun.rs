//! Records for the procedures that a decision begins and the catalogue has not: made by the same import that takes the
//! portal's records, so that a later one fills in what a decision does not say.

use std::collections::BTreeMap;

use serde_json::json;

use crate::input::Files;
use crate::model::{AgencyId, Change, ChangeKind, Day, Decision, Level, Levels, ProcedureCode, Records, Subject};

use super::super::field::Field;
use super::super::{Conflicts, Depth, Edit, Foreign, Links, Options, Scope, plan};
use super::names::Names;
use super::place::levels_of;

/// Records to be made, and the files that they are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Begun {
    /// Every file that is created or changed: the records, what they need of agencies and sectors, and the importer's base.
    pub edits: Vec<Edit>,
    /// The records, in the order of codes.
    pub records: Vec<BegunRecord>,
    /// Codes that begin here and of which no row has a name: they have no record.
    pub nameless: Vec<ProcedureCode>,
}

/// A record that is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BegunRecord {
    /// Its code.
    pub code: ProcedureCode,
    /// Its name.
    pub name: String,
    /// Its file, relative to the catalogue.
    pub path: String,
    /// Who decides it; empty where the decision does not tell.
    pub levels: Levels,
    /// The fields of its identity that the decision does not tell.
    pub missing: Vec<Field>,
    /// The file of the decision that begins it.
    pub decision: String,
}

/// What the rows say of a code.
struct Told<'a> {
    name: Option<&'a String>,
    levels: Levels,
    /// Whether a row does not tell its levels.
    is_level_unknown: bool,
    executing: Option<&'a String>,
    legal: Vec<String>,
    decision: &'a Decision,
}

/// The records of what some decisions begin. `records` has the decisions; `existing` are the files of the catalogue with
/// them, `base` the text of the importer's base.
///
/// Guarantee: a record is made once, of a code that no file of the catalogue holds; nothing in it is guessed. Where the
/// decision does not tell a level there is none, and agency and sector are "chưa xác định".
pub fn begun(
    decisions: &[&Decision],
    records: &Records,
    existing: &Files,
    site: &Files,
    base: Option<&str>,
    today: Day,
) -> Begun {
    let mut told: BTreeMap<&ProcedureCode, Told> = BTreeMap::new();
    for decision in decisions {
        for (code, change) in
            decision.changes.iter().flat_map(|change| codes(change).into_iter().map(move |code| (code, change)))
        {
            if records.record(code).is_some() || code.is_internal() {
                continue;
            }
            let levels = match change.levels.is_empty() {
                true => levels_of(&change.content, decision.key.signed),
                false => change.levels.clone(),
            };
            let one = told.entry(code).or_insert_with(|| Told {
                name: None,
                levels: Levels::new(),
                is_level_unknown: false,
                executing: None,
                legal: Vec::new(),
                decision,
            });
            one.name = one.name.or(change.name.as_ref());
            one.is_level_unknown |= levels.is_empty();
            one.levels.extend(levels);
            one.executing = one.executing.or(change.content.executing.as_ref());
            one.legal.extend(change.legal.iter().filter(|text| !one.legal.contains(text)).cloned().collect::<Vec<_>>());
        }
    }
    let mut begun = Begun::default();
    let mut foreign: BTreeMap<&str, (String, Foreign)> = BTreeMap::new();
    let names = Names::of(records);
    for (code, one) in &told {
        let Some(name) = one.name else {
            begun.nameless.push((*code).clone());
            continue;
        };
        let key = &one.decision.key;
        let file = one.decision.file.as_str();
        let line = json!({
            "code": code.as_str(),
            "name": name,
            "agency": issuer(one.decision, records, &names).map(|id| records.agency_name(id)),
            "sector": match one.decision.sectors.as_slice() {
                [sector] if records.sectors.contains_key(sector) => Some(records.sector_name(sector)),
                _ => None,
            },
            "level": (!one.is_level_unknown).then(|| words(&one.levels)).filter(|words| !words.is_empty()),
            "executing_agency": one.executing,
            "legal_basis": one.legal.iter().map(|number| json!({ "number": number })).collect::<Vec<_>>(),
        });
        let (lines, _) = foreign.entry(file).or_insert_with(|| {
            let label = Some(format!("Quyết định {}", key.number.key()));
            (String::new(), Foreign { name: format!("{file}.jsonl"), bytes: Vec::new(), label })
        });
        lines.push_str(&format!("{line}\n"));
    }
    let foreign: Vec<Foreign> =
        foreign.into_values().map(|(lines, foreign)| Foreign { bytes: lines.into_bytes(), ..foreign }).collect();
    if foreign.is_empty() {
        return begun;
    }
    let options = Options {
        depth: Depth::Facts,
        scope: Scope::All,
        links: Links::None,
        snapshot: None,
        conflicts: Conflicts::Keep,
        allow_loss: None,
        today,
    };
    begun.edits = plan(existing, site, base, &foreign, &options, &mut |_| {}).edits;
    for (code, one) in told {
        let end = format!("/{code}.md");
        let edit = begun.edits.iter().find(|edit| edit.path.starts_with("procedures/") && edit.path.ends_with(&end));
        let (Some(edit), Some(name)) = (edit, one.name) else { continue };
        let mut missing = Vec::new();
        if issuer(one.decision, records, &names).is_none() {
            missing.push(Field::Issuer);
        }
        if one.decision.sectors.len() != 1 {
            missing.push(Field::Sector);
        }
        if one.is_level_unknown {
            missing.push(Field::Levels);
        }
        begun.records.push(BegunRecord {
            code: code.clone(),
            name: name.clone(),
            path: edit.path.clone(),
            levels: if one.is_level_unknown { Levels::new() } else { one.levels },
            missing,
            decision: one.decision.file.clone(),
        });
    }
    begun
}

/// The codes that a row begins.
fn codes(change: &Change) -> Vec<&ProcedureCode> {
    match &change.kind {
        ChangeKind::Introduce(subject) => subject.code().into_iter().collect(),
        ChangeKind::Replace { old, new, .. } => {
            let is_new = |subject: &&Subject| !old.contains(subject);
            new.iter().filter(is_new).filter_map(Subject::code).collect()
        }
        ChangeKind::Amend(_)
        | ChangeKind::Repeal(_)
        | ChangeKind::Rebase(_)
        | ChangeKind::Flag { .. }
        | ChangeKind::Competence { .. }
        | ChangeKind::Fee { .. }
        | ChangeKind::Correct(_)
        | ChangeKind::CorrectEffect { .. }
        | ChangeKind::Internal(_)
        | ChangeKind::Withdraw { .. } => Vec::new(),
    }
}

/// The agency that published the procedures of a decision first: the ministry that issued it, or the only one whose
/// decisions stand behind it. A province's decision alone does not tell: most of its procedures are a ministry's.
fn issuer<'r>(decision: &'r Decision, records: &'r Records, names: &Names<'r>) -> Option<&'r AgencyId> {
    if records.agencies.get(&decision.key.issuer).is_some_and(|agency| agency.kind.binds_country()) {
        return Some(&decision.key.issuer);
    }
    let mut ministries = decision.central.iter().map(|number| names.ministry(number.normal()?));
    let first = ministries.next()??;
    ministries.all(|other| other == Some(first)).then_some(first)
}

/// Levels as the interchange has them.
fn words(levels: &Levels) -> String {
    let word = |level: &Level| match level {
        Level::Ministry => "Cấp bộ",
        Level::Province => "Cấp tỉnh",
        Level::District => "Cấp huyện",
        Level::Commune => "Cấp xã",
        Level::Other => "Cơ quan khác",
    };
    levels.iter().map(word).collect::<Vec<_>>().join(", ")
}
