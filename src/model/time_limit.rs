//! Time limits (thời hạn giải quyết).

use std::fmt;

/// A unit in which a time limit is counted. Days and working days are never merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeUnit {
    /// Giờ.
    Hour,
    /// Giờ làm việc.
    WorkingHour,
    /// Ngày.
    Day,
    /// Ngày làm việc.
    WorkingDay,
    /// Tháng.
    Month,
}

impl TimeUnit {
    /// The key of its word in the strings files.
    pub fn as_str(self) -> &'static str {
        match self {
            TimeUnit::Hour => "hour",
            TimeUnit::WorkingHour => "working_hour",
            TimeUnit::Day => "day",
            TimeUnit::WorkingDay => "working_day",
            TimeUnit::Month => "month",
        }
    }

    /// The Vietnamese word, in lower case.
    pub fn word(self) -> &'static str {
        match self {
            TimeUnit::Hour => "giờ",
            TimeUnit::WorkingHour => "giờ làm việc",
            TimeUnit::Day => "ngày",
            TimeUnit::WorkingDay => "ngày làm việc",
            TimeUnit::Month => "tháng",
        }
    }
}

/// A time limit: a number and a unit where the text says just that, else the text itself.
///
/// ```
/// use niemyet::model::TimeLimit;
/// assert_eq!(TimeLimit::parse("04  Ngày làm việc").to_string(), "4 ngày làm việc");
/// assert_eq!(TimeLimit::parse("2.5 ngày").to_string(), "2,5 ngày");
/// assert_eq!(TimeLimit::parse("ngày 29 tháng 7").to_string(), "ngày 29 tháng 7"); // a date, not 29 months
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimeLimit {
    /// One number and one unit.
    Measured {
        /// The number, in hundredths of the unit, so that 2,5 days are exact.
        hundredths: u32,
        /// The unit.
        unit: TimeUnit,
    },
    /// A text that says something else ("Không quy định", "06 ngày làm việc và 30 ngày").
    Stated(String),
}

impl TimeLimit {
    /// Reads a time limit; a text that is not exactly one number and one unit stays a text.
    pub fn parse(text: &str) -> TimeLimit {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        measured(&text).unwrap_or(TimeLimit::Stated(text))
    }

    /// Whether it is longer than another of the same unit. Days and working days do not compare without a calendar.
    pub fn is_longer(&self, other: &TimeLimit) -> bool {
        match (self, other) {
            (TimeLimit::Measured { hundredths, unit }, TimeLimit::Measured { hundredths: other, unit: of }) => {
                unit == of && hundredths > other
            }
            (TimeLimit::Stated(_), _) | (_, TimeLimit::Stated(_)) => false,
        }
    }
}

fn measured(text: &str) -> Option<TimeLimit> {
    let (number, unit) = text.split_once(' ')?;
    let unit = match unit.to_lowercase().trim_end_matches(['.', ';']) {
        "giờ" => TimeUnit::Hour,
        "giờ làm việc" => TimeUnit::WorkingHour,
        "ngày" => TimeUnit::Day,
        "ngày làm việc" => TimeUnit::WorkingDay,
        "tháng" => TimeUnit::Month,
        _ => return None,
    };
    let (whole, part) = number.split_once([',', '.']).unwrap_or((number, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 5 || !digits(whole) || part.len() > 2 || !digits(part) {
        return None;
    }
    let whole: u32 = whole.parse().ok()?;
    let part: u32 = format!("{part:0<2}").parse().ok()?;
    Some(TimeLimit::Measured { hundredths: whole * 100 + part, unit })
}

impl fmt::Display for TimeLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TimeLimit::Stated(text) => f.write_str(text),
            TimeLimit::Measured { hundredths, unit } => {
                write!(f, "{}", hundredths / 100)?;
                match hundredths % 100 {
                    0 => {}
                    part if part % 10 == 0 => write!(f, ",{}", part / 10)?,
                    part => write!(f, ",{part:02}")?,
                }
                write!(f, " {}", unit.word())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_one_number_and_one_unit_stays_text() {
        for text in ["06 ngày làm việc và 30 ngày", "Không quy định", "10", "ngày", "1,234 ngày", "", "-3 ngày"]
        {
            assert!(matches!(TimeLimit::parse(text), TimeLimit::Stated(_)), "{text}");
        }
    }

    #[test]
    fn reading_what_was_printed_gives_the_same_limit() {
        for text in ["7 ngày", "2,5 ngày làm việc", "3,75 giờ", "1 tháng", "8 giờ làm việc"] {
            assert_eq!(TimeLimit::parse(text).to_string(), text);
        }
    }
}
