//! `niemyet build`.

use std::cell::OnceCell;
use std::path::Path;

use super::args::BuildArgs;
use super::build_offices;
use super::context::{Context, Output};
use super::exit::{Exit, Failure, print, tell};
use super::remembered::Remembered;
use super::signals::Careful;
use crate::address::{self, Links};
use crate::artifacts::Artifacts;
use crate::finding::Finding;
use crate::input::Input;
use crate::pipeline::{self, Form};
use crate::render::{Keep, is_review};
use crate::report::{Detail, day_text, findings_text};
use crate::source::{visible, visible_path};
use crate::store::{self, Content, Hooks, MANIFEST, Origin, Publication, PublishReport, Scope, read_manifest};
use crate::strings::Language;

/// Reads, builds, and publishes where no finding is an error.
pub(super) fn run(args: &BuildArgs, context: &Context) -> Result<Exit, Failure> {
    if args.office.is_some() || args.offices.is_some() {
        return build_offices::run(args, context);
    }
    let project = context.project()?;
    let out = args.out.as_deref().unwrap_or(Path::new("public"));
    let target = |folder, site| Ok::<_, Failure>(Target { folder, output: context.output(folder, &project)?, site });
    let site = target(out, if args.review.is_some() { "site of two" } else { "site" })?;
    let apart = args.review.as_deref().map(|folder| target(folder, "site with review")).transpose()?;
    if apart.as_ref().is_some_and(|apart| overlaps(apart.output.path(), site.output.path())) {
        return Err(Failure::Asked("review_in_site", vec![("out", visible_path(out))]));
    }
    for target in [&site].into_iter().chain(&apart) {
        refuse_other_scope(target.folder, &Scope::All, context)?;
    }
    let input = context.input(&project, args.base_url.clone())?;
    let overrides = context.overrides(&project)?;
    let remembered = Remembered::of(args, &input, &overrides, context);
    if let Some(known) = &remembered {
        let targets = || [&site].into_iter().chain(&apart);
        let standing: Option<Vec<_>> = targets().map(|target| known.standing(&target.output, target.site)).collect();
        if let Some(standing) = standing {
            for (target, standing) in targets().zip(standing) {
                print(&summary(&standing.report, standing.bytes, target.folder, context))?;
            }
            tell(&format!("{}\n", context.words("unchanged", &[])));
            say_next(args, &site, apart.as_ref(), context);
            return Ok(Exit::Clean);
        }
    }
    let spinner = context.spinner("building");
    let form = Form { links: links(args), review: apart.is_some() };
    // Files of a site that is written once leave the memory as they are made.
    let begun = OnceCell::new();
    let built = pipeline::build_kept(&input, &overrides, form, |findings| -> Result<Box<Keep<_>>, Failure> {
        if apart.is_some() || !pipeline::is_publishable(findings) {
            return Ok(Box::new(|_, bytes| Content::held(bytes)));
        }
        let guarded = Guarded::begin(&site)?;
        let guarded: &Guarded = begun.get_or_init(|| guarded);
        Ok(Box::new(|path, bytes| guarded.publication.take(path, bytes)))
    });
    spinner.finish_and_clear();
    let mut built = built?;
    begun.get().map_or(Ok(()), |guarded| guarded.careful.interrupt().check())?;
    if !built.is_publishable() {
        drop(begun);
        report(&built.findings, &input, &|path| project.shown(path), context);
        tell(&format!("{}\n", context.words("not_published", &[])));
        return Ok(Exit::Findings);
    }
    let guarded = begun.into_inner().map_or_else(|| Guarded::begin(&site), Ok)?;
    let is_apart = !built.review.is_empty();
    let clashes = built.artifacts.merge(std::mem::take(&mut built.review));
    debug_assert!(clashes.is_empty(), "both were made together");
    let spinner = context.spinner("compressing");
    // Where the project has a compressed file of its own, that one stays.
    built.artifacts.merge(store::compressed(&built.artifacts.held(), &site.output).into());
    spinner.finish_and_clear();
    let review = built.artifacts.take(|path| is_apart && is_review(path));
    let origin = Origin::of(&input);
    guarded.finish(&built.artifacts, &origin, remembered.as_ref(), context)?;
    if let Some(apart) = &apart {
        built.artifacts.merge(review);
        Guarded::begin(apart)?.finish(&built.artifacts, &origin, remembered.as_ref(), context)?;
    }
    report(&built.findings, &input, &|path| project.shown(path), context);
    say_next(args, &site, apart.as_ref(), context);
    Ok(Exit::Clean)
}

/// A folder that the run writes a site into.
struct Target<'a> {
    /// As the user typed it.
    folder: &'a Path,
    output: store::Output,
    /// Which of a run's sites it is: one is not remembered as another.
    site: &'static str,
}

/// Says what the sites are for.
fn say_next(args: &BuildArgs, site: &Target, apart: Option<&Target>, context: &Context) {
    if context.language == Language::English {
        tell(&format!("{}\n", context.words("site_language", &[])));
    }
    let next = if args.file { "built_for_disk" } else { "built_for_web" };
    tell(&format!("{}\n", context.words(next, &[("out", visible_path(site.folder))])));
    if let Some(apart) = apart {
        let page = visible_path(apart.folder.join(address::REVIEW).join("index.html"));
        tell(&format!("{}\n", context.words("built_review", &[("page", page)])));
    }
}

/// Refuses a folder with the site of all where the new one is of one office, or the other way round: that it should go for this
/// one is more likely a slip than meant.
pub(super) fn refuse_other_scope(out: &Path, scope: &Scope, context: &Context) -> Result<(), Failure> {
    let there = read_manifest(&out.join(MANIFEST)).ok().and_then(|manifest| manifest.scope());
    match there.filter(|there| std::mem::discriminant(there) != std::mem::discriminant(scope)) {
        None => Ok(()),
        Some(there) => {
            let [there, site] = [Some(&there), Some(scope)].map(|scope| context.site_of(scope));
            Err(Failure::Asked("other_site", vec![("out", visible_path(out)), ("there", there), ("site", site)]))
        }
    }
}

/// Whether one folder is the other, or stands in it.
fn overlaps(one: &Path, other: &Path) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

/// A publication and its guard: as long as they are there, a request to stop waits for a place where nothing is half done.
struct Guarded<'t> {
    target: &'t Target<'t>,
    publication: Publication<'t>,
    careful: Careful,
}

impl<'t> Guarded<'t> {
    fn begin(target: &'t Target<'t>) -> Result<Self, Failure> {
        let careful = Careful::begin();
        Ok(Guarded { target, publication: Publication::begin(&target.output, careful.interrupt())?, careful })
    }

    /// Puts the site in place, remembers it, and says so.
    fn finish(
        self,
        artifacts: &Artifacts<Content>,
        origin: &Origin,
        remembered: Option<&Remembered>,
        context: &Context,
    ) -> Result<(), Failure> {
        let Guarded { target, publication, careful } = self;
        let bar = context.bar("publishing");
        let mut progress = |done, total| {
            bar.set_length(total as u64);
            bar.set_position(done as u64);
        };
        let mut remember = || {
            if let Some(remembered) = remembered {
                remembered.keep(&target.output, target.site, None);
            }
        };
        let hooks = Hooks { interrupt: careful.interrupt(), progress: &mut progress, then: &mut remember };
        let published = publication.finish(artifacts, origin, hooks);
        bar.finish_and_clear();
        print(&summary(&published?, artifacts.total_bytes(), target.folder, context))
    }
}

/// Says on standard error what should be mended.
pub(super) fn report(findings: &[Finding], input: &Input, shown: &dyn Fn(&str) -> String, context: &Context) {
    if findings.is_empty() {
        return;
    }
    let text = findings_text(findings, input, &context.telling(Output::Err, Detail::Summed, shown));
    let _ = std::io::Write::write_all(&mut std::io::stderr().lock(), text.as_bytes());
}

/// What links between the pages lead to.
pub(super) fn links(args: &BuildArgs) -> Links {
    if args.file { Links::Files } else { Links::Folders }
}

/// What was published where, and for which days.
pub(super) fn summary(report: &PublishReport, bytes: u64, out: &Path, context: &Context) -> String {
    let day = |day| day_text(day, context.language);
    let values = [
        ("out", visible_path(out)),
        ("files", (report.written + report.unchanged).to_string()),
        ("bytes", bytes.to_string()),
        ("written", report.written.to_string()),
        ("unchanged", report.unchanged.to_string()),
        ("removed", report.removed.len().to_string()),
        ("kept", report.kept.iter().map(|path| visible(path)).collect::<Vec<_>>().join(", ")),
        ("as_of", day(context.as_of)),
        ("today", day(context.today)),
    ];
    let mut text = format!("{}\n{}\n", context.words("published", &values), context.words("days", &values));
    if !report.kept.is_empty() {
        text.push_str(&format!("{}\n", context.words("kept", &values)));
    }
    text
}
