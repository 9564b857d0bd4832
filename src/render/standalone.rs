//! The site of one office alone: its part of the catalogue by the same views, to be copied to its own host or to a disk.
//!
//! Its home is the office's page. What it names of procedures that are not the office's leads to the site of all offices (the
//! hub), and so does the `canonical` address of each of its procedures.

use std::collections::BTreeMap;
use std::sync::Mutex;

use crate::address;
use crate::artifacts::Artifacts;
use crate::finding::Finding;
use crate::ledger::Catalogue;
use crate::load::lay_over;
use crate::model::{Office, ProcedureCode};
use crate::offices::{Offices, Part};
use crate::qr::QrCode;
use crate::source::SourceFile;

use super::index::Index;
use super::words::list_name;
use super::{Context, render_index};

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
    codes: QrCodes,
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
        let other = self.hub.records.procedures.get(code).filter(|_| !code.is_internal())?;
        Some((list_name(&other.name), format!("{}{}", self.hub(), address::procedure(code))))
    }
}

impl<'a> OfficeSites<'a> {
    /// The sites of a catalogue's offices. `assigned` tells who has what in the whole of it.
    pub fn new(hub: &'a Catalogue<'a>, assigned: &'a Offices<'a>) -> OfficeSites<'a> {
        OfficeSites { hub, assigned, codes: QrCodes::default() }
    }

    /// Renders the site of one office.
    ///
    /// Findings are those of [`render`](super::render) and those of the office's settings; what is wrong with the catalogue stands
    /// in the hub's.
    pub fn render(&self, own: &OfficeSite, context: &Context) -> (Artifacts, Vec<Finding>) {
        let hub_url = &self.hub.records.site.base_url;
        let mut part = Part::of(self.hub, self.assigned, own.office);
        let settings = own.settings.map(|file| lay_over(part.site(), file)).unwrap_or_default();
        if let Some(url) = own.base_url {
            url.clone_into(&mut part.site().base_url);
        }
        let is_placed = part.site().base_url != *hub_url;
        let catalogue = part.catalogue();
        let mut index = Index::new(&catalogue);
        index.own_site = Some(Standalone { office: own.office, is_placed, hub: self.hub, codes: &self.codes });
        let (artifacts, mut findings) = render_index(index, self.assigned, context);
        findings.extend(settings);
        (artifacts, findings)
    }
}
