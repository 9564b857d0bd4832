//! The manuals, held to one another: the Vietnamese ones to the English ones, and every link to what it leads to.

use crate::manual;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use manual::{read, sections};

/// Manuals that say the same in English and in Vietnamese. `docs/customising.md`, whose examples have words of their own in
/// either, is held in `standalone.rs`.
const PAIRS: [[&str; 2]; 4] = [
    ["catalogue/README.md", "catalogue/README.vi.md"],
    ["docs/audit.md", "docs/audit.vi.md"],
    ["docs/hosting.md", "docs/hosting.vi.md"],
    ["docs/search.md", "docs/search.vi.md"],
];

/// What stands between backquotes in prose and tables: keys, words of files, commands.
fn spans(lines: &[&str]) -> BTreeSet<String> {
    prose(lines).split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The lines outside blocks of code, run together: a span may go on in the next line.
fn prose(lines: &[&str]) -> String {
    let blocks = lines.join(" \n");
    blocks.split("```").step_by(2).collect::<String>().replace('\n', "")
}

/// The blocks of code, with their language.
fn code(lines: &[&str]) -> Vec<String> {
    lines.join("\n").split("```").skip(1).step_by(2).map(str::to_owned).collect()
}

fn rows(lines: &[&str]) -> usize {
    lines.iter().filter(|line| line.starts_with('|')).count()
}

fn depth(heading: &str) -> usize {
    heading.chars().take_while(|c| *c == '#').count()
}

#[test]
fn both_languages_have_the_same_sections_with_the_same_keys_commands_and_blocks_of_code() {
    for [english, vietnamese] in PAIRS {
        let texts = [read(english), read(vietnamese)];
        let [theirs, ours] = [sections(&texts[0]), sections(&texts[1])];
        assert!(theirs.len() > 4, "{english}");
        for ((heading, lines), (other, other_lines)) in theirs.iter().zip(&ours) {
            assert_eq!(depth(heading), depth(other), "{vietnamese}: {heading}, {other}");
            assert_eq!(spans(lines), spans(other_lines), "{vietnamese}: {heading}, {other}");
            assert_eq!(code(lines), code(other_lines), "{vietnamese}: {heading}, {other}");
            assert_eq!(rows(lines), rows(other_lines), "{vietnamese}: {heading}, {other}");
        }
        assert_eq!(theirs.len(), ours.len(), "{vietnamese}");
    }
}

#[test]
fn vietnamese_is_written_in_composed_letters() {
    for path in manuals().iter().filter(|path| path.ends_with(".vi.md")) {
        assert!(unicode_normalization::is_nfc(&read(path)), "{path}");
    }
}

/// Every manual, by its path from the project's folder.
fn manuals() -> Vec<String> {
    let mut paths = Vec::new();
    for (folder, only) in [("", "README"), ("catalogue/", "README"), ("docs/", "")] {
        for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if name.starts_with(only) && name.ends_with(".md") {
                paths.push(format!("{folder}{name}"));
            }
        }
    }
    paths.sort();
    paths
}

/// The anchor that GitHub gives a heading: small letters, digits, hyphens and low lines stay, a space becomes a hyphen, all else goes.
fn anchor(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = text.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// The anchors of a manual. A heading that stands again gets a number.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut anchors = BTreeSet::new();
    for (heading, _) in sections(text) {
        let anchor = anchor(heading);
        let count = seen.entry(anchor.clone()).or_default();
        anchors.insert(if *count == 0 { anchor } else { format!("{anchor}-{count}") });
        *count += 1;
    }
    anchors
}

/// The targets of links and pictures, without what stands in backquotes.
fn links(text: &str) -> Vec<String> {
    let prose = prose(&text.lines().collect::<Vec<_>>());
    let prose: String = prose.split('`').step_by(2).collect();
    prose.split("](").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0.to_owned())).collect()
}

/// What is wrong with a link of the manual `from`, whose text is `text`.
fn fault(from: &str, text: &str, link: &str) -> Option<String> {
    let (file, wanted) = link.split_once('#').map_or((link, None), |(file, anchor)| (file, Some(anchor)));
    let path = if file.is_empty() { PathBuf::from(from) } else { Path::new(from).parent()?.join(file) };
    let mut plain = PathBuf::new();
    for part in path.components() {
        if part == Component::ParentDir {
            plain.pop();
        } else {
            plain.push(part);
        }
    }
    if !Path::new(env!("CARGO_MANIFEST_DIR")).join(&plain).exists() {
        return Some(format!("{from}: {link} leads to no file"));
    }
    let wanted = wanted?;
    let is_there = if file.is_empty() { anchors(text) } else { anchors(&read(plain.to_str()?)) }.contains(wanted);
    (!is_there).then(|| format!("{from}: {link} leads to no heading"))
}

#[test]
fn every_link_of_a_manual_leads_to_a_file_and_a_heading_that_exist() {
    let manuals = manuals();
    assert!(manuals.iter().any(|path| path == "catalogue/README.vi.md"), "{manuals:?}");
    let mut wrong = Vec::new();
    let mut count = 0;
    for path in &manuals {
        let text = read(path);
        for link in links(&text).iter().filter(|link| !link.contains("://")) {
            count += 1;
            wrong.extend(fault(path, &text, link));
        }
    }
    assert!(count > 100, "{count}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_link_to_no_file_or_to_no_heading_is_told_and_anchors_are_those_of_github() {
    let text =
        "# Đơn vị: việc gì?\n## `a_b`, và c\n## `a_b`, và c\n```sh\n# no heading\n```\n[x](#đơn-vị-việc-gì) `[y](#z)`";
    assert_eq!(anchors(text).into_iter().collect::<Vec<_>>(), ["a_b-và-c", "a_b-và-c-1", "đơn-vị-việc-gì"]);
    assert_eq!(links(text), ["#đơn-vị-việc-gì"]);
    assert_eq!(fault("docs/search.md", text, "#đơn-vị-việc-gì"), None);
    assert_eq!(fault("docs/search.md", text, "../README.md#commands"), None);
    for wrong in ["#don-vi", "../README.md#no", "no.md", "../src/none.rs"] {
        assert!(fault("docs/search.md", text, wrong).is_some(), "{wrong}");
    }
}

/// The commands in the first column of a README's table of commands: of each name what stands before its values.
fn commands(readme: &str, title: &str) -> BTreeSet<String> {
    let text = read(readme);
    let rows = text.lines().skip_while(|line| !line.starts_with(&format!("| {title} |"))).skip(2);
    let cells = rows.take_while(|line| line.starts_with('|')).filter_map(|line| line.split(" | ").next());
    let names = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(|name| {
        let is_word = |word: &&str| word.chars().all(|c| c.is_ascii_lowercase());
        name.split(' ').take_while(is_word).collect::<Vec<_>>().join(" ")
    });
    names.filter(|name| !name.is_empty()).collect()
}

#[test]
fn both_readmes_have_the_same_commands_and_each_is_one() {
    let [english, vietnamese] = [commands("README.md", "command"), commands("README.vi.md", "lệnh")];
    assert!(english.len() > 20, "{english:?}");
    assert_eq!(vietnamese, english);
    let help: toml::Table = read("src/cli/help/vi.toml").parse().unwrap();
    for name in &english {
        assert!(help.contains_key(name), "{name} is no command");
    }
}
