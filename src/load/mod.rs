//! From texts to the model: `(Records, Vec<Finding>)`, never an error. What cannot be read is a finding at its
//! place, and reading goes on, so that one run tells all that is wrong.
#![deny(clippy::unwrap_used, clippy::indexing_slicing)]

mod calendar;
mod change;
mod codes;
mod decision;
mod fields;
mod foreign;
mod legal_texts;
mod procedure;
mod references;
mod rules;
mod site;
mod tables;
mod tsv;

pub use calendar::CALENDAR_KEYS;
pub use change::CHANGE_KEYS;
pub use decision::{DECISION_KEYS, SCOPE_KEYS, SECTION_KEYS};
pub use legal_texts::{TEXT_KEYS, TEXT_STATUS_KEYS};
pub use procedure::{CHANNEL_KEYS, FEE_KEYS, HEADINGS, LEGAL_KEYS, PAPER_KEYS, PROCEDURE_KEYS, WRITTEN_KEYS};
pub use rules::{DEADLINE_KEYS, EVIDENCE_KEYS, SILENT_KEYS};
pub use site::{FEEDBACK_KEYS, SITE_KEYS, is_base_url};
pub use tables::{
    AGENCY_KEYS, BEST_BET_COLUMNS, COMMON_NAME_COLUMNS, COMMUNE_COLUMNS, EVENT_KEYS, LINK_COLUMNS, OLD_NAME_KEYS,
    RULING_KEYS, SECTOR_KEYS, SNAPSHOT_COLUMNS, SNAPSHOT_HEAD, SYNONYM_COLUMNS,
};

use std::collections::BTreeMap;

use rayon::prelude::*;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::finding::{Code, Finding};
use crate::input::{FILE_LIMIT, FileContent, Input};
use crate::model::{Calendar, Decision, DecisionKey, Procedure, ProcedureCode, Records};
use crate::source::{Place, SourceFile};

/// What one file held.
enum Part {
    Procedure(Box<Procedure>),
    Decision(Box<Decision>),
    Nothing,
}

/// Reads a whole catalogue.
///
/// Guarantee: the result depends on the files' paths and bytes alone, and the findings come in the order of places.
pub fn load(input: &Input) -> (Records, Vec<Finding>) {
    let mut findings = Vec::new();
    let site_file = match input.site.get("site.toml") {
        Some(content) => text_of("site/site.toml", content, &mut findings).unwrap_or_else(|| empty("site/site.toml")),
        None => empty("site/site.toml"),
    };
    let (site, own_issuer_at) = site::load(&site_file, input.base_url.as_deref(), &mut findings);
    let mut records = Records {
        site,
        agencies: BTreeMap::new(),
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
    };
    let mut event_lines = Vec::new();
    for (path, content) in &input.catalogue {
        small_table(path, content, &mut records, &mut event_lines, &mut findings);
    }
    // Thousands of files stand in these two folders; each is read on its own, and gathered in the order of paths.
    let many: Vec<(&String, &FileContent)> = input.catalogue.iter().collect();
    let parts: Vec<(Part, Vec<Finding>)> = many
        .par_iter()
        .map(|(path, content)| {
            let mut findings = Vec::new();
            let part = one_of_many(path, content, &records.calendar, &mut findings);
            (part, findings)
        })
        .collect();
    let mut first_decision: BTreeMap<DecisionKey, String> = BTreeMap::new();
    for (part, mut told) in parts {
        findings.append(&mut told);
        match part {
            Part::Procedure(procedure) => take_procedure(&mut records, *procedure, &mut findings),
            Part::Decision(decision) => {
                if let Some(other) = first_decision.get(&decision.key) {
                    let finding = Finding::at(Place::file(&decision.file), Code::CodeDuplicate);
                    findings.push(finding.with("what", &decision.key.number).with("other", other));
                } else {
                    first_decision.insert(decision.key.clone(), decision.file.clone());
                    records.decisions.push(*decision);
                }
            }
            Part::Nothing => {}
        }
    }
    records.decisions.sort_by(|one, other| one.key.cmp(&other.key));
    codes::without_suffixes(&mut records);
    records.rulings.sort_by(|one, other| {
        (&one.code, one.from, one.ruled, &one.by).cmp(&(&other.code, other.from, other.ruled, &other.by))
    });
    records.snapshots.sort_by(|one, other| (one.day(), &one.id).cmp(&(other.day(), &other.id)));
    foreign::leave_out(&mut records, &mut findings);
    references::check(&records, own_issuer_at, &event_lines, &mut findings);
    about_signing(&records, input, &mut findings);
    let about_value =
        |code| matches!(code, Code::ReferenceUnknown | Code::ProcedureForeign | Code::IssuerOtherProvince);
    for finding in findings.iter_mut().filter(|finding| about_value(finding.code)) {
        point_at_value(input, finding);
    }
    findings.sort();
    (records, findings)
}

fn empty(path: &str) -> SourceFile {
    SourceFile { path: path.to_owned(), text: String::new() }
}

/// The text of a file in NFC, or findings that say why there is none.
fn text_of(path: &str, content: &FileContent, findings: &mut Vec<Finding>) -> Option<SourceFile> {
    let reason = match content {
        FileContent::Bytes(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => {
                let mut file = SourceFile {
                    path: path.to_owned(),
                    text: text.strip_prefix('\u{feff}').unwrap_or(text).to_owned(),
                };
                if !is_nfc(&file.text) {
                    let odd = file
                        .text
                        .char_indices()
                        .find(|(at, _)| file.text.get(..*at).is_some_and(|before| !is_nfc(before)));
                    let at = odd.map_or(file.text.len(), |(at, _)| at);
                    findings.push(Finding::at(file.line(file.place(at..at).line), Code::TextNotNfc));
                    file.text = file.text.nfc().collect();
                }
                return Some(file);
            }
            Err(error) => format!("UTF-8: byte {}", error.valid_up_to() + 1),
        },
        FileContent::TooLarge(size) => format!("{size} B > {FILE_LIMIT} B"),
        FileContent::Unreadable(reason) => reason.clone(),
    };
    findings.push(Finding::at(Place::file(path), Code::FileUnreadable).with("reason", reason));
    None
}

fn one_of_many(path: &str, content: &FileContent, calendar: &Calendar, findings: &mut Vec<Finding>) -> Part {
    let full = format!("catalogue/{path}");
    if path.starts_with("procedures/") && path.ends_with(".md") {
        let file = text_of(&full, content, findings);
        let procedure = file.and_then(|file| procedure::load(&file, findings));
        return procedure.map_or(Part::Nothing, |procedure| Part::Procedure(Box::new(procedure)));
    }
    if path.starts_with("decisions/") && path.ends_with(".toml") {
        let file = text_of(&full, content, findings);
        let decision = file.and_then(|file| decision::load(&file, calendar, findings));
        return decision.map_or(Part::Nothing, |decision| Part::Decision(Box::new(decision)));
    }
    Part::Nothing
}

/// Moves a finding about a value from its file as a whole to the first place where the value stands.
fn point_at_value(input: &Input, finding: &mut Finding) {
    let Some(place) = finding.place.as_mut().filter(|place| place.line == 0) else { return };
    let Some((_, value)) = finding.args.iter().find(|(name, _)| *name == "value") else { return };
    if let Some(found) = input.source(&place.path).and_then(|file| file.place_of(value)) {
        *place = found;
    }
}

/// A signing after today, or one that its folder does not agree with, is most often a slip of one digit.
fn about_signing(records: &Records, input: &Input, findings: &mut Vec<Finding>) {
    for decision in &records.decisions {
        let file = || Place::file(&decision.file);
        if let Some(signed) = decision.key.signed.filter(|signed| *signed > input.today) {
            let finding = Finding::at(file(), Code::SignedLater);
            findings.push(finding.with("number", &decision.key.number).with("day", signed).with("today", input.today));
        }
        let folder = decision.file.split('/').nth(2).and_then(|folder| folder.parse::<i32>().ok());
        if folder.is_some_and(|folder| folder != decision.key.year) {
            let name = decision.file.rsplit('/').next().unwrap_or_default();
            let expected = format!("catalogue/decisions/{}/{name}", decision.key.year);
            findings.push(Finding::at(file(), Code::FileMisplaced).with("expected", expected));
        }
    }
}

fn take_procedure(records: &mut Records, procedure: Procedure, findings: &mut Vec<Finding>) {
    let expected = format!("catalogue/procedures/{}/{}.md", procedure.sector.0, procedure.code);
    if procedure.file != expected {
        let finding = Finding::at(Place::file(&procedure.file), Code::FileMisplaced);
        findings.push(finding.with("expected", expected));
    }
    match records.procedures.get(&procedure.code) {
        Some(other) => {
            let finding = Finding::at(Place::file(&procedure.file), Code::CodeDuplicate);
            findings.push(finding.with("what", &procedure.code).with("other", &other.file));
        }
        None => {
            if procedure.code.is_internal() {
                let finding = Finding::at(Place::file(&procedure.file), Code::InternalInPublicList);
                findings.push(finding.with("code", &procedure.code));
            }
            records.procedures.insert(procedure.code.clone(), procedure);
        }
    }
}

/// A life event's place, kept for findings about its codes.
type EventLines = Vec<(ProcedureCode, Place)>;

fn small_table(
    path: &str,
    content: &FileContent,
    records: &mut Records,
    event_lines: &mut EventLines,
    findings: &mut Vec<Finding>,
) {
    let full = format!("catalogue/{path}");
    let known = matches!(
        path,
        "agencies.toml"
            | "sectors.toml"
            | "rules.toml"
            | "rulings.toml"
            | "calendar.toml"
            | "legal-texts.toml"
            | "life-events.toml"
            | "links.tsv"
            | "synonyms.tsv"
            | "common-names.tsv"
            | "best-bets.tsv"
            | "communes.tsv"
    );
    let snapshot = path.strip_prefix("snapshots/").and_then(|name| name.strip_suffix(".tsv"));
    if !known && snapshot.is_none() {
        let many = (path.starts_with("procedures/") && path.ends_with(".md"))
            || (path.starts_with("decisions/") && path.ends_with(".toml"));
        let beside = path.ends_with("README.md") || path.split('/').any(|part| part.starts_with('.'));
        if !many && !beside {
            findings.push(Finding::at(Place::file(&full), Code::FileUnknown));
        }
        return;
    }
    let Some(file) = text_of(&full, content, findings) else { return };
    match path {
        "agencies.toml" => records.agencies = tables::agencies(&file, findings),
        "sectors.toml" => records.sectors = tables::sectors(&file, findings),
        "rules.toml" => {
            let rules::Rules { silent, deadlines, evidence } = rules::load(&file, findings);
            (records.silent_rules, records.deadline_rules, records.evidence_rules) = (silent, deadlines, evidence);
        }
        "calendar.toml" => records.calendar = calendar::load(&file, findings),
        "legal-texts.toml" => records.legal_texts = legal_texts::load(&file, findings),
        "rulings.toml" => records.rulings = tables::rulings(&file, findings),
        "links.tsv" => records.links = tables::links(&file, findings),
        "synonyms.tsv" => records.synonyms = tables::synonyms(&file, findings),
        "common-names.tsv" => records.shared_names = tables::common_names(&file, findings),
        "best-bets.tsv" => records.best_bets = tables::best_bets(&file, findings),
        "communes.tsv" => records.communes = tables::communes(&file, findings),
        "life-events.toml" => {
            for (event, line) in tables::life_events(&file, findings) {
                event_lines.extend(event.codes.iter().map(|code| (code.clone(), file.line(line))));
                records.life_events.push(event);
            }
        }
        _ => {
            if let Some(id) = snapshot {
                records.snapshots.push(tables::snapshot(&file, id, findings));
            }
        }
    }
}
