//! The list of what niemyet wrote into an output folder.

use std::collections::BTreeMap;
use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::artifacts::{Artifacts, RESERVED, is_safe};

/// The manifest's name in an output folder and in a staging folder.
pub(super) const NAME: &str = RESERVED;

const HEAD: &str = "# niemyet 1: the files that niemyet wrote here; it replaces and removes these and no others.";

/// Path → SHA-256 (lower-case hex) of every file of a published site. Kept in the site as `.niemyet`, in the form
/// that `sha256sum --check .niemyet` reads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Manifest(BTreeMap<String, String>);

impl Manifest {
    /// The manifest of a site.
    pub fn of(artifacts: &Artifacts) -> Manifest {
        Manifest(artifacts.iter().map(|(path, bytes)| (path.to_owned(), digest(bytes))).collect())
    }

    /// Reads a manifest; `None` where the text is not one, whole and well formed.
    pub fn parse(text: &str) -> Option<Manifest> {
        let rows = text.strip_prefix(HEAD)?.strip_prefix('\n')?;
        let complete = rows.is_empty() || rows.ends_with('\n');
        let row = |line: &str| {
            let (digest, path) = line.split_once("  ")?;
            let hex = digest.len() == 64 && digest.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
            (hex && is_safe(path)).then(|| (path.to_owned(), digest.to_owned()))
        };
        if complete { rows.lines().map(row).collect::<Option<_>>().map(Manifest) } else { None }
    }

    /// The manifest as text: a head, then a line a file, in the order of paths.
    pub fn to_text(&self) -> String {
        let mut text = format!("{HEAD}\n");
        for (path, digest) in &self.0 {
            let _ = writeln!(text, "{digest}  {path}"); // a String takes everything
        }
        text
    }

    /// One digest for the whole site: two sites have the same one where every file is the same.
    pub fn digest(&self) -> String {
        digest(self.to_text().as_bytes())
    }

    /// Whether the file at `path` is ours.
    pub fn lists(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// Whether these very bytes were written at `path`.
    pub fn attests(&self, path: &str, bytes: &[u8]) -> bool {
        self.0.get(path).is_some_and(|known| *known == digest(bytes))
    }
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_reads_back_as_it_was_written() {
        let mut artifacts = Artifacts::new();
        artifacts.insert("T/1.004222/index.html", "a").unwrap();
        artifacts.insert("tên có dấu  và hai cách.txt", "").unwrap();
        let manifest = Manifest::of(&artifacts);
        assert_eq!(Manifest::parse(&manifest.to_text()), Some(manifest.clone()));
        assert!(manifest.to_text().contains("ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb  T/1"));
    }

    #[test]
    fn what_is_not_whole_is_no_manifest() {
        let whole = Manifest(BTreeMap::from([("a".to_owned(), "0".repeat(64))])).to_text();
        for text in
            ["", "hello", &whole[..whole.len() - 1], &whole.replace("  a", "  ../a"), &whole.replace("00", "0G")]
        {
            assert_eq!(Manifest::parse(text), None, "{text:?}");
        }
    }
}
