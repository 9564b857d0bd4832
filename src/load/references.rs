//! What one file says of another: agencies, sectors and procedures that must exist.

use std::collections::BTreeSet;

use crate::finding::{Code, Finding, Hit};
use crate::model::{AgencyId, AgencyKind, ChangeKind, ProcedureCode, Records, RedirectTarget, Ruling, SectorId};
use crate::provinces::Own;

use super::SITE;
use super::fields::nearest;

const AGENCIES: &str = "catalogue/agencies.toml";
const SECTORS: &str = "catalogue/sectors.toml";
const LINKS: &str = "catalogue/links.tsv";
const RULES: &str = "catalogue/rules.toml";
const RULINGS: &str = "catalogue/rulings.toml";
const OFFICES: &str = "catalogue/offices.toml";
const ASSIGNMENTS: &str = "catalogue/assignments.toml";
const BEST_BETS: &str = "catalogue/best-bets.tsv";
const INTERRUPTIONS: &str = "catalogue/interruptions.tsv";
const REDIRECTS: &str = "catalogue/redirects.tsv";
const TABLES: [&str; 3] = [AGENCIES, SECTORS, LINKS];

fn is_broken(path: &str, findings: &[Finding]) -> bool {
    let fatal = |code| matches!(code, Code::Syntax | Code::DateInvalid | Code::FileUnreadable);
    findings.iter().any(|finding| fatal(finding.code) && finding.place.as_ref().is_some_and(|place| place.path == path))
}

pub(super) fn check(records: &Records, findings: &[Finding]) -> Vec<Hit> {
    // Where a table could not be read, every reference into it would seem to lead nowhere: its own finding is enough.
    let read: BTreeSet<&str> = TABLES.into_iter().filter(|table| !is_broken(table, findings)).collect();
    let mut hits = Vec::new();
    let is_told = |finding: &Finding| {
        let of_key = finding.args.iter().any(|(name, value)| *name == "key" && value == "own_issuer");
        of_key && finding.place.as_ref().is_some_and(|place| place.path == SITE)
    };
    if read.contains(AGENCIES) && !findings.iter().any(is_told) {
        hits.extend(about_own_issuer(records));
    }
    let mut unknown = |file: &str, at: String, key: &'static str, value: &str, near: Option<&str>| {
        let hit = Hit::new(file, at, Code::ReferenceUnknown).with("key", key).with("value", value);
        hits.push(hit.with("near", near.unwrap_or("–")));
    };
    let agency = |id: &AgencyId| !read.contains(AGENCIES) || records.agencies.contains_key(id);
    let near_agency = |id: &AgencyId| nearest(&id.0, records.agencies.keys().map(|id| id.0.as_str()));
    let sector = |id: &SectorId| !read.contains(SECTORS) || records.sectors.contains_key(id);
    let near_sector = |id: &SectorId| nearest(&id.0, records.sectors.keys().map(|id| id.0.as_str()));

    for (id, parent) in records.agencies.values().filter_map(|agency| Some((&agency.id, agency.parent.as_ref()?))) {
        if !agency(parent) {
            unknown(AGENCIES, format!("agency[{}].parent", id.0), "parent", &parent.0, near_agency(parent));
        }
    }
    for office in records.offices.values().filter(|office| !agency(&office.agency)) {
        let (at, id) = (format!("office[{}].agency", office.id.0), &office.agency);
        unknown(OFFICES, at, "agency", &id.0, near_agency(id));
    }
    for (index, one) in records.assignments.iter().enumerate() {
        if !agency(&one.agency) {
            unknown(
                ASSIGNMENTS,
                format!("assignment[{index}].agency"),
                "agency",
                &one.agency.0,
                near_agency(&one.agency),
            );
        }
        if let Some(id) = one.office.as_ref().filter(|id| !records.offices.contains_key(id)) {
            let near = nearest(&id.0, records.offices.keys().map(|id| id.0.as_str()));
            unknown(ASSIGNMENTS, format!("assignment[{index}].office"), "office", &id.0, near);
        }
        for (at, id) in one.sectors.iter().enumerate().filter(|(_, id)| !sector(id)) {
            unknown(ASSIGNMENTS, format!("assignment[{index}].sectors[{at}]"), "sectors", &id.0, near_sector(id));
        }
    }
    for (index, one) in records.assignment_defaults.iter().enumerate() {
        for (key, id) in [("agency", Some(&one.agency)), ("issuer", one.issuer.as_ref())] {
            if let Some(id) = id.filter(|id| !agency(id)) {
                unknown(ASSIGNMENTS, format!("default[{index}].{key}"), key, &id.0, near_agency(id));
            }
        }
        if let Some(id) = one.sector.as_ref().filter(|id| !sector(id)) {
            unknown(ASSIGNMENTS, format!("default[{index}].sector"), "sector", &id.0, near_sector(id));
        }
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
        for (row, change) in decision.changes.iter().enumerate() {
            let (ChangeKind::Withdraw { decision: named, .. } | ChangeKind::CorrectEffect { decision: named, .. }) =
                &change.kind
            else {
                continue;
            };
            if let Some(id) = named.issuer.as_ref().filter(|id| !agency(id)) {
                unknown(&decision.file, format!("change[{row}].of"), "of", &id.0, near_agency(id));
            }
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
    for list in &records.snapshots {
        for id in list.part.issuers.iter().filter(|id| !agency(id)) {
            unknown(&list.file(), "head.issuers".into(), "issuers", &id.0, near_agency(id));
        }
        for id in list.part.sectors.iter().filter(|id| !sector(id)) {
            unknown(&list.file(), "head.sectors".into(), "sectors", &id.0, near_sector(id));
        }
    }
    let held = |code: &ProcedureCode| records.record(code).is_some();
    for (index, ruling) in records.rulings.iter().enumerate().filter(|(_, ruling)| !held(&ruling.code)) {
        unknown(RULINGS, format!("ruling[{index}].code"), "code", ruling.code.as_str(), None);
    }
    for code in records.links.keys().filter(|code| !held(code)) {
        unknown(LINKS, format!("row[{code}].code"), "code", code.as_str(), None);
    }
    for (index, bet) in records.best_bets.iter().enumerate().filter(|(_, bet)| !held(&bet.code)) {
        unknown(BEST_BETS, format!("row[{index}].code"), "code", bet.code.as_str(), None);
    }
    for (index, one) in records.interruptions.iter().enumerate().filter(|(_, one)| !held(&one.code)) {
        let near = nearest(one.code.as_str(), records.procedures.keys().map(|code| code.as_str()));
        unknown(INTERRUPTIONS, format!("row[{index}].code"), "code", one.code.as_str(), near);
    }
    for (index, redirect) in records.redirects.iter().enumerate() {
        if let RedirectTarget::Procedure(code) = &redirect.to
            && !held(code)
        {
            unknown(REDIRECTS, format!("row[{index}].to"), "to", code.as_str(), None);
        }
    }
    for procedure in records.procedures.values().filter(|_| read.contains(LINKS)) {
        if !procedure.code.is_internal() && !records.links.contains_key(&procedure.code) {
            hits.push(Hit::new(&procedure.file, "code", Code::LinkMissing).with("code", &procedure.code));
        }
    }
    hits.extend(about_repeated_rulings(records));
    hits
}

/// Rulings on the same of one day and effect, of which nobody can tell which holds.
fn about_repeated_rulings(records: &Records) -> Vec<Hit> {
    let mut taken = BTreeSet::new();
    let mut is_second =
        |ruling: &&Ruling| !taken.insert((ruling.code.clone(), ruling.levels.clone(), ruling.from, ruling.ruled));
    let second = records.rulings.iter().enumerate().filter(|(_, ruling)| is_second(ruling));
    let hit = |(index, ruling): (usize, &Ruling)| {
        let hit = Hit::new(RULINGS, format!("ruling[{index}].code"), Code::CodeDuplicate);
        hit.with("what", &ruling.code).with("other", RULINGS)
    };
    second.map(hit).collect()
}

/// Settings under which no decision of the province would rule: the province's own repeal would change nothing.
fn about_own_issuer(records: &Records) -> Option<Hit> {
    if Own::of(&records.site, &records.agencies).issuer().is_some() {
        return None;
    }
    let provinces = records.agencies.values().filter(|agency| agency.kind == AgencyKind::Province);
    let known: Vec<String> = provinces.map(|agency| format!("{} ({})", agency.id.0, agency.name)).collect();
    let known = if known.is_empty() { "–".to_owned() } else { known.join(", ") };
    let hit = Hit::new(SITE, "own_issuer", Code::OwnIssuer).or("province").with("value", &records.site.own_issuer.0);
    Some(hit.with("province", &records.site.province).with("known", known))
}
