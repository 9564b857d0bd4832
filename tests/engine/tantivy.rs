//! tantivy, the engine within Quickwit, told of an index by Quickwit's own configuration, and asked by the query that is written beside it.

use std::collections::BTreeMap;

use niemyet::text::tokens;
use serde_json::Value;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, ConstScoreQuery, Occur, Query, QueryParser, RangeQuery, TermQuery};
use tantivy::schema::{
    Field, IndexRecordOption, NumericOptions, STORED, Schema, TantivyDocument, TextFieldIndexing, TextOptions,
    Value as _,
};
use tantivy::tokenizer::WhitespaceTokenizer;
use tantivy::{Index, Searcher, Term};

/// An index in memory.
pub(crate) struct Quickwit {
    index: Index,
    searcher: Searcher,
    schema: Schema,
    query: String,
}

impl Quickwit {
    /// Makes the index that `index.json` asks for, of the documents given.
    pub(crate) fn new(files: &BTreeMap<String, String>) -> Quickwit {
        let config: Value = serde_json::from_str(&files["index.json"]).unwrap();
        let mut schema = Schema::builder();
        for field in config["doc_mapping"]["field_mappings"].as_array().unwrap() {
            let name = field["name"].as_str().unwrap();
            match field["type"].as_str().unwrap() {
                "i64" => {
                    schema.add_i64_field(name, NumericOptions::default().set_indexed().set_fast());
                }
                "bool" => {
                    schema.add_bool_field(name, NumericOptions::default().set_indexed());
                }
                "text" | "array<text>" if field["indexed"] == false => {
                    schema.add_text_field(name, STORED);
                }
                "text" | "array<text>" => {
                    let positions = match field["record"].as_str() {
                        Some("position") => IndexRecordOption::WithFreqsAndPositions,
                        None => IndexRecordOption::Basic,
                        Some(other) => panic!("{other}"),
                    };
                    let indexing = TextFieldIndexing::default()
                        .set_tokenizer(field["tokenizer"].as_str().unwrap())
                        .set_index_option(positions)
                        .set_fieldnorms(field["fieldnorms"] == true);
                    let options = TextOptions::default().set_indexing_options(indexing);
                    let options = if name == "code" { options.set_stored() } else { options };
                    schema.add_text_field(name, options);
                }
                other => panic!("{name} is of no known type: {other}"),
            }
        }
        let schema = schema.build();
        let index = Index::create_in_ram(schema.clone());
        index.tokenizers().register("whitespace", WhitespaceTokenizer::default());
        let mut writer = index.writer_with_num_threads(1, 50_000_000).unwrap();
        for (_, part) in files.iter().filter(|(name, _)| name.starts_with("documents-")) {
            for line in part.lines() {
                writer.add_document(TantivyDocument::parse_json(&schema, line).unwrap()).unwrap();
            }
        }
        writer.commit().unwrap();
        let searcher = index.reader().unwrap().searcher();
        Quickwit { index, searcher, schema, query: files["query.json"].clone() }
    }

    /// The codes of the best hits of a query that is folded as the manual says.
    pub(crate) fn codes(&self, typed: &str) -> Vec<String> {
        let (folded, pairs) = folded(typed);
        if folded.is_empty() {
            return Vec::new();
        }
        let body = self.query.replace("{{folded}}", &folded).replace("{{pairs}}", &pairs);
        let body: Value = serde_json::from_str(&body).unwrap();
        let limit = usize::try_from(body["size"].as_u64().unwrap()).unwrap();
        let found =
            self.searcher.search(&self.read(&body["query"]), &TopDocs::with_limit(limit).order_by_score()).unwrap();
        let code = self.field("code");
        let code_of = |address| {
            let document: TantivyDocument = self.searcher.doc(address).unwrap();
            document.get_first(code).unwrap().as_str().unwrap().to_owned()
        };
        found.into_iter().map(|(_, address)| code_of(address)).collect()
    }

    fn field(&self, name: &str) -> Field {
        self.schema.get_field(name).unwrap()
    }

    /// What Quickwit makes of a query of Elasticsearch's language, as far as ours goes.
    fn read(&self, query: &Value) -> Box<dyn Query> {
        let (kind, body) = only(query);
        match kind {
            "bool" => {
                let mut clauses = Vec::new();
                for (key, occur) in [("must", Occur::Must), ("should", Occur::Should)] {
                    let all = body[key].as_array().into_iter().flatten();
                    clauses.extend(all.map(|query| (occur, self.read(query))));
                }
                Box::new(BooleanQuery::new(clauses))
            }
            "query_string" => {
                let fields = body["fields"].as_array().unwrap().iter().map(|name| self.field(name.as_str().unwrap()));
                let mut parser = QueryParser::for_index(&self.index, fields.collect());
                if body["default_operator"] == "AND" {
                    parser.set_conjunction_by_default();
                }
                parser.parse_query(body["query"].as_str().unwrap()).unwrap()
            }
            "term" => {
                let (name, body) = only(body);
                let term = Term::from_field_text(self.field(name), body["value"].as_str().unwrap());
                boosted(Box::new(TermQuery::new(term, IndexRecordOption::Basic)), body)
            }
            "range" => {
                let (name, body) = only(body);
                let least = Term::from_field_i64(self.field(name), body["gte"].as_i64().unwrap());
                let range = RangeQuery::new(std::ops::Bound::Included(least), std::ops::Bound::Unbounded);
                boosted(Box::new(ConstScoreQuery::new(Box::new(range), 1.0)), body)
            }
            other => panic!("no such query: {other}"),
        }
    }
}

#[allow(clippy::cast_possible_truncation, reason = "a boost has two places")]
fn boosted(query: Box<dyn Query>, body: &Value) -> Box<dyn Query> {
    Box::new(BoostQuery::new(query, body["boost"].as_f64().unwrap() as f32))
}

/// The only key of an object, with its value.
pub(crate) fn only(object: &Value) -> (&str, &Value) {
    let object = object.as_object().unwrap();
    assert_eq!(object.len(), 1, "{object:?}");
    let (key, value) = object.iter().next().unwrap();
    (key, value)
}

/// A query as the manual says that it is to be folded, and its pairs.
pub(crate) fn folded(typed: &str) -> (String, String) {
    let mut words: Vec<String> = tokens(typed).into_iter().map(|token| token.folded).collect();
    if words.len() > 2 && words[..2] == ["thu", "tuc"] {
        words.drain(..2);
    }
    let pairs = words.windows(2).map(|pair| pair.join("_")).collect::<Vec<_>>().join(" ");
    (words.join(" "), pairs)
}
