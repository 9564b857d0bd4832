//! The English pages: one beside each that is not Vietnamese alone, telling the same facts, leading nowhere that is not there.

use crate::page;
use crate::project;
use crate::sites;
use crate::world;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use niemyet::address::Links;
use niemyet::artifacts::Artifacts;
use niemyet::pipeline::with_catalogue;
use niemyet::render::{Context, render};
use page::{Page, resolve};
use world::World;

/// The committed catalogue's site.
static SITE: LazyLock<(Artifacts, BTreeMap<String, Page>)> =
    LazyLock::new(|| parsed(sites::site("", world::TODAY).clone()));

fn made(links: Links) -> (Artifacts, BTreeMap<String, Page>) {
    let input = project::input("", world::TODAY);
    with_catalogue(&input, |catalogue, _| {
        let (artifacts, findings) = render(catalogue, &Context { links, ..Context::of(&input, &[]) });
        assert!(findings.is_empty(), "{findings:#?}");
        parsed(artifacts)
    })
}

fn parsed(artifacts: Artifacts) -> (Artifacts, BTreeMap<String, Page>) {
    let html = artifacts.iter().filter(|(path, _)| path.ends_with(".html"));
    let pages = html.map(|(path, bytes)| (path.to_owned(), Page::parse(std::str::from_utf8(bytes).unwrap())));
    let pages = pages.collect();
    (artifacts, pages)
}

/// Vietnamese pages that have no English one: by the beginnings and the ends of their addresses.
fn is_vietnamese_alone(path: &str, prose: &BTreeSet<String>) -> bool {
    let address = path.trim_end_matches("index.html");
    address.starts_with("nhung/")
        || address.ends_with("/bang/")
        || address.ends_with("/so-tay/")
        || path == "404.html"
        || prose.contains(address)
}

#[test]
fn every_page_that_is_not_vietnamese_alone_has_one_and_says_which_language_it_is_in() {
    let (_, pages) = &*SITE;
    let files = project::files("site/pages");
    let prose: BTreeSet<String> = files.keys().map(|path| path.replace(".md", "/")).collect();
    assert!(
        !prose.is_empty() && prose.iter().all(|path| pages.contains_key(&format!("{path}index.html"))),
        "{prose:?}"
    );
    let (english, vietnamese): (Vec<_>, Vec<_>) = pages.keys().partition(|path| path.starts_with("en/"));
    let english: BTreeSet<&str> = english.into_iter().filter_map(|path| path.strip_prefix("en/")).collect();
    let expected: BTreeSet<&str> =
        vietnamese.into_iter().map(String::as_str).filter(|path| !is_vietnamese_alone(path, &prose)).collect();
    assert!(english.len() > 2000, "{}", english.len());
    assert_eq!(english.symmetric_difference(&expected).collect::<Vec<_>>(), Vec::<&&str>::new());
    for (path, page) in pages {
        let tag = page.elements("html").next().and_then(|html| html.attribute("lang"));
        assert_eq!(tag, Some(if path.starts_with("en/") { "en" } else { "vi" }), "{path}");
    }
}

#[test]
fn a_page_and_its_other_language_lead_to_each_other() {
    let (_, pages) = &*SITE;
    for path in pages.keys().filter_map(|path| path.strip_prefix("en/")) {
        let english = format!("en/{path}");
        for (from, to, lang) in [(path, english.as_str(), "en"), (english.as_str(), path, "vi")] {
            let link = pages[from].elements("a").find(|link| link.attribute("class") == Some("lang"));
            let link = link.unwrap_or_else(|| panic!("{from}"));
            assert_eq!(link.attribute("hreflang"), Some(lang), "{from}");
            let target = resolve(from, link.attribute("href").unwrap());
            assert_eq!(target.as_deref(), Some(to), "{from}");
        }
    }
}

#[test]
fn every_link_of_an_english_page_leads_to_what_is_there_and_to_english_where_that_is() {
    for links in [Links::Folders, Links::Files] {
        let made = (links == Links::Files).then(|| made(links));
        let (artifacts, pages) = made.as_ref().unwrap_or(&SITE);
        let paths: BTreeSet<&str> = artifacts.iter().map(|(path, _)| path).collect();
        let mut seen = 0;
        for (path, page) in pages.iter().filter(|(path, _)| path.starts_with("en/")) {
            for link in page.all().filter(|element| element.attribute("class") != Some("lang")) {
                for (name, address) in link.attributes() {
                    if !matches!(name, "href" | "src" | "action") || address.contains(':') {
                        continue;
                    }
                    let Some(target) = resolve(path, address) else { continue };
                    seen += 1;
                    assert!(paths.contains(target.as_str()), "{path}: {address} → {target}");
                    assert!(
                        target.starts_with("en/") || !paths.contains(format!("en/{target}").as_str()),
                        "{path}: {address} leaves English"
                    );
                }
            }
        }
        assert!(seen > 10_000, "{seen}");
    }
}

#[test]
fn both_languages_tell_the_same_codes_decisions_and_marks_in_the_same_order() {
    let (_, pages) = &*SITE;
    let told = |page: &Page| -> Vec<String> {
        let is_fact = |class: &str| class.split(' ').any(|class| matches!(class, "st" | "code" | "unk" | "nb" | "num"));
        page.all()
            .filter_map(|element| element.attribute("class"))
            .filter(|it| is_fact(it))
            .map(str::to_owned)
            .collect()
    };
    for path in pages.keys().filter_map(|path| path.strip_prefix("en/")) {
        assert_eq!(told(&pages[path]), told(&pages[&format!("en/{path}")]), "{path}");
    }
}

#[test]
fn texts_of_the_source_are_marked_as_vietnamese_and_words_of_the_site_are_english() {
    let (_, pages) = &*SITE;
    let page = &pages["en/T/1.004222/index.html"];
    let heading = page.elements("h1").next().unwrap();
    assert_eq!(heading.attribute("lang"), Some("vi"));
    for word in ["In force", "See it on the national public service portal", "Names, papers, steps"] {
        assert!(page.text().contains(word), "{word}");
    }
    for word in ["Đang có hiệu lực", "Cơ quan công bố", "Trang chủ"] {
        assert!(!page.text().contains(word), "{word}");
    }
}

#[test]
fn a_site_has_english_pages_only_where_its_settings_give_an_english_title() {
    let world = World::new();
    let built = world.run(&["build", "--out", "public"]);
    assert_eq!(built.status, Some(0), "{built:?}");
    assert!(!world.at("public/en").exists());
    let text = world.text("site/site.toml");
    world.put("site/site.toml", format!("english = \"Procedures of a province\"\n{text}"));
    let built = world.run(&["build", "--out", "public"]);
    assert_eq!(built.status, Some(0), "{built:?}");
    let home = world.text("public/en/index.html");
    assert!(home.contains("Procedures of a province") && home.contains("lang=\"en\""), "{home}");
    assert!(world.text("public/index.html").contains("hreflang=\"en\""));
}

#[test]
fn a_project_words_english_pages_in_its_own_words_and_a_key_that_is_none_is_told() {
    let world = World::new();
    let text = world.text("site/site.toml");
    world.put("site/site.toml", format!("english = \"Procedures of a province\"\n{text}"));
    world.put("site/strings/en.toml", "[site.status]\nin-force = \"Valid today\"\nin_forse = \"x\"\n");
    let built = world.run(&["--lang", "en", "check"]);
    assert!(built.stdout.contains("site.status.in-force"), "{built:?}");
}
