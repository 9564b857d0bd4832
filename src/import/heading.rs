//! Rows of a table that speak of other rows: the field or the agency of those below, totals, numbers of columns, remarks.
//!
//! Offices write a field above its rows in many shapes: "LĨNH VỰC HỘ TỊCH" in the first cell, over all cells, in the column
//! of names, behind a letter or a Roman number in a cell of its own, with a total in brackets.

use crate::text::fold;

/// The longest heading.
const CHARS: usize = 400;
/// The longest name of a field or an agency.
const NAME_CHARS: usize = 200;

/// A row that speaks of other rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heading {
    pub(super) style: Style,
    /// "A", "I", "1"; empty where it has none.
    pub(super) label: String,
    /// The words behind the label.
    pub(super) text: String,
    pub(super) says: Says,
    /// How many procedures it declares.
    pub(super) declared: Option<usize>,
}

/// How a heading is numbered; a heading ends those of its own style, and all that stand below them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Roman,
    Letter,
    Digit,
    /// Without a number.
    Bare,
}

/// What a heading says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Says {
    /// The field of the rows below.
    Sector(String),
    /// The agency of the rows below.
    Agency(String),
    /// A total of the rows above, where it declares one.
    Total,
    /// What is no row and heads none: the numbers of the columns, a remark below the table.
    Remark,
    /// A heading of another kind.
    Part,
}

/// The heading that a row's cells are; `None` where they are a row of their own.
pub(super) fn of(cells: &[&str]) -> Option<Heading> {
    let mut filled: Vec<&str> = Vec::new();
    for text in cells.iter().map(|cell| cell.trim()).filter(|text| !text.is_empty()) {
        // A cell that spans columns may be repeated in each.
        if !filled.contains(&text) {
            filled.push(text);
        }
    }
    if numbers_of_columns(&filled) {
        let says = Says::Remark;
        return Some(Heading {
            style: Style::Bare,
            label: String::new(),
            text: filled.join(" "),
            says,
            declared: None,
        });
    }
    let (label, rest) = match filled.as_slice() {
        [first, rest @ ..] if !rest.is_empty() && style(bare_label(first)).is_some() => (bare_label(first), rest),
        all => ("", all),
    };
    let (text, count) = match rest {
        [text] => (*text, None),
        [text, count] => (*text, Some(lone_count(count)?)),
        _ => return None,
    };
    if text.chars().count() > CHARS {
        return None;
    }
    let (label, text) = if label.is_empty() { inner_label(text) } else { (label, text) };
    let declared = count.or_else(|| declared(text));
    let style = style(label).unwrap_or(Style::Bare);
    let says = says(text, style, declared.is_some())?;
    let declared = if says == Says::Remark { None } else { declared };
    Some(Heading { style, label: label.to_owned(), text: text.to_owned(), says, declared })
}

/// "(1) (2) (3)", "1 2 3 4": the numbers of the columns below their titles.
fn numbers_of_columns(filled: &[&str]) -> bool {
    let number = |text: &&str| {
        let bare = text.trim_matches(['(', ')', '[', ']', ' ', '.']);
        let first: String = bare.chars().take_while(char::is_ascii_digit).collect();
        // "(5)=(3)+(4)".
        let rest = bare.trim_start_matches(|c: char| c.is_ascii_digit());
        first.parse::<usize>().ok().filter(|number| *number <= 64 && !rest.contains(char::is_alphabetic))
    };
    let numbers: Vec<Option<usize>> = filled.iter().map(number).collect();
    numbers.len() > 2 && numbers.iter().all(Option::is_some) && numbers.windows(2).all(|two| two.first() < two.last())
}

fn bare_label(text: &str) -> &str {
    text.trim_matches(['.', ')', '(', '-', '/', ' ', '*', ':'])
}

fn style(label: &str) -> Option<Style> {
    let all = |test: fn(char) -> bool| !label.is_empty() && label.chars().all(test);
    if label.len() <= 5 && all(|c| matches!(c, 'I' | 'V' | 'X')) {
        Some(Style::Roman)
    } else if label.len() == 1 && all(|c| c.is_ascii_uppercase()) {
        Some(Style::Letter)
    } else if label.len() <= 6
        && all(|c| c.is_ascii_digit() || c == '.')
        && label.split('.').all(|part| part.len() <= 3)
    {
        Some(Style::Digit)
    } else {
        None
    }
}

/// The label at a text's beginning: "I. Lĩnh vực …", "A - …", "1/ …".
fn inner_label(text: &str) -> (&str, &str) {
    let Some(end) = text.find(['.', ')', '-', '–', '/', ':', ' ']) else { return ("", text) };
    let (label, rest) = (text.get(..end).unwrap_or_default(), text.get(end..).unwrap_or_default());
    let behind = rest.trim_start_matches(['.', ')', '-', '–', '/', ':', ' ']);
    let parted = rest.trim_start().starts_with(['.', ')', '-', '–', '/', ':']);
    match style(label) {
        Some(_) if parted && !behind.is_empty() => (label, behind),
        _ => ("", text),
    }
}

/// A cell that is nothing but a count: "05", "05 TTHC".
fn lone_count(text: &str) -> Option<usize> {
    let folded = fold(text);
    let (number, unit) = folded.split_once(' ').unwrap_or((&folded, ""));
    let counts = ["tthc", "thu tuc", "nhom thu tuc"].iter().any(|lead| unit.starts_with(lead)) || unit.is_empty();
    number.parse().ok().filter(|_| counts && number.len() <= 4)
}

/// The total that a heading declares: "(05 TTHC)", "(gồm 05 thủ tục)", ": 05 TTHC", "- 05 TTHC", "(05)".
pub(super) fn declared(text: &str) -> Option<usize> {
    let inside = text.split('(').skip(1).filter_map(|rest| Some(rest.split_once(')')?.0));
    let behind = text.rsplit([':', '–']).next().filter(|behind| *behind != text);
    let dashed = text.rsplit_once(" - ").map(|(_, behind)| behind);
    inside.chain(behind).chain(dashed).find_map(|part| {
        // "(gồm 05 TTHC)", "có 05 thủ tục".
        let bare = ["gồm ", "có ", "Gồm ", "tổng số "]
            .iter()
            .fold(part.trim(), |text, lead| text.strip_prefix(lead).unwrap_or(text));
        let is_short = bare.chars().count() < 2 || text.chars().count() < bare.chars().count() + 3;
        // A single figure in brackets is a mark; a number alone is a row's.
        lone_count(bare).filter(|_| bare.contains(' ') || !is_short)
    })
}

fn says(text: &str, style: Style, counts: bool) -> Option<Says> {
    let folded = fold(text);
    let starts = |leads: &[&str]| leads.iter().any(|lead| folded.starts_with(lead));
    let is_total = starts(&["tong cong", "tong so"])
        || matches!(folded.as_str(), "cong" | "tong")
        || counts && starts(&["tong ", "cong "]);
    if is_total {
        return Some(Says::Total);
    }
    if text.starts_with(['*', '†', '('])
        || starts(&["ghi chu", "chu thich", "nguon ", "nguoi lap", "noi nhan", "luu y", "trang "])
    {
        return Some(Says::Remark);
    }
    if let Some(name) = sector(text, &folded) {
        return Some(Says::Sector(name));
    }
    let upper = is_upper(text);
    let heads = counts || upper || matches!(style, Style::Roman | Style::Letter);
    if let Some(agency) = agency(text, &folded).filter(|_| heads || text.contains(':')) {
        return Some(Says::Agency(agency));
    }
    heads.then_some(Says::Part)
}

/// Whether a text is the heading of a field.
pub(super) fn is_sector(text: &str) -> bool {
    sector(text, &fold(text)).is_some()
}

/// Whether a text is typed in capitals.
pub(super) fn is_upper(text: &str) -> bool {
    text.chars().filter(|c| c.is_uppercase()).count() >= 2 && !text.chars().any(char::is_lowercase)
}

/// The field that a text names: "LĨNH VỰC HỘ TỊCH (05 TTHC)", "Thủ tục hành chính thuộc lĩnh vực: Hộ tịch".
fn sector(text: &str, folded: &str) -> Option<String> {
    const LEADS: [&str; 14] = [
        "",
        "thuoc",
        "nhom",
        "cac",
        "thu tuc hanh chinh",
        "thu tuc hanh chinh thuoc",
        "thu tuc hanh chinh trong",
        "tthc",
        "tthc thuoc",
        "tthc trong",
        "danh muc thu tuc hanh chinh",
        "danh muc thu tuc hanh chinh thuoc",
        "danh muc tthc",
        "danh muc tthc thuoc",
    ];
    let (lead, _) = folded.split_once("linh vuc")?;
    if !LEADS.contains(&lead.trim()) {
        return None;
    }
    // Letter by letter, so that the words keep their accents.
    let words = lead.split_whitespace().count() + 2;
    let mut rest = text.trim_start();
    for _ in 0..words {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        // "Lĩnh vực:Hộ tịch".
        let end = rest.find(':').map_or(end, |colon| (colon + 1).min(end));
        rest = rest.get(end..).unwrap_or_default().trim_start();
    }
    named(rest)
}

/// The agency that a text names: "BỘ TƯ PHÁP", "Cơ quan thực hiện: Sở Tư pháp".
fn agency(text: &str, folded: &str) -> Option<String> {
    const LEADS: [&str; 12] = [
        "so ",
        "bo ",
        "ubnd ",
        "uy ban nhan dan ",
        "ngan hang nha nuoc",
        "thanh tra ",
        "van phong ",
        "ban quan ly ",
        "cong an ",
        "bao hiem xa hoi",
        "bo chi huy ",
        "thue ",
    ];
    const TOLD: [&str; 6] =
        ["co quan ban hanh", "co quan thuc hien", "co quan cong bo", "don vi thuc hien", "don vi", "co quan"];
    if let Some((_, after)) = text.split_once(':').filter(|(lead, _)| TOLD.contains(&fold(lead).as_str())) {
        return named(after);
    }
    LEADS.iter().any(|lead| folded.starts_with(lead)).then(|| named(text)).flatten()
}

/// A name without the total behind it, and not in capitals.
pub(super) fn named(text: &str) -> Option<String> {
    let mut bare = text.trim();
    if let Some((before, inside)) = bare.rsplit_once('(')
        && lone_total(inside)
    {
        bare = before;
    }
    for mark in [":", "–", " - "] {
        if let Some((before, behind)) = bare.rsplit_once(mark)
            && (behind.trim().is_empty() || lone_total(behind))
        {
            bare = before;
        }
    }
    let bare = bare.trim_matches([' ', ':', '.', ';', ',', '-', '–', '*', '“', '”', '"']);
    let sound = bare.chars().any(char::is_alphabetic) && bare.chars().count() <= NAME_CHARS;
    sound.then(|| if is_upper(bare) { sentence(bare) } else { bare.to_owned() })
}

fn lone_total(text: &str) -> bool {
    let bare = text.trim_matches([')', ' ', '.', ':']);
    let bare = ["gồm ", "có ", "Gồm "].iter().fold(bare, |text, lead| text.strip_prefix(lead).unwrap_or(text));
    lone_count(bare).is_some()
}

/// A text in capitals as a sentence has it.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters.flat_map(char::to_lowercase)).collect()
}

/// The field that a heading may be which says nothing else: "I. HỘ TỊCH".
pub(super) fn bare_sector(heading: &Heading) -> Option<String> {
    let folded = fold(&heading.text);
    let other = ["cap ", "thu tuc", "tthc", "danh muc", "phan ", "phu luc", "nhom ", "truc tuyen", "dich vu cong"];
    let says = other.iter().any(|word| folded.contains(word));
    (heading.says == Says::Part && !says).then(|| named(&heading.text)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(cells: &[&str]) -> String {
        let Some(heading) = of(cells) else { return "row".into() };
        let says = match heading.says {
            Says::Sector(name) => format!("sector {name}"),
            Says::Agency(name) => format!("agency {name}"),
            Says::Total => "total".into(),
            Says::Remark => "remark".into(),
            Says::Part => "part".into(),
        };
        format!("{says}{}", heading.declared.map_or_else(String::new, |count| format!(" {count}")))
    }

    #[test]
    fn a_field_stands_above_its_rows_in_many_shapes() {
        for cells in [
            &["LĨNH VỰC CHĂN NUÔI", "", ""][..],
            &["A", "LĨNH VỰC CHĂN NUÔI", "", ""],
            &["I", "", "Lĩnh vực Chăn nuôi", ""],
            &["I.", "Lĩnh vực: Chăn nuôi", ""],
            &["1", "Lĩnh vực chăn nuôi", ""],
            &["Lĩnh vực Chăn nuôi", "Lĩnh vực Chăn nuôi", "Lĩnh vực Chăn nuôi"],
            &["I. Lĩnh vực Chăn nuôi", ""],
            &["", "", "A - LĨNH VỰC CHĂN NUÔI", ""],
            &["I/ Lĩnh vực chăn nuôi:", ""],
            &["Thủ tục hành chính thuộc lĩnh vực chăn nuôi"],
            &["1)", "Lĩnh vực “Chăn nuôi”"],
        ] {
            assert_eq!(told(cells).to_lowercase(), "sector chăn nuôi", "{cells:?}");
        }
        for cells in [
            &["I. Lĩnh vực Chăn nuôi (05 TTHC)", ""][..],
            &["II", "LĨNH VỰC CHĂN NUÔI (gồm 05 TTHC)", ""],
            &["LĨNH VỰC CHĂN NUÔI: 05 TTHC"],
            &["Lĩnh vực Chăn nuôi - 05 thủ tục"],
            &["III", "Lĩnh vực Chăn nuôi", "05", ""],
            &["Lĩnh vực Chăn nuôi (05)"],
        ] {
            assert_eq!(told(cells).to_lowercase(), "sector chăn nuôi 5", "{cells:?}");
        }
    }

    #[test]
    fn agencies_totals_numbers_and_remarks_are_no_rows() {
        assert_eq!(told(&["B", "SỞ TƯ PHÁP (12 TTHC)", ""]), "agency Sở tư pháp 12");
        assert_eq!(told(&["Cơ quan thực hiện: Sở Tư pháp", ""]), "agency Sở Tư pháp");
        assert_eq!(told(&["Tổng cộng: 25", "", ""]), "total 25");
        assert_eq!(told(&["", "Tổng cộng", "25"]), "total 25");
        assert_eq!(told(&["Tổng số: 25 TTHC"]), "total 25");
        assert_eq!(told(&["(1)", "(2)", "(3)", "(4)"]), "remark");
        assert_eq!(told(&["1", "2", "3", "4=2+3"]), "remark");
        assert_eq!(told(&["Ghi chú: mã theo CSDL quốc gia", ""]), "remark");
        assert_eq!(told(&["(*) Thủ tục đặc thù", ""]), "remark");
        assert_eq!(told(&["A", "THỦ TỤC HÀNH CHÍNH CẤP TỈNH", ""]), "part");
    }

    #[test]
    fn rows_stay_rows() {
        for cells in [
            &["1", "1.004222", "Đăng ký thường trú", "Công an"][..],
            &["3", "", "Đăng ký khai sinh", "UBND cấp xã"],
            &["3", "", "Đăng ký khai sinh", ""],
            &["1", "Cấp giấy phép trong lĩnh vực chăn nuôi", ""],
            &["1", "Công nhận tổ chức", ""],
            &["5", "Sở hữu nhà ở của cá nhân", ""],
        ] {
            assert_eq!(told(cells), "row", "{cells:?}");
        }
    }
}
