//! The words of HTML, as lines: tags, styles and scripts go, line breaks and the levels of lists stay.

/// The marks of list items, by how deep their list stands: as people mark levels, so that [`super::lines`] reads both alike.
const MARKS: [&str; 3] = ["\n- ", "\n+ ", "\n* "];

/// Whether a text holds something that looks like an HTML tag. "< 5 tấn" does not.
pub(in super::super) fn has_tags(written: &str) -> bool {
    let mut rest = written;
    while let Some((_, after)) = rest.split_once('<') {
        if tag_of(after).is_some() {
            return true;
        }
        rest = after;
    }
    written.contains("&nbsp;") || written.contains("&amp;") || written.contains("&lt;") || written.contains("&#")
}

/// The text without its tags, line breaks kept, entities read.
pub(in super::super) fn plain(written: &str) -> String {
    let mut out = String::with_capacity(written.len());
    let mut rest = written;
    let mut depth = 0_usize;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(&entities(before));
        match tag_of(after) {
            Some(tag) => {
                out.push_str(match tag.becomes {
                    Becomes::Text(text) => text,
                    Becomes::Item => MARKS.get(depth.saturating_sub(1)).unwrap_or(&"\n• "),
                    Becomes::List(opens) => {
                        depth = if opens { depth + 1 } else { depth.saturating_sub(1) };
                        "\n"
                    }
                });
                rest = tag.rest;
            }
            None => {
                out.push('<');
                rest = after;
            }
        }
    }
    out.push_str(&entities(rest));
    out
}

/// What stands in a tag's place.
enum Becomes {
    Text(&'static str),
    /// An item of the list that is open.
    Item,
    /// A line's end, where a list opens (`true`) or closes.
    List(bool),
}

struct Tag<'t> {
    becomes: Becomes,
    /// The text behind it, and behind its content where that is no text.
    rest: &'t str,
}

/// The tag that begins here (the `<` is read already).
fn tag_of(after: &str) -> Option<Tag<'_>> {
    if let Some(comment) = after.strip_prefix("!--") {
        return Some(Tag { becomes: Becomes::Text(""), rest: comment.split_once("-->").map_or("", |(_, rest)| rest) });
    }
    let inner = after.strip_prefix('/').unwrap_or(after);
    let name: String = inner.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == ':').collect();
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || name.len() > 20 {
        return None;
    }
    // A tag ends at `>`, and no tag of a source is longer than this; "<Tên> …" in a running text is no known tag.
    let end = after.bytes().take(4000).position(|byte| byte == b'>')?;
    let (attributes, rest) = (after.get(..end)?, after.get(end + 1..)?);
    let lower = name.to_ascii_lowercase();
    let opening = !after.starts_with('/');
    let becomes = match lower.as_str() {
        "ul" | "ol" => Becomes::List(opening),
        "br" | "p" | "div" | "tr" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "table" | "blockquote" | "hr" => {
            Becomes::Text("\n")
        }
        "li" if opening => Becomes::Item,
        "td" | "th" if !opening => Becomes::Text(" "),
        "script" | "style" if opening && !attributes.ends_with('/') => {
            let closes = |at: &usize| {
                let name = rest.get(at + 2..at + 2 + lower.len());
                name.is_some_and(|name| name.eq_ignore_ascii_case(&lower))
            };
            let end = rest.match_indices("</").map(|(at, _)| at).find(closes).unwrap_or(rest.len());
            let behind = rest.get(end..)?.split_once('>').map_or("", |(_, rest)| rest);
            return Some(Tag { becomes: Becomes::Text(""), rest: behind });
        }
        "a" | "b" | "big" | "center" | "code" | "em" | "font" | "i" | "img" | "li" | "o:p" | "pre" | "s" | "script"
        | "small" | "span" | "strike" | "strong" | "style" | "sub" | "sup" | "tbody" | "td" | "tfoot" | "th"
        | "thead" | "u" | "v:shape" | "col" | "colgroup" | "section" | "article" | "label" | "input" | "iframe"
        | "object" | "svg" | "math" | "form" | "button" | "html" | "body" | "head" | "meta" | "link" | "title" => {
            Becomes::Text("")
        }
        _ => return None,
    };
    Some(Tag { becomes, rest })
}

/// The entities that sources use, read.
fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let end = after.bytes().take(9).position(|byte| byte == b';');
        let parts = end.and_then(|end| Some((after.get(..end)?, after.get(end + 1..)?)));
        let named = parts.and_then(|(name, behind)| {
            let read = match name {
                "nbsp" => ' ',
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                "ndash" => '–',
                "mdash" => '—',
                _ => {
                    let number = name.strip_prefix('#')?;
                    let value = match number.strip_prefix(['x', 'X']) {
                        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                        None => number.parse().ok()?,
                    };
                    char::from_u32(value).filter(|c| !c.is_control())?
                }
            };
            Some((read, behind))
        });
        match named {
            Some((read, behind)) => {
                out.push(read);
                rest = behind;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_tag_or_comment_swallows_nothing_it_should_not() {
        assert_eq!(plain("a <b"), "a <b");
        assert_eq!(plain("a <!-- b"), "a ");
        assert_eq!(plain("a &#0; &#xD800; &bogus; b"), "a &#0; &#xD800; &bogus; b");
    }
}
