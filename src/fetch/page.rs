//! What a page leads to and loads.

use std::borrow::Cow;

use encoding_rs::Encoding;
use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};
use url::Url;

use super::address::{Ending, address};

/// How many addresses of one page are looked at.
pub(super) const LINKS: usize = 20_000;

/// What stands before the address in a script that loads data.
const LOADS: [&str; 6] = ["fetch(", "getjson(", ".get(", "url:", "url :", "\"get\","];

/// An address on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) url: Url,
    /// What it seems to be.
    pub(super) ending: Ending,
}

/// The text of a page as a browser decodes it. What the server says of its letters goes before what the page itself says.
pub(super) fn text<'a>(bytes: &'a [u8], media: &str) -> Cow<'a, str> {
    let encoding = Encoding::for_bom(bytes).map(|(encoding, _)| encoding).or_else(|| charset(media));
    match encoding {
        Some(encoding) => encoding.decode_with_bom_removal(bytes).0,
        None => String::from_utf8_lossy(bytes),
    }
}

/// The encoding that a `Content-Type` names.
pub(super) fn charset(media: &str) -> Option<&'static Encoding> {
    let label = media.split(';').skip(1).find_map(|part| {
        let (key, value) = part.split_once('=')?;
        key.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
    })?;
    Encoding::for_label(label.as_bytes())
}

/// The addresses on a page, in their order, and whether there were more than are looked at.
pub(super) fn links(text: &str, own: &Url) -> (Vec<Link>, bool) {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut found = Found { base: own.clone(), links: Vec::new(), seen: 0 };
    let mut in_script = false;
    for token in Tokenizer::new_with_emitter(text, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                in_script = tag.name.as_slice() == b"script";
                found.start(&tag);
            }
            Token::EndTag(_) => in_script = false,
            Token::String(script) if in_script => found.script(&String::from_utf8_lossy(&script)),
            _ => {}
        }
        if found.seen > LINKS {
            return (found.links, true);
        }
    }
    (found.links, false)
}

struct Found {
    base: Url,
    links: Vec<Link>,
    seen: usize,
}

impl Found {
    fn start(&mut self, tag: &StartTag<()>) {
        let value = |name: &[u8]| {
            let (_, value) = tag.attributes.iter().find(|(key, _)| key.as_slice() == name)?;
            Some(String::from_utf8_lossy(value.as_slice()).into_owned())
        };
        match tag.name.as_slice() {
            b"base" => {
                self.base = value(b"href").and_then(|href| self.base.join(&href).ok()).unwrap_or(self.base.clone())
            }
            b"a" | b"area" => self.take(value(b"href"), false),
            b"iframe" | b"frame" => self.take(value(b"src"), false),
            b"embed" => self.take(value(b"src"), true),
            b"object" => self.take(value(b"data"), true),
            b"script" => self.take(value(b"src"), true),
            b"link" => {
                let rel = value(b"rel").unwrap_or_default().to_ascii_lowercase();
                let is = |wanted: &str| rel.split_ascii_whitespace().any(|rel| rel == wanted);
                // Another form of a page, as its feed or the data of the whole site, shows no more than the page.
                if !is("alternate") {
                    self.take(value(b"href"), !is("next"));
                }
            }
            b"meta" if value(b"http-equiv").is_some_and(|key| key.eq_ignore_ascii_case("refresh")) => {
                let content = value(b"content").unwrap_or_default();
                let at = content.to_ascii_lowercase().find("url=");
                let target = at.and_then(|at| content.get(at + 4..)).map(|text| text.trim_matches(['\'', '"', ' ']));
                self.take(target.map(str::to_owned), false);
            }
            _ => {}
        }
        for (key, value) in &tag.attributes {
            if key.starts_with(b"data-") {
                self.take(Some(String::from_utf8_lossy(value.as_slice()).into_owned()), true);
            }
        }
    }

    /// Takes an address; `is_loaded` of one that is no link for readers, and belongs only where its ending is that of data.
    fn take(&mut self, text: Option<String>, is_loaded: bool) {
        let Some(text) = text else { return };
        self.seen += 1;
        let Some(url) = address(&text, Some(&self.base)) else { return };
        // Readers are led to pages: data that a link leads to is of the listing where it stands in its folder.
        let ending = match Ending::of(&url) {
            Ending::Data if !is_loaded && url.path().ends_with(".json") => Ending::Page,
            ending => ending,
        };
        let is_wanted =
            if is_loaded { matches!(ending, Ending::Data | Ending::Document) } else { ending != Ending::Other };
        if is_wanted {
            self.links.push(Link { url, ending });
        }
    }

    /// Takes the addresses of data in a script: quoted, with the ending of data or behind words that load it.
    fn script(&mut self, script: &str) {
        let mut parts = script.split(['"', '\'', '`']);
        let mut next = parts.next().unwrap_or_default();
        for quoted in parts {
            let before = std::mem::replace(&mut next, quoted);
            if self.seen > LINKS {
                break;
            }
            let is_one = !quoted.is_empty() && quoted.len() < 500 && !quoted.contains([' ', '\n', '{', '}', '<', '>']);
            if !is_one {
                continue;
            }
            let tail: String = before.chars().rev().take(12).collect::<Vec<_>>().into_iter().rev().collect();
            let tail = tail.trim_end().to_ascii_lowercase();
            let is_loaded = LOADS.iter().any(|load| tail.ends_with(load)) && quoted.contains('/');
            let path = quoted.split(['?', '#']).next().unwrap_or_default();
            let is_data = path.ends_with(".json") && path.len() > ".json".len();
            if !is_loaded && !is_data {
                continue;
            }
            self.seen += 1;
            let url = address(quoted, Some(&self.base)).filter(|url| Ending::of(url) != Ending::Other);
            self.links.extend(url.map(|url| Link { url, ending: Ending::Data }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_leads_to_its_links_and_to_the_data_that_it_loads() {
        let page = "<base href='/tthc/'><a href='1.html#a'>1</a><a href=anh.png>x</a><link rel=next href='?trang=2'>\
            <link rel=stylesheet href=a.css><link rel=preload href=ds.json><div data-src='b.json' data-x='y'></div>\
            <iframe src=khung></iframe><meta http-equiv=refresh content='5; URL=\"moi.html\"'>\
            <script>const u = 'so-lieu.json?v=1'; fetch('/api/tthc').then(x); t('tthc/khac'); fetch(`a/${b}`)</script>\
            <script src=ung-dung.js></script><a href='bang.xlsx'>x</a>";
        let own = address("http://a.example/x", None).into_iter().collect::<Vec<_>>();
        let found: Vec<String> = own
            .iter()
            .flat_map(|own| links(page, own).0)
            .map(|link| format!("{:?} {}", link.ending, link.url.as_str().trim_start_matches("http://a.example")))
            .collect();
        let expected = [
            "Page /tthc/1.html",
            "Page /tthc/?trang=2",
            "Data /tthc/ds.json",
            "Data /tthc/b.json",
            "Page /tthc/khung",
            "Page /tthc/moi.html",
            "Data /tthc/so-lieu.json?v=1",
            "Data /api/tthc",
            "Data /tthc/bang.xlsx",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_page_of_very_many_links_is_read_so_far() {
        let page = "<a href=a>".repeat(LINKS + 10);
        let own = address("http://a.example/", None);
        let found = own.map(|own| links(&page, &own));
        assert_eq!(found.map(|(links, is_cut)| (links.len(), is_cut)), Some((LINKS + 1, true)));
    }

    #[test]
    fn what_the_server_says_of_the_letters_is_believed() {
        assert_eq!(text(b"\xd0\xf4", "text/html; charset=windows-1258"), "Đô");
        assert_eq!(text("Đô".as_bytes(), "text/html"), "Đô");
        assert_eq!(charset("text/html; Charset=\"UTF-8\"").map(Encoding::name), Some("UTF-8"));
    }
}
