//! One request within bounds.

use std::io::{BufReader, Read};
use std::time::Duration;

use flate2::bufread::MultiGzDecoder;
use sha2::{Digest, Sha256};
use ureq::http::Response;
use ureq::http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_TYPE, LOCATION};
use ureq::{Agent, Body};

use crate::digest::hex;

/// Who asks, so that whoever runs the server can tell.
const USER_AGENT: &str = concat!(
    "niemyet/",
    env!("CARGO_PKG_VERSION"),
    " (+checks posted administrative procedures; Nghi dinh 63/2010/ND-CP)"
);

/// What is read at once.
const CHUNK: usize = 64 * 1024;

/// How much longer than its file a packed body may be: gzip adds a head and a few bytes a block.
const MARGIN: u64 = 64 * 1024;

/// Asks servers. It keeps connections, and neither cookies nor anything else; it follows no redirect.
///
/// ureq because it blocks: a listing is read one page after another, and a runtime would add nothing. It goes through the proxy that
/// the environment names, as other programs do. What comes packed is unpacked here and not by ureq, which then does not tell that it
/// was: a file that is packed itself has to be held against its digest as it stands.
#[derive(Debug)]
pub struct Client {
    agent: Agent,
}

/// What is asked for, and what it may cost.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The address.
    pub url: &'a str,
    /// Whether the head alone is wanted.
    pub is_head: bool,
    /// The kinds that are wanted, as `Accept` has them.
    pub accept: &'a str,
    /// The most bytes of the body, unpacked.
    pub bytes: u64,
    /// The most time, from the name's look-up to the last byte.
    pub time: Duration,
}

/// What a server answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// What the body is, as the server says.
    pub media: String,
    /// Where it leads instead, as written.
    pub location: Option<String>,
    /// The name that it gives a file (`Content-Disposition`), as written.
    pub disposition: Option<String>,
    /// The body, unpacked, where it was wanted.
    pub body: Vec<u8>,
    /// Whether the body is larger than what was allowed: then it is left out.
    pub is_too_large: bool,
    /// How many bytes were read until that was seen.
    pub dropped: u64,
}

/// What a server answered, of whose body the digests alone are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Digested {
    /// The status.
    pub(super) status: u16,
    /// Where it leads instead, as written.
    pub(super) location: Option<String>,
    /// The SHA-256 of the body as it was sent, and of what it unpacks to where it came packed; `None` of what is too large.
    pub(super) digests: Option<(String, Option<String>)>,
    /// How the body was packed, as the server says; empty where it was not.
    pub(super) packing: String,
    /// How many bytes came, or what they unpack to where that is more.
    pub(super) bytes: u64,
}

impl Answer {
    /// Whether the server did what it was asked for.
    pub(super) fn is_good(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Why there is no answer. The words of the last two are the system's or the library's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It took too long.
    Time,
    /// There is no such host.
    Host,
    /// The host does not prove that it is the one.
    Tls(String),
    /// Anything else on the way.
    Way(String),
}

impl Default for Client {
    fn default() -> Client {
        let config = Agent::config_builder()
            .user_agent(USER_AGENT)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .build();
        Client { agent: config.new_agent() }
    }
}

impl Client {
    /// Makes one request. `wants` is asked, with the answer's head, whether its body is to be read.
    ///
    /// Guarantee: no more than `asked.bytes` and a chunk are in memory, whatever the server sends and however it is packed; it ends
    /// within `asked.time`, however slowly.
    ///
    /// # Errors
    /// A [`Fault`] where there is no whole answer.
    pub fn ask(&self, asked: Asked<'_>, wants: impl FnOnce(&Answer) -> bool) -> Result<Answer, Fault> {
        let mut response = self.call(asked, "gzip")?;
        let mut answer = Answer {
            status: response.status().as_u16(),
            media: header(&response, CONTENT_TYPE).unwrap_or_default(),
            location: header(&response, LOCATION),
            disposition: header(&response, CONTENT_DISPOSITION),
            body: Vec::new(),
            is_too_large: false,
            dropped: 0,
        };
        if asked.is_head || !wants(&answer) {
            return Ok(answer);
        }
        // What says that it is too large is not read at all. The length is that of what is sent, which unpacks to more.
        if response.body().content_length().is_some_and(|length| length > asked.bytes) {
            answer.is_too_large = true;
            return Ok(answer);
        }
        let is_packed = is_gzip(&header(&response, CONTENT_ENCODING).unwrap_or_default());
        // A packed body may go on for ever and hold nothing.
        let sent = response.body_mut().as_reader().take(asked.bytes.saturating_add(MARGIN));
        let (mut unpacked, mut plain);
        let reader: &mut dyn Read = if is_packed {
            unpacked = MultiGzDecoder::new(BufReader::new(sent));
            &mut unpacked
        } else {
            plain = sent;
            &mut plain
        };
        let mut piece = vec![0; CHUNK];
        loop {
            let count = read(reader, &mut piece)?;
            let Some(read) = piece.get(..count).filter(|read| !read.is_empty()) else { return Ok(answer) };
            if (answer.body.len() + read.len()) as u64 > asked.bytes {
                answer.dropped = (answer.body.len() + read.len()) as u64;
                answer.body = Vec::new();
                answer.is_too_large = true;
                return Ok(answer);
            }
            answer.body.extend_from_slice(read);
        }
    }

    /// Makes one request, and reads its body through for the digests alone. It asks for what is not packed; a server that packs it
    /// all the same is understood.
    ///
    /// Guarantee: a chunk or two are in memory; no more than `asked.bytes` and a chunk are read, as sent and unpacked; it ends within
    /// `asked.time`.
    ///
    /// # Errors
    /// A [`Fault`] where there is no whole answer.
    pub(super) fn digest(&self, asked: Asked<'_>) -> Result<Digested, Fault> {
        let mut response = self.call(asked, "identity")?;
        let packing = header(&response, CONTENT_ENCODING).unwrap_or_default().trim().to_ascii_lowercase();
        let packing = if packing == "identity" { String::new() } else { packing };
        let status = response.status().as_u16();
        let mut answer = Digested { status, location: header(&response, LOCATION), digests: None, packing, bytes: 0 };
        if !(200..300).contains(&status) {
            return Ok(answer);
        }
        // What says that it is too large is not read, and costs nothing.
        if response.body().content_length().is_some_and(|length| length > asked.bytes) {
            return Ok(answer);
        }
        let inner = response.body_mut().as_reader().take(asked.bytes.saturating_add(MARGIN));
        let mut sent = Hashed { inner, hasher: Sha256::new(), bytes: 0 };
        let mut piece = vec![0; CHUNK];
        let mut unpacked = None;
        if is_gzip(&answer.packing) {
            let mut reader =
                Hashed { inner: MultiGzDecoder::new(BufReader::new(&mut sent)), hasher: Sha256::new(), bytes: 0 };
            loop {
                match read(&mut reader, &mut piece) {
                    Ok(0) => break unpacked = Some(hex(&reader.hasher.finalize())),
                    Ok(_) if reader.bytes > asked.bytes => {
                        answer.bytes = reader.bytes;
                        return Ok(answer);
                    }
                    Ok(_) => {}
                    // What is said to be packed and is not may still be the file, as it stands.
                    Err(Fault::Way(_)) => break,
                    Err(fault) => return Err(fault),
                }
            }
            answer.bytes = reader.bytes;
        }
        while read(&mut sent, &mut piece)? > 0 && sent.bytes <= asked.bytes {}
        answer.bytes = answer.bytes.max(sent.bytes);
        if sent.bytes <= asked.bytes {
            answer.digests = Some((hex(&sent.hasher.finalize()), unpacked));
        }
        Ok(answer)
    }

    fn call(&self, asked: Asked<'_>, packing: &str) -> Result<Response<Body>, Fault> {
        let request = if asked.is_head { self.agent.head(asked.url) } else { self.agent.get(asked.url) };
        let request = request.header(ACCEPT, asked.accept).header(ACCEPT_ENCODING, packing);
        request.config().timeout_global(Some(asked.time)).build().call().map_err(fault)
    }
}

/// What is read through it, counted and hashed.
struct Hashed<R> {
    inner: R,
    hasher: Sha256,
    bytes: u64,
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, piece: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(piece)?;
        self.hasher.update(piece.get(..count).unwrap_or_default());
        self.bytes += count as u64;
        Ok(count)
    }
}

fn header(response: &Response<Body>, name: ureq::http::HeaderName) -> Option<String> {
    response.headers().get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

fn is_gzip(packing: &str) -> bool {
    matches!(packing.trim().to_ascii_lowercase().as_str(), "gzip" | "x-gzip")
}

fn read(reader: &mut dyn Read, piece: &mut [u8]) -> Result<usize, Fault> {
    reader.read(piece).map_err(|error| fault(ureq::Error::from(error)))
}

fn fault(error: ureq::Error) -> Fault {
    match error {
        ureq::Error::Timeout(_) => Fault::Time,
        ureq::Error::HostNotFound => Fault::Host,
        ureq::Error::Rustls(error) => Fault::Tls(error.to_string()),
        ureq::Error::Tls(error) => Fault::Tls(error.to_owned()),
        ureq::Error::Io(error) if error.kind() == std::io::ErrorKind::TimedOut => Fault::Time,
        // What rustls refuses while shaking hands comes as an error of the connection.
        ureq::Error::Io(error) if error.to_string().contains("certificate") => Fault::Tls(error.to_string()),
        other => Fault::Way(other.to_string()),
    }
}
