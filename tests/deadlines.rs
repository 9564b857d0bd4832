//! Deadlines: the rules as read, each verdict with a case that fires and one that does not, and the index's figures.
#![allow(clippy::disallowed_methods, reason = "a test reads the files it is about")]

use std::collections::BTreeMap;

use niemyet::finding::Code;
use niemyet::input::{FileContent, Files, Input};
use niemyet::load::load;
use niemyet::model::{Day, Records, TextStatus};

const RULES: &str = include_str!("../catalogue/rules.toml");
const AGENCIES: &str = "\
[[agency]]\nid = \"own\"\nname = \"Own\"\nkind = \"province\"\n
[[agency]]\nid = \"ministry\"\nname = \"Ministry\"\nkind = \"ministry\"\n
[[agency]]\nid = \"foreign\"\nname = \"Foreign\"\nkind = \"province\"\n";
const SECTORS: &str = "[[sector]]\nid = \"s\"\nname = \"S\"\n";
const SITE: &str = "title = \"T\"\nprovince = \"P\"\nown_issuer = \"own\"\nbase_url = \"https://example.org/\"\n";
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
fn the_shipped_calendar_says_nothing_that_nobody_announced() {
    let (records, told) = read(&[("calendar.toml", include_str!("../catalogue/calendar.toml"))]);
    assert_eq!(told, []);
    assert!(records.calendar.years().is_empty());
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
    assert_eq!((records.deadline_rules.len(), told.len()), (9, 9), "{told:?}");
}

#[test]
fn a_year_with_a_bad_day_is_not_known() {
    for (line, code) in [
        ("holidays = [2025-01-01]", Code::ValueInvalid),
        ("working = [2026-09-02]", Code::ValueInvalid),
        ("holidays = [5]", Code::DateInvalid),
        ("holidays = 5", Code::ValueInvalid),
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
