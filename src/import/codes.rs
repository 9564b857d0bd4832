//! Written codes: which are whole, and which a spreadsheet or a typist has damaged.
//!
//! A spreadsheet takes `1.004220` for a number: it drops the last zeros, reads the point as a thousands separator,
//! prints a comma in its place, or makes a day of it. A damaged code is never a procedure of its own: it is refused, or
//! asked about, with the code that it may have been. Whether a code that the catalogue knows was written so on purpose,
//! [`is_known`] tells first.

use crate::identity::is_known;
use crate::model::{CodeForm, ProcedureCode, Records};

use super::clean;

/// How many digits stand behind the point of a regular code.
const DECIMALS: usize = 6;
/// The longest text that can have been a code.
const CHARS: usize = 60;

/// What a written code is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Written {
    /// A code as codes are.
    Sound(ProcedureCode),
    /// Something behind a whole code, or digits too many ("1.014955-Xoa", "1.0133611"). The national list has a few such.
    Odd(ProcedureCode),
    /// What is left of a code, and what it was where its shape tells.
    Damaged(Vec<ProcedureCode>),
    /// No code.
    No,
}

/// Reads a written code.
pub(super) fn written(text: &str) -> Written {
    let text = clean::line(text);
    let code = ProcedureCode::new(&text).ok();
    if let Some(code) = &code {
        match code.form() {
            CodeForm::Regular | CodeForm::AgencySuffix | CodeForm::Case => return Written::Sound(code.clone()),
            CodeForm::Broken => {}
        }
    }
    if text.chars().count() > CHARS || !text.contains(|c: char| c.is_ascii_digit()) {
        return Written::No;
    }
    let whole = whole(&text);
    match code {
        _ if !whole.is_empty() => Written::Damaged(whole),
        Some(code) if code.regular_prefix().is_some() => Written::Odd(code),
        // Digits, marks and letters that no list calls a code: a day, a count, a number in powers of ten.
        _ if is_numeric(&text) => Written::Damaged(Vec::new()),
        Some(_) | None => Written::No,
    }
}

/// The codes that a text was before a spreadsheet or a typist damaged it; none where it is whole, or none.
pub fn damaged_code(text: &str) -> Vec<ProcedureCode> {
    match written(text) {
        Written::Damaged(whole) => whole,
        Written::Sound(_) | Written::Odd(_) | Written::No => Vec::new(),
    }
}

/// Whether a text can have been a code: one that is whole, odd or damaged.
pub(super) fn is_like(text: &str) -> bool {
    !matches!(written(text), Written::No)
}

/// The codes that a damaged one was, by its shape.
fn whole(text: &str) -> Vec<ProcedureCode> {
    let bare = without_marks(text);
    let digits: String = bare.chars().map(digit_for).collect();
    let made = [typed(&bare, &digits), separated(&digits), zeros_lost(&digits), rounded(&digits)];
    let mut codes: Vec<ProcedureCode> = Vec::new();
    for code in made.into_iter().flatten().filter_map(|code| ProcedureCode::new(&code).ok()) {
        if code.form() != CodeForm::Broken && !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

/// A text without the marks that are typed before and behind a code: a quote that makes a text of it, brackets, stars and
/// the marks of footnotes.
fn without_marks(text: &str) -> String {
    let mark = |c: char| {
        matches!(c, '*' | '\'' | '’' | '‘' | '"' | '`' | '.' | ',' | ';' | ':' | '?' | '!' | '#' | '†' | '‡' | ' ')
            || matches!(c, '¹' | '²' | '³' | '⁴'..='⁹' | '⁰' | '(' | ')' | '[' | ']')
    };
    let bare = text.trim_matches(mark);
    // "1.004222(1)", "1.004222 (*)", "1.004222[2]".
    match bare.find(['(', '[']).and_then(|at| bare.get(..at)) {
        Some(before) if before.len() >= 3 => before.trim_end_matches(mark).to_owned(),
        _ => bare.to_owned(),
    }
}

/// A digit for a letter that looks like it.
fn digit_for(c: char) -> char {
    match c {
        'o' | 'O' | 'Q' => '0',
        'l' | 'I' | 'i' | '|' => '1',
        'Z' | 'z' => '2',
        'S' | 's' => '5',
        'B' => '8',
        other => other,
    }
}

/// A code that is whole once its marks are gone and its letters are digits.
fn typed(bare: &str, digits: &str) -> Option<String> {
    let behind = bare.get(..DECIMALS + 2).unwrap_or(bare);
    let mended = digits.get(..behind.len())?;
    let letters = behind.chars().filter(|c| c.is_ascii_alphabetic() || *c == '|').count();
    let rest = bare.get(behind.len()..).unwrap_or_default();
    (letters <= 3 && (rest.is_empty() || rest.starts_with('.'))).then(|| format!("{mended}{rest}"))
}

/// Seven digits with whatever parts them: "1004222", "1,004222", "1.004.222", "1 004 222", "1004222,00".
fn separated(digits: &str) -> Option<String> {
    let whole = digits.strip_suffix(".0").or_else(|| digits.strip_suffix(",0")).unwrap_or(digits);
    let whole = whole.strip_suffix(".00").or_else(|| whole.strip_suffix(",00")).unwrap_or(whole);
    [whole, digits].into_iter().find_map(|text| {
        let parts = |c: char| c.is_whitespace() || matches!(c, '.' | ',' | '\'' | '’' | '-' | '_');
        let seven: String = text.chars().filter(|c| !parts(*c)).collect();
        let sound = seven.len() == DECIMALS + 1 && seven.bytes().all(|byte| byte.is_ascii_digit());
        let (first, rest) = seven.split_at_checked(1).filter(|_| sound)?;
        Some(format!("{first}.{rest}"))
    })
}

/// A number that has lost its last zeros: "1.00422", "1,0127".
fn zeros_lost(digits: &str) -> Option<String> {
    let (first, rest) = digits.split_once(['.', ','])?;
    let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let short = first.len() == 1 && (1..DECIMALS).contains(&rest.len());
    (short && number(first) && number(rest)).then(|| format!("{first}.{rest:0<DECIMALS$}"))
}

/// A number as computers have it: "1.0042220000000001".
fn rounded(digits: &str) -> Option<String> {
    let (first, rest) = digits.split_once(['.', ','])?;
    let long =
        first.len() == 1 && rest.len() > 11 && format!("{first}{rest}").bytes().all(|byte| byte.is_ascii_digit());
    long.then(|| format!("{first}.{rest}").parse::<f64>().ok().map(|number| format!("{number:.DECIMALS$}")))?
}

/// Whether a text is digits with what numbers and days have between them.
fn is_numeric(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let between = text.chars().filter(|c| matches!(c, '.' | ',' | '/' | '-' | ':' | '+' | ' ' | 'E' | 'e')).count();
    let month = text.split(['-', '/', ' ', '.']).any(|part| MONTHS.contains(&part.to_lowercase().as_str()));
    digits >= 2 && (digits + between == text.chars().count() || month)
}

/// The months as spreadsheets write them in a day.
const MONTHS: [&str; 13] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "thg"];

/// A code that cannot be taken as it stands, and what it may have been.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Doubt {
    /// Those it may have been; the likeliest first.
    pub(super) candidates: Vec<ProcedureCode>,
    /// Whether it may have been written so on purpose, see [`Written::Odd`].
    pub(super) odd: bool,
}

/// Why a written code that the catalogue does not know is not to be taken; `None` where it can be, and where it is none.
pub(super) fn doubt(text: &str, records: &Records) -> Option<Doubt> {
    let is_held = || ProcedureCode::new(&clean::line(text)).is_ok_and(|code| is_known(records, &code));
    match written(text) {
        Written::Sound(_) => None,
        // A text that could stand in an address, and that no list calls a code.
        Written::No => {
            let code = ProcedureCode::new(&clean::line(text)).ok();
            code.filter(|code| !is_known(records, code)).map(|_| Doubt { candidates: Vec::new(), odd: false })
        }
        Written::Odd(code) => (!is_known(records, &code)).then(|| {
            let prefix = code.regular_prefix().and_then(|prefix| ProcedureCode::new(prefix).ok());
            let candidates = prefix.into_iter().filter(|prefix| is_known(records, prefix)).collect();
            Doubt { candidates, odd: true }
        }),
        Written::Damaged(candidates) => (!is_held()).then_some(Doubt { candidates, odd: false }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        match written(text) {
            Written::Sound(code) => code.to_string(),
            Written::Odd(code) => format!("{code}!"),
            Written::Damaged(codes) => {
                format!("?{}", codes.iter().map(ProcedureCode::as_str).collect::<Vec<_>>().join(" "))
            }
            Written::No => String::new(),
        }
    }

    #[test]
    fn codes_that_spreadsheets_damaged_say_what_they_were() {
        for (text, expected) in [
            ("1.00422", "?1.004220"),
            ("1.0127", "?1.012700"),
            ("1.1", "?1.100000"),
            ("1,00422", "?1.004220"),
            ("1,004222", "?1.004222"),
            ("1004222", "?1.004222"),
            ("1,004,222", "?1.004222"),
            ("1.004.222", "?1.004222"),
            ("1 004 222", "?1.004222"),
            ("1\u{a0}004\u{a0}222", "?1.004222"),
            ("1004222.0", "?1.004222"),
            ("1004222,00", "?1.004222"),
            ("'1.004222", "?1.004222"),
            ("1.0042220000000001", "?1.004222"),
            ("1.00E+06", "?"),
            ("01/04/2022", "?"),
            ("2022-04-01", "?"),
            ("2022-04-01 00:00:00", "?"),
            ("Jan-63", "?"),
            ("45000", "?"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn codes_that_people_mistyped_say_what_they_were() {
        for (text, expected) in [
            ("1.004222(1)", "?1.004222"),
            ("1.004222 (*)", "?1.004222"),
            ("1.004222*", "?1.004222"),
            ("1.004222**", "?1.004222"),
            ("1.004222¹", "?1.004222"),
            ("(1.004222)", "?1.004222"),
            ("1.OO4222", "?1.004222"),
            ("l.004222", "?1.004222"),
            ("1.0o4222", "?1.004222"),
            ("I.004222", "?1.004222"),
            ("1. 004222", "?1.004222"),
            ("1-004222", "?1.004222"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn whole_codes_and_odd_ones_of_the_national_list_stay() {
        for code in ["1.004222", "1.012753.H19", "1.000105.000.00.00.H17", "1.001193.02"] {
            assert_eq!(shown(code), code);
        }
        for code in ["1.0133611", "2.009182739", "1.014955-Xoa"] {
            assert_eq!(shown(code), format!("{code}!"));
        }
        for text in ["", "x", "Lĩnh vực hộ tịch", "A", "I", "LĨNH VỰC HỘ TỊCH (05 TTHC)", "Tổng cộng: 25", "1"]
        {
            assert_eq!(shown(text), "", "{text}");
        }
    }
}
