//! The reference of findings (`docs/rules.md`), held to the code. `UPDATE_RULES=1 cargo test rules_reference`
//! writes it anew.

use niemyet::finding::{Class, Code, Severity};
use niemyet::report::rules_reference;

#[test]
fn the_reference_says_what_the_code_does() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/rules.md");
    let made = rules_reference();
    if std::env::var_os("UPDATE_RULES").is_some() {
        std::fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/docs")).unwrap();
        std::fs::write(path, &made).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(written == made, "docs/rules.md is not what the code says: run with UPDATE_RULES=1");
}

#[test]
fn what_could_not_be_checked_is_never_more_than_a_note() {
    for code in Code::ALL.iter().filter(|code| code.class() == Class::Unchecked) {
        assert_eq!(code.severity(), Severity::Info, "{code}");
    }
}

#[test]
fn a_code_is_found_by_its_name_in_either_case() {
    for code in Code::ALL {
        assert_eq!(Code::from_name(&code.name().to_lowercase().replace('_', "-")), Some(*code));
    }
    assert_eq!(Code::from_name("NO_SUCH"), None);
}
