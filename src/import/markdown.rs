//! From what sources write (HTML, Word's leavings, bare lines) to clean Markdown.
//!
//! The text is kept, its dress is not: tags, styles and scripts go, line breaks and bullets stay.

/// Whether a text holds something that looks like an HTML tag. "< 5 tấn" does not.
pub(super) fn has_tags(written: &str) -> bool {
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
pub(super) fn plain(written: &str) -> String {
    let mut out = String::with_capacity(written.len());
    let mut rest = written;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(&entities(before));
        match tag_of(after) {
            Some(tag) => {
                out.push_str(tag.becomes);
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

/// A source's text as Markdown: one paragraph a line, bullets as bullets, nothing that Markdown would take for a
/// heading, a rule, a quotation or a tag.
///
/// Guarantee: no line begins with `#`, so that a section never ends early. Linear in the length of the text.
pub(super) fn from_source(written: &str) -> String {
    let bare = if has_tags(written) { plain(written) } else { written.to_owned() };
    let mut out = String::with_capacity(bare.len());
    let mut last_was_bullet = false;
    for source_line in bare.split(['\n', '\r', '\u{b}', '\u{2028}', '\u{2029}']) {
        let Some(line) = one_line(source_line) else { continue };
        let bullet = ["- ", "+ ", "* "].iter().any(|mark| line.starts_with(mark));
        if !out.is_empty() {
            out.push_str(if bullet && last_was_bullet { "\n" } else { "\n\n" });
        }
        out.push_str(&line);
        last_was_bullet = bullet;
    }
    out
}

/// One line of the source; `None` where nothing is left of it.
fn one_line(source: &str) -> Option<String> {
    let starts_with_glyph = source.trim_start().starts_with(is_bullet);
    let line = super::clean::letters(source);
    let line = line.trim_start_matches(is_bullet).trim();
    if line.is_empty() {
        return None;
    }
    let line = escaped_tags(line);
    if starts_with_glyph {
        return Some(format!("- {line}"));
    }
    // "-Hồ sơ" is a bullet whose blank was forgotten; "-----" would underline the paragraph above it.
    if let Some(rest) = line.strip_prefix(['-', '+'])
        && rest.starts_with(|c: char| c.is_alphabetic())
    {
        let mark = if line.starts_with('-') { '-' } else { '+' };
        return Some(format!("{mark} {rest}"));
    }
    let rule = line.chars().all(|c| matches!(c, '-' | '=' | '_' | '*' | ' '));
    let taken_for_more = rule || line.starts_with(['#', '>', '=', '~']) || line.starts_with("```");
    Some(if taken_for_more { format!("\\{line}") } else { line })
}

/// Bullets that Word and the portal's editor leave, private-use glyphs among them.
fn is_bullet(c: char) -> bool {
    matches!(c, '•' | '·' | '▪' | '■' | '●' | '○' | '◦' | '►' | '–' | '—' | '\u{e000}'..='\u{f8ff}')
}

/// `<` before a letter would begin a tag.
fn escaped_tags(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut chars = line.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        let opens = c == '<' && chars.peek().is_some_and(|next| next.is_ascii_alphabetic() || "/!?".contains(*next));
        if opens && before != '\\' {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

struct Tag<'t> {
    /// What stands in its place.
    becomes: &'static str,
    /// The text behind it, and behind its content where that is no text.
    rest: &'t str,
}

/// The tag that begins here (the `<` is read already).
fn tag_of(after: &str) -> Option<Tag<'_>> {
    if let Some(comment) = after.strip_prefix("!--") {
        return Some(Tag { becomes: "", rest: comment.split_once("-->").map_or("", |(_, rest)| rest) });
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
        "br" | "p" | "div" | "tr" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "table" | "blockquote"
        | "hr" => "\n",
        "li" if opening => "\n- ",
        "td" | "th" if !opening => " ",
        "script" | "style" if opening && !attributes.ends_with('/') => {
            let closes = |at: &usize| {
                let name = rest.get(at + 2..at + 2 + lower.len());
                name.is_some_and(|name| name.eq_ignore_ascii_case(&lower))
            };
            let end = rest.match_indices("</").map(|(at, _)| at).find(closes).unwrap_or(rest.len());
            let behind = rest.get(end..)?.split_once('>').map_or("", |(_, rest)| rest);
            return Some(Tag { becomes: "", rest: behind });
        }
        "a" | "b" | "big" | "center" | "code" | "em" | "font" | "i" | "img" | "li" | "o:p" | "pre" | "s" | "script"
        | "small" | "span" | "strike" | "strong" | "style" | "sub" | "sup" | "tbody" | "td" | "tfoot" | "th"
        | "thead" | "u" | "v:shape" | "col" | "colgroup" | "section" | "article" | "label" | "input" | "iframe"
        | "object" | "svg" | "math" | "form" | "button" | "html" | "body" | "head" | "meta" | "link" | "title" => "",
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

/// Whether a text has any letter or digit at all.
pub(super) fn says_something(markdown: &str) -> bool {
    markdown.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_lines_and_bullets() {
        let html =
            "<p>Bước&nbsp;1:<br/>Nộp <b>hồ sơ</b></p><ul><li>Đơn</li><li>Ảnh &lt; 5MB</li></ul><script>x()</script>";
        assert_eq!(from_source(html), "Bước 1:\n\nNộp hồ sơ\n\n- Đơn\n- Ảnh < 5MB");
    }

    #[test]
    fn what_only_looks_like_a_tag_stays() {
        assert_eq!(from_source("Tàu < 500 GT và <Tên tàu>"), "Tàu < 500 GT và \\<Tên tàu>");
        assert_eq!(from_source("&lt;script&gt;alert(1)"), "\\<script>alert(1)");
    }

    #[test]
    fn nothing_becomes_a_heading_a_rule_or_a_quotation() {
        assert_eq!(from_source("# Một\n-----\n> Hai\n=="), "\\# Một\n\n\\-----\n\n\\> Hai\n\n\\==");
    }

    #[test]
    fn words_glyphs_are_bullets() {
        assert_eq!(from_source("\u{f0b7} Một\n•Hai\n-Ba"), "- Một\n- Hai\n- Ba");
    }

    #[test]
    fn an_open_tag_or_comment_swallows_nothing_it_should_not() {
        assert_eq!(plain("a <b"), "a <b");
        assert_eq!(plain("a <!-- b"), "a ");
        assert_eq!(plain("a &#0; &#xD800; &bogus; b"), "a &#0; &#xD800; &bogus; b");
    }
}
