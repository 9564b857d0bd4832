//! Deadlines: the rules as read, each verdict with a case that fires and one that does not, and the index's figures.

use crate::world;

use std::collections::BTreeMap;

use niemyet::deadlines::{FigureOf, Outcome, completeness, figures, verdicts};
use niemyet::finding::Code;
use niemyet::input::{FileContent, Files, Input};
use niemyet::ledger::Ledger;
use niemyet::load::load;
use niemyet::model::{AgencyId, Day, Period, Records, TextStatus};
use world::World;

const RULES: &str = include_str!("../catalogue/rules.toml");
const AGENCIES: &str = "\
[[agency]]\nid = \"own\"\nname = \"Own\"\nkind = \"province\"\n
[[agency]]\nid = \"ministry\"\nname = \"Ministry\"\nkind = \"ministry\"\n
[[agency]]\nid = \"foreign\"\nname = \"Foreign\"\nkind = \"province\"\n";
const SECTORS: &str = "[[sector]]\nid = \"s\"\nname = \"S\"\n";
const SITE: &str = "title = \"T\"\nprovince = \"P\"\nown_issuer = \"own\"\nbase_url = \"https://example.org/\"\n";
const SHIPPED: &str = include_str!("../catalogue/calendar.toml");
/// A made year: Thursday 1/1, Tết from Monday 16/2 to Friday 20/2, Thursday 30/4 and Friday 1/5, Wednesday 2/9,
/// and Monday 31/8 swapped for Saturday 22/8.
const CALENDAR: &str = "\
[[year]]\nyear = 2026\nsource = \"made for this test\"
holidays = [2026-01-01, 2026-02-16, 2026-02-17, 2026-02-18, 2026-02-19, 2026-02-20, 2026-04-27, 2026-04-30,
    2026-05-01, 2026-08-31, 2026-09-01, 2026-09-02]
working = [2026-08-22]\n";

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn bytes(text: &str) -> FileContent {
    FileContent::Bytes(text.as_bytes().to_vec())
}

/// The catalogue of these files beside the agencies, the sector, the shipped rules and the made calendar.
fn read(files: &[(&str, &str)]) -> (Records, Vec<(Code, Option<String>)>) {
    let given =
        [("agencies.toml", AGENCIES), ("sectors.toml", SECTORS), ("rules.toml", RULES), ("calendar.toml", CALENDAR)];
    let mut catalogue: Files = given.into_iter().map(|(path, text)| (path.to_owned(), bytes(text))).collect();
    catalogue.extend(files.iter().map(|(path, text)| ((*path).to_owned(), bytes(text))));
    let today = day("2026-11-21");
    let site = Files::from([("site.toml".to_owned(), bytes(SITE))]);
    let input = Input { catalogue, site, templates: BTreeMap::new(), as_of: today, today, base_url: None };
    let (records, findings) = load(&input);
    let told = findings.into_iter().map(|finding| {
        let key = finding.args.iter().find(|(name, _)| *name == "key").map(|(_, value)| value.clone());
        (finding.code, key)
    });
    let told = told.collect();
    (records, told)
}

#[test]
fn the_shipped_rules_read_without_a_finding() {
    let (records, told) = read(&[]);
    assert_eq!(told, []);
    let ids: Vec<&str> = records.deadline_rules.iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "entry-ministry",
            "entry-province",
            "entry-shortened",
            "issue-index",
            "issue-law",
            "issue-ministry",
            "issue-shortened",
            "publish-index",
            "removal"
        ]
    );
}

#[test]
fn the_shipped_calendar_has_what_was_announced_and_no_more() {
    let (records, told) = read(&[("calendar.toml", SHIPPED)]);
    assert_eq!(told, []);
    let calendar = records.calendar;
    let years: Vec<i32> = calendar.years().keys().copied().collect();
    assert_eq!(years, [2025, 2026]);
    let worked = |from: &str, until: &str| {
        let days = day(from).iter_days().take_while(|one| *one < day(until));
        days.map(|one| calendar.is_working(one).map(usize::from)).sum::<Option<usize>>()
    };
    // 261 weekdays, 12 of them off, and Saturday 26/4.
    assert_eq!(worked("2025-01-01", "2026-01-01"), Some(261 - 12 + 1));
    // To the end of October 217 weekdays, 13 of them off, and Saturdays 10/1 and 22/8.
    assert_eq!(worked("2026-01-01", "2026-11-01"), Some(217 - 13 + 2));
    assert_eq!(calendar.add_working_days(day("2025-12-31"), 2), Some(day("2026-01-06")));
    assert_eq!(calendar.is_working(day("2026-10-31")), Some(false));
    assert_eq!(calendar.is_working(day("2026-11-01")), None, "a swap around 24/11 had not been announced");
    assert_eq!(calendar.add_working_days(day("2026-10-30"), 1), None);
}

#[test]
fn a_bad_rule_is_a_finding_and_left_out_whole() {
    let rule = |line: &str| {
        let good = "[[deadline]]\nid = \"x\"\narticle = \"a\"\nduty = \"issue\"\ncount = \"after-signing\"\n\
                    days = 1\nunit = \"days\"\n";
        let key = line.split(' ').next().unwrap();
        let kept: Vec<&str> = good.lines().filter(|given| !given.starts_with(&format!("{key} ="))).collect();
        read(&[("rules.toml", &format!("{}\n{line}\n", kept.join("\n")))])
    };
    for (line, code, key) in [
        ("duty = \"isue\"", Code::ValueInvalid, Some("duty")),
        ("count = \"after-end\"", Code::ValueInvalid, Some("count")),
        ("days = -1", Code::ValueInvalid, Some("days")),
        ("days = 99999", Code::ValueInvalid, Some("days")),
        ("unit = \"weeks\"", Code::ValueInvalid, Some("unit")),
        ("issuers = \"nobody\"", Code::ValueInvalid, Some("issuers")),
        ("shortened = \"yes\"", Code::ValueInvalid, Some("shortened")),
        ("figure = \"1.9\"", Code::ValueInvalid, Some("figure")),
        ("article", Code::Syntax, None),
        ("from = 0000-01-01", Code::DateInvalid, None),
        ("from = 2026-02-01\nuntil = 2026-02-01", Code::PeriodEmpty, None),
        ("day = 1", Code::KeyUnknown, Some("day")),
    ] {
        let (records, told) = rule(line);
        assert!(told.contains(&(code, key.map(str::to_owned))), "{line}: {told:?}");
        assert!(records.deadline_rules.is_empty(), "{line}");
    }
    let (records, told) = rule("figure = \"1.1\"");
    assert_eq!((records.deadline_rules.len(), told), (1, vec![]));
    let (records, told) = read(&[("rules.toml", &format!("{RULES}\n{RULES}"))]);
    let ages = records.evidence_rules.len(); // of the same file, and twice there too
    assert_eq!((records.deadline_rules.len(), ages, told.len()), (9, 1, 10), "{told:?}");
}

#[test]
fn a_year_with_a_bad_day_is_not_known() {
    for (line, code) in [
        ("holidays = [2025-01-01]", Code::ValueInvalid),
        ("working = [2026-09-02]", Code::ValueInvalid),
        ("holidays = [5]", Code::DateInvalid),
        ("holidays = 5", Code::ValueInvalid),
        ("until = 2027-02-01", Code::ValueInvalid),
    ] {
        let (records, told) =
            read(&[("calendar.toml", &format!("[[year]]\nyear = 2026\nsource = \"made\"\n{line}\n"))]);
        assert!(told.iter().any(|(told, _)| *told == code), "{line}: {told:?}");
        assert!(records.calendar.years().is_empty(), "{line}");
    }
    let (_, told) = read(&[("calendar.toml", &format!("{CALENDAR}\n{CALENDAR}"))]);
    assert_eq!(told, [(Code::CodeDuplicate, None)]);
    let (_, told) = read(&[("calendar.toml", "[[year]]\n")]);
    assert_eq!(told.len(), 2, "{told:?}");
}

#[test]
fn working_days_leave_out_holidays_and_count_swapped_days() {
    let calendar = read(&[]).0.calendar;
    for (from, count, expected) in [
        ("2026-02-09", 5, "2026-02-23"), // over Tết
        ("2026-08-21", 1, "2026-08-22"), // a Saturday swapped in
        ("2026-08-28", 1, "2026-09-03"), // the swapped Monday, and Quốc khánh
        ("2026-05-09", 5, "2026-05-15"), // signed on a Saturday
        ("2026-05-09", 0, "2026-05-09"),
    ] {
        assert_eq!(calendar.add_working_days(day(from), count), Some(day(expected)), "{from}");
    }
    assert_eq!(calendar.working_days_before(day("2026-02-23"), 5), Some(day("2026-02-09")));
    assert_eq!(calendar.working_days_before(day("2026-01-05"), 5), None, "2025 is not on record");
    assert_eq!(calendar.add_working_days(day("2026-12-31"), u16::MAX), None);
}

#[test]
fn a_text_has_a_state_of_its_own() {
    let texts = "[[text]]\nnumber = \"39/2026/NĐ-CP\"\neffect = 2026-07-01\nsource = \"made\"\n\
                 [[text.status]]\nstatus = \"expired\"\nfrom = 2026-12-01\n\
                 [[text.status]]\nstatus = \"partly-expired\"\nfrom = 2026-10-01\n";
    let (records, told) = read(&[("legal-texts.toml", texts)]);
    assert_eq!(told, []);
    let text = &records.legal_texts["39/2026/NĐ-CP"];
    assert_eq!(text.status_on(day("2026-06-30")), Some(TextStatus::NotYet));
    assert_eq!(text.status_on(day("2026-09-30")), Some(TextStatus::InForce));
    assert_eq!(text.status_on(day("2026-10-01")), Some(TextStatus::PartlyExpired));
    assert_eq!(text.status_on(day("2026-12-01")), Some(TextStatus::Expired));
    let (_, told) = read(&[("legal-texts.toml", "[[text]]\nnumber = \"1\"\n[[text.status]]\nstatus = \"gone\"\n")]);
    assert_eq!(told.len(), 3, "{told:?}");
}

/// A decision of the province signed on a day, with more lines and its rows.
fn decision(number: u32, signed: &str, more: &str) -> (String, String) {
    let text = format!("number = \"{number}/QĐ-UBND\"\nissuer = \"own\"\nsigned = {signed}\ntitle = \"t\"\n{more}");
    (format!("decisions/2026/{number}-qd-ubnd.toml"), text)
}

fn amend(more: &str) -> String {
    format!("[[change]]\nkind = \"amend\"\ncode = \"1.000001\"\n{more}\n")
}

/// What one rule says of the decisions: due, done, verdict with its reason, a line a verdict.
fn judged(records: &Records, today: &str, rule: &str) -> Vec<String> {
    let (ledger, _) = Ledger::new(records);
    let verdicts = verdicts(&ledger, day(today), Period::default());
    let text = |day: Option<Day>| day.map_or_else(|| "-".to_owned(), |day| day.to_string());
    let told = verdicts.iter().filter(|verdict| verdict.rule.id == rule).map(|verdict| {
        let outcome = match &verdict.outcome {
            Outcome::Unchecked(reason) => format!("unchecked {}", reason.as_str()),
            Outcome::StillListed(list) => format!("missed {list}"),
            other => other.as_str().to_owned(),
        };
        format!("{} {} {outcome}", text(verdict.due), text(verdict.done))
    });
    told.collect()
}

#[track_caller]
fn says(signed: &str, more: &str, rule: &str, expected: &[&str]) {
    let (path, text) = decision(1, signed, more);
    let (records, _) = read(&[(&path, &text)]);
    assert_eq!(judged(&records, "2026-11-21", rule), expected, "{text}");
}

#[test]
fn a_province_issues_five_days_before_the_text_by_the_law_and_five_working_days_by_the_index() {
    // From Monday 9 March five days back is Wednesday 4 March, five working days back is Monday 2 March.
    let row = amend("text_effect = 2026-03-09");
    says("2026-03-02", &row, "issue-law", &["2026-03-04 2026-03-02 met"]);
    says("2026-03-02", &row, "issue-index", &["2026-03-02 2026-03-02 met"]);
    says("2026-03-04", &row, "issue-law", &["2026-03-04 2026-03-04 met"]);
    says("2026-03-04", &row, "issue-index", &["2026-03-02 2026-03-04 missed"]);
    says("2026-03-05", &row, "issue-law", &["2026-03-04 2026-03-05 missed"]);
    says("2026-03-05", &row, "issue-ministry", &[]);
}

#[test]
fn a_ministry_issues_twenty_days_before() {
    let of = |signed: &str| {
        let (path, text) = decision(1, signed, &amend("text_effect = 2026-03-31"));
        let (records, _) = read(&[(&path, &text.replace("\"own\"", "\"ministry\""))]);
        (judged(&records, "2026-11-21", "issue-ministry"), judged(&records, "2026-11-21", "issue-law"))
    };
    assert_eq!(of("2026-03-11"), (vec!["2026-03-11 2026-03-11 met".to_owned()], vec![]));
    assert_eq!(of("2026-03-12"), (vec!["2026-03-11 2026-03-12 missed".to_owned()], vec![]));
}

#[test]
fn by_the_shortened_procedure_three_days_after_the_text_are_left() {
    let row = format!("shortened = true\n{}", amend("text_effect = 2026-03-09"));
    says("2026-03-12", &row, "issue-shortened", &["2026-03-12 2026-03-12 met"]);
    says("2026-03-13", &row, "issue-shortened", &["2026-03-12 2026-03-13 missed"]);
    says("2026-03-12", &row, "issue-law", &[]);
    says("2026-03-12", &row, "issue-index", &[]);
    says("2026-03-02", &amend("text_effect = 2026-03-09"), "issue-shortened", &[]);
}

#[test]
fn entry_is_due_within_five_ten_or_two_working_days_of_signing() {
    // Signed on Saturday 9 May: counting starts on Monday the 11th.
    let of = |more: &str, issuer: &str, rule: &str| {
        let (path, text) = decision(1, "2026-05-09", more);
        let (records, _) = read(&[(&path, &text.replace("\"own\"", issuer))]);
        judged(&records, "2026-11-21", rule).join("; ")
    };
    assert_eq!(of("entered = 2026-05-15\n", "\"own\"", "entry-province"), "2026-05-15 2026-05-15 met");
    assert_eq!(of("entered = 2026-05-18\n", "\"own\"", "entry-province"), "2026-05-15 2026-05-18 missed");
    assert_eq!(of("", "\"own\"", "entry-province"), "2026-05-15 - unchecked not-recorded");
    assert_eq!(of("entered = 2026-05-22\n", "\"ministry\"", "entry-ministry"), "2026-05-22 2026-05-22 met");
    assert_eq!(of("entered = 2026-05-25\n", "\"ministry\"", "entry-ministry"), "2026-05-22 2026-05-25 missed");
    assert_eq!(of("entered = 2026-05-22\n", "\"ministry\"", "entry-province"), "");
    let shortened = |day: &str| of(&format!("shortened = true\nentered = {day}\n"), "\"own\"", "entry-shortened");
    assert_eq!(shortened("2026-05-12"), "2026-05-12 2026-05-12 met");
    assert_eq!(shortened("2026-05-13"), "2026-05-12 2026-05-13 missed");
    assert_eq!(of("shortened = true\n", "\"own\"", "entry-province"), "");
}

#[test]
fn rows_that_publish_nothing_have_no_deadline() {
    let row = "[[change]]\nkind = \"correct\"\ncode = \"1.000001\"\ntext_effect = 2026-03-09\n";
    says("2026-03-05", row, "issue-law", &[]);
}

#[test]
fn a_rule_holds_for_what_was_signed_in_its_time() {
    let old = RULES.replace("id = \"issue-law\"", "id = \"issue-law\"\nuntil = 2026-03-05");
    let of = |signed: &str| {
        let (path, text) = decision(1, signed, &amend("text_effect = 2026-03-09"));
        judged(&read(&[(&path, &text), ("rules.toml", &old)]).0, "2026-11-21", "issue-law").len()
    };
    assert_eq!((of("2026-03-04"), of("2026-03-05")), (1, 0));
}

/// The project of `niemyet init` with the shipped rules, the made calendar, and one decision that is late.
fn late_project() -> World {
    let world = World::new();
    world.put("catalogue/rules.toml", RULES);
    world.put("catalogue/calendar.toml", CALENDAR);
    let late = "number = \"2/QĐ-UBND\"\nissuer = \"ubnd-tinh\"\nsigned = 2026-05-09\npublished = 2026-05-18\n\
                title = \"t\"\neffect = \"on-signing\"\n[[change]]\nkind = \"amend\"\ncode = \"9.000001\"\n\
                text_effect = 2026-05-14\n";
    world.put("catalogue/decisions/2026/2-qd-ubnd.toml", late);
    world
}

#[test]
fn the_command_tells_what_is_late_and_ends_with_one() {
    let args = ["deadlines", "--lang", "en", "--from", "2026-05-01", "--until", "2026-06-01"];
    late_project().run(&args).gives(
        "\
decision   procedure  deadline       due         done        verdict
2/QĐ-UBND  9.000001   issue-index    2026-05-07  2026-05-09  missed
2/QĐ-UBND  9.000001   issue-law      2026-05-09  2026-05-09  met
2/QĐ-UBND  –          publish-index  2026-05-15  2026-05-18  missed

entry-province: 1 unchecked: the day on which it was done is not on record
met: 1, missed: 2, unchecked: 1

figures of Ủy ban nhân dân tỉnh
figure 1.1: 0/1, 0 unchecked: missed
figure 1.2: 0/1, 0 unchecked: missed
figure 1.3: 0/0, 1 unchecked: unchecked
see all: `niemyet deadlines --all`
",
        "",
        1,
    );
    let ran = late_project().run(&["deadlines", "--lang", "en", "--from", "2026-06-01", "--until", "2026-07-01"]);
    assert_eq!((ran.stderr.as_str(), ran.status), ("", Some(0)), "{ran:#?}");
    let ran = late_project().run(&["deadlines", "--from", "2026-06-01", "--until", "2026-06-01"]);
    assert_eq!((ran.stdout.as_str(), ran.status), ("", Some(2)), "{ran:#?}");
    let ran = late_project().run(&["deadlines", "--issuer", "ubnd-tin", "--lang", "en"]);
    assert!(ran.stderr.contains("ubnd-tinh"), "{ran:#?}");
    assert_eq!(ran.status, Some(2));
    let world = World::new();
    world.put("catalogue/rules.toml", "");
    let ran = world.run(&["deadlines", "--lang", "en"]);
    ran.gives("the catalogue has no deadline in rules.toml\n", "", 0);
}

#[test]
fn the_command_as_json_has_every_verdict_with_its_article() {
    let ran = late_project().run(&["deadlines", "--format", "json", "--until", "2026-06-01"]);
    let value: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(value["counts"], serde_json::json!({ "met": 1, "missed": 2, "unchecked": 1 }));
    assert_eq!(value["period"], serde_json::json!({ "from": null, "until": "2026-06-01" }));
    let verdicts = value["verdicts"].as_array().unwrap();
    let late = verdicts.iter().find(|verdict| verdict["rule"] == "publish-index").unwrap();
    assert_eq!(late["due"], "2026-05-15");
    assert_eq!(late["done"], "2026-05-18");
    assert_eq!(late["verdict"], "missed");
    assert_eq!(late["article"], "Quyết định 766/QĐ-TTg năm 2022, chỉ số 1.2");
    assert_eq!(value["figures"][1]["denominator"], 1);
    assert_eq!(ran.status, Some(1));
}

#[test]
fn another_provinces_deadlines_are_its_own() {
    let (path, text) = decision(1, "2026-03-05", &amend("text_effect = 2026-03-09"));
    let (records, _) = read(&[(&path, &text.replace("\"own\"", "\"foreign\""))]);
    let (ledger, _) = Ledger::new(&records);
    assert_eq!(verdicts(&ledger, day("2026-11-21"), Period::default()), []);
}

#[test]
fn the_text_effect_is_the_latest_of_the_cited_texts_and_one_unknown_text_leaves_it_open() {
    let texts = "[[text]]\nnumber = \"1/2026/NĐ-CP\"\neffect = 2026-03-02\nsource = \"made\"\n\
                 [[text]]\nnumber = \"2/2026/TT-BCA\"\neffect = 2026-03-09\nsource = \"made\"\n\
                 [[text]]\nnumber = \"3/2026/TT-BCA\"\nsource = \"made\"\n";
    let of = |legal: &str| {
        let (path, text) = decision(1, "2026-03-04", &amend(&format!("legal = [{legal}]")));
        let (records, _) = read(&[(&path, &text), ("legal-texts.toml", texts)]);
        judged(&records, "2026-11-21", "issue-law")
    };
    assert_eq!(of("\"1/2026/NĐ-CP\", \"2/2026/TT-BCA\""), ["2026-03-04 2026-03-04 met"]);
    assert_eq!(of("\"1/2026/NĐ-CP\""), ["2026-02-25 2026-03-04 missed"]);
    assert_eq!(of("\"1/2026/NĐ-CP\", \"3/2026/TT-BCA\""), ["- 2026-03-04 unchecked text-unknown"]);
    assert_eq!(of("\"9/2026/TT-BCA\""), ["- 2026-03-04 unchecked text-unknown"]);
    assert_eq!(of(""), ["- 2026-03-04 unchecked text-effect-unknown"]);
}

#[test]
fn a_decision_is_made_public_within_five_working_days_of_signing() {
    // Signed on Saturday 9 May: counting starts on Monday the 11th.
    says("2026-05-09", "published = 2026-05-15\n", "publish-index", &["2026-05-15 2026-05-15 met"]);
    says("2026-05-09", "published = 2026-05-18\n", "publish-index", &["2026-05-15 2026-05-18 missed"]);
    says("2026-05-09", "", "publish-index", &["2026-05-15 - unchecked not-recorded"]);
    let (path, text) = decision(1, "2026-11-18", "");
    let (records, _) = read(&[(&path, &text)]);
    assert_eq!(judged(&records, "2026-11-25", "publish-index"), ["2026-11-25 - unchecked not-yet-due"]);
    assert_eq!(judged(&records, "2026-11-26", "publish-index"), ["2026-11-25 - unchecked not-recorded"]);
}

#[test]
fn what_nobody_recorded_is_never_a_fault() {
    let year = "number = \"1/QĐ-UBND\"\nissuer = \"own\"\nyear = 2026\ntitle = \"t\"\npublished = 2026-07-01\n";
    let text = format!("{year}{}", amend("text_effect = 2026-03-09"));
    let (records, _) = read(&[("decisions/2026/1-qd-ubnd.toml", &text)]);
    assert_eq!(judged(&records, "2026-11-21", "publish-index"), ["- 2026-07-01 unchecked signing-unknown"]);
    assert_eq!(judged(&records, "2026-11-21", "issue-law"), ["2026-03-04 - unchecked signing-unknown"]);
    // No calendar: what counts working days is open, what counts days is not.
    let (path, text) = decision(1, "2026-03-05", &amend("text_effect = 2026-03-09"));
    let (records, _) = read(&[(&path, &text), ("calendar.toml", "")]);
    assert_eq!(judged(&records, "2026-11-21", "issue-index"), ["- 2026-03-05 unchecked calendar-unknown"]);
    assert_eq!(judged(&records, "2026-11-21", "issue-law"), ["2026-03-04 2026-03-05 missed"]);
    // Rows that nobody entered may be late.
    says("2026-03-05", "complete = false\n", "issue-law", &["- - unchecked rows-missing"]);
}

#[test]
fn internal_procedures_have_no_deadline_of_publication() {
    let row = amend("text_effect = 2026-03-09").replace("1.000001", "5.000001");
    says("2026-03-05", &row, "issue-law", &[]);
}

#[test]
fn what_has_ended_is_removed_on_the_day_and_a_later_list_tells() {
    let list = |day: &str, codes: &str| format!("# title: t\n# source: s\n# taken: {day}\ncode\tname\n{codes}");
    let with = |day: &str| list(day, "1.000001\tA\n1.000002\tB\n");
    let without = |day: &str| list(day, "1.000002\tB\n");
    let of = |signed: &str, more: &str, lists: &[String]| {
        let row = format!("[[change]]\nkind = \"repeal\"\ncode = \"1.000001\"\n{more}\n");
        let (path, text) = decision(1, signed, &row);
        let lists: Vec<_> =
            lists.iter().enumerate().map(|(at, text)| (format!("snapshots/l{at}.tsv"), text.as_str())).collect();
        let mut files = vec![(path.as_str(), text.as_str())];
        files.extend(lists.iter().map(|(path, text)| (path.as_str(), *text)));
        judged(&read(&files).0, "2026-07-20", "removal").join("; ")
    };
    let july = "effect = 2026-07-01";
    assert_eq!(of("2026-06-01", july, &[with("2026-06-15"), with("2026-07-02")]), "2026-07-01 - missed l1");
    assert_eq!(of("2026-06-01", july, &[with("2026-06-15"), without("2026-07-01")]), "2026-07-01 2026-07-01 met");
    assert_eq!(of("2026-06-01", july, &[with("2026-06-15"), without("2026-07-02")]), "2026-07-01 - unchecked no-list");
    assert_eq!(of("2026-06-01", july, &[]), "2026-07-01 - unchecked no-list");
    // The effect lies before the signing: the signing is the day of removal.
    let before = "text_effect = 2026-05-20";
    assert_eq!(of("2026-05-29", before, &[with("2026-05-28")]), "2026-05-29 - unchecked no-list");
    assert_eq!(of("2026-05-29", before, &[with("2026-05-30")]), "2026-05-29 - missed l0");
    assert_eq!(of("2026-06-01", "", &[with("2026-07-02")]), "- - unchecked end-unknown");
    assert_eq!(of("2026-06-01", "effect = 2026-08-01", &[with("2026-07-02")]), "2026-08-01 - unchecked not-yet-due");
    // What is back is rightly listed.
    assert_eq!(
        of("2026-06-01", "effect = 2026-06-01\nuntil = 2026-07-01", &[with("2026-07-02")]),
        "2026-06-01 - unchecked no-list"
    );
}

fn figure(records: &Records, number: &str, from: &str, until: &str) -> (FigureOf, &'static str) {
    let (ledger, _) = Ledger::new(records);
    let period = Period::new(Some(day(from)), Some(day(until))).unwrap();
    let verdicts = verdicts(&ledger, day("2026-11-21"), period);
    let figures = figures(&verdicts, &AgencyId("own".to_owned()));
    let figure = figures.into_iter().find(|figure| figure.number == number).unwrap();
    (figure, figure.verdict())
}

#[test]
fn one_late_procedure_makes_the_whole_period_late() {
    let in_time = amend("text_effect = 2026-03-31");
    let late = amend("text_effect = 2026-03-12").replace("1.000001", "1.000002");
    let open = amend("").replace("1.000001", "1.000003");
    let of = |rows: &[&String]| {
        let rows: String = rows.iter().map(|row| row.as_str()).collect();
        let (path, text) = decision(1, "2026-03-10", &rows);
        let (other_path, other) = decision(2, "2026-04-01", &late);
        let (records, _) = read(&[(&path, &text), (&other_path, &other)]);
        let (figure, verdict) = figure(&records, "1.1", "2026-03-01", "2026-04-01");
        (figure.met, figure.checked, figure.unchecked, verdict)
    };
    assert_eq!(of(&[&in_time]), (1, 1, 0, "met"));
    assert_eq!(of(&[&in_time, &late]), (1, 2, 0, "missed"));
    assert_eq!(of(&[&in_time, &late, &open]), (1, 2, 1, "missed"));
    assert_eq!(of(&[&in_time, &open]), (1, 1, 1, "unchecked"));
    assert_eq!(of(&[]), (0, 0, 0, "unchecked"));
}

#[test]
fn the_share_of_whole_procedures_leaves_out_what_nobody_entered() {
    let whole = "+++\ncode = \"1.000001\"\nname = \"A\"\nissuer = \"ministry\"\nsector = \"s\"\nlevels = [\"province\"]\n\
                 executing = [\"X\"]\nobjects = [\"Y\"]\nsets = 1\nresult = \"unknown\"\nconditions = \"unknown\"\nmanner = \"not-entered\"\n\
                 legal = \"unknown\"\n[[channel]]\nvia = \"direct\"\ntime = \"7 ngày\"\nfees = \"unknown\"\n\
                 [[paper]]\nname = \"P\"\n+++\n\n## Trình tự thực hiện\n\nBước 1.\n";
    let steps = "\n\n## Trình tự thực hiện\n\nBước 1.\n";
    let of = |records: &[(&str, String)]| {
        let paths: Vec<String> = records.iter().map(|(code, _)| format!("procedures/s/{code}.md")).collect();
        let rows: String = records.iter().map(|(code, _)| format!("{code}\tA\n")).collect();
        let list = format!("# title: t\n# source: s\n# taken: 2026-07-16\ncode\tname\n{rows}");
        let texts: Vec<String> = records.iter().map(|(code, text)| text.replace("1.000001", code)).collect();
        let mut files: Vec<(&str, &str)> =
            paths.iter().zip(&texts).map(|(path, text)| (path.as_str(), text.as_str())).collect();
        files.push(("snapshots/l.tsv", &list));
        let (records, told) = read(&files);
        assert!(!told.iter().any(|(code, _)| *code == Code::Syntax || *code == Code::KeyUnknown), "{told:?}");
        let sum = completeness(&Ledger::new(&records).0.as_of(day("2026-11-21")));
        (sum.met, sum.checked, sum.unchecked)
    };
    let without =
        |absence: &str| whole.replace("sets = 1", &format!("sets = 1\nsteps = \"{absence}\"")).replace(steps, "\n");
    let all = [
        ("1.000001", whole.to_owned()),
        ("1.000002", without("not-entered")),
        ("1.000003", without("not-published")),
        ("1.000004", whole.replace("sets = 1\n", "")),
        ("5.000005", without("not-published")),
    ];
    assert_eq!(of(&all[..1]), (1, 1, 0));
    assert_eq!(of(&all), (1, 2, 2));
}

/// Hải Phòng's decisions with the shipped rules and the shipped calendar.
#[test]
fn of_hai_phongs_decisions_those_with_a_day_of_publishing_are_judged() {
    let mut records = haiphong();
    records.deadline_rules = read(&[]).0.deadline_rules;
    records.calendar = read(&[]).0.calendar;
    let today = day("2026-11-21");
    let late = |records: &Records| {
        let (ledger, _) = Ledger::new(records);
        let verdicts = verdicts(&ledger, today, Period::default());
        let (mut told, mut sums) = (Vec::new(), [0, 0, 0]);
        for verdict in verdicts.iter().filter(|verdict| verdict.rule.id == "publish-index") {
            sums[["met", "missed", "unchecked"].iter().position(|word| *word == verdict.outcome.as_str()).unwrap()] +=
                1;
            if verdict.outcome.is_missed() {
                let days = verdict.done.unwrap() - verdict.decision.key.signed.unwrap();
                told.push(format!(
                    "{} due {} after {}",
                    verdict.decision.key.number,
                    verdict.due.unwrap(),
                    days.num_days()
                ));
            }
        }
        (sums, told)
    };
    let (sums, told) = late(&records);
    assert_eq!(sums, [16, 6, 25]);
    assert_eq!(
        told,
        [
            "556/QĐ-UBND due 2026-02-23 after 63",
            "1039/QĐ-UBND due 2026-03-27 after 10",
            "1747/QĐ-UBND due 2026-05-15 after 9", // signed on a Saturday
            "1847/QĐ-UBND due 2026-05-26 after 10",
            "2127/QĐ-UBND due 2026-06-12 after 11", // signed on a Saturday
            "2380/QĐ-UBND due 2026-07-03 after 20",
        ]
    );
    // Without a calendar nothing that counts working days can be told.
    records.calendar = Default::default();
    assert_eq!(late(&records), ([0, 0, 47], vec![]));
}

/// The same decisions, counted naively: from the day after signing, one by one, leaving out what is no working day.
#[test]
fn of_hai_phongs_decisions_counting_starts_on_the_working_day_after_signing() {
    use chrono::Datelike;
    let mut records = haiphong();
    records.calendar = read(&[]).0.calendar;
    records.deadline_rules = read(&[]).0.deadline_rules;
    let weekend = |day: Day| day.weekday().number_from_monday() >= 6;
    let signed: Vec<Day> = records.decisions.iter().filter_map(|decision| decision.key.signed).collect();
    assert_eq!((signed.len(), signed.iter().filter(|day| weekend(**day)).count()), (46, 11));
    let holidays: Vec<&str> = CALENDAR.split(['[', ']', ',', ' ', '\n']).filter(|word| word.len() == 10).collect();
    let works = |day: Day| {
        let written = day.to_string();
        written == "2026-08-22" || !(weekend(day) || holidays.contains(&written.as_str()))
    };
    let (ledger, _) = Ledger::new(&records);
    let verdicts = verdicts(&ledger, day("2026-11-21"), Period::default());
    let mut judged = 0;
    for verdict in verdicts.iter().filter(|verdict| verdict.rule.id == "publish-index") {
        let Some(signed) = verdict.decision.key.signed.filter(|signed| signed.year() == 2026) else {
            assert_eq!(verdict.due, None, "no signing on record, or no calendar of its year");
            continue;
        };
        let counted = signed.iter_days().skip(1).filter(|day| works(*day)).nth(4);
        assert_eq!(verdict.due, counted, "{} of {signed}", verdict.decision.key.number);
        judged += 1;
    }
    assert_eq!(judged, 45);
}

/// Of 2032, signed on 29 May, nine rows ended on 20 May: the day of removal is the signing; of the others their own day.
#[test]
fn where_the_effect_lies_before_the_signing_the_signing_is_the_day_of_removal() {
    let mut records = haiphong();
    records.deadline_rules = read(&[]).0.deadline_rules;
    let (ledger, _) = Ledger::new(&records);
    let verdicts = verdicts(&ledger, day("2026-11-21"), Period::default());
    let due: Vec<Option<Day>> = verdicts
        .iter()
        .filter(|verdict| verdict.rule.id == "removal" && verdict.decision.key.number.digits() == 2032)
        .map(|verdict| verdict.due)
        .collect();
    let on = |text: &str| due.iter().filter(|due| **due == Some(day(text))).count();
    assert_eq!((due.len(), on("2026-05-29"), on("2026-07-01")), (15, 10, 5), "{due:?}");
}

fn haiphong() -> Records {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/haiphong");
    let folder = |name: &str| {
        let root = root.join(name);
        let files = walkdir::WalkDir::new(&root).into_iter().flatten().filter(|entry| entry.file_type().is_file());
        let file = |entry: walkdir::DirEntry| {
            let path = entry.path().strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            (path, FileContent::Bytes(std::fs::read(entry.path()).unwrap()))
        };
        files.map(file).collect::<Files>()
    };
    let (catalogue, site, today) = (folder("catalogue"), folder("site"), day("2026-11-21"));
    load(&Input { catalogue, site, templates: BTreeMap::new(), as_of: today, today, base_url: None }).0
}
