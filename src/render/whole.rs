//! What a site has besides its pages: lists, feeds, data and the search, each made by a thread of its own where it takes time.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::address;
use crate::model::Day;
use crate::offices::Offices;
use crate::search::{self, client};
use crate::statistics::{Statistics, stats_json, stats_table};
use crate::strings::Strings;

use super::engine::Engine;
use super::index::Index;
use super::made::{Keep, Made};
use super::review::Review;
use super::views::prose::Prose;
use super::views::statistics::{self, Numbers};
use super::views::{feed, office, office_files};
use super::words::LANGUAGE;
use super::{Context, data, due_js, english, is_review, json, offices_js, review_data};

/// What everything of a site is made from.
pub(super) struct Whole<'w, 'a, C> {
    pub(super) index: &'w Index<'a>,
    pub(super) engine: &'w Engine,
    pub(super) site_files: &'w BTreeMap<&'w str, &'w [u8]>,
    pub(super) assigned: &'w Offices<'a>,
    pub(super) context: &'w Context<'w>,
    pub(super) keep: &'w Keep<'w, C>,
}

impl<'w, C: Send> Whole<'w, '_, C> {
    /// The scripts and the lists of offices.
    pub(super) fn of_offices(&self, due_lists: &office::Lists) -> Made<'w, C> {
        let &Whole { index, keep, .. } = self;
        let mut made = Made::new(keep);
        made.put(offices_js::FILE, offices_js::script(due_lists, index.words));
        if let Some(script) = due_js::script(self.site_files, &index.records.calendar, index.words) {
            made.put(due_js::FILE, script);
        }
        match office_files::files(index, due_lists, self.engine, keep) {
            Ok(files) => made.files.extend(files),
            Err(finding) => made.findings.push(finding.with("page", address::OFFICES)),
        }
        made
    }

    /// What the browser searches, and the English pages, which search the same.
    pub(super) fn search_and_english(&self, strings: &Strings, prose: &[Prose]) -> (Made<'w, C>, Option<Made<'w, C>>) {
        let &Whole { index, assigned, context, keep, .. } = self;
        let export = search::export_in(index.catalogue, assigned, strings);
        let search = client::files(self.site_files, &export, context.links);
        let has_english = index.records.site.english.is_some();
        let english = has_english.then(|| english::pages_of(index, assigned, prose, &export, &search, context, keep));
        (Made::new(keep).put_all(search), english)
    }

    /// The sitemap, and what is told to robots and to who finds a fault.
    pub(super) fn sitemap(&self, addresses: &[&str]) -> Made<'w, C> {
        let Whole { index, engine, .. } = self;
        let base_url = &index.records.site.base_url;
        let changed: BTreeMap<&str, Day> =
            index.entries.iter().filter_map(|entry| Some((entry.url.as_str(), entry.changed()?))).collect();
        let is_told = |address: &&&str| !address.starts_with(address::EMBED) && !is_review(address);
        let urls = addresses.iter().filter(is_told).map(|address| SitemapEntry {
            url: format!("{base_url}{address}"),
            changed: changed.get(english::counterpart(address)).map(ToString::to_string),
        });
        let mut made = Made::new(self.keep);
        // Of a site that may stand anywhere nobody can list the addresses.
        if index.own_site.is_none_or(|own| own.is_placed) {
            let view = SitemapView { urls: urls.collect() };
            made.put_rendered("sitemap.xml", engine.render("sitemap.xml", &(), &view));
        }
        made.put_rendered("robots.txt", engine.render("robots.txt", &(), &()));
        let contacts = &index.records.site.security;
        if let Some(expires) = index.catalogue.as_of.checked_add_days(SECURITY_DAYS).filter(|_| !contacts.is_empty()) {
            let view = SecurityView { contacts, expires: format!("{expires}T00:00:00+07:00"), file: SECURITY };
            made.put_rendered(SECURITY, engine.render("security.txt", &(), &view));
        }
        made
    }

    /// Feeds, open data, numbers and the review's lists.
    pub(super) fn data(&self, numbers: Option<&Numbers>, review: Option<&Review>) -> Made<'w, C> {
        let Whole { index, .. } = self;
        let mut made = self.feeds();
        made.put("procedures.json", json::procedures(index.catalogue));
        data::files(index, &mut |file, bytes| made.put(file, bytes));
        for (file, bytes) in numbers.into_iter().flat_map(|numbers| statistics_files(&numbers.statistics)) {
            made.put(file, bytes);
        }
        if let Some(review) = review {
            let [json, csv] = review_data::addresses();
            made.put(json, review_data::to_json(index, review));
            made.put(csv, review_data::to_csv(index, review));
        }
        made
    }

    /// The feed of the site and those of its sectors.
    fn feeds(&self) -> Made<'w, C> {
        let Whole { index, engine, .. } = self;
        let mut made = Made::new(self.keep);
        made.put_rendered("feed.xml", engine.render("feed.xml", &(), &feed::of_site(index)));
        for (id, places) in &index.by_sector {
            let Some(sector) = index.records.sectors.get(*id).filter(|_| index.own_site.is_none()) else { continue };
            let text = engine.render("feed.xml", &(), &feed::of_sector(index, sector, places));
            if !made.put_rendered(&address::sector_feed(id), text) {
                break; // the template is broken, and told once
            }
        }
        made
    }
}

/// The same numbers as files. A workbook that the format cannot hold is left out: the other two have every number.
fn statistics_files(numbers: &Statistics) -> Vec<(&'static str, Vec<u8>)> {
    let table = stats_table(numbers, LANGUAGE);
    let json = format!("{:#}\n", stats_json(numbers, LANGUAGE)).into_bytes();
    let workbook = table.to_xlsx("Số liệu").ok().map(|bytes| (statistics::XLSX, bytes));
    [(statistics::JSON, json), (statistics::CSV, table.to_csv())].into_iter().chain(workbook).collect()
}

/// Whom to tell of a fault of the site, where RFC 9116 has it looked for: at the root of a host.
const SECURITY: &str = ".well-known/security.txt";

/// How long the file is good for after the day shown. The standard wants less than a year: a site that nobody makes anew any more
/// names nobody who would answer.
const SECURITY_DAYS: chrono::Days = chrono::Days::new(360);

/// The template of `security.txt` is given these.
#[derive(Serialize)]
struct SecurityView<'v> {
    contacts: &'v [String],
    expires: String,
    file: &'static str,
}

/// The sitemap's template is given these.
#[derive(Serialize)]
struct SitemapView {
    urls: Vec<SitemapEntry>,
}

#[derive(Serialize)]
struct SitemapEntry {
    url: String,
    /// The day of the last change of what the page tells; left out where nobody knows it.
    changed: Option<String>,
}
