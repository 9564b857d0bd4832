//! Any bytes as an official list, as a table that people filled in, and as what an office posts.
#![no_main]

use std::sync::LazyLock;

use fuzz_shapes::{day, document, foreign, project, write_seeds};
use libfuzzer_sys::fuzz_target;
use niemyet::artifacts::is_safe;
use niemyet::import::{plan_confirmations, plan_offices, read_listing};
use niemyet::ledger::{Catalogue, Ledger};
use niemyet::load::load;
use niemyet::model::Records;
use niemyet::offices::Offices;
use niemyet::posted::{PostedFile, audit};

#[path = "../../tests/importing/mod.rs"]
mod importing;

use importing::{Held, full};

/// For ever: a ledger borrows its records.
static RECORDS: LazyLock<&'static Records> = LazyLock::new(|| Box::leak(Box::new(load(&project()).0)));
static LEDGER: LazyLock<Ledger<'static>> = LazyLock::new(|| Ledger::new(*RECORDS).0);
static CATALOGUE: LazyLock<Catalogue<'static>> = LazyLock::new(|| LEDGER.as_of(day()));

fuzz_target!(
    init: write_seeds("lists"),
    |data: &[u8]| {
        let files = [foreign(document(data))];
        let mut held = Held::with_agencies();
        let plan = held.plan(&files, &full());
        assert!(plan.edits.iter().all(|edit| is_safe(&edit.path)), "{:?}", plan.edits);
        if !plan.edits.is_empty() {
            held.apply(&plan.edits);
            let again = held.plan(&files, &full());
            assert!(again.edits.is_empty(), "{:#?}", again.edits);
        }
        let [file] = files;
        let _ = plan_offices(&file, *RECORDS, "", true);
        let _ = plan_confirmations(&file, *RECORDS, "", "x", day());
        if let Ok((rows, has_links)) = read_listing(&file) {
            let posted = [PostedFile { path: file.name, rows, has_links }];
            audit(&CATALOGUE, &Offices::of(&CATALOGUE), None, &posted, true);
        }
    }
);
