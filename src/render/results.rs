//! The results page filled in for one query: what a server answers the form with, where no script does.

use super::engine::Engine;
use super::index::Index;
use super::views::results::{MOST, Results, STEP};
use super::views::{Head, Validity};
use super::words::{Words, number};
use super::{Context, engine_of, prose_of, site_files};
use crate::finding::Finding;
use crate::ledger::Catalogue;
use crate::model::Day;
use crate::search::{Answer, Options, Searcher};

/// The results page of one site, for any query.
pub struct ResultsPage {
    engine: Engine,
    as_of: Day,
    valid_until: Option<Day>,
}

impl ResultsPage {
    /// How many hits the page shows: at first, and at most.
    pub const LIMITS: (usize, usize) = (STEP, MOST);

    /// Takes the templates of a site.
    ///
    /// # Errors
    /// The findings of templates that do not parse.
    pub fn new(catalogue: &Catalogue, context: &Context) -> Result<ResultsPage, Vec<Finding>> {
        let index = Index::new(catalogue);
        let (prose, _) = prose_of(&site_files(context.site));
        let engine = engine_of(&index, context.templates, &prose)?;
        Ok(ResultsPage { engine, as_of: catalogue.as_of, valid_until: index.all_hold_until() })
    }

    /// The page with an answer of `searcher`, which is to be of the same site, to a query asked with `options`.
    ///
    /// # Errors
    /// The finding of a template that does not render.
    pub fn of(&self, searcher: &Searcher, answer: &Answer, options: &Options) -> Result<String, Finding> {
        let words = Words::of_site();
        let told = [("count", number(answer.total)), ("query", answer.query.clone())];
        let told: Vec<_> = told.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let title = words.fill_at(&["search", "script", "title"], &told);
        let head = Head::new("tim/", title, words.get("search", "description"), "search");
        let validity = self.valid_until.map(|until| Validity::new(words, self.as_of, until));
        let view = Results::of(words, &head.root, searcher, answer, options);
        self.engine.render("search.html", &Head { validity, ..head }, &view)
    }
}
