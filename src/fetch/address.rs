//! Addresses, each in one form; and which of them belong to a listing.

use url::{Origin, Url};

/// Parameters that tell where a reader came from, or who the reader is, and not what is shown: with them one page has many addresses.
const TRACKING: [&str; 12] = [
    "fbclid",
    "gclid",
    "yclid",
    "msclkid",
    "zarsrc",
    "_ga",
    "mc_cid",
    "mc_eid",
    "igshid",
    "phpsessid",
    "jsessionid",
    "sessionid",
];

/// The longest address that is asked for.
const LONGEST: usize = 2_000;

/// An address of the web as it is asked for: without what servers never see, or what says nothing about the page. `base` is the page
/// that a relative one stands on.
///
/// `None` of what is no address of `http` or `https`, has a name and a password in it, or is longer than servers take.
pub fn address(text: &str, base: Option<&Url>) -> Option<Url> {
    let text = text.trim();
    let mut url = match base {
        Some(base) => base.join(text).ok()?,
        None => Url::parse(text).ok()?,
    };
    let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
    if !is_web || !url.username().is_empty() || url.password().is_some() || url.as_str().len() > LONGEST {
        return None;
    }
    url.set_fragment(None);
    if let Some((path, _)) = url.path().to_ascii_lowercase().split_once(";jsessionid=") {
        let whole = url.path().get(..path.len())?.to_owned();
        url.set_path(&whole);
    }
    if let Some(query) = url.query() {
        let kept: Vec<&str> = query.split('&').filter(|part| !part.is_empty() && !is_tracking(part)).collect();
        let kept = (!kept.is_empty()).then(|| kept.join("&"));
        url.set_query(kept.as_deref());
    }
    Some(url)
}

fn is_tracking(part: &str) -> bool {
    let name = part.split('=').next().unwrap_or_default().to_ascii_lowercase();
    name.starts_with("utm_") || TRACKING.contains(&name.as_str())
}

/// What an address seems to hold, by its ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// A page, as far as its address tells.
    Page,
    /// Data or a spreadsheet.
    Data,
    /// A document to read: docx, PDF and their like.
    Document,
    /// By its words, what hands out a file: no address tells which.
    Handed,
    /// Something that shows no list: a picture, a style, an archive.
    Other,
}

impl Ending {
    pub(super) fn of(url: &Url) -> Ending {
        let name = url.path_segments().and_then(|mut parts| parts.next_back()).unwrap_or_default();
        Ending::of_name(name)
    }

    /// The same of a file's name.
    pub(super) fn of_name(name: &str) -> Ending {
        const DATA: [&str; 7] = ["json", "jsonl", "csv", "tsv", "xlsx", "xls", "ods"];
        const DOCUMENTS: [&str; 7] = ["docx", "doc", "odt", "rtf", "pdf", "mht", "mhtml"];
        const OTHER: [&str; 42] = [
            "jpg", "jpeg", "png", "gif", "webp", "svg", "ico", "bmp", "tif", "tiff", "avif", "css", "js", "mjs", "map",
            "woff", "woff2", "ttf", "otf", "eot", "zip", "rar", "7z", "gz", "tar", "exe", "msi", "apk", "iso", "mp3",
            "mp4", "avi", "mov", "webm", "wav", "ogg", "ics", "xml", "atom", "rss", "ppt", "pptx",
        ];
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
        match ending.as_str() {
            ending if DATA.contains(&ending) => Ending::Data,
            ending if DOCUMENTS.contains(&ending) => Ending::Document,
            ending if OTHER.contains(&ending) => Ending::Other,
            _ => Ending::Page,
        }
    }
}

/// Whether an address seems to hand out a file: by a word for that, or by the name of a list within it
/// (`/documents/20182/ds.xlsx/0f1e`, `?file=ds.xlsx`).
pub(super) fn may_hand_out(url: &Url) -> bool {
    const WORDS: [&str; 12] = [
        "download",
        "dowload",
        "taive",
        "tai-ve",
        "tai_ve",
        "taixuong",
        "tai-xuong",
        "dinhkem",
        "dinh-kem",
        "attach",
        "getfile",
        "export",
    ];
    const WHOLE: [&str; 6] = ["file", "files", "document", "documents", "tep", "tepdinhkem"];
    let query = url.query().unwrap_or_default();
    let text = format!("{}?{query}", url.path()).to_ascii_lowercase();
    let parts = || text.split(['/', '?', '&', '=']);
    WORDS.iter().any(|word| text.contains(word))
        || text.split(|sign: char| !sign.is_ascii_alphanumeric()).any(|word| WHOLE.contains(&word))
        || parts().any(|part| matches!(Ending::of_name(part), Ending::Data | Ending::Document))
}

/// Which addresses belong to the listing that begins at one.
///
/// Pages do that stand below its folder, or at its own path with another query: a list in pages. The folder of `/tthc/danh-muc.aspx`
/// is `/tthc/`, that of `/tthc` is `/tthc/`. What a page loads or offers as a spreadsheet or document may stand anywhere on the same
/// host: servers keep files elsewhere. So may what hands out a file, by the words of its address.
#[derive(Debug, Clone)]
pub struct Scope {
    origin: Origin,
    path: String,
    folder: String,
}

impl Scope {
    /// The listing that begins at `start`.
    pub fn of(start: &Url) -> Scope {
        let path = start.path();
        let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
        let folder = if name.contains('.') || name.is_empty() { format!("{above}/") } else { format!("{path}/") };
        Scope { origin: start.origin(), path: path.to_owned(), folder }
    }

    /// Whether an address is on the same host: scheme, name and port.
    pub fn has_host(&self, url: &Url) -> bool {
        url.origin() == self.origin
    }

    /// Whether a page at an address belongs to it.
    pub fn has_page(&self, url: &Url) -> bool {
        self.has_host(url) && (url.path().starts_with(&self.folder) || url.path() == self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_page_has_one_address() {
        let base = address("http://a.example/tthc/trang.html", None);
        for (text, expected) in [
            ("chi-tiet?id=1#muc", Some("http://a.example/tthc/chi-tiet?id=1")),
            ("?utm_source=zalo&id=1&FBCLID=x", Some("http://a.example/tthc/trang.html?id=1")),
            ("?fbclid=1", Some("http://a.example/tthc/trang.html")),
            ("/a;jsessionid=0F?x=1", Some("http://a.example/a?x=1")),
            ("HTTPS://B.example:443", Some("https://b.example/")),
            ("javascript:void(0)", None),
            ("mailto:a@b.example", None),
            ("//me:secret@a.example/", None),
            ("data:text/html,x", None),
        ] {
            assert_eq!(address(text, base.as_ref()).map(String::from).as_deref(), expected, "{text}");
        }
        assert_eq!(address("tthc/", None), None);
        assert_eq!(address(&format!("http://a.example/{}", "a".repeat(LONGEST)), None), None);
    }

    #[test]
    fn what_hands_out_a_file_says_so_in_its_address() {
        for (text, expected) in [
            ("http://a.example/download?id=3", true),
            ("http://a.example/Tai-Ve/12", true),
            ("http://a.example/handler.ashx?FILE=3", true),
            ("http://a.example/documents/20182/0/ds.xlsx/0f1e?version=1.0", true),
            ("http://a.example/get?name=ds.docx", true),
            ("http://a.example/profile/3", false),
            ("http://a.example/tin-tuc?id=3", false),
        ] {
            assert_eq!(address(text, None).map(|url| may_hand_out(&url)), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_listing_is_its_folder_and_the_pages_of_its_own_path() {
        for (start, page, expected) in [
            ("http://a.example/", "http://a.example/tthc", true),
            ("http://a.example/tthc", "http://a.example/tthc/1", true),
            ("http://a.example/tthc", "http://a.example/tthc?trang=2", true),
            ("http://a.example/tthc", "http://a.example/tthc-khac", false),
            ("http://a.example/tthc/", "http://a.example/", false),
            ("http://a.example/tthc/ds.aspx?p=1", "http://a.example/tthc/ct.aspx", true),
            ("http://a.example/tthc/ds.aspx", "http://a.example/tin-tuc", false),
            ("http://a.example/", "https://a.example/", false),
            ("http://a.example/", "http://a.example:81/", false),
            ("http://a.example/", "http://www.a.example/", false),
        ] {
            let url = |text| address(text, None);
            let found = url(start).zip(url(page)).map(|(start, page)| Scope::of(&start).has_page(&page));
            assert_eq!(found, Some(expected), "{start} {page}");
        }
    }
}
