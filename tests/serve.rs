//! `niemyet serve`, as a browser and an editor meet it.
#![cfg(unix)]

use crate::world;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use world::World;

const LONG: Duration = Duration::from_secs(60);

/// A server in a project's folder; killed when dropped.
struct Server {
    child: Child,
    address: String,
    said: BufReader<std::process::ChildStdout>,
}

impl Server {
    fn start(world: &World) -> Server {
        let mut command = world.command(&["serve", "--port", "0"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        let address = line.strip_prefix("trang ở http://").and_then(|rest| rest.split_once('/')).unwrap().0.to_owned();
        assert!(address.starts_with("127.0.0.1:"), "{line}");
        Server { child, address, said }
    }

    fn ask(&self, head: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(LONG)).unwrap();
        write!(stream, "{head}\r\nConnection: close\r\n\r\n").unwrap();
        stream
    }

    /// The whole answer to a GET.
    fn get(&self, path: &str) -> String {
        let mut answer = String::new();
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: {}", self.address)).read_to_string(&mut answer).unwrap();
        answer
    }

    /// The stream of events.
    fn events(&self) -> BufReader<TcpStream> {
        let stream = self.ask(&format!("GET /_niemyet/events HTTP/1.1\r\nHost: {}", self.address));
        BufReader::new(stream)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The data of the next event.
fn next(events: &mut BufReader<TcpStream>) -> serde_json::Value {
    loop {
        let mut line = String::new();
        assert!(events.read_line(&mut line).unwrap() > 0, "the stream ended");
        if let Some(data) = line.strip_prefix("data: ") {
            return serde_json::from_str(data).unwrap();
        }
    }
}

#[test]
fn an_edit_reloads_the_page_an_error_is_shown_on_it_and_ctrl_c_ends_it() {
    let world = World::new();
    let mut server = Server::start(&world);
    let page = server.get("/");
    assert!(page.starts_with("HTTP/1.1 200 ") && page.contains("src=\"/_niemyet/live.js\""), "{page}");
    assert!(page.contains("Thủ tục hành chính"), "{page}");

    let mut events = server.events();
    let first = next(&mut events);
    assert_eq!(first["trouble"], serde_json::Value::Null);

    world.edit("site/site.toml", "title = \"Thủ tục hành chính\"", "title = \"Trang đã đổi tên\"");
    let second = next(&mut events);
    assert_ne!(second["version"], first["version"], "the page reloads");
    assert!(server.get("/").contains("Trang đã đổi tên"));

    world.edit("site/site.toml", "title = ", "title == ");
    let broken = next(&mut events);
    assert_eq!(broken["version"], second["version"], "the last good site stays");
    let trouble = broken["trouble"].as_str().unwrap();
    assert!(trouble.starts_with("lỗi[SYNTAX]: ") && trouble.contains("--> site/site.toml:1:"), "{trouble}");
    assert!(server.get("/").contains("Trang đã đổi tên"));

    world.edit("site/site.toml", "title == ", "title = ");
    let mended = next(&mut events);
    assert_eq!((&mended["version"], &mended["trouble"]), (&second["version"], &serde_json::Value::Null));
    assert!(!world.at("public").exists(), "nothing is written");

    assert!(Command::new("kill").args(["-INT", &server.child.id().to_string()]).status().unwrap().success());
    assert_eq!(server.child.wait().unwrap().code(), Some(0), "an open stream does not keep it");
    let mut rest = String::new();
    server.said.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "");
}

#[test]
fn a_project_that_is_broken_from_the_start_says_so_on_every_page_until_it_is_mended() {
    let world = World::new();
    world.edit("site/site.toml", "title = ", "title == ");
    let server = Server::start(&world);
    let page = server.get("/tim/");
    assert!(page.starts_with("HTTP/1.1 503 ") && page.contains("lỗi[SYNTAX]"), "{page}");
    let mut events = server.events();
    assert!(next(&mut events)["trouble"].is_string());
    world.edit("site/site.toml", "title == ", "title = ");
    assert_eq!(next(&mut events)["trouble"], serde_json::Value::Null);
    assert!(server.get("/").starts_with("HTTP/1.1 200 "));
}

#[test]
fn a_page_of_another_name_gets_nothing() {
    let world = World::new();
    let server = Server::start(&world);
    let mut answer = String::new();
    server.ask("GET / HTTP/1.1\r\nHost: evil.example").read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 403 "), "{answer}");
}

/// The body of an answer, and its head in lower case.
fn parted(answer: &str) -> (String, &str) {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.to_lowercase(), body)
}

#[test]
fn without_a_script_the_form_is_answered_by_the_server() {
    let world = World::new();
    let server = Server::start(&world);
    assert!(server.get("/tim/").contains("<noscript>"));
    let answer = server.get("/tim/?q=%3Cb%3E+khai+sinh&sector=%22%3E%3Ci%3E&nonsense=1");
    let (head, page) = parted(&answer);
    assert!(head.starts_with("http/1.1 200 ") && head.contains("content-type: text/html; charset=utf-8"), "{head}");
    assert!(!page.contains("<b> khai") && !page.contains("\"><i>"), "{page}");
    assert!(page.contains("value=\"&lt;b&gt; khai sinh\""), "{page}");
    assert!(page.contains("/_niemyet/live.js"), "it reloads like every page");

    let list: serde_json::Value = serde_json::from_str(parted(&server.get("/procedures.json")).1).unwrap();
    let known = list.as_array().unwrap().iter().find(|one| one["status"] == "in-force").unwrap();
    let code = known["code"].as_str().unwrap();
    let page = server.get(&format!("/tim/?q={code}"));
    assert!(page.contains(&format!("href=\"../T/{code}/\"")), "{page}");
    assert!(!page.contains("<noscript>"));
}

#[test]
fn programs_are_answered_with_the_json_of_the_command() {
    let world = World::new();
    let server = Server::start(&world);
    let answer = server.get("/api/search?q=khai+sinh&limit=3");
    let (head, body) = parted(&answer);
    assert!(head.starts_with("http/1.1 200 ") && head.contains("content-type: application/json"), "{head}");
    assert!(head.contains("cache-control: no-store") && head.contains("x-content-type-options: nosniff"), "{head}");
    let told = world.command(&["search", "khai", "sinh", "--limit", "3", "--format", "json"]).output().unwrap();
    assert_eq!(body, String::from_utf8(told.stdout).unwrap());
    for (query, wrong) in
        [("limit=3", "`q` is missing"), ("q=a&limit=101", "from 1 to 100"), ("q=a&x=1", "no parameter `x`")]
    {
        let answer = server.get(&format!("/api/search?{query}"));
        let (head, body) = parted(&answer);
        assert!(head.starts_with("http/1.1 400 ") && head.contains("content-type: application/json"), "{head}");
        let body: serde_json::Value = serde_json::from_str(body).unwrap();
        assert!(body["error"].as_str().unwrap().contains(wrong), "{body}");
    }

    world.edit("site/site.toml", "title = ", "title == ");
    let mut events = server.events();
    while next(&mut events)["trouble"].is_null() {}
    assert!(server.get("/api/search?q=a").starts_with("HTTP/1.1 200 "), "the last good site is searched still");
}

#[test]
fn what_is_answered_is_compressed_for_whoever_takes_it() {
    let world = World::new();
    let server = Server::start(&world);
    for path in ["/", "/procedures.json", "/tim/?q=khai+sinh", "/api/search?q=khai+sinh"] {
        let plain = server.get(path);
        let (head, plain) = parted(&plain);
        assert!(!head.contains("content-encoding") && head.contains("vary: accept-encoding"), "{path}: {head}");
        let mut packed = Vec::new();
        let asked = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nAccept-Encoding: gzip", server.address);
        server.ask(&asked).read_to_end(&mut packed).unwrap();
        let at = packed.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
        assert!(String::from_utf8_lossy(&packed[..at]).to_lowercase().contains("content-encoding: gzip"), "{path}");
        let mut unpacked = String::new();
        flate2::read::GzDecoder::new(&packed[at..]).read_to_string(&mut unpacked).unwrap();
        assert!(unpacked == plain, "{path}");
        assert!(packed.len() - at < plain.len(), "{path}");
    }
}

#[test]
fn the_search_stays_where_a_save_changes_nothing_that_is_searched_and_changes_where_it_does() {
    let world = World::new();
    let server = Server::start(&world);
    let list: serde_json::Value = serde_json::from_str(parted(&server.get("/procedures.json")).1).unwrap();
    let known = list.as_array().unwrap().iter().find(|one| one["status"] == "in-force").unwrap();
    let (code, name) = (known["code"].as_str().unwrap(), known["name"].as_str().unwrap());
    let named = format!("/{code}.md");
    let mut files = world.tree("catalogue/procedures").into_keys();
    let file = format!("catalogue/procedures/{}", files.find(|file| file.ends_with(&named)).unwrap());
    let mut events = server.events();
    let first = next(&mut events);
    world.edit("site/site.toml", "title = \"Thủ tục hành chính\"", "title = \"Trang đã đổi tên\"");
    while next(&mut events)["version"] == first["version"] {}
    assert!(server.get(&format!("/tim/?q={code}")).contains("Trang đã đổi tên"), "its page has the site's words");
    world.edit(&file, &format!("name = \"{name}"), &format!("name = \"Zzyzx {name}"));
    let found = || {
        let answer = server.get("/api/search?q=zzyzx");
        serde_json::from_str::<serde_json::Value>(parted(&answer).1).unwrap()["hits"][0]["code"] == code
    };
    while !found() {
        next(&mut events);
    }
}

#[test]
fn while_there_is_no_site_programs_are_told_so() {
    let world = World::new();
    world.edit("site/site.toml", "title = ", "title == ");
    let server = Server::start(&world);
    let answer = server.get("/api/search?q=a");
    let (head, body) = parted(&answer);
    assert!(head.starts_with("http/1.1 503 "), "{head}");
    assert!(serde_json::from_str::<serde_json::Value>(body).unwrap()["error"].is_string());
}
