//! Whether each entry leads to its own procedure's page on the national portal.

use std::collections::{BTreeMap, BTreeSet};

use crate::audit::{PORTAL_WORD, closed_portal, is_portal, link_fault, link_host};
use crate::finding::Code;
use crate::ledger::Status;
use crate::model::ProcedureCode;

use super::entries::Index;
use super::{Entry, Known, Reason, Rule, Told, Verdict};

/// Hosts on which no office has its pages, by their ends: who shares or searches there is led nowhere.
const OTHERS: [&str; 8] =
    ["facebook.com", "zalo.me", "google.com", "google.com.vn", "twitter.com", "x.com", "youtube.com", "linkedin.com"];

pub(super) fn tell(known: &Known, entries: &[Entry], findings: &mut Vec<Told>) {
    let records = known.catalogue.records;
    let own = closed_portal(known.catalogue);
    let (alone, menus) = menus(entries, known.index);
    // What one place of a page says without a link, as its data or its title, another says with it.
    let to_portal =
        |entry: &&Entry| entry.shown.links.iter().any(|link| is_portal(link) && !menus.contains(link.as_str()));
    let led: BTreeSet<(&str, Option<&ProcedureCode>)> =
        entries.iter().filter(to_portal).map(|entry| (entry.path, entry.code)).collect();
    for entry in entries.iter().filter(|entry| !entry.is_shared) {
        // What has ended leads nowhere: it is to be taken down.
        let is_in_force = |code: &&ProcedureCode| {
            known.catalogue.states.get(*code).is_some_and(|state| state.whole.status == Status::InForce)
        };
        // So is what is internal.
        let Some(code) = entry.code.filter(is_in_force).filter(|code| !code.is_internal()) else { continue };
        let right = records.links.get(code).map_or_else(String::new, |link| link.target.url());
        let mut leads = false;
        let is_menu = |link: &String| menus.contains(link.as_str()) && alone.contains(entry.path);
        for link in entry.shown.links.iter().filter(|link| is_portal(link) && !is_menu(link)) {
            leads = true;
            let rule = match link_fault(link, own.as_deref()) {
                Some(Code::LinkHome) => Some(Rule::LinkHome),
                Some(Code::LinkSearch) => Some(Rule::LinkSearch),
                Some(Code::LinkDeadHost) => Some(Rule::LinkDeadHost),
                Some(Code::LinkLegacyForm) => Some(Rule::LinkLegacyForm),
                Some(Code::LinkClosedProvincial) => Some(Rule::LinkClosedProvincial),
                Some(_) | None => None,
            };
            if let Some(rule) = rule {
                let values = vec![("url", link.clone()), ("right", right.clone())];
                findings.push(Told::new(rule, Verdict::Fault, entry, values));
                continue;
            }
            let other = known.index.page_of(link);
            if let Some(other) = other.filter(|other| *other != code) {
                let values = vec![("url", link.clone()), ("other", other.to_string()), ("right", right.clone())];
                findings.push(Told::new(Rule::LinkOtherProcedure, Verdict::Fault, entry, values));
            }
            if let Some(id) = page_id(link).filter(|_| other.is_none()) {
                // The portal may have a page that the catalogue does not, but none without a whole name.
                let verdict = Verdict::unless(is_whole(id), Reason::PageNotHeld);
                let values = vec![("url", link.clone()), ("right", right.clone())];
                findings.push(Told::new(Rule::LinkUnknownPage, verdict, entry, values));
            }
        }
        let is_led = led.contains(&(entry.path, entry.code));
        if !leads && !is_led && entry.has_links {
            // A row that leads to a page of its own may lead on from there.
            let has_page = entry.shown.links.iter().any(|link| is_page(link) && !is_menu(link));
            let verdict = Verdict::unless(has_page, Reason::OwnPage);
            findings.push(Told::new(Rule::LinkMissing, verdict, entry, vec![("right", right.clone())]));
        }
    }
}

/// Of a site with a page for each procedure: those pages, and the links to the portal that stand on most of them and are no procedure's
/// page. They are of its menu.
fn menus<'e>(entries: &'e [Entry], index: &Index) -> (BTreeSet<&'e str>, BTreeSet<&'e str>) {
    let mut alone: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        alone.entry(entry.path).or_default().push(entry);
    }
    alone.retain(|_, entries| entries.windows(2).all(|pair| matches!(pair, [one, other] if one.code == other.code)));
    let mut codes: BTreeMap<&str, BTreeSet<Option<&ProcedureCode>>> = BTreeMap::new();
    for entry in alone.values().flatten() {
        for link in &entry.shown.links {
            codes.entry(link.as_str()).or_default().insert(entry.code);
        }
    }
    let all: BTreeSet<_> = alone.values().flatten().map(|entry| entry.code).collect();
    let is_menu = |(link, codes): &(&str, BTreeSet<_>)| {
        codes.len() > 1 && codes.len() * 2 > all.len() && index.page_of(link).is_none()
    };
    let menus = codes.into_iter().filter(is_menu).map(|(link, _)| link).collect();
    (alone.into_keys().collect(), menus)
}

/// Whether an address may be a page of the site's own.
fn is_page(address: &str) -> bool {
    match link_host(address) {
        // "dichvucongg.gov.vn" is nobody's.
        Some(host) => {
            let is_alike =
                host.split('.').any(|part| part != PORTAL_WORD && strsim::levenshtein(part, PORTAL_WORD) < 3);
            let is_other = OTHERS.iter().any(|other| host == *other || host.ends_with(&format!(".{other}")));
            !is_alike && !is_other && !host.is_empty()
        }
        None => !address.is_empty() && !address.starts_with('#') && !address.contains(':'),
    }
}

/// The name of a procedure's page in an address of the portal's form of today.
fn page_id(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("/thu-tuc-hanh-chinh/")?;
    rest.split(['/', '?', '#', '&']).next().filter(|id| !id.is_empty())
}

/// Whether the name of a page is whole: a UUID.
fn is_whole(id: &str) -> bool {
    let lengths: Vec<usize> = id.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}
