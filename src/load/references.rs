//! What one file says of another: agencies, sectors and procedures that must exist.

use std::collections::BTreeSet;

use crate::finding::{Code, Finding};
use crate::model::{AgencyId, AgencyKind, ChangeKind, ProcedureCode, Records, SectorId};
use crate::provinces::Own;
use crate::source::Place;

use super::fields::nearest;

const AGENCIES: &str = "catalogue/agencies.toml";
const SECTORS: &str = "catalogue/sectors.toml";
const LINKS: &str = "catalogue/links.tsv";
const BEST_BETS: &str = "catalogue/best-bets.tsv";
const TABLES: [&str; 3] = [AGENCIES, SECTORS, LINKS];

fn is_broken(path: &str, findings: &[Finding]) -> bool {
    let fatal = |code| matches!(code, Code::Syntax | Code::DateInvalid | Code::FileUnreadable);
    findings.iter().any(|finding| fatal(finding.code) && finding.place.as_ref().is_some_and(|place| place.path == path))
}

pub(super) fn check(
    records: &Records,
    own_issuer_at: Option<Place>,
    event_lines: &[(ProcedureCode, Place)],
    findings: &mut Vec<Finding>,
) {
    // Where a table could not be read, every reference into it would seem to lead nowhere: its own finding is enough.
    let read: BTreeSet<&str> = TABLES.into_iter().filter(|table| !is_broken(table, findings)).collect();
    if read.contains(AGENCIES) {
        findings.extend(own_issuer_at.and_then(|at| about_own_issuer(records, at)));
    }
    let mut unknown = |place: Place, key: &'static str, value: &str, near: Option<&str>| {
        let finding = Finding::at(place, Code::ReferenceUnknown).with("key", key).with("value", value);
        findings.push(finding.with("near", near.unwrap_or("–")));
    };
    let agency = |id: &AgencyId| !read.contains(AGENCIES) || records.agencies.contains_key(id);
    let near_agency = |id: &AgencyId| nearest(&id.0, records.agencies.keys().map(|id| id.0.as_str()));
    let sector = |id: &SectorId| !read.contains(SECTORS) || records.sectors.contains_key(id);
    let near_sector = |id: &SectorId| nearest(&id.0, records.sectors.keys().map(|id| id.0.as_str()));

    for id in records.agencies.values().filter_map(|agency| agency.parent.as_ref()).filter(|id| !agency(id)) {
        unknown(Place::file(AGENCIES), "parent", &id.0, near_agency(id));
    }
    for procedure in records.procedures.values() {
        if !agency(&procedure.issuer) {
            unknown(Place::file(&procedure.file), "issuer", &procedure.issuer.0, near_agency(&procedure.issuer));
        }
        if !sector(&procedure.sector) {
            unknown(Place::file(&procedure.file), "sector", &procedure.sector.0, near_sector(&procedure.sector));
        }
    }
    for decision in &records.decisions {
        if !agency(&decision.key.issuer) {
            unknown(Place::file(&decision.file), "issuer", &decision.key.issuer.0, near_agency(&decision.key.issuer));
        }
        for change in &decision.changes {
            let (ChangeKind::Withdraw { decision: named, .. } | ChangeKind::CorrectEffect { decision: named, .. }) =
                &change.kind
            else {
                continue;
            };
            if let Some(id) = named.issuer.as_ref().filter(|id| !agency(id)) {
                unknown(Place { line: change.line, ..Place::file(&decision.file) }, "of", &id.0, near_agency(id));
            }
        }
        for id in decision.sectors.iter().filter(|id| !sector(id)) {
            unknown(Place::file(&decision.file), "sectors", &id.0, near_sector(id));
        }
    }
    for rule in &records.silent_rules {
        for id in rule.issuers.iter().filter(|id| !agency(id)) {
            unknown(Place::file("catalogue/rules.toml"), "issuers", &id.0, near_agency(id));
        }
    }
    let held = |code: &ProcedureCode| records.record(code).is_some();
    for (code, place) in event_lines.iter().filter(|(code, _)| !held(code)) {
        unknown(place.clone(), "codes", code.as_str(), None);
    }
    for code in records.links.keys().filter(|code| !held(code)) {
        unknown(Place::file(LINKS), "code", code.as_str(), None);
    }
    for code in records.best_bets.iter().map(|bet| &bet.code).filter(|code| !held(code)) {
        unknown(Place::file(BEST_BETS), "code", code.as_str(), None);
    }
    for procedure in records.procedures.values().filter(|_| read.contains(LINKS)) {
        if !procedure.code.is_internal() && !records.links.contains_key(&procedure.code) {
            let finding = Finding::at(Place::file(&procedure.file), Code::LinkMissing);
            findings.push(finding.with("code", &procedure.code));
        }
    }
}

/// Settings under which no decision of the province would rule: the province's own repeal would change nothing.
fn about_own_issuer(records: &Records, at: Place) -> Option<Finding> {
    if Own::of(&records.site, &records.agencies).issuer().is_some() {
        return None;
    }
    let provinces = records.agencies.values().filter(|agency| agency.kind == AgencyKind::Province);
    let known: Vec<String> = provinces.map(|agency| format!("{} ({})", agency.id.0, agency.name)).collect();
    let known = if known.is_empty() { "–".to_owned() } else { known.join(", ") };
    let finding = Finding::at(at, Code::OwnIssuer).with("value", &records.site.own_issuer.0);
    Some(finding.with("province", &records.site.province).with("known", known))
}
