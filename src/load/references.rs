//! What one file says of another: agencies, sectors and procedures that must exist.

use std::collections::BTreeSet;

use crate::finding::{Code, Finding, Hit};
use crate::model::{AgencyId, ProcedureCode, Records, SectorId};

use super::SITE;
use super::fields::nearest;

const AGENCIES: &str = "catalogue/agencies.toml";
const SECTORS: &str = "catalogue/sectors.toml";
const LINKS: &str = "catalogue/links.tsv";
const RULES: &str = "catalogue/rules.toml";
const LIFE_EVENTS: &str = "catalogue/life-events.toml";
const BEST_BETS: &str = "catalogue/best-bets.tsv";
const TABLES: [&str; 3] = [AGENCIES, SECTORS, LINKS];

fn is_broken(path: &str, findings: &[Finding]) -> bool {
    let fatal = |code| matches!(code, Code::Syntax | Code::DateInvalid | Code::FileUnreadable);
    findings.iter().any(|finding| fatal(finding.code) && finding.place.as_ref().is_some_and(|place| place.path == path))
}

pub(super) fn check(records: &Records, findings: &[Finding]) -> Vec<Hit> {
    // Where a table could not be read, every reference into it would seem to lead nowhere: its own finding is enough.
    let read: BTreeSet<&str> = TABLES.into_iter().filter(|table| !is_broken(table, findings)).collect();
    let mut hits = Vec::new();
    let mut unknown = |file: &str, at: String, key: &'static str, value: &str, near: Option<&str>| {
        let hit = Hit::new(file, at, Code::ReferenceUnknown).with("key", key).with("value", value);
        hits.push(hit.with("near", near.unwrap_or("–")));
    };
    let agency = |id: &AgencyId| !read.contains(AGENCIES) || records.agencies.contains_key(id);
    let near_agency = |id: &AgencyId| nearest(&id.0, records.agencies.keys().map(|id| id.0.as_str()));
    let sector = |id: &SectorId| !read.contains(SECTORS) || records.sectors.contains_key(id);
    let near_sector = |id: &SectorId| nearest(&id.0, records.sectors.keys().map(|id| id.0.as_str()));

    let own = &records.site.own_issuer;
    if !own.0.is_empty() && !agency(own) {
        unknown(SITE, "own_issuer".into(), "own_issuer", &own.0, near_agency(own));
    }
    for procedure in records.procedures.values() {
        let (issuer, of_sector) = (&procedure.issuer, &procedure.sector);
        if !agency(issuer) {
            unknown(&procedure.file, "issuer".into(), "issuer", &issuer.0, near_agency(issuer));
        }
        if !sector(of_sector) {
            unknown(&procedure.file, "sector".into(), "sector", &of_sector.0, near_sector(of_sector));
        }
    }
    for decision in &records.decisions {
        let issuer = &decision.key.issuer;
        if !agency(issuer) {
            unknown(&decision.file, "issuer".into(), "issuer", &issuer.0, near_agency(issuer));
        }
        for (index, id) in decision.sectors.iter().enumerate().filter(|(_, id)| !sector(id)) {
            unknown(&decision.file, format!("sectors[{index}]"), "sectors", &id.0, near_sector(id));
        }
    }
    for (rule, silent) in records.silent_rules.iter().enumerate() {
        for (index, id) in silent.issuers.iter().enumerate().filter(|(_, id)| !agency(id)) {
            unknown(RULES, format!("silent[{rule}].issuers[{index}]"), "issuers", &id.0, near_agency(id));
        }
    }
    let held = |code: &ProcedureCode| records.procedures.contains_key(code);
    for (event, life_event) in records.life_events.iter().enumerate() {
        for (index, code) in life_event.codes.iter().enumerate().filter(|(_, code)| !held(code)) {
            unknown(LIFE_EVENTS, format!("event[{event}].codes[{index}]"), "codes", code.as_str(), None);
        }
    }
    for code in records.links.keys().filter(|code| !held(code)) {
        unknown(LINKS, format!("row[{code}].code"), "code", code.as_str(), None);
    }
    for (index, bet) in records.best_bets.iter().enumerate().filter(|(_, bet)| !held(&bet.code)) {
        unknown(BEST_BETS, format!("row[{index}].code"), "code", bet.code.as_str(), None);
    }
    for procedure in records.procedures.values().filter(|_| read.contains(LINKS)) {
        if !procedure.code.is_internal() && !records.links.contains_key(&procedure.code) {
            hits.push(Hit::new(&procedure.file, "code", Code::LinkMissing).with("code", &procedure.code));
        }
    }
    hits
}
