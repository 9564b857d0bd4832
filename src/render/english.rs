//! The English pages: the same views in English words, as a tree of their own below `en/`.
//!
//! Relative links among them hold as they do among the Vietnamese ones. What exists once (assets, data, feeds) and what is
//! Vietnamese alone (prose, boards, booklets, frames, the review) is led to one folder higher, whoever wrote the template. Names,
//! papers and steps are not translated: they stand as the decisions have them, marked as Vietnamese, and each page says so.

use std::collections::BTreeSet;

use crate::address;
use crate::artifacts::Artifacts;
use crate::offices::Offices;
use crate::search::{Export, client};
use crate::strings::Language;

use super::index::Index;
use super::made::{Keep, Made};
use super::views::office;
use super::views::prose::Prose;
use super::views::statistics::Numbers;
use super::words::{self, Words};
use super::{
    Context, due_js, engine_of, links, lists, logo, office_pages, offices_js, pages, rendered, site_files,
    statistics_pages,
};

/// The folder of the English pages.
pub(super) const FOLDER: &str = "en/";

/// The English pages with what is made for them alone, and what is wrong. `search` holds the search of the whole site.
pub(super) fn pages_of<'a, 'k, C: Send>(
    vietnamese: &Index<'a>,
    assigned: &Offices<'a>,
    prose: &[Prose],
    export: &Export,
    search: &Artifacts,
    context: &Context,
    keep: &'k Keep<'k, C>,
) -> Made<'k, C> {
    let site_files = site_files(context.site);
    let (strings, of_strings) = words::strings_of(&site_files, Language::English);
    let index = vietnamese.in_words(Words::of(&strings, Language::English));
    let engine = match engine_of(&index, context.templates, prose, logo(&site_files)) {
        Ok(engine) => engine,
        // The Vietnamese pages have told the same.
        Err(_) => {
            let mut made = Made::new(keep);
            made.findings.extend(of_strings);
            return made;
        }
    };
    let lists = lists(&index);
    let due_lists = office::Lists::new(&index, assigned);
    let numbers = index.own_site.is_none().then(|| Numbers::new(&index, &lists, &due_lists));
    let mut pages = pages(&index, &lists, &due_lists);
    pages.extend(numbers.iter().flat_map(|numbers| statistics_pages(&index, numbers)));
    pages.extend(office_pages(&index, &due_lists, assigned));
    pages.retain(|page| is_translated(page.file.trim_end_matches("index.html")));

    let mut here: BTreeSet<&str> = pages.iter().map(|page| page.file.as_str()).collect();
    here.extend([client::LOADER, offices_js::FILE, due_js::FILE]);
    let finish =
        |file: &str, html| links::linked(links::relink(html, file, &|file| here.contains(file)), context.links);
    let mut made = rendered(&pages, &engine, &index, FOLDER, &finish, keep);
    made.findings.extend(of_strings);
    made.put(format!("{FOLDER}{}", offices_js::FILE), offices_js::script(&due_lists, index.words));
    if let Some(script) = due_js::script(&site_files, &index.records.calendar, index.words) {
        made.put(format!("{FOLDER}{}", due_js::FILE), script);
    }
    made.put_all(client::translated(&site_files, export, &strings, context.links, search, FOLDER))
}

/// Whether the page at an address has an English one beside it.
pub(super) fn is_translated(address: &str) -> bool {
    let begins = [address::EMBED, address::REVIEW, "404.html"];
    let ends = [address::BOARD, address::BOOKLET];
    !begins.iter().any(|begin| address.starts_with(begin)) && !ends.iter().any(|end| address.ends_with(end))
}

/// The address of the same page in the site's first language.
pub(super) fn counterpart(address: &str) -> &str {
    address.strip_prefix(FOLDER).unwrap_or(address)
}
