//! What a server says that a file is.

use url::Url;

use super::Answer;
use super::address::Ending;
use crate::digest::sha256;

/// Whether what a server calls so can show a list. What it does not name, or names a stream of bytes, its content tells.
pub(super) fn may_be_list(media: &str) -> bool {
    const KINDS: [&str; 15] = [
        "text/html",
        "application/xhtml",
        "application/json",
        "application/x-ndjson",
        "text/json",
        "text/csv",
        "text/plain",
        "text/tab-separated-values",
        "application/pdf",
        "application/vnd.",
        "application/msword",
        "application/octet-stream",
        "application/x-download",
        "multipart/related",
        "message/rfc822",
    ];
    let media = media.trim().to_ascii_lowercase();
    media.is_empty()
        || KINDS.iter().any(|kind| media.starts_with(kind))
        || media.ends_with("rtf")
        || media.split(';').next().is_some_and(|kind| kind.ends_with("+json"))
}

/// What a server calls the kinds of lists that are no pages, and their endings.
const LISTS: [(&str, &str); 11] = [
    ("json", "json"),
    ("csv", "csv"),
    ("tab-separated-values", "tsv"),
    ("spreadsheetml", "xlsx"),
    ("ms-excel", "xls"),
    ("opendocument.spreadsheet", "ods"),
    ("pdf", "pdf"),
    ("wordprocessingml", "docx"),
    ("msword", "doc"),
    ("opendocument.text", "odt"),
    ("rtf", "rtf"),
];

/// Whether an answer hands out a list: data or a spreadsheet, or a document where `has_documents`. Where the kind says nothing, the name
/// that the server gives the file does.
pub(super) fn hands_out_list(answer: &Answer, has_documents: bool) -> bool {
    let name = ending_of_kind(&answer.media).or_else(|| ending_of_name(answer)).map(|ending| format!("x.{ending}"));
    match name.map(|name| Ending::of_name(&name)) {
        Some(Ending::Data) => true,
        Some(Ending::Document) => has_documents,
        _ => false,
    }
}

fn ending_of_kind(media: &str) -> Option<String> {
    let media = media.to_ascii_lowercase();
    LISTS.iter().find(|(kind, _)| media.contains(kind)).map(|(_, ending)| (*ending).to_owned())
}

/// The ending of the name that a server gives a file, where it is that of a list.
fn ending_of_name(answer: &Answer) -> Option<String> {
    let parts = answer.disposition.as_ref()?.split(';').map(str::trim);
    let names =
        parts.filter_map(|part| part.split_once('=')).filter(|(key, _)| key.trim_end_matches('*') == "filename");
    names.filter_map(|(_, name)| ending(name.trim_matches(['"', ' ']))).next()
}

/// The ending of a name, where it is that of a list.
fn ending(name: &str) -> Option<String> {
    let is_list = matches!(Ending::of_name(name), Ending::Data | Ending::Document);
    name.rsplit_once('.').filter(|_| is_list).map(|(_, ending)| ending.to_ascii_lowercase())
}

/// The name of a page's file: one that no address can choose, with an ending that tells what it is.
pub(super) fn name_of(url: &Url, answer: &Answer) -> String {
    let digest = sha256(url.as_str().as_bytes());
    let media = &answer.media;
    let is_page = media.contains("html").then(|| "html".to_owned());
    // "application/vnd.ms-excel" is said of all that Excel opens.
    let certain = || ending_of_kind(media).filter(|ending| ["json", "csv", "pdf"].contains(&ending.as_str()));
    let by_name = || ending(url.path().rsplit('/').next()?);
    let ending = is_page.or_else(certain).or_else(by_name).or_else(|| ending_of_name(answer));
    let ending = ending.or_else(|| ending_of_kind(media)).unwrap_or_else(|| "txt".to_owned());
    format!("{}.{ending}", digest.get(..24).unwrap_or(&digest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_handed_out_is_a_list_by_its_kind_or_by_its_name() {
        for (media, disposition, expected) in [
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", None, "xlsx"),
            ("application/json; charset=utf-8", None, "json"),
            ("application/octet-stream", Some("attachment; filename=\"Danh mục.XLSX\""), "xlsx"),
            ("application/force-download", Some("attachment; filename*=UTF-8''danh%20muc.ods; filename=x"), "ods"),
            ("application/octet-stream", Some("attachment; filename=anh.zip"), ""),
            ("application/octet-stream", None, ""),
            ("text/html", None, ""),
            ("application/zip", Some("inline"), ""),
        ] {
            let answer = Answer {
                status: 200,
                media: media.to_owned(),
                location: None,
                disposition: disposition.map(str::to_owned),
                body: Vec::new(),
                is_too_large: false,
                dropped: 0,
            };
            assert_eq!(hands_out_list(&answer, true), !expected.is_empty(), "{media} {disposition:?}");
            let name = Url::parse("http://a.example/tai?id=3").ok().map(|url| name_of(&url, &answer));
            assert!(
                expected.is_empty() || name.is_some_and(|name| name.ends_with(expected)),
                "{media} {disposition:?}"
            );
        }
    }
}
