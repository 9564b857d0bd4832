//! The decision interchange: exported, imported and confirmed elsewhere, a ledger is the same.

use crate::importing;
use crate::world;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use importing::of_bytes;
use niemyet::import::{interchange_keys, interchange_word, place_of, read_decisions};
use niemyet::input::{FileContent, Files, Input};
use niemyet::ledger::Ledger;
use niemyet::load::load;
use niemyet::model::{ChangeKind, Day, Decision, Records};
use niemyet::report::interchange_json;
use world::{World, tree};

fn haiphong() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/haiphong/catalogue");
    tree(&root).into_iter().map(|(path, bytes)| (path, FileContent::Bytes(bytes))).collect()
}

fn records(files: &Files) -> Records {
    let none = Files::new;
    let day = importing::day();
    load(&Input { catalogue: files.clone(), site: none(), templates: none(), as_of: day, today: day, base_url: None }).0
}

fn exported(records: &Records) -> String {
    interchange_json(records, &records.decisions.iter().collect::<Vec<_>>())
}

/// The catalogue without its decisions, and then with those that an export of it gives.
fn there_and_back(files: &Files) -> (Records, Records, Vec<String>) {
    let before = records(files);
    let mut elsewhere: Files = files.clone();
    elsewhere.retain(|path, _| !path.starts_with("decisions/"));
    let drafts = read_decisions(&of_bytes("x.json", exported(&before).as_bytes()), &records(&elsewhere)).unwrap();
    let mut questions = Vec::new();
    for draft in drafts {
        let path = place_of(&draft.text, |path| elsewhere.get(path).and_then(FileContent::text)).unwrap();
        elsewhere.insert(path, FileContent::Bytes(draft.text.into_bytes()));
        questions.extend(draft.questions);
    }
    (before, records(&elsewhere), questions)
}

/// Decisions without the places at which they stand in files.
fn placeless(records: &Records) -> Vec<Decision> {
    let mut decisions = records.decisions.clone();
    for decision in &mut decisions {
        decision.file = String::new();
        decision.changes.iter_mut().for_each(|change| change.line = 0);
    }
    decisions
}

#[track_caller]
fn same_decisions(before: &Records, after: &Records) {
    let (before, after) = (placeless(before), placeless(after));
    for (one, other) in before.iter().zip(&after) {
        assert_eq!(one, other);
    }
    assert_eq!(before.len(), after.len());
}

#[test]
fn the_ledger_of_hai_phong_survives_the_way_there_and_back() {
    let (before, after, questions) = there_and_back(&haiphong());
    assert_eq!(before.decisions.len(), 47);
    same_decisions(&before, &after);
    assert_eq!(exported(&before), exported(&after));
    let known: Vec<String> = before.decisions.iter().flat_map(|decision| decision.questions.clone()).collect();
    assert_eq!(questions.iter().collect::<BTreeSet<_>>(), known.iter().collect::<BTreeSet<_>>());
    let (one, other) = (Ledger::new(&before).0, Ledger::new(&after).0);
    for day in ["2025-09-12", "2026-01-31", "2026-05-20", "2026-07-16", "2026-09-09", "2026-11-21", "2027-03-01"] {
        let day: Day = day.parse().unwrap();
        assert_eq!(format!("{:?}", one.as_of(day).states), format!("{:?}", other.as_of(day).states), "{day}");
    }
}

const ALL_KINDS: &str = r#"number = "9/QĐ-UBND"
issuer = "ubnd"
year = 2026
published = 2026-01-05
entered = 2026-01-06
shortened = true
effect = "on-signing"
effect_source = "Điều 3"
until = 2027-03-01
title = "Công bố  hai chữ cách"
sectors = ["ho-tich"]
agencies = ["Sở Tư pháp"]
central = ["1523/QĐ-BCA-C06"]
scope = { sectors = ["ho-tich"], agencies = ["ubnd"], levels = ["province", "other"] }
complete = false
questions = ["Một câu hỏi."]
source = "bản ký"
sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

[[section]]
id = "I"
title = "Mục (02 TTHC, có hiệu lực từ 01/8/2026)"
effect = 2026-07-01
until = 2027-01-01
declared = 2

[[section]]
id = "II"

[[change]]
kind = "new"
code = "1.012753.H19"
name = "Tên;"
levels = ["province", "commune"]
section = "I"
legal = ["Luật Hộ tịch", "39/2026/NĐ-CP"]

[[change]]
kind = "amend"
name = "Cấp lại"
candidates = ["1.000001", "1.000002"]
levels = ["other"]
section = "I"
effect = "unknown"
text_effect = 2026-02-01

[[change]]
kind = "repeal"
code = "1.0133611"
levels = ["district", "commune", "other"]
section = "II"
effect = 2026-08-01
until = 2026-09-01
prevails = true

[[change]]
kind = "replace"
old = ["1.000003", "1.000004"]
new = ["1.000005", "1.000011"]
existing = ["1.000011"]
effect = "45 days after signing"
name = "Mới"

[[change]]
kind = "replace"
old = ["1.000006"]
new = ["1.000005"]

[[change]]
kind = "replace"
old = ["1.000007", "1.000008"]
new = []
candidates = ["1.000009"]

[[change]]
kind = "rebase"
code = "1.000010"

[[change]]
kind = "flag"
code = "1.000010"
flag = "any-place"
set = false

[[change]]
kind = "competence"
code = "1.000010"
to = "UBND cấp xã, phường"

[[change]]
kind = "fee"
code = "1.000010"
via = "online"
fee = "0 đồng"

[[change]]
kind = "correct"
code = "1.000010"

[[change]]
kind = "correct"
decision = "7/QĐ-UBND"
codes = ["1.000010"]
corrected_effect = 2026-03-01

[[change]]
kind = "correct"
decision = "7/QĐ-UBND"
year = 2025
of = "ubnd"
corrected_effect = "10 working days after signing"

[[change]]
kind = "internal"
code = "1.000010"

[[change]]
kind = "withdraw"
decision = "8/QĐ-UBND"
year = 2025
of = "ubnd"
codes = ["1.000010"]
"#;

#[test]
fn every_kind_of_row_and_every_key_survives_the_way_there_and_back() {
    let mut files = Files::new();
    let mut put = |path: &str, text: &str| files.insert(path.to_owned(), FileContent::Bytes(text.into()));
    put("agencies.toml", "[[agency]]\nid = \"ubnd\"\nname = \"UBND tỉnh\"\nkind = \"province\"\n");
    put("sectors.toml", "[[sector]]\nid = \"ho-tich\"\nname = \"Hộ tịch\"\n");
    // A name by which a code could be found: a ledger's record has no code where nobody confirmed one.
    put("snapshots/l.tsv", "# title: t\n# source: s\n# taken: 2026-07-16\ncode\tname\n1.000001\tCấp lại\n");
    put("decisions/2026/9-qd-ubnd.toml", ALL_KINDS);
    put(
        "decisions/2026/10-qd-ubnd.toml",
        "number = \"10/QĐ-UBND\"\nissuer = \"ubnd\"\nsigned = 2026-02-01\ntitle = \"Chưa ghi trích yếu\"\nscope = {}\n\
         effect = \"unknown\"\neffect_clause = \"từ ngày Luật A có hiệu lực\"\n",
    );
    let (before, after, questions) = there_and_back(&files);
    let kinds: BTreeSet<&str> = before.decisions[0].changes.iter().map(|change| change.kind.as_str()).collect();
    assert_eq!(kinds, BTreeSet::from(ChangeKind::WORDS), "every kind stands in the test");
    assert_eq!(before.decisions.len(), 2);
    same_decisions(&before, &after);
    assert_eq!(exported(&before), exported(&after));
    assert_eq!(questions, ["Một câu hỏi."]);
}

#[test]
fn an_export_is_imported_and_confirmed_by_commands() {
    let world = World::empty();
    for (path, bytes) in tree(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/haiphong")) {
        world.put(&path, bytes);
    }
    let first = world.run(&["export", "decisions", "--out", "d.json"]);
    assert_eq!((first.status, first.stdout.as_str()), (Some(0), ""), "{first:?}");
    let before = world.run(&["list", "--format", "json", "--as-of", "2026-09-30"]);
    std::fs::remove_dir_all(world.at("catalogue/decisions")).unwrap();
    let imported = world.run(&["import", "decision", "d.json"]);
    assert_eq!(imported.status, Some(0), "{imported:?}");
    let confirmed = world.run(&["confirm", "--all", "--partial", "--by", "Người thử"]);
    assert_eq!(confirmed.status, Some(0), "{confirmed:?}");
    let again = world.run(&["export", "decisions"]);
    assert_eq!(again.stdout, world.text("d.json"));
    assert_eq!(world.run(&["list", "--format", "json", "--as-of", "2026-09-30"]).stdout, before.stdout);
    // A file that is there is replaced whole; a part can be asked for.
    let part = world.run(&["export", "decisions", "--since", "2026-09-20", "--out", "d.json", "--lang", "en"]);
    assert_eq!((part.status, part.stderr.as_str()), (Some(0), "5 decisions were written to d.json\n"), "{part:?}");
    let one = world.run(&["export", "decisions", "3582/QD-UBND", "--issuer", "ubnd-thanh-pho-hai-phong"]);
    assert!(one.stdout.starts_with("[\n  {\n    \"number\": \"3582/QĐ-UBND\""), "{one:?}");
    let none = world.run(&["export", "decisions", "1/QĐ-UBND"]);
    assert_eq!((none.status, none.stdout.as_str()), (Some(2), ""), "{none:?}");
}

#[test]
fn every_key_and_word_stands_in_the_reference_and_no_other() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/interchange.md")).unwrap();
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for section in text.split("\n## ").skip(1) {
        let (heading, body) = section.split_once('\n').unwrap();
        let key = |line: &str| Some(line.strip_prefix("| `")?.split_once('`')?.0.to_owned());
        tables.insert(heading.to_owned(), body.lines().filter_map(key).collect());
    }
    let known: BTreeMap<String, Vec<String>> = interchange_keys()
        .into_iter()
        .map(|(heading, keys)| (heading.to_owned(), keys.into_iter().map(str::to_owned).collect()))
        .collect();
    assert_eq!(tables, known);
    for kind in ChangeKind::WORDS {
        let word = interchange_word(kind);
        assert!(!word.is_empty() && text.contains(&format!("`{word}` (")), "{kind}: {word}");
    }
}
