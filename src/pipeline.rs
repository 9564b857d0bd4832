//! From an [`Input`] to a site: the one path of `build`, `serve` and `check`.
//!
//! 1. [`load`]: texts to records.
//! 2. [`Ledger::new`]: all evidence in legal order.
//! 3. [`Ledger::as_of`]: the state of every procedure on the day.
//! 4. [`audit`]: the reviewers' rules.
//! 5. [`render_kept`]: the pages, lists and feeds of the site, and what the browser searches.
//!
//! No stage fails: what is wrong is a [`Finding`]. All stages run even where one of an earlier stage stops publication,
//! so that one run tells all that is wrong.

use std::convert::Infallible;

use bytes::Bytes;

use crate::address::Links;
use crate::artifacts::Artifacts;
use crate::audit::audit;
use crate::finding::{Finding, Severity};
use crate::input::Input;
use crate::ledger::{Catalogue, Ledger};
use crate::load::{load, settle};
use crate::render::{self, Context, Keep, Overrides, is_review, render_kept};

/// How a site is made.
#[derive(Debug, Clone, Copy, Default)]
pub struct Form {
    /// What links between its pages lead to.
    pub links: Links,
    /// Whether the review is made though the site has none.
    pub review: bool,
}

/// A site and what is to be said about the texts that it was made from.
#[derive(Debug)]
pub struct Built<C = Bytes> {
    /// The files of the site, or what is kept of them.
    pub artifacts: Artifacts<C>,
    /// The pages of the review, where they were asked for and are no part of the site: its links lead to the site's pages
    /// as though both stood in one folder.
    pub review: Artifacts<C>,
    /// The findings of every stage, each once, in the order of places.
    pub findings: Vec<Finding>,
}

impl<C> Built<C> {
    /// Whether the site may be published: no finding is an error.
    pub fn is_publishable(&self) -> bool {
        is_publishable(&self.findings)
    }
}

/// Whether a site of which this is to be said may be published: no finding is an error.
pub fn is_publishable(findings: &[Finding]) -> bool {
    findings.iter().all(|finding| finding.severity() != Severity::Error)
}

/// Makes the site as it stands on the web.
pub fn build(input: &Input) -> Built {
    build_linked(input, Links::Folders)
}

/// Makes the site, with links that lead to folders or to files.
pub fn build_linked(input: &Input, links: Links) -> Built {
    build_project(input, &Overrides::default(), Form { links, ..Form::default() })
}

/// The same of a project whose offices have files of their own, which are looked at: they are of the offices' own sites.
pub fn build_project(input: &Input, overrides: &Overrides, form: Form) -> Built {
    let Ok(built) = build_kept(input, overrides, form, in_memory());
    built
}

/// The same, with what is kept of each file in the place of its bytes. `begin` is told what the stages before found, and gives
/// what the files go to as they are made.
///
/// # Errors
/// That of `begin`; no page is made then.
pub fn build_kept<'k, C: Send, E>(
    input: &Input,
    overrides: &Overrides,
    form: Form,
    begin: impl FnOnce(&[Finding]) -> Result<Box<Keep<'k, C>>, E>,
) -> Result<Built<C>, E> {
    made(input, form, begin, |catalogue| overrides.findings(catalogue.records, input))
}

/// Keeps the bytes themselves.
fn in_memory<'k>() -> impl FnOnce(&[Finding]) -> Result<Box<Keep<'k, Bytes>>, Infallible> {
    |_| Ok(Box::new(render::in_memory))
}

/// What is to be said of a project, with what keeps offices' own sites from being made: that stops those sites and not this
/// one, so that only who asks for all that is wrong is told. Every page is made, and none is kept.
pub fn check_project(input: &Input, overrides: &Overrides) -> Vec<Finding> {
    let begin = |_: &[Finding]| -> Result<Box<Keep<'_, ()>>, Infallible> { Ok(Box::new(|_, _| ())) };
    let Ok(built) = made(input, Form::default(), begin, |catalogue| {
        [overrides.findings(catalogue.records, input), overrides.faults(catalogue, input)].concat()
    });
    built.findings
}

fn made<'k, C: Send, E>(
    input: &Input,
    form: Form,
    begin: impl FnOnce(&[Finding]) -> Result<Box<Keep<'k, C>>, E>,
    of_offices: impl FnOnce(&Catalogue<'_>) -> Vec<Finding>,
) -> Result<Built<C>, E> {
    with_findings(input, |catalogue, mut findings| {
        let Form { links, review } = form;
        let context = Context { links, review, ..Context::of(input, &findings) };
        let (mut artifacts, of_pages) = render_kept(catalogue, &context, &*begin(&findings)?);
        let is_apart = !catalogue.records.site.review;
        let review = artifacts.take(|path| is_apart && is_review(path));
        findings.extend(of_pages);
        findings.extend(of_offices(catalogue));
        Ok(Built { artifacts, review, findings: in_order(findings) })
    })
}

/// The first four stages: what is known of every procedure on the day, and all that is to be said about it, each once and
/// in the order of places.
pub fn with_findings<T>(input: &Input, use_them: impl FnOnce(&Catalogue<'_>, Vec<Finding>) -> T) -> T {
    with_catalogue(input, |catalogue, mut findings| {
        findings.extend(audit(catalogue, input));
        use_them(catalogue, in_order(findings))
    })
}

/// The first three stages: what is known of every procedure on the day, handed to `use_it` with the findings.
pub fn with_catalogue<T>(input: &Input, use_it: impl FnOnce(&Catalogue<'_>, Vec<Finding>) -> T) -> T {
    with_ledger(input, |ledger, findings| use_it(&ledger.as_of(input.as_of), findings))
}

/// The first two stages: all evidence in legal order, handed to `use_it` with the findings, each once and in the order of
/// places.
pub fn with_ledger<T>(input: &Input, use_it: impl FnOnce(&Ledger<'_>, Vec<Finding>) -> T) -> T {
    let (records, mut findings) = load(input);
    let (ledger, of_evidence) = Ledger::new(&records);
    findings.extend(settle(input, of_evidence));
    use_it(&ledger, in_order(findings))
}

/// In the order of places, those about the whole first; each once.
fn in_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort();
    findings.dedup();
    findings
}
