//! A request to stop, from another thread.

use std::sync::atomic::{AtomicBool, Ordering};

use super::StoreError;

/// Set once, by a signal handler; asked between two files.
#[derive(Debug, Default)]
pub struct Interrupt(AtomicBool);

impl Interrupt {
    /// Nobody has asked to stop.
    pub const fn new() -> Self {
        Interrupt(AtomicBool::new(false))
    }

    /// Asks the work to stop at the next place where nothing is half done.
    pub fn request(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// [`StoreError::Interrupted`] once somebody has asked.
    pub fn check(&self) -> Result<(), StoreError> {
        if self.0.load(Ordering::SeqCst) { Err(StoreError::Interrupted) } else { Ok(()) }
    }
}
