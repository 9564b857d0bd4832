//! `offices.toml` and `assignments.toml`.

use std::collections::BTreeMap;

use crate::model::{AgencyId, Assignment, AssignmentDefault, Office, OfficeContact, OfficeId, OldName, Role, SectorId};

use super::change::codes_of;
use super::fields::{Fields, Reader};
use super::tables::{OLD_NAME_KEYS, by_key, slug, tables, validity};

/// The keys of an `[[office]]`.
pub const OFFICE_KEYS: &[&str] = &[
    "id",
    "name",
    "old_names",
    "agency",
    "ward",
    "address",
    "phones",
    "email",
    "hours",
    "feedback",
    "signer",
    "motto",
    "web",
    "map",
    "from",
    "until",
];
/// The keys of an `[[assignment]]`.
pub const ASSIGNMENT_KEYS: &[&str] =
    &["agency", "office", "codes", "sectors", "role", "from", "until", "by", "recorded", "source"];
/// The keys of a `[[default]]` of assignment.
pub const ASSIGNMENT_DEFAULT_KEYS: &[&str] = &["executor", "issuer", "sector", "agency", "basis"];

/// What `assignments.toml` says.
#[derive(Default)]
pub(super) struct Assignments {
    pub(super) written: Vec<Assignment>,
    pub(super) defaults: Vec<AssignmentDefault>,
}

pub(super) fn offices(reader: &mut Reader) -> BTreeMap<OfficeId, Office> {
    let rows = tables(reader, "office", &["office"], OFFICE_KEYS, |reader, fields, at| {
        let id = slug(reader, fields, "id");
        let name = reader.needed_text(fields, "name");
        let agency = reader.needed_text(fields, "agency");
        let old_names = reader.rows(fields, "old_names", OLD_NAME_KEYS, |reader, fields, _| {
            let (name, _) = reader.needed_text(fields, "name")?;
            Some(OldName { name, until: reader.day(fields, "until") })
        });
        let old_names = reader.keep("old_names", old_names);
        let ward = ward(reader, fields);
        let contact = contact(reader, fields);
        let motto = reader.truth(fields, "motto").unwrap_or_default();
        let validity = validity(reader, fields, at);
        let (id, agency) = (OfficeId(id?), AgencyId(agency?.0));
        Some(Office { id, name: name?.0, old_names, agency, ward, motto, contact, validity })
    });
    by_key(reader, "office", rows, |office| office.id.clone(), |id| id.0.clone())
}

fn contact(reader: &mut Reader, fields: &Fields) -> OfficeContact {
    OfficeContact {
        phones: reader.texts(fields, "phones"),
        address: plain(reader, fields, "address"),
        email: plain(reader, fields, "email"),
        hours: plain(reader, fields, "hours"),
        feedback: plain(reader, fields, "feedback"),
        signer: plain(reader, fields, "signer"),
        web: address(reader, fields, "web"),
        map: address(reader, fields, "map"),
    }
}

fn plain(reader: &mut Reader, fields: &Fields, key: &'static str) -> Option<String> {
    reader.text(fields, key).map(|(text, _)| text)
}

/// A code of the General Statistics Office.
fn ward(reader: &mut Reader, fields: &Fields) -> Option<String> {
    let (text, at) = reader.text(fields, "ward")?;
    let sound = text.len() == 5 && text.bytes().all(|b| b.is_ascii_digit());
    if !sound {
        reader.invalid(&at, &text, "ddddd");
    }
    sound.then_some(text)
}

/// A web address: people follow it from public pages.
fn address(reader: &mut Reader, fields: &Fields, key: &'static str) -> Option<String> {
    let (text, at) = reader.text(fields, key)?;
    let sound = text.starts_with("https://") && !text.contains(char::is_whitespace);
    if !sound {
        reader.invalid(&at, &text, "https://…");
    }
    sound.then_some(text)
}

pub(super) fn assignments(reader: &mut Reader) -> Assignments {
    let file = reader.file;
    let Some(table) = reader.parse(&file.text, 0) else { return Assignments::default() };
    let fields = reader.fields(table.get_ref(), 0..0, &["assignment", "default"]);
    let written = reader.rows(&fields, "assignment", ASSIGNMENT_KEYS, |reader, fields, at| {
        let agency = reader.needed_text(fields, "agency");
        let office = plain(reader, fields, "office").map(OfficeId);
        let codes = codes_of(reader, fields, "codes");
        let sectors: Vec<SectorId> = reader.texts(fields, "sectors").into_iter().map(SectorId).collect();
        if codes.is_empty() && sectors.is_empty() {
            reader.needs(fields, "codes");
        }
        let words: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
        let _present = reader.needed_text(fields, "role");
        let role = reader.word(fields, "role", Role::from_word, &words);
        let validity = validity(reader, fields, at);
        let (by, source) = (reader.needed_text(fields, "by"), reader.needed_text(fields, "source"));
        reader.needs(fields, "recorded");
        let recorded = reader.day(fields, "recorded");
        let sound = reader.is_sound(fields);
        let agency = AgencyId(agency?.0);
        let (role, by, recorded, source) = (role?, by?.0, recorded?, source?.0);
        sound.then_some(Assignment { agency, office, codes, sectors, role, validity, by, recorded, source })
    });
    let defaults = reader.rows(&fields, "default", ASSIGNMENT_DEFAULT_KEYS, |reader, fields, _| {
        let executor = reader.needed_text(fields, "executor");
        let issuer = plain(reader, fields, "issuer").map(AgencyId);
        let sector = plain(reader, fields, "sector").map(SectorId);
        let agency = reader.needed_text(fields, "agency");
        let basis = reader.needed_text(fields, "basis");
        let (executor, agency) = (executor?.0, AgencyId(agency?.0));
        Some(AssignmentDefault { executor, issuer, sector, agency, basis: basis?.0 })
    });
    Assignments { written: reader.keep("assignment", written), defaults: reader.keep("default", defaults) }
}
