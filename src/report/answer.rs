//! The answer to a query, as a line of JSON or as a table of text.

use serde_json::json;

use super::list::table;
use crate::search::{Answer, Hit, Understood};
use crate::strings::{Language, Strings};

/// The values that a sentence names.
type Args = [(&'static str, String)];

/// `{query, total, hits: [{code, name, score, status}]}` on one line.
pub fn answer_json(answer: &Answer) -> String {
    let hit =
        |hit: &Hit| json!({ "code": hit.code, "name": hit.name, "score": hit.score, "status": hit.status.as_str() });
    let hits: Vec<_> = answer.hits.iter().map(hit).collect();
    format!("{}\n", json!({ "query": answer.query, "total": answer.total, "hits": hits }))
}

/// What the query was read as, how many records answer, and a table of the best.
pub fn answer_text(answer: &Answer, language: Language) -> String {
    let strings = Strings::of(language);
    let words = |key: &str, args: &Args| strings.filled(&["site", "search", "script", key], args);
    let mut text = String::new();
    for understood in &answer.understood {
        text.push_str(&sentence(understood, &words));
        text.push('\n');
    }
    let query = words("for_query", &[("query", answer.query.clone())]);
    if answer.hits.is_empty() {
        text.push_str(&format!("{}{query}\n", words("none", &[])));
        return text;
    }
    text.push_str(&format!("{}{query}\n", words("count", &[("count", answer.total.to_string())])));
    let status = |hit: &Hit| super::word("status", hit.status.as_str(), language);
    let rows: Vec<[String; 3]> =
        answer.hits.iter().map(|hit| [hit.code.clone(), status(hit), hit.name.clone()]).collect();
    text.push_str(&table(&rows));
    text
}

/// What a query was read as, in the words that the site has for it.
fn sentence(understood: &Understood, words: &dyn Fn(&str, &Args) -> String) -> String {
    match understood {
        Understood::Keys { meant } => words("keys", &[("meant", meant.clone())]),
        Understood::Synonym { said, official, kind } => {
            let key = if kind == "ten_cu" { "old_word" } else { "synonym" };
            words(key, &[("said", said.clone()), ("official", official.clone())])
        }
        Understood::Code { code } => words("code", &[("code", code.clone())]),
        Understood::Decision { number, .. } => words("decision", &[("number", number.clone())]),
        Understood::Spelling { meant } => words("spelling", &[("meant", meant.clone())]),
        Understood::Unknown { words: unknown } => words("unknown", &[("words", unknown.clone())]),
        Understood::NoDecision { number } => words("no_decision", &[("number", number.clone())]),
        Understood::Dossier { number } => words("dossier", &[("number", number.clone())]),
    }
}
