//! `audit --keep`: what an office showed on a day, put away with what was found of it.

use std::path::Path;

use super::context::Context;
use super::exit::Failure;
use super::signals;
use crate::artifacts::is_safe;
use crate::digest::sha256;
use crate::model::Office;
use crate::source::visible_path;
use crate::store::{FileChange, write_files};

/// The folder of what was shown, beside the answer.
const SHOWN: &str = "niem-yet";
/// The answer of the audit, as `--previous` reads it.
const ANSWER: &str = "ket-qua.json";
/// The digests, in the form that `sha256sum --check` reads.
const DIGESTS: &str = "SHA256SUMS";

/// Writes the files of a target, as they were read, and the answer to `folder/OFFICE/DAY/`: all of them or none.
///
/// A kept list is no evidence: it stands outside the catalogue, and nothing reads it but another audit.
///
/// # Errors
/// A file of another content that is there already, a name that no file of ours may have, and what the system refuses.
pub(super) fn keep(
    folder: &Path,
    office: &Office,
    shown: &[(String, Vec<u8>)],
    answer: &str,
    context: &Context,
) -> Result<(), Failure> {
    let at = folder.join(&office.id.0).join(context.today.to_string());
    context.recovered(&at)?;
    let inner = |path: &str| format!("{SHOWN}/{}", path.replace(std::path::MAIN_SEPARATOR, "/"));
    let mut files: Vec<(String, Vec<u8>)> = shown.iter().map(|(path, bytes)| (inner(path), bytes.clone())).collect();
    if let Some((path, _)) = files.iter().find(|(path, _)| !is_safe(path)) {
        return Err(Failure::Asked("keep_name", vec![("path", path.escape_debug().to_string())]));
    }
    files.push((ANSWER.to_owned(), answer.as_bytes().to_vec()));
    let digests: String = files.iter().map(|(path, bytes)| format!("{}  {path}\n", sha256(bytes))).collect();
    files.push((DIGESTS.to_owned(), digests.into_bytes()));
    let mut changes = Vec::new();
    for (path, bytes) in files {
        match crate::store::read_single(&at.join(&path), u64::MAX)? {
            Some(there) if there == bytes => {}
            Some(_) => {
                return Err(Failure::Asked("keep_differs", vec![("path", visible_path(at.join(&path)))]));
            }
            None => changes.push(FileChange { path, before: None, after: Some(bytes) }),
        }
    }
    Ok(signals::careful(|interrupt| write_files(&at, &changes, interrupt))?)
}
