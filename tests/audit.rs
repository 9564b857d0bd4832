//! The rules of the audit: each fires where it should and holds its peace where it should. One row a rule; the rows are
//! edits of a small catalogue of which no rule has anything to say.

use crate::edited;

use std::collections::BTreeSet;

use edited::{At, DECISION, Edit, LINKS, RECORD, Told, findings, input, owned, told};
use niemyet::audit::{Comparison, PLACEHOLDER_TITLE, RULES, compare};
use niemyet::deadlines::completeness;
use niemyet::finding::{Code, Severity};
use niemyet::model::Day;
use niemyet::pipeline::with_findings;

/// A code, edits after which it is found, and near ones after which it is not.
type Case<'c> = (Code, &'c [Edit<'c>], &'c [Edit<'c>]);

const SECOND: &str = "catalogue/decisions/2026/2-qd-ubnd.toml";
const SECOND_AMENDS: &str = "number = \"2/QĐ-UBND\"\nissuer = \"ubnd\"\nsigned = 2026-03-03\neffect = \"on-signing\"\ntitle = \"Sửa\"\n\
    [[change]]\nkind = \"amend\"\ncode = \"1.000001\"\nname = \"Cấp phép mẫu\"\n";
const TWIN: &str = "catalogue/procedures/mau/1.000002.md";
const TWIN_RECORD: &str =
    "+++\ncode = \"1.000002\"\nname = \"Cấp phép mẫu.\"\nissuer = \"ubnd\"\nsector = \"mau\"\n+++\n";
const OTHER_RECORD: &str =
    "+++\ncode = \"1.000002\"\nname = \"Cấp phép mâu\"\nissuer = \"ubnd\"\nsector = \"mau\"\n+++\n";
const RENAMED_RECORD: &str =
    "+++\ncode = \"1.000002\"\nname = \"Cấp phép khác\"\nissuer = \"ubnd\"\nsector = \"mau\"\n+++\n";
const TWIN_BEGINS: Edit = (DECISION, "", "[[change]]\nkind = \"new\"\ncode = \"1.000002\"\n");
const LISTED: &str = "catalogue/snapshots/l.tsv";

const TEXTS: &str = "catalogue/legal-texts.toml";
const TEXT_HELD: &str = "[[text]]\nnumber = \"39/2026/NĐ-CP\"\nsource = \"bản ký\"\neffect = 2026-01-15\n";
const RESTS: Edit = (RECORD, "form = \"Mẫu số 01\"\n", "form = \"Mẫu số 01\"\n[[legal]]\nnumber = \"39/2026/NĐ-CP\"\n");
const ENDS_SOMEHOW: &str = "number = \"2/QĐ-UBND\"\nissuer = \"ubnd\"\nsigned = 2026-03-03\ntitle = \"Bãi bỏ\"\n\
    [[change]]\nkind = \"repeal\"\ncode = \"1.000001\"\n";

const RULES_FILE: &str = "catalogue/rules.toml";
/// A record that nothing but the list attests, and the list: 143 days old on the day of the tests.
const RESTS_ON_LIST: [Edit; 2] = [
    (TWIN, "", RENAMED_RECORD),
    (LISTED, "", "# title: L\n# source: taken: by hand\n# taken: 2026-07-01\ncode\tname\n1.000002\tCấp phép khác\n"),
];
const AGE: &str = "[[evidence]]\nid = \"tuoi\"\nmax_age = 142\nreason = \"thử\"\n";

const CASES: &[Case] = &[
    (
        Code::ListOld,
        &[RESTS_ON_LIST[0], RESTS_ON_LIST[1], (RULES_FILE, "", AGE)],
        &[RESTS_ON_LIST[0], RESTS_ON_LIST[1], (RULES_FILE, "", AGE), (RULES_FILE, "142", "143")],
    ),
    (
        Code::EndDoubtful,
        &[(SECOND, "", ENDS_SOMEHOW)],
        &[(SECOND, "", ENDS_SOMEHOW), (SECOND, "signed = 2026-03-03", "signed = 2026-03-03\neffect = 2027-01-01")],
    ),
    (
        Code::CountDrift,
        &[(
            LISTED,
            "",
            "# title: L\n# source: s\n# taken: 2026-07-01\n# declared: 2\ncode\tname\n1.000001\tCấp phép mẫu\n",
        )],
        &[(
            LISTED,
            "",
            "# title: L\n# source: s\n# taken: 2026-07-01\n# declared: 1\ncode\tname\n1.000001\tCấp phép mẫu\n",
        )],
    ),
    (
        Code::ThreeWayMissingHere,
        &[(
            LISTED,
            "",
            "# title: L\n# source: s\n# taken: 2026-07-01\n# scope: province\ncode\tname\n1.000001\tCấp phép mẫu\n1.000009\tKhác\n",
        )],
        &[(
            LISTED,
            "",
            "# title: L\n# source: s\n# taken: 2026-07-01\ncode\tname\n1.000001\tCấp phép mẫu\n1.000009\tKhác\n",
        )],
    ),
    (
        Code::ThreeWayMissingInList,
        &[(LISTED, "", "# title: L\n# source: s\n# taken: 2026-07-01\ncode\tname\n1.000009\tKhác\n")],
        &[(LISTED, "", "# title: L\n# source: s\n# taken: 2026-01-01\ncode\tname\n1.000009\tKhác\n")],
    ),
    (
        Code::ThreeWayUnattested,
        &[
            (TWIN, "", TWIN_RECORD),
            (LISTED, "", "# title: L\n# source: s\n# taken: 2026-07-01\ncode\tname\n1.000001\tCấp phép mẫu\n"),
        ],
        &[
            (TWIN, "", TWIN_RECORD),
            (
                LISTED,
                "",
                "# title: L\n# source: s\n# taken: 2026-07-01\ncode\tname\n1.000001\tCấp phép mẫu\n1.000002\tx\n",
            ),
        ],
    ),
    (
        Code::LegalBasisExpired,
        &[RESTS, (TEXTS, "", TEXT_HELD), (TEXTS, "", "[[text.status]]\nstatus = \"expired\"\nfrom = 2026-11-01\n")],
        &[RESTS, (TEXTS, "", TEXT_HELD), (TEXTS, "", "[[text.status]]\nstatus = \"expired\"\nfrom = 2027-01-01\n")],
    ),
    (
        Code::LegalBasisSuspended,
        &[RESTS, (TEXTS, "", TEXT_HELD), (TEXTS, "", "[[text.status]]\nstatus = \"suspended\"\nfrom = 2026-11-01\n")],
        &[RESTS, (TEXTS, "", TEXT_HELD), (TEXTS, "", "[[text.status]]\nstatus = \"in-force\"\nfrom = 2026-11-01\n")],
    ),
    (
        Code::LegalBasisNotYet,
        &[RESTS, (TEXTS, "", TEXT_HELD), (TEXTS, "2026-01-15", "2026-11-22")],
        &[RESTS, (TEXTS, "", TEXT_HELD), (TEXTS, "2026-01-15", "2026-11-21")],
    ),
    (
        Code::LegalBasisPartly,
        &[
            RESTS,
            (TEXTS, "", TEXT_HELD),
            (TEXTS, "", "[[text.status]]\nstatus = \"partly-expired\"\nfrom = 2026-11-01\n"),
        ],
        &[RESTS, (TEXTS, "", TEXT_HELD), (TEXTS, "", "[[text.status]]\nstatus = \"expired\"\nfrom = 2026-11-01\n")],
    ),
    (Code::LegalBasisUnknown, &[RESTS], &[RESTS, (TEXTS, "", TEXT_HELD)]),
    (
        Code::Misclassified,
        &[(DECISION, "kind = \"new\"\n", "kind = \"new\"\nlevels = [\"commune\"]\n")],
        &[(DECISION, "kind = \"new\"\n", "kind = \"new\"\nlevels = [\"province\"]\n")],
    ),
    (Code::LevelExecutor, &[(RECORD, "[\"province\"]", "[\"commune\"]")], &[]),
    (
        Code::AgencyOtherProvince,
        &[(RECORD, "Sở Nông nghiệp và Môi trường", "Sở Nông nghiệp và Môi trường Thành phố Hà Nội")],
        &[(RECORD, "Sở Nông nghiệp và Môi trường", "Sở Nông nghiệp và Môi trường tỉnh Thanh Hóa")],
    ),
    (
        Code::NoDecision,
        &[
            (RECORD, "decision = \"1/QĐ-UBND\"\n", ""),
            (DECISION, "1.000001", "1.000002"),
            (TWIN, "", TWIN_RECORD),
            (LISTED, "", "# title: L\n# source: s\n# taken: 2026-07-01\ncode\tname\n1.000001\tCấp phép mẫu\n"),
        ],
        &[(RECORD, "decision = \"1/QĐ-UBND\"\n", "")],
    ),
    (
        Code::CodeNameMismatch,
        &[
            (SECOND, "", SECOND_AMENDS),
            (SECOND, "Cấp phép mẫu", "Thủ tục cấp phép – KHÁC."),
            (TWIN, "", RENAMED_RECORD),
        ],
        // The name is shared, and the row's own code has it.
        &[(SECOND, "", SECOND_AMENDS), (TWIN, "", TWIN_RECORD)],
    ),
    (
        Code::WrongDecision,
        &[
            (
                SECOND,
                "",
                "number = \"2/QĐ-UBND\"\nissuer = \"ubnd\"\nsigned = 2026-03-03\neffect = \"on-signing\"\ntitle = \"Khác\"\n[[change]]\nkind = \"new\"\ncode = \"1.000002\"\n",
            ),
            (TWIN, "", OTHER_RECORD),
            (RECORD, "\"1/QĐ-UBND\"", "\"2/QĐ-UBND\""),
        ],
        &[
            (
                SECOND,
                "",
                "number = \"2/QĐ-UBND\"\nissuer = \"ubnd\"\nsigned = 2026-03-03\neffect = \"on-signing\"\ncomplete = false\ntitle = \"Khác\"\n[[change]]\nkind = \"new\"\ncode = \"1.000002\"\n",
            ),
            (TWIN, "", OTHER_RECORD),
            (RECORD, "\"1/QĐ-UBND\"", "\"2/QĐ-UBND\""),
        ],
    ),
    (
        Code::SupersededDecisionCited,
        &[(SECOND, "", SECOND_AMENDS)],
        &[(SECOND, "", SECOND_AMENDS), (SECOND, "effect = \"on-signing\"", "effect = 2027-01-01")],
    ),
    (
        Code::DecisionNumberMalformed,
        &[(RECORD, "\"1/QĐ-UBND\"", "\"1681\"")],
        &[(RECORD, "\"1/QĐ-UBND\"", "\"QĐ số 1/QD-UBND.\"")],
    ),
    (
        Code::DecisionEmpty,
        &[(
            SECOND,
            "",
            "number = \"2/QĐ-UBND\"\nissuer = \"ubnd\"\nsigned = 2026-03-03\neffect = \"on-signing\"\ntitle = \"Khác\"\n",
        )],
        &[(
            SECOND,
            "",
            "number = \"2/QĐ-UBND\"\nissuer = \"ubnd\"\nsigned = 2026-03-03\ncomplete = false\ntitle = \"Khác\"\n",
        )],
    ),
    (
        Code::TitleMissing,
        &[(DECISION, "\"Công bố\"", "\"Chưa ghi trích yếu\"")],
        &[(DECISION, "\"Công bố\"", "\"Về ghi trích yếu\"")],
    ),
    (
        Code::NewButListed,
        &[(LISTED, "", "# title: L\n# source: s\n# taken: 2026-01-01\ncode\tname\n1.000001\tCấp phép mẫu\n")],
        &[(LISTED, "", "# title: L\n# source: s\n# taken: 2026-02-02\ncode\tname\n1.000001\tCấp phép mẫu\n")],
    ),
    (
        Code::LinkHome,
        &[(RECORD, "Nộp hồ sơ.", "Nộp tại https://dichvucong.gov.vn/.")],
        &[(RECORD, "Nộp hồ sơ.", "Nộp tại https://dichvucong.gov.vn/thu-tuc-hanh-chinh/019d.")],
    ),
    (
        Code::LinkSearch,
        &[(RECORD, "Nộp hồ sơ.", "<https://dichvucong.gov.vn/tim-kiem-thu-tuc-hanh-chinh?q=1>")],
        &[(
            RECORD,
            "Nộp hồ sơ.",
            "<https://dichvucong.gov.vn/tim-kiem-thu-tuc-hanh-chinh?formalityId=019d&provinceCode=38>",
        )],
    ),
    (
        Code::LinkDeadHost,
        &[(RECORD, "Nộp hồ sơ.", "http://csdl.dichvucong.gov.vn/x")],
        &[(RECORD, "Nộp hồ sơ.", "http://csdl.dichvucong.gov.vn.example/x")],
    ),
    (
        Code::LinkLegacyForm,
        &[(
            RECORD,
            "Nộp hồ sơ.",
            "https://dichvucong.gov.vn/p/home/dvc-chi-tiet-thu-tuc-hanh-chinh.html?ma_thu_tuc=1.000001",
        )],
        &[(RECORD, "Nộp hồ sơ.", "https://dichvucong.gov.vn/thu-tuc-hanh-chinh-lien-thong/2.000986")],
    ),
    (
        Code::LinkClosedProvincial,
        &[(RECORD, "Nộp hồ sơ.", "https://dichvucong.thanhhoa.gov.vn/a")],
        &[(RECORD, "Nộp hồ sơ.", "https://thanhhoa.gov.vn/a")],
    ),
    (Code::LinkUnverified, &[(LINKS, "2026-08-01", "")], &[(LINKS, "2026-08-01", "2026-08-02")]),
    (
        Code::DistrictAfter2025,
        &[(RECORD, "\"Công dân\"]", "\"Công dân\"]\n# "), (RECORD, "[\"province\"]", "[\"district\"]")],
        &[(RECORD, "Nộp hồ sơ.", "Nộp hồ sơ tại các huyện nghèo.")],
    ),
    (
        Code::OldAgencyName,
        &[(RECORD, "Sở Nông nghiệp và Môi trường", "Sở Tài nguyên và Môi trường")],
        &[(RECORD, "Sở Nông nghiệp và Môi trường", "Sở Sau")],
    ),
    (
        Code::ComponentMissing,
        &[(RECORD, "[\"Công dân\"]", "\"not-published\"")],
        &[(RECORD, "[\"Công dân\"]", "\"not-applicable\"")],
    ),
    (
        Code::ComponentUnchecked,
        &[(RECORD, "[\"Công dân\"]", "\"not-entered\"")],
        &[(RECORD, "[\"Công dân\"]", "\"not-published\"")],
    ),
    (
        Code::ConditionalUnstated,
        &[
            (RECORD, "## Yêu cầu, điều kiện\n\nKhông.\n", ""),
            (RECORD, "sets = 1\n", "sets = 1\nconditions = \"not-published\"\n"),
        ],
        &[
            (RECORD, "## Yêu cầu, điều kiện\n\nKhông.\n", ""),
            (RECORD, "sets = 1\n", "sets = 1\nconditions = \"not-applicable\"\n"),
        ],
    ),
    (
        Code::ConditionalUnchecked,
        &[
            (RECORD, "## Yêu cầu, điều kiện\n\nKhông.\n", ""),
            (RECORD, "sets = 1\n", "sets = 1\nconditions = \"not-entered\"\n"),
        ],
        &[
            (RECORD, "## Yêu cầu, điều kiện\n\nKhông.\n", ""),
            (RECORD, "sets = 1\n", "sets = 1\nconditions = \"not-published\"\n"),
        ],
    ),
    (
        Code::FeeZeroUnsourced,
        &[(RECORD, "{ amount = 50000, note = \"cấp mới\", source = \"1/2020/TT-BTC\" }", "{ amount = 0 }")],
        &[(RECORD, "{ amount = 50000,", "{ amount = 0,")],
    ),
    (
        Code::FeeChannelConflict,
        &[(RECORD, "fees = [{ amount = 50000,", "fees = [{ amount = 60000, note = \"cấp mới\" }, { amount = 50000,")],
        &[(RECORD, "fees = [{ amount = 50000,", "fees = [{ amount = 60000, note = \"cấp đổi\" }, { amount = 50000,")],
    ),
    (
        Code::TimeDiffers,
        &[(RECORD, "via = \"online\"\ntime = \"7 ngày\"", "via = \"online\"\ntime = \"6 ngày\"")],
        &[(RECORD, "time_cut = \"5 ngày\"", "time_cut = \"4 ngày\"")],
    ),
    (Code::TimeLongerThanCut, &[(RECORD, "\"5 ngày\"", "\"7,5 ngày\"")], &[(RECORD, "\"5 ngày\"", "\"56 giờ\"")]),
    (
        Code::NameDiffers,
        &[(LISTED, "", "# title: L\n# source: s\n# taken: 2026-07-01\ncode\tname\n1.000001\tCấp giấy phép mẫu\n")],
        &[(LISTED, "", "# title: L\n# source: s\n# taken: 2026-07-01\ncode\tname\n1.000001\tCẤP PHÉP MẪU;\n")],
    ),
    (
        Code::NameDamaged,
        &[(RECORD, "\"Cấp phép mẫu\"", "\"Cấp, c ấp l ại phép\"")],
        &[(RECORD, "\"Cấp phép mẫu\"", "\"Cấp phép theo điểm c ở Luật\"")],
    ),
    (Code::NameShared, &[(TWIN, "", TWIN_RECORD), TWIN_BEGINS], &[(TWIN, "", OTHER_RECORD), TWIN_BEGINS]),
    (
        Code::FormMissing,
        &[(RECORD, "form = \"Mẫu số 01\"\n", "")],
        &[(RECORD, "form = \"Mẫu số 01\"\n", ""), (RECORD, "Tờ khai theo mẫu", "Tờ khai")],
    ),
    (
        Code::FormDeadHost,
        &[(RECORD, "\"Mẫu số 01\"", "\"https://csdl.dichvucong.gov.vn/mau.docx\"")],
        &[(RECORD, "\"Mẫu số 01\"", "\"https://t.example/mau.docx\"")],
    ),
    (
        Code::NoFeedbackAddress,
        &[("site/site.toml", "href = \"mailto:a@t.example\"\n", "")],
        &[("site/site.toml", "mailto:a@", "mailto:b@")],
    ),
];

/// Where each rule points after the edits of its case: path, line, column, and the text under the caret. A code that is found
/// twice stands twice.
const PLACES: &[(Code, At)] = &[
    (Code::ListOld, ("catalogue/snapshots/l.tsv", 3, 10, "2026-07-01")),
    (Code::CodeNameMismatch, (SECOND, 9, 9, "Thủ tục cấp phép – KHÁC.")),
    (Code::EndDoubtful, (RECORD, 2, 9, "1.000001")),
    (Code::CountDrift, (LISTED, 4, 13, "2")),
    (Code::ThreeWayMissingHere, (LISTED, 7, 1, "1.000009")),
    (Code::ThreeWayMissingInList, (RECORD, 2, 9, "1.000001")),
    (Code::ThreeWayUnattested, (TWIN, 2, 9, "1.000002")),
    (Code::LegalBasisExpired, (RECORD, 25, 11, "39/2026/NĐ-CP")),
    (Code::LegalBasisSuspended, (RECORD, 25, 11, "39/2026/NĐ-CP")),
    (Code::LegalBasisNotYet, (RECORD, 25, 11, "39/2026/NĐ-CP")),
    (Code::LegalBasisPartly, (RECORD, 25, 11, "39/2026/NĐ-CP")),
    (Code::LegalBasisUnknown, (RECORD, 25, 11, "39/2026/NĐ-CP")),
    (Code::Misclassified, (RECORD, 6, 10, "[\"province\"]")),
    (Code::LevelExecutor, (RECORD, 6, 10, "[\"commune\"]")),
    (Code::AgencyOtherProvince, (RECORD, 7, 15, "Sở Nông nghiệp và Môi trường Thành phố Hà Nội")),
    (Code::NoDecision, (RECORD, 2, 9, "1.000001")),
    (Code::WrongDecision, (RECORD, 9, 13, "2/QĐ-UBND")),
    (Code::SupersededDecisionCited, (RECORD, 9, 13, "1/QĐ-UBND")),
    (Code::DecisionNumberMalformed, (RECORD, 9, 13, "1681")),
    (Code::DecisionEmpty, (SECOND, 1, 11, "2/QĐ-UBND")),
    (Code::TitleMissing, (DECISION, 5, 10, "Chưa ghi trích yếu")),
    (Code::NewButListed, (DECISION, 8, 9, "1.000001")),
    (Code::LinkHome, (RECORD, 27, 9, "https://dichvucong.gov.vn/")),
    (Code::LinkSearch, (RECORD, 27, 2, "https://dichvucong.gov.vn/tim-kiem-thu-tuc-hanh-chinh?q=1")),
    (Code::LinkDeadHost, (RECORD, 27, 1, "http://csdl.dichvucong.gov.vn/x")),
    (
        Code::LinkLegacyForm,
        (RECORD, 27, 1, "https://dichvucong.gov.vn/p/home/dvc-chi-tiet-thu-tuc-hanh-chinh.html?ma_thu_tuc=1.000001"),
    ),
    (Code::LinkClosedProvincial, (RECORD, 27, 1, "https://dichvucong.thanhhoa.gov.vn/a")),
    (Code::LinkUnverified, (LINKS, 2, 10, "019d2bfb-cfb3-75d8-9160-fa2bd2ac950a")),
    (Code::DistrictAfter2025, (RECORD, 6, 12, "district")),
    (Code::OldAgencyName, (RECORD, 7, 15, "Sở Tài nguyên và Môi trường")),
    (Code::ComponentMissing, (RECORD, 8, 12, "not-published")),
    (Code::ComponentUnchecked, (RECORD, 8, 12, "not-entered")),
    (Code::ConditionalUnstated, (RECORD, 11, 15, "not-published")),
    (Code::ConditionalUnchecked, (RECORD, 11, 15, "not-entered")),
    (Code::FeeZeroUnsourced, (RECORD, 15, 20, "0")),
    (Code::FeeChannelConflict, (RECORD, 15, 58, "50000")),
    (Code::TimeDiffers, (RECORD, 18, 9, "6 ngày")),
    (Code::TimeLongerThanCut, (RECORD, 14, 13, "7,5 ngày")),
    (Code::NameDiffers, (RECORD, 3, 9, "Cấp phép mẫu")),
    (Code::NameDamaged, (RECORD, 3, 9, "Cấp, c ấp l ại phép")),
    (Code::NameShared, (RECORD, 3, 9, "Cấp phép mẫu")),
    (Code::NameShared, (TWIN, 3, 9, "Cấp phép mẫu.")),
    (Code::FormMissing, (RECORD, 21, 9, "Tờ khai theo mẫu")),
    (Code::FormDeadHost, (RECORD, 23, 9, "https://csdl.dichvucong.gov.vn/mau.docx")),
    (Code::NoFeedbackAddress, ("site/site.toml", 5, 1, "[[feedback]]")),
];

#[test]
fn of_a_whole_catalogue_nothing_is_said() {
    assert_eq!(findings(&[]), []);
}

#[test]
fn every_rule_fires_where_it_should_and_nowhere_near() {
    let mut wrong = Vec::new();
    for (code, fires, quiet) in CASES {
        let (input, told_of) = (input(fires), findings(fires));
        let found: Vec<Told> =
            told_of.iter().filter(|finding| finding.code == *code).map(|finding| told(&input, finding)).collect();
        let places: Vec<At> = PLACES.iter().filter(|(of, _)| of == code).map(|(_, at)| *at).collect();
        if found.is_empty() || found != owned(&places) {
            wrong.push(format!("{code} should be found at {places:?}: {found:?}"));
        }
        if let Some(finding) = findings(quiet).iter().find(|finding| finding.code == *code) {
            wrong.push(format!("{code} should not be found: {finding:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_of_every_rule_has_its_cases_and_stops_no_publication() {
    let told: Vec<Code> = RULES.iter().flat_map(|rule| rule.codes).copied().collect();
    let of_rules: BTreeSet<Code> = told.iter().copied().collect();
    assert_eq!(told.len(), of_rules.len(), "a code has one rule");
    assert_eq!(CASES.iter().map(|(code, _, _)| *code).collect::<BTreeSet<_>>(), of_rules);
    assert_eq!(PLACES.iter().map(|(code, _)| *code).collect::<BTreeSet<_>>(), of_rules);
    assert!(told.iter().all(|code| code.severity() != Severity::Error));
}

#[test]
fn a_name_beside_a_code_is_doubted_only_where_it_is_anothers_and_no_name_of_its_own() {
    let row = "[[change]]\nkind = \"repeal\"\ncode = \"1.000001\"\nname = \"Cấp phép khác\"\n";
    let renames = SECOND_AMENDS.to_owned() + row;
    let fires = [(SECOND, "", renames.as_str()), (TWIN, "", RENAMED_RECORD)];
    let told_of = |more: &[Edit]| {
        let told = findings(&[&fires, more].concat());
        told.into_iter().filter(|finding| finding.code == Code::CodeNameMismatch).collect::<Vec<_>>()
    };
    let told = told_of(&[]);
    let [finding] = told.as_slice() else { panic!("{told:#?}") };
    let place = finding.place.as_ref().unwrap();
    assert_eq!((place.path.as_str(), place.line, place.column), (SECOND, 13, 9), "the name of the second row");
    let values: Vec<_> = finding.args.iter().map(|(name, value)| format!("{name}={value}")).collect();
    assert_eq!(values, ["number=2/QĐ-UBND", "code=1.000001", "name=Cấp phép khác", "other=1.000002"]);
    let list = "# title: L\n# source: s\n# taken: 2026-07-01\ncode\tname\n1.000001\tCấp phép khác\n";
    let written = "sets = 1\nwritten = [{ field = \"name\", text = \"Cấp phép khác\" }]\n";
    for quiet in [
        &[(LISTED, "", list)] as &[Edit],
        &[(RECORD, "sets = 1\n", written)],
        &[(SECOND, "", "levels = [\"province\"]\n"), (TWIN, "sector = ", "levels = [\"commune\"]\nsector = ")],
        &[(SECOND, "name = \"Cấp phép khác\"", "name = \"Cấp phép lạ\"")], // nobody's
        &[(
            SECOND,
            "kind = \"repeal\"\ncode = \"1.000001\"",
            "kind = \"replace\"\nold = [\"1.000001\"]\nnew = [\"1.000002\"]",
        )],
    ] {
        assert_eq!(told_of(quiet), [], "{quiet:?}");
    }
}

#[test]
fn a_finding_points_at_the_value_that_it_is_about() {
    let told = findings(&[
        (RECORD, "\"Công dân\"]\n", "\"Công dân\"]\nkeywords = [\"Sở\"]\n"),
        (RECORD, "Nông nghiệp và", "Tài nguyên và"),
    ]);
    let finding = told.iter().find(|finding| finding.code == Code::OldAgencyName).unwrap();
    let place = finding.place.as_ref().unwrap();
    assert_eq!((place.path.as_str(), place.line, place.column), (RECORD, 7, 15));
    let told = findings(&[(LINKS, "2026-08-01", "")]);
    assert_eq!(told[0].place.as_ref().map(|place| (place.line, place.column)), Some((2, 10)));
}

#[test]
fn the_district_level_is_told_by_agency_level_name_and_text() {
    for edit in [
        (RECORD, "executing = [\"Sở Nông nghiệp và Môi trường\"]", "executing = [\"Công an huyện\"]"),
        (RECORD, "Nộp hồ sơ.", "Nộp tại Ủy ban nhân dân cấp huyện."),
        (RECORD, "name = \"Cấp phép mẫu\"", "name = \"Cấp phép mẫu ở cấp huyện\""),
    ] {
        assert!(findings(&[edit]).iter().any(|finding| finding.code == Code::DistrictAfter2025), "{edit:?}");
    }
}

#[test]
fn the_words_that_a_new_decision_begins_with_are_those_that_are_found() {
    let day = Day::from_ymd_opt(2026, 11, 20).unwrap();
    let number = niemyet::model::DecisionNumber::new("3/QĐ-UBND");
    let file = niemyet::scaffold::decision(
        &number,
        &niemyet::model::AgencyId("ubnd".into()),
        niemyet::scaffold::Signed::On(day),
        None,
    );
    assert!(file.text.contains(PLACEHOLDER_TITLE));
}

#[test]
fn a_list_of_the_provinces_own_is_counted_against_the_site_code_by_code() {
    let list =
        |rows: &str| format!("# title: L\n# source: s\n# taken: 2026-07-01\n# scope: province\ncode\tname\n{rows}");
    let drift = |rows: &str| {
        let told = findings(&[(LISTED, "", &list(rows))]);
        let drift = told.into_iter().find(|finding| finding.code == Code::CountDrift);
        drift.map(|finding| finding.args.into_iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>())
    };
    assert_eq!(drift("1.000001\tCấp phép mẫu\n"), None);
    let more = drift("1.000001\tCấp phép mẫu\n1.000007\tKhác\n5.000001\tNội bộ\n").unwrap();
    assert_eq!(more[1..], ["official=2", "ours=1", "missing=1.000007", "extra=-"]);
    assert_eq!(drift("5.000001\tNội bộ\n").unwrap()[1..], ["official=0", "ours=1", "missing=-", "extra=1.000001"]);
}

/// How the sides stand to each other about a code.
fn compared(edits: &[Edit], code: &str) -> Option<&'static str> {
    let input = input(edits);
    with_findings(&input, |catalogue, _| {
        let compared = compare(catalogue);
        let outcome = compared.codes.iter().find(|(other, _)| other.as_str() == code);
        outcome.map(|(_, outcome)| outcome.as_str())
    })
}

#[test]
fn list_site_and_decisions_are_compared_code_by_code() {
    let list = |taken: &str, scope: &str, rows: &str| {
        format!("# title: L\n# source: s\n# taken: {taken}\n# scope: {scope}\ncode\tname\n{rows}")
    };
    let own = "1.000001\tCấp phép mẫu\n";
    let ended = (SECOND, "", ENDS_SOMEHOW);
    let ended_on = |day| (SECOND, "signed = 2026-03-03", day);
    let has = |taken: &str| list(taken, "country", own);
    let lacks = |taken: &str| list(taken, "country", "1.000009\tKhác\n");
    assert_eq!(compared(&[], "1.000001"), Some("no-list"));
    assert_eq!(compared(&[(LISTED, "", &has("2026-07-01"))], "1.000001"), Some("matched"));
    assert_eq!(compared(&[(LISTED, "", &lacks("2026-07-01"))], "1.000001"), Some("missing-in-list"));
    assert_eq!(compared(&[(LISTED, "", &lacks("2026-01-01"))], "1.000001"), Some("list-older"));
    let march = ended_on("signed = 2026-03-03\neffect = 2026-03-03");
    assert_eq!(compared(&[ended, march, (LISTED, "", &has("2026-07-01"))], "1.000001"), Some("extra-in-list"));
    assert_eq!(compared(&[ended, march, (LISTED, "", &has("2026-03-02"))], "1.000001"), Some("list-older"));
    assert_eq!(compared(&[ended, march, (LISTED, "", &lacks("2026-07-01"))], "1.000001"), None);
    // Whether it has ended nobody knows, and the list, which is later, does not have it.
    assert_eq!(compared(&[ended, (LISTED, "", &lacks("2026-07-01"))], "1.000001"), Some("unsettled"));
    assert_eq!(compared(&[(TWIN, "", TWIN_RECORD), (LISTED, "", &has("2026-07-01"))], "1.000002"), Some("extra-here"));
    let commune = (DECISION, "kind = \"new\"\n", "kind = \"new\"\nlevels = [\"commune\"]\n");
    assert_eq!(compared(&[commune, (LISTED, "", &has("2026-07-01"))], "1.000001"), Some("misclassified"));
    // Of a list of the country nobody can tell whose a code is; a list of the province's own has all of them.
    assert_eq!(compared(&[(LISTED, "", &lacks("2026-07-01"))], "1.000009"), None);
    let own_list = list("2026-07-01", "province", &format!("{own}1.000009\tKhác\n5.000009\tNội bộ\n"));
    assert_eq!(compared(&[(LISTED, "", &own_list)], "1.000009"), Some("missing-here"));
    assert_eq!(compared(&[(LISTED, "", &own_list)], "5.000009"), None);
    for outcome in Comparison::ALL {
        assert!(["MATCHED", "MISSING", "EXTRA", "MISCLASSIFIED", "UNCHECKED"].contains(&outcome.state()));
    }
}

/// The figure 1.3 and `check` judge a record by the same components.
#[test]
fn check_and_the_figure_of_the_index_agree_on_what_is_whole() {
    for (edits, sum) in [
        (&[][..], (1, 1, 0)),
        (&[(RECORD, "[\"Công dân\"]", "\"not-published\"")][..], (0, 1, 0)),
        (&[(RECORD, "[\"Công dân\"]", "\"not-entered\"")][..], (0, 0, 1)),
        (&[(RECORD, "[\"Công dân\"]", "\"not-applicable\"")][..], (0, 0, 1)),
        (&[(RECORD, "sets = 1\n", "")][..], (0, 0, 1)),
    ] {
        with_findings(&input(edits), |catalogue, findings| {
            let figure = completeness(catalogue);
            assert_eq!((figure.met, figure.checked, figure.unchecked), sum, "{edits:?}");
            let told = |code| findings.iter().filter(|finding| finding.code == code).count();
            assert_eq!(told(Code::ComponentMissing), figure.checked - figure.met, "{edits:?}");
            assert_eq!(told(Code::ComponentUnchecked), figure.unchecked, "{edits:?}");
        });
    }
}
