//! A local server for the person who edits: the last good site from memory, reloaded as it changes, and what keeps
//! a newer one from being made. The only network.
//!
//! It listens on 127.0.0.1 alone, answers to local names alone (a foreign page that has its name lead here is
//! refused), answers GET and HEAD alone, and has no file system: every answer comes from the map of artifacts, whose bytes
//! are sent without a copy.

mod answer;
mod asked;
mod desk;
mod listen;
mod page;
mod question;
mod site;

use std::convert::Infallible;
use std::sync::{Arc, PoisonError, RwLock};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::json;
use tokio::sync::{Semaphore, watch};
use tokio_stream::wrappers::WatchStream;
use tokio_stream::{Stream, StreamExt};

use crate::artifacts::Artifacts;

use question::Question;
use site::Site;

pub use desk::Desk;
pub use listen::{Limits, listen, run};

/// What is being served; shared between the server and whoever rebuilds.
pub struct Live {
    now: RwLock<Now>,
    news: watch::Sender<Option<String>>,
    /// A place for every search that the machine can work on at once. Others wait in the order in which they came: all at
    /// once they would all be late.
    searches: Arc<Semaphore>,
}

/// The last good site, and what keeps a newer one from being made.
#[derive(Clone, Default)]
struct Now {
    site: Option<Arc<Site>>,
    /// Who answers the search of that site.
    desk: Option<Arc<Desk>>,
    /// A text for people.
    trouble: Option<String>,
}

impl Live {
    /// Nothing to serve yet.
    pub fn new() -> Arc<Live> {
        let now = Now::default();
        let (news, _) = watch::channel(Some(now.message()));
        let searches = Arc::new(Semaphore::new(std::thread::available_parallelism().map_or(1, usize::from)));
        Arc::new(Live { now: RwLock::new(now), news, searches })
    }

    /// Serves a new site, whose search `desk` answers; open pages reload if it differs, and troubles are over.
    pub fn show(&self, site: Artifacts, desk: Option<Arc<Desk>>) {
        let site = Arc::new(Site::after(self.now().site.as_deref(), site));
        self.change(|now| *now = Now { site: Some(site), desk, trouble: None });
    }

    /// Shows on every page why there is no newer site; the last good one stays.
    pub fn trouble(&self, text: String) {
        self.change(|now| now.trouble = Some(text));
    }

    /// Ends the event streams, so that the server can stop.
    pub fn close(&self) {
        let _ = self.news.send(None); // nobody may be listening
    }

    fn change(&self, change: impl FnOnce(&mut Now)) {
        // A panic elsewhere cannot leave a half-made value: each change is one assignment.
        let mut now = self.now.write().unwrap_or_else(PoisonError::into_inner);
        // Taking a site down takes a while, in which others are to be answered.
        let before = now.clone();
        change(&mut now);
        self.news.send_replace(Some(now.message()));
        drop(now);
        drop(before);
    }

    fn now(&self) -> Now {
        self.now.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Now {
    fn message(&self) -> String {
        let version = self.site.as_ref().map_or("", |site| &site.version);
        json!({ "version": version, "trouble": self.trouble }).to_string()
    }
}

/// The routes, without a socket.
pub fn app(live: Arc<Live>) -> Router {
    Router::new()
        .route(page::EVENTS, get(events))
        .route(page::SCRIPT, get(async || page::script()))
        .route(page::STYLE, get(async || page::style()))
        .route("/tim/", get(results))
        .route("/api/search", get(search))
        .fallback(get(artifact))
        .with_state(live)
        .layer(from_fn(guard))
}

/// Refuses what no page of this server asks for.
async fn guard(mut request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")], "only GET and HEAD\n").into_response();
    }
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    if !host.is_some_and(is_local) {
        return (StatusCode::FORBIDDEN, "this server answers to 127.0.0.1 and localhost alone\n").into_response();
    }
    if *request.method() == Method::HEAD {
        request.headers_mut().remove(header::RANGE); // for GET alone (RFC 9110, 14.2)
    }
    next.run(request).await
}

/// Whether a `Host` header names this machine to itself, with any port.
fn is_local(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    name == "127.0.0.1" || name == "[::1]" || name.eq_ignore_ascii_case("localhost")
}

async fn artifact(State(live): State<Arc<Live>>, uri: Uri, headers: HeaderMap) -> Response {
    let now = live.now();
    match now.site {
        Some(site) => answer::of(site, &uri, &headers).await,
        None => page::no_site(now.trouble.as_deref()),
    }
}

/// The results page, filled in where something is asked.
async fn results(state: State<Arc<Live>>, uri: Uri, headers: HeaderMap) -> Response {
    if Question::of_person(&uri).is_none() {
        return artifact(state, uri, headers).await;
    }
    let (asked, head) = (uri.clone(), headers.clone());
    match searched(&state, move |desk| desk.page(&asked, &head)).await {
        Some(Some(page)) => page,
        Some(None) | None => artifact(state, uri, headers).await,
    }
}

/// The search for programs.
async fn search(State(live): State<Arc<Live>>, uri: Uri, headers: HeaderMap) -> Response {
    match searched(&live, move |desk| desk.json(&uri, &headers)).await {
        Some(answer) => answer,
        None if live.now().desk.is_some() => unable("the search could not answer"),
        None => unable("there is no site yet: its sources have errors"),
    }
}

/// What the desk says once it is one's turn; `None` where there is none.
async fn searched<T: Send + 'static>(live: &Live, ask: impl FnOnce(&Desk) -> T + Send + 'static) -> Option<T> {
    let desk = live.now().desk?;
    let turn = live.searches.clone().acquire_owned().await.ok()?;
    // Whoever asked may leave: the turn is over when the search is.
    let ask = move || {
        let _turn = turn;
        ask(&desk)
    };
    tokio::task::spawn_blocking(ask).await.ok()
}

fn unable(why: &str) -> Response {
    desk::refused(StatusCode::SERVICE_UNAVAILABLE, why)
}

async fn events(State(live): State<Arc<Live>>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let messages = WatchStream::new(live.news.subscribe()).take_while(Option::is_some);
    let events = messages.map(|message| Ok(Event::default().event("state").data(message.unwrap_or_default())));
    Sse::new(events).keep_alive(KeepAlive::default())
}

#[cfg(test)]
mod tests;
