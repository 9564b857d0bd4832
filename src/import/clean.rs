//! Text hygiene: what foreign files write, as the catalogue keeps it.

use unicode_normalization::UnicodeNormalization;

use crate::model::Absence;
use crate::text;

use super::markdown;

/// A text of one line: NFC, no invisible characters, single blanks, Đ where somebody typed the Icelandic eth, no
/// tags.
///
/// Nothing that a reader sees is changed: tone placement, capitals and damaged words stay as they are, because
/// mending them would be guessing.
pub(super) fn line(written: &str) -> String {
    if markdown::has_tags(written) { letters(&markdown::plain(written)) } else { letters(written) }
}

/// A text of one line with tags left as they are.
pub(super) fn letters(written: &str) -> String {
    let clean = text::clean(written);
    if clean.contains(['Ð', 'Ɖ', 'ð']) { clean.chars().map(d_for_eth).collect() } else { clean }
}

fn d_for_eth(c: char) -> char {
    match c {
        'Ð' | 'Ɖ' => 'Đ',
        'ð' => 'đ',
        other => other,
    }
}

/// A procedure's name: a [`line`] without the punctuation that lists leave at its end.
pub(super) fn name(written: &str) -> String {
    let name = line(written);
    let bare = name.trim_end_matches([';', '.', ',', ':', ' ']);
    // Three dots tell that a name was cut short: that is something to see.
    let cut_short = name.ends_with("..") || name.ends_with('…');
    if bare.is_empty() || cut_short { name } else { bare.to_owned() }
}

/// What was written, where a reader would see that the record has it otherwise; blanks and invisible characters
/// are no difference.
pub(super) fn written_otherwise(written: &str, kept: &str) -> Option<String> {
    let seen = text::clean(written);
    (seen != kept && !seen.is_empty()).then_some(seen)
}

/// The absence that a spelling of nothing states: 'Không có' says that there is none, the others that the source
/// does not say.
///
/// `None` where the text says something.
pub(super) fn absence(written: &str) -> Option<Absence> {
    // No spelling of nothing is long, except a rule drawn with dashes.
    if written.trim().len() > 120 && !written.trim().starts_with(['-', '–', '—', '_', '.', '*']) {
        return None;
    }
    let text = text::clean(written).to_lowercase();
    match text.trim_end_matches(['.', ';', ':']).trim() {
        "" | "không có thông tin" | "chưa có thông tin" | "n/a" | "na" | "null" | "none" | "undefined" => {
            Some(Absence::NotPublished)
        }
        "không có" | "không" | "không áp dụng" => Some(Absence::NotApplicable),
        dashes if dashes.chars().all(|c| matches!(c, '-' | '–' | '—' | '_' | '/' | '*' | '.')) => {
            Some(Absence::NotPublished)
        }
        _ => None,
    }
}

/// The name under which two spellings are one: without case, tone placement, punctuation, blanks and the portal's
/// code in brackets ("Việc làm (G07-LĐ11)").
pub(super) fn spelling_key(name: &str) -> String {
    let name: String = name.nfc().collect();
    let bare = match name.rsplit_once('(') {
        Some((before, inside)) if is_portal_code(inside) => before,
        _ => name.as_str(),
    };
    let words: Vec<String> = text::tokens(bare).into_iter().map(|token| token.accent).collect();
    words.join(" ")
}

/// `G07-LĐ11)`: the portal's code of a ministry's field.
fn is_portal_code(inside: &str) -> bool {
    let Some(code) = inside.trim_end().strip_suffix(')') else { return false };
    let mut parts = code.split('-');
    let ministry = parts.next().unwrap_or_default();
    ministry.len() == 3
        && ministry.starts_with('G')
        && ministry.bytes().skip(1).all(|b| b.is_ascii_digit())
        && parts.next().is_some_and(|field| !field.is_empty() && field.chars().all(char::is_alphanumeric))
        && parts.next().is_none()
}

/// A name without the portal's code in brackets.
pub(super) fn without_portal_code(name: &str) -> &str {
    match name.rsplit_once('(') {
        Some((before, inside)) if is_portal_code(inside) => before.trim_end(),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_nfc_with_single_blanks_and_the_right_letters() {
        assert_eq!(line("Ða\u{323}t\u{a0}\u{200b}  <b>giải</b>\nthưởng \u{f0b7}"), "Đạt giải thưởng");
        assert_eq!(line("hóa, hoá; thủy, thuỷ"), "hóa, hoá; thủy, thuỷ");
    }

    #[test]
    fn a_name_loses_the_punctuation_of_lists_only() {
        assert_eq!(name("Cấp giấy phép.;"), "Cấp giấy phép");
        assert_eq!(name("Cấp giấy phép (cấp tỉnh)"), "Cấp giấy phép (cấp tỉnh)");
        assert_eq!(name("Cấp giấy..."), "Cấp giấy...");
        assert_eq!(name("..."), "...");
    }

    #[test]
    fn spellings_of_nothing_are_told_apart() {
        for text in ["", " ", "Không có thông tin", "N/A", "--", "–", "null"] {
            assert_eq!(absence(text), Some(Absence::NotPublished), "{text:?}");
        }
        for text in ["Không có", "không có.", "Không"] {
            assert_eq!(absence(text), Some(Absence::NotApplicable), "{text:?}");
        }
        assert_eq!(absence("Không quy định"), None);
    }

    #[test]
    fn spellings_of_one_sector_have_one_key() {
        let key = spelling_key("Thi đua, khen thưởng");
        for other in ["Thi đua – Khen thưởng", "Thi đua - khen thưởng", "THI ĐUA KHEN THƯỞNG", "Thi đua khen thưởng "]
        {
            assert_eq!(spelling_key(other), key, "{other}");
        }
        assert_eq!(spelling_key("Việc làm (G07-LĐ11)"), spelling_key("Việc làm"));
        assert_eq!(spelling_key("An toàn đập, hồ chứa thuỷ điện"), spelling_key("An toàn đập, hồ chứa thủy điện"));
        assert_ne!(spelling_key("Đầu tư"), spelling_key("Đấu từ"));
        assert_ne!(spelling_key("Nhà ở (cũ)"), spelling_key("Nhà ở"));
    }
}
