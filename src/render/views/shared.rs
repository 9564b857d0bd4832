//! What every page says of the whole site: the frame, the day, what it was built from.

use serde::Serialize;

use crate::address;
use crate::model::{Contact, Snapshot};
use crate::strings::{Language, Strings};

use super::super::english::FOLDER;
use super::super::index::Index;
use super::office::{FactView, facts};

/// The frame of every page.
#[derive(Serialize)]
pub(in crate::render) struct Shared {
    lang: &'static str,
    /// What marks a text of the catalogue on a page in another language than its own.
    of_source: &'static str,
    /// The same site in its other language, where it has one.
    other: Option<OtherLanguage>,
    /// The language and the country, as Open Graph has it.
    locale: &'static str,
    title: String,
    /// The province's name, where the title does not hold it.
    province: Option<String>,
    /// Both, as one line.
    full_title: String,
    banner: Option<String>,
    as_of: String,
    /// "danh sách …, không sớm hơn ngày …; cũ hơn ngày này N ngày", or why there is none.
    built_from: String,
    base_url: String,
    feedback: Vec<ContactView>,
    header: Vec<NavItem>,
    footer: Vec<NavItem>,
    /// The prose pages that the footer names.
    prose: Vec<NavItem>,
    /// The picture beside the title, where there is one.
    logo: Option<String>,
    /// Whether the site's own address is known, so that it can list its pages.
    is_placed: bool,
    /// Whose own site it is, where it is one office's alone.
    office: Option<OwnOffice>,
}

/// The office that a site is of.
#[derive(Serialize)]
struct OwnOffice {
    name: String,
    /// Where people go, as far as somebody entered it.
    facts: Vec<FactView>,
    /// The address of the site of all offices.
    hub: String,
    /// The address of the office's page on that one.
    url: String,
}

#[derive(Serialize)]
struct ContactView {
    label: String,
    value: String,
    href: Option<String>,
}

/// The same site in its other language.
#[derive(Serialize)]
struct OtherLanguage {
    lang: &'static str,
    /// The language, in itself.
    label: String,
    /// From the root of this one's pages to that of the other's.
    root: &'static str,
    base_url: String,
}

impl OtherLanguage {
    fn of(index: &Index) -> Option<OtherLanguage> {
        let site = &index.records.site;
        site.english.as_ref()?;
        let (other, root) = match index.words.language() {
            Language::Vietnamese => (Language::English, FOLDER),
            Language::English => (Language::Vietnamese, "../"),
        };
        Some(OtherLanguage {
            lang: other.tag(),
            label: Strings::of(other).get(&["site", "frame", "language"]),
            root,
            base_url: match other {
                Language::Vietnamese => site.base_url.clone(),
                Language::English => format!("{}{FOLDER}", site.base_url),
            },
        })
    }
}

/// An entry of a navigation.
#[derive(Serialize)]
pub(in crate::render) struct NavItem {
    pub(in crate::render) key: &'static str,
    pub(in crate::render) label: String,
    pub(in crate::render) url: String,
}

impl Shared {
    pub(in crate::render) fn new(index: &Index, base_url: &str, prose: Vec<NavItem>, logo: Option<&str>) -> Self {
        let site = &index.records.site;
        let language = index.words.language();
        let title = match (language, &site.english) {
            (Language::English, Some(title)) => title,
            (Language::English | Language::Vietnamese, _) => &site.title,
        };
        let has_decisions = !index.records.decisions.is_empty();
        let has_events = !index.records.life_events.is_empty();
        let item =
            |key: &'static str, url: &str| NavItem { key, label: index.words.get("nav", key), url: url.to_owned() };
        let mut header = vec![item("sectors", "linh-vuc/"), item("agencies", "co-quan/")];
        let has_offices = !index.records.offices.is_empty() && index.own_site.is_none();
        if has_offices {
            header.push(item("offices", address::OFFICES));
        }
        if has_decisions {
            header.push(item("decisions", "quyet-dinh/"));
        }
        header.push(item("changes", "thay-doi/"));
        let mut footer = vec![
            item("search", "tim/"),
            item("all", address::ALL),
            item("sectors", "linh-vuc/"),
            item("agencies", "co-quan/"),
            item("levels", "cap/"),
        ];
        // A phone has the footer for a menu.
        if has_offices {
            footer.push(item("offices", address::OFFICES));
        }
        if has_events {
            footer.push(item("events", "su-kien/"));
        }
        if has_decisions {
            footer.push(item("decisions", "quyet-dinh/"));
        }
        footer.extend([item("changes", "thay-doi/"), item("coming", "sap-hieu-luc/"), item("ended", "het-hieu-luc/")]);
        if index.own_site.is_none() {
            footer.push(NavItem {
                key: "stats",
                label: index.words.get("stats", "nav"),
                url: address::STATISTICS.to_owned(),
            });
        }
        if site.review {
            footer.push(item("review", address::REVIEW));
        }
        Shared {
            lang: language.tag(),
            of_source: match language {
                Language::Vietnamese => "",
                Language::English => " lang=\"vi\"",
            },
            other: OtherLanguage::of(index),
            locale: match language {
                Language::Vietnamese => "vi_VN",
                Language::English => "en_GB",
            },
            title: title.clone(),
            province: (!title.contains(&site.province) && language == Language::Vietnamese)
                .then(|| site.province.clone()),
            full_title: full_title(index),
            banner: site.banner.clone(),
            as_of: index.words.day(index.catalogue.as_of),
            built_from: built_from(index),
            base_url: match language {
                Language::Vietnamese => base_url.to_owned(),
                Language::English => format!("{base_url}{FOLDER}"),
            },
            feedback: site.feedback.iter().map(ContactView::of).collect(),
            header,
            footer,
            prose,
            logo: logo.map(str::to_owned),
            is_placed: index.own_site.is_none_or(|own| own.is_placed),
            office: index.own_site.map(|own| OwnOffice {
                name: own.office.name.clone(),
                facts: facts(index, own.office),
                hub: own.hub().to_owned(),
                url: format!("{}{}", own.hub(), address::office(&own.office.id)),
            }),
        }
    }
}

/// The site's title with the province's name in it.
pub(in crate::render) fn full_title(index: &Index) -> String {
    let site = &index.records.site;
    if let (Language::English, Some(title)) = (index.words.language(), &site.english) {
        return title.clone();
    }
    if site.title.contains(&site.province) {
        return site.title.clone();
    }
    format!("{} {}", site.title, site.province)
}

impl ContactView {
    fn of(contact: &Contact) -> Self {
        // Only schemes that cannot run anything; `load` reports the others.
        let allowed = |href: &&String| ["https://", "http://", "mailto:", "tel:"].iter().any(|s| href.starts_with(s));
        ContactView {
            label: contact.label.clone(),
            value: contact.value.clone(),
            href: contact.href.as_ref().filter(allowed).cloned(),
        }
    }
}

fn built_from(index: &Index) -> String {
    let decisions = index.words.number(index.records.decisions.len());
    match index.snapshot() {
        Some(snapshot) => index.words.fill(
            "frame",
            "built_from",
            &[
                ("list", &snapshot.title),
                ("taken", &index.words.taken(snapshot)),
                ("age", &snapshot_age(index).unwrap_or_default()),
                ("decisions", &decisions),
            ],
        ),
        None => index.words.fill("frame", "built_from_decisions", &[("decisions", &decisions)]),
    }
}

/// How many days lie between the latest official list and the day shown.
pub(in crate::render) fn snapshot_age(index: &Index) -> Option<String> {
    index.snapshot()?.age_on(index.catalogue.as_of).map(|days| index.words.number(days))
}

/// What a page says of an official list that is too old on the day shown.
pub(in crate::render) fn list_is_old(index: &Index, list: &Snapshot) -> Option<String> {
    let rule = index.records.limit_passed(list, index.catalogue.as_of)?;
    Some(index.words.fill("snapshot", "old", &[("limit", &index.words.number(rule.max_age))]))
}
