//! The query that an engine is asked, with the weights of the site's own search.
//!
//! Both engines read the same language here, Elasticsearch's: `bool`, `query_string`, `term` and `range`. Of these Quickwit
//! takes a boost in `term`, in `range` and within the text of a `query_string`, and leaves out that of a `bool`; so that
//! all boosts stand where both read them.

use serde_json::{Value, json};

use super::super::weights as w;
use super::Engine;

/// What stands before the first word of a name and behind the last. No folded word has a low line.
pub(super) const BEGIN: &str = "_begin";
pub(super) const END: &str = "_end";

/// Where the folded query stands, and its pairs of neighbours.
const FOLDED: &str = "{{folded}}";
const PAIRS: &str = "{{pairs}}";

/// A word that no document has: a query of one word has no pairs, and a text of a query must not be empty.
const NOTHING: &str = "_nothing";

/// How many points of the site's search are one of an engine's where it is asked for words.
const POINTS: f64 = 100.0;
/// About what the rarities of a query's words sum up to, as BM25 has them: by that an engine multiplies.
const RARITY: f64 = 10.0;
/// The rarity, as BM25 has it, of a value that one of some thousand documents has.
const ONE_OF_ALL: f64 = 7.0;
/// What Lucene leaves out of BM25 and tantivy does not, because it orders nothing: 1 + k1. It does beside what is no BM25.
const LUCENE: f64 = 2.2;

/// Steps in which the points are given that a record has before anything is asked: two doublings of use. And the most
/// that one may have.
const STEP: i64 = 2 * w::USE;
const MOST: i64 = 35 * w::USE + w::COMMUNE + w::SPECIAL / 2;

/// The body of a search.
pub(super) fn query(engine: Engine) -> Value {
    let words = |field: &str, points: i64| text(field, format!("({FOLDED})^{}", boost(points, POINTS)), "OR");
    let pairs = |field: &str, points: i64| text(field, format!("({NOTHING} {PAIRS})^{}", boost(points, POINTS)), "OR");
    let run = |run: &str, points: i64| text("name_run", format!("\"{run}\"^{}", boost(points, POINTS)), "OR");
    let whole = |field: &str, points: i64| json!({ "term": { field: { "value": FOLDED, "boost": boost(points, POINTS / RARITY * ONE_OF_ALL) } } });
    // A syllable alone says little; of what it says beside its neighbour, the neighbour says half.
    let alone = w::COVER * w::LONE / 100;
    let beside = (w::COVER - alone + w::PAIRS) / 2;
    let share = |points: i64, of: i64| points * of / 100;
    let asked = [
        words("name_folded", alone),
        pairs("name_pairs", beside),
        text("name_folded", format!("({FOLDED})^{}", boost(w::ALL_WORDS, POINTS)), "AND"),
        run(FOLDED, w::RUN),
        run(&format!("{BEGIN} {FOLDED}"), w::START - w::RUN),
        run(&format!("{BEGIN} {FOLDED} {END}"), w::WHOLE - w::START),
        words("common_folded", share(alone, w::EVERYDAY)),
        pairs("common_pairs", share(beside, w::EVERYDAY)),
        whole("common_whole", share(w::WHOLE, w::EVERYDAY)),
        words("former_folded", share(alone, w::FORMER) / 2),
        words("keywords_folded", share(alone, w::KEYWORD)),
        words("said_folded", alone),
        pairs("said_pairs", beside),
        words("sector_folded", share(alone, w::CONTEXT)),
        words("text_folded", share(alone, w::CONTENT)),
        whole("asked_whole", w::CODE),
        whole("lists_whole", w::NAMED),
    ];
    let scale = match engine {
        Engine::Elasticsearch => LUCENE,
        Engine::Quickwit => 1.0,
    };
    let above = |field: &str, least: i64, points: i64| json!({ "range": { field: { "gte": least, "boost": boost(points, POINTS / RARITY * scale) } } });
    // Where the site's search gives a share of a score, points are lost here: of a score as good answers have.
    let lost = |share: i64| w::START * (100 - share) / 100;
    let not_ended = lost(w::ENDED) - lost(w::NOT_NOW);
    let mut prior = vec![above("standing", 1, not_ended), above("standing", 2, lost(w::NOT_NOW))];
    prior.extend((1..=MOST / STEP).map(|step| above("prior", step * STEP, STEP)));
    json!({
        "size": 10,
        "query": { "bool": { "must": [{ "bool": { "should": asked } }], "should": prior } },
        "sort": ["_score"],
    })
}

fn text(field: &str, query: String, operator: &str) -> Value {
    json!({ "query_string": { "query": query, "fields": [field], "default_operator": operator } })
}

/// Points as a boost, in hundredths: numbers that are written alike everywhere.
#[allow(clippy::cast_precision_loss, reason = "points are small")]
fn boost(points: i64, one: f64) -> f64 {
    (points as f64 / one * 100.0).round() / 100.0
}
