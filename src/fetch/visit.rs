//! Requests of one piece of work: each at the host's pace, all within one bound of time, none to a host that fails again and again.

use std::time::{Duration, Instant};

use url::Url;

use super::{Client, Fault, Pace, Why};
use crate::store::{Interrupt, StoreError};

/// After so many requests in a row without an answer the server is left in peace.
const FAILURES: usize = 5;

/// What the requests may cost.
#[derive(Debug, Clone, Copy)]
pub(super) struct Times {
    /// Between two requests.
    pub(super) pause: Duration,
    /// The most time of one request.
    pub(super) request: Duration,
    /// The most time of all.
    pub(super) all: Duration,
}

/// What a request came to.
pub(super) enum Sent<T> {
    Answer(T),
    Fault(Fault),
    /// A bound of all is reached.
    Stop(Why),
}

/// Requests under way.
#[derive(Debug)]
pub(super) struct Visit<'a> {
    pub(super) client: &'a Client,
    pace: &'a Pace,
    times: Times,
    pub(super) interrupt: &'a Interrupt,
    began: Instant,
    failures: usize,
    pub(super) requests: usize,
}

impl<'a> Visit<'a> {
    pub(super) fn new(client: &'a Client, pace: &'a Pace, times: Times, interrupt: &'a Interrupt) -> Visit<'a> {
        Visit { client, pace, times, interrupt, began: Instant::now(), failures: 0, requests: 0 }
    }

    /// Makes one request by `call`, which gets the most time that it may take, and gives the status with what was answered. `delay`
    /// is the pause that the host itself asks for.
    ///
    /// # Errors
    /// [`StoreError::Interrupted`] where somebody wants it to stop.
    pub(super) fn send<T>(
        &mut self,
        url: &Url,
        delay: Duration,
        call: impl FnOnce(&Client, Duration) -> Result<(u16, T), Fault>,
    ) -> Result<Sent<T>, StoreError> {
        let all = Why::Seconds(self.times.all.as_secs());
        if self.failures >= FAILURES {
            return Ok(Sent::Stop(Why::GaveUp(FAILURES)));
        }
        let until = self.began.checked_add(self.times.all);
        let Some(turn) = self.pace.turn(url, delay.max(self.times.pause), until, self.interrupt)? else {
            return Ok(Sent::Stop(all));
        };
        let left = self.times.all.saturating_sub(self.began.elapsed());
        let answer = call(self.client, self.times.request.min(left));
        drop(turn);
        self.requests += 1;
        match answer {
            Err(fault) if fault == Fault::Time && left < self.times.request => Ok(Sent::Stop(all)),
            Err(fault) => {
                self.failures += 1;
                Ok(Sent::Fault(fault))
            }
            Ok((status, answer)) => {
                self.failures = if Why::Status(status).may_pass() { self.failures + 1 } else { 0 };
                Ok(Sent::Answer(answer))
            }
        }
    }
}
