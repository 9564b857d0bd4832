//! Files of a site while several threads make them, each its own.

use bytes::Bytes;

use crate::artifacts::{ArtifactError, Artifacts};
use crate::finding::Finding;

/// What is kept of a file of a site, by its path and its bytes. Threads ask side by side, each as soon as it has made a file, so that
/// the bytes need not be in memory until the whole site is made.
pub type Keep<'k, C> = dyn Fn(&str, Vec<u8>) -> C + Sync + 'k;

/// Keeps the bytes themselves, without the room that was left for more of them: it would stay as long as the site does.
pub fn in_memory(_: &str, bytes: Vec<u8>) -> Bytes {
    bytes.into_boxed_slice().into()
}

/// What is kept of files, by their addresses in the order in which they were made, and what is wrong.
pub(super) struct Made<'k, C> {
    keep: &'k Keep<'k, C>,
    pub(super) files: Vec<(String, C)>,
    pub(super) findings: Vec<Finding>,
}

impl<'k, C> Made<'k, C> {
    /// No files yet.
    pub(super) fn new(keep: &'k Keep<'k, C>) -> Self {
        Made { keep, files: Vec::new(), findings: Vec::new() }
    }

    /// Adds a file.
    pub(super) fn put(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        let path = path.into();
        let content = (self.keep)(&path, bytes.into());
        self.files.push((path, content));
    }

    /// Adds files.
    pub(super) fn put_all<P: Into<String>, B: Into<Vec<u8>>>(
        mut self,
        files: impl IntoIterator<Item = (P, B)>,
    ) -> Self {
        files.into_iter().for_each(|(path, bytes)| self.put(path, bytes));
        self
    }

    /// Adds what a template gave, or why it did not; whether it did.
    pub(super) fn put_rendered(&mut self, path: &str, text: Result<String, Finding>) -> bool {
        match text {
            Ok(text) => {
                self.put(path, text);
                true
            }
            Err(finding) => {
                self.findings.push(finding.with("page", path));
                false
            }
        }
    }

    /// The addresses of the pages among them.
    pub(super) fn addresses(&self) -> impl Iterator<Item = &str> {
        self.files.iter().filter_map(|(path, _)| path.strip_suffix("index.html"))
    }

    /// Puts the files into a site, in their order: one at an address that is taken is left out and told.
    pub(super) fn put_into(self, artifacts: &mut Artifacts<C>, findings: &mut Vec<Finding>) {
        findings.extend(self.findings);
        for (path, content) in self.files {
            findings.extend(artifacts.put(path, content).err().map(ArtifactError::finding));
        }
    }
}
