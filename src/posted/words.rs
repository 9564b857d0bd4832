//! What the words beside a procedure say: its name without code and number, whether it has ended, whether they are news.

use crate::identity::{name_key, name_words};
use crate::import::{Shown, codes_in};
use crate::model::Day;
use crate::text::fold;

/// The labels of codes and names.
const LABELS: [&str; 14] = [
    "ma",
    "ma so",
    "ma tthc",
    "ma so tthc",
    "ma thu tuc",
    "ma so thu tuc",
    "ma thu tuc hanh chinh",
    "ten",
    "ten thu tuc",
    "ten tthc",
    "ten thu tuc hanh chinh",
    "thu tuc",
    "tthc",
    "ma ho so",
];

/// A text without the number of its row, the code in it and their labels: "3. 1.004222 - Đăng ký" is "Đăng ký", and so is "Đăng
/// ký (Mã số: 1.004222)".
pub(super) fn without_code(text: &str) -> String {
    let text = without_number(text);
    let words: Vec<&str> = text.split(' ').filter(|word| codes_in(word).is_empty()).collect();
    let joined = words.join(" ");
    let mut rest = joined.as_str();
    loop {
        let before = rest;
        rest = rest.trim_matches(|c: char| {
            c.is_whitespace() || matches!(c, '-' | '–' | ':' | '.' | ';' | ',' | '[' | ']' | '|')
        });
        if let Some((label, behind)) = rest.split_once(':').filter(|(label, _)| LABELS.contains(&fold(label).as_str()))
        {
            rest = if label.is_empty() { rest } else { behind };
        }
        for open in ['(', ' '] {
            if let Some((name, label)) = rest.rsplit_once(open)
                && (label.contains("Mã") || label.contains("mã") || open == '(')
                && LABELS.contains(&fold(label).as_str())
            {
                rest = name;
            }
        }
        if rest == before {
            return rest.to_owned();
        }
    }
}

/// A text without the number of its row.
fn without_number(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_code = !text.starts_with(|c: char| c.is_ascii_digit())
        || rest.starts_with('.') && rest.get(1..).is_some_and(|it| it.starts_with(|c: char| c.is_ascii_digit()));
    if is_code { text } else { rest.trim_start_matches(['.', ')', '-', ' ', '/']) }
}

/// What headings call procedures that have ended.
const ENDED: [&str; 11] = [
    "bi bai bo",
    "duoc bai bo",
    "da bai bo",
    "tthc bai bo",
    "hanh chinh bai bo",
    "danh muc bai bo",
    "tthc het hieu luc",
    "hanh chinh het hieu luc",
    "thu tuc het hieu luc",
    "hanh chinh da het hieu luc",
    "thu tuc da het hieu luc",
];

/// What remarks say of one that has ended, among other words.
const REMARKS: [&str; 4] = ["bi bai bo", "da bai bo", "duoc bai bo", "da het hieu luc"];

/// What remarks say of one that has ended, alone or before its day.
const WHOLE: [&str; 3] = ["bai bo", "het hieu luc", "huy bo"];

/// What a heading says of what stands below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heading {
    /// That it has ended.
    Ended,
    /// Anything else.
    Other,
}

/// The heading that a row is: a single text that speaks of procedures, or of a field of them.
pub(super) fn heading(shown: &Shown) -> Option<Heading> {
    const LONGEST: usize = 200;
    let mut texts = shown.texts.iter().filter(|text| !text.is_empty());
    let text = texts.next().filter(|text| texts.next().is_none() && text.chars().count() <= LONGEST)?;
    let folded = fold(text);
    let speaks = ["thu tuc", "tthc", "danh muc", "linh vuc"].iter().any(|word| folded.contains(word));
    // "Sửa đổi, bổ sung, bãi bỏ": some of it has ended, and nobody knows which.
    let begins =
        ["sua doi", "bo sung", "moi ban hanh", "dang ap dung", "con hieu luc"].iter().any(|word| folded.contains(word));
    // A procedure may be about what has ended: the words speak of procedures themselves.
    let ends = ENDED.iter().any(|phrase| folded.contains(phrase)) || WHOLE.contains(&folded.as_str());
    match (ends && !begins, speaks) {
        (true, _) => Some(Heading::Ended),
        (false, true) => Some(Heading::Other),
        (false, false) => None,
    }
}

/// Whether a remark in a procedure's row says that it has ended: "Hết hiệu lực", "đã bị bãi bỏ từ 01/7/2026".
pub(super) fn says_ended(shown: &Shown, name: &str, as_of: Day) -> bool {
    // The name itself says nothing, and is the longest text of most rows.
    let mut texts = shown.texts.iter().filter(|text| !text.is_empty() && *text != name);
    let key = name_key(name);
    texts.any(|text| {
        let folded = name_words(text);
        let rest = if key.is_empty() { folded } else { folded.replace(&key, " ") };
        let rest = rest.trim();
        // It may be the decision that has ended, the day of one that has not, or a name.
        if ["quyet dinh", "thay the quyet dinh", "ngay het", "chua", "thu tuc"]
            .iter()
            .any(|lead| rest.starts_with(lead))
        {
            return false;
        }
        let begins = WHOLE.iter().any(|word| rest == *word || rest.starts_with(&format!("{word} tu")));
        let is_later = text.split([' ', '(', ')']).filter_map(day).any(|day| day > as_of);
        (begins || REMARKS.iter().any(|phrase| rest.contains(phrase))) && !is_later
    })
}

/// The day that a word is: "16/6/2023".
pub(super) fn day(word: &str) -> Option<Day> {
    let mut parts = word.trim_end_matches(['.', ',', ';']).splitn(3, ['/', '-']);
    let (day, month, year) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Day::from_ymd_opt(year, month, day)
}

/// Whether a text is news about a procedure, and no row of a list: what is announced stands before the code.
pub(super) fn announces(shown: &Shown, written: &str, name: &str) -> bool {
    const VERBS: [&str; 5] = ["bai bo", "cong bo", "ban hanh", "thong bao", "sua doi"];
    let before = shown.texts.iter().filter_map(|text| Some(text.split_once(written)?.0));
    before.filter(|before| !before.trim().is_empty()).any(|before| {
        let name = name_key(name);
        let folded = name_words(before);
        let before = if name.is_empty() { folded } else { folded.replace(&name, " ") };
        VERBS.iter().any(|verb| before.contains(verb)) && before.split(' ').count() > 3
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(texts: &[&str]) -> Shown {
        Shown { texts: texts.iter().map(|text| (*text).to_owned()).collect(), links: Vec::new(), line: 1 }
    }

    #[test]
    fn a_name_stands_without_its_number_code_and_labels() {
        for text in [
            "Đăng ký kết hôn",
            "3. Đăng ký kết hôn;",
            "1.000894 - Đăng ký kết hôn",
            "12. 1.000894 Đăng ký kết hôn",
            "Đăng ký kết hôn (Mã số: 1.000894)",
            "Đăng ký kết hôn (1.000894)",
            "Đăng ký kết hôn - 1.000894",
            "Tên thủ tục: Đăng ký kết hôn",
        ] {
            assert_eq!(name_key(&without_code(text)), "dang ky ket hon", "{text}");
        }
    }

    #[test]
    fn what_a_page_says_to_have_ended_is_read_and_what_will_end_has_not() {
        let day = Day::from_ymd_opt(2026, 7, 20).unwrap_or_default();
        let ended = |text: &str| says_ended(&row(&["1.010385", text]), "Bãi bỏ con dấu", day);
        assert!(ended("Hết hiệu lực") && ended("(đã bị bãi bỏ từ 01/7/2026)") && ended("Bãi bỏ"));
        assert!(!ended("Bãi bỏ con dấu") && !ended("Hết hiệu lực từ 01/01/2027") && !ended("Ngày hết hiệu lực"));
        assert_eq!(heading(&row(&["Danh mục thủ tục hành chính bị bãi bỏ"])), Some(Heading::Ended));
        assert_eq!(heading(&row(&["Cấp lại giấy phép bị mất, hủy bỏ giấy phép hết hiệu lực"])), None);
        assert_eq!(heading(&row(&["Thủ tục sửa đổi, bổ sung; bãi bỏ"])), Some(Heading::Other));
        assert!(announces(&row(&["Từ 01/7/2026 bãi bỏ thủ tục 1.010385"]), "1.010385", ""));
        assert!(!announces(&row(&["Công bố hợp quy (1.010385)"]), "1.010385", "Công bố hợp quy"));
    }
}
