//! `niemyet serve`, as a browser and an editor meet it.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "a test reads what was written")]

mod world;

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
