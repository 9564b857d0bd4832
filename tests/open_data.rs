//! Open data: each file says what the pages say, in words that others know, and no procedure looks more alive than it is.

use crate::{project, sites};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use niemyet::artifacts::Artifacts;
use niemyet::finding::Code;
use niemyet::input::{FileContent, Input};
use niemyet::pipeline;
use niemyet::render::{Context, render};
use serde_json::Value;

const TODAY: &str = "2026-11-21";

/// The real catalogue, one rich in changes, and one with every case.
const PROJECTS: [&str; 3] = ["", "tests/fixtures/haiphong", "tests/fixtures/render"];

fn site_of(input: &Input) -> Artifacts {
    let (artifacts, findings) =
        pipeline::with_findings(input, |catalogue, findings| render(catalogue, &Context::of(input, &findings)));
    assert!(findings.is_empty(), "{findings:#?}");
    artifacts
}

static SITES: LazyLock<Vec<(&str, &Artifacts)>> =
    LazyLock::new(|| PROJECTS.into_iter().map(|folder| (folder, sites::site(folder, TODAY))).collect());

fn text<'a>(site: &'a Artifacts, path: &str) -> &'a str {
    std::str::from_utf8(site.get(path).unwrap_or_else(|| panic!("no {path}"))).unwrap()
}

fn json(site: &Artifacts, path: &str) -> Value {
    serde_json::from_str(text(site, path)).unwrap()
}

/// The JSON-LD of a page.
fn ld(site: &Artifacts, path: &str) -> Value {
    let html = text(site, path);
    let data = html.split("<script type=\"application/ld+json\">").nth(1).unwrap().split("</script>").next().unwrap();
    serde_json::from_str(data).unwrap()
}

#[test]
fn only_what_is_in_force_is_a_service_and_what_has_ended_leads_to_its_successors() {
    let (mut services, mut led_on, mut seen) = (0, 0, BTreeSet::new());
    for (folder, site) in SITES.iter() {
        let base = json(site, "procedures.v2.json")["site"].as_str().unwrap().to_owned();
        for one in json(site, "procedures.json").as_array().unwrap() {
            let page = ld(site, &format!("{}index.html", one["url"].as_str().unwrap()));
            let status = one["status"].as_str().unwrap();
            seen.insert(status.to_owned());
            assert_eq!(page["@type"], "WebPage");
            assert!(page["dateModified"].is_null(), "nobody knows when a record was edited: {page}");
            let is_service = page["mainEntity"]["@type"] == "GovernmentService";
            assert_eq!(is_service, status == "in-force", "{folder} {page}");
            assert_eq!(page.to_string().contains("GovernmentService"), is_service, "{folder} {page}");
            let thing = if is_service { &page["mainEntity"] } else { &page["about"] };
            assert_eq!(thing["identifier"], one["code"], "{folder} {page}");
            services += usize::from(is_service);
            let successors: Vec<Value> = one["successors"].as_array().unwrap().clone();
            for code in &successors {
                let url = format!("{base}T/{}/", code.as_str().unwrap());
                let links = page["significantLink"].as_array();
                assert!(links.is_some_and(|links| links.contains(&url.as_str().into())), "{folder} {page}");
                led_on += 1;
            }
            if let (Some(since), "in-force") = (one["since"].as_str(), status) {
                assert!(page["temporalCoverage"].as_str().unwrap().starts_with(since), "{folder} {page}");
            }
        }
    }
    assert!(services > 3000 && led_on > 0, "{services} {led_on}");
    let all = ["in-force", "pending", "repealed", "replaced", "suspended", "unknown"].map(str::to_owned);
    assert_eq!(seen, BTreeSet::from(all));
}

#[test]
fn the_second_list_follows_its_schema_and_has_the_rows_of_the_first() {
    for (folder, site) in SITES.iter() {
        let schema = json(site, "procedures.v2.schema.json");
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        let whole = json(site, "procedures.v2.json");
        let wrong: Vec<String> =
            validator.iter_errors(&whole).take(5).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(wrong.is_empty(), "{folder} {wrong:#?}");
        let first = json(site, "procedures.json");
        let rows = whole["procedures"].as_array().unwrap();
        assert_eq!(rows.len(), first.as_array().unwrap().len(), "{folder}");
        for (row, one) in rows.iter().zip(first.as_array().unwrap()) {
            for (key, value) in one.as_object().unwrap() {
                assert_eq!(&row[key], value, "{folder} {key}");
            }
        }
        let mut broken = whole.clone();
        broken["procedures"][0]["status"] = "alive".into();
        assert!(!validator.is_valid(&broken), "a schema that takes everything checks nothing");
        // The title, then a line a procedure.
        assert_eq!(text(site, "procedures.csv").matches("\r\n").count(), rows.len() + 1, "{folder}");
    }
}

#[test]
fn every_service_of_the_european_vocabulary_has_what_its_profile_asks_for() {
    for (folder, site) in SITES.iter() {
        let graph = json(site, "procedures.cpsv.jsonld");
        let resources: BTreeMap<&str, &Value> =
            graph["@graph"].as_array().unwrap().iter().map(|one| (one["@id"].as_str().unwrap(), one)).collect();
        let is_a = |one: &Value, class: &str| one["@type"].as_array().unwrap().contains(&class.into());
        let services: Vec<&Value> = resources.values().filter(|one| is_a(one, "cpsv:PublicService")).copied().collect();
        let statuses: BTreeMap<String, String> = json(site, "procedures.json")
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (one["code"].as_str().unwrap().to_owned(), one["status"].as_str().unwrap().to_owned()))
            .collect();
        assert_eq!(services.len(), statuses.len(), "{folder}");
        for one in services {
            for (property, most) in [("dct:identifier", 1), ("dct:title", 1), ("dct:description", 1)] {
                assert_eq!(one[property].as_array().map(Vec::len), Some(most), "{folder} {property} {one}");
            }
            let authorities = one["cv:hasCompetentAuthority"].as_array().unwrap();
            assert!(!authorities.is_empty());
            for authority in authorities {
                let named = resources[authority["@id"].as_str().unwrap()];
                assert!(is_a(named, "cv:PublicOrganisation") && named["dct:title"].is_array(), "{folder} {named}");
            }
            let completed = one["adms:status"].to_string().contains("status/Completed");
            let status = &statuses[one["dct:identifier"][0].as_str().unwrap()];
            assert_eq!(completed, status == "in-force", "{folder} {one}");
        }
        // What is named stands in the file, each once, and Turtle has a block of each.
        assert_eq!(resources.len(), graph["@graph"].as_array().unwrap().len(), "{folder}");
        let turtle = text(site, "procedures.cpsv.ttl");
        assert_eq!(turtle.matches("\n\n<").count(), resources.len(), "{folder}");
        for local in ["cv:sector", "cv:hasChannel", "cv:hasCost", "cv:hasLegalResource", "dct:spatial", "dct:temporal"]
        {
            for one in resources.values() {
                for value in one[local].as_array().into_iter().flatten() {
                    assert!(resources.contains_key(value["@id"].as_str().unwrap()), "{folder} {local} {value}");
                }
            }
        }
    }
}

/// What the shapes of CPSV-AP 3.2.0 (SHACL, releases/3.2.0 of SEMICeu/CPSV-AP) ask of the classes that we use: how many values a property
/// has at least and at most, and of which type or class each is. `@` is a text with its language.
const SHAPES: [(&str, &str, usize, usize, &str); 25] = [
    ("cpsv:PublicService", "dct:identifier", 1, 1, ""),
    ("cpsv:PublicService", "dct:title", 1, usize::MAX, "@"),
    ("cpsv:PublicService", "dct:description", 1, usize::MAX, "@"),
    ("cpsv:PublicService", "cv:hasCompetentAuthority", 1, usize::MAX, "cv:PublicOrganisation"),
    ("cpsv:PublicService", "adms:status", 0, 1, "skos:Concept"),
    ("cpsv:PublicService", "cv:sector", 0, usize::MAX, "skos:Concept"),
    ("cpsv:PublicService", "cv:hasChannel", 0, usize::MAX, "cv:Channel"),
    ("cpsv:PublicService", "cv:hasCost", 0, usize::MAX, "cv:Cost"),
    ("cpsv:PublicService", "cv:hasLegalResource", 0, usize::MAX, "eli:LegalResource"),
    ("cpsv:PublicService", "dct:spatial", 0, usize::MAX, "dct:Location"),
    ("cpsv:PublicService", "cv:processingTime", 0, 1, "xsd:duration"),
    ("cv:PublicOrganisation", "skos:prefLabel", 1, usize::MAX, "@"),
    ("cv:PublicOrganisation", "dct:spatial", 1, usize::MAX, "atu:atu-type"),
    ("foaf:Agent", "dct:identifier", 1, 1, ""),
    ("foaf:Agent", "dct:title", 1, usize::MAX, "@"),
    ("cv:Channel", "dct:identifier", 1, 1, ""),
    ("cv:Channel", "dct:type", 0, 1, "skos:Concept"),
    ("cv:Channel", "cv:processingTime", 0, 1, "xsd:duration"),
    ("cv:Channel", "dct:description", 0, usize::MAX, "@"),
    ("cv:Channel", "cv:ownedBy", 0, usize::MAX, "org:Organization"),
    ("cv:Cost", "dct:identifier", 1, 1, ""),
    ("cv:Cost", "cv:hasValue", 0, 1, "xsd:double"),
    ("cv:Cost", "cv:currency", 0, 1, "skos:Concept"),
    ("cv:Cost", "dct:description", 0, usize::MAX, "@"),
    ("eli:LegalResource", "dct:relation", 0, usize::MAX, "eli:LegalResource"),
];

#[test]
fn the_graph_of_services_is_of_the_shapes_of_its_profile() {
    for (folder, site) in SITES.iter() {
        let graph = json(site, "procedures.cpsv.jsonld");
        let all = graph["@graph"].as_array().unwrap();
        let mut classes: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for one in all {
            let own = one["@type"].as_array().unwrap().iter().map(|class| class.as_str().unwrap());
            classes.entry(one["@id"].as_str().unwrap_or_default()).or_default().extend(own);
        }
        let mut costs = 0;
        for one in all {
            let own = one["@type"].as_array().unwrap();
            costs += usize::from(one["cv:hasValue"].is_array());
            for (class, property, least, most, kind) in SHAPES.iter().filter(|shape| own.contains(&shape.0.into())) {
                let values = one[*property].as_array().map_or(&[][..], Vec::as_slice);
                assert!((*least..=*most).contains(&values.len()), "{folder} {class} {property} {one}");
                for value in values {
                    let is_fit = match *kind {
                        "" => true,
                        "@" => value["@language"].is_string() && value["@value"].is_string(),
                        kind if kind.starts_with("xsd:") => value["@type"] == *kind,
                        kind => {
                            let id = value["@id"].as_str().unwrap_or_default();
                            classes.get(id).is_some_and(|classes| classes.contains(kind))
                        }
                    };
                    assert!(is_fit, "{folder} {class} {property} is {kind}: {value}");
                }
            }
        }
        assert!(costs > 0, "{folder}");
    }
}

#[test]
fn the_feed_tells_a_decision_as_it_becomes_known_with_the_days_that_are_to_come() {
    let site = site_of(&project::input("tests/fixtures/haiphong", "2026-09-08"));
    let feed = text(&site, "feed.xml");
    let entry = feed.split("<entry>").find(|entry| entry.contains("3501") && entry.contains("Quyết định nêu")).unwrap();
    assert!(entry.contains("<updated>2026-09-01T"), "{entry}");
    assert!(entry.contains("01/03/2027"), "the day on which it takes effect is still to come: {entry}");
    for (folder, site) in SITES.iter() {
        let sectors = site.iter().filter(|(path, _)| path.starts_with("linh-vuc/") && path.ends_with("/thay-doi.xml"));
        let pages = site.iter().filter(|(path, _)| path.starts_with("linh-vuc/") && path.matches('/').count() == 2);
        let of_sectors: Vec<&str> = sectors.map(|(path, _)| path).collect();
        assert_eq!(pages.filter(|(path, _)| path.ends_with("/index.html")).count(), of_sectors.len(), "{folder}");
        for path in of_sectors {
            let ids: Vec<&str> =
                text(site, path).split("<id>").skip(1).map(|rest| rest.split('<').next().unwrap()).collect();
            assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{folder} {path}");
        }
    }
}

#[test]
fn the_sitemap_dates_what_is_dated_and_never_from_the_future() {
    for (folder, site) in SITES.iter() {
        let mut dated = 0;
        for url in text(site, "sitemap.xml").split("<url>").skip(1) {
            let Some(day) = url.split("<lastmod>").nth(1).and_then(|rest| rest.get(..10)) else { continue };
            assert!(day <= TODAY && url.contains("/T/"), "{folder} {url}");
            dated += 1;
        }
        assert!(dated > 0, "{folder}");
    }
}

#[test]
fn a_page_names_its_one_address_for_those_who_share_it() {
    for (folder, site) in SITES.iter() {
        let base = json(site, "procedures.v2.json")["site"].as_str().unwrap().to_owned();
        for (path, _) in site.iter().filter(|(path, _)| path.ends_with("index.html")) {
            let html = text(site, path);
            let own = format!("{base}{}", path.trim_end_matches("index.html"));
            let told = !path.starts_with("nhung/");
            let canonical = format!("<link rel=\"canonical\" href=\"{own}\">");
            assert_eq!(html.matches("rel=\"canonical\"").count(), usize::from(told), "{folder} {path}");
            assert_eq!(html.contains(&canonical), told, "{folder} {path}");
            assert_eq!(html.contains("property=\"og:title\""), told, "{folder} {path}");
        }
    }
}

#[test]
fn the_licence_is_told_where_the_province_has_said_which_and_its_lack_where_not() {
    let path = "du-lieu-mo/index.html";
    let (_, without) = &SITES[2];
    assert!(ld(without, path)["license"].is_null() && text(without, path).contains("chưa công bố giấy phép"));
    let mut input = project::input("tests/fixtures/render", TODAY);
    let Some(FileContent::Bytes(settings)) = input.site.get_mut("site.toml") else { panic!("no settings") };
    settings.extend(b"\nlicence = \"https://creativecommons.org/licenses/by/4.0/\"\n");
    let with = site_of(&input);
    let record = ld(&with, path);
    assert_eq!(record["@type"], "Dataset");
    assert_eq!(record["license"], "https://creativecommons.org/licenses/by/4.0/");
    assert_eq!(json(&with, "procedures.v2.json")["licence"], record["license"]);
    let base = json(&with, "procedures.v2.json")["site"].as_str().unwrap().to_owned();
    for file in record["distribution"].as_array().unwrap() {
        let file = file["contentUrl"].as_str().unwrap().strip_prefix(&base).unwrap();
        assert!(with.get(file).is_some(), "{file}");
    }
}

#[test]
fn whom_to_tell_of_a_fault_stands_where_it_is_looked_for_and_only_where_somebody_is_named() {
    let file = ".well-known/security.txt";
    let mut input = project::input("tests/fixtures/render", TODAY);
    assert_eq!(site_of(&input).get(file), None);
    let Some(FileContent::Bytes(settings)) = input.site.get("site.toml") else { panic!("no settings") };
    let settings = String::from_utf8(settings.clone()).unwrap();
    let with = |addresses: &str| FileContent::Bytes(format!("{settings}\nsecurity = [{addresses}]\n").into());
    let named = with("\"mailto:an.ninh@tinh.example\", \"tel:+84-237-000000\"");
    input.site.insert("site.toml".to_owned(), named);
    let site = site_of(&input);
    let expires = input.as_of.checked_add_days(chrono::Days::new(360)).unwrap();
    let base = json(&site, "procedures.v2.json")["site"].as_str().unwrap().to_owned();
    assert_eq!(
        text(&site, file),
        format!(
            "Contact: mailto:an.ninh@tinh.example\nContact: tel:+84-237-000000\nExpires: {expires}T00:00:00+07:00\n\
             Preferred-Languages: vi, en\nCanonical: {base}{file}\n"
        )
    );
    for wrong in ["http://tinh.example/", "mailto:a b@tinh.example", "mailto:a@tinh.example\\nContact: x"] {
        input.site.insert("site.toml".to_owned(), with(&format!("\"{wrong}\"")));
        let built = pipeline::build(&input);
        assert_eq!(built.artifacts.get(file), None, "{wrong}");
        assert!(built.findings.iter().any(|finding| finding.code == Code::ValueInvalid), "{wrong}");
    }
}
