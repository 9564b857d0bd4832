//! Sectors (lĩnh vực).

/// A sector's identifier: the slug under which `sectors.toml` keeps it, stable because it is an address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectorId(pub String);

/// A field of administration into which procedures are grouped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sector {
    /// Its identifier.
    pub id: SectorId,
    /// Its official name.
    pub name: String,
    /// Other spellings found in lists ("Thi đua – Khen thưởng" stands in four forms).
    pub spellings: Vec<String>,
}
