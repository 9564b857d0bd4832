//! Sites of this repository's projects, each made once for all tests of a program.

use std::collections::BTreeMap;
use std::sync::Mutex;

use niemyet::artifacts::Artifacts;
use niemyet::pipeline;
use niemyet::render::{Context, render};

use crate::project;

static MADE: Mutex<BTreeMap<(&str, &str), &Artifacts>> = Mutex::new(BTreeMap::new());

/// The site of a project of this repository on a day, without a review.
pub(crate) fn site(folder: &'static str, day: &'static str) -> &'static Artifacts {
    // A build has all processors: who needs a site too waits for it.
    let mut made = MADE.lock().unwrap();
    made.entry((folder, day)).or_insert_with(|| {
        let input = project::input(folder, day);
        let (artifacts, findings) =
            pipeline::with_findings(&input, |catalogue, findings| render(catalogue, &Context::of(&input, &findings)));
        assert!(findings.is_empty(), "{findings:#?}");
        Box::leak(Box::new(artifacts))
    })
}
