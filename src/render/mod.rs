//! Pages: from a catalogue on a day to the files of a site. The only user of tera.
//!
//! 1. An index finds the paths through the catalogue (by code, sector, agency, level) and the legal changes.
//! 2. Every page is a view (texts already worded) and the name of a template; all are rendered side by side.
//! 3. Pages, feed, JSON, assets and the files of the search go into [`Artifacts`]; two at one address are a finding.
//!
//! Pure: the same catalogue and the same context give the same bytes. Every link is relative, so that the site works under
//! any base path, and from a disk ([`Links::Files`]); only the sitemap, the feed, `404.html`, which is served at any depth, and
//! what is for paper (QR codes, boards) know the site's address.

mod builtin;
mod changes;
mod data;
mod due_js;
mod due_json;
mod eject;
mod engine;
mod english;
mod index;
mod json;
mod links;
mod made;
mod offices_js;
mod order;
mod overrides;
mod related;
mod results;
mod review;
mod review_data;
mod review_work;
mod standalone;
mod views;
mod whole;
mod words;

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use crate::address::{self, Links};
use crate::artifacts::Artifacts;
use crate::finding::Finding;
use crate::input::{FileContent, Files, Input};
use crate::ledger::Catalogue;
use crate::model::Day;
use crate::offices::Offices;
use crate::search::client;

pub use eject::{built_in, built_in_paths};
pub use made::{Keep, in_memory};
pub use overrides::Overrides;
pub use results::ResultsPage;
pub use standalone::{OfficePart, OfficeSite, OfficeSites, RenderedOffice};

use engine::Engine;
use index::Index;
use made::Made;
use review::Review;
use review_work::Works;
use views::board::Boards;
use views::list::List;
use views::prose::{self, Prose};
use views::results::Results;
use views::shared::{NavItem, Shared};
use views::statistics::Numbers;
use views::{Head, Validity, booklet, browse, decision, home, office, place, procedure, statistics};
use whole::Whole;
use words::{LANGUAGE, Words};

/// What a site is rendered with, besides the catalogue.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The project's own templates, each in the place of the built-in one of the same path.
    pub templates: &'a Files,
    /// The project's own `site/`, each file in the place of the built-in one of the same path.
    pub site: &'a Files,
    /// What the stages before found: the review pages show it.
    pub findings: &'a [Finding],
    /// What links between pages lead to.
    pub links: Links,
    /// Whether the review pages are made though the site has none: to be written apart ([`is_review`]).
    pub review: bool,
}

impl<'a> Context<'a> {
    /// The context that an input gives, and the findings of the stages before, for a site on the web.
    pub fn of(input: &'a Input, findings: &'a [Finding]) -> Self {
        Context { templates: &input.templates, site: &input.site, findings, links: Links::Folders, review: false }
    }
}

/// Renders the whole site of a catalogue.
///
/// The findings are templates that do not parse or render (`TEMPLATE_FAILED`), prose that cannot be read (`SYNTAX`) and
/// addresses taken twice (`PATH_CLASH`); a site with any of them is not complete and must not be published.
pub fn render(catalogue: &Catalogue, context: &Context) -> (Artifacts, Vec<Finding>) {
    render_whole(catalogue, &Offices::of(catalogue), context)
}

/// The same by assignments that were made before.
pub fn render_whole(catalogue: &Catalogue, assigned: &Offices, context: &Context) -> (Artifacts, Vec<Finding>) {
    render_index(Index::new(catalogue), assigned, context, &in_memory)
}

/// The same, with what is kept of each file in the place of its bytes: they may leave the memory as soon as they are made.
pub fn render_kept<C: Send>(catalogue: &Catalogue, context: &Context, keep: &Keep<C>) -> (Artifacts<C>, Vec<Finding>) {
    render_index(Index::new(catalogue), &Offices::of(catalogue), context, keep)
}

fn render_index<'a, C: Send>(
    index: Index<'a>,
    assigned: &Offices<'a>,
    context: &Context,
    keep: &Keep<C>,
) -> (Artifacts<C>, Vec<Finding>) {
    let catalogue = index.catalogue;
    let base_url = catalogue.records.site.base_url.as_str();
    let site_files = site_files(context.site);
    let (strings, of_strings) = words::strings_of(&site_files, LANGUAGE);
    let mut index: Index = index;
    index.words = Words::of(&strings, LANGUAGE);
    let (prose, mut findings) = prose_of(&site_files);
    findings.extend(of_strings);
    let engine = match engine_of(&index, context.templates, &prose, logo(&site_files)) {
        Ok(engine) => engine,
        Err(failed) => {
            findings.extend(failed);
            return (Artifacts::default(), findings);
        }
    };
    let lists = lists(&index);
    let due_lists = office::Lists::new(&index, assigned);
    let has_review = catalogue.records.site.review || context.review;
    let review = has_review.then(|| Review::new(&index, context.findings));
    let works = review.as_ref().map(|review| Works::new(&index, review, &due_lists)).unwrap_or_default();
    let boards = Boards::new(&index, assigned);
    // The numbers are of the whole catalogue: the site of one office has its own list alone.
    let numbers = index.own_site.is_none().then(|| Numbers::new(&index, &lists, &due_lists));
    let mut pages = pages(&index, &lists, &due_lists);
    pages.extend(pages_of_one_language(&index, &boards, &prose, base_url));
    if let Some(review) = &review {
        pages.extend(review_pages(&index, review, &works));
    }
    pages.extend(numbers.iter().flat_map(|numbers| statistics_pages(&index, numbers)));
    pages.extend(office_pages(&index, &due_lists, assigned));
    let site = Whole { index: &index, engine: &engine, site_files: &site_files, assigned, context, keep };
    // Some of these use one thread for most of their time: side by side they fill them.
    let (((done, drawings), of_offices), ((search, english), data)) = rayon::join(
        || {
            let finish = |_: &str, html| links::linked(html, context.links);
            let pages = || rendered(&pages, &engine, &index, "", &finish, keep);
            let drawings = || Made::new(keep).put_all(boards.files(&index));
            rayon::join(|| rayon::join(pages, drawings), || site.of_offices(&due_lists))
        },
        || {
            let data = || site.data(numbers.as_ref(), review.as_ref());
            rayon::join(|| site.search_and_english(&strings, &prose), data)
        },
    );
    let sitemap = site.sitemap(&[&done].into_iter().chain(&english).flat_map(Made::addresses).collect::<Vec<_>>());
    let assets = site_files
        .iter()
        .filter(|(path, _)| path.starts_with("assets/") && **path != due_js::FILE && !client::is_source(path));
    let mut artifacts = Artifacts::default();
    let parts = [Made::new(keep).put_all(assets.map(|(path, bytes)| (*path, bytes.to_vec()))), drawings];
    let parts = [done].into_iter().chain(parts).chain([of_offices, search]).chain(english).chain([sitemap, data]);
    for part in parts {
        part.put_into(&mut artifacts, &mut findings);
    }
    (artifacts, findings)
}

/// Pages as they come out of the templates and through `finish`, below a folder, and what failed: one broken template breaks many pages,
/// and is one finding, with the first of them.
fn rendered<'k, C: Send>(
    pages: &[Page],
    engine: &Engine,
    index: &Index,
    folder: &str,
    finish: &Finish,
    keep: &'k Keep<'k, C>,
) -> Made<'k, C> {
    let as_of = index.catalogue.as_of;
    let validity = |page: &Page| page.valid_until.map(|until| Validity::new(index.words, as_of, until));
    let made = |page: &Page| {
        let html = finish(&page.file, (page.render)(engine, validity(page))?);
        let path = format!("{folder}{}", page.file);
        let content = keep(&path, html);
        Ok((path, content))
    };
    let all: Vec<_> = pages.par_iter().map(|page| (page.file.as_str(), made(page))).collect();
    let mut done = Made::new(keep);
    let mut failed: BTreeMap<Finding, &str> = BTreeMap::new();
    for (file, page) in all {
        match page {
            Ok(kept) => done.files.push(kept),
            Err(finding) => {
                failed.entry(finding).or_insert(file);
            }
        }
    }
    done.findings = failed.into_iter().map(|(finding, file)| finding.with("page", file)).collect();
    done
}

/// The page of numbers and the lists behind them.
fn statistics_pages<'p>(index: &'p Index<'p>, numbers: &'p Numbers<'p>) -> Vec<Page<'p>> {
    let mut pages = vec![Page::new(address::STATISTICS, "statistics.html", || statistics::view(index, numbers))];
    for list in &numbers.lists {
        for page in 0..list.pages() {
            let path = views::pager::page_address(&list.base, page);
            pages.push(Page::new(&path, "list.html", move || list.page(index, page)));
        }
    }
    let until = index.all_hold_until().into_iter().chain(statistics::compared_until(index.catalogue.as_of)).min();
    for page in &mut pages {
        page.valid_until = until;
    }
    pages
}

/// The prose pages of a site, and what is wrong with them.
fn prose_of(site: &BTreeMap<&str, &[u8]>) -> (Vec<Prose>, Vec<Finding>) {
    let texts = site.iter().filter_map(|(path, bytes)| Some((*path, std::str::from_utf8(bytes).ok()?)));
    prose::read(&texts.collect())
}

/// The templates with what every page says of the site.
fn engine_of(index: &Index, templates: &Files, prose: &[Prose], logo: Option<&str>) -> Result<Engine, Vec<Finding>> {
    let items =
        prose.iter().map(|page| NavItem { key: "prose", label: page.label().to_owned(), url: page.path.clone() });
    let shared = Shared::new(index, index.records.site.base_url.as_str(), items.collect(), logo);
    Engine::new(templates, index.words, &shared)
}

/// The picture that stands beside the title on every page, where the project or the office has one.
const LOGOS: [&str; 3] = ["assets/logo.svg", "assets/logo.png", "assets/logo.webp"];

fn logo(site: &BTreeMap<&str, &[u8]>) -> Option<&'static str> {
    LOGOS.into_iter().find(|path| site.contains_key(path))
}

/// The path of the site's address, with a slash at both ends: what links are made from where no relative one can be.
fn base_path(base_url: &str) -> String {
    let rest = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    match rest.split_once('/') {
        Some((_, path)) if !path.is_empty() => format!("/{}/", path.trim_matches('/')),
        Some(_) | None => "/".to_owned(),
    }
}

/// Built-in site files under the project's own, by path in `site/`. A file that could not be read is `load`'s to report.
pub fn site_files(own: &Files) -> BTreeMap<&str, &[u8]> {
    let mut files: BTreeMap<&str, &[u8]> = builtin::SITE.iter().copied().collect();
    for (path, content) in own {
        if let FileContent::Bytes(bytes) = content {
            files.insert(path, bytes);
        }
    }
    files
}

/// What makes a page, given the templates and until when it holds.
type Rendering<'p> = Box<dyn Fn(&Engine, Option<Validity>) -> Result<Vec<u8>, Finding> + Send + Sync + 'p>;

/// What is done to a page of a file after its template.
type Finish<'f> = dyn Fn(&str, Vec<u8>) -> Vec<u8> + Sync + 'f;

/// A page to be rendered.
struct Page<'p> {
    file: String,
    /// The first day on which it may no longer hold.
    valid_until: Option<Day>,
    render: Rendering<'p>,
}

impl<'p> Page<'p> {
    fn new<V: Serialize>(
        path: &str,
        template: &'static str,
        view: impl Fn() -> (Head, V) + Send + Sync + 'p,
    ) -> Page<'p> {
        let render = move |engine: &Engine, validity| {
            let (head, view) = view();
            engine.page(template, &Head { validity, ..head }, &view)
        };
        Page { file: format!("{path}index.html"), valid_until: None, render: Box::new(render) }
    }
}

fn lists<'a>(index: &'a Index<'a>) -> Vec<List<'a>> {
    let mut lists = vec![List::of_all(index)];
    // The home of an office's own site has none of these counts.
    if index.own_site.is_none() {
        lists.extend(List::of_counts(index));
    }
    let sectors = index.by_sector.iter().filter_map(|(id, places)| Some((index.records.sectors.get(id)?, places)));
    lists.extend(sectors.map(|(sector, places)| List::of_sector(index, sector, places)));
    let agencies = index.by_agency.iter().filter_map(|(id, places)| Some((index.records.agencies.get(id)?, places)));
    lists.extend(agencies.map(|(agency, places)| List::of_agency(index, agency, places)));
    lists.extend(index.by_level.iter().map(|(level, places)| List::of_level(index, *level, places)));
    lists.extend(index.records.life_events.iter().map(|event| List::of_life_event(index, event)));
    lists
}

/// The pages of the catalogue, in the language of the index.
fn pages<'p>(index: &'p Index<'p>, lists: &'p [List<'p>], due_lists: &'p office::Lists<'p>) -> Vec<Page<'p>> {
    use views::changes;
    use views::pager::page_address;

    let mut pages = vec![
        Page::new("tim/", "search.html", || search(index)),
        Page::new("linh-vuc/", "browse.html", || browse::sectors(index)),
        Page::new("co-quan/", "browse.html", || browse::agencies_page(index)),
        Page::new("cap/", "browse.html", || browse::levels(index)),
        Page::new("sap-hieu-luc/", "coming.html", || changes::coming(index)),
    ];
    // The home of an office's own site is the office's page.
    if index.own_site.is_none() {
        pages.push(Page::new("", "home.html", || home::view(index)));
    }
    if !index.records.life_events.is_empty() {
        pages.push(Page::new("su-kien/", "browse.html", || browse::events(index)));
    }
    for list in lists {
        for page in 0..list.pages() {
            pages.push(Page::new(&page_address(&list.base, page), "list.html", move || list.page(index, page)));
        }
    }
    for page in 0..changes::pages(index) {
        pages.push(Page::new(&page_address("thay-doi/", page), "changes.html", move || changes::changes(index, page)));
    }
    for page in 0..changes::ended_pages(index) {
        pages.push(Page::new(&page_address("het-hieu-luc/", page), "ended.html", move || changes::ended(index, page)));
    }
    if !index.records.decisions.is_empty() {
        for page in 0..decision::pages(index) {
            let path = page_address("quyet-dinh/", page);
            pages.push(Page::new(&path, "decisions.html", move || decision::list(index, page)));
        }
    }
    for one in &index.records.decisions {
        if let Some(address) = index.addresses.of(&one.key) {
            pages.push(Page::new(address, "decision.html", || decision::view(index, one)));
        }
    }
    for (address, keys) in index.addresses.shared() {
        pages.push(Page::new(address, "decisions.html", move || decision::shared(index, address, keys)));
    }
    // What tells of many procedures holds until the first of them changes; a procedure's page until it does, or what it names.
    let soonest = index.all_hold_until();
    for page in &mut pages {
        page.valid_until = soonest;
    }
    for entry in &index.entries {
        let page = Page::new(&entry.url, "procedure.html", || procedure::view(index, due_lists, entry));
        pages.push(Page { valid_until: index.holds_until(entry), ..page });
    }
    pages
}

/// The pages that are in the site's first language alone: for frames and for paper, the prose, and that of an unknown address.
fn pages_of_one_language<'p>(
    index: &'p Index<'p>,
    boards: &'p Boards<'p>,
    prose: &'p [Prose],
    base_url: &str,
) -> Vec<Page<'p>> {
    let valid_until = index.all_hold_until();
    let mut pages = vec![Page { valid_until, ..Page::new(address::EMBED, "embed.html", || embed(index)) }];
    pages.extend(boards.iter().map(|board| Page {
        file: format!("{}index.html", address::board(&board.office.id)),
        valid_until,
        render: Box::new(move |engine, validity| board.render(index, engine, validity)),
    }));
    for page in prose {
        pages.push(Page::new(&page.path, "prose.html", || page.view(index)));
    }
    // Served at any depth, so that no relative link would hold: the one page that knows where the site stands.
    let root = base_path(base_url);
    let not_found = move || {
        let words = index.words;
        let head = Head::new("404.html", words.get("not_found", "title"), "", "");
        (Head { root: root.clone(), ..head }, ())
    };
    pages.push(Page { file: "404.html".to_owned(), ..Page::new("", "404.html", not_found) });
    pages
}

/// The pages of offices, and the one that leads to them; none where the catalogue has no offices.
fn office_pages<'p>(index: &'p Index<'p>, lists: &'p office::Lists<'p>, assigned: &'p Offices<'p>) -> Vec<Page<'p>> {
    if index.records.offices.is_empty() {
        return Vec::new();
    }
    let valid_until = index.all_hold_until();
    let mut pages = Vec::new();
    if index.own_site.is_none() {
        let all = Page::new(address::OFFICES, "browse.html", || office::all(index, assigned));
        pages.push(Page { valid_until, ..all });
    }
    for one in index.records.offices.values() {
        let render: Rendering = Box::new(move |engine, validity| {
            let (head, view) = office::page(index, lists, one, engine)?;
            engine.page("office.html", &Head { validity, ..head }, &view)
        });
        let file = format!("{}index.html", index.office_address(&one.id));
        pages.push(Page { file, valid_until, render });
    }
    for list in lists.all() {
        let render: Rendering = Box::new(move |engine, _| place::frame(index, list, engine));
        pages.push(Page { file: format!("{}index.html", address::embed(&list.id)), valid_until, render });
        let render: Rendering = Box::new(move |engine, validity| booklet::page(index, list, engine, validity));
        pages.push(Page { file: format!("{}index.html", address::booklet(&list.id)), valid_until, render });
    }
    pages
}

/// Whether a file is of the review: what `build --review` writes beside the site, and a site without a review leaves out.
pub fn is_review(path: &str) -> bool {
    path.starts_with(address::REVIEW)
}

fn review_pages<'p>(index: &'p Index<'p>, review: &'p Review<'p>, works: &'p Works<'p>) -> Vec<Page<'p>> {
    use views::pager::page_address;
    use views::review::{self as view, COMPARISON, QUESTIONS};

    let mut pages = vec![Page::new(address::REVIEW, "review.html", || view::summary(index, review, works))];
    for rule in &review.rules {
        for page in 0..view::rule_pages(rule) {
            let path = page_address(&address::review_rule(rule.code), page);
            pages.push(Page::new(&path, "review-rule.html", move || view::rule(index, rule, page)));
        }
    }
    for work in works.all() {
        for page in 0..work.pages() {
            let path = page_address(&work.base, page);
            pages.push(Page::new(&path, "review-work.html", move || work.page(index, page)));
        }
    }
    for page in 0..view::question_pages(index, review) {
        let path = page_address(QUESTIONS, page);
        pages.push(Page::new(&path, "review-questions.html", move || view::questions(index, review, page)));
    }
    for page in 0..view::comparison_pages(review) {
        let path = page_address(COMPARISON, page);
        pages.push(Page::new(&path, "review-comparison.html", move || view::comparison(index, review, page)));
    }
    let valid_until = index.all_hold_until();
    for page in &mut pages {
        page.valid_until = valid_until;
    }
    pages
}

fn search(index: &Index) -> (Head, Results) {
    let words = index.words;
    let head = Head::new("tim/", words.get("search", "title"), words.get("search", "description"), "search");
    (head, Results::default())
}

/// The search for a frame on another site: search engines are not sent there.
fn embed(index: &Index) -> (Head, Results) {
    (Head::new(address::EMBED, index.words.get("search", "title"), "", ""), Results::default())
}
