//! One answer: a file of the site, whole or a part of it, or that the browser has it already.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use tokio::task::spawn_blocking;

use super::asked::{self, Part};
use super::page;
use super::site::{Form, Site};
use crate::compress::{Effort, Encoding};

/// The file of the site at an address: `/` stands for `index.html` in a folder, and a folder without its closing slash leads
/// to it.
pub(super) async fn of(site: Arc<Site>, uri: &Uri, asked: &HeaderMap) -> Response {
    let at = decoded(uri.path()).and_then(|path| Some(path.strip_prefix('/')?.to_owned()));
    if let Some(path) = at {
        let is_folder = path.is_empty() || path.ends_with('/');
        let file = if is_folder { format!("{path}index.html") } else { path.clone() };
        if site.has(&file) {
            return found(site, file, asked).await;
        }
        if site.has(&format!("{path}/index.html")) {
            let query = uri.query().map_or_else(String::new, |query| format!("?{query}"));
            let target = format!("{}/{query}", uri.path());
            return (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, target)]).into_response();
        }
    }
    const MISSING: &str = "404.html";
    match sent(&site, MISSING, asked::encoding(asked)).await {
        Some((form, bytes)) => (StatusCode::NOT_FOUND, page::head(MISSING), coded(form), bytes).into_response(),
        None => page::nothing(),
    }
}

/// A file that is there.
async fn found(site: Arc<Site>, path: String, asked: &HeaderMap) -> Response {
    // A part is one of the bytes as they are.
    let encoding = asked::encoding(asked).filter(|_| page::is_text(&path) && !asked::is_for_part(asked));
    let mut head = page::head(&path);
    let forms = [encoding.map(Form::of), Some(Form::Plain)];
    // What does not shrink was sent as it is.
    let known = forms.into_iter().flatten().filter_map(|form| site.tag(&path, form)).find(|tag| asked::has(asked, tag));
    if let Some(tag) = known {
        set(&mut head, header::ETAG, &tag);
        head.remove(header::CONTENT_TYPE);
        return (StatusCode::NOT_MODIFIED, head).into_response();
    }
    let Some((form, bytes)) = sent(&site, &path, encoding).await else { return page::nothing() };
    let tag = site.tag(&path, form).unwrap_or_default();
    set(&mut head, header::ETAG, &tag);
    if form != Form::Plain {
        return (head, coded(form), bytes).into_response();
    }
    set(&mut head, header::ACCEPT_RANGES, "bytes");
    match asked::part(asked, &tag, bytes.len()) {
        Part::Whole => (head, bytes).into_response(),
        Part::Bytes(part) => {
            let range = format!("bytes {}-{}/{}", part.start, part.end - 1, bytes.len());
            set(&mut head, header::CONTENT_RANGE, &range);
            (StatusCode::PARTIAL_CONTENT, head, bytes.slice(part)).into_response()
        }
        Part::Beyond => {
            set(&mut head, header::CONTENT_RANGE, &format!("bytes */{}", bytes.len()));
            (StatusCode::RANGE_NOT_SATISFIABLE, head).into_response()
        }
    }
}

/// The bytes of a file as they are sent, and in which form: one that does not shrink is sent as it is. Making one takes
/// milliseconds, in which others are answered.
async fn sent(site: &Arc<Site>, path: &str, encoding: Option<Encoding>) -> Option<(Form, Bytes)> {
    let form = encoding.map_or(Form::Plain, Form::of);
    let plain = made(site, path, Form::Plain).await?;
    if form == Form::Plain {
        return Some((form, plain));
    }
    let packed = made(site, path, form).await?;
    Some(if packed.len() < plain.len() { (form, packed) } else { (Form::Plain, plain) })
}

async fn made(site: &Arc<Site>, path: &str, form: Form) -> Option<Bytes> {
    if let Some(bytes) = site.at_hand(path, form) {
        return Some(bytes);
    }
    let (site, path) = (site.clone(), path.to_owned());
    spawn_blocking(move || site.make(&path, form)).await.ok()?
}

/// An answer that was made for one question: compressed for whoever takes it. Takes milliseconds.
pub(super) fn fresh(status: StatusCode, mut head: HeaderMap, body: String, asked: &HeaderMap) -> Response {
    set(&mut head, header::VARY, "accept-encoding");
    let packed = asked::encoding(asked).and_then(|one| Some((one, one.compress(body.as_bytes(), Effort::Little)?)));
    match packed.filter(|(_, packed)| packed.len() < body.len()) {
        Some((encoding, packed)) => (status, head, coded(Form::of(encoding)), packed).into_response(),
        None => (status, head, Body::from(body)).into_response(),
    }
}

fn coded(form: Form) -> HeaderMap {
    let coding = form.encoding().map(|encoding| (header::CONTENT_ENCODING, HeaderValue::from_static(encoding.token())));
    coding.into_iter().collect()
}

/// Sets a header whose value is ours, of plain letters.
fn set(head: &mut HeaderMap, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        head.insert(name, value);
    }
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
