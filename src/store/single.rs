//! Reading one file that a person names, wherever it is.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use super::{Doing, StoreError};

/// The bytes of a file, or `None` where there is none. Of a file that is larger than `limit` the first `limit + 1` bytes,
/// so that the reader sees that it is too large.
pub fn read_single(path: &Path, limit: u64) -> Result<Option<Vec<u8>>, StoreError> {
    let failed = |error: &std::io::Error| StoreError::system(Doing::Read, path, error);
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(&error)),
    };
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| failed(&error))?;
    Ok(Some(bytes))
}
