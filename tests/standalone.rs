//! Sites of single offices: what they show is what the office must post, nothing in them leads to what is not there, and their
//! look is the office's own where it has files of its own.

use crate::page;
use crate::project;
use crate::sites;
use crate::world;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use niemyet::address::Links;
use niemyet::artifacts::Artifacts;
use niemyet::ledger::Status;
use niemyet::model::ProcedureCode;
use niemyet::offices::Offices;
use niemyet::pipeline::with_catalogue;
use niemyet::render::{Context, OfficeSite, OfficeSites, RenderedOffice};
use page::{Page, resolve, xml_is_well_formed};
use serde_json::Value;
use world::{Ran, World};

/// Offices of every kind, and one of which most rests on defaults.
const OFFICES: [&str; 5] = ["phuong-hac-thanh", "so-y-te", "so-khoa-hoc-va-cong-nghe", "cong-an-xa", "thue-co-so"];

/// The site of one office of the committed catalogue.
struct Site {
    id: &'static str,
    artifacts: Artifacts,
    pages: BTreeMap<String, Page>,
    due: BTreeSet<String>,
    /// Of the rest of its part: what waits, and what has ended.
    others: BTreeSet<String>,
    whole: BTreeSet<String>,
}

static SITES: LazyLock<Vec<Site>> = LazyLock::new(|| {
    with_catalogue(&project::input("", world::TODAY), |catalogue, _| {
        let assigned = Offices::of(catalogue);
        let codes = |all: Vec<&ProcedureCode>| all.into_iter().map(ToString::to_string).collect::<BTreeSet<_>>();
        let input = project::input("", world::TODAY);
        let sites = OfficeSites::new(catalogue, &assigned);
        let site = |id: &'static str| {
            let office = catalogue.records.offices.values().find(|office| office.id.0 == id).unwrap();
            let own = OfficeSite { office, base_url: None, settings: None };
            let RenderedOffice { artifacts, findings, .. } = sites.render(&own, &Context::of(&input, &[]));
            assert!(findings.is_empty(), "{id}: {findings:#?}");
            let mut others = codes(assigned.waiting(office).iter().map(|one| &one.procedure.code).collect());
            others.extend(codes(assigned.ended(office).iter().map(|one| &one.procedure.code).collect()));
            Site {
                id,
                pages: sites::pages(&artifacts),
                artifacts,
                due: codes(assigned.due(office).iter().map(|one| &one.procedure.code).collect()),
                others,
                whole: codes(catalogue.records.procedures.keys().collect()),
            }
        };
        OFFICES.into_iter().map(site).collect()
    })
});

fn text<'a>(artifacts: &'a Artifacts, path: &str) -> &'a str {
    std::str::from_utf8(artifacts.get(path).unwrap_or_else(|| panic!("no {path}"))).unwrap()
}

/// The codes that stand between two texts, wherever those stand.
fn between(html: &str, before: &str, after: &str) -> BTreeSet<String> {
    let rest = html.split(before).skip(1);
    rest.filter_map(|rest| rest.split(after).next()).map(str::to_owned).collect()
}

/// The codes and statuses of the first part of the search's data: what it is sent by name and code.
fn searched(artifacts: &Artifacts) -> BTreeMap<String, Status> {
    let (_, script) = artifacts.iter().find(|(path, _)| path.starts_with("assets/search-names.")).unwrap();
    let script = std::str::from_utf8(script).unwrap();
    let json = script.split_once("String.raw`").unwrap().1.rsplit_once('`').unwrap().0;
    let names: Value = serde_json::from_str(json).unwrap();
    let codes = names["codes"].as_str().unwrap().lines().map(str::to_owned);
    let status = |digit: char| Status::ALL[digit.to_digit(36).unwrap() as usize];
    codes.zip(names["status"].as_str().unwrap().chars().map(status)).collect()
}

#[test]
fn what_an_office_must_post_is_what_its_home_its_search_its_board_and_its_files_show() {
    for Site { id, artifacts, due, others, .. } in SITES.iter() {
        assert!(!due.is_empty(), "{id}");
        let home = text(artifacts, "index.html");
        let list = home.split_once("<section class=\"sec\" id=\"lv-").unwrap().1;
        assert_eq!(between(list, "class=\"code mut\">", "<"), *due, "{id}: home");
        let board = text(artifacts, &format!("don-vi/{id}/bang/index.html"));
        assert_eq!(between(board, "alt=\"QR ", "\""), *due, "{id}: board");
        let csv = text(artifacts, &format!("don-vi/{id}/thu-tuc.csv"));
        let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
        let rows: BTreeSet<String> = reader.records().map(|row| row.unwrap()[1].to_owned()).collect();
        assert_eq!(rows, *due, "{id}: csv");
        assert!(artifacts.get(&format!("don-vi/{id}/thu-tuc.xlsx")).is_some(), "{id}");
        let searched = searched(artifacts);
        let current = searched.iter().filter(|(_, status)| **status == Status::InForce);
        let current: BTreeSet<String> = current.map(|(code, _)| code.clone()).collect();
        assert_eq!(current.difference(others).cloned().collect::<BTreeSet<_>>(), *due, "{id}: search");
        let all: BTreeSet<String> = due.union(others).cloned().collect();
        assert_eq!(searched.into_keys().collect::<BTreeSet<_>>(), all, "{id}: search");
        let published: Value = serde_json::from_str(text(artifacts, "procedures.json")).unwrap();
        let published = published.as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap().to_owned());
        assert_eq!(published.collect::<BTreeSet<_>>(), all, "{id}: data");
    }
}

#[test]
fn each_procedure_of_an_office_has_a_page_with_the_offices_name_and_its_page_on_the_hub_and_no_other_has_one() {
    for Site { id, artifacts, pages, due, others, .. } in SITES.iter() {
        let own = artifacts.iter().filter_map(|(path, _)| path.strip_prefix("T/")?.strip_suffix("/index.html"));
        let own: BTreeSet<String> = own.map(str::to_owned).collect();
        assert_eq!(own, due.union(others).cloned().collect(), "{id}");
        for code in &own {
            let page = &pages[&format!("T/{code}/index.html")];
            let canonical = page.elements("link").find(|link| link.attribute("rel") == Some("canonical"));
            let canonical = canonical.and_then(|link| link.attribute("href"));
            assert_eq!(canonical, Some(&*format!("https://tthc.thanhhoa.example/T/{code}/")), "{id} {code}");
            assert!(page.ids().any(|id| id == "don-vi"), "{id} {code}");
        }
        let home = &pages["index.html"];
        let canonical = home.elements("link").find(|link| link.attribute("rel") == Some("canonical")).unwrap();
        assert_eq!(canonical.attribute("href"), Some(&*format!("https://tthc.thanhhoa.example/don-vi/{id}/")));
    }
}

#[test]
fn nothing_on_an_offices_site_leads_to_what_is_not_there() {
    for Site { id, artifacts, pages, whole, .. } in SITES.iter() {
        for (path, page) in pages.iter().filter(|(path, _)| *path != "404.html") {
            for address in page.addresses() {
                if let Some(rest) = address.strip_prefix("https://tthc.thanhhoa.example/") {
                    // On the hub: its home, the office's page, the page of a procedure that there is.
                    let code = rest.strip_prefix("T/").map(|rest| rest.trim_end_matches('/'));
                    let is_known = rest.is_empty() || rest == format!("don-vi/{id}/");
                    assert!(is_known || code.is_some_and(|code| whole.contains(code)), "{id} {path}: {address}");
                    continue;
                }
                if address.starts_with("https://") {
                    continue;
                }
                assert!(!address.starts_with('/') && !address.contains(':'), "{id} {path}: {address}");
                let target = resolve(path, address).unwrap_or_else(|| panic!("{id} {path}: {address} leaves the site"));
                assert!(artifacts.get(&target).is_some(), "{id} {path}: {address} leads to no file ({target})");
                if let Some((_, place)) = address.split_once('#') {
                    assert!(pages[&target].ids().any(|id| id == place), "{id} {path}: {address} leads to no place");
                }
            }
            page.check_nesting().unwrap_or_else(|wrong| panic!("{id} {path}: {wrong}"));
            let ids: Vec<_> = page.ids().collect();
            assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{id} {path}: an id stands twice");
            assert_eq!(page.elements("h1").count(), 1, "{id} {path}");
        }
        xml_is_well_formed(text(artifacts, "feed.xml")).unwrap();
        assert!(artifacts.get("sitemap.xml").is_none(), "{id}: nobody said where it stands");
        assert!(!text(artifacts, "robots.txt").contains("Sitemap"), "{id}");
    }
}

#[test]
fn an_offices_site_has_no_other_office_no_internal_code_and_only_decisions_about_its_procedures() {
    with_catalogue(&project::input("", world::TODAY), |catalogue, _| {
        for Site { id, artifacts, pages, due, others, .. } in SITES.iter() {
            for other in catalogue.records.offices.values().filter(|other| other.id.0 != *id) {
                assert!(
                    !artifacts.iter().any(|(path, _)| path.starts_with(&format!("don-vi/{}/", other.id.0))),
                    "{id}"
                );
            }
            let all: BTreeSet<&String> = due.union(others).collect();
            assert!(all.iter().all(|code| !code.starts_with("5.") && !code.starts_with("6.")), "{id}");
            for (path, page) in pages.iter().filter(|(path, _)| path.starts_with("quyet-dinh/")) {
                let leads = page.links().filter_map(|link| link.split_once("T/")).map(|(_, rest)| rest);
                let named: BTreeSet<&str> = leads.filter_map(|rest| rest.split('/').next()).collect();
                let is_list = path.trim_start_matches("quyet-dinh/").matches('/').count() == 0;
                assert!(is_list || named.iter().any(|code| all.iter().any(|own| own == code)), "{id} {path}");
            }
        }
    });
}

#[test]
fn changes_tell_only_of_the_offices_procedures() {
    for Site { id, pages, due, others, .. } in SITES.iter() {
        for (path, page) in pages.iter().filter(|(path, _)| path.starts_with("thay-doi/") || path.starts_with("sap-")) {
            for link in page.links().filter(|link| !link.starts_with("https://")) {
                let code = link.split_once("T/").and_then(|(_, rest)| rest.split('/').next());
                assert!(code.is_none_or(|code| due.contains(code) || others.contains(code)), "{id} {path}: {link}");
            }
        }
    }
}

#[test]
fn the_site_of_an_office_that_knows_its_address_lists_its_pages_there() {
    with_catalogue(&project::input("", world::TODAY), |catalogue, _| {
        let assigned = Offices::of(catalogue);
        let input = project::input("", world::TODAY);
        let office = catalogue.records.offices.values().find(|office| office.id.0 == "so-y-te").unwrap();
        let own = OfficeSite { office, base_url: Some("https://soyte.example/tthc/"), settings: None };
        let context = Context { links: Links::Files, ..Context::of(&input, &[]) };
        let artifacts = OfficeSites::new(catalogue, &assigned).render(&own, &context).artifacts;
        let sitemap = text(&artifacts, "sitemap.xml");
        assert!(sitemap.contains("<loc>https://soyte.example/tthc/</loc>"), "{sitemap}");
        // Links lead to files, and the page on the hub is still told as the one that counts.
        let code = &SITES[1].due.first().unwrap();
        let page = text(&artifacts, &format!("T/{code}/index.html"));
        assert!(page.contains("href=\"../../index.html\""), "{page}");
        assert!(page.contains(&format!("<link rel=\"canonical\" href=\"https://tthc.thanhhoa.example/T/{code}/\">")));
    });
}

const TWO_OFFICES: &str = r#"
[[office]]
id = "so-mau"
name = "Sở Mẫu"
agency = "so-mau"
address = "Số 1, đường Mẫu"
phones = ["0237 3852 103"]
feedback = "phan-anh@mau.gov.vn"

[[office]]
id = "so-khac"
name = "Sở Khác"
agency = "so-khac"
"#;

/// A project with two departments, of which one has the only procedure.
fn small() -> World {
    let world = World::new();
    let agencies = world.text("catalogue/agencies.toml");
    let department =
        |id: &str, name: &str| format!("\n[[agency]]\nid = \"{id}\"\nname = \"{name}\"\nkind = \"department\"\n");
    world
        .put("catalogue/agencies.toml", agencies + &department("so-mau", "Sở Mẫu") + &department("so-khac", "Sở Khác"));
    world.put("catalogue/offices.toml", TWO_OFFICES);
    let record = world.text("catalogue/procedures/linh-vuc-mau/9.000001.md");
    let lines: Vec<&str> = record.lines().filter(|line| !line.starts_with("executing")).collect();
    let record = lines.join("\n").replacen("+++", "+++\nexecuting = [\"Sở Mẫu\"]", 1) + "\n";
    world.put("catalogue/procedures/linh-vuc-mau/9.000001.md", record);
    world
}

#[track_caller]
fn good(ran: Ran) -> String {
    assert_eq!(ran.status, Some(0), "{ran:#?}");
    ran.stdout + &ran.stderr
}

#[test]
fn one_command_writes_the_site_of_one_office_with_its_contacts_on_each_page() {
    let world = small();
    let ran = good(world.run(&["build", "--office", "so-mau", "--out", "mot"]));
    assert!(ran.contains("đã xuất bản vào mot"), "{ran:?}");
    let page = world.text("mot/T/9.000001/index.html");
    for fact in ["Sở Mẫu", "Số 1, đường Mẫu", "href=\"tel:02373852103\""] {
        assert!(page.contains(fact), "{fact} in {page}");
    }
    assert!(world.text("mot/phan-anh/index.html").contains("phan-anh@mau.gov.vn"));
    assert!(world.text("mot/index.html").contains("<title>Thủ tục hành chính – Sở Mẫu tỉnh mẫu</title>"));
    let first = world.tree("mot");
    good(world.run(&["build", "--office", "so-mau", "--out", "hai"]));
    assert_eq!(world.tree("hai"), first, "two builds, the same bytes");
    good(world.run(&["build", "--office", "so-khac", "--out", "khac"]));
    assert!(!world.tree("khac").keys().any(|path| path.starts_with("T/")));
}

#[test]
fn one_run_writes_the_site_of_every_office_and_each_is_the_one_that_it_has_alone() {
    let world = small();
    let ran = good(world.run(&["build", "--offices", "tat-ca", "--out", "public"]));
    assert!(ran.contains("2 cơ quan"), "{ran:?}");
    good(world.run(&["build", "--out", "chung"]));
    assert_eq!(world.tree("public"), world.tree("chung"), "the site of all of them");
    let again = || good(world.run(&["build", "--offices", "tat-ca", "--out", "public"]));
    let (said, sites) = ("không có gì thay đổi", (world.tree("tat-ca"), world.tree("public")));
    assert!(again().contains(said) && (world.tree("tat-ca"), world.tree("public")) == sites);
    world.put("tat-ca/so-mau/index.html", "của người khác");
    assert!(!again().contains(said) && (world.tree("tat-ca"), world.tree("public")) == sites, "one is made again");
    assert!(again().contains(said));
    for id in ["so-mau", "so-khac"] {
        good(world.run(&["build", "--office", id, "--out", "mot"]));
        assert_eq!(world.tree(&format!("tat-ca/{id}")), world.tree("mot"), "{id}");
    }
}

#[test]
fn an_office_that_is_not_there_is_named_with_the_nearest_and_nothing_is_written() {
    let world = small();
    let ran = world.run(&["build", "--office", "so-mua", "--out", "mot"]);
    assert_eq!(ran.status, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("so-mua") && ran.stderr.contains("so-mau"), "{ran:?}");
    assert!(!world.names().contains(&"mot".to_owned()));
    assert_eq!(
        world.run(&["build", "--office", "so-mau"]).status,
        Some(2),
        "without --out it would replace the whole site"
    );
}

#[test]
fn an_offices_site_does_not_go_over_the_site_of_all() {
    let world = small();
    good(world.run(&["build", "--out", "chung"]));
    let whole = world.tree("chung");
    let ran = world.run(&["build", "--office", "so-mau", "--out", "chung"]);
    assert!(ran.status == Some(2) && ran.stderr.contains("chung đang là trang của mọi đơn vị"), "{ran:?}");
    assert_eq!(world.tree("chung"), whole);
    // A version before did not write whose site it is.
    let told = world.text("chung/.niemyet");
    world.put("chung/.niemyet", told.replace("# scope all\n", ""));
    let ran = world.run(&["build", "--office", "so-mau", "--out", "chung"]);
    assert!(ran.status == Some(2) && told.contains("# scope all\n"), "{ran:?}");
    // Nor where the folder is one of all offices'.
    good(world.run(&["build", "--out", "tat-ca/so-mau"]));
    assert_eq!(world.run(&["build", "--offices", "tat-ca"]).status, Some(2));
    // Over a site of its own kind it does, and that of all does not go over one.
    for id in ["so-mau", "so-khac"] {
        good(world.run(&["build", "--office", id, "--out", "mot"]));
    }
    let one = world.tree("mot");
    for args in [&["build", "--out", "mot"][..], &["build", "--offices", "moi", "--out", "mot"]] {
        let ran = world.run(args);
        assert!(ran.status == Some(2) && ran.stderr.contains("mot đang là trang riêng của `so-khac`"), "{ran:?}");
    }
    assert_eq!(world.tree("mot"), one);
    assert!(world.run(&["verify", "mot"]).stdout.contains("mot: trang riêng của `so-khac`, "));
    assert!(world.run(&["verify", "chung", "--format", "json"]).stdout.contains("\"kind\": \"all\""));
}

#[test]
fn a_decision_about_procedures_of_others_stops_nothing_and_its_page_names_them_as_on_the_hub() {
    let world = small();
    let record = world.text("catalogue/procedures/linh-vuc-mau/9.000001.md");
    let other =
        record.replace("9.000001", "9.000002").replace("\"Sở Mẫu\"", "\"Sở Khác\"").replace("Thủ tục mẫu", "Việc khác");
    world.put("catalogue/procedures/linh-vuc-mau/9.000002.md", other);
    let decision = world.only_file("catalogue/decisions");
    let row = "\n[[change]]\nkind = \"new\"\ncode = \"9.000002\"\n";
    let text = world.text(&decision) + row;
    world.put(&decision, text);
    good(world.run(&["build", "--office", "so-mau", "--out", "mot"]));
    let tree = world.tree("mot");
    assert!(!tree.contains_key("T/9.000002/index.html"));
    let page = world.text("mot/quyet-dinh/1-qd-ubnd/index.html");
    assert!(page.contains("Việc khác") && page.contains("/T/9.000002/\" rel=\"external\""), "{page}");
}

#[test]
fn an_error_in_the_catalogue_keeps_back_every_office() {
    let world = small();
    world.put("catalogue/sectors.toml", "[[sector]\n");
    for args in [&["build", "--office", "so-mau", "--out", "mot"][..], &["build", "--offices", "tat-ca"]] {
        assert_eq!(world.run(args).status, Some(1));
    }
    assert!(!world.names().iter().any(|name| name == "mot" || name == "tat-ca"));
}

#[test]
fn a_file_of_an_office_stands_for_the_projects_and_that_for_the_built_in_one_on_its_own_site_alone() {
    let world = small();
    world.put("site/assets/styles.css", "/* tỉnh */");
    world.put("templates/part/contact.html", "<p id=\"don-vi\">KHỐI CỦA TỈNH</p>\n");
    world.put("offices/so-mau/site/assets/styles.css", "/* sở */");
    world.put("offices/so-mau/site/assets/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    world.put("offices/so-mau/site/pages/gioi-thieu.md", "+++\ntitle = \"Giới thiệu Sở Mẫu\"\n+++\nXin chào.\n");
    world.put("offices/so-mau/site/strings/vi.toml", "[site.nav]\nchanges = \"Có gì mới\"\n");
    world.put("offices/so-mau/templates/part/contact.html", "<p id=\"don-vi\">KHỐI CỦA SỞ</p>\n");
    world.put(
        "offices/so-mau/site/site.toml",
        "title = \"Một cửa Sở Mẫu\"\nbase_url = \"https://mot-cua.example/\"\n[[feedback]]\nlabel = \"Hỏi\"\nvalue = \"Bàn số 1\"\n",
    );
    let told = good(world.run(&["build", "--offices", "tat-ca", "--out", "public"]));
    assert!(!told.contains("OVERRIDE_UNKNOWN"), "{told}");
    let page = world.text("tat-ca/so-mau/T/9.000001/index.html");
    for own in ["KHỐI CỦA SỞ", "Có gì mới", "Giới thiệu Sở Mẫu", "assets/logo.svg", "Một cửa Sở Mẫu"]
    {
        assert!(page.contains(own), "{own} in {page}");
    }
    assert_eq!(world.text("tat-ca/so-mau/assets/styles.css"), "/* sở */");
    assert!(world.text("tat-ca/so-mau/gioi-thieu/index.html").contains("Xin chào."));
    assert!(world.text("tat-ca/so-mau/phan-anh/index.html").contains("Bàn số 1"));
    assert!(world.text("tat-ca/so-mau/sitemap.xml").contains("<loc>https://mot-cua.example/</loc>"));
    // The other office and the site of all have the project's.
    for site in ["tat-ca/so-khac", "public"] {
        assert_eq!(world.text(&format!("{site}/assets/styles.css")), "/* tỉnh */");
        let home = world.text(&format!("{site}/index.html"));
        assert!(!home.contains("Có gì mới") && !home.contains("logo.svg") && !home.contains("gioi-thieu"), "{home}");
    }
    assert!(!world.text("public/don-vi/so-mau/index.html").contains("Có gì mới"));
    assert!(!world.text("public/T/9.000001/index.html").contains("KHỐI CỦA"), "no office's block on the site of all");
}

#[test]
fn a_projects_own_words_are_those_of_every_page_and_of_the_search() {
    let world = small();
    world.put("site/strings/vi.toml", "[site.nav]\nchanges = \"Có gì mới\"\n[site.search.script]\nfailed = \"HỎNG\"\n");
    let site = world.good_site();
    assert!(String::from_utf8_lossy(&site["index.html"]).contains("Có gì mới"));
    assert!(String::from_utf8_lossy(&site["assets/searchbox.js"]).contains("HỎNG"));
    world.put("site/strings/vi.toml", "[site.nav\n");
    let ran = world.run(&["build"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.stderr.contains("site/strings/vi.toml"), "{ran:?}");
}

#[test]
fn a_file_that_stands_for_nothing_is_told_with_its_path_and_the_nearest_right_name() {
    for (path, text, near) in [
        ("offices/so-mua/templates/home.html", "x", "offices/so-mau/"),
        ("offices/so-mau/templates/ofice.html", "x", "offices/so-mau/templates/office.html"),
        ("offices/so-mau/templates/contact.html", "x", "offices/so-mau/templates/part/contact.html"),
        ("offices/so-mau/site/styles.css", "x", "offices/so-mau/site/assets/styles.css"),
        ("offices/so-mau/site/assets/stlyes.css", "x", "offices/so-mau/site/assets/styles.css"),
        ("offices/so-mau/base.html", "x", "templates/base.html"),
        ("offices/so-mau/site/strings/vi.toml", "[site.nav]\nhoem = \"x\"\n", "site.nav.home"),
        ("offices/ghi-chu.txt", "x", "–"),
        ("templates/procedures.html", "x", "templates/procedure.html"),
        ("site/pages/gioi-thieu.txt", "x", "–"),
    ] {
        let world = small();
        world.put(path, text);
        let ran = world.run(&["check", "--all"]);
        assert_eq!(ran.status, Some(0), "{path}: {ran:?}");
        let told = ran.stdout.split("OVERRIDE_UNKNOWN").nth(1).unwrap_or_else(|| panic!("{path}: {}", ran.stdout));
        let told = told.split("\n\n").next().unwrap();
        let place = path.strip_suffix("/templates/home.html").unwrap_or(path);
        assert!(told.contains(place) && told.contains(near), "{path}: {told}");
    }
    let world = small();
    for (path, text) in [
        ("offices/README.md", "x"),
        ("offices/so-mau/README.md", "x"),
        ("offices/so-mau/templates/office.html", "{% include \"part/rieng.html\" %}"),
        ("offices/so-mau/templates/part/rieng.html", "x"),
        ("offices/so-mau/site/pages/moi.md", "+++\ntitle = \"Mới\"\n+++\n"),
        ("offices/so-mau/site/assets/anh-bia.jpg", "x"),
    ] {
        world.put(path, text);
    }
    let ran = world.run(&["check", "--all"]);
    assert!(!ran.stdout.contains("OVERRIDE_UNKNOWN"), "{}", ran.stdout);
}

#[test]
fn what_is_wrong_in_an_offices_own_file_keeps_back_its_site_alone_and_is_told_at_its_place() {
    for (path, text, told) in [
        ("offices/so-mau/templates/office.html", "<p>{{ v.nothing }}</p>", "offices/so-mau/templates/office.html:1:"),
        ("offices/so-mau/site/site.toml", "own_issuer = \"ai-do\"\n", "offices/so-mau/site/site.toml:1:1"),
        ("offices/so-mau/site/strings/vi.toml", "\n[site", "offices/so-mau/site/strings/vi.toml:2:"),
    ] {
        let world = small();
        world.put(path, text);
        let ran = world.run(&["build", "--offices", "tat-ca"]);
        assert_eq!(ran.status, Some(1), "{path}: {ran:?}");
        assert!(ran.stderr.contains(told), "{path}: {}", ran.stderr);
        assert!(world.tree("tat-ca").keys().all(|path| path.starts_with("so-khac/")), "{path}");
        let checked = world.run(&["check"]);
        assert!(checked.status == Some(1) && checked.stdout.contains(told), "{path}: {checked:?}");
        assert_eq!(world.run(&["build"]).status, Some(0), "the site of all has nothing of it");
    }
}

#[test]
fn a_site_is_never_written_over_what_offices_have_of_their_own() {
    let world = small();
    world.put("offices/so-mau/site/assets/styles.css", "x");
    let ran = world.run(&["build", "--offices", "offices"]);
    assert_eq!(ran.status, Some(2), "{ran:?}");
    assert_eq!(world.tree("offices").len(), 1);
}

#[test]
fn every_built_in_file_is_listed_and_comes_out_as_it_is_and_changes_nothing() {
    let world = small();
    let before = world.good_site();
    let listed = world.run(&["eject"]);
    assert_eq!(listed.status, Some(0), "{listed:?}");
    let paths: Vec<&str> = listed.stdout.lines().collect();
    assert!(paths.contains(&"templates/part/contact.html") && paths.contains(&"site/strings/vi.toml"), "{paths:?}");
    good(world.run(&[&["eject"][..], &paths].concat()));
    for path in &paths {
        let built_in = niemyet::render::built_in(path).unwrap();
        assert_eq!(world.tree(path.rsplit_once('/').unwrap().0)[path.rsplit('/').next().unwrap()], *built_in, "{path}");
    }
    assert!(before == world.good_site(), "the built-in files in the project make the same site");
    assert!(!world.run(&["check", "--all"]).stdout.contains("OVERRIDE_UNKNOWN"));
}

#[test]
fn a_file_comes_out_into_the_folder_of_an_office_never_over_another_and_only_by_a_known_name() {
    let world = small();
    good(world.run(&["eject", "styles.css", "--office", "so-mau"]));
    let path = "offices/so-mau/site/assets/styles.css";
    world.put(path, "của sở");
    let again = world.run(&["eject", "site/assets/board.css", "styles.css", "--office", "so-mau"]);
    assert_eq!(again.status, Some(2), "{again:?}");
    assert_eq!(world.text(path), "của sở");
    assert_eq!(world.tree("offices").len(), 1, "one of two that cannot be written keeps back both");
    let wrong = world.run(&["eject", "templates/ofice.html"]);
    assert_eq!(wrong.status, Some(2), "{wrong:?}");
    assert!(wrong.stderr.contains("templates/office.html"), "{wrong:?}");
    let nobody = world.run(&["eject", "styles.css", "--office", "so-mua"]);
    assert_eq!(nobody.status, Some(2), "{nobody:?}");
    assert!(nobody.stderr.contains("so-mau"), "{nobody:?}");
    assert_eq!(world.tree("offices").len(), 1);
}

/// Files that the manual names and that are nobody's but one's own.
const NEW_FILES: [&str; 5] = [
    "site/site.toml",
    "site/assets/logo.svg",
    "site/assets/logo.png",
    "site/assets/logo.webp",
    "site/pages/gioi-thieu.md",
];

#[test]
fn every_command_and_every_file_of_the_manual_is_as_it_says_in_both_languages() {
    let manuals = [include_str!("../docs/customising.md"), include_str!("../docs/customising.vi.md")];
    let commands = |manual: &str| -> Vec<String> {
        let lines = manual.lines().filter(|line| line.starts_with("niemyet "));
        lines.map(|line| line.split('#').next().unwrap().trim().to_owned()).collect()
    };
    let spans = |manual: &str| -> BTreeSet<String> {
        let lines = manual.lines().filter(|line| !line.starts_with("```"));
        let text = lines.collect::<Vec<_>>().join(" ");
        text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
    };
    assert_eq!(commands(manuals[0]), commands(manuals[1]));
    assert_eq!(spans(manuals[0]), spans(manuals[1]));
    let built_in = niemyet::render::built_in_paths();
    for path in spans(manuals[0]).iter().filter(|span| span.starts_with("templates/") || span.starts_with("site/")) {
        let is_folder = path.ends_with('/') && built_in.iter().any(|known| known.starts_with(path.as_str()));
        assert!(is_folder || built_in.contains(path) || NEW_FILES.contains(&path.as_str()), "{path}");
    }
    for key in niemyet::load::OFFICE_SITE_KEYS {
        assert!(manuals.iter().all(|manual| manual.contains(&format!("| `{key}` |"))), "{key}");
    }
    let world = small();
    let commands = commands(manuals[0]);
    assert!(commands.len() >= 9, "{commands:?}");
    for command in commands {
        let command = command.replace("so-y-te", "so-mau");
        let args: Vec<&str> = command.split_whitespace().skip(1).collect();
        good(world.run(&args));
    }
}
