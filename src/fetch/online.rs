//! Single addresses: whether they answer.
//!
//! A small check of its own. lychee-lib does the same and far more, and brings a runtime, a DNS client and some 200 crates for
//! what is a request and a status here.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use url::Url;

use super::{Asked, Client, Fault, Why, address};
use crate::store::Interrupt;

/// How many hosts are asked at the same time.
const HOSTS: usize = 8;

/// How often one address may lead to another.
const REDIRECTS: usize = 10;

/// How long to sleep between two looks at whether somebody wants it to stop.
const NAP: Duration = Duration::from_millis(50);

/// What an address answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The address.
    pub url: String,
    /// Where it led at last: itself, where it did not lead on.
    pub last: String,
    /// The status there, or why there is none.
    pub status: Result<u16, Why>,
}

/// Asks each address, `HEAD` first and `GET` where that is refused, and gives the answers in the order of `urls`.
///
/// Of one host one address at a time, with `pause` between two; of several hosts at the same time, a few. No body is read. After
/// `interrupt` nothing more is asked, and what was answered so far is given. `done` is called for each, from any thread.
pub fn ask_all(
    client: &Client,
    urls: &[Url],
    pause: Duration,
    time: Duration,
    interrupt: &Interrupt,
    done: impl Fn() + Sync,
) -> Vec<Answered> {
    let mut hosts: BTreeMap<String, Vec<(usize, &Url)>> = BTreeMap::new();
    for (at, url) in urls.iter().enumerate() {
        hosts.entry(url.host_str().unwrap_or_default().to_owned()).or_default().push((at, url));
    }
    let queue: Mutex<VecDeque<_>> = Mutex::new(hosts.into_values().collect());
    let answers: Mutex<BTreeMap<usize, Answered>> = Mutex::default();
    let next = || queue.lock().ok()?.pop_front();
    let work = || {
        while let Some(of_host) = next() {
            let mut last: Option<Instant> = None;
            for (at, url) in of_host {
                while let Some(rest) =
                    last.map(|last| pause.saturating_sub(last.elapsed())).filter(|rest| !rest.is_zero())
                {
                    if interrupt.check().is_err() {
                        return;
                    }
                    std::thread::sleep(rest.min(NAP));
                }
                if interrupt.check().is_err() {
                    return;
                }
                let answer = follow(client, url, time);
                last = Some(Instant::now());
                if let Ok(mut answers) = answers.lock() {
                    answers.insert(at, answer);
                }
                done();
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..HOSTS {
            scope.spawn(work);
        }
    });
    answers.into_inner().unwrap_or_default().into_values().collect()
}

/// Asks an address, and where it leads.
fn follow(client: &Client, from: &Url, time: Duration) -> Answered {
    let began = Instant::now();
    let mut url = from.clone();
    let mut hops = 0;
    let status = loop {
        let left = time.saturating_sub(began.elapsed());
        let answer = match one(client, &url, left) {
            Ok(answer) => answer,
            Err(fault) => break Err(Why::Fault(fault)),
        };
        let (status, location) = answer;
        let next = location.filter(|_| (300..400).contains(&status)).and_then(|text| address(&text, Some(&url)));
        match next {
            Some(next) if next == url => break Err(Why::Loop),
            Some(_) if hops == REDIRECTS => break Err(Why::Redirects(REDIRECTS)),
            Some(next) => url = next,
            None => break Ok(status),
        }
        hops += 1;
    };
    Answered { url: from.as_str().to_owned(), last: url.into(), status }
}

/// The status of one address, and where it leads.
fn one(client: &Client, url: &Url, time: Duration) -> Result<(u16, Option<String>), Fault> {
    let asked = |is_head, time| Asked { url: url.as_str(), is_head, accept: "*/*", bytes: 0, time };
    let began = Instant::now();
    let answer = match client.ask(asked(true, time), |_, _| false) {
        // Many servers do not know HEAD, or answer it as they answer nobody else.
        Ok(answer) if answer.status >= 400 => None,
        Err(Fault::Way(_)) => None,
        other => Some(other?),
    };
    let answer = match answer {
        Some(answer) => answer,
        None => client.ask(asked(false, time.saturating_sub(began.elapsed())), |_, _| false)?,
    };
    Ok((answer.status, answer.location))
}
