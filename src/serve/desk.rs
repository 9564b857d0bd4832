//! Who answers the search of one site: made once, when the site is first shown, in the background.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::question::Question;
use super::{answer, page};
use crate::artifacts::Artifacts;
use crate::digest::sha256;
use crate::input::{FileContent, Input};
use crate::pipeline::with_catalogue;
use crate::render::{Context, ResultsPage};
use crate::report::answer_json;
use crate::search::{Answer, Searcher, client};

type Making = Box<dyn FnOnce() -> Result<Made, String> + Send>;

/// Answers the search of one site. Whoever asks before it is made waits.
pub struct Desk {
    made: LazyLock<Result<Made, String>, Making>,
    /// What its answers are made of, told from anything else.
    basis: String,
    /// Whether it could not be made: the next site tries again.
    has_failed: AtomicBool,
}

struct Made {
    searcher: Searcher,
    page: ResultsPage,
}

impl Desk {
    /// Begins to make it of what the site was made from; `last`, the desk of the site before, stays where it would give the
    /// same answers.
    pub fn of(input: Arc<Input>, site: &Artifacts, last: Option<Arc<Desk>>) -> Arc<Desk> {
        let basis = basis(&input, site);
        if let Some(last) = last.filter(|last| last.basis == basis && !last.has_failed.load(Ordering::Relaxed)) {
            return last;
        }
        let made = LazyLock::new(Box::new(move || make(&input)) as Making);
        let desk = Arc::new(Desk { made, basis, has_failed: AtomicBool::new(false) });
        let begun = desk.clone();
        std::thread::spawn(move || {
            let made = catch_unwind(AssertUnwindSafe(|| LazyLock::force(&begun.made).is_ok()));
            begun.has_failed.store(!matches!(made, Ok(true)), Ordering::Relaxed);
        });
        desk
    }

    /// The results page for an address; `None` where nothing is asked, or where the page cannot be made.
    pub(super) fn page(&self, uri: &Uri, asked: &HeaderMap) -> Option<Response> {
        let question = Question::of_person(uri)?;
        let Made { searcher, page } = self.made.as_ref().ok()?;
        let answer = searcher.search(&question.query, &question.options).ok()?;
        let page = page::live(&page.of(searcher, &answer, &question.options).ok()?);
        Some(answer::fresh(StatusCode::OK, page::head(PAGE), page, asked))
    }

    /// The answer to a program.
    pub(super) fn json(&self, uri: &Uri, asked: &HeaderMap) -> Response {
        let question = match Question::of_program(uri) {
            Ok(question) => question,
            Err(wrong) => return refused(StatusCode::BAD_REQUEST, &wrong),
        };
        let ask =
            |made: &Made| made.searcher.search(&question.query, &question.options).map_err(|error| error.to_string());
        match self.made.as_ref().map_err(Clone::clone).and_then(ask) {
            Ok(answer) => answered(&answer, asked),
            Err(error) => refused(StatusCode::INTERNAL_SERVER_ERROR, &error),
        }
    }
}

/// The page that is filled in.
const PAGE: &str = "tim/index.html";

/// What a desk answers from, as one digest: the page before anything is asked, the project's own words and templates, and the
/// table that is searched. The browser searches the same one, and the script that loads it names its parts by their digests.
fn basis(input: &Input, site: &Artifacts) -> String {
    let files = [PAGE, client::LOADER].map(|path| (path, site.get(path).map(sha256)));
    let own = [&input.site, &input.templates].map(|files| {
        files.iter().map(|(path, content)| {
            let told = match content {
                FileContent::Bytes(bytes) => sha256(bytes),
                FileContent::TooLarge(_) | FileContent::Unreadable(_) => format!("{content:?}"),
            };
            (path, told)
        })
    });
    sha256(format!("{files:?}{:?}", own.map(Iterator::collect::<Vec<_>>)))
}

fn make(input: &Input) -> Result<Made, String> {
    with_catalogue(input, |catalogue, _| {
        let page =
            ResultsPage::new(catalogue, &Context::of(input, &[])).map_err(|_| "a template is broken".to_owned())?;
        Ok(Made { searcher: Searcher::new(catalogue).map_err(|error| error.to_string())?, page })
    })
}

fn head() -> HeaderMap {
    HeaderMap::from_iter([
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
    ])
}

fn answered(answer: &Answer, asked: &HeaderMap) -> Response {
    answer::fresh(StatusCode::OK, head(), answer_json(answer), asked)
}

/// An error as JSON: `{"error": "…"}`.
pub(super) fn refused(status: StatusCode, why: &str) -> Response {
    (status, head(), json!({ "error": why }).to_string()).into_response()
}
