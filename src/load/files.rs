//! What each file is, by its path, and how it is read.

use std::collections::BTreeMap;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::finding::{Code, Finding};
use crate::input::{FILE_LIMIT, FileContent};
use crate::model::{
    Agency, AgencyId, BestBet, Calendar, Commune, Decision, Interruption, LifeEvent, Link, NormativeText, Office,
    OfficeId, Procedure, ProcedureCode, Redirect, Ruling, Sector, SectorId, Snapshot, Synonym,
};
use crate::source::{Place, SourceFile};

use super::fields::Reader;
use super::{calendar, decision, interruptions, legal_texts, offices, procedure, redirects, rules, site, tables};

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind<'p> {
    Site,
    Procedure,
    Decision,
    Agencies,
    Offices,
    Assignments,
    Sectors,
    Rules,
    Rulings,
    Calendar,
    LegalTexts,
    LifeEvents,
    Links,
    Synonyms,
    CommonNames,
    BestBets,
    Redirects,
    Interruptions,
    Communes,
    /// An official list, with its identifier.
    Snapshot(&'p str),
    /// No part of the catalogue, and allowed beside it.
    Beside,
    /// Of no kind that the catalogue has.
    Unknown,
}

/// What a file held.
pub(super) enum Part {
    Procedure(Box<Procedure>),
    Decision(Box<Decision>),
    Agencies(BTreeMap<AgencyId, Agency>),
    Offices(BTreeMap<OfficeId, Office>),
    Assignments(offices::Assignments),
    Sectors(BTreeMap<SectorId, Sector>),
    Rules(rules::Rules),
    Rulings(Vec<Ruling>),
    Calendar(Calendar),
    LegalTexts(BTreeMap<String, NormativeText>),
    LifeEvents(Vec<LifeEvent>),
    Links(BTreeMap<ProcedureCode, Link>),
    Synonyms(Vec<Synonym>),
    CommonNames(BTreeMap<ProcedureCode, Vec<String>>),
    BestBets(Vec<BestBet>),
    Redirects(Vec<Redirect>),
    Interruptions(Vec<Interruption>),
    Communes(Vec<Commune>),
    Snapshot(Box<Snapshot>),
    Nothing,
}

impl<'p> Kind<'p> {
    /// The kind of the file at a path relative to the project's folder.
    pub(super) fn of(path: &'p str) -> Kind<'p> {
        match path.split_once('/') {
            Some(("site", "site.toml")) => Kind::Site,
            Some(("catalogue", path)) => Kind::in_catalogue(path),
            Some(_) | None => Kind::Beside,
        }
    }

    fn in_catalogue(path: &'p str) -> Kind<'p> {
        match path {
            "agencies.toml" => Kind::Agencies,
            "offices.toml" => Kind::Offices,
            "assignments.toml" => Kind::Assignments,
            "sectors.toml" => Kind::Sectors,
            "rules.toml" => Kind::Rules,
            "rulings.toml" => Kind::Rulings,
            "calendar.toml" => Kind::Calendar,
            "legal-texts.toml" => Kind::LegalTexts,
            "life-events.toml" => Kind::LifeEvents,
            "links.tsv" => Kind::Links,
            "synonyms.tsv" => Kind::Synonyms,
            "common-names.tsv" => Kind::CommonNames,
            "best-bets.tsv" => Kind::BestBets,
            "redirects.tsv" => Kind::Redirects,
            "interruptions.tsv" => Kind::Interruptions,
            "communes.tsv" => Kind::Communes,
            _ if path.starts_with("procedures/") && path.ends_with(".md") => Kind::Procedure,
            _ if path.starts_with("decisions/") && path.ends_with(".toml") => Kind::Decision,
            _ => match path.strip_prefix("snapshots/").and_then(|name| name.strip_suffix(".tsv")) {
                Some(id) => Kind::Snapshot(id),
                None if path.ends_with("README.md") || path.ends_with("README.vi.md") => Kind::Beside,
                None if path.split('/').any(|part| part.starts_with('.')) => Kind::Beside,
                None => Kind::Unknown,
            },
        }
    }

    /// Whether there is anything to read.
    pub(super) fn is_read(self) -> bool {
        !matches!(self, Kind::Beside | Kind::Unknown)
    }

    /// Reads a file of this kind. The site's settings are no part of the catalogue: `load` takes them before all else, with
    /// what the command line says.
    pub(super) fn read(self, reader: &mut Reader) -> Part {
        match self {
            Kind::Site => {
                site::load(reader, None);
                Part::Nothing
            }
            Kind::Procedure => procedure::load(reader).map_or(Part::Nothing, |it| Part::Procedure(Box::new(it))),
            Kind::Decision => decision::load(reader).map_or(Part::Nothing, |it| Part::Decision(Box::new(it))),
            Kind::Agencies => Part::Agencies(tables::agencies(reader)),
            Kind::Offices => Part::Offices(offices::offices(reader)),
            Kind::Assignments => Part::Assignments(offices::assignments(reader)),
            Kind::Sectors => Part::Sectors(tables::sectors(reader)),
            Kind::Rules => Part::Rules(rules::load(reader)),
            Kind::Rulings => Part::Rulings(tables::rulings(reader)),
            Kind::Calendar => Part::Calendar(calendar::load(reader)),
            Kind::LegalTexts => Part::LegalTexts(legal_texts::load(reader)),
            Kind::LifeEvents => Part::LifeEvents(tables::life_events(reader)),
            Kind::Links => Part::Links(tables::links(reader)),
            Kind::Synonyms => Part::Synonyms(tables::synonyms(reader)),
            Kind::CommonNames => Part::CommonNames(tables::common_names(reader)),
            Kind::BestBets => Part::BestBets(tables::best_bets(reader)),
            Kind::Redirects => Part::Redirects(redirects::redirects(reader)),
            Kind::Interruptions => Part::Interruptions(interruptions::interruptions(reader)),
            Kind::Communes => Part::Communes(tables::communes(reader)),
            Kind::Snapshot(id) => Part::Snapshot(Box::new(tables::snapshot(reader, id))),
            Kind::Beside | Kind::Unknown => Part::Nothing,
        }
    }
}

/// The text of a file in NFC, or findings that say why there is none.
pub(super) fn text_of(path: &str, content: &FileContent, findings: &mut Vec<Finding>) -> Option<SourceFile> {
    let reason = match content {
        FileContent::Bytes(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => {
                let text = text.strip_prefix('\u{feff}').unwrap_or(text);
                let mut file = SourceFile { path: path.to_owned(), text: text.to_owned() };
                if !is_nfc(text) {
                    file.text = text.nfc().collect();
                    // Up to the first letter that differs the two are the same, and so is its place.
                    let same = text.chars().zip(file.text.chars()).take_while(|(one, other)| one == other);
                    let at = same.map(|(letter, _)| letter.len_utf8()).sum();
                    let letter = file.text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
                    findings.push(Finding::at(file.place(at..at + letter), Code::TextNotNfc));
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
