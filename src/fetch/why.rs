//! Why something on the web was not read.

use crate::strings::{Language, Strings};

use super::Fault;

/// Why an address was not read. What it would have shown is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// There was no answer.
    Fault(Fault),
    /// The server says so.
    Status(u16),
    /// The host asks programs not to.
    Robots,
    /// Whether the host asks so could not be learned.
    RobotsUnread,
    /// It is larger than this many bytes.
    TooLarge(u64),
    /// It leads on more often than this.
    Redirects(usize),
    /// It leads to itself.
    Loop,
    /// It leads away: to another host, or out of the listing.
    Away(String),
    /// So many pages were read.
    Pages(usize),
    /// So many bytes were read.
    Bytes(u64),
    /// So many seconds were spent.
    Seconds(u64),
    /// The server failed so many times in a row.
    GaveUp(usize),
    /// It came packed in a way that nobody asked for.
    Packed(String),
    /// So many addresses that may hand out a file were asked for.
    Handed(usize),
    /// It has more links than this.
    Links(usize),
    /// So many more addresses, each for this reason.
    Rest(usize, Box<Why>),
}

impl Why {
    /// The key of its words, and the value in them.
    fn parts(&self) -> (&'static str, String) {
        match self {
            Why::Fault(Fault::Time) => ("time", String::new()),
            Why::Fault(Fault::Host) => ("host", String::new()),
            Why::Fault(Fault::Tls(error)) => ("tls", error.clone()),
            Why::Fault(Fault::Way(error)) => ("way", error.clone()),
            Why::Status(status) => ("status", status.to_string()),
            Why::Robots => ("robots", String::new()),
            Why::RobotsUnread => ("robots_unread", String::new()),
            Why::TooLarge(bytes) => ("too_large", bytes.to_string()),
            Why::Redirects(count) => ("redirects", count.to_string()),
            Why::Loop => ("loop", String::new()),
            Why::Away(url) => ("away", url.clone()),
            Why::Pages(count) => ("pages", count.to_string()),
            Why::Bytes(bytes) => ("bytes", bytes.to_string()),
            Why::Seconds(seconds) => ("seconds", seconds.to_string()),
            Why::GaveUp(count) => ("gave_up", count.to_string()),
            Why::Packed(packing) => ("packed", packing.escape_debug().to_string()),
            Why::Handed(count) => ("handed", count.to_string()),
            Why::Links(count) => ("links", count.to_string()),
            Why::Rest(count, _) => ("rest", count.to_string()),
        }
    }

    /// The kind of reason, under which addresses are counted together.
    pub(super) fn kind(&self) -> &'static str {
        self.parts().0
    }

    /// What it is, in a reader's language.
    pub fn message(&self, language: Language) -> String {
        let (key, value) = self.parts();
        let mut values = vec![("value", value)];
        if let Why::Rest(_, why) = self {
            values.push(("why", why.message(language)));
        }
        Strings::of(language).filled(&["fetch", key], &values)
    }

    /// Whether asking again later may give another answer.
    pub(super) fn may_pass(&self) -> bool {
        matches!(self, Why::Fault(_) | Why::Status(408 | 425 | 429 | 500..=599) | Why::RobotsUnread)
    }
}
