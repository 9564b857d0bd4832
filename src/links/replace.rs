//! Other people's pages: which address is to stand in the place of which, and what their own server can redirect.

use std::collections::BTreeSet;

use crate::import::codes_of_link;
use crate::load::old_address;
use crate::posted::{Action, Audit, Rule, Told, Verdict};
use crate::redirects::Redirects;

/// An address on a page that leads wrong, and the one that is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// The file and the line in it.
    pub place: (String, usize),
    /// The procedure.
    pub code: String,
    /// What is wrong with it.
    pub rule: Rule,
    /// The address that stands there; `None` where there is none.
    pub old: Option<String>,
    /// The address of today; `None` where the catalogue has none.
    pub new: Option<String>,
}

/// What an audit tells of links that lead wrong, in the order of places. What has ended has no right address: it is to be taken down.
pub fn replacements(audit: &Audit) -> Vec<Replacement> {
    let value = |told: &Told, key: &str| {
        let value = told.values.iter().find(|(name, _)| *name == key).map(|(_, value)| value.clone());
        value.filter(|value| !value.is_empty())
    };
    let one = |told: &Told| {
        let is_to_relink = told.rule.action() == Action::Relink && told.verdict == Verdict::Fault;
        let told = Some(told).filter(|_| is_to_relink)?;
        Some(Replacement {
            place: told.place.clone()?,
            code: told.procedure.clone()?,
            rule: told.rule,
            old: value(told, "url"),
            new: value(told, "right"),
        })
    };
    let mut replacements: Vec<Replacement> = audit.findings.iter().filter_map(one).collect();
    replacements.sort_by(|one, other| (&one.place, &one.code, &one.old).cmp(&(&other.place, &other.code, &other.old)));
    replacements.dedup();
    replacements
}

/// Rules by which the server of `hosts` leads old addresses on it to today's, and how many of its addresses lead to several pages,
/// so that there is no rule. A home page stands for no procedure and is left too.
pub fn redirects_of(replacements: &[Replacement], hosts: &BTreeSet<String>) -> (Redirects, usize) {
    let pair = |one: &Replacement| {
        let (old, new) = one.old.as_deref().zip(one.new.clone())?;
        // An address that names another procedure is that one's, whoever wrote it into the row.
        let named = codes_of_link(old);
        if !named.is_empty() && !named.iter().any(|code| code.as_str() == one.code) {
            return None;
        }
        // What stands behind `#` reaches no server.
        let from = old_address(old.split('#').next().unwrap_or(old))?;
        let is_theirs = from.host.as_ref().is_some_and(|host| hosts.contains(host.trim_start_matches("www.")));
        (is_theirs && from.before != "/").then_some((from, new))
    };
    Redirects::to_addresses(replacements.iter().filter_map(pair))
}
