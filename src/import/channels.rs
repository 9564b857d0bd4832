//! Channels with their times and fees, from the portal's table of channels in either form that exports give it.

use serde_json::Value;

use crate::model::{Absence, Channel, Component, Fee, FeeAmount, TimeLimit, TimeUnit, Via};

use super::methods::{self, Cell, Charge, Row};
use super::record::Depth;
use super::report::Facts;
use super::{clean, markdown};

/// The most characters of what stands in brackets behind a fee, for it to be a fact ("cấp lần đầu") and no prose.
const NOTE_CHARS: usize = 80;

/// The least sum in đồng that can be a fee.
const LEAST_VND: u64 = 1_000;

/// What stands in brackets behind "Miễn phí" where it only says so again. Behind anything else the word is doubtful: the
/// portal prints it for every fee of 0, and the brackets then often name a sum.
const SAYS_NOTHING_ELSE: &[&str] = &["không", "không có", "không quy định", "không thu phí", "không thu lệ phí"];

/// The table's rows: cut out of a run-together text first, because only that has the units and the fees; else from a
/// list. `None` where there is neither, or the text cannot be cut.
pub(super) fn rows(run: Option<&str>, list: Option<&[Value]>, depth: Depth) -> Option<Vec<Row>> {
    run.and_then(methods::rows).or_else(|| {
        let rows: Vec<Row> = list?.iter().filter_map(|row| listed_row(row, depth)).collect();
        (!rows.is_empty()).then_some(rows)
    })
}

/// A row of the list form: `method`, `time`, `fee`, `description`.
fn listed_row(value: &Value, depth: Depth) -> Option<Row> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default();
    let via = match clean::line(text("method")).as_str() {
        "Trực tiếp" => Via::Direct,
        "Trực tuyến" => Via::Online,
        "Dịch vụ bưu chính" => Via::Postal,
        _ => return None,
    };
    let time = match clean::line(text("time")).as_str() {
        nothing if clean::absence(nothing).is_some() => Cell::Nothing,
        time => match TimeLimit::parse(time) {
            TimeLimit::Measured { hundredths: 0, .. } => Cell::Unclear,
            // The makers of these lists wrote "ngày" for whatever was no working day: of the records that have the portal's
            // table too, 8 months became "8 ngày", and so did numbers that have no unit at all.
            TimeLimit::Measured { unit: TimeUnit::Day, .. } if time.ends_with("ngày") && depth < Depth::Full => {
                Cell::Unclear
            }
            limit @ (TimeLimit::Measured { .. } | TimeLimit::Stated(_)) => Cell::Clear(limit),
        },
    };
    // A fee that the list does not have is one that its maker did not read, not one that there is not.
    let fees = match clean::line(text("fee")).as_str() {
        "" => Cell::Unclear,
        fee => listed_fee(fee).map_or(Cell::Unclear, |charge| Cell::Clear(vec![charge])),
    };
    Some(Row { via, time, fees, description: text("description").to_owned() })
}

/// "Phí : 50000 Đồng (…)".
fn listed_fee(written: &str) -> Option<Charge> {
    let (label, rest) = written.split_once(':')?;
    let label = label.trim();
    let rest = rest.trim_start();
    let length = rest.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')).count();
    let sum = methods::sum(rest.get(..length)?)?;
    let rest = rest.get(length..)?.trim_start();
    let (currency, rest) = [("Đồng", "VND"), ("USD", "USD")]
        .into_iter()
        .find_map(|(name, currency)| rest.strip_prefix(name).map(|rest| (currency, rest.trim())))?;
    let note = match rest {
        "" => label.to_owned(),
        note => format!("{label}: {}", note.trim_start_matches('(').trim_end_matches(')')),
    };
    matches!(label, "Phí" | "Lệ phí").then_some(Charge::Sum(sum, currency, Some(note)))
}

/// The channels of which time or fee is certain: one a way of filing. Where a way has several rows that differ (cases),
/// what differs is left, because the text that tells the cases apart is no fact.
pub(super) fn certain(rows: &[Row], facts: &mut Facts) -> Component<Vec<Channel>> {
    let channels: Vec<Channel> = Via::ALL
        .into_iter()
        .filter_map(|via| {
            let rows: Vec<&Row> = rows.iter().filter(|row| row.via == via).collect();
            let first = rows.first()?;
            let time = match &first.time {
                Cell::Clear(limit @ TimeLimit::Measured { .. }) if rows.iter().all(|row| row.time == first.time) => {
                    Component::Value(limit.clone())
                }
                Cell::Nothing if rows.iter().all(|row| row.time == first.time) => {
                    Component::Absent(Absence::NotPublished)
                }
                Cell::Clear(_) | Cell::Nothing | Cell::Unclear => Component::Absent(Absence::NotEntered),
            };
            let fees = match &first.fees {
                Cell::Nothing if rows.iter().all(|row| row.fees == Cell::Nothing) => {
                    Component::Absent(Absence::NotPublished)
                }
                _ => {
                    let mut all = rows.iter().map(|row| certain_fees(row));
                    let fees = all.next().flatten();
                    let same = rows.iter().all(|row| row.fees == first.fees) && all.all(|other| other == fees);
                    match fees.filter(|_| same) {
                        Some(fees) => Component::Value(fees),
                        None => Component::Absent(Absence::NotEntered),
                    }
                }
            };
            facts.times.add(time != Component::Absent(Absence::NotEntered));
            facts.fees.add(fees != Component::Absent(Absence::NotEntered));
            Some(Channel { via, time, time_cut: None, fees, note: None })
        })
        .collect();
    if channels.is_empty() { Component::Absent(Absence::NotEntered) } else { Component::Value(channels) }
}

/// A row's fees, where nothing about them is doubtful.
fn certain_fees(row: &Row) -> Option<Vec<Fee>> {
    let Cell::Clear(charges) = &row.fees else { return None };
    let several = charges.len() > 1;
    charges
        .iter()
        .map(|charge| match charge {
            Charge::Free(None) => (!speaks_of_fees(&row.description)).then(|| Fee::Stated("Miễn phí".to_owned())),
            Charge::Free(Some(note)) => {
                let note = clean::line(note);
                let bare = note.trim_end_matches('.').to_lowercase();
                let harmless = SAYS_NOTHING_ELSE.contains(&bare.as_str()) && !speaks_of_fees(&row.description);
                harmless.then(|| Fee::Stated(format!("Miễn phí ({note})")))
            }
            // One of several sums means nothing without its note.
            Charge::Sum(_, _, None) if several => None,
            // The portal has "20 VNĐ (20.000 đồng/tờ khai)": the thousands were lost on the way.
            Charge::Sum(value, "VND", _) if *value < LEAST_VND => None,
            Charge::Sum(value, _, Some(note)) if names_another_sum(note, *value) => None,
            Charge::Sum(value, currency, note) => {
                let note = note.as_deref().map(clean::line).filter(|note| !note.is_empty());
                let short = note.as_ref().is_none_or(|note| note.chars().count() <= NOTE_CHARS);
                short.then(|| amount(*value, currency, note))
            }
        })
        .collect()
}

/// Whether a note names sums of money, and this is none of them.
fn names_another_sum(note: &str, value: u64) -> bool {
    let mut sums = Vec::new();
    let mut rest = note;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let from = rest.get(start..).unwrap_or_default();
        let length = from.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')).count();
        let (number, behind) = from.split_at_checked(length).unwrap_or((from, ""));
        let unit = behind.trim_start().to_lowercase();
        if ["đồng", "vnđ", "vnd", "đ/", "đ "].iter().any(|word| unit.starts_with(word)) {
            sums.extend(methods::sum(number.trim_end_matches(['.', ','])));
        }
        rest = behind;
    }
    !sums.is_empty() && !sums.contains(&value)
}

fn amount(value: u64, currency: &str, note: Option<String>) -> Fee {
    let (label, note) = match note.as_deref() {
        Some("Phí") => (Some("Phí".to_owned()), None),
        Some("Lệ phí") => (Some("Lệ phí".to_owned()), None),
        _ => (None, note),
    };
    Fee::Amount(FeeAmount { value, currency: currency.to_owned(), label, note, source: None })
}

/// Whether a description may say something about fees that the fee's own cell does not.
fn speaks_of_fees(description: &str) -> bool {
    let folded = crate::text::fold(description);
    folded.split(' ').any(|word| word == "phi") || folded.contains(" dong")
}

/// The channels with everything that the table says, row by row.
pub(super) fn whole(rows: &[Row], facts: &mut Facts) -> Component<Vec<Channel>> {
    let channels: Vec<Channel> = rows
        .iter()
        .map(|row| {
            let time = match &row.time {
                Cell::Clear(limit) => Component::Value(limit.clone()),
                Cell::Nothing => Component::Absent(Absence::NotPublished),
                Cell::Unclear => Component::Absent(Absence::Unknown),
            };
            let fees = match &row.fees {
                Cell::Clear(charges) => Component::Value(charges.iter().map(whole_fee).collect()),
                Cell::Nothing => Component::Absent(Absence::NotPublished),
                Cell::Unclear => Component::Absent(Absence::Unknown),
            };
            facts.times.add(row.time != Cell::Unclear);
            facts.fees.add(row.fees != Cell::Unclear);
            let note = markdown::from_source(&row.description);
            let note = markdown::says_something(&note).then_some(note);
            Channel { via: row.via, time, time_cut: None, fees, note }
        })
        .collect();
    if channels.is_empty() { Component::Absent(Absence::NotPublished) } else { Component::Value(channels) }
}

fn whole_fee(charge: &Charge) -> Fee {
    match charge {
        Charge::Free(None) => Fee::Stated("Miễn phí".to_owned()),
        Charge::Free(Some(note)) => Fee::Stated(format!("Miễn phí ({})", clean::line(note))),
        Charge::Sum(value, currency, note) => {
            amount(*value, currency, note.as_deref().map(clean::line).filter(|note| !note.is_empty()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fees(charges: Vec<Charge>) -> Option<Vec<Fee>> {
        let row = Row { via: Via::Direct, time: Cell::Nothing, fees: Cell::Clear(charges), description: String::new() };
        certain_fees(&row)
    }

    #[test]
    fn a_sum_that_lost_its_thousands_or_that_its_note_denies_is_left() {
        let sum = |value, note: &str| fees(vec![Charge::Sum(value, "VND", Some(note.to_owned()))]);
        assert_eq!(sum(20, "20.000 vnđ / tờ khai"), None);
        assert_eq!(sum(1_100, "100.000 đồng/lần"), None);
        assert!(sum(70_000, "70.000 đồng/Giấy chứng nhận").is_some());
        assert!(sum(350_000, "01 sản phẩm/01 mục đích/01 lần").is_some());
    }

    #[test]
    fn one_of_several_sums_needs_its_note() {
        let sum = |note: Option<&str>| Charge::Sum(50_000, "VND", note.map(str::to_owned));
        assert!(fees(vec![sum(None)]).is_some());
        assert_eq!(fees(vec![sum(None), sum(Some("cấp lại"))]), None);
        assert!(fees(vec![sum(Some("cấp mới")), sum(Some("cấp lại"))]).is_some());
    }

    #[test]
    fn free_is_doubtful_where_anything_more_is_said_of_fees() {
        let free = |note: Option<&str>| fees(vec![Charge::Free(note.map(str::to_owned))]);
        assert!(free(None).is_some() && free(Some("Không có.")).is_some());
        assert_eq!(free(Some("Mức lệ phí do Hội đồng nhân dân tỉnh quy định")), None);
        let row = Row {
            via: Via::Direct,
            time: Cell::Nothing,
            fees: Cell::Clear(vec![Charge::Free(None)]),
            description: "Lệ phí theo quy định".to_owned(),
        };
        assert_eq!(certain_fees(&row), None);
    }
}
