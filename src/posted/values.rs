//! Time limits and fees as a listing words them.

use crate::import::{Shown, codes_in};
use crate::model::{TimeLimit, TimeUnit};
use crate::text::fold;

/// The time limits of a row that can be reckoned with.
pub(super) fn times(shown: &Shown) -> impl Iterator<Item = TimeLimit> {
    let texts = shown.texts.iter().filter(|text| has_digit(text) || text.contains("gày"));
    texts.map(|text| in_days(limit_in(text))).filter(|limit| matches!(limit, TimeLimit::Measured { .. }))
}

/// The sums in đồng of a row, each alone in its text; 0 where nothing is paid.
pub(super) fn sums(shown: &Shown) -> impl Iterator<Item = u64> {
    let texts = shown.texts.iter().filter(|text| has_digit(text) || text.len() <= FREE);
    texts.filter_map(|text| amount(text))
}

/// The longest text that says that nothing is paid, with its label, in bytes.
const FREE: usize = 60;

/// Most texts are names: they are told from figures before anything is read in them.
fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// A time limit in its usual wording: "Thời hạn: Không quá 10 (ngày làm việc) kể từ ngày nhận đủ hồ sơ hợp lệ", "Trong ngày".
fn limit_in(text: &str) -> TimeLimit {
    let lower =
        behind_label(text, &["thoi han", "thoi han giai quyet", "thoi gian", "thoi gian giai quyet"]).to_lowercase();
    let lower = lower.replace(['(', ')'], "");
    let rest = ["không quá ", "tối đa ", "trong thời hạn ", "trong vòng ", "trong "];
    let rest = rest.iter().find_map(|lead| lower.strip_prefix(lead)).unwrap_or(&lower);
    if ["ngày", "ngày làm việc"].contains(&rest) && rest != lower {
        return TimeLimit::Measured { hundredths: 100, unit: TimeUnit::WorkingDay };
    }
    let end = [" kể từ", " từ khi", " từ ngày", " sau khi", " tính từ"].iter().filter_map(|word| rest.find(word)).min();
    let rest = rest.get(..end.unwrap_or(rest.len())).unwrap_or(rest).trim_end_matches([',', '.', ';', ' ']);
    // Minutes are parts of an hour.
    if let Some(minutes) = rest.strip_suffix(" phút").and_then(|count| count.trim().parse::<u32>().ok()) {
        return TimeLimit::Measured { hundredths: minutes.saturating_mul(100) / 60, unit: TimeUnit::Hour };
    }
    TimeLimit::parse(rest)
}

/// A limit as limits are compared: eight working hours are a working day (Bộ luật Lao động 2019 Điều 105).
pub(super) fn in_days(limit: TimeLimit) -> TimeLimit {
    match limit {
        TimeLimit::Measured { hundredths, unit: TimeUnit::WorkingHour } if hundredths.is_multiple_of(8) => {
            TimeLimit::Measured { hundredths: hundredths / 8, unit: TimeUnit::WorkingDay }
        }
        other => other,
    }
}

/// A text without its label, where it has one of these.
fn behind_label<'t>(text: &'t str, labels: &[&str]) -> &'t str {
    let labelled = text.split_once(':').filter(|(label, _)| labels.contains(&fold(label).as_str()));
    labelled.map_or(text, |(_, rest)| rest).trim()
}

/// A number of thousands or millions with a part: "0,5 triệu", "1.25 triệu". Three digits behind the mark are a group: "1.500 nghìn".
fn sum_with_part(sum: &str, times: u64) -> Option<u64> {
    let (whole, part) = sum.split_once([',', '.']).filter(|(_, part)| matches!(part.len(), 1 | 2))?;
    let hundredths: u64 = format!("{part:0<2}").parse().ok()?;
    whole.parse::<u64>().ok()?.checked_mul(times)?.checked_add(hundredths * times / 100)
}

/// Whether a text says that nothing is paid.
pub(super) fn is_free(text: &str) -> bool {
    ["mien phi", "mien phi khong co", "khong thu phi", "khong mat phi", "khong thu", "mien le phi"]
        .contains(&fold(text).as_str())
}

/// A text that is a sum in đồng and nothing else: "777.000 đồng/hồ sơ", "777 nghìn đồng", "777.000", "Miễn phí".
fn amount(text: &str) -> Option<u64> {
    let text = behind_label(text, &["phi", "le phi", "phi le phi", "muc phi", "muc thu"]).to_lowercase();
    if is_free(&text) {
        return Some(0);
    }
    let sum = text.split('/').next()?.trim();
    let with_unit = ["đồng", "vnđ", "vnd", "đ"].iter().find_map(|unit| sum.strip_suffix(unit)).map(str::trim);
    let sum = with_unit.unwrap_or(sum);
    let (sum, times) = match ["nghìn", "ngàn"].iter().find_map(|unit| sum.strip_suffix(unit)) {
        Some(sum) => (sum.trim(), 1000),
        None => sum.strip_suffix("triệu").map_or((sum, 1), |sum| (sum.trim(), 1_000_000)),
    };
    if times > 1
        && let Some(part) = sum_with_part(sum, times)
    {
        return Some(part);
    }
    let digits: String = sum.chars().filter(|c| !matches!(c, '.' | ',' | ' ')).collect();
    let value: u64 = digits.parse().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    // A bare number is a sum where it is one that is paid in notes, and no code, year, telephone or count.
    let is_bare_sum = (5..9).contains(&digits.len())
        && value.is_multiple_of(1000)
        && !digits.starts_with('0')
        && codes_in(text.trim()).is_empty();
    let is_sum = times > 1 || with_unit.is_some() || is_bare_sum;
    is_sum.then(|| value.checked_mul(times))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_with_a_part_and_hours_of_work_are_what_they_come_to() {
        for (text, sum) in [
            ("0,5 triệu đồng", Some(500_000)),
            ("1.25 triệu đồng", Some(1_250_000)),
            ("1.500 nghìn đồng", Some(1_500_000)),
            ("2 triệu", Some(2_000_000)),
            ("777.000 đồng", Some(777_000)),
            ("Đăng ký kết hôn", None),
        ] {
            assert_eq!(amount(text), sum, "{text}");
        }
        assert_eq!(in_days(limit_in("40 giờ làm việc")), TimeLimit::parse("5 ngày làm việc"));
        assert_eq!(in_days(limit_in("4 giờ làm việc")), TimeLimit::parse("0,5 ngày làm việc"));
    }
}
