//! From the addresses that readers still have (an old site's, a portal's that closed) to the pages of this site: rules for
//! the web server that answers at the old place.
//!
//! `redirects.tsv` → [`Redirects`] → the text of one server's rules. Every rule answers 301: the new place is for ever. An
//! address with a query is matched with it; one without is matched whatever query follows, since visitors come with one that
//! a mail or a social network added.

mod apache;
mod iis;
mod nginx;

use std::collections::{BTreeMap, BTreeSet};

use crate::address;
use crate::model::{OldAddress, Placeholder, ProcedureCode, Records, RedirectTarget};

/// A code as it stands in an address, the suffix of an agency apart: POSIX enough for each server's own regular expressions.
const CODE: &str = r"([0-9]\.[0-9]{6})(?:\.[0-9.]+\.[A-Z][0-9]{2})?";

/// The servers that rules are written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Server {
    /// nginx: a part of its `http` block.
    Nginx,
    /// Apache httpd, `mod_rewrite`: a part of a virtual host or a `.htaccess`.
    Apache,
    /// Internet Information Services with the URL Rewrite module: a `web.config`.
    Iis,
}

/// Which page each old address leads to.
///
/// Guarantee: no address stands twice, and none leads to a page that is not there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Redirects {
    /// Whole addresses without a query, by path.
    paths: BTreeMap<String, String>,
    /// Whole addresses with a query.
    queries: BTreeMap<String, String>,
    /// Forms with a code in them: what stands before it and after it, in the order of the table.
    forms: Vec<(String, String)>,
    /// Where the pages of procedures stand, without the code and the slash behind it.
    procedures: String,
}

/// Why a line cannot become a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RedirectFault {
    /// The page is not on the site.
    NoPage {
        /// The line, counted from 0 in the order of the table.
        row: usize,
        /// Where it leads.
        to: String,
    },
    /// Two lines of different hosts have one path, and no host was asked for.
    Ambiguous {
        /// The line, counted from 0 in the order of the table.
        row: usize,
        /// The address.
        from: String,
    },
}

impl Redirects {
    /// The rules of a catalogue's table for a site at `base_url`, as far as they are for `host`: a line that names no host
    /// is for each. `exists` tells whether the site has a page at an address.
    pub fn of(
        records: &Records,
        base_url: &str,
        host: Option<&str>,
        exists: impl Fn(&str) -> bool,
    ) -> Result<Redirects, RedirectFault> {
        let mut redirects = Redirects { procedures: format!("{base_url}T/"), ..Redirects::default() };
        for (row, redirect) in records.redirects.iter().enumerate() {
            let OldAddress { host: of, before, varying } = &redirect.from;
            if host.is_some_and(|host| of.as_deref().is_some_and(|of| of != host)) {
                continue;
            }
            let procedure = |code: &ProcedureCode| address::procedure(code);
            let pages: Vec<(String, String)> = match (&redirect.to, varying) {
                (RedirectTarget::Named, Some((Placeholder::Code, after))) => {
                    let form = (before.clone(), after.clone());
                    if redirects.forms.contains(&form) {
                        return Err(RedirectFault::Ambiguous { row, from: redirect.from.to_string() });
                    }
                    redirects.forms.push(form);
                    continue;
                }
                (RedirectTarget::Named, Some((Placeholder::PortalId, after))) => {
                    let held = records.links.iter().filter(|(code, _)| exists(&procedure(code)));
                    held.map(|(code, link)| (format!("{before}{}{after}", link.target.id()), procedure(code))).collect()
                }
                (RedirectTarget::Named, None) => Vec::new(),
                (RedirectTarget::Procedure(code), _) => vec![(before.clone(), procedure(code))],
                (RedirectTarget::Page(page), _) => vec![(before.clone(), page.clone())],
            };
            for (from, to) in pages {
                if !exists(&to) {
                    return Err(RedirectFault::NoPage { row, to });
                }
                let table = if from.contains('?') { &mut redirects.queries } else { &mut redirects.paths };
                let url = format!("{base_url}{to}");
                if table.insert(from, url.clone()).is_some_and(|other| other != url) {
                    return Err(RedirectFault::Ambiguous { row, from: redirect.from.to_string() });
                }
            }
        }
        Ok(redirects)
    }

    /// Rules that lead addresses to others, whole ones of any site. Of an address that would lead to several there is none; how many
    /// were left for that stands beside.
    pub fn to_addresses(pairs: impl IntoIterator<Item = (OldAddress, String)>) -> (Redirects, usize) {
        let mut wanted: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (from, to) in pairs.into_iter().filter(|(from, _)| from.varying.is_none()) {
            wanted.entry(from.before).or_default().insert(to);
        }
        let (mut redirects, mut left) = (Redirects::default(), 0);
        for (from, to) in wanted {
            let table = if from.contains('?') { &mut redirects.queries } else { &mut redirects.paths };
            match to.first().filter(|_| to.len() == 1) {
                Some(to) => _ = table.insert(from, to.clone()),
                None => left += 1,
            }
        }
        (redirects, left)
    }

    /// How many rules there are.
    pub fn len(&self) -> usize {
        self.paths.len() + self.queries.len() + self.forms.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rules as a server reads them, with a comment that says where they go.
    pub fn text(&self, server: Server) -> String {
        match server {
            Server::Nginx => nginx::text(self),
            Server::Apache => apache::text(self),
            Server::Iis => iis::text(self),
        }
    }

    /// Each form as a regular expression over path and query, its one group the code.
    fn patterns(&self) -> impl Iterator<Item = String> {
        self.forms.iter().map(|(before, after)| {
            // What follows a form without a query may be one; what follows a value of one may be the next.
            let end = match (before.contains('?') || after.contains('?'), after.is_empty()) {
                (true, _) => "(?:&.*)?",
                (false, _) => r"(?:\?.*)?",
            };
            format!("^{}{CODE}{}{end}$", escaped(before), escaped(after))
        })
    }
}

/// A text as a regular expression that means itself. Addresses are ASCII.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if r".+*?()[]{}^$|\".contains(letter) {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}
