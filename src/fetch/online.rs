//! Single addresses: whether they answer.
//!
//! A small check of its own. lychee-lib does the same and far more, and brings a runtime, a DNS client and some 200 crates for
//! what is a request and a status here.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use url::Url;

use super::{Answer, Asked, Asker, Fault, Why, address};
use crate::store::{Interrupt, StoreError};

/// How many hosts are asked at the same time.
const HOSTS: usize = 8;

/// How often one address may lead to another.
const REDIRECTS: usize = 10;

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
/// Of one host one request at a time, with `pause` between two, also where an address leads on; of several hosts at the same time, a
/// few. No body is read. `time` is that of the requests of one address. After `interrupt` nothing more is asked, and what was answered
/// so far is given. `done` is called for each, from any thread.
pub fn ask_all(
    asker: &Asker,
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
            for (at, url) in of_host {
                let Ok(answer) = (One { asker, pause, left: time, interrupt }).follow(url) else { return };
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

/// One address, and what of its time is left.
struct One<'a> {
    asker: &'a Asker,
    pause: Duration,
    left: Duration,
    interrupt: &'a Interrupt,
}

impl One<'_> {
    /// Asks an address, and where it leads.
    fn follow(&mut self, from: &Url) -> Result<Answered, StoreError> {
        let mut url = from.clone();
        let mut hops = 0;
        let status = loop {
            let answer = match self.status(&url)? {
                Ok(answer) => answer,
                Err(fault) => break Err(Why::Fault(fault)),
            };
            let location = answer.location.filter(|_| (300..400).contains(&answer.status));
            match location.and_then(|text| address(&text, Some(&url))) {
                Some(next) if next == url => break Err(Why::Loop),
                Some(_) if hops == REDIRECTS => break Err(Why::Redirects(REDIRECTS)),
                Some(next) => url = next,
                None => break Ok(answer.status),
            }
            hops += 1;
        };
        Ok(Answered { url: from.as_str().to_owned(), last: url.into(), status })
    }

    /// What one address answers.
    fn status(&mut self, url: &Url) -> Result<Result<Answer, Fault>, StoreError> {
        match self.ask(url, true)? {
            // Many servers do not know HEAD, or answer it as they answer nobody else.
            Ok(answer) if answer.status < 400 => Ok(Ok(answer)),
            Ok(_) | Err(Fault::Way(_)) => self.ask(url, false),
            Err(fault) => Ok(Err(fault)),
        }
    }

    /// Makes one request at the host's pace.
    fn ask(&mut self, url: &Url, is_head: bool) -> Result<Result<Answer, Fault>, StoreError> {
        let turn = self.asker.pace.turn(url, self.pause, None, self.interrupt)?;
        let began = Instant::now();
        let asked = Asked { url: url.as_str(), is_head, accept: "*/*", bytes: 0, time: self.left };
        let answer = self.asker.client.ask(asked, |_| false);
        self.left = self.left.saturating_sub(began.elapsed());
        drop(turn);
        Ok(answer)
    }
}
