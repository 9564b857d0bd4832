//! Fees (phí, lệ phí).

use std::fmt;

/// One fee of one channel.
///
/// A fee of 0 is never "miễn phí" of itself: that word needs its legal text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fee {
    /// A sum of money.
    Amount(FeeAmount),
    /// The source's own words ("Miễn phí", "Theo quy định của HĐND tỉnh"), shown as a quotation.
    Stated(String),
}

impl fmt::Display for Fee {
    /// The source's words, or the sum with its currency and what it is for: "50.000 đồng (cấp lần đầu)".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let amount = match self {
            Fee::Stated(text) => return f.write_str(text),
            Fee::Amount(amount) => amount,
        };
        let digits = amount.value.to_string();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at) % 3 == 0 {
                f.write_str(".")?;
            }
            write!(f, "{digit}")?;
        }
        write!(f, " {}", if amount.currency == "VND" { "đồng" } else { &amount.currency })?;
        let more: Vec<&str> = [&amount.label, &amount.note].into_iter().flatten().map(String::as_str).collect();
        if more.is_empty() { Ok(()) } else { write!(f, " ({})", more.join("; ")) }
    }
}

/// A sum of money and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeeAmount {
    /// The sum in whole units of `currency`.
    pub value: u64,
    /// The currency, `VND` unless the source says otherwise.
    pub currency: String,
    /// "Phí" or "Lệ phí", where the source says which.
    pub label: Option<String>,
    /// For what or for whom ("cấp lần đầu"), where that is a fact of a few words.
    pub note: Option<String>,
    /// The number of the legal text that sets the fee.
    pub source: Option<String>,
}
