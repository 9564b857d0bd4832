//! Any bytes as decisions: refused, or drafts that are safe to write and read again.
#![no_main]

use std::sync::LazyLock;

use fuzz_shapes::{document, foreign, project, write_seeds};
use libfuzzer_sys::fuzz_target;
use niemyet::artifacts::is_safe;
use niemyet::import::{read_decisions, read_register};
use niemyet::input::{FileContent, Input};
use niemyet::load::load;
use niemyet::model::Records;

static PROJECT: LazyLock<(Input, Records)> = LazyLock::new(|| {
    let input = project();
    let (records, _) = load(&input);
    (input, records)
});

fuzz_target!(
    init: write_seeds("decisions"),
    |data: &[u8]| {
        let (input, records) = &*PROJECT;
        let file = foreign(document(data));
        let register = read_register(&file, records, &input.catalogue);
        let drafts = read_decisions(&file, records).unwrap_or_default();
        let mut with_them = None;
        for draft in drafts.into_iter().chain(register.into_iter().flat_map(|register| register.drafts)) {
            assert!(is_safe(&draft.path), "{}", draft.path);
            assert!(draft.text.parse::<toml::Table>().is_ok(), "{}", draft.text);
            let files = &mut with_them.get_or_insert_with(|| input.clone()).catalogue;
            files.insert(draft.path.clone(), FileContent::Bytes(draft.text.into_bytes()));
        }
        if let Some(input) = with_them {
            load(&input);
        }
    }
);
