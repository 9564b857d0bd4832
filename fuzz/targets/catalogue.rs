//! Any files in a project: findings at places that are there, and a site.
#![no_main]

use std::sync::LazyLock;

use fuzz_shapes::{overlaid, project, write_seeds};
use libfuzzer_sys::fuzz_target;
use niemyet::input::Input;
use niemyet::pipeline::build;

static PROJECT: LazyLock<Input> = LazyLock::new(project);

fuzz_target!(
    init: write_seeds("catalogue"),
    |data: &[u8]| {
        let (_, input) = overlaid(&PROJECT, data);
        for finding in build(&input).findings {
            let Some(place) = &finding.place else { continue };
            let Some(text) = input.source(&place.path).map(|source| source.text) else { continue };
            assert!(place.line as usize <= text.lines().count() + 1, "{finding:?}");
            if let Some((from, to)) = place.span {
                assert!(text.get(from..to).is_some(), "{finding:?}");
            }
        }
    }
);
