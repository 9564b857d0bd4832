//! Trouble for tests: at each call of [`disk`](super::disk) in turn the system refuses, or the process dies.
//!
//! SQLite's way: the n-th call fails, for n = 0, 1, 2, … until none does. Trouble lies on a folder and all below it, so that
//! tests that run side by side do not meet each other's, whichever thread makes the call.

mod publish;
mod write;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What comes over the calls in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The call after so many others is refused; those after it are not.
    Fails(usize),
    /// The first, and then the second, counted from there.
    FailsThenDies(usize, usize),
    /// The process dies in the place of the call after so many others: that one is half done, and nothing happens any more.
    Dies(usize),
}

/// Trouble that lies on a folder until this is dropped.
#[derive(Debug)]
pub(crate) struct Armed(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    root: PathBuf,
    trouble: Option<Trouble>,
    is_dead: bool,
    is_without_exchange: bool,
    is_without_links: bool,
    /// The calls so far.
    calls: usize,
    /// The call that was refused, or in which the process died.
    hit: Option<String>,
}

static ARMED: Mutex<Vec<Arc<Mutex<State>>>> = Mutex::new(Vec::new());

/// A test that has failed is no reason for another to.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Lays trouble on a folder.
pub(crate) fn arm(root: &Path, trouble: Trouble) -> Armed {
    let state = State {
        root: std::fs::canonicalize(root).unwrap(),
        trouble: Some(trouble),
        is_dead: false,
        is_without_exchange: false,
        is_without_links: false,
        calls: 0,
        hit: None,
    };
    let state = Arc::new(Mutex::new(state));
    held(&ARMED).push(Arc::clone(&state));
    Armed(state)
}

impl Armed {
    /// The same on a file system that cannot exchange two folders in one step.
    pub(crate) fn without_exchange(self) -> Armed {
        held(&self.0).is_without_exchange = true;
        self
    }

    /// The same on a file system that has no second names for files.
    pub(crate) fn without_links(self) -> Armed {
        held(&self.0).is_without_links = true;
        self
    }

    /// The call at which trouble came; `None` where it has not come, since there were not so many calls.
    pub(crate) fn hit(&self) -> Option<String> {
        held(&self.0).hit.clone()
    }

    /// Whether all that was to come has.
    pub(crate) fn is_over(&self) -> bool {
        let state = held(&self.0);
        state.is_dead || state.trouble.is_none()
    }
}

impl Drop for Armed {
    fn drop(&mut self) {
        held(&ARMED).retain(|state| !Arc::ptr_eq(state, &self.0));
    }
}

/// A call is about to be made.
pub(in crate::store) fn step(call: &'static str, path: &Path) -> io::Result<()> {
    torn(call, path, || {})
}

/// The same of a call that ends half done where trouble comes.
pub(in crate::store) fn torn(call: &'static str, path: &Path, half: impl FnOnce()) -> io::Result<()> {
    let lies_on = |state: &&Arc<Mutex<State>>| path.starts_with(&held(state).root);
    let Some(state) = held(&ARMED).iter().find(lies_on).cloned() else { return Ok(()) };
    let mut state = held(&state);
    if state.is_dead {
        return Err(io::Error::other("dead"));
    }
    let number = state.calls;
    state.calls += 1;
    let (is_hit, next, is_dead) = match state.trouble {
        None => (false, None, false),
        Some(Trouble::Fails(at)) if at == number => (true, None, false),
        Some(Trouble::FailsThenDies(at, then)) if at == number => (true, Some(Trouble::Dies(at + 1 + then)), false),
        Some(Trouble::Dies(at)) if at == number => (true, None, true),
        Some(Trouble::Fails(_) | Trouble::FailsThenDies(..) | Trouble::Dies(_)) => (false, state.trouble, false),
    };
    state.trouble = next;
    state.is_dead = is_dead;
    if !is_hit {
        return Ok(());
    }
    state.hit = Some(format!("{call} {}", path.display()));
    half();
    Err(if is_dead { io::Error::other("dead") } else { refusal(call) })
}

/// What the system says: that a file cannot be read, or that the disk is full.
fn refusal(call: &str) -> io::Error {
    const EIO: i32 = 5;
    match call {
        "write" | "append" | "copy" | "create folder" | "create folders" | "link" => io::ErrorKind::StorageFull.into(),
        _ => io::Error::from_raw_os_error(EIO),
    }
}

/// Whether a folder stands on a file system that cannot exchange two in one step.
pub(in crate::store) fn is_without_exchange(folder: &Path) -> bool {
    let lies_on = |state: &State| state.is_without_exchange && folder.starts_with(&state.root);
    held(&ARMED).iter().any(|state| lies_on(&held(state)))
}

/// Whether a file stands on a file system that has no second names.
pub(in crate::store) fn is_without_links(file: &Path) -> bool {
    let lies_on = |state: &State| state.is_without_links && file.starts_with(&state.root);
    held(&ARMED).iter().any(|state| lies_on(&held(state)))
}

/// Has `run` happen with trouble at the first call, the second, and so on, until one happens without it: `run` tells the
/// call at which trouble came. How many calls there were.
pub(crate) fn at_every_call(
    trouble: fn(usize) -> Trouble,
    mut run: impl FnMut(usize, Trouble) -> Option<String>,
) -> usize {
    (0..).find(|call| run(*call, trouble(*call)).is_none()).unwrap_or_default()
}

/// Every file under a folder with its text, and every empty folder.
pub(crate) fn tree(root: &Path) -> BTreeMap<String, String> {
    let mut tree = BTreeMap::new();
    for entry in walkdir::WalkDir::new(root).min_depth(1).into_iter().map(Result::unwrap) {
        let path = entry.path().strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
        if !entry.file_type().is_dir() {
            tree.insert(path, String::from_utf8_lossy(&std::fs::read(entry.path()).unwrap()).into_owned());
        } else if std::fs::read_dir(entry.path()).unwrap().next().is_none() {
            tree.insert(format!("{path}/"), String::new());
        }
    }
    tree
}

/// A folder that goes when it is dropped, in memory where the system has such: thousands of files come and go.
pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}
