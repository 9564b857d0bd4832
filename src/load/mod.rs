//! From texts to the model: `(Records, Vec<Finding>)`, never an error. What cannot be read is a finding at its
//! place, and reading goes on, so that one run tells all that is wrong.
//!
//! The model has no places. A finding about a value that was read before names the value's key ([`Hit`]), and [`settle`]
//! reads the file again to find where that stands.
#![deny(clippy::unwrap_used, clippy::indexing_slicing)]

mod calendar;
mod change;
mod codes;
mod decision;
mod fields;
mod files;
mod foreign;
mod interruptions;
mod legal_texts;
mod offices;
mod places;
mod procedure;
mod redirects;
mod references;
mod rules;
mod site;
mod spans;
mod tables;
mod tsv;

pub use calendar::CALENDAR_KEYS;
pub use change::{CHANGE_KEYS, ROW_FEE_KEYS};
pub use decision::{DECISION_KEYS, SCOPE_KEYS, SECTION_KEYS};
pub use fields::nearest;
pub use interruptions::INTERRUPTION_COLUMNS;
pub use legal_texts::{TEXT_KEYS, TEXT_STATUS_KEYS};
pub use offices::{ASSIGNMENT_DEFAULT_KEYS, ASSIGNMENT_KEYS, OFFICE_KEYS};
pub use places::{Places, settle};
pub use procedure::{CHANNEL_KEYS, FEE_KEYS, HEADINGS, LEGAL_KEYS, PAPER_KEYS, PROCEDURE_KEYS, WRITTEN_KEYS};
pub use redirects::{REDIRECT_COLUMNS, old_address};
pub use rules::{DEADLINE_KEYS, EVIDENCE_KEYS, SILENT_KEYS};
pub use site::{FEEDBACK_KEYS, OFFICE_SITE_KEYS, SITE_KEYS, is_base_url, lay_over};
pub use tables::{
    AGENCY_KEYS, BEST_BET_COLUMNS, COMMON_NAME_COLUMNS, COMMUNE_COLUMNS, EVENT_KEYS, LINK_COLUMNS, OLD_NAME_KEYS,
    RULING_KEYS, SECTOR_KEYS, SNAPSHOT_COLUMNS, SNAPSHOT_HEAD, SYNONYM_COLUMNS,
};

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::finding::{Code, Finding, Hit};
use crate::input::{FileContent, Input};
use crate::model::{Calendar, DecisionKey, Procedure, Records};
use crate::source::{Place, SourceFile};

use fields::Reader;
use files::{Kind, Part};
use spans::Spans;

const SITE: &str = "site/site.toml";

/// Reads a whole catalogue.
///
/// Guarantee: the result depends on the files' paths and bytes alone, and the findings come in the order of places.
pub fn load(input: &Input) -> (Records, Vec<Finding>) {
    let mut findings = Vec::new();
    let site_file = input.site.get("site.toml").and_then(|content| files::text_of(SITE, content, &mut findings));
    let site_file = site_file.unwrap_or_else(|| SourceFile { path: SITE.to_owned(), text: String::new() });
    let mut reader = Reader::new(&site_file, Spans::unasked());
    let mut records = Records {
        site: site::load(&mut reader, input.base_url.as_deref()),
        agencies: BTreeMap::new(),
        offices: BTreeMap::new(),
        assignments: Vec::new(),
        assignment_defaults: Vec::new(),
        sectors: BTreeMap::new(),
        procedures: BTreeMap::new(),
        foreign: BTreeMap::new(),
        decisions: Vec::new(),
        snapshots: Vec::new(),
        rulings: Vec::new(),
        silent_rules: Vec::new(),
        deadline_rules: Vec::new(),
        evidence_rules: Vec::new(),
        calendar: Calendar::default(),
        legal_texts: BTreeMap::new(),
        links: BTreeMap::new(),
        communes: Vec::new(),
        life_events: Vec::new(),
        synonyms: Vec::new(),
        shared_names: BTreeMap::new(),
        best_bets: Vec::new(),
        redirects: Vec::new(),
        interruptions: Vec::new(),
    };
    findings.append(&mut reader.findings);
    // Each file is read on its own, and what it held is gathered in the order of paths.
    let files: Vec<(&String, &FileContent)> = input.catalogue.iter().collect();
    let parts: Vec<(Part, Vec<Finding>)> = files.par_iter().map(|(path, content)| read(path, content)).collect();
    let mut hits = Vec::new();
    let mut first_decision: BTreeMap<DecisionKey, String> = BTreeMap::new();
    for (part, mut told) in parts {
        findings.append(&mut told);
        match part {
            Part::Procedure(procedure) => take_procedure(&mut records, *procedure, &mut findings, &mut hits),
            Part::Decision(decision) => {
                if let Some(other) = first_decision.get(&decision.key) {
                    let hit = Hit::new(&decision.file, "number", Code::CodeDuplicate);
                    hits.push(hit.with("what", &decision.key.number).with("other", other));
                } else {
                    first_decision.insert(decision.key.clone(), decision.file.clone());
                    records.decisions.push(*decision);
                }
            }
            Part::Agencies(agencies) => records.agencies = agencies,
            Part::Offices(offices) => records.offices = offices,
            Part::Assignments(offices::Assignments { written, defaults }) => {
                (records.assignments, records.assignment_defaults) = (written, defaults);
            }
            Part::Sectors(sectors) => records.sectors = sectors,
            Part::Rules(rules::Rules { silent, deadlines, evidence }) => {
                (records.silent_rules, records.deadline_rules, records.evidence_rules) = (silent, deadlines, evidence);
            }
            Part::Rulings(rulings) => records.rulings = rulings,
            Part::Calendar(calendar) => records.calendar = calendar,
            Part::LegalTexts(texts) => records.legal_texts = texts,
            Part::LifeEvents(events) => records.life_events = events,
            Part::Links(links) => records.links = links,
            Part::Synonyms(synonyms) => records.synonyms = synonyms,
            Part::CommonNames(names) => records.shared_names = names,
            Part::BestBets(bets) => records.best_bets = bets,
            Part::Redirects(redirects) => records.redirects = redirects,
            Part::Interruptions(interruptions) => records.interruptions = interruptions,
            Part::Communes(communes) => records.communes = communes,
            Part::Snapshot(snapshot) => records.snapshots.push(*snapshot),
            Part::Nothing => {}
        }
    }
    records.decisions.sort_by(|one, other| one.key.cmp(&other.key));
    codes::without_suffixes(&mut records);
    records.snapshots.sort_by(|one, other| (one.day(), &one.id).cmp(&(other.day(), &other.id)));
    hits.extend(foreign::leave_out(&mut records));
    hits.extend(references::check(&records, &findings));
    foreign::forget(&mut records);
    about_signing(&records, input, &mut findings, &mut hits);
    findings.extend(settle(input, hits));
    findings.sort();
    (records, findings)
}

/// Says anew whose each procedure is and which code a row means, after procedures or agencies of a catalogue that was read were
/// changed in place.
pub fn settle_provinces(records: &mut Records) {
    records.procedures.append(&mut records.foreign);
    codes::without_suffixes(records);
    foreign::leave_out(records);
    foreign::forget(records);
}

/// What a file of the catalogue held, and what is to be said of it.
fn read(path: &str, content: &FileContent) -> (Part, Vec<Finding>) {
    let path = format!("catalogue/{path}");
    let mut findings = Vec::new();
    let kind = Kind::of(&path);
    if kind == Kind::Unknown {
        findings.push(Finding::at(Place::file(&path), Code::FileUnknown));
    }
    let file = if kind.is_read() { files::text_of(&path, content, &mut findings) } else { None };
    let Some(file) = file else { return (Part::Nothing, findings) };
    let mut reader = Reader::new(&file, Spans::unasked());
    let part = kind.read(&mut reader);
    findings.append(&mut reader.findings);
    (part, findings)
}

/// A signing after today, or one that its folder does not agree with, is most often a slip of one digit.
fn about_signing(records: &Records, input: &Input, findings: &mut Vec<Finding>, hits: &mut Vec<Hit>) {
    for decision in &records.decisions {
        if let Some(signed) = decision.key.signed.filter(|signed| *signed > input.today) {
            let hit = Hit::new(&decision.file, "signed", Code::SignedLater);
            hits.push(hit.with("number", &decision.key.number).with("day", signed).with("today", input.today));
        }
        let folder = decision.file.split('/').nth(2).and_then(|folder| folder.parse::<i32>().ok());
        if folder.is_some_and(|folder| folder != decision.key.year) {
            let name = decision.file.rsplit('/').next().unwrap_or_default();
            let expected = format!("catalogue/decisions/{}/{name}", decision.key.year);
            let finding = Finding::at(Place::file(&decision.file), Code::FileMisplaced);
            findings.push(finding.with("expected", expected));
        }
    }
}

fn take_procedure(records: &mut Records, procedure: Procedure, findings: &mut Vec<Finding>, hits: &mut Vec<Hit>) {
    let expected = format!("catalogue/procedures/{}/{}.md", procedure.sector.0, procedure.code);
    if procedure.file != expected {
        let finding = Finding::at(Place::file(&procedure.file), Code::FileMisplaced);
        findings.push(finding.with("expected", expected));
    }
    match records.procedures.get(&procedure.code) {
        Some(other) => {
            let hit = Hit::new(&procedure.file, "code", Code::CodeDuplicate);
            hits.push(hit.with("what", &procedure.code).with("other", &other.file));
        }
        None => {
            if procedure.code.is_internal() {
                let hit = Hit::new(&procedure.file, "code", Code::InternalInPublicList);
                hits.push(hit.with("code", &procedure.code));
            }
            records.procedures.insert(procedure.code.clone(), procedure);
        }
    }
}
