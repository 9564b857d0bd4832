//! The answer to a query, as a line of JSON or as a table of text.

use serde_json::{Value, json};

use super::list::table;
use crate::search::{Answer, FacetCount, Hit, Understood};
use crate::source::visible;
use crate::strings::{Language, Strings};

/// The values that a sentence names.
type Args = [(&'static str, String)];

/// One line of JSON: `{query, total, hits: [{code, name, score, status}], understood: [{kind, …}], facets: [{facet, value,
/// name, count}], near_sectors: [{id, name}]}`. The form is stable: keys are added, none changes its meaning.
pub fn answer_json(answer: &Answer) -> String {
    let hit =
        |hit: &Hit| json!({ "code": hit.code, "name": hit.name, "score": hit.score, "status": hit.status.as_str() });
    let facet =
        |of: &FacetCount| json!({ "facet": of.facet.as_str(), "value": of.value, "name": of.name, "count": of.count });
    let sector = |(id, name): &(String, String)| json!({ "id": id, "name": name });
    let answer = json!({
        "query": answer.query,
        "total": answer.total,
        "hits": answer.hits.iter().map(hit).collect::<Vec<_>>(),
        "understood": answer.understood.iter().map(understood_json).collect::<Vec<_>>(),
        "facets": answer.facets.iter().map(facet).collect::<Vec<_>>(),
        "near_sectors": answer.near_sectors.iter().map(sector).collect::<Vec<_>>(),
    });
    format!("{answer}\n")
}

fn understood_json(understood: &Understood) -> Value {
    match understood {
        Understood::Named { list, id, name, page } => {
            json!({ "kind": list.as_str(), "id": id, "name": name, "page": page })
        }
        Understood::Keys { meant } => json!({ "kind": "keys", "meant": meant }),
        Understood::Synonym { said, official, kind } => {
            json!({ "kind": "synonym", "said": said, "official": official, "of": kind })
        }
        Understood::Code { code } => json!({ "kind": "code", "code": code }),
        Understood::Decision { number, page } => json!({ "kind": "decision", "number": number, "page": page }),
        Understood::Spelling { meant } => json!({ "kind": "spelling", "meant": meant }),
        Understood::Unknown { words } => json!({ "kind": "unknown", "words": words }),
        Understood::NoCode { code, near } => json!({ "kind": "no_code", "code": code, "near": near }),
        Understood::Listed { code, list, link } => {
            json!({ "kind": "listed", "code": code, "list": list, "link": link })
        }
        Understood::NoDecision { number } => json!({ "kind": "no_decision", "number": number }),
        Understood::Dossier { number } => json!({ "kind": "dossier", "number": number }),
    }
}

/// What the query was read as, how many records answer, and a table of the best.
pub fn answer_text(answer: &Answer, language: Language) -> String {
    let strings = Strings::of(language);
    let words = |key: &str, args: &Args| strings.filled(&["site", "search", "script", key], args);
    let mut text = String::new();
    for understood in &answer.understood {
        // A query may come from elsewhere, with signs that a terminal obeys.
        text.push_str(&visible(&sentence(understood, &words)));
        text.push('\n');
    }
    let query = words("for_query", &[("query", visible(&answer.query))]);
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
        Understood::Named { list, name, .. } => format!("{} {name}", words(&format!("named_{}", list.as_str()), &[])),
        Understood::Keys { meant } => words("keys", &[("meant", meant.clone())]),
        Understood::Synonym { said, official, kind } => {
            let key = if kind == "ten_cu" { "old_word" } else { "synonym" };
            words(key, &[("said", said.clone()), ("official", official.clone())])
        }
        Understood::Code { code } => words("code", &[("code", code.clone())]),
        Understood::Decision { number, .. } => words("decision", &[("number", number.clone())]),
        Understood::Spelling { meant } => words("spelling", &[("meant", meant.clone())]),
        Understood::Unknown { words: unknown } => words("unknown", &[("words", unknown.clone())]),
        Understood::NoCode { code, near } if near.is_empty() => words("no_code", &[("code", code.clone())]),
        Understood::NoCode { code, near } => {
            format!("{} {}.", words("near_codes", &[("code", code.clone())]), near.join(", "))
        }
        Understood::Listed { code, list, link } => {
            let told = words("listed", &[("code", code.clone()), ("list", list.clone())]);
            format!("{told} {}: {link}", words("listed_link", &[]))
        }
        Understood::NoDecision { number } => words("no_decision", &[("number", number.clone())]),
        Understood::Dossier { number } => words("dossier", &[("number", number.clone())]),
    }
}
