//! Procedures as JSON: what `list --format json` prints and the site's `procedures.json` holds.

use serde::Serialize;

use crate::address;
use crate::ledger::{Catalogue, Evidence, LevelState, Next, State};
use crate::model::{Level, Procedure, ProcedureCode, Records};

/// One procedure. Days are ISO dates; what nobody knows is `null`.
#[derive(Debug, Clone, Serialize)]
pub struct ProcedureRow<'a> {
    /// Its code.
    pub code: &'a str,
    /// Its official name.
    pub name: &'a str,
    /// `in-force`, `pending`, `suspended`, `repealed`, `replaced` or `unknown`.
    pub status: &'static str,
    /// The first day in force of the period that `status` speaks of.
    pub since: Option<String>,
    /// The first day no longer in force of that period.
    pub until: Option<String>,
    /// The next coming change of known effect.
    pub next: Option<NextRow<'a>>,
    /// The sector's name.
    pub sector: &'a str,
    /// The levels that decide it: `ministry`, `province`, `district`, `commune`, `other`.
    pub levels: Vec<&'static str>,
    /// The agency that published it.
    pub agency: &'a str,
    /// The agencies that carry it out, as written; empty where nobody entered them.
    pub executing: Vec<&'a str>,
    /// The direct link to its own page on the national portal.
    pub link: Option<String>,
    /// The evidence that ruled; `null` only where the status is `unknown`.
    pub ruled_by: Option<EvidenceRow<'a>>,
    /// The procedures that replaced it.
    pub successors: Vec<&'a str>,
    /// The states by level, where they differ.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by_level: Vec<LevelRow<'a>>,
    /// The path of its page relative to the site's root; only in `procedures.json`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// What rules, or what comes next.
#[derive(Debug, Clone, Serialize)]
pub struct EvidenceRow<'a> {
    /// `decision`, `snapshot` or `ruling`.
    pub kind: &'static str,
    /// The decision's number, the list's identifier, or `null` for a ruling.
    pub number: Option<&'a str>,
    /// Who issued the decision, made the list, or ruled.
    pub issuer: &'a str,
    /// The day of signing, of the list, or of the ruling; `null` where it is not on record.
    pub date: Option<String>,
    /// From which day it has effect.
    pub effect: Option<String>,
}

/// A coming change.
#[derive(Debug, Clone, Serialize)]
pub struct NextRow<'a> {
    /// From which day.
    pub from: String,
    /// The status from that day.
    pub status: &'static str,
    /// `new`, `amend`, `replace`, `repeal`, `resume`, `revert`, `lapse` or `ruling`.
    pub change: &'static str,
    /// The number of the decision that brings it, or `null`.
    pub decision: Option<&'a str>,
    /// Whether that decision was signed after the day asked about.
    pub signed_later: bool,
}

/// The state of one level.
#[derive(Debug, Clone, Serialize)]
pub struct LevelRow<'a> {
    /// The level.
    pub level: &'static str,
    /// The status at that level.
    pub status: &'static str,
    /// As for the whole.
    pub since: Option<String>,
    /// As for the whole.
    pub until: Option<String>,
    /// As for the whole.
    pub ruled_by: Option<EvidenceRow<'a>>,
}

/// A procedure of a catalogue, internal ones included, or `None` where the catalogue does not hold the code.
pub fn procedure<'a>(catalogue: &'a Catalogue, code: &ProcedureCode) -> Option<ProcedureRow<'a>> {
    let (code, procedure) = catalogue.records.procedures.get_key_value(code)?;
    let state = catalogue.states.get(code)?;
    Some(row(catalogue.records, code, procedure, state))
}

/// Every procedure of a catalogue in the order of codes, internal ones included.
pub fn procedures<'a>(catalogue: &'a Catalogue) -> Vec<ProcedureRow<'a>> {
    catalogue.records.procedures.keys().filter_map(|code| procedure(catalogue, code)).collect()
}

/// The site's `procedures.json`: one array of the public procedures of every status, with the path of each page.
pub(super) fn public_list(catalogue: &Catalogue) -> Vec<u8> {
    let rows: Vec<ProcedureRow> = catalogue
        .records
        .public_codes()
        .into_iter()
        .filter_map(|code| Some(ProcedureRow { url: Some(address::procedure(code)), ..procedure(catalogue, code)? }))
        .map(|row| ProcedureRow { successors: without_internal(row.successors), ..row })
        .collect();
    let mut lines = String::from("[\n");
    for (at, row) in rows.iter().enumerate() {
        // One procedure a line: a diff of two days reads like one.
        lines.push_str(&serde_json::to_string(row).unwrap_or_default());
        lines.push_str(if at + 1 < rows.len() { ",\n" } else { "\n" });
    }
    lines.push_str("]\n");
    lines.into_bytes()
}

fn without_internal(codes: Vec<&str>) -> Vec<&str> {
    let internal = |code: &str| ProcedureCode::new(code).is_ok_and(|code| code.is_internal());
    codes.into_iter().filter(|code| !internal(code)).collect()
}

fn row<'a>(
    records: &'a Records,
    code: &'a ProcedureCode,
    procedure: &'a Procedure,
    state: &'a State,
) -> ProcedureRow<'a> {
    let whole = &state.whole;
    ProcedureRow {
        code: code.as_str(),
        name: &procedure.name,
        status: whole.status.as_str(),
        since: whole.since.map(|day| day.to_string()),
        until: whole.until.map(|day| day.to_string()),
        next: whole.next.as_ref().map(next_row),
        sector: records.sector_name(&procedure.sector),
        levels: procedure.levels.iter().map(|level| level.as_str()).collect(),
        agency: records.agency_name(&procedure.issuer),
        executing: procedure.executing.value().into_iter().flatten().map(String::as_str).collect(),
        link: records.links.get(code).map(|link| link.target.url()),
        ruled_by: whole.ruled_by.as_ref().map(|evidence| evidence_row(records, evidence)),
        successors: whole.successors.iter().map(ProcedureCode::as_str).collect(),
        by_level: state.by_level.iter().map(|(level, state)| level_row(records, *level, state)).collect(),
        url: None,
    }
}

fn level_row<'a>(records: &'a Records, level: Level, state: &'a LevelState) -> LevelRow<'a> {
    LevelRow {
        level: level.as_str(),
        status: state.status.as_str(),
        since: state.since.map(|day| day.to_string()),
        until: state.until.map(|day| day.to_string()),
        ruled_by: state.ruled_by.as_ref().map(|evidence| evidence_row(records, evidence)),
    }
}

fn evidence_row<'a>(records: &'a Records, evidence: &'a Evidence) -> EvidenceRow<'a> {
    let kind = evidence.kind();
    match evidence {
        Evidence::Decision { key, effect, .. } => EvidenceRow {
            kind,
            number: Some(key.number.key()),
            issuer: records.agency_name(&key.issuer),
            date: key.signed.map(|day| day.to_string()),
            effect: effect.map(|day| day.to_string()),
        },
        Evidence::Snapshot { id, day } => {
            let list = records.snapshots.iter().find(|list| list.id == *id);
            EvidenceRow {
                kind,
                number: Some(id),
                issuer: list.map_or(id.as_str(), |list| list.title.as_str()),
                date: Some(day.to_string()),
                effect: Some(day.to_string()),
            }
        }
        Evidence::Ruling { by, ruled, from } => EvidenceRow {
            kind,
            number: None,
            issuer: by,
            date: Some(ruled.to_string()),
            effect: Some(from.to_string()),
        },
    }
}

fn next_row(next: &Next) -> NextRow<'_> {
    let decision = match &next.by {
        Evidence::Decision { key, .. } => Some(key.number.key()),
        Evidence::Snapshot { .. } | Evidence::Ruling { .. } => None,
    };
    NextRow {
        from: next.from.to_string(),
        status: next.status.as_str(),
        change: next.change,
        decision,
        signed_later: next.signed_later,
    }
}
