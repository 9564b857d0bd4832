//! The page by which people open links one after another and keep what they saw: one file, nothing loaded, nothing sent.

use crate::links::{Survey, Surveyed};
use crate::strings::{Language, Strings};

use super::day_text;
use super::links::why_text;
use super::policy::policy;
use super::posted_html::escaped;

/// The whole style and the whole script: the page's policy takes no others.
const STYLE: &str = include_str!("links_sheet.css");
const SCRIPT: &str = include_str!("links_sheet.js");

/// The page of the first `limit` links that a person can confirm; `None` where there is none. Without script it is their list.
pub fn links_sheet(survey: &Survey, limit: usize, language: Language) -> Option<String> {
    let links: Vec<&Surveyed> = survey.links.iter().filter(|link| link.is_to_confirm()).take(limit).collect();
    if links.is_empty() {
        return None;
    }
    let strings = Strings::of(language);
    let word = |key: &str| escaped(&strings.get(&["links", "sheet", key]));
    let item = |link: &&Surveyed| {
        let name = escaped(&link.name.split_whitespace().collect::<Vec<_>>().join(" "));
        let (code, url, why) = (escaped(link.code.as_str()), escaped(&link.url), escaped(&why_text(link, language)));
        format!(
            "<li data-code=\"{code}\" data-name=\"{name}\" data-url=\"{url}\" data-why=\"{why}\">\
             <a href=\"{url}\" target=\"_blank\" rel=\"noopener noreferrer\">{code}</a> {name}</li>\n"
        )
    };
    let items: String = links.iter().map(item).collect();
    let data = ["ok", "wrong", "none", "nobody", "all", "look", "unstored"]
        .map(|key| format!(" data-{key}=\"{}\"", word(key)))
        .concat();
    let as_of = strings.filled(&["links", "sheet", "intro"], &[("day", day_text(survey.as_of, language))]);
    Some(format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <main id=\"sheet\"{data}>\n<h1>{title}</h1>\n<p class=\"mut\">{intro}</p>\n\
         <div id=\"work\" hidden>\n\
         <div class=\"row\"><label>{who}<input id=\"who\" autocomplete=\"name\" maxlength=\"120\"></label></div>\n\
         <section id=\"card\" aria-labelledby=\"name\">\n\
         <p class=\"mut\"><span id=\"number\"></span> · <span id=\"code\"></span> · <span id=\"state\"></span></p>\n\
         <h2 id=\"name\"></h2>\n<p class=\"mut\" id=\"why\"></p>\n<p id=\"address\"></p>\n\
         <p><a class=\"open\" id=\"open\" href=\"about:blank\" target=\"_blank\" rel=\"noopener noreferrer\">{open} \
         <span aria-hidden=\"true\">↗</span></a></p>\n<p>{compare}</p>\n\
         <label>{note}<input id=\"note\" maxlength=\"500\"></label>\n<p></p>\n\
         <div class=\"row\"><button type=\"button\" class=\"ok\" id=\"ok\">{is_ok}</button>\
         <button type=\"button\" class=\"wrong\" id=\"wrong\">{is_wrong}</button>\
         <button type=\"button\" id=\"back\">{back}</button><button type=\"button\" id=\"skip\">{skip}</button>\
         <button type=\"button\" id=\"clear\">{clear}</button></div>\n\
         </section>\n\
         <p id=\"told\" role=\"status\"></p>\n\
         <p><label>{progress} <progress id=\"progress\"></progress></label> <span id=\"done\"></span></p>\n\
         <p><button type=\"button\" id=\"download\">{download}</button></p>\n<p class=\"mut\">{next}</p>\n</div>\n\
         <h2>{list} ({count})</h2>\n<ol id=\"list\">\n{items}</ol>\n</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
        lang = language.tag(),
        policy = policy(STYLE, Some(SCRIPT)),
        title = word("title"),
        intro = escaped(&as_of),
        who = word("who"),
        open = word("open"),
        compare = word("compare"),
        note = word("note"),
        is_ok = word("is_ok"),
        is_wrong = word("is_wrong"),
        back = word("back"),
        skip = word("skip"),
        clear = word("clear"),
        progress = word("progress"),
        download = word("download"),
        next = word("next"),
        list = word("list"),
        count = links.len(),
    ))
}
