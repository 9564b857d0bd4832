//! A host on 127.0.0.1 that answers what a test says, and remembers what it was asked.
#![allow(dead_code, reason = "each test program uses what it needs")]

use std::io::{BufRead, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What writes an answer, byte by byte.
pub(crate) type Write = dyn FnOnce(&mut TcpStream) -> std::io::Result<()> + Send;

/// What the host does with a request.
pub(crate) enum Reply {
    /// A page.
    Page(String),
    /// A status, headers, a body.
    Of(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// Anything; what fails, as when the client goes away, ends it.
    Raw(Box<Write>),
}

/// A running host. It ends with the test program.
pub(crate) struct Host {
    port: u16,
    asked: Arc<Mutex<Vec<(String, String)>>>,
}

impl Host {
    /// Answers each path, with its query, by a function.
    pub(crate) fn serve(answer: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Host {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (answer, kept) = (Arc::new(answer), Arc::clone(&asked));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (answer, kept) = (Arc::clone(&answer), Arc::clone(&kept));
                // A client that goes away is what some tests are about.
                std::thread::spawn(move || stream.and_then(|stream| one(stream, &*answer, &kept)));
            }
        });
        Host { port, asked }
    }

    /// An address on it.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The methods and paths that it was asked for since the last call, in their order.
    pub(crate) fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap()).into_iter().map(|(path, _)| path).collect()
    }

    /// What the last client called itself.
    pub(crate) fn agent(&self) -> String {
        self.asked.lock().unwrap().last().unwrap().1.clone()
    }
}

fn one(
    mut stream: TcpStream,
    answer: &dyn Fn(&str) -> Reply,
    kept: &Mutex<Vec<(String, String)>>,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let Some(first) = lines.next().transpose()? else { return Ok(()) };
    let mut agent = String::new();
    for line in lines {
        let line = line?;
        if line.is_empty() {
            break;
        }
        if let Some((_, value)) = line.split_once(": ").filter(|(key, _)| key.eq_ignore_ascii_case("user-agent")) {
            agent = value.to_owned();
        }
    }
    let mut words = first.split(' ');
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    kept.lock().unwrap().push((format!("{method} {path}"), agent));
    let (status, headers, body) = match answer(path) {
        Reply::Page(page) => (200, vec![("Content-Type", "text/html; charset=utf-8".to_owned())], page.into_bytes()),
        Reply::Of(status, headers, body) => (status, headers, body),
        Reply::Raw(write) => return write(&mut stream),
    };
    let mut head = format!("HTTP/1.1 {status} x\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
    for (key, value) in headers {
        head += &format!("{key}: {value}\r\n");
    }
    stream.write_all(format!("{head}\r\n").as_bytes())?;
    if method != "HEAD" {
        stream.write_all(&body)?;
    }
    stream.flush()
}

/// There is no such page.
pub(crate) fn missing() -> Reply {
    Reply::Of(404, Vec::new(), b"404".to_vec())
}

/// The page is elsewhere.
pub(crate) fn moved(to: &str) -> Reply {
    Reply::Of(302, vec![("Location", to.to_owned())], Vec::new())
}
