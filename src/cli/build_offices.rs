//! `niemyet build --office ID` and `--offices DIR`: sites of single offices.

use std::collections::BTreeSet;
use std::path::Path;

use super::args::BuildArgs;
use super::build::{links, refuse_other_scope, report, summary};
use super::context::Context;
use super::exit::{Exit, Failure, print, tell};
use super::offices::known_office;
use super::remembered::Remembered;
use super::signals;
use crate::address;
use crate::artifacts::Artifacts;
use crate::compress::is_worth;
use crate::finding::Finding;
use crate::input::Input;
use crate::ledger::Catalogue;
use crate::model::{Office, ProcedureCode};
use crate::offices::Offices;
use crate::pipeline::{self, is_publishable};
use crate::render::{self, OfficeSite, OfficeSites, Overrides, RenderedOffice, render_whole};
use crate::source::visible_path;
use crate::store::{self, Fingerprint, Hooks, Origin, Output, PartInputs, Project, PublishReport, Scope, Standing};

/// Reads once, and publishes the site of one office or of each, where no finding is an error.
pub(super) fn run(args: &BuildArgs, context: &Context) -> Result<Exit, Failure> {
    let project = context.project()?;
    let input = context.input(&project, None)?;
    let overrides = context.overrides(&project)?;
    let remembered = Remembered::of(args, &input, &overrides, context);
    let run = Run {
        args,
        context,
        project: &project,
        input: &input,
        overrides: &overrides,
        origin: Origin::of(&input),
        remembered,
    };
    let spinner = context.spinner("building");
    pipeline::with_findings(&input, |catalogue, findings| {
        spinner.finish_and_clear();
        let of_files = overrides.findings(catalogue.records, &input);
        let told = [&findings[..], &of_files].concat();
        let tell_of = |told: &[Finding]| report(told, &input, &|path| project.shown(path), context);
        if !is_publishable(&findings) {
            tell_of(&told);
            return run.not_published();
        }
        let assigned = Offices::of(catalogue);
        let sites = OfficeSites::new(catalogue, &assigned);
        let exit = match (&args.office, &args.offices) {
            (Some(id), _) => run.one(&sites, known_office(id, catalogue)?),
            (None, Some(folder)) => run.all(catalogue, &assigned, &sites, &findings, folder),
            (None, None) => Ok(Exit::Clean),
        }?;
        tell_of(&told);
        Ok(exit)
    })
}

/// What one run builds from.
struct Run<'r> {
    args: &'r BuildArgs,
    context: &'r Context,
    project: &'r Project,
    input: &'r Input,
    overrides: &'r Overrides,
    /// That of the site of all. Every site stands on the whole catalogue: whose a procedure is rests on it too.
    origin: Origin,
    remembered: Option<Remembered>,
}

/// A site that was published.
struct Published {
    report: PublishReport,
    bytes: u64,
    /// What the next site may have in common with it: files that are sent compressed, and these.
    worth: Artifacts,
    made: Made,
}

impl Published {
    /// Of a site no file of which was made.
    fn as_it_stands(Standing { report, bytes }: Standing, made: Made) -> Published {
        Published { report, bytes, worth: Artifacts::new(), made }
    }
}

/// What had to be done for a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Made {
    /// It was rendered.
    Anew,
    /// What it is made from was what it was, though not all that the run read.
    Attested,
    /// Nothing.
    Standing,
}

/// Where a site is published.
struct Target<'t> {
    output: &'t Output,
    /// What it is remembered as.
    site: &'t str,
    /// What it is made from, where that is a part of the whole.
    part: Option<PartInputs>,
    origin: &'t Origin,
}

/// What the site of all offices is remembered as; no office's identifier has a blank.
const SITE: &str = "site of all";

impl Run<'_> {
    fn one(&self, sites: &OfficeSites, office: &Office) -> Result<Exit, Failure> {
        let out = self.args.out.as_deref().unwrap_or(Path::new("public"));
        let output = self.context.output(out, self.project)?;
        refuse_other_scope(out, &Scope::Office(office.id.clone()), self.context)?;
        match self.office(sites, office, &output, &Artifacts::new())? {
            Some(done) => {
                print(&summary(&done.report, done.bytes, out, self.context))?;
                self.say_unchanged(done.made == Made::Standing);
                Ok(Exit::Clean)
            }
            None => self.not_published(),
        }
    }

    /// The site of every office that there is on the day; with `--out` that of all of them first. One site at a time is in
    /// memory, and what is wrong with one keeps back that one alone.
    fn all(
        &self,
        catalogue: &Catalogue,
        assigned: &Offices,
        sites: &OfficeSites,
        findings: &[Finding],
        folder: &Path,
    ) -> Result<Exit, Failure> {
        let mut offices: Vec<&Office> = catalogue.records.offices_on(catalogue.as_of).collect();
        if offices.is_empty() {
            return Err(Failure::Asked("no_offices", Vec::new()));
        }
        // Offices of one agency have most files in common.
        offices.sort_by_key(|office| (&office.agency, &office.id));
        // No folder is found to be refused when half of them are written. Few have what a site of all has: of those alone the
        // manifest is read.
        for office in &offices {
            let own = folder.join(&office.id.0);
            if own.join(address::STATISTICS).exists() {
                refuse_other_scope(&own, &Scope::Office(office.id.clone()), self.context)?;
            }
        }
        let outputs = offices.iter().map(|office| self.context.output(&folder.join(&office.id.0), self.project));
        let outputs = outputs.collect::<Result<Vec<_>, _>>()?;
        let mut before = Artifacts::new();
        let mut is_whole = true;
        let mut stand = Vec::new();
        if let Some(out) = &self.args.out {
            refuse_other_scope(out, &Scope::All, self.context)?;
            let output = self.context.output(out, self.project)?;
            let made = || {
                let of_input = render::Context::of(self.input, findings);
                let context = render::Context { links: links(self.args), ..of_input };
                let (artifacts, of_pages) = render_whole(catalogue, assigned, &context);
                report(&of_pages, self.input, &|path| self.project.shown(path), self.context);
                let target = Target { output: &output, site: SITE, part: None, origin: &self.origin };
                self.published(artifacts, &of_pages, target, &before)
            };
            match self.standing(&output, SITE).map_or_else(made, |standing| Ok(Some(standing)))? {
                Some(done) => {
                    print(&summary(&done.report, done.bytes, out, self.context))?;
                    stand.push(done.made);
                    before = done.worth;
                }
                None => is_whole = false,
            }
        }
        let bar = self.context.bar("publishing_offices");
        bar.set_length(offices.len() as u64);
        let (mut count, mut anew, mut files, mut written, mut bytes) = (0_usize, 0_usize, 0, 0, 0);
        for (office, output) in offices.iter().zip(&outputs) {
            match self.office(sites, office, output, &before)? {
                Some(done) => {
                    count += 1;
                    files += done.report.written + done.report.unchanged;
                    written += done.report.written;
                    bytes += done.bytes;
                    stand.push(done.made);
                    if done.made == Made::Anew {
                        anew += 1;
                        before = done.worth;
                    }
                }
                None => is_whole = false,
            }
            bar.inc(1);
        }
        bar.finish_and_clear();
        let values = [
            ("out", visible_path(folder)),
            ("sites", count.to_string()),
            ("anew", anew.to_string()),
            ("files", files.to_string()),
            ("written", written.to_string()),
            ("bytes", bytes.to_string()),
        ];
        print(&format!("{}\n", self.context.words("published_offices", &values)))?;
        self.say_unchanged(is_whole && stand.iter().all(|made| *made == Made::Standing));
        if is_whole { Ok(Exit::Clean) } else { self.not_published() }
    }

    /// Renders and publishes the site of one office, or says what keeps it back.
    fn office(
        &self,
        sites: &OfficeSites,
        office: &Office,
        output: &Output,
        before: &Artifacts,
    ) -> Result<Option<Published>, Failure> {
        if let Some(standing) = self.standing(output, &office.id.0) {
            return Ok(Some(standing));
        }
        let own_files = self.overrides.input(&office.id, self.input);
        let files = own_files.as_ref().unwrap_or(self.input);
        let settings = self.overrides.settings(&office.id);
        let own = OfficeSite { office, base_url: self.args.base_url.as_deref(), settings: settings.as_ref() };
        let part = sites.part(&own);
        let inputs = self.remembered.as_ref().and_then(|remembered| remembered.part(files, &part.digest()));
        let shown = |path: &str| self.project.shown(&self.overrides.path_of(&office.id, path));
        let origin = &self.origin.of_office(&office.id);
        if let Some(standing) = self.attested(sites, origin, office, output, inputs.as_ref())? {
            report(part.of_settings(), files, &shown, self.context);
            return Ok(Some(standing));
        }
        let context = render::Context { links: links(self.args), ..render::Context::of(files, &[]) };
        let RenderedOffice { artifacts, findings, named } = part.render(&context);
        report(&findings, files, &shown, self.context);
        let part = inputs.map(|inputs| PartInputs {
            inputs: inputs.for_site(&[&sites.named(&named)]),
            named: named.iter().map(ToString::to_string).collect(),
        });
        self.published(artifacts, &findings, Target { output, site: &office.id.0, part, origin }, before)
    }

    /// The site of an office that stands in a folder, where what has changed is nothing that it is made from.
    fn attested(
        &self,
        sites: &OfficeSites,
        origin: &Origin,
        office: &Office,
        output: &Output,
        inputs: Option<&Fingerprint>,
    ) -> Result<Option<Published>, Failure> {
        let (Some(remembered), Some(inputs)) = (&self.remembered, inputs) else { return Ok(None) };
        let named = |codes: &[String]| {
            let codes: Option<BTreeSet<_>> = codes.iter().map(|code| ProcedureCode::new(code).ok()).collect();
            Some(sites.named(&codes?))
        };
        let standing = remembered.attested(output, &office.id.0, inputs, &named, origin)?;
        Ok(standing.map(|standing| Published::as_it_stands(standing, Made::Attested)))
    }

    /// The site that stands in a folder, where it is the one that would be made again.
    fn standing(&self, output: &Output, site: &str) -> Option<Published> {
        let standing = self.remembered.as_ref()?.standing(output, site)?;
        Some(Published::as_it_stands(standing, Made::Standing))
    }

    fn say_unchanged(&self, is_unchanged: bool) {
        if is_unchanged {
            tell(&format!("{}\n", self.context.words("unchanged", &[])));
        }
    }

    /// Publishes a site, unless something keeps it back.
    fn published(
        &self,
        mut artifacts: Artifacts,
        findings: &[Finding],
        Target { output, site, part, origin }: Target,
        before: &Artifacts,
    ) -> Result<Option<Published>, Failure> {
        if !is_publishable(findings) {
            return Ok(None);
        }
        // Where the project has a compressed file of its own, that one stays.
        artifacts.merge(store::compressed_after(&artifacts, output, before));
        let mut remember = || {
            if let Some(remembered) = &self.remembered {
                remembered.keep(output, site, part.as_ref());
            }
        };
        let report = signals::careful(|interrupt| {
            let hooks = Hooks { interrupt, progress: &mut |_, _| {}, then: &mut remember };
            store::publish_then(&artifacts, origin, output, hooks)
        })?;
        let bytes = artifacts.total_bytes();
        let mut worth = Artifacts::new();
        for (path, of) in artifacts.iter() {
            let plain = path.trim_end_matches(".br").trim_end_matches(".gz");
            if is_worth(plain) {
                // They stood side by side before.
                let taken = worth.insert(path, of);
                debug_assert!(taken.is_ok());
            }
        }
        Ok(Some(Published { report, bytes, worth, made: Made::Anew }))
    }

    fn not_published(&self) -> Result<Exit, Failure> {
        tell(&format!("{}\n", self.context.words("not_published", &[])));
        Ok(Exit::Findings)
    }
}
