//! The table as a text that is read back: what a command keeps, so that the next one need not read a whole catalogue to answer a question.

use serde::{Deserialize, Deserializer, Serializer};

use super::table::Table;

impl Table {
    /// As a text; `None` where it cannot be one, which no table gives a reason for.
    pub(super) fn to_text(&self) -> Option<String> {
        serde_json::to_string(self).ok()
    }

    /// The table of a text that [`Table::to_text`] gave; `None` where it is none.
    pub(super) fn of_text(text: &str) -> Option<Table> {
        serde_json::from_str(text).ok()
    }
}

/// A status by its word.
pub(super) mod status {
    use super::{Deserialize, Deserializer, Serializer};
    use crate::ledger::Status;

    pub(crate) fn serialize<S: Serializer>(status: &Status, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(status.as_str())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Status, D::Error> {
        let word = String::deserialize(deserializer)?;
        let known = Status::ALL.into_iter().find(|status| status.as_str() == word);
        known.ok_or_else(|| serde::de::Error::custom("no status"))
    }
}

/// Levels by their words.
pub(super) mod levels {
    use super::{Deserialize, Deserializer, Serializer};
    use crate::model::{Level, Levels};

    pub(crate) fn serialize<S: Serializer>(levels: &Levels, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(levels.iter().map(|level| level.as_str()))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Levels, D::Error> {
        let words = Vec::<String>::deserialize(deserializer)?;
        let known = |word: &String| Level::ALL.into_iter().find(|level| level.as_str() == word);
        let levels: Option<Levels> = words.iter().map(known).collect();
        levels.ok_or_else(|| serde::de::Error::custom("no level"))
    }
}
