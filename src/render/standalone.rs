//! The site of one office alone: its part of the catalogue by the same views, to be copied to its own host or to a disk.
//!
//! Its home is the office's page. What it names of procedures that are not the office's leads to the site of all offices (the
//! hub), and so does the `canonical` address of each of its procedures.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::address;
use crate::artifacts::Artifacts;
use crate::digest;
use crate::finding::Finding;
use crate::ledger::Catalogue;
use crate::load::lay_over;
use crate::model::{Office, ProcedureCode};
use crate::offices::{Digests, Offices, Part};
use crate::qr::QrCode;
use crate::source::SourceFile;

use super::index::Index;
use super::words::list_name;
use super::{Context, in_memory, render_index};

/// One office's own site.
#[derive(Debug, Clone, Copy)]
pub struct OfficeSite<'a> {
    /// The office.
    pub office: &'a Office,
    /// Where the site will stand, where the command line says so; else the settings may. Where neither does, it is on a disk or
    /// on a host that only the office knows, and what is for paper leads to the hub's pages.
    pub base_url: Option<&'a str>,
    /// The office's own `site/site.toml`.
    pub settings: Option<&'a SourceFile>,
}

/// The sites of offices out of one catalogue, each made when it is asked for.
///
/// What they have in common is made once: choosing the mask of a QR code is half of a site's work, and sites of which nobody
/// said where they will stand print the hub's.
pub struct OfficeSites<'a> {
    hub: &'a Catalogue<'a>,
    assigned: &'a Offices<'a>,
    digests: OnceLock<Digests<'a>>,
    codes: QrCodes,
}

/// One office's site that is still to be rendered: its part of the catalogue, with its own settings.
pub struct OfficePart<'s, 'a> {
    sites: &'s OfficeSites<'a>,
    office: &'s Office,
    part: Part<'a>,
    of_settings: Vec<Finding>,
}

/// The site of one office.
#[derive(Debug)]
pub struct RenderedOffice {
    /// Its files.
    pub artifacts: Artifacts,
    /// Those of [`render`](super::render), and those of the office's settings; what is wrong with the catalogue stands in the hub's.
    pub findings: Vec<Finding>,
    /// The procedures that are not the office's and that its pages name, or would where the hub had them: all of the rest of
    /// the catalogue that the site rests on.
    pub named: BTreeSet<ProcedureCode>,
}

/// QR codes by what they hold; `None` where none holds it.
type QrCodes = Mutex<BTreeMap<String, Option<QrCode>>>;

/// What an index of one office's site knows of the rest.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standalone<'a> {
    pub(super) office: &'a Office,
    /// Whether the site's own address is known.
    pub(super) is_placed: bool,
    hub: &'a Catalogue<'a>,
    codes: &'a QrCodes,
    named: &'a Mutex<BTreeSet<ProcedureCode>>,
}

impl Standalone<'_> {
    /// The address of the hub.
    pub(super) fn hub(&self) -> &str {
        &self.hub.records.site.base_url
    }

    /// The QR code of an address, made by the first site that needs it.
    pub(super) fn qr_code(&self, address: &str) -> Option<QrCode> {
        let known = |codes: &QrCodes| codes.lock().ok()?.get(address).cloned();
        known(self.codes).unwrap_or_else(|| {
            let made = QrCode::of(address);
            // Where a thread has died with the lock the code is made again.
            if let Ok(mut codes) = self.codes.lock() {
                codes.insert(address.to_owned(), made.clone());
            }
            made
        })
    }

    /// The name of a public procedure that is not the office's, and the address of its page on the hub.
    pub(super) fn others(&self, code: &ProcedureCode) -> Option<(String, String)> {
        let mut named = self.named.lock().unwrap_or_else(PoisonError::into_inner);
        named.insert(code.clone());
        other(self.hub, code)
    }
}

fn other(hub: &Catalogue, code: &ProcedureCode) -> Option<(String, String)> {
    let other = hub.records.procedures.get(code).filter(|_| !code.is_internal())?;
    Some((list_name(&other.name), format!("{}{}", hub.records.site.base_url, address::procedure(code))))
}

impl<'a> OfficeSites<'a> {
    /// The sites of a catalogue's offices. `assigned` tells who has what in the whole of it.
    pub fn new(hub: &'a Catalogue<'a>, assigned: &'a Offices<'a>) -> OfficeSites<'a> {
        OfficeSites { hub, assigned, digests: OnceLock::new(), codes: QrCodes::default() }
    }

    /// One office's part of the catalogue, as its site is rendered from it.
    pub fn part<'s>(&'s self, own: &OfficeSite<'s>) -> OfficePart<'s, 'a> {
        let mut part = Part::of(self.hub, self.assigned, own.office);
        let of_settings = own.settings.map(|file| lay_over(part.site(), file)).unwrap_or_default();
        if let Some(url) = own.base_url {
            url.clone_into(&mut part.site().base_url);
        }
        OfficePart { sites: self, office: own.office, part, of_settings }
    }

    /// One digest of what the hub says of procedures that an office's site names.
    pub fn named(&self, codes: &BTreeSet<ProcedureCode>) -> String {
        digest::of_value(&codes.iter().map(|code| (code, other(self.hub, code))).collect::<Vec<_>>())
    }

    /// Renders the site of one office.
    pub fn render(&self, own: &OfficeSite, context: &Context) -> RenderedOffice {
        self.part(own).render(context)
    }
}

impl OfficePart<'_, '_> {
    /// One digest of the part, its settings and the hub's address: with what the hub says of the procedures that the site names
    /// ([`OfficeSites::named`]), the files of the site and how it is linked, all that the site is made from.
    pub fn digest(&self) -> String {
        let OfficePart { sites, office, part, of_settings: _ } = self;
        let digests = sites.digests.get_or_init(|| Digests::of(sites.hub));
        digest::of_value(&(office, &sites.hub.records.site.base_url, part.digest(digests)))
    }

    /// What is to be said about the office's settings.
    pub fn of_settings(&self) -> &[Finding] {
        &self.of_settings
    }

    /// Renders the site.
    pub fn render(&self, context: &Context) -> RenderedOffice {
        let OfficePart { sites, office, part, of_settings } = self;
        let catalogue = part.catalogue();
        let is_placed = catalogue.records.site.base_url != sites.hub.records.site.base_url;
        let named = Mutex::default();
        let mut index = Index::new(&catalogue);
        index.own_site = Some(Standalone { office, is_placed, hub: sites.hub, codes: &sites.codes, named: &named });
        let (artifacts, mut findings) = render_index(index, part.assigned(), context, &in_memory);
        findings.extend(of_settings.iter().cloned());
        RenderedOffice { artifacts, findings, named: named.into_inner().unwrap_or_else(PoisonError::into_inner) }
    }
}
