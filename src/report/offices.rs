//! Offices, and what one must post, for people and for programs.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::ledger::Catalogue;
use crate::listing;
use crate::model::{Office, OfficeContact, SectorId};
use crate::offices::{Due, Offices, Unassigned, basis_text};
use crate::spreadsheet::Table;
use crate::strings::{Language, Strings};

use super::day_text;

/// The columns that say what an office is, and that an import does not change.
const HEAD_COLUMNS: [&str; 4] = ["id", "name", "agency", "ward"];

/// Every office as a table: what `import offices` takes back, with titles in a reader's language.
pub fn offices_table(catalogue: &Catalogue, language: Language) -> Table {
    let facts = OfficeContact::default().facts().map(|(key, _)| ("fact", key));
    let columns = HEAD_COLUMNS.into_iter().map(|key| ("head_column", key)).chain(facts);
    let title =
        |(table, key)| (Strings::of(language).get(&["office", table, key]), if key == "name" { 40 } else { 20 });
    let mut table = Table::new(columns.map(title));
    for office in catalogue.records.offices.values() {
        let known = [
            office.id.0.clone(),
            office.name.clone(),
            office.agency.0.clone(),
            office.ward.clone().unwrap_or_default(),
        ];
        let facts = office.contact.facts().into_iter().map(|(_, value)| value.unwrap_or_default());
        table.rows.push(known.into_iter().chain(facts).collect());
    }
    table
}

/// Every office as JSON: `{as_of, offices: [{id, name, agency, ward, due, default, contact, lacks}], unassigned, not_here}`.
pub fn offices_json(catalogue: &Catalogue, assigned: &Offices) -> Value {
    let office = |office: &Office| {
        let due = assigned.due(office);
        let mut value = head_json(office);
        value["due"] = json!(due.len());
        value["default"] = json!(by_default(&due));
        value
    };
    let unassigned: Vec<Value> =
        assigned.unassigned.iter().map(|(code, why)| json!({"code": code.as_str(), "why": why.as_str()})).collect();
    json!({
        "as_of": catalogue.as_of.to_string(),
        "offices": catalogue.records.offices_on(catalogue.as_of).map(office).collect::<Vec<_>>(),
        "unassigned": unassigned,
        "not_here": assigned.not_here.iter().map(|code| code.as_str()).collect::<Vec<_>>(),
    })
}

fn head_json(office: &Office) -> Value {
    let facts = office.contact.facts();
    json!({
        "id": office.id.0,
        "name": office.name,
        "agency": office.agency.0,
        "ward": office.ward,
        "contact": facts.iter().cloned().collect::<BTreeMap<_, _>>(),
        "lacks": facts.iter().filter(|(_, value)| value.is_none()).map(|(key, _)| *key).collect::<Vec<_>>(),
    })
}

fn by_default(due: &[&Due]) -> usize {
    due.iter().filter(|one| one.basis.rank() == 4).count()
}

/// Every office for people, offices of one agency that are alike in numbers in one line each.
pub fn offices_text(catalogue: &Catalogue, assigned: &Offices, language: Language) -> String {
    let telling = Telling { language };
    let mut lines = Vec::new();
    for office in catalogue.records.offices_on(catalogue.as_of) {
        let due = assigned.due(office);
        let lacks = office.contact.facts().iter().filter(|(_, value)| value.is_none()).count();
        lines.push(telling.filled(
            "line",
            &[
                ("id", format!("{:<34}", office.id.0)),
                ("due", format!("{:>5}", due.len())),
                ("default", format!("{:>5}", by_default(&due))),
                ("lacks", lacks.to_string()),
                ("name", office.name.clone()),
            ],
        ));
    }
    lines.insert(
        0,
        telling.filled("head", &[("count", lines.len().to_string()), ("day", day_text(catalogue.as_of, language))]),
    );
    lines.extend(telling.unassigned(assigned));
    lines.push(telling.filled("not_here", &[("count", assigned.not_here.len().to_string())]));
    lines.join("\n") + "\n"
}

/// One office as JSON: `{as_of, office, due: [{code, name, sector, sector_id, status, role, level, shared, rank, basis, link}],
/// totals: {due, own, shared, by_rank, without_link}}`.
pub fn office_json(catalogue: &Catalogue, assigned: &Offices, office: &Office, language: Language) -> Value {
    let due = assigned.due(office);
    let links = &catalogue.records.links;
    let row = |one: &&Due| {
        let procedure = one.procedure;
        json!({
            "code": procedure.code.as_str(),
            "name": procedure.name,
            "sector": catalogue.records.sector_name(&procedure.sector),
            "sector_id": procedure.sector.0,
            "status": one.state.whole.status.as_str(),
            "role": one.role.as_str(),
            "level": one.level.map(|level| level.as_str()),
            "shared": one.is_shared,
            "rank": one.basis.rank(),
            "basis": basis_text(&one.basis, language),
            "ruled_by": one.state.whole.ruled_by.as_ref().map(|by| listing::evidence(catalogue.records, by)),
            "link": links.get(&procedure.code).map(|link| link.target.url()),
        })
    };
    let shared = due.iter().filter(|one| one.is_shared).count();
    let mut by_rank: BTreeMap<String, usize> = BTreeMap::new();
    for one in &due {
        *by_rank.entry(one.basis.rank().to_string()).or_default() += 1;
    }
    json!({
        "as_of": catalogue.as_of.to_string(),
        "office": head_json(office),
        "due": due.iter().map(row).collect::<Vec<_>>(),
        "totals": {
            "due": due.len(),
            "own": due.len() - shared,
            "shared": shared,
            "by_rank": by_rank,
            "without_link": due.iter().filter(|one| !links.contains_key(&one.procedure.code)).count(),
        },
    })
}

/// One office for people: its head, its reckoning, its due list by sector, each with its basis.
pub fn office_text(catalogue: &Catalogue, assigned: &Offices, office: &Office, language: Language) -> String {
    let telling = Telling { language };
    let due = assigned.due(office);
    let mut lines =
        vec![telling.filled("title", &[("name", office.name.clone()), ("day", day_text(catalogue.as_of, language))])];
    for (key, value) in office.contact.facts() {
        let label = telling.filled(&format!("fact.{key}"), &[]);
        lines.push(format!("  {label}: {}", value.unwrap_or_else(|| telling.filled("not_entered", &[]))));
    }
    let shared = due.iter().filter(|one| one.is_shared).count();
    let without = due.iter().filter(|one| !catalogue.records.links.contains_key(&one.procedure.code)).count();
    let reckoning = [
        ("due", due.len().to_string()),
        ("own", (due.len() - shared).to_string()),
        ("shared", shared.to_string()),
        ("without", without.to_string()),
    ];
    lines.push(telling.filled("reckoning", &reckoning));
    for rank in 1..=4_u8 {
        let count = due.iter().filter(|one| one.basis.rank() == rank).count();
        if count > 0 {
            lines.push(format!("  {count:>5} {}", telling.filled(&format!("rank.{rank}"), &[])));
        }
    }
    let mut by_sector: BTreeMap<&SectorId, Vec<&Due>> = BTreeMap::new();
    for one in due {
        by_sector.entry(&one.procedure.sector).or_default().push(one);
    }
    let mut sectors: Vec<(&str, Vec<&Due>)> =
        by_sector.into_iter().map(|(id, rows)| (catalogue.records.sector_name(id), rows)).collect();
    sectors.sort_by_key(|(name, _)| crate::text::fold(name));
    for (name, rows) in sectors {
        lines.push(format!("\n{name} ({})", rows.len()));
        for one in rows {
            lines.push(format!("  {}  {}", one.procedure.code, one.procedure.name));
            lines.push(format!("            {}", basis_text(&one.basis, language)));
        }
    }
    lines.join("\n") + "\n"
}

struct Telling {
    language: Language,
}

impl Telling {
    fn filled(&self, key: &str, args: &[(&'static str, String)]) -> String {
        let path: Vec<&str> = std::iter::once("office").chain(key.split('.')).collect();
        Strings::of(self.language).filled(&path, args)
    }

    /// What nobody has, by reason, with the first codes.
    fn unassigned(&self, assigned: &Offices) -> Vec<String> {
        let mut lines = Vec::new();
        for why in Unassigned::ALL {
            let codes: Vec<&str> =
                assigned.unassigned.iter().filter(|(_, one)| **one == why).map(|(code, _)| code.as_str()).collect();
            if codes.is_empty() {
                continue;
            }
            let more = if codes.len() > 3 { ", …" } else { "" };
            let first = codes.iter().take(3).copied().collect::<Vec<_>>().join(", ");
            let args = [("count", codes.len().to_string()), ("codes", format!("{first}{more}"))];
            lines.push(self.filled(&format!("unassigned.{}", why.as_str()), &args));
        }
        lines
    }
}
