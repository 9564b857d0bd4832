//! The list of what niemyet wrote into an output folder.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::iter::Peekable;

use rayon::prelude::*;

use super::content::Content;
use super::origin::{Origin, Scope};
use crate::address;
use crate::artifacts::{Artifacts, RESERVED, is_safe};
use crate::digest::sha256;
use crate::model::OfficeId;

/// The manifest's name in an output folder and in a staging folder.
pub const NAME: &str = RESERVED;

const HEAD: &str = "# niemyet 1: the files that niemyet wrote here; it replaces and removes these and no others.";

/// The beginnings of the lines that tell what a site was made from. To `sha256sum` they are comments.
const PROGRAM: &str = "# program niemyet ";
const AS_OF: &str = "# as-of ";
const SCOPE_ALL: &str = "# scope all";
const SCOPE_OFFICE: &str = "# scope office ";
const EVIDENCE: &str = "# evidence ";
const REST: &str = "# rest ";

/// Path → SHA-256 (lower-case hex) of every file of a published site, and what the site was made from. Kept in the site as
/// `.niemyet`, in the form that `sha256sum --check .niemyet` reads; it does not list itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Manifest {
    files: BTreeMap<String, String>,
    origin: Option<Origin>,
}

impl Manifest {
    /// The manifest of files that are made from nothing that is told.
    pub fn of(files: &Artifacts<Content>) -> Manifest {
        let files: Vec<(&str, &Content)> = files.contents().collect();
        let files = files.into_par_iter().map(|(path, content)| (path.to_owned(), content.sha256()));
        Manifest { files: files.collect::<Vec<_>>().into_iter().collect(), origin: None }
    }

    /// The same of a site that was made from `origin`.
    pub fn made_from(self, origin: Origin) -> Manifest {
        Manifest { origin: Some(origin), ..self }
    }

    /// Reads a manifest; `None` where the text is not one, whole and well formed. One without an origin is read too: earlier
    /// versions wrote none.
    pub fn parse(text: &str) -> Option<Manifest> {
        let rows = text.strip_prefix(HEAD)?.strip_prefix('\n')?;
        if !rows.is_empty() && !rows.ends_with('\n') {
            return None;
        }
        let mut lines = rows.lines().peekable();
        let origin = match lines.peek() {
            Some(line) if line.starts_with(PROGRAM) => Some(parse_origin(&mut lines)?),
            Some(_) | None => None,
        };
        let files = lines.map(row).collect::<Option<_>>()?;
        Some(Manifest { files, origin })
    }

    /// The manifest as text: a head, what the site was made from, then a line a file, in the order of paths.
    pub fn to_text(&self) -> String {
        let mut text = format!("{HEAD}\n");
        if let Some(origin) = &self.origin {
            let Origin { program, as_of, scope, evidence, rest } = origin;
            text += &format!("{PROGRAM}{program}\n{AS_OF}{as_of}\n");
            text += &match scope {
                Some(Scope::All) => format!("{SCOPE_ALL}\n"),
                Some(Scope::Office(office)) => format!("{SCOPE_OFFICE}{}\n", office.0),
                None => String::new(), // a manifest that is read and written again
            };
            for (path, digest) in evidence {
                let _ = writeln!(text, "{EVIDENCE}{digest}  {path}"); // a String takes everything
            }
            let _ = writeln!(text, "{REST}{rest}");
        }
        for (path, digest) in &self.files {
            let _ = writeln!(text, "{digest}  {path}");
        }
        text
    }

    /// One digest for the whole site: two sites have the same one where every file is the same, and what they were made from.
    pub fn digest(&self) -> String {
        sha256(self.to_text().as_bytes())
    }

    /// What the site was made from, where the manifest tells.
    pub fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }

    /// Whose procedures the site posts, where that can be told. A site of a version that did not write it is that of all where it
    /// has the page of statistics, which no office's has.
    pub fn scope(&self) -> Option<Scope> {
        let told = self.origin.as_ref().and_then(|origin| origin.scope.clone());
        told.or_else(|| self.lists(&format!("{}index.html", address::STATISTICS)).then_some(Scope::All))
    }

    /// How many files the site has.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether the site has none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Whether the file at `path` is ours.
    pub fn lists(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// Whether these very bytes were written at `path`.
    pub fn attests(&self, path: &str, bytes: &[u8]) -> bool {
        self.digest_at(path).is_some_and(|known| known == sha256(bytes))
    }

    /// The digest of the file that was written at `path`.
    pub fn digest_at(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// The paths of the site's files, in their order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }
}

/// A line of a file: its path and its digest.
fn row(line: &str) -> Option<(String, String)> {
    let (digest, path) = line.split_once("  ")?;
    (is_digest(digest) && is_safe(path)).then(|| (path.to_owned(), digest.to_owned()))
}

fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// The lines of an origin, all of them.
fn parse_origin<'t>(lines: &mut Peekable<impl Iterator<Item = &'t str>>) -> Option<Origin> {
    let program = lines.next()?.strip_prefix(PROGRAM)?.to_owned();
    let as_of = lines.next()?.strip_prefix(AS_OF)?.parse().ok()?;
    let scope = lines.peek().and_then(|line| scope(line));
    if scope.is_some() {
        lines.next();
    }
    let mut evidence = BTreeMap::new();
    while let Some(line) = lines.peek().and_then(|line| line.strip_prefix(EVIDENCE)) {
        evidence.extend([row(line)?]);
        lines.next();
    }
    let rest = lines.next()?.strip_prefix(REST).filter(|rest| is_digest(rest))?.to_owned();
    Some(Origin { program, as_of, scope, evidence, rest })
}

/// Whose site it is; `None` where the line tells something else.
fn scope(line: &str) -> Option<Scope> {
    if line == SCOPE_ALL {
        return Some(Scope::All);
    }
    line.strip_prefix(SCOPE_OFFICE).map(|office| Scope::Office(OfficeId(office.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_reads_back_as_it_was_written() {
        let mut artifacts = Artifacts::new();
        artifacts.insert("T/1.004222/index.html", "a").unwrap();
        artifacts.insert("tên có dấu  và hai cách.txt", "").unwrap();
        let manifest = Manifest::of(&artifacts.into());
        assert_eq!(Manifest::parse(&manifest.to_text()), Some(manifest.clone()));
        assert!(manifest.to_text().contains("ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb  T/1"));
    }

    #[test]
    fn what_is_not_whole_is_no_manifest() {
        let mut artifacts = Artifacts::new();
        artifacts.insert("a", "1").unwrap();
        let whole = Manifest::of(&artifacts.into()).to_text();
        for text in
            ["", "hello", &whole[..whole.len() - 1], &whole.replace("  a", "  ../a"), &whole.replace("6b", "6G")]
        {
            assert_eq!(Manifest::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_manifest_tells_what_the_site_was_made_from_and_half_an_origin_is_none() {
        let origin = Origin {
            program: "0.1.0".to_owned(),
            as_of: "2026-08-31".parse().unwrap(),
            scope: Some(Scope::All),
            evidence: BTreeMap::from([("decisions/2026/1 QĐ.toml".to_owned(), sha256(b"1"))]),
            rest: sha256(b""),
        };
        let mut artifacts = Artifacts::new();
        artifacts.insert("a", "1").unwrap();
        let manifest = Manifest::of(&artifacts.into()).made_from(origin.clone());
        let text = manifest.to_text();
        assert_eq!(Manifest::parse(&text), Some(manifest.clone()));
        let of_office = manifest.clone().made_from(origin.of_office(&OfficeId("so-y-te".to_owned())));
        assert_eq!(Manifest::parse(&of_office.to_text()), Some(of_office));
        let of_earlier_version = manifest.made_from(Origin { scope: None, ..origin });
        assert_eq!(Manifest::parse(&of_earlier_version.to_text()), Some(of_earlier_version));
        for line in text.lines().filter(|line| [AS_OF, REST].iter().any(|start| line.starts_with(start))) {
            assert_eq!(Manifest::parse(&text.replace(&format!("{line}\n"), "")), None, "{line}");
        }
    }
}
