//! Legal texts with a life of their own (`legal-texts.toml`).

use super::Day;

/// A normative text (văn bản quy phạm pháp luật) that somebody looked up. A text that is not on record is *unknown*, never
/// "does not exist".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NormativeText {
    /// Its number, `39/2026/NĐ-CP`.
    pub number: String,
    /// Its title.
    pub title: Option<String>,
    /// The day on which it takes effect.
    pub effect: Option<Day>,
    /// Where that was read.
    pub source: String,
    /// The day on which somebody last looked.
    pub checked: Option<Day>,
    /// Its states with their first days, in the order of days.
    pub statuses: Vec<(Day, TextStatus)>,
}

/// The state of a text itself, shown beside a procedure's state and never instead of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextStatus {
    /// Chưa có hiệu lực.
    NotYet,
    /// Còn hiệu lực.
    InForce,
    /// Hết hiệu lực một phần.
    PartlyExpired,
    /// Hết hiệu lực toàn bộ.
    Expired,
    /// Ngưng hiệu lực.
    Suspended,
}

impl TextStatus {
    /// Every state, in the order of the reference.
    pub const ALL: [TextStatus; 5] = [
        TextStatus::NotYet,
        TextStatus::InForce,
        TextStatus::PartlyExpired,
        TextStatus::Expired,
        TextStatus::Suspended,
    ];

    /// The word that catalogue files and JSON use.
    pub fn as_str(self) -> &'static str {
        match self {
            TextStatus::NotYet => "not-yet",
            TextStatus::InForce => "in-force",
            TextStatus::PartlyExpired => "partly-expired",
            TextStatus::Expired => "expired",
            TextStatus::Suspended => "suspended",
        }
    }
}

impl NormativeText {
    /// The text's state on a day: the latest one stated, else what its day of effect tells. `None` where neither does.
    ///
    /// ```
    /// use niemyet::model::{Day, NormativeText, TextStatus};
    /// let day = |m| Day::from_ymd_opt(2026, m, 1).unwrap();
    /// let text = NormativeText {
    ///     number: "1/2026/NĐ-CP".into(), title: None, effect: Some(day(3)), source: "made".into(), checked: None,
    ///     statuses: vec![(day(9), TextStatus::Expired)],
    /// };
    /// assert_eq!(text.status_on(day(2)), Some(TextStatus::NotYet));
    /// assert_eq!(text.status_on(day(3)), Some(TextStatus::InForce));
    /// assert_eq!(text.status_on(day(9)), Some(TextStatus::Expired));
    /// ```
    pub fn status_on(&self, day: Day) -> Option<TextStatus> {
        let stated = self.statuses.iter().rev().find(|(from, _)| *from <= day).map(|(_, status)| *status);
        let by_effect =
            || self.effect.map(|effect| if effect <= day { TextStatus::InForce } else { TextStatus::NotYet });
        stated.or_else(by_effect)
    }
}
