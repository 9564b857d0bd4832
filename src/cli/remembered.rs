//! What `build` remembers of the last build, for the next one.

use super::args::BuildArgs;
use super::context::Context;
use super::exit::Failure;
use super::signals;
use crate::input::Input;
use crate::render::Overrides;
use crate::store::{self, Fingerprint, Memo, Origin, Output, PartInputs, Program, Standing};

/// What one run builds from, as the memo beside each of its outputs names it.
#[derive(Debug)]
pub(super) struct Remembered {
    program: Program,
    inputs: Fingerprint,
    /// How the sites are made: the day on which it is done, what links lead to, the address.
    form: [String; 3],
}

impl Remembered {
    /// Nothing where the arguments say so, or where the program or a file cannot be read.
    pub(super) fn of(args: &BuildArgs, input: &Input, overrides: &Overrides, context: &Context) -> Option<Remembered> {
        let program = context.program().filter(|_| !args.no_memo)?;
        let inputs = Fingerprint::of(&program, input, overrides.files())?;
        let base_url = args.base_url.as_deref().unwrap_or_default();
        let links = if args.file { "files" } else { "folders" };
        let form = [input.today.to_string(), links.to_owned(), base_url.to_owned()];
        Some(Remembered { program, inputs: inputs.for_site(&[links, base_url]), form })
    }

    /// What a site is made from that rests on a part of what the run reads: the files beside the catalogue, and a digest of its part
    /// of that.
    pub(super) fn part(&self, files: &Input, digest: &str) -> Option<Fingerprint> {
        let [today, links, base_url] = &self.form;
        Fingerprint::of_part(&self.program, [&files.site, &files.templates], &[today, links, base_url, digest])
    }

    /// The site in an output folder, where the part that it is made from is what it was: it is said to be made from what there
    /// is now. `named` gives a digest of what the rest of the catalogue says of procedures that the site names.
    pub(super) fn attested(
        &self,
        output: &Output,
        site: &str,
        part: &Fingerprint,
        named: &dyn Fn(&[String]) -> Option<String>,
        origin: &Origin,
    ) -> Result<Option<Standing>, Failure> {
        let memo = Memo::of(output, &self.program);
        let Some((memo, known)) = memo.as_ref().and_then(|memo| Some((memo, memo.part()?))) else { return Ok(None) };
        if named(&known.named).is_none_or(|named| part.for_site(&[&named]) != known.inputs) {
            return Ok(None);
        }
        let attest = |interrupt: &_| {
            store::attest(memo, origin, output, interrupt, &mut || self.keep(output, site, Some(known)))
        };
        Ok(signals::careful(attest)?)
    }

    /// The site in an output folder, where it stands as the same run left it. `site` says which of a run's sites it is.
    pub(super) fn standing(&self, output: &Output, site: &str) -> Option<Standing> {
        Memo::of(output, &self.program)?.standing(&self.inputs.for_site(&[site]), output)
    }

    /// Remembers a site that has just been published.
    pub(super) fn keep(&self, output: &Output, site: &str, part: Option<&PartInputs>) {
        Memo::keep(output, &self.program, &self.inputs.for_site(&[site]), part);
    }
}
