//! A text that a command keeps for the next one, so that what it holds need not be made again.

use std::path::PathBuf;

use super::single::read_single;
use super::{Program, Project, disk};
use crate::digest::sha256;

const HEAD: &str = "# niemyet: what is searched, for the next search; it may be removed at any time.";

/// The largest such file: 100,000 procedures with full text come to a quarter of it.
const LIMIT: u64 = 256 * 1024 * 1024;

/// The text that `search` keeps in the catalogue's folder (`.search.niemyet-memo`), hidden and no part of it.
///
/// It belongs to one program, and to files of which the system says what it said when the text was made: where anything
/// is in doubt there is none. Nobody elsewhere can make one that is believed, since it would have to tell when the program and
/// every file were last changed here, to the nanosecond; who may write into the catalogue could as well change that.
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
        let is_file = disk::look(&self.path).ok()?.is_some_and(|metadata| metadata.is_file());
        let bytes = if is_file { read_single(&self.path, LIMIT).ok()?? } else { return None };
        let mut whole = String::from_utf8(bytes).ok()?;
        let (digest, text) = whole.strip_prefix(&self.head)?.split_once('\n')?;
        let begins = whole.len() - text.len();
        (digest == sha256(text.as_bytes())).then(|| whole.split_off(begins))
    }

    /// Keeps a text. Where that cannot be, as in a folder that may only be read, nothing is kept.
    pub fn keep(&self, text: &str) {
        let whole = format!("{}{}\n{text}", self.head, sha256(text.as_bytes()));
        if whole.len() as u64 <= LIMIT {
            let _ = disk::replace(&self.path, whole.as_bytes()); // what stays is another head's
        }
    }
}
