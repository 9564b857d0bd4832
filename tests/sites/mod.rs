//! Sites of this repository's projects, each made once for all tests of a program.

use std::collections::BTreeMap;
use std::sync::Mutex;

use niemyet::artifacts::Artifacts;
use niemyet::pipeline;
use niemyet::render::{Context, render};
use rayon::prelude::*;

use crate::page::Page;
use crate::project;

/// A site and its pages.
#[derive(Clone, Copy)]
pub(crate) struct Site {
    pub(crate) folder: &'static str,
    pub(crate) artifacts: &'static Artifacts,
    pub(crate) pages: &'static BTreeMap<String, Page>,
}

/// What is made once of a project and a day.
type Once<T> = Mutex<BTreeMap<(&'static str, &'static str), &'static T>>;

static MADE: Once<Artifacts> = Mutex::new(BTreeMap::new());
static READ: Once<BTreeMap<String, Page>> = Mutex::new(BTreeMap::new());

/// The site of a project of this repository on a day, with its review.
pub(crate) fn site(folder: &'static str, day: &'static str) -> &'static Artifacts {
    // A build has all processors: who needs a site too waits for it.
    let mut made = MADE.lock().unwrap();
    made.entry((folder, day)).or_insert_with(|| {
        let input = project::input(folder, day);
        let (artifacts, findings) = pipeline::with_findings(&input, |catalogue, findings| {
            render(catalogue, &Context { review: true, ..Context::of(&input, &findings) })
        });
        assert!(findings.is_empty(), "{findings:#?}");
        Box::leak(Box::new(artifacts))
    })
}

/// The same with its pages, read once too.
pub(crate) fn read(folder: &'static str, day: &'static str) -> Site {
    let artifacts = site(folder, day);
    let mut read = READ.lock().unwrap();
    let pages = read.entry((folder, day)).or_insert_with(|| Box::leak(Box::new(pages(artifacts))));
    Site { folder, artifacts, pages }
}

/// Every page of a site by its path.
pub(crate) fn pages(artifacts: &Artifacts) -> BTreeMap<String, Page> {
    let html: Vec<_> = artifacts.iter().filter(|(path, _)| path.ends_with(".html")).collect();
    html.par_iter()
        .map(|(path, bytes)| ((*path).to_owned(), Page::parse(std::str::from_utf8(bytes).unwrap())))
        .collect()
}
