//! Numbers of legal texts, by a closed list of the bodies that issue them.
//!
//! Exports run cells together ("…của Luật Đường bộ165/2024/NĐ-CPThông tư…"). A number is taken only where its ends
//! are beyond doubt; the rest is left, and counted.

use super::clean;

/// What may stand after the year of a text's number. A longer one is tried first.
const ISSUERS: &[&str] = &[
    "NĐ-CP",
    "NQ-CP",
    "NQ-HĐND",
    "NQ-UBTVQH",
    "QĐ-TTg",
    "QĐ-UBND",
    "QĐ-BTC",
    "QĐ-BYT",
    "QĐ-BHXH",
    "CT-TTg",
    "TT-BCA",
    "TT-BCT",
    "TT-BDTTG",
    "TT-BGDĐT",
    "TT-BGTVT",
    "TT-BKHCN",
    "TT-BKHĐT",
    "TT-BLĐTBXH",
    "TT-BNG",
    "TT-BNNMT",
    "TT-BNNPTNT",
    "TT-BNV",
    "TT-BQP",
    "TT-BTC",
    "TT-BTNMT",
    "TT-BTP",
    "TT-BTTTT",
    "TT-BVHTTDL",
    "TT-BXD",
    "TT-BYT",
    "TT-NHNN",
    "TT-TTCP",
    "TT-TANDTC",
    "TT-VKSNDTC",
    "TT-UBDT",
    "TT-VPCP",
    "QH8",
    "QH9",
    "QH10",
    "QH11",
    "QH12",
    "QH13",
    "QH14",
    "QH15",
    "QH16",
    "UBTVQH10",
    "UBTVQH11",
    "UBTVQH12",
    "UBTVQH13",
    "UBTVQH14",
    "UBTVQH15",
    "UBTVQH16",
];

/// What a cell may say before the number.
const KINDS: &[&str] = &[
    "bộ luật",
    "luật",
    "pháp lệnh",
    "nghị định",
    "nghị quyết",
    "quyết định",
    "thông tư",
    "chỉ thị",
    "luật số",
    "bộ luật số",
    "pháp lệnh số",
    "nghị định số",
    "nghị quyết số",
    "quyết định số",
    "thông tư số",
    "chỉ thị số",
    "số",
];

/// The number that a cell of its own holds ("Thông tư số 11/2016/TT-BCT" → "11/2016/TT-BCT"), where the cell says
/// nothing else.
pub(super) fn number_of_cell(written: &str) -> Option<String> {
    let cell = clean::line(written);
    let cell = cell.trim_end_matches(['.', ';', ',', ' ']);
    let start = cell.find(|c: char| c.is_ascii_digit())?;
    let before = cell.get(..start)?.trim().trim_end_matches(':').trim().to_lowercase();
    if !before.is_empty() && !KINDS.contains(&before.as_str()) {
        return None;
    }
    let (number, rest) = number_at(cell.get(start..)?)?;
    let rest = rest.trim();
    let only_its_day = rest
        .strip_prefix("ngày")
        .is_some_and(|day| day.chars().all(|c| c.is_ascii_digit() || matches!(c, '/' | '-' | '.' | ' ')));
    (rest.is_empty() || only_its_day).then_some(number)
}

/// The numbers in a table whose cells run together, each once, in their order.
///
/// A cell's number is glued to what follows it: the next title, or the end. So a number counts only where a letter or
/// the end follows at once and its own digits are not glued to other digits; one that a title mentions is followed
/// by a blank, a comma or the cell's own number, and does not count.
pub(super) fn numbers_in_run(written: &str) -> Vec<String> {
    let text = written.replace('Ð', "Đ");
    let mut numbers: Vec<String> = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(digit) = rest.find(|c: char| c.is_ascii_digit()) else { break };
        let start = at + digit;
        let behind = text.get(start..).unwrap_or_default();
        let Some((number, after)) = number_at(behind) else {
            at = start + behind.bytes().take_while(u8::is_ascii_digit).count();
            continue;
        };
        let ends_a_cell = after.is_empty() || after.starts_with(char::is_alphabetic);
        if ends_a_cell && begins_clearly(text.get(..start).unwrap_or_default()) && !numbers.contains(&number) {
            numbers.push(number);
        }
        at = text.len() - after.len();
    }
    numbers
}

/// Whether a number may begin here: after a letter that ends a title, after the end of another number, or after
/// a word that announces a number. "Điều 339/2025/TT-BCT" may be Điều 3 and 39/2025: it is doubtful.
fn begins_clearly(before: &str) -> bool {
    let Some(last) = before.chars().next_back() else { return true };
    if !last.is_whitespace() {
        return !matches!(last, '/' | '-' | ',' | '(');
    }
    let word = before.trim_end().rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase();
    ["số", "số:", "luật", "định", "tư", "quyết", "lệnh"].iter().any(|kind| word.ends_with(kind))
}

/// The number at the start of a text, and what follows it.
fn number_at(text: &str) -> Option<(String, &str)> {
    let head = text.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let digits = text.get(..head)?;
    let longest = digits.split('.').map(str::len).max()?;
    if digits.ends_with('.') || longest == 0 || digits.len() > 8 {
        return None;
    }
    let rest = text.get(head..)?.strip_prefix('/')?;
    let (year, rest) = match rest.get(..4).filter(|year| year.bytes().all(|b| b.is_ascii_digit())) {
        Some(year) if ("1945"..="2100").contains(&year) => (Some(year), rest.get(4..)?.strip_prefix('/')?),
        Some(_) => return None,
        None => (None, rest),
    };
    let issuer = ISSUERS.iter().filter(|issuer| rest.starts_with(**issuer)).max_by_key(|issuer| issuer.len())?;
    // Only decisions number without a year, and only they run beyond 999 ("202448/2024/QH15" is a year and a number).
    let decision = issuer.starts_with("QĐ-");
    if (year.is_none() && !decision) || longest > if decision { 5 } else { 3 } {
        return None;
    }
    let after = rest.get(issuer.len()..)?;
    // A longer symbol than the list has ("TT-BTCCP", "QĐ-UBND-HC") is not the one that it begins with.
    let mut next = after.chars();
    let goes_on = match next.next() {
        Some('-' | '/') => true,
        Some(first) => first.is_uppercase() && next.next().is_some_and(char::is_uppercase),
        None => false,
    };
    if goes_on {
        return None;
    }
    let number = match year {
        Some(year) => format!("{digits}/{year}/{issuer}"),
        None => format!("{digits}/{issuer}"),
    };
    Some((number, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_is_a_number_is_one() {
        for (cell, number) in [
            ("39/2026/NĐ-CP", Some("39/2026/NĐ-CP")),
            ("Thông tư số 11/2016/TT-BCT", Some("11/2016/TT-BCT")),
            ("66.18/2026/NQ-CP.", Some("66.18/2026/NQ-CP")),
            ("71/2025/QH15 ngày 27/6/2025", Some("71/2025/QH15")),
            ("Quyết định số 766/QĐ-TTg", Some("766/QĐ-TTg")),
            ("12/2025/NĐ-C", None),
            ("15/2024/QH1409/2017/QH14", None),
            ("nghị định 146/2025", None),
            ("Luật Hóa chất", None),
            ("01/2014/TTLT-BCA-BYT-BTC", None),
            ("13/2020/TT-BTC và 14/2020/TT-BTC", None),
        ] {
            assert_eq!(number_of_cell(cell).as_deref(), number, "{cell}");
        }
    }

    #[test]
    fn numbers_are_cut_out_of_run_together_cells() {
        assert_eq!(
            numbers_in_run("Tên văn bản pháp lýMã văn bảnQuy định về vận tải đường bộ158/2024/NĐ-CP"),
            ["158/2024/NĐ-CP"]
        );
        assert_eq!(
            numbers_in_run("Luật 54/2014/QH1354/2014/QH13Luật đầu tư67/2014/QH13"),
            ["54/2014/QH13", "67/2014/QH13"]
        );
        assert_eq!(
            numbers_in_run("sửa đổi Nghị định 30/2013/NĐ-CP về hàng không15/2024/NĐ-CPvề hàng không30/2013/NĐ-CP"),
            ["15/2024/NĐ-CP", "30/2013/NĐ-CP"]
        );
        assert_eq!(numbers_in_run("quỹ tín dụng nhân dânThông tư số 63/2025/TT-NHNNQuy định"), ["63/2025/TT-NHNN"]);
    }

    #[test]
    fn doubtful_numbers_are_left() {
        // A year glued to a number; an article's number glued to a text's; a number that a title only mentions.
        assert!(numbers_in_run("Luật Thuế giá trị gia tăng năm 202448/2024/QH15").is_empty());
        assert!(numbers_in_run("hướng dẫn Điều 339/2025/TT-BTC").is_empty());
        assert!(numbers_in_run("sửa đổi Thông tư 17/2015/TT-NHNN, ban hành quy chế").is_empty());
    }
}
