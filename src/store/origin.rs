//! What a site was made from, told in its manifest.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::digest::sha256;
use crate::input::{FileContent, Input};
use crate::model::{Day, OfficeId};

/// The folders of a catalogue whose files decide what is in force: decisions and official lists.
const EVIDENCE: [&str; 2] = ["decisions/", "snapshots/"];

/// The files beside them that do.
const RULINGS: &str = "rulings.toml";

/// What a site was made from: the program, the day, and the catalogue's files by their digests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The version of niemyet.
    pub program: String,
    /// The day whose law the site shows.
    pub as_of: Day,
    /// Whose procedures it posts; `None` of a site that a version wrote which did not tell.
    pub scope: Option<Scope>,
    /// Path in the catalogue → SHA-256 of every decision, official list, and of the rulings.
    pub evidence: BTreeMap<String, String>,
    /// One SHA-256 of all other files of the catalogue: of the lines `DIGEST  PATH` in the order of paths.
    pub rest: String,
}

/// Whose procedures a site posts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Those of all offices.
    All,
    /// Those of one office.
    Office(OfficeId),
}

/// The catalogue's files that differ from what a site was made from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drift {
    /// Evidence whose bytes are others now.
    pub changed: Vec<String>,
    /// Evidence that has come since.
    pub added: Vec<String>,
    /// Evidence that is gone.
    pub missing: Vec<String>,
    /// Whether another file of the catalogue differs.
    pub rest: bool,
}

impl Drift {
    /// Whether nothing differs.
    pub fn is_none(&self) -> bool {
        *self == Drift::default()
    }
}

impl Origin {
    /// The origin of the site of all offices that is made from an input now.
    pub fn of(input: &Input) -> Origin {
        let mut evidence = BTreeMap::new();
        let mut rest = String::new();
        for (path, content) in &input.catalogue {
            // A file that could not be read is a finding that stops publication.
            let FileContent::Bytes(bytes) = content else { continue };
            if path == RULINGS || EVIDENCE.iter().any(|folder| path.starts_with(folder)) {
                evidence.insert(path.clone(), sha256(bytes));
            } else {
                let _ = writeln!(rest, "{}  {path}", sha256(bytes)); // a String takes everything
            }
        }
        let program = env!("CARGO_PKG_VERSION").to_owned();
        Origin { program, as_of: input.as_of, scope: Some(Scope::All), evidence, rest: sha256(rest.as_bytes()) }
    }

    /// The origin of one office's site that is made from the same.
    pub fn of_office(&self, office: &OfficeId) -> Origin {
        Origin { scope: Some(Scope::Office(office.clone())), ..self.clone() }
    }

    /// What `now` has otherwise.
    pub fn drift(&self, now: &Origin) -> Drift {
        let mut drift = Drift { rest: self.rest != now.rest, ..Drift::default() };
        for (path, digest) in &self.evidence {
            match now.evidence.get(path) {
                Some(there) if there == digest => {}
                Some(_) => drift.changed.push(path.clone()),
                None => drift.missing.push(path.clone()),
            }
        }
        drift.added = now.evidence.keys().filter(|path| !self.evidence.contains_key(*path)).cloned().collect();
        drift
    }
}
