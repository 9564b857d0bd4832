//! The pages of the last site, by what they were rendered from.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use super::Output;
use super::manifest::{self, Manifest};
use crate::digest::sha256;
use crate::render::{Known, PageKey};

/// The pages of the site that stands in an output folder, and those of the one that is being made.
///
/// A page is believed by its bytes: those that the manifest lists with the digest that was remembered.
#[derive(Debug)]
pub struct Pages {
    root: PathBuf,
    last: BTreeMap<PageKey, Page>,
    /// Digests of the pages of the new site.
    met: Mutex<BTreeMap<PageKey, String>>,
}

#[derive(Debug)]
struct Page {
    digest: String,
    path: String,
}

impl Pages {
    /// Those of `remembered` that the site's manifest still lists, at whatever path.
    pub(super) fn of(output: &Output, remembered: BTreeMap<PageKey, String>) -> Pages {
        let root = output.path().to_owned();
        let text = std::fs::read_to_string(root.join(manifest::NAME)).unwrap_or_default();
        let manifest = Manifest::parse(&text).unwrap_or_default();
        let by_digest: BTreeMap<&str, &str> =
            manifest.paths().filter_map(|path| Some((manifest.digest_at(path)?, path))).collect();
        let page = |(key, digest): (PageKey, String)| {
            let path = (*by_digest.get(digest.as_str())?).to_owned();
            Some((key, Page { digest, path }))
        };
        Pages { root, last: remembered.into_iter().filter_map(page).collect(), met: Mutex::default() }
    }

    /// The pages of the new site that stand in it as they were rendered.
    pub(super) fn met(&self, site: &Manifest) -> BTreeMap<PageKey, String> {
        let there: BTreeSet<&str> = site.paths().filter_map(|path| site.digest_at(path)).collect();
        let met = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        met.iter()
            .filter(|(_, digest)| there.contains(digest.as_str()))
            .map(|(key, digest)| (*key, digest.clone()))
            .collect()
    }

    fn note(&self, key: PageKey, digest: String) {
        self.met.lock().unwrap_or_else(PoisonError::into_inner).insert(key, digest);
    }
}

impl Known for Pages {
    fn find(&self, key: &PageKey) -> Option<String> {
        let page = self.last.get(key)?;
        let bytes = std::fs::read(self.root.join(&page.path)).ok().filter(|bytes| sha256(bytes) == page.digest)?;
        let text = String::from_utf8(bytes).ok()?;
        self.note(*key, page.digest.clone());
        Some(text)
    }

    fn learn(&self, key: PageKey, text: &str) {
        self.note(key, sha256(text.as_bytes()));
    }
}
