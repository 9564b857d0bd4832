//! Procedure codes (mã thủ tục hành chính).

use std::fmt;

/// A procedure's code as the source writes it, for example `1.004222`.
///
/// The regular form is `\d\.\d{6}`; the leading digit has no documented meaning. Agency suffixes
/// (`1.012753.H19`), cases (`1.001193.02`) and broken codes that stand in the national list (`1.0133611`,
/// `1.014955-Xoa`) are kept as written and told apart by [`ProcedureCode::form`].
///
/// Guarantee: 3 to 40 characters of `[0-9A-Za-z._-]`, beginning with a digit, holding no `..`: safe as one
/// segment of a path and of an address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProcedureCode(String);

/// The shape of a code. Only [`CodeForm::Regular`] is beyond doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeForm {
    /// `1.004222`.
    Regular,
    /// With an agency's suffix, `1.012753.H19` or `1.000105.000.00.00.H17`.
    AgencySuffix,
    /// A case of a procedure, `1.001193.02`.
    Case,
    /// Anything else that a list calls a code: reported, kept.
    Broken,
}

/// Why a text cannot be a code at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidCode;

impl fmt::Display for InvalidCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a procedure code: 3 to 40 letters, digits, `.`, `-` or `_`, beginning with a digit")
    }
}

impl std::error::Error for InvalidCode {}

impl ProcedureCode {
    /// Reads a code, trimming white space around it.
    ///
    /// ```
    /// use niemyet::model::{CodeForm, ProcedureCode};
    /// assert_eq!(ProcedureCode::new(" 1.004222 ").unwrap().as_str(), "1.004222");
    /// assert_eq!(ProcedureCode::new("1.0133611").unwrap().form(), CodeForm::Broken);
    /// assert!(ProcedureCode::new("../etc/passwd").is_err());
    /// ```
    pub fn new(written: &str) -> Result<Self, InvalidCode> {
        let code = written.trim();
        let well_made = (3..=40).contains(&code.len())
            && code.starts_with(|c: char| c.is_ascii_digit())
            && code.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
            && !code.contains("..")
            && !code.ends_with('.');
        if well_made { Ok(ProcedureCode(code.to_owned())) } else { Err(InvalidCode) }
    }

    /// The code as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Which shape the code has.
    pub fn form(&self) -> CodeForm {
        let Some(rest) = self.0.strip_prefix(self.regular_prefix().unwrap_or("?")) else {
            return CodeForm::Broken;
        };
        match rest.strip_prefix('.') {
            None if rest.is_empty() => CodeForm::Regular,
            None => CodeForm::Broken,
            Some(case) if case.len() == 2 && case.bytes().all(|b| b.is_ascii_digit()) => CodeForm::Case,
            Some(suffix) if suffix.rsplit('.').next().is_some_and(is_agency_code) => CodeForm::AgencySuffix,
            Some(_) => CodeForm::Broken,
        }
    }

    /// The part of the form `d.dddddd` that the code begins with, where it has one.
    pub fn regular_prefix(&self) -> Option<&str> {
        let prefix = self.0.get(..8)?;
        let regular = prefix.bytes().enumerate().all(|(i, b)| if i == 1 { b == b'.' } else { b.is_ascii_digit() });
        regular.then_some(prefix)
    }

    /// The code of the procedure itself, where an agency's suffix is printed behind it.
    ///
    /// ```
    /// use niemyet::model::ProcedureCode;
    /// let own = |code| ProcedureCode::new(code).unwrap().without_suffix().map(|code| code.to_string());
    /// assert_eq!(own("1.012753.H19").as_deref(), Some("1.012753"));
    /// assert_eq!(own("1.000105.000.00.00.H17").as_deref(), Some("1.000105"));
    /// assert_eq!(own("1.001193.02.H56").as_deref(), Some("1.001193.02"));
    /// assert_eq!(own("1.012753"), None);
    /// ```
    pub fn without_suffix(&self) -> Option<ProcedureCode> {
        if self.form() != CodeForm::AgencySuffix {
            return None;
        }
        let (code, _) = self.0.rsplit_once('.')?;
        Some(ProcedureCode(code.strip_suffix(".000.00.00").unwrap_or(code).to_owned()))
    }

    /// Whether the code is of an internal procedure (thủ tục hành chính nội bộ; Nghị định 63/2010 Điều 1.2):
    /// codes that begin with 5. or 6. are never on the public list.
    pub fn is_internal(&self) -> bool {
        self.0.starts_with("5.") || self.0.starts_with("6.")
    }
}

fn is_agency_code(part: &str) -> bool {
    let mut chars = part.chars();
    chars.next().is_some_and(|c| c.is_ascii_uppercase()) && part.len() >= 2 && chars.all(|c| c.is_ascii_digit())
}

impl fmt::Display for ProcedureCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_apart() {
        for (code, form) in [
            ("1.004222", CodeForm::Regular),
            ("1.012753.H19", CodeForm::AgencySuffix),
            ("1.000105.000.00.00.H17", CodeForm::AgencySuffix),
            ("1.001193.02", CodeForm::Case),
            ("1.0133611", CodeForm::Broken),
            ("2.009182739", CodeForm::Broken),
            ("1.014955-Xoa", CodeForm::Broken),
            ("2.00048", CodeForm::Broken),
        ] {
            assert_eq!(ProcedureCode::new(code).unwrap().form(), form, "{code}");
        }
    }

    #[test]
    fn unsafe_texts_are_not_codes() {
        for text in ["", "1.", "..", "a.1", "1/2/3", "1.00\u{301}", "1..2", &"1".repeat(41)] {
            assert!(ProcedureCode::new(text).is_err(), "{text:?}");
        }
    }
}
