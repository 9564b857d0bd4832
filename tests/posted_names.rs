//! Procedures that a list shows by names that are not quite theirs: what is found, and how often it is right.

use std::collections::{BTreeMap, BTreeSet};

use niemyet::identity::name_key;
use niemyet::import::Shown;
use niemyet::ledger::Catalogue;
use niemyet::model::ProcedureCode;
use niemyet::offices::Offices;
use niemyet::pipeline::with_catalogue;
use niemyet::posted::{Audit, PostedFile, Reason, Rule, Verdict, audit};

use crate::project;

const DAY: &str = "2026-07-20";

/// A list of names, a row each.
fn list(names: &[String]) -> PostedFile {
    let row = |(name, line): (&String, usize)| Shown { texts: vec![name.clone()], links: Vec::new(), line };
    PostedFile { path: "ten.csv".to_owned(), rows: names.iter().zip(1..).map(row).collect(), has_links: false }
}

fn shown(catalogue: &Catalogue, names: &[String]) -> Audit {
    audit(catalogue, &Offices::of(catalogue), None, &[list(names)], true)
}

/// The procedures that alone have their name, each with it, one in `step`.
fn some<'a>(catalogue: &'a Catalogue, step: usize) -> Vec<(&'a ProcedureCode, &'a str)> {
    let mut names: BTreeMap<String, Vec<(&ProcedureCode, &str)>> = BTreeMap::new();
    for (code, procedure) in catalogue.records.procedures.iter().filter(|(code, _)| !code.is_internal()) {
        names.entry(name_key(&procedure.name)).or_default().push((code, &procedure.name));
    }
    let alone = names.into_values().filter_map(|all| if let [one] = all.as_slice() { Some(*one) } else { None });
    alone.step_by(step).collect()
}

/// A name as tables, PDFs and people damage it; `None` where it is too short for that.
fn damaged(name: &str, how: usize, at: usize) -> Option<String> {
    let mut words: Vec<String> = name.split(' ').map(str::to_owned).collect();
    let count = words.len();
    let place = 2 + at % count.checked_sub(3)?.max(1);
    match how {
        // A word left out.
        0 if count > 6 => drop(words.remove(place)),
        // Cut at sixty letters.
        1 if name.chars().count() > 70 => return Some(name.chars().take(60).collect()),
        // One slip: two letters change places.
        2 => {
            let mut letters: Vec<char> = words[place].chars().collect();
            if letters.len() < 4 || letters[1] == letters[2] {
                return None;
            }
            letters.swap(1, 2);
            words[place] = letters.into_iter().collect();
        }
        // The blank between two words lost.
        3 if place + 1 < count => {
            let next = words.remove(place + 1);
            words[place].push_str(&next);
        }
        // A former agency's name, with accents and without.
        4 => {
            let former = [("Sở Nội vụ", "Sở Lao động"), ("Bộ Xây dựng", "Bộ Giao thông"), ("cấp xã", "cấp huyện")];
            let (today, before) = former.iter().find(|(today, _)| name.contains(today))?;
            return Some(name.replace(today, before));
        }
        _ => return None,
    }
    Some(words.join(" "))
}

/// Of every finding its line, procedure, verdict and score.
fn found(audit: &Audit) -> BTreeMap<usize, (String, Verdict, Option<u8>)> {
    let told = audit.findings.iter().filter(|told| told.score().is_some());
    let one = |told: &niemyet::posted::Told| {
        let line = told.place.as_ref().map_or(0, |(_, line)| *line);
        (line, (told.procedure.clone().unwrap_or_default(), told.verdict, told.score()))
    };
    told.map(one).collect()
}

/// The rows of a list.
const LIST: usize = 300;

#[test]
fn of_damaged_names_nearly_all_that_are_found_are_right_and_most_are_found() {
    with_catalogue(&project::input("", DAY), |catalogue, _| {
        let names = some(catalogue, 3);
        let all: BTreeSet<String> = catalogue.records.procedures.values().map(|it| name_key(&it.name)).collect();
        let (mut shown_count, mut found_count, mut right) = (0, 0, 0);
        for how in 0..5 {
            let rows = names.iter().enumerate().filter_map(|(at, (code, name))| {
                damaged(name, how, at).filter(|text| !all.contains(&name_key(text))).map(|text| (*code, text))
            });
            let (codes, texts): (Vec<&ProcedureCode>, Vec<String>) = rows.unzip();
            let began = std::time::Instant::now();
            let (mut of_these, mut found_here) = (0, 0);
            // Of a longer list of names that nobody has none is looked for.
            for (codes, texts) in codes.chunks(LIST).zip(texts.chunks(LIST)) {
                let found = found(&shown(catalogue, texts));
                let is_right =
                    |(line, (code, ..)): &(&usize, &(String, Verdict, Option<u8>))| codes[**line - 1].as_str() == code;
                of_these += found.iter().filter(is_right).count();
                found_here += found.len();
            }
            eprintln!("{how}: shown {}, found {found_here}, right {of_these}, {:?}", texts.len(), began.elapsed());
            shown_count += texts.len();
            found_count += found_here;
            right += of_these;
        }
        let (precision, recall) = (right * 1000 / found_count, right * 1000 / shown_count);
        eprintln!("precision {precision}, recall {recall} in a thousand");
        assert!(precision >= 990, "{precision}");
        assert!(recall >= 550, "{recall}");
    });
}

#[test]
fn what_follows_from_a_name_that_is_nearly_a_procedures_is_not_checked_and_says_its_score() {
    with_catalogue(&project::input("", DAY), |catalogue, _| {
        let ended = |code: &&ProcedureCode| catalogue.states.get(*code).is_some_and(|it| it.whole.status.is_ended());
        let names = some(catalogue, 1);
        let texts: Vec<String> = names.iter().take(60).filter_map(|(_, name)| damaged(name, 3, 5)).collect();
        let audit = shown(catalogue, &texts);
        let found = found(&audit);
        assert!(found.len() > 20, "{}", found.len());
        assert!(found.values().all(|(_, verdict, score)| verdict.is_unchecked() && *score >= Some(75)), "{found:?}");
        // What was found is not missing.
        let missing = audit.findings.iter().filter(|told| told.rule == Rule::MissingInForce);
        let missing: BTreeSet<&str> = missing.filter_map(|told| told.procedure.as_deref()).collect();
        assert!(found.values().all(|(code, ..)| !missing.contains(code.as_str())));
        let told = audit.findings.iter().find(|told| told.rule == Rule::NameDiffers).unwrap();
        assert_eq!(told.verdict, Verdict::Unchecked(Reason::Searched));
        let text = told.message(niemyet::strings::Language::Vietnamese);
        let code = told.procedure.as_ref().unwrap();
        assert!(text.contains(&format!("(tìm theo tên gần giống của {code}, khớp ")), "{text}");
        // That it has ended is told, and is no fault.
        let (code, name) = names.iter().find(|(code, name)| ended(code) && damaged(name, 3, 5).is_some()).unwrap();
        let rows = texts.iter().take(8).cloned().chain(damaged(name, 3, 5)).collect::<Vec<_>>();
        let audit = shown(catalogue, &rows);
        let told = audit.findings.iter().filter(|told| told.rule == Rule::ExpiredListed);
        let told: Vec<_> = told.map(|told| (told.procedure.as_deref(), told.verdict)).collect();
        assert!(told.contains(&(Some(code.as_str()), Verdict::Unchecked(Reason::Searched))), "{told:?} {name}");
    });
}

#[test]
fn a_page_that_is_no_list_and_a_name_that_two_rows_nearly_have_find_nothing() {
    with_catalogue(&project::input("", DAY), |catalogue, _| {
        let names = some(catalogue, 1);
        let texts: Vec<String> = names.iter().take(60).filter_map(|(_, name)| damaged(name, 3, 5)).collect();
        assert_eq!(found(&shown(catalogue, &texts[..3])), BTreeMap::new(), "three rows are no list");
        let twice: Vec<String> = texts.iter().chain(&texts).cloned().collect();
        assert_eq!(found(&shown(catalogue, &twice)), BTreeMap::new());
    });
}
