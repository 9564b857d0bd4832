//! What a built site tells: the status on a procedure's page, the acts of the change page and of the feed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use niemyet::model::Day;

use super::Told;

/// Words of the site in Vietnamese, by what they stand for.
pub(crate) struct Words {
    status: BTreeMap<String, String>,
    acts: BTreeMap<String, String>,
    levels: BTreeMap<String, String>,
    next: BTreeMap<String, String>,
}

impl Words {
    pub(crate) fn read() -> Words {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("site/strings/vi.toml");
        let strings: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
        let table = |name: &str| {
            let words = strings["site"][name].as_table().unwrap();
            words.iter().map(|(key, word)| (key.clone(), word.as_str().unwrap().to_owned())).collect()
        };
        Words { status: table("status"), acts: table("act"), levels: table("level"), next: table("next") }
    }

    pub(crate) fn status(&self, status: &str) -> &str {
        &self.status[status]
    }

    /// The levels that stand in brackets at the start of a text; none where none do.
    fn levels_at(&self, text: &str) -> BTreeSet<String> {
        let Some((named, _)) = text.trim_start().strip_prefix('(').and_then(|rest| rest.split_once(')')) else {
            return BTreeSet::new();
        };
        let is_named = |word: &str| named.contains(&word.to_lowercase());
        self.levels.iter().filter(|(_, word)| is_named(word)).map(|(level, _)| level.clone()).collect()
    }

    fn act(&self, word: &str) -> String {
        let found = self.acts.iter().find(|(_, of_act)| *of_act == word);
        found.unwrap_or_else(|| panic!("no act is called {word:?}")).0.clone()
    }
}

/// What stands between two texts, the first time.
fn between<'t>(text: &'t str, from: &str, to: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(from)?;
    rest.split_once(to).map(|(found, _)| found)
}

/// The word for the status at the head of a procedure's page.
pub(crate) fn status_word(page: &str) -> Option<&str> {
    let box_of_status = between(page, "id=\"tinh-trang\"", "</p>")?;
    between(box_of_status, "<span class=\"st", "</span>")?.split_once('>').map(|(_, word)| word)
}

/// A status as a page tells it: its word, and the days that are told with it, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StatusTold {
    pub(crate) word: String,
    pub(crate) days: Vec<Day>,
}

impl StatusTold {
    fn read(text: &str) -> Option<StatusTold> {
        let (_, text) = text.split_once("<span class=\"st")?;
        let (word, rest) = text.split_once("</span>")?;
        // What follows the days is why nobody knows, or a warning.
        let rest = rest.split(['<', ':']).next()?;
        let words = rest.split_whitespace().map(|word| word.trim_end_matches(['.', ',']));
        let days = words.filter_map(|word| Day::parse_from_str(word, "%d/%m/%Y").ok());
        Some(StatusTold { word: word.split_once('>')?.1.to_owned(), days: days.collect() })
    }
}

/// What the status box of a procedure's page tells, and the box of what is next.
#[derive(Debug)]
pub(crate) struct StatusBox {
    pub(crate) whole: StatusTold,
    /// By level, where levels differ.
    pub(crate) levels: BTreeMap<String, StatusTold>,
    /// The day of what is next.
    pub(crate) next: Option<Day>,
    /// What the box of what is next tells of today: the keys of all strings that begin so.
    pub(crate) today: BTreeSet<String>,
}

pub(crate) fn status_box(page: &str, words: &Words) -> Option<StatusBox> {
    let boxed = between(page, "id=\"tinh-trang\"", "</div>")?;
    let (head, rest) = boxed.split_once("</p>")?;
    let level = |row: &str| {
        let (name, status) = row.split_once("</th>")?;
        let level = words.levels.iter().find(|(_, word)| *word == name)?.0;
        Some((level.clone(), StatusTold::read(status)?))
    };
    let levels = rest.split("<th scope=\"row\">").skip(1).filter_map(level).collect();
    let coming = between(page, "id=\"sap-toi\"", "</div>").unwrap_or_default();
    let next = between(coming, "data-left-to=\"", "\"").and_then(|day| day.parse().ok());
    let today = between(coming, &format!("<dt>{}</dt><dd>", words.next["today"]), "</dd>").unwrap_or_default();
    let is_told = |text: &str| text.split_once('{').is_some_and(|(start, _)| today.starts_with(start));
    let today = words.next.iter().filter(|(key, text)| key.starts_with("today_") && is_told(text));
    Some(StatusBox { whole: StatusTold::read(head)?, levels, next, today: today.map(|(key, _)| key.clone()).collect() })
}

/// The events of the change page, (day, decision's number), and the acts that they name one by one.
pub(crate) fn of_change_page(page: &str, words: &Words) -> (Vec<(String, String)>, Vec<Told>) {
    let mut events = Vec::new();
    let mut told = Vec::new();
    for event in page.split("<div class=\"ev\" id=\"d").skip(1) {
        let event = event.split_once("</section>").map_or(event, |(event, _)| event);
        let day = event[..10].to_owned();
        let by = between(event, "<span class=\"nb\">", "</span>").unwrap_or_default().to_owned();
        for group in event.split("<dt>").skip(1) {
            let (word, rows) = group.split_once("</dt>").unwrap();
            let code = |row: &'_ str| -> Option<(String, BTreeSet<String>)> {
                let (_, rest) = row.split_once("<span class=\"code mut\">")?;
                let (code, rest) = rest.split_once("</span>")?;
                let status = rest.trim_start().strip_prefix("<span class=\"st").and_then(|it| it.split_once("</span>"));
                Some((code.to_owned(), words.levels_at(status.map_or(rest, |(_, rest)| rest))))
            };
            told.extend(rows.split("<li>").filter_map(code).map(|(code, levels)| Told {
                day: day.clone(),
                act: words.act(word),
                code,
                by: Some(by.clone()).filter(|by| !by.is_empty()),
                levels: Some(levels),
                upkeep: None,
            }));
        }
        events.push((day, by));
    }
    (events, told)
}

/// The acts that the feed names one by one, of these codes.
pub(crate) fn of_feed(feed: &str, codes: &[&str], words: &Words) -> Vec<Told> {
    let mut told = Vec::new();
    for entry in feed.split("<entry>").skip(1) {
        let id = between(entry, "<id>", "</id>").unwrap();
        // Entries about decisions as they became known tell no act of their own.
        if !id.contains("thay-doi/") {
            continue;
        }
        let day = id.rsplit('/').next().unwrap()[..10].to_owned();
        let title = between(entry, "<title>", "</title>").unwrap();
        let by = title.split_whitespace().find(|word| word.contains("/QĐ-")).map(|word| word.trim_end_matches(':'));
        let summary = between(entry, "<summary>", "</summary>").unwrap_or_default();
        for code in codes {
            let name = format!("({code})");
            for (at, _) in summary.match_indices(&name) {
                let (before, after) = (&summary[..at], &summary[at + name.len()..]);
                let heading =
                    |(act, word): (&String, &String)| Some((before.rfind(&format!("{word}: "))?, act.clone()));
                let (_, act) = words.acts.iter().filter_map(heading).max().unwrap();
                let (day, code, by) = (day.clone(), (*code).to_owned(), by.map(str::to_owned));
                told.push(Told { day, act, code, by, levels: Some(words.levels_at(after)), upkeep: None });
            }
        }
    }
    told
}
