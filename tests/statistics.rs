//! The numbers of a day: the page, the files, the command, and a walk of its own over the published list say the same.

use crate::project;
use crate::sites;
use crate::world;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use niemyet::artifacts::Artifacts;
use niemyet::ledger::Ledger;
use niemyet::model::Day;
use niemyet::pipeline;
use niemyet::statistics::{Statistics, Subject};
use serde_json::Value;
use world::{TODAY, World};

/// The real catalogue, one rich in changes, and one with every case.
const PROJECTS: [&str; 3] = ["", "tests/fixtures/haiphong", "tests/fixtures/render"];

struct Site {
    folder: &'static str,
    artifacts: &'static Artifacts,
}

static SITES: LazyLock<Vec<Site>> = LazyLock::new(|| {
    let site = |folder| Site { folder, artifacts: sites::site(folder, TODAY) };
    PROJECTS.into_iter().map(site).collect()
});

impl Site {
    fn text(&self, path: &str) -> &str {
        let bytes = self.artifacts.get(path).unwrap_or_else(|| panic!("{} has no {path}", self.folder));
        std::str::from_utf8(bytes).unwrap()
    }

    fn json(&self, path: &str) -> Value {
        serde_json::from_str(self.text(path)).unwrap()
    }

    /// The numbers of `thong-ke.json`: key → count in the first column.
    fn told(&self, table: &str) -> BTreeMap<String, u64> {
        let json = self.json("thong-ke.json");
        let rows = json["tables"][table].as_array().unwrap().clone();
        let count = |row: &Value| row["counts"]["count"].as_u64().unwrap();
        rows.iter().map(|row| (row["key"].as_str().unwrap().to_owned(), count(row))).collect()
    }

    /// The page's tables: (table, row, column) → the number and where it leads.
    fn page(&self) -> BTreeMap<(String, usize, usize), (usize, Option<String>)> {
        let html = self.text("thong-ke/index.html");
        let mut cells = BTreeMap::new();
        for section in html.split("<section class=\"sec\" id=\"").skip(1) {
            let id = section.split('"').next().unwrap();
            let body = section.split("<tbody>").nth(1).unwrap_or_default().split("</tbody>").next().unwrap();
            for (at, row) in body.split("<tr>").skip(1).enumerate() {
                // The earlier day's number has no bar.
                let barred = row.split("<td>").skip(1).filter(|cell| cell.contains("<svg"));
                for (place, cell) in barred.enumerate() {
                    let inner = cell.split("<span class=\"num\">").nth(1).unwrap().split("</span>").next().unwrap();
                    let url = inner.split("href=\"../").nth(1).map(|rest| rest.split('"').next().unwrap().to_owned());
                    let shown = inner.split('>').nth(usize::from(url.is_some())).unwrap_or(inner);
                    let digits: String = shown.chars().filter(char::is_ascii_digit).collect();
                    cells.insert((id.to_owned(), at, place), (digits.parse().unwrap(), url));
                }
            }
        }
        cells
    }

    /// The codes that the pages of a list have in their rows.
    fn codes_at(&self, address: &str) -> BTreeSet<String> {
        let pages = std::iter::once(format!("{address}index.html"))
            .chain((2..).map(|page| format!("{address}{page}/index.html")))
            .take_while(|path| self.artifacts.get(path).is_some());
        let codes = pages.flat_map(|path| {
            // Of a row the first link leads to its procedure, others to what took its place.
            let main = self.text(&path).split("<main").nth(1).unwrap().split("</main>").next().unwrap();
            let due = main
                .split("<ul class=\"due\">")
                .skip(1)
                .flat_map(|list| list.split("</ul>").next().unwrap().split("<li>"));
            let rows =
                main.split("<tr").skip(1).filter(|_| !address.starts_with("don-vi/")).chain(due).collect::<Vec<_>>();
            let code = |row: &str| Some(row.split("/T/").nth(1)?.split('/').next()?.to_owned());
            rows.into_iter().filter_map(code).collect::<Vec<_>>()
        });
        codes.collect()
    }
}

fn counted(of: impl Iterator<Item = String>) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for key in of {
        *counts.entry(key).or_default() += 1;
    }
    counts
}

fn without_zeros(counts: BTreeMap<String, u64>) -> BTreeMap<String, u64> {
    counts.into_iter().filter(|(_, count)| *count > 0).collect()
}

#[test]
fn the_numbers_are_those_of_a_walk_over_the_published_list() {
    for site in SITES.iter() {
        let published = site.json("procedures.json");
        let published = published.as_array().unwrap();
        let text = |one: &Value, key: &str| one[key].as_str().unwrap().to_owned();
        let is_listed = |one: &&Value| ["in-force", "unknown"].contains(&one["status"].as_str().unwrap());
        let listed: Vec<&Value> = published.iter().filter(is_listed).collect();
        let folder = site.folder;
        assert_eq!(site.json("thong-ke.json")["listed"], listed.len(), "{folder}");
        let statuses = counted(published.iter().map(|one| text(one, "status")));
        assert_eq!(without_zeros(site.told("status")), statuses, "{folder}");
        let sectors = counted(listed.iter().map(|one| text(one, "sector_id")));
        assert_eq!(without_zeros(site.told("sector")), sectors, "{folder}");
        let levels = counted(listed.iter().flat_map(|one| {
            let levels = one["levels"].as_array().unwrap();
            let words: Vec<String> = levels.iter().map(|level| level.as_str().unwrap().to_owned()).collect();
            if words.is_empty() { vec!["unknown".to_owned()] } else { words }
        }));
        assert_eq!(without_zeros(site.told("level")), levels, "{folder}");
        assert_eq!(site.told("online").values().sum::<u64>(), listed.len() as u64, "{folder}");
        for letter in site.json("thong-ke.json")["tables"]["component"].as_array().unwrap() {
            let all: u64 = letter["counts"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
            assert_eq!(all, listed.len() as u64, "{folder} {letter}");
        }
    }
}

#[test]
fn the_page_shows_the_numbers_of_the_file_and_the_command_tells_them_too() {
    for site in SITES.iter() {
        let json = site.json("thong-ke.json");
        let page = site.page();
        let mut compared = 0;
        for (table, rows) in json["tables"].as_object().unwrap() {
            for (at, row) in rows.as_array().unwrap().iter().enumerate() {
                let shown: u64 =
                    (0..).map_while(|place| page.get(&(table.clone(), at, place))).map(|it| it.0 as u64).sum();
                let told: u64 = row["counts"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
                assert_eq!(shown, told, "{} {table} {row}", site.folder);
                compared += 1;
            }
        }
        assert!(compared > 30, "{} {compared}", site.folder);
        let catalogue = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(site.folder);
        let before = json["compared"].as_str().unwrap();
        assert_eq!(before, "2026-11-01");
        let args = ["stats", "--format", "json", "--compare", before, "--catalogue", catalogue.to_str().unwrap()];
        let ran = World::empty().run(&args);
        assert_eq!(serde_json::from_str::<Value>(&ran.stdout).unwrap(), json, "{} {}", site.folder, ran.stderr);
    }
}

#[test]
fn a_number_leads_to_exactly_the_procedures_that_it_counts() {
    for site in SITES.iter() {
        let (mut linked, mut codes_of) = (0, BTreeMap::new());
        let json = site.json("thong-ke.json");
        for ((table, at, place), (count, url)) in site.page() {
            let Some(url) = url else {
                let is_untold = count == 0 || table == "official" || table == "difference";
                assert!(is_untold, "{} {table} {at} {place}: {count} leads nowhere", site.folder);
                continue;
            };
            let codes = codes_of.entry(url.clone()).or_insert_with(|| site.codes_at(&url));
            assert_eq!(codes.len(), count, "{} {table} {at} {place} {url}", site.folder);
            let row = &json["tables"][&table][at];
            if let Some(named) = row["codes"].as_object() {
                let named: Vec<BTreeSet<String>> =
                    named.values().map(|codes| serde_json::from_value(codes.clone()).unwrap()).collect();
                assert!(named.contains(codes), "{} {table} {at} {url}", site.folder);
            }
            linked += 1;
        }
        assert!(linked > 10, "{} {linked}", site.folder);
    }
}

#[test]
fn the_earlier_numbers_are_those_that_the_earlier_day_had() {
    for folder in PROJECTS {
        pipeline::with_ledger(&project::input(folder, TODAY), |ledger: &Ledger<'_>, _| {
            let day = |text: &str| text.parse::<Day>().unwrap();
            for before in ["2020-01-01", "2026-06-30", "2026-09-01"].map(day) {
                let now = ledger.as_of(day(TODAY));
                let then = ledger.as_of(before);
                let both = Statistics::of(&now, Some(before));
                let alone = Statistics::of(&then, None);
                for subject in [Subject::Status, Subject::Level, Subject::Sector, Subject::Office, Subject::Component] {
                    let beside: BTreeMap<_, _> =
                        both.table(subject).unwrap().rows.iter().map(|row| (&row.key, &row.before)).collect();
                    for row in &alone.table(subject).unwrap().rows {
                        let counts: Vec<usize> = row.cells.iter().map(BTreeSet::len).collect();
                        assert_eq!(
                            beside[&row.key].as_ref(),
                            Some(&counts),
                            "{folder} {before} {subject:?} {}",
                            row.key
                        );
                    }
                }
                let difference = niemyet::changes::between(ledger, before, day(TODAY));
                let told = both.table(Subject::Difference).unwrap();
                let codes: BTreeSet<_> =
                    told.rows.iter().filter(|row| row.key != "knowledge").flat_map(|row| &row.cells[0]).collect();
                assert_eq!(codes, difference.rows.iter().map(|row| &row.code).collect(), "{folder} {before}");
            }
        });
    }
}

#[test]
fn every_code_of_the_official_list_and_of_the_day_stands_once_beside_the_other() {
    pipeline::with_catalogue(&project::input("", TODAY), |catalogue, _| {
        let numbers = Statistics::of(catalogue, None);
        let list = numbers.list.unwrap();
        let mut seen = BTreeSet::new();
        let mut of_list = 0;
        for row in &numbers.table(Subject::Official).unwrap().rows {
            assert!(row.cells[0].iter().all(|code| seen.insert(*code)), "{} has what another row has", row.key);
            of_list += if row.key == "only-here" { 0 } else { row.cells[0].len() };
        }
        assert_eq!(of_list, list.rows.len());
        assert_eq!(seen, list.rows.keys().chain(numbers.listed.iter().copied()).collect());
    });
}

#[test]
fn a_workbook_needs_a_file_and_a_comparison_an_earlier_day() {
    let world = World::new();
    let ran = world.run(&["stats", "--format", "xlsx"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (Some(2), ""));
    assert!(ran.stderr.contains("--out"), "{}", ran.stderr);
    let ran = world.run(&["stats", "--compare", TODAY]);
    assert_eq!(ran.status, Some(2), "{}", ran.stderr);
    let ran = world.run(&["stats", "--format", "xlsx", "--out", "so-lieu.xlsx"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    assert!(world.tree("")["so-lieu.xlsx"].starts_with(b"PK"));
    let ran = world.run(&["stats", "--format", "csv", "--lang", "en"]);
    assert!(ran.stdout.contains("\"By state\",\"in-force\",\"In force\",\"Procedures\""), "{}", ran.stdout);
}
