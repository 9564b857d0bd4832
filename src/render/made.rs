//! Files of a site while several threads make them, each its own.

use bytes::Bytes;

use crate::artifacts::{ArtifactError, Artifacts};
use crate::finding::Finding;

/// Files by their addresses, in the order in which they were made, and what is wrong.
#[derive(Debug, Default)]
pub(super) struct Made {
    pub(super) files: Vec<(String, Bytes)>,
    pub(super) findings: Vec<Finding>,
}

impl Made {
    /// Adds a file.
    pub(super) fn put(&mut self, path: impl Into<String>, bytes: impl Into<Bytes>) {
        self.files.push((path.into(), bytes.into()));
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
    pub(super) fn put_into(self, artifacts: &mut Artifacts, findings: &mut Vec<Finding>) {
        findings.extend(self.findings);
        for (path, bytes) in self.files {
            findings.extend(artifacts.insert(path, bytes).err().map(ArtifactError::finding));
        }
    }
}

impl<P: Into<String>, B: Into<Bytes>> FromIterator<(P, B)> for Made {
    fn from_iter<I: IntoIterator<Item = (P, B)>>(files: I) -> Made {
        let files = files.into_iter().map(|(path, bytes)| (path.into(), bytes.into()));
        Made { files: files.collect(), findings: Vec::new() }
    }
}
