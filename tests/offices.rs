//! Offices: who must post what, on which basis; what their pages and files show; contact facts from a spreadsheet.

use crate::project;
use crate::sites;
use crate::world;

use std::collections::{BTreeMap, BTreeSet};

use niemyet::executors::{Kind, read};
use niemyet::ledger::Status;
use niemyet::offices::Offices;
use niemyet::pipeline::with_catalogue;
use niemyet::search::{Facet, Options, Searcher};
use serde_json::Value;
use world::World;

/// Codes that a page links to as rows of its list.
fn codes_of_page(html: &str) -> BTreeSet<String> {
    let rows = html.split("<ul class=\"due\">").skip(1).filter_map(|rest| rest.split("</ul>").next());
    let marks = rows.flat_map(|rows| rows.split("class=\"code mut\">").skip(1));
    marks.filter_map(|rest| rest.split('<').next()).map(str::to_owned).collect()
}

#[test]
fn every_procedure_in_force_is_due_somewhere_or_said_to_be_nobodys() {
    with_catalogue(&project::input("", world::TODAY), |catalogue, _| {
        let offices = Offices::of(catalogue);
        let mut due: BTreeSet<&str> = BTreeSet::new();
        for office in catalogue.records.offices.values() {
            due.extend(offices.due(office).iter().map(|one| one.procedure.code.as_str()));
        }
        for (code, state) in &catalogue.states {
            let is_public = !code.is_internal() && state.whole.status == Status::InForce;
            let places =
                [due.contains(code.as_str()), offices.unassigned.contains_key(*code), offices.not_here.contains(*code)];
            let count = places.into_iter().filter(|is| *is).count();
            assert_eq!(count, usize::from(is_public), "{code}: {places:?}");
        }
        assert!(due.len() > 2000, "{}", due.len());
    });
}

/// What a person read of each procedure (`tests/gold/offices.tsv`): the agencies whose offices post it or the reason why none
/// does, and the rank.
fn gold() -> Vec<(String, Vec<String>, Option<u8>)> {
    let text = include_str!("gold/offices.tsv");
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    assert_eq!(lines.next(), Some("code\toffices\trank\twhy"));
    let line = |line: &str| {
        let [code, offices, rank, _] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        (code.to_owned(), offices.split(';').map(str::to_owned).collect(), rank.parse().ok())
    };
    lines.map(line).collect()
}

#[test]
fn what_a_person_read_in_the_list_is_what_each_office_posts() {
    let input = project::input("", world::TODAY);
    let site = sites::site("", world::TODAY);
    let gold = gold();
    assert!(gold.len() >= 40);
    with_catalogue(&input, |catalogue, _| {
        let offices = Offices::of(catalogue);
        for (code, expected, rank) in &gold {
            let due: BTreeMap<&str, u8> = catalogue
                .records
                .offices
                .values()
                .filter_map(|office| {
                    let one = offices.due(office).into_iter().find(|one| one.procedure.code.as_str() == code)?;
                    Some((office.id.0.as_str(), one.basis.rank()))
                })
                .collect();
            let wanted: BTreeSet<&str> = catalogue
                .records
                .offices
                .values()
                .filter(|office| expected.contains(&office.agency.0))
                .map(|office| office.id.0.as_str())
                .collect();
            assert_eq!(due.keys().copied().collect::<BTreeSet<_>>(), wanted, "{code}");
            assert!(rank.is_none_or(|rank| due.values().all(|held| *held == rank)), "{code}: {due:?}");
            let why = offices.unassigned.iter().find(|(held, _)| held.as_str() == code).map(|(_, why)| why.as_str());
            let is_central = offices.not_here.iter().any(|held| held.as_str() == code);
            let told = match (why, is_central, due.is_empty()) {
                (Some(why), _, _) => why,
                (None, true, _) => "central",
                (None, false, true) => "-",
                (None, false, false) => &expected[0],
            };
            assert_eq!(told, expected[0], "{code}");
            for id in ["phuong-hac-thanh", "so-y-te", "so-nong-nghiep-va-moi-truong", "cong-an-xa", "thue-tinh"] {
                let page = format!("don-vi/{id}/index.html");
                let shown = codes_of_page(std::str::from_utf8(site.get(&page).unwrap()).unwrap());
                assert_eq!(shown.contains(code), wanted.contains(id), "{code} on {page}");
            }
        }
    });
}

#[test]
fn a_commune_has_what_its_committee_carries_out_and_nothing_of_customs_or_tax() {
    with_catalogue(&project::input("", world::TODAY), |catalogue, _| {
        let offices = Offices::of(catalogue);
        let office = catalogue.records.offices.values().find(|office| office.id.0 == "phuong-hac-thanh").unwrap();
        let due: BTreeSet<&str> = offices.due(office).iter().map(|one| one.procedure.code.as_str()).collect();
        // Another way to the same list: by the words of the records alone.
        let of_commune = |names: &[String]| {
            read(names.iter().map(String::as_str)).any(|one| {
                let is_commune = matches!(one.kind, Kind::Commune | Kind::CommuneMilitary);
                is_commune && one.province.is_none_or(|province| province == "Thanh Hóa")
            })
        };
        let mut expected = BTreeSet::new();
        for (code, procedure) in &catalogue.records.procedures {
            let names = procedure.executing.value().map_or(&[][..], Vec::as_slice);
            let state = &catalogue.states[code];
            let level = Some(niemyet::model::Level::Commune);
            if !code.is_internal() && of_commune(names) && state.at(level).status == Status::InForce {
                expected.insert(code.as_str());
            }
        }
        assert_eq!(due, expected);
        for code in &due {
            let procedure = catalogue.records.procedures.values().find(|one| one.code.as_str() == *code).unwrap();
            let names = procedure.executing.value().unwrap().join("; ");
            assert!(names.contains("xã") || names.contains("Xã"), "{code}: {names}");
        }
    });
}

/// Every code that a text has.
fn codes_in(text: &str) -> BTreeSet<String> {
    let is_code = |word: &&str| niemyet::model::ProcedureCode::new(word).is_ok_and(|code| code.as_str().len() == 8);
    text.split(|c: char| !c.is_ascii_digit() && c != '.').filter(is_code).map(str::to_owned).collect()
}

#[test]
fn page_board_files_and_search_of_every_office_hold_its_due_list_and_no_other_code() {
    for day in [world::TODAY, "2027-06-01"] {
        let input = project::input("", day);
        let built = sites::site("", day);
        let text =
            |path: &str| String::from_utf8_lossy(built.get(path).unwrap_or_else(|| panic!("{path}"))).into_owned();
        with_catalogue(&input, |catalogue, _| {
            let offices = Offices::of(catalogue);
            let searcher = Searcher::new(catalogue).unwrap();
            let mut lists = BTreeSet::new();
            for office in catalogue.records.offices.values() {
                let id = &office.id.0;
                let due: BTreeSet<String> =
                    offices.due(office).iter().map(|one| one.procedure.code.to_string()).collect();
                let is_public = |code: &String| !code.starts_with('5') && !code.starts_with('6');
                assert!(due.iter().all(is_public), "{id}");
                let page = text(&format!("don-vi/{id}/index.html"));
                assert_eq!(codes_of_page(&page), due, "{id}");
                assert_eq!(codes_in(&text(&format!("don-vi/{id}/bang/index.html"))), due, "the board of {id}");
                let folder = if office.agency.0 == "ubnd-cap-xa" { "ubnd-cap-xa" } else { id };
                assert!(page.contains(&format!("don-vi/{folder}/thu-tuc.xlsx")), "{id}");
                if !lists.insert(folder) {
                    continue;
                }
                let csv = text(&format!("don-vi/{folder}/thu-tuc.csv"));
                let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
                let of_csv: BTreeSet<String> = reader.records().map(|row| row.unwrap()[1].to_owned()).collect();
                assert_eq!(of_csv, due, "{id}");
                let json: Value = serde_json::from_str(&text(&format!("don-vi/{folder}/thu-tuc.json"))).unwrap();
                let of_json = json["procedures"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap());
                assert_eq!(of_json.map(str::to_owned).collect::<BTreeSet<_>>(), due, "{id}");
                for code in &due {
                    let choices = vec![(Facet::Agency, office.agency.0.clone())];
                    let found = searcher.search(code, &Options { choices, ..Options::default() }).unwrap();
                    let first = found.hits.first().map(|hit| hit.code.as_str());
                    assert_eq!(first, Some(code.as_str()), "the search of {id}");
                }
            }
        });
    }
}

const AGENCIES: &str = r#"
[[agency]]
id = "so-y-te"
name = "Sở Y tế"
kind = "department"

[[agency]]
id = "so-noi-vu"
name = "Sở Nội vụ"
kind = "department"

[[agency]]
id = "bo-y-te"
name = "Bộ Y tế"
kind = "ministry"

[[agency]]
id = "ubnd-cap-xa"
name = "Ủy ban nhân dân cấp xã"
kind = "commune"
"#;

const OFFICES: &str = r#"
[[office]]
id = "so-y-te"
name = "Sở Y tế"
agency = "so-y-te"

[[office]]
id = "so-noi-vu"
name = "Sở Nội vụ"
agency = "so-noi-vu"

# Ghi chú của người giữ danh mục.
[[office]]
id = "xa-mau"
name = "Ủy ban nhân dân xã Mẫu"
agency = "ubnd-cap-xa"
ward = "01234"

[[office]]
id = "xa-khac"
name = "Ủy ban nhân dân xã Khác"
agency = "ubnd-cap-xa"
"#;

/// A project with one procedure in force that these carry out.
fn with_offices(executing: &str, assignments: &str) -> World {
    let world = World::new();
    let agencies = world.text("catalogue/agencies.toml");
    world.put("catalogue/agencies.toml", format!("{agencies}{AGENCIES}"));
    world.put("catalogue/offices.toml", OFFICES);
    world.put("catalogue/assignments.toml", assignments);
    let record = world.text("catalogue/procedures/linh-vuc-mau/9.000001.md");
    let lines = record.lines().filter(|line| !line.starts_with("executing") && !line.starts_with("issuer"));
    let record: Vec<&str> = lines.collect();
    let head = format!("+++\nissuer = \"bo-y-te\"\nexecuting = {executing}");
    world.put("catalogue/procedures/linh-vuc-mau/9.000001.md", record.join("\n").replacen("+++", &head, 1) + "\n");
    world
}

/// Who has the procedure, each with the rank of its basis, and why nobody has.
fn who(world: &World) -> (BTreeMap<String, u64>, Vec<String>) {
    let ran = world.run(&["offices", "--format", "json"]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    let all: Value = serde_json::from_str(&ran.stdout).unwrap();
    let mut who = BTreeMap::new();
    for office in all["offices"].as_array().unwrap() {
        let id = office["id"].as_str().unwrap();
        let one: Value = serde_json::from_str(&world.run(&["office", id, "--format", "json"]).stdout).unwrap();
        for due in one["due"].as_array().unwrap() {
            who.insert(id.to_owned(), due["rank"].as_u64().unwrap());
        }
    }
    let why = all["unassigned"].as_array().unwrap().iter().map(|one| one["why"].as_str().unwrap().to_owned());
    (who, why.collect())
}

fn given(pairs: &[(&str, u64)]) -> BTreeMap<String, u64> {
    pairs.iter().map(|(id, rank)| ((*id).to_owned(), *rank)).collect()
}

const DEFAULT: &str = r#"
[[default]]
executor = "province-committee"
issuer = "bo-y-te"
agency = "so-y-te"
basis = "mặc định, chưa có căn cứ"
"#;

const WRITTEN: &str = r#"
[[assignment]]
agency = "ubnd-cap-xa"
office = "xa-mau"
codes = ["9.000001"]
role = "decides"
by = "Nguyễn Văn A"
recorded = 2026-11-01
source = "Quyết định phân công mẫu"
"#;

#[test]
fn the_best_basis_rules_whole() {
    assert_eq!(who(&with_offices("[\"Sở Y tế\"]", "")), (given(&[("so-y-te", 3)]), vec![]));
    assert_eq!(who(&with_offices("[\"Ủy ban nhân dân cấp tỉnh\"]", DEFAULT)), (given(&[("so-y-te", 4)]), vec![]));
    let both = "[\"Sở Nội vụ\", \"Chủ tịch UBND cấp xã\"]";
    assert_eq!(who(&with_offices(both, "")).0, given(&[("so-noi-vu", 3), ("xa-mau", 3), ("xa-khac", 3)]));
    // What a person wrote down is of one office alone, and takes it from all that the record names.
    assert_eq!(who(&with_offices(both, WRITTEN)).0, given(&[("xa-mau", 2)]));
    let later = WRITTEN.replace("recorded", "from = 2027-01-01\nrecorded");
    assert_eq!(who(&with_offices(both, &later)).0.len(), 3);
    let consulted = WRITTEN.replace("\"decides\"", "\"consulted\"");
    assert_eq!(who(&with_offices(both, &consulted)).0, given(&[]));
    // A decision rules over all of it.
    let world = with_offices(both, WRITTEN);
    let decision = world.only_file("catalogue/decisions");
    let text = world.text(&decision);
    world.put(
        &decision,
        format!("{text}\n[[change]]\nkind = \"competence\"\ncode = \"9.000001\"\nto = \"Sở Y tế\"\neffect = \"on-signing\"\n"),
    );
    assert_eq!(who(&world).0, given(&[("so-y-te", 1)]));
}

#[test]
fn what_nobody_has_is_a_question_with_its_reason() {
    for (executing, why) in [
        ("\"not-published\"", "nobody"),
        ("[\"Sở Y tế Thành phố Hà Nội\"]", "elsewhere"),
        ("[\"Ủy ban nhân dân cấp tỉnh\"]", "unresolved"),
        ("[\"Cơ quan có thẩm quyền\"]", "unclear"),
    ] {
        assert_eq!(who(&with_offices(executing, "")), (given(&[]), vec![why.to_owned()]), "{executing}");
    }
    // Central bodies alone: no office here has to post it, and nothing is asked.
    assert_eq!(who(&with_offices("[\"Cục Quản lý Dược - Bộ Y tế\"]", DEFAULT)), (given(&[]), vec![]));
}

#[test]
fn a_spreadsheet_of_contacts_is_taken_whole_or_not_at_all() {
    let world = with_offices("[\"Sở Y tế\"]", "");
    let ran = world.run(&["offices", "--export", "don-vi.csv"]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    let table = world.text("don-vi.csv");
    assert!(table.contains("Điện thoại"), "{table}");
    let same = world.run(&["import", "offices", "don-vi.csv"]);
    assert_eq!((same.status, same.stdout.contains("không có gì thay đổi")), (Some(0), true), "{same:?}");
    let before = world.text("catalogue/offices.toml");
    let head = "Mã đơn vị,Điện thoại,Thư điện tử,Trang tin,Giờ làm việc,Mã xã";
    let bad = [
        "xa-mau,2373852103,a@b.vn,,,",
        "so-y-te,0237 3852 103,khong phai,,,",
        "so-noi-vu,,,http://x.vn,giờ hành chính,",
        "khong-co,,,,,",
        "xa-mau,,,,,",
        "xa-khac,,,,,99999",
    ];
    world.put("bad.csv", format!("{head}\n{}\n", bad.join("\n")));
    let ran = world.run(&["import", "offices", "bad.csv"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    for place in ["2:2:", "3:3:", "4:4:", "4:5:", "5:1:", "6:1:", "7:6:"] {
        assert!(ran.stdout.contains(&format!("  {place} ")), "{place} in {}", ran.stdout);
    }
    assert_eq!(world.text("catalogue/offices.toml"), before);
    world.put(
        "good.csv",
        format!("{head}\nxa-mau,0237 3852 103; 1900 1000,a@b.gov.vn,https://x.gov.vn/,7:30–17:00,01234\n"),
    );
    assert_eq!(world.run(&["import", "offices", "good.csv", "--dry-run"]).status, Some(0));
    assert_eq!(world.text("catalogue/offices.toml"), before);
    let ran = world.run(&["import", "offices", "good.csv"]);
    assert_eq!((ran.status, ran.stdout.contains("1 đơn vị thay đổi, 4 mục")), (Some(0), true), "{ran:?}");
    let after = world.text("catalogue/offices.toml");
    assert!(after.contains("phones = [\"0237 3852 103\", \"1900 1000\"]\n"), "{after}");
    assert!(after.contains("# Ghi chú của người giữ danh mục.\n[[office]]\nid = \"xa-mau\""), "{after}");
    assert!(world.run(&["office", "xa-mau"]).stdout.contains("a@b.gov.vn"));
    assert_eq!(world.run(&["import", "offices", "don-vi.csv"]).status, Some(0), "a blank cell changes nothing");
    assert_eq!(world.text("catalogue/offices.toml"), after);
}

#[test]
fn offices_that_the_catalogue_has_not_come_in_from_the_table_where_that_is_asked() {
    let world = with_offices("[\"Sở Y tế\"]", "");
    let before = world.text("catalogue/offices.toml");
    let head = "Mã đơn vị,Tên đơn vị,Mã cơ quan,Mã xã,Điện thoại";
    let sound = "xa-moi,Ủy ban nhân dân xã Mới,ubnd-cap-xa,16681,0237 3852 103\nso-y-te,,,,1900 1000";
    let bad =
        ["Xã Mới,A,ubnd-cap-xa,,", "xa-a,,ubnd-cap-xa,,", "xa-b,B,khong-co,,", "xa-c,C,ubnd-cap-xa,166,", "xa-d,D,,,"];
    world.put("good.csv", format!("{head}\n{sound}\n"));
    world.put("bad.csv", format!("{head}\n{sound}\n{}\nxa-moi,,,,\n", bad.join("\n")));
    let ran = world.run(&["import", "offices", "good.csv"]);
    assert!(ran.status == Some(1) && ran.stdout.contains("2:1") && ran.stdout.contains("--new"), "{ran:?}");
    let ran = world.run(&["import", "offices", "bad.csv", "--new"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    for place in ["4:1:", "5:1:", "6:3:", "7:4:", "8:1:", "9:1:"] {
        assert!(ran.stdout.contains(&format!("  {place} ")), "{place} in {}", ran.stdout);
    }
    assert_eq!(ran.stdout.matches("\n  ").count(), 6, "{}", ran.stdout);
    assert_eq!(world.text("catalogue/offices.toml"), before);
    let ran = world.run(&["import", "offices", "good.csv", "--new"]);
    assert!(ran.status == Some(0) && ran.stdout.contains("thêm 1 đơn vị; 2 đơn vị có 2 mục"), "{ran:?}");
    let after = world.text("catalogue/offices.toml");
    assert!(after.starts_with(before.split("[[office]]").next().unwrap()), "comments stay: {after}");
    assert!(after.ends_with(
        "\n\n[[office]]\nid = \"xa-moi\"\nname = \"Ủy ban nhân dân xã Mới\"\nagency = \"ubnd-cap-xa\"\nward = \"16681\"\n\
         phones = [\"0237 3852 103\"]\n"
    ), "{after}");
    assert_eq!(world.run(&["check"]).status, Some(0));
    let ran = world.run(&["import", "offices", "good.csv", "--new"]);
    assert!(ran.status == Some(0) && ran.stdout.contains("không có gì thay đổi"), "{ran:?}");
}

#[test]
fn an_office_that_is_no_more_posts_nothing_and_its_page_says_so() {
    let world = with_offices("[\"Ủy ban nhân dân cấp xã\"]", "");
    world.edit("catalogue/offices.toml", "id = \"xa-khac\"\n", "id = \"xa-khac\"\nuntil = 2026-07-01\n");
    let office = |id: &str, day: &str| {
        let ran = world.run(&["office", id, "--format", "json", "--as-of", day]);
        let value: Value = serde_json::from_str(&ran.stdout).unwrap();
        value["due"].as_array().unwrap().len()
    };
    let [ended, there] = ["xa-khac", "xa-mau"];
    assert_eq!((office(ended, "2026-11-21"), office(there, "2026-11-21")), (0, 1));
    assert!(!world.run(&["offices"]).stdout.contains(ended));
    let site = world.good_site();
    let page = String::from_utf8(site[&format!("don-vi/{ended}/index.html")].clone()).unwrap();
    assert!(page.contains("không còn từ ngày 01/07/2026") && codes_of_page(&page).is_empty(), "{page}");
    assert!(!site.contains_key(&format!("don-vi/{ended}/bang/index.html")));
    let all = String::from_utf8(site["don-vi/index.html"].clone()).unwrap();
    assert!(all.contains(there) && !all.contains(ended), "{all}");
    let script = String::from_utf8(site["assets/offices.js"].clone()).unwrap();
    assert!(script.contains(there) && !script.contains(ended), "{script}");
}

#[test]
fn an_office_that_cannot_be_read_is_not_added() {
    let world = with_offices("[\"Sở Y tế\"]", "");
    let before = world.text("catalogue/offices.toml");
    let add = |id: &str, ward: &str| {
        world.run(&["new", "office", id, "--name", "Ủy ban nhân dân xã Mới", "--agency", "ubnd-cap-xa", "--ward", ward])
    };
    assert_eq!(add("Xã Mới", "01235").status, Some(2));
    assert_eq!(add("xa-moi", "1235").status, Some(2));
    assert_eq!(add("xa-mau", "01235").status, Some(2));
    assert_eq!(world.text("catalogue/offices.toml"), before);
    assert_eq!(add("xa-moi", "01235").status, Some(0));
    assert!(world.run(&["offices"]).stdout.contains("Ủy ban nhân dân xã Mới"));
}

const LIST: &str = "Mã số,Tên,Cơ quan ban hành,Cơ quan thực hiện,Lĩnh vực,URL
1.000011,Việc của xã,Bộ Y tế,Ủy ban nhân dân cấp xã,Dược,https://dichvucong.gov.vn/thu-tuc-hanh-chinh/019f64ac-67bd-770e-8b0a-4f18c790bb26
1.000012,Việc của bộ,Bộ Y tế,Cục Quản lý Dược - Bộ Y tế,Dược,
1.000013,Việc chưa giao,Bộ Y tế,,Dược,
1.000014,Việc của tỉnh khác,Sở Y tế Thành phố Hà Nội,Sở Y tế Thành phố Hà Nội,Dược,
1.000015,Việc của trường,Bộ Y tế,Cơ sở giáo dục,Dược,
1.000016,Việc không rõ ai,Bộ Y tế,Cơ quan khác,Dược,
1.000017,Việc của bộ ghi tỉnh khác,Bộ Y tế,Sở Y tế tỉnh Tây Ninh,Dược,
6.000018,Việc nội bộ,Bộ Y tế,Ủy ban nhân dân cấp xã,Dược,
9.000001,Thủ tục mẫu,Bộ Y tế,Sở Y tế,Dược,
";

#[test]
fn what_a_list_gives_to_bodies_here_is_told_and_taken_as_one_batch() {
    let world = with_offices("[\"Sở Y tế\"]", "");
    world.edit("site/site.toml", "tỉnh mẫu", "tỉnh Thanh Hóa");
    world.put("list.csv", LIST);
    let ran = world.run(&["missing", "list.csv", "--format", "json"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    let told: Value = serde_json::from_str(&ran.stdout).unwrap();
    let wanted: Vec<(&str, &str)> = told["wanted"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["code"].as_str().unwrap(), row["want"].as_str().unwrap()))
        .collect();
    assert_eq!(wanted, [("1.000011", "assigned"), ("1.000013", "unassigned"), ("1.000017", "in-question")]);
    let counts =
        serde_json::json!({"held": 1, "internal": 1, "other-province": 1, "central": 1, "private": 1, "unclear": 1});
    assert_eq!(told["not_ours"], counts);
    let before = world.tree("catalogue");
    let dry = world.run(&["import", "list.csv", "--missing", "--dry-run"]);
    assert_eq!((dry.status, world.tree("catalogue") == before), (Some(0), true), "{dry:?}");
    assert_eq!(world.run(&["import", "list.csv", "--missing", "--facts-only"]).status, Some(0));
    assert!(world.text("catalogue/procedures/duoc/1.000011.md").contains("levels = [\"commune\"]"));
    assert!(world.text("catalogue/procedures/duoc/1.000013.md").contains("levels = []"));
    let ran = world.run(&["missing", "list.csv"]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert_eq!(world.run(&["import", "--undo"]).status, Some(0));
    let after: BTreeSet<String> =
        world.tree("catalogue").into_keys().filter(|path| path.starts_with("procedures")).collect();
    let before: BTreeSet<String> = before.into_keys().filter(|path| path.starts_with("procedures")).collect();
    assert_eq!(after, before);
}
