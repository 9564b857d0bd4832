//! What the program is made of may be passed on: the licence of every package of `Cargo.lock`, on every platform.
//!
//! `NOTICES=FILE cargo test licences` writes the texts that a copy of the program has to carry with it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use spdx::{Expression, LicenseReq};

/// Licences that ask for no more than their text beside a copy, or leave the files they are for under themselves (MPL-2.0).
const ALLOWED: [&str; 13] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Zlib",
];

/// Those that name a file instead of a licence, with the licence that it holds, as read by a person.
const BY_FILE: [(&str, &str); 1] = [("ical 0.11.0", "Apache-2.0")];

struct Package {
    name: String,
    version: String,
    licence: Option<String>,
    folder: PathBuf,
}

/// Every package that is compiled into the program or its tests on some platform, but for the program itself.
fn packages() -> Vec<Package> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let ran = Command::new(cargo).args(["metadata", "--locked", "--format-version", "1"]).current_dir(root).output();
    let ran = ran.unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let metadata: Value = serde_json::from_slice(&ran.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap().iter();
    let packages = packages.filter(|package| !package["source"].is_null()).map(|package| {
        let text = |key: &str| package[key].as_str().map(str::to_owned);
        let folder = Path::new(package["manifest_path"].as_str().unwrap()).parent().unwrap().to_owned();
        Package { name: text("name").unwrap(), version: text("version").unwrap(), licence: text("license"), folder }
    });
    packages.collect()
}

fn is_allowed(requirement: &LicenseReq) -> bool {
    requirement.license.id().is_some_and(|id| ALLOWED.contains(&id.name))
}

/// The texts that come with a package: its licences, copyrights and notices.
fn texts(package: &Package) -> Vec<String> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(&package.folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let begins = ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE"];
    let is_one = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
        path.is_file() && begins.iter().any(|begin| name.starts_with(begin))
    };
    files.iter().filter(|path| is_one(path)).filter_map(|path| std::fs::read_to_string(path).ok()).collect()
}

#[test]
fn every_package_may_be_passed_on() {
    let packages = packages();
    assert!(packages.len() > 200, "{}", packages.len());
    let wrong: Vec<String> = packages
        .iter()
        .filter(|package| {
            let named = format!("{} {}", package.name, package.version);
            let by_file = BY_FILE.iter().find(|(of, _)| *of == named).map(|(_, licence)| *licence);
            let licence = package.licence.as_deref().or(by_file).unwrap_or_default().replace('/', " OR ");
            !Expression::parse(&licence).is_ok_and(|expression| expression.evaluate(is_allowed))
        })
        .map(|Package { name, version, licence, .. }| format!("{name} {version}: {licence:?}"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");

    let Some(file) = std::env::var_os("NOTICES") else { return };
    // Many have the very same text: it stands once, below all that have it.
    let mut by_text: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in &packages {
        let Package { name, version, licence, .. } = package;
        let head = format!("{name} {version} ({})", licence.as_deref().unwrap_or_default());
        for text in texts(package) {
            by_text.entry(text.trim().replace("\r\n", "\n")).or_default().push(head.clone());
        }
    }
    let mut notices = String::from("What niemyet is made of, and under which terms.\n");
    for (text, heads) in by_text {
        write!(notices, "\n{}\n{}\n\n{text}\n", "=".repeat(80), heads.join("\n")).unwrap();
    }
    std::fs::write(file, notices).unwrap();
}
