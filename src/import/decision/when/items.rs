//! A text as words with their places, and the words in it that name a day, a month, a count of days or a document.

use chrono::Datelike;

use crate::model::Day;
use crate::text::fold;

/// What stands between a word and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Blanks, or the marks inside of a day.
    Plain,
    Comma,
    /// The end of a sentence, a list's item or a line.
    Stop,
    /// A bracket that opens or closes.
    Bracket,
}

/// A word with its place in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) folded: String,
    /// As written, in small letters: "trừ" is no "trú".
    pub(super) written: String,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) gap: Gap,
    /// Whether nothing but the mark inside of a day or a number stands between: "01/10".
    pub(super) joined: bool,
}

pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let (mut open, mut after) = (None, 0);
    let end_of_text = std::iter::once((text.len(), ' '));
    for (at, c) in text.char_indices().chain(end_of_text) {
        let is_letter = c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c);
        match (open, is_letter) {
            (None, true) => open = Some(at),
            (Some(start), false) => {
                let word = text.get(start..at).unwrap_or_default();
                let between = text.get(after..start).unwrap_or_default();
                let gap = gap(between, tokens.last());
                let joined = matches!(between, "/" | "-" | "." | "–");
                tokens.push(Token { folded: fold(word), written: small(word), start, end: at, gap, joined });
                (open, after) = (None, at);
            }
            (None, false) | (Some(_), true) => {}
        }
    }
    tokens
}

fn small(word: &str) -> String {
    crate::text::clean(word).to_lowercase()
}

fn gap(between: &str, before: Option<&Token>) -> Gap {
    let is_short =
        before.is_some_and(|word| matches!(word.folded.as_str(), "tp" | "q" | "p" | "h" | "tx" | "ts" | "ths"));
    let stop = between.split_once('.').is_some_and(|(_, after)| after.starts_with(char::is_whitespace)) && !is_short;
    if between.contains([';', '\n']) || stop {
        Gap::Stop
    } else if between.contains(['(', ')', '[', ']']) {
        Gap::Bracket
    } else if between.contains([',', ':', '“', '”', '"']) {
        Gap::Comma
    } else {
        Gap::Plain
    }
}

/// A run of words that looks like a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A whole day.
    Day(Day),
    /// A month, a quarter, a year, a day without its year: nobody knows which day.
    Vague,
    /// So many days, months or years.
    Count,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) kind: Kind,
    /// Its first word, and the one behind its last.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether it only says which document is meant: "Nghị định số 1/2026/NĐ-CP ngày 15/3/2026".
    pub(super) of_document: bool,
}

/// Nouns of documents that have a day of their own.
const DOCUMENTS: [&str; 12] = [
    "quyet dinh",
    "nghi dinh",
    "thong tu",
    "luat",
    "nghi quyet",
    "chi thi",
    "cong van",
    "to trinh",
    "thong bao",
    "van ban",
    "phap lenh",
    "hien phap",
];

/// Words behind which a day is no document's.
const LEADS: [&str; 9] = ["tu", "ke", "den", "toi", "hieu", "het", "sau", "truoc", "vao"];

pub(super) fn items(text: &str, tokens: &[Token]) -> Vec<Item> {
    let mut items = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match item(tokens, at) {
            Some((kind, length)) => {
                let of_document = matches!(kind, Kind::Day(_) | Kind::Vague) && is_of_document(text, tokens, at);
                items.push(Item { kind, start: at, end: at + length, of_document });
                at += length;
            }
            None => at += 1,
        }
    }
    items
}

fn item(tokens: &[Token], at: usize) -> Option<(Kind, usize)> {
    let word = |more: usize| tokens.get(at + more).map_or("", |token| token.folded.as_str());
    // A comma or the end of a sentence stands in no day.
    let whole =
        |length: usize| (1..length).all(|more| tokens.get(at + more).is_some_and(|token| token.gap == Gap::Plain));
    let number = |text: &str| matches!(text.len(), 1 | 2) && text.bytes().all(|b| b.is_ascii_digit());
    let year = |text: &str| text.len() == 4 && text.starts_with(['1', '2']) && text.bytes().all(|b| b.is_ascii_digit());
    let named = [word(0), word(2), word(4)];
    if word(1) == "thang"
        && word(3) == "nam"
        && whole(5)
        && let Some(day) = day_of(named)
    {
        return Some((Kind::Day(day), 5));
    }
    // A number of a document or a code goes on behind what would be a day.
    let ends = |length: usize| tokens.get(at + length).is_none_or(|next| !next.joined);
    if whole(3) && ends(3) {
        let days = [[word(2), word(1), word(0)], [word(0), word(1), word(2)]];
        if let Some(day) = days.into_iter().find_map(|[year, month, day]| day_of([day, month, year])) {
            return Some((Kind::Day(day), 3));
        }
    }
    if year(word(0))
        && whole(3)
        && let Some(day) = day_of([word(2), word(1), word(0)])
    {
        return Some((Kind::Day(day), 3));
    }
    let written = tokens.get(at).map_or("", |token| token.written.as_str());
    match word(0) {
        // The day's own words come behind it.
        "ngay" if matches!(item(tokens, at + 1), Some((Kind::Day(_) | Kind::Vague, _))) => None,
        "ngay" if number(word(1)) && word(2) == "thang" && number(word(3)) => Some((Kind::Vague, 4)),
        "ngay" if number(word(1)) && number(word(2)) && is_joined(tokens, at + 1) => Some((Kind::Vague, 3)),
        "thang" if number(word(1)) && word(2) == "nam" && year(word(3)) => Some((Kind::Vague, 4)),
        "thang" if number(word(1)) && year(word(2)) => Some((Kind::Vague, 3)),
        _ if written == "quý" && matches!(word(1), "i" | "ii" | "iii" | "iv" | "1" | "2" | "3" | "4") => {
            let of_year = if word(2) == "nam" && year(word(3)) {
                4
            } else if year(word(2)) {
                3
            } else {
                2
            };
            Some((Kind::Vague, of_year))
        }
        "nam" if year(word(1)) => Some((Kind::Vague, 2)),
        first if number(first) && number(word(1)) && is_joined(tokens, at) => {
            // "01/10/26", "32/13/2026": they look like days.
            let short = is_joined(tokens, at + 1) && (number(word(2)) || word(2).len() == 4);
            (short && ends(3)).then_some((Kind::Vague, 3))
        }
        first if number(first) && year(word(1)) && is_joined(tokens, at) && ends(2) => Some((Kind::Vague, 2)),
        first if is_number_word(first, written) && matches!(word(1), "ngay" | "thang" | "nam" | "tuan" | "quy") => {
            // "10 năm 2026" is the end of a day.
            (!year(word(2))).then_some((Kind::Count, 2))
        }
        _ => None,
    }
}

/// Whether a word and the next are parted by one mark, as in "01/10".
fn is_joined(tokens: &[Token], at: usize) -> bool {
    tokens.get(at + 1).is_some_and(|next| next.joined)
}

fn is_number_word(word: &str, written: &str) -> bool {
    let digits = word.len() <= 3 && !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    digits || matches!(written, "một" | "hai" | "ba" | "bốn" | "năm" | "sáu" | "bảy" | "tám" | "chín" | "mười")
}

/// A day of years 1945 to 2200.
pub(super) fn day_of([day, month, year]: [&str; 3]) -> Option<Day> {
    let short = |text: &str| (1..=2).contains(&text.len());
    if year.len() != 4 || !short(month) || !short(day) {
        return None;
    }
    let day = Day::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
    (1945..=2200).contains(&day.year()).then_some(day)
}

fn is_of_document(text: &str, tokens: &[Token], at: usize) -> bool {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.folded.as_str());
    let before = if at > 0 && word(at - 1) == "ngay" { at - 1 } else { at };
    let start = tokens.get(before).map_or(0, |token| token.start);
    let written = text.get(..start).unwrap_or_default().trim_end();
    let symbol = written.rsplit(char::is_whitespace).next().unwrap_or_default();
    let symbol = symbol.trim_end_matches(|c: char| !c.is_alphanumeric());
    if symbol.contains('/')
        && symbol.chars().any(char::is_alphabetic)
        && symbol.starts_with(|c: char| c.is_ascii_digit())
    {
        return true;
    }
    if before == at && word(at) != "ngay" {
        return false;
    }
    for back in (before.saturating_sub(14)..before).rev() {
        let two = format!("{} {}", word(back), word(back + 1));
        let is_own = two == "quyet dinh" && word(back + 2) == "nay";
        if DOCUMENTS.iter().any(|noun| *noun == two || *noun == word(back)) && !is_own {
            return true;
        }
        let stops = tokens.get(back + 1).is_some_and(|next| matches!(next.gap, Gap::Stop | Gap::Bracket));
        if stops || LEADS.contains(&word(back)) {
            return false;
        }
    }
    false
}
