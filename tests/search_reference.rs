//! The weights in `docs/search.md`, held to the code. `UPDATE_SEARCH=1 cargo test --test search_reference` writes them anew.
#![allow(clippy::disallowed_methods, reason = "a test reads the files it is about")]

use niemyet::search::weights;

const BEGIN: &str = "<!-- weights -->\n";
const END: &str = "<!-- /weights -->";

fn read(path: &str) -> String {
    std::fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

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

#[test]
fn every_weight_stands_in_the_documentation_with_its_value_and_meaning() {
    let documented = documented();
    let pairs: Vec<(&str, i64)> = documented.iter().map(|(name, value, _)| (name.as_str(), *value)).collect();
    assert_eq!(pairs, weights::ALL, "the source is read as it is compiled");
    let mut table = String::from("| weight | value | meaning |\n|---|---|---|\n");
    for (name, value, meaning) in &documented {
        assert!(!meaning.is_empty(), "{name} has no meaning");
        let meaning = meaning.replace("[`", "`").replace("`]", "`").replace('|', "\\|");
        table.push_str(&format!("| `{name}` | {value} | {meaning} |\n"));
    }
    let path = "docs/search.md";
    let text = read(path);
    let (head, rest) = text.split_once(BEGIN).unwrap();
    let (_, tail) = rest.split_once(END).unwrap();
    let made = format!("{head}{BEGIN}{table}{END}{tail}");
    if std::env::var_os("UPDATE_SEARCH").is_some() {
        std::fs::write(format!("{}/{path}", env!("CARGO_MANIFEST_DIR")), &made).unwrap();
    }
    assert!(read(path) == made, "docs/search.md is not what the code says: run with UPDATE_SEARCH=1");
}
