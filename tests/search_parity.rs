//! One answer from two engines: the Rust search and the browser's script, run by node over what the build exports,
//! give the same list for every query. Needs node; skipped aloud where there is none.

use crate::project;
use crate::skipping;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use niemyet::address::Links;
use niemyet::artifacts::Artifacts;
use niemyet::input::Input;
use niemyet::ledger::{Catalogue, Ledger};
use niemyet::load::load;
use niemyet::render::site_files;
use niemyet::report::answer_json;
use niemyet::search::{Facet, Options, Searcher, Typing, client, export};
use niemyet::text::fold;
use project::files;
use serde_json::{Value, json};
use skipping::{real_data, skipped};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn with_catalogue<T>(folder: &str, day: &str, use_it: impl FnOnce(&Catalogue<'_>) -> T) -> T {
    let day = day.parse().unwrap();
    let (catalogue, site) = (files(folder), files("site"));
    let input = Input { catalogue, site, templates: BTreeMap::new(), as_of: day, today: day, base_url: None };
    let (records, _) = load(&input);
    let (ledger, _) = Ledger::new(&records);
    use_it(&ledger.as_of(day))
}

/// The queries of the vectors, with the code that is to come first.
fn vectors() -> Vec<(String, Option<String>)> {
    let lines = include_str!("vectors/queries.tsv").lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| match line.split_once('\t') {
            Some((query, first)) => (query.to_owned(), Some(first.to_owned())),
            None => (line.to_owned(), None),
        })
        .collect()
}

/// Queries made of names by rule: whole, folded, first words, inner words, cut off, with a slip, with words joined.
fn made_of_names(catalogue: &Catalogue<'_>, every: usize) -> Vec<String> {
    let mut queries = Vec::new();
    for (at, procedure) in catalogue.records.procedures.values().enumerate().filter(|(at, _)| at % every == 0) {
        let name = &procedure.name;
        let words: Vec<&str> = name.split_whitespace().collect();
        let folded = fold(name);
        let slip_at = folded.char_indices().nth(at % folded.chars().count().max(1)).map_or(0, |(at, _)| at);
        let (head, tail) = folded.split_at(slip_at);
        queries.push(name.clone());
        queries.push(words.iter().take(3 + at % 3).copied().collect::<Vec<_>>().join(" "));
        queries.push(words.iter().skip(at % 5).take(4).copied().collect::<Vec<_>>().join(" "));
        queries.push(format!("{head}{}", tail.get(1..).unwrap_or_default()));
        queries.push(folded.chars().take(9 + at % 11).collect());
        queries.push(format!("Tôi cần làm thủ tục {name} gồm những gì"));
        queries.push(format!("{}{}", words.first().unwrap_or(&""), words.get(1).unwrap_or(&"")));
    }
    queries
}

/// The answers of the Rust engine, which are the same from what a search keeps of the catalogue.
fn answers(catalogue: &Catalogue<'_>, queries: &[String]) -> Vec<Value> {
    let searcher = Searcher::new(catalogue).unwrap();
    let kept = Searcher::of_text(&searcher.to_text().unwrap()).unwrap().unwrap();
    let answers = answers_of(&searcher, queries);
    assert_eq!(answers_of(&kept, queries), answers);
    answers
}

/// Every query, finished and while typing, and some with choices, with the answer.
fn answers_of(searcher: &Searcher, queries: &[String]) -> Vec<Value> {
    let chosen = [(Facet::Level, "commune"), (Facet::Level, "province"), (Facet::Audience, "citizen")];
    let mut answers = Vec::new();
    let mut ask = |query: &str, typing: Typing, choices: &[(Facet, &str)]| {
        let choices = choices.iter().map(|(facet, value)| (*facet, (*value).to_owned())).collect();
        let options = Options { limit: 10, typing, choices };
        let answer = searcher.search(query, &options).unwrap();
        let mut line: Value = serde_json::from_str(&answer_json(&answer)).unwrap();
        line["typing"] = json!(typing == Typing::Unfinished);
        line["choices"] = json!({});
        for (facet, value) in &options.choices {
            let values = line["choices"].as_object_mut().unwrap().entry(facet.as_str()).or_insert(json!([]));
            values.as_array_mut().unwrap().push(json!(value));
        }
        answers.push(line);
    };
    for (at, query) in queries.iter().enumerate() {
        ask(query, Typing::Finished, &[]);
        ask(query, Typing::Unfinished, &[]);
        if at % 10 == 0 {
            ask(query, Typing::Finished, &chosen[..1 + at / 10 % chosen.len()]);
        }
    }
    answers
}

/// The files of the search as the build publishes them.
fn published(catalogue: &Catalogue<'_>) -> Artifacts {
    let own = files("site");
    let site = site_files(&own);
    let mut artifacts = client::files(&site, &export(catalogue), Links::Folders);
    artifacts.insert("assets/search.js", site["assets/search.js"]).unwrap();
    artifacts
}

/// Runs node over the export and the answers; its complaint, or `None` where all is the same.
fn complaint_of_node(catalogue: &Catalogue<'_>, answers: &[Value]) -> Option<String> {
    if Command::new("node").arg("--version").output().is_err() {
        skipped("no node to run the browser's script with");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in published(catalogue).iter() {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let lines: Vec<String> = answers.iter().map(Value::to_string).collect();
    std::fs::write(folder.path().join("answers.jsonl"), lines.join("\n")).unwrap();
    let script = root().join("tests/browser/search-parity.mjs");
    let output = Command::new("node").arg(script).arg(folder.path()).output().unwrap();
    println!("{}", String::from_utf8_lossy(&output.stdout));
    (!output.status.success()).then(|| String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn both_engines_give_one_answer_on_the_committed_catalogue() {
    with_catalogue("catalogue", "2026-11-21", |catalogue| {
        let mut queries: Vec<String> = vectors().into_iter().map(|(query, _)| query).collect();
        queries.extend(made_of_names(catalogue, 150));
        assert_eq!(complaint_of_node(catalogue, &answers(catalogue, &queries)), None);
    });
}

#[test]
fn both_engines_give_one_answer_to_questions_as_people_ask_them() {
    let Some(path) = real_data("data/queries-dev.jsonl") else { return };
    let query = |line: &str| {
        let question: Value = serde_json::from_str(line).unwrap();
        question["query"].as_str().unwrap().to_owned()
    };
    let queries: Vec<String> = std::fs::read_to_string(path).unwrap().lines().map(query).collect();
    with_catalogue("catalogue", "2026-11-21", |catalogue| {
        assert_eq!(complaint_of_node(catalogue, &answers(catalogue, &queries)), None);
    });
}

#[test]
fn both_engines_give_one_answer_on_a_catalogue_full_of_changes() {
    with_catalogue("tests/fixtures/haiphong/catalogue", "2026-11-21", |catalogue| {
        let mut queries = made_of_names(catalogue, 1);
        queries.extend(catalogue.records.procedures.keys().map(|code| code.to_string()));
        queries.extend(catalogue.records.decisions.iter().map(|decision| decision.key.number.to_string()));
        assert_eq!(complaint_of_node(catalogue, &answers(catalogue, &queries)), None);
    });
}

/// Where few words are known, what is no word of a name must be none in either.
#[test]
fn both_engines_give_one_answer_on_a_catalogue_of_few_words() {
    with_catalogue("tests/fixtures/render/catalogue", "2026-11-21", |catalogue| {
        let mut queries = made_of_names(catalogue, 1);
        // "Thủ tục" stands before a name, and is no part of it.
        assert!(catalogue.records.procedures.values().any(|procedure| procedure.name.starts_with("Thủ tục ")));
        queries.extend(["xa truc tuyen", "tục", "thu", "thủ tục"].map(str::to_owned));
        assert_eq!(complaint_of_node(catalogue, &answers(catalogue, &queries)), None);
    });
}

#[test]
fn the_vectors_queries_have_the_right_first_hit() {
    with_catalogue("catalogue", "2026-11-21", |catalogue| {
        let searcher = Searcher::new(catalogue).unwrap();
        let mut wrong = Vec::new();
        for (query, first) in vectors() {
            let answer = searcher.search(&query, &Options::default()).unwrap();
            let found = answer.hits.first().map(|hit| hit.code.clone());
            if first.is_some() && found != first {
                wrong.push((query, first, found));
            }
        }
        assert_eq!(wrong, []);
    });
}
