//! An audit as one HTML file for paper and screen: no script, nothing loaded.

use crate::deadlines::FigureOf;
use crate::posted::{Action, Sides, Told};
use crate::strings::{Language, Strings};
use crate::text::capitalised;

use super::day_text;
use super::policy::policy;
use super::posted::Audited;
use super::posted_sides;

/// The whole style: the page's policy takes no other.
const STYLE: &str = "\
:root{--paper:#faf9f5;--ink:#1a211f;--ink2:#4b5551;--line:#dcd9cf;--brand:#0c5247;--ok:#0c5f45;--wait:#7a4700;--end:#9a1b1b}
*{box-sizing:border-box}
body{margin:0 auto;max-width:72rem;padding:1.5rem;background:var(--paper);color:var(--ink);\
font:1rem/1.6 system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",\"Liberation Sans\",sans-serif;overflow-wrap:anywhere}
h1,h2{line-height:1.4;font-weight:600;margin:0 0 .5em}h1{font-size:1.6rem;color:var(--brand)}h2{font-size:1.25rem;margin-top:1.5em}
table{width:100%;border-collapse:collapse;margin:0 0 1rem}
.work{table-layout:fixed}.work th:nth-child(1){width:9%}.work th:nth-child(2){width:32%}.work th:nth-child(3){width:23%}\
.work th:nth-child(4){width:18%}
th,td{border:1px solid var(--line);padding:.35rem .5rem;text-align:left;vertical-align:top}
thead{display:table-header-group}tr{break-inside:avoid}h2{break-after:avoid}code{font:inherit;white-space:nowrap}
@media screen and (max-width:48rem){thead{display:none}tr,td{display:block}tr{border:1px solid var(--line);margin:0 0 .75rem}\
td{border:0}td:empty{display:none}td::before{content:attr(data-l)\": \";color:var(--ink2)}}
.verdict{font-weight:600;font-size:1.25rem}.pass{color:var(--ok)}.unchecked{color:var(--wait)}.fault{color:var(--end)}
.note{color:var(--ink2)}
@page{size:A4;margin:15mm}
@media print{body{max-width:none;padding:0;background:#fff;font-size:10pt}}
";

/// The verdict, the counts, the estimate of the index's figures, and what to do, each with its place.
///
/// `figures` are those of Quyết định 766/QĐ-TTg (2022) that the catalogue can tell; they are marked as an estimate.
pub fn posted_html(audited: &Audited, figures: &[FigureOf], language: Language) -> String {
    let page = Page::new(audited, "h2", language);
    let mut body = format!("<p>{}</p>\n{}", spelled(&audited.head(language)), page.answer());
    body += &scorecard(figures, "h2", language);
    for action in Action::ALL {
        body += &page.action(action);
    }
    body += &audited.sides.map(|sides| side_by_side(sides, language)).unwrap_or_default();
    body += &page.gone();
    body += &page.files();
    document(&Strings::of(language).get(&["posted", "report", "title"]), &body, language)
}

/// A whole file with a title and what stands under it.
pub(super) fn document(title: &str, body: &str, language: Language) -> String {
    let title = escaped(title);
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" \
         content=\"{}\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n{body}</body>\n</html>\n",
        language.tag(),
        policy(STYLE, None),
    )
}

/// The estimate of the index's figures.
pub(super) fn scorecard(figures: &[FigureOf], heading: &str, language: Language) -> String {
    let strings = Strings::of(language);
    let row = |figure: &FigureOf| {
        let name = strings.get(&["posted", "figure", &figure.number.replace('.', "_")]);
        vec![
            format!("{} {name}", figure.number),
            format!("{}/{}", figure.met, figure.checked),
            figure.unchecked.to_string(),
            super::word("verdict", figure.verdict(), language),
        ]
    };
    let rows: Vec<_> = figures.iter().map(row).collect();
    let table = table(&titles(&["figure", "met", "unchecked", "verdict"], language), &rows);
    let [title, note] = ["scorecard", "estimate"].map(|key| escaped(&strings.get(&["posted", "report", key])));
    format!("<{heading}>{title}</{heading}>\n<p class=\"note\"><strong>{note}</strong></p>\n{table}")
}

/// The places in which procedures stand, with every code.
fn side_by_side(sides: &Sides, language: Language) -> String {
    let table = table(&posted_sides::columns(sides, language), &posted_sides::rows(sides, None, language));
    format!("<h2>{}</h2>\n{table}", escaped(&posted_sides::title(sides, language)))
}

fn titles(keys: &[&str], language: Language) -> Vec<String> {
    keys.iter().map(|key| Strings::of(language).get(&["posted", "column", key])).collect()
}

fn table(columns: &[String], rows: &[Vec<String>]) -> String {
    table_of("", columns, rows)
}

/// A table of a class. What there is to do has columns of fixed widths: one long name would leave the others a letter wide.
fn table_of(class: &str, columns: &[String], rows: &[Vec<String>]) -> String {
    let titles: Vec<_> = columns.iter().map(|title| escaped(title)).collect();
    let head: String = titles.iter().map(|title| format!("<th>{title}</th>")).collect();
    // On a telephone each cell is a line with the title of its column.
    let cell = |(cell, title): (&String, &String)| format!("<td data-l=\"{title}\">{}</td>", spelled(cell));
    let row = |row: &Vec<String>| format!("<tr>{}</tr>\n", row.iter().zip(&titles).map(cell).collect::<String>());
    let rows: String = rows.iter().map(row).collect();
    format!("<table{class}>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n")
}

/// The parts of a page that tell of one audit.
pub(super) struct Page<'a> {
    audited: &'a Audited<'a>,
    /// The element of its headings.
    heading: &'static str,
    strings: &'static Strings,
    language: Language,
}

impl<'a> Page<'a> {
    pub(super) fn new(audited: &'a Audited<'a>, heading: &'static str, language: Language) -> Page<'a> {
        Page { audited, heading, strings: Strings::of(language), language }
    }

    /// The verdict and the counts.
    pub(super) fn answer(&self) -> String {
        let Page { audited, language, .. } = *self;
        let answer = escaped(&capitalised(&audited.answer(language)));
        let mut html = format!("<p class=\"verdict {}\">{answer}</p>\n", audited.verdict());
        for line in [Some(audited.counts(language)), audited.compared_line(language), audited.spared(language)]
            .into_iter()
            .flatten()
        {
            html += &format!("<p>{}</p>\n", escaped(&capitalised(&line)));
        }
        html
    }

    fn word(&self, key: &str) -> String {
        self.strings.get(&["posted", "report", key])
    }

    fn section(&self, title: &str, count: usize, table: &str) -> String {
        format!("<{0}>{1} ({count})</{0}>\n{table}", self.heading, escaped(title))
    }

    /// What there is of one thing to do.
    pub(super) fn action(&self, action: Action) -> String {
        let told: Vec<&Told> = self.audited.of_action(action).collect();
        let title = self.strings.get(&["posted", "action", action.as_str()]);
        if told.is_empty() {
            return self.section(&title, 0, &format!("<p>{}</p>\n", escaped(&self.word("nothing"))));
        }
        let place = |told: &Told| told.place.as_ref().map(|(path, line)| format!("{path}:{line}")).unwrap_or_default();
        let since = |told: &Told| {
            let first_seen = self.audited.compared.and_then(|compared| compared.of(told)).map(|(_, day)| day);
            first_seen.map(|day| day_text(day, self.language))
        };
        let verdict = |told: &Told| {
            let word = self.strings.get(&["posted", "verdict", told.verdict.as_str()]);
            told.verdict.reason().map_or(word.clone(), |reason| format!("{word}: {}", reason.text(self.language)))
        };
        let row = |told: &&Told| {
            let mut row = vec![
                told.procedure.clone().unwrap_or_default(),
                told.message(self.language),
                told.help(self.language),
                self.audited.address(told).unwrap_or_default(),
                place(told),
                verdict(told),
            ];
            row.extend(since(told));
            row
        };
        let rows: Vec<_> = told.iter().map(row).collect();
        let mut columns = vec!["procedure", "message", "help", "address", "place", "verdict"];
        columns.extend(self.audited.compared.map(|_| "first_seen"));
        self.section(&title, told.len(), &table_of(" class=\"work\"", &titles(&columns, self.language), &rows))
    }

    /// What was found before and is no more.
    pub(super) fn gone(&self) -> String {
        let Some(compared) = self.audited.compared.filter(|compared| !compared.gone.is_empty()) else {
            return String::new();
        };
        let rows = compared.gone.iter().map(|(identity, before, change)| {
            vec![
                identity.procedure.clone().unwrap_or_default(),
                before.message.clone(),
                self.strings.get(&["posted", "change", change.as_str()]),
                day_text(before.first_seen, self.language),
            ]
        });
        let rows: Vec<_> = rows.collect();
        self.section(
            &self.word("gone"),
            rows.len(),
            &table(&titles(&["procedure", "message", "change", "first_seen"], self.language), &rows),
        )
    }

    /// What was read, and what could not be.
    pub(super) fn files(&self) -> String {
        let read = self.audited.files.iter().map(|file| vec![file.path.clone(), file.rows.len().to_string()]);
        let unread = self.audited.errors.iter().map(|(path, why)| vec![path.clone(), why.clone()]);
        let rows: Vec<_> = read.chain(unread).collect();
        self.section(&self.word("files"), rows.len(), &table(&titles(&["path", "read"], self.language), &rows))
    }
}

/// A sentence as HTML has it: what stands in backquotes is never broken over lines, nor is what has no blank and is short.
fn spelled(text: &str) -> String {
    const SHORT: usize = 24;
    if !text.is_empty() && text.len() <= SHORT && !text.contains(' ') {
        return format!("<code>{}</code>", escaped(text));
    }
    let pieces = escaped(text);
    let pieces = pieces.split('`').enumerate();
    pieces.map(|(at, piece)| if at % 2 == 1 { format!("<code>{piece}</code>") } else { piece.to_owned() }).collect()
}

/// A text as HTML has it, in elements and in attributes.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
