//! The results page as a server fills it in. What `site/assets/results-*.js` write in the browser, word by word, so that the
//! script finds nothing to change: a browser test compares the two.

use serde::Serialize;

use super::super::words::Words;
use super::found::{Found, Part};
use crate::address;
use crate::ledger::Status;
use crate::model::{Level, SectorId};
use crate::search::{Answer, Facet, FacetCount, Hit, Known, Options, Searcher, Understood};

/// So many hits are shown at first, and so many more each time.
pub(in crate::render) const STEP: usize = 50;
/// At most so many.
pub(in crate::render) const MOST: usize = 1000;
/// So many values of a facet are shown at once.
const SHOWN: usize = 8;

/// What the template is given; the page as it stands before anything is asked has nothing in it.
#[derive(Serialize, Default)]
pub(in crate::render) struct Results {
    query: String,
    /// What is chosen, as the form keeps it: parameter and value.
    kept: Vec<(&'static str, String)>,
    is_answered: bool,
    /// "33 kết quả", and the rest of the sentence.
    count: String,
    rest: String,
    has_hits: bool,
    notes: Vec<Vec<Piece>>,
    taken: Vec<Piece>,
    facets: Vec<FacetView>,
    current: Vec<Entry>,
    past: Vec<Entry>,
    more: Option<Piece>,
}

/// A text that may lead somewhere.
#[derive(Serialize, Default)]
struct Piece {
    text: String,
    url: Option<String>,
    /// Whether it leads to another site.
    is_external: bool,
    /// What a screen reader hears before it.
    before: Option<String>,
}

#[derive(Serialize)]
struct FacetView {
    id: &'static str,
    label: String,
    values: Vec<Value>,
    others: Vec<Value>,
    more: String,
}

#[derive(Serialize)]
struct Value {
    id: String,
    url: String,
    name: String,
    count: String,
    is_chosen: bool,
}

#[derive(Serialize)]
struct Entry {
    url: String,
    name: Vec<Part>,
    class: &'static str,
    status: String,
    code: String,
    levels: Vec<String>,
    lines: Vec<Vec<Part>>,
    next: Vec<Piece>,
}

/// What is asked, and the words for the answer.
struct Asked<'a> {
    query: &'a str,
    /// By facet in the order of pages, each value once.
    choices: Vec<(Facet, String)>,
    root: &'a str,
    words: Words<'a>,
}

impl Results {
    /// The answer to a query; `root` leads from the page to the site's.
    pub(in crate::render) fn of(
        words: Words,
        root: &str,
        searcher: &Searcher,
        answer: &Answer,
        options: &Options,
    ) -> Results {
        let mut choices = Vec::new();
        for choice in &options.choices {
            if !choices.contains(choice) {
                choices.push(choice.clone());
            }
        }
        choices.sort_by_key(|(facet, _)| *facet);
        let asked = Asked { query: &answer.query, choices, root, words };
        let found = Found::new(searcher, answer);
        let entries = |is_past: bool| -> Vec<Entry> {
            let hits = answer.hits.iter().filter(|hit| hit.status.is_ended() == is_past);
            hits.filter_map(|hit| asked.entry(hit, &found, searcher)).collect()
        };
        let (current, past) = (entries(false), entries(true));
        let count = words.number(answer.total);
        let split = if answer.total > 0 { format!(": {}.", asked.split(&answer.facets)) } else { ".".to_owned() };
        let rest = asked.say("for_query", &[("query", asked.query)]) + &split;
        let left = answer.total.saturating_sub(options.limit);
        let more = (left > 0 && options.limit < MOST).then(|| Piece {
            text: asked.say("more", &[("count", &left.min(STEP).to_string())]),
            url: Some(asked.address(&asked.choices, options.limit + STEP)),
            ..Piece::default()
        });
        Results {
            query: answer.query.clone(),
            kept: asked.choices.iter().map(|(facet, value)| (facet.as_str(), value.clone())).collect(),
            is_answered: true,
            count: asked.say(if answer.total > 0 { "count" } else { "none" }, &[("count", &count)]),
            rest,
            has_hits: answer.total > 0,
            notes: asked.notes(answer),
            taken: asked.taken(&answer.facets),
            facets: asked.facets(answer),
            current,
            past,
            more,
        }
    }
}

impl Asked<'_> {
    fn say(&self, key: &str, args: &[(&'static str, &str)]) -> String {
        self.words.fill_at(&["search", "script", key], args)
    }

    fn link(&self, address: &str) -> Option<String> {
        Some(format!("{}{address}", self.root))
    }

    /// The address that asks for the query with these choices.
    fn address(&self, choices: &[(Facet, String)], limit: usize) -> String {
        let mut ordered: Vec<&(Facet, String)> = choices.iter().collect();
        ordered.sort_by_key(|(facet, _)| *facet);
        let mut pairs: Vec<(&str, &str)> =
            ordered.iter().map(|(facet, value)| (facet.as_str(), value.as_str())).collect();
        let limit = limit.to_string();
        if limit != STEP.to_string() {
            pairs.push(("limit", &limit));
        }
        let mut text = format!("?q={}", encoded(self.query));
        for (name, value) in pairs {
            text.push_str(&format!("&{name}={}", encoded(value)));
        }
        text
    }

    /// The address with a value chosen, or no longer.
    fn toggled(&self, facet: Facet, value: &str) -> String {
        let is_it = |(of, one): &(Facet, String)| *of == facet && one == value;
        let mut choices: Vec<(Facet, String)> = self.choices.iter().filter(|one| !is_it(one)).cloned().collect();
        if choices.len() == self.choices.len() {
            choices.push((facet, value.to_owned()));
        }
        self.address(&choices, STEP)
    }

    fn has(&self, facet: Facet) -> bool {
        self.choices.iter().any(|(of, _)| *of == facet)
    }

    fn is_chosen(&self, facet: Facet, value: &str) -> bool {
        self.choices.iter().any(|(of, one)| *of == facet && one == value)
    }

    /// "31 đang có hiệu lực, 2 đã bị bãi bỏ".
    fn split(&self, counts: &[FacetCount]) -> String {
        let statuses = counts.iter().filter(|one| one.facet == Facet::Status);
        let counted = statuses.filter(|one| !self.has(Facet::Status) || self.is_chosen(one.facet, &one.value));
        let part = |one: &FacetCount| {
            let mut word = self.words.get("status", &one.value).chars().collect::<Vec<_>>();
            if let Some(first) = word.first_mut() {
                *first = first.to_lowercase().next().unwrap_or(*first);
            }
            self.say(
                "split",
                &[("count", &self.words.number(one.count)), ("status", &word.into_iter().collect::<String>())],
            )
        };
        counted.map(part).collect::<Vec<_>>().join(", ")
    }

    fn name_of(&self, facet: Facet, value: &str, name: Option<&str>) -> String {
        let known = match facet {
            Facet::Sector | Facet::Agency => None,
            Facet::Level => Level::from_word(value).map(|level| self.words.level(level)),
            Facet::Status => Status::ALL.iter().find(|one| one.as_str() == value).map(|one| self.words.status(*one)),
            Facet::Online | Facet::Audience => self.words.known_at(&["search", "script", facet.as_str(), value]),
        };
        name.map(str::to_owned).or(known).unwrap_or_else(|| value.to_owned())
    }

    fn taken(&self, counts: &[FacetCount]) -> Vec<Piece> {
        let of = |(facet, value): &(Facet, String)| {
            let counted = counts.iter().find(|one| one.facet == *facet && one.value == *value);
            let name = self.name_of(*facet, value, counted.and_then(|one| one.name.as_deref()));
            let (url, before) = (Some(self.toggled(*facet, value)), Some(self.say("drop", &[])));
            Piece { text: format!("{name} ×"), url, before, ..Piece::default() }
        };
        let mut taken: Vec<Piece> = self.choices.iter().map(of).collect();
        if taken.len() > 1 {
            let url = Some(self.address(&[], STEP));
            taken.push(Piece { text: self.say("drop_all", &[]), url, ..Piece::default() });
        }
        taken
    }

    fn facets(&self, answer: &Answer) -> Vec<FacetView> {
        let view = |facet: Facet| {
            let counts: Vec<&FacetCount> = answer.facets.iter().filter(|one| one.facet == facet).collect();
            // What all hits have narrows nothing.
            if counts.is_empty() || !self.has(facet) && counts.iter().all(|one| one.count == answer.total) {
                return None;
            }
            let value = |one: &FacetCount| Value {
                id: format!("loc-{}-{}", facet.as_str(), one.value),
                url: self.toggled(facet, &one.value),
                name: self.name_of(facet, &one.value, one.name.as_deref()),
                count: self.words.number(one.count),
                is_chosen: self.is_chosen(facet, &one.value),
            };
            let mut values: Vec<Value> = counts.into_iter().map(value).collect();
            let others = values.split_off(values.len().min(SHOWN));
            let more = self.say("more_values", &[("count", &others.len().to_string())]);
            let label = self.words.fill_at(&["search", "script", "facet", facet.as_str()], &[]);
            Some(FacetView { id: facet.as_str(), label, values, others, more })
        };
        Facet::ALL.into_iter().filter_map(view).collect()
    }

    fn notes(&self, answer: &Answer) -> Vec<Vec<Piece>> {
        let mut notes: Vec<Vec<Piece>> = answer.understood.iter().map(|one| self.sentence(one)).collect();
        let none = answer.total == 0;
        if none && !self.choices.is_empty() && answer.near_sectors.is_empty() {
            notes.push(vec![plain(self.say("none_chosen", &[]))]);
        }
        if !answer.near_sectors.is_empty() {
            let mut told = vec![plain(self.say("near_sectors", &[]))];
            for (at, (id, name)) in answer.near_sectors.iter().enumerate() {
                told.push(plain(if at > 0 { ", " } else { " " }));
                let url = self.link(&address::sector(&SectorId(id.clone())));
                told.push(Piece { text: name.clone(), url, ..Piece::default() });
            }
            told.push(plain("."));
            notes.push(told);
        }
        let is_dossier = answer.understood.iter().any(|one| matches!(one, Understood::Dossier { .. }));
        if none && self.choices.is_empty() && !is_dossier {
            notes.push(vec![plain(self.say("none_help", &[]))]);
        }
        notes
    }

    fn sentence(&self, understood: &Understood) -> Vec<Piece> {
        let linked = |key: &str, name: &str, text: &str, url: Option<String>| {
            let sentence = self.say(key, &[]);
            let (before, after) = sentence.split_once(&format!("{{{name}}}")).unwrap_or((&sentence, ""));
            vec![plain(before), Piece { text: text.to_owned(), url, ..Piece::default() }, plain(after)]
        };
        match understood {
            Understood::Named { list, name, page, .. } => {
                let label = self.say(&format!("named_{}", list.as_str()), &[]);
                vec![plain(label), plain(" "), Piece { text: name.clone(), url: self.link(page), ..Piece::default() }]
            }
            Understood::Keys { meant } => vec![plain(self.say("keys", &[("meant", meant)]))],
            Understood::Synonym { said, official, kind } => {
                let key = if kind == "ten_cu" { "old_word" } else { "synonym" };
                vec![plain(self.say(key, &[("said", said), ("official", official)]))]
            }
            Understood::Code { code } => linked("code", "code", code, self.link(&format!("T/{code}/"))),
            Understood::Decision { number, page } => {
                let url = page.as_deref().and_then(|page| self.link(page));
                vec![Piece { text: self.say("decision", &[("number", number)]), url, ..Piece::default() }]
            }
            Understood::Spelling { meant } => {
                linked("spelling", "meant", meant, Some(format!("?q={}", encoded(meant))))
            }
            Understood::Unknown { words } => vec![plain(self.say("unknown", &[("words", words)]))],
            Understood::NoCode { code, near } if near.is_empty() => vec![plain(self.say("no_code", &[("code", code)]))],
            Understood::NoCode { code, near } => {
                let mut told = vec![plain(self.say("near_codes", &[("code", code)]))];
                for (at, code) in near.iter().enumerate() {
                    told.push(plain(if at > 0 { ", " } else { " " }));
                    let url = self.link(&format!("T/{code}/"));
                    told.push(Piece { text: code.clone(), url, ..Piece::default() });
                }
                told.push(plain("."));
                told
            }
            Understood::Listed { code, list, link } => {
                let (text, url) = (self.say("listed_link", &[]), Some(link.clone()));
                let link = Piece { text, url, is_external: true, before: None };
                vec![plain(self.say("listed", &[("code", code), ("list", list)])), plain(" "), link]
            }
            Understood::NoDecision { number } => vec![plain(self.say("no_decision", &[("number", number)]))],
            Understood::Dossier { number } => {
                let (text, url) = (self.say("dossier_link", &[]), Some(self.say("dossier_at", &[])));
                let link = Piece { text, url, is_external: true, before: None };
                vec![plain(self.say("dossier", &[("number", number)])), plain(" "), link]
            }
        }
    }

    fn entry(&self, hit: &Hit, found: &Found<'_>, searcher: &Searcher) -> Option<Entry> {
        let known = searcher.procedure(&hit.code)?;
        let link = |code: &str| self.link(&format!("T/{code}/"));
        let successors = known.successors.iter().filter(|_| hit.status.is_ended());
        let named = successors.filter_map(|code| searcher.procedure(code)).map(|next: Known<'_>| Piece {
            text: format!("{} ({})", next.name, next.code),
            url: link(next.code),
            ..Piece::default()
        });
        Some(Entry {
            url: link(&hit.code)?,
            name: found.marked(&hit.name),
            class: class(hit.status, known.by_list),
            status: self.words.status(hit.status),
            code: hit.code.clone(),
            levels: self.words.levels(known.levels),
            lines: found.lines(&known, &self.words),
            next: named.collect(),
        })
    }
}

fn plain(text: impl Into<String>) -> Piece {
    Piece { text: text.into(), ..Piece::default() }
}

fn class(status: Status, by_list: bool) -> &'static str {
    match status {
        Status::InForce if by_list => "ok by-list",
        Status::InForce => "ok",
        Status::Pending => "wait",
        Status::Unknown => "unk",
        Status::Suspended | Status::Repealed | Status::Replaced => "end",
    }
}

/// A text as forms send it.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'*' | b'-' | b'.' | b'_' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_encoded_as_browsers_do() {
        assert_eq!(encoded("đất & <b>'~*"), "%C4%91%E1%BA%A5t+%26+%3Cb%3E%27%7E*");
    }
}
