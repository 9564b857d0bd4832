//! The weights in `docs/search.md` and `docs/search.vi.md`, held to the code. `UPDATE_SEARCH=1 cargo test
//! search_reference` writes them anew; what a weight means is said in Vietnamese in `docs/search.vi.md` alone, by a person.

use crate::manual;

use std::collections::BTreeMap;

use manual::read;
use niemyet::search::weights;

const BEGIN: &str = "<!-- weights -->\n";
const END: &str = "<!-- /weights -->";

/// Each weight with its documentation, in the order of the table.
fn documented() -> Vec<(String, i64, String)> {
    let mut found = Vec::new();
    let mut meaning = Vec::new();
    for line in read("src/search/weights.rs").lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("/// ") {
            meaning.push(text.to_owned());
        } else {
            let pair = line.strip_suffix(';').and_then(|line| line.split_once(" = "));
            if let Some((name, value)) = pair.and_then(|(name, value)| Some((name, value.parse().ok()?))) {
                found.push((name.to_owned(), value, meaning.join(" ")));
            }
            meaning.clear();
        }
    }
    found
}

/// What a manual says of each weight, by its name.
fn said(table: &str) -> BTreeMap<&str, &str> {
    let rows = table.lines().filter_map(|line| {
        let (name, rest) = line.strip_prefix("| `")?.split_once("` | ")?;
        Some((name, rest.split_once(" | ")?.1.strip_suffix(" |")?))
    });
    rows.collect()
}

/// Holds the table of a manual to the code: its titles, and of each weight the name, the value and what `meaning` makes of the
/// documentation in the source and of what the manual says now.
fn hold(path: &str, titles: &str, meaning: impl Fn(&str, Option<&str>) -> String) {
    let text = read(path);
    let (head, rest) = text.split_once(BEGIN).unwrap();
    let (now, tail) = rest.split_once(END).unwrap();
    let said = said(now);
    let mut table = format!("| {titles} |\n|---|---|---|\n");
    for (name, value, documentation) in &documented() {
        let meaning = meaning(documentation, said.get(name.as_str()).copied());
        assert!(!meaning.is_empty(), "{path}: {name} has no meaning");
        table.push_str(&format!("| `{name}` | {value} | {meaning} |\n"));
    }
    let made = format!("{head}{BEGIN}{table}{END}{tail}");
    if std::env::var_os("UPDATE_SEARCH").is_some() {
        std::fs::write(format!("{}/{path}", env!("CARGO_MANIFEST_DIR")), &made).unwrap();
    }
    assert!(read(path) == made, "{path} is not what the code says: run with UPDATE_SEARCH=1");
}

#[test]
fn every_weight_stands_in_the_documentation_with_its_value_and_meaning() {
    let documented = documented();
    let pairs: Vec<(&str, i64)> = documented.iter().map(|(name, value, _)| (name.as_str(), *value)).collect();
    assert_eq!(pairs, weights::ALL, "the source is read as it is compiled");
    hold("docs/search.md", "weight | value | meaning", |documentation, _| {
        documentation.replace("[`", "`").replace("`]", "`").replace('|', "\\|")
    });
}

#[test]
fn every_weight_stands_in_the_vietnamese_documentation_with_its_value() {
    hold("docs/search.vi.md", "trọng số | giá trị | ý nghĩa", |_, said| said.unwrap_or_default().to_owned());
}
