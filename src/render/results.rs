//! The results page filled in for one query: what a server answers the form with, where no script does.

use std::borrow::Cow;

use super::engine::Engine;
use super::index::Index;
use super::views::results::{MOST, Results, STEP};
use super::views::{Head, Validity};
use super::words::{LANGUAGE, Words, number, strings_of};
use super::{Context, engine_of, logo, prose_of, site_files};
use crate::finding::Finding;
use crate::ledger::Catalogue;
use crate::model::Day;
use crate::search::{Answer, Options, Searcher};
use crate::strings::Strings;

/// The results page of one site, for any query.
pub struct ResultsPage {
    strings: Cow<'static, Strings>,
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
        let files = site_files(context.site);
        let (strings, of_strings) = strings_of(&files, LANGUAGE);
        if let Some(finding) = of_strings {
            return Err(vec![finding]);
        }
        let mut index = Index::new(catalogue);
        index.words = Words::of(&strings, LANGUAGE);
        let (prose, _) = prose_of(&files);
        let engine = engine_of(&index, context.templates, &prose, logo(&files))?;
        let valid_until = index.all_hold_until();
        Ok(ResultsPage { engine, as_of: catalogue.as_of, valid_until, strings })
    }

    /// The page with an answer of `searcher`, which is to be of the same site, to a query asked with `options`.
    ///
    /// # Errors
    /// The finding of a template that does not render.
    pub fn of(&self, searcher: &Searcher, answer: &Answer, options: &Options) -> Result<String, Finding> {
        let words = Words::of(&self.strings, LANGUAGE);
        let told = [("count", number(answer.total)), ("query", answer.query.clone())];
        let told: Vec<_> = told.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let title = words.fill_at(&["search", "script", "title"], &told);
        let head = Head::new("tim/", title, words.get("search", "description"), "search");
        let validity = self.valid_until.map(|until| Validity::new(words, self.as_of, until));
        let view = Results::of(words, &head.root, searcher, answer, options);
        self.engine.render("search.html", &Head { validity, ..head }, &view)
    }
}
