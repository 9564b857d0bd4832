//! Links for a folder that is opened from a disk, where a folder's address lists its files instead of showing its page.

use crate::address::Links;

/// What stands for a folder.
pub(super) const PAGE: &str = "index.html";

/// A page with links as the site has them.
pub(super) fn linked(html: Vec<u8>, links: Links) -> Vec<u8> {
    match links {
        Links::Folders => html,
        Links::Files => with_text(html, to_files),
    }
}

/// What becomes of the text of a page; templates write nothing else.
fn with_text(html: Vec<u8>, change: impl FnOnce(&str) -> String) -> Vec<u8> {
    match std::str::from_utf8(&html) {
        Ok(text) => change(text).into_bytes(),
        Err(_) => html,
    }
}

/// A page whose relative links and forms lead to files: `T/1.004222/#ho-so` becomes `T/1.004222/index.html#ho-so`.
/// Nothing else changes, whoever wrote the template.
fn to_files(html: &str) -> String {
    rewritten(html, &["href", "action", "formaction"], &file_of)
}

/// A page of a tree one folder below the site's root: what it names by relative links and is no file of the tree is looked for in
/// the root. `file` is the page's own, and `is_here` tells of files, both from the root of the tree.
pub(super) fn relink(html: Vec<u8>, file: &str, is_here: &dyn Fn(&str) -> bool) -> Vec<u8> {
    with_text(html, |html| relinked(html, file, is_here))
}

fn relinked(html: &str, file: &str, is_here: &dyn Fn(&str) -> bool) -> String {
    let depth = file.matches('/').count();
    let folder: Vec<&str> = file.split('/').take(depth).collect();
    rewritten(html, &["href", "action", "formaction", "src"], &|link| {
        let (path, place) = link.split_at(link.find(['?', '#']).unwrap_or(link.len()));
        if path.is_empty() || path.starts_with('/') || path.contains(':') {
            return None;
        }
        let mut at = folder.clone();
        let mut steps = path.split('/').peekable();
        while let Some(step) = steps.next() {
            match step {
                ".." => {
                    // One that leads out of the tree was meant for the root.
                    at.pop()?;
                }
                "." => {}
                "" if steps.peek().is_none() => {}
                step => at.push(step),
            }
        }
        let last = path.rsplit('/').next().unwrap_or_default();
        let is_folder = matches!(last, "" | "." | "..");
        let target = at.join("/") + if is_folder && !at.is_empty() { "/" } else { "" };
        let is_own = if is_folder { is_here(&format!("{target}{PAGE}")) } else { is_here(&target) };
        (!is_own).then(|| format!("{}{target}{place}", "../".repeat(depth + 1)))
    })
}

/// A page with the values of some attributes in the place of what `new` makes of them; `None` leaves one as it is.
fn rewritten(html: &str, attributes: &[&str], new: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        out.push_str(text);
        let is_tag = tag.get(1..).is_some_and(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()));
        rest = if tag.starts_with("<!--") {
            let (comment, rest) = tag.split_at(tag.find("-->").unwrap_or(tag.len()));
            out.push_str(comment);
            rest
        } else if is_tag {
            rewritten_tag(tag, attributes, new, &mut out)
        } else {
            out.push('<');
            tag.get(1..).unwrap_or_default()
        };
    }
    out.push_str(rest);
    out
}

/// Copies the tag that `text` begins with; gives what follows it.
fn rewritten_tag<'t>(
    text: &'t str,
    attributes: &[&str],
    new: &dyn Fn(&str) -> Option<String>,
    out: &mut String,
) -> &'t str {
    let is_end_of_name = |c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/');
    let mut rest = text;
    // The name of the tag, then of each attribute; a value where `=` follows one.
    while !rest.is_empty() {
        let (name, after) = rest.split_at(rest.find(is_end_of_name).unwrap_or(rest.len()));
        let between =
            after.len() - after.trim_start_matches(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/')).len();
        let (between, after) = after.split_at(between);
        out.push_str(name);
        out.push_str(between);
        if let Some(after) = after.strip_prefix('>') {
            out.push('>');
            return after;
        }
        rest = after;
        if between.contains('=') {
            let (value, after) = value_of(rest);
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            let link = quote.map_or(Some(value), |quote| value.strip_prefix(quote)?.strip_suffix(quote));
            let is_link = attributes.iter().any(|link| name.eq_ignore_ascii_case(link));
            match link.filter(|_| is_link).and_then(new) {
                Some(file) => {
                    out.extend(quote);
                    out.push_str(&file);
                    out.extend(quote);
                }
                None => out.push_str(value),
            }
            rest = after;
        }
        let blanks = rest.len() - rest.trim_start().len();
        let (blanks, after) = rest.split_at(blanks);
        out.push_str(blanks);
        rest = after;
    }
    rest
}

/// The value that an attribute begins with, its quotes included, and what follows it.
fn value_of(text: &str) -> (&str, &str) {
    let end = match text.chars().next() {
        Some(quote @ ('"' | '\'')) => text.get(1..).and_then(|rest| rest.find(quote)).map_or(text.len(), |at| at + 2),
        Some(_) | None => text.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(text.len()),
    };
    text.split_at(end)
}

/// The link to a folder of the site as a link to its page; `None` for every other.
fn file_of(link: &str) -> Option<String> {
    let (path, place) = link.split_at(link.find(['?', '#']).unwrap_or(link.len()));
    let leads_up = path.split('/').next_back().is_some_and(|last| matches!(last, "." | ".."));
    if path.starts_with('/') || path.contains(':') || !(path.ends_with('/') || leads_up) {
        return None;
    }
    Some(format!("{path}{}{PAGE}{place}", if leads_up { "/" } else { "" }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn links_to_folders_lead_to_their_pages() {
        for (link, file) in [
            ("./", "./index.html"),
            ("..", "../index.html"),
            ("../../T/1.004222/", "../../T/1.004222/index.html"),
            ("T/1.004222/#ho-so", "T/1.004222/index.html#ho-so"),
            ("../tim/?q=a/b", "../tim/index.html?q=a/b"),
        ] {
            assert_eq!(file_of(link).as_deref(), Some(file));
        }
        for other in ["", "#a/", "?q=/", "feed.xml", "/T/", "//host/", "https://host/", "mailto:a/", "a/b.html", "..a"]
        {
            assert_eq!(file_of(other), None, "{other}");
        }
    }

    #[test]
    fn only_links_in_tags_are_touched() {
        let page = "<html data-base=\"./\"><!-- <a href=\"x/\"> --><a\nclass=b HREF='T/'>href=\"T/\" &lt;a</a><a href=T/ x>\
                    <form action=\"tim/\" title=\"href='T/'\"><br/><img src=\"T/\"><a href=\"https://a/\"> 1 < 2 <a href=\"T/";
        let made = page
            .replace("HREF='T/'", "HREF='T/index.html'")
            .replace("href=T/ x", "href=T/index.html x")
            .replace("action=\"tim/\"", "action=\"tim/index.html\"");
        assert_eq!(to_files(page), made);
    }

    #[test]
    fn a_page_of_a_tree_below_the_root_leads_up_to_what_the_tree_has_not() {
        let here = ["index.html", "T/1.004222/index.html", "tim/index.html", "assets/searchbox.js"];
        let made = |link: &str| {
            let html = relinked(&format!("<a href=\"{link}\">"), "T/1.004222/index.html", &|file| here.contains(&file));
            html.trim_start_matches("<a href=\"").trim_end_matches("\">").to_owned()
        };
        for link in
            ["../../", "./", "../../tim/?q=a", "../../assets/searchbox.js", "#ho-so", "https://a/b", "tel:1", "/x"]
        {
            assert_eq!(made(link), link);
        }
        for (link, led) in [
            ("../../assets/styles.css", "../../../assets/styles.css"),
            ("../../phan-anh/", "../../../phan-anh/"),
            ("../../T/2.000000/#lich-su", "../../../T/2.000000/#lich-su"),
            ("qr.svg", "../../../T/1.004222/qr.svg"),
        ] {
            assert_eq!(made(link), led);
        }
        assert_eq!(made("../../../T/1.004222/"), "../../../T/1.004222/", "the same page in the first language");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn any_text_is_itself_but_for_what_is_put_in(page in "([<>=\"' /a.#?]|href|action|<a href=\"|<!--|-->|đ){0,60}") {
            let made = to_files(&page);
            prop_assert_eq!(made.replace("index.html", "").replace('/', ""), page.replace('/', ""));
            prop_assert_eq!(to_files(&made), made);
        }
    }
}
