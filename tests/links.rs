//! The link doctor: what links rest on, what is wrong with them, how they are mended and confirmed.
#![allow(clippy::disallowed_methods, reason = "a test reads what was written")]

mod world;

use serde_json::{Value, json};
use world::World;

const ID: &str = "019d2bf7-4fc1-768b-9ba3-94be4bca58ee";
const OTHER_ID: &str = "019d2bf7-4fc1-768b-9ba3-94be4bca58ef";
const HEAD: &str = "code\tportal_id\tkind\tevidence\tconfirmed\n";
const RECORD: &str = "catalogue/procedures/linh-vuc-mau/9.000001.md";
const TABLE: &str = "catalogue/links.tsv";

/// A project of three procedures in force, each with its link; nobody confirmed the last two.
fn project() -> World {
    let world = World::new();
    let record = world.text(RECORD);
    let decision = world.only_file("catalogue/decisions");
    for code in ["9.000002", "9.000003"] {
        let path = RECORD.replace("9.000001", code);
        world.put(&path, record.replace("9.000001", code).replace("name = \"", &format!("name = \"{code} ")));
        let row = format!("\n[[change]]\nkind = \"new\"\ncode = \"{code}\"\n");
        world.put(&decision, world.text(&decision) + &row);
    }
    world.put(
        TABLE,
        format!(
            "{HEAD}9.000001\t{ID}\tprocedure\tthử\t2026-11-01 Nguyễn Văn A\n9.000002\t{OTHER_ID}\tprocedure\tthử\t\n\
             9.000003\tlt-3\tinterlinked\tdanh sách\t\n"
        ),
    );
    world.put("catalogue/common-names.tsv", "code\tname\n9.000003\tlàm giấy\n");
    world
}

fn links(world: &World) -> Value {
    let ran = world.run(&["links", "--format", "json"]);
    serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{ran:#?}"))
}

/// One value of each link, in their order.
fn each(answer: &Value, key: &str) -> Vec<Value> {
    answer["links"].as_array().unwrap().iter().map(|link| link[key].clone()).collect()
}

#[test]
fn what_nobody_confirmed_and_most_read_comes_first_and_the_oldest_confirmation_last() {
    let world = project();
    let answer = links(&world);
    assert_eq!(each(&answer, "code"), ["9.000003", "9.000002", "9.000001"]);
    assert_eq!(each(&answer, "form"), ["interlinked", "procedure", "procedure"]);
    assert_eq!(answer["links"][0]["why"], json!(["not-due", "named", "never"]));
    assert_eq!(answer["links"][2]["confirmed"], "2026-11-01");
    assert_eq!(answer["links"][2]["confirmed_by"], "Nguyễn Văn A");
    assert_eq!(answer["totals"]["evidence"], json!({ "danh sách": 1, "thử": 2 }));
    assert_eq!((&answer["totals"]["confirmed_by_person"], &answer["totals"]["faulty"]), (&json!(1), &json!(0)));
    let ran = world.run(&["links", "--limit", "1"]);
    assert_eq!(ran.status, Some(0), "{ran:#?}");
    assert!(ran.stdout.contains("1 trong 3") && ran.stdout.contains("   1. 9.000003 "), "{ran:#?}");
    assert!(!ran.stdout.contains("   2. "), "{ran:#?}");
}

#[test]
fn a_faulty_link_in_force_comes_first_with_its_line_and_ends_with_1_and_one_of_an_ended_procedure_does_not() {
    let world = project();
    world.edit(RECORD, "\n+++", "\nsource = \"https://thutuc.dichvucong.gov.vn/1.html\"\n+++");
    let answer = links(&world);
    let first = &answer["links"][0];
    assert_eq!(
        (&first["form"], &first["era"], &first["fault"]),
        (&json!("dead-host"), &json!("before"), &json!("LINK_DEAD_HOST"))
    );
    let line = world.text(RECORD).lines().position(|line| line.starts_with("source")).unwrap() + 1;
    assert_eq!(first["where"], json!({ "path": RECORD, "line": line, "column": 11 }));
    let ran = world.run(&["links"]);
    assert_eq!(ran.status, Some(1), "{ran:#?}");
    assert!(ran.stdout.contains(&format!("--> {RECORD}:{line}:11\n")), "{ran:#?}");
    let decision = world.only_file("catalogue/decisions");
    world.put(&decision, world.text(&decision).replace("code = \"9.000001\"", "code = \"9.000004\""));
    assert_eq!(links(&world)["totals"]["faulty_in_force"], 0);
}

#[test]
fn a_page_that_two_codes_have_is_faulty_at_both() {
    let world = project();
    world.edit(TABLE, OTHER_ID, ID);
    let ran = world.run(&["links", "--format", "json"]);
    assert_eq!(ran.status, Some(1), "{ran:#?}");
    let answer: Value = serde_json::from_str(&ran.stdout).unwrap();
    let faults = each(&answer, "fault");
    assert_eq!(faults, [json!("LINK_OTHER_PROCEDURE"), json!("LINK_OTHER_PROCEDURE"), Value::Null]);
}
