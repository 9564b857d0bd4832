//! Decisions of the real data, where it stands beside the repository: rows found, codes and days right, questions left.

use crate::importing;
use crate::project;
use crate::skipping;

use importing::{day, of_bytes};
use niemyet::import::{Draft, read_decisions};
use niemyet::input::{FileContent, Files, Input};
use niemyet::load::load;
use niemyet::model::{ChangeKind, Decision, Effect, Records};
use project::files;
use skipping::real_data;

fn records(catalogue: Files) -> Records {
    let none = Files::new;
    let input = Input { catalogue, site: none(), templates: none(), as_of: day(), today: day(), base_url: None };
    load(&input).0
}

/// The drafts of a file, and each of them as the catalogue would read it.
fn read(name: &str, catalogue: &str) -> Option<Vec<(Draft, Decision)>> {
    let bytes = std::fs::read(real_data("data/decisions")?.join(name)).unwrap();
    let held = records(files(catalogue));
    let drafts = read_decisions(&of_bytes(name, &bytes), &held).unwrap();
    let loaded = |draft: Draft| {
        let mut alone = Files::new();
        alone.insert("decisions/2026/x.toml".into(), FileContent::Bytes(draft.text.clone().into_bytes()));
        let decision = records(alone).decisions.pop();
        let decision = decision.or_else(|| {
            // A decision whose year nobody knows waits for it.
            let text = format!("year = 2026\n{}", draft.text);
            let mut alone = Files::new();
            alone.insert("decisions/2026/x.toml".into(), FileContent::Bytes(text.into_bytes()));
            records(alone).decisions.pop()
        });
        let decision = decision.unwrap_or_else(|| panic!("{}", draft.text));
        assert_eq!(decision.changes.len(), draft.changes, "{}", draft.text);
        (draft, decision)
    };
    Some(drafts.into_iter().map(loaded).collect())
}

fn count(decision: &Decision, kind: &str) -> usize {
    decision.changes.iter().filter(|change| change.kind.as_str() == kind).count()
}

#[test]
fn the_annex_of_1523() {
    let Some(read) = read("bca-1523-QD-BCA-C06-2026-03-26.tsv", "catalogue") else { return };
    let [(draft, decision)] = read.as_slice() else { panic!() };
    assert_eq!((draft.rows_there, draft.changes), (51, 51));
    assert_eq!((count(decision, "new"), count(decision, "amend"), count(decision, "repeal")), (5, 39, 7));
    // Row by row, the code is the one in the table's own column; a row without one has none.
    let table =
        std::fs::read_to_string(real_data("data/decisions").unwrap().join("bca-1523-QD-BCA-C06-2026-03-26.tsv"))
            .unwrap();
    let printed: Vec<&str> = table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .skip(1)
        .map(|line| line.split('\t').nth(2).unwrap())
        .collect();
    assert_eq!(printed.len(), decision.changes.len());
    let there = printed.iter().filter(|code| !code.is_empty()).count();
    let mut right = 0;
    for (printed, change) in printed.iter().zip(&decision.changes) {
        let subjects = change.kind.subjects();
        let code = subjects[0].code().map(|code| code.as_str());
        assert_eq!(code, Some(*printed).filter(|code| !code.is_empty()), "{change:?}");
        right += usize::from(code.is_some());
    }
    assert_eq!(right, there);
    assert_eq!(decision.key.number.key(), "1523/QĐ-BCA-C06");
    assert_eq!((decision.key.issuer.0.as_str(), decision.effect), ("bo-cong-an", Effect::OnSigning));
    assert_eq!(decision.key.signed, "2026-03-26".parse().ok());
    let rows = (draft.rows_there, printed.len());
    println!("1523: {} of {} rows, {right} of {there} codes, {} questions", rows.0, rows.1, draft.questions.len());
}

#[test]
fn the_text_of_3218() {
    let Some(read) = read("quangbinh-3218-QD-UBND-2024-11-18.txt", "tests/fixtures/quang-binh/catalogue") else {
        return;
    };
    let [(draft, decision)] = read.as_slice() else { panic!() };
    assert_eq!((draft.rows_there, count(decision, "new")), (2, 2), "{}", draft.text);
    assert_eq!(decision.key.number.key(), "3218/QĐ-UBND");
    assert_eq!((decision.key.signed, decision.effect), ("2024-11-18".parse().ok(), Effect::OnSigning));
    assert!(draft.text.contains("2972/QĐ-BNN-CN"), "{}", draft.text);
    assert!(decision.changes.iter().all(|change| change.legal == ["106/2024/NĐ-CP"]), "{}", draft.text);
    println!("3218: {} rows, {} questions", draft.rows_there, draft.questions.len());
}

#[test]
fn the_portal_records_of_2991_and_2751() {
    let Some(read) = read("portal-decisions-with-procedures.json", "catalogue") else { return };
    let [(of_2751, dien_bien), (of_2991, thanh_hoa)] = read.as_slice() else { panic!() };
    assert_eq!((of_2751.rows_there, count(dien_bien, "amend")), (4, 4));
    assert_eq!((of_2991.rows_there, count(thanh_hoa, "new"), count(thanh_hoa, "amend")), (38, 1, 37));
    let several = thanh_hoa.changes.iter().filter(|change| change.kind.subjects()[0].candidates().len() > 1).count();
    println!(
        "2991: {} rows, {} codes by name, {several} with candidates, {} questions; 2751: {} rows, {} codes",
        of_2991.rows_there,
        of_2991.codes_by_name,
        of_2991.questions.len(),
        of_2751.rows_there,
        of_2751.codes_by_name,
    );
    // The names are the catalogue's own, "(cấp Tỉnh)" and "(cấp Xã)" with them; two that only resemble one are left.
    assert_eq!((of_2991.codes_by_name, several), (27, 0), "{}", of_2991.text);
    assert_eq!((thanh_hoa.key.signed, thanh_hoa.published), (None, "2025-12-09".parse().ok()));
    assert_eq!(thanh_hoa.key.issuer.0, "ubnd-tinh-thanh-hoa");
}

#[test]
fn the_interchange_of_hai_phong() {
    let Some(read) = read("haiphong-2025-2026.json", "tests/fixtures/haiphong/catalogue") else { return };
    assert_eq!(read.len(), 47);
    let rows: usize = read.iter().map(|(draft, _)| draft.rows_there).sum();
    let changes: usize = read.iter().map(|(draft, _)| draft.changes).sum();
    let questions: usize = read.iter().map(|(draft, _)| draft.questions.len()).sum();
    println!("Hải Phòng: {} decisions, {rows} rows in {changes} changes, {questions} questions", read.len());
    assert_eq!(rows, 282);
    let of = |number: u64| read.iter().find(|(_, decision)| decision.key.number.digits() == number).unwrap();
    let (_, split) = of(3582);
    let ChangeKind::Replace { old, new, .. } = &split.changes[0].kind else { panic!("{split:#?}") };
    assert_eq!((old.len(), new.len()), (3, 1));
    let (draft, merged) = of(2295);
    assert_eq!(count(merged, "replace"), 5, "{}", draft.text);
    let (draft, suspended) = of(2032);
    let temporary = suspended.changes.iter().filter(|change| change.until == "2027-03-01".parse().ok()).count();
    assert_eq!(temporary, 15, "{}", draft.text);
    assert_eq!(of(3501).1.effect, Effect::On("2027-03-01".parse().unwrap()));
    // By hand: the same decisions, as a person entered them.
    let by_hand = records(files("tests/fixtures/haiphong/catalogue"));
    let (mut same, mut differ) = (0, Vec::new());
    for decision in &by_hand.decisions {
        let (_, read) = of(decision.key.number.digits());
        let codes = |decision: &Decision| {
            let subjects = decision.changes.iter().flat_map(|change| change.kind.subjects());
            subjects.filter_map(|subject| subject.code().cloned()).collect::<std::collections::BTreeSet<_>>()
        };
        let days = (read.key.signed, read.published, read.effect)
            == (decision.key.signed, decision.published, decision.effect);
        if codes(read) == codes(decision) && days { same += 1 } else { differ.push(decision.key.number.to_string()) }
    }
    println!(
        "Hải Phòng: {same} of {} decisions with the codes and dates of those entered by hand; others: {differ:?}",
        by_hand.decisions.len()
    );
}

/// Every text that a file has for a decision's rows has to stand in its draft.
fn lost_texts(value: &serde_json::Value, draft: &str, lost: &mut Vec<String>) {
    let plain = |text: &str| {
        let unescaped = text.replace("\\\"", "\"");
        unescaped.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    match value {
        serde_json::Value::String(text) => {
            // Days are written the catalogue's way, change words and levels in its own words, long texts cut.
            let text = plain(&niemyet::text::clean(text));
            let start: String = text.trim_end_matches([':', ';', '.']).chars().take(400).collect();
            let is_word = !text.contains(' ') && text.bytes().all(|byte| byte.is_ascii_uppercase());
            let is_level = matches!(text.as_str(), "province" | "commune" | "shared");
            let is_day = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
            if !is_word && !is_level && !is_day && !draft.contains(&start) {
                lost.push(text);
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| lost_texts(item, draft, lost)),
        serde_json::Value::Object(map) => map.values().for_each(|item| lost_texts(item, draft, lost)),
        _ => {}
    }
}

#[test]
fn every_text_of_the_data_files_stands_in_a_draft() {
    for (name, catalogue) in [
        ("haiphong-2025-2026.json", "tests/fixtures/haiphong/catalogue"),
        ("portal-decisions-with-procedures.json", "catalogue"),
        ("portal-decision-list-2025-12.json", "catalogue"),
    ] {
        let Some(read) = read(name, catalogue) else { return };
        let bytes = std::fs::read(real_data("data/decisions").unwrap().join(name)).unwrap();
        let values: Vec<serde_json::Value> = serde_json::from_slice(&bytes).unwrap();
        let (mut lost, mut texts) = (Vec::new(), 0);
        for (value, (draft, _)) in values.iter().zip(&read) {
            let text = draft.text.replace("\\\"", "\"");
            texts += value.to_string().matches("\":\"").count();
            lost_texts(value, &text, &mut lost);
        }
        println!("{name}: {} of {texts} texts are in no draft", lost.len());
        assert!(lost.is_empty(), "{lost:#?}");
    }
}

#[test]
fn broken_words_of_hai_phong_are_mended_or_left() {
    let Some(folder) = real_data("data/decisions") else { return };
    let held = records(files("tests/fixtures/haiphong/catalogue"));
    let bytes = std::fs::read(folder.join("haiphong-2025-2026.json")).unwrap();
    let decisions: Vec<serde_json::Value> = serde_json::from_slice(&bytes).unwrap();
    let words = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    let mut pairs = Vec::new();
    for row in decisions.iter().flat_map(|decision| decision["rows"].as_array().unwrap()) {
        let (Some(raw), Some(name)) = (row["raw_name"].as_str(), row["name"].as_str()) else { continue };
        // A raw text of the same letters as the name that its keeper gave it, but parted otherwise.
        if words(raw).concat() == words(name).concat() && words(raw) != words(name) {
            pairs.push((raw, name, &row["code"]));
        }
    }
    let one = |(raw, _, code): &(&str, &str, &serde_json::Value)| {
        let row = serde_json::json!({"change": "AMENDED", "code": code, "name": raw});
        serde_json::json!({"number": "1/QĐ-UBND", "issuer": "x", "rows": [row]})
    };
    let all: Vec<serde_json::Value> = pairs.iter().map(one).collect();
    let text = serde_json::to_string(&all).unwrap();
    let drafts = read_decisions(&of_bytes("x.json", text.as_bytes()), &held).unwrap();
    let (broken, mut mended, mut asked, mut wrong) = (pairs.len(), 0, 0, Vec::new());
    for ((raw, name, _), draft) in pairs.iter().zip(&drafts) {
        let line = draft.text.lines().find_map(|line| line.strip_prefix("name = \"")).unwrap().trim_end_matches('"');
        if words(line) == words(name) {
            mended += 1;
        } else if words(line) == words(raw.trim_end_matches([';', '.', ','])) {
            asked += usize::from(draft.questions.iter().any(|question| question.contains("từ bị đứt")));
        } else {
            wrong.push(format!("{raw} → {line}, and not {name}"));
        }
    }
    println!("broken names: {broken}, mended {mended}, of those left {asked} are asked about, wrong {}", wrong.len());
    assert!(wrong.is_empty() && mended > 0, "{wrong:#?}");
}

#[test]
fn the_days_agencies_and_sectors_of_hai_phong_beside_those_entered_by_hand() {
    let Some(read) = read("haiphong-2025-2026.json", "tests/fixtures/haiphong/catalogue") else { return };
    let by_hand = records(files("tests/fixtures/haiphong/catalogue"));
    let (mut agencies, mut same_agencies, mut sectors, mut same_sectors, mut differ) = (0, 0, 0, 0, Vec::new());
    for decision in &by_hand.decisions {
        let (_, drafted) =
            read.iter().find(|(_, one)| one.key.number == decision.key.number).expect("every decision is drafted");
        if !decision.agencies.is_empty() || !drafted.agencies.is_empty() {
            agencies += 1;
            same_agencies += usize::from(decision.agencies == drafted.agencies);
        }
        if decision.agencies != drafted.agencies || decision.sectors != drafted.sectors {
            let told = |one: &Decision| format!("{:?} {:?}", one.agencies, one.sectors);
            differ.push(format!("{}: by hand {}, drafted {}", decision.key.number, told(decision), told(drafted)));
        }
        sectors += usize::from(!decision.sectors.is_empty());
        same_sectors += usize::from(!decision.sectors.is_empty() && decision.sectors == drafted.sectors);
    }
    println!("agencies: {same_agencies} of {agencies} as by hand; sectors: {same_sectors} of {sectors}; {differ:#?}");
    assert_eq!(same_agencies, agencies, "{differ:#?}");
}

#[test]
fn the_portals_list_gives_decisions_without_rows() {
    let Some(read) = read("portal-decision-list-2025-12.json", "catalogue") else { return };
    assert_eq!(read.len(), 50);
    let titled =
        read.iter().filter(|(_, decision)| !decision.agencies.is_empty() || !decision.sectors.is_empty()).count();
    let known =
        read.iter().filter(|(draft, _)| !draft.questions.iter().any(|one| one.contains("agencies.toml"))).count();
    let paths: std::collections::BTreeSet<&str> = read.iter().map(|(draft, _)| draft.path.as_str()).collect();
    println!("the portal's list: 50 decisions, {known} with an issuer known here, {titled} with agencies or sectors");
    for (_, decision) in &read {
        println!("{} {:?} {:?} | {}", decision.key.number, decision.agencies, decision.sectors, decision.title);
        assert!(!decision.complete && decision.changes.is_empty() && decision.published.is_some());
    }
    assert_eq!(paths.len(), 50, "two decisions of one number are two drafts");
}
