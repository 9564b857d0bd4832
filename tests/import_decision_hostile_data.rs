//! Hostile values in the data files of decisions: bounded, told of, and never dropped without a word.

use crate::importing;

use importing::{Held, day, of_bytes};
use niemyet::import::{Draft, interchange_keys, read_decisions};
use niemyet::input::{FileContent, Files, Input};
use niemyet::load::load;
use niemyet::model::Records;
use serde_json::{Value, json};

const AGENCIES: &str = "[[agency]]\nid = \"ubnd-tinh\"\nname = \"UBND tỉnh Thanh Hóa\"\nkind = \"province\"\n";

fn records(files: &Files) -> Records {
    let none = Files::new;
    let today = day();
    load(&Input { catalogue: files.clone(), site: none(), templates: none(), as_of: today, today, base_url: None }).0
}

fn held() -> Records {
    let mut held = Held::default();
    held.put("agencies.toml", AGENCIES);
    records(&held.files)
}

fn drafts(name: &str, bytes: &[u8]) -> Vec<Draft> {
    let drafts = read_decisions(&of_bytes(name, bytes), &held()).unwrap();
    for draft in &drafts {
        assert!(draft.text.parse::<toml::Table>().is_ok(), "a draft is TOML whatever the source: {}", draft.text);
    }
    drafts
}

fn only(value: &Value) -> Draft {
    drafts("x.json", value.to_string().as_bytes()).pop().unwrap()
}

fn decision() -> Value {
    json!({
        "number": "77/QĐ-UBND", "issuer": "UBND tỉnh Thanh Hóa", "signed": "2026-09-18", "effective": "2026-09-20", "title": "Công bố",
        "rows": [{"change": "AMENDED", "code": "1.004222", "name": "Đăng ký thường trú"}],
    })
}

const MARK: &str = "zzdấuzz";

/// Values of every type, each of which holds the mark.
fn marked() -> [Value; 5] {
    let number = 7_654_321_u64;
    [json!(MARK), json!([MARK]), json!({ MARK: 1 }), json!([{ "x": MARK }, 4]), json!(number)]
}

fn holds_mark(draft: &Draft, value: &Value) -> bool {
    let wanted = if value.is_number() { "7654321" } else { MARK };
    draft.text.contains(wanted)
}

#[test]
fn whatever_stands_under_any_key_is_seen_in_the_draft() {
    let keys = interchange_keys();
    let of = |heading: &str| keys.iter().find(|(other, _)| *other == heading).unwrap().1.clone();
    let mut lost = Vec::new();
    let mut tried = 0;
    for value in marked() {
        for key in of("Decisions").into_iter().chain(["nobody_knows_it"]) {
            let mut object = decision();
            object[key] = value.clone();
            let draft = only(&object);
            tried += 1;
            if !holds_mark(&draft, &value) {
                lost.push(format!("decision {key} = {value}"));
            }
        }
        for key in of("Rows").into_iter().chain(["nobody_knows_it"]) {
            for kind in ["AMENDED", "REPLACED", "FEE", "WITHDRAWN", "SOMETHING"] {
                let mut object = decision();
                object["rows"][0]["change"] = json!(kind);
                object["rows"][0][key] = value.clone();
                let draft = only(&object);
                tried += 1;
                // A group of one says nothing.
                if !holds_mark(&draft, &value) && (kind, key, value.is_number()) != ("REPLACED", "group", true) {
                    lost.push(format!("{kind} row {key} = {value}"));
                }
            }
        }
        for (heading, key) in [("Scope", "scope"), ("Sections", "sections")] {
            for inner in of(heading).into_iter().chain(["nobody_knows_it"]) {
                let mut object = decision();
                object[key] = json!([{ "id": "I" }]);
                object[key][0][inner] = value.clone();
                let draft = only(&object);
                tried += 1;
                if !holds_mark(&draft, &value) {
                    lost.push(format!("{key} {inner} = {value}"));
                }
            }
        }
    }
    assert!(lost.is_empty(), "{} of {tried} are dropped without a word: {lost:#?}", lost.len());
}

#[test]
fn cells_of_ten_megabytes_are_cut_and_told_of() {
    let long = "Một tên rất dài. ".repeat(10 * 1024 * 1024 / 20);
    assert!(long.len() > 10_000_000);
    for key in
        ["number", "issuer", "title", "signed", "effective", "field", "note", "attachment_note", "nobody_knows_it"]
    {
        let mut object = decision();
        object[key] = json!(long);
        let draft = only(&object);
        assert!(draft.text.len() < 200_000, "{key}: {}", draft.text.len());
        assert!(draft.path.len() < 250, "{key}: {}", draft.path);
        assert!(draft.questions.iter().any(|question| question.contains("quá dài")), "{key}: {:#?}", draft.questions);
    }
    for key in ["change", "code", "name", "raw_name", "legal_basis", "effective", "level", "fee", "time_statutory"] {
        let mut object = decision();
        object["rows"][0][key] = json!(long);
        let draft = only(&object);
        assert!(draft.text.len() < 200_000, "{key}: {}", draft.text.len());
        assert!(draft.questions.iter().any(|question| question.contains("quá dài")), "{key}: {:#?}", draft.questions);
    }
    for (place, cell) in ["change", "level", "code", "name"].iter().enumerate() {
        let mut cells = ["AMENDED", "xa", "1.004222", "Tên"].map(str::to_owned);
        cells[place].clone_from(&long);
        let text = format!(
            "# 77/QĐ-UBND, signed 2026-09-18, effective from signing.\nchange\tlevel\tcode\tname\n{}\n",
            cells.join("\t")
        );
        let draft = drafts("x.tsv", text.as_bytes()).pop().unwrap();
        assert!(draft.text.len() < 200_000, "{cell}: {}", draft.text.len());
        assert!(draft.questions.iter().any(|question| question.contains("quá dài")), "{cell}: {:#?}", draft.questions);
    }
}

#[test]
fn days_that_are_none_are_questions_and_bound_nothing() {
    let keys = ["signed", "published", "entered", "effective", "effective_until"];
    for written in
        ["0000-01-01", "9999-12-31", "2026-02-30", "99999-01-01", "-1-1-1", "18/09/0000", "2026-09-18, 2026-09-19"]
    {
        for key in keys {
            let mut object = decision();
            object[key] = json!(written);
            let draft = only(&object);
            assert!(draft.questions.iter().any(|question| question.contains(written)), "{key}: {:#?}", draft.questions);
            let line = draft.text.lines().find(|line| line.starts_with(&format!("{key} = ")));
            assert!(line.is_none() || key == "effective", "{line:?}");
        }
        for key in ["effective", "text_effective", "effective_until"] {
            let mut object = decision();
            object["rows"][0][key] = json!(written);
            let draft = only(&object);
            assert!(draft.questions.iter().any(|question| question.contains(written)), "{key}: {:#?}", draft.questions);
        }
    }
}

#[test]
fn a_decision_that_cites_or_ends_itself_is_a_question_and_no_row() {
    let mut object = decision();
    object["central"] = json!(["77/QD-UBND.", "1523/QĐ-BCA-C06"]);
    let draft = only(&object);
    assert!(draft.text.contains("central = [\"1523/QĐ-BCA-C06\"]"), "{}", draft.text);
    assert!(
        draft.questions.iter().any(|question| question.contains("dẫn chính quyết định này")),
        "{:#?}",
        draft.questions
    );
    // A ledger's record that withdraws itself comes as it is: the ledger itself finds that it means nothing.
    let mut object = decision();
    object["rows"][0] =
        json!({"change": "REPLACED", "code": "1.004222", "replaced_by": ["1.004222"], "replaces": ["1.004222"]});
    let draft = only(&object);
    assert!(draft.text.contains("old = [\"1.004222\"]\nnew = [\"1.004222\"]\n"), "{}", draft.text);
}

#[test]
fn many_rows_many_keys_and_deep_nesting_are_refused_or_bounded() {
    let deep = format!("[{{\"number\": \"1/QĐ-UBND\", \"x\": {}1{}}}]", "[".repeat(5_000), "]".repeat(5_000));
    assert!(read_decisions(&of_bytes("x.json", deep.as_bytes()), &held()).is_err(), "deep nesting is refused");
    let mut object = decision();
    object["rows"] = json!(vec![json!({"change": "NEW", "name": "x"}); 20_001]);
    assert!(read_decisions(&of_bytes("x.json", object.to_string().as_bytes()), &held()).is_err(), "too many rows");
    let mut object = decision();
    for key in 0..2_000 {
        object[format!("k{key}")] = json!("v");
    }
    let draft = only(&object);
    assert_eq!(draft.questions.iter().filter(|question| question.contains("không hiểu")).count(), 2_000);
    let mut files = Files::new();
    files.insert("decisions/2026/x.toml".to_owned(), FileContent::Bytes(draft.text.into_bytes()));
    assert_eq!(records(&files).decisions.len(), 1);
}
