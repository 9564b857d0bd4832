//! The portal's table of channels ("Hình thức nộp, Thời gian, Phí, lệ phí, Mô tả") after an export has run its cells
//! together.
//!
//! "…Trực tuyến25 NgàyMiễn phíDịch vụ bưu chính25 NgàyMiễn phí…" can be cut again, because the portal writes
//! the first three cells of a row from closed lists. Where a row does not begin as they say, or a number has no
//! unit, nothing is guessed: that cell is unclear.

use crate::model::{TimeLimit, Via};

/// How the portal's table begins.
const HEAD: &str = "Hình thức nộpThời gianPhí, lệ phíMô tả";
const VIAS: &[(&str, Via)] =
    &[("Trực tuyến", Via::Online), ("Trực tiếp", Via::Direct), ("Dịch vụ bưu chính", Via::Postal)];
/// A longer unit stands before the one that it begins with.
const UNITS: &[&str] = &["Ngày làm việc", "Giờ làm việc", "Ngày", "Giờ", "Tháng"];
const CURRENCIES: &[(&str, &str)] = &[("Việt Nam Đồng", "VND"), ("VNĐ", "VND"), ("USD", "USD")];
const NOTHING: &str = "Không có thông tin";
const FREE: &str = "Miễn phí";

/// A cell of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell<T> {
    /// What it says, beyond doubt.
    Clear(T),
    /// The portal says that it has no information.
    Nothing,
    /// It cannot be told from its neighbours.
    Unclear,
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) via: Via,
    pub(super) time: Cell<TimeLimit>,
    pub(super) fees: Cell<Vec<Charge>>,
    pub(super) description: String,
}

/// A fee as the portal prints it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Charge {
    /// "Miễn phí", with what stands in brackets behind it.
    Free(Option<String>),
    /// A sum, its currency, and what stands in brackets behind it.
    Sum(u64, &'static str, Option<String>),
}

/// The rows of a table, or `None` where it cannot be cut into rows beyond doubt.
pub(super) fn rows(written: &str) -> Option<Vec<Row>> {
    let mut rest = written.trim().strip_prefix(HEAD)?.trim_start();
    let mut rows: Vec<Row> = Vec::new();
    while !rest.is_empty() {
        let (mut row, behind) = row_at(rest)?;
        let end = next_row(behind)?;
        behind.get(..end)?.trim().clone_into(&mut row.description);
        rest = behind.get(end..)?;
        rows.push(row);
    }
    (!rows.is_empty()).then_some(rows)
}

/// Where the description ends that begins here: at the next row, or with the text. `None` where a channel's name is
/// glued to something that begins no row: then a row may be hidden in the description.
fn next_row(text: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = text.get(at..)?;
        let found = VIAS.iter().filter_map(|(name, _)| rest.find(name).map(|found| (found, name.len()))).min();
        let Some((found, length)) = found else { return Some(text.len()) };
        let here = rest.get(found..)?;
        if row_at(here).is_some() {
            return Some(at + found);
        }
        let glued = here.get(length..)?.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        if glued {
            return None;
        }
        at += found + length;
    }
}

/// The row at the start of a text, without its description, and what follows its first three cells.
fn row_at(text: &str) -> Option<(Row, &str)> {
    let (via, rest) = VIAS.iter().find_map(|(name, via)| text.strip_prefix(name).map(|rest| (*via, rest)))?;
    let (time, rest, digits_before) = time_at(rest)?;
    let (mut fees, rest) = fees_at(rest)?;
    // "150,000 VNĐ" behind a time without a unit may be the time 1 and 50,000 VNĐ.
    if digits_before && matches!(fees, Cell::Clear(_)) && !starts_free(&fees) {
        fees = Cell::Unclear;
    }
    Some((Row { via, time, fees, description: String::new() }, rest))
}

fn starts_free(fees: &Cell<Vec<Charge>>) -> bool {
    matches!(fees, Cell::Clear(charges) if matches!(charges.first(), Some(Charge::Free(_))))
}

/// The time at the start of a text, what follows it, and whether digits of it may belong to the fee.
fn time_at(text: &str) -> Option<(Cell<TimeLimit>, &str, bool)> {
    if let Some(rest) = text.strip_prefix(NOTHING) {
        return Some((Cell::Nothing, rest, false));
    }
    let length = text.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')).count();
    let (number, behind) = (text.get(..length)?, text.get(length..)?);
    let unit = UNITS.iter().find_map(|unit| behind.trim_start_matches(' ').strip_prefix(unit).map(|rest| (unit, rest)));
    if let (Some((unit, rest)), false) = (unit, number.is_empty()) {
        let time = TimeLimit::parse(&format!("{number} {unit}"));
        let measured = matches!(time, TimeLimit::Measured { hundredths: 1.., .. });
        return Some((if measured { Cell::Clear(time) } else { Cell::Unclear }, rest, false));
    }
    // No unit: the digits may be the time's, the fee's, or both.
    let fee_follows = !number.is_empty() && currency_at(behind).is_some();
    Some((Cell::Unclear, if fee_follows { text } else { behind }, true))
}

/// The fees at the start of a text, and what follows them. `None` where the text begins as no fee does.
fn fees_at(text: &str) -> Option<(Cell<Vec<Charge>>, &str)> {
    if let Some(rest) = text.strip_prefix(NOTHING) {
        return Some((Cell::Nothing, rest));
    }
    if let Some(rest) = text.strip_prefix(FREE) {
        let (note, rest) = brackets(rest);
        return Some((Cell::Clear(vec![Charge::Free(note)]), rest));
    }
    let mut charges = Vec::new();
    let mut clear = true;
    let mut rest = text;
    while let Some((sum, currency, behind)) = sum_at(rest) {
        let (note, behind) = brackets(behind);
        match sum {
            Some(sum) => charges.push(Charge::Sum(sum, currency, note)),
            None => clear = false,
        }
        rest = behind;
    }
    if charges.is_empty() && clear {
        return None;
    }
    Some((if clear { Cell::Clear(charges) } else { Cell::Unclear }, rest))
}

/// A sum with its currency: the number is `None` where its digits are not grouped as a number's are.
fn sum_at(text: &str) -> Option<(Option<u64>, &'static str, &str)> {
    let length = text.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')).count();
    let (number, behind) = (text.get(..length)?, text.get(length..)?);
    if number.is_empty() {
        return None;
    }
    let (currency, rest) = currency_at(behind)?;
    Some((sum(number), currency, rest))
}

fn currency_at(text: &str) -> Option<(&'static str, &str)> {
    let text = text.trim_start_matches(' ');
    CURRENCIES.iter().find_map(|(name, currency)| text.strip_prefix(name).map(|rest| (*currency, rest)))
}

/// A whole number above 0, with or without groups of three ("1,000,000").
pub(super) fn sum(number: &str) -> Option<u64> {
    let mut groups = number.split([',', '.']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let grouped = rest.iter().all(|group| group.len() == 3) && (rest.is_empty() || (1..=3).contains(&first.len()));
    let digits = format!("{first}{}", rest.concat());
    let plain = grouped && !first.is_empty() && digits.len() <= 15 && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|sum| plain && *sum > 0)
}

/// What stands in brackets at the start of a text, where they close, and what follows.
fn brackets(text: &str) -> (Option<String>, &str) {
    if !text.starts_with('(') {
        return (None, text);
    }
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            let inside = text.get(1..at).unwrap_or_default().trim();
            return (Some(inside.to_owned()), text.get(at + 1..).unwrap_or_default());
        }
    }
    (None, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &str) -> String {
        format!("{HEAD}{rows}")
    }

    fn shown(written: &str) -> Vec<String> {
        let rows = rows(&table(written)).unwrap_or_default();
        rows.into_iter()
            .map(|row| {
                let time = match row.time {
                    Cell::Clear(time) => time.to_string(),
                    Cell::Nothing => "-".into(),
                    Cell::Unclear => "?".into(),
                };
                let fees = match row.fees {
                    Cell::Clear(fees) => format!("{fees:?}"),
                    Cell::Nothing => "-".into(),
                    Cell::Unclear => "?".into(),
                };
                format!("{} | {time} | {fees} | {}", row.via.as_str(), row.description)
            })
            .collect()
    }

    #[test]
    fn rows_are_cut_where_their_cells_say_so() {
        assert_eq!(
            shown("Trực tuyến25 NgàyMiễn phíDịch vụ bưu chính7 Ngày làm việc1,000,000 Việt Nam Đồng"),
            ["online | 25 ngày | [Free(None)] | ", "postal | 7 ngày làm việc | [Sum(1000000, \"VND\", None)] | ",]
        );
    }

    #[test]
    fn brackets_and_descriptions_belong_to_their_row() {
        assert_eq!(
            shown(
                "Trực tiếp4 GiờMiễn phí(Không có (nêu rõ))Nộp Trực tiếp tại quầy.\
                 Trực tuyếnKhông có thông tin500,000 VNĐ(Phí)200,000 VNĐ(Lệ phí)"
            ),
            [
                "direct | 4 giờ | [Free(Some(\"Không có (nêu rõ)\"))] | Nộp Trực tiếp tại quầy.",
                "online | - | [Sum(500000, \"VND\", Some(\"Phí\")), Sum(200000, \"VND\", Some(\"Lệ phí\"))] | ",
            ]
        );
    }

    #[test]
    fn a_number_without_a_unit_is_unclear_and_so_is_the_sum_glued_to_it() {
        assert_eq!(shown("Trực tiếp1Miễn phí"), ["direct | ? | [Free(None)] | "]);
        assert_eq!(shown("Trực tiếp150,000 VNĐ"), ["direct | ? | ? | "]);
        assert_eq!(shown("Trực tiếp0 NgàyMiễn phí"), ["direct | ? | [Free(None)] | "]);
    }

    #[test]
    fn a_table_with_a_row_that_begins_otherwise_is_not_cut() {
        assert!(rows(&table("Trực tiếpKhông phải trả kết quảMiễn phí")).is_none());
        assert!(rows(&table("Trực tiếp3 NgàyMiễn phíTrực tuyếnTheo quy địnhMiễn phí")).is_none());
        assert!(rows("Trực tiếp3 NgàyMiễn phí").is_none());
        assert!(rows(HEAD).is_none());
    }

    #[test]
    fn sums_are_whole_numbers_in_groups_of_three() {
        assert_eq!(sum("1,000,000"), Some(1_000_000));
        assert_eq!(sum("50000"), Some(50_000));
        assert_eq!(sum("50.000"), Some(50_000));
        for text in ["1,00", "0", "", "1000,000", ",000", "99999999999999999999"] {
            assert_eq!(sum(text), None, "{text:?}");
        }
    }
}
