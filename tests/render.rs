//! The site proved against the data, not against its templates.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use niemyet::address::Links;
use niemyet::artifacts::Artifacts;
use niemyet::finding::{Code, Counts, Finding, Severity, Verdict};
use niemyet::input::{FileContent, Input};
use niemyet::ledger::{Catalogue, Status};
use niemyet::model::Day;
use niemyet::pipeline;
use niemyet::render::{Context, Overrides, is_review, render};

use crate::page;
use crate::project;
use crate::sites;

use page::{Page, resolve, xml_is_well_formed};
use sites::Site;

const TODAY: &str = "2026-11-21";

/// The files of an input as they stand on the web.
fn rendered(input: &Input) -> (Artifacts, Vec<Finding>) {
    pipeline::with_findings(input, |catalogue, findings| {
        render(catalogue, &Context { review: true, ..Context::of(input, &findings) })
    })
}

fn site(folder: &str, as_of: &str) -> Artifacts {
    let (artifacts, findings) = rendered(&project::input(folder, as_of));
    assert!(findings.is_empty(), "{findings:#?}");
    artifacts
}

/// The sites that the structural tests walk: the real one, one rich in changes, and one with every case.
const PROJECTS: [&str; 3] = ["", "tests/fixtures/haiphong", "tests/fixtures/render"];

static SITES: LazyLock<Vec<Site>> =
    LazyLock::new(|| PROJECTS.iter().map(|folder| sites::read(folder, TODAY)).collect());

/// The site with every case.
fn every_case() -> &'static Site {
    &SITES[2]
}

fn text<'a>(artifacts: &'a Artifacts, path: &str) -> &'a str {
    let bytes = artifacts.get(path).unwrap_or_else(|| panic!("no {path}"));
    std::str::from_utf8(bytes).unwrap()
}

fn with_catalogue(folder: &str, check: impl FnOnce(&Catalogue<'_>)) {
    pipeline::with_catalogue(&project::input(folder, TODAY), |catalogue, _| check(catalogue));
}

#[test]
fn every_public_procedure_has_a_page_with_its_portal_link_or_the_word_that_it_has_none() {
    for Site { folder, pages, .. } in SITES.iter() {
        with_catalogue(folder, |catalogue| {
            for code in catalogue.records.public_codes() {
                let page = &pages[&format!("T/{code}/index.html")];
                let portal: BTreeSet<_> = page.links().filter(|link| link.contains("/thu-tuc-hanh-chinh")).collect();
                let expected = catalogue.records.links.get(code).map(|link| link.target.url());
                assert_eq!(portal, expected.iter().map(String::as_str).collect(), "{folder} {code}");
                assert_eq!(expected.is_none(), page.text().contains("Chưa có liên kết trực tiếp"), "{folder} {code}");
                assert!(page.text().contains(&catalogue.records.procedures[code].name), "{folder} {code}");
            }
        });
    }
}

#[test]
fn every_public_procedure_stands_in_a_list_that_fits_its_status() {
    for Site { folder, pages, .. } in SITES.iter() {
        let mut lists: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (path, page) in pages.iter() {
            let kind = path.split('/').next().unwrap_or_default().to_owned();
            let codes =
                page.links().filter_map(|link| link.split_once("T/")).filter_map(|(_, rest)| rest.split('/').next());
            lists.entry(kind).or_default().extend(codes.map(str::to_owned));
        }
        with_catalogue(folder, |catalogue| {
            for code in catalogue.records.public_codes() {
                let in_list = |list: &str| lists.get(list).is_some_and(|codes| codes.contains(code.as_str()));
                let status = catalogue.states[code].whole.status;
                assert!(in_list("linh-vuc") && in_list("co-quan"), "{folder} {code}");
                let (own, never) = match status {
                    Status::InForce | Status::Unknown => ("danh-sach", "het-hieu-luc"),
                    Status::Suspended => ("het-hieu-luc", "none"),
                    Status::Pending => ("sap-hieu-luc", "danh-sach"),
                    Status::Repealed | Status::Replaced => ("het-hieu-luc", "danh-sach"),
                };
                assert!(in_list(own), "{folder} {code} {status:?} is not in {own}");
                let successor = status == Status::InForce; // an ended one's list leads to what replaced it
                assert!(successor || !in_list(never), "{folder} {code} {status:?} is in {never}");
            }
        });
    }
}

/// A code at the beginning of a text, without what stands behind its number.
fn number(text: &str) -> &str {
    let end = text.match_indices(|c: char| !c.is_ascii_digit()).nth(1);
    end.map_or(text, |(end, _)| &text[..end])
}

#[test]
fn internal_codes_stand_nowhere_on_the_site() {
    // What an internal code begins with.
    const BEGINS: [&str; 2] = ["5.", "6."];
    for Site { folder, artifacts, .. } in SITES.iter() {
        let has_every_case = *folder == every_case().folder;
        with_catalogue(folder, |catalogue| {
            let internal = catalogue.records.procedures.keys().filter(|code| code.is_internal());
            let internal: BTreeSet<&str> = internal.map(|code| number(code.as_str())).collect();
            assert!(!internal.is_empty() || !has_every_case, "no internal code to look for");
            assert!(internal.iter().all(|code| BEGINS.iter().any(|begin| code.starts_with(begin))), "{internal:?}");
            for (path, bytes) in
                artifacts.iter().filter(|(path, _)| !path.ends_with(".woff2") && !path.ends_with(".xlsx"))
            {
                let text = std::str::from_utf8(bytes).unwrap();
                let is_internal = |(at, _): &(usize, &str)| {
                    !text[..*at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '.')
                        && internal.contains(number(&text[*at..]))
                };
                let found = BEGINS.iter().find_map(|begin| text.match_indices(begin).find(is_internal));
                let found = found.map(|(at, _)| number(&text[at..]));
                assert_eq!(found, None, "{folder} {path}");
            }
        });
    }
}

#[test]
fn every_address_is_relative_and_leads_to_a_file_and_to_a_place_in_it() {
    for Site { folder, artifacts, pages } in SITES.iter() {
        let input = project::input(folder, TODAY);
        let feedback: BTreeSet<String> = pipeline::with_catalogue(&input, |catalogue, _| {
            catalogue.records.site.feedback.iter().filter_map(|contact| contact.href.clone()).collect()
        });
        for (path, page) in pages.iter().filter(|(path, _)| *path != "404.html") {
            for address in page.addresses() {
                if address.starts_with("https://") || feedback.contains(address) {
                    continue; // another site: never a script, style or image, which the policy forbids
                }
                assert!(!address.starts_with('/') && !address.contains(':'), "{folder} {path}: {address}");
                let target =
                    resolve(path, address).unwrap_or_else(|| panic!("{folder} {path}: {address} leaves the site"));
                assert!(artifacts.get(&target).is_some(), "{folder} {path}: {address} leads to no file ({target})");
                if let Some((_, place)) = address.split_once('#') {
                    assert!(pages[&target].ids().any(|id| id == place), "{folder} {path}: {address} leads to no place");
                }
            }
        }
    }
}

#[test]
fn a_site_for_a_disk_differs_in_links_that_lead_to_files_alone() {
    for folder in ["tests/fixtures/haiphong", "tests/fixtures/render"] {
        let input = project::input(folder, TODAY);
        let form = pipeline::Form { links: Links::Files, review: true };
        let mut built = pipeline::build_project(&input, &Overrides::default(), form);
        built.artifacts.merge(built.review);
        let on_web = &SITES.iter().find(|site| site.folder == folder).unwrap().artifacts;
        let paths = |artifacts: &Artifacts| artifacts.iter().map(|(path, _)| path.to_owned()).collect::<Vec<_>>();
        assert_eq!(paths(&built.artifacts), paths(on_web));
        for (path, bytes) in built.artifacts.iter() {
            let on_web = on_web.get(path).unwrap();
            if !path.ends_with(".html") {
                let differs = bytes != on_web;
                assert_eq!(differs, path == "assets/searchbox.js", "{folder} {path}");
                continue;
            }
            let html = text(&built.artifacts, path);
            assert_eq!(html.replace("/index.html", "/").as_bytes(), on_web, "{folder} {path}");
            for address in Page::parse(html).addresses().filter(|_| path != "404.html") {
                let (to, _) = address.split_once(['?', '#']).unwrap_or((address, ""));
                assert!(to.contains(':') || !to.ends_with(['/', '.']), "{folder} {path}: {address} leads to a folder");
            }
        }
    }
}

#[test]
fn pages_are_whole_and_strict() {
    for Site { folder, pages, .. } in SITES.iter() {
        for (path, page) in pages.iter() {
            let place = format!("{folder} {path}");
            let language = if path.starts_with("en/") { "en" } else { "vi" };
            assert_eq!(page.elements("html").next().and_then(|html| html.attribute("lang")), Some(language), "{place}");
            assert_eq!(page.elements("h1").count(), 1, "{place}");
            assert_eq!(page.elements("main").count(), 1, "{place}");
            assert_eq!(page.elements("title").count(), 1, "{place}");
            let policy = page.elements("meta").find(|meta| meta.attribute("http-equiv").is_some());
            let policy = policy.and_then(|meta| meta.attribute("content")).unwrap_or_default();
            assert!(policy.starts_with("default-src 'none';") && !policy.contains("unsafe"), "{place}: {policy}");
            for script in page.elements("script") {
                let external = script.attribute("src").is_some() && script.attribute("type").is_none();
                assert!(external || script.attribute("type") == Some("application/ld+json"), "{place}: {script:?}");
                // No page changes because the data of the search do: only the loader names files by their hash.
                assert!(script.attribute("src").is_none_or(|src| !src.contains("/search-")), "{place}: {script:?}");
            }
            assert_eq!(page.elements("style").count(), 0, "{place}");
            for element in page.all() {
                let inline = element.attributes().find(|(name, _)| *name == "style" || name.starts_with("on"));
                assert_eq!(inline, None, "{place}: {element:?}");
            }
            let ids: Vec<_> = page.ids().collect();
            assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{place}: an id stands twice");
            let mut last = 1;
            for level in page.all().filter_map(|element| element.heading_level()) {
                assert!(level <= last + 1, "{place}: a heading of level {level} after one of level {last}");
                last = level;
            }
            let banner = page.all().any(|element| element.attribute("class") == Some("banner"));
            assert!(banner, "{place}: no banner");
            page.check_nesting().unwrap_or_else(|wrong| panic!("{place}: {wrong}"));
        }
    }
}

#[test]
fn a_page_of_facts_and_the_style_sheet_keep_their_budgets() {
    let artifacts = &SITES[0].artifacts;
    assert!(artifacts.get("assets/styles.css").unwrap().len() <= 24_000);
    // A page of facts is what a telephone waits for; the code that paper alone shows is beside that.
    let facts = artifacts
        .iter()
        .filter(|(path, _)| path.starts_with("T/"))
        .map(|(path, _)| without_code(text(artifacts, path)));
    let longest = facts.map(|html| html.len()).max();
    // 8 KB after gzip, which makes such a page three to five times smaller.
    assert!(longest.unwrap() <= 24_000, "{longest:?}");
    assert!(artifacts.get("assets/board.css").unwrap().len() <= 4_000);
    assert!(artifacts.get("assets/booklet.css").unwrap().len() <= 4_000);
}

/// A page without the QR code of its address, which is of paper and holds where the site stands.
fn without_code(html: &str) -> String {
    match html.split_once("<svg class=\"qr\"").and_then(|(before, rest)| Some((before, rest.split_once("</svg>")?.1))) {
        Some((before, after)) => format!("{before}{after}"),
        None => html.to_owned(),
    }
}

#[test]
fn the_site_is_the_same_under_any_base_path() {
    let at = |base_url: &str| {
        rendered(&Input { base_url: Some(base_url.into()), ..project::input("tests/fixtures/render", TODAY) }).0
    };
    let (one, other) = (at("https://a.example/"), at("http://127.0.0.1:8000/deep/er/"));
    // A workbook is packed; its rows stand in the csv of the same name too.
    let is_text = |path: &str| !path.starts_with("assets/") && !path.ends_with(".xlsx");
    for (path, _) in one.iter().filter(|(path, _)| is_text(path)) {
        let here = without_code(text(&one, path)).replace("https://a.example/", "").replace("tag:a.example", "");
        let there =
            without_code(text(&other, path)).replace("http://127.0.0.1:8000/deep/er/", "").replace("tag:127.0.0.1", "");
        match path {
            "404.html" => assert_eq!(here.replace("\"/", "\"/deep/er/"), there),
            _ => assert_eq!(here, there, "{path}"),
        }
    }
}

#[test]
fn feed_and_sitemap_are_well_formed_and_tell_the_law_alone() {
    for Site { folder, artifacts, .. } in SITES.iter() {
        for file in ["feed.xml", "sitemap.xml"] {
            xml_is_well_formed(text(artifacts, file)).unwrap_or_else(|wrong| panic!("{folder} {file}: {wrong}"));
        }
        let told = |path: &str| path.ends_with("index.html") && !path.starts_with("nhung/") && !is_review(path);
        let html = artifacts.iter().filter(|(path, _)| told(path)).count();
        assert_eq!(text(artifacts, "sitemap.xml").matches("<loc>").count(), html, "{folder}");
        let feed = text(artifacts, "feed.xml");
        let days: Vec<&str> = feed.split("<updated>").skip(2).filter_map(|rest| rest.get(..10)).collect();
        assert!(
            days.is_sorted_by(|one, other| one >= other) && days.iter().all(|day| *day <= TODAY),
            "{folder} {days:?}"
        );
        let ids: Vec<&str> = feed.split("<id>").skip(2).filter_map(|rest| rest.split('<').next()).collect();
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{folder} {ids:?}");
    }
}

#[test]
fn an_entry_of_the_feed_never_changes_its_identity() {
    let ids = |as_of: &str| -> BTreeSet<String> {
        let artifacts = site("tests/fixtures/haiphong", as_of);
        let ids = text(&artifacts, "feed.xml").split("<id>").skip(2);
        ids.filter_map(|rest| rest.split('<').next()).map(str::to_owned).collect()
    };
    let (before, after) = (ids("2026-09-08"), ids("2027-03-02"));
    assert!(!before.is_empty() && after.len() > before.len() && before.is_subset(&after), "{before:?}\n{after:?}");
}

#[test]
fn entering_or_leaving_unknown_is_no_change_of_the_law() {
    // 5/QĐ-UBND of 2025 has no clause of effect; of 2026 the province's rule for silent decisions gives it one.
    let Site { artifacts, pages, .. } = every_case();
    let changes = &pages["thay-doi/index.html"];
    let (known, apart) = changes.text().split_once("Chưa rõ ngày có hiệu lực").expect("what is counted apart");
    assert!(apart.contains("Cùng số, năm trước") && !known.contains("Cùng số, năm trước"), "{}", changes.text());
    assert!(!text(artifacts, "feed.xml").contains("Trùng tên"));
    // 1.000014 ended and was amended after it: contradictory, so no row of that decision about it is a change.
    assert!(!known.contains("Trái nhau, chưa có kết luận 1.000014 Sửa đổi"), "{known}");
    for path in ["feed.xml", "thay-doi/index.html"] {
        let text = Page::parse(text(artifacts, path)).text().to_owned();
        assert!(!text.contains("Không căn cứ nào nói đến") && !text.contains("9/QĐ-UBND"), "{path}");
    }
}

#[test]
fn a_coming_amendment_is_announced_until_its_day_and_the_version_changes_on_it() {
    for code in ["1.013860", "1.013864"] {
        let page = |as_of: &str| {
            let artifacts = site("tests/fixtures/haiphong", as_of);
            Page::parse(text(&artifacts, &format!("T/{code}/index.html"))).text().to_owned()
        };
        let (before, after) = (page("2026-08-31"), page("2027-03-02"));
        assert!(
            before.contains("Nội dung mới chưa có hiệu lực") && before.contains("ký sau ngày của trang này"),
            "{before}"
        );
        assert!(before.contains("Đang có hiệu lực") && after.contains("Đang có hiệu lực"));
        assert!(!after.contains("Nội dung mới chưa có hiệu lực") && after.contains("3501/QĐ-UBND"), "{after}");
    }
}

#[test]
fn the_parts_of_a_procedure_carry_the_letters_of_the_decree() {
    let Site { pages, .. } = every_case();
    for code in ["1.000001", "1.000003", "1.000005"] {
        let page = &pages[&format!("T/{code}/index.html")];
        let parts = page.all().filter_map(|element| element.attribute("data-part")).flat_map(str::split_whitespace);
        let parts: BTreeSet<&str> = parts.collect();
        for part in ["a", "b", "c", "d", "đ", "e", "g", "h-kq", "h-dk", "h-phi"] {
            assert!(parts.contains(part), "{code} has no part {part}: {parts:?}");
        }
    }
}

#[test]
fn open_questions_stand_on_the_pages_of_their_sector_and_agencies() {
    let Site { pages, .. } = every_case();
    for path in ["linh-vuc/dat-dai/index.html", "co-quan/so-xay-dung/index.html", "co-quan/ubnd-tinh-mau/index.html"] {
        let page = &pages[path];
        assert!(page.text().contains("Điều khoản hiệu lực chưa được ghi lại"), "{path}");
    }
    let sector = &pages["linh-vuc/ho-tich/index.html"];
    assert!(sector.text().contains("1 dòng chưa đọc được mã"), "{}", sector.text());
}

#[test]
fn a_number_that_two_decisions_share_still_leads_to_both() {
    let Site { pages, .. } = every_case();
    let shared = &pages["quyet-dinh/5-qd-ubnd/index.html"];
    for own in ["../../quyet-dinh/2025-5-qd-ubnd/", "../../quyet-dinh/2026-5-qd-ubnd/"] {
        assert!(shared.links().any(|link| link == own), "{own}");
    }
}

#[test]
fn procedures_json_holds_every_public_procedure_with_the_address_of_its_page() {
    for Site { folder, artifacts, .. } in SITES.iter() {
        let rows: Vec<serde_json::Value> = serde_json::from_str(text(artifacts, "procedures.json")).unwrap();
        with_catalogue(folder, |catalogue| {
            let codes: Vec<&str> = rows.iter().map(|row| row["code"].as_str().unwrap()).collect();
            let expected: Vec<&str> = catalogue.records.public_codes().into_iter().map(|code| code.as_str()).collect();
            assert_eq!(codes, expected, "{folder}");
        });
        for row in &rows {
            let keys = ["name", "status", "since", "until", "next", "sector", "levels", "agency", "link", "ruled_by"];
            assert!(keys.iter().all(|key| row.get(key).is_some()) && row["sector"].is_string(), "{folder} {row}");
            assert!(artifacts.get(&format!("{}index.html", row["url"].as_str().unwrap())).is_some(), "{folder} {row}");
            assert!(!row["ruled_by"].is_null() || row["status"] == "unknown", "{folder} {row}");
        }
    }
}

#[test]
fn the_order_of_files_and_a_second_build_change_no_byte() {
    let input = project::input("tests/fixtures/haiphong", TODAY);
    assert_eq!(rendered(&input), rendered(&input.clone()));
}

#[test]
fn a_project_may_have_templates_and_assets_of_its_own() {
    let mut input = project::input("tests/fixtures/render", TODAY);
    let own = |text: &str| FileContent::Bytes(text.as_bytes().to_vec());
    input.templates.insert("404.html".into(), own("<p>{{ site.full_title }}</p>"));
    input.site.insert("assets/styles.css".into(), own("body{color:red}"));
    input.site.insert("assets/logo.svg".into(), own("<svg/>"));
    input.site.insert("pages/gioi-thieu.md".into(), own("+++\ntitle = \"Giới thiệu\"\n+++\n# Chào\n[tìm](../tim/)"));
    let (artifacts, findings) = rendered(&input);
    assert_eq!(findings, []);
    assert_eq!(text(&artifacts, "404.html"), "<p>Thủ tục hành chính tỉnh Mẫu</p>");
    assert_eq!(text(&artifacts, "assets/styles.css"), "body{color:red}");
    assert_eq!(text(&artifacts, "assets/logo.svg"), "<svg/>");
    assert!(text(&artifacts, "gioi-thieu/index.html").contains("<h2>Chào</h2>\n<p><a href=\"../tim/\""));
    assert!(text(&artifacts, "index.html").contains("href=\"./gioi-thieu/\">Giới thiệu"));
}

#[test]
fn a_broken_template_is_one_finding_with_its_place_however_many_pages_it_breaks() {
    let with = |path: &str, template: &str| {
        let mut input = project::input("tests/fixtures/render", TODAY);
        input.templates.insert(path.into(), FileContent::Bytes(template.as_bytes().to_vec()));
        let (_, findings) = rendered(&input);
        let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
        assert_eq!((finding.code, finding.severity()), (Code::TemplateFailed, Severity::Error));
        let place = finding.place.clone().unwrap();
        (place.path, place.line, place.column)
    };
    assert_eq!(with("procedure.html", "<p>\n{{ v.nothing }}"), ("templates/procedure.html".into(), 2, 6));
    assert_eq!(with("list.html", "<p>\n\n{% if"), ("templates/list.html".into(), 3, 6));
    assert_eq!(with("part/ask.html", "{{ page | no_such }}"), ("templates/part/ask.html".into(), 1, 11));
}

#[test]
fn two_pages_at_one_address_are_a_finding() {
    let mut input = project::input("tests/fixtures/render", TODAY);
    let prose = FileContent::Bytes(b"+++\ntitle = \"x\"\n+++\n".to_vec());
    input.site.insert("pages/linh-vuc.md".into(), prose);
    let (_, findings) = rendered(&input);
    let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
    assert_eq!(finding.code, Code::PathClash);
    assert_eq!(finding.args, [("path", "linh-vuc/index.html".to_owned())]);
}

#[test]
fn prose_that_cannot_be_read_is_a_finding() {
    for broken in ["no front matter", "+++\ntitle = 1\n+++\n", "+++\ntitle = \"x\"\nunknown = 1\n+++\n"] {
        let mut input = project::input("tests/fixtures/render", TODAY);
        input.site.insert("pages/x.md".into(), FileContent::Bytes(broken.as_bytes().to_vec()));
        let (_, findings) = rendered(&input);
        let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
        assert_eq!((finding.code, finding.place.as_ref().unwrap().path.as_str()), (Code::Syntax, "site/pages/x.md"));
    }
}

/// What a reader meets on a page, a line a block: small enough to be read whole when it changes.
#[test]
fn pages_read_as_they_should() {
    let Site { pages, .. } = every_case();
    for (name, path) in [
        ("in_force", "T/1.000001/index.html"),
        ("pending", "T/1.000002/index.html"),
        ("by_list", "T/1.000003/index.html"),
        ("suspended", "T/1.000004/index.html"),
        ("replaced", "T/1.000005/index.html"),
        ("ruled", "T/1.000009/index.html"),
        ("by_level", "T/1.000010/index.html"),
        ("unattested", "T/1.000011/index.html"),
        ("contradicted", "T/1.000014/index.html"),
        ("decision", "quyet-dinh/12-qd-btp/index.html"),
        ("sector", "linh-vuc/dat-dai/index.html"),
        ("changes", "thay-doi/index.html"),
        ("coming", "sap-hieu-luc/index.html"),
        ("ended", "het-hieu-luc/index.html"),
        ("review", "ra-soat/index.html"),
        ("review_questions", "ra-soat/cau-hoi/index.html"),
        ("review_comparison", "ra-soat/doi-chieu/index.html"),
    ] {
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, pages[path].main());
        });
    }
}

#[test]
fn a_page_that_will_change_by_itself_names_the_day_and_no_other_does() {
    let until = |site: &Site, page: &str| {
        let html = text(site.artifacts, page);
        html.split_once("data-valid-until=\"").map(|(_, rest)| rest.split('"').next().unwrap().to_owned())
    };
    let haiphong = &SITES[1];
    for page in ["index.html", "thay-doi/index.html", "T/1.000963/index.html"] {
        assert_eq!(until(haiphong, page).as_deref(), Some("2027-03-01"), "{page}");
    }
    let says = "từ ngày 01/03/2027 nội dung có thể thay đổi"; // without the script
    assert!(text(haiphong.artifacts, "T/1.000963/index.html").contains(says));
    assert_eq!(until(haiphong, "404.html"), None);
    assert_eq!(until(&SITES[0], "index.html"), None, "no coming change is known there");
}

/// The review's data, and the findings that it is about.
fn review(folder: &str) -> (serde_json::Value, Vec<Finding>) {
    let site = SITES.iter().find(|site| site.folder == folder).unwrap();
    let data = serde_json::from_str(text(site.artifacts, "ra-soat/ra-soat.json")).unwrap();
    (data, pipeline::with_findings(&project::input(folder, TODAY), |_, findings| findings))
}

fn count(value: &serde_json::Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

#[test]
fn the_review_has_every_finding_of_check_on_its_pages_in_json_and_in_csv() {
    for Site { folder, artifacts, pages } in SITES.iter() {
        let (data, findings) = review(folder);
        let counts = Counts::of(&findings);
        for verdict in Verdict::ALL {
            assert_eq!(count(&data["counts"][verdict.as_str()]), counts.with(verdict), "{folder} {verdict:?}");
        }
        let listed = data["findings"].as_array().unwrap();
        let mut rows = 0;
        for rule in data["rules"].as_array().unwrap() {
            let code = Code::from_name(rule["code"].as_str().unwrap()).unwrap();
            let of_rule = findings.iter().filter(|finding| finding.code == code).count();
            assert_eq!(count(&rule["count"]), of_rule, "{folder} {code}");
            let shown = listed.iter().filter(|finding| finding["code"] == code.name()).count();
            assert_eq!(shown + count(&rule["not_shown"]), of_rule, "{folder} {code}");
            let base = niemyet::address::review_rule(code);
            let of_pages = pages.keys().filter(|path| path.starts_with(&base)).map(|path| {
                let (_, list) = text(artifacts, path).split_once("<ul class=\"res\">").unwrap();
                let items = list.split("</ul>").next().unwrap().matches("<li>").count();
                assert!((1..=100).contains(&items), "{folder} {path}: {items} rows");
                assert!(text(artifacts, path).len() <= 100_000, "{folder} {path} is too large for a phone");
                items
            });
            // What nearly every procedure has is told in one line.
            let expected = if rule["common"].is_null() { shown } else { 0 };
            assert_eq!(of_pages.sum::<usize>(), expected, "{folder} {code}");
            rows += shown;
        }
        assert_eq!(rows, listed.len(), "{folder}");
        let described = include_str!("../docs/review.md");
        let objects = [&data, &data["findings"][0], &data["rules"][0], &data["agencies"][0], &data["questions"][0]];
        for key in objects.iter().filter_map(|object| object.as_object()).flat_map(|object| object.keys()) {
            assert!(described.contains(&format!("`{key}`")), "docs/review.md says nothing of {key}");
        }
        let csv = text(artifacts, "ra-soat/ra-soat.csv").strip_prefix('\u{feff}').unwrap();
        let table: Vec<csv::StringRecord> =
            csv::Reader::from_reader(csv.as_bytes()).records().map(Result::unwrap).collect();
        assert_eq!(table.len(), rows, "{folder}");
        for (record, finding) in table.iter().zip(listed) {
            assert_eq!(record.get(0), finding["code"].as_str(), "{folder}");
            assert_eq!(record.get(8), finding["message"].as_str(), "{folder}");
            assert!(!record.iter().any(|cell| cell.starts_with(['=', '+', '-', '@'])), "{folder} {record:?}");
        }
    }
}

#[test]
fn findings_about_internal_procedures_are_counted_and_not_listed() {
    let (data, findings) = review("");
    let internal = findings.iter().filter(|finding| finding.code == Code::InternalInPublicList).count();
    let rules = data["rules"].as_array().unwrap();
    let rule = rules.iter().find(|rule| rule["code"] == "INTERNAL_IN_PUBLIC_LIST").unwrap();
    assert!(internal > 0);
    assert_eq!((count(&rule["count"]), count(&rule["not_shown"])), (internal, internal));
}

#[test]
fn the_command_that_a_question_has_answers_it() {
    let mut asked = 0;
    for folder in ["tests/fixtures/render", "tests/fixtures/haiphong"] {
        let (data, _) = review(folder);
        let questions = data["questions"].as_array().unwrap();
        // One of each kind: a whole catalogue is read anew for every answer.
        let kinds: BTreeMap<&str, &serde_json::Value> =
            questions.iter().map(|question| (question["kind"].as_str().unwrap(), question)).collect();
        for (kind, question) in kinds.into_iter().filter(|(_, question)| !question["command"].is_null()) {
            let code = question["procedure"].as_str().unwrap();
            assert!(question["command"].as_str().unwrap().starts_with(&format!("niemyet rule {code} ")));
            let ruling = format!(
                "[[ruling]]\ncode = \"{code}\"\nanswer = \"in-force\"\nfrom = {TODAY}\nby = \"A\"\nruled = {TODAY}\nreason = \"R\"\n"
            );
            let mut input = project::input(folder, TODAY);
            let rulings = input.catalogue.entry("rulings.toml".to_owned()).or_insert(FileContent::Bytes(Vec::new()));
            let FileContent::Bytes(bytes) = rulings else { panic!("rulings.toml is no text") };
            bytes.extend_from_slice(ruling.as_bytes());
            let left = pipeline::with_catalogue(&input, |catalogue, _| {
                let code = niemyet::model::ProcedureCode::new(code).unwrap();
                let questions = &catalogue.states[&code].whole.questions;
                questions.iter().map(niemyet::listing::question).filter(|left| left.kind == kind).count()
            });
            assert_eq!(left, 0, "{folder}: {kind} of {code} stays open");
            asked += 1;
        }
    }
    assert!(asked >= 3, "{asked}");
}

/// How many findings a list of work shows.
fn work_rows(site: &Site, base: &str) -> usize {
    let is_number = |page: &str| page.chars().all(|c| c.is_ascii_digit() || c == '/');
    let is_page = |path: &str| {
        let page = path.strip_prefix(base).and_then(|rest| rest.strip_suffix("index.html"));
        page.is_some_and(is_number)
    };
    let pages = site.pages.keys().filter(|path| is_page(path));
    pages.map(|path| text(site.artifacts, path).matches("<li><span class=\"sev").count()).sum()
}

#[test]
fn every_number_of_the_review_opens_a_list_of_so_many() {
    let mut followed = 0;
    for site in SITES.iter() {
        let summary = text(site.artifacts, "ra-soat/index.html");
        for row in summary.split("<tr><th scope=\"row\"><a href=\"").skip(1) {
            let url = row.split('"').next().unwrap().trim_start_matches("../");
            let numbers: Vec<usize> = row
                .split("<span class=\"num\">")
                .skip(1)
                .take(2)
                .map(|cell| cell.split('<').next().unwrap().replace('.', "").parse().unwrap())
                .collect();
            assert_eq!(work_rows(site, url), numbers.iter().sum::<usize>(), "{} {url}", site.folder);
            followed += 1;
        }
    }
    assert!(followed > 100, "{followed}");
}

#[test]
fn the_review_speaks_to_officials_and_names_no_key_of_a_file() {
    for site in SITES.iter() {
        for (path, page) in
            site.pages.iter().filter(|(path, _)| path.starts_with("ra-soat/") && !path.contains("cau-hoi/"))
        {
            let told = page.main();
            for key in [".toml", ".tsv", "steps", "not-applicable", "not-published", "`", "complete ="] {
                assert!(!told.contains(key), "{} {path} has {key}", site.folder);
            }
        }
    }
}

#[test]
fn a_site_without_the_review_has_no_trace_of_it() {
    let input = project::input("tests/fixtures/render", TODAY);
    let (artifacts, findings) =
        pipeline::with_findings(&input, |catalogue, findings| render(catalogue, &Context::of(&input, &findings)));
    assert!(findings.is_empty(), "{findings:#?}");
    let (beside, _) = rendered(&input);
    let pages = |of: &Artifacts| {
        of.iter().filter(|(path, _)| !is_review(path)).map(|(path, _)| path.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(pages(&artifacts), pages(&beside));
    for path in pages(&artifacts) {
        assert!(artifacts.get(&path) == beside.get(&path), "{path} knows of a review that stands apart");
    }
    for (path, bytes) in artifacts.iter() {
        let html = path.ends_with(".html").then(|| String::from_utf8_lossy(bytes));
        assert!(!path.starts_with("ra-soat/") && !html.is_some_and(|html| html.contains("ra-soat/")), "{path}");
    }
}

/// A page without the day that it was made for: what may differ from day to day while it holds.
fn undated(page: &str, as_of: Day) -> String {
    let printed = as_of.format("%d/%m/%Y").to_string();
    let mut plain = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, after)) = rest.split_once(&printed) {
        plain.push_str(before);
        let lead: String = before.chars().rev().take(40).collect::<Vec<_>>().into_iter().rev().collect();
        let of_the_page = ["ính đến ngày", "ính đến", "lập cho ngày", "sau ngày"];
        let is_of_the_page = of_the_page.iter().any(|words| {
            let Some((_, tail)) = lead.rsplit_once(words) else { return false };
            !tail.chars().any(|c| c.is_ascii_digit()) && !tail.contains('.')
        });
        plain.push_str(if is_of_the_page { "@" } else { &printed });
        rest = after;
    }
    plain.push_str(rest);
    // How old the latest list is.
    let mut parts = plain.split("cách ngày này ");
    let first = parts.next().unwrap_or_default().to_owned();
    let number = |c: char| c.is_ascii_digit() || c == '.' || c == '-';
    parts.fold(first, |text, part| text + "cách ngày này " + part.trim_start_matches(number))
}

/// Every day that a file of a catalogue names, and the day before each.
fn days_named(input: &Input) -> BTreeSet<Day> {
    let texts = input.catalogue.values().filter_map(|content| match content {
        FileContent::Bytes(bytes) => std::str::from_utf8(bytes).ok(),
        _ => None,
    });
    let days = texts.flat_map(|text| (0..text.len()).filter_map(move |at| text.get(at..at + 10)?.parse::<Day>().ok()));
    days.flat_map(|day| [day.pred_opt().unwrap(), day]).collect()
}

/// The days that a file of the catalogue names are all on which anything can change; each page is compared with itself on
/// the next of them. As its validity is part of its bytes, it then stays the same on each later one until that has ended.
#[test]
fn until_its_validity_ends_a_page_is_the_same_on_every_day() {
    for folder in ["tests/fixtures/haiphong", "tests/fixtures/render"] {
        let input = project_with_age(folder, TODAY);
        let wanted = |day: &Day| ("2026-08-28".."2027-03-05").contains(&day.to_string().as_str());
        let mut days = days_named(&input);
        // No file names the day on which a list becomes too old.
        days.extend([LAST_YOUNG, FIRST_OLD].map(|day| day.parse::<Day>().unwrap()));
        let days: Vec<Day> = days.into_iter().filter(wanted).collect();
        assert!(days.len() > 10, "{folder}: {days:?}");
        let mut compared = 0;
        let mut before: Option<(Day, Artifacts)> = None;
        for day in days {
            let now = rendered(&Input { as_of: day, ..input.clone() }).0;
            if let Some((then, before)) = &before {
                for (path, _) in before.iter().filter(|(path, _)| path.ends_with(".html")) {
                    let page = text(before, path);
                    let until = page.split_once("data-valid-until=\"").and_then(|(_, rest)| rest.get(..10));
                    if until.is_some_and(|until| until.parse::<Day>().unwrap() <= day)
                        || (until.is_none() && !is_told(path))
                    {
                        continue;
                    }
                    assert_eq!(
                        undated(page, *then),
                        undated(text(&now, path), day),
                        "{folder} {path}: {then} and {day}"
                    );
                    compared += 1;
                }
            }
            before = Some((day, now));
        }
        assert!(compared > 500, "{folder}: {compared}");
    }
}

/// The last day on which the list of the fixture with every case, of 2026-07-16, is young enough, and the day after it.
const LAST_YOUNG: &str = "2026-10-14";
const FIRST_OLD: &str = "2026-10-15";

/// A project with a rule of age: that of this repository's own catalogue.
fn project_with_age(folder: &str, as_of: &str) -> Input {
    let mut input = project::input(folder, as_of);
    let rule = "[[evidence]]\nid = \"tuoi\"\nmax_age = 90\nreason = \"thử\"\n";
    let rules = input.catalogue.entry("rules.toml".to_owned()).or_insert(FileContent::Bytes(Vec::new()));
    let FileContent::Bytes(bytes) = rules else { panic!("rules.toml is no text") };
    bytes.extend_from_slice(rule.as_bytes());
    input
}

#[test]
fn what_rests_on_a_list_names_its_day_and_says_that_it_is_old_from_the_day_on_which_the_limit_passes() {
    let on = |as_of| rendered(&project_with_age("tests/fixtures/render", as_of)).0;
    let (young, old) = (on(LAST_YOUNG), on(FIRST_OLD));
    let says = |site: &Artifacts, path: &str| text(site, path).contains("Danh sách này đã cũ (quá 90 ngày)");
    let until = format!("data-valid-until=\"{FIRST_OLD}\"");
    for path in ["T/1.000003/index.html", "index.html"] {
        assert!(!says(&young, path) && says(&old, path), "{path}");
        assert!(text(&young, path).contains(&until), "{path}");
    }
    for site in [&young, &old] {
        let page = text(site, "T/1.000003/index.html");
        assert!(page.contains("(danh sách ngày 16/07/2026)") && page.contains("data-since=\"2026-07-16\""), "{page}");
        assert!(page.contains("assets/validity.js"), "what counts the age");
    }
    // What a decision rules has nothing to do with the list.
    let decided = text(&young, "T/1.000001/index.html");
    assert!(!decided.contains("data-since") && !decided.contains(&until) && !says(&old, "T/1.000001/index.html"));
}

#[test]
fn procedures_json_is_the_same_whatever_the_age_of_a_list() {
    let on = |as_of| text(&rendered(&project_with_age("tests/fixtures/render", as_of)).0, "procedures.json").to_owned();
    assert_eq!(on(LAST_YOUNG), on(FIRST_OLD));
    assert!(!on(FIRST_OLD).contains("age_days"));
}

/// Whether a page tells of the law: all but prose.
fn is_told(path: &str) -> bool {
    ["T/", "quyet-dinh/", "thay-doi/", "danh-sach/", "linh-vuc/", "co-quan/", "cap/", "sap-", "het-"]
        .iter()
        .any(|start| path.starts_with(start))
}

/// The page of a procedure of the fixture with every case, with files of the catalogue put in.
fn page_with(code: &str, files: &[(&str, &str)], as_of: &str) -> String {
    let mut input = project::input("tests/fixtures/render", as_of);
    for (path, text) in files {
        input.catalogue.insert((*path).to_owned(), FileContent::Bytes(text.as_bytes().to_vec()));
    }
    let artifacts = rendered(&input).0;
    text(&artifacts, &format!("T/{code}/index.html")).to_owned()
}

#[test]
fn a_normative_texts_own_status_stands_beside_the_procedures_and_never_instead_of_it() {
    let texts = "[[text]]\nnumber = \"123/2015/NĐ-CP\"\neffect = 2016-01-01\nsource = \"thử\"\nchecked = 2026-11-01\n\
                 [[text.status]]\nstatus = \"expired\"\nfrom = 2026-12-01\n";
    let files = [("legal-texts.toml", texts)];
    let known = page_with("1.000001", &files, TODAY);
    let shown = Page::parse(&known).text().to_owned();
    assert!(shown.contains("123/2015/NĐ-CP") && shown.contains("Còn hiệu lực (tra ngày 01/11/2026)"), "{shown}");
    assert!(known.contains("data-valid-until=\"2026-12-01\""), "the day on which the text expires");
    let later = Page::parse(&page_with("1.000001", &files, "2026-12-01")).text().to_owned();
    assert!(later.contains("Hết hiệu lực toàn bộ") && later.contains("Đang có hiệu lực"), "{later}");
    let unknown = Page::parse(&page_with("1.000001", &[], TODAY)).text().to_owned();
    assert!(unknown.contains("Tình trạng của từng văn bản: không rõ"), "{unknown}");
}

#[test]
fn a_history_says_what_changed_as_far_as_the_rows_say() {
    let rows = "number = \"900/QĐ-UBND\"\nissuer = \"ubnd-tinh-mau\"\nsigned = 2026-10-01\ntitle = \"Thử\"\neffect = 2026-10-05\n\
                [[change]]\nkind = \"amend\"\ncode = \"1.000001\"\nname = \"Thủ tục tên khác hẳn\"\n\
                [[change]]\nkind = \"amend\"\ncode = \"1.000002\"\n\
                [[change]]\nkind = \"flag\"\ncode = \"1.000002\"\nflag = \"any-place\"\n";
    let earlier = "number = \"899/QĐ-UBND\"\nissuer = \"ubnd-tinh-mau\"\nsigned = 2026-09-01\ntitle = \"Thử\"\n\
                   effect = 2026-09-05\n[[change]]\nkind = \"amend\"\ncode = \"1.000001\"\nname = \"Tên trước\"\n";
    let files = [("decisions/2026/899-qd-ubnd.toml", earlier), ("decisions/2026/900-qd-ubnd.toml", rows)];
    let page = |code: &str| Page::parse(&page_with(code, &files, TODAY)).text().to_owned();
    let (named, other) = (page("1.000001"), page("1.000002"));
    assert!(named.contains("Tên ghi trong quyết định: “Thủ tục tên khác hẳn”; trước đó ghi: “Tên trước”."), "{named}");
    assert!(other.contains("Nội dung chi tiết: xem quyết định."), "{other}");
    assert!(other.contains("Được đánh dấu: tiếp nhận không phụ thuộc địa giới hành chính"), "{other}");
}

/// The text of one box of a page, by its identifier.
fn a_box<'a>(page: &'a str, id: &str) -> &'a str {
    let (_, after) = page.split_once(&format!("id=\"{id}\"")).unwrap_or_else(|| panic!("no box {id}"));
    after.split("</div>").next().unwrap_or_default()
}

#[test]
fn the_box_of_what_is_back_after_a_suspension_names_the_day_on_which_it_is_back() {
    let page = "T/1.000963/index.html";
    let suspended = site("tests/fixtures/haiphong", TODAY);
    let next = a_box(text(&suspended, page), "sap-toi");
    assert!(next.contains("Ngày hết thời hạn theo quyết định") && next.contains("01/03/2027"), "{next}");
    assert!(!next.contains("Áp dụng ngày này"), "{next}");
    let back = site("tests/fixtures/haiphong", "2027-03-02");
    // Why it is in force stands below the button, with the history.
    let law = text(&back, page).split_once("id=\"lich-su\"").unwrap().1.split_once("Bộ công bố").unwrap().0;
    assert!(law.contains("hết thời gian tạm ngưng, có hiệu lực trở lại từ 01/03/2027"), "{law}");
    // No day of the suspension is told as the one that applies.
    assert!(!law.contains("Áp dụng ngày này"), "{law}");
    assert!(!law.contains("Ngày của văn bản quy phạm pháp luật"), "{law}");
}
