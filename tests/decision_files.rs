//! What a decision's file may say, and how it is read: effects that are named, counted, undated or unstated; successors that
//! existed; other decisions by number, year and issuer; corrected days; codes with an agency's suffix.

use niemyet::finding::{Code, Finding};
use niemyet::input::{FileContent, Files, Input};
use niemyet::ledger::{Basis, Ledger, Status};
use niemyet::load::load;
use niemyet::model::{
    AgencyId, ChangeKind, Day, DayCount, DayUnit, DecisionNumber, DecisionRef, Effect, Jurisdiction, ProcedureCode,
    Records,
};
use niemyet::pipeline::with_ledger;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn code(text: &str) -> ProcedureCode {
    ProcedureCode::new(text).unwrap()
}

/// A catalogue with these files beside a province, a ministry, one sector and the procedures 1.000001 and 1.000002.
fn input(more: &[(&str, &str)]) -> Input {
    let bytes = |text: &str| FileContent::Bytes(text.as_bytes().to_vec());
    let agencies = "[[agency]]\nid = \"ubnd\"\nname = \"UBND tỉnh\"\nkind = \"province\"\n\
        [[agency]]\nid = \"bo\"\nname = \"Bộ Nội vụ\"\nkind = \"ministry\"\n";
    let mut catalogue = Files::from([
        ("agencies.toml".to_owned(), bytes(agencies)),
        ("sectors.toml".to_owned(), bytes("[[sector]]\nid = \"mau\"\nname = \"Mẫu\"\n")),
    ]);
    for code in ["1.000001", "1.000002"] {
        let record =
            format!("+++\ncode = \"{code}\"\nname = \"Thủ tục {code}\"\nissuer = \"bo\"\nsector = \"mau\"\n+++\n");
        catalogue.insert(format!("procedures/mau/{code}.md"), bytes(&record));
    }
    for (path, text) in more {
        let text = match catalogue.get(*path) {
            Some(FileContent::Bytes(there)) => format!("{}{text}", String::from_utf8(there.clone()).unwrap()),
            _ => (*text).to_owned(),
        };
        catalogue.insert((*path).to_owned(), bytes(&text));
    }
    let site = "title = \"T\"\nprovince = \"P\"\nown_issuer = \"ubnd\"\nbase_url = \"https://t.example/\"\n";
    let site = Files::from([("site.toml".to_owned(), bytes(site))]);
    let today = day("2026-11-21");
    Input { catalogue, site, templates: Files::new(), as_of: today, today, base_url: None }
}

/// What is read of the same catalogue, and what is said of it.
fn read(more: &[(&str, &str)]) -> (Records, Vec<Finding>) {
    let (records, findings) = load(&input(more));
    (records, findings.into_iter().filter(is_meant).collect())
}

/// What is said of the same catalogue by whoever reads it and by the ledger.
fn said(more: &[(&str, &str)]) -> Vec<Finding> {
    with_ledger(&input(more), |_, findings| findings.into_iter().filter(is_meant).collect())
}

/// None of these catalogues has links.
fn is_meant(finding: &Finding) -> bool {
    finding.code != Code::LinkMissing
}

const HEAD: &str = "number = \"1/QĐ-UBND\"\nissuer = \"ubnd\"\nsigned = 2026-01-05\ntitle = \"Công bố\"\n";
const FILE: &str = "decisions/2026/1-qd-ubnd.toml";

/// The catalogue with one decision that says these lines besides its head.
fn decision(lines: &str) -> (Records, Vec<Finding>) {
    read(&[(FILE, &format!("{HEAD}{lines}"))])
}

/// Each finding as its code, the line that it stands at, and one of its values.
fn told(findings: &[Finding], value: &str) -> Vec<(Code, u32, String)> {
    let of = |finding: &Finding| {
        let told = finding.args.iter().find(|(name, _)| *name == value).map(|(_, told)| told.to_string());
        (finding.code, finding.place.as_ref().unwrap().line, told.unwrap_or_default())
    };
    findings.iter().map(of).collect()
}

#[test]
fn an_effect_is_a_day_the_signing_or_counted_from_it() {
    let after = |number, unit| Effect::AfterSigning(DayCount { number, unit });
    for (written, effect) in [
        ("2026-07-01", Effect::On(day("2026-07-01"))),
        ("\"2026-07-01\"", Effect::On(day("2026-07-01"))),
        ("\"on-signing\"", Effect::OnSigning),
        ("\"45 days after signing\"", after(45, DayUnit::Days)),
        ("\"1 day after signing\"", after(1, DayUnit::Days)),
        ("\"10 working days after signing\"", after(10, DayUnit::WorkingDays)),
    ] {
        let lines = format!(
            "effect = {written}\n[[section]]\nid = \"I\"\neffect = {written}\n\
             [[change]]\nkind = \"new\"\ncode = \"1.000001\"\neffect = {written}\n\
             [[change]]\nkind = \"amend\"\ncode = \"1.000002\"\nsection = \"I\"\n"
        );
        let (records, findings) = decision(&lines);
        assert_eq!(findings, [], "{written}");
        let one = &records.decisions[0];
        assert_eq!((one.effect, one.sections[0].effect), (effect, Some(effect)), "{written}");
        assert_eq!(one.changes.iter().map(|row| row.effect).collect::<Vec<_>>(), [Some(effect); 2], "{written}");
    }
    for wrong in [
        "45 days",
        "0 days after signing",
        "4000 days after signing",
        "-1 days after signing",
        "45 weeks after signing",
    ] {
        let (records, findings) = decision(&format!("effect = \"{wrong}\"\n"));
        assert_eq!(told(&findings, "value"), [(Code::ValueInvalid, 5, wrong.to_owned())]);
        assert_eq!(records.decisions[0].effect, Effect::Unstated);
    }
}

#[test]
fn only_a_decision_without_any_clause_on_record_is_silent() {
    for (lines, effect) in [
        ("", Effect::Unstated),
        ("effect = \"unknown\"\n", Effect::Unstated),
        ("effect = \"unknown\"\neffect_clause = \"từ ngày Luật A có hiệu lực\"\n", Effect::Undated),
        ("effect = \"unknown\"\neffect_source = \"Điều 3\"\n", Effect::Undated),
        ("effect_clause = \"từ ngày Luật A có hiệu lực\"\n", Effect::Undated),
        ("effect = \"on-signing\"\neffect_source = \"Điều 3\"\n", Effect::OnSigning),
    ] {
        let (records, findings) = decision(lines);
        assert_eq!((records.decisions[0].effect, findings), (effect, vec![]), "{lines}");
    }
    let row = "[[change]]\nkind = \"repeal\"\ncode = \"1.000001\"\neffect = \"unknown\"\n";
    let (records, _) = decision(row);
    assert_eq!(
        (records.decisions[0].effect, records.decisions[0].changes[0].effect),
        (Effect::Unstated, Some(Effect::Undated))
    );
}

#[test]
fn a_rule_for_silent_decisions_dates_no_clause_that_is_on_record() {
    let rule = ("rules.toml", "[[silent]]\nid = \"im\"\nsource = \"chỉ đạo\"\n");
    for (lines, status) in [
        ("", Status::InForce),
        ("effect_clause = \"từ ngày Luật A có hiệu lực\"\n", Status::Unknown),
        ("[[change]]\nkind = \"flag\"\ncode = \"1.000002\"\nflag = \"postal\"\n", Status::InForce),
    ] {
        let text = format!("{HEAD}{lines}[[change]]\nkind = \"new\"\ncode = \"1.000001\"\n");
        let (records, _) = read(&[rule, (FILE, &text)]);
        let (ledger, _) = Ledger::new(&records);
        assert_eq!(ledger.state(&code("1.000001"), day("2026-02-01")).unwrap().whole.status, status, "{lines}");
    }
}

#[test]
fn a_counted_effect_names_the_article_as_its_basis() {
    let calendar = ("calendar.toml", "[[year]]\nyear = 2026\nsource = \"lịch\"\nholidays = [2026-01-07]\n");
    for (effect, first) in [("45 days after signing", "2026-02-19"), ("3 working days after signing", "2026-01-09")] {
        let text = format!("{HEAD}effect = \"{effect}\"\n[[change]]\nkind = \"new\"\ncode = \"1.000001\"\n");
        let (records, _) = read(&[calendar, (FILE, &text)]);
        let (ledger, _) = Ledger::new(&records);
        let state = ledger.state(&code("1.000001"), day("2026-06-01")).unwrap().whole;
        assert_eq!(state.since, Some(day(first)), "{effect}");
        let basis = state.ruled_by.and_then(|by| by.row()).and_then(|row| row.basis());
        assert_eq!(basis, Some(Basis::Counted));
    }
}

#[test]
fn working_days_outside_of_the_calendar_give_no_day() {
    let lines = "effect = \"3 working days after signing\"\n[[change]]\nkind = \"new\"\ncode = \"1.000001\"\n";
    let (records, _) = decision(lines);
    let (ledger, hits) = Ledger::new(&records);
    assert_eq!(ledger.state(&code("1.000001"), day("2026-06-01")).unwrap().whole.status, Status::Unknown);
    assert!(hits.iter().any(|hit| hit.finding.code == Code::EffectUnknown), "{hits:?}");
}

#[test]
fn a_period_that_ends_before_its_counted_beginning_is_empty() {
    let row = "[[change]]\nkind = \"amend\"\ncode = \"1.000001\"\nuntil = 2026-02-19\n";
    let decision = |lines: &str| said(&[(FILE, &format!("{HEAD}{lines}"))]);
    let findings = decision(&format!("effect = \"45 days after signing\"\n{row}"));
    assert_eq!(told(&findings, "from"), [(Code::PeriodEmpty, 9, "2026-02-19".to_owned())]);
    let findings = decision(&format!("effect = \"44 days after signing\"\n{row}"));
    assert_eq!(findings, []);
    let twice =
        "[[change]]\nkind = \"amend\"\ncode = \"1.000001\"\n[[change]]\nkind = \"amend\"\ncode = \"1.000002\"\n";
    let findings = decision(&format!("effect = \"45 days after signing\"\nuntil = 2026-02-01\n{twice}"));
    assert_eq!(
        told(&findings, "until"),
        [(Code::PeriodEmpty, 6, "2026-02-01".to_owned())],
        "told once, at the decision"
    );
}

#[test]
fn a_period_that_ends_before_the_calendar_dates_its_beginning_is_empty() {
    // Ten working days after Monday 2026-01-05 are 2026-01-19; with a holiday among them, 2026-01-20.
    let calendar = |holidays: &str| format!("[[year]]\nyear = 2026\nsource = \"s\"\n{holidays}");
    let row = |until: &str| {
        let head = format!("{HEAD}effect = \"10 working days after signing\"\n");
        format!("{head}[[change]]\nkind = \"amend\"\ncode = \"1.000001\"\nuntil = {until}\n")
    };
    let (holiday, empty) = ("holidays = [2026-01-07]\n", "2026-01-19");
    assert_eq!(said(&[("calendar.toml", &calendar("")), (FILE, &row("2026-01-20"))]), []);
    for (holidays, until, from) in [("", empty, "2026-01-19"), (holiday, "2026-01-20", "2026-01-20")] {
        let findings = said(&[("calendar.toml", &calendar(holidays)), (FILE, &row(until))]);
        assert_eq!(told(&findings, "from"), [(Code::PeriodEmpty, 9, from.to_owned())], "{until}");
    }
    // Where no calendar dates the beginning, nobody can tell.
    let unknown = said(&[(FILE, &row(empty))]);
    assert_eq!(unknown.iter().map(|finding| finding.code).collect::<Vec<_>>(), [Code::EffectUnknown]);
}

#[test]
fn a_period_that_ends_before_the_beginning_by_rule_or_by_correction_is_empty() {
    let row = "[[change]]\nkind = \"amend\"\ncode = \"1.000001\"\nuntil = 2026-02-01\n";
    let silent = "[[silent]]\nid = \"im-lang\"\nissuers = [\"ubnd\"]\nsource = \"s\"\n";
    let ended = row.replace("2026-02-01", "2026-01-05");
    let findings = said(&[("rules.toml", silent), (FILE, &format!("{HEAD}{ended}"))]);
    assert_eq!(told(&findings, "from"), [(Code::PeriodEmpty, 8, "2026-01-05".to_owned())]);
    let correction = "number = \"2/QĐ-UBND\"\nissuer = \"ubnd\"\nsigned = 2026-01-09\ntitle = \"Đính chính\"\n\
        effect = \"on-signing\"\n\
        [[change]]\nkind = \"correct\"\ndecision = \"1/QĐ-UBND\"\ncorrected_effect = 2026-03-01\n";
    let first = format!("{HEAD}effect = \"on-signing\"\n{row}");
    assert_eq!(said(&[(FILE, &first)]), []);
    let findings = said(&[(FILE, &first), ("decisions/2026/2-qd-ubnd.toml", correction)]);
    assert_eq!(told(&findings, "from"), [(Code::CorrectedPeriodEmpty, 9, "2026-03-01".to_owned())]);
    assert_eq!(
        findings[0].place.as_ref().unwrap().path,
        "catalogue/decisions/2026/2-qd-ubnd.toml",
        "at the day that corrects"
    );
}

#[test]
fn only_a_successor_can_have_existed_already() {
    let row = "[[change]]\nkind = \"replace\"\nold = [\"1.000001\"]\nnew = [\"1.000002\", \"1.000003\"]\n";
    let (records, findings) = decision(&format!("{row}existing = [\"1.000002\"]\n"));
    assert_eq!(findings, []);
    let ChangeKind::Replace { existing, .. } = &records.decisions[0].changes[0].kind else { panic!() };
    assert_eq!(*existing, [code("1.000002")]);
    let (records, findings) = decision(&format!("{row}existing = [\"1.000002\", \"1.000001\"]\n"));
    assert_eq!(told(&findings, "value"), [(Code::ValueInvalid, 9, "1.000001".to_owned())]);
    let ChangeKind::Replace { existing, .. } = &records.decisions[0].changes[0].kind else { panic!() };
    assert_eq!(*existing, [code("1.000002")]);
    let (_, findings) = decision("[[change]]\nkind = \"repeal\"\ncode = \"1.000001\"\nexisting = [\"1.000001\"]\n");
    assert_eq!(told(&findings, "value"), [(Code::ValueInvalid, 8, "1.000001".to_owned())]);
}

#[test]
fn another_decision_is_named_by_number_and_where_need_be_by_year_and_issuer() {
    let row = |more: &str| format!("[[change]]\nkind = \"withdraw\"\ndecision = \"115/QĐ-UBND\"\n{more}");
    let named = |more: &str| {
        let (records, findings) = decision(&row(more));
        assert_eq!(findings, [], "{more}");
        let ChangeKind::Withdraw { decision, .. } = records.decisions[0].changes[0].kind.clone() else { panic!() };
        decision
    };
    let reference = |year, issuer: Option<&str>| DecisionRef {
        number: DecisionNumber::new("115/QĐ-UBND"),
        year,
        issuer: issuer.map(|id| AgencyId(id.to_owned())),
    };
    assert_eq!(named(""), reference(None, None));
    assert_eq!(named("year = 2024\nof = \"bo\"\n"), reference(Some(2024), Some("bo")));
    let (_, findings) = decision(&row("of = \"bo-noi\"\n"));
    assert_eq!(told(&findings, "value"), [(Code::ReferenceUnknown, 8, "bo-noi".to_owned())]);
    let (_, findings) = decision(&row("year = \"2024\"\n"));
    assert_eq!(told(&findings, "key"), [(Code::ValueInvalid, 8, "year".to_owned())]);
}

#[test]
fn a_correction_of_a_day_needs_the_decision_and_the_right_effect() {
    let row = |more: &str| decision(&format!("[[change]]\nkind = \"correct\"\n{more}"));
    let (records, findings) =
        row("decision = \"115/QĐ-UBND\"\ncodes = [\"1.000001\"]\ncorrected_effect = 2026-03-01\n");
    assert_eq!(findings, []);
    let ChangeKind::CorrectEffect { codes, effect, .. } = &records.decisions[0].changes[0].kind else { panic!() };
    assert_eq!((codes.as_slice(), *effect), ([code("1.000001")].as_slice(), Effect::On(day("2026-03-01"))));
    let (records, findings) = row("code = \"1.000001\"\n");
    assert_eq!(findings, []);
    assert!(matches!(records.decisions[0].changes[0].kind, ChangeKind::Correct(_)), "the text alone");
    for (more, told_of) in [
        ("decision = \"115/QĐ-UBND\"\n", (Code::KeyMissing, 5, "corrected_effect")),
        ("corrected_effect = \"on-signing\"\n", (Code::KeyMissing, 5, "decision")),
        ("decision = \"1/QĐ-A\"\ncorrected_effect = \"unknown\"\n", (Code::ValueInvalid, 8, "corrected_effect")),
        (
            "decision = \"1/QĐ-A\"\ncorrected_effect = 2026-03-01\ncode = \"1.000001\"\n",
            (Code::ValueInvalid, 9, "code"),
        ),
        (
            "decision = \"1/QĐ-A\"\ncorrected_effect = 2026-03-01\neffect = 2026-04-01\n",
            (Code::ValueInvalid, 9, "effect"),
        ),
        (
            "decision = \"1/QĐ-A\"\ncorrected_effect = 2026-03-01\nlevels = [\"province\"]\n",
            (Code::ValueInvalid, 9, "levels"),
        ),
    ] {
        let (_, findings) = row(more);
        assert_eq!(told(&findings, "key"), [(told_of.0, told_of.1, told_of.2.to_owned())], "{more}");
    }
}

#[test]
fn a_code_with_an_agencys_suffix_is_the_procedures_own_where_the_catalogue_holds_that_one() {
    let rows = "[[change]]\nkind = \"repeal\"\ncode = \"1.000001.H19\"\n\
        [[change]]\nkind = \"replace\"\nold = [\"1.000105.000.00.00.H17\"]\nnew = [\"1.000002.H19\"]\nexisting = [\"1.000002.H19\"]\n\
        [[change]]\nkind = \"amend\"\nname = \"Cấp lại\"\ncandidates = [\"1.000001.000.00.00.H17\"]\n\
        [[change]]\nkind = \"withdraw\"\ndecision = \"115/QĐ-UBND\"\ncodes = [\"1.000001.H56\"]\n";
    let ruling = "[[ruling]]\ncode = \"1.000002.H19\"\nanswer = \"in-force\"\nfrom = 2026-02-01\nby = \"A\"\nruled = 2026-02-01\nreason = \"đọc\"\n";
    let text = format!("{HEAD}{rows}");
    let (records, findings) = read(&[(FILE, &text), ("rulings.toml", ruling)]);
    assert_eq!(findings, []);
    let changes = &records.decisions[0].changes;
    let named = |at: usize| changes[at].kind.subjects().iter().filter_map(|it| it.code()).cloned().collect::<Vec<_>>();
    assert_eq!(named(0), [code("1.000001")]);
    assert_eq!(named(1), [code("1.000105.000.00.00.H17"), code("1.000002")], "the catalogue holds no 1.000105");
    let ChangeKind::Replace { existing, .. } = &changes[1].kind else { panic!() };
    assert_eq!(*existing, [code("1.000002")]);
    assert_eq!(changes[2].kind.subjects()[0].candidates(), [code("1.000001")]);
    let ChangeKind::Withdraw { codes, .. } = &changes[3].kind else { panic!() };
    assert_eq!(*codes, [code("1.000001")]);
    assert_eq!(records.rulings[0].code, code("1.000002"));
    // Where the catalogue holds the code with its suffix, that one is meant.
    let own = "+++\ncode = \"1.000001.H19\"\nname = \"Thủ tục riêng\"\nissuer = \"ubnd\"\nsector = \"mau\"\n+++\n";
    let (records, _) = read(&[(FILE, &text), ("procedures/mau/1.000001.H19.md", own)]);
    assert_eq!(records.decisions[0].changes[0].kind.subjects()[0].code(), Some(&code("1.000001.H19")));
}

#[test]
fn a_department_that_acts_on_the_provinces_behalf_speaks_for_it() {
    let agency = |id: &str, kind: &str, parent: &str| {
        format!("[[agency]]\nid = \"{id}\"\nname = \"Sở {id}\"\nkind = \"{kind}\"\n{parent}")
    };
    let agencies = [
        agency("so-nv", "department", "parent = \"ubnd\"\n"),
        agency("xa", "commune", "parent = \"ubnd\"\n"),
        agency("tinh-khac", "province", ""),
        agency("so-khac", "department", "parent = \"tinh-khac\"\n"),
        agency("so-le", "department", ""),
        agency("nganh", "vertical", "parent = \"ubnd\"\n"),
    ]
    .concat();
    let row = "title = \"Công bố\"\nsigned = 2026-01-05\neffect = \"on-signing\"\n[[change]]\nkind = \"new\"\ncode = \"1.000001\"\n";
    for (issuer, jurisdiction, status) in [
        ("so-nv", Jurisdiction::Own, Status::InForce),
        ("xa", Jurisdiction::Own, Status::InForce),
        ("bo", Jurisdiction::Country, Status::InForce),
        ("so-khac", Jurisdiction::Elsewhere, Status::Unknown),
        ("so-le", Jurisdiction::Elsewhere, Status::Unknown),
        ("nganh", Jurisdiction::Elsewhere, Status::Unknown),
    ] {
        let text = format!("number = \"1/QĐ-SNV\"\nissuer = \"{issuer}\"\n{row}");
        let (records, findings) = read(&[("agencies.toml", &agencies), ("decisions/2026/1-qd-snv.toml", &text)]);
        assert_eq!(findings, [], "{issuer}");
        assert_eq!(records.jurisdiction(&AgencyId(issuer.to_owned())), jurisdiction, "{issuer}");
        let (ledger, hits) = Ledger::new(&records);
        assert_eq!(ledger.state(&code("1.000001"), day("2026-02-01")).unwrap().whole.status, status, "{issuer}");
        let foreign = hits.iter().any(|hit| hit.finding.code == Code::DecisionForeign);
        assert_eq!(foreign, jurisdiction == Jurisdiction::Elsewhere, "{issuer}");
    }
    let (_, findings) = read(&[("agencies.toml", &agency("so", "department", "parent = \"ubdn\"\n"))]);
    assert_eq!(
        told(&findings, "value").first().map(|told| (told.0, told.2.as_str())),
        Some((Code::ReferenceUnknown, "ubdn"))
    );
}
