//! A link is judged by its form: HTTP answers prove nothing, for the portal says 200 to every address.

use crate::finding::{Code, Hit};
use crate::ledger::Catalogue;
use crate::model::{Day, Procedure};
use crate::text::slug;

use super::listed;

/// What this rule tells.
pub(super) const CODES: &[Code] = &[
    Code::LinkHome,
    Code::LinkSearch,
    Code::LinkDeadHost,
    Code::LinkLegacyForm,
    Code::LinkClosedProvincial,
    Code::FormDeadHost,
];

/// The national portal.
pub(super) const PORTAL: &str = "dichvucong.gov.vn";
/// Hosts of the portal that answer 503.
const DEAD: [&str; 2] = ["thutuc.dichvucong.gov.vn", "csdl.dichvucong.gov.vn"];

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let own = closed_portal(catalogue);
    let mut hits = Vec::new();
    for (record, _) in listed(catalogue) {
        for Written { key, at, url, is_form } in written(record) {
            if let Some(code) = judge_written(url, is_form, own.as_deref()) {
                let hit = Hit::new(&record.file, &key, code).part(at..at + url.len());
                hits.push(hit.with("code", &record.code).with("url", url));
            }
        }
    }
    hits
}

/// An address that stands in the texts of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written<'a> {
    /// The key of the text, as findings name it.
    pub key: String,
    /// The byte of the text at which it begins.
    pub at: usize,
    /// The address.
    pub url: &'a str,
    /// Whether it is that of a form to fill in.
    pub is_form: bool,
}

/// Every address in the texts of a record, in their order.
pub fn written(record: &Procedure) -> Vec<Written<'_>> {
    let of_text = |(key, text, is_form): (String, _, bool)| {
        let url = move |(at, url)| Written { key: key.clone(), at, url, is_form };
        urls(text).map(url).collect::<Vec<_>>()
    };
    texts(record).into_iter().flat_map(of_text).collect()
}

/// What is wrong with an address in a record by its form alone.
pub fn judge_written(url: &str, is_form: bool, own: Option<&str>) -> Option<Code> {
    match judge(url, own) {
        Some(Code::LinkDeadHost | Code::LinkClosedProvincial) if is_form => Some(Code::FormDeadHost),
        other => other,
    }
}

/// The host of the province's own portal, once that is closed.
pub fn closed_portal(catalogue: &Catalogue) -> Option<String> {
    let closed = Day::from_ymd_opt(2025, 7, 1).is_some_and(|day| day <= catalogue.as_of);
    own_portal(&catalogue.records.site.province).filter(|_| closed)
}

/// The host of the province's own portal before 1 July 2025: `dichvucong.thanhhoa.gov.vn` for "tỉnh Thanh Hóa".
fn own_portal(province: &str) -> Option<String> {
    let name = slug(province);
    let name = name.strip_prefix("tinh-").or(name.strip_prefix("thanh-pho-"))?.replace('-', "");
    (!name.is_empty()).then(|| format!("dichvucong.{name}.gov.vn"))
}

/// The texts of a record that may hold links, each with its key, and whether it is a form's.
fn texts(record: &Procedure) -> Vec<(String, &str, bool)> {
    let prose = [
        ("body.steps", &record.steps),
        ("body.manner", &record.manner),
        ("body.result", &record.result),
        ("body.conditions", &record.conditions),
    ];
    let stated = prose.into_iter().filter_map(|(key, text)| Some((key.to_owned(), text.value()?.as_str(), false)));
    let mut texts: Vec<(String, &str, bool)> = stated.collect();
    texts.extend(record.source.as_deref().map(|source| ("source".to_owned(), source, false)));
    for (row, channel) in record.channels.value().into_iter().flatten().enumerate() {
        texts.extend(channel.note.as_deref().map(|note| (format!("channel[{row}].note"), note, false)));
    }
    for (row, paper) in record.papers.value().into_iter().flatten().enumerate() {
        texts.push((format!("paper[{row}].name"), &paper.name, false));
        texts.extend(paper.form.as_deref().map(|form| (format!("paper[{row}].form"), form, true)));
    }
    texts
}

/// The web addresses in a text, each with the byte at which it begins, without the punctuation that closes a sentence.
pub fn urls(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices("http").filter_map(|(at, _)| {
        let rest = text.get(at..)?;
        let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | ')' | ']' | '|');
        let url = rest.split(ends).next()?.trim_end_matches(['.', ',', ';', ':']);
        (url.starts_with("https://") || url.starts_with("http://")).then_some((at, url))
    })
}

/// What is wrong with an address by its form alone. `own` is the province's own portal once that is closed.
pub fn judge(url: &str, own: Option<&str>) -> Option<Code> {
    let (_, rest) = url.split_once("://")?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    if DEAD.contains(&host) {
        return Some(Code::LinkDeadHost);
    }
    if own == Some(host) {
        return Some(Code::LinkClosedProvincial);
    }
    if host != PORTAL {
        return None;
    }
    if path.is_empty() {
        Some(Code::LinkHome)
    } else if path.starts_with("p/home/dvc-") {
        Some(Code::LinkLegacyForm)
    } else if path.starts_with("tim-kiem") && !path.contains("formalityId=") {
        Some(Code::LinkSearch)
    } else {
        None
    }
}
