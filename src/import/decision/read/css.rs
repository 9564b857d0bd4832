//! How the elements of a page make its texts look: struck out, hidden, in which font.
//!
//! Of style sheets, the rules of elements, of classes and of both together are read; that is what office programs write.

use std::collections::BTreeMap;

use html5gum::{SpanBound, StartTag};

use super::super::super::legacy::Font;
use super::super::super::look::{Look, Mark};

/// How many rules of a page's style sheets are kept.
const RULES: usize = 4_000;

/// What an element, or a rule, says of the texts in it; `None` where it says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Says {
    struck: bool,
    /// Hidden with all that stands in it.
    gone: bool,
    /// Hidden, unless something in it says otherwise.
    invisible: Option<bool>,
    font: Option<Option<Font>>,
}

impl Says {
    fn declarations(&mut self, text: &str) {
        for (key, value) in text.split(';').filter_map(|one| one.split_once(':')) {
            let value = value.trim().trim_end_matches("!important").trim();
            let lower = value.to_ascii_lowercase();
            match key.trim().to_ascii_lowercase().as_str() {
                "text-decoration" | "text-decoration-line" => self.struck |= lower.contains("line-through"),
                "text-line-through" => self.struck |= lower != "none",
                "display" => self.gone |= lower == "none",
                "mso-hide" => self.gone |= matches!(lower.as_str(), "all" | "yes"),
                "visibility" => self.invisible = Some(matches!(lower.as_str(), "hidden" | "collapse")),
                "font-family" => self.font = Some(Font::named(value)),
                // "font: 12pt .VnTime".
                "font" => {
                    let size = value.find(|c: char| c.is_ascii_digit());
                    let family = size.and_then(|at| value.get(at..)?.split_once(char::is_whitespace));
                    self.font = family.map(|(_, family)| Font::named(family)).or(self.font);
                }
                _ => {}
            }
        }
    }

    /// These and, where they say nothing, those.
    fn with(self, other: Says) -> Says {
        Says {
            struck: self.struck || other.struck,
            gone: self.gone || other.gone,
            invisible: self.invisible.or(other.invisible),
            font: self.font.or(other.font),
        }
    }
}

/// The style sheets of a page.
#[derive(Default)]
pub(super) struct Sheet {
    /// By element and class, either of which may be empty.
    rules: BTreeMap<(String, String), Says>,
}

impl Sheet {
    /// Reads a style sheet.
    pub(super) fn read(&mut self, text: &str) {
        let bare = without_comments(text);
        for (selectors, rule) in bare.split('}').filter_map(|rule| rule.rsplit_once('{')) {
            let mut says = Says::default();
            says.declarations(rule);
            if says == Says::default() {
                continue;
            }
            let selectors = selectors.rsplit(['{', ';']).next().unwrap_or_default();
            for selector in selectors.split(',').map(str::trim) {
                let is_simple = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
                let (element, class) = selector.split_once('.').unwrap_or((selector, ""));
                let is_one = !selector.is_empty() && selector.chars().all(is_simple) && !class.contains('.');
                if is_one && self.rules.len() < RULES {
                    let rule = self.rules.entry((element.to_ascii_lowercase(), class.to_owned())).or_default();
                    *rule = says.with(*rule);
                }
            }
        }
    }

    fn says(&self, element: &str, classes: &str) -> Says {
        if self.rules.is_empty() {
            return Says::default();
        }
        let of = |element: &str, class: &str| {
            self.rules.get(&(element.to_owned(), class.to_owned())).copied().unwrap_or_default()
        };
        let of_classes = classes
            .split_ascii_whitespace()
            .take(16)
            .fold(Says::default(), |says, class| says.with(of(element, class)).with(of("", class)));
        of_classes.with(of(element, ""))
    }
}

/// A style sheet without its comments and the marks that hide it from old programs.
fn without_comments(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("/*") {
        bare.push_str(before);
        rest = behind.split_once("*/").map_or("", |(_, behind)| behind);
    }
    bare.push_str(rest);
    bare.replace("<!--", " ").replace("-->", " ")
}

/// How many elements that change looks are followed into each other.
const DEPTH: usize = 256;

/// The open elements that change how texts look.
#[derive(Default)]
pub(super) struct Looks {
    open: Vec<Open>,
    /// Tables, rows and cells that are open, each with how many elements were open outside of it: what is left open in a
    /// cell ends with it.
    edges: Vec<(Edge, usize)>,
}

struct Open {
    name: Vec<u8>,
    /// How many elements of the same name are open in it that change nothing.
    inner: usize,
    look: Look,
    gone: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Edge {
    Table,
    Row,
    Cell,
}

impl Edge {
    fn of(name: &[u8]) -> Option<Edge> {
        match name {
            b"table" => Some(Edge::Table),
            b"tr" => Some(Edge::Row),
            b"td" | b"th" => Some(Edge::Cell),
            _ => None,
        }
    }
}

impl Looks {
    /// How texts look here.
    pub(super) fn look(&self) -> Look {
        self.open.last().map(|open| open.look).unwrap_or_default()
    }

    /// Whether what stands here is hidden.
    pub(super) fn hides(&self) -> bool {
        self.look().mark == Mark::Hidden
    }

    /// Opens an element.
    pub(super) fn open<S: SpanBound>(&mut self, tag: &StartTag<S>, sheet: &Sheet) {
        let name = tag.name.as_slice();
        if is_void(name) || tag.self_closing {
            return;
        }
        match Edge::of(name) {
            Some(edge) => {
                if edge != Edge::Table {
                    self.end_edges(edge);
                }
                self.edges.push((edge, self.open.len()));
            }
            None if matches!(name, b"tbody" | b"thead" | b"tfoot") => self.end_edges(Edge::Row),
            // A paragraph or an entry that begins ends the one before it.
            None if matches!(name, b"p" | b"li") && self.open.len() > self.floor() => {
                self.open.pop_if(|open| open.name == name);
            }
            None => {}
        }
        let (above, was_gone) = self.open.last().map(|open| (open.look, open.gone)).unwrap_or_default();
        let says = says(tag, sheet);
        let gone = was_gone || says.gone;
        let mark = if gone || says.invisible.unwrap_or(above.mark == Mark::Hidden) {
            Mark::Hidden
        } else if says.struck || above.mark == Mark::Struck {
            Mark::Struck
        } else {
            Mark::Plain
        };
        let look = Look { mark, font: says.font.unwrap_or(above.font) };
        if (look != above || gone != was_gone) && self.open.len() < DEPTH {
            self.open.push(Open { name: name.to_vec(), inner: 0, look, gone });
        } else if let Some(same) = self.own().iter_mut().rfind(|open| open.name == name) {
            same.inner += 1;
        }
    }

    /// Ends an element.
    pub(super) fn close(&mut self, name: &[u8]) {
        match Edge::of(name) {
            Some(edge) => self.end_edges(edge),
            None if matches!(name, b"tbody" | b"thead" | b"tfoot") => {
                self.end_edges(Edge::Row);
                self.end(name);
            }
            None => self.end(name),
        }
    }

    fn end(&mut self, name: &[u8]) {
        let floor = self.floor();
        let Some(at) = self.own().iter().rposition(|open| open.name == name) else { return };
        match self.open.get_mut(floor + at) {
            Some(open) if open.inner > 0 => open.inner -= 1,
            _ => self.open.truncate(floor + at),
        }
    }

    /// How many of the open elements stand outside of the open cell, row or table.
    fn floor(&self) -> usize {
        self.edges.last().map_or(0, |(_, outside)| *outside)
    }

    /// The open elements inside of it.
    fn own(&mut self) -> &mut [Open] {
        let floor = self.floor();
        self.open.get_mut(floor..).unwrap_or_default()
    }

    /// Ends the innermost of these, with what is open in it.
    fn end_edges(&mut self, edge: Edge) {
        while let Some((inner, outside)) = self.edges.pop_if(|(inner, _)| *inner >= edge) {
            self.open.truncate(outside);
            if inner == Edge::Table {
                return;
            }
        }
    }
}

fn is_void(name: &[u8]) -> bool {
    const VOID: [&[u8]; 12] =
        [b"br", b"img", b"hr", b"input", b"meta", b"link", b"col", b"wbr", b"area", b"base", b"embed", b"source"];
    VOID.contains(&name)
}

fn says<S: SpanBound>(tag: &StartTag<S>, sheet: &Sheet) -> Says {
    let attribute = |key: &[u8]| tag.attributes.get(key).map(|value| String::from_utf8_lossy(value));
    let mut own = Says::default();
    if let Some(style) = attribute(b"style") {
        own.declarations(&style);
    }
    let element = String::from_utf8_lossy(&tag.name);
    own = own.with(sheet.says(&element, &attribute(b"class").unwrap_or_default()));
    own.struck |= matches!(element.as_ref(), "s" | "strike");
    own.gone |= attribute(b"hidden").is_some();
    if let Some(face) = attribute(b"face").filter(|_| element == "font") {
        own.font = own.font.or(Some(Font::named(&face)));
    }
    own
}
