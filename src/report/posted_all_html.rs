//! The audits of a province as one HTML file: the table of offices, each leading to what there is to do.

use crate::deadlines::FigureOf;
use crate::model::Office;
use crate::posted::Action;
use crate::strings::{Language, Strings};

use super::posted_all::{AuditedAll, Score, office_of, verdict_word};
use super::posted_html::{Page, document, escaped, scorecard};

/// The verdict, the table of offices, the estimate of the index's figures, and for each office its own and what to do with its places.
/// `figures` gives those of an office, and without one those of the province.
pub fn posted_all_html(
    all: &AuditedAll,
    figures: impl Fn(Option<&Office>) -> Vec<FigureOf>,
    language: Language,
) -> String {
    let strings = Strings::of(language);
    let word = |key: &str| strings.get(&["posted", "report", key]);
    let mut body = format!(
        "<p>{}</p>\n<p class=\"verdict {}\">{}</p>\n<p>{}</p>\n",
        escaped(&all.head(language)),
        all.verdict(),
        escaped(&all.answer(language)),
        escaped(&all.counts(language)),
    );
    body += &format!("<h2>{} ({})</h2>\n{}", escaped(&word("offices")), all.offices.len(), offices(all, language));
    if !all.strangers.is_empty() {
        let line = |(path, why): &(String, String)| format!("<li>{}: {}</li>\n", escaped(path), escaped(why));
        let lines: String = all.strangers.iter().map(line).collect();
        body += &format!("<h2>{} ({})</h2>\n<ul>\n{lines}</ul>\n", escaped(&word("strangers")), all.strangers.len());
    }
    body += &scorecard(&figures(None), "h2", language);
    for audited in &all.offices {
        let (id, name) = office_of(audited);
        let page = Page::new(audited, "h3", language);
        body += &format!("<h2 id=\"{}\">{}</h2>\n{}", escaped(id), escaped(name), page.answer());
        body += &scorecard(&figures(audited.office), "h3", language);
        for action in Action::ALL.into_iter().filter(|action| audited.of_action(*action).next().is_some()) {
            body += &page.action(action);
        }
        body += &page.gone();
        body += &page.files();
    }
    document(&word("all_title"), &body, language)
}

/// A row an office, then those that show nothing, then the sums.
fn offices(all: &AuditedAll, language: Language) -> String {
    let strings = Strings::of(language);
    let keys = ["office"].into_iter().chain(Score::COLUMNS).chain(["verdict"]);
    let title = |key: &str| format!("<th>{}</th>", escaped(&strings.get(&["posted", "column", key])));
    let head: String = keys.map(title).collect();
    let counts = |score: Score| score.columns().map(|count| format!("<td>{count}</td>")).concat();
    let mut rows = String::new();
    for audited in &all.offices {
        let (id, name) = office_of(audited);
        rows += &format!(
            "<tr><td><a href=\"#{}\">{}</a></td>{}<td class=\"{}\">{}</td></tr>\n",
            escaped(id),
            escaped(name),
            counts(Score::of(audited)),
            audited.verdict(),
            escaped(&verdict_word(audited, language)),
        );
    }
    let nothing = escaped(&strings.get(&["posted", "all", "absent"]));
    for office in all.absent {
        let blank = "<td></td>".repeat(Score::COLUMNS.len());
        rows += &format!("<tr><td>{}</td>{blank}<td>{nothing}</td></tr>\n", escaped(&office.name));
    }
    let total = escaped(&strings.get(&["posted", "all", "total"]));
    rows += &format!("<tr><th>{total}</th>{}<td></td></tr>\n", counts(all.total()));
    format!("<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n")
}
