//! The routes, without a socket.

use axum::body::{Body, to_bytes};
use tower::ServiceExt;

use super::*;
use crate::compress::{Effort, Encoding};

const PAGE: &str = "<!doctype html><html><head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
                    script-src 'self'; connect-src 'none'\"><title>x</title></head><body>page</body></html>";

fn site() -> Artifacts {
    let mut site = Artifacts::new();
    for (path, text) in [
        ("index.html", PAGE),
        ("T/1.004222/index.html", "<head></head>procedure"),
        ("404.html", "<head></head>not here"),
        ("assets/search.js", "export {}"),
        ("assets/search-names.0123456789abcdef.js", "niemyet.receive()"),
        ("quyết định.txt", "văn bản"),
    ] {
        site.insert(path, text).unwrap();
    }
    site
}

struct Answer {
    status: u16,
    headers: axum::http::HeaderMap,
    body: String,
}

async fn ask(live: &Arc<Live>, request: axum::http::request::Builder) -> Answer {
    let response = app(live.clone()).oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = String::from_utf8(to_bytes(body, 1 << 20).await.unwrap().to_vec()).unwrap();
    Answer { status: parts.status.as_u16(), headers: parts.headers, body }
}

async fn get_path(live: &Arc<Live>, path: &str) -> Answer {
    ask(live, Request::builder().uri(path).header("host", "127.0.0.1:8000")).await
}

fn live_site() -> Arc<Live> {
    let live = Live::new();
    live.show(site(), None);
    live
}

#[tokio::test]
async fn a_page_is_served_with_the_script_and_a_policy_opened_to_this_server_alone() {
    let answer = get_path(&live_site(), "/").await;
    assert_eq!((answer.status, answer.headers["content-type"].to_str().unwrap()), (200, "text/html; charset=utf-8"));
    assert_eq!(answer.headers["cache-control"], "no-store");
    assert_eq!(
        answer.body,
        PAGE.replace("connect-src 'none'", "connect-src 'self'; style-src 'self'")
            .replace("</head>", "<script src=\"/_niemyet/live.js\" defer></script></head>")
    );
}

#[tokio::test]
async fn other_files_are_served_as_they_are() {
    let live = live_site();
    let script = get_path(&live, "/assets/search.js?v=1").await;
    assert_eq!(
        (script.body.as_str(), &script.headers["content-type"]),
        ("export {}", &"text/javascript; charset=utf-8".parse().unwrap())
    );
    assert_eq!(get_path(&live, "/quy%E1%BA%BFt%20%C4%91%E1%BB%8Bnh.txt").await.body, "văn bản");
    for own in [page::SCRIPT, page::STYLE] {
        assert_eq!(get_path(&live, own).await.status, 200);
    }
}

#[tokio::test]
async fn other_sites_may_frame_the_pages_that_are_made_for_it_alone() {
    let mut site = site();
    site.insert("nhung/index.html", "<head></head>framed").unwrap();
    site.insert("nhung/ubnd-cap-xa/index.html", "<head></head>framed").unwrap();
    let live = Live::new();
    live.show(site, None);
    for (path, policy) in [
        ("/nhung/", "frame-ancestors *"),
        ("/nhung/ubnd-cap-xa/", "frame-ancestors *"),
        ("/", "frame-ancestors 'self'"),
        ("/T/1.004222/", "frame-ancestors 'self'"),
        ("/nothing", "frame-ancestors 'self'"),
    ] {
        assert_eq!(get_path(&live, path).await.headers["content-security-policy"], policy, "{path}");
    }
}

#[tokio::test]
async fn scripts_are_sent_compressed_to_whoever_takes_it_and_kept_where_they_never_change() {
    let live = live_site();
    let ask_for = async |path: &str, accept: &str| {
        let request = Request::builder().uri(path).header("host", "localhost").header("accept-encoding", accept);
        let response = app(live.clone()).oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        (parts.headers, to_bytes(body, 1 << 20).await.unwrap().to_vec())
    };
    let names = "/assets/search-names.0123456789abcdef.js";
    for (accept, encoding) in [
        ("gzip, deflate, br", Some(Encoding::Brotli)),
        ("br;q=0, GZIP;q=0.5", Some(Encoding::Gzip)),
        ("identity", None),
        ("br;q=0", None),
        ("brotli, x-gzip", None),
        ("", None),
    ] {
        let (headers, body) = ask_for(names, accept).await;
        let plain = b"niemyet.receive()";
        let expected = encoding.map_or(plain.to_vec(), |one| one.compress(plain, Effort::Little).unwrap());
        assert_eq!(body, expected, "{accept}");
        let said = headers.get("content-encoding").map(|value| value.to_str().unwrap());
        assert_eq!(said, encoding.map(Encoding::token), "{accept}");
        assert_eq!(headers["vary"], "accept-encoding");
        assert_eq!(headers["content-type"], "text/javascript; charset=utf-8");
        assert_eq!(headers["cache-control"], "public, max-age=31536000, immutable");
    }
    assert_eq!(ask_for("/assets/search.js", "br").await.0["cache-control"], "no-store");
    let (page, _) = ask_for("/", "br").await;
    assert!(page.get("content-encoding").is_none() && page.get("vary").is_none());
}

#[tokio::test]
async fn a_folder_without_its_slash_leads_to_it_and_what_is_missing_says_so() {
    let live = live_site();
    let folder = get_path(&live, "/T/1.004222?in=a").await;
    assert_eq!((folder.status, &folder.headers["location"]), (308, &"/T/1.004222/?in=a".parse().unwrap()));
    assert_eq!(get_path(&live, "/T/1.004222/").await.status, 200);
    for path in
        ["/nothing", "/T/", "/../etc/passwd", "/%2e%2e/etc/passwd", "//T/1.004222", "/T%2F1.004222/x", "/%ff", "/%"]
    {
        let answer = get_path(&live, path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.body.contains("not here"), "{path}");
    }
}

#[tokio::test]
async fn foreign_names_and_other_methods_are_refused() {
    let live = live_site();
    for (host, status) in [
        ("127.0.0.1:8000", 200),
        ("localhost", 200),
        ("LOCALHOST:1", 200),
        ("[::1]:8000", 200),
        ("evil.example", 403),
        ("evil.example:8000", 403),
        ("127.0.0.1.evil.example", 403),
        ("localhost:evil", 403),
        ("127.0.0.1:", 403),
    ] {
        let answer = ask(&live, Request::builder().uri("/").header("host", host)).await;
        assert_eq!(answer.status, status, "{host}");
    }
    assert_eq!(ask(&live, Request::builder().uri("/")).await.status, 403, "no name at all");
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let answer = ask(&live, Request::builder().method(method).uri("/").header("host", "localhost")).await;
        assert_eq!((answer.status, &answer.headers["allow"]), (405, &"GET, HEAD".parse().unwrap()), "{method}");
    }
    let head = ask(&live, Request::builder().method("HEAD").uri("/").header("host", "localhost")).await;
    assert_eq!((head.status, head.body.as_str()), (200, ""));
}

#[tokio::test]
async fn until_there_is_a_site_every_page_says_why_there_is_none() {
    let live = Live::new();
    live.trouble("lỗi[SYNTAX]: a < b & c".to_owned());
    let answer = get_path(&live, "/anything").await;
    assert_eq!(answer.status, 503);
    assert!(answer.body.contains("<pre>lỗi[SYNTAX]: a &lt; b &amp; c</pre>"), "{}", answer.body);
    assert!(answer.body.contains(page::SCRIPT));
}

#[tokio::test]
async fn events_tell_of_every_new_site_and_every_trouble_and_end_on_farewell() {
    let live = live_site();
    let request = Request::builder().uri(page::EVENTS).header("host", "localhost").body(Body::empty()).unwrap();
    let response = app(live.clone()).oneshot(request).await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut stream = response.into_body().into_data_stream();
    let mut next = async || String::from_utf8(stream.next().await?.unwrap().to_vec()).ok();
    let first = next().await.unwrap();
    assert!(first.starts_with("event: state\ndata: {\"version\":\"") && first.contains("\"trouble\":null"), "{first}");
    live.trouble("sai".to_owned());
    let trouble = next().await.unwrap();
    assert_eq!(trouble, first.replace("null", "\"sai\""), "the last good site stays");
    live.show(site(), None);
    assert_eq!(next().await.unwrap(), first, "the same site again has the same version");
    let mut other = site();
    other.insert("new", "x").unwrap();
    live.show(other, None);
    assert_ne!(next().await.unwrap(), first);
    live.close();
    assert_eq!(next().await, None);
}

#[tokio::test]
async fn it_listens_on_the_next_free_port_of_this_machine_alone_and_stops_when_asked() {
    let first = listen(0).unwrap();
    let taken = first.local_addr().unwrap().port();
    let second = listen(taken).unwrap().local_addr().unwrap();
    assert!(second.ip().is_loopback() && second.port() > taken);
    run(first, live_site(), async {}).await.unwrap();
}
