//! Fees (phí, lệ phí).

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
