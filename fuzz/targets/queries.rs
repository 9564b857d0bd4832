//! Any text as a query, with any choices.
#![no_main]

use std::sync::LazyLock;

use fuzz_shapes::{day, options, project, write_seeds};
use libfuzzer_sys::fuzz_target;
use niemyet::ledger::Ledger;
use niemyet::load::load;
use niemyet::search::Searcher;

static SEARCHER: LazyLock<Searcher> = LazyLock::new(|| {
    let (records, _) = load(&project());
    let (ledger, _) = Ledger::new(&records);
    Searcher::new(&ledger.as_of(day())).expect("an index in memory")
});

fuzz_target!(
    init: write_seeds("queries"),
    |data: &[u8]| {
        let (options, query) = options(data);
        let answer = SEARCHER.search(&query, &options).expect("an index in memory");
        assert!(answer.hits.len() <= options.limit && answer.hits.len() <= answer.total);
    }
);
