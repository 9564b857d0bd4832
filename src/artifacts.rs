//! The files of a site as values: compared, hashed and served without a disk.

use std::collections::BTreeMap;
use std::fmt;

use bytes::Bytes;
use rayon::prelude::*;

use crate::finding::{Code, Finding};

/// The first segment that no artifact may have: the store keeps its manifest there.
pub const RESERVED: &str = ".niemyet";

/// Path → bytes, in the order of paths.
///
/// Guarantee: every path is relative, with `/`, made of plain segments (no empty one, no `.` or `..`, no
/// backslash, no control character, at most 255 bytes each), does not begin with [`RESERVED`], and none is
/// the folder of another, so that the whole can be written under any folder and never outside it. A copy shares the bytes.
///
/// Where the files leave the memory as they are made, what is kept of each (`C`) stands in the place of its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifacts<C = Bytes>(BTreeMap<String, C>);

/// Why a file cannot stand among the artifacts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArtifactError {
    /// The path could lead outside the site, or cannot be written everywhere.
    UnsafePath(String),
    /// Another file stands at the path, or one of the two would be the other's folder.
    Clash {
        /// The path that was to be added.
        path: String,
        /// The path that is there.
        taken_by: String,
    },
}

impl fmt::Display for ArtifactError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ArtifactError::UnsafePath(path) => write!(f, "`{path}` is not a safe path for a file of the site"),
            ArtifactError::Clash { path, taken_by } => write!(f, "`{path}` clashes with `{taken_by}`"),
        }
    }
}

impl std::error::Error for ArtifactError {}

impl ArtifactError {
    /// What a reader of findings is told: the address cannot be had.
    pub fn finding(self) -> Finding {
        let path = match self {
            ArtifactError::UnsafePath(path) | ArtifactError::Clash { path, .. } => path,
        };
        Finding::general(Code::PathClash).with("path", path)
    }
}

impl Artifacts {
    /// No files.
    pub fn new() -> Self {
        Artifacts::default()
    }

    /// Adds a file. An address is taken once: nothing is ever replaced.
    ///
    /// ```
    /// use niemyet::artifacts::Artifacts;
    /// let mut artifacts = Artifacts::new();
    /// artifacts.insert("T/1.004222/index.html", "…").unwrap();
    /// assert!(artifacts.insert("T/1.004222/index.html", "…").is_err()); // taken
    /// assert!(artifacts.insert("T/1.004222", "…").is_err()); // a folder already
    /// assert!(artifacts.insert("../index.html", "…").is_err());
    /// ```
    pub fn insert(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Result<(), ArtifactError> {
        // What was made piece by piece has room left, which would stay as long as the site does.
        self.put(path.into(), Bytes::from(bytes.into().into_boxed_slice()))
    }

    /// The bytes at a path.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.0.get(path).map(AsRef::as_ref)
    }

    /// The same to be kept or sent, without a copy.
    pub fn shared(&self, path: &str) -> Option<Bytes> {
        self.0.get(path).cloned()
    }

    /// Shares the bytes of `other` wherever they are the same at the same path, so that the two together need little more
    /// memory than one.
    pub fn share(&mut self, other: &Artifacts) {
        for (path, bytes) in &mut self.0 {
            if let Some(same) = other.0.get(path).filter(|other| *other == bytes) {
                *bytes = same.clone();
            }
        }
    }

    /// Every file, in the order of paths.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(path, bytes)| (path.as_str(), bytes.as_ref()))
    }

    /// How many bytes all files have together.
    pub fn total_bytes(&self) -> u64 {
        self.0.values().map(|bytes| bytes.len() as u64).sum()
    }
}

impl<C> Artifacts<C> {
    /// Adds what is kept of a file, as [`Artifacts::insert`] adds a file.
    ///
    /// # Errors
    /// The path is not safe, or clashes with another.
    pub fn put(&mut self, path: String, content: C) -> Result<(), ArtifactError> {
        if !is_safe(&path) {
            return Err(ArtifactError::UnsafePath(path));
        }
        if let Some(taken_by) = self.clash(&path) {
            return Err(ArtifactError::Clash { taken_by, path });
        }
        self.0.insert(path, content);
        Ok(())
    }

    /// Adds every file of `other`; those that cannot be added are left out and named.
    pub fn merge(&mut self, other: Artifacts<C>) -> Vec<ArtifactError> {
        other.0.into_iter().filter_map(|(path, content)| self.put(path, content).err()).collect()
    }

    /// Takes the files out whose path is wanted.
    pub fn take(&mut self, is_wanted: impl Fn(&str) -> bool) -> Artifacts<C> {
        let (taken, left) = std::mem::take(&mut self.0).into_iter().partition(|(path, _)| is_wanted(path));
        self.0 = left;
        Artifacts(taken)
    }

    /// What `make` makes of each file, by several threads.
    pub fn map<D: Send>(self, make: impl Fn(&str, C) -> D + Sync) -> Artifacts<D>
    where
        C: Send,
    {
        let made = self.0.into_par_iter().map(|(path, content)| {
            let content = make(&path, content);
            (path, content)
        });
        Artifacts(made.collect::<Vec<_>>().into_iter().collect())
    }

    /// What is kept of the file at a path.
    pub fn content(&self, path: &str) -> Option<&C> {
        self.0.get(path)
    }

    /// What is kept of every file, in the order of paths.
    pub fn contents(&self) -> impl ExactSizeIterator<Item = (&str, &C)> {
        self.0.iter().map(|(path, content)| (path.as_str(), content))
    }

    /// Every path, in order.
    pub fn paths(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Whether a file stands at a path.
    pub fn has(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn clash(&self, path: &str) -> Option<String> {
        let folders = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
        let above = folders.chain([path]).find(|taken| self.0.contains_key(*taken)).map(str::to_owned);
        let inside = format!("{path}/");
        let below = self.0.range(inside.clone()..).next().filter(|(taken, _)| taken.starts_with(&inside));
        above.or_else(|| below.map(|(taken, _)| taken.clone()))
    }
}

/// Whether a path has the form that [`Artifacts`] guarantees.
pub fn is_safe(path: &str) -> bool {
    let plain = |segment: &str| {
        !segment.is_empty()
            && !matches!(segment, "." | "..")
            && segment.len() <= 255
            && !segment.chars().any(|c| c == '\\' || c.is_control())
    };
    path.split('/').all(plain) && path.split('/').next() != Some(RESERVED)
}

impl<C> Default for Artifacts<C> {
    fn default() -> Self {
        Artifacts(BTreeMap::new())
    }
}

impl<C> IntoIterator for Artifacts<C> {
    type Item = (String, C);
    type IntoIter = std::collections::btree_map::IntoIter<String, C>;

    /// Every file, in the order of paths.
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_could_leave_the_site_is_refused() {
        for path in ["", "/", "/etc/passwd", "..", "a/../b", "a//b", "a/", "./a", "a\\b", "a\0b", ".niemyet", "a\nb"] {
            assert!(matches!(Artifacts::new().insert(path, ""), Err(ArtifactError::UnsafePath(_))), "{path:?}");
        }
    }

    #[test]
    fn a_file_is_never_the_folder_of_another() {
        let mut artifacts = Artifacts::new();
        artifacts.insert("a/b", "1").unwrap();
        artifacts.insert("a-b", "2").unwrap(); // sorts between `a` and `a/b`
        assert_eq!(artifacts.insert("a", "3"), Err(ArtifactError::Clash { path: "a".into(), taken_by: "a/b".into() }));
        assert_eq!(
            artifacts.insert("a/b/c", "3"),
            Err(ArtifactError::Clash { path: "a/b/c".into(), taken_by: "a/b".into() })
        );
        assert_eq!(artifacts.iter().map(|(path, _)| path).collect::<Vec<_>>(), ["a-b", "a/b"]);
    }

    #[test]
    fn merging_keeps_what_was_there_and_names_what_clashed() {
        let mut artifacts = Artifacts::new();
        artifacts.insert("a", "first").unwrap();
        let mut other = artifacts.clone();
        other.insert("b", "second").unwrap();
        assert_eq!(artifacts.merge(other).len(), 1);
        assert_eq!((artifacts.get("a"), artifacts.len(), artifacts.total_bytes()), (Some(&b"first"[..]), 2, 11));
    }

    #[test]
    fn what_is_the_same_at_the_same_path_is_shared() {
        let of = |files: &[(&str, &str)]| {
            let mut artifacts = Artifacts::new();
            files.iter().for_each(|(path, text)| artifacts.insert(*path, *text).unwrap());
            artifacts
        };
        let before = of(&[("a", "same"), ("b", "old"), ("c", "same")]);
        let mut after = of(&[("a", "same"), ("b", "new"), ("d", "same")]);
        let unshared = after.clone();
        after.share(&before);
        assert_eq!(after, unshared, "nothing is another for it");
        let at = |artifacts: &Artifacts, path: &str| artifacts.shared(path).unwrap().as_ptr();
        assert_eq!(at(&after, "a"), at(&before, "a"));
        assert_eq!(at(&after, "b"), at(&unshared, "b"));
        assert_eq!(at(&after, "d"), at(&unshared, "d"), "another path is another file");
    }
}
