//! Numbers of decisions (số, ký hiệu quyết định).

use std::fmt;
use std::sync::Arc;

/// A decision's number: what was written, and the normal form by which numbers are compared.
///
/// 62 spellings stand in the real data ("1681", "QD-", trailing dots, "Quyết định số …", "/.QĐ-"). Where the text
/// cannot be brought to the form `<digits>/<symbol>`, there is no normal form, and nothing but the same
/// text equals it. "/TTr-" is a submission (tờ trình), not a decision.
#[derive(Debug, Clone)]
pub struct DecisionNumber {
    // Shared: every line of every history has the number of its decision.
    written: Arc<str>,
    normal: Option<Arc<str>>,
    digits: u64,
}

impl DecisionNumber {
    /// Reads a number and finds its normal form.
    ///
    /// ```
    /// use niemyet::model::DecisionNumber;
    /// let number = DecisionNumber::new("Quyết định số 1931/.QD-BNNMT.");
    /// assert_eq!(number.written(), "Quyết định số 1931/.QD-BNNMT.");
    /// assert_eq!(number.normal(), Some("1931/QĐ-BNNMT"));
    /// assert_eq!(DecisionNumber::new("3236/TTr-SNN").normal(), None);
    /// assert_eq!(DecisionNumber::new("1681").normal(), None);
    /// ```
    pub fn new(written: &str) -> Self {
        let written: Arc<str> = written.trim().into();
        let normal = normal_form(&written).map(Arc::from);
        let key: &str = normal.as_ref().unwrap_or(&written);
        let digits = key.split(|c: char| !c.is_ascii_digit()).find(|part| !part.is_empty());
        let digits = digits.and_then(|digits| digits.parse().ok()).unwrap_or(u64::MAX);
        DecisionNumber { written, normal, digits }
    }

    /// The number exactly as the source has it.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// `<digits>/QĐ-<ISSUER>`, or `None` where the text does not parse.
    pub fn normal(&self) -> Option<&str> {
        self.normal.as_deref()
    }

    /// The normal form, else what was written: what comparison and order go by.
    pub fn key(&self) -> &str {
        self.normal.as_deref().unwrap_or(&self.written)
    }

    /// The digits before the slash, for a numeric order (`394` before `3523`).
    pub fn digits(&self) -> u64 {
        self.digits
    }
}

/// `<digits>/QĐ-<ISSUER>[-<UNIT>]`, upper case, `Đ` for every D-like letter of `QĐ`, no blanks.
fn normal_form(written: &str) -> Option<String> {
    use unicode_normalization::UnicodeNormalization;
    let text: String = written.nfc().collect::<String>().to_uppercase().replace('Ð', "Đ");
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let lead = text.get(..start)?.trim().trim_end_matches([':', '.']).trim_end();
    if !matches!(lead, "" | "SỐ" | "QUYẾT ĐỊNH" | "QUYẾT ĐỊNH SỐ" | "QĐ" | "QĐ SỐ") {
        return None;
    }
    let packed: String = text.get(start..)?.chars().filter(|c| !c.is_whitespace()).collect();
    let (digits, symbol) = packed.split_once('/')?;
    if digits.is_empty() || digits.len() > 9 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let symbol = symbol.replace(['–', '_', '−'], "-");
    let symbol = symbol.trim_matches(|c: char| !c.is_alphanumeric()).replace("QD-", "QĐ-");
    let issuer = symbol.strip_prefix("QĐ-")?;
    let plain = !issuer.is_empty()
        && issuer.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | '&'))
        && issuer.starts_with(char::is_alphabetic);
    let digits = digits.trim_start_matches('0');
    (plain && !digits.is_empty()).then(|| format!("{digits}/QĐ-{issuer}"))
}

impl PartialEq for DecisionNumber {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for DecisionNumber {}

impl PartialOrd for DecisionNumber {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DecisionNumber {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.digits(), self.key()).cmp(&(other.digits(), other.key()))
    }
}

impl std::hash::Hash for DecisionNumber {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl fmt::Display for DecisionNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}
