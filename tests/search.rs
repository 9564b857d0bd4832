//! What a query is answered with, on a small catalogue made for it.

use crate::seeds;

use std::collections::BTreeMap;
use std::fmt::Write;

use niemyet::input::{FileContent, Files, Input};
use niemyet::ledger::Ledger;
use niemyet::load::load;
use niemyet::search::{Answer, Facet, Options, Searcher, Typing, Understood, export};
use proptest::prelude::*;

const SITE: &str = r#"
title = "Thử"
province = "tỉnh Mẫu"
own_issuer = "ubnd"
base_url = "https://mau.example/"
"#;

const AGENCIES: &str = r#"
[[agency]]
id = "ubnd"
name = "UBND tỉnh Mẫu"
kind = "province"
"#;

const SECTORS: &str = r#"
[[sector]]
id = "ho-tich"
name = "Hộ tịch"
[[sector]]
id = "xe"
name = "Đăng ký phương tiện"
"#;

const SYNONYMS: &str = "\
said\tofficial\tkind
GPLX\tgiấy phép lái xe\tviet_tat
bằng lái\tgiấy phép lái xe\tdan_gian
CMND\tthẻ căn cước (tên mới)\tten_cu
TT\tthông tư\tviet_tat
";

/// Repeals 1.000050, replaces 1.000060 by 1.000061, and introduces 1.000070 later.
const DECISION: &str = r#"
number = "12/QĐ-UBND"
issuer = "ubnd"
signed = 2026-01-05
effect = 2026-02-01
title = "Công bố"

[[change]]
kind = "repeal"
code = "1.000050"

[[change]]
kind = "replace"
old = ["1.000060"]
new = ["1.000061"]

[[change]]
kind = "new"
code = "1.000070"
effect = 2027-01-01
"#;

/// Code, name, sector, level, more keys.
const PROCEDURES: &[(&str, &str, &str, &str, &str)] = &[
    ("1.000001", "Thủ tục đăng ký khai sinh", "ho-tich", "commune", "weight = 5000"),
    ("1.000002", "Đăng ký khai sinh có yếu tố nước ngoài", "ho-tich", "commune", "weight = 10"),
    ("1.000003", "Đăng ký lại khai sinh", "ho-tich", "commune", "weight = 10"),
    ("1.000010", "Đăng ký kết hôn", "ho-tich", "commune", "common_names = [\"làm giấy cưới\"]"),
    ("1.000011", "Cấp thẻ căn cước", "ho-tich", "commune", "weight = 900000"),
    ("1.000020.H56", "Cấp giấy phép lái xe", "xe", "province", ""),
    ("1.000021", "Đổi giấy phép lái xe", "xe", "province", "weight = 100"),
    ("1.000022", "Cấp biển số xe cuối năm", "xe", "province", ""),
    ("1.000030", "Thu hồi hoà giải thuỷ sản", "xe", "province", "decision = \"77/QĐ-BTC\""),
    ("1.000050", "Trình báo mất sổ đăng kiểm", "xe", "province", ""),
    ("1.000051", "Cấp lại sổ đăng kiểm do trình báo mất", "xe", "province", ""),
    ("1.000060", "Di chuyển xe sang tỉnh khác", "xe", "province", "weight = 99999999"),
    ("1.000061", "Thu hồi chứng nhận đăng ký, biển số", "xe", "province", ""),
    ("1.000070", "Đăng ký xe tự lái", "xe", "province", ""),
    ("6.000001", "Quy trình nội bộ đăng ký xe", "xe", "province", ""),
];

fn files(texts: Vec<(String, String)>) -> Files {
    texts.into_iter().map(|(path, text)| (path, FileContent::Bytes(text.into_bytes()))).collect()
}

fn input() -> Input {
    let text = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    let mut catalogue = vec![
        text("agencies.toml", AGENCIES),
        text("sectors.toml", SECTORS),
        text("synonyms.tsv", SYNONYMS),
        text("decisions/2026/12-qd-ubnd.toml", DECISION),
    ];
    let mut list = "# title: Danh sách\n# source: thử\n# taken: 2025-12-01\ncode\tname\n".to_owned();
    for (code, name, sector, level, more) in PROCEDURES {
        let record = format!(
            "+++\ncode = \"{code}\"\nname = \"{name}\"\nissuer = \"ubnd\"\nsector = \"{sector}\"\nlevels = [\"{level}\"]\n{more}\n+++\n"
        );
        catalogue.push((format!("procedures/{sector}/{code}.md"), record));
        if *code != "1.000070" {
            writeln!(list, "{code}\t{name}").unwrap();
        }
    }
    catalogue.push(("snapshots/danh-sach.tsv".to_owned(), list));
    let day = "2026-06-01".parse().unwrap();
    let site = files(vec![text("site.toml", SITE)]);
    Input { catalogue: files(catalogue), site, templates: BTreeMap::new(), as_of: day, today: day, base_url: None }
}

fn searcher() -> Searcher {
    searcher_with(Vec::new())
}

/// With more files in the catalogue, or others.
fn searcher_with(files: Vec<(String, FileContent)>) -> Searcher {
    let mut input = input();
    input.catalogue.extend(files);
    let (records, findings) = load(&input);
    assert!(findings.iter().all(|finding| finding.severity() != niemyet::finding::Severity::Error), "{findings:#?}");
    let (ledger, _) = Ledger::new(&records);
    Searcher::new(&ledger.as_of(input.as_of)).unwrap()
}

fn ask(query: &str) -> Answer {
    searcher().search(query, &Options::default()).unwrap()
}

fn codes(answer: &Answer) -> Vec<&str> {
    answer.hits.iter().map(|hit| hit.code.as_str()).collect()
}

#[track_caller]
fn first(query: &str, expected: &str) {
    let answer = ask(query);
    assert_eq!(codes(&answer).first(), Some(&expected), "{query}: {answer:#?}");
}

#[test]
fn the_name_itself_comes_before_names_that_begin_with_it_and_those_before_names_that_hold_it() {
    let answer = ask("đăng ký khai sinh");
    assert_eq!(codes(&answer)[..3], ["1.000001", "1.000002", "1.000003"]);
    assert!(answer.hits.windows(2).all(|pair| pair[0].score >= pair[1].score));
}

#[test]
fn accents_need_not_be_typed_but_count_where_they_are() {
    first("dang ky khai sinh", "1.000001");
    first("thuỷ sản hòa giải", "1.000030");
    first("giấy cưới", "1.000010");
    first("cuối", "1.000022");
}

#[test]
fn keys_of_a_method_that_was_off_are_understood() {
    for query in ["ddawng kys keets hoon", "d9a8ng ky1 ke61t ho6n"] {
        let answer = ask(query);
        assert_eq!(codes(&answer)[0], "1.000010");
        assert_eq!(answer.understood, [Understood::Keys { meant: "đăng ký kết hôn".into() }]);
    }
}

#[test]
fn a_slip_and_a_missing_blank_are_forgiven() {
    first("dang ky ket hno", "1.000010");
    first("căn cưcớ", "1.000011");
    first("dangky kethon", "1.000010");
}

#[test]
fn the_last_word_may_be_a_beginning() {
    let options = Options { limit: 3, typing: Typing::Unfinished, choices: Vec::new() };
    assert_eq!(codes(&searcher().search("dang ky kh", &options).unwrap())[0], "1.000001");
    first("đăng ký kế", "1.000010");
}

#[test]
fn what_people_say_finds_what_the_law_says_and_an_old_word_says_so() {
    let answer = ask("bằng lái");
    assert_eq!(codes(&answer)[..2], ["1.000021", "1.000020.H56"]);
    let [Understood::Synonym { said, official, kind }] = &ask("CMND").understood[..] else { panic!() };
    assert_eq!((said.as_str(), official.as_str(), kind.as_str()), ("CMND", "thẻ căn cước", "ten_cu"));
    first("làm giấy cưới", "1.000010");
}

#[test]
fn an_abbreviation_that_means_too_much_is_read_only_in_company() {
    assert_eq!(ask("TT").total, 0);
}

#[test]
fn a_question_asks_for_what_stands_in_it() {
    first("Tôi muốn đăng ký kết hôn thì cần giấy tờ gì?", "1.000010");
    first("thủ tục khai sinh như thế nào", "1.000001");
}

#[test]
fn a_code_is_found_with_and_without_its_dot_and_its_agency() {
    for query in ["1.000021", "1000021", " 1.000021 ", "mã 1.000021", "1.000021.H56"] {
        first(query, "1.000021");
    }
    first("1.000020", "1.000020.H56");
    assert_eq!(codes(&ask("1.00002")), ["1.000021", "1.000020.H56", "1.000022"], "codes that begin so");
    assert_eq!(ask("1.000021.H56").understood, [Understood::Code { code: "1.000021".into() }]);
    assert_eq!(ask("9.999999").total, 0);
}

#[test]
fn what_is_in_force_comes_before_what_has_ended_unless_that_is_asked_for() {
    assert_eq!(codes(&ask("sổ đăng kiểm"))[..2], ["1.000051", "1.000050"]);
    assert_eq!(codes(&ask("Trình báo mất sổ đăng kiểm"))[0], "1.000050", "its very name");
}

#[test]
fn an_old_code_or_name_leads_to_the_tombstone_and_then_to_the_successor() {
    for query in ["1.000060", "Di chuyển xe sang tỉnh khác", "di chuyen xe sang tinh khac"] {
        let answer = ask(query);
        assert_eq!(codes(&answer)[..2], ["1.000060", "1.000061"], "{query}");
        assert_eq!(answer.hits[0].status.as_str(), "replaced");
    }
}

#[test]
fn a_decision_leads_to_what_it_changed_and_to_its_page() {
    for query in ["12/QĐ-UBND", "quyết định 12", "số 12/qd"] {
        let answer = ask(query);
        assert_eq!(codes(&answer).len(), 4, "{query}");
        assert_eq!(answer.hits[0].code, "1.000061", "{query}: in force first");
        let expected =
            Understood::Decision { number: "12/QĐ-UBND".into(), page: Some("quyet-dinh/12-qd-ubnd/".into()) };
        assert_eq!(answer.understood, [expected]);
    }
    assert_eq!(codes(&ask("77")), ["1.000030"], "the decision that the record names");
}

#[test]
fn a_dossiers_number_is_no_procedure() {
    let answer = ask("H56.16-250702-0001");
    assert_eq!(answer.total, 0);
    assert_eq!(answer.understood, [Understood::Dossier { number: "H56.16-250702-0001".into() }]);
}

#[test]
fn what_nobody_has_is_not_found_and_internal_procedures_never_are() {
    assert_eq!(ask("xyzzy").total, 0);
    assert_eq!(ask("").total, 0);
    assert!(!codes(&ask("quy trình nội bộ đăng ký xe")).contains(&"6.000001"));
}

#[test]
fn the_export_is_the_same_twice_and_every_part_says_its_format() {
    let (records, _) = load(&input());
    let (ledger, _) = Ledger::new(&records);
    let catalogue = ledger.as_of("2026-06-01".parse().unwrap());
    let found = export(&catalogue);
    assert_eq!(found, export(&catalogue));
    assert_eq!(found.parts.first().unwrap().name, "names");
    for part in &found.parts {
        assert_eq!(part.json["format"], niemyet::search::FORMAT, "{}", part.name);
    }
}

proptest! {
    #![proptest_config(seeds::keeping_seeds(64))]
    #[test]
    fn any_text_is_a_query(query in "\\PC{0,60}|[a-z0-9đăâêôơư. /-]{0,60}|(dang ky |khai |1\\.0000){0,40}") {
        thread_local!(static SEARCHER: Searcher = searcher());
        let answer = SEARCHER.with(|searcher| searcher.search(&query, &Options::default()).unwrap());
        prop_assert!(answer.hits.len() <= answer.total.min(10));
        prop_assert!(answer.hits.iter().all(|hit| hit.score > 0));
    }
}

#[test]
fn a_decision_is_found_as_people_cite_it_and_one_that_is_not_there_is_said_not_to_be() {
    let found = ask("12/QĐ-UBND").total;
    assert!(found > 0);
    for cited in ["Quyết định số 12/QĐ-UBND ngày 05/01/2026", "quyết định 12/QĐ-UBND của Ủy ban nhân dân tỉnh"]
    {
        assert_eq!(ask(cited).total, found, "{cited}");
    }
    for (query, number) in [("3582/QĐ-UBND", "3582/QĐ-UBND"), ("quyết định số 3582", "3582"), ("QĐ 3582", "3582")]
    {
        let answer = ask(query);
        assert_eq!((answer.total, answer.understood), (0, vec![Understood::NoDecision { number: number.to_owned() }]));
    }
}

#[test]
fn a_dossiers_number_may_have_its_units_before_the_agency() {
    let number = "000.00.15.H56-241121-0012".to_owned();
    let answer = ask(&number);
    assert_eq!((answer.total, answer.understood), (0, vec![Understood::Dossier { number }]));
}

#[test]
fn the_beginning_of_codes_answers_with_those_codes_alone_and_a_code_is_no_unknown_word() {
    let answer = ask("1.00002");
    assert!(answer.hits.iter().all(|hit| hit.code.starts_with("1.00002")) && answer.total == 3, "{answer:#?}");
    assert_eq!(answer.understood, []);
    let answer = ask("mã 1.000021");
    assert_eq!(codes(&answer)[0], "1.000021");
    assert!(!answer.understood.iter().any(|one| matches!(one, Understood::Unknown { words } if words.contains('1'))));
    let none = ask("1.999999");
    assert_eq!(
        (none.total, none.understood),
        (0, vec![Understood::NoCode { code: "1.999999".to_owned(), near: vec![] }])
    );
}

#[test]
fn a_mistyped_code_finds_the_codes_that_one_slip_makes_of_it_and_nothing_by_its_digits() {
    let near = |query: &str| {
        let answer = ask(query);
        let [Understood::NoCode { code, near }] = answer.understood.as_slice() else { panic!("{query}: {answer:#?}") };
        assert_eq!(
            answer.hits.iter().map(|hit| &hit.code).take(5).collect::<Vec<_>>(),
            near.iter().collect::<Vec<_>>()
        );
        (code.clone(), near.clone())
    };
    let [ten, fifty] = ["1.000010", "1.000050"].map(str::to_owned);
    for (typed, what) in [
        ("1.00010", "a digit left out"),
        ("1.0000100", "a digit too many"),
        ("1.000100", "two digits swapped"),
        ("mã 1.000100", "with a word that says that it is a code"),
        ("1.000100.H56", "with its agency"),
    ] {
        assert!(near(typed).1.contains(&ten), "{what}");
    }
    assert!(near("1.000058").1.contains(&fifty), "one digit wrong");
    assert_eq!(near("1.O00010"), ("1.O00010".to_owned(), vec![ten.clone()]), "a letter for a digit: no other is meant");
    assert_eq!(near("1.98765").1, Vec::<String>::new(), "near to nothing");
    assert!(ask("đăng ký kết hôn 1.000100").hits.iter().any(|hit| hit.code == ten), "words beside it are read");
}

#[test]
fn a_number_that_is_no_code_is_left_to_the_words() {
    for query in ["dưới 5.000 m3", "tỷ lệ 1/10000 khai sinh", "1.000.000 đồng", "1.5"] {
        let told = ask(query).understood;
        assert!(!told.iter().any(|one| matches!(one, Understood::NoCode { .. })), "{query}: {told:?}");
    }
}

#[test]
fn a_query_of_which_no_name_has_a_meaningful_word_says_so_and_lists_nothing() {
    for query in ["bitcoin của tôi", "cho tôi hỏi về bitcoin ở đâu"] {
        let answer = ask(query);
        assert_eq!(answer.understood, [Understood::Unknown { words: "bitcoin".to_owned() }], "{query}");
        assert_eq!(answer.total, 0, "{query}: question words alone find nothing");
    }
}

#[test]
fn what_shares_one_common_syllable_with_a_question_is_no_hit() {
    let answer = ask("mất kết");
    assert_eq!(codes(&answer), ["1.000010"], "“mất” is the commoner of the two, and stands there alone");
    assert!(codes(&ask("mất")).contains(&"1.000050"), "it is found where nothing else is asked");
}

/// A catalogue with a department and a commune's office, in which the department has one procedure.
fn with_offices() -> Searcher {
    let agencies = "[[agency]]\nid = \"ubnd\"\nname = \"UBND tỉnh Mẫu\"\nkind = \"province\"\n\
        [[agency]]\nid = \"so-xe\"\nname = \"Sở Giao thông\"\nkind = \"department\"\nold_names = [{ name = \"Sở Vận tải\" }]\n\
        [[agency]]\nid = \"ubnd-cap-xa\"\nname = \"Ủy ban nhân dân cấp xã\"\nkind = \"commune\"\n";
    let offices = "[[office]]\nid = \"phuong-hac\"\nname = \"Ủy ban nhân dân phường Hạc Thành\"\nagency = \"ubnd-cap-xa\"\n\
        [[office]]\nid = \"so-xe\"\nname = \"Sở Giao thông\"\nagency = \"so-xe\"\n";
    let record = |code: &str, name: &str, executing: &str| {
        let text = format!(
            "+++\ncode = \"{code}\"\nname = \"{name}\"\nissuer = \"ubnd\"\nsector = \"xe\"\nexecuting = [\"{executing}\"]\n+++\n"
        );
        (format!("procedures/xe/{code}.md"), FileContent::Bytes(text.into_bytes()))
    };
    searcher_with(vec![
        ("agencies.toml".to_owned(), FileContent::Bytes(agencies.into())),
        ("offices.toml".to_owned(), FileContent::Bytes(offices.into())),
        record("1.000090", "Cấp hoặc đổi biển", "Sở Giao thông"),
        record("1.000091", "Ghi sổ các thành viên", "Ủy ban nhân dân cấp xã"),
    ])
}

/// What a query names: kind, identifier, page.
fn named(answer: &Answer) -> Vec<(&'static str, &str, &str)> {
    let of = |one| match one {
        &Understood::Named { list, ref id, ref page, .. } => Some((list.as_str(), id.as_str(), page.as_str())),
        _ => None,
    };
    answer.understood.iter().filter_map(of).collect()
}

#[test]
fn the_name_of_a_sector_is_answered_with_the_sector_and_what_is_in_it() {
    for query in ["hộ tịch", "lĩnh vực hộ tịch", "ho tich", "cho tôi hỏi về hộ tịch"] {
        let answer = ask(query);
        assert_eq!(named(&answer), [("sector", "ho-tich", "linh-vuc/ho-tich/")], "{query}");
        assert_eq!(codes(&answer)[0], "1.000011", "what is used most");
    }
    assert!(named(&ask("hộ tích")).is_empty(), "accents that were typed count");
}

#[test]
fn the_name_of_an_agency_is_answered_with_the_agency_and_nothing_else_than_what_it_has() {
    let searcher = with_offices();
    for query in ["Sở Giao thông", "so giao thong", "Sở Vận tải", "Sở Giao thông ở đâu"] {
        let answer = searcher.search(query, &Options::default()).unwrap();
        assert_eq!(named(&answer), [("agency", "so-xe", "co-quan/so-xe/")], "{query}: its office is no second answer");
        assert_eq!(codes(&answer), ["1.000090"], "{query}");
    }
}

#[test]
fn the_name_of_a_commune_is_answered_with_its_office_and_never_corrected() {
    let searcher = with_offices();
    let search = |query: &str| searcher.search(query, &Options::default()).unwrap();
    let office = [("office", "phuong-hac", "don-vi/phuong-hac/")];
    for query in ["phường Hạc Thành", "UBND phường Hạc Thành", "uy ban nhan dan phuong hac thanh", "Hạc Thành"]
    {
        let answer = search(query);
        assert_eq!((named(&answer), answer.understood.len()), (office.to_vec(), 1), "{query}");
        assert_eq!(codes(&answer), ["1.000091"], "{query}");
    }
    let beside = search("đổi biển ở phường Hạc Thành");
    assert_eq!((named(&beside), codes(&beside)[0]), (office.to_vec(), "1.000090"), "a place says where, not what");
    assert_eq!(beside.understood.len(), 1, "{beside:#?}");
}

#[test]
fn a_code_that_an_official_list_has_and_the_catalogue_has_not_is_said_to_be_there() {
    let mut input = input();
    let list =
        "# title: Danh sách thử\n# source: S\n# taken: 2026-07-16\ncode\tname\n1.999999\tx\n5.999999\ty\n1.000021\tz\n";
    input.catalogue.insert("snapshots/thu.tsv".to_owned(), FileContent::Bytes(list.into()));
    let searcher = niemyet::pipeline::with_catalogue(&input, |catalogue, _| Searcher::new(catalogue).unwrap());
    let understood = |query: &str| searcher.search(query, &Options::default()).unwrap().understood;
    let listed = Understood::Listed {
        code: "1.999999".to_owned(),
        list: "Danh sách thử".to_owned(),
        link: "https://dichvucong.gov.vn/tim-kiem-thu-tuc-hanh-chinh?keyword=1.999999".to_owned(),
    };
    for query in ["1.999999", "1999999", "1.999999.000.00.00.H56"] {
        assert_eq!(understood(query), std::slice::from_ref(&listed), "{query}");
    }
    assert_eq!(
        understood("5.999999"),
        [Understood::NoCode { code: "5.999999".to_owned(), near: vec![] }],
        "internal codes are told to nobody"
    );
    assert_eq!(understood("1.000021"), []);
}

#[test]
fn a_guess_leaves_what_was_typed_right_as_it_was_typed() {
    let answer = ask("đăng ký kết hpôn");
    let spelling = answer.understood.iter().find(|one| matches!(one, Understood::Spelling { .. }));
    let Some(Understood::Spelling { meant }) = spelling else { panic!("{answer:#?}") };
    assert_eq!(meant, "đăng ký kết hôn");
}

#[test]
fn what_an_editor_answers_comes_first_and_a_choice_narrows() {
    let mut input = input();
    let bets = FileContent::Bytes("query\tcode\nkhai sinh\t1.000010\n".into());
    input.catalogue.insert("best-bets.tsv".to_owned(), bets);
    let names = FileContent::Bytes("code\tname\n1.000022\tđi lấy biển\n9.999999\tkhông có ở đây\n".into());
    input.catalogue.insert("common-names.tsv".to_owned(), names);
    let (records, findings) = load(&input);
    assert!(findings.iter().all(|finding| finding.severity() != niemyet::finding::Severity::Error), "{findings:#?}");
    let (ledger, _) = Ledger::new(&records);
    let searcher = Searcher::new(&ledger.as_of(input.as_of)).unwrap();
    let ask = |query: &str, choices: Vec<(Facet, String)>| {
        searcher.search(query, &Options { choices, ..Options::default() }).unwrap()
    };
    assert_eq!(codes(&ask("Khai Sinh", vec![]))[0], "1.000010");
    assert_eq!(codes(&ask("đi lấy biển", vec![])), ["1.000022"]);
    let all = ask("đăng ký", vec![]);
    let of = |answer: &Answer, facet: Facet| {
        answer.facets.iter().filter(|one| one.facet == facet).map(|one| one.count).sum::<usize>()
    };
    let narrowed = ask("đăng ký", vec![(Facet::Level, "commune".to_owned())]);
    assert!(narrowed.total < all.total && narrowed.total > 0);
    assert_eq!(of(&narrowed, Facet::Level), of(&all, Facet::Level), "a facet's own choices do not narrow its counts");
    assert_eq!(of(&narrowed, Facet::Status), narrowed.total);
}
