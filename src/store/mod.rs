//! The only file system: reads a project, publishes a site, writes catalogue files.
//!
//! - [`Project::read`] gives every file as a value; nothing later opens one. Whoever reads again and again opens what has
//!   changed ([`Seen`]).
//! - [`publish`] replaces a whole site at once: it builds the new tree beside the output folder and then swaps the
//!   two, so that a reader, a crash, a full disk or Ctrl-C meets either the last good site or the new one.
//!   Files go beside it as they are made ([`Publication`]). The new tree is made from the one that stood two sites ago, so that
//!   the disk does as much as has changed.
//! - [`compressed`] gives what stands beside a site's files for hosts that send them compressed.
//! - [`Memo`] remembers beside the output what the last build was made from, so that the next does only what has changed.
//! - [`Kept`] keeps what is searched, so that a question is answered without reading the catalogue again.
//! - [`attest`] says of a site that stands that it was made from what there is now, where its files would be the same.
//! - [`bring_back`] gives a folder its site again where a killed run had taken it away.
//! - [`rollback`] puts the site before back, and [`published`] tells what was published when.
//! - [`verify`] holds a published site against the manifest that stands in it.
//! - [`Download`] keeps what is fetched piece by piece.
//! - [`write_files`] writes catalogue files, all or none, and never over what it was not told about; [`recover`] finishes
//!   what a write that died left.
//!
//! Nothing is ever written outside the folder that was named and its staging sibling, and nothing is deleted that
//! niemyet did not write: an output folder holds a manifest ([`Manifest`]), and what it does not list is kept.

#![allow(clippy::disallowed_methods, reason = "this is the file system")]

mod aside;
mod attest;
mod compressed;
mod content;
mod disk;
mod download;
mod error;
mod interrupt;
mod kept;
mod lock;
mod log;
mod manifest;
mod memo;
mod origin;
mod output;
mod plan;
mod project;
mod publish;
mod rollback;
mod seen;
mod single;
mod staging;
mod survey;
mod sync;
mod verify;
mod write;

pub use aside::bring_back;
pub use attest::attest;
pub use compressed::{compressed, compressed_after};
pub use content::{Content, Known};
pub use download::Download;
pub use error::{Doing, OutputFault, Problem, StoreError};
pub use interrupt::Interrupt;
pub use kept::Kept;
pub use log::{Act, Entry, now, published};
pub use manifest::{Manifest, NAME as MANIFEST};
pub use memo::{Fingerprint, Memo, PartInputs, Program, Standing};
pub use origin::{Drift, Origin, Scope};
pub use output::Output;
pub use project::{Project, ProjectFiles, is_ignored};
pub use publish::{Hooks, Progress, Publication, PublishReport, publish, publish_then};
pub use rollback::{RolledBack, rollback};
pub use seen::Seen;
pub use single::{folder_files, folder_parts, read_single};
pub use verify::{Altered, MANIFEST_BYTES, Verified, read_manifest, verify};
pub use write::{FileChange, Recovered, is_vacant, recover, write_files};

#[cfg(test)]
pub(crate) mod faults;
#[cfg(test)]
mod made_tests;
#[cfg(test)]
mod rollback_tests;
#[cfg(test)]
mod spare_tests;
#[cfg(test)]
mod tests;
