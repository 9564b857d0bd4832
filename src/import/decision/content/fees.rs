//! Cells for fees.

use crate::model::{Fee, FeeAmount, RowFee, Via};
use crate::text::{clean, fold};

use super::super::super::methods::sum;
use super::super::clauses;
use super::{CHARS, lines, parts};

/// The least sum in đồng that can be a fee.
const LEAST_VND: u64 = 1_000;

/// The fees of a cell, and whether each is a plain sum, or plainly none, of channels. Else its words are one fee; of a cell
/// that contradicts its column there is none.
pub(super) fn fees(of_column: Option<Via>, cell: &str) -> (Vec<RowFee>, bool) {
    let whole = || RowFee { via: of_column, fee: Fee::Stated(lines(cell).chars().take(CHARS).collect()) };
    let written = parts(cell);
    let parts = written
        .iter()
        .flat_map(|part| part.split(';'))
        .map(|part| clean(part.trim().trim_start_matches(['-', '+', '•', '–', '*'])))
        .filter(|part| !part.is_empty());
    let mut fees: Vec<(RowFee, Option<String>)> = Vec::new();
    for part in parts {
        let (named, rest) = channels(&part);
        if of_column.is_some_and(|of| named.iter().any(|via| *via != of)) {
            return (Vec::new(), false);
        }
        let Some((label, fee)) = plain(rest) else { return (vec![whole()], false) };
        let vias = if named.is_empty() { vec![of_column] } else { named.into_iter().map(Some).collect() };
        for via in vias {
            // Two sums of one channel are of two cases that nothing tells apart, but for their names.
            let is_other = |(other, of): &(RowFee, Option<String>)| {
                other.via != via || of.is_some() && label.is_some() && *of != label
            };
            if !fees.iter().all(is_other) {
                return (vec![whole()], false);
            }
            fees.push((RowFee { via, fee: fee.clone() }, label.clone()));
        }
    }
    if fees.is_empty() { (vec![whole()], false) } else { (fees.into_iter().map(|(fee, _)| fee).collect(), true) }
}

/// The channels that words name.
pub(super) fn vias(folded: &str) -> Vec<Via> {
    let words = [
        (Via::Direct, ["truc tiep", "tai quay"]),
        (Via::Online, ["truc tuyen", "dvctt"]),
        (Via::Postal, ["buu chinh", "bcci"]),
    ];
    words.into_iter().filter(|(_, all)| all.iter().any(|one| folded.contains(one))).map(|(via, _)| via).collect()
}

/// The channels that a part names before its colon or its sum, and what follows. Where other words stand there too, it may be
/// of a case, and names none.
fn channels(part: &str) -> (Vec<Via>, &str) {
    const WORDS: [&str; 36] = [
        "truc", "tiep", "tuyen", "qua", "dich", "vu", "buu", "chinh", "cong", "ich", "bcci", "dvctt", "nop", "hoac",
        "va", "ho", "so", "toan", "trinh", "mot", "phan", "hinh", "thuc", "doi", "voi", "truong", "hop", "khi", "neu",
        "tai", "thu", "tuc", "gui", "theo", "moi", "cac",
    ];
    let at = part.find(':').or_else(|| part.find(|c: char| c.is_ascii_digit())).unwrap_or(0);
    let (lead, rest) = part.split_at(at);
    let folded = fold(lead);
    let named = vias(&folded);
    if named.is_empty() || !folded.split(' ').all(|word| WORDS.contains(&word)) {
        return (Vec::new(), part);
    }
    (named, rest.trim_start_matches(':').trim())
}

/// "50.000 đồng", "Lệ phí: 50.000đ/hồ sơ", "Không": a plain sum, or the decision's own word that there is none; with what
/// it is called.
fn plain(text: &str) -> Option<(Option<String>, Fee)> {
    let (label, rest) = match text.split_once(':') {
        Some((label, rest)) if matches!(label.trim(), "Phí" | "Lệ phí") => {
            (Some(label.trim().to_owned()), rest.trim())
        }
        Some(_) => return None,
        None => (None, text),
    };
    const NONE: [&str; 12] = [
        "chua quy dinh",
        "khong",
        "khong co",
        "khong thu",
        "khong thu phi",
        "khong thu le phi",
        "khong phi",
        "khong quy dinh",
        "mien phi",
        "khong mat phi",
        "khong thu phi le phi",
        "0 dong",
    ];
    if NONE.contains(&fold(rest).as_str()) {
        return Some((label, Fee::Stated(text.trim_end_matches('.').to_owned())));
    }
    let length = rest.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')).count();
    let (number, behind) = rest.split_at_checked(length)?;
    let behind = behind.trim_start();
    let units = [
        ("nghìn đồng", 1_000),
        ("ngàn đồng", 1_000),
        ("đồng", 1),
        ("Đồng", 1),
        ("VNĐ", 1),
        ("VND", 1),
        ("vnđ", 1),
        ("vnd", 1),
        ("đ", 1),
    ];
    let (unit, times) = units.iter().find(|(unit, _)| behind.starts_with(unit))?;
    let value = sum(number)?.checked_mul(*times).filter(|value| *value >= LEAST_VND)?;
    let (more, source) = sourced(behind.get(unit.len()..)?.trim_end_matches('.').trim());
    let note = match more {
        "" => None,
        // For what: "/hồ sơ", "/01 giấy phép". A second sum there would be another fee.
        _ if more.starts_with('/')
            && more.chars().count() <= 40
            && !fold(more).contains("dong")
            && clauses::legal_numbers(more).is_empty() =>
        {
            Some(more.trim_start_matches('/').trim().to_owned()).filter(|note| !note.is_empty())
        }
        _ => return None,
    };
    let fee = Fee::Amount(FeeAmount { value, currency: "VND".to_owned(), label: label.clone(), note, source });
    Some((label, fee))
}

/// What stands behind a sum, and the legal text that brackets at its end name: "(theo Thông tư số 229/2016/TT-BTC)".
fn sourced(more: &str) -> (&str, Option<String>) {
    let Some((before, inside)) = more.strip_suffix(')').and_then(|more| more.rsplit_once('(')) else {
        return (more, None);
    };
    let folded = fold(inside);
    let is_source = folded.starts_with("theo ") && folded.split(' ').count() <= 14 && !inside.contains('%');
    match clauses::legal_numbers(inside).as_slice() {
        [number] if is_source && !folded.contains("giam") && !folded.contains("mien") => {
            (before.trim(), Some(number.clone()))
        }
        _ => (more, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            (
                "- Nộp trực tiếp: 50.000 đồng/lần\n- Nộp trực tuyến: 25.000 đồng/lần\n- Qua dịch vụ BCCI: 50.000 đồng/lần",
                "direct=50.000 đồng (lần) | online=25.000 đồng (lần) | postal=50.000 đồng (lần)",
            ),
            (
                "Trực tiếp hoặc qua dịch vụ bưu chính công ích: 50.000 đồng; trực tuyến: 25.000 đồng",
                "direct=50.000 đồng | postal=50.000 đồng | online=25.000 đồng",
            ),
            ("Trực tuyến 25.000 đồng", "online=25.000 đồng"),
            ("Phí: 150.000 đồng/hồ sơ; Lệ phí: Không", "150.000 đồng (Phí; hồ sơ) | Lệ phí: Không"),
            ("50 nghìn đồng", "50.000 đồng"),
            ("0 đồng", "0 đồng"),
            ("500.000 đồng/hồ sơ (theo quy định tại Thông tư số 229/2016/TT-BTC)", "500.000 đồng (hồ sơ)"),
            (
                "500.000 đồng (giảm 50% theo Thông tư số 63/2023/TT-BTC)",
                "? 500.000 đồng (giảm 50% theo Thông tư số 63/2023/TT-BTC)",
            ),
            ("Trực tuyến lần đầu: 25.000 đồng", "? Trực tuyến lần đầu: 25.000 đồng"),
            ("Trực tiếp: 50.000 đồng, trực tuyến: 25.000 đồng", "? Trực tiếp: 50.000 đồng, trực tuyến: 25.000 đồng"),
            ("- Cấp mới: 100.000 đồng\n- Cấp lại: 50.000 đồng", "? Cấp mới: 100.000 đồng; Cấp lại: 50.000 đồng"),
            ("50.000 - 100.000 đồng", "? 50.000 - 100.000 đồng"),
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
