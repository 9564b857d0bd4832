//! Days as sources write them.

use serde_json::Value;

use crate::model::Day;
use crate::text;

/// Vietnam's time, in milliseconds east of UTC. It has no summer time.
const VIETNAM: i64 = 7 * 3600 * 1000;

/// The day that a value names: `2026-07-01`, `1/7/2026`, `01-07-2026`, `1.7.2026`, `ngày 1 tháng 7 năm 2026`, or
/// milliseconds since 1970 as the portal has them. Years outside 1945 to 2200 are none.
pub(super) fn day(value: &Value) -> Option<Day> {
    use chrono::Datelike;
    let day = match value {
        Value::Number(number) => {
            let moment = chrono::DateTime::from_timestamp_millis(number.as_i64()?.checked_add(VIETNAM)?)?;
            Some(moment.date_naive())
        }
        Value::String(text) => written(text),
        _ => None,
    };
    day.filter(|day| (1945..=2200).contains(&day.year()))
}

/// The first whole day that stands in a text, whatever stands around it.
pub(super) fn within(text: &str) -> Option<Day> {
    use chrono::Datelike;
    let folded = text::fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    let at = |from: usize, many: usize| words.get(from..from + many).map(|words| words.join(" "));
    let day = (0..words.len()).find_map(|from| {
        let long = at(from, 6).filter(|words| words.starts_with("ngay ")).and_then(|words| written(&words));
        long.or_else(|| at(from, 3).and_then(|words| written(&words)))
    });
    day.filter(|day| (1945..=2200).contains(&day.year()))
}

fn written(text: &str) -> Option<Day> {
    // A time of day behind the day is not read.
    let text = text.trim();
    let text = text.split_once('T').map_or(text, |(day, _)| day);
    let folded = text::fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    let numbers = match words.as_slice() {
        ["ngay", day, "thang", month, "nam", year] | [day, "thang", month, "nam", year] => [*year, *month, *day],
        [year, month, day] if year.len() == 4 => [*year, *month, *day],
        [day, month, year] if year.len() == 4 => [*year, *month, *day],
        _ => return None,
    };
    let short = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let [year, month, day] = numbers;
    let sound = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) && short(month) && short(day);
    if !sound {
        return None;
    }
    Day::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_a_day_is_read() {
        let expected = Day::from_ymd_opt(2026, 7, 1);
        for text in [
            "2026-07-01",
            "1/7/2026",
            "01/07/2026",
            "01-07-2026",
            "1.7.2026",
            "ngày 1 tháng 7 năm 2026",
            "Ngày 01 tháng 7 năm 2026",
            "2026-07-01T10:00:00Z",
        ] {
            assert_eq!(day(&Value::from(text)), expected, "{text}");
        }
        // 2026-06-30 17:30 UTC is past midnight in Vietnam.
        assert_eq!(day(&Value::from(1_782_840_600_000_i64)), expected);
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in ["", "2026", "31/2/2026", "tháng 7 năm 2026", "1/7/26", "7/2026", "1/7/1900", "hôm nay"] {
            assert_eq!(day(&Value::from(text)), None, "{text}");
        }
        assert_eq!(day(&Value::from(i64::MAX)), None);
        assert_eq!(day(&Value::Null), None);
    }
}
