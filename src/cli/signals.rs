//! Ctrl-C, SIGTERM, and the limit on the size of files.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::store::Interrupt;

static INTERRUPT: Interrupt = Interrupt::new();
/// How many works are writing something, so that stopping must wait for a place where nothing is half done.
static CAREFUL: AtomicUsize = AtomicUsize::new(0);

/// Exit code of a run that was stopped: could not run.
const STOPPED: i32 = super::exit::Exit::CouldNotRun as i32;

/// Work that writes, while this is there: a request to stop reaches it through the flag, instead of ending the process.
/// A second request ends it all the same; what it leaves is cleared by the next run.
#[derive(Debug)]
pub(super) struct Careful(());

impl Careful {
    /// From now on.
    pub(super) fn begin() -> Careful {
        CAREFUL.fetch_add(1, Ordering::SeqCst);
        Careful(())
    }

    /// Where the request is seen.
    pub(super) fn interrupt(&self) -> &'static Interrupt {
        &INTERRUPT
    }
}

impl Drop for Careful {
    fn drop(&mut self) {
        CAREFUL.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Does work that writes.
pub(super) fn careful<T>(work: impl FnOnce(&'static Interrupt) -> T) -> T {
    let careful = Careful::begin();
    work(careful.interrupt())
}

/// Begins to listen. Where the system lets nobody listen, Ctrl-C ends the process as ever, and the next run clears up.
#[cfg(unix)]
pub(super) fn install() {
    use tokio::signal::unix::{SignalKind, signal};

    /// `SIGXFSZ`: by default it kills a process that writes past `ulimit -f`; with a handler the write says so.
    const FILE_SIZE: i32 = 25;

    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_io().build() else { return };
    let (listening, ready) = std::sync::mpsc::channel::<()>();
    std::thread::spawn(move || {
        runtime.block_on(async move {
            let signals = (
                signal(SignalKind::interrupt()),
                signal(SignalKind::terminate()),
                signal(SignalKind::from_raw(FILE_SIZE)),
            );
            let (Ok(mut interrupt), Ok(mut terminate), Ok(_file_size)) = signals else { return };
            drop(listening);
            loop {
                tokio::select! {
                    _ = interrupt.recv() => {}
                    _ = terminate.recv() => {}
                }
                let again = INTERRUPT.check().is_err();
                INTERRUPT.request();
                if again || CAREFUL.load(Ordering::SeqCst) == 0 {
                    std::process::exit(STOPPED);
                }
            }
        });
    });
    let _ = ready.recv(); // returns when the sender is dropped: the handlers stand, or nobody may listen
}

/// Begins to listen.
#[cfg(not(unix))]
pub(super) fn install() {
    std::thread::spawn(move || {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
        runtime.block_on(async {
            while tokio::signal::ctrl_c().await.is_ok() {
                let again = INTERRUPT.check().is_err();
                INTERRUPT.request();
                if again || CAREFUL.load(Ordering::SeqCst) == 0 {
                    std::process::exit(STOPPED);
                }
            }
        });
    });
}
