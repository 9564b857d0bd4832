//! The links of a catalogue as text, JSON and the table that people fill in.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::links::{Survey, Surveyed, Why};
use crate::source::Place;
use crate::spreadsheet::Table;
use crate::strings::{Language, Strings};

use super::day_text;

/// The columns of the table of links that people fill in, each with its width: what a link is, then what is filled in, then what
/// helps.
const COLUMNS: [(&str, u16); 11] = [
    ("code", 14),
    ("name", 60),
    ("address", 60),
    ("result", 12),
    ("day", 14),
    ("who", 20),
    ("note", 30),
    ("status", 16),
    ("why", 40),
    ("evidence", 30),
    ("confirmed", 24),
];

/// Where faulty links stand, by file and key.
pub type LinkPlaces = BTreeMap<(String, String), Place>;

/// As JSON: `{as_of, totals, unlinked, links}`.
pub fn links_json(survey: &Survey, places: &LinkPlaces, limit: usize) -> Value {
    let counted = |of: &dyn Fn(&Surveyed) -> Option<String>| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        survey.links.iter().filter_map(of).for_each(|key| *counts.entry(key).or_default() += 1);
        counts
    };
    let link = |link: &Surveyed| {
        let place = places.get(&link.place);
        json!({
            "code": link.code.as_str(),
            "name": link.name,
            "status": link.status.map(|status| status.as_str()),
            "due": link.is_due,
            "url": link.url,
            "form": link.form.as_str(),
            "era": link.form.era(),
            "host": link.host,
            "fault": link.fault.map(|fault| fault.code().name()),
            "where": { "path": link.place.0, "line": place.map(|place| place.line), "column": place.map(|place| place.column) },
            "evidence": link.pairing.map(|pairing| pairing.evidence),
            "confirmed": link.pairing.and_then(|pairing| pairing.confirmed).map(|day| day.to_string()),
            "confirmed_by": link.pairing.and_then(|pairing| pairing.by),
            "events": link.events,
            "common_names": link.names,
            "why": link.why().iter().map(|why| why.as_str()).collect::<Vec<_>>(),
        })
    };
    let pairings = || survey.links.iter().filter_map(|link| link.pairing);
    json!({
        "as_of": survey.as_of.to_string(),
        "totals": {
            "links": survey.links.len(),
            "in_force": survey.links.iter().filter(|link| link.is_in_force()).count(),
            "faulty": survey.links.iter().filter(|link| link.fault.is_some()).count(),
            "faulty_in_force": survey.faulty_today(),
            "to_confirm": survey.links.iter().filter(|link| link.is_to_confirm()).count(),
            "confirmed": pairings().filter(|pairing| pairing.confirmed.is_some()).count(),
            "confirmed_by_person": pairings().filter(|pairing| pairing.by.is_some()).count(),
            "form": counted(&|link| Some(link.form.as_str().to_owned())),
            "era": counted(&|link| Some(link.form.era().to_owned())),
            "host": counted(&|link| Some(link.host.clone())),
            "evidence": counted(&|link| Some(link.pairing?.evidence.to_owned())),
            "fault": counted(&|link| Some(link.fault?.code().name().to_owned())),
        },
        "unlinked": survey.unlinked.iter().map(|code| code.as_str()).collect::<Vec<_>>(),
        "links": survey.links.iter().take(limit).map(link).collect::<Vec<_>>(),
    })
}

/// The links that a person can confirm, in the order in which they are to be opened, with the columns that people fill in.
pub fn links_table(survey: &Survey, limit: usize, language: Language) -> Table {
    let strings = Strings::of(language);
    let mut table = Table::new(COLUMNS.map(|(key, width)| (strings.get(&["links", "column", key]), width)));
    for link in survey.links.iter().filter(|link| link.is_to_confirm()).take(limit) {
        let blank = String::new;
        let pairing = link.pairing.map(|pairing| pairing.evidence.to_owned()).unwrap_or_default();
        table.rows.push(vec![
            link.code.to_string(),
            link.name.split_whitespace().collect::<Vec<_>>().join(" "),
            link.url.clone(),
            blank(),
            blank(),
            blank(),
            blank(),
            link.status.map(|status| super::word("status", status.as_str(), language)).unwrap_or_default(),
            why_text(link, language),
            pairing,
            confirmed_text(link, language).unwrap_or_default(),
        ]);
    }
    table
}

/// For people: totals, then the first links to look at.
pub fn links_text(survey: &Survey, places: &LinkPlaces, limit: usize, language: Language) -> String {
    let telling = Telling { survey, strings: Strings::of(language), language };
    let mut text = telling.head();
    text += &telling.group("form", |link| Some(telling.of("form", link.form.as_str())));
    text += &telling.group("era", |link| Some(telling.of("era", link.form.era())));
    text += &telling.group("host", |link| Some(link.host.clone()));
    text += &telling.group("evidence", |link| Some(link.pairing?.evidence.to_owned()));
    text += &telling.group("confirmation", |link| {
        let pairing = link.pairing?;
        let key = match (pairing.confirmed, pairing.by) {
            (Some(_), Some(_)) => "person",
            (Some(_), None) => "dated",
            (None, _) => "never",
        };
        Some(telling.of("confirmation", key))
    });
    text + &telling.first(places, limit)
}

/// Why a link stands where it does, in words.
pub(super) fn why_text(link: &Surveyed, language: Language) -> String {
    let strings = Strings::of(language);
    let word = |why: Why| {
        let fault = || link.fault.map(|fault| strings.get(&["finding_title", fault.code().name()])).unwrap_or_default();
        let status = || link.status.map(|status| super::word("status", status.as_str(), language)).unwrap_or_default();
        let events = || link.events.iter().map(|event| format!("“{event}”")).collect::<Vec<_>>().join(", ");
        let values = match why {
            Why::Fault => vec![("fault", fault())],
            Why::NotInForce => vec![("status", status())],
            Why::Event => vec![("events", events())],
            Why::Named => vec![("count", link.names.to_string())],
            Why::Confirmed => vec![("confirmed", confirmed_text(link, language).unwrap_or_default())],
            Why::NotDue | Why::Never => Vec::new(),
        };
        strings.filled(&["links", "why", why.as_str()], &values)
    };
    link.why().into_iter().map(word).collect::<Vec<_>>().join("; ")
}

/// When a link was confirmed, and by whom.
fn confirmed_text(link: &Surveyed, language: Language) -> Option<String> {
    let pairing = link.pairing?;
    let day = day_text(pairing.confirmed?, language);
    Some(pairing.by.map_or_else(|| day.clone(), |by| format!("{day} {by}")))
}

struct Telling<'a> {
    survey: &'a Survey<'a>,
    strings: &'static Strings,
    language: Language,
}

impl Telling<'_> {
    fn filled(&self, key: &str, args: &[(&'static str, String)]) -> String {
        self.strings.filled(&["links", key], args)
    }

    fn of(&self, table: &str, key: &str) -> String {
        self.strings.get(&["links", table, key])
    }

    fn head(&self) -> String {
        let links = &self.survey.links;
        let count = |wanted: &dyn Fn(&Surveyed) -> bool| links.iter().filter(|link| wanted(link)).count().to_string();
        let of_table = links.iter().filter(|link| link.pairing.is_some()).count();
        let internal = links.iter().filter(|link| link.is_in_force() && link.code.is_internal()).count();
        let internal = match internal {
            0 => String::new(),
            count => self.filled("internal", &[("count", count.to_string())]),
        };
        let values = [
            ("day", day_text(self.survey.as_of, self.language)),
            ("count", links.len().to_string()),
            ("table", of_table.to_string()),
            ("records", (links.len() - of_table).to_string()),
            ("in_force", count(&|link| link.is_in_force())),
            ("internal", internal),
            ("faulty", count(&|link| link.fault.is_some())),
            ("faulty_today", count(&|link| link.is_faulty_today())),
            ("unlinked", self.survey.unlinked.len().to_string()),
        ];
        format!("{}\n{}\n", self.filled("head", &values), self.filled("counts", &values))
    }

    /// The counts of one kind, the largest first.
    fn group(&self, title: &str, of: impl Fn(&Surveyed) -> Option<String>) -> String {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        self.survey.links.iter().filter_map(of).for_each(|key| *counts.entry(key).or_default() += 1);
        if counts.is_empty() {
            return String::new();
        }
        let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
        counts.sort_by_key(|(key, count)| (Reverse(*count), key.clone()));
        let lines = counts.into_iter().map(|(key, count)| {
            let key = if key.is_empty() { "–".to_owned() } else { key };
            format!("  {count:>5}  {key}\n")
        });
        format!("\n{}\n{}", self.of("group", title), lines.collect::<String>())
    }

    /// The first links to look at, each with its address and why.
    fn first(&self, places: &LinkPlaces, limit: usize) -> String {
        let wanted = |link: &&Surveyed| link.is_to_confirm() || link.fault.is_some();
        let all: Vec<&Surveyed> = self.survey.links.iter().filter(wanted).collect();
        let shown = all.len().min(limit);
        if shown == 0 {
            return String::new();
        }
        let counts = [("shown", shown.to_string()), ("count", all.len().to_string())];
        let mut text = format!("\n{}\n", self.filled("first", &counts));
        for (number, link) in all.into_iter().take(limit).enumerate() {
            let name = link.name.split_whitespace().collect::<Vec<_>>().join(" ");
            text += &format!("{:>4}. {} {name}\n      {}\n", number + 1, link.code, link.url);
            if let Some(place) = places.get(&link.place) {
                text += &format!("      --> {}:{}:{}\n", place.path, place.line, place.column);
            }
            text += &format!("      {}\n", why_text(link, self.language));
        }
        text
    }
}
