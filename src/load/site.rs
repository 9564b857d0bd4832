//! `site/site.toml`: the settings of a site.

use crate::finding::Finding;
use crate::model::{AgencyId, Contact, Site};
use crate::source::SourceFile;

use super::fields::{At, Fields, Reader};
use super::spans::Spans;

/// The keys of `site/site.toml`.
pub const SITE_KEYS: &[&str] = &[
    "title",
    "province",
    "own_issuer",
    "base_url",
    "banner",
    "province_code",
    "licence",
    "review",
    "english",
    "feedback",
    "security",
];
/// The keys of a `[[feedback]]`.
pub const FEEDBACK_KEYS: &[&str] = &["label", "value", "href"];

/// The keys of an office's own `site/site.toml`: what an office may say of its site otherwise than the province.
pub const OFFICE_SITE_KEYS: &[&str] = &["title", "english", "base_url", "feedback", "security"];

/// Lays an office's settings over those of a site, and says what is wrong with them. The law's settings (whose decisions rule)
/// and the banner are the province's.
pub fn lay_over(site: &mut Site, file: &SourceFile) -> Vec<Finding> {
    let mut reader = Reader::new(file, Spans::unasked());
    if let Some(table) = reader.parse(&file.text, 0) {
        let fields = reader.fields(table.get_ref(), 0..0, OFFICE_SITE_KEYS);
        if let Some((title, _)) = reader.text(&fields, "title") {
            site.title = title;
        }
        site.english = reader.text(&fields, "english").map(|(text, _)| text);
        match reader.text(&fields, "base_url") {
            Some((text, _)) if is_base_url(&text) => {
                site.base_url = if text.ends_with('/') { text } else { format!("{text}/") };
            }
            Some((text, at)) => reader.invalid(&at, &text, "https://…/"),
            None => {}
        }
        let own = contacts(&mut reader, &fields);
        if !own.is_empty() {
            site.feedback = own;
        }
        let own = security(&mut reader, &fields);
        if !own.is_empty() {
            site.security = own;
        }
    }
    reader.findings
}

/// Reads the settings. What is missing or wrong is a finding; the pipeline goes on with what there is.
pub(super) fn load(reader: &mut Reader, base_url: Option<&str>) -> Site {
    let mut site = Site {
        title: String::new(),
        province: String::new(),
        own_issuer: AgencyId(String::new()),
        base_url: base_url.unwrap_or_default().to_owned(),
        feedback: Vec::new(),
        security: Vec::new(),
        banner: None,
        province_code: None,
        licence: None,
        review: false,
        english: None,
    };
    let file = reader.file;
    if let Some(table) = reader.parse(&file.text, 0) {
        let fields = reader.fields(table.get_ref(), 0..0, SITE_KEYS);
        let mut needed = |key| reader.needed_text(&fields, key).map(|(text, _)| text).unwrap_or_default();
        site.title = needed("title");
        site.province = needed("province");
        site.own_issuer = AgencyId(reader.text(&fields, "own_issuer").map(|(text, _)| text).unwrap_or_default());
        let stated = reader.text(&fields, "base_url");
        if base_url.is_none() {
            match stated {
                Some((text, _)) if is_base_url(&text) => {
                    site.base_url = text;
                }
                Some((text, at)) => reader.invalid(&at, &text, "https://…/"),
                None => reader.missing(&fields, "base_url"),
            }
        }
        site.banner = reader.text(&fields, "banner").map(|(text, _)| text);
        site.province_code = reader.text(&fields, "province_code").map(|(text, _)| text);
        match reader.text(&fields, "licence") {
            Some((text, _)) if is_base_url(&text) => site.licence = Some(text),
            Some((text, at)) => reader.invalid(&at, &text, "https://…"),
            None => {}
        }
        site.review = reader.truth(&fields, "review").unwrap_or(false);
        site.english = reader.text(&fields, "english").map(|(text, _)| text);
        site.feedback = contacts(reader, &fields);
        site.security = security(reader, &fields);
    }
    if !site.base_url.ends_with('/') {
        site.base_url.push('/');
    }
    site
}

fn contacts(reader: &mut Reader, fields: &Fields) -> Vec<Contact> {
    let feedback = reader.rows(fields, "feedback", FEEDBACK_KEYS, |reader, fields, _| {
        let label = reader.needed_text(fields, "label").map(|(text, _)| text);
        let value = reader.needed_text(fields, "value").map(|(text, _)| text);
        let href = reader.text(fields, "href").and_then(|(text, at)| checked_contact(reader, &text, &at));
        Some(Contact { label: label?, value: value?, href })
    });
    reader.keep("feedback", feedback)
}

/// Where faults of the site are reported, for `.well-known/security.txt`: a line an address, so none may hold a blank.
fn security(reader: &mut Reader, fields: &Fields) -> Vec<String> {
    reader.list(fields, "security", |reader, text, at| {
        let address = checked_contact(reader, text, at)?;
        if address.contains(|c: char| c.is_whitespace() || c.is_control()) {
            reader.invalid(at, text, "https://… | mailto:… | tel:…");
            return None;
        }
        Some(address)
    })
}

fn checked_contact(reader: &mut Reader, text: &str, at: &At) -> Option<String> {
    let is_sound = ["https://", "mailto:", "tel:"].iter().any(|scheme| text.starts_with(scheme));
    if !is_sound {
        reader.invalid(at, text, "https: | mailto: | tel:");
    }
    is_sound.then(|| text.to_owned())
}

/// Whether a text can be the address of a site: `http` or `https`, a host, no blanks, quotes or query.
pub fn is_base_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty()
            && !rest.starts_with('/')
            && rest.chars().all(|c| c.is_ascii_alphanumeric() || "-._~:/%[]@".contains(c))
    })
}
