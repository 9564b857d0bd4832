//! Cells for time limits.

use crate::model::TimeLimit;
use crate::text::{clean, fold};

use super::super::clauses;
use super::{CHARS, lines, parts};

/// What a cell for a time limit says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Time {
    One(TimeLimit),
    /// By rule, and after a cut: "140 → 70 ngày".
    Two(TimeLimit, TimeLimit),
    /// It says more than one limit and its unit, and may be misread where only its words are shown.
    AsWritten(TimeLimit),
    /// "Không đề xuất cắt giảm".
    NoCut,
    /// "Theo quy định": nothing that the record has otherwise.
    AsRuled,
    Unread,
}

pub(super) fn time(written: &str) -> Time {
    if let Some(both) = labelled(&parts(written).join("\n")) {
        return both;
    }
    let text = lines(written);
    let folded = fold(&text);
    let is_same = folded.starts_with("giu nguyen") || folded.starts_with("khong thay doi");
    let is_uncut = folded.starts_with("khong ") && (folded.ends_with(" cat giam") || folded.ends_with(" rut ngan"));
    if is_same || is_uncut || matches!(folded.as_str(), "khong" | "khong co") {
        return Time::NoCut;
    }
    if matches!(folded.as_str(), "theo quy dinh" | "theo quy dinh cua phap luat" | "theo quy dinh hien hanh") {
        return Time::AsRuled;
    }
    if text.chars().count() > CHARS {
        return Time::Unread;
    }
    if let Some(both) = two(&text) {
        return both;
    }
    match limit(&text) {
        Some(limit) => Time::One(limit),
        None if speaks_of_time(&folded) => {
            let limit = TimeLimit::parse(&text);
            if matches!(limit, TimeLimit::Measured { .. }) {
                return Time::Unread; // "0 ngày"
            }
            // A day inside the cell: the limit is one before it and another after it.
            let changes = !clauses::days(&folded).is_empty();
            if changes || speaks_of_a_cut(&folded) { Time::AsWritten(limit) } else { Time::One(limit) }
        }
        None => Time::Unread,
    }
}

/// "Theo quy định: 15 ngày; sau cắt giảm: 10 ngày", "15 ngày (cắt giảm còn 10 ngày)": two limits, of which the words say which
/// is which.
fn labelled(written: &str) -> Option<Time> {
    const RULE: [&str; 6] = [
        "",
        "theo quy dinh",
        "theo quy dinh cua phap luat",
        "thoi han theo quy dinh",
        "thoi gian theo quy dinh",
        "thoi han giai quyet theo quy dinh",
    ];
    const CUT: [&str; 15] = [
        "sau cat giam",
        "sau khi cat giam",
        "cat giam con",
        "da cat giam con",
        "cat giam xuong con",
        "rut ngan con",
        "rut ngan xuong con",
        "giam con",
        "giam xuong con",
        "con",
        "con lai",
        "thoi han sau cat giam",
        "thoi gian sau cat giam",
        "thoi han giai quyet sau cat giam",
        "thoi gian giai quyet sau cat giam",
    ];
    let (rule, cut) = written.split_once(['\n', ';', '('])?;
    // What stands before the number, and the limit from it on.
    let told = |text: &str| {
        let text = clean(text.trim_end_matches([')', '.', ';', ',', ' ', '\n']));
        let (lead, rest) = text.split_at(text.find(|c: char| c.is_ascii_digit())?);
        Some((fold(lead), limit(rest)?))
    };
    let ((rule_lead, rule), (cut_lead, cut)) = (told(rule)?, told(cut)?);
    let is_both = RULE.contains(&rule_lead.as_str()) && CUT.contains(&cut_lead.as_str());
    is_both.then_some(Time::Two(rule, cut))
}

/// "140 → 70 ngày", "15 ngày xuống còn 10 ngày": the second has the unit of the first where only one has any.
fn two(text: &str) -> Option<Time> {
    const BETWEEN: [&str; 7] = ["→", "⇒", "->", "=>", "➔", " xuống còn ", " giảm còn "];
    let between = BETWEEN.iter().find(|mark| text.contains(**mark))?;
    let mut parts = text.split(between).map(|part| part.trim().trim_start_matches("từ ").trim_start_matches("Từ "));
    let (Some(rule), Some(cut), None) = (parts.next(), parts.next(), parts.next()) else { return Some(Time::Unread) };
    let unit = |text: &str| Some(text.split_once(' ')?.1.to_owned());
    let whole = |text: &str, other: &str| match text.contains(' ') {
        true => Some(text.to_owned()),
        false => Some(format!("{text} {}", unit(other)?)),
    };
    let (rule, cut) = (whole(rule, cut)?, whole(cut, rule)?);
    match (limit(&rule), limit(&cut)) {
        (Some(rule), Some(cut)) => Some(Time::Two(rule, cut)),
        (None, _) | (_, None) => Some(Time::Unread),
    }
}

/// One number and one unit: "07 ngày làm việc", "03 (ba) ngày làm việc", "1/2 ngày", "½ ngày làm việc".
fn limit(text: &str) -> Option<TimeLimit> {
    let mut text = text.trim_end_matches(['.', ';', ',']).to_owned();
    // "03 (ba) ngày": what stands in brackets behind the number says it again in words.
    if let Some((number, rest)) = text.split_once('(')
        && number.trim().chars().all(|c| c.is_ascii_digit())
        && let Some((words, rest)) = rest.split_once(')')
        && words.chars().all(|c| c.is_alphabetic() || c == ' ')
    {
        text = format!("{} {}", number.trim(), rest.trim());
    }
    for (written, number) in [("01/2 ", "0,5 "), ("1/2 ", "0,5 "), ("½ ", "0,5 "), ("nửa ", "0,5 "), ("Nửa ", "0,5 ")]
    {
        if let Some(rest) = text.strip_prefix(written) {
            text = format!("{number}{rest}");
        }
    }
    // "10ngày": the number and its unit have run together.
    let digits = text.chars().take_while(|c| c.is_ascii_digit() || matches!(c, ',' | '.')).count();
    if text.chars().nth(digits).is_some_and(char::is_alphabetic) && digits > 0 {
        text.insert(digits, ' ');
    }
    match TimeLimit::parse(&text) {
        TimeLimit::Measured { hundredths: 0, .. } | TimeLimit::Stated(_) => None,
        limit @ TimeLimit::Measured { .. } => Some(limit),
    }
}

/// Whether words are about a shorter limit: "đã giảm 05 ngày", and not "giảm số lượng".
fn speaks_of_a_cut(folded: &str) -> bool {
    let is_less = |(_, rest): (&str, &str)| {
        let next = rest.trim_start().split(' ').next().unwrap_or_default();
        next.starts_with(|c: char| c.is_ascii_digit()) || matches!(next, "con" | "xuong" | "thoi")
    };
    let less = folded.match_indices("giam").map(|(at, word)| folded.split_at(at + word.len())).any(is_less);
    less || ["cat giam", "rut ngan", "con lai"].iter().any(|words| folded.contains(words))
}

/// Whether words are about a time: a unit behind a number, or a phrase that offices use in the place of one.
fn speaks_of_time(folded: &str) -> bool {
    let words: Vec<&str> = folded.split(' ').collect();
    let is_number = |word: &&str| word.bytes().all(|b| b.is_ascii_digit());
    let unit = |at: usize| matches!(words.get(at), Some(&("ngay" | "gio" | "thang" | "tuan" | "phut" | "nam")));
    let counted = (0..words.len()).any(|at| words.get(at).is_some_and(is_number) && (unit(at + 1) || unit(at + 2)));
    let phrase =
        ["trong ngay", "ngay sau khi", "ngay khi", "ngay trong", "khong quy dinh", "chua quy dinh", "tra ket qua ngay"];
    counted || phrase.iter().any(|phrase| folded.contains(phrase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_for_times_are_right_or_asked() {
        let shown = |text: &str| match time(text) {
            Time::One(limit) => limit.to_string(),
            Time::Two(rule, cut) => format!("{rule} > {cut}"),
            Time::AsWritten(limit) => format!("? {limit}"),
            Time::NoCut | Time::AsRuled => "-".to_owned(),
            Time::Unread => "?".to_owned(),
        };
        for (text, expected) in [
            ("10 ngày làm việc", "10 ngày làm việc"),
            ("05 Ngày làm việc.", "5 ngày làm việc"),
            ("2,5 ngày làm việc", "2,5 ngày làm việc"),
            ("03 (ba) ngày làm việc", "3 ngày làm việc"),
            ("1/2 ngày làm việc", "0,5 ngày làm việc"),
            ("½ ngày", "0,5 ngày"),
            ("08 giờ làm việc", "8 giờ làm việc"),
            ("15ngày", "15 ngày"),
            ("140 → 70 ngày", "140 ngày > 70 ngày"),
            ("140 ngày → 70 ngày", "140 ngày > 70 ngày"),
            ("04 ngày làm việc -> 2,5 ngày làm việc", "4 ngày làm việc > 2,5 ngày làm việc"),
            ("từ 15 ngày xuống còn 10 ngày", "15 ngày > 10 ngày"),
            ("Theo quy định: 15 ngày làm việc\nSau cắt giảm: 10 ngày làm việc", "15 ngày làm việc > 10 ngày làm việc"),
            ("- Theo quy định: 15 ngày;\n- Sau khi cắt giảm: 7,5 ngày.", "15 ngày > 7,5 ngày"),
            ("15 ngày làm việc (cắt giảm còn 10 ngày làm việc)", "15 ngày làm việc > 10 ngày làm việc"),
            ("15 ngày; còn 10 ngày", "15 ngày > 10 ngày"),
            ("10 ngày làm việc (đã giảm 05 ngày)", "? 10 ngày làm việc (đã giảm 05 ngày)"),
            ("15 ngày (giảm 5 ngày so với quy định)", "? 15 ngày (giảm 5 ngày so với quy định)"),
            ("- Cấp mới: 15 ngày\n- Cấp lại: 05 ngày", "Cấp mới: 15 ngày; Cấp lại: 05 ngày"),
            ("06 ngày làm việc và 30 ngày", "06 ngày làm việc và 30 ngày"),
            ("- Cấp mới: 10 ngày; - Cấp lại: 5 ngày", "- Cấp mới: 10 ngày; - Cấp lại: 5 ngày"),
            ("Trong ngày làm việc", "Trong ngày làm việc"),
            ("Không quy định", "Không quy định"),
            ("Đến 31/12/2026: 10 ngày; từ 01/01/2027: 5 ngày", "? Đến 31/12/2026: 10 ngày; từ 01/01/2027: 5 ngày"),
            ("Không đề xuất cắt giảm", "-"),
            ("Giữ nguyên", "-"),
            ("Không thực hiện cắt giảm", "-"),
            ("Không cắt giảm", "-"),
            (
                "03 ngày làm việc (mất, hỏng, giảm số lượng dây chuyền)",
                "03 ngày làm việc (mất, hỏng, giảm số lượng dây chuyền)",
            ),
            ("Theo quy định", "-"),
            ("10", "?"),
            ("0 ngày", "?"),
            ("Theo Phụ lục", "?"),
            ("15 → 10 → 5 ngày", "?"),
            ("140 → bảy mươi", "?"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
