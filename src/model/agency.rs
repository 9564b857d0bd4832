//! Agencies: who issues decisions and who carries procedures out.

use super::{Day, Period};

/// An agency's identifier: the slug under which `agencies.toml` keeps it, stable for ever because it is an address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgencyId(pub String);

/// What kind of body an agency is. It decides whom its decisions bind (see [`AgencyKind::binds_country`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AgencyKind {
    /// Bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ: its decisions bind the country.
    Ministry,
    /// UBND tỉnh, Chủ tịch UBND tỉnh: its decisions bind that province alone.
    Province,
    /// Sở, ban, ngành of a province.
    Department,
    /// UBND cấp xã and its offices.
    Commune,
    /// Cơ quan ngành dọc: customs, tax, State Bank, social insurance, courts, enforcement, police, border guard.
    Vertical,
    /// Anything else.
    Other,
}

impl AgencyKind {
    /// Every kind, in the order of the reference.
    pub const ALL: [AgencyKind; 6] = [
        AgencyKind::Ministry,
        AgencyKind::Province,
        AgencyKind::Department,
        AgencyKind::Commune,
        AgencyKind::Vertical,
        AgencyKind::Other,
    ];

    /// The word that catalogue files and JSON use.
    pub fn as_str(self) -> &'static str {
        match self {
            AgencyKind::Ministry => "ministry",
            AgencyKind::Province => "province",
            AgencyKind::Department => "department",
            AgencyKind::Commune => "commune",
            AgencyKind::Vertical => "vertical",
            AgencyKind::Other => "other",
        }
    }

    /// The kind that a catalogue file's word names.
    pub fn from_word(word: &str) -> Option<AgencyKind> {
        AgencyKind::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Whether such an agency is a part of its province, and may issue decisions on its behalf.
    pub fn is_of_province(self) -> bool {
        match self {
            AgencyKind::Department | AgencyKind::Commune => true,
            AgencyKind::Ministry | AgencyKind::Province | AgencyKind::Vertical | AgencyKind::Other => false,
        }
    }

    /// Whether a decision of such an agency binds every province (Nghị định 63/2010 Điều 13).
    pub fn binds_country(self) -> bool {
        self == AgencyKind::Ministry
    }
}

/// A body that issues decisions or carries procedures out, under its name of today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agency {
    /// Its identifier.
    pub id: AgencyId,
    /// Its official name of today.
    pub name: String,
    /// What kind of body it is.
    pub kind: AgencyKind,
    /// The body on whose behalf it issues decisions (ủy quyền): of a department or commune, its province.
    pub parent: Option<AgencyId>,
    /// Other spellings of the name of today.
    pub spellings: Vec<String>,
    /// Names that it, or a body merged into it, had before. The name of a body whose work was divided stands at each that has a
    /// part of it.
    pub old_names: Vec<OldName>,
    /// When the agency exists.
    pub validity: Period,
}

impl Agency {
    /// Whether a name is one that it, or a body merged into it or divided among it and others, had before.
    pub fn had_name(&self, name: &str) -> bool {
        self.old_names.iter().any(|old| old.name == name)
    }
}

/// A name that is no longer right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OldName {
    /// The name.
    pub name: String,
    /// The first day on which it was no longer the name; `None` where nobody recorded it.
    pub until: Option<Day>,
}
