//! Phrases of decisions: days, kinds, levels, declared totals, numbers, codes. What a text says of time is read by `when`.
//!
//! All compare by the one folding, so that accents, case and tone placement do not matter.

use chrono::Datelike;

use crate::model::{Day, DecisionNumber, Level, Levels, ProcedureCode};
use crate::text::fold;

use super::super::heading;
use super::found::Word;

/// The days that a text names, in order, each with the place of its first word: `26/9/2026`, `2026-09-26`,
/// `ngày 26 tháng 9 năm 2026`. Years outside 1945 to 2200 are none.
pub(super) fn days(folded: &str) -> Vec<(usize, Day)> {
    let words: Vec<&str> = folded.split(' ').collect();
    let mut days = Vec::new();
    let mut at = 0;
    while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
        let (length, parts) = match rest {
            [day, "thang", month, "nam", year, ..] => (5, Some([*year, *month, *day])),
            [year, month, day, ..] if year.len() == 4 => (3, Some([*year, *month, *day])),
            [day, month, year, ..] if year.len() == 4 => (3, Some([*year, *month, *day])),
            _ => (1, None),
        };
        match parts.and_then(day_of) {
            Some(day) => {
                days.push((at, day));
                at += length;
            }
            None => at += 1,
        }
    }
    days
}

fn day_of([year, month, day]: [&str; 3]) -> Option<Day> {
    let short = |text: &str| (1..=2).contains(&text.len());
    if year.len() != 4 || !short(month) || !short(day) {
        return None;
    }
    let day = Day::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
    (1945..=2200).contains(&day.year()).then_some(day)
}

/// The only day of a text; none where it names several.
pub(super) fn day(text: &str) -> Option<Day> {
    match days(&fold(text)).as_slice() {
        [(_, day)] => Some(*day),
        _ => None,
    }
}

/// What a heading says that its rows do, where it says one thing alone.
pub(super) fn word(text: &str) -> Option<Word> {
    match words(text).as_slice() {
        [word] => Some(*word),
        _ => None,
    }
}

/// Every kind that a text names.
pub(super) fn words(text: &str) -> Vec<Word> {
    let folded = fold(text);
    let kinds: [(Word, &[&str]); 6] = [
        (Word::New, &["moi ban hanh", "ban hanh moi"]),
        (Word::Amend, &["sua doi bo sung", "duoc sua doi", "duoc bo sung"]),
        (Word::Replace, &["thay the"]),
        (Word::Repeal, &["bai bo", "huy bo"]),
        (Word::Rebase, &["chuan hoa"]),
        (Word::Correct, &["dinh chinh"]),
    ];
    let says = |word: Word, phrases: &[&str]| {
        phrases.iter().any(|p| folded.contains(p)) || word == Word::Repeal && is_suspension(&folded)
    };
    kinds.iter().filter(|(word, phrases)| says(*word, phrases)).map(|(word, _)| *word).collect()
}

/// Whether a text says that procedures are suspended: they end for a time, as a repeal with a last day.
pub(super) fn suspends(text: &str) -> bool {
    is_suspension(&fold(text))
}

/// "TẠM NGƯNG THỰC HIỆN TỪ NGÀY …", "thủ tục bị tạm dừng"; a business that is closed for a time is another thing.
fn is_suspension(folded: &str) -> bool {
    const VERBS: [&str; 5] = ["tam ngung", "tam dung", "tam dinh chi", "ngung thuc hien", "dung thuc hien"];
    const DONE: [&str; 6] = ["", "thuc hien", "ap dung", "giai quyet", "tiep nhan", "hieu luc"];
    const NEXT: [&str; 10] = ["tu", "ke", "den", "cho", "thu tuc", "tthc", "cac", "trong", "doi voi", "theo"];
    VERBS.iter().any(|verb| {
        folded.match_indices(verb).any(|(at, _)| {
            let before = folded.get(..at).unwrap_or_default().trim_end();
            let passive = ["bi", "duoc"].iter().any(|word| before.ends_with(&format!(" {word}")) || before == *word);
            let rest = folded.get(at + verb.len()..).unwrap_or_default().trim_start();
            let follows = |rest: &str| {
                rest.is_empty() || NEXT.iter().any(|next| rest == *next || rest.starts_with(&format!("{next} ")))
            };
            passive || DONE.iter().any(|done| rest.strip_prefix(done).is_some_and(|rest| follows(rest.trim_start())))
        })
    })
}

/// The levels that a text names.
pub(super) fn levels(text: &str) -> Levels {
    let folded = fold(text);
    let has =
        |phrases: &[&str]| phrases.iter().any(|phrase| folded == *phrase || folded.contains(&format!("cap {phrase}")));
    let mut levels = Levels::new();
    let known: [(Level, &[&str]); 4] = [
        (Level::Ministry, &["trung uong", "bo", "ministry"]),
        (Level::Province, &["tinh", "thanh pho", "province"]),
        (Level::District, &["huyen", "district"]),
        (Level::Commune, &["xa", "commune"]),
    ];
    levels.extend(known.iter().filter(|(_, phrases)| has(phrases)).map(|(level, _)| *level));
    if folded == "shared" || folded.contains("dung chung") {
        levels.extend([Level::Province, Level::Commune]);
    }
    levels
}

/// The total that a heading declares: "(02 TTHC)", "(15 thủ tục hành chính)", ": 02 TTHC".
pub(super) fn declared(text: &str) -> Option<usize> {
    heading::declared(text)
}

/// The numbers of decisions in a running text, as written.
pub(super) fn numbers(text: &str) -> Vec<String> {
    symbols(text).filter(|symbol| DecisionNumber::new(symbol).normal().is_some()).collect()
}

/// The numbers of normative texts in a running text: "106/2024/NĐ-CP".
pub(super) fn legal_numbers(text: &str) -> Vec<String> {
    let mut numbers = Vec::new();
    for symbol in symbols(text) {
        let parts: Vec<&str> = symbol.split('/').collect();
        let sound = matches!(parts.as_slice(), [_, year, kind]
            if year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) && kind.starts_with(char::is_alphabetic));
        if sound && !numbers.contains(&symbol) {
            numbers.push(symbol);
        }
    }
    numbers
}

/// Words that begin with a digit and hold a slash.
fn symbols(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '“' | '”' | '"'));
    words
        .filter(|word| word.starts_with(|c: char| c.is_ascii_digit()) && word.contains('/') && word.len() <= 60)
        .map(|word| word.trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned())
}

/// The codes in a cell, each as printed. "10.005090" is none.
pub fn codes(cell: &str) -> Vec<ProcedureCode> {
    let words =
        cell.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '[' | ']' | '/' | '+' | '–'));
    let like = |word: &&str| {
        let digits = word.get(2..).map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count());
        word.as_bytes().first().is_some_and(u8::is_ascii_digit) && word.as_bytes().get(1) == Some(&b'.') && digits >= 5
    };
    words
        .map(|word| word.trim_matches(['.', ':', '*', '\'', '"', '“', '”', '’', '†']))
        .filter(like)
        .filter_map(|word| ProcedureCode::new(word).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_no_phantoms() {
        let shown = |cell: &str| codes(cell).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(shown("10.005090"), Vec::<String>::new());
        assert_eq!(shown("1.000963.000.00.00.H24\n(2.000986)"), ["1.000963.000.00.00.H24", "2.000986"]);
        assert_eq!(shown("2.00048"), ["2.00048"]);
        assert_eq!(shown("1.5 ngày"), Vec::<String>::new());
    }

    #[test]
    fn totals_and_levels_of_headings() {
        assert_eq!(declared("III. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (02 TTHC)"), Some(2));
        assert_eq!(declared("Có hiệu lực (từ 26/9/2026)"), None);
        assert_eq!(levels("A. THỦ TỤC HÀNH CHÍNH CẤP TỈNH").into_iter().collect::<Vec<_>>(), [Level::Province]);
        assert_eq!(word("I. DANH MỤC TTHC ĐƯỢC SỬA ĐỔI, BỔ SUNG"), Some(Word::Amend));
        assert_eq!(word("MỚI BAN HÀNH; SỬA ĐỔI, BỔ SUNG"), None);
        assert_eq!(word("THỦ TỤC HÀNH CHÍNH ĐÍNH CHÍNH"), Some(Word::Correct));
        for (text, is_one) in [
            ("THỦ TỤC HÀNH CHÍNH TẠM NGƯNG THỰC HIỆN TỪ NGÀY 01/10/2026", true),
            ("DANH MỤC THỦ TỤC BỊ TẠM DỪNG", true),
            ("TẠM NGỪNG THỰC HIỆN THỦ TỤC HÀNH CHÍNH", true),
            ("Thông báo tạm ngừng kinh doanh hộ kinh doanh", false),
            ("Thủ tục tạm dừng hoạt động cơ sở", false),
        ] {
            assert_eq!((suspends(text), word(text) == Some(Word::Repeal)), (is_one, is_one), "{text}");
        }
    }
}
