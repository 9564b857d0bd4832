//! A procedure as an engine gets it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::super::facets::{AUDIENCES, Facet, of_row};
use super::super::index::{cases_in, without_lead};
use super::super::table::{List, Row, Table};
use super::super::weights::{SPECIAL, SYNONYMS};
use super::query::{BEGIN, END};
use crate::address;
use crate::ledger::{Catalogue, Status};
use crate::model::{Day, ProcedureCode};
use crate::text::{Token, clean, tokens};

/// A synonym by its words: the official ones, and what people say.
type Synonym = (Vec<String>, Vec<String>);

/// What people say for an official wording in a name.
struct Said {
    /// Its words.
    words: Vec<String>,
    /// The same between the name's words on either side.
    beside: Vec<String>,
}

/// What all documents are made with.
struct Maker<'c> {
    catalogue: &'c Catalogue<'c>,
    table: &'c Table,
    cases: Vec<Vec<Token>>,
    /// Synonyms under the first word of their official wording.
    synonyms: BTreeMap<String, Vec<Synonym>>,
    /// The words of each row's text, each as often as its impact says.
    texts: Vec<String>,
    /// What each row is the editors' answer to, folded.
    answers: BTreeMap<usize, Vec<String>>,
    /// The lists that may be asked for by name, offices apart: each with its names folded.
    lists: Vec<(usize, Vec<String>)>,
}

/// Every row of the table, in order.
pub(super) fn documents(catalogue: &Catalogue<'_>, table: &Table) -> Vec<Value> {
    let maker = Maker::new(catalogue, table);
    table.rows.iter().enumerate().map(|(at, row)| Value::Object(maker.document(at, row))).collect()
}

impl<'c> Maker<'c> {
    fn new(catalogue: &'c Catalogue<'c>, table: &'c Table) -> Maker<'c> {
        let mut synonyms: BTreeMap<String, Vec<Synonym>> = BTreeMap::new();
        // What means too many things stands for nothing without the words beside it: an engine could not tell.
        for pair in table.synonyms.iter().filter(|pair| !pair.needs_company) {
            let official = words(&pair.official);
            if let Some(first) = official.first() {
                synonyms.entry(first.clone()).or_default().push((official, words(&pair.said)));
            }
        }
        let mut texts = vec![String::new(); table.rows.len()];
        for (word, rows) in &table.content {
            for (row, impact) in rows {
                let text = &mut texts[*row as usize];
                for _ in 0..*impact {
                    text.push_str(if text.is_empty() { "" } else { " " });
                    text.push_str(word);
                }
            }
        }
        let mut answers: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for (query, row) in &table.best_bets {
            answers.entry(*row).or_default().push(named_words(query).join(" "));
        }
        let named = table.named.iter().enumerate().filter(|(_, named)| named.list != List::Office);
        let lists = named.map(|(at, named)| {
            let names = std::iter::once(&named.name).chain(&named.others).map(|name| folded(name));
            (at, each_once(names.collect()))
        });
        Maker {
            cases: table.cases.iter().map(|case| tokens(case)).collect(),
            lists: lists.collect(),
            catalogue,
            table,
            synonyms,
            texts,
            answers,
        }
    }

    fn document(&self, at: usize, row: &Row) -> Map<String, Value> {
        let table = self.table;
        let records = self.catalogue.records;
        let code = ProcedureCode::new(&row.code).ok();
        let procedure = code.as_ref().and_then(|code| records.procedures.get(code));
        let state = code.as_ref().and_then(|code| self.catalogue.states.get(code)).map(|state| &state.whole);
        let day = |day: Option<Day>| day.map_or(Value::Null, |day| json!(day.to_string()));
        let (sector, sector_name) = &table.sectors[row.sector];
        let agencies = || row.agencies.iter().map(|&agency| &table.agencies[agency]);
        let decisions: Vec<&String> = row.decisions.iter().map(|&number| &table.decisions[number]).collect();
        let audiences = of_row(Facet::Audience, row);
        let executing = procedure.and_then(|procedure| procedure.executing.value());
        let link = code.as_ref().and_then(|code| records.links.get(code)).map(|link| link.target.url());
        let name = named_words(&row.name);
        let common: Vec<Vec<String>> = row.everyday.iter().map(|name| named_words(name)).collect();
        let said = self.said(&name);
        let texts = |all: &[Vec<String>]| json!(each_once(all.iter().map(|words| words.join(" ")).collect()));
        let in_pairs = |all: &[Vec<String>]| json!(each_once(all.iter().map(|words| pairs(words)).collect()));
        let mut document = Map::new();
        let mut put = |key: &str, value: Value| {
            let is_empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty) || value == json!("");
            if !is_empty {
                document.insert(key.to_owned(), value);
            }
        };
        put("code", json!(row.code));
        put("name", json!(row.name));
        put("status", json!(row.status.as_str()));
        put("since", day(state.and_then(|state| state.since)));
        put("until", day(state.and_then(|state| state.until)));
        put("by_list", json!(row.by_list));
        put("levels", row.levels.iter().map(|level| level.as_str()).collect());
        put("sector", json!(sector));
        put("sector_name", json!(sector_name));
        put("agencies", agencies().map(|(id, _)| id.as_str()).collect());
        put("agency_names", agencies().map(|(_, name)| name.as_str()).collect());
        put("executing", executing.into_iter().flatten().map(|name| clean(name)).collect());
        put("audiences", audiences.into_iter().filter_map(|group| AUDIENCES.get(group).copied()).collect());
        put("online", json!(row.online));
        put("url", json!(code.as_ref().map(|code| format!("{}{}", records.site.base_url, address::procedure(code)))));
        put("portal", json!(link));
        put("decisions", json!(decisions));
        put("successors", row.successors.iter().map(|&row| table.rows[row].code.as_str()).collect());
        put("common_names", json!(row.everyday));
        put("former_names", json!(row.former));
        put("name_folded", json!(name.join(" ")));
        put("name_run", json!(between(&name)));
        put("name_pairs", json!(pairs(&name)));
        put("common_folded", texts(&common));
        put("common_pairs", in_pairs(&common));
        put("common_whole", texts(&common));
        put("former_folded", row.former.iter().map(|name| named_words(name).join(" ")).collect());
        put("keywords_folded", row.keywords.iter().map(|name| folded(name)).collect());
        put("said_folded", json!(each_once(said.iter().map(|said| said.words.join(" ")).collect())));
        put("said_pairs", json!(each_once(said.iter().map(|said| pairs(&said.beside)).collect())));
        put("sector_folded", json!(folded(sector_name)));
        put("text_folded", json!(self.texts[at]));
        put("asked_whole", json!(self.asked(at, row, &decisions)));
        put("lists_whole", json!(self.lists_of(row)));
        put("standing", json!(standing(row.status)));
        put("prior", json!(self.prior(row)));
        document
    }

    /// What people say for official wordings in a name. The words around them count once, as the name's own.
    fn said(&self, name: &[String]) -> Vec<Said> {
        let mut all = Vec::new();
        for (at, word) in name.iter().enumerate() {
            for (official, said) in self.synonyms.get(word).into_iter().flatten() {
                let end = at + official.len();
                if name[at..].starts_with(official) {
                    let before = &name[at.saturating_sub(1)..at];
                    let after = &name[end..name.len().min(end + 1)];
                    all.push(Said { words: said.clone(), beside: [before, said, after].concat() });
                }
            }
        }
        all.truncate(usize::try_from(SYNONYMS).unwrap_or(0));
        all
    }

    /// The whole queries that ask for this very record: its code, with and without a suffix and without its point, what editors
    /// say that it answers, and the numbers of the decisions that name it.
    fn asked(&self, at: usize, row: &Row, decisions: &[&String]) -> Vec<String> {
        let own = folded(&row.code);
        let base: Vec<&str> = own.split(' ').take(2).collect();
        let codes = [own.clone(), base.join(" "), base.concat()];
        let answers = self.answers.get(&at).into_iter().flatten().cloned();
        let numbers = decisions.iter().map(|number| folded(number));
        each_once(codes.into_iter().chain(answers).chain(numbers).collect())
    }

    fn lists_of(&self, row: &Row) -> Vec<String> {
        let mine = self.lists.iter().filter(|(at, _)| row.is_in(&self.table.named[*at]));
        each_once(mine.flat_map(|(_, names)| names.iter().cloned()).collect())
    }

    /// The points that it has before anything is asked; a name that says that it is a special case has less. Half as much less as
    /// in the site's search, which does so only where the query does not ask for the case.
    fn prior(&self, row: &Row) -> i64 {
        let is_special = cases_in(&without_lead(tokens(&row.name)).0, &self.cases) != 0;
        row.prior() + if is_special { 0 } else { SPECIAL / 2 }
    }
}

/// How much a status counts: 2 what is in force or not known to be otherwise, 1 what is not now, 0 what has ended.
fn standing(status: Status) -> u8 {
    match status {
        Status::InForce | Status::Unknown => 2,
        Status::Pending | Status::Suspended => 1,
        Status::Repealed | Status::Replaced => 0,
    }
}

/// The folded words of a text.
fn words(text: &str) -> Vec<String> {
    tokens(text).into_iter().map(|token| token.folded).collect()
}

fn folded(text: &str) -> String {
    words(text).join(" ")
}

/// The folded words of a name, "thủ tục" at its head left out as in queries.
fn named_words(name: &str) -> Vec<String> {
    without_lead(tokens(name)).0.into_iter().map(|token| token.folded).collect()
}

/// A name with its ends marked, so that a run can be asked for that begins it, or is the whole of it.
fn between(name: &[String]) -> String {
    format!("{BEGIN} {} {END}", name.join(" "))
}

/// Every two neighbours as one word: most Vietnamese words are of two syllables.
fn pairs(words: &[String]) -> String {
    words.windows(2).map(|pair| pair.join("_")).collect::<Vec<_>>().join(" ")
}

/// Texts, each once, in the order in which they first come.
fn each_once(texts: Vec<String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    texts.into_iter().filter(|text| !text.is_empty() && seen.insert(text.clone())).collect()
}
