//! The English pages: one beside each that is not Vietnamese alone, telling the same facts, leading nowhere that is not there.

use crate::page;
use crate::project;
use crate::sites;
use crate::world;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use niemyet::address::Links;
use niemyet::artifacts::Artifacts;
use niemyet::input::FileContent;
use niemyet::pipeline::build_linked;
use niemyet::render::is_review;
use page::{Page, resolve};
use sites::Site;
use world::World;

/// The committed catalogue's site, without its review, which is Vietnamese alone.
static SITE: LazyLock<(&Artifacts, BTreeMap<&str, &Page>)> = LazyLock::new(|| {
    let Site { artifacts, pages, .. } = sites::read("", world::TODAY);
    let pages = pages.iter().filter(|(path, _)| !is_review(path));
    (artifacts, pages.map(|(path, page)| (path.as_str(), page)).collect())
});

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
        !prose.is_empty() && prose.iter().all(|path| pages.contains_key(format!("{path}index.html").as_str())),
        "{prose:?}"
    );
    let (english, vietnamese): (Vec<&str>, Vec<&str>) = pages.keys().partition(|path| path.starts_with("en/"));
    let english: BTreeSet<&str> = english.into_iter().filter_map(|path| path.strip_prefix("en/")).collect();
    let expected: BTreeSet<&str> = vietnamese.into_iter().filter(|path| !is_vietnamese_alone(path, &prose)).collect();
    assert!(english.len() > 2000, "{}", english.len());
    assert_eq!(english.symmetric_difference(&expected).collect::<Vec<_>>(), Vec::<&&str>::new());
    for (path, page) in pages {
        let tag = page.elements("html").next().and_then(|html| html.attribute("lang"));
        assert_eq!(tag, Some(if path.starts_with("en/") { "en" } else { "vi" }), "{path}");
    }
}

/// The text of an English page that is not marked as Vietnamese.
fn english_text(html: &str) -> String {
    let mut text = String::new();
    let mut left_out: Option<(&str, usize)> = None;
    for (tag, behind) in html.split('<').filter_map(|part| part.split_once('>')) {
        let name = tag.trim_start_matches('/').split(|sign: char| !sign.is_ascii_alphanumeric()).next().unwrap();
        left_out = match left_out {
            Some((of, depth)) if of == name && tag.starts_with('/') => (depth > 1).then_some((of, depth - 1)),
            Some((of, depth)) if of == name => Some((of, depth + 1)),
            None if tag.contains(" lang=\"vi\"") || tag.starts_with("script") || tag.starts_with("style") => {
                Some((name, 1))
            }
            unchanged => unchanged,
        };
        if left_out.is_none() {
            text = text + behind + " ";
        }
    }
    text
}

/// The words of it that a reader of English would misread: a day or a month with the day first, a number whose thousands a point
/// parts. A code has six digits behind its point.
fn misread(html: &str) -> Vec<String> {
    let digits = |part: &str, least: usize, most: usize| {
        (least..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_misread = |word: &&str| match word.split('/').collect::<Vec<_>>().as_slice() {
        [day, month, year] => digits(day, 2, 2) && digits(month, 2, 2) && digits(year, 4, 4),
        [month, year] => digits(month, 2, 2) && digits(year, 4, 4),
        _ => word
            .split_once('.')
            .is_some_and(|(first, rest)| digits(first, 1, 3) && rest.split('.').all(|group| digits(group, 3, 3))),
    };
    let text = english_text(html);
    let words = text.split_whitespace().map(|word| word.trim_matches(|sign: char| !sign.is_alphanumeric()));
    words.filter(is_misread).map(str::to_owned).collect()
}

#[test]
fn an_english_page_has_days_and_numbers_as_english_has_them() {
    let (artifacts, _) = &*SITE;
    assert_eq!(
        misread("<p>On 01/07/2025 <b>3.202</b> <i lang=\"vi\">2.000</i> 1.004222 2,5</p>"),
        ["01/07/2025", "3.202"]
    );
    for path in [
        "",
        "thong-ke/",
        "don-vi/",
        "danh-sach/",
        "het-hieu-luc/",
        "thay-doi/",
        "quyet-dinh/",
        "don-vi/so-y-te/",
        "tim/",
    ] {
        let path = format!("en/{path}index.html");
        let html = std::str::from_utf8(artifacts.get(&path).expect(&path)).unwrap();
        assert_eq!(misread(html), Vec::<String>::new(), "{path}");
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

/// The site for a disk of a project that is rich in changes, with an English title.
fn for_a_disk() -> (Artifacts, BTreeMap<String, Page>) {
    let mut input = project::input("tests/fixtures/haiphong", world::TODAY);
    let Some(FileContent::Bytes(settings)) = input.site.get_mut("site.toml") else { panic!("no settings") };
    settings.splice(0..0, *b"english = \"Procedures\"\n");
    let artifacts = build_linked(&input, Links::Files).artifacts;
    let pages = sites::pages(&artifacts);
    (artifacts, pages)
}

#[test]
fn every_link_of_an_english_page_leads_to_what_is_there_and_to_english_where_that_is() {
    let (on_disk, its_pages) = for_a_disk();
    let its_pages = its_pages.iter().map(|(path, page)| (path.as_str(), page)).collect();
    let (on_web, pages) = &*SITE;
    for (artifacts, pages, least) in [(*on_web, pages, 10_000), (&on_disk, &its_pages, 1_000)] {
        let mut seen = 0;
        for (path, page) in pages.iter().filter(|(path, _)| path.starts_with("en/")) {
            for link in page.all().filter(|element| element.attribute("class") != Some("lang")) {
                for (name, address) in link.attributes() {
                    if !matches!(name, "href" | "src" | "action") || address.contains(':') {
                        continue;
                    }
                    let Some(target) = resolve(path, address) else { continue };
                    seen += 1;
                    let is_there = artifacts.get(&target).is_some() && !is_review(&target);
                    assert!(is_there, "{path}: {address} → {target}");
                    assert!(
                        target.starts_with("en/") || artifacts.get(&format!("en/{target}")).is_none(),
                        "{path}: {address} leaves English"
                    );
                }
            }
        }
        assert!(seen > least, "{seen}");
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
        assert_eq!(told(pages[path]), told(pages[format!("en/{path}").as_str()]), "{path}");
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
