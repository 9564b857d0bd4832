//! A finding stands at the very value that it is about: line and column, however many texts look like it.

use crate::edited;
use crate::evidence;

use std::collections::BTreeSet;
use std::path::Path;

use edited::{At, DECISION, Edit, LINKS, RECORD, Told, input, owned, told};
use evidence::{AGENCIES, Case, EVIDENCE, LIST, RULES_FILE, RULINGS, SECOND, TWIN};
use niemyet::audit::RULES;
use niemyet::finding::Code;
use niemyet::load::{Places, load};
use niemyet::pipeline::build;

/// Where a code is found after edits, errors or none.
fn places(code: Code, edits: &[Edit]) -> Vec<Told> {
    let input = input(edits);
    let findings = build(&input).findings;
    findings.iter().filter(|finding| finding.code == code).map(|finding| told(&input, finding)).collect()
}

#[track_caller]
fn stands_at(code: Code, edits: &[Edit], expected: &[At]) {
    assert_eq!(places(code, edits), owned(expected), "{code}");
}

const ONLINE: &str = "fees = [{ amount = 25000, note = \"cấp mới\", source = \"1/2020/TT-BTC\" }]";
const DIRECT: &str = "fees = [{ amount = 50000, note = \"cấp mới\", source = \"1/2020/TT-BTC\" }]";
const TEXTS: &str = "catalogue/legal-texts.toml";
const EVENTS: &str = "catalogue/life-events.toml";
const BETS: &str = "catalogue/best-bets.tsv";
const SITE: &str = "site/site.toml";

#[test]
fn the_second_of_two_equal_sums_is_told_where_it_is_the_one_without_a_source() {
    let sourced = DIRECT.replace("50000", "0");
    let edits = [(RECORD, DIRECT, sourced.as_str()), (RECORD, ONLINE, "fees = [{ amount = 0 }]")];
    stands_at(Code::FeeZeroUnsourced, &edits, &[(RECORD, 19, 20, "0")]);
    // The same within one way to file.
    let both = sourced.replace(" }]", " }, { amount = 0, note = \"cấp lại\" }]");
    stands_at(Code::FeeZeroUnsourced, &[(RECORD, DIRECT, &both)], &[(RECORD, 15, 80, "0")]);
}

#[test]
fn a_text_that_stands_twice_is_told_at_each_place() {
    let held = "[[text]]\nnumber = \"39/2026/NĐ-CP\"\nsource = \"bản ký\"\n[[text.status]]\nstatus = \"expired\"\nfrom = 2026-11-01\n";
    let legal = "[[legal]]\nnumber = \"1/2020/TT-BTC\"\n[[legal]]\nnumber = \"39/2026/NĐ-CP\"\n[[legal]]\nnumber = \"39/2026/NĐ-CP\"\n";
    let form = "form = \"Mẫu số 01\"\n";
    let edits = [
        (TEXTS, "", held),
        (RECORD, form, &format!("{form}{legal}")),
        // The source of a fee has the number too, and above.
        (RECORD, ONLINE, "fees = [{ amount = 25000, source = \"39/2026/NĐ-CP\" }]"),
    ];
    let twice = [(RECORD, 27, 11, "39/2026/NĐ-CP"), (RECORD, 29, 11, "39/2026/NĐ-CP")];
    stands_at(Code::LegalBasisExpired, &edits, &twice);
    stands_at(Code::LegalBasisUnknown, &edits, &[(RECORD, 25, 11, "1/2020/TT-BTC")]);
    let paper = "[[paper]]\nname = \"Tờ khai theo mẫu\"\ncase = \"cấp lại\"\n+++";
    let papers: [Edit; 1] = [(RECORD, "+++\n##", &format!("{paper}\n##"))];
    stands_at(Code::FormMissing, &papers, &[(RECORD, 25, 9, "Tờ khai theo mẫu")]);
}

#[test]
fn a_name_that_another_field_has_too_is_told_at_the_name() {
    let edits = [
        (
            RECORD,
            "name = \"Cấp phép mẫu\"\n",
            "keywords = [\"CẤP GIẤY PHÉP MẪU\"]\nclass = \"CẤP GIẤY PHÉP MẪU\"\nname = \"CẤP GIẤY PHÉP MẪU\"\n",
        ),
        (DECISION, "name = \"Cấp phép mẫu\"\n", ""),
    ];
    stands_at(Code::NameDamaged, &edits, &[(RECORD, 5, 9, "CẤP GIẤY PHÉP MẪU")]);
}

#[test]
fn a_code_or_a_key_in_a_comment_is_never_the_place() {
    let comment = "+++\n# 1.000001: code, decision, levels, time_cut = \"7,5 ngày\", decision = \"1681\"\n";
    let begin = (RECORD, "+++\ncode", &*format!("{comment}code"));
    stands_at(Code::LinkMissing, &[begin, (LINKS, "1.000001", "1.000002")], &[(RECORD, 3, 9, "1.000001")]);
    stands_at(
        Code::TimeLongerThanCut,
        &[begin, (RECORD, "\"5 ngày\"", "\"7,5 ngày\"")],
        &[(RECORD, 15, 13, "7,5 ngày")],
    );
    stands_at(
        Code::DecisionNumberMalformed,
        &[begin, (RECORD, "\"1/QĐ-UBND\"", "\"1681\"")],
        &[(RECORD, 10, 13, "1681")],
    );
    let levels = (DECISION, "kind = \"new\"\n", "kind = \"new\"\nlevels = [\"commune\"]\n");
    stands_at(Code::Misclassified, &[begin, levels], &[(RECORD, 7, 10, "[\"province\"]")]);
}

#[test]
fn an_address_is_told_where_it_stands_and_not_where_a_longer_one_begins() {
    let good = "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/019d";
    let text = format!("Xem {good}.\nSửa ở (https://dichvucong.gov.vn/), rồi https://dichvucong.gov.vn/.");
    let twice = [(RECORD, 28, 8, "https://dichvucong.gov.vn/"), (RECORD, 28, 41, "https://dichvucong.gov.vn/")];
    stands_at(Code::LinkHome, &[(RECORD, "Nộp hồ sơ.", &text)], &twice);
    // In front matter, and in a text whose heading stands twice.
    let note = format!("via = \"online\"\nnote = \"{good} hay https://dichvucong.gov.vn/\"\n");
    stands_at(
        Code::LinkHome,
        &[(RECORD, "via = \"online\"\n", &note)],
        &[(RECORD, 18, 63, "https://dichvucong.gov.vn/")],
    );
    let again = (RECORD, "", "\n## Trình tự thực hiện\n\nSau đó https://dichvucong.gov.vn/\n");
    stands_at(Code::LinkHome, &[again], &[(RECORD, 39, 8, "https://dichvucong.gov.vn/")]);
    // Where a letter is not written as it is read, the whole text is meant.
    let escaped = "via = \"online\"\nnote = \"\\u0058em https://dichvucong.gov.vn/\"\n";
    let whole = [(RECORD, 18, 9, "\\u0058em https://dichvucong.gov.vn/")];
    stands_at(Code::LinkHome, &[(RECORD, "via = \"online\"\n", escaped)], &whole);
    let district = (RECORD, "Nộp hồ sơ.", "Cấp xã và cấp huyện, UBND cấp huyện.");
    stands_at(Code::DistrictAfter2025, &[district], &[(RECORD, 27, 11, "cấp huyện")]);
}

#[test]
fn rows_that_were_left_out_do_not_move_the_others() {
    // The first way to file has no `via` and is left out; so is the first fee of the second, which has no sum.
    let edits = [
        (RECORD, "via = \"direct\"\n", ""),
        (RECORD, ONLINE, "fees = [{ note = \"x\" }, { amount = 0 }]"),
        (RECORD, "executing = [", "executing = [7, "),
        (RECORD, "Nông nghiệp và", "Tài nguyên và"),
    ];
    stands_at(Code::FeeZeroUnsourced, &edits, &[(RECORD, 18, 36, "0")]);
    stands_at(Code::OldAgencyName, &edits, &[(RECORD, 7, 18, "Sở Tài nguyên và Môi trường")]);
    let rows = "[[change]]\nkind = \"nwe\"\ncode = \"1.000001\"\n[[change]]\nkind = \"new\"\ncode = \"1.000001\"\n";
    let head = "number = \"2/QĐ-UBND\"\nissuer = \"ubnd\"\nsigned = 2026-03-03\ntitle = \"T\"\n";
    let listed = "# title: L\n# source: s\n# taken: 2026-01-01\ncode\tname\n1.000001\tCấp phép mẫu\n";
    let second =
        [(DECISION, "kind = \"new\"", "kind = \"amend\""), (LIST, "", listed), (SECOND, "", &format!("{head}{rows}"))];
    stands_at(Code::NewButListed, &second, &[(SECOND, 10, 9, "1.000001")]);
    // A second row for a code that cannot be read is not the one that counts.
    let broken = "1.000001\t1.000001\tprocedure\tx\t\n";
    let link = [(LINKS, "2026-08-01", ""), (LINKS, "", broken)];
    stands_at(Code::LinkUnverified, &link, &[(LINKS, 2, 10, "019d2bfb-cfb3-75d8-9160-fa2bd2ac950a")]);
}

#[test]
fn what_names_something_unknown_is_told_at_the_name_and_nowhere_before() {
    let code = Code::ReferenceUnknown;
    let silent =
        |id: &str, issuers: &str| format!("[[silent]]\nid = \"{id}\"\nissuers = [{issuers}]\nsource = \"khong-co\"\n");
    // Rules are put in the order of their identifiers.
    let rules = format!("# khong-co\n{}{}", silent("b", "\"ubnd\", \"khong-co\""), silent("a", "\"ubnd\""));
    stands_at(code, &[(RULES_FILE, "", &rules)], &[(RULES_FILE, 4, 21, "khong-co")]);
    // Provinces share the list of life events, so that it may name what the catalogue has not.
    let events = "[[event]]\nid = \"a\"\nlabel = \"A\"\ncodes = [\"1.000001\", \"1.000007\"]\n";
    stands_at(code, &[(EVENTS, "", events)], &[]);
    let title = (DECISION, "title = \"Công bố\"\n", "title = \"khong-co\"\nsectors = [\"mau\", \"khong-co\"]\n");
    stands_at(code, &[title], &[(DECISION, 6, 20, "khong-co")]);
    let issuer = (
        DECISION,
        "number = \"1/QĐ-UBND\"\nissuer = \"ubnd\"",
        "title = \"nobody\"\nnumber = \"1/QĐ-UBND\"\nissuer = \"nobody\"",
    );
    stands_at(code, &[(DECISION, "title = \"Công bố\"\n", ""), issuer], &[(DECISION, 3, 11, "nobody")]);
    let bets = "query\tcode\n1.000001\t1.000001\n1.000007\t1.000007\n";
    stands_at(code, &[(BETS, "", bets)], &[(BETS, 3, 10, "1.000007")]);
    let row = "1.000007\t019d2bfb-cfb3-75d8-9160-fa2bd2ac9500\tprocedure\t1.000007\t2026-08-01\n";
    let evidence = (LINKS, "mở trang", "1.000007");
    stands_at(code, &[evidence, (LINKS, "", row)], &[(LINKS, 3, 1, "1.000007")]);
    let province = [(SITE, "title = \"T\"", "title = \"ubnd-x\""), (SITE, "\"ubnd\"", "\"ubnd-x\"")];
    stands_at(Code::OwnIssuer, &province, &[(SITE, 3, 15, "ubnd-x")]);
    let sector =
        (RECORD, "issuer = \"ubnd\"\nsector = \"mau\"", "class = \"nay\"\nissuer = \"ubnd\"\nsector = \"nay\"");
    stands_at(code, &[sector], &[(RECORD, 6, 11, "nay")]);
}

#[test]
fn a_day_or_a_number_that_stands_in_another_key_too_is_told_at_its_own() {
    let day = "published = 2026-12-24\neffect = 2026-12-24\nsigned = 2026-12-24\n";
    let later = [(DECISION, "signed = 2026-02-02\n", day), (DECISION, "effect = \"on-signing\"\n", "")];
    stands_at(Code::SignedLater, &later, &[(DECISION, 5, 10, "2026-12-24")]);
    let copy = "title = \"1/QĐ-UBND\"\nnumber = \"1/QĐ-UBND\"\nissuer = \"ubnd\"\nsigned = 2026-02-02\n";
    stands_at(Code::CodeDuplicate, &[(SECOND, "", copy)], &[(SECOND, 2, 11, "1/QĐ-UBND")]);
    let list = "# title: declared 9\n# source: declared\n# taken: 2026-07-01\n# declared: 9\ncode\tname\n1.000001\tCấp phép mẫu\n";
    stands_at(Code::CountDrift, &[(LIST, "", list)], &[(LIST, 4, 13, "9")]);
}

#[test]
fn a_key_names_what_the_model_has_and_in_its_order() {
    let ruling = |code: &str, by: &str| {
        let text = "answer = \"in-force\"\nfrom = 2026-03-01\nruled = 2026-03-02\nreason = \"r\"\n";
        format!("[[ruling]]\ncode = \"{code}\"\nby = \"{by}\"\n{text}")
    };
    let text = format!("{}{}{}", ruling("1.000002", "1.000001"), ruling("x", "B"), ruling("1.000001", "A"));
    let input = input(&[(RULINGS, "", &text)]);
    let (records, _) = load(&input);
    let places = Places::of(&input, RULINGS).unwrap();
    let lines: Vec<_> = (0..records.rulings.len())
        .map(|index| {
            let place = places.get(&format!("ruling[{index}].code"), None).unwrap();
            (records.rulings[index].code.to_string(), place.line, place.column)
        })
        .collect();
    assert_eq!(lines, [("1.000002".to_owned(), 2, 9), ("1.000001".to_owned(), 16, 9)]);
    assert_eq!(places.get("ruling[1]", None).map(|place| (place.line, place.column)), Some((15, 1)));
    assert_eq!(places.get("ruling[2].code", None), None);
    for (path, key, at) in [
        (AGENCIES, "agency[so-moi].old_names[1].name", (9, 86)),
        (SITE, "feedback[0].href", (8, 9)),
        (DECISION, "change[0].kind", (7, 9)),
        (RECORD, "body.result", (31, 1)),
        (RECORD, "levels[province]", (6, 12)),
        (LINKS, "row[1.000001]", (2, 1)),
    ] {
        let place = Places::of(&input, path).unwrap().get(key, None).unwrap_or_else(|| panic!("{path} has no {key}"));
        assert_eq!((place.line, place.column), at, "{path} {key}");
    }
    assert!(Places::of(&input, "catalogue/none.toml").is_none());
}

const INTERNAL: &str = "catalogue/procedures/mau/5.000001.md";
const INTERNAL_RECORD: &str = "+++\ncode = \"5.000001\"\nname = \"Nội bộ\"\nissuer = \"ubnd\"\nsector = \"mau\"\n+++\n";

const RULING: &str = "[[ruling]]\ncode = \"1.000001\"\nanswer = \"in-force\"\nfrom = 2026-03-01\nby = \"A\"\n\
    ruled = 2026-03-01\nreason = \"r\"\n";
const ANOTHER_PROVINCE: &str = "[[agency]]\nid = \"ubnd-kia\"\nname = \"UBND tỉnh Lào Cai\"\nkind = \"province\"\n";
const THEIRS: &str = "+++\ncode = \"1.000002\"\nname = \"Khác\"\nissuer = \"ubnd-kia\"\nsector = \"mau\"\n+++\n";

/// The findings of reading and of pages.
const READ: &[Case] = &[
    (Code::FileUnknown, &[("catalogue/x.json", "", "{}")], &[("catalogue/x.json", 0, 0, "")]),
    (Code::Syntax, &[(RECORD, "sets = 1", "sets = 1 2")], &[(RECORD, 10, 8, "1 2")]),
    (Code::KeyUnknown, &[(RECORD, "sets = 1", "sest = 1")], &[(RECORD, 10, 1, "sest")]),
    (Code::KeyMissing, &[(RECORD, "via = \"online\"\n", "")], &[(RECORD, 16, 1, "[[channel]]")]),
    (Code::ValueInvalid, &[(RECORD, "\"online\"", "\"direkt\"")], &[(RECORD, 17, 7, "\"direkt\"")]),
    (Code::DateInvalid, &[(LINKS, "2026-08-01", "2026-02-30")], &[(LINKS, 2, 66, "2026-02-30")]),
    (Code::TextNotNfc, &[(RECORD, "Công dân", "Công da\u{302}n")], &[(RECORD, 8, 19, "â")]),
    (Code::CodeMalformed, &[(RECORD, "1.000001", "1.0000011")], &[(RECORD, 2, 8, "\"1.0000011\"")]),
    (
        Code::CodeDuplicate,
        &[(TWIN, "", "+++\nname = \"1.000001\"\ncode = \"1.000001\"\nissuer = \"ubnd\"\nsector = \"mau\"\n+++\n")],
        &[(TWIN, 3, 9, "1.000001")],
    ),
    (Code::ReferenceUnknown, &[(RECORD, "\"mau\"", "\"may\"")], &[(RECORD, 5, 11, "may")]),
    (Code::FileMisplaced, &[(DECISION, "2026-02-02", "2025-02-02")], &[(DECISION, 0, 0, "")]),
    (Code::SignedLater, &[(DECISION, "2026-02-02", "2026-12-02")], &[(DECISION, 3, 10, "2026-12-02")]),
    (
        Code::PeriodEmpty,
        &[(DECISION, "effect = \"on-signing\"\n", "effect = 2026-03-01\nuntil = 2026-03-01\n")],
        &[(DECISION, 5, 9, "2026-03-01")],
    ),
    (Code::InternalInPublicList, &[(INTERNAL, "", INTERNAL_RECORD)], &[(INTERNAL, 2, 9, "5.000001")]),
    (
        Code::LinkMalformed,
        &[(LINKS, "019d2bfb", "019D2BFB")],
        &[(LINKS, 2, 10, "019D2BFB-cfb3-75d8-9160-fa2bd2ac950a")],
    ),
    (
        Code::LinkDuplicate,
        &[(LINKS, "", "1.000002\t019d2bfb-cfb3-75d8-9160-fa2bd2ac950a\tprocedure\tx\t2026-08-01\n")],
        &[(LINKS, 3, 10, "019d2bfb-cfb3-75d8-9160-fa2bd2ac950a")],
    ),
    (Code::LinkMissing, &[(LINKS, "1.000001", "1.000002")], &[(RECORD, 2, 9, "1.000001")]),
    (Code::OwnIssuer, &[(SITE, "\"ubnd\"", "\"ubnd-x\"")], &[(SITE, 3, 15, "ubnd-x")]),
    (Code::ProcedureForeign, &[(AGENCIES, "", ANOTHER_PROVINCE), (TWIN, "", THEIRS)], &[(TWIN, 4, 11, "ubnd-kia")]),
    (
        Code::IssuerOtherProvince,
        &[(AGENCIES, "", ANOTHER_PROVINCE), (RECORD, "issuer = \"ubnd\"", "issuer = \"ubnd-kia\"")],
        &[(RECORD, 4, 11, "ubnd-kia")],
    ),
    (
        Code::ReferenceUnknown,
        &[(RULINGS, "", RULING), (RULINGS, "\"1.000001\"", "\"1.000009\""), (RULINGS, "", RULING)],
        &[(RULINGS, 2, 9, "1.000009")],
    ),
    // A code with an agency's suffix is the same code.
    (
        Code::CodeDuplicate,
        &[(RULINGS, "", RULING), (RULINGS, "\"1.000001\"", "\"1.000001.H56\""), (RULINGS, "", RULING)],
        &[(RULINGS, 9, 9, "1.000001")],
    ),
    (
        Code::TemplateFailed,
        &[("templates/procedure.html", "", "<p>\n{% if %}\n")],
        &[("templates/procedure.html", 2, 7, "%}")],
    ),
    (Code::OverrideUnknown, &[("templates/procedures.html", "", "x")], &[("templates/procedures.html", 0, 0, "")]),
];

#[test]
fn what_is_found_in_reading_stands_at_its_value() {
    all_stand_at_their_values(READ);
}

#[test]
fn what_is_found_in_the_evidence_stands_at_its_value() {
    all_stand_at_their_values(EVIDENCE);
}

#[track_caller]
fn all_stand_at_their_values(cases: &[Case]) {
    let mut wrong = Vec::new();
    for (code, edits, expected) in cases {
        let found = places(*code, edits);
        if found != owned(expected) {
            wrong.push(format!("{code}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_cannot_be_read_is_told_of_the_file() {
    let mut input = input(&[]);
    input.catalogue.insert("sectors.toml".into(), niemyet::input::FileContent::TooLarge(9_000_000));
    let findings = build(&input).findings;
    let unreadable: Vec<Told> = findings
        .iter()
        .filter(|finding| finding.code == Code::FileUnreadable)
        .map(|finding| told(&input, finding))
        .collect();
    assert_eq!(unreadable, [("catalogue/sectors.toml".to_owned(), 0, 0, String::new())]);
}

/// What the ledger can tell, by its own source: every code that a file of it names.
fn codes_of_ledger() -> BTreeSet<Code> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ledger");
    let files = std::fs::read_dir(folder).unwrap().map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
    let named: BTreeSet<String> = files
        .flat_map(|text| {
            let after = text.split("Code::").skip(1).map(str::to_owned);
            after.collect::<Vec<_>>()
        })
        .map(|after| after.chars().take_while(|c| c.is_ascii_alphanumeric()).collect())
        .collect();
    Code::ALL.iter().copied().filter(|code| named.contains(&format!("{code:?}"))).collect()
}

#[test]
fn the_table_of_the_evidence_has_what_the_ledger_tells_and_each_at_a_value() {
    let tells = codes_of_ledger();
    assert!(tells.contains(&Code::SecondEnd) && tells.contains(&Code::EffectUnknown), "{tells:?}");
    let table: BTreeSet<Code> = EVIDENCE.iter().map(|(code, _, _)| *code).collect();
    assert_eq!(table, tells);
    for (code, _, expected) in EVIDENCE {
        assert!(!expected.is_empty(), "{code}");
        assert!(expected.iter().all(|(_, line, column, text)| *line > 0 && *column > 0 && !text.is_empty()), "{code}");
    }
}

/// `PATH_CLASH` alone has no place: it is about addresses, and no file is at fault before another.
#[test]
fn every_code_that_has_a_place_has_a_case_of_it() {
    let of_rules = RULES.iter().flat_map(|rule| rule.codes); // tests/audit.rs
    let read = READ.iter().map(|(code, _, _)| code);
    let evidence = EVIDENCE.iter().map(|(code, _, _)| code);
    let others = [Code::FileUnreadable, Code::PathClash];
    let all: BTreeSet<Code> = of_rules.chain(read).chain(evidence).chain(&others).copied().collect();
    let missing: Vec<&Code> = Code::ALL.iter().filter(|code| !all.contains(code)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
