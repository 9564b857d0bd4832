//! A text that a command keeps for the next one, so that what it holds need not be made again.

use std::path::PathBuf;

use super::single::read_single;
use super::{Program, Project, disk};
use crate::digest::sha256;

const HEAD: &str = "# niemyet: what is searched, for the next search; it may be removed at any time.";

/// The largest such file. A nation's procedures come to half of it.
const LIMIT: u64 = 256 * 1024 * 1024;

/// The text that `search` keeps in the catalogue's folder (`.search.niemyet-memo`), hidden and no part of it.
///
/// It belongs to one program, and to files of which the system says what it said when the text was made: where anything
/// is in doubt there is none. Whoever can write into the catalogue could replace what it says, and not what it is believed by: when
/// the program and every file was last changed, to the nanosecond.
#[derive(Debug)]
pub struct Kept {
    path: PathBuf,
    /// The lines that a file must begin with to be believed.
    head: String,
}

impl Kept {
    /// Where a text stands, or would, that this program makes of a project; `of` is what else it is made from. Nothing where it
    /// cannot be told whether a file has changed. To be asked before the project is read.
    pub fn of(project: &Project, program: &Program, of: &[&str]) -> Option<Kept> {
        let made_from = format!("{program:?}\n{}\n{}", project.stamp()?, of.join("\n"));
        let head = format!("{HEAD}\n{}\n", sha256(made_from.as_bytes()));
        Some(Kept { path: project.catalogue.join(".search.niemyet-memo"), head })
    }

    /// The text that is kept, whole.
    pub fn read(&self) -> Option<String> {
        let bytes = read_single(&self.path, LIMIT).ok()??;
        let text = String::from_utf8(bytes).ok()?;
        let (digest, text) = text.strip_prefix(&self.head)?.split_once('\n')?;
        (digest == sha256(text.as_bytes())).then(|| text.to_owned())
    }

    /// Keeps a text. Where that cannot be, as in a folder that may only be read, nothing is kept.
    pub fn keep(&self, text: &str) {
        let whole = format!("{}{}\n{text}", self.head, sha256(text.as_bytes()));
        if whole.len() as u64 <= LIMIT {
            let _ = disk::replace(&self.path, whole.as_bytes()); // what stays is another head's
        }
    }
}
