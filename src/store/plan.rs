//! The plan of a write: what stands beside the files while they are changed, so that a run that dies is finished, or
//! taken back, by the next.

use std::path::Path;

use serde_json::{Value, json};

use super::{FileChange, disk};
use crate::artifacts::is_safe;
use crate::digest::sha256;

/// The files that a write changes, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan(pub(super) Vec<Step>);

/// One file of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    /// Its path within the folder.
    pub(super) path: String,
    /// The digest of what it held; `None` where there was no file.
    pub(super) before: Option<String>,
    /// The digest of what it is to hold; `None` where it is deleted.
    pub(super) after: Option<String>,
}

impl Plan {
    /// The plan of changes.
    pub(super) fn of(changes: &[FileChange]) -> Plan {
        let digest_of = |bytes: &Option<Vec<u8>>| bytes.as_deref().map(sha256);
        let step = |change: &FileChange| Step {
            path: change.path.clone(),
            before: digest_of(&change.before),
            after: digest_of(&change.after),
        };
        Plan(changes.iter().map(step).collect())
    }

    /// Its text.
    pub(super) fn to_text(&self) -> String {
        let step = |step: &Step| json!({ "path": step.path, "before": step.before, "after": step.after });
        let steps: Vec<Value> = self.0.iter().map(step).collect();
        format!("{}\n", json!({ "version": 1, "files": steps }))
    }

    /// The plan of a text; `None` where it is none, or names a file outside its folder.
    pub(super) fn parse(text: &str) -> Option<Plan> {
        let value: Value = serde_json::from_str(text).ok()?;
        let optional = |value: &Value| match value {
            Value::String(text) => Some(Some(text.clone())),
            Value::Null => Some(None),
            _ => None,
        };
        let step = |value: &Value| {
            let path = value.get("path")?.as_str().filter(|path| is_safe(path))?.to_owned();
            Some(Step { path, before: optional(value.get("before")?)?, after: optional(value.get("after")?)? })
        };
        let is_known = value.get("version")?.as_u64() == Some(1);
        value.get("files")?.as_array().filter(|_| is_known)?.iter().map(step).collect::<Option<Vec<Step>>>().map(Plan)
    }
}

/// The digest of a file, as plans have it; `None` where there is no such file.
pub(super) fn digest_at(path: &Path) -> std::io::Result<Option<String>> {
    Ok(disk::read_if_any(path)?.as_deref().map(sha256))
}
