//! The browser's search as files.
//!
//! - `assets/searchbox.js`, loaded by every page: names the other files, and loads them when the box is used;
//! - `assets/search-client.HASH.js`: the rules, the engine and what is shown on the page, one after another;
//! - `assets/search-PART.HASH.js` for every part of the data;
//! - `assets/embed.js`, for other sites: a frame with the search;
//! - `assets/search.js`, the one module: the stable address for other scripts. It stands as it is.
//!
//! All but the last are classic scripts: from a disk a page may load those, but neither modules nor data. A name with
//! the hash of its bytes never gets others, so that it may be kept for ever; only `searchbox.js` must be asked for
//! anew, and what it names was published with it.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::export::{Export, FORMAT};
use crate::address::{self, Links};
use crate::artifacts::Artifacts;
use crate::digest::short;
use crate::strings::{Language, Strings};

/// The script that every page loads.
pub const LOADER: &str = "assets/searchbox.js";

/// The script that another site puts into a page of its own.
const EMBED: &str = "assets/embed.js";

/// How many bytes of a file's SHA-256 its name has.
const HASH: usize = 8;

/// What the client is put together from; each takes from those before it.
const CLIENT: [&str; 13] = [
    "assets/search-text.js",
    "assets/search-index.js",
    "assets/search-plan.js",
    "assets/search-score.js",
    "assets/search-query.js",
    "assets/search-engine.js",
    "assets/elements.js",
    "assets/refill.js",
    "assets/found.js",
    "assets/suggestions.js",
    "assets/results-address.js",
    "assets/results-list.js",
    "assets/results.js",
];

/// What the first results do without: it comes with the data that it works on.
const LATER: [&str; 6] = [
    "assets/search-named.js",
    "assets/search-full.js",
    "assets/search-spelling.js",
    "assets/search-facets.js",
    "assets/results-facets.js",
    "assets/results-notes.js",
];
/// The part of the data with which that comes.
const LATER_WITH: &str = "full";

/// Whether a file of `site/` goes into the search's files and does not stand on the site by itself.
pub fn is_source(path: &str) -> bool {
    path == LOADER || path == EMBED || CLIENT.contains(&path) || LATER.contains(&path)
}

/// Whether the file at a path of the site never changes: its name has the hash of its bytes.
pub fn is_for_ever(path: &str) -> bool {
    let name = path.strip_prefix("assets/search-").and_then(|name| name.strip_suffix(".js"));
    let hash = name.and_then(|name| name.rsplit_once('.')).map(|(_, hash)| hash);
    hash.is_some_and(|hash| hash.len() == 2 * HASH && hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')))
}

/// The files of the search. `site` holds the scripts by their path in `site/`; one that is not there is left out.
pub fn files(site: &BTreeMap<&str, &[u8]>, export: &Export, links: Links) -> Artifacts {
    let source = |path: &str| source_of(site, path);
    let mut files = vec![client_of(site, &export.rules)];
    for part in &export.parts {
        let call = format!("niemyet.receive(\"{}\",String.raw`{}`);\n", part.name, in_template(&part.json));
        let with_it = LATER.into_iter().filter(|_| part.name == LATER_WITH).map(source).collect::<String>();
        files.push(hashed(&part.name, with_it + &call));
    }
    let mut names = files.iter().map(|file| json!(file.name));
    let client = names.next();
    let parts = export.parts.iter().map(|part| part.name.to_owned()).zip(names).collect();
    let manifest = manifest(export, client, parts, links, &export.rules);
    let loader = loader(site, &manifest);
    let frame = json!({
        "page": address::EMBED,
        "title": Strings::of(Language::Vietnamese).get(&["site", "search", "title"]),
    });
    // Nothing of it is left in the page that it is put into.
    let embed = format!("(frame=>{{\n{}}})({});\n", source(EMBED), in_script(&frame));
    let mut artifacts = Artifacts::new();
    let paths = files.into_iter().map(|file| (format!("assets/{}", file.name), file.text));
    for (path, text) in paths.chain([(LOADER.to_owned(), loader), (EMBED.to_owned(), embed)]) {
        // Every address is ours, plain and different.
        let taken = artifacts.insert(path, text);
        debug_assert!(taken.is_ok());
    }
    artifacts
}

/// The script that the pages below a folder of the site load, and the client whose words are theirs: the data is that of `files`, which
/// hold the search of the whole site.
pub fn translated(
    site: &BTreeMap<&str, &[u8]>,
    export: &Export,
    strings: &Strings,
    links: Links,
    files: &Artifacts,
    folder: &str,
) -> Artifacts {
    let rules = export.rules_in(strings);
    let client = client_of(site, &rules);
    // The loader asks for names in its own tree's `assets/`.
    let up = "../".repeat(1 + folder.matches('/').count());
    let led = |name: &str| json!(format!("{up}assets/{name}"));
    let part = |part: &super::export::Part| {
        let begin = format!("assets/search-{}.", part.name);
        let (path, _) = files.iter().find(|(path, _)| path.starts_with(&begin) && is_for_ever(path))?;
        Some((part.name.clone(), led(path.trim_start_matches("assets/"))))
    };
    let parts = export.parts.iter().filter_map(part).collect();
    let manifest = manifest(export, Some(led(&client.name)), parts, links, &rules);
    let mut artifacts = Artifacts::new();
    for (path, text) in
        [(format!("assets/{}", client.name), client.text), (format!("{folder}{LOADER}"), loader(site, &manifest))]
    {
        let taken = artifacts.insert(path, text);
        debug_assert!(taken.is_ok(), "both addresses are ours, plain and different");
    }
    artifacts
}

/// A script of the site, as it goes into a file of the search.
fn source_of(site: &BTreeMap<&str, &[u8]>, path: &str) -> String {
    site.get(path).map_or_else(String::new, |bytes| stripped(&String::from_utf8_lossy(bytes)))
}

/// The rules, the engine and what is shown on the page.
fn client_of(site: &BTreeMap<&str, &[u8]>, rules: &Value) -> Hashed {
    let mut client = format!("'use strict';\n(globalThis.niemyet??={{}}).rules={};\n", in_script(rules));
    for path in CLIENT {
        client.push_str(&source_of(site, path));
    }
    hashed("client", client)
}

/// What the loader knows of the other files.
fn manifest(export: &Export, client: Option<Value>, parts: Map<String, Value>, links: Links, rules: &Value) -> Value {
    json!({
        "format": FORMAT,
        "as_of": export.as_of.to_string(),
        "client": client,
        "parts": parts,
        "page": match links { Links::Folders => "", Links::Files => "index.html" },
        "failed": rules.pointer("/words/script/failed"),
    })
}

fn loader(site: &BTreeMap<&str, &[u8]>, manifest: &Value) -> String {
    format!("(globalThis.niemyet??={{}}).manifest={};\n{}", in_script(manifest), source_of(site, LOADER))
}

/// A file that never changes.
struct Hashed {
    name: String,
    text: String,
}

fn hashed(name: &str, text: String) -> Hashed {
    let hash = short(&text, HASH);
    Hashed { name: format!("search-{name}.{hash}.js"), text }
}

/// JSON as it may stand in a script, also in one that stands in a page.
pub fn in_script(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c")
}

/// JSON as it may stand in a raw template: what would end it, or begin an expression in it, is written as JSON escapes.
/// A program reads JSON faster than a script.
fn in_template(value: &Value) -> String {
    in_script(value).replace('`', "\\u0060").replace("${", "\\u0024{")
}

/// A script without the lines that are comment and without blanks before the others: a quarter of its compressed bytes.
/// One with a text over several lines stays as it is, for there a line may be neither.
fn stripped(script: &str) -> String {
    if script.lines().any(|line| line.matches('`').count() % 2 == 1) {
        return format!("{script}\n");
    }
    let mut out = String::new();
    let mut in_comment = false;
    for line in script.lines().map(str::trim) {
        let rest = match (in_comment, line.strip_prefix("/*")) {
            (false, None) => line,
            (false, Some(rest)) => {
                in_comment = true;
                rest
            }
            (true, _) => line,
        };
        let code = if in_comment {
            let Some((_, after)) = rest.split_once("*/") else { continue };
            in_comment = false;
            after
        } else {
            rest
        };
        if !code.is_empty() && !code.starts_with("//") {
            out.push_str(code);
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    fn export(names: Value) -> Export {
        let parts =
            ["names", "full"].map(|name| super::super::export::Part { name: name.to_owned(), json: names.clone() });
        Export { as_of: "2026-06-01".parse().unwrap(), rules: json!({ "stop": ["</script"] }), parts: parts.into() }
    }

    fn scripts() -> BTreeMap<&'static str, &'static [u8]> {
        let all = CLIENT.iter().chain([&LOADER, &EMBED]);
        all.map(|path| (*path, path.as_bytes())).collect()
    }

    #[test]
    fn each_file_is_named_by_its_hash_and_the_loader_names_them_all() {
        let files = files(&scripts(), &export(json!({ "format": FORMAT })), Links::Folders);
        assert_eq!(files, super::files(&scripts(), &export(json!({ "format": FORMAT })), Links::Folders));
        let loader = String::from_utf8(files.get(LOADER).unwrap().to_vec()).unwrap();
        let (manifest, source) = loader.split_once(";\n").unwrap();
        assert_eq!(source, format!("{LOADER}\n"));
        let manifest: Value = serde_json::from_str(manifest.split_once(".manifest=").unwrap().1).unwrap();
        assert_eq!((&manifest["format"], &manifest["as_of"]), (&json!(FORMAT), &json!("2026-06-01")));
        let named = [&manifest["client"], &manifest["parts"]["names"], &manifest["parts"]["full"]];
        assert_eq!(files.len(), 2 + named.len());
        for name in named {
            let path = format!("assets/{}", name.as_str().unwrap());
            assert!(files.get(&path).is_some() && is_for_ever(&path), "{path}");
        }
        for path in [LOADER, "assets/search.js", "assets/search-client.js", "assets/search-names.0123456789abcdeg.js"] {
            assert!(!is_for_ever(path), "{path}");
        }
        let changed = super::files(&scripts(), &export(json!({ "format": FORMAT, "codes": "1" })), Links::Folders);
        let same: Vec<&str> =
            changed.iter().filter(|(path, _)| files.get(path).is_some()).map(|(path, _)| path).collect();
        let client = format!("assets/{}", named[0].as_str().unwrap());
        assert_eq!(same, [EMBED, &client, LOADER], "other data, the same client");
    }

    #[test]
    fn no_text_of_the_data_ends_its_script() {
        let hostile = json!({ "format": FORMAT, "names": "`${alert(1)}</script>\u{2028}\\u0041\r\n" });
        let files = files(&scripts(), &export(hostile.clone()), Links::Folders);
        let (_, script) = files.iter().find(|(path, _)| path.starts_with("assets/search-names.")).unwrap();
        let script = std::str::from_utf8(script).unwrap();
        let (head, rest) = script.split_once('`').unwrap();
        let (text, tail) = rest.split_once('`').unwrap();
        assert_eq!((head, tail), ("niemyet.receive(\"names\",String.raw", ");\n"));
        assert!(!text.contains("${") && !text.contains('<') && !text.contains('\r'));
        assert_eq!(serde_json::from_str::<Value>(text).unwrap(), hostile);
    }

    #[test]
    fn comments_and_blanks_go_and_nothing_else() {
        let script = "// one\n'use strict';\n{\n  /** a\n      b */\n  const a = '//'; // c\n\n  /* d */ let e;\n}\n";
        assert_eq!(stripped(script), "'use strict';\n{\nconst a = '//'; // c\n let e;\n}\n");
        let text = "const a = `\n  // no comment\n`;";
        assert_eq!(stripped(text), format!("{text}\n"));
    }
}
