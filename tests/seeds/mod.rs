//! The settings of property tests: what once failed is kept and tried first ever after.

use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

/// So many cases, and the seeds of those that failed in `tests/<name>.proptest-regressions`, which is committed. Proptest's
/// own default looks for a `lib.rs` above the test, finds none, and complains at every run.
pub(crate) fn keeping_seeds(cases: u32) -> ProptestConfig {
    let beside_the_test = FileFailurePersistence::WithSource("proptest-regressions");
    ProptestConfig { cases, failure_persistence: Some(Box::new(beside_the_test)), ..ProptestConfig::default() }
}
