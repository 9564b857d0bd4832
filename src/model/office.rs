//! Offices: the bodies that receive people and must post what they do (Nghị định 63/2010 Điều 17), and who does what.

use super::{AgencyId, Day, OldName, Period, ProcedureCode, SectorId};

/// An office's identifier: a part of its address, for ever.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OfficeId(pub String);

/// One office: of a commune, a department, a vertical body. One kind of agency may be many offices.
///
/// What nobody entered is `None` or empty: it is never made up, and stands on no public page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// Its identifier.
    pub id: OfficeId,
    /// Its official name of today.
    pub name: String,
    /// Names that it had before.
    pub old_names: Vec<OldName>,
    /// The agency, or the kind of agency, that it is: what is given to that one is due here.
    pub agency: AgencyId,
    /// The portal's code of its commune, for filing links.
    pub ward: Option<String>,
    /// Whether its board carries the national title and motto (quốc hiệu) at its head.
    pub motto: bool,
    /// Where people go.
    pub contact: OfficeContact,
    /// When the office exists.
    pub validity: Period,
}

/// How an office is reached. Posts, not persons.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OfficeContact {
    /// Its address.
    pub address: Option<String>,
    /// Its telephone numbers.
    pub phones: Vec<String>,
    /// Its electronic mail.
    pub email: Option<String>,
    /// When it is open.
    pub hours: Option<String>,
    /// Where questions and complaints go.
    pub feedback: Option<String>,
    /// The post that signs its board ("Giám đốc Trung tâm Phục vụ hành chính công").
    pub signer: Option<String>,
    /// Its own web address.
    pub web: Option<String>,
    /// A link to a map.
    pub map: Option<String>,
}

impl OfficeContact {
    /// Every fact in the order of tables, by its key and with its value where somebody entered it.
    pub fn facts(&self) -> [(&'static str, Option<String>); 8] {
        let phones = (!self.phones.is_empty()).then(|| self.phones.join("; "));
        [
            ("address", self.address.clone()),
            ("phones", phones),
            ("email", self.email.clone()),
            ("hours", self.hours.clone()),
            ("feedback", self.feedback.clone()),
            ("signer", self.signer.clone()),
            ("web", self.web.clone()),
            ("map", self.map.clone()),
        ]
    }
}

/// What an office does for a procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// It decides (có thẩm quyền giải quyết).
    Decides,
    /// It receives dossiers, or handles them for the one that decides.
    Receives,
    /// It is only asked (cơ quan phối hợp): nothing is due.
    Consulted,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 3] = [Role::Decides, Role::Receives, Role::Consulted];

    /// The word in catalogue files and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Decides => "decides",
            Role::Receives => "receives",
            Role::Consulted => "consulted",
        }
    }

    /// The role that a catalogue file's word names.
    pub fn from_word(word: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.as_str() == word)
    }
}

/// Who does what, as a person wrote it down with its source (`assignments.toml`, `[[assignment]]`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// The agency, or the kind of agency, whose offices it is about.
    pub agency: AgencyId,
    /// One office alone; all of the agency's where `None`.
    pub office: Option<OfficeId>,
    /// These procedures.
    pub codes: Vec<ProcedureCode>,
    /// All procedures of these sectors.
    pub sectors: Vec<SectorId>,
    /// What it does.
    pub role: Role,
    /// When it holds.
    pub validity: Period,
    /// Who wrote it down.
    pub by: String,
    /// On which day.
    pub recorded: Day,
    /// Where that stands.
    pub source: String,
}

/// Who handles what where nothing better is on record (`assignments.toml`, `[[default]]`): visible, with its reason, and
/// overruled by every decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignmentDefault {
    /// How the name of the executor begins, in any case and with or without accents.
    pub executor: String,
    /// Only procedures that this agency published.
    pub issuer: Option<AgencyId>,
    /// Only procedures of this sector.
    pub sector: Option<SectorId>,
    /// The agency whose offices handle them.
    pub agency: AgencyId,
    /// Why: a text on record, or that there is none.
    pub basis: String,
}
