//! One answer: a file of the site, or the words that there is none.

use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};

use crate::address::EMBED;
use crate::artifacts::Artifacts;
use crate::compress::{Effort, Encoding, is_worth};
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
    file("live.js", include_bytes!("live.js").to_vec())
}

pub(super) fn style() -> Response {
    file("live.css", include_bytes!("live.css").to_vec())
}

/// The file of the site at an address: `/` stands for `index.html` in a folder, and a folder without its closing
/// slash leads to it.
pub(super) fn respond(site: &Artifacts, uri: &Uri, asked: &HeaderMap) -> Response {
    found(site, uri, asked).unwrap_or_else(|| {
        let page = site.get("404.html").map_or_else(
            || Html(live("<!doctype html><title>404</title><p>404")).into_response(),
            |bytes| served("404.html", bytes),
        );
        (StatusCode::NOT_FOUND, page).into_response()
    })
}

fn found(site: &Artifacts, uri: &Uri, asked: &HeaderMap) -> Option<Response> {
    let path = decoded(uri.path())?;
    let path = path.strip_prefix('/')?;
    let is_folder = path.is_empty() || path.ends_with('/');
    let at = if is_folder { format!("{path}index.html") } else { path.to_owned() };
    if let Some(bytes) = site.get(&at) {
        return Some(if is_worth(&at) { packed(&at, bytes, asked) } else { served(&at, bytes) });
    }
    site.get(&format!("{path}/index.html"))?;
    let query = uri.query().map_or_else(String::new, |query| format!("?{query}"));
    let target = format!("{}/{query}", uri.path());
    Some((StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, target)]).into_response())
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

pub(super) fn served(path: &str, bytes: &[u8]) -> Response {
    match std::str::from_utf8(bytes) {
        Ok(text) if path.ends_with(".html") => {
            let is_for_others = path.starts_with(EMBED);
            let framed = if is_for_others { "frame-ancestors *" } else { "frame-ancestors 'self'" };
            ([(header::CONTENT_SECURITY_POLICY, framed)], file(path, live(text).into_bytes())).into_response()
        }
        Ok(_) | Err(_) => file(path, bytes.to_vec()),
    }
}

/// A file in the first encoding that the browser takes. `build` compresses longer: here somebody waits.
fn packed(path: &str, bytes: &[u8], asked: &HeaderMap) -> Response {
    let accepted = Encoding::ALL.into_iter().find(|encoding| accepts(asked, encoding.token()));
    let vary = (header::VARY, "accept-encoding");
    match accepted.and_then(|encoding| Some((encoding, encoding.compress(bytes, Effort::Little)?))) {
        Some((encoding, bytes)) => {
            ([vary, (header::CONTENT_ENCODING, encoding.token())], file(path, bytes)).into_response()
        }
        None => ([vary], file(path, bytes.to_vec())).into_response(),
    }
}

/// Whether `Accept-Encoding` names an encoding, and not with a weight of nothing.
fn accepts(asked: &HeaderMap, token: &str) -> bool {
    let lines = asked.get_all(header::ACCEPT_ENCODING).into_iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|one| {
        let (name, weight) = one.split_once(';').unwrap_or((one, ""));
        let weight = weight.trim().strip_prefix("q=").map_or(Some(1.0), |weight| weight.trim().parse::<f32>().ok());
        name.trim().eq_ignore_ascii_case(token) && weight.is_some_and(|weight| weight > 0.0)
    })
}

fn file(path: &str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, media_type(path)),
        (header::CACHE_CONTROL, if is_for_ever(path) { "public, max-age=31536000, immutable" } else { "no-store" }),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, bytes).into_response()
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

/// A path with its `%xx` read; `None` where that gives no text.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        if byte == b'%' {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = after.get(2..)?;
        } else {
            bytes.push(byte);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}
