//! The age of official lists as a person at a terminal meets it: what is told of it, and what is done about it.

use crate::world;

use serde_json::Value;
use world::World;

const LIST: &str = "catalogue/snapshots/cu.tsv";
const RULES: &str = "catalogue/rules.toml";

/// A new project with a procedure that nothing but a list attests: 91 days old on the day of the tests, 2026-11-21.
fn resting_on_a_list() -> World {
    let world = World::new();
    let list = "# title: L\n# source: taken: by hand\n# taken: 2026-08-22\ncode\tname\n1.000001\tThủ tục một\n";
    world.put(LIST, list);
    world.put("a.csv", "Mã số,Tên,Cơ quan ban hành,Lĩnh vực\n1.000001,Thủ tục một,Ủy ban nhân dân tỉnh,Lĩnh vực mẫu\n");
    assert_eq!(world.run(&["import", "a.csv"]).status, Some(0));
    world
}

fn rule(id: &str, max_age: i32, days: &str) -> String {
    format!("[[evidence]]\nid = \"{id}\"\nmax_age = {max_age}\nreason = \"thử\"\n{days}")
}

/// The findings of a code.
fn told(world: &World, code: &str) -> Vec<Value> {
    let ran = world.run(&["check", "--format", "json", "--lang", "en"]);
    let findings: Value = serde_json::from_str(&ran.stdout).unwrap();
    let findings = findings["findings"].as_array().unwrap().clone();
    findings.into_iter().filter(|finding| finding["code"] == code).collect()
}

fn old(world: &World) -> Vec<Value> {
    told(world, "LIST_OLD")
}

/// The age is that on the day asked about, whatever day it is; `procedures.json`, which is compared from day to day, has none.
#[test]
fn list_show_and_check_tell_how_old_the_list_is_on_the_day_asked_about() {
    let world = resting_on_a_list();
    world.edit(LIST, "# taken: ", "# not_before: ");
    let run = |args: &[&str]| world.run(&[&["--today", "2027-01-01", "--lang", "en"], args].concat()).stdout;
    let text = run(&["--as-of", "2026-11-21", "list", "--status", "in-force"]);
    let line = text.lines().find(|line| line.starts_with("1.000001 ")).unwrap();
    assert!(line.contains("list cu (91 days)"), "{line}");
    for (as_of, age) in [("2026-08-22", 0), ("2026-11-20", 90), ("2026-11-21", 91)] {
        let list: Vec<Value> = serde_json::from_str(&run(&["--as-of", as_of, "list", "--format", "json"])).unwrap();
        let rests = |one: &Value| one["ruled_by"]["kind"] == "snapshot";
        for one in &list {
            assert_eq!(one["age_days"], if rests(one) { Value::from(age) } else { Value::Null }, "{one}");
        }
        assert!(list.iter().any(rests) && !list.iter().all(rests), "{list:#?}");
        let shown = run(&["--as-of", as_of, "show", "1.000001", "--format", "json"]);
        let shown: Value = serde_json::from_str(&shown).unwrap();
        assert_eq!(shown["age_days"], age);
    }
    let shown = |as_of| run(&["--as-of", as_of, "show", "1.000001"]).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(shown("2026-11-20").contains("at most 90 days old on the day shown"));
    assert!(!shown("2026-11-20").contains("too old"), "ninety days are the limit");
    assert!(shown("2026-11-21").contains("at most 91 days old on the day shown; too old, over 90 days"));
    let check = |as_of| run(&["--as-of", as_of, "check", "--format", "json"]).matches("\"LIST_OLD\"").count();
    assert_eq!((check("2026-11-20"), check("2026-11-21")), (0, 1));
}

#[test]
fn a_list_that_is_too_old_is_told_once_at_its_day_with_its_age_and_what_rests_on_it() {
    let world = resting_on_a_list();
    let told = old(&world);
    let [finding] = told.as_slice() else { panic!("{told:#?}") };
    assert_eq!(
        (finding["path"].as_str(), finding["line"].as_u64()),
        (Some(LIST), Some(3)),
        "the line that has the day"
    );
    assert_eq!((&finding["severity"], &finding["class"]), (&"warning".into(), &"fault".into()));
    let says = "list `cu` (counted from 2026-08-22) was 91 days old on the day shown, over the 90 days of rule `list-90-days`; 1 ";
    assert!(finding["message"].as_str().unwrap().starts_with(says), "{finding:#}");
    world.put(LIST, "# title: L\n# source: s\n# taken: 2026-01-01\ncode\tname\n9.000001\tThủ tục mẫu\n");
    assert_eq!(old(&world), [] as [Value; 0], "nothing rests on it: a decision rules");
}

#[test]
fn the_strictest_rule_in_force_on_the_day_counts_and_without_one_nothing_is_said() {
    let world = resting_on_a_list();
    for (rules, limit) in [
        (String::new(), None),
        (rule("a", 91, ""), None),
        (rule("a", 90, "from = 2026-11-22\n"), None),
        (rule("a", 90, "until = 2026-11-21\n"), None),
        (rule("a", 90, "from = 2026-11-21\nuntil = 2026-11-22\n"), Some("90")),
        (rule("a", 80, "") + &rule("b", 30, "") + &rule("c", 200, ""), Some("30")),
    ] {
        world.put(RULES, &rules);
        let limits: Vec<Value> = old(&world).into_iter().map(|finding| finding["args"]["limit"].clone()).collect();
        assert_eq!(limits, limit.into_iter().map(Value::from).collect::<Vec<_>>(), "{rules}");
    }
}

#[test]
fn a_rule_of_age_with_a_bad_value_is_told_of_and_left_out_whole() {
    let world = resting_on_a_list();
    let good = rule("a", 90, "");
    for (rules, code, count) in [
        (rule("a", -1, ""), "VALUE_INVALID", 0),
        (good.replace("max_age = 90\n", ""), "KEY_MISSING", 0),
        (good.replace("reason = \"thử\"\n", ""), "KEY_MISSING", 0),
        (rule("a", 90, "limit = 3\n"), "KEY_UNKNOWN", 0),
        (rule("a", 90, "from = 2026-02-01\nuntil = 2026-02-01\n"), "PERIOD_EMPTY", 0),
        (good.clone() + &rule("a", 1, ""), "CODE_DUPLICATE", 1), // the first stays
    ] {
        world.put(RULES, &rules);
        assert_eq!((told(&world, code).len(), old(&world).len()), (1, count), "{rules}");
    }
}

#[test]
fn the_command_for_an_old_list_of_a_part_has_its_scope() {
    let world = resting_on_a_list();
    let snapshots = world.tree("catalogue/snapshots");
    let path = format!("catalogue/snapshots/{}", snapshots.keys().next().unwrap());
    world.edit(&path, "code\tname", "# scope: province\n# sectors: linh-vuc-mau\ncode\tname");
    let told: Value = serde_json::from_str(&world.run(&["check", "--format", "json"]).stdout).unwrap();
    let finding = told["findings"].as_array().unwrap().iter().find(|finding| finding["code"] == "LIST_OLD");
    let help = finding.unwrap()["help"].as_str().unwrap();
    assert!(help.contains(" --scope province --scope sector:linh-vuc-mau`"), "{help}");
}

/// The rule ships with every new project, and what its finding says to do is done by doing it.
#[test]
fn the_command_that_refreshes_an_old_list_ends_the_finding() {
    let world = resting_on_a_list();
    for (language, file, day) in [("en", "FILE.xlsx", "DAY"), ("vi", "TEP.xlsx", "NGAY-TAI")] {
        let told: Value =
            serde_json::from_str(&world.run(&["check", "--format", "json", "--lang", language]).stdout).unwrap();
        let finding = told["findings"].as_array().unwrap().iter().find(|finding| finding["code"] == "LIST_OLD");
        let command = finding.unwrap()["help"].as_str().unwrap().split('`').nth(1).unwrap();
        let command = command.replace(file, "a.csv").replace(day, "2026-11-20");
        // As a shell parts it: blanks outside quotation marks.
        let mut args: Vec<&str> = Vec::new();
        for (at, part) in command.split('"').enumerate() {
            if at % 2 == 1 { args.push(part) } else { args.extend(part.split_whitespace()) }
        }
        assert_eq!(args.remove(0), "niemyet");
        // The list of this story is too small to be told for the country's by itself.
        args.extend(["--scope", "country"]);
        assert_eq!(world.run(&args).status, Some(0), "{args:?}");
        assert_eq!(old(&world), [] as [Value; 0], "{language}");
        assert_eq!(world.run(&["import", "--undo"]).status, Some(0));
        assert_eq!(old(&world).len(), 1);
    }
}
