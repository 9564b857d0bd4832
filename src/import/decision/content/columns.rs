//! Columns that are about the content of a procedure: what their titles mean, and what the cells of a row say below them.

use crate::model::Via;
use crate::text::fold;

use super::super::block::Cell;
use super::super::found::Aside;
use super::super::layout::{Column, Layout};
use super::super::when;
use super::{FoundContent, is_nothing, vias};

/// What a folded title about the content of a procedure means. What a cut amounts to ("Số ngày cắt giảm", "Tỷ lệ") is no
/// time limit.
pub(in super::super) fn of_content(title: &str) -> Column {
    let has = |phrases: &[&str]| phrases.iter().any(|phrase| title.contains(phrase));
    let is_limit = has(&["thoi han", "thoi gian"]);
    let is_time = title == "thoi han"
        || is_limit
            && has(&[
                "giai quyet",
                "thuc hien",
                "xu ly",
                "tra ket qua",
                " gq",
                "giam",
                "rut ngan",
                "theo quy dinh",
                "con lai",
            ]);
    if is_time && has(&["truoc cat giam", "truoc khi cat giam", "chua cat giam", "truoc khi rut ngan"]) {
        Column::Time
    } else if is_time
        && has(&[
            "sau cat giam",
            "sau khi cat giam",
            "cat giam con",
            "sau rut ngan",
            "sau khi rut ngan",
            "rut ngan con",
            "sau giam",
            "sau khi giam",
            "con lai",
        ])
    {
        Column::TimeCut
    } else if is_time && has(&["da cat giam", "da rut ngan", "duoc cat giam", "duoc rut ngan"]) {
        Column::Cut
    } else if has(&["cat giam", "rut ngan"]) {
        Column::Other
    } else if is_time {
        Column::Time
    } else if fee_words(title).next().is_some() {
        let named = vias(title);
        Column::Fee(if let [via] = named.as_slice() { Some(*via) } else { None })
    } else if has(&["dia diem", "noi thuc hien", "noi tiep nhan", "noi giai quyet"]) {
        Column::Place
    } else if has(&[
        "co quan thuc hien",
        "co quan giai quyet",
        "co quan co tham quyen",
        "tham quyen giai quyet",
        "don vi thuc hien",
        "don vi giai quyet",
    ]) {
        Column::Executing
    } else {
        Column::Other
    }
}

/// Where a folded title has the word "phí", but for "chi phí", "kinh phí" and "phí địa …": and whether it is "lệ phí".
fn fee_words(title: &str) -> impl Iterator<Item = bool> {
    let words: Vec<&str> = title.split(' ').collect();
    let said = |at: Option<usize>| at.and_then(|at| words.get(at)).copied().unwrap_or_default();
    let fees = words.iter().enumerate().filter_map(|(at, word)| {
        let (before, behind) = (said(at.checked_sub(1)), said(Some(at + 1)));
        (*word == "phi" && !matches!(before, "chi" | "kinh") && behind != "dia").then_some(before == "le")
    });
    fees.collect::<Vec<_>>().into_iter()
}

/// What a fee is called by a title that names one kind.
fn label_of(title: &str) -> Option<&'static str> {
    match fee_words(&fold(title)).collect::<Vec<_>>().as_slice() {
        [true] => Some("Lệ phí"),
        [false] => Some("Phí"),
        _ => None,
    }
}

/// The unit that a title gives its numbers: "Thời hạn giải quyết (ngày làm việc)", "Phí (đồng)".
fn unit_of(title: &str) -> Option<&'static str> {
    let inside = fold(title.split_once('(')?.1.split_once(')')?.0);
    const UNITS: [(&str, &str); 13] = [
        ("ngay lam viec", "ngày làm việc"),
        ("gio lam viec", "giờ làm việc"),
        ("ngay", "ngày"),
        ("gio", "giờ"),
        ("thang", "tháng"),
        ("dong", "đồng"),
        ("vnd", "đồng"),
        ("dvt dong", "đồng"),
        ("don vi dong", "đồng"),
        ("don vi tinh dong", "đồng"),
        ("nghin dong", "nghìn đồng"),
        ("ngan dong", "nghìn đồng"),
        ("1 000 dong", "nghìn đồng"),
    ];
    UNITS.iter().find(|(folded, _)| *folded == inside).map(|(_, unit)| *unit)
}

/// Cells of one matter: one text, or several that contradict each other and are unclear.
fn one(key: &str, mut texts: Vec<String>, unclear: &mut Vec<Aside>) -> Option<String> {
    texts.dedup();
    if texts.len() > 1 {
        unclear.extend(texts.drain(..).map(|text| Aside::new(key, text)));
    }
    texts.pop()
}

impl FoundContent {
    /// What a row's cells say of the content of its procedure.
    pub(in super::super) fn of(layout: &Layout, cells: &[Cell]) -> FoundContent {
        let mut unclear = Vec::new();
        let (mut time, mut time_cut, mut place, mut executing) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut fees: Vec<(Option<Via>, Option<&str>, String)> = Vec::new();
        for ((column, title), cell) in layout.columns.iter().zip(&layout.titles).zip(cells) {
            if cell.text.is_empty() {
                continue;
            }
            let bare = cell.text.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'));
            let unit = unit_of(title).filter(|_| bare);
            let text = unit.map_or_else(|| cell.text.clone(), |unit| format!("{} {unit}", cell.text));
            match column {
                Column::Time => time.push(text),
                // How long the procedure takes, where the cell names no day of effect.
                Column::Period if !when::names_time(&cell.text) => time.push(text),
                Column::TimeCut => time_cut.push(text),
                Column::Cut if is_nothing(&text) || layout.columns.contains(&Column::TimeCut) => {}
                Column::Cut => unclear.push(Aside::new("time_reduced", text)),
                Column::Fee(via) => fees.push((*via, label_of(title), text)),
                Column::Place => place.push(cell.text.clone()),
                Column::Executing => executing.push(cell.text.clone()),
                Column::Number
                | Column::Code
                | Column::OldCode
                | Column::NewCode
                | Column::Name
                | Column::OldName
                | Column::NewName
                | Column::Legal
                | Column::Level
                | Column::Effect
                | Column::Last
                | Column::TextEffect
                | Column::Period
                | Column::Ended
                | Column::Note
                | Column::Mark(_)
                | Column::Other => {}
            }
        }
        FoundContent {
            time: one("time_statutory", time, &mut unclear),
            time_cut: one("time_reduced", time_cut, &mut unclear),
            fees: fees_of(fees, &layout.columns, &mut unclear),
            read_fees: Vec::new(),
            place: one("place", place, &mut unclear),
            executing: one("executing", executing, &mut unclear),
            unclear,
        }
    }
}

/// The cells for fees. Where two columns are of one channel, they are of two kinds of fee, or contradict each other.
fn fees_of(
    cells: Vec<(Option<Via>, Option<&str>, String)>,
    columns: &[Column],
    unclear: &mut Vec<Aside>,
) -> Vec<(Option<Via>, String)> {
    let is_shared = |via| columns.iter().filter(|column| **column == Column::Fee(via)).count() > 1;
    let mut fees: Vec<(Option<Via>, Option<&str>, String)> = Vec::new();
    for (via, label, text) in cells {
        if is_nothing(&text) || fees.iter().any(|(of, _, other)| *of == via && *other == text && label.is_none()) {
            continue;
        }
        let is_alike = |(of, other, _): &(Option<Via>, Option<&str>, String)| {
            *of == via && (label.is_none() || other.is_none() || *other == label)
        };
        if let Some(at) = fees.iter().position(is_alike) {
            let (_, _, other) = fees.remove(at);
            unclear.extend([other, text].map(|text| Aside::new("fee", text)));
            continue;
        }
        fees.push((via, label, text));
    }
    let named = |(via, label, text): (Option<Via>, Option<&str>, String)| match label.filter(|_| is_shared(via)) {
        Some(label) if !fold(&text).starts_with(&fold(label)) => (via, format!("{label}: {text}")),
        Some(_) | None => (via, text),
    };
    fees.into_iter().map(named).collect()
}
