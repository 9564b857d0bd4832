//! A page as its tags and texts: as much of HTML as the site's own pages have.
#![allow(dead_code, reason = "each test program uses what it needs")]

use std::fmt;

/// A page, read.
pub(crate) struct Page {
    tokens: Vec<Token>,
    text: String,
}

enum Token {
    Open(Element),
    Close(String),
    Text(String),
}

/// A start tag.
#[derive(Debug)]
pub(crate) struct Element {
    name: String,
    attributes: Vec<(String, String)>,
}

/// Elements that have no end tag.
const VOID: [&str; 8] = ["base", "meta", "link", "input", "br", "hr", "img", "col"];

/// Elements that begin a line of their own where a page is read as text.
const BLOCKS: [&str; 17] = [
    "p", "h1", "h2", "h3", "h4", "li", "dt", "tr", "caption", "section", "table", "nav", "form", "div", "summary",
    "dl", "ol",
];

impl Element {
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes().find(|(other, _)| *other == name).map(|(_, value)| value)
    }

    pub(crate) fn heading_level(&self) -> Option<u8> {
        let level = self.name.strip_prefix('h')?.parse().ok()?;
        (1..=6).contains(&level).then_some(level)
    }
}

impl Page {
    pub(crate) fn parse(html: &str) -> Page {
        let (mut tokens, mut rest) = (Vec::new(), html);
        while let Some((before, after)) = rest.split_once('<') {
            if !before.is_empty() {
                tokens.push(Token::Text(unescape(before)));
            }
            let (tag, after) = after.split_once('>').expect("a tag ends");
            rest = after;
            if let Some(name) = tag.strip_prefix('/') {
                tokens.push(Token::Close(name.to_owned()));
            } else if !tag.starts_with(['!', '?']) {
                let element = element(tag);
                let closed = tag.ends_with('/');
                if element.name == "script" {
                    let (_, after) = rest.split_once("</script>").expect("a script ends");
                    rest = after;
                    tokens.push(Token::Open(element));
                    tokens.push(Token::Close("script".to_owned()));
                    continue;
                }
                let name = element.name.clone();
                tokens.push(Token::Open(element));
                if closed {
                    tokens.push(Token::Close(name));
                }
            }
        }
        let texts = tokens.iter().filter_map(|token| match token {
            Token::Text(text) => Some(text.as_str()),
            Token::Open(_) | Token::Close(_) => None,
        });
        let text = texts.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
        Page { tokens, text }
    }

    /// Every text of the page, blanks made one.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &Element> {
        self.tokens.iter().filter_map(|token| match token {
            Token::Open(element) => Some(element),
            Token::Close(_) | Token::Text(_) => None,
        })
    }

    pub(crate) fn elements(&self, name: &str) -> impl Iterator<Item = &Element> {
        self.all().filter(move |element| element.name == name)
    }

    pub(crate) fn links(&self) -> impl Iterator<Item = &str> {
        self.elements("a").filter_map(|link| link.attribute("href"))
    }

    /// Everything that the page leads to or loads.
    pub(crate) fn addresses(&self) -> impl Iterator<Item = &str> {
        self.all().flat_map(|element| ["href", "src", "action"].into_iter().filter_map(|name| element.attribute(name)))
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.all().filter_map(|element| element.attribute("id"))
    }

    /// Whether every element that opens also closes, in order.
    pub(crate) fn check_nesting(&self) -> Result<(), String> {
        let mut open: Vec<&str> = Vec::new();
        for token in &self.tokens {
            match token {
                Token::Open(element) if VOID.contains(&element.name.as_str()) => {}
                Token::Open(element) => open.push(&element.name),
                Token::Close(name) if open.last() == Some(&name.as_str()) => drop(open.pop()),
                Token::Close(name) => return Err(format!("</{name}> closes {open:?}")),
                Token::Text(_) => {}
            }
        }
        if open.is_empty() { Ok(()) } else { Err(format!("{open:?} never close")) }
    }

    /// What stands in the main part, a line a block, with links as `[text]` and states of absence as they stand.
    pub(crate) fn main(&self) -> String {
        let mut lines = vec![String::new()];
        let mut within = false;
        for token in &self.tokens {
            match token {
                Token::Open(element) if element.name == "main" => within = true,
                Token::Close(name) if name == "main" => within = false,
                _ if !within => {}
                Token::Open(element) => {
                    if BLOCKS.contains(&element.name.as_str()) {
                        lines.push(
                            element.heading_level().map_or_else(String::new, |level| "#".repeat(level.into()) + " "),
                        );
                    }
                    let start = match element.name.as_str() {
                        "a" => "[",
                        "td" | "dd" | "small" | "svg" => " | ",
                        "br" => " ",
                        _ => "",
                    };
                    lines.last_mut().unwrap().push_str(start);
                }
                Token::Close(name) => {
                    if name == "a" {
                        lines.last_mut().unwrap().push(']');
                    }
                    if BLOCKS.contains(&name.as_str()) {
                        lines.push(String::new());
                    }
                }
                Token::Text(text) => lines.last_mut().unwrap().push_str(text),
            }
        }
        let lines = lines.iter().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    }
}

impl fmt::Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn element(tag: &str) -> Element {
    let tag = tag.trim_end_matches('/');
    let (name, mut rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            break;
        }
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (key, after) = rest.split_at(end);
        match after.strip_prefix("=\"") {
            Some(value) => {
                let (value, after) = value.split_once('"').expect("an attribute ends");
                attributes.push((key.to_owned(), unescape(value)));
                rest = after;
            }
            None => {
                assert!(!after.starts_with('='), "an attribute without quotes: {tag}");
                attributes.push((key.to_owned(), String::new()));
                rest = after;
            }
        }
    }
    Element { name: name.to_owned(), attributes }
}

fn unescape(text: &str) -> String {
    let mut text = text.to_owned();
    for (entity, plain) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&nbsp;", "\u{a0}"),
        ("&amp;", "&"),
    ] {
        text = text.replace(entity, plain);
    }
    text
}

/// Whether a text is one XML element, every tag closed in order and every `&` an entity.
pub(crate) fn xml_is_well_formed(xml: &str) -> Result<(), String> {
    let body = xml.strip_prefix("<?xml version=\"1.0\" encoding=\"utf-8\"?>").ok_or("no declaration")?;
    let entities = ["amp;", "lt;", "gt;", "quot;", "#"];
    if let Some(wrong) = body.split('&').skip(1).find(|rest| !entities.iter().any(|entity| rest.starts_with(entity))) {
        return Err(format!("&{}", wrong.chars().take(20).collect::<String>()));
    }
    Page::parse(body).check_nesting_of_xml()
}

impl Page {
    fn check_nesting_of_xml(&self) -> Result<(), String> {
        let mut open: Vec<&str> = Vec::new();
        let mut roots = 0;
        for token in &self.tokens {
            match token {
                Token::Open(element) => {
                    roots += usize::from(open.is_empty());
                    open.push(&element.name);
                }
                Token::Close(name) if open.pop() == Some(name.as_str()) => {}
                Token::Close(name) => return Err(format!("</{name}> closes nothing")),
                Token::Text(_) => {}
            }
        }
        if open.is_empty() && roots == 1 { Ok(()) } else { Err(format!("{roots} roots, {open:?} never close")) }
    }
}

/// Where a relative address leads from a page, both relative to the root; `None` where it leaves the site.
pub(crate) fn resolve(page: &str, address: &str) -> Option<String> {
    let (address, _) = address.split_once(['?', '#']).unwrap_or((address, ""));
    let mut segments: Vec<&str> = page.split('/').collect();
    let file = segments.pop()?;
    if address.is_empty() {
        segments.push(file);
        return Some(segments.join("/"));
    }
    for segment in address.split('/') {
        match segment {
            ".." => drop(segments.pop()?),
            "." => {}
            segment => segments.push(segment),
        }
    }
    let mut path = segments.join("/");
    if path.is_empty() || address.ends_with('/') || address == "." || address == ".." {
        path = format!("{}/index.html", path.trim_end_matches('/'));
    }
    Some(path.trim_start_matches('/').to_owned())
}
