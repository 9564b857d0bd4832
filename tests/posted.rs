//! Listings with faults made on purpose, held against the committed catalogue: what was put in is found, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use niemyet::import::{Foreign, read_listing};
use niemyet::ledger::{Catalogue, Status};
use niemyet::model::{OfficeId, ProcedureCode};
use niemyet::offices::Offices;
use niemyet::pipeline::{with_catalogue, with_findings};
use niemyet::posted::{Audit, PostedFile, Reason, Rule, Verdict, audit};
use niemyet::render::{Context, render};
use niemyet::text::fold;

use crate::posting;
use crate::project;

use posting::{DAY, Row, cards, cells, escaped, held, honest, objects, row, script, table, with_offices};

/// Numbers that look random and are the same on every machine.
struct Seed(u64);

impl Seed {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

/// How a listing is made: its file, whether codes stand in it, and whether links do.
type Style = (&'static str, fn(&[Row]) -> String, bool, bool);

const STYLES: [Style; 8] = [
    ("table.html", table, true, true),
    ("cards.html", cards, true, true),
    ("open-tags.html", open_tags, true, true),
    ("nested.html", nested, true, true),
    ("names.html", names, false, true),
    ("script.html", script, true, true),
    ("data.json", data, true, true),
    ("board.csv", cells, true, false),
];

/// As word processors and old sites write them: no element is ended.
fn open_tags(rows: &[Row]) -> String {
    let row = |row: &Row| {
        format!(
            "<tr><td>{}<td>{}<td>{}<td><a href='{}'>xem\n",
            row.code,
            escaped(&row.name),
            escaped(&row.body),
            row.link
        )
    };
    format!("<table border=1>{}", rows.iter().map(row).collect::<String>())
}

fn nested(rows: &[Row]) -> String {
    let row = |row: &Row| {
        format!(
            "<li><table><tr><td>{}</td></tr><tr><td><ul><li>{}</li><li><a href=\"{}\">Cổng</a></li></ul></td></tr></table><span>{}</span></li>\n",
            row.code,
            escaped(&row.name),
            row.link,
            escaped(&row.body)
        )
    };
    format!("<div><ul>{}</ul></div>", rows.iter().map(row).collect::<String>())
}

fn names(rows: &[Row]) -> String {
    let row = |row: &Row| format!("<li><a href=\"{}\">{}</a></li>\n", row.link, escaped(&row.name));
    format!("<ol>{}</ol>", rows.iter().map(row).collect::<String>())
}

fn data(rows: &[Row]) -> String {
    objects(rows)
}

fn faults(audit: &Audit) -> BTreeSet<(Rule, String)> {
    let faults = audit.findings.iter().filter(|told| told.verdict == Verdict::Fault);
    faults.map(|told| (told.rule, told.procedure.clone().unwrap_or_default())).collect()
}

/// Whether an ended procedure had to be gone before the day: the decision is signed and in effect.
fn is_late(catalogue: &Catalogue, code: &ProcedureCode) -> bool {
    let whole = &catalogue.states[code].whole;
    let signed = whole.ruled_by.and_then(|by| by.row()).and_then(|row| row.key().signed);
    let day = catalogue.as_of;
    signed.is_some_and(|signed| signed < day) && whole.until.is_some_and(|until| until < day)
}

#[test]
fn in_eight_ways_of_making_a_list_what_was_put_in_is_found_and_nothing_else() {
    with_offices(|catalogue, assigned| {
        let mut counts: BTreeMap<Rule, [usize; 3]> = BTreeMap::new();
        let (mut listings, mut misses) = (0, Vec::new());
        let key = |code: &ProcedureCode| {
            let name = fold(&catalogue.records.procedures[code].name);
            name.strip_prefix("thu tuc ").map(str::to_owned).unwrap_or(name)
        };
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        catalogue.records.procedures.keys().for_each(|code| *names.entry(key(code)).or_default() += 1);
        let is_unique = |code: &ProcedureCode| names[&key(code)] == 1;
        let ended: Vec<&ProcedureCode> = catalogue
            .states
            .iter()
            .filter(|(code, state)| state.whole.status.is_ended() && is_unique(code))
            .map(|(code, _)| *code)
            .collect();
        assert!(ended.len() >= 3, "{ended:?}");
        for (style, id) in (0..8).flat_map(|at| ["so-y-te", "so-tu-phap", "phuong-hac-thanh"].map(|id| (at, id))) {
            let (file, make, has_codes, has_links) = STYLES[style];
            let office = &catalogue.records.offices[&OfficeId(id.to_owned())];
            let due: BTreeSet<&ProcedureCode> = assigned.due(office).iter().map(|one| &one.procedure.code).collect();
            let own = faults(&held(catalogue, assigned, office, file, &make(&honest(catalogue, assigned, office))));
            let own: BTreeSet<_> = own.into_iter().filter(|(rule, _)| *rule != Rule::MissingInForce).collect();
            assert!(own.is_empty(), "{file} {id}: {own:?}");
            for round in 0..3 {
                let mut seed = Seed(u64::try_from(style * 1000 + round * 17 + id.len()).unwrap());
                let mut rows = honest(catalogue, assigned, office);
                if !has_codes {
                    rows.retain(|row| is_unique(&ProcedureCode::new(&row.code).unwrap()));
                }
                let mut expected: BTreeSet<(Rule, String)> = due
                    .iter()
                    .filter(|code| {
                        !has_codes
                            && !is_unique(code)
                            && assigned
                                .due(office)
                                .iter()
                                .any(|one| one.procedure.code == ***code && one.basis.rank() < 4)
                    })
                    .map(|code| (Rule::MissingInForce, code.to_string()))
                    .collect();
                // A row that fell off.
                let proved: BTreeSet<String> = assigned
                    .due(office)
                    .iter()
                    .filter(|one| one.basis.rank() < 4)
                    .map(|one| one.procedure.code.to_string())
                    .collect();
                let candidates: Vec<usize> = (0..rows.len()).filter(|at| proved.contains(&rows[*at].code)).collect();
                let gone = rows.remove(candidates[seed.below(candidates.len())]);
                expected.insert((Rule::MissingInForce, gone.code.clone()));
                // An ended one that stayed.
                let stale = ended[seed.below(ended.len())];
                rows.insert(seed.below(rows.len()), row(catalogue, stale));
                expected.insert((Rule::ExpiredListed, stale.to_string()));
                if is_late(catalogue, stale) {
                    expected.insert((Rule::NotRemovedInTime, stale.to_string()));
                }
                // Another office's.
                let foreign: Vec<_> = assigned
                    .due(
                        &catalogue.records.offices[&OfficeId(
                            if id == "phuong-hac-thanh" { "so-y-te" } else { "phuong-hac-thanh" }.to_owned(),
                        )],
                    )
                    .into_iter()
                    .filter(|one| {
                        one.basis.rank() < 4 && !due.contains(&one.procedure.code) && is_unique(&one.procedure.code)
                    })
                    .collect();
                let foreign = &foreign[seed.below(foreign.len())].procedure.code;
                rows.insert(seed.below(rows.len()), row(catalogue, foreign));
                expected.insert((Rule::NotDueHere, foreign.to_string()));
                if has_links {
                    let at = seed.below(rows.len());
                    rows[at].link = "https://dichvucong.gov.vn/".to_owned();
                    expected.insert((Rule::LinkHome, rows[at].code.clone()));
                    let other = rows[(at + 1) % rows.len()].link.clone();
                    let at = (at + 2) % rows.len();
                    rows[at].link = other;
                    expected.insert((Rule::LinkOtherProcedure, rows[at].code.clone()));
                }
                if has_codes && !has_links {
                    // A spreadsheet takes a code for a number.
                    let own = |row: &Row| row.code.len() == 8 && row.code.ends_with('0') && !row.code.ends_with("00");
                    let whole: Vec<usize> = (0..rows.len()).filter(|at| own(&rows[*at])).collect();
                    let at = whole[seed.below(whole.len())];
                    expected.insert((Rule::CodeDamaged, rows[at].code.clone()));
                    rows[at].code.pop();
                }
                if has_codes {
                    let at = seed.below(rows.len());
                    rows[at].body = "Phòng Tư pháp huyện Quảng Xương".to_owned();
                    expected.insert((Rule::DistrictAfter2025, rows[at].code.clone()));
                    let at = (at + 1) % rows.len();
                    rows[at].name = catalogue.records.procedures[ended[0]].name.clone();
                    if rows[at].code != ended[0].as_str() {
                        expected.insert((Rule::CodeNameMismatch, rows[at].code.clone()));
                    }
                }
                let found = faults(&held(catalogue, assigned, office, file, &make(&rows)));
                listings += 1;
                for (rule, code) in found.union(&expected) {
                    let (is_found, is_expected) =
                        (found.contains(&(*rule, code.clone())), expected.contains(&(*rule, code.clone())));
                    let count = counts.entry(*rule).or_default();
                    match (is_found, is_expected) {
                        (true, true) => count[0] += 1,
                        (true, false) => count[1] += 1,
                        (false, _) => count[2] += 1,
                    }
                    if is_found != is_expected {
                        misses.push(format!(
                            "{file} {id} {round}: {} {code} found {is_found}, made {is_expected}",
                            rule.as_str()
                        ));
                    }
                }
            }
        }
        assert!(listings >= 60);
        for (rule, [right, false_alarms, missed]) in &counts {
            let ok = *right > 0 && *right >= false_alarms * 99 && right * 3 >= missed * 97;
            assert!(
                ok,
                "{}: {right} found, {false_alarms} wrongly, {missed} missed\n{}",
                rule.as_str(),
                misses.join("\n")
            );
        }
    });
}

#[test]
fn what_its_author_struck_out_or_hid_is_not_shown() {
    with_offices(|catalogue, assigned| {
        let office = &catalogue.records.offices[&OfficeId("so-y-te".to_owned())];
        let ended = catalogue.states.iter().find(|(_, state)| state.whole.status == Status::Repealed).unwrap().0;
        for row in [
            format!("<tr style=\"display:none\"><td>{ended}</td><td>x</td></tr>"),
            format!("<tr><td><s>{ended}</s></td><td>x</td></tr>"),
            format!("<tr hidden><td>{ended}</td></tr>"),
            format!("<!-- <tr><td>{ended}</td></tr> -->"),
        ] {
            let audit = held(catalogue, assigned, office, "trang.html", &format!("<table>{row}</table>"));
            assert_eq!(audit.totals.posted, 0, "{row}");
            assert!(!faults(&audit).iter().any(|(rule, _)| *rule == Rule::ExpiredListed), "{row}");
        }
        let shown =
            held(catalogue, assigned, office, "trang.html", &format!("<table>\n<tr><td>{ended}</td></tr></table>"));
        let told = shown.findings.iter().find(|told| told.rule == Rule::ExpiredListed).unwrap();
        assert_eq!(told.place, Some(("trang.html".to_owned(), 2)));
    });
}

#[test]
fn what_rests_on_a_default_or_on_an_old_list_is_no_fault() {
    let unchecked = |day: &str, reasons: &[Reason]| {
        with_catalogue(&project::input("", day), |catalogue, _| {
            let assigned = Offices::of(catalogue);
            let office = &catalogue.records.offices[&OfficeId("so-cong-thuong".to_owned())];
            let audit = held(catalogue, &assigned, office, "trang.html", "<p>1.001193</p>");
            let (mut fault, mut unchecked) = (0, 0);
            for told in audit.findings.iter().filter(|told| told.rule == Rule::MissingInForce) {
                match told.verdict {
                    Verdict::Fault => fault += 1,
                    Verdict::Unchecked(reason) => {
                        assert!(reasons.contains(&reason), "{reason:?}");
                        unchecked += 1;
                    }
                }
            }
            assert_eq!(audit.totals.missing, fault + unchecked);
            (fault, unchecked)
        })
    };
    let (fault, by_default) = unchecked(DAY, &[Reason::ByDefault]);
    assert!(fault > 0 && by_default > fault, "{fault} {by_default}");
    let (fault, all) = unchecked("2026-11-29", &[Reason::ByDefault, Reason::OldEvidence]);
    assert!(fault == 0 && all > by_default, "{fault} {all}");
}

#[test]
fn the_page_of_every_office_on_our_own_site_passes() {
    let input = project::input("", DAY);
    let (artifacts, _) =
        with_findings(&input, |catalogue, findings| render(catalogue, &Context::of(&input, &findings)));
    with_catalogue(&input, |catalogue, _| {
        let assigned = Offices::of(catalogue);
        let mut pages = 0;
        // Communes have one list in common: two of them stand for all.
        let mut met: BTreeMap<&str, usize> = BTreeMap::new();
        for office in catalogue.records.offices.values() {
            let count = met.entry(office.agency.0.as_str()).or_default();
            *count += 1;
            let path = format!("don-vi/{}/index.html", office.id.0);
            if *count > 2 || assigned.due(office).is_empty() {
                continue;
            }
            let page = std::str::from_utf8(artifacts.get(&path).unwrap()).unwrap();
            let audit = held(catalogue, &assigned, office, &path, page);
            assert_eq!(faults(&audit), BTreeSet::new(), "{path}");
            assert_eq!((audit.totals.posted, audit.totals.missing), (audit.totals.due, 0), "{path}");
            pages += 1;
        }
        assert!(pages > 10, "{pages}");
    });
}

#[test]
fn nothing_is_missing_from_what_could_not_be_read_or_holds_no_list() {
    with_offices(|catalogue, assigned| {
        let office = &catalogue.records.offices[&OfficeId("so-y-te".to_owned())];
        let missing = |rows: &[&str], is_whole| {
            let row =
                |code: &&str| niemyet::import::Shown { texts: vec![(*code).to_owned()], links: Vec::new(), line: 1 };
            let file = PostedFile { path: "a.txt".to_owned(), rows: rows.iter().map(row).collect(), has_links: false };
            let audit = audit(catalogue, assigned, Some(office), &[file], is_whole);
            assert!(audit.totals.missing > 100);
            faults(&audit).iter().filter(|(rule, _)| *rule == Rule::MissingInForce).count()
        };
        assert_eq!(missing(&[], true), 0);
        assert_eq!(missing(&["1.001193"], false), 0);
        assert!(missing(&["1.001193"], true) > 50);
    });
}

#[test]
fn a_time_is_read_in_its_usual_wording_and_a_shorter_one_may_be_a_cut() {
    with_offices(|catalogue, assigned| {
        let office = &catalogue.records.offices[&OfficeId("cong-an-xa".to_owned())];
        let verdict = |time: &str| {
            let text = format!("<table><tr><td>1.004222</td><td>Đăng ký thường trú</td><td>{time}</td></tr></table>");
            let audit = held(catalogue, assigned, office, "a.html", &text);
            audit.findings.iter().find(|told| told.rule == Rule::TimeDiffers).map(|told| told.verdict)
        };
        assert_eq!(verdict("Không quá 07 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ"), None);
        assert_eq!(verdict("99 ngày làm việc kể từ ngày nhận đủ hồ sơ"), Some(Verdict::Fault));
        assert_eq!(verdict("5 ngày làm việc"), Some(Verdict::Unchecked(Reason::MayBeCut)));
    });
}

#[test]
fn the_manual_has_every_code_and_no_other() {
    let manual = include_str!("../docs/audit.md");
    let table = manual.split_once("| code | when |").unwrap().1;
    let first = |line: &str| line.split('|').nth(1).unwrap_or_default().to_owned();
    let told: BTreeSet<String> = table
        .lines()
        .filter(|line| line.starts_with("| `"))
        .flat_map(|line| first(line).split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let all: BTreeSet<String> = Rule::ALL.iter().map(|rule| rule.as_str().to_owned()).collect();
    assert_eq!(told, all);
}

#[test]
fn the_answer_has_the_shape_that_its_help_tells() {
    let out = std::process::Command::new(env!("CARGO_BIN_EXE_niemyet"))
        .args(["audit", "tests/fixtures/posted/bang.html", "--office", "so-y-te", "--as-of", DAY, "--format", "json"])
        .output()
        .unwrap();
    assert_eq!(out.status.code(), Some(1), "{}", String::from_utf8_lossy(&out.stderr));
    let answer: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(
        (&answer["office"], &answer["as_of"], &answer["verdict"]),
        (&"so-y-te".into(), &DAY.into(), &"fault".into())
    );
    for key in ["due", "posted", "missing", "extra", "ended", "unknown"] {
        assert!(answer["totals"][key].is_u64(), "{key}");
    }
    let ended = answer["findings"].as_array().unwrap().iter().find(|one| one["code"] == "EXPIRED_LISTED").unwrap();
    assert_eq!((&ended["verdict"], &ended["procedure"]), (&"fault".into(), &"1.010385".into()));
    assert_eq!((&ended["where"]["path"], &ended["where"]["line"]), (&"bang.html".into(), &4.into()));
    assert!(ended["message"].is_string() && ended["help"].is_string());
    for (args, code) in [(["audit", "tests/fixtures/posted/none.html"], 2), (["audit", "tests/fixtures/posted/"], 1)] {
        let out = std::process::Command::new(env!("CARGO_BIN_EXE_niemyet")).args(args).output().unwrap();
        assert_eq!(out.status.code(), Some(code), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
    }
}

#[test]
fn a_row_under_another_a_page_of_its_own_and_an_old_encoding_are_read_as_they_are_meant() {
    with_offices(|catalogue, assigned| {
        let office = &catalogue.records.offices[&OfficeId("so-tu-phap".to_owned())];
        let rows = honest(catalogue, assigned, office);
        let two = |row: &Row| {
            format!(
                "<tr><td rowspan=2>1<td>{}<td>{}</tr><tr><td colspan=2><a href=\"{}\">Nộp</a></tr>",
                row.code,
                escaped(&row.name),
                row.link
            )
        };
        let text = format!("<table>{}</table>", rows.iter().map(two).collect::<String>());
        assert_eq!(faults(&held(catalogue, assigned, office, "hai-dong.html", &text)), BTreeSet::new());
        // One page a procedure: the code stands in a table, the name above it, the link below.
        let page = |row: &Row| {
            let text = format!(
                "<title>{}</title><nav><ul><li><a href=/>Trang chủ</a></ul></nav><h1>{}</h1><table><tr><th>Mã<td>{}</table>\
                 <a href=\"{}\">Nộp</a>",
                escaped(&row.name),
                escaped(&row.name),
                row.code,
                row.link
            );
            let foreign = Foreign { name: "trang.html".to_owned(), bytes: text.into_bytes(), label: None };
            let (rows, has_links) = read_listing(&foreign).unwrap();
            PostedFile { path: foreign.name, rows, has_links }
        };
        let files: Vec<PostedFile> = rows.iter().map(page).collect();
        let audit = audit(catalogue, assigned, Some(office), &files, true);
        assert_eq!(faults(&audit), BTreeSet::new());
        assert_eq!(audit.totals.posted, rows.len());
        // windows-1258 writes tones as letters of their own: "Ðăng ký" with a combining mark.
        let old = b"<meta charset=\"windows-1258\"><p>C\xe2\xecp ph\xe9p".to_vec();
        let (rows, _) = read_listing(&Foreign { name: "cu.html".to_owned(), bytes: old, label: None }).unwrap();
        assert_eq!(rows[0].texts, ["Cấp phép"]);
    });
}
