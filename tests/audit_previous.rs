//! `niemyet audit --previous`: what is fixed, new and still there since an earlier audit.

use crate::world;

use serde_json::{Value, json};
use world::{Ran, World};

/// A link to a home page, a code beside another's name and an ended procedure are told of a page whatever else is on it.
const PAGE: &str =
    "<table>\n<tr><td>1.004222</td><td><a href=\"https://dichvucong.gov.vn/\">Đăng ký thường trú</a></td></tr>\n";

fn audit(world: &World, day: &str, arguments: &str) -> Ran {
    world.run_on_committed(&format!("audit --today {day} --lang en {arguments}"))
}

/// The JSON of an audit, kept in a file too.
fn answer_of(world: &World, day: &str, arguments: &str, keep: &str) -> Value {
    let ran = audit(world, day, &format!("{arguments} --format json"));
    world.put(keep, &ran.stdout);
    serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{}", ran.stderr))
}

/// The findings of one code: procedure, first day, days, change.
fn of<'a>(answer: &'a Value, code: &str) -> Vec<[&'a Value; 4]> {
    let findings = answer["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] == code);
    findings.map(|one| ["procedure", "first_seen", "days", "change"].map(|key| &one[key])).collect()
}

#[test]
fn a_finding_keeps_the_day_on_which_it_was_first_seen_through_renamed_pages_and_moved_rows() {
    let world = World::empty();
    world.put("thang-7.html", PAGE);
    let first = answer_of(&world, "2026-07-01", "thang-7.html --office phuong-hac-thanh", "1.json");
    assert_eq!(of(&first, "LINK_HOME"), [[&json!("1.004222"), &json!("2026-07-01"), &json!(0), &Value::Null]]);
    assert_eq!(first["previous"], Value::Null);
    // The link stays on a page of another name and another row; another procedure gets such a link too.
    let other = "<tr><td>1.004194</td><td><a href=\"https://dichvucong.gov.vn/\">x</a></td></tr>\n";
    world.put("thang-8.html", PAGE.replace("<table>\n", &format!("<table>\n\n\n{other}")));
    let second = answer_of(&world, "2026-07-11", "thang-8.html --office phuong-hac-thanh --previous 1.json", "2.json");
    let still = [&json!("1.004222"), &json!("2026-07-01"), &json!(10), &json!("still")];
    let new = [&json!("1.004194"), &json!("2026-07-11"), &json!(0), &json!("new")];
    assert_eq!(
        of(&second, "LINK_HOME").into_iter().filter(|one| *one == still || *one == new).count(),
        2,
        "{second:#}"
    );
    assert_eq!(second["previous"]["as_of"], "2026-07-01");
    // The first link is put right.
    world.put("thang-9.html", format!("<table>\n{other}"));
    let third = answer_of(&world, "2026-07-21", "thang-9.html --office phuong-hac-thanh --previous 2.json", "3.json");
    let fixed = third["previous"]["fixed"].as_array().unwrap();
    let home: Vec<_> = fixed.iter().filter(|one| one["code"] == "LINK_HOME").collect();
    assert_eq!(home.len(), 1, "{fixed:#?}");
    assert_eq!((&home[0]["procedure"], &home[0]["first_seen"]), (&json!("1.004222"), &json!("2026-07-01")));
    assert_eq!(of(&third, "LINK_HOME"), [[&json!("1.004194"), &json!("2026-07-11"), &json!(10), &json!("still")]]);
    let text = audit(&world, "2026-07-21", "thang-9.html --office phuong-hac-thanh --previous 2.json --every");
    let text = text.stdout;
    assert!(
        text.contains("since the audit of") && text.contains(", 10 days)") && text.contains("fixed[LINK_HOME]"),
        "{text}"
    );
    let csv = audit(&world, "2026-07-21", "thang-9.html --office phuong-hac-thanh --previous 2.json --format csv");
    let csv = csv.stdout;
    let titles = csv.lines().next().unwrap();
    assert!(titles.ends_with("\"Change\",\"First seen\",\"Days\""), "{titles}");
    assert!(
        csv.contains("\"still there\",\"2026-07-11\",\"10\"") && csv.contains("\"fixed\",\"2026-07-01\",\"20\""),
        "{csv}"
    );
}

#[test]
fn nothing_is_fixed_by_a_page_in_which_nothing_is_found() {
    let world = World::empty();
    world.put("a.html", PAGE);
    answer_of(&world, "2026-07-01", "a.html --office phuong-hac-thanh", "1.json");
    world.put("b.html", "<p>Trang đang bảo trì</p>");
    let second = answer_of(&world, "2026-07-11", "b.html --office phuong-hac-thanh --previous 1.json", "2.json");
    assert_eq!(second["previous"]["fixed"], json!([]));
    let unproved = second["previous"]["unproved"].as_array().unwrap();
    assert!(unproved.iter().any(|one| one["code"] == "LINK_HOME"), "{unproved:#?}");
}

#[test]
fn an_audit_of_another_office_of_a_later_day_or_no_audit_is_refused() {
    let world = World::empty();
    world.put("a.html", PAGE);
    answer_of(&world, "2026-07-11", "a.html --office phuong-hac-thanh", "1.json");
    world.put("later.json", r#"{"office": "so-y-te", "as_of": "2026-07-01", "findings": [{"code": "LINK_HOME", "procedure": null, "message": "", "first_seen": "2026-07-02"}]}"#);
    for (day, office, previous, why) in [
        ("2026-07-21", "so-y-te", "1.json", "of the office phuong-hac-thanh"),
        ("2026-07-10", "phuong-hac-thanh", "1.json", "after"),
        ("2026-07-21", "phuong-hac-thanh", "a.html", "no answer of"),
        ("2026-07-21", "so-y-te", "later.json", "no answer of"),
        ("2026-07-21", "so-y-te", "nowhere.json", "there is no file"),
    ] {
        let output = audit(&world, day, &format!("a.html --office {office} --previous {previous}"));
        let told = &output.stderr;
        assert!(output.status == Some(2) && output.stdout.is_empty() && told.contains(why), "{why}: {told}");
    }
}
