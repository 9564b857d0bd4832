//! The files of offices: JSON for portals that re-publish, Atom feeds, calendars; spreadsheets of lists that offices share.

use crate::{project, sites};

use std::collections::{BTreeMap, BTreeSet};

use ical::property::Property;
use niemyet::address::Links;
use niemyet::artifacts::Artifacts;
use niemyet::compress::{Effort, Encoding};
use niemyet::finding::Severity;
use niemyet::input::{FileContent, Files, Input};
use niemyet::offices::Offices;
use niemyet::pipeline::{build_linked, with_catalogue};
use niemyet::scaffold;
use quick_xml::events::Event;
use serde_json::Value;

/// The day of the committed catalogue.
const TODAY: &str = "2026-11-21";

fn text<'a>(artifacts: &'a Artifacts, path: &str) -> &'a str {
    std::str::from_utf8(artifacts.get(path).unwrap_or_else(|| panic!("no {path}"))).unwrap()
}

fn json(artifacts: &Artifacts, path: &str) -> Value {
    serde_json::from_str(text(artifacts, path)).unwrap_or_else(|wrong| panic!("{path}: {wrong}"))
}

fn codes(list: &Value) -> BTreeSet<String> {
    list["procedures"].as_array().unwrap().iter().map(|row| row["code"].as_str().unwrap().to_owned()).collect()
}

/// The folders that have a list.
fn folders(artifacts: &Artifacts) -> Vec<String> {
    let lists = artifacts.iter().filter_map(|(path, _)| path.strip_suffix("thu-tuc.json"));
    lists.map(str::to_owned).collect()
}

#[test]
fn the_json_of_every_office_of_the_catalogue_is_its_due_list_with_direct_links() {
    let input = project::input("", TODAY);
    let built = sites::site("", TODAY);
    let mut of_office: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let folders = folders(built);
    for folder in &folders {
        let list = json(built, &format!("{folder}thu-tuc.json"));
        assert_eq!((list["as_of"].as_str(), list["format"].as_u64()), (Some(TODAY), Some(1)), "{folder}");
        for office in list["offices"].as_array().unwrap() {
            let twice = of_office.insert(office.as_str().unwrap().to_owned(), codes(&list));
            assert!(twice.is_none(), "{office} has two lists");
        }
        let hashes: BTreeSet<&str> =
            list["procedures"].as_array().unwrap().iter().map(|row| row["hash"].as_str().unwrap()).collect();
        assert_eq!(hashes.len(), codes(&list).len(), "{folder}");
        for name in ["thu-tuc.xlsx", "thu-tuc.csv", "thay-doi.xml", "sap-thay-doi.ics"] {
            assert!(built.get(&format!("{folder}{name}")).is_some(), "{folder}{name}");
        }
    }
    with_catalogue(&input, |catalogue, _| {
        let offices = Offices::of(catalogue);
        for office in catalogue.records.offices.values() {
            let due: BTreeSet<String> = offices.due(office).iter().map(|one| one.procedure.code.to_string()).collect();
            assert_eq!(of_office.remove(&office.id.0), Some(due), "{}", office.id.0);
        }
        assert_eq!(of_office, BTreeMap::new());
        let list = json(built, "don-vi/ubnd-cap-xa/thu-tuc.json");
        let mut linked = 0;
        for row in list["procedures"].as_array().unwrap() {
            let code = row["code"].as_str().unwrap();
            let link = catalogue.records.links.values().find(|link| link.code.as_str() == code);
            assert_eq!(row["link"].as_str(), link.map(|link| link.target.url()).as_deref(), "{code}");
            assert!(row["url"].as_str().unwrap().ends_with(&format!("/T/{code}/")), "{code}");
            linked += usize::from(link.is_some());
        }
        assert!(linked > 300, "{linked}");
    });
}

#[test]
fn a_spreadsheet_that_offices_share_names_none_of_them_as_the_place() {
    let built = sites::site("", TODAY);
    let csv = text(built, "don-vi/ubnd-cap-xa/thu-tuc.csv");
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let titles: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!((titles.len(), titles[6].as_str()), (14, "Nơi tiếp nhận"));
    let places: BTreeSet<String> = reader.records().map(|row| row.unwrap()[6].to_owned()).collect();
    assert_eq!(places, BTreeSet::from(["Ủy ban nhân dân cấp xã".to_owned()]));
    let csv = text(built, "don-vi/so-y-te/thu-tuc.csv");
    assert!(csv.contains(",\"Sở Y tế\","), "its own list names the office");
}

const AGENCIES: &str = r#"
[[agency]]
id = "so-y-te"
name = "Sở Y tế"
kind = "department"

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
id = "xa-mau"
name = "Ủy ban nhân dân xã Mẫu"
agency = "ubnd-cap-xa"

[[office]]
id = "xa-khac"
name = "Ủy ban nhân dân xã Khác"
agency = "ubnd-cap-xa"
"#;

/// Begins on 1 November; one ends on 1 March, one of the commune is suspended from 15 January to the end of May.
const DECISIONS: [(&str, &str); 2] = [
    (
        "catalogue/decisions/2026/1-qd-ubnd.toml",
        r#"
number = "1/QĐ-UBND"
issuer = "ubnd-tinh"
signed = 2026-11-01
title = "Công bố"
effect = "on-signing"
[[change]]
kind = "new"
code = "9.000001"
[[change]]
kind = "new"
code = "9.000002"
[[change]]
kind = "new"
code = "9.000003"
"#,
    ),
    (
        "catalogue/decisions/2026/2-qd-ubnd.toml",
        r#"
number = "2/QĐ-UBND"
issuer = "ubnd-tinh"
signed = 2026-11-10
title = "Bãi bỏ"
effect = 2027-03-01
[[change]]
kind = "repeal"
code = "9.000001"
[[change]]
kind = "repeal"
code = "9.000003"
effect = 2027-01-15
until = 2027-06-01
"#,
    ),
];

/// A name with everything that a file has to keep apart.
const NAME: &str = "Cấp; đổi, \"thu hồi\" <giấy> & chứng nhận \\ đăng ký hộ kinh doanh của cá nhân, tổ chức";

/// A project with two communes and a department on a day.
fn input(as_of: &str) -> Input {
    let mut files: BTreeMap<String, String> =
        scaffold::project("2026-11-01".parse().unwrap()).into_iter().map(|file| (file.path, file.text)).collect();
    files.get_mut("catalogue/agencies.toml").unwrap().push_str(AGENCIES);
    files.insert("catalogue/offices.toml".to_owned(), OFFICES.to_owned());
    files.extend(DECISIONS.map(|(path, text)| (path.to_owned(), text.to_owned())));
    let record = files.remove("catalogue/procedures/linh-vuc-mau/9.000001.md").unwrap();
    for (code, level, executing) in [
        ("9.000001", "commune", "Ủy ban nhân dân cấp xã"),
        ("9.000002", "province", "Sở Y tế"),
        ("9.000003", "commune", "Ủy ban nhân dân cấp xã"),
    ] {
        let name = format!("{NAME} {code}").replace('\\', "\\\\").replace('"', "\\\"");
        let record = record
            .replace("9.000001", code)
            .replace("\"Thủ tục mẫu\"", &format!("\"{name}\""))
            .replace("levels = [\"province\"]", &format!("levels = [\"{level}\"]"))
            .replace("executing = \"not-entered\"", &format!("executing = [\"{executing}\"]"))
            .replace("steps = \"not-entered\"", "steps = \"not-applicable\"");
        files.insert(format!("catalogue/procedures/linh-vuc-mau/{code}.md"), record);
    }
    let of = |folder: &str| -> Files {
        let inside = files.iter().filter_map(|(path, text)| Some((path.strip_prefix(folder)?, text)));
        inside.map(|(path, text)| (path.to_owned(), FileContent::Bytes(text.clone().into_bytes()))).collect()
    };
    let day = as_of.parse().unwrap();
    Input {
        catalogue: of("catalogue/"),
        site: of("site/"),
        templates: Files::new(),
        as_of: day,
        today: day,
        base_url: Some("https://tthc.example.vn:8080/x/".to_owned()),
    }
}

fn built(as_of: &str) -> Artifacts {
    let built = build_linked(&input(as_of), Links::Folders);
    let errors: Vec<_> = built.findings.iter().filter(|finding| finding.severity() == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    built.artifacts
}

/// The events of a calendar as another program reads them: identity, day, stamp, summary, description, address.
fn events(file: &str) -> Vec<[String; 6]> {
    assert!(file.ends_with("END:VCALENDAR\r\n"));
    for line in file.strip_suffix("\r\n").unwrap().split("\r\n") {
        assert!(line.len() <= 75 && !line.contains(['\r', '\n']) && !line.is_empty(), "{line:?}");
    }
    let calendars: Vec<_> = ical::IcalParser::new(file.as_bytes()).collect::<Result<_, _>>().unwrap();
    let [calendar] = calendars.as_slice() else { panic!("{} calendars", calendars.len()) };
    // RFC 5545, 3.6: at least one component.
    assert_eq!(calendar.timezones.len(), 1);
    let value = |properties: &[Property], name: &str| {
        let mut of_name = properties.iter().filter(|property| property.name == name);
        let value = of_name.next().and_then(|property| property.value.clone()).unwrap_or_else(|| panic!("no {name}"));
        assert!(of_name.next().is_none(), "{name} twice");
        value
    };
    for name in ["VERSION", "PRODID"] {
        value(&calendar.properties, name);
    }
    let event = |event: &ical::parser::ical::component::IcalEvent| {
        let start = event.properties.iter().find(|property| property.name == "DTSTART").unwrap();
        assert_eq!(start.params, Some(vec![("VALUE".to_owned(), vec!["DATE".to_owned()])]));
        ["UID", "DTSTART", "DTSTAMP", "SUMMARY", "DESCRIPTION", "URL"].map(|name| value(&event.properties, name))
    };
    calendar.events.iter().map(event).collect()
}

#[test]
fn a_calendar_has_each_coming_change_of_the_office_on_its_day_and_no_other() {
    let file = |as_of: &str, folder: &str| {
        let artifacts = built(as_of);
        events(text(&artifacts, &format!("don-vi/{folder}/sap-thay-doi.ics")))
    };
    let coming = file("2026-11-21", "ubnd-cap-xa");
    let days: Vec<&str> = coming.iter().map(|[_, day, ..]| day.as_str()).collect();
    assert_eq!(days, ["20270115", "20270301", "20270601"]);
    for [_, _, stamp, summary, description, url] in &coming {
        assert_eq!(stamp, "20261121T000000Z");
        assert!(summary.contains("2/QĐ-UBND"), "{summary}");
        // The reader does not take escapes away.
        let name = NAME.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,");
        assert!(description.contains(&name), "{description}");
        assert_eq!(url, "https://tthc.example.vn:8080/x/quyet-dinh/2-qd-ubnd/");
    }
    assert!(coming[1][4].contains("9.000001") && !coming[1][4].contains("9.000003"), "{}", coming[1][4]);
    assert_eq!(file("2026-11-21", "so-y-te"), Vec::<[String; 6]>::new());
    // An event keeps its identity, and is gone once it has happened.
    let uids = |events: &[[String; 6]]| events.iter().map(|[uid, ..]| uid.clone()).collect::<Vec<_>>();
    assert_eq!(uids(&file("2027-02-01", "ubnd-cap-xa")), uids(&coming[1..]));
    assert_eq!(uids(&coming).iter().collect::<BTreeSet<_>>().len(), 3);
}

/// Reads a feed to its end as XML, every reference in it too.
fn is_xml(feed: &str) {
    let mut reader = quick_xml::Reader::from_str(feed);
    let mut roots = 0;
    let mut depth = 0;
    loop {
        match reader.read_event().unwrap_or_else(|wrong| panic!("{wrong}: {feed}")) {
            Event::Start(_) => {
                roots += usize::from(depth == 0);
                depth += 1;
            }
            Event::End(_) => depth -= 1,
            Event::GeneralRef(name) => {
                let name: &str = &name;
                assert!(name.starts_with('#') || ["amp", "lt", "gt", "quot", "apos"].contains(&name), "&{name};");
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!((roots, depth), (1, 0));
}

#[test]
fn a_feed_tells_what_began_and_ended_for_the_office_alone() {
    let feed = |as_of: &str, folder: &str| {
        let artifacts = built(as_of);
        let feed = text(&artifacts, &format!("don-vi/{folder}/thay-doi.xml")).to_owned();
        is_xml(&feed);
        feed
    };
    let between = |feed: &str, tag: &str| -> Vec<String> {
        let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
        feed.split(&open).skip(1).map(|rest| rest.split(&close).next().unwrap().to_owned()).collect()
    };
    let before = feed("2026-11-21", "ubnd-cap-xa");
    let after = feed("2027-03-01", "ubnd-cap-xa");
    assert_eq!((between(&before, "entry").len(), between(&after, "entry").len()), (1, 3));
    let (ids, later) = (between(&before, "id"), between(&after, "id"));
    assert!(ids.iter().all(|id| later.contains(id)), "{ids:?} {later:?}");
    assert_eq!(later.iter().collect::<BTreeSet<_>>().len(), later.len());
    assert!(later.iter().all(|id| id.starts_with("tag:tthc.example.vn,")), "{later:?}");
    let newest = &between(&after, "entry")[0];
    assert!(newest.contains("9.000001") && newest.contains("bãi bỏ") && !newest.contains("9.000003"), "{newest}");
    assert!(before.contains("href=\"https://tthc.example.vn:8080/x/don-vi/ubnd-cap-xa/thay-doi.xml\""), "{before}");
    let of_department = feed("2027-03-01", "so-y-te");
    assert!(of_department.contains("9.000002") && !of_department.contains("9.000001"), "{of_department}");
}

#[test]
fn the_json_says_by_hash_and_version_what_changed() {
    let list = |as_of: &str| json(&built(as_of), "don-vi/ubnd-cap-xa/thu-tuc.json");
    let (first, same, later) = (list("2026-11-21"), list("2026-11-22"), list("2027-03-01"));
    assert_eq!(codes(&first), BTreeSet::from(["9.000001".to_owned(), "9.000003".to_owned()]));
    assert_eq!(first["procedures"], same["procedures"]);
    assert_eq!(first["version"], same["version"]);
    assert_eq!(codes(&later), BTreeSet::new(), "one has ended, one is suspended");
    assert_ne!(first["version"], later["version"]);
    let row = &first["procedures"][0];
    assert_eq!(row["content"]["steps"], serde_json::json!({ "absent": "not-applicable" }));
    assert_eq!(row["content"].get("papers"), None, "what was not entered is not there");
    assert_eq!((row["rank"].as_u64(), row["role"].as_str()), (Some(3), Some("decides")));
    // What is said of one changes its hash and no other's.
    let mut changed = input("2026-11-21");
    let path = "procedures/linh-vuc-mau/9.000003.md";
    let Some(FileContent::Bytes(bytes)) = changed.catalogue.get_mut(path) else { panic!("no {path}") };
    let record = String::from_utf8(bytes.clone()).unwrap();
    *bytes = record.replace("# sets = 1", "sets = 2").into_bytes();
    let other = json(&build_linked(&changed, Links::Folders).artifacts, "don-vi/ubnd-cap-xa/thu-tuc.json");
    let hash = |list: &Value, at: usize| list["procedures"][at]["hash"].as_str().unwrap().to_owned();
    assert_eq!(hash(&first, 0), hash(&other, 0));
    assert_ne!(hash(&first, 1), hash(&other, 1));
    assert_ne!(first["version"], other["version"]);
}

/// The same project with what somebody entered of the department and of one commune.
fn with_contacts() -> Input {
    let mut input = input("2026-11-21");
    let Some(FileContent::Bytes(bytes)) = input.catalogue.get_mut("offices.toml") else { panic!("no offices.toml") };
    let facts = |name: &str, at: &str| {
        format!(
            "agency = \"{name}\"\naddress = \"{at} </script>\"\nhours = \"7:30–17:00\"\nphones = [\"0237 3852 103\"]\n"
        )
    };
    let text = String::from_utf8(bytes.clone()).unwrap();
    let text = text.replace("agency = \"so-y-te\"\n", &facts("so-y-te", "101 Nguyễn Trãi"));
    *bytes = text.replacen("agency = \"ubnd-cap-xa\"\n", &facts("ubnd-cap-xa", "Thôn 1"), 1).into_bytes();
    input
}

#[test]
fn a_procedure_names_its_office_with_what_is_known_and_of_many_the_kind_alone() {
    let artifacts = build_linked(&with_contacts(), Links::Folders).artifacts;
    let place = |code: &str| {
        let page = text(&artifacts, &format!("T/{code}/index.html"));
        page.split_once("id=\"noi-lam\"").map(|(_, rest)| rest.split("</section>").next().unwrap().to_owned())
    };
    let department = place("9.000002").unwrap();
    for told in ["href=\"../../don-vi/so-y-te/\"", "101 Nguyễn Trãi &lt;/script&gt;", "7:30–17:00", "0237 3852 103"]
    {
        assert!(department.contains(told), "{told} in {department}");
    }
    assert!(!department.contains("data-lists") && !department.contains("<input"), "one office is no choice");
    let commune = place("9.000001").unwrap();
    assert!(
        commune.contains("data-lists=\"ubnd-cap-xa\"") && commune.contains("xã, phường nơi làm thủ tục"),
        "{commune}"
    );
    assert!(!commune.contains("Mẫu") && !commune.contains("Thôn 1"), "the names stand in one file: {commune}");
    let script = text(&artifacts, "assets/offices.js");
    let data = script.strip_prefix("(globalThis.niemyet??={}).offices=").unwrap().strip_suffix(";\n").unwrap();
    assert!(!data.contains("</"), "nothing in it ends a script");
    let data: Value = serde_json::from_str(data).unwrap();
    let expected = serde_json::json!([
        { "id": "xa-khac", "name": "Ủy ban nhân dân xã Khác" },
        { "id": "xa-mau", "name": "Ủy ban nhân dân xã Mẫu", "address": "Thôn 1 </script>", "hours": "7:30–17:00", "phones": ["0237 3852 103"] },
    ]);
    assert_eq!(data["lists"]["ubnd-cap-xa"]["offices"], expected);
    // What has ended is done nowhere.
    let later = built("2027-03-01");
    assert!(!text(&later, "T/9.000001/index.html").contains("noi-lam"));
}

#[test]
fn the_frame_of_every_list_holds_its_codes_and_no_page_of_a_procedure_grows_over_8_kb() {
    let built = sites::site("", TODAY);
    for folder in folders(built) {
        let id = folder.strip_prefix("don-vi/").unwrap().trim_end_matches('/');
        let frame = text(built, &format!("nhung/{id}/index.html"));
        let rows = frame.split("class=\"code mut\">").skip(1);
        let shown: BTreeSet<String> = rows.map(|rest| rest.split('<').next().unwrap().to_owned()).collect();
        assert_eq!(shown, codes(&json(built, &format!("{folder}thu-tuc.json"))), "{id}");
    }
    let pages = built.iter().filter(|(path, _)| path.starts_with("T/") && path.ends_with(".html"));
    let size = |bytes: &[u8]| Encoding::Gzip.compress(bytes, Effort::Little).unwrap().len();
    let longest = pages.map(|(path, bytes)| (size(bytes), path)).max().unwrap();
    assert!(longest.0 <= 8_000, "{longest:?}");
    println!("the longest page of a procedure: {longest:?}");
}

#[test]
fn every_key_of_the_json_stands_in_its_reference() {
    let reference = String::from_utf8(std::fs::read("docs/office-files.md").unwrap()).unwrap();
    let listed = String::from_utf8(std::fs::read("src/listing.rs").unwrap()).unwrap();
    let told = |key: &str| reference.contains(&format!("| `{key}` |"));
    let (mut input, mut seen) = (input("2026-11-21"), BTreeSet::new());
    let path = "procedures/linh-vuc-mau/9.000001.md";
    let Some(FileContent::Bytes(bytes)) = input.catalogue.get_mut(path) else { panic!("no {path}") };
    let record = String::from_utf8(bytes.clone()).unwrap();
    let record = record.replace("# sets = 1", "sets = 2").replace("papers = \"not-entered\"", "").replace(
        "# [[paper]]\n# name = \"Tờ khai\"",
        "[[channel]]\nvia = \"online\"\ntime = \"7 ngày\"\ntime_cut = \"3 ngày\"\n\n[[paper]]\nname = \"Tờ khai\"",
    );
    *bytes = record.replace("channels = \"not-entered\"", "").into_bytes();
    let list = json(&build_linked(&input, Links::Folders).artifacts, "don-vi/ubnd-cap-xa/thu-tuc.json");
    seen.extend(list.as_object().unwrap().keys().cloned());
    let row = list["procedures"][0].as_object().unwrap();
    // The keys of `procedures.json` are told where that is.
    seen.extend(row.keys().filter(|key| !listed.contains(&format!("pub {key}:"))).cloned());
    let content = row["content"].as_object().unwrap();
    assert_eq!(content["channels"][0]["time_here"], "3 ngày");
    seen.extend(content.keys().cloned());
    assert!(seen.len() > 15, "{seen:?}");
    let missing: Vec<&String> = seen.iter().filter(|key| !told(key)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    for key in
        content["channels"][0].as_object().unwrap().keys().chain(content["papers"][0].as_object().unwrap().keys())
    {
        assert!(reference.contains(key.as_str()), "{key}");
    }
}
