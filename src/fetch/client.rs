//! One request within bounds.

use std::io::Read;
use std::time::Duration;

use ureq::Agent;
use ureq::http::header::{ACCEPT, CONTENT_TYPE, LOCATION};

/// Who asks, so that whoever runs the server can tell.
const USER_AGENT: &str = concat!(
    "niemyet/",
    env!("CARGO_PKG_VERSION"),
    " (+checks posted administrative procedures; Nghi dinh 63/2010/ND-CP)"
);

/// What is read at once.
const CHUNK: usize = 64 * 1024;

/// Asks servers. It keeps connections, and neither cookies nor anything else; it follows no redirect.
///
/// ureq because it blocks: a listing is read one page after another, and a runtime would add nothing. It goes through the proxy that
/// the environment names, as other programs do.
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
    /// The body, where it was wanted.
    pub body: Vec<u8>,
    /// Whether the body is larger than what was allowed: then it is left out.
    pub is_too_large: bool,
    /// How many bytes were read until that was seen.
    pub dropped: u64,
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
    /// Makes one request. `wants` is asked, with the status and the kind of the answer, whether its body is to be read.
    ///
    /// Guarantee: no more than `asked.bytes` and a chunk are in memory, whatever the server sends and however it is packed; it ends
    /// within `asked.time`, however slowly.
    ///
    /// # Errors
    /// A [`Fault`] where there is no whole answer.
    pub fn ask(&self, asked: Asked<'_>, wants: impl FnOnce(u16, &str) -> bool) -> Result<Answer, Fault> {
        let request = if asked.is_head { self.agent.head(asked.url) } else { self.agent.get(asked.url) };
        let request = request.header(ACCEPT, asked.accept).config().timeout_global(Some(asked.time)).build();
        let mut response = request.call().map_err(fault)?;
        let text =
            |name| response.headers().get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        let mut answer = Answer {
            status: response.status().as_u16(),
            media: text(CONTENT_TYPE).unwrap_or_default(),
            location: text(LOCATION),
            body: Vec::new(),
            is_too_large: false,
            dropped: 0,
        };
        if asked.is_head || !wants(answer.status, &answer.media) {
            return Ok(answer);
        }
        // What says that it is too large is not read at all. The length is that of what is sent, which unpacks to more.
        if response.body().content_length().is_some_and(|length| length > asked.bytes) {
            answer.is_too_large = true;
            return Ok(answer);
        }
        let (mut reader, mut piece) = (response.body_mut().as_reader(), vec![0; CHUNK]);
        loop {
            let count = reader.read(&mut piece).map_err(|error| fault(ureq::Error::from(error)))?;
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
