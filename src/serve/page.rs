//! What is said of a file, the script that pages carry, and the words that there is no page.

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use crate::address::EMBED;
use crate::search::client::is_for_ever;

/// Where pages hear of news.
pub(super) const EVENTS: &str = "/_niemyet/events";
/// The script that every served page carries.
pub(super) const SCRIPT: &str = "/_niemyet/live.js";
/// Its style sheet.
pub(super) const STYLE: &str = "/_niemyet/live.css";

/// What the script needs of a page's policy: itself, its style sheet and the events, all of this server.
const NEEDED: [&str; 3] = ["script-src", "style-src", "connect-src"];

pub(super) fn script() -> Response {
    file("live.js", Bytes::from_static(include_bytes!("live.js")))
}

pub(super) fn style() -> Response {
    file("live.css", Bytes::from_static(include_bytes!("live.css")))
}

/// What stands everywhere until there is a first good site.
pub(super) fn no_site(trouble: Option<&str>) -> Response {
    let page = format!(
        "<!doctype html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n<title>niemyet</title>\n</head>\n\
         <body>\n<pre>{}</pre>\n</body>\n</html>\n",
        escaped(trouble.unwrap_or("…"))
    );
    (StatusCode::SERVICE_UNAVAILABLE, [(header::CACHE_CONTROL, "no-store")], Html(live(&page))).into_response()
}

/// What stands where there is nothing, on a site that has no page for it.
pub(super) fn nothing() -> Response {
    (StatusCode::NOT_FOUND, Html(live("<!doctype html><title>404</title><p>404"))).into_response()
}

/// Whether a file is a page: those carry the script.
pub(super) fn is_page(path: &str) -> bool {
    path.ends_with(".html")
}

fn file(path: &str, bytes: Bytes) -> Response {
    (head(path), bytes).into_response()
}

/// What is said of every file, whatever is sent of it.
pub(super) fn head(path: &str) -> HeaderMap {
    // A browser may keep everything, but has to ask whether it is still so: it is changed while it is looked at.
    let kept = if is_for_ever(path) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut head = HeaderMap::from_iter([
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type(path))),
        (header::CACHE_CONTROL, HeaderValue::from_static(kept)),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ]);
    if is_page(path) {
        let framed = if path.starts_with(EMBED) { "frame-ancestors *" } else { "frame-ancestors 'self'" };
        head.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(framed));
    }
    if is_text(path) {
        head.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    head
}

/// Whether a file is text, which is sent compressed to whoever takes it.
pub(super) fn is_text(path: &str) -> bool {
    let media = media_type(path);
    media.starts_with("text/") || ["application/json", "application/xml", "image/svg+xml"].contains(&media)
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, end)| end).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "xml" => "application/xml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        "pdf" => "application/pdf",
        "csv" => "text/csv; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// The page with the script that hears of news, and a policy that lets it in.
pub(super) fn live(page: &str) -> String {
    let page = with_policy(page);
    let tag = format!("<script src=\"{SCRIPT}\" defer></script>");
    match page.find("</head>") {
        Some(at) => {
            let (head, rest) = page.split_at(at);
            format!("{head}{tag}{rest}")
        }
        None => format!("{page}{tag}"),
    }
}

/// The page with its Content-Security-Policy opened to this server's own script, style sheet and events, and to
/// nothing more.
fn with_policy(page: &str) -> String {
    let policy = || {
        let name = page.find("http-equiv=\"Content-Security-Policy\"")?;
        let tag = page.get(..name)?.rfind('<')?;
        let end = name + page.get(name..)?.find('>')?;
        let start = tag + page.get(tag..end)?.find("content=\"")? + "content=\"".len();
        let stop = start + page.get(start..end)?.find('"')?;
        Some((start, stop))
    };
    match policy() {
        None => page.to_owned(),
        Some((start, stop)) => {
            let (head, tail) = (page.get(..start).unwrap_or_default(), page.get(stop..).unwrap_or_default());
            format!("{head}{}{tail}", opened(page.get(start..stop).unwrap_or_default()))
        }
    }
}

/// The policy with `'self'` in each directive that the script needs.
fn opened(policy: &str) -> String {
    let policy = policy.replace("&#39;", "'").replace("&#x27;", "'");
    let mut directives: Vec<String> = policy
        .split(';')
        .map(|directive| directive.trim().to_owned())
        .filter(|directive| !directive.is_empty())
        .collect();
    for needed in NEEDED {
        let names = |directive: &&mut String| directive.split_whitespace().next() == Some(needed);
        match directives.iter_mut().find(names) {
            Some(directive) if directive.split_whitespace().any(|source| source == "'self'") => {}
            Some(directive) if directive.ends_with("'none'") => *directive = format!("{needed} 'self'"),
            Some(directive) => directive.push_str(" 'self'"),
            None => directives.push(format!("{needed} 'self'")),
        }
    }
    directives.join("; ")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
