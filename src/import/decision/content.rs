//! What the columns of an annex say of a procedure: times, fees, place, agency. What is no plain value stays as written, and
//! is a question where it may be misread.

use crate::model::{Channel, Component, Fee, FeeAmount, Procedure, RowContent, RowFee, TimeLimit, Via};
use crate::text::{clean, fold};

use super::super::methods::sum;
use super::block::shortened;
use super::clauses;
use super::found::{Aside, Question};

/// The longest text that can be a value of a column, in characters.
const CHARS: usize = 400;

/// The least sum in đồng that can be a fee.
const LEAST_VND: u64 = 1_000;

/// The cells of a row, in its words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct FoundContent {
    pub(super) time: Option<String>,
    pub(super) time_cut: Option<String>,
    /// The cells for fees, each with the channel that its column's title names.
    pub(super) fees: Vec<(Option<Via>, String)>,
    /// Fees that the file has apart already.
    pub(super) read_fees: Vec<RowFee>,
    pub(super) place: Option<String>,
    pub(super) executing: Option<String>,
}

impl FoundContent {
    /// What it says, by the keys under which it stands beside a row that has no use for it.
    pub(super) fn asides(&self) -> Vec<Aside> {
        let fees = self.fees.iter().map(|(_, text)| ("fee", Some(text.clone())));
        let read = self.read_fees.iter().map(|row| ("fee", Some(row.fee.to_string())));
        let texts = [
            ("time_statutory", self.time.clone()),
            ("time_reduced", self.time_cut.clone()),
            ("place", self.place.clone()),
            ("executing", self.executing.clone()),
        ];
        let all = texts.into_iter().chain(fees).chain(read);
        all.filter_map(|(key, text)| Some(Aside::new(key, text?))).collect()
    }

    /// Leaves of it only what a further part of the same row says too; `may_be_silent` is whether a part without words agrees.
    /// What is taken away is answered, of both.
    pub(super) fn parted(&mut self, part: &FoundContent, may_be_silent: bool) -> Vec<Aside> {
        let mut beside = FoundContent::default();
        let mut part_beside = FoundContent::default();
        let texts: [fn(&mut FoundContent) -> &mut Option<String>; 4] = [
            |content| &mut content.time,
            |content| &mut content.time_cut,
            |content| &mut content.place,
            |content| &mut content.executing,
        ];
        let mut part = part.clone();
        for of in texts {
            let own = of(&mut part).take();
            if of(self).as_ref() != own.as_ref() && !(may_be_silent && own.is_none()) {
                *of(&mut beside) = of(self).take();
                *of(&mut part_beside) = own;
            }
        }
        let is_silent = part.fees.is_empty() && part.read_fees.is_empty();
        if (&self.fees, &self.read_fees) != (&part.fees, &part.read_fees) && !(may_be_silent && is_silent) {
            (beside.fees, beside.read_fees) = (std::mem::take(&mut self.fees), std::mem::take(&mut self.read_fees));
            (part_beside.fees, part_beside.read_fees) = (part.fees, part.read_fees);
        }
        beside.asides().into_iter().chain(part_beside.asides()).collect()
    }
}

/// What the cells say; `exact` takes another ledger's record as it is.
pub(super) fn read(found: &FoundContent, shown: &str, exact: bool, questions: &mut Vec<Question>) -> RowContent {
    let text = |text: &Option<String>| text.clone().filter(|text| !is_nothing(text));
    if exact {
        let time = |text: &Option<String>| text.as_deref().map(TimeLimit::parse);
        return RowContent {
            time: time(&found.time),
            time_cut: time(&found.time_cut),
            fees: found.read_fees.clone(),
            place: found.place.clone(),
            executing: found.executing.clone(),
        };
    }
    let mut ask = |key, words: &str| {
        questions.push(Question::new(key).with("row", shown).with("text", shortened(words)));
    };
    let (mut time, mut time_cut) = (None, None);
    if let Some(words) = text(&found.time) {
        match self::time(&words) {
            Time::One(limit) => time = Some(limit),
            Time::Two(rule, cut) => (time, time_cut) = (Some(rule), Some(cut)),
            Time::AsWritten(limit) => {
                ask("time_text", &words);
                time = Some(limit);
            }
            Time::Unread => ask("time_unread", &words),
            Time::NoCut => ask("time_unread", &words),
        }
    }
    if let Some(words) = text(&found.time_cut) {
        match self::time(&words) {
            Time::One(limit) if time_cut.is_none() => time_cut = Some(limit),
            Time::NoCut => {}
            Time::AsWritten(limit) if time_cut.is_none() => {
                ask("time_text", &words);
                time_cut = Some(limit);
            }
            Time::One(_) | Time::Two(..) | Time::AsWritten(_) | Time::Unread => ask("time_unread", &words),
        }
    }
    if let (Some(rule), Some(cut)) = (&time, &time_cut)
        && is_longer(cut, rule)
    {
        // A cut that lengthens: one of the two was misread or misprinted, and nobody knows which.
        ask("time_longer", &format!("{rule} → {cut}"));
        (time, time_cut) = (None, None);
    }
    let mut fees = Vec::new();
    for (via, cell) in found.fees.iter().filter(|(_, cell)| !is_nothing(cell)) {
        let (read, is_plain) = self::fees(*via, cell);
        if !is_plain {
            questions.push(Question::new("fee_text").with("text", shortened(cell)));
        }
        fees.extend(read);
    }
    let mut short = |written: &Option<String>| {
        let words = text(written)?;
        let whole = words.chars().count() <= CHARS;
        if !whole {
            questions.push(Question::new("cell_cut").with("row", shortened(&words)));
        }
        whole.then(|| clean(&words))
    };
    let place = short(&found.place).filter(|place| names_a_place(place));
    RowContent { time, time_cut, fees, place, executing: short(&found.executing) }
}

/// Whether words for a place are more than ways to file: "Trực tiếp. Qua dịch vụ bưu chính. Trực tuyến." is none.
fn names_a_place(text: &str) -> bool {
    const WAYS: [&str; 20] = [
        "truc", "tiep", "tuyen", "qua", "dich", "vu", "buu", "chinh", "cong", "ich", "nop", "hoac", "va", "ho", "so",
        "toan", "trinh", "mot", "phan", "gui",
    ];
    fold(text).split(' ').any(|word| !word.is_empty() && !WAYS.contains(&word))
}

/// Whether a cell is left blank.
fn is_nothing(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric)
}

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
    Unread,
}

pub(super) fn time(written: &str) -> Time {
    let text = clean(written);
    let folded = fold(&text);
    let no_cut = ["khong de xuat cat giam", "khong cat giam", "khong rut ngan", "giu nguyen", "khong thay doi"];
    if no_cut.iter().any(|words| folded.starts_with(words)) || matches!(folded.as_str(), "khong" | "khong co") {
        return Time::NoCut;
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
            if changes || folded.contains("cat giam") { Time::AsWritten(limit) } else { Time::One(limit) }
        }
        None => Time::Unread,
    }
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

fn is_longer(one: &TimeLimit, other: &TimeLimit) -> bool {
    match (one, other) {
        (TimeLimit::Measured { hundredths, unit }, TimeLimit::Measured { hundredths: other, unit: of }) => {
            unit == of && hundredths > other
        }
        (TimeLimit::Stated(_), _) | (_, TimeLimit::Stated(_)) => false,
    }
}

/// The fees of a cell, and whether each is a plain sum, or plainly none, of a channel. Else its words are one fee.
fn fees(of_column: Option<Via>, cell: &str) -> (Vec<RowFee>, bool) {
    let whole = || RowFee { via: of_column, fee: Fee::Stated(clean(cell).chars().take(CHARS).collect()) };
    let parts = cell
        .split(['\n', ';'])
        .map(|part| clean(part.trim().trim_start_matches(['-', '+', '•', '–'])))
        .filter(|p| !p.is_empty());
    let mut fees: Vec<RowFee> = Vec::new();
    for part in parts {
        let (named, rest) = channel(&part);
        let via = match (named, of_column) {
            (Some(named), Some(of)) if named != of => return (vec![whole()], false),
            (named, of) => named.or(of),
        };
        let Some(fee) = plain(rest) else { return (vec![whole()], false) };
        // Two sums of one channel are of two cases that nothing tells apart.
        if fees.iter().any(|other| other.via == via) {
            return (vec![whole()], false);
        }
        fees.push(RowFee { via, fee });
    }
    if fees.is_empty() { (vec![whole()], false) } else { (fees, true) }
}

/// The channel that a part names before its colon, and what follows.
fn channel(part: &str) -> (Option<Via>, &str) {
    let Some((lead, rest)) = part.split_once(':') else { return (None, part) };
    let folded = fold(lead);
    let named: Vec<Via> = [(Via::Direct, "truc tiep"), (Via::Online, "truc tuyen"), (Via::Postal, "buu chinh")]
        .into_iter()
        .filter(|(_, words)| folded.contains(words))
        .map(|(via, _)| via)
        .collect();
    match named.as_slice() {
        [via] if folded.split(' ').count() <= 5 => (Some(*via), rest.trim()),
        _ => (None, part),
    }
}

/// "50.000 đồng", "Lệ phí: 50.000đ/hồ sơ", "Không": a plain sum, or the decision's own word that there is none.
fn plain(text: &str) -> Option<Fee> {
    let folded = fold(text);
    const NONE: [&str; 9] = [
        "khong",
        "khong co",
        "khong thu",
        "khong thu phi",
        "khong thu le phi",
        "khong phi",
        "khong quy dinh",
        "mien phi",
        "khong mat phi",
    ];
    if NONE.contains(&folded.as_str()) {
        return Some(Fee::Stated(text.trim_end_matches('.').to_owned()));
    }
    let (label, rest) = match text.split_once(':') {
        Some((label, rest)) if matches!(label.trim(), "Phí" | "Lệ phí") => {
            (Some(label.trim().to_owned()), rest.trim())
        }
        Some(_) => return None,
        None => (None, text),
    };
    let length = rest.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')).count();
    let (number, behind) = rest.split_at_checked(length)?;
    let value = sum(number).filter(|value| *value >= LEAST_VND)?;
    let behind = behind.trim_start();
    let units = ["đồng", "Đồng", "VNĐ", "VND", "vnđ", "vnd", "đ"];
    let unit = units.iter().find(|unit| behind.starts_with(**unit))?;
    let more = behind.get(unit.len()..)?.trim_end_matches('.').trim();
    let note = match more {
        "" => None,
        // For what: "/hồ sơ", "/01 giấy phép". A second sum there would be another fee.
        _ if more.starts_with('/') && more.chars().count() <= 40 && !fold(more).contains("dong") => {
            Some(more.trim_start_matches('/').trim().to_owned()).filter(|note| !note.is_empty())
        }
        _ => return None,
    };
    Some(Fee::Amount(FeeAmount { value, currency: "VND".to_owned(), label, note, source: None }))
}

/// What the record has and the row says otherwise: the key of the words, the old value and the new one.
pub(super) fn differences(record: &Procedure, content: &RowContent) -> Vec<(&'static str, String, String)> {
    let channels = record.channels.value().map(Vec::as_slice).unwrap_or_default();
    let times = |of: &dyn Fn(&Channel) -> Option<String>| {
        let mut values: Vec<String> = channels.iter().filter_map(of).collect();
        values.dedup();
        values.join("; ")
    };
    let fees = |channel: &Channel| {
        let fees = channel.fees.value()?.iter().map(ToString::to_string).collect::<Vec<_>>();
        Some(format!("{}: {}", channel.via.as_str(), fees.join(", ")))
    };
    let row_fee = |row: &RowFee| match row.via {
        Some(via) => format!("{}: {}", via.as_str(), row.fee),
        None => row.fee.to_string(),
    };
    let old_time = times(&|channel| channel.time.value().map(ToString::to_string));
    let old_cut = times(&|channel| channel.time_cut.as_ref().map(ToString::to_string));
    let executing = match &record.executing {
        Component::Value(agencies) => agencies.join("; "),
        Component::Absent(_) => String::new(),
    };
    let new_fees = content.fees.iter().map(row_fee).collect::<Vec<_>>().join("; ");
    let shown = |limit: &Option<TimeLimit>| limit.as_ref().map(ToString::to_string).unwrap_or_default();
    let all = [
        ("time_statutory", old_time, shown(&content.time)),
        ("time_reduced", old_cut, shown(&content.time_cut)),
        ("fee", times(&fees), new_fees),
        ("executing", executing, content.executing.clone().unwrap_or_default()),
    ];
    all.into_iter().filter(|(_, old, new)| !new.is_empty() && !old.is_empty() && old != new).collect()
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
            Time::NoCut => "-".to_owned(),
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
            ("06 ngày làm việc và 30 ngày", "06 ngày làm việc và 30 ngày"),
            ("- Cấp mới: 10 ngày; - Cấp lại: 5 ngày", "- Cấp mới: 10 ngày; - Cấp lại: 5 ngày"),
            ("Trong ngày làm việc", "Trong ngày làm việc"),
            ("Không quy định", "Không quy định"),
            ("Đến 31/12/2026: 10 ngày; từ 01/01/2027: 5 ngày", "? Đến 31/12/2026: 10 ngày; từ 01/01/2027: 5 ngày"),
            ("Không đề xuất cắt giảm", "-"),
            ("Giữ nguyên", "-"),
            ("10", "?"),
            ("0 ngày", "?"),
            ("Theo Phụ lục", "?"),
            ("15 → 10 → 5 ngày", "?"),
            ("140 → bảy mươi", "?"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn fees_are_sums_or_the_decisions_own_words_and_all_else_is_asked() {
        let shown = |text: &str| {
            let (fees, plain) = fees(None, text);
            let one = |row: &RowFee| {
                format!("{}{}", row.via.map_or(String::new(), |via| format!("{}=", via.as_str())), row.fee)
            };
            format!("{}{}", if plain { "" } else { "? " }, fees.iter().map(one).collect::<Vec<_>>().join(" | "))
        };
        for (text, expected) in [
            ("Không", "Không"),
            ("Miễn phí", "Miễn phí"),
            ("50.000 đồng", "50.000 đồng"),
            ("50.000đ/hồ sơ", "50.000 đồng (hồ sơ)"),
            ("Lệ phí: 50.000 VNĐ", "50.000 đồng (Lệ phí)"),
            ("- Trực tiếp: 50.000 đồng\n- Trực tuyến: 25.000 đồng", "direct=50.000 đồng | online=25.000 đồng"),
            ("Trực tuyến: Không; Trực tiếp: 8.000 đồng", "online=Không | direct=8.000 đồng"),
            ("Theo quy định của HĐND tỉnh", "? Theo quy định của HĐND tỉnh"),
            ("0 đồng (từ ngày 01/7/2025 đến ngày 31/12/2026)", "? 0 đồng (từ ngày 01/7/2025 đến ngày 31/12/2026)"),
            ("50.000 đồng; 100.000 đồng", "? 50.000 đồng; 100.000 đồng"),
            ("20 đồng", "? 20 đồng"),
            ("Cấp mới: 50.000 đồng", "? Cấp mới: 50.000 đồng"),
            ("Không thu phí đối với hộ nghèo", "? Không thu phí đối với hộ nghèo"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
        assert!(!fees(Some(Via::Online), "Trực tiếp: 50.000 đồng").1, "the cell contradicts its column");
    }
}
