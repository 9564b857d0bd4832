//! Levels of government that decide a procedure (cấp thực hiện).

use std::collections::BTreeSet;

/// A level of government. Since 1 July 2025 there are two local ones, province and commune; the district
/// level stays only because older decisions and records name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Cấp trung ương, cấp bộ.
    Ministry,
    /// Cấp tỉnh.
    Province,
    /// Cấp huyện, which is no more since 2025-07-01.
    District,
    /// Cấp xã.
    Commune,
    /// Cơ quan khác.
    Other,
}

/// A set of levels, always in the order of [`Level`].
pub type Levels = BTreeSet<Level>;

impl Level {
    /// Every level, highest first.
    pub const ALL: [Level; 5] = [Level::Ministry, Level::Province, Level::District, Level::Commune, Level::Other];

    /// The word that catalogue files and JSON use.
    pub fn as_str(self) -> &'static str {
        match self {
            Level::Ministry => "ministry",
            Level::Province => "province",
            Level::District => "district",
            Level::Commune => "commune",
            Level::Other => "other",
        }
    }

    /// The level that a catalogue file's word names.
    pub fn from_word(word: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.as_str() == word)
    }
}
