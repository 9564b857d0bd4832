//! Phrases of decisions: days, clauses of effect, kinds, levels, declared totals, numbers, codes.
//!
//! All compare by the one folding, so that accents, case and tone placement do not matter.

use chrono::Datelike;

use crate::model::{Day, DayCount, DayUnit, DecisionNumber, Effect, Level, Levels, ProcedureCode};
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

/// What a clause says of the effect: "có hiệu lực kể từ ngày ký", "(Có hiệu lực từ 26/9/2026)". A day that has to be
/// counted from the signing ("sau 10 ngày kể từ ngày ký") is so many days after it; one counted from anything else is none.
pub(super) fn effect(text: &str) -> Option<Effect> {
    let folded = fold(text);
    if matches!(folded.as_str(), "from signing" | "on signing") {
        return Some(Effect::OnSigning);
    }
    if let Some(count) = DayCount::from_words(text.trim()) {
        return Some(Effect::AfterSigning(count));
    }
    let clause = folded.split_once("hieu luc").map(|(_, after)| after.trim_start());
    let start = before_end(clause.unwrap_or(&folded));
    if let Some(count) = clause.and_then(|_| after_signing(start)) {
        return Some(Effect::AfterSigning(count));
    }
    let signing = clause.and_then(|_| start.find("tu ngay ky").or_else(|| start.find("ke tu khi ky")));
    let first = days(start).into_iter().next();
    let words = |text: &str| text.split(' ').filter(|word| !word.is_empty()).count();
    match (signing, first) {
        (Some(at), first) if first.is_none_or(|(day, _)| words(start.get(..at).unwrap_or_default()) <= day) => {
            let lead = start.get(..at).unwrap_or_default();
            lead.split(' ').all(is_bare).then_some(Effect::OnSigning)
        }
        (_, Some((at, day))) => (!start.split(' ').take(at).any(|word| word == "sau")).then_some(Effect::On(day)),
        (_, None) => None,
    }
}

/// Whether a word may stand between "có hiệu lực" and the day.
fn is_bare(word: &str) -> bool {
    matches!(word, "" | "thi" | "hanh" | "phap" | "luat" | "ngay" | "ke" | "bat" | "dau")
}

/// The count of a folded clause that begins "[thi hành] sau 45 ngày [làm việc] [kể] từ ngày ký".
fn after_signing(start: &str) -> Option<DayCount> {
    let (lead, rest) = start.split_once("sau ")?;
    let words: Vec<&str> = rest.split(' ').collect();
    let (number, rest) = words.split_first()?;
    let (unit, rest) = match rest {
        ["ngay", "lam", "viec", rest @ ..] => (DayUnit::WorkingDays, rest),
        ["ngay", rest @ ..] => (DayUnit::Days, rest),
        _ => return None,
    };
    let is_signing = matches!(rest, ["ke", "tu", "ngay" | "khi", "ky", ..] | ["tu", "ngay" | "khi", "ky", ..]);
    let number = number.parse().ok().filter(|number| (1..=DayCount::MOST).contains(number))?;
    (is_signing && lead.split(' ').all(is_bare)).then_some(DayCount { number, unit })
}

/// What a text says of the last day of effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Last {
    Unsaid,
    On(Day),
    /// It says that there is one, and not which.
    Unclear,
}

/// The last day of effect, where a text says "[từ …] đến [hết] [ngày] 28/02/2027": it stands right behind the first day, or
/// at the clause's beginning. Farther off it is the last day of something else.
pub(super) fn last(text: &str) -> Last {
    let folded = fold(text);
    let clause = folded.split_once("hieu luc").map_or(folded.as_str(), |(_, after)| after.trim_start());
    let words: Vec<&str> = clause.split(' ').collect();
    let ends: Vec<usize> = (0..words.len()).filter(|at| is_end(&words, *at)).collect();
    let [at] = ends.as_slice() else { return if ends.is_empty() { Last::Unsaid } else { Last::Unclear } };
    let (before, after) = words.split_at(*at);
    let behind: Vec<&str> = after.iter().copied().skip(1).skip_while(|word| matches!(*word, "het" | "ngay")).collect();
    let signed = before.windows(2).rposition(|two| two == ["ngay", "ky"] || two == ["khi", "ky"]).map(|at| at + 2);
    // A day has three words, or five with "tháng".
    let of_day =
        days(&before.join(" ")).last().map(|(at, _)| at + if before.get(at + 1) == Some(&"thang") { 5 } else { 3 });
    let near = at - signed.max(of_day).unwrap_or(0) <= 3;
    match days(&behind.join(" ")).first() {
        Some((0, day)) if near => Last::On(*day),
        _ => Last::Unclear,
    }
}

/// Whether words say "đến hết …", "đến ngày …", "đến 28/02/2027", "đến khi …".
fn is_end(words: &[&str], at: usize) -> bool {
    let behind = |word: &&str| {
        matches!(*word, "het" | "ngay" | "khi" | "thang" | "nam") || word.bytes().all(|b| b.is_ascii_digit())
    };
    words.get(at) == Some(&"den") && words.get(at + 1).is_some_and(behind)
}

/// What of a folded clause stands before its last day.
pub(super) fn before_end(folded: &str) -> &str {
    let words: Vec<&str> = folded.split(' ').collect();
    let end = (0..words.len()).find(|at| is_end(&words, *at)).unwrap_or(words.len());
    let bytes = words.iter().take(end).map(|word| word.len() + 1).sum::<usize>();
    folded.get(..bytes.min(folded.len())).unwrap_or_default().trim_end()
}

/// The first day without effect, where a text says its last.
pub(super) fn until(text: &str) -> Option<Day> {
    match last(text) {
        Last::On(day) => day.succ_opt(),
        Last::Unsaid | Last::Unclear => None,
    }
}

/// Whether a text says that there is a last day, clear or not.
pub(super) fn has_last(text: &str) -> bool {
    last(text) != Last::Unsaid
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
    let kinds: [(Word, &[&str]); 5] = [
        (Word::New, &["moi ban hanh", "ban hanh moi"]),
        (Word::Amend, &["sua doi bo sung", "duoc sua doi", "duoc bo sung"]),
        (Word::Replace, &["thay the"]),
        (Word::Repeal, &["bai bo", "huy bo"]),
        (Word::Rebase, &["chuan hoa"]),
    ];
    kinds.iter().filter(|(_, phrases)| phrases.iter().any(|p| folded.contains(p))).map(|(word, _)| *word).collect()
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
pub(super) fn codes(cell: &str) -> Vec<ProcedureCode> {
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
    fn clauses_of_effect_are_read_as_they_stand() {
        let on = |text: &str| text.parse().ok().map(Effect::On);
        let after = |number, unit| Some(Effect::AfterSigning(DayCount { number, unit }));
        for (text, expected) in [
            ("Quyết định này có hiệu lực thi hành kể từ ngày ký.", Some(Effect::OnSigning)),
            ("(Có hiệu lực từ 26/9/2026)", on("2026-09-26")),
            ("có hiệu lực kể từ ngày 01 tháng 7 năm 2026 đến hết ngày 28/02/2027", on("2026-07-01")),
            ("2026-07-01", on("2026-07-01")),
            ("có hiệu lực theo quy định", None),
            ("có hiệu lực từ 1/7/0000", None),
            ("có hiệu lực thi hành sau 10 ngày kể từ ngày ký", after(10, DayUnit::Days)),
            ("có hiệu lực sau 10 ngày làm việc, kể từ ngày ký ban hành", after(10, DayUnit::WorkingDays)),
            ("có hiệu lực sau 45 ngày kể từ ngày đăng Công báo", None),
            ("có hiệu lực sau 10 ngày kể từ ngày 01/7/2026", None),
            ("có hiệu lực từ ngày 01/7/2026, trừ các việc từ ngày ký", on("2026-07-01")),
        ] {
            assert_eq!(effect(text), expected, "{text}");
        }
        for (text, clear) in [
            ("từ 01/7/2026 đến hết ngày 28/02/2027", true),
            ("có hiệu lực từ ngày ký ban hành đến 28/02/2027", true),
            ("có hiệu lực thi hành đến ngày 28 tháng 02 năm 2027", true),
            ("có hiệu lực từ 01/7/2026; hồ sơ đã nhận thì giải quyết đến ngày 28/02/2027", false),
            ("từ 01/7/2026 đến khi có quyết định khác", false),
        ] {
            assert_eq!(until(text), "2027-03-01".parse().ok().filter(|_| clear), "{text}");
            assert!(has_last(text), "{text}");
        }
        assert_eq!(last("có hiệu lực từ 01/7/2026; các nội dung liên quan đến đất đai"), Last::Unsaid);
    }

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
    }
}
