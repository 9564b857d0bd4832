//! The one Markdown pass: an editor's or a source's text to HTML that is safe on any page.

use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// Texts longer than this (bytes) are shown as plain paragraphs: nothing is lost, and no text costs a build its
/// memory.
pub const MARKDOWN_LIMIT: usize = 512 * 1024;

/// Lists and quotations nested deeper than this are flattened: a byte or two opens another.
const DEPTH_LIMIT: usize = 16;

/// After so many tags of raw HTML the rest of them are shown as text: open tags cost the cleaner time by their square.
const RAW_LIMIT: usize = 2_000;

/// Whose text it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A source's, in a section of a page: headings from level 3, links to `http:`, `https:` and `mailto:` only.
    Source,
    /// The site's own prose, a page of its own: headings from level 2, links to other pages of the site as well.
    Site,
}

/// HTML of a Markdown text, fit to stand on a page.
///
/// Headings are moved below those of the page without a gap; images, scripts, styles, classes and every attribute that
/// could address something else are gone. Never panics, whatever the text.
///
/// ```
/// use niemyet::text::markdown::{Origin, to_html};
/// assert_eq!(to_html("# Bước 1\n[Nộp](javascript:alert(1)) **ngay**", Origin::Source),
///     "<h3>Bước 1</h3>\n<p><a rel=\"external noopener\">Nộp</a> <strong>ngay</strong></p>\n");
/// ```
pub fn to_html(markdown: &str, origin: Origin) -> String {
    if markdown.len() > MARKDOWN_LIMIT {
        return plain(markdown);
    }
    let mut pass = Pass { headings: Headings { origin, open: Vec::new() }, images: 0, nested: Vec::new(), raw: 0 };
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES).filter_map(|event| pass.take(event));
    let mut unsafe_html = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut unsafe_html, events);
    let cleaner = match origin {
        Origin::Source => &SOURCE,
        Origin::Site => &SITE,
    };
    cleaner.clean(&unsafe_html).to_string()
}

/// What the pass remembers between one event and the next.
struct Pass {
    headings: Headings,
    /// Images within which the pass stands.
    images: usize,
    /// For every open list or quotation, whether it is kept.
    nested: Vec<bool>,
    /// Pieces of raw HTML met so far.
    raw: usize,
}

impl Pass {
    fn take<'m>(&mut self, event: Event<'m>) -> Option<Event<'m>> {
        match event {
            Event::Start(Tag::Image { .. }) => {
                self.images += 1;
                None
            }
            Event::End(TagEnd::Image) => {
                self.images = self.images.saturating_sub(1);
                None
            }
            _ if self.images > 0 => None,
            Event::Start(Tag::Heading { level, .. }) => Some(Event::Start(Tag::Heading {
                level: self.headings.open(level),
                id: None,
                classes: Vec::new(),
                attrs: Vec::new(),
            })),
            Event::End(TagEnd::Heading(_)) => Some(Event::End(TagEnd::Heading(self.headings.current()))),
            Event::Start(Tag::List(_) | Tag::BlockQuote(_)) => {
                let kept = self.nested.len() < DEPTH_LIMIT;
                self.nested.push(kept);
                kept.then_some(event)
            }
            Event::End(TagEnd::List(_) | TagEnd::BlockQuote(_)) => self.nested.pop().unwrap_or(true).then_some(event),
            Event::Start(Tag::Item) | Event::End(TagEnd::Item) => {
                self.nested.last().copied().unwrap_or(true).then_some(event)
            }
            Event::Html(text) | Event::InlineHtml(text) => {
                self.raw += text.matches('<').count();
                Some(if self.raw > RAW_LIMIT { Event::Text(text) } else { Event::InlineHtml(text) })
            }
            event => Some(event),
        }
    }
}

/// The levels of a text's headings, none skipped.
struct Headings {
    origin: Origin,
    open: Vec<HeadingLevel>,
}

impl Headings {
    fn open(&mut self, level: HeadingLevel) -> HeadingLevel {
        while self.open.last().is_some_and(|last| *last >= level) {
            self.open.pop();
        }
        self.open.push(level);
        self.current()
    }

    fn current(&self) -> HeadingLevel {
        let highest = match self.origin {
            Origin::Source => 3,
            Origin::Site => 2,
        };
        let level = highest + self.open.len().saturating_sub(1);
        HeadingLevel::try_from(level).unwrap_or(HeadingLevel::H6)
    }
}

fn plain(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 1024);
    for paragraph in text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
        html.push_str("<p>");
        html.push_str(&ammonia::clean_text(paragraph));
        html.push_str("</p>\n");
    }
    html
}

static SOURCE: LazyLock<Builder<'static>> = LazyLock::new(|| cleaner(UrlRelative::Deny));
static SITE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = cleaner(UrlRelative::PassThrough);
    cleaner.add_tags(["h2"]);
    cleaner
});

fn cleaner(relative: UrlRelative<'static>) -> Builder<'static> {
    let tags = [
        "p",
        "br",
        "hr",
        "strong",
        "em",
        "b",
        "i",
        "u",
        "s",
        "del",
        "sub",
        "sup",
        "ul",
        "ol",
        "li",
        "blockquote",
        "code",
        "pre",
        "a",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ];
    let mut cleaner = Builder::empty();
    cleaner
        .tags(tags.into_iter().collect())
        .clean_content_tags(["script", "style", "svg", "math", "template", "noscript", "iframe"].into_iter().collect())
        .add_tag_attributes("a", ["href"])
        .add_tag_attributes("ol", ["start"])
        .add_tag_attributes("th", ["colspan", "rowspan"])
        .add_tag_attributes("td", ["colspan", "rowspan"])
        .url_schemes(["http", "https", "mailto"].into_iter().collect())
        .url_relative(relative)
        .link_rel(Some("external noopener"));
    cleaner
}

#[cfg(test)]
mod tests {
    use super::*;

    fn external(markdown: &str) -> String {
        to_html(markdown, Origin::Source)
    }

    #[test]
    fn headings_begin_below_those_of_the_page_and_never_skip_a_level() {
        for (origin, expected) in [(Origin::Source, ["3", "4", "4", "3"]), (Origin::Site, ["2", "3", "3", "2"])] {
            let html = to_html("## Một\n\n##### Hai\n\n### Ba\n\n# Bốn", origin);
            let levels: Vec<&str> = html.split("<h").skip(1).filter_map(|rest| rest.get(..1)).collect();
            assert_eq!(levels, expected, "{html}");
        }
    }

    #[test]
    fn scripts_images_styles_and_foreign_links_are_gone() {
        let html = external(
            "<script>alert(1)</script>\n\n![ảnh](https://x.example/a.png)\n\n<p style=\"color:red\" onclick=\"x()\" id=\"q\">chữ</p>\n\n\
             [a](data:text/html,x) [b](//x.example/) [c](../b/) [d](tel:113) [e](https://x.example/)\n\n<h1>to</h1><style>p{}</style>",
        );
        for gone in [
            "script",
            "alert",
            "img",
            "ảnh",
            "style",
            "onclick",
            "id=",
            "data:",
            "//x.example/\"",
            "../b",
            "tel:",
            "<h1",
        ] {
            let kept_link = gone == "//x.example/\"";
            assert!(kept_link || !html.contains(gone), "{gone} in {html}");
        }
        assert!(html.contains("chữ") && html.contains("href=\"https://x.example/\""), "{html}");
        assert_eq!(html.matches("href").count(), 1, "{html}");
    }

    #[test]
    fn the_sites_own_prose_may_link_to_its_pages() {
        assert!(to_html("[a](../tim/)", Origin::Site).contains("href=\"../tim/\""));
        assert!(!to_html("[a](javascript:x)", Origin::Site).contains("href"));
    }

    #[test]
    fn a_text_that_nests_without_end_or_is_too_long_is_still_shown() {
        let deep = format!("{} đáy", ">".repeat(20_000));
        assert!(external(&deep).contains("đáy"));
        for raw in ["<b>", "<ul><li>", "<table><tr><td>", "* "] {
            assert!(external(&format!("{}đáy", raw.repeat(20_000))).contains("đáy"), "{raw}");
        }
        let long = format!("<b>đầu</b>\n\n{}", "chữ ".repeat(MARKDOWN_LIMIT / 4));
        assert!(external(&long).starts_with("<p>&lt;b&gt;"));
    }
}
