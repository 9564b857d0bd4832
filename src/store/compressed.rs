//! The compressed files beside those of a site.

use std::path::Path;

use rayon::prelude::*;

use super::manifest::{self, Manifest};
use super::{Output, disk};
use crate::artifacts::Artifacts;
use crate::compress::{Effort, Encoding, is_worth};

/// `FILE.br` and `FILE.gz` of every file of the site that is sent compressed.
///
/// Compressing to the last byte takes a second for a large file. What stands in the output folder is taken where the
/// manifest attests both it and the file that it was made of: by its bytes, not by its name or day.
pub fn compressed(artifacts: &Artifacts, output: &Output) -> Artifacts {
    compressed_after(artifacts, output, &Artifacts::new())
}

/// The same for one of many sites that have most of such files in common: what `before` holds of the site before, file and
/// compressed file, is taken where the file is the same.
pub fn compressed_after(artifacts: &Artifacts, output: &Output, before: &Artifacts) -> Artifacts {
    let root = output.path();
    let last = disk::read(&root.join(manifest::NAME))
        .ok()
        .and_then(|bytes| Manifest::parse(std::str::from_utf8(&bytes).ok()?));
    let last = last.unwrap_or_default();
    let wanted: Vec<_> = artifacts
        .iter()
        .filter(|(path, _)| is_worth(path))
        .flat_map(|(path, bytes)| Encoding::ALL.map(|encoding| (path, bytes, encoding)))
        .collect();
    let made: Vec<_> = wanted
        .into_par_iter()
        .filter_map(|(path, bytes, encoding)| {
            let beside = format!("{path}{}", encoding.suffix());
            let same = (before.get(path) == Some(bytes)).then(|| before.get(&beside).map(<[u8]>::to_vec)).flatten();
            let known = same.or_else(|| last.attests(path, bytes).then(|| kept(&beside, root, &last)).flatten());
            Some((beside, known.or_else(|| encoding.compress(bytes, Effort::Most))?))
        })
        .collect();
    let mut files = Artifacts::new();
    for (path, bytes) in made {
        // A path of the site with an end of its own is as safe, and different from every other.
        let taken = files.insert(path, bytes);
        debug_assert!(taken.is_ok());
    }
    files
}

/// The file that the last publication left at a path, unless it is no longer what was written.
fn kept(path: &str, root: &Path, last: &Manifest) -> Option<Vec<u8>> {
    let bytes = disk::read(&root.join(path)).ok()?;
    last.attests(path, &bytes).then_some(bytes)
}
