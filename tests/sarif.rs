//! `check --format sarif` against what SARIF 2.1.0 (OASIS, errata 01) and its schema require, read by hand.

use std::collections::BTreeSet;
use std::path::Path;

use niemyet::finding::{Code, Finding};
use niemyet::input::{FileContent, Files, Input};
use niemyet::model::Day;
use niemyet::pipeline;
use niemyet::report::findings_sarif;
use niemyet::source::SourceFile;
use niemyet::strings::Language;
use serde_json::Value;

/// The keys that an object has are among these, and it has those that are needed.
fn keys(value: &Value, needed: &[&str], others: &[&str]) -> Result<(), String> {
    let object = value.as_object().ok_or_else(|| format!("no object: {value}"))?;
    let known: BTreeSet<&str> = needed.iter().chain(others).copied().collect();
    let unknown: Vec<_> = object.keys().filter(|key| !known.contains(key.as_str())).collect();
    let missing: Vec<_> = needed.iter().filter(|key| !object.contains_key(**key)).collect();
    if unknown.is_empty() && missing.is_empty() { Ok(()) } else { Err(format!("{unknown:?} {missing:?}: {value}")) }
}

fn text(value: &Value) -> Result<&str, String> {
    value.as_str().filter(|text| !text.trim().is_empty()).ok_or_else(|| format!("no text: {value}"))
}

fn one_of(value: &Value, words: &[&str]) -> Result<(), String> {
    let word = text(value)?;
    if words.contains(&word) { Ok(()) } else { Err(format!("{word} is none of {words:?}")) }
}

/// A relative reference of RFC 3986 with a plain path, and the path that it stands for.
fn path_of(uri: &str) -> Result<String, String> {
    let wrong = || format!("{uri} is no relative path reference");
    let mut bytes = uri.bytes();
    let mut path = Vec::new();
    while let Some(byte) = bytes.next() {
        match byte {
            b'%' => {
                let digits = [bytes.next().ok_or_else(wrong)?, bytes.next().ok_or_else(wrong)?];
                let digits = std::str::from_utf8(&digits).map_err(|_| wrong())?.to_owned();
                path.push(u8::from_str_radix(&digits, 16).map_err(|_| wrong())?);
            }
            b'-' | b'.' | b'_' | b'~' | b'/' | b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => path.push(byte),
            _ => return Err(wrong()),
        }
    }
    let bad = uri.is_empty() || uri.starts_with('/') || uri.split('/').any(|part| part == "..");
    if bad { Err(wrong()) } else { String::from_utf8(path).map_err(|_| wrong()) }
}

/// What a log breaks, or the number of its results and of the regions with a column.
fn validate(log: &Value, file: &dyn Fn(&str) -> Option<SourceFile>) -> Result<(usize, usize), String> {
    keys(log, &["version", "runs", "$schema"], &[])?;
    one_of(&log["version"], &["2.1.0"])?;
    if !text(&log["$schema"])?.starts_with("https://") {
        return Err("$schema is no absolute URI".to_owned());
    }
    let [run] = log["runs"].as_array().ok_or("runs is no array")?.as_slice() else { return Err("not one run".into()) };
    keys(run, &["tool", "results"], &["columnKind", "originalUriBaseIds"])?;
    // Columns count characters of a line, not UTF-16 code units, which is what a log without this word would mean.
    one_of(&run["columnKind"], &["unicodeCodePoints"])?;
    keys(&run["tool"], &["driver"], &[])?;
    let driver = &run["tool"]["driver"];
    keys(driver, &["name"], &["version", "rules"])?;
    text(&driver["name"])?;
    let rules = driver["rules"].as_array().ok_or("rules is no array")?;
    let mut ids = BTreeSet::new();
    for rule in rules {
        keys(rule, &["id"], &["shortDescription", "help", "defaultConfiguration", "properties"])?;
        if !ids.insert(text(&rule["id"])?) {
            return Err(format!("{} is a rule twice", rule["id"]));
        }
        for described in ["shortDescription", "help"] {
            keys(&rule[described], &["text"], &[])?;
            text(&rule[described]["text"])?;
        }
        keys(&rule["defaultConfiguration"], &["level"], &[])?;
        one_of(&rule["defaultConfiguration"]["level"], &["none", "note", "warning", "error"])?;
    }
    let results = run["results"].as_array().ok_or("results is no array")?;
    let mut columns = 0;
    for result in results {
        keys(result, &["message", "ruleId"], &["ruleIndex", "kind", "level", "locations"])?;
        keys(&result["message"], &["text"], &[])?;
        text(&result["message"]["text"])?;
        let index = result["ruleIndex"].as_u64().and_then(|index| usize::try_from(index).ok());
        let rule = index.and_then(|index| rules.get(index)).ok_or_else(|| format!("no such rule: {result}"))?;
        if rule["id"] != result["ruleId"] {
            return Err(format!("ruleIndex leads to {}: {result}", rule["id"]));
        }
        one_of(&result["kind"], &["fail", "open"])?;
        one_of(&result["level"], &["none", "note", "warning", "error"])?;
        if (result["kind"] == "fail") == (result["level"] == "none") {
            return Err(format!("only what is no failure has the level none: {result}"));
        }
        for location in result["locations"].as_array().ok_or("locations is no array")? {
            keys(location, &["physicalLocation"], &[])?;
            let physical = &location["physicalLocation"];
            keys(physical, &["artifactLocation"], &["region"])?;
            let artifact = &physical["artifactLocation"];
            keys(artifact, &["uri"], &["uriBaseId"])?;
            let path = path_of(text(&artifact["uri"])?)?;
            if run["originalUriBaseIds"].get(text(&artifact["uriBaseId"])?).is_none() {
                return Err(format!("nothing says what {} is", artifact["uriBaseId"]));
            }
            let Some(region) = physical.get("region") else { continue };
            keys(region, &["startLine"], &["startColumn"])?;
            let number = |key: &str| region[key].as_u64().and_then(|number| usize::try_from(number).ok());
            let line = number("startLine").filter(|line| *line >= 1).ok_or_else(|| format!("no line: {region}"))?;
            if region.get("startColumn").is_none() {
                continue;
            }
            let column =
                number("startColumn").filter(|column| *column >= 1).ok_or_else(|| format!("no column: {region}"))?;
            let source = file(&path).ok_or_else(|| format!("no such file: {path}"))?;
            let width = source.text.split('\n').nth(line - 1).map(|line| line.chars().count());
            if width.is_none_or(|width| column > width + 1) {
                return Err(format!("{path}:{line}:{column} lies outside the file"));
            }
            columns += 1;
        }
    }
    Ok((results.len(), columns))
}

fn input(catalogue: Files, site: Files) -> Input {
    let day = Day::from_ymd_opt(2026, 11, 21).unwrap();
    Input { catalogue, site, templates: Files::new(), as_of: day, today: day, base_url: None }
}

fn folder(path: &str) -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let files = walkdir::WalkDir::new(&root).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    let file = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        (path, FileContent::Bytes(std::fs::read(entry.path()).unwrap()))
    };
    files.map(file).collect()
}

fn checked(input: &Input, findings: &[Finding]) -> (usize, usize) {
    let mut numbers = (0, 0);
    for language in [Language::Vietnamese, Language::English] {
        let log = findings_sarif(findings, language);
        // What a reader gets has gone through text.
        let log: Value = serde_json::from_str(&format!("{log:#}")).unwrap();
        numbers = validate(&log, &|path| input.source(path)).unwrap();
        assert_eq!(numbers.0, findings.len());
    }
    numbers
}

#[test]
fn the_log_of_a_real_catalogue_is_as_the_schema_wants_it() {
    let input = input(folder("tests/fixtures/haiphong/catalogue"), folder("tests/fixtures/haiphong/site"));
    let findings = pipeline::build(&input).findings;
    let (results, columns) = checked(&input, &findings);
    assert!(results > 100 && columns > 0, "{results} {columns}");
}

#[test]
fn names_of_files_and_lines_that_are_not_ascii_are_told_as_the_form_wants() {
    let file = |text: &str| FileContent::Bytes(text.as_bytes().to_vec());
    let name = "decisions/2026/số 1 (bản 100%) #2?.toml";
    // The sign before the fault takes two UTF-16 code units and one column.
    let text = "number = \"𝟏/QĐ-UBND\" # 🏯 ký\ntitle = \"🏯🏯\"\nđ🏯 = 1\n";
    let catalogue = Files::from([
        (name.to_owned(), file(text)),
        ("procedures/đất đai/1.000001.md".to_owned(), file("+++\ncode = \"🏯\"\nten = 1\n+++\n")),
        ("a:b.toml".to_owned(), file("x = 1\n")),
    ]);
    let input = input(catalogue, Files::from([("site.toml".to_owned(), file("title = \"🏯\"\nhoa = 1\n"))]));
    let findings = pipeline::build(&input).findings;
    let (results, columns) = checked(&input, &findings);
    assert!(results >= 5 && columns >= 2, "{results} {columns}: {findings:#?}");
    let log = findings_sarif(&findings, Language::English);
    let uris: Vec<&str> = log["runs"][0]["results"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|result| result.pointer("/locations/0/physicalLocation/artifactLocation/uri")?.as_str())
        .collect();
    assert!(
        uris.contains(&"catalogue/decisions/2026/s%E1%BB%91%201%20%28b%E1%BA%A3n%20100%25%29%20%232%3F.toml"),
        "{uris:#?}"
    );
    assert!(uris.contains(&"catalogue/a%3Ab.toml"), "{uris:#?}");
}

#[test]
fn a_log_that_breaks_the_form_is_told() {
    let source = |_: &str| Some(SourceFile { path: "a".into(), text: "đ = 1\n".into() });
    let place = niemyet::source::Place { path: "a".into(), line: 1, column: 5, span: None };
    let log = findings_sarif(&[Finding::at(place, Code::KeyUnknown)], Language::English);
    assert_eq!(validate(&log, &source), Ok((1, 1)));
    for (pointer, value) in [
        ("/version", "2.0.0"),
        ("/runs/0/columnKind", "utf16CodeUnits"),
        ("/runs/0/results/0/ruleId", "NO_SUCH"),
        ("/runs/0/results/0/message/text", " "),
        ("/runs/0/results/0/level", "none"),
        ("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri", "/a b"),
        ("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri", "đ"),
    ] {
        let mut broken = log.clone();
        *broken.pointer_mut(pointer).unwrap() = value.into();
        assert!(validate(&broken, &source).is_err(), "{pointer} = {value}");
    }
    for (pointer, value) in [("startLine", 0), ("startColumn", 0), ("startColumn", 7)] {
        let mut broken = log.clone();
        broken["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"][pointer] = value.into();
        assert!(validate(&broken, &source).is_err(), "{pointer} = {value}");
    }
}
