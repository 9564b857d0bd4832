//! Tests that need what a machine may not have. Such a test says so in one way and returns: libtest counts it as passed,
//! and `tests/run`, which looks for this line in the output of each test, as skipped.
#![allow(dead_code, reason = "each test program uses what it needs")]

use std::path::{Path, PathBuf};

/// Says that the test that is running is not carried out, and why. The test has to return.
pub(crate) fn skipped(why: &str) {
    println!("skipped: {why}");
}

/// A file or folder of the real data, which stands beside the repository and is no part of it: in the folder that
/// `NIEMYET_SHARED` names, or in `shared` one or two folders up. `None`, said aloud, where it is not there.
pub(crate) fn real_data(path: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let named = std::env::var_os("NIEMYET_SHARED").map(PathBuf::from);
    let beside = ["../shared", "../../shared"].map(|folder| root.join(folder));
    let found = named.into_iter().chain(beside).map(|folder| folder.join(path)).find(|path| path.exists());
    if found.is_none() {
        skipped(&format!("`{path}` of the real data is not here (NIEMYET_SHARED)"));
    }
    found
}
