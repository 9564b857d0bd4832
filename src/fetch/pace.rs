//! When a host may be asked again.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use url::Url;

use crate::store::{Interrupt, StoreError};

/// How long to sleep between two looks at whether somebody wants it to stop.
const NAP: Duration = Duration::from_millis(50);

/// The pace of every host, shared by all that ask in one run.
///
/// Guarantee: of one host one request at a time is under way, and between the end of one and the beginning of the next lies the
/// longest pause that anybody has to keep there. A host is its name: http and https, and all its ports, are one machine.
#[derive(Debug, Default)]
pub struct Pace {
    hosts: Mutex<BTreeMap<String, Arc<Host>>>,
}

#[derive(Debug, Default)]
struct Host {
    state: Mutex<State>,
    free: Condvar,
}

#[derive(Debug, Default)]
struct State {
    is_busy: bool,
    /// When the last request ended.
    last: Option<Instant>,
    /// The longest pause so far.
    pause: Duration,
}

/// The leave to make one request of a host, until it is dropped.
#[derive(Debug)]
pub(super) struct Turn(Arc<Host>);

impl Drop for Turn {
    fn drop(&mut self) {
        let mut state = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.is_busy = false;
        state.last = Some(Instant::now());
        self.0.free.notify_one();
    }
}

impl Pace {
    /// Waits for the turn of a request to the host of `url`, at least `pause` after the one before; `None` where it cannot come
    /// before `until`.
    ///
    /// # Errors
    /// [`StoreError::Interrupted`] where somebody wants it to stop.
    pub(super) fn turn(
        &self,
        url: &Url,
        pause: Duration,
        until: Option<Instant>,
        interrupt: &Interrupt,
    ) -> Result<Option<Turn>, StoreError> {
        let host = {
            let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(hosts.entry(url.host_str().unwrap_or_default().to_owned()).or_default())
        };
        let mut state = host.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.pause = state.pause.max(pause);
        loop {
            interrupt.check()?;
            let due = state.last.map(|last| state.pause.saturating_sub(last.elapsed())).unwrap_or_default();
            // A host may ask for a pause beyond all time.
            let is_late = |until| Instant::now().checked_add(due).is_none_or(|at| at >= until);
            if until.is_some_and(is_late) {
                return Ok(None);
            }
            if !state.is_busy && due.is_zero() {
                state.is_busy = true;
                break;
            }
            let nap = if state.is_busy { NAP } else { due.min(NAP) };
            state = host.free.wait_timeout(state, nap).unwrap_or_else(PoisonError::into_inner).0;
        }
        drop(state);
        Ok(Some(Turn(host)))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    /// The time between the first and the last of four requests, two at a time.
    fn spent(urls: [&str; 2], pause: Duration) -> Duration {
        let (pace, interrupt) = (Pace::default(), Interrupt::new());
        let began = Instant::now();
        std::thread::scope(|scope| {
            for url in urls {
                let (pace, interrupt) = (&pace, &interrupt);
                scope.spawn(move || {
                    let url = Url::parse(url).unwrap();
                    for _ in 0..2 {
                        drop(pace.turn(&url, pause, None, interrupt).unwrap());
                    }
                });
            }
        });
        began.elapsed()
    }

    #[test]
    fn one_host_is_asked_by_all_together_at_its_pace() {
        let pause = Duration::from_millis(60);
        assert!(spent(["http://a.example/", "https://a.example:444/x"], pause) >= pause * 3);
        assert!(spent(["http://a.example/", "http://b.example/"], pause) >= pause);
    }

    #[test]
    fn the_longest_pause_of_a_host_stays_and_no_turn_comes_after_its_time() {
        let (pace, interrupt) = (Pace::default(), Interrupt::new());
        let url = Url::parse("http://a.example/").unwrap();
        drop(pace.turn(&url, Duration::MAX, None, &interrupt).unwrap());
        let until = Some(Instant::now() + Duration::from_secs(60));
        assert!(pace.turn(&url, Duration::ZERO, until, &interrupt).unwrap().is_none());
        interrupt.request();
        assert!(pace.turn(&url, Duration::ZERO, None, &interrupt).is_err());
    }
}
