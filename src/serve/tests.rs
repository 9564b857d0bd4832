//! The routes, without a socket.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use tokio::task::spawn_blocking;
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
    assert_eq!(answer.headers["cache-control"], "no-cache", "a browser keeps it, and asks whether it is still so");
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

/// What a path gives to a request with these headers: status, headers, bytes.
async fn asked(live: &Arc<Live>, path: &str, with: &[(&str, &str)]) -> (u16, HeaderMap, Vec<u8>) {
    let request = Request::builder().uri(path).header("host", "localhost");
    let request = with.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    let response = app(live.clone()).oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    (parts.status.as_u16(), parts.headers, to_bytes(body, 1 << 20).await.unwrap().to_vec())
}

fn said<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).map(|value| value.to_str().unwrap())
}

/// A site of texts that shrink.
fn site_of_texts() -> (Arc<Live>, String) {
    let text = "Đăng ký khai sinh, ".repeat(100);
    let mut site = Artifacts::new();
    for path in ["index.html", "404.html", "procedures.json", "assets/search-names.0123456789abcdef.js", "a.pdf"] {
        site.insert(path, format!("<head></head>{text}")).unwrap();
    }
    let live = Live::new();
    live.show(site, None);
    (live, format!("<head></head>{text}"))
}

#[tokio::test]
async fn texts_are_sent_compressed_to_whoever_takes_it_and_kept_for_ever_where_they_never_change() {
    let (live, text) = site_of_texts();
    let page = page::live(&text);
    let names = "/assets/search-names.0123456789abcdef.js";
    for (path, status, plain) in
        [("/", 200, &page), ("/nothing", 404, &page), ("/procedures.json", 200, &text), (names, 200, &text)]
    {
        for (accept, encoding) in [
            ("gzip, deflate, br", Some(Encoding::Brotli)),
            ("br;q=0.1, GZIP;q=0.5", Some(Encoding::Gzip)),
            ("br;q=0", None),
            ("", None),
        ] {
            // The second is answered with what the first had made.
            for _ in 0..2 {
                let (told, headers, body) = asked(&live, path, &[("accept-encoding", accept)]).await;
                let expected = encoding.map(|one| one.compress(plain.as_bytes(), Effort::Little).unwrap());
                assert!(body == expected.unwrap_or(plain.clone().into_bytes()), "{path} {accept}");
                assert_eq!(said(&headers, "content-encoding"), encoding.map(Encoding::token), "{path} {accept}");
                assert_eq!((told, said(&headers, "vary")), (status, Some("accept-encoding")));
            }
        }
    }
    let kept = async |path| said(&asked(&live, path, &[]).await.1, "cache-control").unwrap().to_owned();
    assert_eq!(kept(names).await, "public, max-age=31536000, immutable");
    assert_eq!(kept("/procedures.json").await, "no-cache");
    let (_, headers, body) = asked(&live, "/a.pdf", &[("accept-encoding", "br")]).await;
    assert!(
        body == text.as_bytes() && said(&headers, "content-encoding").is_none() && said(&headers, "vary").is_none()
    );
}

#[tokio::test]
async fn what_does_not_shrink_is_sent_as_it_is() {
    let (_, headers, body) = asked(&live_site(), "/assets/search.js", &[("accept-encoding", "br")]).await;
    assert_eq!((body.as_slice(), said(&headers, "content-encoding")), (&b"export {}"[..], None));
    assert_eq!(said(&headers, "vary"), Some("accept-encoding"));
}

#[tokio::test]
async fn a_part_is_sent_where_one_is_asked_for() {
    let (live, text) = site_of_texts();
    let whole = text.as_bytes();
    let of = async |range| asked(&live, "/procedures.json", &[("accept-encoding", "br"), ("range", range)]).await;
    let (status, headers, body) = of("bytes=3-9").await;
    assert_eq!((status, body.as_slice()), (206, &whole[3..=9]), "of the bytes as they are, not of the compressed");
    assert_eq!(said(&headers, "content-range").unwrap(), format!("bytes 3-9/{}", whole.len()));
    assert_eq!((said(&headers, "content-length"), said(&headers, "accept-ranges")), (Some("7"), Some("bytes")));
    let (status, _, body) = of("bytes=-5").await;
    assert_eq!((status, body.as_slice()), (206, &whole[whole.len() - 5..]));
    let (status, headers, body) = of("bytes=99999-").await;
    assert_eq!((status, body.len()), (416, 0));
    assert_eq!(said(&headers, "content-range").unwrap(), format!("bytes */{}", whole.len()));
    let (status, _, body) = of("bytes=0-1,3-4").await;
    assert!(status == 200 && body == whole);
    let (status, _, body) = asked(&live, "/", &[("range", "bytes=0-")]).await;
    assert_eq!((status, body), (206, page::live(&text).into_bytes()), "a page is what is sent of it");
    assert_eq!(asked(&live, "/nothing", &[("range", "bytes=0-1")]).await.0, 404);
}

#[tokio::test]
async fn who_has_a_file_is_not_sent_it_again_until_it_changes() {
    let (live, text) = site_of_texts();
    let mut tags = Vec::new();
    for accept in ["br", "gzip", "identity"] {
        let (_, headers, _) = asked(&live, "/procedures.json", &[("accept-encoding", accept)]).await;
        let tag = said(&headers, "etag").unwrap().to_owned();
        let known = [("accept-encoding", accept), ("if-none-match", tag.as_str())];
        let (status, headers, body) = asked(&live, "/procedures.json", &known).await;
        assert_eq!((status, body.len(), said(&headers, "etag")), (304, 0, Some(tag.as_str())));
        assert!(!tags.contains(&tag), "each form has a tag of its own");
        tags.push(tag);
    }
    let mut other = Artifacts::new();
    other.insert("procedures.json", format!("{text} ")).unwrap();
    live.show(other, None);
    assert_eq!(asked(&live, "/procedures.json", &[("if-none-match", tags[0].as_str())]).await.0, 200);
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
    let head = || Request::builder().method("HEAD").uri("/").header("host", "localhost");
    for head in [head(), head().header("range", "bytes=0-1"), head().header("range", "bytes=99999999-")] {
        let answer = ask(&live, head).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, ""), "a part is asked for by GET alone");
    }
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
    run(first, live_site(), Limits::default(), async {}).await.unwrap();
}

/// A server with these limits, until the test ends; gives where it listens.
fn started(limits: Limits) -> SocketAddr {
    let listener = listen(0).unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(run(listener, live_site(), limits, std::future::pending()));
    address
}

/// What stands on a connection until the other side ends it; the system may tell of that as an error.
fn rest(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8(answer).unwrap()
}

/// A connection on which so much was said.
fn said_to(address: SocketAddr, words: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(words.as_bytes()).unwrap();
    stream
}

#[tokio::test]
async fn who_takes_his_time_to_ask_is_sent_away() {
    let address = started(Limits { head: Duration::from_millis(1), ..Limits::default() });
    for words in ["GET / HTTP/1.1\r\nHost: local", ""] {
        let answer = spawn_blocking(move || rest(said_to(address, words))).await.unwrap();
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408 "), "{answer}");
    }
}

#[tokio::test]
async fn who_finds_all_places_taken_is_answered_when_one_is_free() {
    const ASK: &str = "GET /assets/search.js HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let address = started(Limits { connections: 1, ..Limits::default() });
    let mut first = spawn_blocking(move || said_to(address, &ASK[..20])).await.unwrap();
    let second = spawn_blocking(move || rest(said_to(address, ASK)));
    let first = spawn_blocking(move || {
        first.write_all(&ASK.as_bytes()[20..]).unwrap();
        rest(first)
    });
    assert!(first.await.unwrap().ends_with("export {}"));
    assert!(second.await.unwrap().ends_with("export {}"));
}
