//! A local server for the person who edits: the last good site from memory, reloaded as it changes, and what keeps
//! a newer one from being made. The only network.
//!
//! It listens on 127.0.0.1 alone, answers to local names alone (a foreign page that has its name lead here is
//! refused), answers GET and HEAD alone, and has no file system: every answer comes from the map of artifacts.

mod desk;
mod page;
mod question;

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_stream::wrappers::WatchStream;
use tokio_stream::{Stream, StreamExt};

use crate::artifacts::Artifacts;
use crate::store::Manifest;

pub use desk::Desk;

/// How long open connections may take to end once somebody has asked to stop.
const FAREWELL: Duration = Duration::from_secs(2);

/// How many ports after the one asked for are tried.
const PORTS: u16 = 20;

/// What is being served; shared between the server and whoever rebuilds.
pub struct Live {
    now: RwLock<Now>,
    news: watch::Sender<Option<String>>,
}

/// The last good site, and what keeps a newer one from being made.
#[derive(Clone, Default)]
struct Now {
    site: Option<Arc<Artifacts>>,
    /// Who answers the search of that site.
    desk: Option<Arc<Desk>>,
    /// Tells one site from another, also after a restart.
    version: String,
    /// A text for people.
    trouble: Option<String>,
}

impl Live {
    /// Nothing to serve yet.
    pub fn new() -> Arc<Live> {
        let now = Now::default();
        let (news, _) = watch::channel(Some(now.message()));
        Arc::new(Live { now: RwLock::new(now), news })
    }

    /// Serves a new site, whose search `desk` answers; open pages reload if it differs, and troubles are over.
    pub fn show(&self, site: Artifacts, desk: Option<Arc<Desk>>) {
        let version = Manifest::of(&site).digest();
        self.change(|now| *now = Now { site: Some(Arc::new(site)), desk, version, trouble: None });
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
        change(&mut now);
        self.news.send_replace(Some(now.message()));
    }

    fn now(&self) -> Now {
        self.now.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Now {
    fn message(&self) -> String {
        json!({ "version": self.version, "trouble": self.trouble }).to_string()
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

/// Listens on 127.0.0.1: on `port`, or the next free one after it; 0 takes any.
///
/// # Errors
/// The system's words where none of them is free.
pub fn listen(port: u16) -> Result<std::net::TcpListener, std::io::Error> {
    let mut refused = None;
    for port in port..=port.saturating_add(PORTS) {
        match std::net::TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))) {
            Ok(listener) => return Ok(listener),
            Err(error) => refused = refused.or(Some(error)),
        }
    }
    Err(refused.unwrap_or_else(|| std::io::ErrorKind::AddrInUse.into()))
}

/// Serves until `stop` is done, then lets open requests end.
///
/// # Errors
/// The system's, where the socket cannot be used.
pub async fn run(
    listener: std::net::TcpListener,
    live: Arc<Live>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), std::io::Error> {
    listener.set_nonblocking(true)?;
    let listener = TcpListener::from_std(listener)?;
    let (stopping, mut stopped) = watch::channel(false);
    let farewell = live.clone();
    let served = axum::serve(listener, app(live)).with_graceful_shutdown(async move {
        stop.await;
        farewell.close();
        let _ = stopping.send(true);
    });
    tokio::select! {
        served = served.into_future() => served,
        // A connection that never ends must not keep the server.
        () = async { let _ = stopped.wait_for(|stopping| *stopping).await; tokio::time::sleep(FAREWELL).await } => Ok(()),
    }
}

/// Refuses what no page of this server asks for.
async fn guard(request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")], "only GET and HEAD\n").into_response();
    }
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    if !host.is_some_and(is_local) {
        return (StatusCode::FORBIDDEN, "this server answers to 127.0.0.1 and localhost alone\n").into_response();
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
        Some(site) => page::respond(&site, &uri, &headers),
        None => page::no_site(now.trouble.as_deref()),
    }
}

/// The results page, filled in where something is asked.
async fn results(state: State<Arc<Live>>, uri: Uri, headers: HeaderMap) -> Response {
    if let Some(desk) = state.now().desk {
        let asked = uri.clone();
        let page = tokio::task::spawn_blocking(move || desk.page(&asked)).await;
        if let Ok(Some(page)) = page {
            return page::served("tim/index.html", page.as_bytes());
        }
    }
    artifact(state, uri, headers).await
}

/// The search for programs.
async fn search(State(live): State<Arc<Live>>, uri: Uri) -> Response {
    let failed = |why| desk::refused(StatusCode::SERVICE_UNAVAILABLE, why);
    match live.now().desk {
        Some(desk) => {
            let answer = tokio::task::spawn_blocking(move || desk.json(&uri)).await;
            answer.unwrap_or_else(|_| failed("the search could not answer"))
        }
        None => failed("there is no site yet: its sources have errors"),
    }
}

async fn events(State(live): State<Arc<Live>>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let messages = WatchStream::new(live.news.subscribe()).take_while(Option::is_some);
    let events = messages.map(|message| Ok(Event::default().event("state").data(message.unwrap_or_default())));
    Sse::new(events).keep_alive(KeepAlive::default())
}

#[cfg(test)]
mod tests;
