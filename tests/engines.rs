//! Documents for search engines.
#![allow(clippy::disallowed_methods, reason = "a test reads the files it is about")]

mod engine;
mod project;

use std::collections::BTreeMap;

use engine::Engine;
use niemyet::input::Input;
use niemyet::ledger::{Catalogue, Ledger};
use niemyet::load::load;
use niemyet::search::engines::{self, for_engine};
use niemyet::search::{Options, Searcher};
use project::files;

fn with_committed<T>(use_it: impl FnOnce(&Catalogue<'_>) -> T) -> T {
    let day = "2026-11-21".parse().unwrap();
    let (catalogue, site) = (files("catalogue"), files("site"));
    let input = Input { catalogue, site, templates: BTreeMap::new(), as_of: day, today: day, base_url: None };
    let (records, _) = load(&input);
    let (ledger, _) = Ledger::new(&records);
    use_it(&ledger.as_of(day))
}

fn queries(text: &str) -> Vec<String> {
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines.map(|line| line.split('\t').next().unwrap().to_owned()).collect()
}

#[test]
fn agreement() {
    with_committed(|catalogue| {
        let made = for_engine(catalogue, engines::Engine::Quickwit);
        let files: BTreeMap<String, String> = made.files.into_iter().collect();
        let engine = Engine::new(&files);
        let own = Searcher::new(catalogue).unwrap();
        let names: Vec<String> = catalogue.records.procedures.values().step_by(23).map(|p| p.name.clone()).collect();
        let heads: Vec<String> = names.iter().map(|name| name.split_whitespace().take(6).collect::<Vec<_>>().join(" ")).collect();
        let inner: Vec<String> = names.iter().map(|name| name.split_whitespace().skip(3).take(4).collect::<Vec<_>>().join(" ")).collect();
        for (set, queries) in [
            ("vectors", queries(include_str!("vectors/queries.tsv"))),
            ("questions", queries(include_str!("bench/search/questions.tsv"))),
            ("names", names), ("heads", heads), ("inner", inner),
        ] {
            let (mut first, mut top3, mut count) = (0, 0, 0);
            for query in &queries {
                let hits = own.search(query, &Options::default()).unwrap().hits;
                let Some(best) = hits.first() else { continue };
                let found = engine.codes(query);
                count += 1;
                first += usize::from(found.first() == Some(&best.code));
                top3 += usize::from(found.iter().take(3).any(|code| *code == best.code));
                if found.first() != Some(&best.code) && std::env::var("SHOW").is_ok() {
                    println!("{set}\t{query}\t{}\t{:?}", best.code, found.iter().take(3).collect::<Vec<_>>());
                }
            }
            println!("== {set}: {first} first, {top3} in three, of {count}");
        }
    });
}
