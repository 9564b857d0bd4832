//! Who answers the search of one site: made once, when the site is first shown, in the background.

use std::sync::{Arc, LazyLock};

use axum::Json;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::question::Question;
use crate::input::Input;
use crate::pipeline::with_catalogue;
use crate::render::{Context, ResultsPage};
use crate::report::answer_json;
use crate::search::{Answer, Searcher};

type Making = Box<dyn FnOnce() -> Result<Made, String> + Send>;

/// Answers the search of one site. Whoever asks before it is made waits.
pub struct Desk(LazyLock<Result<Made, String>, Making>);

struct Made {
    searcher: Searcher,
    page: ResultsPage,
}

impl Desk {
    /// Begins to make it of what the site was made from.
    pub fn of(input: Arc<Input>) -> Arc<Desk> {
        let desk = Arc::new(Desk(LazyLock::new(Box::new(move || make(&input)))));
        let begun = desk.clone();
        std::thread::spawn(move || LazyLock::force(&begun.0).is_ok());
        desk
    }

    /// The results page for an address; `None` where nothing is asked, or where the page cannot be made.
    pub(super) fn page(&self, uri: &Uri) -> Option<String> {
        let question = Question::of_person(uri)?;
        let Made { searcher, page } = self.0.as_ref().ok()?;
        let answer = searcher.search(&question.query, &question.options).ok()?;
        page.of(searcher, &answer, &question.options).ok()
    }

    /// The answer to a program.
    pub(super) fn json(&self, uri: &Uri) -> Response {
        let question = match Question::of_program(uri) {
            Ok(question) => question,
            Err(wrong) => return refused(StatusCode::BAD_REQUEST, &wrong),
        };
        let ask =
            |made: &Made| made.searcher.search(&question.query, &question.options).map_err(|error| error.to_string());
        match self.0.as_ref().map_err(Clone::clone).and_then(ask) {
            Ok(answer) => answered(&answer),
            Err(error) => refused(StatusCode::INTERNAL_SERVER_ERROR, &error),
        }
    }
}

fn make(input: &Input) -> Result<Made, String> {
    with_catalogue(input, |catalogue, _| {
        let page =
            ResultsPage::new(catalogue, &Context::of(input, &[])).map_err(|_| "a template is broken".to_owned())?;
        Ok(Made { searcher: Searcher::new(catalogue).map_err(|error| error.to_string())?, page })
    })
}

const HEADERS: [(header::HeaderName, &str); 2] =
    [(header::CACHE_CONTROL, "no-store"), (header::X_CONTENT_TYPE_OPTIONS, "nosniff")];

fn answered(answer: &Answer) -> Response {
    (HEADERS, [(header::CONTENT_TYPE, "application/json")], answer_json(answer)).into_response()
}

/// An error as JSON: `{"error": "…"}`.
pub(super) fn refused(status: StatusCode, why: &str) -> Response {
    (status, HEADERS, Json(json!({ "error": why }))).into_response()
}
