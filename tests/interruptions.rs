//! Procedures that cannot be filed online for a time: on their pages, among the coming days, and in a table that may be wrong.

use crate::world;

use serde_json::{Value, json};
use world::World;

const TABLE: &str = "catalogue/interruptions.tsv";
const HEAD: &str = "code\tfrom\tuntil\treason\tsource\n";

fn project(rows: &str) -> World {
    let world = World::new();
    world.put(
        "catalogue/links.tsv",
        "code\tportal_id\tkind\tevidence\tconfirmed\n9.000001\t019d2bf7-4fc1-768b-9ba3-94be4bca58ee\tprocedure\tthử\t\n",
    );
    world.put(TABLE, format!("{HEAD}{rows}"));
    world
}

/// The procedure's page on a day.
fn page(world: &World, day: &str) -> String {
    let out = format!("site-{day}");
    let ran = world.run(&["build", "--as-of", day, "--out", &out]);
    assert_eq!(ran.status, Some(0), "{ran:#?}");
    world.text(&format!("{out}/T/9.000001/index.html"))
}

#[test]
fn the_page_says_it_from_the_first_day_until_it_is_lifted_and_offers_no_way_to_file_meanwhile() {
    let world = project("9.000001\t2026-12-01\t2026-12-05\tbảo trì <b>hệ thống</b>\tThông báo 12/TB-VPUBND\n");
    let sentence = "Không nộp trực tuyến được từ 01/12/2026 đến hết 04/12/2026: bảo trì &lt;b&gt;hệ thống&lt;&#x2F;b&gt; (Thông báo 12&#x2F;TB-VPUBND).";
    for (day, is_interrupted) in
        [("2026-11-30", false), ("2026-12-01", true), ("2026-12-04", true), ("2026-12-05", false)]
    {
        let html = page(&world, day);
        let plain = html.replace("&#x2F;", "/");
        assert_eq!(plain.contains(&sentence.replace("&#x2F;", "/")), is_interrupted, "{day}: {plain}");
        assert_eq!(html.contains("id=\"tam-ngung-truc-tuyen\""), is_interrupted, "{day}");
        assert_eq!(html.contains("class=\"btn wide alt\""), is_interrupted, "{day}");
        assert_eq!(html.contains("chỉ xem được, không nộp được"), is_interrupted, "{day}");
    }
    // The page tells that it may not hold from the day on which this begins.
    assert!(page(&world, "2026-11-29").contains("2026-12-01"));
}

#[test]
fn without_an_end_it_says_that_nobody_knows_it() {
    let world = project("9.000001\t2026-11-20\t\tlỗi máy chủ\tThông báo 1\n");
    let html = page(&world, "2027-06-01");
    assert!(
        html.contains("Không nộp trực tuyến được từ 20/11/2026, chưa rõ đến khi nào: lỗi máy chủ (Thông báo 1)."),
        "{html}"
    );
}

#[test]
fn the_coming_days_have_its_beginning_and_its_end() {
    let world = project("9.000001\t2026-12-01\t2026-12-05\tbảo trì\tThông báo 12\n");
    let ran = world.run(&["next", "--format", "json"]);
    let answer: Value = serde_json::from_str(&ran.stdout).unwrap();
    let row =
        |begins: bool| json!([{ "code": "9.000001", "begins": begins, "reason": "bảo trì", "source": "Thông báo 12" }]);
    let days: Vec<(&Value, &Value)> =
        answer["days"].as_array().unwrap().iter().map(|day| (&day["day"], &day["interruptions"])).collect();
    assert_eq!(days, [(&json!("2026-12-01"), &row(true)), (&json!("2026-12-05"), &row(false))]);
    let until = world.run(&["next", "--until", "2026-12-04"]);
    assert!(
        until.stdout.ends_with("== 01/12/2026\n9.000001: từ ngày này không nộp trực tuyến được: bảo trì\n"),
        "{until:#?}"
    );
}

#[test]
fn a_row_that_cannot_be_right_is_told_with_line_and_column() {
    let world = project(
        "9.000009\t2026-12-01\t\tbảo trì\tThông báo\n9.000001\t01/12/2026\t\tbảo trì\tThông báo\n\
         9.000001\t2026-12-05\t2026-12-05\tbảo trì\tThông báo\n9.000001\t2026-12-06\t\t\tThông báo\n\
         9.000001\t2026-12-07\t\tbảo trì\t\n9.000001\t2026-12-08\tsớm\tbảo trì\tThông báo\n\
         9.000001\t2026-12-09\t\tbảo trì\tThông báo\n9.000001\t2026-12-09\t\tlỗi\tThông báo\n",
    );
    let ran = world.run(&["check", "--all", "--lang", "en"]);
    assert_eq!(ran.status, Some(1), "{ran:#?}");
    for place in [
        format!("`code` names `9.000009`, which the catalogue does not hold\n --> {TABLE}:2:1\n"),
        format!("--> {TABLE}:3:10\n"),
        format!("--> {TABLE}:4:21\n"),
        format!("`reason` has a value of the wrong kind: \n --> {TABLE}:5:22\n"),
        format!("`source` has a value of the wrong kind: \n --> {TABLE}:6:30\n"),
        format!("--> {TABLE}:7:21\n"),
        format!("--> {TABLE}:9:1\n"),
    ] {
        assert!(ran.stdout.contains(&place), "{place}\n{}", ran.stdout);
    }
}
