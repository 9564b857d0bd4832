//! A calendar day, with no time and no zone.

/// A day of law: an effect, a signing, a snapshot. Civil, proleptic Gregorian, no zone: Vietnam's texts
/// speak of days, never of hours, and `today` is taken at UTC+7 by `cli` alone.
pub type Day = chrono::NaiveDate;
