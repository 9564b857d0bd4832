//! Other libraries on foreign bytes: what stops them is a broken file, not the end of the program.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

use super::refusal::Reason;

thread_local! {
    /// Whether this thread reads a foreign file by another library.
    static READS: Cell<bool> = const { Cell::new(false) };
}

/// Runs what another library does with a foreign file. Where the library panics the file contradicts itself, and nothing is
/// printed.
///
/// What `read` changes outside of itself has to be thrown away where it is refused.
///
/// # Errors
/// Those of `read`, and [`Reason::Contradicts`] for a panic.
pub(super) fn guarded<T>(read: impl FnOnce() -> Result<T, Reason>) -> Result<T, Reason> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let told = take_hook();
        set_hook(Box::new(move |panic| {
            if !READS.get() {
                told(panic);
            }
        }));
    });
    let before = READS.replace(true);
    let done = catch_unwind(AssertUnwindSafe(read));
    READS.set(before);
    done.unwrap_or_else(|_| Err(Reason::Contradicts))
}

#[cfg(test)]
mod tests {
    use super::{Reason, guarded};

    #[test]
    fn a_panic_is_a_broken_file_and_the_next_reading_is_as_before() {
        let broken = Err(Reason::Contradicts);
        assert_eq!(guarded(|| -> Result<u8, Reason> { panic!("a library's own bound") }), broken);
        assert_eq!(guarded(|| guarded(|| -> Result<u8, Reason> { panic!("within") }).or(Ok(1))), Ok(1));
        assert_eq!(guarded(|| Ok(2)), Ok(2));
        assert_eq!(guarded(|| -> Result<u8, Reason> { Err(Reason::NoHeader) }), Err(Reason::NoHeader));
    }
}
