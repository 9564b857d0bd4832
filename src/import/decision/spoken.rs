//! Lines and cells of a document that speak of effect.

use crate::text::fold;

use super::block::Cell;
use super::clauses;
use super::layout::{Column, Layout};
use super::when::{self, Place};

/// What a row's cells say of time: its effect, and notes that may speak of it.
pub(super) fn times(layout: &Layout, cells: &[Cell]) -> (Option<String>, Vec<String>) {
    let of = |column| {
        let filled = layout.at(column).filter_map(|at| cells.get(at)).map(|cell| cell.text.clone());
        filled.filter(|text| !text.is_empty()).collect::<Vec<_>>()
    };
    let periods = of(Column::Period).into_iter().filter(|text| when::names_time(text));
    let mut effects = of(Column::Effect).into_iter().chain(periods);
    let effect = effects.next();
    let mut remarks: Vec<String> = effects.collect();
    remarks.extend(of(Column::Ended));
    remarks.extend(of(Column::Note));
    const VERBS: [&str; 6] = ["hieu luc", "bai bo", "ap dung", "tam ngung", "tam dung", "ngung thuc hien"];
    let is_time = |text: &String| {
        let folded = fold(text);
        let of_fee = ["phi ", "dong", "le phi"].iter().any(|word| folded.contains(word));
        when::names_time(text) && !of_fee && VERBS.iter().any(|verb| folded.contains(verb))
    };
    remarks.extend(of(Column::Other).into_iter().filter(is_time));
    (effect, remarks)
}

/// Whether a line speaks of effect: it names a day, and says what that day does.
pub(super) fn is_remark(line: &str) -> bool {
    const LEADS: [&str; 12] = [
        " tu ",
        " ke tu ",
        " hieu luc ",
        " bai bo ",
        " ap dung ",
        " den het ",
        " den ngay ",
        " den khi ",
        " thoi diem ",
        " truoc ngay ",
        " sau ngay ",
        " tam ",
    ];
    let folded = format!(" {} ", fold(line));
    LEADS.iter().any(|lead| folded.contains(lead))
        && when::speaks(line, Place::Remark)
        && (when::names_time(line) || folded.contains(" hieu luc ") || clauses::suspends(line))
}

/// "Điều 2. …"
pub(super) fn is_article(folded: &str) -> bool {
    folded.strip_prefix("dieu ").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether words say when the decision takes effect.
pub(super) fn is_clause(folded: &str) -> bool {
    // "… hết hiệu lực kể từ ngày Quyết định này có hiệu lực" is said of another.
    let is_own = |(at, _): (usize, &str)| {
        let before = folded.get(..at).unwrap_or_default().trim_end();
        !before.ends_with(" ngay") && !before.ends_with(" khi")
    };
    ["quyet dinh nay co hieu luc", "quyet dinh co hieu luc"].iter().any(|words| folded.match_indices(words).any(is_own))
}
