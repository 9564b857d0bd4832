//! The house's own rules, held against its sources.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use niemyet::finding::Code;

/// A file of `src/`: the top-level module it belongs to, its path, and its code without tests and comments.
struct Source {
    module: String,
    path: String,
    text: String,
    code: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<Source> {
    let mut sources = Vec::new();
    for entry in walkdir::WalkDir::new(root().join("src")).sort_by_file_name() {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
        if !path.ends_with(".rs") || path.ends_with("/tests.rs") || path.contains("/tests/") {
            continue;
        }
        let text = std::fs::read_to_string(entry.path()).unwrap();
        let module = path.trim_start_matches("src/").trim_end_matches(".rs").split('/').next().unwrap().to_owned();
        let shipped = text.split("#[cfg(test)]").next().unwrap();
        let code = shipped.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        sources.push(Source { module, path, code, text });
    }
    assert!(sources.len() > 40);
    sources
}

/// The modules in the order of the table in `lib.rs`.
fn table() -> Vec<String> {
    let map = std::fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let row = |line: &str| Some(line.strip_prefix("//! | [`")?.split_once('`')?.0.to_owned());
    map.lines().filter_map(row).collect()
}

#[test]
fn the_map_has_every_module_once() {
    let map = std::fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let declared: BTreeSet<&str> =
        map.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let table = table();
    assert_eq!(table.iter().map(String::as_str).collect::<BTreeSet<_>>(), declared);
    assert_eq!(table.len(), declared.len());
}

#[test]
fn every_module_uses_only_those_above_it() {
    let table = table();
    let rank = |module: &str| table.iter().position(|name| name == module);
    let mut wrong = Vec::new();
    for source in sources() {
        let Some(own) = rank(&source.module) else { continue }; // lib and main
        let used = source.code.split("crate::").skip(1).flat_map(first_names);
        for name in used {
            match rank(&name) {
                Some(rank) if rank > own => wrong.push(format!("{} uses {name}", source.path)),
                Some(_) | None => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The first names of a path: `model::Day` → `model`; `{model::Day, load}` → `model`, `load`.
fn first_names(path: &str) -> Vec<String> {
    let name = |text: &str| text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let Some(group) = path.strip_prefix('{') else { return vec![name(path)] };
    let (mut depth, mut names) = (0, vec![name(group)]);
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(name(&group[at + 1..])),
            _ => {}
        }
    }
    names
}

#[test]
fn each_dependency_that_matters_has_one_home() {
    let homes: &[(&str, &[&str])] = &[
        ("std::fs", &["store", "watch"]),
        ("std::env", &["cli"]),
        ("SystemTime", &["cli", "store"]),
        ("std::net", &["serve", "cli"]),
        ("std::process", &["cli", "main"]),
        ("println!", &[]),
        ("eprintln!", &[]),
        ("tera::", &["render"]),
        ("tantivy::", &["search"]),
        ("notify::", &["watch"]),
        ("axum::", &["serve"]),
        ("tokio::", &["serve", "cli"]),
        ("clap::", &["cli"]),
        ("indicatif::", &["cli"]),
        ("calamine::", &["import"]),
        ("cfb::", &["import"]),
        ("quick_xml::", &["import"]),
        ("html5gum::", &["import", "fetch"]),
        ("ureq::", &["fetch"]),
        ("url::", &["fetch"]),
        ("mail_parser::", &["import"]),
        ("lopdf::", &["import"]),
        ("brotli::", &["compress"]),
        ("qrcode::", &["qr"]),
        ("annotate_snippets::", &["report", "cli"]),
    ];
    let mut wrong = Vec::new();
    for source in sources() {
        for (what, homes) in homes {
            if source.code.contains(what) && !homes.contains(&source.module.as_str()) {
                wrong.push(format!("{} has {what}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// So that `src/store/faults` can have any of them refused. `project.rs` and `single.rs` only read: what cannot be read is a value
/// there, or an error.
#[test]
fn the_store_changes_the_disk_through_one_module_and_looks_through_it_where_it_decides() {
    const CHANGES: &[&str] = &[
        "fs::write",
        "fs::create",
        "fs::remove",
        "fs::rename",
        "fs::copy",
        "fs::hard_link",
        "fs::set_permissions",
        "fs::symlink",
        "File::create",
        "File::options",
        "OpenOptions",
        "set_len",
        "set_times",
        "tempfile::",
        "rustix::",
    ];
    const LOOKS: &[&str] =
        &["std::fs::read", "std::fs::metadata", "fs::symlink_metadata", "File::open", "WalkDir", "exists()"];
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| source.path.starts_with("src/store/")) {
        let name = source.path.trim_start_matches("src/store/");
        if name.starts_with("faults/") || name.ends_with("_tests.rs") || ["disk.rs", "sync.rs"].contains(&name) {
            continue;
        }
        let is_reader = ["project.rs", "single.rs", "verify.rs"].contains(&name);
        for what in CHANGES.iter().chain(LOOKS.iter().filter(|_| !is_reader)) {
            if source.code.contains(what) {
                wrong.push(format!("{} has {what}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let disk = std::fs::read_to_string(root().join("src/store/disk.rs")).unwrap();
    for function in disk.split("\npub(super) fn ").skip(1) {
        let (name, body) = function.split_once('(').unwrap();
        let body = body.split("\n}\n").next().unwrap();
        let is_step = body.contains("step(") || body.contains("torn(");
        assert!(
            is_step || !["std::fs::", "File::", "sync::"].iter().any(|call| body.contains(call)),
            "{name} is no step"
        );
    }
}

#[test]
fn no_file_is_long_and_each_says_what_it_is() {
    let mut wrong = Vec::new();
    for source in sources() {
        let lines = source.text.lines().count();
        if lines > 600 {
            wrong.push(format!("{} has {lines} lines", source.path));
        }
        if !source.text.starts_with("//!") {
            wrong.push(format!("{} does not begin with its documentation", source.path));
        }
        for mark in ["TODO", "FIXME", "XXX", "use super::*"] {
            if source.code.contains(mark) || (mark != "use super::*" && source.text.contains(mark)) {
                wrong.push(format!("{} has {mark}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What a person reviews at once: the files below a folder by their ending, how many lines each may have, and how many
/// letters a line. Biome writes scripts in 120 columns, but neither their comments nor their texts.
const REVIEWABLE: [(&str, &str, usize, usize); 6] = [
    ("templates", "html", 200, 160),
    ("site", "css", 400, 160),
    ("src", "css", 400, 160),
    ("site", "js", 600, 160),
    ("src", "js", 600, 160),
    ("tests", "mjs", 600, 160),
];

#[test]
fn templates_scripts_and_style_sheets_can_be_reviewed() {
    let mut wrong = Vec::new();
    for (folder, extension, most_lines, most_letters) in REVIEWABLE {
        let files = walkdir::WalkDir::new(root().join(folder)).sort_by_file_name().into_iter();
        let own = files.filter_entry(|entry| entry.file_name() != "node_modules").map(Result::unwrap);
        let mut found = 0;
        for entry in own.filter(|entry| entry.path().extension().is_some_and(|own| own == extension)) {
            found += 1;
            let path = entry.path().strip_prefix(root()).unwrap().display();
            let text = std::fs::read_to_string(entry.path()).unwrap();
            if text.lines().count() > most_lines {
                wrong.push(format!("{path} has {} lines, above {most_lines}", text.lines().count()));
            }
            for (at, line) in text.lines().enumerate().filter(|(_, line)| line.chars().count() > most_letters) {
                wrong.push(format!("{path}:{} has {} letters, above {most_letters}", at + 1, line.chars().count()));
            }
        }
        assert!(found > 0, "no .{extension} below {folder}");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What a site of an office rests on is digested by what `Debug` tells (`digest::of_value`): one that is written by hand could leave
/// out what counts.
#[test]
fn debug_is_derived_but_of_what_tells_itself_without_its_rows() {
    let by_hand = sources().into_iter().filter(|source| source.code.contains("Debug for "));
    assert_eq!(
        by_hand.map(|source| source.path).collect::<Vec<_>>(),
        ["src/model/decision.rs", "src/model/evidence.rs"]
    );
}

/// Cargo is told which test programs there are (`autotests = false`), so that a file could be forgotten.
#[test]
fn each_file_of_tests_is_in_one_suite() {
    let names = |path: &std::path::Path| {
        let entries = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        entries.filter_map(|name| Some(name.strip_suffix(".rs")?.to_owned())).collect::<BTreeSet<_>>()
    };
    let (suites, files): (BTreeSet<_>, BTreeSet<_>) =
        names(&root().join("tests")).into_iter().partition(|name| name.starts_with("suite_"));
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let mut held: Vec<String> = Vec::new();
    for suite in &suites {
        assert!(manifest.contains(&format!("path = \"tests/{suite}.rs\"")), "{suite} is not in Cargo.toml");
        let text = std::fs::read_to_string(root().join(format!("tests/{suite}.rs"))).unwrap();
        let modules = text.lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'));
        held.extend(modules.filter(|module| files.contains(*module)).map(str::to_owned));
    }
    held.sort();
    assert_eq!(held, files.into_iter().collect::<Vec<_>>());
}

fn strings(language: &str) -> BTreeMap<String, String> {
    fn gather(prefix: &str, table: &toml::Table, into: &mut BTreeMap<String, String>) {
        for (key, value) in table {
            let path = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
            match value {
                toml::Value::Table(table) => gather(&path, table, into),
                toml::Value::String(text) => assert!(into.insert(path, text.clone()).is_none()),
                other => panic!("{path} is no text: {other}"),
            }
        }
    }
    let text = std::fs::read_to_string(root().join(format!("site/strings/{language}.toml"))).unwrap();
    let mut strings = BTreeMap::new();
    gather("", &text.parse().unwrap(), &mut strings);
    strings
}

/// The names in braces.
fn values(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}

#[test]
fn both_languages_have_the_same_strings_with_the_same_values() {
    let (vietnamese, english) = (strings("vi"), strings("en"));
    let keys = |strings: &BTreeMap<String, String>| strings.keys().cloned().collect::<BTreeSet<_>>();
    let (vi_keys, en_keys) = (keys(&vietnamese), keys(&english));
    assert_eq!(vi_keys.difference(&en_keys).collect::<Vec<_>>(), Vec::<&String>::new(), "only in vi.toml");
    assert_eq!(en_keys.difference(&vi_keys).collect::<Vec<_>>(), Vec::<&String>::new(), "only in en.toml");
    let differ: Vec<_> = vietnamese.iter().filter(|(key, text)| values(text) != values(&english[*key])).collect();
    assert!(differ.is_empty(), "{differ:#?}");
    let decomposed: Vec<_> = vietnamese.values().filter(|text| !unicode_normalization::is_nfc(text)).collect();
    assert!(decomposed.is_empty(), "{decomposed:#?}");
}

#[test]
fn every_finding_has_its_words_without_a_full_stop() {
    for language in ["vi", "en"] {
        let strings = strings(language);
        for code in Code::ALL {
            let message = strings.get(&format!("finding.{code}.message"));
            assert!(message.is_some_and(|text| !text.is_empty() && !text.ends_with('.')), "{language} {code}");
            let title = strings.get(&format!("finding_title.{code}"));
            assert!(title.is_some_and(|text| !text.is_empty() && !text.ends_with('.')), "{language} {code}");
            let help = strings.get(&format!("finding.{code}.help"));
            assert!(help.is_some_and(|text| !text.ends_with('.')), "{language} {code}");
        }
        let findings = strings.keys().filter_map(|key| key.strip_prefix("finding.")?.split('.').next());
        for name in findings.collect::<BTreeSet<_>>() {
            assert!(Code::ALL.iter().any(|code| code.name() == name), "{name} is no finding");
        }
    }
}
