//! What `build` remembers of the last build, for the next one.

use super::args::BuildArgs;
use super::context::Context;
use crate::input::Input;
use crate::render::Overrides;
use crate::store::{Fingerprint, Memo, Output, Program, Standing};

/// What one run builds from, as the memo beside each of its outputs names it.
#[derive(Debug)]
pub(super) struct Remembered {
    program: Program,
    inputs: Fingerprint,
}

impl Remembered {
    /// Nothing where the arguments say so, or where the program or a file cannot be read.
    pub(super) fn of(args: &BuildArgs, input: &Input, overrides: &Overrides, context: &Context) -> Option<Remembered> {
        let program = context.program().filter(|_| !args.no_memo)?;
        let inputs = Fingerprint::of(&program, input, overrides.files())?;
        let base_url = args.base_url.as_deref().unwrap_or_default();
        let links = if args.file { "files" } else { "folders" };
        Some(Remembered { program, inputs: inputs.for_site(&[links, base_url]) })
    }

    /// The site in an output folder, where it stands as the same run left it. `site` says which of a run's sites it is.
    pub(super) fn standing(&self, output: &Output, site: &str) -> Option<Standing> {
        Memo::of(output, &self.program)?.standing(&self.inputs.for_site(&[site]), output)
    }

    /// Remembers a site that has just been published.
    pub(super) fn keep(&self, output: &Output, site: &str) {
        Memo::keep(output, &self.program, &self.inputs.for_site(&[site]));
    }
}
