//! Papers of a dossier (thành phần hồ sơ): from a list, or cut out of a text in which the portal's table has run together.

use crate::model::{Absence, Component, Paper};

use super::clean;
use super::limits::PARTS;
use super::report::Facts;

/// The most characters of a paper's name, for it to be a name and no prose.
const NAME_CHARS: usize = 200;

/// The head of the portal's table after its cells have run together.
const HEAD: &str = "Tên giấy tờMẫu đơn, tờ khaiSố lượng";

/// A paper as its source lists it.
#[derive(Debug, Clone, Default)]
pub(super) struct Listed {
    pub(super) case: String,
    pub(super) name: String,
    pub(super) original: Option<u32>,
    pub(super) copies: Option<u32>,
    pub(super) form: String,
}

/// The papers that are beyond doubt, and how many are not: remarks that stand among them, what has no number, and
/// names so long that they are prose.
pub(super) fn certain(listed: &[Listed], facts: &mut Facts) -> (Component<Vec<Paper>>, u32) {
    let mut papers: Vec<Paper> = Vec::new();
    let mut left = 0_u32;
    for one in listed.iter().take(PARTS) {
        let paper = paper(one);
        let short = |text: &str| text.chars().count() <= NAME_CHARS;
        let counted = (paper.original, paper.copies) != (Some(0), Some(0));
        let remark = paper.case.as_deref().is_some_and(is_remark);
        let certain = !paper.name.is_empty()
            && short(&paper.name)
            && paper.case.as_deref().is_none_or(short)
            && counted
            && !remark
            && !paper.name.ends_with(':');
        if certain && papers.contains(&paper) {
            continue;
        }
        // A remark among the papers is no paper that would be missing from the list.
        if certain || !remark {
            facts.papers.add(certain);
        }
        if certain {
            papers.push(paper);
        } else if !remark {
            left = left.saturating_add(1);
        }
    }
    left = left.saturating_add(u32::try_from(listed.len().saturating_sub(PARTS)).unwrap_or(u32::MAX));
    if papers.is_empty() { (Component::Absent(Absence::NotEntered), 0) } else { (Component::Value(papers), left) }
}

/// Every paper, as listed.
pub(super) fn whole(listed: &[Listed], facts: &mut Facts) -> Component<Vec<Paper>> {
    let mut papers: Vec<Paper> = Vec::new();
    for one in listed {
        let paper = paper(one);
        if !paper.name.is_empty() && !papers.contains(&paper) {
            facts.papers.add(true);
            papers.push(paper);
        }
    }
    if papers.is_empty() { Component::Absent(Absence::NotPublished) } else { Component::Value(papers) }
}

fn paper(listed: &Listed) -> Paper {
    let text = |written: &str| {
        let line = clean::line(written);
        let bare =
            line.trim_start_matches(|c: char| matches!(c, '-' | '+' | '*' | '•' | '–' | '·') || c.is_whitespace());
        bare.trim_end_matches([';', '.', ' ']).to_owned()
    };
    let optional = |written: &str| {
        let text = text(written);
        clean::absence(&text).is_none().then_some(text)
    };
    let form = clean::line(&listed.form);
    Paper {
        case: optional(&listed.case),
        name: text(&listed.name),
        original: listed.original,
        copies: listed.copies,
        form: clean::absence(&form).is_none().then_some(form),
    }
}

/// A heading under which remarks stand and no papers.
fn is_remark(case: &str) -> bool {
    let folded = crate::text::fold(case);
    folded.starts_with("luu y") || folded.starts_with("ghi chu")
}

/// The numbers of a cell "Bản chính: 1\nBản sao: 0".
pub(super) fn quantities(written: &str) -> (Option<u32>, Option<u32>) {
    let number = |label: &str| {
        let folded = crate::text::fold(written);
        let (_, after) = folded.split_once(label)?;
        after.split_whitespace().next()?.parse().ok()
    };
    (number("ban chinh"), number("ban sao"))
}

/// Cuts a run-together table: each paper ends with its numbers ("1 bản chính", "0 bản chính,1 bản sao"). A form's name
/// stays glued to the paper's, because nothing tells where it begins.
///
/// `None` where the text does not begin as the table does, or does not end with numbers.
pub(super) fn run_together(written: &str) -> Option<Vec<Listed>> {
    let (before, mut rest) = written.split_once(HEAD)?;
    if !before.chars().all(|c| c == '-' || c.is_whitespace()) {
        return None;
    }
    let mut listed = Vec::new();
    while !rest.trim().is_empty() {
        let (name, original, copies, behind) = up_to_numbers(rest)?;
        listed.push(Listed { name: name.to_owned(), original, copies, ..Listed::default() });
        rest = behind;
        if listed.len() > PARTS {
            return None;
        }
    }
    (!listed.is_empty()).then_some(listed)
}

/// The text before the next numbers, the numbers, and what follows.
fn up_to_numbers(text: &str) -> Option<(&str, Option<u32>, Option<u32>, &str)> {
    const ORIGINAL: &str = " bản chính";
    const COPY: &str = " bản sao";
    let mut from = 0;
    loop {
        let rest = text.get(from..)?;
        let originals = rest.find(ORIGINAL);
        let copies = rest.find(COPY);
        let (at, word) = match (originals, copies) {
            (Some(original), Some(copy)) if copy < original => (copy, COPY),
            (Some(original), _) => (original, ORIGINAL),
            (None, Some(copy)) => (copy, COPY),
            (None, None) => return None,
        };
        let at = from + at;
        let behind = text.get(at + word.len()..)?;
        // One digit: in "Thông tư 28/8/20201 bản chính" only the last belongs to the number of originals.
        let digit = text.get(..at)?.chars().next_back().filter(char::is_ascii_digit);
        let Some(count) = digit.and_then(|digit| digit.to_digit(10)) else {
            from = at + word.len();
            continue;
        };
        let name = text.get(..at - 1)?;
        // In running prose ("nộp 01 bản chính giấy …") a blank follows, and a blank or a 0 of its own stands before.
        let leading_zero = name.strip_suffix('0').is_some_and(|rest| !rest.ends_with(|c: char| c.is_ascii_digit()));
        let prose = behind.starts_with([' ', ';', '.', ')']) || name.ends_with([' ', '(']) || leading_zero;
        if prose {
            from = at + word.len();
            continue;
        }
        if word == COPY {
            return Some((name, None, Some(count), behind));
        }
        let copy = behind.strip_prefix(',').and_then(|after| {
            let digit = after.chars().next().and_then(|c| c.to_digit(10))?;
            Some((digit, after.get(1..)?.strip_prefix(COPY)?))
        });
        return Some(match copy {
            Some((copies, behind)) => (name, Some(count), Some(copies), behind),
            None => (name, Some(count), None, behind),
        });
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    fn listed(case: &str, name: &str, original: u32, copies: u32) -> Listed {
        Listed {
            case: case.into(),
            name: name.into(),
            original: Some(original),
            copies: Some(copies),
            form: String::new(),
        }
    }

    #[test]
    fn only_short_counted_names_are_certain_and_the_rest_is_counted() {
        let mut facts = Facts::default();
        let (papers, left) = certain(
            &[
                listed("", "- Đơn đề nghị;", 1, 0),
                listed("", &"dài ".repeat(60), 1, 0),
                listed("", "Giấy tờ không có số lượng", 0, 0),
                listed("* Lưu ý:", "Bản sao có chứng thực", 1, 0),
            ],
            &mut facts,
        );
        let names: Vec<String> = papers.value().unwrap().iter().map(|paper| paper.name.clone()).collect();
        assert_eq!((names, left), (vec!["Đơn đề nghị".to_owned()], 2));
        assert_eq!((facts.papers.taken, facts.papers.left), (1, 2));
    }

    #[test]
    fn a_run_together_table_is_cut_at_its_numbers() {
        let text = "--Tên giấy tờMẫu đơn, tờ khaiSố lượng- Đơn đề nghị theo Thông tư 28/8/20201 bản chính\
                    Hộ chiếu, nộp kèm 01 bản sao có chứng thực0 bản chính,1 bản sao";
        let cut = run_together(text).unwrap();
        let shown: Vec<String> =
            cut.iter().map(|one| format!("{}|{:?}|{:?}", one.name, one.original, one.copies)).collect();
        assert_eq!(
            shown,
            [
                "- Đơn đề nghị theo Thông tư 28/8/2020|Some(1)|None",
                "Hộ chiếu, nộp kèm 01 bản sao có chứng thực|Some(0)|Some(1)",
            ]
        );
        assert!(run_together("Thành phần hồ sơ gồm: đơn").is_none());
    }

    #[test]
    fn numbers_are_read_from_a_cell_of_words() {
        assert_eq!(quantities("Bản chính: 1\nBản sao: 0"), (Some(1), Some(0)));
        assert_eq!(quantities(""), (None, None));
    }
}
