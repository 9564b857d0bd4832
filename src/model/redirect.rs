//! Addresses that readers still have, and what they mean here.

use std::fmt;

use super::ProcedureCode;

/// One line of `redirects.tsv`: an address of an old site or portal, and where it leads on this site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// The address that readers have.
    pub from: OldAddress,
    /// Where it leads.
    pub to: RedirectTarget,
}

/// An address (or many of one form) that this site did not give.
///
/// Guarantee: path and query are as a browser sends them: ASCII, percent-encoded, a `/` first, no `#`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OldAddress {
    /// The host, in lower case, where the line names one.
    pub host: Option<String>,
    /// What stands before the placeholder; the whole where there is none.
    pub before: String,
    /// The part that differs between addresses of one form, and what stands after it.
    pub varying: Option<(Placeholder, String)>,
}

impl fmt::Display for OldAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.host.as_deref().unwrap_or_default(), self.before)?;
        self.varying.iter().try_for_each(|(placeholder, after)| write!(f, "{}{after}", placeholder.as_str()))
    }
}

/// What differs between the addresses of one form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Placeholder {
    /// The procedure's code, with or without an agency's suffix.
    Code,
    /// The national portal's identifier, which `links.tsv` has.
    PortalId,
}

impl Placeholder {
    /// Every placeholder.
    pub const ALL: [Placeholder; 2] = [Placeholder::Code, Placeholder::PortalId];

    /// How a line writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Placeholder::Code => "{code}",
            Placeholder::PortalId => "{portal_id}",
        }
    }
}

/// Where an old address leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RedirectTarget {
    /// The page of a procedure.
    Procedure(ProcedureCode),
    /// The page of the procedure that the address itself names by its placeholder.
    Named,
    /// Another page of the site: its address relative to the root, without a slash before it; empty for the home page.
    Page(String),
}
